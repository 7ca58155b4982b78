//! `network …` and `network steward …`.

mod common;

use common::{Home, CHARTER};

fn founded() -> (Home, String) {
    let home = Home::new();
    home.person("nora");
    let network = home.network();
    (home, network)
}

#[test]
fn no_network_yet_is_one_line() {
    let home = Home::new();
    home.person("nora");
    for args in [["member", "list"], ["token", "list"], ["network", "show"], ["network", "halt"], ["member", "apply"]] {
        home.by("nora", &args).fails(1, "there is no network on this cluster yet");
    }
    let listed = home.run(&["network", "list"]).ok();
    assert!(listed.out.starts_with("There is no network"));
    assert_eq!(home.json("nora", &["network", "list"])["networks"].as_array().map(Vec::len), Some(0));
}

#[test]
fn create_and_show() {
    let (home, network) = founded();
    let shown = home.json("nora", &["network", "show"]);
    assert_eq!(shown["network"], network.as_str());
    assert_eq!(shown["name"], "Village");
    assert_eq!(shown["parameters"]["coolingOff"], 0);
    assert_eq!(shown["parameters"]["ownerFee"], 150);
    assert_eq!(shown["charterClauses"], 3);
    assert_eq!(shown["halted"], false);
    let text = home.run(&["network", "show"]).ok().out;
    assert!(text.starts_with("Village\n") && text.contains("owner fee") && text.contains("1.5%"), "{text}");
    assert!(home.run(&["network", "list"]).ok().out.contains(&network));
}

#[test]
fn the_same_network_twice_is_refused() {
    let (home, _) = founded();
    home.by("nora", &["network", "create", "Village", "--charter", CHARTER, "--clauses", "3"])
        .fails(1, "choose another name");
}

#[test]
fn two_networks_have_to_be_told_apart() {
    let (home, first) = founded();
    home.by("nora", &["network", "create", "Town", "--charter", "text:c", "--clauses", "1"]).ok();
    home.run(&["network", "show"]).fails(2, "there are 2 networks: choose with --network");
    assert!(home.run(&["--network", &first, "network", "show"]).ok().out.starts_with("Village"));
    let by_environment = home.command(&["network", "show"]).env("PERSONAL_TOKEN_NETWORK", &first).output().unwrap();
    assert!(by_environment.stdout.starts_with(b"Village"));
    home.run(&["--network", "11111111111111111111111111111111", "network", "show"]).fails(1, "network");
}

#[test]
fn the_authority_is_handed_over_in_two_steps() {
    let (home, network) = founded();
    let successor = home.person("sam");
    let key = home.arg("sam.json");
    home.by("sam", &["network", "accept-authority"]).fails(1, "not the proposed authority");
    home.by("sam", &["network", "propose-authority", &key]).fails(1, "not the authority");
    let proposed = home.json("nora", &["network", "propose-authority", &key]);
    assert_eq!(proposed["pendingAuthority"], successor.as_str());
    home.by("nora", &["network", "propose-authority", "none"]).ok();
    home.by("sam", &["network", "accept-authority"]).fails(1, "not the proposed authority");
    home.by("nora", &["network", "propose-authority", &key]).ok();
    let accepted = home.json("sam", &["network", "accept-authority"]);
    assert_eq!(accepted["network"], network.as_str());
    assert_eq!(home.json("sam", &["network", "show"])["authority"], successor.as_str());
}

#[test]
fn parameters_wait_for_their_delay() {
    let (home, _) = founded();
    home.by("nora", &["network", "apply-parameters"]).fails(1, "No parameter change is pending");
    home.by("nora", &["network", "propose-parameters"]).fails(2, "parameters in force already");
    home.by("nora", &["network", "propose-parameters", "--owner-fee", "4.9%"]).fails(2, "outside its bounds");
    let proposed = home.json("nora", &["network", "propose-parameters", "--owner-fee", "2%", "--minimum-hold", "30d"]);
    assert_eq!(proposed["parameters"]["ownerFee"], 200);
    assert_eq!(proposed["parameters"]["minimumHold"], 2_592_000);
    let shown = home.json("nora", &["network", "show"]);
    assert_eq!(shown["announced"]["parameters"]["ownerFee"], 200);
    assert_eq!(shown["parameters"]["ownerFee"], 150);
    home.by("nora", &["network", "apply-parameters"]).fails(1, "not due yet");
    home.run(&["ledger", "warp", "7d"]).ok();
    home.by("nora", &["network", "apply-parameters"]).ok();
    assert_eq!(home.json("nora", &["network", "show"])["parameters"]["ownerFee"], 200);

    home.by("nora", &["network", "propose-parameters", "--route-gains", "no"]).ok();
    home.by("nora", &["network", "cancel-parameters"]).ok();
    home.by("nora", &["network", "cancel-parameters"]).fails(1, "No parameter change is pending");
}

#[test]
fn halt_and_resume() {
    let (home, _) = founded();
    home.person("max");
    home.by("max", &["network", "halt"]).fails(1, "not the authority");
    assert_eq!(home.json("nora", &["network", "halt"])["halted"], true);
    home.by("nora", &["network", "halt"]).fails(1, "halted");
    assert_eq!(home.json("nora", &["network", "show"])["halted"], true);
    home.by("nora", &["network", "resume"]).ok();
    home.by("nora", &["network", "resume"]).fails(1, "not halted");
}

#[test]
fn stewards() {
    let (home, _) = founded();
    for name in ["sam", "ada", "max"] {
        home.person(name);
    }
    home.member("sam");
    let (sam, ada) = (home.arg("sam.json"), home.arg("ada.json"));
    assert!(home.run(&["network", "steward", "list"]).ok().out.starts_with("There are no stewards"));
    home.by("nora", &["network", "steward", "appoint", &ada, "--can", "admit"]).fails(1, "is not a member");
    home.by("nora", &["network", "steward", "update", &sam, "--can", "admit"]).fails(1, "is no steward");
    let appointed = home.json("nora", &["network", "steward", "appoint", &sam, "--can", "admit,attest"]);
    assert_eq!(appointed["capabilities"], serde_json::json!(["admit", "attest"]));
    let listed = home.json("nora", &["network", "steward", "list"]);
    assert_eq!(listed["stewards"][0]["capabilities"], serde_json::json!(["admit", "attest"]));

    // He does what he may, and nothing else.
    home.apply("ada", &[]).ok();
    let identity = "ab".repeat(32);
    home.by("sam", &["member", "admit", &ada, "--identity", &identity]).ok();
    home.by("sam", &["member", "suspend", &ada, "--reason", "text:x"]).fails(1, "NotAuthorised");
    home.by("nora", &["network", "steward", "update", &sam, "--can", "arbitrate"]).ok();
    home.by("sam", &["member", "suspend", &ada, "--reason", "text:x"]).ok();
    home.by("nora", &["network", "steward", "dismiss", &sam]).ok();
    home.by("sam", &["member", "reinstate", &ada]).fails(1, "neither the authority");
    home.by("max", &["member", "reinstate", &ada]).fails(1, "neither the authority");
}
