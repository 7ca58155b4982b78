//! First refusal: who buys when, to the second, and whom the policy lets in after that.

use crate::{prelude::*, preview::send, stage::*};

/// A year's listing of 1,000 shares at 5 under a policy that is in force, listed just now.
fn under(policy: Policy) -> (World, Stage) {
    let (mut world, stage) = unlisted(2_000);
    if policy != Policy::Open {
        world.set_policy(&stage.ada, policy);
    }
    let year = ListingOpen { duration: 365 * DAY, ..world.listing_open(&stage.ada, stage.bob, 1_000, 5) };
    world.must(&[year.instruction()]);
    (world, stage)
}

/// As [`under`], when anybody may buy.
fn open_under(policy: Policy) -> (World, Stage) {
    let (mut world, stage) = under(policy);
    world.warp(EVERYONE);
    (world, stage)
}

fn village() -> (World, Stage) {
    open_under(Policy::Village)
}

fn approval() -> (World, Stage) {
    open_under(Policy::Approval)
}

fn closed() -> (World, Stage) {
    open_under(Policy::Closed)
}

/// The owner's own listing, just listed.
fn owners() -> (World, (Stage, ListingFixture)) {
    let (mut world, stage) = unlisted(2_000);
    let listing = world.list(&stage.ada, stage.ada.owner, 1_000, 5);
    (world, (stage, listing))
}

#[test]
fn each_window_opens_and_closes_to_the_second() {
    use Rule::{HoldersFirst, ListingExpired, OwnerFirst};
    // After so many seconds: the owner, a holder, somebody else.
    let table = [
        (0, [None, Some(OwnerFirst), Some(OwnerFirst)]),
        (OWNER_WINDOW - 1, [None, Some(OwnerFirst), Some(OwnerFirst)]),
        (OWNER_WINDOW, [None, None, Some(HoldersFirst)]),
        (OWNER_WINDOW + 1, [None, None, Some(HoldersFirst)]),
        (EVERYONE - 1, [None, None, Some(HoldersFirst)]),
        (EVERYONE, [None, None, None]),
        (EVERYONE + 1, [None, None, None]),
        (DURATION - 1, [None, None, None]),
        (DURATION, [Some(ListingExpired); 3]),
        (DURATION + 1, [Some(ListingExpired); 3]),
    ];
    for (time, expected) in table {
        for (buyer, expected) in [0, 1, 2].into_iter().zip(expected) {
            let (mut world, stage) = listed();
            let buyer = [stage.ada.owner, stage.carol, stage.dave][buyer];
            world.warp(time);
            let outcome = stage.buy(&mut world, buyer, 1);
            match expected {
                Some(rule) => outcome.expect_refusal(rule),
                None => drop(outcome.expect_success()),
            }
        }
    }
}

/// The owner has no right to refuse his own shares: holders first, then everyone.
#[test]
fn the_owners_own_listing_skips_his_window() {
    let table = [(0, true, false), (HOLDER_WINDOW - 1, true, false), (HOLDER_WINDOW, true, true)];
    for (time, holder, anyone) in table {
        let (mut world, (stage, listing)) = owners();
        let book = world.listing_state(&listing).book;
        assert_eq!((book.owner_until, book.holders_until), (world.now(), world.now() + HOLDER_WINDOW));
        world.warp(time);
        for (buyer, allowed) in [(stage.carol, holder), (stage.dave, anyone)] {
            let outcome = purchase(&mut world, &listing, buyer, 1);
            match allowed {
                true => drop(outcome.expect_success()),
                false => outcome.expect_refusal(Rule::HoldersFirst),
            }
        }
    }
}

/// Once he has bought a share he is a holder.
#[test]
fn a_first_share_makes_a_holder() {
    let (mut world, stage) = listed();
    world.warp(OWNER_WINDOW);
    stage.buy(&mut world, stage.dave, 1).expect_refusal(Rule::HoldersFirst);
    world.transfer(&stage.ada, stage.ada.owner, stage.dave, 1).expect_success();
    stage.buy(&mut world, stage.dave, 1).expect_success();
}

/// Holders in their window and the owner at any time need nobody's leave.
#[test]
fn the_policy_is_asked_only_of_everyone_else() {
    for policy in Policy::ALL {
        let (mut world, stage) = under(policy);
        stage.buy(&mut world, stage.ada.owner, 1).expect_success();
        world.warp(OWNER_WINDOW);
        stage.buy(&mut world, stage.carol, 1).expect_success();
        world.warp(HOLDER_WINDOW - 1);
        stage.buy(&mut world, stage.carol, 1).expect_success();
        world.warp(1);
        stage.buy(&mut world, stage.ada.owner, 1).expect_success();
        let outcome = stage.buy(&mut world, stage.carol, 1);
        match policy {
            Policy::Open => drop(outcome.expect_success()),
            Policy::Village => outcome.expect_refusal(Rule::NotAdmitted),
            Policy::Approval => outcome.expect_refusal(Rule::NotApproved),
            Policy::Closed => outcome.expect_refusal(Rule::TransfersClosed),
        }
    }
}

