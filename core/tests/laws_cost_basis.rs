//! The cost basis that travels with shares: rounded down once a move, and never created or lost.
#![allow(clippy::unwrap_used)]

use crate::common::{amount, big, config};
use crate::refused;
use personal_token_core::accumulator::carried_cost_basis;
use proptest::collection::vec;
use proptest::prelude::*;

proptest! {
    #![proptest_config(config())]

    #[test]
    fn carried_basis_is_the_floor_of_its_part(basis in amount(), a in amount(), b in amount()) {
        let (shares, moved) = (a.max(b).max(1), a.min(b));
        let carried = carried_cost_basis(basis, shares, moved).unwrap();
        let exact = big(basis) * moved;
        prop_assert!(big(carried) * shares <= exact);
        prop_assert!(exact < (big(carried) + 1) * shares);
    }

    #[test]
    fn moving_more_than_there_is_is_refused(basis in amount(), shares in 0..u64::MAX, more in amount()) {
        refused!(carried_cost_basis(basis, shares, shares.saturating_add(more.max(1))), InsufficientShares);
    }

    #[test]
    fn all_shares_carry_all_of_it_and_none_carry_nothing(basis in amount(), shares in 1..=u64::MAX) {
        prop_assert_eq!(carried_cost_basis(basis, shares, shares), Ok(basis));
        prop_assert_eq!(carried_cost_basis(basis, shares, 0), Ok(0));
    }

    /// A position emptied in any number of moves carries away exactly what it was bought for.
    #[test]
    fn moves_never_create_or_lose_basis(basis in amount(), moves in vec(0u64..1 << 58, 1..12)) {
        let (mut shares, mut left, mut carried) = (moves.iter().sum::<u64>(), basis, 0u64);
        for moved in moves {
            let part = carried_cost_basis(left, shares, moved).unwrap();
            (shares, left, carried) = (shares - moved, left - part, carried + part);
            prop_assert_eq!(carried + left, basis);
        }
        // Shares of nothing at all leave their basis behind.
        prop_assert!(left == 0 || carried == 0);
    }

    /// Whoever splits a sale carries at most the basis of the whole: splitting never makes a gain look smaller.
    #[test]
    fn splitting_a_move_never_carries_more(basis in amount(), x in 0u64..1 << 62, y in 0u64..1 << 62, rest in 0u64..1 << 62) {
        let shares = x + y + rest;
        let whole = carried_cost_basis(basis, shares, x + y).unwrap();
        let first = carried_cost_basis(basis, shares, x).unwrap();
        let second = carried_cost_basis(basis - first, shares - x, y).unwrap();
        // What the first floor leaves behind is less than one unit, and the second move takes at most all of that.
        prop_assert!(first + second <= whole);
        prop_assert!(first + second + 1 >= whole);
    }
}

#[test]
fn nothing_moves_out_of_an_empty_position() {
    // A transfer of zero shares is a transfer: it must not fail on an empty position.
    assert_eq!(carried_cost_basis(0, 0, 0), Ok(0));
    assert_eq!(carried_cost_basis(u64::MAX, 0, 0), Ok(0));
    refused!(carried_cost_basis(0, 0, 1), InsufficientShares);
    refused!(carried_cost_basis(u64::MAX, u64::MAX - 1, u64::MAX), InsufficientShares);
}
