//! Payouts that build lookup tables.

mod closing;
mod cost;

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
            Arc, Mutex,
        },
        time::Duration,
    },
};

/// Does what the lookup table program would have done with all that was sent, and forgets it.
pub(super) fn apply_tables(node: &Node) {
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

pub(super) fn table_account(authority: Address, addresses: &[Address]) -> Account {
    let mut data = vec![1, 0, 0, 0];
    data.extend(u64::MAX.to_le_bytes());
    data.extend(1_999u64.to_le_bytes());
    data.extend([0, 1]);
    data.extend(authority.as_ref());
    data.extend([0, 0]);
    data.extend(addresses.iter().flat_map(|address| address.to_bytes()));
    account(solana_sdk_ids::address_lookup_table::ID, data)
}

pub(super) fn slot_hashes(slots: std::ops::Range<u64>) -> Account {
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

/// Five tables, three transactions at a time, each table's own one after the other.
#[tokio::test(start_paused = true)]
async fn tables_are_built_side_by_side() {
    for (in_flight, most) in [(1, 1), (3, 3), (64, 5)] {
        let node = node_for(600);
        node.set(solana_sdk_ids::sysvar::slot_hashes::ID, slot_hashes(1_000..1_512));
        let (running, peak) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
        let (started, highest) = (running.clone(), peak.clone());
        node.rule("simulateTransaction", move |params| {
            highest.fetch_max(started.fetch_add(1, Ordering::Relaxed) + 1, Ordering::Relaxed);
            everybody_is_paid(params)
        });
        node.state().latency = Duration::from_millis(50);
        let options = PayoutOptions { lookup_tables: LookupTables::Always, in_flight, ..PayoutOptions::default() };
        let plan = plan(&node, &options).await;
        let during_tables = AtomicUsize::new(0);
        let progress = |progress: Progress<'_>| {
            running.fetch_sub(1, Ordering::Relaxed);
            if let Progress::Table { .. } = progress {
                apply_tables(&node);
                during_tables.store(peak.load(Ordering::Relaxed), Ordering::Relaxed);
            }
        };
        let report = node.client().pay_out(&plan, &key(1), progress).await.unwrap();
        // 4 tables of 255 addresses take 10 transactions each, the fifth has 3 + 2 * 96 addresses.
        assert_eq!((report.paid.len(), report.failed.len(), report.signatures.len()), (600, 0, 48 + 21));
        assert_eq!(during_tables.into_inner(), most, "{in_flight} in flight");
        let tables = node.client().lookup_tables(mint(), key(1).pubkey()).await.unwrap();
        let mut sizes: Vec<usize> = tables.iter().map(|table| table.addresses.len()).collect();
        sizes.sort_unstable();
        assert_eq!(sizes, [195, 255, 255, 255, 255]);
    }
}

/// A slot gives one table an address; what other payouts built in the last minutes is left alone, and the next slot waited
/// for.
#[tokio::test(start_paused = true)]
async fn a_slot_is_taken_once() {
    use solana_address_lookup_table_interface::instruction::derive_lookup_table_address;
    let node = node_for(600);
    let occupied: Vec<Address> =
        (1_003..1_040).map(|slot| derive_lookup_table_address(&key(1).pubkey(), slot).0).collect();
    for address in &occupied {
        node.set(*address, table_account(key(1).pubkey(), &[at("another token")]));
    }
    node.set(solana_sdk_ids::sysvar::slot_hashes::ID, slot_hashes(1_000..1_040));
    node.rule("simulateTransaction", everybody_is_paid);
    let options = PayoutOptions { lookup_tables: LookupTables::Always, ..PayoutOptions::default() };
    let plan = plan(&node, &options).await;
    // Three slots are free for five tables, until two more pass.
    let passed = AtomicUsize::new(0);
    let progress = |progress: Progress<'_>| match progress {
        Progress::Table { done, .. } => {
            apply_tables(&node);
            if done == 20 {
                passed.store(done, Ordering::Relaxed);
                node.set(solana_sdk_ids::sysvar::slot_hashes::ID, slot_hashes(1_000..1_042));
            }
        }
        Progress::TablesFailed { error } => panic!("{error}"),
        _ => (),
    };
    let report = node.client().pay_out(&plan, &key(1), progress).await.unwrap();
    assert_eq!((report.paid.len(), report.signatures.len(), passed.into_inner()), (600, 48 + 21, 20));
    for address in occupied {
        assert_eq!(node.state().accounts[&address].data.len(), 56 + 32, "{address} was extended");
    }

    // Without a free slot, ever, it is done without tables.
    let node = node_for(30);
    node.set(solana_sdk_ids::sysvar::slot_hashes::ID, slot_hashes(0..0));
    node.rule("simulateTransaction", everybody_is_paid);
    let plan = super::payouts::plan(&node, &options).await;
    let failed = AtomicUsize::new(0);
    let progress = |progress: Progress<'_>| {
        if let Progress::TablesFailed { error } = progress {
            assert!(error.to_string().contains("no slot is free"), "{error}");
            failed.fetch_add(1, Ordering::Relaxed);
        }
    };
    let report = node.client().pay_out(&plan, &key(1), progress).await.unwrap();
    assert_eq!((report.paid.len(), report.signatures.len(), failed.into_inner()), (30, 3, 1));
}

/// Where building breaks off, what there is of tables is used.
#[tokio::test(start_paused = true)]
async fn half_a_table_is_better_than_none() {
    let node = node_for(140);
    node.set(solana_sdk_ids::sysvar::slot_hashes::ID, slot_hashes(1_000..1_512));
    let calls = AtomicUsize::new(0);
    node.rule("simulateTransaction", move |params| match calls.fetch_add(1, Ordering::Relaxed) {
        5 => Some(Answer::Io),
        _ => everybody_is_paid(params),
    });
    let options = PayoutOptions { lookup_tables: LookupTables::Always, in_flight: 1, ..PayoutOptions::default() };
    let plan = plan(&node, &options).await;
    let failed = AtomicUsize::new(0);
    let progress = |progress: Progress<'_>| match progress {
        Progress::Table { .. } => apply_tables(&node),
        Progress::TablesFailed { .. } => _ = failed.fetch_add(1, Ordering::Relaxed),
        _ => (),
    };
    let report = node.client().pay_out(&plan, &key(1), progress).await.unwrap();
    // Five transactions of 27 addresses: the head, and 66 pairs; those go by 29, the other 74 by 13, but for one that
    // takes from both.
    assert_eq!((report.paid.len(), report.failed.len(), failed.into_inner()), (140, 0, 1));
    let payouts = report.signatures.len() - 5;
    assert!((8..=9).contains(&payouts), "{payouts}");
}
