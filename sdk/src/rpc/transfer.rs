//! A transfer of shares, from the wallets alone.

use {
    super::{
        account::{self, Stored},
        error::{Result, RpcError},
        Client,
    },
    crate::{
        instruction::SharesTransfer,
        pda,
        state::{Position, Token},
        Address,
    },
    solana_account::Account,
};

impl Client {
    /// The transfer of shares from one wallet, which signs it, to another, with all that the hook asks for.
    ///
    /// # Errors
    /// [`RpcError::NotFound`] if there is no such token, or if either wallet has no position in it; the answer is missing or
    /// wrong.
    pub async fn shares_transfer(
        &self,
        mint: Address,
        from: Address,
        to: Address,
        shares: u64,
    ) -> Result<SharesTransfer> {
        let addresses = [pda::token(mint), pda::position_of(from, mint), pda::position_of(to, mint)];
        let mut found = addresses.into_iter().zip(self.accounts(&addresses).await?);
        let token: Token = existing(found.next())?;
        let (source, destination): (Position, Position) = (existing(found.next())?, existing(found.next())?);
        Ok(SharesTransfer {
            authority: from,
            mint,
            network: token.network,
            source_wallet: from,
            source_member: source.member,
            destination_wallet: to,
            destination_member: destination.member,
            shares,
        })
    }
}

/// An account that has to exist.
fn existing<T: Stored>(found: Option<(Address, Option<Account>)>) -> Result<T> {
    let (address, account) = found.unwrap_or_default();
    account::decode(address, &account.ok_or(RpcError::NotFound { what: T::WHAT, address })?)
}
