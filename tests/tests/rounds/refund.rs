//! `round_refund`

use super::{common::*, prelude::*};

fn refund(world: &World, case: &Case) -> Instruction {
    world.round_refund(&case.round, case.bob).instruction()
}

/// Bob's subscription waits to be refunded.
fn declined() -> (World, Case) {
    let (mut world, case) = pending();
    world.decline(&case.round, case.bob);
    (world, case)
}

#[test]
fn pays_the_declined_back() {
    let (mut world, case) = declined();
    let Case { ada, bob, round } = case;
    let before = world.round_state(&round);
    let (subscription, account) = (round.subscription(bob), ada.quote_account(bob.wallet));
    let outcome = world.send(&[refund(&world, &case)]);
    let outcome = outcome.expect_changed(&[round.round, round.escrow, subscription, account]);
    let expected = Book { owed_to_investors: 0, subscriptions: 0, ..before.book };
    assert_eq!(world.round_state(&round), Round { book: expected, ..before });
    assert_eq!(world.account(&subscription), None);
    assert_eq!((world.quote_of(bob.wallet), world.quote_in(round.escrow)), (50_000 * PRICE, 0));
    let amount = 50_000 * PRICE;
    let closed = event::SubscriptionClosed { round: round.round, member: bob.member, amount, withdrawn: false };
    assert_eq!(outcome.event(), &closed.into());
}

#[test]
fn pays_what_did_not_become_shares() {
    let (mut world, case) = settled();
    let outcome = world.send(&[refund(&world, &case)]).expect_success();
    assert_eq!(world.quote_of(case.bob.wallet), 10_000 * PRICE);
    let (round, member, amount) = (case.round.round, case.bob.member, 10_000 * PRICE);
    assert_eq!(outcome.event(), &event::SubscriptionClosed { round, member, amount, withdrawn: false }.into());
}

/// Nothing is owed: the account is closed, and no quote account is asked for.
#[test]
fn closes_what_is_owed_nothing_without_a_quote_account() {
    let (mut world, case) = open();
    let carol = accepted_subscriber(&mut world, &case.round, "carol", 10);
    world.finalise(&case.round);
    world.settle(&case.round, carol);
    world.close_quote(carol.wallet);
    let refund = world.round_refund(&case.round, carol).instruction();
    world.send(&[refund]).expect_changed(&[case.round.round, case.round.subscription(carol)]);
}

/// Permissionless, and whoever paid the rent has it back.
#[test]
fn anyone_refunds_while_all_is_stopped() {
    let (mut world, case) = open();
    let patron = world.person("patron");
    let subscribe = RoundSubscribe { payer: patron, ..world.round_subscribe(&case.round, case.bob, 50_000) };
    world.must(&[subscribe.instruction()]);
    world.cancel(&case.round);
    suspend(&mut world, case.bob.member);
    suspend(&mut world, case.ada.owner.member);
    pause(&mut world, &case.ada);
    halt(&mut world);
    let refund = RoundRefund { rent_payer: patron, ..world.round_refund(&case.round, case.bob) }.instruction();
    assert!(refund.accounts.iter().all(|meta| !meta.is_signer));
    world.payer = mallory(&mut world);
    world.send(&[refund]).expect_success();
    assert_eq!((world.quote_of(case.bob.wallet), world.lamports(&patron)), (50_000 * PRICE, WEALTH));
}

/// While he is held only he himself, as his wallet may be another's.
#[test]
fn the_held_have_it_paid_themselves() {
    let (mut world, case) = declined();
    hold(&mut world, case.bob);
    world.send(&[refund(&world, &case)]).expect_refusal(Rule::MemberHeld);
    let own = RoundRefund { wallet: Some(case.bob.wallet), ..world.round_refund(&case.round, case.bob) };
    world.send(&[own.instruction()]).expect_success();
    assert_eq!(world.quote_of(case.bob.wallet), 50_000 * PRICE);
}

