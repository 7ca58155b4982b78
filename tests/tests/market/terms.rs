//! What a listing keeps and what a token keeps, whatever the network decides later; and what stops sales.

use crate::{prelude::*, preview::send, stage::*};

/// The network shortens its windows and raises its fees.
fn harsher(parameters: &mut Parameters) {
    (parameters.owner_first_refusal, parameters.holder_first_refusal) = (DAY, DAY);
    (parameters.owner_fee, parameters.network_fee) = (300, 200);
}

#[test]
fn a_running_listing_keeps_its_windows_and_fees() {
    let (mut world, stage) = listed_with(100_000, 5);
    let book = world.listing_state(&stage.listing).book;
    change_parameters(&mut world, harsher);
    assert_eq!(world.listing_state(&stage.listing).book, book);
    stage.buy(&mut world, stage.carol, 1).expect_refusal(Rule::OwnerFirst);
    world.warp_to(book.owner_until - 1);
    stage.buy(&mut world, stage.carol, 1).expect_refusal(Rule::OwnerFirst);
    world.warp_to(book.holders_until - 1);
    stage.buy(&mut world, stage.dave, 1).expect_refusal(Rule::HoldersFirst);
    world.warp(1);
    stage.buy(&mut world, stage.dave, 50_000).expect_success();
    let fees = [stage.ada.owner.wallet, treasury(), stage.bob.wallet].map(|wallet| world.quote_of(wallet));
    assert_eq!(fees, [3_750, 1_250, 245_000]);
}

/// The windows are terms of the token, fixed when it was created; the fees are the network's when the listing opens.
#[test]
fn a_new_listing_has_the_tokens_windows_and_the_networks_fees() {
    let (mut world, stage) = unlisted(2_000);
    change_parameters(&mut world, harsher);
    let listing = world.list(&stage.ada, stage.bob, 1_000, 5);
    let (now, book) = (world.now(), world.listing_state(&listing).book);
    assert_eq!((book.owner_until, book.holders_until), (now + OWNER_WINDOW, now + EVERYONE));
    assert_eq!((book.owner_fee, book.network_fee), (300, 200));
    let token = world.token_state(&stage.ada);
    assert_eq!((token.owner_first_refusal, token.holder_first_refusal), (14 * DAY, 7 * DAY));
}

/// A token that is created later has the windows of then.
#[test]
fn a_new_token_has_the_networks_windows() {
    let (mut world, _) = unlisted(2_000);
    change_parameters(&mut world, harsher);
    let eve = world.owner_with_token("eve");
    let listing = world.list(&eve, eve.owner, 10, 5);
    let (now, book) = (world.now(), world.listing_state(&listing).book);
    assert_eq!((book.owner_until, book.holders_until), (now, now + DAYS));
}

/// A network without first refusals, fees or holds: whoever asks first buys.
#[test]
fn a_network_without_windows_and_fees() {
    let parameters = Parameters {
        owner_first_refusal: 0,
        holder_first_refusal: 0,
        owner_fee: 0,
        network_fee: 0,
        minimum_hold: 0,
        ..Parameters::default()
    };
    let (mut world, stage) = unlisted_under(World::founded_with(parameters), 2_000);
    let listing = world.list(&stage.ada, stage.bob, 1_000, 5);
    purchase(&mut world, &listing, stage.dave, 1_000).expect_success();
    assert_eq!((world.quote_of(stage.bob.wallet), world.quote_of(treasury())), (5_000, 0));
}

/// The highest fees there can be.
#[test]
fn the_highest_fees() {
    let parameters = Parameters { owner_fee: 500, network_fee: 0, ..Parameters::default() };
    let (mut world, stage) = unlisted_under(World::founded_with(parameters), 2_000);
    let listing = world.list(&stage.ada, stage.bob, 1_000, 5);
    world.warp(EVERYONE);
    purchase(&mut world, &listing, stage.dave, 1_000).expect_success();
    assert_eq!(world.quote_of(stage.ada.owner.wallet), 250);
    assert_eq!(world.quote_of(stage.bob.wallet), 4_750);
}

