//! What would happen, to the unit: the rules of [`core`](crate::core) on decoded accounts.
//!
//! Nothing here reads a clock; `now` is the Unix time of the cluster's. Between a preview and the transaction the
//! accounts may change.
//!
//! ```
//! use personal_token_sdk::quote;
//!
//! // Of 1,000 units for 3 shares, one share gets 333 whole ones; its third of a unit stays owed.
//! assert_eq!(quote::distribution_share(1_000, 3, 1), Ok(333));
//! ```

mod guard;
mod round;
mod sale;
mod transfer;

pub use guard::{check_may_buy, reports_due, standing_returns_at, ReportDue};
pub use round::{check_investor, refund, round_stage, settlement, withdrawal, SettlementPreview};
pub use sale::{sale, SaleInputs, SalePreview};
pub use transfer::{transfer, TransferInputs, TransferPreview};

use crate::{
    core::{
        accumulator::{Holding, Pool},
        lockup::Lockup,
        proceeds::{gain, Payout, QuoteAccount},
        Error, Result,
    },
    ids::TOKEN_ID,
    state::{Position, Token, TokenAccount},
    Address,
};

/// Whole quote units that a claim would pay now; the fraction stays owed. The position is one of this token.
pub fn claimable(token: &Token, position: &Position) -> Result<u64> {
    position.holding().claimable(token.acc.get())
}

/// Shares that may leave the position now, as far as its lock is concerned.
pub fn unlocked(position: &Position, now: i64) -> u64 {
    position.lockup().free(position.shares, now)
}

/// Shares that may leave the position now: neither locked nor listed. Whether anything holds the member, see
/// [`Member::restraint`](crate::state::Member::restraint).
pub fn movable(position: &Position, now: i64) -> u64 {
    position.movable(now)
}

/// How a payout of this position would end. `account` is what was fetched from the quote account that the position
/// records; `None` if nothing is there, or nothing that decodes. A marked position is [`Payout::Held`] for everybody but
/// its holder.
pub fn payout(token: &Token, position: &Position, account: Option<&TokenAccount>, now: i64) -> Payout {
    if position.token != token.address() {
        return Payout::NotAPosition;
    }
    if position.is_held(now) {
        return Payout::Held;
    }
    payable(account, token.quote_mint, position.wallet)
}

/// Whether money sent to a recorded quote account arrives.
fn payable(account: Option<&TokenAccount>, quote_mint: Address, wallet: Address) -> Payout {
    let account = account.filter(|account| account.program == TOKEN_ID && account.mint == quote_mint);
    let account = QuoteAccount {
        is_recorded: true,
        is_initialised: account.is_some(),
        is_own: account.is_some_and(|account| account.owner == wallet),
        is_frozen: account.is_some_and(TokenAccount::is_frozen),
    };
    account.payout()
}

/// Whole quote units that `shares` of `total` shares get of a deposit of `gross`, nothing carried over from before.
pub fn distribution_share(gross: u64, total: u64, shares: u64) -> Result<u64> {
    let mut pool = Pool { total, ..Pool::default() };
    pool.deposit(gross)?;
    Holding { shares, ..Holding::default() }.claimable(pool.acc)
}

/// What a deposit would do. Amounts are quote units.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DepositPreview {
    /// What all shares are credited together.
    pub gross: u64,
    /// What one share is credited, times 2^64.
    pub per_share: u128,
    /// What leaves the source.
    pub transferred: u64,
    /// The owner's own part, which stays with him.
    pub retained: u64,
}

/// A deposit of the gain of a sale, in quote units, all of it into the vault.
///
/// Refuses with [`Error::RoundUnsettled`], [`Error::ZeroDeposit`], [`Error::NoShares`] and [`Error::DepositLimit`].
pub fn deposit(token: &Token, proceeds: u64, cost_basis: u64) -> Result<DepositPreview> {
    refuse(token.unsettled != 0, Error::RoundUnsettled)?;
    let gross = gain(proceeds, cost_basis)?;
    let per_share = token.pool().deposit(gross)?;
    Ok(DepositPreview { gross, per_share, transferred: gross, retained: 0 })
}

/// As [`deposit`], but the part of the owner, whose position this is, stays with him.
///
/// Refuses besides with [`Error::TokenMismatch`], [`Error::NotTokenOwner`], [`Error::PositionReplaced`] and
/// [`Error::NoOutsideShares`].
pub fn net_deposit(token: &Token, owner: &Position, proceeds: u64, cost_basis: u64) -> Result<DepositPreview> {
    refuse(owner.token != token.address(), Error::TokenMismatch)?;
    refuse(owner.member != token.owner, Error::NotTokenOwner)?;
    refuse(owner.replaced_by().is_some(), Error::PositionReplaced)?;
    refuse(token.unsettled != 0, Error::RoundUnsettled)?;
    let gross = gain(proceeds, cost_basis)?;
    let (per_share, moved) = token.pool().deposit_net(&mut owner.holding(), gross)?;
    Ok(DepositPreview { gross, per_share, transferred: moved.transferred, retained: moved.retained })
}

fn after(position: &Position, holding: &Holding, lock: Lockup) -> Position {
    Position {
        shares: holding.shares,
        last: holding.last.into(),
        owed: holding.owed.into(),
        locked: lock.shares,
        unlocks_at: lock.unlocks_at,
        ..*position
    }
}

fn clear_approval(position: &mut Position) {
    position.approved_from = Address::default();
    position.approved_shares = 0;
    position.approval_expires_at = 0;
}

fn locked_until(position: &Position, now: i64) -> Option<i64> {
    let lock = position.lockup().at(now);
    (lock.shares > 0).then_some(lock.unlocks_at)
}

fn refuse(broken: bool, error: Error) -> Result<()> {
    if broken {
        Err(error)
    } else {
        Ok(())
    }
}