refusals! {
    declined;
    refuses_a_second_time: |world, case| {
        world.must(&[refund(&world, &case)]);
        refund(&world, &case)
    } => TOO_SMALL;
    refuses_a_subscription_that_can_still_become_shares: |world, case| {
        let carol = subscriber(&mut world, &case.round, "carol", 10);
        world.round_refund(&case.round, carol).instruction()
    } => Rule::SubscriptionNotRefundable;
    refuses_the_accepted: |world, case| {
        let carol = accepted_subscriber(&mut world, &case.round, "carol", 10);
        world.round_refund(&case.round, carol).instruction()
    } => Rule::SubscriptionNotRefundable;
    refuses_the_accepted_of_a_final_round: |world, case| {
        let carol = accepted_subscriber(&mut world, &case.round, "carol", 10);
        world.finalise(&case.round);
        world.round_refund(&case.round, carol).instruction()
    } => Rule::SubscriptionNotRefundable;
    refuses_the_freed_to_anybody_else: |world, case| {
        let carol = accepted_subscriber(&mut world, &case.round, "carol", 10);
        world.complete(&case.round);
        world.undo(&case.round);
        world.round_refund(&case.round, carol).instruction()
    } => Rule::SubscriptionNotRefundable;
    refuses_to_send_the_money_elsewhere: |world, case| {
        let quote_account = world.quote_account(case.ada.owner.wallet);
        RoundRefund { quote_account, ..world.round_refund(&case.round, case.bob) }.instruction()
    } => Rule::QuoteAccountForeign;
    refuses_another_account_of_his: |world, case| {
        let quote_account = address("auxiliary");
        world.put(quote_account, TOKEN_ID, vec![0; 165]);
        let wallet = case.bob.wallet;
        let initialize = spl_token_2022_interface::instruction::initialize_account3(
            &TOKEN_ID, &quote_account, &world.quote_mint, &wallet,
        );
        world.must(&[initialize.unwrap()]);
        RoundRefund { quote_account, ..world.round_refund(&case.round, case.bob) }.instruction()
    } => Rule::QuoteAccountForeign;
    refuses_to_send_the_rent_elsewhere: |world, case| {
        let rent_payer = mallory(&mut world);
        RoundRefund { rent_payer, ..world.round_refund(&case.round, case.bob) }.instruction()
    } => Rule::RentPayerMismatch;
    refuses_the_subscription_as_rent_payer: |world, case| {
        let rent_payer = case.round.subscription(case.bob);
        RoundRefund { rent_payer, ..world.round_refund(&case.round, case.bob) }.instruction()
    } => DUPLICATE;
    refuses_another_member: |world, case| {
        let carol = world.holder("carol", &case.ada, 0);
        refund(&world, &case).replacing(case.bob.member, carol.member)
    } => Rule::RoundMismatch;
    refuses_a_stranger_who_signs: |world, case| {
        let stranger = mallory(&mut world);
        RoundRefund { wallet: Some(stranger), ..world.round_refund(&case.round, case.bob) }.instruction()
    } => Rule::NotMemberWallet;
    refuses_a_wallet_that_does_not_sign: |world, case| {
        let refund = RoundRefund { wallet: Some(case.bob.wallet), ..world.round_refund(&case.round, case.bob) };
        refund.instruction().unsigned(case.bob.wallet)
    } => Error::MissingRequiredSignature;
    refuses_the_round_of_another_token: |world, case| {
        let (other, _) = other(&mut world);
        refund(&world, &case).replacing(case.round.round, other.round)
    } => Rule::RoundMismatch;
    refuses_a_subscription_of_another_round: |world, case| {
        let (other, carol) = other(&mut world);
        refund(&world, &case).replacing(case.round.subscription(case.bob), other.subscription(carol))
    } => Rule::RoundMismatch;
    refuses_the_escrow_of_another_round: |world, case| {
        let (other, _) = other(&mut world);
        refund(&world, &case).replacing(case.round.escrow, other.escrow)
    } => Rule::RoundMismatch;
    refuses_another_token: |world, case| {
        let (other, _) = other(&mut world);
        refund(&world, &case).replacing(case.ada.token, other.token.token)
    } => Rule::RoundMismatch;
    refuses_who_is_being_recovered_without_his_signature: |world, case| {
        let stewards = world.recoverers();
        let lost = world.lose(case.bob, "new bob", stewards);
        world.propose(&lost);
        refund(&world, &case)
    } => Rule::MemberHeld;
    /// If the money does not move, the subscription stays.
    refuses_as_a_whole_if_the_escrow_is_frozen: |world, case| {
        world.freeze(case.round.escrow);
        refund(&world, &case)
    } => (TOKEN_ID, 17);
    refuses_token_2022_for_the_money: |world, case|
        refund(&world, &case).replacing(TOKEN_ID, TOKEN_2022_ID) => Error::IncorrectProgramId;
    refuses_a_read_only_escrow: |world, case| refund(&world, &case).read_only(case.round.escrow) => NOT_WRITABLE;
}
