//! Who may overturn: the network's authority, unless it is one of the parties.

use super::common::*;

/// The authority is a shareholder like Bob, and Ada complained about it; Judith upheld it.
fn about_the_authority() -> (World, (Case, Address)) {
    let (mut world, case) = ready();
    let founder = world.holder("founder", &case.ada, 100);
    assert_eq!(founder.wallet, world.founder);
    let complaint = harassed(&mut world, &case, founder, Severity::Severe);
    world.warp(REPLY);
    decide(&mut world, &case, complaint, Decision::Upheld(Severity::Severe));
    (world, (case, complaint))
}

/// The authority has a token of its own, and complained about Carol; Judith dismissed it as abusive.
fn by_the_authority() -> (World, (TokenFixture, Case, Address)) {
    let (mut world, case) = ready();
    let own = world.owner_with_token("founder");
    world.open_position(case.carol, &own);
    world.transfer(&own, own.owner, case.carol, 10).expect_success();
    let complaint = world.complain(&own, case.carol, Category::Other, Severity::Severe);
    world.warp(REPLY);
    let resolve = world.complaint_resolve(&own, complaint, case.judith, Decision::Abusive);
    world.must(&[resolve.instruction()]);
    (world, (own, case, complaint))
}

/// The successor to whom the founder hands the network over.
fn succeed(world: &mut World) -> Address {
    let (network, authority, successor) = (world.network, world.founder, world.person("successor"));
    world.must(&[
        NetworkProposeAuthority { authority, network, successor }.instruction(),
        NetworkAcceptAuthority { successor, network }.instruction(),
    ]);
    successor
}

/// A successor who is no party may do what the former authority could not.
#[test]
fn a_successor_who_is_no_party_overturns() {
    let (mut world, (_, complaint)) = about_the_authority();
    let authority = succeed(&mut world);
    let overturn = ComplaintOverturn { authority, ..world.complaint_overturn(complaint, Decision::Dismissed) };
    world.send(&[overturn.instruction()]).expect_success();
    assert_eq!(read(&world, complaint).decided_by, authority);
}

/// Being a member is no bar, and holding shares of the token neither: the authority answers for the network.
#[test]
fn an_authority_that_holds_shares_overturns() {
    let (mut world, (case, complaint)) = decided();
    world.holder("founder", &case.ada, 100);
    overturn(&mut world, complaint, Decision::Dismissed);
}

/// A steward's accounts are not needed, and do no harm.
#[test]
fn the_accounts_of_a_steward_do_no_harm() {
    let (mut world, (case, complaint)) = decided();
    let mut instruction = world.complaint_overturn(complaint, Decision::Dismissed).instruction();
    let accounts = [pda::steward(world.network, case.judith.member), case.judith.member];
    for (meta, account) in instruction.accounts[2..4].iter_mut().zip(accounts) {
        assert_eq!(meta.pubkey, ID);
        meta.pubkey = account;
    }
    world.send(&[instruction]).expect_success();
}

/// The decision was a steward's: whatever became of him since.
#[test]
fn overturns_whatever_became_of_the_steward() {
    let (mut world, (case, complaint)) = decided();
    for downfall in DOWNFALLS {
        tentatively(&mut world, |world| {
            downfall(world, case.judith);
            overturn(world, complaint, Decision::Dismissed);
        });
    }
}

fn dismiss(world: &World, complaint: Address) -> ComplaintOverturn {
    world.complaint_overturn(complaint, Decision::Dismissed)
}

refusals! {
    about_the_authority;
    refuses_the_authority_that_it_is_about: |world, (_, complaint)|
        dismiss(&world, complaint).instruction() => Rule::PartyCannotDecide;
    refuses_it_even_to_its_own_harm: |world, (_, complaint)|
        world.complaint_overturn(complaint, Decision::Upheld(Severity::Minor)).instruction()
        => Rule::PartyCannotDecide;
    refuses_the_former_authority: |world, (_, complaint)| {
        succeed(&mut world);
        dismiss(&world, complaint).instruction()
    } => Rule::NotNetworkAuthority;
}

refusals! {
    by_the_authority;
    refuses_the_authority_that_filed_it: |world, (_, _, complaint)|
        dismiss(&world, complaint).instruction() => Rule::PartyCannotDecide;
    refuses_the_authority_as_a_steward_in_its_own_matter: |world, (own, case, _)| {
        appoint(&mut world, own.owner, capability::ALL);
        let overturned = pda::complaint(own.position(case.carol.wallet), 0);
        overturn_bar(&mut world, own.owner);
        let next = world.complain(&own, case.carol, Category::Other, Severity::Minor);
        assert_ne!(next, overturned);
        world.warp(REPLY);
        world.complaint_resolve(&own, next, own.owner, Decision::Upheld(Severity::Minor)).instruction()
    } => Rule::PartyCannotDecide;
}

/// Lets the time pass for which an owner is barred.
fn overturn_bar(world: &mut World, owner: Person) {
    let until = world.member_state(owner).filings().barred_until();
    world.warp_to(until);
}

refusals! {
    decided;
    refuses_a_stranger: |world, (_, complaint)|
        ComplaintOverturn { authority: mallory(&mut world), ..dismiss(&world, complaint) }.instruction()
        => Rule::NotNetworkAuthority;
    refuses_the_steward_who_decided: |world, (case, complaint)|
        ComplaintOverturn { authority: case.judith.wallet, ..dismiss(&world, complaint) }.instruction()
        => Rule::NotNetworkAuthority;
    refuses_a_steward_with_every_capability: |world, (_, complaint)| {
        let jake = world.steward("jake", capability::ALL);
        ComplaintOverturn { authority: jake.wallet, ..dismiss(&world, complaint) }.instruction()
    } => Rule::NotNetworkAuthority;
    refuses_the_subject: |world, (case, complaint)|
        ComplaintOverturn { authority: case.bob.wallet, ..dismiss(&world, complaint) }.instruction()
        => Rule::NotNetworkAuthority;
    refuses_the_owner: |world, (case, complaint)|
        ComplaintOverturn { authority: case.owner().wallet, ..dismiss(&world, complaint) }.instruction()
        => Rule::NotNetworkAuthority;
    refuses_a_proposed_authority: |world, (_, complaint)| {
        let (network, authority, successor) = (world.network, world.founder, world.person("successor"));
        world.must(&[NetworkProposeAuthority { authority, network, successor }.instruction()]);
        ComplaintOverturn { authority: successor, ..dismiss(&world, complaint) }.instruction()
    } => Rule::NotNetworkAuthority;
    refuses_without_signature: |world, (_, complaint)|
        dismiss(&world, complaint).instruction().unsigned(world.founder) => Error::MissingRequiredSignature;
}
