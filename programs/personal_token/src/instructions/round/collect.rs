use super::refund::{check_payee, pay_from_escrow};
use crate::{
    access::now,
    account::{Account, Program},
    events::RoundCollected,
    send,
    state::{Token, *},
};
use anchor_lang::prelude::*;
use personal_token_core::Error as Rule;

/// No signer: the owner's money can only go to his own account.
#[event_cpi]
#[derive(Accounts)]
pub struct RoundCollect {
    /// The owner's wallet: needed while he is held or being recovered.
    pub wallet: Option<Signer>,
    pub owner_member: Account<Member>,
    #[account(constraint = token.owner == *owner_member.address() @ Rule::NotTokenOwner)]
    pub token: Account<Token>,
    #[account(mut, constraint = round.token == *token.address() @ Rule::RoundMismatch)]
    pub round: Account<Round>,
    /// CHECK: the address recorded in the round.
    #[account(mut, address = round.escrow @ Rule::RoundMismatch)]
    pub escrow: UncheckedAccount,
    /// CHECK: the account recorded in the member, in `pay_from_escrow`.
    #[account(mut)]
    pub quote_account: UncheckedAccount,
    pub token_program: Program<anchor_lang::programs::Token>,
}

impl RoundCollect {
    #[inline(never)]
    pub fn handle(ctx: &mut Context<Self>) -> Result<()> {
        let accounts = &mut ctx.accounts;
        check_payee(&accounts.owner_member, accounts.wallet.as_ref(), now()?)?;
        let amount = accounts.round.rules().collect()?;
        accounts.round.invariant()?;

        pay_from_escrow(
            &accounts.round,
            &accounts.escrow,
            &accounts.quote_account,
            &accounts.owner_member,
            &accounts.token.quote_mint,
            amount,
        )?;

        send!(
            ctx,
            RoundCollected {
                token: *ctx.accounts.token.address(),
                round: *ctx.accounts.round.address(),
                amount: amount.into(),
            }
        );
        Ok(())
    }
}
