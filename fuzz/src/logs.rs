//! Logs as the runtime writes them, made of the fuzzer's bytes, and what has to be read out of them.

use crate::bytes::Bytes;
use base64::{engine::general_purpose::STANDARD, Engine};
use personal_token_sdk::{event, event::Event, Address, ASSOCIATED_TOKEN_ID, ID, TOKEN_2022_ID, TOKEN_ID};

/// More than the runtime allows.
const DEEPEST: usize = 10;
const PROGRAMS: [Address; 4] = [ID, TOKEN_2022_ID, TOKEN_ID, ASSOCIATED_TOKEN_ID];
const REASONS: [&str; 5] = [
    "custom program error: 0x1770",
    "custom program error: 0x1",
    "invalid account data for instruction",
    "Program failed to complete",
    "Access violation in program section at address 0x0 of size 8",
];

/// Lines, and what they mean.
#[derive(Default)]
pub struct Logs {
    pub lines: Vec<String>,
    /// What our program emitted before anything was cut off.
    pub events: Vec<Event>,
    /// The innermost program that failed before anything was cut off.
    pub failed: Option<Address>,
    truncated: bool,
    running: Vec<Address>,
}

impl Logs {
    /// One transaction: calls within calls, each with what it logs, up to the first failure.
    pub fn of(input: &mut Bytes) -> Self {
        let mut logs = Self::default();
        while !input.is_empty() && logs.failed.is_none() {
            logs.step(input);
        }
        logs
    }

    fn step(&mut self, input: &mut Bytes) {
        let what = input.byte() % 8;
        if what == 0 && self.running.len() < DEEPEST {
            let program = input.address(&PROGRAMS);
            self.running.push(program);
            return self.lines.push(format!("Program {program} invoke [{}]", self.running.len()));
        }
        // Nobody logs anything while nothing runs.
        let Some(program) = self.running.last().copied() else { return };
        match what {
            0 | 1 => {
                self.running.pop();
                self.lines.push(format!("Program {program} success"));
            }
            2 => self.data(input),
            3 => {
                let length = usize::from(input.byte());
                let said = String::from_utf8_lossy(input.slice(length));
                self.lines.push(format!("Program log: {said}"));
            }
            4 => self.fail(input),
            5 => {
                self.truncated = true;
                self.lines.push("Log truncated".to_owned());
            }
            6 => self.lines.push(format!("Program {program} consumed {} of 200000 compute units", input.byte())),
            _ => self.lines.push(format!("Program return: {program} AQ==")),
        }
    }

    /// Data, in one piece or in two.
    fn data(&mut self, input: &mut Bytes) {
        let length = usize::from(input.byte());
        let data = input.slice(length);
        let ours = self.running.last() == Some(&ID) && !self.truncated;
        if let Some(event) = event::decode(data).ok().filter(|_| ours) {
            self.events.push(event);
        }
        self.lines.push(format!("Program data: {}", STANDARD.encode(data)));
    }

    /// A failure of one is that of all who called it.
    fn fail(&mut self, input: &mut Bytes) {
        let reason = REASONS
            .get(usize::from(input.byte()))
            .map_or_else(|| String::from_utf8_lossy(input.slice(40)).into_owned(), |reason| (*reason).to_owned());
        self.failed = self.running.last().copied().filter(|_| !self.truncated);
        while let Some(program) = self.running.pop() {
            self.lines.push(format!("Program {program} failed: {reason}"));
        }
    }
}
