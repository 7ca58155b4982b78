//! The client against a node that is scripted by hand.
#![allow(
    clippy::arithmetic_side_effects,
    clippy::as_conversions,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::integer_division,
    clippy::panic,
    clippy::unwrap_used
)]

mod fetching;
mod hostile;
mod hostile_answers;
mod hostile_sending;
mod hostile_world;
mod inspecting;
mod node;
mod offline;
mod packing;
mod payouts;
mod portfolio;
mod preparing;
mod sending;
mod tables;
mod transfer;

use {
    super::*,
    crate::{
        ids::{ID, TOKEN_ID},
        instruction::ProceedsClaim,
        pda,
        state::{Position, ProgramAccount, Token, U128},
        Address, Instruction,
    },
    bytemuck::Zeroable,
    node::Node,
    solana_account::Account,
    solana_keypair::Keypair,
    solana_signer::Signer,
};

/// The same name is always the same address.
fn at(name: &str) -> Address {
    let mut bytes = [b'.'; 32];
    bytes[..name.len()].copy_from_slice(name.as_bytes());
    Address::new_from_array(bytes)
}

fn key(seed: u8) -> Keypair {
    Keypair::new_from_array([seed; 32])
}

fn account(owner: Address, data: Vec<u8>) -> Account {
    Account { lamports: 1_000_000, data, owner, executable: false, rent_epoch: u64::MAX }
}

fn stored<T: ProgramAccount>(value: &T) -> Account {
    account(ID, value.encode())
}

fn clock(now: i64) -> Account {
    let mut data = vec![0; 40];
    data[32..].copy_from_slice(&now.to_le_bytes());
    account(solana_sdk_ids::sysvar::ID, data)
}

const MINT: &str = "mint";
const NOW: i64 = 1_800_000_000;

fn mint() -> Address {
    at(MINT)
}

/// A token with `total` shares, each of which has been credited `per_share` whole quote units.
fn token(total: u64, per_share: u64) -> Token {
    Token {
        version: 1,
        authorised: total,
        announced_authorised: total,
        total,
        deposited: u64::MAX,
        acc: U128::new(u128::from(per_share) << 64),
        mint: mint(),
        quote_mint: at("quote"),
        network: at("network"),
        vault: pda::vault(mint()),
        ..Token::zeroed()
    }
}

/// A position that has never been paid.
fn position(name: &str, shares: u64) -> Position {
    let wallet = at(name);
    Position {
        version: 1,
        used: 1,
        token: pda::token(mint()),
        share_account: pda::share_account(wallet, mint()),
        wallet,
        member: at("member"),
        quote_account: pda::quote_account(wallet, at("quote")),
        shares,
        ..Position::zeroed()
    }
}

/// A quote account of the classic Token program.
fn quote_account(wallet: Address, state: u8) -> Account {
    let mut data = vec![0; 165];
    data[..32].copy_from_slice(at("quote").as_ref());
    data[32..64].copy_from_slice(wallet.as_ref());
    data[108] = state;
    account(TOKEN_ID, data)
}

/// A node that knows a token, the clock, and positions with their quote accounts.
fn node_with(holders: &[(&str, u64)], per_share: u64) -> Node {
    let node = Node::new();
    let total = holders.iter().map(|(_, shares)| shares).sum();
    node.set(pda::token(mint()), stored(&token(total, per_share)));
    node.set(solana_sdk_ids::sysvar::clock::ID, clock(NOW));
    for (name, shares) in holders {
        let position = position(name, *shares);
        node.set(position.address(), stored(&position));
        node.set(position.quote_account, quote_account(position.wallet, 1));
    }
    node
}

/// An instruction that needs no signature but the payer's.
fn claim() -> Instruction {
    ProceedsClaim { mint: mint(), position: at("position"), quote_account: at("quote account"), holder: None }
        .instruction()
}

/// The logs of a program that fails with a code.
fn failing(program: &Address, code: u32) -> serde_json::Value {
    serde_json::json!([
        format!("Program {program} invoke [1]"),
        format!("Program {program} failed: custom program error: {code:#x}"),
    ])
}

/// Compiles only if clients can be shared and their futures moved between threads.
#[test]
fn clients_and_futures_are_send() {
    fn send<T: Send>(_: &T) {}
    fn shared<T: Clone + Send + Sync + 'static>(_: &T) {}
    let client = Node::new().client();
    shared(&client);
    let (sending, options, payer) = (Sending::default(), PayoutOptions::default(), key(1));
    send(&client.network(at("a")));
    send(&client.positions(at("a")));
    send(&client.rounds_of(at("a")));
    send(&client.listings_by(at("a")));
    send(&client.recovery_of(at("a")));
    send(&client.cap_table(mint()));
    send(&client.payout_plan(mint(), &options));
    send(&client.prepare(&[], &payer.pubkey(), &sending));
    send(&client.build_tables(mint(), &[], &payer, &sending, |_, _, _| ()));
    let run = |plan: PayoutPlan, prepared: Prepared, signed: Signed| {
        send(&client.pay_out(&plan, &payer, |_| ()));
        send(&client.submit(&signed));
        // The signers may go before the future is driven: it holds none of them.
        let sent = {
            let signer = key(2);
            client.send(prepared, &[&signer])
        };
        send(&sent);
    };
    let _ = run;
}

#[tokio::test]
async fn a_client_can_be_moved_into_a_task() {
    let node = node_with(&[("ada", 3)], 5);
    let client = node.client();
    let table = tokio::spawn(async move { client.cap_table(mint()).await }).await.unwrap().unwrap();
    assert_eq!((table.total, table.rows[0].claimable), (3, 15));
}

#[test]
fn a_connection_reads_what_its_transactions_are_waited_for() {
    let client = Client::connect("http://localhost:1");
    assert_eq!(client.rpc().commitment(), Sending::default().commitment);
    assert_eq!(client.rpc().url(), "http://localhost:1");
}

#[test]
fn debug_shows_no_url() {
    let client = Client::new(std::sync::Arc::new(RpcClient::new("http://localhost/secret".to_owned())));
    assert_eq!(format!("{client:?}"), "Client { .. }");
}
