//! A member is recovered while he subscribed to a round: his money and his shares follow him.

use super::common::*;

/// Bob asked for 100 shares at 2 units; then his key was lost.
fn subscriber() -> (World, Case) {
    let (mut world, case) = lost();
    open_round(&mut world, &case.ada);
    subscribed(&mut world, &case.ada, case.bob, 100);
    world.propose(&case.lost);
    (world, case)
}

/// As [`subscriber`], and the owner declined him.
fn declined() -> (World, Case) {
    let (mut world, case) = subscriber();
    world.must(&[decline(&case.ada, case.bob).instruction()]);
    (world, case)
}

/// As [`declined`], and the recovery is executed.
fn declined_and_executed() -> (World, Case) {
    let (mut world, case) = declined();
    world.execute(&case.lost);
    world.quote_account(case.lost.new.wallet);
    (world, case)
}

/// As [`subscriber`], and the owner accepted 60 and completed the round.
fn accepted() -> (World, Case) {
    let (mut world, case) = subscriber();
    completed(&mut world, &case.ada, case.bob, 60);
    (world, case)
}

#[test]
fn a_refund_waits_for_the_old_wallets_signature_while_it_is_pending() {
    let (mut world, case) = declined();
    world.send(&[refund(&world, &case.ada, case.bob, false).instruction()]).expect_refusal(Rule::MemberHeld);
    world.send(&[refund(&world, &case.ada, case.bob, true).instruction()]).expect_success();
    assert_eq!(world.quote_of(case.bob.wallet), 200);
}

#[test]
fn a_refund_runs_again_when_the_recovery_lapsed() {
    let (mut world, case) = declined();
    world.warp(LAPSE - 1);
    world.send(&[refund(&world, &case.ada, case.bob, false).instruction()]).expect_refusal(Rule::MemberHeld);
    world.warp(1);
    world.send(&[refund(&world, &case.ada, case.bob, false).instruction()]).expect_success();
    assert_eq!(world.quote_of(case.bob.wallet), 200);
}

#[test]
fn a_refund_goes_to_the_new_wallet_after_the_execution() {
    let (mut world, case) = declined_and_executed();
    let part = part_of(&case.ada, case.bob);
    let account = case.ada.quote_account(case.lost.new.wallet);
    let round = world.read::<Round>(round_of(&case.ada));
    let refund = refund(&world, &case.ada, case.lost.new, false);
    let outcome = world.send(&[refund.instruction()]).expect_changed(&[part, account, round.address(), round.escrow]);
    assert_eq!((world.quote_of(case.lost.new.wallet), world.quote_of(case.bob.wallet)), (200, 0));
    let closed =
        event::SubscriptionClosed { round: round.address(), member: case.bob.member, amount: 200, withdrawn: false };
    assert_eq!(outcome.event(), &closed.into());
}

/// The new wallet need not have a quote account at once: the money waits.
#[test]
fn the_money_waits_for_the_new_wallets_account() {
    let (mut world, case) = declined();
    world.execute(&case.lost);
    let refund = refund(&world, &case.ada, case.lost.new, false);
    world.send(&[refund.instruction()]).expect_refusal(Rule::QuoteAccountMissing);
    world.quote_account(case.lost.new.wallet);
    world.send(&[refund.instruction()]).expect_success();
    assert_eq!(world.quote_of(case.lost.new.wallet), 200);
}

#[test]
fn the_new_wallet_withdraws_what_is_pending() {
    let (mut world, case) = subscriber();
    world.execute(&case.lost);
    world.quote_account(case.lost.new.wallet);
    world.send(&[withdraw(&world, &case.ada, case.lost.new).instruction()]).expect_success();
    assert_eq!(world.quote_of(case.lost.new.wallet), 200);
}

/// Settled while the recovery is pending: the shares are issued, cannot leave, and move.
#[test]
fn settles_while_it_is_pending() {
    let (mut world, case) = accepted();
    world.send(&[settle(&world, &case.ada, case.bob).instruction()]).expect_success();
    assert_eq!(world.position_state(&case.ada, case.bob).shares, 1_060);
    world.transfer(&case.ada, case.bob, case.carol, 1).expect_refusal(Rule::MemberHeld);
    world.execute(&case.lost);
    world.relocate(&case.lost, &case.ada);
    let position = world.position_state(&case.ada, case.lost.new);
    assert_eq!((position.shares, position.locked, position.cost_basis), (1_060, 60, 120));
    world.send(&[refund(&world, &case.ada, case.lost.new, false).instruction()]).expect_success();
    assert_eq!((world.quote_of(case.lost.new.wallet), world.quote_of(case.bob.wallet)), (80, 0));
}

/// Settled between execution and move, into the old position: it moves along.
#[test]
fn settles_into_the_old_position_before_the_move() {
    let (mut world, case) = accepted();
    world.execute(&case.lost);
    world.send(&[settle(&world, &case.ada, case.bob).instruction()]).expect_success();
    assert_eq!(world.position_state(&case.ada, case.bob).shares, 1_060);
    world.relocate(&case.lost, &case.ada);
    assert_eq!(world.position_state(&case.ada, case.lost.new).shares, 1_060);
}

