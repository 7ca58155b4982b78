//! The layout of a token account, which both token programs share.

use anchor_lang::prelude::*;
use bytemuck::{Pod, Zeroable};

/// The first 165 bytes of a token account of either program.
#[derive(Clone, Copy, Pod, Zeroable)]
#[repr(C)]
pub struct TokenAccount {
    /// The mint.
    pub mint: Address,
    /// The wallet that owns it.
    pub owner: Address,
    /// The balance, little-endian.
    amount: [u8; 8],
    delegate_tag: [u8; 4],
    delegate: Address,
    /// 0 not initialised, 1 initialised, 2 frozen.
    pub state: u8,
    is_native: [u8; 12],
    delegated_amount: [u8; 8],
    close_authority_tag: [u8; 4],
    close_authority: Address,
}

/// Bytes of a token account without extensions.
pub const SPACE: usize = core::mem::size_of::<TokenAccount>();
const _: () = assert!(SPACE == 165);

/// The state of an account that can be used.
pub const INITIALISED: u8 = 1;
/// The state of an account that its mint's freeze authority has stopped.
pub const FROZEN: u8 = 2;

impl TokenAccount {
    /// Reads the layout; says nothing about which program wrote it.
    #[inline(always)]
    pub fn from_data(data: &[u8]) -> Option<&Self> {
        bytemuck::try_from_bytes(data.get(..SPACE)?).ok()
    }

    /// The balance.
    #[inline(always)]
    pub fn amount(&self) -> u64 {
        u64::from_le_bytes(self.amount)
    }

    /// Who may close it, if not its owner.
    pub fn close_authority(&self) -> Option<&Address> {
        (self.close_authority_tag == [1, 0, 0, 0]).then_some(&self.close_authority)
    }
}
