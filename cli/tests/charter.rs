//! `charter …`, and what an acknowledgement asks for.

mod common;

use {
    common::{Home, CHARTER},
    personal_token_cli::charter::Charter,
};

/// A network of `nora` with the shipped charter and no waiting times, and how many clauses it has.
fn founded() -> (Home, u64) {
    let home = Home::new();
    for name in ["nora", "olivia", "ada", "max"] {
        home.person(name);
    }
    let times = ["--cooling-off", "3d", "--minimum-hold", "0s"];
    let created = home.json("nora", &[&["network", "create", "Village"][..], &times].concat());
    let clauses = created["charterClauses"].as_u64().unwrap();
    assert_eq!(Some(clauses), Charter::shipped().count().map(u64::from));
    (home, clauses)
}

#[test]
fn the_text_needs_no_ledger_and_hashes_as_it_is_printed() {
    let home = Home::new();
    let shown = home.run(&["charter", "show"]).ok();
    assert!(shown.out.starts_with("# ") && shown.out.contains("\n1. "), "{}", shown.out);
    let hash = home.run(&["charter", "hash"]).ok().out;
    assert!(shown.err.contains(hash.trim()) && shown.err.contains("clauses, sha256"), "{}", shown.err);
    // Whoever saves what is printed has the very bytes.
    let saved = home.file("charter.md", &shown.out);
    assert_eq!(home.run(&["charter", "hash", "--file", &saved]).ok().out, hash);
    let json = home.run(&["--output", "json", "charter", "hash"]).ok().json();
    assert_eq!(json["sha256"], hash.trim());
    let whole = home.run(&["--output", "json", "charter", "show"]).ok().json();
    assert_eq!(whole["parts"].as_array().map(Vec::len).map(|count| count as u64), whole["clauses"].as_u64());

    let of = |whom: &str| home.run(&["--output", "json", "charter", "show", "--for", whom]).ok().json();
    let (owner, investor) = (of("owner"), of("investor"));
    let count = |part: &serde_json::Value| part["parts"].as_array().unwrap().len();
    assert_eq!(count(&owner) + count(&investor), count(&whole));
    assert_eq!(owner["parts"][0]["number"], 1);
    assert_eq!(investor["parts"][0]["number"], count(&owner) + 1);

    let other = home.run(&["charter", "show", "--file", "text:1. Be kind."]).ok();
    assert_eq!(other.out, "1. Be kind.\n");
    assert!(other.err.contains("1 clause, sha256"), "{}", other.err);
    home.run(&["charter", "show", "--file", "text:x", "--for", "owner"]).fails(2, "--for");
    home.run(&["charter", "show", "--file", "nothing.md"]).fails(2, "nothing.md");
    home.run(&["charter", "show", "--file", &format!("sha256:{}", "a".repeat(64))]).fails(2, "no text");
    assert!(!home.ledger().exists());
}

#[test]
fn the_networks_text_or_not() {
    let (home, clauses) = founded();
    let verified = home.run(&["--output", "json", "charter", "verify"]).ok().json();
    assert_eq!((&verified["verified"], &verified["clauses"]), (&true.into(), &clauses.into()));
    home.run(&["charter", "verify", "--file", CHARTER]).fails(1, "is not the charter of “Village”: its sha256 is");
    assert!(home.run(&["network", "show"]).ok().out.contains("`personal-token charter show` prints it"));
    // The authority said another number of clauses than the text has.
    home.by("nora", &["network", "create", "Town", "--charter", CHARTER, "--clauses", "2"]).fails(2, "has 3 clauses");
    home.by("nora", &["network", "create", "Town", "--charter", "text:c"]).fails(2, "--clauses");
    let hash = home.run(&["charter", "hash", "--file", CHARTER]).ok().out;
    let town = ["network", "create", "Town", "--charter", &format!("sha256:{}", hash.trim()), "--clauses", "2"]
        .map(str::to_owned);
    let town = home.json("nora", &town.each_ref().map(String::as_str))["network"].as_str().unwrap().to_owned();
    home.run(&["--network", &town, "charter", "verify", "--file", CHARTER]).fails(1, "has to publish it again");
}

