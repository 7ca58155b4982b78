//! What holds for every command: output, questions, dry runs, signing elsewhere, configuration.

mod common;

use common::{village, Home};

#[test]
fn nobody_to_ask_means_no() {
    let (home, mint) = village();
    let (key, ada) = (home.arg("olivia.json"), home.arg("ada.json"));
    let run = home.run(&["--keypair", &key, "shares", "transfer", &mint, "1", &ada]).fails(2, "add --yes");
    // The effect was shown all the same.
    assert!(run.err.contains("1 of 10,000,000 shares"), "{}", run.err);
    assert_eq!(home.json("ada", &["position", "show", &mint])["shares"], "0");
}

#[test]
fn a_dry_run_changes_nothing_and_fails_if_the_simulation_does() {
    let (home, mint) = village();
    let ada = home.arg("ada.json");
    let run = home.by("olivia", &["--dry-run", "--output", "json", "shares", "transfer", &mint, "5", &ada]).ok();
    let json = run.json();
    assert_eq!(json["dryRun"], true);
    assert!(json["computeUnits"].as_u64().is_some_and(|units| units > 10_000));
    assert!(json.get("signature").is_none());
    assert_eq!(home.json("ada", &["position", "show", &mint])["shares"], "0");
    home.by("ada", &["--dry-run", "shares", "transfer", &mint, "5", &home.arg("ben.json")]).fails(1, "fewer shares");
    // It asks nobody.
    home.run(&["--keypair", &home.arg("olivia.json"), "--dry-run", "shares", "transfer", &mint, "5", &ada]).ok();
}

#[test]
fn one_json_object_whatever_happens() {
    let (home, mint) = village();
    let ada = home.arg("ada.json");
    for format in ["json", "json-compact"] {
        let sent = home.by("olivia", &["--output", format, "shares", "transfer", &mint, "1", &ada]).ok().json();
        assert!(sent["signature"].as_str().is_some_and(|signature| signature.len() > 80));
        let refused =
            home.by("ben", &["--output", format, "shares", "transfer", &mint, "1", &ada]).fails(1, "fewer").json();
        assert_eq!(refused["error"]["programName"], "Token-2022");
        let usage =
            home.by("ben", &["--output", format, "shares", "transfer", &mint, "1e3", &ada]).fails(2, "1e3").json();
        assert_eq!(usage["error"]["kind"], "usage");
        let unknown = home.run(&["--output", format, "nonsense"]).fails(2, "nonsense").json();
        assert_eq!(unknown["error"]["kind"], "usage");
    }
    let compact = home.by("olivia", &["--output", "json-compact", "token", "show", &mint]).ok().out;
    assert_eq!(compact.lines().count(), 1);
    // u64 as strings, money with its decimals.
    let shown = home.json("ada", &["token", "show", &mint]);
    assert_eq!(shown["deposited"], serde_json::json!({ "amount": "0", "decimals": 6, "uiAmountString": "0.000000" }));
}

#[test]
fn errors_name_program_rule_and_remedy_and_logs_on_demand() {
    let (home, mint) = village();
    let refused = home.by("ada", &["token", "pause", &mint, "1d"]).fails(
        1,
        "Personal Token refused the pause of 1 day: The signer is not the owner of this token. Sign with the owner's wallet.",
    );
    assert!(!refused.err.contains("Program PersonaL"));
    let verbose = home.by("ada", &["-v", "token", "pause", &mint, "1d"]).fails(1, "NotTokenOwner");
    assert!(verbose.err.contains("Program PersonaL"));
    let json = home.by("ada", &["--output", "json", "token", "pause", &mint, "1d"]).json();
    let error = &json["error"];
    assert_eq!((&error["name"], &error["instruction"]), (&"NotTokenOwner".into(), &"token_pause".into()));
    assert!(error["code"].is_u64() && error["remedy"].is_string());
}

#[test]
fn fees_are_paid_by_the_fee_payer_and_priced_on_demand() {
    let (home, mint) = village();
    let (max, ada) = (home.arg("max.json"), home.arg("ada.json"));
    let run = home
        .by(
            "olivia",
            &[
                "--fee-payer",
                &max,
                "--with-compute-unit-price",
                "1000000",
                "--with-compute-unit-limit",
                "50000",
                "shares",
                "transfer",
                &mint,
                "1",
                &ada,
            ],
        )
        .ok();
    // Two signatures, and 50,000 units at a lamport.
    assert!(run.err.contains("0.00006 SOL"), "{}", run.err);
    home.by("olivia", &["--with-compute-unit-limit", "5000", "shares", "transfer", &mint, "1", &ada]).fails(1, "");
    home.by("olivia", &["--skip-preflight", "--commitment", "finalized", "shares", "transfer", &mint, "1", &ada]).ok();
    home.key("poor");
    home.by("poor", &["network", "create", "X", "--charter", "text:c", "--clauses", "1"]).fails(1, "fund it");
}

