//! `recovery_execute`

use super::common::*;

fn execute(world: &World, case: &Case) -> RecoveryExecute {
    world.recovery_execute(&case.lost)
}

#[test]
fn gives_the_member_his_new_wallet() {
    let (mut world, case) = executable();
    let Lost { old, new, .. } = case.lost;
    let before = world.member_state(old);
    let (link, bump) = pda::wallet_link_with_bump(world.network, new.wallet);
    let old_link = world.read::<WalletLink>(pda::wallet_link(world.network, old.wallet));
    let (recovery, stranger) = (case.lost.recovery(), world.issuer);
    let instruction = RecoveryExecute { payer: stranger, ..execute(&world, &case) }.instruction();
    let outcome = world.send(&[instruction]).expect_changed(&[old.member, recovery, link, stranger]);

    let quote_account = pda::quote_account(new.wallet, world.quote_mint);
    let expected = Member { wallet: new.wallet, quote_account, recovery_until: 0, ..before };
    assert_eq!(world.member_state(old), expected);
    let (network, wallet, member) = (world.network, new.wallet, old.member);
    let expected = WalletLink { version: 1, bump, network, wallet, member, ..WalletLink::zeroed() };
    assert_eq!(world.read::<WalletLink>(link), expected);
    assert_eq!(world.read::<WalletLink>(pda::wallet_link(network, old.wallet)), old_link);
    assert!(world.account(&recovery).is_none());
    let recovered = event::MemberRecovered { member, old_wallet: old.wallet, new_wallet: new.wallet };
    assert_eq!(outcome.event(), &recovered.into());
}

/// Between 14 and 44 days after the proposal, to the second at both ends.
#[test]
fn is_executable_for_30_days_to_the_second() {
    let cases = [
        (VETO - 1, Err(Rule::RecoveryTooEarly)),
        (VETO, Ok(())),
        (VETO + 1, Ok(())),
        (LAPSE - 1, Ok(())),
        (LAPSE, Err(Rule::RecoveryLapsed)),
        (LAPSE + 1, Err(Rule::RecoveryLapsed)),
    ];
    for (time, expected) in cases {
        let (mut world, case) = pending();
        world.warp(time);
        let outcome = world.send(&[execute(&world, &case).instruction()]);
        match expected {
            Ok(()) => drop(outcome.expect_success()),
            Err(rule) => outcome.expect_refusal(rule),
        }
    }
}

/// The old wallet can stop it until the very transaction that executes it.
#[test]
fn a_veto_in_the_same_transaction_comes_first() {
    let (mut world, case) = executable();
    let veto = world.recovery_veto(&case.lost, case.bob.wallet);
    let outcome = world.send(&[veto.instruction(), execute(&world, &case).instruction()]);
    assert_eq!(outcome.refusal(), Some(TOO_SMALL.into()));
    assert_eq!(world.member_state(case.bob).wallet, case.bob.wallet);
}

/// The old wallet keeps its link: nobody else, and not the member himself, is ever admitted with it.
#[test]
fn the_old_wallet_cannot_be_admitted_again() {
    let (mut world, case) = executed();
    let open = ApplicationOpen {
        payer: world.payer,
        wallet: case.bob.wallet,
        network: world.network,
        roles: role::ALL,
        charter_version: 1,
        clauses: 12,
    };
    world.send(&[open.instruction()]).expect_success();
    for name in ["bob", "somebody else"] {
        let admit = world.member_admit(name, case.bob.wallet);
        world.send(&[admit.instruction()]).expect_refusal(ALREADY_IN_USE);
    }
}

/// Nor is the new one, and nobody can apply for the member's identity once more.
#[test]
fn the_new_wallet_cannot_be_admitted_either() {
    let (mut world, case) = executed();
    let wallet = case.lost.new.wallet;
    let (payer, network) = (world.payer, world.network);
    world.must(&[
        ApplicationOpen { payer, wallet, network, roles: role::ALL, charter_version: 1, clauses: 12 }.instruction()
    ]);
    let admit = world.member_admit("somebody else", wallet);
    world.send(&[admit.instruction()]).expect_refusal(ALREADY_IN_USE);
    let applicant = world.applicant("eve", role::ALL);
    let admit = world.member_admit("bob", applicant);
    world.send(&[admit.instruction()]).expect_refusal(ALREADY_IN_USE);
}

/// A member can be recovered again and again, and each link stays.
#[test]
fn a_member_is_recovered_twice() {
    let (mut world, case) = moved();
    let again = world.lose(case.lost.new, "third bob", case.lost.stewards);
    world.recover(&again, &[&case.ada]);
    assert_eq!(world.position_state(&case.ada, again.new).shares, 1_000);
    for wallet in [case.bob.wallet, case.lost.new.wallet, again.new.wallet] {
        let link = world.read::<WalletLink>(pda::wallet_link(world.network, wallet));
        assert_eq!(link.member, case.bob.member);
    }
}

