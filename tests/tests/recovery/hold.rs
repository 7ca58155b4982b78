//! `member_hold`, `member_release`

use super::common::*;

const LONGEST: u32 = 30 * DAY;
const INTERVAL: i64 = 90 * DAYS;

fn hold(world: &World, case: &Case, seconds: u32) -> MemberHold {
    world.member_hold(Some(case.lost.stewards[0]), case.bob, seconds)
}

fn release(world: &World, case: &Case) -> MemberRelease {
    world.member_release(Some(case.lost.stewards[0]), case.bob)
}

#[test]
fn holds() {
    let (mut world, case) = lost();
    let (before, until) = (world.member_state(case.bob), world.now() + 30 * DAYS);
    let outcome = world.send(&[hold(&world, &case, LONGEST).instruction()]).expect_changed(&[case.bob.member]);
    let expected = Member { held_until: until, next_hold_at: until + INTERVAL, ..before };
    assert_eq!(world.member_state(case.bob), expected);
    let by = case.lost.stewards[0].wallet;
    assert_eq!(outcome.event(), &event::MemberHoldChanged { member: case.bob.member, until, by }.into());
}

#[test]
fn the_authority_holds_and_releases_too() {
    let (mut world, case) = lost();
    let hold = world.member_hold(None, case.bob, 1_000);
    let outcome = world.send(&[hold.instruction()]).expect_changed(&[case.bob.member]);
    let (member, by) = (case.bob.member, world.founder);
    assert_eq!(outcome.event(), &event::MemberHoldChanged { member, until: world.now() + 1_000, by }.into());
    let release = world.member_release(None, case.bob);
    world.send(&[release.instruction()]).expect_changed(&[case.bob.member]);
}

#[test]
fn releases_early_and_counts_the_interval_from_there() {
    let (mut world, case) = held();
    let before = world.member_state(case.bob);
    world.warp(DAYS);
    let until = world.now();
    let outcome = world.send(&[release(&world, &case).instruction()]).expect_changed(&[case.bob.member]);
    let expected = Member { held_until: until, next_hold_at: until + INTERVAL, ..before };
    assert_eq!(world.member_state(case.bob), expected);
    let by = case.lost.stewards[0].wallet;
    assert_eq!(outcome.event(), &event::MemberHoldChanged { member: case.bob.member, until, by }.into());
    world.transfer(&case.ada, case.bob, case.carol, 1).expect_success();
}

/// A hold needs no waiting time: a stolen key does not wait either.
#[test]
fn a_new_steward_holds_at_once() {
    let (mut world, case) = lost();
    let sam = world.steward("sam", capability::RECOVER);
    let hold = world.member_hold(Some(sam), case.bob, DAY);
    world.send(&[hold.instruction()]).expect_success();
}

#[test]
fn a_hold_stops_transfers_until_it_ends() {
    let (mut world, case) = lost();
    let start = world.now();
    world.must(&[hold(&world, &case, 60).instruction()]);
    for (time, refused) in [(0, true), (59, true), (60, false), (61, false)] {
        world.warp_to(start + time);
        let outcome = world.transfer(&case.ada, case.bob, case.carol, 1);
        match refused {
            true => outcome.expect_refusal(Rule::MemberHeld),
            false => {
                outcome.expect_success();
            }
        }
    }
}

/// The thief can leave nothing in the account, but others may still send him shares, and deposits count for him.
#[test]
fn a_held_member_receives_and_is_credited() {
    let (mut world, case) = held();
    world.transfer(&case.ada, case.carol, case.bob, 100).expect_success();
    world.deposit(&case.ada, SHARES).expect_success();
    world.claim_by(&case.ada, case.bob).expect_success();
    assert_eq!(world.quote_of(case.bob.wallet), 1_100);
}

#[test]
fn the_next_hold_waits_to_the_second() {
    let (mut world, case) = held();
    let next = world.member_state(case.bob).next_hold_at;
    for time in [next - 2, next - 1] {
        world.warp_to(time);
        world.send(&[hold(&world, &case, 1).instruction()]).expect_refusal(Rule::MemberHoldTooSoon);
    }
    world.warp_to(next);
    world.send(&[hold(&world, &case, 1).instruction()]).expect_success();
    assert_eq!(world.member_state(case.bob).held_until, next + 1);
}

