//! `round …`, `token authorise`: each command with its effect, its JSON and its refusals.

mod common;

use common::{market_town, ui, Home};

/// A round of 1,000,000 shares at 0.50, at least 10,000 USDC.
fn open(home: &Home, mint: &str) -> serde_json::Value {
    home.json("olivia", &["round", "open", mint, "1000000", "--price", "0.5", "--minimum-raise", "10000"])
}

/// Ada 20,000 shares whole, Ben 80,000 of 100,000, Carl declined.
fn subscribed(home: &Home, mint: &str) {
    open(home, mint);
    for (who, shares) in [("ada", "20000"), ("ben", "100000"), ("carl", "5000")] {
        home.by(who, &["round", "subscribe", mint, shares]).ok();
    }
    home.by("olivia", &["round", "accept", mint, &home.arg("ada.json")]).ok();
    home.by("olivia", &["round", "accept", mint, &home.arg("ben.json"), "80000"]).ok();
    home.by("olivia", &["round", "decline", mint, &home.arg("carl.json")]).ok();
}

#[test]
fn a_round_from_its_announcement_to_the_owners_money() {
    let (home, mint) = market_town();
    let run = home.by("olivia", &["--output", "json", "round", "open", &mint, "1000000", "--price", "0.5"]).ok();
    for line in ["at most 500,000.00 USDC", "up to 1,000 shares to the network's treasury", "90.90% of 11,001,000"] {
        assert!(run.err.contains(line), "{line}: {}", run.err);
    }
    let opened = run.json();
    assert_eq!((&opened["round"], &opened["opensAt"]), (&0.into(), &1_767_225_600.into()));
    assert_eq!((ui(&opened["price"]), &opened["undoWindow"]), ("0.500000", &21_600.into()));

    let run = home.by("ada", &["--output", "json", "round", "subscribe", &mint, "20000"]).ok();
    assert!(run.err.contains("10,000.00 USDC from") && run.err.contains("into the round's escrow"), "{}", run.err);
    assert_eq!(ui(&run.json()["paid"]), "10000.000000");
    assert_eq!(home.money("ada"), "990000");
    home.by("ben", &["round", "subscribe", &mint, "100000"]).ok();
    home.by("carl", &["round", "subscribe", &mint, "5000"]).ok();

    let accepted = home.json("olivia", &["round", "accept", &mint, &home.arg("ben.json"), "80000"]);
    assert_eq!((ui(&accepted["cost"]), ui(&accepted["refund"])), ("40000.000000", "10000.000000"));
    home.by("olivia", &["round", "accept", &mint, &home.arg("ada.json")]).ok();
    let declined = home.json("olivia", &["round", "decline", &mint, &home.arg("carl.json")]);
    assert_eq!(ui(&declined["refund"]), "2500.000000");

    let shown = home.json("max", &["round", "show", &mint]);
    assert_eq!((&shown["stage"], &shown["acceptedShares"]), (&"open".into(), &"100000".into()));
    assert_eq!(ui(&shown["owedToInvestors"]), "62500.000000");
    let of = |state: &str| {
        let subscriptions = shown["subscriptions"].as_array().unwrap();
        subscriptions.iter().filter(|one| one["state"] == state).cloned().collect::<Vec<_>>()
    };
    assert_eq!((of("accepted").len(), of("declined").len()), (2, 1));
    assert_eq!((&of("declined")[0]["canRefund"], &of("accepted")[0]["canRefund"]), (&true.into(), &false.into()));
    let text = home.run(&["round", "show", &mint]).ok().out;
    assert!(text.contains("can be refunded") && text.contains("Round 0 of OLIV (olivia): open"), "{text}");

    // Carl need not wait for the others.
    let refunded = home.json("max", &["round", "refund", &mint]);
    assert_eq!(ui(&refunded["refund"]), "2500.000000");
    assert_eq!((home.money("carl").as_str(), refunded["refunded"].as_array().map(Vec::len)), ("1000000", Some(1)));

    let run = home.by("olivia", &["--output", "json", "round", "complete", &mint]).ok();
    assert!(run.err.contains("waived: the treasury has no position"), "{}", run.err);
    assert_eq!(run.json()["settleFrom"], 1_767_225_600 + 21_600);
    let early = home.by("max", &["--output", "json", "round", "settle", &mint]).fails(
        1,
        "refused the settlement of the round: The owner can still undo the completion. The undo window is open until 2026-01-01 06:00:00 UTC.",
    );
    assert_eq!(early.json()["error"]["until"], 1_767_225_600 + 21_600);

    home.warp("6h");
    let run = home.by("max", &["--output", "json", "round", "settle", &mint, "--collect"]).ok();
    assert!(run.err.contains("80,000 shares for 40,000.00 USDC"), "{}", run.err);
    let settled = run.json();
    assert_eq!((&settled["shares"], ui(&settled["refund"])), (&"100000".into(), "10000.000000"));
    assert_eq!(ui(&settled["collected"]), "50000.000000");
    assert_eq!((home.money("ben"), home.money("olivia")), ("960000".to_owned(), "150000".to_owned()));
    assert_eq!(home.json("ben", &["position", "show", &mint])["shares"], "80000");
    assert_eq!(ui(&home.json("ben", &["position", "show", &mint])["costBasis"]), "40000.000000");
    let shown = home.json("max", &["round", "show", &mint, "--round", "0"]);
    assert_eq!((&shown["stage"], &shown["issued"]), (&"settled".into(), &"100000".into()));
    assert_eq!(shown["subscriptions"], serde_json::json!([]));
    let token = home.json("max", &["token", "show", &mint]);
    assert_eq!((ui(&token["lastRoundPrice"]), &token["rounds"]), ("0.500000", &1.into()));
    // Whoever comes later finds nothing to do.
    let late = home.json("max", &["round", "settle", &mint, "--collect"]);
    assert_eq!((&late["signatures"], &late["settled"]), (&serde_json::json!([]), &serde_json::json!([])));
    home.by("max", &["round", "collect", &mint]).fails(1, "NothingToCollect");
}

