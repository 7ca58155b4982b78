//! What a decision takes, and what overturning it gives back, against histories in which it was never made.

use crate::common::config;
use personal_token_core::complaint::{Decision, Filings, Parties, Severity, BARS};
use personal_token_core::member::Reputation;
use proptest::collection::vec;
use proptest::prelude::*;

const NOW: i64 = 1_800_000_000;
const DAY: i64 = 86_400;
const BAR: i64 = 90 * DAY;
const OVERTURN: i64 = 30 * DAY;
const DECISIONS: [Decision; 5] = [
    Decision::Upheld(Severity::Minor),
    Decision::Upheld(Severity::Serious),
    Decision::Upheld(Severity::Severe),
    Decision::Dismissed,
    Decision::Abusive,
];

fn decision() -> impl Strategy<Value = Decision> {
    (0usize..5).prop_map(|index| DECISIONS[index])
}

/// Reputations of every size, those at the edges of penalties and minimums over-represented; a few are of a clock that
/// has gone back since.
fn reputation() -> impl Strategy<Value = Reputation> {
    (0u16..=1_000, 0usize..12, -1_100 * DAY..2 * DAY).prop_map(|(any, kind, since)| {
        let points = [0, 49, 50, 599, 600, 1_000].get(kind).copied().unwrap_or(any);
        Reputation { points, as_of: NOW + since }
    })
}

fn parties() -> impl Strategy<Value = Parties> {
    (reputation(), reputation(), vec(0i64..3, 3), -BAR..2 * BAR).prop_map(|(member, owner, slots, bar)| {
        let lapse_at = [slots[0], slots[1], slots[2]].map(|slot| if slot == 0 { 0 } else { NOW + slot * DAY });
        Parties { member, owner, filings: Filings { lapse_at, bars: [(NOW + bar).max(0), 0, 0] } }
    })
}

/// The part of a day that a change of `now` takes from a reputation, in seconds.
fn lost(reputation: Reputation, now: i64) -> i64 {
    (now - reputation.as_of).max(0) % DAY
}

/// Whose points a decision can take, and how many.
fn cost(decision: Decision) -> (u16, u16) {
    match decision {
        Decision::Upheld(Severity::Minor) => (50, 0),
        Decision::Upheld(Severity::Serious) => (200, 0),
        Decision::Upheld(Severity::Severe) => (500, 0),
        Decision::Dismissed => (0, 0),
        Decision::Abusive => (0, 100),
    }
}

