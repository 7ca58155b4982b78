//! `localnet`: a real JSON-RPC and WebSocket endpoint, and what only one can show of the client.
//!
//! `PERSONAL_TOKEN_LOCALNET` names a binary that was built with `--features localnet`; without it these tests are skipped.

mod common;

use {
    common::{
        endpoint::{self, Endpoint},
        lossy::Lossy,
        settle, ui, Home, Run,
    },
    personal_token_core::Error as Rule,
    personal_token_sdk::{instruction::TokenPause, pda, Address},
    serde_json::{json, Value},
    solana_commitment_config::CommitmentConfig,
    solana_rpc_client::nonblocking::rpc_client::RpcClient,
    solana_rpc_client_api::{
        client_error::ErrorKind,
        request::{RpcError, RpcRequest, RpcResponseErrorData},
    },
    solana_signer::Signer,
    solana_transaction::Transaction,
    std::{
        future::Future,
        path::{Path, PathBuf},
        process::{Command, Stdio},
        sync::atomic::Ordering,
        time::{Duration, Instant},
    },
};

/// The binary, unless the tests are skipped.
fn binary() -> Option<PathBuf> {
    let binary = endpoint::binary();
    if binary.is_none() {
        eprintln!("SKIPPED: set PERSONAL_TOKEN_LOCALNET to a binary that was built with --features localnet");
    }
    binary
}

fn block_on<T>(future: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap().block_on(future)
}

fn rpc(url: &str) -> RpcClient {
    RpcClient::new_with_commitment(url.to_owned(), CommitmentConfig::confirmed())
}

/// A command against an endpoint that the home did not start.
fn at(home: &Home, url: &str, who: &str, args: &[&str]) -> Run {
    home.by(who, &[&["--url", url, "--output", "json-compact"], args].concat())
}

#[test]
fn a_refusal_has_the_rules_text_and_code() {
    if binary().is_none() {
        return;
    }
    let home = Home::new();
    let mint = settle(&home);
    let run = home.by("ada", &["--output", "json", "token", "pause", &mint, "1d"]);
    let json = run.fails(1, "The signer is not the owner of this token. Sign with the owner's wallet.").json();
    assert_eq!(
        (&json["error"]["name"], &json["error"]["code"]),
        (&"NotTokenOwner".into(), &Rule::NotTokenOwner.code().into())
    );

    // The node's own preflight says so, too, to a client that has not simulated before.
    let (key, mint): (_, Address) = (home.keypair("ada"), mint.parse().unwrap());
    let member =
        |name: &str| home.json(name, &["member", "show"])["member"].as_str().unwrap().parse::<Address>().unwrap();
    let network = home.json("ada", &["network", "show"])["network"].as_str().unwrap().parse().unwrap();
    let pause = TokenPause { owner: key.pubkey(), owner_member: member("olivia"), network, seconds: 60 };
    assert_eq!(pda::mint(pause.owner_member), mint);
    let error = home.with_rpc(|rpc| async move {
        let blockhash = rpc.get_latest_blockhash().await.unwrap();
        let payer = Some(&key.pubkey());
        let transaction = Transaction::new_signed_with_payer(&[pause.instruction()], payer, &[&key], blockhash);
        rpc.send_transaction(&transaction).await.unwrap_err()
    });
    let ErrorKind::RpcError(RpcError::RpcResponseError { code, data, .. }) = error.kind() else { panic!("{error}") };
    let RpcResponseErrorData::SendTransactionPreflightFailure(simulated) = data else { panic!("{error}") };
    assert_eq!(*code, -32_002);
    let expected = json!({ "InstructionError": [0, { "Custom": Rule::NotTokenOwner.code() }] });
    assert_eq!(serde_json::to_value(&simulated.err).unwrap(), expected);
    assert!(simulated.logs.as_ref().is_some_and(|logs| logs.iter().any(|line| line.contains("custom program error"))));
}

