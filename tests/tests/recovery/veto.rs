//! `recovery_veto`

use super::common::*;

fn veto(world: &World, case: &Case, signer: Address) -> RecoveryVeto {
    world.recovery_veto(&case.lost, signer)
}

#[test]
fn the_old_wallets_veto_ends_it() {
    let (mut world, case) = pending();
    let (before, recovery) = (world.member_state(case.bob), case.lost.recovery());
    let (rent, payer) = (world.lamports(&recovery), world.payer);
    let lamports = world.lamports(&payer);
    let veto = veto(&world, &case, case.bob.wallet);
    let outcome = world.send(&[veto.instruction()]).expect_changed(&[case.bob.member, recovery]);
    assert_eq!(world.member_state(case.bob), Member { recovery_until: 0, ..before });
    assert!(world.account(&recovery).is_none());
    assert!(world.lamports(&payer) > lamports && world.lamports(&payer) < lamports + rent, "the rent, less the fee");
    let (new_wallet, by) = (case.lost.new.wallet, case.bob.wallet);
    assert_eq!(outcome.event(), &event::RecoveryEnded { member: case.bob.member, new_wallet, by }.into());
    world.transfer(&case.ada, case.bob, case.carol, 1).expect_success();
}

/// At any time before it is executed: at once, when it could be executed, and when it has lapsed.
#[test]
fn the_old_wallets_veto_counts_at_any_time() {
    for time in [0, 1, VETO - 1, VETO, VETO + 1, LAPSE - 1, LAPSE, LAPSE + 1, 1_000 * DAYS] {
        let (mut world, case) = pending();
        world.warp(time);
        let veto = veto(&world, &case, case.bob.wallet);
        world.send(&[veto.instruction()]).expect_success();
        let execute = world.recovery_execute(&case.lost);
        world.send(&[execute.instruction()]).expect_refusal(TOO_SMALL);
    }
}

#[test]
fn the_new_wallet_and_each_steward_give_it_up() {
    let (_, case) = lost();
    let [first, second] = case.lost.stewards;
    for by in [case.lost.new.wallet, first.wallet, second.wallet] {
        for time in [0, VETO, LAPSE - 1, LAPSE] {
            let (mut world, case) = pending();
            world.warp(time);
            let veto = veto(&world, &case, by);
            let outcome = world.send(&[veto.instruction()]).expect_changed(&[case.bob.member, case.lost.recovery()]);
            let new_wallet = case.lost.new.wallet;
            assert_eq!(outcome.event(), &event::RecoveryEnded { member: case.bob.member, new_wallet, by }.into());
        }
    }
}

/// A steward who is none any more still may give up what he proposed.
#[test]
fn a_dismissed_steward_gives_up_what_he_proposed() {
    let (mut world, case) = pending();
    let (authority, network, rent_payer) = (world.founder, world.network, world.payer);
    let Person { wallet, member } = case.lost.stewards[0];
    world.must(&[StewardDismiss { authority, network, member, rent_payer }.instruction()]);
    world.send(&[veto(&world, &case, wallet).instruction()]).expect_success();
}

/// Anyone clears away what lapsed, to the second.
#[test]
fn anyone_clears_it_away_once_it_lapsed() {
    for time in [LAPSE, LAPSE + 1] {
        let (mut world, case) = pending();
        let stranger = mallory(&mut world);
        world.warp(LAPSE - 1);
        let clear = veto(&world, &case, stranger);
        world.send(&[clear.instruction()]).expect_refusal(Rule::NotRecoveryParty);
        world.warp(time - LAPSE + 1);
        let outcome = world.send(&[clear.instruction()]).expect_changed(&[case.bob.member, case.lost.recovery()]);
        let (new_wallet, member) = (case.lost.new.wallet, case.bob.member);
        assert_eq!(outcome.event(), &event::RecoveryEnded { member, new_wallet, by: stranger }.into());
    }
}

