//! Offering shares.

use {
    super::show::policy_words,
    crate::{
        amount::{show_basis_points, show_count, Quantity},
        args::MarketListArgs,
        command::desk::{with_restraint, Desk},
        context::Context,
        error::{CliError, Result},
        output::Report,
        send::Plan,
        text::count,
        time::show,
    },
    personal_token_core::{
        fee::sale,
        market::{Listing, Offer, Rules},
        transfer::may_leave,
        Error as Rule,
    },
    personal_token_sdk::{instruction::ListingOpen, pda, state::Position},
};

/// Offers shares for sale.
pub async fn list(context: &mut Context<'_>, args: &MarketListArgs) -> Result<Report> {
    let desk = Desk::open(context, args.mint).await?;
    let (wallet, view, now) = (desk.signers.wallet(), &desk.view, desk.session.now);
    desk.check_present()?;
    let (address, position) = desk.session.position(wallet, args.mint).await?;
    let member = desk.session.client.member(position.member).await?;
    let shares = match args.shares {
        Quantity::Shares(shares) => shares,
        Quantity::All => position.movable(now),
    };
    if shares == 0 {
        let said = free_text(&position, now);
        return Err(match args.shares {
            Quantity::All => CliError::failed(format!("there is nothing to list: {said}")),
            Quantity::Shares(_) => CliError::usage("list at least one share"),
        });
    }
    let offer = Offer {
        shares,
        price: view.money.units(&args.price)?,
        minimum_fill: args.minimum_fill,
        duration: args.duration,
    };
    let parameters = &view.network.parameters;
    let rules = Rules {
        owner_first_refusal: view.token.owner_first_refusal,
        holder_first_refusal: view.token.holder_first_refusal,
        owner_fee: parameters.owner_fee,
        network_fee: parameters.network_fee,
        owner_sells: position.member == view.token.owner,
    };
    let instruction = ListingOpen {
        payer: desk.signers.payer(),
        wallet,
        member: position.member,
        network: view.token.network,
        mint: args.mint,
        nonce: position.listings,
        shares,
        price: offer.price,
        minimum_fill: offer.minimum_fill,
        duration: offer.duration,
    }
    .instruction();
    let locked = position.lockup().at(now);
    let plan = desk
        .plan("Offer shares for sale", format!("the listing of {}", count(shares, "share")), instruction)
        .until(Rule::TokenPaused, view.token.paused_until, "The pause ends at")
        .until(
            Rule::SharesLocked,
            locked.unlocks_at,
            format!("{} of {} are locked until", show_count(locked.shares), count(position.shares, "share")),
        )
        .because(Rule::SharesListed, format!("{} are listed already", count(position.listed, "share")));
    let plan = with_restraint(plan, &member, now);
    if let Err(rule) = may_leave(shares, position.shares, position.lockup(), position.listed, now) {
        return Err(plan.refused(rule));
    }
    let book = match offer.open(&rules, now) {
        Ok(book) => book,
        Err(rule) => return Err(plan.refused(rule)),
    };
    let listing = pda::listing(address, position.listings);
    let plan = plan
        .who("seller", wallet)
        .who("listing", listing)
        .effect(
            "offered",
            format!(
                "{} of your {}; they stay where they are and earn",
                show_count(shares),
                count(position.shares, "share")
            ),
        )
        .json("shares", shares.to_string());
    let mut plan = with_money(plan, &desk, &book)?;
    let treasury_account = view.network.treasury_quote_account;
    if book.network_fee > 0 && desk.session.client.token_account(treasury_account).await?.is_none() {
        let note = "cannot be paid now, as its treasury has no account of the money; then the fee stays with you";
        plan = plan.effect("the network", note);
    }
    let plan = with_windows(plan, &desk, &book, now)
        .effect("meanwhile", "these shares cannot be transferred; you can end the listing at any time")
        .effect("rent", "of the listing comes back when it ends");
    let done = format!("{} are for sale at {} each: {listing}", count(shares, "share"), view.money.show(book.price));
    desk.finish(context, &plan, &done).await
}

fn free_text(position: &Position, now: i64) -> String {
    let lock = position.lockup().at(now);
    let locked = match lock.shares {
        0 => "none is locked".to_owned(),
        shares => format!("{} are locked until {}", show_count(shares), show(lock.unlocks_at)),
    };
    format!("of {}, {locked}, and {} are listed already", count(position.shares, "share"), show_count(position.listed))
}

/// Price and fees, if all is sold at once.
fn with_money(plan: Plan, desk: &Desk, book: &Listing) -> Result<Plan> {
    let money = &desk.view.money;
    let paid = book.shares.checked_mul(book.price).ok_or_else(|| CliError::usage("the price is too high"))?;
    let divided =
        sale(paid, book.owner_fee, book.network_fee, false).map_err(|rule| CliError::failed(rule.to_string()))?;
    Ok(plan
        .effect("price", format!("{} a share, {} for all", money.show(book.price), money.show(paid)))
        .json("price", money.json(book.price))
        .json("total", money.json(paid))
        .effect("one purchase", format!("at least {}, unless fewer are left", count(book.minimum_fill, "share")))
        .json("minimumFill", book.minimum_fill.to_string())
        .effect(
            "fees, from you",
            format!(
                "{} to the token's owner ({}), {} to the network ({}); none if the owner buys",
                money.show(divided.owner_fee),
                show_basis_points(book.owner_fee),
                money.show(divided.network_fee),
                show_basis_points(book.network_fee)
            ),
        )
        .json("ownerFee", money.json(divided.owner_fee))
        .json("networkFee", money.json(divided.network_fee))
        .effect("you receive", format!("{}, if all is sold at once", money.show(divided.received)))
        .json("received", money.json(divided.received)))
}

/// Who may buy when.
fn with_windows(plan: Plan, desk: &Desk, book: &Listing, now: i64) -> Plan {
    let span = |from: i64, until: i64| match from < until.min(book.expires_at) {
        true => format!("from {} until {}", show(from), show(until.min(book.expires_at))),
        false => "never: the listing ends before".to_owned(),
    };
    let plan = match book.owner_until > now {
        true => plan.effect("the owner alone buys", span(now, book.owner_until)),
        false => plan,
    };
    plan.effect("owner and holders buy", span(book.owner_until, book.holders_until))
        .effect(policy_words(&desk.view, now), span(book.holders_until, book.expires_at))
        .json("ownerUntil", book.owner_until)
        .json("holdersUntil", book.holders_until)
        .json("expiresAt", book.expires_at)
}
