//! Asking a node for accounts; nothing of its answer is trusted.

use {
    super::{
        account::{self, Stored},
        error::{connection, Result, RpcError},
        Client,
    },
    crate::{ids::ID, Address},
    base64::{prelude::BASE64_STANDARD, Engine},
    solana_account::Account,
    solana_account_decoder_client_types::{UiAccount, UiAccountData, UiAccountEncoding, UiDataSliceConfig},
    solana_rpc_client_api::{
        config::{RpcAccountInfoConfig, RpcProgramAccountsConfig},
        filter::{Memcmp, MemcmpEncodedBytes, RpcFilterType},
        request::MAX_MULTIPLE_ACCOUNTS,
    },
    std::collections::BTreeMap,
};

impl Client {
    /// An account of the program that has to exist.
    pub(super) async fn stored<T: Stored>(&self, address: Address) -> Result<T> {
        account::decode(address, &self.account(T::WHAT, address).await?)
    }

    /// An account of the program that may not exist.
    pub(super) async fn stored_if_any<T: Stored>(&self, address: Address) -> Result<Option<(Address, T)>> {
        match self.account_if_any(address).await? {
            // Whoever sends lamports to a derived address does not create anything there.
            Some(account) if account.owner == solana_sdk_ids::system_program::ID && account.data.is_empty() => Ok(None),
            Some(account) => Ok(Some((address, account::decode(address, &account)?))),
            None => Ok(None),
        }
    }

    /// Every account of a kind that matches the filters, by address.
    pub(super) async fn all<T: Stored>(&self, filters: &[RpcFilterType]) -> Result<Vec<(Address, T)>> {
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
        // There may be a hundred thousand: each is given free as soon as it is decoded.
        for (address, account) in answer {
            let account = binary(address, &account)?;
            if account.owner != program || !filters.iter().all(|filter| matches(filter, &account.data)) {
                return Err(RpcError::decode(what, address, "it is not what was asked for"));
            }
            if found.insert(address, account).is_some() {
                return Err(RpcError::decode(what, address, "it came twice"));
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

    pub(super) async fn accounts_with(
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

    fn account_config(&self, slice: Option<UiDataSliceConfig>) -> RpcAccountInfoConfig {
        RpcAccountInfoConfig {
            encoding: Some(UiAccountEncoding::Base64),
            data_slice: slice,
            commitment: Some(self.rpc.commitment()),
            min_context_slot: None,
        }
    }
}

/// What a node sent, if it is encoded as it was asked for: a compressed answer could unfold to any size, and base58 of many
/// bytes takes minutes.
fn binary(address: Address, account: &UiAccount) -> Result<Account> {
    let decoded = match account.data {
        UiAccountData::Binary(_, UiAccountEncoding::Base64) => account.to_account(),
        _ => None,
    };
    decoded.ok_or_else(|| RpcError::decode("account", address, "its data is not in base64"))
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
