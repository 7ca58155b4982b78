//! What the owner does in a round.

use {
    super::RoundDesk,
    crate::{
        amount::{show_count, Quantity},
        args::{RoundAcceptArgs, RoundArgs, RoundPersonArgs},
        context::Context,
        error::Result,
        output::Report,
        text::count,
        time::{show, show_duration},
    },
    personal_token_core::{
        fee,
        round::{State, MOST_UNDOS},
        Error as Rule,
    },
    personal_token_sdk::{
        instruction::{RoundAccept, RoundCancel, RoundComplete, RoundDecline, RoundUndo},
        pda,
    },
};

/// Accepts a subscription, whole or in part.
pub async fn accept(context: &mut Context<'_>, args: &RoundAcceptArgs) -> Result<Report> {
    let at = RoundDesk::open(context, args.mint, args.round.round).await?;
    let (desk, mut book) = (&at.desk, at.round.book);
    let (member, subscription) = at.subscription(args.person).await?;
    let mut part = subscription.book;
    let shares = match args.shares {
        Quantity::All => part.shares,
        Quantity::Shares(shares) => shares,
    };
    let instruction = RoundAccept {
        owner: desk.signers.wallet(),
        owner_member: desk.view.token.owner,
        index: at.round.index,
        member: subscription.member,
        shares,
    }
    .instruction();
    let left = book.shares.saturating_sub(book.accepted_shares);
    let plan = at
        .plan("Accept a subscription", format!("the acceptance of {}", count(shares, "share")), vec![instruction])
        .because(Rule::RoundFull, format!("{} on offer are not accepted yet", count(left, "share")))
        .because(
            Rule::SubscriptionOutsideLimits,
            format!(
                "{} were asked for, and one investor gets at least {}",
                show_count(part.shares),
                count(book.minimum_subscription, "share")
            ),
        );
    if let Err(rule) = book.accept(&mut part, shares, at.now()) {
        return Err(plan.refused(rule));
    }
    let (cost, rest) = (at.cost(shares)?, at.cost(part.shares.saturating_sub(shares))?);
    let accepted = at.cost(book.accepted_shares)?;
    let plan = plan
        .who("wallet", member.wallet)
        .json("member", subscription.member.to_string())
        .effect("accepted", format!("{} of {} asked for", show_count(shares), count(part.shares, "share")))
        .json("shares", part.shares.to_string())
        .json("accepted", shares.to_string())
        .effect("will be yours", format!("{}, once the round is completed and settled", at.money(cost)))
        .json("cost", at.money_json(cost))
        .effect("goes back to him", at.money(rest))
        .json("refund", at.money_json(rest))
        .effect(
            "accepted so far",
            format!(
                "{} of {} shares, {} of at least {}",
                show_count(book.accepted_shares),
                show_count(book.shares),
                at.money(accepted),
                at.money(book.minimum_raise)
            ),
        )
        .json("acceptedShares", book.accepted_shares.to_string())
        .effect("note", "this cannot be changed; he can no longer withdraw, unless you undo a completion");
    let done = format!("{} of {} are accepted.", count(shares, "share"), member.wallet);
    desk.finish(context, &plan, &done).await
}

/// Declines a subscription.
pub async fn decline(context: &mut Context<'_>, args: &RoundPersonArgs) -> Result<Report> {
    let at = RoundDesk::open(context, args.mint, args.round.round).await?;
    let desk = &at.desk;
    let (member, subscription) = at.subscription(args.person).await?;
    let instruction = RoundDecline {
        owner: desk.signers.wallet(),
        owner_member: desk.view.token.owner,
        index: at.round.index,
        member: subscription.member,
    }
    .instruction();
    let (shares, owed) = (subscription.book.shares, subscription.book.owed);
    let plan = at
        .plan(
            "Decline a subscription",
            format!("declining the subscription to {}", count(shares, "share")),
            vec![instruction],
        )
        .who("wallet", member.wallet)
        .json("member", subscription.member.to_string())
        .effect("declined", count(shares, "share"))
        .json("shares", shares.to_string())
        .effect("goes back to him", format!("{}; anyone has it refunded with `round refund`", at.money(owed)))
        .json("refund", at.money_json(owed))
        .effect("note", "this cannot be changed; once he is refunded he may subscribe again");
    desk.finish(context, &plan, &format!("The subscription of {} is declined.", member.wallet)).await
}

