//! Lost and stolen keys.

use super::{
    rule::{ensure, known},
    Model, Recovery, Verdict, DAY, FOUNDER, RITA, RON,
};
use crate::search::op::{Op, TokenId, Wallet};

impl Model {
    pub(super) fn run_recovery(&mut self, op: &Op) -> Option<Verdict> {
        Some(match *op {
            Op::Hold { by, member, seconds } => self.start_hold(by, member, i64::from(seconds)),
            Op::Release { by, member } => self.end_hold(by, member),
            Op::Mark { token, wallet } => self.mark(token, wallet),
            Op::Propose { stewards, member, new_wallet } => self.propose(stewards, member, new_wallet),
            Op::Veto { signer, member } => self.veto(signer, member),
            Op::Execute { member } => self.execute(member),
            Op::Move { token, member, old, new } => self.relocate(token, member, old, new),
            _ => return None,
        })
    }

    /// One of the two stewards, by his present wallet, who is active and whose key is not in doubt.
    pub(super) fn check_steward(&self, by: Wallet) -> Result<usize, super::Refused> {
        let steward = self.signing_member(by)?;
        ensure([RON, RITA].contains(&steward), "no steward")?;
        ensure(self.members[steward].is_active(), "the steward is not active")?;
        self.members[steward].check_free(self.now)?;
        Ok(steward)
    }

    /// The authority, or a steward who is not concerned himself.
    pub(super) fn check_governor(&self, by: Wallet, member: usize) -> Verdict {
        match by {
            FOUNDER => Ok(()),
            by => ensure(self.check_steward(by)? != member, "himself"),
        }
    }

    fn start_hold(&mut self, by: Wallet, member: usize, seconds: i64) -> Verdict {
        self.check_governor(by, member)?;
        let (now, member) = (self.now, &mut self.members[member]);
        ensure((1..=30 * DAY).contains(&seconds), "too long")?;
        ensure(now >= member.next_hold_at, "too soon")?;
        (member.held_until, member.next_hold_at) = (now + seconds, now + seconds + 90 * DAY);
        Ok(())
    }

    fn end_hold(&mut self, by: Wallet, member: usize) -> Verdict {
        self.check_governor(by, member)?;
        let (now, member) = (self.now, &mut self.members[member]);
        ensure(now < member.held_until, "not held")?;
        (member.held_until, member.next_hold_at) = (now, now + 90 * DAY);
        Ok(())
    }

    /// Marked for ever while a recovery is pending or the wallet is not the member's any more; while he is held, so long.
    fn mark(&mut self, token: TokenId, wallet: Wallet) -> Verdict {
        let now = self.now;
        let member = known(self.purses[wallet].member, "no member")?;
        let is_present = self.present(wallet).is_some();
        let member = &self.members[member];
        let until = match member {
            member if !is_present || now < member.recovery_until => i64::MAX,
            member if now < member.held_until => member.held_until,
            _ => 0,
        };
        self.position_mut(token, wallet)?.held_until = until;
        Ok(())
    }

    fn propose(&mut self, stewards: [Wallet; 2], member: usize, new_wallet: Wallet) -> Verdict {
        let [first, second] = [self.check_steward(stewards[0])?, self.check_steward(stewards[1])?];
        ensure(first != second, "one steward twice")?;
        ensure(first != member && second != member, "a steward of himself")?;
        ensure(self.purses[new_wallet].member.is_none(), "the wallet is taken")?;
        ensure(!self.recoveries.contains_key(&member), "one is pending")?;
        let executable_at = self.now + 14 * DAY;
        let lapses_at = executable_at + 30 * DAY;
        self.members[member].recovery_until = lapses_at;
        self.recoveries.insert(member, Recovery { new_wallet, executable_at, lapses_at, stewards });
        Ok(())
    }

    fn veto(&mut self, signer: Wallet, member: usize) -> Verdict {
        let recovery = known(self.recoveries.remove(&member), "none is pending")?;
        let member = &mut self.members[member];
        let is_party = signer == member.wallet || signer == recovery.new_wallet || recovery.stewards.contains(&signer);
        ensure(is_party || self.now >= recovery.lapses_at, "no party")?;
        member.recovery_until = 0;
        Ok(())
    }

    fn execute(&mut self, member: usize) -> Verdict {
        let recovery = known(self.recoveries.remove(&member), "none is pending")?;
        ensure((recovery.executable_at..recovery.lapses_at).contains(&self.now), "too early or too late")?;
        // Another member may have got that wallet meanwhile.
        let link = &mut self.purses[recovery.new_wallet].member;
        ensure(link.is_none(), "the wallet is taken")?;
        *link = Some(member);
        let member = &mut self.members[member];
        member.wallet = recovery.new_wallet;
        (member.recovery_until, member.held_until) = (0, 0);
        Ok(())
    }

    fn relocate(&mut self, token: TokenId, member: usize, old: Wallet, new: Wallet) -> Verdict {
        let now = self.now;
        let is_his = |wallet: Wallet| self.purses[wallet].member == Some(member);
        ensure(is_his(old) && self.present(new) == Some(member), "not his wallets")?;
        ensure(self.present(old).is_none(), "it is the present one")?;
        self.position(token, new)?;
        let from = self.position_mut(token, old)?;
        ensure(from.successor.is_none(), "left already")?;
        let left = from.clone();
        from.successor = Some(new);
        (from.shares, from.owed, from.cost, from.listed, from.cap) = (0, 0, 0, 0, 0);
        (from.locked, from.unlocks_at, from.approval) = (0, 0, None);

        let to = self.position_mut(token, new)?;
        to.lock(left.locked_at(now), left.unlocks_at, now);
        to.shares += left.shares;
        to.owed += left.owed;
        to.cost = to.cost.saturating_add(left.cost);
        if !to.has_held && !to.is_kept {
            to.cap = to.cap.max(left.cap);
            to.approval = to.approval.or(left.approval);
        }
        to.opened_at = to.opened_at.min(left.opened_at);
        (to.has_held, to.is_kept) = (to.has_held || left.has_held, true);
        // The boundary that was set last, since the first of both.
        if left.contact_at > to.contact_at {
            (to.contact, to.contact_at) = (left.contact, left.contact_at);
        }
        let firsts = [left.first_contact_at, to.first_contact_at];
        to.first_contact_at = firsts.into_iter().filter(|first| *first != 0).min().unwrap_or(0);
        Ok(())
    }
}
