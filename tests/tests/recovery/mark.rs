//! `position_mark`

use super::common::*;

fn mark(world: &World, case: &Case) -> PositionMark {
    world.position_mark(&case.ada, case.bob)
}

fn marked_until(world: &World, case: &Case) -> i64 {
    world.position_state(&case.ada, case.bob).held_until
}

#[test]
fn marks_for_as_long_as_a_recovery_is_pending() {
    let (mut world, case) = pending();
    let (before, position) = (world.position_state(&case.ada, case.bob), case.ada.position(case.bob.wallet));
    let instruction = mark(&world, &case).instruction();
    assert!(instruction.accounts.iter().all(|meta| !meta.is_signer), "anybody may");
    let outcome = world.send(&[instruction]).expect_changed(&[position]);
    let expected = Position { held_until: FOR_EVER, ..before };
    assert_eq!(world.position_state(&case.ada, case.bob), expected);
    assert_eq!(outcome.event(), &event::PositionMarked { position, held_until: FOR_EVER }.into());
}

#[test]
fn marks_until_a_hold_ends() {
    let (mut world, case) = held();
    let until = world.member_state(case.bob).held_until;
    let position = case.ada.position(case.bob.wallet);
    let outcome = world.send(&[mark(&world, &case).instruction()]).expect_changed(&[position]);
    assert_eq!(marked_until(&world, &case), until);
    assert_eq!(outcome.event(), &event::PositionMarked { position, held_until: until }.into());
}

#[test]
fn a_second_mark_changes_nothing() {
    let (mut world, case) = pending();
    world.mark(&case.ada, case.bob);
    world.send(&[mark(&world, &case).instruction()]).expect_changed(&[]);
}

#[test]
fn marks_nobody_whom_nothing_holds() {
    let (mut world, case) = lost();
    let outcome = world.send(&[mark(&world, &case).instruction()]).expect_changed(&[]);
    let position = case.ada.position(case.bob.wallet);
    assert_eq!(outcome.event(), &event::PositionMarked { position, held_until: 0 }.into());
}

/// Positions in any tokens of one member at once; the same one twice does no harm.
#[test]
fn marks_several_positions_at_once() {
    let (mut world, case) = pending();
    let dora = world.owner_with_token("dora");
    world.open_position(case.bob, &dora);
    let positions = [&case.ada, &dora].map(|token| token.position(case.bob.wallet));
    let twice = [positions[0], positions[1], positions[0]];
    let mark = PositionMark { member: case.bob.member, positions: twice.into() };
    let outcome = world.send(&[mark.instruction()]).expect_changed(&positions);
    assert_eq!(outcome.events.len(), 3);
    assert_eq!(world.position_state(&dora, case.bob).held_until, FOR_EVER);
}

/// The mark comes off when nothing holds any more, and not before, whoever asks.
#[test]
fn the_mark_of_a_recovery_comes_off_after_a_veto() {
    let (mut world, case) = pending();
    world.mark(&case.ada, case.bob);
    let veto = world.recovery_veto(&case.lost, case.bob.wallet);
    world.must(&[veto.instruction()]);
    assert_eq!(marked_until(&world, &case), FOR_EVER, "until somebody asks");
    world.claim(&case.ada, case.bob.wallet).expect_refusal(Rule::PositionHeld);
    world.claim_by(&case.ada, case.bob).expect_success();
    world.send(&[mark(&world, &case).instruction()]).expect_changed(&[case.ada.position(case.bob.wallet)]);
    assert_eq!(marked_until(&world, &case), 0);
    world.claim(&case.ada, case.bob.wallet).expect_success();
}

#[test]
fn the_mark_of_a_recovery_comes_off_when_it_lapsed_to_the_second() {
    let (mut world, case) = pending();
    let lapses_at = world.read::<Recovery>(case.lost.recovery()).lapses_at;
    world.mark(&case.ada, case.bob);
    world.warp_to(lapses_at - 1);
    world.mark(&case.ada, case.bob);
    assert_eq!(marked_until(&world, &case), FOR_EVER);
    world.warp_to(lapses_at);
    world.mark(&case.ada, case.bob);
    assert_eq!(marked_until(&world, &case), 0);
}

#[test]
fn the_mark_of_a_hold_ends_by_itself_to_the_second() {
    let (mut world, case) = held();
    world.mark(&case.ada, case.bob);
    world.deposit(&case.ada, SHARES).expect_success();
    let until = world.member_state(case.bob).held_until;
    world.warp_to(until - 1);
    world.claim(&case.ada, case.bob.wallet).expect_refusal(Rule::PositionHeld);
    assert_eq!(world.distribute(&case.ada, &[case.bob.wallet]).expect_success().return_data, [5]);
    world.warp_to(until);
    world.claim(&case.ada, case.bob.wallet).expect_success();
    assert_eq!(world.quote_of(case.bob.wallet), 1_000);
    world.mark(&case.ada, case.bob);
    assert_eq!(marked_until(&world, &case), 0);
}

/// A release shortens the mark as soon as anyone asks.
#[test]
fn the_mark_of_a_hold_comes_off_after_a_release() {
    let (mut world, case) = held();
    world.mark(&case.ada, case.bob);
    let release = world.member_release(None, case.bob);
    world.must(&[release.instruction()]);
    world.claim(&case.ada, case.bob.wallet).expect_refusal(Rule::PositionHeld);
    world.mark(&case.ada, case.bob);
    assert_eq!(marked_until(&world, &case), 0);
}

