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
            atomic::{AtomicBool, Ordering},
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
    stop: Arc<AtomicBool>,
}

impl Node {
    pub fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let ledger = Ledger::in_memory().unwrap();
        let (stop, drops) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicBool::new(false)));
        let (server, stopped, dropping) = (ledger.clone(), Arc::clone(&stop), Arc::clone(&drops));
        thread::spawn(move || {
            for stream in listener.incoming() {
                if stopped.load(Ordering::SeqCst) {
                    break;
                }
                let (ledger, dropping) = (server.clone(), Arc::clone(&dropping));
                if let Ok(stream) = stream {
                    thread::spawn(move || serve(&ledger, &dropping, stream));
                }
            }
        });
        Self { url: format!("http://{address}"), ledger, drops, stop }
    }
}

impl Drop for Node {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::SeqCst);
        let _ = TcpStream::connect(self.url.trim_start_matches("http://"));
    }
}

/// Answers the requests of one connection.
fn serve(ledger: &Ledger, drops: &AtomicBool, stream: TcpStream) {
    let mut writer = stream.try_clone().unwrap();
    let mut reader = BufReader::new(stream);
    while let Some(body) = request(&mut reader) {
        let answer = serde_json::from_slice(&body).map(|request| answer(ledger, drops, &request)).unwrap_or_default();
        let text = answer.to_string();
        let head =
            format!("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n", text.len());
        if writer.write_all(head.as_bytes()).and_then(|()| writer.write_all(text.as_bytes())).is_err() {
            break;
        }
    }
}

/// The body of the next request; none if the connection is closed.
fn request(reader: &mut BufReader<TcpStream>) -> Option<Vec<u8>> {
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
fn signature(transaction: &Value) -> String {
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
