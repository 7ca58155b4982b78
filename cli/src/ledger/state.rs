//! The bank: LiteSVM, and what a node has beside the virtual machine.

use {
    super::{
        clock::{self, Blockhashes},
        history::{History, Record, HISTORY_LIMIT},
    },
    litesvm::{types::TransactionMetadata, LiteSVM},
    solana_account::{AccountSharedData, ReadableAccount},
    solana_address::Address,
    solana_address_lookup_table_interface::state::AddressLookupTable,
    solana_hash::Hash,
    solana_message::{inner_instruction::InnerInstructionsList, v0::LoadedAddresses, VersionedMessage},
    solana_signature::Signature,
    solana_transaction::versioned::VersionedTransaction,
    solana_transaction_error::TransactionError,
    solana_transaction_status_client_types::{InnerInstruction, InnerInstructions, UiTransactionReturnData},
};

/// What became of a transaction that was sent.
pub(super) enum Sent {
    /// It is in the history: it succeeded, or failed and paid its fee.
    Landed(Signature, Option<TransactionError>),
    /// It was not accepted, and nothing changed: a wrong signature, an unknown blockhash, an empty fee payer …
    Refused(TransactionError),
}

/// What a transaction would do.
pub(super) struct Simulated {
    pub error: Option<TransactionError>,
    pub meta: TransactionMetadata,
    /// The writable accounts afterwards; empty if it failed.
    pub accounts: Vec<(Address, AccountSharedData)>,
}

/// What to check before a simulation.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Signatures {
    Checked,
    Ignored,
}

pub(super) struct State {
    pub svm: LiteSVM,
    pub hashes: Blockhashes,
    pub history: History,
}

impl State {
    pub(super) fn new(svm: LiteSVM, hashes: Blockhashes) -> Self {
        Self { svm, hashes, history: History::new(HISTORY_LIMIT) }
    }

    pub(super) fn slot(&self) -> u64 {
        clock::clock(&self.svm).slot
    }

    /// An account that exists, which is one with lamports.
    pub(super) fn account(&self, address: &Address) -> Option<&AccountSharedData> {
        self.svm.accounts_db().get_account_ref(address).filter(|account| account.lamports() > 0)
    }

    /// Every account, in no particular order.
    pub(super) fn accounts(&self) -> impl Iterator<Item = (&Address, &AccountSharedData)> {
        self.svm.accounts_db().inner.iter().filter(|(_, account)| account.lamports() > 0)
    }

    /// Executes a transaction. If it lands, the slot ends with it.
    pub(super) fn send(&mut self, transaction: VersionedTransaction) -> Sent {
        let signature = transaction.signatures.first().copied().unwrap_or_default();
        if self.history.contains(&signature) {
            return Sent::Refused(TransactionError::AlreadyProcessed);
        }
        let loaded = self.loaded_addresses(&transaction.message);
        let clock = clock::clock(&self.svm);
        let mut record = Record {
            slot: clock.slot,
            block_time: clock.unix_timestamp,
            transaction,
            loaded,
            error: None,
            fee: 0,
            pre_balances: Vec::new(),
            post_balances: Vec::new(),
            inner: Vec::new(),
            logs: Vec::new(),
            units: 0,
            return_data: None,
        };
        record.pre_balances = self.balances(&record);

        let blockhash = *record.transaction.message.recent_blockhash();
        let result =
            self.accepting(&blockhash, |svm| svm.send_transaction(record.transaction.clone()).map_err(Box::new));
        let (meta, error) = match result {
            Ok(meta) => (meta, None),
            // LiteSVM reports the signature of what it executed only; what it refused before that is not in a block.
            // A signature of zeros, which nobody made, looks like none.
            Err(failed) if failed.meta.signature != signature || signature == Signature::default() => {
                return Sent::Refused(failed.err)
            }
            Err(failed) => (failed.meta, Some(failed.err)),
        };

        record.post_balances = self.balances(&record);
        record.error = error.clone();
        record.fee = meta.fee;
        record.return_data = return_data(&meta);
        record.units = meta.compute_units_consumed;
        record.inner = inner_instructions(meta.inner_instructions);
        record.logs = meta.logs;
        self.history.push(record);
        clock::next_slot(&mut self.svm, &mut self.hashes);
        Sent::Landed(signature, error)
    }

