//! Boundaries, complaints and reports.

use personal_token_core::complaint::{LAPSE_TIME, OPEN_COMPLAINTS};
use personal_token_sdk::{
    state::{Position, Token},
    Address,
};

use super::{equal, find, holds, Invariant, Ledger};
use crate::World;

impl Ledger {
    /// Each open complaint has a slot of its owner, and is about a shareholder of his, once, at its number.
    pub fn complaints(&self, world: &World) {
        let now = world.now();
        for (address, member) in &self.members {
            let undecided = self.complaints.values().filter(|complaint| {
                complaint.owner == *address && complaint.decided_at == 0 && complaint.lapses_at > now
            });
            let mut open: Vec<_> = undecided.map(|complaint| complaint.lapses_at).collect();
            let slots = member.complaints_lapse_at.into_iter();
            let mut taken: Vec<_> = slots.filter(|lapses_at| *lapses_at > now).collect();
            open.sort_unstable();
            taken.sort_unstable();
            holds!(Filings, open.len() <= OPEN_COMPLAINTS, "{} open complaints of {address}", open.len());
            equal!(Filings, taken, open, "the slots of {address}");
        }
        for (address, complaint) in &self.complaints {
            let position = find(&self.positions, &complaint.position, Invariant::Complaints);
            holds!(Complaints, complaint.index < position.complaints, "the number of {address}");
            let (member, token) = (complaint.member, complaint.token);
            equal!(Complaints, (member, token), (position.member, position.token), "whom {address} is about");
            equal!(
                Complaints,
                complaint.owner,
                find(&self.tokens, &token, Invariant::Complaints).owner,
                "the owner of {address}"
            );
            holds!(Complaints, member != complaint.owner, "{address} is about its owner");
            holds!(Complaints, position.used == Position::HELD, "{address} is about somebody who held no shares");
            let lapses_at = complaint.filed_at + i64::from(LAPSE_TIME);
            equal!(Complaints, complaint.lapses_at, lapses_at, "when {address} lapses");
        }
        for (address, position) in &self.positions {
            let set = position.contact_set_at != 0;
            let first_set = position.contact_first_set_at != 0;
            holds!(Boundaries, set == first_set && (set || position.contact == 0), "the boundary of {address}");
        }
    }

    /// What a token remembers of its years is part of what was deposited, and its reports are of years that were over.
    pub fn reports(&self, address: &Address, token: &Token) {
        let remembered: u128 = token.year_gross.iter().map(|gross| u128::from(*gross)).sum();
        holds!(Years, remembered <= u128::from(token.deposited), "the years of {address}");
        for (place, (year, gross)) in token.years.into_iter().zip(token.year_gross).enumerate() {
            holds!(Years, year == 0 || usize::from(year) % 4 == place, "the year {year} of {address}");
            holds!(Years, year != 0 || gross == 0, "{gross} for no year of {address}");
        }
        for (report_address, report) in self.reports.iter().filter(|(_, report)| report.token == *address) {
            let filed = report.filed_at != 0;
            equal!(Reports, filed, report.evidence_hash != [0; 32], "the evidence of {report_address}");
            let is_missing = report.missed_at != 0 && report.short_at == 0;
            holds!(Reports, filed || is_missing, "{report_address} says something");
        }
    }
}
