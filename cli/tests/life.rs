//! A whole life from the terminal, as a new user would: found, raise, settle, sell on through the windows, route a gain,
//! pay out, lose a wallet and recover it; cap table and history right after each step.

mod common;

use {
    common::{ui, Home},
    serde_json::{json, Value},
};

/// The home, and Olivia's share mint.
struct Life {
    home: Home,
    mint: String,
}

impl Life {
    /// Who holds what, the empty left out.
    #[track_caller]
    fn holds(&self, mint: &str, expected: &[(&str, u64)]) {
        let table = self.home.json("max", &["captable", mint]);
        let rows = table["holders"].as_array().unwrap();
        let mut held: Vec<(Value, Value)> = rows
            .iter()
            .filter(|row| row["shares"] != "0")
            .map(|row| (row["wallet"].clone(), row["shares"].clone()))
            .collect();
        let mut wanted: Vec<(Value, Value)> =
            expected.iter().map(|(name, shares)| (self.wallet(name), json!(shares.to_string()))).collect();
        for list in [&mut held, &mut wanted] {
            list.sort_by_key(|pair| format!("{pair:?}"));
        }
        assert_eq!(held, wanted);
        assert_eq!(table["total"], expected.iter().map(|(_, shares)| shares).sum::<u64>().to_string());
    }

    fn wallet(&self, name: &str) -> Value {
        let file = self.home.arg(&format!("{name}.json"));
        json!(personal_token_cli::signer::parse_person(&file).unwrap().to_string())
    }

    /// Deposited, credited and paid, and the kinds of money beside deposits, the latest first.
    #[track_caller]
    fn history(&self, mint: &str, sums: [&str; 3], kinds: &[&str]) {
        let history = self.home.json("max", &["proceeds", "history", mint]);
        assert_eq!(["deposited", "credited", "paid"].map(|name| ui(&history[name]).to_owned()), sums);
        let told: Vec<Value> = history["credits"].as_array().unwrap().iter().map(|one| one["kind"].clone()).collect();
        assert_eq!(told, kinds.iter().map(|kind| json!(kind)).collect::<Vec<_>>());
    }
}

fn founded() -> Life {
    let home = Home::new();
    for name in ["nora", "olivia", "ada", "ben", "carl", "sam", "tess", "max", "new"] {
        home.person(name);
    }
    home.network();
    for name in ["olivia", "ada", "ben", "carl", "sam", "tess"] {
        home.member(name);
        home.by(name, &["ledger", "faucet", "100000"]).ok();
    }
    home.by("nora", &["ledger", "faucet", "1"]).ok();
    for name in ["sam", "tess"] {
        home.by("nora", &["network", "steward", "appoint", &home.arg(&format!("{name}.json")), "--can", "recover"])
            .ok();
    }
    let mint = home.big_token("olivia");
    for name in ["ada", "ben", "carl"] {
        home.by(name, &["position", "open", &mint]).ok();
    }
    Life { home, mint }
}

