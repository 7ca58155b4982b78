//! A node in memory. Every method has an honest answer; a test puts other ones before it.

use {
    super::super::{Client, RpcClient},
    async_trait::async_trait,
    base64::{prelude::BASE64_STANDARD, Engine},
    serde_json::{json, Value},
    solana_account::Account,
    solana_address::Address,
    solana_rpc_client::{
        rpc_client::RpcClientConfig,
        rpc_sender::{RpcSender, RpcTransportStats},
    },
    solana_rpc_client_api::{
        client_error::{Error as ClientError, ErrorKind, Result as ClientResult},
        filter::RpcFilterType,
        request::{RpcError, RpcRequest, RpcResponseErrorData},
    },
    solana_transaction::versioned::VersionedTransaction,
    std::{
        collections::{BTreeMap, HashMap, VecDeque},
        sync::{Arc, Mutex, MutexGuard},
        time::Duration,
    },
};

pub const BLOCKHASH: &str = "EkSnNWid2cvwEVnVx9aBqawnmiCNiDgp3gUdkDPTKN1N";
pub const LAST_VALID: u64 = 1_150;

/// What a method answers instead of the honest thing.
pub enum Answer {
    Value(Value),
    /// A JSON-RPC error without data.
    Fault(i64, String),
    /// A failed preflight: the error as JSON, the logs.
    Preflight(Value, Vec<String>),
    /// The answer got lost.
    Io,
}

type Rule = Box<dyn FnMut(&Value) -> Option<Answer> + Send>;

#[derive(Default)]
pub struct State {
    pub accounts: BTreeMap<Address, Account>,
    queued: HashMap<&'static str, VecDeque<Answer>>,
    rules: HashMap<&'static str, Rule>,
    pub calls: Vec<(String, Value)>,
    pub sent: Vec<VersionedTransaction>,
    pub height: u64,
    pub slot: u64,
    pub latency: Duration,
}

#[derive(Clone, Default)]
pub struct Node(Arc<Mutex<State>>);

impl Node {
    pub fn new() -> Self {
        let node = Self::default();
        node.state().height = 1_000;
        node.state().slot = 2_000;
        node
    }

    pub fn client(&self) -> Client {
        Client::new(Arc::new(RpcClient::new_sender(self.clone(), RpcClientConfig::default())))
    }

    pub fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap()
    }

    pub fn set(&self, address: Address, account: Account) {
        self.state().accounts.insert(address, account);
    }

    /// The next answers of a method; the honest one after them.
    pub fn queue(&self, method: &'static str, answers: impl IntoIterator<Item = Answer>) {
        self.state().queued.entry(method).or_default().extend(answers);
    }

    /// Answers of a method by its parameters, where the rule gives one.
    pub fn rule(&self, method: &'static str, rule: impl FnMut(&Value) -> Option<Answer> + Send + 'static) {
        self.state().rules.insert(method, Box::new(rule));
    }

    pub fn calls_of(&self, method: &str) -> Vec<Value> {
        self.state().calls.iter().filter(|(called, _)| called == method).map(|(_, params)| params.clone()).collect()
    }
}

pub fn in_context(value: Value) -> Value {
    json!({ "context": { "slot": 1 }, "value": value })
}

pub fn ui(account: &Account) -> Value {
    json!({
        "lamports": account.lamports,
        "data": [BASE64_STANDARD.encode(&account.data), "base64"],
        "owner": account.owner.to_string(),
        "executable": account.executable,
        "rentEpoch": account.rent_epoch,
        "space": account.data.len(),
    })
}

pub fn keyed(address: &Address, account: &Account) -> Value {
    json!({ "pubkey": address.to_string(), "account": ui(account) })
}

pub fn simulated(units: Value, err: Value, logs: Value, return_data: Value) -> Value {
    in_context(json!({
        "err": err,
        "logs": logs,
        "accounts": null,
        "unitsConsumed": units,
        "returnData": return_data,
        "replacementBlockhash": { "blockhash": BLOCKHASH, "lastValidBlockHeight": LAST_VALID },
    }))
}

/// Return data of a program, as the node shows it.
pub fn returned(program: &Address, bytes: &[u8]) -> Value {
    json!({ "programId": program.to_string(), "data": [BASE64_STANDARD.encode(bytes), "base64"] })
}

