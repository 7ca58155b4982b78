use {
    super::desk::{check_present, with_mark, Desk},
    crate::{
        amount::show_count,
        args::{ClaimArgs, DepositArgs, DistributeArgs, LookupTables as Tables, ProceedsCommand},
        context::{Access, Context, TokenView},
        error::{CliError, Exit, Result},
        output::Report,
        refusal::Doing,
        text::{count, facts, hex, table, Align},
    },
    personal_token_core::{
        accumulator::NetDeposit,
        calendar::year_of,
        proceeds::{Payout, Source},
        Error as Rule,
    },
    personal_token_sdk::{
        instruction::{CreateAssociatedToken, Holder, ProceedsClaim, ProceedsDeposit},
        pda,
        rpc::{LookupTables, PayoutFailure, PayoutOptions, PayoutPlan, PayoutRow, Progress},
        state::Position,
        Address, TOKEN_ID,
    },
    serde_json::{json, Value},
    solana_signature::Signature,
};

pub async fn run(context: &mut Context<'_>, command: &ProceedsCommand) -> Result<Report> {
    match command {
        ProceedsCommand::Deposit(args) => deposit(context, args).await,
        ProceedsCommand::History(args) => super::history::show(context, args).await,
        ProceedsCommand::Claim(args) => claim(context, args).await,
        ProceedsCommand::Distribute(args) => distribute(context, args).await,
        ProceedsCommand::Due(args) => due(context, args.mint).await,
    }
}

async fn deposit(context: &mut Context<'_>, args: &DepositArgs) -> Result<Report> {
    let desk = Desk::open(context, args.mint).await?;
    let (token, money, owner) = (&desk.view.token, &desk.view.money, desk.signers.wallet());
    let (proceeds, cost_basis) = (money.units(&args.proceeds)?, money.units(&args.cost_basis)?);
    let gross = proceeds.saturating_sub(cost_basis);
    if gross == 0 {
        return Err(CliError::usage(
            "there is no gain: the proceeds do not exceed the cost basis, and a loss needs no deposit",
        ));
    }
    let this_year = u16::try_from(year_of(desk.session.now)).unwrap_or(u16::MAX);
    let year = args.year.unwrap_or(this_year);
    let kind = Source::from(args.kind);
    let source = desk.source(args.from);
    let moved = preview(&desk, args.net, gross).await?;
    desk.check_funds(source, moved.transferred).await.map_err(|error| match owner == desk.view.owner_wallet {
        true => error,
        // Money would not help him.
        false => CliError::failed(format!(
            "{owner} is not the owner of {}: sign with the owner's wallet, {} (NotTokenOwner)",
            desk.view.symbol, desk.view.owner_wallet
        )),
    })?;
    let instruction = ProceedsDeposit {
        payer: desk.signers.payer(),
        owner,
        owner_member: token.owner,
        mint: args.mint,
        source,
        net: args.net,
        index: token.distributions,
        kind,
        year,
        proceeds,
        cost_basis,
        asset_hash: args.asset,
        evidence_hash: args.evidence,
    }
    .instruction();
    let mut plan = desk
        .plan("Deposit proceeds for all shareholders", format!("the deposit of {}", money.show(gross)), instruction)
        .effect("from", source)
        .json("source", source.to_string())
        .effect("gain", format!("{} − {} = {}", money.show(proceeds), money.show(cost_basis), money.show(gross)))
        .json("gross", money.json(gross))
        .effect("leaves", money.show(moved.transferred))
        .json("transferred", money.json(moved.transferred));
    if args.net {
        plan = plan.effect("you keep", format!("{}, your own part", money.show(moved.retained)));
    }
    if token.unsettled > 0 {
        let unsettled = count(u64::from(token.unsettled), "accepted subscription");
        plan = plan.because(
            Rule::RoundUnsettled,
            format!("{unsettled} of round {}, see `personal-token round show`", token.rounds.saturating_sub(1)),
        );
    }
    let plan = plan
        .json("retained", money.json(moved.retained))
        .effect("credited to", format!("all {} shares, pro rata; it cannot be taken back", show_count(token.total)))
        .effect("sold", format!("{} in {year}", kind.name()))
        .json("kind", kind.name())
        .json("year", year)
        .effect("asset", format!("sha256 {}", hex(&args.asset)))
        .json("assetHash", hex(&args.asset))
        .effect("evidence", format!("sha256 {}", hex(&args.evidence)))
        .json("evidenceHash", hex(&args.evidence))
        .json("index", token.distributions)
        .json("distribution", pda::distribution(desk.view.address, token.distributions).to_string());
    let done = format!("{} are credited to the shareholders of {}.", money.show(gross), desk.view.symbol);
    desk.finish(context, &plan, &done).await
}

