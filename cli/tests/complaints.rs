//! `position set-boundary`, `complaint …`, `member reputation|exclude`: each with its effect, its JSON and its refusals.

mod common;

use {
    common::{village, Home, Run},
    serde_json::{json, Value},
};

const NOW: i64 = 1_767_225_600;
const DAY: i64 = 86_400;

/// A village in which Ada holds shares; `sam` is a steward who arbitrates and holds none.
fn with_a_steward() -> (Home, String) {
    let (home, mint) = village();
    home.person("sam");
    home.member("sam");
    home.by("nora", &["network", "steward", "appoint", &home.arg("sam.json"), "--can", "arbitrate"]).ok();
    home.by("olivia", &["shares", "transfer", &mint, "1000", &home.arg("ada.json")]).ok();
    (home, mint)
}

/// Olivia's complaint about somebody, of her own token.
fn complain(home: &Home, about: &str, category: &str, severity: &str, more: &[&str]) -> Run {
    let person = home.arg(&format!("{about}.json"));
    let words = ["complaint", "file", &person, "--category", category, "--severity", severity];
    home.by("olivia", &[&["--output", "json"], &words[..], &["--evidence", "text:forty calls"], more].concat())
}

#[track_caller]
fn filed(run: Run) -> String {
    run.ok().json()["complaint"].as_str().unwrap().to_owned()
}

fn decide(home: &Home, who: &str, verb: &str, complaint: &str, decision: &[&str]) -> Run {
    let words = ["--output", "json", "complaint", verb, complaint, "--reason", "text:why", "--decision"];
    home.by(who, &[&words[..], decision].concat())
}

#[test]
fn an_owner_sets_a_boundary_and_its_holder_sees_it() {
    let (home, mint) = with_a_steward();
    let ada = home.arg("ada.json");
    let before = home.json("ada", &["position", "show", &mint]);
    assert_eq!((&before["contact"], &before["contactSetAt"]), (&"open".into(), &Value::Null));
    let set = |who: &str, contact: &str| {
        home.by(who, &["--output", "json", "position", "set-boundary", &ada, "--token", &mint, "--contact", contact])
    };
    set("ada", "open").fails(1, "The signer is not the owner of this token. It is ");
    set("olivia", "loud").fails(2, "loud");
    set("olivia", "open").fails(1, "This boundary is set already. It is open; none was ever set.");
    let run = set("olivia", "asynchronous").ok();
    assert_eq!(run.json()["contact"], "asynchronous");
    assert!(run.err.contains("no calls, no visits") && run.err.contains("--category boundary"), "{}", run.err);
    // Of one's own token without saying so.
    home.by("olivia", &["position", "set-boundary", &ada, "--contact", "none"]).ok();
    home.by("ada", &["position", "set-boundary", &ada, "--contact", "none"]).fails(2, "has no token of his own");
    home.by("olivia", &["position", "set-boundary", &home.arg("olivia.json"), "--contact", "none"])
        .fails(1, "OwnPosition");
    let shown = home.by("ada", &["position", "show", &mint]).ok().out;
    assert!(shown.contains("contact with the owner  none since 2026-01-01 00:00:00 UTC"), "{shown}");
    home.warp("1d");
    home.by("olivia", &["position", "set-boundary", &ada, "--contact", "open"]).ok();
    let after = home.json("ada", &["position", "show", &mint]);
    assert_eq!(
        (&after["contact"], &after["contactSetAt"], &after["contactFirstSetAt"]),
        (&"open".into(), &(NOW + DAY).into(), &NOW.into())
    );
}

