//! The built binary, run as a process in a home of its own.
#![allow(dead_code)] // each test binary uses its own part
#![allow(clippy::unwrap_used)]

pub mod endpoint;
pub mod lossy;
pub mod node;

use {
    personal_token_cli::{
        ledger::{Ledger, Mode},
        signer::read_keypair_file,
    },
    personal_token_sdk::{ids::SYSTEM_ID, pda, AccountMeta, Address, Instruction, TOKEN_2022_ID, TOKEN_ID},
    serde_json::{json, Value},
    solana_commitment_config::CommitmentConfig,
    solana_keypair::Keypair,
    solana_rpc_client::nonblocking::rpc_client::RpcClient,
    solana_rpc_client_api::request::RpcRequest,
    solana_signer::Signer,
    solana_system_interface::instruction::create_nonce_account,
    solana_transaction::Transaction,
    std::{
        fs,
        future::Future,
        path::{Path, PathBuf},
        process::{Command, Stdio},
        sync::OnceLock,
    },
    tempfile::TempDir,
};

pub const CHARTER: &str =
    "text:1. Wages are nobody's business.\n2. Nobody votes.\n3. Whoever harasses loses reputation.";

/// Commands with one of these need no cluster, or name their own.
const NO_CLUSTER: [&str; 7] = ["--url", "--help", "-h", "--version", "keygen", "completions", "demo"];

/// What is about the embedded ledger itself, and is therefore not run against a localnet.
const EMBEDDED_ONLY: [(&str, &str); 8] = [
    ("status_airdrop_faucet_warp_reset", "it compares the file; localnet.rs has the same for an endpoint"),
    ("nothing_is_removed_without_a_yes", "a localnet has no reset"),
    ("a_damaged_file_is_not_touched_and_can_be_reset", "it is about the file; localnet.rs has the same for --state"),
    ("another_file_is_neither_a_ledger_nor_removed", "it is about the file"),
    ("where_the_ledger_is", "it is about the file"),
    ("commands_at_once_wait_for_each_other", "on a node, equal transactions of one block are one transaction"),
    ("a_killed_command_leaves_the_last_good_state", "it is about the file; localnet.rs kills the endpoint"),
    ("killed_with_the_ledger_in_a_file", "it is about the file, and writes 600 holders into it"),
];

/// Whether a test is not for a localnet, and the tests run against one.
pub fn skipped(test: &str) -> bool {
    let (_, reason) =
        EMBEDDED_ONLY.iter().find(|(name, _)| *name == test).unwrap_or_else(|| panic!("{test} is not listed"));
    let skipped = endpoint::binary().is_some();
    if skipped {
        eprintln!("SKIPPED on a localnet: {test}: {reason}");
    }
    skipped
}

/// A home directory with keys and an embedded ledger, or, with `PERSONAL_TOKEN_LOCALNET` set, a localnet of its own.
pub struct Home {
    directory: TempDir,
    node: Option<node::Node>,
    /// Started when it is first needed: not every test needs one.
    endpoint: OnceLock<endpoint::Endpoint>,
}

/// What a run left behind.
#[derive(Debug)]
pub struct Run {
    pub code: i32,
    pub out: String,
    pub err: String,
}

impl Run {
    /// The one object on the standard output.
    #[track_caller]
    pub fn json(&self) -> Value {
        let mut values = serde_json::Deserializer::from_str(&self.out).into_iter::<Value>();
        let value = values.next().unwrap_or_else(|| panic!("no JSON: {self:?}")).unwrap();
        assert!(value.is_object(), "not an object: {self:?}");
        assert!(values.next().is_none(), "more than one object: {self:?}");
        value
    }

    /// It succeeded.
    #[track_caller]
    pub fn ok(self) -> Self {
        assert_eq!(self.code, 0, "{}\n{}", self.out, self.err);
        self
    }

