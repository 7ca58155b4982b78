//! Lookup tables: how pairs are laid out in them, how they are found, and the instructions that build them.
//!
//! A table of ours starts with the token, its vault and the token program, which is also how it is found, and then holds
//! pairs. A node that lies about a table's content makes a transaction name other accounts: those are skipped, as money
//! goes only to a position's own quote account.

use {
    super::{plan::Shelf, Pair},
    crate::{
        ids::TOKEN_ID,
        pda,
        rpc::{
            account::{self, Table},
            error::{connection, Result, RpcError},
            read::memcmp,
            Client,
        },
        Address, Instruction,
    },
    solana_address_lookup_table_interface::{
        instruction::{create_lookup_table, extend_lookup_table},
        state::LOOKUP_TABLE_MAX_ADDRESSES,
    },
    solana_message::AddressLookupTableAccount,
    solana_sdk_ids::{address_lookup_table, sysvar},
    std::collections::{btree_map::Entry, BTreeMap},
};

/// Addresses that one transaction adds, that which also creates the table included.
pub(super) const ADDRESSES_PER_EXTEND: usize = 27;

/// Which addresses go where.
pub(super) struct Layout {
    /// Index of a known table, and what is added to it.
    extended: Vec<(usize, Addition)>,
    /// The content of each new table.
    created: Vec<Addition>,
}

pub(super) struct Addition {
    /// Addresses that the table holds before.
    before: usize,
    added: Vec<Address>,
}

impl Layout {
    /// Finds a place for every pair that the known tables do not hold: first in their free places, then in new ones.
    pub(super) fn new(mint: Address, pairs: &[Pair], known: &[AddressLookupTableAccount]) -> Self {
        let shelf = Shelf::new(known);
        let mut missing = pairs.iter().filter(|pair| shelf.place(pair).is_none()).peekable();
        let mut extended = Vec::new();
        for (index, table) in known.iter().enumerate() {
            let before = table.addresses.len();
            let added = fill(before, Vec::new(), &mut missing);
            if !added.is_empty() {
                extended.push((index, Addition { before, added }));
            }
        }
        let mut created = Vec::new();
        while missing.peek().is_some() {
            let added = fill(0, vec![pda::token(mint), pda::vault(mint), TOKEN_ID], &mut missing);
            created.push(Addition { before: 0, added });
        }
        Self { extended, created }
    }

    /// The content of each new table.
    pub(super) fn created(&self) -> &[Addition] {
        &self.created
    }

    /// New tables that it takes.
    pub(super) fn new_tables(&self) -> usize {
        self.created.len()
    }

    /// How the known tables that have room are filled.
    pub(super) fn extensions(&self, known: &[AddressLookupTableAccount], authority: Address) -> Vec<TablePlan> {
        self.extended
            .iter()
            .filter_map(|(index, addition)| {
                let address = known.get(*index)?.key;
                Some(TablePlan { address, transactions: extend(address, authority, &addition.added) })
            })
            .collect()
    }

    fn additions(&self) -> impl Iterator<Item = &Addition> {
        self.extended.iter().map(|(_, addition)| addition).chain(&self.created)
    }

    /// Pairs that find a place.
    pub(super) fn pairs(&self) -> usize {
        let heads = self.created.len().saturating_mul(HEAD);
        let added: usize = self.additions().map(|addition| addition.added.len()).sum();
        added.saturating_sub(heads).checked_div(2).unwrap_or(0)
    }

    /// Transactions that it takes.
    pub(super) fn transactions(&self) -> usize {
        self.additions().map(|addition| addition.added.len().div_ceil(ADDRESSES_PER_EXTEND)).sum()
    }

    /// The tables as they will be. Those that do not exist yet have no address; a message has the same size with any.
    pub(super) fn applied(&self, known: &[AddressLookupTableAccount]) -> Vec<AddressLookupTableAccount> {
        let mut tables = known.to_vec();
        for (index, addition) in &self.extended {
            if let Some(table) = tables.get_mut(*index) {
                table.addresses.extend(&addition.added);
            }
        }
        let created = self.created.iter();
        tables.extend(
            created.map(|addition| AddressLookupTableAccount {
                key: Address::default(),
                addresses: addition.added.clone(),
            }),
        );
        tables
    }
}

/// The token, its vault, the token program.
const HEAD: usize = 3;

/// Takes pairs for as long as a table with `before` addresses has room for both halves.
fn fill<'a>(
    before: usize,
    mut added: Vec<Address>,
    missing: &mut std::iter::Peekable<impl Iterator<Item = &'a Pair>>,
) -> Vec<Address> {
    while before.saturating_add(added.len()).saturating_add(2) <= LOOKUP_TABLE_MAX_ADDRESSES {
        let Some((position, quote_account)) = missing.next() else { break };
        added.extend([*position, *quote_account]);
    }
    added
}

/// How to put pairs into lookup tables.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LookupTablePlan {
    /// One entry a table.
    pub tables: Vec<TablePlan>,
}

/// How to build one table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TablePlan {
    /// The table.
    pub address: Address,
    /// The instructions of each transaction. The first one, which may create the table, has to land before the others;
    /// those may land in any order.
    pub transactions: Vec<Vec<Instruction>>,
}

