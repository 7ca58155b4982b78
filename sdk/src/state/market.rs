use super::{check_field, program_account, DISCRIMINATOR_SPACE};
use crate::{core::market, pda, Address, Result};
use bytemuck::{Pod, Zeroable};
use std::mem::offset_of;

/// Shares offered for sale; they stay in the seller's share account.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Pod, Zeroable)]
#[repr(C)]
pub struct Listing {
    /// Layout version.
    pub version: u8,
    /// Canonical bump.
    pub bump: u8,
    /// Zero.
    pub padding: u16,
    /// Number of the listing among those of its position, from 0.
    pub nonce: u32,
    /// Terms, and what is left; `.window(now)` says who may buy.
    pub book: market::Listing,
    /// Unix time of the listing.
    pub listed_at: i64,
    /// The seller's position.
    pub position: Address,
    /// The token.
    pub token: Address,
    /// The member who sells.
    pub seller: Address,
    /// Who paid the rent, and gets it back.
    pub rent_payer: Address,
    /// Zero.
    pub reserved: [u8; 32],
}

program_account!(Listing, [218, 32, 50, 73, 43, 134, 26, 58], 240);

impl Listing {
    /// Where the position's address lies in the data, for filters.
    pub const POSITION_OFFSET: usize = DISCRIMINATOR_SPACE + offset_of!(Self, position);
    /// Where the token's address lies in the data, for filters.
    pub const TOKEN_OFFSET: usize = DISCRIMINATOR_SPACE + offset_of!(Self, token);
    /// Where the address of the member who sells lies in the data, for filters.
    pub const SELLER_OFFSET: usize = DISCRIMINATOR_SPACE + offset_of!(Self, seller);

    /// Its address.
    pub fn address(&self) -> Address {
        pda::listing(self.position, self.nonce)
    }

    fn check_fields(&self) -> Result<()> {
        let owner_until = self.book.owner_until;
        check_field(owner_until <= self.book.holders_until, "Listing", "owner_until", owner_until.unsigned_abs())
    }
}
