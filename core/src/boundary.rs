//! Contact boundaries: how a shareholder may contact the owner.

use crate::{Error, Result};

/// How a shareholder may contact the owner. Shareholders have no right to the owner's time; this says what is welcome.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum Contact {
    /// No boundary was set, or it was lifted.
    #[default]
    Open = 0,
    /// Written messages only, answered when it suits the owner; no calls, no visits.
    Asynchronous = 1,
    /// One message a quarter.
    Quarterly = 2,
    /// No contact at all.
    NoContact = 3,
}

impl Contact {
    /// Every kind, from the widest to the narrowest.
    pub const ALL: [Contact; 4] = [Contact::Open, Contact::Asynchronous, Contact::Quarterly, Contact::NoContact];

    /// The kind behind its byte.
    pub fn from_byte(byte: u8) -> Result<Self> {
        match byte {
            0 => Ok(Self::Open),
            1 => Ok(Self::Asynchronous),
            2 => Ok(Self::Quarterly),
            3 => Ok(Self::NoContact),
            _ => Err(Error::BoundaryInvalid),
        }
    }

    /// The byte on chain.
    pub const fn byte(self) -> u8 {
        match self {
            Self::Open => 0,
            Self::Asynchronous => 1,
            Self::Quarterly => 2,
            Self::NoContact => 3,
        }
    }

    /// The words for people.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Asynchronous => "asynchronous",
            Self::Quarterly => "quarterly",
            Self::NoContact => "none",
        }
    }
}

/// The boundary that an owner has set for one shareholder.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Boundary {
    /// What is allowed now.
    pub contact: Contact,
    /// Unix time of the last change; 0 if none was ever set.
    pub set_at: i64,
    /// Unix time of the first boundary; 0 if there was none. It outlives a lifting: an owner who was pressed into one
    /// can still complain.
    pub first_set_at: i64,
}

impl Boundary {
    /// The boundary after the owner's choice.
    pub fn set(self, contact: Contact, now: i64) -> Result<Self> {
        if contact == self.contact {
            return Err(Error::BoundaryUnchanged);
        }
        let first_set_at = if self.first_set_at == 0 { now } else { self.first_set_at };
        Ok(Self { contact, set_at: now, first_set_at })
    }

    /// The boundary of a position that another one is moved into: the one that was set last, since the first of both.
    pub fn join(self, other: Self) -> Self {
        let latest = if other.set_at > self.set_at { other } else { self };
        let first_set_at = match (self.first_set_at, other.first_set_at) {
            (0, first) | (first, 0) => first,
            (one, other) => one.min(other),
        };
        Self { first_set_at, ..latest }
    }

    /// Refuses a complaint about contact beyond the boundary when none had been set before the event.
    pub fn check_set_before(self, occurred_at: i64) -> Result<()> {
        match self.first_set_at != 0 && self.first_set_at < occurred_at {
            true => Ok(()),
            false => Err(Error::NoBoundaryBefore),
        }
    }
}
