//! Small words that the rules are written in.

use std::fmt;

use super::{Member, Model, Part, Position, Round, Stage, Status, Term, Wallet, DAY, PARAMETERS};
use crate::search::op::TokenId;

/// Why the model refuses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Refused(pub &'static str);

/// What the model says of a transaction.
pub type Verdict = Result<(), Refused>;

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

/// Refuses unless it is so.
pub fn ensure(holds: bool, otherwise: &'static str) -> Verdict {
    match holds {
        true => Ok(()),
        false => Err(Refused(otherwise)),
    }
}

/// What has to be there.
pub fn known<T>(value: Option<T>, otherwise: &'static str) -> Result<T, Refused> {
    value.ok_or(Refused(otherwise))
}

impl Term {
    pub fn settled(value: u64) -> Self {
        Self { current: value, announced: value, effective_at: 0 }
    }

    pub fn at(&self, now: i64) -> u64 {
        if now < self.effective_at {
            self.current
        } else {
            self.announced
        }
    }

    /// A greater value is narrower and waits 30 days; any other takes effect at once.
    pub fn announce(&mut self, value: u64, now: i64) -> Verdict {
        ensure(value != self.announced, "says nothing new")?;
        let in_force = self.at(now);
        *self = match value > in_force {
            true => Self { current: in_force, announced: value, effective_at: now + 30 * DAY },
            false => Self::settled(value),
        };
        Ok(())
    }
}

impl Member {
    pub fn reputation(&self, now: i64) -> i64 {
        1_000.min(self.points + (now - self.points_at).max(0) / DAY)
    }

    pub fn is_active(&self) -> bool {
        self.status == Status::Active
    }

    pub fn is_in_good_standing(&self, now: i64) -> bool {
        self.is_active() && self.reputation(now) >= PARAMETERS.minimum_reputation
    }

    pub fn is_held(&self, now: i64) -> bool {
        now < self.held_until || now < self.recovery_until
    }

    pub fn check_free(&self, now: i64) -> Verdict {
        ensure(!self.is_held(now), "held or being recovered")
    }

    /// Points lost; what part of a day had passed is lost as well. Returns how many there were to lose.
    pub fn lose(&mut self, points: i64, now: i64) -> i64 {
        let before = self.reputation(now);
        let lost = points.min(before);
        self.points = before - lost;
        self.points_at = now.max(self.points_at);
        lost
    }

    /// Points given back, with the part of a day that had passed.
    pub fn regain(&mut self, points: i64, now: i64) {
        let before = self.reputation(now);
        self.points_at += (before - self.points) * DAY;
        self.points = 1_000.min(before + points);
    }
}

impl Position {
    /// Shares that are still locked.
    pub fn locked_at(&self, now: i64) -> u64 {
        if self.unlocks_at <= now {
            0
        } else {
            self.locked
        }
    }

    /// Shares that may leave.
    pub fn free(&self, now: i64) -> u64 {
        self.shares - self.locked_at(now) - self.listed
    }

    pub fn forget_expired_lock(&mut self, now: i64) {
        if self.unlocks_at <= now {
            (self.locked, self.unlocks_at) = (0, 0);
        }
    }

    /// More shares are locked until then: all of them until the average, weighted by shares and rounded up.
    pub fn lock(&mut self, shares: u64, until: i64, now: i64) {
        self.forget_expired_lock(now);
        if shares == 0 || until <= now {
            return;
        }
        let weight = |shares: u64, until: i64| i128::from(shares) * i128::from(until);
        let all = i128::from(self.locked) + i128::from(shares);
        let sum = weight(self.locked, self.unlocks_at) + weight(shares, until);
        self.unlocks_at = i64::try_from((sum + all - 1) / all).expect("a time");
        self.locked += shares;
    }
}

impl Round {
    pub fn is_open(&self, now: i64) -> bool {
        self.stage == Stage::Open && (self.opens_at..self.closes_at).contains(&now)
    }

