//! A node for tests: JSON-RPC over HTTP in front of an embedded ledger, so that the client's real transport runs.

use {
    personal_token_cli::ledger::Ledger,
    serde_json::{json, Value},
    solana_rpc_client_api::{
        client_error::ErrorKind,
        request::{RpcError, RpcRequest, RpcResponseErrorData},
    },
    std::{
        io::{BufRead, BufReader, Read, Write},
        net::{TcpListener, TcpStream},
        sync::{
            atomic::{AtomicBool, AtomicUsize, Ordering},
            Arc,
        },
        thread,
    },
};

/// A node that runs until it is dropped.
pub struct Node {
    pub url: String,
    pub ledger: Ledger,
    /// Answers `sendTransaction` without sending anything, as a node that drops transactions does.
    pub drops: Arc<AtomicBool>,
    /// Tells of transactions without what programs called in them, as a node without extended metadata does.
    pub forgets: Arc<AtomicBool>,
    /// How many requests it has answered.
    pub requests: Arc<AtomicUsize>,
    stop: Arc<AtomicBool>,
}

impl Node {
    pub fn start() -> Self {
        Self::before(Ledger::in_memory().unwrap())
    }

    /// In front of a ledger that there is.
    pub fn before(ledger: Ledger) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let flag = || Arc::new(AtomicBool::new(false));
        let node = Self {
            url: format!("http://{address}"),
            ledger,
            drops: flag(),
            forgets: flag(),
            requests: Arc::default(),
            stop: flag(),
        };
        let (stopped, server) = (Arc::clone(&node.stop), Server::from(&node));
        thread::spawn(move || {
            for stream in listener.incoming() {
                if stopped.load(Ordering::SeqCst) {
                    break;
                }
                let server = server.clone();
                if let Ok(stream) = stream {
                    thread::spawn(move || server.serve(stream));
                }
            }
        });
        node
    }
}

/// What answers.
#[derive(Clone)]
struct Server {
    ledger: Ledger,
    drops: Arc<AtomicBool>,
    forgets: Arc<AtomicBool>,
    requests: Arc<AtomicUsize>,
}

impl From<&Node> for Server {
    fn from(node: &Node) -> Self {
        Self {
            ledger: node.ledger.clone(),
            drops: Arc::clone(&node.drops),
            forgets: Arc::clone(&node.forgets),
            requests: Arc::clone(&node.requests),
        }
    }
}

impl Drop for Node {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::SeqCst);
        let _ = TcpStream::connect(self.url.trim_start_matches("http://"));
    }
}

impl Server {
    /// Answers the requests of one connection.
    fn serve(&self, stream: TcpStream) {
        let mut writer = stream.try_clone().unwrap();
        let mut reader = BufReader::new(stream);
        while let Some(body) = request(&mut reader) {
            self.requests.fetch_add(1, Ordering::SeqCst);
            let answer = serde_json::from_slice(&body).map(|request| self.answer(&request)).unwrap_or_default();
            let text = answer.to_string();
            let head =
                format!("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n", text.len());
            if writer.write_all(head.as_bytes()).and_then(|()| writer.write_all(text.as_bytes())).is_err() {
                break;
            }
        }
    }

    fn answer(&self, request: &Value) -> Value {
        let mut answer = answer(&self.ledger, &self.drops, request);
        if request["method"] == "getTransaction" && self.forgets.load(Ordering::SeqCst) {
            answer["result"]["meta"]["innerInstructions"] = Value::Null;
        }
        answer
    }
}

/// The body of the next request; none if the connection is closed.
pub fn request(reader: &mut BufReader<TcpStream>) -> Option<Vec<u8>> {
    let mut length = 0;
    loop {
        let mut line = String::new();
        if reader.read_line(&mut line).ok()? == 0 {
            return None;
        }
        let line = line.trim_end();
        if line.is_empty() {
            break;
        }
        if let Some((name, value)) = line.split_once(':') {
            if name.eq_ignore_ascii_case("content-length") {
                length = value.trim().parse().ok()?;
            }
        }
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body).ok()?;
    Some(body)
}

fn answer(ledger: &Ledger, drops: &AtomicBool, request: &Value) -> Value {
    let method = request["method"].as_str().unwrap_or_default();
    let mut result = json!({ "jsonrpc": "2.0", "id": request["id"] });
    if method == "sendTransaction" && drops.load(Ordering::SeqCst) {
        result["result"] = json!(signature(&request["params"][0]));
        return result;
    }
    let Some(known) = known(method) else {
        result["error"] = json!({ "code": -32601, "message": "Method not found" });
        return result;
    };
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    match runtime.block_on(ledger.rpc_client().send::<Value>(known, request["params"].clone())) {
        Ok(value) => result["result"] = value,
        Err(error) => {
            result["error"] = match error.kind() {
                ErrorKind::RpcError(RpcError::RpcResponseError { code, message, data }) => {
                    let data = match data {
                        RpcResponseErrorData::SendTransactionPreflightFailure(data) => json!(data),
                        _ => Value::Null,
                    };
                    json!({ "code": code, "message": message, "data": data })
                }
                other => json!({ "code": -32603, "message": other.to_string() }),
            }
        }
    }
    result
}

/// The first signature of a transaction in base64.
pub fn signature(transaction: &Value) -> String {
    use base64::{prelude::BASE64_STANDARD, Engine};
    let bytes = BASE64_STANDARD.decode(transaction.as_str().unwrap_or_default()).unwrap_or_default();
    bs58::encode(bytes.get(1..65).unwrap_or_default()).into_string()
}

/// The methods that the client uses.
fn known(method: &str) -> Option<RpcRequest> {
    use RpcRequest::*;
    [
        GetAccountInfo,
        GetBalance,
        GetBlockHeight,
        GetBlockTime,
        GetEpochInfo,
        GetFeeForMessage,
        GetGenesisHash,
        GetHealth,
        GetLatestBlockhash,
        GetMinimumBalanceForRentExemption,
        GetMultipleAccounts,
        GetProgramAccounts,
        GetSignatureStatuses,
        GetSignaturesForAddress,
        GetSlot,
        GetTokenAccountBalance,
        GetTransaction,
        GetTransactionCount,
        GetVersion,
        IsBlockhashValid,
        SendTransaction,
        SimulateTransaction,
    ]
    .into_iter()
    .find(|request| request.to_string() == method)
}
