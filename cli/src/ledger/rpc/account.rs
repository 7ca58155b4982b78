//! Accounts as they are, in binary.

use {
    super::{
        in_context,
        params::{addresses, Params},
        to_json, token, Answer, Fault, State, INVALID_REQUEST,
    },
    base64::{prelude::BASE64_STANDARD, Engine},
    serde_json::json,
    solana_account::{AccountSharedData, ReadableAccount},
    solana_account_decoder_client_types::{UiAccount, UiAccountData, UiAccountEncoding, UiDataSliceConfig},
    solana_address::Address,
    solana_rpc_client_api::{
        config::{RpcAccountInfoConfig, RpcProgramAccountsConfig},
        filter::RpcFilterType,
        request::{MAX_GET_PROGRAM_ACCOUNT_FILTERS, MAX_MULTIPLE_ACCOUNTS},
        response::RpcKeyedAccount,
    },
};

/// Base58 takes quadratic time, so nodes refuse more bytes than this in it.
const MAX_BASE58_BYTES: usize = 128;

pub(super) fn info(state: &State, params: &Params) -> Answer {
    let address = params.address(0)?;
    let config: RpcAccountInfoConfig = params.optional(1)?.unwrap_or_default();
    let account = state.account(&address).map(|account| encode(account, &config)).transpose()?;
    in_context(state, account)
}

pub(super) fn multiple(state: &State, params: &Params) -> Answer {
    let list: Vec<String> = params.required(0)?;
    let mut config: RpcAccountInfoConfig = params.optional(1)?.unwrap_or_default();
    // This method's default, unlike the others'.
    config.encoding.get_or_insert(UiAccountEncoding::Base64);
    if list.len() > MAX_MULTIPLE_ACCOUNTS {
        return Err(Fault::invalid_params(format!("Too many inputs provided; max {MAX_MULTIPLE_ACCOUNTS}")));
    }
    let accounts = addresses(&list)?
        .iter()
        .map(|address| state.account(address).map(|account| encode(account, &config)).transpose())
        .collect::<Result<Vec<_>, _>>()?;
    in_context(state, accounts)
}

pub(super) fn of_program(state: &State, params: &Params) -> Answer {
    let program = params.address(0)?;
    let config: RpcProgramAccountsConfig = params.optional(1)?.unwrap_or_default();
    let filters = config.filters.unwrap_or_default();
    if filters.len() > MAX_GET_PROGRAM_ACCOUNT_FILTERS {
        return Err(Fault::invalid_params(format!("Too many filters provided; max {MAX_GET_PROGRAM_ACCOUNT_FILTERS}")));
    }
    for filter in &filters {
        filter.verify().map_err(Fault::invalid_params)?;
    }
    let accounts = keyed(state, &config.account_config, |account| {
        *account.owner() == program && filters.iter().all(|filter| matches(filter, account))
    })?;
    if config.with_context.unwrap_or_default() {
        in_context(state, accounts)
    } else {
        to_json(accounts)
    }
}

pub(super) fn balance(state: &State, params: &Params) -> Answer {
    let lamports = state.account(&params.address(0)?).map_or(0, ReadableAccount::lamports);
    in_context(state, lamports)
}

pub(super) fn rent(state: &State, params: &Params) -> Answer {
    Ok(json!(state.svm.minimum_balance_for_rent_exemption(params.required(0)?)))
}

/// The accounts that `wanted` picks, by address.
pub(super) fn keyed(
    state: &State,
    config: &RpcAccountInfoConfig,
    wanted: impl Fn(&AccountSharedData) -> bool,
) -> Result<Vec<RpcKeyedAccount>, Fault> {
    let mut accounts: Vec<(&Address, &AccountSharedData)> =
        state.accounts().filter(|(_, account)| wanted(account)).collect();
    accounts.sort_unstable_by_key(|(address, _)| **address);
    accounts
        .into_iter()
        .map(|(address, account)| {
            Ok(RpcKeyedAccount { pubkey: address.to_string(), account: encode(account, config)? })
        })
        .collect()
}

/// An account in the encoding that was asked for; base64 stands in for `base64+zstd` and `jsonParsed`, as a client
/// decodes by the encoding that the answer names.
pub(super) fn encode(account: &AccountSharedData, config: &RpcAccountInfoConfig) -> Result<UiAccount, Fault> {
    let encoding = config.encoding.unwrap_or(UiAccountEncoding::Binary);
    let data = slice(account.data(), config.data_slice);
    let data = match encoding {
        UiAccountEncoding::Binary | UiAccountEncoding::Base58 => {
            if data.len() > MAX_BASE58_BYTES {
                return Err(Fault::new(
                    INVALID_REQUEST,
                    format!(
                        "Encoded binary (base 58) data should be less than {MAX_BASE58_BYTES} bytes, please use Base64 encoding."
                    ),
                ));
            }
            let text = bs58::encode(data).into_string();
            match encoding {
                UiAccountEncoding::Base58 => UiAccountData::Binary(text, encoding),
                _ => UiAccountData::LegacyBinary(text),
            }
        }
        UiAccountEncoding::Base64 | UiAccountEncoding::Base64Zstd | UiAccountEncoding::JsonParsed => {
            UiAccountData::Binary(BASE64_STANDARD.encode(data), UiAccountEncoding::Base64)
        }
    };
    Ok(UiAccount {
        lamports: account.lamports(),
        data,
        owner: account.owner().to_string(),
        executable: account.executable(),
        rent_epoch: account.rent_epoch(),
        space: u64::try_from(account.data().len()).ok(),
    })
}

/// The part of the data that was asked for, or what there is of it.
fn slice(data: &[u8], config: Option<UiDataSliceConfig>) -> &[u8] {
    let Some(UiDataSliceConfig { offset, length }) = config else {
        return data;
    };
    let rest = data.get(offset..).unwrap_or_default();
    rest.get(..length).unwrap_or(rest)
}

fn matches(filter: &RpcFilterType, account: &AccountSharedData) -> bool {
    let data = account.data();
    match filter {
        RpcFilterType::DataSize(size) => u64::try_from(data.len()) == Ok(*size),
        RpcFilterType::Memcmp(compare) => compare.bytes_match(data),
        RpcFilterType::TokenAccountState => token::Holding::read(account).is_some(),
    }
}
