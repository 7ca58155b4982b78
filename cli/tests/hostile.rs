//! The command line, as a process, against a node that lies: it ends with an exit code and one line, shows nothing that a
//! terminal would obey, and signs nothing that rests on a lie it could find out.

mod common;

use {
    base64::{prelude::BASE64_STANDARD, Engine},
    common::{settle, Home, Run},
    personal_token_core::metadata::is_plain,
    serde_json::{json, Value},
    std::{
        io::{BufRead, BufReader, Write},
        net::{TcpListener, TcpStream},
        process::{Command, Stdio},
        sync::{
            atomic::{AtomicUsize, Ordering},
            Arc, Mutex,
        },
        thread,
    },
};

/// What a terminal would obey, or a reader not see.
const HOSTILE: &str = "\u{1b}[2J\u{1b}]0;x\u{7}\u{202e}\u{2066}\u{200b}\u{9b}31m\u{61c}\r\n";

/// An answer in the place of the honest one.
#[derive(Clone)]
enum Lie {
    Result(Value),
    /// A JSON-RPC error with this text.
    Fault(String),
    Raw(&'static str),
    /// The honest one, rewritten, each time.
    Rewritten(fn(&mut Value)),
}

/// A node in front of an honest one.
#[derive(Default)]
struct Proxy {
    honest: String,
    lie: Mutex<Option<(usize, Lie)>>,
    turn: AtomicUsize,
    sent: AtomicUsize,
    heard: Mutex<Vec<(String, Value)>>,
}

impl Proxy {
    /// Listens until the process ends; its URL is returned with it.
    fn before(node: &str) -> (Arc<Self>, String) {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let proxy = Arc::new(Self { honest: node.trim_start_matches("http://").to_owned(), ..Self::default() });
        let server = Arc::clone(&proxy);
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let server = Arc::clone(&server);
                thread::spawn(move || server.serve(stream));
            }
        });
        (proxy, url)
    }

    fn serve(&self, mut stream: TcpStream) {
        let Some(body) = message(&mut BufReader::new(stream.try_clone().unwrap())) else { return };
        let asked: Value = serde_json::from_slice(&body).unwrap();
        let method = asked["method"].as_str().unwrap().to_owned();
        let turn = self.turn.fetch_add(1, Ordering::SeqCst);
        self.sent.fetch_add(usize::from(method == "sendTransaction"), Ordering::SeqCst);
        let mut answer: Value = serde_json::from_slice(&self.ask(&body)).unwrap();
        self.heard.lock().unwrap().push((method, answer["result"].clone()));
        let lie = self.lie.lock().unwrap().clone();
        match lie {
            Some((_, Lie::Rewritten(rewrite))) => rewrite(&mut answer["result"]),
            Some((at, lie)) if at == turn => match lie {
                Lie::Result(result) => answer = json!({ "jsonrpc": "2.0", "id": asked["id"], "result": result }),
                Lie::Fault(message) => {
                    let error = json!({ "code": -32_603, "message": message, "data": [message] });
                    answer = json!({ "jsonrpc": "2.0", "id": asked["id"], "error": error });
                }
                Lie::Raw(raw) => return drop(stream.write_all(raw.as_bytes())),
                Lie::Rewritten(_) => {}
            },
            _ => {}
        }
        let text = answer.to_string();
        let head = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\nContent-Length:";
        let _ = stream.write_all(format!("{head} {}\r\n\r\n{text}", text.len()).as_bytes());
    }

    fn ask(&self, body: &[u8]) -> Vec<u8> {
        let mut stream = TcpStream::connect(&self.honest).unwrap();
        stream.write_all(format!("POST / HTTP/1.1\r\nContent-Length: {}\r\n\r\n", body.len()).as_bytes()).unwrap();
        stream.write_all(body).unwrap();
        message(&mut BufReader::new(stream)).unwrap()
    }

    /// Runs with a lie; what was heard before is forgotten.
    fn run(&self, lie: Option<(usize, Lie)>, run: impl FnOnce() -> Run) -> Run {
        *self.lie.lock().unwrap() = lie;
        self.heard.lock().unwrap().clear();
        self.turn.store(0, Ordering::SeqCst);
        self.sent.store(0, Ordering::SeqCst);
        run()
    }
}

/// The body of an HTTP message.
fn message(reader: &mut impl BufRead) -> Option<Vec<u8>> {
    let mut length = 0;
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).ok().filter(|read| *read > 0)?;
        match line.trim_end().split_once(':') {
            Some((name, value)) if name.eq_ignore_ascii_case("content-length") => length = value.trim().parse().ok()?,
            None if line.trim_end().is_empty() => break,
            _ => {}
        }
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body).ok()?;
    Some(body)
}

