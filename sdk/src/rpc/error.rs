//! What can go wrong between a client and a cluster, told apart by what to do next.

use {
    super::message::ADVANCE_NONCE,
    crate::{
        error::ProgramFailure,
        ids::{COMPUTE_BUDGET_ID, SYSTEM_ID},
        Address, Instruction, SdkError,
    },
    solana_message::VersionedMessage,
    solana_rpc_client_api::{
        client_error::{Error as ClientError, ErrorKind},
        request::{RpcError as NodeError, RpcResponseErrorData},
    },
    solana_signature::Signature,
    solana_signer::SignerError,
    solana_transaction_error::TransactionError,
};

/// Result of an exchange with a cluster.
pub type Result<T> = std::result::Result<T, RpcError>;

/// Why an exchange with a cluster failed.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum RpcError {
    /// A program refused. Nothing changed; if there is a signature, the transaction landed and cost its fee.
    #[error("{failure}")]
    Refused {
        /// Which program, which instruction, which rule, and what to do.
        failure: Box<ProgramFailure>,
        /// What the programs logged.
        logs: Vec<String>,
        /// The transaction, if it landed; `None` if the simulation or the preflight already failed.
        signature: Option<Signature>,
    },
    /// The runtime refused the transaction before any program ran, or for none of their reasons.
    #[error("The cluster refused the transaction: {error}. {}", remedy(error))]
    Rejected {
        /// The runtime's reason.
        error: TransactionError,
        /// What was logged, if anything ran.
        logs: Vec<String>,
        /// The transaction, if it landed.
        signature: Option<Signature>,
    },
    /// It is not known whether the transaction landed.
    #[error("Transaction {signature} was sent, but not seen to land{}", unconfirmed(*expired))]
    Unconfirmed {
        /// The transaction.
        signature: Signature,
        /// Whether its blockhash has expired, so that it can no longer land later.
        expired: bool,
    },
    /// The node could not be reached, or answered with an error of its own.
    #[error("The node did not answer {request}: {source}. Check the URL and the connection, or try another node.")]
    Rpc {
        /// The method.
        request: &'static str,
        /// The cause, without the URL, which may hold an access token.
        source: Box<ClientError>,
    },
    /// An account is of another kind than the address was taken for, or the node's answer cannot be true.
    #[error(
        "The {what} {address} is not what it should be: {reason}. Check the address; if it is right, try another node."
    )]
    Decode {
        /// What was asked for.
        what: &'static str,
        /// The account it is about.
        address: Address,
        /// What is wrong with it.
        reason: String,
    },
    /// There is no such account.
    #[error("There is no {what} at {address}. Check the address and the cluster.")]
    NotFound {
        /// What was asked for.
        what: &'static str,
        /// Where it should have been.
        address: Address,
    },
    /// The transaction does not fit 1,232 bytes.
    #[error("The transaction has {bytes} bytes, and 1,232 is the limit. Send fewer instructions at once, or use a lookup table.")]
    TooLarge {
        /// Its size with all signatures.
        bytes: usize,
    },
    /// The transaction names more than 64 accounts.
    #[error("The transaction names {accounts} accounts, and 64 is the limit. Send fewer instructions at once.")]
    TooManyAccounts {
        /// How many.
        accounts: usize,
    },
    /// The instructions cannot be put into one message.
    #[error("The instructions do not make a message: {reason}.")]
    Message {
        /// Why not.
        reason: String,
    },
    /// What was to be read is no transaction, or none that can be taken apart without a network.
    #[error("This transaction cannot be read: {reason}.")]
    Unreadable {
        /// Why not.
        reason: String,
    },
    /// Nobody who was asked can sign for this address.
    #[error("The signature of {address} is missing. Add its keypair.")]
    MissingSigner {
        /// Whose signature.
        address: Address,
    },
    /// A signature that does not belong to this message.
    #[error("This is no signature of {address} for this message. Sign exactly the message that was shown.")]
    WrongSignature {
        /// Whose signature it was said to be.
        address: Address,
    },
    /// A wallet could not or would not sign.
    #[error("Could not sign: {0}.")]
    Signer(#[from] SignerError),
    /// The SDK refused its input.
    #[error(transparent)]
    Sdk(#[from] SdkError),
}

impl RpcError {
    pub(super) fn decode(what: &'static str, address: Address, reason: impl ToString) -> Self {
        // Some reasons are whole sentences.
        let reason = reason.to_string().trim_end_matches('.').to_owned();
        Self::Decode { what, address, reason }
    }

    /// The transaction, if one was sent.
    #[must_use]
    pub fn signature(&self) -> Option<Signature> {
        match self {
            Self::Refused { signature, .. } | Self::Rejected { signature, .. } => *signature,
            Self::Unconfirmed { signature, .. } => Some(*signature),
            _ => None,
        }
    }
}

/// An error of the connection; `request` names the method where the cause does not.
pub(super) fn connection(request: &'static str) -> impl Fn(ClientError) -> RpcError {
    move |error| {
        let request = error.request().map_or(request, |request| request.as_str());
        let source = match *error.kind {
            ErrorKind::Reqwest(inner) => ErrorKind::Reqwest(inner.without_url()),
            other => other,
        };
        RpcError::Rpc { request, source: Box::new(source.into()) }
    }
}

/// What became of a transaction that a node refused or could not be sent to.
pub(super) enum SendFailure {
    /// The node simulated it first, and it failed.
    Preflight(TransactionError, Vec<String>),
    /// It certainly did not leave.
    NotSent(RpcError),
    /// It may have been passed on.
    Unknown,
}

pub(super) fn send_failure(error: ClientError) -> SendFailure {
    let not_sent = match error.kind() {
        ErrorKind::RpcError(NodeError::RpcResponseError {
            data: RpcResponseErrorData::SendTransactionPreflightFailure(result),
            ..
        }) => {
            let logs = result.logs.clone().unwrap_or_default();
            match error.get_transaction_error() {
                Some(reason) => return SendFailure::Preflight(reason, logs),
                None => true,
            }
        }
        // Some nodes say so without the data. The very same transaction may have come from another process.
        ErrorKind::RpcError(NodeError::RpcResponseError { message, .. })
            if message.contains(&TransactionError::AlreadyProcessed.to_string()) =>
        {
            false
        }
        // The node says no: it did not pass it on.
        ErrorKind::RpcError(NodeError::RpcResponseError { .. }) | ErrorKind::Custom(_) => true,
        ErrorKind::Reqwest(error) => {
            error.is_connect() || error.is_builder() || error.status().is_some_and(|status| status.is_client_error())
        }
        // Anything else may have happened after the node got it, an answer that cannot be read for instance.
        _ => false,
    };
    match not_sent {
        true => SendFailure::NotSent(connection("sendTransaction")(error)),
        false => SendFailure::Unknown,
    }
}

fn unconfirmed(expired: bool) -> &'static str {
    match expired {
        true => ", and it can no longer land. Look it up once more, then send it again.",
        false => "; it may still do so. Look it up before sending anything again.",
    }
}

