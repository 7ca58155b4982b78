//! What every instruction did once, with the accounts that it did it to: replayed on the present artifact and on the
//! previous one, so that a change of behaviour is seen. `UPDATE=1` records the present one anew.

#[allow(dead_code, unused_imports)] // what other binaries use
#[path = "../attacks/absent.rs"]
mod absent;
#[allow(dead_code, unused_imports)] // what other binaries use
#[path = "../attacks/books.rs"]
mod books;
#[allow(dead_code, unused_imports)] // what other binaries use
#[path = "../recovery/common.rs"]
mod common;
#[allow(dead_code, unused_imports)] // what other binaries use
#[path = "../attacks/fixtures.rs"]
mod fixtures;
#[allow(dead_code, unused_imports)] // what other binaries use
#[path = "../attacks/generate.rs"]
mod generate;
#[allow(dead_code, unused_imports)] // what other binaries use
#[path = "../attacks/guard.rs"]
mod guard;
#[allow(dead_code, unused_imports)] // what other binaries use
#[path = "../attacks/ledger.rs"]
mod ledger;
#[allow(dead_code, unused_imports)] // what other binaries use
#[path = "../program/prelude.rs"]
mod prelude;
#[allow(dead_code, unused_imports)] // what other binaries use
#[path = "../attacks/universe.rs"]
mod universe;

mod format;
mod record;
mod replay;
mod summary;

use std::{
    collections::{BTreeMap, BTreeSet},
    env, fs,
    io::{self, Write},
    path::{Path, PathBuf},
};

use format::Fixture;
use personal_token_sdk::{instruction::Kind, Address, ID};
use personal_token_tests::world::artifact_path;
use replay::{differences, Replayer};
use sha2::{Digest, Sha256};

/// So many recordings there are at least: they must not silently become fewer.
const LEAST: usize = 4_300;
/// And of the previous artifact.
const LEAST_OF_PREVIOUS: usize = 3_400;
/// And of each instruction.
const LEAST_OF_EACH: usize = 20;

fn file(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures").join(name)
}

fn recordings(folder: &str) -> Vec<Fixture> {
    format::read(&file(folder).join("recorded.json.zst"))
}

fn present() -> Vec<u8> {
    fs::read(artifact_path()).unwrap()
}

fn previous() -> Vec<u8> {
    fs::read(file("previous/personal_token.so")).unwrap()
}

/// What differs on an artifact: a line for each recording, with the instruction and all that is different.
fn replay<'a>(artifact: &[u8], fixtures: &'a [Fixture]) -> Vec<(&'a Fixture, String)> {
    let mut replayer = Replayer::new(artifact);
    let mut found = Vec::new();
    for fixture in fixtures {
        let lines = differences(fixture, replayer.run(fixture).as_ref());
        if !lines.is_empty() {
            found.push((fixture, format!("{}\n    {}", fixture.name(), lines.join("\n    "))));
        }
    }
    found
}

/// So many differences are shown; the rest is counted.
const SHOWN: usize = 50;

#[track_caller]
fn nothing_differs(artifact: &[u8], fixtures: &[Fixture]) {
    let found: Vec<_> = replay(artifact, fixtures).into_iter().map(|(_, lines)| lines).collect();
    let shown = found[..found.len().min(SHOWN)].join("\n");
    assert!(found.is_empty(), "{} of {} end otherwise:\n{shown}", found.len(), fixtures.len());
}

#[test]
#[allow(clippy::explicit_write)] // the test harness hides what `eprintln!` says; the count is to be seen
fn the_present_artifact_does_what_was_recorded_of_it() {
    let (recordings_file, page_file) = (file("recorded/recorded.json.zst"), file("recorded/README.md"));
    if env::var_os("UPDATE").is_some() {
        let fixtures = record::record(&present());
        format::write(&recordings_file, &fixtures);
        fs::write(&page_file, summary::page(&fixtures)).unwrap();
    }
    let fixtures = recordings("recorded");
    nothing_differs(&present(), &fixtures);
    let page = fs::read_to_string(page_file).unwrap();
    assert!(page == summary::page(&fixtures), "recorded/README.md is out of date: run this test with UPDATE=1");

    writeln!(io::stderr(), "{} recordings of {} instructions replayed", fixtures.len(), Kind::ALL.len()).unwrap();
    let names: BTreeSet<_> = fixtures.iter().map(Fixture::name).collect();
    assert_eq!(names.len(), fixtures.len(), "two recordings have one name");
    assert!(fixtures.len() >= LEAST, "{} recordings, and there were {LEAST} once", fixtures.len());
    for kind in Kind::ALL {
        let verdicts = summary::verdicts(&fixtures, *kind);
        let count: usize = verdicts.values().sum();
        assert!(count >= LEAST_OF_EACH, "{count} recordings of {}", kind.name());
        assert!(verdicts.contains_key("success"), "no success of {}", kind.name());
        assert!(verdicts.len() >= 5, "{} ends in {} ways only", kind.name(), verdicts.len());
    }
}

