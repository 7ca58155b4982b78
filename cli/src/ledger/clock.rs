//! Slots, time and blockhashes. Time stands still unless it is warped, so that what a command prints depends only on the
//! commands before it; a slot holds one transaction.

use {
    litesvm::{LiteSVM, MAINNET_DEFAULT_SLOT},
    serde::{Deserialize, Serialize},
    solana_clock::Clock,
    solana_epoch_schedule::EpochSchedule,
    solana_hash::Hash,
    solana_slot_hashes::{SlotHashes, MAX_ENTRIES},
    std::collections::VecDeque,
};

/// 2026-01-01T00:00:00Z, the time of a fresh ledger.
pub(crate) const GENESIS_TIME: i64 = 1_767_225_600;
/// The first slot. LiteSVM starts where mainnet had activated the features that it runs with.
pub(super) const GENESIS_SLOT: u64 = MAINNET_DEFAULT_SLOT;
/// A blockhash can be used for this many slots after its own, as on a cluster.
pub(super) const BLOCKHASH_LIFE: u64 = 150;
/// What a slot lasts, for the number of slots that a warp skips.
const MILLISECONDS_PER_SLOT: u64 = 400;

/// The blockhashes that a transaction may still name, oldest first, each with its slot.
///
/// LiteSVM knows the last one only. A client that takes one blockhash and sends several transactions with it would then
/// be refused from the second on, which no cluster does.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(super) struct Blockhashes(VecDeque<([u8; 32], u64)>);

impl Blockhashes {
    fn push(&mut self, hash: Hash, slot: u64) {
        self.0.push_back((hash.to_bytes(), slot));
        self.0.retain(|(_, of)| slot.saturating_sub(*of) <= BLOCKHASH_LIFE);
    }

    /// Entries that are too old were dropped when the slot advanced.
    pub(super) fn contains(&self, hash: &Hash) -> bool {
        let hash = hash.to_bytes();
        self.0.iter().any(|(known, _)| *known == hash)
    }
}

/// The clock sysvar.
pub(super) fn clock(svm: &LiteSVM) -> Clock {
    svm.accounts_db().sysvar_cache.get_clock().map(|clock| (*clock).clone()).unwrap_or_default()
}

/// Blocks since genesis. Slots that a warp skips count, which keeps a blockhash's last valid height a matter of adding.
pub(super) fn block_height(slot: u64) -> u64 {
    slot.saturating_sub(GENESIS_SLOT)
}

/// Sets the time of a fresh ledger.
pub(super) fn start(svm: &mut LiteSVM, hashes: &mut Blockhashes) {
    move_to(svm, hashes, GENESIS_SLOT, GENESIS_TIME);
}

/// Ends the slot of a transaction: the next one has a new blockhash, so that the same instructions can be sent again.
pub(super) fn next_slot(svm: &mut LiteSVM, hashes: &mut Blockhashes) {
    let Clock { slot, unix_timestamp, .. } = clock(svm);
    svm.expire_blockhash();
    move_to(svm, hashes, slot.saturating_add(1), unix_timestamp);
}

/// Moves the time forward, and the slot by as many as a cluster would have seen, at least one. Blockhashes expire and a
/// deactivated lookup table can be closed after a warp as after a wait. `to` is not before the present.
pub(super) fn warp(svm: &mut LiteSVM, hashes: &mut Blockhashes, to: i64) {
    let Clock { slot, unix_timestamp, .. } = clock(svm);
    let seconds = u64::try_from(to.saturating_sub(unix_timestamp)).unwrap_or(0);
    let slots = (seconds.saturating_mul(1000) / MILLISECONDS_PER_SLOT).max(1);
    svm.expire_blockhash();
    move_to(svm, hashes, slot.saturating_add(slots), to);
}

fn move_to(svm: &mut LiteSVM, hashes: &mut Blockhashes, slot: u64, unix_timestamp: i64) {
    let schedule = EpochSchedule::default();
    let epoch = schedule.get_epoch(slot);
    let before = clock(svm);
    svm.set_sysvar(&Clock {
        slot,
        epoch,
        epoch_start_timestamp: if epoch == before.epoch { before.epoch_start_timestamp } else { unix_timestamp },
        leader_schedule_epoch: schedule.get_leader_schedule_epoch(slot),
        unix_timestamp,
    });

    // CreateLookupTable wants a slot that this sysvar lists. A cluster lists the slots before the present one; the
    // present one is listed too, because it is what getSlot answers here. Slots that a warp skipped had no block.
    let hash = svm.latest_blockhash();
    let mut listed: Vec<_> = svm
        .accounts_db()
        .sysvar_cache
        .get_slot_hashes()
        .map(|listed| listed.slot_hashes().to_vec())
        .unwrap_or_default();
    let life = u64::try_from(MAX_ENTRIES).unwrap_or(u64::MAX);
    listed.retain(|(of, _)| *of != slot && slot.saturating_sub(*of) < life);
    listed.push((slot, hash));
    svm.set_sysvar(&SlotHashes::new(&listed));

    hashes.push(hash, slot);
}