impl LookupTablePlan {
    /// Transactions that it takes.
    #[must_use]
    pub fn transactions(&self) -> usize {
        self.tables.iter().map(|table| table.transactions.len()).sum()
    }
}

/// The instructions that put every pair into a table: into the `known` ones, which `authority` can extend, as far as they
/// have room, then into new ones. `authority` signs and pays the rent.
///
/// Each new table takes one of `recent_slots`, which is part of its address; [`Client::recent_slots`] gives them.
///
/// # Errors
/// There are fewer recent slots than new tables.
pub fn lookup_table_plan(
    mint: Address,
    pairs: &[Pair],
    known: &[AddressLookupTableAccount],
    authority: Address,
    recent_slots: &[u64],
) -> Result<LookupTablePlan> {
    let layout = Layout::new(mint, pairs, known);
    let mut tables = layout.extensions(known, authority);
    let mut slots = recent_slots.iter();
    for addition in &layout.created {
        let reason = "there are fewer recent slots than new tables";
        let slot = slots.next().ok_or_else(|| RpcError::decode("slots", sysvar::slot_hashes::ID, reason))?;
        tables.push(creation(addition, authority, *slot));
    }
    Ok(LookupTablePlan { tables })
}

/// How a new table is made. `slot` is part of its address.
pub(super) fn creation(addition: &Addition, authority: Address, slot: u64) -> TablePlan {
    let (create, address) = create_lookup_table(authority, authority, slot);
    let mut transactions = extend(address, authority, &addition.added);
    if let Some(first) = transactions.first_mut() {
        first.insert(0, create);
    }
    TablePlan { address, transactions }
}

fn extend(table: Address, authority: Address, added: &[Address]) -> Vec<Vec<Instruction>> {
    added
        .chunks(ADDRESSES_PER_EXTEND)
        .map(|chunk| vec![extend_lookup_table(table, authority, Some(authority), chunk.to_vec())])
        .collect()
}

impl Client {
    /// The lookup tables of a token that `authority` can extend, by address; deactivated ones are left out.
    ///
    /// # Errors
    /// The answer is missing or wrong; some public nodes do not search for tables.
    pub async fn lookup_tables(&self, mint: Address, authority: Address) -> Result<Vec<AddressLookupTableAccount>> {
        let found = self.tables_of(mint, authority).await?;
        let active = found.into_iter().filter(|(_, table, _)| table.is_active());
        Ok(active.map(|(key, table, _)| AddressLookupTableAccount { key, addresses: table.addresses }).collect())
    }

    /// The lookup tables of a token that `authority` can extend or close, and the lamports that they hold, by address.
    pub(super) async fn tables_of(&self, mint: Address, authority: Address) -> Result<Vec<(Address, Table, u64)>> {
        let filters = vec![
            memcmp(Table::AUTHORITY_OFFSET, authority.as_ref()),
            memcmp(Table::ADDRESSES_OFFSET, pda::token(mint).as_ref()),
        ];
        let found = self.program_accounts("lookup table", address_lookup_table::ID, filters).await?;
        let mut tables = Vec::with_capacity(found.len());
        for (address, account) in &found {
            let table = account::table(*address, account)?;
            if table.authority == Some(authority) {
                tables.push((*address, table, account.lamports));
            }
        }
        Ok(tables)
    }

    /// A lookup table, and the slot in which it was last extended: its newest addresses can be used after it.
    ///
    /// # Errors
    /// There is no such table, it is deactivated, or the answer is wrong.
    pub async fn lookup_table(&self, address: Address) -> Result<(AddressLookupTableAccount, u64)> {
        let table = account::table(address, &self.account("lookup table", address).await?)?;
        if !table.is_active() {
            return Err(RpcError::decode("lookup table", address, "it is deactivated"));
        }
        Ok((AddressLookupTableAccount { key: address, addresses: table.addresses }, table.last_extended_slot))
    }

    /// Slots that had a block, the newest first: what the address of a new lookup table is made from.
    ///
    /// # Errors
    /// The answer is missing or wrong.
    pub async fn recent_slots(&self) -> Result<Vec<u64>> {
        let account = self.account("slot hashes", sysvar::slot_hashes::ID).await?;
        account::slots(&account)
    }

    /// Lamports of rent that a layout locks.
    pub(super) async fn table_rent(&self, layout: &Layout) -> Result<u64> {
        let sizes = |addition: &Addition| [addition.before, addition.before.saturating_add(addition.added.len())];
        // What does not exist yet has no rent; most tables are full and need be asked for once.
        let mut rents = BTreeMap::from([(0, 0)]);
        for addresses in layout.additions().flat_map(sizes) {
            if let Entry::Vacant(place) = rents.entry(addresses) {
                place.insert(self.rent(Table::bytes(addresses)).await?);
            }
        }
        let rent = |addresses: usize| rents.get(&addresses).copied().unwrap_or_default();
        let locked = layout.additions().map(|addition| {
            let [before, after] = sizes(addition).map(rent);
            after.saturating_sub(before)
        });
        Ok(locked.fold(0, u64::saturating_add))
    }

    async fn rent(&self, bytes: usize) -> Result<u64> {
        self.rpc
            .get_minimum_balance_for_rent_exemption(bytes)
            .await
            .map_err(connection("getMinimumBalanceForRentExemption"))
    }
}
