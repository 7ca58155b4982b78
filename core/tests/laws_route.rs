//! Money that comes by itself: a gain is credited as a net deposit where there is somebody to credit, and else the
//! owner's; what is owed to one holder alone is his to the unit.
#![allow(clippy::unwrap_used)]

use crate::common::{action, amount, config, extreme, Action, Ledger};
use crate::refused;
use personal_token_core::accumulator::{Holding, NetDeposit, Pool};
use proptest::collection::vec;
use proptest::prelude::*;

const N: usize = 4;

fn kept(gain: u64) -> (u128, NetDeposit) {
    (0, NetDeposit { transferred: 0, retained: gain })
}

proptest! {
    #![proptest_config(config())]

    /// In any history: with outside shares the very same state as a net deposit, without them no change at all.
    #[test]
    fn a_routed_gain_is_a_net_deposit_or_nothing(
        shares in prop_oneof![[amount(), amount(), amount(), amount()], amount().prop_map(|all| [all, 0, 0, 0])],
        actions in vec(action::<N>(amount()), 0..16),
        gain in amount(),
    ) {
        let mut ledger = Ledger::issued(shares);
        for action in actions {
            let _ = ledger.apply(action);
        }
        let (mut routed, mut deposited) = (ledger, ledger);
        let outcome = routed.pool.route(&mut routed.holders[0], gain);
        let outside: u64 = ledger.holders[1..].iter().map(|one| one.shares).sum();
        if gain > 0 && outside > 0 {
            prop_assert_eq!(outcome, deposited.pool.deposit_net(&mut deposited.holders[0], gain));
        } else {
            prop_assert_eq!(outcome, Ok(kept(gain)));
        }
        prop_assert_eq!(routed, deposited);
        if let Ok((_, net)) = outcome {
            prop_assert_eq!(u128::from(net.transferred) + u128::from(net.retained), u128::from(gain));
            routed.paid[0] += if outside > 0 { net.retained } else { 0 };
            routed.assert_invariants();
        }
    }

    /// An owner without a position: everything goes to the others.
    #[test]
    fn an_owner_without_a_position_keeps_nothing(total in 1..=u64::MAX, gain in 1..=u64::MAX, before in amount()) {
        let (mut pool, mut outsider) = (Pool::default(), Holding::default());
        pool.issue(&mut outsider, total).unwrap();
        let _ = pool.deposit(before.min(u64::MAX - gain));
        let (mut nobody, mut plain) = (Holding::default(), pool);
        let (per_share, net) = pool.route(&mut nobody, gain).unwrap();
        prop_assert_eq!(net, NetDeposit { transferred: gain, retained: 0 });
        prop_assert_eq!((plain.deposit(gain), plain), (Ok(per_share), pool));
        prop_assert_eq!((nobody.shares, nobody.owed, pool.claim(&mut nobody)), (0, 0, Ok(0)));
    }

    /// In any history: the one who is owed gets it all, at once and exactly; nobody else notices, and the theorems hold.
    #[test]
    fn what_one_holder_is_owed_is_his_alone(
        shares in [amount(), amount(), amount(), amount()],
        actions in vec(action::<N>(amount()), 0..16),
        (who, owed) in (0..N, amount()),
        later in vec(action::<N>(amount()), 0..8),
    ) {
        let mut ledger = Ledger::issued(shares);
        for action in actions {
            let _ = ledger.apply(action);
        }
        let (before, room) = (ledger, u64::MAX - ledger.pool.deposited);
        let outcome = ledger.pool.owe(&mut ledger.holders[who], owed);
        if owed > room {
            refused!(outcome, DepositLimit);
            prop_assert_eq!(ledger, before);
            return Ok(());
        }
        prop_assert_eq!(outcome, Ok(()));
        for other in 0..N {
            let more = if other == who { owed } else { 0 };
            prop_assert_eq!(ledger.due(other), before.due(other) + (u128::from(more) << 64));
            prop_assert_eq!(ledger.holders[other].shares, before.holders[other].shares);
        }
        let pool = Pool { deposited: before.pool.deposited + owed, ..before.pool };
        prop_assert_eq!(ledger.pool, pool);
        ledger.assert_invariants();
        for action in later {
            let _ = ledger.apply(action);
            ledger.assert_invariants();
        }
    }

    /// Any accounts, even impossible ones: no panic, and a refusal changes nothing.
    #[test]
    fn routing_never_wraps(
        (acc, rem, last, owed) in any::<(u128, u128, u128, u128)>(),
        [total, deposited, paid, shares, gain] in [extreme(), extreme(), extreme(), extreme(), extreme()],
        scale in 0u32..128,
    ) {
        let pool = Pool { acc: acc >> scale, rem: rem >> scale, total, deposited, paid };
        let owner = Holding { shares, last: last >> scale, owed: owed >> scale };
        let (mut then, mut holder) = (pool, owner);
        match then.route(&mut holder, gain) {
            Ok((_, net)) => prop_assert_eq!(net.transferred.checked_add(net.retained), Some(gain)),
            Err(_) => prop_assert_eq!((then, holder), (pool, owner)),
        }
        let (mut then, mut holder) = (pool, owner);
        match then.owe(&mut holder, gain) {
            Ok(()) => prop_assert_eq!((then.acc, then.deposited, holder.last), (pool.acc, deposited + gain, pool.acc)),
            Err(_) => prop_assert_eq!((then, holder), (pool, owner)),
        }
    }
}

