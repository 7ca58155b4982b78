//! What a finding does to the owner's reputation, and what he can then still do.

use personal_token_sdk::quote::{check_may_buy, standing_returns_at};

use super::common::*;

#[test]
fn points_fall_to_zero_and_no_further() {
    for (before, missed, both) in
        [(1_000, 900, 750), (250, 150, 0), (249, 149, 0), (150, 50, 0), (100, 0, 0), (50, 0, 0), (1, 0, 0), (0, 0, 0)]
    {
        let (mut world, case) = overdue();
        file(&mut world, &case, 1_000, 300);
        set_points(&mut world, case.ada.owner, before);
        let record = case.record(&world);
        let outcome = world.must(&[record.instruction()]);
        assert_eq!(emitted(&outcome), recorded(&record, Finding::Missed, 0, before, missed));
        let outcome = world.must(&[record.instruction()]);
        assert_eq!(emitted(&outcome), recorded(&record, Finding::Short, 0, missed, both));
        let member = world.member_state(case.ada.owner);
        assert_eq!((member.reputation, member.reputation_as_of), (both, world.now()));
    }
}

/// What had come back by then counts; the part of a day that had passed is lost.
#[test]
fn points_that_came_back_are_counted_first() {
    let (mut world, case) = overdue();
    set_points(&mut world, case.ada.owner, 500);
    world.warp(10 * DAYS + DAYS / 2);
    let record = case.record(&world);
    let outcome = world.must(&[record.instruction()]);
    assert_eq!(emitted(&outcome), recorded(&record, Finding::Missed, 0, 510, 410));
    world.warp(DAYS - 1);
    assert_eq!(case.points(&world), 410);
    world.warp(1);
    assert_eq!(case.points(&world), 411);
}

/// Ada holds shares of Eve's token, of which Eve offers more, and has just come down to 599 points by her own report.
fn below() -> (World, (Case, TokenFixture)) {
    let (mut world, case) = overdue();
    let eve = world.owner_with_token("eve");
    world.open_position(case.ada.owner, &eve);
    world.transfer(&eve, eve.owner, case.ada.owner, 100).expect_success();
    let treasury = world.network_state().treasury;
    world.quote_account(treasury);
    world.warp(90 * DAYS);
    set_points(&mut world, case.ada.owner, 699);
    record(&mut world, &case);
    assert_eq!(case.points(&world), 599);
    (world, (case, eve))
}

#[test]
fn refuses_purchase_and_receipt_of_an_owner_below_the_minimum() {
    let (mut world, (case, eve)) = below();
    let ada = case.ada.owner;
    world.transfer(&eve, eve.owner, ada, 1).expect_refusal(Rule::NotInGoodStanding);
    let listing = world.list(&eve, eve.owner, 100, 5);
    world.warp(7 * DAYS - 1);
    set_points(&mut world, ada, 599);
    world.warp(1);
    world.buy(&listing, ada, 1).expect_refusal(Rule::NotInGoodStanding);
    let (network, member) = (world.network_state(), world.member_state(ada));
    assert_eq!(check_may_buy(&network, &member, world.now()), Err(Rule::NotInGoodStanding));
    // Until the point that is missing has come back, to the second.
    let returns_at = standing_returns_at(&network, &member).unwrap();
    world.warp_to(returns_at - 1);
    world.buy(&listing, ada, 1).expect_refusal(Rule::NotInGoodStanding);
    world.warp(1);
    world.buy(&listing, ada, 1).expect_success();
}

#[test]
fn the_owner_at_the_minimum_is_in_good_standing() {
    let (mut world, (case, eve)) = below();
    set_points(&mut world, case.ada.owner, 700);
    file(&mut world, &case, 0, 0);
    world.transfer(&eve, eve.owner, case.ada.owner, 1).expect_success();
    // 100 points less are 600, which is what the network asks for.
    let (mut world, case) = overdue();
    set_points(&mut world, case.ada.owner, 700);
    record(&mut world, &case);
    let (network, member) = (world.network_state(), world.member_state(case.ada.owner));
    assert_eq!((member.reputation, check_may_buy(&network, &member, world.now())), (600, Ok(())));
}

#[test]
fn refuses_subscription_of_an_owner_below_the_minimum() {
    let (mut world, (case, eve)) = below();
    let raise = world.token_authorise(&eve, 2 * SHARES);
    world.must(&[raise.instruction()]);
    world.warp_to(world.token_state(&eve).authorised_effective_at.max(world.now()));
    let round = world.open_round(&eve, world.round_terms());
    set_points(&mut world, case.ada.owner, 599);
    world.fund(case.ada.owner.wallet, 1_000_000);
    let subscribe = world.round_subscribe(&round, case.ada.owner, 10);
    world.send(&[subscribe.instruction()]).expect_refusal(Rule::NotInGoodStanding);
}

#[test]
fn the_owner_below_the_minimum_is_paid_and_gives_back() {
    let (mut world, (case, eve)) = below();
    let ada = case.ada.owner;
    world.deposit(&eve, SHARES).expect_success();
    world.claim(&eve, ada.wallet).expect_success();
    assert_eq!(world.quote_of(ada.wallet), 100);
    world.open_position(case.bob, &eve);
    world.transfer(&eve, ada, case.bob, 1).expect_refusal(Rule::SenderNotInGoodStanding);
    world.transfer(&eve, ada, eve.owner, 40).expect_success();
    let listing = world.list(&eve, ada, 60, 5);
    world.buy(&listing, eve.owner, 60).expect_success();
    assert!(world.quote_of(ada.wallet) > 100);
}

/// His own shareholders are paid as before, he deposits, and his own shares may come back to him.
#[test]
fn the_owner_below_the_minimum_still_deposits_and_takes_back_his_own_shares() {
    let (mut world, (case, _)) = below();
    world.deposit(&case.ada, SHARES).expect_success();
    world.claim(&case.ada, case.bob.wallet).expect_success();
    assert_eq!(world.quote_of(case.bob.wallet), 1_000);
    world.claim(&case.ada, case.ada.owner.wallet).expect_success();
    world.transfer(&case.ada, case.bob, case.ada.owner, 1_000).expect_success();
    file(&mut world, &case, 0, 0);
}

/// The shareholder whose position was shown, and whoever recorded it, lose nothing.
#[test]
fn nobody_elses_reputation_changes() {
    let (mut world, case) = overdue();
    let before = [case.bob, case.carol].map(|person| world.member_state(person));
    let record = ReportRecord { payer: case.carol.wallet, ..case.record(&world) };
    world.must(&[record.instruction()]);
    assert_eq!([case.bob, case.carol].map(|person| world.member_state(person)), before);
}