#[test]
fn signatures_from_elsewhere() {
    let (home, _) = village();
    let (nora, max) = (home.json("nora", &["member", "list"]), home.arg("max.json"));
    drop(nora);
    let address = |name: &str| {
        let file = std::fs::read(home.path(&format!("{name}.json"))).unwrap();
        let bytes: Vec<u8> = serde_json::from_slice(&file).unwrap();
        bs58::encode(&bytes[32..]).into_string()
    };
    let (nora, payer) = (address("nora"), address("max"));
    let blockhash = home.json("nora", &["ledger", "status"])["blockhash"].as_str().unwrap().to_owned();
    let fixed = ["--output", "json", "--blockhash", &blockhash, "--with-compute-unit-limit", "100000"];
    let halt = |args: &[&str]| home.run(&[&fixed[..], args, &["network", "halt"]].concat());

    // The payer signs; Nora is elsewhere.
    let first = halt(&["--sign-only", "--keypair", &nora, "--fee-payer", &max]).ok().json();
    assert_eq!(first["signOnly"], true);
    assert_eq!(first["missing"], serde_json::json!([nora]));
    // Nora signs the same message.
    let second = halt(&["--sign-only", "--keypair", &home.arg("nora.json"), "--fee-payer", &payer]).ok().json();
    assert_eq!(second["missing"], serde_json::json!([payer]));
    assert_eq!(first["message"], second["message"]);
    let signature = second["signers"][0].as_str().unwrap();
    assert!(signature.starts_with(&nora));

    halt(&["--yes", "--keypair", &nora, "--fee-payer", &max]).fails(2, "cannot sign");
    let wrong = first["signers"][0].as_str().unwrap().replace(&payer, &nora);
    halt(&["--yes", "--keypair", &nora, "--fee-payer", &max, "--signer", &wrong]).fails(1, "not of this transaction");
    let sent = halt(&["--yes", "--keypair", &nora, "--fee-payer", &max, "--signer", signature]).ok().json();
    assert_eq!(sent["halted"], true);
    assert_eq!(home.json("max", &["network", "show"])["halted"], true);
    home.run(&["--sign-only", "--keypair", &nora, "network", "halt"]).fails(2, "--blockhash");
    home.run(&["--blockhash", &blockhash, "--keypair", &nora, "network", "halt"]).fails(2, "--with-compute-unit-limit");
}

#[test]
fn a_durable_nonce_keeps_signatures_good() {
    let (home, _) = village();
    let nonce = home.nonce_account("nora");
    home.by("nora", &["--nonce", &nonce, "network", "halt"]).ok();
    let run = home.by("nora", &["--nonce", &nonce, "network", "resume"]).ok();
    assert!(run.err.contains("do not expire"), "{}", run.err);
    home.by("max", &["--nonce", &nonce, "network", "halt"]).fails(1, "nonce");
}

#[test]
fn the_solana_configuration() {
    let home = Home::new();
    home.key("nora");
    let missing = home.run(&["ledger", "airdrop", "1"]).fails(2, "personal-token keygen");
    assert!(missing.err.contains(".config/solana/id.json"), "{}", missing.err);
    home.run(&["--config", &home.arg("nothing.yml"), "network", "list"]).fails(2, "does not exist");
    let config = home.file(
        "config.yml",
        &format!("json_rpc_url: https://api.mainnet-beta.solana.com\nwebsocket_url: ''\nkeypair_path: {}\ncommitment: confirmed\n", home.arg("nora.json")),
    );
    // The keypair is taken from it, the cluster is not.
    home.run(&["--config", &config, "ledger", "airdrop", "1"]).ok();
    let nonsense = home.file("nonsense.yml", "json_rpc_url: [");
    home.run(&["--config", &nonsense, "network", "list"]).fails(2, "cannot read the configuration");
    let level = home.file("level.yml", "json_rpc_url: x\nwebsocket_url: ''\nkeypair_path: k\ncommitment: quickly\n");
    home.run(&["--config", &level, "network", "list"]).fails(2, "quickly");
}

#[test]
fn help_version_completions() {
    let home = Home::new();
    let help = home.run(&["--help"]).ok();
    assert!(help.out.contains("Try `personal-token demo` first") && help.err.is_empty());
    assert!(help.out.contains("whatever the Solana configuration says"));
    assert!(home.run(&["--version"]).ok().out.starts_with("personal-token "));
    assert!(home.run(&["shares", "transfer", "--version"]).ok().out.contains("0."));
    assert_eq!(home.run(&[]).code, 2);
    assert_eq!(home.run(&["network"]).code, 2);
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        assert!(home.run(&["completions", shell]).ok().out.contains("personal-token"), "{shell}");
    }
    home.run(&["completions", "cmd"]).fails(2, "cmd");
    assert!(!home.ledger().exists());
}

