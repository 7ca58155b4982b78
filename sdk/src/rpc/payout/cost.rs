//! What a payout costs, and whether lookup tables are worth their building.

use {
    super::{close::TABLES_PER_CLOSE, tables::Layout, Pair},
    crate::rpc::message::{priority_fee, SIGNATURE_FEE},
    solana_message::AddressLookupTableAccount,
};

/// What a transaction and each pair take at most in compute units, for the estimate of the fee.
const UNITS_AROUND: u32 = 10_000;
const UNITS_PER_PAIR: u32 = 1_000;
const BASIS_POINTS: u128 = 10_000;

/// What the choice goes by whether to build tables.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outlook {
    /// Tables that there are; see [`Client::lookup_tables`](crate::rpc::Client::lookup_tables).
    pub known: Vec<AddressLookupTableAccount>,
    /// Payouts to about the same holders that are to come, this one included.
    pub payouts: u32,
    /// What it costs to have the rent locked for so long, in basis points of it. The rent itself comes back when the tables
    /// are closed.
    pub rent_basis_points: u16,
}

/// What a payout costs, with and without lookup tables. Fees are estimates: what is used depends on the simulation.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PayoutCost {
    /// Transactions of this plan.
    pub transactions: usize,
    /// Lamports of fees for them; for building tables, see `table_fee_lamports`.
    pub fee_lamports: u64,
    /// Transactions that it would take without any table.
    pub without_tables: usize,
    /// Transactions that it would take with the known tables.
    pub with_known_tables: usize,
    /// Transactions that it would take if tables held every pair.
    pub with_all_tables: usize,
    /// Lamports of fees with the known tables.
    pub known_fee_lamports: u64,
    /// Lamports of fees if tables held every pair.
    pub complete_fee_lamports: u64,
    /// Pairs that the known tables do not hold.
    pub missing_pairs: usize,
    /// Transactions that would put them into tables.
    pub table_transactions: usize,
    /// Lamports of fees for that, and for closing the new tables again one day.
    pub table_fee_lamports: u64,
    /// Lamports of rent that this would lock, until the tables are closed.
    pub table_rent_lamports: u64,
}

impl PayoutCost {
    /// After how many payouts to the same holders building the missing tables has saved the transactions that it took;
    /// `None` if it saves none.
    #[must_use]
    pub fn tables_pay_off_after(&self) -> Option<usize> {
        match self.with_known_tables.checked_sub(self.with_all_tables) {
            None | Some(0) => None,
            Some(saved) => Some(self.table_transactions.div_ceil(saved)),
        }
    }

    /// From how many payouts on building is cheaper; `None` if it never is.
    #[must_use]
    pub fn pays_off_from(&self, rent_basis_points: u16) -> Option<u64> {
        let once = self.balance(&Outlook { rent_basis_points, ..Outlook::default() }).built_lamports;
        let saved = self.known_fee_lamports.checked_sub(self.complete_fee_lamports)?;
        once.checked_div(saved).map(|payouts| payouts.saturating_add(1))
    }

    /// What the payouts to come cost together, with the known tables alone and with the missing ones built.
    #[must_use]
    pub fn balance(&self, outlook: &Outlook) -> TableBalance {
        let payouts = u64::from(outlook.payouts);
        let locked = u128::from(self.table_rent_lamports).saturating_mul(outlook.rent_basis_points.into());
        let waiting = u64::try_from(locked.div_ceil(BASIS_POINTS)).unwrap_or(u64::MAX);
        let built = self.complete_fee_lamports.saturating_mul(payouts);
        TableBalance {
            as_is_lamports: self.known_fee_lamports.saturating_mul(payouts),
            built_lamports: built.saturating_add(self.table_fee_lamports).saturating_add(waiting),
        }
    }
}

/// Two ways to make the same payouts, in lamports that do not come back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TableBalance {
    /// With the known tables alone.
    pub as_is_lamports: u64,
    /// With the missing tables: their building and closing, the payouts, and what it costs to have the rent locked.
    pub built_lamports: u64,
}

impl TableBalance {
    /// Whether building is cheaper.
    #[must_use]
    pub fn pays_off(&self) -> bool {
        self.built_lamports < self.as_is_lamports
    }
}

/// Lamports for transactions of one signature each that pay these pairs.
pub(super) fn fees(transactions: &[Vec<Pair>], price: u64) -> u64 {
    let of = |pairs: &Vec<Pair>| {
        let pairs = u32::try_from(pairs.len()).unwrap_or(u32::MAX);
        fee(pairs.saturating_mul(UNITS_PER_PAIR).saturating_add(UNITS_AROUND), price)
    };
    transactions.iter().map(of).fold(0, u64::saturating_add)
}

/// Lamports for building a layout, and for deactivating and closing its new tables.
pub(super) fn table_fees(layout: &Layout, price: u64) -> u64 {
    let closing = layout.new_tables().div_ceil(TABLES_PER_CLOSE).saturating_mul(2);
    let transactions = layout.transactions().saturating_add(closing);
    let transactions = u64::try_from(transactions).unwrap_or(u64::MAX);
    transactions.saturating_mul(fee(UNITS_AROUND, price))
}

fn fee(units: u32, price: u64) -> u64 {
    SIGNATURE_FEE.saturating_add(priority_fee(units, price))
}
