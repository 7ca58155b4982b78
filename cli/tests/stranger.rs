//! What somebody at a terminal for the first time runs into.

mod common;

use {
    common::{village, Home, Run},
    std::process::{Command, Stdio},
};

fn run(command: &mut Command) -> Run {
    let output = command.output().unwrap();
    Run {
        code: output.status.code().unwrap_or(-1),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}

#[test]
fn who_stops_reading_the_demo_or_a_help_is_no_error() {
    let home = Home::new();
    for words in [&["demo"][..], &["--help"], &["token", "create", "--help"]] {
        let mut child = home.command(words).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        drop(child.stdout.take());
        let output = child.wait_with_output().unwrap();
        assert!(output.status.success() && output.stderr.is_empty(), "{words:?} {output:?}");
    }
}

/// What was sent must not look as if it could be sent again.
#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_after_the_transfer() {
    let (home, mint) = village();
    let full = || std::fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    let (olivia, ada) = (home.arg("olivia.json"), home.arg("ada.json"));
    let mut transfer = home.command(&["--yes", "--keypair", &olivia, "shares", "transfer", &mint, "7", &ada]);
    let run_full = run(transfer.stdout(full())).fails(1, "it is done, and must not be sent again");
    assert!(run_full.err.contains("  signature  "), "{}", run_full.err);
    assert_eq!(home.json("ada", &["position", "show", &mint])["shares"], "7");
    // Nothing was sent: nothing to be careful about.
    let shown = run(home.command(&["captable", &mint]).stdout(full())).fails(1, "cannot write the output");
    assert!(!shown.err.contains("is done"), "{}", shown.err);
    run(home.command(&["--help"]).stdout(full())).fails(1, "cannot write the output");
}

/// Whoever is not the owner is not told to put money somewhere.
#[test]
fn a_deposit_by_somebody_else_without_money() {
    let (home, mint) = village();
    let sale = ["--proceeds", "100", "--kind", "company-equity", "--asset", "text:a", "--evidence", "text:e"];
    let deposit = |who: &str| home.by(who, &[&["proceeds", "deposit", &mint][..], &sale].concat());
    let run = deposit("ada").fails(1, "NotTokenOwner");
    assert!(!run.err.contains("there first"), "{}", run.err);
    deposit("olivia").fails(1, "there first");
}

#[test]
fn no_terminal_to_type_into() {
    let home = Home::new();
    home.person("nora");
    let mut asked = Command::new("setsid");
    let inner = home.command(&["--keypair", "prompt:", "ledger", "airdrop", "1"]);
    asked.arg("--wait").arg(inner.get_program()).args(inner.get_args()).env_clear();
    asked.env("PATH", std::env::var_os("PATH").unwrap_or_default());
    asked.envs(inner.get_envs().filter_map(|(name, value)| Some((name, value?))));
    // Without `setsid` there may be a terminal, and the test would wait for somebody.
    if asked.stdin(Stdio::null()).output().is_ok() {
        run(&mut asked).fails(2, "name a keypair file");
    }
}

#[test]
fn a_dry_run_makes_no_key() {
    let home = Home::new();
    home.run(&["--dry-run", "keygen", &home.arg("new.json")]).fails(2, "--dry-run");
    assert!(!home.path("new.json").exists());
}

#[test]
fn words_that_would_move_the_cursor() {
    let home = Home::new();
    for word in ["\u{1b}[31mx", "\u{202e}x", "x\u{200b}", "x\u{7}"] {
        for args in [
            &["--url", word, "network", "list"][..],
            &["member", "show", word],
            &["member", "apply", "--role", word],
            &["--keypair", word, "ledger", "airdrop", "1"],
            &["ledger", "airdrop", word],
            &[word],
        ] {
            let run = home.run(args).fails(2, "");
            assert!(!run.err.contains(['\u{1b}', '\u{202e}', '\u{200b}', '\u{7}']), "{args:?} {:?}", run.err);
        }
    }
}

#[test]
fn messages_that_say_what_to_do() {
    let home = Home::new();
    home.person("nora");
    let found = |name: &str| home.by("nora", &["network", "create", name, "--charter", "text:c", "--clauses", "1"]);
    assert!(found("Village").ok().err.contains("1 clause, sha256"));
    found("Village").fails(1, "choose another name");
    home.key("poor");
    let poor = home.apply("poor", &[]).fails(1, "ledger airdrop 10");
    assert!(!poor.err.contains(".."), "{}", poor.err);
    home.run(&["ledger", "warp", "99999d"]).fails(2, "at most 49710d");
    home.by("nora", &["ledger", "airdrop", "0.0000000001"]).fails(2, "SOL has 9");
    let short = home.file("secret", &format!("{}\n", "s".repeat(31)));
    let document = home.file("document", "passport CH X1");
    let admit = ["member", "admit", &home.arg("poor.json"), "--identity-secret-file", &short, "--document", &document];
    home.by("nora", &admit).fails(2, "31 bytes without the white space");
}
