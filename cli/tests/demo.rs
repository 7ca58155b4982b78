//! `demo`: deterministic, fast, and right.

mod common;

use {common::Home, std::time::Instant};

#[test]
fn it_is_what_the_committed_transcript_shows() {
    let home = Home::new();
    let start = Instant::now();
    let run = home.run(&["demo"]).ok();
    assert!(start.elapsed().as_secs() < 5);
    assert!(run.err.is_empty(), "{}", run.err);
    if std::env::var_os("UPDATE_TRANSCRIPT").is_some() {
        std::fs::write(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/demo.txt"), &run.out).unwrap();
    }
    assert_eq!(run.out, include_str!("demo.txt"), "run with UPDATE_TRANSCRIPT=1 if this is meant");
    // It leaves nothing behind, and needs no key.
    assert!(!home.ledger().exists());
}

#[test]
fn every_kind_of_refusal_and_every_published_number_is_in_it() {
    let transcript = include_str!("demo.txt");
    for rule in [
        "SharesLocked",
        "CapExceeded",
        "NotTransferring",
        "MemberNotActive",
        "NotAdmitted",
        "CoolingOff",
        "Max has no position",
        "RoundNotOpenYet",
        "SubscriptionAccepted",
        "UndoWindowOpen",
        "RoundReopened",
        "RoundUnsettled",
        "GainsMustBeRouted",
        "OwnerFirst",
        "SharesListed",
        "NoBoundaryBefore",
        "ReplyTimeRuns",
        "StewardHoldsShares",
        "NotInGoodStanding",
        "ReportNotOverdue",
        "ReportInOrder",
        "PositionHeld",
        "MemberHeld",
        "RecoveryTooEarly",
    ] {
        assert!(transcript.contains(rule), "{rule}");
    }
    for number in [
        "Olivia 8,000.00 USDC, Ada 1,500.00 USDC, Ben 500.00 USDC",
        "Carl 30,000.00 USDC",
        "Ben 5,000.00 USDC",
        "5,000.",
        "3,750.00 USDC to Olivia, 1,250.00 USDC to the network, 245,000.00 USDC for Ada",
        "600,000 shares; the treasury 600 on top",
        "400,000 shares, and 200,000.00 USDC back; the treasury 400 on top",
        "Carl's new key 5,000.00 USDC",
    ] {
        assert!(transcript.contains(number), "{number}");
    }
}

#[test]
fn json_is_one_object() {
    let json = Home::new().run(&["--output", "json-compact", "demo"]).ok().json();
    assert_eq!(json["ok"], true);
    assert!(json["checks"].as_u64().is_some_and(|checks| checks > 400));
}
