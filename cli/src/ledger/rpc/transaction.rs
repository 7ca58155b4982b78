//! Sending and simulating.

use {
    super::{
        account,
        cluster::blockhash,
        in_context,
        params::{addresses, Params},
        reached, to_json, Answer, Fault, State,
    },
    crate::ledger::{
        state::{inner_instructions, return_data, Sent, Signatures, Simulated},
        Ledger,
    },
    base64::{prelude::BASE64_STANDARD, Engine},
    serde_json::json,
    solana_account_decoder_client_types::UiAccount,
    solana_address::Address,
    solana_message::{inner_instruction::InnerInstructionsList, v0::LoadedAddresses, VersionedMessage},
    solana_rpc_client_api::{
        config::{
            RpcAccountInfoConfig, RpcSendTransactionConfig, RpcSimulateTransactionAccountsConfig,
            RpcSimulateTransactionConfig, UiAccountEncoding, UiTransactionEncoding,
        },
        custom_error::{
            JSON_RPC_SERVER_ERROR_SEND_TRANSACTION_PREFLIGHT_FAILURE,
            JSON_RPC_SERVER_ERROR_TRANSACTION_SIGNATURE_VERIFICATION_FAILURE,
        },
        response::RpcSimulateTransactionResult,
    },
    solana_signature::Signature,
    solana_transaction::versioned::VersionedTransaction,
    solana_transaction_error::TransactionError,
    solana_transaction_status_client_types::{
        TransactionBinaryEncoding, UiInnerInstructions, UiInstruction, UiLoadedAddresses, UiParsedInstruction,
        UiPartiallyDecodedInstruction,
    },
};

/// What fits into a packet. LiteSVM would take more, and the transaction would fail on a cluster.
const PACKET_SIZE: usize = 1232;

pub(super) fn send(ledger: &Ledger, params: &Params) -> Answer {
    let config: RpcSendTransactionConfig = params.optional(1)?.unwrap_or_default();
    let transaction = decode(&params.required::<String>(0)?, config.encoding.unwrap_or(UiTransactionEncoding::Base58))?;
    let mut state = ledger.writable()?;
    reached(&state, params)?;
    let signature = transaction.signatures.first().copied().unwrap_or_default();

    if !config.skip_preflight {
        let loaded = state.loaded_addresses(&transaction.message);
        let simulated = state.simulate(transaction.clone(), Signatures::Checked);
        if let Some(error) = simulated.error.clone() {
            return Err(preflight_failure(&error, result(simulated, &loaded)));
        }
    }
    match state.send(transaction) {
        Sent::Landed(signature, _) => {
            ledger.persist(&state)?;
            Ok(json!(signature.to_string()))
        }
        // A node passes a repetition on without looking, and it has no effect.
        Sent::Refused(TransactionError::AlreadyProcessed) if config.skip_preflight => Ok(json!(signature.to_string())),
        // A node would drop it in silence, and the client would wait until the blockhash expires. Here no blocks pass while
        // one waits.
        Sent::Refused(error) => {
            let refused = Simulated { error: Some(error.clone()), meta: Default::default(), accounts: Vec::new() };
            Err(preflight_failure(&error, result(refused, &LoadedAddresses::default())))
        }
    }
}

fn preflight_failure(error: &TransactionError, result: RpcSimulateTransactionResult) -> Fault {
    if *error == TransactionError::SignatureFailure {
        return signature_failure();
    }
    Fault {
        code: JSON_RPC_SERVER_ERROR_SEND_TRANSACTION_PREFLIGHT_FAILURE,
        message: format!("Transaction simulation failed: {error}"),
        data: to_json(result).ok(),
    }
}

fn signature_failure() -> Fault {
    Fault::new(
        JSON_RPC_SERVER_ERROR_TRANSACTION_SIGNATURE_VERIFICATION_FAILURE,
        "Transaction signature verification failure",
    )
}

pub(super) fn simulate(state: &mut State, params: &Params) -> Answer {
    let config: RpcSimulateTransactionConfig = params.optional(1)?.unwrap_or_default();
    let mut transaction =
        decode(&params.required::<String>(0)?, config.encoding.unwrap_or(UiTransactionEncoding::Base58))?;
    if config.sig_verify && config.replace_recent_blockhash {
        return Err(Fault::invalid_params("sigVerify may not be used with replaceRecentBlockhash"));
    }
    let mut replacement = None;
    if config.replace_recent_blockhash {
        let latest = state.svm.latest_blockhash();
        transaction.message.set_recent_blockhash(latest);
        // It is another transaction than one with this signature that may have landed.
        transaction.signatures.fill(Signature::default());
        replacement = Some(blockhash(state));
    }
    let loaded = state.loaded_addresses(&transaction.message);
    let keys = all_keys(&transaction.message, &loaded);
    let signatures = if config.sig_verify { Signatures::Checked } else { Signatures::Ignored };
    let simulated = state.simulate(transaction, signatures);
    if simulated.error == Some(TransactionError::SignatureFailure) {
        return Err(signature_failure());
    }
    let inner = config.inner_instructions.then(|| decoded_inner(simulated.meta.inner_instructions.clone(), &keys));
    let accounts = config.accounts.map(|wanted| accounts_after(state, &simulated, &wanted, keys.len())).transpose()?;
    let result = RpcSimulateTransactionResult {
        accounts,
        inner_instructions: inner,
        replacement_blockhash: replacement,
        ..result(simulated, &loaded)
    };
    in_context(state, result)
}

