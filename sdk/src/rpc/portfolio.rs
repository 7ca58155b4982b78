//! What a wallet holds, over all tokens.

use {
    super::{
        account,
        cap_table::{row, CapRow},
        error::{Result, RpcError},
        read::memcmp,
        Client,
    },
    crate::{
        state::{Position, Token},
        Address,
    },
    solana_sdk_ids::sysvar,
    std::cmp::Reverse,
};

/// Positions whose tokens and the clock fit one request of a hundred accounts: a node answers it as of one slot.
const AT_ONCE: usize = 49;

/// A position with its token.
#[derive(Clone, Debug, PartialEq)]
pub struct Holding {
    /// The token.
    pub token: Token,
    /// What the wallet holds of it.
    pub row: CapRow,
}

/// What a wallet holds.
#[derive(Clone, Debug, PartialEq)]
pub struct Portfolio {
    /// Unix time on the cluster, at which locks were looked at.
    pub now: i64,
    /// One a position, the most claimable first, then by address; positions that hold nothing included.
    pub holdings: Vec<Holding>,
}

impl Client {
    /// All positions of a wallet, in all tokens, by address. Those of a member's other wallets are found by
    /// [`positions_of_member`](Client::positions_of_member).
    ///
    /// # Errors
    /// The answer is missing or wrong.
    pub async fn positions_of_wallet(&self, wallet: Address) -> Result<Vec<(Address, Position)>> {
        self.all(&[memcmp(Position::WALLET_OFFSET, wallet.as_ref())]).await
    }

    /// What a wallet holds of every token: shares, locks, listings and what it would be paid now. No position is no error.
    ///
    /// A node that withholds a position is not found out, as it is for [`Client::cap_table`].
    ///
    /// # Errors
    /// The answer is missing or wrong.
    pub async fn portfolio(&self, wallet: Address) -> Result<Portfolio> {
        let found = self.positions_of_wallet(wallet).await?;
        let mut portfolio = Portfolio { now: self.now().await?, holdings: Vec::with_capacity(found.len()) };
        for chunk in found.chunks(AT_ONCE) {
            // Once more, with their tokens: a search shows them as of another slot.
            let positions = chunk.iter().map(|(address, _)| *address);
            let tokens = chunk.iter().map(|(_, position)| position.token);
            let addresses: Vec<Address> = [sysvar::clock::ID].into_iter().chain(positions).chain(tokens).collect();
            let accounts = self.accounts(&addresses).await?;
            let (clock, accounts) = accounts.split_first().ok_or_else(no_clock)?;
            portfolio.now = account::clock(clock.as_ref().ok_or_else(no_clock)?)?;
            let (positions, tokens) = accounts.split_at_checked(chunk.len()).unwrap_or_default();
            for (((address, found), position), token) in chunk.iter().zip(positions).zip(tokens) {
                // Closed in between.
                let Some(position) = position else { continue };
                let position: Position = account::decode(*address, position)?;
                let missing = RpcError::NotFound { what: "token", address: found.token };
                let token: Token = account::decode(found.token, token.as_ref().ok_or(missing)?)?;
                let row = row(*address, &position, &token, portfolio.now)?;
                portfolio.holdings.push(Holding { token, row });
            }
        }
        portfolio.holdings.sort_by_key(|holding| (Reverse(holding.row.claimable), holding.row.position));
        Ok(portfolio)
    }
}

fn no_clock() -> RpcError {
    RpcError::NotFound { what: "clock", address: sysvar::clock::ID }
}
