//! What this binary and those of the other instructions cover, read from their sources: every rule is refused by
//! name somewhere, every instruction is sent, and most tests are refusals.

use std::{fs, path::PathBuf};

use super::prelude::*;

/// Rules that no test can show, and why.
const EXCEPTIONS: &[(Rule, &str)] = &[];

/// The binaries, a folder each.
const FOLDERS: [&str; 7] = ["program", "rounds", "market", "recovery", "guard", "complaints", "reports"];

fn folder(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests").join(name)
}

/// Name and text of every module but this one, without comments.
fn modules() -> Vec<(String, String)> {
    FOLDERS.into_iter().flat_map(modules_of).collect()
}

fn modules_of(name: &str) -> Vec<(String, String)> {
    let mut modules: Vec<_> = fs::read_dir(folder(name))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "rs"))
        .map(|path| (path.file_stem().unwrap().to_str().unwrap().to_owned(), fs::read_to_string(path).unwrap()))
        .filter(|(name, _)| !["main", "coverage", "prelude"].contains(&name.as_str()))
        .collect();
    for (_, text) in &mut modules {
        let code = text.lines().filter(|line| !line.trim_start().starts_with("//"));
        *text = code.collect::<Vec<_>>().join("\n");
    }
    modules.sort();
    modules
}

fn names_it(text: &str, what: &str) -> bool {
    text.match_indices(what)
        .any(|(start, _)| !text[start + what.len()..].starts_with(|next: char| next.is_alphanumeric() || next == '_'))
}

#[test]
fn every_rule_is_raised_by_a_test() {
    let modules = modules();
    let raised = |rule: &Rule| modules.iter().any(|(_, text)| names_it(text, &format!("Rule::{}", rule.name())));
    for (rule, reason) in EXCEPTIONS {
        assert!(!raised(rule), "{} is raised after all, though: {reason}", rule.name());
    }
    let excepted = |rule: &&Rule| EXCEPTIONS.iter().any(|(exception, _)| exception == *rule);
    let missing: Vec<_> = Rule::ALL.iter().filter(|rule| !raised(rule) && !excepted(rule)).collect();
    assert!(missing.is_empty(), "no test raises {missing:?}");
}

#[test]
fn every_instruction_is_sent_and_its_changes_are_asserted() {
    let modules = modules();
    for kind in Kind::ALL.iter().filter(|kind| **kind != Kind::Execute) {
        // Built here, or by the world's method of that name.
        let (builder, method) = (format!("{kind:?}"), format!("world.{}", kind.name()));
        let covered = |(_, text): &(String, String)| {
            let builds = names_it(text, &builder) || names_it(text, &method);
            let reads_events = ["outcome.event()", "emitted(&outcome)"].iter().any(|reading| text.contains(reading));
            builds && text.contains("expect_changed(") && reads_events
        };
        assert!(modules.iter().any(covered), "no module asserts what {} changes and reports", kind.name());
    }
}

/// Refusals and others of a folder: rows of a table, or tests of their own; the `#[test]` of a table's macro is none.
fn count(folder: &str) -> (usize, usize) {
    let (mut refusals, mut others) = (0, 0);
    for (_, text) in modules_of(folder) {
        let rows = text.lines().filter(|line| {
            line.starts_with("    ") && line.contains(": |") && line[4..].starts_with(|c: char| c.is_lowercase())
        });
        let own = text.lines().zip(text.lines().skip(1)).filter(|(line, _)| *line == "#[test]").map(|(_, next)| next);
        let names = rows.map(str::trim_start).chain(own.map(|line| line.trim_start_matches("fn ")));
        for name in names {
            match name.starts_with("refuses_") {
                true => refusals += 1,
                false => others += 1,
            }
        }
    }
    (refusals, others)
}

#[test]
fn three_of_five_tests_are_refusals() {
    // The last three are one area: complaints and reports live from the clock, whose edges are of both kinds.
    let areas: [&[&str]; 5] =
        [&["program"], &["rounds"], &["market"], &["recovery"], &["guard", "complaints", "reports"]];
    assert_eq!(areas.concat(), FOLDERS);
    for area in areas {
        let counts = area.iter().map(|folder| count(folder));
        let (refusals, others) = counts.fold((0, 0), |(a, b), (refusals, others)| (a + refusals, b + others));
        println!("{area:?}: {refusals} of {} tests are refusals", refusals + others);
        assert!(refusals * 5 >= (refusals + others) * 3, "{area:?}: {refusals} refusals, {others} others");
    }
}

/// Every module that is there is compiled: one that nobody declares would cover nothing.
#[test]
fn every_module_is_declared() {
    for name in FOLDERS {
        let main = fs::read_to_string(folder(name).join("main.rs")).unwrap();
        for (module, _) in modules_of(name) {
            assert!(main.contains(&format!("mod {module};")), "{module} is not declared in {name}/main.rs");
        }
    }
}
