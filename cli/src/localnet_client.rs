//! A localnet, seen from outside: what its faucet and its clock do for whoever asks, over the same RPC as everything else.

use {
    crate::{
        error::{CliError, Result},
        ledger::genesis,
        time::show,
    },
    personal_token_sdk::{
        rpc::{Client, RpcError, Sending, Signed},
        Address, Instruction,
    },
    serde_json::{json, Value},
    solana_rpc_client_api::{config::RpcSendTransactionConfig, request::RpcRequest},
    solana_signature::Signature,
    solana_signer::Signer,
    std::time::{Duration, SystemTime},
};

/// Asked of a node to know whether it is a localnet: only Surfpool answers it.
const INFO: RpcRequest = RpcRequest::Custom { method: "surfnet_getSurfnetInfo" };
const TRAVEL: RpcRequest = RpcRequest::Custom { method: "surfnet_timeTravel" };

/// A localnet.
pub struct Localnet {
    client: Client,
    waits: bool,
}

impl Localnet {
    /// The localnet behind a client, if it is one that has the test USDC of ours.
    ///
    /// The caller has seen that the node is on this machine: one elsewhere that calls itself a localnet could have people
    /// use a money that anybody can mint.
    pub async fn of(client: &Client) -> Option<Self> {
        client.rpc().send::<Value>(INFO, json!([])).await.ok()?;
        let mint = client.rpc().get_account(&genesis::quote_mint()).await.ok()?;
        (mint.owner == genesis::TOKEN).then(|| Self { client: client.clone(), waits: true })
    }

    /// The same, content with what is executed: for many gifts in a row, none of which anybody takes back.
    #[cfg(feature = "localnet")]
    #[must_use]
    pub fn impatient(self) -> Self {
        Self { waits: false, ..self }
    }

    /// Sends a transaction. A localnet executes it before it answers; it is confirmed with the next block.
    ///
    /// # Errors
    /// As [`Client::submit`], which judges what was not accepted at once.
    pub async fn execute(client: &Client, signed: &Signed) -> std::result::Result<Signature, RpcError> {
        let commitment = client.rpc().commitment().commitment;
        let config = RpcSendTransactionConfig { preflight_commitment: Some(commitment), ..Default::default() };
        match client.rpc().send_transaction_with_config(&signed.transaction, config).await {
            Ok(signature) => Ok(signature),
            Err(_) => client.submit(signed).await,
        }
    }

    /// Gives lamports to an address.
    ///
    /// # Errors
    /// The amount is too small for a new account, or beyond what the faucet has.
    pub async fn airdrop(&self, address: &Address, lamports: u64) -> Result<Signature> {
        let faucet = genesis::faucet().pubkey();
        let transfer = solana_system_interface::instruction::transfer(&faucet, address, lamports);
        self.give("airdrop lamports", &[transfer]).await
    }

    /// Mints test USDC to a wallet, whose canonical account is created if it is missing.
    ///
    /// # Errors
    /// The supply would leave the range of 64 bits.
    pub async fn faucet(&self, wallet: &Address, amount: u64) -> Result<Signature> {
        self.give("mint test USDC", &genesis::mint_quote(wallet, amount)).await
    }

    /// Moves the time to `unix`, in seconds since 1970. It runs on from there.
    ///
    /// # Errors
    /// The time is in the past.
    pub async fn warp_to(&self, unix: i64) -> Result<()> {
        let now = self.client.now().await?;
        if unix < now {
            return Err(CliError::usage(format!(
                "the localnet's clock is at {} and cannot go back to {}; name a later time, or start a new localnet",
                show(now),
                show(unix)
            )));
        }
        // It stands somewhere within its second, and cannot go back to the beginning of it.
        if unix == now {
            return Ok(());
        }
        let milliseconds = unix.saturating_mul(1_000);
        let to = json!([{ "absoluteTimestamp": milliseconds }]);
        self.client
            .rpc()
            .send::<Value>(TRAVEL, to)
            .await
            .map(drop)
            .map_err(|error| CliError::failed(format!("the localnet cannot move its clock: {error}")))
    }

    /// Sends instructions that the faucet pays for and signs.
    async fn give(&self, what: &str, instructions: &[Instruction]) -> Result<Signature> {
        let faucet = genesis::faucet();
        let sending =
            Sending { commitment: self.client.rpc().commitment(), compute_unit_price: unique(), ..Sending::default() };
        let refused = |error| CliError::failed(format!("the faucet could not {what}: {error}; ask for another amount"));
        let prepared = self.client.prepare(instructions, &faucet.pubkey(), &sending).await.map_err(refused)?;
        let signed = prepared.sign(&[&faucet]).map_err(refused)?;
        match self.waits {
            true => self.client.submit(&signed).await,
            false => Self::execute(&self.client, &signed).await,
        }
        .map_err(refused)
    }
}

/// Two gifts alike within a block would be one transaction. This is a price that tells them apart: of the order of a
/// thousandth of a lamport a compute unit, which the faucet pays.
fn unique() -> u64 {
    let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or(Duration::ZERO);
    1 + u64::from(since.subsec_nanos()) % 1_000_000
}
