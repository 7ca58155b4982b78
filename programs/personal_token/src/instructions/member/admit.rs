#![allow(unused_variables)] // the derive binds the instruction's arguments in places that do not use them

use crate::{
    access::{check_capability, now},
    account::{Account, Program},
    constants::*,
    events::MemberAdmitted,
    quote, send,
    state::*,
};
use anchor_lang::prelude::*;
use personal_token_core::{
    member::{capability, Reputation, Status},
    Error as Rule,
};

#[event_cpi]
#[derive(Accounts)]
#[instruction(identity: [u8; 32])]
pub struct MemberAdmit {
    /// Pays the rent of the member and his wallet's link.
    #[account(mut, unsafe(dup))]
    pub payer: Signer,
    /// The network's authority, or a steward who admits.
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
    #[account(
        init,
        payer = payer,
        seeds = [MEMBER_SEED, network.address().as_ref(), identity.as_ref()],
        bump
    )]
    pub member: Account<Member>,
    #[account(
        init,
        payer = payer,
        seeds = [WALLET_SEED, network.address().as_ref(), application.wallet.as_ref()],
        bump
    )]
    pub wallet_link: Account<WalletLink>,
    pub system_program: Program<System>,
}

impl MemberAdmit {
    #[inline(never)]
    pub fn handle(ctx: &mut Context<Self>, identity: [u8; 32], roles: u8, charter_version: u32) -> Result<()> {
        let accounts = &mut ctx.accounts;
        check_capability(
            &accounts.network,
            &accounts.signer,
            accounts.steward.as_ref(),
            accounts.steward_member.as_ref(),
            capability::ADMIT,
        )?;
        // The applicant can replace his application at any time; only the one that was reviewed is admitted.
        let reviewed = accounts.application.roles == roles && accounts.application.charter_version == charter_version;
        require!(reviewed, Rule::ApplicationChanged);
        let now = now()?;
        let reputation = Reputation::full(now);
        let network = *accounts.network.address();
        let wallet = accounts.application.wallet;

        let member = &mut accounts.member;
        member.version = VERSION;
        member.bump = ctx.bumps.member;
        member.status = Status::Active.byte();
        member.roles = roles;
        member.reputation = reputation.points;
        member.reputation_as_of = reputation.as_of;
        member.admitted_at = now;
        member.charter_acknowledged_at = accounts.application.applied_at;
        member.charter_version = charter_version;
        member.network = network;
        member.identity = identity;
        member.wallet = wallet;
        member.quote_account = quote::canonical_account(&wallet, &accounts.network.quote_mint);
        member.invariant()?;

        let link = &mut accounts.wallet_link;
        link.version = VERSION;
        link.bump = ctx.bumps.wallet_link;
        link.network = network;
        link.wallet = wallet;
        link.member = *accounts.member.address();

        send!(
            ctx,
            MemberAdmitted {
                network,
                member: *ctx.accounts.member.address(),
                wallet,
                roles,
                by: *ctx.accounts.signer.address(),
            }
        );
        Ok(())
    }
}
