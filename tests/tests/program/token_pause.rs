//! `token_pause`, `token_resume`

use super::prelude::*;

const LONGEST: u32 = 14 * DAY;
const INTERVAL: i64 = 90 * DAYS;

fn ready() -> (World, TokenFixture) {
    let mut world = World::founded();
    let ada = world.owner_with_token("ada");
    (world, ada)
}

fn paused() -> (World, TokenFixture) {
    let (mut world, ada) = ready();
    world.must(&[pause(&world, &ada, LONGEST).instruction()]);
    (world, ada)
}

fn pause(world: &World, ada: &TokenFixture, seconds: u32) -> TokenPause {
    TokenPause { owner: ada.owner.wallet, owner_member: ada.owner.member, network: world.network, seconds }
}

fn resume(world: &World, ada: &TokenFixture) -> TokenResume {
    TokenResume { owner: ada.owner.wallet, owner_member: ada.owner.member, network: world.network }
}

#[test]
fn pauses() {
    let (mut world, ada) = ready();
    let before = world.token_state(&ada);
    let until = world.now() + 14 * DAYS;
    let outcome = world.send(&[pause(&world, &ada, LONGEST).instruction()]).expect_changed(&[ada.token]);
    let expected = Token { paused_until: until, next_pause_at: until + INTERVAL, ..before };
    assert_eq!(world.token_state(&ada), expected);
    assert_eq!(outcome.event(), &event::PauseChanged { token: ada.token, until }.into());
}

#[test]
fn resumes_early_and_counts_the_interval_from_there() {
    let (mut world, ada) = paused();
    let before = world.token_state(&ada);
    world.warp(DAYS);
    let until = world.now();
    let outcome = world.send(&[resume(&world, &ada).instruction()]).expect_changed(&[ada.token]);
    let expected = Token { paused_until: until, next_pause_at: until + INTERVAL, ..before };
    assert_eq!(world.token_state(&ada), expected);
    assert_eq!(outcome.event(), &event::PauseChanged { token: ada.token, until }.into());
}

/// A pause stops transfers, to the second, and nothing else.
#[test]
fn a_pause_stops_transfers_until_it_ends() {
    let (mut world, ada) = ready();
    let bob = world.holder("bob", &ada, 1_000);
    let carol = world.investor("carol");
    let start = world.now();
    world.must(&[pause(&world, &ada, 60).instruction()]);
    for (time, refused) in [(0, true), (59, true), (60, false), (61, false)] {
        world.warp_to(start + time);
        let outcome = world.transfer(&ada, ada.owner, bob, 1);
        match refused {
            true => outcome.expect_refusal(Rule::TokenPaused),
            false => {
                outcome.expect_success();
            }
        }
    }
    world.warp_to(start);
    world.deposit(&ada, SHARES).expect_success();
    world.claim(&ada, bob.wallet).expect_success();
    world.distribute(&ada, &[bob.wallet, ada.owner.wallet]).expect_success();
    world.open_position(carol, &ada);
}

#[test]
fn transfers_run_again_after_a_resumption() {
    let (mut world, ada) = ready();
    let bob = world.holder("bob", &ada, 0);
    world.must(&[pause(&world, &ada, LONGEST).instruction()]);
    world.transfer(&ada, ada.owner, bob, 1).expect_refusal(Rule::TokenPaused);
    world.must(&[resume(&world, &ada).instruction()]);
    world.transfer(&ada, ada.owner, bob, 1).expect_success();
}

#[test]
fn the_next_pause_waits_to_the_second() {
    let (mut world, ada) = paused();
    let next = world.token_state(&ada).next_pause_at;
    for (time, refused) in [(next - 1, true), (next, false)] {
        world.warp_to(time);
        let outcome = world.send(&[pause(&world, &ada, 1).instruction()]);
        match refused {
            true => outcome.expect_refusal(Rule::PauseTooSoon),
            false => {
                outcome.expect_success();
            }
        }
    }
    assert_eq!(world.token_state(&ada).paused_until, next + 1);
}