#[test]
fn every_clause_is_named_or_nothing_is_sent() {
    let (home, clauses) = founded();
    let all = format!("1-{clauses}");
    let apply = |more: &[&str]| home.by("ada", &[&["member", "apply"], more].concat());
    apply(&[]).fails(2, "--yes is not enough");
    apply(&["--clauses", &format!("1-3,5-{clauses}")]).fails(2, "missing: 4;");
    apply(&["--clause", "1", "--clause", "2"]).fails(2, &format!("missing: 3-{clauses};"));
    apply(&["--clauses", &format!("1-{}", clauses + 1)]).fails(2, &format!("there is no clause {}", clauses + 1));
    apply(&["--clauses", "all"]).fails(2, "are no numbers of clauses");
    apply(&["--clauses", &all, "--file", CHARTER]).fails(1, "is not the charter of “Village”");
    apply(&["--clauses", &all, "--charter-version", "2"]).fails(1, "CharterOutdated");
    // A simulation acknowledges nothing.
    assert_eq!(home.json("ada", &["--dry-run", "member", "apply"])["dryRun"], true);
    assert!(home.run(&["member", "applications"]).ok().out.starts_with("Nobody waits"));
    let each: Vec<String> = (1..=clauses).flat_map(|number| ["--clause".to_owned(), number.to_string()]).collect();
    let each: Vec<&str> = each.iter().map(String::as_str).collect();
    let run = apply(&[&["--output", "json"][..], &each].concat()).ok();
    assert_eq!((&run.json()["charterVersion"], &run.json()["clauses"]), (&1.into(), &clauses.into()));
}

#[test]
fn a_charter_that_is_not_at_hand() {
    let home = Home::new();
    for name in ["nora", "ada", "ben"] {
        home.person(name);
    }
    home.network();
    home.by("ada", &["member", "apply", "--clauses", "1-3"])
        .fails(1, "does not have the charter of “Village” (version 1, 3 clauses, sha256");
    home.by("ada", &["member", "apply", "--file", CHARTER, "--clauses", "1-3"]).ok();
    home.by("ben", &["member", "apply", "--charter-version", "1", "--clauses", "1-2"]).fails(2, "missing: 3;");
    home.by("ben", &["member", "apply", "--charter-version", "1", "--clauses", "1-3"]).ok();
}

