//! The committed IDL is the one that the sources give. `UPDATE=1` writes it anew.

use anchor_lang_idl::build::IdlBuilder;
use std::{env, fs, path::Path};

#[test]
fn committed_idl_is_current() {
    let program = Path::new(env!("CARGO_MANIFEST_DIR"));
    let committed = program.join("../../idl/personal_token.json");
    // The builder passes this on as the literal text "+{toolchain}".
    env::remove_var("RUSTUP_TOOLCHAIN");
    // A target directory of its own: cargo holds the lock of this one while a test runs.
    let target = program.join("target/idl");
    let arguments = vec!["--locked".into(), "--target-dir".into(), target.display().to_string()];
    let idl = IdlBuilder::new().program_path(program.into()).cargo_args(arguments).build();
    let current = serde_json::to_string_pretty(&idl.expect("the IDL is built")).expect("the IDL is JSON") + "\n";
    if env::var_os("UPDATE").is_some() {
        fs::create_dir_all(committed.parent().expect("a folder")).expect("the folder is made");
        fs::write(&committed, &current).expect("the IDL is written");
    }
    let text = fs::read_to_string(&committed).unwrap_or_default();
    assert!(text == current, "idl/personal_token.json is not what the sources give: run this test with UPDATE=1");
}
