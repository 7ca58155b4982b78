//! What the shares on a listing do meanwhile: they earn, they vote on nothing, and they do not move.

use crate::{prelude::*, stage::*};

/// Bob may move what he has not listed.
#[test]
fn only_the_rest_is_transferred() {
    let (mut world, stage) = listed();
    let (ada, bob, dave) = (stage.ada, stage.bob, stage.dave);
    world.transfer(&ada, bob, dave, 1_001).expect_refusal(Rule::SharesListed);
    world.transfer(&ada, bob, dave, 1_000).expect_success();
    world.transfer(&ada, bob, dave, 1).expect_refusal(Rule::SharesListed);
    world.transfer(&ada, bob, ada.owner, 1).expect_refusal(Rule::SharesListed);
    stage.buy(&mut world, ada.owner, 1_000).expect_success();
    assert_eq!(world.position_state(&ada, bob).shares, 0);
}

#[test]
fn listed_shares_are_paid_as_ever() {
    let (mut world, stage) = listed();
    world.deposit(&stage.ada, SHARES).expect_success();
    world.claim(&stage.ada, stage.bob.wallet).expect_success();
    assert_eq!(world.quote_of(stage.bob.wallet), 2_000);
    world.deposit(&stage.ada, SHARES).expect_success();
    // What was owed before the sale is the seller's, what comes after it the buyer's.
    stage.buy(&mut world, stage.ada.owner, 1_000).expect_success();
    world.deposit(&stage.ada, SHARES).expect_success();
    world.claim(&stage.ada, stage.bob.wallet).expect_success();
    assert_eq!(world.quote_of(stage.bob.wallet), 2_000 + 5_000 + 2_000 + 1_000);
}

/// Shares come in while others are listed, and locks average: every step after that still works.
#[test]
fn more_shares_arrive_while_some_are_listed() {
    for wait in [0, 1, HOLD - 1, HOLD, HOLD + 1] {
        let (mut world, stage) = unlisted(1_000);
        let (ada, bob) = (stage.ada, stage.bob);
        let year = ListingOpen { duration: 365 * DAY, ..world.listing_open(&ada, bob, 1_000, 5) };
        world.must(&[year.instruction()]);
        world.transfer(&ada, ada.owner, bob, 500).expect_success();
        let first = world.now() + HOLD;
        world.warp(wait);
        world.transfer(&ada, ada.owner, bob, 1_500).expect_success();
        let state = world.position_state(&ada, bob);
        let second = world.now() + HOLD;
        let expected = match wait < HOLD {
            true => (2_000, (500 * first + 1_500 * second + 1_999) / 2_000),
            false => (1_500, second),
        };
        assert_eq!((state.locked, state.unlocks_at), expected);
        assert_eq!((state.shares, state.listed), (3_000, 1_000));

        // A part is sold, nothing locked is listed or moved, and what was free of the two gifts moves.
        stage.buy(&mut world, ada.owner, 400).expect_success();
        let free = 2_000 - expected.0;
        let open = world.listing_open(&ada, bob, free + 1, 5);
        world.send(&[open.instruction()]).expect_refusal(Rule::SharesListed);
        world.transfer(&ada, bob, stage.carol, free + 1).expect_refusal(Rule::SharesListed);
        if free > 0 {
            world.transfer(&ada, bob, stage.carol, free).expect_success();
        }
        world.must(&[world.listing_cancel(&stage.listing).instruction()]);
        world.transfer(&ada, bob, stage.carol, 600).expect_success();
        world.warp_to(expected.1);
        world.transfer(&ada, bob, stage.carol, expected.0).expect_success();
        let state = world.position_state(&ada, bob);
        assert_eq!((state.shares, state.locked, state.listed), (0, 0, 0));
    }
}

