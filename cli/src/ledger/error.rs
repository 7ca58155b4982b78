use {
    litesvm_persistence::PersistenceError,
    solana_address::Address,
    solana_transaction_error::TransactionError,
    std::{io, path::PathBuf},
};

/// What can go wrong with the embedded ledger. Every message says what to do next.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum LedgerError {
    /// The operating system refused to read or write the ledger's file.
    #[error("cannot {action} {path}: {source}; check the path, the permissions and the free space")]
    Io {
        /// What was being done: "read", "write", "lock" …
        action: &'static str,
        /// The file or directory.
        path: PathBuf,
        /// The cause.
        source: io::Error,
    },
    /// Another command holds the ledger.
    #[error("another command is using the ledger {path} (waited {waited_seconds} s); try again when it has finished")]
    Busy {
        /// The ledger's file.
        path: PathBuf,
        /// How long this command waited.
        waited_seconds: u64,
    },
    /// The file is truncated or altered.
    #[error("the ledger {path} cannot be read: {reason}; run `personal-token ledger reset` to start a new one (everything in it is lost)")]
    Damaged {
        /// The ledger's file.
        path: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
    /// Something else lies where the ledger is looked for.
    #[error("{path} is not a ledger of personal-token, and is left as it is; name another file with --ledger")]
    Foreign {
        /// The file.
        path: PathBuf,
    },
    /// The file was made by another version of the program or of this tool.
    #[error("the ledger {path} was made by another version of personal-token; run `personal-token ledger reset` to start a new one (everything in it is lost), or go back to the version that made it")]
    OtherVersion {
        /// The ledger's file.
        path: PathBuf,
    },
    /// A change was asked of a ledger that was opened with [`Mode::Read`](super::Mode::Read).
    #[error("the ledger {path} is open for reading only; this command has to open it for writing")]
    ReadOnly {
        /// The ledger's file.
        path: PathBuf,
    },
    /// The clock only moves forward.
    #[error("the ledger's clock is at {now} and cannot go back to {to}; choose a later time, or run `personal-token ledger reset`")]
    Backwards {
        /// The ledger's time, in seconds since 1970.
        now: i64,
        /// The time that was asked for.
        to: i64,
    },
    /// A preloaded program is not one that this virtual machine can run.
    #[error("the program {program} cannot be loaded: {reason}; rebuild it, or install a release of personal-token")]
    Program {
        /// The program's address.
        program: Address,
        /// Why not.
        reason: String,
    },
    /// A faucet's transaction was refused or failed.
    #[error("the faucet could not {what}: {error}; ask for another amount")]
    Faucet {
        /// What was asked of it.
        what: &'static str,
        /// The runtime's answer.
        error: TransactionError,
    },
    /// The state could not be brought into the form of the file.
    #[error("the ledger's state cannot be written: {0}; nothing was changed on disk")]
    Snapshot(String),
    /// An earlier operation panicked half-way; what is in memory is not to be trusted. The file holds the last good state.
    #[error("the ledger stopped in the middle of an earlier operation; start the command again (the file holds the last good state)")]
    Poisoned,
}

impl From<PersistenceError> for LedgerError {
    fn from(error: PersistenceError) -> Self {
        Self::Snapshot(error.to_string())
    }
}

impl LedgerError {
    pub(super) fn io(action: &'static str, path: &std::path::Path) -> impl FnOnce(io::Error) -> Self {
        let path = path.to_owned();
        move |source| Self::Io { action, path, source }
    }
}
