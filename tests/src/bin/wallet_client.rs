//! A Rust wallet for `tests/wallets/localnet`: the interface crates of Token-2022 over the ecosystem's RPC client, and
//! nothing of the SDK. It reads one request in JSON a line and prints one answer a line.

use std::io::{stdin, stdout, BufRead, Write};

use anyhow::{bail, Context, Result};
use personal_token_tests::wallet_clients::{build_with_interface, Request};
use serde::Deserialize;
use serde_json::{json, Value};
use solana_address::Address;
use solana_instruction::Instruction;
use solana_keypair::Keypair;
use solana_rpc_client::nonblocking::rpc_client::RpcClient;
use solana_rpc_client_api::{
    client_error::{Error as ClientError, ErrorKind},
    request::{RpcError, RpcResponseErrorData},
};
use solana_signer::Signer;
use solana_transaction::Transaction;
use spl_token_2022_interface::{
    instruction::{burn, close_account, freeze_account, transfer_checked},
    ID as TOKEN_2022,
};
use spl_transfer_hook_interface::offchain::AccountFetchError;

/// What the user of the wallet wants, with the token accounts that it concerns.
#[derive(Deserialize)]
struct Wish {
    rpc: String,
    operation: String,
    source: String,
    mint: String,
    #[serde(default)]
    destination: String,
    /// The 64 bytes of a keypair file; none to read a balance.
    #[serde(default)]
    keypair: Vec<u8>,
    #[serde(default)]
    amount: u64,
    #[serde(default)]
    decimals: u8,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<()> {
    for line in stdin().lock().lines() {
        let answer = match fulfil(&serde_json::from_str(&line?)?).await {
            Ok(answer) => answer,
            Err(error) => refusal(&error),
        };
        writeln!(stdout(), "{answer}")?;
    }
    Ok(())
}

async fn fulfil(wish: &Wish) -> Result<Value> {
    let rpc = RpcClient::new(wish.rpc.clone());
    let source: Address = wish.source.parse()?;
    if wish.operation == "balance" {
        return Ok(json!({ "balance": rpc.get_token_account_balance(&source).await?.amount }));
    }
    let keypair = Keypair::try_from(wish.keypair.as_slice()).context("no keypair")?;
    let owner = keypair.pubkey();
    let instruction = instruction(&rpc, wish, source, owner).await?;
    let blockhash = rpc.get_latest_blockhash().await?;
    let transaction = Transaction::new_signed_with_payer(&[instruction], Some(&owner), &[&keypair], blockhash);
    Ok(json!({ "signature": rpc.send_and_confirm_transaction(&transaction).await?.to_string() }))
}

async fn instruction(rpc: &RpcClient, wish: &Wish, source: Address, owner: Address) -> Result<Instruction> {
    let mint: Address = wish.mint.parse()?;
    let destination = || wish.destination.parse::<Address>().context("no destination");
    let (amount, decimals) = (wish.amount, wish.decimals);
    Ok(match wish.operation.as_str() {
        "transfer" => {
            let account = rpc.get_account(&mint).await?;
            let accounts = Default::default();
            let request = Request { source, mint, destination: destination()?, owner, amount, decimals, accounts };
            let fetch = |address| async move {
                let found = rpc.get_account_with_commitment(&address, rpc.commitment()).await;
                Ok(found.map_err(AccountFetchError::from)?.value.map(|account| account.data))
            };
            let built = build_with_interface(&request, &account, fetch).await;
            // The boxed error has no more to show than its words.
            built.map_err(|error| anyhow::anyhow!("{error}"))?
        }
        "withoutHook" => transfer_checked(&TOKEN_2022, &source, &mint, &destination()?, &owner, &[], amount, decimals)?,
        #[allow(deprecated)] // a wallet of the old kind is what is tried
        "plain" => {
            spl_token_2022_interface::instruction::transfer(&TOKEN_2022, &source, &destination()?, &owner, &[], amount)?
        }
        "close" => close_account(&TOKEN_2022, &source, &owner, &owner, &[])?,
        "burn" => burn(&TOKEN_2022, &source, &mint, &owner, &[], amount)?,
        "freeze" => freeze_account(&TOKEN_2022, &source, &mint, &owner, &[])?,
        other => bail!("no operation {other}"),
    })
}

/// The client's own words, and what the programs logged in its simulation.
fn refusal(error: &anyhow::Error) -> Value {
    let logs = match error.downcast_ref::<ClientError>().map(ClientError::kind) {
        Some(ErrorKind::RpcError(RpcError::RpcResponseError {
            data: RpcResponseErrorData::SendTransactionPreflightFailure(simulated),
            ..
        })) => simulated.logs.clone().unwrap_or_default(),
        _ => Vec::new(),
    };
    json!({ "error": error.to_string(), "logs": logs })
}
