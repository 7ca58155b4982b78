//! The history of a member's reputation, from the events of his transactions.

use {
    super::transactions::{self, Call},
    crate::{
        amount::show_count,
        args::ReputationArgs,
        context::{Access, Context},
        error::{CliError, Result},
        output::Report,
        text::{count, table, Align},
        time::show as moment,
    },
    personal_token_core::{complaint::Decision, member::FULL_REPUTATION, report::Finding},
    personal_token_sdk::{
        event::{ComplaintDecided, Event, ReportRecorded, ReputationChanged},
        quote::standing_returns_at,
        Address,
    },
    serde_json::{json, Value},
};

/// A change of a reputation.
struct Change {
    at: Option<i64>,
    signature: String,
    before: u16,
    after: u16,
    cause: Address,
    why: String,
}

/// Shows what changed a member's reputation, the latest first, and when it is back.
pub async fn show(context: &mut Context<'_>, args: &ReputationArgs) -> Result<Report> {
    let limit = usize::try_from(args.limit).ok().filter(|limit| (1..=1_000).contains(limit));
    let limit = limit.ok_or_else(|| CliError::usage("--limit is between 1 and 1000"))?;
    let person = match args.person {
        Some(person) => person,
        None => context.person(None)?,
    };
    let session = context.connect(Access::Read).await?;
    let (network, settings) = session.network(&context.global).await?;
    let (address, member) = session.party(network, person).await?;
    let (mut changes, mut untold) = (Vec::new(), 0_u64);
    for transaction in transactions::fetch(&session, address, limit).await? {
        let Some(calls) = &transaction.calls else {
            untold = untold.saturating_add(1);
            continue;
        };
        let events: Vec<Event> = calls.iter().filter_map(Call::event).collect();
        for event in events.iter().rev() {
            let Event::ReputationChanged(ReputationChanged { member, before, after, cause }) = event else { continue };
            if *member != address {
                continue;
            }
            changes.push(Change {
                at: transaction.at,
                signature: transaction.signature.clone(),
                before: *before,
                after: *after,
                cause: *cause,
                why: why(*cause, &events),
            });
        }
    }
    let (now, minimum) = (session.now, settings.parameters.minimum_reputation);
    let points = member.reputation().at(now);
    let full_at = member.reputation().reaches_at(FULL_REPUTATION).filter(|full| *full > now);
    let suffices_at = standing_returns_at(&settings, &member).filter(|moment| *moment > now);
    let mut text = format!("{}: {} of 1,000 points", member.wallet, show_count(u64::from(points)));
    if let Some(suffices) = suffices_at {
        text.push_str(&format!("; {minimum} are needed to receive shares, again from {}", moment(suffices)));
    }
    if let Some(full) = full_at {
        text.push_str(&format!("; one returns a day, all are back {}", moment(full)));
    }
    text.push_str(".\n");
    text.push_str(&changes_table(&changes));
    if untold > 0 {
        text.push_str(&format!(
            "\nOf {} this node has not kept what programs called. Try another node.",
            count(untold, "transaction")
        ));
    }
    let json = json!({
        "member": address.to_string(),
        "wallet": member.wallet.to_string(),
        "reputation": points,
        "minimumReputation": minimum,
        "standingReturnsAt": suffices_at,
        "fullAt": full_at,
        "changes": changes.iter().map(to_json).collect::<Vec<_>>(),
        "transactionsUntold": untold,
    });
    Ok(Report::new(text, json))
}

/// What the other events of the transaction say about the cause.
fn why(cause: Address, events: &[Event]) -> String {
    let found = events.iter().find_map(|event| match event {
        Event::ComplaintDecided(ComplaintDecided { complaint, decision, severity, overturned, .. })
            if *complaint == cause =>
        {
            // A decision's severity never exceeds itself, so nothing is refused here.
            let claimed = personal_token_core::complaint::Severity::Severe;
            let decision = Decision::from_bytes(*decision, *severity, claimed);
            let words = match decision {
                Ok(Decision::Upheld(severity)) => format!("upheld as {}", severity.name()),
                Ok(decision) => decision.name().to_owned(),
                Err(_) => "decided".to_owned(),
            };
            let overturned = if *overturned { ", in the place of another decision" } else { "" };
            Some(format!("complaint {words}{overturned}"))
        }
        Event::ReportRecorded(ReportRecorded { report, year, finding, .. }) if *report == cause => {
            let finding = Finding::from_byte(*finding).map_or("wrong", Finding::name);
            Some(format!("report on {year} {finding}"))
        }
        _ => None,
    });
    found.unwrap_or_else(|| "a complaint or report".to_owned())
}

fn changes_table(changes: &[Change]) -> String {
    let rows: Vec<Vec<String>> = changes
        .iter()
        .map(|change| {
            vec![
                change.at.map(moment).unwrap_or_default(),
                show_count(u64::from(change.before)),
                show_count(u64::from(change.after)),
                change.why.clone(),
                change.cause.to_string(),
            ]
        })
        .collect();
    let columns = [
        ("When", Align::Left),
        ("Before", Align::Right),
        ("After", Align::Right),
        ("Why", Align::Left),
        ("Complaint or report", Align::Left),
    ];
    match rows.is_empty() {
        true => "Nothing has changed it among the latest transactions; what returns with time is in no transaction."
            .to_owned(),
        false => table(&columns, &rows),
    }
}

fn to_json(change: &Change) -> Value {
    json!({
        "at": change.at,
        "signature": change.signature,
        "before": change.before,
        "after": change.after,
        "why": change.why,
        "cause": change.cause.to_string(),
    })
}
