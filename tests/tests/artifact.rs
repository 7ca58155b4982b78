//! The committed artifact is neither older than its sources nor another file than its hash says.
#![allow(clippy::unwrap_used)]

use sha2::{Digest, Sha256};
use std::{fs, path::PathBuf, process::Command};

fn repository() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).parent().unwrap().into()
}

fn artifact(name: &str) -> PathBuf {
    repository().join("programs/personal_token/artifact").join(name)
}

#[test]
fn artifact_is_not_older_than_its_sources() {
    let output = Command::new("bash").arg(repository().join("sbf/hash-sources.sh")).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let sources = String::from_utf8(output.stdout).unwrap();
    let built_from = fs::read_to_string(artifact("sources.sha256")).unwrap();
    assert_eq!(sources, built_from, "the program's sources have changed: run sbf/setup.sh once, then sbf/artifact.sh");
}

#[test]
fn artifact_is_the_file_that_was_hashed() {
    let bytes = fs::read(artifact("personal_token.so")).unwrap();
    let hash: String = Sha256::digest(&bytes).iter().map(|byte| format!("{byte:02x}")).collect();
    let recorded = fs::read_to_string(artifact("personal_token.so.sha256")).unwrap();
    assert_eq!(recorded, format!("{hash}  personal_token.so\n"));
}

/// The budget of the artifact: its rent is locked for as long as the program lives.
#[test]
fn artifact_is_at_most_400_kilobytes() {
    let size = fs::metadata(artifact("personal_token.so")).unwrap().len();
    assert!(size <= 400_000, "{size} bytes");
}
