//! The yearly reports of owners: filed, owed, missing, short.

use {
    super::{
        complaint::reputation_text,
        desk::{own_mint, Desk},
    },
    crate::{
        args::{ReportCommand, ReportDueArgs, ReportFileArgs, ReportRecordArgs, ReportShowArgs},
        context::{Access, Context, Session, TokenView},
        error::{CliError, Result},
        output::Report,
        send::Plan,
        text::{hex, list as words, table, Align},
        time::{show as moment, show_day},
    },
    personal_token_core::{
        calendar::year_of,
        report::{check_year, Deadline, Finding, Report as Rules},
        Error as Rule,
    },
    personal_token_sdk::{
        instruction::{ReportFile, ReportRecord},
        pda,
        quote::{reports_due, ReportDue},
        state::{Position, Report as Filed},
    },
    serde_json::{json, Value},
};

pub async fn run(context: &mut Context<'_>, command: &ReportCommand) -> Result<Report> {
    match command {
        ReportCommand::File(args) => file(context, args).await,
        ReportCommand::Record(args) => record(context, args).await,
        ReportCommand::Show(args) => show(context, args).await,
        ReportCommand::Due(args) => due(context, args).await,
    }
}

fn rule(error: Rule) -> CliError {
    CliError::failed(error.to_string())
}

fn deadline(view: &TokenView, year: u16) -> Result<Deadline> {
    let parameters = &view.network.parameters;
    Deadline::of(year, parameters.report_deadline, parameters.report_grace).map_err(rule)
}

async fn file(context: &mut Context<'_>, args: &ReportFileArgs) -> Result<Report> {
    let desk = Desk::open_own(context, args.token.mint).await?;
    let (view, now, year) = (&desk.view, desk.session.now, args.year);
    let (token, money) = (&view.token, &view.money);
    let (proceeds, cost_basis) = (money.units(&args.proceeds)?, money.units(&args.cost_basis)?);
    let instruction = ReportFile {
        payer: desk.signers.payer(),
        owner: desk.signers.wallet(),
        owner_member: token.owner,
        network: token.network,
        token: view.address,
        year,
        proceeds,
        cost_basis,
        evidence_hash: args.evidence,
    }
    .instruction();
    let before = desk.session.client.report(view.address, year).await?.map(|(_, report)| report);
    let deadline = deadline(view, year)?;
    let rules = Rules { proceeds, cost_basis, ..Rules::default() };
    let deposited = token.year_book().gross(year);
    let plan = with_reasons(
        desk.plan(&format!("Report on {year}"), format!("the report on {year}"), instruction),
        view,
        &deadline,
        before.as_ref(),
        now,
    );
    let mut plan = plan
        .json("report", pda::report(view.address, year).to_string())
        .json("year", year)
        .effect("proceeds", money.show(proceeds))
        .json("proceeds", money.json(proceeds))
        .effect("cost basis", money.show(cost_basis))
        .json("costBasis", money.json(cost_basis))
        .effect("gain", money.show(rules.gain()))
        .json("gain", money.json(rules.gain()))
        .effect(&format!("deposited for {year}"), money.show(deposited))
        .json("deposited", money.json(deposited));
    let short = rules.gain().saturating_sub(deposited);
    if short > 0 {
        plan = plan.effect(
            "short of",
            format!(
                "{}: deposit them with --year {year} before {}, or anyone can have it recorded, which costs 150 points",
                money.show(short),
                moment(deadline.recordable_at)
            ),
        );
    }
    let final_text = match now < deadline.due_at {
        true => format!("until {}", moment(deadline.due_at)),
        false => format!("no: it was due {}", moment(deadline.due_at)),
    };
    let plan = plan
        .json("short", money.json(short))
        .effect("evidence", format!("sha256 {}; keep the evidence itself", hex(&args.evidence)))
        .json("evidenceHash", hex(&args.evidence))
        .effect(
            "replaces",
            before.filter(|before| before.filed_at != 0).map_or_else(
                || "nothing".to_owned(),
                |before| {
                    format!(
                        "the report of {}, a gain of {}",
                        show_day(before.filed_at),
                        money.show(before.rules().gain())
                    )
                },
            ),
        )
        .effect("can be corrected", final_text)
        .json("dueAt", deadline.due_at);
    desk.finish(context, &plan, &format!("The report on {year} is filed: a gain of {}.", money.show(rules.gain())))
        .await
}

/// What is known about rules that may refuse it.
fn with_reasons(plan: Plan, view: &TokenView, deadline: &Deadline, before: Option<&Filed>, now: i64) -> Plan {
    let present = year_of(now);
    let first = year_of(view.token.created_at).max(present.saturating_sub(3));
    let years = match first < present {
        true => format!("{first} to {} can be reported on now", present.saturating_sub(1)),
        false => format!("The token is of {first}, which can be reported on from {}", moment(deadline.opens_at)),
    };
    let plan = plan
        .because(Rule::ReportYearInvalid, years)
        .because(Rule::NotTokenOwner, format!("It is {}", view.owner_wallet))
        .until(Rule::ReportNotOverdue, deadline.recordable_at, "It can be recorded from");
    let filed = before.map_or(0, |before| before.filed_at);
    let recorded = before.map(recorded).unwrap_or_default();
    let in_order = match filed {
        0 => format!("It was recorded already: {recorded}"),
        filed => format!("It was filed {}; recorded: {recorded}", moment(filed)),
    };
    plan.because(Rule::ReportFinal, format!("It was filed {}, and was due {}", moment(filed), moment(deadline.due_at)))
        .because(Rule::ReportInOrder, in_order)
}

