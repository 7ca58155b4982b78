//! What landed, as a node tells it later.

use {
    super::{
        in_context,
        params::{parse, signature, Params},
        to_json, Answer, Fault, State,
    },
    crate::ledger::{clock, history::Record},
    base64::{prelude::BASE64_STANDARD, Engine},
    serde_json::{json, Value},
    solana_message::VersionedMessage,
    solana_rpc_client_api::{
        config::{
            RpcEncodingConfigWrapper, RpcSignaturesForAddressConfig, RpcTransactionConfig, UiTransactionEncoding,
        },
        custom_error::{
            JSON_RPC_SERVER_ERROR_BLOCK_NOT_AVAILABLE, JSON_RPC_SERVER_ERROR_SLOT_SKIPPED,
            JSON_RPC_SERVER_ERROR_UNSUPPORTED_TRANSACTION_VERSION,
        },
        request::{MAX_GET_CONFIRMED_SIGNATURES_FOR_ADDRESS2_LIMIT, MAX_GET_SIGNATURE_STATUSES_QUERY_ITEMS},
        response::RpcConfirmedTransactionStatusWithSignature,
    },
    solana_signature::Signature,
    solana_transaction::versioned::TransactionVersion,
    solana_transaction_status_client_types::{
        option_serializer::OptionSerializer, EncodedConfirmedTransactionWithStatusMeta, EncodedTransaction,
        EncodedTransactionWithStatusMeta, TransactionBinaryEncoding, TransactionConfirmationStatus, TransactionStatus,
        UiAddressTableLookup, UiCompiledInstruction, UiLoadedAddresses, UiMessage, UiRawMessage, UiTransaction,
        UiTransactionConfig, UiTransactionStatusMeta,
    },
};

pub(super) fn statuses(state: &State, params: &Params) -> Answer {
    let list: Vec<String> = params.required(0)?;
    if list.len() > MAX_GET_SIGNATURE_STATUSES_QUERY_ITEMS {
        return Err(Fault::invalid_params(format!(
            "Too many inputs provided; max {MAX_GET_SIGNATURE_STATUSES_QUERY_ITEMS}"
        )));
    }
    let statuses = list
        .iter()
        .map(|text| {
            let signature: Signature = parse(text)?;
            Ok(state.history.get(&signature).map(|record| TransactionStatus {
                slot: record.slot,
                confirmations: None,
                status: record.error.clone().map_or(Ok(()), Err),
                err: record.error.clone(),
                confirmation_status: Some(TransactionConfirmationStatus::Finalized),
            }))
        })
        .collect::<Result<Vec<_>, Fault>>()?;
    in_context(state, statuses)
}

pub(super) fn of_address(state: &State, params: &Params) -> Answer {
    let address = params.address(0)?;
    let config: RpcSignaturesForAddressConfig = params.optional(1)?.unwrap_or_default();
    let most = MAX_GET_CONFIRMED_SIGNATURES_FOR_ADDRESS2_LIMIT;
    let limit = config.limit.unwrap_or(most);
    if limit == 0 || limit > most {
        return Err(Fault::invalid_params(format!("Invalid limit; max {most}")));
    }
    let before = signature(config.before)?;
    let until = signature(config.until)?;
    // Both ends are exclusive. An unknown `before` yields nothing, an unknown `until` is no bound.
    let mut skipping = before;
    let found: Vec<_> = state
        .history
        .newest_first()
        .filter(|record| match skipping {
            Some(before) => {
                if record.signature() == before {
                    skipping = None;
                }
                false
            }
            None => true,
        })
        .take_while(|record| Some(record.signature()) != until)
        .filter(|record| record.keys().any(|key| *key == address))
        .take(limit)
        .map(|record| RpcConfirmedTransactionStatusWithSignature {
            signature: record.signature().to_string(),
            slot: record.slot,
            err: record.error.clone().map(Into::into),
            memo: None,
            block_time: Some(record.block_time),
            confirmation_status: Some(TransactionConfirmationStatus::Finalized),
            transaction_index: Some(0),
        })
        .collect();
    to_json(found)
}

pub(super) fn block_time(state: &State, params: &Params) -> Answer {
    let slot: u64 = params.required(0)?;
    let present = clock::clock(&state.svm);
    if slot == present.slot {
        return Ok(json!(present.unix_timestamp));
    }
    if slot > present.slot {
        return Err(Fault::new(
            JSON_RPC_SERVER_ERROR_BLOCK_NOT_AVAILABLE,
            format!("Block not available for slot {slot}"),
        ));
    }
    // A slot has its block from its transaction; warps skip slots.
    state.history.newest_first().find(|record| record.slot == slot).map(|record| json!(record.block_time)).ok_or_else(
        || {
            Fault::new(
                JSON_RPC_SERVER_ERROR_SLOT_SKIPPED,
                format!("Slot {slot} was skipped, or missing due to ledger jump to recent snapshot"),
            )
        },
    )
}

