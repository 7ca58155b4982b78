//! The ground of the demo, who is on it, and what was said so far.

use {
    super::{broken, check::Books, ground::Ground},
    crate::{
        amount::{show_count, show_units},
        error::{CliError, Result},
        ledger::{genesis, QUOTE_DECIMALS},
        time::{show, DAY},
    },
    personal_token_core::Error as Rule,
    personal_token_sdk::{
        pda,
        rpc::{Client, RpcError, Sending},
        state::{Position, Token},
        Address, Instruction,
    },
    sha2::{Digest, Sha256},
    solana_keypair::Keypair,
    solana_signer::Signer,
};

/// One unit of the network's money, 1.00 USDC.
pub const USDC: u64 = 1_000_000;
/// Lamports that everybody starts with.
const LAMPORTS: u64 = 10_000_000_000;

/// Who founds and governs the network.
pub const NORA: &str = "Nora";
/// Who raises capital.
pub const OLIVIA: &str = "Olivia";
/// Who invests.
pub const ADA: &str = "Ada";
/// Who invests.
pub const BEN: &str = "Ben";
/// Who invests later.
pub const CARL: &str = "Carl";
/// Carl's wallet, after he has lost the key of the first.
pub const CARL_AGAIN: &str = "Carl's new key";
/// Who settles complaints, and holds no shares.
pub const JUDITH: &str = "Judith";
/// Who is not a member.
pub const MAX: &str = "Max";

/// Everybody, with what they do.
pub const CAST: [(&str, &str); 8] = [
    (NORA, "founds the network and admits people"),
    (OLIVIA, "raises capital: the token is hers"),
    (ADA, "invests"),
    (BEN, "invests"),
    (CARL, "invests later"),
    (CARL_AGAIN, "a wallet for later"),
    (JUDITH, "settles complaints, and holds no shares"),
    (MAX, "is not a member"),
];

/// The ground of the demo, who is on it, and what was said so far.
pub struct Stage {
    ground: Box<dyn Ground>,
    /// The same client that talks to a cluster.
    pub client: Client,
    /// The second calculation.
    pub books: Books,
    /// The network, once it is founded.
    pub network: Address,
    /// The share mint, once it is created.
    pub mint: Address,
    /// The escrow of the round, once there is one.
    pub escrow: Option<Address>,
    lines: Vec<String>,
    scenes: usize,
}

impl Stage {
    /// A fresh stage.
    pub async fn new(ground: Box<dyn Ground>, client: Client) -> Result<Self> {
        for (name, _) in CAST {
            ground.airdrop(&key(name).pubkey(), LAMPORTS).await?;
        }
        Ok(Self {
            ground,
            client,
            books: Books::default(),
            network: Address::default(),
            mint: Address::default(),
            escrow: None,
            lines: Vec::new(),
            scenes: 0,
        })
    }

    /// What this is, and who plays.
    pub async fn opening(&mut self) -> Result<()> {
        let now = self.now().await?;
        self.lines.push(format!(
            "Personal Token: the whole story, on a fresh ledger in memory. It is {}.\n\
             The program is the real one, on Solana's virtual machine; only the money is a test's.\n\
             Every balance is compared with a second calculation after each step.\n",
            show(now)
        ));
        for (name, role) in CAST {
            self.lines.push(format!("  {name:<14} {role:<40} {}", key(name).pubkey()));
        }
        Ok(())
    }

    /// The mint of the money.
    pub fn quote_mint(&self) -> Address {
        genesis::quote_mint()
    }

    /// The time, in seconds since 1970.
    pub async fn now(&self) -> Result<i64> {
        self.ground.now().await
    }

    /// How transactions are sent.
    pub fn sending(&self) -> Sending {
        self.ground.sending()
    }

    /// Money from outside, which the books do not know of yet.
    pub async fn give(&self, wallet: &Address, units: u64) -> Result<()> {
        self.ground.money(wallet, units).await
    }

