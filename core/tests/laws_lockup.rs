//! The lock of received shares against exact rationals, and at its last second.
#![allow(clippy::unwrap_used)]

use crate::common::{amount, big, config, moment};
use crate::refused;
use num_bigint::BigInt;
use personal_token_core::lockup::Lockup;
use personal_token_core::Error;
use proptest::collection::vec;
use proptest::prelude::*;

const DAY: i64 = 86_400;

fn lockup() -> impl Strategy<Value = Lockup> {
    (amount(), moment()).prop_map(|(shares, unlocks_at)| Lockup { shares, unlocks_at })
}

/// A receipt as it happens: some time after the lock was made, a hold of up to five years.
fn receipt() -> impl Strategy<Value = (u64, i64, u32)> {
    (amount(), 1_600_000_000i64..2_000_000_000, 0u32..=157_680_000)
}

/// A lock that is still running in the times of [`receipt`], or ran out.
fn running() -> impl Strategy<Value = Lockup> {
    (amount(), 1_500_000_000i64..2_200_000_000).prop_map(|(shares, unlocks_at)| Lockup { shares, unlocks_at })
}

proptest! {
    #![proptest_config(config())]

    /// The least whole second not before the exact average, and all shares counted, for every input there is.
    #[test]
    fn unlock_is_the_ceiling_of_the_average(lock in lockup(), received in amount(), now in moment(), hold in any::<u32>()) {
        let outcome = lock.receive(received, now, hold);
        let old = lock.at(now);
        let until = big(now) + hold;
        if received == 0 || hold == 0 {
            prop_assert_eq!(outcome, Ok(old));
        } else if until > big(i64::MAX) || until < big(0) || old.unlocks_at < 0 || big(old.shares) + received > big(u64::MAX) {
            refused!(outcome, MathOverflow);
        } else {
            let new = outcome.unwrap();
            let sum: BigInt = big(old.shares) * old.unlocks_at + big(received) * until;
            let shares = big(old.shares) + received;
            prop_assert_eq!(big(new.shares), shares.clone());
            prop_assert!(big(new.unlocks_at) * &shares >= sum);
            prop_assert!((big(new.unlocks_at) - 1) * &shares < sum);
        }
    }

    #[test]
    fn never_earlier_than_the_earlier_nor_later_than_the_later(lock in running(), (received, now, hold) in receipt()) {
        let old = lock.at(now);
        let Ok(new) = lock.receive(received, now, hold) else { return Ok(()) };
        let until = now + i64::from(hold);
        if received == 0 || hold == 0 {
            prop_assert_eq!(new, old);
        } else if old.shares == 0 {
            prop_assert_eq!(new, Lockup { shares: received, unlocks_at: until });
        } else {
            prop_assert!(new.unlocks_at >= old.unlocks_at.min(until));
            prop_assert!(new.unlocks_at <= old.unlocks_at.max(until));
        }
    }

    /// Dust moves a large lock by its own weight, and by less than one second of rounding.
    #[test]
    fn dust_cannot_prolong(locked in 1u64..=u64::MAX >> 1, dust in 1u64..1_000, left in 1i64..=150 * DAY, hold in 1u32..=157_680_000) {
        let now = 1_800_000_000;
        let old = Lockup { shares: locked, unlocks_at: now + left };
        let new = old.receive(dust, now, hold).unwrap();
        let later = (i64::from(hold) - left).max(0);
        let prolonged = big(new.unlocks_at - old.unlocks_at);
        prop_assert!((prolonged - 1) * (big(locked) + dust) < big(dust) * later);
    }

    #[test]
    fn an_expired_lock_is_gone(shares in amount(), unlocks_at in 1..i64::MAX, late in 0i64..DAY, received in 1u64..1 << 40) {
        let lock = Lockup { shares, unlocks_at };
        let now = unlocks_at.saturating_add(late);
        prop_assert_eq!(lock.at(now), Lockup::default());
        prop_assert_eq!(lock.at(unlocks_at - 1), lock);
        // It weighs nothing in the next average, and stops nothing from leaving.
        if let Ok(new) = lock.receive(received, now, 90) {
            prop_assert_eq!(new, Lockup { shares: received, unlocks_at: now + 90 });
        }
        prop_assert_eq!(lock.free(shares, now), shares);
        prop_assert_eq!(lock.free(shares, unlocks_at - 1), 0);
    }

    #[test]
    fn looking_twice_changes_nothing(lock in lockup(), now in moment(), later in 0i64..DAY) {
        prop_assert_eq!(lock.at(now).at(now), lock.at(now));
        let then = now.saturating_add(later);
        prop_assert_eq!(lock.at(now).at(then), lock.at(then));
    }

    #[test]
    fn free_and_locked_are_all_there_is(lock in lockup(), held in amount(), now in moment()) {
        let free = lock.free(held, now);
        prop_assert_eq!(free, held - lock.at(now).shares.min(held));
        prop_assert!(free <= held);
    }

    /// A longer hold never unlocks earlier, so nobody escapes a term by being asked for more.
    #[test]
    fn a_longer_hold_never_unlocks_earlier(lock in running(), (received, now, hold) in receipt(), more in 0u32..1_000_000) {
        prop_assume!(hold > 0);
        if let (Ok(short), Ok(long)) = (lock.receive(received, now, hold), lock.receive(received, now, hold + more)) {
            prop_assert!(long.unlocks_at >= short.unlocks_at);
            prop_assert_eq!(long.shares, short.shares);
        }
    }

    /// Two receipts in one second: the order is worth at most the two roundings.
    #[test]
    fn the_order_of_receipts_does_not_matter(
        lock in running(),
        now in 1_600_000_000i64..2_000_000_000,
        x in (1u64..1 << 40, 1u32..1_000_000_000),
        y in (1u64..1 << 40, 1u32..1_000_000_000),
    ) {
        let both = |first: (u64, u32), second: (u64, u32)| lock.receive(first.0, now, first.1)?.receive(second.0, now, second.1);
        if let (Ok(one), Ok(other)) = (both(x, y), both(y, x)) {
            prop_assert_eq!(one.shares, other.shares);
            prop_assert!((one.unlocks_at - other.unlocks_at).abs() <= 1);
        }
    }

    /// Two locks as one: the least whole second not before their average, whichever comes first.
    #[test]
    fn joining_is_the_ceiling_of_the_average_from_either_side(one in lockup(), other in lockup(), now in moment()) {
        let (x, y) = (one.at(now), other.at(now));
        let outcome = one.join(other, now);
        if x.shares == 0 || y.shares == 0 {
            let early = y.shares > 0 && x.unlocks_at.min(y.unlocks_at) < 0;
            let left = if y.shares == 0 { x } else { y };
            prop_assert_eq!(outcome, if early { Err(Error::MathOverflow) } else { Ok(left) });
            return Ok(());
        }
        prop_assert_eq!(outcome, other.join(one, now));
        let shares = big(x.shares) + y.shares;
        if shares > big(u64::MAX) || x.unlocks_at.min(y.unlocks_at) < 0 {
            refused!(outcome, MathOverflow);
        } else {
            let joined = outcome.unwrap();
            let sum: BigInt = big(x.shares) * x.unlocks_at + big(y.shares) * y.unlocks_at;
            prop_assert_eq!(big(joined.shares), shares.clone());
            prop_assert!(big(joined.unlocks_at) * &shares >= sum);
            prop_assert!((big(joined.unlocks_at) - 1) * &shares < sum);
        }
    }

    /// A receipt is a join with a lock that begins now.
    #[test]
    fn receiving_is_joining(lock in running(), (received, now, hold) in receipt()) {
        let (received, hold) = (received.max(1), hold.max(1));
        let fresh = Lockup { shares: received, unlocks_at: now + i64::from(hold) };
        prop_assert_eq!(lock.receive(received, now, hold), lock.join(fresh, now));
    }

    /// Of three locks the order is worth at most the roundings; a lock of no shares is none.
    #[test]
    fn the_order_of_joins_does_not_matter(
        locks in [running(), running(), running()],
        now in 1_400_000_000i64..2_300_000_000,
    ) {
        let all = |[x, y, z]: [usize; 3]| locks[x].join(locks[y], now)?.join(locks[z], now);
        if let (Ok(one), Ok(other)) = (all([0, 1, 2]), all([2, 1, 0])) {
            prop_assert_eq!(one.shares, other.shares);
            prop_assert!(one.shares == 0 || (one.unlocks_at - other.unlocks_at).abs() <= 1);
        }
    }

    /// Over any sequence nobody waits past the longest hold he was ever given, and nothing vanishes before it unlocks.
    #[test]
    fn a_lock_ends_with_the_last_hold(steps in vec((1u64..1 << 40, 0i64..40 * DAY, 1u32..90 * 86_400), 1..10)) {
        let (mut lock, mut now, mut last, mut received) = (Lockup::default(), 1_700_000_000i64, 0i64, 0u64);
        for (shares, pause, hold) in steps {
            now += pause;
            if lock.at(now) == Lockup::default() {
                received = 0;
            }
            lock = lock.receive(shares, now, hold).unwrap();
            received += shares;
            last = last.max(now + i64::from(hold));
            prop_assert_eq!(lock.shares, received);
            prop_assert!(lock.unlocks_at > now && lock.unlocks_at <= last);
        }
        prop_assert_eq!(lock.free(received, last), received);
    }
}

