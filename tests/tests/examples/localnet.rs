//! The demo's village on a local network, which is a process of its own.

use {
    crate::chain::{read, Chain, Ends},
    personal_token_sdk::rpc::Client,
    serde_json::Value,
    std::{
        ffi::OsStr,
        io::{BufRead, BufReader},
        path::PathBuf,
        process::{Command, Stdio},
    },
};

/// Starts one on free ports, with the demo's people and history, and waits until it is ready.
pub fn start(binary: &OsStr) -> Chain {
    let keys = tempfile::tempdir().unwrap();
    let mut process = Command::new(binary)
        .args(["localnet", "--demo", "--port", "0", "--ws-port", "0", "--output", "json-compact", "--keys"])
        .arg(keys.path())
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut line = String::new();
    BufReader::new(process.stdout.take().unwrap()).read_line(&mut line).unwrap();
    let ready: Value = serde_json::from_str(&line).unwrap_or_else(|error| panic!("{error}: {line:?}"));
    let text = |value: &Value| value.as_str().unwrap_or_else(|| panic!("{line}")).to_owned();
    let url = text(&ready["rpc"]);
    let people = ready["people"].as_object().unwrap();
    Chain {
        client: Client::connect(&url),
        url,
        network: text(&ready["network"]).parse().unwrap(),
        mint: text(&ready["mint"]).parse().unwrap(),
        keys: people.iter().map(|(name, person)| (name.clone(), PathBuf::from(text(&person["keypair"])))).collect(),
        ends: Ends::Localnet { faucet: read(text(&ready["faucet"]).as_ref()), process, _keys: keys },
    }
}
