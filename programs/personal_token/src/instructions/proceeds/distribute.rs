use crate::{
    access::now,
    account::Program,
    constants::*,
    events::{log_event, ProceedsDistributed},
    quote,
    state::{Token, *},
};
use alloc::vec::Vec;
use anchor_lang::{address_eq, prelude::*};
use personal_token_core::{accumulator::Pool, proceeds::Payout, Error as Rule};
use pinocchio::cpi::{Seed, Signer as CpiSigner};

/// No signer: money can only go where it is owed. Pairs of a position and its quote account follow, both writable.
#[derive(Accounts)]
pub struct ProceedsDistribute {
    #[account(mut)]
    pub token: Account<Token>,
    /// CHECK: the address recorded in the token.
    #[account(mut, address = token.vault @ Rule::TokenMismatch)]
    pub vault: UncheckedAccount,
    pub token_program: Program<anchor_lang::programs::Token>,
}

impl ProceedsDistribute {
    /// Returns one byte a pair, of `core::proceeds::Payout`. A failed transfer could not be caught, so each account is
    /// checked before; whom it cannot pay it skips, and what he is owed stays owed.
    #[inline(never)]
    pub fn handle(ctx: &mut Context<Self>) -> Result<()> {
        let mut pairs = ctx.remaining_accounts()?;
        require!(!pairs.is_empty() && pairs.len().is_multiple_of(2), Rule::PairsInvalid);
        let token = &mut ctx.accounts.token;

        let mut pool = token.pool();
        let paid_before = pool.paid;
        let mut payments: Vec<(&AccountView, u64)> = Vec::with_capacity(pairs.len());
        let mut outcomes = Vec::with_capacity(pairs.len());
        for pair in pairs.chunks_exact_mut(2) {
            let [position, quote_account] = pair else { break };
            let (outcome, amount) = book(token, &mut pool, position, quote_account)?;
            outcomes.push(outcome.byte());
            if amount > 0 {
                payments.push((quote_account, amount));
            }
        }

        token.set_pool(&pool);
        token.invariant()?;

        if !payments.is_empty() {
            let bump = [token.bump];
            let mint = token.mint;
            let seeds: [Seed; 3] = [TOKEN_SEED.into(), mint.as_ref().into(), Seed::from(&bump)];
            let accounts = &ctx.accounts;
            quote::transfer_batch(
                accounts.vault.account(),
                accounts.token.account(),
                &payments,
                &[CpiSigner::from(&seeds)],
            )?;
        }
        pinocchio::cpi::set_return_data(&outcomes);

        log_event(&ProceedsDistributed {
            token: *ctx.accounts.token.address(),
            amount: pool.paid.checked_sub(paid_before).ok_or(Rule::MathOverflow)?.into(),
            paid: pool.paid.into(),
        });
        Ok(())
    }
}

/// Books the payout of one position; an account that comes twice finds nothing owed the second time.
#[inline(always)]
fn book(
    token: &Account<Token>,
    pool: &mut Pool,
    position: &mut AccountView,
    quote_account: &AccountView,
) -> Result<(Payout, u64)> {
    if !position.is_writable() || !address_eq(position.owner(), &crate::ID) {
        return Ok((Payout::NotAPosition, 0));
    }
    let mut data = position.try_borrow_mut()?;
    let Some(position) = Position::from_data(&mut data) else {
        return Ok((Payout::NotAPosition, 0));
    };
    if !address_eq(&position.token, token.address()) {
        return Ok((Payout::NotAPosition, 0));
    }
    if position.held_until != 0 && position.held_until > now()? {
        return Ok((Payout::Held, 0));
    }
    let account = quote::inspect(quote_account, &position.quote_account, &token.quote_mint, &position.wallet);
    let outcome = account.payout();
    if outcome != Payout::Done {
        return Ok((outcome, 0));
    }
    let mut holding = position.holding();
    let amount = pool.claim(&mut holding)?;
    position.set_holding(&holding);
    require!(position.is_sound(), Rule::InvariantBroken);
    Ok((outcome, amount))
}
