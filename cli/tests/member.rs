//! `member …`.

mod common;

use common::{set_mode, Home};

fn founded() -> Home {
    let home = Home::new();
    for name in ["nora", "ada", "ben"] {
        home.person(name);
    }
    home.network();
    home
}

#[test]
fn apply_withdraw_refuse() {
    let home = founded();
    let ada = home.arg("ada.json");
    home.by("ada", &["member", "withdraw"]).fails(1, "has no pending application");
    let applied = home.json("ada", &["member", "apply", "--charter-version", "1", "--clauses", "1-3"]);
    assert_eq!(applied["roles"], serde_json::json!(["investor"]));
    assert_eq!(applied["charterVersion"], 1);
    home.by("ada", &["member", "apply"]).fails(1, "has applied already");
    home.by("ada", &["member", "withdraw"]).ok();
    home.by("ada", &["member", "apply", "--charter-version", "2"]).fails(1, "not the current version of the charter");
    home.apply("ada", &["--role", "owner,investor"]).ok();
    let waiting = home.json("nora", &["member", "applications"]);
    assert_eq!(waiting["applications"][0]["roles"], serde_json::json!(["owner", "investor"]));
    home.by("ben", &["member", "refuse", &ada]).fails(1, "neither the authority");
    home.by("nora", &["member", "refuse", &ada]).ok();
    assert!(home.run(&["member", "applications"]).ok().out.starts_with("Nobody waits"));
}

#[test]
fn admission_is_one_human_one_member() {
    let home = founded();
    home.member("ada");
    let ben = home.arg("ben.json");
    home.apply("ben", &[]).ok();
    let (secret, document) = (home.arg("secret"), home.arg("ada.doc"));
    // The passport of Ada again.
    home.by("nora", &["member", "admit", &ben, "--identity-secret-file", &secret, "--document", &document])
        .fails(1, "one human, one member");
    home.by("ada", &["member", "apply"]).fails(1, "is a member already");
    let shown = home.json("ada", &["member", "show"]);
    assert_eq!(shown["status"], "active");
    assert_eq!(shown["reputation"], 1000);
    assert_eq!(shown["inGoodStanding"], true);
    home.by("ben", &["member", "show"]).fails(1, "is not a member");
}

#[test]
fn the_commitment_is_the_hmac_of_the_document() {
    let home = founded();
    let ada = home.arg("ada.json");
    home.apply("ada", &[]).ok();
    let (secret, document) = (home.file("s", "0123456789abcdef0123456789abcdef\n"), home.file("d", "passport CH X1\n"));
    let args = ["--dry-run", "member", "admit", &ada, "--identity-secret-file", &secret, "--document", &document];
    let dry = home.json("nora", &args);
    // printf 'passport CH X1' | openssl dgst -sha256 -hmac 0123456789abcdef0123456789abcdef
    assert_eq!(dry["identity"], IDENTITY);
    assert_eq!(dry["dryRun"], true);
    // A dry run has changed nothing.
    home.by("ada", &["member", "show"]).fails(1, "is not a member");
}

const IDENTITY: &str = "ca08a6ab1591343d2ef10a135cf6eb1e76c6048340966fef24644288519d9de1";

#[test]
fn secrets_stay_secret() {
    let home = founded();
    let ada = home.arg("ada.json");
    home.apply("ada", &[]).ok();
    let (secret, document) =
        (home.file("s", "a secret that is very long indeed, 32 bytes"), home.file("d", "passport CH 4711-0815"));
    let admit = |secret: &str, document: &str| {
        home.by("nora", &["member", "admit", &ada, "--identity-secret-file", secret, "--document", document])
    };
    set_mode(&home.path("s"), 0o644);
    admit(&secret, &document).fails(2, "chmod 600");
    set_mode(&home.path("s"), 0o600);
    set_mode(&home.path("d"), 0o640);
    admit(&secret, &document).fails(2, "chmod 600");
    set_mode(&home.path("d"), 0o600);
    admit(&home.file("short", "short"), &document).fails(2, "at least 32");
    admit(&secret, &home.file("empty", " \n")).fails(2, "the document is empty");
    admit(&home.arg("nothing"), &document).fails(2, "does not exist");
    let run = admit(&secret, &document).ok();
    assert!(!format!("{run:?}").contains("very long indeed") && !format!("{run:?}").contains("4711-0815"));
}

#[test]
fn suspend_reinstate_leave() {
    let home = founded();
    home.member("ada");
    let ada = home.arg("ada.json");
    home.by("ben", &["member", "suspend", &ada, "--reason", "text:x"]).fails(1, "neither the authority");
    let suspended = home.json("nora", &["member", "suspend", &ada, "--reason", "text:forty calls in a week"]);
    assert_eq!(suspended["status"], "suspended");
    assert_eq!(suspended["reasonHash"].as_str().map(str::len), Some(64));
    home.by("ada", &["member", "leave"]).fails(1, "MemberNotActive");
    home.by("nora", &["member", "reinstate", &ada]).ok();
    home.by("nora", &["member", "reinstate", &ada]).fails(1, "The member is active already");
    home.by("ada", &["member", "leave"]).ok();
    assert_eq!(home.json("ada", &["member", "show"])["status"], "left");
    home.by("nora", &["member", "reinstate", &ada]).fails(1, "signature of his own wallet");
    home.by("nora", &["member", "reinstate", &ada, "--consent", &home.arg("ben.json")]).fails(1, "NotMemberWallet");
    home.by("nora", &["member", "reinstate", &ada, "--consent", &ada]).ok();
    assert_eq!(home.json("ada", &["member", "list"])["members"][0]["status"], "active");
}

#[test]
fn attest() {
    let home = founded();
    home.member("ada");
    let ada = home.arg("ada.json");
    home.by("ada", &["member", "attest", &ada]).fails(1, "neither the authority");
    home.by("nora", &["member", "attest", &ada]).ok();
    assert_eq!(home.json("ada", &["member", "show"])["educationAttestedAt"], 1_767_225_600);
    assert!(home.run(&["member", "list"]).ok().out.contains("owner, investor"));
}
