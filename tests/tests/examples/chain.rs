//! A chain with a village on it, and the examples run against it.

use {
    crate::{node::Node, sdk::Stage},
    personal_token_sdk::{
        core::proceeds::Source,
        instruction::{CreateAssociatedToken, ProceedsDeposit},
        pda,
        rpc::{Client, Sending},
        state::{display_units, Token},
        AccountMeta, Address, Instruction, TOKEN_ID,
    },
    personal_token_tests::hash,
    solana_keypair::Keypair,
    solana_signer::Signer,
    std::{
        collections::BTreeMap,
        io::Write,
        path::{Path, PathBuf},
        process::{Child, Command, Stdio},
    },
    tempfile::TempDir,
};

/// Decimals of the test money.
pub const DECIMALS: u8 = 6;
const YEAR: i64 = 31_556_952;

/// A network with tokens. Olivia has one, of which Ada and Ben hold shares; Max is no member; all of them have lamports.
pub struct Chain {
    pub url: String,
    pub client: Client,
    pub network: Address,
    pub mint: Address,
    /// Keypair files by name.
    pub keys: BTreeMap<String, PathBuf>,
    pub ends: Ends,
}

/// What runs as long as the chain is looked at, and gives out money.
pub enum Ends {
    Embedded { stage: Box<Stage>, _node: Node, _keys: TempDir },
    Localnet { faucet: Keypair, process: Child, _keys: TempDir },
}

impl Drop for Ends {
    fn drop(&mut self) {
        if let Self::Localnet { process, .. } = self {
            let _ = process.kill();
            let _ = process.wait();
        }
    }
}

/// What an example left behind.
#[derive(Debug)]
pub struct Run {
    pub code: i32,
    pub out: String,
    pub err: String,
}

impl Chain {
    pub fn key(&self, name: &str) -> Keypair {
        read(&self.keys[name])
    }

    pub fn wallet(&self, name: &str) -> Address {
        self.key(name).pubkey()
    }

    pub async fn token(&self) -> Token {
        self.client.token(self.mint).await.unwrap().unwrap().1
    }

    pub async fn quote_account(&self, name: &str) -> Address {
        pda::quote_account(self.wallet(name), self.token().await.quote_mint)
    }

    /// Quote units in a person's account; 0 if there is none.
    pub async fn money(&self, name: &str) -> u64 {
        let address = self.quote_account(name).await;
        self.client.token_account(address).await.unwrap().map_or(0, |account| account.amount)
    }

    pub async fn lamports(&self, name: &str) -> u64 {
        self.client.rpc().get_balance(&self.wallet(name)).await.unwrap()
    }

    /// Whole quote units that everybody could claim of Olivia's token, by wallet.
    pub async fn claimable(&self) -> BTreeMap<Address, u64> {
        let table = self.client.cap_table(self.mint).await.unwrap();
        table.rows.iter().map(|row| (row.wallet, row.claimable)).collect()
    }

    pub async fn claimable_by(&self, name: &str) -> u64 {
        self.claimable().await[&self.wallet(name)]
    }

    /// Sends, and the first signer pays.
    pub async fn send(&self, instructions: &[Instruction], signers: &[&Keypair]) {
        let prepared = self.client.prepare(instructions, &signers[0].pubkey(), &Sending::default()).await.unwrap();
        let signers: Vec<&(dyn Signer + Sync)> = signers.iter().map(|key| *key as &(dyn Signer + Sync)).collect();
        self.client.send(prepared, &signers).await.unwrap();
    }

