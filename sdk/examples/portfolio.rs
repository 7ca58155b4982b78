//! A portfolio view: what a wallet holds of all tokens, what it can claim, and what it was paid.
//!
//! ```sh
//! cargo run --example portfolio -- --url https://api.devnet.solana.com --wallet <WALLET>
//! ```

use {
    clap::Parser,
    personal_token_sdk::{
        core::recovery::FOR_EVER,
        event::{payments, InnerInstruction},
        pda,
        rpc::{Client, Holding},
        state::display_units,
        Address,
    },
    solana_rpc_client::rpc_client::GetConfirmedSignaturesForAddress2Config,
    solana_rpc_client_api::{
        client_error::ErrorKind,
        config::{RpcTransactionConfig, UiTransactionEncoding},
    },
    solana_transaction_status_client_types::{
        option_serializer::OptionSerializer, EncodedTransactionWithStatusMeta, UiInstruction,
    },
    std::collections::BTreeMap,
};

/// Shows what a wallet holds.
#[derive(Parser)]
struct Arguments {
    /// JSON-RPC endpoint
    #[arg(long)]
    url: String,
    /// Whose
    #[arg(long)]
    wallet: Address,
    /// Of how many transactions of each position to tell what they paid
    #[arg(long, default_value_t = 100, value_parser = clap::value_parser!(u16).range(1..=1_000))]
    history: u16,
}

/// What a position was paid in its latest transactions, and of how many of them the node does not tell.
async fn received(client: &Client, holding: &Holding, history: u16) -> anyhow::Result<(u64, usize)> {
    let Holding { token, row } = holding;
    let commitment = Some(client.rpc().commitment());
    let config =
        GetConfirmedSignaturesForAddress2Config { limit: Some(history.into()), commitment, ..Default::default() };
    let account = pda::quote_account(row.wallet, token.quote_mint);
    let (mut sum, mut untold) = (0_u64, 0_usize);
    let landed = client.rpc().get_signatures_for_address_with_config(&row.position, config).await?;
    for landed in landed.into_iter().filter(|landed| landed.err.is_none()) {
        let config = RpcTransactionConfig {
            encoding: Some(UiTransactionEncoding::Base64),
            commitment,
            max_supported_transaction_version: Some(0),
        };
        // A node that has not kept a transaction answers with nothing, which this method takes for an error.
        let record = match client.rpc().get_transaction_with_config(&landed.signature.parse()?, config).await {
            Err(error) if matches!(error.kind(), ErrorKind::SerdeJson(_)) => None,
            answer => calls(&answer?.transaction),
        };
        let Some(calls) = record else {
            untold = untold.saturating_add(1);
            continue;
        };
        let calls = calls.iter().map(|(program, accounts, data)| InnerInstruction { program, accounts, data });
        let paid = calls.flat_map(|call| payments(&call, token.mint));
        sum = paid.filter(|(to, _)| *to == account).map(|(_, amount)| amount).fold(sum, u64::saturating_add);
    }
    Ok((sum, untold))
}

/// Program, accounts, data.
type Call = (Address, Vec<Address>, Vec<u8>);

/// What programs called in a transaction. `None` if the node has not kept it.
fn calls(record: &EncodedTransactionWithStatusMeta) -> Option<Vec<Call>> {
    let meta = record.meta.as_ref()?;
    let OptionSerializer::Some(groups) = &meta.inner_instructions else { return None };
    let mut keys = record.transaction.decode()?.message.static_account_keys().to_vec();
    if let OptionSerializer::Some(loaded) = &meta.loaded_addresses {
        for key in loaded.writable.iter().chain(&loaded.readonly) {
            keys.push(key.parse().ok()?);
        }
    }
    let key = |index: &u8| keys.get(usize::from(*index)).copied();
    let call = |instruction: &UiInstruction| match instruction {
        UiInstruction::Compiled(call) => {
            let accounts = call.accounts.iter().map(key).collect::<Option<_>>()?;
            Some((key(&call.program_id_index)?, accounts, bs58::decode(&call.data).into_vec().ok()?))
        }
        UiInstruction::Parsed(_) => None,
    };
    groups.iter().flat_map(|group| &group.instructions).map(call).collect()
}

/// How long something lasts.
fn span(seconds: i64) -> String {
    match seconds {
        0..3_600 => format!("{} minutes", seconds.div_euclid(60).saturating_add(1)),
        3_600..172_800 => format!("{} hours", seconds.div_euclid(3_600)),
        _ => format!("{} days", seconds.div_euclid(86_400)),
    }
}

async fn show(client: &Client, holding: &Holding, now: i64, history: u16) -> anyhow::Result<()> {
    let Holding { token, row } = holding;
    // Names are chosen by strangers: what is displayed has no characters that hide or turn the text.
    let mint = client.share_mint(token.mint).await?;
    let genuine = if mint.verify(&token.mint, token).is_empty() { "" } else { ", NOT GENUINE: do not trade it" };
    println!("{} ({}) {}{genuine}", mint.display_name(), mint.display_symbol(), token.mint);
    let decimals = client.quote_decimals(token.quote_mint).await?;
    let part = display_units(row.basis_points_floor.into(), 2);
    println!("  shares     {} of {}, {part}%", row.shares, token.total);
    if row.locked > 0 {
        println!("  locked     {}, for {}", row.locked, span(row.unlocks_at.saturating_sub(now)));
    }
    if row.listed > 0 {
        println!("  for sale   {}", row.listed);
    }
    println!("  claimable  {}", display_units(row.claimable, decimals));
    let more = match received(client, holding, history).await? {
        (sum, 0) => display_units(sum, decimals),
        (sum, untold) => format!("{}, and what {untold} more transactions paid", display_units(sum, decimals)),
    };
    println!("  received   {more}");
    if let Some(until) = row.marked_until {
        let ends = if until == FOR_EVER { "no end".to_owned() } else { span(until.saturating_sub(now)) };
        println!("  marked     nobody but the holder has it paid, for {ends}");
    }
    if let Some(position) = row.replaced_by {
        println!("  moved      to the position of another wallet, {position}");
    }
    Ok(())
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let Arguments { url, wallet, history } = Arguments::parse();
    let client = Client::connect(url);
    let portfolio = client.portfolio(wallet).await?;
    if portfolio.holdings.is_empty() {
        println!("{wallet} holds no personal tokens.");
        return Ok(());
    }
    // Tokens of different networks may be paid in different money, which is not to be added up.
    let mut claimable: BTreeMap<Address, u64> = BTreeMap::new();
    for holding in &portfolio.holdings {
        show(&client, holding, portfolio.now, history).await?;
        let sum = claimable.entry(holding.token.quote_mint).or_default();
        *sum = sum.saturating_add(holding.row.claimable);
    }
    for (quote_mint, sum) in claimable {
        println!("Claimable in all: {} of {quote_mint}", display_units(sum, client.quote_decimals(quote_mint).await?));
    }
    Ok(())
}
