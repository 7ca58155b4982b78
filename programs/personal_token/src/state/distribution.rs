use anchor_lang::prelude::*;

/// The record of one deposit.
#[account]
pub struct Distribution {
    /// Layout version.
    pub version: u8,
    /// Canonical bump.
    pub bump: u8,
    /// Byte of `core::proceeds::Source`.
    pub source: u8,
    /// 1 if the owner kept his own part instead of depositing it.
    pub net: u8,
    /// The year in which the equity was sold.
    pub year: u16,
    /// Zero.
    pub padding: u16,
    /// Number of the deposit, from 0.
    pub index: u32,
    /// Zero.
    pub padding2: u32,
    /// Unix time of the deposit.
    pub deposited_at: i64,
    /// What the sale brought, in quote units.
    pub proceeds: u64,
    /// What the equity had cost, in quote units.
    pub cost_basis: u64,
    /// The gain: what all shares were credited together, in quote units.
    pub gross: u64,
    /// The part of it that the owner kept, in quote units.
    pub retained: u64,
    /// All shares at that moment.
    pub shares: u64,
    /// What one share was credited, in quote units times 2^64, rounded down; the remainder is carried.
    pub per_share: PodU128,
    /// The token.
    pub token: Address,
    /// Hash that names the asset.
    pub asset_hash: [u8; 32],
    /// Hash of the evidence.
    pub evidence_hash: [u8; 32],
    /// Zero.
    pub reserved: [u8; 32],
}
