//! The program has a workspace and a lockfile of its own; this runs its tests too, so that one command runs everything:
//! that the committed IDL and vectors are what its sources give.
#![allow(clippy::unwrap_used)]

use std::{path::Path, process::Command};

#[test]
fn the_programs_own_tests_pass() {
    let manifest = Path::new(env!("CARGO_MANIFEST_DIR")).join("../programs/personal_token/Cargo.toml");
    let output = Command::new(env!("CARGO"))
        .args(["test", "--locked", "--manifest-path"])
        .arg(manifest)
        // Set by the cargo that runs this test, for its own workspace.
        .env_remove("CARGO_TARGET_DIR")
        .output()
        .unwrap();
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    assert!(output.status.success(), "{}\n{}", text(&output.stdout), text(&output.stderr));
}
