//! Reading accounts.

use {
    super::{
        account::{self, Stored},
        error::{connection, Result, RpcError},
        Client,
    },
    crate::{
        ids::{ID, TOKEN_2022_ID, TOKEN_ID},
        pda,
        state::{
            Application, Distribution, Member, Network, Position, ShareMint, Steward, Token, TokenAccount, WalletLink,
        },
        Address,
    },
    base64::{prelude::BASE64_STANDARD, Engine},
    solana_account::Account,
    solana_account_decoder_client_types::{UiAccount, UiAccountEncoding, UiDataSliceConfig},
    solana_rpc_client_api::{
        config::{RpcAccountInfoConfig, RpcProgramAccountsConfig},
        filter::{Memcmp, MemcmpEncodedBytes, RpcFilterType},
        request::MAX_MULTIPLE_ACCOUNTS,
    },
    solana_sdk_ids::sysvar,
    std::collections::BTreeMap,
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

    /// A share mint with its supply, authorities, extensions and texts.
    ///
    /// # Errors
    /// There is none at this address, or the answer is wrong.
    pub async fn share_mint(&self, mint: Address) -> Result<ShareMint> {
        let account = self.account("share mint", mint).await?;
        ShareMint::decode(&account.owner, &account.data).map_err(|error| RpcError::decode("share mint", mint, error))
    }

    /// A wallet's position in the token of a share mint.
    ///
    /// # Errors
    /// The answer is missing or wrong.
    pub async fn position(&self, wallet: Address, mint: Address) -> Result<Option<(Address, Position)>> {
        self.stored_if_any(pda::position_of(wallet, mint)).await
    }

    /// The positions in a token, by address; empty ones included. `token` is the token's own address, not the mint's.
    ///
    /// # Errors
    /// The answer is missing or wrong.
    pub async fn positions(&self, token: Address) -> Result<Vec<(Address, Position)>> {
        self.all(&[memcmp(Position::TOKEN_OFFSET, token.as_ref())]).await
    }

    /// The deposits into a token, the oldest first. `token` is the token's own address, not the mint's.
    ///
    /// # Errors
    /// The answer is missing or wrong.
    pub async fn distributions(&self, token: Address) -> Result<Vec<(Address, Distribution)>> {
        let mut found: Vec<(Address, Distribution)> =
            self.all(&[memcmp(Distribution::TOKEN_OFFSET, token.as_ref())]).await?;
        found.sort_by_key(|(_, distribution)| distribution.index);
        // Deposits are numbered without gaps and their records are never closed.
        for ((address, distribution), expected) in found.iter().zip(0..) {
            if distribution.index != expected {
                let reason = format!("distribution {expected} is missing from the answer");
                return Err(RpcError::decode("distribution", *address, reason));
            }
        }
        Ok(found)
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

    /// An account of the program that has to exist.
    pub(super) async fn stored<T: Stored>(&self, address: Address) -> Result<T> {
        account::decode(address, &self.account(T::WHAT, address).await?)
    }

    /// An account of the program that may not exist.
    pub(super) async fn stored_if_any<T: Stored>(&self, address: Address) -> Result<Option<(Address, T)>> {
        match self.account_if_any(address).await? {
            // Whoever sends lamports to a derived address does not create anything there.
            Some(account) if account.owner == solana_sdk_ids::system_program::ID => Ok(None),
            Some(account) => Ok(Some((address, account::decode(address, &account)?))),
            None => Ok(None),
        }
    }

    /// Every account of a kind that matches the filters, by address.
    async fn all<T: Stored>(&self, filters: &[RpcFilterType]) -> Result<Vec<(Address, T)>> {
        let space = u64::try_from(T::SPACE).map_err(|error| RpcError::decode(T::WHAT, ID, error))?;
        let kind = [RpcFilterType::DataSize(space), memcmp(0, &T::DISCRIMINATOR)];
        self.program_accounts(T::WHAT, ID, [&kind, filters].concat())
            .await?
            .into_iter()
            .map(|(address, account)| Ok((address, account::decode(address, &account)?)))
            .collect()
    }

    /// The accounts of a program that match the filters, by address; a node that ignored a filter is found out.
    pub(super) async fn program_accounts(
        &self,
        what: &'static str,
        program: Address,
        filters: Vec<RpcFilterType>,
    ) -> Result<BTreeMap<Address, Account>> {
        let config = RpcProgramAccountsConfig {
            filters: Some(filters.clone()),
            account_config: self.account_config(None),
            with_context: None,
            sort_results: None,
        };
        let answer = self
            .rpc
            .get_program_ui_accounts_with_config(&program, config)
            .await
            .map_err(connection("getProgramAccounts"))?;
        let mut found = BTreeMap::new();
        for (address, account) in &answer {
            let account = binary(*address, account)?;
            if account.owner != program || !filters.iter().all(|filter| matches(filter, &account.data)) {
                return Err(RpcError::decode(what, *address, "it is not what was asked for"));
            }
            if found.insert(*address, account).is_some() {
                return Err(RpcError::decode(what, *address, "it came twice"));
            }
        }
        Ok(found)
    }

    /// An account that has to exist.
    pub(super) async fn account(&self, what: &'static str, address: Address) -> Result<Account> {
        self.account_if_any(address).await?.ok_or(RpcError::NotFound { what, address })
    }

    /// An account that may not exist.
    pub(super) async fn account_if_any(&self, address: Address) -> Result<Option<Account>> {
        Ok(self.accounts(&[address]).await?.into_iter().next().flatten())
    }

    /// Accounts in the order of their addresses. A node can swap them, which their decoding finds out.
    pub(super) async fn accounts(&self, addresses: &[Address]) -> Result<Vec<Option<Account>>> {
        self.accounts_with(addresses, None).await
    }

    async fn accounts_with(
        &self,
        addresses: &[Address],
        slice: Option<UiDataSliceConfig>,
    ) -> Result<Vec<Option<Account>>> {
        let mut found = Vec::with_capacity(addresses.len());
        for chunk in addresses.chunks(MAX_MULTIPLE_ACCOUNTS) {
            let answer = self
                .rpc
                .get_multiple_ui_accounts_with_config(chunk, self.account_config(slice))
                .await
                .map_err(connection("getMultipleAccounts"))?
                .value;
            if answer.len() != chunk.len() {
                let first = chunk.first().copied().unwrap_or_default();
                let reason = format!("{} accounts came where {} were asked for", answer.len(), chunk.len());
                return Err(RpcError::decode("list of accounts from", first, reason));
            }
            for (address, account) in chunk.iter().zip(&answer) {
                found.push(account.as_ref().map(|account| binary(*address, account)).transpose()?);
            }
        }
        Ok(found)
    }

    // Plain base64: a compressed answer could unfold to any size.
    fn account_config(&self, slice: Option<UiDataSliceConfig>) -> RpcAccountInfoConfig {
        RpcAccountInfoConfig {
            encoding: Some(UiAccountEncoding::Base64),
            data_slice: slice,
            commitment: Some(self.rpc.commitment()),
            min_context_slot: None,
        }
    }
}

fn binary(address: Address, account: &UiAccount) -> Result<Account> {
    account.to_account().ok_or_else(|| RpcError::decode("account", address, "its data is not in base64"))
}

/// A filter on bytes of the data.
pub(super) fn memcmp(offset: usize, bytes: &[u8]) -> RpcFilterType {
    RpcFilterType::Memcmp(Memcmp::new(offset, MemcmpEncodedBytes::Base64(BASE64_STANDARD.encode(bytes))))
}

fn matches(filter: &RpcFilterType, data: &[u8]) -> bool {
    match filter {
        RpcFilterType::DataSize(size) => u64::try_from(data.len()).is_ok_and(|length| length == *size),
        RpcFilterType::Memcmp(memcmp) => memcmp.bytes_match(data),
        RpcFilterType::TokenAccountState => true,
    }
}
