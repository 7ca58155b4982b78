//! Every question that the client asks of accounts, and every answer to it bent in every way: an error that says so, the
//! truth, or less than it where something may be absent. Never a panic, never what belongs to somebody else.

use {
    super::{
        hostile_world::{cluster, Cluster, Question},
        node::ui,
        *,
    },
    async_trait::async_trait,
    serde_json::{json, Value},
    solana_rpc_client::{
        rpc_client::RpcClientConfig,
        rpc_sender::{RpcSender, RpcTransportStats},
    },
    solana_rpc_client_api::{client_error::Result as ClientResult, request::RpcRequest},
    std::{
        collections::BTreeMap,
        sync::{
            atomic::{AtomicUsize, Ordering},
            Arc, Mutex,
        },
    },
};

/// What may come of a lie.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Fate {
    /// It is found out.
    Error,
    /// It is found out, or it changes nothing.
    Same,
    /// As that; or the account is taken for absent, where it may be.
    Less,
    /// It is found out if the account tells by itself where it lies.
    Bound,
    /// Nobody can tell that it is one.
    Any,
}

/// An answer in the place of the honest one.
pub struct Lie {
    pub name: String,
    pub fate: Fate,
    pub answer: Value,
}

/// When a node lies.
pub enum When {
    /// In its answer to the request of this number.
    Once(usize),
    /// In every answer of this method.
    Always(String),
}

/// What was asked of a node, and its honest answers.
pub type Heard = Arc<Mutex<Vec<(String, Value)>>>;

/// A node that lies.
pub struct Liar {
    node: Node,
    lie: Option<(When, Value)>,
    turn: AtomicUsize,
    heard: Heard,
}

impl Liar {
    pub fn client(node: &Node, lie: Option<(When, Value)>) -> (Client, Heard) {
        let heard = Arc::default();
        let liar = Self { node: node.clone(), lie, turn: AtomicUsize::new(0), heard: Arc::clone(&heard) };
        (Client::new(Arc::new(RpcClient::new_sender(liar, RpcClientConfig::default()))), heard)
    }
}

#[async_trait]
impl RpcSender for Liar {
    async fn send(&self, request: RpcRequest, params: Value) -> ClientResult<Value> {
        let turn = self.turn.fetch_add(1, Ordering::SeqCst);
        let honest = self.node.send(request, params).await?;
        self.heard.lock().unwrap().push((request.as_str().to_owned(), honest.clone()));
        match &self.lie {
            Some((When::Once(at), answer)) if *at == turn => Ok(answer.clone()),
            Some((When::Always(method), answer)) if method == request.as_str() => Ok(answer.clone()),
            _ => Ok(honest),
        }
    }

    fn get_transport_stats(&self) -> RpcTransportStats {
        RpcTransportStats::default()
    }

    fn url(&self) -> String {
        "lies".to_owned()
    }
}

/// Answers of any method that are not even of the right shape.
pub fn shapeless() -> Vec<Value> {
    let deep = (0..100).fold(json!(1), |inner, _| json!([inner]));
    vec![
        json!(null),
        json!(true),
        json!(-1),
        json!(1.5),
        json!("x"),
        json!({}),
        json!([[]]),
        json!([null]),
        json!({ "context": { "slot": 1 } }),
        json!({ "context": { "slot": -1 }, "value": [] }),
        json!({ "context": [], "value": [] }),
        json!({ "value": 1 }),
        deep,
    ]
}

