//! One investor's part.

use super::{Stage, SubscriptionState};
use crate::{Error, Result};
use bytemuck::{Pod, Zeroable};

/// One investor's part in a round.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Pod, Zeroable)]
#[repr(C)]
pub struct Subscription {
    /// Shares asked for.
    pub shares: u64,
    /// Shares accepted, and in the end issued.
    pub accepted: u64,
    /// Quote units in escrow that are the investor's.
    pub owed: u64,
    /// Byte of [`SubscriptionState`].
    pub state: u8,
    /// How often the round had been undone when it was accepted; a later undo frees it.
    pub accepted_after: u8,
    /// Zero.
    pub padding: [u8; 6],
}

/// What the settlement of one subscription moves.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Settlement {
    /// Shares issued to the investor.
    pub shares: u64,
    /// Shares issued to the treasury, on top.
    pub fee_shares: u64,
    /// Quote units that became the owner's; the cost of the investor's shares.
    pub paid: u64,
}

impl Subscription {
    /// The state, decoded.
    pub fn state(&self) -> Result<SubscriptionState> {
        SubscriptionState::from_byte(self.state)
    }

    /// Whether its money can no longer become shares, so that anyone may have it paid back.
    pub(super) fn is_refundable(&self, stage: Stage) -> Result<bool> {
        Ok(match self.state()? {
            SubscriptionState::Declined | SubscriptionState::Settled => true,
            SubscriptionState::Accepted => matches!(stage, Stage::Failed | Stage::Cancelled),
            SubscriptionState::Pending => {
                matches!(stage, Stage::Failed | Stage::Cancelled | Stage::Settling | Stage::Settled)
            }
        })
    }

    pub(super) fn check_state(&self, state: SubscriptionState, error: Error) -> Result<()> {
        match self.state()? == state {
            true => Ok(()),
            false => Err(error),
        }
    }
}
