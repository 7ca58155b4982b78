//! Simulating and signing.

use {
    super::{
        node::{returned, simulated, Answer, BLOCKHASH, LAST_VALID},
        *,
    },
    crate::{core::Error as Rule, ids::SYSTEM_ID as SYSTEM, AccountMeta, Instruction},
    serde_json::{json, Value},
    solana_message::VersionedMessage,
    solana_transaction_error::TransactionError,
};

async fn prepared(node: &Node, sending: &Sending) -> Result<Prepared> {
    node.client().prepare(&[claim()], &key(1).pubkey(), sending).await
}

/// Program and data of each instruction.
fn instructions(message: &VersionedMessage) -> Vec<(Address, Vec<u8>)> {
    let keys = message.static_account_keys();
    let program = |index: u8| keys[usize::from(index)];
    message.instructions().iter().map(|one| (program(one.program_id_index), one.data.clone())).collect()
}

#[tokio::test]
async fn the_limit_is_what_was_used_and_a_tenth() {
    for (units, limit) in
        [(0, 1_000), (900, 1_000), (1_001, 1_102), (20_000, 22_000), (1_399_999, 1_400_000), (u64::MAX, 1_400_000)]
    {
        let node = Node::new();
        node.queue(
            "simulateTransaction",
            [Answer::Value(simulated(json!(units), Value::Null, json!(["log"]), Value::Null))],
        );
        let prepared = prepared(&node, &Sending::default()).await.unwrap();
        assert_eq!((prepared.units, prepared.compute_unit_limit), (units, limit));
        let instructions = instructions(&prepared.message);
        assert_eq!(instructions.len(), 2, "no instruction for a price of nothing");
        assert_eq!(instructions[0].1, [&[2][..], &limit.to_le_bytes()].concat());
        assert_eq!(prepared.fee_lamports, 5_000);
        assert_eq!(prepared.logs, ["log"]);
        assert_eq!(prepared.last_valid_block_height, LAST_VALID);
        assert_eq!(prepared.message.recent_blockhash().to_string(), BLOCKHASH);
    }
    // A node that does not say gets the most there is.
    let node = Node::new();
    node.queue("simulateTransaction", [Answer::Value(simulated(Value::Null, Value::Null, Value::Null, Value::Null))]);
    assert_eq!(prepared(&node, &Sending::default()).await.unwrap().compute_unit_limit, 1_400_000);
}

#[tokio::test]
async fn price_and_given_limit() {
    let node = Node::new();
    let sending = Sending { compute_unit_price: 3, compute_unit_limit: Some(400_001), ..Sending::default() };
    let prepared = prepared(&node, &sending).await.unwrap();
    assert_eq!(prepared.compute_unit_limit, 400_001);
    assert_eq!(prepared.fee_lamports, 5_000 + 2, "1.200003 lamports, rounded up");
    let instructions = instructions(&prepared.message);
    assert_eq!(instructions[1].1, [&[3][..], &3u64.to_le_bytes()].concat());

    // The rehearsal has no price: the payer need not own what the full limit would cost.
    let call = &node.calls_of("simulateTransaction")[0];
    let rehearsed = super::node::decode(call);
    assert_eq!(self::instructions(&rehearsed.message)[1].1, [&[3][..], &0u64.to_le_bytes()].concat());
    assert_eq!((&call[1]["sigVerify"], &call[1]["replaceRecentBlockhash"]), (&json!(false), &json!(true)));
    assert_eq!(call[1]["commitment"], "confirmed");
}

#[tokio::test]
async fn return_data_is_decoded() {
    let node = Node::new();
    let returned = returned(&ID, &[1, 2, 3]);
    node.queue("simulateTransaction", [Answer::Value(simulated(json!(1), Value::Null, json!([]), returned))]);
    assert_eq!(prepared(&node, &Sending::default()).await.unwrap().return_data, Some((ID, vec![1, 2, 3])));
    let junk = json!({ "programId": "0OIl", "data": ["%", "base64"] });
    node.queue("simulateTransaction", [Answer::Value(simulated(json!(1), Value::Null, json!([]), junk))]);
    assert_eq!(prepared(&node, &Sending::default()).await.unwrap().return_data, None);
}

/// The same code of four programs has four meanings.
#[tokio::test]
async fn a_refusal_names_the_program_that_refused() {
    let mut shown = std::collections::BTreeSet::new();
    for program in [SYSTEM, TOKEN_ID, crate::TOKEN_2022_ID, ID] {
        let node = Node::new();
        let err = json!({ "InstructionError": [1, { "Custom": 1 }] });
        node.queue("simulateTransaction", [Answer::Value(simulated(json!(1), err, failing(&program, 1), Value::Null))]);
        let error = prepared(&node, &Sending::default()).await.unwrap_err();
        let RpcError::Refused { failure, logs, signature: None } = &error else { panic!("{error:?}") };
        assert_eq!((failure.program, failure.code(), logs.len()), (program, Some(1), 2));
        // Numbered without the compute budget.
        assert_eq!(failure.index, Some(0));
        shown.insert(error.to_string());
    }
    assert_eq!(shown.len(), 4, "{shown:?}");
}

#[tokio::test]
async fn the_hook_inside_a_transfer_is_ours() {
    let node = Node::new();
    let (outer, code) = (crate::TOKEN_2022_ID, Rule::SharesLocked.code());
    let logs = json!([
        format!("Program {outer} invoke [1]"),
        format!("Program {ID} invoke [2]"),
        format!("Program {ID} failed: custom program error: {code:#x}"),
        format!("Program {outer} failed: custom program error: {code:#x}"),
    ]);
    let err = json!({ "InstructionError": [1, { "Custom": code }] });
    node.queue("simulateTransaction", [Answer::Value(simulated(json!(1), err, logs, Value::Null))]);
    let error = prepared(&node, &Sending::default()).await.unwrap_err();
    let RpcError::Refused { failure, .. } = &error else { panic!("{error:?}") };
    assert_eq!((failure.program, failure.rule()), (ID, Some(Rule::SharesLocked)));
    assert!(error.to_string().contains(Rule::SharesLocked.message()), "{error}");
}