    /// Olivia gets so much, and deposits it as a gain.
    pub async fn deposit(&self, amount: u64) {
        const MINT_TO: u8 = 7;
        let (olivia, token) = (self.key("olivia"), self.token().await);
        let source = pda::quote_account(olivia.pubkey(), token.quote_mint);
        match &self.ends {
            Ends::Embedded { stage, .. } => {
                stage.ledger.faucet_quote(&olivia.pubkey(), amount).unwrap();
            }
            Ends::Localnet { faucet, .. } => {
                let create = self.quote_account_creation("olivia").await;
                let accounts = vec![
                    AccountMeta::new(token.quote_mint, false),
                    AccountMeta::new(source, false),
                    AccountMeta::new_readonly(faucet.pubkey(), true),
                ];
                let data = [&[MINT_TO][..], &amount.to_le_bytes()].concat();
                let mint_to = Instruction { program_id: TOKEN_ID, accounts, data };
                self.send(&[create, mint_to], &[&olivia, faucet]).await;
            }
        }
        let year = 1970 + self.client.now().await.unwrap() / YEAR;
        let deposit = ProceedsDeposit {
            payer: olivia.pubkey(),
            owner: olivia.pubkey(),
            owner_member: token.owner,
            mint: self.mint,
            source,
            net: false,
            index: token.distributions,
            kind: Source::CompanyEquity,
            year: u16::try_from(year).unwrap(),
            proceeds: amount,
            cost_basis: 0,
            asset_hash: hash("asset"),
            evidence_hash: hash("evidence"),
        };
        self.send(&[deposit.instruction()], &[&olivia]).await;
    }

    /// An instruction of the Token program about a person's quote account, which he alone signs.
    pub async fn on_quote_account(&self, name: &str, further: &[Address], data: &[u8]) -> Instruction {
        let mut accounts = vec![AccountMeta::new(self.quote_account(name).await, false)];
        accounts.extend(further.iter().map(|address| AccountMeta::new(*address, false)));
        accounts.push(AccountMeta::new_readonly(self.wallet(name), true));
        Instruction { program_id: TOKEN_ID, accounts, data: data.to_vec() }
    }

    /// The person pays for his own account; nothing happens if there is one.
    pub async fn quote_account_creation(&self, name: &str) -> Instruction {
        let (wallet, mint) = (self.wallet(name), self.token().await.quote_mint);
        CreateAssociatedToken { payer: wallet, wallet, mint, token_program: TOKEN_ID }.instruction()
    }

    /// Ben gets what is in the account, which is then closed.
    pub async fn close_quote_account(&self, name: &str) {
        const TRANSFER: u8 = 3;
        const CLOSE_ACCOUNT: u8 = 9;
        let amount = self.money(name).await;
        let data = [&[TRANSFER][..], &amount.to_le_bytes()].concat();
        let empty = self.on_quote_account(name, &[self.quote_account("ben").await], &data).await;
        let close = self.on_quote_account(name, &[self.wallet(name)], &[CLOSE_ACCOUNT]).await;
        self.send(&[empty, close], &[&self.key(name)]).await;
    }

    /// Starts an example.
    pub fn start(&self, example: &str, arguments: &[&str], input: &str) -> Child {
        let mut child = Command::new(binary(example))
            .args(["--url", &self.url])
            .args(arguments)
            .env("RUST_BACKTRACE", "0")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
        child
    }

    pub fn run(&self, example: &str, arguments: &[&str], input: &str) -> Run {
        finish(self.start(example, arguments, input))
    }

    /// The keypair file of a name, as an argument.
    pub fn file(&self, name: &str) -> &str {
        self.keys[name].to_str().unwrap()
    }
}

pub fn finish(child: Child) -> Run {
    let output = child.wait_with_output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    let run = Run { code: output.status.code().unwrap_or(-1), out: text(output.stdout), err: text(output.stderr) };
    assert!(!run.err.contains("panicked"), "{run:?}");
    run
}

/// Money as the examples show it.
pub fn shown(units: u64) -> String {
    display_units(units, DECIMALS)
}

pub fn read(path: &Path) -> Keypair {
    solana_keypair::read_keypair_file(path).unwrap()
}

/// An example as cargo has built it; one that is older than its source is not the one to test.
fn binary(example: &str) -> PathBuf {
    let profile = std::env::current_exe().unwrap().ancestors().nth(2).unwrap().to_owned();
    let binary = profile.join("examples").join(example).with_extension(std::env::consts::EXE_EXTENSION);
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("../sdk/examples/{example}.rs"));
    let changed = |path: &Path| std::fs::metadata(path).and_then(|found| found.modified());
    let is_fresh = changed(&binary).is_ok_and(|built| built >= changed(&source).unwrap());
    assert!(is_fresh, "{} is not built: cargo build --release -p personal-token-sdk --examples", binary.display());
    binary
}
