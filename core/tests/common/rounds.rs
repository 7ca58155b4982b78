//! A round with its investors, and its escrow counted from outside: what was paid in, less what was paid out.
#![allow(clippy::unwrap_used)]

use crate::round_table;
use personal_token_core::round::{
    Issuer, Round, Settlement, Stage, Subscription, SubscriptionState, Terms, MOST_UNDOS,
};
use personal_token_core::{Error, Result};

pub const NOW: i64 = 1_800_000_000;
const DAY: u32 = 86_400;

/// 1,000 shares at 7, at least 2,100 to be raised, 10 to 400 shares an investor.
pub const TERMS: Terms = Terms {
    shares: 1_000,
    price: 7,
    minimum_raise: 2_100,
    minimum_subscription: 10,
    maximum_subscription: 400,
    delay: 10 * DAY,
    duration: 30 * DAY,
    undo_window: 6 * 3_600,
    lock: 365 * DAY,
};

/// Ten millions of twenty are issued; outside holders are due a week, received shares are locked for 90 days.
pub const ISSUER: Issuer =
    Issuer { total: 10_000_000, authorised: 20_000_000, equity_fee: 10, notice: 7 * DAY, hold: 90 * DAY };

/// Something that somebody does to a round; the investor by his number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Move {
    Subscribe(usize, u64),
    Accept(usize, u64),
    Decline(usize),
    Withdraw(usize),
    Refund(usize),
    Complete,
    Undo,
    Cancel,
    Settle { who: usize, investor_receives: bool, treasury_receives: bool },
    Collect,
}

/// Who has what, as the token accounts outside the round would say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Books<const N: usize> {
    /// What each investor spent in the end: paid in, less what came back.
    pub spent: [i128; N],
    pub collected: i128,
    /// New shares of each investor, and of the treasury.
    pub shares: [u64; N],
    pub treasury: u64,
}

/// A round and its accounts; an investor has at most one subscription.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Scene<const N: usize> {
    pub round: Round,
    pub subscriptions: [Option<Subscription>; N],
    pub books: Books<N>,
}

impl<const N: usize> Scene<N> {
    pub fn new(round: Round) -> Self {
        let books = Books { spent: [0; N], collected: 0, shares: [0; N], treasury: 0 };
        Self { round, subscriptions: [None; N], books }
    }

    /// What an escrow account would hold.
    pub fn escrow(&self) -> i128 {
        self.books.spent.iter().sum::<i128>() - self.books.collected
    }

    fn apply(&mut self, step: Move, now: i64) -> Result<()> {
        let (round, books) = (&mut self.round, &mut self.books);
        let mut nobody = Subscription { shares: 0, accepted: 0, owed: 0, state: 0, accepted_after: 0, padding: [0; 6] };
        let subscription = step.investor().and_then(|who| self.subscriptions[who].as_mut()).unwrap_or(&mut nobody);
        match step {
            Move::Subscribe(who, shares) => {
                let subscription = round.subscribe(shares, now)?;
                books.spent[who] += i128::from(subscription.owed);
                self.subscriptions[who] = Some(subscription);
            }
            Move::Accept(_, shares) => round.accept(subscription, shares, now)?,
            Move::Decline(_) => round.decline(subscription, now)?,
            Move::Withdraw(who) => {
                let back = round.withdraw(subscription, now)?;
                self.close(who, back);
            }
            Move::Refund(who) => {
                let back = round.refund(subscription, now)?;
                self.close(who, back);
            }
            Move::Complete => round.complete(now)?,
            Move::Undo => round.undo(now)?,
            Move::Cancel => round.cancel(now)?,
            Move::Settle { who, investor_receives, treasury_receives } => {
                let Settlement { shares, fee_shares, paid } =
                    round.settle(subscription, investor_receives, treasury_receives, now)?;
                assert_eq!(u128::from(paid), u128::from(shares) * u128::from(round.price));
                assert!(fee_shares == 0 || (investor_receives && treasury_receives));
                books.shares[who] += shares;
                books.treasury += fee_shares;
            }
            Move::Collect => books.collected += i128::from(round.collect()?),
        }
        Ok(())
    }

    fn close(&mut self, who: usize, back: u64) {
        assert_eq!(self.subscriptions[who].take().unwrap().owed, 0);
        self.books.spent[who] -= i128::from(back);
    }

    /// The books of the round against those from outside, with no tolerance.
    pub fn assert_invariants(&self) {
        let (round, open) = (&self.round, || self.subscriptions.iter().flatten());
        let accepted = || open().filter(|one| one.state() == Ok(SubscriptionState::Accepted));
        assert_eq!(round.invariant(), Ok(()));
        let owed: u64 = open().map(|one| one.owed).sum();
        assert_eq!(round.owed_to_investors, owed);
        assert_eq!(self.escrow(), i128::from(owed) + i128::from(round.owed_to_owner), "the escrow is what is owed");
        assert_eq!(round.subscriptions as usize, open().count());
        assert_eq!(round.accepted as usize, accepted().count());
        assert_eq!(round.accepted_shares, accepted().map(|one| one.accepted).sum());
        assert_eq!((round.issued, round.fee_issued), (self.books.shares.iter().sum(), self.books.treasury));
        assert!(round.issued + round.accepted_shares <= round.shares);
        let most = u128::from(round.issued) * u128::from(round.equity_fee) / 10_000;
        assert!(u128::from(round.fee_issued) <= most, "a treasury never gets more than its part");
        assert_eq!(u128::from(round.raised), u128::from(round.issued) * u128::from(round.price));
        assert_eq!(i128::from(round.raised), self.books.collected + i128::from(round.owed_to_owner));
        for one in open() {
            // Enough for whatever can still become shares; a settled one keeps exactly its change.
            let asked = u128::from(one.shares) * u128::from(round.price);
            let used = match one.state() {
                Ok(SubscriptionState::Settled) => u128::from(one.accepted) * u128::from(round.price),
                _ => 0,
            };
            assert_eq!(u128::from(one.owed), asked - used);
            assert!(one.accepted <= one.shares);
        }
    }

