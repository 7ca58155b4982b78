//! The built binary, run as a process in a home of its own.
#![allow(dead_code)] // each test binary uses its own part
#![allow(clippy::unwrap_used)]

pub mod node;

use {
    serde_json::Value,
    std::{
        fs,
        path::{Path, PathBuf},
        process::{Command, Stdio},
    },
    tempfile::TempDir,
};

pub const CHARTER: &str =
    "text:1. Wages are nobody's business.\n2. Nobody votes.\n3. Whoever harasses loses reputation.";

/// A home directory with keys and an embedded ledger.
pub struct Home {
    directory: TempDir,
    node: Option<node::Node>,
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
        Self { directory: tempfile::tempdir().unwrap(), node: None }
    }

    /// All commands go to a node instead of the embedded ledger.
    pub fn with_node() -> Self {
        Self { node: Some(node::Node::start()), ..Self::new() }
    }

    pub fn node(&self) -> &node::Node {
        self.node.as_ref().unwrap()
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
        let mut command = Command::new(env!("CARGO_BIN_EXE_personal-token"));
        command.env_clear().env("HOME", self.directory.path()).env("PERSONAL_TOKEN_LEDGER", self.ledger());
        command.current_dir(self.directory.path()).stdin(Stdio::null());
        if let Some(node) = &self.node {
            command.args(["--url", &node.url]);
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
        use {
            personal_token_cli::{
                ledger::{Ledger, Mode},
                signer::read_keypair_file,
            },
            personal_token_sdk::{AccountMeta, Address, Instruction, TOKEN_ID},
            solana_signer::Signer,
            solana_transaction::Transaction,
        };
        let ledger = Ledger::open(self.ledger(), Mode::Write).unwrap();
        let key = read_keypair_file(&self.path(&format!("{name}.json"))).unwrap();
        let (account, owner): (Address, Address) = (account.parse().unwrap(), key.pubkey());
        let accounts = vec![
            AccountMeta::new(account, false),
            AccountMeta::new(owner, false),
            AccountMeta::new_readonly(owner, true),
        ];
        let close = Instruction { program_id: TOKEN_ID, accounts, data: vec![9] };
        let rpc = ledger.rpc_client();
        tokio::runtime::Runtime::new().unwrap().block_on(async {
            let blockhash = rpc.get_latest_blockhash().await.unwrap();
            let transaction = Transaction::new_signed_with_payer(&[close], Some(&owner), &[&key], blockhash);
            rpc.send_transaction(&transaction).await.unwrap();
        });
    }

    /// A durable nonce account of a person, which no command makes; its address is returned.
    pub fn nonce_account(&self, name: &str) -> String {
        use {
            personal_token_cli::{
                ledger::{Ledger, Mode},
                signer::read_keypair_file,
            },
            solana_keypair::Keypair,
            solana_signer::Signer,
            solana_system_interface::instruction::create_nonce_account,
            solana_transaction::Transaction,
        };
        let ledger = Ledger::open(self.ledger(), Mode::Write).unwrap();
        let key = read_keypair_file(&self.path(&format!("{name}.json"))).unwrap();
        let nonce = Keypair::new();
        let create = create_nonce_account(&key.pubkey(), &nonce.pubkey(), &key.pubkey(), 10_000_000);
        let rpc = ledger.rpc_client();
        tokio::runtime::Runtime::new().unwrap().block_on(async {
            let blockhash = rpc.get_latest_blockhash().await.unwrap();
            let transaction =
                Transaction::new_signed_with_payer(&create, Some(&key.pubkey()), &[&key, &nonce], blockhash);
            rpc.send_transaction(&transaction).await.unwrap();
        });
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
        use {
            personal_token_cli::{
                ledger::{Ledger, Mode},
                signer::read_keypair_file,
            },
            personal_token_sdk::pda,
            solana_signer::Signer,
        };
        let ledger = Ledger::open(self.ledger(), Mode::Read).unwrap();
        let key = read_keypair_file(&self.path(&format!("{name}.json"))).unwrap();
        let account = pda::quote_account(key.pubkey(), ledger.quote_mint());
        let rpc = ledger.rpc_client();
        tokio::runtime::Runtime::new().unwrap().block_on(async {
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
