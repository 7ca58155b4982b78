//! A round: new shares at one price, whose money waits in escrow until the owner's choice of investors is final.
//!
//! ```text
//! Open ──complete──▶ Completing ──the last one settled──▶ Settled
//!  │  ◀────undo─────────┘ │
//!  │ cancel               │ undo too late to complete again
//!  ▼                      ▼
//! Cancelled           Cancelled          Open, never completed, after closing: failed
//! ```
//!
//! Shares have no decimals, the price is quote units a share, so every product is exact. At every step the escrow holds
//! [`Round::owed_to_investors`] + [`Round::owed_to_owner`], and the first is the sum of what its subscriptions are owed.

mod state;
mod subscription;
mod terms;

pub use state::{Stage, State, SubscriptionState};
pub use subscription::{Settlement, Subscription};
pub use terms::{Issuer, Terms};

use crate::{fee, Error, Result, DAY};
use bytemuck::{Pod, Zeroable};

/// The longest a round can be open, in seconds.
pub const LONGEST_ROUND: u32 = 90 * DAY;
/// The longest wait between announcing and opening that an owner can choose, in seconds; a network's notice may add.
pub const LONGEST_DELAY: u32 = 60 * DAY;
/// The longest undo window, in seconds.
pub const LONGEST_UNDO_WINDOW: u32 = 3 * DAY;
/// How often a completion can be undone.
pub const MOST_UNDOS: u8 = 2;

/// A round's terms and books.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Pod, Zeroable)]
#[repr(C)]
pub struct Round {
    /// New shares on offer.
    pub shares: u64,
    /// Quote units a share.
    pub price: u64,
    /// Quote units below which it cannot be completed.
    pub minimum_raise: u64,
    /// Least shares of one investor.
    pub minimum_subscription: u64,
    /// Most shares of one investor.
    pub maximum_subscription: u64,
    /// Unix time from which it takes subscriptions.
    pub opens_at: i64,
    /// Unix time from which it does not.
    pub closes_at: i64,
    /// Unix time at which the owner completed it last; 0 when he has not.
    pub completed_at: i64,
    /// Unix time of the last undo; 0 when there was none.
    pub reopened_at: i64,
    /// Shares accepted and not settled.
    pub accepted_shares: u64,
    /// Shares issued to investors.
    pub issued: u64,
    /// Shares issued to the treasury, on top.
    pub fee_issued: u64,
    /// Quote units in escrow that belong to investors.
    pub owed_to_investors: u64,
    /// Quote units in escrow that belong to the owner.
    pub owed_to_owner: u64,
    /// Quote units that settled shares have raised.
    pub raised: u64,
    /// Seconds after a completion in which the owner can undo it.
    pub undo_window: u32,
    /// Seconds for which the new shares are locked: the longer of what the owner asked for and the hold at opening.
    pub lock: u32,
    /// Subscriptions accepted and not settled.
    pub accepted: u32,
    /// Subscriptions that are not closed.
    pub subscriptions: u32,
    /// The network's part of the issued shares, on top, in basis points.
    pub equity_fee: u16,
    /// Byte of [`State`].
    pub state: u8,
    /// How often a completion was undone.
    pub undos: u8,
    /// Zero.
    pub padding: u32,
}

impl Round {
    /// Where it stands.
    pub fn stage(&self, now: i64) -> Result<Stage> {
        Ok(match State::from_byte(self.state)? {
            State::Open if now < self.opens_at => Stage::Announced,
            State::Open if now < self.closes_at => Stage::Open,
            State::Open => Stage::Failed,
            State::Completing if now < self.undo_until()? => Stage::Undoable,
            State::Completing => Stage::Settling,
            State::Settled => Stage::Settled,
            State::Cancelled => Stage::Cancelled,
        })
    }

    /// Unix time until which the present completion can be undone.
    pub fn undo_until(&self) -> Result<i64> {
        self.completed_at.checked_add(i64::from(self.undo_window)).ok_or(Error::MathOverflow)
    }

    /// Unix time from which a round that was undone can be completed again; long past if it never was.
    pub fn completable_at(&self) -> Result<i64> {
        self.reopened_at.checked_add(i64::from(self.undo_window)).ok_or(Error::MathOverflow)
    }

    /// What `shares` cost, in quote units; exact.
    pub fn cost(&self, shares: u64) -> Result<u64> {
        self.price.checked_mul(shares).ok_or(Error::MathOverflow)
    }

