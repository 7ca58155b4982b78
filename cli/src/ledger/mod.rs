//! The embedded ledger: a Solana runtime inside the process, so that every command works on a fresh machine.
//!
//! [LiteSVM](litesvm) executes transactions with mainnet's features and the real token programs. It sits behind the
//! [`RpcClient`] that also talks to a cluster, so no code above it knows the difference. The state is in memory
//! ([`Ledger::in_memory`]) or in one file ([`Ledger::open`]).
//!
//! How it differs from a cluster:
//!
//! - Time stands still, from 2026-01-01T00:00:00Z, until [`Ledger::warp_to`] moves it. Each transaction has a slot and a
//!   blockhash of its own. A blockhash is good for 150 slots.
//! - What is sent has landed when `sendTransaction` returns, and is final. With `skipPreflight` a transaction that fails
//!   lands and pays its fee; one that could not land at all is answered with an error, where a node would stay silent.
//! - Accounts come in binary, never `jsonParsed`. `getTransaction` has no token balances. There are no subscriptions, blocks or
//!   votes: such methods are answered with error -32601.
//! - The last [`HISTORY_LIMIT`] transactions are kept.

pub(crate) mod clock;
mod error;
pub(crate) mod file;
pub(crate) mod genesis;
mod history;
mod rpc;
mod state;
#[cfg(test)]
mod tests;

pub use {error::LedgerError, file::Mode, genesis::QUOTE_DECIMALS, history::HISTORY_LIMIT};
use {
    genesis::faucet,
    litesvm::LiteSVM,
    solana_address::Address,
    solana_commitment_config::CommitmentConfig,
    solana_instruction::Instruction,
    solana_keypair::Signer,
    solana_message::{Message, VersionedMessage},
    solana_rpc_client::{nonblocking::rpc_client::RpcClient, rpc_client::RpcClientConfig},
    solana_signature::Signature,
    solana_transaction::versioned::VersionedTransaction,
    solana_transaction_error::TransactionError,
    state::{Sent, State},
    std::{
        path::{Path, PathBuf},
        sync::{Arc, Mutex, MutexGuard, PoisonError},
        time::Duration,
    },
};

/// How long a command waits for another one to finish with the ledger.
const PATIENCE: Duration = Duration::from_secs(30);

/// An embedded ledger. Clones are handles to the same one; the file's lock is released with the last of them.
#[derive(Clone)]
pub struct Ledger {
    inner: Arc<Inner>,
}

struct Inner {
    state: Mutex<State>,
    store: Option<Store>,
}

/// Where the state is kept.
struct Store {
    path: PathBuf,
    mode: Mode,
    fingerprint: [u8; 32],
    _lock: file::Lock,
}

impl std::fmt::Debug for Ledger {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Ledger").field("path", &self.path()).finish_non_exhaustive()
    }
}

impl Ledger {
    /// A fresh ledger that ends with the process.
    ///
    /// # Errors
    /// The program of this build cannot be loaded, which a test of the build excludes.
    pub fn in_memory() -> Result<Self, LedgerError> {
        Self::with_programs(&preloaded())
    }

    /// The ledger in a file; a fresh one is made if there is none. Waits up to 30 seconds for other commands.
    ///
    /// With [`Mode::Write`] every landed transaction is on disk before it is confirmed.
    ///
    /// # Errors
    /// The file is in use, cannot be read or written, is damaged, or is of another version.
    pub fn open(path: impl AsRef<Path>, mode: Mode) -> Result<Self, LedgerError> {
        Self::open_with_programs(path.as_ref(), mode, &preloaded(), PATIENCE)
    }

    /// Removes the ledger at `path`, readable or not. The next [`Ledger::open`] starts a fresh one.
    ///
    /// # Errors
    /// The file is in use or cannot be removed.
    pub fn reset(path: impl AsRef<Path>) -> Result<(), LedgerError> {
        let path = path.as_ref();
        let _lock = file::Lock::acquire(path, Mode::Write, PATIENCE)?;
        file::delete(path)
    }

    fn with_programs(programs: &[(Address, &[u8])]) -> Result<Self, LedgerError> {
        Ok(Self::new(genesis::fresh(programs)?, None))
    }

    fn open_with_programs(
        path: &Path,
        mode: Mode,
        programs: &[(Address, &[u8])],
        patience: Duration,
    ) -> Result<Self, LedgerError> {
        let fingerprint = genesis::fingerprint(programs);
        let mut lock = file::Lock::acquire(path, mode, patience)?;
        let mut loaded = file::load(path, &fingerprint)?;
        if loaded.is_none() {
            if mode == Mode::Read {
                // To make the file takes the exclusive lock, and another command may get it first.
                drop(lock);
                lock = file::Lock::acquire(path, Mode::Write, patience)?;
                loaded = file::load(path, &fingerprint)?;
            }
            if loaded.is_none() {
                file::save(path, &genesis::fresh(programs)?, &fingerprint)?;
            }
            if mode == Mode::Read {
                drop(lock);
                lock = file::Lock::acquire(path, Mode::Read, patience)?;
            }
            // Read back even what was just made: first and second use then start from the same bytes.
            loaded = file::load(path, &fingerprint)?;
        }
        let state = loaded.ok_or_else(|| LedgerError::Damaged {
            path: path.to_owned(),
            reason: "it was removed meanwhile".to_owned(),
        })?;
        Ok(Self::new(state, Some(Store { path: path.to_owned(), mode, fingerprint, _lock: lock })))
    }