/// Whatever the recordings are replayed with, a new version of the embedded ledger for one, has not changed the result.
#[test]
fn the_previous_artifact_does_what_was_recorded_of_it() {
    let hash: String = Sha256::digest(previous()).iter().map(|byte| format!("{byte:02x}")).collect();
    let stated = fs::read_to_string(file("previous/personal_token.so.sha256")).unwrap();
    assert_eq!(stated, format!("{hash}  personal_token.so\n"));
    let fixtures = recordings("previous");
    assert!(fixtures.len() >= LEAST_OF_PREVIOUS, "{} recordings", fixtures.len());
    nothing_differs(&previous(), &fixtures);
}

#[test]
fn the_present_artifact_does_what_the_previous_one_did_but_for_what_is_listed() {
    let fixtures = recordings("previous");
    let found = replay(&present(), &fixtures);
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for (fixture, _) in &found {
        *counts.entry(fixture.kind.clone()).or_default() += 1;
    }
    let listed = summary::listed(&fs::read_to_string(file("recorded/changed.md")).unwrap());
    let unlisted = found.iter().filter(|(fixture, _)| listed.get(&fixture.kind) != counts.get(&fixture.kind));
    let unlisted: Vec<_> = unlisted.map(|(_, lines)| lines.as_str()).take(SHOWN).collect();
    assert_eq!(counts, listed, "found, left, and tests/fixtures/recorded/changed.md, right:\n{}", unlisted.join("\n"));
}

/// A replay that reports nothing says something only if nothing can be different without being reported.
#[test]
fn whatever_is_different_is_reported() {
    let fixtures = recordings("recorded");
    let mut parts = BTreeSet::new();
    for fixture in &fixtures {
        let mut check = |part: &'static str, damage: &dyn Fn(&mut Fixture)| {
            let mut damaged = fixture.clone();
            damage(&mut damaged);
            assert_eq!(differences(fixture, Some(&damaged.result)).len(), 1, "{}: {part}", fixture.name());
            parts.insert(part);
        };
        assert_eq!(differences(fixture, Some(&fixture.result)), [""; 0]);
        assert_eq!(differences(fixture, None).len(), 1);
        check("verdict", &|fixture| fixture.result.verdict = format!("Custom(9) of {ID}"));
        check("return data", &|fixture| fixture.result.return_data.push(0));
        check("events", &|fixture| fixture.result.events.push(vec![0]));
        for (address, state) in &fixture.result.after {
            let of = |fixture: &mut Fixture| fixture.result.after.get_mut(address).unwrap().take().unwrap();
            if state.is_none() {
                continue;
            }
            check("lamports", &|fixture| {
                let mut account = of(fixture);
                account.lamports += 1;
                fixture.result.after.insert(*address, Some(account));
            });
            check("owner", &|fixture| {
                let mut account = of(fixture);
                account.owner = Address::new_from_array([7; 32]);
                fixture.result.after.insert(*address, Some(account));
            });
            if state.as_ref().is_some_and(|account| !account.data.is_empty()) {
                check("data", &|fixture| {
                    let mut account = of(fixture);
                    *account.data.last_mut().unwrap() ^= 1;
                    fixture.result.after.insert(*address, Some(account));
                });
            }
        }
    }
    assert_eq!(parts.len(), 6, "{parts:?}");
    assert!(fixtures.iter().any(|fixture| !fixture.result.events.is_empty()));
    assert!(fixtures.iter().any(|fixture| !fixture.result.return_data.is_empty()));
    assert!(fixtures.iter().any(|fixture| fixture.result.after.values().any(Option::is_none)));
}
