use anchor_lang::prelude::*;
use bytemuck::{Pod, Zeroable};
use personal_token_core::{market::Listing as ListingRules, Error as Rule};

/// Shares offered for sale; they stay in the seller's share account.
#[account]
pub struct Listing {
    /// Layout version.
    pub version: u8,
    /// Canonical bump.
    pub bump: u8,
    /// Zero.
    pub padding: u16,
    /// Number of the listing among those of its position, from 0.
    pub nonce: u32,
    /// Terms, and what is left.
    pub book: ListingBook,
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

/// `core::market::Listing`, byte for byte, as the IDL shows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Pod, Zeroable, IdlType)]
#[repr(C)]
pub struct ListingBook {
    /// Shares still for sale.
    pub shares: u64,
    /// Quote units a share.
    pub price: u64,
    /// Least shares of one purchase, unless fewer are left.
    pub minimum_fill: u64,
    /// Unix time until which only the owner buys.
    pub owner_until: i64,
    /// Unix time until which only the owner and holders buy.
    pub holders_until: i64,
    /// Unix time from which nobody buys.
    pub expires_at: i64,
    /// The owner's fee, in basis points.
    pub owner_fee: u16,
    /// The network's fee, in basis points.
    pub network_fee: u16,
    /// Zero.
    pub padding: u32,
}

impl From<ListingRules> for ListingBook {
    fn from(rules: ListingRules) -> Self {
        bytemuck::must_cast(rules)
    }
}

impl Listing {
    /// As the rules take it: the same bytes.
    #[inline(always)]
    pub fn rules(&mut self) -> &mut ListingRules {
        bytemuck::must_cast_mut(&mut self.book)
    }

    /// What must hold after every change.
    #[inline(never)]
    pub fn invariant(&self) -> Result<()> {
        require!(self.book.owner_until <= self.book.holders_until, Rule::InvariantBroken);
        Ok(())
    }
}
