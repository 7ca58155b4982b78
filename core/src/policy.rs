//! Transfer policies, and terms that change only after a notice.

use crate::{Error, Result, DAY};

/// Notice before a narrower policy or a longer hold takes effect, in seconds.
pub const NOTICE: u32 = 30 * DAY;
/// The longest pause an owner can order, in seconds.
pub const LONGEST_PAUSE: u32 = 14 * DAY;
/// The time between the end of a pause and the next one, in seconds.
pub const PAUSE_INTERVAL: u32 = 90 * DAY;
/// The longest hold a token can ask for, in seconds.
pub const LONGEST_HOLD: u32 = 5 * 365 * DAY;

/// Who may receive shares by wallet transfer, and buy in the market's third stage. From wide to narrow.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Policy {
    /// Any member in good standing with a position.
    #[default]
    Open = 0,
    /// Members that the owner admitted, up to their cap.
    Village = 1,
    /// Only under an approval that the owner put into the receiver's position, used up by it.
    Approval = 2,
    /// Nobody.
    Closed = 3,
}

impl Policy {
    /// Every policy, from wide to narrow.
    pub const ALL: [Policy; 4] = [Policy::Open, Policy::Village, Policy::Approval, Policy::Closed];

    /// The policy behind its byte on chain.
    pub fn from_byte(byte: u8) -> Result<Self> {
        match byte {
            0 => Ok(Self::Open),
            1 => Ok(Self::Village),
            2 => Ok(Self::Approval),
            3 => Ok(Self::Closed),
            _ => Err(Error::PolicyInvalid),
        }
    }

    /// The byte on chain.
    pub const fn byte(self) -> u8 {
        match self {
            Self::Open => 0,
            Self::Village => 1,
            Self::Approval => 2,
            Self::Closed => 3,
        }
    }

    /// The word for people.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Village => "village",
            Self::Approval => "approval",
            Self::Closed => "closed",
        }
    }
}

/// A term with at most one announced change. Narrowing (a greater value) waits for the notice, widening does not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Term<T> {
    /// In force until `effective_at`.
    pub current: T,
    /// In force from `effective_at` on; equal to `current` when nothing is announced.
    pub announced: T,
    /// Unix time of the change; 0 when nothing is announced.
    pub effective_at: i64,
}

impl<T: Copy + Ord> Term<T> {
    /// A term that nobody is changing.
    pub const fn settled(value: T) -> Self {
        Self { current: value, announced: value, effective_at: 0 }
    }

    /// The value in force.
    pub fn at(self, now: i64) -> T {
        if self.effective_at <= now {
            self.announced
        } else {
            self.current
        }
    }

    /// Announces `value`: at once where it is wider than what is in force, after [`NOTICE`] where it is narrower.
    ///
    /// An earlier announcement that is not in force yet is withdrawn by this. Naming what is in force already only
    /// withdraws; `None` if that would change nothing.
    pub fn announce(self, value: T, now: i64) -> Result<Option<Self>> {
        // Pending or in force, the last word is the announced value.
        if value == self.announced {
            return Ok(None);
        }
        let in_force = self.at(now);
        if value <= in_force {
            return Ok(Some(Self::settled(value)));
        }
        let effective_at = now.checked_add(i64::from(NOTICE)).ok_or(Error::MathOverflow)?;
        Ok(Some(Self { current: in_force, announced: value, effective_at }))
    }
}

/// Announces a greater number of authorised shares, after [`NOTICE`]; naming the number in force withdraws an
/// announcement. It is never lowered.
pub fn raise_authorised(authorised: Term<u64>, value: u64, now: i64) -> Result<Term<u64>> {
    if value < authorised.at(now) {
        return Err(Error::AuthorisedNotRaised);
    }
    authorised.announce(value, now)?.ok_or(Error::AuthorisedNotRaised)
}

/// Checks a hold time in seconds against the network's minimum and [`LONGEST_HOLD`].
pub fn check_hold(hold: u32, minimum: u32) -> Result<()> {
    if hold < minimum || hold > LONGEST_HOLD {
        return Err(Error::HoldOutOfBounds);
    }
    Ok(())
}

/// How long something may be stopped, and how often.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PauseLimits {
    /// At most this many seconds.
    pub longest: u32,
    /// Seconds between the end of one and the next.
    pub interval: u32,
    /// What is refused when it is longer, or lasts no second.
    pub too_long: Error,
    /// What is refused when it comes too soon.
    pub too_soon: Error,
    /// What is refused when there is nothing to end.
    pub not_active: Error,
}

/// An owner's pause of transfers of his token.
pub const TRANSFER_PAUSE: PauseLimits = PauseLimits {
    longest: LONGEST_PAUSE,
    interval: PAUSE_INTERVAL,
    too_long: Error::PauseTooLong,
    too_soon: Error::PauseTooSoon,
    not_active: Error::TokenNotPaused,
};

/// A steward's hold of a member whose key was stolen.
pub const MEMBER_HOLD: PauseLimits = PauseLimits {
    longest: 30 * DAY,
    interval: PAUSE_INTERVAL,
    too_long: Error::MemberHoldTooLong,
    too_soon: Error::MemberHoldTooSoon,
    not_active: Error::MemberNotHeld,
};

/// Something stopped for a time, that cannot be stopped again at once.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Pause {
    /// Stopped before this Unix time.
    pub until: i64,
    /// Not stopped again before this Unix time.
    pub next_at: i64,
}

impl Pause {
    /// Whether it is stopped.
    pub fn active(self, now: i64) -> bool {
        now < self.until
    }

    /// Stops for `seconds`.
    pub fn start(self, seconds: u32, limits: &PauseLimits, now: i64) -> Result<Self> {
        if seconds == 0 || seconds > limits.longest {
            return Err(limits.too_long);
        }
        if now < self.next_at {
            return Err(limits.too_soon);
        }
        Self::ending(now.checked_add(i64::from(seconds)).ok_or(Error::MathOverflow)?, limits)
    }

    /// Ends it early; the interval to the next one counts from here.
    pub fn stop(self, limits: &PauseLimits, now: i64) -> Result<Self> {
        if !self.active(now) {
            return Err(limits.not_active);
        }
        Self::ending(now, limits)
    }

    fn ending(until: i64, limits: &PauseLimits) -> Result<Self> {
        let next_at = until.checked_add(i64::from(limits.interval)).ok_or(Error::MathOverflow)?;
        Ok(Self { until, next_at })
    }
}