fn process(home: &Home, url: &str, who: &str, args: &[&str]) -> Run {
    let mut command = Command::new(env!("CARGO_BIN_EXE_personal-token"));
    command.env_clear().env("HOME", home.path("")).current_dir(home.path("")).stdin(Stdio::null());
    command.args(["--url", url, "--yes", "--keypair", &home.arg(&format!("{who}.json"))]).args(args);
    let output = command.output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    Run { code: output.status.code().unwrap_or(-1), out: text(output.stdout), err: text(output.stderr) }
}

/// Ended by itself, with one line of error if it failed, and nothing that a terminal would obey.
#[track_caller]
fn check(run: &Run, case: &str) {
    assert!((0..=3).contains(&run.code), "{case}: {run:?}");
    assert!(!run.err.contains("panicked") && !run.err.contains("RUST_BACKTRACE"), "{case}: {run:?}");
    for shown in [&run.out, &run.err] {
        let hidden = shown.chars().find(|character| *character != '\n' && !is_plain(*character));
        assert_eq!(hidden, None, "{case}: {run:?}");
    }
    let errors = run.err.lines().filter(|line| line.starts_with("error: ")).count();
    assert_eq!(errors, usize::from(run.code != 0), "{case}: {run:?}");
}

/// A village with shares, a deposit, a payout, a round, a listing and a complaint; its mint.
fn lively(home: &Home) -> String {
    let mint = settle(home);
    let ada = home.arg("ada.json");
    let olivia = home.json("olivia", &["member", "show", &home.arg("olivia.json")]);
    let wallet = olivia["wallet"].as_str().unwrap().parse().unwrap();
    home.node().ledger.faucet_quote(&wallet, 100_000_000_000).unwrap();
    home.by("olivia", &["shares", "transfer", &mint, "500000", &ada]).ok();
    let sale = ["--proceeds", "1000", "--kind", "company-equity", "--asset", "text:a", "--evidence", "text:e"];
    home.by("olivia", &[&["proceeds", "deposit", &mint], &sale[..]].concat()).ok();
    home.by("ada", &["proceeds", "claim", &mint]).ok();
    home.by("olivia", &["proceeds", "distribute", &mint, "--lookup-tables", "never"]).ok();
    home.by("olivia", &[&["proceeds", "deposit", &mint], &sale[..]].concat()).ok();
    home.by("ada", &["market", "list", &mint, "100", "--price", "2"]).ok();
    mint
}

fn commands<'a>(mint: &'a str, ada: &'a str) -> Vec<(&'a str, Vec<&'a str>)> {
    vec![
        ("max", vec!["network", "list"]),
        ("max", vec!["network", "show"]),
        ("max", vec!["member", "list"]),
        ("ada", vec!["member", "show", ada]),
        ("ada", vec!["member", "reputation", ada]),
        ("max", vec!["member", "applications"]),
        ("max", vec!["token", "list"]),
        ("max", vec!["token", "show", mint]),
        ("ada", vec!["position", "show", mint]),
        ("ada", vec!["position", "list"]),
        ("max", vec!["captable", mint]),
        ("max", vec!["proceeds", "history", mint]),
        ("max", vec!["--output", "json", "proceeds", "history", mint]),
        ("max", vec!["proceeds", "due", mint]),
        ("max", vec!["market", "show", mint]),
        ("max", vec!["complaint", "list"]),
        ("max", vec!["report", "due"]),
        ("max", vec!["report", "show", "--token", mint]),
        ("ada", vec!["recovery", "show"]),
        ("max", vec!["doctor", mint]),
        ("max", vec!["-v", "--dry-run", "proceeds", "distribute", mint, "--lookup-tables", "never"]),
        ("ada", vec!["--dry-run", "proceeds", "claim", mint]),
        ("olivia", vec!["--dry-run", "token", "pause", mint, "1d"]),
        ("olivia", vec!["--output", "json-compact", "--dry-run", "position", "admit", "--cap", "5%", mint, ada]),
        ("olivia", vec!["-v", "shares", "transfer", mint, "1", ada]),
    ]
}

/// Accounts as JSON, wherever they are in an answer.
fn accounts(value: &mut Value) -> Vec<&mut Value> {
    match value {
        Value::Object(object) if object.contains_key("data") && object.contains_key("owner") => vec![value],
        Value::Object(object) => object.values_mut().flat_map(accounts).collect(),
        Value::Array(list) => list.iter_mut().flat_map(accounts).collect(),
        _ => Vec::new(),
    }
}

