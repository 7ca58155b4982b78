//! `report_record`: missed, short, each once, with every field and event.

use super::common::*;

#[test]
fn records_that_a_report_is_missing() {
    let (mut world, case) = overdue();
    let member = world.member_state(case.ada.owner);
    let record = case.record(&world);
    let outcome = world.send(&[record.instruction()]).expect_changed(&[case.report(), case.ada.owner.member]);
    let expected = Report {
        version: 1,
        bump: pda::report_with_bump(case.ada.token, YEAR).1,
        year: YEAR,
        missed_at: world.now(),
        token: case.ada.token,
        ..Report::zeroed()
    };
    assert_eq!(case.read(&world), expected);
    assert_eq!(expected.findings().collect::<Vec<_>>(), [Finding::Missed]);
    let lowered = Member { reputation: 900, reputation_as_of: world.now(), ..member };
    assert_eq!(world.member_state(case.ada.owner), lowered);
    assert_eq!(emitted(&outcome), recorded(&record, Finding::Missed, 0, 1_000, 900));
}

#[test]
fn records_that_a_report_is_short() {
    let (mut world, case) = short();
    deposit(&mut world, &case, YEAR, GAIN - 1);
    let (report, member) = (case.read(&world), world.member_state(case.ada.owner));
    world.warp(60);
    let record = case.record(&world);
    let outcome = world.send(&[record.instruction()]).expect_changed(&[case.report(), case.ada.owner.member]);
    let expected = Report { deposited: GAIN - 1, short_at: world.now(), ..report };
    assert_eq!(case.read(&world), expected);
    assert_eq!(expected.findings().collect::<Vec<_>>(), [Finding::Short]);
    let lowered = Member { reputation: 850, reputation_as_of: world.now(), ..member };
    assert_eq!(world.member_state(case.ada.owner), lowered);
    assert_eq!(emitted(&outcome), recorded(&record, Finding::Short, GAIN - 1, 1_000, 850));
}

#[test]
fn missed_is_recorded_once() {
    let (mut world, case) = overdue();
    record(&mut world, &case);
    world.send(&[case.record(&world).instruction()]).expect_refusal(Rule::ReportInOrder);
    world.warp_to(january(YEAR + 4) - 1);
    world.send(&[case.record(&world).instruction()]).expect_refusal(Rule::ReportInOrder);
}

#[test]
fn short_is_recorded_once() {
    let (mut world, case) = short();
    record(&mut world, &case);
    world.send(&[case.record(&world).instruction()]).expect_refusal(Rule::ReportInOrder);
    world.warp_to(january(YEAR + 4) - 1);
    world.send(&[case.record(&world).instruction()]).expect_refusal(Rule::ReportInOrder);
}

#[test]
fn refuses_missed_twice_in_a_transaction() {
    let (mut world, case) = overdue();
    let record = case.record(&world).instruction();
    world.send(&[record.clone(), record]).expect_refusal(Rule::ReportInOrder);
    assert_eq!((world.account(&case.report()), case.points(&world)), (None, 1_000));
}

#[test]
fn refuses_short_twice_in_a_transaction() {
    let (mut world, case) = short();
    let record = case.record(&world).instruction();
    world.send(&[record.clone(), record]).expect_refusal(Rule::ReportInOrder);
    assert_eq!(case.points(&world), 1_000);
}

#[test]
fn missed_and_then_short_cost_250_points() {
    let (mut world, case) = overdue();
    record(&mut world, &case);
    let missed_at = world.now();
    world.warp(DAYS);
    file(&mut world, &case, 1_000, 300);
    let before = case.read(&world);
    let record = case.record(&world);
    let outcome = world.send(&[record.instruction()]).expect_changed(&[case.report(), case.ada.owner.member]);
    assert_eq!(case.read(&world), Report { short_at: world.now(), ..before });
    assert_eq!((before.missed_at, before.late), (missed_at, 1));
    // A point came back in between.
    assert_eq!(emitted(&outcome), recorded(&record, Finding::Short, 0, 901, 751));
    world.send(&[record.instruction()]).expect_refusal(Rule::ReportInOrder);
}

/// Nobody need have recorded it before: a late report is found missed first, then short, at once if one likes.
#[test]
fn a_late_report_that_is_short_is_found_both_in_one_transaction() {
    let (mut world, case) = overdue();
    file(&mut world, &case, 1_000, 300);
    let record = case.record(&world);
    let instruction = record.instruction();
    let outcome =
        world.send(&[instruction.clone(), instruction]).expect_changed(&[case.report(), case.ada.owner.member]);
    let expected = [recorded(&record, Finding::Missed, 0, 1_000, 900), recorded(&record, Finding::Short, 0, 900, 750)];
    assert_eq!(emitted(&outcome), expected.concat());
    let report = case.read(&world);
    assert_eq!((report.missed_at, report.short_at), (world.now(), world.now()));
    assert_eq!(report.findings().collect::<Vec<_>>(), [Finding::Missed, Finding::Short]);
    world.send(&[record.instruction()]).expect_refusal(Rule::ReportInOrder);
}

