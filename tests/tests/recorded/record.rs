//! Makes recordings: of every instruction the valid one, and those that differ from it in one thing and end otherwise.

use std::collections::{BTreeMap, BTreeSet};

use personal_token_core::DAY;
use personal_token_sdk::{instruction::Kind, Instruction};
use personal_token_tests::World;

use crate::{
    fixtures::Fixture as Valid,
    format::{Fixture, Recorded},
    generate::cases,
    replay::{state, Replayer},
    universe::attackers_program,
};

/// So many successes with the same trace are kept of each sort of variation; of a refusal, one, and one an account.
const SUCCESSES: usize = 2;
/// Of the instruction without its optional accounts.
const ABSENT: &str = "without optional accounts, ";
/// By how many days the clock is moved, besides a second.
const DAYS: [i64; 6] = [-400, 1, 8, 31, 100, 400];

/// What is varied.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Sort {
    Nothing,
    Again,
    Time,
    Arguments,
    TooFewAccounts,
    /// That of this slot.
    Account(String),
    State,
}

/// Everything that is kept of what an artifact does.
pub fn record(artifact: &[u8]) -> Vec<Fixture> {
    let mut replayer = Replayer::new(artifact);
    let sources = |kind: &Kind| [Some((Valid::of(*kind), "")), Valid::absent(*kind).map(|source| (source, ABSENT))];
    let sources = Kind::ALL.iter().flat_map(sources).flatten();
    sources.flat_map(|(source, prefix)| of(source, prefix, &mut replayer)).collect()
}

/// Everything that is kept of one valid instruction; the prefix tells it from another one of its kind.
fn of(mut source: Valid, prefix: &str, replayer: &mut Replayer) -> Vec<Fixture> {
    let attacks = cases(&mut source);
    let valid = capture(&source, "valid".into(), &source.instruction);
    let mut kept = Kept { replayer, traces: BTreeMap::new(), fixtures: Vec::new() };
    kept.offer(Sort::Nothing, valid.clone());
    let honest = kept.fixtures.first().expect("the valid instruction succeeds").result.clone();
    assert_eq!(honest.verdict, "success", "{}", valid.kind);

    kept.offer(Sort::Again, again(&valid, &honest));
    for seconds in DAYS.map(|days| days * i64::from(DAY)).into_iter().chain([-1, 1]) {
        let unix_time = valid.unix_time + seconds;
        kept.offer(Sort::Time, Fixture { what: format!("{seconds} seconds later"), unix_time, ..valid.clone() });
    }
    for (what, data) in arguments(&valid.instruction.data) {
        let instruction = Instruction { data, ..valid.instruction.clone() };
        kept.offer(Sort::Arguments, Fixture { what, instruction, ..valid.clone() });
    }
    let mut too_few = valid.clone();
    while too_few.instruction.accounts.pop().is_some() {
        too_few.slots.pop();
        too_few.what = format!("{} accounts", too_few.instruction.accounts.len());
        kept.offer(Sort::TooFewAccounts, too_few.clone());
    }
    // The attacker's program exists nowhere but in the world of the attacks.
    let replayable =
        |instruction: &Instruction| !instruction.accounts.iter().any(|meta| meta.pubkey == attackers_program());
    for case in attacks.iter().filter(|case| replayable(&case.instruction)) {
        let what = format!("{}: {:?}, {} {}", case.slot.name, case.attack, case.what, case.by);
        kept.offer(Sort::Account(case.slot.name.clone()), capture(&source, what, &case.instruction));
    }
    states(&valid, |fixture| kept.offer(Sort::State, fixture));
    kept.fixtures.iter_mut().for_each(|fixture| fixture.what.insert_str(0, prefix));
    kept.fixtures
}

