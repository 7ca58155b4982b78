//! `application_open`, `application_close`

use personal_token_tests::proxy;

use super::prelude::*;

fn ready() -> (World, ApplicationOpen) {
    let mut world = World::founded();
    let wallet = world.person("bob");
    let open = ApplicationOpen {
        payer: world.payer,
        wallet,
        network: world.network,
        roles: role::INVESTOR,
        charter_version: 1,
        clauses: 12,
    };
    (world, open)
}

fn applied() -> (World, ApplicationClose) {
    let (mut world, open) = ready();
    world.must(&[open.instruction()]);
    let close = ApplicationClose {
        signer: open.wallet,
        steward_member: None,
        network: world.network,
        wallet: open.wallet,
        rent_payer: world.payer,
    };
    (world, close)
}

/// Closed by a steward with these capabilities.
fn by_steward(world: &mut World, close: ApplicationClose, capabilities: u8) -> ApplicationClose {
    let steward = world.steward("sam", capabilities);
    ApplicationClose { signer: steward.wallet, steward_member: Some(steward.member), ..close }
}

#[test]
fn asks_for_admission() {
    let (mut world, open) = ready();
    let (application, bump) = pda::application_with_bump(world.network, open.wallet);
    world.warp(77);
    let outcome = world.send(&[open.instruction()]).expect_changed(&[application]);
    let expected = Application {
        version: 1,
        bump,
        roles: role::INVESTOR,
        charter_version: 1,
        applied_at: GENESIS + 77,
        network: world.network,
        wallet: open.wallet,
        rent_payer: world.payer,
        ..Application::zeroed()
    };
    assert_eq!(world.read::<Application>(application), expected);
    let opened = event::ApplicationOpened {
        network: world.network,
        wallet: open.wallet,
        roles: role::INVESTOR,
        charter_version: 1,
    };
    assert_eq!(outcome.event(), &opened.into());
}

#[test]
fn every_choice_of_roles_can_be_asked_for() {
    for roles in [role::OWNER, role::INVESTOR, role::ALL] {
        let (mut world, open) = ready();
        world.send(&[ApplicationOpen { roles, ..open }.instruction()]).expect_success();
        assert_eq!(world.read::<Application>(pda::application(world.network, open.wallet)).roles, roles);
    }
}

#[test]
fn the_applicant_may_pay_himself_and_gets_it_back() {
    let (mut world, open) = ready();
    let open = ApplicationOpen { payer: open.wallet, ..open };
    world.must(&[open.instruction()]);
    let application = pda::application(world.network, open.wallet);
    assert_eq!(world.lamports(&open.wallet), WEALTH - world.rent(Application::SPACE));
    let close = ApplicationClose {
        signer: open.wallet,
        steward_member: None,
        network: world.network,
        wallet: open.wallet,
        rent_payer: open.wallet,
    };
    let outcome = world.send(&[close.instruction()]).expect_changed(&[application, open.wallet]);
    assert_eq!(world.lamports(&open.wallet), WEALTH);
    let closed = event::ApplicationClosed { network: world.network, wallet: open.wallet, by: open.wallet };
    assert_eq!(outcome.event(), &closed.into());
}

#[test]
fn the_authority_and_a_steward_who_admits_may_refuse_it() {
    let (mut world, close) = applied();
    let application = pda::application(world.network, close.wallet);
    let close = ApplicationClose { signer: world.founder, ..close };
    let outcome = world.send(&[close.instruction()]).expect_changed(&[application]);
    let closed = event::ApplicationClosed { network: world.network, wallet: close.wallet, by: world.founder };
    assert_eq!(outcome.event(), &closed.into());

    let (mut world, close) = applied();
    let close = by_steward(&mut world, close, capability::ADMIT);
    let outcome = world.send(&[close.instruction()]).expect_changed(&[application]);
    let closed = event::ApplicationClosed { network: world.network, wallet: close.wallet, by: close.signer };
    assert_eq!(outcome.event(), &closed.into());
}

#[test]
fn one_may_ask_again_after_a_refusal() {
    let (mut world, close) = applied();
    world.must(&[close.instruction()]);
    world.applicant("bob", role::ALL);
}

/// A member may apply once more; it is the admission that finds him there already. He may take it back.
#[test]
fn a_member_may_apply_and_withdraw() {
    let mut world = World::founded();
    let bob = world.investor("bob");
    let wallet = world.applicant("bob", role::ALL);
    assert_eq!(wallet, bob.wallet);
    world.send(&[world.member_admit("bob again", wallet).instruction()]).expect_refusal(ALREADY_IN_USE);
    let (network, rent_payer) = (world.network, world.payer);
    let close = ApplicationClose { signer: wallet, steward_member: None, network, wallet, rent_payer };
    world.send(&[close.instruction()]).expect_success();
}

#[test]
fn one_wallet_applies_to_two_networks() {
    let (mut world, open) = ready();
    let network = other_network(&mut world);
    world.must(&[open.instruction()]);
    world.send(&[ApplicationOpen { network, ..open }.instruction()]).expect_success();
}

