//! `recovery_move`

use super::common::*;

fn relocate(world: &World, case: &Case) -> RecoveryMove {
    world.recovery_move(&case.lost, &case.ada)
}

fn claimable(world: &World, case: &Case, person: Person) -> u64 {
    let (token, position) = (world.token_state(&case.ada), world.position_state(&case.ada, person));
    personal_token_sdk::quote::claimable(&token, &position).unwrap()
}

/// Everything at once: shares of which some are locked, money that is owed, a cost, a cap and an approval.
#[test]
fn moves_everything() {
    let (mut world, case) = pending();
    let (ada, old, new) = (case.ada, case.lost.old, case.lost.new);
    world.transfer(&ada, ada.owner, old, 77).expect_success();
    world.admit(&ada, old, 123);
    world.approve(&ada, case.carol, old, 9, world.now() + 100 * DAYS);
    world.edit::<Position>(ada.position(old.wallet), |position| position.cost_basis = 4_321);
    world.checked = true; // a cost that no transfer carried is sound
    world.deposit(&ada, SHARES / 2).expect_success();
    world.execute(&case.lost);
    let opened = world.open_position(new, &ada);
    let (before, empty) = (world.position_state(&ada, old), world.position_state(&ada, new));
    let token = world.token_state(&ada);
    let owed = claimable(&world, &case, old);
    assert_eq!(owed, 538);

    let instruction = relocate(&world, &case).instruction();
    assert!(instruction.accounts.iter().all(|meta| !meta.is_signer), "anybody may");
    let shares = [old, new].map(|person| ada.share_account(person.wallet));
    let position = ada.position(old.wallet);
    let outcome = world.send(&[instruction]).expect_changed(&[position, opened, shares[0], shares[1]]);

    let expected = Position {
        used: 1,
        cap: 123,
        shares: 1_077,
        last: token.acc,
        owed: U128::new(1_077 * token.acc.get()),
        locked: 77,
        unlocks_at: before.unlocks_at,
        cost_basis: 4_321,
        approved_from: case.carol.wallet,
        approved_shares: 9,
        approval_expires_at: before.approval_expires_at,
        opened_at: before.opened_at,
        ..empty
    };
    assert_eq!(world.position_state(&ada, new), expected);
    let nothing = Address::default();
    let expected = Position {
        cap: 0,
        shares: 0,
        last: token.acc,
        owed: U128::new(0),
        locked: 0,
        unlocks_at: 0,
        cost_basis: 0,
        approved_from: nothing,
        approved_shares: 0,
        approval_expires_at: 0,
        successor: opened,
        ..before
    };
    assert_eq!(world.position_state(&ada, old), expected);
    assert_eq!(world.token_state(&ada), token);
    assert_eq!((claimable(&world, &case, old), claimable(&world, &case, new)), (0, owed));
    let moved = event::PositionMoved { token: ada.token, position, successor: opened, shares: 1_077 };
    assert_eq!(outcome.event(), &moved.into());

    world.claim(&ada, new.wallet).expect_success();
    assert_eq!((world.quote_of(new.wallet), world.quote_of(old.wallet)), (owed, 0));
    world.transfer(&ada, new, case.carol, 1_001).expect_refusal(Rule::SharesLocked);
    world.transfer(&ada, new, case.carol, 1_000).expect_success();
}

/// The new position may hold shares and be owed money already: both add up, locks at their weighted average.
#[test]
fn merges_with_what_is_there() {
    let (mut world, case) = executed();
    let (ada, old, new) = (case.ada, case.lost.old, case.lost.new);
    world.open_position(new, &ada);
    world.transfer(&ada, ada.owner, new, 500).expect_success();
    world.admit(&ada, new, 50);
    world.admit(&ada, old, 60);
    world.approve(&ada, case.carol, new, 5, world.now() + 2);
    world.approve(&ada, case.carol, old, 6, world.now() + 1);
    world.deposit(&ada, SHARES + 3).expect_success();
    let before = [old, new].map(|person| claimable(&world, &case, person));
    assert_eq!(before, [1_000, 500]);
    let unlocks_at = world.position_state(&ada, new).unlocks_at;
    world.relocate(&case.lost, &ada);

    let position = world.position_state(&ada, new);
    assert_eq!((position.shares, position.locked, position.unlocks_at), (1_500, 500, unlocks_at));
    assert_eq!(
        (position.cap, position.approved_shares),
        (50, 5),
        "what the owner says of a position that was used counts alone"
    );
    assert_eq!(claimable(&world, &case, new), 1_500);
    world.claim(&ada, new.wallet).expect_success();
    assert_eq!(world.quote_of(new.wallet), 1_500);
}

