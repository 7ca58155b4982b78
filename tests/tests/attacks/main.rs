//! Attacks that nobody thought of one by one: on every account of every instruction of the IDL, generated.
//!
//! Each instruction has a valid fixture, and another one without its optional accounts. Each of its accounts is
//! stripped of its flags and replaced by every kind of wrong account, one at a time; each case must be refused and
//! change nothing, or be in [`allowed::ALLOWED`], with its reason, and do no harm. docs/attacks.md counts them.

#[allow(dead_code, unused_imports)] // what other binaries use
#[path = "../recovery/common.rs"]
mod common;
#[allow(dead_code, unused_imports)] // what other binaries use
#[path = "../program/prelude.rs"]
mod prelude;

mod absent;
mod allowed;
mod books;
mod fixtures;
mod generate;
mod guard;
mod ledger;
mod table;
mod universe;

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Mutex,
};

use personal_token_sdk::instruction::Kind;
use personal_token_tests::Refusal;

use allowed::{Allowed, Honest, ALLOWED};
use fixtures::Fixture;
use generate::{cases, Attack, Case};
use ledger::Ledger;

/// So many cases of each attack there are at least: they must not silently become fewer.
const LEAST: &[(Attack, usize)] = &[
    (Attack::Unsigned, 88),
    (Attack::ReadOnly, 225),
    (Attack::Stranger, 1_300),
    (Attack::Twin, 12_150),
    (Attack::OtherType, 13_300),
    (Attack::ForeignOwner, 2_350),
    (Attack::Forged, 655),
    (Attack::ForgedAndSigned, 490),
    (Attack::Nothing, 1_850),
    (Attack::Closed, 6_550),
    (Attack::Duplicate, 4_500),
];
/// And of all together.
const LEAST_OF_ALL: usize = 43_600;

/// What came of the attacks on some instructions.
#[derive(Clone, Default)]
struct Tally {
    cases: BTreeMap<Attack, usize>,
    refused_by: BTreeMap<&'static str, usize>,
    /// By entry of [`ALLOWED`].
    allowed: BTreeMap<usize, usize>,
    findings: Vec<String>,
}

impl Tally {
    fn count(&self) -> usize {
        self.cases.values().sum()
    }

    fn add(&mut self, other: Self) {
        add(&mut self.cases, other.cases);
        add(&mut self.refused_by, other.refused_by);
        add(&mut self.allowed, other.allowed);
        self.findings.extend(other.findings);
    }
}

fn add<K: Ord>(all: &mut BTreeMap<K, usize>, more: BTreeMap<K, usize>) {
    for (key, count) in more {
        *all.entry(key).or_default() += count;
    }
}

#[test]
fn every_attack_on_every_account_is_refused_or_harmless() {
    let fixtures: Vec<_> = Kind::ALL.iter().flat_map(|kind| [(*kind, true), (*kind, false)]).collect();
    let (next, done) = (Mutex::new(fixtures.iter()), Mutex::new(BTreeMap::new()));
    std::thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| loop {
                let Some((kind, complete)) = next.lock().unwrap().next() else { break };
                let fixture = if *complete { Some(Fixture::of(*kind)) } else { Fixture::absent(*kind) };
                let Some(fixture) = fixture else { continue };
                let name = format!("`{}`{}", kind.name(), if *complete { "" } else { ", absent" });
                let slots = fixture.slots.len();
                done.lock().unwrap().insert((kind.byte(), !complete), (name, slots, attack(fixture)));
            });
        }
    });
    let tallies: Vec<_> = done.into_inner().unwrap().into_values().collect();
    let mut tally = Tally::default();
    tallies.iter().for_each(|(_, _, of_one)| tally.add(of_one.clone()));
    let count = tally.count();
    assert!(tally.findings.is_empty(), "{} findings:\n{}", tally.findings.len(), tally.findings.join("\n"));
    let stale: Vec<_> = (0..ALLOWED.len()).filter(|at| !tally.allowed.contains_key(at)).collect();
    assert!(stale.is_empty(), "nothing uses the allowances {stale:?} any more");
    assert!(count >= LEAST_OF_ALL, "{count} cases, and there were {LEAST_OF_ALL} once");
    for (attack, least) in LEAST {
        let found = tally.cases.get(attack).copied().unwrap_or_default();
        assert!(found >= *least, "{attack:?}: {found} cases, and there were {least} once");
    }
    table::check(&tallies, &tally);
}

