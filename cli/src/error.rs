//! What can go wrong, and the exit code for it.

use {
    crate::ledger::LedgerError,
    personal_token_sdk::{error::ProgramFailure, rpc::RpcError},
    serde_json::{json, Map, Value},
    solana_signature::Signature,
    solana_signer::SignerError,
    solana_transaction_error::TransactionError,
};

/// How a run ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Exit {
    /// All is done.
    Ok = 0,
    /// The program refused, a simulation failed, or the cluster did.
    Failed = 1,
    /// The command line cannot be what was meant, or the question was answered with no.
    Usage = 2,
    /// Sent, but nobody knows whether it landed.
    Unconfirmed = 3,
}

impl From<Exit> for std::process::ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(match exit {
            Exit::Ok => 0,
            Exit::Failed => 1,
            Exit::Usage => 2,
            Exit::Unconfirmed => 3,
        })
    }
}

/// A reason to stop.
#[derive(Debug)]
pub struct CliError {
    /// The exit code.
    pub exit: Exit,
    /// One line: what happened, and what to do.
    pub message: String,
    /// What the programs logged; shown with `-v`.
    pub logs: Vec<String>,
    /// What was sent before.
    pub signatures: Vec<Signature>,
    /// More for scripts, such as the program and the code of a refusal.
    pub details: Map<String, Value>,
}

/// The result of a command.
pub type Result<T, E = CliError> = std::result::Result<T, E>;

impl CliError {
    /// Something failed.
    pub fn failed(message: impl Into<String>) -> Self {
        Self::new(Exit::Failed, message)
    }

    /// The command line cannot be what was meant.
    pub fn usage(message: impl Into<String>) -> Self {
        Self::new(Exit::Usage, message)
    }

    fn new(exit: Exit, message: impl Into<String>) -> Self {
        Self { exit, message: message.into(), logs: Vec::new(), signatures: Vec::new(), details: Map::new() }
    }

    /// Adds what was sent before the error.
    #[must_use]
    pub fn after(mut self, sent: &[Signature]) -> Self {
        self.signatures.splice(0..0, sent.iter().copied());
        self
    }

    /// For scripts.
    #[must_use]
    pub fn json(&self) -> Value {
        let kind = match self.exit {
            Exit::Ok | Exit::Failed => "failed",
            Exit::Usage => "usage",
            Exit::Unconfirmed => "unconfirmed",
        };
        let mut error = Map::from_iter([("kind".to_owned(), json!(kind)), ("message".to_owned(), json!(self.message))]);
        error.extend(self.details.clone());
        if !self.logs.is_empty() {
            error.insert("logs".to_owned(), json!(self.logs));
        }
        let signatures: Vec<String> = self.signatures.iter().map(ToString::to_string).collect();
        let mut object = json!({ "error": error, "signatures": signatures });
        if let (Some(last), Some(object)) = (signatures.last(), object.as_object_mut()) {
            object.insert("signature".to_owned(), json!(last));
        }
        object
    }
}

impl std::fmt::Display for CliError {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(&self.message)
    }
}

impl std::error::Error for CliError {}

impl From<LedgerError> for CliError {
    fn from(error: LedgerError) -> Self {
        match &error {
            LedgerError::Backwards { now, to } => Self::usage(format!(
                "the ledger's clock is at {} and cannot go back to {}; name a later time, or start over with `personal-token ledger reset`",
                crate::time::show(*now),
                crate::time::show(*to)
            )),
            _ => Self::failed(error.to_string()),
        }
    }
}

impl From<RpcError> for CliError {
    fn from(error: RpcError) -> Self {
        let exit = match error {
            RpcError::Unconfirmed { .. } => Exit::Unconfirmed,
            _ => Exit::Failed,
        };
        let message = match &error {
            RpcError::Rejected { error: TransactionError::AccountNotFound, .. } => {
                "the fee payer has no SOL: fund it (on the embedded ledger with `personal-token ledger airdrop 10`)"
                    .to_owned()
            }
            RpcError::Signer(SignerError::PresignerError(_)) => {
                "a signature given with --signer is not of this transaction: name the same blockhash, compute units, fee payer and amounts as when it was signed"
                    .to_owned()
            }
            error => error.to_string(),
        };
        let mut converted = Self::new(exit, message);
        converted.signatures.extend(error.signature());
        match error {
            RpcError::Refused { failure, logs, .. } => {
                converted.logs = logs;
                converted.details = refusal(&failure);
            }
            RpcError::Rejected { error, logs, .. } => {
                converted.logs = logs;
                converted.details.insert("runtime".to_owned(), json!(error.to_string()));
            }
            _ => {}
        }
        converted
    }
}

/// Which program refused, and by which rule.
fn refusal(failure: &ProgramFailure) -> Map<String, Value> {
    let explanation = failure.explanation();
    let fields = [
        ("program", json!(failure.program.to_string())),
        ("programName", json!(failure.program_name())),
        ("instruction", json!(failure.instruction.map(|kind| kind.name()))),
        ("code", json!(failure.code())),
        ("name", json!(explanation.map(|explanation| explanation.name))),
        ("meaning", json!(explanation.map(|explanation| explanation.meaning))),
        ("remedy", json!(explanation.map(|explanation| explanation.remedy))),
    ];
    fields.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
}

impl From<std::io::Error> for CliError {
    fn from(error: std::io::Error) -> Self {
        let exit = match error.kind() {
            // Whoever reads has seen enough, as with `| head`.
            std::io::ErrorKind::BrokenPipe => Exit::Ok,
            _ => Exit::Failed,
        };
        Self::new(exit, format!("cannot write the output: {error}"))
    }
}