    /// Whether the accounts for it are there: a subscription that is none yet, or is one.
    pub fn is_possible(&self, step: Move) -> bool {
        match step.investor() {
            Some(who) => self.subscriptions[who].is_some() != matches!(step, Move::Subscribe(..)),
            None => true,
        }
    }

    /// What has to come of it: the table's word, and then what the numbers say.
    pub fn expected(&self, step: Move, now: i64) -> Result<()> {
        let round = &self.round;
        let subscription = step.investor().and_then(|who| self.subscriptions[who]);
        let kind = subscription.map_or("-", |subscription| round_table::kind(&subscription, round.undos));
        round_table::verdict(step.name(), kind, round.stage(now)?)?;
        let refuse = |when: bool, error| if when { Err(error) } else { Ok(()) };
        match step {
            Move::Subscribe(_, shares) => {
                let limits = round.minimum_subscription..=round.maximum_subscription;
                refuse(!limits.contains(&shares), Error::SubscriptionOutsideLimits)?;
                refuse(shares * round.price > u64::MAX - round.owed_to_investors, Error::MathOverflow)
            }
            Move::Accept(_, shares) => {
                let limits = round.minimum_subscription..=subscription.unwrap().shares;
                refuse(!limits.contains(&shares), Error::SubscriptionOutsideLimits)?;
                refuse(shares > round.shares - round.accepted_shares, Error::RoundFull)
            }
            Move::Complete => {
                let completable_at = round.reopened_at + i64::from(round.undo_window);
                refuse(round.accepted == 0, Error::NothingAccepted)?;
                refuse(round.undos > 0 && now < completable_at, Error::RoundReopened)?;
                refuse(round.accepted_shares * round.price < round.minimum_raise, Error::MinimumRaiseNotReached)
            }
            Move::Undo => refuse(round.undos == MOST_UNDOS, Error::UndosUsedUp),
            Move::Collect => refuse(round.owed_to_owner == 0, Error::NothingToCollect),
            _ => Ok(()),
        }
    }

    /// Does it and checks everything: the outcome, that a refusal changes nothing, and the books.
    pub fn step(&mut self, step: Move, now: i64) -> Result<()> {
        let (before, expected) = (*self, self.expected(step, now));
        let outcome = self.apply(step, now);
        assert_eq!(outcome, expected, "{step:?} at {now} on {before:?}");
        match outcome {
            Ok(()) => self.assert_invariants(),
            Err(_) => assert_eq!(*self, before, "a refusal of {step:?} changed something"),
        }
        outcome
    }

    /// The end of every history: when all times are over, anyone settles what was accepted and has the rest refunded,
    /// and the owner collects. Nothing stays in escrow, and each investor spent the price of his shares.
    pub fn assert_everybody_gets_out(mut self) {
        let end = i64::MAX;
        for who in 0..N {
            let settle = Move::Settle { who, investor_receives: true, treasury_receives: true };
            if self.is_possible(settle) {
                let _ = self.step(settle, end);
            }
        }
        for who in 0..N {
            if self.subscriptions[who].is_some() {
                self.step(Move::Refund(who), end).unwrap();
            }
        }
        let _ = self.step(Move::Collect, end);
        assert_eq!((self.escrow(), self.round.subscriptions, self.round.accepted), (0, 0, 0));
        for who in 0..N {
            assert_eq!(self.books.spent[who], i128::from(self.books.shares[who]) * i128::from(self.round.price));
        }
        assert_ne!(self.round.stage(end), Ok(Stage::Settling));
    }
}

impl Move {
    /// The word in the table.
    fn name(self) -> &'static str {
        match self {
            Self::Subscribe(..) => "subscribe",
            Self::Accept(..) => "accept",
            Self::Decline(_) => "decline",
            Self::Withdraw(_) => "withdraw",
            Self::Refund(_) => "refund",
            Self::Complete => "complete",
            Self::Undo => "undo",
            Self::Cancel => "cancel",
            Self::Settle { .. } => "settle",
            Self::Collect => "collect",
        }
    }

    fn investor(self) -> Option<usize> {
        match self {
            Self::Subscribe(who, _) | Self::Accept(who, _) => Some(who),
            Self::Decline(who) | Self::Withdraw(who) | Self::Refund(who) | Self::Settle { who, .. } => Some(who),
            Self::Complete | Self::Undo | Self::Cancel | Self::Collect => None,
        }
    }
}
