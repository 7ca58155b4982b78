//! Boundaries, complaints, reputations and reports.

use personal_token_core::{
    complaint::{LAPSE_TIME, OPEN_COMPLAINTS},
    member::FULL_REPUTATION,
};
use personal_token_sdk::{
    state::{Position, Token},
    Address,
};

use super::Ledger;
use crate::World;

impl Ledger {
    /// Each open complaint has a slot of its owner, and each of them is about a shareholder of his, once, at its number;
    /// reputations are whole.
    pub(super) fn complaints(&self, world: &World) {
        let now = world.now();
        for (address, member) in &self.members {
            assert!(member.reputation <= FULL_REPUTATION, "the reputation of {address}");
            let undecided = self.complaints.values().filter(|complaint| {
                complaint.owner == *address && complaint.decided_at == 0 && complaint.lapses_at > now
            });
            let mut open: Vec<_> = undecided.map(|complaint| complaint.lapses_at).collect();
            let slots = member.complaints_lapse_at.into_iter();
            let mut taken: Vec<_> = slots.filter(|lapses_at| *lapses_at > now).collect();
            open.sort_unstable();
            taken.sort_unstable();
            assert!(open.len() <= OPEN_COMPLAINTS);
            assert_eq!(taken, open, "the slots of {address}");
        }
        for (address, complaint) in &self.complaints {
            let position = &self.positions[&complaint.position];
            assert!(complaint.index < position.complaints, "the number of {address}");
            assert_eq!(complaint.member, position.member);
            assert_eq!(complaint.token, position.token);
            assert_eq!(complaint.owner, self.tokens[&complaint.token].owner);
            assert_ne!(complaint.member, complaint.owner, "nobody complains about himself");
            assert!(position.used == Position::HELD, "{address} is about somebody who held shares");
            assert_eq!(complaint.lapses_at, complaint.filed_at + i64::from(LAPSE_TIME));
        }
        for (address, position) in &self.positions {
            let set = position.contact_set_at != 0;
            assert_eq!(set, position.contact_first_set_at != 0, "the boundary of {address}");
            assert!(set || position.contact == 0);
        }
    }

    /// What a token remembers of its years is part of what was deposited, and its reports are of years that were over.
    pub(super) fn reports(&self, address: &Address, token: &Token) {
        let remembered: u128 = token.year_gross.iter().map(|gross| u128::from(*gross)).sum();
        assert!(remembered <= u128::from(token.deposited), "the years of {address}");
        let places = token.years.iter().enumerate();
        assert!(places.clone().all(|(place, year)| *year == 0 || usize::from(*year) % 4 == place));
        assert!(places.zip(token.year_gross).all(|((_, year), gross)| *year != 0 || gross == 0));
        for (report_address, report) in self.reports.iter().filter(|(_, report)| report.token == *address) {
            let filed = report.filed_at != 0;
            assert_eq!(filed, report.evidence_hash != [0; 32], "{report_address}");
            assert!(filed || report.missed_at != 0 && report.short_at == 0, "{report_address} says something");
        }
    }
}
