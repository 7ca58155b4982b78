//! Each deadline one second before it, at it, and one second after it.

use super::{common::*, prelude::*};

type Setup = fn() -> (World, Case);
type Send = fn(&World, &Case) -> Instruction;

/// What comes of an instruction one second before `moment`, at it, and one second after it, in fresh worlds.
#[track_caller]
fn around(setup: Setup, moment: fn(&World, &Case) -> i64, send: Send, expected: [Option<Rule>; 3]) {
    for (second, expected) in [-1, 0, 1].into_iter().zip(expected) {
        let (mut world, case) = setup();
        let time = moment(&world, &case) + second;
        assert!(world.now() <= time);
        world.warp_to(time);
        let instruction = send(&world, &case);
        match (world.send(&[instruction]), expected) {
            (outcome, None) => drop(outcome.expect_success()),
            (outcome, Some(rule)) => outcome.expect_refusal(rule),
        }
    }
}

/// Announced, to open in a day; Bob has the money for ten shares.
fn announced() -> (World, Case) {
    let (mut world, ada) = founded();
    let bob = world.holder("bob", &ada, 0);
    world.fund(bob.wallet, 10 * PRICE);
    let round = world.announce_round(&ada, RoundTerms { delay: DAY, ..world.round_terms() });
    (world, Case { ada, bob, round })
}

/// Accepted, undone once.
fn reopened() -> (World, Case) {
    let (mut world, case) = completed();
    world.warp(HOURS);
    world.undo(&case.round);
    (world, case)
}

/// Completed one hour before closing, so that the undo window ends five hours after it.
fn late() -> (World, Case) {
    let (mut world, case) = accepted();
    let closes_at = world.round_state(&case.round).book.closes_at;
    world.warp_to(closes_at - HOURS);
    world.complete(&case.round);
    (world, case)
}

fn opens(world: &World, case: &Case) -> i64 {
    world.round_state(&case.round).book.opens_at
}

fn closes(world: &World, case: &Case) -> i64 {
    world.round_state(&case.round).book.closes_at
}

fn undo_until(world: &World, case: &Case) -> i64 {
    world.round_state(&case.round).book.completed_at + 6 * HOURS
}

fn completable(world: &World, case: &Case) -> i64 {
    world.round_state(&case.round).book.reopened_at + 6 * HOURS
}

macro_rules! deadlines {
    ($(
        $name:ident: |$world:ident, $case:ident| $setup:ident, $moment:ident, $instruction:expr
        => $before:expr, $at:expr, $after:expr;
    )+) => {
        $(
            #[test]
            fn $name() {
                around($setup, $moment, |$world, $case| $instruction, [$before, $at, $after]);
            }
        )+
    };
}

const EARLY: Option<Rule> = Some(Rule::RoundNotOpenYet);
const CLOSED: Option<Rule> = Some(Rule::RoundClosed);