    pub fn has_failed(&self, now: i64) -> bool {
        self.stage == Stage::Open && now >= self.closes_at
    }

    pub fn is_over(&self, now: i64) -> bool {
        self.stage == Stage::Cancelled || self.has_failed(now)
    }

    /// Completed, and the undo window is over.
    pub fn is_final(&self, now: i64) -> bool {
        self.stage == Stage::Completing && now >= self.completed_at + self.window
    }

    /// Subscriptions accepted and not settled, and their shares.
    pub fn accepted(&self) -> (u32, u64) {
        let accepted = self.subscriptions.values().filter(|part| part.part == Part::Accepted);
        accepted.fold((0, 0), |(count, shares), part| (count + 1, shares + part.accepted))
    }
}

impl Model {
    pub fn check_running(&self, token: TokenId) -> Verdict {
        ensure(!self.halted, "the network is halted")?;
        ensure(self.now >= self.tokens[token].paused_until, "the token is paused")
    }

    /// The owner's present wallet signs.
    pub fn check_owner(&self, token: TokenId, by: Wallet) -> Verdict {
        ensure(self.owner_wallet(token) == by, "not the owner's wallet")
    }

    pub fn position(&self, token: TokenId, wallet: Wallet) -> Result<&Position, Refused> {
        known(self.positions.get(&(token, wallet)), "no position")
    }

    pub fn position_mut(&mut self, token: TokenId, wallet: Wallet) -> Result<&mut Position, Refused> {
        known(self.positions.get_mut(&(token, wallet)), "no position")
    }

    /// The member whose present wallet signs.
    pub fn signing_member(&self, wallet: Wallet) -> Result<usize, Refused> {
        known(self.present(wallet), "not a member's present wallet")
    }

    /// Shares of a wallet, none without a position.
    pub fn shares(&self, token: TokenId, wallet: Wallet) -> u64 {
        self.positions.get(&(token, wallet)).map_or(0, |position| position.shares)
    }

    /// Those of them that may leave.
    pub fn free_shares(&self, token: TokenId, wallet: Wallet) -> u64 {
        self.positions.get(&(token, wallet)).map_or(0, |position| position.free(self.now))
    }

    /// Whether it is some member's present wallet.
    pub fn is_present(&self, wallet: Wallet) -> bool {
        self.present(wallet).is_some()
    }

    /// Seconds for which received shares are locked.
    pub fn hold(&self, token: TokenId) -> i64 {
        let hold = self.tokens[token].hold.at(self.now);
        i64::try_from(hold).expect("seconds").max(PARAMETERS.minimum_hold)
    }

    /// The canonical quote account of a wallet can be paid.
    pub fn is_payable(&self, wallet: Wallet) -> bool {
        self.purses[wallet].quote.is_some() && !self.purses[wallet].frozen
    }

    /// Quote units leave a wallet's account.
    pub fn take_quote(&mut self, wallet: Wallet, amount: u64) -> Verdict {
        let purse = &mut self.purses[wallet];
        ensure(!purse.frozen, "the quote account is frozen")?;
        let before = known(purse.quote, "no quote account")?;
        purse.quote = Some(known(before.checked_sub(amount), "not enough quote units")?);
        Ok(())
    }

    /// Quote units come into a wallet's account.
    pub fn give_quote(&mut self, wallet: Wallet, amount: u64) -> Verdict {
        ensure(self.is_payable(wallet), "the quote account cannot be paid")?;
        let purse = &mut self.purses[wallet];
        purse.quote = purse.quote.map(|quote| quote + amount);
        Ok(())
    }
}

/// The civil year of a moment, by going through the years.
pub fn year_of(moment: i64) -> i64 {
    (1970..).find(|year| moment < start_of_year(year + 1)).expect("a year")
}

/// When a year begins.
pub fn start_of_year(year: i64) -> i64 {
    let is_leap = |year: &i64| year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let leap_days = i64::try_from((1970..year).filter(is_leap).count()).expect("days");
    ((year - 1970) * 365 + leap_days) * DAY
}
