//! The page that says how many attacks there are on what: docs/attacks.md.

use std::{
    env,
    fmt::Write as _,
    fs,
    io::{self, Write as _},
    path::Path,
};

use crate::{allowed::ALLOWED, generate::Attack, Tally};

/// The attacks in the order of the columns, and what the columns are called.
const COLUMNS: [(Attack, &str); 11] = [
    (Attack::Unsigned, "not signed"),
    (Attack::ReadOnly, "not writable"),
    (Attack::Stranger, "system account"),
    (Attack::Twin, "same type"),
    (Attack::OtherType, "other type"),
    (Attack::ForeignOwner, "foreign owner"),
    (Attack::Forged, "forged"),
    (Attack::ForgedAndSigned, "forged, signed"),
    (Attack::Nothing, "never created"),
    (Attack::Closed, "closed"),
    (Attack::Duplicate, "other slot"),
];

const INTRODUCTION: &str = "\
# Generated attacks

Written by `tests/tests/attacks`, which fails when a figure changes: `cargo test --release -p personal-token-tests
--test attacks`.

From the IDL and one valid fixture an instruction, each account is attacked, one thing at a time: its signature is left
out; its writable flag is left out; it is replaced. The columns say by what:

- **system account**: a wallet, or lamports, of somebody who has nothing to do with it.
- **same type**: every other account of the type: of another network, token or person. Where the instruction creates
  the account, everything else that could be created.
- **other type**: one account of every other type, ours and the token programs'.
- **foreign owner**: the right bytes, owned by the attacker's program, the system, Token or Token-2022.
- **forged**: the right discriminator, owned by the attacker's program, with the attacker in the place of everybody whom
  the bytes name; **forged, signed**: and he signs.
- **never created**: an address where nothing ever was, among them the PDAs of the type of account that belongs there.
- **closed**: every account that was closed.
- **other slot**: each other account of the same instruction. With the program, this leaves an optional account out.

Where accounts are optional, a second fixture, *absent*, leaves them all out. `proceeds_distribute` and `position_mark`
take accounts that the IDL has no words for; the fixtures name them.

Every case is refused and changes no account, or is one of the harmless ones below: then nobody has more lamports,
shares or money than before, or than the honest instruction gives him, and all invariants hold.

";

/// Compares the page with what was found; `UPDATE=1` writes it.
#[allow(clippy::explicit_write)] // the test harness hides what `eprintln!` says; the count is to be seen
pub fn check(tallies: &[(String, usize, Tally)], total: &Tally) {
    let page = page(tallies, total);
    let (cases, harmless) = (total.count(), total.allowed.values().sum::<usize>());
    writeln!(io::stderr(), "generated attacks: {cases} cases, {} refused, {harmless} harmless", cases - harmless)
        .unwrap();
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/attacks.md");
    if env::var_os("UPDATE").is_some() {
        fs::write(&path, &page).unwrap();
    }
    let found = fs::read_to_string(&path).unwrap_or_default();
    assert!(found == page, "docs/attacks.md is out of date: run this test with UPDATE=1\n\n{page}");
}

fn page(tallies: &[(String, usize, Tally)], total: &Tally) -> String {
    let mut text = String::from(INTRODUCTION);
    let (cases, allowed) = (total.count(), total.allowed.values().sum::<usize>());
    writeln!(text, "**{cases} cases**: {} refused, {allowed} harmless. Refused by:\n", cases - allowed).unwrap();
    for (by, count) in &total.refused_by {
        writeln!(text, "- {by}: {count}").unwrap();
    }
    let names: Vec<_> = COLUMNS.iter().map(|(_, name)| *name).collect();
    writeln!(text, "\n| instruction | accounts | {} | cases |\n|---|{}", names.join(" | "), "---:|".repeat(13))
        .unwrap();
    for (name, slots, tally) in tallies {
        row(&mut text, name, *slots, tally);
    }
    row(&mut text, "all", tallies.iter().map(|(_, slots, _)| slots).sum(), total);
    text.push_str("\n## Harmless\n\n| cases | which | why |\n|---:|---|---|\n");
    for (at, entry) in ALLOWED.iter().enumerate() {
        let (which, why) = entry.describe();
        writeln!(text, "| {} | {which} | {why} |", total.allowed.get(&at).unwrap_or(&0)).unwrap();
    }
    text
}

fn row(text: &mut String, name: &str, slots: usize, tally: &Tally) {
    let count = |attack: &Attack| tally.cases.get(attack).copied().unwrap_or_default().to_string();
    let counts: Vec<_> = COLUMNS.iter().map(|(attack, _)| count(attack)).collect();
    writeln!(text, "| {name} | {slots} | {} | {} |", counts.join(" | "), tally.count()).unwrap();
}
