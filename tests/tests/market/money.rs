//! Where the money of a sale goes, to the unit.

use personal_token_sdk::core::market::LOWEST_PRICE;

use crate::{prelude::*, preview::send, stage::*};

/// What seller, owner and treasury have got.
fn received(world: &World, stage: &Stage) -> [u64; 3] {
    [stage.bob.wallet, stage.ada.owner.wallet, treasury()].map(|wallet| world.quote_of(wallet))
}

/// One purchase by Dave of all of a listing, when anybody may.
fn sold(shares: u64, price: u64) -> [u64; 3] {
    let (mut world, stage) = on_sale_with(shares, price);
    stage.buy(&mut world, stage.dave, shares).expect_success();
    assert_eq!(world.quote_of(stage.dave.wallet), 0);
    received(&world, &stage)
}

#[test]
fn the_vectors_of_the_design() {
    assert_eq!(sold(50_000, 5), [245_000, 3_750, 1_250]);
    assert_eq!(sold(20_000, 5), [98_000, 1_500, 500]);
    assert_eq!(sold(1, 100_000), [98_000, 1_500, 500]);
    assert_eq!(sold(50_000, 2), [98_000, 1_500, 500]);
}

/// Each fee is rounded up; the seller bears it, and never pays to sell.
#[test]
fn fees_are_rounded_up() {
    let ceil = |paid: u64, rate: u64| (paid * rate).div_ceil(10_000);
    let cases = [(1, 2), (1, 3), (2, 2), (1, 66), (1, 67), (1, 199), (1, 200), (1, 201), (3, 333), (7, 9_999)];
    for (shares, price) in cases {
        let paid = shares * price;
        let (owner, network) = (ceil(paid, 150), ceil(paid, 50));
        assert_eq!(sold(shares, price), [paid - owner - network, owner, network], "{shares} at {price}");
    }
    assert_eq!(sold(1, LOWEST_PRICE), [0, 1, 1], "the smallest sale there is");
    assert_eq!(sold(2, LOWEST_PRICE), [2, 1, 1]);
}

/// The owner pays the price and no fee, whatever it is, whenever he buys.
#[test]
fn no_fee_when_the_owner_buys() {
    for (shares, price, wait) in [(1, 2, 0), (50_000, 5, 0), (50_000, 5, EVERYONE), (3, 333, OWNER_WINDOW)] {
        let (mut world, stage) = listed_with(shares, price);
        world.warp(wait);
        stage.buy(&mut world, stage.ada.owner, shares).expect_success();
        assert_eq!(received(&world, &stage), [shares * price, 0, 0]);
    }
}

/// The greatest amounts: 2^64 − 1 units for one share, and as many shares as there can be.
#[test]
fn the_greatest_sale() {
    let paid = u64::MAX;
    let ceil = |rate: u128| u64::try_from((u128::from(paid) * rate).div_ceil(10_000)).unwrap();
    let (owner, network) = (ceil(150), ceil(50));
    assert_eq!(sold(1, paid), [paid - owner - network, owner, network]);

    let mut world = World::founded();
    let ada = world.owner_with("ada", Terms { shares: u64::MAX, authorised: u64::MAX, ..Terms::default() });
    let dave = world.holder("dave", &ada, 0);
    world.quote_account(treasury());
    let shares = u64::MAX / 2;
    let listing = world.list(&ada, ada.owner, shares, 2);
    world.warp(HOLDER_WINDOW);
    purchase(&mut world, &listing, dave, u64::MAX).expect_success();
    let state = world.position_state(&ada, dave);
    assert_eq!((state.shares, state.cost_basis), (shares, 2 * shares));
}

/// A purchase in parts costs the same, and pays the seller less, never more. What is rounded up goes to those who
/// cannot choose it.
#[test]
fn splitting_a_purchase_yields_nothing() {
    for (shares, price) in [(100, 2), (100, 7), (100, 67), (97, 333), (60, 10_001)] {
        let [seller, owner, network] = sold(shares, price);
        for part in [1, 3, 7, 50, shares - 1] {
            let (mut world, stage) = on_sale_with(shares, price);
            let once = {
                let (mut world, stage) = on_sale_with(shares, price);
                stage.buy(&mut world, stage.dave, shares).expect_success();
                world.position_state(&stage.ada, stage.dave)
            };
            world.fund_purchase(&stage.listing, stage.dave, shares);
            let mut left = shares;
            while left > 0 {
                let buy = world.listing_buy(&stage.listing, stage.dave, part);
                send(&mut world, buy.instruction()).expect_success();
                left -= part.min(left);
            }
            assert_eq!(world.quote_of(stage.dave.wallet), 0, "the buyer pays the same");
            assert_eq!(world.position_state(&stage.ada, stage.dave), once, "and has the same");
            let parts = received(&world, &stage);
            assert_eq!(parts.iter().sum::<u64>(), shares * price);
            assert!(parts[0] <= seller, "the seller gets more: {parts:?} instead of {seller}");
            assert!(parts[1] >= owner && parts[2] >= network);
        }
    }
}

