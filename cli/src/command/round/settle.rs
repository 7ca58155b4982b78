//! What anyone does with a round: settle, refund, collect; as much in a transaction as it takes.

use {
    super::{
        work::{Wanted, Work},
        RoundDesk,
    },
    crate::{
        args::{RoundArgs, RoundRefundArgs, RoundSettleArgs},
        command::packing::pack,
        context::Context,
        error::Result,
        output::Report,
        send::Plan,
        text::count,
    },
    personal_token_core::{round::Stage, Error as Rule},
    serde_json::{json, Value},
};

/// Settles accepted subscriptions, refunds what is left, and has the owner paid if asked to.
pub async fn settle(context: &mut Context<'_>, args: &RoundSettleArgs) -> Result<Report> {
    let at = RoundDesk::open(context, args.token.mint, args.round.round).await?;
    let plan = at.plan("Settle a round", "the settlement of the round", Vec::new());
    match at.stage()? {
        Stage::Settling | Stage::Settled => {}
        Stage::Undoable => return Err(plan.refused(Rule::UndoWindowOpen)),
        _ => return Err(plan.refused(Rule::RoundNotCompleted)),
    }
    let wanted = Wanted::of(&at, &args.member).await?;
    let mut work = Work::start(&at);
    work.settle(&plan, &wanted).await?;
    work.refund(&wanted).await?;
    if args.collect {
        work.collect().await?;
    }
    finish(context, &at, plan, work, "Nothing is left to settle, refund or collect").await
}

/// Pays back what can no longer become shares.
pub async fn refund(context: &mut Context<'_>, args: &RoundRefundArgs) -> Result<Report> {
    let at = RoundDesk::open(context, args.token.mint, args.round.round).await?;
    let plan = at.plan("Refund subscriptions", "the refund", Vec::new());
    let wanted = Wanted::of(&at, &args.member).await?;
    let mut work = Work::start(&at);
    if let Some(rule) = work.refund(&wanted).await? {
        return Err(plan.refused(rule));
    }
    finish(context, &at, plan, work, "Nothing can be refunded now").await
}

/// Has the owner paid.
pub async fn collect(context: &mut Context<'_>, args: &RoundArgs) -> Result<Report> {
    let at = RoundDesk::open(context, args.token.mint, args.round.round).await?;
    let plan = at.plan("Pay the owner what the round has raised", "the payment of the owner", Vec::new());
    let mut work = Work::start(&at);
    if !work.collect().await? && work.skipped.is_empty() {
        return Err(plan.refused(Rule::NothingToCollect));
    }
    finish(context, &at, plan, work, "The owner cannot be paid now").await
}

async fn finish(
    context: &mut Context<'_>,
    at: &RoundDesk,
    plan: Plan,
    work: Work<'_>,
    nothing: &str,
) -> Result<Report> {
    let (shares, fee_shares) = work.settled.iter().fold((0_u64, 0_u64), |(shares, fee), row| {
        (shares.saturating_add(row.shares), fee.saturating_add(row.fee_shares))
    });
    let received = work.settled.iter().filter(|row| row.shares > 0).count();
    let paid_back = work.refunded.iter().filter(|row| row.amount > 0).count();
    let refunded = work.refunded.iter().fold(0_u64, |sum, row| sum.saturating_add(row.amount));
    let mut plan = plan;
    for row in &work.settled {
        plan = plan.effect(&row.wallet.to_string(), row.text(at));
    }
    if !work.settled.is_empty() {
        let fee = match fee_shares {
            0 => "none".to_owned(),
            shares => format!("{} to the network's treasury, on top", count(shares, "share")),
        };
        plan = plan
            .effect("issued", format!("{} to {}", count(shares, "share"), holders(received)))
            .effect("equity fee", fee);
        let (raised, least) = (work.round.book.raised, work.round.book.minimum_raise);
        if work.round.book.accepted == 0 && raised < least {
            let note = format!("raises {} in all, less than its minimum of {}", at.money(raised), at.money(least));
            plan = plan.effect("note", note);
        }
    }
    for row in &work.refunded {
        plan = plan.effect(&row.wallet.to_string(), row.text(at));
    }
    for (wallet, reason) in &work.skipped {
        plan = plan.effect(&wallet.to_string(), format!("not paid now: {reason}"));
    }
    if let Some((amount, account)) = work.collected {
        plan = plan.effect("the owner", format!("{} into {account}", at.money(amount)));
    }
    let skipped: Vec<Value> =
        work.skipped.iter().map(|(wallet, reason)| json!({ "wallet": wallet.to_string(), "reason": reason })).collect();
    plan = plan
        .json("settled", work.settled.iter().map(|row| row.json(at)).collect::<Vec<_>>())
        .json("refunded", work.refunded.iter().map(|row| row.json(at)).collect::<Vec<_>>())
        .json("skipped", skipped)
        .json("shares", shares.to_string())
        .json("feeShares", fee_shares.to_string())
        .json("refund", at.money_json(refunded))
        .json("collected", work.collected.map_or(Value::Null, |(amount, _)| at.money_json(amount)));
    let said = [
        (received > 0).then(|| format!("{} settled: {}", holders(received), count(shares, "new share"))),
        (received < work.settled.len())
            .then(|| format!("{} without shares", holders(work.settled.len().saturating_sub(received)))),
        (paid_back > 0).then(|| format!("{} refunded: {}", holders(paid_back), at.money(refunded))),
        (paid_back == 0 && !work.refunded.is_empty()).then(|| "nothing was left to refund".to_owned()),
        work.collected.map(|(amount, _)| format!("the owner is paid {}", at.money(amount))),
    ];
    plan.steps = pack(at.desk.signers.payer(), work.units);
    plan.is_resumable = plan.steps.len() > 1;
    let said: Vec<String> = said.into_iter().flatten().collect();
    if plan.steps.is_empty() {
        let mut lines = vec![format!("{nothing}; nothing was sent.")];
        lines.extend(plan.effect.iter().skip(1).map(|(name, value)| format!("  {name}  {value}")));
        return Ok(Report { text: lines.join("\n"), json: plan.json }.with_signatures(&[]));
    }
    at.desk.finish(context, &plan, &format!("{}.", said.join("; "))).await
}

fn holders(number: usize) -> String {
    count(u64::try_from(number).unwrap_or(u64::MAX), "investor")
}
