//! Planning and running payouts.

use {
    super::{
        node::{in_context, returned, simulated, Answer},
        *,
    },
    crate::{
        core::proceeds::Payout,
        event::{Event, ProceedsDistributed},
    },
    base64::{prelude::BASE64_STANDARD, Engine},
    serde_json::{json, Value},
    std::{
        collections::BTreeSet,
        sync::{
            atomic::{AtomicUsize, Ordering},
            Arc, Mutex,
        },
        time::Duration,
    },
};

fn holders(count: usize) -> Vec<(String, u64)> {
    (0..count).map(|number| (format!("holder {number}"), 1 + number as u64)).collect()
}

pub(super) fn node_for(count: usize) -> Node {
    let holders = holders(count);
    let named: Vec<(&str, u64)> = holders.iter().map(|(name, shares)| (name.as_str(), *shares)).collect();
    node_with(&named, 10)
}

pub(super) async fn plan(node: &Node, options: &PayoutOptions) -> PayoutPlan {
    node.client().payout_plan(mint(), options).await.unwrap()
}

/// A simulation in which the program pays all pairs. Transactions that build tables return something too; nobody reads it.
pub(super) fn everybody_is_paid(params: &Value) -> Option<Answer> {
    let message = super::node::decode(params).message;
    let pairs = message.instructions().last().unwrap().accounts.len().saturating_sub(3) / 2;
    Some(Answer::Value(simulated(json!(9), Value::Null, json!([]), returned(&ID, &vec![0; pairs]))))
}

/// The positions that a transaction pays.
pub(super) fn paid_by(transaction: &solana_transaction::versioned::VersionedTransaction, node: &Node) -> Vec<Address> {
    let message = &transaction.message;
    let mut keys = message.static_account_keys().to_vec();
    let lookups = message.address_table_lookups().unwrap_or_default();
    let table = |address: &Address| node.state().accounts[address].data[56..].to_vec();
    let entry = |data: &[u8], index: &u8| Address::try_from(&data[usize::from(*index) * 32..][..32]).unwrap();
    for lookup in lookups {
        let data = table(&lookup.account_key);
        keys.extend(lookup.writable_indexes.iter().map(|index| entry(&data, index)));
    }
    for lookup in lookups {
        let data = table(&lookup.account_key);
        keys.extend(lookup.readonly_indexes.iter().map(|index| entry(&data, index)));
    }
    let distribute = message.instructions().last().unwrap();
    distribute.accounts[3..].chunks(2).map(|pair| keys[usize::from(pair[0])]).collect()
}

#[tokio::test]
async fn who_is_due_and_who_is_not() {
    let node = node_with(&[("ada", 1), ("bob", 5), ("cyd", 0), ("dot", 3), ("eve", 4), ("fay", 2), ("gus", 9)], 10);
    let set = |name: &str, change: &dyn Fn(&mut Account)| {
        let address = pda::quote_account(at(name), at("quote"));
        let mut account = quote_account(at(name), 1);
        change(&mut account);
        node.set(address, account);
    };
    set("bob", &|account| account.data[108] = 2);
    set("dot", &|account| account.data[32] ^= 1);
    set("eve", &|account| account.data.clear());
    set("fay", &|account| account.owner = crate::TOKEN_2022_ID);
    node.state().accounts.remove(&pda::quote_account(at("gus"), at("quote")));

    let plan = plan(&node, &PayoutOptions::default()).await;
    assert_eq!(plan.due.iter().map(|row| (row.wallet, row.amount)).collect::<Vec<_>>(), [(at("ada"), 10)]);
    assert_eq!(plan.total(), 10);
    let skipped: Vec<_> = plan.skipped.iter().map(|(row, reason)| (row.wallet, row.amount, *reason)).collect();
    assert_eq!(
        skipped,
        [
            (at("gus"), 90, Payout::QuoteAccountMissing),
            (at("bob"), 50, Payout::QuoteAccountFrozen),
            (at("eve"), 40, Payout::QuoteAccountMissing),
            (at("dot"), 30, Payout::QuoteAccountForeign),
            (at("fay"), 20, Payout::QuoteAccountMissing),
        ]
    );
    assert_eq!(plan.transactions.len(), 1);
}

