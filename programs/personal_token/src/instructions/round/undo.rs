use crate::{
    access::{check_owner, now},
    account::Account,
    events::RoundChanged,
    send,
    state::{Token, *},
};
use anchor_lang::prelude::*;
use personal_token_core::{round::State, Error as Rule};

/// What the owner takes back: a completion, or the whole round.
#[event_cpi]
#[derive(Accounts)]
pub struct RoundByOwner {
    /// The owner's wallet.
    pub owner: Signer,
    /// CHECK: the owner's member, in `check_owner`.
    pub owner_member: UncheckedAccount,
    #[account(mut)]
    pub token: Account<Token>,
    #[account(mut, constraint = round.token == *token.address() @ Rule::RoundMismatch)]
    pub round: Account<Round>,
}

impl RoundByOwner {
    #[inline(never)]
    pub fn undo(ctx: &mut Context<Self>) -> Result<()> {
        let accounts = &mut ctx.accounts;
        check_owner(&accounts.owner, &accounts.owner_member, &accounts.token)?;
        accounts.round.rules().undo(now()?)?;
        accounts.token.unsettled = 0;
        finish(ctx)
    }

    #[inline(never)]
    pub fn cancel(ctx: &mut Context<Self>) -> Result<()> {
        let accounts = &mut ctx.accounts;
        check_owner(&accounts.owner, &accounts.owner_member, &accounts.token)?;
        accounts.round.rules().cancel(now()?)?;
        finish(ctx)
    }
}

fn finish(ctx: &mut Context<RoundByOwner>) -> Result<()> {
    let book = ctx.accounts.round.book;
    ctx.accounts.round.invariant()?;
    if book.state == State::Cancelled.byte() {
        ctx.accounts.token.round_closes_at = 0;
    }
    ctx.accounts.token.invariant()?;
    send!(
        ctx,
        RoundChanged {
            token: *ctx.accounts.token.address(),
            round: *ctx.accounts.round.address(),
            state: book.state,
            undos: book.undos,
            accepted_shares: book.accepted_shares.into(),
        }
    );
    Ok(())
}
