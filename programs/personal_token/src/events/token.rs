//! Tokens, positions, transfers, proceeds.

use anchor_lang::prelude::*;

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

/// A greater number of authorised shares was announced; the number in force withdraws an announcement.
#[event(bytemuck)]
#[repr(C)]
pub struct AuthorisedChanged {
    pub token: Address,
    pub authorised: PodU64,
    pub effective_at: PodI64,
}
