//! `proceeds …`: the published vectors, and every way not to be paid.

mod common;

use common::{ui, village, Home, Run};

/// Olivia holds 80 %, Ada 15 %, Ben 5 %.
fn shareholders() -> (Home, String) {
    let (home, mint) = village();
    home.by("olivia", &["shares", "transfer", &mint, "1500000", &home.arg("ada.json")]).ok();
    home.by("olivia", &["shares", "transfer", &mint, "500000", &home.arg("ben.json")]).ok();
    home.by("olivia", &["ledger", "faucet", "1000000"]).ok();
    (home, mint)
}

fn deposit(home: &Home, mint: &str, amount: &[&str]) -> Run {
    let fixed = [
        "--output",
        "json-compact",
        "proceeds",
        "deposit",
        mint,
        "--kind",
        "company-equity",
        "--asset",
        "text:Alpha Ltd",
        "--evidence",
        "text:e",
    ];
    home.by("olivia", &[&fixed[..], amount].concat())
}

fn due(home: &Home, mint: &str, who: &str) -> String {
    ui(&home.json(who, &["position", "show", mint])["claimable"]).to_owned()
}

#[test]
fn eighty_fifteen_five() {
    let (home, mint) = shareholders();
    let run = deposit(&home, &mint, &["--proceeds", "10000"]).ok();
    assert_eq!(ui(&run.json()["gross"]), "10000.000000");
    for (who, expected) in [("olivia", "8000.000000"), ("ada", "1500.000000"), ("ben", "500.000000")] {
        assert_eq!(due(&home, &mint, who), expected, "{who}");
    }
    let claimed = home.json("ada", &["proceeds", "claim", &mint]);
    assert_eq!(ui(&claimed["amount"]), "1500.000000");
    let again = home.json("ada", &["proceeds", "claim", &mint]);
    assert_eq!(again["signatures"], serde_json::json!([]));
    // Anybody may have anybody paid.
    home.by("max", &["proceeds", "claim", &mint, &home.arg("ben.json")]).ok();
    assert_eq!(due(&home, &mint, "ben"), "0.000000");
    home.by("max", &["proceeds", "claim", &mint]).fails(1, "has no position");
}

#[test]
fn bought_for_10000_and_sold_for_15000() {
    let (home, mint) = shareholders();
    let run = deposit(&home, &mint, &["--proceeds", "15000", "--cost-basis", "10000"]).ok();
    assert!(run.err.contains("15,000.00 USDC − 10,000.00 USDC = 5,000.00 USDC"), "{}", run.err);
    let deposited = run.json();
    assert_eq!(ui(&deposited["gross"]), "5000.000000");
    assert_eq!(deposited["year"], 2026);
    assert_eq!(due(&home, &mint, "ada"), "750.000000");
}

#[test]
fn net_the_owner_keeps_his_part() {
    let (home, mint) = shareholders();
    let deposited = deposit(&home, &mint, &["--proceeds", "100000", "--net"]).ok().json();
    assert_eq!(ui(&deposited["retained"]), "80000.000000");
    assert_eq!(ui(&deposited["transferred"]), "20000.000000");
    // 5 % of 100,000.
    assert_eq!(due(&home, &mint, "ben"), "5000.000000");
    assert_eq!(due(&home, &mint, "olivia"), "0.000000");
}

