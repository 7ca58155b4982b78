//! What happened, for indexers. All are self-CPI events (which logs cannot cut off), but for the two that are emitted
//! where no CPI is to be had or each unit counts: [`SharesTransferred`] and [`ProceedsDistributed`] are logged.

use crate::state::NetworkParameters;
use alloc::vec::Vec;
use anchor_lang::{event::EVENT_IX_TAG_LE, prelude::*};
use bytemuck::Pod;
use pinocchio::{
    cpi::{Seed, Signer as CpiSigner},
    instruction::{InstructionAccount, InstructionView},
};

/// Sends an event to this program itself, as `emit_cpi!` does and in its format, but through one function: the macro
/// repeats itself at each place, which cost 80 KB.
#[macro_export]
macro_rules! send {
    ($ctx:ident, $event:expr) => {
        $crate::events::send_event(
            anchor_lang::AnchorAccount::account(&$ctx.accounts.event_authority),
            $ctx.bumps.event_authority,
            &$event,
        )?
    };
}

/// The only caller is [`send!`].
#[inline(always)]
pub fn send_event<E: Pod + Discriminator>(event_authority: &AccountView, bump: u8, event: &E) -> Result<()> {
    send_bytes(event_authority, bump, E::DISCRIMINATOR, bytemuck::bytes_of(event))
}

#[inline(never)]
fn send_bytes(event_authority: &AccountView, bump: u8, discriminator: &[u8], event: &[u8]) -> Result<()> {
    let mut data =
        Vec::with_capacity(EVENT_IX_TAG_LE.len().saturating_add(discriminator.len()).saturating_add(event.len()));
    data.extend_from_slice(EVENT_IX_TAG_LE);
    data.extend_from_slice(discriminator);
    data.extend_from_slice(event);
    let bump = [bump];
    let seeds: [Seed; 2] = [b"__event_authority".into(), Seed::from(&bump)];
    pinocchio::cpi::invoke_signed(
        &InstructionView {
            program_id: &crate::ID,
            accounts: &[InstructionAccount::readonly_signer(event_authority.address())],
            data: &data,
        },
        &[event_authority],
        &[CpiSigner::from(&seeds)],
    )
}

/// Logs an event in the format of `emit!`, from the stack: the hook pays for every allocation.
#[inline(always)]
pub fn log_event<E: Pod + Discriminator>(event: &E) {
    const LONGEST: usize = 128;
    const { assert!(E::DISCRIMINATOR.len() + core::mem::size_of::<E>() <= LONGEST) };
    let mut bytes = [0; LONGEST];
    let (discriminator, rest) = bytes.split_at_mut(E::DISCRIMINATOR.len());
    discriminator.copy_from_slice(E::DISCRIMINATOR);
    let (fields, unused) = rest.split_at_mut(core::mem::size_of::<E>());
    fields.copy_from_slice(bytemuck::bytes_of(event));
    let length = LONGEST.saturating_sub(unused.len());
    if let Some(data) = bytes.get(..length) {
        sol_log_data(&[data]);
    }
}

/// A network was founded.
#[event(bytemuck)]
#[repr(C)]
pub struct NetworkCreated {
    pub network: Address,
    pub authority: Address,
    pub quote_mint: Address,
    pub treasury: Address,
    pub charter_hash: [u8; 32],
}

/// The authority named a successor; default for none.
#[event(bytemuck)]
#[repr(C)]
pub struct AuthorityProposed {
    pub network: Address,
    pub pending_authority: Address,
}

/// The successor took over.
#[event(bytemuck)]
#[repr(C)]
pub struct AuthorityAccepted {
    pub network: Address,
    pub authority: Address,
}

/// A steward was appointed, changed, or dismissed (no capabilities).
#[event(bytemuck)]
#[repr(C)]
pub struct StewardChanged {
    pub network: Address,
    pub member: Address,
    pub capabilities: u8,
}

/// New parameters were announced.
#[event(bytemuck)]
#[repr(C)]
pub struct ParametersProposed {
    pub network: Address,
    pub parameters: NetworkParameters,
    pub effective_at: PodI64,
}

/// Announced parameters were withdrawn.
#[event(bytemuck)]
#[repr(C)]
pub struct ParametersCancelled {
    pub network: Address,
}

/// Announced parameters are in force.
#[event(bytemuck)]
#[repr(C)]
pub struct ParametersApplied {
    pub network: Address,
    pub parameters: NetworkParameters,
}

