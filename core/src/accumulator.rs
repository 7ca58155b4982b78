//! Pro rata by accumulator: one step a deposit, exact, with nothing to trust.
//!
//! Amounts are whole units of the quote mint. The accumulator counts what one share has ever been owed, scaled by
//! 2^64; each holder's `owed` keeps its fraction, so nobody can shave it off by forcing checkpoints, and the division's
//! remainder is carried into the next deposit. After every step, exactly:
//!
//! ```text
//! Σ [owed + shares·(acc − last)] + rem + paid·2^64 = deposited·2^64
//! ```
//!
//! Lifetime deposits fit 64 bits (checked), so every product here fits 128 bits as long as no holder has more shares
//! than there are; where that could be broken by a bug, the arithmetic is checked and refuses instead of wrapping.

use crate::{Error, Result};

const SCALE_BITS: u32 = 64;

/// The side of a token: what every share has been owed so far.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Pool {
    /// Quote units ever owed to one share, times 2^64.
    pub acc: u128,
    /// Remainder of the last division, below the number of shares then; carried into the next deposit.
    pub rem: u128,
    /// All shares, the owner's included.
    pub total: u64,
    /// Quote units ever deposited.
    pub deposited: u64,
    /// Quote units ever paid out, or kept by the owner in net deposits.
    pub paid: u64,
}

/// The side of a holder.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Holding {
    /// Shares held.
    pub shares: u64,
    /// The accumulator at the last checkpoint.
    pub last: u128,
    /// Quote units owed and not yet paid, times 2^64.
    pub owed: u128,
}

/// What a net deposit moves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NetDeposit {
    /// Quote units that go into the vault.
    pub transferred: u64,
    /// Quote units that are the owner's own part and stay with him.
    pub retained: u64,
}

impl Holding {
    /// Books what the shares were owed since the last checkpoint. Exact: no division, no rounding.
    #[inline]
    pub fn checkpoint(&mut self, acc: u128) -> Result<()> {
        self.owed = self.owed_at(acc)?;
        self.last = acc;
        Ok(())
    }

    /// Whole quote units that a claim would pay now; rounds down, the fraction stays owed.
    pub fn claimable(&self, acc: u128) -> Result<u64> {
        whole(self.owed_at(acc)?)
    }

    /// What a checkpoint would book, without booking it: every rule below decides first and writes last, so that a
    /// refusal leaves both sides as they were.
    #[inline(always)]
    fn owed_at(&self, acc: u128) -> Result<u128> {
        if acc == self.last {
            return Ok(self.owed); // the usual case between two deposits, and the hook pays for each multiplication
        }
        let since = acc.checked_sub(self.last).ok_or(Error::MathOverflow)?;
        self.owed.checked_add(for_shares(since, self.shares)?).ok_or(Error::MathOverflow)
    }
}

impl Pool {
    /// Credits `amount` quote units to all shares and returns the part of one share, times 2^64.
    pub fn deposit(&mut self, amount: u64) -> Result<u128> {
        if amount == 0 {
            return Err(Error::ZeroDeposit);
        }
        let total = u128::from(self.total);
        let deposited = self.deposited.checked_add(amount).ok_or(Error::DepositLimit)?;
        let scaled = (u128::from(amount) << SCALE_BITS).checked_add(self.rem).ok_or(Error::MathOverflow)?;
        let per_share = scaled.checked_div(total).ok_or(Error::NoShares)?;
        self.acc = self.acc.checked_add(per_share).ok_or(Error::MathOverflow)?;
        self.rem = scaled.checked_rem(total).ok_or(Error::NoShares)?;
        self.deposited = deposited;
        Ok(per_share)
    }

    /// As [`Pool::deposit`], but the owner's own part of this very deposit (rounded down) never leaves his account.
    pub fn deposit_net(&mut self, owner: &mut Holding, amount: u64) -> Result<(u128, NetDeposit)> {
        if owner.shares >= self.total {
            return Err(Error::NoOutsideShares);
        }
        let mut pool = *self;
        let per_share = pool.deposit(amount)?;
        let retained = whole(for_shares(per_share, owner.shares)?)?;
        let owed = owner.owed_at(pool.acc)?;
        let owed = owed.checked_sub(u128::from(retained) << SCALE_BITS).ok_or(Error::MathOverflow)?;
        pool.paid = pool.paid.checked_add(retained).ok_or(Error::MathOverflow)?;
        let transferred = amount.checked_sub(retained).ok_or(Error::MathOverflow)?;
        *owner = Holding { shares: owner.shares, last: pool.acc, owed };
        *self = pool;
        Ok((per_share, NetDeposit { transferred, retained }))
    }

    /// As [`Pool::deposit_net`], for a gain that comes by itself: without any, or without outside shares to credit, the
    /// owner keeps it all. An owner without a position has no part to keep.
    pub fn route(&mut self, owner: &mut Holding, gain: u64) -> Result<(u128, NetDeposit)> {
        if gain == 0 || owner.shares >= self.total {
            return Ok((0, NetDeposit { transferred: 0, retained: gain }));
        }
        self.deposit_net(owner, gain)
    }

