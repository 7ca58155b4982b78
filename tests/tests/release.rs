//! The note of a release says what is there: every hash and size in it is that of the file that it names.
#![allow(clippy::unwrap_used)]

use sha2::{Digest, Sha256};
use std::{fs, path::PathBuf, process::Command};

fn repository() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).parent().unwrap().into()
}

fn hash(file: &str) -> String {
    let bytes = fs::read(repository().join(file)).unwrap_or_else(|error| panic!("{file}: {error}"));
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

fn note(arguments: &[&str]) -> String {
    let script = repository().join("sbf/release-note.sh");
    let output = Command::new("bash").arg(script).args(arguments).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// The last cell of the row that begins with this one.
fn cell<'a>(note: &'a str, first: &str) -> &'a str {
    let row = note.lines().find(|line| line.starts_with(&format!("| {first} |")));
    let row = row.unwrap_or_else(|| panic!("no row of {first}:\n{note}"));
    row.trim_end_matches(" |").rsplit(" | ").next().unwrap().trim_matches('`')
}

#[test]
fn the_release_note_is_of_the_files_that_are_here() {
    const ARTIFACT: &str = "programs/personal_token/artifact/personal_token.so";
    let note = note(&["--changes"]);
    assert!(note.starts_with(&format!("# Personal Token {}\n", env!("CARGO_PKG_VERSION"))));
    assert_eq!(cell(&note, "program"), personal_token_sdk::ID.to_string());
    let size = fs::metadata(repository().join(ARTIFACT)).unwrap().len();
    assert_eq!(cell(&note, "artifact"), format!("{ARTIFACT}`, {size} bytes"));
    assert_eq!(cell(&note, "SHA-256 of the artifact"), hash(ARTIFACT));
    assert_eq!(cell(&note, "SHA-256 of the artifact before"), hash("tests/fixtures/previous/personal_token.so"));
    assert_eq!(cell(&note, "SHA-256 of `idl/personal_token.json`"), hash("idl/personal_token.json"));
    let sources = fs::read_to_string(repository().join("programs/personal_token/artifact/sources.sha256")).unwrap();
    assert_eq!(cell(&note, "hash of its sources"), sources.trim());

    let list = Command::new("git").current_dir(repository()).args(["ls-files", "*.lock", "*-lock.json"]).output();
    let lockfiles = String::from_utf8(list.unwrap().stdout).unwrap();
    assert!(lockfiles.lines().count() >= 3, "{lockfiles}");
    for lockfile in lockfiles.lines() {
        assert_eq!(cell(&note, &format!("`{lockfile}`")), hash(lockfile));
    }
    for pinned in ["rustc and the standard library of the artifact", "LLVM", "sbpf-linker", "anchor-lang", "LiteSVM"] {
        assert!(cell(&note, pinned).starts_with(|first: char| first.is_ascii_digit()), "{pinned}");
    }
    assert!(note.contains("sbf/artifact.sh check") && note.contains("\n## Changes\n"));
}

/// The topmost section of the changelog is of this version, or of what is to come.
#[test]
fn the_changelog_begins_with_this_version_or_the_next() {
    let changelog = fs::read_to_string(repository().join("CHANGELOG.md")).unwrap();
    let first = changelog.lines().find(|line| line.starts_with("## ")).unwrap();
    let version = format!("## [{}]", env!("CARGO_PKG_VERSION"));
    assert!(first == "## [Unreleased]" || first.starts_with(&version), "{first}");
}
