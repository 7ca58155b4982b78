use crate::{
    access::now,
    account::{Account, Program},
    constants::*,
    events::MemberRecovered,
    quote, send,
    state::*,
};
use anchor_lang::prelude::*;
use personal_token_core::Error as Rule;

/// Anyone may, once the time for a veto is over: the new wallet and both stewards have signed.
#[event_cpi]
#[derive(Accounts)]
pub struct RecoveryExecute {
    /// Pays the rent of the new wallet's link.
    #[account(mut, unsafe(dup))]
    pub payer: Signer,
    pub network: Account<Network>,
    #[account(mut, constraint = member.network == *network.address() @ Rule::NetworkMismatch)]
    pub member: Account<Member>,
    /// CHECK: whoever paid the rent, recorded in the recovery.
    #[account(mut, unsafe(dup))]
    pub rent_payer: UncheckedAccount,
    #[account(
        mut,
        close = rent_payer,
        constraint = recovery.member == *member.address() @ Rule::RecoveryMismatch,
        constraint = recovery.rent_payer == *rent_payer.address() @ Rule::RentPayerMismatch
    )]
    pub recovery: Account<Recovery>,
    /// The new wallet's; the old one keeps its own, so that nobody else is ever admitted with it.
    #[account(
        init,
        payer = payer,
        seeds = [WALLET_SEED, network.address().as_ref(), recovery.new_wallet.as_ref()],
        bump
    )]
    pub wallet_link: Account<WalletLink>,
    pub system_program: Program<System>,
}

impl RecoveryExecute {
    #[inline(never)]
    pub fn handle(ctx: &mut Context<Self>) -> Result<()> {
        let accounts = &mut ctx.accounts;
        accounts.recovery.schedule().check_executable(now()?)?;
        let (old_wallet, new_wallet) = (accounts.member.wallet, accounts.recovery.new_wallet);

        let member = &mut accounts.member;
        member.wallet = new_wallet;
        member.quote_account = quote::canonical_account(&new_wallet, &accounts.network.quote_mint);
        member.recovery_until = 0;
        // A hold was for the old key.
        member.held_until = 0;
        member.invariant()?;

        let link = &mut accounts.wallet_link;
        link.version = VERSION;
        link.bump = ctx.bumps.wallet_link;
        link.network = *accounts.network.address();
        link.wallet = new_wallet;
        link.member = *accounts.member.address();

        send!(ctx, MemberRecovered { member: *ctx.accounts.member.address(), old_wallet, new_wallet });
        Ok(())
    }
}
