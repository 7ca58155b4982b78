//! What a node tells about itself and the chain.

use {
    super::{
        in_context,
        params::{parse, Params},
        reached, to_json, Answer, State, API_VERSION,
    },
    crate::ledger::{
        clock::{self, BLOCKHASH_LIFE},
        genesis, Ledger,
    },
    serde_json::json,
    solana_epoch_schedule::EpochSchedule,
    solana_hash::Hash,
    solana_rpc_client_api::response::{RpcBlockhash, RpcPrioritizationFee, RpcVersionInfo},
};

pub(super) fn request_airdrop(ledger: &Ledger, params: &Params) -> Answer {
    let address = params.address(0)?;
    let lamports = params.required(1)?;
    reached(&*ledger.readable()?, params)?;
    Ok(json!(ledger.airdrop(&address, lamports)?.to_string()))
}

pub(super) fn block_height(state: &State) -> Answer {
    Ok(json!(clock::block_height(state.slot())))
}

pub(super) fn epoch_info(state: &State) -> Answer {
    let slot = state.slot();
    let schedule = EpochSchedule::default();
    let (epoch, slot_index) = schedule.get_epoch_and_slot_index(slot);
    Ok(json!({
        "absoluteSlot": slot,
        "blockHeight": clock::block_height(slot),
        "epoch": epoch,
        "slotIndex": slot_index,
        "slotsInEpoch": schedule.get_slots_in_epoch(epoch),
        "transactionCount": state.history.total(),
    }))
}

pub(super) fn genesis_hash() -> Answer {
    Ok(json!(genesis::genesis_hash().to_string()))
}

pub(super) fn latest_blockhash(state: &State) -> Answer {
    in_context(state, blockhash(state))
}

/// The latest blockhash and the last height at which it is good.
pub(super) fn blockhash(state: &State) -> RpcBlockhash {
    RpcBlockhash {
        blockhash: state.svm.latest_blockhash().to_string(),
        last_valid_block_height: clock::block_height(state.slot()).saturating_add(BLOCKHASH_LIFE),
    }
}

pub(super) fn is_blockhash_valid(state: &State, params: &Params) -> Answer {
    let hash: Hash = parse(&params.required::<String>(0)?)?;
    in_context(state, state.hashes.contains(&hash))
}

/// There is no contest for a place in a block.
pub(super) fn prioritization_fees(state: &State) -> Answer {
    to_json([RpcPrioritizationFee { slot: state.slot(), prioritization_fee: 0 }])
}

pub(super) fn version() -> Answer {
    to_json(RpcVersionInfo { solana_core: API_VERSION.to_owned(), feature_set: None })
}
