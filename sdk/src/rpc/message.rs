//! Messages: compiled, measured against the limits of the runtime, and signed.

use {
    super::error::{Result, RpcError},
    crate::{ids::SYSTEM_ID, AccountMeta, Address, Instruction},
    solana_compute_budget_interface::ComputeBudgetInstruction,
    solana_hash::Hash,
    solana_message::{legacy, v0, AddressLookupTableAccount, VersionedMessage},
    solana_signature::Signature,
    solana_signer::Signer,
    solana_transaction::versioned::VersionedTransaction,
};

/// Bytes of a transaction, signatures included.
pub const MAX_TRANSACTION_BYTES: usize = 1_232;
/// Accounts that one transaction may name, those from lookup tables included.
pub const MAX_ACCOUNTS: usize = 64;
/// Compute units that one transaction may use.
pub const MAX_COMPUTE_UNITS: u32 = 1_400_000;

/// Lamports that each signature costs.
pub(super) const SIGNATURE_FEE: u64 = 5_000;
const MICRO_LAMPORTS: u128 = 1_000_000;
/// Data of the System program's instruction.
pub(super) const ADVANCE_NONCE: [u8; 4] = [4, 0, 0, 0];

/// The instruction that spends a durable nonce; a transaction that uses one starts with it.
///
/// Its blockhash is the nonce's value, and it stays valid until the nonce is spent.
#[must_use]
pub fn advance_nonce(account: &Address, authority: &Address) -> Instruction {
    Instruction {
        program_id: SYSTEM_ID,
        accounts: vec![
            AccountMeta::new(*account, false),
            AccountMeta::new_readonly(solana_sdk_ids::sysvar::recent_blockhashes::ID, false),
            AccountMeta::new_readonly(*authority, true),
        ],
        data: ADVANCE_NONCE.to_vec(),
    }
}

/// The instructions of a transaction: the nonce first, as the runtime wants it, then the compute budget, then the rest.
///
/// `price` is in micro-lamports a compute unit; without one there is no such instruction.
pub(super) fn with_budget(
    instructions: &[Instruction],
    nonce: Option<&(Address, Address)>,
    limit: Option<u32>,
    price: Option<u64>,
) -> Vec<Instruction> {
    nonce
        .map(|(account, authority)| advance_nonce(account, authority))
        .into_iter()
        .chain(limit.map(ComputeBudgetInstruction::set_compute_unit_limit))
        .chain(price.map(ComputeBudgetInstruction::set_compute_unit_price))
        .chain(instructions.iter().cloned())
        .collect()
}

/// The smallest message that does this: version 0 if a lookup table helps, else the legacy format, which is shorter.
///
/// Refuses what no node would take: more than 64 accounts, or more than 1,232 bytes with its signatures.
pub(super) fn compile(
    instructions: &[Instruction],
    payer: &Address,
    blockhash: Hash,
    tables: &[AddressLookupTableAccount],
) -> Result<VersionedMessage> {
    let message = compile_unchecked(instructions, payer, blockhash, tables)?;
    let accounts = accounts(&message);
    if accounts > MAX_ACCOUNTS {
        return Err(RpcError::TooManyAccounts { accounts });
    }
    let bytes = wire_bytes(&message)?;
    if bytes > MAX_TRANSACTION_BYTES {
        return Err(RpcError::TooLarge { bytes });
    }
    Ok(message)
}

fn compile_unchecked(
    instructions: &[Instruction],
    payer: &Address,
    blockhash: Hash,
    tables: &[AddressLookupTableAccount],
) -> Result<VersionedMessage> {
    // A legacy message has the same header, keys and instructions; its own constructor would panic beyond 256 keys.
    let message = v0::Message::try_compile(payer, instructions, tables, blockhash)
        .map_err(|error| RpcError::Message { reason: error.to_string() })?;
    if !message.address_table_lookups.is_empty() {
        return Ok(VersionedMessage::V0(message));
    }
    Ok(VersionedMessage::Legacy(legacy::Message {
        header: message.header,
        account_keys: message.account_keys,
        recent_blockhash: message.recent_blockhash,
        instructions: message.instructions,
    }))
}

/// Accounts that the transaction locks.
pub(super) fn accounts(message: &VersionedMessage) -> usize {
    let loaded: usize = message
        .address_table_lookups()
        .unwrap_or_default()
        .iter()
        .map(|lookup| lookup.writable_indexes.len().saturating_add(lookup.readonly_indexes.len()))
        .sum();
    message.static_account_keys().len().saturating_add(loaded)
}

/// Bytes of the transaction on the wire, with all its signatures.
pub(super) fn wire_bytes(message: &VersionedMessage) -> Result<usize> {
    transaction_bytes(&unsigned(message.clone())).map(|bytes| bytes.len())
}

/// The transaction as it goes on the wire.
pub(super) fn transaction_bytes(transaction: &VersionedTransaction) -> Result<Vec<u8>> {
    wincode::serialize(transaction).map_err(unserializable)
}

/// The bytes that are signed.
pub(super) fn message_bytes(message: &VersionedMessage) -> Result<Vec<u8>> {
    wincode::serialize(message).map_err(unserializable)
}

fn unserializable(error: wincode::WriteError) -> RpcError {
    RpcError::Message { reason: error.to_string() }
}

/// The transaction with empty signatures, which is enough to measure and to simulate it.
pub(super) fn unsigned(message: VersionedMessage) -> VersionedTransaction {
    let signatures = vec![Signature::default(); usize::from(message.header().num_required_signatures)];
    VersionedTransaction { signatures, message }
}

/// The addresses that have to sign.
pub(super) fn required_signers(message: &VersionedMessage) -> &[Address] {
    let count = usize::from(message.header().num_required_signatures);
    message.static_account_keys().get(..count).unwrap_or_default()
}

/// Signs with those of `signers` that the message asks for; `None` stands for a signature that nobody here can give.
/// The same signer may come twice, as payer and as owner for instance.
pub(super) fn signatures(
    message: &VersionedMessage,
    signers: &[&dyn Signer],
) -> Result<Vec<(Address, Option<Signature>)>> {
    let bytes = message_bytes(message)?;
    let keys = signers.iter().map(|signer| signer.try_pubkey()).collect::<std::result::Result<Vec<_>, _>>()?;
    required_signers(message)
        .iter()
        .map(|required| {
            let signer = keys.iter().zip(signers).find(|(key, _)| *key == required);
            let signature = signer.map(|(_, signer)| signer.try_sign_message(&bytes)).transpose()?;
            Ok((*required, signature))
        })
        .collect()
}

/// Lamports that the transaction costs: its signatures, and the price of its compute units, rounded up.
pub(super) fn fee(message: &VersionedMessage, limit: u32, price: u64) -> u64 {
    let signatures = u64::from(message.header().num_required_signatures).saturating_mul(SIGNATURE_FEE);
    signatures.saturating_add(priority_fee(limit, price))
}

/// Lamports for `limit` compute units at `price` micro-lamports each, rounded up.
pub(super) fn priority_fee(limit: u32, price: u64) -> u64 {
    let lamports = u128::from(limit).saturating_mul(u128::from(price)).div_ceil(MICRO_LAMPORTS);
    u64::try_from(lamports).unwrap_or(u64::MAX)
}