/// What is done to the bytes of an account.
const BENT: &[fn(&mut Vec<u8>)] = &[
    |data| data.clear(),
    |data| data.truncate(data.len() / 2),
    |data| data.push(0),
    |data| data.fill(0),
    |data| data.iter_mut().skip(9).for_each(|byte| *byte = 0xff),
    |data| data.iter_mut().skip(9).for_each(|byte| *byte = 0x7f),
    // Of the clock, the last and the first moment; of others, some number.
    |data| data.iter_mut().skip(32).zip(i64::MAX.to_le_bytes()).for_each(|(byte, new)| *byte = new),
    |data| data.iter_mut().skip(32).zip(i64::MIN.to_le_bytes()).for_each(|(byte, new)| *byte = new),
];

/// The lies about one answer.
fn lies(honest: &Value, others: &[Value]) -> Vec<Lie> {
    let mut lies: Vec<Lie> = [json!(null), json!([]), json!({}), json!("x"), json!(-1), json!({ "value": null })]
        .map(Lie::Result)
        .into_iter()
        .chain([HOSTILE.repeat(3), "x".repeat(100_000)].map(Lie::Fault))
        .collect();
    lies.extend([
        Lie::Raw("HTTP/1.1 500 \u{1b}[31mNo\r\nContent-Length: 0\r\n\r\n"),
        Lie::Raw("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n\u{1b}[2J\u{202e}{}"),
        Lie::Raw("HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{\"jsonrpc\":"),
        Lie::Raw(""),
    ]);
    for index in 0..accounts(&mut honest.clone()).len().min(4) {
        let mut place = |change: &dyn Fn(&mut Value)| {
            let mut told = honest.clone();
            accounts(&mut told).into_iter().skip(index).take(1).for_each(change);
            lies.push(Lie::Result(told));
        };
        for bend in BENT {
            place(&|account| {
                let mut data = BASE64_STANDARD.decode(account["data"][0].as_str().unwrap()).unwrap();
                bend(&mut data);
                account["data"][0] = json!(BASE64_STANDARD.encode(data));
            });
        }
        place(&|account| account["owner"] = json!("11111111111111111111111111111111"));
        place(&|account| account["owner"] = json!(HOSTILE));
        place(&|account| account["data"][1] = json!("base64+zstd"));
        place(&|account| account["lamports"] = json!(u64::MAX));
        for other in others {
            place(&|account| *account = other.clone());
        }
    }
    if let Some(list) = honest.as_array().or_else(|| honest["value"].as_array()) {
        let twice: Vec<&Value> = list.iter().chain(list).collect();
        let told = [json!(twice), json!({ "context": { "slot": 1 }, "value": twice })];
        lies.extend(told.map(Lie::Result));
    }
    if honest.get("meta").is_some() {
        let call = json!({ "programIdIndex": 255, "accounts": [255], "data": "0" });
        for (field, value) in [
            ("logMessages", json!([HOSTILE, "Program data: AAAA", "Program log"])),
            ("innerInstructions", json!([{ "index": 255, "instructions": [call] }])),
            ("loadedAddresses", json!({ "writable": [HOSTILE], "readonly": ["x"] })),
        ] {
            let mut told = honest.clone();
            told["meta"][field] = value;
            lies.push(Lie::Result(told));
        }
        let mut other = honest.clone();
        other["transaction"][0] = json!(BASE64_STANDARD.encode([1; 200]));
        lies.push(Lie::Result(other));
    }
    lies
}

/// Of the lies, told everywhere, each one in so many; all of them with `EVERY_LIE` in the environment.
const STRIDE: usize = 7;

#[test]
fn no_lie_makes_it_panic_obey_or_sign() {
    let home = Home::with_node();
    let mint = lively(&home);
    let (proxy, url) = Proxy::before(&home.node().url);
    let ada = home.arg("ada.json");
    let stride = if std::env::var_os("EVERY_LIE").is_some() { 1 } else { STRIDE };
    let (mut told, mut failed, mut count) = (0, 0, 0);
    for (who, args) in commands(&mint, &ada) {
        let honest = proxy.run(None, || process(&home, &url, who, &args));
        check(&honest, &format!("{args:?}"));
        assert_eq!(honest.code, 0, "{args:?}: {honest:?}");
        let heard = proxy.heard.lock().unwrap().clone();
        let sent_at = heard.iter().position(|(method, _)| method == "sendTransaction");
        let mut pool: Vec<Value> = heard.iter().map(|(_, answer)| answer.clone()).collect();
        let others: Vec<Value> = pool.iter_mut().flat_map(accounts).map(|account| account.clone()).take(3).collect();
        for (turn, (method, answer)) in heard.iter().enumerate().take(14) {
            for (number, lie) in lies(answer, &others).into_iter().enumerate() {
                count += 1;
                if count % stride != 0 {
                    continue;
                }
                let case = format!("{args:?}, lie {number} about {method}, request {turn}");
                let run = proxy.run(Some((turn, lie)), || process(&home, &url, who, &args));
                check(&run, &case);
                let sent = proxy.sent.load(Ordering::SeqCst);
                let may_have_sent = sent_at.is_some_and(|at| run.code == 0 || turn >= at);
                assert!(sent == 0 || may_have_sent, "{case}: {sent} sent, {run:?}");
                told += 1;
                failed += usize::from(run.code != 0);
            }
        }
    }
    println!("{told} lies of {count}, {failed} ended in an error");
    assert!(told > 300 && failed > told / 3, "{told} lies, {failed} errors");
}

