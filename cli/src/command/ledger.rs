use {
    crate::{
        amount::show_sol,
        args::{AirdropArgs, FaucetArgs, LedgerCommand, WarpArgs},
        config::{ledger_path, Cluster},
        context::{Context, Session},
        currency::Currency,
        error::{CliError, Result},
        ledger::{genesis, Ledger, Mode, QUOTE_DECIMALS},
        output::Report,
        text::facts,
        time::{show, show_duration},
    },
    serde_json::{json, Value},
};

pub async fn run(context: &mut Context<'_>, command: &LedgerCommand) -> Result<Report> {
    if context.global.sign_only || context.global.dry_run {
        return Err(CliError::usage("`ledger` commands act at once: leave out --dry-run and --sign-only"));
    }
    match command {
        LedgerCommand::Status => status(context).await,
        LedgerCommand::Airdrop(args) => airdrop(context, args).await,
        LedgerCommand::Faucet(args) => faucet(context, args).await,
        LedgerCommand::Warp(args) => warp(context, args).await,
        LedgerCommand::Reset => reset(context).await,
    }
}

async fn status(context: &mut Context<'_>) -> Result<Report> {
    let session = match context.cluster {
        Cluster::Embedded => Session::embedded(context.ledger(Mode::Read)?).await?,
        Cluster::Remote { .. } => context.localnet().await?.0,
    };
    let (title, mut json, mut rows) = match &session.ledger {
        Some(ledger) => {
            let path = ledger.path().map(|path| path.display().to_string()).unwrap_or_default();
            let size = ledger.path().and_then(|path| std::fs::metadata(path).ok()).map_or(0, |metadata| metadata.len());
            let rows = vec![("file", path.clone()), ("size", format!("{} KB", size / 1_000))];
            ("Embedded ledger", json!({ "file": path, "bytes": size }), rows)
        }
        None => {
            let url = context.cluster.shown();
            ("Localnet", json!({ "url": url.clone() }), vec![("url", url)])
        }
    };
    let (now, quote_mint) = (session.now, genesis::quote_mint());
    let slot = session.client.rpc().get_slot().await.map_err(|error| CliError::failed(error.to_string()))?;
    let blockhash = session.client.rpc().get_latest_blockhash().await;
    let blockhash = blockhash.map_err(|error| CliError::failed(error.to_string()))?.to_string();
    let networks = session.client.networks().await?;
    rows.extend([
        ("time", show(now)),
        ("slot", slot.to_string()),
        ("blockhash", blockhash.clone()),
        ("test USDC", quote_mint.to_string()),
        ("networks", networks.len().to_string()),
    ]);
    let mut rows: Vec<(String, String)> = rows.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
    rows.extend(
        networks.iter().map(|(address, network)| (String::new(), format!("{address} ({})", network.display_name()))),
    );
    let networks: Vec<Value> = networks
        .iter()
        .map(|(address, network)| json!({ "network": address.to_string(), "name": network.display_name() }))
        .collect();
    let more = json!({ "unixTime": now, "slot": slot, "blockhash": blockhash, "quoteMint": quote_mint.to_string(), "networks": networks });
    if let (Some(json), Value::Object(more)) = (json.as_object_mut(), more) {
        json.extend(more);
    }
    Ok(Report::new(format!("{title}\n{}", facts(&rows)), json))
}

async fn airdrop(context: &mut Context<'_>, args: &AirdropArgs) -> Result<Report> {
    if args.lamports == 0 {
        return Err(CliError::usage("ask for more than nothing"));
    }
    let person = context.person(args.person)?;
    let signature = match context.cluster {
        Cluster::Embedded => context.ledger(Mode::Write)?.airdrop(&person, args.lamports)?,
        Cluster::Remote { .. } => context.localnet().await?.1.airdrop(&person, args.lamports).await?,
    };
    let json = json!({ "wallet": person.to_string(), "lamports": args.lamports.to_string() });
    Ok(Report::new(format!("{person} has received {}.", show_sol(args.lamports)), json).with_signatures(&[signature]))
}

async fn faucet(context: &mut Context<'_>, args: &FaucetArgs) -> Result<Report> {
    let units = args.amount.units(QUOTE_DECIMALS).map_err(CliError::usage)?;
    if units == 0 {
        return Err(CliError::usage("ask for more than nothing"));
    }
    let person = context.person(args.person)?;
    let signature = match context.cluster {
        Cluster::Embedded => context.ledger(Mode::Write)?.faucet_quote(&person, units)?,
        Cluster::Remote { .. } => context.localnet().await?.1.faucet(&person, units).await?,
    };
    let money = Currency::new(genesis::quote_mint(), QUOTE_DECIMALS, Some(genesis::quote_mint()));
    let json =
        json!({ "wallet": person.to_string(), "quoteMint": money.mint.to_string(), "amount": money.json(units) });
    Ok(Report::new(format!("{person} has received {} (test money).", money.show(units)), json)
        .with_signatures(&[signature]))
}

async fn warp(context: &mut Context<'_>, args: &WarpArgs) -> Result<Report> {
    let (before, to) = match context.cluster {
        Cluster::Embedded => {
            let ledger = context.ledger(Mode::Write)?;
            let (before, to) = (ledger.now(), args.to.unix(ledger.now()));
            ledger.warp_to(to)?;
            (before, to)
        }
        Cluster::Remote { .. } => {
            let (session, localnet) = context.localnet().await?;
            let to = args.to.unix(session.now);
            localnet.warp_to(to).await?;
            (session.now, to)
        }
    };
    let by = show_duration(to.saturating_sub(before));
    Ok(Report::new(format!("It is now {} ({by} later).", show(to)), json!({ "unixTime": to, "before": before })))
}

async fn reset(context: &mut Context<'_>) -> Result<Report> {
    if context.cluster != Cluster::Embedded {
        context.localnet().await?;
        return Err(CliError::usage(
            "`ledger reset` is for the embedded ledger: a localnet starts anew by itself, or without the file of its --state",
        ));
    }
    let path = ledger_path(&context.global)?;
    let shown = path.display().to_string();
    context.terminal.note(&format!("Remove the embedded ledger {shown} and everything in it"));
    if context.terminal.input.is_none() && !context.global.yes {
        return Err(CliError::usage("nobody is here to answer: add --yes if it shall be removed; nothing was removed"));
    }
    context.terminal.confirm("Remove it?", context.global.yes)?;
    Ledger::reset(&path)?;
    Ok(Report::new(
        "The ledger is removed; the next command starts a new one.",
        json!({ "file": shown, "reset": true }),
    ))
}