/// A position that is marked is not tried before its time, whatever its quote account is like.
#[tokio::test]
async fn marked_positions_wait() {
    let node = node_with(&[("ada", 1), ("bob", 2), ("cyd", 3), ("dot", 4)], 10);
    let mark = |name, shares, held_until| {
        let marked = Position { held_until, ..position(name, shares) };
        node.set(marked.address(), stored(&marked));
    };
    mark("bob", 2, NOW + 1);
    mark("cyd", 3, i64::MAX);
    mark("dot", 4, NOW);
    node.state().accounts.remove(&position("cyd", 3).quote_account);
    for only in [None, Some(["ada", "bob", "cyd", "dot"].map(at).to_vec())] {
        let plan = plan(&node, &PayoutOptions { only, ..PayoutOptions::default() }).await;
        assert_eq!(plan.due.iter().map(|row| row.wallet).collect::<Vec<_>>(), [at("dot"), at("ada")]);
        let skipped: Vec<_> = plan.skipped.iter().map(|(row, reason)| (row.wallet, row.amount, *reason)).collect();
        assert_eq!(skipped, [(at("cyd"), 30, Payout::Held), (at("bob"), 20, Payout::Held)]);
        assert_eq!(plan.transactions.iter().flatten().count(), 2);
    }
}

#[tokio::test]
async fn a_fraction_of_a_unit_is_not_due() {
    let node = node_with(&[("ada", 1), ("bob", 2)], 0);
    // Half a unit a share.
    let token = Token { acc: U128::new(1 << 63), ..token(3, 0) };
    node.set(token.address(), stored(&token));
    let plan = plan(&node, &PayoutOptions::default()).await;
    assert_eq!(plan.due.iter().map(|row| (row.wallet, row.amount)).collect::<Vec<_>>(), [(at("bob"), 1)]);
}

#[tokio::test]
async fn only_some_wallets() {
    let node = node_for(20);
    let only = |wallets: &[Address]| PayoutOptions { only: Some(wallets.to_vec()), ..PayoutOptions::default() };
    let plan = plan(&node, &only(&[at("holder 3"), at("holder 7"), at("holder 3")])).await;
    assert_eq!(plan.due.iter().map(|row| row.amount).collect::<Vec<_>>(), [80, 40]);
    assert!(node.calls_of("getProgramAccounts").is_empty(), "nodes that do not search can do this");
    let missing = node.client().payout_plan(mint(), &only(&[at("stranger")])).await.unwrap_err();
    assert!(matches!(missing, RpcError::NotFound { what: "position", .. }), "{missing}");
}

#[tokio::test]
async fn costs_of_tables() {
    let node = node_for(100);
    let cost = plan(&node, &PayoutOptions::default()).await.cost;
    assert_eq!((cost.transactions, cost.without_tables, cost.with_known_tables, cost.with_all_tables), (8, 8, 8, 4));
    assert_eq!((cost.missing_pairs, cost.table_transactions, cost.fee_lamports), (100, 8, 40_000));
    assert_eq!(cost.table_rent_lamports, (128 + 56 + 203 * 32) * 5_080);
    assert_eq!(cost.tables_pay_off_after(), Some(2));

    let never = PayoutOptions { lookup_tables: LookupTables::Never, ..PayoutOptions::default() };
    let cost = plan(&node, &never).await.cost;
    assert_eq!((cost.transactions, cost.table_rent_lamports), (8, 0));

    let priced = Sending { compute_unit_price: 1_000_000, ..Sending::default() };
    let always = PayoutOptions { lookup_tables: LookupTables::Always, sending: priced, ..PayoutOptions::default() };
    let cost = plan(&node, &always).await.cost;
    assert_eq!((cost.transactions, cost.without_tables), (4, 8));
    assert_eq!(cost.fee_lamports, 4 * 5_000 + 4 * 10_000 + 100 * 1_000);

    // A few holders fit one transaction anyway.
    let cost = plan(&node_for(13), &PayoutOptions::default()).await.cost;
    assert_eq!((cost.transactions, cost.tables_pay_off_after()), (1, None));
    let cost = plan(&node_for(0), &PayoutOptions::default()).await.cost;
    assert_eq!((cost.transactions, cost.table_transactions, cost.tables_pay_off_after()), (0, 0, None));
}

