//! About whom an owner may complain: whoever holds or has held shares of his token.

use super::common::*;

/// Everything is sold, the position is empty, and what happened before can still be told.
#[test]
fn takes_one_about_who_sold_out() {
    let (mut world, case) = ready();
    world.transfer(&case.ada, case.bob, case.carol, 1_000).expect_success();
    assert_eq!(world.position_state(&case.ada, case.bob).shares, 0);
    let complaint = harassed(&mut world, &case, case.bob, Severity::Serious);
    world.warp(REPLY);
    decide(&mut world, &case, complaint, Decision::Upheld(Severity::Serious));
    assert_eq!(points(&world, case.bob), 800);
}

/// Who left the network does not leave a complaint behind: it is decided, and his points fall.
#[test]
fn takes_one_about_who_left_and_his_points_fall() {
    let (mut world, case) = ready();
    leave(&mut world, case.bob);
    let complaint = harassed(&mut world, &case, case.bob, Severity::Severe);
    world.warp(REPLY);
    decide(&mut world, &case, complaint, Decision::Upheld(Severity::Severe));
    assert_eq!(points(&world, case.bob), 500);
    assert_eq!(world.member_state(case.bob).status, Status::Left.byte());
}

#[test]
fn takes_one_about_anybody_out_of_good_standing() {
    let (mut world, case) = ready();
    for downfall in DOWNFALLS {
        tentatively(&mut world, |world| {
            downfall(world, case.bob);
            let complaint = harassed(world, &case, case.bob, Severity::Minor);
            world.warp(REPLY);
            decide(world, &case, complaint, Decision::Upheld(Severity::Minor));
            assert_eq!(points(world, case.bob), 950);
        });
    }
}

/// Leaving, being suspended or excluded while it is open changes nothing of it.
#[test]
fn goes_on_whatever_becomes_of_the_subject() {
    let (mut world, (case, complaint)) = filed();
    for downfall in DOWNFALLS {
        tentatively(&mut world, |world| {
            world.warp(REPLY);
            downfall(world, case.bob);
            decide(world, &case, complaint, Decision::Upheld(Severity::Severe));
            assert_eq!(points(world, case.bob), 500);
            downfall(world, case.carol);
            overturn(world, complaint, Decision::Dismissed);
            assert_eq!(points(world, case.bob), 1_000);
        });
    }
}

/// The old position of a recovered wallet is one that held shares; it is the same member who loses the points.
#[test]
fn takes_one_about_a_replaced_position_and_reaches_the_same_member() {
    let (mut world, case) = ready();
    let lost = being_recovered(&mut world, &case, case.bob);
    world.execute(&lost);
    world.relocate(&lost, &case.ada);
    assert_ne!(world.position_state(&case.ada, lost.old).successor, Address::default());
    let old = harassed(&mut world, &case, lost.old, Severity::Severe);
    let new = harassed(&mut world, &case, lost.new, Severity::Minor);
    assert_eq!((read(&world, old).member, read(&world, new).member), (case.bob.member, case.bob.member));
    assert_eq!((read(&world, old).index, read(&world, new).index), (0, 0));
    world.warp(REPLY);
    decide(&mut world, &case, old, Decision::Upheld(Severity::Severe));
    assert_eq!(points(&world, lost.new), 500);
    decide(&mut world, &case, new, Decision::Upheld(Severity::Minor));
    assert_eq!(points(&world, lost.new), 450);
}

/// His wallet is another one already, and nothing was moved yet.
#[test]
fn takes_one_about_a_position_that_was_not_moved_yet() {
    let (mut world, case) = ready();
    let lost = recovered(&mut world, &case, case.bob);
    let complaint = harassed(&mut world, &case, lost.old, Severity::Serious);
    world.warp(REPLY);
    decide(&mut world, &case, complaint, Decision::Upheld(Severity::Serious));
    assert_eq!(points(&world, lost.new), 800);
}

/// Filed about the old wallet, decided after the recovery: the member is the same.
#[test]
fn a_recovery_in_between_does_not_shake_it_off() {
    let (mut world, (case, complaint)) = filed();
    let lost = recovered(&mut world, &case, case.bob);
    world.relocate(&lost, &case.ada);
    decide(&mut world, &case, complaint, Decision::Upheld(Severity::Severe));
    assert_eq!(points(&world, lost.new), 500);
    overturn(&mut world, complaint, Decision::Dismissed);
    assert_eq!(points(&world, lost.new), 1_000);
}