/// Recorded, filed and recorded again, by two people at once.
#[test]
fn missed_filed_and_short_in_one_transaction() {
    let (mut world, case) = overdue();
    let (record, file) = (case.record(&world).instruction(), case.file(&world).instruction());
    world.send(&[record.clone(), file, record]).expect_success();
    assert_eq!(case.points(&world), 750);
}

#[test]
fn a_late_report_is_missed_though_it_is_covered() {
    let (mut world, case) = overdue();
    deposit(&mut world, &case, YEAR, GAIN);
    file(&mut world, &case, 1_000, 300);
    record(&mut world, &case);
    assert_eq!((case.points(&world), case.read(&world).deposited), (900, GAIN));
    world.send(&[case.record(&world).instruction()]).expect_refusal(Rule::ReportInOrder);
}

/// Before anybody has recorded that it is missing, filing late does not help.
#[test]
fn filing_late_does_not_undo_missed_nor_prevent_it() {
    for records_first in [true, false] {
        let (mut world, case) = overdue();
        if records_first {
            record(&mut world, &case);
        }
        file(&mut world, &case, 0, 0);
        if !records_first {
            record(&mut world, &case);
        }
        assert_eq!((case.points(&world), case.read(&world).missed_at), (900, world.now()));
        world.send(&[case.record(&world).instruction()]).expect_refusal(Rule::ReportInOrder);
    }
}

#[test]
fn every_year_is_recorded_for_itself() {
    let (mut world, case) = ready();
    world.warp_to(deadline(YEAR + 2).recordable_at);
    let records = [YEAR, YEAR + 1, YEAR + 2].map(|year| world.report_record(&case.ada, year, case.bob).instruction());
    world.send(&records).expect_success();
    assert_eq!(case.points(&world), 700);
    for (year, record) in (YEAR..).zip(records) {
        assert_eq!(read(&world, pda::report(case.ada.token, year)).year, year);
        world.send(&[record]).expect_refusal(Rule::ReportInOrder);
    }
}

#[test]
fn refuses_to_record_where_all_is_in_order() {
    let (mut world, case) = over();
    deposit(&mut world, &case, YEAR, GAIN);
    file(&mut world, &case, 1_000, 300);
    for time in [deadline(YEAR).recordable_at, january(YEAR + 4) - 1] {
        world.warp_to(time);
        world.send(&[case.record(&world).instruction()]).expect_refusal(Rule::ReportInOrder);
    }
}

/// It costs whoever does it the rent and nothing else, and he needs no name in the network.
#[test]
fn a_stranger_records_and_pays_only_the_rent() {
    let (mut world, case) = overdue();
    let payer = mallory(&mut world);
    let before = world.lamports(&payer);
    let record = ReportRecord { payer, ..case.record(&world) };
    let outcome = world.send(&[record.instruction()]).expect_changed(&[case.report(), case.ada.owner.member, payer]);
    assert_eq!(world.lamports(&payer), before - world.rent(Report::SPACE));
    assert_eq!(emitted(&outcome), recorded(&record, Finding::Missed, 0, 1_000, 900));
    // What is there already costs nothing at all.
    file(&mut world, &case, 1_000, 300);
    let before = world.lamports(&payer);
    world.send(&[record.instruction()]).expect_changed(&[case.report(), case.ada.owner.member]);
    assert_eq!(world.lamports(&payer), before);
}

#[test]
fn lamports_sent_to_the_address_keep_nobody_from_recording() {
    survives_prefunding(overdue, |_, case| vec![case.report()], |world, case| case.record(world).instruction());
}

/// Even the owner himself, who cannot lessen it by that.
#[test]
fn anybody_records() {
    for who in ["mallory", "founder"] {
        let (mut world, case) = overdue();
        let payer = world.person(who);
        world.send(&[ReportRecord { payer, ..case.record(&world) }.instruction()]).expect_success();
        assert_eq!(case.points(&world), 900);
    }
    let (mut world, case) = overdue();
    for payer in [case.ada.owner.wallet, case.bob.wallet] {
        tentatively(&mut world, |world| {
            world.send(&[ReportRecord { payer, ..case.record(world) }.instruction()]).expect_success();
        });
    }
}
