//! Token accounts and mints of both token programs.

use {
    super::{
        account, in_context,
        params::{parse, Params},
        Answer, Fault, State,
    },
    crate::ledger::genesis::{TOKEN, TOKEN_2022},
    solana_account::{AccountSharedData, ReadableAccount},
    solana_account_decoder_client_types::token::{real_number_string_trimmed, UiTokenAmount},
    solana_address::Address,
    solana_rpc_client_api::{
        config::{RpcAccountInfoConfig, RpcTokenAccountsFilter},
        request::NUM_LARGEST_ACCOUNTS,
        response::RpcTokenAccountBalance,
    },
};

/// Sizes without extensions. Token-2022 puts the kind of an account with extensions behind the longer of the two.
const MINT_SIZE: usize = 82;
const HOLDING_SIZE: usize = 165;
const MULTISIG_SIZE: usize = 355;
const KIND_MINT: u8 = 1;
const KIND_HOLDING: u8 = 2;

/// The fields of a token account that are asked for here.
pub(super) struct Holding {
    pub mint: Address,
    pub owner: Address,
    pub amount: u64,
}

impl Holding {
    /// None, if the account is not an initialised token account.
    pub(super) fn read(account: &AccountSharedData) -> Option<Self> {
        let data = of_kind(account, HOLDING_SIZE, KIND_HOLDING)?;
        let uninitialised = *data.get(108)? == 0;
        (!uninitialised).then_some(())?;
        Some(Self { mint: address_at(data, 0)?, owner: address_at(data, 32)?, amount: u64_at(data, 64)? })
    }
}

struct Mint {
    supply: u64,
    decimals: u8,
}

impl Mint {
    fn read(account: &AccountSharedData) -> Option<Self> {
        let data = of_kind(account, MINT_SIZE, KIND_MINT)?;
        let initialised = *data.get(45)? == 1;
        initialised.then_some(())?;
        Some(Self { supply: u64_at(data, 36)?, decimals: *data.get(44)? })
    }
}

pub(super) fn balance(state: &State, params: &Params) -> Answer {
    let holding = state
        .account(&params.address(0)?)
        .ok_or_else(|| Fault::invalid_params("could not find account"))
        .map(Holding::read)?
        .ok_or_else(|| Fault::invalid_params("not a Token account"))?;
    let mint = mint(state, &holding.mint)?;
    in_context(state, ui_amount(holding.amount, mint.decimals))
}

pub(super) fn supply(state: &State, params: &Params) -> Answer {
    let mint = mint(state, &params.address(0)?)?;
    in_context(state, ui_amount(mint.supply, mint.decimals))
}

pub(super) fn largest(state: &State, params: &Params) -> Answer {
    let address = params.address(0)?;
    let decimals = mint(state, &address)?.decimals;
    let mut holdings: Vec<(u64, &Address)> = state
        .accounts()
        .filter_map(|(at, account)| Some((Holding::read(account)?, at)))
        .filter(|(holding, _)| holding.mint == address)
        .map(|(holding, at)| (holding.amount, at))
        .collect();
    holdings.sort_unstable_by(|a, b| b.cmp(a));
    holdings.truncate(NUM_LARGEST_ACCOUNTS);
    let balances: Vec<_> = holdings
        .into_iter()
        .map(|(amount, at)| RpcTokenAccountBalance { address: at.to_string(), amount: ui_amount(amount, decimals) })
        .collect();
    in_context(state, balances)
}

pub(super) fn of_owner(state: &State, params: &Params) -> Answer {
    let owner = params.address(0)?;
    let filter: RpcTokenAccountsFilter = params.required(1)?;
    let config: RpcAccountInfoConfig = params.optional(2)?.unwrap_or_default();
    let (program, of_mint) = match filter {
        RpcTokenAccountsFilter::ProgramId(text) => (parse::<Address>(&text)?, None),
        RpcTokenAccountsFilter::Mint(text) => {
            let address: Address = parse(&text)?;
            mint(state, &address)?;
            let program = state.account(&address).map(|account| *account.owner());
            (program.unwrap_or_default(), Some(address))
        }
    };
    if program != TOKEN && program != TOKEN_2022 {
        return Err(Fault::invalid_params("unrecognized Token program id"));
    }
    let accounts = account::keyed(state, &config, |account| {
        *account.owner() == program
            && Holding::read(account)
                .is_some_and(|holding| holding.owner == owner && of_mint.is_none_or(|mint| mint == holding.mint))
    })?;
    in_context(state, accounts)
}

fn mint(state: &State, address: &Address) -> Result<Mint, Fault> {
    state
        .account(address)
        .ok_or_else(|| Fault::invalid_params("could not find mint"))
        .map(Mint::read)?
        .ok_or_else(|| Fault::invalid_params("not a Token mint"))
}

/// An amount in units, with its decimal forms.
fn ui_amount(amount: u64, decimals: u8) -> UiTokenAmount {
    let ui_amount_string = real_number_string_trimmed(amount, decimals);
    UiTokenAmount { ui_amount: ui_amount_string.parse().ok(), decimals, amount: amount.to_string(), ui_amount_string }
}

/// The data of a token program's account, if it is of this kind.
fn of_kind(account: &AccountSharedData, size: usize, kind: u8) -> Option<&[u8]> {
    let data = account.data();
    let plain = data.len() == size && (*account.owner() == TOKEN || *account.owner() == TOKEN_2022);
    let extended =
        *account.owner() == TOKEN_2022 && data.len() != MULTISIG_SIZE && data.get(HOLDING_SIZE) == Some(&kind);
    (plain || extended).then_some(data)
}

fn address_at(data: &[u8], offset: usize) -> Option<Address> {
    let (bytes, _) = data.get(offset..)?.split_first_chunk::<32>()?;
    Some(Address::new_from_array(*bytes))
}

fn u64_at(data: &[u8], offset: usize) -> Option<u64> {
    let (bytes, _) = data.get(offset..)?.split_first_chunk::<8>()?;
    Some(u64::from_le_bytes(*bytes))
}