/// A halt stops listing and buying, and nothing that ends or answers something.
#[test]
fn a_halt_stops_only_new_sales() {
    let (mut world, stage) = on_sale();
    world.deposit(&stage.ada, SHARES).expect_success();
    let order = stage.order(&mut world, stage.dave, 10);
    let open = world.listing_open(&stage.ada, stage.bob, 10, 5);
    halt(&mut world);
    send(&mut world, order.instruction()).expect_refusal(Rule::NetworkHalted);
    send(&mut world, open.instruction()).expect_refusal(Rule::NetworkHalted);
    world.claim(&stage.ada, stage.bob.wallet).expect_success();
    world.deposit(&stage.ada, SHARES).expect_success();
    world.must(&[NetworkResume { authority: world.founder, network: world.network }.instruction()]);
    send(&mut world, order.instruction()).expect_success();
    send(&mut world, open.instruction()).expect_success();
}

/// An owner's pause stops them to the second; time goes on for the listing.
#[test]
fn a_pause_stops_only_new_sales_until_it_ends() {
    let (mut world, stage) = on_sale();
    let (start, order) = (world.now(), stage.order(&mut world, stage.dave, 10));
    world.fund(stage.dave.wallet, 1_000);
    let open = world.listing_open(&stage.ada, stage.bob, 10, 5);
    pause(&mut world, &stage.ada, 60);
    for time in [0, 59] {
        world.warp_to(start + time);
        send(&mut world, order.instruction()).expect_refusal(Rule::TokenPaused);
        send(&mut world, open.instruction()).expect_refusal(Rule::TokenPaused);
    }
    world.warp(1);
    send(&mut world, order.instruction()).expect_success();
    send(&mut world, open.instruction()).expect_success();
}

refusals! {
    on_sale;
    refuses_a_purchase_while_halted: |world, stage| {
        let order = stage.order(&mut world, stage.dave, 10);
        halt(&mut world);
        order.instruction()
    } => Rule::NetworkHalted;
    refuses_a_purchase_by_the_owner_while_halted: |world, stage| {
        let order = stage.order(&mut world, stage.ada.owner, 10);
        halt(&mut world);
        order.instruction()
    } => Rule::NetworkHalted;
    refuses_a_purchase_while_paused: |world, stage| {
        let order = stage.order(&mut world, stage.dave, 10);
        pause(&mut world, &stage.ada, 60);
        order.instruction()
    } => Rule::TokenPaused;
    /// An owner cannot shut others out and buy himself.
    refuses_a_purchase_by_the_owner_while_paused: |world, stage| {
        let order = stage.order(&mut world, stage.ada.owner, 10);
        pause(&mut world, &stage.ada, 60);
        order.instruction()
    } => Rule::TokenPaused;
    refuses_a_purchase_in_the_last_second_of_a_pause: |world, stage| {
        let order = stage.order(&mut world, stage.dave, 10);
        pause(&mut world, &stage.ada, 60);
        world.warp(59);
        order.instruction()
    } => Rule::TokenPaused;
    refuses_to_list_in_a_halted_network_even_the_owners_shares: |world, stage| {
        let open = world.listing_open(&stage.ada, stage.ada.owner, 10, 5);
        halt(&mut world);
        open.instruction()
    } => Rule::NetworkHalted;
    refuses_to_list_in_a_paused_token_even_the_owners_shares: |world, stage| {
        let open = world.listing_open(&stage.ada, stage.ada.owner, 10, 5);
        pause(&mut world, &stage.ada, 60);
        open.instruction()
    } => Rule::TokenPaused;
    refuses_a_token_of_an_unknown_policy: |world, stage| {
        world.corrupt(stage.ada.token, |data| data[8 + 5] = 4);
        stage.order(&mut world, stage.dave, 10).instruction()
    } => Rule::PolicyInvalid;
    refuses_a_lock_beyond_the_end_of_time: |world, stage| {
        let (now, order) = (i64::MAX - HOLD + 1, stage.order(&mut world, stage.dave, 10));
        world.warp_to(now);
        world.edit::<personal_token_sdk::state::Listing>(stage.listing.address(), |listing| {
            listing.book.expires_at = i64::MAX;
        });
        order.instruction()
    } => Rule::MathOverflow;
}
