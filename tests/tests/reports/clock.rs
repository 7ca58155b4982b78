//! Every edge of the clock: when a year can be reported on, corrected, and recorded.

use super::common::*;

#[test]
fn a_year_is_reported_on_from_its_first_second_after() {
    let (mut world, case) = ready();
    let file = case.file(&world).instruction();
    let opens = january(YEAR + 1);
    let times = [
        (world.now(), Some(Rule::ReportYearInvalid)),
        (opens - 1, Some(Rule::ReportYearInvalid)),
        (opens, None),
        (opens + 1, None),
    ];
    at_times(&mut world, times, &file);
}

#[test]
fn a_report_is_corrected_until_the_last_second_of_the_fifteenth_of_april() {
    let (mut world, case) = over();
    file(&mut world, &case, 1, 0);
    let correction = case.file(&world).instruction();
    let due = deadline(YEAR).due_at;
    assert_eq!(due, january(YEAR + 1) + 105 * DAYS);
    let refused = Some(Rule::ReportFinal);
    let recordable = deadline(YEAR).recordable_at;
    let times =
        [(due - 1, None), (due, refused), (due + 1, refused), (recordable, refused), (january(YEAR + 4) - 1, refused)];
    at_times(&mut world, times, &correction);
}

#[test]
fn a_first_report_is_taken_as_long_as_the_year_is_remembered() {
    let (mut world, case) = ready();
    let file = case.file(&world).instruction();
    let Deadline { due_at, recordable_at, .. } = deadline(YEAR);
    let too_old = Some(Rule::ReportYearInvalid);
    let last = january(YEAR + 4);
    let times = [
        (due_at - 1, None),
        (due_at, None),
        (recordable_at - 1, None),
        (recordable_at, None),
        (last - 1, None),
        (last, too_old),
        (last + 1, too_old),
    ];
    at_times(&mut world, times, &file);
}

#[test]
fn filed_in_the_last_second_of_the_grace_is_in_time() {
    for (seconds, is_late) in [(-1, false), (0, true), (1, true)] {
        let (mut world, case) = ready();
        let recordable_at = deadline(YEAR).recordable_at;
        world.warp_to(recordable_at + seconds);
        file(&mut world, &case, 0, 0);
        assert_eq!(case.read(&world).late, u8::from(is_late));
        world.warp_to(recordable_at + 1);
        let record = case.record(&world).instruction();
        expect(world.send(&[record]), (!is_late).then_some(Rule::ReportInOrder));
    }
}

#[test]
fn a_missing_report_is_recorded_from_the_end_of_the_grace_on() {
    let (mut world, case) = ready();
    let record = case.record(&world).instruction();
    let Deadline { opens_at, due_at, recordable_at } = deadline(YEAR);
    assert_eq!(recordable_at, january(YEAR + 1) + 135 * DAYS);
    let early = Some(Rule::ReportNotOverdue);
    let (never, last) = (Some(Rule::ReportYearInvalid), january(YEAR + 4));
    let times = [
        (opens_at - 1, never),
        (opens_at, early),
        (due_at, early),
        (recordable_at - 1, early),
        (recordable_at, None),
        (recordable_at + 1, None),
        (last - 1, None),
        (last, never),
        (last + 1, never),
    ];
    at_times(&mut world, times, &record);
}

#[test]
fn a_short_report_is_recorded_from_the_end_of_the_grace_on() {
    let (mut world, case) = over();
    file(&mut world, &case, 1_000, 300);
    let record = case.record(&world).instruction();
    let Deadline { due_at, recordable_at, .. } = deadline(YEAR);
    let early = Some(Rule::ReportNotOverdue);
    let times = [
        (world.now(), early),
        (due_at, early),
        (recordable_at - 1, early),
        (recordable_at, None),
        (recordable_at + 1, None),
    ];
    at_times(&mut world, times, &record);
}

/// The day of the year is counted from 1 January, whatever day it has then in the calendar.
#[test]
fn the_deadline_after_a_leap_year_and_within_one() {
    let (mut world, case) = ready();
    let day = |year: u16, days: i64| january(year) + days * DAYS;
    // 2027 has 365 days, 2028 has 366.
    assert_eq!(january(2029) - january(2028), 366 * DAYS);
    for year in [2026, 2027, 2028] {
        let record = world.report_record(&case.ada, year, case.bob).instruction();
        let recordable = day(year + 1, 135);
        at_times(&mut world, [(recordable - 1, Some(Rule::ReportNotOverdue)), (recordable, None)], &record);
    }
}

/// A clock that stands before everything, or far after it, lets nothing through.
#[test]
fn refuses_when_the_clock_tells_nonsense() {
    let (mut world, case) = ready();
    let never = Some(Rule::ReportYearInvalid);
    let times = [(0, never), (-1, never), (i64::MIN, never), (i64::MAX, never), (january(9_999), never)];
    for instruction in [case.file(&world).instruction(), case.record(&world).instruction()] {
        at_times(&mut world, times, &instruction);
    }
}