proptest! {
    #![proptest_config(config())]

    /// A decision takes what it costs, or all there is, of one party alone; nothing else changes but the bar.
    #[test]
    fn a_decision_takes_what_it_costs_of_one_party(before in parties(), decision in decision()) {
        let (after, taken) = before.decide(decision, NOW).unwrap();
        let (of_member, of_owner) = cost(decision);
        let points = of_member.min(before.member.at(NOW)) + of_owner.min(before.owner.at(NOW));
        prop_assert_eq!(taken, points);
        prop_assert_eq!(after.member.at(NOW), before.member.at(NOW).saturating_sub(of_member));
        prop_assert_eq!(after.owner.at(NOW), before.owner.at(NOW).saturating_sub(of_owner));
        prop_assert!(of_member > 0 || after.member == before.member);
        prop_assert!(of_owner > 0 || after.owner == before.owner);
        let expected = if decision == Decision::Abusive { before.filings.bar(NOW).unwrap() } else { before.filings };
        prop_assert_eq!(after.filings, expected);
    }

    #[test]
    fn undone_at_the_same_moment_everything_is_what_it_was(before in parties(), decision in decision()) {
        let (after, taken) = before.decide(decision, NOW).unwrap();
        let undone = after.undo(decision, taken, NOW, NOW).unwrap();
        prop_assert_eq!(undone.member.at(NOW), before.member.at(NOW));
        prop_assert_eq!(undone.owner.at(NOW), before.owner.at(NOW));
        prop_assert_eq!(undone.filings, before.filings);
    }

    /// Undone later, with no other decision in between, a reputation is at every later moment what it would have been
    /// without the decision, delayed by the part of a day that the decision took: one point less, for less than a day.
    #[test]
    fn undone_later_only_a_part_of_a_day_is_lost(
        before in parties(),
        decision in decision(),
        after_decision in 0i64..OVERTURN,
        later in 0i64..1_100 * DAY,
    ) {
        let (after, taken) = before.decide(decision, NOW).unwrap();
        let undone = after.undo(decision, taken, NOW, NOW + after_decision).unwrap();
        let then = NOW + after_decision + later;
        let (of_member, of_owner) = cost(decision);
        for (before, undone, of_him) in [(before.member, undone.member, of_member), (before.owner, undone.owner, of_owner)] {
            if of_him == 0 {
                prop_assert_eq!(undone, before);
                continue;
            }
            prop_assert_eq!(undone.at(then), before.at(then - lost(before, NOW)));
            prop_assert!(undone.at(then) <= before.at(then) && before.at(then) <= undone.at(then) + 1);
            if lost(before, NOW) == 0 {
                prop_assert_eq!(undone.at(then), before.at(then));
            }
        }
        prop_assert_eq!(undone.filings, before.filings);
    }

    /// Another decision in the place of the first weighs as much as if it had been the only one, made at that moment.
    #[test]
    fn an_overturned_decision_leaves_no_trace_but_a_point(
        before in parties(),
        first in decision(),
        second in decision(),
        after_decision in 0i64..OVERTURN,
        later in 0i64..1_100 * DAY,
    ) {
        let then = NOW + after_decision;
        let (after, taken) = before.decide(first, NOW).unwrap();
        let (overturned, retaken) = after.undo(first, taken, NOW, then).unwrap().decide(second, then).unwrap();
        let (direct, expected) = before.decide(second, then).unwrap();
        prop_assert_eq!(overturned.filings, direct.filings);
        prop_assert!(retaken <= expected && expected <= retaken + 1);
        for moment in [then, then + later] {
            for (overturned, direct) in [(overturned.member, direct.member), (overturned.owner, direct.owner)] {
                prop_assert!((0..=1).contains(&(i32::from(direct.at(moment)) - i32::from(overturned.at(moment)))));
            }
        }
    }

    /// Whatever else was decided or lost meanwhile, what comes back is what was taken, as far as there is room for it.
    #[test]
    fn exactly_what_was_taken_comes_back_whatever_happened_since(
        before in parties(),
        decision in decision(),
        between in vec((decision(), 0i64..10 * DAY), 0..5),
    ) {
        let (mut parties, taken) = before.decide(decision, NOW).unwrap();
        let mut now = NOW;
        for (other, gap) in between {
            now += gap;
            parties = parties.decide(other, now).unwrap().0;
        }
        let undone = parties.undo(decision, taken, NOW, now).unwrap();
        let (of_member, of_owner) = cost(decision);
        let given = |of_him: u16| if of_him > 0 { taken } else { 0 };
        prop_assert_eq!(undone.member.at(now), (parties.member.at(now) + given(of_member)).min(1_000));
        prop_assert_eq!(undone.owner.at(now), (parties.owner.at(now) + given(of_owner)).min(1_000));
        prop_assert_eq!(undone.filings.lapse_at, before.filings.lapse_at);
    }

    /// Decisions of one second taken back in reverse order leave everything as it was, however many they are, unless
    /// more of them bar than there are slots.
    #[test]
    fn undone_in_reverse_order_everything_is_what_it_was(before in parties(), decisions in vec(decision(), 1..8)) {
        let (mut parties, mut made) = (before, Vec::new());
        for decision in decisions {
            let bars = made.iter().filter(|(made, _)| *made == Decision::Abusive).count();
            if decision == Decision::Abusive && bars == BARS - 1 {
                continue;
            }
            let (after, taken) = parties.decide(decision, NOW).unwrap();
            made.push((decision, taken));
            parties = after;
        }
        for (decision, taken) in made.into_iter().rev() {
            parties = parties.undo(decision, taken, NOW, NOW).unwrap();
        }
        prop_assert_eq!((parties.member.at(NOW), parties.owner.at(NOW)), (before.member.at(NOW), before.owner.at(NOW)));
        prop_assert_eq!(parties.filings, before.filings);
    }

    /// A later abusive complaint bars as long as it would have, whether the earlier one is overturned or not.
    #[test]
    fn overturning_an_earlier_decision_shortens_no_later_bar(
        before in parties(),
        gap in 1i64..OVERTURN,
        wait in 0i64..OVERTURN,
    ) {
        let (once, taken) = before.decide(Decision::Abusive, NOW).unwrap();
        let (twice, _) = once.decide(Decision::Abusive, NOW + gap).unwrap();
        let undone = twice.undo(Decision::Abusive, taken, NOW, NOW + gap + wait).unwrap();
        // A bar of before that outlasts both is given back as it was.
        prop_assert!(undone.filings.barred_until() >= NOW + gap + BAR);
        prop_assert_eq!(undone.filings.barred_until(), twice.filings.barred_until());
    }

    /// Any life of two parties: decisions, and any of those standing overturned once, at any later moment. The points
    /// stay within 0 and 1,000, and the owner is barred exactly as the abusive decisions that stand say, in whatever order
    /// others were overturned; but for more of them than there are slots.
    #[test]
    fn no_history_of_decisions_leaves_the_bounds(steps in vec((decision(), 0i64..40 * DAY, any::<prop::sample::Index>(), any::<bool>()), 1..16), before in parties()) {
        let (mut parties, mut now, mut standing) = (before, NOW, Vec::new());
        let mut most = 0;
        for (decision, gap, which, overturns) in steps {
            now += gap;
            if overturns && !standing.is_empty() {
                let (decision, taken, decided_at) = standing.swap_remove(which.index(standing.len()));
                parties = parties.undo(decision, taken, decided_at, now).unwrap();
            } else {
                let (after, taken) = parties.decide(decision, now).unwrap();
                standing.push((decision, taken, now));
                parties = after;
            }
            for reputation in [parties.member, parties.owner] {
                prop_assert!(reputation.points <= 1_000 && reputation.at(now) <= 1_000);
            }
            let bars = || standing.iter().filter(|(decision, ..)| *decision == Decision::Abusive).map(|(.., at)| at + BAR);
            most = most.max(bars().count());
            if most < BARS {
                let expected = bars().max().unwrap_or(0).max(before.filings.barred_until());
                prop_assert_eq!(parties.filings.barred_until(), expected);
            }
        }
    }
}