#[test]
fn the_shortest_hold_is_a_second() {
    let (mut world, case) = lost();
    world.send(&[hold(&world, &case, 1).instruction()]).expect_success();
    assert_eq!(world.member_state(case.bob).held_until, world.now() + 1);
}

/// A hold and a recovery do not hinder each other; the recovery ends the hold, as that was for the old key.
#[test]
fn a_recovery_runs_through_a_hold_and_ends_it() {
    let (mut world, case) = held();
    world.propose(&case.lost);
    let next_hold_at = world.member_state(case.bob).next_hold_at;
    world.execute(&case.lost);
    let member = world.member_state(case.bob);
    assert_eq!((member.held_until, member.recovery_until, member.next_hold_at), (0, 0, next_hold_at));
    world.relocate(&case.lost, &case.ada);
    world.transfer(&case.ada, case.lost.new, case.carol, 1).expect_success();
    // The interval is the member's, not the key's.
    world.send(&[hold(&world, &case, 1).instruction()]).expect_refusal(Rule::MemberHoldTooSoon);
}

#[test]
fn a_hold_can_begin_while_a_recovery_is_pending() {
    let (mut world, case) = pending();
    world.send(&[hold(&world, &case, LONGEST).instruction()]).expect_success();
    let veto = world.recovery_veto(&case.lost, case.bob.wallet);
    world.must(&[veto.instruction()]);
    world.transfer(&case.ada, case.bob, case.carol, 1).expect_refusal(Rule::MemberHeld);
}

refusals! {
    lost;
    refuses_no_time: |world, case| hold(&world, &case, 0).instruction() => Rule::MemberHoldTooLong;
    refuses_a_second_beyond_30_days: |world, case|
        hold(&world, &case, LONGEST + 1).instruction() => Rule::MemberHoldTooLong;
    refuses_the_greatest_number: |world, case| hold(&world, &case, u32::MAX).instruction() => Rule::MemberHoldTooLong;
    refuses_a_stranger: |world, case| {
        let signer = mallory(&mut world);
        MemberHold { signer, steward_member: None, ..hold(&world, &case, 1) }.instruction()
    } => Rule::NotAuthorised;
    refuses_a_stranger_with_a_stewards_accounts: |world, case| {
        let signer = mallory(&mut world);
        MemberHold { signer, ..hold(&world, &case, 1) }.instruction()
    } => Rule::NotAuthorised;
    refuses_the_member_himself: |world, case|
        MemberHold { signer: case.bob.wallet, steward_member: None, ..hold(&world, &case, 1) }.instruction()
        => Rule::NotAuthorised;
    refuses_the_owner_of_the_token: |world, case|
        MemberHold { signer: case.ada.owner.wallet, steward_member: None, ..hold(&world, &case, 1) }.instruction()
        => Rule::NotAuthorised;
    refuses_a_steward_without_the_capability: |world, case| {
        let sam = world.steward("sam", capability::ALL & !capability::RECOVER);
        world.member_hold(Some(sam), case.bob, 1).instruction()
    } => Rule::NotAuthorised;
    refuses_a_steward_who_is_held_himself: |world, case| {
        let [rita, ron] = case.lost.stewards;
        world.must(&[world.member_hold(Some(ron), rita, DAY).instruction()]);
        hold(&world, &case, 1).instruction()
    } => Rule::MemberHeld;
    refuses_a_steward_who_is_being_recovered: |world, case| {
        let sam = world.steward("sam", capability::ALL);
        world.warp(VETO);
        let [rita, ron] = case.lost.stewards;
        let ritas = world.lose(rita, "new rita", [ron, sam]);
        world.propose(&ritas);
        hold(&world, &case, 1).instruction()
    } => Rule::MemberHeld;
    refuses_a_steward_to_release_himself: |world, case| {
        let [rita, ron] = case.lost.stewards;
        world.must(&[world.member_hold(Some(ron), rita, DAY).instruction()]);
        world.member_release(Some(rita), rita).instruction()
    } => DUPLICATE;
    refuses_a_held_steward_to_release_somebody_else: |world, case| {
        let [rita, ron] = case.lost.stewards;
        for person in [rita, case.bob] {
            world.must(&[world.member_hold(Some(ron), person, DAY).instruction()]);
        }
        release(&world, &case).instruction()
    } => Rule::MemberHeld;
    refuses_a_steward_who_was_dismissed: |world, case| {
        let (authority, network, rent_payer) = (world.founder, world.network, world.payer);
        let member = case.lost.stewards[0].member;
        world.must(&[StewardDismiss { authority, network, member, rent_payer }.instruction()]);
        hold(&world, &case, 1).instruction()
    } => Error::UninitializedAccount;
    refuses_a_steward_who_was_suspended: |world, case| {
        let (signer, network, member) = (world.founder, world.network, case.lost.stewards[0].member);
        let reason_hash = hash("reason");
        world.must(&[MemberSuspend { signer, steward_member: None, network, member, reason_hash }.instruction()]);
        hold(&world, &case, 1).instruction()
    } => Rule::StewardNotActive;
    refuses_a_steward_of_another_network: |world, case| {
        let network = world.network;
        world.network = other_network(&mut world);
        let sam = world.steward("sam", capability::ALL);
        let (twin, steward) = (world.network, pda::steward(world.network, sam.member));
        world.network = network;
        assert_ne!(twin, network);
        let right = pda::steward(network, sam.member);
        world.member_hold(Some(sam), case.bob, 1).instruction().replacing(right, steward)
    } => Rule::NotAuthorised;
    refuses_a_member_of_another_network: |world, case| {
        let network = world.network;
        world.network = other_network(&mut world);
        let bob = world.investor("bob");
        world.network = network;
        world.member_hold(Some(case.lost.stewards[0]), bob, 1).instruction()
    } => Rule::NetworkMismatch;
    refuses_without_signature: |world, case|
        hold(&world, &case, 1).instruction().unsigned(case.lost.stewards[0].wallet) => Error::MissingRequiredSignature;
    refuses_a_read_only_member: |world, case|
        hold(&world, &case, 1).instruction().read_only(case.bob.member) => NOT_WRITABLE;
    refuses_a_hold_beyond_the_end_of_time: |world, case| {
        world.warp_to(i64::MAX - INTERVAL);
        hold(&world, &case, 1).instruction()
    } => Rule::MathOverflow;
    refuses_to_release_who_is_not_held: |world, case| release(&world, &case).instruction() => Rule::MemberNotHeld;
}

