//! `ledger …`, and two commands at once.

mod common;

use common::{skipped, ui, village, Home};

#[test]
fn status_airdrop_faucet_warp_reset() {
    if skipped("status_airdrop_faucet_warp_reset") {
        return;
    }
    let home = Home::new();
    let nora = home.key("nora");
    let status = home.json("nora", &["ledger", "status"]);
    assert_eq!(status["unixTime"], 1_767_225_600);
    assert_eq!(status["file"], home.ledger().to_str().unwrap());
    assert!(home.run(&["ledger", "status"]).ok().out.contains("2026-01-01 00:00:00 UTC"));

    assert_eq!(home.json("nora", &["ledger", "airdrop", "1.5"])["lamports"], "1500000000");
    assert_eq!(home.json("nora", &["ledger", "airdrop", "2", &nora])["wallet"], nora.as_str());
    assert_eq!(ui(&home.json("nora", &["ledger", "faucet", "12.5"])["amount"]), "12.500000");
    home.by("nora", &["ledger", "airdrop", "0"]).fails(2, "more than nothing");
    home.by("nora", &["ledger", "faucet", "0.0000001"]).fails(2, "write at most 6");
    home.by("nora", &["ledger", "airdrop", "600000000"]).fails(1, "airdrop");

    assert_eq!(home.json("nora", &["ledger", "warp", "90d"])["unixTime"], 1_767_225_600 + 90 * 86_400);
    assert!(home.run(&["ledger", "warp", "2027-01-31"]).ok().out.contains("2027-01-31 00:00:00 UTC"));
    home.run(&["ledger", "warp", "2026-01-31"]).fails(2, "cannot go back");
    home.run(&["ledger", "warp", "soon"]).fails(2, "2027-01-31T12:00:00Z");
    home.run(&["--dry-run", "ledger", "warp", "1d"]).fails(2, "act at once");

    home.by("nora", &["ledger", "reset"]).ok();
    assert!(!home.ledger().exists());
    assert_eq!(home.json("nora", &["ledger", "status"])["unixTime"], 1_767_225_600);
}

#[test]
fn nothing_is_removed_without_a_yes() {
    if skipped("nothing_is_removed_without_a_yes") {
        return;
    }
    let home = Home::new();
    home.person("nora");
    home.run(&["ledger", "reset"]).fails(2, "add --yes");
    assert!(home.ledger().exists());
}

#[test]
fn a_damaged_file_is_not_touched_and_can_be_reset() {
    if skipped("a_damaged_file_is_not_touched_and_can_be_reset") {
        return;
    }
    let home = Home::new();
    home.key("nora");
    home.by("nora", &["ledger", "airdrop", "1"]).ok();
    let mut bytes = std::fs::read(home.ledger()).unwrap();
    *bytes.last_mut().unwrap() ^= 1;
    for damaged in [&bytes[..], &bytes[..5], b""] {
        std::fs::write(home.ledger(), damaged).unwrap();
        home.by("nora", &["ledger", "airdrop", "1"]).fails(1, "ledger reset");
        home.by("nora", &["network", "list"]).fails(1, "ledger reset");
        assert_eq!(std::fs::read(home.ledger()).unwrap(), damaged);
        home.by("nora", &["ledger", "reset"]).ok();
        home.by("nora", &["ledger", "airdrop", "1"]).ok();
    }
}

#[test]
fn another_file_is_neither_a_ledger_nor_removed() {
    if skipped("another_file_is_neither_a_ledger_nor_removed") {
        return;
    }
    let home = Home::new();
    home.key("nora");
    let key = home.arg("nora.json");
    let before = std::fs::read(&key).unwrap();
    let foreign = "is not a ledger of personal-token, and is left as it is";
    home.run(&["--yes", "--ledger", &key, "network", "list"]).fails(1, foreign);
    home.run(&["--yes", "--ledger", &key, "ledger", "reset"]).fails(1, foreign);
    assert_eq!(std::fs::read(&key).unwrap(), before);
}

#[test]
fn where_the_ledger_is() {
    if skipped("where_the_ledger_is") {
        return;
    }
    let home = Home::new();
    home.key("nora");
    let run = |environment: &[(&str, String)], args: &[&str]| {
        let mut command = home.command(args);
        command.env_remove("PERSONAL_TOKEN_LEDGER");
        for (name, value) in environment {
            command.env(name, value);
        }
        assert!(command.output().unwrap().status.success());
    };
    run(&[], &["ledger", "status"]);
    assert!(home.path(".local/share/personal-token/ledger.bin").exists());
    run(&[("XDG_DATA_HOME", home.arg("data"))], &["ledger", "status"]);
    assert!(home.path("data/personal-token/ledger.bin").exists());
    run(&[("PERSONAL_TOKEN_LEDGER", home.arg("a.bin"))], &["--ledger", &home.arg("b.bin"), "ledger", "status"]);
    assert!(home.path("b.bin").exists() && !home.path("a.bin").exists());
    home.run(&["--ledger", "", "ledger", "status"]).fails(2, "--ledger");
}

#[test]
fn commands_at_once_wait_for_each_other() {
    if skipped("commands_at_once_wait_for_each_other") {
        return;
    }
    let (home, mint) = village();
    let ada = home.arg("ada.json");
    std::thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| home.by("olivia", &["shares", "transfer", &mint, "1", &ada]).ok());
            scope.spawn(|| home.run(&["captable", &mint]).ok());
        }
    });
    assert_eq!(home.json("ada", &["position", "show", &mint])["shares"], "8");
}

#[test]
fn a_killed_command_leaves_the_last_good_state() {
    if skipped("a_killed_command_leaves_the_last_good_state") {
        return;
    }
    let (home, mint) = village();
    let (olivia, ada) = (home.arg("olivia.json"), home.arg("ada.json"));
    let args = ["--yes", "--keypair", &olivia, "shares", "transfer", &mint, "1", &ada];
    for delay in [0, 5, 10, 15, 20, 30, 40, 60] {
        let mut child = home
            .command(&args)
            .stdout(std::process::Stdio::null())
            .stderr(std::process::Stdio::null())
            .spawn()
            .unwrap();
        std::thread::sleep(std::time::Duration::from_millis(delay));
        let _ = child.kill();
        child.wait().unwrap();
        let table = home.json("ada", &["captable", &mint]);
        assert_eq!(table["total"], "10000000");
    }
    home.by("olivia", &["shares", "transfer", &mint, "1", &ada]).ok();
}
