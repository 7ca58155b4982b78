//! `listing_cancel`

use personal_token_sdk::state::Listing;

use crate::{prelude::*, preview::send, stage::*};

/// Bob's listing of 1,000 shares, and the instruction by which he cancels it.
fn ready() -> (World, (Stage, ListingCancel)) {
    let (world, stage) = listed();
    let cancel = world.listing_cancel(&stage.listing);
    (world, (stage, cancel))
}

/// As [`ready`]; somebody else paid the rent, the listing has expired, and a stranger clears it away.
fn expired() -> (World, (Stage, ListingCancel)) {
    let (mut world, mut stage) = unlisted(2_000);
    let payer = world.person("patron");
    world.must(&[ListingOpen { payer, ..world.listing_open(&stage.ada, stage.bob, 1_000, 5) }.instruction()]);
    stage.listing.rent_payer = payer;
    world.warp(DURATION);
    let signer = mallory(&mut world);
    let cancel = ListingCancel { signer, ..world.listing_cancel(&stage.listing) };
    (world, (stage, cancel))
}

fn closed(stage: &Stage, shares: u64) -> Event {
    let (token, listing, position) = (stage.ada.token, stage.listing.address(), stage.listing.position());
    event::ListingClosed { token, listing, position, shares }.into()
}

#[test]
fn the_seller_cancels() {
    let (mut world, (stage, cancel)) = ready();
    let before = world.position_state(&stage.ada, stage.bob);
    let changed = [stage.listing.position(), stage.listing.address()];
    let outcome = send(&mut world, cancel.instruction()).expect_changed(&changed);
    assert_eq!(world.position_state(&stage.ada, stage.bob), Position { listed: 0, ..before });
    assert_eq!(world.account(&stage.listing.address()), None);
    assert_eq!(outcome.event(), &closed(&stage, 1_000));
    world.transfer(&stage.ada, stage.bob, stage.dave, 2_000).expect_success();
}

#[test]
fn anyone_clears_away_what_expired_and_the_rent_goes_to_its_payer() {
    let (mut world, (stage, cancel)) = expired();
    let changed = [stage.listing.position(), stage.listing.address(), cancel.rent_payer];
    assert_eq!(world.lamports(&cancel.rent_payer), WEALTH - world.rent(Listing::SPACE));
    let outcome = send(&mut world, cancel.instruction()).expect_changed(&changed);
    assert_eq!(world.lamports(&cancel.rent_payer), WEALTH);
    assert_eq!(world.lamports(&cancel.signer), WEALTH);
    assert_eq!(world.position_state(&stage.ada, stage.bob).listed, 0);
    assert_eq!(outcome.event(), &closed(&stage, 1_000));
}

#[test]
fn what_is_left_after_a_purchase_is_freed() {
    let (mut world, (stage, cancel)) = ready();
    stage.buy(&mut world, stage.ada.owner, 400).expect_success();
    let outcome = send(&mut world, cancel.instruction()).expect_success();
    assert_eq!(outcome.event(), &closed(&stage, 600));
    let bob = world.position_state(&stage.ada, stage.bob);
    assert_eq!((bob.shares, bob.listed), (1_600, 0));
}

#[test]
fn the_seller_cancels_in_every_window() {
    for time in [0, 1, OWNER_WINDOW, EVERYONE, DURATION - 1, DURATION, DURATION + 1] {
        let (mut world, (_, cancel)) = ready();
        world.warp(time);
        send(&mut world, cancel.instruction()).expect_success();
    }
}

/// Nothing that stops sales stops a seller from ending one.
#[test]
fn nothing_stops_a_cancellation() {
    let obstacles: [fn(&mut World, &Stage); 7] = [
        |world, _| halt(world),
        |world, stage| pause(world, &stage.ada, 14 * DAY),
        |world, stage| hold(world, stage.bob, 30 * DAY),
        |world, stage| suspend(world, stage.bob),
        |world, stage| leave(world, stage.bob),
        |world, stage| set_reputation(world, stage.bob, 0),
        |world, stage| {
            propose_recovery(world, stage, stage.bob);
        },
    ];
    for obstacle in obstacles {
        let (mut world, (stage, cancel)) = ready();
        obstacle(&mut world, &stage);
        send(&mut world, cancel.instruction()).expect_success();
        let (mut world, (stage, cancel)) = expired();
        obstacle(&mut world, &stage);
        send(&mut world, cancel.instruction()).expect_success();
    }
}

