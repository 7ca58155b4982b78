//! Terms that narrow after a notice: what holders can rely on, to the second.
#![allow(clippy::unwrap_used)]

use crate::common::{amount, config};
use crate::refused;
use personal_token_core::policy::{check_hold, raise_authorised, Policy, Term};
use personal_token_core::Error;
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

    /// Over the years and whatever the owner names: never fewer than before, and more only after the notice.
    #[test]
    fn the_authorised_number_never_falls_and_never_rises_by_surprise(
        first in amount(),
        steps in vec((amount(), 0i64..50 * DAY), 1..8),
    ) {
        let (mut term, mut now) = (Term::settled(first), NOW);
        for (value, gap) in steps {
            let (in_force, due) = (term.at(now), term.at(now + NOTICE - 1));
            match raise_authorised(term, value, now) {
                Ok(next) => {
                    prop_assert!(value >= in_force && value != term.announced);
                    prop_assert_eq!((next.at(now), next.at(now + NOTICE - 1)), (in_force, in_force));
                    prop_assert_eq!(next.at(now + NOTICE), value);
                    term = next;
                }
                Err(error) => {
                    prop_assert_eq!(error, Error::AuthorisedNotRaised);
                    prop_assert!(value < in_force || value == term.announced);
                }
            }
            prop_assert!(term.at(now + gap) >= in_force && term.at(now + NOTICE - 1) <= due);
            now += gap;
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

/// What the owner names × when, with 100 in force and 200 announced: what is then in force, and what will be.
#[test]
fn an_announced_raise_is_replaced_withdrawn_or_confirmed() {
    let pending = raise_authorised(Term::settled(100), 200, NOW).unwrap();
    let due = NOW + NOTICE;
    assert_eq!(pending, Term { current: 100, announced: 200, effective_at: due });
    let raised = |current, announced, now: i64| Ok(Term { current, announced, effective_at: now + NOTICE });
    let refusal = Err(Error::AuthorisedNotRaised);
    for (named, before, after) in [
        (0, refusal, refusal),
        (99, refusal, refusal),
        (100, Ok(Term::settled(100)), refusal),
        (101, raised(100, 101, due - 1), refusal),
        (199, raised(100, 199, due - 1), refusal),
        (200, refusal, refusal),
        (201, raised(100, 201, due - 1), raised(200, 201, due)),
        (u64::MAX, raised(100, u64::MAX, due - 1), raised(200, u64::MAX, due)),
    ] {
        assert_eq!(raise_authorised(pending, named, due - 1), before, "{named} a second before");
        assert_eq!(raise_authorised(pending, named, due), after, "{named} when due");
    }
    refused!(raise_authorised(Term::settled(100), 100, NOW), AuthorisedNotRaised);
    refused!(raise_authorised(Term::settled(u64::MAX), u64::MAX, NOW), AuthorisedNotRaised);
    refused!(raise_authorised(Term::settled(100), 101, i64::MAX - NOTICE + 1), MathOverflow);
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
