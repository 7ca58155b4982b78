//! Reading what somebody else has made, before it is signed.

use {
    super::{
        error::{Result, RpcError},
        message::{fee, MAX_COMPUTE_UNITS},
    },
    crate::{ids::COMPUTE_BUDGET_ID, AccountMeta, Address, Instruction},
    solana_message::{compiled_instruction::CompiledInstruction, VersionedMessage},
};

/// What the runtime grants an instruction at most, if the message does not say.
const DEFAULT_UNITS: usize = 200_000;
// The Compute Budget program's instructions, by the first byte of their data.
const HEAP_FRAME: u8 = 1;
const UNIT_LIMIT: u8 = 2;
const UNIT_PRICE: u8 = 3;
const LOADED_DATA_LIMIT: u8 = 4;

/// What a message does, for whoever is asked to sign it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Inspection {
    /// Who pays the fee: the first signer.
    pub payer: Address,
    /// What it calls, without the instructions of the compute budget. Accounts have the rights that the message gives them;
    /// a program can use no account that its instruction does not name.
    pub instructions: Vec<Instruction>,
    /// Compute units that it asks for, or those that it gets without asking.
    pub compute_unit_limit: u32,
    /// Micro-lamports a compute unit on top of the base fee.
    pub compute_unit_price: u64,
    /// Lamports that it costs at most: signatures and priority. What instructions take from their accounts, and what the
    /// runtime asks for signatures that the programs of elliptic curves check, is not in it.
    pub fee_lamports: u64,
}

impl Inspection {
    /// Whether any instruction could touch this account.
    #[must_use]
    pub fn touches(&self, address: &Address) -> bool {
        let touched = |instruction: &Instruction| {
            instruction.program_id == *address || instruction.accounts.iter().any(|account| account.pubkey == *address)
        };
        self.instructions.iter().any(touched)
    }
}

/// Takes a message apart.
///
/// ```
/// use personal_token_sdk::{instruction::MemberLeave, rpc::{inspect, sign_only, Sending}, Address};
///
/// let (wallet, sponsor) = (Address::from([1; 32]), Address::from([2; 32]));
/// let leave = MemberLeave { wallet, member: Address::from([3; 32]) }.instruction();
/// let half = sign_only(&[leave.clone()], &sponsor, Default::default(), &Sending::default(), &[])?;
/// let found = inspect(&half.message)?;
/// assert_eq!((found.payer, found.fee_lamports), (sponsor, 10_000));
/// assert_eq!(found.instructions, [leave]);
/// assert!(!found.touches(&sponsor)); // beyond the fee, it cannot take anything of his
/// # Ok::<(), personal_token_sdk::rpc::RpcError>(())
/// ```
///
/// # Errors
/// [`RpcError::Unreadable`] if it contradicts itself, is of version 1, loads accounts from lookup tables, which only the chain
/// knows, or sets the compute budget in a way that the runtime would not take.
pub fn inspect(message: &VersionedMessage) -> Result<Inspection> {
    let unreadable = |reason: &str| RpcError::Unreadable { reason: reason.to_owned() };
    message.sanitize().map_err(|_| unreadable("its message contradicts itself"))?;
    // What these pay for priority stands outside their instructions.
    if matches!(message, VersionedMessage::V1(_)) {
        return Err(unreadable("it is of version 1, whose fee is not read here"));
    }
    if message.address_table_lookups().is_some_and(|lookups| !lookups.is_empty()) {
        return Err(unreadable("it loads accounts from lookup tables"));
    }
    let payer = message.static_account_keys().first().copied().ok_or_else(|| unreadable("nobody pays for it"))?;
    let read = message.instructions().iter().map(|compiled| instruction(message, compiled)).collect::<Option<Vec<_>>>();
    let read = read.ok_or_else(|| unreadable("it names an account that it does not have"))?;
    let (budget, instructions): (Vec<_>, Vec<_>) =
        read.into_iter().partition(|instruction| instruction.program_id == COMPUTE_BUDGET_ID);

    let (mut limit, mut price, mut others) = (None, None, [false; 2]);
    for setting in &budget {
        let fresh = match setting.data.as_slice() {
            [UNIT_LIMIT, units @ ..] => units.try_into().is_ok_and(|units| set(&mut limit, u32::from_le_bytes(units))),
            [UNIT_PRICE, units @ ..] => units.try_into().is_ok_and(|units| set(&mut price, u64::from_le_bytes(units))),
            [HEAP_FRAME, _, _, _, _] => !std::mem::replace(&mut others[0], true),
            [LOADED_DATA_LIMIT, _, _, _, _] => !std::mem::replace(&mut others[1], true),
            _ => false,
        };
        if !fresh {
            return Err(unreadable("it sets a compute budget that the runtime does not take"));
        }
    }
    let granted = u32::try_from(instructions.len().saturating_mul(DEFAULT_UNITS)).unwrap_or(u32::MAX);
    let compute_unit_limit = limit.unwrap_or(granted).min(MAX_COMPUTE_UNITS);
    let compute_unit_price = price.unwrap_or(0);
    let fee_lamports = fee(message, compute_unit_limit, compute_unit_price);
    Ok(Inspection { payer, instructions, compute_unit_limit, compute_unit_price, fee_lamports })
}

/// Whether it was set for the first time; the runtime takes nothing twice.
fn set<T>(place: &mut Option<T>, value: T) -> bool {
    place.replace(value).is_none()
}

/// The instruction with its accounts, and the rights that the header gives them: first the signers, in each part first the
/// writable ones.
fn instruction(message: &VersionedMessage, compiled: &CompiledInstruction) -> Option<Instruction> {
    let (keys, header) = (message.static_account_keys(), message.header());
    let signers = usize::from(header.num_required_signatures);
    let writable_signers = signers.checked_sub(header.num_readonly_signed_accounts.into())?;
    let writable = keys.len().checked_sub(header.num_readonly_unsigned_accounts.into())?;
    let account = |index: &u8| {
        let index = usize::from(*index);
        Some(AccountMeta {
            pubkey: *keys.get(index)?,
            is_signer: index < signers,
            is_writable: index < writable_signers || (signers..writable).contains(&index),
        })
    };
    Some(Instruction {
        program_id: *keys.get(usize::from(compiled.program_id_index))?,
        accounts: compiled.accounts.iter().map(account).collect::<Option<_>>()?,
        data: compiled.data.clone(),
    })
}
