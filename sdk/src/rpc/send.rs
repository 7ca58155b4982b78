//! Simulating and signing; [`confirm`](super::confirm) sends.

use {
    super::{
        account,
        error::{connection, refusal, Result, RpcError},
        message::{compile, fee, signatures, unsigned, with_budget, MAX_COMPUTE_UNITS},
        Client,
    },
    crate::{Address, Instruction},
    base64::{prelude::BASE64_STANDARD, Engine},
    solana_commitment_config::CommitmentConfig,
    solana_hash::Hash,
    solana_message::{AddressLookupTableAccount, VersionedMessage},
    solana_rpc_client_api::{
        config::{RpcSimulateTransactionConfig, UiTransactionEncoding},
        response::{RpcBlockhash, RpcSimulateTransactionResult},
    },
    solana_signature::Signature,
    solana_signer::Signer,
    solana_transaction::versioned::VersionedTransaction,
    solana_transaction_status_client_types::UiTransactionReturnData,
    std::future::Future,
};

/// Asked for at least, whatever the simulation used.
const MIN_COMPUTE_UNITS: u32 = 1_000;

/// How a transaction is made and sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sending {
    /// Micro-lamports a compute unit on top of the base fee; 0 for no priority fee.
    pub compute_unit_price: u64,
    /// Compute units to ask for; `None` for what the simulation used and a tenth more.
    pub compute_unit_limit: Option<u32>,
    /// Whether the node passes the transaction on without simulating it once more.
    pub skip_preflight: bool,
    /// At which commitment to simulate, and to call the transaction landed; `confirmed` by default.
    pub commitment: CommitmentConfig,
    /// Tables that may stand for addresses in the message.
    pub lookup_tables: Vec<AddressLookupTableAccount>,
    /// A durable nonce's account and authority, in place of a recent blockhash. The authority has to sign.
    pub nonce: Option<(Address, Address)>,
}

impl Default for Sending {
    fn default() -> Self {
        Self {
            compute_unit_price: 0,
            compute_unit_limit: None,
            skip_preflight: false,
            commitment: CommitmentConfig::confirmed(),
            lookup_tables: Vec::new(),
            nonce: None,
        }
    }
}

impl Sending {
    /// The price, if there is one: an instruction that sets it to 0 would only cost bytes.
    pub(super) fn price(&self) -> Option<u64> {
        (self.compute_unit_price > 0).then_some(self.compute_unit_price)
    }
}

/// A transaction that was simulated and can be signed.
#[derive(Clone, Debug)]
pub struct Prepared {
    /// What is to be signed.
    pub message: VersionedMessage,
    /// Compute units that the simulation used.
    pub units: u64,
    /// Compute units that the message asks for.
    pub compute_unit_limit: u32,
    /// What the programs logged in the simulation.
    pub logs: Vec<String>,
    /// What the last program that returned anything did return in the simulation, and which it was.
    pub return_data: Option<(Address, Vec<u8>)>,
    /// Lamports that it will cost: signatures and priority.
    pub fee_lamports: u64,
    /// It can land up to this block height; for a durable nonce, how long [`Client::submit`] waits.
    pub last_valid_block_height: u64,
    pub(super) delivery: Delivery,
}

/// A signed transaction.
#[derive(Clone, Debug)]
pub struct Signed {
    /// What goes on the wire.
    pub transaction: VersionedTransaction,
    /// It can land up to this block height; for a durable nonce, how long [`Client::submit`] waits.
    pub last_valid_block_height: u64,
    pub(super) delivery: Delivery,
}

/// What sending and confirming need to know.
#[derive(Clone, Copy, Debug)]
pub(super) struct Delivery {
    pub(super) commitment: CommitmentConfig,
    pub(super) skip_preflight: bool,
    /// It has a durable nonce, so no block height ends its chances.
    pub(super) durable: bool,
}

impl From<&Sending> for Delivery {
    fn from(sending: &Sending) -> Self {
        Self {
            commitment: sending.commitment,
            skip_preflight: sending.skip_preflight,
            durable: sending.nonce.is_some(),
        }
    }
}

impl Prepared {
    /// Signs, with those of the signers that the message asks for. Wallets that wait for a person block here, which is
    /// why it is no future.
    ///
    /// # Errors
    /// A signature is missing, or a wallet refuses.
    pub fn sign(&self, signers: &[&dyn Signer]) -> Result<Signed> {
        let signatures = signatures(&self.message, signers)?
            .into_iter()
            .map(|(address, signature)| signature.ok_or(RpcError::MissingSigner { address }))
            .collect::<Result<_>>()?;
        Ok(Signed {
            transaction: VersionedTransaction { signatures, message: self.message.clone() },
            last_valid_block_height: self.last_valid_block_height,
            delivery: self.delivery,
        })
    }
}

impl Signed {
    /// The transaction's name on chain: its first signature.
    #[must_use]
    pub fn signature(&self) -> Signature {
        self.transaction.signatures.first().copied().unwrap_or_default()
    }
}

