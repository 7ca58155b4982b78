//! What there is of recordings, in words, and the list of what changed on purpose.

use std::{collections::BTreeMap, fmt::Write};

use personal_token_sdk::instruction::Kind;

use crate::{format::Fixture, replay::in_words};

/// The page beside the recordings: a change of a verdict is seen in its difference.
pub fn page(fixtures: &[Fixture]) -> String {
    let mut text = format!(
        "# Recordings\n\n\
         Written by `tests/tests/recorded`. `recorded.json.zst` has {} recordings of {} instructions: the accounts\n\
         before, the instruction, the verdict, the data returned, the events, and the accounts after. Each is a valid\n\
         instruction, with or without its optional accounts, with one thing different: the time, a byte of the arguments\n\
         or of an account, or an account. The table has how many of them end how; an error without a program is one of\n\
         ours.\n\n\
         Compute units are not recorded; docs/compute-units.md has them.\n\n\
         | instruction | recordings | of them |\n|---|---:|---|\n",
        fixtures.len(),
        Kind::ALL.len(),
    );
    for kind in Kind::ALL {
        let verdicts = verdicts(fixtures, *kind);
        let words: Vec<_> = verdicts.iter().map(|(verdict, count)| format!("{verdict} ×{count}")).collect();
        let count: usize = verdicts.values().sum();
        writeln!(text, "| `{}` | {count} | {} |", kind.name(), words.join("; ")).unwrap();
    }
    text
}

/// How many recordings of an instruction end how.
pub fn verdicts(fixtures: &[Fixture], kind: Kind) -> BTreeMap<String, usize> {
    let mut verdicts = BTreeMap::new();
    for fixture in fixtures.iter().filter(|fixture| fixture.kind == kind.name()) {
        *verdicts.entry(in_words(&fixture.result.verdict)).or_default() += 1;
    }
    verdicts
}

/// How many recordings of each instruction end otherwise than with the previous artifact, on purpose; from a table of
/// instruction, number and reason.
pub fn listed(text: &str) -> BTreeMap<String, usize> {
    let rows = text.lines().filter_map(|line| line.strip_prefix("| `")?.strip_suffix(" |"));
    let entry = |row: &str| {
        let cells: Vec<&str> = row.split(" | ").collect();
        let [kind, count, reason] = cells[..] else { panic!("three cells: {row}") };
        assert!(reason.len() >= 20, "no reason: {row}");
        (kind.trim_end_matches('`').to_string(), count.trim().parse().unwrap())
    };
    rows.map(entry).collect()
}
