//! What must be true, in plain integers: an independent second opinion on every transaction.
//!
//! Nothing of `personal_token_core` is called. Where the program pulls (an accumulator and checkpoints), the model
//! pushes: each deposit is written out to every holder at once. Times, states and lists are kept as an outsider would
//! keep them: complaints are counted, not held in slots, a bar is a decision that stands, a report's year is looked up in
//! a calendar of its own. Every rule says whether the transaction is to succeed, and what is to be true afterwards; there
//! is no action whose verdict is taken over from the chain.

mod guard;
mod market;
mod people;
mod proceeds;
mod recovery;
mod round;
mod rule;
mod shares;
mod terms;

use std::collections::{BTreeMap, BTreeSet};

pub use rule::{year_of, Refused, Verdict};

use super::op::{Op, TokenId, Wallet};

/// Wallets that belong to members from the beginning; a member's index is that of his first wallet.
pub const MEMBERS: usize = 7;
/// A wallet with money and no membership.
pub const OUTSIDER: Wallet = 7;
/// The first of the wallets that recoveries move members to.
pub const FIRST_SPARE: Wallet = 8;
/// The network's authority; it has no quote account.
pub const FOUNDER: Wallet = 12;
/// All wallets, the authority's included.
pub const WALLETS: usize = 13;
/// Tokens; each belongs to the member of that index.
pub const TOKENS: usize = 3;
/// A member who is also the network's treasury.
pub const TREASURY: Wallet = 3;
/// A steward who invests as well; recovers and arbitrates.
pub const RON: usize = 4;
/// A member who attacks.
pub const MALLORY: usize = 5;
/// A steward who only does that; recovers and arbitrates.
pub const RITA: usize = 6;

pub const DAY: i64 = 86_400;

/// Of a network: fees in basis points, times in seconds. The search shortens the times, so that a case sees their ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Parameters {
    pub owner_fee: u64,
    pub network_fee: u64,
    pub equity_fee: u64,
    pub minimum_reputation: i64,
    pub cooling_off: i64,
    pub owner_first: i64,
    pub holder_first: i64,
    pub round_notice: i64,
    pub minimum_hold: i64,
    pub report_grace: i64,
    pub report_deadline: i64,
}

/// The parameters of every case.
pub const PARAMETERS: Parameters = Parameters {
    owner_fee: 150,
    network_fee: 50,
    equity_fee: 10,
    minimum_reputation: 600,
    cooling_off: 3_600,
    owner_first: DAY,
    holder_first: DAY,
    round_notice: DAY,
    minimum_hold: 3_600,
    report_grace: 30 * DAY,
    report_deadline: 105,
};

/// A value that changes after a notice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Term {
    pub current: u64,
    pub announced: u64,
    pub effective_at: i64,
}

