//! Terms that narrow after a notice, and pauses that end: what holders can rely on, to the second.
#![allow(clippy::unwrap_used)]

use crate::common::config;
use crate::refused;
use personal_token_core::policy::{check_hold, Pause, Policy, Term};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

const DAY: i64 = 86_400;
const NOTICE: i64 = 30 * DAY;
const NOW: i64 = 1_800_000_000;

fn policy() -> impl Strategy<Value = Policy> {
    select(Policy::ALL.to_vec())
}

/// What an owner does over the years: an announcement, and the time until the next one.
fn announcements() -> impl Strategy<Value = Vec<(Policy, i64)>> {
    vec((policy(), 0i64..50 * DAY), 1..8)
}

fn announced(start: Policy, steps: &[(Policy, i64)]) -> (Term<Policy>, i64) {
    let (mut term, mut now) = (Term::settled(start), NOW);
    for &(value, gap) in steps {
        term = term.announce(value, now).unwrap().unwrap_or(term);
        now += gap;
    }
    (term, now)
}

proptest! {
    #![proptest_config(config())]

    /// Wider at once, narrower after exactly the notice, and the same is no change.
    #[test]
    fn an_announcement_takes_effect_exactly_when_it_may(start in policy(), steps in announcements(), value in policy()) {
        let (term, now) = announced(start, &steps);
        let in_force = term.at(now);
        let Some(next) = term.announce(value, now).unwrap() else {
            // Refused as no change: it is in force with nothing pending, or is what is pending.
            let pending = term.at(i64::MAX);
            prop_assert_eq!(value, pending);
            return Ok(());
        };
        if value > in_force {
            for early in [0, 1, NOTICE - 1] {
                prop_assert_eq!(next.at(now + early), in_force);
            }
            prop_assert_eq!((next.current, next.announced, next.effective_at), (in_force, value, now + NOTICE));
        } else {
            prop_assert_eq!(next, Term::settled(value));
            prop_assert_eq!(next.at(now), value);
        }
        prop_assert_eq!(next.at(now + NOTICE), value);
        prop_assert_eq!(next.at(now + NOTICE + 1), value);
    }

    /// The promise to holders: whatever the owner announces after today, for 30 days nothing is narrower than what is
    /// in force or already announced today.
    #[test]
    fn nobody_is_surprised_within_the_notice(start in policy(), before in announcements(), after in announcements()) {
        let (term, today) = announced(start, &before);
        let promised = term.at(today).max(term.at(today + NOTICE - 1));
        let (mut changed, mut now) = (term, today);
        for (value, gap) in after {
            changed = changed.announce(value, now).unwrap().unwrap_or(changed);
            now += gap;
            if now >= today + NOTICE {
                break;
            }
            prop_assert!(changed.at(now) <= promised);
        }
        prop_assert!(changed.at(today + NOTICE - 1) <= promised || now >= today + NOTICE);
    }

    /// The value that is in force at a moment comes from the last announcement that was due by then.
    #[test]
    fn a_term_agrees_with_its_log(start in policy(), steps in announcements(), look in 0i64..60 * DAY) {
        let (term, now) = announced(start, &steps);
        // By hand: a log of values with the time each begins, cut off by whatever replaces it.
        let (mut log, mut clock) = (vec![(i64::MIN, start)], NOW);
        for (value, gap) in steps {
            let in_force = log.iter().rev().find(|(from, _)| *from <= clock).unwrap().1;
            if log.last().unwrap().1 != value {
                log.retain(|(from, _)| *from <= clock);
                log.push((if value > in_force { clock + NOTICE } else { clock }, value));
            }
            clock += gap;
        }
        let expected = log.iter().rev().find(|(from, _)| *from <= now + look).unwrap().1;
        prop_assert_eq!(term.at(now + look), expected);
    }

    /// Any order of pauses and resumptions: none longer than 14 days, and 90 days of trading after each.
    #[test]
    fn pauses_are_short_and_rare(steps in vec((0i64..60 * DAY, 0u32..=15 * 86_400, any::<bool>()), 1..16)) {
        let (mut pause, mut now) = (Pause::default(), NOW);
        let (mut begun, mut ended) = (NOW, i64::MIN / 2);
        for (gap, seconds, stop) in steps {
            now += gap;
            let was_active = pause.active(now);
            let outcome = if stop { pause.stop(now) } else { pause.start(seconds, now) };
            if stop {
                prop_assert_eq!(outcome.is_ok(), was_active);
            } else {
                let allowed = (1..=14 * 86_400).contains(&seconds) && now >= ended + 90 * DAY;
                prop_assert_eq!(outcome.is_ok(), allowed);
            }
            let Ok(next) = outcome else { continue };
            begun = if stop { begun } else { now };
            ended = next.until;
            pause = next;
            prop_assert!(ended - begun <= 14 * DAY);
            prop_assert!(pause.active(ended - 1) && !pause.active(ended));
        }
    }
}

#[test]
fn narrowing_waits_exactly_thirty_days() {
    let term = Term::settled(Policy::Open).announce(Policy::Closed, NOW).unwrap().unwrap();
    assert_eq!(term.at(NOW + NOTICE - 1), Policy::Open);
    assert_eq!(term.at(NOW + NOTICE), Policy::Closed);
    assert_eq!(term.at(NOW + NOTICE + 1), Policy::Closed);
    // Announcing it again does not move the date, neither before nor after.
    assert_eq!(term.announce(Policy::Closed, NOW + NOTICE - 1), Ok(None));
    assert_eq!(term.announce(Policy::Closed, NOW + NOTICE), Ok(None));
}

