//! What this binary covers, read from its own sources.

use std::{fs, path::PathBuf};

fn modules() -> Vec<(String, String)> {
    let directory = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/market");
    let file = |path: PathBuf| {
        let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
        (name, fs::read_to_string(path).unwrap())
    };
    let files = fs::read_dir(directory).unwrap().map(|entry| file(entry.unwrap().path()));
    files.filter(|(name, _)| !["main", "coverage"].contains(&name.as_str())).collect()
}

/// A row of a table, or a test of its own.
fn tests(text: &str) -> Vec<&str> {
    let row = |line: &str| line.starts_with("    ") && line.contains(": |") && line[4..].starts_with("refuses_");
    let rows = text.lines().filter(|line| row(line)).map(str::trim_start);
    let mut lines = text.lines();
    let mut own = Vec::new();
    while let Some(line) = lines.next() {
        if line == "#[test]" {
            own.extend(lines.next().and_then(|line| line.strip_prefix("fn ")));
        }
    }
    rows.chain(own).collect()
}

#[test]
fn three_of_five_tests_are_refusals() {
    let modules = modules();
    let all: Vec<&str> = modules.iter().flat_map(|(_, text)| tests(text)).collect();
    let refusals = all.iter().filter(|name| name.starts_with("refuses_")).count();
    println!("{refusals} of {} tests are refusals", all.len());
    assert!(refusals * 5 >= all.len() * 3, "{refusals} of {}", all.len());
}

/// Every module that is there is compiled: one that nobody declares would cover nothing.
#[test]
fn every_module_is_declared() {
    let main = include_str!("main.rs");
    for (name, _) in modules() {
        assert!(main.contains(&format!("mod {name};")), "{name} is not declared in main.rs");
    }
}