    /// It failed with this code, and one line that says this.
    #[track_caller]
    pub fn fails(self, code: i32, says: &str) -> Self {
        assert_eq!(self.code, code, "{}\n{}", self.out, self.err);
        let lines: Vec<&str> = self.err.lines().filter(|line| line.starts_with("error: ")).collect();
        assert_eq!(lines.len(), 1, "one line of error: {}", self.err);
        assert!(lines[0].contains(says), "expected `{says}` in: {}", lines[0]);
        assert!(!self.err.contains("panicked"), "{}", self.err);
        self
    }
}

impl Home {
    pub fn new() -> Self {
        Self { directory: tempfile::tempdir().unwrap(), node: None, endpoint: OnceLock::new() }
    }

    /// All commands go to a node instead of the embedded ledger.
    pub fn with_node() -> Self {
        Self { node: Some(node::Node::start()), ..Self::new() }
    }

    pub fn node(&self) -> &node::Node {
        self.node.as_ref().unwrap()
    }

    /// The URL to which commands go that name none; none for the embedded ledger.
    pub fn url(&self) -> Option<String> {
        let endpoint = || {
            let binary = endpoint::binary()?;
            let started = self.endpoint.get_or_init(|| endpoint::Endpoint::still(&binary, self.directory.path()));
            Some(started.url.clone())
        };
        self.node.as_ref().map(|node| node.url.clone()).or_else(endpoint)
    }

    /// A client of where the commands go; `use_it` runs with it.
    pub fn with_rpc<T, F: Future<Output = T>>(&self, use_it: impl FnOnce(RpcClient) -> F) -> T {
        let ledger = self.url().is_none().then(|| Ledger::open(self.ledger(), Mode::Write).unwrap());
        let rpc = match (&ledger, self.url()) {
            (Some(ledger), _) => ledger.rpc_client(),
            (None, url) => RpcClient::new_with_commitment(url.unwrap(), CommitmentConfig::processed()),
        };
        tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(use_it(rpc))
    }

    /// Sends a person's instructions, which no command makes.
    pub fn send(&self, name: &str, instructions: &[Instruction], more: &[&Keypair]) {
        let key = self.keypair(name);
        let keys: Vec<&Keypair> = [&key].into_iter().chain(more.iter().copied()).collect();
        self.with_rpc(|rpc| async move {
            let blockhash = rpc.get_latest_blockhash().await.unwrap();
            let payer = keys[0].pubkey();
            let transaction = Transaction::new_signed_with_payer(instructions, Some(&payer), &keys, blockhash);
            rpc.send_transaction(&transaction).await.unwrap();
        });
    }

    /// All that a command could have changed: the ledger's file, or the accounts of all who could have been paid or charged.
    pub fn everything(&self) -> Vec<u8> {
        if self.url().is_none() {
            return fs::read(self.ledger()).unwrap();
        }
        self.with_rpc(|rpc| async move {
            let mut all = Vec::new();
            for program in [personal_token_sdk::ID, TOKEN_ID, TOKEN_2022_ID, SYSTEM_ID] {
                let asked = json!([program.to_string(), { "encoding": "base64" }]);
                let found: Vec<Value> = rpc.send(RpcRequest::GetProgramAccounts, asked).await.unwrap();
                all.extend(found.iter().map(Value::to_string));
            }
            all.sort();
            all.concat().into_bytes()
        })
    }

    pub fn keypair(&self, name: &str) -> Keypair {
        read_keypair_file(&self.path(&format!("{name}.json"))).unwrap()
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.directory.path().join(name)
    }

    pub fn arg(&self, name: &str) -> String {
        self.path(name).to_str().unwrap().to_owned()
    }

    pub fn ledger(&self) -> PathBuf {
        self.path("ledger.bin")
    }