    /// Compares a moment on the ledger with the one that it should be, as exactly as the clock stands still.
    pub fn check_moment(&mut self, what: impl FnOnce() -> String, ledger: i64, expected: i64) {
        let is_close = (0..=self.ground.drift()).contains(&(expected - ledger));
        self.books.check(what, if is_close { expected } else { ledger }, expected);
    }

    /// Begins an act.
    pub fn act(&mut self, what: &str) {
        self.lines.push(format!("\n{what}\n{}", "=".repeat(what.chars().count())));
    }

    /// Begins a scene: what happens, and why.
    pub fn scene(&mut self, what: &str, why: &str) {
        self.scenes += 1;
        let number = self.scenes;
        self.lines.push(format!("\n{number}. {what}\n   {why}"));
    }

    /// Says something.
    pub fn tell(&mut self, line: impl AsRef<str>) {
        for line in line.as_ref().lines() {
            self.lines.push(format!("   {line}").trim_end().to_owned());
        }
    }

    /// What was said so far.
    pub fn transcript(&self) -> String {
        self.lines.join("\n")
    }

    /// The verdict.
    pub fn closing(&mut self) -> Result<()> {
        match self.books.wrong() {
            [] => {
                let checks = show_count(u64::try_from(self.books.checks()).unwrap_or(u64::MAX));
                self.lines.push(format!(
                    "\nAll {checks} numbers are what a second calculation in plain integers says, to the unit."
                ));
                Ok(())
            }
            wrong => Err(broken(wrong.join("; "))),
        }
    }

    /// Sends a transaction that the first signer pays for.
    pub async fn send(&self, instructions: &[Instruction], signers: &[&str]) -> Result<()> {
        Ok(self.submit(instructions, signers).await?)
    }

    async fn submit(&self, instructions: &[Instruction], signers: &[&str]) -> std::result::Result<(), RpcError> {
        let keys: Vec<Keypair> = signers.iter().map(|name| key(name)).collect();
        let payer = keys.first().map(Keypair::pubkey).unwrap_or_default();
        let prepared = self.client.prepare(instructions, &payer, &self.sending()).await?;
        let keys: Vec<&dyn Signer> = keys.iter().map(|key| key as &dyn Signer).collect();
        let signed = prepared.sign(&keys)?;
        drop(keys);
        self.ground.submit(&self.client, &signed).await
    }

    /// Sends what has to be refused by this very rule, and says so.
    pub async fn refused(&mut self, attempt: &str, instruction: Instruction, signer: &str, rule: Rule) -> Result<()> {
        match self.submit(&[instruction], &[signer]).await {
            Ok(()) => Err(broken(format!("{attempt} should have been refused"))),
            Err(RpcError::Refused { failure, .. }) if failure.rule() == Some(rule) => {
                self.tell(format!("✗ {attempt}\n  refused ({}): {}", rule.name(), rule.message()));
                self.check_everything().await
            }
            Err(other) => Err(broken(format!("{attempt} was refused otherwise: {other}"))),
        }
    }

    /// Sends what this very program has to refuse with this code, and says in the demo's words why.
    pub async fn impossible(
        &mut self,
        attempt: &str,
        instruction: Instruction,
        signer: &str,
        (program, code): (Address, u32),
        why: &str,
    ) -> Result<()> {
        match self.submit(&[instruction], &[signer]).await {
            Ok(()) => Err(broken(format!("{attempt} should have been refused"))),
            Err(RpcError::Refused { failure, .. }) if (failure.program, failure.code()) == (program, Some(code)) => {
                self.tell(format!("✗ {attempt}\n  {why}"));
                self.check_everything().await
            }
            Err(other) => Err(broken(format!("{attempt} was refused otherwise: {other}"))),
        }
    }

