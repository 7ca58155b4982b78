//! Caps, approvals and standing against exact fractions, and at their last share and last second.
#![allow(clippy::unwrap_used)]

use crate::common::{amount, big, config, moment};
use crate::refused;
use personal_token_core::lockup::Lockup;
use personal_token_core::member::{Reputation, Status};
use personal_token_core::policy::Policy;
use personal_token_core::transfer::{check_cap, may_leave, may_receive, must_route_gains, Approval, Receipt, Receiver};
use personal_token_core::Error;
use proptest::prelude::*;
use proptest::sample::select;

const NOW: i64 = 1_800_000_000;

fn receipt(policy: Policy) -> Receipt {
    Receipt { policy, minimum_reputation: 600, total: 10_000_000, shares: 100, now: NOW }
}

/// In good standing, holds nothing, neither admitted nor approved.
fn receiver() -> Receiver {
    let reputation = Reputation::full(0);
    Receiver { is_owner: false, status: Status::Active, reputation, shares: 0, cap: 0, approval: Approval::default() }
}

prop_compose! {
    fn any_receiver()(
        is_owner in any::<bool>(),
        status in select(Status::ALL.to_vec()),
        points in any::<u16>(),
        as_of in moment(),
        shares in amount(),
        cap in any::<u16>(),
        approved in amount(),
        expires_at in moment(),
    ) -> Receiver {
        let (reputation, approval) = (Reputation { points, as_of }, Approval { shares: approved, expires_at });
        Receiver { is_owner, status, reputation, shares, cap, approval }
    }
}

prop_compose! {
    fn any_receipt()(
        policy in select(Policy::ALL.to_vec()),
        minimum_reputation in any::<u16>(),
        total in amount(),
        shares in amount(),
        now in moment(),
    ) -> Receipt {
        Receipt { policy, minimum_reputation, total, shares, now }
    }
}