pub fn status(err: Value, commitment: &str) -> Value {
    let status = if err.is_null() { json!({ "Ok": null }) } else { json!({ "Err": err.clone() }) };
    json!({ "slot": 1, "confirmations": 1, "status": status, "err": err, "confirmationStatus": commitment })
}

pub fn decode(params: &Value) -> VersionedTransaction {
    let bytes = BASE64_STANDARD.decode(params[0].as_str().unwrap()).unwrap();
    assert!(bytes.len() <= 1_232, "a node takes no {} bytes", bytes.len());
    wincode::deserialize(&bytes).unwrap()
}

fn addresses(list: &Value) -> Vec<Address> {
    list.as_array().unwrap().iter().map(|text| text.as_str().unwrap().parse().unwrap()).collect()
}

fn honest(state: &mut State, method: &str, params: &Value) -> Answer {
    let value = match method {
        "getMultipleAccounts" => {
            assert!(params[0].as_array().unwrap().len() <= 100);
            let accounts = addresses(&params[0]);
            in_context(accounts.iter().map(|address| state.accounts.get(address).map(ui)).collect())
        }
        "getProgramAccounts" => {
            let program: Address = params[0].as_str().unwrap().parse().unwrap();
            let filters: Vec<RpcFilterType> = serde_json::from_value(params[1]["filters"].clone()).unwrap();
            let found = state.accounts.iter().filter(|(_, account)| {
                account.owner == program
                    && filters.iter().all(|filter| match filter {
                        RpcFilterType::DataSize(size) => account.data.len() as u64 == *size,
                        RpcFilterType::Memcmp(memcmp) => memcmp.bytes_match(&account.data),
                        RpcFilterType::TokenAccountState => false,
                    })
            });
            found.map(|(address, account)| keyed(address, account)).collect()
        }
        "simulateTransaction" => simulated(json!(20_000), Value::Null, json!([]), Value::Null),
        "sendTransaction" => {
            let transaction = decode(params);
            assert!(transaction.message.sanitize().is_ok());
            let signature = transaction.signatures[0].to_string();
            state.sent.push(transaction);
            json!(signature)
        }
        "getSignatureStatuses" => {
            let known: Vec<String> = state.sent.iter().map(|sent| sent.signatures[0].to_string()).collect();
            let of = |signature: &Value| {
                known.iter().any(|known| signature == known).then(|| status(Value::Null, "confirmed"))
            };
            in_context(params[0].as_array().unwrap().iter().map(of).collect())
        }
        "getLatestBlockhash" => in_context(json!({ "blockhash": BLOCKHASH, "lastValidBlockHeight": LAST_VALID })),
        "getBlockHeight" => json!(state.height),
        "getSlot" => json!(state.slot),
        "getMinimumBalanceForRentExemption" => json!((128 + params[0].as_u64().unwrap()) * 5_080),
        _ => return Answer::Fault(-32601, format!("no {method} here")),
    };
    Answer::Value(value)
}

#[async_trait]
impl RpcSender for Node {
    async fn send(&self, request: RpcRequest, params: Value) -> ClientResult<Value> {
        let latency = self.state().latency;
        if !latency.is_zero() {
            tokio::time::sleep(latency).await;
        }
        let mut state = self.state();
        let method = request.as_str();
        state.calls.push((method.to_owned(), params.clone()));
        let queued = state.queued.get_mut(method).and_then(VecDeque::pop_front);
        let answer = queued
            .or_else(|| state.rules.get_mut(method).and_then(|rule| rule(&params)))
            .unwrap_or_else(|| honest(&mut state, method, &params));
        let error = match answer {
            Answer::Value(value) => return Ok(value),
            Answer::Io => ErrorKind::Io(std::io::ErrorKind::UnexpectedEof.into()),
            Answer::Fault(code, message) => {
                RpcError::RpcResponseError { code, message, data: RpcResponseErrorData::Empty }.into()
            }
            Answer::Preflight(err, logs) => {
                let result = simulated(json!(0), err, json!(logs), Value::Null)["value"].clone();
                let result = serde_json::from_value(result).unwrap();
                let data = RpcResponseErrorData::SendTransactionPreflightFailure(result);
                RpcError::RpcResponseError { code: -32002, message: "simulation failed".to_owned(), data }.into()
            }
        };
        Err(ClientError::from(error).into_with_request(request))
    }

    fn get_transport_stats(&self) -> RpcTransportStats {
        RpcTransportStats::default()
    }

    fn url(&self) -> String {
        "scripted".to_owned()
    }
}
