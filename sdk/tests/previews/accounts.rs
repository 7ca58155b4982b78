//! Who takes part in the previews of transfers and sales. A vector names only the bytes in which an account differs from
//! the one here.

use crate::{hex, money::NOW};
use personal_token_sdk::{
    core::{market, parameters::Parameters},
    pda,
    state::{AccountState, Listing, Member, Network, Position, ProgramAccount, Token, TokenAccount, U128},
    Address, TOKEN_ID,
};
use serde_json::{json, Map, Value};

/// A purchase or a transfer with everybody whom it could need. Ada's token; Ben has shares of it and a token of his own;
/// Carl gets shares.
#[derive(Clone, Copy)]
pub struct Cast {
    pub network: Network,
    pub token: Token,
    pub ada: Member,
    pub ben: Member,
    pub carl: Member,
    pub ada_position: Position,
    pub ben_position: Position,
    pub carl_position: Position,
    pub listing: Listing,
    pub own_token: Token,
    pub own_position: Position,
}

fn network() -> Network {
    Network {
        version: 1,
        creator: Address::from([1; 32]),
        name: [2; 32],
        charter_version: 2,
        parameters: Parameters { minimum_hold: 1_000, ..Parameters::default() },
        quote_mint: Address::from([3; 32]),
        treasury: Address::from([4; 32]),
        ..bytemuck::Zeroable::zeroed()
    }
}

fn member(network: &Network, number: u8) -> Member {
    Member {
        version: 1,
        status: 1,
        roles: 3,
        reputation: 1_000,
        reputation_as_of: NOW - 100_000,
        charter_version: network.charter_version,
        network: network.address(),
        identity: [number; 32],
        wallet: Address::from([number + 100; 32]),
        ..bytemuck::Zeroable::zeroed()
    }
}

fn token(network: &Network, owner: &Member, total: u64) -> Token {
    let mint = pda::mint(owner.address());
    Token {
        version: 1,
        hold: 2_000,
        announced_hold: 2_000,
        authorised: u64::MAX,
        announced_authorised: u64::MAX,
        total,
        deposited: 5_000_000_000,
        paid: 1_000_000_000,
        acc: U128::new((5_000_000_000 << 64) / u128::from(total)),
        rem: U128::new((5_000_000_000 << 64) % u128::from(total)),
        network: network.address(),
        owner: owner.address(),
        mint,
        vault: pda::vault(mint),
        quote_mint: network.quote_mint,
        ..bytemuck::Zeroable::zeroed()
    }
}

fn position(token: &Token, member: &Member, shares: u64) -> Position {
    Position {
        version: 1,
        used: Position::HELD,
        member: member.address(),
        token: token.address(),
        share_account: pda::share_account(member.wallet, token.mint),
        wallet: member.wallet,
        quote_account: pda::quote_account(member.wallet, token.quote_mint),
        shares,
        last: U128::new(token.acc.get() / 2),
        owed: U128::new(7 << 62),
        cost_basis: shares * 3,
        ..bytemuck::Zeroable::zeroed()
    }
}

impl Cast {
    pub fn new() -> Self {
        let network = network();
        let [ada, mut ben, carl] = [11, 12, 13].map(|number| member(&network, number));
        let token = token(&network, &ada, 1_000_000);
        let own_token = self::token(&network, &ben, 500_000);
        ben.token = own_token.address();
        let [ada_position, ben_position, carl_position] =
            [(&ada, 600_000), (&ben, 300_000), (&carl, 100_000)].map(|(who, shares)| position(&token, who, shares));
        let listing = Listing {
            version: 1,
            book: market::Listing {
                shares: 50_000,
                price: 7,
                minimum_fill: 10,
                owner_until: NOW - 20,
                holders_until: NOW - 10,
                expires_at: NOW + 1_000,
                owner_fee: 150,
                network_fee: 50,
                padding: 0,
            },
            listed_at: NOW - 30,
            position: ben_position.address(),
            token: token.address(),
            seller: ben.address(),
            ..bytemuck::Zeroable::zeroed()
        };
        let own_position = position(&own_token, &ben, 400_000);
        Self {
            network,
            token,
            ada,
            ben,
            carl,
            ada_position,
            ben_position: Position { listed: 50_000, ..ben_position },
            carl_position,
            listing,
            own_token,
            own_position,
        }
    }
}

/// The accounts that vectors start from, with the addresses that they are at.
pub fn cast() -> Value {
    let all = Cast::new();
    let mut accounts = Map::new();
    let mut add = |name: &str, address: Address, data: Vec<u8>| {
        accounts.insert(name.into(), json!({ "address": address.to_string(), "data": hex(&data) }));
    };
    add("network", all.network.address(), all.network.encode());
    add("token", all.token.address(), all.token.encode());
    add("ada", all.ada.address(), all.ada.encode());
    add("ben", all.ben.address(), all.ben.encode());
    add("carl", all.carl.address(), all.carl.encode());
    add("adaPosition", all.ada_position.address(), all.ada_position.encode());
    add("benPosition", all.ben_position.address(), all.ben_position.encode());
    add("carlPosition", all.carl_position.address(), all.carl_position.encode());
    add("listing", all.listing.address(), all.listing.encode());
    add("ownToken", all.own_token.address(), all.own_token.encode());
    add("ownPosition", all.own_position.address(), all.own_position.encode());
    accounts.into()
}

/// An account as the one of the cast with this name, with other bytes at some offsets; the name alone if it is the same.
pub fn patched<A: ProgramAccount>(name: &str, base: &A, account: &A, address: Address) -> Value {
    let (before, after) = (base.encode(), account.encode());
    let mut patches: Vec<(usize, Vec<u8>)> = Vec::new();
    for (offset, byte) in after.iter().enumerate().filter(|(offset, byte)| before[*offset] != **byte) {
        match patches.last_mut() {
            Some((start, bytes)) if *start + bytes.len() == offset => bytes.push(*byte),
            _ => patches.push((offset, vec![*byte])),
        }
    }
    if patches.is_empty() {
        return name.into();
    }
    let patches: Vec<Value> = patches.into_iter().map(|(offset, bytes)| json!([offset, hex(&bytes)])).collect();
    json!({ "like": name, "patches": patches, "address": address.to_string() })
}

/// A token account of the quote mint that can be paid.
pub fn payable(owner: Address, mint: Address) -> TokenAccount {
    TokenAccount {
        program: TOKEN_ID,
        mint,
        owner,
        amount: 0,
        delegate: None,
        delegated_amount: 0,
        state: AccountState::Initialized,
        native_reserve: None,
        close_authority: None,
        extensions: Vec::new(),
        cpi_guard: false,
    }
}

pub fn shown_account(account: Option<&TokenAccount>) -> Value {
    account.map_or(Value::Null, |account| {
        json!({
            "program": account.program.to_string(),
            "mint": account.mint.to_string(),
            "owner": account.owner.to_string(),
            "frozen": account.is_frozen(),
        })
    })
}
