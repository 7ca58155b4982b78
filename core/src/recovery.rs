//! Lost and stolen keys: the move of a member to a new wallet, and the hold of a member's shares.

use crate::{Error, Result, DAY};

/// How long a steward must have had the capability before he can use it, in seconds.
pub const CAPABILITY_WAIT: u32 = 14 * DAY;
/// Between proposing and executing a recovery, in seconds: the old wallet's time for a veto.
pub const VETO_TIME: u32 = 14 * DAY;
/// How long a recovery can be executed once it is due, in seconds; then it lapses.
pub const EXECUTABLE: u32 = 30 * DAY;

/// Until when something holds, where only moving the position ends it.
pub const FOR_EVER: i64 = i64::MAX;

/// When a recovery can be executed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Schedule {
    /// Unix time from which anyone executes it.
    pub executable_at: i64,
    /// Unix time from which nobody does.
    pub lapses_at: i64,
}

impl Schedule {
    /// Of a recovery proposed now.
    pub fn starting(now: i64) -> Result<Self> {
        let executable_at = now.checked_add(i64::from(VETO_TIME)).ok_or(Error::MathOverflow)?;
        let lapses_at = executable_at.checked_add(i64::from(EXECUTABLE)).ok_or(Error::MathOverflow)?;
        Ok(Self { executable_at, lapses_at })
    }

    /// Refuses before and after its time.
    pub fn check_executable(self, now: i64) -> Result<()> {
        if now < self.executable_at {
            return Err(Error::RecoveryTooEarly);
        }
        match self.has_lapsed(now) {
            true => Err(Error::RecoveryLapsed),
            false => Ok(()),
        }
    }

    /// Whether nobody can execute it any more.
    pub fn has_lapsed(self, now: i64) -> bool {
        now >= self.lapses_at
    }
}

/// Refuses a capability that was granted too short a time ago; 0 means never.
pub fn check_granted(granted_at: i64, now: i64) -> Result<()> {
    let usable_at = granted_at.checked_add(i64::from(CAPABILITY_WAIT)).ok_or(Error::MathOverflow)?;
    match granted_at != 0 && now >= usable_at {
        true => Ok(()),
        false => Err(Error::CapabilityTooFresh),
    }
}

/// What stops a member's shares from leaving.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Restraint {
    /// Unix time before which a steward's hold lasts.
    pub held_until: i64,
    /// Unix time before which a recovery is pending; 0 for none.
    pub recovery_until: i64,
}

impl Restraint {
    /// Refuses while anything holds.
    #[inline(always)]
    pub fn check(self, now: i64) -> Result<()> {
        match now < self.held_until || now < self.recovery_until {
            true => Err(Error::MemberHeld),
            false => Ok(()),
        }
    }

    /// Until when a position is to be marked, so that payouts of it by others stop: while a recovery is pending, or its
    /// wallet is not the member's any more, until it is marked anew; 0 when nothing holds.
    pub fn mark(self, wallet_is_present: bool, now: i64) -> i64 {
        if !wallet_is_present || now < self.recovery_until {
            FOR_EVER
        } else if now < self.held_until {
            self.held_until
        } else {
            0
        }
    }
}
