//! Announcing a round.

use {
    crate::{
        amount::{show_basis_points, show_count, show_part},
        args::RoundOpenArgs,
        command::{desk::Desk, rights::with_rights},
        context::Context,
        error::{CliError, Result},
        output::Report,
        send::Plan,
        text::count,
        time::{show, show_duration},
    },
    personal_token_core::{
        fee,
        round::{Issuer, Round, Terms},
        Error as Rule,
    },
    personal_token_sdk::{instruction::RoundOpen, pda},
};

/// Announces a round.
pub async fn open(context: &mut Context<'_>, args: &RoundOpenArgs) -> Result<Report> {
    let desk = Desk::open(context, args.mint).await?;
    let (view, now) = (&desk.view, desk.session.now);
    let (token, money, owner) = (&view.token, &view.money, desk.signers.wallet());
    if owner != view.owner_wallet {
        return Err(CliError::failed(format!(
            "{owner} is not the owner of {}: sign with the owner's wallet, {} (NotTokenOwner)",
            view.symbol, view.owner_wallet
        )));
    }
    let terms = Terms {
        shares: args.shares,
        price: money.units(&args.price)?,
        minimum_raise: money.units(&args.minimum_raise)?,
        minimum_subscription: args.minimum,
        maximum_subscription: args.maximum.unwrap_or(args.shares),
        delay: args.delay,
        duration: args.duration,
        undo_window: args.undo_window,
        lock: args.lock,
    };
    let (_, own) = desk.session.position(owner, args.mint).await?;
    let treasury = desk.session.client.position(view.network.treasury, args.mint).await?.map(|(_, position)| position);
    let inside = own.shares.saturating_add(treasury.map_or(0, |position| position.shares));
    let parameters = &view.network.parameters;
    let issuer = Issuer {
        total: token.total,
        authorised: token.authorised_at(now),
        equity_fee: parameters.equity_fee,
        notice: if inside < token.total { parameters.round_notice } else { 0 },
        hold: token.lock_at(now, parameters),
    };
    let instruction = RoundOpen {
        payer: desk.signers.payer(),
        owner,
        owner_member: token.owner,
        network: token.network,
        quote_mint: token.quote_mint,
        treasury: treasury.map(|_| view.network.treasury),
        index: token.rounds,
        terms,
    }
    .instruction();
    let doing = format!("the announcement of a round of {}", count(args.shares, "share"));
    let plan = desk
        .plan(&format!("Announce round {}", token.rounds), doing, instruction)
        .json("round", token.rounds)
        .json("roundAddress", pda::round(view.address, token.rounds).to_string());
    let plan = with_reasons(plan, &desk, &issuer);
    let plan = match &desk.actor {
        Some(member) => with_rights(plan, &view.network, member, now),
        None => plan,
    };
    let book = match terms.open(&issuer, now) {
        Ok(book) => book,
        Err(rule) => return Err(plan.refused(rule)),
    };
    let plan = with_terms(plan, &desk, &book, issuer.notice)?;
    let done =
        format!("Round {} is announced: open from {} to {}.", token.rounds, show(book.opens_at), show(book.closes_at));
    desk.finish(context, &plan, &done).await
}

/// What is known about rules that may refuse it.
fn with_reasons(plan: Plan, desk: &Desk, issuer: &Issuer) -> Plan {
    let (token, now) = (&desk.view.token, desk.session.now);
    let term = token.authorised_term();
    let room = format!("{} exist of {} authorised", show_count(token.total), count(issuer.authorised, "share"));
    let plan = match term.effective_at > now {
        true => plan.until(
            Rule::AuthorisedExceeded,
            term.effective_at,
            format!("{room}; {} are announced and authorised from", show_count(term.announced)),
        ),
        false => plan.because(
            Rule::AuthorisedExceeded,
            format!("{room}, the equity fee counts too, and no more are announced: `personal-token token authorise` announces them, 30 days ahead"),
        ),
    };
    let plan = match token.unsettled {
        0 => plan.until(
            Rule::RoundUnderWay,
            token.round_closes_at,
            "Unless it is completed or cancelled before, it closes at",
        ),
        unsettled => plan.because(
            Rule::RoundUnderWay,
            format!(
                "It has {} to settle: `personal-token round settle` does",
                count(u64::from(unsettled), "subscription")
            ),
        ),
    };
    plan.until(Rule::TokenPaused, token.paused_until, "The pause ends at")
}

/// What the round will be.
fn with_terms(plan: Plan, desk: &Desk, book: &Round, notice: u32) -> Result<Plan> {
    let (view, money) = (&desk.view, &desk.view.money);
    let whole = book.cost(book.shares).map_err(super::rule)?;
    let fee_shares = fee::equity(book.shares, 0, book.equity_fee).map_err(super::rule)?;
    let after = view.token.total.saturating_add(book.shares).saturating_add(fee_shares);
    let notice = match notice {
        0 => String::new(),
        notice => format!(" (others hold shares, so {} of notice are due)", show_duration(i64::from(notice))),
    };
    let undo = match book.undo_window {
        0 => "cannot be undone".to_owned(),
        window => format!("can be undone for {}, twice at most", show_duration(i64::from(window))),
    };
    let locked = match book.lock {
        0 => "not at all".to_owned(),
        lock => format!("for {} from each settlement", show_duration(i64::from(lock))),
    };
    Ok(plan
        .effect("on offer", format!("{} at {} each", count(book.shares, "share"), money.show(book.price)))
        .json("shares", book.shares.to_string())
        .json("price", money.json(book.price))
        .effect("brings", format!("at most {}, at least {}", money.show(whole), money.show(book.minimum_raise)))
        .json("minimumRaise", money.json(book.minimum_raise))
        .effect(
            "one investor",
            format!("{} to {}", show_count(book.minimum_subscription), count(book.maximum_subscription, "share")),
        )
        .json("minimumSubscription", book.minimum_subscription.to_string())
        .json("maximumSubscription", book.maximum_subscription.to_string())
        .effect("opens", format!("{}{notice}", show(book.opens_at)))
        .json("opensAt", book.opens_at)
        .effect("closes", show(book.closes_at))
        .json("closesAt", book.closes_at)
        .effect("a completion", undo)
        .json("undoWindow", book.undo_window)
        .effect("new shares are locked", locked)
        .json("lock", book.lock)
        .effect(
            "equity fee",
            format!(
                "{}: up to {} to the network's treasury, on top, if it has a position by the completion",
                show_basis_points(book.equity_fee),
                count(fee_shares, "share")
            ),
        )
        .json("equityFeeBasisPoints", book.equity_fee)
        .effect(
            "dilution",
            format!(
                "the {} there are become {} of {}, if all are sold",
                count(view.token.total, "share"),
                show_part(view.token.total, after),
                show_count(after)
            ),
        )
        .effect("note", "nothing of this can be changed afterwards; it can be cancelled until it is completed"))
}
