//! Fees against exact fractions: which way each rounds, and that splitting saves nobody a unit.
#![allow(clippy::unwrap_used)]

use crate::common::{amount, big, config, extreme};
use crate::refused;
use num_bigint::BigInt;
use personal_token_core::fee::{ceil, equity, floor, sale};
use proptest::collection::vec;
use proptest::prelude::*;

/// Rates inside and outside the bounds of the parameters: the functions have to be right for all of them.
fn rate() -> impl Strategy<Value = u16> {
    (any::<u16>(), 0u8..4).prop_map(|(bits, kind)| match kind {
        0 => bits % 4,
        1 => bits % 501,
        2 => bits % 10_001,
        _ => bits,
    })
}

/// The two rates of a sale, within their common bound of 500 basis points.
fn sale_rates() -> impl Strategy<Value = (u16, u16)> {
    (0u16..=500, 0u16..=500).prop_map(|(sum, owner)| (owner.min(sum), sum - owner.min(sum)))
}

fn exact(amount: u64, rate: u16) -> BigInt {
    big(amount) * rate
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn floor_is_the_greatest_not_above(amount in amount(), rate in rate()) {
        let exact = exact(amount, rate);
        match floor(amount, rate) {
            Ok(fee) => prop_assert!(big(fee) * 10_000 <= exact && exact < (big(fee) + 1) * 10_000),
            Err(error) => {
                prop_assert_eq!(error, personal_token_core::Error::MathOverflow);
                prop_assert!(exact >= (big(u64::MAX) + 1) * 10_000);
            }
        }
    }

    #[test]
    fn ceil_is_the_least_not_below(amount in amount(), rate in rate()) {
        let exact = exact(amount, rate);
        match ceil(amount, rate) {
            Ok(fee) => prop_assert!(big(fee) * 10_000 >= exact && exact > (big(fee) - 1) * 10_000),
            Err(error) => {
                prop_assert_eq!(error, personal_token_core::Error::MathOverflow);
                prop_assert!(exact > big(u64::MAX) * 10_000);
            }
        }
    }

    #[test]
    fn ceil_and_floor_differ_by_the_rounding_only(amount in amount(), rate in 0u16..=10_000) {
        let (down, up) = (floor(amount, rate).unwrap(), ceil(amount, rate).unwrap());
        let whole = exact(amount, rate) % 10_000 == big(0);
        prop_assert_eq!(up - down, u64::from(!whole));
        prop_assert!(up <= amount);
    }

    #[test]
    fn fees_grow_with_the_amount_and_with_the_rate(
        amounts in [amount(), amount()],
        rates in [0u16..=10_000, 0u16..=10_000],
    ) {
        let low = (amounts[0].min(amounts[1]), rates[0].min(rates[1]));
        let high = (amounts[0].max(amounts[1]), rates[0].max(rates[1]));
        prop_assert!(floor(low.0, low.1) <= floor(high.0, low.1));
        prop_assert!(floor(low.0, low.1) <= floor(low.0, high.1));
        prop_assert!(ceil(low.0, low.1) <= ceil(high.0, low.1));
        prop_assert!(ceil(low.0, low.1) <= ceil(low.0, high.1));
    }

    #[test]
    fn splitting_never_saves_a_rounded_up_fee(x in amount(), y in amount(), rate in 0u16..=10_000) {
        let (x, y) = (x >> 1, y >> 1);
        prop_assert!(ceil(x, rate).unwrap() + ceil(y, rate).unwrap() >= ceil(x + y, rate).unwrap());
        prop_assert!(floor(x, rate).unwrap() + floor(y, rate).unwrap() <= floor(x + y, rate).unwrap());
    }

    /// Delivery versus payment: what the buyer pays is what the three receive, never a unit more or less.
    #[test]
    fn a_sale_creates_and_loses_nothing(paid in amount(), rates in [rate(), rate()], owner_buys in any::<bool>()) {
        if let Ok(parts) = sale(paid, rates[0], rates[1], owner_buys) {
            let sum = big(parts.owner_fee) + parts.network_fee + parts.received;
            prop_assert_eq!((sum, parts.paid), (big(paid), paid));
        }
    }

    #[test]
    fn both_fees_are_rounded_up_from_two_units_on((owner, network) in sale_rates(), paid in 2..=u64::MAX) {
        let parts = sale(paid, owner, network, false).unwrap();
        let up = |rate| (exact(paid, rate) + 9_999) / 10_000;
        prop_assert_eq!(big(parts.owner_fee), up(owner));
        prop_assert_eq!(big(parts.network_fee), up(network));
        prop_assert_eq!(big(parts.received), big(paid) - up(owner) - up(network));
    }

    #[test]
    fn the_owner_buys_without_fees(paid in amount(), rates in [rate(), rate()]) {
        let parts = sale(paid, rates[0], rates[1], true).unwrap();
        prop_assert_eq!((parts.owner_fee, parts.network_fee, parts.received), (0, 0, paid));
    }

    /// A seller never gains by partial fills; a fill of one single unit, which cannot bear two fees, is worth that unit.
    #[test]
    fn splitting_a_sale_gains_the_seller_nothing(
        (owner, network) in sale_rates(),
        fills in vec((0u64..200_000, 0u8..4).prop_map(|(paid, kind)| if kind == 0 { paid % 4 } else { paid }), 1..8),
    ) {
        let split: u64 = fills.iter().map(|&paid| sale(paid, owner, network, false).unwrap().received).sum();
        let whole = sale(fills.iter().sum(), owner, network, false).unwrap().received;
        let single = fills.iter().filter(|&&paid| paid == 1).count() as u64;
        prop_assert!(split <= whole + single);
    }

    /// However a round is settled, the treasury ends with the fee on its total.
    #[test]
    fn the_equity_fee_telescopes(parts in vec(amount().prop_map(|shares| shares >> 4), 1..12), rate in 0u16..=100) {
        let (mut issued, mut treasury) = (0u64, 0u64);
        for shares in parts {
            issued += shares;
            treasury += equity(issued, treasury, rate).unwrap();
            prop_assert_eq!(treasury, floor(issued, rate).unwrap());
        }
        prop_assert_eq!(big(treasury), exact(issued, rate) / 10_000);
    }

    #[test]
    fn nothing_panics_at_the_extremes(amount in extreme(), already in extreme(), rates in [any::<u16>(), any::<u16>()]) {
        let _ = (floor(amount, rates[0]), ceil(amount, rates[0]), sale(amount, rates[0], rates[1], false));
        match equity(amount, already, rates[0]) {
            Ok(due) => prop_assert_eq!(big(due) + already, exact(amount, rates[0]) / 10_000),
            Err(error) => prop_assert_eq!(error, personal_token_core::Error::MathOverflow),
        }
    }
}

