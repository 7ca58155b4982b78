//! Deadline and grace are the network's, as they are when somebody files or records; nothing becomes late afterwards.

use super::common::*;

fn with(deadline: u16, grace: u32) -> (World, Case) {
    let parameters = Parameters { report_deadline: deadline, report_grace: grace, ..Parameters::default() };
    ready_in(World::founded_with(parameters))
}

#[test]
fn the_shortest_deadline_without_grace() {
    let (mut world, case) = with(1, 0);
    let at = january(YEAR + 1) + DAYS;
    let record = case.record(&world).instruction();
    at_times(&mut world, [(at - 1, Some(Rule::ReportNotOverdue)), (at, None)], &record);
    world.warp_to(at - 1);
    file(&mut world, &case, 0, 0);
    let again = case.file(&world).instruction();
    at_times(&mut world, [(at - 1, None), (at, Some(Rule::ReportFinal))], &again);
    at_times(&mut world, [(at, Some(Rule::ReportInOrder))], &record);
}

#[test]
fn the_longest_deadline_with_the_longest_grace() {
    let (mut world, case) = with(365, 180 * DAY);
    let due = january(YEAR + 1) + 365 * DAYS;
    assert_eq!(due, january(YEAR + 2));
    let at = due + 180 * DAYS;
    let record = case.record(&world).instruction();
    at_times(&mut world, [(at - 1, Some(Rule::ReportNotOverdue)), (at, None)], &record);
    world.warp_to(january(YEAR + 1));
    file(&mut world, &case, 0, 0);
    let correction = case.file(&world).instruction();
    at_times(&mut world, [(due - 1, None), (due, Some(Rule::ReportFinal))], &correction);
}

/// A deadline that comes to lie before a filing does not make it late.
#[test]
fn a_shorter_deadline_makes_no_report_late_that_was_in_time() {
    let (mut world, case) = ready();
    world.warp_to(deadline(YEAR).recordable_at - 1);
    file(&mut world, &case, 0, 0);
    change_parameters(&mut world, |parameters| (parameters.report_deadline, parameters.report_grace) = (1, 0));
    world.send(&[case.record(&world).instruction()]).expect_refusal(Rule::ReportInOrder);
}

/// Nor does a longer one make up for what was late, but nobody records it until that is over.
#[test]
fn a_longer_deadline_excuses_no_late_report() {
    let (mut world, case) = overdue();
    file(&mut world, &case, 0, 0);
    change_parameters(&mut world, |parameters| parameters.report_grace = 60 * DAY);
    let at = deadline(YEAR).recordable_at + 30 * DAYS;
    let record = case.record(&world).instruction();
    at_times(&mut world, [(at - 1, Some(Rule::ReportNotOverdue)), (at, None)], &record);
}

/// Even if it is filed once more, as that longer deadline lets him.
#[test]
fn a_correction_under_a_longer_deadline_is_as_late_as_the_report() {
    let (mut world, case) = overdue();
    file(&mut world, &case, 0, 0);
    change_parameters(&mut world, |parameters| parameters.report_deadline = 365);
    file(&mut world, &case, 1, 1);
    assert_eq!((case.read(&world).late, case.read(&world).filed_at), (1, world.now()));
    world.warp_to(january(YEAR + 2) + 30 * DAYS);
    record(&mut world, &case);
    assert_eq!(case.points(&world), 900);
    world.send(&[case.record(&world).instruction()]).expect_refusal(Rule::ReportInOrder);
}

/// What is not filed has the time that the network gives now: less of it, or more.
#[test]
fn a_missing_report_has_the_time_of_the_parameters_now() {
    let (mut world, case) = over();
    change_parameters(&mut world, |parameters| (parameters.report_deadline, parameters.report_grace) = (8, DAY));
    let at = january(YEAR + 1) + 9 * DAYS;
    let record = case.record(&world).instruction();
    at_times(&mut world, [(at - 1, Some(Rule::ReportNotOverdue)), (at, None)], &record);

    let (mut world, case) = overdue();
    change_parameters(&mut world, |parameters| parameters.report_deadline = 200);
    let at = january(YEAR + 1) + 230 * DAYS;
    let record = case.record(&world).instruction();
    at_times(&mut world, [(at - 1, Some(Rule::ReportNotOverdue)), (at, None)], &record);
    file(&mut world, &case, 0, 0);
    assert_eq!(case.read(&world).late, 0);
    at_times(&mut world, [(at, Some(Rule::ReportInOrder))], &record);
}

/// With the deadline the time for corrections moves too.
#[test]
fn corrections_end_with_the_deadline_of_the_parameters_now() {
    let (mut world, case) = over();
    file(&mut world, &case, 1, 0);
    change_parameters(&mut world, |parameters| parameters.report_deadline = 50);
    let at = january(YEAR + 1) + 50 * DAYS;
    let correction = case.file(&world).instruction();
    at_times(&mut world, [(at - 1, None), (at, Some(Rule::ReportFinal))], &correction);
}

/// Announced is not applied.
#[test]
fn announced_parameters_change_nothing() {
    let (mut world, case) = ready();
    let at = deadline(YEAR).recordable_at;
    world.warp_to(at - DAYS);
    let parameters = Parameters { report_grace: 180 * DAY, ..world.network_state().parameters };
    let (authority, network) = (world.founder, world.network);
    world.must(&[NetworkProposeParameters { authority, network, parameters }.instruction()]);
    let record = case.record(&world).instruction();
    at_times(&mut world, [(at - 1, Some(Rule::ReportNotOverdue)), (at, None)], &record);
}

/// What was recorded stays, though by later parameters it would not be overdue yet.
#[test]
fn a_longer_grace_takes_nothing_back() {
    let (mut world, case) = overdue();
    record(&mut world, &case);
    change_parameters(&mut world, |parameters| parameters.report_grace = 180 * DAY);
    world.send(&[case.record(&world).instruction()]).expect_refusal(Rule::ReportNotOverdue);
    assert_eq!((case.points(&world), case.read(&world).findings().count()), (907, 1));
}
