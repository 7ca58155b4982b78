//! T5 and T7: nobody's total depends on who touched what and when, and it is his part of each deposit.
#![allow(clippy::unwrap_used)]

use crate::common::{action, amount, big, config, Action, History, Ledger};
use num_bigint::BigInt;
use personal_token_core::Error;
use proptest::collection::vec;
use proptest::prelude::*;

const N: usize = 4;

fn shares() -> impl Strategy<Value = [u64; N]> {
    [amount(), amount(), amount(), amount()]
}

fn actions(most: usize) -> impl Strategy<Value = Vec<Action>> {
    vec(action::<N>(amount()), 1..most)
}

/// What anybody may do at any time without changing anything: checkpoints, claims, transfers of nothing.
fn noise() -> impl Strategy<Value = Action> {
    (0u8..3, 0..N, 1..N).prop_map(|(kind, who, step)| match kind {
        0 => Action::Checkpoint(who),
        1 => Action::Claim(who),
        _ => Action::Transfer(who, (who + step) % N, 0),
    })
}

/// Whole shares of a realistic token, so that deposits are split and not lost in the rounding.
fn holdings() -> impl Strategy<Value = [u64; N]> {
    [1u64..10_000_000, 0u64..10_000_000, 0u64..1_000_000, 0u64..1_000]
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn t5_noise_changes_nobodys_total(
        shares in shares(),
        steps in vec((action::<N>(amount()), vec(noise(), 0..4)), 1..20),
    ) {
        let (mut quiet, mut noisy) = (Ledger::issued(shares), Ledger::issued(shares));
        for (action, noise) in steps {
            prop_assert_eq!(noisy.apply(action), quiet.apply(action));
            for touch in noise {
                noisy.apply(touch).unwrap();
            }
        }
        for who in 0..N {
            prop_assert_eq!(noisy.lifetime(who), quiet.lifetime(who));
        }
        prop_assert_eq!((noisy.pool.acc, noisy.pool.rem), (quiet.pool.acc, quiet.pool.rem));
    }

    #[test]
    fn t5_the_order_of_claims_does_not_matter(
        shares in shares(),
        actions in actions(24),
        claims in vec(0..N, 1..8),
    ) {
        let mut forward = Ledger::issued(shares);
        for action in actions {
            let _ = forward.apply(action);
        }
        let mut backward = forward;
        for &who in &claims {
            forward.apply(Action::Claim(who)).unwrap();
        }
        for &who in claims.iter().rev() {
            backward.apply(Action::Claim(who)).unwrap();
        }
        // A batch with duplicates, in any order: the very same state.
        prop_assert_eq!(forward, backward);
    }

    /// What a stale holder is paid at last is what a diligent one was paid in parts, to the unit.
    #[test]
    fn t5_claiming_often_pays_as_much_as_claiming_once(shares in holdings(), amounts in vec(amount(), 1..20)) {
        let (mut once, mut often) = (Ledger::issued(shares), Ledger::issued(shares));
        for amount in amounts {
            prop_assert_eq!(once.apply(Action::Deposit(amount)), often.apply(Action::Deposit(amount)));
            for who in 0..N {
                often.apply(Action::Claim(who)).unwrap();
            }
        }
        for who in 0..N {
            once.apply(Action::Claim(who)).unwrap();
        }
        prop_assert_eq!(once, often);
    }

    /// Against exact rationals: the whole lifetime of a history is off by less than S/Q units a deposit.
    #[test]
    fn t7_everybody_gets_his_part_of_each_deposit(shares in shares(), actions in actions(24)) {
        let (mut ledger, mut history) = (Ledger::issued(shares), History::issued(shares));
        for action in actions {
            prop_assert_eq!(ledger.apply(action), history.apply(action));
        }
        let bound = history.most_shares() * history.len();
        for who in 0..N {
            let exact = history.exact(who);
            let got = big(ledger.lifetime(who)) * &exact.under;
            let off: BigInt = got - (exact.over << 64);
            prop_assert!(off.magnitude() <= (&bound * &exact.under).magnitude());
        }
    }

    /// While nobody trades, the errors telescope: after any number of deposits each is short by less than s/Q units.
    #[test]
    fn t7_with_constant_shares_the_errors_telescope(shares in holdings(), amounts in vec(amount(), 1..16)) {
        let mut ledger = Ledger::issued(shares);
        for amount in amounts {
            let _ = ledger.apply(Action::Deposit(amount));
        }
        let (total, deposited) = (big(ledger.pool.total), big(ledger.pool.deposited) << 64);
        for (who, held) in shares.into_iter().enumerate() {
            let short = &deposited * held - big(ledger.lifetime(who)) * &total;
            prop_assert!(short >= big(0));
            prop_assert!(short < big(held) * &total || held == 0 && short == big(0));
        }
    }

    /// Splitting a deposit gains nobody anything, and costs nobody anything.
    #[test]
    fn t7_many_small_deposits_equal_one_large(shares in holdings(), amounts in vec(1u64..1_000_000_000, 1..16)) {
        let (mut split, mut whole) = (Ledger::issued(shares), Ledger::issued(shares));
        for &amount in &amounts {
            split.apply(Action::Deposit(amount)).unwrap();
        }
        whole.apply(Action::Deposit(amounts.iter().sum())).unwrap();
        prop_assert_eq!(split, whole);
    }

    /// Two holders with the same shares throughout get the same, whatever else happens.
    #[test]
    fn equal_holders_are_paid_alike(each in 1u64..1_000_000, steps in vec((0u8..4, amount()), 1..10)) {
        let mut ledger = Ledger::<N>::issued([10_000_000, each, each, 5]);
        for (kind, amount) in steps {
            let _ = ledger.apply(match kind {
                0 | 1 => Action::Deposit(amount),
                2 => Action::Claim(1),
                _ => Action::Transfer(0, 3, amount % 1_000),
            });
        }
        prop_assert_eq!(ledger.lifetime(1), ledger.lifetime(2));
    }

    /// A newcomer has no part in what came before him: his total starts at nothing and counts later deposits only.
    #[test]
    fn newcomers_get_later_deposits_only(
        shares in holdings(),
        before in 1u64..1_000_000_000,
        after in 1u64..1_000_000_000,
        bought in 1u64..1_000_000,
    ) {
        let mut ledger = Ledger::<N>::issued([shares[0], shares[1], shares[2], 0]);
        ledger.apply(Action::Deposit(before)).unwrap();
        ledger.apply(Action::Issue(3, bought)).unwrap();
        prop_assert_eq!(ledger.lifetime(3), 0);
        let acc = ledger.pool.acc;
        ledger.apply(Action::Deposit(after)).unwrap();
        prop_assert_eq!(ledger.lifetime(3), (ledger.pool.acc - acc) * u128::from(bought));
    }

    /// A net deposit is a deposit, and the owner takes the whole units of his part of this very deposit.
    #[test]
    fn net_deposit_is_a_deposit_and_the_owners_part(shares in shares(), actions in actions(16), amount in amount()) {
        let mut net = Ledger::issued(shares);
        for action in actions {
            let _ = net.apply(action);
        }
        let (mut gross, before) = (net, net);
        match net.apply(Action::DepositNet(amount)) {
            Err(Error::NoOutsideShares) => prop_assert_eq!(before.holders[0].shares, before.pool.total),
            Err(error) => prop_assert_eq!(gross.apply(Action::Deposit(amount)), Err(error)),
            Ok(()) => {
                gross.apply(Action::Deposit(amount)).unwrap();
                let per_share = big(gross.pool.acc) - big(before.pool.acc);
                let own: u64 = ((per_share * gross.holders[0].shares) >> 64u32).try_into().unwrap();
                prop_assert!(own <= amount);
                prop_assert_eq!(net.paid[0] - before.paid[0], own);
                prop_assert_eq!(net.pool.paid - before.pool.paid, own);
                // All else is the gross deposit's, to the bit: pool, outside holders, everybody's lifetime.
                prop_assert_eq!((net.pool.acc, net.pool.rem), (gross.pool.acc, gross.pool.rem));
                prop_assert_eq!(net.pool.deposited, gross.pool.deposited);
                prop_assert_eq!(&net.holders[1..], &gross.holders[1..]);
                for who in 0..N {
                    prop_assert_eq!(net.lifetime(who), gross.lifetime(who));
                }
            }
        }
    }

    /// With nothing owed before, it is to the unit a deposit followed by the owner's claim.
    #[test]
    fn net_deposit_is_a_deposit_and_a_claim(shares in holdings(), amount in 1u64..1_000_000_000_000, rem in amount()) {
        let mut net = Ledger::issued(shares);
        prop_assume!(net.holders[0].shares < net.pool.total);
        net.pool.rem = u128::from(rem);
        let mut gross = net;
        net.apply(Action::DepositNet(amount)).unwrap();
        gross.apply(Action::Deposit(amount)).unwrap();
        gross.apply(Action::Claim(0)).unwrap();
        prop_assert_eq!(net, gross);
    }
}
