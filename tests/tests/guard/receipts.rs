//! Receipts by wallet transfer: at a reputation below the network's minimum there are none.

use super::common::*;

/// Ten shares for Bob.
fn transfer(world: &World, case: &Case, from: Person) -> Instruction {
    world.shares_transfer(&case.ada, from, case.bob, 10).instruction()
}

const FROM_THE_OWNER: Way = || {
    let (world, case) = restored();
    let transfer = transfer(&world, &case, case.ada.owner);
    (world, case, transfer)
};

const FROM_A_HOLDER: Way = || {
    let (world, case) = restored();
    let transfer = transfer(&world, &case, case.carol);
    (world, case, transfer)
};

const BY_A_DELEGATE: Way = || {
    let (mut world, case) = restored();
    let authority = world.person("delegate");
    delegate(&mut world, &case.ada, case.carol, authority, 10);
    let transfer = SharesTransfer { authority, ..world.shares_transfer(&case.ada, case.carol, case.bob, 10) };
    (world, case, transfer.instruction())
};

const BY_HIMSELF_AS_THE_DELEGATE: Way = || {
    let (mut world, case) = restored();
    let authority = case.bob.wallet;
    delegate(&mut world, &case.ada, case.ada.owner, authority, 10);
    let transfer = SharesTransfer { authority, ..world.shares_transfer(&case.ada, case.ada.owner, case.bob, 10) };
    (world, case, transfer.instruction())
};

const ADMITTED_TO_THE_VILLAGE: Way = || {
    let (mut world, case) = restored();
    world.set_policy(&case.ada, Policy::Village);
    world.admit(&case.ada, case.bob, 10_000);
    let transfer = transfer(&world, &case, case.carol);
    (world, case, transfer)
};

const APPROVED: Way = || {
    let (mut world, case) = restored();
    world.set_policy(&case.ada, Policy::Approval);
    let until = world.now() + DAYS;
    world.approve(&case.ada, case.carol, case.bob, 10, until);
    let transfer = transfer(&world, &case, case.carol);
    (world, case, transfer)
};

const APPROVED_FROM_THE_OWNER: Way = || {
    let (mut world, case) = restored();
    world.set_policy(&case.ada, Policy::Approval);
    let until = world.now() + DAYS;
    world.approve(&case.ada, case.ada.owner, case.bob, 10, until);
    let transfer = transfer(&world, &case, case.ada.owner);
    (world, case, transfer)
};

/// He has given everything back.
const INTO_AN_EMPTIED_POSITION: Way = || {
    let (mut world, case) = restored();
    world.transfer(&case.ada, case.bob, case.ada.owner, 2_000).expect_success();
    let transfer = transfer(&world, &case, case.carol);
    (world, case, transfer)
};

/// The standing is the network's: it counts in every token, also where nobody complained.
const OF_ANOTHER_TOKEN: Way = || {
    let (mut world, case) = restored();
    let zoe = world.owner_with_token("zoe");
    world.open_position(case.bob, &zoe);
    let transfer = world.shares_transfer(&zoe, zoe.owner, case.bob, 10).instruction();
    (world, case, transfer)
};

const AFTER_A_HOLD_HAS_ENDED: Way = || {
    let (mut world, case) = restored();
    let hold = world.member_hold(None, case.bob, 30 * DAY);
    world.must(&[hold.instruction()]);
    world.warp(30 * DAYS);
    let transfer = transfer(&world, &case, case.carol);
    (world, case, transfer)
};

const AFTER_A_RELEASE: Way = || {
    let (mut world, case) = restored();
    let (hold, release) =
        (world.member_hold(None, case.bob, 30 * DAY), world.member_release(Some(case.stewards[0]), case.bob));
    world.must(&[hold.instruction(), release.instruction()]);
    let transfer = transfer(&world, &case, case.carol);
    (world, case, transfer)
};

const AFTER_A_SUSPENSION: Way = || {
    let (mut world, case) = restored();
    suspend(&mut world, case.bob);
    world.must(&[reinstate(&world, case.bob).instruction()]);
    let transfer = transfer(&world, &case, case.carol);
    (world, case, transfer)
};

