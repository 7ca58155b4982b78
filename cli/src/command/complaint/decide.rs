//! Deciding a complaint, and overturning a decision.

use {
    super::{rule, stage, Docket},
    crate::{
        amount::show_count,
        args::{ComplaintDecideArgs, DecisionArg},
        command::not_authorised,
        context::Context,
        error::{CliError, Result},
        output::Report,
        send::Plan,
        text::hex,
        time::show,
    },
    personal_token_core::{
        complaint::{Decision, Parties, Severity, Stage, OVERTURN_TIME},
        member::Reputation,
        Error as Rule,
    },
    personal_token_sdk::{
        instruction::{ComplaintOverturn, ComplaintResolve},
        state::Network,
    },
};

/// Decides a complaint for the first time.
pub async fn resolve(context: &mut Context<'_>, args: &ComplaintDecideArgs) -> Result<Report> {
    let docket = Docket::open(context, args.complaint.complaint).await?;
    let (desk, decision) = (&docket.desk, decision(&docket, args)?);
    let (wallet, network) = (desk.signers.wallet(), desk.view.token.network);
    let Some((steward_member, _)) = desk.session.client.member_of(network, wallet).await? else {
        return Err(match wallet == desk.view.network.authority {
            true => CliError::failed(
                "a steward who arbitrates decides first, the authority cannot stand in for one: it can overturn the decision for 30 days, and `personal-token network steward appoint` makes a steward (NotAuthorised)",
            ),
            false => not_authorised(wallet),
        });
    };
    if desk.session.client.steward(network, steward_member).await?.is_none() {
        return Err(not_authorised(wallet));
    }
    let instruction = ComplaintResolve {
        steward: wallet,
        steward_member,
        mint: desk.view.mint,
        parties: docket.parties(),
        decision,
        reason_hash: args.reason,
    }
    .instruction();
    let held = desk.session.client.position(wallet, desk.view.mint).await?.map_or(0, |(_, position)| position.shares);
    let plan = docket
        .plan("Decide a complaint", "the decision", instruction)
        .because(Rule::StewardHoldsShares, format!("{wallet} holds {}", desk.shares(held)));
    let before = parties(&docket);
    let after = before.decide(decision, desk.session.now).map_err(rule)?.0;
    finish(context, &docket, plan, args, decision, (before, after), "Decided").await
}

/// Puts another decision in the place of the first.
pub async fn overturn(context: &mut Context<'_>, args: &ComplaintDecideArgs) -> Result<Report> {
    let docket = Docket::open(context, args.complaint.complaint).await?;
    let (desk, decision, complaint) = (&docket.desk, decision(&docket, args)?, &docket.complaint);
    let (wallet, now) = (desk.signers.wallet(), desk.session.now);
    let instruction =
        ComplaintOverturn { authority: wallet, parties: docket.parties(), decision, reason_hash: args.reason }
            .instruction();
    let mut plan = docket
        .plan("Overturn a decision", "the overturning of the decision", instruction)
        .because(Rule::NotNetworkAuthority, format!("It is {}", desk.view.network.authority));
    let before = parties(&docket);
    let after = match complaint.decision().map_err(rule)? {
        // The program says so.
        None => before,
        Some(first) => {
            plan = plan
                .effect("until now", stage::decision(complaint).unwrap_or_default())
                .effect("gives back", format!("{} points", complaint.points));
            let undone = before.undo(first, complaint.points, complaint.decided_at, now).map_err(rule)?;
            undone.decide(decision, now).map_err(rule)?.0
        }
    };
    finish(context, &docket, plan, args, decision, (before, after), "Overturned").await
}

async fn finish(
    context: &mut Context<'_>,
    docket: &Docket,
    plan: Plan,
    args: &ComplaintDecideArgs,
    decision: Decision,
    (before, after): (Parties, Parties),
    done: &str,
) -> Result<Report> {
    let desk = &docket.desk;
    let (now, network) = (desk.session.now, &desk.view.network);
    let severity = match decision {
        Decision::Upheld(severity) => Some(severity),
        Decision::Dismissed | Decision::Abusive => None,
    };
    let words = match severity {
        Some(severity) => format!("{} as {}", decision.name(), severity.name()),
        None => decision.name().to_owned(),
    };
    let mut plan = plan
        .because(Rule::SeverityAboveComplaint, format!("It was filed as {}", docket.severity()?.name()))
        .because(
            Rule::PartyCannotDecide,
            format!("The parties are {} and {}", docket.owner.wallet, docket.member.wallet),
        )
        .effect("decision", &words)
        .json("decision", decision_word(decision))
        .json("severity", severity.map(Severity::name))
        .effect("reason", format!("sha256 {}", hex(&args.reason)))
        .json("reasonHash", hex(&args.reason))
        .effect("the shareholder", reputation(before.member, after.member, network, now))
        .effect("the owner", reputation(before.owner, after.owner, network, now))
        .json("memberReputation", after.member.at(now))
        .json("ownerReputation", after.owner.at(now));
    let barred_until = after.filings.barred_until();
    if barred_until > now {
        plan = plan.effect("the owner files nothing", format!("until {}", show(barred_until)));
    }
    let is_first = !matches!(docket.stage()?, Stage::Appeal(_) | Stage::Final);
    let until = now.saturating_add(i64::from(OVERTURN_TIME));
    plan = match is_first {
        true => plan
            .effect("can be overturned", format!("by the network's authority until {}, once", show(until)))
            .json("overturnUntil", until),
        false => plan.effect("final", "it cannot be overturned again"),
    };
    desk.finish(context, &plan, &format!("{done}: the complaint is {words}.")).await
}

fn parties(docket: &Docket) -> Parties {
    Parties { member: docket.member.reputation(), owner: docket.owner.reputation(), filings: docket.owner.filings() }
}

fn decision(docket: &Docket, args: &ComplaintDecideArgs) -> Result<Decision> {
    match (args.decision, args.severity) {
        (DecisionArg::Upheld, severity) => Ok(Decision::Upheld(match severity {
            Some(severity) => severity.into(),
            None => docket.severity()?,
        })),
        (_, Some(_)) => Err(CliError::usage("only an upheld complaint has a severity: leave out --severity")),
        (DecisionArg::Dismissed, None) => Ok(Decision::Dismissed),
        (DecisionArg::Abusive, None) => Ok(Decision::Abusive),
    }
}

const fn decision_word(decision: Decision) -> &'static str {
    match decision {
        Decision::Upheld(_) => "upheld",
        Decision::Dismissed => "dismissed",
        Decision::Abusive => "abusive",
    }
}

/// `reputation 1,000 → 800`, and what follows.
pub fn reputation(before: Reputation, after: Reputation, network: &Network, now: i64) -> String {
    let (was, is) = (before.at(now), after.at(now));
    if was == is {
        return format!("reputation stays {}", show_count(u64::from(is)));
    }
    let changes = format!("reputation {} → {}", show_count(u64::from(was)), show_count(u64::from(is)));
    let minimum = network.parameters.minimum_reputation;
    match after.reaches_at(minimum).filter(|moment| *moment > now) {
        Some(moment) => format!("{changes}; receives no shares until it is {minimum} again, {}", show(moment)),
        None => changes,
    }
}
