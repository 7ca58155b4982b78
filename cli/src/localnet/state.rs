//! A localnet's state on disk: which of Surfpool's tables are kept, and how the chain goes on from them.

use {
    super::{
        journal::{Journal, Kept, Moment},
        table::{Item, Table},
    },
    crate::error::{CliError, Result},
    std::{hash::Hash, sync::Arc},
    surfpool_core::{
        storage::{Storage, StorageHashMap},
        surfnet::svm::SurfnetSvm,
        types::SyntheticBlockhash,
    },
};

/// Puts tables that are kept in the place of those that are not.
///
/// What is not: profiles, and what only Surfpool's own methods make, such as scenarios.
///
/// # Errors
/// A table cannot be read.
pub fn keep(svm: &mut SurfnetSvm, journal: &Arc<Journal>) -> Result<()> {
    fn over<K: Item + Eq + Hash, V: Item>(
        table: &mut Box<dyn Storage<K, V>>,
        number: u8,
        journal: &Arc<Journal>,
    ) -> Result<()> {
        // The block is written last, after the transactions that it confirms: until then they are not on disk.
        let kept = Table::over(number, table.as_ref(), journal, number == BLOCKS).map_err(failed)?;
        *table = Box::new(kept);
        Ok(())
    }
    let mut accounts: Box<dyn Storage<_, _>> = Box::new(StorageHashMap::new());
    over(&mut accounts, ACCOUNTS, journal)?;
    svm.inner.db = Some(accounts);
    over(&mut svm.transactions, TRANSACTIONS, journal)?;
    over(&mut svm.blocks, BLOCKS, journal)?;
    over(&mut svm.accounts_by_owner, 3, journal)?;
    over(&mut svm.account_associated_data, 4, journal)?;
    over(&mut svm.token_accounts, 5, journal)?;
    over(&mut svm.token_mints, 6, journal)?;
    over(&mut svm.token_accounts_by_owner, 7, journal)?;
    over(&mut svm.token_accounts_by_delegate, 8, journal)?;
    over(&mut svm.token_accounts_by_mint, 9, journal)?;
    over(&mut svm.offline_accounts, 10, journal)
}

const ACCOUNTS: u8 = 0;
const TRANSACTIONS: u8 = 1;
const BLOCKS: u8 = 2;

/// Fills the tables with what a file held, over what every localnet starts with.
///
/// # Errors
/// A value is not of its table.
pub fn restore(svm: &mut SurfnetSvm, kept: &Kept) -> Result<()> {
    fn fill<K: Item, V: Item>(table: &mut dyn Storage<K, V>, number: u8, kept: &Kept) -> Result<()> {
        for ((_, key), value) in kept.values.range((number, String::new())..(number + 1, String::new())) {
            let key: K = serde_json::from_str(key).map_err(failed)?;
            match value {
                Some(value) => table.store(key, serde_json::from_str(value).map_err(failed)?).map_err(failed)?,
                None => drop(table.take(&key).map_err(failed)?),
            }
        }
        Ok(())
    }
    if let Some(accounts) = &mut svm.inner.db {
        fill(accounts.as_mut(), ACCOUNTS, kept)?;
    }
    fill(svm.transactions.as_mut(), TRANSACTIONS, kept)?;
    fill(svm.blocks.as_mut(), BLOCKS, kept)?;
    fill(svm.accounts_by_owner.as_mut(), 3, kept)?;
    fill(svm.account_associated_data.as_mut(), 4, kept)?;
    fill(svm.token_accounts.as_mut(), 5, kept)?;
    fill(svm.token_mints.as_mut(), 6, kept)?;
    fill(svm.token_accounts_by_owner.as_mut(), 7, kept)?;
    fill(svm.token_accounts_by_delegate.as_mut(), 8, kept)?;
    fill(svm.token_accounts_by_mint.as_mut(), 9, kept)?;
    fill(svm.offline_accounts.as_mut(), 10, kept)?;
    into_machine(svm, kept)
}

/// The machine has its own accounts, which come before those of the table. Programs come last, as each needs its code.
fn into_machine(svm: &mut SurfnetSvm, kept: &Kept) -> Result<()> {
    let mut changed = Vec::new();
    for ((_, key), _) in kept.values.range((ACCOUNTS, String::new())..(ACCOUNTS + 1, String::new())) {
        let address: String = serde_json::from_str(key).map_err(failed)?;
        let account = match &svm.inner.db {
            Some(accounts) => accounts.get(&address).map_err(failed)?.unwrap_or_default(),
            None => continue,
        };
        changed.push((address.parse().map_err(failed)?, solana_account::Account::from(account)));
    }
    changed.sort_by_key(|(_, account)| account.executable);
    changed.into_iter().try_for_each(|(address, account)| svm.inner.svm.set_account(address, account)).map_err(failed)
}

/// Where the chain stands.
pub fn moment(svm: &SurfnetSvm) -> Moment {
    Moment {
        slot: svm.latest_epoch_info.absolute_slot,
        time: svm.updated_at,
        blocks: svm.chain_tip.index,
        start: svm.genesis_updated_at,
        slot_time: svm.slot_time,
    }
}

/// The moment after the last block that is on disk. A block is written when it is made and the clock a little later: a
/// process that was killed between left a clock that stands before its own transactions.
///
/// # Errors
/// A block cannot be read.
pub fn after_last_block(svm: &SurfnetSvm, at: Moment) -> Result<Moment> {
    let last = svm.blocks.keys().map_err(failed)?.into_iter().max().filter(|slot| *slot >= at.slot);
    let Some(slot) = last else { return Ok(at) };
    let block = svm.blocks.get(&slot).map_err(failed)?.ok_or_else(|| failed("its last block has gone"))?;
    let slot = slot.saturating_add(1);
    let time = at.time.max(u64::try_from(block.block_time).unwrap_or_default().saturating_mul(1_000));
    // A jump of the clock moves the time of the first slot, so that this one has its own.
    let start = time.saturating_sub(slot.saturating_sub(svm.genesis_slot).saturating_mul(at.slot_time));
    Ok(Moment { slot, time, blocks: block.block_height, start, ..at })
}

/// Sets the clock: of a new chain to its beginning, of one that was kept to where it stopped.
pub fn resume(svm: &mut SurfnetSvm, at: Moment) {
    svm.genesis_updated_at = at.start;
    svm.updated_at = at.time;
    svm.chain_tip.index = at.blocks;
    svm.chain_tip.hash = SyntheticBlockhash::new(at.blocks.saturating_sub(1)).to_string();
    svm.latest_epoch_info.block_height = at.blocks;
    let schedule = svm.inner.get_sysvar::<solana_epoch_schedule::EpochSchedule>();
    let (epoch, slot_index) = schedule.get_epoch_and_slot_index(at.slot);
    svm.latest_epoch_info.absolute_slot = at.slot;
    svm.latest_epoch_info.epoch = epoch;
    svm.latest_epoch_info.slot_index = slot_index;
    // Blockhashes and slot hashes follow from where the chain stands; the time it makes of that is of no time travel.
    svm.reconstruct_sysvars();
    let clock = solana_clock::Clock {
        slot: at.slot,
        epoch,
        unix_timestamp: i64::try_from(at.time / 1_000).unwrap_or(i64::MAX),
        ..solana_clock::Clock::default()
    };
    svm.inner.set_sysvar(&clock);
}

fn failed(error: impl std::fmt::Display) -> CliError {
    CliError::failed(format!("the localnet's state cannot be used: {error}"))
}
