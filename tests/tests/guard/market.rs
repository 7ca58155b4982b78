//! Purchases: at a reputation below the network's minimum there are none, in any window.

use super::common::*;

/// Carol's listing, so long after it was opened, and Bob's order of ten shares.
fn after(seconds: i64, buyer: fn(&Case) -> Person, setup: fn(&mut World, &Case)) -> (World, Case, Instruction) {
    let (mut world, case) = restored();
    setup(&mut world, &case);
    let listing = list(&mut world, &case.ada, case.carol, 100);
    world.warp(seconds);
    let order = order(&mut world, &listing, buyer(&case), 10);
    (world, case, order)
}

const BOB: fn(&Case) -> Person = |case| case.bob;

const IN_THE_OPEN_WINDOW: Way = || after(EVERYONE, BOB, |_, _| {});
const IN_THE_HOLDERS_WINDOW: Way = || after(OWNER_WINDOW, BOB, |_, _| {});
const AT_THE_END_OF_THE_HOLDERS_WINDOW: Way = || after(EVERYONE - 1, BOB, |_, _| {});

const WITHOUT_SHARES: Way = || {
    after(EVERYONE, BOB, |world, Case { ada, bob, .. }| {
        world.transfer(ada, *bob, ada.owner, 2_000).expect_success();
    })
};

/// Admitted to the village.
const IN_THE_VILLAGE: Way = || {
    after(EVERYONE, BOB, |world, case| {
        world.set_policy(&case.ada, Policy::Village);
        world.admit(&case.ada, case.bob, 10_000);
    })
};

const WITH_AN_APPROVAL: Way = || {
    after(EVERYONE, BOB, |world, case| {
        world.set_policy(&case.ada, Policy::Approval);
        let until = world.now() + 100 * DAYS;
        world.approve(&case.ada, case.carol, case.bob, 10, until);
    })
};

/// In the holders' window the policy is not asked; the reputation is.
const AS_A_HOLDER_OF_WHAT_IS_CLOSED: Way =
    || after(OWNER_WINDOW, BOB, |world, case| world.set_policy(&case.ada, Policy::Closed));

const OF_THE_OWNER: Way = || {
    let (mut world, case) = restored();
    let listing = list(&mut world, &case.ada, case.ada.owner, 100);
    let order = order(&mut world, &listing, case.bob, 10);
    (world, case, order)
};

/// Zoe has a token of her own, whose shareholders get her gain.
const OF_A_SELLER_WHOSE_GAIN_IS_ROUTED: Way = || {
    let (mut world, case) = restored();
    let zoe = world.owner_with_token("zoe").owner;
    world.open_position(zoe, &case.ada);
    world.transfer(&case.ada, case.ada.owner, zoe, 100).expect_success();
    world.warp(HOLD);
    let listing = list(&mut world, &case.ada, zoe, 100);
    world.warp(EVERYONE);
    let order = order(&mut world, &listing, case.bob, 10);
    (world, case, order)
};

const AFTER_A_HOLD_HAS_ENDED: Way = || {
    after(EVERYONE, BOB, |world, case| {
        let hold = world.member_hold(None, case.bob, 20 * DAY);
        world.must(&[hold.instruction()]);
    })
};

/// Others pay, he receives: the source is any account that he may spend from.
const WITH_THE_MONEY_OF_ANOTHER: Way = || {
    let (mut world, case) = restored();
    let listing = list(&mut world, &case.ada, case.carol, 100);
    world.warp(EVERYONE);
    let source = world.fund(case.dave.wallet, 50);
    let approve = spl_token_2022_interface::instruction::approve;
    world.must(&[approve(&TOKEN_ID, &source, &case.bob.wallet, &case.dave.wallet, &[], 50).unwrap()]);
    let order = ListingBuy { source, ..world.listing_buy(&listing, case.bob, 10) };
    (world, case, order.instruction())
};

receipts! {
    in_the_open_window: IN_THE_OPEN_WINDOW, 10;
    in_the_holders_window: IN_THE_HOLDERS_WINDOW, 10;
    at_the_end_of_the_holders_window: AT_THE_END_OF_THE_HOLDERS_WINDOW, 10;
    without_shares: WITHOUT_SHARES, 10;
    in_the_village: IN_THE_VILLAGE, 10;
    with_an_approval: WITH_AN_APPROVAL, 10;
    as_a_holder_of_what_is_closed: AS_A_HOLDER_OF_WHAT_IS_CLOSED, 10;
    of_the_owner: OF_THE_OWNER, 10;
    of_a_seller_whose_gain_is_routed: OF_A_SELLER_WHOSE_GAIN_IS_ROUTED, 10;
    after_a_hold_has_ended: AFTER_A_HOLD_HAS_ENDED, 10;
    with_the_money_of_another: WITH_THE_MONEY_OF_ANOTHER, 10;
}

/// In the owner's window he is refused as everybody else is, whatever his points.
#[test]
fn refuses_everybody_but_the_owner_in_the_owners_window() {
    for points in [0, 599, 600, 1_000] {
        for seconds in [0, OWNER_WINDOW - 1] {
            let (mut world, case, order) = after(seconds, BOB, |_, _| {});
            set_points(&mut world, case.bob, points);
            world.send(&[order]).expect_refusal(Rule::OwnerFirst);
        }
    }
}

/// Bob holds nothing any more, so the holders' window is not his, whatever his points.
#[test]
fn refuses_who_holds_nothing_in_the_holders_window() {
    for points in [0, 599, 600, 1_000] {
        let (mut world, case, order) = after(OWNER_WINDOW, BOB, |world, Case { ada, bob, .. }| {
            world.transfer(ada, *bob, ada.owner, 2_000).expect_success();
        });
        set_points(&mut world, case.bob, points);
        world.send(&[order]).expect_refusal(Rule::HoldersFirst);
    }
}

/// The order was fine when it was signed; the complaint was upheld before it came.
#[test]
fn refuses_an_order_that_a_decision_overtook() {
    let (mut world, case) = ready();
    let category = personal_token_core::complaint::Category::Harassment;
    let listing = list(&mut world, &case.ada, case.carol, 100);
    world.warp(EVERYONE);
    let complaint = world.complain(&case.ada, case.bob, category, Severity::Severe);
    world.warp(7 * DAYS);
    let [first, second] = [10, 20].map(|shares| order(&mut world, &listing, case.bob, shares));
    world.send(&[first]).expect_success();
    let upheld = personal_token_core::complaint::Decision::Upheld(Severity::Severe);
    let resolve = world.complaint_resolve(&case.ada, complaint, case.judith, upheld);
    world.must(&[resolve.instruction()]);
    world.send(&[second]).expect_refusal(Rule::NotInGoodStanding);
    let purchase = order(&mut world, &listing, case.dave, 90);
    world.send(&[purchase]).expect_success();
}
