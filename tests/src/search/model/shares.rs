//! Shares: transfers, delegates, positions, admissions.

use super::{
    rule::{ensure, known},
    Model, Position, Refused, Status, Term, Verdict, DAY, PARAMETERS,
};
use crate::search::op::{Op, TokenId, Wallet};

/// A receipt of shares, by transfer or purchase.
pub struct Receipt {
    pub token: TokenId,
    pub from: Wallet,
    pub to: Wallet,
    pub shares: u64,
    /// Whether the token's policy is asked.
    pub asks_policy: bool,
}

impl Model {
    pub(super) fn run_shares(&mut self, op: &Op) -> Option<Verdict> {
        Some(match *op {
            Op::Transfer { token, from, to, authority, shares } => self.transfer(token, from, to, authority, shares),
            Op::Delegate { token, from, delegate, shares } => self.delegate(token, from, delegate, shares),
            Op::Issue { token, by, shares } => self.issue(token, by, shares),
            Op::OpenPosition { token, wallet } => self.open_position(token, wallet),
            Op::ClosePosition { token, wallet } => self.close_position(token, wallet),
            Op::Admit { token, by, holder, cap } => self.admit(token, by, holder, cap),
            Op::Approve { token, by, holder, from, shares, expires_at } => {
                self.approve(token, by, holder, (from, shares, expires_at))
            }
            _ => return None,
        })
    }

    /// What Token-2022 asks, then what the hook does. To himself, the hook is not called, and nothing moves.
    fn transfer(&mut self, token: TokenId, from: Wallet, to: Wallet, authority: Wallet, shares: u64) -> Verdict {
        let accounts = [(token, from), (token, to)];
        ensure(accounts.iter().all(|account| self.share_accounts.contains(account)), "no share account")?;
        ensure(self.shares(token, from) >= shares, "not enough shares")?;
        let delegate = self.delegates.get(&(token, from)).copied().filter(|(delegate, _)| *delegate == authority);
        match delegate {
            Some((_, allowance)) => ensure(shares <= allowance, "beyond the allowance")?,
            None => ensure(authority == from, "neither owner nor delegate")?,
        }
        if from == to {
            return Ok(());
        }
        self.check_transfer(token, from, to, shares)?;
        let approval_used = self.check_receipt(&Receipt { token, from, to, shares, asks_policy: true })?;
        let cost = self.carry_cost(token, from, shares)?;
        self.receive(token, to, shares, cost, approval_used)?;
        if let Some((delegate, allowance)) = delegate {
            match allowance - shares {
                0 => self.delegates.remove(&(token, from)),
                left => self.delegates.insert((token, from), (delegate, left)),
            };
        }
        Ok(())
    }

    fn check_transfer(&self, token: TokenId, from: Wallet, to: Wallet, shares: u64) -> Verdict {
        ensure(shares > 0, "no shares")?;
        self.check_running(token)?;
        let (source, _) = (self.position(token, from)?, self.position(token, to)?);
        let sender = self.signing_member(from)?;
        let receiver = self.signing_member(to)?;
        ensure(shares <= source.free(self.now), "locked or listed")?;
        let (to_owner, by_owner) = (receiver == token, sender == token);
        let member = &self.members[sender];
        member.check_free(self.now)?;
        ensure(to_owner || member.is_in_good_standing(self.now), "the sender's standing")?;
        // Each of the first members has a token of his own.
        let has_token = sender < self.tokens.len();
        ensure(!has_token || by_owner || to_owner, "gains have to be routed")
    }

    /// Whether the receiver may receive; true if an approval is used up by it.
    pub(super) fn check_receipt(&self, receipt: &Receipt) -> Result<bool, Refused> {
        let Receipt { token, from, to, shares, asks_policy } = *receipt;
        let receiver = self.signing_member(to)?;
        let member = &self.members[receiver];
        if receiver == token {
            return ensure(member.status == Status::Active, "the owner is not active").map(|()| false);
        }
        ensure(member.is_in_good_standing(self.now), "the receiver's standing")?;
        let position = self.position(token, to)?;
        let book = &self.tokens[token];
        match book.policy.at(self.now) {
            _ if !asks_policy => Ok(false),
            0 => Ok(false),
            1 => {
                let after = u128::from(position.shares) + u128::from(shares);
                ensure(position.cap > 0, "not admitted")?;
                let within = after * 10_000 <= u128::from(book.total) * u128::from(position.cap);
                ensure(within, "beyond the cap").map(|()| false)
            }
            2 => {
                let (sender, most, end) = known(position.approval, "not approved")?;
                ensure(sender == from && shares <= most && self.now < end, "not approved").map(|()| true)
            }
            _ => Err(Refused("closed")),
        }
    }

