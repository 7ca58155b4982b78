//! `position_set_boundary`

use super::common::*;

/// The event, byte for byte.
fn set_event(token: &TokenFixture, holder: Person, contact: Contact, set_at: i64) -> Vec<u8> {
    let fields = [&[contact.byte()], set_at.to_le_bytes().as_slice()].concat();
    let position = token.position(holder.wallet);
    [&event::BoundarySet::DISCRIMINATOR, token.token.as_ref(), position.as_ref(), &fields].concat()
}

/// The instruction, with any byte for the kind.
fn with_byte(world: &World, case: &Case, byte: u8) -> Instruction {
    let set = world.position_set_boundary(&case.ada, case.bob, Contact::NoContact).instruction();
    set.with_data(|data| *data.last_mut().unwrap() = byte)
}

/// Ada has said that Bob may not contact her at all.
fn closed() -> (World, Case) {
    let (mut world, case) = ready();
    set_boundary(&mut world, &case.ada, case.bob, Contact::NoContact);
    world.warp(60);
    (world, case)
}

/// Bob's wallet was replaced and everything moved.
fn moved() -> (World, (Case, Lost)) {
    let (mut world, case) = ready();
    let lost = world.lose(case.bob, "new bob", case.stewards);
    world.recover(&lost, &[&case.ada]);
    (world, (case, lost))
}

/// From each kind to each other one; the position changes in nothing else.
#[test]
fn each_kind_follows_each_other_one() {
    for from in Contact::ALL {
        for to in Contact::ALL.into_iter().filter(|to| *to != from) {
            let (mut world, Case { ada, bob, .. }) = ready();
            if from != Contact::Open {
                set_boundary(&mut world, &ada, bob, from);
            }
            let before = world.position_state(&ada, bob);
            world.warp(DAYS);
            let (now, set) = (world.now(), world.position_set_boundary(&ada, bob, to));
            let outcome = world.send(&[set.instruction()]).expect_changed(&[ada.position(bob.wallet)]);
            let first = if from == Contact::Open { now } else { before.contact_first_set_at };
            let expected = Position { contact: to.byte(), contact_set_at: now, contact_first_set_at: first, ..before };
            assert_eq!(world.position_state(&ada, bob), expected);
            assert_eq!(emitted(&outcome), [set_event(&ada, bob, to, now)]);
        }
    }
}

/// Lifting a boundary, and setting others, leaves the time of the first one.
#[test]
fn the_first_time_outlives_every_change() {
    let (mut world, Case { ada, bob, .. }) = ready();
    let first = world.now();
    let changes = [Contact::NoContact, Contact::Open, Contact::Quarterly, Contact::Open, Contact::Asynchronous];
    for contact in changes {
        set_boundary(&mut world, &ada, bob, contact);
        let position = world.position_state(&ada, bob);
        let expected = (contact.byte(), world.now(), first);
        assert_eq!((position.contact, position.contact_set_at, position.contact_first_set_at), expected);
        world.warp(7);
    }
}

/// Whoever never held shares, holds none any more, or is out of good standing can be kept at a distance.
#[test]
fn the_position_need_not_hold_shares_nor_the_holder_be_in_good_standing() {
    let (mut world, Case { ada, bob, carol, dave, .. }) = ready();
    set_boundary(&mut world, &ada, dave, Contact::Asynchronous);
    world.transfer(&ada, bob, ada.owner, 2_000).expect_success();
    set_boundary(&mut world, &ada, bob, Contact::Asynchronous);
    leave(&mut world, carol);
    set_boundary(&mut world, &ada, carol, Contact::Asynchronous);
    exclude(&mut world, bob);
    set_boundary(&mut world, &ada, bob, Contact::NoContact);
}

/// The owner's own standing, a halt and a pause are no hindrance.
#[test]
fn nothing_keeps_an_owner_from_setting_one() {
    let losses: [fn(&mut World, Person); 4] = [suspend, leave, exclude, |world, ada| set_points(world, ada, 0)];
    for lose in losses {
        let (mut world, Case { ada, bob, .. }) = ready();
        let Person { wallet: owner, member: owner_member } = ada.owner;
        let (authority, network) = (world.founder, world.network);
        world.must(&[
            TokenPause { owner, owner_member, network, seconds: DAY }.instruction(),
            NetworkHalt { authority, network }.instruction(),
        ]);
        lose(&mut world, ada.owner);
        publish(&mut world, "second charter");
        set_boundary(&mut world, &ada, bob, Contact::NoContact);
    }
}

#[test]
fn a_recovered_owner_sets_it_with_the_new_wallet() {
    let (mut world, case) = ready();
    let lost = world.lose(case.ada.owner, "new ada", case.stewards);
    world.recover(&lost, &[]);
    let old = world.position_set_boundary(&case.ada, case.bob, Contact::NoContact);
    world.send(&[old.instruction()]).expect_refusal(Rule::NotTokenOwner);
    let hers = TokenFixture { owner: lost.new, ..case.ada };
    set_boundary(&mut world, &hers, case.bob, Contact::NoContact);
}

/// Each byte that is no kind, of a position without and of one with a boundary.
#[test]
fn refuses_every_byte_that_is_no_kind() {
    for setup in [ready, closed] {
        let (mut world, case) = setup();
        for byte in [4, 5, 7, 8, 15, 16, 31, 32, 63, 64, 100, 127, 128, 129, 200, 253, 254, 255] {
            let set = with_byte(&world, &case, byte);
            world.send(&[set]).expect_refusal(Rule::BoundaryInvalid);
        }
    }
}

