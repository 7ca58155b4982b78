//! Amounts: exact decimal strings in, exact decimal strings out. No floating point anywhere.

use {
    personal_token_sdk::state::display_units,
    serde_json::{json, Value},
};

/// An amount of money as it was written; it becomes units when the decimals of the mint are known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Money {
    whole: String,
    fraction: String,
}

/// Reads an amount of money such as `1500` or `1500.25`.
///
/// # Errors
/// What to write instead.
pub fn parse_money(text: &str) -> Result<Money, String> {
    let wrong = || format!("`{text}` is not an amount: write digits and at most one point, such as 1500 or 1500.25");
    let (whole, fraction) = match text.split_once('.') {
        None => (text, ""),
        Some((_, "")) => return Err(wrong()),
        Some(parts) => parts,
    };
    let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || !digits(whole) || !digits(fraction) {
        return Err(wrong());
    }
    Ok(Money { whole: whole.to_owned(), fraction: fraction.to_owned() })
}

impl Money {
    /// The amount in units of a mint.
    ///
    /// # Errors
    /// It has more decimals than the mint, or does not fit.
    pub fn units(&self, decimals: u8) -> Result<u64, String> {
        let places = usize::from(decimals);
        if self.fraction.len() > places {
            return Err(format!(
                "`{self}` has {} decimals, but the money of this network has {places}: write at most {places}",
                self.fraction.len()
            ));
        }
        format!("{}{:0<places$}", self.whole, self.fraction)
            .parse::<u64>()
            .map_err(|_| format!("`{self}` is too large: write at most {}", show_units(u64::MAX, decimals)))
    }
}

impl std::fmt::Display for Money {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.fraction.is_empty() {
            true => formatter.write_str(&self.whole),
            false => write!(formatter, "{}.{}", self.whole, self.fraction),
        }
    }
}

/// Reads a number of shares: a whole number.
///
/// # Errors
/// What to write instead.
pub fn parse_shares(text: &str) -> Result<u64, String> {
    if text.is_empty() || !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(format!("`{text}` is not a number of shares: write digits only, such as 1000; shares are whole"));
    }
    text.parse().map_err(|_| format!("`{text}` is too large: write at most {}", u64::MAX))
}

/// A number of shares, or all there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Quantity {
    /// Everything that can move.
    All,
    /// So many.
    Shares(u64),
}

/// Reads a number of shares, or `ALL`.
///
/// # Errors
/// What to write instead.
pub fn parse_quantity(text: &str) -> Result<Quantity, String> {
    match text {
        "ALL" => Ok(Quantity::All),
        _ => parse_shares(text).map(Quantity::Shares).map_err(|error| format!("{error}, or ALL")),
    }
}

/// Reads a part of all shares, in percent (`5%`, `0.25%`) or basis points (`500bp`).
///
/// # Errors
/// What to write instead.
pub fn parse_basis_points(text: &str) -> Result<u16, String> {
    let wrong = || format!("`{text}` is not a part: write percent such as 5% or 0.25%, or basis points such as 500bp");
    let points = if let Some(digits) = text.strip_suffix("bp") {
        parse_shares(digits).map_err(|_| wrong())?
    } else if let Some(percent) = text.strip_suffix('%') {
        parse_money(percent).and_then(|percent| percent.units(2)).map_err(|_| wrong())?
    } else {
        return Err(wrong());
    };
    u16::try_from(points).ok().filter(|points| *points <= 10_000).ok_or_else(|| format!("`{text}` is more than 100%"))
}

/// Reads an amount of SOL.
///
/// # Errors
/// What to write instead.
pub fn parse_sol(text: &str) -> Result<u64, String> {
    let sol = parse_money(text)?;
    match sol.fraction.len() > 9 {
        true => Err(format!("`{sol}` has {} decimals, but SOL has 9: write at most 9", sol.fraction.len())),
        false => sol.units(9),
    }
}

/// Units for people: thousands separated, at least two decimals where there are any, no more zeros than that.
#[must_use]
pub fn show_units(units: u64, decimals: u8) -> String {
    let plain = display_units(units, decimals);
    let Some((whole, fraction)) = plain.split_once('.') else {
        return group(&plain);
    };
    let kept = fraction.trim_end_matches('0').len().max(fraction.len().min(2));
    let fraction = fraction.get(..kept).unwrap_or(fraction);
    format!("{}.{fraction}", group(whole))
}

/// A count for people: `10,000,000`.
#[must_use]
pub fn show_count(count: u64) -> String {
    group(&count.to_string())
}

/// Lamports for people, in SOL.
#[must_use]
pub fn show_sol(lamports: u64) -> String {
    let plain = display_units(lamports, 9);
    let trimmed = plain.trim_end_matches('0').trim_end_matches('.');
    match trimmed.split_once('.') {
        Some((whole, fraction)) => format!("{}.{fraction} SOL", group(whole)),
        None => format!("{} SOL", group(trimmed)),
    }
}