    /// A new subscription; its whole cost goes into escrow.
    pub fn subscribe(&mut self, shares: u64, now: i64) -> Result<Subscription> {
        self.check_open(now)?;
        if !(self.minimum_subscription..=self.maximum_subscription).contains(&shares) {
            return Err(Error::SubscriptionOutsideLimits);
        }
        let owed = self.cost(shares)?;
        let all = self.owed_to_investors.checked_add(owed).ok_or(Error::MathOverflow)?;
        self.subscriptions = self.subscriptions.checked_add(1).ok_or(Error::MathOverflow)?;
        self.owed_to_investors = all;
        let state = SubscriptionState::Pending.byte();
        Ok(Subscription { shares, owed, state, ..Subscription::zeroed() })
    }

    /// The owner accepts `shares` of a pending subscription; the rest of its money goes back at settlement.
    pub fn accept(&mut self, subscription: &mut Subscription, shares: u64, now: i64) -> Result<()> {
        self.check_open(now)?;
        subscription.check_state(SubscriptionState::Pending, Error::SubscriptionNotPending)?;
        if !(self.minimum_subscription..=subscription.shares).contains(&shares) {
            return Err(Error::SubscriptionOutsideLimits);
        }
        let accepted_shares = self.accepted_shares.checked_add(shares).ok_or(Error::MathOverflow)?;
        if accepted_shares > self.shares {
            return Err(Error::RoundFull);
        }
        self.accepted = self.accepted.checked_add(1).ok_or(Error::MathOverflow)?;
        self.accepted_shares = accepted_shares;
        subscription.accepted = shares;
        subscription.accepted_after = self.undos;
        subscription.state = SubscriptionState::Accepted.byte();
        Ok(())
    }

    /// The owner declines a pending subscription; its money waits to be refunded.
    pub fn decline(&self, subscription: &mut Subscription, now: i64) -> Result<()> {
        self.check_open(now)?;
        subscription.check_state(SubscriptionState::Pending, Error::SubscriptionNotPending)?;
        subscription.state = SubscriptionState::Declined.byte();
        Ok(())
    }

    /// The investor takes his subscription back: before it is accepted, after an undo, or when it is refundable anyway.
    /// Returns what he is owed.
    pub fn withdraw(&mut self, subscription: &mut Subscription, now: i64) -> Result<u64> {
        let stage = self.stage(now)?;
        let freed = match subscription.state()? {
            SubscriptionState::Pending => true,
            SubscriptionState::Accepted => stage == Stage::Open && subscription.accepted_after < self.undos,
            SubscriptionState::Declined | SubscriptionState::Settled => false,
        };
        if !freed && !subscription.is_refundable(stage)? {
            return Err(Error::SubscriptionAccepted);
        }
        self.release(subscription)
    }

    /// Anyone has what is owed paid back, once it can no longer become shares. Returns the amount.
    pub fn refund(&mut self, subscription: &mut Subscription, now: i64) -> Result<u64> {
        if !subscription.is_refundable(self.stage(now)?)? {
            return Err(Error::SubscriptionNotRefundable);
        }
        self.release(subscription)
    }

    /// The owner closes the list of investors; the undo window starts. After an undo the accepted first get as long to
    /// withdraw.
    pub fn complete(&mut self, now: i64) -> Result<()> {
        self.check_open(now)?;
        if self.accepted == 0 {
            return Err(Error::NothingAccepted);
        }
        if now < self.completable_at()? {
            return Err(Error::RoundReopened);
        }
        if self.cost(self.accepted_shares)? < self.minimum_raise {
            return Err(Error::MinimumRaiseNotReached);
        }
        self.completed_at = now;
        self.state = State::Completing.byte();
        Ok(())
    }

    /// The owner takes a completion back: the accepted are free to withdraw. Where no time is left to complete again before
    /// closing, it is a cancellation.
    pub fn undo(&mut self, now: i64) -> Result<()> {
        match self.stage(now)? {
            Stage::Undoable => {}
            Stage::Settling | Stage::Settled => return Err(Error::UndoWindowOver),
            Stage::Announced | Stage::Open | Stage::Failed | Stage::Cancelled => return Err(Error::RoundNotCompleted),
        }
        if self.undos >= MOST_UNDOS {
            return Err(Error::UndosUsedUp);
        }
        let undos = self.undos.checked_add(1).ok_or(Error::MathOverflow)?;
        let undone = Self { undos, reopened_at: now, completed_at: 0, ..*self };
        let next = if undone.completable_at()? < undone.closes_at { State::Open } else { State::Cancelled };
        *self = Self { state: next.byte(), ..undone };
        Ok(())
    }

    /// The owner gives the round up, before its completion.
    pub fn cancel(&mut self, now: i64) -> Result<()> {
        match self.stage(now)? {
            Stage::Announced | Stage::Open => {}
            Stage::Failed | Stage::Cancelled => return Err(Error::RoundClosed),
            Stage::Undoable | Stage::Settling | Stage::Settled => return Err(Error::RoundCompleted),
        }
        self.state = State::Cancelled.byte();
        Ok(())
    }

