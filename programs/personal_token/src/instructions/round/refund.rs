use crate::{
    access::now,
    account::{Account, Program},
    constants::*,
    events::SubscriptionClosed,
    quote, send,
    state::{Token, *},
};
use anchor_lang::prelude::*;
use personal_token_core::Error as Rule;
use pinocchio::cpi::{Seed, Signer as CpiSigner};

/// A subscription's end: what it is owed is paid, the rest of its account goes back to whoever paid for it.
#[event_cpi]
#[derive(Accounts)]
pub struct RoundReturn {
    /// The investor's wallet: needed to withdraw, or while he is held or being recovered.
    pub wallet: Option<Signer>,
    pub member: Account<Member>,
    pub token: Account<Token>,
    #[account(mut, constraint = round.token == *token.address() @ Rule::RoundMismatch)]
    pub round: Account<Round>,
    /// CHECK: whoever paid the rent, recorded in the subscription.
    #[account(mut, unsafe(dup))]
    pub rent_payer: UncheckedAccount,
    #[account(
        mut,
        close = rent_payer,
        constraint = subscription.round == *round.address() @ Rule::RoundMismatch,
        constraint = subscription.member == *member.address() @ Rule::RoundMismatch,
        constraint = subscription.rent_payer == *rent_payer.address() @ Rule::RentPayerMismatch
    )]
    pub subscription: Account<Subscription>,
    /// CHECK: the address recorded in the round.
    #[account(mut, address = round.escrow @ Rule::RoundMismatch)]
    pub escrow: UncheckedAccount,
    /// CHECK: the account recorded in the member, in the handler.
    #[account(mut)]
    pub quote_account: UncheckedAccount,
    pub token_program: Program<anchor_lang::programs::Token>,
}

impl RoundReturn {
    #[inline(never)]
    pub fn withdraw(ctx: &mut Context<Self>) -> Result<()> {
        let accounts = &mut ctx.accounts;
        let wallet = accounts.wallet.as_ref().ok_or(Rule::NotMemberWallet)?;
        accounts.member.check_wallet(wallet.address())?;
        let amount = accounts.round.rules().withdraw(accounts.subscription.rules(), now()?)?;
        finish(ctx, amount, true)
    }

    #[inline(never)]
    pub fn refund(ctx: &mut Context<Self>) -> Result<()> {
        let accounts = &mut ctx.accounts;
        let now = now()?;
        check_payee(&accounts.member, accounts.wallet.as_ref(), now)?;
        let amount = accounts.round.rules().refund(accounts.subscription.rules(), now)?;
        finish(ctx, amount, false)
    }
}

/// Anyone has a member paid; while he is held or being recovered, only he himself, as the wallet may be another's.
pub fn check_payee(member: &Member, wallet: Option<&Signer>, now: i64) -> Result<()> {
    match wallet {
        Some(wallet) => member.check_wallet(wallet.address()),
        None => Ok(member.restraint().check(now)?),
    }
}

fn finish(ctx: &mut Context<RoundReturn>, amount: u64, withdrawn: bool) -> Result<()> {
    ctx.accounts.round.invariant()?;
    let accounts = &ctx.accounts;
    pay_from_escrow(
        &accounts.round,
        &accounts.escrow,
        &accounts.quote_account,
        &accounts.member,
        &accounts.token.quote_mint,
        amount,
    )?;
    send!(
        ctx,
        SubscriptionClosed {
            round: *ctx.accounts.round.address(),
            member: *ctx.accounts.member.address(),
            amount: amount.into(),
            withdrawn: u8::from(withdrawn),
        }
    );
    Ok(())
}

/// Pays a member's own quote account, or refuses and leaves the money where it waits.
#[inline(never)]
pub fn pay_from_escrow(
    round: &Account<Round>,
    escrow: &UncheckedAccount,
    quote_account: &UncheckedAccount,
    member: &Member,
    quote_mint: &Address,
    amount: u64,
) -> Result<()> {
    if amount == 0 {
        return Ok(());
    }
    let found = quote::inspect(quote_account.account(), &member.quote_account, quote_mint, &member.wallet);
    if let Some(rule) = found.payout().error() {
        return Err(rule.into());
    }
    let (bump, index) = ([round.bump], round.index.to_le_bytes());
    let seeds: [Seed; 4] = [ROUND_SEED.into(), round.token.as_ref().into(), Seed::from(&index), Seed::from(&bump)];
    quote::transfer(escrow.account(), quote_account.account(), round.account(), amount, &[CpiSigner::from(&seeds)])
}
