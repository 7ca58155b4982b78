//! `round_accept` and `round_decline`

use super::{common::*, prelude::*};

fn accept(world: &World, case: &Case, shares: u64) -> Instruction {
    world.round_accept(&case.round, case.bob, shares).instruction()
}

fn decline(world: &World, case: &Case) -> Instruction {
    world.round_decline(&case.round, case.bob).instruction()
}

fn changed(case: &Case, state: SubscriptionState, accepted: u64) -> Event {
    let (round, member, owed) = (case.round.round, case.bob.member, 50_000 * PRICE);
    event::SubscriptionChanged { round, member, state: state.byte(), shares: 50_000, accepted, owed }.into()
}

#[test]
fn accepts_in_part() {
    let (mut world, case) = pending();
    let Case { bob, round, .. } = case;
    let (book, part) = (world.round_state(&round), world.subscription_state(&round, bob));
    let outcome = world.send(&[accept(&world, &case, 40_000)]);
    let outcome = outcome.expect_changed(&[round.round, round.subscription(bob)]);
    let expected = Part { accepted: 40_000, state: SubscriptionState::Accepted.byte(), ..part.book };
    assert_eq!(world.subscription_state(&round, bob), Subscription { book: expected, ..part });
    let expected = Book { accepted: 1, accepted_shares: 40_000, ..book.book };
    assert_eq!(world.round_state(&round), Round { book: expected, ..book });
    assert_eq!(outcome.event(), &changed(&case, SubscriptionState::Accepted, 40_000));
}

#[test]
fn accepts_one_share_or_all() {
    for shares in [1, 2, 49_999, 50_000] {
        let (mut world, case) = pending();
        world.send(&[accept(&world, &case, shares)]).expect_success();
    }
}

/// The last share of the round is taken; not one more.
#[test]
fn accepts_until_the_round_is_full() {
    let (mut world, case) = pending();
    let carol = subscriber(&mut world, &case.round, "carol", 1_000_000);
    world.accept(&case.round, carol, 950_001);
    world.send(&[accept(&world, &case, 50_000)]).expect_refusal(Rule::RoundFull);
    world.send(&[accept(&world, &case, 49_999)]).expect_success();
    assert_eq!(world.round_state(&case.round).book.accepted_shares, 1_000_000);
}

#[test]
fn declines() {
    let (mut world, case) = pending();
    let Case { bob, round, .. } = case;
    let (book, part) = (world.round_state(&round), world.subscription_state(&round, bob));
    let outcome = world.send(&[decline(&world, &case)]).expect_changed(&[round.subscription(bob)]);
    let expected = Part { state: SubscriptionState::Declined.byte(), ..part.book };
    assert_eq!(world.subscription_state(&round, bob), Subscription { book: expected, ..part });
    assert_eq!(world.round_state(&round), book);
    assert_eq!(outcome.event(), &changed(&case, SubscriptionState::Declined, 0));
}

/// What ends something, or answers it, always runs; to accept is no transfer either.
#[test]
fn decides_while_all_is_stopped_and_about_the_suspended() {
    for answer in [|world: &World, case: &Case| accept(world, case, 10), decline] {
        let (mut world, case) = pending();
        suspend(&mut world, case.bob.member);
        suspend(&mut world, case.ada.owner.member);
        pause(&mut world, &case.ada);
        halt(&mut world);
        let answer = answer(&world, &case);
        world.send(&[answer]).expect_success();
    }
}

/// Who was declined, and paid back, may ask again.
#[test]
fn whoever_was_declined_may_subscribe_again() {
    let (mut world, case) = pending();
    world.decline(&case.round, case.bob);
    world.refund(&case.round, case.bob);
    let subscribe = world.round_subscribe(&case.round, case.bob, 20_000);
    world.send(&[subscribe.instruction()]).expect_success();
    world.accept(&case.round, case.bob, 20_000);
}

/// A round of 10 to 100 shares an investor, of which Bob asked for 50.
fn limited() -> (World, Case) {
    let (mut world, case) = open_with(|terms| (terms.minimum_subscription, terms.maximum_subscription) = (10, 100));
    let subscribe = world.round_subscribe(&case.round, case.bob, 50);
    world.must(&[subscribe.instruction()]);
    (world, case)
}

refusals! {
    limited;
    refuses_to_accept_less_than_the_rounds_least: |world, case|
        accept(&world, &case, 9) => Rule::SubscriptionOutsideLimits;
    refuses_to_accept_more_than_was_asked: |world, case| accept(&world, &case, 51) => Rule::SubscriptionOutsideLimits;
    refuses_to_accept_the_rounds_most_of_who_asked_for_less: |world, case|
        accept(&world, &case, 100) => Rule::SubscriptionOutsideLimits;
}