/// A renewed listing has another number and new windows, and an order for the old one buys nothing.
#[test]
fn a_renewed_listing_is_another_one() {
    let (mut world, (stage, cancel)) = ready();
    world.warp(EVERYONE);
    let order = stage.order(&mut world, stage.dave, 10);
    send(&mut world, cancel.instruction()).expect_success();
    let renewed = world.list(&stage.ada, stage.bob, 1_000, 5);
    assert_eq!(renewed.nonce, 1);
    let (now, book) = (world.now(), world.listing_state(&renewed).book);
    assert_eq!((book.owner_until, book.holders_until), (now + OWNER_WINDOW, now + EVERYONE));
    purchase(&mut world, &renewed, stage.dave, 10).expect_refusal(Rule::OwnerFirst);
    send(&mut world, order.instruction()).expect_refusal(GONE);
    let other = order.instruction().replacing(stage.listing.address(), renewed.address());
    send(&mut world, other).expect_refusal(Rule::ListingMismatch);
}

/// After a recovery the new wallet may cancel at once; after the move anybody may.
#[test]
fn a_recovered_sellers_listing_is_dealt_with() {
    let (mut world, (stage, cancel)) = ready();
    let present = recover(&mut world, &stage, stage.bob);
    let by_the_new_wallet = ListingCancel { signer: present.wallet, ..cancel.clone() };
    send(&mut world, cancel.instruction()).expect_refusal(Rule::NotSeller);
    send(&mut world, by_the_new_wallet.instruction()).expect_success();
    move_position(&mut world, &stage.ada, stage.bob, present);
    let moved = world.position_state(&stage.ada, present);
    assert_eq!((moved.shares, moved.listed), (2_000, 0));

    let (mut world, (stage, cancel)) = ready();
    let present = recover(&mut world, &stage, stage.bob);
    move_position(&mut world, &stage.ada, stage.bob, present);
    let signer = mallory(&mut world);
    let (old, new) = (world.position_state(&stage.ada, stage.bob), world.position_state(&stage.ada, present));
    assert_eq!((old.shares, old.listed, new.shares, new.listed), (0, 0, 2_000, 0));
    // The moved position stays as it is.
    let cancel = ListingCancel { signer, ..cancel };
    let outcome = send(&mut world, cancel.instruction()).expect_changed(&[stage.listing.address()]);
    assert_eq!(outcome.event(), &closed(&stage, 1_000));
    world.transfer(&stage.ada, present, stage.dave, 2_000).expect_success();
}

/// A buyer who signed before the move gets nothing of the position that was left.
#[test]
fn nothing_is_sold_out_of_a_position_that_was_moved() {
    let (mut world, (stage, _)) = ready();
    let order = stage.order(&mut world, stage.ada.owner, 10);
    let present = recover(&mut world, &stage, stage.bob);
    send(&mut world, order.instruction()).expect_refusal(Rule::PositionReplaced);
    move_position(&mut world, &stage.ada, stage.bob, present);
    send(&mut world, order.instruction()).expect_refusal(Rule::PositionReplaced);
}

/// What Anchor says of a listing that is not there.
const GONE: Error = TOO_SMALL;

