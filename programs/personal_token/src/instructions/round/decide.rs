use crate::{
    access::{check_owner, now},
    account::Account,
    events::SubscriptionChanged,
    send,
    state::{Token, *},
};
use anchor_lang::prelude::*;
use personal_token_core::Error as Rule;

/// What the owner does with one subscription.
#[event_cpi]
#[derive(Accounts)]
pub struct RoundDecide {
    /// The owner's wallet.
    pub owner: Signer,
    /// CHECK: the owner's member, in `check_owner`.
    pub owner_member: UncheckedAccount,
    pub token: Account<Token>,
    #[account(mut, constraint = round.token == *token.address() @ Rule::RoundMismatch)]
    pub round: Account<Round>,
    #[account(mut, constraint = subscription.round == *round.address() @ Rule::RoundMismatch)]
    pub subscription: Account<Subscription>,
}

impl RoundDecide {
    #[inline(never)]
    pub fn accept(ctx: &mut Context<Self>, shares: u64) -> Result<()> {
        let accounts = &mut ctx.accounts;
        check_owner(&accounts.owner, &accounts.owner_member, &accounts.token)?;
        accounts.round.rules().accept(accounts.subscription.rules(), shares, now()?)?;
        finish(ctx)
    }

    #[inline(never)]
    pub fn decline(ctx: &mut Context<Self>) -> Result<()> {
        let accounts = &mut ctx.accounts;
        check_owner(&accounts.owner, &accounts.owner_member, &accounts.token)?;
        accounts.round.rules().decline(accounts.subscription.rules(), now()?)?;
        finish(ctx)
    }
}

fn finish(ctx: &mut Context<RoundDecide>) -> Result<()> {
    ctx.accounts.round.invariant()?;
    ctx.accounts.subscription.invariant()?;
    let book = ctx.accounts.subscription.book;
    send!(
        ctx,
        SubscriptionChanged {
            round: *ctx.accounts.round.address(),
            member: ctx.accounts.subscription.member,
            state: book.state,
            shares: book.shares.into(),
            accepted: book.accepted.into(),
            owed: book.owed.into(),
        }
    );
    Ok(())
}
