//! docs/invariants.md lists every invariant, and what breaks it. `UPDATE=1` writes it anew; otherwise any difference
//! fails.
#![allow(clippy::unwrap_used)]

use std::{collections::BTreeSet, env, fmt::Write, fs, path::Path};

use personal_token_tests::{invariants::Scope, Invariant};

/// Invariants that no change of the program alone can break, and why; they are damaged in tests, or kept by others.
const WITHOUT_MUTANT: &[(Invariant, &str)] = &[
    (Invariant::Balances, "Token-2022 keeps it; damaged in `program invariants`"),
    (Invariant::Rent, "the runtime keeps it; damaged in `program invariants`"),
    (Invariant::QuoteSupply, "the Token program keeps it; damaged in `program invariants`"),
    (Invariant::Refused, "the runtime keeps it; asserted of every refusal"),
    (Invariant::Lamports, "the runtime keeps it"),
    (Invariant::Issuer, "the program is no authority of quote money"),
    (Invariant::Outflow, "whatever breaks it breaks I-05, I-09 or I-46 before"),
    (Invariant::Reach, "the accounts that are writable say the same; see `attacks`"),
    (Invariant::Program, "what would mint elsewhere breaks I-01, I-02 or I-73 before"),
    (Invariant::Order, "see `search`"),
    (Invariant::Budget, "see docs/compute-units.md"),
];

/// The names of the mutants, and the invariants that they break.
fn mutants() -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("mutants");
    let tables = ["invariants_state.txt", "invariants_step.txt"];
    let text: String = tables.iter().map(|table| fs::read_to_string(folder.join(table)).unwrap()).collect();
    let heads = text.lines().filter_map(|line| line.strip_prefix("== "));
    let parts = heads.map(|head| head.split(" | ").map(str::to_owned).collect::<Vec<_>>());
    parts.map(|parts| (parts[1].clone(), parts[0].clone())).collect()
}

#[test]
fn every_invariant_is_listed_with_what_breaks_it() {
    let mutants = mutants();
    let mut page = String::from(
        "<!-- Written by `UPDATE=1 cargo test --release -p personal-token-tests --test invariants`. -->\n\
         # Invariants\n\n\
         What holds after every transaction of every test and of the stateful search, at no tolerance: of the\n\
         *state*, over every account that there is; of each *step*, over what the transaction changed, its\n\
         instructions and its events; or in *tests* of their own. A failure's message starts with number and name.\n\
         The mutants are changes of the program that break one invariant each; [mutants.md](mutants.md) says which\n\
         test caught them.\n\n\
         | number | name | what holds | of | broken by |\n|---|---|---|---|---|\n",
    );
    for invariant in Invariant::ALL {
        let number = format!("I-{:02}", invariant.number());
        let breaking: Vec<&str> =
            mutants.iter().filter(|(breaks, _)| *breaks == number).map(|(_, name)| name.as_str()).collect();
        let without = WITHOUT_MUTANT.iter().find(|(of, _)| of == invariant).map(|(_, why)| *why);
        let broken_by = match (breaking.as_slice(), without) {
            ([], Some(why)) => why.to_owned(),
            ([], None) => panic!("{invariant}: no mutant breaks it"),
            (names, None) => format!("`{}`", names.join("`, `")),
            (_, Some(_)) => panic!("{invariant}: a mutant breaks it, though it is said that none can"),
        };
        let (title, statement, scope) = (invariant.title(), invariant.statement(), invariant.scope());
        writeln!(page, "| {number} | {title} | {statement} | {scope} | {broken_by} |").unwrap();
    }
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/invariants.md");
    if env::var_os("UPDATE").is_some() {
        fs::write(path, page).unwrap();
        return;
    }
    assert_eq!(fs::read_to_string(path).unwrap(), page, "docs/invariants.md is out of date: UPDATE=1 writes it anew");
}

#[test]
fn numbers_and_names_are_each_ones_own() {
    let numbers: Vec<usize> = Invariant::ALL.iter().map(|invariant| invariant.number()).collect();
    assert_eq!(numbers, (1..=Invariant::ALL.len()).collect::<Vec<_>>());
    let titles: BTreeSet<&str> = Invariant::ALL.iter().map(|invariant| invariant.title()).collect();
    assert_eq!(titles.len(), Invariant::ALL.len());
    let steps = Invariant::ALL.iter().filter(|invariant| invariant.scope() == Scope::Step).count();
    assert!(Invariant::ALL.len() >= 40 && steps >= 20, "{} invariants, {steps} of them steps", Invariant::ALL.len());
}