#[test]
fn each_commitment_is_waited_for() {
    if binary().is_none() {
        return;
    }
    let home = Home::new();
    let mint = settle(&home);
    let ada = home.arg("ada.json");
    for (level, at_least) in [("processed", 0), ("confirmed", 1), ("finalized", 2)] {
        let send = ["--commitment", level, "shares", "transfer", &mint, "1", &ada];
        let sent = home.json("olivia", &send);
        let signature = sent["signature"].as_str().unwrap().parse().unwrap();
        let status = home.with_rpc(|rpc| async move { rpc.get_signature_statuses(&[signature]).await.unwrap() });
        let status = status.value[0].clone().unwrap().confirmation_status.unwrap();
        let reached = ["\"processed\"", "\"confirmed\"", "\"finalized\""]
            .iter()
            .position(|name| *name == serde_json::to_string(&status).unwrap());
        assert!(reached >= Some(at_least), "{level}: {status:?}");
    }
    assert_eq!(home.json("ada", &["position", "show", &mint])["shares"], "3");
}

#[test]
fn what_is_lost_once_is_sent_again() {
    if binary().is_none() {
        return;
    }
    let home = Home::new();
    home.person("nora");
    home.network();
    let lossy = Lossy::before(&home.url().unwrap(), 1);
    let halted = at(&home, &lossy.url, "nora", &["network", "halt"]).ok().json();
    assert_eq!(halted["halted"], true);
    assert_eq!(lossy.sent.load(Ordering::SeqCst), 2);
    assert_eq!(home.json("nora", &["network", "show"])["halted"], true);
}

#[test]
fn what_never_arrives_is_reported_when_its_blockhash_has_expired() {
    let Some(binary) = binary() else { return };
    let home = Home::new();
    // 150 blocks are three seconds.
    let node = Endpoint::start(&binary, &home.path("node"), &["--slot-time", "20"]);
    home.key("nora");
    at(&home, &node.url, "nora", &["ledger", "airdrop", "1"]).ok();
    at(&home, &node.url, "nora", &["network", "create", "V", "--charter", "text:c", "--clauses", "1"]).ok();
    let lossy = Lossy::before(&node.url, usize::MAX);
    let start = Instant::now();
    let json = at(&home, &lossy.url, "nora", &["network", "halt"]).fails(3, "not seen to land").json();
    assert!(start.elapsed() < Duration::from_secs(60), "it waited for more than the blockhash");
    assert_eq!(json["error"]["kind"], "unconfirmed");
    assert!(json["signature"].as_str().is_some_and(|signature| signature.len() > 80), "{json}");
    assert!(lossy.sent.load(Ordering::SeqCst) >= 1);
    assert_eq!(at(&home, &node.url, "nora", &["network", "show"]).ok().json()["halted"], false);

    // What was signed with it meanwhile is refused, with the reason that every client knows.
    let nora = home.keypair("nora");
    block_on(async {
        let rpc = rpc(&node.url);
        let old = rpc.get_latest_blockhash().await.unwrap();
        let height = rpc.get_block_height().await.unwrap();
        while rpc.get_block_height().await.unwrap() <= height + 155 {
            tokio::time::sleep(Duration::from_millis(200)).await;
        }
        assert!(!rpc.is_blockhash_valid(&old, CommitmentConfig::processed()).await.unwrap());
        let transfer = solana_system_interface::instruction::transfer(&nora.pubkey(), &nora.pubkey(), 1);
        let transaction = Transaction::new_signed_with_payer(&[transfer], Some(&nora.pubkey()), &[&nora], old);
        let error = rpc.send_transaction(&transaction).await.unwrap_err();
        assert!(error.to_string().contains("Blockhash not found"), "{error}");
    });
}

