//! Sending and confirming.

use {
    super::{
        node::{in_context, status, Answer, LAST_VALID},
        *,
    },
    crate::core::Error as Rule,
    serde_json::{json, Value},
    solana_transaction_error::TransactionError,
    std::time::Duration,
    tokio::time::Instant,
};

async fn sent(node: &Node, sending: &Sending) -> Result<solana_signature::Signature> {
    let client = node.client();
    let prepared = client.prepare(&[claim()], &key(1).pubkey(), sending).await?;
    client.send(prepared, &[&key(1)]).await
}

fn unseen() -> Answer {
    Answer::Value(in_context(json!([null])))
}

fn seen(err: Value, commitment: &str) -> Answer {
    Answer::Value(in_context(json!([status(err, commitment)])))
}

#[tokio::test]
async fn one_broadcast_is_enough_where_it_lands_at_once() {
    let node = Node::new();
    let signature = sent(&node, &Sending::default()).await.unwrap();
    let state = node.state();
    assert_eq!(state.sent.len(), 1);
    assert_eq!(state.sent[0].signatures, [signature]);
    assert!(signature.verify(key(1).pubkey().as_ref(), &state.sent[0].message.serialize()));
    let methods: Vec<&str> = state.calls.iter().map(|(method, _)| method.as_str()).collect();
    assert_eq!(methods, ["simulateTransaction", "sendTransaction", "getSignatureStatuses"]);
    let config = &state.calls[1].1[1];
    assert_eq!((&config["skipPreflight"], &config["maxRetries"]), (&json!(false), &json!(0)));
}

#[tokio::test(start_paused = true)]
async fn it_is_sent_again_every_two_seconds_until_it_is_seen() {
    let node = Node::new();
    node.queue("getSignatureStatuses", (0..13).map(|_| unseen()));
    let started = Instant::now();
    sent(&node, &Sending::default()).await.unwrap();
    assert_eq!(started.elapsed(), Duration::from_millis(6_500));
    let calls = node.calls_of("sendTransaction");
    assert_eq!(calls.len(), 4);
    assert!(calls.iter().all(|call| call[0] == calls[0][0]), "the same bytes each time");
    assert_eq!(calls[1][1]["skipPreflight"], json!(true), "it would be refused as processed already");
}

#[tokio::test(start_paused = true)]
async fn processed_is_not_confirmed() {
    let node = Node::new();
    node.queue("getSignatureStatuses", (0..8).map(|_| seen(Value::Null, "processed")));
    sent(&node, &Sending::default()).await.unwrap();
    assert_eq!(node.calls_of("getSignatureStatuses").len(), 9);
    assert_eq!(node.calls_of("sendTransaction").len(), 1, "what was seen is not sent again");
}

#[tokio::test(start_paused = true)]
async fn an_expired_blockhash_ends_the_wait() {
    let node = Node::new();
    node.rule("getSignatureStatuses", |_| Some(unseen()));
    let mut height = 1_000;
    node.rule("getBlockHeight", move |_| {
        height += 50;
        Some(Answer::Value(json!(height)))
    });
    let error = sent(&node, &Sending::default()).await.unwrap_err();
    assert!(matches!(error, RpcError::Unconfirmed { expired: true, .. }), "{error}");
    // 1,050, 1,100 and 1,150 are still good.
    assert_eq!(node.calls_of("sendTransaction").len(), 4);
    let last = node.calls_of("getSignatureStatuses").pop().unwrap();
    assert_eq!(last[1]["searchTransactionHistory"], json!(true), "the history is asked before giving up");
}

#[tokio::test(start_paused = true)]
async fn a_node_that_never_moves_does_not_hold_us() {
    let node = Node::new();
    node.rule("getSignatureStatuses", |_| Some(unseen()));
    let started = Instant::now();
    let error = sent(&node, &Sending::default()).await.unwrap_err();
    assert!(matches!(error, RpcError::Unconfirmed { expired: false, .. }), "{error}");
    assert_eq!(error.signature(), Some(node.state().sent[0].signatures[0]));
    assert!(started.elapsed() <= Duration::from_secs(181));
}

#[tokio::test(start_paused = true)]
async fn a_node_that_goes_silent() {
    let node = Node::new();
    for method in ["getSignatureStatuses", "getBlockHeight"] {
        node.rule(method, |_| Some(Answer::Io));
    }
    let error = sent(&node, &Sending::default()).await.unwrap_err();
    assert!(matches!(error, RpcError::Unconfirmed { expired: false, .. }), "{error}");
}

#[tokio::test(start_paused = true)]
async fn statuses_of_nonsense_do_not_confirm() {
    let node = Node::new();
    let nonsense = [json!([]), json!(null), json!([null, status(Value::Null, "confirmed")]), json!(["x"])];
    node.queue("getSignatureStatuses", nonsense.into_iter().map(|value| Answer::Value(in_context(value))));
    sent(&node, &Sending::default()).await.unwrap();
    assert_eq!(node.calls_of("getSignatureStatuses").len(), 5);
}

