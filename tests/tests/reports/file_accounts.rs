//! `report_file`: whoever is not the owner, accounts that do not belong together, arguments that cannot be.

use super::common::*;

/// Anchor's refusal of an account that is there but has not the size of what would be created.
const OTHER_SIZE: Error = Error::Custom(2019);

/// Another owner of the same network, with a shareholder.
fn eve(world: &mut World) -> TokenFixture {
    world.owner_with_token("eve")
}

refusals! {
    over;
    refuses_a_stranger: |world, case| {
        let owner = mallory(&mut world);
        ReportFile { owner, ..case.file(&world) }.instruction()
    } => Rule::NotTokenOwner;
    refuses_a_shareholder: |world, case|
        ReportFile { owner: case.bob.wallet, owner_member: case.bob.member, ..case.file(&world) }.instruction()
        => Rule::NotTokenOwner;
    refuses_a_shareholder_in_the_owners_name: |world, case|
        ReportFile { owner: case.bob.wallet, ..case.file(&world) }.instruction() => Rule::NotTokenOwner;
    refuses_the_networks_authority: |world, case|
        ReportFile { owner: world.founder, ..case.file(&world) }.instruction() => Rule::NotTokenOwner;
    refuses_a_steward: |world, case| {
        let Person { wallet: owner, member: owner_member } = world.steward("sam", capability::ALL);
        ReportFile { owner, owner_member, ..case.file(&world) }.instruction()
    } => Rule::NotTokenOwner;
    refuses_the_owner_of_another_token: |world, case| {
        let Person { wallet: owner, member: owner_member } = eve(&mut world).owner;
        ReportFile { owner, owner_member, ..case.file(&world) }.instruction()
    } => Rule::NotTokenOwner;
    refuses_the_owners_wallet_with_another_member: |world, case|
        ReportFile { owner_member: case.bob.member, ..case.file(&world) }.instruction() => Rule::NotTokenOwner;
    refuses_without_the_owners_signature: |world, case|
        case.file(&world).instruction().unsigned(case.ada.owner.wallet) => Error::MissingRequiredSignature;
    refuses_without_the_payers_signature: |world, case| {
        let payer = mallory(&mut world);
        ReportFile { payer, ..case.file(&world) }.instruction().unsigned(payer)
    } => Error::MissingRequiredSignature;
    refuses_a_payer_who_is_not_writable: |world, case| {
        let payer = mallory(&mut world);
        ReportFile { payer, ..case.file(&world) }.instruction().read_only(payer)
    } => Error::MissingRequiredSignature;
    refuses_another_network: |world, case| {
        let network = other_network(&mut world);
        ReportFile { network, ..case.file(&world) }.instruction()
    } => Rule::NetworkMismatch;
    refuses_a_network_that_is_none: |world, case|
        ReportFile { network: case.ada.owner.member, ..case.file(&world) }.instruction() => TOO_SMALL;
    refuses_a_network_that_is_not_there: |world, case|
        ReportFile { network: address("nowhere"), ..case.file(&world) }.instruction() => Error::UninitializedAccount;
    refuses_a_token_that_is_none: |world, case| {
        let position = case.ada.position(case.bob.wallet);
        case.file(&world).instruction().replacing(case.ada.token, position)
    } => Error::InvalidAccountData;
    refuses_a_token_that_is_not_there: |world, case|
        case.file(&world).instruction().replacing(case.ada.token, address("nowhere"))
        => Error::UninitializedAccount;
    refuses_the_mint_as_the_token: |world, case|
        case.file(&world).instruction().replacing(case.ada.token, case.ada.mint) => Error::IllegalOwner;
    refuses_the_report_of_another_token: |world, case| {
        let other = pda::report(eve(&mut world).token, YEAR);
        case.file(&world).instruction().replacing(case.report(), other)
    } => Error::InvalidSeeds;
    refuses_the_report_on_another_year: |world, case| {
        let other = pda::report(case.ada.token, YEAR + 1);
        case.file(&world).instruction().replacing(case.report(), other)
    } => Error::InvalidSeeds;
    refuses_any_other_address_for_the_report: |world, case|
        case.file(&world).instruction().replacing(case.report(), address("anywhere")) => Error::InvalidSeeds;
    refuses_an_account_of_another_size_as_the_report: |world, case|
        case.file(&world).instruction().replacing(case.report(), case.ada.position(case.bob.wallet))
        => OTHER_SIZE;
    refuses_to_create_a_read_only_report: |world, case|
        case.file(&world).instruction().read_only(case.report()) => Error::PrivilegeEscalation;
    refuses_to_correct_a_read_only_report: |world, case| {
        file(&mut world, &case, 1, 0);
        case.file(&world).instruction().read_only(case.report())
    } => NOT_WRITABLE;
    refuses_the_report_on_another_year_that_is_there: |world, case| {
        file(&mut world, &case, 1, 0);
        world.warp_to(january(YEAR + 2));
        let next = world.report_file(&case.ada, YEAR + 1, 1, 0).instruction();
        next.replacing(pda::report(case.ada.token, YEAR + 1), case.report())
    } => Error::InvalidSeeds;
    refuses_the_report_of_another_token_that_is_there: |world, case| {
        let eve = eve(&mut world);
        file(&mut world, &case, 1, 0);
        world.warp_to(january(YEAR + 2));
        world.report_file(&eve, YEAR + 1, 1, 0).instruction().replacing(pda::report(eve.token, YEAR + 1), case.report())
    } => Error::InvalidSeeds;
    refuses_another_program_for_the_system: |world, case|
        case.file(&world).instruction().replacing(SYSTEM_ID, TOKEN_ID) => Error::IncorrectProgramId;
    refuses_fewer_accounts: |world, case|
        case.file(&world).instruction().without_last(3) => TOO_FEW_ACCOUNTS;
    refuses_short_data: |world, case|
        case.file(&world).instruction().with_data(|data| data.truncate(data.len() - 1))
        => Error::InvalidInstructionData;
    refuses_no_evidence: |world, case|
        ReportFile { evidence_hash: [0; 32], ..case.file(&world) }.instruction() => Rule::EvidenceRequired;
    refuses_the_present_year: |world, case|
        ReportFile { year: YEAR + 1, ..case.file(&world) }.instruction() => Rule::ReportYearInvalid;
    refuses_a_future_year: |world, case|
        ReportFile { year: YEAR + 2, ..case.file(&world) }.instruction() => Rule::ReportYearInvalid;
    refuses_the_last_year_that_there_is: |world, case|
        ReportFile { year: u16::MAX, ..case.file(&world) }.instruction() => Rule::ReportYearInvalid;
    refuses_a_year_before_the_token: |world, case|
        ReportFile { year: YEAR - 1, ..case.file(&world) }.instruction() => Rule::ReportYearInvalid;
    refuses_the_first_year_that_there_is: |world, case|
        ReportFile { year: 0, ..case.file(&world) }.instruction() => Rule::ReportYearInvalid;
}

/// Whoever owns a token in two networks reports with the accounts of one.
#[test]
fn refuses_to_mix_two_networks() {
    let (mut world, case) = over();
    let home = world.network;
    world.network = other_network(&mut world);
    let eve = world.owner_with_token("eve");
    let foreign = world.report_file(&eve, YEAR + 1, 1, 0);
    world.warp_to(january(YEAR + 2));
    world.send(&[ReportFile { network: home, ..foreign.clone() }.instruction()]).expect_refusal(Rule::NetworkMismatch);
    let file = ReportFile { network: world.network, ..case.file(&world) };
    world.send(&[file.instruction()]).expect_refusal(Rule::NetworkMismatch);
    world.send(&[foreign.instruction()]).expect_success();
}

/// A report cannot be made by hand before the program makes it: only it creates accounts of its own.
#[test]
fn refuses_a_report_address_that_another_program_owns() {
    let (mut world, case) = over();
    world.put(case.report(), TOKEN_ID, vec![0; Report::SPACE]);
    world.send(&[case.file(&world).instruction()]).expect_refusal(Error::IllegalOwner);
}