/// A wallet and its canonical quote account.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Purse {
    /// Whose wallet it is or was.
    pub member: Option<usize>,
    /// Quote units in the canonical account, if that exists.
    pub quote: Option<u64>,
    pub frozen: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    Active,
    Suspended,
    Left,
    Excluded,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    pub wallet: Wallet,
    pub status: Status,
    /// Reputation, and when it was last changed.
    pub points: i64,
    pub points_at: i64,
    pub charter: u32,
    pub acknowledged_at: i64,
    pub held_until: i64,
    pub next_hold_at: i64,
    pub recovery_until: i64,
    /// Times of the abusive decisions against him that stand.
    pub abuses: Vec<i64>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    pub total: u64,
    pub authorised: Term,
    pub deposited: u64,
    pub paid: u64,
    /// What the last division left, below the shares then, in quote units times 2^64.
    pub rem: u128,
    pub credited: u64,
    pub vault: u64,
    pub policy: Term,
    pub hold: Term,
    pub paused_until: i64,
    pub next_pause_at: i64,
    pub created_at: i64,
    pub distributions: u32,
    pub round_closes_at: i64,
    pub unsettled: u32,
    pub last_price: u64,
    /// Gross deposits and routed gains by year.
    pub years: BTreeMap<i64, u64>,
    pub rounds: Vec<Round>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Position {
    pub shares: u64,
    /// Quote units owed, times 2^64.
    pub owed: u128,
    pub locked: u64,
    pub unlocks_at: i64,
    pub listed: u64,
    pub cost: u64,
    pub cap: u64,
    /// Sender, most shares, end.
    pub approval: Option<(Wallet, u64, i64)>,
    pub held_until: i64,
    pub listings: u32,
    pub complaints: u32,
    pub opened_at: i64,
    pub successor: Option<Wallet>,
    pub has_held: bool,
    pub is_kept: bool,
    pub contact: u8,
    pub contact_at: i64,
    pub first_contact_at: i64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    Open,
    Completing,
    Settled,
    Cancelled,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Round {
    pub shares: u64,
    pub price: u64,
    pub minimum_raise: u64,
    pub least: u64,
    pub most: u64,
    pub opens_at: i64,
    pub closes_at: i64,
    pub completed_at: i64,
    pub reopened_at: i64,
    pub window: i64,
    pub lock: i64,
    pub stage: Stage,
    pub undos: u8,
    pub issued: u64,
    pub fee_issued: u64,
    pub to_owner: u64,
    pub raised: u64,
    pub treasury: Option<Wallet>,
    pub escrow: u64,
    pub donated: u64,
    pub subscriptions: BTreeMap<usize, Subscription>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    Pending,
    Accepted,
    Declined,
    Settled,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subscription {
    pub shares: u64,
    pub accepted: u64,
    pub owed: u64,
    pub part: Part,
    /// Undos when it was accepted.
    pub undos: u8,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listing {
    pub shares: u64,
    pub price: u64,
    pub minimum: u64,
    pub owner_until: i64,
    pub holders_until: i64,
    pub expires_at: i64,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recovery {
    pub new_wallet: Wallet,
    pub executable_at: i64,
    pub lapses_at: i64,
    pub stewards: [Wallet; 2],
}

/// The choice of an arbiter: points of an upheld complaint, none for a dismissed one, or that it was abusive.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decision {
    Upheld(u8),
    Dismissed,
    Abusive,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Complaint {
    pub member: usize,
    pub severity: u8,
    pub filed_at: i64,
    pub replied: bool,
    /// Decision, when, and the points that it took.
    pub decided: Option<(Decision, i64, i64)>,
    pub overturned: bool,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    pub gain: u64,
    pub filed_at: Option<i64>,
    pub late: bool,
    pub missed: bool,
    pub short: bool,
}

/// Everything.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Model {
    pub now: i64,
    pub halted: bool,
    pub charter: u32,
    pub clauses: u16,
    pub charter_text: u32,
    pub members: Vec<Member>,
    pub purses: Vec<Purse>,
    pub tokens: Vec<Token>,
    /// Share accounts that exist, and their delegates.
    pub share_accounts: BTreeSet<(TokenId, Wallet)>,
    pub delegates: BTreeMap<(TokenId, Wallet), (Wallet, u64)>,
    pub positions: BTreeMap<(TokenId, Wallet), Position>,
    pub listings: BTreeMap<(TokenId, Wallet, u32), Listing>,
    pub recoveries: BTreeMap<usize, Recovery>,
    pub complaints: BTreeMap<(TokenId, Wallet, u32), Complaint>,
    pub reports: BTreeMap<(TokenId, i64), Report>,
    /// All quote units there are.
    pub supply: u64,
}

impl Model {
    /// Whether the transaction is to succeed; if so, afterwards. A refusal changes nothing.
    pub fn apply(&mut self, op: &Op) -> Verdict {
        let mut next = self.clone();
        next.run(op)?;
        *self = next;
        Ok(())
    }

    fn run(&mut self, op: &Op) -> Verdict {
        self.run_shares(op)
            .or_else(|| self.run_proceeds(op))
            .or_else(|| self.run_round(op))
            .or_else(|| self.run_market(op))
            .or_else(|| self.run_recovery(op))
            .or_else(|| self.run_terms(op))
            .or_else(|| self.run_guard(op))
            .or_else(|| self.run_people(op))
            .unwrap_or(Err(Refused("an attack")))
    }

    /// The member who owns a token.
    pub fn owner(&self, token: TokenId) -> &Member {
        &self.members[token]
    }

    /// The present wallet of a token's owner.
    pub fn owner_wallet(&self, token: TokenId) -> Wallet {
        self.owner(token).wallet
    }

    /// The member whose present wallet it is.
    pub fn present(&self, wallet: Wallet) -> Option<usize> {
        self.purses[wallet].member.filter(|member| self.members[*member].wallet == wallet)
    }
}
