//! An owner's pause and a steward's hold: how long, how often, and what is refused, to the second.
#![allow(clippy::unwrap_used)]

use crate::common::config;
use personal_token_core::policy::{Pause, PauseLimits, MEMBER_HOLD, TRANSFER_PAUSE};
use personal_token_core::Error;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

const DAY: i64 = 86_400;
const NOW: i64 = 1_800_000_000;
/// What everybody can rely on between the end of one and the next.
const REST: i64 = 90 * DAY;

/// The two things that can be stopped, and what is known about each.
#[derive(Clone, Copy, Debug)]
struct Rule {
    limits: PauseLimits,
    longest: u32,
    too_long: Error,
    too_soon: Error,
    not_active: Error,
}

const RULES: [Rule; 2] = [
    Rule {
        limits: TRANSFER_PAUSE,
        longest: 14 * 86_400,
        too_long: Error::PauseTooLong,
        too_soon: Error::PauseTooSoon,
        not_active: Error::TokenNotPaused,
    },
    Rule {
        limits: MEMBER_HOLD,
        longest: 30 * 86_400,
        too_long: Error::MemberHoldTooLong,
        too_soon: Error::MemberHoldTooSoon,
        not_active: Error::MemberNotHeld,
    },
];

fn ending(until: i64) -> Pause {
    Pause { until, next_at: until + REST }
}

proptest! {
    #![proptest_config(config())]

    /// Any order of starts and stops: none is longer than allowed, and 90 days are free after each.
    #[test]
    fn stops_are_short_and_rare(
        rule in select(RULES.to_vec()),
        steps in vec((0i64..60 * DAY, 0u32..=31 * 86_400, any::<bool>()), 1..16),
    ) {
        let (mut pause, mut now) = (Pause::default(), NOW);
        let (mut begun, mut ended) = (NOW, i64::MIN / 2);
        for (gap, seconds, stop) in steps {
            now += gap;
            let was_active = pause.active(now);
            let outcome = if stop { pause.stop(&rule.limits, now) } else { pause.start(seconds, &rule.limits, now) };
            let refusal = match stop {
                true => (!was_active).then_some(rule.not_active),
                false if !(1..=rule.longest).contains(&seconds) => Some(rule.too_long),
                false => (now < ended + REST).then_some(rule.too_soon),
            };
            prop_assert_eq!(outcome.err(), refusal);
            let Ok(next) = outcome else { continue };
            begun = if stop { begun } else { now };
            ended = next.until;
            pause = next;
            prop_assert!(ended - begun <= i64::from(rule.longest));
            prop_assert!(pause.active(ended - 1) && !pause.active(ended));
        }
    }
}

#[test]
fn none_lasts_no_second_or_longer_than_allowed() {
    for Rule { limits, longest, too_long, .. } in RULES {
        let start = |seconds| Pause::default().start(seconds, &limits, NOW);
        for seconds in [0, longest + 1, u32::MAX] {
            assert_eq!(start(seconds), Err(too_long), "{seconds}");
        }
        for seconds in [1, longest - 1, longest] {
            let until = NOW + i64::from(seconds);
            assert_eq!(start(seconds), Ok(ending(until)));
            assert!(
                ending(until).active(until - 1) && !ending(until).active(until) && !ending(until).active(until + 1)
            );
        }
    }
}

#[test]
fn the_next_one_waits_for_90_days() {
    for Rule { limits, too_soon, .. } in RULES {
        let start = |now| ending(NOW).start(1, &limits, now);
        for early in [NOW - 1, NOW, NOW + 1, NOW + REST - 1] {
            assert_eq!(start(early), Err(too_soon), "{early}");
        }
        for due in [NOW + REST, NOW + REST + 1] {
            assert_eq!(start(due), Ok(ending(due + 1)));
        }
    }
}

/// The interval counts from the real end, not from the one that was planned.
#[test]
fn ended_early_it_counts_from_there() {
    for Rule { limits, too_soon, not_active, .. } in RULES {
        let pause = ending(NOW + 100);
        assert_eq!(pause.stop(&limits, NOW + 99), Ok(ending(NOW + 99)));
        for over in [NOW + 100, NOW + 101] {
            assert_eq!(pause.stop(&limits, over), Err(not_active));
        }
        assert_eq!(Pause::default().stop(&limits, NOW), Err(not_active));
        assert_eq!(ending(NOW + 99).stop(&limits, NOW + 99), Err(not_active));
        assert_eq!(ending(NOW + 99).start(1, &limits, NOW + 98 + REST), Err(too_soon));
        assert_eq!(ending(NOW + 99).start(1, &limits, NOW + 99 + REST), Ok(ending(NOW + 100 + REST)));
    }
}

#[test]
fn past_the_end_of_time_it_is_refused() {
    for Rule { limits, .. } in RULES {
        let start = |now| Pause::default().start(1, &limits, now);
        assert_eq!(start(i64::MAX - REST - 1), Ok(ending(i64::MAX - REST)));
        for late in [i64::MAX - REST, i64::MAX] {
            assert_eq!(start(late), Err(Error::MathOverflow));
        }
        let last = Pause { until: i64::MAX, next_at: i64::MAX };
        assert_eq!(last.stop(&limits, i64::MAX - 1), Err(Error::MathOverflow));
    }
}
