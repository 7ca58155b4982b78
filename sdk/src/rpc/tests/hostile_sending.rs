//! A node that lies while it simulates, takes and confirms a transaction: what is signed is what was meant, whatever it
//! says, and what it says ends in the transaction's own signature or in an error.

use {
    super::{
        hostile_answers::{shapeless, Liar, When},
        node::{BLOCKHASH, LAST_VALID},
        *,
    },
    serde_json::{json, Value},
    solana_commitment_config::CommitmentConfig,
    solana_message::VersionedMessage,
    solana_signature::Signature,
    std::collections::BTreeMap,
};

const PRICE: u64 = 1_000;

fn sending() -> Sending {
    Sending { compute_unit_price: PRICE, ..Sending::default() }
}

/// An object with one field replaced, by each of some values, or left out.
fn fields(object: &Value, values: &[(&str, Vec<Value>)]) -> Vec<Value> {
    let mut changed = Vec::new();
    for (field, values) in values {
        for value in values {
            let mut object = object.clone();
            object[*field] = value.clone();
            changed.push(object);
        }
        let mut object = object.clone();
        object.as_object_mut().unwrap().remove(*field);
        changed.push(object);
    }
    changed
}

fn inside(answer: &Value, value: Value) -> Value {
    let mut answer = answer.clone();
    answer["value"] = value;
    answer
}

/// Answers of a simulation, one thing of each bent.
fn simulations(honest: &Value) -> Vec<Value> {
    let many: Vec<String> = (0..10_000).map(|line| format!("Program log: {line}")).collect();
    let hostile = json!(["\u{1b}[2J", "Program \u{202e}", "Log truncated", format!("Program {ID} failed: \u{7}")]);
    let custom = |code: Value| json!({ "InstructionError": [1, { "Custom": code }] });
    let bent = [
        (
            "err",
            vec![
                json!("AccountNotFound"),
                json!("NoSuchError"),
                json!({ "InstructionError": [255, "InvalidArgument"] }),
                json!({ "InstructionError": [256, "InvalidArgument"] }),
                custom(json!(6_000)),
                custom(json!(u32::MAX)),
                custom(json!(-1)),
                json!({ "InsufficientFundsForRent": { "account_index": 255 } }),
                json!([]),
                json!(0),
            ],
        ),
        ("logs", vec![json!(null), json!(many), hostile, json!([1]), json!("x"), json!([null])]),
        ("unitsConsumed", vec![json!(null), json!(0), json!(u64::MAX), json!(-1), json!(1.5), json!("1")]),
        (
            "returnData",
            vec![
                json!({ "programId": ID.to_string(), "data": ["%", "base64"] }),
                json!({ "programId": "nobody", "data": ["AA==", "base64"] }),
                json!({ "programId": ID.to_string(), "data": ["AA==", "base58"] }),
                json!({ "programId": ID.to_string(), "data": [] }),
                json!([]),
            ],
        ),
        (
            "replacementBlockhash",
            vec![
                json!(null),
                json!({ "blockhash": "not one", "lastValidBlockHeight": 1 }),
                json!({ "blockhash": BLOCKHASH, "lastValidBlockHeight": u64::MAX }),
                json!({ "blockhash": BLOCKHASH, "lastValidBlockHeight": 0 }),
                json!({ "blockhash": BLOCKHASH, "lastValidBlockHeight": -1 }),
                json!({ "blockhash": 7 }),
            ],
        ),
        ("accounts", vec![json!([]), json!([null]), json!([{ "lamports": 1 }]), json!(1)]),
    ];
    let bent = fields(&honest["value"], &bent.map(|(field, values)| (field, values)));
    bent.into_iter().map(|value| inside(honest, value)).collect()
}

/// What a node says of signatures, one thing of each bent.
fn statuses(honest: &Value) -> Vec<Value> {
    let status = &honest["value"][0];
    let refused = |index: u64| json!({ "InstructionError": [index, { "Custom": 1 }] });
    let bent = [
        ("err", vec![refused(0), refused(1), refused(99), json!("NoSuchError"), json!(1), json!("AccountInUse")]),
        ("slot", vec![json!(-1), json!(u64::MAX), json!("1")]),
        ("confirmations", vec![json!(null), json!(u64::MAX), json!(-1)]),
        ("confirmationStatus", vec![json!(null), json!("processed"), json!("finalized"), json!("certain"), json!(1)]),
        ("status", vec![json!({ "Err": refused(1) }), json!({ "Err": 1 }), json!(null)]),
    ];
    let mut answers: Vec<Value> =
        fields(status, &bent).into_iter().map(|status| inside(honest, json!([status]))).collect();
    answers.extend(
        [json!([]), json!([null]), json!([null, status]), json!([status, null])].map(|list| inside(honest, list)),
    );
    answers
}