/// Without logs the top-level program is all there is to blame.
#[tokio::test]
async fn a_refusal_without_logs() {
    let node = Node::new();
    let err = json!({ "InstructionError": [1, { "Custom": 6000 }] });
    node.queue("simulateTransaction", [Answer::Value(simulated(json!(1), err, Value::Null, Value::Null))]);
    let error = prepared(&node, &Sending::default()).await.unwrap_err();
    let RpcError::Refused { failure, .. } = error else { panic!("{error:?}") };
    assert_eq!((failure.program, failure.code(), failure.index), (ID, Some(6000), Some(0)));
    // The compute budget itself, which nobody numbered.
    let err = json!({ "InstructionError": [0, "InvalidInstructionData"] });
    node.queue("simulateTransaction", [Answer::Value(simulated(json!(1), err, Value::Null, Value::Null))]);
    let error = prepared(&node, &Sending::default()).await.unwrap_err();
    let RpcError::Refused { failure, .. } = error else { panic!("{error:?}") };
    assert_eq!(failure.index, None);
    // An index that no instruction has.
    let err = json!({ "InstructionError": [200, "GenericError"] });
    node.queue("simulateTransaction", [Answer::Value(simulated(json!(1), err, Value::Null, Value::Null))]);
    assert!(matches!(prepared(&node, &Sending::default()).await, Err(RpcError::Refused { .. })));
}

#[tokio::test]
async fn the_runtime_rejects() {
    let node = Node::new();
    let answer = simulated(json!(0), json!("AccountNotFound"), json!([]), Value::Null);
    node.queue("simulateTransaction", [Answer::Value(answer)]);
    let error = prepared(&node, &Sending::default()).await.unwrap_err();
    assert!(matches!(error, RpcError::Rejected { error: TransactionError::AccountNotFound, .. }));
    assert!(error.to_string().contains("fund it"), "{error}");
    node.queue("simulateTransaction", [Answer::Fault(-32005, "behind".to_owned())]);
    assert!(matches!(
        prepared(&node, &Sending::default()).await,
        Err(RpcError::Rpc { request: "simulateTransaction", .. })
    ));
}

#[tokio::test]
async fn what_does_not_fit_is_refused_before_it_is_sent() {
    let node = Node::new();
    let wide = |accounts: u8| Instruction {
        program_id: ID,
        accounts: (0..accounts).map(|index| AccountMeta::new(Address::new_from_array([index; 32]), false)).collect(),
        data: Vec::new(),
    };
    let prepare = |instruction: Instruction| {
        let client = node.client();
        async move { client.prepare(&[instruction], &key(1).pubkey(), &Sending::default()).await }
    };
    assert!(matches!(prepare(wide(62)).await, Err(RpcError::TooManyAccounts { accounts: 65 })));
    assert!(matches!(prepare(wide(40)).await, Err(RpcError::TooLarge { bytes: 1_455..=1_600 })));
    assert!(matches!(prepare(wide(255)).await, Err(RpcError::TooManyAccounts { .. } | RpcError::Message { .. })));
    let long = Instruction { program_id: ID, accounts: Vec::new(), data: vec![0; 70_000] };
    assert!(prepare(long).await.is_err());
    assert!(node.state().calls.is_empty());
}

#[tokio::test]
async fn a_durable_nonce_comes_first_and_is_not_replaced() {
    let node = Node::new();
    let authority = key(2);
    let mut data = [[1u32.to_le_bytes(), 1u32.to_le_bytes()].concat(), authority.pubkey().to_bytes().to_vec()].concat();
    data.extend([7; 32]);
    data.extend([0; 8]);
    node.set(at("nonce"), account(SYSTEM, data));
    let sending = Sending { nonce: Some((at("nonce"), authority.pubkey())), ..Sending::default() };
    let prepared = prepared(&node, &sending).await.unwrap();
    assert_eq!(prepared.message.recent_blockhash().to_bytes(), [7; 32]);
    assert_eq!(instructions(&prepared.message)[0], (SYSTEM, vec![4, 0, 0, 0]));
    assert_eq!(node.calls_of("simulateTransaction")[0][1]["replaceRecentBlockhash"], json!(false));
    let unsigned = prepared.sign(&[&key(1)]).unwrap_err();
    assert!(matches!(unsigned, RpcError::MissingSigner { address } if address == authority.pubkey()));
    node.client().send(prepared, &[&key(1), &authority]).await.unwrap();

    let other = Sending { nonce: Some((at("nonce"), at("somebody"))), ..Sending::default() };
    assert!(matches!(self::prepared(&node, &other).await, Err(RpcError::Decode { what: "nonce account", .. })));
}

#[tokio::test]
async fn signers_in_any_order_and_number() {
    let node = Node::new();
    let prepared = prepared(&node, &Sending::default()).await.unwrap();
    let (payer, other) = (key(1), key(2));
    let signed = prepared.sign(&[&other, &payer, &payer]).unwrap();
    assert_eq!(signed.transaction.signatures.len(), 1);
    assert_eq!(signed.signature(), prepared.sign(&[&payer]).unwrap().signature());
    assert!(matches!(prepared.sign(&[&other]), Err(RpcError::MissingSigner { address }) if address == payer.pubkey()));
    assert!(matches!(prepared.sign(&[]), Err(RpcError::MissingSigner { .. })));
}