    /// The process, ready to run.
    pub fn command(&self, args: &[&str]) -> Command {
        let binary = endpoint::binary().unwrap_or_else(|| env!("CARGO_BIN_EXE_personal-token").into());
        let mut command = Command::new(binary);
        command.env_clear().env("HOME", self.directory.path()).env("PERSONAL_TOKEN_LEDGER", self.ledger());
        command.current_dir(self.directory.path()).stdin(Stdio::null());
        let is_elsewhere = args.iter().any(|arg| NO_CLUSTER.contains(arg));
        if let Some(url) = Some(is_elsewhere).filter(|elsewhere| !elsewhere).and_then(|_| self.url()) {
            command.args(["--url", &url]);
        }
        command.args(args);
        command
    }

    pub fn run(&self, args: &[&str]) -> Run {
        let output = self.command(args).output().unwrap();
        Run {
            code: output.status.code().unwrap_or(-1),
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
        }
    }

    /// Runs as a person, without questions.
    pub fn by(&self, who: &str, args: &[&str]) -> Run {
        let key = self.arg(&format!("{who}.json"));
        self.run(&[&["--yes", "--keypair", &key], args].concat())
    }

    /// Runs as a person and gives the JSON.
    #[track_caller]
    pub fn json(&self, who: &str, args: &[&str]) -> Value {
        self.by(who, &[&["--output", "json-compact"], args].concat()).ok().json()
    }

    /// A person with SOL; the embedded ledger's airdrop.
    pub fn person(&self, name: &str) -> String {
        let address = self.key(name);
        match &self.node {
            None => drop(self.by(name, &["ledger", "airdrop", "10"]).ok()),
            Some(node) => drop(node.ledger.airdrop(&address.parse().unwrap(), 10_000_000_000).unwrap()),
        }
        address
    }

    /// A person's keypair file; the address is returned.
    pub fn key(&self, name: &str) -> String {
        let file = self.arg(&format!("{name}.json"));
        let made = self.run(&["--output", "json", "keygen", &file]).ok().json();
        made["address"].as_str().unwrap().to_owned()
    }

    pub fn file(&self, name: &str, text: &str) -> String {
        write_private(&self.path(name), text);
        self.arg(name)
    }

    /// A network of `nora` whose waiting times are none.
    pub fn network(&self) -> String {
        let mut args = vec![
            "network",
            "create",
            "Village",
            "--charter",
            CHARTER,
            "--clauses",
            "3",
            "--cooling-off",
            "0s",
            "--minimum-hold",
            "0s",
        ];
        let quote_mint = self.node.as_ref().map(|node| node.ledger.quote_mint().to_string());
        if let Some(mint) = &quote_mint {
            args.extend(["--quote-mint", mint]);
        }
        let founded = self.json("nora", &args);
        founded["network"].as_str().unwrap().to_owned()
    }

    /// Applies, and acknowledges every clause of the network's charter.
    pub fn apply(&self, name: &str, more: &[&str]) -> Run {
        let network = self.run(&["--output", "json", "network", "show"]).ok().json();
        let (version, clauses) = (network["charterVersion"].to_string(), format!("1-{}", network["charterClauses"]));
        let read = ["--charter-version", version.as_str(), "--clauses", clauses.as_str()];
        self.by(name, &[&["member", "apply"], more, &read].concat())
    }

    /// A member: applies, and is admitted by `nora`.
    pub fn member(&self, name: &str) {
        self.apply(name, &["--role", "owner,investor"]).ok();
        let document = self.file(&format!("{name}.doc"), &format!("passport CH {name}"));
        let secret = self.file("secret", "a secret of this network, 32 bytes at least");
        let key = self.arg(&format!("{name}.json"));
        self.by("nora", &["member", "admit", &key, "--identity-secret-file", &secret, "--document", &document]).ok();
    }

    /// Closes an empty token account of a person, which no command does.
    pub fn close_quote_account(&self, name: &str, account: &str) {
        let (account, owner): (Address, Address) = (account.parse().unwrap(), self.keypair(name).pubkey());
        let accounts = vec![
            AccountMeta::new(account, false),
            AccountMeta::new(owner, false),
            AccountMeta::new_readonly(owner, true),
        ];
        self.send(name, &[Instruction { program_id: TOKEN_ID, accounts, data: vec![9] }], &[]);
    }