#[test]
fn joins_two_locks_at_their_average() {
    let (mut world, case) = pending();
    let (ada, old, new) = (case.ada, case.lost.old, case.lost.new);
    world.transfer(&ada, ada.owner, old, 1_000).expect_success();
    let first = world.position_state(&ada, old).unlocks_at;
    world.execute(&case.lost);
    world.open_position(new, &ada);
    world.transfer(&ada, ada.owner, new, 3_000).expect_success();
    let second = world.position_state(&ada, new).unlocks_at;
    world.relocate(&case.lost, &ada);
    let position = world.position_state(&ada, new);
    assert_eq!((position.shares, position.locked), (5_000, 4_000));
    assert_eq!(position.unlocks_at, second - (second - first) / 4);
}

/// Deposits before, between and after: what both can claim together is the same, moved or not.
#[test]
fn nothing_owed_is_lost_to_the_unit() {
    let paid = |recovered: bool| {
        let (mut world, case) = lost();
        world.deposit(&case.ada, 12_345_677).expect_success();
        let holder = if recovered {
            world.propose(&case.lost);
            world.deposit(&case.ada, 999_999).expect_success();
            world.execute(&case.lost);
            world.deposit(&case.ada, 1).expect_success();
            world.relocate(&case.lost, &case.ada);
            case.lost.new
        } else {
            world.deposit(&case.ada, 999_999).expect_success();
            world.deposit(&case.ada, 1).expect_success();
            case.bob
        };
        world.deposit(&case.ada, 7_777_777).expect_success();
        world.claim(&case.ada, holder.wallet).expect_success();
        world.quote_of(holder.wallet)
    };
    assert_eq!(paid(true), paid(false));
}

/// An empty position moves too, and no shares are burned or minted for it.
#[test]
fn moves_a_position_without_shares() {
    let (mut world, case) = pending();
    let dora = world.owner_with_token("dora");
    world.open_position(case.bob, &dora);
    world.admit(&dora, case.bob, 70);
    world.execute(&case.lost);
    let new = world.open_position(case.lost.new, &dora);
    let relocate = world.recovery_move(&case.lost, &dora);
    let outcome = world.send(&[relocate.instruction()]).expect_changed(&[dora.position(case.bob.wallet), new]);
    assert_eq!(outcome.inner_calls.iter().flatten().filter(|call| call.program == TOKEN_2022_ID).count(), 0);
    assert_eq!(world.position_state(&dora, case.lost.new).cap, 70);
}

/// The owner's halt or pause, or a closed policy, is no hindrance: it ends something.
#[test]
fn moves_while_all_is_stopped() {
    let (mut world, case) = reopened();
    world.set_policy(&case.ada, Policy::Closed);
    let Person { wallet: owner, member: owner_member } = case.ada.owner;
    let (authority, network) = (world.founder, world.network);
    world.must(&[
        TokenPause { owner, owner_member, network, seconds: DAY }.instruction(),
        NetworkHalt { authority, network }.instruction(),
    ]);
    world.relocate(&case.lost, &case.ada);
    assert_eq!(world.position_state(&case.ada, case.lost.new).shares, 1_000);
}

/// Whatever was lost first is moved last: each old position goes straight to the present wallet.
#[test]
fn moves_from_a_wallet_before_the_last() {
    let (mut world, case) = executed();
    let again = world.lose(case.lost.new, "third bob", case.lost.stewards);
    world.recover(&again, &[]);
    world.open_position(again.new, &case.ada);
    let skip = Lost { new: again.new, ..case.lost };
    world.relocate(&skip, &case.ada);
    assert_eq!(world.position_state(&case.ada, again.new).shares, 1_000);
}

/// The tombstone is one for ever: it can neither receive shares nor be paid.
#[test]
fn what_was_left_is_paid_nothing() {
    let (mut world, case) = moved();
    let (ada, old) = (case.ada, case.lost.old);
    world.deposit(&ada, SHARES).expect_success();
    let outcome = world.claim(&ada, old.wallet).expect_success();
    assert!(outcome.events.is_empty());
    assert_eq!(world.distribute(&ada, &[old.wallet]).expect_success().return_data, [0]);
    assert_eq!(world.quote_of(old.wallet), 0);
    let position = world.position_state(&ada, old);
    assert_eq!((position.shares, position.owed.get()), (0, 0));
    world.mark(&ada, old);
    world.claim(&ada, old.wallet).expect_refusal(Rule::PositionHeld);
    assert_eq!(world.distribute(&ada, &[old.wallet]).expect_success().return_data, [5]);
}

