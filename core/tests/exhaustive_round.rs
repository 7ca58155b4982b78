//! Every state that a small round can reach, by a history of any length: nothing sampled, no tolerance.
//!
//! Two or three investors, a round in which not all can have all they want, and a clock of a few seconds. From each
//! state everything is tried that anybody can do; what is new is visited in turn, until nothing is.
#![allow(clippy::unwrap_used)]

use crate::common::depth;
use crate::common::rounds::{Move, Scene, ISSUER};
use personal_token_core::round::{Issuer, Stage, Subscription, Terms, MOST_UNDOS};
use std::collections::{BTreeMap, HashSet};

/// A second after the last undo window there can be.
const LAST: i64 = 9;

/// From second 2 until second 7; two seconds to undo, and two to withdraw after it: time for two undos. Every second share issued brings the treasury one.
fn start<const N: usize>(shares: u64, most: u64) -> Scene<N> {
    let terms = Terms {
        shares,
        price: 2,
        minimum_raise: 4,
        minimum_subscription: 1,
        maximum_subscription: most,
        delay: 1,
        duration: 5,
        undo_window: 2,
        lock: 0,
    };
    Scene::new(terms.open(&Issuer { equity_fee: 5_000, notice: 0, ..ISSUER }, 1).unwrap())
}

/// Everything that anybody can do, with these numbers of shares.
fn moves<const N: usize>(amounts: &[u64]) -> Vec<Move> {
    let mut moves = vec![Move::Complete, Move::Undo, Move::Cancel, Move::Collect];
    for who in 0..N {
        moves.extend(amounts.iter().map(|&shares| Move::Subscribe(who, shares)));
        moves.extend(amounts.iter().map(|&shares| Move::Accept(who, shares)));
        moves.extend([Move::Decline(who), Move::Withdraw(who), Move::Refund(who)]);
        for (investor_receives, treasury_receives) in [(true, true), (true, false), (false, true)] {
            moves.push(Move::Settle { who, investor_receives, treasury_receives });
        }
    }
    moves
}

/// What makes a state: the accounts and the clock, whichever investor is which. The books from outside follow from
/// them, as each step checks.
fn key<const N: usize>(scene: &Scene<N>, now: i64) -> Vec<u8> {
    let bytes = |one: &Option<Subscription>| one.iter().flat_map(|one| bytemuck::bytes_of(one).to_vec()).collect();
    let mut subscriptions: Vec<Vec<u8>> = scene.subscriptions.iter().map(bytes).collect();
    subscriptions.sort_unstable();
    [bytemuck::bytes_of(&scene.round), &subscriptions.concat(), &now.to_le_bytes()].concat()
}

fn explore<const N: usize>(name: &str, start: Scene<N>, moves: &[Move]) {
    let (mut seen, mut stages) = (HashSet::new(), BTreeMap::new());
    let (mut steps, mut permitted) = (0u64, vec![0u64; moves.len()]);
    let mut third_completions = 0;
    let mut level = vec![(start, 1)];
    seen.insert(key(&level[0].0, 1));
    let (mut length, limits) = (0, 1..=start.round.maximum_subscription);
    while !level.is_empty() && length < depth(64) {
        let mut next = Vec::new();
        for (scene, now) in level {
            let stage = scene.round.stage(now).unwrap();
            *stages.entry(stage.name()).or_insert(0u64) += 1;
            third_completions += u64::from(stage == Stage::Settled && scene.round.undos == MOST_UNDOS);
            scene.assert_everybody_gets_out();
            let mut visit = |scene: Scene<N>, now: i64| {
                if seen.insert(key(&scene, now)) {
                    next.push((scene, now));
                }
            };
            // Once it is over, the time does not matter any more: so says the table of all stages.
            if now < LAST && !matches!(stage, Stage::Settled | Stage::Cancelled) {
                visit(scene, now + 1);
            }
            for (index, &step) in moves.iter().enumerate() {
                let mut then = scene;
                if !scene.is_possible(step) {
                    continue;
                }
                steps += 1;
                if then.step(step, now).is_ok() {
                    permitted[index] += 1;
                    visit(then, now);
                }
            }
        }
        (level, length) = (next, length + 1);
    }
    println!("{name}: {} states, {steps} steps, longest way {length}: {stages:?}", seen.len());
    if level.is_empty() {
        assert_eq!(stages.len(), Stage::ALL.len());
        assert!(third_completions > 0, "every stage, also after the last undo");
        for (step, permitted) in moves.iter().zip(permitted) {
            let hopeless =
                matches!(step, Move::Subscribe(_, shares) | Move::Accept(_, shares) if !limits.contains(shares));
            assert_eq!(permitted == 0, hopeless, "{step:?}");
        }
    }
}

/// Each asks for none to three shares of three, of which two are the most.
#[test]
fn every_state_of_a_round_of_two_investors() {
    explore("two investors", start::<2>(3, 2), &moves::<2>(&[0, 1, 2, 3]));
}

/// Three who ask for one or two shares each, of four.
#[test]
fn every_state_of_a_round_of_three_investors() {
    explore("three investors", start::<3>(4, 2), &moves::<3>(&[1, 2]));
}
