//! Accounts as a node shows them: where each kind must lie, and the few foreign ones that a client reads itself.

use {
    super::error::{Result, RpcError},
    crate::{
        ids::{ID, TOKEN_ID},
        state::{
            Application, Complaint, Distribution, Listing, Member, Network, Position, ProgramAccount, Recovery, Report,
            Round, Steward, Subscription, Token, WalletLink,
        },
        Address,
    },
    solana_account::Account,
    solana_address_lookup_table_interface::state::LOOKUP_TABLE_MAX_ADDRESSES,
    solana_hash::Hash,
    solana_sdk_ids::{address_lookup_table, bpf_loader_upgradeable, system_program, sysvar},
};

const ADDRESS_BYTES: usize = 32;

/// A kind of account of the program, which can tell its own address.
pub(super) trait Stored: ProgramAccount {
    /// The word for people.
    const WHAT: &'static str;

    /// Where the program puts an account with this content.
    fn derived(&self) -> Address;
}

macro_rules! stored {
    ($($kind:ident $what:literal,)*) => {
        $(impl Stored for $kind {
            const WHAT: &'static str = $what;

            fn derived(&self) -> Address {
                self.address()
            }
        })*
    };
}

stored! {
    Network "network",
    Steward "steward",
    Application "application",
    Member "member",
    WalletLink "wallet link",
    Token "token",
    Position "position",
    Distribution "distribution",
    Round "round",
    Subscription "subscription",
    Listing "listing",
    Recovery "recovery",
    Complaint "complaint",
    Report "report",
}

/// Decodes an account and checks that it lies where the program puts such a one: a node that answers with another
/// account, or with an account of another program, is found out.
pub(super) fn decode<T: Stored>(address: Address, account: &Account) -> Result<T> {
    let value = T::decode(&account.owner, &account.data).map_err(|error| RpcError::decode(T::WHAT, address, error))?;
    match value.derived() == address {
        true => Ok(value),
        false => Err(RpcError::decode(T::WHAT, address, "it belongs to another address")),
    }
}

/// Unix time of the clock.
pub(super) fn clock(account: &Account) -> Result<i64> {
    const BYTES: usize = 40;
    const TIMESTAMP: usize = 32;
    let wrong = |reason: &str| RpcError::decode("clock", sysvar::clock::ID, reason);
    if account.owner != sysvar::ID || account.data.len() != BYTES {
        return Err(wrong("this is not the clock"));
    }
    let timestamp = array(&account.data, TIMESTAMP).ok_or_else(|| wrong("it is too short"))?;
    Ok(i64::from_le_bytes(timestamp))
}

/// Decimals of a mint of the classic Token program.
pub(super) fn decimals(mint: Address, account: &Account) -> Result<u8> {
    const BYTES: usize = 82;
    const DECIMALS: usize = 44;
    const INITIALISED: usize = 45;
    let data = &account.data;
    match (data.get(DECIMALS), data.get(INITIALISED)) {
        (Some(decimals), Some(1)) if account.owner == TOKEN_ID && data.len() == BYTES => Ok(*decimals),
        _ => Err(RpcError::decode("quote mint", mint, "it is not an initialised mint of the classic Token program")),
    }
}

/// The value of a durable nonce: what stands in the place of a blockhash.
pub(super) fn nonce(address: Address, authority: &Address, account: &Account) -> Result<Hash> {
    const BYTES: usize = 80;
    const AUTHORITY: usize = 8;
    const VALUE: usize = 40;
    // Version 1 (a legacy nonce cannot be used), initialised.
    const HEADER: [u8; 8] = [1, 0, 0, 0, 1, 0, 0, 0];
    let wrong = |reason: &str| RpcError::decode("nonce account", address, reason);
    let data = &account.data;
    if account.owner != system_program::ID || data.len() != BYTES || !data.starts_with(&HEADER) {
        return Err(wrong("it is not an initialised nonce account"));
    }
    if self::address(data, AUTHORITY) != Some(*authority) {
        return Err(wrong("it has another authority"));
    }
    array(data, VALUE).map(Hash::new_from_array).ok_or_else(|| wrong("it is too short"))
}

/// Where the program's code lies, if the account is a deployed program.
pub(super) fn program_data(account: &Account) -> Result<Address> {
    const PROGRAM: [u8; 4] = [2, 0, 0, 0];
    let (expected, _) = Address::find_program_address(&[ID.as_ref()], &bpf_loader_upgradeable::ID);
    let sound = account.owner == bpf_loader_upgradeable::ID
        && account.data.starts_with(&PROGRAM)
        && address(&account.data, PROGRAM.len()) == Some(expected);
    match sound {
        true => Ok(expected),
        false => Err(RpcError::decode("program", ID, "it is not a program of the upgradeable loader")),
    }
}

