//! A member is recovered while shares of his are listed: his listings die with the old wallet, and hinder nobody.

use super::common::*;

/// Bob listed 400 shares before his key was lost.
fn listed() -> (World, Case) {
    let (mut world, case) = lost();
    world.must(&[list(&world, &case.ada, case.bob, 0, 400).instruction()]);
    world.propose(&case.lost);
    world.fund(case.ada.owner.wallet, 10_000);
    (world, case)
}

fn listed_and_executed() -> (World, Case) {
    let (mut world, case) = listed();
    world.execute(&case.lost);
    (world, case)
}

fn listed_and_moved() -> (World, Case) {
    let (mut world, case) = listed_and_executed();
    world.relocate(&case.lost, &case.ada);
    (world, case)
}

fn listing(case: &Case) -> Address {
    pda::listing(case.ada.position(case.bob.wallet), 0)
}

fn purchase(world: &World, case: &Case) -> Instruction {
    buy(world, &case.ada, case.ada.owner, case.bob, 10).instruction()
}

/// The shares are free again in the new position, listed or not.
#[test]
fn listed_shares_move() {
    let (mut world, case) = listed_and_moved();
    let [old, new] = [case.bob, case.lost.new].map(|person| world.position_state(&case.ada, person));
    assert_eq!((old.shares, old.listed, new.shares, new.listed), (0, 0, 1_000, 0));
    world.transfer(&case.ada, case.lost.new, case.carol, 1_000).expect_success();
}

/// After the move anyone clears the listing away; the rent goes to whoever paid it, and no position changes.
#[test]
fn anyone_clears_a_dead_listing_away() {
    let (mut world, case) = listed_and_moved();
    let stranger = mallory(&mut world);
    let cancel = cancel(&world, &case.ada, case.bob, stranger);
    let before = world.lamports(&world.payer);
    let outcome = world.send(&[cancel.instruction()]).expect_changed(&[listing(&case)]);
    assert!(world.lamports(&world.payer) > before);
    let position = case.ada.position(case.bob.wallet);
    let closed = event::ListingClosed { token: case.ada.token, listing: listing(&case), position, shares: 400 };
    assert_eq!(outcome.event(), &closed.into());
}

/// Between execution and move the new wallet is the seller, and cancels.
#[test]
fn the_new_wallet_cancels_before_the_move() {
    let (mut world, case) = listed_and_executed();
    let cancel = cancel(&world, &case.ada, case.bob, case.lost.new.wallet);
    world.send(&[cancel.instruction()]).expect_changed(&[listing(&case), case.ada.position(case.bob.wallet)]);
    assert_eq!(world.position_state(&case.ada, case.bob).listed, 0);
    world.relocate(&case.lost, &case.ada);
    assert_eq!(world.position_state(&case.ada, case.lost.new).shares, 1_000);
}

/// While it is pending the old wallet may still withdraw its offer, which moves nothing.
#[test]
fn the_old_wallet_cancels_while_it_is_pending() {
    let (mut world, case) = listed();
    let cancel = cancel(&world, &case.ada, case.bob, case.bob.wallet);
    world.send(&[cancel.instruction()]).expect_success();
    world.transfer(&case.ada, case.bob, case.carol, 1).expect_refusal(Rule::MemberHeld);
}

/// After a veto the listing is as good as it was.
#[test]
fn a_listing_lives_on_after_a_veto() {
    let (mut world, case) = listed();
    let (instruction, veto) = (purchase(&world, &case), world.recovery_veto(&case.lost, case.bob.wallet));
    world.quote_account(case.bob.wallet);
    world.send(std::slice::from_ref(&instruction)).expect_refusal(Rule::MemberHeld);
    world.must(&[veto.instruction()]);
    world.send(&[instruction]).expect_success();
    assert_eq!(world.quote_of(case.bob.wallet), 50);
}

/// The new wallet starts with listings of its own, from number 0.
#[test]
fn the_new_wallet_lists_anew() {
    let (mut world, case) = listed_and_moved();
    let new = case.lost.new;
    world.must(&[list(&world, &case.ada, new, 0, 400).instruction()]);
    let purchase = buy(&world, &case.ada, case.ada.owner, new, 400);
    world.send(&[purchase.instruction()]).expect_success();
    assert_eq!((world.quote_of(new.wallet), world.quote_of(case.bob.wallet)), (2_000, 0));
}

/// An offer of one lot after another: every listing of the old position is dead, whatever its number.
#[test]
fn every_old_listing_is_cleared_away() {
    let (mut world, case) = lost();
    for nonce in 0..3 {
        world.must(&[list(&world, &case.ada, case.bob, nonce, 100).instruction()]);
    }
    world.recover(&case.lost, &[&case.ada]);
    for nonce in 0..3 {
        let cancel = ListingCancel { nonce, ..cancel(&world, &case.ada, case.bob, case.carol.wallet) };
        world.send(&[cancel.instruction()]).expect_success();
    }
    assert_eq!(world.position_state(&case.ada, case.bob).listings, 3);
    assert_eq!(world.position_state(&case.ada, case.lost.new).listings, 0);
}

