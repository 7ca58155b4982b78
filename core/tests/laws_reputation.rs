//! Reputation as a function of time: bounded, monotone, and the same however often one looks.
#![allow(clippy::unwrap_used)]

use crate::common::{big, config, moment};
use num_bigint::BigInt;
use personal_token_core::member::Reputation;
use proptest::collection::vec;
use proptest::prelude::*;

const DAY: i64 = 86_400;

fn reputation() -> impl Strategy<Value = Reputation> {
    (0u16..=1_000, moment()).prop_map(|(points, as_of)| Reputation { points, as_of })
}

/// Years around a moment, some of them before it: clocks of a cluster do go back.
fn span() -> impl Strategy<Value = i64> {
    -5 * DAY..1_200 * DAY
}

/// The rule by its words: a point for each whole day, never above a thousand.
fn model(reputation: Reputation, now: i64) -> BigInt {
    let days: BigInt = (big(now) - reputation.as_of).max(big(0)) / DAY;
    (big(reputation.points) + days).min(big(1_000))
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn one_point_a_whole_day_up_to_a_thousand(points in any::<u16>(), as_of in moment(), now in moment()) {
        let reputation = Reputation { points, as_of };
        prop_assert_eq!(big(reputation.at(now)), model(reputation, now));
        prop_assert!(reputation.at(now) <= 1_000);
    }

    #[test]
    fn near_in_time_it_agrees_too(reputation in reputation(), span in span()) {
        let now = reputation.as_of.saturating_add(span);
        prop_assert_eq!(big(reputation.at(now)), model(reputation, now));
    }

    #[test]
    fn it_never_falls_by_itself(reputation in reputation(), span in span(), more in 0i64..100 * DAY) {
        let now = reputation.as_of.saturating_add(span);
        prop_assert!(reputation.at(now.saturating_add(more)) >= reputation.at(now));
        prop_assert!(reputation.at(now) >= reputation.points);
    }

    /// Looking on the way changes nothing: written down after whole days, it goes on as if it had not been.
    #[test]
    fn time_composes(points in 0u16..=1_000, as_of in 0i64..4_000_000_000, days in 0i64..1_100, later in 0i64..200 * DAY) {
        let untouched = Reputation { points, as_of };
        let stop = as_of + days * DAY;
        let written = Reputation { points: untouched.at(stop), as_of: stop };
        prop_assert_eq!(written.at(stop + later), untouched.at(stop + later));
    }

    /// Written down at any other moment, it loses the part of the day, and never gains.
    #[test]
    fn writing_it_down_loses_at_most_a_part_of_a_day(
        points in 0u16..=1_000,
        as_of in 0i64..4_000_000_000,
        span in 0i64..1_100 * DAY,
        later in 0i64..200 * DAY,
    ) {
        let untouched = Reputation { points, as_of };
        let written = untouched.lower(0, as_of + span);
        let then = as_of + span + later;
        prop_assert!(written.at(then) <= untouched.at(then));
        prop_assert!(written.at(then) + 1 >= untouched.at(then));
    }

    #[test]
    fn a_penalty_takes_its_points_and_never_more_than_there_are(reputation in reputation(), lost in any::<u16>(), span in span()) {
        let now = reputation.as_of.saturating_add(span);
        let after = reputation.lower(lost, now);
        prop_assert_eq!(big(after.at(now)), (model(reputation, now) - lost).max(big(0)));
        prop_assert_eq!(after.as_of, now.max(reputation.as_of));
    }

    /// Several penalties weigh as much as their sum, and recover no faster.
    #[test]
    fn penalties_add_up(reputation in reputation(), x in 0u16..=1_000, y in 0u16..=1_000, span in span(), gap in 0i64..DAY) {
        let now = reputation.as_of.saturating_add(span);
        let at_once = reputation.lower(x, now).lower(y, now);
        prop_assert_eq!(at_once, reputation.lower(x + y, now));
        let apart = reputation.lower(x, now).lower(y, now.saturating_add(gap));
        let then = now.saturating_add(gap).saturating_add(DAY);
        prop_assert!(apart.at(then) <= at_once.at(then));
    }

    /// A clock that goes back gives nothing, whatever happens while it is back.
    #[test]
    fn a_clock_that_goes_back_gives_nothing(reputation in reputation(), back in 0i64..100 * DAY, lost in 0u16..=1_000) {
        let earlier = reputation.as_of.saturating_sub(back);
        prop_assert_eq!(reputation.at(earlier), reputation.points);
        let after = reputation.lower(lost, earlier);
        prop_assert_eq!(after, Reputation { points: reputation.points - lost.min(reputation.points), as_of: reputation.as_of });
    }

    /// Over any life it stays within 0 and 1,000, and below what it would be without the penalties.
    #[test]
    fn any_life_stays_in_bounds(steps in vec((0i64..60 * DAY, 0u16..600), 1..12)) {
        let (mut now, mut reputation) = (1_700_000_000, Reputation::full(1_700_000_000));
        let mut owed = 0i64;
        for (gap, lost) in steps {
            now += gap;
            // What a penalty can still be felt by: its points, less one for each whole day since.
            owed = (owed - gap.div_euclid(DAY)).max(0);
            owed = (owed + i64::from(lost)).min(1_000);
            reputation = reputation.lower(lost, now);
            prop_assert_eq!(i64::from(reputation.at(now)), 1_000 - owed);
        }
    }

    /// What is given back is there at once, and nothing else changes: the part of a day that has passed still counts.
    #[test]
    fn points_given_back_are_added_to_every_later_moment(
        reputation in reputation(),
        given in 0u16..=1_100,
        span in span(),
        later in 0i64..1_200 * DAY,
    ) {
        let now = reputation.as_of.saturating_add(span);
        let then = now.saturating_add(later);
        let raised = reputation.raise(given, now);
        prop_assert_eq!(big(raised.at(now)), (model(reputation, now) + given).min(big(1_000)));
        prop_assert_eq!(big(raised.at(then)), (model(reputation, then) + given).min(big(1_000)));
        prop_assert!(raised.points <= 1_000);
    }

    #[test]
    fn giving_nothing_back_changes_no_moment(reputation in reputation(), now in moment(), then in moment()) {
        let (now, then) = (now.min(then), now.max(then));
        prop_assert_eq!(reputation.raise(0, now).at(then), reputation.at(then));
    }

    #[test]
    fn giving_back_in_parts_is_giving_back_at_once(reputation in reputation(), x in 0u16..=1_000, y in 0u16..=1_000, span in span()) {
        let now = reputation.as_of.saturating_add(span);
        prop_assert_eq!(reputation.raise(x, now).raise(y, now), reputation.raise(x + y, now));
    }

    /// A penalty that was taken whole is undone whole; of one that met fewer points, no more is to be given back.
    #[test]
    fn what_was_taken_comes_back_and_never_more(reputation in reputation(), lost in 0u16..=1_000, span in span()) {
        let now = reputation.as_of.saturating_add(span);
        let (before, lowered) = (reputation.at(now), reputation.lower(lost, now));
        let taken = before - lowered.at(now);
        prop_assert_eq!(taken, lost.min(before));
        prop_assert_eq!(lowered.raise(taken, now).at(now), before);
    }

    /// Whatever is taken and given back, in whatever order and with whatever clock.
    #[test]
    fn no_life_of_losses_and_returns_leaves_the_bounds(steps in vec((moment(), any::<u16>(), any::<bool>()), 1..12), points in any::<u16>()) {
        let mut reputation = Reputation { points: points.min(1_000), as_of: 0 };
        for (now, points, given) in steps {
            reputation = if given { reputation.raise(points, now) } else { reputation.lower(points, now) };
            prop_assert!(reputation.points <= 1_000 && reputation.at(now) <= 1_000);
        }
    }

    /// The first second at which a minimum is met; at a minimum that is met already, every second is one.
    #[test]
    fn a_minimum_is_met_from_its_second_on(points in 0u16..=1_000, as_of in -4_000_000_000i64..4_000_000_000, minimum in 0u16..=1_000) {
        let reputation = Reputation { points, as_of };
        let reached = reputation.reaches_at(minimum).unwrap();
        prop_assert!(reputation.at(reached) >= minimum);
        prop_assert!(reputation.at(reached + 1) >= minimum);
        if minimum > points {
            prop_assert_eq!(reputation.at(reached - 1), minimum - 1);
        } else {
            prop_assert_eq!(reached, as_of);
            prop_assert!(reputation.at(i64::MIN) >= minimum);
        }
    }
}

