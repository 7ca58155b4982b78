//! What a round says about itself.

use {
    super::{find, rule, stage},
    crate::{
        amount::{show_basis_points, show_count},
        args::RoundArgs,
        context::{Access, Context, TokenView},
        error::Result,
        output::Report,
        text::{count, facts, table, Align},
        time::{show as moment, show_duration},
    },
    personal_token_core::{
        round::{Stage, SubscriptionState, MOST_UNDOS},
        Error as Rule,
    },
    personal_token_sdk::{
        pda, quote,
        state::{Member, Round, Subscription},
        Address,
    },
    serde_json::{json, Value},
};

/// A subscription, and whose it is.
struct Row {
    subscription: Subscription,
    member: Member,
    /// Why its shares would not be issued now, if it is accepted and the round completed.
    refusal: Option<Rule>,
}

/// Shows a round.
pub async fn show(context: &mut Context<'_>, args: &RoundArgs) -> Result<Report> {
    let session = context.connect(Access::Read).await?;
    let view = session.token(args.token.mint).await?;
    let (address, round) = find(&session, &view, args.round.round).await?;
    let now = session.now;
    let stage = stage(&round, now)?;
    let mut rows = Vec::new();
    for (_, subscription) in session.client.subscriptions_of(address).await? {
        let member = session.client.member(subscription.member).await?;
        let refusal = match (subscription.book.state(), stage) {
            (Ok(SubscriptionState::Accepted), Stage::Undoable | Stage::Settling) => {
                quote::check_investor(&view.network, &member, now).err()
            }
            _ => None,
        };
        rows.push(Row { subscription, member, refusal });
    }
    rows.sort_by_key(|row| (row.subscription.subscribed_at, row.subscription.member));
    let text = format!(
        "Round {} of {} ({}): {}\n{}\n\nSubscriptions\n{}",
        round.index,
        view.symbol,
        view.name,
        stage.name(),
        facts(&facts_of(&view, &round, &rows, stage)?),
        subscriptions(&view, &round, &rows, stage, now)
    );
    Ok(Report::new(text, to_json(&view, address, &round, &rows, stage, now)?))
}

fn facts_of(view: &TokenView, round: &Round, rows: &[Row], stage: Stage) -> Result<Vec<(String, String)>> {
    let (book, money) = (&round.book, |units: u64| view.money.show(units));
    let undo = match (book.undo_window, book.completed_at) {
        (0, _) => "never".to_owned(),
        (window, 0) => {
            format!("for {} after it, {} of {MOST_UNDOS} times used", show_duration(i64::from(window)), book.undos)
        }
        _ => format!("until {}, {} of {MOST_UNDOS} times used", moment(book.undo_until().map_err(rule)?), book.undos),
    };
    let treasury = match (round.treasury_position == Address::default(), stage) {
        (_, Stage::Failed | Stage::Cancelled) => ", not due: the round was not completed".to_owned(),
        (false, _) => String::new(),
        (true, Stage::Announced | Stage::Open) => ", if the treasury has a position at completion".to_owned(),
        (true, _) => ", waived: the treasury had no position at completion".to_owned(),
    };
    let accepted = book.cost(book.accepted_shares).map_err(rule)?;
    let refused = rows
        .iter()
        .filter(|row| row.refusal.is_some())
        .fold(0, |sum: u64, row| sum.saturating_add(row.subscription.book.accepted));
    let rest = book.cost(book.accepted_shares.saturating_sub(refused)).map_err(rule)?.saturating_add(book.raised);
    let short = match refused > 0 && rest < book.minimum_raise {
        true => format!("; as it stands only {} would be raised, less than the least raise", money(rest)),
        false => String::new(),
    };
    Ok([
        ("round", pda::round(view.address, round.index).to_string()),
        ("on offer", format!("{} at {} each", count(book.shares, "share"), money(book.price))),
        ("least raise", money(book.minimum_raise)),
        (
            "one investor",
            format!("{} to {}", show_count(book.minimum_subscription), count(book.maximum_subscription, "share")),
        ),
        ("announced", moment(round.announced_at)),
        ("opens", moment(book.opens_at)),
        ("closes", moment(book.closes_at)),
        ("completed", if book.completed_at == 0 { "no".to_owned() } else { moment(book.completed_at) }),
        ("completion can be undone", undo),
        ("new shares are locked", show_duration(i64::from(book.lock))),
        ("equity fee", format!("{} on top{treasury}", show_basis_points(book.equity_fee))),
        (
            "accepted",
            format!(
                "{} of {}, {}{short}",
                count(book.accepted_shares, "share"),
                count(u64::from(book.accepted), "investor"),
                money(accepted)
            ),
        ),
        ("issued", format!("{}, and {} to the treasury", count(book.issued, "share"), show_count(book.fee_issued))),
        ("raised", money(book.raised)),
        ("escrow owes investors", money(book.owed_to_investors)),
        ("escrow owes the owner", money(book.owed_to_owner)),
    ]
    .into_iter()
    .map(|(name, value)| (name.to_owned(), value))
    .collect())
}