/// Basis points for people: `5%`, `0.25%`.
#[must_use]
pub fn show_basis_points(points: u16) -> String {
    let plain = display_units(u64::from(points), 2);
    format!("{}%", plain.trim_end_matches('0').trim_end_matches('.'))
}

/// The part of `total` that `shares` are, in percent with two decimals, rounded down.
#[must_use]
pub fn show_part(shares: u64, total: u64) -> String {
    let points = u128::from(shares).saturating_mul(10_000).checked_div(u128::from(total)).unwrap_or(0);
    format!("{}%", display_units(u64::try_from(points).unwrap_or(u64::MAX), 2))
}

/// Money in JSON, as RPC has it: units as a string, and the decimal string.
#[must_use]
pub fn json_units(units: u64, decimals: u8) -> Value {
    json!({ "amount": units.to_string(), "decimals": decimals, "uiAmountString": display_units(units, decimals) })
}

fn group(digits: &str) -> String {
    let mut grouped = String::with_capacity(digits.len().saturating_mul(4) / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What nobody may take for an amount.
    const NEVER: &[&str] = &[
        "",
        " ",
        "1,000",
        "1e3",
        "1E3",
        "-1",
        "-0",
        "+1",
        "0x10",
        "NaN",
        "nan",
        "inf",
        ".5",
        "5.",
        ".",
        "1.2.3",
        "1 000",
        "1_000",
        "１",
        "٣",
        "1'000",
        "$5",
        "5 ",
        " 5",
        "\u{200b}5",
        "1.-5",
        "1.+5",
        "ten",
    ];

    #[test]
    fn money() {
        let units = |text: &str, decimals| parse_money(text).and_then(|money| money.units(decimals));
        for (text, decimals, expected) in [
            ("1", 6, 1_000_000),
            ("0.000001", 6, 1),
            ("1.005", 9, 1_005_000_000),
            ("9007199254740993", 0, 9_007_199_254_740_993),
            ("18446744073709.551615", 6, u64::MAX),
            ("0", 6, 0),
            ("00012.50", 6, 12_500_000),
        ] {
            assert_eq!(units(text, decimals), Ok(expected), "{text}");
        }
        for text in NEVER {
            assert!(units(text, 6).is_err(), "{text}");
        }
        for (text, decimals) in
            [("0.0000001", 6), ("1.5", 0), ("18446744073709.551616", 6), ("99999999999999999999", 0)]
        {
            assert!(units(text, decimals).is_err(), "{text}");
        }
        assert!(units("0.1234567", 6).is_err_and(|error| error.contains("write at most 6")));
    }

    #[test]
    fn shares() {
        assert_eq!(parse_shares("10000000"), Ok(10_000_000));
        assert_eq!(parse_shares("18446744073709551615"), Ok(u64::MAX));
        for text in NEVER.iter().chain(&["1.0", "18446744073709551616", "ALL"]) {
            assert!(parse_shares(text).is_err(), "{text}");
        }
        assert_eq!(parse_quantity("ALL"), Ok(Quantity::All));
        assert_eq!(parse_quantity("7"), Ok(Quantity::Shares(7)));
        assert!(parse_quantity("all").is_err());
    }

    #[test]
    fn parts() {
        for (text, points) in
            [("5%", 500), ("0.25%", 25), ("100%", 10_000), ("0%", 0), ("500bp", 500), ("10000bp", 10_000)]
        {
            assert_eq!(parse_basis_points(text), Ok(points), "{text}");
        }
        for text in ["5", "", "%", "bp", "-5%", "0.001%", "100.01%", "10001bp", "1e1%", "5 %", "99999999bp"] {
            assert!(parse_basis_points(text).is_err(), "{text}");
        }
    }

    #[test]
    fn shown() {
        assert_eq!(show_count(10_000_000), "10,000,000");
        assert_eq!(show_count(999), "999");
        assert_eq!(show_units(30_000_000_000, 6), "30,000.00");
        assert_eq!(show_units(1, 6), "0.000001");
        assert_eq!(show_units(1_500_250_000, 6), "1,500.25");
        assert_eq!(show_units(1_500, 0), "1,500");
        assert_eq!(display_units(1, 6), "0.000001");
        assert_eq!(show_sol(5_000), "0.000005 SOL");
        assert_eq!(show_sol(10_000_000_000), "10 SOL");
        assert_eq!(show_sol(0), "0 SOL");
        assert_eq!(show_basis_points(25), "0.25%");
        assert_eq!(show_basis_points(500), "5%");
        assert_eq!(show_part(1, 3), "33.33%");
        assert_eq!(show_part(0, 0), "0.00%");
        assert_eq!(json_units(5, 6)["uiAmountString"], "0.000005");
    }
}
