//! Networks and members.

use crate::state::NetworkParameters;
use anchor_lang::prelude::*;

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
