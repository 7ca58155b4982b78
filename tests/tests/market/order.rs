//! What a buyer agreed to when he signed: number, price and quantity; and what the seller asks for.

use crate::{prelude::*, preview::send, stage::*};

/// Bob sells 1,000 shares at 5, at least 100 at once; the owner orders 250.
fn ready() -> (World, (Stage, ListingBuy)) {
    let (mut world, stage) = unlisted(2_000);
    let open = ListingOpen { minimum_fill: 100, ..world.listing_open(&stage.ada, stage.bob, 1_000, 5) };
    world.must(&[open.instruction()]);
    let order = stage.order(&mut world, stage.ada.owner, 250);
    world.fund(stage.ada.owner.wallet, 10_000);
    (world, (stage, order))
}

/// As [`ready`], with 50 shares left.
fn nearly_sold() -> (World, (Stage, ListingBuy)) {
    let (mut world, (stage, order)) = ready();
    world.must(&[ListingBuy { shares: 950, ..order.clone() }.instruction()]);
    world.fund(stage.ada.owner.wallet, 10_000);
    (world, (stage, order))
}

fn left(world: &World, stage: &Stage) -> u64 {
    world.listing_state(&stage.listing).book.shares
}

#[test]
fn fills_add_up() {
    let (mut world, (stage, order)) = ready();
    for (shares, expected) in [(100, 900), (101, 799), (699, 100)] {
        send(&mut world, ListingBuy { shares, ..order.clone() }.instruction()).expect_success();
        assert_eq!(left(&world, &stage), expected);
        assert_eq!(world.position_state(&stage.ada, stage.bob).listed, expected);
    }
    send(&mut world, ListingBuy { shares: 100, ..order }.instruction()).expect_success();
    assert_eq!(world.account(&stage.listing.address()), None);
    assert_eq!(world.position_state(&stage.ada, stage.bob).shares, 1_000);
}

/// Fewer than the least are bought if they are the last.
#[test]
fn the_last_remainder_may_be_small() {
    for shares in [50, 51, 250, u64::MAX] {
        let (mut world, (stage, order)) = nearly_sold();
        let owner = world.position_state(&stage.ada, stage.ada.owner).shares;
        send(&mut world, ListingBuy { shares, ..order }.instruction()).expect_success();
        assert_eq!(world.position_state(&stage.ada, stage.ada.owner).shares, owner + 50);
        assert_eq!(world.account(&stage.listing.address()), None);
    }
}

/// A remainder below the least that a purchase leaves behind can still be bought.
#[test]
fn a_purchase_may_leave_less_than_the_least() {
    let (mut world, (stage, order)) = ready();
    send(&mut world, ListingBuy { shares: 999, ..order.clone() }.instruction()).expect_success();
    assert_eq!(left(&world, &stage), 1);
    send(&mut world, ListingBuy { shares: 1, ..order }.instruction()).expect_success();
}

#[test]
fn the_limits_are_met_exactly() {
    let (mut world, (stage, order)) = ready();
    let exact = ListingBuy { maximum_price: 5, minimum_shares: 250, ..order.clone() };
    send(&mut world, exact.instruction()).expect_success();
    assert_eq!(left(&world, &stage), 750);
    let all = ListingBuy { shares: u64::MAX, minimum_shares: 750, ..order };
    send(&mut world, all.instruction()).expect_success();
}

/// Without a minimum of his own a buyer takes what there is.
#[test]
fn a_minimum_of_nothing_takes_what_there_is() {
    let (mut world, (_, order)) = nearly_sold();
    send(&mut world, ListingBuy { minimum_shares: 0, ..order }.instruction()).expect_success();
}

/// Somebody was faster: who wanted 1,000 or nothing gets nothing, and pays nothing.
#[test]
fn a_race_for_the_same_shares_is_lost_without_harm() {
    let (mut world, (stage, order)) = ready();
    let all = ListingBuy { shares: 1_000, minimum_shares: 1_000, ..order.clone() };
    send(&mut world, order.instruction()).expect_success();
    send(&mut world, all.instruction()).expect_refusal(Rule::TooFewShares);
    send(&mut world, ListingBuy { minimum_shares: 750, ..all }.instruction()).expect_success();
    assert_eq!(world.account(&stage.listing.address()), None);
}

