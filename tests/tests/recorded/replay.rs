//! Runs a recorded instruction on an artifact, and says how what comes of it differs from what was recorded.

use std::{
    collections::{BTreeMap, BTreeSet},
    ops::Range,
};

use base64::{engine::general_purpose::STANDARD, Engine};
use litesvm::LiteSVM;
use personal_token_core::Error as Rule;
use personal_token_sdk::{ids::SYSTEM_ID, Address, ID, TOKEN_2022_ID, TOKEN_ID};
use personal_token_tests::address;
use solana_account::Account;
use solana_clock::Clock;
use solana_instruction::error::InstructionError;
use solana_message::{Message, VersionedMessage};
use solana_transaction::versioned::VersionedTransaction;
use solana_transaction_error::TransactionError;

use crate::format::{Fixture, Recorded};

/// What a transaction may use that asks for nothing: a verdict for want of units says nothing of the program.
const UNITS: u64 = 200_000;

/// A ledger that one artifact runs on.
pub struct Replayer {
    svm: LiteSVM,
    fee_payer: Address,
}

impl Replayer {
    pub fn new(artifact: &[u8]) -> Self {
        // The recorded instructions say who signed; nobody's keys are needed to run them again.
        let mut svm = LiteSVM::new().with_log_bytes_limit(None).with_sigverify(false).with_transaction_history(0);
        svm.add_program(ID, artifact).unwrap();
        Self { svm, fee_payer: address("who pays the fees of recordings") }
    }

    /// Runs the instruction on the accounts as they were. `None` if no program decided: the transaction was rejected
    /// before, or ran out of units.
    pub fn run(&mut self, fixture: &Fixture) -> Option<Recorded> {
        let metas = &fixture.instruction.accounts;
        let mut clock: Clock = self.svm.get_sysvar();
        clock.unix_timestamp = fixture.unix_time;
        self.svm.set_sysvar(&clock);
        for (address, account) in &fixture.before {
            self.svm.set_account(*address, account.clone()).unwrap();
        }
        let fee_payer = Account { lamports: 1_000_000_000, ..Account::default() };
        self.svm.set_account(self.fee_payer, fee_payer).unwrap();

        let instructions = std::slice::from_ref(&fixture.instruction);
        let message = Message::new_with_blockhash(instructions, Some(&self.fee_payer), &self.svm.latest_blockhash());
        let keys = message.account_keys.clone();
        let signatures = vec![Default::default(); usize::from(message.header.num_required_signatures)];
        let transaction = VersionedTransaction { signatures, message: VersionedMessage::Legacy(message) };
        let (result, meta) = match self.svm.send_transaction(transaction) {
            Ok(meta) => (Ok(()), meta),
            Err(failed) => (Err(failed.err), failed.meta),
        };
        let verdict = match result {
            Ok(()) => Some("success".into()),
            Err(TransactionError::InstructionError(_, error)) if meta.compute_units_consumed < UNITS => {
                Some(refusal(&error, &meta.logs, fixture.instruction.program_id))
            }
            Err(_) => None,
        };

        let mut after = BTreeMap::new();
        for meta in metas {
            let state = state(self.svm.get_account(&meta.pubkey));
            let is_program = state.as_ref().is_some_and(|account| account.executable);
            if !is_program && state.as_ref() != fixture.before.get(&meta.pubkey) {
                after.insert(meta.pubkey, state);
            }
        }
        for address in fixture.before.keys().chain(after.keys()) {
            self.svm.set_account(*address, Account::default()).unwrap();
        }

        let calls = meta.inner_instructions.iter().flatten().map(|call| &call.instruction);
        let own_calls = calls.filter(|call| keys[usize::from(call.program_id_index)] == ID);
        let logged = meta.logs.iter().filter_map(|line| line.strip_prefix("Program data: "));
        let logged = logged.flat_map(|line| line.split(' ')).map(|text| STANDARD.decode(text).unwrap());
        // The hook is called by another program too; a self-call has the event authority and nothing else.
        let events = own_calls.filter(|call| call.accounts.len() == 1).map(|call| call.data.clone()).chain(logged);
        let events = events.collect();
        verdict.map(|verdict| Recorded { verdict, return_data: meta.return_data.data, events, after })
    }
}

