//! Shows a holder what he owns of a token and what he would be paid now.
//!
//! ```sh
//! cargo run --example show_claimable -- --url https://api.devnet.solana.com --mint <SHARE MINT> --wallet <WALLET>
//! ```

use {
    anyhow::{bail, Context},
    personal_token_sdk::{
        quote,
        rpc::{Client, RpcClient},
        Address,
    },
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
    let wallet: Address = argument("--wallet")?.parse().context("--wallet is no address")?;
    let client = Client::new(Arc::new(RpcClient::new(argument("--url")?.clone())));

    let Some((_, position)) = client.position(wallet, mint).await? else {
        bail!("{wallet} has no position in this token");
    };
    let (_, token) = client.token(mint).await?.context("there is no such token")?;
    let (now, decimals) = (client.now().await?, client.quote_decimals(token.quote_mint).await?);
    let title = client.share_mint(mint).await?;
    let account = client.token_account(position.quote_account).await?;

    // The rules that preview a payout are the ones that pay it.
    let due = quote::claimable(&token, &position)?;
    println!("{} ({})", title.display_name(), title.display_symbol());
    println!("  {} of {} shares, {} of them free to go", position.shares, token.total, quote::movable(&position, now));
    println!("  {} quote money due", amount(due, decimals));
    match quote::payout(&token, &position, account.as_ref(), now).error() {
        None => println!("  payable into {}", position.quote_account),
        Some(rule) => println!("  not payable: {} {}", rule.message(), rule.remedy()),
    }
    Ok(())
}

/// An exact decimal, never a float.
fn amount(units: u64, decimals: u8) -> String {
    let decimals = usize::from(decimals);
    let digits = format!("{units:0>width$}", width = decimals.saturating_add(1));
    let (whole, fraction) = digits.split_at(digits.len().saturating_sub(decimals));
    if fraction.is_empty() {
        return whole.to_owned();
    }
    format!("{whole}.{fraction}")
}
