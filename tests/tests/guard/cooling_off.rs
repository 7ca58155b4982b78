//! What raising capital asks besides: the cooling-off after each acknowledgement, and the conversation about rights.

use super::common::*;

type Raise = fn(&World, &TokenFixture, Person) -> Instruction;

/// Ada's next round.
const ROUND: Raise = |world, ada, _| world.round_open(ada, world.round_terms()).instruction();
/// Eve's token.
const TOKEN: Raise = |world, _, eve| world.token_create(eve, Terms::default()).instruction();

/// Ada has a token and Eve has none; both acknowledged the first version long ago.
fn parties(parameters: Parameters) -> (World, TokenFixture, Person) {
    let mut world = World::founded_with(Parameters { attestation_required: 0, ..parameters });
    let ada = world.owner_with("ada", Terms { authorised: 2 * SHARES, ..Terms::default() });
    let eve = world.member("eve", role::ALL);
    world.warp(40 * DAYS);
    (world, ada, eve)
}

/// A second version is published, and both acknowledge it so many days later.
fn acknowledged(parameters: Parameters, days: i64) -> (World, TokenFixture, Person) {
    let (mut world, ada, eve) = parties(parameters);
    publish(&mut world, "second charter");
    world.warp(days * DAYS);
    for person in [ada.owner, eve] {
        acknowledge(&mut world, person);
    }
    (world, ada, eve)
}

/// It counts from his acknowledgement, not from the publication.
#[track_caller]
fn counts_from_the_acknowledgement(raise: Raise) {
    for (days, cooling_off) in [(0, 3), (1, 3), (30, 3), (0, 30), (0, 1)] {
        for (seconds, allowed) in [(-1, false), (0, true), (1, true)] {
            let parameters = Parameters { cooling_off: cooling_off * DAY, ..Parameters::default() };
            let (mut world, ada, eve) = acknowledged(parameters, days);
            world.warp(i64::from(cooling_off) * DAYS + seconds);
            let outcome = world.send(&[raise(&world, &ada, eve)]);
            match allowed {
                true => drop(outcome.expect_success()),
                false => outcome.expect_refusal(Rule::CoolingOff),
            }
        }
    }
}

#[test]
fn a_round_waits_to_the_second_after_each_acknowledgement() {
    counts_from_the_acknowledgement(ROUND);
}

#[test]
fn a_token_waits_to_the_second_after_each_acknowledgement() {
    counts_from_the_acknowledgement(TOKEN);
}

#[test]
fn without_a_cooling_off_nobody_waits() {
    for raise in [ROUND, TOKEN] {
        let (mut world, ada, eve) = acknowledged(Parameters { cooling_off: 0, ..Parameters::default() }, 0);
        let instruction = raise(&world, &ada, eve);
        world.send(&[instruction]).expect_success();
    }
}

/// A purchase or a subscription is no raise: no time has to pass.
#[test]
fn a_buyer_does_not_wait() {
    let (mut world, case) = ready();
    let listing = list(&mut world, &case.ada, case.carol, 10);
    let round = round(&mut world, &case);
    world.warp(EVERYONE);
    publish(&mut world, "second charter");
    acknowledge(&mut world, case.bob);
    let purchase = order(&mut world, &listing, case.bob, 1);
    let subscription = subscription(&mut world, &round, case.bob, 1);
    world.send(&[purchase]).expect_success();
    world.send(&[subscription]).expect_success();
}

/// So many acknowledgements, so many waits.
#[test]
fn the_version_after_that_starts_it_again() {
    let (mut world, ada, eve) = acknowledged(Parameters::default(), 0);
    world.warp(COOLING_OFF - 1);
    publish(&mut world, "third charter");
    world.warp(1);
    world.send(&[ROUND(&world, &ada, eve)]).expect_refusal(Rule::CharterNotAcknowledged);
    acknowledge(&mut world, ada.owner);
    world.warp(COOLING_OFF - 1);
    world.send(&[ROUND(&world, &ada, eve)]).expect_refusal(Rule::CoolingOff);
    world.warp(1);
    world.send(&[ROUND(&world, &ada, eve)]).expect_success();
}

/// The network asks for the conversation from now on; both have acknowledged and waited.
fn conversation_required() -> (World, (TokenFixture, Person)) {
    let (mut world, ada, eve) = acknowledged(Parameters::default(), 0);
    let (authority, network) = (world.founder, world.network);
    let parameters = Parameters { attestation_required: 1, ..world.network_state().parameters };
    world.must(&[NetworkProposeParameters { authority, network, parameters }.instruction()]);
    world.warp(i64::from(parameters.parameter_delay));
    world.must(&[NetworkApplyParameters { network }.instruction()]);
    (world, (ada, eve))
}