#[test]
fn a_complaint_from_filing_to_its_end() {
    let (home, mint) = with_a_steward();
    let ada = home.arg("ada.json");
    let run = complain(&home, "ada", "pressure", "serious", &["--occurred-at", "2d"]);
    for line in ["serious: 200 of 1,000 points", "1 of at most 3", "until 2026-01-08 00:00:00 UTC"] {
        assert!(run.err.contains(line), "{line}: {}", run.err);
    }
    let json = run.json();
    assert_eq!((&json["occurredAt"], &json["replyUntil"]), (&(NOW - 2 * DAY).into(), &(NOW + 7 * DAY).into()));
    let complaint = filed(run);
    let show = || home.run(&["--output", "json", "complaint", "show", &complaint]).ok().json();
    let first = show();
    assert_eq!(
        (&first["stage"], &first["until"], &first["decision"], &first["category"]),
        (&"reply".into(), &(NOW + 7 * DAY).into(), &Value::Null, &"pressure".into())
    );
    for (who, words) in [
        ("max", vec!["--token", mint.as_str()]),
        ("max", vec!["--about", ada.as_str()]),
        ("ada", vec!["--about", "me"]),
        ("olivia", vec!["--by", "me"]),
        ("sam", vec![]),
    ] {
        let list = home.json(who, &[&["complaint", "list"], &words[..]].concat());
        assert_eq!(list["complaints"][0]["complaint"], complaint.as_str(), "{words:?}");
    }
    assert_eq!(home.json("ben", &["complaint", "list", "--about", "me"])["complaints"], json!([]));
    home.by("max", &["complaint", "list", "--token", &mint, "--by", "me"]).fails(2, "cannot be used with");
    assert!(home.run(&["complaint", "list"]).ok().out.contains("the shareholder may reply until 2026-01-08"));
    assert_eq!(home.json("olivia", &["member", "show"])["openComplaints"], 1);

    home.by("ben", &["complaint", "reply", &complaint, "--reply", "text:no"]).fails(1, "The complaint is about ");
    decide(&home, "sam", "resolve", &complaint, &["upheld"]).fails(
        1,
        "The member has seven days to reply before anybody decides. They are over at 2026-01-08 00:00:00 UTC.",
    );
    decide(&home, "nora", "overturn", &complaint, &["dismissed"]).fails(1, "A steward can decide until 2026-03-02");
    home.by("max", &["complaint", "close", &complaint]).fails(1, "Undecided, it lapses at 2026-03-02 00:00:00 UTC.");
    let replied = home.json("ada", &["complaint", "reply", &complaint, "--reply", "text:it was twice"]);
    assert_eq!(replied["replyHash"].as_str().map(str::len), Some(64));
    home.by("ada", &["complaint", "reply", &complaint, "--reply", "text:more"])
        .fails(1, "He replied at 2026-01-01 00:00:00 UTC.");
    assert!(show()["next"].as_str().unwrap().contains("has replied"));

    home.warp("7d");
    home.by("ada", &["complaint", "reply", &complaint, "--reply", "text:more"]).fails(1, "ReplyTimeOver");
    assert_eq!(show()["stage"], "decision");
    decide(&home, "nora", "resolve", &complaint, &["upheld"]).fails(1, "a steward who arbitrates decides first");
    decide(&home, "max", "resolve", &complaint, &["upheld"]).fails(1, "neither the authority");
    decide(&home, "ben", "resolve", &complaint, &["upheld"]).fails(1, "neither the authority");
    home.by("nora", &["network", "steward", "appoint", &ada, "--can", "arbitrate"]).ok();
    decide(&home, "ada", "resolve", &complaint, &["upheld"]).fails(1, "PartyCannotDecide");
    decide(&home, "sam", "resolve", &complaint, &["upheld", "--severity", "severe"])
        .fails(1, "It was filed as serious.");
    decide(&home, "sam", "resolve", &complaint, &["dismissed", "--severity", "minor"]).fails(2, "leave out --severity");
    let run = decide(&home, "sam", "resolve", &complaint, &["upheld"]).ok();
    assert!(run.err.contains("reputation 1,000 → 800"), "{}", run.err);
    assert_eq!((&run.json()["severity"], &run.json()["memberReputation"]), (&"serious".into(), &800.into()));
    decide(&home, "sam", "resolve", &complaint, &["upheld"]).fails(1, "ComplaintDecided");
    assert_eq!(home.json("ada", &["member", "show"])["reputation"], 800);
    assert_eq!(home.json("olivia", &["member", "show"])["openComplaints"], 0);

    decide(&home, "sam", "overturn", &complaint, &["dismissed"]).fails(1, "NotNetworkAuthority");
    decide(&home, "nora", "overturn", &complaint, &["upheld"]).fails(1, "DecisionUnchanged");
    let run = decide(&home, "nora", "overturn", &complaint, &["upheld", "--severity", "minor"]).ok();
    assert!(run.err.contains("gives back") && run.err.contains("reputation 800 → 950"), "{}", run.err);
    decide(&home, "nora", "overturn", &complaint, &["dismissed"]).fails(1, "AlreadyOverturned");
    let last = show();
    assert_eq!(
        (&last["stage"], &last["overturned"], &last["points"], &last["decidedSeverity"]),
        (&"final".into(), &true.into(), &50.into(), &"minor".into())
    );
    let history = home.json("ada", &["member", "reputation"]);
    let told: Vec<Value> =
        history["changes"].as_array().unwrap().iter().map(|one| json!([one["before"], one["after"]])).collect();
    assert_eq!(told, [json!([800, 950]), json!([1000, 800])]);
    assert!(history["changes"][0]["why"].as_str().unwrap().contains("upheld as minor, in the place of another"));
    assert_eq!(history["fullAt"], NOW + 7 * DAY + 50 * DAY);
    let text = home.by("max", &["member", "reputation", &ada]).ok().out;
    assert!(text.contains("950 of 1,000 points; one returns a day, all are back 2026-02-27"), "{text}");

    let verify = |words: &[&str]| home.run(&[&["complaint", "verify", &complaint], words].concat());
    let all = ["--evidence", "text:forty calls", "--reply", "text:it was twice", "--reason", "text:why"];
    assert!(verify(&all).ok().out.contains("reason    as recorded, sha256"));
    verify(&["--evidence", "text:four calls"]).fails(1, "this is not the evidence of the complaint");
    verify(&[]).fails(2, "required");
    home.by("max", &["complaint", "close", &complaint]).ok();
    home.run(&["complaint", "show", &complaint]).fails(1, "there is no complaint at");
    assert!(home.run(&["complaint", "list"]).ok().out.starts_with("There are no complaints"));
}

