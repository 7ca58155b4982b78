//! Years, deadlines and what a token remembers of its deposits, against a map and a calendar counted day by day.

use crate::common::{amount, config};
use crate::refused;
use personal_token_core::report::{check_year, Deadline, YearBook, YEARS};
use personal_token_core::Error;
use proptest::collection::vec;
use proptest::prelude::*;
use std::collections::BTreeMap;

const DAY: i64 = 86_400;

fn is_leap(year: u64) -> bool {
    year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400))
}

/// The first second of a year, counted one year at a time from 1970.
fn start_of(year: u16) -> i64 {
    (1970..u64::from(year)).map(|year| 365 + i64::from(is_leap(year))).sum::<i64>() * DAY
}

/// A moment of a year: its first or last seconds, or any between.
fn within(year: u16, kind: u8, bits: u32) -> i64 {
    match kind {
        0 => start_of(year),
        1 => start_of(year) + 1,
        2 => start_of(year + 1) - 1,
        _ => start_of(year) + i64::from(bits) % (365 * DAY),
    }
}

proptest! {
    #![proptest_config(config())]

    /// Any history of deposits while the years go by: for every year that can be reported on, the token remembers
    /// exactly what a map that forgets nothing has; for others it has that or nothing.
    #[test]
    fn what_is_remembered_is_what_a_map_has(
        first in 2000u16..2100,
        steps in vec((0u8..8, 0u16..10, amount()), 1..40),
        kind in 0u8..4,
        bits in any::<u32>(),
    ) {
        let (mut book, mut present, mut model) = (YearBook::default(), first, BTreeMap::<u16, u128>::new());
        for (passes, back, gross) in steps {
            // A year passes in one of four steps, several at once in one of eight.
            present += match passes { 0 => 1, 1 => back, _ => 0 };
            let year = present - back;
            let sum = model.get(&year).copied().unwrap_or(0) + u128::from(gross);
            let before = book;
            match book.deposit(year, gross) {
                Ok(()) => {
                    prop_assert!(sum <= u128::from(u64::MAX) || back >= 4);
                    model.insert(year, sum);
                }
                Err(error) => {
                    prop_assert_eq!((error, book), (Error::MathOverflow, before));
                    prop_assert!(sum > u128::from(u64::MAX));
                }
            }
            let now = within(present, kind, bits);
            for year in present - 12..=present + 1 {
                let (kept, known) = (u128::from(book.gross(year)), model.get(&year).copied().unwrap_or(0));
                if check_year(year, 0, now).is_ok() || year == present {
                    prop_assert_eq!(kept, known);
                }
                prop_assert!(kept == 0 || kept == known);
            }
        }
    }

    /// Three years back at most, never the present one, never before the token's first.
    #[test]
    fn a_year_can_be_reported_on_for_three_years_after_it(
        created in 1970u16..2200,
        age in 0u16..8,
        year in -6i32..12,
        created_kind in 0u8..4,
        now_kind in 0u8..4,
        bits in any::<u32>(),
    ) {
        let present = created + age;
        let year = u16::try_from(i32::from(created) + year).unwrap();
        let (created_at, now) = (within(created, created_kind, bits), within(present, now_kind, bits.rotate_left(9)));
        let expected = year >= created && year < present && present - year <= 3;
        prop_assert_eq!(check_year(year, created_at, now).is_ok(), expected);
        if !expected {
            prop_assert_eq!(check_year(year, created_at, now), Err(Error::ReportYearInvalid));
        }
    }

    /// A report that can be filed is one whose deadline is known, and all of its deadlines fall within the time in which
    /// it can be recorded.
    #[test]
    fn every_report_falls_due_while_its_year_is_remembered(year in 1970u16..9_990, deadline in 1u16..=365, grace in 0u32..=180 * 86_400) {
        let times = Deadline::of(year, deadline, grace).unwrap();
        prop_assert_eq!(times.opens_at, start_of(year + 1));
        prop_assert_eq!((times.due_at - times.opens_at, times.recordable_at - times.due_at), (i64::from(deadline) * DAY, i64::from(grace)));
        prop_assert_eq!(check_year(year, 0, times.opens_at), Ok(()));
        prop_assert_eq!(check_year(year, 0, times.recordable_at), Ok(()));
        prop_assert_eq!(check_year(year, 0, times.opens_at - 1), Err(Error::ReportYearInvalid));
    }
}

/// Every day of 140 years is walked, month by month as a calendar on the wall has them, and compared with every deadline
/// of every year in it.
#[test]
fn every_deadline_of_140_years_is_the_end_of_the_day_that_a_calendar_shows() {
    let mut midnight = 0;
    let mut years: BTreeMap<u16, Vec<i64>> = BTreeMap::new();
    for year in 1970u16..=2110 {
        for days in [31, 28 + i64::from(is_leap(u64::from(year))), 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] {
            for _ in 0..days {
                // Each day by the second at which it is over.
                midnight += DAY;
                years.entry(year).or_default().push(midnight);
            }
        }
    }
    let mut compared = 0;
    for year in 1970u16..2110 {
        let ends = &years[&(year + 1)];
        assert_eq!(ends.len(), 365 + usize::from(is_leap(u64::from(year) + 1)));
        for (deadline, end) in (1u16..=365).zip(ends) {
            for grace in [0, 1, 30 * 86_400, 180 * 86_400] {
                let expected =
                    Deadline { opens_at: ends[0] - DAY, due_at: *end, recordable_at: *end + i64::from(grace) };
                assert_eq!(Deadline::of(year, deadline, grace), Ok(expected), "{year} {deadline}");
                compared += 1;
            }
        }
    }
    assert_eq!(compared, 140 * 365 * 4);
}

