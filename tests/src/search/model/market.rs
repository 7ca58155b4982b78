//! The market, and the gains that it routes.

use super::{
    rule::{ensure, known, year_of},
    shares::Receipt,
    Listing, Model, Verdict, DAY, PARAMETERS, TREASURY,
};
use crate::search::op::{Op, TokenId, Wallet};

/// A purchase as the buyer asks for it.
struct Order {
    token: TokenId,
    seller: Wallet,
    buyer: Wallet,
    shares: u64,
    minimum: u64,
    maximum_price: u64,
}

impl Model {
    pub(super) fn run_market(&mut self, op: &Op) -> Option<Verdict> {
        Some(match *op {
            Op::List { token, wallet, nonce, shares, price, minimum, duration } => {
                let offer = (shares, price, minimum, i64::from(duration));
                self.list(token, wallet, nonce, offer)
            }
            Op::Buy { token, seller, nonce, buyer, shares, minimum, maximum_price } => {
                self.buy(nonce, &Order { token, seller, buyer, shares, minimum, maximum_price })
            }
            Op::Unlist { token, seller, nonce, signer } => self.unlist(token, seller, nonce, signer),
            _ => return None,
        })
    }

    fn list(&mut self, token: TokenId, wallet: Wallet, nonce: u32, offer: (u64, u64, u64, i64)) -> Verdict {
        let (now, (shares, price, minimum, duration)) = (self.now, offer);
        let seller = self.signing_member(wallet)?;
        self.check_running(token)?;
        self.members[seller].check_free(now)?;
        let position = self.position_mut(token, wallet)?;
        ensure(nonce == position.listings, "another listing came before")?;
        ensure(shares > 0 && shares <= position.free(now), "not free, or none")?;
        ensure(price >= 2, "the price is too low")?;
        ensure((1..=shares).contains(&minimum), "the least purchase")?;
        ensure((1..=365 * DAY).contains(&duration), "the time")?;
        known(shares.checked_mul(price), "a price beyond all bounds")?;
        position.listings += 1;
        position.listed += shares;
        position.forget_expired_lock(now);
        let owner_until = if seller == token { now } else { now + PARAMETERS.owner_first };
        let listing = Listing {
            shares,
            price,
            minimum,
            owner_until,
            holders_until: owner_until + PARAMETERS.holder_first,
            expires_at: now + duration,
        };
        self.listings.insert((token, wallet, nonce), listing);
        Ok(())
    }

    fn unlist(&mut self, token: TokenId, seller: Wallet, nonce: u32, signer: Wallet) -> Verdict {
        let listing = known(self.listings.remove(&(token, seller, nonce)), "no listing")?;
        let member = known(self.purses[seller].member, "a member")?;
        let now = self.now;
        let is_seller = self.members[member].wallet == signer;
        let position = self.position_mut(token, seller)?;
        let is_left = position.successor.is_some();
        ensure(is_seller || is_left || now >= listing.expires_at, "not the seller")?;
        position.listed -= if is_left { 0 } else { listing.shares };
        Ok(())
    }

    fn buy(&mut self, nonce: u32, order: &Order) -> Verdict {
        let Order { token, seller, buyer, .. } = *order;
        let now = self.now;
        self.check_running(token)?;
        let key = (token, seller, nonce);
        let mut listing = known(self.listings.get(&key).cloned(), "no listing")?;
        let (from, to) = (self.signing_member(seller)?, self.signing_member(buyer)?);
        ensure(from != to, "from himself")?;
        self.members[from].check_free(now)?;
        self.members[to].check_free(now)?;
        ensure(self.members[to].charter == self.charter, "the charter is not acknowledged")?;
        let (shares, asks_policy) = self.fill(&listing, order)?;
        let receipt = Receipt { token, from: seller, to: buyer, shares, asks_policy };
        let approval_used = self.check_receipt(&receipt)?;

        let paid = known(shares.checked_mul(listing.price), "a price beyond all bounds")?;
        let cost = self.carry_cost(token, seller, shares)?;
        self.position_mut(token, seller)?.listed -= shares;
        self.receive(token, buyer, shares, paid, approval_used)?;
        self.divide(order, paid, cost, to == token)?;
        listing.shares -= shares;
        match listing.shares {
            0 => self.listings.remove(&key),
            _ => self.listings.insert(key, listing),
        };
        Ok(())
    }

