//! The yearly report: every small history of filing and recording, and each second that matters.

use crate::common::depth;
use crate::refused;
use personal_token_core::member::Reputation;
use personal_token_core::report::{owes_report, Deadline, Finding, Report, MISSED_POINTS, SHORT_POINTS};
use personal_token_core::{Error, Result};

const OPENS: i64 = 1_798_761_600;
const DAY: i64 = 86_400;
const TIMES: Deadline = Deadline { opens_at: OPENS, due_at: OPENS + 105 * DAY, recordable_at: OPENS + 135 * DAY };

/// What somebody does about a report.
#[derive(Clone, Copy, Debug)]
enum Move {
    /// Files proceeds and cost basis.
    File(u64, u64),
    /// Records, with so much deposited for the year.
    Record(u64),
}

const MOVES: [Move; 5] = [
    // A gain of 10, one of 11, and a loss.
    Move::File(15, 5),
    Move::File(11, 0),
    Move::File(5, 15),
    // 10 are deposited, or nothing.
    Move::Record(10),
    Move::Record(0),
];

/// The seconds before, at and after each of the times.
const MOMENTS: [i64; 7] = [
    TIMES.opens_at,
    TIMES.due_at - 1,
    TIMES.due_at,
    TIMES.recordable_at - 1,
    TIMES.recordable_at,
    TIMES.recordable_at + 1,
    TIMES.recordable_at + 400 * DAY,
];

/// The rule told over the list of everything that happened, with nothing kept in between.
#[derive(Clone, Default)]
struct Chronicle {
    filed: Vec<(i64, u64, u64)>,
    found: Vec<(i64, Finding)>,
}

impl Chronicle {
    fn has(&self, finding: Finding) -> bool {
        self.found.iter().any(|&(_, found)| found == finding)
    }

    fn play(&mut self, step: Move, now: i64) -> Result<Option<Finding>> {
        match step {
            Move::File(..) if !self.filed.is_empty() && now >= TIMES.due_at => Err(Error::ReportFinal),
            Move::File(proceeds, cost_basis) => {
                self.filed.push((now, proceeds, cost_basis));
                Ok(None)
            }
            Move::Record(_) if now < TIMES.recordable_at => Err(Error::ReportNotOverdue),
            Move::Record(deposited) => {
                let in_time = self.filed.iter().any(|&(at, ..)| at < TIMES.recordable_at);
                let covered =
                    self.filed.last().is_none_or(|&(_, proceeds, cost_basis)| proceeds <= cost_basis + deposited);
                let finding = match (in_time || self.has(Finding::Missed), covered || self.has(Finding::Short)) {
                    (false, _) => Finding::Missed,
                    (true, false) => Finding::Short,
                    (true, true) => return Err(Error::ReportInOrder),
                };
                self.found.push((now, finding));
                Ok(Some(finding))
            }
        }
    }
}

fn play(report: &mut Report, step: Move, now: i64) -> Result<Option<Finding>> {
    match step {
        Move::File(proceeds, cost_basis) => {
            *report = report.file(proceeds, cost_basis, &TIMES, now)?;
            Ok(None)
        }
        Move::Record(deposited) => {
            let (after, finding) = report.record(deposited, &TIMES, now)?;
            *report = after;
            Ok(Some(finding))
        }
    }
}

/// All histories that go on from here; returns how many there were.
fn explore(report: Report, chronicle: &Chronicle, from: usize, left: u32) -> u64 {
    let mut histories = 1;
    if left == 0 {
        return histories;
    }
    for (index, now) in MOMENTS.into_iter().enumerate().skip(from) {
        for step in MOVES {
            let (mut report, before, mut chronicle) = (report, report, chronicle.clone());
            let outcome = play(&mut report, step, now);
            assert_eq!(outcome, chronicle.play(step, now), "{step:?} at {now} of {before:?}");
            if outcome.is_err() {
                assert_eq!(report, before);
            }
            check(&report, &chronicle);
            histories += explore(report, &chronicle, index, left - 1);
        }
    }
    histories
}

fn check(report: &Report, chronicle: &Chronicle) {
    let when = |finding| chronicle.found.iter().find(|&&(_, found)| found == finding).map_or(0, |&(at, _)| at);
    let (filed_at, proceeds, cost_basis) = chronicle.filed.last().copied().unwrap_or_default();
    let (missed_at, short_at) = (when(Finding::Missed), when(Finding::Short));
    let late = filed_at >= TIMES.recordable_at;
    assert_eq!(*report, Report { proceeds, cost_basis, filed_at, late, missed_at, short_at });
    // Each finding once, missing before short, and never more points than both.
    let points: Vec<u16> = chronicle.found.iter().map(|(_, finding)| finding.points()).collect();
    assert!([vec![], vec![100], vec![150], vec![100, 150]].contains(&points), "{points:?}");
    // Whoever filed in time is never found missing, and whoever did not file never short.
    let in_time = chronicle.filed.iter().any(|&(at, ..)| at < TIMES.recordable_at);
    assert!(!in_time || missed_at == 0);
    assert!(!chronicle.filed.is_empty() || short_at == 0);
}

