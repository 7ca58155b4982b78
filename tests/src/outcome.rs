//! What came of a transaction, and what a test may say about it.

use std::collections::BTreeSet;

use personal_token_core::Error as Rule;
use personal_token_sdk::{event::Event, ID, TOKEN_2022_ID};
use solana_address::Address;
use solana_instruction::{error::InstructionError, Instruction};
use solana_transaction_error::TransactionError;

/// The result of one transaction, as the runtime reported it, and every account it changed.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// The runtime's verdict.
    pub result: Result<(), TransactionError>,
    /// Compute units of the whole transaction.
    pub compute_units: u64,
    /// The program logs.
    pub logs: Vec<String>,
    /// What the last program that returned data returned.
    pub return_data: Vec<u8>,
    /// The instructions that were sent.
    pub instructions: Vec<Instruction>,
    /// What programs called, one list an instruction sent, in the order of the calls.
    pub inner_calls: Vec<Vec<Call>>,
    /// The events of the transaction: the self-calls, then the logged ones.
    pub events: Vec<Event>,
    /// Every account that is not byte for byte what it was before, but for the lamports of the fee payer.
    pub changed: BTreeSet<Address>,
    /// Whether the fee payer lost exactly the fee.
    pub only_the_fee_was_paid: bool,
}

/// Why a transaction was refused, and by whom.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// A rule of ours, by our program.
    Rule(Rule),
    /// Another error of our program: what Anchor checks of accounts.
    Program(InstructionError),
    /// An error of another program, or of the runtime while that program ran.
    Other(Address, InstructionError),
    /// Rejected before any program ran.
    Rejected(TransactionError),
}

impl Refusal {
    fn new(program: Address, error: InstructionError) -> Self {
        let rule = match error {
            InstructionError::Custom(code) => Rule::from_code(code),
            _ => None,
        };
        match (program == ID, rule) {
            (true, Some(rule)) => Self::Rule(rule),
            (true, None) => Self::Program(error),
            (false, _) => Self::Other(program, error),
        }
    }
}

impl From<Rule> for Refusal {
    fn from(rule: Rule) -> Self {
        Self::Rule(rule)
    }
}

impl From<InstructionError> for Refusal {
    fn from(error: InstructionError) -> Self {
        Self::Program(error)
    }
}

impl From<TransactionError> for Refusal {
    fn from(error: TransactionError) -> Self {
        Self::Rejected(error)
    }
}

/// A custom error code of another program.
impl From<(Address, u32)> for Refusal {
    fn from((program, code): (Address, u32)) -> Self {
        Self::Other(program, InstructionError::Custom(code))
    }
}

impl From<(Address, InstructionError)> for Refusal {
    fn from((program, error): (Address, InstructionError)) -> Self {
        Self::Other(program, error)
    }
}

/// Anchor's own code for an account that is passed twice and to be written.
pub const DUPLICATE: InstructionError = InstructionError::Custom(2040);
/// Anchor's own code for an account that is to be written and is not writable.
pub const NOT_WRITABLE: InstructionError = InstructionError::Custom(2000);

/// What the hook refuses only of accounts that a test has damaged, and of mints and hooks that are not ours. No wallet's
/// user meets it, so it has no words there.
const WITHOUT_WORDS: [Rule; 7] = [
    Rule::MathOverflow,
    Rule::InsufficientShares,
    Rule::PolicyInvalid,
    Rule::TokenMismatch,
    Rule::NotTransferring,
    Rule::TokenAccountInvalid,
    Rule::InvariantBroken,
];

/// A call of one program by another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Call {
    /// The program called.
    pub program: Address,
    /// The accounts it was given.
    pub accounts: Vec<Address>,
    /// The instruction data.
    pub data: Vec<u8>,
    /// 2 when an instruction sent called it, and one more for each program in between.
    pub stack_height: u8,
}

impl Outcome {
    /// The transaction was to succeed.
    #[track_caller]
    pub fn expect_success(self) -> Self {
        assert_eq!(self.result, Ok(()), "{}", self.report());
        self
    }

    /// The transaction was to succeed and to change exactly these accounts (the fee payer's lamports aside).
    #[track_caller]
    pub fn expect_changed(self, accounts: &[Address]) -> Self {
        let outcome = self.expect_success();
        let expected: BTreeSet<Address> = accounts.iter().copied().collect();
        assert_eq!(outcome.changed, expected, "the accounts that changed, left, are not those expected, right");
        outcome
    }

    /// The transaction was to be refused: with exactly this error, raised by the program that it names and by none that
    /// this one called, and with not one byte of any account changed but for the fee.
    #[track_caller]
    pub fn expect_refusal(self, refusal: impl Into<Refusal>) {
        let refusal = refusal.into();
        assert_eq!(self.refusal().as_ref(), Some(&refusal), "found, left, and expected, right: {}", self.report());
        assert_eq!(self.changed, BTreeSet::new(), "a failed transaction changed accounts: {}", self.report());
        assert!(self.only_the_fee_was_paid, "a failed transaction cost more than its fee: {}", self.report());
        assert!(self.says_why_to_a_wallet(&refusal), "no word of the rule for a wallet's user: {}", self.report());
    }

    /// Whether the logs of a transfer that a wallet sent give the words of the rule that refused it.
    fn says_why_to_a_wallet(&self, refusal: &Refusal) -> bool {
        let sent = self.error().and_then(|(index, _)| self.instructions.get(index));
        let (Refusal::Rule(rule), Some(TOKEN_2022_ID)) = (refusal, sent.map(|instruction| instruction.program_id))
        else {
            return true;
        };
        let says = |words: &str| self.logs.iter().any(|line| line.strip_prefix("Program log: ") == Some(words));
        WITHOUT_WORDS.contains(rule) || (says(rule.message()) && says(rule.remedy()))
    }

    /// Why the transaction was refused; `None` if it succeeded.
    pub fn refusal(&self) -> Option<Refusal> {
        match (&self.result, self.failed_program()) {
            (Ok(()), _) => None,
            (Err(TransactionError::InstructionError(_, error)), Some(program)) => {
                Some(Refusal::new(program, error.clone()))
            }
            (Err(error), _) => Some(Refusal::Rejected(error.clone())),
        }
    }

    /// The only event of a successful transaction.
    #[track_caller]
    pub fn event(&self) -> &Event {
        assert_eq!(self.result, Ok(()), "{}", self.report());
        assert_eq!(self.events.len(), 1, "{:?}", self.events);
        &self.events[0]
    }

    /// The failed instruction's index and error.
    pub fn error(&self) -> Option<(usize, InstructionError)> {
        match &self.result {
            Err(TransactionError::InstructionError(index, error)) => Some((usize::from(*index), error.clone())),
            _ => None,
        }
    }

    /// The innermost program that failed. The runtime reports only the instruction that was sent, so this is read from
    /// the logs, where a failing program comes before those that called it.
    pub fn failed_program(&self) -> Option<Address> {
        let (index, _) = self.error()?;
        let failed = self.logs.iter().find_map(|line| {
            let (program, _) = line.strip_prefix("Program ")?.split_once(" failed: ")?;
            program.parse().ok()
        });
        failed.or_else(|| self.instructions.get(index).map(|instruction| instruction.program_id))
    }

    /// The verdict and the logs, for a failed assertion.
    pub fn report(&self) -> String {
        format!("{:?}\n{}", self.result, self.logs.join("\n"))
    }
}
