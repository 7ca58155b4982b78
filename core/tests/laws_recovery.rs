//! Lost and stolen keys: each wait to its second, what a mark says, and that moving a position moves all of it.
#![allow(clippy::unwrap_used)]

use crate::common::{action, amount, config, moment, Action, Ledger};
use crate::refused;
use personal_token_core::accumulator::{merge, Holding};
use personal_token_core::recovery::{check_granted, Restraint, Schedule, FOR_EVER};
use personal_token_core::{Error, Result};
use proptest::collection::vec;
use proptest::prelude::*;

const DAY: i64 = 86_400;
const NOW: i64 = 1_800_000_000;
const N: usize = 4;

/// Moves all that one holder has to another, as a recovery does.
fn recovered(ledger: &Ledger<N>, from: usize, to: usize) -> Result<Ledger<N>> {
    let mut moved = *ledger;
    let [old, new] = moved.holders.get_disjoint_mut([from, to]).unwrap();
    merge(moved.pool.acc, old, new)?;
    Ok(moved)
}

fn played(shares: [u64; N], actions: Vec<Action>) -> Ledger<N> {
    let mut ledger = Ledger::issued(shares);
    for action in actions {
        let _ = ledger.apply(action);
    }
    ledger
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn a_recovery_waits_for_the_veto_and_then_lapses(proposed in moment(), late in -60 * DAY..120 * DAY) {
        let Ok(schedule) = Schedule::starting(proposed) else {
            prop_assert!(proposed > i64::MAX - 44 * DAY);
            return Ok(());
        };
        let Some(now) = proposed.checked_add(late) else { return Ok(()) };
        let expected = match late {
            _ if late < 14 * DAY => Err(Error::RecoveryTooEarly),
            _ if late < 44 * DAY => Ok(()),
            _ => Err(Error::RecoveryLapsed),
        };
        prop_assert_eq!(schedule.check_executable(now), expected);
        prop_assert_eq!(schedule.has_lapsed(now), late >= 44 * DAY);
    }

    #[test]
    fn a_capability_is_usable_a_fortnight_after_its_grant(granted_at in moment(), now in moment()) {
        let expected = match granted_at.checked_add(14 * DAY) {
            None => Err(Error::MathOverflow),
            Some(usable_at) if granted_at != 0 && usable_at <= now => Ok(()),
            Some(_) => Err(Error::CapabilityTooFresh),
        };
        prop_assert_eq!(check_granted(granted_at, now), expected);
    }

    /// What is marked is what is restrained, unless the wallet is gone: then it is marked for good.
    #[test]
    fn a_mark_lasts_as_long_as_what_restrains(held_until in moment(), recovery_until in moment(), now in moment()) {
        let restraint = Restraint { held_until, recovery_until };
        let (held, pending) = (now < held_until, now < recovery_until);
        prop_assert_eq!(restraint.check(now), if held || pending { Err(Error::MemberHeld) } else { Ok(()) });
        let mark = if pending { FOR_EVER } else if held { held_until } else { 0 };
        prop_assert_eq!(restraint.mark(true, now), mark);
        prop_assert_eq!(restraint.mark(false, now), FOR_EVER);
        // A mark made now, after 1970, stops payouts now, exactly if anything restrains.
        prop_assert_eq!(now < restraint.mark(true, now), held || pending || now < 0);
    }

    /// Conservation, exactly: all shares and all dues arrive, nobody else notices, and the theorems hold on.
    #[test]
    fn merging_moves_everything_and_nothing_else(
        shares in [amount(), amount(), amount(), amount()],
        actions in vec(action::<N>(amount()), 1..24),
        (from, step) in (0..N, 1..N),
    ) {
        let (before, to) = (played(shares, actions), (from + step) % N);
        let after = recovered(&before, from, to).unwrap();
        prop_assert_eq!(after.holders[from], Holding { shares: 0, last: before.pool.acc, owed: 0 });
        prop_assert_eq!(after.holders[to].shares, before.holders[from].shares + before.holders[to].shares);
        prop_assert_eq!(after.due(to), before.due(from) + before.due(to));
        prop_assert_eq!((after.due(from), after.claimable(from), after.pool), (0, 0, before.pool));
        for who in (0..N).filter(|&who| who != from && who != to) {
            prop_assert_eq!(after.holders[who], before.holders[who]);
        }
        after.assert_invariants();
    }

    /// Whether his two positions are merged or claimed one by one, now or after more deposits, a member gets the same;
    /// merged, two fractions can make a unit that separate ones still wait for.
    #[test]
    fn merging_pays_what_claiming_separately_pays(
        shares in [amount(), amount(), amount(), amount()],
        actions in vec(action::<N>(amount()), 1..16),
        later in vec((0u8..3, amount()), 0..8),
        (from, step) in (0..N, 1..N),
    ) {
        let (mut apart, to) = (played(shares, actions), (from + step) % N);
        let mut merged = recovered(&apart, from, to).unwrap();
        for (kind, amount) in later {
            let action = [Action::Deposit(amount), Action::Claim(to), Action::Checkpoint(to)][usize::from(kind)];
            prop_assert_eq!(merged.apply(action), apart.apply(action));
        }
        prop_assert_eq!(merged.lifetime(to) + merged.lifetime(from), apart.lifetime(to) + apart.lifetime(from));
        for who in [from, to] {
            merged.apply(Action::Claim(who)).unwrap();
            apart.apply(Action::Claim(who)).unwrap();
        }
        let paid = |ledger: &Ledger<N>| ledger.paid[from] + ledger.paid[to];
        prop_assert!(paid(&merged) == paid(&apart) || paid(&merged) == paid(&apart) + 1);
        merged.assert_invariants();
    }

    /// Any two holdings, even impossible ones: exact sums, or a refusal that changes nothing.
    #[test]
    fn merging_never_wraps(
        holdings in [(any::<u64>(), any::<u128>(), any::<u128>()), (any::<u64>(), any::<u128>(), any::<u128>())],
        scales in [0u32..128, 0u32..128, 0u32..128, 0u32..128],
        acc in any::<u128>(),
    ) {
        let [mut from, mut to] = [0, 1].map(|which| {
            let (shares, last, owed) = holdings[which];
            Holding { shares: shares >> (scales[which] / 2), last: last >> scales[which], owed: owed >> scales[which + 2] }
        });
        let before = (from, to);
        let due = |one: &Holding| {
            u128::from(one.shares).checked_mul(acc.checked_sub(one.last)?)?.checked_add(one.owed)
        };
        let sum = due(&from).zip(due(&to)).and_then(|(one, other)| one.checked_add(other));
        match (merge(acc, &mut from, &mut to), sum.zip(before.0.shares.checked_add(before.1.shares))) {
            (Ok(()), Some((owed, shares))) => {
                prop_assert_eq!((from, to), (Holding { shares: 0, last: acc, owed: 0 }, Holding { shares, last: acc, owed }));
            }
            (Err(Error::MathOverflow), None) => prop_assert_eq!((from, to), before),
            (outcome, expected) => prop_assert!(false, "{:?}, but {:?}", outcome, expected),
        }
    }
}

