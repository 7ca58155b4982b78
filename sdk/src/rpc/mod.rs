//! The asynchronous client: fetching with checked decoding, sending with confirmation, and payouts.
//!
//! A [`Client`] wraps an [`RpcClient`] and never owns a key: [`Client::prepare`] simulates and returns a message,
//! [`Prepared::sign`] signs it outside any future, [`Client::submit`] sends it and waits. A wallet that signs elsewhere
//! takes [`Prepared::message`], or [`sign_only`] and [`SignedOffline`]. Whoever signs what others have made, a sponsor of
//! fees for instance, takes it apart with [`inspect()`] first.
//!
//! Everything that a node answers is checked before it is used: owner, discriminator, length, and, as addresses are
//! derived from what accounts hold, that an account lies where the program would have put it. A node can still withhold
//! accounts or answer with an old state; [`Client::cap_table`] and [`Client::payout_plan`] notice when shares are missing.

mod account;
mod cap_table;
mod confirm;
mod error;
mod fetch;
mod inspect;
mod message;
mod offline;
pub mod payout;
mod portfolio;
mod read;
mod send;
#[cfg(test)]
mod tests;
mod transfer;

pub use {
    cap_table::{CapRow, CapTable},
    error::{Result, RpcError},
    fetch::Upgradeability,
    inspect::{inspect, Inspection},
    message::{advance_nonce, MAX_ACCOUNTS, MAX_COMPUTE_UNITS, MAX_TRANSACTION_BYTES},
    offline::{sign_only, SignedOffline},
    payout::{
        ClosedTables, LookupTablePlan, LookupTables, Outlook, PayoutCost, PayoutFailure, PayoutOptions, PayoutPlan,
        PayoutReport, PayoutRow, Progress, TableBalance,
    },
    portfolio::{Holding, Portfolio},
    send::{Prepared, Sending, Signed},
    solana_message::AddressLookupTableAccount,
    solana_rpc_client::nonblocking::rpc_client::RpcClient,
};

use {
    solana_commitment_config::CommitmentConfig,
    std::{fmt, sync::Arc},
};

/// A client of one cluster. Clones share the connection.
#[derive(Clone)]
pub struct Client {
    rpc: Arc<RpcClient>,
}

impl Client {
    /// A client over a connection; its commitment is the one that accounts are read at.
    #[must_use]
    pub fn new(rpc: Arc<RpcClient>) -> Self {
        Self { rpc }
    }

    /// A client of the node at a URL. It reads at the commitment `confirmed`, at which it also takes transactions for landed:
    /// what was sent is seen by whoever looks afterwards.
    #[must_use]
    pub fn connect(url: impl ToString) -> Self {
        Self::new(Arc::new(RpcClient::new_with_commitment(url.to_string(), CommitmentConfig::confirmed())))
    }

    /// The connection.
    #[must_use]
    pub fn rpc(&self) -> &RpcClient {
        &self.rpc
    }
}

// Not the URL: it often carries an access token.
impl fmt::Debug for Client {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Client").finish_non_exhaustive()
    }
}