/// Closes the list of investors.
pub async fn complete(context: &mut Context<'_>, args: &RoundArgs) -> Result<Report> {
    let at = RoundDesk::open(context, args.token.mint, args.round.round).await?;
    let (desk, mut book, now) = (&at.desk, at.round.book, at.now());
    let (token, treasury) = (&desk.view.token, desk.view.network.treasury);
    let instruction = RoundComplete {
        owner: desk.signers.wallet(),
        owner_member: token.owner,
        network: token.network,
        treasury,
        index: at.round.index,
    }
    .instruction();
    let accepted = at.cost(book.accepted_shares)?;
    let plan = at.plan("Complete a round", "the completion of the round", vec![instruction]).because(
        Rule::MinimumRaiseNotReached,
        format!("{} of at least {} are accepted", at.money(accepted), at.money(book.minimum_raise)),
    );
    if let Err(rule) = book.complete(now) {
        return Err(plan.refused(rule));
    }
    let undo_until = book.undo_until().map_err(super::rule)?;
    let can_undo = book.undo_window > 0 && book.undos < MOST_UNDOS;
    let undo = match can_undo {
        true => format!("until {} ({} of {MOST_UNDOS} times used)", show(undo_until), book.undos),
        false => "not possible any more".to_owned(),
    };
    let fee_shares = fee::equity(book.accepted_shares, 0, book.equity_fee).map_err(super::rule)?;
    let fee = match desk.session.client.position(treasury, args.token.mint).await? {
        None => "waived: the treasury has no position in this token".to_owned(),
        Some(_) => format!("up to {} to the treasury, on top", count(fee_shares, "share")),
    };
    let plan = plan
        .effect(
            "accepted",
            format!("{} of {}", count(book.accepted_shares, "share"), count(u64::from(book.accepted), "investor")),
        )
        .json("acceptedShares", book.accepted_shares.to_string())
        .json("accepted", book.accepted)
        .effect("will be yours", format!("{}, as each is settled", at.money(accepted)))
        .json("raise", at.money_json(accepted))
        .effect("equity fee", fee)
        .json("feeShares", fee_shares.to_string())
        .effect("undo", undo)
        .effect("can be settled", format!("by anyone, from {}", show(undo_until)))
        .json("settleFrom", undo_until)
        .effect("meanwhile", "deposits are refused until every accepted subscription is settled");
    let done = format!("Round {} is completed; it can be settled from {}.", at.round.index, show(undo_until));
    desk.finish(context, &plan, &done).await
}

/// Takes a completion back.
pub async fn undo(context: &mut Context<'_>, args: &RoundArgs) -> Result<Report> {
    let at = RoundDesk::open(context, args.token.mint, args.round.round).await?;
    let (desk, mut book) = (&at.desk, at.round.book);
    let (owner, owner_member) = (desk.signers.wallet(), desk.view.token.owner);
    let instruction = RoundUndo { owner, owner_member, index: at.round.index }.instruction();
    let plan = at.plan("Undo a completion", "undoing the completion", vec![instruction]);
    if let Err(rule) = book.undo(at.now()) {
        return Err(plan.refused(rule));
    }
    let is_open = State::from_byte(book.state) == Ok(State::Open);
    let again = book.completable_at().map_err(super::rule)?;
    let (then, done) = match is_open {
        true => (
            format!(
                "the round is open again until {}; each accepted investor may withdraw, and you can complete again from {}",
                show(book.closes_at),
                show(again)
            ),
            format!("Round {} is open again; it can be completed again from {}.", at.round.index, show(again)),
        ),
        false => (
            format!(
                "the round is cancelled, as it closes at {}, before it could be completed again; everybody is refunded",
                show(book.closes_at)
            ),
            format!("Round {} is cancelled; `round refund` pays everybody back.", at.round.index),
        ),
    };
    let left = MOST_UNDOS.saturating_sub(book.undos);
    let plan = plan
        .effect("then", then)
        .json("state", if is_open { "open" } else { "cancelled" })
        .effect("further undos", left)
        .json("undos", book.undos)
        .json("completableAt", is_open.then_some(again));
    desk.finish(context, &plan, &done).await
}

/// Gives a round up.
pub async fn cancel(context: &mut Context<'_>, args: &RoundArgs) -> Result<Report> {
    let at = RoundDesk::open(context, args.token.mint, args.round.round).await?;
    let (desk, mut book) = (&at.desk, at.round.book);
    let (owner, owner_member) = (desk.signers.wallet(), desk.view.token.owner);
    let instruction = RoundCancel { owner, owner_member, index: at.round.index }.instruction();
    let plan = at.plan("Cancel a round", "the cancellation of the round", vec![instruction]);
    if let Err(rule) = book.cancel(at.now()) {
        return Err(plan.refused(rule));
    }
    let plan = plan
        .effect(
            "goes back",
            format!(
                "{} to {}; anyone has it refunded with `round refund`",
                at.money(book.owed_to_investors),
                count(u64::from(book.subscriptions), "investor")
            ),
        )
        .json("refund", at.money_json(book.owed_to_investors))
        .effect("issued", "no shares")
        .effect("open for", format!("{} less than announced", show_duration(book.closes_at.saturating_sub(at.now()))))
        .json("escrow", pda::escrow(at.address).to_string());
    let done = format!("Round {} is cancelled; `round refund` pays everybody back.", at.round.index);
    desk.finish(context, &plan, &done).await
}
