//! A new wallet is the same member: his standing comes along, and what he holds comes along whatever it is.

use super::common::*;

/// Bob has a new wallet; his shares are still where they were.
fn recovered() -> (World, Case, Lost) {
    let (mut world, case) = restored();
    let lost = world.lose(case.bob, "new bob", case.stewards);
    world.recover(&lost, &[]);
    world.quote_account(lost.new.wallet);
    (world, case, lost)
}

/// And they have moved.
fn moved() -> (World, Case, Lost) {
    let (mut world, case, lost) = recovered();
    world.relocate(&lost, &case.ada);
    (world, case, lost)
}

const INTO_THE_NEW_POSITION: Way = || {
    let (world, case, lost) = moved();
    let transfer = world.shares_transfer(&case.ada, case.carol, lost.new, 10).instruction();
    (world, case, transfer)
};

const INTO_THE_NEW_POSITION_FROM_THE_OWNER: Way = || {
    let (world, case, lost) = moved();
    let transfer = world.shares_transfer(&case.ada, case.ada.owner, lost.new, 10).instruction();
    (world, case, transfer)
};

/// Before his shares have moved there: an empty position of a wallet that nobody complained about.
const INTO_A_POSITION_THAT_IS_STILL_EMPTY: Way = || {
    let (mut world, case, lost) = recovered();
    world.open_position(lost.new, &case.ada);
    let transfer = world.shares_transfer(&case.ada, case.carol, lost.new, 10).instruction();
    (world, case, transfer)
};

const PURCHASE: Way = || {
    let (mut world, case, lost) = moved();
    let listing = list(&mut world, &case.ada, case.carol, 100);
    world.warp(EVERYONE);
    let order = order(&mut world, &listing, lost.new, 10);
    (world, case, order)
};

const PURCHASE_IN_THE_HOLDERS_WINDOW: Way = || {
    let (mut world, case, lost) = moved();
    let listing = list(&mut world, &case.ada, case.carol, 100);
    world.warp(OWNER_WINDOW);
    let order = order(&mut world, &listing, lost.new, 10);
    (world, case, order)
};

const SUBSCRIPTION: Way = || {
    let (mut world, case, lost) = moved();
    let round = round(&mut world, &case);
    let subscription = subscription(&mut world, &round, lost.new, 10);
    (world, case, subscription)
};

const TWICE_RECOVERED: Way = || {
    let (mut world, case, lost) = moved();
    let again = world.lose(lost.new, "third bob", case.stewards);
    world.recover(&again, &[&case.ada]);
    let transfer = world.shares_transfer(&case.ada, case.carol, again.new, 10).instruction();
    (world, case, transfer)
};

receipts! {
    into_the_new_position: INTO_THE_NEW_POSITION, 10;
    into_the_new_position_from_the_owner: INTO_THE_NEW_POSITION_FROM_THE_OWNER, 10;
    into_a_position_that_is_still_empty: INTO_A_POSITION_THAT_IS_STILL_EMPTY, 10;
    a_purchase: PURCHASE, 10;
    a_purchase_in_the_holders_window: PURCHASE_IN_THE_HOLDERS_WINDOW, 10;
    a_subscription: SUBSCRIPTION, 0;
    twice_recovered: TWICE_RECOVERED, 10;
}

/// With nothing edited: a recovery takes 14 days, which give back 14 points and no more.
#[test]
fn a_recovery_gives_back_nothing_but_the_time_it_took() {
    let (mut world, case) = upheld();
    let before = world.member_state(case.bob).reputation();
    let lost = world.lose(case.bob, "new bob", case.stewards);
    world.recover(&lost, &[&case.ada]);
    assert_eq!(world.member_state(lost.new).reputation(), before);
    assert_eq!(points(&world, lost.new), 514);
    world.transfer(&case.ada, case.carol, lost.new, 1).expect_refusal(Rule::NotInGoodStanding);
    world.warp(86 * DAYS - 1);
    world.transfer(&case.ada, case.carol, lost.new, 1).expect_refusal(Rule::NotInGoodStanding);
    world.warp(1);
    world.transfer(&case.ada, case.carol, lost.new, 1).expect_success();
}

/// It is no receipt: what he holds follows him at any reputation, and is paid to the new wallet.
#[test]
fn his_own_shares_follow_whatever_his_reputation() {
    for points in [0, 599] {
        let (mut world, case, lost) = recovered();
        set_points(&mut world, case.bob, points);
        world.relocate(&lost, &case.ada);
        assert_eq!(world.position_state(&case.ada, lost.new).shares, 2_000);
        world.deposit(&case.ada, SHARES).expect_success();
        world.claim(&case.ada, lost.new.wallet).expect_success();
        assert_eq!(world.quote_of(lost.new.wallet), 2_000);
        world.transfer(&case.ada, lost.new, case.ada.owner, 2_000).expect_success();
    }
}

/// Accepted with the old wallet, restricted, settled into the new position: his money, for the new wallet.
#[test]
fn an_accepted_subscription_of_the_old_wallet_gives_the_money_back() {
    for (points, shares) in [(0, 0), (599, 0), (600, 10)] {
        let (mut world, case) = restored();
        let round = round(&mut world, &case);
        world.subscribe_and_accept(&round, case.bob, 10);
        world.finalise(&round);
        let lost = world.lose(case.bob, "new bob", case.stewards);
        world.recover(&lost, &[&case.ada]);
        world.quote_account(lost.new.wallet);
        set_points(&mut world, case.bob, points);
        world.settle(&round, lost.new);
        world.refund(&round, lost.new);
        assert_eq!(world.position_state(&case.ada, lost.new).shares, 2_000 + shares);
        assert_eq!(world.quote_of(lost.new.wallet), (10 - shares) * 1_000);
    }
}

/// The wallet that was left receives nothing at any reputation.
#[test]
fn refuses_what_was_left_at_any_reputation() {
    for points in [0, 599, 600, 1_000] {
        let (mut world, case, lost) = moved();
        set_points(&mut world, case.bob, points);
        world.transfer(&case.ada, case.carol, lost.old, 1).expect_refusal(Rule::WalletReplaced);
    }
}
