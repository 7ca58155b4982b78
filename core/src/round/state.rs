//! Where a round and a subscription stand.

use crate::{Error, Result};

/// What is stored of a round's state; see [`Stage`] for what it means at a moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum State {
    /// Takes subscriptions, or failed if it was not completed by closing.
    Open = 1,
    /// Completed; some accepted subscription is not settled yet.
    Completing = 2,
    /// Every accepted subscription is settled.
    Settled = 3,
    /// Cancelled, or undone after closing.
    Cancelled = 4,
}

/// Where a round stands at a moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Stage {
    /// Announced, not open yet.
    Announced,
    /// Takes subscriptions; the owner accepts and declines.
    Open,
    /// Not completed by closing: everybody gets his money back.
    Failed,
    /// Completed; the owner may still undo it.
    Undoable,
    /// Completed for good; anyone settles each subscription.
    Settling,
    /// Every accepted subscription is settled.
    Settled,
    /// Cancelled: everybody gets his money back.
    Cancelled,
}

impl Stage {
    /// Every stage.
    pub const ALL: [Stage; 7] = [
        Stage::Announced,
        Stage::Open,
        Stage::Failed,
        Stage::Undoable,
        Stage::Settling,
        Stage::Settled,
        Stage::Cancelled,
    ];

    /// The word for people.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Announced => "announced",
            Self::Open => "open",
            Self::Failed => "failed",
            Self::Undoable => "completed, can be undone",
            Self::Settling => "settling",
            Self::Settled => "settled",
            Self::Cancelled => "cancelled",
        }
    }
}

impl State {
    /// The state behind its byte on chain.
    pub fn from_byte(byte: u8) -> Result<Self> {
        match byte {
            1 => Ok(Self::Open),
            2 => Ok(Self::Completing),
            3 => Ok(Self::Settled),
            4 => Ok(Self::Cancelled),
            _ => Err(Error::InvariantBroken),
        }
    }

    /// The byte on chain.
    pub const fn byte(self) -> u8 {
        match self {
            Self::Open => 1,
            Self::Completing => 2,
            Self::Settled => 3,
            Self::Cancelled => 4,
        }
    }
}

/// What is stored of a subscription's state.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum SubscriptionState {
    /// Waits for the owner.
    Pending = 1,
    /// Accepted, in part or whole.
    Accepted = 2,
    /// Declined: its money waits to be refunded.
    Declined = 3,
    /// Settled: shares were issued, or could not be; what is left waits to be refunded.
    Settled = 4,
}

impl SubscriptionState {
    /// The state behind its byte on chain.
    pub fn from_byte(byte: u8) -> Result<Self> {
        match byte {
            1 => Ok(Self::Pending),
            2 => Ok(Self::Accepted),
            3 => Ok(Self::Declined),
            4 => Ok(Self::Settled),
            _ => Err(Error::InvariantBroken),
        }
    }

    /// The byte on chain.
    pub const fn byte(self) -> u8 {
        match self {
            Self::Pending => 1,
            Self::Accepted => 2,
            Self::Declined => 3,
            Self::Settled => 4,
        }
    }

    /// The word for people.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Accepted => "accepted",
            Self::Declined => "declined",
            Self::Settled => "settled",
        }
    }
}