    /// Money that one holder alone is owed, in quote units: it waits in the vault and is claimed like everything else.
    pub fn owe(&mut self, holder: &mut Holding, amount: u64) -> Result<()> {
        let deposited = self.deposited.checked_add(amount).ok_or(Error::DepositLimit)?;
        let owed = holder.owed_at(self.acc)?.checked_add(u128::from(amount) << SCALE_BITS);
        *holder = Holding { shares: holder.shares, last: self.acc, owed: owed.ok_or(Error::MathOverflow)? };
        self.deposited = deposited;
        Ok(())
    }

    /// New shares: they have no part in earlier deposits.
    pub fn issue(&mut self, holder: &mut Holding, shares: u64) -> Result<()> {
        let total = self.total.checked_add(shares).ok_or(Error::MathOverflow)?;
        let held = holder.shares.checked_add(shares).ok_or(Error::MathOverflow)?;
        holder.checkpoint(self.acc)?;
        holder.shares = held;
        self.total = total;
        Ok(())
    }

    /// Shares that cease to be: what they were owed stays owed.
    pub fn retire(&mut self, holder: &mut Holding, shares: u64) -> Result<()> {
        let held = holder.shares.checked_sub(shares).ok_or(Error::InsufficientShares)?;
        let total = self.total.checked_sub(shares).ok_or(Error::InsufficientShares)?;
        holder.checkpoint(self.acc)?;
        holder.shares = held;
        self.total = total;
        Ok(())
    }

    /// Books the payout of everything whole and returns it, in quote units; the fraction stays owed.
    #[inline(always)]
    pub fn claim(&mut self, holder: &mut Holding) -> Result<u64> {
        let owed = holder.owed_at(self.acc)?;
        let pay = whole(owed)?;
        self.paid = self.paid.checked_add(pay).ok_or(Error::MathOverflow)?;
        holder.owed = owed & u128::from(u64::MAX);
        holder.last = self.acc;
        Ok(pay)
    }
}

/// Moves shares between two different holders; both keep what they were owed before.
#[inline]
pub fn transfer(acc: u128, from: &mut Holding, to: &mut Holding, shares: u64) -> Result<()> {
    let left = from.shares.checked_sub(shares).ok_or(Error::InsufficientShares)?;
    let held = to.shares.checked_add(shares).ok_or(Error::MathOverflow)?;
    let (from_owed, to_owed) = (from.owed_at(acc)?, to.owed_at(acc)?);
    *from = Holding { shares: left, last: acc, owed: from_owed };
    *to = Holding { shares: held, last: acc, owed: to_owed };
    Ok(())
}

/// Moves all shares, and all that they were owed, between two holdings of one person.
pub fn merge(acc: u128, from: &mut Holding, to: &mut Holding) -> Result<()> {
    let shares = to.shares.checked_add(from.shares).ok_or(Error::MathOverflow)?;
    let owed = to.owed_at(acc)?.checked_add(from.owed_at(acc)?).ok_or(Error::MathOverflow)?;
    *from = Holding { shares: 0, last: acc, owed: 0 };
    *to = Holding { shares, last: acc, owed };
    Ok(())
}

/// The part of a cost basis that moves with `moved` of `shares` shares; rounds down, the rest stays behind.
pub fn carried_cost_basis(cost_basis: u64, shares: u64, moved: u64) -> Result<u64> {
    if moved > shares {
        return Err(Error::InsufficientShares);
    }
    if cost_basis == 0 {
        return Ok(0);
    }
    let product = u128::from(cost_basis).checked_mul(u128::from(moved)).ok_or(Error::MathOverflow)?;
    // Nothing out of an empty position carries nothing.
    let part = product.checked_div(u128::from(shares)).unwrap_or(0);
    u64::try_from(part).map_err(|_| Error::MathOverflow)
}

/// `per_share · shares`, exactly. By halves, as the virtual machine multiplies 64 bits at a time and a checked product of
/// 128 bits costs it several times as much.
#[inline]
fn for_shares(per_share: u128, shares: u64) -> Result<u128> {
    let shares = u128::from(shares);
    let (high, low) = (per_share >> SCALE_BITS, per_share & u128::from(u64::MAX));
    let high = high.checked_mul(shares).and_then(|product| u64::try_from(product).ok()).ok_or(Error::MathOverflow)?;
    let low = low.checked_mul(shares).ok_or(Error::MathOverflow)?;
    (u128::from(high) << SCALE_BITS).checked_add(low).ok_or(Error::MathOverflow)
}

#[inline(always)]
fn whole(scaled: u128) -> Result<u64> {
    u64::try_from(scaled >> SCALE_BITS).map_err(|_| Error::MathOverflow)
}
