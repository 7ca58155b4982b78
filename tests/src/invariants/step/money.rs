//! What is owed and paid, and what leaves vaults and escrows.

use std::collections::BTreeMap;

use num_bigint::{BigInt, BigUint};
use personal_token_sdk::{
    event::Event,
    instruction::Kind::{self, *},
    state::{Listing, Position, Token},
    Address, TOKEN_ID,
};
use solana_account::ReadableAccount;

use super::{changes, Step};
use crate::invariants::{equal, holds, ledger::read_u64, owed};

/// Instructions that pay what is owed, and nothing else.
const PAYS: &[Kind] = &[ProceedsClaim, ProceedsDistribute];
/// Instructions by which an escrow pays.
const RETURNS: &[Kind] = &[RoundWithdraw, RoundRefund, RoundCollect];

impl Step<'_> {
    pub(super) fn money(&self) {
        self.issuer();
        let owed = self.owed();
        self.paid(&owed);
        self.outflow();
        self.sales();
    }

    fn issuer(&self) {
        let supply =
            |account: Option<&solana_account::AccountSharedData>| account.map(|mint| read_u64(mint.data(), 36));
        let mint = &self.world.quote_mint;
        let (was, is) = (self.before.get(mint), self.world.svm.accounts_db().inner.get(mint));
        let sent = self.outcome.instructions.iter().any(|sent| sent.program_id == TOKEN_ID);
        holds!(Issuer, sent || supply(was) == supply(is), "the supply of quote money changed");
    }

    /// What each changed position was and is owed, in quote units times 2^64; and that of each member in each token: it
    /// grows only by the token's `acc` or a sale, and shrinks only by what the token paid.
    fn owed(&self) -> BTreeMap<Address, (BigUint, BigUint)> {
        let mut all = BTreeMap::new();
        let mut by_member: BTreeMap<(Address, Address), (BigUint, BigUint)> = BTreeMap::new();
        for (address, was, is) in changes(&self.was.positions, &self.is.positions) {
            let any = was.or(is).unwrap();
            let (old, new) = (self.before::<Token>(&any.token), self.now::<Token>(&any.token).unwrap());
            let old = old.unwrap_or(new);
            let before = was.map_or_else(BigUint::default, |position| owed(&old, position));
            let after = is.map_or_else(BigUint::default, |position| owed(&new, position));
            let sum = by_member.entry((any.token, any.member)).or_default();
            sum.0 += &before;
            sum.1 += &after;
            all.insert(*address, (before, after));
        }
        for ((address, member), (before, after)) in by_member {
            let new = self.now::<Token>(&address).unwrap();
            let old = self.before::<Token>(&address).unwrap_or(new);
            let waits = || self.sold().any(|sold| sold.seller_owed && sold.token == address);
            let credited = new.acc != old.acc || waits();
            holds!(Owed, after <= before || credited, "{member} is owed more by {address}, of nothing");
            let paid = BigUint::from(new.paid - old.paid) << 64;
            holds!(Owed, &after + paid >= before, "{member} is owed less by {address} than it paid");
        }
        all
    }

    /// Where nothing but claims and distributions happened, each payee has exactly what he is no longer owed.
    fn paid(&self, owed: &BTreeMap<Address, (BigUint, BigUint)>) {
        let only_pays = |program: &Address| *program != personal_token_sdk::TOKEN_2022_ID && *program != TOKEN_ID;
        let pure = self.deeds.iter().all(|deed| PAYS.contains(&deed.kind))
            && self.outcome.instructions.iter().all(|sent| only_pays(&sent.program_id));
        if !pure || self.deeds.is_empty() {
            return;
        }
        let mut expected: BTreeMap<Address, BigInt> = BTreeMap::new();
        for (address, (before, after)) in owed {
            let fall = BigInt::from(before.clone()) - BigInt::from(after.clone());
            *expected.entry(self.was.positions[address].quote_account).or_default() += fall;
        }
        let vaults: Vec<Address> = self.deeds.iter().filter_map(|deed| deed.accounts.get(1).copied()).collect();
        let changed = self.balances.keys().filter(|address| !vaults.contains(address));
        for address in changed.chain(expected.keys()) {
            let got = BigInt::from(self.gained(address)) << 64;
            let due = expected.get(address).cloned().unwrap_or_default();
            equal!(Paid, got, due, "what {address} got, times 2^64");
        }
    }

    /// By how much the balance of a token account grew.
    pub(super) fn gained(&self, address: &Address) -> i128 {
        let (was, is) = self.balances.get(address).copied().unwrap_or_default();
        i128::from(is.map_or(0, |balance| balance.amount)) - i128::from(was.map_or(0, |balance| balance.amount))
    }

    fn outflow(&self) {
        for address in self.balances.keys() {
            let gained = self.gained(address);
            let Some((Some(was), _)) = self.balances.get(address) else { continue };
            if gained >= 0 {
                continue;
            }
            if let Some(old) = self.before::<Token>(&was.owner).filter(|token| token.vault == *address) {
                let new = self.now::<Token>(&was.owner).unwrap();
                let booked = i128::from(new.paid - old.paid);
                holds!(Outflow, self.did_any(PAYS) && -gained <= booked, "the vault {address} paid {}", -gained);
            }
            if self.before::<personal_token_sdk::state::Round>(&was.owner).is_some() {
                holds!(Outflow, self.did_any(RETURNS), "the escrow {address} paid {}", -gained);
            }
        }
    }

    pub(super) fn sold(&self) -> impl Iterator<Item = &personal_token_sdk::event::SharesSold> {
        self.events_of(|event| match event {
            Event::SharesSold(sold) => Some(sold),
            _ => None,
        })
    }

    fn sales(&self) {
        for sold in self.sold() {
            let listing: Listing = self.before(&sold.listing).or_else(|| self.now(&sold.listing)).unwrap();
            equal!(Sale, sold.paid, sold.shares * listing.book.price, "the price of {}", sold.listing);
            let parts = sold.owner_fee + sold.network_fee + sold.received;
            equal!(Sale, sold.paid, parts, "the parts of the price of {}", sold.listing);
        }
        // One purchase alone can be followed to its source.
        let [deed] = self.deeds.as_slice() else { return };
        if deed.kind != ListingBuy || self.outcome.instructions.len() != 1 {
            return;
        }
        let (source, sold) = (deed.accounts[8], self.sold().next());
        let sold = sold.unwrap();
        let seller: Position = self.before(&sold.seller_position).unwrap();
        let gains: i128 = self
            .balances
            .keys()
            .filter(|address| **address != source)
            .map(|address| {
                let is_quote = self.balances[address].1.is_some_and(|balance| balance.mint == self.world.quote_mint);
                if is_quote {
                    self.gained(address)
                } else {
                    0
                }
            })
            .sum();
        equal!(Sale, gains, -self.gained(&source), "what all got of what the buyer of {} paid", sold.listing);
        holds!(Sale, -self.gained(&source) <= i128::from(sold.paid), "the buyer paid too much");
        holds!(Sale, seller.shares >= sold.shares, "more was sold than there is");
    }
}
