//! `report_file`: every field, corrections, late filing.

use super::common::*;

#[test]
fn files_every_field() {
    let (mut world, case) = over();
    let file = case.file(&world);
    let outcome = world.send(&[file.instruction()]).expect_changed(&[case.report()]);
    let report = case.read(&world);
    let expected = Report {
        version: 1,
        bump: pda::report_with_bump(case.ada.token, YEAR).1,
        year: YEAR,
        proceeds: 1_000,
        cost_basis: 300,
        filed_at: world.now(),
        token: case.ada.token,
        evidence_hash: hash("statement"),
        ..Report::zeroed()
    };
    assert_eq!(report, expected);
    assert_eq!((report.rules().gain(), report.findings().count()), (GAIN, 0));
    assert_eq!(emitted(&outcome), [filed(&file, 0)]);
    assert_eq!(case.points(&world), 1_000);
}

#[test]
fn says_what_was_deposited_until_then() {
    let (mut world, case) = ready();
    deposit(&mut world, &case, YEAR, 40);
    deposit(&mut world, &case, YEAR, 2);
    deposit(&mut world, &case, YEAR - 1, 5_000);
    world.warp_to(january(YEAR + 1));
    let file = case.file(&world);
    let outcome = world.send(&[file.instruction()]).expect_changed(&[case.report()]);
    assert_eq!(emitted(&outcome), [filed(&file, 42)]);
    assert_eq!(case.read(&world).deposited, 42);
}

#[test]
fn a_correction_replaces_the_report_and_its_time() {
    let (mut world, case) = over();
    file(&mut world, &case, 1_000, 300);
    let first = case.read(&world);
    deposit(&mut world, &case, YEAR, 9);
    world.warp_to(deadline(YEAR).due_at - 1);
    let correction = ReportFile { evidence_hash: hash("better"), ..world.report_file(&case.ada, YEAR, 70, 61) };
    let outcome = world.send(&[correction.instruction()]).expect_changed(&[case.report()]);
    let expected = Report {
        proceeds: 70,
        cost_basis: 61,
        deposited: 9,
        filed_at: world.now(),
        evidence_hash: hash("better"),
        ..first
    };
    assert_eq!(case.read(&world), expected);
    assert_eq!(emitted(&outcome), [filed(&correction, 9)]);
    // 9 were deposited: nothing is wrong with it any more.
    world.warp_to(deadline(YEAR).recordable_at);
    world.send(&[case.record(&world).instruction()]).expect_refusal(Rule::ReportInOrder);
}

#[test]
fn corrections_are_as_many_as_one_likes_also_in_one_transaction() {
    let (mut world, case) = over();
    let files = [(1, 0), (u64::MAX, 0), (0, u64::MAX), (5, 5)];
    let files = files.map(|(proceeds, cost)| world.report_file(&case.ada, YEAR, proceeds, cost));
    let instructions: Vec<Instruction> = files.iter().map(ReportFile::instruction).collect();
    let outcome = world.send(&instructions).expect_changed(&[case.report()]);
    assert_eq!(emitted(&outcome), files.map(|file| filed(&file, 0)));
    let report = case.read(&world);
    assert_eq!((report.proceeds, report.cost_basis, report.rules().gain()), (5, 5, 0));
}

#[test]
fn nothing_sold_and_losses_are_reports_too() {
    for (proceeds, cost_basis) in [(0, 0), (0, 1), (299, 300), (0, u64::MAX), (u64::MAX, u64::MAX)] {
        let (mut world, case) = over();
        file(&mut world, &case, proceeds, cost_basis);
        assert_eq!(case.read(&world).rules().gain(), 0);
        world.warp_to(deadline(YEAR).recordable_at);
        world.send(&[case.record(&world).instruction()]).expect_refusal(Rule::ReportInOrder);
    }
}

#[test]
fn refuses_to_correct_a_first_report_of_the_grace() {
    let (mut world, case) = due();
    file(&mut world, &case, 1_000, 300);
    assert_eq!(case.read(&world).late, 0);
    let again = case.file(&world);
    world.send(&[again.instruction()]).expect_refusal(Rule::ReportFinal);
    world.warp_to(deadline(YEAR).recordable_at - 1);
    world.send(&[again.instruction()]).expect_refusal(Rule::ReportFinal);
}

#[test]
fn refuses_a_second_late_report() {
    let (mut world, case) = overdue();
    let file = case.file(&world);
    let outcome = world.send(&[file.instruction()]).expect_changed(&[case.report()]);
    assert_eq!(emitted(&outcome), [filed(&file, 0)]);
    let report = case.read(&world);
    assert_eq!((report.late, report.filed_at, report.missed_at), (1, world.now(), 0));
    world.send(&[file.instruction()]).expect_refusal(Rule::ReportFinal);
}

#[test]
fn refuses_two_in_a_transaction_after_the_deadline() {
    for (mut world, case) in [due(), overdue()] {
        let file = case.file(&world).instruction();
        world.send(&[file.clone(), file]).expect_refusal(Rule::ReportFinal);
        assert_eq!(world.account(&case.report()), None);
    }
}

#[test]
fn a_late_report_after_missed_keeps_missed() {
    let (mut world, case) = overdue();
    record(&mut world, &case);
    let missed = case.read(&world);
    world.warp(DAYS);
    let points = case.points(&world);
    let outcome = world.send(&[case.file(&world).instruction()]).expect_changed(&[case.report()]);
    assert_eq!(emitted(&outcome).len(), 1);
    let expected = Report {
        proceeds: 1_000,
        cost_basis: 300,
        filed_at: world.now(),
        late: 1,
        evidence_hash: hash("statement"),
        ..missed
    };
    assert_eq!(case.read(&world), expected);
    assert_eq!(case.points(&world), points);
    world.send(&[case.file(&world).instruction()]).expect_refusal(Rule::ReportFinal);
}

/// Whoever pays: the account is made once, and filing again costs nobody anything.
#[test]
fn the_rent_is_paid_once_by_whoever_pays_first() {
    let (mut world, case) = over();
    let stranger = mallory(&mut world);
    let before = world.lamports(&stranger);
    let file = ReportFile { payer: stranger, ..case.file(&world) };
    world.send(&[file.instruction()]).expect_changed(&[case.report(), stranger]);
    assert_eq!(world.lamports(&stranger), before - world.rent(Report::SPACE));
    let owner = ReportFile { payer: case.ada.owner.wallet, ..case.file(&world) };
    let outcome = world.send(&[owner.instruction()]).expect_success();
    assert!(!outcome.changed.contains(&case.ada.owner.wallet));
}

#[test]
fn lamports_sent_to_the_address_keep_nobody_from_filing() {
    survives_prefunding(over, |_, case| vec![case.report()], |world, case| case.file(world).instruction());
}

#[test]
fn reports_on_different_years_do_not_meet() {
    let (mut world, case) = ready();
    world.warp_to(january(YEAR + 2));
    let [first, second] = [YEAR, YEAR + 1].map(|year| world.report_file(&case.ada, year, year.into(), 1));
    world.must(&[first.instruction(), second.instruction()]);
    for (file, year) in [(first, YEAR), (second, YEAR + 1)] {
        let report = read(&world, pda::report(case.ada.token, year));
        assert_eq!((report.year, report.proceeds), (year, file.proceeds));
    }
    assert_eq!(first_bytes(&world, &case, YEAR)[10..12], YEAR.to_le_bytes());
}

fn first_bytes(world: &World, case: &Case, year: u16) -> Vec<u8> {
    world.account(&pda::report(case.ada.token, year)).unwrap().data
}