#[test]
fn refuses_each_kind_that_is_set_already() {
    for contact in Contact::ALL {
        let (mut world, Case { ada, bob, .. }) = ready();
        if contact != Contact::Open {
            set_boundary(&mut world, &ada, bob, contact);
        }
        let set = world.position_set_boundary(&ada, bob, contact);
        world.send(&[set.instruction()]).expect_refusal(Rule::BoundaryUnchanged);
    }
}

refusals! {
    ready;
    refuses_to_lift_what_was_never_set: |world, case|
        world.position_set_boundary(&case.ada, case.bob, Contact::Open).instruction() => Rule::BoundaryUnchanged;
    refuses_the_owners_own_position: |world, case|
        world.position_set_boundary(&case.ada, case.ada.owner, Contact::NoContact).instruction() => Rule::OwnPosition;
    refuses_a_stranger: |world, case| {
        let owner = mallory(&mut world);
        let set = world.position_set_boundary(&case.ada, case.bob, Contact::NoContact);
        PositionSetBoundary { owner, ..set }.instruction()
    } => Rule::NotTokenOwner;
    refuses_the_holder_himself: |world, case| {
        let Person { wallet: owner, member: owner_member } = case.bob;
        let set = world.position_set_boundary(&case.ada, case.bob, Contact::NoContact);
        PositionSetBoundary { owner, owner_member, ..set }.instruction()
    } => Rule::NotTokenOwner;
    refuses_the_holder_with_the_owners_member: |world, case| {
        let set = world.position_set_boundary(&case.ada, case.bob, Contact::NoContact);
        PositionSetBoundary { owner: case.bob.wallet, ..set }.instruction()
    } => Rule::NotTokenOwner;
    refuses_a_steward_with_every_capability: |world, case| {
        let Person { wallet: owner, member: owner_member } = world.steward("sam", capability::ALL);
        let set = world.position_set_boundary(&case.ada, case.bob, Contact::NoContact);
        PositionSetBoundary { owner, owner_member, ..set }.instruction()
    } => Rule::NotTokenOwner;
    refuses_the_networks_authority: |world, case| {
        let set = world.position_set_boundary(&case.ada, case.bob, Contact::NoContact);
        PositionSetBoundary { owner: world.founder, ..set }.instruction()
    } => Rule::NotTokenOwner;
    refuses_the_owner_of_another_token: |world, case| {
        let Person { wallet: owner, member: owner_member } = world.owner_with_token("zoe").owner;
        let set = world.position_set_boundary(&case.ada, case.bob, Contact::NoContact);
        PositionSetBoundary { owner, owner_member, ..set }.instruction()
    } => Rule::NotTokenOwner;
    refuses_a_position_in_another_token: |world, case| {
        let zoe = world.owner_with_token("zoe");
        world.open_position(case.bob, &zoe);
        let [here, there] = [case.ada, zoe].map(|token| token.position(case.bob.wallet));
        world.position_set_boundary(&case.ada, case.bob, Contact::NoContact).instruction().replacing(here, there)
    } => Rule::TokenMismatch;
    refuses_the_owner_of_another_token_with_his_token: |world, case| {
        let zoe = world.owner_with_token("zoe");
        let set = world.position_set_boundary(&zoe, case.bob, Contact::NoContact).instruction();
        set.replacing(zoe.position(case.bob.wallet), case.ada.position(case.bob.wallet))
    } => Rule::TokenMismatch;
    refuses_without_signature: |world, case| {
        let set = world.position_set_boundary(&case.ada, case.bob, Contact::NoContact);
        set.instruction().unsigned(case.ada.owner.wallet)
    } => Error::MissingRequiredSignature;
    refuses_a_read_only_position: |world, case| {
        let set = world.position_set_boundary(&case.ada, case.bob, Contact::NoContact);
        set.instruction().read_only(case.ada.position(case.bob.wallet))
    } => NOT_WRITABLE;
    refuses_nobodys_position: |world, case|
        world.position_set_boundary(&case.ada, case.judith, Contact::NoContact).instruction() => TOO_SMALL;
    refuses_no_kind_at_all: |world, case|
        with_byte(&world, &case, 1).with_data(|data| data.truncate(data.len() - 1)) => Error::InvalidInstructionData;
}

refusals! {
    closed;
    refuses_the_same_boundary_again: |world, case|
        world.position_set_boundary(&case.ada, case.bob, Contact::NoContact).instruction() => Rule::BoundaryUnchanged;
    refuses_the_holder_to_lift_it: |world, case| {
        let Person { wallet: owner, member: owner_member } = case.bob;
        let set = world.position_set_boundary(&case.ada, case.bob, Contact::Open);
        PositionSetBoundary { owner, owner_member, ..set }.instruction()
    } => Rule::NotTokenOwner;
}

refusals! {
    moved;
    refuses_a_replaced_position: |world, (case, lost)|
        world.position_set_boundary(&case.ada, lost.old, Contact::NoContact).instruction() => Rule::PositionReplaced;
    refuses_a_replaced_position_with_an_invalid_kind: |world, (case, _)|
        with_byte(&world, &case, 9) => Rule::PositionReplaced;
}
