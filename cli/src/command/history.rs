use {
    crate::{
        args::HistoryArgs,
        context::{Access, Context, Session, TokenView},
        error::{CliError, Result},
        output::Report,
        text::{hex, table, Align},
        time,
    },
    personal_token_core::proceeds::Source,
    personal_token_sdk::{
        event::{from_inner_instructions, from_logs, Event, InnerInstruction},
        state::Distribution,
        Address,
    },
    serde_json::{json, Value},
    solana_rpc_client::rpc_client::GetConfirmedSignaturesForAddress2Config,
    solana_rpc_client_api::config::{RpcTransactionConfig, UiTransactionEncoding},
    solana_signature::Signature,
    solana_transaction_status_client_types::{
        option_serializer::OptionSerializer, EncodedConfirmedTransactionWithStatusMeta, UiInstruction,
        UiTransactionStatusMeta,
    },
    std::{collections::BTreeMap, str::FromStr},
};

/// A payout that happened.
struct Paid {
    at: Option<i64>,
    signature: String,
    /// The holder; several, if it was a batch.
    wallet: Option<Address>,
    amount: u64,
}

/// Lists deposits, from their records, and payouts, from the events of the latest transactions.
pub async fn show(context: &mut Context<'_>, args: &HistoryArgs) -> Result<Report> {
    let limit = usize::try_from(args.limit).ok().filter(|limit| (1..=1_000).contains(limit));
    let limit = limit.ok_or_else(|| CliError::usage("--limit is between 1 and 1000"))?;
    let session = context.connect(Access::Read).await?;
    let view = session.token(args.mint).await?;
    let deposits = session.client.distributions(view.address).await?;
    let positions = session.client.positions(view.address).await?;
    let wallets = positions.into_iter().map(|(address, position)| (address, position.wallet)).collect();
    let payouts = payouts(&session, &view, &wallets, limit).await?;
    let text = format!(
        "{} ({})\n\nDeposits\n{}\n\nPayouts, the latest first\n{}",
        view.symbol,
        view.name,
        deposit_table(&view, &deposits),
        payout_table(&view, &payouts)
    );
    let json = json!({
        "mint": args.mint.to_string(),
        "deposited": view.money.json(view.token.deposited),
        "paid": view.money.json(view.token.paid),
        "deposits": deposits.iter().map(|(address, deposit)| deposit_json(&view, address, deposit)).collect::<Vec<_>>(),
        "payouts": payouts.iter().map(|paid| payout_json(&view, paid)).collect::<Vec<_>>(),
    });
    Ok(Report::new(text, json))
}

fn deposit_table(view: &TokenView, deposits: &[(Address, Distribution)]) -> String {
    let rows: Vec<Vec<String>> = deposits
        .iter()
        .map(|(_, deposit)| {
            vec![
                deposit.index.to_string(),
                time::show(deposit.deposited_at),
                format!("{} {}", kind(deposit), deposit.year),
                view.money.show(deposit.proceeds),
                view.money.show(deposit.cost_basis),
                view.money.show(deposit.gross),
                if deposit.net == 1 { view.money.show(deposit.retained) } else { String::new() },
            ]
        })
        .collect();
    let columns = [
        ("No.", Align::Right),
        ("When", Align::Left),
        ("Sold", Align::Left),
        ("Proceeds", Align::Right),
        ("Cost", Align::Right),
        ("Gain", Align::Right),
        ("Kept by the owner", Align::Right),
    ];
    match rows.is_empty() {
        true => "None yet.".to_owned(),
        false => table(&columns, &rows),
    }
}

fn payout_table(view: &TokenView, payouts: &[Paid]) -> String {
    let rows: Vec<Vec<String>> = payouts
        .iter()
        .map(|paid| {
            vec![
                paid.at.map(time::show).unwrap_or_default(),
                paid.wallet.map_or_else(|| "(several at once)".to_owned(), |wallet| wallet.to_string()),
                view.money.show(paid.amount),
                paid.signature.clone(),
            ]
        })
        .collect();
    let columns =
        [("When", Align::Left), ("Holder", Align::Left), ("Amount", Align::Right), ("Signature", Align::Left)];
    match rows.is_empty() {
        true => "None among the latest transactions.".to_owned(),
        false => table(&columns, &rows),
    }
}

fn kind(deposit: &Distribution) -> &'static str {
    deposit.source().map_or("unknown", Source::name)
}

