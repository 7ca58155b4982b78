//! `shares transfer`, `position …`, `captable`.

mod common;

use common::{ui, village};

#[test]
fn transfer_and_its_refusals() {
    let (home, mint) = village();
    let (ada, ben, olivia, max) =
        (home.arg("ada.json"), home.arg("ben.json"), home.arg("olivia.json"), home.arg("max.json"));
    let run = home.by("olivia", &["--output", "json", "shares", "transfer", &mint, "1500000", &ada]).ok();
    for line in ["1,500,000 of 10,000,000 shares", "1,500,000 shares (15.00%)", "lock", "fee "] {
        assert!(run.err.contains(line), "{line}: {}", run.err);
    }
    assert_eq!(run.json()["shares"], "1500000");
    home.by("olivia", &["shares", "transfer", &mint, "1", &max]).fails(1, "has no position in this token");
    home.by("max", &["shares", "transfer", &mint, "1", &ada]).fails(1, "has no position in this token");
    home.by("ada", &["shares", "transfer", &mint, "1", &ada]).fails(2, "the sender himself");
    home.by("ada", &["shares", "transfer", &mint, "0", &ben]).fails(2, "at least one share");
    home.by("ada", &["shares", "transfer", &mint, "1500001", &ben]).fails(1, "fewer shares than that");
    home.by("nora", &["member", "suspend", &ben, "--reason", "text:x"]).ok();
    home.by("ada", &["shares", "transfer", &mint, "1", &ben]).fails(1, "MemberNotActive");
    home.by("nora", &["network", "halt"]).ok();
    home.by("ada", &["shares", "transfer", &mint, "1", &olivia]).fails(1, "NetworkHalted");
    home.by("nora", &["network", "resume"]).ok();
    let back = home.by("ada", &["shares", "transfer", &mint, "ALL", &olivia]).ok();
    assert!(back.out.contains("10,000,000 shares of OLIV"), "{}", back.out);
    home.by("ada", &["shares", "transfer", &mint, "ALL", &olivia]).fails(1, "holds no shares");
}

#[test]
fn locks_are_shown_and_kept() {
    let (home, mint) = village();
    let (ada, ben) = (home.arg("ada.json"), home.arg("ben.json"));
    home.by("olivia", &["token", "hold", &mint, "90d"]).ok();
    home.run(&["ledger", "warp", "30d"]).ok();
    let sent = home.json("olivia", &["shares", "transfer", &mint, "1000", &ada]);
    let unlocks_at = 1_767_225_600 + 120 * 86_400;
    assert_eq!(sent["unlocksAt"], unlocks_at);
    let held = home.json("ada", &["position", "show", &mint]);
    assert_eq!((&held["locked"], &held["free"]), (&"1000".into(), &"0".into()));
    assert_eq!(held["unlocksAt"], unlocks_at);
    home.by("ada", &["shares", "transfer", &mint, "1", &ben]).fails(1, "SharesLocked");
    home.by("ada", &["shares", "transfer", &mint, "ALL", &ben])
        .fails(1, "all 1,000 shares are locked until 2026-05-01");
    home.run(&["ledger", "warp", "90d"]).ok();
    home.by("ada", &["shares", "transfer", &mint, "ALL", &ben]).ok();
}

