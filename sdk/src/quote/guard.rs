use super::check_investor;
use crate::{
    core::{
        calendar::year_of,
        report::{check_year, owes_report, Deadline, Finding},
        Result,
    },
    state::{Member, Network, Position, Report, Token},
    Address,
};

/// Whether a member may buy or subscribe: in good standing, and with the current charter acknowledged. Being paid asks
/// for neither.
pub fn check_may_buy(network: &Network, member: &Member, now: i64) -> Result<()> {
    check_investor(network, member, now)?;
    member.rights().check_current(network.charter_version)
}

/// Unix time from which a member's reputation is what the network asks for, if nothing more happens; one that has
/// passed if it is already. None if it can never be.
pub fn standing_returns_at(network: &Network, member: &Member) -> Option<i64> {
    member.reputation().reaches_at(network.parameters.minimum_reputation)
}

/// A report that an owner owes, or owed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReportDue {
    /// The year.
    pub year: u16,
    /// When it can be filed, is due, and is recorded as missing.
    pub deadline: Deadline,
    /// What there is of it.
    pub report: Option<Report>,
    /// Quote units deposited gross for the year so far.
    pub deposited: u64,
    /// The position of an outside shareholder by which it can be recorded; the first of those given.
    pub witness: Address,
    /// What anyone could record now.
    pub recordable: Option<Finding>,
}

/// The reports that the owner of a token owes, or that can still be recorded, by year; none without outside
/// shareholders. `positions` are those of the token, `reports` what was filed or recorded.
pub fn reports_due<'a>(
    network: &Network,
    token: &Token,
    positions: impl IntoIterator<Item = &'a Position> + Clone,
    reports: &[Report],
    now: i64,
) -> Result<Vec<ReportDue>> {
    let present = u16::try_from(year_of(now)).unwrap_or(u16::MAX);
    let mut due = Vec::new();
    for year in present.saturating_sub(3)..present {
        if check_year(year, token.created_at, now).is_err() {
            continue;
        }
        let parameters = &network.parameters;
        let deadline = Deadline::of(year, parameters.report_deadline, parameters.report_grace)?;
        let is_witness = |position: &&Position| {
            owes_report(position.member == token.owner, position.shares, position.opened_at, &deadline)
        };
        let Some(witness) = positions.clone().into_iter().find(is_witness) else { continue };
        let report = reports.iter().find(|report| report.year == year).copied();
        let deposited = token.year_book().gross(year);
        let rules = report.map(|report| report.rules()).unwrap_or_default();
        let recordable = rules.record(deposited, &deadline, now).ok().map(|(_, finding)| finding);
        due.push(ReportDue { year, deadline, report, deposited, witness: witness.address(), recordable });
    }
    Ok(due)
}
