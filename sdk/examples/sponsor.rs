//! A sponsor: a service that pays the fees of others' claims and transfers, and what an app does to be sponsored.
//!
//! ```sh
//! cargo run --example sponsor -- --url https://api.devnet.solana.com --keypair sponsor.json serve
//! cargo run --example sponsor -- --url … --keypair holder.json ask --sponsor <ADDRESS> --mint <SHARE MINT>
//! cargo run --example sponsor -- […] ask --sponsor <ADDRESS> --mint <SHARE MINT> --to <WALLET> --shares 100
//! ```
//!
//! The user's half prints a transaction in base64 that lacks the sponsor's signature alone. The service reads such lines,
//! as it would read the bodies of requests, and answers each with a signature or a refusal.

use {
    anyhow::{anyhow, ensure, Context, Result},
    clap::{Parser, Subcommand},
    personal_token_sdk::{
        instruction::{decode, Kind, ProceedsClaim},
        rpc::{inspect, Client, Sending, SignedOffline},
        state::Position,
        Address, Instruction, ID, TOKEN_2022_ID,
    },
    solana_keypair::{read_keypair_file, Keypair, Signer},
    std::io::BufRead,
};

/// Pays others' fees, or asks to have them paid.
#[derive(Parser)]
struct Arguments {
    /// JSON-RPC endpoint
    #[arg(long)]
    url: String,
    /// Keypair file of the sponsor, or of the user
    #[arg(long)]
    keypair: String,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// The service
    Serve {
        /// Lamports that a transaction may cost
        #[arg(long, default_value_t = 15_000)]
        max_fee: u64,
    },
    /// Asks to have one's own claim paid for; with a receiver, one's own transfer of shares
    Ask {
        /// Who is to pay
        #[arg(long)]
        sponsor: Address,
        /// Share mint of the token
        #[arg(long)]
        mint: Address,
        /// The receiver's wallet
        #[arg(long, requires = "shares")]
        to: Option<Address>,
        /// How many shares
        #[arg(long, requires = "to", default_value_t = 0)]
        shares: u64,
    },
}

/// Whether to sign. The signature stands for the fee: an instruction that does not name the sponsor can do nothing else with
/// it, neither directly nor by calling other programs.
async fn check(client: &Client, half: &SignedOffline, sponsor: &Address, max_fee: u64) -> Result<()> {
    let found = inspect(&half.message)?;
    ensure!(found.payer == *sponsor, "somebody else is to pay");
    ensure!(half.missing().eq([*sponsor]), "the sponsor's signature has to be the only one that is missing");
    ensure!(!found.touches(sponsor), "it uses the sponsor's account for more than the fee");
    ensure!(found.fee_lamports <= max_fee, "it costs {} lamports; {max_fee} are paid", found.fee_lamports);
    ensure!(!found.instructions.is_empty(), "it does nothing");
    for instruction in &found.instructions {
        match instruction.program_id {
            ID => check_claim(instruction)?,
            TOKEN_2022_ID => check_transfer(client, instruction).await?,
            other => anyhow::bail!("it calls {other}; only claims and transfers of shares are paid"),
        }
    }
    Ok(())
}

fn check_claim(instruction: &Instruction) -> Result<()> {
    let accounts: Vec<Address> = instruction.accounts.iter().map(|account| account.pubkey).collect();
    let kind = decode(&ID, &accounts, &instruction.data)?.arguments.kind();
    ensure!(kind == Kind::ProceedsClaim, "only claims and transfers of shares are paid, no {}", kind.name());
    Ok(())
}

/// TransferChecked of a personal token: tag, amount and decimals; source, mint, destination, authority and the hook's.
async fn check_transfer(client: &Client, instruction: &Instruction) -> Result<()> {
    const TRANSFER_CHECKED: u8 = 12;
    let is_transfer = matches!(instruction.data.as_slice(), [TRANSFER_CHECKED, rest @ ..] if rest.len() == 9);
    ensure!(is_transfer, "only transfers are paid of what Token-2022 can do");
    let mint = instruction.accounts.get(1).context("the transfer has no mint")?.pubkey;
    ensure!(client.token(mint).await?.is_some(), "{mint} is no personal token");
    Ok(())
}

/// One request. A real service also counts: so many a day for a wallet, as a transaction that fails after all costs its fee.
async fn sponsor(client: &Client, text: &str, keypair: &Keypair, max_fee: u64) -> Result<String> {
    let mut half = SignedOffline::from_transaction_base64(text.trim())?;
    check(client, &half, &keypair.pubkey(), max_fee).await?;
    half.sign(&[keypair])?;
    // The node simulates it first: what would fail now costs nothing.
    Ok(client.send_transaction(half.transaction()?, &Sending::default()).await?.to_string())
}

/// The user's half: builds, simulates, and signs with the user's key alone.
async fn ask(
    client: &Client,
    user: &Keypair,
    sponsor: &Address,
    mint: Address,
    transfer: Option<(Address, u64)>,
) -> Result<String> {
    let wallet = user.pubkey();
    let instruction = match transfer {
        None => {
            let found = client.position(wallet, mint).await?;
            let (position, Position { quote_account, .. }) = found.context("you have no position in this token")?;
            ProceedsClaim { mint, position, quote_account, holder: None }.instruction()
        }
        Some((to, shares)) => client.shares_transfer(mint, wallet, to, shares).await?.instruction(),
    };
    let prepared = client.prepare(&[instruction], sponsor, &Sending::default()).await?;
    let mut half = SignedOffline::new(prepared.message);
    half.sign(&[user])?;
    Ok(half.transaction_base64()?)
}

#[tokio::main]
async fn main() -> Result<()> {
    let Arguments { url, keypair: path, command } = Arguments::parse();
    let keypair = read_keypair_file(&path).map_err(|error| anyhow!("{path}: {error}"))?;
    let client = Client::connect(url);
    match command {
        Command::Serve { max_fee } => {
            for line in std::io::stdin().lock().lines() {
                match sponsor(&client, &line?, &keypair, max_fee).await {
                    Ok(signature) => println!("sent {signature}"),
                    Err(error) => println!("refused: {error}"),
                }
            }
        }
        Command::Ask { sponsor, mint, to, shares } => {
            println!("{}", ask(&client, &keypair, &sponsor, mint, to.map(|to| (to, shares))).await?);
        }
    }
    Ok(())
}