deadlines! {
    refuses_to_subscribe_before_opening: |world, case| announced, opens,
        world.round_subscribe(&case.round, case.bob, 10).instruction()
        => EARLY, None, None;
    refuses_to_subscribe_from_closing_on: |world, case| announced, closes,
        world.round_subscribe(&case.round, case.bob, 10).instruction()
        => None, CLOSED, CLOSED;
    refuses_to_accept_from_closing_on: |world, case| pending, closes,
        world.round_accept(&case.round, case.bob, 10).instruction()
        => None, CLOSED, CLOSED;
    refuses_to_decline_from_closing_on: |world, case| pending, closes,
        world.round_decline(&case.round, case.bob).instruction()
        => None, CLOSED, CLOSED;
    refuses_to_complete_from_closing_on: |world, case| accepted, closes,
        world.round_complete(&case.round).instruction()
        => None, CLOSED, CLOSED;
    refuses_to_cancel_from_closing_on: |world, case| accepted, closes,
        world.round_cancel(&case.round).instruction()
        => None, CLOSED, CLOSED;
    refuses_the_accepted_to_withdraw_before_closing: |world, case| accepted, closes,
        world.round_withdraw(&case.round, case.bob).instruction()
        => Some(Rule::SubscriptionAccepted), None, None;
    refuses_to_refund_the_accepted_before_closing: |world, case| accepted, closes,
        world.round_refund(&case.round, case.bob).instruction()
        => Some(Rule::SubscriptionNotRefundable), None, None;
    refuses_to_refund_the_pending_before_closing: |world, case| pending, closes,
        world.round_refund(&case.round, case.bob).instruction()
        => Some(Rule::SubscriptionNotRefundable), None, None;
    refuses_the_next_round_before_closing: |world, case| accepted, closes,
        world.round_open(&case.ada, world.round_terms()).instruction()
        => Some(Rule::RoundUnderWay), None, None;
    refuses_to_undo_from_the_end_of_the_window_on: |world, case| completed, undo_until,
        world.round_undo(&case.round).instruction()
        => None, Some(Rule::UndoWindowOver), Some(Rule::UndoWindowOver);
    refuses_to_undo_from_the_end_of_a_window_after_closing_on: |world, case| late, undo_until,
        world.round_undo(&case.round).instruction()
        => None, Some(Rule::UndoWindowOver), Some(Rule::UndoWindowOver);
    refuses_to_settle_before_the_end_of_the_window: |world, case| completed, undo_until,
        world.round_settle(&case.round, case.bob).instruction()
        => Some(Rule::UndoWindowOpen), None, None;
    refuses_to_settle_before_the_end_of_a_window_after_closing: |world, case| late, undo_until,
        world.round_settle(&case.round, case.bob).instruction()
        => Some(Rule::UndoWindowOpen), None, None;
    refuses_to_complete_again_before_there_was_time_to_withdraw: |world, case| reopened, completable,
        world.round_complete(&case.round).instruction()
        => Some(Rule::RoundReopened), None, None;
    refuses_a_deposit_that_the_round_has_not_settled_for_at_any_second: |world, case| late, undo_until,
        world.proceeds_deposit(&case.ada, 1_000).instruction()
        => Some(Rule::RoundUnsettled), Some(Rule::RoundUnsettled), Some(Rule::RoundUnsettled);
}

/// An undo opens the round again as long as it could be completed again before closing; from then on it is a
/// cancellation.
#[test]
fn an_undo_reopens_while_there_is_time_to_complete() {
    let (last, closing) = (-6 * HOURS, 0);
    for (second, state) in [
        (last - 1, State::Open),
        (last, State::Cancelled),
        (last + 1, State::Cancelled),
        (closing - 1, State::Cancelled),
        (closing, State::Cancelled),
        (closing + 1, State::Cancelled),
    ] {
        let (mut world, case) = accepted();
        let time = closes(&world, &case) + second;
        world.warp_to(time - HOURS);
        world.complete(&case.round);
        world.warp_to(time);
        world.undo(&case.round);
        assert_eq!(world.round_state(&case.round).book.state, state.byte(), "{second}");
        let closes_at = world.token_state(&case.ada).round_closes_at;
        assert_eq!(closes_at == 0, state == State::Cancelled, "{second}");
    }
}

/// The last second in which it can be completed again is the last one before closing.
#[test]
fn refuses_to_complete_again_but_in_the_last_second() {
    let (mut world, case) = accepted();
    let closes_at = closes(&world, &case);
    world.warp_to(closes_at - 7 * HOURS);
    world.complete(&case.round);
    world.warp_to(closes_at - 6 * HOURS - 1);
    world.undo(&case.round);
    world.warp_to(closes_at - 2);
    let complete = world.round_complete(&case.round).instruction();
    world.send(std::slice::from_ref(&complete)).expect_refusal(Rule::RoundReopened);
    world.warp(1);
    world.send(&[complete]).expect_success();
}

/// A round that is open for no longer than its undo window is cancelled by any undo.
#[test]
fn an_undo_ends_a_short_round() {
    let (mut world, case) = open_with(|terms| terms.duration = DAY / 4);
    accepted_subscriber(&mut world, &case.round, "carol", 10);
    world.complete(&case.round);
    world.undo(&case.round);
    assert_eq!(world.round_state(&case.round).book.state, State::Cancelled.byte());
}

/// A round settles however long nobody cared.
#[test]
fn settles_years_later() {
    let (mut world, case) = settling();
    world.warp(10 * 365 * DAYS);
    world.settle(&case.round, case.bob);
    assert_eq!(world.position_state(&case.ada, case.bob).unlocks_at, world.now() + 180 * DAYS);
}
