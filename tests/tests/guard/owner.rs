//! An owner may always receive his own shares back, whatever his reputation; only who is not active may not.

use super::common::*;

/// Ada held shares of Zoe, who complained about her; it was upheld. She is restricted as a shareholder of others.
fn restricted() -> (World, (Case, TokenFixture)) {
    let (mut world, case) = ready();
    let zoe = world.owner_with_token("zoe");
    world.open_position(case.ada.owner, &zoe);
    world.transfer(&zoe, zoe.owner, case.ada.owner, 100).expect_success();
    world.warp(HOLD);
    world.uphold(&zoe, case.ada.owner, case.judith, Severity::Severe);
    assert_eq!(points(&world, case.ada.owner), 500);
    (world, (case, zoe))
}

#[test]
fn the_owner_receives_from_holders_under_every_policy() {
    for policy in Policy::ALL {
        for points in [0, 599] {
            let (mut world, (Case { ada, bob, .. }, _)) = restricted();
            if policy != Policy::Open {
                world.set_policy(&ada, policy);
            }
            set_points(&mut world, ada.owner, points);
            world.transfer(&ada, bob, ada.owner, 10).expect_changed(&both_sides(&ada, bob, ada.owner));
            let authority = world.person("delegate");
            delegate(&mut world, &ada, bob, authority, 10);
            let transfer = SharesTransfer { authority, ..world.shares_transfer(&ada, bob, ada.owner, 10) };
            world.send(&[transfer.instruction()]).expect_changed(&both_sides(&ada, bob, ada.owner));
        }
    }
}

#[test]
fn the_owner_buys_in_every_window() {
    for points in [0, 599] {
        for seconds in [0, OWNER_WINDOW, EVERYONE] {
            let (mut world, (Case { ada, bob, .. }, _)) = restricted();
            let listing = list(&mut world, &ada, bob, 100);
            world.warp(seconds);
            set_points(&mut world, ada.owner, points);
            let before = world.position_state(&ada, ada.owner).shares;
            let purchase = order(&mut world, &listing, ada.owner, 10);
            world.send(&[purchase]).expect_success();
            assert_eq!(world.position_state(&ada, ada.owner).shares, before + 10);
        }
    }
}

/// Also with the new wallet after a recovery, and into the position that it has opened.
#[test]
fn a_recovered_owner_receives_at_any_reputation() {
    let (mut world, (case, _)) = restricted();
    let lost = world.lose(case.ada.owner, "new ada", case.stewards);
    world.recover(&lost, &[&case.ada]);
    set_points(&mut world, lost.new, 0);
    world.transfer(&case.ada, case.bob, lost.new, 10).expect_success();
}

/// What one may without good standing, one may as an owner: create, issue, announce, sell, deposit.
#[test]
fn a_restricted_owner_raises_sells_and_pays() {
    let (mut world, (case, _)) = restricted();
    let Case { ada, bob, .. } = case;
    set_points(&mut world, ada.owner, 0);
    let round = round(&mut world, &case);
    world.subscribe_and_accept(&round, bob, 10);
    world.finalise(&round);
    world.settle(&round, bob);
    world.collect(&round);
    let listing = list(&mut world, &ada, ada.owner, 100);
    let purchase = order(&mut world, &listing, bob, 100);
    world.send(&[purchase]).expect_success();
    world.deposit(&ada, SHARES).expect_success();
    world.deposit_net(&ada, SHARES).expect_success();
    world.claim(&ada, ada.owner.wallet).expect_success();
}

#[test]
fn who_is_restricted_issues_his_own_shares() {
    let (mut world, (_, _)) = restricted();
    let eve = world.member("eve", role::ALL);
    world.warp(COOLING_OFF);
    set_points(&mut world, eve, 0);
    let token = world.token_with(eve, Terms::default());
    assert_eq!(world.position_state(&token, eve).shares, SHARES);
}

/// A sale of a holder to the owner, in the owner's window.
fn sold_to_the_owner(world: &mut World, case: &Case) -> Instruction {
    let listing = list(world, &case.ada, case.bob, 100);
    order(world, &listing, case.ada.owner, 10)
}

/// Bob gives ten shares back.
fn given_back(world: &World, case: &Case) -> Instruction {
    world.shares_transfer(&case.ada, case.bob, case.ada.owner, 10).instruction()
}

refusals! {
    restricted;
    refuses_a_suspended_owner: |world, (case, _)| {
        suspend(&mut world, case.ada.owner);
        given_back(&world, &case)
    } => Rule::MemberNotActive;
    refuses_an_owner_who_left: |world, (case, _)| {
        leave(&mut world, case.ada.owner);
        given_back(&world, &case)
    } => Rule::MemberNotActive;
    refuses_an_excluded_owner: |world, (case, _)| {
        exclude(&mut world, case.ada.owner);
        given_back(&world, &case)
    } => Rule::MemberNotActive;
    refuses_a_suspended_owner_the_first_refusal: |world, (case, _)| {
        suspend(&mut world, case.ada.owner);
        sold_to_the_owner(&mut world, &case)
    } => Rule::MemberNotActive;
    refuses_an_owner_who_left_the_first_refusal: |world, (case, _)| {
        leave(&mut world, case.ada.owner);
        sold_to_the_owner(&mut world, &case)
    } => Rule::MemberNotActive;
    refuses_an_owner_the_shares_of_others: |world, (case, zoe)|
        world.shares_transfer(&zoe, zoe.owner, case.ada.owner, 1).instruction() => Rule::NotInGoodStanding;
    refuses_an_owner_to_buy_the_shares_of_others: |world, (case, zoe)| {
        let listing = list(&mut world, &zoe, zoe.owner, 10);
        order(&mut world, &listing, case.ada.owner, 1)
    } => Rule::NotInGoodStanding;
    refuses_a_restricted_owner_to_send_his_own_shares: |world, (case, _)|
        world.shares_transfer(&case.ada, case.ada.owner, case.bob, 1).instruction() => Rule::SenderNotInGoodStanding;
    refuses_a_restricted_owner_to_subscribe_to_others: |world, (case, zoe)| {
        let tom = world.owner_with("tom", Terms { authorised: 2 * SHARES, ..Terms::default() });
        let terms = world.round_terms();
        let round = world.open_round(&tom, terms);
        world.open_position(case.ada.owner, &tom);
        assert_ne!(tom, zoe);
        set_points(&mut world, case.ada.owner, 599);
        subscription(&mut world, &round, case.ada.owner, 1)
    } => Rule::NotInGoodStanding;
    refuses_a_restricted_owner_his_own_round: |world, (case, _)| {
        let round = round(&mut world, &case);
        subscription(&mut world, &round, case.ada.owner, 1)
    } => Rule::OwnRound;
}
