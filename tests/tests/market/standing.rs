//! Who may sell and who may buy: sellers need no standing, buyers do; nobody who is held does either.

use crate::{prelude::*, preview::send, stage::*};

#[test]
fn a_seller_out_of_good_standing_sells() {
    let losses: [fn(&mut World, Person); 4] =
        [suspend, leave, |world, bob| set_reputation(world, bob, 0), |world, bob| set_reputation(world, bob, 599)];
    for loss in losses {
        // He lists, and is bought from.
        let (mut world, stage) = unlisted(2_000);
        loss(&mut world, stage.bob);
        let open = world.listing_open(&stage.ada, stage.bob, 1_000, 5);
        send(&mut world, open.instruction()).expect_success();
        stage.buy(&mut world, stage.ada.owner, 500).expect_success();
        world.warp(EVERYONE);
        stage.buy(&mut world, stage.dave, 500).expect_success();
        // Between listing and sale.
        let (mut world, stage) = on_sale();
        loss(&mut world, stage.bob);
        stage.buy(&mut world, stage.dave, 1_000).expect_success();
    }
}

/// The buyer's loss of standing frees the seller: somebody else buys, or he cancels.
#[test]
fn a_buyers_loss_of_standing_frees_the_seller() {
    let (mut world, stage) = on_sale();
    let order = stage.order(&mut world, stage.dave, 1_000);
    suspend(&mut world, stage.dave);
    send(&mut world, order.instruction()).expect_refusal(Rule::MemberNotActive);
    stage.buy(&mut world, stage.carol, 400).expect_success();
    world.must(&[world.listing_cancel(&stage.listing).instruction()]);
    world.transfer(&stage.ada, stage.bob, stage.carol, 1_600).expect_success();
    let reinstate = MemberReinstate {
        signer: world.founder,
        steward_member: None,
        network: world.network,
        member: stage.dave.member,
        wallet: None,
    };
    world.must(&[reinstate.instruction()]);
    assert_eq!(world.position_state(&stage.ada, stage.bob).shares, 0);
}

/// A point returns each day: the day it is enough, he buys.
#[test]
fn reputation_is_that_of_the_moment() {
    for (points, seconds, allowed) in
        [(600, 0, true), (599, 0, false), (599, DAYS - 1, false), (599, DAYS, true), (590, 10 * DAYS, true)]
    {
        let (mut world, stage) = on_sale();
        set_reputation(&mut world, stage.dave, points);
        world.warp(seconds);
        let outcome = stage.buy(&mut world, stage.dave, 1);
        match allowed {
            true => drop(outcome.expect_success()),
            false => outcome.expect_refusal(Rule::NotInGoodStanding),
        }
    }
}

/// The owner may always receive, unless he is suspended.
#[test]
fn an_owner_of_low_reputation_buys_back() {
    let (mut world, stage) = listed();
    set_reputation(&mut world, stage.ada.owner, 0);
    stage.buy(&mut world, stage.ada.owner, 1_000).expect_success();
}

/// An owner out of good standing is paid his fee, and his token is traded.
#[test]
fn an_owner_out_of_good_standing_is_paid() {
    for loss in [suspend, leave] {
        let (mut world, stage) = on_sale();
        loss(&mut world, stage.ada.owner);
        stage.buy(&mut world, stage.dave, 1_000).expect_success();
        assert_eq!(world.quote_of(stage.ada.owner.wallet), 75);
    }
}

/// A hold ends by itself, to the second, or by a release.
#[test]
fn a_hold_ends_to_the_second() {
    for person in [|stage: &Stage| stage.bob, |stage: &Stage| stage.dave] {
        let (mut world, stage) = on_sale();
        let order = stage.order(&mut world, stage.dave, 500);
        world.fund(stage.dave.wallet, 5_000);
        hold(&mut world, person(&stage), 60);
        world.warp(59);
        send(&mut world, order.instruction()).expect_refusal(Rule::MemberHeld);
        world.warp(1);
        send(&mut world, order.instruction()).expect_success();

        let (mut world, stage) = on_sale();
        let order = stage.order(&mut world, stage.dave, 500);
        let (signer, network, member) = (world.founder, world.network, person(&stage).member);
        hold(&mut world, person(&stage), 30 * DAY);
        send(&mut world, order.instruction()).expect_refusal(Rule::MemberHeld);
        world.must(&[MemberRelease { signer, steward_member: None, network, member }.instruction()]);
        send(&mut world, order.instruction()).expect_success();
    }
}

/// A veto lets a seller go on selling.
#[test]
fn a_veto_lets_the_sale_go_on() {
    let (mut world, stage) = on_sale();
    let order = stage.order(&mut world, stage.dave, 500);
    propose_recovery(&mut world, &stage, stage.bob);
    send(&mut world, order.instruction()).expect_refusal(Rule::MemberHeld);
    let rent_payer = world.payer;
    world.must(&[RecoveryVeto { signer: stage.bob.wallet, member: stage.bob.member, rent_payer }.instruction()]);
    send(&mut world, order.instruction()).expect_success();
}