/// An account as JSON, bent: what it says of itself.
fn bent(account: &Value) -> Vec<(&'static str, Fate, Value)> {
    use {
        base64::{prelude::BASE64_STANDARD, Engine},
        Fate::{Any, Bound, Error, Less, Same},
    };
    let with = |field: &str, value: Value| {
        let mut changed = account.clone();
        changed[field] = value;
        changed
    };
    let bytes = BASE64_STANDARD.decode(account["data"][0].as_str().unwrap()).unwrap();
    let data = |bytes: &[u8]| with("data", json!([BASE64_STANDARD.encode(bytes), "base64"]));
    let edited = |edit: &dyn Fn(&mut Vec<u8>)| {
        let mut bytes = bytes.clone();
        edit(&mut bytes);
        data(&bytes)
    };
    let text = account["data"][0].clone();
    let without = |field: &str| {
        let mut changed = account.clone();
        changed.as_object_mut().unwrap().remove(field);
        changed
    };
    vec![
        ("no data", Error, data(&[])),
        ("one byte", Error, data(&[1])),
        ("the discriminator alone", Error, edited(&|bytes| bytes.truncate(8))),
        ("half of the data", Any, edited(&|bytes| bytes.truncate(bytes.len() / 2))),
        ("a byte less", Same, edited(&|bytes| bytes.truncate(bytes.len() - 1))),
        ("a byte more", Same, edited(&|bytes| bytes.push(0))),
        ("a megabyte more", Same, edited(&|bytes| bytes.resize(bytes.len() + (1 << 20), 0))),
        ("only zeros", Any, edited(&|bytes| bytes.fill(0))),
        ("only ones", Any, edited(&|bytes| bytes.fill(0xff))),
        ("another discriminator", Any, edited(&|bytes| bytes[0] ^= 1)),
        ("not base64", Error, with("data", json!(["%%%", "base64"]))),
        ("compressed", Error, with("data", json!([text, "base64+zstd"]))),
        ("a bomb", Error, with("data", json!([bomb(), "base64+zstd"]))),
        ("base58", Error, with("data", json!([bs58(&bytes), "base58"]))),
        ("base58 as of old", Error, with("data", json!(bs58(&bytes)))),
        ("parsed", Error, with("data", json!({ "program": "x", "parsed": {}, "space": 1 }))),
        ("an encoding there is not", Error, with("data", json!([text, "base32"]))),
        ("data of three parts", Error, with("data", json!([text, "base64", 1]))),
        ("a number for data", Error, with("data", json!(1))),
        ("no field for data", Error, without("data")),
        ("another owner", Bound, with("owner", json!(at("another owner").to_string()))),
        ("the System program's", Less, with("owner", json!(crate::ids::SYSTEM_ID.to_string()))),
        ("an owner that is no address", Error, with("owner", json!("not an address"))),
        ("an owner too long", Error, with("owner", json!("1".repeat(45)))),
        ("a number for an owner", Error, with("owner", json!(1))),
        ("no owner", Error, without("owner")),
        ("all lamports", Same, with("lamports", json!(u64::MAX))),
        ("no lamports", Same, with("lamports", json!(0))),
        ("negative lamports", Error, with("lamports", json!(-1))),
        ("lamports in parts", Error, with("lamports", json!(1.5))),
        ("too many lamports", Error, with("lamports", json!(1.8446744073709552e19))),
        ("lamports as a text", Error, with("lamports", json!("1"))),
        ("executable", Same, with("executable", json!(true))),
        ("executable as a number", Error, with("executable", json!(1))),
        ("another length than it has", Same, with("space", json!(u64::MAX))),
        ("a rent epoch", Same, with("rentEpoch", json!(0))),
        ("a negative rent epoch", Error, with("rentEpoch", json!(-1))),
        ("more than was asked", Same, with("more", json!({ "data": ["AA==", "base64"] }))),
        ("a number", Error, json!(7)),
        ("a list", Error, json!([])),
        ("an object", Error, json!({})),
    ]
}

/// Base58 of few bytes.
fn bs58(bytes: &[u8]) -> String {
    Address::new_from_array(std::array::from_fn(|at| bytes.get(at).copied().unwrap_or(1))).to_string()
}

/// A few bytes that unfold to 2 GiB: a frame of blocks that repeat one byte.
fn bomb() -> String {
    use base64::{prelude::BASE64_STANDARD, Engine};
    let header = [0x28, 0xb5, 0x2f, 0xfd, 0x00, 0x58];
    // Block of 128 KiB that repeats a byte: the size shifted by three, kind 1, the last one marked.
    let block = |last: u32| {
        let [a, b, c, _] = ((131_072 << 3) | (1 << 1) | last).to_le_bytes();
        [a, b, c, 0]
    };
    let blocks = (0..16_384).flat_map(|index| block(u32::from(index == 16_383)));
    BASE64_STANDARD.encode(header.into_iter().chain(blocks).collect::<Vec<u8>>())
}

/// The lies about one honest answer.
fn lies(method: &str, honest: &Value, accounts: &BTreeMap<Address, Account>) -> Vec<Lie> {
    let shape = |answer: Value| {
        let fate = if answer == json!([]) { Fate::Less } else { Fate::Error };
        Lie { name: format!("{method}: {answer:.60}"), fate, answer }
    };
    let mut lies: Vec<Lie> = shapeless().into_iter().map(shape).collect();
    match method {
        "getMultipleAccounts" => lies.extend(about_several(honest, accounts)),
        "getProgramAccounts" => lies.extend(about_all(honest, accounts)),
        other => panic!("no lies about {other}"),
    }
    lies
}

/// The accounts of these addresses, in their order.
fn about_several(honest: &Value, accounts: &BTreeMap<Address, Account>) -> Vec<Lie> {
    let list = honest["value"].as_array().unwrap();
    let said = |name: String, fate, value: Vec<Value>| {
        let mut answer = honest.clone();
        answer["value"] = json!(value);
        Lie { name, fate, answer }
    };
    let mut lies = vec![
        said("none".into(), Fate::Error, vec![]),
        said("one too many".into(), Fate::Error, [list.as_slice(), &[Value::Null]].concat()),
        said("the first twice".into(), Fate::Error, [&list[..1], list].concat()),
        said("one too few".into(), Fate::Error, list[1..].to_vec()),
    ];
    let mut later = honest.clone();
    later["context"]["slot"] = json!(u64::MAX);
    lies.push(Lie { name: "of the last slot".into(), fate: Fate::Same, answer: later });
    if list.len() > 1 {
        lies.push(said("in another order".into(), Fate::Less, list.iter().rev().cloned().collect()));
    }
    for (index, told) in list.iter().enumerate().filter(|(_, told)| !told.is_null()) {
        let place = |name: &str, fate, value: Value| {
            let mut list = list.clone();
            list[index] = value;
            said(format!("account {index} {name}"), fate, list)
        };
        lies.push(place("withheld", Fate::Less, Value::Null));
        lies.extend(bent(told).into_iter().map(|(name, fate, value)| place(name, fate, value)));
        let others = accounts.iter().filter(|(_, account)| ui(account) != *told);
        lies.extend(others.map(|(address, other)| place(&format!("is {address}"), Fate::Bound, ui(other))));
    }
    lies
}

