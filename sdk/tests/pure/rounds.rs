//! Previews of rounds: where one stands, what settling and paying back would do.

use crate::support::{round, subscription, World, NOW};
use personal_token_sdk::{
    core::{
        member::Status,
        round::{Stage, State, SubscriptionState},
        Error as Rule,
    },
    quote::{check_investor, refund, round_stage, settlement, withdrawal, SettlementPreview},
    state::{Round, Subscription},
};

fn samples() -> (World, Round, Subscription) {
    let world = World::new();
    let round = round(&world.token);
    let subscription = subscription(&round, &world.sender);
    (world, round, subscription)
}

#[test]
fn a_settlement_to_the_unit() {
    let (_, round, part) = samples();
    // 100 of 120 shares were accepted, at 50 units; 2 % of them on top for the treasury.
    let settled = SettlementPreview { shares: 100, fee_shares: 2, paid: 5_000, owed: 1_000, settles_round: true };
    assert_eq!(settlement(&round, &part, true, true, NOW), Ok(settled));
    let waived = SettlementPreview { fee_shares: 0, ..settled };
    assert_eq!(settlement(&round, &part, true, false, NOW), Ok(waived));
    // Who may not receive any more gets his money back, and so does the treasury get nothing.
    let refused = SettlementPreview { shares: 0, paid: 0, owed: 6_000, ..waived };
    assert_eq!(settlement(&round, &part, false, true, NOW), Ok(refused));

    let mut among_others = round;
    (among_others.book.accepted, among_others.book.accepted_shares) = (2, 200);
    let first = settlement(&among_others, &part, true, true, NOW);
    assert_eq!(first, Ok(SettlementPreview { settles_round: false, ..settled }));
    // The treasury's part is rounded down over the running total: 2 % of 149 are 2, of 249 are 4.
    (among_others.book.issued, among_others.book.fee_issued) = (149, 2);
    assert_eq!(settlement(&among_others, &part, true, true, NOW).map(|settled| settled.fee_shares), Ok(2));
}

#[test]
fn settling_has_its_time_and_its_subscription() {
    let (world, round, part) = samples();
    let settle = |round: &Round, part: &Subscription, now| settlement(round, part, true, true, now).map(|_| ());
    assert_eq!(settle(&round, &part, NOW - 1), Err(Rule::UndoWindowOpen));
    for state in [State::Open, State::Settled, State::Cancelled] {
        let mut other = round;
        other.book.state = state.byte();
        assert_eq!(settle(&other, &part, NOW), Err(Rule::RoundNotCompleted));
    }
    for state in [SubscriptionState::Pending, SubscriptionState::Declined, SubscriptionState::Settled] {
        let mut other = part;
        other.book.state = state.byte();
        assert_eq!(settle(&round, &other, NOW), Err(Rule::SubscriptionNotAccepted));
    }
    let foreign = Subscription { round: world.token.address(), ..part };
    assert_eq!(settle(&round, &foreign, NOW), Err(Rule::RoundMismatch));
    assert_eq!(refund(&round, &foreign, NOW), Err(Rule::RoundMismatch));
    assert_eq!(withdrawal(&round, &foreign, NOW), Err(Rule::RoundMismatch));
}

#[test]
fn money_comes_back_when_it_cannot_become_shares() {
    let (_, round, part) = samples();
    let of = |round_state: State, state: SubscriptionState, now| {
        let (mut round, mut part) = (round, part);
        round.book.state = round_state.byte();
        round.book.undos = 1;
        part.book.state = state.byte();
        (refund(&round, &part, now), withdrawal(&round, &part, now))
    };
    use SubscriptionState::{Accepted, Declined, Pending};
    let (not_yet, accepted) = (Err(Rule::SubscriptionNotRefundable), Err(Rule::SubscriptionAccepted));
    assert_eq!(of(State::Open, Pending, NOW), (not_yet, Ok(6_000)));
    assert_eq!(of(State::Open, Declined, NOW), (Ok(6_000), Ok(6_000)));
    // An undo since it was accepted frees it; completing binds it.
    assert_eq!(of(State::Open, Accepted, NOW), (not_yet, Ok(6_000)));
    assert_eq!(of(State::Completing, Accepted, NOW), (not_yet, accepted));
    // Failed, cancelled, left over.
    assert_eq!(of(State::Open, Accepted, NOW + 1_000), (Ok(6_000), Ok(6_000)));
    assert_eq!(of(State::Cancelled, Accepted, NOW), (Ok(6_000), Ok(6_000)));
    assert_eq!(of(State::Completing, Pending, NOW), (Ok(6_000), Ok(6_000)));
    assert_eq!(of(State::Completing, Pending, NOW - 1), (not_yet, Ok(6_000)));
}

#[test]
fn stages_follow_the_clock() {
    let (_, round, _) = samples();
    let mut open = round;
    (open.book.state, open.book.completed_at) = (State::Open.byte(), 0);
    let stages = [NOW - 1_001, NOW - 1_000, NOW + 999, NOW + 1_000].map(|now| round_stage(&open, now).unwrap());
    assert_eq!(stages, [Stage::Announced, Stage::Open, Stage::Open, Stage::Failed]);
    assert_eq!([NOW - 1, NOW].map(|now| round_stage(&round, now).unwrap()), [Stage::Undoable, Stage::Settling]);
    open.book.state = State::Cancelled.byte();
    assert_eq!(round_stage(&open, NOW), Ok(Stage::Cancelled));
    open.book.state = 9;
    assert_eq!(round_stage(&open, NOW), Err(Rule::InvariantBroken));
}

#[test]
fn investors_are_in_good_standing() {
    let (mut world, ..) = samples();
    // No policy is asked, and no cap: the owner himself accepts each of them.
    (world.token.policy, world.token.announced_policy) = (3, 3);
    let check = |world: &World| check_investor(&world.network, &world.sender, NOW);
    assert_eq!(check(&world), Ok(()));
    (world.sender.reputation, world.sender.reputation_as_of) = (599, NOW);
    assert_eq!(check(&world), Err(Rule::NotInGoodStanding));
    world.sender.status = Status::Left.byte();
    assert_eq!(check(&world), Err(Rule::MemberNotActive));
}