#[test]
fn found_raise_sell_on_pay_out_lose_and_recover() {
    let life = founded();
    let (home, mint) = (&life.home, &life.mint);
    life.holds(mint, &[("olivia", 10_000_000)]);
    life.history(mint, ["0.000000"; 3], &[]);

    // A round: Ada whole, Ben in part, Carl declined; completed, undone, completed again.
    home.by("olivia", &["round", "open", mint, "1000000", "--price", "0.05", "--minimum-raise", "20000"]).ok();
    for (who, shares) in [("ada", "500000"), ("ben", "400000"), ("carl", "100")] {
        home.by(who, &["round", "subscribe", mint, shares]).ok();
    }
    home.by("olivia", &["round", "accept", mint, &home.arg("ada.json")]).ok();
    home.by("olivia", &["round", "accept", mint, &home.arg("ben.json"), "300000"]).ok();
    home.by("olivia", &["round", "decline", mint, &home.arg("carl.json")]).ok();
    home.by("olivia", &["round", "complete", mint]).ok();
    home.by("olivia", &["round", "undo", mint]).ok();
    home.warp("6h");
    home.by("olivia", &["round", "complete", mint]).ok();
    life.holds(mint, &[("olivia", 10_000_000)]);
    home.warp("6h");
    home.by("max", &["round", "settle", mint, "--collect"]).ok();
    life.holds(mint, &[("olivia", 10_000_000), ("ada", 500_000), ("ben", 300_000)]);
    let raised = ["collected", "raised", "raised"];
    let told = home.json("max", &["proceeds", "history", mint])["credits"].clone();
    assert_eq!(told.as_array().map(Vec::len), Some(3));
    assert_eq!(ui(&home.json("max", &["round", "show", mint])["raised"]), "40000.000000");
    assert_eq!([home.money("ada"), home.money("ben"), home.money("carl")], ["75000", "85000", "100000"]);
    assert_eq!(home.money("olivia"), "140000");

    // Ada has a token of her own, a fifth of it Ben's, and sells on what she bought.
    let own = home.big_token("ada");
    home.by("ben", &["position", "open", &own]).ok();
    home.by("ada", &["shares", "transfer", &own, "2000000", &home.arg("ben.json")]).ok();
    let listed = home.json("ada", &["market", "list", mint, "100000", "--price", "0.25"]);
    let listing = listed["listing"].as_str().unwrap();
    home.by("carl", &["market", "buy", listing, "40000", "--max-price", "0.25"]).fails(1, "OwnerFirst");
    home.by("olivia", &["market", "buy", listing, "10000", "--max-price", "0.25"]).ok();
    home.warp("14d");
    home.by("ben", &["market", "buy", listing, "10000", "--max-price", "0.25"]).ok();
    home.by("carl", &["market", "buy", listing, "40000", "--max-price", "0.25"]).fails(1, "HoldersFirst");
    home.warp("7d");
    let bought = home.json("carl", &["market", "buy", listing, "40000", "--max-price", "0.25"]);
    // 10,000 less 1.5 % and 0.5 %; the 40,000 had cost 2,000; a fifth of the gain is Ben's.
    let amounts = ["paid", "ownerFee", "networkFee", "received", "costBasis", "gain", "routed", "toSeller"];
    assert_eq!(
        amounts.map(|name| ui(&bought[name]).trim_end_matches("0").trim_end_matches('.').to_owned()),
        ["10000", "150", "50", "9800", "2000", "7800", "1560", "8240"]
    );
    home.by("ada", &["market", "cancel", listing]).ok();
    let after_sales = [("olivia", 10_010_000), ("ada", 400_000 + 40_000), ("ben", 310_000), ("carl", 40_000)];
    life.holds(mint, &after_sales);
    // 2,000 of the owner's 2,500, 1,950 of Ben's 2,450, and these 7,800.
    life.history(&own, ["11750.000000", "11750.000000", "9400.000000"], &["routedGain"; 3]);
    assert_eq!(ui(&home.json("ben", &["proceeds", "claim", &own])["amount"]), "2350.000000");

    // Olivia gains and deposits; everybody is paid.
    let sale = ["--proceeds", "10800", "--kind", "company-equity", "--asset", "text:a", "--evidence", "text:e"];
    home.by("olivia", &[&["proceeds", "deposit", mint][..], &sale].concat()).ok();
    let paid = home.json("max", &["proceeds", "distribute", mint]);
    assert_eq!(ui(&paid["total"]), "10800.000000");
    life.holds(mint, &after_sales);
    let history = home.json("max", &["proceeds", "history", mint]);
    assert_eq!((ui(&history["paid"]), history["deposits"].as_array().map(Vec::len)), ("10800.000000", Some(1)));

    // Ben's key is lost. What is deposited meanwhile waits for his new wallet.
    let (ben, new, tess) = (home.arg("ben.json"), home.arg("new.json"), home.arg("tess.json"));
    home.by("sam", &["recovery", "propose", &ben, "--new-wallet", &new, "--second-steward", &tess]).ok();
    home.by("olivia", &[&["proceeds", "deposit", mint][..], &sale].concat()).ok();
    let paid = home.json("max", &["proceeds", "distribute", mint]);
    assert_eq!((ui(&paid["total"]), paid["skipped"].as_array().map(Vec::len)), ("10490.000000", Some(1)));
    assert!(home.run(&["captable", mint]).ok().out.contains("marked"));
    home.warp("14d");
    home.by("new", &["recovery", "execute", &ben]).ok();
    let recovered = [("olivia", 10_010_000), ("ada", 440_000), ("new", 310_000), ("carl", 40_000)];
    life.holds(mint, &recovered);
    life.holds(&own, &[("ada", 8_000_000), ("new", 2_000_000)]);
    assert!(home.run(&["captable", mint]).ok().out.contains("moved to"));
    assert_eq!(ui(&home.json("max", &["proceeds", "claim", mint, &new])["amount"]), "310.000000");
    home.by("ben", &["shares", "transfer", mint, "1", &new]).fails(1, "was replaced by");
    life.history(mint, ["21600.000000", "0.000000", "21600.000000"], &raised);
    life.holds(mint, &recovered);
}