refusals! {
    ready;
    refuses_a_stranger_before_it_expires: |world, (_, cancel)| {
        world.warp(DURATION - 1);
        ListingCancel { signer: mallory(&mut world), ..cancel }.instruction()
    } => Rule::NotSeller;
    refuses_the_owner_of_the_token: |_world, (stage, cancel)|
        ListingCancel { signer: stage.ada.owner.wallet, ..cancel }.instruction() => Rule::NotSeller;
    refuses_a_shareholder: |_world, (stage, cancel)|
        ListingCancel { signer: stage.carol.wallet, ..cancel }.instruction() => Rule::NotSeller;
    refuses_the_networks_authority: |world, (_, cancel)|
        ListingCancel { signer: world.founder, ..cancel }.instruction() => Rule::NotSeller;
    refuses_the_payer_of_the_rent: |world, (_, cancel)|
        ListingCancel { signer: world.payer, ..cancel }.instruction() => Rule::NotSeller;
    refuses_a_wallet_that_is_proposed: |world, (stage, cancel)| {
        let signer = propose_recovery(&mut world, &stage, stage.bob);
        ListingCancel { signer, ..cancel }.instruction()
    } => Rule::NotSeller;
    refuses_without_signature: |_world, (stage, cancel)|
        cancel.instruction().unsigned(stage.bob.wallet) => Error::MissingRequiredSignature;
    refuses_another_member: |_world, (stage, cancel)| {
        let (signer, member) = (stage.carol.wallet, stage.carol.member);
        ListingCancel { signer, member, ..cancel }.instruction()
    } => Rule::PositionMismatch;
    refuses_the_listing_of_another_position: |_world, (stage, cancel)| {
        let cancel = ListingCancel { signer: stage.carol.wallet, member: stage.carol.member, ..cancel };
        let (right, wrong) = (stage.listing.position(), stage.ada.position(stage.carol.wallet));
        cancel.instruction().replacing(right, wrong)
    } => Rule::ListingMismatch;
    refuses_a_listing_of_his_position_in_another_token: |world, (stage, cancel)| {
        let eve = world.owner_with_token("eve");
        let other = world.open_position(stage.bob, &eve);
        cancel.instruction().replacing(stage.listing.position(), other)
    } => Rule::ListingMismatch;
    refuses_another_receiver_of_the_rent: |world, (_, cancel)|
        ListingCancel { rent_payer: mallory(&mut world), ..cancel }.instruction() => Rule::RentPayerMismatch;
    refuses_a_number_that_was_never_used: |_world, (_, cancel)|
        ListingCancel { nonce: 1, ..cancel }.instruction() => GONE;
    refuses_to_cancel_twice: |world, (_, cancel)| {
        world.must(&[cancel.instruction()]);
        cancel.instruction()
    } => GONE;
    refuses_to_cancel_what_is_sold: |world, (stage, cancel)| {
        stage.buy(&mut world, stage.ada.owner, 1_000).expect_success();
        cancel.instruction()
    } => GONE;
    refuses_a_position_as_listing: |world, (stage, cancel)| {
        let wrong = stage.ada.position(stage.carol.wallet);
        assert!(world.account(&wrong).is_some());
        cancel.instruction().replacing(stage.listing.address(), wrong)
    } => Error::InvalidAccountData;
    refuses_a_read_only_position: |_world, (stage, cancel)|
        cancel.instruction().read_only(stage.listing.position()) => NOT_WRITABLE;
    refuses_a_read_only_listing: |_world, (stage, cancel)|
        cancel.instruction().read_only(stage.listing.address()) => NOT_WRITABLE;
    refuses_a_receiver_of_the_rent_who_is_read_only: |world, (stage, _)| {
        let payer = world.person("patron");
        let open = ListingOpen { payer, ..world.listing_open(&stage.ada, stage.bob, 1, 5) };
        world.must(&[open.instruction()]);
        let listing = ListingFixture { nonce: 1, rent_payer: payer, ..stage.listing };
        world.listing_cancel(&listing).instruction().read_only(payer)
    } => NOT_WRITABLE;
    refuses_to_free_more_than_is_listed: |world, (stage, cancel)| {
        world.edit::<Position>(stage.listing.position(), |position| position.listed = 999);
        cancel.instruction()
    } => Rule::InvariantBroken;
}

refusals! {
    expired;
    refuses_a_stranger_a_second_too_early: |world, (_, cancel)| {
        world.warp(-1);
        cancel.instruction()
    } => Rule::NotSeller;
    refuses_the_rent_to_whoever_clears_away: |_world, (_, cancel)|
        ListingCancel { rent_payer: cancel.signer, ..cancel }.instruction() => Rule::RentPayerMismatch;
    refuses_the_rent_to_the_seller_who_did_not_pay_it: |_world, (stage, cancel)|
        ListingCancel { rent_payer: stage.bob.wallet, ..cancel }.instruction() => Rule::RentPayerMismatch;
    refuses_a_stranger_who_does_not_sign: |_world, (_, cancel)|
        cancel.instruction().unsigned(cancel.signer) => Error::MissingRequiredSignature;
}