#[test]
fn undone_and_withdrawn() {
    let (home, mint) = market_town();
    subscribed(&home, &mint);
    home.by("ada", &["round", "withdraw", &mint]).fails(1, "SubscriptionAccepted");
    home.by("olivia", &["round", "undo", &mint]).fails(1, "RoundNotCompleted");
    home.by("olivia", &["round", "complete", &mint]).ok();
    home.by("olivia", &["round", "cancel", &mint]).fails(1, "RoundCompleted");
    home.by("carl", &["round", "subscribe", &mint, "10"]).fails(1, "already");
    let undone = home.json("olivia", &["round", "undo", &mint]);
    assert_eq!((&undone["state"], &undone["undos"]), (&"open".into(), &1.into()));
    home.by("olivia", &["round", "complete", &mint])
        .fails(1, "It can be completed again from 2026-01-01 06:00:00 UTC.");
    let text = home.run(&["round", "show", &mint]).ok().out;
    assert_eq!(text.matches("free to withdraw").count(), 2, "{text}");
    let back = home.json("ben", &["round", "withdraw", &mint]);
    assert_eq!((ui(&back["amount"]), home.money("ben")), ("50000.000000", "1000000".to_owned()));
    home.warp("6h");
    home.by("olivia", &["round", "complete", &mint]).ok();
    home.warp("6h");
    home.by("olivia", &["round", "undo", &mint]).fails(1, "It ended at 2026-01-01 12:00:00 UTC.");
    // One by one.
    let ada = home.arg("ada.json");
    assert_eq!(home.json("max", &["round", "settle", &mint, "--member", &ada])["shares"], "20000");
    home.by("max", &["round", "settle", &mint, "--member", &home.arg("ben.json")]).fails(1, "has no subscription");
    assert_eq!(ui(&home.json("max", &["round", "collect", &mint])["collected"]), "10000.000000");
}