    fn new(state: State, store: Option<Store>) -> Self {
        Self { inner: Arc::new(Inner { state: Mutex::new(state), store }) }
    }

    /// An asynchronous client of this ledger, with commitment `confirmed`.
    #[must_use]
    pub fn rpc_client(&self) -> RpcClient {
        RpcClient::new_sender(
            rpc::Sender::new(self.clone()),
            RpcClientConfig::with_commitment(CommitmentConfig::confirmed()),
        )
    }

    /// The file, unless the ledger is in memory.
    #[must_use]
    pub fn path(&self) -> Option<&Path> {
        self.inner.store.as_ref().map(|store| store.path.as_path())
    }

    /// Gives `lamports` to an address.
    ///
    /// # Errors
    /// The ledger is read-only, the amount is too small for a new account or beyond what the faucet has.
    pub fn airdrop(&self, address: &Address, lamports: u64) -> Result<Signature, LedgerError> {
        let transfer = solana_system_interface::instruction::transfer(&faucet().pubkey(), address, lamports);
        self.give("airdrop lamports", &[transfer])
    }

    /// The quote mint of the embedded ledger ("test USDC": classic token program, [`QUOTE_DECIMALS`] decimals).
    #[must_use]
    pub fn quote_mint(&self) -> Address {
        genesis::quote_mint()
    }

    /// Mints `amount` units of the quote mint to a wallet, whose canonical account is created if it is missing.
    ///
    /// # Errors
    /// The ledger is read-only, or the supply would leave the range of 64 bits.
    pub fn faucet_quote(&self, wallet: &Address, amount: u64) -> Result<Signature, LedgerError> {
        self.give("mint test USDC", &genesis::mint_quote(wallet, amount))
    }

    /// The time on the ledger, in seconds since 1970.
    #[must_use]
    pub fn now(&self) -> i64 {
        let state = self.inner.state.lock().unwrap_or_else(PoisonError::into_inner);
        clock::clock(&state.svm).unix_timestamp
    }

    /// Moves the time to `unix_timestamp`, and the slot by one for each 400 ms, at least one.
    ///
    /// # Errors
    /// The time is in the past, or the ledger is read-only.
    pub fn warp_to(&self, unix_timestamp: i64) -> Result<(), LedgerError> {
        let mut state = self.writable()?;
        let now = clock::clock(&state.svm).unix_timestamp;
        if unix_timestamp < now {
            return Err(LedgerError::Backwards { now, to: unix_timestamp });
        }
        let State { svm, hashes, .. } = &mut *state;
        clock::warp(svm, hashes, unix_timestamp);
        self.persist(&state)
    }

    /// Writes the file. Only needed after [`Ledger::with_svm`]: everything else saves what it changes.
    ///
    /// # Errors
    /// The ledger is read-only, or the file cannot be written.
    pub fn save(&self) -> Result<(), LedgerError> {
        let state = self.writable()?;
        self.persist(&state)
    }

    /// The virtual machine itself, for tests. What is sent to it this way is in no history, and nothing is saved.
    pub fn with_svm<T>(&self, use_it: impl FnOnce(&mut LiteSVM) -> T) -> T {
        let mut state = self.inner.state.lock().unwrap_or_else(PoisonError::into_inner);
        use_it(&mut state.svm)
    }

    /// Sends instructions that the faucet pays for and signs.
    fn give(&self, what: &'static str, instructions: &[Instruction]) -> Result<Signature, LedgerError> {
        let refused = |error| LedgerError::Faucet { what, error };
        let mut state = self.writable()?;
        let faucet = faucet();
        let message = VersionedMessage::Legacy(Message::new_with_blockhash(
            instructions,
            Some(&faucet.pubkey()),
            &state.svm.latest_blockhash(),
        ));
        let transaction = VersionedTransaction::try_new(message, &[&faucet])
            .map_err(|_| refused(TransactionError::SignatureFailure))?;
        // As a node's preflight does: what would fail leaves no trace.
        if let Some(error) = state.simulate(transaction.clone(), state::Signatures::Checked).error {
            return Err(refused(error));
        }
        match state.send(transaction) {
            Sent::Landed(signature, None) => {
                self.persist(&state)?;
                Ok(signature)
            }
            Sent::Landed(_, Some(error)) | Sent::Refused(error) => Err(refused(error)),
        }
    }

    /// The state, to be looked at.
    fn readable(&self) -> Result<MutexGuard<'_, State>, LedgerError> {
        self.inner.state.lock().map_err(|_| LedgerError::Poisoned)
    }

    /// The state, to be changed and then handed to [`Self::persist`].
    fn writable(&self) -> Result<MutexGuard<'_, State>, LedgerError> {
        match &self.inner.store {
            Some(store) if store.mode == Mode::Read => Err(LedgerError::ReadOnly { path: store.path.clone() }),
            _ => self.readable(),
        }
    }

    fn persist(&self, state: &State) -> Result<(), LedgerError> {
        match &self.inner.store {
            Some(store) => file::save(&store.path, state, &store.fingerprint),
            None => Ok(()),
        }
    }
}

/// The programs of every embedded ledger and localnet, beside the runtime's own.
pub(crate) fn preloaded() -> Vec<genesis::Program> {
    vec![genesis::program()]
}