fn remedy(error: &TransactionError) -> &'static str {
    match error {
        TransactionError::AccountNotFound => "The fee payer has no lamports: fund it.",
        TransactionError::InsufficientFundsForFee => "The fee payer cannot pay the fee: fund it.",
        TransactionError::InsufficientFundsForRent { .. } => {
            "An account would be left with less than its rent: leave it more, or empty it."
        }
        TransactionError::BlockhashNotFound => "The blockhash is not known or has expired: prepare it again.",
        TransactionError::AlreadyProcessed => "It has landed already: look up its signature.",
        TransactionError::SignatureFailure => "A signature is wrong: sign exactly this message.",
        TransactionError::ProgramAccountNotFound => "The program is not on this cluster: check the URL.",
        TransactionError::AddressLookupTableNotFound | TransactionError::InvalidAddressLookupTableIndex => {
            "A lookup table is gone or not yet usable: wait a moment, or do without it."
        }
        TransactionError::MaxLoadedAccountsDataSizeExceeded => "Send fewer instructions at once.",
        TransactionError::TooManyAccountLocks => "Send fewer instructions at once.",
        _ => "Nothing was changed.",
    }
}

/// A refusal, by the program that the logs name if one did, else by the runtime.
pub(super) fn refusal(
    error: TransactionError,
    logs: Vec<String>,
    message: &VersionedMessage,
    signature: Option<Signature>,
) -> RpcError {
    let TransactionError::InstructionError(index, reason) = error else {
        return RpcError::Rejected { error, logs, signature };
    };
    let sent = instructions(message);
    let failure = ProgramFailure::from_logs(&logs).unwrap_or_else(|| {
        // Without logs all that is known is which instruction it was, not which program inside it.
        let program = sent.get(usize::from(index)).map(|instruction| instruction.program_id).unwrap_or_default();
        ProgramFailure::from_error(program, reason)
    });
    // Numbered as the caller gave them: what was put before them is not his.
    let added = sent.iter().take_while(|instruction| is_added(instruction)).count();
    let place = usize::from(index).checked_sub(added).and_then(|place| u8::try_from(place).ok());
    let failure = match place {
        Some(place) => failure.at(place, sent.get(added..).unwrap_or_default()),
        None => failure,
    };
    RpcError::Refused { failure: Box::new(failure), logs, signature }
}

/// Compute budget or nonce, which [`with_budget`](super::message::with_budget) puts first.
fn is_added(instruction: &Instruction) -> bool {
    instruction.program_id == COMPUTE_BUDGET_ID
        || (instruction.program_id == SYSTEM_ID && instruction.data == ADVANCE_NONCE)
}

/// Program and data of a message's instructions; programs are never in lookup tables.
fn instructions(message: &VersionedMessage) -> Vec<Instruction> {
    let program = |index: u8| message.static_account_keys().get(usize::from(index)).copied().unwrap_or_default();
    let compiled = message.instructions().iter();
    compiled
        .map(|instruction| Instruction {
            program_id: program(instruction.program_id_index),
            accounts: Vec::new(),
            data: instruction.data.clone(),
        })
        .collect()
}
