//! What the rules give, for clients that cannot call them: idl/previews.json holds previews, addresses and shown texts,
//! idl/explanations.json what each error means. Clients in other languages are held to both. `UPDATE=1` writes them
//! anew.
#![allow(clippy::unwrap_used)]

mod accounts;
mod explanations;
mod money;
mod names;
mod random;
mod sales;
mod transfers;

use personal_token_sdk::core::{self, Error};
use serde_json::{json, Map, Value};
use std::{collections::BTreeSet, env, fs, path::Path};

/// At least this many vectors a function.
const LEAST: usize = 200;

/// A vector: what went in, and what came out or which code it was refused with.
fn vector(inputs: Value, outcome: core::Result<Value>) -> Value {
    match outcome {
        Ok(output) => json!({ "in": inputs, "out": output }),
        Err(error) => json!({ "in": inputs, "error": error.code() }),
    }
}

/// Numbers as text: JSON's own are not exact beyond 2^53.
fn text(number: impl ToString) -> Value {
    number.to_string().into()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Every listed error has to come up among the vectors, and something has to succeed.
fn assert_covers(name: &str, vectors: &[Value], errors: &[Error]) {
    assert!(vectors.len() >= LEAST, "{name}: only {} vectors", vectors.len());
    assert!(vectors.iter().any(|vector| vector.get("out").is_some()), "{name}: nothing succeeds");
    let found: BTreeSet<u64> = vectors.iter().filter_map(|vector| vector.get("error")?.as_u64()).collect();
    let expected: BTreeSet<u64> = errors.iter().map(|error| error.code().into()).collect();
    let name_of = |code: &u64| Error::from_code(u32::try_from(*code).unwrap()).unwrap();
    let missing: Vec<_> = expected.difference(&found).map(name_of).collect();
    let further: Vec<_> = found.difference(&expected).map(name_of).collect();
    assert!(missing.is_empty() && further.is_empty(), "{name}: never {missing:?}, unexpectedly {further:?}");
}

/// One vector a line, so that a change shows as what it is.
fn lines(sections: &Map<String, Value>) -> String {
    let section = |(name, value): (&String, &Value)| {
        let (open, close, entries): (_, _, Vec<String>) = match value {
            Value::Array(all) => ('[', ']', all.iter().map(Value::to_string).collect()),
            Value::Object(all) => {
                ('{', '}', all.iter().map(|(key, value)| format!("{}: {value}", json!(key))).collect())
            }
            other => panic!("{name} is neither a list nor a table: {other}"),
        };
        format!("  {}: {open}\n    {}\n  {close}", json!(name), entries.join(",\n    "))
    };
    format!("{{\n{}\n}}\n", sections.iter().map(section).collect::<Vec<_>>().join(",\n"))
}

fn check(file: &str, sections: &Map<String, Value>) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../idl").join(file);
    let current = lines(sections);
    if env::var_os("UPDATE").is_some() {
        fs::write(&path, &current).unwrap();
    }
    let committed = fs::read_to_string(&path).unwrap_or_default();
    assert!(committed == current, "idl/{file} is not what the rules give: run this test with UPDATE=1");
}

#[test]
fn committed_previews_are_current() {
    let mut sections = Map::new();
    sections.insert("accounts".into(), accounts::cast());
    for (name, vectors) in [money::all(), names::all(), transfers::all(), sales::all()].into_iter().flatten() {
        assert!(sections.insert(name.into(), vectors.into()).is_none(), "{name} twice");
    }
    check("previews.json", &sections);
}

#[test]
fn committed_explanations_are_current() {
    check("explanations.json", &explanations::all());
}
