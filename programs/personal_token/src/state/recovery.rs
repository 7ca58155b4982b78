use anchor_lang::prelude::*;
use personal_token_core::recovery::Schedule;

/// A member's pending move to a new wallet.
#[account]
pub struct Recovery {
    /// Layout version.
    pub version: u8,
    /// Canonical bump.
    pub bump: u8,
    /// Zero.
    pub padding: [u8; 6],
    /// Unix time of the proposal.
    pub proposed_at: i64,
    /// Unix time from which anyone executes it.
    pub executable_at: i64,
    /// Unix time from which nobody does.
    pub lapses_at: i64,
    /// The member who is recovered.
    pub member: Address,
    /// His new wallet, which signed the proposal.
    pub new_wallet: Address,
    /// The wallet of one steward who proposed it.
    pub first_steward: Address,
    /// The wallet of the other.
    pub second_steward: Address,
    /// Who paid the rent, and gets it back.
    pub rent_payer: Address,
    /// Zero.
    pub reserved: [u8; 32],
}

impl Recovery {
    /// When it can be executed.
    pub fn schedule(&self) -> Schedule {
        Schedule { executable_at: self.executable_at, lapses_at: self.lapses_at }
    }
}
