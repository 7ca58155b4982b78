//! A small world of accounts that fit each other, and numbers that look random and never change.

use personal_token_sdk::{
    core::{member::Status, parameters::Parameters, policy::Policy, proceeds::Source},
    pda,
    state::{Application, Distribution, Member, Network, Position, Steward, Token, WalletLink, VERSION},
    Address,
};

/// SplitMix64: every run sees the same numbers.
pub struct Numbers(pub u64);

impl Numbers {
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    pub fn below(&mut self, bound: u64) -> u64 {
        self.next() % bound
    }

    pub fn bytes(&mut self, count: usize) -> Vec<u8> {
        (0..count).map(|_| self.next() as u8).collect()
    }

    pub fn array(&mut self) -> [u8; 32] {
        self.bytes(32).try_into().unwrap()
    }

    pub fn address(&mut self) -> Address {
        Address::new_from_array(self.array())
    }
}

pub const NOW: i64 = 1_800_000_000;

/// A network, an owner with a token, a sender and a receiver with positions in it; every transfer of 100 shares from
/// the sender to the receiver is fine.
#[derive(Clone)]
pub struct World {
    pub network: Network,
    pub owner: Member,
    pub token: Token,
    pub owner_position: Position,
    pub sender: Member,
    pub source: Position,
    pub receiver: Member,
    pub destination: Position,
}

impl World {
    pub fn new() -> Self {
        let numbers = &mut Numbers(7);
        let network = network(numbers);
        let mut owner = member(numbers, &network);
        let mint = pda::mint(owner.address());
        owner.token = pda::token(mint);
        let mut token = token(&network, &owner);
        token.hold = 90 * 86_400;
        token.announced_hold = token.hold;
        let owner_position = position(&token, &owner, 600);
        let (sender, receiver) = (member(numbers, &network), member(numbers, &network));
        let source = position(&token, &sender, 400);
        let destination = position(&token, &receiver, 0);
        Self { network, owner, token, owner_position, sender, source, receiver, destination }
    }
}

pub fn network(numbers: &mut Numbers) -> Network {
    Network {
        version: VERSION,
        charter_clauses: 12,
        charter_version: 1,
        parameters: Parameters::default(),
        creator: numbers.address(),
        name: pda::network_name("Makers").unwrap(),
        authority: numbers.address(),
        quote_mint: numbers.address(),
        treasury: numbers.address(),
        charter_hash: numbers.array(),
        ..bytemuck_zeroed()
    }
}

pub fn member(numbers: &mut Numbers, network: &Network) -> Member {
    Member {
        version: VERSION,
        status: Status::Active.byte(),
        roles: 3,
        reputation: 1_000,
        admitted_at: NOW - 1_000_000,
        network: network.address(),
        identity: numbers.array(),
        wallet: numbers.address(),
        ..bytemuck_zeroed()
    }
}

pub fn token(network: &Network, owner: &Member) -> Token {
    let mint = pda::mint(owner.address());
    Token {
        version: VERSION,
        policy: Policy::Open.byte(),
        announced_policy: Policy::Open.byte(),
        authorised: 10_000,
        total: 1_000,
        network: network.address(),
        owner: owner.address(),
        mint,
        vault: pda::vault(mint),
        quote_mint: network.quote_mint,
        terms_hash: [5; 32],
        ..bytemuck_zeroed()
    }
}

pub fn position(token: &Token, member: &Member, shares: u64) -> Position {
    Position {
        version: VERSION,
        used: u8::from(shares > 0),
        member: member.address(),
        token: token.address(),
        share_account: pda::share_account(member.wallet, token.mint),
        wallet: member.wallet,
        quote_account: pda::quote_account(member.wallet, token.quote_mint),
        shares,
        ..bytemuck_zeroed()
    }
}

pub fn steward(network: &Network, member: &Member) -> Steward {
    Steward {
        version: VERSION,
        capabilities: 5,
        granted_at: [NOW, 0, NOW, 0],
        network: network.address(),
        member: member.address(),
        ..bytemuck_zeroed()
    }
}

pub fn application(network: &Network, wallet: Address) -> Application {
    Application { version: VERSION, roles: 2, network: network.address(), wallet, ..bytemuck_zeroed() }
}

pub fn wallet_link(member: &Member) -> WalletLink {
    let (network, wallet) = (member.network, member.wallet);
    WalletLink { version: VERSION, network, wallet, member: member.address(), ..bytemuck_zeroed() }
}

pub fn distribution(token: &Token) -> Distribution {
    Distribution {
        version: VERSION,
        source: Source::CompanyEquity.byte(),
        year: 2026,
        gross: 10,
        per_share: u128::MAX.into(),
        token: token.address(),
        ..bytemuck_zeroed()
    }
}

fn bytemuck_zeroed<T: bytemuck::Zeroable>() -> T {
    T::zeroed()
}
