//! `round_subscribe`

use spl_token_2022_interface::instruction as token;

use super::{common::*, prelude::*};

fn subscribe(world: &World, case: &Case, shares: u64) -> Instruction {
    world.round_subscribe(&case.round, case.bob, shares).instruction()
}

/// A round for 10 to 100 shares an investor.
fn limited() -> (World, Case) {
    open_with(|terms| (terms.minimum_subscription, terms.maximum_subscription) = (10, 100))
}

#[test]
fn takes_the_whole_cost_into_escrow() {
    let (mut world, case) = open();
    let Case { ada, bob, round } = case;
    let (before, position) = (world.round_state(&round), world.position_state(&ada, bob));
    let (subscription, quote_account) = (round.subscription(bob), ada.quote_account(bob.wallet));
    let outcome = world.send(&[subscribe(&world, &case, 50_000)]).expect_changed(&[
        round.round,
        round.escrow,
        subscription,
        quote_account,
        ada.position(bob.wallet),
    ]);
    let owed = 50_000 * PRICE;
    let book = Part { shares: 50_000, owed, state: SubscriptionState::Pending.byte(), ..Part::zeroed() };
    let expected = Subscription {
        version: 1,
        bump: pda::subscription_with_bump(round.round, bob.member).1,
        book,
        subscribed_at: world.now(),
        round: round.round,
        member: bob.member,
        rent_payer: world.payer,
        ..Subscription::zeroed()
    };
    assert_eq!(world.subscription_state(&round, bob), expected);
    let book = Book { owed_to_investors: owed, subscriptions: 1, ..before.book };
    assert_eq!(world.round_state(&round), Round { book, ..before });
    assert_eq!(world.position_state(&ada, bob), Position { used: Position::KEPT, ..position });
    assert_eq!((world.quote_in(round.escrow), world.quote_of(bob.wallet)), (owed, 0));
    let changed = event::SubscriptionChanged {
        round: round.round,
        member: bob.member,
        state: SubscriptionState::Pending.byte(),
        shares: 50_000,
        accepted: 0,
        owed,
    };
    assert_eq!(outcome.event(), &changed.into());
}

#[test]
fn takes_the_least_and_the_most() {
    for shares in [10, 11, 99, 100] {
        let (mut world, case) = limited();
        world.send(&[subscribe(&world, &case, shares)]).expect_success();
        assert_eq!(world.quote_in(case.round.escrow), shares * PRICE);
    }
}

/// Money that somebody lets him spend, as from any account of his own.
#[test]
fn another_account_may_be_the_source() {
    let (mut world, case) = open();
    let patron = world.person("patron");
    let source = world.fund(patron, 10 * PRICE);
    let approve = token::approve(&TOKEN_ID, &source, &case.bob.wallet, &patron, &[], 10 * PRICE).unwrap();
    world.must(&[approve]);
    let subscribe = RoundSubscribe { source, ..world.round_subscribe(&case.round, case.bob, 10) };
    world.send(&[subscribe.instruction()]).expect_success();
    assert_eq!((world.quote_in(source), world.quote_of(case.bob.wallet)), (0, 50_000 * PRICE));
}

/// More may be asked for than there are shares; the owner chooses.
#[test]
fn a_round_may_be_oversubscribed() {
    let (mut world, case) = open();
    for name in ["carol", "dan"] {
        subscriber(&mut world, &case.round, name, 1_000_000);
    }
    assert_eq!(world.round_state(&case.round).book.owed_to_investors, 2_000_000 * PRICE);
}

/// Policies bind transfers: in a round the owner chooses each investor himself.
#[test]
fn no_policy_is_asked() {
    for policy in [Policy::Village, Policy::Approval, Policy::Closed] {
        let (mut world, ada) = founded();
        world.set_policy(&ada, policy);
        let round = world.open_round(&ada, world.round_terms());
        let bob = accepted_subscriber(&mut world, &round, "bob", 10);
        world.finalise(&round);
        world.settle(&round, bob);
        assert_eq!(world.position_state(&ada, bob).shares, 10);
    }
}

/// A donation to the escrow is nobody's, and changes nothing.
#[test]
fn a_donation_to_the_escrow_changes_nothing() {
    let (mut world, case) = open();
    world.donate(case.round.escrow, 777);
    world.send(&[subscribe(&world, &case, 50_000)]).expect_success();
    let withdraw = world.round_withdraw(&case.round, case.bob);
    world.send(&[withdraw.instruction()]).expect_success();
    assert_eq!((world.quote_of(case.bob.wallet), world.quote_in(case.round.escrow)), (50_000 * PRICE, 777));
}

