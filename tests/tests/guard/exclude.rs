//! `member_exclude`, and who takes it back.

use super::common::*;

fn member() -> (World, Person) {
    let mut world = World::founded();
    let bob = world.investor("bob");
    (world, bob)
}

fn out() -> (World, Person) {
    let (mut world, bob) = member();
    exclude(&mut world, bob);
    (world, bob)
}

fn changed(world: &World, person: Person, status: Status, reason_hash: [u8; 32]) -> Event {
    let (network, member, by, status) = (world.network, person.member, world.founder, status.byte());
    event::MemberStatusChanged { network, member, status, reason_hash, by }.into()
}

/// An exclusion that a steward signs, with or without his accounts.
fn by_steward(world: &mut World, bob: Person, capabilities: u8, with_accounts: bool) -> Instruction {
    let sam = world.steward("sam", capabilities);
    let exclude = MemberExclude { authority: sam.wallet, ..world.member_exclude(bob) }.instruction();
    if !with_accounts {
        return exclude;
    }
    let (signer, steward_member) = (sam.wallet, Some(sam.member));
    let (network, member, reason_hash) = (world.network, bob.member, hash("reason"));
    // The two instructions have the same accounts; only their numbers differ.
    let mut suspend = MemberSuspend { signer, steward_member, network, member, reason_hash }.instruction();
    suspend.data = exclude.data;
    suspend
}

/// A reinstatement by a steward who arbitrates.
fn taken_back_by_steward(world: &mut World, bob: Person, capabilities: u8) -> MemberReinstate {
    let sam = world.steward("sam", capabilities);
    MemberReinstate { signer: sam.wallet, steward_member: Some(sam.member), ..reinstate(world, bob) }
}

#[test]
fn excludes_whatever_the_status() {
    let before: [fn(&mut World, Person); 3] = [|_, _| {}, suspend, leave];
    for before in before {
        let (mut world, bob) = member();
        before(&mut world, bob);
        let state = world.member_state(bob);
        let reason_hash = hash("another reason");
        let exclude = MemberExclude { reason_hash, ..world.member_exclude(bob) };
        let outcome = world.send(&[exclude.instruction()]).expect_changed(&[bob.member]);
        let expected = Member { status: Status::Excluded.byte(), reason_hash, ..state };
        assert_eq!(world.member_state(bob), expected);
        assert_eq!(outcome.event(), &changed(&world, bob, Status::Excluded, reason_hash));
    }
}

/// With his consent he is a member as before.
#[test]
fn the_authority_takes_it_back_with_the_members_consent() {
    let (mut world, bob) = out();
    let before = world.member_state(bob);
    let back = MemberReinstate { wallet: Some(bob.wallet), ..reinstate(&world, bob) };
    let outcome = world.send(&[back.instruction()]).expect_changed(&[bob.member]);
    assert_eq!(world.member_state(bob), Member { status: Status::Active.byte(), ..before });
    assert_eq!(outcome.event(), &changed(&world, bob, Status::Active, [0; 32]));
}

/// Without it he is as one who left: he comes back when he wants to.
#[test]
fn the_authority_takes_it_back_alone() {
    let (mut world, bob) = out();
    let before = world.member_state(bob);
    let outcome = world.send(&[reinstate(&world, bob).instruction()]).expect_changed(&[bob.member]);
    assert_eq!(world.member_state(bob), Member { status: Status::Left.byte(), ..before });
    assert_eq!(outcome.event(), &changed(&world, bob, Status::Left, [0; 32]));
    take_back(&mut world, bob);
    assert_eq!(world.member_state(bob), Member { status: Status::Active.byte(), ..before });
}

/// Nobody who left is brought back by an exclusion that is taken back.
#[test]
fn who_left_and_was_excluded_is_not_brought_back_without_his_signature() {
    let (mut world, bob) = member();
    leave(&mut world, bob);
    world.send(&[reinstate(&world, bob).instruction()]).expect_refusal(Rule::ConsentRequired);
    exclude(&mut world, bob);
    world.send(&[reinstate(&world, bob).instruction()]).expect_changed(&[bob.member]);
    assert_eq!(world.member_state(bob).status, Status::Left.byte());
    world.send(&[reinstate(&world, bob).instruction()]).expect_refusal(Rule::ConsentRequired);
    take_back(&mut world, bob);
    assert_eq!(world.member_state(bob).status, Status::Active.byte());
}

#[test]
fn whoever_was_taken_back_can_be_excluded_again() {
    for with_consent in [false, true] {
        let (mut world, bob) = out();
        match with_consent {
            true => take_back(&mut world, bob),
            false => drop(world.must(&[reinstate(&world, bob).instruction()])),
        }
        let exclude = world.member_exclude(bob);
        world.send(&[exclude.instruction()]).expect_changed(&[bob.member]);
    }
}

/// What an exclusion ends is work for the network, until he is taken back.
#[test]
fn an_excluded_steward_does_no_work() {
    let (mut world, bob) = member();
    let sam = world.steward("sam", capability::ALL);
    exclude(&mut world, sam);
    let (signer, steward_member, network) = (sam.wallet, Some(sam.member), world.network);
    let (member, reason_hash) = (bob.member, hash("reason"));
    let suspend = MemberSuspend { signer, steward_member, network, member, reason_hash };
    world.send(&[suspend.instruction()]).expect_refusal(Rule::StewardNotActive);
    take_back(&mut world, sam);
    world.send(&[suspend.instruction()]).expect_success();
}

