//! Pinned numbers: the ten accumulator vectors of the security reference, and the published examples of the product.
#![allow(clippy::unwrap_used)]

use crate::common::{Action, Ledger};
use crate::refused;
use personal_token_core::accumulator::carried_cost_basis;
use personal_token_core::fee::{equity, sale};
use personal_token_core::proceeds::gain;
use personal_token_core::Error;

const MAX: u64 = u64::MAX;
const Q: u128 = 1 << 64;

/// Applies and checks the invariants after every step.
fn play<const N: usize>(ledger: &mut Ledger<N>, actions: impl IntoIterator<Item = Action>) {
    for action in actions {
        assert_eq!(ledger.apply(action), Ok(()), "{action:?}");
        ledger.assert_invariants();
    }
}

/// What everybody could claim now.
fn due<const N: usize>(ledger: &Ledger<N>) -> [u64; N] {
    std::array::from_fn(|who| ledger.claimable(who))
}

#[test]
fn accumulator_1_the_remainder_of_three_deposits_is_carried() {
    let mut ledger = Ledger::issued([1, 1, 1]);
    play(&mut ledger, [Action::Deposit(1)]);
    assert_eq!((due(&ledger), ledger.pool.acc, ledger.pool.rem), ([0, 0, 0], Q / 3, 1));
    play(&mut ledger, [Action::Deposit(1)]);
    assert_eq!((due(&ledger), ledger.pool.rem), ([0, 0, 0], 2));
    play(&mut ledger, [Action::Deposit(1)]);
    assert_eq!((due(&ledger), ledger.pool.acc, ledger.pool.rem), ([1, 1, 1], Q, 0));
    refused!(ledger.apply(Action::Deposit(0)), ZeroDeposit);
}

#[test]
fn accumulator_2_one_unit_over_all_shares_there_can_be() {
    let mut ledger = Ledger::issued([MAX, 0, 0]);
    play(&mut ledger, [Action::Deposit(1)]);
    assert_eq!((ledger.pool.acc, ledger.pool.rem, due(&ledger)), (1, 1, [0, 0, 0]));
    // Nothing is lost: the second unit finds the remainder of the first.
    play(&mut ledger, [Action::Deposit(MAX - 1)]);
    assert_eq!((ledger.pool.acc, ledger.pool.rem, due(&ledger)), (Q, 0, [MAX, 0, 0]));
    refused!(ledger.apply(Action::Issue(1, 1)), MathOverflow);
}

#[test]
fn accumulator_3_everything_there_can_be_over_one_share() {
    let mut ledger = Ledger::issued([1, 0, 0]);
    play(&mut ledger, [Action::Deposit(MAX)]);
    assert_eq!((ledger.pool.acc, due(&ledger)), (u128::from(MAX) * Q, [MAX, 0, 0]));
    refused!(ledger.apply(Action::DepositNet(1)), NoOutsideShares);
    play(&mut ledger, [Action::Claim(0)]);
    assert_eq!((ledger.paid[0], ledger.vault()), (MAX, 0));
}

#[test]
fn accumulator_4_one_unit_more_is_refused() {
    let mut ledger = Ledger::issued([1, 0, 0]);
    play(&mut ledger, [Action::Deposit(MAX)]);
    let before = ledger;
    refused!(ledger.apply(Action::Deposit(1)), DepositLimit);
    assert_eq!(ledger, before);
}

#[test]
fn accumulator_5_a_deposit_without_shares_is_refused() {
    let mut ledger = Ledger::<3>::new();
    refused!(ledger.apply(Action::Deposit(1)), NoShares);
    assert_eq!(ledger, Ledger::new());
}

#[test]
fn accumulator_6_retired_shares_are_still_paid() {
    let mut ledger = Ledger::issued([3, 0, 0]);
    play(&mut ledger, [Action::Deposit(7), Action::Retire(0, 3)]);
    refused!(ledger.apply(Action::Deposit(1)), NoShares);
    refused!(ledger.apply(Action::Retire(0, 1)), InsufficientShares);
    // Seven thirds of a share each leave a third of 2^-64 behind: six whole units now, and that dust for later.
    assert_eq!((due(&ledger), ledger.pool.rem), ([6, 0, 0], 1));
    play(&mut ledger, [Action::Claim(0)]);
    assert_eq!((ledger.paid[0], ledger.vault()), (6, 1));
}

