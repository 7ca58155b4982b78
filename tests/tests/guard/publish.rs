//! `charter_publish`

use super::common::*;

fn founded() -> (World, CharterPublish) {
    let world = World::founded();
    let publish = world.charter_publish("second charter");
    (world, publish)
}

/// The event, byte for byte.
fn published(world: &World, version: u32, clauses: u16, charter_hash: [u8; 32]) -> Vec<u8> {
    let fields = [version.to_le_bytes().as_slice(), &clauses.to_le_bytes(), &charter_hash].concat();
    [&event::CharterPublished::DISCRIMINATOR, world.network.as_ref(), &fields].concat()
}

#[test]
fn publishes_at_once() {
    let (mut world, publish) = founded();
    let before = world.network_state();
    let outcome = world.send(&[publish.instruction()]).expect_changed(&[world.network]);
    let charter_hash = hash("second charter");
    let expected = Network { charter_version: 2, charter_clauses: 13, charter_hash, ..before };
    assert_eq!(world.network_state(), expected);
    assert_eq!(emitted(&outcome), [published(&world, 2, 13, charter_hash)]);
}

/// A text that was in force before is another one than the present.
#[test]
fn each_version_is_one_more_also_with_an_old_text() {
    let (mut world, publish) = founded();
    for (version, text) in [(2, "second charter"), (3, "third charter"), (4, "second charter"), (5, "charter")] {
        let publish = CharterPublish { charter_hash: hash(text), ..publish.clone() };
        let outcome = world.send(&[publish.instruction()]).expect_changed(&[world.network]);
        assert_eq!(world.network_state().charter_version, version);
        assert_eq!(emitted(&outcome), [published(&world, version, 13, hash(text))]);
    }
}

#[test]
fn one_clause_is_enough_and_there_may_be_as_many_as_count() {
    for clauses in [1, u16::MAX] {
        let (mut world, publish) = founded();
        world.send(&[CharterPublish { clauses, ..publish }.instruction()]).expect_changed(&[world.network]);
        assert_eq!(world.network_state().charter_clauses, clauses);
    }
}

/// Rights are read in a halted network, too.
#[test]
fn publishes_while_the_network_is_halted() {
    let (mut world, publish) = founded();
    world.must(&[NetworkHalt { authority: world.founder, network: world.network }.instruction()]);
    world.send(&[publish.instruction()]).expect_changed(&[world.network]);
}

/// What members acknowledged stays on record.
#[test]
fn changes_no_member() {
    let (mut world, publish) = founded();
    let bob = world.investor("bob");
    let before = world.member_state(bob);
    world.must(&[publish.instruction()]);
    assert_eq!(world.member_state(bob), before);
    assert_eq!(before.charter_version, 1);
}

#[test]
fn the_new_authority_publishes_and_the_old_one_does_not() {
    let (mut world, publish) = founded();
    let successor = world.person("successor");
    let (authority, network) = (world.founder, world.network);
    world.must(&[NetworkProposeAuthority { authority, network, successor }.instruction()]);
    let by_successor = CharterPublish { authority: successor, ..publish.clone() };
    world.send(&[by_successor.instruction()]).expect_refusal(Rule::NotNetworkAuthority);
    world.must(&[NetworkAcceptAuthority { successor, network }.instruction()]);
    world.send(&[publish.instruction()]).expect_refusal(Rule::NotNetworkAuthority);
    world.send(&[by_successor.instruction()]).expect_success();
}

refusals! {
    founded;
    refuses_a_stranger: |world, publish|
        CharterPublish { authority: mallory(&mut world), ..publish }.instruction() => Rule::NotNetworkAuthority;
    refuses_a_steward_with_every_capability: |world, publish| {
        let sam = world.steward("sam", capability::ALL);
        CharterPublish { authority: sam.wallet, ..publish }.instruction()
    } => Rule::NotNetworkAuthority;
    refuses_an_owner: |world, publish| {
        let ada = world.owner_with_token("ada");
        CharterPublish { authority: ada.owner.wallet, ..publish }.instruction()
    } => Rule::NotNetworkAuthority;
    refuses_the_authority_of_another_network: |world, publish| {
        let create = NetworkCreate { creator: world.person("other founder"), ..world.network_create(Founding::default()) };
        world.must(&[create.instruction()]);
        CharterPublish { authority: create.creator, ..publish }.instruction()
    } => Rule::NotNetworkAuthority;
    refuses_without_signature: |world, publish|
        publish.instruction().unsigned(world.founder) => Error::MissingRequiredSignature;
    refuses_a_read_only_network: |world, publish|
        publish.instruction().read_only(world.network) => NOT_WRITABLE;
    refuses_what_is_no_network: |world, publish| {
        let bob = world.investor("bob");
        CharterPublish { network: bob.member, ..publish }.instruction()
    } => TOO_SMALL;
    refuses_no_clauses: |world, publish|
        CharterPublish { clauses: 0, ..publish }.instruction() => Rule::CharterInvalid;
    refuses_no_text: |world, publish|
        CharterPublish { charter_hash: [0; 32], ..publish }.instruction() => Rule::CharterInvalid;
    refuses_neither_text_nor_clauses: |world, publish|
        CharterPublish { clauses: 0, charter_hash: [0; 32], ..publish }.instruction() => Rule::CharterInvalid;
    refuses_the_text_in_force: |world, publish|
        CharterPublish { charter_hash: hash("charter"), clauses: 12, ..publish }.instruction() => Rule::CharterUnchanged;
    refuses_the_text_in_force_with_other_clauses: |world, publish|
        CharterPublish { charter_hash: hash("charter"), clauses: 11, ..publish }.instruction() => Rule::CharterUnchanged;
    refuses_the_same_text_again: |world, publish| {
        world.must(&[publish.instruction()]);
        publish.instruction()
    } => Rule::CharterUnchanged;
    refuses_a_version_beyond_the_last: |world, publish| {
        world.edit::<Network>(world.network, |network| network.charter_version = u32::MAX);
        publish.instruction()
    } => Rule::MathOverflow;
}