#[test]
fn a_lock_holds_to_its_last_second() {
    let lock = Lockup::default().receive(10, 1_000, 90).unwrap();
    assert_eq!(lock, Lockup { shares: 10, unlocks_at: 1_090 });
    assert_eq!(lock.free(10, 1_089), 0);
    assert_eq!(lock.free(10, 1_090), 10);
    assert_eq!(lock.free(10, 1_091), 10);
    assert_eq!(lock.free(12, 1_089), 2);
    assert_eq!(lock.free(3, 1_089), 0);
}

/// Each side is empty, expired or running; at the last second of a lock and the first after it.
#[test]
fn joining_counts_only_what_still_runs() {
    let none = Lockup::default();
    let (short, long) = (Lockup { shares: 10, unlocks_at: 1_000 }, Lockup { shares: 30, unlocks_at: 2_000 });
    for (one, other, now, joined) in [
        (none, none, 0, none),
        (short, none, 999, short),
        (none, short, 999, short),
        (short, none, 1_000, none),
        (none, short, 1_000, none),
        (short, long, 999, Lockup { shares: 40, unlocks_at: 1_750 }),
        (long, short, 999, Lockup { shares: 40, unlocks_at: 1_750 }),
        (short, long, 1_000, long),
        (long, short, 1_000, long),
        (short, long, 1_999, long),
        (long, short, 2_000, none),
        (short, short, 999, Lockup { shares: 20, unlocks_at: 1_000 }),
    ] {
        assert_eq!(one.join(other, now), Ok(joined), "{one:?} {other:?} {now}");
    }
    refused!(Lockup { shares: u64::MAX, unlocks_at: 1_000 }.join(short, 999), MathOverflow);
    refused!(Lockup { shares: 1, unlocks_at: -1 }.join(short, -2), MathOverflow);
    refused!(short.join(Lockup { shares: 1, unlocks_at: -1 }, -2), MathOverflow);
    // Seconds of the whole range: the average of both ends.
    let ends = [0, i64::MAX].map(|unlocks_at| Lockup { shares: 1, unlocks_at });
    assert_eq!(ends[0].join(ends[1], -1), Ok(Lockup { shares: 2, unlocks_at: i64::MAX / 2 + 1 }));
    assert_eq!(ends[1].join(ends[0], -1), Ok(Lockup { shares: 2, unlocks_at: i64::MAX / 2 + 1 }));
}

