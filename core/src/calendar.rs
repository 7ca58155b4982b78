//! The civil year of a moment, in UTC.

/// The year of the Gregorian calendar at a Unix time; moments before 1970 count as 1970.
///
/// Days are counted in eras of 400 years that begin on 1 March, so that the leap day is the last of its year. Unsigned
/// throughout, as the virtual machine has no signed division.
#[allow(clippy::integer_division)] // whole days and years are meant
pub fn year_of(unix_time: i64) -> u64 {
    const SECONDS_PER_DAY: u64 = 86_400;
    const DAYS_PER_ERA: u64 = 146_097;
    // 1 March of year 0 lies this many days before the Unix epoch.
    const DAYS_TO_EPOCH: u64 = 719_468;
    let seconds = u64::try_from(unix_time).unwrap_or(0);
    let days = (seconds / SECONDS_PER_DAY).saturating_add(DAYS_TO_EPOCH);
    let (era, day) = (days / DAYS_PER_ERA, days % DAYS_PER_ERA);
    // Leap days passed so far in the era, taken out before dividing by 365.
    let leap_days = (day / 1_460).saturating_sub(day / 36_524).saturating_add(day / 146_096);
    let year_of_era = day.saturating_sub(leap_days) / 365;
    let first_day = year_of_era.saturating_mul(365).saturating_add(year_of_era / 4).saturating_sub(year_of_era / 100);
    let day_of_year = day.saturating_sub(first_day);
    // From day 306 on (1 January) the calendar's year is the next one.
    let january = u64::from(day_of_year >= 306);
    era.saturating_mul(400).saturating_add(year_of_era).saturating_add(january)
}

/// The Unix time at which a year of the Gregorian calendar begins; none before 1970 and after 9999.
#[allow(clippy::integer_division)] // whole leap days are meant
pub fn start_of_year(year: u64) -> Option<i64> {
    const SECONDS_PER_DAY: i64 = 86_400;
    // Days from 1 January of year 0 to the epoch: 1970 * 365 and the leap days before.
    const DAYS_TO_EPOCH: u64 = 719_528;
    if !(1970..=9999).contains(&year) {
        return None;
    }
    let before = year.checked_sub(1)?;
    // Year 0 is a leap year itself, hence the one more.
    let leap_days = (before / 4).checked_sub(before / 100)?.checked_add(before / 400)?.checked_add(1)?;
    let days = year.checked_mul(365)?.checked_add(leap_days)?.checked_sub(DAYS_TO_EPOCH)?;
    i64::try_from(days).ok()?.checked_mul(SECONDS_PER_DAY)
}