#[test]
fn a_new_version_is_asked_before_the_next_purchase() {
    let (home, _) = founded();
    for name in ["olivia", "ada"] {
        home.member(name);
    }
    home.warp("3d");
    let mint = home.big_token("olivia");
    home.by("ada", &["position", "open", &mint]).ok();
    home.by("ada", &["ledger", "faucet", "1000"]).ok();
    home.by("max", &["charter", "publish", "--file", CHARTER]).fails(1, "NotNetworkAuthority");
    home.by("nora", &["charter", "publish"]).fails(1, "This is the charter in force already. It is version 1.");
    home.by("nora", &["charter", "publish", "--file", "text:x"]).fails(2, "--clauses");
    let run = home.by("nora", &["--output", "json", "charter", "publish", "--file", CHARTER]).ok();
    assert_eq!((&run.json()["version"], &run.json()["clauses"]), (&2.into(), &3.into()));
    assert!(run.err.contains("acknowledge it before they next buy"), "{}", run.err);

    let refused = home.by("olivia", &["round", "open", &mint, "1000", "--price", "1"]);
    refused
        .fails(1, "Version 2 is in force, version 1 was acknowledged: `personal-token charter acknowledge` does it.");
    let shown = home.json("ada", &["member", "show"]);
    assert_eq!((&shown["charterCurrent"], &shown["networkCharterVersion"]), (&false.into(), &2.into()));
    assert!(home.by("ada", &["member", "show"]).ok().out.contains("version 2 is in force: before buying or raising"));

    home.by("max", &["charter", "acknowledge", "--file", CHARTER]).fails(1, "is not a member");
    home.by("olivia", &["charter", "acknowledge", "--clauses", "1-3"]).fails(1, "name it with --file");
    home.by("olivia", &["charter", "acknowledge", "--file", CHARTER]).fails(2, "--yes is not enough");
    home.by("olivia", &["charter", "acknowledge", "--file", CHARTER, "--clauses", "1"]).fails(2, "missing: 2-3;");
    let words = ["charter", "acknowledge", "--file", CHARTER, "--clauses", "1-3"];
    let run = home.by("olivia", &[&["--output", "json"], &words[..]].concat()).ok();
    assert!(run.err.contains("can be created or announced from 2026-01-07 00:00:00 UTC"), "{}", run.err);
    assert_eq!(run.json()["charterVersion"], 2);
    home.by("olivia", &words)
        .fails(1, "The member has acknowledged this version already. It is version 2, acknowledged 2026-01-04");
    // The cooling-off starts again.
    let refused = home.by("olivia", &["--output", "json", "round", "open", &mint, "1000", "--price", "1"]);
    assert_eq!(refused.fails(1, "It is over at 2026-01-07 00:00:00 UTC.").json()["error"]["until"], 1_767_744_000);
    home.warp("3d");
    home.by("olivia", &["round", "open", &mint, "1000", "--price", "1"]).ok();
    home.by("ada", &["round", "subscribe", &mint, "10"]).fails(1, "CharterNotAcknowledged");
    home.by("ada", &words).ok();
    home.by("ada", &["round", "subscribe", &mint, "10"]).ok();
    // What costs nobody anything goes on without: Nora is none of them.
    assert_eq!(home.json("ada", &["member", "show"])["charterCurrent"], true);
}

/// At a terminal each clause is shown and asked; `script` makes one.
#[cfg(target_os = "linux")]
#[test]
fn clause_by_clause_at_a_terminal() {
    use std::{
        io::Write,
        process::{Command, Stdio},
    };
    if Command::new("script").arg("--version").output().is_err() {
        return;
    }
    let home = Home::new();
    for name in ["nora", "ada"] {
        home.person(name);
    }
    home.network();
    let answer = |answers: &str| {
        let key = home.arg("ada.json");
        let inner = home.command(&["--yes", "--keypair", &key, "member", "apply", "--file", CHARTER]);
        let quoted = |word: &std::ffi::OsStr| format!("'{}'", word.to_str().unwrap().replace('\'', "'\\''"));
        let line =
            std::iter::once(inner.get_program()).chain(inner.get_args()).map(quoted).collect::<Vec<_>>().join(" ");
        let mut script = Command::new("script");
        script.args(["-qec", &line, "/dev/null"]).env_clear().env("PATH", std::env::var_os("PATH").unwrap_or_default());
        script.envs(inner.get_envs().filter_map(|(name, value)| Some((name, value?))));
        let mut child = script.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        child.stdin.take().unwrap().write_all(answers.as_bytes()).unwrap();
        let output = child.wait_with_output().unwrap();
        (output.status.code(), String::from_utf8_lossy(&output.stdout).into_owned())
    };
    let (code, said) = answer("y\nn\n");
    assert_eq!(code, Some(2), "{said}");
    assert!(said.contains("2. Nobody votes.") && !said.contains("3. Whoever"), "{said}");
    assert!(said.contains("clause 2 of 3 was not acknowledged, so nothing was sent"), "{said}");
    let (code, said) = answer("y\nyes\ny\n");
    assert_eq!(code, Some(0), "{said}");
    assert!(said.contains("Clause 3 of 3: have you read it") && said.contains("has applied"), "{said}");
}
