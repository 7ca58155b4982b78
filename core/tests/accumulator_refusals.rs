//! What the accumulator refuses, with the exact error, and that a refusal leaves both sides as they were.
//!
//! Some of these states can only be the work of a bug elsewhere; the arithmetic has to stop there, never wrap.
#![allow(clippy::unwrap_used)]

use crate::common::{Action, Ledger};
use crate::refused;
use personal_token_core::accumulator::{transfer, Holding, Pool};
use personal_token_core::{Error, Result};

const MAX: u64 = u64::MAX;

/// Owner 2, outsider 1, one unit deposited: every number is in motion.
fn running() -> Ledger<3> {
    let mut ledger = Ledger::issued([2, 1, 0]);
    ledger.apply(Action::Deposit(1)).unwrap();
    ledger
}

/// Applies and asserts: refused with this error, and nothing moved, not even a checkpoint.
fn refuse(mut ledger: Ledger<3>, action: Action, error: Error) {
    let before = ledger;
    assert_eq!(ledger.apply(action), Err(error), "{action:?}");
    assert_eq!(ledger, before, "{action:?}");
}

#[test]
fn a_deposit_of_nothing_is_refused() {
    refuse(running(), Action::Deposit(0), Error::ZeroDeposit);
    refuse(running(), Action::DepositNet(0), Error::ZeroDeposit);
    refuse(Ledger::new(), Action::Deposit(0), Error::ZeroDeposit);
}

#[test]
fn a_deposit_without_shares_is_refused() {
    refuse(Ledger::new(), Action::Deposit(1), Error::NoShares);
    refuse(Ledger::new(), Action::Deposit(MAX), Error::NoShares);
    refuse(Ledger::new(), Action::DepositNet(1), Error::NoOutsideShares);
}

#[test]
fn a_deposit_past_the_lifetime_limit_is_refused() {
    refuse(running(), Action::Deposit(MAX), Error::DepositLimit);
    refuse(running(), Action::DepositNet(MAX), Error::DepositLimit);
    let mut full = running();
    full.apply(Action::Deposit(MAX - 1)).unwrap();
    refuse(full, Action::Deposit(1), Error::DepositLimit);
    // Being paid does not make room: the limit is over the lifetime.
    for who in 0..2 {
        full.apply(Action::Claim(who)).unwrap();
    }
    refuse(full, Action::Deposit(1), Error::DepositLimit);
    refuse(full, Action::DepositNet(1), Error::DepositLimit);
}

#[test]
fn a_net_deposit_without_outside_shares_is_refused() {
    let mut alone = Ledger::issued([3, 0, 0]);
    refuse(alone, Action::DepositNet(5), Error::NoOutsideShares);
    alone.apply(Action::Transfer(0, 1, 1)).unwrap();
    assert_eq!(alone.apply(Action::DepositNet(5)), Ok(()));
    // A holding larger than the token is a bug elsewhere, and no reason to pay.
    alone.holders[0].shares = 4;
    refuse(alone, Action::DepositNet(5), Error::NoOutsideShares);
}

#[test]
fn more_shares_than_held_are_refused() {
    for shares in [3, 4, MAX] {
        refuse(running(), Action::Retire(0, shares), Error::InsufficientShares);
        refuse(running(), Action::Transfer(0, 1, shares), Error::InsufficientShares);
    }
    refuse(running(), Action::Transfer(2, 0, 1), Error::InsufficientShares);
    refuse(running(), Action::Retire(2, 1), Error::InsufficientShares);
}

#[test]
fn shares_that_do_not_fit_are_refused() {
    refuse(running(), Action::Issue(0, MAX - 2), Error::MathOverflow);
    refuse(running(), Action::Issue(2, MAX), Error::MathOverflow);
    assert_eq!(running().apply(Action::Issue(2, MAX - 3)), Ok(()));
    // The receiver's side overflows after the sender's was computed: the sender keeps his shares.
    let mut broken = running();
    broken.holders[1].shares = MAX;
    broken.holders[1].last = broken.pool.acc;
    refuse(broken, Action::Transfer(0, 1, 1), Error::MathOverflow);
    refuse(broken, Action::Issue(1, 1), Error::MathOverflow);
}

#[test]
fn retiring_more_than_there_is_is_refused() {
    let mut broken = running();
    broken.pool.total = 1;
    refuse(broken, Action::Retire(0, 2), Error::InsufficientShares);
}

#[test]
fn an_accumulator_that_went_back_is_refused() {
    let mut broken = running();
    broken.holders[1].last = broken.pool.acc + 1;
    for action in [
        Action::Checkpoint(1),
        Action::Claim(1),
        Action::Issue(1, 1),
        Action::Retire(1, 1),
        Action::Transfer(1, 2, 1),
        Action::Transfer(0, 1, 1),
    ] {
        refuse(broken, action, Error::MathOverflow);
    }
    refused!(broken.holders[1].claimable(broken.pool.acc), MathOverflow);
    broken.holders[0].last = MAX.into();
    broken.holders[0].last <<= 64;
    refuse(broken, Action::DepositNet(1), Error::MathOverflow);
}

#[test]
fn a_product_that_does_not_fit_is_refused() {
    let holding = Holding { shares: 2, last: 0, owed: 0 };
    refused!(holding.claimable(u128::MAX), MathOverflow);
    let owed = Holding { shares: 1, last: 0, owed: 1 };
    refused!(owed.claimable(u128::MAX), MathOverflow);
    // One less, and it is the largest there is.
    assert_eq!(owed.claimable(u128::MAX - 1), Ok(MAX));
    let mut touched = owed;
    refused!(touched.checkpoint(u128::MAX), MathOverflow);
    assert_eq!(touched, owed);
}

#[test]
fn totals_that_do_not_fit_are_refused() {
    let mut paid = running();
    paid.apply(Action::Deposit(2)).unwrap();
    paid.pool.paid = MAX;
    refuse(paid, Action::Claim(0), Error::MathOverflow);
    refuse(paid, Action::DepositNet(100), Error::MathOverflow);
    let mut acc = running();
    acc.pool.acc = u128::MAX;
    refuse(acc, Action::Deposit(1), Error::MathOverflow);
    let mut rem = running();
    rem.pool.rem = u128::MAX;
    refuse(rem, Action::Deposit(1), Error::MathOverflow);
}

/// The smallest rule of all: what cannot be moved is not even booked.
#[test]
fn a_refused_transfer_books_nothing_on_either_side() {
    let mut pool = Pool::default();
    let (mut from, mut to) = (Holding::default(), Holding::default());
    pool.issue(&mut from, 1).unwrap();
    pool.deposit(7).unwrap();
    let before = (from, to);
    let outcome: Result<()> = transfer(pool.acc, &mut from, &mut to, 2);
    refused!(outcome, InsufficientShares);
    assert_eq!((from, to), before);
}