fn attest(world: &mut World, person: Person) {
    let (signer, network, member) = (world.founder, world.network, person.member);
    world.must(&[MemberAttest { signer, steward_member: None, network, member }.instruction()]);
}

#[test]
fn the_conversation_is_enough_at_once() {
    for (raise, of_owner) in [(ROUND, true), (TOKEN, false)] {
        let (mut world, (ada, eve)) = conversation_required();
        attest(&mut world, if of_owner { ada.owner } else { eve });
        let instruction = raise(&world, &ada, eve);
        world.send(&[instruction]).expect_success();
    }
}

/// One conversation is one: it does not end with the version.
#[test]
fn a_new_version_asks_for_no_new_conversation() {
    for raise in [ROUND, TOKEN] {
        let (mut world, (ada, eve)) = conversation_required();
        for person in [ada.owner, eve] {
            attest(&mut world, person);
        }
        publish(&mut world, "third charter");
        for person in [ada.owner, eve] {
            acknowledge(&mut world, person);
        }
        world.warp(COOLING_OFF);
        let instruction = raise(&world, &ada, eve);
        world.send(&[instruction]).expect_success();
    }
}

/// What was asked for no conversation before goes on without one.
#[test]
fn a_conversation_is_asked_of_nobody_else() {
    let (mut world, case) = ready();
    let listing = list(&mut world, &case.ada, case.carol, 10);
    let round = round(&mut world, &case);
    world.warp(EVERYONE);
    world.edit::<Network>(world.network, |network| network.parameters.attestation_required = 1);
    world.checked = true;
    let purchase = order(&mut world, &listing, case.bob, 1);
    world.send(&[purchase]).expect_success();
    world.subscribe_and_accept(&round, case.bob, 1);
    world.deposit(&case.ada, SHARES).expect_success();
}

refusals! {
    conversation_required;
    refuses_a_round_without_the_conversation: |world, (ada, eve)| ROUND(&world, &ada, eve) => Rule::AttestationRequired;
    refuses_a_token_without_the_conversation: |world, (ada, eve)| TOKEN(&world, &ada, eve) => Rule::AttestationRequired;
    refuses_a_round_after_the_conversation_with_somebody_else: |world, (ada, eve)| {
        attest(&mut world, eve);
        ROUND(&world, &ada, eve)
    } => Rule::AttestationRequired;
    refuses_a_token_after_the_conversation_with_somebody_else: |world, (ada, eve)| {
        attest(&mut world, ada.owner);
        TOKEN(&world, &ada, eve)
    } => Rule::AttestationRequired;
    /// The order of the questions: the version, the time, the conversation.
    refuses_first_what_was_not_acknowledged: |world, (ada, eve)| {
        publish(&mut world, "third charter");
        ROUND(&world, &ada, eve)
    } => Rule::CharterNotAcknowledged;
    refuses_then_the_cooling_off: |world, (ada, eve)| {
        publish(&mut world, "third charter");
        acknowledge(&mut world, eve);
        TOKEN(&world, &ada, eve)
    } => Rule::CoolingOff;
    refuses_a_round_in_the_cooling_off_also_after_the_conversation: |world, (ada, eve)| {
        attest(&mut world, ada.owner);
        publish(&mut world, "third charter");
        acknowledge(&mut world, ada.owner);
        world.warp(COOLING_OFF - 1);
        ROUND(&world, &ada, eve)
    } => Rule::CoolingOff;
}

/// Right after the acknowledgement.
fn just_acknowledged() -> (World, (TokenFixture, Person)) {
    let (world, ada, eve) = acknowledged(Parameters::default(), 0);
    (world, (ada, eve))
}

refusals! {
    just_acknowledged;
    refuses_a_round_at_once: |world, (ada, eve)| ROUND(&world, &ada, eve) => Rule::CoolingOff;
    refuses_a_token_at_once: |world, (ada, eve)| TOKEN(&world, &ada, eve) => Rule::CoolingOff;
    refuses_a_round_when_the_clock_went_back: |world, (ada, eve)| {
        world.warp(-DAYS);
        ROUND(&world, &ada, eve)
    } => Rule::CoolingOff;
}