#[test]
fn settles_into_the_new_position_before_and_after_the_move() {
    for moves_first in [true, false] {
        let (mut world, case) = accepted();
        world.execute(&case.lost);
        world.open_position(case.lost.new, &case.ada);
        if moves_first {
            world.relocate(&case.lost, &case.ada);
        }
        world.send(&[settle(&world, &case.ada, case.lost.new).instruction()]).expect_success();
        if !moves_first {
            world.relocate(&case.lost, &case.ada);
        }
        let position = world.position_state(&case.ada, case.lost.new);
        assert_eq!((position.shares, position.locked, position.cost_basis), (1_060, 60, 120));
        world.send(&[refund(&world, &case.ada, case.lost.new, false).instruction()]).expect_success();
        assert_eq!((world.quote_of(case.lost.new.wallet), world.quote_of(case.bob.wallet)), (80, 0));
    }
}

/// Everything the round raised is what the owner collects, whoever was recovered meanwhile.
#[test]
fn the_owner_collects_what_a_recovered_investor_paid() {
    let (mut world, case) = accepted();
    world.execute(&case.lost);
    world.must(&[settle(&world, &case.ada, case.bob).instruction()]);
    world.quote_account(case.ada.owner.wallet);
    world.send(&[collect(&case.ada, case.ada.owner, false).instruction()]).expect_success();
    assert_eq!(world.quote_of(case.ada.owner.wallet), 120);
}

/// The new wallet goes on where the old one stopped: it may subscribe again once the first part is closed.
#[test]
fn the_new_wallet_subscribes() {
    let (mut world, case) = declined_and_executed();
    world.relocate(&case.lost, &case.ada);
    let again = subscribe(&world, &case.ada, case.lost.new, 100);
    world.send(&[again.instruction()]).expect_refusal(ALREADY_IN_USE);
    world.must(&[refund(&world, &case.ada, case.lost.new, false).instruction()]);
    world.send(&[again.instruction()]).expect_success();
}

refusals! {
    declined;
    refuses_a_refund_to_a_stranger: |world, case|
        refund(&world, &case.ada, case.bob, false).instruction() => Rule::MemberHeld;
    refuses_a_refund_by_the_new_wallet_while_it_is_pending: |world, case|
        RoundRefund {
            wallet: Some(case.lost.new.wallet),
            ..refund(&world, &case.ada, case.bob, true)
        }.instruction()
        => Rule::NotMemberWallet;
    refuses_a_refund_by_the_owner: |world, case|
        RoundRefund {
            wallet: Some(case.ada.owner.wallet),
            ..refund(&world, &case.ada, case.bob, true)
        }.instruction()
        => Rule::NotMemberWallet;
    refuses_a_refund_into_the_new_wallet_while_it_is_pending: |world, case| {
        world.quote_account(case.lost.new.wallet);
        let quote_account = case.ada.quote_account(case.lost.new.wallet);
        RoundRefund { quote_account, ..refund(&world, &case.ada, case.bob, true) }.instruction()
    } => Rule::QuoteAccountForeign;
}

refusals! {
    subscriber;
    refuses_the_new_wallet_to_withdraw_while_it_is_pending: |world, case|
        RoundWithdraw { wallet: case.lost.new.wallet, ..withdraw(&world, &case.ada, case.bob) }.instruction()
        => Rule::NotMemberWallet;
}

refusals! {
    declined_and_executed;
    refuses_a_refund_into_the_old_wallet: |world, case| {
        let quote_account = case.ada.quote_account(case.bob.wallet);
        RoundRefund { quote_account, ..refund(&world, &case.ada, case.lost.new, false) }.instruction()
    } => Rule::QuoteAccountForeign;
    refuses_the_old_wallet_a_refund: |world, case|
        refund(&world, &case.ada, case.bob, true).instruction() => Rule::NotMemberWallet;
    refuses_the_old_wallet_to_withdraw: |world, case|
        withdraw(&world, &case.ada, case.bob).instruction() => Rule::NotMemberWallet;
    refuses_the_old_wallet_to_subscribe: |world, case| {
        world.must(&[refund(&world, &case.ada, case.lost.new, false).instruction()]);
        world.fund(case.bob.wallet, 200);
        subscribe(&world, &case.ada, case.bob, 100).instruction()
    } => Rule::NotMemberWallet;
    refuses_a_subscription_with_what_was_left: |world, case| {
        world.must(&[refund(&world, &case.ada, case.lost.new, false).instruction()]);
        world.relocate(&case.lost, &case.ada);
        let [old, new] = [case.bob, case.lost.new].map(|person| case.ada.position(person.wallet));
        subscribe(&world, &case.ada, case.lost.new, 100).instruction().replacing(new, old)
    } => Rule::PositionReplaced;
}

/// As [`accepted`], and the position was moved.
fn accepted_and_moved() -> (World, Case) {
    let (mut world, case) = accepted();
    world.execute(&case.lost);
    world.relocate(&case.lost, &case.ada);
    (world, case)
}

refusals! {
    accepted_and_moved;
    refuses_to_settle_into_what_was_left: |world, case|
        settle(&world, &case.ada, case.bob).instruction() => Rule::PositionReplaced;
    refuses_to_settle_into_somebody_elses: |world, case|
        RoundSettle { wallet: case.carol.wallet, ..settle(&world, &case.ada, case.bob) }.instruction()
        => Rule::PositionMismatch;
    refuses_a_deposit_while_he_is_unsettled: |world, case| {
        world.fund(case.ada.owner.wallet, 10);
        world.proceeds_deposit(&case.ada, 10).instruction()
    } => Rule::RoundUnsettled;
}