/// Every case of one instruction.
fn attack(mut fixture: Fixture) -> Tally {
    let mut tally = Tally::default();
    let cases = cases(&mut fixture);
    let before = Ledger::of(&fixture.universe.world);
    let outcome = fixture.universe.world.send(std::slice::from_ref(&fixture.instruction)).expect_success();
    let after = Ledger::of(&fixture.universe.world);
    let honest = Honest { before, after, changed: outcome.changed };
    honest.before.restore(&mut fixture.universe.world, &honest.changed);
    let (fee_payer, restored) = (fixture.universe.world.payer, Ledger::of(&fixture.universe.world));
    assert_eq!(honest.before.differences(&restored, fee_payer), BTreeSet::new());

    for case in cases {
        *tally.cases.entry(case.attack).or_default() += 1;
        let entry = Allowed::entry(&fixture, &case);
        let outcome = fixture.universe.world.send(std::slice::from_ref(&case.instruction));
        let problem = match (outcome.refusal(), entry) {
            (Some(Refusal::Rejected(error)), _) => Some(format!("rejected before the program saw it: {error:?}")),
            (Some(_), _) if !outcome.changed.is_empty() => Some(format!("failed and changed {:?}", outcome.changed)),
            (Some(_), _) if !outcome.only_the_fee_was_paid => Some("failed and cost more than its fee".into()),
            (Some(refusal), _) => {
                *tally.refused_by.entry(refused_by(&refusal)).or_default() += 1;
                None
            }
            (None, None) => Some(format!("SUCCEEDED and changed {:?}", outcome.changed)),
            (None, Some(at)) => {
                *tally.allowed.entry(at).or_default() += 1;
                let harm = ALLOWED[at].harm(&fixture, &case, &honest, &outcome);
                harm.map(|harm| format!("is allowed, but does harm: {harm}"))
            }
        };
        if let Some(problem) = problem {
            let Case { attack, slot, what, by, .. } = &case;
            tally.findings.push(format!("{}.{} {attack:?}, {what} ({by}): {problem}", fixture.kind.name(), slot.name));
        }
        if outcome.result.is_ok() {
            honest.before.restore(&mut fixture.universe.world, &outcome.changed);
        }
    }
    tally
}

fn refused_by(refusal: &Refusal) -> &'static str {
    match refusal {
        Refusal::Rule(_) => "rules of ours",
        Refusal::Program(_) => "checks of accounts",
        Refusal::Other(..) | Refusal::Rejected(_) => "other programs",
    }
}

/// The table is complete: the SDK's instructions, each of which has a fixture or does not compile, are those of the IDL.
#[test]
fn every_instruction_of_the_idl_has_a_fixture() {
    let known: BTreeSet<_> = Kind::ALL.iter().map(|kind| kind.name()).collect();
    let in_idl: BTreeSet<_> = fixtures::names().into_iter().collect();
    let missing: Vec<_> = in_idl.difference(&known).collect();
    assert!(missing.is_empty(), "without a fixture: {missing:?}");
    let gone: Vec<_> = known.difference(&in_idl).collect();
    assert!(gone.is_empty(), "not in the IDL any more: {gone:?}");
}

/// Every account that the IDL marks optional is there in one fixture and absent in another.
#[test]
fn every_optional_account_is_there_once_and_absent_once() {
    for kind in Kind::ALL {
        let optional: BTreeSet<_> = fixtures::optional(*kind).into_iter().map(String::from).collect();
        let (there, absent) = (Fixture::of(*kind).optional(true), Fixture::absent(*kind));
        if let Some((_, slots, reason)) = absent::ONLY.iter().find(|(only, ..)| only == kind) {
            assert_eq!(optional, slots.iter().map(ToString::to_string).collect(), "{}: {reason}", kind.name());
            assert!(absent.is_none() && (there.is_empty() || there == optional), "{}: {reason}", kind.name());
            continue;
        }
        assert_eq!(there, optional, "{}: there", kind.name());
        let absent = absent.map_or(BTreeSet::new(), |fixture| fixture.optional(false));
        assert_eq!(absent, optional, "{}: absent", kind.name());
    }
}
