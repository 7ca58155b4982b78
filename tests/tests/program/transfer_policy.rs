//! The transfer hook: who may receive, and whose gains are routed.

use super::prelude::*;

/// Ada's token under a policy; Bob holds 1,000 free shares, Carol has an open position.
struct Case {
    ada: TokenFixture,
    bob: Person,
    carol: Person,
}

fn under(policy: Policy) -> (World, Case) {
    let mut world = World::founded();
    let ada = world.owner_with_token("ada");
    let bob = world.holder("bob", &ada, 1_000);
    let carol = world.holder("carol", &ada, 0);
    world.warp(90 * DAYS);
    if policy != Policy::Open {
        world.set_policy(&ada, policy);
    }
    (world, Case { ada, bob, carol })
}

fn open() -> (World, Case) {
    under(Policy::Open)
}

fn village() -> (World, Case) {
    under(Policy::Village)
}

fn approval() -> (World, Case) {
    under(Policy::Approval)
}

fn closed() -> (World, Case) {
    under(Policy::Closed)
}

impl Case {
    /// From Bob to Carol.
    fn transfer(&self, world: &World, shares: u64) -> Instruction {
        world.shares_transfer(&self.ada, self.bob, self.carol, shares).instruction()
    }

    fn approve(&self, world: &mut World, shares: u64) {
        let expires_at = world.now() + DAYS;
        world.approve(&self.ada, self.bob, self.carol, shares, expires_at);
    }
}

fn suspend(world: &mut World, person: Person) {
    let (signer, network, member) = (world.founder, world.network, person.member);
    let suspend = MemberSuspend { signer, steward_member: None, network, member, reason_hash: hash("reason") };
    world.must(&[suspend.instruction()]);
}

/// A reputation that only complaints will lead to.
fn set_reputation(world: &mut World, person: Person, points: u16) {
    let now = world.now();
    world.edit::<Member>(person.member, |member| {
        (member.reputation, member.reputation_as_of) = (points, now);
    });
}

#[test]
fn open_lets_every_member_in_good_standing_receive() {
    let (mut world, case) = open();
    world.send(&[case.transfer(&world, 1_000)]).expect_success();
    assert_eq!(world.position_state(&case.ada, case.carol).shares, 1_000);
}

/// A cap of 1 % of 10,000,000 shares: what is received and what is held count together.
#[test]
fn village_admits_up_to_the_cap() {
    let (mut world, case) = village();
    let (ada, owner, carol) = (case.ada, case.ada.owner, case.carol);
    world.admit(&ada, carol, 100);
    world.transfer(&ada, owner, carol, 100_001).expect_refusal(Rule::CapExceeded);
    world.transfer(&ada, owner, carol, 99_000).expect_success();
    world.transfer(&ada, case.bob, carol, 1_000).expect_success();
    world.transfer(&ada, owner, carol, 1).expect_refusal(Rule::CapExceeded);
    world.admit(&ada, carol, 10_000);
    world.transfer(&ada, owner, carol, SHARES - 100_000).expect_success();
    assert_eq!(world.position_state(&ada, carol).shares, SHARES);
}

/// The smallest cap on a token of few shares: 1 of 10,000 parts of 9,999 shares is less than one.
#[test]
fn a_cap_rounds_in_nobodys_favour() {
    for (shares, refused) in [(9_999, true), (10_000, false)] {
        let mut world = World::founded();
        let ada = world.owner_with("ada", Terms { shares, policy: Policy::Village, ..Terms::default() });
        let bob = world.holder("bob", &ada, 0);
        world.admit(&ada, bob, 1);
        let outcome = world.transfer(&ada, ada.owner, bob, 1);
        match refused {
            true => outcome.expect_refusal(Rule::CapExceeded),
            false => {
                outcome.expect_success();
            }
        }
    }
}

#[test]
fn an_approval_serves_for_one_receipt_and_is_used_up() {
    for shares in [1, 500] {
        let (mut world, case) = approval();
        case.approve(&mut world, 500);
        world.send(&[case.transfer(&world, shares)]).expect_success();
        let position = world.position_state(&case.ada, case.carol);
        assert_eq!(position.shares, shares);
        assert_eq!(position.approved_from, Address::default());
        assert_eq!((position.approved_shares, position.approval_expires_at), (0, 0));
        world.send(&[case.transfer(&world, 1)]).expect_refusal(Rule::NotApproved);
    }
}

#[test]
fn an_approval_ends_to_the_second() {
    for (time, refused) in [(DAYS - 1, false), (DAYS, true), (DAYS + 1, true)] {
        let (mut world, case) = approval();
        case.approve(&mut world, 500);
        world.warp(time);
        let outcome = world.send(&[case.transfer(&world, 500)]);
        match refused {
            true => outcome.expect_refusal(Rule::NotApproved),
            false => {
                outcome.expect_success();
            }
        }
    }
}

/// Under another policy an approval is neither needed nor used up.
#[test]
fn an_approval_is_kept_under_another_policy() {
    let (mut world, case) = open();
    case.approve(&mut world, 500);
    world.send(&[case.transfer(&world, 600)]).expect_success();
    assert_eq!(world.position_state(&case.ada, case.carol).approved_shares, 500);
}