#[test]
fn the_shortest_pause_is_a_second() {
    let (mut world, ada) = ready();
    world.send(&[pause(&world, &ada, 1).instruction()]).expect_success();
    assert_eq!(world.token_state(&ada).paused_until, world.now() + 1);
}

refusals! {
    ready;
    refuses_no_time: |world, ada| pause(&world, &ada, 0).instruction() => Rule::PauseTooLong;
    refuses_a_second_beyond_14_days: |world, ada| pause(&world, &ada, LONGEST + 1).instruction() => Rule::PauseTooLong;
    refuses_the_greatest_number: |world, ada| pause(&world, &ada, u32::MAX).instruction() => Rule::PauseTooLong;
    refuses_a_pause_by_a_stranger: |world, ada| {
        let wallet = mallory(&mut world);
        pause(&world, &ada, 1).instruction().replacing(ada.owner.wallet, wallet)
    } => Rule::NotTokenOwner;
    refuses_a_pause_by_the_networks_authority: |world, ada|
        pause(&world, &ada, 1).instruction().replacing(ada.owner.wallet, world.founder) => Rule::NotTokenOwner;
    refuses_a_pause_by_a_shareholder: |world, ada| {
        let bob = world.holder("bob", &ada, 0);
        let pause = pause(&world, &ada, 1).instruction();
        pause.replacing(ada.owner.wallet, bob.wallet).replacing(ada.owner.member, bob.member)
    } => Rule::NotTokenOwner;
    refuses_a_pause_without_signature: |world, ada|
        pause(&world, &ada, 1).instruction().unsigned(ada.owner.wallet) => Error::MissingRequiredSignature;
    refuses_a_pause_of_another_owners_token: |world, ada| {
        let bob = world.owner_with_token("bob");
        pause(&world, &ada, 1).instruction().replacing(ada.token, bob.token)
    } => Rule::NotTokenOwner;
    refuses_another_network: |world, ada| {
        let network = other_network(&mut world);
        TokenPause { network, ..pause(&world, &ada, 1) }.instruction()
    } => Rule::NetworkMismatch;
    refuses_a_read_only_token: |world, ada| pause(&world, &ada, 1).instruction().read_only(ada.token) => NOT_WRITABLE;
    refuses_to_resume_what_runs: |world, ada| resume(&world, &ada).instruction() => Rule::TokenNotPaused;
    refuses_a_pause_beyond_the_end_of_time: |world, ada| {
        world.warp_to(i64::MAX - INTERVAL);
        pause(&world, &ada, 1).instruction()
    } => Rule::MathOverflow;
}

refusals! {
    paused;
    refuses_to_prolong_a_pause: |world, ada| pause(&world, &ada, 1).instruction() => Rule::PauseTooSoon;
    refuses_a_pause_right_after_a_resumption: |world, ada| {
        world.must(&[resume(&world, &ada).instruction()]);
        pause(&world, &ada, 1).instruction()
    } => Rule::PauseTooSoon;
    refuses_to_resume_what_ended: |world, ada| {
        world.warp(14 * DAYS);
        resume(&world, &ada).instruction()
    } => Rule::TokenNotPaused;
    refuses_to_resume_twice: |world, ada| {
        world.must(&[resume(&world, &ada).instruction()]);
        resume(&world, &ada).instruction()
    } => Rule::TokenNotPaused;
    refuses_a_resumption_by_a_stranger: |world, ada| {
        let wallet = mallory(&mut world);
        resume(&world, &ada).instruction().replacing(ada.owner.wallet, wallet)
    } => Rule::NotTokenOwner;
    refuses_a_resumption_without_signature: |world, ada|
        resume(&world, &ada).instruction().unsigned(ada.owner.wallet) => Error::MissingRequiredSignature;
}