#[tokio::test(start_paused = true)]
async fn everybody_is_paid_and_planning_again_finds_nothing() {
    let node = node_for(40);
    let first = plan(&node, &PayoutOptions::default()).await;
    assert_eq!(first.transactions.len(), 4);
    node.rule("simulateTransaction", everybody_is_paid);
    let seen = Mutex::new(Vec::new());
    let progress = |progress: Progress<'_>| match progress {
        Progress::Landed { done, of, paid, skipped, .. } => seen.lock().unwrap().push((done, of, paid, skipped)),
        other => panic!("{other:?}"),
    };
    let report = node.client().pay_out(&first, &key(1), progress).await.unwrap();
    assert_eq!(seen.into_inner().unwrap(), [(1, 4, 13, 0), (2, 4, 13, 0), (3, 4, 13, 0), (4, 4, 1, 0)]);
    assert_eq!((report.paid.len(), report.skipped.len(), report.failed.len(), report.signatures.len()), (40, 0, 0, 4));
    assert_eq!(report.total(), first.total());
    let sent: BTreeSet<Address> = node.state().sent.clone().iter().flat_map(|one| paid_by(one, &node)).collect();
    assert_eq!(sent, first.due.iter().map(|row| row.position).collect());

    // The chain books the first three transactions; the run is then interrupted.
    for row in first.transactions[..3].iter().flatten() {
        let mut paid: Position = {
            let account = node.state().accounts[&row.0].clone();
            Position::decode(&account.owner, &account.data).unwrap()
        };
        paid.last = U128::new(10 << 64);
        node.set(row.0, stored(&paid));
    }
    let second = plan(&node, &PayoutOptions::default()).await;
    let left: Vec<Address> = second.due.iter().map(|row| row.position).collect();
    assert_eq!(left, first.transactions[3].iter().map(|(position, _)| *position).collect::<Vec<_>>());
}

#[tokio::test(start_paused = true)]
async fn the_report_says_who_was_skipped_and_why() {
    let node = node_for(3);
    let plan = plan(&node, &PayoutOptions::default()).await;
    let simulation = simulated(json!(9), Value::Null, json!([]), returned(&ID, &[0, 0, 0]));
    node.queue("simulateTransaction", [Answer::Value(simulation)]);
    // What the transaction really returned counts, not the forecast; zeros at the end may be cut off.
    let record = json!({
        "slot": 1, "blockTime": null, "transaction": ["", "base64"],
        "meta": {
            "err": null, "status": { "Ok": null }, "fee": 5000, "preBalances": [], "postBalances": [],
            "returnData": returned(&ID, &[4, 5]),
        },
    });
    node.queue("getTransaction", [Answer::Value(record)]);
    let report = node.client().pay_out(&plan, &key(1), |_| ()).await.unwrap();
    assert_eq!(report.paid, [plan.due[2]]);
    let expected = [(plan.due[0], Payout::QuoteAccountFrozen), (plan.due[1], Payout::Held)];
    assert_eq!(report.skipped, expected);
    assert_eq!(report.moved, None, "there is no log");
}

/// The record of a payout that moved so much of a token's money.
fn record(token: Address, amount: u64) -> Value {
    let event = Event::from(ProceedsDistributed { token, amount, paid: 900 });
    let logs = [
        format!("Program {ID} invoke [1]"),
        format!("Program data: {}", BASE64_STANDARD.encode(event.encode())),
        format!("Program {ID} success"),
    ];
    json!({
        "slot": 1, "blockTime": null, "transaction": ["", "base64"],
        "meta": {
            "err": null, "status": { "Ok": null }, "fee": 5000, "preBalances": [], "postBalances": [],
            "logMessages": logs, "returnData": returned(&ID, &[0; 13]),
        },
    })
}

#[tokio::test(start_paused = true)]
async fn what_was_moved_is_what_the_program_recorded() {
    let moved = |records: Vec<Value>| async {
        let node = node_for(26);
        node.rule("simulateTransaction", everybody_is_paid);
        node.queue("getTransaction", records.into_iter().map(Answer::Value));
        let plan = plan(&node, &PayoutOptions::default()).await;
        let report = node.client().pay_out(&plan, &key(1), |_| ()).await.unwrap();
        assert_eq!((report.signatures.len(), report.paid.len(), report.failed.len()), (2, 26, 0));
        report.moved
    };
    let token = pda::token(mint());
    assert_eq!(
        moved(vec![record(token, 70), record(token, 0)]).await,
        Some(70),
        "another run was faster with the second"
    );
    assert_eq!(moved(vec![record(token, u64::MAX), record(token, u64::MAX)]).await, Some(2 * u128::from(u64::MAX)));
    assert_eq!(moved(vec![record(token, 70), record(at("other token"), 30)]).await, None);
    assert_eq!(moved(vec![record(token, 70)]).await, None, "of the second there is no record");
}