/// Policy, cap and reputation do not bind the owner as a receiver, nor does the standing of the sender.
#[test]
fn the_owner_may_always_receive() {
    for policy in Policy::ALL {
        let (mut world, case) = under(policy);
        set_reputation(&mut world, case.ada.owner, 0);
        set_reputation(&mut world, case.bob, 0);
        suspend(&mut world, case.bob);
        world.transfer(&case.ada, case.bob, case.ada.owner, 1_000).expect_success();
        let owner = world.position_state(&case.ada, case.ada.owner);
        assert_eq!((owner.shares, owner.locked, owner.unlocks_at), (SHARES, 0, 0), "{policy:?}");
    }
}

/// One point returns a day: 599 of 600 is enough a day later.
#[test]
fn a_reputation_recovers_to_the_second() {
    let (mut world, case) = open();
    set_reputation(&mut world, case.bob, 599);
    set_reputation(&mut world, case.carol, 598);
    world.warp(DAYS - 1);
    world.send(&[case.transfer(&world, 1)]).expect_refusal(Rule::SenderNotInGoodStanding);
    world.warp(1);
    world.send(&[case.transfer(&world, 1)]).expect_refusal(Rule::NotInGoodStanding);
    world.warp(DAYS - 1);
    world.send(&[case.transfer(&world, 1)]).expect_refusal(Rule::NotInGoodStanding);
    world.warp(1);
    world.send(&[case.transfer(&world, 1)]).expect_success();
}

#[test]
fn the_networks_later_minimum_counts() {
    let (mut world, case) = open();
    set_reputation(&mut world, case.carol, 600);
    world.edit::<Network>(world.network, |network| network.parameters.minimum_reputation = 601);
    world.send(&[case.transfer(&world, 1)]).expect_refusal(Rule::NotInGoodStanding);
    world.edit::<Network>(world.network, |network| network.parameters.minimum_reputation = 600);
    world.send(&[case.transfer(&world, 1)]).expect_success();
}

#[test]
fn a_reinstated_member_receives_again() {
    let (mut world, case) = open();
    suspend(&mut world, case.carol);
    world.send(&[case.transfer(&world, 1)]).expect_refusal(Rule::MemberNotActive);
    let (signer, network, member) = (world.founder, world.network, case.carol.member);
    world.must(&[MemberReinstate { signer, steward_member: None, network, member, wallet: None }.instruction()]);
    world.send(&[case.transfer(&world, 1)]).expect_success();
}

/// Whoever has a token of his own may send other people's shares back to their owner, and his own as he likes.
#[test]
fn an_owner_sends_back_and_deals_in_his_own_shares() {
    let mut world = World::founded();
    let (ada, bob) = (world.owner_with_token("ada"), world.owner_with_token("bob"));
    let carol = world.holder("carol", &ada, 0);
    world.open_position(carol, &bob);
    world.open_position(bob.owner, &ada);
    world.transfer(&ada, ada.owner, bob.owner, 100).expect_success();
    world.warp(90 * DAYS);
    world.transfer(&ada, bob.owner, carol, 1).expect_refusal(Rule::GainsMustBeRouted);
    world.transfer(&ada, bob.owner, ada.owner, 40).expect_success();
    world.transfer(&bob, bob.owner, carol, 5).expect_success();
}

#[test]
fn gains_stay_where_they_are_if_the_network_does_not_route_them() {
    let mut world = World::founded_with(Parameters { route_gains: 0, ..Parameters::default() });
    let (ada, bob) = (world.owner_with_token("ada"), world.owner_with_token("bob"));
    let carol = world.holder("carol", &ada, 0);
    world.open_position(bob.owner, &ada);
    world.transfer(&ada, ada.owner, bob.owner, 100).expect_success();
    world.warp(90 * DAYS);
    world.transfer(&ada, bob.owner, carol, 100).expect_success();
}

