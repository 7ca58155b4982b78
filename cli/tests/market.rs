//! `market …`: listings through their windows, fees, routed gains, refusals.

mod common;

use common::{market_town, ui, Home};

/// Ada holds 20,000 shares that she may sell.
fn with_a_seller() -> (Home, String) {
    let (home, mint) = market_town();
    home.by("olivia", &["shares", "transfer", &mint, "20000", &home.arg("ada.json")]).ok();
    home.by("olivia", &["shares", "transfer", &mint, "100", &home.arg("ben.json")]).ok();
    (home, mint)
}

fn listing(listed: &serde_json::Value) -> String {
    listed["listing"].as_str().unwrap().to_owned()
}

#[test]
fn a_listing_through_its_windows() {
    let (home, mint) = with_a_seller();
    let run = home
        .by("ada", &["--output", "json", "market", "list", &mint, "5000", "--price", "4", "--minimum-fill", "100"])
        .ok();
    for line in [
        "5,000 of your 20,000 shares",
        "300.00 USDC to the token's owner (1.5%), 100.00 USDC to the network (0.5%)",
        "19,600.00 USDC, if all is sold at once",
        "from 2026-01-01 00:00:00 UTC until 2026-01-15 00:00:00 UTC",
        "from 2026-01-22 00:00:00 UTC until 2026-03-02 00:00:00 UTC",
    ] {
        assert!(run.err.contains(line), "{line}: {}", run.err);
    }
    let listed = run.json();
    assert_eq!(listed["ownerUntil"], 1_767_225_600 + 14 * 86_400);
    let at = listing(&listed);
    let window = || home.json("max", &["market", "show", &mint])["listings"][0]["window"].clone();
    let buy = |who: &str, more: &[&str]| home.by(who, &[&["--output", "json", "market", "buy", &at], more].concat());

    assert_eq!(window(), "owner");
    let early = buy("ben", &["500", "--max-price", "4"]).fails(
        1,
        "The owner of the token has the first refusal. As a holder you may buy from 2026-01-15 00:00:00 UTC.",
    );
    assert_eq!(early.json()["error"]["until"], 1_767_225_600 + 14 * 86_400);
    buy("carl", &["500", "--max-price", "4"])
        .fails(1, "Then holders have it; you may buy from 2026-01-22 00:00:00 UTC.");
    let owner = buy("olivia", &["500", "--max-price", "4"]).ok();
    assert!(owner.err.contains("none, as the owner buys") && owner.err.contains("2,000.00 USDC in"), "{}", owner.err);
    assert_eq!(ui(&owner.json()["toSeller"]), "2000.000000");

    home.warp("14d");
    assert_eq!(window(), "holders");
    let bought = buy("ben", &["500", "--max-price", "4"]).ok().json();
    let amounts = ["paid", "ownerFee", "networkFee", "toSeller", "routed"].map(|name| ui(&bought[name]).to_owned());
    assert_eq!(amounts, ["2000.000000", "30.000000", "10.000000", "1960.000000", "0.000000"]);
    buy("carl", &["500", "--max-price", "4"]).fails(1, "Others may buy from 2026-01-22 00:00:00 UTC.");

    home.warp("7d");
    assert_eq!(window(), "open");
    buy("carl", &["50", "--max-price", "4"]).fails(1, "The least purchase is 100 shares.");
    buy("carl", &["500", "--max-price", "3.99"]).fails(1, "The price is 4.00 USDC a share.");
    buy("carl", &["9000", "--max-price", "4", "--minimum", "9000"]).fails(1, "4,000 shares are left.");
    buy("carl", &["0", "--max-price", "4"]).fails(2, "at least one share");
    buy("max", &["500", "--max-price", "4"]).fails(1, "is not a member of the network");
    buy("ada", &["500", "--max-price", "4"]).fails(2, "your own shares");
    buy("carl", &["--max-price", "4"]).ok();
    home.by("carl", &["market", "buy", &at, "--max-price", "4"]).fails(1, "there is no listing at");
    assert_eq!(home.json("max", &["market", "show", &mint])["listings"], serde_json::json!([]));
    assert_eq!(home.json("carl", &["position", "show", &mint])["shares"], "4000");
    assert_eq!(ui(&home.json("carl", &["position", "show", &mint])["costBasis"]), "16000.000000");
    // 2,000 + 1,960 + 15,680; Olivia has her fees and paid 2,000.
    assert_eq!((home.money("ada"), home.money("olivia")), ("1019640".to_owned(), "98270".to_owned()));
    assert_eq!(home.money("nora"), "1090");
}

