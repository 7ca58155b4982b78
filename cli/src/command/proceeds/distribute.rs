//! `proceeds distribute`: everybody is paid, in as few transactions as it takes.

use {
    crate::{
        amount::{show_count, show_sol},
        args::{DistributeArgs, LookupTables as Tables},
        command::desk::Desk,
        context::{Access, Context, TokenView},
        error::{CliError, Exit, Result},
        output::Report,
        refusal::Doing,
        text::{count, facts, table, Align},
    },
    personal_token_core::proceeds::Payout,
    personal_token_sdk::{
        instruction::ProceedsDistribute,
        rpc::{
            LookupTables, Outlook, PayoutFailure, PayoutOptions, PayoutPlan, PayoutRow, Progress, RpcError, Sending,
        },
        Address,
    },
    serde_json::{json, Value},
    solana_signature::Signature,
};

/// Transactions under way at once. A block takes some hundreds of a token's payouts, so more would only wait.
const MAX_IN_FLIGHT: u64 = 1_024;

pub(super) async fn run(context: &mut Context<'_>, args: &DistributeArgs) -> Result<Report> {
    takes_several(context)?;
    let in_flight = usize::try_from(args.in_flight).ok().filter(|_| (1..=MAX_IN_FLIGHT).contains(&args.in_flight));
    let in_flight = in_flight.ok_or_else(|| CliError::usage("--in-flight is between 1 and 1,024"))?;
    let payouts = u32::try_from(args.payouts).ok().filter(|payouts| *payouts > 0);
    let payouts = payouts.ok_or_else(|| CliError::usage("--payouts counts this one, and is at least 1"))?;
    let rent_basis_points = u16::try_from(args.rent_cost).ok().filter(|rent| *rent <= 10_000);
    let rent_basis_points =
        rent_basis_points.ok_or_else(|| CliError::usage("--rent-cost is between 0 and 10,000 basis points"))?;
    let desk = Desk::open(context, args.mint).await?;
    let client = &desk.session.client;
    let lookup_tables = match args.lookup_tables {
        Tables::Never => LookupTables::Never,
        Tables::Always => LookupTables::Always,
        Tables::Auto => match client.lookup_tables(args.mint, desk.signers.payer()).await {
            Ok(known) => LookupTables::ByCost(Outlook { known, payouts, rent_basis_points }),
            // Some nodes do not search for tables, and would not find new ones either; the payout works without.
            Err(_) => LookupTables::Never,
        },
    };
    let outlook = match &lookup_tables {
        LookupTables::ByCost(outlook) => Some(outlook.clone()),
        _ => None,
    };
    let options = PayoutOptions {
        lookup_tables,
        in_flight,
        only: (!args.only.is_empty()).then(|| args.only.clone()),
        sending: context.sending(&desk.signers),
    };
    let payout = client.payout_plan(args.mint, &options).await?;
    let summary = facts(&plan_rows(&desk, &payout, outlook.as_ref()));
    context.terminal.note(&format!("Pay the holders of {} ({})\n{summary}", desk.view.symbol, desk.view.name));
    if payout.due.is_empty() || context.global.dry_run {
        return planned(context, &desk, &payout, outlook.as_ref()).await;
    }
    context.terminal.confirm("Send these?", context.global.yes)?;
    let (lines, mut progress) = tokio::sync::mpsc::unbounded_channel();
    let payer = desk.signers.payer.as_ref().unwrap_or(&desk.signers.acting);
    let running = client.pay_out(&payout, payer, move |step: Progress<'_>| {
        // Nobody listens any more only when the payout is over.
        let _ = lines.send(progress_text(&step));
    });
    tokio::pin!(running);
    let report = loop {
        tokio::select! {
            report = &mut running => break report?,
            Some(line) = progress.recv() => context.terminal.note(&line),
        }
    };
    while let Ok(line) = progress.try_recv() {
        context.terminal.note(&line);
    }
    let mut text = payout_text(&desk.view, &report.paid, &report.skipped);
    let mut json = payout_json(&desk.view, &report.paid, &report.skipped);
    if let Some(moved) = report.moved.filter(|moved| *moved < report.total()) {
        let moved = u64::try_from(moved).unwrap_or(u64::MAX);
        text.push_str(&format!(
            "\nThese transactions moved {}; what is missing, somebody else had paid the same holders meanwhile.",
            desk.view.money.show(moved)
        ));
        json["moved"] = desk.view.money.json(moved);
    }
    json["lookupTables"] = tables_json(&payout, outlook.as_ref());
    if !report.failed.is_empty() {
        return Err(failure(&report.failed, &report.signatures, json));
    }
    if let Some(json) = json.as_object_mut() {
        json.insert("transactions".to_owned(), json!(report.signatures.len()));
    }
    Ok(Report::new(text, json).with_signatures(&report.signatures))
}

