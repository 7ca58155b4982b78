use super::PositionByOwner;
use crate::{
    access::{check_owner, now},
    events::BoundarySet,
    send,
};
use anchor_lang::prelude::*;
use personal_token_core::{boundary::Contact, Error as Rule};

impl PositionByOwner {
    #[inline(never)]
    pub fn set_boundary(ctx: &mut Context<Self>, contact: u8) -> Result<()> {
        let accounts = &mut ctx.accounts;
        check_owner(&accounts.owner, &accounts.owner_member, &accounts.token)?;
        require!(accounts.position.member != accounts.token.owner, Rule::OwnPosition);
        accounts.position.check_not_replaced()?;
        let boundary = accounts.position.boundary()?.set(Contact::from_byte(contact)?, now()?)?;

        accounts.position.set_boundary(boundary);
        // Closed and opened again, it would have forgotten the boundary.
        accounts.position.keep();
        accounts.position.invariant()?;

        send!(
            ctx,
            BoundarySet {
                token: *ctx.accounts.token.address(),
                position: *ctx.accounts.position.address(),
                contact,
                set_at: boundary.set_at.into(),
            }
        );
        Ok(())
    }
}
