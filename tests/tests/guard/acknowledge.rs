//! `charter_acknowledge`

use super::common::*;

/// Bob acknowledged the first version; the second one is in force.
fn published() -> (World, (Person, CharterAcknowledge)) {
    let mut world = World::founded();
    let bob = world.investor("bob");
    publish(&mut world, "second charter");
    world.warp(9);
    let acknowledge = world.charter_acknowledge(bob);
    (world, (bob, acknowledge))
}

/// The event, byte for byte.
fn acknowledged(world: &World, bob: Person, version: u32) -> Vec<u8> {
    let discriminator = &event::CharterAcknowledged::DISCRIMINATOR;
    [discriminator, world.network.as_ref(), bob.member.as_ref(), &version.to_le_bytes()].concat()
}

#[test]
fn acknowledges_now() {
    let (mut world, (bob, acknowledge)) = published();
    let before = world.member_state(bob);
    let outcome = world.send(&[acknowledge.instruction()]).expect_changed(&[bob.member]);
    let expected = Member { charter_version: 2, charter_acknowledged_at: world.now(), ..before };
    assert_eq!(world.member_state(bob), expected);
    assert_ne!(before.charter_acknowledged_at, world.now());
    assert_eq!(emitted(&outcome), [acknowledged(&world, bob, 2)]);
}

/// Whoever was away reads the present version, not those between.
#[test]
fn versions_between_need_no_acknowledgement() {
    let (mut world, (bob, _)) = published();
    publish(&mut world, "third charter");
    publish(&mut world, "fourth charter");
    let acknowledge = world.charter_acknowledge(bob);
    let outcome = world.send(&[acknowledge.instruction()]).expect_changed(&[bob.member]);
    assert_eq!(emitted(&outcome), [acknowledged(&world, bob, 4)]);
    assert_eq!(world.member_state(bob).charter_version, 4);
}

/// The version counts, not the text.
#[test]
fn an_old_text_that_returns_is_acknowledged_again() {
    let (mut world, (bob, acknowledge)) = published();
    world.must(&[acknowledge.instruction()]);
    let again = CharterPublish { charter_hash: hash("charter"), clauses: 12, ..world.charter_publish("") };
    world.must(&[again.instruction()]);
    let acknowledge = world.charter_acknowledge(bob);
    world.send(&[acknowledge.instruction()]).expect_changed(&[bob.member]);
    assert_eq!((acknowledge.charter_version, acknowledge.clauses), (3, 12));
}

/// Whatever his standing, and while everything is halted.
#[test]
fn whoever_is_out_of_good_standing_acknowledges() {
    let losses: [fn(&mut World, Person); 4] = [suspend, leave, exclude, |world, bob| set_points(world, bob, 0)];
    for lose in losses {
        let (mut world, (bob, acknowledge)) = published();
        lose(&mut world, bob);
        world.must(&[NetworkHalt { authority: world.founder, network: world.network }.instruction()]);
        let status = world.member_state(bob).status;
        world.send(&[acknowledge.instruction()]).expect_changed(&[bob.member]);
        assert_eq!(world.member_state(bob).status, status);
    }
}

#[test]
fn a_recovered_member_acknowledges_with_his_new_wallet_alone() {
    let (mut world, case) = ready();
    let lost = world.lose(case.bob, "new bob", case.stewards);
    world.recover(&lost, &[]);
    publish(&mut world, "second charter");
    let old = world.charter_acknowledge(lost.old);
    world.send(&[old.instruction()]).expect_refusal(Rule::NotMemberWallet);
    let new = world.charter_acknowledge(lost.new);
    world.send(&[new.instruction()]).expect_changed(&[case.bob.member]);
}

refusals! {
    published;
    refuses_the_version_before: |world, (_, acknowledge)|
        CharterAcknowledge { charter_version: 1, ..acknowledge }.instruction() => Rule::CharterOutdated;
    refuses_a_version_to_come: |world, (_, acknowledge)|
        CharterAcknowledge { charter_version: 3, ..acknowledge }.instruction() => Rule::CharterOutdated;
    refuses_no_version: |world, (_, acknowledge)|
        CharterAcknowledge { charter_version: 0, ..acknowledge }.instruction() => Rule::CharterOutdated;
    refuses_a_version_that_was_replaced_meanwhile: |world, (_, acknowledge)| {
        publish(&mut world, "third charter");
        acknowledge.instruction()
    } => Rule::CharterOutdated;
    refuses_one_clause_too_few: |world, (_, acknowledge)|
        CharterAcknowledge { clauses: 12, ..acknowledge }.instruction() => Rule::ClausesMissing;
    refuses_one_clause_too_many: |world, (_, acknowledge)|
        CharterAcknowledge { clauses: 14, ..acknowledge }.instruction() => Rule::ClausesMissing;
    refuses_no_clauses: |world, (_, acknowledge)|
        CharterAcknowledge { clauses: 0, ..acknowledge }.instruction() => Rule::ClausesMissing;
    refuses_the_same_version_again: |world, (_, acknowledge)| {
        world.must(&[acknowledge.instruction()]);
        world.warp(DAYS);
        acknowledge.instruction()
    } => Rule::AlreadyAcknowledged;
    refuses_what_the_application_acknowledged: |world, _| {
        let carol = newcomer(&mut world, "carol", role::INVESTOR);
        world.charter_acknowledge(carol).instruction()
    } => Rule::AlreadyAcknowledged;
    refuses_another_wallet: |world, (_, acknowledge)|
        CharterAcknowledge { wallet: mallory(&mut world), ..acknowledge }.instruction() => Rule::NotMemberWallet;
    refuses_another_member: |world, (_, acknowledge)| {
        let carol = newcomer(&mut world, "carol", role::INVESTOR);
        CharterAcknowledge { member: carol.member, ..acknowledge }.instruction()
    } => Rule::NotMemberWallet;
    refuses_the_authority_in_his_place: |world, (_, acknowledge)|
        CharterAcknowledge { wallet: world.founder, ..acknowledge }.instruction() => Rule::NotMemberWallet;
    refuses_without_signature: |world, (bob, acknowledge)|
        acknowledge.instruction().unsigned(bob.wallet) => Error::MissingRequiredSignature;
    refuses_a_read_only_member: |world, (bob, acknowledge)|
        acknowledge.instruction().read_only(bob.member) => NOT_WRITABLE;
    refuses_another_networks_charter: |world, (_, acknowledge)| {
        let other = other_network(&mut world);
        CharterAcknowledge { network: other, charter_version: 1, clauses: 12, ..acknowledge }.instruction()
    } => Rule::NetworkMismatch;
    refuses_what_is_no_member: |world, (bob, acknowledge)| {
        let link = pda::wallet_link(world.network, bob.wallet);
        CharterAcknowledge { member: link, ..acknowledge }.instruction()
    } => TOO_SMALL;
}
