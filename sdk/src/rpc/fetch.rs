//! Reading accounts.

use {
    super::{
        account,
        error::{Result, RpcError},
        read::memcmp,
        Client,
    },
    crate::{
        ids::{ID, TOKEN_2022_ID, TOKEN_ID},
        pda,
        state::{
            Application, Complaint, Distribution, Listing, Member, Network, Position, Recovery, Report, Round,
            ShareMint, Steward, Subscription, Token, TokenAccount, WalletLink,
        },
        Address,
    },
    solana_account_decoder_client_types::UiDataSliceConfig,
    solana_sdk_ids::sysvar,
};

/// Whether the rules can change under their users.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Upgradeability {
    /// Nobody can change the program any more.
    Final,
    /// This address can replace the program.
    UpgradeableBy(Address),
    /// The program is not on this cluster.
    NotDeployed,
}

/// Answers [`RpcError::NotFound`] where an account is missing that has to exist, [`RpcError::Decode`] where one is not
/// what it should be, and [`RpcError::Rpc`] where the node does not answer; methods that return an `Option` take a missing
/// account for an answer.
impl Client {
    /// Unix time on the cluster.
    ///
    /// # Errors
    /// The node does not answer, or with something else.
    pub async fn now(&self) -> Result<i64> {
        let account = self.account("clock", sysvar::clock::ID).await?;
        account::clock(&account)
    }

    /// A network.
    ///
    /// # Errors
    /// There is none at this address, or the answer is wrong.
    pub async fn network(&self, address: Address) -> Result<Network> {
        self.stored(address).await
    }

    /// All networks, by address.
    ///
    /// # Errors
    /// The answer is missing or wrong.
    pub async fn networks(&self) -> Result<Vec<(Address, Network)>> {
        self.all(&[]).await
    }

    /// What a member may do for the network, if he is a steward.
    ///
    /// # Errors
    /// The answer is missing or wrong.
    pub async fn steward(&self, network: Address, member: Address) -> Result<Option<(Address, Steward)>> {
        self.stored_if_any(pda::steward(network, member)).await
    }

    /// The stewards of a network, by address.
    ///
    /// # Errors
    /// The answer is missing or wrong.
    pub async fn stewards(&self, network: Address) -> Result<Vec<(Address, Steward)>> {
        self.all(&[memcmp(Steward::NETWORK_OFFSET, network.as_ref())]).await
    }

    /// A wallet's pending application.
    ///
    /// # Errors
    /// The answer is missing or wrong.
    pub async fn application(&self, network: Address, wallet: Address) -> Result<Option<(Address, Application)>> {
        self.stored_if_any(pda::application(network, wallet)).await
    }

    /// The pending applications of a network, by address.
    ///
    /// # Errors
    /// The answer is missing or wrong.
    pub async fn applications(&self, network: Address) -> Result<Vec<(Address, Application)>> {
        self.all(&[memcmp(Application::NETWORK_OFFSET, network.as_ref())]).await
    }

    /// A member.
    ///
    /// # Errors
    /// There is none at this address, or the answer is wrong.
    pub async fn member(&self, address: Address) -> Result<Member> {
        self.stored(address).await
    }

    /// The member whose wallet this is.
    ///
    /// # Errors
    /// The answer is missing or wrong.
    pub async fn member_of(&self, network: Address, wallet: Address) -> Result<Option<(Address, Member)>> {
        let Some((_, link)) = self.stored_if_any::<WalletLink>(pda::wallet_link(network, wallet)).await? else {
            return Ok(None);
        };
        let member = self.member(link.member).await?;
        if member.network != network {
            return Err(RpcError::decode("member", link.member, "it is of another network than its wallet's link"));
        }
        Ok(Some((link.member, member)))
    }

    /// The members of a network, by address.
    ///
    /// # Errors
    /// The answer is missing or wrong.
    pub async fn members(&self, network: Address) -> Result<Vec<(Address, Member)>> {
        self.all(&[memcmp(Member::NETWORK_OFFSET, network.as_ref())]).await
    }

    /// The token of a share mint.
    ///
    /// # Errors
    /// The answer is missing or wrong.
    pub async fn token(&self, mint: Address) -> Result<Option<(Address, Token)>> {
        self.stored_if_any(pda::token(mint)).await
    }

    /// The tokens of a network, by address.
    ///
    /// # Errors
    /// The answer is missing or wrong.
    pub async fn tokens(&self, network: Address) -> Result<Vec<(Address, Token)>> {
        self.all(&[memcmp(Token::NETWORK_OFFSET, network.as_ref())]).await
    }

    /// A token by its own address, as positions, rounds and listings record it.
    ///
    /// # Errors
    /// There is none at this address, or the answer is wrong.
    pub async fn token_at(&self, address: Address) -> Result<Token> {
        self.stored(address).await
    }

