//! `member_admit`

use super::prelude::*;

fn ready() -> (World, MemberAdmit) {
    let mut world = World::founded();
    let wallet = world.applicant("bob", role::ALL);
    let admit = world.member_admit("bob", wallet);
    (world, admit)
}

fn by_steward(world: &mut World, admit: MemberAdmit, capabilities: u8) -> MemberAdmit {
    let steward = world.steward("sam", capabilities);
    MemberAdmit { signer: steward.wallet, steward_member: Some(steward.member), ..admit }
}

#[test]
fn admits() {
    let (mut world, admit) = ready();
    let (member, bump) = pda::member_with_bump(world.network, &identity("bob"));
    let (link, link_bump) = pda::wallet_link_with_bump(world.network, admit.wallet);
    let application = pda::application(world.network, admit.wallet);
    world.warp(DAYS);
    let outcome = world.send(&[admit.instruction()]).expect_changed(&[member, link, application]);

    let expected = Member {
        version: 1,
        bump,
        status: Status::Active.byte(),
        roles: role::ALL,
        reputation: 1_000,
        reputation_as_of: GENESIS + DAYS,
        admitted_at: GENESIS + DAYS,
        charter_acknowledged_at: GENESIS,
        charter_version: 1,
        network: world.network,
        identity: identity("bob"),
        wallet: admit.wallet,
        quote_account: pda::quote_account(admit.wallet, world.quote_mint),
        ..Member::zeroed()
    };
    assert_eq!(world.read::<Member>(member), expected);
    let (network, wallet) = (world.network, admit.wallet);
    let expected = WalletLink { version: 1, bump: link_bump, network, wallet, member, ..WalletLink::zeroed() };
    assert_eq!(world.read::<WalletLink>(link), expected);
    assert_eq!(world.account(&application), None);
    let admitted = event::MemberAdmitted { network, member, wallet, roles: role::ALL, by: world.founder };
    assert_eq!(outcome.event(), &admitted.into());
}

#[test]
fn the_applications_rent_goes_back_to_whoever_paid_it() {
    let mut world = World::founded();
    let (wallet, patron) = (world.person("bob"), world.person("patron"));
    let open = ApplicationOpen {
        payer: patron,
        wallet,
        network: world.network,
        roles: role::INVESTOR,
        charter_version: 1,
        clauses: 12,
    };
    world.must(&[open.instruction()]);
    world
        .send(&[MemberAdmit { rent_payer: patron, ..world.member_admit("bob", wallet) }.instruction()])
        .expect_success();
    assert_eq!(world.lamports(&patron), WEALTH);
}

#[test]
fn whoever_paid_for_the_application_may_pay_for_the_admission() {
    let mut world = World::founded();
    let (wallet, network) = (world.person("bob"), world.network);
    world.must(&[ApplicationOpen {
        payer: wallet,
        wallet,
        network,
        roles: role::INVESTOR,
        charter_version: 1,
        clauses: 12,
    }
    .instruction()]);
    let admit = MemberAdmit { payer: wallet, rent_payer: wallet, ..world.member_admit("bob", wallet) };
    world.send(&[admit.instruction()]).expect_success();
    let rent = world.rent(Member::SPACE) + world.rent(WalletLink::SPACE);
    assert_eq!(world.lamports(&wallet), WEALTH - rent);
}

#[test]
fn a_steward_who_admits_admits() {
    let (mut world, admit) = ready();
    let admit = by_steward(&mut world, admit, capability::ADMIT);
    let outcome = world.send(&[admit.instruction()]).expect_success();
    let Event::MemberAdmitted(admitted) = outcome.event() else { panic!("{:?}", outcome.events) };
    assert_eq!(admitted.by, admit.signer);
}

/// One identity is one member a network, but every network has its own.
#[test]
fn one_human_is_a_member_of_two_networks() {
    let (mut world, admit) = ready();
    world.must(&[admit.instruction()]);
    world.network = other_network(&mut world);
    let member = world.member("bob", role::OWNER);
    assert_ne!(member.member, pda::member(admit.network, &admit.identity));
}

#[test]
fn survives_prefunded_addresses() {
    survives_prefunding(
        ready,
        |_, admit| vec![pda::member(admit.network, &admit.identity), pda::wallet_link(admit.network, admit.wallet)],
        |_, admit| admit.instruction(),
    );
}