#[test]
fn a_point_returns_at_the_end_of_the_day_and_not_a_second_before() {
    let lowered = Reputation::full(1_000).lower(200, 1_000);
    for days in 1..=200 {
        let due = 1_000 + i64::from(days) * DAY;
        assert_eq!(lowered.at(due - 1), 799 + days);
        assert_eq!(lowered.at(due), 800 + days);
        assert_eq!(lowered.at(due + 1), (800 + days).min(1_000));
    }
    assert_eq!(lowered.at(i64::MAX), 1_000);
}

#[test]
fn more_than_a_thousand_counts_as_a_thousand() {
    let broken = Reputation { points: u16::MAX, as_of: 0 };
    assert_eq!(broken.at(0), 1_000);
    assert_eq!(broken.lower(1, 0).points, 999);
    assert_eq!(Reputation { points: 1_001, as_of: 0 }.at(-1), 1_000);
    assert_eq!(Reputation::full(7), Reputation { points: 1_000, as_of: 7 });
}

#[test]
fn the_ends_of_time_do_not_overflow() {
    assert_eq!(Reputation { points: 3, as_of: i64::MIN }.at(i64::MAX), 1_000);
    assert_eq!(Reputation { points: 3, as_of: i64::MAX }.at(i64::MIN), 3);
    assert_eq!(Reputation { points: 0, as_of: i64::MIN }.at(i64::MIN + 5 * DAY), 5);
    assert_eq!(Reputation { points: 5, as_of: i64::MAX }.lower(6, i64::MIN), Reputation { points: 0, as_of: i64::MAX });
}

