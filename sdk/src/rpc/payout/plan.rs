//! Who is due, and how they fit into transactions.

use {
    super::{cost, tables::Layout, LookupTables, Pair, PayoutCost, PayoutOptions, PayoutPlan, PayoutRow},
    crate::{
        core::proceeds::Payout,
        instruction::ProceedsDistribute,
        pda, quote,
        rpc::{
            account,
            cap_table::{claimable, Book},
            error::{Result, RpcError},
            message::{compile, with_budget, MAX_COMPUTE_UNITS},
            Client, Sending,
        },
        state::TokenAccount,
        Address, Instruction,
    },
    solana_hash::Hash,
    solana_message::AddressLookupTableAccount,
    std::{
        cmp::Reverse,
        collections::{BTreeMap, BTreeSet},
    },
};

/// Pairs that 64 accounts have room for beside the fee payer, three programs, the token and its vault.
const MAX_PAIRS: usize = 29;
/// Stands for the fee payer while sizes are measured; all addresses have the same size.
const ANY_PAYER: Address = Address::new_from_array([0xff; 32]);

impl Client {
    /// Plans a payout to everybody who is owed something whole.
    ///
    /// # Errors
    /// There is no such token, or a wallet in `only` has no position in it; the node's answer is wrong or missing.
    pub async fn payout_plan(&self, mint: Address, options: &PayoutOptions) -> Result<PayoutPlan> {
        let Book { token, now, positions } = self.book_to_pay(mint, options.only.as_deref()).await?;
        let mut owed = Vec::new();
        for (address, position) in &positions {
            let amount = claimable(*address, position, &token)?;
            if amount > 0 {
                let (wallet, quote_account) = (position.wallet, position.quote_account);
                owed.push((PayoutRow { wallet, position: *address, quote_account, amount }, position));
            }
        }
        owed.sort_by_key(|(row, _)| (Reverse(row.amount), row.position));

        let quote_accounts: Vec<_> = owed.iter().map(|(row, _)| row.quote_account).collect();
        let accounts = self.accounts(&quote_accounts).await?;
        let (mut due, mut skipped) = (Vec::new(), Vec::new());
        for ((row, position), account) in owed.into_iter().zip(accounts) {
            let account = account.and_then(|account| TokenAccount::decode(&account.owner, &account.data).ok());
            match quote::payout(&token, position, account.as_ref(), now) {
                Payout::Done => due.push(row),
                reason => skipped.push((row, reason)),
            }
        }

        let pairs: Vec<Pair> = due.iter().map(PayoutRow::pair).collect();
        let lookup_tables = match &options.lookup_tables {
            LookupTables::Auto(known) => known.clone(),
            LookupTables::ByCost(outlook) => outlook.known.clone(),
            LookupTables::Never | LookupTables::Always => Vec::new(),
        };
        let layout = Layout::new(mint, &pairs, &lookup_tables);
        let complete = layout.applied(&lookup_tables);
        let with_known_tables = pack(mint, &pairs, &lookup_tables, &options.sending)?;
        let with_all_tables = pack(mint, &pairs, &complete, &options.sending)?;
        let price = options.sending.compute_unit_price;
        let mut cost = PayoutCost {
            without_tables: pack(mint, &pairs, &[], &options.sending)?.len(),
            with_known_tables: with_known_tables.len(),
            with_all_tables: with_all_tables.len(),
            known_fee_lamports: cost::fees(&with_known_tables, price),
            complete_fee_lamports: cost::fees(&with_all_tables, price),
            missing_pairs: layout.pairs(),
            table_transactions: layout.transactions(),
            table_fee_lamports: cost::table_fees(&layout, price),
            ..PayoutCost::default()
        };
        if options.lookup_tables != LookupTables::Never {
            cost.table_rent_lamports = self.table_rent(&layout).await?;
        }
        let builds_tables = match &options.lookup_tables {
            LookupTables::Always => true,
            LookupTables::ByCost(outlook) => cost.balance(outlook).pays_off(),
            LookupTables::Auto(_) | LookupTables::Never => false,
        };
        let transactions = if builds_tables { with_all_tables } else { with_known_tables };
        cost.transactions = transactions.len();
        cost.fee_lamports = if builds_tables { cost.complete_fee_lamports } else { cost.known_fee_lamports };
        Ok(PayoutPlan {
            mint,
            due,
            skipped,
            transactions,
            lookup_tables,
            cost,
            builds_tables,
            options: options.clone(),
        })
    }

