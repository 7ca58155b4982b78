//! Buying listed shares.

use {
    super::Stall,
    crate::{
        amount::{show_count, Quantity},
        args::MarketBuyArgs,
        command::{
            desk::{with_restraint, Desk},
            rights::with_rights,
        },
        context::Context,
        error::{CliError, Result},
        output::Report,
        send::Plan,
        text::count,
        time::show,
    },
    personal_token_core::{
        market::{routes_gain, Order},
        Error as Rule,
    },
    personal_token_sdk::{
        instruction::{ListingBuy, RoutedGain},
        pda,
        quote::{sale, SaleInputs, SalePreview},
        state::{Member, Position, Token},
        Address,
    },
};

/// The seller's own token, if a part of his gain belongs to its shareholders.
struct OwnToken {
    token: Token,
    position: Option<Position>,
}

/// Buys listed shares.
pub async fn buy(context: &mut Context<'_>, args: &MarketBuyArgs) -> Result<Report> {
    let stall = Stall::open(context, args.listing).await?;
    let (desk, listing, now) = (&stall.desk, &stall.listing, stall.desk.session.now);
    let (view, client, buyer) = (&desk.view, &desk.session.client, desk.signers.wallet());
    let (buyer_address, buyer_member) = desk.session.member(view.token.network, buyer).await?;
    desk.check_present()?;
    let (_, buyer_position) = desk.session.position(buyer, view.mint).await?;
    if buyer_address == listing.seller {
        return Err(CliError::usage("these are your own shares: end the listing with `personal-token market cancel`"));
    }
    let owner_member = client.member(view.token.owner).await?;
    let own = own_token(&stall).await?;
    let shares = match args.shares {
        Quantity::All => listing.book.shares,
        Quantity::Shares(shares) => shares,
    };
    if shares == 0 {
        return Err(CliError::usage("buy at least one share"));
    }
    let maximum_price = view.money.units(&args.max_price)?;
    let minimum_shares = args.minimum.unwrap_or_else(|| shares.min(listing.book.shares));
    let accounts = [
        client.token_account(owner_member.quote_account).await?,
        client.token_account(view.network.treasury_quote_account).await?,
        client.token_account(stall.seller.quote_account).await?,
        client.token_account(view.token.vault).await?,
    ];
    let [owner_account, treasury_account, seller_account, vault_account] = accounts.each_ref().map(Option::as_ref);
    let source = desk.source(args.from);
    let instruction = ListingBuy {
        buyer,
        buyer_member: buyer_address,
        network: view.token.network,
        mint: view.mint,
        source,
        seller: stall.position.wallet,
        seller_member: listing.seller,
        nonce: listing.nonce,
        rent_payer: listing.rent_payer,
        seller_quote_account: stall.seller.quote_account,
        owner_member: view.token.owner,
        owner_quote_account: owner_member.quote_account,
        treasury_quote_account: view.network.treasury_quote_account,
        routed_gain: own
            .as_ref()
            .map(|own| RoutedGain { own_mint: own.token.mint, has_position: own.position.is_some() }),
        shares,
        minimum_shares,
        maximum_price,
    }
    .instruction();
    let plan = desk.plan("Buy listed shares", format!("the purchase of {}", count(shares, "share")), instruction);
    let plan = with_reasons(plan, &stall, (&buyer_member, buyer_position.shares > 0));
    let inputs = SaleInputs {
        network: &view.network,
        token: &view.token,
        listing,
        seller_member: &stall.seller,
        seller_position: &stall.position,
        buyer_member: &buyer_member,
        buyer_position: &buyer_position,
        owner_member: &owner_member,
        seller_token: own.as_ref().map(|own| (&own.token, own.position.as_ref())),
        owner_account,
        treasury_account,
        seller_account,
        vault_account,
        order: Order { shares, minimum_shares, maximum_price },
        now,
    };
    let moved = match sale(&inputs) {
        Ok(moved) => moved,
        Err(rule) => return Err(plan.refused(rule)),
    };
    desk.check_funds(source, moved.paid).await?;
    let plan = plan
        .json("listing", stall.address.to_string())
        .who("buyer", buyer)
        .who("seller", stall.position.wallet)
        .effect("leaves", format!("{} from {source}", view.money.show(moved.paid)))
        .json("paid", view.money.json(moved.paid))
        .effect("arrives", format!("{} at {} each", desk.shares(moved.shares), view.money.show(listing.book.price)))
        .json("shares", moved.shares.to_string());
    let plan = with_money(plan, &stall, &moved, own.as_ref());
    let plan = with_lock(plan, desk, &moved);
    let done = format!(
        "{buyer} now holds {} shares of {}, for {}.",
        show_count(moved.buyer.shares),
        view.symbol,
        view.money.show(moved.paid)
    );
    desk.finish(context, &plan, &done).await
}