    /// A share mint with its supply, authorities, extensions and texts.
    ///
    /// # Errors
    /// There is none at this address, or the answer is wrong.
    pub async fn share_mint(&self, mint: Address) -> Result<ShareMint> {
        let account = self.account("share mint", mint).await?;
        let found = ShareMint::decode(&account.owner, &account.data);
        let found = found.map_err(|error| RpcError::decode("share mint", mint, error))?;
        // Token-2022 writes it, and nobody can change it.
        match found.metadata.as_ref().is_none_or(|metadata| metadata.mint == mint) {
            true => Ok(found),
            false => Err(RpcError::decode("share mint", mint, "its metadata is of another mint")),
        }
    }

    /// The account list that wallets resolve transfers of a share mint with, if our program wrote one; to be compared with
    /// [`hook_accounts`](crate::state::hook_accounts).
    ///
    /// # Errors
    /// The node does not answer, or with something else.
    pub async fn hook_account_list(&self, mint: Address) -> Result<Option<Vec<u8>>> {
        let account = self.account_if_any(pda::extra_account_metas(mint)).await?;
        Ok(account.filter(|account| account.owner == ID).map(|account| account.data))
    }

    /// A wallet's position in the token of a share mint.
    ///
    /// # Errors
    /// The answer is missing or wrong.
    pub async fn position(&self, wallet: Address, mint: Address) -> Result<Option<(Address, Position)>> {
        self.stored_if_any(pda::position_of(wallet, mint)).await
    }

    /// A position by its own address, as listings and other positions record it.
    ///
    /// # Errors
    /// There is none at this address, or the answer is wrong.
    pub async fn position_at(&self, address: Address) -> Result<Position> {
        self.stored(address).await
    }

    /// The positions in a token, by address; empty ones included. `token` is the token's own address, not the mint's.
    ///
    /// # Errors
    /// The answer is missing or wrong.
    pub async fn positions(&self, token: Address) -> Result<Vec<(Address, Position)>> {
        self.all(&[memcmp(Position::TOKEN_OFFSET, token.as_ref())]).await
    }

    /// All positions of a member, in all tokens and of all wallets that he ever had, by address.
    ///
    /// # Errors
    /// The answer is missing or wrong.
    pub async fn positions_of_member(&self, member: Address) -> Result<Vec<(Address, Position)>> {
        self.all(&[memcmp(Position::MEMBER_OFFSET, member.as_ref())]).await
    }

    /// The deposits into a token, the oldest first. `token` is the token's own address, not the mint's.
    ///
    /// # Errors
    /// The answer is missing or wrong.
    pub async fn distributions(&self, token: Address) -> Result<Vec<(Address, Distribution)>> {
        let mut found: Vec<(Address, Distribution)> =
            self.all(&[memcmp(Distribution::TOKEN_OFFSET, token.as_ref())]).await?;
        found.sort_by_key(|(_, distribution)| distribution.index);
        check_numbers(found.iter().map(|(address, distribution)| (*address, distribution.index)), "distribution")?;
        Ok(found)
    }

    /// A round of a token, by its number from 0. `token` is the token's own address, not the mint's.
    ///
    /// # Errors
    /// The answer is missing or wrong.
    pub async fn round(&self, token: Address, index: u32) -> Result<Option<(Address, Round)>> {
        self.stored_if_any(pda::round(token, index)).await
    }

    /// The rounds of a token, the oldest first. `token` is the token's own address, not the mint's.
    ///
    /// # Errors
    /// The answer is missing or wrong.
    pub async fn rounds_of(&self, token: Address) -> Result<Vec<(Address, Round)>> {
        let mut found: Vec<(Address, Round)> = self.all(&[memcmp(Round::TOKEN_OFFSET, token.as_ref())]).await?;
        found.sort_by_key(|(_, round)| round.index);
        check_numbers(found.iter().map(|(address, round)| (*address, round.index)), "round")?;
        Ok(found)
    }

    /// A member's subscription to a round, if it has not ended.
    ///
    /// # Errors
    /// The answer is missing or wrong.
    pub async fn subscription(&self, round: Address, member: Address) -> Result<Option<(Address, Subscription)>> {
        self.stored_if_any(pda::subscription(round, member)).await
    }

    /// The subscriptions to a round that have not ended, by address.
    ///
    /// # Errors
    /// The answer is missing or wrong.
    pub async fn subscriptions_of(&self, round: Address) -> Result<Vec<(Address, Subscription)>> {
        self.all(&[memcmp(Subscription::ROUND_OFFSET, round.as_ref())]).await
    }

    /// The subscriptions of a member, to any rounds, that have not ended, by address.
    ///
    /// # Errors
    /// The answer is missing or wrong.
    pub async fn subscriptions_by(&self, member: Address) -> Result<Vec<(Address, Subscription)>> {
        self.all(&[memcmp(Subscription::MEMBER_OFFSET, member.as_ref())]).await
    }

    /// A listing of a position, by its number from 0, if it has not ended.
    ///
    /// # Errors
    /// The answer is missing or wrong.
    pub async fn listing(&self, position: Address, nonce: u32) -> Result<Option<(Address, Listing)>> {
        self.stored_if_any(pda::listing(position, nonce)).await
    }