    /// How many shares change hands, and whether the policy is asked.
    fn fill(&self, listing: &Listing, order: &Order) -> Result<(u64, bool), super::Refused> {
        let now = self.now;
        let position = self.position(order.token, order.buyer)?;
        let is_owner = self.present(order.buyer) == Some(order.token);
        ensure(now < listing.expires_at, "expired")?;
        ensure(is_owner || now >= listing.owner_until, "the owner first")?;
        ensure(is_owner || position.shares > 0 || now >= listing.holders_until, "holders first")?;
        ensure(listing.price <= order.maximum_price, "above the buyer's limit")?;
        let shares = order.shares.min(listing.shares);
        ensure(shares > 0 && shares >= order.minimum, "too few")?;
        ensure(shares >= listing.minimum.min(listing.shares), "below the least purchase")?;
        Ok((shares, !is_owner && now >= listing.holders_until))
    }

    /// Where the buyer's money goes. What no account can take waits in the token's vault, or stays with the seller.
    fn divide(&mut self, order: &Order, paid: u64, cost: u64, owner_buys: bool) -> Verdict {
        let Order { token, seller, buyer, .. } = *order;
        let fee = |rate: u64| u64::try_from((u128::from(paid) * u128::from(rate)).div_ceil(10_000)).expect("a fee");
        let (mut owner_fee, mut network_fee) = (0, 0);
        if !owner_buys {
            owner_fee = fee(PARAMETERS.owner_fee).min(paid);
            network_fee = fee(PARAMETERS.network_fee).min(paid - owner_fee);
        }
        if !self.is_payable(TREASURY) {
            network_fee = 0;
        }
        let owner = self.owner_wallet(token);
        let owner_takes = self.is_payable(owner) && !self.owner(token).is_held(self.now);
        if !owner_takes && owner_fee > 0 {
            match self.credit(token, owner_fee) {
                Ok(_) => self.tokens[token].credited += owner_fee,
                Err(_) => owner_fee = 0,
            }
        }
        let received = paid - owner_fee - network_fee;
        let routed = self.route(token, seller, received.saturating_sub(cost))?;
        let (to_seller, seller_takes) = (received - routed, self.is_payable(seller));
        if !seller_takes && to_seller > 0 {
            let book = &mut self.tokens[token];
            book.deposited = known(book.deposited.checked_add(to_seller), "the lifetime limit")?;
            book.credited += to_seller;
            self.position_mut(token, seller)?.owed += u128::from(to_seller) << 64;
        }
        // One after the other, as a buyer may pay himself.
        self.pay_or_keep(buyer, seller_takes.then_some(seller), token, to_seller)?;
        self.pay_or_keep(buyer, owner_takes.then_some(owner), token, owner_fee)?;
        self.pay_or_keep(buyer, Some(TREASURY), token, network_fee)?;
        let own = self.signing_member(seller)?;
        self.pay_or_keep(buyer, None, own, routed)
    }

    /// To a wallet, or into the vault of a token.
    fn pay_or_keep(&mut self, buyer: Wallet, to: Option<Wallet>, vault: TokenId, amount: u64) -> Verdict {
        if amount == 0 {
            return Ok(());
        }
        self.take_quote(buyer, amount)?;
        match to {
            Some(wallet) => self.give_quote(wallet, amount),
            None => {
                self.tokens[vault].vault += amount;
                Ok(())
            }
        }
    }

    /// A gain on another's shares belongs to the shareholders of the seller's own token, but for his own part; returns
    /// how much of it leaves the seller.
    fn route(&mut self, token: TokenId, seller: Wallet, gain: u64) -> Result<u64, super::Refused> {
        let own = self.signing_member(seller)?;
        if own == token || own >= self.tokens.len() {
            return Ok(0);
        }
        let position = self.positions.get(&(own, seller));
        ensure(position.is_some() || self.tokens[own].total == 0, "his own position is missing")?;
        let own_shares = position.map_or(0, |position| position.shares);
        if gain == 0 || own_shares >= self.tokens[own].total {
            return Ok(0);
        }
        let before = self.clone();
        let kept = self.credit_net(own, gain)?;
        if kept == gain {
            *self = before;
            return Ok(0);
        }
        let year = year_of(self.now);
        let book = &mut self.tokens[own];
        book.credited += gain;
        *book.years.entry(year).or_default() += gain;
        Ok(gain - kept)
    }
}
