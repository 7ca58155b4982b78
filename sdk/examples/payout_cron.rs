//! A job for cron: pays everybody who is owed anything by any token of a network. Anyone may run it: money goes only where
//! it is owed, and whoever runs it pays the fees.
//!
//! ```sh
//! cargo run --example payout_cron -- --url https://api.devnet.solana.com --network <NETWORK> --keypair payer.json
//! ```
//!
//! It keeps no state. What is planned is what the chain says is owed, so it can be stopped at any time and run again, and
//! two runs at once pay nobody twice. A line for each token; the exit code is 0 if nobody is left who could be paid.

use {
    anyhow::{anyhow, Context},
    clap::Parser,
    personal_token_sdk::{
        rpc::{Client, LookupTables, Outlook, PayoutOptions, Sending},
        state::{display_units, Token},
        Address,
    },
    solana_keypair::{read_keypair_file, Keypair, Signer},
    std::process::ExitCode,
};

/// Pays all holders of all tokens of a network.
#[derive(Parser)]
struct Arguments {
    /// JSON-RPC endpoint
    #[arg(long)]
    url: String,
    /// The network
    #[arg(long)]
    network: Address,
    /// Keypair file of whoever pays the fees
    #[arg(long)]
    keypair: String,
    /// Micro-lamports a compute unit on top of the base fee
    #[arg(long, default_value_t = 0)]
    compute_unit_price: u64,
    /// Lamports of fees, for one token, beyond which it waits for another day
    #[arg(long, default_value_t = 10_000_000)]
    max_fee: u64,
    /// Payouts to about the same holders that are to come: lookup tables are built if they are cheaper over so many
    #[arg(long, default_value_t = 12)]
    payouts: u32,
    /// What it costs to have the tables' rent locked meanwhile, in basis points of it
    #[arg(long, default_value_t = 500)]
    rent_basis_points: u16,
    /// Only says what it would do
    #[arg(long)]
    dry_run: bool,
}

/// Pays the holders of one token. The line for the log, and whether all is well.
async fn pay(client: &Client, token: &Token, payer: &Keypair, asked: &Arguments) -> anyhow::Result<(String, bool)> {
    let outlook = Outlook {
        known: client.lookup_tables(token.mint, payer.pubkey()).await?,
        payouts: asked.payouts,
        rent_basis_points: asked.rent_basis_points,
    };
    let options = PayoutOptions {
        lookup_tables: LookupTables::ByCost(outlook),
        sending: Sending { compute_unit_price: asked.compute_unit_price, ..Sending::default() },
        ..PayoutOptions::default()
    };
    let plan = client.payout_plan(token.mint, &options).await?;
    let decimals = client.quote_decimals(token.quote_mint).await?;
    let money =
        |units: u128| u64::try_from(units).map_or_else(|_| units.to_string(), |units| display_units(units, decimals));
    // Who cannot be paid keeps what he is owed; it takes him, not this job, to change that.
    let waiting: u128 = plan.skipped.iter().map(|(row, _)| u128::from(row.amount)).sum();
    let waiting = format!("{} of {} holders wait for their accounts", money(waiting), plan.skipped.len());

    if plan.due.is_empty() {
        return Ok((format!("nothing to pay; {waiting}"), true));
    }
    let (tables, rent) = match plan.builds_tables {
        true => (plan.cost.table_fee_lamports, plan.cost.table_rent_lamports),
        false => (0, 0),
    };
    let fee = plan.cost.fee_lamports.saturating_add(tables);
    let cost = format!("{fee} lamports of fees and {rent} of rent, which comes back with its lookup tables");
    let due =
        format!("{} to {} holders in {} transactions", money(plan.total()), plan.due.len(), plan.cost.transactions);
    if fee > asked.max_fee {
        return Ok((format!("postponed: {due} would cost {cost}; {waiting}"), false));
    }
    if asked.dry_run {
        return Ok((format!("would pay {due} for {cost}; {waiting}"), true));
    }

    let report = client.pay_out(&plan, payer, |_| ()).await?;
    // By the chain's own records: another run may have been faster with some of them.
    let moved = report.moved.map_or("an unknown amount".to_owned(), money);
    let (paid, signatures) = (report.paid.len(), &report.signatures);
    let mut line = format!("paid {moved} to {paid} holders in {} transactions; {waiting}", signatures.len());
    for failure in &report.failed {
        line.push_str(&format!("; {} holders are left: {}", failure.rows.len(), failure.error));
    }
    for signature in signatures {
        line.push_str(&format!(" {signature}"));
    }
    Ok((line, report.failed.is_empty()))
}

#[tokio::main]
async fn main() -> anyhow::Result<ExitCode> {
    let arguments = Arguments::parse();
    let path = &arguments.keypair;
    let payer = read_keypair_file(path).map_err(|error| anyhow!("{path}: {error}"))?;
    let client = Client::connect(&arguments.url);
    client.network(arguments.network).await.context("--network")?;

    let mut all_is_well = true;
    for (_, token) in client.tokens(arguments.network).await? {
        // Most have nothing to pay on most days: this is known without asking for their holders.
        if token.deposited == token.paid {
            continue;
        }
        // One token's trouble is not the others'.
        let (line, is_well) = match pay(&client, &token, &payer, &arguments).await {
            Ok(done) => done,
            Err(error) => (format!("failed: {error}"), false),
        };
        println!("{} {line}", token.mint);
        all_is_well &= is_well;
    }
    Ok(if all_is_well { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
