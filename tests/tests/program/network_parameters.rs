//! `network_propose_parameters`, `network_cancel_parameters`, `network_apply_parameters`

use super::prelude::*;

/// What the network is to have, with a delay unlike the one in force.
const NEW: Parameters = Parameters {
    owner_fee: 200,
    network_fee: 100,
    equity_fee: 20,
    minimum_reputation: 700,
    cooling_off: DAY,
    owner_first_refusal: 2 * DAY,
    holder_first_refusal: 3 * DAY,
    round_notice: 4 * DAY,
    minimum_hold: 5 * DAY,
    report_grace: 6 * DAY,
    parameter_delay: 30 * DAY,
    report_deadline: 90,
    attestation_required: 1,
    route_gains: 0,
};
/// The delay in force.
const DELAY: i64 = 7 * DAYS;

fn ready() -> (World, NetworkProposeParameters) {
    let world = World::founded();
    let propose = NetworkProposeParameters { authority: world.founder, network: world.network, parameters: NEW };
    (world, propose)
}

fn proposed() -> (World, NetworkProposeParameters) {
    let (mut world, propose) = ready();
    world.must(&[propose.instruction()]);
    (world, propose)
}

fn apply(world: &World) -> Instruction {
    NetworkApplyParameters { network: world.network }.instruction()
}

fn cancel(world: &World) -> NetworkCancelParameters {
    NetworkCancelParameters { authority: world.founder, network: world.network }
}

#[test]
fn announces_parameters_for_the_end_of_the_delay() {
    let (mut world, propose) = ready();
    let before = world.network_state();
    let outcome = world.send(&[propose.instruction()]).expect_changed(&[world.network]);
    let effective_at = GENESIS + DELAY;
    let expected = Network { pending_parameters: NEW, parameters_effective_at: effective_at, ..before };
    assert_eq!(world.network_state(), expected);
    let announced = event::ParametersProposed { network: world.network, parameters: NEW, effective_at };
    assert_eq!(outcome.event(), &announced.into());
}

#[test]
fn anybody_applies_them_when_they_are_due() {
    let (mut world, _) = proposed();
    let before = world.network_state();
    for (time, refusal) in [(-1, Some(Rule::ParametersTooEarly)), (0, None), (1, Some(Rule::NoPendingParameters))] {
        world.warp_to(GENESIS + DELAY + time);
        let outcome = world.send(&[apply(&world)]);
        match refusal {
            Some(rule) => outcome.expect_refusal(rule),
            None => {
                let outcome = outcome.expect_changed(&[world.network]);
                let applied = event::ParametersApplied { network: world.network, parameters: NEW };
                assert_eq!(outcome.event(), &applied.into());
            }
        }
    }
    let expected = Network { parameters: NEW, pending_parameters: NEW, parameters_effective_at: 0, ..before };
    assert_eq!(world.network_state(), expected);
}

#[test]
fn the_next_change_waits_for_the_new_delay() {
    let (mut world, propose) = proposed();
    world.warp(DELAY);
    world.must(&[apply(&world)]);
    world.must(&[propose.instruction()]);
    assert_eq!(world.network_state().parameters_effective_at, world.now() + 30 * DAYS);
}

#[test]
fn a_later_proposal_replaces_the_earlier_one_and_starts_anew() {
    let (mut world, propose) = proposed();
    world.warp(DELAY - 1);
    let other = Parameters { owner_fee: 1, ..NEW };
    world.must(&[NetworkProposeParameters { parameters: other, ..propose }.instruction()]);
    world.warp(DELAY - 1);
    world.send(&[apply(&world)]).expect_refusal(Rule::ParametersTooEarly);
    world.warp(1);
    world.send(&[apply(&world)]).expect_success();
    assert_eq!(world.network_state().parameters, other);
}

