//! `steward_appoint`, `steward_update`, `steward_dismiss`

use super::prelude::*;

fn ready() -> (World, StewardAppoint) {
    let mut world = World::founded();
    let person = world.investor("sam");
    let appoint = StewardAppoint {
        payer: world.payer,
        authority: world.founder,
        network: world.network,
        member: person.member,
        capabilities: capability::ADMIT | capability::ATTEST,
    };
    (world, appoint)
}

fn appointed() -> (World, StewardAppoint) {
    let (mut world, appoint) = ready();
    world.must(&[appoint.instruction()]);
    (world, appoint)
}

fn update(appoint: &StewardAppoint, capabilities: u8) -> StewardUpdate {
    let StewardAppoint { authority, network, member, .. } = *appoint;
    StewardUpdate { authority, network, member, capabilities }
}

fn dismiss(appoint: &StewardAppoint) -> StewardDismiss {
    let StewardAppoint { authority, network, member, payer, .. } = *appoint;
    StewardDismiss { authority, network, member, rent_payer: payer }
}

/// The steward that another network appoints of its own member; both have the same authority.
fn steward_elsewhere(world: &mut World) -> (Address, Address) {
    let home = world.network;
    world.network = other_network(world);
    let person = world.steward("sue", capability::ALL);
    let elsewhere = std::mem::replace(&mut world.network, home);
    (elsewhere, person.member)
}

#[test]
fn appoints() {
    let (mut world, appoint) = ready();
    let (address, bump) = pda::steward_with_bump(world.network, appoint.member);
    let outcome = world.send(&[appoint.instruction()]).expect_changed(&[address]);
    let expected = Steward {
        version: 1,
        bump,
        capabilities: capability::ADMIT | capability::ATTEST,
        granted_at: [GENESIS, 0, GENESIS, 0],
        network: world.network,
        member: appoint.member,
        rent_payer: world.payer,
        ..Steward::zeroed()
    };
    assert_eq!(world.read::<Steward>(address), expected);
    let changed =
        event::StewardChanged { network: world.network, member: appoint.member, capabilities: appoint.capabilities };
    assert_eq!(outcome.event(), &changed.into());
}

#[test]
fn an_update_keeps_the_time_of_what_is_kept() {
    let (mut world, appoint) = appointed();
    let address = pda::steward(world.network, appoint.member);
    let before: Steward = world.read(address);
    world.warp(100);
    let capabilities = capability::ATTEST | capability::RECOVER;
    let outcome = world.send(&[update(&appoint, capabilities).instruction()]).expect_changed(&[address]);
    let expected = Steward { capabilities, granted_at: [0, 0, GENESIS, GENESIS + 100], ..before };
    assert_eq!(world.read::<Steward>(address), expected);
    let changed = event::StewardChanged { network: world.network, member: appoint.member, capabilities };
    assert_eq!(outcome.event(), &changed.into());

    // What was withdrawn and is granted again counts from then.
    world.warp(100);
    world.must(&[update(&appoint, capability::ALL).instruction()]);
    let granted_at = [GENESIS + 200, GENESIS + 200, GENESIS, GENESIS + 100];
    assert_eq!(world.read::<Steward>(address), Steward { capabilities: capability::ALL, granted_at, ..before });
}

#[test]
fn a_dismissal_returns_the_rent_to_whoever_paid_it() {
    let (mut world, appoint) = ready();
    let appoint = StewardAppoint { payer: world.person("patron"), ..appoint };
    world.must(&[appoint.instruction()]);
    assert_eq!(world.lamports(&appoint.payer), WEALTH - world.rent(Steward::SPACE));
    let address = pda::steward(world.network, appoint.member);
    let outcome = world.send(&[dismiss(&appoint).instruction()]).expect_changed(&[address, appoint.payer]);
    assert_eq!(world.account(&address), None);
    assert_eq!(world.lamports(&appoint.payer), WEALTH);
    let changed = event::StewardChanged { network: world.network, member: appoint.member, capabilities: 0 };
    assert_eq!(outcome.event(), &changed.into());
}

#[test]
fn a_dismissed_steward_can_be_appointed_again_and_starts_anew() {
    let (mut world, appoint) = appointed();
    world.must(&[dismiss(&appoint).instruction()]);
    world.warp(5);
    world.send(&[appoint.instruction()]).expect_success();
    let steward: Steward = world.read(pda::steward(world.network, appoint.member));
    assert_eq!(steward.granted_at, [GENESIS + 5, 0, GENESIS + 5, 0]);
}

#[test]
fn a_dismissed_steward_can_do_nothing_any_more() {
    let (mut world, appoint) = appointed();
    let sam = world.person("sam");
    let wallet = world.applicant("bob", role::INVESTOR);
    world.must(&[dismiss(&appoint).instruction()]);
    let admit = MemberAdmit { signer: sam, steward_member: Some(appoint.member), ..world.member_admit("bob", wallet) };
    world.send(&[admit.instruction()]).expect_refusal(Error::UninitializedAccount);
}

#[test]
fn every_set_of_capabilities_can_be_given() {
    let (mut world, appoint) = appointed();
    for capabilities in 1..=capability::ALL {
        world.send(&[update(&appoint, capabilities).instruction()]).expect_success();
        let steward: Steward = world.read(pda::steward(world.network, appoint.member));
        for (index, granted_at) in steward.granted_at.into_iter().enumerate() {
            assert_eq!(granted_at == 0, capabilities & (1 << index) == 0);
        }
    }
}

