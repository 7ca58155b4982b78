//! Time returns standing: 500 points are 599 until day 99 and 86,399 seconds, and 600 on day 100, to the second. Nothing
//! is edited here.

use super::common::*;
use personal_token_core::complaint::{Category, Decision};

/// Readies, before the time at which Bob has 600 points, what he would receive at that time.
type Readies = fn(&mut World, &Case, i64) -> Instruction;

/// Bob's severe complaint was just upheld; the time at which he has 600 points again.
fn decided() -> (World, Case, i64) {
    let (world, case) = upheld();
    let at = world.now() + 100 * DAYS;
    assert_eq!(world.member_state(case.bob).reputation().reaches_at(600), Some(at));
    (world, case, at)
}

#[track_caller]
fn refuses_before(readies: Readies, seconds: i64) {
    let (mut world, case, at) = decided();
    let instruction = readies(&mut world, &case, at);
    world.warp_to(at - seconds);
    world.send(&[instruction]).expect_refusal(Rule::NotInGoodStanding);
}

#[track_caller]
fn allows_from(readies: Readies, seconds: i64) {
    let (mut world, case, at) = decided();
    let instruction = readies(&mut world, &case, at);
    world.warp_to(at + seconds);
    world.send(&[instruction]).expect_success();
}

macro_rules! returns {
    ($($name:ident: $readies:expr;)+) => {
        $(
            mod $name {
                use super::*;

                #[test]
                fn refuses_on_day_99_at_its_last_second() {
                    refuses_before($readies, 1);
                }

                #[test]
                fn refuses_on_day_99_at_its_first_second() {
                    refuses_before($readies, DAYS);
                }

                #[test]
                fn allows_on_day_100_from_its_first_second() {
                    allows_from($readies, 0);
                    allows_from($readies, 1);
                }
            }
        )+
    };
}

const RECEIPT: Readies = |world, case, _| world.shares_transfer(&case.ada, case.carol, case.bob, 10).instruction();

const RECEIPT_BY_A_DELEGATE: Readies = |world, case, _| {
    let authority = world.person("delegate");
    delegate(world, &case.ada, case.carol, authority, 10);
    SharesTransfer { authority, ..world.shares_transfer(&case.ada, case.carol, case.bob, 10) }.instruction()
};

const ADMITTED_RECEIPT: Readies = |world, case, _| {
    world.set_policy(&case.ada, Policy::Village);
    world.admit(&case.ada, case.bob, 10_000);
    world.shares_transfer(&case.ada, case.carol, case.bob, 10).instruction()
};

const APPROVED_RECEIPT: Readies = |world, case, at| {
    world.set_policy(&case.ada, Policy::Approval);
    world.approve(&case.ada, case.carol, case.bob, 10, at + 60);
    world.shares_transfer(&case.ada, case.carol, case.bob, 10).instruction()
};

const PURCHASE: Readies = |world, case, _| {
    let listing = list(world, &case.ada, case.carol, 100);
    order(world, &listing, case.bob, 10)
};

const HOLDERS_PURCHASE: Readies = |world, case, at| {
    world.warp_to(at - OWNER_WINDOW - 2 * DAYS);
    let listing = list(world, &case.ada, case.carol, 100);
    order(world, &listing, case.bob, 10)
};

const SUBSCRIPTION: Readies = |world, case, at| {
    world.warp_to(at - 20 * DAYS);
    let round = round(world, case);
    subscription(world, &round, case.bob, 10)
};

const RECEIPT_AFTER_A_RECOVERY: Readies = |world, case, at| {
    world.warp_to(at - 30 * DAYS);
    let lost = world.lose(case.bob, "new bob", case.stewards);
    world.recover(&lost, &[&case.ada]);
    world.shares_transfer(&case.ada, case.carol, lost.new, 10).instruction()
};

const RECEIPT_AFTER_A_HOLD: Readies = |world, case, at| {
    world.warp_to(at - 30 * DAYS);
    let hold = world.member_hold(None, case.bob, 30 * DAY - 1);
    world.must(&[hold.instruction()]);
    world.shares_transfer(&case.ada, case.carol, case.bob, 10).instruction()
};