#[test]
fn cancelled_failed_and_refunded() {
    let (home, mint) = market_town();
    subscribed(&home, &mint);
    home.by("max", &["round", "refund", &mint, "--member", &home.arg("ada.json")])
        .fails(1, "SubscriptionNotRefundable");
    let cancelled = home.json("olivia", &["round", "cancel", &mint]);
    assert_eq!(ui(&cancelled["refund"]), "62500.000000");
    home.by("carl", &["round", "withdraw", &mint]).ok();
    home.by("ada", &["round", "subscribe", &mint, "5"]).fails(1, "already");
    assert_eq!(ui(&home.json("max", &["round", "refund", &mint])["refund"]), "60000.000000");
    for who in ["ada", "ben", "carl"] {
        assert_eq!(home.money(who), "1000000", "{who}");
    }
    let nothing = home.by("max", &["round", "refund", &mint]).ok().out;
    assert!(nothing.starts_with("Nothing can be refunded now; nothing was sent."), "{nothing}");
    home.by("max", &["round", "settle", &mint]).fails(1, "RoundNotCompleted");

    // The next one fails by itself.
    home.by("olivia", &["round", "open", &mint, "1000", "--price", "1", "--duration", "1d"]).ok();
    home.by("ada", &["round", "subscribe", &mint, "10"]).ok();
    home.warp("1d");
    assert_eq!(home.json("max", &["round", "show", &mint])["stage"], "failed");
    home.by("olivia", &["round", "accept", &mint, &home.arg("ada.json")])
        .fails(1, "It closed at 2026-01-02 00:00:00 UTC.");
    home.by("max", &["round", "refund", &mint, "--member", &home.arg("ada.json")]).ok();
    assert_eq!(home.money("ada"), "1000000");
    assert_eq!(home.json("max", &["round", "show", &mint, "--round", "0"])["stage"], "cancelled");
}

#[test]
fn refusals_say_why_and_until_when() {
    let (home, mint) = market_town();
    home.by("ada", &["round", "show", &mint]).fails(1, "has had no round yet");
    let announce = |who: &str, words: &[&str]| home.by(who, &[&["round", "open", &mint], words].concat());
    announce("ada", &["10", "--price", "1"]).fails(1, "NotTokenOwner");
    announce("olivia", &["0", "--price", "1"]).fails(1, "ZeroShares");
    announce("olivia", &["10", "--price", "0"]).fails(1, "PriceZero");
    announce("olivia", &["10", "--price", "1", "--maximum", "11"]).fails(1, "SubscriptionLimitsInvalid");
    announce("olivia", &["10", "--price", "1", "--minimum-raise", "10.01"]).fails(1, "MinimumRaiseInvalid");
    announce("olivia", &["10", "--price", "1", "--duration", "91d"]).fails(1, "RoundTimesInvalid");
    announce("olivia", &["10", "--price", "1", "--undo-window", "73h"]).fails(1, "UndoWindowTooLong");
    announce("olivia", &["10", "--price", "1", "--lock", "1826d"]).fails(1, "LockTooLong");
    announce("olivia", &["10", "--price", "0.0000001"]).fails(2, "decimals");
    announce("olivia", &["2000000", "--price", "1"]).fails(
        1,
        "10,000,000 exist of 12,000,000 shares authorised, the equity fee counts too, and no more are announced",
    );
    announce("olivia", &["10", "--price", "1", "--minimum", "2", "--maximum", "8", "--delay", "2d"]).ok();
    announce("olivia", &["10", "--price", "1"]).fails(1, "it closes at 2026-02-02 00:00:00 UTC");
    home.by("ada", &["round", "subscribe", &mint, "5"])
        .fails(1, "The round is announced, but not open yet. It opens at 2026-01-03 00:00:00 UTC.");
    home.by("olivia", &["round", "complete", &mint]).fails(1, "RoundNotOpenYet");
    home.warp("2d");
    home.by("ada", &["round", "subscribe", &mint, "9"]).fails(1, "One investor asks for 2 to 8 shares.");
    home.by("olivia", &["round", "subscribe", &mint, "5"]).fails(1, "OwnRound");
    home.by("max", &["round", "subscribe", &mint, "5"]).fails(1, "is not a member");
    home.by("ada", &["round", "subscribe", &mint, "5", "--round", "1"]).fails(1, "there is no such round");
    home.by("olivia", &["round", "complete", &mint]).fails(1, "NothingAccepted");
    home.by("ada", &["round", "withdraw", &mint]).fails(1, "has no subscription");
    for who in ["ada", "ben"] {
        home.by(who, &["round", "subscribe", &mint, "8"]).ok();
    }
    let (ada, ben) = (home.arg("ada.json"), home.arg("ben.json"));
    home.by("olivia", &["round", "accept", &mint, &ada, "9"]).fails(1, "8 were asked for");
    home.by("carl", &["round", "accept", &mint, &ada, "8"]).fails(1, "NotTokenOwner");
    home.by("olivia", &["round", "accept", &mint, &ada, "8"]).ok();
    home.by("olivia", &["round", "accept", &mint, &ben]).fails(1, "2 shares on offer are not accepted yet.");
    home.by("olivia", &["round", "decline", &mint, &ada]).fails(1, "SubscriptionNotPending");
    home.by("nora", &["network", "halt"]).ok();
    home.by("carl", &["round", "subscribe", &mint, "2"]).fails(1, "NetworkHalted");
    home.by("olivia", &["round", "complete", &mint]).ok();
}

