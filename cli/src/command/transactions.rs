//! The latest transactions of a token, and what programs called in them.

use {
    crate::{
        context::Session,
        error::{CliError, Result},
    },
    personal_token_sdk::{
        event::{from_inner_instructions, Event, InnerInstruction},
        Address,
    },
    solana_rpc_client::rpc_client::GetConfirmedSignaturesForAddress2Config,
    solana_rpc_client_api::config::{RpcTransactionConfig, UiTransactionEncoding},
    solana_signature::Signature,
    solana_transaction_status_client_types::{
        option_serializer::OptionSerializer, EncodedConfirmedTransactionWithStatusMeta, UiInstruction,
        UiTransactionStatusMeta,
    },
    std::{collections::HashSet, str::FromStr},
};

/// A transaction that succeeded.
pub struct Fetched {
    pub at: Option<i64>,
    pub signature: String,
    /// What programs called; none if the node has not kept it.
    pub calls: Option<Vec<Call>>,
    /// What programs logged.
    pub logs: Vec<String>,
}

/// The latest transactions that name an account, the latest first; each once, whatever a node says.
pub async fn fetch(session: &Session, account: Address, limit: usize) -> Result<Vec<Fetched>> {
    let rpc = session.client.rpc();
    // The lowest commitment at which nodes keep transactions.
    let commitment = Some(rpc.commitment()).filter(|commitment| !commitment.is_processed());
    let config = GetConfirmedSignaturesForAddress2Config { limit: Some(limit), commitment, ..Default::default() };
    let failed = |_| CliError::failed("the node does not tell the history of an account: try another one");
    let found = rpc.get_signatures_for_address_with_config(&account, config).await.map_err(failed)?;
    let (mut transactions, mut seen) = (Vec::new(), HashSet::new());
    for entry in found.iter().take(limit).filter(|entry| entry.err.is_none()) {
        let Ok(signature) = Signature::from_str(&entry.signature) else { continue };
        if !seen.insert(signature) {
            return Err(CliError::failed(format!("the node names transaction {signature} twice: try another one")));
        }
        let config = RpcTransactionConfig {
            encoding: Some(UiTransactionEncoding::Base64),
            commitment,
            max_supported_transaction_version: Some(0),
        };
        let transaction = rpc.get_transaction_with_config(&signature, config).await.map_err(failed)?;
        let sent = transaction.transaction.transaction.decode();
        if sent.is_some_and(|sent| sent.signatures.first() != Some(&signature)) {
            return Err(CliError::failed(format!(
                "the node shows another transaction for {signature}: try another one"
            )));
        }
        let Some(meta) = transaction.transaction.meta.as_ref().filter(|meta| meta.err.is_none()) else { continue };
        let logs = match &meta.log_messages {
            OptionSerializer::Some(logs) => logs.clone(),
            OptionSerializer::None | OptionSerializer::Skip => Vec::new(),
        };
        transactions.push(Fetched {
            at: entry.block_time,
            signature: entry.signature.clone(),
            calls: calls(&transaction, meta),
            logs,
        });
    }
    Ok(transactions)
}

/// A call of one program by another.
pub struct Call {
    pub program: Address,
    pub accounts: Vec<Address>,
    pub data: Vec<u8>,
}

impl Call {
    /// The same, borrowed.
    pub fn inner(&self) -> InnerInstruction<'_> {
        InnerInstruction { program: &self.program, accounts: &self.accounts, data: &self.data }
    }

    /// The event that it is, if the program called itself to tell one.
    pub fn event(&self) -> Option<Event> {
        from_inner_instructions([self.inner()]).into_iter().next()
    }
}

/// What programs called in a transaction; none if the node has not kept it.
fn calls(transaction: &EncodedConfirmedTransactionWithStatusMeta, meta: &UiTransactionStatusMeta) -> Option<Vec<Call>> {
    let OptionSerializer::Some(groups) = &meta.inner_instructions else { return None };
    let mut keys = transaction.transaction.transaction.decode()?.message.static_account_keys().to_vec();
    if let OptionSerializer::Some(loaded) = &meta.loaded_addresses {
        keys.extend(loaded.writable.iter().chain(&loaded.readonly).filter_map(|key| Address::from_str(key).ok()));
    }
    let key = |index: &u8| keys.get(usize::from(*index)).copied();
    let call = |instruction: &UiInstruction| match instruction {
        UiInstruction::Compiled(compiled) => Some(Call {
            program: key(&compiled.program_id_index)?,
            accounts: compiled.accounts.iter().map(key).collect::<Option<_>>()?,
            data: bs58::decode(&compiled.data).into_vec().ok()?,
        }),
        UiInstruction::Parsed(_) => None,
    };
    Some(groups.iter().flat_map(|group| &group.instructions).filter_map(call).collect())
}
