//! Where fuzzing starts from: the bytes that the program's own crate wrote into idl/vectors.json, and the accounts of
//! the small world. They are written into the folder that `FUZZ_SEEDS` names, so that none is kept in the repository.

use crate::{
    mint,
    support::{self, World},
};
use personal_token_sdk::state::ProgramAccount;
use serde_json::{Map, Value};
use std::{fs, path::PathBuf};

/// Writes the seeds of a target, if it is asked to.
///
/// # Panics
/// If the folder cannot be written to.
pub fn write(target: &str) {
    let Some(folder) = std::env::var_os("FUZZ_SEEDS").map(PathBuf::from) else { return };
    let vectors: Value = serde_json::from_str(include_str!("../../idl/vectors.json")).expect("the vectors are JSON");
    let of = |section: &str| vectors[section].as_object().cloned().unwrap_or_default();
    let seeds = match target {
        "accounts" => accounts(&of("accounts")),
        "events" => named(&of("events"), &[0, 0]),
        "instructions" => named(&of("instructions"), &[0]),
        "logs" => logs(&of("events")),
        "mints" => mint::seeds(),
        "quotes" => quotes(),
        "words" => words(),
        other => panic!("no seeds for {other}"),
    };
    fs::create_dir_all(&folder).expect("the folder can be made");
    for (name, bytes) in seeds {
        fs::write(folder.join(format!("seed-{name}")), bytes).expect("the seed can be written");
    }
}

type Seeds = Vec<(String, Vec<u8>)>;

fn bytes(hex: &Value) -> Vec<u8> {
    let hex = hex.as_str().unwrap_or_default();
    (0..hex.len()).step_by(2).filter_map(|at| u8::from_str_radix(hex.get(at..at + 2)?, 16).ok()).collect()
}

fn named(section: &Map<String, Value>, before: &[u8]) -> Seeds {
    section.iter().map(|(name, hex)| (name.clone(), [before, &bytes(hex)].concat())).collect()
}

fn accounts(section: &Map<String, Value>) -> Seeds {
    let before = [0; 10];
    let world = World::new();
    let round = support::round(&world.token);
    let mut seeds: Seeds = section
        .iter()
        .map(|(name, account)| (name.clone(), [&before[..], &bytes(&account["data"])].concat()))
        .collect();
    let mut add = |name: &str, data: Vec<u8>| seeds.push((format!("sound-{name}"), [&before[..], &data].concat()));
    add("network", world.network.encode());
    add("member", world.sender.encode());
    add("token", world.token.encode());
    add("position", world.source.encode());
    add("steward", support::steward(&world.network, &world.sender).encode());
    add("application", support::application(&world.network, world.sender.wallet).encode());
    add("link", support::wallet_link(&world.sender).encode());
    add("distribution", support::distribution(&world.token).encode());
    add("round", round.encode());
    add("subscription", support::subscription(&round, &world.sender).encode());
    add("listing", support::listing(&world.source).encode());
    add("recovery", support::recovery(&world.sender).encode());
    add("complaint", support::complaint(&world.source, &world.token).encode());
    add("report", support::report(&world.token).encode());
    seeds
}

/// A call of ours that emits the event, in the small language of [`crate::logs`].
fn logs(section: &Map<String, Value>) -> Seeds {
    let emit = |data: &[u8]| [&[0, 0, 2, u8::try_from(data.len()).unwrap_or(u8::MAX)], data, &[1]].concat();
    section.iter().map(|(name, hex)| (name.clone(), emit(&bytes(hex)))).collect()
}

/// Every preview of the world as it is; a sale with each choice that it takes.
fn quotes() -> Seeds {
    let numbers = [100u64, 1, 1_000].map(u64::to_le_bytes).concat();
    let seed = |what: u8, choices: u8| [&[what], &numbers[..], &[0; 17], &[choices], &[0; 32]].concat();
    let sales = [0, 24, 30, 62, 127].map(|choices| (format!("sale-{choices}"), seed(1, choices)));
    let others = [0, 2, 3, 4].map(|what| (format!("{what}"), seed(what, 3)));
    sales.into_iter().chain(others).collect()
}

fn words() -> Seeds {
    let words = [
        "1500.25",
        "18446744073709551615",
        "0.25%",
        "500bp",
        "ALL",
        "90d",
        "49710d",
        "2027-01-31",
        "2024-02-29T23:59:59Z",
    ];
    words.iter().map(|word| ((*word).replace(['%', ':'], "-"), [&[6][..], word.as_bytes()].concat())).collect()
}