receipts! {
    from_the_owner: FROM_THE_OWNER, 10;
    from_a_holder: FROM_A_HOLDER, 10;
    by_a_delegate: BY_A_DELEGATE, 10;
    by_himself_as_the_delegate: BY_HIMSELF_AS_THE_DELEGATE, 10;
    admitted_to_the_village: ADMITTED_TO_THE_VILLAGE, 10;
    approved: APPROVED, 10;
    approved_from_the_owner: APPROVED_FROM_THE_OWNER, 10;
    into_an_emptied_position: INTO_AN_EMPTIED_POSITION, 10;
    of_another_token: OF_ANOTHER_TOKEN, 10;
    after_a_hold_has_ended: AFTER_A_HOLD_HAS_ENDED, 10;
    after_a_release: AFTER_A_RELEASE, 10;
    after_a_suspension: AFTER_A_SUSPENSION, 10;
}

/// Points say nothing against the policy: whoever has enough of them still needs its leave.
#[test]
fn refuses_by_the_policy_whoever_has_enough_points() {
    let table = [
        (Policy::Village, Rule::NotAdmitted),
        (Policy::Approval, Rule::NotApproved),
        (Policy::Closed, Rule::TransfersClosed),
    ];
    for (policy, rule) in table {
        for (points, expected) in [(0, Rule::NotInGoodStanding), (599, Rule::NotInGoodStanding), (600, rule)] {
            let (mut world, case) = restored();
            world.set_policy(&case.ada, policy);
            set_points(&mut world, case.bob, points);
            let transfer = transfer(&world, &case, case.carol);
            world.send(&[transfer]).expect_refusal(expected);
        }
    }
}

/// An approval that is refused for the reputation is not used up.
#[test]
fn an_approval_waits_for_the_reputation() {
    let (mut world, case, transfer) = APPROVED();
    set_points(&mut world, case.bob, 599);
    world.send(std::slice::from_ref(&transfer)).expect_refusal(Rule::NotInGoodStanding);
    assert_eq!(world.position_state(&case.ada, case.bob).approved_shares, 10);
    set_points(&mut world, case.bob, 600);
    world.send(&[transfer]).expect_success();
    assert_eq!(world.position_state(&case.ada, case.bob).approved_shares, 0);
}

/// As the decision left him, with nothing edited.
fn as_decided() -> (World, Case) {
    upheld()
}

refusals! {
    as_decided;
    refuses_a_single_share_from_the_owner: |world, case|
        world.shares_transfer(&case.ada, case.ada.owner, case.bob, 1).instruction() => Rule::NotInGoodStanding;
    refuses_a_single_share_from_a_holder: |world, case|
        world.shares_transfer(&case.ada, case.carol, case.bob, 1).instruction() => Rule::NotInGoodStanding;
    refuses_him_with_a_boundary_that_was_lifted: |world, case| {
        set_boundary(&mut world, &case.ada, case.bob, Contact::NoContact);
        set_boundary(&mut world, &case.ada, case.bob, Contact::Open);
        transfer(&world, &case, case.carol)
    } => Rule::NotInGoodStanding;
    refuses_him_after_the_new_charter_was_acknowledged: |world, case| {
        publish(&mut world, "second charter");
        acknowledge(&mut world, case.bob);
        transfer(&world, &case, case.carol)
    } => Rule::NotInGoodStanding;
    refuses_first_who_is_suspended_too: |world, case| {
        suspend(&mut world, case.bob);
        transfer(&world, &case, case.carol)
    } => Rule::MemberNotActive;
}

/// The network's own minimum counts, at the moment of the receipt.
#[test]
fn the_minimum_is_the_networks() {
    for minimum in [0, 1, 450, 500, 501, 900] {
        let parameters = Parameters { minimum_reputation: minimum, ..Parameters::default() };
        let (mut world, case) = ready_in(World::founded_with(parameters));
        world.uphold(&case.ada, case.bob, case.judith, Severity::Severe);
        let transfer = transfer(&world, &case, case.carol);
        let outcome = world.send(&[transfer]);
        match minimum <= 500 {
            true => drop(outcome.expect_success()),
            false => outcome.expect_refusal(Rule::NotInGoodStanding),
        }
    }
}