#[test]
fn the_faucet_the_clock_and_the_money_are_reached_over_the_endpoint() {
    let Some(binary) = binary() else { return };
    let home = Home::new();
    let node = Endpoint::start(&binary, &home.path("node"), &[]);
    let nora = home.key("nora");
    assert_eq!(at(&home, &node.url, "nora", &["ledger", "airdrop", "1.5"]).ok().json()["lamports"], "1500000000");
    // Twice the same are two.
    for _ in 0..2 {
        at(&home, &node.url, "nora", &["ledger", "faucet", "12.5"]).ok();
    }
    let text = home.run(&["--url", &node.url, "ledger", "faucet", "1", &nora]).ok().out;
    assert!(text.contains("1.000000 USDC (test money)") || text.contains("1.00 USDC (test money)"), "{text}");
    let (address, mint): (Address, Address) =
        (nora.parse().unwrap(), node.ready["quoteMint"].as_str().unwrap().parse().unwrap());
    let money =
        block_on(async { rpc(&node.url).get_token_account_balance(&pda::quote_account(address, mint)).await.unwrap() });
    assert_eq!(money.ui_amount_string, "26");
    at(&home, &node.url, "nora", &["ledger", "airdrop", "600000000"]).fails(1, "airdrop");

    let before = at(&home, &node.url, "nora", &["ledger", "status"]).ok().json();
    assert_eq!((&before["url"], &before["quoteMint"]), (&json!(node.url), &json!(mint.to_string())));
    let warped = at(&home, &node.url, "nora", &["ledger", "warp", "90d"]).ok().json();
    let after = at(&home, &node.url, "nora", &["ledger", "status"]).ok().json();
    let time = |status: &Value| status["unixTime"].as_i64().unwrap();
    assert!((time(&before) + 90 * 86_400..time(&before) + 90 * 86_400 + 60).contains(&time(&warped)), "{warped}");
    assert!((time(&warped)..time(&warped) + 60).contains(&time(&after)), "{after}");
    at(&home, &node.url, "nora", &["ledger", "warp", "2026-01-01"]).fails(2, "cannot go back");
    at(&home, &node.url, "nora", &["ledger", "reset"]).fails(2, "starts anew by itself");
    // Founded without a word about money, and shown as what it is.
    let founded = at(&home, &node.url, "nora", &["network", "create", "V", "--charter", "text:c", "--clauses", "1"]);
    assert_eq!(founded.ok().json()["quoteMint"], mint.to_string());
    assert!(!home.ledger().exists(), "the embedded ledger was touched");
}

#[test]
fn ports_that_are_taken() {
    let Some(binary) = binary() else { return };
    let home = Home::new();
    let node = Endpoint::start(&binary, &home.path("node"), &[]);
    let port = |url: &str| url.rsplit(':').next().unwrap().to_owned();
    for (option, other, taken) in [("--port", "--ws-port", port(&node.url)), ("--ws-port", "--port", port(&node.ws))] {
        let run = run(&binary, home.path("other").as_path(), &["localnet", option, &taken, other, "0"]);
        run.fails(1, &format!("port {taken} is in use"));
    }
    #[cfg(unix)]
    {
        let (url, ws) = (node.url.clone(), port(&node.ws));
        assert_eq!(node.terminate(), 0);
        // Both are free again.
        let again = Endpoint::start(&binary, &home.path("node"), &["--port", &port(&url), "--ws-port", &ws]);
        assert_eq!(again.url, url);
    }
}

