//! The same commands against a node over HTTP.

mod common;

use {
    common::{settle, ui, Home},
    std::{process::Stdio, sync::atomic::Ordering, time::Duration},
};

#[test]
fn the_whole_way_to_a_paid_shareholder() {
    let home = Home::with_node();
    let mint = settle(&home);
    let (ada, olivia) = (home.arg("ada.json"), home.arg("olivia.json"));
    home.by("olivia", &["shares", "transfer", &mint, "500000", &ada]).ok();
    home.by("ada", &["token", "pause", &mint, "1d"]).fails(1, "NotTokenOwner");
    let address = home.json("olivia", &["member", "show", &olivia])["wallet"].as_str().unwrap().to_owned();
    home.node().ledger.faucet_quote(&address.parse().unwrap(), 100_000_000_000).unwrap();
    let deposit = [
        "proceeds",
        "deposit",
        &mint,
        "--proceeds",
        "100000",
        "--kind",
        "company-equity",
        "--asset",
        "text:a",
        "--evidence",
        "text:e",
    ];
    home.by("olivia", &deposit).ok();
    // 5 % of 100,000.
    assert_eq!(ui(&home.json("ada", &["proceeds", "claim", &mint])["amount"]), "5000.000000");
    assert_eq!(ui(&home.json("max", &["proceeds", "distribute", &mint])["total"]), "95000.000000");
    assert_eq!(home.json("max", &["proceeds", "history", &mint])["payouts"].as_array().map(Vec::len), Some(2));
    let batch = |history: &serde_json::Value| history["payouts"][0]["holders"].clone();
    let history = home.json("max", &["proceeds", "history", &mint]);
    assert_eq!(ui(&batch(&history)[0]["amount"]), "95000.000000");
    // A node that has not kept what programs called leaves the amount of a batch, and nothing of the rest.
    home.node().forgets.store(true, Ordering::SeqCst);
    let history = home.json("max", &["proceeds", "history", &mint]);
    assert_eq!((ui(&history["payouts"][0]["amount"]), batch(&history)), ("95000.000000", serde_json::Value::Null));
    assert!(history["transactionsUntold"].as_u64().is_some_and(|count| count > 0), "{history}");
    let text = home.by("max", &["proceeds", "history", &mint]).ok().out;
    assert!(text.contains("this node does not tell whom") && text.contains("Try another node"), "{text}");
    assert_eq!(home.json("max", &["captable", &mint])["holders"].as_array().map(Vec::len), Some(3));
    assert_eq!(home.json("max", &["doctor", &mint])["genuine"], true);
    assert!(!home.ledger().exists(), "the embedded ledger was touched");
}

#[test]
fn what_needs_the_embedded_ledger_says_so() {
    let home = Home::with_node();
    home.person("nora");
    for args in [
        &["ledger", "status"][..],
        &["ledger", "airdrop", "1"],
        &["ledger", "faucet", "1"],
        &["ledger", "warp", "1d"],
        &["ledger", "reset"],
    ] {
        home.by("nora", args).fails(2, "for the embedded ledger");
    }
    home.by("nora", &["network", "create", "V", "--charter", "text:c", "--clauses", "1"]).fails(2, "--quote-mint");
}

#[test]
fn a_node_that_does_not_answer() {
    let home = Home::new();
    home.key("nora");
    for args in [&["network", "list"][..], &["network", "halt"], &["ledger", "status"]] {
        let run = home.by("nora", &[&["--url", "http://127.0.0.1:1"], args].concat());
        assert!(run.code == 1 || args[0] == "ledger", "{run:?}");
        assert!(run.err.contains("error: "), "{run:?}");
    }
}

#[test]
fn sent_but_not_seen_to_land() {
    let home = Home::with_node();
    home.person("nora");
    home.network();
    home.node().drops.store(true, Ordering::SeqCst);
    let key = home.arg("nora.json");
    let args = ["--yes", "--output", "json", "--keypair", &key, "network", "halt"];
    let child = home.command(&args).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    // The transaction is on its way to nowhere; meanwhile its blockhash expires.
    std::thread::sleep(Duration::from_secs(2));
    let somebody = home.key("somebody").parse().unwrap();
    for lamports in 0..160 {
        home.node().ledger.airdrop(&somebody, 1_000_000 + lamports).unwrap();
    }
    let output = child.wait_with_output().unwrap();
    let run = common::Run {
        code: output.status.code().unwrap_or(-1),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    };
    let json = run.fails(3, "not seen to land").json();
    assert_eq!(json["error"]["kind"], "unconfirmed");
    assert_eq!(json["signatures"].as_array().map(Vec::len), Some(1));
    assert!(json["signature"].as_str().is_some_and(|signature| signature.len() > 80), "{json}");
}
