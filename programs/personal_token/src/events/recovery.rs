//! Lost and stolen keys.

use anchor_lang::prelude::*;

/// A steward held the shares of a member until a time, or released them (the time has come).
#[event(bytemuck)]
#[repr(C)]
pub struct MemberHoldChanged {
    pub member: Address,
    pub until: PodI64,
    pub by: Address,
}

/// A position was marked: before the time, only its holder has it paid. Logged.
#[event(bytemuck)]
#[repr(C)]
pub struct PositionMarked {
    pub position: Address,
    pub held_until: PodI64,
}

/// Two stewards proposed to move a member to a new wallet.
#[event(bytemuck)]
#[repr(C)]
pub struct RecoveryProposed {
    pub member: Address,
    pub new_wallet: Address,
    pub first_steward: Address,
    pub second_steward: Address,
    pub executable_at: PodI64,
    pub lapses_at: PodI64,
}

/// A recovery was vetoed, given up, or cleared away after it lapsed.
#[event(bytemuck)]
#[repr(C)]
pub struct RecoveryEnded {
    pub member: Address,
    pub new_wallet: Address,
    pub by: Address,
}

/// A member has a new wallet.
#[event(bytemuck)]
#[repr(C)]
pub struct MemberRecovered {
    pub member: Address,
    pub old_wallet: Address,
    pub new_wallet: Address,
}

/// A position was moved to the member's present wallet.
#[event(bytemuck)]
#[repr(C)]
pub struct PositionMoved {
    pub token: Address,
    pub position: Address,
    pub successor: Address,
    pub shares: PodU64,
}
