//! A native program that does nothing but call another one: what a hostile program, a vault or a multi-signature
//! wallet does to an instruction of ours. It signs as [`signer`], an address of its own.
//!
//! Called as a program, it calls what its data describe ([`wrap`]). Called as the transfer hook of a mint, it calls
//! what the data of its last account describe ([`encode`]), in the middle of that transfer.

use litesvm::LiteSVM;
use solana_address::Address;
use solana_instruction::{error::InstructionError, AccountMeta, Instruction};
use solana_program_runtime::{declare_process_instruction, solana_sbpf::program::BuiltinFunctionDefinition};

/// The first bytes of a call by Token-2022.
const EXECUTE: [u8; 8] = [105, 37, 101, 197, 75, 251, 102, 26];
const SIGNER_SEED: &[u8] = b"signer";
const SIGNER: u8 = 1;
const WRITABLE: u8 = 2;

/// `inner`, called by the program at `proxy`.
pub fn wrap(proxy: Address, inner: &Instruction) -> Instruction {
    let mut accounts = inner.accounts.clone();
    for meta in &mut accounts {
        meta.is_signer &= meta.pubkey != signer(proxy);
    }
    accounts.push(AccountMeta::new_readonly(inner.program_id, false));
    Instruction { program_id: proxy, accounts, data: encode(inner) }
}

/// The address that the program at `proxy` signs for: a vault, a pool, a vote.
pub fn signer(proxy: Address) -> Address {
    Address::find_program_address(&[SIGNER_SEED], &proxy).0
}

/// An instruction as bytes.
pub fn encode(instruction: &Instruction) -> Vec<u8> {
    let mut bytes = instruction.program_id.to_bytes().to_vec();
    bytes.push(u8::try_from(instruction.accounts.len()).unwrap());
    for meta in &instruction.accounts {
        bytes.extend(meta.pubkey.to_bytes());
        bytes.push(u8::from(meta.is_signer) * SIGNER + u8::from(meta.is_writable) * WRITABLE);
    }
    bytes.extend(&instruction.data);
    bytes
}

fn decode(bytes: &[u8]) -> Option<Instruction> {
    let (program_id, rest) = bytes.split_first_chunk::<32>()?;
    let (count, rest) = rest.split_first()?;
    let (metas, data) = rest.split_at_checked(usize::from(*count) * 33)?;
    let accounts = metas
        .as_chunks::<33>()
        .0
        .iter()
        .map(|[address @ .., flags]| AccountMeta {
            pubkey: Address::new_from_array(*address),
            is_signer: flags & SIGNER != 0,
            is_writable: flags & WRITABLE != 0,
        })
        .collect();
    Some(Instruction { program_id: Address::new_from_array(*program_id), accounts, data: data.to_vec() })
}

declare_process_instruction!(Entrypoint, 1, |invoke_context| {
    let context = invoke_context.transaction_context.get_current_instruction_context()?;
    let data = context.get_instruction_data();
    let inner = if data.starts_with(&EXECUTE) {
        let last = context.get_number_of_instruction_accounts().checked_sub(1);
        let payload = context.try_borrow_instruction_account(last.ok_or(InstructionError::MissingAccount)?)?;
        decode(payload.get_data())
    } else {
        decode(data)
    };
    let (_, bump) = Address::find_program_address(&[SIGNER_SEED], context.get_program_key()?);
    let seeds: &[&[u8]] = &[SIGNER_SEED, &[bump]];
    invoke_context.native_invoke_signed(inner.ok_or(InstructionError::InvalidInstructionData)?, &[seeds])
});

/// Puts the program at `address`, in place of whatever is there.
pub fn install(svm: &mut LiteSVM, address: Address) {
    svm.add_builtin(address, Entrypoint::register);
}
