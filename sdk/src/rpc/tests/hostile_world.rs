//! A cluster with two of everything, and every question that the client asks of accounts.

use {
    super::*,
    solana_sdk_ids::{address_lookup_table, bpf_loader_upgradeable, system_program, sysvar},
    std::{collections::BTreeMap, future::Future, pin::Pin},
    support::World,
};

#[allow(dead_code)]
#[path = "../../../tests/pure/support.rs"]
pub mod support;

pub type Answered = Pin<Box<dyn Future<Output = Result<String>>>>;

/// Something to be asked, and the honest answer in words.
pub struct Question {
    pub name: &'static str,
    /// Whether an account tells by itself where it lies. Mints, token accounts and lookup tables do not, so that a node can
    /// say anything about them.
    pub is_bound: bool,
    /// Whether an answer with less in it is still one: a node can withhold what may be absent.
    pub may_lack: bool,
    pub ask: Box<dyn Fn(Client) -> Answered>,
}

macro_rules! question {
    ($name:ident($($argument:expr),*), bound: $bound:literal, may_lack: $lack:literal) => {
        Question {
            name: stringify!($name),
            is_bound: $bound,
            may_lack: $lack,
            ask: Box::new(move |client: Client| {
                Box::pin(async move { client.$name($($argument),*).await.map(|found| format!("{found:?}")) })
            }),
        }
    };
}

/// The cluster.
pub struct Cluster {
    pub accounts: BTreeMap<Address, Account>,
    pub questions: Vec<Question>,
}

impl Cluster {
    pub fn node(&self) -> Node {
        let node = Node::new();
        self.accounts.iter().for_each(|(address, account)| node.set(*address, account.clone()));
        node
    }
}

fn lookup_table(authority: Address, first: Address) -> Account {
    let mut data = vec![0; 56];
    data[0] = 1;
    data[4..12].copy_from_slice(&u64::MAX.to_le_bytes());
    data[21] = 1;
    data[22..54].copy_from_slice(authority.as_ref());
    data.extend([first.to_bytes(), [7; 32]].concat());
    account(address_lookup_table::ID, data)
}

fn nonce(authority: Address, value: u8) -> Account {
    let data = [&[1, 0, 0, 0, 1, 0, 0, 0], authority.as_ref(), &[value; 32], &[0; 8]].concat();
    account(system_program::ID, data)
}

/// A mint with metadata, which names it.
fn share_mint(mint: Address, name: &str) -> Account {
    let text = |text: &str| [&u32::try_from(text.len()).unwrap().to_le_bytes(), text.as_bytes()].concat();
    let metadata = [&[0; 32], mint.as_ref(), &text(name), &text(name), &text(""), &[0; 4]].concat();
    let mut data = [&[0; 44][..], &[0, 1], &[0; 36]].concat();
    data.resize(165, 0);
    data.extend([1, 19, 0]);
    data.extend(u16::try_from(metadata.len()).unwrap().to_le_bytes());
    data.extend(metadata);
    account(crate::TOKEN_2022_ID, data)
}

fn quote_mint(decimals: u8) -> Account {
    let mut data = vec![0; 82];
    (data[44], data[45]) = (decimals, 1);
    account(TOKEN_ID, data)
}