#[test]
fn a_pending_change_is_withdrawn_by_naming_what_is_in_force() {
    let term = Term::settled(Policy::Village).announce(Policy::Closed, NOW).unwrap().unwrap();
    let withdrawn = term.announce(Policy::Village, NOW + NOTICE - 1).unwrap().unwrap();
    assert_eq!(withdrawn, Term::settled(Policy::Village));
    // A second later it is in force, and village is a widening.
    assert_eq!(term.announce(Policy::Village, NOW + NOTICE), Ok(Some(Term::settled(Policy::Village))));
    assert_eq!(term.announce(Policy::Open, NOW + 1), Ok(Some(Term::settled(Policy::Open))));
}

#[test]
fn another_narrowing_starts_the_notice_again() {
    let term = Term::settled(Policy::Open).announce(Policy::Closed, NOW).unwrap().unwrap();
    let milder = term.announce(Policy::Approval, NOW + NOTICE - 1).unwrap().unwrap();
    assert_eq!(milder.at(NOW + NOTICE), Policy::Open);
    assert_eq!(milder.effective_at, NOW + 2 * NOTICE - 1);
    assert_eq!(milder.current, Policy::Open);
}

#[test]
fn a_notice_past_the_end_of_time_is_refused() {
    let open = Term::settled(Policy::Open);
    refused!(open.announce(Policy::Closed, i64::MAX - NOTICE + 1), MathOverflow);
    assert!(open.announce(Policy::Closed, i64::MAX - NOTICE).unwrap().is_some());
    // Numbers are terms too: a longer hold is narrower.
    refused!(Term::settled(90u32).announce(91, i64::MAX), MathOverflow);
    assert_eq!(Term::settled(90u32).announce(89, i64::MAX), Ok(Some(Term::settled(89))));
}

#[test]
fn a_pause_of_nothing_or_of_more_than_14_days_is_refused() {
    let none = Pause::default();
    refused!(none.start(0, NOW), PauseTooLong);
    refused!(none.start(14 * 86_400 + 1, NOW), PauseTooLong);
    refused!(none.start(u32::MAX, NOW), PauseTooLong);
    assert_eq!(none.start(1, NOW), Ok(Pause { until: NOW + 1, next_at: NOW + 1 + 90 * DAY }));
    let longest = none.start(14 * 86_400, NOW).unwrap();
    assert!(longest.active(NOW + 14 * DAY - 1) && !longest.active(NOW + 14 * DAY));
}

#[test]
fn the_next_pause_within_90_days_is_refused() {
    let pause = Pause::default().start(100, NOW).unwrap();
    let due = NOW + 100 + 90 * DAY;
    refused!(pause.start(1, NOW), PauseTooSoon);
    refused!(pause.start(1, NOW + 100), PauseTooSoon);
    refused!(pause.start(1, due - 1), PauseTooSoon);
    assert!(pause.start(1, due).is_ok() && pause.start(1, due + 1).is_ok());
}

#[test]
fn resuming_without_a_pause_is_refused() {
    let pause = Pause::default().start(100, NOW).unwrap();
    refused!(Pause::default().stop(NOW), TokenNotPaused);
    refused!(pause.stop(NOW + 100), TokenNotPaused);
    let stopped = pause.stop(NOW + 99).unwrap();
    assert_eq!(stopped, Pause { until: NOW + 99, next_at: NOW + 99 + 90 * DAY });
    refused!(stopped.stop(NOW + 99), TokenNotPaused);
    // The interval counts from the real end, not from the one that was planned.
    refused!(stopped.start(1, NOW + 98 + 90 * DAY), PauseTooSoon);
    assert!(stopped.start(1, NOW + 99 + 90 * DAY).is_ok());
}

#[test]
fn a_pause_past_the_end_of_time_is_refused() {
    refused!(Pause::default().start(1, i64::MAX), MathOverflow);
    refused!(Pause::default().start(1, i64::MAX - 90 * DAY), MathOverflow);
    assert!(Pause::default().start(1, i64::MAX - 90 * DAY - 1).is_ok());
    refused!(Pause { until: i64::MAX, next_at: i64::MAX }.stop(i64::MAX - 1), MathOverflow);
}

#[test]
fn a_hold_outside_its_bounds_is_refused() {
    let longest = 5 * 365 * 86_400;
    for (hold, minimum) in [(0, 0), (90, 90), (91, 90), (longest, 0), (longest, longest)] {
        assert_eq!(check_hold(hold, minimum), Ok(()));
    }
    for (hold, minimum) in [(89, 90), (0, 1), (longest + 1, 0), (u32::MAX, longest), (longest - 1, longest)] {
        refused!(check_hold(hold, minimum), HoldOutOfBounds);
    }
}

#[test]
fn an_unknown_policy_is_refused() {
    for (byte, (policy, name)) in (0u8..).zip([
        (Policy::Open, "open"),
        (Policy::Village, "village"),
        (Policy::Approval, "approval"),
        (Policy::Closed, "closed"),
    ]) {
        assert_eq!(Policy::from_byte(byte), Ok(policy));
        assert_eq!((policy.byte(), policy.name(), Policy::ALL[usize::from(byte)]), (byte, name, policy));
    }
    for byte in 4..=u8::MAX {
        refused!(Policy::from_byte(byte), PolicyInvalid);
    }
}
