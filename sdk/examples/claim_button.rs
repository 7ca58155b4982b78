//! A claim button: all that is behind it, from what it shows to what it says after it was pressed.
//!
//! ```sh
//! cargo run --example claim_button -- --url https://api.devnet.solana.com --mint <SHARE MINT> --keypair holder.json
//! ```
//!
//! It shows the button and stops there; with `--press` it presses it, too.

use {
    anyhow::{anyhow, Context},
    clap::Parser,
    personal_token_sdk::{
        instruction::{CreateAssociatedToken, Holder, ProceedsClaim},
        pda, quote,
        rpc::{Client, RpcError, Sending},
        state::{display_units, Position, Token},
        Address, Instruction, TOKEN_ID,
    },
    solana_keypair::{read_keypair_file, Signer},
    std::process::ExitCode,
};

/// Shows a holder what he can claim, and claims it.
#[derive(Parser)]
struct Arguments {
    /// JSON-RPC endpoint
    #[arg(long)]
    url: String,
    /// Share mint of the token
    #[arg(long)]
    mint: Address,
    /// Keypair file of the holder
    #[arg(long)]
    keypair: String,
    /// Presses the button
    #[arg(long)]
    press: bool,
}

/// What the button shows.
struct Button {
    token: Token,
    position: Position,
    now: i64,
    symbol: String,
    decimals: u8,
    /// Quote units that a claim would pay.
    claimable: u64,
    /// Whether the account that the money goes to has to be made first.
    account_missing: bool,
    /// Why it is grey.
    disabled: Option<String>,
}

impl Button {
    /// Reads everything that the button depends on; again after each press, and whenever the app comes to the front.
    async fn read(client: &Client, mint: Address, wallet: Address) -> anyhow::Result<Self> {
        // The position first: a token that is newer than the position credits what came between, and an older one could not.
        let position = client.position(wallet, mint).await?;
        let (_, token) = client.token(mint).await?.context("There is no such token.")?;
        let (_, position) = position.context("You have no position in this token.")?;
        let (now, decimals) = (client.now().await?, client.quote_decimals(token.quote_mint).await?);
        let symbol = client.share_mint(mint).await?.display_symbol();
        // The rules that preview a payout are the ones that pay it.
        let claimable = quote::claimable(&token, &position)?;
        let account = client.token_account(position.quote_account).await?;
        let account_missing = account.is_none();
        // A mark keeps others from having you paid, and a missing account is made: neither stops you.
        let payout = quote::payout(&token, &Position { held_until: 0, ..position }, account.as_ref(), now);
        let disabled = match payout.error() {
            _ if position.replaced_by().is_some() => Some("Your shares have moved to your new wallet.".to_owned()),
            _ if claimable == 0 => Some("There is nothing to claim now.".to_owned()),
            Some(rule) if !account_missing => Some(format!("{} {}", rule.message(), rule.remedy())),
            _ => None,
        };
        Ok(Self { token, position, now, symbol, decimals, claimable, account_missing, disabled })
    }

    fn label(&self) -> String {
        format!("Claim {} from {}", display_units(self.claimable, self.decimals), self.symbol)
    }

    fn instructions(&self) -> Vec<Instruction> {
        let Position { wallet, quote_account, .. } = self.position;
        let (mint, quote_mint) = (self.token.mint, self.token.quote_mint);
        let create = CreateAssociatedToken { payer: wallet, wallet, mint: quote_mint, token_program: TOKEN_ID };
        // While the position is marked, after a lost key for instance, only its holder himself has it paid.
        let holder = self.position.is_held(self.now).then_some(Holder { wallet, member: self.position.member });
        let claim = ProceedsClaim { mint, position: self.position.address(), quote_account, holder };
        let create = self.account_missing.then(|| create.instruction());
        create.into_iter().chain([claim.instruction()]).collect()
    }

    /// The handler. `wallet` may be a file, a device or an app: all it has to do is sign.
    async fn press(&self, client: &Client, wallet: &(dyn Signer + Sync)) -> Result<String, RpcError> {
        // This simulates it: what would be refused is refused before anybody is asked to sign.
        let prepared = client.prepare(&self.instructions(), &wallet.try_pubkey()?, &Sending::default()).await?;
        println!("Your wallet is asked to sign; the fee is {} lamports.", prepared.fee_lamports);
        Ok(client.send(prepared, &[wallet]).await?.to_string())
    }
}

/// What to tell the holder: what happened, and what he can do.
fn explain(error: &RpcError) -> String {
    match error {
        RpcError::Refused { failure, .. } => match failure.explanation() {
            Some(why) => format!("Nothing was paid. {} {}", why.meaning, why.remedy),
            None => format!("Nothing was paid. {failure}"),
        },
        RpcError::Unconfirmed { .. } => format!("{error} To claim again is safe: nothing is paid twice."),
        RpcError::Signer(_) => "Nothing was sent: your wallet did not sign.".to_owned(),
        other => format!("Nothing was paid. {other}"),
    }
}

#[tokio::main]
async fn main() -> anyhow::Result<ExitCode> {
    let Arguments { url, mint, keypair, press } = Arguments::parse();
    let wallet = read_keypair_file(&keypair).map_err(|error| anyhow!("{keypair}: {error}"))?;
    let client = Client::connect(url);
    let button = Button::read(&client, mint, wallet.pubkey()).await?;
    println!("[{}]", button.label());
    if let Some(why) = &button.disabled {
        println!("{why}");
        return Ok(ExitCode::FAILURE);
    }
    if !press {
        return Ok(ExitCode::SUCCESS);
    }
    match button.press(&client, &wallet).await {
        Ok(signature) => println!("Paid. Transaction {signature}"),
        Err(error) => {
            println!("{}", explain(&error));
            return Ok(ExitCode::FAILURE);
        }
    }
    let account = pda::quote_account(wallet.pubkey(), button.token.quote_mint);
    let held = client.token_account(account).await?.map_or(0, |account| account.amount);
    println!("Your account now holds {}.", display_units(held, button.decimals));
    Ok(ExitCode::SUCCESS)
}