#[test]
fn the_authority_withdraws_them() {
    let (mut world, _) = proposed();
    let before = world.network_state();
    let outcome = world.send(&[cancel(&world).instruction()]).expect_changed(&[world.network]);
    assert_eq!(world.network_state(), Network { parameters_effective_at: 0, ..before });
    assert_eq!(outcome.event(), &event::ParametersCancelled { network: world.network }.into());
    world.warp(DELAY);
    world.send(&[apply(&world)]).expect_refusal(Rule::NoPendingParameters);
}

#[test]
fn they_can_be_withdrawn_until_they_are_applied() {
    let (mut world, _) = proposed();
    world.warp(10 * DELAY);
    world.send(&[cancel(&world).instruction()]).expect_success();
    world.send(&[apply(&world)]).expect_refusal(Rule::NoPendingParameters);
}

refusals! {
    ready;
    refuses_a_proposal_by_a_stranger: |world, propose|
        NetworkProposeParameters { authority: mallory(&mut world), ..propose }.instruction()
        => Rule::NotNetworkAuthority;
    refuses_a_proposal_without_signature: |world, propose|
        propose.instruction().unsigned(propose.authority) => Error::MissingRequiredSignature;
    refuses_a_proposal_out_of_bounds: |world, propose| {
        let parameters = Parameters { parameter_delay: DAY - 1, ..NEW };
        NetworkProposeParameters { parameters, ..propose }.instruction()
    } => Rule::ParametersOutOfBounds;
    refuses_a_proposal_of_fees_above_their_sum: |world, propose| {
        let parameters = Parameters { owner_fee: 401, ..NEW };
        NetworkProposeParameters { parameters, ..propose }.instruction()
    } => Rule::ParametersOutOfBounds;
    refuses_a_proposal_of_a_flag_that_is_none: |world, propose| {
        let parameters = Parameters { route_gains: 255, ..NEW };
        NetworkProposeParameters { parameters, ..propose }.instruction()
    } => Rule::ParametersOutOfBounds;
    refuses_a_proposal_at_the_end_of_time: |world, propose| {
        world.warp_to(i64::MAX - DELAY + 1);
        propose.instruction()
    } => Rule::MathOverflow;
    refuses_a_proposal_with_short_data: |world, propose|
        propose.instruction().with_data(|data| data.truncate(40)) => Error::InvalidInstructionData;
    refuses_to_withdraw_nothing: |world, _| cancel(&world).instruction() => Rule::NoPendingParameters;
    refuses_to_apply_nothing: |world, _| apply(&world) => Rule::NoPendingParameters;
    refuses_an_invalid_network_after_the_change: |world, propose| {
        world.edit::<Network>(propose.network, |network| network.parameters.owner_fee = 501);
        propose.instruction()
    } => Rule::InvariantBroken;
}

refusals! {
    proposed;
    refuses_withdrawal_by_a_stranger: |world, _|
        NetworkCancelParameters { authority: mallory(&mut world), ..cancel(&world) }.instruction()
        => Rule::NotNetworkAuthority;
    refuses_withdrawal_without_signature: |world, _|
        cancel(&world).instruction().unsigned(world.founder) => Error::MissingRequiredSignature;
    refuses_to_apply_at_once: |world, _| apply(&world) => Rule::ParametersTooEarly;
    refuses_to_apply_a_second_early: |world, _| {
        world.warp(DELAY - 1);
        apply(&world)
    } => Rule::ParametersTooEarly;
    refuses_to_apply_when_the_clock_went_back: |world, _| {
        world.warp(-DELAY);
        apply(&world)
    } => Rule::ParametersTooEarly;
    refuses_to_apply_to_another_network: |world, _| {
        let other = other_network(&mut world);
        world.warp(DELAY);
        apply(&world).replacing(world.network, other)
    } => Rule::NoPendingParameters;
    refuses_to_apply_to_a_read_only_network: |world, _| {
        world.warp(DELAY);
        apply(&world).read_only(world.network)
    } => NOT_WRITABLE;
    refuses_withdrawal_twice: |world, _| {
        world.must(&[cancel(&world).instruction()]);
        cancel(&world).instruction()
    } => Rule::NoPendingParameters;
}
