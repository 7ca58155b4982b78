//! Whatever cannot be meant: one clear line, exit code 2, nothing changed.

mod common;

use common::{set_mode, village, Home};

/// What is never an amount.
const NEVER: &[&str] =
    &["1,000", "1e3", "-1", "+1", "0x10", "NaN", "inf", "", " 1", "1_000", "1 000", "１", ".", "1..2", "ten"];

#[test]
fn amounts() {
    let (home, mint) = village();
    let ada = home.arg("ada.json");
    let before = home.everything();
    for amount in NEVER.iter().chain(&["1.5", "18446744073709551616", "all"]) {
        let run = home.by("olivia", &["shares", "transfer", &mint, amount, &ada]).fails(2, "write");
        // One line, without a usage behind it.
        assert_eq!(run.err.trim_end().lines().count(), 1, "{amount}: {}", run.err);
        home.by("olivia", &["position", "approve", &mint, &ada, "--from", &ada, "--expires", "1d", "--shares", amount])
            .fails(2, "write");
        home.by("olivia", &["token", "issue", &mint, amount]).fails(2, "write");
    }
    for amount in NEVER.iter().chain(&["5.", ".5"]) {
        home.by("olivia", &["ledger", "faucet", amount]).fails(2, "write");
        home.by("olivia", &["ledger", "airdrop", amount]).fails(2, "write");
        for flag in ["--proceeds", "--cost-basis"] {
            let args = [
                "proceeds",
                "deposit",
                &mint,
                "--proceeds",
                "1",
                "--kind",
                "company-equity",
                "--asset",
                "text:a",
                "--evidence",
                "text:e",
            ];
            let args = match flag {
                "--proceeds" => [&args[..3], &[flag, amount], &args[5..]].concat(),
                _ => [&args[..], &[flag, amount]].concat(),
            };
            home.by("olivia", &args).fails(2, "write");
        }
    }
    for part in ["5", "5 %", "-5%", "1e1%", "0.001%", "100.01%", "bp", ""] {
        home.by("olivia", &["position", "admit", &mint, &ada, "--cap", part]).fails(2, "%");
    }
    for duration in ["90", "-1d", "1.5d", "1w", "", "d", "99999999999d"] {
        home.by("olivia", &["token", "hold", &mint, duration]).fails(2, "write");
        home.by("olivia", &["token", "pause", &mint, duration]).fails(2, "write");
        home.by("olivia", &["network", "propose-parameters", "--cooling-off", duration]).fails(2, "write");
    }
    for when in ["tomorrow", "2026-13-01", "2026-02-30", "-1d", ""] {
        home.by("olivia", &["position", "approve", &mint, &ada, "--from", &ada, "--shares", "1", "--expires", when])
            .fails(2, "write");
    }
    for count in ["0", "-1", "65536", "x"] {
        home.by("olivia", &["network", "create", "X", "--charter", "text:c", "--clauses", count]).fails(2, "write");
    }
    for number in ["-1", "x", "1e3", ""] {
        home.by("olivia", &["--with-compute-unit-price", number, "token", "list"]).fails(2, "write");
        home.by("olivia", &["--with-compute-unit-limit", number, "token", "list"]).fails(2, "write");
    }
    home.by("olivia", &["--with-compute-unit-limit", "1400001", "token", "list"]).fails(2, "1400000");
    assert!(before == home.everything(), "something was changed");
}

#[test]
fn keys() {
    let (home, mint) = village();
    for mint in
        ["abc", "0OIl", "", "1111111111111111111111111111111", "4zvWF858bh6GBpuEEPKe1UZnTFSC3f5LEjmb7UayABMgg", "ä"]
    {
        for args in [["captable", mint], ["doctor", mint], ["token show", mint]] {
            let words: Vec<&str> = args[0].split(' ').chain([args[1]]).collect();
            home.run(&words).fails(2, if mint.is_empty() { "empty" } else { "address" });
        }
    }
    // An account of a program is nobody's wallet.
    home.by("olivia", &["shares", "transfer", &mint, "1", &mint]).fails(2, "not a wallet");
    home.by("olivia", &["network", "propose-authority", &mint]).fails(2, "not a wallet");
    home.by("olivia", &["shares", "transfer", &mint, "1", "abc"]).fails(2, "copy the whole address");
    home.run(&["--network", "abc", "network", "show"]).fails(2, "address");
    home.run(&["--signer", "abc", "network", "show"]).fails(2, "ADDRESS=SIGNATURE");
    home.run(&["--blockhash", "abc", "--with-compute-unit-limit", "1", "network", "show"]).fails(2, "blockhash");
}

