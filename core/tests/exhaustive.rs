//! Every short history there is, instead of a proof: small scopes, no tolerance, nothing sampled.
//!
//! Bugs of share accounting show in a few steps of a few holders (a missed checkpoint needs three). Depth first, with
//! the state on the stack, so that each history costs one step more than its beginning.
#![allow(clippy::unwrap_used)]

use crate::common::{depth, Action, Ledger};
use personal_token_core::Error;

/// The totals of the nine-action scope, at most eleven, divide this: exact parts are whole numbers of 1/27720 unit.
const PARTS: u128 = 27_720;

/// A ledger, and beside it what two naive models without checkpoints say of each holder.
#[derive(Clone, Copy)]
struct Node {
    ledger: Ledger<3>,
    /// Pushed to everybody at each deposit, as a program without an accumulator would: times 2^64.
    pushed: [u128; 3],
    /// The exact part of each deposit, in 1/27720 units; only where all totals divide that.
    exact: Option<[u128; 3]>,
    deposits: u128,
}

impl Node {
    fn new(ledger: Ledger<3>, exact: bool) -> Self {
        let pushed = std::array::from_fn(|who| ledger.lifetime(who));
        Self { ledger, pushed, exact: exact.then_some([0; 3]), deposits: 0 }
    }

    /// Why an action has to be refused, from the plain numbers of the state before it.
    fn refusal(&self, action: Action) -> Option<Error> {
        let Ledger { pool, holders, .. } = &self.ledger;
        let refuse = |when: bool, error| when.then_some(error);
        match action {
            Action::Deposit(amount) | Action::DepositNet(amount) => {
                let net = matches!(action, Action::DepositNet(_));
                refuse(net && holders[0].shares == pool.total, Error::NoOutsideShares)
                    .or(refuse(amount == 0, Error::ZeroDeposit))
                    .or(refuse(amount > u64::MAX - pool.deposited, Error::DepositLimit))
                    .or(refuse(pool.total == 0, Error::NoShares))
            }
            Action::Issue(_, shares) => refuse(shares > u64::MAX - pool.total, Error::MathOverflow),
            Action::Retire(from, shares) | Action::Transfer(from, _, shares) => {
                refuse(shares > holders[from].shares, Error::InsufficientShares)
            }
            Action::Checkpoint(_) | Action::Claim(_) => None,
        }
    }

    /// Once something was deposited and issued, there is no room for 2^64 - 1 more.
    fn is_too_full_for(&self, action: Action) -> bool {
        let (Action::Deposit(amount)
        | Action::DepositNet(amount)
        | Action::Issue(_, amount)
        | Action::Retire(_, amount)
        | Action::Transfer(_, _, amount)) = action
        else {
            return false;
        };
        amount == u64::MAX && self.ledger.pool.deposited > 0
    }

    fn step(&mut self, action: Action) -> bool {
        let (before, expected) = (self.ledger, self.refusal(action));
        let outcome = self.ledger.apply(action);
        assert_eq!(outcome.err(), expected, "{action:?} on {before:?}");
        if expected.is_some() {
            assert_eq!(self.ledger, before, "a refusal of {action:?} changed the state");
            return false;
        }
        if let Action::Deposit(amount) | Action::DepositNet(amount) = action {
            self.push(&before, amount);
        }
        self.check(&before);
        true
    }

    fn push(&mut self, before: &Ledger<3>, amount: u64) {
        self.deposits += 1;
        let (total, scaled) = (u128::from(before.pool.total), (u128::from(amount) << 64) + before.pool.rem);
        for (who, holding) in before.holders.iter().enumerate() {
            self.pushed[who] += scaled / total * u128::from(holding.shares);
            if let Some(exact) = &mut self.exact {
                assert_eq!(PARTS % total, 0);
                exact[who] += u128::from(amount) * u128::from(holding.shares) * (PARTS / total);
            }
        }
    }

    fn check(&self, before: &Ledger<3>) {
        let ledger = &self.ledger;
        // T1, T2, T3
        ledger.assert_invariants();
        // T6
        assert!(ledger.pool.acc >= before.pool.acc && ledger.pool.paid >= before.pool.paid);
        for who in 0..3 {
            // T5: touched early, late or never, a holder's total is what a push at each deposit would have given him.
            assert_eq!(ledger.lifetime(who), self.pushed[who], "T5 path independence");
            // T7: off by less than S/Q of a unit for each deposit; no total in this scope exceeds eleven.
            if let Some(exact) = self.exact {
                let off = (ledger.lifetime(who) * PARTS).abs_diff(exact[who] << 64);
                assert!(off <= PARTS * 11 * self.deposits, "T7 fairness");
            }
        }
    }
}