refusals! {
    pending;
    refuses_to_accept_nothing: |world, case| accept(&world, &case, 0) => Rule::SubscriptionOutsideLimits;
    refuses_to_accept_the_greatest_number: |world, case|
        accept(&world, &case, u64::MAX) => Rule::SubscriptionOutsideLimits;
    refuses_to_accept_twice: |world, case| {
        world.must(&[accept(&world, &case, 40_000)]);
        accept(&world, &case, 10_000)
    } => Rule::SubscriptionNotPending;
    refuses_to_accept_after_declining: |world, case| {
        world.must(&[decline(&world, &case)]);
        accept(&world, &case, 50_000)
    } => Rule::SubscriptionNotPending;
    refuses_to_decline_after_accepting: |world, case| {
        world.must(&[accept(&world, &case, 50_000)]);
        decline(&world, &case)
    } => Rule::SubscriptionNotPending;
    refuses_to_decline_twice: |world, case| {
        world.must(&[decline(&world, &case)]);
        decline(&world, &case)
    } => Rule::SubscriptionNotPending;
    refuses_a_subscription_that_was_withdrawn: |world, case| {
        let withdraw = world.round_withdraw(&case.round, case.bob).instruction();
        world.must(&[withdraw]);
        accept(&world, &case, 50_000)
    } => TOO_SMALL;

    refuses_a_stranger_to_accept: |world, case| {
        let wallet = mallory(&mut world);
        accept(&world, &case, 10).replacing(case.ada.owner.wallet, wallet)
    } => Rule::NotTokenOwner;
    refuses_a_stranger_to_decline: |world, case| {
        let wallet = mallory(&mut world);
        decline(&world, &case).replacing(case.ada.owner.wallet, wallet)
    } => Rule::NotTokenOwner;
    refuses_the_investor_to_accept_himself: |world, case| {
        let accept = accept(&world, &case, 10).replacing(case.ada.owner.wallet, case.bob.wallet);
        accept.replacing(case.ada.owner.member, case.bob.member)
    } => Rule::NotTokenOwner;
    refuses_the_networks_authority_to_accept: |world, case|
        accept(&world, &case, 10).replacing(case.ada.owner.wallet, world.founder) => Rule::NotTokenOwner;
    refuses_to_accept_without_signature: |world, case|
        accept(&world, &case, 10).unsigned(case.ada.owner.wallet) => Error::MissingRequiredSignature;
    refuses_to_decline_without_signature: |world, case|
        decline(&world, &case).unsigned(case.ada.owner.wallet) => Error::MissingRequiredSignature;
    refuses_to_accept_for_the_round_of_another_token: |world, case| {
        let (other, _) = other(&mut world);
        accept(&world, &case, 10).replacing(case.round.round, other.round)
    } => Rule::RoundMismatch;
    refuses_to_accept_a_subscription_of_another_round: |world, case| {
        let (other, carol) = other(&mut world);
        accept(&world, &case, 10).replacing(case.round.subscription(case.bob), other.subscription(carol))
    } => Rule::RoundMismatch;
    refuses_to_decline_a_subscription_of_another_round: |world, case| {
        let (other, carol) = other(&mut world);
        decline(&world, &case).replacing(case.round.subscription(case.bob), other.subscription(carol))
    } => Rule::RoundMismatch;
    refuses_another_owner_to_accept: |world, case| {
        let (other, _) = other(&mut world);
        let Person { wallet: owner, member: owner_member } = other.token.owner;
        let accept = RoundAccept { owner, owner_member, ..world.round_accept(&case.round, case.bob, 10) }.instruction();
        accept.replacing(other.round, case.round.round).replacing(
            pda::subscription(other.round, case.bob.member),
            case.round.subscription(case.bob),
        )
    } => Rule::RoundMismatch;
    refuses_a_position_as_subscription: |world, case|
        accept(&world, &case, 10).replacing(case.round.subscription(case.bob), case.ada.position(case.bob.wallet))
        => Error::InvalidAccountData;
    refuses_a_read_only_subscription: |world, case|
        accept(&world, &case, 10).read_only(case.round.subscription(case.bob)) => NOT_WRITABLE;
    refuses_short_data: |world, case|
        accept(&world, &case, 10).with_data(|data| { data.pop(); }) => Error::InvalidInstructionData;
}