fn lies(method: &str, honest: &Value) -> Vec<Value> {
    let more = match method {
        "simulateTransaction" => simulations(honest),
        "getSignatureStatuses" => statuses(honest),
        "sendTransaction" => vec![json!(Signature::from([1; 64]).to_string()), json!("1"), json!("1".repeat(88))],
        "getLatestBlockhash" => fields(
            &honest["value"],
            &[
                ("blockhash", vec![json!(null), json!("not one"), json!(1)]),
                ("lastValidBlockHeight", vec![json!(0), json!(u64::MAX), json!(-1)]),
            ],
        )
        .into_iter()
        .map(|value| inside(honest, value))
        .collect(),
        other => panic!("no lies about {other}"),
    };
    shapeless().into_iter().chain(more).collect()
}

/// The message is the claim, at the price that was asked for, and nothing else.
fn check(message: &VersionedMessage, payer: &Address) {
    let keys = message.static_account_keys();
    let meant = claim();
    let found: Vec<_> = message.instructions().iter().collect();
    let budget = |instruction: &solana_message::compiled_instruction::CompiledInstruction| {
        keys[usize::from(instruction.program_id_index)] == crate::ids::COMPUTE_BUDGET_ID
    };
    let (budget, rest): (Vec<_>, Vec<_>) = found.into_iter().partition(|instruction| budget(instruction));
    let [sent] = rest.as_slice() else { panic!("{} instructions", rest.len()) };
    let accounts: Vec<Address> = sent.accounts.iter().map(|index| keys[usize::from(*index)]).collect();
    assert_eq!(keys[usize::from(sent.program_id_index)], meant.program_id);
    assert_eq!(accounts, meant.accounts.iter().map(|account| account.pubkey).collect::<Vec<_>>());
    assert_eq!((&sent.data, keys[0]), (&meant.data, *payer));
    assert_eq!(message.header().num_required_signatures, 1);
    let limit = u32::from_le_bytes(budget[0].data[1..].try_into().unwrap());
    assert!(budget.len() == 2 && limit <= MAX_COMPUTE_UNITS);
    assert_eq!(budget[1].data[1..], PRICE.to_le_bytes());
}

/// Prepares, signs, sends; everything that is signed or sent is looked at.
async fn sent(client: &Client, node: &Node) -> Result<Signature> {
    let payer = key(1);
    let outcome = async {
        let prepared = client.prepare(&[claim()], &payer.pubkey(), &sending()).await?;
        check(&prepared.message, &payer.pubkey());
        let most = 5_000 + (u64::from(MAX_COMPUTE_UNITS) * PRICE).div_ceil(1_000_000);
        assert!(prepared.fee_lamports <= most);
        let signed = prepared.sign(&[&payer])?;
        let signature = client.submit(&signed).await?;
        assert_eq!(signature, signed.signature());
        Ok(signature)
    }
    .await;
    let sent = std::mem::take(&mut node.state().sent);
    for transaction in &sent {
        check(&transaction.message, &payer.pubkey());
        assert!(transaction.signatures[0].verify(payer.pubkey().as_ref(), &transaction.message.serialize()));
        assert_eq!(transaction, &sent[0], "the same each time");
    }
    assert!(outcome.is_err() || !sent.is_empty(), "landed without having been sent");
    outcome
}

#[tokio::test(start_paused = true)]
async fn no_answer_about_a_transaction_misleads() {
    let node = Node::new();
    let (client, heard) = Liar::client(&node, None);
    sent(&client, &node).await.unwrap();
    let heard: BTreeMap<String, Value> = heard.lock().unwrap().iter().cloned().collect();
    let latest =
        json!({ "context": { "slot": 1 }, "value": { "blockhash": BLOCKHASH, "lastValidBlockHeight": LAST_VALID } });
    let asked = heard.into_iter().chain([("getLatestBlockhash".to_owned(), latest)]);
    let (mut told, mut failed) = (0, 0);
    for (method, honest) in asked {
        for answer in lies(&method, &honest) {
            for when in [When::Always(method.clone()), When::Once(0), When::Once(1), When::Once(2)] {
                let (client, _) = Liar::client(&node, Some((when, answer.clone())));
                let outcome = sent(&client, &node).await;
                told += 1;
                failed += usize::from(outcome.is_err());
                let Err(error) = outcome else { continue };
                let typed = matches!(
                    error,
                    RpcError::Refused { .. }
                        | RpcError::Rejected { .. }
                        | RpcError::Unconfirmed { .. }
                        | RpcError::Rpc { .. }
                );
                assert!(typed, "{method} {answer:.100}: {error:?}");
            }
        }
    }
    println!("{told} lies, {failed} ended in an error");
    assert!(told > 400 && failed > 100 && failed < told);
}

/// A node that calls something landed at a lower commitment, or another transaction, is not believed.
#[tokio::test(start_paused = true)]
async fn what_is_not_final_is_not_taken_for_it() {
    let node = Node::new();
    let client = node.client();
    let finalized = Sending { commitment: CommitmentConfig::finalized(), ..sending() };
    let prepared = client.prepare(&[claim()], &key(1).pubkey(), &finalized).await.unwrap();
    let signed = prepared.sign(&[&key(1)]).unwrap();
    // Confirmed is all that the node ever says.
    let error = client.submit(&signed).await.unwrap_err();
    assert!(matches!(error, RpcError::Unconfirmed { expired: false, .. }), "{error:?}");
    assert_eq!(error.signature(), Some(signed.signature()));
}
