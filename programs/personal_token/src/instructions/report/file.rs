#![allow(unused_variables)] // the derive binds the instruction's arguments in places that do not use them

use crate::{
    access::{check_owner, now},
    account::{Account, Program},
    constants::*,
    events::ReportFiled,
    send,
    state::{Token, *},
};
use anchor_lang::prelude::*;
use personal_token_core::{report::check_year, Error as Rule};

#[event_cpi]
#[derive(Accounts)]
#[instruction(year: u16)]
pub struct ReportFile {
    /// Pays the rent if there is no account yet.
    #[account(mut, unsafe(dup))]
    pub payer: Signer,
    /// The owner's wallet.
    pub owner: Signer,
    /// CHECK: the owner's member, in `check_owner`.
    pub owner_member: UncheckedAccount,
    pub network: Account<Network>,
    #[account(constraint = token.network == *network.address() @ Rule::NetworkMismatch)]
    pub token: Account<Token>,
    /// There already, if it is corrected or was recorded as missing.
    #[account(
        init_if_needed,
        payer = payer,
        seeds = [REPORT_SEED, token.address().as_ref(), bytemuck::bytes_of(&year)],
        bump
    )]
    pub report: Account<Report>,
    pub system_program: Program<System>,
}

impl ReportFile {
    #[inline(never)]
    pub fn handle(
        ctx: &mut Context<Self>,
        year: u16,
        proceeds: u64,
        cost_basis: u64,
        evidence_hash: [u8; 32],
    ) -> Result<()> {
        let accounts = &mut ctx.accounts;
        let now = now()?;
        check_owner(&accounts.owner, &accounts.owner_member, &accounts.token)?;
        check_year(year, accounts.token.created_at, now)?;
        require!(evidence_hash != [0; 32], Rule::EvidenceRequired);
        let deadline = accounts.network.report_deadline(year)?;
        let rules = accounts.report.rules().file(proceeds, cost_basis, &deadline, now)?;

        let deposited = accounts.token.year_book().gross(year);
        let report = &mut accounts.report;
        report.version = VERSION;
        report.bump = ctx.bumps.report;
        report.year = year;
        report.deposited = deposited;
        report.token = *accounts.token.address();
        report.evidence_hash = evidence_hash;
        report.set_rules(rules);
        report.invariant()?;

        send!(
            ctx,
            ReportFiled {
                token: *ctx.accounts.token.address(),
                report: *ctx.accounts.report.address(),
                year: year.into(),
                proceeds: proceeds.into(),
                cost_basis: cost_basis.into(),
                deposited: deposited.into(),
                evidence_hash,
            }
        );
        Ok(())
    }
}
