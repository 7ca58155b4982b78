//! Where the demo is played: what it needs beside the client.

use {
    crate::{error::Result, ledger::Ledger},
    async_trait::async_trait,
    personal_token_sdk::{
        rpc::{Client, RpcError, Sending, Signed},
        Address,
    },
};

/// Where the demo is played.
#[async_trait]
pub trait Ground: Send + Sync {
    /// How to send there.
    fn sending(&self) -> Sending;

    /// Sends there, and returns when it is executed.
    async fn submit(&self, client: &Client, signed: &Signed) -> Result<(), RpcError> {
        client.submit(signed).await.map(drop)
    }

    /// How many seconds may pass by themselves between two steps of the story; 0 where time stands still.
    fn drift(&self) -> i64;

    /// Lamports for a wallet.
    async fn airdrop(&self, wallet: &Address, lamports: u64) -> Result<()>;

    /// Test USDC for a wallet.
    async fn money(&self, wallet: &Address, units: u64) -> Result<()>;

    /// The time there, in seconds since 1970.
    async fn now(&self) -> Result<i64>;

    /// Moves the time.
    async fn wait_until(&self, unix: i64) -> Result<()>;
}

/// A ledger in memory, whose time stands still.
#[async_trait]
impl Ground for Ledger {
    fn sending(&self) -> Sending {
        Sending::default()
    }

    fn drift(&self) -> i64 {
        0
    }

    async fn airdrop(&self, wallet: &Address, lamports: u64) -> Result<()> {
        Ok(Self::airdrop(self, wallet, lamports).map(drop)?)
    }

    async fn money(&self, wallet: &Address, units: u64) -> Result<()> {
        Ok(self.faucet_quote(wallet, units).map(drop)?)
    }

    async fn now(&self) -> Result<i64> {
        Ok(Self::now(self))
    }

    async fn wait_until(&self, unix: i64) -> Result<()> {
        Ok(self.warp_to(unix)?)
    }
}

/// A localnet, whose time runs on.
#[cfg(feature = "localnet")]
pub struct Endpoint {
    /// The client.
    pub client: Client,
    /// Its faucet and its clock.
    pub localnet: crate::localnet_client::Localnet,
}

#[cfg(feature = "localnet")]
#[async_trait]
impl Ground for Endpoint {
    fn sending(&self) -> Sending {
        Sending { commitment: self.client.rpc().commitment(), ..Sending::default() }
    }

    async fn submit(&self, client: &Client, signed: &Signed) -> Result<(), RpcError> {
        crate::localnet_client::Localnet::execute(client, signed).await.map(drop)
    }

    fn drift(&self) -> i64 {
        // The whole story takes seconds; a slow machine may need minutes.
        3_600
    }

    async fn airdrop(&self, wallet: &Address, lamports: u64) -> Result<()> {
        self.localnet.airdrop(wallet, lamports).await.map(drop)
    }

    async fn money(&self, wallet: &Address, units: u64) -> Result<()> {
        self.localnet.faucet(wallet, units).await.map(drop)
    }

    async fn now(&self) -> Result<i64> {
        Ok(self.client.now().await?)
    }

    async fn wait_until(&self, unix: i64) -> Result<()> {
        self.localnet.warp_to(unix).await
    }
}
