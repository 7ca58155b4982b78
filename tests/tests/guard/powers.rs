//! Two powers that the network's authority does not have: to lengthen a lock that runs, and to set a reputation.

use std::{fs, path::Path};

use super::common::*;

/// The longest minimum that there is, in force while Dave's shares are locked: they are free when they were to be.
#[test]
fn a_raised_minimum_leaves_a_running_lock() {
    let (mut world, Case { ada, carol, dave, .. }) = ready();
    world.transfer(&ada, ada.owner, dave, 10).expect_success();
    let before = world.position_state(&ada, dave);
    assert_eq!((before.locked, before.unlocks_at), (10, world.now() + HOLD));

    let (authority, network) = (world.founder, world.network);
    let parameters = Parameters { minimum_hold: 5 * 365 * DAY, ..world.network_state().parameters };
    world.must(&[NetworkProposeParameters { authority, network, parameters }.instruction()]);
    world.warp(i64::from(parameters.parameter_delay));
    world.must(&[NetworkApplyParameters { network }.instruction()]);
    assert_eq!(world.position_state(&ada, dave), before);
    world.warp_to(before.unlocks_at - 1);
    world.transfer(&ada, dave, carol, 10).expect_refusal(Rule::SharesLocked);
    world.warp_to(before.unlocks_at);
    world.transfer(&ada, dave, carol, 10).expect_success();
    // What is received from then on is locked for as long as the new minimum says.
    assert_eq!(world.position_state(&ada, carol).unlocks_at, world.now() + 5 * 365 * DAYS);
}

/// How often each source file of the program has one of these texts outside of comments, by its path below `src`.
fn uses(texts: &[&str]) -> Vec<(String, usize)> {
    fn walk(root: &Path, directory: &Path, texts: &[&str], found: &mut Vec<(String, usize)>) {
        for entry in fs::read_dir(directory).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                walk(root, &path, texts, found);
                continue;
            }
            let source = fs::read_to_string(&path).unwrap();
            let code = source.lines().filter(|line| !line.trim_start().starts_with("//"));
            let count = code.map(|line| texts.iter().map(|text| line.matches(text).count()).sum::<usize>()).sum();
            if count > 0 {
                found.push((path.strip_prefix(root).unwrap().display().to_string(), count));
            }
        }
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../programs/personal_token/src");
    let mut found = Vec::new();
    walk(&root, &root, texts, &mut found);
    found.sort();
    found
}

/// An admission, a decision, which may overturn another, and a finding.
#[test]
fn three_places_in_the_sources_write_a_reputation() {
    let calls = [
        ("instructions/complaint/decide.rs", 2), // the shareholder's and the owner's
        ("instructions/report/record.rs", 1),
        ("state/member.rs", 1), // where it is defined
    ];
    assert_eq!(uses(&["set_reputation"]), calls.map(|(path, count)| (path.to_owned(), count)));
    let writes = [("instructions/member/admit.rs", 2), ("state/member.rs", 2)];
    let written = uses(&[".reputation = ", ".reputation_as_of = "]);
    assert_eq!(written, writes.map(|(path, count)| (path.to_owned(), count)));
}
