//! `round_complete`

use super::{common::*, prelude::*};

fn complete(world: &World, case: &Case) -> Instruction {
    world.round_complete(&case.round).instruction()
}

#[test]
fn starts_the_undo_window() {
    let (mut world, case) = accepted();
    let Case { ada, round, .. } = case;
    world.warp(DAYS);
    let (book, token) = (world.round_state(&round), world.token_state(&ada));
    let outcome = world.send(&[complete(&world, &case)]).expect_changed(&[round.round, ada.token]);
    let expected = Book { completed_at: world.now(), state: State::Completing.byte(), ..book.book };
    assert_eq!(world.round_state(&round), Round { book: expected, ..book });
    assert_eq!(world.token_state(&ada), Token { unsettled: 1, ..token });
    let changed = event::RoundChanged {
        token: ada.token,
        round: round.round,
        state: State::Completing.byte(),
        undos: 0,
        accepted_shares: 40_000,
    };
    assert_eq!(outcome.event(), &changed.into());
}

/// Its position is recorded, and can no longer be closed.
#[test]
fn records_the_treasurys_position() {
    let (mut world, ada, tess) = founded_with_treasury();
    let round = world.open_round(&ada, world.round_terms());
    accepted_subscriber(&mut world, &round, "bob", 10);
    let position = ada.position(tess.wallet);
    let before = world.position_state(&ada, tess);
    let complete = world.round_complete(&round).instruction();
    world.send(&[complete]).expect_changed(&[round.round, ada.token, position]);
    assert_eq!(world.round_state(&round).treasury_position, position);
    assert_eq!(world.position_state(&ada, tess), Position { used: Position::KEPT, ..before });
    let Person { wallet, member } = tess;
    let close = PositionClose { wallet, member, mint: ada.mint, rent_payer: world.payer };
    world.send(&[close.instruction()]).expect_refusal(Rule::PositionUsed);
}

/// Neither a lamport nor data of others at its address makes a position of it.
#[test]
fn lamports_at_the_treasurys_address_are_no_position() {
    let (mut world, case) = accepted();
    let position = case.ada.position(world.network_state().treasury);
    world.give_lamports(position, 1_000_000_000);
    world.send(&[complete(&world, &case)]).expect_success();
    assert_eq!(world.round_state(&case.round).treasury_position, Address::default());
}

#[test]
fn completes_with_exactly_the_minimum_raise() {
    let (mut world, case) = open_with(|terms| terms.minimum_raise = 40_000 * PRICE);
    let subscribe = world.round_subscribe(&case.round, case.bob, 50_000);
    world.must(&[subscribe.instruction()]);
    world.accept(&case.round, case.bob, 39_999);
    world.send(&[complete(&world, &case)]).expect_refusal(Rule::MinimumRaiseNotReached);
    accepted_subscriber(&mut world, &case.round, "carol", 1);
    world.send(&[complete(&world, &case)]).expect_success();
}

/// Halt and pause stop only what begins something.
#[test]
fn completes_while_all_is_stopped() {
    let (mut world, case) = accepted();
    pause(&mut world, &case.ada);
    halt(&mut world);
    world.send(&[complete(&world, &case)]).expect_success();
}