/// A recovery outlasts a hold; when it is vetoed, the rest of the hold still counts.
#[test]
fn the_longer_of_hold_and_recovery_counts() {
    let (mut world, case) = held();
    let until = world.member_state(case.bob).held_until;
    world.propose(&case.lost);
    world.mark(&case.ada, case.bob);
    assert_eq!(marked_until(&world, &case), FOR_EVER);
    let veto = world.recovery_veto(&case.lost, case.bob.wallet);
    world.must(&[veto.instruction()]);
    world.mark(&case.ada, case.bob);
    assert_eq!(marked_until(&world, &case), until);
}

/// A position of a wallet that the member no longer has is marked for ever, before and after the move, and after the
/// recovery of the next wallet too.
#[test]
fn the_mark_of_an_old_position_never_comes_off() {
    let (mut world, case) = executed();
    assert_eq!(marked_until(&world, &case), 0, "nobody marked it while the recovery was pending");
    world.mark(&case.ada, case.bob);
    assert_eq!(marked_until(&world, &case), FOR_EVER);
    world.warp(1_000 * DAYS);
    world.send(&[mark(&world, &case).instruction()]).expect_changed(&[]);
    world.relocate(&case.lost, &case.ada);
    world.send(&[mark(&world, &case).instruction()]).expect_changed(&[]);
    let again = world.lose(case.lost.new, "third bob", case.lost.stewards);
    world.recover(&again, &[&case.ada]);
    world.send(&[mark(&world, &case).instruction()]).expect_changed(&[]);
    world.mark(&case.ada, case.lost.new);
    assert_eq!(world.position_state(&case.ada, case.lost.new).held_until, FOR_EVER);
    world.mark(&case.ada, again.new);
    assert_eq!(world.position_state(&case.ada, again.new).held_until, 0);
}

/// What was marked while the recovery was pending stays marked through its execution.
#[test]
fn a_mark_outlives_the_execution() {
    let (mut world, case) = pending();
    world.mark(&case.ada, case.bob);
    world.execute(&case.lost);
    world.send(&[mark(&world, &case).instruction()]).expect_changed(&[]);
    assert_eq!(marked_until(&world, &case), FOR_EVER);
}

#[test]
fn the_new_wallets_position_is_not_marked() {
    let (mut world, case) = moved();
    world.send(&[world.position_mark(&case.ada, case.lost.new).instruction()]).expect_changed(&[]);
    assert_eq!(world.position_state(&case.ada, case.lost.new).held_until, 0);
}

refusals! {
    pending;
    refuses_no_positions: |_world, case|
        PositionMark { member: case.bob.member, positions: vec![] }.instruction() => Rule::PositionMismatch;
    refuses_the_position_of_somebody_else: |_world, case|
        PositionMark { member: case.bob.member, positions: vec![case.ada.position(case.carol.wallet)] }.instruction()
        => Rule::PositionMismatch;
    refuses_one_of_somebody_else_among_his: |_world, case| {
        let positions = [case.bob, case.carol].map(|person| case.ada.position(person.wallet));
        PositionMark { member: case.bob.member, positions: positions.into() }.instruction()
    } => Rule::PositionMismatch;
    refuses_the_owners_position: |_world, case|
        PositionMark { member: case.bob.member, positions: vec![case.ada.position(case.ada.owner.wallet)] }
            .instruction()
        => Rule::PositionMismatch;
    refuses_what_is_no_position: |_world, case|
        PositionMark { member: case.bob.member, positions: vec![case.ada.token] }.instruction()
        => Rule::PositionMismatch;
    refuses_the_member_himself_as_position: |_world, case|
        PositionMark { member: case.bob.member, positions: vec![case.bob.member] }.instruction()
        => Error::AccountBorrowFailed;
    refuses_nothing_as_position: |_world, case|
        PositionMark { member: case.bob.member, positions: vec![address("nowhere")] }.instruction()
        => Rule::PositionMismatch;
    refuses_a_wallet_as_position: |_world, case|
        PositionMark { member: case.bob.member, positions: vec![case.bob.wallet] }.instruction()
        => Rule::PositionMismatch;
    refuses_a_position_that_another_program_owns: |world, case| {
        let position = world.position_state(&case.ada, case.bob);
        world.put(address("forged"), TOKEN_ID, position.encode());
        PositionMark { member: case.bob.member, positions: vec![address("forged")] }.instruction()
    } => Rule::PositionMismatch;
    refuses_a_read_only_position: |world, case|
        mark(&world, &case).instruction().read_only(case.ada.position(case.bob.wallet)) => Rule::PositionMismatch;
    refuses_a_member_that_another_program_owns: |world, case| {
        let member = world.member_state(case.bob);
        world.put(address("forged"), TOKEN_ID, member.encode());
        mark(&world, &case).instruction().replacing(case.bob.member, address("forged"))
    } => Error::IllegalOwner;
    refuses_a_position_as_member: |world, case| {
        let position = case.ada.position(case.carol.wallet);
        mark(&world, &case).instruction().replacing(case.bob.member, position)
    } => Error::InvalidAccountData;
    refuses_another_member: |world, case|
        mark(&world, &case).instruction().replacing(case.bob.member, case.carol.member) => Rule::PositionMismatch;
}
