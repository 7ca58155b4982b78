//! Amounts, parts, durations and moments as people type them, by the CLI's own sources: the whole CLI would bring a
//! virtual machine along.
#![no_main]

use libfuzzer_sys::fuzz_target;
use personal_token_fuzz::{bytes::Bytes, seeds};
use personal_token_sdk::state::display_units;

#[allow(dead_code)]
#[path = "../../cli/src/amount.rs"]
mod amount;
#[allow(dead_code)]
#[path = "../../cli/src/time.rs"]
mod time;

fuzz_target!(
    init: seeds::write("words"),
    |input: &[u8]| {
        let mut input = Bytes(input);
        let decimals = input.byte();
        if let Ok(text) = std::str::from_utf8(input.0) {
            read(text, decimals);
        }
        let (units, seconds) = (input.u64(), input.i64());
        shown_units(units, decimals);
        shown_times(seconds);
    }
);

/// What is taken is digits and one point, and stands for exactly its units.
fn read(text: &str, decimals: u8) {
    if let Ok(money) = amount::parse_money(text) {
        assert!(text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.'));
        assert_eq!(money.to_string(), text);
        if let Ok(units) = money.units(decimals) {
            let plain = display_units(units, decimals);
            let (given, back) = (canonical(text), canonical(&plain));
            assert_eq!(given, back, "{text} is not {plain}");
        }
    }
    if let Ok(shares) = amount::parse_shares(text) {
        assert_eq!(text.trim_start_matches('0'), if shares == 0 { String::new() } else { shares.to_string() });
    }
    let _ = amount::parse_quantity(text);
    if let Ok(points) = amount::parse_basis_points(text) {
        assert!(points <= 10_000);
        assert_eq!(amount::parse_basis_points(&amount::show_basis_points(points)), Ok(points));
    }
    if let Ok(lamports) = amount::parse_sol(text) {
        assert_eq!(amount::parse_sol(&display_units(lamports, 9)), Ok(lamports));
    }
    if let Ok(seconds) = time::parse_duration(text) {
        assert!(text.is_ascii());
        assert_eq!(time::parse_duration(&format!("{seconds}s")), Ok(seconds));
    }
    if let Ok(time::When::At(moment)) = time::parse_when(text) {
        assert!(text.is_ascii() && moment >= 0);
        assert!(time::show(moment).starts_with(&text[..10]), "{text} is shown as {}", time::show(moment));
    }
}

/// A number without zeros that mean nothing.
fn canonical(text: &str) -> String {
    let text = text.trim_start_matches('0');
    match text.split_once('.') {
        Some(_) => text.trim_end_matches('0').trim_end_matches('.').to_owned(),
        None => text.to_owned(),
    }
}

fn shown_units(units: u64, decimals: u8) {
    let plain = display_units(units, decimals);
    assert_eq!(amount::parse_money(&plain).and_then(|money| money.units(decimals)), Ok(units));
    let grouped = amount::show_units(units, decimals).replace(',', "");
    assert_eq!(canonical(&grouped), canonical(&plain));
    assert_eq!(amount::show_count(units).replace(',', ""), units.to_string());
    let _ =
        (amount::show_sol(units), amount::show_part(units, u64::from(decimals)), amount::json_units(units, decimals));
}

fn shown_times(seconds: i64) {
    let shown = time::show(seconds);
    if let Ok(time::When::At(moment)) = time::parse_when(shown.trim_end_matches(" UTC")) {
        assert_eq!(moment, seconds, "{shown}");
    }
    let _ = (time::show_day(seconds), time::show_duration(seconds));
}