#[test]
fn a_minimum_is_missed_a_second_before_and_met_at_its_second() {
    let as_of = 1_700_000_000;
    for (points, minimum, days) in
        [(0, 1, 1), (0, 1_000, 1_000), (49, 50, 1), (50, 600, 550), (599, 600, 1), (600, 1_000, 400)]
    {
        let reputation = Reputation { points, as_of };
        let reached = as_of + days * DAY;
        assert_eq!(reputation.reaches_at(minimum), Some(reached));
        assert_eq!((reputation.at(reached - 1), reputation.at(reached)), (minimum - 1, minimum));
        assert_eq!(reputation.at(reached + 1), minimum);
    }
    for (points, minimum) in [(0, 0), (50, 49), (50, 50), (600, 600), (1_000, 599), (1_000, 1_000)] {
        assert_eq!(Reputation { points, as_of }.reaches_at(minimum), Some(as_of));
    }
}

#[test]
fn nobody_ever_reaches_more_than_a_thousand() {
    for points in [0, 49, 50, 599, 600, 999, 1_000, u16::MAX] {
        for minimum in [1_001, 1_002, u16::MAX] {
            assert_eq!(Reputation { points, as_of: 0 }.reaches_at(minimum), None);
        }
    }
}

#[test]
fn a_return_never_lifts_above_a_thousand() {
    for (points, given, expected) in [
        (0, 0, 0),
        (0, 1_000, 1_000),
        (49, 50, 99),
        (50, 949, 999),
        (50, 950, 1_000),
        (600, 401, 1_000),
        (1_000, 1, 1_000),
    ] {
        assert_eq!(Reputation { points, as_of: 5 }.raise(given, 5), Reputation { points: expected, as_of: 5 });
    }
    assert_eq!(Reputation { points: 1_000, as_of: 5 }.raise(u16::MAX, 5).points, 1_000);
    assert_eq!(Reputation { points: u16::MAX, as_of: 5 }.raise(1, 5), Reputation { points: 1_000, as_of: 5 });
}

#[test]
fn a_return_keeps_the_part_of_a_day_that_has_passed() {
    let lowered = Reputation { points: 700, as_of: 0 };
    let raised = lowered.raise(100, 2 * DAY + 5);
    assert_eq!(raised, Reputation { points: 802, as_of: 2 * DAY });
    assert_eq!((raised.at(3 * DAY - 1), raised.at(3 * DAY)), (802, 803));
    // A clock that went back gives nothing but what is given.
    assert_eq!(lowered.raise(100, -DAY), Reputation { points: 800, as_of: 0 });
}

#[test]
fn returns_at_the_ends_of_time_do_not_overflow() {
    assert_eq!(Reputation { points: 0, as_of: i64::MIN }.raise(1, i64::MAX).points, 1_000);
    assert_eq!(Reputation { points: 3, as_of: i64::MAX }.raise(1, i64::MIN), Reputation { points: 4, as_of: i64::MAX });
}