fn subscriptions(view: &TokenView, round: &Round, rows: &[Row], stage: Stage, now: i64) -> String {
    if rows.is_empty() {
        return "None that has not ended.".to_owned();
    }
    let columns = [
        ("Investor", Align::Left),
        ("State", Align::Left),
        ("Asked for", Align::Right),
        ("Accepted", Align::Right),
        ("Owed in escrow", Align::Right),
        ("", Align::Left),
    ];
    let rows: Vec<Vec<String>> = rows
        .iter()
        .map(|row| {
            let book = &row.subscription.book;
            vec![
                row.member.wallet.to_string(),
                state(row).to_owned(),
                show_count(book.shares),
                show_count(book.accepted),
                view.money.show(book.owed),
                next(round, row, stage, now),
            ]
        })
        .collect();
    table(&columns, &rows)
}

fn state(row: &Row) -> &'static str {
    row.subscription.book.state().map_or("unknown", SubscriptionState::name)
}

/// What can be done with it now.
fn next(round: &Round, row: &Row, stage: Stage, now: i64) -> String {
    let is_held = row.member.restraint().check(now).is_err();
    if quote::refund(round, &row.subscription, now).is_ok() {
        return if is_held { "he himself can have it refunded" } else { "can be refunded" }.to_owned();
    }
    if let Some(rule) = row.refusal {
        return format!("would get no shares, but his money back: {}", rule.message());
    }
    match (row.subscription.book.state(), stage) {
        (Ok(SubscriptionState::Accepted), Stage::Settling) => "can be settled",
        (Ok(SubscriptionState::Pending), Stage::Open) => "waits for the owner",
        _ if quote::withdrawal(round, &row.subscription, now).is_ok() => "free to withdraw",
        _ => "",
    }
    .to_owned()
}

fn to_json(view: &TokenView, address: Address, round: &Round, rows: &[Row], stage: Stage, now: i64) -> Result<Value> {
    let (book, money) = (&round.book, |units: u64| view.money.json(units));
    let undo_until = match book.completed_at {
        0 => None,
        _ => Some(book.undo_until().map_err(rule)?),
    };
    let subscriptions: Vec<Value> = rows
        .iter()
        .map(|row| {
            let part = &row.subscription.book;
            json!({
                "subscription": row.subscription.address().to_string(),
                "member": row.subscription.member.to_string(),
                "wallet": row.member.wallet.to_string(),
                "state": state(row),
                "refusal": row.refusal.map(Rule::name),
                "shares": part.shares.to_string(),
                "accepted": part.accepted.to_string(),
                "owed": money(part.owed),
                "subscribedAt": row.subscription.subscribed_at,
                "canWithdraw": quote::withdrawal(round, &row.subscription, now).is_ok(),
                "canRefund": quote::refund(round, &row.subscription, now).is_ok(),
            })
        })
        .collect();
    Ok(json!({
        "mint": view.mint.to_string(),
        "symbol": view.symbol,
        "round": round.index,
        "roundAddress": address.to_string(),
        "escrow": round.escrow.to_string(),
        "stage": stage_name(stage),
        "shares": book.shares.to_string(),
        "price": money(book.price),
        "minimumRaise": money(book.minimum_raise),
        "minimumSubscription": book.minimum_subscription.to_string(),
        "maximumSubscription": book.maximum_subscription.to_string(),
        "announcedAt": round.announced_at,
        "opensAt": book.opens_at,
        "closesAt": book.closes_at,
        "completedAt": (book.completed_at != 0).then_some(book.completed_at),
        "undoUntil": undo_until,
        "undos": book.undos,
        "lock": book.lock,
        "equityFeeBasisPoints": book.equity_fee,
        "feeWaived": book.completed_at != 0 && round.treasury_position == Address::default(),
        "accepted": book.accepted,
        "acceptedShares": book.accepted_shares.to_string(),
        "issued": book.issued.to_string(),
        "feeIssued": book.fee_issued.to_string(),
        "raised": money(book.raised),
        "owedToInvestors": money(book.owed_to_investors),
        "owedToOwner": money(book.owed_to_owner),
        "subscriptions": subscriptions,
    }))
}

/// One word for scripts.
const fn stage_name(stage: Stage) -> &'static str {
    match stage {
        Stage::Announced => "announced",
        Stage::Open => "open",
        Stage::Failed => "failed",
        Stage::Undoable => "undoable",
        Stage::Settling => "settling",
        Stage::Settled => "settled",
        Stage::Cancelled => "cancelled",
    }
}