/// The treasury is a shareholder like any other once it holds shares, and none before: fees on the way to it do not
/// make it one.
#[test]
fn the_treasury_is_a_shareholder_once_it_holds_shares() {
    let mut world = World::deployed();
    let create = NetworkCreate { treasury: wallet("tess"), ..world.network_create(Founding::default()) };
    world.must(&[create.instruction()]);
    world.network = pda::network(create.creator, &create.name);
    let (mut world, case) = ready_in(world);
    let tess = world.investor("tess");
    world.open_position(tess, &case.ada);
    let bare = file(&world, &case, tess);
    world.send(&[bare.instruction()]).expect_refusal(Rule::NeverHeldShares);

    let round = world.open_round(&case.ada, world.round_terms());
    let dan = world.investor("dan");
    world.open_position(dan, &case.ada);
    world.subscribe_and_accept(&round, dan, 1_000_000);
    let complete = world.round_complete(&round);
    world.must(&[complete.instruction()]);
    assert_eq!(world.position_state(&case.ada, tess).used, 2);
    let kept = file(&world, &case, tess);
    world.send(&[kept.instruction()]).expect_refusal(Rule::NeverHeldShares);

    world.warp(DAYS);
    world.settle(&round, dan);
    assert_eq!(world.position_state(&case.ada, tess).shares, 1_000);
    let complaint = harassed(&mut world, &case, tess, Severity::Minor);
    world.warp(REPLY);
    decide(&mut world, &case, complaint, Decision::Upheld(Severity::Minor));
    assert_eq!(points(&world, tess), 950);
}

/// Who subscribed to a round has held nothing yet, whether it becomes shares or not.
fn subscribed() -> (World, (Case, Person)) {
    let (mut world, case) = ready();
    let dan = world.investor("dan");
    world.open_position(dan, &case.ada);
    let round = world.open_round(&case.ada, world.round_terms());
    world.subscribe(&round, dan, 100);
    assert_eq!(world.position_state(&case.ada, dan).used, 2);
    (world, (case, dan))
}

/// A position without shares ever, in Ada's token.
fn opened() -> (World, (Case, Person)) {
    let (mut world, case) = ready();
    let dan = world.investor("dan");
    world.open_position(dan, &case.ada);
    (world, (case, dan))
}

refusals! {
    opened;
    refuses_one_about_who_never_held_shares: |world, (case, dan)|
        file(&world, &case, dan).instruction() => Rule::NeverHeldShares;
    refuses_one_about_who_was_only_admitted_and_approved: |world, (case, dan)| {
        world.admit(&case.ada, dan, 100);
        let until = world.now() + DAYS;
        world.approve(&case.ada, case.bob, dan, 10, until);
        file(&world, &case, dan).instruction()
    } => Rule::NeverHeldShares;
    refuses_one_about_whoever_was_only_set_a_boundary: |world, (case, dan)| {
        let boundary = world.position_set_boundary(&case.ada, dan, Contact::NoContact);
        world.must(&[boundary.instruction()]);
        world.warp(1);
        world.complaint_file(&case.ada, dan, Category::BeyondBoundary, Severity::Minor).instruction()
    } => Rule::NeverHeldShares;
}

refusals! {
    subscribed;
    refuses_one_about_who_only_subscribed: |world, (case, dan)|
        file(&world, &case, dan).instruction() => Rule::NeverHeldShares;
    refuses_one_about_who_was_refunded: |world, (case, dan)| {
        let round = personal_token_tests::world::RoundFixture::of(&case.ada, 0);
        world.decline(&round, dan);
        world.refund(&round, dan);
        file(&world, &case, dan).instruction()
    } => Rule::NeverHeldShares;
}

refusals! {
    ready;
    refuses_one_about_oneself: |world, case| file(&world, &case, case.owner()).instruction() => Rule::OwnPosition;
    refuses_one_about_a_replaced_position_of_ones_own: |world, case| {
        let lost = recovered(&mut world, &case, case.owner());
        world.relocate(&lost, &case.ada);
        ComplaintFile { owner: lost.new.wallet, ..file(&world, &case, lost.old) }.instruction()
    } => Rule::OwnPosition;
    refuses_one_about_a_new_position_of_ones_own: |world, case| {
        let lost = recovered(&mut world, &case, case.owner());
        world.open_position(lost.new, &case.ada);
        ComplaintFile { owner: lost.new.wallet, ..file(&world, &case, lost.new) }.instruction()
    } => Rule::OwnPosition;
    refuses_one_about_a_position_of_another_token: |world, case| {
        let dora = world.owner_with_token("dora");
        let position = world.open_position(case.bob, &dora);
        world.transfer(&dora, dora.owner, case.bob, 10).expect_success();
        ComplaintFile { position, ..file(&world, &case, case.bob) }.instruction()
    } => Rule::TokenMismatch;
    refuses_one_about_an_owners_position_in_his_own_token: |world, case| {
        let dora = world.owner_with_token("dora");
        ComplaintFile { position: dora.position(dora.owner.wallet), ..file(&world, &case, case.bob) }.instruction()
    } => Rule::TokenMismatch;
    refuses_one_about_nobody: |world, case| {
        let position = case.ada.position(mallory(&mut world));
        ComplaintFile { position, ..file(&world, &case, case.bob) }.instruction()
    } => TOO_SMALL;
    refuses_one_about_a_new_wallet_that_nothing_was_moved_to: |world, case| {
        let lost = recovered(&mut world, &case, case.bob);
        world.open_position(lost.new, &case.ada);
        file(&world, &case, lost.new).instruction()
    } => Rule::NeverHeldShares;
}
