//! A minute of stateful search, after the seeds that once failed; see `personal_token_tests::search`.

use std::time::Duration;

use personal_token_tests::search::{kind::KINDS, liveness, run, tally, Search};

/// Seconds of search; and how many actions there must be on any machine.
const SECONDS: u64 = 60;
const ACTIONS: u64 = 2_500;

#[test]
fn finds_nothing() {
    for seed in run::kept_seeds() {
        run::case(seed).unwrap_or_else(|failure| panic!("{failure:#?}"));
    }
    let cases = run::cases(1, 2, Duration::from_secs(SECONDS)).unwrap_or_else(|failure| panic!("{failure:#?}"));
    let tally = tally::all();
    println!("{cases} cases, {} actions, {} of them hostile\n{tally}", tally.actions(), tally.attacks());
    assert!(tally.actions() >= ACTIONS, "only {} actions", tally.actions());
}

/// One history, and then claims, batches, settlements and refunds in many orders and partitions: everybody ends with the
/// same, to the unit.
#[test]
fn no_order_changes_what_anyone_gets() {
    for seed in 0..4 {
        let mut search = Search::begin();
        for intent in run::intents(seed, 150) {
            search.act(&intent);
        }
        for order in 0..4 {
            liveness::check(&mut search, [order, 7 * order + 1, order + 1, 0, 0, 0, 0, 0, 0, 0]);
        }
    }
}

#[test]
fn a_third_of_the_actions_are_hostile() {
    let hostile = KINDS.iter().filter(|about| about.is_hostile).count();
    assert!(KINDS.len() >= 35 && hostile * 3 >= KINDS.len(), "{hostile} of {}", KINDS.len());
}