#[tokio::test(start_paused = true)]
async fn a_lost_answer_is_not_a_lost_transaction() {
    let node = Node::new();
    node.queue("sendTransaction", [Answer::Io]);
    node.queue("getSignatureStatuses", [unseen(), seen(Value::Null, "finalized")]);
    sent(&node, &Sending::default()).await.unwrap();
    // A node that answers with somebody else's signature may have sent it all the same.
    let other = solana_signature::Signature::from([9; 64]).to_string();
    node.queue("sendTransaction", [Answer::Value(json!(other))]);
    node.queue("getSignatureStatuses", [seen(Value::Null, "finalized")]);
    sent(&node, &Sending::default()).await.unwrap();
}

#[tokio::test]
async fn what_was_certainly_not_sent() {
    let node = Node::new();
    node.queue("sendTransaction", [Answer::Fault(-32602, "too large".to_owned())]);
    let error = sent(&node, &Sending::default()).await.unwrap_err();
    assert!(matches!(error, RpcError::Rpc { request: "sendTransaction", .. }), "{error}");
    assert!(node.calls_of("getSignatureStatuses").is_empty());
}

#[tokio::test]
async fn a_failed_preflight_is_a_refusal() {
    let node = Node::new();
    let logs = vec![
        format!("Program {ID} invoke [1]"),
        format!("Program {ID} failed: custom program error: {:#x}", Rule::QuoteAccountFrozen.code()),
    ];
    let err = json!({ "InstructionError": [1, { "Custom": Rule::QuoteAccountFrozen.code() }] });
    node.queue("sendTransaction", [Answer::Preflight(err, logs.clone())]);
    let error = sent(&node, &Sending::default()).await.unwrap_err();
    let RpcError::Refused { failure, logs: shown, signature: None } = &error else { panic!("{error:?}") };
    assert_eq!((failure.rule(), shown), (Some(Rule::QuoteAccountFrozen), &logs));
    assert!(node.calls_of("getSignatureStatuses").is_empty());
}

#[tokio::test(start_paused = true)]
async fn a_lagging_preflight_is_asked_again() {
    let node = Node::new();
    let lagging = || Answer::Preflight(json!("BlockhashNotFound"), Vec::new());
    node.queue("sendTransaction", [lagging(), lagging()]);
    sent(&node, &Sending::default()).await.unwrap();
    let calls = node.calls_of("sendTransaction");
    assert_eq!(calls.len(), 3);
    assert!(calls.iter().all(|call| call[1]["skipPreflight"] == json!(false)));

    // If it stays that way, no node ever took it.
    let node = Node::new();
    node.rule("sendTransaction", move |_| Some(Answer::Preflight(json!("BlockhashNotFound"), Vec::new())));
    node.queue("getBlockHeight", [Answer::Value(json!(1_100)), Answer::Value(json!(LAST_VALID + 1))]);
    let error = sent(&node, &Sending::default()).await.unwrap_err();
    let RpcError::Rejected { error: TransactionError::BlockhashNotFound, signature: None, .. } = error else {
        panic!("{error:?}")
    };
}

#[tokio::test]
async fn what_landed_already_is_confirmed() {
    let node = Node::new();
    node.queue("sendTransaction", [Answer::Preflight(json!("AlreadyProcessed"), Vec::new())]);
    node.queue("getSignatureStatuses", [seen(Value::Null, "finalized")]);
    sent(&node, &Sending::default()).await.unwrap();

    // A node that says so in words alone.
    let words = "Transaction error: This transaction has already been processed".to_owned();
    node.queue("sendTransaction", [Answer::Fault(-32002, words)]);
    node.queue("getSignatureStatuses", [seen(Value::Null, "confirmed")]);
    sent(&node, &Sending::default()).await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn a_landed_failure_has_its_signature_and_logs() {
    let node = Node::new();
    let err = json!({ "InstructionError": [1, { "Custom": 1 }] });
    node.queue("getSignatureStatuses", [seen(err.clone(), "processed"), seen(err.clone(), "confirmed")]);
    // The node confirms before it can show the transaction.
    let record = json!({
        "slot": 1,
        "blockTime": null,
        "transaction": ["", "base64"],
        "meta": {
            "err": err, "status": { "Err": err }, "fee": 5000, "preBalances": [], "postBalances": [],
            "logMessages": failing(&TOKEN_ID, 1),
        },
    });
    node.queue("getTransaction", [Answer::Value(Value::Null), Answer::Value(record)]);
    let sending = Sending { skip_preflight: true, ..Sending::default() };
    let error = sent(&node, &sending).await.unwrap_err();
    let RpcError::Refused { failure, signature: Some(_), logs } = &error else { panic!("{error:?}") };
    assert_eq!((failure.program, logs.len()), (TOKEN_ID, 2));

    // Without a history the top-level program is all that is known.
    node.queue("getSignatureStatuses", [seen(json!({ "InstructionError": [1, { "Custom": 1 }] }), "confirmed")]);
    let error = sent(&node, &sending).await.unwrap_err();
    let RpcError::Refused { failure, signature: Some(_), logs } = &error else { panic!("{error:?}") };
    assert_eq!((failure.program, logs.len()), (ID, 0));
}
