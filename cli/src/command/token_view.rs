//! What a token says about itself: terms in force, and those that are announced.

use {
    crate::{
        amount::show_count,
        context::{Access, Context, TokenView},
        error::Result,
        output::Report,
        text::{count, facts, hex, table, Align},
        time::{show, show_duration},
    },
    personal_token_core::{
        policy::{Pause, Policy},
        round::Stage,
    },
    personal_token_sdk::{quote::round_stage, state::Round, Address},
    serde_json::{json, Value},
};

/// Shows a token.
pub async fn show_token(context: &mut Context<'_>, mint: Address) -> Result<Report> {
    let session = context.connect(Access::Read).await?;
    let view = session.token(mint).await?;
    let (token, now) = (&view.token, session.now);
    let money = |units: u64| view.money.show(units);
    let hold = token.hold_term();
    let latest = match token.rounds.checked_sub(1) {
        Some(index) => session.client.round(view.address, index).await?.map(|(_, round)| round),
        None => None,
    };
    let rows: Vec<(String, String)> = [
        ("mint", mint.to_string()),
        ("owner", view.owner_wallet.to_string()),
        ("network", format!("{} ({})", token.network, view.network.display_name())),
        ("link", if view.uri.is_empty() { "none".to_owned() } else { view.uri.clone() }),
        ("shares", format!("{} of at most {}", show_count(token.total), authorised_text(&view, now))),
        ("policy", policy_text(&view, now)),
        (
            "hold",
            term_text(
                show_duration(i64::from(hold.at(now))),
                hold.effective_at > now,
                show_duration(i64::from(hold.announced)),
                hold.effective_at,
            ),
        ),
        ("paused", pause_text(token.pause(), now)),
        (
            "first refusal",
            format!(
                "the owner {}, then holders {}",
                show_duration(i64::from(token.owner_first_refusal)),
                show_duration(i64::from(token.holder_first_refusal))
            ),
        ),
        ("rounds", rounds_text(&view, latest.as_ref(), now)),
        (
            "last round's price",
            if token.last_round_price == 0 { "none".to_owned() } else { money(token.last_round_price) },
        ),
        ("deposited", money(token.deposited)),
        (
            "of that credited",
            format!("{}, from routed gains and fees that could not be delivered", money(token.credited)),
        ),
        ("paid", money(token.paid)),
        ("not yet paid", money(token.deposited.saturating_sub(token.paid))),
        ("deposits", token.distributions.to_string()),
        ("terms sha256", hex(&token.terms_hash)),
        ("created", show(token.created_at)),
    ]
    .into_iter()
    .map(|(name, value)| (name.to_owned(), value))
    .collect();
    Ok(Report::new(format!("{} ({})\n{}", view.symbol, view.name, facts(&rows)), token_json(&view, now)))
}

fn token_json(view: &TokenView, now: i64) -> Value {
    let token = &view.token;
    let (policy, hold, authorised) = (token.policy_term().ok(), token.hold_term(), token.authorised_term());
    json!({
        "mint": view.mint.to_string(),
        "token": view.address.to_string(),
        "name": view.name,
        "symbol": view.symbol,
        "uri": view.uri,
        "network": token.network.to_string(),
        "owner": view.owner_wallet.to_string(),
        "ownerMember": token.owner.to_string(),
        "vault": token.vault.to_string(),
        "quoteMint": token.quote_mint.to_string(),
        "shares": token.total.to_string(),
        "authorised": token.authorised_at(now).to_string(),
        "announcedAuthorised": (authorised.effective_at > now).then(|| json!({
            "authorised": authorised.announced.to_string(),
            "effectiveAt": authorised.effective_at,
        })),
        "ownerFirstRefusal": token.owner_first_refusal,
        "holderFirstRefusal": token.holder_first_refusal,
        "rounds": token.rounds,
        "unsettled": token.unsettled,
        "lastRoundPrice": (token.last_round_price > 0).then(|| view.money.json(token.last_round_price)),
        "policy": token.policy_at(now).map_or("unknown", Policy::name),
        "announcedPolicy": policy.filter(|term| term.effective_at > now).map(|term| json!({
            "policy": term.announced.name(),
            "effectiveAt": term.effective_at,
        })),
        "hold": hold.at(now),
        "announcedHold": (hold.effective_at > now).then(|| json!({
            "hold": hold.announced,
            "effectiveAt": hold.effective_at,
        })),
        "pausedUntil": token.pause().active(now).then_some(token.paused_until),
        "nextPauseAt": (token.next_pause_at > now).then_some(token.next_pause_at),
        "deposited": view.money.json(token.deposited),
        "credited": view.money.json(token.credited),
        "paid": view.money.json(token.paid),
        "distributions": token.distributions,
        "termsHash": hex(&token.terms_hash),
        "createdAt": token.created_at,
    })
}

/// The policy in force, and the announced one.
pub fn policy_text(view: &TokenView, now: i64) -> String {
    let Ok(term) = view.token.policy_term() else { return "unknown".to_owned() };
    term_text(
        term.at(now).name().to_owned(),
        term.effective_at > now,
        term.announced.name().to_owned(),
        term.effective_at,
    )
}

/// The authorised shares in force, and the announced number.
pub fn authorised_text(view: &TokenView, now: i64) -> String {
    let term = view.token.authorised_term();
    term_text(show_count(term.at(now)), term.effective_at > now, show_count(term.announced), term.effective_at)
}

fn rounds_text(view: &TokenView, latest: Option<&Round>, now: i64) -> String {
    let Some(round) = latest else { return "none yet".to_owned() };
    let stage = round_stage(round, now).map_or("unknown", Stage::name);
    let unsettled = match view.token.unsettled {
        0 => String::new(),
        unsettled => {
            format!("; {} not settled, so deposits wait", count(u64::from(unsettled), "accepted subscription"))
        }
    };
    format!("{}; number {} is {stage}{unsettled}", view.token.rounds, round.index)
}

fn term_text(current: String, is_pending: bool, announced: String, effective_at: i64) -> String {
    match is_pending {
        true => format!("{current}; {announced} from {}", show(effective_at)),
        false => current,
    }
}

/// Lists the tokens of the network.
pub async fn list(context: &mut Context<'_>) -> Result<Report> {
    let session = context.connect(Access::Read).await?;
    let (network, _) = session.network(&context.global).await?;
    let mut tokens = session.client.tokens(network).await?;
    tokens.sort_by_key(|(address, token)| (token.created_at, *address));
    let (mut rows, mut json) = (Vec::new(), Vec::new());
    for (_, token) in &tokens {
        let view = session.token(token.mint).await?;
        rows.push(vec![
            view.symbol.clone(),
            view.name.clone(),
            token.mint.to_string(),
            show_count(token.total),
            view.money.show(token.deposited),
        ]);
        json.push(token_json(&view, session.now));
    }
    let columns = [
        ("Symbol", Align::Left),
        ("Name", Align::Left),
        ("Mint", Align::Left),
        ("Shares", Align::Right),
        ("Deposited", Align::Right),
    ];
    let text = match rows.is_empty() {
        true => "There is no token yet: an owner makes his with `personal-token token create`.".to_owned(),
        false => table(&columns, &rows),
    };
    Ok(Report::new(text, json!({ "network": network.to_string(), "tokens": json })))
}

fn pause_text(pause: Pause, now: i64) -> String {
    match (pause.active(now), pause.next_at > now) {
        (true, _) => format!("until {}", show(pause.until)),
        (false, true) => format!("no; the next pause is possible from {}", show(pause.next_at)),
        (false, false) => "no".to_owned(),
    }
}
