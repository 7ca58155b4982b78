//! `token_set_policy`

use super::prelude::*;

const NOTICE: i64 = 30 * DAYS;

fn with(policy: Policy) -> (World, TokenFixture) {
    let mut world = World::founded();
    let ada = world.owner_with("ada", Terms { policy, ..Terms::default() });
    (world, ada)
}

fn ready() -> (World, TokenFixture) {
    with(Policy::Village)
}

fn set(world: &World, ada: &TokenFixture, policy: Policy) -> TokenSetPolicy {
    TokenSetPolicy { owner: ada.owner.wallet, owner_member: ada.owner.member, network: world.network, policy }
}

#[test]
fn a_wider_policy_holds_at_once() {
    let (mut world, ada) = ready();
    let before = world.token_state(&ada);
    let outcome = world.send(&[set(&world, &ada, Policy::Open).instruction()]).expect_changed(&[ada.token]);
    let expected = Token { policy: 0, announced_policy: 0, policy_effective_at: 0, ..before };
    assert_eq!(world.token_state(&ada), expected);
    let changed = event::PolicyChanged { token: ada.token, policy: 0, effective_at: 0 };
    assert_eq!(outcome.event(), &changed.into());
}

#[test]
fn a_narrower_policy_holds_after_its_notice() {
    let (mut world, ada) = ready();
    let before = world.token_state(&ada);
    let effective_at = world.now() + NOTICE;
    let outcome = world.send(&[set(&world, &ada, Policy::Closed).instruction()]).expect_changed(&[ada.token]);
    let announced_policy = Policy::Closed.byte();
    let expected = Token { announced_policy, policy_effective_at: effective_at, ..before };
    assert_eq!(world.token_state(&ada), expected);
    let changed = event::PolicyChanged { token: ada.token, policy: announced_policy, effective_at };
    assert_eq!(outcome.event(), &changed.into());
}

/// The policy in force is what the hook goes by, to the second.
#[test]
fn the_hook_goes_by_the_policy_in_force() {
    let (mut world, ada) = with(Policy::Open);
    let bob = world.holder("bob", &ada, 0);
    let announced_at = world.now();
    world.must(&[set(&world, &ada, Policy::Closed).instruction()]);
    for (time, refusal) in [(0, None), (NOTICE - 1, None), (NOTICE, Some(())), (NOTICE + 1, Some(()))] {
        world.warp_to(announced_at + time);
        let outcome = world.transfer(&ada, ada.owner, bob, 1);
        match refusal {
            None => {
                outcome.expect_success();
            }
            Some(()) => outcome.expect_refusal(Rule::TransfersClosed),
        }
    }
}

/// All sixteen steps from one policy to another: what is in force, and when.
#[test]
fn every_step_between_two_policies() {
    for from in Policy::ALL {
        for to in Policy::ALL {
            let (mut world, ada) = with(from);
            let now = world.now();
            let outcome = world.send(&[set(&world, &ada, to).instruction()]);
            if from == to {
                outcome.expect_refusal(Rule::PolicyUnchanged);
                continue;
            }
            outcome.expect_success();
            let token = world.token_state(&ada);
            let narrower = to > from;
            assert_eq!(token.policy_effective_at, if narrower { now + NOTICE } else { 0 });
            assert_eq!(token.policy_at(now), Ok(if narrower { from } else { to }));
            assert_eq!(token.policy_at(now + NOTICE), Ok(to));
        }
    }
}

#[test]
fn naming_what_is_in_force_withdraws_an_announcement() {
    let (mut world, ada) = ready();
    let before = world.token_state(&ada);
    world.must(&[set(&world, &ada, Policy::Closed).instruction()]);
    let outcome = world.send(&[set(&world, &ada, Policy::Village).instruction()]).expect_changed(&[ada.token]);
    assert_eq!(world.token_state(&ada), before);
    let changed = event::PolicyChanged { token: ada.token, policy: Policy::Village.byte(), effective_at: 0 };
    assert_eq!(outcome.event(), &changed.into());
}

/// Nobody shortens the notice by announcing something else first.
#[test]
fn another_announcement_starts_the_notice_anew() {
    let (mut world, ada) = ready();
    world.must(&[set(&world, &ada, Policy::Closed).instruction()]);
    world.warp(NOTICE - 1);
    world.send(&[set(&world, &ada, Policy::Approval).instruction()]).expect_success();
    let token = world.token_state(&ada);
    assert_eq!(token.policy_effective_at, world.now() + NOTICE);
    assert_eq!(token.policy_at(world.now() + NOTICE - 1), Ok(Policy::Village));
}

