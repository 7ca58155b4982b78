//! The JSON-RPC methods of a node, answered from the ledger, in the shapes of Agave 4.2.

mod account;
mod cluster;
mod history;
mod params;
mod token;
mod transaction;

use {
    super::{error::LedgerError, state::State, Ledger},
    async_trait::async_trait,
    params::Params,
    serde::Serialize,
    serde_json::{json, Value},
    solana_rpc_client::rpc_sender::{RpcSender, RpcTransportStats},
    solana_rpc_client_api::{
        client_error::{Error as ClientError, ErrorKind, Result as ClientResult},
        custom_error::{
            JSON_RPC_SERVER_ERROR_MIN_CONTEXT_SLOT_NOT_REACHED,
            JSON_RPC_SERVER_ERROR_SEND_TRANSACTION_PREFLIGHT_FAILURE,
        },
        request::{RpcError, RpcRequest, RpcResponseErrorData},
    },
    std::{
        sync::{Mutex, PoisonError},
        time::Instant,
    },
};

const METHOD_NOT_FOUND: i64 = -32601;
const INVALID_PARAMS: i64 = -32602;
const INTERNAL: i64 = -32603;
const INVALID_REQUEST: i64 = -32600;

/// The interface whose shapes are answered. The part after the plus says that no validator is behind it.
const API_VERSION: &str = "4.2.2+embedded";

/// A JSON-RPC error.
#[derive(Debug)]
struct Fault {
    code: i64,
    message: String,
    data: Option<Value>,
}

type Answer = Result<Value, Fault>;

impl Fault {
    fn new(code: i64, message: impl Into<String>) -> Self {
        Self { code, message: message.into(), data: None }
    }

    fn invalid_params(message: impl std::fmt::Display) -> Self {
        Self::new(INVALID_PARAMS, format!("Invalid param: {message}"))
    }
}

impl From<LedgerError> for Fault {
    fn from(error: LedgerError) -> Self {
        Self::new(INTERNAL, error.to_string())
    }
}

/// The error as the HTTP client would have made it of a node's response, so that `get_transaction_error` works.
impl From<Fault> for ClientError {
    fn from(fault: Fault) -> Self {
        let data = match fault.code {
            JSON_RPC_SERVER_ERROR_SEND_TRANSACTION_PREFLIGHT_FAILURE => fault
                .data
                .and_then(|data| serde_json::from_value(data).ok())
                .map_or(RpcResponseErrorData::Empty, RpcResponseErrorData::SendTransactionPreflightFailure),
            _ => RpcResponseErrorData::Empty,
        };
        ErrorKind::RpcError(RpcError::RpcResponseError { code: fault.code, message: fault.message, data }).into()
    }
}

/// The transport of an [`RpcClient`](solana_rpc_client::nonblocking::rpc_client::RpcClient) that ends in the ledger.
pub(super) struct Sender {
    ledger: Ledger,
    stats: Mutex<RpcTransportStats>,
}

impl Sender {
    pub(super) fn new(ledger: Ledger) -> Self {
        Self { ledger, stats: Mutex::new(RpcTransportStats::default()) }
    }
}

#[async_trait]
impl RpcSender for Sender {
    // A call takes as long as the transaction's execution, and the file's writing. It gives way first, as one over a
    // network does: else nobody would hear of the progress of a payout before its end.
    async fn send(&self, request: RpcRequest, params: Value) -> ClientResult<Value> {
        tokio::task::yield_now().await;
        let start = Instant::now();
        let answer = answer(&self.ledger, request.as_str(), &params);
        let mut stats = self.stats.lock().unwrap_or_else(PoisonError::into_inner);
        stats.request_count = stats.request_count.saturating_add(1);
        stats.elapsed_time = stats.elapsed_time.saturating_add(start.elapsed());
        answer.map_err(|fault| ClientError::from(fault).into_with_request(request))
    }

    fn get_transport_stats(&self) -> RpcTransportStats {
        self.stats.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn url(&self) -> String {
        "embedded".to_owned()
    }
}

fn answer(ledger: &Ledger, method: &str, params: &Value) -> Answer {
    let params = Params::new(params)?;
    // The only two methods that change anything take the ledger themselves.
    match method {
        "sendTransaction" => return transaction::send(ledger, &params),
        "requestAirdrop" => return cluster::request_airdrop(ledger, &params),
        _ => {}
    }
    let mut state = ledger.readable()?;
    reached(&state, &params)?;
    let state = &mut *state;
    match method {
        "getAccountInfo" => account::info(state, &params),
        "getBalance" => account::balance(state, &params),
        "getMinimumBalanceForRentExemption" => account::rent(state, &params),
        "getMultipleAccounts" => account::multiple(state, &params),
        "getProgramAccounts" => account::of_program(state, &params),

        "getTokenAccountBalance" => token::balance(state, &params),
        "getTokenAccountsByOwner" => token::of_owner(state, &params),
        "getTokenLargestAccounts" => token::largest(state, &params),
        "getTokenSupply" => token::supply(state, &params),

        "getFeeForMessage" => transaction::fee(state, &params),
        "simulateTransaction" => transaction::simulate(state, &params),

        "getSignatureStatuses" => history::statuses(state, &params),
        "getSignaturesForAddress" => history::of_address(state, &params),
        "getTransaction" => history::transaction(state, &params),
        "getBlockTime" => history::block_time(state, &params),

        "getBlockHeight" => cluster::block_height(state),
        "getEpochInfo" => cluster::epoch_info(state),
        "getGenesisHash" => cluster::genesis_hash(),
        "getHealth" => Ok(json!("ok")),
        "getLatestBlockhash" => cluster::latest_blockhash(state),
        "getRecentPrioritizationFees" => cluster::prioritization_fees(state),
        "getSlot" => Ok(json!(state.slot())),
        "getTransactionCount" => Ok(json!(state.history.total())),
        "getVersion" => cluster::version(),
        "isBlockhashValid" => cluster::is_blockhash_valid(state, &params),

        _ => Err(Fault::new(METHOD_NOT_FOUND, format!("the embedded ledger does not answer {method}"))),
    }
}

/// Refuses a request for a state that is still to come, which every method's configuration can ask for.
fn reached(state: &State, params: &Params) -> Result<(), Fault> {
    let slot = state.slot();
    match params.min_context_slot() {
        Some(wanted) if wanted > slot => Err(Fault {
            code: JSON_RPC_SERVER_ERROR_MIN_CONTEXT_SLOT_NOT_REACHED,
            message: "Minimum context slot has not been reached".to_owned(),
            data: Some(json!({ "contextSlot": slot })),
        }),
        _ => Ok(()),
    }
}

/// A value as of the present slot.
fn in_context(state: &State, value: impl Serialize) -> Answer {
    Ok(json!({
        "context": { "apiVersion": API_VERSION, "slot": state.slot() },
        "value": to_json(value)?,
    }))
}

fn to_json(value: impl Serialize) -> Answer {
    serde_json::to_value(value).map_err(|error| Fault::new(INTERNAL, error.to_string()))
}