/// Puts texts that a terminal would obey where a mint has its name and its symbol.
fn rename(answer: &mut Value) {
    for account in accounts(answer) {
        let Ok(data) = BASE64_STANDARD.decode(account["data"][0].as_str().unwrap_or_default()) else { continue };
        let mut renamed = data.clone();
        for (text, hostile) in [(&b"Olivia"[..], "\u{202e}\u{1b}[m"), (b"OLIV", "\u{200b}\u{7}")] {
            assert_eq!(text.len(), hostile.len());
            let places: Vec<usize> = (0..renamed.len()).filter(|at| renamed[*at..].starts_with(text)).collect();
            places.into_iter().for_each(|at| renamed[at..at + text.len()].copy_from_slice(hostile.as_bytes()));
        }
        if renamed != data {
            account["data"][0] = json!(BASE64_STANDARD.encode(renamed));
        }
    }
}

#[test]
fn a_hostile_name_shows_as_escapes() {
    let home = Home::with_node();
    let mint = lively(&home);
    let (proxy, url) = Proxy::before(&home.node().url);
    let (ada, mut shown) = (home.arg("ada.json"), 0);
    for (who, args) in commands(&mint, &ada) {
        for format in [&[][..], &["--output", "json"]] {
            if args.contains(&"--output") {
                continue;
            }
            let run =
                proxy.run(Some((0, Lie::Rewritten(rename))), || process(&home, &url, who, &[format, &args].concat()));
            check(&run, &format!("{args:?}"));
            shown += usize::from(
                [&run.out, &run.err].iter().any(|text| text.contains("u{202e}") || text.contains("u{200b}")),
            );
        }
    }
    assert!(shown >= 16, "{shown} commands showed the name");
    // It is no token of the program's any more, and is said to be none.
    let renamed = Some((0, Lie::Rewritten(rename)));
    proxy.run(renamed, || process(&home, &url, "max", &["doctor", &mint])).fails(1, "name, symbol and link");
}

/// The program takes any bytes for the name of a network: it is part of the address, and nobody else's.
#[test]
fn a_network_with_a_hostile_name_shows_as_escapes() {
    use {
        personal_token_cli::signer::read_keypair_file,
        personal_token_sdk::{
            core::parameters::Parameters,
            instruction::{decode, NetworkCreate},
        },
        solana_signer::Signer,
        solana_transaction::Transaction,
    };
    let home = Home::with_node();
    home.person("nora");
    let key = read_keypair_file(&home.path("nora.json")).unwrap();
    let (payer, ledger) = (key.pubkey(), &home.node().ledger);
    let mut name = [0; 32];
    name.iter_mut().zip("\u{1b}[2J\u{202e}\u{2066}\u{9b}K\nx\r\t".bytes()).for_each(|(byte, hostile)| *byte = hostile);
    let create = NetworkCreate {
        payer,
        creator: payer,
        quote_mint: ledger.quote_mint(),
        name,
        charter_hash: [1; 32],
        charter_clauses: 1,
        treasury: payer,
        parameters: Parameters::default(),
    };
    let rpc = ledger.rpc_client();
    tokio::runtime::Runtime::new().unwrap().block_on(async {
        let blockhash = rpc.get_latest_blockhash().await.unwrap();
        // What follows the arguments is ignored, by whoever reads them too.
        let mut create = create.instruction();
        create.data.extend([1, 2, 3]);
        let accounts: Vec<_> = create.accounts.iter().map(|account| account.pubkey).collect();
        assert_eq!(decode(&create.program_id, &accounts, &create.data).unwrap().trailing, [1, 2, 3]);
        let sent = Transaction::new_signed_with_payer(&[create], Some(&payer), &[&key], blockhash);
        rpc.send_transaction(&sent).await.unwrap();
    });
    for args in [&["network", "list"][..], &["network", "show"], &["--output", "json", "network", "list"]] {
        let run = home.by("nora", args).ok();
        check(&run, &format!("{args:?}"));
        assert!(run.out.contains("u{202e}"), "{run:?}");
    }
}