/// Two of everything: what is asked for, and its neighbour of the same kind.
pub fn cluster() -> Cluster {
    let world = World::new();
    let mut accounts = BTreeMap::new();
    let World { network, sender, receiver, mut token, source, mut destination, .. } = world;
    (token.total, destination.shares) = (500, 100);
    (token.acc, token.deposited) = (U128::new(3 << 64), 1_500);
    let mut other_network = network;
    other_network.name = pda::network_name("Others").unwrap();
    let mut other_token = support::token(&network, &sender);
    other_token.total = 0;
    let round = |index| crate::state::Round { index, ..support::round(&token) };
    let (mint, wallet, member) = (token.mint, sender.wallet, sender.address());
    let (authority, applicant) = (at("authority"), at("applicant"));

    macro_rules! put {
        ($($value:expr),* $(,)?) => { $(accounts.insert($value.address(), stored(&$value));)* };
    }
    let members = [sender, receiver];
    put!(network, other_network, token, other_token, source, destination, members[0], members[1], world.owner);
    for member in members {
        put!(support::steward(&network, &member), support::wallet_link(&member), support::recovery(&member));
        put!(support::subscription(&round(0), &member));
    }
    put!(support::application(&network, applicant), support::application(&network, at("another applicant")));
    for index in [0, 1] {
        put!(round(index), crate::state::Distribution { index, ..support::distribution(&token) });
        put!(crate::state::Listing { nonce: index, ..support::listing(&source) });
        put!(crate::state::Complaint { index, ..support::complaint(&source, &token) });
        put!(crate::state::Report { year: 2025 + index as u16, ..support::report(&token) });
    }
    for holder in [source, destination] {
        let mut account = quote_account(holder.wallet, 1);
        account.data[..32].copy_from_slice(token.quote_mint.as_ref());
        accounts.insert(holder.quote_account, account);
    }
    let (program_data, _) = Address::find_program_address(&[ID.as_ref()], &bpf_loader_upgradeable::ID);
    let loaded = [&[3, 0, 0, 0], &[9; 8][..], &[1], authority.as_ref()].concat();
    let hashes = [&2u64.to_le_bytes()[..], &[5; 40], &[4; 40]].concat();
    accounts.extend([
        (sysvar::clock::ID, clock(NOW)),
        (mint, share_mint(mint, "Ada")),
        (other_token.mint, share_mint(other_token.mint, "Eve")),
        (token.quote_mint, quote_mint(6)),
        (at("another mint"), quote_mint(9)),
        (ID, account(bpf_loader_upgradeable::ID, [&[2, 0, 0, 0], program_data.as_ref()].concat())),
        (program_data, account(bpf_loader_upgradeable::ID, loaded)),
        (at("nonce"), nonce(authority, 1)),
        (at("another nonce"), nonce(at("another authority"), 2)),
        (at("table"), lookup_table(authority, token.address())),
        (at("another table"), lookup_table(at("another authority"), token.address())),
        (sysvar::slot_hashes::ID, account(sysvar::ID, hashes)),
    ]);

    let (network, quote_mint, token_address, position) =
        (network.address(), token.quote_mint, token.address(), source.address());
    let (round, listing, complaint) = (round(0).address(), pda::listing(position, 0), pda::complaint(position, 0));
    let quote = source.quote_account;
    let questions = vec![
        question!(now(), bound: true, may_lack: false),
        question!(network(network), bound: true, may_lack: false),
        question!(networks(), bound: true, may_lack: true),
        question!(steward(network, member), bound: true, may_lack: true),
        question!(stewards(network), bound: true, may_lack: true),
        question!(application(network, applicant), bound: true, may_lack: true),
        question!(applications(network), bound: true, may_lack: true),
        question!(member(member), bound: true, may_lack: false),
        question!(member_of(network, wallet), bound: true, may_lack: true),
        question!(members(network), bound: true, may_lack: true),
        question!(token(mint), bound: true, may_lack: true),
        question!(tokens(network), bound: true, may_lack: true),
        question!(token_at(token_address), bound: true, may_lack: false),
        question!(share_mint(mint), bound: true, may_lack: false),
        question!(position(wallet, mint), bound: true, may_lack: true),
        question!(position_at(position), bound: true, may_lack: false),
        question!(positions(token_address), bound: true, may_lack: true),
        question!(positions_of_member(member), bound: true, may_lack: true),
        question!(distributions(token_address), bound: true, may_lack: true),
        question!(round(token_address, 0), bound: true, may_lack: true),
        question!(rounds_of(token_address), bound: true, may_lack: true),
        question!(subscription(round, member), bound: true, may_lack: true),
        question!(subscriptions_of(round), bound: true, may_lack: true),
        question!(subscriptions_by(member), bound: true, may_lack: true),
        question!(listing(position, 0), bound: true, may_lack: true),
        question!(listing_at(listing), bound: true, may_lack: true),
        question!(listings_of(token_address), bound: true, may_lack: true),
        question!(listings_by(position), bound: true, may_lack: true),
        question!(recovery_of(member), bound: true, may_lack: true),
        question!(complaint_at(complaint), bound: true, may_lack: true),
        question!(complaints_of(token_address), bound: true, may_lack: true),
        question!(complaints_about(member), bound: true, may_lack: true),
        question!(report(token_address, 2025), bound: true, may_lack: true),
        question!(reports_of(token_address), bound: true, may_lack: true),
        question!(token_account(quote), bound: false, may_lack: true),
        question!(quote_decimals(quote_mint), bound: false, may_lack: false),
        question!(program_authority(), bound: true, may_lack: true),
        question!(nonce_value(at("nonce"), &authority), bound: true, may_lack: false),
        question!(lookup_table(at("table")), bound: false, may_lack: false),
        question!(lookup_tables(mint, authority), bound: false, may_lack: true),
        question!(recent_slots(), bound: true, may_lack: false),
        question!(cap_table(mint), bound: true, may_lack: false),
        Question {
            name: "payout_plan",
            is_bound: true,
            // Whoever has no account to be paid into is left out.
            may_lack: true,
            ask: Box::new(move |client| {
                Box::pin(async move {
                    let options = PayoutOptions { lookup_tables: LookupTables::Never, ..PayoutOptions::default() };
                    client.payout_plan(mint, &options).await.map(|plan| format!("{:?}", plan.due))
                })
            }),
        },
    ];
    Cluster { accounts, questions }
}
