//! `localnet`: a local Solana endpoint for wallets, dApps and tests.
//!
//! [Surfpool](surfpool_core) answers JSON-RPC and WebSocket in front of the virtual machine that the embedded ledger has,
//! too. It is told to be offline: nothing here opens a connection. What is on chain is what a fresh embedded ledger has,
//! and the account where Anchor's clients look for an IDL.

mod idl;
mod journal;
mod keys;
mod node;
mod state;
mod table;

use {
    crate::{
        amount::show_sol,
        args::LocalnetArgs,
        config::data_directory,
        context::Context,
        currency::Currency,
        demo::{self, Settled},
        error::{CliError, Result},
        ledger::{genesis, QUOTE_DECIMALS},
        localnet_client::Localnet,
        output::{print_json, Report},
        text::{facts, table, Align},
        time::show,
    },
    keys::Person,
    node::{Node, Options},
    personal_token_sdk::{pda, rpc::Client, ID},
    serde_json::{json, Map, Value},
    solana_commitment_config::CommitmentConfig,
    solana_rpc_client::nonblocking::rpc_client::RpcClient,
    std::{
        path::{Path, PathBuf},
        sync::Arc,
        time::Duration,
    },
};

/// How often a localnet is asked whether it still runs.
const PULSE: Duration = Duration::from_millis(200);

/// Serves until the process is told to end.
///
/// # Errors
/// It cannot start, or ends by itself.
pub async fn run(context: &mut Context<'_>, args: &LocalnetArgs) -> Result<Report> {
    let folder = match &args.keys {
        Some(folder) => folder.clone(),
        None => data_directory().map(|data| data.join("localnet")).ok_or_else(|| {
            CliError::usage("there is no home directory for the keypair files: name a folder with --keys")
        })?,
    };
    let (faucet, people) = keys::write(&folder, args.demo)?;
    let mut end = Signals::listen()?;
    let options = Options {
        port: args.port,
        ws_port: args.ws_port,
        state: args.state.clone(),
        slot_time: args.slot_time,
        still: args.still,
    };
    let node = Node::start(&options)?;
    let ready = async {
        let client = client(&node);
        let settled = match args.demo {
            true => Some(settle(context, &client).await?),
            false => None,
        };
        Ready { node: &node, client, faucet, people, settled, state: args.state.clone() }.tell(context).await
    };
    tokio::select! {
        told = ready => told?,
        () = end.wait() => {
            node.stop()?;
            return Ok(Report::default());
        }
    }
    loop {
        tokio::select! {
            () = end.wait() => break,
            () = tokio::time::sleep(PULSE) => {
                if let Some(reason) = node.failure() {
                    return Err(CliError::failed(format!("the localnet has ended: {reason}")));
                }
            }
        }
    }
    context.terminal.note("The localnet ends.");
    node.stop()?;
    Ok(Report::default())
}

fn client(node: &Node) -> Client {
    Client::new(Arc::new(RpcClient::new_with_commitment(node.rpc.clone(), CommitmentConfig::processed())))
}

async fn settle(context: &mut Context<'_>, client: &Client) -> Result<Settled> {
    let localnet =
        Localnet::of(client).await.ok_or_else(|| CliError::failed("the localnet does not answer its own client"))?;
    demo::settle(context, client.clone(), localnet).await
}

/// The signals that end it.
struct Signals {
    #[cfg(unix)]
    interrupt: tokio::signal::unix::Signal,
    #[cfg(unix)]
    terminate: tokio::signal::unix::Signal,
}

impl Signals {
    // Listened to all the time: a signal between two waits would reach nobody.
    #[cfg(unix)]
    fn listen() -> Result<Self> {
        use tokio::signal::unix::{signal, SignalKind};
        let unheard = |error| CliError::failed(format!("cannot listen for signals: {error}"));
        Ok(Self {
            interrupt: signal(SignalKind::interrupt()).map_err(unheard)?,
            terminate: signal(SignalKind::terminate()).map_err(unheard)?,
        })
    }

    #[cfg(not(unix))]
    fn listen() -> Result<Self> {
        Ok(Self {})
    }

    async fn wait(&mut self) {
        #[cfg(unix)]
        tokio::select! {
            _ = self.interrupt.recv() => {}
            _ = self.terminate.recv() => {}
        }
        #[cfg(not(unix))]
        let _ = tokio::signal::ctrl_c().await;
    }
}

/// What there is to say once it answers.
struct Ready<'a> {
    node: &'a Node,
    client: Client,
    faucet: PathBuf,
    people: Vec<Person>,
    settled: Option<Settled>,
    state: Option<PathBuf>,
}