refusals! {
    accepted;
    refuses_a_minimum_that_only_the_pending_would_reach: |world, _case| {
        let zoe = world.owner_with("zoe", Terms { authorised: 2 * SHARES, ..Terms::default() });
        let terms = RoundTerms { minimum_raise: 11 * PRICE, ..world.round_terms() };
        let round = world.open_round(&zoe, terms);
        accepted_subscriber(&mut world, &round, "carol", 10);
        subscriber(&mut world, &round, "dan", 10);
        world.round_complete(&round).instruction()
    } => Rule::MinimumRaiseNotReached;
    refuses_when_nobody_is_accepted: |world, _case| {
        let (other, _) = other(&mut world);
        world.round_complete(&other).instruction()
    } => Rule::NothingAccepted;
    refuses_when_those_accepted_have_left_after_an_undo: |world, case| {
        world.complete(&case.round);
        world.undo(&case.round);
        let withdraw = world.round_withdraw(&case.round, case.bob).instruction();
        world.must(&[withdraw]);
        world.warp(6 * HOURS);
        complete(&world, &case)
    } => Rule::NothingAccepted;
    refuses_twice: |world, case| {
        world.complete(&case.round);
        complete(&world, &case)
    } => Rule::RoundCompleted;
    refuses_right_after_an_undo: |world, case| {
        world.complete(&case.round);
        world.undo(&case.round);
        complete(&world, &case)
    } => Rule::RoundReopened;
    refuses_a_cancelled_round: |world, case| {
        world.cancel(&case.round);
        complete(&world, &case)
    } => Rule::RoundClosed;
    refuses_a_held_owner: |world, case| {
        hold(&mut world, case.ada.owner);
        complete(&world, &case)
    } => Rule::MemberHeld;

    refuses_a_stranger: |world, case| {
        let wallet = mallory(&mut world);
        complete(&world, &case).replacing(case.ada.owner.wallet, wallet)
    } => Rule::NotTokenOwner;
    refuses_an_investor: |world, case| {
        let complete = complete(&world, &case).replacing(case.ada.owner.wallet, case.bob.wallet);
        complete.replacing(case.ada.owner.member, case.bob.member)
    } => Rule::NotTokenOwner;
    refuses_without_signature: |world, case|
        complete(&world, &case).unsigned(case.ada.owner.wallet) => Error::MissingRequiredSignature;
    refuses_another_network: |world, case| {
        let network = other_network(&mut world);
        RoundComplete { network, ..world.round_complete(&case.round) }.instruction()
    } => Rule::NetworkMismatch;
    refuses_the_round_of_another_token: |world, case| {
        let (other, _) = other(&mut world);
        complete(&world, &case).replacing(case.round.round, other.round)
    } => Rule::RoundMismatch;
    refuses_another_token: |world, case| {
        let (other, _) = other(&mut world);
        complete(&world, &case).replacing(case.ada.token, other.token.token)
    } => Rule::NotTokenOwner;
    refuses_the_owners_position_as_the_treasurys: |world, case|
        RoundComplete { treasury: case.ada.owner.wallet, ..world.round_complete(&case.round) }.instruction()
        => Rule::PositionMismatch;
    refuses_an_empty_address_as_the_treasurys: |world, case|
        RoundComplete { treasury: address("nobody"), ..world.round_complete(&case.round) }.instruction()
        => Rule::PositionMismatch;
    refuses_a_read_only_round: |world, case| complete(&world, &case).read_only(case.round.round) => NOT_WRITABLE;
    refuses_a_read_only_token: |world, case| complete(&world, &case).read_only(case.ada.token) => NOT_WRITABLE;
    refuses_too_few_accounts: |world, case| complete(&world, &case).without_last(3) => TOO_FEW_ACCOUNTS;
}

/// The treasury has a position: whoever completes can neither leave it out nor name another one.
fn with_treasury() -> (World, (RoundFixture, Person)) {
    let (mut world, ada, tess) = founded_with_treasury();
    let round = world.open_round(&ada, world.round_terms());
    accepted_subscriber(&mut world, &round, "bob", 10);
    (world, (round, tess))
}

refusals! {
    with_treasury;
    refuses_to_leave_the_treasury_out: |world, (round, _tess)|
        RoundComplete { treasury: address("nobody"), ..world.round_complete(&round) }.instruction()
        => Rule::PositionMismatch;
    refuses_an_investors_position_as_the_treasurys: |world, (round, _tess)|
        RoundComplete { treasury: wallet("bob"), ..world.round_complete(&round) }.instruction()
        => Rule::PositionMismatch;
    refuses_the_program_in_place_of_the_treasurys: |world, (round, tess)|
        world.round_complete(&round).instruction().replacing(round.token.position(tess.wallet), round.escrow)
        => Rule::PositionMismatch;
    refuses_the_treasurys_position_in_another_token: |world, (round, tess)| {
        let zoe = world.owner_with_token("zoe");
        let wrong = world.open_position(tess, &zoe);
        world.round_complete(&round).instruction().replacing(round.token.position(tess.wallet), wrong)
    } => Rule::PositionMismatch;
    refuses_the_treasurys_position_read_only: |world, (round, tess)|
        world.round_complete(&round).instruction().read_only(round.token.position(tess.wallet)) => NOT_WRITABLE;
}
