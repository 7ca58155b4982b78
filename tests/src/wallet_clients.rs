//! The wallet gate: a share transfer as the ecosystem's own clients build it, from the mint alone.
//!
//! A wallet does not know this project. It sees a Token-2022 mint with a transfer hook, reads the hook's list of
//! extra accounts and resolves it with the library it happens to ship. [`resolve`] runs three of those libraries on
//! a ledger given as plain accounts and returns the instruction they build, or what they say when they cannot. No
//! program is executed, and nothing of the SDK is used.
//!
//! The two JavaScript clients live in `tests/wallets`; they need Node and `npm ci --prefix tests/wallets`.

use std::{
    collections::BTreeMap,
    env, fmt,
    future::{ready, Future},
    io::{ErrorKind, Write},
    path::PathBuf,
    pin::pin,
    process::{Command, Stdio},
    task::{Context as TaskContext, Poll, Waker},
};

use anyhow::{anyhow, bail, ensure, Context, Result};
use base64::{engine::general_purpose::STANDARD as BASE64, Engine};
use litesvm::LiteSVM;
use serde_json::{json, Map, Value};
use solana_account::{Account, ReadableAccount};
use solana_address::Address;
use solana_instruction::{AccountMeta, Instruction};
use spl_token_2022_interface::{
    extension::{transfer_hook, StateWithExtensions},
    instruction::transfer_checked,
    state::Mint,
};
use spl_transfer_hook_interface::offchain::{
    add_extra_account_metas_for_execute, AccountDataResult, AccountFetchError,
};

/// Accounts above this size are left out of a [`Request`]: they are program code, which no resolver reads.
const LARGEST_ACCOUNT: usize = 64 * 1024;

/// How to make the JavaScript clients available.
pub const HOW_TO_INSTALL: &str = "install Node 20.18 or newer and run `npm ci --prefix tests/wallets`";

/// A library that wallets build transfers with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Client {
    /// `@solana/spl-token`, on the first generation of web3.js.
    SplToken,
    /// `@solana-program/token-2022`, on Solana Kit.
    Kit,
    /// The Rust crate `spl-transfer-hook-interface`, in this process.
    Interface,
}

impl Client {
    /// Every client that a share transfer must be buildable with.
    pub const ALL: [Client; 3] = [Client::SplToken, Client::Kit, Client::Interface];

    /// The client's script in `tests/wallets`, unless it is a crate.
    fn script(self) -> Option<&'static str> {
        match self {
            Client::SplToken => Some("spl-token.mjs"),
            Client::Kit => Some("kit.mjs"),
            Client::Interface => None,
        }
    }
}

/// A transfer, and the ledger on which it is to be built.
#[derive(Clone, Debug)]
pub struct Request {
    /// The token account that sends.
    pub source: Address,
    /// The mint of the shares.
    pub mint: Address,
    /// The token account that receives.
    pub destination: Address,
    /// Who signs for the source.
    pub owner: Address,
    /// How many base units move.
    pub amount: u64,
    /// The mint's decimals.
    pub decimals: u8,
    /// Every account that the client can look up. What is missing here does not exist for the client.
    pub accounts: BTreeMap<Address, Account>,
}

impl Request {
    /// A transfer of shares, which have no decimals, on the present state of `ledger`.
    pub fn on(ledger: &LiteSVM, [source, mint, destination, owner]: [Address; 4], amount: u64) -> Self {
        let accounts = ledger
            .accounts_db()
            .inner
            .iter()
            .filter(|(_, account)| account.lamports() > 0)
            .filter(|(_, account)| account.data().len() <= LARGEST_ACCOUNT)
            .map(|(address, account)| (*address, Account::from(account.clone())))
            .collect();
        Self { source, mint, destination, owner, amount, decimals: 0, accounts }
    }

    fn to_json(&self) -> Value {
        let accounts: Map<String, Value> = self
            .accounts
            .iter()
            .map(|(address, account)| {
                let value = json!({
                    "owner": account.owner.to_string(),
                    "lamports": account.lamports,
                    "data": BASE64.encode(&account.data),
                    "executable": account.executable,
                });
                (address.to_string(), value)
            })
            .collect();
        json!({
            "source": self.source.to_string(),
            "mint": self.mint.to_string(),
            "destination": self.destination.to_string(),
            "owner": self.owner.to_string(),
            "amount": self.amount.to_string(),
            "decimals": self.decimals,
            "accounts": accounts,
        })
    }
}

/// What a library said when it could not build the transfer, to the letter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// The class of the error. `@solana/spl-token` says nothing but this: its messages are empty.
    pub name: String,
    /// The error's message.
    pub message: String,
}

impl fmt::Display for Refusal {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The way JavaScript prints an error, which is what a wallet shows.
        match self.message.is_empty() {
            true => write!(out, "{}", self.name),
            false => write!(out, "{}: {}", self.name, self.message),
        }
    }
}

/// What came of a [`Request`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The client built this instruction.
    Built(Instruction),
    /// The client could not build one.
    Refused(Refusal),
}

impl Outcome {
    /// The instruction; an error if the client refused.
    pub fn instruction(self) -> Result<Instruction> {
        match self {
            Outcome::Built(instruction) => Ok(instruction),
            Outcome::Refused(refusal) => Err(anyhow!("the client built no transfer: {refusal}")),
        }
    }

    /// The refusal; an error if the client built a transfer.
    pub fn refusal(self) -> Result<Refusal> {
        match self {
            Outcome::Built(instruction) => Err(anyhow!("the client built {instruction:?}")),
            Outcome::Refused(refusal) => Ok(refusal),
        }
    }
}