fn run(binary: &Path, folder: &Path, args: &[&str]) -> Run {
    std::fs::create_dir_all(folder).unwrap();
    let output = Command::new(binary).env_clear().env("HOME", folder).args(args).stdin(Stdio::null()).output().unwrap();
    Run {
        code: output.status.code().unwrap_or(-1),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}

/// What two moments of a localnet have to have in common.
#[derive(Debug, PartialEq)]
struct Seen {
    holders: Value,
    accounts: Value,
    history: Vec<Value>,
}

fn seen(home: &Home, url: &str, mint: &str) -> Seen {
    let table = at(home, url, "ada", &["captable", mint]).ok().json();
    block_on(async {
        let rpc = rpc(url);
        let config = json!([personal_token_sdk::ID.to_string(), { "encoding": "base64" }]);
        let mut accounts: Value = rpc.send(RpcRequest::GetProgramAccounts, config).await.unwrap();
        accounts.as_array_mut().unwrap().sort_by_key(|account| account["pubkey"].to_string());
        let asked = json!([mint, { "limit": 1_000 }]);
        let signatures: Vec<Value> = rpc.send(RpcRequest::GetSignaturesForAddress, asked).await.unwrap();
        let mut history = Vec::new();
        for found in signatures {
            let config = json!([found["signature"], { "encoding": "base64", "maxSupportedTransactionVersion": 0 }]);
            history.push(rpc.send::<Value>(RpcRequest::GetTransaction, config).await.unwrap());
        }
        Seen { holders: table["holders"].clone(), accounts, history }
    })
}

#[test]
fn a_killed_localnet_goes_on_where_it_was() {
    let Some(binary) = binary() else { return };
    let home = Home::new();
    let state = home.arg("state");
    let options = ["--still", "--slot-time", "50", "--state", &state];
    let start = || Endpoint::start(&binary, &home.path("node"), &options);
    let mut node = start();
    for name in ["nora", "olivia", "ada"] {
        home.key(name);
        at(&home, &node.url, name, &["ledger", "airdrop", "10"]).ok();
    }
    let words = ["network", "create", "V", "--charter", "text:c", "--clauses", "1"];
    at(&home, &node.url, "nora", &[&words[..], &["--cooling-off", "0s", "--minimum-hold", "0s"]].concat()).ok();
    let secret = home.file("secret", "a secret of this network, 32 bytes at least");
    for name in ["olivia", "ada"] {
        let read = ["--charter-version", "1", "--clauses", "1"];
        at(&home, &node.url, name, &[&["member", "apply", "--role", "owner,investor"][..], &read].concat()).ok();
        let (key, document) = (home.arg(&format!("{name}.json")), home.file(&format!("{name}.doc"), name));
        let admit = ["member", "admit", &key, "--identity-secret-file", &secret, "--document", &document];
        at(&home, &node.url, "nora", &admit).ok();
    }
    let create = ["token", "create", "--name", "Olivia", "--symbol", "OLIV", "--terms", "text:terms"];
    let mint = at(&home, &node.url, "olivia", &create).ok().json()["mint"].as_str().unwrap().to_owned();
    at(&home, &node.url, "ada", &["position", "open", &mint]).ok();
    at(&home, &node.url, "nora", &["ledger", "warp", "90d"]).ok();
    let ada = home.arg("ada.json");
    let transfer = ["shares", "transfer", &mint, "1", &ada];
    at(&home, &node.url, "olivia", &transfer).ok();

    let time = |url: &str| at(&home, url, "nora", &["ledger", "status"]).ok().json()["unixTime"].as_i64().unwrap();
    for round in 1..=4 {
        let (before, then) = (seen(&home, &node.url, &mint), time(&node.url));
        assert_eq!(before.holders[1]["shares"], round.to_string());
        // What was confirmed is on disk at once, however it ends.
        node.kill();
        node = start();
        assert_eq!(seen(&home, &node.url, &mint), before);
        assert!((then..then + 60).contains(&time(&node.url)));
        at(&home, &node.url, "olivia", &transfer).ok();
    }
    // Killed while it is at work: of each transfer all is there, or nothing.
    for delay in [300, 450, 600, 700, 800] {
        let key = home.arg("olivia.json");
        let args = [&["--url", &node.url, "--yes", "--keypair", &key][..], &transfer].concat();
        let mut child = home.command(&args).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        std::thread::sleep(Duration::from_millis(delay));
        node.kill();
        let _ = child.kill();
        child.wait().unwrap();
        node = start();
        let table = at(&home, &node.url, "ada", &["captable", &mint]).ok().json();
        assert_eq!(table["total"], "10000000");
        let held = table["holders"].as_array().unwrap().iter().find(|holder| holder["wallet"] != table["owner"]);
        assert!(held.is_some(), "{table}");
    }
    at(&home, &node.url, "olivia", &transfer).ok();
    #[cfg(unix)]
    {
        let before = seen(&home, &node.url, &mint);
        assert_eq!(node.terminate(), 0);
        node = start();
        assert_eq!(seen(&home, &node.url, &mint), before);
        assert_eq!(node.terminate(), 0);
    }
    #[cfg(not(unix))]
    node.kill();

    let refused = |more: &[&str], says: &str, code: i32| {
        let words = [&["localnet", "--port", "0", "--ws-port", "0", "--state", &state][..], more].concat();
        run(&binary, home.path("node").as_path(), &words).fails(code, says);
    };
    refused(&["--slot-time", "50"], "was made with --still", 2);
    let bytes = std::fs::read(&state).unwrap();
    std::fs::write(&state, [&bytes[..40], b"....", &bytes[44..]].concat()).unwrap();
    refused(&["--still"], "another version", 1);
    std::fs::write(&state, "nothing").unwrap();
    refused(&["--still"], "is damaged", 1);
    assert_eq!(std::fs::read(&state).unwrap(), b"nothing");
}

#[test]
fn subscriptions_of_the_ecosystems_client() {
    use {futures_util::StreamExt, solana_pubsub_client::nonblocking::pubsub_client::PubsubClient};
    let Some(binary) = binary() else { return };
    let home = Home::new();
    let node = Endpoint::start(&binary, &home.path("node"), &["--slot-time", "100"]);
    home.key("nora");
    at(&home, &node.url, "nora", &["ledger", "airdrop", "5"]).ok();
    let nora = home.keypair("nora");
    let seconds = Duration::from_secs(20);
    block_on(async {
        let (rpc, client) = (rpc(&node.url), PubsubClient::new(&node.ws).await.unwrap());
        let somebody = solana_keypair::Keypair::new().pubkey();
        let (mut accounts, _leave) = client.account_subscribe(&somebody, None).await.unwrap();
        let (mut slots, _leave) = client.slot_subscribe().await.unwrap();
        let transfer = solana_system_interface::instruction::transfer(&nora.pubkey(), &somebody, 2_000_000_000);
        let blockhash = rpc.get_latest_blockhash().await.unwrap();
        let transaction = Transaction::new_signed_with_payer(&[transfer], Some(&nora.pubkey()), &[&nora], blockhash);
        let (mut signatures, _leave) = client.signature_subscribe(&transaction.signatures[0], None).await.unwrap();
        rpc.send_transaction(&transaction).await.unwrap();
        let landed = tokio::time::timeout(seconds, signatures.next()).await.unwrap().unwrap();
        assert_eq!(serde_json::to_value(&landed.value).unwrap(), json!({ "err": null }));
        let changed = tokio::time::timeout(seconds, accounts.next()).await.unwrap().unwrap();
        assert_eq!(changed.value.lamports, 2_000_000_000);
        let first = tokio::time::timeout(seconds, slots.next()).await.unwrap().unwrap();
        let second = tokio::time::timeout(seconds, slots.next()).await.unwrap().unwrap();
        assert!(second.slot > first.slot);
    });
}

#[test]
fn the_demos_people_tokens_and_history() {
    let Some(binary) = binary() else { return };
    let home = Home::new();
    let state = home.arg("state");
    let options = ["--demo", "--state", &state];
    let node = Endpoint::start(&binary, &home.path("node"), &options);
    let (mint, people) = (node.ready["mint"].as_str().unwrap().to_owned(), node.ready["people"].clone());
    for name in ["nora", "olivia", "ada", "ben", "carl", "carl-new", "judith", "max"] {
        let person = &people[name];
        let address = home.run(&["--url", &node.url, "member", "show", person["address"].as_str().unwrap()]);
        assert_eq!(address.code == 0, name != "max", "{name}: {address:?}");
        std::fs::copy(person["keypair"].as_str().unwrap(), home.path(&format!("{name}.json"))).unwrap();
        assert_eq!(home.keypair(name).pubkey().to_string(), person["address"].as_str().unwrap());
    }
    let before = seen(&home, &node.url, &mint);
    assert!(before.history.len() >= 16, "{}", before.history.len());
    assert!(before.history.iter().all(|transaction| transaction["meta"]["err"].is_null()));
    let deposits = at(&home, &node.url, "ada", &["proceeds", "history", &mint]).ok().json();
    assert!(deposits["payouts"].as_array().is_some_and(|payouts| payouts.len() > 3), "{deposits}");
    // What the story left to Ada she can take, and the story's clock runs on.
    let due = at(&home, &node.url, "ada", &["proceeds", "claim", &mint]).ok().json();
    assert!(ui(&due["amount"]).parse::<f64>().is_ok_and(|amount| amount > 0.0), "{due}");
    let time = |url: &str| at(&home, url, "nora", &["ledger", "status"]).ok().json()["unixTime"].as_i64().unwrap();
    let story = time(&node.url);
    assert!(story > 1_767_225_600 + 365 * 86_400, "{story}");
    std::thread::sleep(Duration::from_secs(3));
    assert!((story + 2..story + 60).contains(&time(&node.url)));

    // It is played once.
    let (after, accounts) = (node.ready.clone(), seen(&home, &node.url, &mint));
    node.kill();
    let again = Endpoint::start(&binary, &home.path("node"), &options);
    assert_eq!((&again.ready["mint"], &again.ready["people"]), (&after["mint"], &after["people"]));
    assert_eq!(seen(&home, &again.url, &mint), accounts);
}
