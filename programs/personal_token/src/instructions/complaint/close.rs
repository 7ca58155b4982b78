use crate::{access::now, account::Account, events::ComplaintClosed, send, state::*};
use anchor_lang::prelude::*;
use personal_token_core::Error as Rule;

#[event_cpi]
#[derive(Accounts)]
pub struct ComplaintClose {
    /// CHECK: whoever paid the rent, recorded in the complaint.
    #[account(mut)]
    pub rent_payer: UncheckedAccount,
    #[account(
        mut,
        close = rent_payer,
        constraint = complaint.rent_payer == *rent_payer.address() @ Rule::RentPayerMismatch
    )]
    pub complaint: Account<Complaint>,
}

impl ComplaintClose {
    /// Its slot is free already: a decision frees it, and so does time. What it did to reputations stays.
    #[inline(never)]
    pub fn handle(ctx: &mut Context<Self>) -> Result<()> {
        let complaint = &ctx.accounts.complaint;
        complaint.case().check_close(now()?)?;
        let decision = complaint.decision;
        send!(ctx, ComplaintClosed { complaint: *ctx.accounts.complaint.address(), decision });
        Ok(())
    }
}
