//! `report_record`: accounts that do not belong together, arguments that cannot be.

use super::common::*;

/// Another owner of the same network; Bob holds shares of that token too.
fn eve(world: &mut World, bob: Person) -> TokenFixture {
    let eve = world.owner_with_token("eve");
    world.open_position(bob, &eve);
    world.transfer(&eve, eve.owner, bob, 10).expect_success();
    eve
}

refusals! {
    overdue;
    refuses_without_the_payers_signature: |world, case| {
        let payer = mallory(&mut world);
        ReportRecord { payer, ..case.record(&world) }.instruction().unsigned(payer)
    } => Error::MissingRequiredSignature;
    refuses_a_payer_who_is_not_writable: |world, case| {
        let payer = mallory(&mut world);
        ReportRecord { payer, ..case.record(&world) }.instruction().read_only(payer)
    } => Error::MissingRequiredSignature;
    refuses_another_network: |world, case| {
        let network = other_network(&mut world);
        ReportRecord { network, ..case.record(&world) }.instruction()
    } => Rule::NetworkMismatch;
    refuses_a_network_that_is_none: |world, case|
        ReportRecord { network: case.bob.member, ..case.record(&world) }.instruction() => TOO_SMALL;
    refuses_a_token_that_is_not_there: |world, case|
        case.record(&world).instruction().replacing(case.ada.token, address("nowhere"))
        => Error::UninitializedAccount;
    refuses_a_token_that_is_none: |world, case| {
        let other = case.ada.position(case.carol.wallet);
        case.record(&world).instruction().replacing(case.ada.token, other)
    } => Error::InvalidAccountData;
    refuses_another_token: |world, case| {
        let token = eve(&mut world, case.bob).token;
        ReportRecord { token, ..case.record(&world) }.instruction()
    } => Rule::NotTokenOwner;
    refuses_another_token_for_the_same_report: |world, case| {
        let token = eve(&mut world, case.bob).token;
        case.record(&world).instruction().replacing(case.ada.token, token)
    } => Error::InvalidSeeds;
    refuses_another_token_and_its_owner: |world, case| {
        let TokenFixture { owner, token, .. } = eve(&mut world, case.bob);
        ReportRecord { token, owner_member: owner.member, ..case.record(&world) }.instruction()
    } => Rule::TokenMismatch;
    refuses_another_member_for_the_owner: |world, case|
        ReportRecord { owner_member: case.bob.member, ..case.record(&world) }.instruction() => Rule::NotTokenOwner;
    refuses_the_owner_of_another_token: |world, case| {
        let owner_member = eve(&mut world, case.bob).owner.member;
        ReportRecord { owner_member, ..case.record(&world) }.instruction()
    } => Rule::NotTokenOwner;
    refuses_an_owner_who_is_no_member: |world, case| {
        let owner_member = pda::wallet_link(world.network, case.ada.owner.wallet);
        ReportRecord { owner_member, ..case.record(&world) }.instruction()
    } => TOO_SMALL;
    refuses_a_read_only_owner: |world, case|
        case.record(&world).instruction().read_only(case.ada.owner.member) => NOT_WRITABLE;
    refuses_to_create_a_read_only_report: |world, case|
        case.record(&world).instruction().read_only(case.report()) => Error::PrivilegeEscalation;
    refuses_to_change_a_read_only_report: |world, case| {
        file(&mut world, &case, 1, 0);
        case.record(&world).instruction().read_only(case.report())
    } => NOT_WRITABLE;
    refuses_the_report_on_another_year_that_is_there: |world, case| {
        file(&mut world, &case, 1, 0);
        world.warp_to(deadline(YEAR + 1).recordable_at);
        let next = world.report_record(&case.ada, YEAR + 1, case.bob).instruction();
        next.replacing(pda::report(case.ada.token, YEAR + 1), case.report())
    } => Error::InvalidSeeds;
    refuses_the_witness_of_another_token: |world, case| {
        let position = eve(&mut world, case.bob).position(case.bob.wallet);
        ReportRecord { position, ..case.record(&world) }.instruction()
    } => Rule::TokenMismatch;
    refuses_a_witness_that_is_not_there: |world, case|
        ReportRecord { position: address("nowhere"), ..case.record(&world) }.instruction()
        => Error::UninitializedAccount;
    refuses_a_witness_that_is_a_share_account: |world, case| {
        let position = case.ada.share_account(case.bob.wallet);
        ReportRecord { position, ..case.record(&world) }.instruction()
    } => Error::IllegalOwner;
    refuses_a_witness_that_is_a_token: |world, case|
        ReportRecord { position: eve(&mut world, case.bob).token, ..case.record(&world) }.instruction()
        => Error::InvalidAccountData;
    refuses_the_report_of_another_token: |world, case| {
        let other = pda::report(eve(&mut world, case.bob).token, YEAR);
        case.record(&world).instruction().replacing(case.report(), other)
    } => Error::InvalidSeeds;
    refuses_the_report_on_another_year: |world, case|
        case.record(&world).instruction().replacing(case.report(), pda::report(case.ada.token, YEAR + 1))
        => Error::InvalidSeeds;
    refuses_any_other_address_for_the_report: |world, case|
        case.record(&world).instruction().replacing(case.report(), address("anywhere")) => Error::InvalidSeeds;
    refuses_another_program_for_the_system: |world, case|
        case.record(&world).instruction().replacing(SYSTEM_ID, TOKEN_ID) => Error::IncorrectProgramId;
    refuses_fewer_accounts: |world, case|
        case.record(&world).instruction().without_last(3) => TOO_FEW_ACCOUNTS;
    refuses_short_data: |world, case|
        case.record(&world).instruction().with_data(|data| data.truncate(data.len() - 1))
        => Error::InvalidInstructionData;
    refuses_the_present_year: |world, case|
        ReportRecord { year: YEAR + 1, ..case.record(&world) }.instruction() => Rule::ReportYearInvalid;
    refuses_a_future_year: |world, case|
        ReportRecord { year: YEAR + 2, ..case.record(&world) }.instruction() => Rule::ReportYearInvalid;
    refuses_the_last_year_that_there_is: |world, case|
        ReportRecord { year: u16::MAX, ..case.record(&world) }.instruction() => Rule::ReportYearInvalid;
    refuses_a_year_before_the_token: |world, case|
        ReportRecord { year: YEAR - 1, ..case.record(&world) }.instruction() => Rule::ReportYearInvalid;
    refuses_the_first_year_that_there_is: |world, case|
        ReportRecord { year: 0, ..case.record(&world) }.instruction() => Rule::ReportYearInvalid;
}

/// Of what is wrong at once, the year is told first, then the witness, then the time.
#[test]
fn refuses_in_its_order() {
    let (mut world, case) = ready();
    world.warp_to(deadline(YEAR).recordable_at - 1);
    let empty = world.report_record(&case.ada, YEAR, case.carol);
    let all = ReportRecord { year: YEAR + 1, ..empty.clone() };
    world.send(&[all.instruction()]).expect_refusal(Rule::ReportYearInvalid);
    world.send(&[empty.instruction()]).expect_refusal(Rule::NoOutsideShareholder);
    world.send(&[case.record(&world).instruction()]).expect_refusal(Rule::ReportNotOverdue);
    file(&mut world, &case, 0, 0);
    world.warp(1);
    world.send(&[empty.instruction()]).expect_refusal(Rule::NoOutsideShareholder);
    world.send(&[case.record(&world).instruction()]).expect_refusal(Rule::ReportInOrder);
}