proptest! {
    #![proptest_config(config())]

    /// Held, less locked, less listed: the first that is short is named, for every number there is.
    #[test]
    fn what_leaves_is_neither_locked_nor_listed(
        [shares, held, locked, listed] in [amount(), amount(), amount(), amount()],
        (unlocks_at, now) in (moment(), moment()),
    ) {
        let outcome = may_leave(shares, held, Lockup { shares: locked, unlocks_at }, listed, now);
        let still_locked = if now < unlocks_at { locked } else { 0 };
        let unlocked = (big(held) - still_locked).max(big(0));
        let obstacles = [
            (shares > held, Error::InsufficientShares),
            (big(shares) > unlocked, Error::SharesLocked),
            (big(shares) > unlocked - listed, Error::SharesListed),
        ];
        let first = obstacles.into_iter().find_map(|(stands, error)| stands.then_some(error));
        prop_assert_eq!(outcome.err(), first);
    }

    /// `(held + received) / total ≤ cap / 10,000` as fractions, for every number there is.
    #[test]
    fn a_cap_is_an_exact_fraction(held in amount(), shares in amount(), total in amount(), cap in 1u16..=10_000) {
        let receipt = Receipt { total, shares, ..receipt(Policy::Village) };
        let outcome = may_receive(&receipt, &Receiver { shares: held, cap, ..receiver() });
        let after = big(held) + shares;
        if after > big(u64::MAX) {
            refused!(outcome, MathOverflow);
        } else if after * 10_000u16 <= big(total) * cap {
            prop_assert_eq!(outcome, Ok(false));
        } else {
            refused!(outcome, CapExceeded);
        }
    }

    /// The last share that fits, and the one after it.
    #[test]
    fn a_cap_ends_at_its_last_share(total in 1..=u64::MAX >> 1, cap in 1u16..=10_000, part in any::<u64>()) {
        let most = u64::try_from(big(total) * cap / 10_000u16).unwrap();
        let held = part % (most + 1);
        let village = receipt(Policy::Village);
        let receiver = Receiver { shares: held, cap, ..receiver() };
        prop_assert_eq!(may_receive(&Receipt { total, shares: most - held, ..village }, &receiver), Ok(false));
        refused!(may_receive(&Receipt { total, shares: most - held + 1, ..village }, &receiver), CapExceeded);
    }

    #[test]
    fn an_approval_covers_its_shares_until_it_expires(approved in amount(), shares in amount(), expires_at in moment(), now in moment()) {
        let receipt = Receipt { shares, now, minimum_reputation: 0, ..receipt(Policy::Approval) };
        let outcome = may_receive(&receipt, &Receiver { approval: Approval { shares: approved, expires_at }, ..receiver() });
        if approved > 0 && shares <= approved && now < expires_at {
            prop_assert_eq!(outcome, Ok(true));
        } else {
            refused!(outcome, NotApproved);
        }
    }

    #[test]
    fn nobody_receives_unless_active(receipt in any_receipt(), receiver in any_receiver()) {
        if receiver.status != Status::Active {
            refused!(may_receive(&receipt, &receiver), MemberNotActive);
        }
    }

    #[test]
    fn an_active_owner_may_always_receive(receipt in any_receipt(), receiver in any_receiver()) {
        let owner = Receiver { is_owner: true, status: Status::Active, ..receiver };
        prop_assert_eq!(may_receive(&receipt, &owner), Ok(false));
    }

    #[test]
    fn only_an_approval_is_ever_used_up(receipt in any_receipt(), receiver in any_receiver()) {
        let used = may_receive(&receipt, &receiver) == Ok(true);
        prop_assert!(!used || receipt.policy == Policy::Approval && receiver.approval.shares >= receipt.shares);
    }

    /// Whoever may receive some shares may receive fewer.
    #[test]
    fn fewer_shares_are_never_refused(receipt in any_receipt(), receiver in any_receiver(), less in any::<u64>()) {
        let fewer = Receipt { shares: less.min(receipt.shares), ..receipt };
        if let Ok(used) = may_receive(&receipt, &receiver) {
            prop_assert_eq!(may_receive(&fewer, &receiver), Ok(used));
        }
    }

    /// Standing is asked about before policy, and a better one never hurts.
    #[test]
    fn a_better_reputation_never_hurts(receipt in any_receipt(), receiver in any_receiver(), more in 0u16..1_000) {
        let reputation = Reputation { points: receiver.reputation.points.saturating_add(more), ..receiver.reputation };
        let better = Receiver { reputation, ..receiver };
        match (may_receive(&receipt, &receiver), may_receive(&receipt, &better)) {
            (Err(Error::NotInGoodStanding), _) => {}
            (before, after) => prop_assert_eq!(before, after),
        }
    }
}

#[test]
fn standing_recovers_to_the_second() {
    // 599 points: the missing one is there after a whole day.
    let low = Receiver { reputation: Reputation { points: 599, as_of: NOW }, ..receiver() };
    let at = |now| may_receive(&Receipt { now, ..receipt(Policy::Open) }, &low);
    refused!(at(NOW), NotInGoodStanding);
    refused!(at(NOW + 86_399), NotInGoodStanding);
    assert_eq!(at(NOW + 86_400), Ok(false));
    assert_eq!(at(NOW + 86_401), Ok(false));
    // A clock that goes back does not lift anybody.
    refused!(at(NOW - 86_400), NotInGoodStanding);
}

#[test]
fn an_approval_ends_at_its_second() {
    let approved = Receiver { approval: Approval { shares: 100, expires_at: NOW }, ..receiver() };
    let at = |now| may_receive(&Receipt { now, ..receipt(Policy::Approval) }, &approved);
    assert_eq!(at(NOW - 1), Ok(true));
    refused!(at(NOW), NotApproved);
    refused!(at(NOW + 1), NotApproved);
}

#[test]
fn an_approval_ends_at_its_share() {
    let approved = Receiver { approval: Approval { shares: 100, expires_at: NOW + 1 }, ..receiver() };
    let with = |shares| may_receive(&Receipt { shares, ..receipt(Policy::Approval) }, &approved);
    assert_eq!(with(99), Ok(true));
    assert_eq!(with(100), Ok(true));
    refused!(with(101), NotApproved);
    refused!(with(u64::MAX), NotApproved);
}