#[test]
fn deposits_that_cannot_be() {
    let (home, mint) = shareholders();
    deposit(&home, &mint, &["--proceeds", "10000", "--cost-basis", "10000"]).fails(2, "there is no gain");
    deposit(&home, &mint, &["--proceeds", "0"]).fails(2, "there is no gain");
    deposit(&home, &mint, &["--proceeds", "0.0000001"]).fails(2, "write at most 6");
    deposit(&home, &mint, &["--proceeds", "20000000000000"]).fails(2, "too large");
    deposit(&home, &mint, &["--proceeds", "1000000.000001"]).fails(1, "are needed");
    deposit(&home, &mint, &["--proceeds", "1", "--year", "2027"]).fails(1, "YearInvalid");
    deposit(&home, &mint, &["--proceeds", "1", "--year", "1999"]).fails(2, "not a year");
    let shares = home.json("olivia", &["position", "show", &mint])["shareAccount"].as_str().unwrap().to_owned();
    deposit(&home, &mint, &["--proceeds", "1", "--from", &shares]).fails(1, "holds other money");
    home.by("ada", &["ledger", "faucet", "10"]).ok();
    let ada = [
        "proceeds",
        "deposit",
        &mint,
        "--kind",
        "personal-token",
        "--asset",
        "text:a",
        "--evidence",
        "text:e",
        "--proceeds",
        "1",
    ];
    home.by("ada", &ada).fails(1, "NotTokenOwner");
    home.by(
        "ada",
        &[
            "proceeds",
            "deposit",
            &mint,
            "--kind",
            "wages",
            "--asset",
            "text:a",
            "--evidence",
            "text:e",
            "--proceeds",
            "1",
        ],
    )
    .fails(2, "wages");
    assert_eq!(ui(&home.json("ada", &["captable", &mint])["deposited"]), "0.000000");
}

#[test]
fn distribute_pays_everybody_once() {
    let (home, mint) = shareholders();
    let nothing = home.json("max", &["proceeds", "distribute", &mint]);
    assert_eq!(nothing["holders"], serde_json::json!([]));
    deposit(&home, &mint, &["--proceeds", "10000"]).ok();
    let dry = home.json("max", &["--dry-run", "proceeds", "distribute", &mint]);
    assert_eq!(ui(&dry["total"]), "10000.000000");
    assert_eq!(home.json("max", &["proceeds", "due", &mint])["holders"].as_array().map(Vec::len), Some(3));
    let only = home.json("max", &["proceeds", "distribute", &mint, "--only", &home.arg("ben.json")]);
    assert_eq!(ui(&only["total"]), "500.000000");
    let run = home.by("max", &["--output", "json", "proceeds", "distribute", &mint, "--lookup-tables", "never"]).ok();
    assert!(run.err.contains("Transaction 1 of 1: 2 paid"), "{}", run.err);
    let paid = run.json();
    assert_eq!(ui(&paid["total"]), "9500.000000");
    assert_eq!(paid["signatures"].as_array().map(Vec::len), Some(1));
    let again = home.by("max", &["proceeds", "distribute", &mint]).ok();
    assert!(again.out.starts_with("Nothing is due"), "{}", again.out);
    home.by(
        "max",
        &[
            "--sign-only",
            "--blockhash",
            "11111111111111111111111111111111",
            "--with-compute-unit-limit",
            "1000",
            "proceeds",
            "distribute",
            &mint,
        ],
    )
    .fails(2, "several transactions");
    home.by("max", &["proceeds", "distribute", &mint, "--in-flight", "0"]).fails(2, "--in-flight");
}

#[test]
fn a_lookup_table_on_demand() {
    let (home, mint) = shareholders();
    deposit(&home, &mint, &["--proceeds", "10000"]).ok();
    let run = home.by("max", &["proceeds", "distribute", &mint, "--lookup-tables", "always"]).ok();
    assert!(run.err.contains("Lookup table: 1 of"), "{}", run.err);
    deposit(&home, &mint, &["--proceeds", "10000"]).ok();
    assert!(home.by("max", &["proceeds", "distribute", &mint]).ok().out.contains("10,000.00 USDC"));
    // Who was paid is told of accounts from a table too.
    let history = home.json("max", &["proceeds", "history", &mint]);
    let holders = history["payouts"][0]["holders"].as_array().unwrap();
    let mut amounts: Vec<_> = holders.iter().map(|holder| ui(&holder["amount"])).collect();
    amounts.sort_unstable();
    assert_eq!(amounts, ["1500.000000", "500.000000", "8000.000000"]);
    assert!(holders.iter().all(|holder| holder["wallet"].is_string()), "{history}");
}