#[test]
fn keypair_files() {
    let home = Home::new();
    home.person("nora");
    let file = home.arg("nora.json");
    let act = |source: &str| home.run(&["--yes", "--keypair", source, "ledger", "airdrop", "1"]);
    act(&home.arg("nothing.json")).fails(2, "does not exist");
    act(home.path("").to_str().unwrap()).fails(2, "is a directory");
    act(&home.file("garbage.json", "garbage")).fails(2, "not a keypair file");
    act(&home.file("short.json", "[1,2,3]")).fails(2, "not a keypair file");
    act(&home.file("wrong.json", &format!("[{}1]", "1,".repeat(63)))).fails(2, "not a keypair file");
    act("usb://ledger").fails(2, "`ledger` feature");
    act("").fails(2, "does not exist");
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink(&file, home.path("link.json")).unwrap();
        act(&home.arg("link.json")).fails(2, "symbolic link");
        for mode in [0o640, 0o604, 0o644, 0o620, 0o666] {
            set_mode(&home.path("nora.json"), mode);
            act(&file).fails(2, "chmod 600");
            home.run(&["ledger", "airdrop", "1", &file]).fails(2, "chmod 600");
        }
        set_mode(&home.path("nora.json"), 0o600);
    }
    let secret: Vec<u8> = serde_json::from_slice(&std::fs::read(&file).unwrap()).unwrap();
    let secret = bs58::encode(secret).into_string();
    let run = act(&secret).fails(2, "does not belong on the command line");
    assert!(!run.err.contains(&secret));
    let numbers = std::fs::read_to_string(&file).unwrap();
    let network = format!("--network={secret}");
    for words in [
        &["ledger", "airdrop", "1", &secret][..],
        &["ledger", "airdrop", "1", &numbers],
        &["ledger", &secret],
        &[&network, "network", "show"],
        &["shares", "transfer", &secret, "5", "ada"],
    ] {
        for output in ["text", "json"] {
            let run = home.run(&[&["--yes", "--output", output], words].concat());
            assert_eq!(run.code, 2, "{}", run.err);
            assert!(![&run.out, &run.err].iter().any(|text| text.contains(&secret) || text.contains(numbers.trim())));
        }
    }
    act(&file).ok();
}

#[test]
fn clusters() {
    let home = Home::new();
    for url in ["mainnet-alpha", "", "ftp://localhost", "localhost:8899", "file:///etc/passwd", "https://"] {
        home.run(&["--url", url, "network", "list"])
            .fails(2, "embedded, mainnet-beta (m), testnet (t), devnet (d), localhost (l)");
    }
    for url in [
        "http://rpc.example.com",
        "http://localhost@example.com",
        "http://127.0.0.1.example.com",
        "http://10.0.0.1:8899",
    ] {
        home.run(&["--url", url, "network", "list"]).fails(2, "for this machine only");
    }
    let run = home.run(&["--url", "nonsense?api-key=hidden", "network", "list"]).fails(2, "no cluster");
    assert!(!run.err.contains("hidden"));
}

#[test]
fn documents_and_words() {
    let home = Home::new();
    home.person("nora");
    for charter in ["nothing.md", "", "text:", "sha256:abc", &format!("sha256:{}", "0".repeat(64)), "."] {
        home.by("nora", &["network", "create", "V", "--charter", charter, "--clauses", "1"]).fails(2, "--charter");
    }
    for name in ["", "  ", &"x".repeat(33), "a\u{200b}b", "a\nb"] {
        home.by("nora", &["network", "create", name, "--charter", "text:c", "--clauses", "1"]).fails(2, "name");
    }
    home.by("nora", &["member", "apply", "--role", "king"]).fails(2, "king");
    home.by("nora", &["member", "apply", "--charter-version", "-1"]).fails(2, "-1");
    home.by("nora", &["token", "create", "--name", "N", "--symbol", "N", "--terms", "text:t", "--policy", "wide"])
        .fails(2, "wide");
    home.by("nora", &["network", "steward", "appoint", &home.arg("nora.json"), "--can", "everything"])
        .fails(2, "everything");
    home.by("nora", &["member", "admit", &home.arg("nora.json"), "--identity", "abc"]).fails(2, "64 hexadecimal");
    home.by("nora", &["member", "admit", &home.arg("nora.json")]).fails(2, "required");
    home.by("nora", &["network", "show", "extra"]).fails(2, "extra");
    home.by("nora", &["--nonsense", "network", "show"]).fails(2, "nonsense");
    home.by("nora", &["--sign-only", "--dry-run", "network", "halt"]).fails(2, "--dry-run");
}
