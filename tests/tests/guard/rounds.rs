//! Rounds: at a reputation below the network's minimum nobody subscribes, and who was accepted before gets his money.

use super::common::*;

const SUBSCRIPTION: Way = || {
    let (mut world, case) = restored();
    let round = round(&mut world, &case);
    let subscription = subscription(&mut world, &round, case.bob, 10);
    (world, case, subscription)
};

/// He has never held shares of that token.
const SUBSCRIPTION_TO_ANOTHER_TOKEN: Way = || {
    let (mut world, case) = restored();
    let zoe = world.owner_with("zoe", Terms { authorised: 2 * SHARES, ..Terms::default() });
    let terms = world.round_terms();
    let round = world.open_round(&zoe, terms);
    world.open_position(case.bob, &zoe);
    let subscription = subscription(&mut world, &round, case.bob, 10);
    (world, case, subscription)
};

const SUBSCRIPTION_AFTER_A_WITHDRAWAL: Way = || {
    let (mut world, case) = restored();
    let round = round(&mut world, &case);
    world.subscribe(&round, case.bob, 10);
    world.must(&[world.round_withdraw(&round, case.bob).instruction()]);
    let subscription = subscription(&mut world, &round, case.bob, 10);
    (world, case, subscription)
};

receipts! {
    a_subscription: SUBSCRIPTION, 0;
    a_subscription_to_another_token: SUBSCRIPTION_TO_ANOTHER_TOKEN, 0;
    a_subscription_after_a_withdrawal: SUBSCRIPTION_AFTER_A_WITHDRAWAL, 0;
}

/// Bob's ten shares were accepted and Carol's ten; the completion is final.
fn settling() -> (World, Case, RoundFixture) {
    let (mut world, case) = restored();
    let round = round(&mut world, &case);
    for person in [case.bob, case.carol] {
        world.subscribe_and_accept(&round, person, 10);
    }
    world.finalise(&round);
    (world, case, round)
}

/// Settling does not fail, or one investor's standing would keep the round of all others from ending: he is owed his
/// money, and has no shares.
#[test]
fn who_was_accepted_is_settled_without_shares_below_the_minimum() {
    for (points, shares) in [(0, 0), (599, 0), (600, 10), (1_000, 10)] {
        let (mut world, case, round) = settling();
        set_points(&mut world, case.bob, points);
        let before = world.position_state(&case.ada, case.bob);
        let settle = world.round_settle(&round, case.bob).instruction();
        let outcome = world.send(&[settle]).expect_success();
        let settled = event::SubscriptionSettled {
            round: round.round,
            member: case.bob.member,
            position: case.ada.position(case.bob.wallet),
            shares,
            fee_shares: 0,
            paid: shares * 1_000,
            owed: (10 - shares) * 1_000,
        };
        assert_eq!(outcome.event(), &settled.into(), "{points} points");
        let after = world.position_state(&case.ada, case.bob);
        assert_eq!(after.shares - before.shares, shares);
        if shares == 0 {
            assert_eq!(after, before, "not even a lock");
        }
        world.settle(&round, case.carol);
        world.collect(&round);
        world.refund(&round, case.bob);
        let money = [case.bob, case.ada.owner].map(|person| world.quote_of(person.wallet));
        assert_eq!(money, [(10 - shares) * 1_000, (10 + shares) * 1_000]);
        assert_eq!(world.quote_in(round.escrow), 0);
    }
}

/// The decision itself, between acceptance and settlement.
#[test]
fn a_decision_between_acceptance_and_settlement_gives_the_money_back() {
    let (mut world, case) = ready();
    let category = personal_token_core::complaint::Category::Harassment;
    let complaint = world.complain(&case.ada, case.bob, category, Severity::Severe);
    let round = round(&mut world, &case); // seven days' notice
    world.subscribe_and_accept(&round, case.bob, 10);
    let upheld = personal_token_core::complaint::Decision::Upheld(Severity::Severe);
    let resolve = world.complaint_resolve(&case.ada, complaint, case.judith, upheld);
    world.must(&[resolve.instruction()]);
    world.finalise(&round);
    world.settle(&round, case.bob);
    assert_eq!(world.position_state(&case.ada, case.bob).shares, 2_000);
    world.refund(&round, case.bob);
    assert_eq!(world.quote_of(case.bob.wallet), 10_000);
    world.send(&[world.round_collect(&round).instruction()]).expect_refusal(Rule::NothingToCollect);
}

/// Settled without shares is settled: the points that return later bring none.
fn settled_without_shares() -> (World, (Case, RoundFixture)) {
    let (mut world, case, round) = settling();
    set_points(&mut world, case.bob, 599);
    world.settle(&round, case.bob);
    (world, (case, round))
}

/// Accepted, restricted, and not yet settled.
fn restricted_before_the_settlement() -> (World, (Case, RoundFixture)) {
    let (mut world, case, round) = settling();
    set_points(&mut world, case.bob, 599);
    (world, (case, round))
}

refusals! {
    settled_without_shares;
    refuses_to_settle_again_once_the_points_are_back: |world, (case, round)| {
        world.warp(DAYS);
        assert_eq!(points(&world, case.bob), 600);
        world.round_settle(&round, case.bob).instruction()
    } => Rule::SubscriptionNotAccepted;
    refuses_the_owner_the_money_of_who_got_no_shares: |world, (_, round)|
        world.round_collect(&round).instruction() => Rule::NothingToCollect;
}

refusals! {
    restricted_before_the_settlement;
    refuses_a_refund_before_the_settlement: |world, (case, round)|
        world.round_refund(&round, case.bob).instruction() => Rule::SubscriptionNotRefundable;
    refuses_a_withdrawal_of_what_was_accepted: |world, (case, round)|
        world.round_withdraw(&round, case.bob).instruction() => Rule::SubscriptionAccepted;
}
