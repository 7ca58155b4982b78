//! Sending, and waiting until a transaction has landed or can no longer land.

use {
    super::{
        error::{connection, refusal, send_failure, Result, RpcError, SendFailure},
        send::{Delivery, Sending, Signed},
        Client,
    },
    solana_rpc_client_api::config::{RpcSendTransactionConfig, RpcTransactionConfig, UiTransactionEncoding},
    solana_signature::Signature,
    solana_transaction::versioned::VersionedTransaction,
    solana_transaction_error::TransactionError,
    solana_transaction_status_client_types::{
        option_serializer::OptionSerializer, TransactionStatus, UiTransactionStatusMeta,
    },
    std::time::Duration,
    tokio::time::{sleep, Instant},
};

/// Between two looks at whether the transaction has landed.
const POLL: Duration = Duration::from_millis(500);
/// Between two broadcasts of the same transaction: leaders drop what they have no room for.
const REBROADCAST: Duration = Duration::from_secs(2);
/// When to give up on a node that neither confirms nor lets the blockhash expire, which takes about a minute.
const PATIENCE: Duration = Duration::from_secs(180);
/// A blockhash is good for so many blocks.
const BLOCKHASH_LIFE: u64 = 150;
/// How often to ask for the record of a landed transaction before doing without it.
const RECORD_ATTEMPTS: u32 = 3;

impl Client {
    /// Sends a signed transaction, and waits until it has landed at the commitment it was prepared for.
    ///
    /// It is sent again every two seconds until it has landed or its blockhash has expired. To stop waiting does not stop
    /// the transaction.
    ///
    /// # Errors
    /// [`RpcError::Refused`] and [`RpcError::Rejected`] if it failed, with its signature if it landed and cost its fee;
    /// [`RpcError::Unconfirmed`] if it is not known whether it landed; [`RpcError::Rpc`] if it was certainly not sent.
    pub async fn submit(&self, signed: &Signed) -> Result<Signature> {
        let Signed { transaction, last_valid_block_height, delivery } = signed;
        let mut known = self.broadcast(transaction, delivery, false).await?;
        let signature = signed.signature();
        let started = Instant::now();
        let mut sent = started;
        loop {
            let status = self.status(&signature).await;
            if let Ok(Some(status)) = &status {
                if status.satisfies_commitment(delivery.commitment) {
                    return self.landed(signed, status).await;
                }
            }
            let seen = matches!(status, Ok(Some(_)));
            if started.elapsed() >= PATIENCE {
                return Err(RpcError::Unconfirmed { signature, expired: false });
            }
            // What has been seen needs no second broadcast, only time.
            if !seen && sent.elapsed() >= REBROADCAST {
                if self.expired(delivery, *last_valid_block_height).await {
                    return self.last_look(signed, known).await;
                }
                // A node that has not accepted it yet did not know the blockhash: it is asked to judge again.
                known = self.broadcast(transaction, delivery, known).await?;
                sent = Instant::now();
            }
            sleep(POLL).await;
        }
    }

    /// Sends a transaction that was made and signed elsewhere, offline for instance, as [`Client::submit`] does.
    /// Of `sending`, commitment, preflight and nonce matter.
    ///
    /// # Errors
    /// As [`Client::submit`]; [`RpcError::MissingSigner`] if a signature is missing.
    pub async fn send_transaction(&self, transaction: VersionedTransaction, sending: &Sending) -> Result<Signature> {
        let missing = transaction
            .signatures
            .iter()
            .zip(transaction.message.static_account_keys())
            .find_map(|(signature, address)| (*signature == Signature::default()).then_some(*address));
        if let Some(address) = missing {
            return Err(RpcError::MissingSigner { address });
        }
        // When its blockhash was made is not known here, so it is given a blockhash's whole life.
        let height = self.block_height(&sending.into()).await?;
        let last_valid_block_height = height.saturating_add(BLOCKHASH_LIFE);
        self.submit(&Signed { transaction, last_valid_block_height, delivery: sending.into() }).await
    }