/// A basis point of 10,000,000 shares is 1,000.
#[test]
fn a_cap_is_filled_to_the_share() {
    let (mut world, stage) = village();
    world.transfer(&stage.ada, stage.ada.owner, stage.dave, 1).expect_refusal(Rule::NotAdmitted);
    world.admit(&stage.ada, stage.dave, 1);
    stage.buy(&mut world, stage.dave, 400).expect_success();
    stage.buy(&mut world, stage.dave, 600).expect_success();
    assert_eq!(world.position_state(&stage.ada, stage.dave).shares, 1_000);
}

#[test]
fn an_approval_is_used_up() {
    let (mut world, stage) = approval();
    let until = world.now() + 60;
    world.approve(&stage.ada, stage.bob, stage.dave, 100, until);
    world.warp(59);
    stage.buy(&mut world, stage.dave, 40).expect_success();
    let dave = world.position_state(&stage.ada, stage.dave);
    assert_eq!((dave.approved_from, dave.approved_shares, dave.approval_expires_at), Default::default());
    stage.buy(&mut world, stage.dave, 40).expect_refusal(Rule::NotApproved);
}

/// A holder in his window, and the owner, keep the approval they have.
#[test]
fn an_approval_that_is_not_asked_for_is_not_used() {
    let (mut world, stage) = under(Policy::Approval);
    let until = world.now() + 300 * DAYS;
    world.approve(&stage.ada, stage.bob, stage.carol, 100, until);
    world.warp(OWNER_WINDOW);
    stage.buy(&mut world, stage.carol, 40).expect_success();
    assert_eq!(world.position_state(&stage.ada, stage.carol).approved_shares, 100);
}

/// A policy that widens or narrows while the listing stands is that of the moment of the purchase.
#[test]
fn the_policy_is_that_of_the_moment() {
    let (mut world, stage) = closed();
    stage.buy(&mut world, stage.dave, 1).expect_refusal(Rule::TransfersClosed);
    world.set_policy(&stage.ada, Policy::Open);
    stage.buy(&mut world, stage.dave, 1).expect_success();
    world.set_policy(&stage.ada, Policy::Village);
    world.warp(-1);
    stage.buy(&mut world, stage.dave, 1).expect_success();
    world.warp(1);
    stage.buy(&mut world, stage.dave, 1).expect_refusal(Rule::NotAdmitted);
}

/// A listing that ends before the owner's window does is for the owner alone.
#[test]
fn a_short_listing_is_for_the_owner_alone() {
    let (mut world, stage) = unlisted(2_000);
    let open = ListingOpen { duration: 10, ..world.listing_open(&stage.ada, stage.bob, 1_000, 5) };
    send(&mut world, open.instruction()).expect_success();
    world.warp(9);
    stage.buy(&mut world, stage.carol, 1).expect_refusal(Rule::OwnerFirst);
    stage.buy(&mut world, stage.ada.owner, 1).expect_success();
    world.warp(1);
    stage.buy(&mut world, stage.ada.owner, 1).expect_refusal(Rule::ListingExpired);
}

/// Dave's order of so many shares.
fn dave(world: &mut World, stage: &Stage, shares: u64) -> Instruction {
    stage.order(world, stage.dave, shares).instruction()
}

refusals! {
    listed;
    refuses_a_holder_at_once: |world, stage| stage.order(&mut world, stage.carol, 1).instruction() => Rule::OwnerFirst;
    refuses_everyone_at_once: |world, stage| dave(&mut world, &stage, 1) => Rule::OwnerFirst;
    refuses_a_holder_a_second_too_early: |world, stage| {
        world.warp(OWNER_WINDOW - 1);
        stage.order(&mut world, stage.carol, 1).instruction()
    } => Rule::OwnerFirst;
    refuses_everyone_a_second_too_early: |world, stage| {
        world.warp(EVERYONE - 1);
        dave(&mut world, &stage, 1)
    } => Rule::HoldersFirst;
    refuses_everyone_when_the_holders_window_opens: |world, stage| {
        world.warp(OWNER_WINDOW);
        dave(&mut world, &stage, 1)
    } => Rule::HoldersFirst;
    /// Whoever sold everything is no holder any more.
    refuses_somebody_who_was_a_holder: |world, stage| {
        world.transfer(&stage.ada, stage.carol, stage.ada.owner, 10).expect_success();
        world.warp(OWNER_WINDOW);
        stage.order(&mut world, stage.carol, 1).instruction()
    } => Rule::HoldersFirst;
    refuses_the_owner_after_it_expired: |world, stage| {
        world.warp(DURATION);
        stage.order(&mut world, stage.ada.owner, 1).instruction()
    } => Rule::ListingExpired;
    refuses_everyone_after_it_expired: |world, stage| {
        world.warp(DURATION);
        dave(&mut world, &stage, 1)
    } => Rule::ListingExpired;
    refuses_everyone_long_after_it_expired: |world, stage| {
        world.warp(1_000 * DURATION);
        dave(&mut world, &stage, 1)
    } => Rule::ListingExpired;
}

