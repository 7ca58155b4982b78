//! Rounds.

use super::{
    rule::{ensure, known},
    Model, Part, Refused, Round, Stage, Subscription, Verdict, DAY, PARAMETERS, TREASURY,
};
use crate::search::op::{Op, Terms, TokenId, Wallet};

impl Model {
    pub(super) fn run_round(&mut self, op: &Op) -> Option<Verdict> {
        Some(match *op {
            Op::OpenRound { token, by, index, with_treasury, ref terms } => {
                self.open_round(token, by, index, with_treasury, terms)
            }
            Op::Subscribe { token, round, wallet, source, shares } => ensure(source == wallet, "another's money")
                .and_then(|()| self.subscribe(token, round, wallet, shares))
                .and_then(|cost| self.take_quote(source, cost)),
            Op::Accept { token, round, by, member, shares } => self.accept(token, round, by, member, shares),
            Op::Decline { token, round, by, member } => self.decline(token, round, by, member),
            Op::Withdraw { token, round, member, wallet } => self.withdraw(token, round, member, wallet),
            Op::Complete { token, round, by } => self.complete(token, round, by),
            Op::Undo { token, round, by } => self.undo(token, round, by),
            Op::CancelRound { token, round, by } => self.cancel_round(token, round, by),
            Op::Settle { token, round, member, wallet } => self.settle(token, round, member, wallet),
            Op::Refund { token, round, member, signer } => self.refund(token, round, member, signer),
            Op::Collect { token, round, signer } => self.collect(token, round, signer),
            _ => return None,
        })
    }

    fn round(&self, token: TokenId, round: usize) -> Result<&Round, Refused> {
        known(self.tokens[token].rounds.get(round), "no round")
    }

    fn round_mut(&mut self, token: TokenId, round: usize) -> Result<&mut Round, Refused> {
        known(self.tokens[token].rounds.get_mut(round), "no round")
    }

    fn open_round(&mut self, token: TokenId, by: Wallet, index: u32, with_treasury: bool, terms: &Terms) -> Verdict {
        self.check_owner(token, by)?;
        self.check_running(token)?;
        let (now, owner, book) = (self.now, self.owner(token), &self.tokens[token]);
        ensure(index as usize == book.rounds.len(), "another round came before")?;
        ensure(owner.is_active(), "the owner is not active")?;
        owner.check_free(now)?;
        ensure(owner.charter == self.charter, "the charter is not acknowledged")?;
        ensure(now >= owner.acknowledged_at + PARAMETERS.cooling_off, "cooling off")?;
        ensure(book.unsettled == 0 && now >= book.round_closes_at, "a round is under way")?;

        let mut inside = self.position(token, by)?.shares;
        if with_treasury {
            let treasury = self.position(token, TREASURY)?.shares;
            inside += if by == TREASURY { 0 } else { treasury };
        }
        let notice = if inside < book.total { PARAMETERS.round_notice } else { 0 };
        check_terms(terms, book.total, book.authorised.at(now))?;
        let opens_at = now + notice.max(i64::from(terms.delay));
        let closes_at = opens_at + i64::from(terms.duration);
        let round = Round {
            shares: terms.shares,
            price: terms.price,
            minimum_raise: terms.minimum_raise,
            least: terms.least,
            most: terms.most,
            opens_at,
            closes_at,
            completed_at: 0,
            reopened_at: 0,
            window: i64::from(terms.window),
            lock: self.hold(token).max(i64::from(terms.lock)),
            stage: Stage::Open,
            undos: 0,
            issued: 0,
            fee_issued: 0,
            to_owner: 0,
            raised: 0,
            treasury: None,
            escrow: 0,
            donated: 0,
            subscriptions: Default::default(),
        };
        let book = &mut self.tokens[token];
        book.round_closes_at = closes_at;
        book.rounds.push(round);
        Ok(())
    }

    fn subscribe(&mut self, token: TokenId, round: usize, wallet: Wallet, shares: u64) -> Result<u64, Refused> {
        let now = self.now;
        let investor = self.signing_member(wallet)?;
        self.check_running(token)?;
        let member = &self.members[investor];
        member.check_free(now)?;
        ensure(investor != token, "his own round")?;
        ensure(member.is_in_good_standing(now), "the investor's standing")?;
        ensure(member.charter == self.charter, "the charter is not acknowledged")?;
        self.position(token, wallet)?;
        let book = self.round_mut(token, round)?;
        ensure(book.is_open(now), "the round takes no subscriptions")?;
        ensure((book.least..=book.most).contains(&shares), "outside the limits")?;
        ensure(!book.subscriptions.contains_key(&investor), "subscribed already")?;
        let cost = known(book.price.checked_mul(shares), "a cost beyond all bounds")?;
        book.escrow += cost;
        let part = Subscription { shares, accepted: 0, owed: cost, part: Part::Pending, undos: 0 };
        book.subscriptions.insert(investor, part);
        self.position_mut(token, wallet)?.is_kept = true;
        Ok(cost)
    }