/// An account as recordings have it: without lamports it is none, and the epoch of its rent means nothing any more.
pub fn state(account: Option<Account>) -> Option<Account> {
    account.filter(|account| account.lamports > 0).map(|account| Account { rent_epoch: u64::MAX, ..account })
}

/// The error, and the innermost program that raised it: its line comes first in the logs.
fn refusal(error: &InstructionError, logs: &[String], sent_to: Address) -> String {
    let failed = logs.iter().find_map(|line| line.strip_prefix("Program ")?.split_once(" failed: "));
    let program = failed.map_or(sent_to.to_string(), |(program, _)| program.into());
    format!("{error:?} of {program}")
}

/// Something of an account, in words.
type Part = fn(&Account) -> String;

/// How a result differs from the recorded one; nothing, if it does not.
pub fn differences(fixture: &Fixture, found: Option<&Recorded>) -> Vec<String> {
    let Some(found) = found else { return vec!["it was rejected before a program decided".into()] };
    let recorded = &fixture.result;
    let mut lines = Vec::new();
    let mut differ = |what: &str, recorded: String, found: String| {
        if recorded != found {
            lines.push(format!("{what}: recorded {recorded}, found {found}"));
        }
    };
    differ("verdict", in_words(&recorded.verdict), in_words(&found.verdict));
    differ("return data", hex(&recorded.return_data), hex(&found.return_data));
    let events = |result: &Recorded| result.events.iter().map(|event| hex(event)).collect::<Vec<_>>().join(" ");
    differ("events", events(recorded), events(found));
    let mut seen = BTreeSet::new();
    for (name, meta) in fixture.slots.iter().zip(&fixture.instruction.accounts) {
        if !seen.insert(meta.pubkey) {
            continue;
        }
        let state = |result: &Recorded| match result.after.get(&meta.pubkey) {
            Some(state) => state.clone(),
            None => fixture.before.get(&meta.pubkey).cloned(),
        };
        let (recorded, found) = (state(recorded), state(found));
        let part = |part: Part, account: &Option<Account>| account.as_ref().map_or("none".into(), part);
        let parts: [(&str, Part); 3] = [
            ("lamports", |account| account.lamports.to_string()),
            ("owner", |account| account.owner.to_string()),
            ("bytes", |account| account.data.len().to_string()),
        ];
        for (what, of) in parts {
            differ(&format!("{name}, {what}"), part(of, &recorded), part(of, &found));
        }
        let data = |account: &Option<Account>| account.as_ref().map_or(vec![], |account| account.data.clone());
        let (recorded, found) = (data(&recorded), data(&found));
        if recorded.len() == found.len() {
            for range in ranges(&recorded, &found) {
                let what = format!("{name}, data from byte {}", range.start);
                differ(&what, hex(&recorded[range.clone()]), hex(&found[range]));
            }
        }
    }
    lines
}

/// Where two equally long texts differ.
fn ranges(left: &[u8], right: &[u8]) -> Vec<Range<usize>> {
    let mut ranges: Vec<Range<usize>> = Vec::new();
    for at in (0..left.len()).filter(|at| left[*at] != right[*at]) {
        match ranges.last_mut() {
            Some(last) if last.end == at => last.end += 1,
            _ => ranges.push(at..at + 1),
        }
    }
    ranges
}

/// A verdict with the names of rules and programs in it; of ours, it needs none.
pub fn in_words(verdict: &str) -> String {
    let Some((error, program)) = verdict.split_once(" of ") else { return verdict.into() };
    let program: Address = program.parse().unwrap();
    let code = error.strip_prefix("Custom(").and_then(|rest| rest.strip_suffix(')')?.parse().ok());
    let names = [(SYSTEM_ID, "System"), (TOKEN_ID, "Token"), (TOKEN_2022_ID, "Token-2022")];
    match (code.and_then(Rule::from_code), names.iter().find(|(id, _)| *id == program)) {
        (Some(rule), _) if program == ID => format!("{} {}", rule.code(), rule.name()),
        (_, Some((_, name))) => format!("{error} of {name}"),
        _ if program == ID => error.into(),
        _ => verdict.into(),
    }
}

fn hex(bytes: &[u8]) -> String {
    let digits: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    if digits.is_empty() {
        "none".into()
    } else {
        digits
    }
}