#[test]
fn what_cannot_be_complained_about() {
    let (home, _) = with_a_steward();
    complain(&home, "max", "pressure", "minor", &[]).fails(1, "NeverHeldShares");
    complain(&home, "ben", "pressure", "minor", &[]).fails(1, "NeverHeldShares");
    complain(&home, "olivia", "pressure", "minor", &[]).fails(1, "OwnPosition");
    complain(&home, "ada", "noise", "minor", &[]).fails(2, "noise");
    complain(&home, "ada", "pressure", "minor", &["--occurred-at", "2026-02-01"])
        .fails(1, "The time given is 2026-02-01 00:00:00 UTC, and it is now 2026-01-01 00:00:00 UTC.");
    complain(&home, "ada", "boundary", "minor", &[]).fails(1, "None was ever set, and the event was 2026-01-01");
    home.by("olivia", &["position", "set-boundary", &home.arg("ada.json"), "--contact", "none"]).ok();
    complain(&home, "ada", "boundary", "minor", &[])
        .fails(1, "The first was set 2026-01-01 00:00:00 UTC, and the event");
    home.warp("1d");
    filed(complain(&home, "ada", "boundary", "minor", &[]));
    for _ in 0..2 {
        home.warp("1d");
        filed(complain(&home, "ada", "harassment", "minor", &[]));
    }
    let refused = complain(&home, "ada", "other", "minor", &[]);
    let refused =
        refused.fails(1, "The owner has three open complaints. The first of them lapses at 2026-03-03 00:00:00 UTC.");
    assert_eq!(refused.json()["error"]["until"], NOW + 61 * DAY);
    assert!(home.by("olivia", &["member", "show"]).ok().out.contains("lapses, the first 2026-03-03"));
    home.warp("58d");
    assert_eq!(home.json("max", &["complaint", "list"])["complaints"][2]["stage"], "lapsed");
    filed(complain(&home, "ada", "other", "minor", &[]));
}

