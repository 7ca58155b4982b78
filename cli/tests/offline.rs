//! `--sign-only`: what needs no state reads nothing, and what needs some says so.

mod common;

use {
    common::{settle, Home, CHARTER},
    std::sync::atomic::Ordering,
};

const BLOCKHASH: &str = "11111111111111111111111111111111";
const NOBODY: &str = "http://127.0.0.1:1";
const FIXED: [&str; 5] = ["--sign-only", "--blockhash", BLOCKHASH, "--with-compute-unit-limit", "100000"];

/// Commands whose accounts follow from the command line.
fn self_sufficient<'a>(successor: &'a str, quote_mint: &'a str) -> Vec<Vec<&'a str>> {
    vec![
        vec!["network", "create", "Town", "--charter", CHARTER, "--quote-mint", quote_mint],
        vec!["network", "propose-authority", successor],
        vec!["network", "accept-authority"],
        vec!["network", "apply-parameters"],
        vec!["network", "cancel-parameters"],
        vec!["network", "halt"],
        vec!["network", "resume"],
        vec!["member", "apply", "--role", "owner", "--charter-version", "1", "--clauses", "1-3"],
        vec!["charter", "publish"],
    ]
}

#[test]
fn what_needs_no_state_reads_nothing() {
    let home = Home::with_node();
    for name in ["nora", "sam"] {
        home.person(name);
    }
    let network = home.network();
    let (successor, quote_mint) = (home.arg("sam.json"), home.node().ledger.quote_mint().to_string());
    let before = home.node().requests.load(Ordering::SeqCst);
    for args in self_sufficient(&successor, &quote_mint) {
        let signed = home.json("nora", &[&FIXED[..], &["--network", &network], &args].concat());
        assert_eq!(signed["signOnly"], true, "{args:?}");
        assert_eq!(signed["clusterRead"], false, "{args:?}");
        assert_eq!(signed["missing"], serde_json::json!([]), "{args:?}");
    }
    assert_eq!(home.node().requests.load(Ordering::SeqCst), before);
    // Whoever is online signs the very same message.
    let here = home.json("nora", &[&FIXED[..], &["--network", &network, "network", "halt"]].concat());
    let there = home.json("nora", &[&FIXED[..], &["network", "halt"]].concat());
    assert_eq!(here["message"], there["message"]);
    assert!(home.node().requests.load(Ordering::SeqCst) > before);
    assert_eq!(there.get("clusterRead"), None);
}

#[test]
fn neither_a_connection_nor_a_ledger_is_needed() {
    let home = Home::new();
    let address = home.key("nora");
    let successor = home.arg("nora.json");
    for args in self_sufficient(&successor, BLOCKHASH) {
        for cluster in [&["--url", NOBODY][..], &[]] {
            let run = home.by("nora", &[&FIXED[..], cluster, &["--network", &address], &args].concat()).ok();
            assert!(run.out.contains("not read, so nothing was checked"), "{args:?} {}", run.out);
        }
    }
    assert!(!home.ledger().exists(), "the embedded ledger was touched");
}

#[test]
fn what_needs_state_says_so() {
    let home = Home::with_node();
    let mint = settle(&home);
    let ada = home.arg("ada.json");
    let transfer = ["shares", "transfer", &mint, "1", &ada];
    let before = home.node().requests.load(Ordering::SeqCst);
    let signed = home.json("olivia", &[&FIXED[..], &transfer].concat());
    assert_eq!(signed["missing"], serde_json::json!([]));
    assert!(home.node().requests.load(Ordering::SeqCst) > before);
    let offline = Home::new();
    offline.key("olivia");
    for args in [&transfer[..], &["token", "resume", &mint], &["member", "leave"], &["network", "halt"]] {
        offline
            .by("olivia", &[&FIXED[..], &["--url", NOBODY], args].concat())
            .fails(1, "reads the cluster even with --sign-only");
    }
}

/// Every command that changes something says what --sign-only reads.
#[test]
fn the_help_says_what_is_read() {
    let home = Home::new();
    let nothing = "network create|network propose-authority|network accept-authority|network apply-parameters|\
        network cancel-parameters|network halt|network resume|member apply|charter publish";
    let something = "network propose-parameters|network steward appoint|network steward update|\
        network steward dismiss|member withdraw|member admit|member refuse|member suspend|member reinstate|\
        member leave|member attest|token create|token issue|token policy|token hold|token pause|token resume|\
        position open|position close|position admit|position approve|shares transfer|proceeds deposit|proceeds claim|\
        token authorise|member hold|member release|round open|round subscribe|round accept|round decline|\
        round withdraw|round complete|round undo|round cancel|round settle|round refund|round collect|market list|\
        market buy|market cancel|recovery propose|recovery veto|recovery mark|recovery execute|\
        charter acknowledge|member exclude|position set-boundary|complaint file|complaint reply|complaint resolve|\
        complaint overturn|complaint close|report file|report record";
    for (commands, says) in [
        (nothing, "nothing is read from the cluster"),
        (something, "the cluster is still read: for "),
        ("proceeds distribute", "--sign-only cannot be used"),
    ] {
        for command in commands.split('|') {
            for help in ["-h", "--help"] {
                let words: Vec<&str> = command.split_whitespace().chain([help]).collect();
                let text = home.run(&words).ok().out.split_whitespace().collect::<Vec<_>>().join(" ");
                assert!(text.contains(says), "{command} {help}: {text}");
            }
        }
    }
}
