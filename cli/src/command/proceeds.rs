mod distribute;

use {
    super::desk::{check_present, with_mark, Desk},
    crate::{
        amount::show_count,
        args::{ClaimArgs, DepositArgs, ProceedsCommand},
        context::Context,
        error::{CliError, Result},
        output::Report,
        text::{count, hex},
    },
    personal_token_core::{accumulator::NetDeposit, calendar::year_of, proceeds::Source, Error as Rule},
    personal_token_sdk::{
        instruction::{CreateAssociatedToken, Holder, ProceedsClaim, ProceedsDeposit},
        pda,
        state::Position,
        TOKEN_ID,
    },
    serde_json::json,
};

pub async fn run(context: &mut Context<'_>, command: &ProceedsCommand) -> Result<Report> {
    match command {
        ProceedsCommand::Deposit(args) => deposit(context, args).await,
        ProceedsCommand::History(args) => super::history::show(context, args).await,
        ProceedsCommand::Claim(args) => claim(context, args).await,
        ProceedsCommand::Distribute(args) => distribute::run(context, args).await,
        ProceedsCommand::CloseTables(args) => distribute::close_tables(context, args.mint).await,
        ProceedsCommand::Due(args) => distribute::due(context, args.mint).await,
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