    async fn book_to_pay(&self, mint: Address, only: Option<&[Address]>) -> Result<Book> {
        let Some(wallets) = only else { return self.book(mint).await };
        // A wallet that was named twice is paid once.
        let wallets: BTreeSet<Address> = wallets.iter().copied().collect();
        let addresses: Vec<Address> = wallets.iter().map(|wallet| pda::position_of(*wallet, mint)).collect();
        let accounts = self.accounts(&addresses).await?;
        let mut positions = Vec::with_capacity(addresses.len());
        for (address, account) in addresses.into_iter().zip(accounts) {
            let account = account.ok_or(RpcError::NotFound { what: "position", address })?;
            positions.push((address, account::decode(address, &account)?));
        }
        let (token, now) = self.token_and_clock(mint).await?;
        Ok(Book { token, now, positions })
    }
}

/// Packs pairs into as few transactions as go over the wire: at most 1,232 bytes and 64 accounts each, measured on the
/// serialized message with its compute budget. Pairs that no table holds come first, then those of each table together.
///
/// # Errors
/// Not even one pair fits, which a correct mint excludes.
pub fn pack(
    mint: Address,
    pairs: &[Pair],
    tables: &[AddressLookupTableAccount],
    sending: &Sending,
) -> Result<Vec<Vec<Pair>>> {
    let shelf = Shelf::new(tables);
    let mut sorted = pairs.to_vec();
    sorted.sort_by_key(|pair| shelf.place(pair));
    let mut rest = sorted.as_slice();
    let mut transactions = Vec::new();
    while !rest.is_empty() {
        let count = largest(mint, rest, &shelf, sending)?;
        let (batch, after) = rest.split_at(count);
        transactions.push(batch.to_vec());
        rest = after;
    }
    Ok(transactions)
}

/// How many pairs from the front fit one transaction: all that the account limit allows, or found by halving.
fn largest(mint: Address, pairs: &[Pair], shelf: &Shelf, sending: &Sending) -> Result<usize> {
    let fits = |count: usize| {
        let batch = pairs.get(..count).unwrap_or(pairs);
        match measure(mint, batch, &shelf.tables_for(batch), sending) {
            Ok(()) => Ok(true),
            Err(RpcError::TooLarge { .. } | RpcError::TooManyAccounts { .. }) if count > 1 => Ok(false),
            Err(error) => Err(error),
        }
    };
    let most = pairs.len().min(MAX_PAIRS);
    if fits(most)? {
        return Ok(most);
    }
    // `low` fits, `high` does not.
    let (mut low, mut high) = (1, most);
    fits(low)?;
    while high.saturating_sub(low) > 1 {
        let middle = low.midpoint(high);
        match fits(middle)? {
            true => low = middle,
            false => high = middle,
        }
    }
    Ok(low)
}

fn measure(mint: Address, pairs: &[Pair], tables: &[AddressLookupTableAccount], sending: &Sending) -> Result<()> {
    let instructions = with_budget(&[distribute(mint, pairs)], None, Some(MAX_COMPUTE_UNITS), sending.price());
    compile(&instructions, &ANY_PAYER, Hash::default(), tables).map(|_| ())
}

/// The instruction that pays these pairs.
pub(super) fn distribute(mint: Address, pairs: &[Pair]) -> Instruction {
    ProceedsDistribute { mint, pairs: pairs.to_vec() }.instruction()
}

/// Lookup tables, by the addresses that they hold. A message is compiled against the few that it needs: to search all
/// tables for all accounts would take minutes for thousands of holders.
pub(super) struct Shelf<'a> {
    tables: &'a [AddressLookupTableAccount],
    places: BTreeMap<Address, usize>,
}

impl<'a> Shelf<'a> {
    pub(super) fn new(tables: &'a [AddressLookupTableAccount]) -> Self {
        let mut places = BTreeMap::new();
        for (index, table) in tables.iter().enumerate() {
            for address in &table.addresses {
                places.entry(*address).or_insert(index);
            }
        }
        Self { tables, places }
    }

    /// The table that holds a pair, the first one if two do; `None` if one of its addresses is in no table.
    pub(super) fn place(&self, (position, quote_account): &Pair) -> Option<usize> {
        let (position, quote_account) = (self.places.get(position)?, self.places.get(quote_account)?);
        Some(*position.min(quote_account))
    }

    /// The tables that hold anything of these pairs.
    pub(super) fn tables_for(&self, pairs: &[Pair]) -> Vec<AddressLookupTableAccount> {
        let indexes: BTreeSet<usize> = pairs
            .iter()
            .flat_map(|(position, quote_account)| [position, quote_account])
            .filter_map(|address| self.places.get(address).copied())
            .collect();
        indexes.into_iter().filter_map(|index| self.tables.get(index).cloned()).collect()
    }
}
