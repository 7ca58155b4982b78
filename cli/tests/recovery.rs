//! `recovery …`, `member hold|release`, and what they stop.

mod common;

use common::{market_town, ui, Home};

/// Two stewards who recover, `sam` and `tess`, and 100 USDC deposited; Ada holds 20,000 shares.
fn with_stewards() -> (Home, String) {
    let (home, mint) = market_town();
    for name in ["sam", "tess", "new"] {
        home.person(name);
    }
    for name in ["sam", "tess"] {
        home.member(name);
        home.by("nora", &["network", "steward", "appoint", &home.arg(&format!("{name}.json")), "--can", "recover"])
            .ok();
    }
    home.by("olivia", &["shares", "transfer", &mint, "1000000", &home.arg("ada.json")]).ok();
    (home, mint)
}

fn deposit(home: &Home, mint: &str) {
    let sale = ["--proceeds", "100", "--kind", "company-equity", "--asset", "text:a", "--evidence", "text:e"];
    home.by("olivia", &[&["proceeds", "deposit", mint][..], &sale].concat()).ok();
}

fn propose(home: &Home, who: &str, second: &str) -> common::Run {
    let (ada, new, second) = (home.arg("ada.json"), home.arg("new.json"), home.arg(&format!("{second}.json")));
    let words = ["recovery", "propose", &ada, "--new-wallet", &new, "--second-steward", &second];
    home.by(who, &[&["--output", "json"][..], &words].concat())
}

#[test]
fn a_lost_wallet_is_recovered_with_all_it_held() {
    let (home, mint) = with_stewards();
    let other = home.big_token("ben");
    home.by("ada", &["position", "open", &other]).ok();
    home.by("ben", &["shares", "transfer", &other, "500", &home.arg("ada.json")]).ok();
    home.by("ada", &["market", "list", &mint, "300", "--price", "9"]).ok();
    deposit(&home, &mint);
    propose(&home, "sam", "tess").fails(1, "Both can use it from 2026-01-15 00:00:00 UTC.");
    home.warp("14d");
    propose(&home, "sam", "sam").fails(1, "SameSteward");
    propose(&home, "nora", "tess").fails(1, "is not a member");
    propose(&home, "sam", "ben").fails(1, "is no steward of the network");
    let run = propose(&home, "sam", "tess").ok();
    for line in ["2 positions: only the holder himself", "from 2026-01-29 00:00:00 UTC until 2026-02-28 00:00:00 UTC"] {
        assert!(run.err.contains(line), "{line}: {}", run.err);
    }
    assert_eq!(run.json()["marked"], 2);
    propose(&home, "sam", "tess").fails(1, "is pending already: it can be executed from 2026-01-29");

    // Nothing leaves, and nobody else has it paid.
    let ada = home.arg("ada.json");
    home.by("ada", &["shares", "transfer", &mint, "1", &home.arg("ben.json")])
        .fails(1, "it lapses at 2026-02-28 00:00:00 UTC.");
    home.by("max", &["proceeds", "claim", &mint, &ada]).fails(1, "A recovery of the holder's wallet is pending.");
    let paid = home.json("max", &["proceeds", "distribute", &mint]);
    let skipped = paid["skipped"].as_array().unwrap();
    assert!(skipped.len() == 1 && skipped[0]["reason"].as_str().unwrap().contains("the position is marked"), "{paid}");
    let table = home.run(&["captable", &mint]).ok().out;
    assert!(table.contains("marked"), "{table}");
    let shown = home.json("max", &["recovery", "show", &ada]);
    assert_eq!(
        (&shown["recovery"]["executable"], &shown["positions"][0]["place"]),
        (&false.into(), &"in place".into())
    );

    let execute =
        |who: &str, more: &[&str]| home.by(who, &[&["--output", "json", "recovery", "execute", &ada], more].concat());
    execute("max", &[]).fails(1, "The 14 days for a veto are not over. They are over at 2026-01-29 00:00:00 UTC.");
    home.warp("14d");
    // Without the new wallet's key only the member moves; the rest is taken up later.
    let first = execute("max", &[]).ok().json();
    assert_eq!((&first["executed"], first["left"].as_array().map(Vec::len)), (&true.into(), Some(2)));
    home.by("max", &["proceeds", "claim", &mint, &ada]).fails(1, "Its wallet is not the member's any more");
    let nothing = execute("max", &[]).ok();
    assert_eq!(nothing.json()["signatures"], serde_json::json!([]));
    execute("max", &["--new-wallet", &home.arg("ben.json")]).fails(2, "another one than the recovery's");
    let second = execute("max", &["--new-wallet", &home.arg("new.json")]).ok();
    assert!(second.err.contains("1,000,000 shares of OLIV and 10.00 USDC owed"), "{}", second.err);
    assert_eq!(second.json()["moved"].as_array().map(Vec::len), Some(2));

    // Nothing owed is lost, the listing is over, the old wallet can do nothing.
    assert_eq!(ui(&home.json("new", &["proceeds", "claim", &mint])["amount"]), "10.000000");
    let new = home.json("new", &["position", "show", &mint]);
    assert_eq!(
        (&new["shares"], &new["listed"], &new["marked"]),
        (&"1000000".into(), &"0".into(), &serde_json::Value::Null)
    );
    assert_eq!(home.json("max", &["market", "show", &mint])["listings"], serde_json::json!([]));
    assert_eq!(home.json("new", &["position", "show", &other])["shares"], "500");
    home.by("ada", &["market", "list", &mint, "1", "--price", "9"]).fails(1, "was replaced by");
    let old = home.json("max", &["position", "show", &mint, &ada]);
    assert_eq!(old["movedTo"], new["position"]);
    let table = home.run(&["captable", &mint]).ok().out;
    assert!(table.contains(&format!("moved to {}", new["wallet"].as_str().unwrap())), "{table}");
    assert!(home.run(&["recovery", "show", &ada]).ok().out.contains("none pending"));
    let again = home.by("new", &["recovery", "execute", &home.arg("new.json")]).ok().out;
    assert!(again.contains("all his positions are in place; nothing was sent"), "{again}");
}

