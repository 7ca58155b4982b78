//! Closing tables, in two steps as the runtime wants it.

use super::*;
use solana_sdk_ids::address_lookup_table::ID as TABLES;

/// The instructions of the lookup table program that were sent: their kind and their table.
fn sent(node: &Node) -> Vec<(u8, Address)> {
    let sent = std::mem::take(&mut node.state().sent);
    let of = |transaction: &solana_transaction::versioned::VersionedTransaction| -> Vec<(u8, Address)> {
        let keys = transaction.message.static_account_keys().to_vec();
        let tables = transaction.message.instructions().iter();
        let tables = tables.filter(|one| keys[usize::from(one.program_id_index)] == TABLES);
        tables.map(|one| (one.data[0], keys[usize::from(one.accounts[0])])).collect()
    };
    sent.iter().flat_map(of).collect()
}

#[tokio::test(start_paused = true)]
async fn what_is_cold_is_closed_and_the_rest_deactivated() {
    const DEACTIVATE: u8 = 3;
    const CLOSE: u8 = 4;
    let node = Node::new();
    let token = pda::token(mint());
    node.set(solana_sdk_ids::sysvar::slot_hashes::ID, slot_hashes(1_000..1_512));
    let table = |name: &str, deactivated: u64, authority: Address, first: Address| {
        let mut account = table_account(authority, &[first, at("x")]);
        account.data[4..12].copy_from_slice(&deactivated.to_le_bytes());
        account.lamports = 7_000;
        node.set(at(name), account);
    };
    let own = key(1).pubkey();
    table("active", u64::MAX, own, token);
    table("cold", 999, own, token);
    table("cooling", 1_000, own, token);
    table("just now", 1_512, own, token);
    table("of another token", 999, own, at("another token"));
    table("of another authority", 999, at("somebody"), token);
    let closed = node.client().close_tables(mint(), &key(1), &Sending::default()).await.unwrap();
    assert_eq!((closed.closed, closed.waiting, closed.rent_lamports, closed.signatures.len()), (1, 3, 7_000, 2));
    assert_eq!(sent(&node), [(DEACTIVATE, at("active")), (CLOSE, at("cold"))]);

    // Twenty of each fit into one transaction.
    for number in 0..45 {
        table(&format!("active {number}"), u64::MAX, own, token);
    }
    let closed = node.client().close_tables(mint(), &key(1), &Sending::default()).await.unwrap();
    assert_eq!((closed.closed, closed.waiting, closed.signatures.len()), (1, 48, 4));
    assert_eq!(sent(&node).len(), 46 + 1);

    // Nothing there, nothing sent.
    let closed = Node::new();
    closed.set(solana_sdk_ids::sysvar::slot_hashes::ID, slot_hashes(1_000..1_512));
    let nothing = closed.client().close_tables(mint(), &key(1), &Sending::default()).await.unwrap();
    assert_eq!(nothing, ClosedTables::default());
    assert!(sent(&closed).is_empty());
}