#[test]
fn listed_shares_stay_and_come_free_again() {
    let (home, mint) = with_a_seller();
    let (ben, carl) = (home.arg("ben.json"), home.arg("carl.json"));
    let at = listing(&home.json("ada", &["market", "list", &mint, "ALL", "--price", "2"]));
    let shown = home.json("ada", &["position", "show", &mint]);
    assert_eq!((&shown["listed"], &shown["free"], &shown["shares"]), (&"20000".into(), &"0".into(), &"20000".into()));
    home.by("ada", &["shares", "transfer", &mint, "1", &ben]).fails(1, "20,000 of the sender's shares are listed.");
    home.by("ada", &["shares", "transfer", &mint, "ALL", &ben]).fails(1, "20,000 listed for sale");
    home.by("ada", &["market", "list", &mint, "1", "--price", "2"]).fails(1, "20,000 shares are listed already.");
    home.by("ada", &["market", "list", &mint, "ALL", "--price", "2"]).fails(1, "there is nothing to list");
    let table = home.run(&["captable", &mint]).ok().out;
    assert!(table.lines().any(|line| line.contains("20,000") && line.matches("20,000").count() == 2), "{table}");
    home.by("ben", &["market", "cancel", &at]).fails(1, "Anyone can end it from 2026-03-02 00:00:00 UTC.");
    let ended = home.json("ada", &["market", "cancel", &at]);
    assert_eq!(ended["shares"], "20000");
    home.by("ada", &["shares", "transfer", &mint, "20000", &carl]).ok();
    // An expired one can be ended by anybody.
    let at = listing(&home.json("carl", &["market", "list", &mint, "10", "--price", "2", "--duration", "1d"]));
    home.warp("1d");
    home.by("ben", &["market", "buy", &at, "--max-price", "2"]).fails(1, "It expired at 2026-01-02 00:00:00 UTC.");
    assert!(home.run(&["market", "show", &mint]).ok().out.contains("anyone can end it"));
    home.by("ben", &["market", "cancel", &at]).ok();
}

#[test]
fn terms_that_cannot_be() {
    let (home, mint) = with_a_seller();
    let list = |words: &[&str]| home.by("ada", &[&["market", "list", &mint], words].concat());
    list(&["0", "--price", "2"]).fails(2, "at least one share");
    list(&["20001", "--price", "2"]).fails(1, "InsufficientShares");
    list(&["5", "--price", "0.000001"]).fails(1, "PriceTooLow");
    list(&["5", "--price", "2", "--minimum-fill", "6"]).fails(1, "MinimumFillInvalid");
    list(&["5", "--price", "2", "--duration", "366d"]).fails(1, "ListingTimeInvalid");
    list(&["5", "--price", "2", "--duration", "0s"]).fails(1, "ListingTimeInvalid");
    let soon = list(&["5", "--price", "2", "--duration", "10d"]).ok();
    assert_eq!(soon.err.matches("never: the listing ends before").count(), 2, "{}", soon.err);
    home.by("max", &["market", "list", &mint, "5", "--price", "2"]).fails(1, "has no position");
    home.by("olivia", &["token", "pause", &mint, "2d"]).ok();
    list(&["5", "--price", "2"]).fails(1, "The pause ends at 2026-01-03 00:00:00 UTC.");
    assert!(home.run(&["market", "show", &mint]).ok().out.contains("nobody: the token is paused"));
    home.by("olivia", &["token", "resume", &mint]).ok();
    home.by("olivia", &["token", "hold", &mint, "90d"]).ok();
    home.warp("30d");
    home.by("olivia", &["shares", "transfer", &mint, "100", &home.arg("carl.json")]).ok();
    home.by("carl", &["market", "list", &mint, "1", "--price", "2"])
        .fails(1, "100 of 100 shares are locked until 2026-05-01");
}

#[test]
fn the_owner_sells_without_a_window_of_his_own() {
    let (home, mint) = with_a_seller();
    let run = home.by("olivia", &["--output", "json", "market", "list", &mint, "50000", "--price", "5"]).ok();
    assert!(!run.err.contains("the owner alone buys  "), "{}", run.err);
    let at = listing(&run.json());
    // Ben holds shares; the vector of the issue.
    let bought = home.json("ben", &["market", "buy", &at, "--max-price", "5"]);
    let amounts = ["paid", "ownerFee", "networkFee", "received"].map(|name| ui(&bought[name]).to_owned());
    assert_eq!(amounts, ["250000.000000", "3750.000000", "1250.000000", "245000.000000"]);
    assert_eq!((home.money("olivia"), home.money("nora")), ("348750".to_owned(), "2250".to_owned()));
}