refusals! {
    owners;
    refuses_everyone_before_the_holders_of_the_owners_shares: |world, (stage, listing)| {
        world.fund_purchase(&listing, stage.dave, 1);
        world.warp(HOLDER_WINDOW - 1);
        world.listing_buy(&listing, stage.dave, 1).instruction()
    } => Rule::HoldersFirst;
}

refusals! {
    village;
    refuses_whom_the_owner_did_not_admit: |world, stage| dave(&mut world, &stage, 1) => Rule::NotAdmitted;
    refuses_a_share_beyond_the_cap: |world, stage| {
        world.admit(&stage.ada, stage.dave, 1);
        stage.buy(&mut world, stage.dave, 999).expect_success();
        let more = world.list(&stage.ada, stage.bob, 1_000, 5);
        world.warp(EVERYONE);
        world.fund_purchase(&more, stage.dave, 2);
        world.listing_buy(&more, stage.dave, 2).instruction()
    } => Rule::CapExceeded;
    refuses_a_cap_that_is_used_up: |world, stage| {
        world.admit(&stage.ada, stage.dave, 1);
        stage.buy(&mut world, stage.dave, 1_000).expect_success();
        let more = world.list(&stage.ada, stage.bob, 1_000, 5);
        world.warp(EVERYONE);
        world.fund_purchase(&more, stage.dave, 1);
        world.listing_buy(&more, stage.dave, 1).instruction()
    } => Rule::CapExceeded;
    refuses_whose_admission_was_taken_back: |world, stage| {
        world.admit(&stage.ada, stage.dave, 1);
        world.admit(&stage.ada, stage.dave, 0);
        dave(&mut world, &stage, 1)
    } => Rule::NotAdmitted;
}

refusals! {
    approval;
    refuses_whom_the_owner_did_not_approve: |world, stage| dave(&mut world, &stage, 1) => Rule::NotApproved;
    refuses_more_than_was_approved: |world, stage| {
        let until = world.now() + 60;
        world.approve(&stage.ada, stage.bob, stage.dave, 99, until);
        dave(&mut world, &stage, 100)
    } => Rule::NotApproved;
    refuses_an_approval_that_just_expired: |world, stage| {
        let until = world.now() + 60;
        world.approve(&stage.ada, stage.bob, stage.dave, 100, until);
        world.warp(60);
        dave(&mut world, &stage, 100)
    } => Rule::NotApproved;
    refuses_an_approval_of_another_seller: |world, stage| {
        let until = world.now() + 60;
        world.approve(&stage.ada, stage.carol, stage.dave, 100, until);
        dave(&mut world, &stage, 100)
    } => Rule::NotApproved;
    refuses_an_approval_a_second_time: |world, stage| {
        let until = world.now() + 60;
        world.approve(&stage.ada, stage.bob, stage.dave, 100, until);
        stage.buy(&mut world, stage.dave, 100).expect_success();
        dave(&mut world, &stage, 1)
    } => Rule::NotApproved;
}

refusals! {
    closed;
    refuses_everyone_when_transfers_are_closed: |world, stage| dave(&mut world, &stage, 1) => Rule::TransfersClosed;
    refuses_an_admitted_one_when_transfers_are_closed: |world, stage| {
        world.admit(&stage.ada, stage.dave, 10_000);
        dave(&mut world, &stage, 1)
    } => Rule::TransfersClosed;
    refuses_an_approved_one_when_transfers_are_closed: |world, stage| {
        let until = world.now() + 60;
        world.approve(&stage.ada, stage.bob, stage.dave, 100, until);
        dave(&mut world, &stage, 1)
    } => Rule::TransfersClosed;
    refuses_a_holder_after_his_window_when_transfers_are_closed: |world, stage|
        stage.order(&mut world, stage.carol, 1).instruction() => Rule::TransfersClosed;
}