fn deposit_json(view: &TokenView, address: &Address, deposit: &Distribution) -> Value {
    json!({
        "distribution": address.to_string(),
        "index": deposit.index,
        "depositedAt": deposit.deposited_at,
        "kind": kind(deposit),
        "year": deposit.year,
        "proceeds": view.money.json(deposit.proceeds),
        "costBasis": view.money.json(deposit.cost_basis),
        "gross": view.money.json(deposit.gross),
        "net": deposit.net == 1,
        "retained": view.money.json(deposit.retained),
        "shares": deposit.shares.to_string(),
        "perShareX64": deposit.per_share.get().to_string(),
        "assetHash": hex(&deposit.asset_hash),
        "evidenceHash": hex(&deposit.evidence_hash),
    })
}

fn payout_json(view: &TokenView, paid: &Paid) -> Value {
    json!({
        "at": paid.at,
        "signature": paid.signature,
        "wallet": paid.wallet.map(|wallet| wallet.to_string()),
        "batch": paid.wallet.is_none(),
        "amount": view.money.json(paid.amount),
    })
}

async fn payouts(
    session: &Session,
    view: &TokenView,
    wallets: &BTreeMap<Address, Address>,
    limit: usize,
) -> Result<Vec<Paid>> {
    let rpc = session.client.rpc();
    // The lowest commitment at which nodes keep transactions.
    let commitment = Some(rpc.commitment()).filter(|commitment| !commitment.is_processed());
    let config = GetConfirmedSignaturesForAddress2Config { limit: Some(limit), commitment, ..Default::default() };
    let failed = |_| CliError::failed("the node does not tell the history of an account: try another one");
    let found = rpc.get_signatures_for_address_with_config(&view.address, config).await.map_err(failed)?;
    let mut payouts = Vec::new();
    for entry in found.iter().filter(|entry| entry.err.is_none()) {
        let Ok(signature) = Signature::from_str(&entry.signature) else { continue };
        let config = RpcTransactionConfig {
            encoding: Some(UiTransactionEncoding::Base64),
            commitment,
            max_supported_transaction_version: Some(0),
        };
        let transaction = rpc.get_transaction_with_config(&signature, config).await.map_err(failed)?;
        for event in events(&transaction) {
            let (wallet, amount) = match event {
                Event::ProceedsClaimed(claimed) if claimed.token == view.address => {
                    (wallets.get(&claimed.position).copied(), claimed.amount)
                }
                Event::ProceedsDistributed(batch) if batch.token == view.address => (None, batch.amount),
                _ => continue,
            };
            payouts.push(Paid { at: entry.block_time, signature: entry.signature.clone(), wallet, amount });
        }
    }
    Ok(payouts)
}

/// The program's events in a transaction that succeeded.
fn events(transaction: &EncodedConfirmedTransactionWithStatusMeta) -> Vec<Event> {
    let Some(meta) = transaction.transaction.meta.as_ref().filter(|meta| meta.err.is_none()) else {
        return Vec::new();
    };
    let Some(decoded) = transaction.transaction.transaction.decode() else { return Vec::new() };
    let mut keys = decoded.message.static_account_keys().to_vec();
    if let OptionSerializer::Some(loaded) = &meta.loaded_addresses {
        keys.extend(loaded.writable.iter().chain(&loaded.readonly).filter_map(|key| Address::from_str(key).ok()));
    }
    let mut events = calls(meta, &keys);
    if let OptionSerializer::Some(logs) = &meta.log_messages {
        events.extend(from_logs(logs));
    }
    events
}

fn calls(meta: &UiTransactionStatusMeta, keys: &[Address]) -> Vec<Event> {
    let OptionSerializer::Some(groups) = &meta.inner_instructions else { return Vec::new() };
    let decoded: Vec<(Address, Vec<Address>, Vec<u8>)> = groups
        .iter()
        .flat_map(|group| &group.instructions)
        .filter_map(|instruction| match instruction {
            UiInstruction::Compiled(compiled) => {
                let key = |index: &u8| keys.get(usize::from(*index)).copied();
                let accounts = compiled.accounts.iter().map(key).collect::<Option<_>>()?;
                Some((key(&compiled.program_id_index)?, accounts, bs58::decode(&compiled.data).into_vec().ok()?))
            }
            UiInstruction::Parsed(_) => None,
        })
        .collect();
    from_inner_instructions(decoded.iter().map(|(program, accounts, data)| InnerInstruction {
        program,
        accounts,
        data,
    }))
}
