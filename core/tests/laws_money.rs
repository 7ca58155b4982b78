//! Where the money of a fill goes: whoever cannot be paid blocks nothing, and no unit is lost or made.
#![allow(clippy::unwrap_used)]

use crate::common::{amount, config};
use crate::refused;
use personal_token_core::accumulator::{Holding, Pool};
use personal_token_core::fee::Sale;
use personal_token_core::market::{Money, Payable};
use proptest::prelude::*;

/// Every combination of who can be paid.
fn everybody() -> impl Iterator<Item = Payable> {
    let bit = |bits: u8, place: u8| bits >> place & 1 == 1;
    (0u8..16).map(move |bits| Payable {
        seller: bit(bits, 0),
        owner: bit(bits, 1),
        treasury: bit(bits, 2),
        vault: bit(bits, 3),
    })
}

/// A token with so many shares and so much deposited.
fn token(shares: u64, deposited: u64) -> Pool {
    let (mut pool, mut holder) = (Pool::default(), Holding::default());
    pool.issue(&mut holder, shares).unwrap();
    if deposited > 0 {
        pool.deposit(deposited).unwrap();
    }
    pool
}

proptest! {
    #![proptest_config(config())]

    /// The table of who gets what, for every combination of who can be paid.
    #[test]
    fn every_unit_of_a_fill_has_one_receiver(
        [owner_fee, network_fee, received] in [amount(), amount(), amount()].prop_map(|all| all.map(|units| units / 3)),
        cost_basis in amount(),
        (shares, deposited) in (1..=u64::MAX, amount()),
    ) {
        let sale = Sale { paid: owner_fee + network_fee + received, owner_fee, network_fee, received };
        for payable in everybody() {
            let before = token(shares, deposited);
            let (mut pool, mut credited) = (before, before);
            let money = Money::divide(&sale, cost_basis, payable, &mut pool).unwrap();
            // A fee of nothing is delivered to nobody, and credited to nobody.
            let undelivered = owner_fee > 0 && !payable.owner;
            let is_credited = undelivered && payable.vault && credited.deposit(owner_fee).is_ok();
            let stays = if undelivered && !is_credited { owner_fee } else { 0 };
            let untaken = if payable.treasury { 0 } else { network_fee };
            prop_assert_eq!(money, Money {
                owner_fee: owner_fee - stays,
                fee_credited: is_credited,
                network_fee: network_fee - untaken,
                received: received + stays + untaken,
                seller_owed: !payable.seller,
                gain: (received + stays + untaken).saturating_sub(cost_basis),
                routed: 0,
            });
            prop_assert_eq!(pool, if is_credited { credited } else { before });
            prop_assert_eq!(money.owner_fee + money.network_fee + money.received, sale.paid);
        }
    }

    /// The seller is paid what his shareholders do not get.
    #[test]
    fn the_seller_gets_what_is_not_routed(received in amount(), routed in amount()) {
        let sale = Sale { paid: received, owner_fee: 0, network_fee: 0, received };
        let payable = everybody().last().unwrap();
        let money = Money { routed, ..Money::divide(&sale, 0, payable, &mut token(1, 0)).unwrap() };
        match received.checked_sub(routed) {
            Some(rest) => prop_assert_eq!(money.to_seller(), Ok(rest)),
            None => refused!(money.to_seller(), MathOverflow),
        }
    }
}

/// A token at its lifetime limit takes no fee: it stays with the seller, and the sale goes on.
#[test]
fn a_fee_that_cannot_be_credited_stays_with_the_seller() {
    let full = token(1, u64::MAX);
    let mut pool = full;
    let sale = Sale { paid: 100, owner_fee: 2, network_fee: 1, received: 97 };
    let payable = Payable { seller: true, owner: false, treasury: true, vault: true };
    let money = Money::divide(&sale, 90, payable, &mut pool).unwrap();
    assert_eq!((money.owner_fee, money.fee_credited, money.received, money.gain), (0, false, 99, 9));
    assert_eq!(pool, full);
}

/// Parts that are no division of a payment: more than there can be of any money.
#[test]
fn refuses_parts_whose_sum_overflows() {
    let nobody = Payable { seller: false, owner: false, treasury: false, vault: false };
    let sale = Sale { paid: u64::MAX, owner_fee: 1, network_fee: 1, received: u64::MAX };
    let mut pool = token(1, 0);
    refused!(Money::divide(&sale, 0, Payable { owner: true, ..nobody }, &mut pool), MathOverflow);
    refused!(Money::divide(&sale, 0, Payable { treasury: true, ..nobody }, &mut pool), MathOverflow);
    assert_eq!(pool, token(1, 0));
}