fn recorded(report: &Filed) -> String {
    words(report.findings().map(Finding::name))
}

async fn record(context: &mut Context<'_>, args: &ReportRecordArgs) -> Result<Report> {
    let desk = Desk::open(context, args.mint).await?;
    let (view, now, year) = (&desk.view, desk.session.now, args.year);
    let owner = desk.session.client.member(view.token.owner).await?;
    let before = desk.session.client.report(view.address, year).await?.map(|(_, report)| report);
    let deadline = deadline(view, year)?;
    let doing = format!("the record about the report on {year}");
    let plan =
        Plan::new(format!("Record what is wrong with a report: {} ({})", view.symbol, view.name), doing, Vec::new())
            .who("mint", view.mint);
    let plan = with_reasons(plan, view, &deadline, before.as_ref(), now);
    if let Err(rule) = check_year(year, view.token.created_at, now) {
        return Err(plan.refused(rule));
    }
    let owed = owed(&desk.session, view).await?;
    let Some(owed) = owed.into_iter().find(|owed| owed.year == year) else {
        let plan =
            plan.because(Rule::NoOutsideShareholder, format!("Nobody else held shares of {} in {year}", view.symbol));
        return Err(plan.refused(Rule::NoOutsideShareholder));
    };
    let deposited = owed.deposited;
    let rules = before.map(|report| report.rules()).unwrap_or_default();
    let finding = match rules.record(deposited, &deadline, now) {
        Ok((_, finding)) => finding,
        Err(rule) => return Err(plan.refused(rule)),
    };
    let instruction = ReportRecord {
        payer: desk.signers.payer(),
        network: view.token.network,
        token: view.address,
        owner_member: view.token.owner,
        position: owed.witness,
        year,
    }
    .instruction();
    let after = owner.reputation().lower(finding.points(), now);
    let mut plan = plan
        .json("report", pda::report(view.address, year).to_string())
        .json("year", year)
        .effect("was due", format!("{}, with grace until {}", moment(deadline.due_at), moment(deadline.recordable_at)))
        .effect("finding", finding_text(finding, &owed, view))
        .json("finding", finding.name())
        .json("points", finding.points())
        .effect("owner", view.owner_wallet)
        .effect("the owner", reputation_text(owner.reputation(), after, &view.network, now))
        .json("ownerReputation", after.at(now))
        .effect("shown by", format!("the position {} of an outside shareholder", owed.witness))
        .json("witness", owed.witness.to_string());
    plan.steps = vec![vec![instruction]];
    let done = format!(
        "It is on record that the report on {year} is {}; the owner loses {} points.",
        finding.name(),
        finding.points()
    );
    desk.finish(context, &plan, &done).await
}

fn finding_text(finding: Finding, owed: &ReportDue, view: &TokenView) -> String {
    let gain = owed.report.map_or(0, |report| report.rules().gain());
    match finding {
        Finding::Missed => "it was not filed in time: 100 points".to_owned(),
        Finding::Short => format!(
            "a gain of {} was reported, {} were deposited: 150 points",
            view.money.show(gain),
            view.money.show(owed.deposited)
        ),
    }
}

/// The reports that the owner of a token owes, or that can be recorded.
async fn owed(session: &Session, view: &TokenView) -> Result<Vec<ReportDue>> {
    let positions: Vec<Position> =
        session.client.positions(view.address).await?.into_iter().map(|(_, position)| position).collect();
    let reports: Vec<Filed> =
        session.client.reports_of(view.address).await?.into_iter().map(|(_, report)| report).collect();
    reports_due(&view.network, &view.token, positions.iter(), &reports, session.now).map_err(rule)
}