/// A network was halted, or resumed.
#[event(bytemuck)]
#[repr(C)]
pub struct NetworkHaltChanged {
    pub network: Address,
    pub halted: u8,
}

/// A wallet asked for admission.
#[event(bytemuck)]
#[repr(C)]
pub struct ApplicationOpened {
    pub network: Address,
    pub wallet: Address,
    pub roles: u8,
    pub charter_version: PodU32,
}

/// An application was withdrawn or refused.
#[event(bytemuck)]
#[repr(C)]
pub struct ApplicationClosed {
    pub network: Address,
    pub wallet: Address,
    pub by: Address,
}

/// A person became a member.
#[event(bytemuck)]
#[repr(C)]
pub struct MemberAdmitted {
    pub network: Address,
    pub member: Address,
    pub wallet: Address,
    pub roles: u8,
    pub by: Address,
}

/// A member's status changed; see `core::member::Status`.
#[event(bytemuck)]
#[repr(C)]
pub struct MemberStatusChanged {
    pub network: Address,
    pub member: Address,
    pub status: u8,
    pub reason_hash: [u8; 32],
    pub by: Address,
}

/// A steward attested the conversation about rights.
#[event(bytemuck)]
#[repr(C)]
pub struct EducationAttested {
    pub network: Address,
    pub member: Address,
    pub by: Address,
}

/// A personal token was created.
#[event(bytemuck)]
#[repr(C)]
pub struct TokenCreated {
    pub network: Address,
    pub token: Address,
    pub mint: Address,
    pub owner: Address,
    pub authorised: PodU64,
    pub terms_hash: [u8; 32],
}

/// Shares came into being.
#[event(bytemuck)]
#[repr(C)]
pub struct SharesIssued {
    pub token: Address,
    pub position: Address,
    pub shares: PodU64,
    pub total: PodU64,
}

/// A policy was announced or set; see `core::policy::Policy`.
#[event(bytemuck)]
#[repr(C)]
pub struct PolicyChanged {
    pub token: Address,
    pub policy: u8,
    pub effective_at: PodI64,
}

/// A hold time was announced or set, in seconds.
#[event(bytemuck)]
#[repr(C)]
pub struct HoldChanged {
    pub token: Address,
    pub hold: PodU32,
    pub effective_at: PodI64,
}

/// Transfers were paused until a time, or resumed (the time has come).
#[event(bytemuck)]
#[repr(C)]
pub struct PauseChanged {
    pub token: Address,
    pub until: PodI64,
}

/// A position was opened.
#[event(bytemuck)]
#[repr(C)]
pub struct PositionOpened {
    pub token: Address,
    pub position: Address,
    pub member: Address,
    pub wallet: Address,
}

/// An unused position was closed.
#[event(bytemuck)]
#[repr(C)]
pub struct PositionClosed {
    pub token: Address,
    pub position: Address,
    pub wallet: Address,
}

/// The owner set how much a member may hold; a cap of 0 withdraws the admission.
#[event(bytemuck)]
#[repr(C)]
pub struct PositionAdmitted {
    pub token: Address,
    pub position: Address,
    pub cap: PodU16,
}

/// The owner approved one receipt; 0 shares withdraw the approval.
#[event(bytemuck)]
#[repr(C)]
pub struct ReceiptApproved {
    pub token: Address,
    pub position: Address,
    pub from: Address,
    pub shares: PodU64,
    pub expires_at: PodI64,
}

/// Shares moved by a wallet transfer. Logged.
#[event(bytemuck)]
#[repr(C)]
pub struct SharesTransferred {
    pub source_position: Address,
    pub destination_position: Address,
    pub shares: PodU64,
}

/// The owner deposited proceeds.
#[event(bytemuck)]
#[repr(C)]
pub struct ProceedsDeposited {
    pub token: Address,
    pub distribution: Address,
    pub gross: PodU64,
    pub retained: PodU64,
    pub shares: PodU64,
    pub per_share: PodU128,
}

/// A holder was paid.
#[event(bytemuck)]
#[repr(C)]
pub struct ProceedsClaimed {
    pub token: Address,
    pub position: Address,
    pub amount: PodU64,
    pub paid: PodU64,
}

/// A batch of holders was paid. Logged; the outcome of each pair is in the return data.
#[event(bytemuck)]
#[repr(C)]
pub struct ProceedsDistributed {
    pub token: Address,
    pub amount: PodU64,
    pub paid: PodU64,
}
