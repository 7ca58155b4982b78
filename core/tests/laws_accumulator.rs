//! T1 to T4 and T6 on random histories, and every state against the model that knows only the history.
#![allow(clippy::unwrap_used)]

use crate::common::{action, amount, big, config, extreme, Action, History, Ledger};
use num_bigint::BigInt;
use personal_token_core::Error;
use proptest::collection::vec;
use proptest::prelude::*;

const N: usize = 4;
type Shares = [u64; N];

fn shares() -> impl Strategy<Value = Shares> {
    [amount(), amount(), amount(), amount()]
}

fn actions() -> impl Strategy<Value = Vec<Action>> {
    vec(action::<N>(amount()), 1..32)
}

/// T1 in integers without a limit, so that the check itself cannot wrap.
fn conserved(ledger: &Ledger<N>) -> (BigInt, BigInt) {
    let mut left = big(ledger.pool.rem) + (big(ledger.pool.paid) << 64);
    for holding in &ledger.holders {
        left += big(holding.owed) + big(holding.shares) * (big(ledger.pool.acc) - big(holding.last));
    }
    (left, big(ledger.pool.deposited) << 64)
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn t1_conservation_is_exact_after_every_step(shares in shares(), actions in actions()) {
        let mut ledger = Ledger::issued(shares);
        for action in actions {
            let _ = ledger.apply(action);
            let (left, right) = conserved(&ledger);
            prop_assert_eq!(left, right);
        }
    }

    #[test]
    fn t2_whatever_is_claimable_is_in_the_vault(shares in shares(), actions in actions()) {
        let mut ledger = Ledger::issued(shares);
        for action in actions {
            let _ = ledger.apply(action);
            let claimable: u128 = (0..N).map(|who| u128::from(ledger.claimable(who))).sum();
            prop_assert!(claimable <= u128::from(ledger.vault()));
        }
    }

    /// Liveness: at any moment all can be paid in any order, each exactly what the preview said.
    #[test]
    fn t2_everybody_can_claim_in_any_order(shares in shares(), actions in actions(), first in 0..N, step in 0..2usize) {
        let mut ledger = Ledger::issued(shares);
        for action in actions {
            let _ = ledger.apply(action);
        }
        let mut vault = ledger.vault();
        for turn in 0..N {
            let who = (first + turn * (1 + 2 * step)) % N;
            let preview = ledger.claimable(who);
            let before = ledger.paid[who];
            ledger.apply(Action::Claim(who)).unwrap();
            prop_assert_eq!(ledger.paid[who] - before, preview);
            prop_assert_eq!(ledger.claimable(who), 0);
            vault = vault.checked_sub(preview).expect("the vault pays all");
        }
        prop_assert_eq!(vault, ledger.vault());
        prop_assert!(vault <= N as u64);
    }

    #[test]
    fn t3_at_most_one_unit_a_position_is_not_payable_yet(shares in shares(), actions in actions()) {
        let mut ledger = Ledger::issued(shares);
        for action in actions {
            let _ = ledger.apply(action);
            let claimable: u64 = (0..N).map(|who| ledger.claimable(who)).sum();
            prop_assert!(ledger.vault() - claimable <= N as u64);
        }
    }

    /// With amounts near 2^64 nothing overflows but what has to: the lifetime of deposits, and the number of shares.
    #[test]
    fn t4_no_overflow_at_the_extremes(
        shares in (extreme(), extreme(), amount(), amount()).prop_map(Shares::from),
        actions in vec(action::<N>(extreme()), 1..24),
    ) {
        let mut ledger = Ledger::issued(shares);
        for action in actions {
            let issued = u128::from(ledger.pool.total);
            let outcome = ledger.apply(action);
            if outcome == Err(Error::MathOverflow) {
                let Action::Issue(_, more) = action else { panic!("{action:?} overflowed") };
                prop_assert!(issued + u128::from(more) > u128::from(u64::MAX));
            }
            ledger.assert_invariants();
        }
    }

    /// Differential: the history alone decides what is accepted, with which error it is refused otherwise, and to the
    /// last bit of the fraction what everybody gets over his lifetime.
    #[test]
    fn history_without_an_accumulator_agrees(shares in shares(), actions in actions()) {
        let (mut ledger, mut history) = (Ledger::issued(shares), History::issued(shares));
        for action in actions {
            let before = ledger;
            let outcome = ledger.apply(action);
            prop_assert_eq!(outcome, history.apply(action), "{:?}", action);
            if outcome.is_err() {
                prop_assert_eq!(ledger, before, "a refusal changes nothing");
            }
        }
        for (who, entitled) in history.scaled().into_iter().enumerate() {
            prop_assert_eq!(big(ledger.lifetime(who)), entitled);
        }
    }

    #[test]
    fn history_agrees_at_the_extremes(
        shares in (extreme(), extreme(), amount(), amount()).prop_map(Shares::from),
        actions in vec(action::<N>(extreme()), 1..16),
    ) {
        let (mut ledger, mut history) = (Ledger::issued(shares), History::issued(shares));
        for action in actions {
            prop_assert_eq!(ledger.apply(action), history.apply(action), "{:?}", action);
        }
        for (who, entitled) in history.scaled().into_iter().enumerate() {
            prop_assert_eq!(big(ledger.lifetime(who)), entitled);
        }
    }

    #[test]
    fn t6_totals_never_fall_and_claimable_falls_only_by_payment(shares in shares(), actions in actions()) {
        let mut ledger = Ledger::issued(shares);
        for action in actions {
            let before = ledger;
            let _ = ledger.apply(action);
            prop_assert!(ledger.pool.acc >= before.pool.acc);
            prop_assert!(ledger.pool.deposited >= before.pool.deposited);
            prop_assert!(ledger.pool.paid >= before.pool.paid);
            for who in 0..N {
                let paid = ledger.paid[who] - before.paid[who];
                prop_assert!(ledger.claimable(who) >= before.claimable(who).saturating_sub(paid));
                prop_assert!(ledger.lifetime(who) >= before.lifetime(who));
            }
        }
    }

    /// Nobody's dealings reach anybody else: only a deposit changes what a third person is due.
    #[test]
    fn only_deposits_change_what_others_are_due(shares in shares(), actions in actions()) {
        let mut ledger = Ledger::issued(shares);
        for action in actions {
            let before = ledger;
            let _ = ledger.apply(action);
            if matches!(action, Action::Deposit(_) | Action::DepositNet(_)) {
                continue;
            }
            for who in 0..N {
                prop_assert_eq!(ledger.lifetime(who), before.lifetime(who));
            }
            prop_assert_eq!((ledger.pool.acc, ledger.pool.rem), (before.pool.acc, before.pool.rem));
        }
    }

    /// A checkpoint says nothing new: a second one changes nothing, and neither changes what is due.
    #[test]
    fn checkpoints_are_idempotent(shares in shares(), actions in actions(), who in 0..N) {
        let mut ledger = Ledger::issued(shares);
        for action in actions {
            let _ = ledger.apply(action);
        }
        let due = ledger.due(who);
        ledger.apply(Action::Checkpoint(who)).unwrap();
        let once = ledger;
        ledger.apply(Action::Checkpoint(who)).unwrap();
        prop_assert_eq!(ledger, once);
        prop_assert_eq!(ledger.holders[who].owed, due);
        prop_assert_eq!(ledger.holders[who].last, ledger.pool.acc);
    }
}
