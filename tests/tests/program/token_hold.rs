//! `token_set_hold`

use super::prelude::*;

const NOTICE: i64 = 30 * DAYS;
const LONGEST: u32 = 5 * 365 * DAY;

/// A token with a hold of 180 days, twice the network's minimum.
fn ready() -> (World, TokenFixture) {
    let mut world = World::founded();
    let ada = world.owner_with("ada", Terms { hold: 180 * DAY, ..Terms::default() });
    (world, ada)
}

fn set(world: &World, ada: &TokenFixture, hold: u32) -> TokenSetHold {
    TokenSetHold { owner: ada.owner.wallet, owner_member: ada.owner.member, network: world.network, hold }
}

#[test]
fn a_shorter_hold_holds_at_once() {
    let (mut world, ada) = ready();
    let before = world.token_state(&ada);
    let outcome = world.send(&[set(&world, &ada, 90 * DAY).instruction()]).expect_changed(&[ada.token]);
    let expected = Token { hold: 90 * DAY, announced_hold: 90 * DAY, hold_effective_at: 0, ..before };
    assert_eq!(world.token_state(&ada), expected);
    let changed = event::HoldChanged { token: ada.token, hold: 90 * DAY, effective_at: 0 };
    assert_eq!(outcome.event(), &changed.into());
}

#[test]
fn a_longer_hold_holds_after_its_notice() {
    let (mut world, ada) = ready();
    let before = world.token_state(&ada);
    let effective_at = world.now() + NOTICE;
    let outcome = world.send(&[set(&world, &ada, LONGEST).instruction()]).expect_changed(&[ada.token]);
    let expected = Token { announced_hold: LONGEST, hold_effective_at: effective_at, ..before };
    assert_eq!(world.token_state(&ada), expected);
    let changed = event::HoldChanged { token: ada.token, hold: LONGEST, effective_at };
    assert_eq!(outcome.event(), &changed.into());
}

/// Shares received before keep their lock; those received after have the hold in force then, to the second.
#[test]
fn the_hook_goes_by_the_hold_in_force() {
    let (mut world, ada) = ready();
    let announced_at = world.now();
    world.must(&[set(&world, &ada, 360 * DAY).instruction()]);
    for (time, hold) in [(0, 180), (NOTICE - 1, 180), (NOTICE, 360), (NOTICE + 1, 360)] {
        world.warp_to(announced_at + time);
        let bob = world.holder(&format!("bob {time}"), &ada, 10);
        let position = world.position_state(&ada, bob);
        assert_eq!((position.locked, position.unlocks_at), (10, world.now() + hold * DAYS));
    }
}

/// The network's minimum wins over a token's shorter hold, also over one that was set before.
#[test]
fn the_networks_later_minimum_binds_the_token() {
    let (mut world, ada) = ready();
    let parameters = Parameters { minimum_hold: 365 * DAY, ..Parameters::default() };
    world.must(&[
        NetworkProposeParameters { authority: world.founder, network: world.network, parameters }.instruction()
    ]);
    world.warp(7 * DAYS);
    world.must(&[NetworkApplyParameters { network: world.network }.instruction()]);
    let bob = world.holder("bob", &ada, 10);
    assert_eq!(world.position_state(&ada, bob).unlocks_at, world.now() + 365 * DAYS);
}

#[test]
fn naming_what_is_in_force_withdraws_an_announcement() {
    let (mut world, ada) = ready();
    let before = world.token_state(&ada);
    world.must(&[set(&world, &ada, LONGEST).instruction()]);
    world.send(&[set(&world, &ada, 180 * DAY).instruction()]).expect_success();
    assert_eq!(world.token_state(&ada), before);
}

#[test]
fn another_announcement_starts_the_notice_anew() {
    let (mut world, ada) = ready();
    world.must(&[set(&world, &ada, LONGEST).instruction()]);
    world.warp(NOTICE - 1);
    world.send(&[set(&world, &ada, LONGEST - 1).instruction()]).expect_success();
    assert_eq!(world.token_state(&ada).hold_effective_at, world.now() + NOTICE);
}

refusals! {
    ready;
    refuses_the_hold_in_force: |world, ada| set(&world, &ada, 180 * DAY).instruction() => Rule::HoldUnchanged;
    refuses_to_announce_the_same_twice: |world, ada| {
        world.must(&[set(&world, &ada, LONGEST).instruction()]);
        set(&world, &ada, LONGEST).instruction()
    } => Rule::HoldUnchanged;
    refuses_a_second_below_the_minimum: |world, ada|
        set(&world, &ada, 90 * DAY - 1).instruction() => Rule::HoldOutOfBounds;
    refuses_none: |world, ada| set(&world, &ada, 0).instruction() => Rule::HoldOutOfBounds;
    refuses_a_second_beyond_five_years: |world, ada| set(&world, &ada, LONGEST + 1).instruction()
        => Rule::HoldOutOfBounds;
    refuses_the_greatest_number: |world, ada| set(&world, &ada, u32::MAX).instruction() => Rule::HoldOutOfBounds;
    refuses_a_stranger: |world, ada| {
        let wallet = mallory(&mut world);
        set(&world, &ada, LONGEST).instruction().replacing(ada.owner.wallet, wallet)
    } => Rule::NotTokenOwner;
    refuses_a_shareholder: |world, ada| {
        let bob = world.holder("bob", &ada, 0);
        let set = set(&world, &ada, LONGEST).instruction();
        set.replacing(ada.owner.wallet, bob.wallet).replacing(ada.owner.member, bob.member)
    } => Rule::NotTokenOwner;
    refuses_without_signature: |world, ada|
        set(&world, &ada, LONGEST).instruction().unsigned(ada.owner.wallet) => Error::MissingRequiredSignature;
    /// Another network may have a shorter minimum.
    refuses_another_network: |world, ada| {
        let network = other_network(&mut world);
        TokenSetHold { network, ..set(&world, &ada, LONGEST) }.instruction()
    } => Rule::NetworkMismatch;
    refuses_the_token_of_another_owner: |world, ada| {
        let bob = world.owner_with_token("bob");
        set(&world, &ada, LONGEST).instruction().replacing(ada.token, bob.token)
    } => Rule::NotTokenOwner;
    refuses_a_read_only_token: |world, ada| set(&world, &ada, LONGEST).instruction().read_only(ada.token)
        => NOT_WRITABLE;
    refuses_a_notice_beyond_the_end_of_time: |world, ada| {
        world.warp_to(i64::MAX);
        set(&world, &ada, LONGEST).instruction()
    } => Rule::MathOverflow;
}