#[test]
fn an_investor_who_lost_standing_is_told_of_and_paid_back() {
    let (home, mint) = market_town();
    subscribed(&home, &mint);
    home.by("olivia", &["round", "complete", &mint]).ok();
    home.by("nora", &["member", "suspend", &home.arg("ada.json"), "--reason", "text:r"]).ok();
    home.warp("6h");
    let run = home.by("max", &["--output", "json", "round", "settle", &mint]).ok();
    assert!(run.err.contains("gets no shares, all of 10,000.00 USDC waits for him"), "{}", run.err);
    let settled = run.json();
    let refusals: Vec<_> = settled["settled"].as_array().unwrap().iter().map(|one| one["refusal"].clone()).collect();
    assert!(refusals.contains(&"MemberNotActive".into()) && settled["shares"] == "80000", "{settled}");
    assert_eq!((home.money("ada"), home.money("olivia")), ("1000000".to_owned(), "100000".to_owned()));
}

#[test]
fn the_treasury_gets_its_shares_and_holders_their_notice() {
    let (home, mint) = market_town();
    home.member("nora");
    home.by("nora", &["position", "open", &mint]).ok();
    home.by("olivia", &["shares", "transfer", &mint, "1000000", &home.arg("carl.json")]).ok();
    let run = home
        .by("olivia", &["--output", "json", "round", "open", &mint, "1000000", "--price", "1", "--lock", "30d"])
        .ok();
    assert!(run.err.contains("others hold shares, so 7 days of notice are due"), "{}", run.err);
    assert_eq!(run.json()["opensAt"], 1_767_225_600 + 7 * 86_400);
    home.warp("7d");
    home.by("ada", &["round", "subscribe", &mint, "600000"]).ok();
    home.by("ben", &["round", "subscribe", &mint, "400000"]).ok();
    for who in ["ada", "ben"] {
        home.by("olivia", &["round", "accept", &mint, &home.arg(&format!("{who}.json"))]).ok();
    }
    let run = home.by("olivia", &["round", "complete", &mint]).ok();
    assert!(run.err.contains("up to 1,000 shares to the treasury"), "{}", run.err);
    // Deposits wait.
    home.by(
        "olivia",
        &[
            "proceeds",
            "deposit",
            &mint,
            "--proceeds",
            "9",
            "--kind",
            "company-equity",
            "--asset",
            "text:a",
            "--evidence",
            "text:e",
        ],
    )
    .fails(1, "RoundUnsettled");
    home.warp("6h");
    let settled = home.json("max", &["round", "settle", &mint]);
    assert_eq!((&settled["shares"], &settled["feeShares"]), (&"1000000".into(), &"1000".into()));
    let unlocks_at = 1_767_225_600 + 37 * 86_400 + 6 * 3_600;
    assert!(settled["settled"].as_array().unwrap().iter().all(|one| one["unlocksAt"] == unlocks_at), "{settled}");
    for (who, shares) in [("nora", "1000"), ("ada", "600000"), ("ben", "400000")] {
        let position = home.json(who, &["position", "show", &mint]);
        assert_eq!((&position["shares"], &position["unlocksAt"]), (&shares.into(), &unlocks_at.into()), "{who}");
    }
    // 9,000,000 and 1,000,000 of 11,001,000.
    let holders = home.json("max", &["captable", &mint])["holders"].clone();
    assert_eq!(
        holders.as_array().unwrap().iter().map(|row| row["basisPoints"].clone()).collect::<Vec<_>>(),
        [8_181, 909, 545, 363, 0]
    );
}