#[test]
fn the_old_wallet_vetoes() {
    let (home, mint) = with_stewards();
    home.warp("14d");
    home.by("ada", &["recovery", "veto"]).fails(1, "no recovery of");
    propose(&home, "sam", "tess").ok();
    home.by("ben", &["recovery", "veto", &home.arg("ada.json")]).fails(1, "It lapses at 2026-02-28 00:00:00 UTC.");
    let run = home.by("ada", &["--output", "json", "recovery", "veto"]).ok();
    assert!(run.err.contains("the member's own wallet: a veto"), "{}", run.err);
    assert_eq!(run.json()["marked"], 1);
    assert_eq!(home.json("ada", &["position", "show", &mint])["marked"], serde_json::Value::Null);
    home.by("ada", &["shares", "transfer", &mint, "1", &home.arg("ben.json")]).ok();
    // A steward gives one up, and one lapses.
    propose(&home, "tess", "sam").ok();
    let run = home.by("tess", &["recovery", "veto", &home.arg("ada.json")]).ok();
    assert!(run.err.contains("a steward who proposed it, and gives it up"), "{}", run.err);
    propose(&home, "tess", "sam").ok();
    home.warp("44d");
    home.by("max", &["recovery", "execute", &home.arg("ada.json")]).fails(1, "It lapsed at 2026-02-28 00:00:00 UTC;");
    // Nothing holds any more, but the mark stays until somebody takes it away.
    home.by("ada", &["shares", "transfer", &mint, "1", &home.arg("ben.json")]).ok();
    deposit(&home, &mint);
    home.by("max", &["proceeds", "claim", &mint, &home.arg("ada.json")])
        .fails(1, "`personal-token recovery mark` takes the mark away");
    propose(&home, "tess", "sam").fails(1, "it has lapsed, and has to be ended first");
    assert_eq!(home.json("max", &["recovery", "mark", &home.arg("ada.json")])["marked"], 1);
    home.by("max", &["proceeds", "claim", &mint, &home.arg("ada.json")]).ok();
    home.by("max", &["recovery", "veto", &home.arg("ada.json")]).ok();
    home.by("nora", &["recovery", "execute", &home.arg("ada.json")]).ok();
}