#[test]
fn survives_a_prefunded_address() {
    survives_prefunding(
        ready,
        |_, appoint| vec![pda::steward(appoint.network, appoint.member)],
        |_, appoint| appoint.instruction(),
    );
}

refusals! {
    ready;
    refuses_no_capability: |world, appoint|
        StewardAppoint { capabilities: 0, ..appoint }.instruction() => Rule::CapabilitiesInvalid;
    refuses_an_unknown_capability: |world, appoint|
        StewardAppoint { capabilities: 16, ..appoint }.instruction() => Rule::CapabilitiesInvalid;
    refuses_every_bit: |world, appoint|
        StewardAppoint { capabilities: u8::MAX, ..appoint }.instruction() => Rule::CapabilitiesInvalid;
    refuses_an_appointment_by_a_stranger: |world, appoint|
        StewardAppoint { authority: mallory(&mut world), ..appoint }.instruction() => Rule::NotNetworkAuthority;
    refuses_an_appointment_by_a_steward: |world, appoint| {
        let steward = world.steward("sue", capability::ALL);
        StewardAppoint { authority: steward.wallet, ..appoint }.instruction()
    } => Rule::NotNetworkAuthority;
    refuses_an_appointment_without_signature: |world, appoint|
        appoint.instruction().unsigned(appoint.authority) => Error::MissingRequiredSignature;
    refuses_a_member_of_another_network: |world, appoint| {
        let (_, member) = steward_elsewhere(&mut world);
        StewardAppoint { member, ..appoint }.instruction()
    } => Rule::NetworkMismatch;
    refuses_a_suspended_member: |world, appoint| {
        let StewardAppoint { authority: signer, network, member, .. } = appoint;
        let suspend = MemberSuspend { signer, steward_member: None, network, member, reason_hash: hash("reason") };
        world.must(&[suspend.instruction()]);
        appoint.instruction()
    } => Rule::MemberNotActive;
    refuses_a_member_who_left: |world, appoint| {
        world.must(&[MemberLeave { wallet: wallet("sam"), member: appoint.member }.instruction()]);
        appoint.instruction()
    } => Rule::MemberNotActive;
    refuses_a_steward_address_of_somebody_else: |world, appoint| {
        let other = pda::steward(appoint.network, address("somebody"));
        appoint.instruction().replacing(pda::steward(appoint.network, appoint.member), other)
    } => Error::InvalidSeeds;
    refuses_what_is_no_member: |world, appoint|
        StewardAppoint { member: appoint.network, ..appoint }.instruction() => Error::InvalidAccountData;
    refuses_an_update_of_nobody: |world, appoint|
        update(&appoint, capability::ADMIT).instruction() => TOO_SMALL;
    refuses_the_dismissal_of_nobody: |world, appoint| dismiss(&appoint).instruction() => TOO_SMALL;
}

refusals! {
    appointed;
    refuses_a_second_appointment: |world, appoint| appoint.instruction() => ALREADY_IN_USE;
    refuses_an_update_to_nothing: |world, appoint| update(&appoint, 0).instruction() => Rule::CapabilitiesInvalid;
    refuses_an_update_to_the_unknown: |world, appoint|
        update(&appoint, capability::ALL + 1).instruction() => Rule::CapabilitiesInvalid;
    refuses_an_update_by_a_stranger: |world, appoint|
        StewardUpdate { authority: mallory(&mut world), ..update(&appoint, capability::ADMIT) }.instruction()
        => Rule::NotNetworkAuthority;
    refuses_an_update_by_the_steward_himself: |world, appoint|
        StewardUpdate { authority: world.person("sam"), ..update(&appoint, capability::ALL) }.instruction()
        => Rule::NotNetworkAuthority;
    refuses_an_update_without_signature: |world, appoint|
        update(&appoint, capability::ADMIT).instruction().unsigned(appoint.authority)
        => Error::MissingRequiredSignature;
    refuses_an_update_of_another_networks_steward: |world, appoint| {
        let (network, member) = steward_elsewhere(&mut world);
        let (ours, theirs) = (pda::steward(appoint.network, appoint.member), pda::steward(network, member));
        update(&appoint, capability::ADMIT).instruction().replacing(ours, theirs)
    } => Rule::NetworkMismatch;
    refuses_a_dismissal_by_a_stranger: |world, appoint|
        StewardDismiss { authority: mallory(&mut world), ..dismiss(&appoint) }.instruction()
        => Rule::NotNetworkAuthority;
    refuses_a_dismissal_without_signature: |world, appoint|
        dismiss(&appoint).instruction().unsigned(appoint.authority) => Error::MissingRequiredSignature;
    refuses_to_send_the_rent_elsewhere: |world, appoint|
        StewardDismiss { rent_payer: mallory(&mut world), ..dismiss(&appoint) }.instruction()
        => Rule::RentPayerMismatch;
    refuses_to_send_the_rent_into_the_steward: |world, appoint| {
        let rent_payer = pda::steward(appoint.network, appoint.member);
        StewardDismiss { rent_payer, ..dismiss(&appoint) }.instruction()
    } => DUPLICATE;
    refuses_the_dismissal_of_another_networks_steward: |world, appoint| {
        let (network, member) = steward_elsewhere(&mut world);
        let (ours, theirs) = (pda::steward(appoint.network, appoint.member), pda::steward(network, member));
        dismiss(&appoint).instruction().replacing(ours, theirs)
    } => Rule::NetworkMismatch;
    refuses_a_second_dismissal: |world, appoint| {
        world.must(&[dismiss(&appoint).instruction()]);
        dismiss(&appoint).instruction()
    } => TOO_SMALL;
}
