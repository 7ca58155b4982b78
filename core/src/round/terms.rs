//! What a round offers, and its bounds.

use super::{Round, State, LONGEST_DELAY, LONGEST_ROUND, LONGEST_UNDO_WINDOW};
use crate::{fee, policy::LONGEST_HOLD, Error, Result};
use bytemuck::Zeroable;

/// What an owner asks for when he opens a round.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Terms {
    /// New shares on offer.
    pub shares: u64,
    /// Quote units a share.
    pub price: u64,
    /// Quote units below which it cannot be completed; 0 for none.
    pub minimum_raise: u64,
    /// Least shares of one investor.
    pub minimum_subscription: u64,
    /// Most shares of one investor.
    pub maximum_subscription: u64,
    /// Seconds until it opens, if the network's notice is not longer.
    pub delay: u32,
    /// Seconds for which it is open.
    pub duration: u32,
    /// Seconds after a completion in which the owner can undo it.
    pub undo_window: u32,
    /// Seconds for which the new shares are locked, if the token's hold is not longer.
    pub lock: u32,
}

/// The token's side when a round opens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Issuer {
    /// All shares there are.
    pub total: u64,
    /// The most there may be.
    pub authorised: u64,
    /// The network's part of newly issued shares, on top, in basis points.
    pub equity_fee: u16,
    /// Notice that outside holders are due, in seconds; 0 without any.
    pub notice: u32,
    /// Seconds for which received shares are locked at least.
    pub hold: u32,
}

impl Terms {
    /// Checks every bound and opens the round: at the later of the owner's delay and the notice.
    pub fn open(&self, issuer: &Issuer, now: i64) -> Result<Round> {
        if issuer.total == 0 {
            return Err(Error::NoShares);
        }
        if self.shares == 0 {
            return Err(Error::ZeroShares);
        }
        if self.price == 0 {
            return Err(Error::PriceZero);
        }
        let limits = 1..=self.maximum_subscription;
        if !limits.contains(&self.minimum_subscription) || self.maximum_subscription > self.shares {
            return Err(Error::SubscriptionLimitsInvalid);
        }
        // If the whole round fits 64 bits, so does every part of it.
        let whole = self.shares.checked_mul(self.price).ok_or(Error::MathOverflow)?;
        if self.minimum_raise > whole {
            return Err(Error::MinimumRaiseInvalid);
        }
        let times_are_sound = (1..=LONGEST_ROUND).contains(&self.duration) && self.delay <= LONGEST_DELAY;
        if !times_are_sound {
            return Err(Error::RoundTimesInvalid);
        }
        if self.undo_window > LONGEST_UNDO_WINDOW {
            return Err(Error::UndoWindowTooLong);
        }
        if self.lock > LONGEST_HOLD {
            return Err(Error::LockTooLong);
        }
        let fee_shares = fee::equity(self.shares, 0, issuer.equity_fee)?;
        let after = issuer.total.checked_add(self.shares).and_then(|total| total.checked_add(fee_shares));
        if after.is_none_or(|total| total > issuer.authorised) {
            return Err(Error::AuthorisedExceeded);
        }
        let opens_at = now.checked_add(i64::from(self.delay.max(issuer.notice))).ok_or(Error::MathOverflow)?;
        let closes_at = opens_at.checked_add(i64::from(self.duration)).ok_or(Error::MathOverflow)?;
        closes_at.checked_add(i64::from(self.undo_window)).ok_or(Error::MathOverflow)?;
        Ok(Round {
            shares: self.shares,
            price: self.price,
            minimum_raise: self.minimum_raise,
            minimum_subscription: self.minimum_subscription,
            maximum_subscription: self.maximum_subscription,
            opens_at,
            closes_at,
            undo_window: self.undo_window,
            lock: self.lock.max(issuer.hold),
            equity_fee: issuer.equity_fee,
            state: State::Open.byte(),
            ..Round::zeroed()
        })
    }
}
