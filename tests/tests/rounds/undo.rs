//! `round_undo` and `round_cancel`

use super::{common::*, prelude::*};

fn undo(world: &World, case: &Case) -> Instruction {
    world.round_undo(&case.round).instruction()
}

fn cancel(world: &World, case: &Case) -> Instruction {
    world.round_cancel(&case.round).instruction()
}

fn changed(case: &Case, state: State, undos: u8) -> Event {
    let (token, round, state) = (case.ada.token, case.round.round, state.byte());
    event::RoundChanged { token, round, state, undos, accepted_shares: 40_000 }.into()
}

#[test]
fn an_undo_opens_the_round_again() {
    let (mut world, case) = completed();
    let Case { ada, round, .. } = case;
    let (book, token) = (world.round_state(&round), world.token_state(&ada));
    world.warp(HOURS);
    let outcome = world.send(&[undo(&world, &case)]).expect_changed(&[round.round, ada.token]);
    let state = State::Open.byte();
    let expected = Book { completed_at: 0, reopened_at: world.now(), undos: 1, state, ..book.book };
    assert_eq!(world.round_state(&round), Round { book: expected, ..book });
    assert_eq!(world.token_state(&ada), Token { unsettled: 0, ..token });
    assert_eq!(outcome.event(), &changed(&case, State::Open, 1));
}

#[test]
fn an_undo_after_closing_is_a_cancellation() {
    let (mut world, case) = accepted();
    let Case { ada, round, .. } = case;
    let closes_at = world.round_state(&round).book.closes_at;
    world.warp_to(closes_at - 1);
    world.complete(&round);
    world.warp_to(closes_at);
    let token = world.token_state(&ada);
    let outcome = world.send(&[undo(&world, &case)]).expect_changed(&[round.round, ada.token]);
    assert_eq!(world.round_state(&round).book.state, State::Cancelled.byte());
    assert_eq!(world.token_state(&ada), Token { unsettled: 0, round_closes_at: 0, ..token });
    assert_eq!(outcome.event(), &changed(&case, State::Cancelled, 1));
    world.refund(&round, case.bob);
    assert_eq!(world.quote_of(case.bob.wallet), 50_000 * PRICE);
}

/// Twice; the third completion is final.
#[test]
fn undoes_twice_and_no_more() {
    let (mut world, case) = completed();
    for _ in 0..2 {
        world.send(&[undo(&world, &case)]).expect_success();
        world.warp(6 * HOURS);
        world.complete(&case.round);
    }
    world.send(&[undo(&world, &case)]).expect_refusal(Rule::UndosUsedUp);
    world.warp(6 * HOURS);
    world.settle(&case.round, case.bob);
    assert_eq!(world.position_state(&case.ada, case.bob).shares, 40_000);
}

/// A window of no time: the completion is final at once.
#[test]
fn without_an_undo_window_it_is_final_at_once() {
    let (mut world, case) = open_with(|terms| terms.undo_window = 0);
    let carol = accepted_subscriber(&mut world, &case.round, "carol", 10);
    world.complete(&case.round);
    world.send(&[undo(&world, &case)]).expect_refusal(Rule::UndoWindowOver);
    world.settle(&case.round, carol);
}

#[test]
fn a_cancellation_ends_the_round() {
    let (mut world, case) = accepted();
    let Case { ada, round, .. } = case;
    let (book, token) = (world.round_state(&round), world.token_state(&ada));
    let outcome = world.send(&[cancel(&world, &case)]).expect_changed(&[round.round, ada.token]);
    let expected = Book { state: State::Cancelled.byte(), ..book.book };
    assert_eq!(world.round_state(&round), Round { book: expected, ..book });
    assert_eq!(world.token_state(&ada), Token { round_closes_at: 0, ..token });
    assert_eq!(outcome.event(), &changed(&case, State::Cancelled, 0));
    // Everybody is paid back, the accepted as well.
    world.refund(&round, case.bob);
    assert_eq!(world.quote_of(case.bob.wallet), 50_000 * PRICE);
}