#[test]
fn a_member_is_held_and_released() {
    let (home, mint) = with_stewards();
    let ada = home.arg("ada.json");
    deposit(&home, &mint);
    home.by("ben", &["member", "hold", &ada, "1d"]).fails(1, "neither the authority of the network nor a steward");
    home.by("sam", &["member", "hold", &ada, "31d"]).fails(1, "MemberHoldTooLong");
    let run = home.by("sam", &["--output", "json", "member", "hold", &ada, "10d"]).ok();
    assert!(run.err.contains("1 position: only the holder himself"), "{}", run.err);
    let held_until = 1_767_225_600 + 10 * 86_400;
    assert_eq!((&run.json()["heldUntil"], &run.json()["marked"]), (&held_until.into(), &1.into()));
    let refused = home
        .by("ada", &["--output", "json", "shares", "transfer", &mint, "1", &home.arg("ben.json")])
        .fails(1, "The hold ends at 2026-01-11 00:00:00 UTC.");
    assert_eq!(refused.json()["error"]["until"], held_until);
    home.by("ada", &["market", "list", &mint, "1", "--price", "9"]).fails(1, "The hold ends at 2026-01-11");
    home.by("max", &["proceeds", "claim", &mint, &ada]).fails(1, "The mark ends at 2026-01-11 00:00:00 UTC.");
    assert!(home
        .run(&["position", "show", &mint, &ada])
        .ok()
        .out
        .contains("until 2026-01-11 00:00:00 UTC, only the holder"));
    assert!(home.run(&["member", "show", &ada]).ok().out.contains("until 2026-01-11 00:00:00 UTC"));
    assert_eq!(home.json("max", &["member", "show", &ada])["heldUntil"], held_until);
    // He himself is paid.
    let run = home.by("ada", &["proceeds", "claim", &mint]).ok();
    assert!(run.err.contains("you sign as the holder"), "{}", run.err);
    let nothing = home.by("max", &["recovery", "mark", &ada]).ok().out;
    assert!(nothing.contains("up to date; nothing was sent"), "{nothing}");

    home.by("sam", &["member", "release", &ada]).ok();
    home.by("sam", &["member", "release", &ada]).fails(1, "MemberNotHeld");
    home.by("ada", &["shares", "transfer", &mint, "1", &home.arg("ben.json")]).ok();
    home.by("nora", &["member", "hold", &ada, "1d"]).fails(1, "The next one is possible from 2026-04-01 00:00:00 UTC.");
    // One that runs out leaves nothing behind.
    home.warp("2026-04-01");
    home.by(
        "nora",
        &[
            "member",
            "hold",
            home.run(&["member", "show", &ada, "--output", "json"]).ok().json()["member"].as_str().unwrap(),
            "1d",
        ],
    )
    .ok();
    home.warp("1d");
    deposit(&home, &mint);
    home.by("max", &["proceeds", "claim", &mint, &ada]).ok();
}

#[test]
fn a_held_investor_has_his_refund_by_his_own_signature() {
    let (home, mint) = with_stewards();
    home.by("olivia", &["round", "open", &mint, "1000", "--price", "1"]).ok();
    home.warp("7d");
    home.by("carl", &["round", "subscribe", &mint, "10"]).ok();
    home.by("olivia", &["round", "decline", &mint, &home.arg("carl.json")]).ok();
    home.by("nora", &["member", "hold", &home.arg("carl.json"), "10d"]).ok();
    let run = home.by("max", &["--output", "json", "round", "refund", &mint]).ok();
    let skipped = run.json()["skipped"].clone();
    assert!(skipped[0]["reason"].as_str().unwrap().contains("Only his own signature"), "{skipped}");
    home.by("max", &["round", "refund", &mint, "--member", &home.arg("carl.json")]).fails(1, "cannot be refunded now");
    assert!(home.run(&["round", "show", &mint]).ok().out.contains("he himself can have it refunded"));
    home.by("carl", &["round", "refund", &mint]).ok();
    assert_eq!(home.money("carl"), "1000000");
}

#[test]
fn a_new_wallet_is_new() {
    let (home, _) = with_stewards();
    home.warp("14d");
    let (ada, tess) = (home.arg("ada.json"), home.arg("tess.json"));
    for (wallet, code, says) in
        [("ada", 2, "the member's present wallet"), ("ben", 1, "is a member's wallet, or was one")]
    {
        let wallet = home.arg(&format!("{wallet}.json"));
        home.by("sam", &["recovery", "propose", &ada, "--new-wallet", &wallet, "--second-steward", &tess])
            .fails(code, says);
    }
    let address = home.key("else");
    home.by("sam", &["recovery", "propose", &ada, "--new-wallet", &address, "--second-steward", &tess])
        .fails(2, "--new-wallet");
    home.by("sam", &["recovery", "propose", &tess, "--new-wallet", &home.arg("new.json"), "--second-steward", &tess])
        .fails(1, "cannot be one of the two");
}
