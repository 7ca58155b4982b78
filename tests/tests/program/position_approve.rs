//! `position_approve`

use super::prelude::*;

fn ready() -> (World, (TokenFixture, PositionApprove)) {
    let mut world = World::founded();
    let ada = world.owner_with("ada", Terms { policy: Policy::Approval, ..Terms::default() });
    let bob = world.holder("bob", &ada, 0);
    let Person { wallet: owner, member: owner_member } = ada.owner;
    let expires_at = world.now() + DAYS;
    let (mint, holder) = (ada.mint, bob.wallet);
    let approve = PositionApprove { owner, owner_member, mint, holder, from: owner, shares: 500, expires_at };
    (world, (ada, approve))
}

#[test]
fn approves_one_receipt() {
    let (mut world, (ada, approve)) = ready();
    let position = ada.position(approve.holder);
    let before: Position = world.read(position);
    let outcome = world.send(&[approve.instruction()]).expect_changed(&[position]);
    let PositionApprove { from, shares, expires_at, .. } = approve;
    let expected = Position { approved_from: from, approved_shares: shares, approval_expires_at: expires_at, ..before };
    assert_eq!(world.read::<Position>(position), expected);
    assert_eq!(
        outcome.event(),
        &event::ReceiptApproved { token: ada.token, position, from, shares, expires_at }.into()
    );
}

#[test]
fn no_shares_withdraw_it() {
    let (mut world, (ada, approve)) = ready();
    let position = ada.position(approve.holder);
    let before: Position = world.read(position);
    world.must(&[approve.instruction()]);
    // Sender and time do not matter then.
    let withdraw = PositionApprove { shares: 0, from: address("anybody"), expires_at: i64::MIN, ..approve };
    let outcome = world.send(&[withdraw.instruction()]).expect_changed(&[position]);
    assert_eq!(world.read::<Position>(position), before);
    let (from, shares, expires_at) = (Address::default(), 0, 0);
    assert_eq!(
        outcome.event(),
        &event::ReceiptApproved { token: ada.token, position, from, shares, expires_at }.into()
    );
}

#[test]
fn a_later_approval_replaces_the_earlier_one() {
    let (mut world, (ada, approve)) = ready();
    world.must(&[approve.instruction()]);
    let second = PositionApprove { from: address("another"), shares: u64::MAX, expires_at: i64::MAX, ..approve };
    world.send(&[second.instruction()]).expect_success();
    let position: Position = world.read(ada.position(second.holder));
    assert_eq!(position.approved_from, second.from);
    assert_eq!((position.approved_shares, position.approval_expires_at), (u64::MAX, i64::MAX));
}

#[test]
fn it_must_be_worth_something_for_a_second_at_least() {
    for (seconds, refused) in [(-1, true), (0, true), (1, false)] {
        let (mut world, (_, approve)) = ready();
        let approve = PositionApprove { expires_at: world.now() + seconds, ..approve };
        let outcome = world.send(&[approve.instruction()]);
        match refused {
            true => outcome.expect_refusal(Rule::ApprovalExpiryInvalid),
            false => {
                outcome.expect_success();
            }
        }
    }
}

#[test]
fn approves_in_a_pause_and_a_halt() {
    let (mut world, (ada, approve)) = ready();
    let Person { wallet: owner, member: owner_member } = ada.owner;
    let network = world.network;
    world.must(&[
        TokenPause { owner, owner_member, network, seconds: DAY }.instruction(),
        NetworkHalt { authority: world.founder, network }.instruction(),
    ]);
    world.send(&[approve.instruction()]).expect_success();
}

refusals! {
    ready;
    refuses_the_smallest_time: |world, (_, approve)|
        PositionApprove { expires_at: i64::MIN, ..approve }.instruction() => Rule::ApprovalExpiryInvalid;
    refuses_time_0: |world, (_, approve)|
        PositionApprove { expires_at: 0, ..approve }.instruction() => Rule::ApprovalExpiryInvalid;
    refuses_the_receiver_himself: |world, (_, approve)|
        approve.instruction().replacing(approve.owner, approve.holder) => Rule::NotTokenOwner;
    refuses_the_receiver_with_his_own_member: |world, (_, approve)| {
        let member = pda::member(world.network, &identity("bob"));
        approve.instruction().replacing(approve.owner, approve.holder).replacing(approve.owner_member, member)
    } => Rule::NotTokenOwner;
    refuses_the_networks_authority: |world, (_, approve)|
        approve.instruction().replacing(approve.owner, world.founder) => Rule::NotTokenOwner;
    refuses_without_signature: |world, (_, approve)|
        approve.instruction().unsigned(approve.owner) => Error::MissingRequiredSignature;
    refuses_a_position_in_another_token: |world, (ada, approve)| {
        let carol = world.owner_with_token("carol");
        approve.instruction().replacing(ada.position(approve.holder), carol.position(carol.owner.wallet))
    } => Rule::TokenMismatch;
    refuses_another_token: |world, (ada, approve)| {
        let carol = world.owner_with_token("carol");
        approve.instruction().replacing(ada.token, carol.token)
    } => Rule::TokenMismatch;
    refuses_who_has_no_position: |world, (_, approve)|
        PositionApprove { holder: mallory(&mut world), ..approve }.instruction() => TOO_SMALL;
    refuses_a_read_only_position: |world, (ada, approve)|
        approve.instruction().read_only(ada.position(approve.holder)) => NOT_WRITABLE;
    refuses_short_data: |world, (_, approve)|
        approve.instruction().with_data(|data| { data.pop(); }) => Error::InvalidInstructionData;
}