/// What will move, by the function that the program calls.
async fn preview(desk: &Desk, net: bool, gross: u64) -> Result<NetDeposit> {
    let rule = |error: personal_token_core::Error| CliError::failed(error.to_string());
    let mut pool = desk.view.token.pool();
    if !net {
        pool.deposit(gross).map_err(rule)?;
        return Ok(NetDeposit { transferred: gross, retained: 0 });
    }
    let (_, position) = desk.session.position(desk.view.owner_wallet, desk.view.mint).await?;
    pool.deposit_net(&mut position.holding(), gross).map(|(_, moved)| moved).map_err(rule)
}

async fn claim(context: &mut Context<'_>, args: &ClaimArgs) -> Result<Report> {
    let desk = Desk::open(context, args.mint).await?;
    let (money, payer) = (&desk.view.money, desk.signers.payer());
    let wallet = args.person.unwrap_or_else(|| desk.signers.wallet());
    let (address, position) = desk.session.position(wallet, args.mint).await?;
    let amount = super::position::claimable(&desk.view, &position)?;
    if amount == 0 && position.replaced_by().is_some() {
        check_present(wallet, &desk.session.client.member(position.member).await?)?;
    }
    if amount == 0 {
        let json = json!({ "mint": args.mint.to_string(), "wallet": wallet.to_string(), "amount": money.json(0), "signatures": [] });
        return Ok(Report::new(format!("Nothing is due to {wallet} now; nothing was sent."), json));
    }
    let missing = desk.session.client.token_account(position.quote_account).await?.is_none();
    let holder = holder(&desk, &position).await?;
    let create = CreateAssociatedToken { payer, wallet, mint: money.mint, token_program: TOKEN_ID }.instruction();
    let pay = ProceedsClaim { mint: args.mint, position: address, quote_account: position.quote_account, holder }
        .instruction();
    let mut plan = desk
        .plan("Pay a holder what he is owed", format!("the payment of {} to {wallet}", money.show(amount)), pay.clone())
        .who("wallet", wallet)
        .json("position", address.to_string())
        .effect("arrives", format!("{} in {}", money.show(amount), position.quote_account))
        .json("amount", money.json(amount))
        .json("quoteAccount", position.quote_account.to_string());
    if missing {
        plan.steps = vec![vec![create, pay]];
        plan = plan.effect("account", format!("does not exist yet; {payer} pays its rent"));
    }
    if position.is_held(desk.session.now) {
        let member = desk.session.client.member(position.member).await?;
        plan = with_mark(plan, &position, &member, desk.session.now).effect(
            "marked",
            match holder {
                Some(_) => "you sign as the holder, so you are paid all the same",
                None => "only the holder himself has it paid, with the member's present wallet",
            },
        );
    }
    desk.finish(context, &plan, &format!("{wallet} is paid {}.", money.show(amount))).await
}

/// The holder's signature, which a marked position asks for, if he is who acts.
async fn holder(desk: &Desk, position: &Position) -> Result<Option<Holder>> {
    let wallet = desk.signers.wallet();
    let signs = position.is_held(desk.session.now) && position.wallet == wallet;
    let member = desk.session.client.member(position.member).await?;
    Ok((signs && member.wallet == wallet).then_some(Holder { wallet, member: position.member }))
}

