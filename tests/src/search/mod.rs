//! Stateful search: random histories of honest people and attackers, on the chain and in a [`model`] side by side.
//!
//! A case begins with one network, three tokens and eight wallets: owners, investors, stewards, a member who attacks and
//! somebody who is no member (see [`stage`]). Then some hundred actions of [`kind::KINDS`] follow, a third of them
//! hostile, and the clock moves by seconds to months. An [`Intent`] says what somebody has in mind;
//! [`choose`](choose::choose) makes a transaction of it that makes sense in the model's state; [`perform`] builds it with
//! the SDK; `proptest-state-machine` generates the intents and shortens a case that fails.
//!
//! After every step:
//!
//! - The chain's verdict is the model's. **Every action is predicted exactly**, success or refusal, and so is what it
//!   changes; no verdict is adopted from the chain. Attacks ([`attack`]) are refused without exception.
//! - A refused transaction has left every account as it was, byte for byte, but for the payer's fee.
//! - After a successful one every number of the model is found on chain, and nothing else ([`compare`]); every invariant
//!   of [`crate::invariants`] holds, of the state and of the step; and the SDK's previews were right.
//!
//! From time to time ([`liveness`]), on a copy: everybody can be paid in any order, everybody gets back what a round owes
//! him, and neither the order of claims and settlements nor their division into batches changes what anyone gets.
//!
//! What the model does not know: logs and events, rents, addresses and bumps; the invariants do.

pub mod attack;
pub mod choose;
pub mod compare;
pub mod kind;
pub mod liveness;
pub mod model;
pub mod op;
pub mod perform;
pub mod run;
pub mod stage;
pub mod tally;

use proptest::prelude::*;
use proptest_state_machine::{ReferenceStateMachine, StateMachineTest};

pub use choose::Intent;
use kind::Kind;
use model::{Model, Verdict};
use op::Op;
use perform::Cast;

use crate::{Outcome, World};

/// Actions of one case.
pub const STEPS: usize = 400;
/// After so many actions of a case, liveness is tried on a copy.
pub const LIVENESS_EVERY: usize = 200;
/// How many transactions are remembered to be sent again.
const PAST: usize = 8;

/// The model, and what was done.
#[derive(Clone, Debug)]
pub struct History {
    pub model: Model,
    past: Vec<Op>,
}

impl History {
    /// At the beginning of every case.
    pub fn begin() -> Self {
        Self { model: stage::with_beginning(|beginning| beginning.model.clone()), past: Vec::new() }
    }

    /// What an intent means now, and what the model says of it; moves on.
    pub fn advance(&mut self, intent: &Intent) -> (Kind, Op, Verdict) {
        let (kind, op) = choose::choose(&self.model, intent, &self.past);
        let verdict = self.model.apply(&op);
        if verdict.is_ok() && is_once_only(&op) {
            self.past.push(op.clone());
            self.past.drain(..self.past.len().saturating_sub(PAST));
        }
        (kind, op, verdict)
    }
}

/// A transaction that cannot succeed twice, whatever happens in between.
fn is_once_only(op: &Op) -> bool {
    let has_number = matches!(op, Op::Deposit { .. } | Op::List { .. } | Op::OpenRound { .. } | Op::Complain { .. });
    has_number || matches!(op, Op::Settle { .. } | Op::Move { .. } | Op::Publish { .. } | Op::Issue { .. })
}

/// The model as `proptest-state-machine` drives it.
pub struct Reference;

impl ReferenceStateMachine for Reference {
    type State = History;
    type Transition = Intent;

    fn init_state() -> BoxedStrategy<History> {
        Just(History::begin()).boxed()
    }

    fn transitions(_: &History) -> BoxedStrategy<Intent> {
        choose::intents()
    }

    fn apply(mut history: History, intent: &Intent) -> History {
        history.advance(intent).2.ok();
        history
    }
}

/// The chain, and the model one step behind.
pub struct Search {
    pub world: World,
    pub cast: Cast,
    pub history: History,
    step: usize,
}

impl StateMachineTest for Search {
    type SystemUnderTest = Self;
    type Reference = Reference;

    fn init_test(_: &History) -> Self {
        Self::begin()
    }

    fn apply(mut search: Self, _: &History, intent: Intent) -> Self {
        search.act(&intent);
        search
    }

    fn check_invariants(search: &Self, history: &History) {
        assert!(search.history.model == history.model, "model: two runs of one history differ");
    }
}

impl Search {
    /// At the beginning of every case.
    pub fn begin() -> Self {
        let (world, cast) = stage::world();
        Self { world, cast, history: History::begin(), step: 0 }
    }

    /// One action, on the chain and in the model.
    pub fn act(&mut self, intent: &Intent) {
        let before = self.history.model.clone();
        let (kind, op, verdict) = self.history.advance(intent);
        self.send(&before, &op, verdict);
        tally::count(kind, verdict.is_ok());
        self.step += 1;
        if self.step.is_multiple_of(LIVENESS_EVERY) {
            liveness::check(self, intent.picks);
        }
    }

    /// One transaction of the model's choice that has to succeed.
    pub fn must(&mut self, op: &Op) {
        let before = self.history.model.clone();
        let verdict = self.history.model.apply(op);
        assert_eq!(verdict, Ok(()), "model: {op:?} is refused");
        self.send(&before, op, verdict);
    }

    /// Sends a transaction, and compares what comes of it.
    fn send(&mut self, before: &Model, op: &Op, verdict: Verdict) {
        match op {
            Op::Warp { seconds } => self.world.warp(*seconds),
            Op::DonateToEscrow { token, round, amount } => {
                if verdict.is_ok() {
                    self.world.donate(self.cast.escrow(*token, *round), *amount);
                }
            }
            op => {
                let instructions = self.cast.instructions(before, op);
                let outcome = self.world.send(&instructions);
                judge(before, op, verdict, &outcome);
            }
        }
        if verdict.is_ok() {
            compare::compare(&self.world, &self.cast, &self.history.model);
        }
    }
}

fn judge(before: &Model, op: &Op, verdict: Verdict, outcome: &Outcome) {
    match (verdict, &outcome.result) {
        (Err(reason), Ok(())) => panic!("model: {op:?} succeeded, which the model refuses: {reason}"),
        (Ok(()), Err(_)) => panic!("model: {op:?} is refused, which the model allows: {}", outcome.report()),
        (Err(_), Err(_)) => {
            let is_clean = outcome.changed.is_empty() && outcome.only_the_fee_was_paid;
            assert!(is_clean, "model: {op:?} is refused and changes accounts: {:?}", outcome.changed);
        }
        (Ok(()), Ok(())) => {}
    }
    if let (Op::Distribute { token, pairs }, Ok(())) = (op, verdict) {
        assert_eq!(outcome.return_data, before.statuses(*token, pairs), "model: how the pairs of {op:?} ended");
    }
}