/// An owner who buys in parts gains nothing either.
#[test]
fn splitting_an_owners_purchase_changes_nothing() {
    let run = |part: u64| {
        let (mut world, stage) = listed_with(100, 333);
        for _ in 0..100 / part {
            stage.buy(&mut world, stage.ada.owner, part).expect_success();
        }
        let positions = [stage.ada.owner, stage.bob].map(|person| world.position_state(&stage.ada, person));
        (received(&world, &stage), positions)
    };
    assert_eq!(run(100), run(1));
    assert_eq!(run(100), run(20));
}

/// Two listings of half the shares, or one of all: the price and the fees are the same, but for rounding up.
#[test]
fn splitting_a_listing_yields_nothing() {
    let (mut world, stage) = unlisted(2_000);
    let halves = [0, 1].map(|_| world.list(&stage.ada, stage.bob, 50, 333));
    world.warp(EVERYONE);
    for half in halves {
        purchase(&mut world, &half, stage.dave, 50).expect_success();
    }
    let [seller, ..] = sold(100, 333);
    assert!(received(&world, &stage)[0] <= seller);
}

/// Dave buys Bob's 1,000 shares at 5, and pays out of an account with so many units.
fn with(balance: u64) -> (World, Instruction) {
    let (mut world, stage) = on_sale();
    world.fund(stage.dave.wallet, balance);
    let order = world.listing_buy(&stage.listing, stage.dave, 1_000).instruction();
    (world, order)
}

refusals! {
    || with(4_999);
    refuses_a_buyer_who_is_a_unit_short: |_world, order| order => (TOKEN_ID, 1);
}

refusals! {
    || with(0);
    refuses_a_buyer_without_money: |_world, order| order => (TOKEN_ID, 1);
}

refusals! {
    on_sale;
    /// All of it is owed in one call: enough for the seller is not enough.
    refuses_enough_for_the_seller_alone: |world, stage| {
        world.fund(stage.dave.wallet, 4_900);
        world.listing_buy(&stage.listing, stage.dave, 1_000).instruction()
    } => (TOKEN_ID, 1);
    refuses_enough_for_all_but_the_network: |world, stage| {
        world.fund(stage.dave.wallet, 4_975);
        world.listing_buy(&stage.listing, stage.dave, 1_000).instruction()
    } => (TOKEN_ID, 1);
    refuses_money_for_one_share_less: |world, stage| {
        world.fund(stage.dave.wallet, 999 * 5);
        world.listing_buy(&stage.listing, stage.dave, u64::MAX).instruction()
    } => (TOKEN_ID, 1);
    /// Money would go round, and an allowance is not used up by that: shares for nothing but the fees.
    refuses_a_delegate_of_the_seller_with_the_sellers_own_money: |world, stage| {
        let purse = world.fund(stage.bob.wallet, 5_000);
        let approve = spl_token_2022_interface::instruction::approve;
        let (owner, buyer) = (stage.bob.wallet, stage.dave.wallet);
        world.must(&[approve(&TOKEN_ID, &purse, &buyer, &owner, &[], 5_000).unwrap()]);
        let buy = world.listing_buy(&stage.listing, stage.dave, 1_000);
        ListingBuy { source: purse, ..buy }.instruction()
    } => Rule::SourceIsSellers;
    /// The token's owner pays no fees, so that nothing at all would be used up.
    refuses_an_owner_with_the_sellers_own_money: |world, stage| {
        let (seller, owner) = (stage.bob.wallet, stage.ada.owner);
        let purse = world.fund(seller, 5_000);
        let approve = spl_token_2022_interface::instruction::approve;
        world.must(&[approve(&TOKEN_ID, &purse, &owner.wallet, &seller, &[], 5_000).unwrap()]);
        let buy = world.listing_buy(&stage.listing, owner, 1_000);
        ListingBuy { source: purse, ..buy }.instruction()
    } => Rule::SourceIsSellers;
    refuses_an_allowance_that_is_a_unit_short: |world, stage| {
        let purse = world.fund(stage.carol.wallet, 5_000);
        let approve = spl_token_2022_interface::instruction::approve;
        let (owner, buyer) = (stage.carol.wallet, stage.dave.wallet);
        world.must(&[approve(&TOKEN_ID, &purse, &buyer, &owner, &[], 4_999).unwrap()]);
        let buy = world.listing_buy(&stage.listing, stage.dave, 1_000);
        ListingBuy { source: purse, ..buy }.instruction()
    } => (TOKEN_ID, 1);
}
