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
