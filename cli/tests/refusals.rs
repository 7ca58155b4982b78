//! What a refusal says: the step, the program, the rule and its code, until when, and what to do.

mod common;

use common::{village, Home};

#[test]
fn a_transfer_is_named_in_words() {
    let (home, mint) = village();
    let (ada, ben) = (home.arg("ada.json"), home.arg("ben.json"));
    // By Token-2022 itself.
    home.by("ada", &["shares", "transfer", &mint, "500", &ben]).fails(
        1,
        "Token-2022 refused the transfer of 500 shares: The account holds fewer shares than that. Send at most the shares that it holds. (InsufficientFunds, code 1)",
    );
    // By the hook that it calls.
    home.by("nora", &["member", "suspend", &ada, "--reason", "text:x"]).ok();
    let refused = home.by("olivia", &["--output", "json", "shares", "transfer", &mint, "1", &ada]).fails(
        1,
        "Personal Token refused the transfer of 1 share: The member is suspended or excluded, or has left. He is not active: suspended. Only active members can do this. (MemberNotActive, code ",
    );
    let error = &refused.json()["error"];
    assert_eq!((&error["step"], &error["name"]), (&"the transfer of 1 share".into(), &"MemberNotActive".into()));
    assert!(refused.err.contains(&format!("code {}", error["code"])), "{}", refused.err);
    assert_eq!(error.get("until"), None);
}

#[test]
fn one_of_several_instructions_is_named() {
    let home = Home::new();
    for name in ["nora", "olivia"] {
        home.person(name);
    }
    home.by("nora", &["network", "create", "Town", "--charter", "text:c", "--clauses", "1"]).ok();
    home.member("olivia");
    let create = ["token", "create", "--name", "Olivia", "--symbol", "OLIV", "--terms", "text:t"];
    home.run(&["ledger", "warp", "1d"]).ok();
    let refused = home.by("olivia", &[&["--output", "json"], &create[..]].concat()).fails(
        1,
        "Personal Token refused the creation of OLIV (part 1 of 4: creating the token): The cooling-off time since the charter was acknowledged is not over. It is over at 2026-01-04 00:00:00 UTC. Take the time;",
    );
    assert_eq!(refused.json()["error"]["until"], 1_767_225_600 + 3 * 86_400);
    home.run(&["ledger", "warp", "2026-01-04"]).ok();
    home.by("olivia", &create).ok();
}

#[test]
fn locked_until() {
    let (home, mint) = village();
    let (ada, ben) = (home.arg("ada.json"), home.arg("ben.json"));
    home.by("olivia", &["shares", "transfer", &mint, "200", &ada]).ok();
    home.by("olivia", &["token", "hold", &mint, "90d"]).ok();
    home.run(&["ledger", "warp", "30d"]).ok();
    home.by("olivia", &["shares", "transfer", &mint, "1000", &ada]).ok();
    let refused = home.by("ada", &["--output", "json", "shares", "transfer", &mint, "500", &ben]).fails(
        1,
        "Personal Token refused the transfer of 500 shares: The shares are locked for now. 1,000 of the sender's 1,200 shares are locked until 2026-05-01 00:00:00 UTC. Wait for the lock to end, or move fewer shares. (SharesLocked, code ",
    );
    assert_eq!(refused.json()["error"]["until"], 1_767_225_600 + 120 * 86_400);
    home.run(&["ledger", "warp", "2026-05-01"]).ok();
    home.by("ada", &["shares", "transfer", &mint, "500", &ben]).ok();
}

#[test]
fn paused_until_and_again_from() {
    let (home, mint) = village();
    let ada = home.arg("ada.json");
    home.by("olivia", &["token", "pause", &mint, "14d"]).ok();
    home.by("olivia", &["shares", "transfer", &mint, "1", &ada]).fails(
        1,
        "The owner has paused transfers, rounds and sales of this token. The pause ends at 2026-01-15 00:00:00 UTC. Wait until",
    );
    home.run(&["ledger", "warp", "2026-01-15"]).ok();
    home.by("olivia", &["token", "pause", &mint, "1d"])
        .fails(1, "refused the pause of 1 day: A new pause is possible only 90 days after the last one. The next one is possible from 2026-04-15 00:00:00 UTC.");
    let shown = home.run(&["token", "show", &mint]).ok().out;
    assert!(shown.contains("no; the next pause is possible from 2026-04-15 00:00:00 UTC"), "{shown}");
    home.run(&["ledger", "warp", "2026-04-15"]).ok();
    home.by("olivia", &["token", "pause", &mint, "1d"]).ok();
}

#[test]
fn parameters_not_due_before() {
    let (home, _) = village();
    home.by("nora", &["network", "propose-parameters", "--owner-fee", "2%"]).ok();
    home.by("nora", &["network", "apply-parameters"]).fails(
        1,
        "refused putting the announced parameters into force: The announced parameters are not due yet. They can be applied from 2026-01-08 00:00:00 UTC.",
    );
}

#[test]
fn announced_terms_are_shown_with_their_moment() {
    let (home, mint) = village();
    let before = home.json("max", &["token", "show", &mint]);
    assert!(
        before["announcedPolicy"].is_null() && before["announcedHold"].is_null() && before["nextPauseAt"].is_null()
    );
    home.by("olivia", &["token", "policy", &mint, "closed"]).ok();
    home.by("olivia", &["token", "hold", &mint, "90d"]).ok();
    let text = home.run(&["token", "show", &mint]).ok().out;
    for line in ["open; closed from 2026-01-31 00:00:00 UTC", "0 seconds; 90 days from 2026-01-31 00:00:00 UTC"] {
        assert!(text.contains(line), "{line}: {text}");
    }
    let effective_at = 1_767_225_600 + 30 * 86_400;
    let shown = home.json("max", &["token", "show", &mint]);
    assert_eq!(shown["announcedPolicy"], serde_json::json!({ "policy": "closed", "effectiveAt": effective_at }));
    assert_eq!(shown["announcedHold"], serde_json::json!({ "hold": 7_776_000, "effectiveAt": effective_at }));
    home.run(&["ledger", "warp", "30d"]).ok();
    let after = home.json("max", &["token", "show", &mint]);
    assert!(after["announcedPolicy"].is_null() && after["policy"] == "closed" && after["hold"] == 7_776_000);
}

#[test]
fn who_cannot_be_paid_for_is_told_of_the_payout() {
    let (home, mint) = village();
    home.by("olivia", &["ledger", "faucet", "100"]).ok();
    let sale = ["--proceeds", "100", "--kind", "company-equity", "--asset", "text:a", "--evidence", "text:e"];
    home.by("olivia", &[&["proceeds", "deposit", &mint][..], &sale].concat()).ok();
    let few = ["--dry-run", "--with-compute-unit-limit", "700", "proceeds", "distribute", &mint];
    home.by("max", &few).fails(1, "refused the payout to 1 holder");
}