/// The rent goes to whoever paid it, whoever ends it.
#[test]
fn the_rent_goes_back_to_who_paid_it() {
    let (mut world, case) = lost();
    let patron = world.person("patron");
    let propose = RecoveryPropose { payer: patron, ..world.recovery_propose(&case.lost) };
    world.must(&[propose.instruction()]);
    assert!(world.lamports(&patron) < WEALTH);
    let veto = RecoveryVeto { rent_payer: patron, ..veto(&world, &case, case.bob.wallet) };
    world.send(&[veto.instruction()]).expect_changed(&[case.bob.member, case.lost.recovery(), patron]);
    assert_eq!(world.lamports(&patron), WEALTH);
}

/// A veto does not end a hold.
#[test]
fn a_hold_outlasts_a_veto() {
    let (mut world, case) = held();
    world.propose(&case.lost);
    let before = world.member_state(case.bob);
    let veto = veto(&world, &case, case.bob.wallet);
    world.must(&[veto.instruction()]);
    assert_eq!(world.member_state(case.bob), Member { recovery_until: 0, ..before });
    world.transfer(&case.ada, case.bob, case.carol, 1).expect_refusal(Rule::MemberHeld);
}

refusals! {
    pending;
    refuses_a_stranger: |world, case| {
        let wallet = mallory(&mut world);
        veto(&world, &case, wallet).instruction()
    } => Rule::NotRecoveryParty;
    refuses_a_stranger_when_it_can_be_executed: |world, case| {
        let wallet = mallory(&mut world);
        world.warp(VETO);
        veto(&world, &case, wallet).instruction()
    } => Rule::NotRecoveryParty;
    refuses_a_stranger_a_second_before_it_lapses: |world, case| {
        let wallet = mallory(&mut world);
        world.warp(LAPSE - 1);
        veto(&world, &case, wallet).instruction()
    } => Rule::NotRecoveryParty;
    refuses_the_authority: |world, case| veto(&world, &case, world.founder).instruction() => Rule::NotRecoveryParty;
    refuses_another_steward_who_recovers: |world, case| {
        let sam = world.steward("sam", capability::ALL);
        veto(&world, &case, sam.wallet).instruction()
    } => Rule::NotRecoveryParty;
    refuses_the_owner_of_the_token: |world, case|
        veto(&world, &case, case.ada.owner.wallet).instruction() => Rule::NotRecoveryParty;
    refuses_who_paid_the_rent: |world, case| veto(&world, &case, world.payer).instruction() => Rule::NotRecoveryParty;
    refuses_without_signature: |world, case|
        veto(&world, &case, case.bob.wallet).instruction().unsigned(case.bob.wallet)
        => Error::MissingRequiredSignature;
    refuses_to_send_the_rent_elsewhere: |world, case|
        RecoveryVeto { rent_payer: case.bob.wallet, ..veto(&world, &case, case.bob.wallet) }.instruction()
        => Rule::RentPayerMismatch;
    refuses_the_member_of_somebody_else: |world, case|
        veto(&world, &case, case.carol.wallet).instruction().replacing(case.bob.member, case.carol.member)
        => Rule::RecoveryMismatch;
    refuses_the_recovery_of_somebody_else: |world, case| {
        let other = world.lose(case.carol, "new carol", case.lost.stewards);
        world.propose(&other);
        veto(&world, &case, case.bob.wallet).instruction().replacing(case.lost.recovery(), other.recovery())
    } => Rule::RecoveryMismatch;
    refuses_a_second_veto: |world, case| {
        let veto = veto(&world, &case, case.bob.wallet);
        world.must(&[veto.instruction()]);
        veto.instruction()
    } => TOO_SMALL;
    refuses_when_it_was_executed: |world, case| {
        world.execute(&case.lost);
        veto(&world, &case, case.bob.wallet).instruction()
    } => TOO_SMALL;
    refuses_a_read_only_recovery: |world, case|
        veto(&world, &case, case.bob.wallet).instruction().read_only(case.lost.recovery()) => NOT_WRITABLE;
    refuses_a_read_only_member: |world, case|
        veto(&world, &case, case.bob.wallet).instruction().read_only(case.bob.member) => NOT_WRITABLE;
}

refusals! {
    lost;
    refuses_when_none_is_pending: |world, case| veto(&world, &case, case.bob.wallet).instruction() => TOO_SMALL;
}