pub(super) fn transaction(state: &State, params: &Params) -> Answer {
    let signature: Signature = parse(&params.required::<String>(0)?)?;
    let config = params
        .optional::<RpcEncodingConfigWrapper<RpcTransactionConfig>>(1)?
        .map(|config| config.convert_to_current())
        .unwrap_or_default();
    let Some(record) = state.history.get(&signature) else {
        return Ok(Value::Null);
    };
    let version = record.transaction.version();
    let shown = match (config.max_supported_transaction_version, &version) {
        (None, TransactionVersion::Legacy(_)) => None,
        (Some(_), TransactionVersion::Legacy(_)) => Some(version),
        (Some(most), TransactionVersion::Number(number)) if *number <= most => Some(version),
        (_, TransactionVersion::Number(number)) => {
            return Err(Fault::new(
                JSON_RPC_SERVER_ERROR_UNSUPPORTED_TRANSACTION_VERSION,
                format!(
                    "Transaction version ({number}) is not supported by the requesting client. Please try the request \
                     again with the following configuration parameter: \"maxSupportedTransactionVersion\": {number}"
                ),
            ))
        }
    };
    let encoding = config.encoding.unwrap_or(UiTransactionEncoding::Json);
    to_json(EncodedConfirmedTransactionWithStatusMeta {
        slot: record.slot,
        transaction: EncodedTransactionWithStatusMeta {
            transaction: encode(record, encoding)?,
            meta: Some(meta(record)),
            version: shown,
        },
        block_time: Some(record.block_time),
        transaction_index: Some(0),
    })
}

/// The transaction; plain JSON stands in for `jsonParsed`.
fn encode(record: &Record, encoding: UiTransactionEncoding) -> Result<EncodedTransaction, Fault> {
    let Some(binary) = encoding.into_binary_encoding() else {
        return Ok(EncodedTransaction::Json(UiTransaction {
            signatures: record.transaction.signatures.iter().map(ToString::to_string).collect(),
            message: UiMessage::Raw(raw(&record.transaction.message)),
        }));
    };
    let bytes =
        wincode::serialize(&record.transaction).map_err(|error| Fault::new(super::INTERNAL, error.to_string()))?;
    Ok(match (encoding, binary) {
        (UiTransactionEncoding::Binary, _) => EncodedTransaction::LegacyBinary(bs58::encode(bytes).into_string()),
        (_, TransactionBinaryEncoding::Base58) => EncodedTransaction::Binary(bs58::encode(bytes).into_string(), binary),
        (_, TransactionBinaryEncoding::Base64) => EncodedTransaction::Binary(BASE64_STANDARD.encode(bytes), binary),
    })
}

fn raw(message: &VersionedMessage) -> UiRawMessage {
    UiRawMessage {
        header: *message.header(),
        account_keys: message.static_account_keys().iter().map(ToString::to_string).collect(),
        recent_blockhash: message.recent_blockhash().to_string(),
        instructions: message
            .instructions()
            .iter()
            .map(|instruction| UiCompiledInstruction::from(instruction, Some(1)))
            .collect(),
        address_table_lookups: message
            .address_table_lookups()
            .map(|lookups| lookups.iter().map(UiAddressTableLookup::from).collect()),
        transaction_config: match message {
            VersionedMessage::V1(message) => Some(UiTransactionConfig::from(&message.config)),
            VersionedMessage::Legacy(_) | VersionedMessage::V0(_) => None,
        },
    }
}

fn meta(record: &Record) -> UiTransactionStatusMeta {
    UiTransactionStatusMeta {
        err: record.error.clone().map(Into::into),
        status: record.error.clone().map_or(Ok(()), |error| Err(error.into())),
        fee: record.fee,
        pre_balances: record.pre_balances.clone(),
        post_balances: record.post_balances.clone(),
        inner_instructions: OptionSerializer::Some(record.inner.iter().cloned().map(Into::into).collect()),
        log_messages: OptionSerializer::Some(record.logs.clone()),
        pre_token_balances: OptionSerializer::None,
        post_token_balances: OptionSerializer::None,
        rewards: OptionSerializer::Some(Vec::new()),
        loaded_addresses: OptionSerializer::Some(UiLoadedAddresses::from(&record.loaded)),
        return_data: OptionSerializer::or_skip(record.return_data.clone()),
        compute_units_consumed: OptionSerializer::Some(record.units),
        cost_units: OptionSerializer::Skip,
    }
}
