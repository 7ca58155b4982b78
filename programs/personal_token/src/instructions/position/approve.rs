use super::PositionByOwner;
use crate::{
    access::{check_owner, now},
    events::ReceiptApproved,
    send,
};
use anchor_lang::prelude::*;
use personal_token_core::Error as Rule;

impl PositionByOwner {
    #[inline(never)]
    pub fn approve(ctx: &mut Context<Self>, from: Address, shares: u64, expires_at: i64) -> Result<()> {
        check_owner(&ctx.accounts.owner, &ctx.accounts.owner_member, &ctx.accounts.token)?;
        let position = &mut ctx.accounts.position;
        if shares == 0 {
            position.clear_approval();
        } else {
            require!(expires_at > now()?, Rule::ApprovalExpiryInvalid);
            position.approved_from = from;
            position.approved_shares = shares;
            position.approval_expires_at = expires_at;
        }
        position.invariant()?;

        let (from, expires_at) = (position.approved_from, position.approval_expires_at);
        send!(
            ctx,
            ReceiptApproved {
                token: *ctx.accounts.token.address(),
                position: *ctx.accounts.position.address(),
                from,
                shares: shares.into(),
                expires_at: expires_at.into(),
            }
        );
        Ok(())
    }
}
