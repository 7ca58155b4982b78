//! Money that left a vault, holder by holder.

use super::InnerInstruction;
use crate::{pda, Address, TOKEN_ID};

// Of the classic Token program, by the first byte of the data.
const TRANSFER: u8 = 3;
const BATCH: u8 = 255;

/// The accounts that a call pays out of the vault of a mint's token, and the amounts in quote units; empty if it is no such
/// call.
///
/// A payout to many reports only its sum ([`ProceedsDistributed`](super::ProceedsDistributed)); this tells who was paid what.
/// Nobody but the program can have the vault pay, so such a call among the inner instructions of a transaction that
/// succeeded is a payout.
pub fn payments(call: &InnerInstruction, mint: Address) -> Vec<(Address, u64)> {
    let (vault, token) = (pda::vault(mint), pda::token(mint));
    let payment = |accounts: &[Address], data: &[u8]| match (accounts, data.split_first()) {
        ([from, to, authority], Some((&TRANSFER, amount))) if (*from, *authority) == (vault, token) => {
            Some((*to, u64::from_le_bytes(amount.try_into().ok()?)))
        }
        _ => None,
    };
    match call.data.split_first() {
        Some((_, instructions)) if call.is_batch() => batch(call.accounts, instructions)
            .into_iter()
            .filter_map(|(accounts, data)| payment(accounts, data))
            .collect(),
        _ if *call.program == TOKEN_ID => payment(call.accounts, call.data).into_iter().collect(),
        _ => Vec::new(),
    }
}

impl InnerInstruction<'_> {
    /// Whether it is the Token program's instruction that holds others, by which many are paid at once.
    #[must_use]
    pub fn is_batch(&self) -> bool {
        *self.program == TOKEN_ID && self.data.first() == Some(&BATCH)
    }
}

/// The instructions in a batch. Each is its number of accounts, its length, and its data; the accounts follow each other
/// likewise. Nothing of a batch that contradicts itself: the Token program has refused it.
fn batch<'a>(mut accounts: &'a [Address], mut data: &'a [u8]) -> Vec<(&'a [Address], &'a [u8])> {
    let mut instructions = Vec::new();
    while let Some((&[count, length], rest)) = data.split_first_chunk() {
        let split = accounts.split_at_checked(count.into()).zip(rest.split_at_checked(length.into()));
        let Some(((named, others), (instruction, after))) = split else { return Vec::new() };
        instructions.push((named, instruction));
        (accounts, data) = (others, after);
    }
    match data.is_empty() {
        true => instructions,
        false => Vec::new(),
    }
}