    /// Executes a transaction without keeping anything of it.
    pub(super) fn simulate(&mut self, transaction: VersionedTransaction, signatures: Signatures) -> Simulated {
        let signature = transaction.signatures.first().copied().unwrap_or_default();
        if self.history.contains(&signature) {
            return Simulated {
                error: Some(TransactionError::AlreadyProcessed),
                meta: TransactionMetadata::default(),
                accounts: Vec::new(),
            };
        }
        let blockhash = *transaction.message.recent_blockhash();
        let result = self.accepting(&blockhash, |svm| match signatures {
            Signatures::Checked => svm.simulate_transaction(transaction).map_err(Box::new),
            // The setting can be changed on an owned machine only. It is taken and put back, as a copy would take as long
            // as there are accounts.
            Signatures::Ignored => {
                let trusting = std::mem::take(svm).with_sigverify(false);
                let result = trusting.simulate_transaction(transaction).map_err(Box::new);
                *svm = trusting.with_sigverify(true);
                result
            }
        });
        match result {
            Ok(info) => Simulated { error: None, meta: info.meta, accounts: info.post_accounts },
            Err(failed) => Simulated { error: Some(failed.err), meta: failed.meta, accounts: Vec::new() },
        }
    }

    /// The addresses that a message takes from lookup tables. What cannot be found is left out: the virtual machine
    /// refuses such a message with the exact reason.
    pub(super) fn loaded_addresses(&self, message: &VersionedMessage) -> LoadedAddresses {
        let mut loaded = LoadedAddresses::default();
        for lookup in message.address_table_lookups().unwrap_or_default() {
            let Some(account) = self.account(&lookup.account_key) else {
                continue;
            };
            let Ok(table) = AddressLookupTable::deserialize(account.data()) else {
                continue;
            };
            let pick = |indexes: &[u8]| -> Vec<Address> {
                indexes.iter().filter_map(|index| table.addresses.get(usize::from(*index)).copied()).collect()
            };
            loaded.writable.extend(pick(&lookup.writable_indexes));
            loaded.readonly.extend(pick(&lookup.readonly_indexes));
        }
        loaded
    }

    fn balances(&self, record: &Record) -> Vec<u64> {
        record.keys().map(|key| self.svm.get_balance(key).unwrap_or(0)).collect()
    }

    /// Runs `execute` with a machine that takes `blockhash` for its latest if it is a recent one. Anything else has to be
    /// the latest, or the value of a durable nonce, which LiteSVM checks.
    fn accepting<T>(&mut self, blockhash: &Hash, execute: impl FnOnce(&mut LiteSVM) -> T) -> T {
        let latest = self.svm.latest_blockhash();
        if self.hashes.contains(blockhash) {
            self.svm.set_latest_blockhash(*blockhash);
        }
        let result = execute(&mut self.svm);
        self.svm.set_latest_blockhash(latest);
        result
    }
}

/// Return data as a node gives it: nothing, if there is none.
pub(super) fn return_data(meta: &TransactionMetadata) -> Option<UiTransactionReturnData> {
    (!meta.return_data.data.is_empty()).then(|| meta.return_data.clone().into())
}

/// The instructions that each instruction invoked; instructions that invoked none are left out.
pub(super) fn inner_instructions(list: InnerInstructionsList) -> Vec<InnerInstructions> {
    list.into_iter()
        .enumerate()
        .filter(|(_, instructions)| !instructions.is_empty())
        .filter_map(|(index, instructions)| {
            let instructions = instructions
                .into_iter()
                .map(|inner| InnerInstruction {
                    instruction: inner.instruction,
                    stack_height: Some(u32::from(inner.stack_height)),
                })
                .collect();
            Some(InnerInstructions {
                // The runtime executes 64 instructions at most.
                index: u8::try_from(index).ok()?,
                instructions,
            })
        })
        .collect()
}
