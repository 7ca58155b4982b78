//! The lock of received shares: an average hold, weighted by shares.

use crate::{Error, Result};

/// How many shares of a position are locked, and until when.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Lockup {
    /// Locked shares.
    pub shares: u64,
    /// Unix time at which all of them unlock.
    pub unlocks_at: i64,
}

impl Lockup {
    /// The lock at a moment: an expired one is gone.
    #[inline(always)]
    pub fn at(self, now: i64) -> Self {
        if self.unlocks_at <= now {
            Self::default()
        } else {
            self
        }
    }

    /// Adds `received` shares that lock for `hold` seconds from now.
    ///
    /// The new time is the share-weighted average, `ceil((locked·unlock + received·(now + hold)) / (locked + received))`,
    /// so that dust cannot prolong a large lock; rounding up favours patience by less than a second.
    pub fn receive(self, received: u64, now: i64, hold: u32) -> Result<Self> {
        if received == 0 || hold == 0 {
            return Ok(self.at(now));
        }
        let unlocks_at = now.checked_add(i64::from(hold)).ok_or(Error::MathOverflow)?;
        self.join(Self { shares: received, unlocks_at }, now)
    }

    /// Both locks as one, at the share-weighted average time; see [`Lockup::receive`].
    pub fn join(self, other: Self, now: i64) -> Result<Self> {
        let (current, other) = (self.at(now), other.at(now));
        if other.shares == 0 {
            return Ok(current);
        }
        let (received, until) = (other.shares, other.unlocks_at);
        if until.min(current.unlocks_at) < 0 {
            return Err(Error::MathOverflow);
        }
        if current.shares == 0 {
            return Ok(other);
        }
        let shares = current.shares.checked_add(received).ok_or(Error::MathOverflow)?;
        // The same average, as a step from the present time: `unlock + ceil(received·(until − unlock) / shares)`; where a
        // hold was shortened, backwards and rounded down. Unsigned, as the virtual machine has no signed division.
        let step = |distance: i64| {
            let distance = u64::try_from(distance).map_err(|_| Error::MathOverflow)?;
            let weighted = u128::from(received).checked_mul(u128::from(distance)).ok_or(Error::MathOverflow)?;
            Ok::<_, Error>((weighted, u128::from(shares)))
        };
        let distance = until.checked_sub(current.unlocks_at).ok_or(Error::MathOverflow)?;
        let unlocks_at = if distance >= 0 {
            let (weighted, shares) = step(distance)?;
            current.unlocks_at.checked_add(seconds(weighted.div_ceil(shares))?)
        } else {
            let (weighted, shares) = step(distance.saturating_neg())?;
            current.unlocks_at.checked_sub(seconds(weighted.checked_div(shares).ok_or(Error::MathOverflow)?)?)
        }
        .ok_or(Error::MathOverflow)?;
        Ok(Self { shares, unlocks_at })
    }

    /// Shares of a position that may leave it now.
    #[inline(always)]
    pub fn free(self, held: u64, now: i64) -> u64 {
        held.saturating_sub(self.at(now).shares)
    }
}

fn seconds(whole: u128) -> Result<i64> {
    i64::try_from(whole).map_err(|_| Error::MathOverflow)
}