    /// Anyone settles an accepted subscription of a final round. An investor who may not receive any more gets nothing
    /// but his money; a treasury that cannot receive goes without, until a later settlement makes up for it.
    ///
    /// The treasury's shares are rounded down over the running total, so splitting a round gains nothing.
    pub fn settle(
        &mut self,
        subscription: &mut Subscription,
        investor_receives: bool,
        treasury_receives: bool,
        now: i64,
    ) -> Result<Settlement> {
        match self.stage(now)? {
            Stage::Settling => {}
            Stage::Undoable => return Err(Error::UndoWindowOpen),
            Stage::Settled | Stage::Announced | Stage::Open | Stage::Failed | Stage::Cancelled => {
                return Err(Error::RoundNotCompleted)
            }
        }
        subscription.check_state(SubscriptionState::Accepted, Error::SubscriptionNotAccepted)?;
        let mut round = *self;
        let mut outcome = Settlement::default();
        round.forget_accepted(subscription)?;
        if investor_receives {
            outcome.shares = subscription.accepted;
            outcome.paid = round.cost(outcome.shares)?;
            round.issued = round.issued.checked_add(outcome.shares).ok_or(Error::MathOverflow)?;
            round.raised = round.raised.checked_add(outcome.paid).ok_or(Error::MathOverflow)?;
            if treasury_receives {
                outcome.fee_shares = fee::equity(round.issued, round.fee_issued, round.equity_fee)?;
                round.fee_issued = round.fee_issued.checked_add(outcome.fee_shares).ok_or(Error::MathOverflow)?;
            }
        }
        let left = subscription.owed.checked_sub(outcome.paid).ok_or(Error::MathOverflow)?;
        round.owed_to_investors = round.owed_to_investors.checked_sub(outcome.paid).ok_or(Error::MathOverflow)?;
        round.owed_to_owner = round.owed_to_owner.checked_add(outcome.paid).ok_or(Error::MathOverflow)?;
        if round.accepted == 0 {
            round.state = State::Settled.byte();
        }
        subscription.owed = left;
        subscription.accepted = outcome.shares;
        subscription.state = SubscriptionState::Settled.byte();
        *self = round;
        Ok(outcome)
    }

    /// The owner's money leaves the escrow; returns how much.
    pub fn collect(&mut self) -> Result<u64> {
        match core::mem::take(&mut self.owed_to_owner) {
            0 => Err(Error::NothingToCollect),
            amount => Ok(amount),
        }
    }

    /// What must hold after every change.
    pub fn invariant(&self) -> Result<()> {
        let state = State::from_byte(self.state)?;
        let sold = self.issued.checked_add(self.accepted_shares).ok_or(Error::InvariantBroken)?;
        let accepted = self.cost(self.accepted_shares).map_err(|_| Error::InvariantBroken)?;
        let sound = sold <= self.shares
            && accepted <= self.owed_to_investors
            && self.owed_to_owner <= self.raised
            && self.accepted <= self.subscriptions
            && (self.accepted == 0) == (self.accepted_shares == 0)
            && (state != State::Open || self.completed_at == 0)
            && (state != State::Completing || (self.completed_at != 0 && self.accepted != 0))
            && self.undos <= MOST_UNDOS;
        match sound {
            true => Ok(()),
            false => Err(Error::InvariantBroken),
        }
    }

    fn check_open(&self, now: i64) -> Result<()> {
        match self.stage(now)? {
            Stage::Open => Ok(()),
            Stage::Announced => Err(Error::RoundNotOpenYet),
            Stage::Failed | Stage::Cancelled => Err(Error::RoundClosed),
            Stage::Undoable | Stage::Settling | Stage::Settled => Err(Error::RoundCompleted),
        }
    }

    /// Books a subscription's end; what it is owed leaves the escrow.
    fn release(&mut self, subscription: &mut Subscription) -> Result<u64> {
        let mut round = *self;
        if subscription.state()? == SubscriptionState::Accepted {
            round.forget_accepted(subscription)?;
        }
        round.subscriptions = round.subscriptions.checked_sub(1).ok_or(Error::MathOverflow)?;
        round.owed_to_investors = round.owed_to_investors.checked_sub(subscription.owed).ok_or(Error::MathOverflow)?;
        *self = round;
        Ok(core::mem::take(&mut subscription.owed))
    }

    fn forget_accepted(&mut self, subscription: &Subscription) -> Result<()> {
        self.accepted = self.accepted.checked_sub(1).ok_or(Error::MathOverflow)?;
        self.accepted_shares = self.accepted_shares.checked_sub(subscription.accepted).ok_or(Error::MathOverflow)?;
        Ok(())
    }
}