/// Who bought before keeps what he bought; the rest moves.
#[test]
fn a_part_sold_before_is_sold() {
    let (mut world, case) = lost();
    world.must(&[list(&world, &case.ada, case.bob, 0, 400).instruction()]);
    world.fund(case.ada.owner.wallet, 500);
    world.quote_account(case.bob.wallet);
    world.must(&[buy(&world, &case.ada, case.ada.owner, case.bob, 100).instruction()]);
    world.recover(&case.lost, &[&case.ada]);
    assert_eq!(world.position_state(&case.ada, case.lost.new).shares, 900);
    let cancel = cancel(&world, &case.ada, case.bob, case.carol.wallet);
    let outcome = world.send(&[cancel.instruction()]).expect_success();
    assert!(matches!(outcome.event(), Event::ListingClosed(closed) if closed.shares == 300));
}

/// A seller with a token of his own, who was recovered: his gain goes to his shareholders, net of what his new wallet's
/// position holds.
#[test]
fn a_recovered_owners_gain_is_routed() {
    let (mut world, case) = lost();
    let dora = world.owner_with_token("dora");
    world.holder("hal", &dora, SHARES / 10);
    world.open_position(dora.owner, &case.ada);
    world.transfer(&case.ada, case.ada.owner, dora.owner, 100).expect_success();
    world.warp(90 * DAYS);
    let doras = world.lose(dora.owner, "new dora", case.lost.stewards);
    world.recover(&doras, &[&case.ada, &dora]);
    world.must(&[list(&world, &case.ada, doras.new, 0, 100).instruction()]);
    world.fund(case.ada.owner.wallet, 500);
    let purchase = buy(&world, &case.ada, case.ada.owner, doras.new, 100);
    let unrouted = ListingBuy { routed_gain: None, ..purchase.clone() };
    world.send(&[unrouted.instruction()]).expect_refusal(Rule::GainRoutingRequired);
    // The buyer cannot pass what was left, of which no part of the gain would stay with the seller.
    let [left, present] = [doras.old, doras.new].map(|person| dora.position(person.wallet));
    let with_what_was_left = purchase.instruction().replacing(present, left);
    world.send(&[with_what_was_left]).expect_refusal(Rule::GainRoutingRequired);
    world.send(&[purchase.instruction()]).expect_success();
    let received = (world.quote_of(doras.new.wallet), world.quote_in(dora.vault));
    assert_eq!(received, (449, 51), "a tenth of 500, rounded against the seller");
}

refusals! {
    listed_and_executed;
    refuses_a_purchase_before_the_move: |world, case| purchase(&world, &case) => Rule::PositionReplaced;
    refuses_the_old_wallet_to_cancel: |world, case|
        cancel(&world, &case.ada, case.bob, case.bob.wallet).instruction() => Rule::NotSeller;
    refuses_a_stranger_to_cancel_before_the_move: |world, case| {
        let stranger = mallory(&mut world);
        cancel(&world, &case.ada, case.bob, stranger).instruction()
    } => Rule::NotSeller;
    refuses_the_new_wallet_to_list_shares_of_the_old_position: |world, case| {
        let listing = list(&world, &case.ada, case.bob, 1, 10).instruction();
        listing.replacing(case.bob.wallet, case.lost.new.wallet)
    } => Rule::PositionReplaced;
}

refusals! {
    listed_and_moved;
    refuses_a_purchase_after_the_move: |world, case| purchase(&world, &case) => Rule::PositionReplaced;
    refuses_a_purchase_with_the_new_wallets_position: |world, case| {
        let [old, new] = [case.bob, case.lost.new].map(|person| case.ada.position(person.wallet));
        let [from, to] = [case.bob, case.lost.new].map(|person| case.ada.share_account(person.wallet));
        purchase(&world, &case).replacing(old, new).replacing(from, to)
    } => Rule::ListingMismatch;
    refuses_the_new_wallet_to_list_what_was_left: |world, case| {
        let listing = list(&world, &case.ada, case.bob, 1, 10).instruction();
        listing.replacing(case.bob.wallet, case.lost.new.wallet)
    } => Rule::PositionReplaced;
    refuses_a_purchase_into_what_was_left: |world, case| {
        world.must(&[list(&world, &case.ada, case.carol, 0, 10).instruction()]);
        world.quote_account(case.carol.wallet);
        world.fund(case.lost.new.wallet, 50);
        world.warp(15 * DAYS);
        let purchase = buy(&world, &case.ada, case.lost.new, case.carol, 10).instruction();
        let [old, new] = [case.bob, case.lost.new].map(|person| case.ada.position(person.wallet));
        let [from, to] = [case.bob, case.lost.new].map(|person| case.ada.share_account(person.wallet));
        purchase.replacing(new, old).replacing(to, from)
    } => Rule::PositionReplaced;
    refuses_the_rent_of_a_dead_listing_to_a_stranger: |world, case| {
        let stranger = mallory(&mut world);
        ListingCancel { rent_payer: stranger, ..cancel(&world, &case.ada, case.bob, stranger) }.instruction()
    } => Rule::RentPayerMismatch;
}

refusals! {
    listed;
    refuses_a_purchase_while_it_is_pending: |world, case| {
        world.quote_account(case.bob.wallet);
        purchase(&world, &case)
    } => Rule::MemberHeld;
    refuses_the_new_wallet_to_cancel_while_it_is_pending: |world, case|
        cancel(&world, &case.ada, case.bob, case.lost.new.wallet).instruction() => Rule::NotSeller;
}
