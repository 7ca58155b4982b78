//! Who may receive, what is locked, who is held, and what stops.

use personal_token_core::{member::Status, policy::Policy, BASIS_POINTS};
use personal_token_sdk::{
    instruction::Kind::{self, *},
    state::{Member, Network, Position, Round, Token},
    Address,
};

use super::{edits, Step};
use crate::invariants::holds;

/// What stops under a halt, and under a pause.
const STOPPED: &[Kind] = &[Execute, ListingBuy, ListingOpen, RoundOpen, RoundSubscribe];

impl Step<'_> {
    pub(super) fn receivers(&self) {
        for (address, was, is) in edits(&self.was.positions, &self.is.positions) {
            if self.did_to(&[RecoveryMove], address) {
                continue;
            }
            let token: Token = self.before(&is.token).unwrap();
            let network = self.network_of(&token).unwrap();
            if is.shares > was.shares {
                self.receives(address, was, is, &token, &network);
            }
            if is.shares < was.shares {
                self.leaves(address, was, is);
            }
        }
    }

    fn receives(&self, address: &Address, was: &Position, is: &Position, token: &Token, network: &Network) {
        let is_owner = is.member == token.owner;
        // The treasury's part of a round is no purchase.
        let rounds = self.is.rounds.values();
        let is_treasury = rounds.clone().any(|round: &Round| round.treasury_position == *address);
        let members = [self.before::<Member>(&is.member), self.now::<Member>(&is.member)];
        let stands = |member: &Member| {
            let active = member.status() == Ok(Status::Active);
            let trusted = member.reputation().at(self.now) >= network.parameters.minimum_reputation;
            active && (is_owner || trusted)
        };
        let settled = self.did(RoundSettle);
        if !(is_treasury && settled || self.did(TokenIssue)) {
            let by_settlement =
                |member: &Member| member.reputation().at(self.now) >= network.parameters.minimum_reputation;
            let good = members.iter().flatten().any(|member| stands(member) && (!settled || by_settlement(member)));
            holds!(Standing, good, "{} received shares of {}", is.member, is.token);
        }
        let received = is.shares - was.shares;
        let hold = token.lock_at(self.now, &network.parameters);
        let locked = |position: &Position| position.lockup().at(self.now).shares;
        if !is_owner && hold > 0 && self.did_any(&[Execute, ListingBuy]) {
            holds!(Locks, locked(is) >= locked(was) + received, "{address} received {received} without a lock");
            let at_least = self.now.saturating_add(i64::from(hold));
            let kept = if locked(was) == 0 { at_least } else { at_least.min(was.unlocks_at) };
            holds!(Locks, is.unlocks_at >= kept, "{address} unlocks too early");
        }
        if !is_owner && self.deeds.len() == 1 {
            self.admitted(was, is, token, received);
        }
    }

    /// The policy, where one transfer, or one purchase after the windows of first refusal, is all that happened.
    fn admitted(&self, was: &Position, is: &Position, token: &Token, received: u64) {
        let asks = match self.deeds[0].kind {
            Execute => true,
            ListingBuy => self.was.listings.values().any(|listing| {
                self.now >= listing.book.holders_until || self.now >= listing.book.owner_until && was.shares == 0
            }),
            _ => false,
        };
        if !asks {
            return;
        }
        let within = u128::from(is.shares) * u128::from(BASIS_POINTS) <= u128::from(token.total) * u128::from(was.cap);
        let policy = token.policy_at(self.now).unwrap();
        let admitted = match policy {
            Policy::Open => true,
            Policy::Village => was.cap > 0 && within,
            Policy::Approval => {
                let approved = was.approved_shares >= received && self.now < was.approval_expires_at;
                approved && is.approved_shares == 0
            }
            Policy::Closed => false,
        };
        holds!(Policy, admitted, "{} received {received} shares of {} ({})", is.member, is.token, policy.name());
    }

    fn leaves(&self, address: &Address, was: &Position, is: &Position) {
        let locked = was.lockup().at(self.now).shares;
        holds!(Locks, is.shares >= locked, "of {locked} locked shares of {address}, {} are left", is.shares);
        let spoken_for = locked.saturating_add(was.listed);
        let bought = self.did(ListingBuy) || self.did(ListingCancel);
        holds!(Locks, bought || is.shares >= spoken_for, "listed shares of {address} left it");
        let is_held = |member: Option<Member>| member.is_some_and(|member| member.restraint().check(self.now).is_err());
        let held = is_held(self.before(&was.member)) && is_held(self.now(&was.member));
        holds!(Held, !held, "shares left {address}, whose member is held");
    }

    /// Halts and pauses.
    pub(super) fn stops(&self) {
        for deed in &self.deeds {
            let stopped = STOPPED.contains(&deed.kind) || deed.kind == TokenCreate;
            if !stopped {
                continue;
            }
            for account in &deed.accounts {
                let halted = [self.before::<Network>(account), self.now::<Network>(account)];
                let halted = halted.iter().flatten().filter(|network| network.is_halted()).count() == 2;
                holds!(Halt, !halted, "{} under a halt", deed.kind.name());
                // In a sale the seller's own token is named too; its pause stops nothing of others'.
                let is_own = deed.kind == ListingBuy && deed.accounts.get(3) != Some(account);
                let paused = [self.before::<Token>(account), self.now::<Token>(account)];
                let paused = paused.iter().flatten().filter(|token| token.pause().active(self.now)).count() == 2;
                holds!(Halt, is_own || !paused, "{} under a pause", deed.kind.name());
            }
        }
    }
}
