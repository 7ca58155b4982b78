//! Payouts that build lookup tables.

use {
    super::{
        node::Answer,
        payouts::{everybody_is_paid, node_for, paid_by, plan},
        *,
    },
    serde_json::json,
    std::{
        collections::BTreeSet,
        sync::{
            atomic::{AtomicUsize, Ordering},
            Mutex,
        },
    },
};

/// Does what the lookup table program would have done with all that was sent, and forgets it.
fn apply_tables(node: &Node) {
    use solana_sdk_ids::address_lookup_table::ID as TABLES;
    let sent = std::mem::take(&mut node.state().sent);
    for transaction in &sent {
        let message = &transaction.message;
        let keys = message.static_account_keys();
        for instruction in message.instructions() {
            if keys[usize::from(instruction.program_id_index)] != TABLES {
                continue;
            }
            let table = keys[usize::from(instruction.accounts[0])];
            match instruction.data[0] {
                0 => node.set(table, table_account(keys[0], &[])),
                2 => {
                    let mut account = node.state().accounts[&table].clone();
                    account.data.extend_from_slice(&instruction.data[12..]);
                    node.set(table, account);
                }
                other => panic!("{other}"),
            }
        }
    }
}

fn table_account(authority: Address, addresses: &[Address]) -> Account {
    let mut data = vec![1, 0, 0, 0];
    data.extend(u64::MAX.to_le_bytes());
    data.extend(1_999u64.to_le_bytes());
    data.extend([0, 1]);
    data.extend(authority.as_ref());
    data.extend([0, 0]);
    data.extend(addresses.iter().flat_map(|address| address.to_bytes()));
    account(solana_sdk_ids::address_lookup_table::ID, data)
}

fn slot_hashes(slots: std::ops::Range<u64>) -> Account {
    let mut data = (slots.end - slots.start).to_le_bytes().to_vec();
    for slot in slots.rev() {
        data.extend(slot.to_le_bytes());
        data.extend([7; 32]);
    }
    account(solana_sdk_ids::sysvar::ID, data)
}

#[tokio::test(start_paused = true)]
async fn always_builds_tables_and_uses_them() {
    let node = node_for(140);
    node.set(solana_sdk_ids::sysvar::slot_hashes::ID, slot_hashes(1_000..1_512));
    // The first looks are in the slot of the last extension, which is too early to use it.
    node.queue("getSlot", (0..3).map(|_| Answer::Value(json!(1_999))));
    node.rule("simulateTransaction", everybody_is_paid);
    let options = PayoutOptions { lookup_tables: LookupTables::Always, ..PayoutOptions::default() };
    let plan = plan(&node, &options).await;
    assert_eq!(plan.transactions.len(), 5);

    let built = Mutex::new(0);
    let progress = |progress: Progress<'_>| match progress {
        Progress::Table { done, of } => {
            apply_tables(&node);
            *built.lock().unwrap() = done;
            assert_eq!(of, 12);
        }
        Progress::Landed { of, .. } => assert_eq!(of, 5),
        other => panic!("{other:?}"),
    };
    let report = node.client().pay_out(&plan, &key(1), progress).await.unwrap();
    assert_eq!(*built.lock().unwrap(), 12);
    assert_eq!((report.paid.len(), report.failed.len(), report.signatures.len()), (140, 0, 17));
    let sent: Vec<_> = node.state().sent.clone();
    let paid: Vec<Address> = sent.iter().flat_map(|one| paid_by(one, &node)).collect();
    assert_eq!(paid.len(), 140);
    assert_eq!(paid.into_iter().collect::<BTreeSet<_>>(), plan.due.iter().map(|row| row.position).collect());

    // The next payout finds them, and builds nothing.
    let tables = node.client().lookup_tables(mint(), key(1).pubkey()).await.unwrap();
    assert_eq!(tables.len(), 2);
    let options = PayoutOptions { lookup_tables: LookupTables::Auto(tables), ..PayoutOptions::default() };
    let cost = super::payouts::plan(&node, &options).await.cost;
    assert_eq!((cost.transactions, cost.missing_pairs, cost.table_transactions), (5, 0, 0));
}

#[tokio::test(start_paused = true)]
async fn a_payout_goes_on_without_tables() {
    let node = node_for(30);
    let options = PayoutOptions { lookup_tables: LookupTables::Always, ..PayoutOptions::default() };
    let plan = plan(&node, &options).await;
    assert_eq!(plan.transactions.len(), 2);
    // This node does not search for tables.
    node.queue("getProgramAccounts", [Answer::Fault(-32010, "excluded from account secondary indexes".to_owned())]);
    node.rule("simulateTransaction", everybody_is_paid);
    let failed = AtomicUsize::new(0);
    let progress = |progress: Progress<'_>| {
        if matches!(progress, Progress::TablesFailed { .. }) {
            failed.fetch_add(1, Ordering::Relaxed);
        }
    };
    let report = node.client().pay_out(&plan, &key(1), progress).await.unwrap();
    assert_eq!((report.paid.len(), report.signatures.len(), failed.into_inner()), (30, 3, 1));
}

#[tokio::test]
async fn only_usable_tables_of_this_authority() {
    let node = Node::new();
    let (authority, token) = (at("authority"), pda::token(mint()));
    node.set(at("a"), table_account(authority, &[token, at("x")]));
    node.set(at("b"), table_account(authority, &[at("another token")]));
    node.set(at("c"), table_account(at("somebody"), &[token]));
    let mut deactivated = table_account(authority, &[token]);
    deactivated.data[4..12].copy_from_slice(&5u64.to_le_bytes());
    node.set(at("d"), deactivated);
    let tables = node.client().lookup_tables(mint(), authority).await.unwrap();
    assert_eq!(tables, [AddressLookupTableAccount { key: at("a"), addresses: vec![token, at("x")] }]);
    let (table, last_extended) = node.client().lookup_table(at("a")).await.unwrap();
    assert_eq!((table.key, last_extended), (at("a"), 1_999));
    assert!(node.client().lookup_table(at("d")).await.is_err());
    // Half an address.
    let mut odd = table_account(authority, &[token]);
    odd.data.push(1);
    node.set(at("a"), odd);
    assert!(node.client().lookup_tables(mint(), authority).await.is_err());
}