impl Client {
    /// Simulates the instructions without any signature, and makes the message that is to be signed.
    ///
    /// A simulation is a forecast, no promise: limits that matter belong into the instructions. `payer` pays the fee.
    ///
    /// # Errors
    /// [`RpcError::Refused`] with the logs if a program refuses, [`RpcError::Rejected`] if the runtime does,
    /// [`RpcError::TooLarge`] and [`RpcError::TooManyAccounts`] if it does not fit, [`RpcError::Rpc`] without an answer.
    pub async fn prepare(&self, instructions: &[Instruction], payer: &Address, sending: &Sending) -> Result<Prepared> {
        let nonce = sending.nonce.as_ref();
        let tables = &sending.lookup_tables;
        let durable = match nonce {
            Some((account, authority)) => Some(self.nonce_value(*account, authority).await?),
            None => None,
        };

        // The rehearsal asks for all units there are, at a price of nothing: the payer need not have that much.
        let rehearsed_limit = sending.compute_unit_limit.unwrap_or(MAX_COMPUTE_UNITS);
        let rehearsed_price = sending.price().map(|_| 0);
        let rehearsed = with_budget(instructions, nonce, Some(rehearsed_limit), rehearsed_price);
        let rehearsal = compile(&rehearsed, payer, durable.unwrap_or_default(), tables)?;
        let simulated = self.simulate(&rehearsal, sending.commitment, durable.is_none()).await?;
        let logs = simulated.logs.unwrap_or_default();
        if let Some(error) = simulated.err {
            return Err(refusal(error.into(), logs, &rehearsal, None));
        }

        let units = simulated.units_consumed.unwrap_or_else(|| u64::from(MAX_COMPUTE_UNITS));
        let limit = sending.compute_unit_limit.unwrap_or_else(|| limit_for(units));
        let (recent, last_valid_block_height) =
            self.lifetime(simulated.replacement_blockhash, sending.commitment).await?;
        let complete = with_budget(instructions, nonce, Some(limit), sending.price());
        let message = compile(&complete, payer, durable.unwrap_or(recent), tables)?;
        Ok(Prepared {
            fee_lamports: fee(&message, limit, sending.compute_unit_price),
            message,
            units,
            compute_unit_limit: limit,
            logs,
            return_data: simulated.return_data.and_then(return_data),
            last_valid_block_height,
            delivery: sending.into(),
        })
    }

    /// Signs, sends and waits until the transaction has landed at the commitment it was prepared for.
    ///
    /// The signers are used before this returns: the future holds none of them.
    ///
    /// # Errors
    /// [`RpcError::Refused`] and [`RpcError::Rejected`] if it failed, [`RpcError::Unconfirmed`] if that is not known,
    /// [`RpcError::MissingSigner`] and [`RpcError::Signer`] if it was not signed, [`RpcError::Rpc`] if it was not sent.
    pub fn send<'a>(
        &'a self,
        prepared: Prepared,
        signers: &[&(dyn Signer + Sync)],
    ) -> impl Future<Output = Result<Signature>> + Send + 'a {
        let signers: Vec<&dyn Signer> = signers.iter().map(unsynced).collect();
        let signed = prepared.sign(&signers);
        async move { self.submit(&signed?).await }
    }

    /// The value of a durable nonce, which stands in the place of a blockhash.
    ///
    /// # Errors
    /// There is no such nonce, it has another authority, or the node does not answer.
    pub async fn nonce_value(&self, nonce: Address, authority: &Address) -> Result<Hash> {
        account::nonce(nonce, authority, &self.account("nonce account", nonce).await?)
    }

    async fn simulate(
        &self,
        message: &VersionedMessage,
        commitment: CommitmentConfig,
        replace_recent_blockhash: bool,
    ) -> Result<RpcSimulateTransactionResult> {
        let config = RpcSimulateTransactionConfig {
            sig_verify: false,
            replace_recent_blockhash,
            commitment: Some(commitment),
            encoding: Some(UiTransactionEncoding::Base64),
            ..RpcSimulateTransactionConfig::default()
        };
        self.rpc
            .simulate_transaction_with_config(&unsigned(message.clone()), config)
            .await
            .map(|answer| answer.value)
            .map_err(connection("simulateTransaction"))
    }

    /// A recent blockhash and the last block height at which it is good; the one that the simulation used, if it says so.
    async fn lifetime(&self, simulated: Option<RpcBlockhash>, commitment: CommitmentConfig) -> Result<(Hash, u64)> {
        if let Some(used) = simulated {
            if let Ok(hash) = used.blockhash.parse() {
                return Ok((hash, used.last_valid_block_height));
            }
        }
        self.rpc.get_latest_blockhash_with_commitment(commitment).await.map_err(connection("getLatestBlockhash"))
    }
}

fn unsynced<'a>(signer: &&'a (dyn Signer + Sync)) -> &'a dyn Signer {
    *signer
}

/// A tenth more than the simulation used, rounded up: state may change until it lands.
fn limit_for(units: u64) -> u32 {
    let limit = units.saturating_mul(11).div_ceil(10);
    u32::try_from(limit).unwrap_or(MAX_COMPUTE_UNITS).clamp(MIN_COMPUTE_UNITS, MAX_COMPUTE_UNITS)
}

pub(super) fn return_data(answer: UiTransactionReturnData) -> Option<(Address, Vec<u8>)> {
    let (text, _) = answer.data;
    Some((answer.program_id.parse().ok()?, BASE64_STANDARD.decode(text).ok()?))
}