async fn distribute(context: &mut Context<'_>, args: &DistributeArgs) -> Result<Report> {
    if context.global.sign_only || context.global.nonce.is_some() || context.global.blockhash.is_some() {
        return Err(CliError::usage(
            "a payout takes several transactions: leave out --sign-only, --blockhash and --nonce",
        ));
    }
    let in_flight = usize::try_from(args.in_flight).ok().filter(|count| (1..=64).contains(count));
    let in_flight = in_flight.ok_or_else(|| CliError::usage("--in-flight is between 1 and 64"))?;
    let desk = Desk::open(context, args.mint).await?;
    let client = &desk.session.client;
    let lookup_tables = match args.lookup_tables {
        Tables::Never => LookupTables::Never,
        Tables::Always => LookupTables::Always,
        // Some nodes do not search for tables; the payout works without.
        Tables::Auto => {
            LookupTables::Auto(client.lookup_tables(args.mint, desk.signers.payer()).await.unwrap_or_default())
        }
    };
    let options = PayoutOptions {
        lookup_tables,
        in_flight,
        only: (!args.only.is_empty()).then(|| args.only.clone()),
        sending: context.sending(&desk.signers),
    };
    let payout = client.payout_plan(args.mint, &options).await?;
    let summary = facts(&plan_rows(&desk, &payout));
    context.terminal.note(&format!("Pay the holders of {} ({})\n{summary}", desk.view.symbol, desk.view.name));
    if payout.due.is_empty() || context.global.dry_run {
        return planned(context, &desk, &payout).await;
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
    let text = payout_text(&desk.view, &report.paid, &report.skipped);
    let mut json = payout_json(&desk.view, &report.paid, &report.skipped);
    if !report.failed.is_empty() {
        return Err(failure(&report.failed, &report.signatures, json));
    }
    if let Some(json) = json.as_object_mut() {
        json.insert("transactions".to_owned(), json!(report.signatures.len()));
    }
    Ok(Report::new(text, json).with_signatures(&report.signatures))
}

/// What a payout would do; its first transaction is simulated, so that a dry run can fail.
async fn planned(context: &Context<'_>, desk: &Desk, payout: &PayoutPlan) -> Result<Report> {
    let mut json = payout_json(&desk.view, &payout.due, &payout.skipped);
    if let Some(json) = json.as_object_mut() {
        json.insert("dryRun".to_owned(), json!(context.global.dry_run));
        json.insert("transactions".to_owned(), json!(payout.transactions.len()));
        json.insert("signatures".to_owned(), json!([]));
    }
    let said = match payout.due.is_empty() {
        true => "Nothing is due to anybody who can be paid now; nothing was sent.",
        false => {
            let pairs = payout.transactions.first().cloned().unwrap_or_default();
            let first = personal_token_sdk::instruction::ProceedsDistribute { mint: payout.mint, pairs }.instruction();
            let sending = personal_token_sdk::rpc::Sending {
                lookup_tables: payout.lookup_tables.clone(),
                ..context.sending(&desk.signers)
            };
            let instructions = [first];
            let prepared = desk.session.client.prepare(&instructions, &desk.signers.payer(), &sending).await;
            let words = format!("the payout to {}", count(as_count(payout.due.len()), "holder"));
            prepared.map_err(|error| Doing { words: &words, instructions: &instructions, until: &[] }.failed(error))?;
            "The simulation succeeded; nothing was sent."
        }
    };
    let text = payout_text(&desk.view, &payout.due, &payout.skipped);
    Ok(Report::new(format!("{said}\n{text}"), json))
}

fn plan_rows(desk: &Desk, payout: &PayoutPlan) -> Vec<(String, String)> {
    let mut rows = vec![
        ("holders".to_owned(), payout.due.len().to_string()),
        ("arrives".to_owned(), total(&desk.view, &payout.due)),
        ("transactions".to_owned(), payout.cost.transactions.to_string()),
        (
            "fee".to_owned(),
            format!("about {}, paid by {}", crate::amount::show_sol(payout.cost.fee_lamports), desk.signers.payer()),
        ),
    ];
    if !payout.skipped.is_empty() {
        rows.push(("cannot be paid".to_owned(), payout.skipped.len().to_string()));
    }
    rows
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
    let unknown: Vec<Signature> = failed.iter().filter_map(|failure| failure.error.signature()).collect();
    let mut error = CliError::failed(format!(
        "{holders} not paid: {reason} Run the same command again: it takes up who is still owed"
    ));
    if !unknown.is_empty() {
        error.exit = Exit::Unconfirmed;
    }
    error.signatures = signatures.iter().chain(&unknown).copied().collect();
    error.details.insert("payout".to_owned(), json);
    error
}

async fn due(context: &mut Context<'_>, mint: Address) -> Result<Report> {
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