#[test]
fn an_approval_of_nothing_is_no_approval() {
    // Even for a transfer of zero shares, and even if a time was left in it.
    let leftover = Receiver { approval: Approval { shares: 0, expires_at: i64::MAX }, ..receiver() };
    refused!(may_receive(&Receipt { shares: 0, ..receipt(Policy::Approval) }, &leftover), NotApproved);
    refused!(may_receive(&receipt(Policy::Approval), &receiver()), NotApproved);
}

/// Of 100 shares 30 are locked until NOW and 20 are listed: how many may leave, to the share and to the second.
#[test]
fn shares_leave_up_to_the_last_free_one() {
    let lockup = Lockup { shares: 30, unlocks_at: NOW };
    let (missing, locked, listed) =
        (Err(Error::InsufficientShares), Err(Error::SharesLocked), Err(Error::SharesListed));
    for (shares, before, after) in [
        (0, Ok(()), Ok(())),
        (1, Ok(()), Ok(())),
        (49, Ok(()), Ok(())),
        (50, Ok(()), Ok(())),
        (51, listed, Ok(())),
        (70, listed, Ok(())),
        (71, locked, Ok(())),
        (79, locked, Ok(())),
        (80, locked, Ok(())),
        (81, locked, listed),
        (100, locked, listed),
        (101, missing, missing),
        (u64::MAX, missing, missing),
    ] {
        assert_eq!(may_leave(shares, 100, lockup, 20, NOW - 1), before, "{shares}");
        for now in [NOW, NOW + 1] {
            assert_eq!(may_leave(shares, 100, lockup, 20, now), after, "{shares}");
        }
    }
    // Nothing more than is unlocked can be listed; if it were, nothing could leave, not even no shares.
    assert_eq!(may_leave(0, 100, lockup, 70, NOW - 1), Ok(()));
    assert_eq!(may_leave(0, 100, lockup, 71, NOW - 1), listed);
    assert_eq!(may_leave(1, 100, lockup, 70, NOW - 1), listed);
    assert_eq!(may_leave(1, 100, lockup, u64::MAX, NOW), listed);
}

#[test]
fn a_cap_counts_what_is_held_already() {
    // 1 % of 10,000,000 is 100,000.
    let holds = |shares| Receiver { shares, cap: 100, ..receiver() };
    assert_eq!(may_receive(&receipt(Policy::Village), &holds(99_900)), Ok(false));
    refused!(may_receive(&receipt(Policy::Village), &holds(99_901)), CapExceeded);
    refused!(may_receive(&receipt(Policy::Village), &Receiver { cap: 0, ..holds(0) }), NotAdmitted);
    refused!(may_receive(&receipt(Policy::Village), &holds(u64::MAX)), MathOverflow);
    refused!(may_receive(&Receipt { total: 0, ..receipt(Policy::Village) }, &holds(0)), CapExceeded);
}

#[test]
fn a_full_cap_is_the_whole_token() {
    let all = Receiver { cap: 10_000, ..receiver() };
    let village = |shares| Receipt { total: u64::MAX, shares, ..receipt(Policy::Village) };
    assert_eq!(may_receive(&village(u64::MAX), &all), Ok(false));
    let nearly = Receiver { cap: 9_999, ..all };
    refused!(may_receive(&village(u64::MAX), &nearly), CapExceeded);
    refused!(may_receive(&village(u64::MAX), &Receiver { shares: 1, ..all }), MathOverflow);
}

#[test]
fn caps_are_at_most_the_whole() {
    assert_eq!(check_cap(0), Ok(()));
    assert_eq!(check_cap(10_000), Ok(()));
    for cap in 10_001..=u16::MAX {
        refused!(check_cap(cap), CapInvalid);
    }
}

/// Only a member with a token of his own, moving other people's shares to somebody who is not their owner.
#[test]
fn gains_are_routed_in_one_case_of_sixteen() {
    for bits in 0u8..16 {
        let [network, has_token, from_owner, to_owner] = [1, 2, 4, 8].map(|bit| bits & bit != 0);
        assert_eq!(must_route_gains(network, has_token, from_owner, to_owner), bits == 0b0011, "{bits:04b}");
    }
}
