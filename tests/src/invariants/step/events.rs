//! What the events say is what happened: an indexer that replays them knows every position and every state.

use std::collections::{BTreeMap, BTreeSet};

use personal_token_core::complaint::Severity;
use personal_token_sdk::{
    event::Event,
    state::{Position, Round, Token},
    Address,
};

use super::{changes, edits, Step};
use crate::invariants::{equal, holds};

impl Step<'_> {
    pub(super) fn events(&self) {
        self.programs_hand();
        self.share_events();
        self.money_events();
        self.reputation_events();
        self.state_events();
    }

    fn share_events(&self) {
        let mut said: BTreeMap<Address, i128> = BTreeMap::new();
        let mut add = |position: Address, shares: i128| *said.entry(position).or_default() += shares;
        for event in &self.outcome.events {
            match event {
                Event::SharesIssued(issued) => add(issued.position, issued.shares.into()),
                Event::SharesTransferred(moved) => {
                    add(moved.source_position, -i128::from(moved.shares));
                    add(moved.destination_position, moved.shares.into());
                }
                Event::SharesSold(sold) => {
                    add(sold.seller_position, -i128::from(sold.shares));
                    add(sold.buyer_position, sold.shares.into());
                }
                Event::SubscriptionSettled(settled) => {
                    add(settled.position, settled.shares.into());
                    let round: Round = self.now(&settled.round).unwrap();
                    add(round.treasury_position, settled.fee_shares.into());
                }
                Event::PositionMoved(moved) => {
                    add(moved.position, -i128::from(moved.shares));
                    add(moved.successor, moved.shares.into());
                }
                _ => {}
            }
        }
        let changed: BTreeSet<Address> = changes(&self.was.positions, &self.is.positions)
            .map(|(address, ..)| *address)
            .chain(said.keys().copied())
            .collect();
        for address in changed {
            let shares = |position: Option<Position>| i128::from(position.map_or(0, |position| position.shares));
            let found = shares(self.now(&address)) - shares(self.before(&address));
            equal!(ShareEvents, found, said.get(&address).copied().unwrap_or(0), "the change of {address}");
        }
    }

    fn money_events(&self) {
        let mut said: BTreeMap<Address, (u64, u64)> = BTreeMap::new();
        let mut add = |token: Address, deposited: u64, paid: u64| {
            let sum = said.entry(token).or_default();
            (sum.0, sum.1) = (sum.0 + deposited, sum.1 + paid);
        };
        for event in &self.outcome.events {
            match event {
                Event::ProceedsDeposited(deposit) => add(deposit.token, deposit.gross, deposit.retained),
                Event::ProceedsClaimed(claim) => add(claim.token, 0, claim.amount),
                Event::ProceedsDistributed(payout) => add(payout.token, 0, payout.amount),
                Event::GainRouted(routed) => add(routed.seller_token, routed.gain, routed.gain - routed.transferred),
                Event::SharesSold(sold) => {
                    let fee = if sold.fee_credited { sold.owner_fee } else { 0 };
                    let routed = self.events_of(|event| match event {
                        Event::GainRouted(routed) if routed.listing == sold.listing => Some(routed.transferred),
                        _ => None,
                    });
                    let waits = if sold.seller_owed { sold.received - routed.sum::<u64>() } else { 0 };
                    add(sold.token, fee + waits, 0);
                }
                _ => {}
            }
        }
        for (address, was, is) in edits(&self.was.tokens, &self.is.tokens) {
            let found = (is.deposited - was.deposited, is.paid - was.paid);
            equal!(
                MoneyEvents,
                found,
                said.get(address).copied().unwrap_or_default(),
                "deposited and paid of {address}"
            );
        }
        for address in said.keys().filter(|address| said[*address] != (0, 0)) {
            holds!(MoneyEvents, self.is.tokens.contains_key(address), "money of {address}, which did not change");
        }
        for claim in self.events_of(|event| match event {
            Event::ProceedsClaimed(claim) => Some((claim.token, claim.paid)),
            Event::ProceedsDistributed(payout) => Some((payout.token, payout.paid)),
            _ => None,
        }) {
            let now: Token = self.now(&claim.0).unwrap();
            holds!(MoneyEvents, claim.1 <= now.paid, "more is said to be paid by {} than was", claim.0);
        }
    }

    fn reputation_events(&self) {
        for (address, was, is) in edits(&self.was.members, &self.is.members) {
            let said: Vec<_> = self
                .events_of(|event| match event {
                    Event::ReputationChanged(changed) if changed.member == *address => Some(changed),
                    _ => None,
                })
                .collect();
            let (before, after) = (was.reputation().at(self.now), is.reputation().at(self.now));
            let first = said.first().map_or(before, |changed| changed.before);
            let last = said.last().map_or(before, |changed| changed.after);
            equal!(ReputationEvents, (before, after), (first, last), "the reputation of {address}, and what is said");
            // An overturned decision gives back one price and may take another; a severe one is the dearest.
            let dearest = said.iter().map(|changed| changed.before.abs_diff(changed.after)).max().unwrap_or(0);
            holds!(ReputationEvents, dearest <= Severity::Severe.points(), "{dearest} points of {address}");
        }
    }

    /// One event for each beginning, end or change of state.
    fn state_events(&self) {
        let mut expected: BTreeMap<&str, usize> = BTreeMap::new();
        let mut expect = |names: &'static str, count: usize| *expected.entry(names).or_default() += count;
        macro_rules! begun_and_ended {
            ($($map:ident: $begun:literal, $ended:literal;)+) => {$(
                let all = || changes(&self.was.$map, &self.is.$map);
                expect($begun, all().filter(|(_, was, _)| was.is_none()).count());
                expect($ended, all().filter(|(_, _, is)| is.is_none()).count());
            )+};
        }
        begun_and_ended! {
            networks: "NetworkCreated", "";
            applications: "ApplicationOpened", "ApplicationClosed MemberAdmitted";
            members: "MemberAdmitted", "";
            tokens: "TokenCreated", "";
            positions: "PositionOpened", "PositionClosed";
            distributions: "ProceedsDeposited", "";
            rounds: "RoundOpened", "";
            subscriptions: "", "SubscriptionClosed";
            recoveries: "RecoveryProposed", "RecoveryEnded MemberRecovered";
            complaints: "ComplaintFiled", "ComplaintClosed";
            listings: "SharesListed", "";
        }
        let named = |names: &str| {
            let is_one = |event: &&Event| names.split(' ').any(|name| name == event.name());
            self.outcome.events.iter().filter(is_one).count()
        };
        for (names, count) in expected.into_iter().filter(|(names, _)| !names.is_empty()) {
            holds!(StateEvents, named(names) >= count, "{count} times {names}, said {} times", named(names));
        }
        for (address, was, is) in edits(&self.was.rounds, &self.is.rounds) {
            let said = self.events_of(|event| match event {
                Event::RoundChanged(changed) if changed.round == *address => Some(changed.state),
                _ => None,
            });
            // The settlement of the last subscription says that a round is settled.
            let last = said.last();
            let settled = is.book.state == 3 && named("SubscriptionSettled") > 0;
            let is_said = was.book.state == is.book.state || last == Some(is.book.state) || settled;
            holds!(StateEvents, is_said, "the state {} of {address}", is.book.state);
        }
        for (address, was, is) in edits(&self.was.members, &self.is.members) {
            let said = self.events_of(|event| match event {
                Event::MemberStatusChanged(changed) if changed.member == *address => Some(changed.status),
                _ => None,
            });
            let last = said.last().unwrap_or(was.status);
            equal!(StateEvents, last, is.status, "the status of {address}, and what is said");
            let recovered = named("MemberRecovered") > 0;
            holds!(StateEvents, was.wallet == is.wallet || recovered, "the wallet of {address}");
        }
        for (address, was, is) in edits(&self.was.complaints, &self.is.complaints) {
            let decided = was.decided_at == is.decided_at && was.decision == is.decision;
            holds!(StateEvents, decided || named("ComplaintDecided") > 0, "the decision of {address}");
        }
    }
}