/// What a payout would do; its first transaction is simulated, so that a dry run can fail.
async fn planned(context: &Context<'_>, desk: &Desk, payout: &PayoutPlan, outlook: Option<&Outlook>) -> Result<Report> {
    let mut json = payout_json(&desk.view, &payout.due, &payout.skipped);
    json["lookupTables"] = tables_json(payout, outlook);
    if let Some(json) = json.as_object_mut() {
        json.insert("dryRun".to_owned(), json!(context.global.dry_run));
        json.insert("transactions".to_owned(), json!(payout.transactions.len()));
        json.insert("signatures".to_owned(), json!([]));
    }
    let said = match payout.due.is_empty() {
        true => "Nothing is due to anybody who can be paid now; nothing was sent.",
        false => {
            // With tables that do not exist yet it would be too large; what fits without them is as good a test.
            let pairs = match payout.builds_tables {
                true => payout.due.iter().take(1).map(|row| (row.position, row.quote_account)).collect(),
                false => payout.transactions.first().cloned().unwrap_or_default(),
            };
            let instructions = [ProceedsDistribute { mint: payout.mint, pairs }.instruction()];
            let sending = Sending { lookup_tables: payout.lookup_tables.clone(), ..context.sending(&desk.signers) };
            let prepared = desk.session.client.prepare(&instructions, &desk.signers.payer(), &sending).await;
            let words = format!("the payout to {}", count(as_count(payout.due.len()), "holder"));
            prepared.map_err(|error| Doing { words: &words, instructions: &instructions, until: &[] }.failed(error))?;
            "The simulation succeeded; nothing was sent."
        }
    };
    let text = payout_text(&desk.view, &payout.due, &payout.skipped);
    Ok(Report::new(format!("{said}\n{text}"), json))
}

fn plan_rows(desk: &Desk, payout: &PayoutPlan, outlook: Option<&Outlook>) -> Vec<(String, String)> {
    let mut rows = vec![
        ("holders".to_owned(), payout.due.len().to_string()),
        ("arrives".to_owned(), total(&desk.view, &payout.due)),
        ("transactions".to_owned(), payout.cost.transactions.to_string()),
        ("fee".to_owned(), format!("about {}, paid by {}", show_sol(payout.cost.fee_lamports), desk.signers.payer())),
    ];
    rows.extend(tables_text(payout, outlook).map(|text| ("lookup tables".to_owned(), text)));
    if !payout.skipped.is_empty() {
        rows.push(("cannot be paid".to_owned(), payout.skipped.len().to_string()));
    }
    rows
}

/// Whether tables are built, and why; nothing where they were not asked about.
fn tables_text(payout: &PayoutPlan, outlook: Option<&Outlook>) -> Option<String> {
    let cost = &payout.cost;
    let building = format!(
        "{} and {} of rent, which comes back with `proceeds close-tables`",
        count(as_count(cost.table_transactions), "transaction"),
        show_sol(cost.table_rent_lamports)
    );
    let Some(outlook) = outlook else {
        return payout.builds_tables.then(|| format!("built first, with at most {building}"));
    };
    if cost.with_known_tables <= cost.with_all_tables {
        return (cost.with_known_tables < cost.without_tables).then(|| {
            let without = show_count(as_count(cost.without_tables));
            format!("those that there are; without them it would be {without} transactions")
        });
    }
    let balance = cost.balance(outlook);
    let (with, without) = (show_sol(balance.built_lamports), show_sol(balance.as_is_lamports));
    let payouts = count(outlook.payouts.into(), "payout");
    Some(match (balance.pays_off(), cost.pays_off_from(outlook.rent_basis_points)) {
        (true, _) => format!("built first, with {building}: {payouts} cost {with} instead of {without}"),
        (false, None) => format!("none built: they save no fees ({building})"),
        (false, Some(enough)) => format!(
            "none built: {payouts} would cost {with} instead of {without} ({building}); they pay off from {} on, see --payouts",
            count(enough, "payout")
        ),
    })
}

