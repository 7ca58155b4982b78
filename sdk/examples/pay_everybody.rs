//! Pays every holder of a token what he is owed. Anyone may: money goes only where it is owed, and whoever runs this pays
//! the fees.
//!
//! ```sh
//! cargo run --example pay_everybody -- --url https://api.devnet.solana.com --mint <SHARE MINT> --keypair payer.json
//! ```
//!
//! It shows the plan and stops there, unless `--yes` is given. After an interruption run it again: who was paid is not
//! in the next plan.

use {
    anyhow::{bail, Context},
    personal_token_sdk::{
        rpc::{Client, LookupTables, PayoutOptions, Progress, RpcClient},
        Address,
    },
    solana_keypair::{read_keypair_file, Signer},
    std::sync::Arc,
};

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let argument = |name: &str| {
        let place = arguments.iter().position(|argument| argument == name);
        let value = place.and_then(|place| arguments.get(place.saturating_add(1)));
        value.with_context(|| format!("{name} is missing; see the top of this example"))
    };
    let mint: Address = argument("--mint")?.parse().context("--mint is no address")?;
    let path = argument("--keypair")?;
    let payer = read_keypair_file(path).map_err(|error| anyhow::anyhow!("{path}: {error}"))?;
    let client = Client::new(Arc::new(RpcClient::new(argument("--url")?.clone())));

    // Tables from earlier payouts more than halve the number of transactions.
    let tables = client.lookup_tables(mint, payer.pubkey()).await?;
    let options = PayoutOptions { lookup_tables: LookupTables::Auto(tables), ..PayoutOptions::default() };
    let plan = client.payout_plan(mint, &options).await?;

    println!("{} units to {} holders", plan.total(), plan.due.len());
    println!("{} transactions, about {} lamports of fees", plan.cost.transactions, plan.cost.fee_lamports);
    if let Some(payouts) = plan.cost.tables_pay_off_after() {
        let (transactions, rent) = (plan.cost.table_transactions, plan.cost.table_rent_lamports);
        println!("lookup tables ({transactions} transactions, {rent} lamports of rent) would pay off after {payouts} payouts");
    }
    for (row, reason) in &plan.skipped {
        let why = reason.error().map_or("", |rule| rule.message());
        println!("skipped: {} is owed {} units. {why}", row.wallet, row.amount);
    }
    if !arguments.iter().any(|argument| argument == "--yes") {
        println!("Nothing was sent. Add --yes to pay.");
        return Ok(());
    }

    let progress = |progress: Progress<'_>| match progress {
        Progress::Landed { done, of, signature, paid, .. } => eprintln!("{done}/{of}: paid {paid}, {signature}"),
        Progress::Failed { done, of, error } => eprintln!("{done}/{of}: {error}"),
        _ => (),
    };
    let report = client.pay_out(&plan, &payer, progress).await?;
    println!("paid {} units to {} holders, skipped {}", report.total(), report.paid.len(), report.skipped.len());
    if !report.failed.is_empty() {
        bail!("{} transactions failed; run it again to pay who is left", report.failed.len());
    }
    Ok(())
}