/// The seller's own token, where the network routes gains and the shares are another's.
async fn own_token(stall: &Stall) -> Result<Option<OwnToken>> {
    let (view, seller) = (&stall.desk.view, &stall.seller);
    let routes = view.network.parameters.route_gains == 1;
    if !routes_gain(routes, seller.has_token(), view.token.owner == stall.listing.seller) {
        return Ok(None);
    }
    let client = &stall.desk.session.client;
    let token = client.token_at(seller.token).await?;
    let position = client.position(seller.wallet, token.mint).await?.map(|(_, position)| position);
    Ok(Some(OwnToken { token, position }))
}

/// What is known about rules that may refuse it.
fn with_reasons(plan: Plan, stall: &Stall, (buyer, is_holder): (&Member, bool)) -> Plan {
    let (book, view, now) = (&stall.listing.book, &stall.desk.view, stall.desk.session.now);
    let ends = format!("The listing ends before that, at {}", show(book.expires_at));
    let opens = |plan: Plan, rule: Rule, moment: i64, says: &str| match moment < book.expires_at {
        true => plan.until(rule, moment, says),
        false => plan.because(rule, ends.clone()),
    };
    let plan = match is_holder {
        true => opens(plan, Rule::OwnerFirst, book.owner_until, "As a holder you may buy from"),
        false => opens(plan, Rule::OwnerFirst, book.holders_until, "Then holders have it; you may buy from"),
    };
    let plan = opens(plan, Rule::HoldersFirst, book.holders_until, "Others may buy from")
        .until(Rule::TokenPaused, view.token.paused_until, "The pause ends at")
        .because(Rule::ListingExpired, format!("It expired at {}", show(book.expires_at)))
        .because(Rule::PriceAboveMaximum, format!("The price is {} a share", view.money.show(book.price)))
        .because(Rule::TooFewShares, format!("{} are left", count(book.shares, "share")))
        .because(Rule::FillTooSmall, format!("The least purchase is {}", count(book.minimum_fill, "share")))
        .because(
            Rule::PositionReplaced,
            format!("The seller's wallet is now {}; this listing is over", stall.seller.wallet),
        );
    let plan = with_restraint(plan, &stall.seller, now);
    let plan = with_rights(plan, &view.network, buyer, now);
    with_restraint(plan, buyer, now)
}

/// Where the money goes.
fn with_money(plan: Plan, stall: &Stall, moved: &SalePreview, own: Option<&OwnToken>) -> Plan {
    let money = &stall.desk.view.money;
    let owner_buys = moved.buyer.member == stall.desk.view.token.owner;
    let owner_fee = match (moved.owner_fee, moved.fee_credited) {
        (0, _) if owner_buys => "none, as the owner buys".to_owned(),
        (0, _) => "none".to_owned(),
        (fee, false) => format!("{} to the token's owner", money.show(fee)),
        (fee, true) => format!("{} to all shareholders, as the owner cannot be paid", money.show(fee)),
    };
    let network_fee = match moved.network_fee {
        0 if owner_buys => "none, as the owner buys".to_owned(),
        0 => "none: the treasury cannot be paid, so the seller keeps it".to_owned(),
        fee => format!("{} to the network's treasury", money.show(fee)),
    };
    let plan = plan
        .effect("owner's fee", owner_fee)
        .json("ownerFee", money.json(moved.owner_fee))
        .json("feeCredited", moved.fee_credited)
        .effect("network's fee", network_fee)
        .json("networkFee", money.json(moved.network_fee));
    let plan = match own {
        None => plan,
        Some(own) => plan
            .effect(
                "the seller's gain",
                format!(
                    "{} − {} = {}",
                    money.show(moved.received),
                    money.show(moved.cost_basis),
                    money.show(moved.gain)
                ),
            )
            .effect(
                "routed",
                format!("{} of it to the shareholders of his own token {}", money.show(moved.routed), own.token.mint),
            )
            .json("routedTo", own.token.mint.to_string()),
    };
    plan.json("received", money.json(moved.received))
        .json("costBasis", money.json(moved.cost_basis))
        .json("gain", money.json(moved.gain))
        .json("routed", money.json(moved.routed))
        .effect(
            "the seller gets",
            match moved.seller_owed {
                false => format!("{} in {}", money.show(moved.to_seller), stall.seller.quote_account),
                true => format!(
                    "{}, which wait in the token's vault until his account can be paid; he claims them like proceeds",
                    money.show(moved.to_seller)
                ),
            },
        )
        .json("toSeller", money.json(moved.to_seller))
        .json("sellerOwed", moved.seller_owed)
}

fn with_lock(plan: Plan, desk: &Desk, moved: &SalePreview) -> Plan {
    let plan = match moved.locked_until {
        None => plan.effect("lock", "none"),
        Some(until) => plan
            .effect("lock", format!("{} of your shares until {}", show_count(moved.buyer.locked), show(until)))
            .json("unlocksAt", until),
    };
    let plan = match moved.approval_used {
        true => plan.effect("approval", "the owner's approval is used up by it"),
        false => plan,
    };
    let position: Address = pda::position_of(moved.buyer.wallet, desk.view.mint);
    plan.json("position", position.to_string())
        .effect("your shares then cost", desk.view.money.show(moved.buyer.cost_basis))
        .effect("note", "what was credited by earlier deposits stays with the seller")
}
