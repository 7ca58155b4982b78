use {
    super::{
        credits::{self, Credit, Names},
        payouts::{self, HolderPaid, Paid, Payouts},
        transactions,
    },
    crate::{
        args::HistoryArgs,
        context::{Access, Context, TokenView},
        error::{CliError, Result},
        output::Report,
        text::{count, hex, table, Align},
        time,
    },
    personal_token_core::proceeds::Source,
    personal_token_sdk::{state::Distribution, Address},
    serde_json::{json, Value},
};

/// Lists deposits, from their records, and payouts and other money, from the latest transactions.
pub async fn show(context: &mut Context<'_>, args: &HistoryArgs) -> Result<Report> {
    let limit = usize::try_from(args.limit).ok().filter(|limit| (1..=1_000).contains(limit));
    let limit = limit.ok_or_else(|| CliError::usage("--limit is between 1 and 1000"))?;
    let session = context.connect(Access::Read).await?;
    let view = session.token(args.mint).await?;
    let deposits = session.client.distributions(view.address).await?;
    let positions = session.client.positions(view.address).await?;
    let rounds = session.client.rounds_of(view.address).await?;
    let tokens = credits::mints(&session.client.tokens(view.token.network).await?);
    let transactions = transactions::fetch(&session, view.address, limit).await?;
    let payouts = payouts::find(&transactions, &view, &positions);
    let names = Names { positions: &positions, rounds: &rounds, mints: &tokens };
    let credits = credits::find(&transactions, &view, &names);
    let text = format!(
        "{} ({})\n\nDeposits\n{}\n\nRounds, routed gains and credited fees, the latest first\n{}\n\nPayouts, the latest first\n{}",
        view.symbol,
        view.name,
        deposit_table(&view, &deposits),
        credit_table(&view, &credits),
        payout_table(&view, &payouts)
    );
    let json = json!({
        "mint": args.mint.to_string(),
        "deposited": view.money.json(view.token.deposited),
        "credited": view.money.json(view.token.credited),
        "paid": view.money.json(view.token.paid),
        "credits": credits.iter().map(|credit| credit.json(&view)).collect::<Vec<_>>(),
        "deposits": deposits.iter().map(|(address, deposit)| deposit_json(&view, address, deposit)).collect::<Vec<_>>(),
        "payouts": payouts.list.iter().map(|paid| payout_json(&view, paid)).collect::<Vec<_>>(),
        "transactionsUntold": payouts.untold,
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

fn credit_table(view: &TokenView, credits: &[Credit]) -> String {
    let rows: Vec<Vec<String>> = credits
        .iter()
        .map(|credit| {
            vec![
                credit.at.map(time::show).unwrap_or_default(),
                view.money.show(credit.amount),
                credit.kind.text(view),
                credit.signature.clone(),
            ]
        })
        .collect();
    let columns = [("When", Align::Left), ("Amount", Align::Right), ("What", Align::Left), ("Signature", Align::Left)];
    match rows.is_empty() {
        true => "None among the latest transactions.".to_owned(),
        false => table(&columns, &rows),
    }
}

fn payout_table(view: &TokenView, payouts: &Payouts) -> String {
    let rows: Vec<Vec<String>> = payouts.list.iter().flat_map(|paid| payout_rows(view, paid)).collect();
    let columns = [
        ("When", Align::Left),
        ("Holder", Align::Left),
        ("Amount", Align::Right),
        ("By", Align::Left),
        ("Signature", Align::Left),
    ];
    let mut text = match rows.is_empty() {
        true => "None among the latest transactions.".to_owned(),
        false => table(&columns, &rows),
    };
    if payouts.untold > 0 {
        let transactions = count(u64::try_from(payouts.untold).unwrap_or(u64::MAX), "transaction");
        text.push_str(&format!(
            "\nOf {transactions} this node has not kept what programs called: whom a batch paid is not known, and claims, rounds and routed gains are missing. Try another node."
        ));
    }
    text
}

/// A line for each holder who was paid.
fn payout_rows(view: &TokenView, paid: &Paid) -> Vec<Vec<String>> {
    let row = |holder: String, amount: u64| {
        let by = if paid.is_batch { "batch" } else { "claim" };
        let at = paid.at.map(time::show).unwrap_or_default();
        vec![at, holder, view.money.show(amount), by.to_owned(), paid.signature.clone()]
    };
    match &paid.holders {
        None => vec![row("(several; this node does not tell whom)".to_owned(), paid.amount)],
        Some(holders) => holders.iter().map(|holder| row(name(holder), holder.amount)).collect(),
    }
}

/// The wallet; the account if there is no position for it.
fn name(holder: &HolderPaid) -> String {
    holder.wallet.unwrap_or(holder.account).to_string()
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
    let holder = |holder: &HolderPaid| {
        json!({
            "wallet": holder.wallet.map(|wallet| wallet.to_string()),
            "amount": view.money.json(holder.amount),
        })
    };
    let only = match paid.holders.as_deref() {
        Some([only]) if !paid.is_batch => only.wallet,
        _ => None,
    };
    json!({
        "at": paid.at,
        "signature": paid.signature,
        "wallet": only.map(|wallet| wallet.to_string()),
        "batch": paid.is_batch,
        "amount": view.money.json(paid.amount),
        "holders": paid.holders.as_ref().map(|holders| holders.iter().map(holder).collect::<Vec<_>>()),
    })
}