#[test]
fn village_and_approval() {
    let (home, mint) = village();
    let (ada, ben, olivia) = (home.arg("ada.json"), home.arg("ben.json"), home.arg("olivia.json"));
    home.by("ada", &["position", "admit", &mint, &ben, "--cap", "5%"]).fails(1, "NotTokenOwner");
    home.by("olivia", &["token", "policy", &mint, "village"]).ok();
    home.run(&["ledger", "warp", "30d"]).ok();
    home.by("olivia", &["shares", "transfer", &mint, "1", &ada]).fails(1, "NotAdmitted");
    assert_eq!(home.json("olivia", &["position", "admit", &mint, &ada, "--cap", "1%"])["capBasisPoints"], 100);
    home.by("olivia", &["shares", "transfer", &mint, "100001", &ada]).fails(1, "CapExceeded");
    home.by("olivia", &["shares", "transfer", &mint, "100000", &ada]).ok();
    home.by("olivia", &["position", "admit", &mint, &ada, "--cap", "0%"]).ok();
    assert!(home.by("ada", &["position", "show", &mint]).ok().out.contains("not admitted"));

    home.by("olivia", &["token", "policy", &mint, "approval"]).ok();
    home.run(&["ledger", "warp", "30d"]).ok();
    let approve = |expires: &str, shares: &str| {
        home.by(
            "olivia",
            &["position", "approve", &mint, &ben, "--from", &ada, "--shares", shares, "--expires", expires],
        )
    };
    home.by("ada", &["shares", "transfer", &mint, "50", &ben]).fails(1, "NotApproved");
    approve("2026-01-01", "50").fails(1, "ApprovalExpiryInvalid");
    approve("30d", "0").fails(2, "at least one share");
    approve("30d", "50").ok();
    let approval = &home.json("ben", &["position", "show", &mint])["approval"];
    assert_eq!(approval["shares"], "50");
    home.by("olivia", &["position", "approve", &mint, &ben, "--withdraw"]).ok();
    home.by("ada", &["shares", "transfer", &mint, "50", &ben]).fails(1, "NotApproved");
    approve("2027-01-31T12:00:00Z", "50").ok();
    home.by("ada", &["shares", "transfer", &mint, "50", &ben]).ok();
    home.by("ada", &["shares", "transfer", &mint, "50", &ben]).fails(1, "NotApproved");
    home.by("ada", &["shares", "transfer", &mint, "50", &olivia]).ok();
    home.by("olivia", &["position", "approve", &mint, &ben, "--shares", "1"]).fails(2, "--from");
}

#[test]
fn positions_open_close_and_are_listed() {
    let (home, mint) = village();
    home.by("max", &["position", "open", &mint]).fails(1, "is not a member");
    home.by("ada", &["position", "open", &mint]).fails(1, "has a position in this token already");
    let listed = home.json("ada", &["position", "list"]);
    assert_eq!(listed["positions"][0]["shares"], "0");
    home.by("ada", &["position", "close", &mint]).ok();
    home.by("ada", &["position", "close", &mint]).fails(1, "has no position");
    assert!(home.by("ada", &["position", "list"]).ok().out.contains("has no positions"));
    home.by("ada", &["position", "open", &mint]).ok();
    home.by("olivia", &["shares", "transfer", &mint, "7", &home.arg("ada.json")]).ok();
    home.by("ada", &["position", "close", &mint]).fails(1, "PositionUsed");
    assert!(home.by("ada", &["position", "list"]).ok().out.contains("OLIV"));
    // Anybody can look, by address.
    let address = home.json("ada", &["position", "show", &mint])["wallet"].as_str().unwrap().to_owned();
    assert_eq!(home.json("max", &["position", "show", &mint, &address])["shares"], "7");
}

#[test]
fn the_cap_table() {
    let (home, mint) = village();
    home.by("olivia", &["shares", "transfer", &mint, "1500000", &home.arg("ada.json")]).ok();
    home.by("olivia", &["ledger", "faucet", "10000"]).ok();
    let deposit = [
        "proceeds",
        "deposit",
        &mint,
        "--proceeds",
        "10000",
        "--kind",
        "company-equity",
        "--asset",
        "text:a",
        "--evidence",
        "text:e",
    ];
    home.by("olivia", &deposit).ok();
    let table = home.json("max", &["captable", &mint]);
    let holders = table["holders"].as_array().unwrap();
    assert_eq!(table["total"], "10000000");
    let rows: Vec<_> = holders
        .iter()
        .map(|row| (row["shares"].as_str().unwrap(), ui(&row["claimable"]), row["isOwner"] == true))
        .collect();
    assert_eq!(rows, [("8500000", "8500.000000", true), ("1500000", "1500.000000", false), ("0", "0.000000", false)]);
    let text = home.run(&["captable", &mint]).ok().out;
    assert!(text.contains("(owner)") && text.contains("8,500.00 USDC") && text.contains("Total"), "{text}");
}
