#![allow(unused_variables)] // the derive binds the instruction's arguments in places that do not use them

use crate::{
    access::now,
    account::{Account, Program},
    constants::*,
    events::{ReportRecorded, ReputationChanged},
    send,
    state::{Token, *},
};
use anchor_lang::{address_eq, prelude::*};
use personal_token_core::{
    report::{check_year, owes_report},
    Error as Rule,
};

#[event_cpi]
#[derive(Accounts)]
#[instruction(year: u16)]
pub struct ReportRecord {
    /// Anyone; pays the rent if the report is missing.
    #[account(mut, unsafe(dup))]
    pub payer: Signer,
    pub network: Account<Network>,
    #[account(constraint = token.network == *network.address() @ Rule::NetworkMismatch)]
    pub token: Account<Token>,
    #[account(mut, address = token.owner @ Rule::NotTokenOwner)]
    pub owner_member: Account<Member>,
    /// Any outside shareholder's position: without one the owner owes no report.
    #[account(constraint = position.token == *token.address() @ Rule::TokenMismatch)]
    pub position: Account<Position>,
    #[account(
        init_if_needed,
        payer = payer,
        seeds = [REPORT_SEED, token.address().as_ref(), bytemuck::bytes_of(&year)],
        bump
    )]
    pub report: Account<Report>,
    pub system_program: Program<System>,
}

impl ReportRecord {
    #[inline(never)]
    pub fn handle(ctx: &mut Context<Self>, year: u16) -> Result<()> {
        let accounts = &mut ctx.accounts;
        let now = now()?;
        check_year(year, accounts.token.created_at, now)?;
        let deadline = accounts.network.report_deadline(year)?;
        let position: &Position = &accounts.position;
        let is_owner = address_eq(&position.member, &accounts.token.owner);
        let owed = owes_report(is_owner, position.shares, position.opened_at, &deadline);
        require!(owed, Rule::NoOutsideShareholder);
        let deposited = accounts.token.year_book().gross(year);
        let (rules, finding) = accounts.report.rules().record(deposited, &deadline, now)?;
        let before = accounts.owner_member.reputation();
        let after = before.lower(finding.points(), now);

        let report = &mut accounts.report;
        report.version = VERSION;
        report.bump = ctx.bumps.report;
        report.year = year;
        report.deposited = deposited;
        report.token = *accounts.token.address();
        report.set_rules(rules);
        report.invariant()?;
        accounts.owner_member.set_reputation(after);
        accounts.owner_member.invariant()?;

        let (report, member) = (*ctx.accounts.report.address(), *ctx.accounts.owner_member.address());
        send!(
            ctx,
            ReportRecorded {
                token: *ctx.accounts.token.address(),
                report,
                year: year.into(),
                finding: finding.byte(),
                deposited: deposited.into(),
                by: *ctx.accounts.payer.address(),
            }
        );
        let (before, after) = (before.at(now), after.at(now));
        if before != after {
            send!(ctx, ReputationChanged { member, before: before.into(), after: after.into(), cause: report });
        }
        Ok(())
    }
}
