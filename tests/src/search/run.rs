//! Cases from seeds: until a time is up, on some threads, and a failing one shortened.

use std::{
    panic,
    path::PathBuf,
    sync::{
        atomic::{AtomicBool, AtomicU64, Ordering},
        Mutex,
    },
    thread,
    time::{Duration, Instant},
};

use proptest::{
    collection::vec,
    strategy::{Strategy, ValueTree},
    test_runner::{Config, RngAlgorithm, TestError, TestRng, TestRunner},
};
use proptest_state_machine::{ReferenceStateMachine, StateMachineTest};

use super::{choose, History, Intent, Reference, Search, STEPS};

/// How often a failing case is run again to shorten it.
const SHRINKS: u32 = 400;

/// A case that failed.
#[derive(Clone, Debug)]
pub struct Failure {
    pub seed: u64,
    /// Begins with the number of the broken invariant, or with "model:".
    pub reason: String,
    /// As few actions as it was shortened to.
    pub history: Vec<String>,
}

/// Where seeds of cases that have failed are kept, one a line.
pub fn seeds_path() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("search-seeds/seeds.txt")
}

/// The seeds that are kept.
pub fn kept_seeds() -> Vec<u64> {
    let text = std::fs::read_to_string(seeds_path()).unwrap_or_default();
    let lines = text.lines().map(|line| line.split('#').next().unwrap_or_default().trim());
    lines.filter(|line| !line.is_empty()).map(|line| line.parse().expect("a seed")).collect()
}

/// One case.
pub fn case(seed: u64) -> Result<(), Failure> {
    let config = Config { failure_persistence: None, max_shrink_iters: SHRINKS, ..Config::default() };
    let mut runner = runner(seed, Config { cases: 1, ..config.clone() });
    let strategy = Reference::sequential_strategy(STEPS..=STEPS);
    let outcome = runner.run(&strategy, |(history, intents, seen)| {
        Search::test_sequential(config.clone(), history, intents, seen);
        Ok(())
    });
    outcome.map_err(|error| match error {
        TestError::Fail(reason, (_, intents, _)) => {
            Failure { seed, reason: reason.message().to_owned(), history: narrate(&intents) }
        }
        TestError::Abort(reason) => Failure { seed, reason: reason.message().to_owned(), history: Vec::new() },
    })
}

fn runner(seed: u64, config: Config) -> TestRunner {
    let mut bytes = [0; 32];
    bytes[..8].copy_from_slice(&seed.to_le_bytes());
    TestRunner::new_with_rng(config, TestRng::from_seed(RngAlgorithm::ChaCha, &bytes))
}

/// So many intents from a seed, for a history of one's own.
pub fn intents(seed: u64, count: usize) -> Vec<Intent> {
    let tree = vec(choose::intents(), count).new_tree(&mut runner(seed, Config::default()));
    tree.expect("intents").current()
}

/// What the intents of a case came to.
fn narrate(intents: &[Intent]) -> Vec<String> {
    let mut history = History::begin();
    let tell = |intent: &Intent| {
        let now = history.model.now;
        let (_, op, verdict) = history.advance(intent);
        let verdict = verdict.map_or_else(|reason| format!("refused, {reason}"), |()| "done".to_owned());
        format!("{now} {op:?}: {verdict}")
    };
    intents.iter().map(tell).collect()
}

/// Cases from `first` on until the time is up; the first failure ends it. A failing case is told by its result: the
/// panics of its shortening are not printed.
pub fn cases(first: u64, threads: usize, time: Duration) -> Result<u64, Failure> {
    let (next, stopped, failed) = (AtomicU64::new(first), AtomicBool::new(false), Mutex::new(None));
    let begun = Instant::now();
    let quiet = panic::take_hook();
    panic::set_hook(Box::new(|_| {}));
    thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                while begun.elapsed() < time && !stopped.load(Ordering::Relaxed) {
                    if let Err(failure) = case(next.fetch_add(1, Ordering::Relaxed)) {
                        stopped.store(true, Ordering::Relaxed);
                        failed.lock().unwrap().get_or_insert(failure);
                    }
                }
            });
        }
    });
    panic::set_hook(quiet);
    match failed.into_inner().unwrap() {
        Some(failure) => Err(failure),
        None => Ok(next.into_inner() - first),
    }
}