/// What a message would cost in lamports; null, if its blockhash is not recent.
pub(super) fn fee(state: &mut State, params: &Params) -> Answer {
    let bytes = decode_base64(&params.required::<String>(0)?)?;
    let message: VersionedMessage = wincode::deserialize(&bytes)
        .map_err(|error| Fault::invalid_params(format!("failed to deserialize message: {error}")))?;
    message.sanitize().map_err(|error| Fault::invalid_params(format!("invalid transaction message: {error}")))?;
    if !state.hashes.contains(message.recent_blockhash()) {
        return in_context(state, None::<u64>);
    }
    let signatures = usize::from(message.header().num_required_signatures);
    let transaction = VersionedTransaction { signatures: vec![Signature::default(); signatures], message };
    // The machine computes the fee before it executes, so an error of the execution does not matter.
    let simulated = state.simulate(transaction, Signatures::Ignored);
    match simulated.error {
        Some(error) if simulated.meta.fee == 0 => {
            Err(Fault::invalid_params(format!("invalid transaction message: {error}")))
        }
        _ => in_context(state, Some(simulated.meta.fee)),
    }
}

fn result(simulated: Simulated, loaded: &LoadedAddresses) -> RpcSimulateTransactionResult {
    RpcSimulateTransactionResult {
        err: simulated.error.map(Into::into),
        units_consumed: Some(simulated.meta.compute_units_consumed),
        return_data: return_data(&simulated.meta),
        fee: Some(simulated.meta.fee),
        logs: Some(simulated.meta.logs),
        loaded_addresses: Some(UiLoadedAddresses::from(loaded)),
        accounts: None,
        inner_instructions: None,
        replacement_blockhash: None,
        // Not known here.
        loaded_accounts_data_size: None,
        pre_balances: None,
        post_balances: None,
        pre_token_balances: None,
        post_token_balances: None,
    }
}

/// The accounts that were asked for, as the transaction would leave them; nulls, if it fails.
fn accounts_after(
    state: &State,
    simulated: &Simulated,
    wanted: &RpcSimulateTransactionAccountsConfig,
    limit: usize,
) -> Result<Vec<Option<UiAccount>>, Fault> {
    let config = RpcAccountInfoConfig {
        encoding: Some(wanted.encoding.unwrap_or(UiAccountEncoding::Base64)),
        ..RpcAccountInfoConfig::default()
    };
    if matches!(config.encoding, Some(UiAccountEncoding::Binary | UiAccountEncoding::Base58)) {
        return Err(Fault::invalid_params("base58 encoding not supported"));
    }
    if wanted.addresses.len() > limit {
        return Err(Fault::invalid_params(format!("Too many accounts provided; max {limit}")));
    }
    let addresses = addresses(&wanted.addresses)?;
    if simulated.error.is_some() {
        return Ok(vec![None; addresses.len()]);
    }
    addresses
        .iter()
        .map(|address| {
            simulated
                .accounts
                .iter()
                .find(|(changed, _)| changed == address)
                .map(|(_, account)| account)
                .or_else(|| state.account(address))
                .map(|account| account::encode(account, &config))
                .transpose()
        })
        .collect()
}

/// Inner instructions with addresses in the place of indexes, as a node gives those of programs that it cannot parse.
fn decoded_inner(list: InnerInstructionsList, keys: &[Address]) -> Vec<UiInnerInstructions> {
    let key = |index: &u8| keys.get(usize::from(*index)).copied().unwrap_or_default().to_string();
    inner_instructions(list)
        .into_iter()
        .map(|outer| UiInnerInstructions {
            index: outer.index,
            instructions: outer
                .instructions
                .iter()
                .map(|inner| {
                    let instruction = UiPartiallyDecodedInstruction {
                        program_id: key(&inner.instruction.program_id_index),
                        accounts: inner.instruction.accounts.iter().map(key).collect(),
                        data: bs58::encode(&inner.instruction.data).into_string(),
                        stack_height: inner.stack_height,
                    };
                    UiInstruction::Parsed(UiParsedInstruction::PartiallyDecoded(instruction))
                })
                .collect(),
        })
        .collect()
}

fn all_keys(message: &VersionedMessage, loaded: &LoadedAddresses) -> Vec<Address> {
    message.static_account_keys().iter().chain(&loaded.writable).chain(&loaded.readonly).copied().collect()
}

fn decode(text: &str, encoding: UiTransactionEncoding) -> Result<VersionedTransaction, Fault> {
    let bytes = match encoding.into_binary_encoding() {
        Some(TransactionBinaryEncoding::Base58) => bs58::decode(text)
            .into_vec()
            .map_err(|error| Fault::invalid_params(format!("invalid base58 encoding: {error}")))?,
        Some(TransactionBinaryEncoding::Base64) => decode_base64(text)?,
        None => {
            return Err(Fault::invalid_params(format!(
                "unsupported encoding: {encoding}. Supported encodings: base58, base64"
            )))
        }
    };
    if bytes.len() > PACKET_SIZE {
        return Err(Fault::invalid_params(format!(
            "decoded VersionedTransaction too large: {} bytes (max: {PACKET_SIZE} bytes)",
            bytes.len()
        )));
    }
    let transaction: VersionedTransaction = wincode::deserialize(&bytes)
        .map_err(|error| Fault::invalid_params(format!("failed to deserialize VersionedTransaction: {error}")))?;
    transaction.sanitize().map_err(|error| Fault::invalid_params(format!("invalid transaction: {error}")))?;
    Ok(transaction)
}

fn decode_base64(text: &str) -> Result<Vec<u8>, Fault> {
    BASE64_STANDARD.decode(text).map_err(|error| Fault::invalid_params(format!("invalid base64 encoding: {error}")))
}
