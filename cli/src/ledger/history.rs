//! The transactions that landed, with all that a node would tell about them later.

use {
    serde::{Deserialize, Serialize},
    solana_address::Address,
    solana_message::v0::LoadedAddresses,
    solana_signature::Signature,
    solana_transaction::versioned::VersionedTransaction,
    solana_transaction_error::TransactionError,
    solana_transaction_status_client_types::{InnerInstructions, UiTransactionReturnData},
    std::collections::{HashMap, VecDeque},
};

/// The number of transactions that are kept. Older ones are forgotten, as a node prunes its ledger; accounts are not
/// touched by that. There is a bound because the whole file is written after each transaction: it starts at 1.4 MB and
/// 5 ms a save, and at the bound of small transfers it is 13 MB and 85 ms.
pub const HISTORY_LIMIT: usize = 10_000;

/// A transaction that landed, successful or not.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Record {
    pub slot: u64,
    /// Seconds since 1970.
    pub block_time: i64,
    #[serde(with = "wire")]
    pub transaction: VersionedTransaction,
    pub loaded: LoadedAddresses,
    pub error: Option<TransactionError>,
    /// In lamports.
    pub fee: u64,
    /// Lamports of every account of the transaction, in the order of [`Record::keys`].
    pub pre_balances: Vec<u64>,
    pub post_balances: Vec<u64>,
    pub inner: Vec<InnerInstructions>,
    pub logs: Vec<String>,
    pub units: u64,
    pub return_data: Option<UiTransactionReturnData>,
}

impl Record {
    pub(super) fn signature(&self) -> Signature {
        self.transaction.signatures.first().copied().unwrap_or_default()
    }

    /// Every account of the transaction: those it names itself, then the loaded ones, writable before read-only.
    pub(super) fn keys(&self) -> impl Iterator<Item = &Address> {
        self.transaction.message.static_account_keys().iter().chain(&self.loaded.writable).chain(&self.loaded.readonly)
    }
}

/// The records in the order in which they landed.
#[derive(Debug, Default)]
pub(super) struct History {
    records: VecDeque<Record>,
    /// By signature, the number of the record since genesis.
    numbers: HashMap<Signature, u64>,
    /// How many records were ever added.
    total: u64,
    limit: usize,
}

/// What the file holds of a [`History`]; the index is made again.
#[derive(Serialize, Deserialize)]
pub(super) struct Stored {
    total: u64,
    records: VecDeque<Record>,
}

impl History {
    pub(super) fn new(limit: usize) -> Self {
        Self { limit, ..Self::default() }
    }

    pub(super) fn push(&mut self, record: Record) {
        self.numbers.insert(record.signature(), self.total);
        self.records.push_back(record);
        self.total = self.total.saturating_add(1);
        while self.records.len() > self.limit {
            if let Some(dropped) = self.records.pop_front() {
                self.numbers.remove(&dropped.signature());
            }
        }
    }

    pub(super) fn contains(&self, signature: &Signature) -> bool {
        self.numbers.contains_key(signature)
    }

    pub(super) fn get(&self, signature: &Signature) -> Option<&Record> {
        let number = *self.numbers.get(signature)?;
        let index = number.checked_sub(self.first_number())?;
        self.records.get(usize::try_from(index).ok()?)
    }

    /// Newest first.
    pub(super) fn newest_first(&self) -> impl Iterator<Item = &Record> {
        self.records.iter().rev()
    }

    /// How many transactions landed since genesis, forgotten ones included.
    pub(super) fn total(&self) -> u64 {
        self.total
    }

    fn first_number(&self) -> u64 {
        self.total.saturating_sub(u64::try_from(self.records.len()).unwrap_or(u64::MAX))
    }

    pub(super) fn to_bytes(&self) -> bincode::Result<Vec<u8>> {
        // The same layout as `Stored`, without copying the records.
        bincode::serialize(&(&self.total, &self.records))
    }

    pub(super) fn from_bytes(bytes: &[u8], limit: usize) -> bincode::Result<Self> {
        let Stored { total, records } = bincode::deserialize(bytes)?;
        let mut history = Self { records, numbers: HashMap::new(), total, limit };
        let first = history.first_number();
        history.numbers =
            (first..).zip(&history.records).map(|(number, record)| (record.signature(), number)).collect();
        Ok(history)
    }
}

/// A transaction in the form in which it was sent.
mod wire {
    use {
        serde::{de::Error as _, ser::Error as _, Deserialize, Deserializer, Serialize, Serializer},
        solana_transaction::versioned::VersionedTransaction,
    };

    pub(super) fn serialize<S: Serializer>(
        transaction: &VersionedTransaction,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        wincode::serialize(transaction).map_err(S::Error::custom)?.serialize(serializer)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<VersionedTransaction, D::Error> {
        wincode::deserialize(&Vec::<u8>::deserialize(deserializer)?).map_err(D::Error::custom)
    }
}