#[test]
fn survives_a_prefunded_address() {
    let addresses = |_: &World, case: &Case| vec![case.round.subscription(case.bob)];
    survives_prefunding(open, addresses, |world, case| subscribe(world, case, 10));
}

/// A position that could be closed could not be settled.
#[test]
fn refuses_to_close_a_position_after_subscribing_also_when_it_was_withdrawn() {
    let (mut world, case) = pending();
    let Person { wallet, member } = case.bob;
    let close = PositionClose { wallet, member, mint: case.ada.mint, rent_payer: world.payer }.instruction();
    world.send(std::slice::from_ref(&close)).expect_refusal(Rule::PositionUsed);
    let withdraw = world.round_withdraw(&case.round, case.bob);
    world.must(&[withdraw.instruction()]);
    world.send(&[close]).expect_refusal(Rule::PositionUsed);
}

refusals! {
    limited;
    refuses_one_share_too_few: |world, case| subscribe(&world, &case, 9) => Rule::SubscriptionOutsideLimits;
    refuses_one_share_too_many: |world, case| subscribe(&world, &case, 101) => Rule::SubscriptionOutsideLimits;
    refuses_no_shares: |world, case| subscribe(&world, &case, 0) => Rule::SubscriptionOutsideLimits;
    refuses_the_greatest_number: |world, case| subscribe(&world, &case, u64::MAX) => Rule::SubscriptionOutsideLimits;
}

