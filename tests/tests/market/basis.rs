//! What shares cost: purchases add to it, transfers carry their part, a sale takes its part away.

use crate::{prelude::*, stage::*};

fn cost(world: &World, stage: &Stage, person: Person) -> u64 {
    world.position_state(&stage.ada, person).cost_basis
}

/// Dave bought 10,000 shares at 2, and they are free.
fn bought() -> (World, Stage) {
    let (mut world, stage) = on_sale_with(10_000, 2);
    stage.buy(&mut world, stage.dave, 10_000).expect_success();
    world.warp(HOLD);
    (world, stage)
}

/// 10,000 bought at 2, 5,000 sold at 4: they had cost 10,000, so 10,000 are gained before fees.
#[test]
fn the_vector_of_the_design() {
    let (mut world, stage) = bought();
    assert_eq!(cost(&world, &stage, stage.dave), 20_000);
    let listing = world.list(&stage.ada, stage.dave, 5_000, 4);
    let outcome = purchase(&mut world, &listing, stage.ada.owner, 5_000).expect_success();
    let Event::SharesSold(sold) = outcome.event() else { panic!() };
    assert_eq!((sold.paid, sold.received, sold.cost_basis), (20_000, 20_000, 10_000));
    assert_eq!((cost(&world, &stage, stage.dave), cost(&world, &stage, stage.ada.owner)), (10_000, 20_000));
}

#[test]
fn purchases_add_up() {
    let (mut world, stage) = listed();
    let dearer = world.list(&stage.ada, stage.bob, 1_000, 7);
    world.warp(EVERYONE);
    stage.buy(&mut world, stage.dave, 300).expect_success();
    purchase(&mut world, &dearer, stage.dave, 10).expect_success();
    stage.buy(&mut world, stage.dave, 1).expect_success();
    assert_eq!(cost(&world, &stage, stage.dave), 300 * 5 + 10 * 7 + 5);
    assert_eq!(cost(&world, &stage, stage.bob), 0);
}

/// What a buyer pays is what they cost him; the fees are the seller's.
#[test]
fn fees_are_no_part_of_what_they_cost() {
    let (world, stage) = bought();
    assert_eq!(cost(&world, &stage, stage.dave), 20_000);
    assert_eq!(world.quote_of(stage.bob.wallet), 19_600);
}

#[test]
fn transfers_carry_their_part() {
    let (mut world, stage) = bought();
    world.transfer(&stage.ada, stage.dave, stage.carol, 2_500).expect_success();
    assert_eq!((cost(&world, &stage, stage.dave), cost(&world, &stage, stage.carol)), (15_000, 5_000));
    // Carol's ten old shares cost nothing: 1,255 of 2,510 shares take half of the cost.
    world.warp(HOLD);
    let listing = world.list(&stage.ada, stage.carol, 1_255, 9);
    let outcome = purchase(&mut world, &listing, stage.ada.owner, 1_255).expect_success();
    let Event::SharesSold(sold) = outcome.event() else { panic!() };
    assert_eq!((sold.cost_basis, cost(&world, &stage, stage.carol)), (2_500, 2_500));
}

/// Each sale takes its part rounded down, what is rounded off stays behind, and the last share takes all the rest.
#[test]
fn the_parts_add_up_to_the_whole() {
    for parts in [vec![1, 2, 3, 994], vec![333, 333, 334], vec![999, 1], vec![1_000]] {
        let (mut world, stage) = on_sale_with(500, 5);
        stage.buy(&mut world, stage.ada.owner, 500).expect_success();
        world.edit::<Position>(stage.listing.position(), |bob| {
            bob.cost_basis = 3_337;
            bob.shares += 500;
        });
        world.corrupt(stage.ada.share_account(stage.bob.wallet), |data| {
            data[64..72].copy_from_slice(&1_000u64.to_le_bytes());
        });
        let listing = world.list(&stage.ada, stage.bob, 1_000, 3);
        let (mut left, mut shares, mut taken) = (3_337, 1_000, 0);
        for part in parts {
            let outcome = purchase(&mut world, &listing, stage.ada.owner, part).expect_success();
            let Event::SharesSold(sold) = outcome.event() else { panic!() };
            assert_eq!(sold.cost_basis, left * part / shares);
            (left, shares, taken) = (left - sold.cost_basis, shares - part, taken + sold.cost_basis);
            assert_eq!(cost(&world, &stage, stage.bob), left);
        }
        assert_eq!((left, taken), (0, 3_337));
    }
}

/// What the owner pays for his own shares is recorded too, and moves on with them.
#[test]
fn an_owners_purchases_are_recorded() {
    let (mut world, stage) = listed();
    stage.buy(&mut world, stage.ada.owner, 1_000).expect_success();
    let owner = world.position_state(&stage.ada, stage.ada.owner);
    assert_eq!(owner.cost_basis, 5_000);
    world.transfer(&stage.ada, stage.ada.owner, stage.dave, owner.shares / 2).expect_success();
    let carried = u128::from(owner.shares / 2) * 5_000 / u128::from(owner.shares);
    assert_eq!(u128::from(cost(&world, &stage, stage.dave)), carried);
}

/// The greatest amounts there can be in one position.
#[test]
fn the_greatest_cost() {
    let (mut world, stage) = on_sale_with(1, u64::MAX);
    stage.buy(&mut world, stage.dave, 1).expect_success();
    assert_eq!(cost(&world, &stage, stage.dave), u64::MAX);
    world.warp(HOLD);
    let listing = world.list(&stage.ada, stage.dave, 1, 2);
    world.checked = false; // the money of the first sale is all there can be
    world.send_quote(stage.bob.wallet, stage.ada.quote_account(stage.carol.wallet), 2);
    world.send_quote(stage.carol.wallet, stage.ada.quote_account(stage.dave.wallet), 2);
    world.warp(OWNER_WINDOW);
    world.send_quote(stage.dave.wallet, stage.ada.quote_account(stage.carol.wallet), 2);
    let buy = world.listing_buy(&listing, stage.carol, 1).instruction();
    let outcome = crate::preview::send(&mut world, buy).expect_success();
    let Event::SharesSold(sold) = outcome.event() else { panic!() };
    assert_eq!(
        (sold.cost_basis, cost(&world, &stage, stage.dave), cost(&world, &stage, stage.carol)),
        (u64::MAX, 0, 2)
    );
}

refusals! {
    bought;
    refuses_a_cost_of_the_buyer_beyond_64_bits: |world, stage| {
        let listing = world.list(&stage.ada, stage.dave, 10, 5);
        world.warp(OWNER_WINDOW);
        world.edit::<Position>(stage.ada.position(stage.carol.wallet), |carol| carol.cost_basis = u64::MAX - 49);
        world.fund_purchase(&listing, stage.carol, 10);
        world.listing_buy(&listing, stage.carol, 10).instruction()
    } => Rule::MathOverflow;
    refuses_to_list_what_was_bought_before_its_lock_ends: |world, stage| {
        world.warp(-1);
        world.listing_open(&stage.ada, stage.dave, 1, 5).instruction()
    } => Rule::SharesLocked;
    refuses_to_send_what_was_bought_before_its_lock_ends: |world, stage| {
        world.warp(-1);
        world.shares_transfer(&stage.ada, stage.dave, stage.carol, 1).instruction()
    } => Rule::SharesLocked;
}
