//! `network_propose_authority`, `network_accept_authority`

use super::prelude::*;

struct Case {
    network: Address,
    authority: Address,
    successor: Address,
}

impl Case {
    fn propose(&self) -> NetworkProposeAuthority {
        NetworkProposeAuthority { authority: self.authority, network: self.network, successor: self.successor }
    }

    fn accept(&self) -> NetworkAcceptAuthority {
        NetworkAcceptAuthority { successor: self.successor, network: self.network }
    }
}

fn ready() -> (World, Case) {
    let mut world = World::founded();
    let case = Case { network: world.network, authority: world.founder, successor: world.person("successor") };
    (world, case)
}

fn proposed() -> (World, Case) {
    let (mut world, case) = ready();
    world.must(&[case.propose().instruction()]);
    (world, case)
}

#[test]
fn a_proposal_changes_nothing_but_itself() {
    let (mut world, case) = ready();
    let before = world.network_state();
    let outcome = world.send(&[case.propose().instruction()]).expect_changed(&[case.network]);
    assert_eq!(world.network_state(), Network { pending_authority: case.successor, ..before });
    let proposed = event::AuthorityProposed { network: case.network, pending_authority: case.successor };
    assert_eq!(outcome.event(), &proposed.into());
}

#[test]
fn the_successor_takes_over() {
    let (mut world, case) = proposed();
    let before = world.network_state();
    let outcome = world.send(&[case.accept().instruction()]).expect_changed(&[case.network]);
    let expected = Network { authority: case.successor, pending_authority: Address::default(), ..before };
    assert_eq!(world.network_state(), expected);
    let accepted = event::AuthorityAccepted { network: case.network, authority: case.successor };
    assert_eq!(outcome.event(), &accepted.into());

    let halt = NetworkHalt { authority: case.authority, network: case.network };
    world.send(&[halt.instruction()]).expect_refusal(Rule::NotNetworkAuthority);
    world.send(&[NetworkHalt { authority: case.successor, ..halt }.instruction()]).expect_success();
}

#[test]
fn a_later_proposal_replaces_the_earlier_one() {
    let (mut world, case) = proposed();
    let second = mallory(&mut world);
    world.must(&[NetworkProposeAuthority { successor: second, ..case.propose() }.instruction()]);
    world.send(&[case.accept().instruction()]).expect_refusal(Rule::NotPendingAuthority);
    world.send(&[NetworkAcceptAuthority { successor: second, ..case.accept() }.instruction()]).expect_success();
}

#[test]
fn the_default_address_withdraws_the_proposal() {
    let (mut world, case) = proposed();
    let withdraw = NetworkProposeAuthority { successor: Address::default(), ..case.propose() };
    world.send(&[withdraw.instruction()]).expect_success();
    assert_eq!(world.network_state().pending_authority, Address::default());
    world.send(&[case.accept().instruction()]).expect_refusal(Rule::NotPendingAuthority);
}

#[test]
fn the_authority_may_propose_itself() {
    let (mut world, case) = ready();
    let case = Case { successor: case.authority, ..case };
    world.must(&[case.propose().instruction()]);
    world.send(&[case.accept().instruction()]).expect_success();
    assert_eq!(world.network_state().authority, case.authority);
}

refusals! {
    ready;
    refuses_a_proposal_by_a_stranger: |world, case|
        NetworkProposeAuthority { authority: mallory(&mut world), ..case.propose() }.instruction()
        => Rule::NotNetworkAuthority;
    refuses_a_proposal_without_signature: |world, case|
        case.propose().instruction().unsigned(case.authority) => Error::MissingRequiredSignature;
    refuses_a_proposal_for_a_read_only_network: |world, case|
        case.propose().instruction().read_only(case.network) => NOT_WRITABLE;
    refuses_acceptance_of_nothing: |world, case| case.accept().instruction() => Rule::NotPendingAuthority;
    refuses_acceptance_by_the_authority_itself: |world, case|
        NetworkAcceptAuthority { successor: case.authority, ..case.accept() }.instruction()
        => Rule::NotPendingAuthority;
    refuses_another_kind_of_account: |world, case| {
        let person = world.investor("bob");
        NetworkProposeAuthority { network: person.member, ..case.propose() }.instruction()
    } => TOO_SMALL;
    refuses_a_copy_that_another_program_owns: |world, case| {
        let data = world.account(&case.network).unwrap().data;
        world.put(address("copy"), TOKEN_ID, data);
        NetworkProposeAuthority { network: address("copy"), ..case.propose() }.instruction()
    } => Error::IllegalOwner;
    refuses_a_network_that_is_not_there: |world, case|
        NetworkProposeAuthority { network: address("nothing"), ..case.propose() }.instruction()
        => TOO_SMALL;
    refuses_a_proposal_by_a_steward: |world, case| {
        let steward = world.steward("sam", capability::ALL);
        NetworkProposeAuthority { authority: steward.wallet, ..case.propose() }.instruction()
    } => Rule::NotNetworkAuthority;
}

refusals! {
    proposed;
    refuses_acceptance_by_a_stranger: |world, case|
        NetworkAcceptAuthority { successor: mallory(&mut world), ..case.accept() }.instruction()
        => Rule::NotPendingAuthority;
    refuses_acceptance_without_signature: |world, case|
        case.accept().instruction().unsigned(case.successor) => Error::MissingRequiredSignature;
    refuses_acceptance_of_a_read_only_network: |world, case|
        case.accept().instruction().read_only(case.network) => NOT_WRITABLE;
    refuses_the_successor_before_he_accepted: |world, case|
        NetworkHalt { authority: case.successor, network: case.network }.instruction() => Rule::NotNetworkAuthority;
    refuses_acceptance_for_another_network: |world, case|
        NetworkAcceptAuthority { network: other_network(&mut world), ..case.accept() }.instruction()
        => Rule::NotPendingAuthority;
    refuses_acceptance_twice: |world, case| {
        world.must(&[case.accept().instruction()]);
        case.accept().instruction()
    } => Rule::NotPendingAuthority;
}