/// A seller buys shares of the same token elsewhere while his own are listed.
#[test]
fn a_seller_buys_from_another_while_his_own_are_listed() {
    let (mut world, stage) = listed();
    let other = world.list(&stage.ada, stage.carol, 10, 3);
    world.warp(OWNER_WINDOW);
    purchase(&mut world, &other, stage.bob, 10).expect_success();
    let bob = world.position_state(&stage.ada, stage.bob);
    assert_eq!((bob.shares, bob.listed, bob.locked, bob.cost_basis), (2_010, 1_000, 10, 30));
    stage.buy(&mut world, stage.ada.owner, 1_000).expect_success();
    let bob = world.position_state(&stage.ada, stage.bob);
    // Half of the cost left with half of the shares: floor(30·1,000 / 2,010).
    assert_eq!((bob.shares, bob.listed, bob.locked, bob.cost_basis), (1_010, 0, 10, 30 - 14));
}

/// Two of his listings are bought independently.
#[test]
fn two_listings_of_one_seller_do_not_touch_each_other() {
    let (mut world, stage) = listed();
    let second = world.list(&stage.ada, stage.bob, 500, 9);
    stage.buy(&mut world, stage.ada.owner, 1_000).expect_success();
    assert_eq!(world.listing_state(&second).book.shares, 500);
    assert_eq!(world.position_state(&stage.ada, stage.bob).listed, 500);
    world.must(&[world.listing_cancel(&second).instruction()]);
    assert_eq!(world.position_state(&stage.ada, stage.bob).listed, 0);
}

/// A transfer of Bob's by wallet.
fn transfer(world: &World, stage: &Stage, shares: u64) -> Instruction {
    world.shares_transfer(&stage.ada, stage.bob, stage.dave, shares).instruction()
}

refusals! {
    listed;
    refuses_to_transfer_a_listed_share: |world, stage| transfer(&world, &stage, 1_001) => Rule::SharesListed;
    refuses_to_transfer_all_shares: |world, stage| transfer(&world, &stage, 2_000) => Rule::SharesListed;
    refuses_to_send_a_listed_share_back_to_the_owner: |world, stage|
        world.shares_transfer(&stage.ada, stage.bob, stage.ada.owner, 1_001).instruction() => Rule::SharesListed;
    refuses_to_transfer_what_expired_before_it_is_cancelled: |world, stage| {
        world.warp(DURATION);
        transfer(&world, &stage, 1_001)
    } => Rule::SharesListed;
    refuses_to_list_a_listed_share: |world, stage|
        world.listing_open(&stage.ada, stage.bob, 1_001, 5).instruction() => Rule::SharesListed;
    refuses_to_list_what_expired_before_it_is_cancelled: |world, stage| {
        world.warp(DURATION);
        world.listing_open(&stage.ada, stage.bob, 2_000, 5).instruction()
    } => Rule::SharesListed;
    refuses_a_sale_of_more_than_the_position_has_listed: |world, stage| {
        world.edit::<Position>(stage.listing.position(), |position| position.listed = 999);
        stage.order(&mut world, stage.ada.owner, 1_000).instruction()
    } => Rule::InvariantBroken;
    refuses_a_sale_of_more_than_the_position_holds: |world, stage| {
        world.edit::<Position>(stage.listing.position(), |position| position.shares = 999);
        stage.order(&mut world, stage.ada.owner, 1_000).instruction()
    } => Rule::InsufficientShares;
    refuses_a_position_that_is_ahead_of_its_token: |world, stage| {
        world.edit::<Position>(stage.listing.position(), |position| position.last = U128::new(1));
        stage.order(&mut world, stage.ada.owner, 1_000).instruction()
    } => Rule::MathOverflow;
    refuses_a_buyer_who_is_ahead_of_his_token: |world, stage| {
        let position = stage.ada.position(stage.ada.owner.wallet);
        world.edit::<Position>(position, |position| position.last = U128::new(1));
        stage.order(&mut world, stage.ada.owner, 1_000).instruction()
    } => Rule::MathOverflow;
    refuses_a_cost_beyond_64_bits: |world, stage| {
        let position = stage.ada.position(stage.ada.owner.wallet);
        world.edit::<Position>(position, |position| position.cost_basis = u64::MAX);
        stage.order(&mut world, stage.ada.owner, 1_000).instruction()
    } => Rule::MathOverflow;
}