async fn show(context: &mut Context<'_>, args: &ReportShowArgs) -> Result<Report> {
    let wallet = match args.token.mint {
        Some(_) => None,
        None => Some(context.person(None)?),
    };
    let session = context.connect(Access::Read).await?;
    let mint = match (args.token.mint, wallet) {
        (Some(mint), _) => mint,
        (None, wallet) => own_mint(&session, context, wallet.unwrap_or_default()).await?,
    };
    let view = session.token(mint).await?;
    let mut reports = session.client.reports_of(view.address).await?;
    reports.retain(|(_, report)| args.year.is_none_or(|year| report.year == year));
    reports.sort_by_key(|(_, report)| report.year);
    let money = &view.money;
    let (mut rows, mut json) = (Vec::new(), Vec::new());
    for (address, report) in &reports {
        let deposited = view.token.year_book();
        let deposited = match deposited.years.contains(&report.year) {
            true => deposited.gross(report.year),
            // Of a year long ago the token remembers nothing; the report does.
            false => report.deposited,
        };
        let filed = report.filed_at != 0;
        rows.push(vec![
            report.year.to_string(),
            if filed { moment(report.filed_at) } else { "not filed".to_owned() },
            if filed { money.show(report.proceeds) } else { String::new() },
            if filed { money.show(report.cost_basis) } else { String::new() },
            if filed { money.show(report.rules().gain()) } else { String::new() },
            money.show(deposited),
            recorded(report),
        ]);
        json.push(json!({
            "report": address.to_string(),
            "year": report.year,
            "filedAt": filed.then_some(report.filed_at),
            "proceeds": money.json(report.proceeds),
            "costBasis": money.json(report.cost_basis),
            "gain": money.json(report.rules().gain()),
            "deposited": money.json(deposited),
            "missedAt": (report.missed_at != 0).then_some(report.missed_at),
            "shortAt": (report.short_at != 0).then_some(report.short_at),
            "evidenceHash": filed.then(|| hex(&report.evidence_hash)),
        }));
    }
    let columns = [
        ("Year", Align::Left),
        ("Filed", Align::Left),
        ("Proceeds", Align::Right),
        ("Cost", Align::Right),
        ("Gain", Align::Right),
        ("Deposited", Align::Right),
        ("Recorded", Align::Left),
    ];
    let text = match rows.is_empty() {
        true => format!(
            "{} ({}) has no reports; `personal-token report due --token {mint}` says whether one is owed.",
            view.symbol, view.name
        ),
        false => format!("{} ({})\n{}", view.symbol, view.name, table(&columns, &rows)),
    };
    Ok(Report::new(text, json!({ "mint": mint.to_string(), "symbol": view.symbol, "reports": json })))
}

async fn due(context: &mut Context<'_>, args: &ReportDueArgs) -> Result<Report> {
    let session = context.connect(Access::Read).await?;
    let mut views = Vec::new();
    match args.mint {
        Some(mint) => views.push(session.token(mint).await?),
        None => {
            let (network, _) = session.network(&context.global).await?;
            let mut tokens = session.client.tokens(network).await?;
            tokens.sort_by_key(|(address, token)| (token.created_at, *address));
            for (address, token) in tokens {
                views.push(session.view(address, token).await?);
            }
        }
    }
    let (mut rows, mut json) = (Vec::new(), Vec::new());
    for view in &views {
        for owed in owed(&session, view).await? {
            let filed = owed.report.filter(|report| report.filed_at != 0);
            rows.push(vec![
                view.symbol.clone(),
                owed.year.to_string(),
                moment(owed.deadline.due_at),
                moment(owed.deadline.recordable_at),
                filed.map_or_else(|| "no".to_owned(), |report| show_day(report.filed_at)),
                state(&owed, session.now),
            ]);
            json.push(due_json(view, &owed));
        }
    }
    let columns = ["Token", "Year", "Due", "Can be recorded from", "Filed", "State"];
    let text = match rows.is_empty() {
        true => "No report is owed: no year is over in which others held shares.".to_owned(),
        false => table(&columns.map(|column| (column, Align::Left)), &rows),
    };
    Ok(Report::new(text, json!({ "due": json })))
}

/// What an owner or anybody else can do about it.
fn state(owed: &ReportDue, now: i64) -> String {
    let filed = owed.report.is_some_and(|report| report.filed_at != 0);
    let done = owed
        .report
        .as_ref()
        .map(recorded)
        .filter(|_| owed.report.is_some_and(|report| report.findings().next().is_some()));
    match (owed.recordable, filed) {
        (Some(finding), _) => format!("{}: anyone can record it (`report record`)", finding.name()),
        (None, false) if now < owed.deadline.due_at => "owed (`report file`)".to_owned(),
        (None, false) if now < owed.deadline.recordable_at => "overdue, in grace (`report file`)".to_owned(),
        (None, _) => match done {
            Some(done) => format!("recorded: {done}"),
            None => "in order".to_owned(),
        },
    }
}

fn due_json(view: &TokenView, owed: &ReportDue) -> Value {
    let money = &view.money;
    json!({
        "mint": view.mint.to_string(),
        "symbol": view.symbol,
        "owner": view.owner_wallet.to_string(),
        "year": owed.year,
        "opensAt": owed.deadline.opens_at,
        "dueAt": owed.deadline.due_at,
        "recordableAt": owed.deadline.recordable_at,
        "filedAt": owed.report.map(|report| report.filed_at).filter(|filed| *filed != 0),
        "gain": owed.report.map(|report| money.json(report.rules().gain())),
        "deposited": money.json(owed.deposited),
        "recordable": owed.recordable.map(Finding::name),
        "recorded": owed.report.map(|report| report.findings().map(Finding::name).collect::<Vec<_>>()).unwrap_or_default(),
        "witness": owed.witness.to_string(),
    })
}
