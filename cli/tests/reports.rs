//! `report …`: filing, what is owed, what is recorded.

mod common;

use {
    common::{ui, village, Home, Run},
    serde_json::{json, Value},
};

/// 2027-01-01, when 2026 is over.
const YEAR_OVER: i64 = 1_798_761_600;
const DAY: i64 = 86_400;
const DUE: i64 = YEAR_OVER + 105 * DAY;

/// A village in which Ada has held shares since 2026, with a deposit of 100 for 2026; it is 2027.
fn a_year_later() -> (Home, String) {
    let (home, mint) = village();
    home.by("olivia", &["shares", "transfer", &mint, "1000", &home.arg("ada.json")]).ok();
    home.by("olivia", &["ledger", "faucet", "100"]).ok();
    let sale = ["--proceeds", "100", "--kind", "company-equity", "--asset", "text:a", "--evidence", "text:e"];
    home.by("olivia", &[&["proceeds", "deposit", &mint][..], &sale].concat()).ok();
    home.warp("2027-01-01");
    (home, mint)
}

fn file(home: &Home, who: &str, year: &str, proceeds: &str, cost: &str) -> Run {
    let words = ["--output", "json", "report", "file", "--year", year, "--evidence", "text:books"];
    home.by(who, &[&words[..], &["--proceeds", proceeds, "--cost-basis", cost]].concat())
}

fn due(home: &Home, mint: &str) -> Value {
    home.json("max", &["report", "due", "--token", mint])["due"].clone()
}

#[test]
fn filed_corrected_and_final() {
    let (home, mint) = a_year_later();
    let owed = due(&home, &mint);
    assert_eq!(
        (&owed[0]["year"], &owed[0]["dueAt"], &owed[0]["recordableAt"], &owed[0]["recordable"], &owed[0]["filedAt"]),
        (&2026.into(), &DUE.into(), &(DUE + 30 * DAY).into(), &Value::Null, &Value::Null)
    );
    assert!(home.run(&["report", "due"]).ok().out.contains("owed (`report file`)"));
    assert!(home.run(&["report", "show", "--token", &mint]).ok().out.contains("has no reports"));
    file(&home, "ada", "2026", "1", "0").fails(2, "has no token of his own");
    let foreign = ["report", "file", "--token", &mint, "--year", "2026", "--proceeds", "1", "--evidence", "text:e"];
    home.by("ada", &foreign).fails(1, "The signer is not the owner of this token. It is ");
    file(&home, "olivia", "2025", "1", "0").fails(1, "2026 to 2026 can be reported on now.");
    file(&home, "olivia", "2027", "1", "0").fails(1, "ReportYearInvalid");
    file(&home, "olivia", "26", "1", "0").fails(2, "write four digits");

    let run = file(&home, "olivia", "2026", "400", "150").ok();
    for line in
        ["250.00 USDC", "100.00 USDC", "150.00 USDC: deposit them with --year 2026 before 2027-05-16 00:00:00 UTC"]
    {
        assert!(run.err.contains(line), "{line}: {}", run.err);
    }
    let filed = run.json();
    assert_eq!(
        (ui(&filed["gain"]), ui(&filed["deposited"]), ui(&filed["short"]), &filed["dueAt"]),
        ("250.000000", "100.000000", "150.000000", &DUE.into())
    );
    let run = file(&home, "olivia", "2026", "100", "0").ok();
    assert!(run.err.contains("the report of 2027-01-01, a gain of 250.00 USDC"), "{}", run.err);
    assert_eq!(ui(&run.json()["short"]), "0.000000");
    // Of one's own token without saying so.
    let shown = home.json("olivia", &["report", "show"]);
    assert_eq!(
        (&shown["reports"][0]["year"], ui(&shown["reports"][0]["gain"]), &shown["reports"][0]["filedAt"]),
        (&2026.into(), "100.000000", &YEAR_OVER.into())
    );
    assert_eq!(home.json("max", &["report", "show", "--token", &mint, "--year", "2025"])["reports"], json!([]));
    home.by("max", &["report", "record", "--token", &mint, "--year", "2026"])
        .fails(1, "The deadline and the grace are not over. It can be recorded from 2027-05-16 00:00:00 UTC.");
    home.warp("2027-04-16");
    file(&home, "olivia", "2026", "100", "1").fails(1, "It was filed 2027-01-01 00:00:00 UTC, and was due 2027-04-16");
    home.warp("30d");
    home.by("max", &["report", "record", "--token", &mint, "--year", "2026"]).fails(1, "recorded: none.");
    assert!(home.run(&["report", "due"]).ok().out.contains("in order"));
}

#[test]
fn a_missing_and_a_short_report_are_recorded_once() {
    let (home, mint) = a_year_later();
    let record = || home.by("max", &["--output", "json", "report", "record", "--token", &mint, "--year", "2026"]);
    home.warp("2027-04-16");
    assert!(home.run(&["report", "due"]).ok().out.contains("overdue, in grace"));
    home.warp("30d");
    assert_eq!(due(&home, &mint)[0]["recordable"], "missed");
    let run = record().ok();
    assert!(run.err.contains("reputation 1,000 → 900"), "{}", run.err);
    assert_eq!((&run.json()["finding"], &run.json()["points"]), (&"missed".into(), &100.into()));
    record().fails(1, "It was recorded already: missed.");
    // Late, and short.
    file(&home, "olivia", "2026", "400", "0").ok();
    assert_eq!(due(&home, &mint)[0]["recordable"], "short");
    let run = record().ok();
    assert!(run.err.contains("a gain of 400.00 USDC was reported, 100.00 USDC were deposited"), "{}", run.err);
    assert_eq!((&run.json()["finding"], &run.json()["ownerReputation"]), (&"short".into(), &750.into()));
    record().fails(1, "recorded: missed, short.");
    let history = home.json("olivia", &["member", "reputation"]);
    let why: Vec<&Value> = history["changes"].as_array().unwrap().iter().map(|one| &one["why"]).collect();
    assert_eq!(why, ["report on 2026 short", "report on 2026 missed"]);
    assert!(home.run(&["report", "due"]).ok().out.contains("recorded: missed, short"));
    let shown = home.run(&["report", "show", "--token", &mint]).ok().out;
    assert!(shown.contains("missed, short") && shown.contains("400.00 USDC"), "{shown}");
}

#[test]
fn without_outside_shareholders_none_is_owed() {
    let (home, mint) = village();
    home.warp("2027-07-01");
    assert_eq!(due(&home, &mint), json!([]));
    assert!(home.run(&["report", "due"]).ok().out.starts_with("No report is owed"));
    let record = |year: &str| home.by("max", &["report", "record", "--token", &mint, "--year", year]);
    record("2026").fails(1, "Nobody else held shares of OLIV in 2026. Pass");
    record("2025").fails(1, "2026 to 2026 can be reported on now.");
    // It can be filed all the same.
    file(&home, "olivia", "2026", "0", "0").ok();
}