refusals! {
    ready;
    refuses_a_stranger: |world, admit|
        MemberAdmit { signer: mallory(&mut world), ..admit }.instruction() => Rule::NotAuthorised;
    refuses_the_applicant_himself: |world, admit|
        MemberAdmit { signer: admit.wallet, ..admit }.instruction() => Rule::NotAuthorised;
    refuses_without_signature: |world, admit|
        admit.instruction().unsigned(admit.signer) => Error::MissingRequiredSignature;
    refuses_a_steward_who_does_not_admit: |world, admit|
        by_steward(&mut world, admit, capability::ARBITRATE | capability::ATTEST | capability::RECOVER).instruction()
        => Rule::NotAuthorised;
    refuses_a_steward_of_another_network: |world, admit| {
        let home = world.network;
        world.network = other_network(&mut world);
        let sue = world.steward("sue", capability::ALL);
        let elsewhere = std::mem::replace(&mut world.network, home);
        let admit = MemberAdmit { signer: sue.wallet, steward_member: Some(sue.member), ..admit };
        admit.instruction().replacing(pda::steward(home, sue.member), pda::steward(elsewhere, sue.member))
    } => Rule::NotAuthorised;
    refuses_a_steward_with_the_member_of_another: |world, admit| {
        let admit = by_steward(&mut world, admit, capability::ALL);
        let carol = world.investor("carol");
        let steward_member = admit.steward_member.unwrap();
        MemberAdmit { signer: carol.wallet, ..admit }.instruction().replacing(steward_member, carol.member)
    } => Rule::NotAuthorised;
    refuses_a_steward_who_left: |world, admit| {
        let admit = by_steward(&mut world, admit, capability::ALL);
        world.must(&[MemberLeave { wallet: admit.signer, member: admit.steward_member.unwrap() }.instruction()]);
        admit.instruction()
    } => Rule::StewardNotActive;
    refuses_who_has_not_applied: |world, admit|
        MemberAdmit { wallet: mallory(&mut world), ..admit }.instruction() => TOO_SMALL;
    refuses_to_send_the_rent_elsewhere: |world, admit|
        MemberAdmit { rent_payer: mallory(&mut world), ..admit }.instruction() => Rule::RentPayerMismatch;
    refuses_an_application_to_another_network: |world, admit| {
        let network = other_network(&mut world);
        let elsewhere = MemberAdmit { network, ..admit.clone() };
        let (there, here) = (pda::application(network, admit.wallet), pda::application(world.network, admit.wallet));
        elsewhere.instruction().replacing(there, here)
    } => Rule::NetworkMismatch;
    refuses_a_second_wallet_of_the_same_human: |world, admit| {
        world.must(&[admit.instruction()]);
        let wallet = world.applicant("bob's other wallet", role::INVESTOR);
        world.member_admit("bob", wallet).instruction()
    } => ALREADY_IN_USE;
    refuses_a_second_human_with_the_same_wallet: |world, admit| {
        world.must(&[admit.instruction()]);
        let wallet = world.applicant("bob", role::INVESTOR);
        world.member_admit("somebody else", wallet).instruction()
    } => ALREADY_IN_USE;
    refuses_the_admission_of_who_was_admitted: |world, admit| {
        world.must(&[admit.instruction()]);
        admit.instruction()
    } => TOO_SMALL;
    refuses_a_member_address_of_another_identity: |world, admit| {
        let (right, wrong) = (identity("bob"), identity("somebody else"));
        let (right, wrong) = (pda::member(admit.network, &right), pda::member(admit.network, &wrong));
        admit.instruction().replacing(right, wrong)
    } => Error::InvalidSeeds;
    refuses_a_link_of_another_wallet: |world, admit| {
        let wrong = pda::wallet_link(admit.network, world.founder);
        admit.instruction().replacing(pda::wallet_link(admit.network, admit.wallet), wrong)
    } => Error::InvalidSeeds;
    refuses_an_application_with_roles_that_cannot_be: |world, admit| {
        let application = pda::application(world.network, admit.wallet);
        world.corrupt(application, |data| data[8 + 2] = 0);
        MemberAdmit { roles: 0, ..admit }.instruction()
    } => Rule::InvariantBroken;
}