    fn accept(&mut self, token: TokenId, round: usize, by: Wallet, member: usize, shares: u64) -> Verdict {
        self.check_owner(token, by)?;
        let now = self.now;
        let book = self.round_mut(token, round)?;
        ensure(book.is_open(now), "the round is not open")?;
        let (least, undos, left) = (book.least, book.undos, book.shares - book.accepted().1);
        let part = known(book.subscriptions.get_mut(&member), "no subscription")?;
        ensure(part.part == Part::Pending, "not pending")?;
        ensure((least..=part.shares).contains(&shares), "outside the limits")?;
        ensure(shares <= left, "the round is full")?;
        (part.part, part.accepted, part.undos) = (Part::Accepted, shares, undos);
        Ok(())
    }

    fn decline(&mut self, token: TokenId, round: usize, by: Wallet, member: usize) -> Verdict {
        self.check_owner(token, by)?;
        let now = self.now;
        let book = self.round_mut(token, round)?;
        ensure(book.is_open(now), "the round is not open")?;
        let part = known(book.subscriptions.get_mut(&member), "no subscription")?;
        ensure(part.part == Part::Pending, "not pending")?;
        part.part = Part::Declined;
        Ok(())
    }

    fn is_refundable(&self, token: TokenId, round: usize, member: usize) -> Result<bool, Refused> {
        let book = self.round(token, round)?;
        let part = known(book.subscriptions.get(&member), "no subscription")?;
        let is_over = book.is_over(self.now);
        Ok(match part.part {
            Part::Declined | Part::Settled => true,
            Part::Accepted => is_over,
            Part::Pending => is_over || book.is_final(self.now) || book.stage == Stage::Settled,
        })
    }

    fn withdraw(&mut self, token: TokenId, round: usize, member: usize, wallet: Wallet) -> Verdict {
        ensure(self.members[member].wallet == wallet, "not the investor's wallet")?;
        let book = self.round(token, round)?;
        let part = known(book.subscriptions.get(&member), "no subscription")?;
        let is_freed = part.part == Part::Accepted && book.is_open(self.now) && part.undos < book.undos;
        let may = part.part == Part::Pending || is_freed || self.is_refundable(token, round, member)?;
        ensure(may, "it is accepted")?;
        self.release(token, round, member)
    }

    fn refund(&mut self, token: TokenId, round: usize, member: usize, signer: Option<Wallet>) -> Verdict {
        self.check_payee(member, signer)?;
        ensure(self.is_refundable(token, round, member)?, "it may still become shares")?;
        self.release(token, round, member)
    }

    /// Anyone has a member paid who is not held; he himself at any time.
    fn check_payee(&self, member: usize, signer: Option<Wallet>) -> Verdict {
        match signer {
            Some(wallet) => ensure(self.members[member].wallet == wallet, "not his wallet"),
            None => self.members[member].check_free(self.now),
        }
    }

    /// The money of a subscription goes back to the member's present wallet.
    fn release(&mut self, token: TokenId, round: usize, member: usize) -> Verdict {
        let book = self.round_mut(token, round)?;
        let part = known(book.subscriptions.remove(&member), "no subscription")?;
        book.escrow -= part.owed;
        self.pay_member(member, part.owed)
    }

    fn pay_member(&mut self, member: usize, amount: u64) -> Verdict {
        match amount {
            0 => Ok(()),
            amount => self.give_quote(self.members[member].wallet, amount),
        }
    }

    fn complete(&mut self, token: TokenId, round: usize, by: Wallet) -> Verdict {
        self.check_owner(token, by)?;
        let now = self.now;
        self.owner(token).check_free(now)?;
        let treasury = self.positions.contains_key(&(token, TREASURY));
        let book = self.round_mut(token, round)?;
        ensure(book.is_open(now), "the round is not open")?;
        let (accepted, shares) = book.accepted();
        ensure(accepted > 0, "nothing accepted")?;
        ensure(now >= book.reopened_at + book.window, "just reopened")?;
        ensure(shares * book.price >= book.minimum_raise, "below the least")?;
        (book.completed_at, book.stage) = (now, Stage::Completing);
        book.treasury = treasury.then_some(TREASURY);
        self.tokens[token].unsettled = accepted;
        if treasury {
            self.position_mut(token, TREASURY)?.is_kept = true;
        }
        Ok(())
    }

    fn undo(&mut self, token: TokenId, round: usize, by: Wallet) -> Verdict {
        self.check_owner(token, by)?;
        let now = self.now;
        let book = self.round_mut(token, round)?;
        ensure(book.stage == Stage::Completing && !book.is_final(now), "nothing to undo")?;
        ensure(book.undos < 2, "undone twice")?;
        (book.undos, book.reopened_at, book.completed_at) = (book.undos + 1, now, 0);
        let is_late = now + book.window >= book.closes_at;
        book.stage = if is_late { Stage::Cancelled } else { Stage::Open };
        let token = &mut self.tokens[token];
        token.unsettled = 0;
        if is_late {
            token.round_closes_at = 0;
        }
        Ok(())
    }