#[test]
fn an_average_is_rounded_up_by_less_than_a_second() {
    let lock = Lockup { shares: 2, unlocks_at: 1_000 };
    // (2·1000 + 1·1001) / 3 = 1000 1/3
    assert_eq!(lock.receive(1, 901, 100), Ok(Lockup { shares: 3, unlocks_at: 1_001 }));
    // (2·1000 + 1·1003) / 3 = 1001 exactly
    assert_eq!(lock.receive(1, 903, 100), Ok(Lockup { shares: 3, unlocks_at: 1_001 }));
}

#[test]
fn a_lock_that_ends_before_1970_is_refused() {
    // There is no signed division on chain, and no such time.
    refused!(Lockup::default().receive(1, -100, 99), MathOverflow);
    assert_eq!(Lockup::default().receive(1, -100, 100), Ok(Lockup { shares: 1, unlocks_at: 0 }));
    refused!(Lockup { shares: 2, unlocks_at: -10 }.receive(1, -100, 200), MathOverflow);
}

#[test]
fn a_time_past_the_end_of_time_is_refused() {
    refused!(Lockup::default().receive(1, i64::MAX, 1), MathOverflow);
    refused!(Lockup::default().receive(1, i64::MAX - 89, 90), MathOverflow);
    assert!(Lockup::default().receive(1, i64::MAX - 90, 90).is_ok());
    // Nothing received is nothing to lock, whenever.
    assert_eq!(Lockup::default().receive(0, i64::MAX, 1), Ok(Lockup::default()));
    assert_eq!(Lockup::default().receive(1, i64::MAX, 0), Ok(Lockup::default()));
}

#[test]
fn more_shares_than_fit_are_refused() {
    let full = Lockup { shares: u64::MAX, unlocks_at: 2_000 };
    refused!(full.receive(1, 1_000, 90), MathOverflow);
    // Once it has expired there is room again.
    assert_eq!(full.receive(1, 2_000, 90), Ok(Lockup { shares: 1, unlocks_at: 2_090 }));
    let ends = Lockup { shares: u64::MAX - 1, unlocks_at: i64::MAX };
    assert_eq!(ends.receive(1, i64::MAX - 1, 1), Ok(Lockup { shares: u64::MAX, unlocks_at: i64::MAX }));
}
