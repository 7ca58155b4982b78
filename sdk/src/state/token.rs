use super::{check_field, program_account, DISCRIMINATOR_SPACE, U128};
use crate::{
    core::{
        self,
        accumulator::Pool,
        parameters::Parameters,
        policy::{Pause, Policy, Term},
        report::{YearBook, YEARS},
    },
    pda, Address, Result,
};
use bytemuck::{Pod, Zeroable};
use std::mem::offset_of;

/// A personal token: its shares, its money, its rules.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Pod, Zeroable)]
#[repr(C)]
pub struct Token {
    /// Layout version.
    pub version: u8,
    /// Canonical bump.
    pub bump: u8,
    /// Canonical bump of the mint.
    pub mint_bump: u8,
    /// Canonical bump of the vault.
    pub vault_bump: u8,
    /// Byte of [`Policy`], in force until `policy_effective_at`; see [`Token::policy_at`].
    pub policy: u8,
    /// In force from `policy_effective_at` on.
    pub announced_policy: u8,
    /// Zero.
    pub padding: [u8; 2],
    /// Unix time of the announced policy; 0 when nothing is announced.
    pub policy_effective_at: i64,
    /// Seconds for which received shares are locked, in force until `hold_effective_at`; see [`Token::lock_at`].
    pub hold: u32,
    /// In force from `hold_effective_at` on.
    pub announced_hold: u32,
    /// Unix time of the announced hold; 0 when nothing is announced.
    pub hold_effective_at: i64,
    /// Transfers are paused before this Unix time.
    pub paused_until: i64,
    /// No new pause before this Unix time.
    pub next_pause_at: i64,
    /// The most shares there may be, in force until `authorised_effective_at`; see [`Token::authorised_at`].
    pub authorised: u64,
    /// In force from `authorised_effective_at` on; never less.
    pub announced_authorised: u64,
    /// Unix time of the announced number; 0 when nothing is announced.
    pub authorised_effective_at: i64,
    /// All shares, the owner's included; equals the mint's supply.
    pub total: u64,
    /// Quote units ever deposited.
    pub deposited: u64,
    /// Quote units ever paid out, or kept by the owner in net deposits.
    pub paid: u64,
    /// Quote units ever owed to one share, times 2^64.
    pub acc: U128,
    /// Remainder of the last division, carried into the next deposit.
    pub rem: U128,
    /// Unix time of creation.
    pub created_at: i64,
    /// Number of distributions; the next one's index.
    pub distributions: u32,
    /// Number of rounds; the next one's index.
    pub rounds: u32,
    /// The network it belongs to.
    pub network: Address,
    /// The member whose token it is.
    pub owner: Address,
    /// The share mint.
    pub mint: Address,
    /// The quote vault, a token account of the classic Token program whose owner is this account.
    pub vault: Address,
    /// The network's quote mint.
    pub quote_mint: Address,
    /// Hash of the terms of the shares.
    pub terms_hash: [u8; 32],
    /// How long a listing waits for the owner, in seconds; fixed at creation.
    pub owner_first_refusal: u32,
    /// How long it then waits for other holders, in seconds; fixed at creation.
    pub holder_first_refusal: u32,
    /// Accepted subscriptions of a completed round that are not settled; deposits wait for them.
    pub unsettled: u32,
    /// Zero.
    pub padding2: u32,
    /// Unix time at which the open round closes; 0 for none.
    pub round_closes_at: i64,
    /// The price of the last round that issued shares, in quote units a share.
    pub last_round_price: u64,
    /// Quote units of `deposited` that have no distribution: routed gains, and money of sales that could not be delivered.
    pub credited: u64,
    /// Quote units deposited gross, or routed from sales, for each of the last years; see [`Token::year_book`].
    pub year_gross: [u64; YEARS],
    /// The years of `year_gross`; 0 for none.
    pub years: [u16; YEARS],
    /// Zero.
    pub reserved: [u8; 24],
}

program_account!(Token, [131, 254, 39, 144, 4, 179, 134, 127], 448);

impl Token {
    /// Where the network's address lies in the data, for filters.
    pub const NETWORK_OFFSET: usize = DISCRIMINATOR_SPACE + offset_of!(Self, network);

    /// Its address.
    pub fn address(&self) -> Address {
        pda::token(self.mint)
    }

    /// The money side, as the rules take it.
    pub fn pool(&self) -> Pool {
        Pool { acc: self.acc.get(), rem: self.rem.get(), total: self.total, deposited: self.deposited, paid: self.paid }
    }

    /// The policy and its announced change; [`core::Error::PolicyInvalid`] never comes of a decoded token.
    pub fn policy_term(&self) -> core::Result<Term<Policy>> {
        Ok(Term {
            current: Policy::from_byte(self.policy)?,
            announced: Policy::from_byte(self.announced_policy)?,
            effective_at: self.policy_effective_at,
        })
    }

    /// The policy in force; [`core::Error::PolicyInvalid`] never comes of a decoded token.
    pub fn policy_at(&self, now: i64) -> core::Result<Policy> {
        Ok(self.policy_term()?.at(now))
    }

    /// The hold time and its announced change, in seconds.
    pub fn hold_term(&self) -> Term<u32> {
        Term { current: self.hold, announced: self.announced_hold, effective_at: self.hold_effective_at }
    }

    /// For how many seconds received shares are locked: the token's hold, or the network's minimum if that is longer.
    pub fn lock_at(&self, now: i64, parameters: &Parameters) -> u32 {
        self.hold_term().at(now).max(parameters.minimum_hold)
    }

    /// The authorised shares and their announced change.
    pub fn authorised_term(&self) -> Term<u64> {
        Term {
            current: self.authorised,
            announced: self.announced_authorised,
            effective_at: self.authorised_effective_at,
        }
    }

    /// The most shares there may be now.
    pub fn authorised_at(&self, now: i64) -> u64 {
        self.authorised_term().at(now)
    }

    /// What was deposited for each of the last years; `.gross(year)` gives it in quote units.
    pub fn year_book(&self) -> YearBook {
        YearBook { years: self.years, gross: self.year_gross }
    }

    /// The owner's pause.
    pub fn pause(&self) -> Pause {
        Pause { until: self.paused_until, next_at: self.next_pause_at }
    }

    fn check_fields(&self) -> Result<()> {
        check_field(Policy::from_byte(self.policy).is_ok(), "Token", "policy", self.policy.into())?;
        let announced = Policy::from_byte(self.announced_policy).is_ok();
        check_field(announced, "Token", "announced_policy", self.announced_policy.into())?;
        check_field(self.authorised <= self.announced_authorised, "Token", "authorised", self.authorised)?;
        check_field(self.total <= self.announced_authorised, "Token", "total", self.total)?;
        check_field(self.paid <= self.deposited, "Token", "paid", self.paid)?;
        check_field(self.credited <= self.deposited, "Token", "credited", self.credited)
    }
}