#[test]
fn every_small_history_is_what_its_chronicle_says() {
    let length = depth(5);
    let histories = explore(Report::default(), &Chronicle::default(), 0, length);
    // With non-decreasing moments: one for each choice of moments and moves.
    let expected: u64 = (0..=u64::from(length))
        .map(|n| {
            (1..=n).map(|k| 6 + k).product::<u64>() / (1..=n).product::<u64>() * 5u64.pow(u32::try_from(n).unwrap())
        })
        .sum();
    assert_eq!(histories, expected);
}

#[test]
fn every_unknown_finding_is_none() {
    let known = [(1, Finding::Missed, "missed", 100), (2, Finding::Short, "short", 150)];
    for (byte, finding, name, points) in known {
        assert_eq!(Finding::from_byte(byte), Some(finding));
        assert_eq!((finding.byte(), finding.name(), finding.points()), (byte, name, points));
    }
    assert_eq!(Finding::ALL, known.map(|(_, finding, _, _)| finding));
    assert_eq!((MISSED_POINTS, SHORT_POINTS), (100, 150));
    for byte in (0..=u8::MAX).filter(|byte| !(1..=2).contains(byte)) {
        assert_eq!(Finding::from_byte(byte), None);
    }
}

#[test]
fn nothing_is_recorded_a_second_before_the_grace_is_over() {
    let filed = Report::default().file(100, 0, &TIMES, OPENS).unwrap();
    for report in [Report::default(), filed] {
        for now in [i64::MIN, 0, OPENS, TIMES.due_at, TIMES.recordable_at - 1] {
            refused!(report.record(0, &TIMES, now), ReportNotOverdue);
        }
    }
    let found = |report: Report| report.record(0, &TIMES, TIMES.recordable_at).map(|(_, finding)| finding);
    assert_eq!((found(Report::default()), found(filed)), (Ok(Finding::Missed), Ok(Finding::Short)));
}

#[test]
fn a_correction_at_or_after_the_deadline_is_refused() {
    for filed_at in [OPENS, TIMES.due_at - 1, TIMES.due_at, TIMES.recordable_at] {
        let filed = Report::default().file(100, 50, &TIMES, filed_at).unwrap();
        for now in [TIMES.due_at, TIMES.due_at + 1, TIMES.recordable_at, i64::MAX] {
            refused!(filed.file(100, 50, &TIMES, now), ReportFinal);
        }
    }
    let filed = Report::default().file(100, 50, &TIMES, OPENS).unwrap();
    let corrected = filed.file(60, 50, &TIMES, TIMES.due_at - 1).unwrap();
    assert_eq!(corrected, Report { proceeds: 60, cost_basis: 50, filed_at: TIMES.due_at - 1, ..Report::default() });
}

#[test]
fn a_report_in_time_and_covered_is_in_order_for_ever() {
    for filed_at in [OPENS, TIMES.due_at - 1, TIMES.due_at, TIMES.recordable_at - 1] {
        let filed = Report::default().file(100, 50, &TIMES, filed_at).unwrap();
        for (deposited, now) in [(50, TIMES.recordable_at), (51, TIMES.recordable_at), (u64::MAX, i64::MAX)] {
            refused!(filed.record(deposited, &TIMES, now), ReportInOrder);
        }
        // One unit less, and it is short.
        let (short, finding) = filed.record(49, &TIMES, TIMES.recordable_at).unwrap();
        assert_eq!((finding, short.short_at), (Finding::Short, TIMES.recordable_at));
    }
}

#[test]
fn a_finding_is_recorded_once_and_not_again() {
    let (missed, _) = Report::default().record(0, &TIMES, TIMES.recordable_at).unwrap();
    refused!(missed.record(0, &TIMES, TIMES.recordable_at), ReportInOrder);
    refused!(missed.record(u64::MAX, &TIMES, i64::MAX), ReportInOrder);
    let filed = Report::default().file(100, 50, &TIMES, OPENS).unwrap();
    let (short, _) = filed.record(0, &TIMES, TIMES.recordable_at).unwrap();
    refused!(short.record(0, &TIMES, TIMES.recordable_at), ReportInOrder);
    refused!(short.record(0, &TIMES, i64::MAX), ReportInOrder);
}