#[test]
fn survives_a_prefunded_address() {
    survives_prefunding(
        ready,
        |_, open| vec![pda::application(open.network, open.wallet)],
        |_, open| open.instruction(),
    );
}

refusals! {
    ready;
    refuses_no_role: |world, open| ApplicationOpen { roles: 0, ..open }.instruction() => Rule::RolesInvalid;
    refuses_an_unknown_role: |world, open| ApplicationOpen { roles: 4, ..open }.instruction() => Rule::RolesInvalid;
    refuses_every_bit: |world, open| ApplicationOpen { roles: 255, ..open }.instruction() => Rule::RolesInvalid;
    refuses_charter_version_0: |world, open|
        ApplicationOpen { charter_version: 0, ..open }.instruction() => Rule::CharterOutdated;
    refuses_a_charter_version_to_come: |world, open|
        ApplicationOpen { charter_version: 2, ..open }.instruction() => Rule::CharterOutdated;
    refuses_the_greatest_charter_version: |world, open|
        ApplicationOpen { charter_version: u32::MAX, ..open }.instruction() => Rule::CharterOutdated;
    refuses_a_charter_that_changed_meanwhile: |world, open| {
        world.edit::<Network>(open.network, |network| network.charter_version = 2);
        open.instruction()
    } => Rule::CharterOutdated;
    refuses_without_the_applicants_signature: |world, open|
        open.instruction().unsigned(open.wallet) => Error::MissingRequiredSignature;
    refuses_the_wallet_of_a_program: |world, open| {
        let program = address("vault program");
        world.add_proxy(program);
        let open = ApplicationOpen { wallet: proxy::signer(program), ..open };
        proxy::wrap(program, &open.instruction())
    } => Rule::WalletNotOnCurve;
    refuses_a_wallet_that_was_given_to_a_program: |world, open| {
        world.put(open.wallet, TOKEN_ID, vec![]);
        open.instruction()
    } => Rule::WalletNotOnCurve;
    refuses_the_address_of_another_wallet: |world, open| {
        let other = pda::application(open.network, world.founder);
        open.instruction().replacing(pda::application(open.network, open.wallet), other)
    } => Error::InvalidSeeds;
    refuses_what_is_no_network: |world, open|
        ApplicationOpen { network: world.quote_mint, ..open }.instruction() => Error::IllegalOwner;
    refuses_to_close_nothing: |world, open| ApplicationClose {
        signer: open.wallet,
        steward_member: None,
        network: world.network,
        wallet: open.wallet,
        rent_payer: world.payer,
    }.instruction() => TOO_SMALL;
}

refusals! {
    applied;
    refuses_a_second_application: |world, close| ApplicationOpen {
        payer: world.payer,
        wallet: close.wallet,
        network: world.network,
        roles: role::ALL,
        charter_version: 1, clauses: 12,
    }.instruction() => ALREADY_IN_USE;
    refuses_closing_by_a_stranger: |world, close|
        ApplicationClose { signer: mallory(&mut world), ..close }.instruction() => Rule::NotAuthorised;
    refuses_closing_by_another_member: |world, close| {
        let member = world.investor("carol");
        ApplicationClose { signer: member.wallet, steward_member: Some(member.member), ..close }.instruction()
    } => Error::UninitializedAccount;
    refuses_closing_by_a_steward_who_does_not_admit: |world, close|
        by_steward(&mut world, close, capability::ALL - capability::ADMIT).instruction() => Rule::NotAuthorised;
    refuses_closing_by_a_steward_without_his_accounts: |world, close| {
        let close = by_steward(&mut world, close, capability::ADMIT);
        ApplicationClose { steward_member: None, ..close }.instruction()
    } => Rule::NotAuthorised;
    refuses_closing_with_somebody_elses_stewardship: |world, close| {
        let close = by_steward(&mut world, close, capability::ADMIT);
        ApplicationClose { signer: mallory(&mut world), ..close }.instruction()
    } => Rule::NotAuthorised;
    refuses_closing_by_a_suspended_steward: |world, close| {
        let close = by_steward(&mut world, close, capability::ADMIT);
        let (signer, network, member) = (world.founder, world.network, close.steward_member.unwrap());
        let suspend = MemberSuspend { signer, steward_member: None, network, member, reason_hash: hash("reason") };
        world.must(&[suspend.instruction()]);
        close.instruction()
    } => Rule::StewardNotActive;
    refuses_closing_without_signature: |world, close|
        close.instruction().unsigned(close.signer) => Error::MissingRequiredSignature;
    refuses_to_send_the_rent_elsewhere: |world, close|
        ApplicationClose { rent_payer: mallory(&mut world), ..close }.instruction() => Rule::RentPayerMismatch;
    refuses_another_network: |world, close| {
        let other = other_network(&mut world);
        close.instruction().replacing(world.network, other)
    } => Rule::NetworkMismatch;
    refuses_a_second_closing: |world, close| {
        world.must(&[close.instruction()]);
        close.instruction()
    } => TOO_SMALL;
}