#[test]
fn a_recovery_is_due_to_the_second() {
    let schedule = Schedule::starting(NOW).unwrap();
    assert_eq!(schedule, Schedule { executable_at: NOW + 14 * DAY, lapses_at: NOW + 44 * DAY });
    for (now, outcome, lapsed) in [
        (i64::MIN, Err(Error::RecoveryTooEarly), false),
        (NOW, Err(Error::RecoveryTooEarly), false),
        (NOW + 14 * DAY - 1, Err(Error::RecoveryTooEarly), false),
        (NOW + 14 * DAY, Ok(()), false),
        (NOW + 14 * DAY + 1, Ok(()), false),
        (NOW + 44 * DAY - 1, Ok(()), false),
        (NOW + 44 * DAY, Err(Error::RecoveryLapsed), true),
        (NOW + 44 * DAY + 1, Err(Error::RecoveryLapsed), true),
        (i64::MAX, Err(Error::RecoveryLapsed), true),
    ] {
        assert_eq!((schedule.check_executable(now), schedule.has_lapsed(now)), (outcome, lapsed), "{now}");
    }
    assert!(Schedule::starting(i64::MAX - 44 * DAY).is_ok());
    for late in [i64::MAX - 44 * DAY + 1, i64::MAX - 14 * DAY + 1, i64::MAX] {
        refused!(Schedule::starting(late), MathOverflow);
    }
}

#[test]
fn a_grant_counts_from_its_second_and_zero_is_no_grant() {
    let fresh = Err(Error::CapabilityTooFresh);
    for (granted_at, now, outcome) in [
        (NOW, NOW - 1, fresh),
        (NOW, NOW, fresh),
        (NOW, NOW + 14 * DAY - 1, fresh),
        (NOW, NOW + 14 * DAY, Ok(())),
        (NOW, NOW + 14 * DAY + 1, Ok(())),
        (0, 0, fresh),
        (0, 14 * DAY, fresh),
        (0, i64::MAX, fresh),
        (1, 14 * DAY, fresh),
        (1, 14 * DAY + 1, Ok(())),
        (i64::MAX - 14 * DAY, i64::MAX, Ok(())),
        (i64::MAX - 14 * DAY + 1, i64::MAX, Err(Error::MathOverflow)),
    ] {
        assert_eq!(check_granted(granted_at, now), outcome, "{granted_at} {now}");
    }
}

/// Held until H, recovery pending until R, in either order: what holds at each second around both.
#[test]
fn a_restraint_ends_with_the_later_of_the_two() {
    const EARLY: i64 = NOW + 100;
    const LATE: i64 = NOW + 200;
    for (held_until, recovery_until, now, held, mark) in [
        (0, 0, NOW, false, 0),
        (0, 0, 0, false, 0),
        (EARLY, 0, EARLY - 1, true, EARLY),
        (EARLY, 0, EARLY, false, 0),
        (EARLY, 0, EARLY + 1, false, 0),
        (0, EARLY, EARLY - 1, true, FOR_EVER),
        (0, EARLY, EARLY, false, 0),
        (EARLY, LATE, EARLY - 1, true, FOR_EVER),
        (EARLY, LATE, EARLY, true, FOR_EVER),
        (EARLY, LATE, LATE - 1, true, FOR_EVER),
        (EARLY, LATE, LATE, false, 0),
        (LATE, EARLY, EARLY - 1, true, FOR_EVER),
        (LATE, EARLY, EARLY, true, LATE),
        (LATE, EARLY, LATE - 1, true, LATE),
        (LATE, EARLY, LATE, false, 0),
        (EARLY, EARLY, EARLY - 1, true, FOR_EVER),
        (EARLY, EARLY, EARLY, false, 0),
    ] {
        let restraint = Restraint { held_until, recovery_until };
        assert_eq!(restraint.check(now).is_err(), held, "{restraint:?} at {now}");
        assert_eq!((restraint.mark(true, now), restraint.mark(false, now)), (mark, FOR_EVER), "{restraint:?} at {now}");
    }
    assert_eq!((Restraint::default().check(0), FOR_EVER), (Ok(()), i64::MAX));
}