#[test]
fn accumulator_7_halves_stay_owed_and_add_up() {
    let mut ledger = Ledger::issued([50, 50, 0]);
    play(&mut ledger, [Action::Deposit(101), Action::Transfer(0, 1, 50), Action::Deposit(101)]);
    play(&mut ledger, [Action::Claim(0), Action::Claim(1)]);
    assert_eq!((ledger.paid, ledger.vault()), ([50, 151, 0], 1));
    assert_eq!((ledger.due(0), ledger.due(1)), (Q / 2 - 8, Q / 2 - 24));
    refused!(ledger.apply(Action::Transfer(0, 1, 1)), InsufficientShares);
    play(&mut ledger, [Action::Deposit(1)]);
    assert_eq!(due(&ledger), [0, 1, 0]);
}

#[test]
fn accumulator_8_a_newcomer_gets_only_the_second_deposit() {
    let mut ledger = Ledger::issued([10, 0, 0]);
    play(&mut ledger, [Action::Deposit(1_000), Action::Issue(1, 10), Action::Deposit(1_000)]);
    assert_eq!(due(&ledger), [1_500, 500, 0]);
    refused!(ledger.apply(Action::Transfer(2, 1, 1)), InsufficientShares);
}

#[test]
fn accumulator_9_ten_thousand_transfers_of_nothing_are_as_none() {
    let mut spammed = Ledger::<3>::issued([9_999, 1, 0]);
    let mut quiet = spammed;
    for _ in 0..10 {
        for _ in 0..1_000 {
            spammed.apply(Action::Transfer(0, 1, 0)).unwrap();
        }
        play(&mut spammed, [Action::Deposit(9_999)]);
        play(&mut quiet, [Action::Deposit(9_999)]);
    }
    assert_eq!((due(&spammed), spammed.lifetime(1)), (due(&quiet), quiet.lifetime(1)));
    assert_eq!(due(&spammed), [99_980, 9, 0]);
}

#[test]
fn accumulator_10_the_same_position_three_times_is_paid_once() {
    let mut ledger = Ledger::issued([2, 1, 0]);
    play(&mut ledger, [Action::Deposit(300), Action::Claim(1)]);
    let once = ledger;
    play(&mut ledger, [Action::Claim(1), Action::Claim(1)]);
    assert_eq!((ledger, ledger.paid), (once, [0, 100, 0]));
}

/// Whole USDC in its units: the published examples are about money with six decimals.
const USDC: u64 = 1_000_000;

fn usdc<const N: usize>(amounts: [u64; N]) -> [u64; N] {
    amounts.map(|amount| amount * USDC)
}

#[test]
fn t1_a_million_new_shares_dilute_nine_to_one() {
    let mut ledger = Ledger::issued([9_000_000, 1_000_000, 0]);
    play(&mut ledger, [Action::Issue(2, 1_000_000), Action::Deposit(11_000 * USDC)]);
    // 81.8 %, 9.09 %, 9.09 %
    assert_eq!(due(&ledger), usdc([9_000, 1_000, 1_000]));
}

#[test]
fn t2_two_rounds_dilute_the_owner_to_76_9_percent() {
    let mut ledger = Ledger::issued([10_000_000, 0, 0]);
    refused!(ledger.apply(Action::DepositNet(11_000)), NoOutsideShares);
    play(&mut ledger, [Action::Issue(1, 1_000_000), Action::Deposit(11_000 * USDC)]);
    assert_eq!(due(&ledger), usdc([10_000, 1_000, 0]));
    play(&mut ledger, [Action::Issue(2, 2_000_000), Action::Deposit(13_000 * USDC)]);
    assert_eq!(due(&ledger), usdc([20_000, 2_000, 2_000]));
}

#[test]
fn t4_80_15_and_5_percent_of_ten_thousand() {
    let mut ledger = Ledger::issued([8_000_000, 1_500_000, 500_000]);
    play(&mut ledger, [Action::Deposit(10_000 * USDC)]);
    assert_eq!(due(&ledger), usdc([8_000, 1_500, 500]));
    refused!(ledger.apply(Action::Deposit(0)), ZeroDeposit);
}