#[test]
fn more_shares_are_authorised_30_days_ahead() {
    let (home, mint) = market_town();
    home.by("olivia", &["token", "authorise", &mint, "11999999"]).fails(1, "12,000,000 are authorised now.");
    home.by("olivia", &["token", "authorise", &mint, "12000000"]).fails(1, "AuthorisedNotRaised");
    home.by("ada", &["token", "authorise", &mint, "20000000"]).fails(1, "NotTokenOwner");
    let announced = home.json("olivia", &["token", "authorise", &mint, "20000000"]);
    let effective_at = 1_767_225_600 + 30 * 86_400;
    assert_eq!((&announced["authorised"], &announced["effectiveAt"]), (&"20000000".into(), &effective_at.into()));
    let text = home.run(&["token", "show", &mint]).ok().out;
    assert!(text.contains("10,000,000 of at most 12,000,000; 20,000,000 from 2026-01-31 00:00:00 UTC"), "{text}");
    let shown = home.json("max", &["token", "show", &mint]);
    assert_eq!(shown["announcedAuthorised"]["authorised"], "20000000");
    home.by("olivia", &["round", "open", &mint, "5000000", "--price", "1"])
        .fails(1, "20,000,000 are announced and authorised from 2026-01-31 00:00:00 UTC.");
    let withdrawn = home.by("olivia", &["token", "authorise", &mint, "12000000"]).ok().out;
    assert!(withdrawn.contains("as before"), "{withdrawn}");
    home.by("olivia", &["token", "authorise", &mint, "20000000"]).ok();
    home.warp("30d");
    assert_eq!(home.json("max", &["token", "show", &mint])["authorised"], "20000000");
    home.by("olivia", &["round", "open", &mint, "5000000", "--price", "1"]).ok();
}

#[test]
fn dry_runs_and_closed_accounts() {
    let (home, mint) = market_town();
    subscribed(&home, &mint);
    let dry = home.json("olivia", &["--dry-run", "round", "complete", &mint]);
    assert_eq!((&dry["dryRun"], &dry["transactions"]), (&true.into(), &1.into()));
    assert_eq!(home.json("max", &["round", "show", &mint])["stage"], "open");
    // Dan's account is gone: it is made again, by whoever pays.
    home.person("dan");
    home.member("dan");
    home.by("dan", &["ledger", "faucet", "100"]).ok();
    home.by("dan", &["position", "open", &mint]).ok();
    home.by("dan", &["round", "subscribe", &mint, "200"]).ok();
    let account = home.json("dan", &["position", "show", &mint])["quoteAccount"].as_str().unwrap().to_owned();
    home.close_quote_account("dan", &account);
    home.by("olivia", &["round", "decline", &mint, &home.arg("dan.json")]).ok();
    home.by("max", &["round", "refund", &mint, "--member", &home.arg("dan.json")]).ok();
    assert_eq!(home.money("dan"), "100");
    home.by("olivia", &["round", "complete", &mint]).ok();
    home.warp("6h");
    let dry = home.json("max", &["--dry-run", "round", "settle", &mint, "--collect"]);
    assert_eq!(dry["shares"], "100000");
    assert_eq!(home.money("olivia"), "100000");
    home.by("max", &["round", "settle", &mint, "--all", "--member", &home.arg("ada.json")])
        .fails(2, "cannot be used with");
}