/// The recovered seller lists and sells with his new wallet, and is paid there.
#[test]
fn a_recovered_seller_sells_with_his_new_wallet() {
    let (mut world, stage) = unlisted(2_000);
    let present = recover(&mut world, &stage, stage.bob);
    move_position(&mut world, &stage.ada, stage.bob, present);
    let listing = world.list(&stage.ada, present, 1_000, 5);
    purchase(&mut world, &listing, stage.ada.owner, 1_000).expect_success();
    assert_eq!((world.quote_of(present.wallet), world.quote_of(stage.bob.wallet)), (5_000, 0));
}

/// A marked position is no obstacle when nothing holds its member any more.
#[test]
fn a_mark_that_is_left_over_stops_no_sale() {
    let (mut world, stage) = on_sale();
    hold(&mut world, stage.bob, 30 * DAY);
    let positions = vec![stage.listing.position()];
    world.must(&[PositionMark { member: stage.bob.member, positions }.instruction()]);
    let (signer, network, member) = (world.founder, world.network, stage.bob.member);
    world.must(&[MemberRelease { signer, steward_member: None, network, member }.instruction()]);
    assert!(world.position_state(&stage.ada, stage.bob).is_held(world.now()));
    stage.buy(&mut world, stage.dave, 1_000).expect_success();
}

/// Dave's order for 1,000 shares.
fn order(world: &mut World, stage: &Stage) -> Instruction {
    stage.order(world, stage.dave, 1_000).instruction()
}

refusals! {
    on_sale;
    refuses_a_suspended_buyer: |world, stage| {
        suspend(&mut world, stage.dave);
        order(&mut world, &stage)
    } => Rule::MemberNotActive;
    refuses_a_buyer_who_left: |world, stage| {
        leave(&mut world, stage.dave);
        order(&mut world, &stage)
    } => Rule::MemberNotActive;
    refuses_a_buyer_of_low_reputation: |world, stage| {
        set_reputation(&mut world, stage.dave, 599);
        order(&mut world, &stage)
    } => Rule::NotInGoodStanding;
    refuses_a_buyer_without_reputation: |world, stage| {
        set_reputation(&mut world, stage.dave, 0);
        order(&mut world, &stage)
    } => Rule::NotInGoodStanding;
    refuses_a_holder_of_low_reputation_in_the_holders_window: |world, stage| {
        world.warp(-1);
        set_reputation(&mut world, stage.carol, 599);
        stage.order(&mut world, stage.carol, 1).instruction()
    } => Rule::NotInGoodStanding;
    refuses_a_suspended_holder_in_the_holders_window: |world, stage| {
        world.warp(-1);
        suspend(&mut world, stage.carol);
        stage.order(&mut world, stage.carol, 1).instruction()
    } => Rule::MemberNotActive;
    refuses_a_suspended_owner: |world, stage| {
        suspend(&mut world, stage.ada.owner);
        stage.order(&mut world, stage.ada.owner, 1).instruction()
    } => Rule::MemberNotActive;
    refuses_an_owner_who_left: |world, stage| {
        leave(&mut world, stage.ada.owner);
        stage.order(&mut world, stage.ada.owner, 1).instruction()
    } => Rule::MemberNotActive;
    refuses_a_seller_who_is_held: |world, stage| {
        hold(&mut world, stage.bob, 60);
        order(&mut world, &stage)
    } => Rule::MemberHeld;
    refuses_a_seller_who_is_being_recovered: |world, stage| {
        propose_recovery(&mut world, &stage, stage.bob);
        order(&mut world, &stage)
    } => Rule::MemberHeld;
    refuses_a_seller_who_is_being_recovered_until_that_lapses: |world, stage| {
        propose_recovery(&mut world, &stage, stage.bob);
        world.warp(44 * DAYS - 1);
        order(&mut world, &stage)
    } => Rule::MemberHeld;
    refuses_a_buyer_who_is_held: |world, stage| {
        hold(&mut world, stage.dave, 60);
        order(&mut world, &stage)
    } => Rule::MemberHeld;
    refuses_a_buyer_who_is_being_recovered: |world, stage| {
        propose_recovery(&mut world, &stage, stage.dave);
        order(&mut world, &stage)
    } => Rule::MemberHeld;
    refuses_an_owner_who_is_held: |world, stage| {
        hold(&mut world, stage.ada.owner, 60);
        stage.order(&mut world, stage.ada.owner, 1).instruction()
    } => Rule::MemberHeld;
    refuses_the_old_wallet_of_a_recovered_buyer: |world, stage| {
        let order = order(&mut world, &stage);
        recover(&mut world, &stage, stage.dave);
        order
    } => Rule::NotMemberWallet;
    refuses_to_buy_into_the_position_of_an_old_wallet: |world, stage| {
        let order = order(&mut world, &stage);
        let present = recover(&mut world, &stage, stage.dave);
        order.replacing(stage.dave.wallet, present.wallet)
    } => Rule::PositionReplaced;
    refuses_to_sell_out_of_the_position_of_an_old_wallet: |world, stage| {
        let order = order(&mut world, &stage);
        recover(&mut world, &stage, stage.bob);
        order
    } => Rule::PositionReplaced;
}
