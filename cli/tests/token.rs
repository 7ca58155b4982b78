//! `token …`, `doctor`.

mod common;

use common::{village, Home};

#[test]
fn create_shows_everything_before_and_after() {
    let home = Home::new();
    for name in ["nora", "olivia"] {
        home.person(name);
    }
    home.network();
    home.by("olivia", &["token", "create", "--name", "O", "--symbol", "O", "--terms", "text:t"])
        .fails(1, "is not a member");
    assert!(home.run(&["token", "list"]).ok().out.starts_with("There is no token yet"));
    home.member("olivia");
    let run = home
        .by(
            "olivia",
            &["--output", "json", "token", "create", "--name", "Olivia", "--symbol", "OLIV", "--terms", "text:t"],
        )
        .ok();
    for line in [
        "10,000,000 shares, all of them yours",
        "locked for 0 seconds",
        "fee ",
        "rent for new accounts",
        "one human, one token",
    ] {
        assert!(run.err.contains(line), "{line}: {}", run.err);
    }
    let created = run.json();
    assert_eq!(created["shares"], "10000000");
    // Mint, position and shares in one transaction.
    assert_eq!(created["signatures"].as_array().map(Vec::len), Some(1));
    let mint = created["mint"].as_str().unwrap();
    let shown = home.json("olivia", &["token", "show", mint]);
    assert_eq!(shown["symbol"], "OLIV");
    assert_eq!(shown["shares"], "10000000");
    assert_eq!(shown["policy"], "open");
    assert_eq!(shown["owner"], created["owner"]);
    assert!(home.run(&["token", "list"]).ok().out.contains("OLIV"));
    assert!(home.run(&["token", "show", mint]).ok().out.starts_with("OLIV (Olivia)"));
    home.by("olivia", &["token", "create", "--name", "O", "--symbol", "O", "--terms", "text:t"])
        .fails(1, "one human, one token");
    home.by("olivia", &["token", "issue", mint, "1"]).fails(1, "issued already");
}

#[test]
fn even_the_longest_texts_fit_into_one_transaction() {
    let home = Home::new();
    for name in ["nora", "olivia", "rich"] {
        home.person(name);
    }
    home.network();
    home.member("olivia");
    let (name, uri) = ("N".repeat(32), format!("https://example.org/{}", "x".repeat(108)));
    let rich = home.arg("rich.json");
    let create = [
        "--fee-payer",
        &rich,
        "--with-compute-unit-price",
        "1",
        "token",
        "create",
        "--name",
        &name,
        "--symbol",
        "0123456789",
        "--terms",
        "text:t",
        "--uri",
        &uri,
    ];
    let created = home.json("olivia", &create);
    assert_eq!(created["signatures"].as_array().map(Vec::len), Some(1));
    let shown = home.json("olivia", &["token", "show", created["mint"].as_str().unwrap()]);
    assert_eq!((&shown["shares"], &shown["uri"]), (&"10000000".into(), &uri.into()));
}

#[test]
fn creation_is_refused_with_the_rule() {
    let home = Home::new();
    for name in ["nora", "olivia", "ada"] {
        home.person(name);
    }
    home.by(
        "nora",
        &["network", "create", "Town", "--charter", "text:c", "--clauses", "1", "--attestation-required", "yes"],
    )
    .ok();
    home.member("olivia");
    let create = ["token", "create", "--name", "Olivia", "--symbol", "OLIV", "--terms", "text:t"];
    home.by("olivia", &create).fails(1, "CoolingOff");
    home.run(&["ledger", "warp", "3d"]).ok();
    home.by("olivia", &create).fails(1, "AttestationRequired");
    home.by("nora", &["member", "attest", &home.arg("olivia.json")]).ok();
    home.by("olivia", &[&create[..], &["--hold", "89d"]].concat()).fails(1, "HoldOutOfBounds");
    home.by("olivia", &[&create[..], &["--shares", "2", "--authorised", "1"]].concat())
        .fails(2, "no more than are authorised");
    home.by("olivia", &[&create[..], &["--shares", "0"]].concat()).fails(2, "at least one share");
    home.by("olivia", &["token", "create", "--name", "a\u{202e}b", "--symbol", "O", "--terms", "text:t"])
        .fails(2, "plain characters");
    home.by("olivia", &[&create[..], &["--authorised", "20000000"]].concat()).ok();
}

