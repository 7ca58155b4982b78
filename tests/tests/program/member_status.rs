//! `member_suspend`, `member_reinstate`, `member_leave`

use super::prelude::*;

fn ready() -> (World, Person) {
    let mut world = World::founded();
    let bob = world.investor("bob");
    (world, bob)
}

fn suspended() -> (World, Person) {
    let (mut world, bob) = ready();
    world.must(&[suspend(&world, bob).instruction()]);
    (world, bob)
}

fn gone() -> (World, Person) {
    let (mut world, bob) = ready();
    world.must(&[leave(bob).instruction()]);
    (world, bob)
}

fn suspend(world: &World, person: Person) -> MemberSuspend {
    MemberSuspend {
        signer: world.founder,
        steward_member: None,
        network: world.network,
        member: person.member,
        reason_hash: hash("reason"),
    }
}

fn reinstate(world: &World, person: Person) -> MemberReinstate {
    MemberReinstate {
        signer: world.founder,
        steward_member: None,
        network: world.network,
        member: person.member,
        wallet: None,
    }
}

fn leave(person: Person) -> MemberLeave {
    MemberLeave { wallet: person.wallet, member: person.member }
}

fn changed(world: &World, person: Person, status: Status, reason_hash: [u8; 32], by: Address) -> Event {
    let (network, member, status) = (world.network, person.member, status.byte());
    event::MemberStatusChanged { network, member, status, reason_hash, by }.into()
}

#[test]
fn suspends() {
    let (mut world, bob) = ready();
    let before: Member = world.read(bob.member);
    let outcome = world.send(&[suspend(&world, bob).instruction()]).expect_changed(&[bob.member]);
    let expected = Member { status: Status::Suspended.byte(), reason_hash: hash("reason"), ..before };
    assert_eq!(world.read::<Member>(bob.member), expected);
    assert_eq!(outcome.event(), &changed(&world, bob, Status::Suspended, hash("reason"), world.founder));
}

#[test]
fn reinstates_and_remembers_the_reason() {
    let (mut world, bob) = suspended();
    let before: Member = world.read(bob.member);
    let outcome = world.send(&[reinstate(&world, bob).instruction()]).expect_changed(&[bob.member]);
    assert_eq!(world.read::<Member>(bob.member), Member { status: Status::Active.byte(), ..before });
    assert_eq!(outcome.event(), &changed(&world, bob, Status::Active, [0; 32], world.founder));
}

#[test]
fn leaves() {
    let (mut world, bob) = ready();
    let before: Member = world.read(bob.member);
    let outcome = world.send(&[leave(bob).instruction()]).expect_changed(&[bob.member]);
    assert_eq!(world.read::<Member>(bob.member), Member { status: Status::Left.byte(), ..before });
    assert_eq!(outcome.event(), &changed(&world, bob, Status::Left, [0; 32], bob.wallet));
}

#[test]
fn comes_back_with_his_own_signature() {
    let (mut world, bob) = gone();
    let reinstate = MemberReinstate { wallet: Some(bob.wallet), ..reinstate(&world, bob) };
    let outcome = world.send(&[reinstate.instruction()]).expect_changed(&[bob.member]);
    assert_eq!(world.read::<Member>(bob.member).status, Status::Active.byte());
    assert_eq!(outcome.event(), &changed(&world, bob, Status::Active, [0; 32], world.founder));
}

#[test]
fn the_suspended_may_sign_his_reinstatement_but_need_not() {
    let (mut world, bob) = suspended();
    let reinstate = MemberReinstate { wallet: Some(bob.wallet), ..reinstate(&world, bob) };
    world.send(&[reinstate.instruction()]).expect_success();
}

#[test]
fn a_steward_who_arbitrates_suspends_and_reinstates() {
    let (mut world, bob) = ready();
    let sam = world.steward("sam", capability::ARBITRATE);
    let (signer, steward_member) = (sam.wallet, Some(sam.member));
    let suspend = MemberSuspend { signer, steward_member, ..suspend(&world, bob) };
    let outcome = world.send(&[suspend.instruction()]).expect_changed(&[bob.member]);
    assert_eq!(outcome.event(), &changed(&world, bob, Status::Suspended, hash("reason"), sam.wallet));
    let reinstate = MemberReinstate { signer, steward_member, ..reinstate(&world, bob) };
    let outcome = world.send(&[reinstate.instruction()]).expect_changed(&[bob.member]);
    assert_eq!(outcome.event(), &changed(&world, bob, Status::Active, [0; 32], sam.wallet));
}

