use crate::{
    access::now,
    account::Program,
    constants::*,
    events::ProceedsClaimed,
    quote, send,
    state::{Token, *},
};
use anchor_lang::prelude::*;
use personal_token_core::Error as Rule;
use pinocchio::cpi::{Seed, Signer as CpiSigner};

/// No signer: money can only go where it is owed. A marked position needs the holder's.
#[event_cpi]
#[derive(Accounts)]
pub struct ProceedsClaim {
    #[account(mut)]
    pub token: Account<Token>,
    /// CHECK: the address recorded in the token.
    #[account(mut, address = token.vault @ Rule::TokenMismatch)]
    pub vault: UncheckedAccount,
    #[account(mut, constraint = position.token == *token.address() @ Rule::TokenMismatch)]
    pub position: Account<Position>,
    /// CHECK: the account recorded in the position, in the handler.
    #[account(mut)]
    pub quote_account: UncheckedAccount,
    /// The member's present wallet: needed if the position is marked.
    pub wallet: Option<Signer>,
    /// The holder: needed if the position is marked.
    #[account(address = position.member @ Rule::PositionMismatch)]
    pub member: Option<Account<Member>>,
    pub token_program: Program<anchor_lang::programs::Token>,
}

impl ProceedsClaim {
    #[inline(never)]
    pub fn handle(ctx: &mut Context<Self>) -> Result<()> {
        check_mark(&ctx.accounts)?;
        let (token, position) = (&mut ctx.accounts.token, &mut ctx.accounts.position);
        let payable = quote::inspect(
            ctx.accounts.quote_account.account(),
            &position.quote_account,
            &token.quote_mint,
            &position.wallet,
        );
        if let Some(rule) = payable.payout().error() {
            return Err(rule.into());
        }

        let (mut pool, mut holding) = (token.pool(), position.holding());
        let amount = pool.claim(&mut holding)?;

        token.set_pool(&pool);
        position.set_holding(&holding);
        token.invariant()?;
        position.invariant()?;
        if amount == 0 {
            return Ok(());
        }

        let bump = [token.bump];
        let mint = token.mint;
        let seeds: [Seed; 3] = [TOKEN_SEED.into(), mint.as_ref().into(), Seed::from(&bump)];
        quote::transfer(
            ctx.accounts.vault.account(),
            ctx.accounts.quote_account.account(),
            ctx.accounts.token.account(),
            amount,
            &[CpiSigner::from(&seeds)],
        )?;

        send!(
            ctx,
            ProceedsClaimed {
                token: *ctx.accounts.token.address(),
                position: *ctx.accounts.position.address(),
                amount: amount.into(),
                paid: pool.paid.into(),
            }
        );
        Ok(())
    }
}

/// The wallet of a marked position may be lost or stolen: only the member's present wallet has it paid, if it is the
/// position's.
fn check_mark(accounts: &ProceedsClaim) -> Result<()> {
    let position = &accounts.position;
    if position.held_until == 0 || position.held_until <= now()? {
        return Ok(());
    }
    let (Some(wallet), Some(member)) = (&accounts.wallet, &accounts.member) else {
        return Err(Rule::PositionHeld.into());
    };
    member.check_wallet(wallet.address())?;
    position.check_present(member)
}
