//! What the laws share: how many cases, which amounts, a ledger of one token, and an independent model of it.
#![allow(clippy::unwrap_used)]

mod history;
pub mod rounds;

pub use history::{big, History};

use personal_token_core::accumulator::{transfer, Holding, Pool};
use personal_token_core::Result;
use proptest::prelude::*;
use proptest::test_runner::FileFailurePersistence;

/// Asserts that a rule refuses, and with what.
#[macro_export]
macro_rules! refused {
    ($rule:expr, $error:ident) => {
        assert_eq!($rule.unwrap_err(), personal_token_core::Error::$error)
    };
}

/// 100,000 cases a law, unless `PT_CASES` says otherwise (mutation testing builds hundreds of times).
pub fn config() -> ProptestConfig {
    ProptestConfig {
        cases: number("PT_CASES", 100_000),
        // Counter-examples are kept beside the law that found them and are replayed first.
        failure_persistence: Some(Box::new(FileFailurePersistence::WithSource("seeds"))),
        ..ProptestConfig::default()
    }
}

/// The length of an exhaustive history: `full`, or less if `PT_DEPTH` says so.
pub fn depth(full: u32) -> u32 {
    number("PT_DEPTH", full).min(full)
}

fn number(name: &str, default: u32) -> u32 {
    std::env::var(name).map_or(default, |value| value.parse().expect("a number"))
}

/// Amounts of every size, with the ends of the range and the tiny ones over-represented: that is where rules break.
pub fn amount() -> impl Strategy<Value = u64> {
    (any::<u64>(), 0u8..16).prop_map(|(bits, kind)| match kind {
        0..=4 => bits % 6,
        5..=9 => bits % 10_000_000,
        10..=13 => bits >> (bits % 64),
        14 => bits,
        _ => u64::MAX - bits % 3,
    })
}

/// Amounts near the top of the range, for the overflow laws.
pub fn extreme() -> impl Strategy<Value = u64> {
    (any::<u64>(), 0u8..4).prop_map(|(bits, kind)| match kind {
        0 => u64::MAX - bits % 4,
        1 => (u64::MAX >> 1).wrapping_add(bits % 4),
        2 => 1 + bits % 3,
        _ => bits,
    })
}

/// Unix times around the ones that matter: this century, the epoch, and the far ends.
pub fn moment() -> impl Strategy<Value = i64> {
    (any::<i64>(), 0u8..8).prop_map(|(bits, kind)| match kind {
        0..=4 => bits.rem_euclid(4_000_000_000),
        5 => bits % 100_000,
        6 => bits >> 8,
        _ => bits,
    })
}

/// Something that somebody does to a token. Holder 0 is the owner.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    Deposit(u64),
    DepositNet(u64),
    Issue(usize, u64),
    Retire(usize, u64),
    Transfer(usize, usize, u64),
    Checkpoint(usize),
    Claim(usize),
}

/// Any action of `N` holders; transfers are always between two of them.
pub fn action<const N: usize>(amounts: impl Strategy<Value = u64>) -> impl Strategy<Value = Action> {
    (0u8..16, 0..N, 1..N, amounts).prop_map(|(kind, who, step, amount)| match kind {
        0..=3 => Action::Deposit(amount),
        4 | 5 => Action::DepositNet(amount),
        6 | 7 => Action::Issue(who, amount),
        8 => Action::Retire(who, amount),
        9..=12 => Action::Transfer(who, (who + step) % N, amount),
        13 => Action::Checkpoint(who),
        _ => Action::Claim(who),
    })
}

/// One token under the rules being proven, with what each holder was paid.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ledger<const N: usize> {
    pub pool: Pool,
    pub holders: [Holding; N],
    pub paid: [u64; N],
}

impl<const N: usize> Ledger<N> {
    pub fn new() -> Self {
        Self { pool: Pool::default(), holders: [Holding::default(); N], paid: [0; N] }
    }

    /// A token whose first shares are issued; what does not fit 64 bits is left out.
    pub fn issued(shares: [u64; N]) -> Self {
        let mut ledger = Self::new();
        for (who, count) in shares.into_iter().enumerate() {
            let _ = ledger.apply(Action::Issue(who, count));
        }
        ledger
    }

    pub fn apply(&mut self, action: Action) -> Result<()> {
        let (pool, holders) = (&mut self.pool, &mut self.holders);
        match action {
            Action::Deposit(amount) => pool.deposit(amount).map(|_| ()),
            Action::DepositNet(amount) => {
                let (_, net) = pool.deposit_net(&mut holders[0], amount)?;
                assert_eq!(u128::from(net.transferred) + u128::from(net.retained), u128::from(amount));
                self.paid[0] += net.retained;
                Ok(())
            }
            Action::Issue(who, shares) => pool.issue(&mut holders[who], shares),
            Action::Retire(who, shares) => pool.retire(&mut holders[who], shares),
            Action::Transfer(from, to, shares) => {
                let [from, to] = holders.get_disjoint_mut([from, to]).unwrap();
                transfer(pool.acc, from, to, shares)
            }
            Action::Checkpoint(who) => holders[who].checkpoint(pool.acc),
            Action::Claim(who) => {
                self.paid[who] += pool.claim(&mut holders[who])?;
                Ok(())
            }
        }
    }

    /// What a holder has not been paid yet, times 2^64: booked and unbooked together.
    pub fn due(&self, who: usize) -> u128 {
        let holding = &self.holders[who];
        holding.owed + u128::from(holding.shares) * (self.pool.acc - holding.last)
    }

    /// Everything a holder ever got or will get, times 2^64.
    pub fn lifetime(&self, who: usize) -> u128 {
        self.due(who) + (u128::from(self.paid[who]) << 64)
    }

    pub fn claimable(&self, who: usize) -> u64 {
        self.holders[who].claimable(self.pool.acc).unwrap()
    }

    /// What the vault holds if nobody ever donated to it.
    pub fn vault(&self) -> u64 {
        self.pool.deposited - self.pool.paid
    }

    /// The theorems T1, T2 and T3 with no tolerance. All sums fit 128 bits, which T4 proves; overflow checks are on.
    pub fn assert_invariants(&self) {
        let (mut shares, mut due, mut claimable, mut paid) = (0u64, 0u128, 0u64, 0u64);
        for who in 0..N {
            shares += self.holders[who].shares;
            due += self.due(who);
            claimable += self.claimable(who);
            paid += self.paid[who];
            assert_eq!(u128::from(self.claimable(who)), self.due(who) >> 64);
        }
        assert_eq!((shares, paid), (self.pool.total, self.pool.paid));
        let booked = due + self.pool.rem + (u128::from(self.pool.paid) << 64);
        assert_eq!(booked, u128::from(self.pool.deposited) << 64, "T1 conservation");
        let dust = self.vault().checked_sub(claimable).expect("T2 solvency");
        assert!(dust <= N as u64, "T3 dust bound");
    }
}