/// Whoever is out of good standing keeps what he holds, is paid, and may send back to the owner; he receives nothing.
#[test]
fn the_suspended_is_paid_and_may_send_back() {
    let mut world = World::founded();
    let ada = world.owner_with_token("ada");
    let bob = world.holder("bob", &ada, 1_000);
    world.deposit(&ada, SHARES).expect_success();
    world.must(&[suspend(&world, bob).instruction()]);
    world.claim(&ada, bob.wallet).expect_success();
    assert_eq!(world.quote_of(bob.wallet), 1_000);
    world.transfer(&ada, ada.owner, bob, 1).expect_refusal(Rule::MemberNotActive);
    world.warp(90 * DAYS);
    world.transfer(&ada, bob, ada.owner, 400).expect_success();
    assert_eq!(world.position_state(&ada, bob).shares, 600);
}

/// "The owner may always receive" overrides policy, cap and reputation, not suspension.
#[test]
fn a_suspended_owner_receives_nothing_but_deposits_and_is_paid() {
    let mut world = World::founded();
    let ada = world.owner_with_token("ada");
    let bob = world.holder("bob", &ada, 1_000);
    world.warp(90 * DAYS);
    world.must(&[suspend(&world, ada.owner).instruction()]);
    world.transfer(&ada, bob, ada.owner, 1).expect_refusal(Rule::MemberNotActive);
    world.transfer(&ada, ada.owner, bob, 1).expect_refusal(Rule::SenderNotInGoodStanding);
    world.deposit(&ada, SHARES).expect_success();
    world.claim(&ada, ada.owner.wallet).expect_success();
}

refusals! {
    ready;
    refuses_suspension_without_reason: |world, bob|
        MemberSuspend { reason_hash: [0; 32], ..suspend(&world, bob) }.instruction() => Rule::ReasonRequired;
    refuses_suspension_by_a_stranger: |world, bob|
        MemberSuspend { signer: mallory(&mut world), ..suspend(&world, bob) }.instruction() => Rule::NotAuthorised;
    refuses_suspension_by_a_token_owner: |world, bob| {
        let ada = world.owner_with_token("ada");
        MemberSuspend { signer: ada.owner.wallet, ..suspend(&world, bob) }.instruction()
    } => Rule::NotAuthorised;
    refuses_suspension_by_a_steward_who_does_not_arbitrate: |world, bob| {
        let sam = world.steward("sam", capability::ALL - capability::ARBITRATE);
        let (signer, steward_member) = (sam.wallet, Some(sam.member));
        MemberSuspend { signer, steward_member, ..suspend(&world, bob) }.instruction()
    } => Rule::NotAuthorised;
    refuses_suspension_without_signature: |world, bob|
        suspend(&world, bob).instruction().unsigned(world.founder) => Error::MissingRequiredSignature;
    refuses_suspension_of_another_networks_member: |world, bob| {
        let other = other_network(&mut world);
        suspend(&world, bob).instruction().replacing(world.network, other)
    } => Rule::NetworkMismatch;
    refuses_suspension_of_nobody: |world, bob|
        MemberSuspend { member: address("nobody"), ..suspend(&world, bob) }.instruction() => TOO_SMALL;
    refuses_suspension_of_what_is_no_member: |world, bob| {
        let link = pda::wallet_link(world.network, bob.wallet);
        MemberSuspend { member: link, ..suspend(&world, bob) }.instruction()
    } => TOO_SMALL;
    refuses_suspension_of_a_read_only_member: |world, bob|
        suspend(&world, bob).instruction().read_only(bob.member) => NOT_WRITABLE;
    refuses_to_reinstate_the_active: |world, bob| reinstate(&world, bob).instruction() => Rule::MemberActive;
    refuses_to_reinstate_the_active_even_if_he_signs: |world, bob|
        MemberReinstate { wallet: Some(bob.wallet), ..reinstate(&world, bob) }.instruction() => Rule::MemberActive;
    refuses_leaving_for_another: |world, bob|
        MemberLeave { wallet: mallory(&mut world), ..leave(bob) }.instruction() => Rule::NotMemberWallet;
    refuses_the_authority_to_make_somebody_leave: |world, bob|
        MemberLeave { wallet: world.founder, ..leave(bob) }.instruction() => Rule::NotMemberWallet;
    refuses_leaving_without_signature: |world, bob|
        leave(bob).instruction().unsigned(bob.wallet) => Error::MissingRequiredSignature;
    refuses_a_member_of_unknown_status: |world, bob| {
        world.corrupt(bob.member, |data| data[8 + 2] = 5);
        leave(bob).instruction()
    } => Rule::InvariantBroken;
    refuses_a_member_of_too_much_reputation: |world, bob| {
        world.corrupt(bob.member, |data| data[8 + 4..8 + 6].copy_from_slice(&1_001u16.to_le_bytes()));
        suspend(&world, bob).instruction()
    } => Rule::InvariantBroken;
}