refusals! {
    member;
    refuses_exclusion_without_a_reason: |world, bob|
        MemberExclude { reason_hash: [0; 32], ..world.member_exclude(bob) }.instruction() => Rule::ReasonRequired;
    refuses_exclusion_by_a_stranger: |world, bob|
        MemberExclude { authority: mallory(&mut world), ..world.member_exclude(bob) }.instruction()
        => Rule::NotNetworkAuthority;
    refuses_exclusion_by_the_member_himself: |world, bob|
        MemberExclude { authority: bob.wallet, ..world.member_exclude(bob) }.instruction()
        => Rule::NotNetworkAuthority;
    refuses_exclusion_by_a_steward_with_every_capability: |world, bob|
        by_steward(&mut world, bob, capability::ALL, true) => Rule::NotNetworkAuthority;
    refuses_exclusion_by_a_steward_who_arbitrates: |world, bob|
        by_steward(&mut world, bob, capability::ARBITRATE, true) => Rule::NotNetworkAuthority;
    refuses_exclusion_by_a_steward_without_his_accounts: |world, bob|
        by_steward(&mut world, bob, capability::ALL, false) => Rule::NotNetworkAuthority;
    refuses_exclusion_by_an_authority_to_come: |world, bob| {
        let successor = world.person("successor");
        let (authority, network) = (world.founder, world.network);
        world.must(&[NetworkProposeAuthority { authority, network, successor }.instruction()]);
        MemberExclude { authority: successor, ..world.member_exclude(bob) }.instruction()
    } => Rule::NotNetworkAuthority;
    refuses_exclusion_without_signature: |world, bob|
        world.member_exclude(bob).instruction().unsigned(world.founder) => Error::MissingRequiredSignature;
    refuses_exclusion_in_another_network: |world, bob| {
        let other = other_network(&mut world);
        world.member_exclude(bob).instruction().replacing(world.network, other)
    } => Rule::NetworkMismatch;
    refuses_exclusion_of_a_read_only_member: |world, bob|
        world.member_exclude(bob).instruction().read_only(bob.member) => NOT_WRITABLE;
    refuses_exclusion_of_nobody: |world, bob|
        MemberExclude { member: address("nobody"), ..world.member_exclude(bob) }.instruction() => TOO_SMALL;
}

refusals! {
    out;
    refuses_a_second_exclusion: |world, bob| world.member_exclude(bob).instruction() => Rule::MemberExcluded;
    refuses_to_suspend_the_excluded: |world, bob| {
        let (signer, network, member) = (world.founder, world.network, bob.member);
        MemberSuspend { signer, steward_member: None, network, member, reason_hash: hash("reason") }.instruction()
    } => Rule::MemberNotActive;
    refuses_the_excluded_to_leave: |_world, bob|
        MemberLeave { wallet: bob.wallet, member: bob.member }.instruction() => Rule::MemberNotActive;
    refuses_reinstatement_by_a_steward_who_arbitrates: |world, bob|
        taken_back_by_steward(&mut world, bob, capability::ARBITRATE).instruction() => Rule::MemberExcluded;
    refuses_reinstatement_by_a_steward_with_every_capability: |world, bob|
        taken_back_by_steward(&mut world, bob, capability::ALL).instruction() => Rule::MemberExcluded;
    refuses_reinstatement_by_a_steward_with_the_members_signature: |world, bob| {
        let back = taken_back_by_steward(&mut world, bob, capability::ARBITRATE);
        MemberReinstate { wallet: Some(bob.wallet), ..back }.instruction()
    } => Rule::MemberExcluded;
    refuses_reinstatement_with_the_signature_of_another_wallet: |world, bob| {
        let wallet = Some(mallory(&mut world));
        MemberReinstate { wallet, ..reinstate(&world, bob) }.instruction()
    } => Rule::NotMemberWallet;
    refuses_a_steward_to_finish_what_the_authority_left_open: |world, bob| {
        world.must(&[reinstate(&world, bob).instruction()]);
        taken_back_by_steward(&mut world, bob, capability::ARBITRATE).instruction()
    } => Rule::ConsentRequired;
    refuses_reinstatement_by_the_member_himself: |world, bob|
        MemberReinstate { signer: bob.wallet, wallet: Some(bob.wallet), ..reinstate(&world, bob) }.instruction()
        => Rule::NotAuthorised;
    refuses_reinstatement_by_a_stranger: |world, bob|
        MemberReinstate { signer: mallory(&mut world), ..reinstate(&world, bob) }.instruction() => Rule::NotAuthorised;
    refuses_to_make_a_steward_of_the_excluded: |world, bob| StewardAppoint {
        payer: world.payer,
        authority: world.founder,
        network: world.network,
        member: bob.member,
        capabilities: capability::ALL,
    }.instruction() => Rule::MemberNotActive;
    refuses_a_conversation_with_the_excluded: |world, bob| {
        let (signer, network, member) = (world.founder, world.network, bob.member);
        MemberAttest { signer, steward_member: None, network, member }.instruction()
    } => Rule::MemberNotActive;
    refuses_a_second_admission_of_the_excluded: |world, _| {
        let wallet = world.applicant("bob again", role::ALL);
        MemberAdmit { identity: identity("bob"), ..world.member_admit("bob again", wallet) }.instruction()
    } => ALREADY_IN_USE;
}
