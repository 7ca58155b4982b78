//! Logs: events only of our own program, failures only of the program that failed, whatever others print between.
#![no_main]

use libfuzzer_sys::fuzz_target;
use personal_token_fuzz::{bytes::Bytes, logs::Logs, seeds};
use personal_token_sdk::{
    error::{explain, explain_resolver, ProgramFailure},
    event,
    instruction::ProceedsClaim,
    state::display_text,
    Address,
};

fuzz_target!(
    init: seeds::write("logs"),
    |input: &[u8]| {
        let logs = Logs::of(&mut Bytes(input));
        assert_eq!(event::from_logs(&logs.lines), logs.events);
        let failure = ProgramFailure::from_logs(&logs.lines);
        assert_eq!(failure.as_ref().map(|failure| failure.program), logs.failed);
        failure.iter().for_each(show);

        // The same bytes as lines of their own: not what a runtime writes, but a node may.
        let lines: Vec<_> = input.split(|byte| *byte == b'\n').map(String::from_utf8_lossy).collect();
        let _ = event::from_logs(&lines);
        ProgramFailure::from_logs(&lines).iter().for_each(show);
        let code = u32::from_le_bytes(Bytes(input).array());
        let _ = (explain(code), explain_resolver(&String::from_utf8_lossy(input)));
    }
);

/// One line for people, with nothing of what the node wrote in it.
fn show(failure: &ProgramFailure) {
    let zeros = Address::default();
    let claim = ProceedsClaim { mint: zeros, position: zeros, quote_account: zeros, holder: None }.instruction();
    for failure in [failure.clone(), failure.clone().at(0, &[claim]), failure.clone().at(7, &[])] {
        let said = failure.to_string();
        assert_eq!(display_text(&said), said);
    }
    assert_eq!(failure.rule().is_some(), failure.rule().and_then(|rule| explain(rule.code())).is_some());
}