/// How many histories of each kind of outcome there were.
struct Tally {
    histories: u64,
    accepted: Vec<u64>,
}

fn walk(node: &Node, actions: &[Action], left: u32, tally: &mut Tally) {
    for (index, &action) in actions.iter().enumerate() {
        let mut next = *node;
        tally.histories += 1;
        tally.accepted[index] += u64::from(next.step(action));
        if left > 1 {
            walk(&next, actions, left - 1, tally);
        }
    }
}

fn explore(name: &str, start: Node, actions: &[Action], length: u32) -> u64 {
    let mut tally = Tally { histories: 0, accepted: vec![0; actions.len()] };
    walk(&start, actions, length, &mut tally);
    let Tally { histories, accepted } = tally;
    println!("{name}: {histories} histories of up to {length} of {} actions", actions.len());
    let all: u64 = (1..=length).map(|steps| (actions.len() as u64).pow(steps)).sum();
    assert_eq!(histories, all, "every history, none twice");
    // An action that never succeeds would prove nothing; only what must be refused may be refused always.
    for (&action, accepted) in actions.iter().zip(accepted) {
        let hopeless = matches!(action, Action::Deposit(0) | Action::DepositNet(0)) || start.is_too_full_for(action);
        assert!(accepted > 0 || hopeless || length < 3, "{action:?} was always refused");
    }
    histories
}

/// Nine actions in which every kind appears, on a token of three shares (so that nothing divides evenly): two ways in
/// for money with different amounts, shares that come and go, two transfers in a chain (a newcomer, and one who passes
/// on what he just got), a bare checkpoint, the owner's claim (which meets his net deposits) and an outsider's. The
/// third holder never claims: his dues are checked unclaimed, as those of a holder who never looks.
#[test]
fn all_histories_of_eight_steps() {
    let actions = [
        Action::Deposit(1),
        Action::DepositNet(2),
        Action::Issue(0, 1),
        Action::Retire(1, 1),
        Action::Transfer(0, 1, 1),
        Action::Transfer(1, 2, 1),
        Action::Checkpoint(2),
        Action::Claim(0),
        Action::Claim(1),
    ];
    let start = Node::new(Ledger::issued([2, 1, 0]), true);
    let histories = explore("nine actions", start, &actions, depth(8));
    assert!(depth(8) < 8 || histories == 48_427_560);
}

/// Every action there is, with every amount of {0, 1, 2, 3, MAX}.
fn everything() -> Vec<Action> {
    let mut actions = Vec::new();
    for amount in [0, 1, 2, 3, u64::MAX] {
        actions.extend([Action::Deposit(amount), Action::DepositNet(amount)]);
        for who in 0..3 {
            actions.extend([Action::Issue(who, amount), Action::Retire(who, amount)]);
            actions.extend([1, 2].map(|step| Action::Transfer(who, (who + step) % 3, amount)));
        }
    }
    actions.extend((0..3).flat_map(|who| [Action::Checkpoint(who), Action::Claim(who)]));
    actions
}

#[test]
fn all_histories_of_four_steps_from_nothing() {
    let actions = everything();
    assert_eq!(actions.len(), 76);
    let histories = explore("from nothing", Node::new(Ledger::new(), false), &actions, depth(4));
    assert!(depth(4) < 4 || histories == 33_807_004);
}

/// The same from a token in motion: three holders, two deposits, half-claimed, with a remainder.
#[test]
fn all_histories_of_four_steps_from_a_running_token() {
    let mut ledger = Ledger::issued([3, 2, 2]);
    for action in [Action::Deposit(5), Action::Claim(1), Action::Transfer(0, 2, 1), Action::DepositNet(3)] {
        ledger.apply(action).unwrap();
    }
    assert!(ledger.pool.rem > 0);
    let histories = explore("from a running token", Node::new(ledger, false), &everything(), depth(4));
    assert!(depth(4) < 4 || histories == 33_807_004);
}
