use super::{check_field, program_account, DISCRIMINATOR_SPACE};
use crate::{
    core::round::{self, State},
    pda, Address, Result,
};
use bytemuck::{Pod, Zeroable};
use std::mem::offset_of;

/// New shares at one price, whose money waits in escrow.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Pod, Zeroable)]
#[repr(C)]
pub struct Round {
    /// Layout version.
    pub version: u8,
    /// Canonical bump.
    pub bump: u8,
    /// Canonical bump of the escrow.
    pub escrow_bump: u8,
    /// Zero.
    pub padding: u8,
    /// Number of the round, from 0.
    pub index: u32,
    /// Terms and books; `.stage(now)` says where it stands.
    pub book: round::Round,
    /// Unix time of the announcement.
    pub announced_at: i64,
    /// The token.
    pub token: Address,
    /// The escrow, a token account of the classic Token program whose owner is this account.
    pub escrow: Address,
    /// The treasury's position at the last completion; default if it had none, and its part is waived.
    pub treasury_position: Address,
    /// Zero.
    pub reserved: [u8; 32],
}

program_account!(Round, [87, 127, 165, 51, 73, 78, 116, 174], 296);

impl Round {
    /// Where the token's address lies in the data, for filters.
    pub const TOKEN_OFFSET: usize = DISCRIMINATOR_SPACE + offset_of!(Self, token);

    /// Its address.
    pub fn address(&self) -> Address {
        pda::round(self.token, self.index)
    }

    fn check_fields(&self) -> Result<()> {
        let state = self.book.state;
        check_field(State::from_byte(state).is_ok(), "Round", "state", state.into())?;
        check_field(self.book.undos <= round::MOST_UNDOS, "Round", "undos", self.book.undos.into())?;
        check_field(self.book.invariant().is_ok(), "Round", "accepted_shares", self.book.accepted_shares)
    }
}

/// One member's part in a round.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Pod, Zeroable)]
#[repr(C)]
pub struct Subscription {
    /// Layout version.
    pub version: u8,
    /// Canonical bump.
    pub bump: u8,
    /// Zero.
    pub padding: [u8; 6],
    /// What was asked for, accepted and is owed; `.state()` says how it stands.
    pub book: round::Subscription,
    /// Unix time of the subscription.
    pub subscribed_at: i64,
    /// The round.
    pub round: Address,
    /// The member who subscribed.
    pub member: Address,
    /// Who paid the rent, and gets it back.
    pub rent_payer: Address,
    /// Zero.
    pub reserved: [u8; 32],
}

program_account!(Subscription, [64, 7, 26, 135, 102, 132, 98, 33], 184);

impl Subscription {
    /// Where the round's address lies in the data, for filters.
    pub const ROUND_OFFSET: usize = DISCRIMINATOR_SPACE + offset_of!(Self, round);
    /// Where the member's address lies in the data, for filters.
    pub const MEMBER_OFFSET: usize = DISCRIMINATOR_SPACE + offset_of!(Self, member);

    /// Its address.
    pub fn address(&self) -> Address {
        pda::subscription(self.round, self.member)
    }

    fn check_fields(&self) -> Result<()> {
        let state = self.book.state;
        check_field(self.book.state().is_ok(), "Subscription", "state", state.into())?;
        check_field(self.book.accepted <= self.book.shares, "Subscription", "accepted", self.book.accepted)
    }
}