#[test]
fn without_a_gain_or_without_outside_shares_the_owner_keeps_all() {
    // Owner 3 and nobody; owner 2 and outsider 1; a token without shares.
    for (shares, gain) in [([3, 0, 0], 5), ([3, 0, 0], 0), ([2, 1, 0], 0), ([0, 0, 0], 5), ([3, 0, 0], u64::MAX)] {
        let mut ledger = Ledger::<3>::issued(shares);
        let before = ledger;
        assert_eq!(ledger.pool.route(&mut ledger.holders[0], gain), Ok(kept(gain)));
        assert_eq!(ledger, before);
    }
    // More than there is would be a bug elsewhere, and no reason to pay.
    let mut broken = Ledger::<3>::issued([2, 1, 0]);
    broken.holders[0].shares = 4;
    assert_eq!(broken.pool.route(&mut broken.holders[0], 5), Ok(kept(5)));
}

#[test]
fn two_thirds_stay_with_the_owner_of_two_thirds() {
    let mut ledger = Ledger::<3>::issued([2, 1, 0]);
    let (per_share, net) = ledger.pool.route(&mut ledger.holders[0], 300).unwrap();
    assert_eq!((per_share >> 64, net), (100, NetDeposit { transferred: 100, retained: 200 }));
    assert_eq!((ledger.claimable(0), ledger.claimable(1)), (0, 100));
    // The lifetime limit holds for gains as well.
    refused!(ledger.pool.route(&mut ledger.holders[0], u64::MAX), DepositLimit);
    ledger.apply(Action::Claim(1)).unwrap();
    assert_eq!((ledger.vault(), ledger.pool.deposited), (0, 300));
}

#[test]
fn what_is_owed_is_claimed_like_everything_else() {
    let mut ledger = Ledger::<3>::issued([2, 1, 0]);
    ledger.apply(Action::Deposit(1)).unwrap();
    // Even somebody without shares can be owed; nothing is owed of nothing.
    for (who, amount) in [(2, 5), (0, 7), (0, 0)] {
        ledger.pool.owe(&mut ledger.holders[who], amount).unwrap();
        ledger.assert_invariants();
    }
    assert_eq!([0, 1, 2].map(|who| ledger.claimable(who)), [7, 0, 5]);
    ledger.apply(Action::Claim(2)).unwrap();
    assert_eq!((ledger.paid, ledger.pool.deposited, ledger.vault()), ([0, 0, 5], 13, 8));
    let before = ledger;
    refused!(ledger.pool.owe(&mut ledger.holders[1], u64::MAX - 12), DepositLimit);
    assert_eq!(ledger, before);
    assert_eq!(ledger.pool.owe(&mut ledger.holders[1], u64::MAX - 13), Ok(()));
    // More than fits can only be the work of a bug elsewhere.
    let mut broken = before;
    broken.holders[1].owed = u128::MAX - 5;
    refused!(broken.pool.owe(&mut broken.holders[1], 1), MathOverflow);
    broken.holders[1].last = broken.pool.acc + 1;
    refused!(broken.pool.owe(&mut broken.holders[1], 0), MathOverflow);
    assert_eq!(broken.pool, before.pool);
}