    /// A durable nonce account of a person, which no command makes; its address is returned.
    pub fn nonce_account(&self, name: &str) -> String {
        let (owner, nonce) = (self.keypair(name).pubkey(), Keypair::new());
        self.send(name, &create_nonce_account(&owner, &nonce.pubkey(), &owner, 10_000_000), &[&nonce]);
        nonce.pubkey().to_string()
    }

    /// The token of a member, with 2,000,000 shares authorised that do not exist yet; its mint is returned.
    pub fn big_token(&self, owner: &str) -> String {
        let symbol = owner.get(..4).unwrap_or(owner).to_uppercase();
        let words = ["token", "create", "--name", owner, "--symbol", &symbol, "--terms", "text:terms"];
        let created = self.json(owner, &[&words[..], &["--authorised", "12000000"]].concat());
        created["mint"].as_str().unwrap().to_owned()
    }

    /// Moves the clock.
    pub fn warp(&self, to: &str) {
        self.run(&["ledger", "warp", to]).ok();
    }

    /// The money in a person's canonical account, as a decimal string; `0` if it does not exist.
    pub fn money(&self, name: &str) -> String {
        let quote_mint: Address =
            self.json(name, &["ledger", "status"])["quoteMint"].as_str().unwrap().parse().unwrap();
        let account = pda::quote_account(self.keypair(name).pubkey(), quote_mint);
        self.with_rpc(|rpc| async move {
            rpc.get_token_account_balance(&account).await.map_or("0".to_owned(), |found| found.ui_amount_string)
        })
    }

    /// The token of a member; its mint is returned.
    pub fn token(&self, owner: &str) -> String {
        let created =
            self.json(owner, &["token", "create", "--name", "Olivia", "--symbol", "OLIV", "--terms", "text:terms"]);
        created["mint"].as_str().unwrap().to_owned()
    }
}

/// A network with three members: `olivia` with a token, `ada` and `ben` with positions in it; `max` is an outsider.
pub fn village() -> (Home, String) {
    let home = Home::new();
    let mint = settle(&home);
    (home, mint)
}

/// Makes a [`village`].
pub fn settle(home: &Home) -> String {
    for name in ["nora", "olivia", "ada", "ben", "max"] {
        home.person(name);
    }
    home.network();
    for name in ["olivia", "ada", "ben"] {
        home.member(name);
    }
    let mint = home.token("olivia");
    for name in ["ada", "ben"] {
        home.by(name, &["position", "open", &mint]).ok();
    }
    mint
}

/// A [`village`] with room for a round of 1,000,000 shares, `carl` as a third investor, and money for all of them.
pub fn market_town() -> (Home, String) {
    let home = Home::new();
    for name in ["nora", "olivia", "ada", "ben", "carl", "max"] {
        home.person(name);
    }
    home.network();
    for name in ["olivia", "ada", "ben", "carl"] {
        home.member(name);
    }
    let mint = home.big_token("olivia");
    for name in ["ada", "ben", "carl"] {
        home.by(name, &["position", "open", &mint]).ok();
        home.by(name, &["ledger", "faucet", "1000000"]).ok();
    }
    home.by("olivia", &["ledger", "faucet", "100000"]).ok();
    // The treasury's account: without one the seller keeps the network's fee.
    home.by("nora", &["ledger", "faucet", "1000"]).ok();
    (home, mint)
}

/// A file that nobody else can read.
pub fn write_private(path: &Path, text: &str) {
    let _ = fs::remove_file(path);
    fs::write(path, text).unwrap();
    set_mode(path, 0o600);
}

#[cfg(unix)]
pub fn set_mode(path: &Path, mode: u32) {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
}

/// The decimal string of an amount of money in JSON.
pub fn ui(value: &Value) -> &str {
    value["uiAmountString"].as_str().unwrap_or_default()
}
