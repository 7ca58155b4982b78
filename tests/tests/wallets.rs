//! Wallet transfers are the wallets' own: built from the mint alone, without our SDK, by the ecosystem's resolvers.
#![allow(clippy::unwrap_used)]

use personal_token_core::Error as Rule;
use personal_token_sdk::error::explain_resolver;
use personal_token_tests::{
    wallet_clients::{available, resolve, Client, Request},
    Person, TokenFixture, World,
};
use solana_address::Address;
use solana_instruction::Instruction;

/// The clients that can run here: all of them in CI, the Rust helper alone where Node is not installed.
fn clients() -> Vec<Client> {
    let all = available().unwrap();
    Client::ALL.into_iter().filter(|client| all || *client == Client::Interface).collect()
}

fn request(world: &World, token: &TokenFixture, to: Address, shares: u64) -> Request {
    let owner = token.owner.wallet;
    let accounts = [token.share_account(owner), token.mint, token.share_account(to), owner];
    Request::on(&world.svm, accounts, shares)
}

fn build(client: Client, world: &World, token: &TokenFixture, to: Person, shares: u64) -> Instruction {
    resolve(client, &request(world, token, to.wallet, shares)).unwrap().instruction().unwrap()
}

#[test]
fn every_client_builds_the_transfer_from_the_mint_alone() {
    let mut world = World::founded();
    let token = world.owner_with_token("ada");
    let bob = world.investor("bob");
    world.open_position(bob, &token);
    let mut held = 0;
    for client in clients() {
        let instruction = build(client, &world, &token, bob, 1_000);
        assert_eq!(instruction, world.shares_transfer(&token, token.owner, bob, 1_000).instruction(), "{client:?}");
        world.send(&[instruction]).expect_success();
        held += 1_000;
        assert_eq!(world.position_state(&token, bob).shares, held, "{client:?}");
    }
}

#[test]
fn our_refusals_reach_every_client() {
    let mut world = World::founded();
    let token = world.owner_with_token("ada");
    let bob = world.holder("bob", &token, 1_000);
    for client in clients() {
        // Bob's shares are locked: his own wallet builds the transfer, the hook refuses it.
        let accounts =
            [token.share_account(bob.wallet), token.mint, token.share_account(token.owner.wallet), bob.wallet];
        let locked = resolve(client, &Request::on(&world.svm, accounts, 1)).unwrap().instruction().unwrap();
        world.send(&[locked]).expect_refusal(Rule::SharesLocked);
    }
}

#[test]
fn a_recipient_without_a_position_is_explained() {
    let mut world = World::founded();
    let token = world.owner_with_token("ada");
    let bob = world.investor("bob");
    let refusals = |world: &World| -> Vec<String> {
        let asked = clients().into_iter().map(|client| {
            let outcome = resolve(client, &request(world, &token, bob.wallet, 1)).unwrap();
            outcome.refusal().unwrap().to_string()
        });
        asked.collect()
    };
    let mut messages = refusals(&world); // no share account yet
    world.create_share_account(bob.wallet, &token);
    messages.extend(refusals(&world)); // a share account, but no position
    for message in messages {
        let explained = explain_resolver(&message).unwrap_or_else(|| panic!("nobody explains {message:?}"));
        assert!(explained.contains("position"), "{explained}");
    }
}
