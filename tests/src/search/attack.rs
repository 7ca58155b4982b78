//! What must never succeed, whatever the state.

use super::op::{Op, TokenId, Wallet};

/// One attack. It is refused, and changes nothing but the payer's fee.
#[derive(Clone, Debug, PartialEq, Eq)]
#[rustfmt::skip]
pub enum Attack {
    /// A transaction that breaks a rule.
    Illegal(Box<Op>),
    /// One of the signatures that it needs is missing.
    Unsigned { op: Box<Op>, which: u8 },
    /// Somebody else signs instead.
    Impersonated { op: Box<Op>, which: u8, by: Wallet },
    /// Two accounts in each other's place.
    Swapped { op: Box<Op>, slots: [u8; 2] },
    /// An account of another token in the place of this one's.
    OtherToken { op: Box<Op>, other: TokenId, which: u8 },
    /// The attacker's own network in the place of the members'.
    OtherNetwork { op: Box<Op> },
    /// The hook called without a transfer.
    CallHook { token: TokenId, from: Wallet, to: Wallet, shares: u64 },
    /// A transfer without the accounts of the hook.
    BareTransfer { token: TokenId, from: Wallet, to: Wallet, shares: u64 },
    /// New shares out of nothing.
    ForgeShares { token: TokenId, by: Wallet, to: Wallet, shares: u64 },
    /// A holder burns shares without the program.
    Burn { token: TokenId, wallet: Wallet, shares: u64, with_permission: bool },
    /// A holder takes, hands on or closes his share account.
    TakeShareAccount { token: TokenId, wallet: Wallet, how: u8 },
    /// The owner takes the mint or its hook.
    TakeMint { token: TokenId, by: Wallet, how: u8 },
    /// Somebody takes money out of a vault or an escrow.
    Drain { token: TokenId, round: Option<usize>, to: Wallet, amount: u64 },
    /// A stranger uses a power of the network's authority.
    Govern { by: Wallet, how: u8 },
    /// A member acts as a steward whom he is not.
    FakeSteward { by: Wallet, member: usize, how: u8 },
    /// A second token of somebody who has one, or has no right to one.
    SecondToken { by: Wallet },
    /// A batch whose last position has no account to be paid into.
    OddPairs { token: TokenId, holder: Wallet },
}