returns! {
    a_receipt: RECEIPT;
    a_receipt_by_a_delegate: RECEIPT_BY_A_DELEGATE;
    an_admitted_receipt: ADMITTED_RECEIPT;
    an_approved_receipt: APPROVED_RECEIPT;
    a_purchase: PURCHASE;
    a_holders_purchase: HOLDERS_PURCHASE;
    a_subscription: SUBSCRIPTION;
    a_receipt_after_a_recovery: RECEIPT_AFTER_A_RECOVERY;
    a_receipt_after_a_hold: RECEIPT_AFTER_A_HOLD;
}

/// Of a subscription that was accepted before the decision.
#[test]
fn a_settlement_brings_shares_from_day_100_on_and_money_before() {
    for (seconds, shares) in [(-DAYS, 0), (-1, 0), (0, 10), (1, 10)] {
        let (mut world, case) = ready();
        let complaint = world.complain(&case.ada, case.bob, Category::Harassment, Severity::Severe);
        let round = round(&mut world, &case); // seven days' notice
        world.subscribe_and_accept(&round, case.bob, 10);
        let decision = Decision::Upheld(Severity::Severe);
        let resolve = world.complaint_resolve(&case.ada, complaint, case.judith, decision);
        world.must(&[resolve.instruction()]);
        let at = world.now() + 100 * DAYS;
        world.finalise(&round);
        world.warp_to(at + seconds);
        world.settle(&round, case.bob);
        world.refund(&round, case.bob);
        assert_eq!(world.position_state(&case.ada, case.bob).shares, 2_000 + shares);
        assert_eq!(world.quote_of(case.bob.wallet), (10 - shares) * 1_000);
    }
}

/// Sending to others returns at the same second.
#[test]
fn he_sends_to_others_from_day_100_on() {
    let (mut world, case, at) = decided();
    world.warp_to(at - 1);
    world.transfer(&case.ada, case.bob, case.carol, 1).expect_refusal(Rule::SenderNotInGoodStanding);
    world.warp(1);
    world.transfer(&case.ada, case.bob, case.carol, 1).expect_success();
}

/// The second decision takes what the first has left, and the part of a day that had passed.
#[test]
fn a_second_decision_counts_from_its_own_second() {
    let (mut world, case, _) = decided();
    let complaint = world.complain(&case.ada, case.bob, Category::Harassment, Severity::Minor);
    world.warp(10 * DAYS + DAYS / 2);
    let decision = Decision::Upheld(Severity::Minor);
    let resolve = world.complaint_resolve(&case.ada, complaint, case.judith, decision);
    world.must(&[resolve.instruction()]);
    assert_eq!(points(&world, case.bob), 460);
    world.warp(140 * DAYS - 1);
    world.transfer(&case.ada, case.carol, case.bob, 1).expect_refusal(Rule::NotInGoodStanding);
    world.warp(1);
    world.transfer(&case.ada, case.carol, case.bob, 1).expect_success();
}

/// An overturned decision is the day 100 of whom it was wrong about.
#[test]
fn an_overturned_decision_returns_it_at_once() {
    let (mut world, case) = ready();
    let complaint = world.uphold(&case.ada, case.bob, case.judith, Severity::Severe);
    world.transfer(&case.ada, case.carol, case.bob, 1).expect_refusal(Rule::NotInGoodStanding);
    let overturn = world.complaint_overturn(complaint, Decision::Dismissed);
    world.must(&[overturn.instruction()]);
    assert_eq!(points(&world, case.bob), 1_000);
    world.transfer(&case.ada, case.carol, case.bob, 1).expect_success();
}

/// A clock that goes back gives nothing, and takes back what it had given.
#[test]
fn refuses_again_when_the_clock_goes_back() {
    let (mut world, case, at) = decided();
    world.warp_to(at);
    world.transfer(&case.ada, case.carol, case.bob, 1).expect_success();
    world.warp_to(at - 1);
    world.transfer(&case.ada, case.carol, case.bob, 1).expect_refusal(Rule::NotInGoodStanding);
    world.warp_to(at - 200 * DAYS);
    assert_eq!(points(&world, case.bob), 500);
}
