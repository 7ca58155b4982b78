use crate::{
    access::{check_owner, now},
    account::{Account, Program},
    constants::*,
    events::SharesIssued,
    send,
    state::{Token, *},
    token22,
};
use anchor_lang::prelude::*;
use personal_token_core::Error as Rule;
use pinocchio::cpi::Seed;

#[event_cpi]
#[derive(Accounts)]
pub struct TokenIssue {
    /// The owner's wallet.
    pub owner: Signer,
    /// CHECK: the owner's member, in `check_owner`.
    pub owner_member: UncheckedAccount,
    #[account(mut)]
    pub token: Account<Token>,
    #[account(
        mut,
        constraint = position.token == *token.address() @ Rule::TokenMismatch,
        constraint = position.member == token.owner @ Rule::NotTokenOwner
    )]
    pub position: Account<Position>,
    /// CHECK: the address recorded in the token.
    #[account(mut, address = token.mint @ Rule::TokenMismatch)]
    pub mint: UncheckedAccount,
    /// CHECK: the address recorded in the position.
    #[account(mut, address = position.share_account @ Rule::PositionMismatch)]
    pub share_account: UncheckedAccount,
    pub token_2022_program: Program<Token2022>,
}

impl TokenIssue {
    #[inline(never)]
    pub fn handle(ctx: &mut Context<Self>, shares: u64) -> Result<()> {
        check_owner(&ctx.accounts.owner, &ctx.accounts.owner_member, &ctx.accounts.token)?;
        let wallet = *ctx.accounts.owner.address();
        let (token, position) = (&mut ctx.accounts.token, &mut ctx.accounts.position);
        require!(position.wallet == wallet, Rule::PositionReplaced);
        require!(shares > 0, Rule::ZeroShares);
        require!(token.total == 0, Rule::AlreadyIssued);
        require!(shares <= token.authorised_term().at(now()?), Rule::AuthorisedExceeded);

        let (mut pool, mut holding) = (token.pool(), position.holding());
        pool.issue(&mut holding, shares)?;

        token.set_pool(&pool);
        position.set_holding(&holding);
        position.used = HELD;
        token.invariant()?;
        position.invariant()?;

        let bump = [token.bump];
        let mint = token.mint;
        let seeds: [Seed; 3] = [TOKEN_SEED.into(), mint.as_ref().into(), Seed::from(&bump)];
        token22::mint_shares(
            ctx.accounts.mint.account(),
            ctx.accounts.share_account.account(),
            ctx.accounts.token.account(),
            shares,
            &seeds,
        )?;

        send!(
            ctx,
            SharesIssued {
                token: *ctx.accounts.token.address(),
                position: *ctx.accounts.position.address(),
                shares: shares.into(),
                total: ctx.accounts.token.total.into(),
            }
        );
        Ok(())
    }
}