#[test]
fn t4_net_of_the_owners_own_part() {
    let mut ledger = Ledger::issued([8_000_000, 1_500_000, 500_000]);
    play(&mut ledger, [Action::DepositNet(10_000 * USDC)]);
    assert_eq!((ledger.vault(), ledger.paid), (2_000 * USDC, usdc([8_000, 0, 0])));
    assert_eq!(due(&ledger), usdc([0, 1_500, 500]));
    refused!(ledger.apply(Action::DepositNet(MAX)), DepositLimit);
}

/// Ten thousand single units, a hundredth of a cent: no share's part of that is a whole number of 2^-64, so that each
/// waits for its last unit. The remainder is carried, and what was short is paid with later deposits.
#[test]
fn t4_in_single_units_is_short_of_one_each_until_the_remainder_is_used_up() {
    let mut ledger = Ledger::issued([8_000_000, 1_500_000, 500_000]);
    play(&mut ledger, [Action::Deposit(10_000)]);
    assert_eq!((due(&ledger), ledger.vault()), ([7_999, 1_499, 499], 10_000));
    // 125 times 10,000 is the first multiple of 5^7, the odd part of the number of shares.
    play(&mut ledger, [Action::Deposit(10_000); 124]);
    assert_eq!((due(&ledger), ledger.pool.rem), ([1_000_000, 187_500, 62_500], 0));
}

#[test]
fn t5_bought_for_10_000_and_sold_for_15_000() {
    assert_eq!(gain(15_000, 10_000), Ok(5_000));
    refused!(gain(10_000, 15_000), ZeroDeposit);
}

#[test]
fn t6_three_holders_of_one_percent_of_three_millions() {
    let mut ledger = Ledger::<4>::issued([9_700_000, 100_000, 100_000, 100_000]);
    play(&mut ledger, [Action::Deposit(gain(3_000_000 * USDC, 0).unwrap())]);
    assert_eq!(due(&ledger), usdc([2_910_000, 30_000, 30_000, 30_000]));
    refused!(gain(0, 0), ZeroDeposit);
}

#[test]
fn t7_five_percent_of_a_hundred_thousand() {
    let mut ledger = Ledger::issued([9_500_000, 500_000, 0]);
    play(&mut ledger, [Action::Deposit(100_000 * USDC)]);
    assert_eq!(due(&ledger), usdc([95_000, 5_000, 0]));
    refused!(ledger.apply(Action::Transfer(1, 2, 500_001)), InsufficientShares);
}

#[test]
fn t8_half_of_the_shares_carry_half_of_their_cost() {
    let basis = carried_cost_basis(20_000, 10_000, 5_000).unwrap();
    assert_eq!((basis, gain(20_000, basis)), (10_000, Ok(10_000)));
    refused!(carried_cost_basis(20_000, 10_000, 10_001), InsufficientShares);
    refused!(gain(10_000, basis), ZeroDeposit);
}

#[test]
fn t9_fees_of_a_sale_for_250_000() {
    let parts = sale(250_000, 150, 50, false).unwrap();
    assert_eq!((parts.owner_fee, parts.network_fee, parts.received), (3_750, 1_250, 245_000));
    let home = sale(250_000, 150, 50, true).unwrap();
    assert_eq!((home.owner_fee, home.network_fee, home.received), (0, 0, 250_000));
}

#[test]
fn t10_fees_of_a_sale_for_100_000() {
    let parts = sale(100_000, 150, 50, false).unwrap();
    assert_eq!((parts.owner_fee, parts.network_fee, parts.received), (1_500, 500, 98_000));
    // A unit more pays both fees one unit more: each rounds up.
    let more = sale(100_001, 150, 50, false).unwrap();
    assert_eq!((more.owner_fee, more.network_fee, more.received), (1_501, 501, 97_999));
}

#[test]
fn t12_a_thousand_shares_on_a_million() {
    assert_eq!(equity(1_000_000, 0, 10), Ok(1_000));
    assert_eq!((equity(999_999, 0, 10), equity(1_000_000, 999, 10)), (Ok(999), Ok(1)));
    assert_eq!(equity(1_000_000, 1_001, 10), Err(Error::MathOverflow));
}
