//! Moments and durations, as people write and read them. All times are UTC.

/// Seconds in a day.
pub const DAY: i64 = 86_400;

/// Reads a duration: a whole number and a unit, such as `90d`, `6h`, `30m` or `45s`.
///
/// # Errors
/// What to write instead.
pub fn parse_duration(text: &str) -> Result<u32, String> {
    let wrong = || format!("`{text}` is not a duration: write a whole number and a unit, such as 90d, 6h, 30m or 45s");
    let unit = text.chars().next_back().ok_or_else(wrong)?;
    let seconds_per_unit: u32 = match unit {
        'd' => 86_400,
        'h' => 3_600,
        'm' => 60,
        's' => 1,
        _ => return Err(wrong()),
    };
    let digits = text.strip_suffix(unit).unwrap_or_default();
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(wrong());
    }
    digits
        .parse::<u32>()
        .ok()
        .and_then(|count| count.checked_mul(seconds_per_unit))
        .ok_or_else(|| format!("`{text}` is too long: write at most 49710d"))
}

/// A moment, given absolutely or from now on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
    /// Seconds from the cluster's present.
    In(u32),
    /// Unix time.
    At(i64),
}

impl When {
    /// The Unix time, given the present.
    #[must_use]
    pub fn unix(self, now: i64) -> i64 {
        match self {
            Self::In(seconds) => now.saturating_add(i64::from(seconds)),
            Self::At(moment) => moment,
        }
    }
}

/// Reads a moment: a duration from now (`30d`), a day (`2027-01-31`) or a time (`2027-01-31T12:00:00Z`).
///
/// # Errors
/// What to write instead.
pub fn parse_when(text: &str) -> Result<When, String> {
    let wrong = || {
        format!("`{text}` is not a moment: write a duration such as 30d, a day such as 2027-01-31, or a time such as 2027-01-31T12:00:00Z")
    };
    let Some((date, clock)) = split_moment(text) else {
        return parse_duration(text).map(When::In).map_err(|error| match error.contains("too long") {
            true => error,
            false => wrong(),
        });
    };
    let [year, month, day] = numbers(date, '-').ok_or_else(wrong)?;
    let [hour, minute, second] = match clock {
        None => [0; 3],
        Some(clock) => numbers(clock, ':').ok_or_else(wrong)?,
    };
    let valid = (1970..=9999).contains(&year)
        && (1..=12).contains(&month)
        && (1..=days_in_month(year, month)).contains(&day)
        && hour < 24
        && minute < 60
        && second < 60;
    if !valid {
        return Err(wrong());
    }
    let days = days_from_civil(year, month, day);
    Ok(When::At(days * DAY + hour * 3_600 + minute * 60 + second))
}

/// `YYYY-MM-DD` and what follows it, without the `T` and the `Z`.
fn split_moment(text: &str) -> Option<(&str, Option<&str>)> {
    let shaped = |part: &str, shape: &str| {
        part.len() == shape.len()
            && part.bytes().zip(shape.bytes()).all(|(byte, shape)| match shape {
                b'0' => byte.is_ascii_digit(),
                other => byte == other,
            })
    };
    if shaped(text, "0000-00-00") {
        return Some((text, None));
    }
    let (date, clock) = text.split_once(['T', ' '])?;
    let clock = clock.strip_suffix('Z').unwrap_or(clock);
    (shaped(date, "0000-00-00") && shaped(clock, "00:00:00")).then_some((date, Some(clock)))
}

fn numbers(text: &str, separator: char) -> Option<[i64; 3]> {
    let mut parts = text.split(separator).map(|part| part.parse::<i64>().ok());
    Some([parts.next()??, parts.next()??, parts.next()??])
}

fn is_leap(year: i64) -> bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
}

