use anchor_lang::prelude::*;
use personal_token_core::{
    member::{capability, check_capabilities},
    Error as Rule,
};

/// A member who does work for the network; what he may do is a set of capabilities.
#[account]
pub struct Steward {
    /// Layout version.
    pub version: u8,
    /// Canonical bump.
    pub bump: u8,
    /// Bits of `core::member::capability`.
    pub capabilities: u8,
    /// Zero.
    pub padding: [u8; 5],
    /// Unix time at which each capability was granted, in the order of its bits; 0 for those he has not.
    pub granted_at: [i64; capability::COUNT],
    /// The network he serves.
    pub network: Address,
    /// The member he is.
    pub member: Address,
    /// Who paid the rent, and gets it back.
    pub rent_payer: Address,
    /// Zero.
    pub reserved: [u8; 32],
}

impl Steward {
    /// What must hold after every change.
    #[inline(never)]
    pub fn invariant(&self) -> Result<()> {
        check_capabilities(self.capabilities).map_err(|_| Rule::InvariantBroken)?;
        Ok(())
    }
}