refusals! {
    open;
    refuses_no_shares_at_all: |world, case| subscribe(&world, &case, 0) => Rule::SubscriptionOutsideLimits;
    refuses_more_than_the_round: |world, case|
        subscribe(&world, &case, 1_000_001) => Rule::SubscriptionOutsideLimits;
    refuses_the_owner: |world, case| {
        world.fund(case.ada.owner.wallet, 10 * PRICE);
        world.round_subscribe(&case.round, case.ada.owner, 10).instruction()
    } => Rule::OwnRound;
    refuses_a_second_subscription: |world, case| {
        world.must(&[subscribe(&world, &case, 10)]);
        subscribe(&world, &case, 10)
    } => ALREADY_IN_USE;
    refuses_the_suspended: |world, case| {
        suspend(&mut world, case.bob.member);
        subscribe(&world, &case, 10)
    } => Rule::MemberNotActive;
    refuses_who_left: |world, case| {
        world.must(&[MemberLeave { wallet: case.bob.wallet, member: case.bob.member }.instruction()]);
        subscribe(&world, &case, 10)
    } => Rule::MemberNotActive;
    refuses_too_low_a_reputation: |world, case| {
        lose_reputation(&mut world, case.bob, 599);
        subscribe(&world, &case, 10)
    } => Rule::NotInGoodStanding;
    refuses_the_held: |world, case| {
        hold(&mut world, case.bob);
        subscribe(&world, &case, 10)
    } => Rule::MemberHeld;
    refuses_when_halted: |world, case| {
        halt(&mut world);
        subscribe(&world, &case, 10)
    } => Rule::NetworkHalted;
    refuses_when_paused: |world, case| {
        pause(&mut world, &case.ada);
        subscribe(&world, &case, 10)
    } => Rule::TokenPaused;

    refuses_a_source_without_the_money: |world, case| subscribe(&world, &case, 50_001) => (TOKEN_ID, 1);
    refuses_a_frozen_source: |world, case| {
        world.freeze(case.ada.quote_account(case.bob.wallet));
        subscribe(&world, &case, 10)
    } => (TOKEN_ID, 17);
    refuses_a_source_that_is_gone: |world, case| {
        let elsewhere = world.quote_account(case.ada.owner.wallet);
        world.send_quote(case.bob.wallet, elsewhere, 50_000 * PRICE);
        world.close_quote(case.bob.wallet);
        subscribe(&world, &case, 10)
    } => (TOKEN_ID, Error::InvalidAccountData);
    refuses_somebody_elses_money: |world, case| {
        let wallet = mallory(&mut world);
        let source = world.fund(wallet, 10 * PRICE);
        RoundSubscribe { source, ..world.round_subscribe(&case.round, case.bob, 10) }.instruction()
    } => (TOKEN_ID, 4);
    refuses_other_money: |world, case| {
        let mint = world.create_quote_mint("another quote mint");
        let (payer, wallet) = (world.payer, case.bob.wallet);
        let create = CreateAssociatedToken { payer, wallet, mint, token_program: TOKEN_ID };
        let source = pda::quote_account(wallet, mint);
        let fund = token::mint_to(&TOKEN_ID, &mint, &source, &world.issuer, &[], 10 * PRICE).unwrap();
        world.must(&[create.instruction(), fund]);
        RoundSubscribe { source, ..world.round_subscribe(&case.round, case.bob, 10) }.instruction()
    } => (TOKEN_ID, 3);
    refuses_the_escrow_as_source: |world, case|
        RoundSubscribe { source: case.round.escrow, ..world.round_subscribe(&case.round, case.bob, 10) }
            .instruction() => DUPLICATE;
    refuses_the_vault_as_source: |world, case| {
        world.deposit(&case.ada, 1_000_000).expect_success();
        RoundSubscribe { source: case.ada.vault, ..world.round_subscribe(&case.round, case.bob, 10) }.instruction()
    } => (TOKEN_ID, 4);

    refuses_a_member_without_a_position: |world, case| {
        let carol = world.investor("carol");
        world.fund(carol.wallet, 10 * PRICE);
        world.round_subscribe(&case.round, carol, 10).instruction()
    } => TOO_SMALL;
    refuses_somebody_elses_position: |world, case| {
        let carol = world.holder("carol", &case.ada, 0);
        let (right, wrong) = (case.ada.position(case.bob.wallet), case.ada.position(carol.wallet));
        subscribe(&world, &case, 10).replacing(right, wrong)
    } => Rule::PositionMismatch;
    refuses_a_position_in_another_token: |world, case| {
        let (other, _) = other(&mut world);
        let wrong = world.open_position(case.bob, &other.token);
        subscribe(&world, &case, 10).replacing(case.ada.position(case.bob.wallet), wrong)
    } => Rule::TokenMismatch;
    refuses_the_round_of_another_token: |world, case| {
        let (other, _) = other(&mut world);
        let wrong = pda::subscription(other.round, case.bob.member);
        let subscribe = subscribe(&world, &case, 10).replacing(case.round.round, other.round);
        subscribe.replacing(case.round.subscription(case.bob), wrong).replacing(case.round.escrow, other.escrow)
    } => Rule::RoundMismatch;
    refuses_another_escrow: |world, case| {
        let (other, _) = other(&mut world);
        subscribe(&world, &case, 10).replacing(case.round.escrow, other.escrow)
    } => Rule::RoundMismatch;
    refuses_his_own_account_as_escrow: |world, case| {
        let own = case.ada.quote_account(case.bob.wallet);
        subscribe(&world, &case, 10).replacing(case.round.escrow, own)
    } => DUPLICATE;
    refuses_another_network: |world, case| {
        let network = other_network(&mut world);
        RoundSubscribe { network, ..world.round_subscribe(&case.round, case.bob, 10) }.instruction()
    } => Rule::NetworkMismatch;
    refuses_another_wallet_for_the_member: |world, case| {
        let wallet = mallory(&mut world);
        subscribe(&world, &case, 10).replacing(case.bob.wallet, wallet)
    } => Rule::NotMemberWallet;
    refuses_to_subscribe_somebody_else: |world, case| {
        let carol = world.investor("carol");
        let wrong = pda::subscription(case.round.round, carol.member);
        let subscribe = subscribe(&world, &case, 10).replacing(case.bob.member, carol.member);
        subscribe.replacing(case.round.subscription(case.bob), wrong)
    } => Rule::NotMemberWallet;
    refuses_without_signature: |world, case|
        subscribe(&world, &case, 10).unsigned(case.bob.wallet) => Error::MissingRequiredSignature;
    refuses_another_subscription_address: |world, case| {
        let right = case.round.subscription(case.bob);
        let wrong = pda::subscription(case.round.round, case.ada.owner.member);
        subscribe(&world, &case, 10).replacing(right, wrong)
    } => Error::InvalidSeeds;
    refuses_token_2022_for_the_money: |world, case|
        subscribe(&world, &case, 10).replacing(TOKEN_ID, TOKEN_2022_ID) => Error::IncorrectProgramId;
    refuses_a_read_only_round: |world, case|
        subscribe(&world, &case, 10).read_only(case.round.round) => NOT_WRITABLE;
    refuses_short_data: |world, case|
        subscribe(&world, &case, 10).with_data(|data| { data.pop(); }) => Error::InvalidInstructionData;
}
