//! Payouts that happened, from what the latest transactions called.
//!
//! A claim is an event of its own. A batch is told by the Token program's call that moves its money, holder by holder;
//! nobody but the program can have the vault make that call.

use {
    super::transactions::{Call, Fetched},
    crate::context::TokenView,
    personal_token_sdk::{
        event::{from_logs, Event},
        state::Position,
        Address, TOKEN_ID,
    },
    std::collections::BTreeMap,
};

/// The Token program's instruction that holds others.
const BATCH: u8 = 255;
/// Its transfer, and the length of one with its amount.
const TRANSFER: u8 = 3;

/// A payout that happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paid {
    pub at: Option<i64>,
    pub signature: String,
    pub is_batch: bool,
    pub amount: u64,
    /// Who was paid what; none if the node does not tell.
    pub holders: Option<Vec<HolderPaid>>,
}

/// A holder who was paid.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HolderPaid {
    /// His wallet, if his position is known.
    pub wallet: Option<Address>,
    /// The position of a claim, or the account that a batch paid into.
    pub account: Address,
    pub amount: u64,
}

/// The payouts in the latest transactions.
pub struct Payouts {
    /// The latest first.
    pub list: Vec<Paid>,
    /// Transactions of which the node has not kept what programs called: claims in them are not listed.
    pub untold: usize,
}

/// The payouts in transactions that were fetched, the latest first.
pub fn find(transactions: &[Fetched], view: &TokenView, positions: &[(Address, Position)]) -> Payouts {
    let wallets: BTreeMap<Address, Address> = positions
        .iter()
        .flat_map(|(address, position)| [*address, position.quote_account].map(|key| (key, position.wallet)))
        .collect();
    let holder = |account, amount| HolderPaid { wallet: wallets.get(&account).copied(), account, amount };
    let mut payouts = Payouts { list: Vec::new(), untold: 0 };
    for transaction in transactions {
        let paid = |is_batch, amount, holders: Option<Vec<HolderPaid>>| Paid {
            at: transaction.at,
            signature: transaction.signature.clone(),
            is_batch,
            amount,
            holders,
        };
        let Some(calls) = &transaction.calls else {
            payouts.untold = payouts.untold.saturating_add(1);
            payouts.list.extend(logged(transaction, view.address).map(|amount| paid(true, amount, None)));
            continue;
        };
        for call in calls {
            if let Some(transfers) = batch(call, view.token.vault, view.address) {
                let holders: Vec<_> = transfers.into_iter().map(|(account, amount)| holder(account, amount)).collect();
                let sum = holders.iter().fold(0, |sum: u64, holder| sum.saturating_add(holder.amount));
                payouts.list.push(paid(true, sum, Some(holders)));
            }
            if let Some(Event::ProceedsClaimed(claimed)) = call.event() {
                if claimed.token == view.address {
                    let holders = vec![holder(claimed.position, claimed.amount)];
                    payouts.list.push(paid(false, claimed.amount, Some(holders)));
                }
            }
        }
    }
    payouts
}

/// The amounts of the batches that the program logged.
fn logged(transaction: &Fetched, token: Address) -> impl Iterator<Item = u64> + '_ {
    from_logs(&transaction.logs).into_iter().filter_map(move |event| match event {
        Event::ProceedsDistributed(batch) if batch.token == token && batch.amount > 0 => Some(batch.amount),
        _ => None,
    })
}

/// The accounts that a batch pays from a token's vault, and the amounts; none if the call is no such batch.
///
/// Each instruction in it is its number of accounts, its length, and its data; the accounts follow each other likewise.
fn batch(call: &Call, vault: Address, token: Address) -> Option<Vec<(Address, u64)>> {
    let (&kind, mut data) = call.data.split_first()?;
    if call.program != TOKEN_ID || kind != BATCH {
        return None;
    }
    let (mut accounts, mut transfers) = (call.accounts.as_slice(), Vec::new());
    while let Some((&[count, length], rest)) = data.split_first_chunk() {
        let (instruction, after) = rest.split_at_checked(usize::from(length))?;
        let (named, others) = accounts.split_at_checked(usize::from(count))?;
        (data, accounts) = (after, others);
        let ([from, to, authority], Some((&TRANSFER, amount))) = (named, instruction.split_first()) else { continue };
        if (*from, *authority) == (vault, token) {
            transfers.push((*to, u64::from_le_bytes(amount.try_into().ok()?)));
        }
    }
    (!transfers.is_empty()).then_some(transfers)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn call(accounts: &[u8], data: &[u8]) -> Call {
        let accounts = accounts.iter().map(|byte| Address::from([*byte; 32])).collect();
        Call { program: TOKEN_ID, accounts, data: data.to_vec() }
    }

    fn paid(call: &Call) -> Option<Vec<(Address, u64)>> {
        batch(call, Address::from([1; 32]), Address::from([2; 32]))
    }

    fn transfer(amount: u64) -> Vec<u8> {
        [&[3, 9, TRANSFER][..], &amount.to_le_bytes()].concat()
    }

    #[test]
    fn batches_are_read_holder_by_holder() {
        let two = [vec![BATCH], transfer(7), transfer(u64::MAX)].concat();
        let sound = call(&[1, 8, 2, 1, 9, 2], &two);
        assert_eq!(paid(&sound), Some(vec![(Address::from([8; 32]), 7), (Address::from([9; 32]), u64::MAX)]));
        // Of another program, from another vault, by another authority.
        assert_eq!(paid(&Call { program: Address::default(), ..call(&[1, 8, 2, 1, 9, 2], &two) }), None);
        assert_eq!(paid(&call(&[7, 8, 2, 1, 9, 2], &two)), Some(vec![(Address::from([9; 32]), u64::MAX)]));
        assert_eq!(paid(&call(&[1, 8, 7, 1, 9, 7], &two)), None);
        // Something else between them.
        let mixed = [vec![BATCH, 1, 1, 17], transfer(7)].concat();
        assert_eq!(paid(&call(&[5, 1, 8, 2], &mixed)), Some(vec![(Address::from([8; 32]), 7)]));
    }

    #[test]
    fn what_is_no_batch_is_none() {
        let one = [vec![BATCH], transfer(7)].concat();
        for length in 0..one.len() {
            assert_eq!(paid(&call(&[1, 8, 2], one.get(..length).unwrap_or_default())), None, "{length}");
        }
        for accounts in [&[][..], &[1], &[1, 8]] {
            assert_eq!(paid(&call(accounts, &one)), None);
        }
        assert_eq!(paid(&call(&[1, 8, 2], &[BATCH, 3, 1, TRANSFER])), None);
        assert_eq!(paid(&call(&[1, 8, 2], &[TRANSFER, 7, 0, 0, 0, 0, 0, 0, 0])), None);
    }
}
