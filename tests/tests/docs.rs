//! What the docs say of the errors is what the program says. `UPDATE=1` writes the table of docs/errors.md anew.
#![allow(clippy::unwrap_used)]

use personal_token_core::Error;
use std::{env, fmt::Write, fs, path::PathBuf};

const START: &str = "<!-- The table is written by tests/tests/docs.rs. -->\n";
const END: &str = "<!-- End of the table. -->\n";

fn docs() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../docs")
}

#[test]
fn the_docs_say_of_the_errors_what_the_program_says() {
    table_is_current();
    numbers_belong_to_their_names();
}

/// The power table rests on tests: each that it names is there, and every line of a role's table names one.
#[test]
fn every_line_of_the_power_table_names_a_test() {
    let text = fs::read_to_string(docs().join("threat-model.md")).unwrap();
    let mut named = 0;
    for reference in text.split('`').filter(|part| part.contains(".rs::")) {
        let (file, test) = reference.split_once("::").unwrap();
        let source = fs::read_to_string(docs().join("..").join(file)).unwrap_or_else(|_| panic!("{file} is not there"));
        let is_there = source.contains(&format!("fn {test}(")) || source.contains(&format!("    {test}: |"));
        assert!(is_there, "{file} has no test {test}");
        named += 1;
    }
    assert!(named >= 60, "{named} lines");
    assert!(!text.contains("TEST WANTED"));
}

fn table_is_current() {
    let mut table = String::from("\n| code | name | what was broken | what to do |\n|---|---|---|---|\n");
    for error in Error::ALL {
        let (code, name) = (error.code(), error.name());
        writeln!(table, "| {code} | `{name}` | {} | {} |", error.message(), error.remedy()).unwrap();
    }
    table.push('\n');
    let path = docs().join("errors.md");
    let text = fs::read_to_string(&path).unwrap();
    let (before, rest) = text.split_once(START).expect("the start of the table");
    let (found, after) = rest.split_once(END).expect("the end of the table");
    if env::var_os("UPDATE").is_some() {
        fs::write(&path, [before, START, &table, END, after].concat()).unwrap();
    } else {
        assert!(found == table, "docs/errors.md is out of date: run this test with UPDATE=1");
    }
}

/// Wherever a page names an error with its number, the two belong together.
fn numbers_belong_to_their_names() {
    let mut seen = 0;
    for page in ["errors.md", "instructions.md", "protocol.md", "wallets.md", "wallet-compatibility.md"] {
        let text = fs::read_to_string(docs().join(page)).unwrap();
        for error in Error::ALL {
            for (at, _) in text.match_indices(&format!("`{}`", error.name())) {
                let before = text[..at].trim_end_matches([' ', '|', '(']);
                let digits: String = before.chars().rev().take_while(char::is_ascii_digit).collect();
                let number: String = digits.chars().rev().collect();
                if number.len() == 4 && number.starts_with('6') {
                    assert_eq!(number, error.code().to_string(), "{page}: `{}`", error.name());
                    seen += 1;
                }
            }
        }
    }
    assert!(seen >= Error::ALL.len());
}