fn tables_json(payout: &PayoutPlan, outlook: Option<&Outlook>) -> Value {
    let cost = &payout.cost;
    let balance = outlook.map(|outlook| (outlook.payouts, cost.balance(outlook)));
    json!({
        "built": payout.builds_tables,
        "transactionsWithout": cost.without_tables,
        "transactionsWithKnown": cost.with_known_tables,
        "transactionsWithAll": cost.with_all_tables,
        "buildingTransactions": cost.table_transactions,
        "rentLamports": cost.table_rent_lamports.to_string(),
        "payouts": balance.map(|(payouts, _)| payouts),
        "lamportsAsIs": balance.map(|(_, balance)| balance.as_is_lamports.to_string()),
        "lamportsBuilt": balance.map(|(_, balance)| balance.built_lamports.to_string()),
    })
}

fn progress_text(step: &Progress<'_>) -> String {
    match step {
        Progress::Table { done, of } => format!("Lookup table: {done} of {of}"),
        Progress::TablesFailed { error } => format!("No lookup table, going on without: {error}"),
        Progress::Landed { done, of, signature, paid, skipped } => {
            let skipped = if *skipped > 0 { format!(", {skipped} skipped") } else { String::new() };
            format!("Transaction {done} of {of}: {paid} paid{skipped}  {signature}")
        }
        Progress::Failed { done, of, error } => format!("Transaction {done} of {of} failed: {error}"),
        _ => String::new(),
    }
}

fn failure(failed: &[PayoutFailure], signatures: &[Signature], json: Value) -> CliError {
    let holders = count(as_count(failed.iter().map(|failure| failure.rows.len()).sum()), "holder");
    let doing = Doing { words: &format!("the payout to {holders}"), instructions: &[], until: &[] };
    let reason = failed.first().map(|failure| &failure.error);
    let reason = reason.map(|error| doing.sentence(error).unwrap_or_else(|| error.to_string())).unwrap_or_default();
    let is_sent = |failure: &PayoutFailure| matches!(failure.error, RpcError::Unconfirmed { .. });
    // It landed, and the node does not tell whom it paid.
    let is_untold = |failure: &PayoutFailure| matches!(failure.error, RpcError::Decode { .. });
    let is_known = !failed.iter().any(|failure| is_sent(failure) || is_untold(failure));
    let known = if is_known { "not paid" } else { "not known to be paid" };
    let mut error = CliError::failed(format!(
        "{holders} {known}: {reason} Run the same command again: it takes up who is still owed"
    ));
    if failed.iter().any(is_sent) {
        error.exit = Exit::Unconfirmed;
    }
    let named = failed.iter().filter_map(|failure| failure.error.signature());
    error.signatures = signatures.iter().copied().chain(named).collect();
    error.details.insert("payout".to_owned(), json);
    error
}