#[tokio::test(start_paused = true)]
async fn return_data_that_cannot_be() {
    let cases = [
        returned(&ID, &[0, 0, 0, 0]),
        returned(&ID, &[6]),
        returned(&TOKEN_ID, &[0, 0, 0]),
        json!({ "programId": "x", "data": ["", "base64"] }),
        Value::Null,
    ];
    for data in cases {
        let node = node_for(3);
        let plan = plan(&node, &PayoutOptions::default()).await;
        node.queue("simulateTransaction", [Answer::Value(simulated(json!(9), Value::Null, json!([]), data))]);
        let report = node.client().pay_out(&plan, &key(1), |_| ()).await.unwrap();
        assert_eq!((report.paid.len(), report.signatures.len(), report.failed.len()), (0, 1, 1));
        assert_eq!(report.failed[0].rows, plan.due);
        assert!(matches!(report.failed[0].error, RpcError::Decode { what: "payout", .. }));
    }
}

#[tokio::test(start_paused = true)]
async fn single_failures_do_not_stop_the_others() {
    let node = node_for(60);
    let plan = plan(&node, &PayoutOptions { in_flight: 1, ..PayoutOptions::default() }).await;
    assert_eq!(plan.transactions.len(), 5);
    let done = |pairs| Answer::Value(simulated(json!(9), Value::Null, json!([]), returned(&ID, &vec![0; pairs])));
    let broken = simulated(json!(9), json!({ "InstructionError": [1, { "Custom": 6000 }] }), json!([]), Value::Null);
    node.queue("simulateTransaction", [done(13), Answer::Value(broken), Answer::Io, done(13), done(8)]);
    let failures = AtomicUsize::new(0);
    let progress = |progress: Progress<'_>| {
        if let Progress::Failed { error, .. } = progress {
            assert!(!error.to_string().is_empty());
            failures.fetch_add(1, Ordering::Relaxed);
        }
    };
    let report = node.client().pay_out(&plan, &key(1), progress).await.unwrap();
    assert_eq!((report.paid.len(), report.failed.len(), failures.into_inner()), (34, 2, 2));
    assert_eq!(
        report.failed[0].rows.iter().map(|row| (row.position, row.quote_account)).collect::<Vec<_>>(),
        plan.transactions[1]
    );
    assert!(matches!(report.failed[0].error, RpcError::Refused { .. }));
    assert!(matches!(report.failed[1].error, RpcError::Rpc { .. }));
}

/// A blockhash that expired is no reason to leave somebody unpaid: it is done once more.
#[tokio::test(start_paused = true)]
async fn an_expired_transaction_is_made_again() {
    let node = node_for(3);
    let plan = plan(&node, &PayoutOptions::default()).await;
    let simulation = || Answer::Value(simulated(json!(9), Value::Null, json!([]), returned(&ID, &[0; 3])));
    node.queue("simulateTransaction", [simulation(), simulation()]);
    // Nothing is seen of the first: five looks, then the height is beyond, then the history.
    let unseen = || Answer::Value(in_context(json!([null])));
    node.queue("getSignatureStatuses", (0..6).map(|_| unseen()));
    node.queue("getBlockHeight", [Answer::Value(json!(9_999))]);
    let report = node.client().pay_out(&plan, &key(1), |_| ()).await.unwrap();
    assert_eq!((report.paid.len(), report.failed.len()), (3, 0));
    assert_eq!(node.calls_of("simulateTransaction").len(), 2);
}

#[tokio::test(start_paused = true)]
async fn no_more_in_flight_than_allowed() {
    for (in_flight, expected) in [(0, 1), (1, 1), (4, 4), (100, 8)] {
        let node = node_for(100);
        let plan = plan(&node, &PayoutOptions { in_flight, ..PayoutOptions::default() }).await;
        let (running, most) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
        let (started, peak) = (running.clone(), most.clone());
        node.rule("simulateTransaction", move |params| {
            let now = started.fetch_add(1, Ordering::Relaxed) + 1;
            peak.fetch_max(now, Ordering::Relaxed);
            everybody_is_paid(params)
        });
        node.state().latency = Duration::from_millis(50);
        let client = node.client();
        let finished = running.clone();
        let report = client
            .pay_out(&plan, &key(1), move |_| {
                finished.fetch_sub(1, Ordering::Relaxed);
            })
            .await
            .unwrap();
        assert_eq!(report.paid.len(), 100);
        assert_eq!(most.load(Ordering::Relaxed), expected, "in_flight {in_flight}");
    }
}