/// The instruction with everything that it could read in this world.
fn capture(source: &Valid, what: String, instruction: &Instruction) -> Fixture {
    let world: &World = &source.universe.world;
    let name = |at| source.slots.iter().find(|slot| slot.index == at).map_or("program", |slot| slot.name.as_str());
    let addresses: BTreeSet<_> = instruction.accounts.iter().map(|meta| meta.pubkey).collect();
    let found = addresses.iter().filter_map(|address| Some((*address, state(world.account(address))?)));
    Fixture {
        kind: source.kind.name().into(),
        what,
        unix_time: world.now(),
        instruction: instruction.clone(),
        slots: (0..instruction.accounts.len()).map(|at| name(at).into()).collect(),
        before: found.filter(|(_, account)| !account.executable).collect(),
        result: Recorded::default(),
    }
}

/// The same once more, after it succeeded.
fn again(valid: &Fixture, honest: &Recorded) -> Fixture {
    let mut again = Fixture { what: "once more".into(), ..valid.clone() };
    for (address, account) in &honest.after {
        match account {
            Some(account) => again.before.insert(*address, account.clone()),
            None => again.before.remove(address),
        };
    }
    again
}

/// Other values than a byte has: those at the ends of ranges and the next one.
fn other_values(byte: u8) -> BTreeSet<u8> {
    BTreeSet::from([0, 1, byte.wrapping_add(1), u8::MAX]).into_iter().filter(|value| *value != byte).collect()
}

fn arguments(data: &[u8]) -> Vec<(String, Vec<u8>)> {
    let mut found = Vec::new();
    for at in 1..data.len() {
        for value in other_values(data[at]) {
            let mut data = data.to_vec();
            data[at] = value;
            found.push((format!("byte {at} of the arguments is {value}"), data));
        }
    }
    found.push(("one byte of arguments fewer".into(), data[..data.len() - 1].to_vec()));
    found.push(("one byte of arguments more".into(), [data, &[0]].concat()));
    found
}

/// Each byte of each account with other values.
fn states(valid: &Fixture, mut offer: impl FnMut(Fixture)) {
    for (name, meta) in valid.slots.iter().zip(&valid.instruction.accounts) {
        let Some(account) = valid.before.get(&meta.pubkey) else { continue };
        for at in 0..account.data.len() {
            for value in other_values(account.data[at]) {
                let mut varied = Fixture { what: format!("byte {at} of {name} is {value}"), ..valid.clone() };
                let account = varied.before.get_mut(&meta.pubkey).unwrap();
                account.data[at] = value;
                offer(varied);
            }
        }
    }
}

/// What is kept of one instruction.
struct Kept<'a> {
    replayer: &'a mut Replayer,
    /// How many there are of each trace.
    traces: BTreeMap<(Option<Sort>, String), usize>,
    fixtures: Vec<Fixture>,
}

impl Kept<'_> {
    /// Runs it, and keeps it if nothing like it is there.
    fn offer(&mut self, sort: Sort, mut fixture: Fixture) {
        let Some(result) = self.replayer.run(&fixture) else { return };
        let (of, most) = match sort {
            sort if result.verdict == "success" => (Some(sort), SUCCESSES),
            Sort::Account(_) => (Some(sort), 1),
            _ => (None, 1),
        };
        let count = self.traces.entry((of, trace(&fixture, &result))).or_default();
        if *count < most {
            *count += 1;
            fixture.result = result;
            self.fixtures.push(fixture);
        }
    }
}

/// The verdict, the data returned, which accounts changed, and which events there were.
fn trace(fixture: &Fixture, result: &Recorded) -> String {
    let Recorded { verdict, return_data, events, after } = result;
    let changed = fixture.instruction.accounts.iter().enumerate().filter(|(_, meta)| after.contains_key(&meta.pubkey));
    let changed: Vec<_> = changed.map(|(at, meta)| (at, after[&meta.pubkey].is_some())).collect();
    let events: Vec<_> = events.iter().map(|event| event.get(..16)).collect();
    format!("{verdict} {return_data:?} {changed:?} {events:?}")
}