refusals! {
    open;
    refuses_a_suspended_receiver: |world, case| {
        suspend(&mut world, case.carol);
        case.transfer(&world, 1)
    } => Rule::MemberNotActive;
    refuses_a_receiver_who_left: |world, case| {
        world.must(&[MemberLeave { wallet: case.carol.wallet, member: case.carol.member }.instruction()]);
        case.transfer(&world, 1)
    } => Rule::MemberNotActive;
    refuses_a_receiver_of_low_reputation: |world, case| {
        set_reputation(&mut world, case.carol, 599);
        case.transfer(&world, 1)
    } => Rule::NotInGoodStanding;
    refuses_a_receiver_of_no_reputation: |world, case| {
        set_reputation(&mut world, case.carol, 0);
        case.transfer(&world, 1)
    } => Rule::NotInGoodStanding;
    refuses_a_suspended_sender: |world, case| {
        suspend(&mut world, case.bob);
        case.transfer(&world, 1)
    } => Rule::SenderNotInGoodStanding;
    refuses_a_sender_who_left: |world, case| {
        world.must(&[MemberLeave { wallet: case.bob.wallet, member: case.bob.member }.instruction()]);
        case.transfer(&world, 1)
    } => Rule::SenderNotInGoodStanding;
    refuses_a_sender_of_low_reputation: |world, case| {
        set_reputation(&mut world, case.bob, 599);
        case.transfer(&world, 1)
    } => Rule::SenderNotInGoodStanding;
    refuses_a_suspended_owner_as_sender: |world, case| {
        suspend(&mut world, case.ada.owner);
        world.shares_transfer(&case.ada, case.ada.owner, case.carol, 1).instruction()
    } => Rule::SenderNotInGoodStanding;
    refuses_an_owners_gains_on_other_peoples_shares: |world, case| {
        world.edit::<Member>(case.bob.member, |member| member.token = address("his own token"));
        case.transfer(&world, 1)
    } => Rule::GainsMustBeRouted;
    refuses_a_halted_network: |world, case| {
        world.must(&[NetworkHalt { authority: world.founder, network: world.network }.instruction()]);
        case.transfer(&world, 1)
    } => Rule::NetworkHalted;
    refuses_a_paused_token: |world, case| {
        let Person { wallet: owner, member: owner_member } = case.ada.owner;
        world.must(&[TokenPause { owner, owner_member, network: world.network, seconds: 1 }.instruction()]);
        case.transfer(&world, 1)
    } => Rule::TokenPaused;
    refuses_even_the_owner_while_paused: |world, case| {
        let Person { wallet: owner, member: owner_member } = case.ada.owner;
        world.must(&[TokenPause { owner, owner_member, network: world.network, seconds: 1 }.instruction()]);
        world.shares_transfer(&case.ada, case.bob, case.ada.owner, 1).instruction()
    } => Rule::TokenPaused;
}

refusals! {
    village;
    refuses_who_was_not_admitted: |world, case| case.transfer(&world, 1) => Rule::NotAdmitted;
    refuses_whose_admission_was_withdrawn: |world, case| {
        world.admit(&case.ada, case.carol, 100);
        world.admit(&case.ada, case.carol, 0);
        case.transfer(&world, 1)
    } => Rule::NotAdmitted;
    refuses_more_than_the_cap: |world, case| {
        world.admit(&case.ada, case.carol, 1);
        world.shares_transfer(&case.ada, case.ada.owner, case.carol, 1_001).instruction()
    } => Rule::CapExceeded;
    refuses_an_approval_in_place_of_an_admission: |world, case| {
        case.approve(&mut world, 500);
        case.transfer(&world, 1)
    } => Rule::NotAdmitted;
    refuses_the_admitted_without_good_standing: |world, case| {
        world.admit(&case.ada, case.carol, 10_000);
        set_reputation(&mut world, case.carol, 599);
        case.transfer(&world, 1)
    } => Rule::NotInGoodStanding;
}

refusals! {
    approval;
    refuses_without_approval: |world, case| case.transfer(&world, 1) => Rule::NotApproved;
    refuses_more_than_was_approved: |world, case| {
        case.approve(&mut world, 500);
        case.transfer(&world, 501)
    } => Rule::NotApproved;
    refuses_another_sender_than_was_approved: |world, case| {
        case.approve(&mut world, 500);
        world.shares_transfer(&case.ada, case.ada.owner, case.carol, 1).instruction()
    } => Rule::NotApproved;
    refuses_another_receiver_than_was_approved: |world, case| {
        case.approve(&mut world, 500);
        let dave = world.holder("dave", &case.ada, 0);
        world.shares_transfer(&case.ada, case.bob, dave, 1).instruction()
    } => Rule::NotApproved;
    refuses_an_approval_that_was_withdrawn: |world, case| {
        case.approve(&mut world, 500);
        world.approve(&case.ada, case.bob, case.carol, 0, 0);
        case.transfer(&world, 1)
    } => Rule::NotApproved;
    refuses_an_approval_of_another_token: |world, case| {
        let dave = world.owner_with("dave", Terms { policy: Policy::Approval, ..Terms::default() });
        world.open_position(case.carol, &dave);
        let expires_at = world.now() + DAYS;
        world.approve(&dave, case.bob, case.carol, 500, expires_at);
        case.transfer(&world, 1)
    } => Rule::NotApproved;
    refuses_an_admission_in_place_of_an_approval: |world, case| {
        world.admit(&case.ada, case.carol, 10_000);
        case.transfer(&world, 1)
    } => Rule::NotApproved;
}

refusals! {
    closed;
    refuses_everybody_but_the_owner: |world, case| case.transfer(&world, 1) => Rule::TransfersClosed;
    refuses_even_from_the_owner: |world, case|
        world.shares_transfer(&case.ada, case.ada.owner, case.carol, 1).instruction() => Rule::TransfersClosed;
    refuses_admitted_and_approved_alike: |world, case| {
        world.admit(&case.ada, case.carol, 10_000);
        case.approve(&mut world, 500);
        case.transfer(&world, 1)
    } => Rule::TransfersClosed;
}