#[test]
fn filing_late_undoes_no_missing_report_and_can_still_be_short() {
    let now = TIMES.recordable_at + DAY;
    let (missed, finding) = Report::default().record(0, &TIMES, TIMES.recordable_at).unwrap();
    assert_eq!(finding, Finding::Missed);
    let late = missed.file(100, 50, &TIMES, now).unwrap();
    assert_eq!((late.missed_at, late.filed_at), (TIMES.recordable_at, now));
    refused!(late.file(100, 100, &TIMES, now), ReportFinal);
    refused!(late.record(50, &TIMES, now), ReportInOrder);
    let (short, finding) = late.record(49, &TIMES, now).unwrap();
    assert_eq!(finding, Finding::Short);
    refused!(short.record(0, &TIMES, now), ReportInOrder);
}

#[test]
fn filing_at_the_second_of_recording_is_late_and_a_second_before_is_not() {
    let filed = |now| Report::default().file(100, 0, &TIMES, now).unwrap();
    let found = |now| filed(now).record(100, &TIMES, i64::MAX).map(|(_, finding)| finding);
    refused!(found(TIMES.recordable_at - 1), ReportInOrder);
    assert_eq!(found(TIMES.recordable_at), Ok(Finding::Missed));
    assert_eq!(found(TIMES.recordable_at + 1), Ok(Finding::Missed));
}

#[test]
fn times_that_the_network_changes_afterwards_make_no_report_late_and_none_timely() {
    let shorter = Deadline { due_at: OPENS + DAY, recordable_at: OPENS + DAY, ..TIMES };
    let longer = Deadline { recordable_at: TIMES.recordable_at + 150 * DAY, ..TIMES };
    let timely = Report::default().file(100, 0, &TIMES, TIMES.recordable_at - 1).unwrap();
    refused!(timely.record(100, &shorter, TIMES.recordable_at), ReportInOrder);
    assert_eq!(timely.record(99, &shorter, TIMES.recordable_at).map(|(_, finding)| finding), Ok(Finding::Short));
    let late = Report::default().file(100, 0, &TIMES, TIMES.recordable_at).unwrap();
    refused!(late.record(100, &longer, longer.recordable_at - 1), ReportNotOverdue);
    assert_eq!(late.record(100, &longer, longer.recordable_at).map(|(_, finding)| finding), Ok(Finding::Missed));
}

#[test]
fn a_loss_is_no_gain_and_never_short() {
    for (proceeds, cost_basis) in [(0, 0), (0, u64::MAX), (5, 6), (5, 5), (u64::MAX, u64::MAX)] {
        let filed = Report::default().file(proceeds, cost_basis, &TIMES, OPENS).unwrap();
        assert_eq!(filed.gain(), 0);
        refused!(filed.record(0, &TIMES, TIMES.recordable_at), ReportInOrder);
    }
    let filed = Report::default().file(u64::MAX, 0, &TIMES, OPENS).unwrap();
    refused!(filed.record(u64::MAX, &TIMES, TIMES.recordable_at), ReportInOrder);
    assert_eq!(filed.record(u64::MAX - 1, &TIMES, TIMES.recordable_at).map(|(_, finding)| finding), Ok(Finding::Short));
}

#[test]
fn a_missing_and_short_report_costs_250_points_and_no_more() {
    for (points, left) in
        [(0, [0, 0]), (49, [0, 0]), (50, [0, 0]), (599, [499, 349]), (600, [500, 350]), (1_000, [900, 750])]
    {
        let now = TIMES.recordable_at;
        let mut reputation = Reputation { points, as_of: now };
        let mut report = Report::default().file(100, 0, &TIMES, now).unwrap();
        for left in left {
            let (after, finding) = report.record(0, &TIMES, now).unwrap();
            reputation = reputation.lower(finding.points(), now);
            report = after;
            assert_eq!(reputation.at(now), left);
        }
        refused!(report.record(0, &TIMES, now), ReportInOrder);
    }
}

/// All combinations of whose position it is, what it holds and when it was opened.
#[test]
fn only_an_outside_position_of_that_year_that_holds_shares_is_a_witness() {
    for is_owner in [false, true] {
        for shares in [0, 1, u64::MAX] {
            for opened_at in [i64::MIN, 0, OPENS - 1, OPENS, OPENS + 1, i64::MAX] {
                let expected = !is_owner && shares != 0 && opened_at < OPENS;
                assert_eq!(owes_report(is_owner, shares, opened_at, &TIMES), expected);
            }
        }
    }
}