refusals! {
    ready;
    refuses_no_shares: |_world, (_, order)|
        ListingBuy { shares: 0, minimum_shares: 0, ..order }.instruction() => Rule::ZeroShares;
    refuses_fewer_than_the_sellers_least: |_world, (_, order)|
        ListingBuy { shares: 99, ..order }.instruction() => Rule::FillTooSmall;
    refuses_one_share_where_the_least_is_a_hundred: |_world, (_, order)|
        ListingBuy { shares: 1, ..order }.instruction() => Rule::FillTooSmall;
    refuses_fewer_than_the_buyers_least: |_world, (_, order)|
        ListingBuy { shares: 2_000, minimum_shares: 1_001, ..order }.instruction() => Rule::TooFewShares;
    refuses_a_buyer_who_asks_for_less_than_his_least: |_world, (_, order)|
        ListingBuy { shares: 250, minimum_shares: 251, ..order }.instruction() => Rule::TooFewShares;
    refuses_the_greatest_least: |_world, (_, order)|
        ListingBuy { shares: u64::MAX, minimum_shares: u64::MAX, ..order }.instruction() => Rule::TooFewShares;
    refuses_a_price_above_the_buyers_most: |_world, (_, order)|
        ListingBuy { maximum_price: 4, ..order }.instruction() => Rule::PriceAboveMaximum;
    refuses_a_buyer_who_pays_nothing: |_world, (_, order)|
        ListingBuy { maximum_price: 0, ..order }.instruction() => Rule::PriceAboveMaximum;
    refuses_another_number_than_was_seen: |_world, (_, order)|
        order.instruction().with_data(|data| data[1] = 1) => Rule::ListingMismatch;
    refuses_the_greatest_number: |_world, (_, order)|
        order.instruction().with_data(|data| data[1..5].fill(255)) => Rule::ListingMismatch;
    refuses_the_next_listing_under_the_number_that_was_seen: |world, (stage, order)| {
        let dearer = world.list(&stage.ada, stage.bob, 1_000, 500);
        order.instruction().replacing(stage.listing.address(), dearer.address())
    } => Rule::ListingMismatch;
    refuses_the_dearer_listing_that_replaced_what_was_seen: |world, (stage, order)| {
        world.must(&[world.listing_cancel(&stage.listing).instruction()]);
        let dearer = world.list(&stage.ada, stage.bob, 1_000, 6);
        ListingBuy { nonce: dearer.nonce, maximum_price: 5, ..order }.instruction()
    } => Rule::PriceAboveMaximum;
    refuses_a_listing_that_is_sold: |world, (_, order)| {
        world.must(&[ListingBuy { shares: 1_000, ..order.clone() }.instruction()]);
        order.instruction()
    } => TOO_SMALL;
    refuses_a_listing_that_was_cancelled: |world, (stage, order)| {
        world.must(&[world.listing_cancel(&stage.listing).instruction()]);
        order.instruction()
    } => TOO_SMALL;
    refuses_data_that_is_cut_off: |_world, (_, order)|
        order.instruction().with_data(|data| data.truncate(28)) => Error::InvalidInstructionData;
}

refusals! {
    nearly_sold;
    refuses_a_part_of_the_last_remainder: |_world, (_, order)|
        ListingBuy { shares: 49, ..order }.instruction() => Rule::FillTooSmall;
    refuses_more_than_is_left_if_that_is_the_buyers_least: |_world, (_, order)|
        ListingBuy { minimum_shares: 51, ..order }.instruction() => Rule::TooFewShares;
    refuses_none_of_the_last_remainder: |_world, (_, order)|
        ListingBuy { shares: 0, minimum_shares: 0, ..order }.instruction() => Rule::ZeroShares;
}