    /// Shares leave a position with their part of what all of them cost, rounded down.
    pub(super) fn carry_cost(&mut self, token: TokenId, from: Wallet, shares: u64) -> Result<u64, Refused> {
        let now = self.now;
        let source = self.position_mut(token, from)?;
        let part = u128::from(source.cost) * u128::from(shares) / u128::from(source.shares.max(1));
        let part = u64::try_from(part).expect("a part");
        source.shares -= shares;
        source.cost -= part;
        source.forget_expired_lock(now);
        Ok(part)
    }

    /// Shares come into a position, locked unless it is the owner's.
    pub(super) fn receive(
        &mut self,
        token: TokenId,
        to: Wallet,
        shares: u64,
        cost: u64,
        approval_used: bool,
    ) -> Verdict {
        let (now, until) = (self.now, self.now + self.hold(token));
        let to_owner = self.present(to) == Some(token);
        let destination = self.position_mut(token, to)?;
        destination.shares += shares;
        destination.cost = known(destination.cost.checked_add(cost), "a cost beyond all bounds")?;
        destination.lock(if to_owner { 0 } else { shares }, until, now);
        destination.has_held = true;
        if approval_used {
            destination.approval = None;
        }
        Ok(())
    }

    fn delegate(&mut self, token: TokenId, from: Wallet, delegate: Wallet, shares: u64) -> Verdict {
        ensure(self.share_accounts.contains(&(token, from)), "no share account")?;
        self.delegates.insert((token, from), (delegate, shares));
        Ok(())
    }

    fn issue(&mut self, token: TokenId, by: Wallet, shares: u64) -> Verdict {
        self.check_owner(token, by)?;
        let now = self.now;
        let book = &mut self.tokens[token];
        ensure(shares > 0, "no shares")?;
        ensure(book.total == 0, "issued already")?;
        ensure(shares <= book.authorised.at(now), "beyond the authorised")?;
        book.total = shares;
        let position = self.position_mut(token, by)?;
        position.shares += shares;
        position.has_held = true;
        Ok(())
    }

    /// The share account is created as well, if there is none.
    fn open_position(&mut self, token: TokenId, wallet: Wallet) -> Verdict {
        self.signing_member(wallet)?;
        ensure(!self.positions.contains_key(&(token, wallet)), "it is open")?;
        self.share_accounts.insert((token, wallet));
        let position = Position { opened_at: self.now, ..Position::default() };
        self.positions.insert((token, wallet), position);
        Ok(())
    }

    fn close_position(&mut self, token: TokenId, wallet: Wallet) -> Verdict {
        self.signing_member(wallet)?;
        let position = self.position(token, wallet)?;
        ensure(!position.has_held && !position.is_kept, "it was used")?;
        self.positions.remove(&(token, wallet));
        Ok(())
    }

    fn admit(&mut self, token: TokenId, by: Wallet, holder: Wallet, cap: u16) -> Verdict {
        self.check_owner(token, by)?;
        ensure(cap <= 10_000, "more than all")?;
        self.position_mut(token, holder)?.cap = u64::from(cap);
        Ok(())
    }

    fn approve(&mut self, token: TokenId, by: Wallet, holder: Wallet, approval: (Wallet, u64, i64)) -> Verdict {
        self.check_owner(token, by)?;
        let now = self.now;
        let position = self.position_mut(token, holder)?;
        if approval.1 == 0 {
            position.approval = None;
            return Ok(());
        }
        ensure(approval.2 > now, "over already")?;
        position.approval = Some(approval);
        Ok(())
    }

    /// Terms as a token is created with.
    pub fn new_token(authorised: u64, created_at: i64) -> super::Token {
        super::Token {
            total: 0,
            authorised: Term::settled(authorised),
            deposited: 0,
            paid: 0,
            rem: 0,
            credited: 0,
            vault: 0,
            policy: Term::settled(0),
            hold: Term::settled(u64::try_from(DAY.max(PARAMETERS.minimum_hold)).expect("seconds")),
            paused_until: 0,
            next_pause_at: 0,
            created_at,
            distributions: 0,
            round_closes_at: 0,
            unsettled: 0,
            last_price: 0,
            years: Default::default(),
            rounds: Vec::new(),
        }
    }
}