#[test]
fn policy_and_hold_take_effect_after_their_notice() {
    let (home, mint) = village();
    home.by("ada", &["token", "policy", &mint, "closed"]).fails(1, "NotTokenOwner");
    home.by("olivia", &["token", "policy", &mint, "open"]).fails(1, "PolicyUnchanged");
    let narrower = home.json("olivia", &["token", "policy", &mint, "village"]);
    assert_eq!(narrower["effectiveAt"], 1_767_225_600 + 30 * 86_400);
    assert_eq!(home.json("olivia", &["token", "show", &mint])["policy"], "open");
    assert!(home.run(&["token", "show", &mint]).ok().out.contains("open; village from 2026-01-31"));
    home.run(&["ledger", "warp", "30d"]).ok();
    assert_eq!(home.json("olivia", &["token", "show", &mint])["policy"], "village");
    let wider = home.by("olivia", &["token", "policy", &mint, "open"]).ok();
    assert!(wider.out.contains("at once"));

    home.by("olivia", &["token", "hold", &mint, "1826d"]).fails(1, "HoldOutOfBounds");
    home.by("olivia", &["token", "hold", &mint, "90d"]).ok();
    assert_eq!(home.json("olivia", &["token", "show", &mint])["hold"], 0);
    home.run(&["ledger", "warp", "2026-03-03"]).ok();
    assert_eq!(home.json("olivia", &["token", "show", &mint])["hold"], 7_776_000);
}

#[test]
fn pause_and_resume() {
    let (home, mint) = village();
    let ada = home.arg("ada.json");
    home.by("olivia", &["token", "pause", &mint, "15d"]).fails(1, "PauseTooLong");
    home.by("ada", &["token", "pause", &mint, "1d"]).fails(1, "NotTokenOwner");
    home.by("olivia", &["token", "resume", &mint]).fails(1, "TokenNotPaused");
    home.by("olivia", &["token", "pause", &mint, "14d"]).ok();
    home.by("olivia", &["shares", "transfer", &mint, "1", &ada]).fails(1, "TokenPaused");
    home.by("olivia", &["token", "resume", &mint]).ok();
    home.by("olivia", &["shares", "transfer", &mint, "1", &ada]).ok();
    home.by("olivia", &["token", "pause", &mint, "1d"]).fails(1, "PauseTooSoon");
}

#[test]
fn doctor_tells_the_genuine_from_the_rest() {
    let (home, mint) = village();
    let sound = home.run(&["doctor", &mint]).ok();
    assert!(sound.out.contains("is a genuine personal token") && !sound.out.contains("BAD"), "{}", sound.out);
    let json = home.json("ada", &["doctor", &mint]);
    assert_eq!(json["genuine"], true);
    assert!(json["checks"].as_array().is_some_and(|checks| checks.iter().all(|check| check["sound"] == true)));
    let usdc = home.json("ada", &["ledger", "status"])["quoteMint"].as_str().unwrap().to_owned();
    let not = home.run(&["--output", "json", "doctor", &usdc]).fails(1, "not genuine");
    assert_eq!(not.json()["error"]["kind"], "failed");
    for args in [["token", "show"], ["position", "open"], ["proceeds", "history"], ["proceeds", "due"]] {
        home.by("ada", &[args[0], args[1], &usdc]).fails(1, "is not a personal token of this cluster");
    }
    home.by("ada", &["captable", &usdc]).fails(1, "is not a personal token of this cluster");
}