#[test]
fn history_tells_deposits_and_payouts() {
    let (home, mint) = shareholders();
    let empty = home.json("max", &["proceeds", "history", &mint]);
    assert_eq!((&empty["deposits"], &empty["payouts"]), (&serde_json::json!([]), &serde_json::json!([])));
    deposit(&home, &mint, &["--proceeds", "15000", "--cost-basis", "10000"]).ok();
    deposit(&home, &mint, &["--proceeds", "10000", "--net"]).ok();
    let claimed = home.json("ada", &["proceeds", "claim", &mint]);
    home.by("max", &["proceeds", "distribute", &mint]).ok();
    let history = home.json("max", &["proceeds", "history", &mint]);
    let deposits = history["deposits"].as_array().unwrap();
    assert_eq!((ui(&deposits[0]["gross"]), deposits[0]["net"] == true), ("5000.000000", false));
    assert_eq!((ui(&deposits[1]["retained"]), deposits[1]["net"] == true), ("8000.000000", true));
    let payouts = history["payouts"].as_array().unwrap();
    assert_eq!(payouts.len(), 2);
    // 5,000 + 10,000 − 8,000 kept − 2,250 claimed.
    assert_eq!((ui(&payouts[0]["amount"]), payouts[0]["batch"] == true), ("4750.000000", true));
    assert_eq!((ui(&payouts[1]["amount"]), &payouts[1]["wallet"]), ("2250.000000", &claimed["wallet"]));
    assert_eq!(payouts[1]["signature"], claimed["signature"]);
    // 80 % of 5,000 are Olivia's (of the second deposit she kept her part), 5 % of 15,000 are Ben's.
    let address = |who: &str| home.json(who, &["position", "show", &mint])["wallet"].clone();
    let holders = payouts[0]["holders"].as_array().unwrap();
    let mut paid: Vec<_> = holders.iter().map(|holder| (holder["wallet"].clone(), ui(&holder["amount"]))).collect();
    paid.sort_by_key(|(_, amount)| *amount);
    assert_eq!(paid, [(address("olivia"), "4000.000000"), (address("ben"), "750.000000")]);
    assert_eq!(payouts[1]["holders"][0]["wallet"], claimed["wallet"]);
    assert_eq!(history["transactionsUntold"], 0);
    let text = home.run(&["proceeds", "history", &mint]).ok().out;
    assert!(text.contains("company equity 2026"), "{text}");
    for (who, amount, by) in
        [("olivia", "4,000.00 USDC", "batch"), ("ben", "750.00 USDC", "batch"), ("ada", "2,250.00 USDC", "claim")]
    {
        let wallet = address(who);
        let line = text.lines().find(|line| line.contains(wallet.as_str().unwrap()));
        assert!(line.is_some_and(|line| line.contains(amount) && line.contains(by)), "{who}: {text}");
    }
    home.run(&["proceeds", "history", &mint, "--limit", "0"]).fails(2, "--limit");
}

#[test]
fn who_has_no_account_is_skipped_and_can_be_paid_later() {
    let (home, mint) = shareholders();
    deposit(&home, &mint, &["--proceeds", "10000"]).ok();
    // Ada closes the account that she would be paid into.
    let account = home.json("ada", &["position", "show", &mint])["quoteAccount"].as_str().unwrap().to_owned();
    home.close_quote_account("ada", &account);
    let paid = home.json("max", &["proceeds", "distribute", &mint]);
    assert_eq!(ui(&paid["total"]), "8500.000000");
    assert_eq!(ui(&paid["skipped"][0]["amount"]), "1500.000000");
    assert!(paid["skipped"][0]["reason"].as_str().is_some_and(|reason| reason.contains("does not exist")));
    // A claim makes the account again.
    let run = home.by("max", &["proceeds", "claim", &mint, &home.arg("ada.json")]).ok();
    assert!(run.err.contains("does not exist yet") && run.err.contains("rent for new accounts"), "{}", run.err);
    assert_eq!(due(&home, &mint, "ada"), "0.000000");
}