#[test]
fn a_gain_is_routed_to_the_sellers_own_shareholders() {
    let (home, mint) = with_a_seller();
    // Ben buys 10,000 at 2 from Olivia, and sells 5,000 of them at 4, as the owner of a token of his own.
    let at = listing(&home.json("olivia", &["market", "list", &mint, "10000", "--price", "2"]));
    home.by("ben", &["market", "buy", &at, "--max-price", "2"]).ok();
    let own = home.big_token("ben");
    home.by("carl", &["position", "open", &own]).ok();
    home.by("ben", &["shares", "transfer", &own, "2000000", &home.arg("carl.json")]).ok();
    home.by("ben", &["shares", "transfer", &mint, "5", &home.arg("carl.json")]).fails(1, "GainsMustBeRouted");
    // 100 that Olivia gave him had cost nothing, so these 5,000 of 10,100 cost 9,900.990099.
    let at = listing(&home.json("ben", &["market", "list", &mint, "5000", "--price", "4"]));
    home.warp("21d");
    let run = home.by("carl", &["--output", "json", "market", "buy", &at, "--max-price", "4"]).ok();
    assert!(run.err.contains("to the shareholders of his own token"), "{}", run.err);
    let bought = run.json();
    let amounts = ["received", "costBasis", "gain", "routed", "toSeller"].map(|name| ui(&bought[name]).to_owned());
    assert_eq!(amounts, ["19600.000000", "9900.990099", "9699.009901", "1939.801981", "17660.198019"]);
    assert_eq!(home.money("ben"), "997660.198019");
    let history = home.json("max", &["proceeds", "history", &own]);
    let credit = &history["credits"][0];
    assert_eq!((&credit["kind"], ui(&credit["amount"])), (&"routedGain".into(), "9699.009901"));
    assert_eq!((ui(&credit["transferred"]), &credit["sold"]), ("1939.801981", &mint.as_str().into()));
    assert_eq!((ui(&history["credited"]), ui(&history["deposited"])), ("9699.009901", "9699.009901"));
    assert!(home.run(&["proceeds", "history", &own]).ok().out.contains("gain routed from a sale of"));
    // Carl has a fifth of it.
    assert_eq!(ui(&home.json("carl", &["proceeds", "claim", &own])["amount"]), "1939.801980");
    assert_eq!(ui(&home.json("max", &["token", "show", &own])["credited"]), "9699.009901");
}

#[test]
fn a_fee_that_cannot_be_delivered_is_credited_and_shown() {
    let (home, mint) = with_a_seller();
    let at = listing(&home.json("ada", &["market", "list", &mint, "1000", "--price", "4"]));
    home.warp("21d");
    // A held owner is not paid.
    home.by("nora", &["member", "hold", &home.arg("olivia.json"), "30d"]).ok();
    let run = home.by("carl", &["--output", "json", "market", "buy", &at, "--max-price", "4"]).ok();
    assert!(run.err.contains("60.00 USDC to all shareholders, as the owner cannot be paid"), "{}", run.err);
    let bought = run.json();
    assert_eq!(bought["feeCredited"], true);
    let history = home.json("max", &["proceeds", "history", &mint]);
    assert_eq!(
        (&history["credits"][0]["kind"], ui(&history["credits"][0]["amount"])),
        (&"creditedFee".into(), "60.000000")
    );
}

#[test]
fn a_price_that_cannot_be_delivered_waits_for_the_seller() {
    let (home, mint) = with_a_seller();
    home.person("dan");
    home.member("dan");
    home.by("dan", &["position", "open", &mint]).ok();
    home.by("olivia", &["shares", "transfer", &mint, "100", &home.arg("dan.json")]).ok();
    let account = home.json("dan", &["position", "show", &mint])["quoteAccount"].as_str().unwrap().to_owned();
    home.close_quote_account("dan", &account);
    let at = listing(&home.json("dan", &["market", "list", &mint, "100", "--price", "4"]));
    home.warp("21d");
    let run = home.by("carl", &["--output", "json", "market", "buy", &at, "--max-price", "4"]).ok();
    assert!(run.err.contains("392.00 USDC, which wait in the token's vault"), "{}", run.err);
    assert_eq!(run.json()["sellerOwed"], true);
    let history = home.json("max", &["proceeds", "history", &mint]);
    let credit = &history["credits"][0];
    assert_eq!((&credit["kind"], ui(&credit["amount"])), (&"sellerOwed".into(), "392.000000"));
    let text = home.run(&["proceeds", "history", &mint]).ok().out;
    assert!(text.contains("price of a sale, waits for"), "{text}");
    assert_eq!(ui(&home.json("max", &["proceeds", "claim", &mint, &home.arg("dan.json")])["amount"]), "392.000000");
    assert_eq!(home.money("dan"), "392");
}
