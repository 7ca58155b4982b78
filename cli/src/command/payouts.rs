//! Payouts that happened, from what the latest transactions called.
//!
//! A claim is an event of its own. A batch is told by the Token program's call that moves its money, holder by holder;
//! nobody but the program can have the vault make that call.

use {
    super::transactions::Fetched,
    crate::context::TokenView,
    personal_token_sdk::{
        event::{from_logs, payments, Event},
        state::Position,
        Address,
    },
    std::collections::BTreeMap,
};

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
            // A claim's own transfer is told by its event.
            if call.inner().is_batch() {
                let transfers = payments(&call.inner(), view.mint);
                if transfers.is_empty() {
                    continue;
                }
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