#[test]
fn every_command_has_a_help() {
    let home = Home::new();
    let commands = "network create|network show|network list|network propose-authority|network accept-authority|\
        network propose-parameters|network apply-parameters|network cancel-parameters|network halt|network resume|\
        network steward appoint|network steward update|network steward dismiss|network steward list|member apply|\
        member withdraw|member applications|member admit|member refuse|member suspend|member reinstate|member leave|\
        member attest|member hold|member release|member show|member list|token authorise|round open|round subscribe|\
        round accept|round decline|round withdraw|round complete|round undo|round cancel|round settle|round refund|\
        round collect|round show|market list|market buy|market cancel|market show|recovery propose|recovery veto|\
        recovery mark|recovery execute|recovery show|token create|token issue|token show|token list|token policy|token hold|\
        token pause|token resume|position open|position close|position show|position list|position admit|\
        position approve|shares transfer|proceeds deposit|proceeds history|proceeds claim|proceeds distribute|\
        proceeds close-tables|proceeds due|captable|ledger status|ledger airdrop|ledger faucet|ledger warp|ledger reset|localnet|demo|doctor|keygen|\
        completions|charter show|charter hash|charter verify|charter publish|charter acknowledge|member exclude|\
        member reputation|position set-boundary|complaint file|complaint reply|complaint resolve|complaint overturn|\
        complaint close|complaint show|complaint list|complaint verify|report file|report record|report show|report due";
    for command in commands.split('|') {
        let words: Vec<&str> = command.split_whitespace().chain(["--help"]).collect();
        let help = home.run(&words).ok().out;
        assert!(help.contains("Usage: personal-token") && help.contains("--dry-run"), "{command}: {help}");
        assert!(help.contains("Common options:"), "{command}: {help}");
        // The short one has a command's own options only, and says where the others are.
        let words: Vec<&str> = command.split_whitespace().chain(["-h"]).collect();
        let short = home.run(&words).ok().out;
        assert!(short.contains("Usage: personal-token"), "{command}: {short}");
        assert!(short.contains("`--help` lists the common options too."), "{command}: {short}");
        assert!(!short.contains("--dry-run") && !short.contains("Common options:"), "{command}: {short}");
        assert!(short.lines().count() < help.lines().count() / 2, "{command}: {short}");
    }
}

#[test]
#[cfg(not(feature = "localnet"))]
fn without_the_localnet_the_command_says_how_to_get_it() {
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_personal-token"));
    let output = command.arg("localnet").env_clear().output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&output.stderr).contains("--features localnet"), "{output:?}");
}

#[test]
fn keygen_makes_a_file_for_one_pair_of_eyes() {
    let home = Home::new();
    home.key("new");
    let file = home.arg("new.json");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        assert_eq!(std::fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
    }
    let before = std::fs::read(&file).unwrap();
    home.run(&["keygen", &file]).fails(2, "not overwritten");
    assert_eq!(std::fs::read(&file).unwrap(), before);
    home.run(&["keygen", &home.arg("no/such/place.json")]).fails(2, "cannot create");
}

#[test]
fn who_stops_reading_is_no_error() {
    let home = Home::new();
    let mut command = home.command(&["completions", "zsh"]);
    let mut child = command.stdout(std::process::Stdio::piped()).stderr(std::process::Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success() && output.stderr.is_empty(), "{output:?}");
}

#[test]
fn a_key_from_the_standard_input() {
    use std::{io::Write, process::Stdio};
    let home = Home::new();
    let address = home.key("nora");
    for source in ["-", "stdin:"] {
        let mut command = home.command(&["--keypair", source, "--output", "json", "ledger", "airdrop", "1"]);
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
        child.stdin.take().unwrap().write_all(&std::fs::read(home.path("nora.json")).unwrap()).unwrap();
        let output = child.wait_with_output().unwrap();
        assert!(String::from_utf8_lossy(&output.stdout).contains(&address), "{output:?}");
    }
    home.run(&["--keypair", "stdin:", "ledger", "airdrop", "1"]).fails(2, "not a keypair");
}

#[test]
fn in_process_as_a_library() {
    use personal_token_cli::{run, Exit};
    let call = |args: &[&str]| {
        let (mut out, mut err) = (Vec::new(), Vec::new());
        let args = ["personal-token"].iter().chain(args).map(std::ffi::OsString::from);
        let exit = run(args, &mut out, &mut err);
        (exit, String::from_utf8(out).unwrap(), String::from_utf8(err).unwrap())
    };
    let (exit, out, err) = call(&["--output", "json-compact", "demo"]);
    assert_eq!((exit, err.as_str()), (Exit::Ok, ""));
    assert!(out.starts_with('{') && out.lines().count() == 1);
    let (exit, out, err) = call(&["--url", "nowhere", "demo"]);
    assert_eq!((exit, out.as_str()), (Exit::Usage, ""));
    assert!(err.starts_with("error: `nowhere` is no cluster"), "{err}");
}