    /// Lets days pass.
    pub async fn wait(&mut self, days: i64) -> Result<()> {
        let then = self.now().await? + days * DAY;
        self.ground.wait_until(then).await?;
        let days = if days == 1 { "a day".to_owned() } else { format!("{days} days") };
        self.tell(format!("… {days} later: {}", show(then)));
        Ok(())
    }

    /// The member of a name.
    pub async fn member(&self, name: &str) -> Result<Address> {
        let found = self.client.member_of(self.network, wallet(name)).await?;
        found.map(|(address, _)| address).ok_or_else(|| broken(format!("{name} is not a member")))
    }

    /// The token.
    pub async fn token(&self) -> Result<Token> {
        let found = self.client.token(self.mint).await?;
        found.map(|(_, token)| token).ok_or_else(|| broken("there is no token"))
    }

    /// A position, if it is open.
    pub async fn position(&self, name: &str) -> Result<Option<(Address, Position)>> {
        Ok(self.client.position(wallet(name), self.mint).await?)
    }

    /// Compares every balance of the ledger with the second calculation.
    pub async fn check_everything(&mut self) -> Result<()> {
        if self.mint == Address::default() {
            return Ok(());
        }
        let token = self.token().await?;
        let supply = self.client.share_mint(self.mint).await?.supply;
        let vault = self.balance(token.vault).await?;
        let mut books = std::mem::take(&mut self.books);
        books.check(|| "all shares".to_owned(), token.total, books.total());
        books.check(|| "supply of the mint".to_owned(), supply, books.total());
        books.check(|| "vault".to_owned(), vault, books.vault());
        books.check(|| "deposited".to_owned(), token.deposited, books.deposited());
        if let Some(escrow) = self.escrow {
            let held = self.balance(escrow).await?;
            books.check(|| "escrow".to_owned(), held, books.escrow());
        }
        let mut paid = 0;
        for name in books.people() {
            let (held, due) = match self.position(name).await? {
                Some((_, position)) => (position.shares, claimable(&token, &position)?),
                None => (0, 0),
            };
            let shares = self.balance(pda::share_account(wallet(name), self.mint)).await?;
            let money = self.balance(pda::quote_account(wallet(name), token.quote_mint)).await?;
            books.check(|| format!("shares in {name}'s position"), held, books.shares(name));
            books.check(|| format!("shares in {name}'s account"), shares, books.shares(name));
            books.check(|| format!("money in {name}'s account"), money, books.money(name));
            books.check(|| format!("what {name} can claim"), due, books.due(name));
            paid += books.received(name);
        }
        books.check(|| "paid".to_owned(), token.paid, paid);
        self.books = books;
        match self.books.wrong() {
            [] => Ok(()),
            wrong => Err(broken(wrong.join("; "))),
        }
    }

    /// What a token account holds; 0 if there is none.
    pub async fn balance(&self, account: Address) -> Result<u64> {
        Ok(self.client.token_account(account).await?.map_or(0, |account| account.amount))
    }
}

fn claimable(token: &Token, position: &Position) -> Result<u64> {
    personal_token_sdk::quote::claimable(token, position).map_err(|rule| CliError::failed(rule.to_string()))
}

/// The key of a name, the same in every run: worth nothing outside the demo.
pub fn key(name: &str) -> Keypair {
    Keypair::new_from_array(Sha256::digest(format!("personal-token demo: {name}")).into())
}

/// The wallet of a name.
pub fn wallet(name: &str) -> Address {
    key(name).pubkey()
}

/// The name of a wallet.
pub fn name_of(address: Address) -> String {
    let known = CAST.iter().find(|(name, _)| wallet(name) == address);
    known.map_or_else(|| address.to_string(), |(name, _)| (*name).to_owned())
}

/// Money for people.
pub fn money(units: u64) -> String {
    format!("{} USDC", show_units(units, QUOTE_DECIMALS))
}

/// The hash that stands for a document.
pub fn document(text: &str) -> [u8; 32] {
    Sha256::digest(text).into()
}
