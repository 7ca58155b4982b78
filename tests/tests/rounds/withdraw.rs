//! `round_withdraw`

use super::{common::*, prelude::*};

fn withdraw(world: &World, case: &Case) -> Instruction {
    world.round_withdraw(&case.round, case.bob).instruction()
}

#[test]
fn gives_money_and_rent_back() {
    let (mut world, case) = open();
    let Case { ada, bob, round } = case;
    let patron = world.person("patron");
    let subscribe = RoundSubscribe { payer: patron, ..world.round_subscribe(&round, bob, 50_000) };
    let before = world.round_state(&round);
    world.must(&[subscribe.instruction()]);
    assert_eq!(world.lamports(&patron), WEALTH - world.rent(Subscription::SPACE));

    let withdraw = RoundWithdraw { rent_payer: patron, ..world.round_withdraw(&round, bob) };
    let (subscription, account) = (round.subscription(bob), ada.quote_account(bob.wallet));
    let changed = [round.round, round.escrow, subscription, account, patron];
    let outcome = world.send(&[withdraw.instruction()]).expect_changed(&changed);
    assert_eq!(world.round_state(&round), before);
    assert_eq!(world.account(&subscription), None);
    assert_eq!((world.quote_of(bob.wallet), world.quote_in(round.escrow)), (50_000 * PRICE, 0));
    assert_eq!(world.lamports(&patron), WEALTH);
    let amount = 50_000 * PRICE;
    let closed = event::SubscriptionClosed { round: round.round, member: bob.member, amount, withdrawn: true };
    assert_eq!(outcome.event(), &closed.into());
}

#[test]
fn an_undo_sets_the_accepted_free() {
    let (mut world, case) = completed();
    world.undo(&case.round);
    world.send(&[withdraw(&world, &case)]).expect_success();
    let book = world.round_state(&case.round).book;
    assert_eq!((book.accepted, book.accepted_shares, book.owed_to_investors), (0, 0, 0));
    assert_eq!(world.quote_of(case.bob.wallet), 50_000 * PRICE);
}

/// Only whoever was accepted before the undo.
#[test]
fn whoever_is_accepted_after_an_undo_is_bound() {
    let (mut world, case) = completed();
    world.undo(&case.round);
    let carol = accepted_subscriber(&mut world, &case.round, "carol", 10);
    let of_carol = world.round_withdraw(&case.round, carol).instruction();
    world.send(&[of_carol]).expect_refusal(Rule::SubscriptionAccepted);
    world.send(&[withdraw(&world, &case)]).expect_success();
}

/// Withdrawn and subscribed again within one transaction: everything is as if he had subscribed once.
#[test]
fn withdraws_and_subscribes_again_at_once() {
    let (mut world, case) = pending();
    let again = world.round_subscribe(&case.round, case.bob, 20_000).instruction();
    let withdraw = withdraw(&world, &case);
    world.send(&[withdraw, again]).expect_success();
    assert_eq!(world.quote_of(case.bob.wallet), 30_000 * PRICE);
    assert_eq!(world.subscription_state(&case.round, case.bob).book.shares, 20_000);
}

/// What ends something always runs; also for who is held, as he signs.
#[test]
fn withdraws_while_all_is_stopped() {
    let (mut world, case) = pending();
    suspend(&mut world, case.bob.member);
    hold(&mut world, case.bob);
    pause(&mut world, &case.ada);
    halt(&mut world);
    world.send(&[withdraw(&world, &case)]).expect_success();
}

refusals! {
    pending;
    refuses_once_it_is_accepted: |world, case| {
        world.accept(&case.round, case.bob, 1);
        withdraw(&world, &case)
    } => Rule::SubscriptionAccepted;
    refuses_the_accepted_of_a_completed_round: |world, case| {
        world.accept(&case.round, case.bob, 1);
        world.complete(&case.round);
        withdraw(&world, &case)
    } => Rule::SubscriptionAccepted;
    refuses_the_freed_once_it_is_completed_again: |world, case| {
        world.accept(&case.round, case.bob, 1);
        world.complete(&case.round);
        world.undo(&case.round);
        world.warp(6 * HOURS);
        world.complete(&case.round);
        withdraw(&world, &case)
    } => Rule::SubscriptionAccepted;
    refuses_a_second_time: |world, case| {
        world.must(&[withdraw(&world, &case)]);
        withdraw(&world, &case)
    } => TOO_SMALL;
    refuses_a_stranger: |world, case| {
        let wallet = mallory(&mut world);
        withdraw(&world, &case).replacing(case.bob.wallet, wallet)
    } => Rule::NotMemberWallet;
    refuses_the_owner: |world, case|
        withdraw(&world, &case).replacing(case.bob.wallet, case.ada.owner.wallet) => Rule::NotMemberWallet;
    refuses_without_a_wallet: |world, case| {
        let mut withdraw = withdraw(&world, &case);
        (withdraw.accounts[0].pubkey, withdraw.accounts[0].is_signer) = (ID, false);
        withdraw
    } => Rule::NotMemberWallet;
    refuses_without_signature: |world, case|
        withdraw(&world, &case).unsigned(case.bob.wallet) => Error::MissingRequiredSignature;
    refuses_another_member_with_his_own_wallet: |world, case| {
        let carol = world.holder("carol", &case.ada, 0);
        let withdraw = withdraw(&world, &case).replacing(case.bob.wallet, carol.wallet);
        withdraw.replacing(case.bob.member, carol.member)
    } => Rule::RoundMismatch;
    refuses_to_send_the_rent_elsewhere: |world, case|
        RoundWithdraw { rent_payer: case.bob.wallet, ..world.round_withdraw(&case.round, case.bob) }.instruction()
        => Rule::RentPayerMismatch;
    refuses_to_send_the_money_elsewhere: |world, case| {
        let quote_account = world.quote_account(case.ada.owner.wallet);
        RoundWithdraw { quote_account, ..world.round_withdraw(&case.round, case.bob) }.instruction()
    } => Rule::QuoteAccountForeign;
    refuses_to_send_the_money_into_the_escrow: |world, case|
        RoundWithdraw { quote_account: case.round.escrow, ..world.round_withdraw(&case.round, case.bob) }
            .instruction() => DUPLICATE;
    refuses_another_escrow: |world, case| {
        let (other, _) = other(&mut world);
        withdraw(&world, &case).replacing(case.round.escrow, other.escrow)
    } => Rule::RoundMismatch;
    refuses_the_vault_as_escrow: |world, case|
        withdraw(&world, &case).replacing(case.round.escrow, case.ada.vault) => Rule::RoundMismatch;
    refuses_another_round: |world, case| {
        let (other, _) = other(&mut world);
        withdraw(&world, &case).replacing(case.round.round, other.round)
    } => Rule::RoundMismatch;
    refuses_another_token: |world, case| {
        let (other, _) = other(&mut world);
        withdraw(&world, &case).replacing(case.ada.token, other.token.token)
    } => Rule::RoundMismatch;
    refuses_token_2022_for_the_money: |world, case|
        withdraw(&world, &case).replacing(TOKEN_ID, TOKEN_2022_ID) => Error::IncorrectProgramId;
    refuses_a_read_only_round: |world, case| withdraw(&world, &case).read_only(case.round.round) => NOT_WRITABLE;
}
