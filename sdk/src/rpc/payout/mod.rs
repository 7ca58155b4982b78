//! Paying everybody: who is due, in which transactions, and what came of them.
//!
//! Payouts are permissionless: whoever pays the fees may run one, and money goes only where it is owed. A
//! [plan](super::Client::payout_plan) is made from what the chain says, so planning again after a stop plans only what is still
//! owed; running a plan twice, or two at once, pays nobody twice.
//!
//! A transaction takes 13 holders; with a lookup table of the token, 29, where the runtime's limit of 64 accounts ends
//! it. To build tables takes about as many transactions as they save once and locks their rent until they are closed.
//! [`LookupTables::Auto`] uses those there are, [`LookupTables::ByCost`] builds more if they pay off over the payouts to
//! come, and [`PayoutCost`] has the figures.

mod build;
mod close;
mod cost;
mod plan;
mod run;
mod tables;

pub use {
    close::ClosedTables,
    cost::{Outlook, PayoutCost, TableBalance},
    plan::pack,
    tables::{lookup_table_plan, LookupTablePlan, TablePlan},
};

use {
    super::{RpcError, Sending},
    crate::{core::proceeds::Payout, Address},
    solana_message::AddressLookupTableAccount,
    solana_signature::Signature,
};

/// A position and the quote account that it is paid into.
pub type Pair = (Address, Address);

/// Which lookup tables a payout uses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LookupTables {
    /// These, where they save transactions; see [`Client::lookup_tables`](super::Client::lookup_tables). Nothing is built.
    Auto(Vec<AddressLookupTableAccount>),
    /// The known ones; and if the payouts to come are cheaper with more of them, those of the fee payer for this token are
    /// completed first, as with [`Always`](Self::Always).
    ByCost(Outlook),
    /// None.
    Never,
    /// Those of the fee payer for this token. What they lack is built first, and its rent stays locked in them.
    Always,
}

impl Default for LookupTables {
    fn default() -> Self {
        Self::Auto(Vec::new())
    }
}

/// How a payout is planned and run.
#[derive(Clone, Debug)]
pub struct PayoutOptions {
    /// Which lookup tables to use.
    pub lookup_tables: LookupTables,
    /// Transactions that may be on their way at a time; 4 by default, at least 1.
    pub in_flight: usize,
    /// Only the positions of these wallets.
    pub only: Option<Vec<Address>>,
    /// How each transaction is sent; its tables and its nonce are not used.
    pub sending: Sending,
}

impl Default for PayoutOptions {
    fn default() -> Self {
        Self { lookup_tables: LookupTables::default(), in_flight: 4, only: None, sending: Sending::default() }
    }
}

/// What one position is owed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PayoutRow {
    /// The holder's wallet.
    pub wallet: Address,
    /// The position.
    pub position: Address,
    /// The account that is paid.
    pub quote_account: Address,
    /// Whole quote units owed when the plan was made.
    pub amount: u64,
}

impl PayoutRow {
    fn pair(&self) -> Pair {
        (self.position, self.quote_account)
    }
}

/// Who would be paid by which transaction.
#[derive(Clone, Debug)]
pub struct PayoutPlan {
    /// The share mint.
    pub mint: Address,
    /// Whom the transactions pay, the largest amount first. Positions that are owed nothing whole are left out.
    pub due: Vec<PayoutRow>,
    /// Who is owed something, but cannot be paid as his quote account is now, or as his position is marked, and why.
    pub skipped: Vec<(PayoutRow, Payout)>,
    /// The pairs of each transaction.
    pub transactions: Vec<Vec<Pair>>,
    /// Tables that the transactions use.
    pub lookup_tables: Vec<AddressLookupTableAccount>,
    /// What it costs, and what tables would save.
    pub cost: PayoutCost,
    /// Whether tables are built before anybody is paid.
    pub builds_tables: bool,
    options: PayoutOptions,
}

impl PayoutPlan {
    /// Quote units that it pays together.
    #[must_use]
    pub fn total(&self) -> u128 {
        total(&self.due)
    }
}

/// What came of a payout.
#[derive(Debug, Default)]
pub struct PayoutReport {
    /// Who was paid; the amounts are those of the plan, more if deposits came in between.
    pub paid: Vec<PayoutRow>,
    /// Who was owed something but not paid, and why.
    pub skipped: Vec<(PayoutRow, Payout)>,
    /// The transactions that landed, those that built tables included.
    pub signatures: Vec<Signature>,
    /// What did not work out; planning again takes up who is still owed.
    pub failed: Vec<PayoutFailure>,
    /// Quote units that the transactions moved, as the program recorded it: less than [`total`](Self::total) if somebody
    /// else paid the same holders at the same time. `None` if the node has not shown the record of each.
    pub moved: Option<u128>,
}

impl PayoutReport {
    /// Quote units that were paid together, by the amounts of the plan.
    #[must_use]
    pub fn total(&self) -> u128 {
        total(&self.paid)
    }
}

/// A transaction of a payout that failed, or whose outcome is unknown.
#[derive(Debug)]
pub struct PayoutFailure {
    /// Whom it was to pay.
    pub rows: Vec<PayoutRow>,
    /// Why not; an [`RpcError::Unconfirmed`] may still have paid.
    pub error: RpcError,
}

/// What a running payout reports.
#[derive(Debug)]
#[non_exhaustive]
pub enum Progress<'a> {
    /// A transaction that builds a lookup table has landed.
    Table {
        /// How many of them have.
        done: usize,
        /// How many there will be.
        of: usize,
    },
    /// Lookup tables could not be built; the payout goes on without.
    TablesFailed {
        /// Why not.
        error: &'a RpcError,
    },
    /// A transaction has landed.
    Landed {
        /// Transactions that are done with, failed ones included.
        done: usize,
        /// How many there are.
        of: usize,
        /// Its signature.
        signature: Signature,
        /// Positions that it paid.
        paid: usize,
        /// Positions that it skipped.
        skipped: usize,
    },
    /// A transaction failed; the others go on.
    Failed {
        /// Transactions that are done with, failed ones included.
        done: usize,
        /// How many there are.
        of: usize,
        /// Why.
        error: &'a RpcError,
    },
}

fn total(rows: &[PayoutRow]) -> u128 {
    rows.iter().map(|row| u128::from(row.amount)).sum()
}
