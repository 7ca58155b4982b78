//! The notice that outside holders are due before a round opens.

use super::{common::*, prelude::*};

const NOTICE: i64 = 7 * DAYS;

/// How long after its announcement a round opens.
#[track_caller]
fn wait(world: &mut World, ada: &TokenFixture, treasury: Option<Address>, delay: u32) -> i64 {
    let terms = RoundTerms { delay, ..world.round_terms() };
    let open = RoundOpen { treasury, ..world.round_open(ada, terms) };
    world.must(&[open.instruction()]);
    let round = world.round_state(&RoundFixture::of(ada, open.index));
    assert_eq!(round.book.closes_at - round.book.opens_at, 30 * DAYS);
    round.book.opens_at - world.now()
}

#[test]
fn there_is_none_without_outside_holders() {
    for delay in [0, 1, 60 * DAY] {
        let (mut world, ada) = founded();
        assert_eq!(wait(&mut world, &ada, None, delay), i64::from(delay));
    }
}

/// One share is enough; the owner's longer delay stands.
#[test]
fn one_outside_share_makes_it_due() {
    for (delay, expected) in [(0, NOTICE), (7 * DAY - 1, NOTICE), (7 * DAY, NOTICE), (7 * DAY + 1, NOTICE + 1)] {
        let (mut world, ada) = founded();
        world.holder("bob", &ada, 1);
        assert_eq!(wait(&mut world, &ada, None, delay), expected);
    }
}

/// A position without shares is no holder, nor is one whose shares went back.
#[test]
fn an_empty_position_is_no_outside_holder() {
    let (mut world, ada) = founded();
    let bob = world.holder("bob", &ada, 1);
    world.warp(90 * DAYS);
    world.transfer(&ada, bob, ada.owner, 1).expect_success();
    assert_eq!(wait(&mut world, &ada, None, 0), 0);
}

#[test]
fn the_treasury_is_no_outside_holder() {
    let (mut world, ada, tess) = founded_with_treasury();
    world.transfer(&ada, ada.owner, tess, 1_000).expect_success();
    assert_eq!(wait(&mut world, &ada, Some(tess.wallet), 0), 0);
}

/// Left out, its shares count as anybody's.
#[test]
fn a_treasury_that_is_left_out_is_as_anybody() {
    let (mut world, ada, tess) = founded_with_treasury();
    world.transfer(&ada, ada.owner, tess, 1_000).expect_success();
    assert_eq!(wait(&mut world, &ada, None, 0), NOTICE);
}

#[test]
fn the_treasury_does_not_hide_others() {
    let (mut world, ada, tess) = founded_with_treasury();
    world.transfer(&ada, ada.owner, tess, 1_000).expect_success();
    world.holder("bob", &ada, 1);
    assert_eq!(wait(&mut world, &ada, Some(tess.wallet), 0), NOTICE);
}

/// His shares are not counted twice.
#[test]
fn an_owner_who_is_the_treasury_gives_notice_too() {
    let mut world = World::deployed();
    let create = NetworkCreate { treasury: wallet("ada"), ..world.network_create(Founding::default()) };
    world.must(&[create.instruction()]);
    world.network = pda::network(world.founder, &create.name);
    let ada = world.owner_with("ada", Terms { authorised: 2 * SHARES, ..Terms::default() });
    world.holder("bob", &ada, SHARES / 4);
    assert_eq!(wait(&mut world, &ada, Some(ada.owner.wallet), 0), NOTICE);
}

/// The notice is the network's parameter at the announcement; what was announced stands.
#[test]
fn the_notice_is_that_of_the_announcement() {
    let mut world = World::founded_with(Parameters { round_notice: DAY, ..Parameters::default() });
    let ada = world.owner_with("ada", Terms { authorised: 2 * SHARES, ..Terms::default() });
    world.holder("bob", &ada, 1);
    assert_eq!(wait(&mut world, &ada, None, 0), DAYS);
    let opens_at = world.now() + DAYS;
    let parameters = Parameters { round_notice: 60 * DAY, ..Parameters::default() };
    let (authority, network) = (world.founder, world.network);
    world.must(&[NetworkProposeParameters { authority, network, parameters }.instruction()]);
    world.warp(7 * DAYS);
    world.must(&[NetworkApplyParameters { network }.instruction()]);
    let round = RoundFixture::of(&ada, 0);
    assert_eq!(world.round_state(&round).book.opens_at, opens_at);
    world.cancel(&round);
    assert_eq!(wait(&mut world, &ada, None, 0), 60 * DAYS);
}

/// During the notice nobody can subscribe, and holders can leave before.
#[test]
fn refuses_subscriptions_during_the_notice() {
    let (mut world, ada) = founded();
    let bob = world.holder("bob", &ada, 1);
    let round = world.announce_round(&ada, world.round_terms());
    world.fund(bob.wallet, 10 * PRICE);
    world.warp(NOTICE - 1);
    let subscribe = world.round_subscribe(&round, bob, 10).instruction();
    world.send(std::slice::from_ref(&subscribe)).expect_refusal(Rule::RoundNotOpenYet);
    world.warp(1);
    world.send(&[subscribe]).expect_success();
}

/// The treasury has a thousand shares, Bob one.
fn ready() -> (World, (TokenFixture, Person, Person)) {
    let (mut world, ada, tess) = founded_with_treasury();
    world.transfer(&ada, ada.owner, tess, 1_000).expect_success();
    let bob = world.holder("bob", &ada, 1);
    (world, (ada, tess, bob))
}

refusals! {
    ready;
    refuses_a_holder_in_the_treasurys_place: |world, (ada, _tess, bob)|
        RoundOpen { treasury: Some(bob.wallet), ..world.round_open(&ada, world.round_terms()) }.instruction()
        => Rule::PositionMismatch;
    refuses_the_owner_in_the_treasurys_place: |world, (ada, _tess, _bob)|
        RoundOpen { treasury: Some(ada.owner.wallet), ..world.round_open(&ada, world.round_terms()) }.instruction()
        => Rule::PositionMismatch;
    refuses_the_treasurys_position_in_another_token: |world, (ada, tess, _bob)| {
        let zoe = world.owner_with_token("zoe");
        let wrong = world.open_position(tess, &zoe);
        let open = RoundOpen { treasury: Some(tess.wallet), ..world.round_open(&ada, world.round_terms()) };
        open.instruction().replacing(ada.position(tess.wallet), wrong)
    } => Rule::TokenMismatch;
    refuses_the_treasurys_position_as_the_owners: |world, (ada, tess, _bob)|
        world.round_open(&ada, world.round_terms()).instruction()
            .replacing(ada.position(ada.owner.wallet), ada.position(tess.wallet)) => Rule::NotTokenOwner;
    refuses_a_wallet_in_place_of_the_treasurys_position: |world, (ada, tess, _bob)| {
        let open = RoundOpen { treasury: Some(tess.wallet), ..world.round_open(&ada, world.round_terms()) };
        open.instruction().replacing(ada.position(tess.wallet), tess.wallet)
    } => Error::IllegalOwner;
}
