//! Rounds.

use anchor_lang::prelude::*;

/// A round was announced.
#[event(bytemuck)]
#[repr(C)]
pub struct RoundOpened {
    pub token: Address,
    pub round: Address,
    pub index: PodU32,
    pub shares: PodU64,
    pub price: PodU64,
    pub opens_at: PodI64,
    pub closes_at: PodI64,
}

/// A round was completed, undone or cancelled; see `core::round::State`.
#[event(bytemuck)]
#[repr(C)]
pub struct RoundChanged {
    pub token: Address,
    pub round: Address,
    pub state: u8,
    pub undos: u8,
    pub accepted_shares: PodU64,
}

/// An investor subscribed, or the owner accepted or declined; see `core::round::SubscriptionState`.
#[event(bytemuck)]
#[repr(C)]
pub struct SubscriptionChanged {
    pub round: Address,
    pub member: Address,
    pub state: u8,
    pub shares: PodU64,
    pub accepted: PodU64,
    pub owed: PodU64,
}

/// A subscription was settled; no shares if the investor may not receive any more.
#[event(bytemuck)]
#[repr(C)]
pub struct SubscriptionSettled {
    pub round: Address,
    pub member: Address,
    pub position: Address,
    pub shares: PodU64,
    pub fee_shares: PodU64,
    pub paid: PodU64,
    pub owed: PodU64,
}

/// A subscription ended; what was owed was paid back.
#[event(bytemuck)]
#[repr(C)]
pub struct SubscriptionClosed {
    pub round: Address,
    pub member: Address,
    pub amount: PodU64,
    pub withdrawn: u8,
}

/// Money of a round was paid to the owner.
#[event(bytemuck)]
#[repr(C)]
pub struct RoundCollected {
    pub token: Address,
    pub round: Address,
    pub amount: PodU64,
}
