use crate::{
    access::{check_capability, check_ordinary_wallet, now},
    account::{Account, Program},
    constants::*,
    events::{ApplicationClosed, ApplicationOpened},
    send,
    state::*,
};
use anchor_lang::prelude::*;
use personal_token_core::{
    member::{capability, check_roles},
    Error as Rule,
};

#[event_cpi]
#[derive(Accounts)]
pub struct ApplicationOpen {
    /// Pays the rent.
    #[account(mut, unsafe(dup))]
    pub payer: Signer,
    /// The applicant.
    pub wallet: Signer,
    pub network: Account<Network>,
    #[account(
        init,
        payer = payer,
        seeds = [APPLICATION_SEED, network.address().as_ref(), wallet.address().as_ref()],
        bump
    )]
    pub application: Account<Application>,
    pub system_program: Program<System>,
}

#[event_cpi]
#[derive(Accounts)]
pub struct ApplicationClose {
    /// The applicant, the network's authority, or a steward who admits.
    pub signer: Signer,
    pub network: Account<Network>,
    /// CHECK: `check_capability`.
    pub steward: Option<UncheckedAccount>,
    /// CHECK: `check_capability`.
    pub steward_member: Option<UncheckedAccount>,
    /// CHECK: whoever paid the rent, recorded in the application.
    #[account(mut, unsafe(dup))]
    pub rent_payer: UncheckedAccount,
    #[account(
        mut,
        close = rent_payer,
        constraint = application.rent_payer == *rent_payer.address() @ Rule::RentPayerMismatch,
        constraint = application.network == *network.address() @ Rule::NetworkMismatch
    )]
    pub application: Account<Application>,
}

impl ApplicationOpen {
    #[inline(never)]
    pub fn handle(ctx: &mut Context<Self>, roles: u8, charter_version: u32, clauses: u16) -> Result<()> {
        let wallet = *ctx.accounts.wallet.address();
        check_ordinary_wallet(&ctx.accounts.wallet)?;
        check_roles(roles)?;
        ctx.accounts.network.check_acknowledgement(charter_version, clauses)?;

        let application = &mut ctx.accounts.application;
        application.version = VERSION;
        application.bump = ctx.bumps.application;
        application.roles = roles;
        application.charter_version = charter_version;
        application.applied_at = now()?;
        application.network = *ctx.accounts.network.address();
        application.wallet = wallet;
        application.rent_payer = *ctx.accounts.payer.address();

        let network = application.network;
        send!(ctx, ApplicationOpened { network, wallet, roles, charter_version: charter_version.into() });
        Ok(())
    }
}

impl ApplicationClose {
    #[inline(never)]
    pub fn handle(ctx: &mut Context<Self>) -> Result<()> {
        let accounts = &ctx.accounts;
        let wallet = accounts.application.wallet;
        let by = *accounts.signer.address();
        if by != wallet {
            check_capability(
                &accounts.network,
                &accounts.signer,
                accounts.steward.as_ref(),
                accounts.steward_member.as_ref(),
                capability::ADMIT,
            )?;
        }
        send!(ctx, ApplicationClosed { network: *ctx.accounts.network.address(), wallet, by });
        Ok(())
    }
}