#[test]
fn cancels_before_it_opens() {
    let (mut world, ada) = founded();
    let round = world.announce_round(&ada, RoundTerms { delay: DAY, ..world.round_terms() });
    let cancel = world.round_cancel(&round).instruction();
    world.send(&[cancel]).expect_success();
}

/// What ends or answers something always runs, also for an owner who is suspended or held.
#[test]
fn undoes_and_cancels_while_all_is_stopped() {
    let (mut world, case) = completed();
    suspend(&mut world, case.ada.owner.member);
    hold(&mut world, case.ada.owner);
    pause(&mut world, &case.ada);
    halt(&mut world);
    world.send(&[undo(&world, &case)]).expect_success();
    world.send(&[cancel(&world, &case)]).expect_success();
}

refusals! {
    completed;
    refuses_to_undo_when_the_window_is_over: |world, case| {
        world.warp(6 * HOURS);
        undo(&world, &case)
    } => Rule::UndoWindowOver;
    refuses_to_undo_what_is_settled: |world, case| {
        world.warp(6 * HOURS);
        world.settle(&case.round, case.bob);
        undo(&world, &case)
    } => Rule::UndoWindowOver;
    refuses_to_undo_twice_at_once: |world, case| {
        world.undo(&case.round);
        undo(&world, &case)
    } => Rule::RoundNotCompleted;
    refuses_to_undo_a_cancelled_round: |world, case| {
        world.undo(&case.round);
        world.cancel(&case.round);
        undo(&world, &case)
    } => Rule::RoundNotCompleted;
    refuses_to_cancel_a_completed_round: |world, case| cancel(&world, &case) => Rule::RoundCompleted;
    refuses_to_cancel_a_final_round: |world, case| {
        world.warp(6 * HOURS);
        cancel(&world, &case)
    } => Rule::RoundCompleted;
    refuses_to_cancel_a_settled_round: |world, case| {
        world.warp(6 * HOURS);
        world.settle(&case.round, case.bob);
        cancel(&world, &case)
    } => Rule::RoundCompleted;
    refuses_to_cancel_twice: |world, case| {
        world.undo(&case.round);
        world.cancel(&case.round);
        cancel(&world, &case)
    } => Rule::RoundClosed;
    refuses_a_stranger_to_undo: |world, case| {
        let wallet = mallory(&mut world);
        undo(&world, &case).replacing(case.ada.owner.wallet, wallet)
    } => Rule::NotTokenOwner;
    refuses_a_stranger_to_cancel: |world, case| {
        let wallet = mallory(&mut world);
        cancel(&world, &case).replacing(case.ada.owner.wallet, wallet)
    } => Rule::NotTokenOwner;
    refuses_an_investor_to_undo: |world, case| {
        let undo = undo(&world, &case).replacing(case.ada.owner.wallet, case.bob.wallet);
        undo.replacing(case.ada.owner.member, case.bob.member)
    } => Rule::NotTokenOwner;
    refuses_to_undo_without_signature: |world, case|
        undo(&world, &case).unsigned(case.ada.owner.wallet) => Error::MissingRequiredSignature;
    refuses_to_cancel_without_signature: |world, case|
        cancel(&world, &case).unsigned(case.ada.owner.wallet) => Error::MissingRequiredSignature;
    refuses_to_undo_the_round_of_another_token: |world, case| {
        let (other, _) = other(&mut world);
        undo(&world, &case).replacing(case.round.round, other.round)
    } => Rule::RoundMismatch;
    refuses_another_owner_to_cancel: |world, case| {
        let (other, _) = other(&mut world);
        let Person { wallet: owner, member: owner_member } = other.token.owner;
        RoundCancel { owner, owner_member, index: 0 }.instruction().replacing(other.round, case.round.round)
    } => Rule::RoundMismatch;
    refuses_a_read_only_round: |world, case| undo(&world, &case).read_only(case.round.round) => NOT_WRITABLE;
    refuses_a_read_only_token: |world, case| undo(&world, &case).read_only(case.ada.token) => NOT_WRITABLE;
}