refusals! {
    suspended;
    refuses_a_second_suspension: |world, bob| suspend(&world, bob).instruction() => Rule::MemberNotActive;
    refuses_to_leave_a_suspension_behind: |world, bob| leave(bob).instruction() => Rule::MemberNotActive;
    refuses_reinstatement_by_the_member_himself: |world, bob|
        MemberReinstate { signer: bob.wallet, wallet: Some(bob.wallet), ..reinstate(&world, bob) }.instruction()
        => Rule::NotAuthorised;
    refuses_reinstatement_by_a_stranger: |world, bob|
        MemberReinstate { signer: mallory(&mut world), ..reinstate(&world, bob) }.instruction() => Rule::NotAuthorised;
    refuses_reinstatement_by_a_steward_who_does_not_arbitrate: |world, bob| {
        let sam = world.steward("sam", capability::ADMIT);
        let (signer, steward_member) = (sam.wallet, Some(sam.member));
        MemberReinstate { signer, steward_member, ..reinstate(&world, bob) }.instruction()
    } => Rule::NotAuthorised;
    refuses_reinstatement_without_signature: |world, bob|
        reinstate(&world, bob).instruction().unsigned(world.founder) => Error::MissingRequiredSignature;
    refuses_reinstatement_with_the_signature_of_another_wallet: |world, bob| {
        let wallet = Some(mallory(&mut world));
        MemberReinstate { wallet, ..reinstate(&world, bob) }.instruction()
    } => Rule::NotMemberWallet;
    refuses_reinstatement_in_another_network: |world, bob| {
        let other = other_network(&mut world);
        reinstate(&world, bob).instruction().replacing(world.network, other)
    } => Rule::NetworkMismatch;
    refuses_a_suspended_stewards_own_reinstatement: |world, _| {
        let sam = world.steward("sam", capability::ALL);
        world.must(&[suspend(&world, sam).instruction()]);
        let (signer, steward_member) = (sam.wallet, Some(sam.member));
        MemberReinstate { signer, steward_member, ..reinstate(&world, sam) }.instruction()
    } => DUPLICATE;
}

refusals! {
    gone;
    refuses_to_bring_back_without_consent: |world, bob| reinstate(&world, bob).instruction() => Rule::ConsentRequired;
    refuses_to_bring_back_without_the_wallets_signature: |world, bob|
        MemberReinstate { wallet: Some(bob.wallet), ..reinstate(&world, bob) }.instruction().unsigned(bob.wallet)
        => Error::MissingRequiredSignature;
    refuses_to_bring_back_with_the_signature_of_another: |world, bob|
        MemberReinstate { wallet: Some(world.founder), ..reinstate(&world, bob) }.instruction()
        => Rule::NotMemberWallet;
    refuses_to_suspend_who_left: |world, bob| suspend(&world, bob).instruction() => Rule::MemberNotActive;
    refuses_to_leave_twice: |world, bob| leave(bob).instruction() => Rule::MemberNotActive;
}
