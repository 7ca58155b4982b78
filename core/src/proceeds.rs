//! What a deposit is, and how each payout of a batch ended.

use crate::{calendar::year_of, Error, Result};

/// Where proceeds come from. There is no kind for wages, on purpose.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum Source {
    /// Equity in a company.
    CompanyEquity = 1,
    /// Shares of another person's token.
    PersonalToken = 2,
}

impl Source {
    /// Every source.
    pub const ALL: [Source; 2] = [Source::CompanyEquity, Source::PersonalToken];

    /// The source behind its byte.
    pub fn from_byte(byte: u8) -> Result<Self> {
        match byte {
            1 => Ok(Self::CompanyEquity),
            2 => Ok(Self::PersonalToken),
            _ => Err(Error::SourceInvalid),
        }
    }

    /// The byte on chain.
    pub const fn byte(self) -> u8 {
        match self {
            Self::CompanyEquity => 1,
            Self::PersonalToken => 2,
        }
    }

    /// The words for people.
    pub const fn name(self) -> &'static str {
        match self {
            Self::CompanyEquity => "company equity",
            Self::PersonalToken => "personal token",
        }
    }
}

/// The gain that is shared: proceeds less cost basis, never below zero, in quote units.
pub fn gain(proceeds: u64, cost_basis: u64) -> Result<u64> {
    match proceeds.saturating_sub(cost_basis) {
        0 => Err(Error::ZeroDeposit),
        gain => Ok(gain),
    }
}

/// Checks the year a deposit belongs to: from 2000 up to the present one.
pub fn check_year(year: u16, now: i64) -> Result<()> {
    match (2000..=year_of(now)).contains(&u64::from(year)) {
        true => Ok(()),
        false => Err(Error::YearInvalid),
    }
}

/// How the payout of one position in a batch ended; one byte of the return data.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum Payout {
    /// Paid, or nothing whole was due.
    Done = 0,
    /// Not a writable position of this token.
    NotAPosition = 1,
    /// Not the position's own quote account, or handed to somebody else.
    QuoteAccountForeign = 2,
    /// The quote account does not exist or is closed.
    QuoteAccountMissing = 3,
    /// The quote account is frozen.
    QuoteAccountFrozen = 4,
    /// The position is marked: its holder's wallet is lost or was stolen, so only he himself has it paid.
    Held = 5,
}

impl Payout {
    /// Every outcome.
    pub const ALL: [Payout; 6] = [
        Payout::Done,
        Payout::NotAPosition,
        Payout::QuoteAccountForeign,
        Payout::QuoteAccountMissing,
        Payout::QuoteAccountFrozen,
        Payout::Held,
    ];

    /// The outcome behind its byte in the return data.
    pub fn from_byte(byte: u8) -> Option<Self> {
        Self::ALL.into_iter().find(|outcome| outcome.byte() == byte)
    }

    /// The byte in the return data.
    pub const fn byte(self) -> u8 {
        match self {
            Self::Done => 0,
            Self::NotAPosition => 1,
            Self::QuoteAccountForeign => 2,
            Self::QuoteAccountMissing => 3,
            Self::QuoteAccountFrozen => 4,
            Self::Held => 5,
        }
    }

    /// The error that a claim of the same position would give.
    pub const fn error(self) -> Option<Error> {
        match self {
            Self::Done => None,
            Self::NotAPosition => Some(Error::TokenMismatch),
            Self::QuoteAccountForeign => Some(Error::QuoteAccountForeign),
            Self::QuoteAccountMissing => Some(Error::QuoteAccountMissing),
            Self::QuoteAccountFrozen => Some(Error::QuoteAccountFrozen),
            Self::Held => Some(Error::PositionHeld),
        }
    }
}

/// What is known of a quote account before money is sent to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct QuoteAccount {
    /// Its address is the one recorded in the position.
    pub is_recorded: bool,
    /// It belongs to the quote mint's token program, is initialised and of the quote mint.
    pub is_initialised: bool,
    /// Its owner is the holder's wallet.
    pub is_own: bool,
    /// It is frozen.
    pub is_frozen: bool,
}

impl QuoteAccount {
    /// Whether it can be paid, decided before any transfer: a failed one could not be caught.
    pub const fn payout(self) -> Payout {
        if !self.is_recorded {
            Payout::QuoteAccountForeign
        } else if !self.is_initialised {
            Payout::QuoteAccountMissing
        } else if !self.is_own {
            Payout::QuoteAccountForeign
        } else if self.is_frozen {
            Payout::QuoteAccountFrozen
        } else {
            Payout::Done
        }
    }
}
