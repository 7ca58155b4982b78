//! Shares and money of one token.

use std::collections::BTreeMap;

use num_bigint::BigUint;
use personal_token_core::BASIS_POINTS;
use personal_token_sdk::{
    state::{Distribution, Position, Token},
    Address, TOKEN_ID,
};
use solana_account::Account;

use super::{
    claimable, equal, find, holds,
    ledger::{read_address, read_u64},
    owed, Invariant, Ledger,
};
use crate::World;

/// The flag of Token-2022's transfer hook account extension, in a share account as ours are made: behind the base, the
/// account type, the immutable owner's empty extension and its own header.
const TRANSFERRING: usize = 166 + 4 + 4;

/// Σ position.shares = total = mint supply = Σ balances; each position = its share account.
pub fn shares(
    world: &World,
    token: &Token,
    positions: &BTreeMap<&Address, &Position>,
    share_accounts: &BTreeMap<Address, Account>,
) {
    let mint = world.account(&token.mint).unwrap();
    equal!(Supply, read_u64(&mint.data, 36), token.total, "supply = total");
    holds!(Authorised, token.total <= token.authorised_at(world.now()), "more shares than authorised");
    let sum: u128 = positions.values().map(|position| u128::from(position.shares)).sum();
    equal!(Total, sum, u128::from(token.total), "Σ position.shares = total");
    for (address, position) in positions {
        let account = find(share_accounts, &position.share_account, Invariant::Balance);
        equal!(Balance, read_u64(&account.data, 64), position.shares, "the balance of {address}");
        equal!(Balance, read_address(&account.data, 32), position.wallet, "the owner of the share account");
        equal!(Balance, account.data[129..133], [1, 0, 0, 0], "the share account has a close authority");
        equal!(Balance, read_address(&account.data, 133), **address, "which is the position");
        holds!(Positions, position.cap <= BASIS_POINTS, "the cap of {address}");
        holds!(Positions, position.used <= Position::KEPT, "the use of {address}");
        let is_empty = position.shares == 0 && position.owed.get() == 0;
        holds!(Kept, position.used == Position::HELD || is_empty, "{address} was never used");
    }
    let of_mint = || share_accounts.values().filter(|account| account.data[..32] == *token.mint.as_ref());
    let balances: u128 = of_mint().map(|account| u128::from(read_u64(&account.data, 64))).sum();
    equal!(Balances, balances, u128::from(token.total), "Σ balances = total");
    let mut flags = of_mint().filter_map(|account| account.data.get(TRANSFERRING));
    holds!(Clean, flags.all(|flag| *flag == 0), "a share account in the middle of a transfer");
}

/// Σ [owed + shares·(acc − last)] + rem + paid·2^64 = deposited·2^64, exactly; Σ claimable ≤ deposited − paid ≤ vault.
pub fn money(world: &World, token: &Token, positions: &BTreeMap<&Address, &Position>) {
    let scale = BigUint::from(1u8) << 64;
    let all_owed: BigUint = positions.values().map(|position| owed(token, position)).sum();
    let left = &all_owed + token.rem.get() + BigUint::from(token.paid) * &scale;
    equal!(Accumulator, left, BigUint::from(token.deposited) * &scale, "the accumulator equality");

    holds!(Solvency, token.paid <= token.deposited, "more was paid than deposited");
    let unpaid = token.deposited - token.paid;
    let all_claimable: BigUint = positions.values().map(|position| claimable(token, position)).sum();
    holds!(Solvency, all_claimable <= BigUint::from(unpaid), "Σ claimable ≤ deposited − paid");
    let dust = BigUint::from(unpaid) - &all_claimable;
    holds!(Dust, dust <= BigUint::from(positions.len()), "at most one unit a position is not payable yet");
    holds!(Solvency, unpaid <= world.quote_in(token.vault), "deposited − paid ≤ vault");
}

/// A vault or an escrow is one account's alone: of the quote mint, without delegate or close authority.
pub fn vault(world: &World, vault: &Address, owner: &Address, quote_mint: &Address, name: &str) {
    let account = world.account(vault).unwrap();
    equal!(Vault, account.owner, TOKEN_ID, "the program of {name}");
    equal!(Vault, read_address(&account.data, 0), *quote_mint, "the mint of {name}");
    equal!(Vault, read_address(&account.data, 32), *owner, "the owner of {name}");
    equal!(Vault, account.data[72..76], [0; 4], "{name} has a delegate");
    equal!(Vault, account.data[109..113], [0; 4], "{name} is native");
    equal!(Vault, account.data[129..133], [0; 4], "{name} has a close authority");
}

/// A closed world: quote money is neither made nor lost.
pub fn quote_supply(world: &World, accounts: &BTreeMap<Address, Account>) {
    let supply = world.account(&world.quote_mint).map_or(0, |mint| read_u64(&mint.data, 36));
    let of_mint = accounts.values().filter(|account| account.data[..32] == *world.quote_mint.as_ref());
    let sum: u128 = of_mint.map(|account| u128::from(read_u64(&account.data, 64))).sum();
    equal!(QuoteSupply, sum, u128::from(supply), "Σ quote balances = supply");
}

impl Ledger {
    /// The records of the deposits say what the token says.
    pub fn distributions(&self, address: &Address, token: &Token) {
        let all: Vec<_> = self.distributions.values().filter(|record| record.token == *address).collect();
        equal!(Records, all.len(), token.distributions as usize, "the number of distributions");
        let sum = |part: fn(&Distribution) -> u64| all.iter().map(|record| u128::from(part(record))).sum::<u128>();
        let gross = sum(|record| record.gross) + u128::from(token.credited);
        equal!(Records, gross, u128::from(token.deposited), "Σ gross = deposited, less what was credited");
        holds!(Records, sum(|record| record.retained) <= u128::from(token.paid), "Σ retained ≤ paid");
        let per_share: u128 = all.iter().map(|record| record.per_share.get()).sum();
        let acc = token.acc.get();
        holds!(Records, per_share <= acc && (token.credited > 0 || per_share == acc), "Σ per share = acc");
        for record in all {
            equal!(Records, record.gross, record.proceeds.saturating_sub(record.cost_basis), "gross");
            holds!(Records, record.net == 1 || record.retained == 0, "retained of a gross deposit");
        }
    }
}
