//! What must hold after every step of every test, at no tolerance, over every account that there is; see [`Invariant`].

use num_bigint::BigUint;
use personal_token_sdk::{
    state::{Position, Token},
    TOKEN_2022_ID, TOKEN_ID,
};

use crate::{world::Snapshot, Outcome, World};

mod guarding;
mod ledger;
mod mint;
mod money;
mod people;
mod raising;
mod step;
mod table;

use ledger::Ledger;
use table::{equal, find, holds};

pub use table::{Invariant, Scope};

/// Panics if any invariant of the state is broken anywhere.
#[track_caller]
pub fn invariants(world: &World) {
    let ledger = Ledger::read(world);
    ledger.addresses();
    ledger.wallets(&ledger);
    check(world, &ledger);
}

/// Panics if any invariant is broken after a transaction that took `fee`. Addresses are dear to derive, and only what it
/// changed can have come to lie at a wrong one: they are checked of that alone.
#[track_caller]
pub(crate) fn after_transaction(world: &World, before: &Snapshot, outcome: &Outcome, fee: u64) {
    step::lamports(world, before, outcome, fee);
    if outcome.result.is_err() {
        return;
    }
    let step = step::Step::new(world, before, outcome);
    let ledger = Ledger::read(world);
    step.is.addresses();
    step.is.wallets(&ledger);
    check(world, &ledger);
    step.check();
}

fn check(world: &World, ledger: &Ledger) {
    ledger.people();
    ledger.complaints(world);
    let share_accounts = ledger::token_accounts(world, &TOKEN_2022_ID);
    let quote_accounts = ledger::token_accounts(world, &TOKEN_ID);
    for (address, token) in &ledger.tokens {
        let positions = ledger.positions_of(address);
        money::shares(world, token, &positions, &share_accounts);
        money::money(world, token, &positions);
        ledger.distributions(address, token);
        ledger.raising(world, address, token);
        ledger.reports(address, token);
        mint::hook_list(ledger, address, token);
        mint::mint(world, address, token);
        money::vault(world, &token.vault, address, &token.quote_mint, "the vault");
    }
    ledger.listings();
    money::quote_supply(world, &quote_accounts);
}

/// How much each position could be paid now, in whole quote units, by arithmetic without limits.
pub fn claimable(token: &Token, position: &Position) -> BigUint {
    owed(token, position) >> 64
}

/// What a position is owed, in quote units times 2^64.
fn owed(token: &Token, position: &Position) -> BigUint {
    let (acc, last) = (token.acc.get(), position.last.get());
    holds!(Accumulator, acc >= last, "a position is ahead of its token");
    BigUint::from(position.owed.get()) + BigUint::from(acc - last) * position.shares
}
