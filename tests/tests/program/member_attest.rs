//! `member_attest`

use super::prelude::*;

fn ready() -> (World, MemberAttest) {
    let mut world = World::founded();
    let bob = world.member("bob", role::OWNER);
    let attest =
        MemberAttest { signer: world.founder, steward_member: None, network: world.network, member: bob.member };
    (world, attest)
}

fn by_steward(world: &mut World, attest: MemberAttest, capabilities: u8) -> MemberAttest {
    let sam = world.steward("sam", capabilities);
    MemberAttest { signer: sam.wallet, steward_member: Some(sam.member), ..attest }
}

#[test]
fn attests() {
    let (mut world, attest) = ready();
    let before: Member = world.read(attest.member);
    world.warp(9);
    let outcome = world.send(&[attest.instruction()]).expect_changed(&[attest.member]);
    assert_eq!(world.read::<Member>(attest.member), Member { education_attested_at: GENESIS + 9, ..before });
    let attested = event::EducationAttested { network: world.network, member: attest.member, by: world.founder };
    assert_eq!(outcome.event(), &attested.into());
}

#[test]
fn a_steward_who_attests_attests() {
    let (mut world, attest) = ready();
    let attest = by_steward(&mut world, attest, capability::ATTEST);
    let outcome = world.send(&[attest.instruction()]).expect_changed(&[attest.member]);
    let attested = event::EducationAttested { network: world.network, member: attest.member, by: attest.signer };
    assert_eq!(outcome.event(), &attested.into());
}

#[test]
fn a_later_conversation_is_the_one_on_record() {
    let (mut world, attest) = ready();
    world.must(&[attest.instruction()]);
    world.warp(DAYS);
    world.send(&[attest.instruction()]).expect_success();
    assert_eq!(world.read::<Member>(attest.member).education_attested_at, GENESIS + DAYS);
}

refusals! {
    ready;
    refuses_a_stranger: |world, attest|
        MemberAttest { signer: mallory(&mut world), ..attest }.instruction() => Rule::NotAuthorised;
    refuses_the_member_himself: |world, attest|
        MemberAttest { signer: world.person("bob"), ..attest }.instruction() => Rule::NotAuthorised;
    refuses_a_steward_who_does_not_attest: |world, attest|
        by_steward(&mut world, attest, capability::ALL - capability::ATTEST).instruction() => Rule::NotAuthorised;
    refuses_without_signature: |world, attest|
        attest.instruction().unsigned(attest.signer) => Error::MissingRequiredSignature;
    refuses_the_suspended: |world, attest| {
        let MemberAttest { signer, network, member, .. } = attest;
        let suspend = MemberSuspend { signer, steward_member: None, network, member, reason_hash: hash("reason") };
        world.must(&[suspend.instruction()]);
        attest.instruction()
    } => Rule::MemberNotActive;
    refuses_who_left: |world, attest| {
        world.must(&[MemberLeave { wallet: wallet("bob"), member: attest.member }.instruction()]);
        attest.instruction()
    } => Rule::MemberNotActive;
    refuses_a_member_of_another_network: |world, attest| {
        let other = other_network(&mut world);
        attest.instruction().replacing(world.network, other)
    } => Rule::NetworkMismatch;
    refuses_a_read_only_member: |world, attest| attest.instruction().read_only(attest.member) => NOT_WRITABLE;
    refuses_what_is_no_member: |world, attest|
        MemberAttest { member: world.network, ..attest }.instruction() => DUPLICATE;
}
