//! A subscriber who lost his standing between acceptance and settlement is refunded; whoever has it back in time gets
//! his shares.

use super::{common::*, prelude::*};

type Lose = fn(&mut World, Person);

const LOSSES: [Lose; 3] = [
    |world, bob| suspend(world, bob.member),
    |world, bob| lose_reputation(world, bob, 599),
    |world, bob| drop(world.must(&[MemberLeave { wallet: bob.wallet, member: bob.member }.instruction()])),
];

#[test]
fn whoever_lost_his_standing_gets_his_money_and_no_shares() {
    for lose in LOSSES {
        let (mut world, case) = settling();
        let Case { ada, bob, round } = case;
        lose(&mut world, bob);
        let (position, token) = (world.position_state(&ada, bob), world.token_state(&ada));
        let settle = world.round_settle(&round, bob).instruction();
        let changed = [round.round, round.subscription(bob), ada.token];
        let outcome = world.send(&[settle]).expect_changed(&changed);
        let settled = event::SubscriptionSettled {
            round: round.round,
            member: bob.member,
            position: ada.position(bob.wallet),
            shares: 0,
            fee_shares: 0,
            paid: 0,
            owed: 50_000 * PRICE,
        };
        assert_eq!(outcome.event(), &settled.into());
        assert_eq!(world.position_state(&ada, bob), position);
        let expected = Token { unsettled: 0, round_closes_at: 0, ..token };
        assert_eq!(world.token_state(&ada), expected, "no shares, and no price");
        let book = world.round_state(&round).book;
        assert_eq!((book.state, book.issued, book.raised), (State::Settled.byte(), 0, 0));
        world.send(&[world.round_collect(&round).instruction()]).expect_refusal(Rule::NothingToCollect);
        world.refund(&round, bob);
        assert_eq!((world.quote_of(bob.wallet), world.quote_in(round.escrow)), (50_000 * PRICE, 0));
    }
}

/// Just enough is enough, and points come back by the day.
#[test]
fn reputation_counts_at_the_settlement() {
    for (points, days, shares) in [(600, 0, 40_000), (599, 0, 0), (599, 1, 40_000), (0, 599, 0), (0, 600, 40_000)] {
        let (mut world, case) = settling();
        lose_reputation(&mut world, case.bob, points);
        world.warp(days * DAYS);
        world.settle(&case.round, case.bob);
        assert_eq!(world.position_state(&case.ada, case.bob).shares, shares, "{points} points, {days} days");
    }
}

#[test]
fn whoever_is_reinstated_in_time_gets_his_shares() {
    let (mut world, case) = accepted();
    suspend(&mut world, case.bob.member);
    world.finalise(&case.round);
    reinstate(&mut world, case.bob.member);
    world.settle(&case.round, case.bob);
    assert_eq!(world.position_state(&case.ada, case.bob).shares, 40_000);
}

/// Others get theirs, and the treasury's part counts only what was issued.
#[test]
fn the_others_and_the_treasury_get_theirs() {
    let (mut world, ada, tess) = founded_with_treasury();
    let round = world.open_round(&ada, world.round_terms());
    let [bob, carol] = ["bob", "carol"].map(|name| accepted_subscriber(&mut world, &round, name, 1_500));
    world.finalise(&round);
    suspend(&mut world, bob.member);
    world.settle(&round, bob);
    assert_eq!(world.position_state(&ada, tess).shares, 0);
    world.settle(&round, carol);
    let shares = [bob, carol, tess].map(|person| world.position_state(&ada, person).shares);
    assert_eq!(shares, [0, 1_500, 1]);
    world.collect(&round);
    world.refund(&round, bob);
    assert_eq!((world.quote_of(ada.owner.wallet), world.quote_of(bob.wallet)), (1_500 * PRICE, 1_500 * PRICE));
}

/// A cap, an approval and a policy are of transfers; whoever holds a member back takes nothing away from him.
#[test]
fn neither_policy_nor_hold_nor_recovery_is_a_loss_of_standing() {
    let (mut world, case) = settling();
    world.set_policy(&case.ada, Policy::Closed);
    let stewards = world.recoverers();
    let lost = world.lose(case.bob, "new bob", stewards);
    world.propose(&lost);
    world.settle(&case.round, case.bob);
    assert_eq!(world.position_state(&case.ada, case.bob).shares, 40_000);
}

/// Bob's subscription is settled, and he lost his standing before.
fn refused() -> (World, Case) {
    let (mut world, case) = settling();
    suspend(&mut world, case.bob.member);
    world.settle(&case.round, case.bob);
    (world, case)
}

refusals! {
    refused;
    refuses_to_settle_again_once_he_is_reinstated: |world, case| {
        reinstate(&mut world, case.bob.member);
        world.round_settle(&case.round, case.bob).instruction()
    } => Rule::RoundNotCompleted;
    refuses_the_owner_his_money: |world, case| world.round_collect(&case.round).instruction() => Rule::NothingToCollect;
    refuses_another_undo: |world, case| world.round_undo(&case.round).instruction() => Rule::UndoWindowOver;
    refuses_to_subscribe_again: |world, case| {
        world.refund(&case.round, case.bob);
        world.round_subscribe(&case.round, case.bob, 10).instruction()
    } => Rule::MemberNotActive;
}
