//! A small world of accounts that fit each other, and numbers that look random and never change.

use personal_token_sdk::{
    core::{
        boundary::Contact,
        complaint::{Category, Severity, LAPSE_TIME},
        market,
        member::Status,
        parameters::Parameters,
        policy::Policy,
        proceeds::Source,
        round::{self, State, SubscriptionState},
    },
    pda,
    state::{
        AccountState, Application, Complaint, Distribution, Listing, Member, Network, Position, Recovery, Report,
        Round, Steward, Subscription, Token, TokenAccount, WalletLink, VERSION,
    },
    Address, TOKEN_ID,
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
    let network = Network {
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
    };
    Network { treasury_quote_account: pda::quote_account(network.treasury, network.quote_mint), ..network }
}

pub fn member(numbers: &mut Numbers, network: &Network) -> Member {
    let member = Member {
        version: VERSION,
        status: Status::Active.byte(),
        roles: 3,
        reputation: 1_000,
        admitted_at: NOW - 1_000_000,
        charter_acknowledged_at: NOW - 1_000_000,
        charter_version: network.charter_version,
        network: network.address(),
        identity: numbers.array(),
        wallet: numbers.address(),
        ..bytemuck_zeroed()
    };
    Member { quote_account: pda::quote_account(member.wallet, network.quote_mint), ..member }
}

pub fn token(network: &Network, owner: &Member) -> Token {
    let mint = pda::mint(owner.address());
    Token {
        version: VERSION,
        policy: Policy::Open.byte(),
        announced_policy: Policy::Open.byte(),
        authorised: 10_000,
        announced_authorised: 10_000,
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
        quote_account: member.quote_account,
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

/// A round of 1,000 shares at 50 units, completed at [`NOW`] less the undo window, with one accepted subscription of 100.
pub fn round(token: &Token) -> Round {
    let round = Round {
        version: VERSION,
        index: 3,
        book: round::Round {
            shares: 1_000,
            price: 50,
            minimum_subscription: 10,
            maximum_subscription: 500,
            opens_at: NOW - 1_000,
            closes_at: NOW + 1_000,
            completed_at: NOW - 60,
            accepted_shares: 100,
            owed_to_investors: 6_000,
            undo_window: 60,
            lock: 86_400,
            accepted: 1,
            subscriptions: 1,
            equity_fee: 200,
            state: State::Completing.byte(),
            ..bytemuck_zeroed()
        },
        token: token.address(),
        ..bytemuck_zeroed()
    };
    Round { escrow: pda::escrow(round.address()), ..round }
}

/// The accepted subscription of [`round`], 120 shares asked for.
pub fn subscription(round: &Round, member: &Member) -> Subscription {
    Subscription {
        version: VERSION,
        book: round::Subscription {
            shares: 120,
            accepted: 100,
            owed: 6_000,
            state: SubscriptionState::Accepted.byte(),
            ..bytemuck_zeroed()
        },
        round: round.address(),
        member: member.address(),
        ..bytemuck_zeroed()
    }
}

/// 200 shares at 1,000 units, open to everyone; 2 % for the owner, 1 % for the network.
pub fn listing(position: &Position) -> Listing {
    Listing {
        version: VERSION,
        nonce: 7,
        book: market::Listing {
            shares: 200,
            price: 1_000,
            minimum_fill: 10,
            owner_until: NOW - 20,
            holders_until: NOW - 10,
            expires_at: NOW + 10,
            owner_fee: 200,
            network_fee: 100,
            padding: 0,
        },
        position: position.address(),
        token: position.token,
        seller: position.member,
        ..bytemuck_zeroed()
    }
}

pub fn recovery(member: &Member) -> Recovery {
    Recovery {
        version: VERSION,
        proposed_at: NOW,
        executable_at: NOW + 10,
        lapses_at: NOW + 20,
        member: member.address(),
        ..bytemuck_zeroed()
    }
}

/// The fifth complaint about a position, severe, filed at [`NOW`] and neither answered nor decided.
pub fn complaint(position: &Position, token: &Token) -> Complaint {
    Complaint {
        version: VERSION,
        category: Category::BeyondBoundary.byte(),
        severity: Severity::Severe.byte(),
        contact: Contact::Quarterly.byte(),
        index: 4,
        occurred_at: NOW - 60,
        filed_at: NOW,
        lapses_at: NOW + i64::from(LAPSE_TIME),
        token: position.token,
        position: position.address(),
        member: position.member,
        owner: token.owner,
        evidence_hash: [6; 32],
        ..bytemuck_zeroed()
    }
}

/// A report of a gain of 700 in 2026, filed at [`NOW`].
pub fn report(token: &Token) -> Report {
    Report {
        version: VERSION,
        year: 2026,
        proceeds: 1_000,
        cost_basis: 300,
        filed_at: NOW,
        token: token.address(),
        evidence_hash: [8; 32],
        ..bytemuck_zeroed()
    }
}

/// An empty account for quote money.
pub fn quote_account(wallet: Address, network: &Network) -> TokenAccount {
    TokenAccount {
        program: TOKEN_ID,
        mint: network.quote_mint,
        owner: wallet,
        amount: 0,
        delegate: None,
        delegated_amount: 0,
        state: AccountState::Initialized,
        native_reserve: None,
        close_authority: None,
        extensions: vec![],
        cpi_guard: false,
    }
}

fn bytemuck_zeroed<T: bytemuck::Zeroable>() -> T {
    T::zeroed()
}
