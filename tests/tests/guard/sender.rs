//! A restricted sender sends to nobody but the owner; and a transfer writes nothing but the two positions and the share
//! accounts: neither reputation nor any counter.

use super::common::*;

/// Token-2022 resolves the hook's accounts itself, and refuses any other before the hook runs.
const NOT_THE_RESOLVED_ACCOUNT: (Address, u32) = (TOKEN_2022_ID, 2_724_315_840);

/// Bob sends ten shares to Carol, himself or by a delegate.
fn sends(world: &mut World, case: &Case, by_delegate: bool) -> Instruction {
    let transfer = world.shares_transfer(&case.ada, case.bob, case.carol, 10);
    if !by_delegate {
        return transfer.instruction();
    }
    let authority = world.person("delegate");
    delegate(world, &case.ada, case.bob, authority, 10);
    SharesTransfer { authority, ..transfer }.instruction()
}

refusals! {
    upheld;
    refuses_to_send_as_the_decision_left_him: |world, case| sends(&mut world, &case, false)
        => Rule::SenderNotInGoodStanding;
    refuses_to_send_without_reputation: |world, case| {
        set_points(&mut world, case.bob, 0);
        sends(&mut world, &case, false)
    } => Rule::SenderNotInGoodStanding;
    refuses_to_send_with_a_point_too_few: |world, case| {
        set_points(&mut world, case.bob, 599);
        sends(&mut world, &case, false)
    } => Rule::SenderNotInGoodStanding;
    refuses_to_send_by_a_delegate: |world, case| {
        set_points(&mut world, case.bob, 599);
        sends(&mut world, &case, true)
    } => Rule::SenderNotInGoodStanding;
    refuses_to_send_to_who_is_restricted_too: |world, case| {
        set_points(&mut world, case.carol, 0);
        sends(&mut world, &case, false)
    } => Rule::SenderNotInGoodStanding;
    refuses_to_send_to_the_approved: |world, case| {
        world.set_policy(&case.ada, Policy::Approval);
        let until = world.now() + DAYS;
        world.approve(&case.ada, case.bob, case.carol, 10, until);
        sends(&mut world, &case, false)
    } => Rule::SenderNotInGoodStanding;
    refuses_to_send_to_the_owner_of_another_token: |world, case| {
        let zoe = world.owner_with_token("zoe").owner;
        world.open_position(zoe, &case.ada);
        world.shares_transfer(&case.ada, case.bob, zoe, 1).instruction()
    } => Rule::SenderNotInGoodStanding;
    refuses_to_send_in_the_name_of_another: |world, case| {
        let transfer = world.shares_transfer(&case.ada, case.bob, case.carol, 10).instruction();
        transfer.replacing(case.bob.member, case.dave.member)
    } => NOT_THE_RESOLVED_ACCOUNT;
}

#[test]
fn he_sends_again_with_just_enough() {
    for by_delegate in [false, true] {
        for points in [600, 1_000] {
            let (mut world, case) = upheld();
            set_points(&mut world, case.bob, points);
            let transfer = sends(&mut world, &case, by_delegate);
            world.send(&[transfer]).expect_changed(&both_sides(&case.ada, case.bob, case.carol));
        }
    }
}

/// Whoever is complained about, has been decided about, or has a boundary: the hook reads, and writes nothing of it.
#[test]
fn a_transfer_changes_two_positions_and_two_share_accounts() {
    let (mut world, case) = upheld();
    let Case { ada, bob, carol, dave, .. } = case;
    let category = personal_token_core::complaint::Category::Pressure;
    for holder in [bob, carol] {
        world.complain(&ada, holder, category, Severity::Serious);
        set_boundary(&mut world, &ada, holder, Contact::NoContact);
    }
    set_points(&mut world, bob, 700);
    world.warp(3 * DAYS + 5);
    for (from, to) in [(bob, carol), (carol, bob), (bob, dave), (ada.owner, bob), (bob, ada.owner)] {
        for _ in 0..3 {
            let members = [from, to].map(|person| world.member_state(person));
            let (network, token) = (world.network_state(), world.token_state(&ada));
            world.transfer(&ada, from, to, 7).expect_changed(&both_sides(&ada, from, to));
            assert_eq!([from, to].map(|person| world.member_state(person)), members);
            assert_eq!((world.network_state(), world.token_state(&ada)), (network, token));
        }
    }
}

/// Nor is a refusal counted anywhere: however often he tries, his points come back as they would have.
#[test]
fn refused_attempts_cost_and_change_nothing() {
    let (mut world, case) = upheld();
    let before = world.member_state(case.bob);
    for _ in 0..20 {
        world.transfer(&case.ada, case.carol, case.bob, 1).expect_refusal(Rule::NotInGoodStanding);
        world.transfer(&case.ada, case.bob, case.carol, 1).expect_refusal(Rule::SenderNotInGoodStanding);
        world.warp(DAYS);
    }
    assert_eq!(world.member_state(case.bob), before);
    assert_eq!(points(&world, case.bob), 520);
}

/// Nothing that he may do gives a point or takes one.
#[test]
fn what_he_does_neither_gives_nor_takes_points() {
    let (mut world, case) = upheld();
    let Case { ada, bob, .. } = case;
    let before = world.member_state(bob).reputation();
    world.transfer(&ada, bob, ada.owner, 10).expect_success();
    world.deposit(&ada, SHARES).expect_success();
    world.claim(&ada, bob.wallet).expect_success();
    let listing = list(&mut world, &ada, bob, 100);
    let purchase = order(&mut world, &listing, ada.owner, 100);
    world.send(&[purchase]).expect_success();
    publish(&mut world, "second charter");
    acknowledge(&mut world, bob);
    suspend(&mut world, bob);
    world.must(&[reinstate(&world, bob).instruction()]);
    exclude(&mut world, bob);
    take_back(&mut world, bob);
    assert_eq!(world.member_state(bob).reputation(), before);
}
