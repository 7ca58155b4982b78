use super::{check_field, program_account, DISCRIMINATOR_SPACE, U128};
use crate::{
    core::{self, proceeds::Source},
    pda, Address, Result,
};
use bytemuck::{Pod, Zeroable};
use std::mem::offset_of;

/// The record of one deposit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Pod, Zeroable)]
#[repr(C)]
pub struct Distribution {
    /// Layout version.
    pub version: u8,
    /// Canonical bump.
    pub bump: u8,
    /// Byte of [`Source`]; see [`Distribution::source`].
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
    pub per_share: U128,
    /// The token.
    pub token: Address,
    /// Hash that names the asset.
    pub asset_hash: [u8; 32],
    /// Hash of the evidence.
    pub evidence_hash: [u8; 32],
    /// Zero.
    pub reserved: [u8; 32],
}

program_account!(Distribution, [176, 85, 17, 11, 13, 194, 18, 1], 216);

impl Distribution {
    /// Where the token's address lies in the data, for filters.
    pub const TOKEN_OFFSET: usize = DISCRIMINATOR_SPACE + offset_of!(Self, token);

    /// Its address.
    pub fn address(&self) -> Address {
        pda::distribution(self.token, self.index)
    }

    /// What was sold; [`core::Error::SourceInvalid`] never comes of a decoded record.
    pub fn source(&self) -> core::Result<Source> {
        Source::from_byte(self.source)
    }

    fn check_fields(&self) -> Result<()> {
        check_field(self.source().is_ok(), "Distribution", "source", self.source.into())?;
        check_field(self.net <= 1, "Distribution", "net", self.net.into())?;
        check_field(self.retained <= self.gross, "Distribution", "retained", self.retained)
    }
}
