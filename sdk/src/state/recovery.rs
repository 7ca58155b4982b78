use super::{check_field, program_account, DISCRIMINATOR_SPACE};
use crate::{core::recovery::Schedule, pda, Address, Result};
use bytemuck::{Pod, Zeroable};
use std::mem::offset_of;

/// A member's pending move to a new wallet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Pod, Zeroable)]
#[repr(C)]
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

program_account!(Recovery, [242, 166, 34, 227, 71, 217, 155, 103], 232);

impl Recovery {
    /// Where the member's address lies in the data, for filters.
    pub const MEMBER_OFFSET: usize = DISCRIMINATOR_SPACE + offset_of!(Self, member);

    /// Its address.
    pub fn address(&self) -> Address {
        pda::recovery(self.member)
    }

    /// When it can be executed.
    pub fn schedule(&self) -> Schedule {
        Schedule { executable_at: self.executable_at, lapses_at: self.lapses_at }
    }

    fn check_fields(&self) -> Result<()> {
        check_field(self.executable_at <= self.lapses_at, "Recovery", "lapses_at", self.lapses_at.unsigned_abs())
    }
}