#[test]
fn an_announced_policy_becomes_the_current_one() {
    let (mut world, ada) = ready();
    world.must(&[set(&world, &ada, Policy::Closed).instruction()]);
    world.warp(NOTICE);
    world.send(&[set(&world, &ada, Policy::Closed).instruction()]).expect_refusal(Rule::PolicyUnchanged);
    world.send(&[set(&world, &ada, Policy::Approval).instruction()]).expect_success();
    assert_eq!(world.token_state(&ada).policy_at(world.now()), Ok(Policy::Approval));
}

#[test]
fn a_suspended_owner_may_still_open_up() {
    let (mut world, ada) = ready();
    let (signer, network, member) = (world.founder, world.network, ada.owner.member);
    let suspend = MemberSuspend { signer, steward_member: None, network, member, reason_hash: hash("reason") };
    world.must(&[suspend.instruction()]);
    world.send(&[set(&world, &ada, Policy::Open).instruction()]).expect_success();
}

refusals! {
    ready;
    refuses_the_policy_in_force: |world, ada|
        set(&world, &ada, Policy::Village).instruction() => Rule::PolicyUnchanged;
    refuses_to_announce_the_same_twice: |world, ada| {
        world.must(&[set(&world, &ada, Policy::Closed).instruction()]);
        world.warp(DAYS);
        set(&world, &ada, Policy::Closed).instruction()
    } => Rule::PolicyUnchanged;
    refuses_what_is_no_policy: |world, ada|
        set(&world, &ada, Policy::Open).instruction().with_data(|data| data[1] = 4) => Rule::PolicyInvalid;
    refuses_the_greatest_byte: |world, ada|
        set(&world, &ada, Policy::Open).instruction().with_data(|data| data[1] = 255) => Rule::PolicyInvalid;
    refuses_a_stranger: |world, ada| {
        let wallet = mallory(&mut world);
        set(&world, &ada, Policy::Open).instruction().replacing(ada.owner.wallet, wallet)
    } => Rule::NotTokenOwner;
    refuses_the_networks_authority: |world, ada|
        set(&world, &ada, Policy::Open).instruction().replacing(ada.owner.wallet, world.founder) => Rule::NotTokenOwner;
    refuses_a_shareholder: |world, ada| {
        let bob = world.holder("bob", &ada, 0);
        let set = set(&world, &ada, Policy::Open).instruction();
        set.replacing(ada.owner.wallet, bob.wallet).replacing(ada.owner.member, bob.member)
    } => Rule::NotTokenOwner;
    refuses_without_signature: |world, ada|
        set(&world, &ada, Policy::Open).instruction().unsigned(ada.owner.wallet) => Error::MissingRequiredSignature;
    refuses_the_token_of_another_owner: |world, ada| {
        let bob = world.owner_with_token("bob");
        set(&world, &ada, Policy::Open).instruction().replacing(ada.token, bob.token)
    } => Rule::NotTokenOwner;
    refuses_another_network: |world, ada| {
        let network = other_network(&mut world);
        TokenSetPolicy { network, ..set(&world, &ada, Policy::Open) }.instruction()
    } => Rule::NetworkMismatch;
    refuses_a_read_only_token: |world, ada|
        set(&world, &ada, Policy::Open).instruction().read_only(ada.token) => NOT_WRITABLE;
    refuses_what_is_no_token: |world, ada|
        set(&world, &ada, Policy::Open).instruction().replacing(ada.token, ada.position(ada.owner.wallet))
        => Error::InvalidAccountData;
    refuses_a_notice_beyond_the_end_of_time: |world, ada| {
        world.warp_to(i64::MAX - NOTICE + 1);
        set(&world, &ada, Policy::Closed).instruction()
    } => Rule::MathOverflow;
    refuses_a_token_that_paid_more_than_it_got: |world, ada| {
        world.corrupt(ada.token, |data| data[8 + std::mem::offset_of!(Token, paid)] = 1);
        set(&world, &ada, Policy::Open).instruction()
    } => Rule::InvariantBroken;
}
