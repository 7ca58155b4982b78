//! The civil year against a calendar that is counted day by day.

use crate::common::config;
use personal_token_core::calendar::{start_of_year, year_of};
use proptest::prelude::*;

const DAY: i64 = 86_400;
/// Days of the 400 years after which the calendar repeats.
const ERA: i64 = 146_097 * DAY;

/// The rule of the calendar as every schoolchild knows it.
fn days_in(year: u64) -> i64 {
    let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    365 + i64::from(leap)
}

/// The first second of a year, counted one year at a time from 1970.
fn start_of(year: u64) -> i64 {
    if year < 1970 {
        return -(year..1970).map(days_in).sum::<i64>() * DAY;
    }
    (1970..year).map(days_in).sum::<i64>() * DAY
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn years_repeat_with_the_era(time in 0i64..1_000_000_000_000) {
        prop_assert_eq!(year_of(time + ERA), year_of(time) + 400);
    }

    #[test]
    fn later_is_never_an_earlier_year(time in any::<i64>(), later in 0i64..400 * DAY) {
        let (now, then) = (year_of(time), year_of(time.saturating_add(later)));
        prop_assert!((now..=now + 2).contains(&then) && now >= 1970);
    }

    /// Any second of any year of the days that clocks show.
    #[test]
    fn a_moment_lies_in_its_year(year in 1970u64..2400, second in 0i64..365 * DAY) {
        prop_assert_eq!(year_of(start_of(year) + second), year);
    }
}

#[test]
fn every_day_from_1960_to_2400_and_every_boundary_second() {
    let mut midnight = start_of(1960);
    assert_eq!(midnight, -315_619_200);
    let mut days = 0;
    for year in 1960..=2400 {
        // No cluster has a clock before 1970; all of that counts as the first year there is.
        let counted = year.max(1970);
        assert_eq!(year_of(midnight - 1), (year - 1).max(1970));
        assert_eq!(year_of(midnight), counted);
        assert_eq!(year_of(midnight + 1), counted);
        for _ in 0..days_in(year) {
            assert_eq!((year_of(midnight), year_of(midnight + DAY - 1)), (counted, counted));
            midnight += DAY;
            days += 1;
        }
    }
    assert_eq!(days, 161_073);
    assert_eq!(year_of(midnight), 2401);
}

#[test]
fn every_year_of_the_next_ten_thousand() {
    // Many eras, so that each rule of leap years is met in each of its places.
    let mut midnight = 0;
    for year in 1970..12_000 {
        assert_eq!((year_of(midnight), year_of(midnight + days_in(year) * DAY - 1)), (year, year));
        midnight += days_in(year) * DAY;
    }
}

#[test]
fn the_ends_of_time_are_years_too() {
    assert_eq!(year_of(0), 1970);
    assert_eq!((year_of(-1), year_of(i64::MIN)), (1970, 1970));
    assert_eq!(year_of(i64::MAX), 292_277_026_596);
}

#[test]
fn a_year_begins_where_the_one_before_has_ended() {
    // Counted one year at a time, so that nothing of the rule is used to check it.
    let mut start = 0;
    for year in 1970..=9_999 {
        assert_eq!(start_of_year(year), Some(start), "{year}");
        assert_eq!(year_of(start), year);
        assert_eq!(year_of(start - 1), (year - 1).max(1970));
        start += days_in(year) * DAY;
    }
    assert_eq!(start, 253_402_300_800);
    assert_eq!((year_of(start - 1), year_of(start)), (9_999, 10_000));
}

#[test]
fn the_year_of_a_start_in_each_kind_of_leap_year() {
    // As `date --utc --date=YYYY-01-01 +%s` prints them: around a leap year, 2000 and 2100.
    let known = [
        (1970, 0),
        (1972, 63_072_000),
        (1973, 94_694_400),
        (2000, 946_684_800),
        (2001, 978_307_200),
        (2024, 1_704_067_200),
        (2025, 1_735_689_600),
        (2100, 4_102_444_800),
        (2101, 4_133_980_800),
        (9_999, 253_370_764_800),
    ];
    for (year, start) in known {
        assert_eq!(start_of_year(year), Some(start), "{year}");
    }
}

#[test]
fn no_year_before_1970_or_after_9999_has_a_start() {
    for year in (0..1970).chain(10_000..70_000).chain([u64::MAX - 1, u64::MAX]) {
        assert_eq!(start_of_year(year), None, "{year}");
    }
}