    /// A listing by its own address, if it has not ended.
    ///
    /// # Errors
    /// The answer is missing or wrong.
    pub async fn listing_at(&self, address: Address) -> Result<Option<Listing>> {
        Ok(self.stored_if_any(address).await?.map(|(_, listing)| listing))
    }

    /// The listings of a token that have not ended, expired ones included, by address. `token` is the token's own address,
    /// not the mint's.
    ///
    /// # Errors
    /// The answer is missing or wrong.
    pub async fn listings_of(&self, token: Address) -> Result<Vec<(Address, Listing)>> {
        self.all(&[memcmp(Listing::TOKEN_OFFSET, token.as_ref())]).await
    }

    /// The listings of a position that have not ended, expired ones included, by address.
    ///
    /// # Errors
    /// The answer is missing or wrong.
    pub async fn listings_by(&self, position: Address) -> Result<Vec<(Address, Listing)>> {
        self.all(&[memcmp(Listing::POSITION_OFFSET, position.as_ref())]).await
    }

    /// A member's pending move to a new wallet.
    ///
    /// # Errors
    /// The answer is missing or wrong.
    pub async fn recovery_of(&self, member: Address) -> Result<Option<(Address, Recovery)>> {
        self.stored_if_any(pda::recovery(member)).await
    }

    /// A complaint by its own address, if it was not closed.
    ///
    /// # Errors
    /// The answer is missing or wrong.
    pub async fn complaint_at(&self, address: Address) -> Result<Option<Complaint>> {
        Ok(self.stored_if_any(address).await?.map(|(_, complaint)| complaint))
    }

    /// The complaints of a token's owner that were not closed, by address. `token` is the token's own address, not the
    /// mint's.
    ///
    /// # Errors
    /// The answer is missing or wrong.
    pub async fn complaints_of(&self, token: Address) -> Result<Vec<(Address, Complaint)>> {
        self.all(&[memcmp(Complaint::TOKEN_OFFSET, token.as_ref())]).await
    }

    /// The complaints about a member, of any owners, that were not closed, by address.
    ///
    /// # Errors
    /// The answer is missing or wrong.
    pub async fn complaints_about(&self, member: Address) -> Result<Vec<(Address, Complaint)>> {
        self.all(&[memcmp(Complaint::MEMBER_OFFSET, member.as_ref())]).await
    }

    /// What an owner reported of a year, or what was recorded of it. `token` is the token's own address.
    ///
    /// # Errors
    /// The answer is missing or wrong.
    pub async fn report(&self, token: Address, year: u16) -> Result<Option<(Address, Report)>> {
        self.stored_if_any(pda::report(token, year)).await
    }

    /// The reports of a token, by address. `token` is the token's own address, not the mint's.
    ///
    /// # Errors
    /// The answer is missing or wrong.
    pub async fn reports_of(&self, token: Address) -> Result<Vec<(Address, Report)>> {
        self.all(&[memcmp(Report::TOKEN_OFFSET, token.as_ref())]).await
    }

    /// A token account of either token program.
    ///
    /// # Errors
    /// The account is something else, or the node does not answer.
    pub async fn token_account(&self, address: Address) -> Result<Option<TokenAccount>> {
        let Some(account) = self.account_if_any(address).await? else { return Ok(None) };
        // An address to which somebody sent lamports before the account was made.
        if account.data.is_empty() && ![TOKEN_ID, TOKEN_2022_ID].contains(&account.owner) {
            return Ok(None);
        }
        TokenAccount::decode(&account.owner, &account.data)
            .map(Some)
            .map_err(|error| RpcError::decode("token account", address, error))
    }

    /// Decimals of the quote money.
    ///
    /// # Errors
    /// There is no mint of the classic Token program at this address.
    pub async fn quote_decimals(&self, quote_mint: Address) -> Result<u8> {
        let account = self.account("quote mint", quote_mint).await?;
        account::decimals(quote_mint, &account)
    }

    /// Who, if anybody, can replace the program and thereby its rules.
    ///
    /// # Errors
    /// The answer is missing or wrong.
    pub async fn program_authority(&self) -> Result<Upgradeability> {
        let Some(program) = self.account_if_any(ID).await? else { return Ok(Upgradeability::NotDeployed) };
        let at = account::program_data(&program)?;
        // The header only: the code behind it has hundreds of kilobytes.
        let header = UiDataSliceConfig { offset: 0, length: 45 };
        let found = self.accounts_with(&[at], Some(header)).await?.into_iter().next().flatten();
        // A closed program keeps its program account, but can no longer be called.
        let Some(data) = found else { return Ok(Upgradeability::NotDeployed) };
        Ok(account::upgrade_authority(at, &data)?.map_or(Upgradeability::Final, Upgradeability::UpgradeableBy))
    }
}

/// Deposits and rounds are numbered without gaps, and their accounts are never closed: what is missing was withheld.
fn check_numbers(found: impl Iterator<Item = (Address, u32)>, what: &'static str) -> Result<()> {
    for ((address, number), expected) in found.zip(0..) {
        if number != expected {
            return Err(RpcError::decode(what, address, format!("{what} {expected} is missing from the answer")));
        }
    }
    Ok(())
}