#[test]
fn the_usual_deadline_is_the_fifteenth_of_april_and_the_fourteenth_in_leap_years() {
    // `date --utc --date=2026-04-16 +%s` and `date --utc --date=2028-04-15 +%s`, the ends of those days.
    assert_eq!(Deadline::of(2025, 105, 0).map(|times| times.due_at), Ok(1_776_297_600));
    assert_eq!(Deadline::of(2027, 105, 0).map(|times| times.due_at), Ok(1_839_369_600));
}

#[test]
fn a_year_whose_next_one_has_no_start_is_refused() {
    for year in (0..1969).chain(9_999..=u16::MAX) {
        refused!(Deadline::of(year, 105, 0), ReportYearInvalid);
    }
    assert_eq!(Deadline::of(1969, 1, 2), Ok(Deadline { opens_at: 0, due_at: DAY, recordable_at: DAY + 2 }));
    assert!(Deadline::of(9_998, 365, u32::MAX).is_ok());
}

#[test]
fn the_present_year_is_refused_until_its_last_second_is_over() {
    let end = start_of(2027);
    for now in [start_of(2026), start_of(2026) + 1, end - 1] {
        refused!(check_year(2026, 0, now), ReportYearInvalid);
    }
    assert_eq!(check_year(2026, 0, end), Ok(()));
    assert_eq!(check_year(2026, 0, end + 1), Ok(()));
}

#[test]
fn a_year_is_refused_from_the_second_at_which_its_deposits_may_be_forgotten() {
    let end = start_of(2030);
    assert_eq!(check_year(2026, 0, end - 1), Ok(()));
    for now in [end, end + 1, i64::MAX] {
        refused!(check_year(2026, 0, now), ReportYearInvalid);
    }
}

#[test]
fn a_year_before_the_token_is_refused() {
    let (first_second, now) = (start_of(2026), start_of(2028));
    refused!(check_year(2025, first_second, now), ReportYearInvalid);
    assert_eq!(check_year(2025, first_second - 1, now), Ok(()));
    assert_eq!(check_year(2026, first_second, now), Ok(()));
    assert_eq!(check_year(2026, start_of(2027) - 1, now), Ok(()));
    refused!(check_year(2026, start_of(2027), now), ReportYearInvalid);
}

#[test]
fn years_at_the_ends_of_their_range_are_refused() {
    let now = start_of(2028);
    for year in [0, 1, 1969, 2024, 2028, 2029, 9_999, u16::MAX - 4, u16::MAX] {
        refused!(check_year(year, 0, now), ReportYearInvalid);
    }
    // A clock before 1970 shows 1970: nothing is over.
    for year in [0, 1969, 1970] {
        refused!(check_year(year, i64::MIN, i64::MIN), ReportYearInvalid);
    }
}

#[test]
fn deposits_that_overflow_a_year_are_refused_and_leave_it_as_it_was() {
    let mut book = YearBook::default();
    assert_eq!(book.deposit(2026, u64::MAX - 1), Ok(()));
    assert_eq!(book.deposit(2026, 1), Ok(()));
    let before = book;
    refused!(book.deposit(2026, 1), MathOverflow);
    refused!(book.deposit(2026, u64::MAX), MathOverflow);
    assert_eq!((book, book.gross(2026)), (before, u64::MAX));
    // Each year has a sum of its own.
    assert_eq!(book.deposit(2027, 1), Ok(()));
    assert_eq!((book.gross(2026), book.gross(2027)), (u64::MAX, 1));
}

#[test]
fn a_deposit_for_a_forgotten_year_drives_no_remembered_one_out() {
    let mut book = YearBook::default();
    for year in 2027..=2030 {
        assert_eq!(book.deposit(year, u64::from(year)), Ok(()));
    }
    let before = book;
    for year in (2000..2027).rev() {
        assert_eq!((book.deposit(year, u64::MAX), book), (Ok(()), before));
        assert_eq!(book.gross(year), 0);
    }
    assert_eq!(YEARS, 4);
}

#[test]
fn a_new_year_takes_the_place_of_the_one_four_years_back_and_of_no_other() {
    let mut book = YearBook::default();
    for year in 2027..=2031 {
        book.deposit(year, u64::from(year)).unwrap();
    }
    assert_eq!(
        [2026, 2027, 2028, 2029, 2030, 2031, 2032].map(|year| book.gross(year)),
        [0, 0, 2028, 2029, 2030, 2031, 0]
    );
    assert_eq!(YearBook::default().gross(0), 0);
}
