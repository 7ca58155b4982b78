//! Listings and sales.

use anchor_lang::prelude::*;

/// Shares were offered for sale.
#[event(bytemuck)]
#[repr(C)]
pub struct SharesListed {
    pub token: Address,
    pub listing: Address,
    pub position: Address,
    pub shares: PodU64,
    pub price: PodU64,
    pub owner_until: PodI64,
    pub holders_until: PodI64,
    pub expires_at: PodI64,
}

/// A listing was cancelled, or cleared away after it expired.
#[event(bytemuck)]
#[repr(C)]
pub struct ListingClosed {
    pub token: Address,
    pub listing: Address,
    pub position: Address,
    pub shares: PodU64,
}

/// Shares were sold: `paid = owner_fee + network_fee + received`. An owner fee that could not be delivered went to
/// all shares; a seller's part that could not waits in the vault for him.
#[event(bytemuck)]
#[repr(C)]
pub struct SharesSold {
    pub token: Address,
    pub listing: Address,
    pub seller_position: Address,
    pub buyer_position: Address,
    pub shares: PodU64,
    pub paid: PodU64,
    pub owner_fee: PodU64,
    pub network_fee: PodU64,
    pub received: PodU64,
    pub cost_basis: PodU64,
    pub fee_credited: u8,
    pub seller_owed: u8,
}

/// A seller's gain was credited to the shareholders of his own token, net of his own part.
#[event(bytemuck)]
#[repr(C)]
pub struct GainRouted {
    pub token: Address,
    pub listing: Address,
    pub seller_token: Address,
    pub gain: PodU64,
    pub transferred: PodU64,
    pub per_share: PodU128,
}
