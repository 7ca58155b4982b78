use crate::{
    access::check_owner,
    account::Account,
    events::PositionAdmitted,
    send,
    state::{Token, *},
};
use anchor_lang::prelude::*;
use personal_token_core::{transfer::check_cap, Error as Rule};

/// What the owner does to a holder's position: say how much he may receive. Never more than that.
#[event_cpi]
#[derive(Accounts)]
pub struct PositionByOwner {
    /// The owner's wallet.
    pub owner: Signer,
    /// CHECK: the owner's member, in `check_owner`.
    pub owner_member: UncheckedAccount,
    pub token: Account<Token>,
    #[account(mut, constraint = position.token == *token.address() @ Rule::TokenMismatch)]
    pub position: Account<Position>,
}

impl PositionByOwner {
    #[inline(never)]
    pub fn admit(ctx: &mut Context<Self>, cap: u16) -> Result<()> {
        check_owner(&ctx.accounts.owner, &ctx.accounts.owner_member, &ctx.accounts.token)?;
        check_cap(cap)?;
        ctx.accounts.position.cap = cap;
        ctx.accounts.position.invariant()?;
        send!(
            ctx,
            PositionAdmitted {
                token: *ctx.accounts.token.address(),
                position: *ctx.accounts.position.address(),
                cap: cap.into()
            }
        );
        Ok(())
    }
}