/// All accounts of a program that match some filters.
fn about_all(honest: &Value, accounts: &BTreeMap<Address, Account>) -> Vec<Lie> {
    let list = honest.as_array().unwrap();
    let said = |name: String, fate, value: Vec<Value>| Lie { name, fate, answer: json!(value) };
    let mut lies = vec![
        said("none".into(), Fate::Less, vec![]),
        said("in another order".into(), Fate::Same, list.iter().rev().cloned().collect()),
        said("the first twice".into(), Fate::Error, [&list[..1], list].concat()),
    ];
    let in_context = json!({ "context": { "slot": 1 }, "value": list });
    lies.push(Lie { name: "in a context".into(), fate: Fate::Same, answer: in_context });
    let known: Vec<&str> = list.iter().map(|told| told["pubkey"].as_str().unwrap()).collect();
    for (address, other) in accounts.iter().filter(|(address, _)| !known.contains(&address.to_string().as_str())) {
        let more = json!({ "pubkey": address.to_string(), "account": ui(other) });
        lies.push(said(format!("and {address}"), Fate::Error, [list.as_slice(), &[more]].concat()));
    }
    for (index, told) in list.iter().enumerate() {
        let place = |name: &str, fate, value: Value| {
            let mut list = list.clone();
            list[index] = value;
            said(format!("account {index} {name}"), fate, list)
        };
        let mut rest = list.clone();
        rest.remove(index);
        lies.push(said(format!("without {index}"), Fate::Less, rest));
        for pubkey in [json!(at("elsewhere").to_string()), json!("not an address"), json!(1), json!(null)] {
            let fate = if pubkey == json!(at("elsewhere").to_string()) { Fate::Bound } else { Fate::Error };
            let mut moved = told.clone();
            moved["pubkey"] = pubkey;
            lies.push(place("elsewhere", fate, moved));
        }
        for (name, fate, account) in bent(&told["account"]) {
            let mut changed = told.clone();
            changed["account"] = account;
            // An account that does not match the filters was not asked for: nothing is taken for absent here.
            lies.push(place(name, if fate == Fate::Less { Fate::Error } else { fate }, changed));
        }
    }
    lies
}

/// What is wrong with what came of a lie, if anything is.
fn judge(question: &Question, lie: &Lie, honest: &str, answer: &Result<String>) -> Option<String> {
    let case = format!("{}, {}", question.name, lie.name);
    let answer = match answer {
        Ok(answer) => answer,
        Err(error) => {
            let said = error.to_string();
            return (crate::state::display_text(&said) != said).then(|| format!("{case}: {said:?}"));
        }
    };
    let fate = match (lie.fate, question.is_bound) {
        (Fate::Bound, true) => Fate::Error,
        (Fate::Bound, false) => Fate::Any,
        (fate, _) => fate,
    };
    let holds = match fate {
        Fate::Any | Fate::Bound => true,
        Fate::Error => false,
        Fate::Same => answer == honest,
        Fate::Less => answer == honest || (question.may_lack && answer.len() < honest.len()),
    };
    // A payout plan leaves out whom it cannot pay, for whatever reason.
    let left_out = question.name == "payout_plan" && answer.len() < honest.len();
    (!holds && !left_out).then(|| format!("{case}: {fate:?}, but {answer:.300}"))
}

#[tokio::test(start_paused = true)]
async fn no_answer_about_accounts_misleads() {
    let Cluster { accounts, questions } = &cluster();
    let node = cluster().node();
    let (mut told, mut found_out, mut wrong) = (0, 0, Vec::new());
    for question in questions {
        let (client, heard) = Liar::client(&node, None);
        let honest = (question.ask)(client).await.unwrap_or_else(|error| panic!("{}: {error}", question.name));
        let heard = heard.lock().unwrap().clone();
        assert!(!heard.is_empty(), "{} asks nothing", question.name);
        for (turn, (method, answer)) in heard.iter().enumerate() {
            for lie in lies(method, answer, accounts) {
                let (client, _) = Liar::client(&node, Some((When::Once(turn), lie.answer.clone())));
                let answer = (question.ask)(client).await;
                told += 1;
                found_out += usize::from(answer.is_err());
                wrong.extend(judge(question, &lie, &honest, &answer));
            }
        }
    }
    assert!(wrong.is_empty(), "{} of {told}:\n{}", wrong.len(), wrong.join("\n"));
    println!("{} questions, {told} lies, {found_out} found out", questions.len());
    assert!(questions.len() >= 40 && told > 5_000 && found_out > told / 2);
}
