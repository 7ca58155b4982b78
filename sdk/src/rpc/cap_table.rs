//! Who holds a token.

use {
    super::{
        account,
        error::{Result, RpcError},
        Client,
    },
    crate::{
        core::BASIS_POINTS,
        pda, quote,
        state::{Position, Token},
        Address,
    },
    solana_sdk_ids::sysvar,
    std::{cmp::Reverse, time::Duration},
    tokio::time::sleep,
};

/// How often to read a token that changes while it is being read.
const ATTEMPTS: u32 = 4;
/// A slot or so.
const PAUSE: Duration = Duration::from_millis(400);

/// Who holds a token, as of one moment.
#[derive(Clone, Debug, PartialEq)]
pub struct CapTable {
    /// The token.
    pub token: Token,
    /// All shares; the sum over the rows.
    pub total: u64,
    /// Unix time on the cluster, at which locks were looked at.
    pub now: i64,
    /// One row a position, the largest first, then by address; positions that hold nothing included.
    pub rows: Vec<CapRow>,
}

/// A position in a cap table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CapRow {
    /// The holder's wallet.
    pub wallet: Address,
    /// The holder.
    pub member: Address,
    /// The position.
    pub position: Address,
    /// Shares held.
    pub shares: u64,
    /// Part of all shares in basis points, rounded down.
    pub basis_points_floor: u16,
    /// Shares that are locked now.
    pub locked: u64,
    /// Unix time at which they unlock; 0 if none are locked.
    pub unlocks_at: i64,
    /// Shares that are listed for sale.
    pub listed: u64,
    /// Whole quote units that a claim would pay now.
    pub claimable: u64,
    /// Unix time until which the position is marked, [`FOR_EVER`](crate::core::recovery::FOR_EVER) for no end; `None` if it
    /// is not marked now.
    pub marked_until: Option<i64>,
    /// The position that everything was moved to, if the member has left this one.
    pub replaced_by: Option<Address>,
}

/// A token and all its positions, read so that they belong together.
pub(super) struct Book {
    pub(super) token: Token,
    pub(super) now: i64,
    pub(super) positions: Vec<(Address, Position)>,
}

impl Client {
    /// Who holds the token of a share mint: shares, locks and what each would be paid now.
    ///
    /// # Errors
    /// There is no such token; or the node's answer is wrong, or lacks positions: the rows always sum up to the total.
    pub async fn cap_table(&self, mint: Address) -> Result<CapTable> {
        let Book { token, now, positions } = self.book(mint).await?;
        let mut rows = positions
            .iter()
            .map(|(address, position)| row(*address, position, &token, now))
            .collect::<Result<Vec<_>>>()?;
        rows.sort_by_key(|row| (Reverse(row.shares), row.position));
        Ok(CapTable { token, total: token.total, now, rows })
    }

    /// Reads a token and its positions. A node reads the positions at one slot and the token at another, so this goes
    /// on until they agree: then nothing has been withheld either.
    pub(super) async fn book(&self, mint: Address) -> Result<Book> {
        let address = pda::token(mint);
        for attempt in 0..ATTEMPTS {
            if attempt > 0 {
                sleep(PAUSE).await;
            }
            let positions = self.positions(address).await?;
            // After the positions: an accumulator that lags behind a position's checkpoint would make no sense.
            let (token, now) = self.token_and_clock(mint).await?;
            let held: u128 = positions.iter().map(|(_, position)| u128::from(position.shares)).sum();
            // Behind a load balancer the token may nevertheless come from a node that lags.
            let in_step = positions.iter().all(|(at, position)| claimable(*at, position, &token).is_ok());
            if in_step && held == u128::from(token.total) {
                return Ok(Book { token, now, positions });
            }
        }
        Err(RpcError::decode("token", address, "its positions do not add up to its shares"))
    }

    /// A token that has to exist and the time, of one slot.
    pub(super) async fn token_and_clock(&self, mint: Address) -> Result<(Token, i64)> {
        let address = pda::token(mint);
        let found = self.accounts(&[address, sysvar::clock::ID]).await?;
        match found.as_slice() {
            [Some(token), Some(clock)] => Ok((account::decode(address, token)?, account::clock(clock)?)),
            [None, _] => Err(RpcError::NotFound { what: "token", address }),
            _ => Err(RpcError::NotFound { what: "clock", address: sysvar::clock::ID }),
        }
    }
}

pub(super) fn row(address: Address, position: &Position, token: &Token, now: i64) -> Result<CapRow> {
    let lock = position.lockup().at(now);
    let part = u128::from(position.shares).saturating_mul(u128::from(BASIS_POINTS));
    let floor = part.checked_div(u128::from(token.total)).unwrap_or(0);
    Ok(CapRow {
        wallet: position.wallet,
        member: position.member,
        position: address,
        shares: position.shares,
        // The shares sum up to the total, so this is at most the whole.
        basis_points_floor: u16::try_from(floor).unwrap_or(BASIS_POINTS),
        locked: lock.shares,
        unlocks_at: lock.unlocks_at,
        listed: position.listed,
        claimable: claimable(address, position, token)?,
        marked_until: position.is_held(now).then_some(position.held_until),
        replaced_by: position.replaced_by(),
    })
}

/// Whole quote units that a claim would pay, by the rule that pays them.
pub(super) fn claimable(address: Address, position: &Position, token: &Token) -> Result<u64> {
    quote::claimable(token, position).map_err(|_| RpcError::decode("position", address, "it is ahead of its token"))
}