/// Lamports sent ahead do not keep the new wallet's link from being made.
#[test]
fn lamports_at_the_link_are_no_hindrance() {
    let link = |world: &World, case: &Case| vec![pda::wallet_link(world.network, case.lost.new.wallet)];
    survives_prefunding(executable, link, |world, case| execute(world, case).instruction());
}

/// The new wallet needs no lamports and no accounts.
#[test]
fn the_new_wallet_may_be_empty() {
    let (mut world, case) = executable();
    let wallet = case.lost.new.wallet;
    let lamports = world.lamports(&wallet);
    world.must(&[solana_system_interface::instruction::transfer(&wallet, &world.payer, lamports)]);
    world.send(&[execute(&world, &case).instruction()]).expect_success();
    world.relocate(&case.lost, &case.ada);
    assert_eq!(world.position_state(&case.ada, case.lost.new).shares, 1_000);
}

#[test]
fn goes_on_though_the_stewards_were_dismissed_meanwhile() {
    let (mut world, case) = executable();
    let (authority, network, rent_payer) = (world.founder, world.network, world.payer);
    for Person { member, .. } in case.lost.stewards {
        world.must(&[StewardDismiss { authority, network, member, rent_payer }.instruction()]);
    }
    world.send(&[execute(&world, &case).instruction()]).expect_success();
}

refusals! {
    executable;
    refuses_a_second_execution: |world, case| {
        world.execute(&case.lost);
        execute(&world, &case).instruction()
    } => TOO_SMALL;
    refuses_to_send_the_rent_elsewhere: |world, case|
        RecoveryExecute { rent_payer: case.lost.new.wallet, ..execute(&world, &case) }.instruction()
        => Rule::RentPayerMismatch;
    refuses_another_member: |world, case|
        execute(&world, &case).instruction().replacing(case.bob.member, case.carol.member) => Rule::RecoveryMismatch;
    refuses_the_recovery_of_somebody_else: |world, case| {
        let other = world.lose(case.carol, "new carol", case.lost.stewards);
        world.propose(&other);
        world.warp(VETO);
        let execute = RecoveryExecute { new_wallet: other.new.wallet, ..execute(&world, &case) };
        execute.instruction().replacing(case.lost.recovery(), other.recovery())
    } => Rule::RecoveryMismatch;
    refuses_another_wallet_than_proposed: |world, case| {
        let new_wallet = mallory(&mut world);
        RecoveryExecute { new_wallet, ..execute(&world, &case) }.instruction()
    } => Error::InvalidSeeds;
    refuses_another_network: |world, case| {
        let network = other_network(&mut world);
        RecoveryExecute { network, ..execute(&world, &case) }.instruction()
    } => Rule::NetworkMismatch;
    refuses_a_new_wallet_that_became_a_member: |world, case| {
        world.investor("new bob");
        execute(&world, &case).instruction()
    } => ALREADY_IN_USE;
    refuses_without_the_payers_signature: |world, case| {
        let payer = mallory(&mut world);
        RecoveryExecute { payer, ..execute(&world, &case) }.instruction().unsigned(payer)
    } => Error::MissingRequiredSignature;
    refuses_a_read_only_member: |world, case|
        execute(&world, &case).instruction().read_only(case.bob.member) => NOT_WRITABLE;
    refuses_a_read_only_recovery: |world, case|
        execute(&world, &case).instruction().read_only(case.lost.recovery()) => NOT_WRITABLE;
    refuses_once_it_lapsed: |world, case| {
        world.warp(LAPSE - VETO);
        execute(&world, &case).instruction()
    } => Rule::RecoveryLapsed;
    refuses_after_a_veto: |world, case| {
        let veto = world.recovery_veto(&case.lost, case.bob.wallet);
        world.must(&[veto.instruction()]);
        execute(&world, &case).instruction()
    } => TOO_SMALL;
    refuses_the_system_program_in_disguise: |world, case|
        execute(&world, &case).instruction().replacing(SYSTEM_ID, TOKEN_ID) => Error::IncorrectProgramId;
}

refusals! {
    pending;
    refuses_at_once: |world, case| execute(&world, &case).instruction() => Rule::RecoveryTooEarly;
    refuses_a_second_too_early: |world, case| {
        world.warp(VETO - 1);
        execute(&world, &case).instruction()
    } => Rule::RecoveryTooEarly;
}