refusals! {
    held;
    refuses_to_prolong_a_hold: |world, case| hold(&world, &case, LONGEST).instruction() => Rule::MemberHoldTooSoon;
    refuses_a_hold_right_after_a_release: |world, case| {
        world.must(&[release(&world, &case).instruction()]);
        hold(&world, &case, 1).instruction()
    } => Rule::MemberHoldTooSoon;
    refuses_a_hold_by_the_authority_within_the_interval: |world, case| {
        world.warp(31 * DAYS);
        world.member_hold(None, case.bob, 1).instruction()
    } => Rule::MemberHoldTooSoon;
    refuses_to_release_when_it_ended: |world, case| {
        world.warp(30 * DAYS);
        release(&world, &case).instruction()
    } => Rule::MemberNotHeld;
    refuses_to_release_twice: |world, case| {
        world.must(&[release(&world, &case).instruction()]);
        release(&world, &case).instruction()
    } => Rule::MemberNotHeld;
    refuses_a_release_by_a_stranger: |world, case| {
        let signer = mallory(&mut world);
        MemberRelease { signer, ..release(&world, &case) }.instruction()
    } => Rule::NotAuthorised;
    refuses_a_release_by_the_member: |world, case|
        MemberRelease { signer: case.bob.wallet, steward_member: None, ..release(&world, &case) }.instruction()
        => Rule::NotAuthorised;
    refuses_a_release_by_another_kind_of_steward: |world, case| {
        let sam = world.steward("sam", capability::ARBITRATE);
        world.member_release(Some(sam), case.bob).instruction()
    } => Rule::NotAuthorised;
    refuses_a_release_without_signature: |world, case|
        release(&world, &case).instruction().unsigned(case.lost.stewards[0].wallet)
        => Error::MissingRequiredSignature;
    refuses_a_transfer_to_the_owner_too: |world, case|
        world.shares_transfer(&case.ada, case.bob, case.ada.owner, 1).instruction() => Rule::MemberHeld;
    refuses_a_listing: |world, case| list(&world, &case.ada, case.bob, 0, 1).instruction() => Rule::MemberHeld;
}