impl Ready<'_> {
    async fn tell(&self, context: &mut Context<'_>) -> Result<()> {
        match context.global.output {
            Some(format) => print_json(&Value::Object(self.json()), context.terminal.out, format)?,
            None => {
                let text = self.text().await?;
                writeln!(context.terminal.out, "{text}")?;
            }
        }
        Ok(context.terminal.out.flush()?)
    }

    fn json(&self) -> Map<String, Value> {
        let mut json = Map::from_iter([
            ("rpc".to_owned(), json!(self.node.rpc)),
            ("ws".to_owned(), json!(self.node.ws)),
            ("quoteMint".to_owned(), json!(genesis::quote_mint().to_string())),
            ("faucet".to_owned(), json!(self.faucet)),
        ]);
        if let Some(settled) = &self.settled {
            let people: Map<String, Value> = self
                .people
                .iter()
                .map(|person| {
                    let of = json!({ "address": person.address.to_string(), "keypair": person.file });
                    (person.name.clone(), of)
                })
                .collect();
            json.insert("network".to_owned(), json!(settled.network.to_string()));
            json.insert("mint".to_owned(), json!(settled.mint.to_string()));
            json.insert("people".to_owned(), Value::Object(people));
        }
        json
    }

    async fn text(&self) -> Result<String> {
        let state = match (&self.state, self.node.resumed) {
            (None, _) => "in memory: it ends with the localnet".to_owned(),
            (Some(path), true) => format!("{}, gone on from", path.display()),
            (Some(path), false) => path.display().to_string(),
        };
        let mut rows = vec![
            ("JSON-RPC", self.node.rpc.clone()),
            ("WebSocket", self.node.ws.clone()),
            ("time", show(self.client.now().await?)),
            ("state", state),
            ("program", format!("{ID}, with its IDL")),
            ("also there", "Token-2022, Token, Associated Token, Memo".to_owned()),
            ("test USDC", format!("{}, {QUOTE_DECIMALS} decimals", genesis::quote_mint())),
            ("keypair files", self.faucet.parent().unwrap_or(&self.faucet).display().to_string()),
            ("faucet's key", file_name(&self.faucet)),
        ];
        if let Some(Settled { network, mint }) = &self.settled {
            rows.extend([("network", network.to_string()), ("share mint", mint.to_string())]);
        }
        let rows: Vec<(String, String)> = rows.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
        let mut parts = vec![format!("Localnet, until Ctrl-C\n{}", facts(&rows))];
        if self.settled.is_some() {
            parts.push(self.table().await?);
        }
        let url = &self.node.rpc;
        let somebody = self.people.iter().find(|person| person.name == "ada").map(|ada| ada.file.display().to_string());
        let third = match (&self.settled, somebody) {
            (Some(Settled { mint, .. }), Some(key)) => format!("-k {key} position show {mint}"),
            _ => "ledger airdrop 10 ADDRESS".to_owned(),
        };
        parts.push(format!(
            "Try:\n  personal-token -u {url} ledger status\n  personal-token -u {url} ledger faucet 100 ADDRESS\n  personal-token -u {url} {third}"
        ));
        Ok(parts.join("\n\n"))
    }

    /// The demo's people with what they have.
    async fn table(&self) -> Result<String> {
        let usdc = Currency::new(genesis::quote_mint(), QUOTE_DECIMALS, Some(genesis::quote_mint()));
        let mut rows = Vec::new();
        for person in &self.people {
            let lamports = self.client.rpc().get_balance(&person.address).await;
            let lamports = lamports.map_err(|error| CliError::failed(error.to_string()))?;
            let money = self.balance(pda::quote_account(person.address, genesis::quote_mint())).await?;
            let shares = match &self.settled {
                Some(settled) => self.balance(pda::share_account(person.address, settled.mint)).await?,
                None => 0,
            };
            rows.push(vec![
                person.name.clone(),
                person.address.to_string(),
                show_sol(lamports),
                usdc.show(money),
                crate::amount::show_count(shares),
                file_name(&person.file),
            ]);
        }
        let left = Align::Left;
        let head = [
            ("Person", left),
            ("Address", left),
            ("SOL", Align::Right),
            ("Money", Align::Right),
            ("Shares", Align::Right),
            ("Keypair file", left),
        ];
        Ok(table(&head, &rows))
    }

    async fn balance(&self, account: personal_token_sdk::Address) -> Result<u64> {
        Ok(self.client.token_account(account).await?.map_or(0, |account| account.amount))
    }
}

fn file_name(path: &Path) -> String {
    path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned()
}