    /// Sends it, and says whether a node took it, now or before (`known`). An error is final: it was not sent.
    async fn broadcast(&self, transaction: &VersionedTransaction, delivery: &Delivery, known: bool) -> Result<bool> {
        let config = RpcSendTransactionConfig {
            skip_preflight: known || delivery.skip_preflight,
            preflight_commitment: Some(delivery.commitment.commitment),
            encoding: Some(UiTransactionEncoding::Base64),
            // It is sent again from here, for as long as it can land.
            max_retries: Some(0),
            min_context_slot: None,
        };
        let Err(error) = self.rpc.send_transaction_with_config(transaction, config).await else { return Ok(true) };
        match send_failure(error) {
            // Once it is on its way, nothing that a node says calls it back.
            _ if known => Ok(true),
            SendFailure::Preflight(TransactionError::AlreadyProcessed, _) | SendFailure::Unknown => Ok(true),
            // The node that was asked lags behind the one that gave the blockhash.
            SendFailure::Preflight(TransactionError::BlockhashNotFound, _) if !delivery.durable => Ok(false),
            SendFailure::Preflight(error, logs) => Err(refusal(error, logs, &transaction.message, None)),
            SendFailure::NotSent(error) => Err(error),
        }
    }

    async fn status(&self, signature: &Signature) -> Result<Option<TransactionStatus>> {
        self.rpc
            .get_signature_statuses(&[*signature])
            .await
            .map(|answer| answer.value.into_iter().next().flatten())
            .map_err(connection("getSignatureStatuses"))
    }

    async fn block_height(&self, delivery: &Delivery) -> Result<u64> {
        self.rpc.get_block_height_with_commitment(delivery.commitment).await.map_err(connection("getBlockHeight"))
    }

    /// Whether the wait is over. A node that does not say leaves it to [`PATIENCE`].
    async fn expired(&self, delivery: &Delivery, last_valid_block_height: u64) -> bool {
        self.block_height(delivery).await.is_ok_and(|height| height > last_valid_block_height)
    }

    /// After the blockhash has expired: the node's history decides, as its cache of statuses is short.
    async fn last_look(&self, signed: &Signed, known: bool) -> Result<Signature> {
        let signature = signed.signature();
        if !known {
            let error = TransactionError::BlockhashNotFound;
            return Err(RpcError::Rejected { error, logs: Vec::new(), signature: None });
        }
        let answer = self.rpc.get_signature_statuses_with_history(&[signature]).await;
        match answer.map(|answer| answer.value.into_iter().next().flatten()) {
            Ok(Some(status)) if status.satisfies_commitment(signed.delivery.commitment) => {
                self.landed(signed, &status).await
            }
            Ok(None) => Err(RpcError::Unconfirmed { signature, expired: !signed.delivery.durable }),
            _ => Err(RpcError::Unconfirmed { signature, expired: false }),
        }
    }

    async fn landed(&self, signed: &Signed, status: &TransactionStatus) -> Result<Signature> {
        let signature = signed.signature();
        let Some(error) = status.err.clone() else { return Ok(signature) };
        // The status names only the instruction that failed; the logs tell which program inside it.
        let record = self.record(&signature, &signed.delivery).await;
        let logs = record.map_or_else(Vec::new, |meta| match meta.log_messages {
            OptionSerializer::Some(logs) => logs,
            OptionSerializer::None | OptionSerializer::Skip => Vec::new(),
        });
        Err(refusal(error, logs, &signed.transaction.message, Some(signature)))
    }

    /// What the node recorded of a landed transaction. Nodes confirm a little before they can show it, and some keep no
    /// history at all.
    pub(super) async fn record(&self, signature: &Signature, delivery: &Delivery) -> Option<UiTransactionStatusMeta> {
        let config = RpcTransactionConfig {
            encoding: Some(UiTransactionEncoding::Base64),
            commitment: Some(delivery.commitment),
            max_supported_transaction_version: Some(0),
        };
        for attempt in 0..RECORD_ATTEMPTS {
            if attempt > 0 {
                sleep(POLL).await;
            }
            if let Ok(found) = self.rpc.get_transaction_with_config(signature, config).await {
                return found.transaction.meta;
            }
        }
        None
    }
}