#[test]
fn who_decides_holds_no_shares_and_an_abusive_complaint_bars() {
    let (home, mint) = with_a_steward();
    let complaint = filed(complain(&home, "ada", "other", "severe", &[]));
    home.by("sam", &["position", "open", &mint]).ok();
    home.by("olivia", &["shares", "transfer", &mint, "5", &home.arg("sam.json")]).ok();
    home.warp("7d");
    decide(&home, "sam", "resolve", &complaint, &["abusive"]).fails(1, "holds 5 shares (");
    home.by("sam", &["shares", "transfer", &mint, "ALL", &home.arg("olivia.json")]).ok();
    let run = decide(&home, "sam", "resolve", &complaint, &["abusive"]).ok();
    for line in ["reputation 1,000 → 900", "reputation stays 1,000", "until 2026-04-08 00:00:00 UTC"] {
        assert!(run.err.contains(line), "{line}: {}", run.err);
    }
    let barred = complain(&home, "ada", "pressure", "minor", &[]);
    let barred = barred.fails(1, "The next one can be filed from 2026-04-08 00:00:00 UTC.");
    assert_eq!(barred.json()["error"]["until"], NOW + 97 * DAY);
    assert_eq!(home.json("olivia", &["member", "show"])["filingBarredUntil"], NOW + 97 * DAY);
    home.by("max", &["complaint", "close", &complaint]).fails(1, "The decision is final from 2026-02-07 00:00:00 UTC.");
    home.warp("30d");
    decide(&home, "nora", "overturn", &complaint, &["dismissed"])
        .fails(1, "They were over at 2026-02-07 00:00:00 UTC.");
    home.by("max", &["complaint", "close", &complaint]).ok();
}

#[test]
fn too_low_a_reputation_says_when_it_is_back() {
    let (home, mint) = with_a_steward();
    let complaint = filed(complain(&home, "ada", "harassment", "severe", &[]));
    home.warp("7d");
    let run = decide(&home, "sam", "resolve", &complaint, &["upheld"]).ok();
    assert!(run.err.contains("1,000 → 500; receives no shares until it is 600 again, 2026-04-18"), "{}", run.err);
    let shown = home.json("max", &["member", "show", &home.arg("ada.json")]);
    assert_eq!(
        (&shown["inGoodStanding"], &shown["standingReturnsAt"], &shown["minimumReputation"]),
        (&false.into(), &(NOW + 107 * DAY).into(), &600.into())
    );
    assert!(home.by("ada", &["member", "show"]).ok().out.contains("from 2026-04-18 00:00:00 UTC on, if nothing more"));
    let send = || home.by("olivia", &["--output", "json", "shares", "transfer", &mint, "1", &home.arg("ada.json")]);
    let refused =
        send().fails(1, "It is 500, and 600 are needed; one point returns a day, so from 2026-04-18 00:00:00 UTC.");
    assert_eq!(refused.json()["error"]["until"], NOW + 107 * DAY);
    home.by("ada", &["shares", "transfer", &mint, "1", &home.arg("ben.json")]).fails(1, "one point returns a day");
    home.by("ada", &["shares", "transfer", &mint, "1", &home.arg("olivia.json")]).ok();
    home.warp("100d");
    send().ok();
}

#[test]
fn an_exclusion_is_the_authoritys() {
    let (home, mint) = with_a_steward();
    let ada = home.arg("ada.json");
    let exclude =
        |who: &str| home.by(who, &["--output", "json", "member", "exclude", &ada, "--reason", "text:threats"]);
    exclude("sam").fails(1, "a steward can suspend.");
    let run = exclude("nora").ok();
    assert_eq!(run.json()["status"], "excluded");
    assert!(run.err.contains("only by the authority"), "{}", run.err);
    exclude("nora").fails(1, "MemberExcluded");
    assert_eq!(home.json("ada", &["member", "show"])["status"], "excluded");
    home.by("olivia", &["shares", "transfer", &mint, "1", &ada]).fails(1, "He is not active: excluded.");
    home.by("ada", &["member", "leave"]).fails(1, "MemberNotActive");
    home.by("sam", &["member", "reinstate", &ada]).fails(1, "only the network's authority can take that back. It is ");
    // Without his consent he counts as one who left.
    assert_eq!(home.json("nora", &["member", "reinstate", &ada])["status"], "left");
    exclude("nora").ok();
    assert_eq!(home.json("nora", &["member", "reinstate", &ada, "--consent", &ada])["status"], "active");
    home.by("olivia", &["shares", "transfer", &mint, "1", &ada]).ok();
}

#[test]
fn help_leads_an_owner_who_is_pressed_here() {
    let home = Home::new();
    let help = home.run(&["--help"]).ok().out.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(help.contains("`position set-boundary`") && help.contains("`complaint file`"), "{help}");
    let help = home.run(&["complaint", "file", "--help"]).ok().out;
    assert!(
        help.contains("Being pressed to decide, to work, to sell, to pay") && help.contains("so keep it"),
        "{help}"
    );
}