/// Who may upgrade a program: tag, slot of the deployment, optional authority.
pub(super) fn upgrade_authority(at: Address, account: &Account) -> Result<Option<Address>> {
    const PROGRAM_DATA: [u8; 4] = [3, 0, 0, 0];
    const TAG: usize = 12;
    let data = &account.data;
    let wrong = || RpcError::decode("program data", at, "it does not hold a program's code");
    if account.owner != bpf_loader_upgradeable::ID || !data.starts_with(&PROGRAM_DATA) {
        return Err(wrong());
    }
    match data.get(TAG) {
        Some(0) => Ok(None),
        Some(1) => address(data, TAG.saturating_add(1)).map(Some).ok_or_else(wrong),
        _ => Err(wrong()),
    }
}

/// The bytes from `offset` on, if there are so many.
fn array<const N: usize>(data: &[u8], offset: usize) -> Option<[u8; N]> {
    data.get(offset..)?.first_chunk().copied()
}

/// The address at `offset`.
pub(super) fn address(data: &[u8], offset: usize) -> Option<Address> {
    array(data, offset).map(Address::new_from_array)
}

/// A lookup table: tag, deactivation slot, slot and start of the last extension, optional authority, padding, addresses.
pub(super) struct Table {
    pub(super) deactivation_slot: u64,
    pub(super) last_extended_slot: u64,
    pub(super) authority: Option<Address>,
    pub(super) addresses: Vec<Address>,
}

impl Table {
    pub(super) const AUTHORITY_OFFSET: usize = 22;
    pub(super) const ADDRESSES_OFFSET: usize = 56;

    /// Bytes of a table with so many addresses.
    pub(super) const fn bytes(addresses: usize) -> usize {
        addresses.saturating_mul(ADDRESS_BYTES).saturating_add(Self::ADDRESSES_OFFSET)
    }

    /// A table that is being deactivated can still be used for some minutes, but nobody should start to.
    pub(super) fn is_active(&self) -> bool {
        self.deactivation_slot == u64::MAX
    }
}

pub(super) fn table(at: Address, account: &Account) -> Result<Table> {
    const LOOKUP_TABLE: [u8; 4] = [1, 0, 0, 0];
    const DEACTIVATION: usize = 4;
    const LAST_EXTENDED: usize = 12;
    const AUTHORITY_TAG: usize = 21;
    let data = &account.data;
    let read = || {
        let (addresses, rest) = data.get(Table::ADDRESSES_OFFSET..)?.as_chunks::<ADDRESS_BYTES>();
        let sound = account.owner == address_lookup_table::ID
            && data.starts_with(&LOOKUP_TABLE)
            && rest.is_empty()
            && addresses.len() <= LOOKUP_TABLE_MAX_ADDRESSES;
        if !sound {
            return None;
        }
        Some(Table {
            deactivation_slot: u64::from_le_bytes(array(data, DEACTIVATION)?),
            last_extended_slot: u64::from_le_bytes(array(data, LAST_EXTENDED)?),
            authority: match data.get(AUTHORITY_TAG)? {
                0 => None,
                _ => address(data, Table::AUTHORITY_OFFSET),
            },
            addresses: addresses.iter().copied().map(Address::new_from_array).collect(),
        })
    };
    read().ok_or_else(|| RpcError::decode("lookup table", at, "it is not one"))
}

/// The slots of the slot hashes: their number, then each with its hash, the newest first.
pub(super) fn slots(account: &Account) -> Result<Vec<u64>> {
    const ENTRY_BYTES: usize = 40;
    let read = || {
        let (count, entries) = account.data.split_first_chunk::<8>()?;
        let count = usize::try_from(u64::from_le_bytes(*count)).ok()?;
        let (entries, rest) = entries.as_chunks::<ENTRY_BYTES>();
        let listed = entries.get(..count)?;
        let slots: Vec<u64> =
            listed.iter().map(|entry| array(entry, 0).map(u64::from_le_bytes)).collect::<Option<_>>()?;
        (rest.is_empty() && slots.is_sorted_by(|newer, older| newer > older)).then_some(slots)
    };
    match account.owner == sysvar::ID {
        true => read(),
        false => None,
    }
    .ok_or_else(|| RpcError::decode("slot hashes", sysvar::slot_hashes::ID, "this is something else"))
}
