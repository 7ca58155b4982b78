//! The independent model: it knows only who held what at each deposit, and integers without a limit.
//!
//! It has no accumulator, no checkpoint and no carried remainder: a holder's entitlement is summed up from the history
//! each time it is asked for.

use super::Action;
use num_bigint::BigInt;
use personal_token_core::{Error, Result};

pub fn big(value: impl Into<BigInt>) -> BigInt {
    value.into()
}

/// An exact rational; never reduced, compared by cross-multiplication.
#[derive(Clone, Debug)]
pub struct Ratio {
    pub over: BigInt,
    pub under: BigInt,
}

impl Ratio {
    pub fn add(&self, over: BigInt, under: BigInt) -> Self {
        Self { over: &self.over * &under + over * &self.under, under: &self.under * under }
    }
}

struct Deposit<const N: usize> {
    amount: u64,
    shares: [u64; N],
}

impl<const N: usize> Deposit<N> {
    fn total(&self) -> BigInt {
        self.shares.iter().map(|&shares| big(shares)).sum()
    }
}

/// The deposits and balances of a token.
pub struct History<const N: usize> {
    deposits: Vec<Deposit<N>>,
    shares: [u64; N],
}

impl<const N: usize> History<N> {
    pub fn new() -> Self {
        Self { deposits: Vec::new(), shares: [0; N] }
    }

    /// A history that begins with these balances; what does not fit 64 bits is left out.
    pub fn issued(shares: [u64; N]) -> Self {
        let mut history = Self::new();
        for (who, count) in shares.into_iter().enumerate() {
            let _ = history.apply(Action::Issue(who, count));
        }
        history
    }

    fn sum(values: impl Iterator<Item = u64>) -> u128 {
        values.map(u128::from).sum()
    }

    /// Takes note of an action, or says by its own books why it has to be refused.
    pub fn apply(&mut self, action: Action) -> Result<()> {
        let max = u128::from(u64::MAX);
        let total = Self::sum(self.shares.into_iter());
        match action {
            Action::Checkpoint(_) | Action::Claim(_) => Ok(()),
            Action::DepositNet(_) if u128::from(self.shares[0]) == total => Err(Error::NoOutsideShares),
            Action::Deposit(0) | Action::DepositNet(0) => Err(Error::ZeroDeposit),
            Action::Deposit(amount) | Action::DepositNet(amount) => {
                let before = Self::sum(self.deposits.iter().map(|deposit| deposit.amount));
                if before + u128::from(amount) > max {
                    return Err(Error::DepositLimit);
                }
                if total == 0 {
                    return Err(Error::NoShares);
                }
                self.deposits.push(Deposit { amount, shares: self.shares });
                Ok(())
            }
            Action::Issue(_, shares) if total + u128::from(shares) > max => Err(Error::MathOverflow),
            Action::Issue(who, shares) => {
                self.shares[who] += shares;
                Ok(())
            }
            Action::Retire(from, shares) | Action::Transfer(from, _, shares) if self.shares[from] < shares => {
                Err(Error::InsufficientShares)
            }
            Action::Retire(who, shares) => {
                self.shares[who] -= shares;
                Ok(())
            }
            Action::Transfer(from, to, shares) => {
                self.shares[from] -= shares;
                self.shares[to] += shares;
                Ok(())
            }
        }
    }

    pub fn len(&self) -> usize {
        self.deposits.len()
    }

    /// The most shares there were at any deposit.
    pub fn most_shares(&self) -> BigInt {
        self.deposits.iter().map(Deposit::total).max().unwrap_or_default()
    }

    /// What is due to a holder by the words of the rule, as a rational: his part of each deposit, nothing rounded.
    pub fn exact(&self, who: usize) -> Ratio {
        self.deposits.iter().fold(Ratio { over: big(0), under: big(1) }, |sum, deposit| {
            sum.add(big(deposit.amount) * big(deposit.shares[who]), deposit.total())
        })
    }

    /// What is due to each holder to the last bit of the fraction, times 2^64.
    ///
    /// One floor for each run of deposits on the same number of shares, over the run's sum; only what such a floor
    /// leaves passes from run to run.
    pub fn scaled(&self) -> [BigInt; N] {
        let mut entitled = std::array::from_fn(|_| big(0));
        let mut left = big(0);
        let mut rest = self.deposits.as_slice();
        while let Some(first) = rest.first() {
            let total = first.total();
            let run = rest.iter().take_while(|deposit| deposit.total() == total).count();
            let (deposits, later) = rest.split_at(run);
            let (mut sum, mut credited) = (left, big(0));
            for deposit in deposits {
                sum += big(deposit.amount) << 64;
                let per_share = &sum / &total;
                for (entitled, shares) in entitled.iter_mut().zip(deposit.shares) {
                    *entitled += (&per_share - &credited) * shares;
                }
                credited = per_share;
            }
            left = sum - credited * total;
            rest = later;
        }
        entitled
    }
}
