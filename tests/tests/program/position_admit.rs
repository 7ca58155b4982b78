//! `position_admit`

use super::prelude::*;

fn ready() -> (World, (TokenFixture, PositionAdmit)) {
    let mut world = World::founded();
    let ada = world.owner_with("ada", Terms { policy: Policy::Village, ..Terms::default() });
    let bob = world.holder("bob", &ada, 0);
    let Person { wallet: owner, member: owner_member } = ada.owner;
    let admit = PositionAdmit { owner, owner_member, mint: ada.mint, holder: bob.wallet, cap: 250 };
    (world, (ada, admit))
}

#[test]
fn admits_up_to_a_cap() {
    let (mut world, (ada, admit)) = ready();
    let position = ada.position(admit.holder);
    let before: Position = world.read(position);
    let outcome = world.send(&[admit.instruction()]).expect_changed(&[position]);
    assert_eq!(world.read::<Position>(position), Position { cap: 250, ..before });
    assert_eq!(outcome.event(), &event::PositionAdmitted { token: ada.token, position, cap: 250 }.into());
}

#[test]
fn takes_every_cap_and_0_withdraws() {
    let (mut world, (ada, admit)) = ready();
    let position = ada.position(admit.holder);
    for cap in [1, 9_999, 10_000, 0] {
        let outcome = world.send(&[PositionAdmit { cap, ..admit.clone() }.instruction()]).expect_success();
        assert_eq!(world.read::<Position>(position).cap, cap);
        assert_eq!(outcome.event(), &event::PositionAdmitted { token: ada.token, position, cap }.into());
    }
}

/// A cap says what may be received. It takes nothing away.
#[test]
fn a_lower_cap_takes_nothing_away() {
    let (mut world, (ada, admit)) = ready();
    let bob = Person { wallet: admit.holder, member: pda::member(world.network, &identity("bob")) };
    world.must(&[admit.instruction()]);
    world.transfer(&ada, ada.owner, bob, 250_000).expect_success();
    world.send(&[PositionAdmit { cap: 1, ..admit }.instruction()]).expect_success();
    assert_eq!(world.position_state(&ada, bob).shares, 250_000);
    world.transfer(&ada, ada.owner, bob, 1).expect_refusal(Rule::CapExceeded);
}

/// The owner may say it under any policy, in a pause and a halt, and of anybody's position, his own included.
#[test]
fn admits_at_any_time() {
    let (mut world, (ada, admit)) = ready();
    let Person { wallet: owner, member: owner_member } = ada.owner;
    let network = world.network;
    world.must(&[
        TokenPause { owner, owner_member, network, seconds: DAY }.instruction(),
        NetworkHalt { authority: world.founder, network }.instruction(),
    ]);
    world.send(&[admit.instruction()]).expect_success();
    world.send(&[PositionAdmit { holder: owner, ..admit }.instruction()]).expect_success();
}

refusals! {
    ready;
    refuses_a_cap_beyond_the_whole: |world, (_, admit)|
        PositionAdmit { cap: 10_001, ..admit }.instruction() => Rule::CapInvalid;
    refuses_the_greatest_cap: |world, (_, admit)|
        PositionAdmit { cap: u16::MAX, ..admit }.instruction() => Rule::CapInvalid;
    refuses_the_holder_himself: |world, (_, admit)|
        admit.instruction().replacing(admit.owner, admit.holder) => Rule::NotTokenOwner;
    refuses_the_holder_with_his_own_member: |world, (_, admit)| {
        let member = pda::member(world.network, &identity("bob"));
        admit.instruction().replacing(admit.owner, admit.holder).replacing(admit.owner_member, member)
    } => Rule::NotTokenOwner;
    refuses_the_networks_authority: |world, (_, admit)|
        admit.instruction().replacing(admit.owner, world.founder) => Rule::NotTokenOwner;
    refuses_another_owner: |world, (_, admit)| {
        let carol = world.owner_with_token("carol");
        admit.instruction().replacing(admit.owner, carol.owner.wallet).replacing(admit.owner_member, carol.owner.member)
    } => Rule::NotTokenOwner;
    refuses_without_signature: |world, (_, admit)|
        admit.instruction().unsigned(admit.owner) => Error::MissingRequiredSignature;
    refuses_a_position_in_another_token: |world, (ada, admit)| {
        let carol = world.owner_with_token("carol");
        admit.instruction().replacing(ada.position(admit.holder), carol.position(carol.owner.wallet))
    } => Rule::TokenMismatch;
    refuses_another_token: |world, (ada, admit)| {
        let carol = world.owner_with_token("carol");
        admit.instruction().replacing(ada.token, carol.token)
    } => Rule::TokenMismatch;
    refuses_who_has_no_position: |world, (_, admit)|
        PositionAdmit { holder: mallory(&mut world), ..admit }.instruction() => TOO_SMALL;
    refuses_a_read_only_position: |world, (ada, admit)|
        admit.instruction().read_only(ada.position(admit.holder)) => NOT_WRITABLE;
    refuses_a_position_with_more_locked_than_held: |world, (ada, admit)| {
        // `locked` is the ninth word after the addresses: behind shares, `last` and `owed`.
        let locked = Position::SPACE - 128 - 24 - 32 - 24;
        world.corrupt(ada.position(admit.holder), |data| data[locked] = 1);
        admit.instruction()
    } => Rule::InvariantBroken;
}