#[test]
fn a_fee_that_does_not_fit_64_bits_is_refused() {
    assert_eq!(floor(u64::MAX, 10_000), Ok(u64::MAX));
    assert_eq!(ceil(u64::MAX, 10_000), Ok(u64::MAX));
    refused!(floor(u64::MAX, 10_001), MathOverflow);
    refused!(ceil(u64::MAX, 10_001), MathOverflow);
    refused!(sale(u64::MAX, 10_001, 0, false), MathOverflow);
    refused!(sale(u64::MAX, 0, 10_001, false), MathOverflow);
}

#[test]
fn more_equity_than_is_due_is_refused() {
    assert_eq!(equity(1_000_000, 1_000, 10), Ok(0));
    refused!(equity(1_000_000, 1_001, 10), MathOverflow);
    refused!(equity(0, 1, 100), MathOverflow);
    refused!(equity(u64::MAX, 0, 10_001), MathOverflow);
}

#[test]
fn a_fill_too_small_for_its_fees_pays_nothing_and_never_less() {
    // One unit: the owner's fee takes it, nothing is left for the network's.
    let one = sale(1, 150, 50, false).unwrap();
    assert_eq!((one.owner_fee, one.network_fee, one.received), (1, 0, 0));
    let two = sale(2, 150, 50, false).unwrap();
    assert_eq!((two.owner_fee, two.network_fee, two.received), (1, 1, 0));
    let three = sale(3, 150, 50, false).unwrap();
    assert_eq!((three.owner_fee, three.network_fee, three.received), (1, 1, 1));
    let none = sale(0, 150, 50, false).unwrap();
    assert_eq!((none.owner_fee, none.network_fee, none.received), (0, 0, 0));
}