fn days_in_month(year: i64, month: i64) -> i64 {
    match month {
        2 if is_leap(year) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// Days since 1970-01-01 of a day from 1970 on.
fn days_from_civil(year: i64, month: i64, day: i64) -> i64 {
    let years: i64 = (1970..year).map(|year| if is_leap(year) { 366 } else { 365 }).sum();
    let months: i64 = (1..month).map(|month| days_in_month(year, month)).sum();
    years + months + day - 1
}

/// The civil date of a number of days since 1970-01-01.
fn civil_from_days(days: i64) -> (i64, i64, i64) {
    // Eras of 400 years that begin on 1 March, so that the leap day is the last of its year.
    let days = days + 719_468;
    let era = days.div_euclid(146_097);
    let day_of_era = days.rem_euclid(146_097);
    let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted_month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * shifted_month + 2) / 5 + 1;
    let month = if shifted_month < 10 { shifted_month + 3 } else { shifted_month - 9 };
    let year = era * 400 + year_of_era + i64::from(month <= 2);
    (year, month, day)
}

/// A moment for people, to the second: `2026-01-01 00:00:00 UTC`.
#[must_use]
pub fn show(unix: i64) -> String {
    let (days, seconds) = (unix.div_euclid(DAY), unix.rem_euclid(DAY));
    let (year, month, day) = civil_from_days(days);
    let (hour, minute, second) = (seconds / 3_600, seconds / 60 % 60, seconds % 60);
    format!("{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}:{second:02} UTC")
}

/// A moment for people, to the day: `2026-01-01`.
#[must_use]
pub fn show_day(unix: i64) -> String {
    let (year, month, day) = civil_from_days(unix.div_euclid(DAY));
    format!("{year:04}-{month:02}-{day:02}")
}

/// A duration for people: `90 days`, `1 day 6 hours`, `45 seconds`.
#[must_use]
pub fn show_duration(seconds: i64) -> String {
    let mut rest = seconds.max(0);
    let mut parts = Vec::new();
    for (length, unit) in [(DAY, "day"), (3_600, "hour"), (60, "minute"), (1, "second")] {
        let count = rest / length;
        rest %= length;
        if count > 0 {
            parts.push(format!("{count} {unit}{}", if count == 1 { "" } else { "s" }));
        }
    }
    match parts.is_empty() {
        true => "0 seconds".to_owned(),
        false => parts.join(" "),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations() {
        for (text, seconds) in [("90d", 7_776_000), ("6h", 21_600), ("30m", 1_800), ("45s", 45), ("0s", 0)] {
            assert_eq!(parse_duration(text), Ok(seconds), "{text}");
        }
        for text in ["", "d", "90", "-1d", "+1d", "1.5d", "1e3s", "90 d", "90D", "1d6h", "99999999999d", "４d", "1ä"]
        {
            assert!(parse_duration(text).is_err(), "{text}");
        }
    }

    #[test]
    fn moments() {
        assert_eq!(parse_when("2026-01-01"), Ok(When::At(1_767_225_600)));
        assert_eq!(parse_when("2026-01-01T00:00:01Z"), Ok(When::At(1_767_225_601)));
        assert_eq!(parse_when("2024-02-29"), Ok(When::At(1_709_164_800)));
        assert_eq!(parse_when("1970-01-01"), Ok(When::At(0)));
        assert_eq!(parse_when("30d"), Ok(When::In(2_592_000)));
        assert_eq!(When::In(10).unix(5), 15);
        for text in [
            "2025-02-29",
            "2026-13-01",
            "2026-00-10",
            "2026-01-32",
            "2026-1-1",
            "26-01-01",
            "tomorrow",
            "",
            "2026-01-01T24:00:00Z",
            "2026-01-01T00:00Z",
            "2026-01-01T00:00:00+01:00",
            "1969-12-31",
        ] {
            assert!(parse_when(text).is_err(), "{text}");
        }
    }

    #[test]
    fn shown() {
        assert_eq!(show(1_767_225_600), "2026-01-01 00:00:00 UTC");
        assert_eq!(show_day(951_782_400), "2000-02-29");
        for day in [0, 59, 60, 365, 11_016, 20_454, 47_540, 200_000] {
            let (year, month, date) = civil_from_days(day);
            assert_eq!(days_from_civil(year, month, date), day);
        }
        assert_eq!(show_duration(7_776_000), "90 days");
        assert_eq!(show_duration(108_000), "1 day 6 hours");
        assert_eq!(show_duration(0), "0 seconds");
    }
}
