//! `token_authorise`

use super::{common::*, prelude::*};

const NOTICE: i64 = 30 * DAYS;

fn authorise(world: &World, ada: &TokenFixture, authorised: u64) -> Instruction {
    world.token_authorise(ada, authorised).instruction()
}

#[test]
fn announces_more_shares() {
    let (mut world, ada) = founded();
    let before = world.token_state(&ada);
    let outcome = world.send(&[authorise(&world, &ada, 30_000_000)]).expect_changed(&[ada.token]);
    let effective_at = world.now() + NOTICE;
    let expected = Token { announced_authorised: 30_000_000, authorised_effective_at: effective_at, ..before };
    assert_eq!(world.token_state(&ada), expected);
    let changed = event::AuthorisedChanged { token: ada.token, authorised: 30_000_000, effective_at };
    assert_eq!(outcome.event(), &changed.into());
}

/// The greatest number, and one share more.
#[test]
fn takes_one_more_or_the_greatest() {
    for authorised in [2 * SHARES + 1, u64::MAX] {
        let (mut world, ada) = founded();
        world.send(&[authorise(&world, &ada, authorised)]).expect_success();
        world.warp(NOTICE);
        assert_eq!(world.token_state(&ada).authorised_at(world.now()), authorised);
    }
}

#[test]
fn naming_the_number_in_force_withdraws_an_announcement() {
    let (mut world, ada) = founded();
    let before = world.token_state(&ada);
    world.must(&[authorise(&world, &ada, 30_000_000)]);
    let outcome = world.send(&[authorise(&world, &ada, 2 * SHARES)]).expect_success();
    assert_eq!(world.token_state(&ada), before);
    let changed = event::AuthorisedChanged { token: ada.token, authorised: 2 * SHARES, effective_at: 0 };
    assert_eq!(outcome.event(), &changed.into());
}

/// Also a lower one than was announced: what is in force is never lowered.
#[test]
fn another_announcement_starts_the_notice_anew() {
    let (mut world, ada) = founded();
    world.must(&[authorise(&world, &ada, 40_000_000)]);
    world.warp(NOTICE - 1);
    world.must(&[authorise(&world, &ada, 30_000_000)]);
    world.warp(NOTICE - 1);
    assert_eq!(world.token_state(&ada).authorised_at(world.now()), 2 * SHARES);
    world.warp(1);
    assert_eq!(world.token_state(&ada).authorised_at(world.now()), 30_000_000);
}

/// A round is measured by what is in force when it is announced, to the second.
#[test]
fn a_round_can_use_it_after_thirty_days() {
    let announced_at = {
        let (world, _) = founded();
        world.now()
    };
    for (time, allowed) in [(NOTICE - 1, false), (NOTICE, true), (NOTICE + 1, true)] {
        let (mut world, ada) = founded();
        world.must(&[authorise(&world, &ada, 2 * SHARES + 1)]);
        world.warp_to(announced_at + time);
        // Ten million shares less what the treasury's part needs, and one.
        let terms = RoundTerms { shares: 9_990_011, price: 1, maximum_subscription: 1, ..world.round_terms() };
        let open = world.round_open(&ada, terms).instruction();
        match allowed {
            true => drop(world.send(&[open]).expect_success()),
            false => world.send(&[open]).expect_refusal(Rule::AuthorisedExceeded),
        }
    }
}

/// The first issue as well.
#[test]
fn the_first_issue_goes_by_what_is_in_force() {
    let mut world = World::founded();
    let ada = world.owner_with("ada", Terms { shares: 0, ..Terms::default() });
    world.must(&[authorise(&world, &ada, SHARES + 1)]);
    let Person { wallet: owner, member: owner_member } = ada.owner;
    let issue = TokenIssue { owner, owner_member, shares: SHARES + 1 }.instruction();
    world.warp(NOTICE - 1);
    world.send(std::slice::from_ref(&issue)).expect_refusal(Rule::AuthorisedExceeded);
    world.warp(1);
    world.send(&[issue]).expect_success();
}

#[test]
fn announces_while_all_is_stopped() {
    let (mut world, ada) = founded();
    suspend(&mut world, ada.owner.member);
    pause(&mut world, &ada);
    halt(&mut world);
    world.send(&[authorise(&world, &ada, 30_000_000)]).expect_success();
}

refusals! {
    founded;
    refuses_one_share_less: |world, ada| authorise(&world, &ada, 2 * SHARES - 1) => Rule::AuthorisedNotRaised;
    refuses_the_same_number: |world, ada| authorise(&world, &ada, 2 * SHARES) => Rule::AuthorisedNotRaised;
    refuses_nothing: |world, ada| authorise(&world, &ada, 0) => Rule::AuthorisedNotRaised;
    refuses_less_while_more_is_announced: |world, ada| {
        world.must(&[authorise(&world, &ada, 30_000_000)]);
        authorise(&world, &ada, 2 * SHARES - 1)
    } => Rule::AuthorisedNotRaised;
    refuses_the_same_announcement_twice: |world, ada| {
        world.must(&[authorise(&world, &ada, 30_000_000)]);
        authorise(&world, &ada, 30_000_000)
    } => Rule::AuthorisedNotRaised;
    refuses_to_go_back_after_the_notice: |world, ada| {
        world.must(&[authorise(&world, &ada, 30_000_000)]);
        world.warp(NOTICE);
        authorise(&world, &ada, 2 * SHARES)
    } => Rule::AuthorisedNotRaised;
    refuses_a_notice_beyond_the_end_of_time: |world, ada| {
        world.warp_to(i64::MAX - NOTICE + 1);
        authorise(&world, &ada, 30_000_000)
    } => Rule::MathOverflow;
    refuses_a_stranger: |world, ada| {
        let wallet = mallory(&mut world);
        authorise(&world, &ada, 30_000_000).replacing(ada.owner.wallet, wallet)
    } => Rule::NotTokenOwner;
    refuses_the_networks_authority: |world, ada|
        authorise(&world, &ada, 30_000_000).replacing(ada.owner.wallet, world.founder) => Rule::NotTokenOwner;
    refuses_a_shareholder: |world, ada| {
        let bob = world.holder("bob", &ada, 1_000);
        let authorise = authorise(&world, &ada, 30_000_000).replacing(ada.owner.wallet, bob.wallet);
        authorise.replacing(ada.owner.member, bob.member)
    } => Rule::NotTokenOwner;
    refuses_another_token: |world, ada| {
        let zoe = world.owner_with_token("zoe");
        authorise(&world, &ada, 30_000_000).replacing(ada.token, zoe.token)
    } => Rule::NotTokenOwner;
    refuses_another_network: |world, ada| {
        let network = other_network(&mut world);
        TokenAuthorise { network, ..world.token_authorise(&ada, 30_000_000) }.instruction()
    } => Rule::NetworkMismatch;
    refuses_without_signature: |world, ada|
        authorise(&world, &ada, 30_000_000).unsigned(ada.owner.wallet) => Error::MissingRequiredSignature;
    refuses_a_read_only_token: |world, ada|
        authorise(&world, &ada, 30_000_000).read_only(ada.token) => NOT_WRITABLE;
    refuses_short_data: |world, ada|
        authorise(&world, &ada, 30_000_000).with_data(|data| { data.pop(); }) => Error::InvalidInstructionData;
}