/// Closes the payer's tables, as far as the runtime lets him now.
pub(super) async fn close_tables(context: &mut Context<'_>, mint: Address) -> Result<Report> {
    takes_several(context)?;
    let desk = Desk::open(context, mint).await?;
    let (client, payer) = (&desk.session.client, desk.signers.payer());
    let active = client.lookup_tables(mint, payer).await?.len();
    let tables = count(as_count(active), "lookup table");
    context.terminal.note(&format!("Close the tables of {payer} for {}: {tables} still in use", desk.view.symbol));
    if context.global.dry_run {
        let json = json!({ "mint": mint.to_string(), "dryRun": true, "active": active, "signatures": [] });
        return Ok(Report::new("Nothing was sent.", json));
    }
    context.terminal.confirm("Close them?", context.global.yes)?;
    let signer = desk.signers.payer.as_ref().unwrap_or(&desk.signers.acting);
    let closed = client.close_tables(mint, signer, &context.sending(&desk.signers)).await?;
    let mut text = format!(
        "{} closed; {} of rent came back.",
        count(as_count(closed.closed), "table"),
        show_sol(closed.rent_lamports)
    );
    if closed.waiting > 0 {
        let waiting = count(as_count(closed.waiting), "table");
        text.push_str(&format!(" {waiting} can be closed in about four minutes: run the same command again then."));
    }
    let json = json!({
        "mint": mint.to_string(),
        "closed": closed.closed,
        "waiting": closed.waiting,
        "rentLamports": closed.rent_lamports.to_string(),
    });
    Ok(Report::new(text, json).with_signatures(&closed.signatures))
}

fn takes_several(context: &Context<'_>) -> Result<()> {
    match context.global.sign_only || context.global.nonce.is_some() || context.global.blockhash.is_some() {
        false => Ok(()),
        true => Err(CliError::usage("this takes several transactions: leave out --sign-only, --blockhash and --nonce")),
    }
}

pub(super) async fn due(context: &mut Context<'_>, mint: Address) -> Result<Report> {
    let session = context.connect(Access::Read).await?;
    let view = session.token(mint).await?;
    let options = PayoutOptions { lookup_tables: LookupTables::Never, ..PayoutOptions::default() };
    let payout = session.client.payout_plan(mint, &options).await?;
    let text = payout_text(&view, &payout.due, &payout.skipped);
    Ok(Report::new(text, payout_json(&view, &payout.due, &payout.skipped)))
}

fn total(view: &TokenView, rows: &[PayoutRow]) -> String {
    view.money.show(sum(rows))
}

fn as_count(length: usize) -> u64 {
    u64::try_from(length).unwrap_or(u64::MAX)
}

/// Deposits fit 64 bits, so do the payouts from them.
fn sum(rows: &[PayoutRow]) -> u64 {
    rows.iter().fold(0, |sum: u64, row| sum.saturating_add(row.amount))
}

fn payout_text(view: &TokenView, paid: &[PayoutRow], skipped: &[(PayoutRow, Payout)]) -> String {
    let mut rows: Vec<Vec<String>> =
        paid.iter().map(|row| vec![row.wallet.to_string(), view.money.show(row.amount), String::new()]).collect();
    rows.extend(skipped.iter().map(|(row, reason)| {
        vec![row.wallet.to_string(), view.money.show(row.amount), format!("not paid: {}", why(*reason))]
    }));
    rows.push(vec!["Total".to_owned(), total(view, paid), String::new()]);
    table(&[("Holder", Align::Left), ("Amount", Align::Right), ("", Align::Left)], &rows)
}

fn payout_json(view: &TokenView, paid: &[PayoutRow], skipped: &[(PayoutRow, Payout)]) -> Value {
    let row = |row: &PayoutRow| {
        json!({
            "wallet": row.wallet.to_string(),
            "position": row.position.to_string(),
            "quoteAccount": row.quote_account.to_string(),
            "amount": view.money.json(row.amount),
        })
    };
    let skipped: Vec<Value> = skipped
        .iter()
        .map(|(skipped, reason)| {
            let mut json = row(skipped);
            if let Some(json) = json.as_object_mut() {
                json.insert("reason".to_owned(), json!(why(*reason)));
            }
            json
        })
        .collect();
    json!({
        "mint": view.mint.to_string(),
        "holders": paid.iter().map(row).collect::<Vec<_>>(),
        "skipped": skipped,
        "total": view.money.json(sum(paid)),
    })
}

fn why(reason: Payout) -> String {
    if reason == Payout::Held {
        return "the position is marked, as its holder's key is lost or was stolen: he himself has it paid with `proceeds claim`, or waits for his new wallet".to_owned();
    }
    reason.error().map_or_else(|| "nothing is due".to_owned(), |rule| rule.to_string())
}
