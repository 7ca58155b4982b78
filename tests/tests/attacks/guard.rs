//! The fixtures of rights, boundaries, complaints and reports.

use personal_token_core::{
    boundary::Contact,
    complaint::{Category, Decision, Severity, LAPSE_TIME, REPLY_TIME},
    report::Deadline,
};
use personal_token_sdk::{instruction::*, Address, Instruction};
use personal_token_tests::hash;

use crate::universe::Universe;

/// The year that is over when [`over`] has passed: that of every token.
pub const YEAR: u16 = 2026;

/// The year is over, and Dora has reported on it: what an attacker could pass in place of Ada's report.
fn over(u: &mut Universe) -> Deadline {
    let parameters = u.world.network_state().parameters;
    let deadline = Deadline::of(YEAR, parameters.report_deadline, parameters.report_grace).unwrap();
    u.world.warp_to(deadline.opens_at);
    let report = u.world.report_file(&u.dora, YEAR, 0, 0);
    u.world.must(&[report.instruction()]);
    deadline
}

/// Ada has complained about Bob, and seven days are over.
fn complained(u: &mut Universe) -> Address {
    let complaint = u.world.complain(&u.ada, u.bob, Category::Harassment, Severity::Serious);
    u.world.warp(i64::from(REPLY_TIME));
    complaint
}

/// Of rights, boundaries, complaints and reports.
pub fn of_guard(kind: Kind, u: &mut Universe) -> Instruction {
    let (ada, bob, sam) = (u.ada, u.bob, u.stewards[0]);
    match kind {
        Kind::CharterPublish => u.world.charter_publish("second charter").instruction(),
        Kind::CharterAcknowledge => {
            u.world.must(&[u.world.charter_publish("second charter").instruction()]);
            u.world.charter_acknowledge(bob).instruction()
        }
        Kind::MemberExclude => u.world.member_exclude(bob).instruction(),
        Kind::PositionSetBoundary => u.world.position_set_boundary(&ada, bob, Contact::Quarterly).instruction(),
        Kind::ComplaintFile => {
            let file = u.world.complaint_file(&ada, bob, Category::Harassment, Severity::Serious);
            ComplaintFile { payer: u.sponsor, ..file }.instruction()
        }
        Kind::ComplaintReply => {
            let complaint = u.world.complain(&ada, bob, Category::Harassment, Severity::Serious);
            u.world.complaint_reply(complaint, bob).instruction()
        }
        Kind::ComplaintResolve => {
            let complaint = complained(u);
            u.world.complaint_resolve(&ada, complaint, sam, Decision::Abusive).instruction()
        }
        Kind::ComplaintOverturn => {
            let complaint = complained(u);
            let abusive = u.world.complaint_resolve(&ada, complaint, sam, Decision::Abusive);
            u.world.must(&[abusive.instruction()]);
            let upheld = Decision::Upheld(Severity::Serious);
            u.world.complaint_overturn(complaint, upheld).instruction()
        }
        Kind::ComplaintClose => {
            let complaint = complained(u);
            u.world.warp(i64::from(LAPSE_TIME));
            ComplaintClose { rent_payer: u.sponsor, complaint }.instruction()
        }
        Kind::ReportFile => {
            over(u);
            let file = u.world.report_file(&ada, YEAR, 5_000_000, 2_000_000);
            ReportFile { payer: u.sponsor, evidence_hash: hash("statement"), ..file }.instruction()
        }
        Kind::ReportRecord => {
            let deadline = over(u);
            u.world.warp_to(deadline.recordable_at);
            let record = u.world.report_record(&ada, YEAR, bob);
            ReportRecord { payer: u.sponsor, ..record }.instruction()
        }
        kind => unreachable!("{} is not of guard rails", kind.name()),
    }
}
