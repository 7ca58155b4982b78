//! Members' standing, and boundaries.

use super::{
    rule::{ensure, known},
    Model, Status, Verdict, FOUNDER,
};
use crate::search::op::{Op, TokenId, Wallet};

impl Model {
    pub(super) fn run_people(&mut self, op: &Op) -> Option<Verdict> {
        Some(match *op {
            Op::Suspend { by, member } => self.check_governor(by, member).and_then(|()| {
                let status = &mut self.members[member].status;
                ensure(*status == Status::Active, "not active")?;
                *status = Status::Suspended;
                Ok(())
            }),
            Op::Exclude { by, member } => ensure(by == FOUNDER, "not the authority").and_then(|()| {
                let status = &mut self.members[member].status;
                ensure(*status != Status::Excluded, "excluded already")?;
                *status = Status::Excluded;
                Ok(())
            }),
            Op::Reinstate { by, member, consent } => self.reinstate(by, member, consent),
            Op::Leave { wallet } => known(self.present(wallet), "not a member's present wallet").and_then(|member| {
                let status = &mut self.members[member].status;
                ensure(*status == Status::Active, "not active")?;
                *status = Status::Left;
                Ok(())
            }),
            Op::SetBoundary { token, by, holder, contact } => self.set_boundary(token, by, holder, contact),
            _ => return None,
        })
    }

    /// Who left comes back only with his own signature, who was excluded only by the authority.
    fn reinstate(&mut self, by: Wallet, member: usize, consent: Option<Wallet>) -> Verdict {
        self.check_governor(by, member)?;
        let member = &mut self.members[member];
        ensure(consent.is_none_or(|wallet| wallet == member.wallet), "not his wallet")?;
        member.status = match (member.status, consent.is_some()) {
            (Status::Active, _) => return Err(super::Refused("active already")),
            (Status::Left, false) => return Err(super::Refused("he left")),
            (Status::Excluded, _) if by != FOUNDER => return Err(super::Refused("excluded")),
            (Status::Excluded, false) => Status::Left,
            _ => Status::Active,
        };
        Ok(())
    }

    fn set_boundary(&mut self, token: TokenId, by: Wallet, holder: Wallet, contact: u8) -> Verdict {
        self.check_owner(token, by)?;
        let now = self.now;
        ensure(self.purses[holder].member != Some(token), "his own position")?;
        let position = self.position_mut(token, holder)?;
        ensure(position.successor.is_none(), "it was left")?;
        ensure(contact <= 3 && contact != position.contact, "nothing new")?;
        (position.contact, position.contact_at, position.is_kept) = (contact, now, true);
        if position.first_contact_at == 0 {
            position.first_contact_at = now;
        }
        Ok(())
    }
}