refusals! {
    moved;
    refuses_to_move_twice: |world, case| relocate(&world, &case).instruction() => Rule::PositionReplaced;
    refuses_to_move_back: |world, case|
        RecoveryMove {
            old_wallet: case.lost.new.wallet,
            new_wallet: case.bob.wallet,
            ..relocate(&world, &case)
        }.instruction()
        => Rule::PositionCurrent;
    refuses_a_transfer_to_what_was_left: |world, case|
        world.shares_transfer(&case.ada, case.carol, case.bob, 1).instruction() => Rule::WalletReplaced;
    refuses_a_transfer_by_the_owner_to_what_was_left: |world, case|
        world.shares_transfer(&case.ada, case.ada.owner, case.bob, 1).instruction() => Rule::WalletReplaced;
    refuses_to_move_what_was_left_after_another_recovery: |world, case| {
        let again = world.lose(case.lost.new, "third bob", case.lost.stewards);
        world.recover(&again, &[&case.ada]);
        RecoveryMove { new_wallet: again.new.wallet, ..relocate(&world, &case) }.instruction()
    } => Rule::PositionReplaced;
}

refusals! {
    reopened;
    refuses_the_position_of_the_present_wallet: |world, case|
        RecoveryMove { old_wallet: case.lost.new.wallet, ..relocate(&world, &case) }.instruction() => DUPLICATE;
    refuses_somebody_elses_position: |world, case|
        RecoveryMove { old_wallet: case.carol.wallet, ..relocate(&world, &case) }.instruction()
        => Rule::PositionMismatch;
    refuses_to_move_to_somebody_else: |world, case|
        RecoveryMove { new_wallet: case.carol.wallet, ..relocate(&world, &case) }.instruction()
        => Rule::PositionMismatch;
    refuses_to_move_to_the_owner: |world, case|
        RecoveryMove { new_wallet: case.ada.owner.wallet, ..relocate(&world, &case) }.instruction()
        => Rule::PositionMismatch;
    refuses_another_member: |world, case|
        RecoveryMove { member: case.carol.member, ..relocate(&world, &case) }.instruction() => Rule::PositionMismatch;
    refuses_the_old_share_account_as_the_new_one: |world, case| {
        let [old, new] = [case.bob, case.lost.new].map(|person| case.ada.share_account(person.wallet));
        relocate(&world, &case).instruction().replacing(new, old)
    } => DUPLICATE;
    refuses_the_share_account_of_somebody_else: |world, case| {
        let [new, other] = [case.lost.new, case.carol].map(|person| case.ada.share_account(person.wallet));
        relocate(&world, &case).instruction().replacing(new, other)
    } => Rule::PositionMismatch;
    refuses_to_burn_somebody_elses_shares: |world, case| {
        let [old, other] = [case.bob, case.carol].map(|person| case.ada.share_account(person.wallet));
        relocate(&world, &case).instruction().replacing(old, other)
    } => Rule::PositionMismatch;
    refuses_another_token: |world, case| {
        let dora = world.owner_with_token("dora");
        relocate(&world, &case).instruction().replacing(case.ada.token, dora.token)
    } => Rule::TokenMismatch;
    refuses_another_mint: |world, case| {
        let dora = world.owner_with_token("dora");
        relocate(&world, &case).instruction().replacing(case.ada.mint, dora.mint)
    } => Rule::TokenMismatch;
    refuses_another_token_program: |world, case|
        relocate(&world, &case).instruction().replacing(TOKEN_2022_ID, TOKEN_ID) => Error::IncorrectProgramId;
    refuses_a_read_only_successor: |world, case|
        relocate(&world, &case).instruction().read_only(case.ada.position(case.lost.new.wallet)) => NOT_WRITABLE;
    refuses_to_move_to_a_position_in_another_token: |world, case| {
        let dora = world.owner_with_token("dora");
        let position = world.open_position(case.lost.new, &dora);
        relocate(&world, &case).instruction().replacing(case.ada.position(case.lost.new.wallet), position)
    } => Rule::TokenMismatch;
    refuses_a_position_in_another_token: |world, case| {
        let dora = world.owner_with_token("dora");
        let position = world.open_position(case.lost.new, &dora);
        relocate(&world, &case).instruction().replacing(case.ada.position(case.bob.wallet), position)
    } => Rule::TokenMismatch;
}

refusals! {
    executed;
    refuses_before_the_new_wallet_has_a_position: |world, case| relocate(&world, &case).instruction() => TOO_SMALL;
}

refusals! {
    executable;
    refuses_before_the_recovery_is_executed: |world, case| {
        let dora = world.owner_with_token("dora");
        world.open_position(case.bob, &dora);
        let (from, to) = (case.ada.position(case.bob.wallet), dora.position(case.bob.wallet));
        world.recovery_move(&case.lost, &case.ada).instruction()
            .replacing(case.ada.position(case.lost.new.wallet), to)
            .replacing(from, from)
    } => Rule::TokenMismatch;
}