/// Whether the JavaScript clients can run. Where they cannot, the caller skips its test, having said so on standard
/// error; in continuous integration (`CI=true`) it is an error, because a gate that is skipped there guards nothing.
pub fn available() -> Result<bool> {
    may_run(missing(), env::var("CI").as_deref() == Ok("true"))
}

fn may_run(missing: Option<&str>, continuous_integration: bool) -> Result<bool> {
    let Some(missing) = missing else {
        return Ok(true);
    };
    ensure!(!continuous_integration, "{missing}: {HOW_TO_INSTALL}");
    eprintln!("SKIPPED: the JavaScript wallet clients did not run, {missing}: {HOW_TO_INSTALL}");
    Ok(false)
}

/// Builds the transfer of `request` with `client`.
///
/// An error means that the client could not be run at all; what the client itself refuses is an [`Outcome`].
pub fn resolve(client: Client, request: &Request) -> Result<Outcome> {
    match client.script() {
        Some(script) => run_script(script, request).with_context(|| format!("{script} failed")),
        None => Ok(resolve_with_interface(request).map_or_else(
            // The crate gives no more than a boxed error, so its alias for that stands in for the class.
            |error| {
                let name = "AccountFetchError".to_owned();
                Outcome::Refused(Refusal { name, message: error.to_string() })
            },
            Outcome::Built,
        )),
    }
}

/// The directory of the JavaScript clients.
fn scripts() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("wallets")
}

/// The Node executable: `NODE`, or whatever the path finds.
fn node() -> Command {
    Command::new(env::var_os("NODE").unwrap_or_else(|| "node".into()))
}

fn missing() -> Option<&'static str> {
    let runs = node().arg("--version").output().is_ok_and(|output| output.status.success());
    if !runs {
        return Some("Node is not installed");
    }
    // npm writes this file last, so a half-finished installation does not count.
    let installed = scripts().join("node_modules/.package-lock.json").is_file();
    (!installed).then_some("the packages of tests/wallets are not installed")
}

fn run_script(script: &str, request: &Request) -> Result<Outcome> {
    let mut child = node()
        .arg(scripts().join(script))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .context(HOW_TO_INSTALL)?;
    let mut stdin = child.stdin.take().context("Node has no standard input")?;
    match stdin.write_all(request.to_json().to_string().as_bytes()) {
        // A script that dies while it loads closes the pipe; what it says on standard error is the better report.
        Err(error) if error.kind() == ErrorKind::BrokenPipe => (),
        written => written?,
    }
    drop(stdin);
    let output = child.wait_with_output()?;
    ensure!(
        output.status.success(),
        "Node ended with {}: {} ({HOW_TO_INSTALL})",
        output.status,
        String::from_utf8_lossy(&output.stderr),
    );
    parse_outcome(&serde_json::from_slice(&output.stdout)?)
}

fn parse_outcome(answer: &Value) -> Result<Outcome> {
    if let Some(instruction) = answer.get("instruction") {
        return Ok(Outcome::Built(parse_instruction(instruction)?));
    }
    Ok(Outcome::Refused(Refusal { name: text(answer, "name")?.to_owned(), message: text(answer, "error")?.to_owned() }))
}

fn parse_instruction(value: &Value) -> Result<Instruction> {
    let accounts = value["accounts"].as_array().context("the instruction has no accounts")?;
    Ok(Instruction {
        program_id: text(value, "programId")?.parse()?,
        accounts: accounts.iter().map(parse_meta).collect::<Result<_>>()?,
        data: BASE64.decode(text(value, "data")?)?,
    })
}

fn parse_meta(value: &Value) -> Result<AccountMeta> {
    let flag = |name: &str| value[name].as_bool().with_context(|| format!("no {name} in {value}"));
    Ok(AccountMeta {
        pubkey: text(value, "pubkey")?.parse()?,
        is_signer: flag("isSigner")?,
        is_writable: flag("isWritable")?,
    })
}

fn text<'a>(value: &'a Value, name: &str) -> Result<&'a str> {
    value[name].as_str().with_context(|| format!("no {name} in {value}"))
}

/// The interface crate on the accounts of the request.
fn resolve_with_interface(request: &Request) -> Result<Instruction, AccountFetchError> {
    let mint = request.accounts.get(&request.mint).ok_or("the mint does not exist")?;
    let fetch = |address| ready(Ok(request.accounts.get(&address).map(|found| found.data.clone())));
    finish(build_with_interface(request, mint, fetch))?
}

/// The documented recipe of the interface crate: build the plain transfer, read the hook out of the mint, add the
/// accounts that the hook's list names. Only `fetch` looks accounts up, on a ledger or over RPC.
pub async fn build_with_interface<F, Found>(
    request: &Request,
    account: &Account,
    fetch: F,
) -> Result<Instruction, AccountFetchError>
where
    F: Fn(Address) -> Found,
    Found: Future<Output = AccountDataResult>,
{
    let Request { source, mint, destination, owner, amount, decimals, accounts: _ } = request;
    let mut transfer = transfer_checked(&account.owner, source, mint, destination, owner, &[], *amount, *decimals)?;
    let state = StateWithExtensions::<Mint>::unpack(&account.data)?;
    if let Some(hook) = transfer_hook::get_program_id(&state) {
        add_extra_account_metas_for_execute(&mut transfer, &hook, source, mint, destination, owner, *amount, fetch)
            .await?;
    }
    Ok(transfer)
}

/// Runs a future that never has to wait. It spares the tests a runtime, and works inside of one.
fn finish<T>(future: impl Future<Output = T>) -> Result<T> {
    match pin!(future).poll(&mut TaskContext::from_waker(Waker::noop())) {
        Poll::Ready(value) => Ok(value),
        Poll::Pending => bail!("a lookup in memory had to wait"),
    }
}

#[cfg(test)]
mod tests;