    fn cancel_round(&mut self, token: TokenId, round: usize, by: Wallet) -> Verdict {
        self.check_owner(token, by)?;
        let now = self.now;
        let book = self.round_mut(token, round)?;
        ensure(book.stage == Stage::Open && now < book.closes_at, "not announced or open")?;
        book.stage = Stage::Cancelled;
        self.tokens[token].round_closes_at = 0;
        Ok(())
    }

    fn settle(&mut self, token: TokenId, round: usize, member: usize, wallet: Wallet) -> Verdict {
        let now = self.now;
        let receives = self.members[member].is_in_good_standing(now);
        ensure(self.position(token, wallet)?.successor.is_none(), "the position was left")?;
        ensure(self.purses[wallet].member == Some(member), "not the investor's position")?;
        let book = self.round(token, round)?;
        ensure(book.is_final(now), "not final")?;
        let part = known(book.subscriptions.get(&member), "no subscription")?;
        ensure(part.part == Part::Accepted, "not accepted")?;
        let treasury = book.treasury.filter(|treasury| {
            let position = self.positions.get(&(token, *treasury));
            *treasury == wallet || position.is_some_and(|position| position.successor.is_none())
        });

        let book = self.round_mut(token, round)?;
        let (price, until) = (book.price, now + book.lock);
        let shares = if receives { book.subscriptions[&member].accepted } else { 0 };
        let paid = shares * price;
        book.issued += shares;
        let mut fee = 0;
        if receives && treasury.is_some() {
            let due = u128::from(book.issued) * u128::from(PARAMETERS.equity_fee) / 10_000;
            fee = u64::try_from(due).expect("shares") - book.fee_issued;
            book.fee_issued += fee;
        }
        (book.raised, book.to_owner) = (book.raised + paid, book.to_owner + paid);
        let part = book.subscriptions.get_mut(&member).expect("a subscription");
        part.owed -= paid;
        (part.part, part.accepted) = (Part::Settled, shares);
        let left = book.accepted().0;
        if left == 0 {
            book.stage = Stage::Settled;
        }
        let book = &mut self.tokens[token];
        (book.total, book.unsettled) = (book.total + shares + fee, left);
        if left == 0 {
            book.round_closes_at = 0;
        }
        if shares > 0 {
            book.last_price = price;
        }
        match treasury {
            Some(treasury) if treasury != wallet => {
                self.new_shares(token, wallet, shares, paid, until);
                self.new_shares(token, treasury, fee, 0, until);
            }
            _ => self.new_shares(token, wallet, shares + fee, paid, until),
        }
        Ok(())
    }

    fn new_shares(&mut self, token: TokenId, wallet: Wallet, shares: u64, cost: u64, until: i64) {
        if shares > 0 {
            let now = self.now;
            let position = self.positions.get_mut(&(token, wallet)).expect("a position");
            position.shares += shares;
            position.cost = position.cost.saturating_add(cost);
            position.lock(shares, until, now);
            position.has_held = true;
        }
    }

    fn collect(&mut self, token: TokenId, round: usize, signer: Option<Wallet>) -> Verdict {
        self.check_payee(token, signer)?;
        let book = self.round_mut(token, round)?;
        let amount = std::mem::take(&mut book.to_owner);
        ensure(amount > 0, "nothing to collect")?;
        book.escrow -= amount;
        self.pay_member(token, amount)
    }
}

fn check_terms(terms: &Terms, total: u64, authorised: u64) -> Verdict {
    ensure(total > 0, "no shares yet")?;
    ensure(terms.shares > 0 && terms.price > 0, "nothing offered, or for nothing")?;
    ensure(0 < terms.least && terms.least <= terms.most && terms.most <= terms.shares, "the limits of an investor")?;
    let whole = known(terms.shares.checked_mul(terms.price), "a raise beyond all bounds")?;
    ensure(terms.minimum_raise <= whole, "the least is more than all")?;
    let days = |seconds: u32| i64::from(seconds) <= 90 * DAY && seconds > 0;
    ensure(days(terms.duration) && i64::from(terms.delay) <= 60 * DAY, "the times")?;
    ensure(i64::from(terms.window) <= 3 * DAY, "the undo window")?;
    ensure(i64::from(terms.lock) <= 5 * 365 * DAY, "the lock")?;
    let fee = u128::from(terms.shares) * u128::from(PARAMETERS.equity_fee) / 10_000;
    let after = u128::from(total) + u128::from(terms.shares) + fee;
    ensure(after <= u128::from(authorised), "beyond the authorised")
}
