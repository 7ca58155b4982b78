//! What owners and the network's authority set.

use super::{
    rule::{ensure, known},
    Model, Verdict, DAY, FOUNDER, PARAMETERS,
};
use crate::search::op::{Op, TokenId, Wallet};

impl Model {
    pub(super) fn run_terms(&mut self, op: &Op) -> Option<Verdict> {
        Some(match *op {
            Op::SetPolicy { token, by, policy } => self.check_owner(token, by).and_then(|()| {
                ensure(policy <= 3, "no policy")?;
                let now = self.now;
                self.tokens[token].policy.announce(u64::from(policy), now)
            }),
            Op::SetHold { token, by, hold } => self.check_owner(token, by).and_then(|()| {
                let bounds = PARAMETERS.minimum_hold..=5 * 365 * DAY;
                ensure(bounds.contains(&i64::from(hold)), "out of bounds")?;
                let now = self.now;
                self.tokens[token].hold.announce(u64::from(hold), now)
            }),
            Op::Authorise { token, by, authorised } => self.check_owner(token, by).and_then(|()| {
                let now = self.now;
                let term = &mut self.tokens[token].authorised;
                ensure(authorised >= term.at(now), "never lowered")?;
                term.announce(authorised, now)
            }),
            Op::Pause { token, by, seconds } => self.pause(token, by, i64::from(seconds)),
            Op::Resume { token, by } => self.resume(token, by),
            Op::Halt { by } => self.set_halted(by, true),
            Op::EndHalt { by } => self.set_halted(by, false),
            Op::Publish { by, clauses, text } => self.publish(by, clauses, text),
            Op::Acknowledge { wallet, version, clauses } => self.acknowledge(wallet, version, clauses),
            Op::Warp { seconds } => {
                self.now += seconds;
                Ok(())
            }
            _ => return None,
        })
    }

    fn pause(&mut self, token: TokenId, by: Wallet, seconds: i64) -> Verdict {
        self.check_owner(token, by)?;
        let (now, book) = (self.now, &mut self.tokens[token]);
        ensure((1..=14 * DAY).contains(&seconds), "too long")?;
        ensure(now >= book.next_pause_at, "too soon")?;
        (book.paused_until, book.next_pause_at) = (now + seconds, now + seconds + 90 * DAY);
        Ok(())
    }

    fn resume(&mut self, token: TokenId, by: Wallet) -> Verdict {
        self.check_owner(token, by)?;
        let (now, book) = (self.now, &mut self.tokens[token]);
        ensure(now < book.paused_until, "not paused")?;
        (book.paused_until, book.next_pause_at) = (now, now + 90 * DAY);
        Ok(())
    }

    fn set_halted(&mut self, by: Wallet, halted: bool) -> Verdict {
        ensure(by == FOUNDER, "not the authority")?;
        ensure(self.halted != halted, "it is so")?;
        self.halted = halted;
        Ok(())
    }

    fn publish(&mut self, by: Wallet, clauses: u16, text: u32) -> Verdict {
        ensure(by == FOUNDER, "not the authority")?;
        ensure(clauses > 0 && text != self.charter_text, "nothing new")?;
        (self.charter, self.clauses, self.charter_text) = (self.charter + 1, clauses, text);
        Ok(())
    }

    fn acknowledge(&mut self, wallet: Wallet, version: u32, clauses: u16) -> Verdict {
        let (now, charter) = (self.now, self.charter);
        ensure(version == charter && clauses == self.clauses, "not all of the present charter")?;
        let member = known(self.present(wallet), "not a member's present wallet")?;
        let member = &mut self.members[member];
        ensure(member.charter != charter, "acknowledged already")?;
        (member.charter, member.acknowledged_at) = (charter, now);
        Ok(())
    }
}
