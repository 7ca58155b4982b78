//! Proceeds and new shares: deposits wait for settlements, old ones never reach new shares, and new ones do.

use super::{common::*, prelude::*};

fn gross(world: &World, case: &Case) -> Instruction {
    world.proceeds_deposit(&case.ada, 1_000).instruction()
}

fn net(world: &World, case: &Case) -> Instruction {
    ProceedsDeposit { net: true, ..world.proceeds_deposit(&case.ada, 1_000) }.instruction()
}

/// Carol holds a tenth, so that net deposits are possible; Ada has money to deposit; Bob is accepted.
fn ready() -> (World, Case) {
    let (mut world, case) = accepted();
    world.holder("carol", &case.ada, 1_000_000);
    world.fund(case.ada.owner.wallet, 1_000_000);
    (world, case)
}

/// Completed, with Dan accepted as well.
fn unsettled() -> (World, Case) {
    let (mut world, case) = ready();
    accepted_subscriber(&mut world, &case.round, "dan", 10);
    world.complete(&case.round);
    (world, case)
}

fn dan(world: &World) -> Person {
    Person { wallet: wallet("dan"), member: pda::member(world.network, &identity("dan")) }
}

refusals! {
    unsettled;
    refuses_a_deposit_right_after_completion: |world, case| gross(&world, &case) => Rule::RoundUnsettled;
    refuses_a_net_deposit_right_after_completion: |world, case| net(&world, &case) => Rule::RoundUnsettled;
    refuses_a_deposit_when_the_completion_is_final: |world, case| {
        world.warp(6 * HOURS);
        gross(&world, &case)
    } => Rule::RoundUnsettled;
    refuses_a_deposit_until_the_last_settlement: |world, case| {
        world.warp(6 * HOURS);
        world.settle(&case.round, case.bob);
        gross(&world, &case)
    } => Rule::RoundUnsettled;
    refuses_a_net_deposit_until_the_last_settlement: |world, case| {
        world.warp(6 * HOURS);
        world.settle(&case.round, case.bob);
        net(&world, &case)
    } => Rule::RoundUnsettled;
    refuses_a_deposit_long_after_closing: |world, case| {
        world.warp(100 * DAYS);
        gross(&world, &case)
    } => Rule::RoundUnsettled;
    refuses_a_deposit_after_the_second_completion: |world, case| {
        world.undo(&case.round);
        world.warp(6 * HOURS);
        world.complete(&case.round);
        gross(&world, &case)
    } => Rule::RoundUnsettled;
    refuses_a_deposit_for_a_subscriber_who_lost_his_standing: |world, case| {
        suspend(&mut world, case.bob.member);
        world.warp(6 * HOURS);
        let dan = dan(&world);
        world.settle(&case.round, dan);
        gross(&world, &case)
    } => Rule::RoundUnsettled;
}

#[test]
fn deposits_before_completion_after_an_undo_and_after_the_last_settlement() {
    let (mut world, case) = ready();
    accepted_subscriber(&mut world, &case.round, "dan", 10);
    world.send(&[gross(&world, &case)]).expect_success();
    world.complete(&case.round);
    world.undo(&case.round);
    world.send(&[net(&world, &case)]).expect_success();
    world.warp(6 * HOURS);
    world.finalise(&case.round);
    let dan = dan(&world);
    for person in [case.bob, dan] {
        world.send(&[gross(&world, &case)]).expect_refusal(Rule::RoundUnsettled);
        world.settle(&case.round, person);
    }
    world.send(&[gross(&world, &case)]).expect_success();
    world.send(&[net(&world, &case)]).expect_success();
}

/// A cancelled round, or one that is undone after closing, leaves no wait behind.
#[test]
fn deposits_after_every_other_end() {
    let (mut world, case) = unsettled();
    world.undo(&case.round);
    world.cancel(&case.round);
    world.send(&[gross(&world, &case)]).expect_success();

    let (mut world, case) = ready();
    let closes_at = world.round_state(&case.round).book.closes_at;
    world.warp_to(closes_at - 1);
    world.complete(&case.round);
    world.warp(1);
    world.undo(&case.round);
    world.send(&[gross(&world, &case)]).expect_success();
}

/// Claims and payouts run all the time.
#[test]
fn pays_while_subscriptions_are_unsettled() {
    let (mut world, case) = ready();
    let carol = wallet("carol");
    world.send(&[gross(&world, &case)]).expect_success();
    world.complete(&case.round);
    world.claim(&case.ada, carol).expect_success();
    world.distribute(&case.ada, &[case.ada.owner.wallet, carol]).expect_success();
    assert_eq!(world.quote_of(carol), 99, "a tenth of 1,000, less her part of the remainder that is carried");
}

#[test]
fn old_deposits_never_reach_new_shares_and_new_ones_do() {
    let (mut world, case) = open();
    let (ada, bob) = (case.ada, case.bob);
    world.subscribe_and_accept(&case.round, bob, 1_000_000);
    let before = world.quote_of(bob.wallet);
    world.deposit(&ada, 10_000_000).expect_success();
    world.finalise(&case.round);
    world.settle(&case.round, bob);
    world.claim(&ada, bob.wallet).expect_success();
    assert_eq!(world.quote_of(bob.wallet), before, "of the old deposit nothing");
    world.deposit(&ada, 11_000_000).expect_success();
    world.claim(&ada, bob.wallet).expect_success();
    assert_eq!(world.quote_of(bob.wallet), before + 1_000_000, "of the new one his part");
    world.claim(&ada, ada.owner.wallet).expect_success();
    assert_eq!(world.quote_of(ada.owner.wallet), 10_000_000 + 10_000_000);
}

/// What a holder is owed for his old shares is his, whatever he gets besides.
#[test]
fn a_holder_keeps_what_his_old_shares_are_owed() {
    let (mut world, case) = open();
    let (ada, bob) = (case.ada, case.bob);
    world.transfer(&ada, ada.owner, bob, 1_000_000).expect_success();
    world.deposit(&ada, 10_000_000).expect_success();
    world.subscribe_and_accept(&case.round, bob, 1_000_000);
    let before = world.quote_of(bob.wallet);
    world.finalise(&case.round);
    world.settle(&case.round, bob);
    world.deposit(&ada, 11_000_000).expect_success();
    world.claim(&ada, bob.wallet).expect_success();
    assert_eq!(world.quote_of(bob.wallet) - before, 1_000_000 + 2_000_000);
}

/// The treasury's part has no part in it either.
#[test]
fn the_treasurys_part_is_new_as_well() {
    let (mut world, ada, tess) = founded_with_treasury();
    world.deposit(&ada, 10_000_000).expect_success();
    let round = world.open_round(&ada, world.round_terms());
    let bob = accepted_subscriber(&mut world, &round, "bob", 1_000_000);
    world.finalise(&round);
    world.settle(&round, bob);
    world.claim(&ada, tess.wallet).expect_success();
    assert_eq!(world.quote_of(tess.wallet), 0);
    world.deposit(&ada, 11_001_000).expect_success();
    world.claim(&ada, tess.wallet).expect_success();
    assert_eq!(world.quote_of(tess.wallet), 1_000);
}
