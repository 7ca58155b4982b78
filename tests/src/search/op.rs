//! Transactions, in indexes and plain integers.

use super::{attack::Attack, model::Decision};

/// Index of a token, and of the member who owns it.
pub type TokenId = usize;
/// Index of a wallet.
pub type Wallet = usize;

/// What an owner asks for in a round.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Terms {
    pub shares: u64,
    pub price: u64,
    pub minimum_raise: u64,
    pub least: u64,
    pub most: u64,
    pub delay: u32,
    pub duration: u32,
    pub window: u32,
    pub lock: u32,
}

/// One transaction. `by`, `signer` and the wallets of those who act sign.
#[derive(Clone, Debug, PartialEq, Eq)]
#[rustfmt::skip]
pub enum Op {
    // Shares
    Transfer { token: TokenId, from: Wallet, to: Wallet, authority: Wallet, shares: u64 },
    Delegate { token: TokenId, from: Wallet, delegate: Wallet, shares: u64 },
    Issue { token: TokenId, by: Wallet, shares: u64 },
    OpenPosition { token: TokenId, wallet: Wallet },
    ClosePosition { token: TokenId, wallet: Wallet },
    Admit { token: TokenId, by: Wallet, holder: Wallet, cap: u16 },
    Approve { token: TokenId, by: Wallet, holder: Wallet, from: Wallet, shares: u64, expires_at: i64 },
    // Money
    Deposit { token: TokenId, by: Wallet, source: Wallet, index: u32, net: bool, proceeds: u64, cost: u64, year: u16 },
    Claim { token: TokenId, holder: Wallet, to: Wallet, signer: Option<Wallet> },
    ClaimTwice { token: TokenId, holder: Wallet },
    Distribute { token: TokenId, pairs: Vec<(TokenId, Wallet, Wallet)> },
    Fund { wallet: Wallet, amount: u64 },
    Pay { from: Wallet, to: Wallet, amount: u64 },
    Freeze { wallet: Wallet },
    Thaw { wallet: Wallet },
    OpenQuote { wallet: Wallet },
    CloseQuote { wallet: Wallet },
    DonateToVault { token: TokenId, amount: u64 },
    DonateToEscrow { token: TokenId, round: usize, amount: u64 },
    // Rounds
    OpenRound { token: TokenId, by: Wallet, index: u32, with_treasury: bool, terms: Terms },
    Subscribe { token: TokenId, round: usize, wallet: Wallet, source: Wallet, shares: u64 },
    Accept { token: TokenId, round: usize, by: Wallet, member: usize, shares: u64 },
    Decline { token: TokenId, round: usize, by: Wallet, member: usize },
    Withdraw { token: TokenId, round: usize, member: usize, wallet: Wallet },
    Complete { token: TokenId, round: usize, by: Wallet },
    Undo { token: TokenId, round: usize, by: Wallet },
    CancelRound { token: TokenId, round: usize, by: Wallet },
    Settle { token: TokenId, round: usize, member: usize, wallet: Wallet },
    Refund { token: TokenId, round: usize, member: usize, signer: Option<Wallet> },
    Collect { token: TokenId, round: usize, signer: Option<Wallet> },
    // Market
    List { token: TokenId, wallet: Wallet, nonce: u32, shares: u64, price: u64, minimum: u64, duration: u32 },
    Buy { token: TokenId, seller: Wallet, nonce: u32, buyer: Wallet, shares: u64, minimum: u64, maximum_price: u64 },
    Unlist { token: TokenId, seller: Wallet, nonce: u32, signer: Wallet },
    // Lost and stolen keys
    Hold { by: Wallet, member: usize, seconds: u32 },
    Release { by: Wallet, member: usize },
    Mark { token: TokenId, wallet: Wallet },
    Propose { stewards: [Wallet; 2], member: usize, new_wallet: Wallet },
    Veto { signer: Wallet, member: usize },
    Execute { member: usize },
    Move { token: TokenId, member: usize, old: Wallet, new: Wallet },
    // Terms
    SetPolicy { token: TokenId, by: Wallet, policy: u8 },
    SetHold { token: TokenId, by: Wallet, hold: u32 },
    Pause { token: TokenId, by: Wallet, seconds: u32 },
    Resume { token: TokenId, by: Wallet },
    Authorise { token: TokenId, by: Wallet, authorised: u64 },
    Halt { by: Wallet },
    EndHalt { by: Wallet },
    Publish { by: Wallet, clauses: u16, text: u32 },
    Acknowledge { wallet: Wallet, version: u32, clauses: u16 },
    // Guard rails
    SetBoundary { token: TokenId, by: Wallet, holder: Wallet, contact: u8 },
    Complain { token: TokenId, by: Wallet, holder: Wallet, index: u32, category: u8, severity: u8, occurred_at: i64 },
    Reply { token: TokenId, holder: Wallet, index: u32, by: Wallet },
    Resolve { token: TokenId, holder: Wallet, index: u32, by: Wallet, decision: Decision },
    Overturn { token: TokenId, holder: Wallet, index: u32, by: Wallet, decision: Decision },
    CloseComplaint { token: TokenId, holder: Wallet, index: u32 },
    Report { token: TokenId, by: Wallet, year: u16, proceeds: u64, cost: u64 },
    Record { token: TokenId, year: u16, witness: Wallet },
    // People
    Suspend { by: Wallet, member: usize },
    Exclude { by: Wallet, member: usize },
    Reinstate { by: Wallet, member: usize, consent: Option<Wallet> },
    Leave { wallet: Wallet },
    // Time, which is no transaction
    Warp { seconds: i64 },
    /// What must never succeed.
    Attack(Attack),
}
