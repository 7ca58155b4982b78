//! What an investor does in a round.

use {
    super::RoundDesk,
    crate::{
        amount::{show_count, show_part},
        args::{RoundArgs, RoundSubscribeArgs},
        command::{desk::with_restraint, rights::with_rights},
        context::Context,
        error::{CliError, Result},
        output::Report,
        text::count,
        time::{show, show_duration},
    },
    personal_token_core::{round::SubscriptionState, Error as Rule},
    personal_token_sdk::{
        instruction::{CreateAssociatedToken, RoundSubscribe, RoundWithdraw},
        pda, quote, TOKEN_ID,
    },
};

/// Subscribes.
pub async fn subscribe(context: &mut Context<'_>, args: &RoundSubscribeArgs) -> Result<Report> {
    let at = RoundDesk::open(context, args.mint, args.round.round).await?;
    let (desk, book, now) = (&at.desk, &at.round.book, at.now());
    let (wallet, token) = (desk.signers.wallet(), &desk.view.token);
    let (address, member) = desk.session.member(token.network, wallet).await?;
    desk.check_present()?;
    let source = desk.source(args.from);
    let instruction = RoundSubscribe {
        payer: desk.signers.payer(),
        wallet,
        member: address,
        network: token.network,
        mint: args.mint,
        index: at.round.index,
        source,
        shares: args.shares,
    }
    .instruction();
    let doing = format!("the subscription to {}", count(args.shares, "share"));
    let plan = at.plan("Subscribe", doing, vec![instruction]).because(
        Rule::SubscriptionOutsideLimits,
        format!(
            "One investor asks for {} to {}",
            show_count(book.minimum_subscription),
            count(book.maximum_subscription, "share")
        ),
    );
    let plan = with_restraint(with_rights(plan, &desk.view.network, &member, now), &member, now);
    if let Some((_, before)) = desk.session.client.subscription(at.address, address).await? {
        return Err(CliError::failed(format!(
            "{wallet} has subscribed to {} already: end it first with `personal-token round withdraw` or `refund`",
            count(before.book.shares, "share")
        )));
    }
    if address == token.owner {
        return Err(plan.refused(Rule::OwnRound));
    }
    desk.session.position(wallet, args.mint).await?; // says how to open one where there is none
    if let Err(rule) = quote::check_may_buy(&desk.view.network, &member, now) {
        return Err(plan.refused(rule));
    }
    let mut after = *book;
    let owed = match after.subscribe(args.shares, now) {
        Ok(subscription) => subscription.owed,
        Err(rule) => return Err(plan.refused(rule)),
    };
    desk.check_funds(source, owed).await?;
    let total = token.total.saturating_add(args.shares);
    let lock = match book.lock {
        0 => "none".to_owned(),
        lock => format!("{} from the settlement", show_duration(i64::from(lock))),
    };
    let plan = plan
        .who("wallet", wallet)
        .json("member", address.to_string())
        .json("subscription", pda::subscription(at.address, address).to_string())
        .effect("leaves", format!("{} from {source}, into the round's escrow", at.money(owed)))
        .json("paid", at.money_json(owed))
        .effect(
            "may arrive",
            format!(
                "{} at {} each ({} of the token), if the owner accepts",
                count(args.shares, "share"),
                at.money(book.price),
                show_part(args.shares, total)
            ),
        )
        .json("shares", args.shares.to_string())
        .effect("lock", lock)
        .json("lock", book.lock)
        .effect("withdraw", "until the owner accepts; an accepted one only after an undo")
        .effect("comes back", "what is declined, accepted only in part, or left when the round fails or is cancelled")
        .effect("round closes", show(book.closes_at))
        .json("closesAt", book.closes_at)
        .effect("rent", "of the subscription comes back when it ends");
    let done =
        format!("{wallet} has subscribed to {}; {} wait in escrow.", count(args.shares, "share"), at.money(owed));
    desk.finish(context, &plan, &done).await
}

/// Takes a subscription back.
pub async fn withdraw(context: &mut Context<'_>, args: &RoundArgs) -> Result<Report> {
    let at = RoundDesk::open(context, args.token.mint, args.round.round).await?;
    let (desk, payer) = (&at.desk, at.desk.signers.payer());
    let wallet = desk.signers.wallet();
    let (member, subscription) = at.subscription(wallet).await?;
    let mint = args.token.mint;
    let create =
        CreateAssociatedToken { payer, wallet: member.wallet, mint: desk.view.money.mint, token_program: TOKEN_ID };
    let instruction = RoundWithdraw {
        wallet,
        member: subscription.member,
        mint,
        index: at.round.index,
        rent_payer: subscription.rent_payer,
        quote_account: member.quote_account,
    }
    .instruction();
    let missing = desk.session.client.token_account(member.quote_account).await?.is_none();
    let instructions = match missing {
        true => vec![create.instruction(), instruction],
        false => vec![instruction],
    };
    let mut plan = at.plan("Take a subscription back", "the withdrawal of the subscription", instructions);
    if subscription.book.state() == Ok(SubscriptionState::Accepted) {
        plan = plan.because(
            Rule::SubscriptionAccepted,
            format!(
                "{} of {} shares were accepted",
                show_count(subscription.book.accepted),
                show_count(subscription.book.shares)
            ),
        );
    }
    let amount = match quote::withdrawal(&at.round, &subscription, at.now()) {
        Ok(amount) => amount,
        Err(rule) => return Err(plan.refused(rule)),
    };
    let plan = plan
        .who("wallet", wallet)
        .effect("arrives", format!("{} in {}", at.money(amount), member.quote_account))
        .json("amount", at.money_json(amount))
        .effect("gives up", format!("the subscription to {}", count(subscription.book.shares, "share")))
        .json("shares", subscription.book.shares.to_string())
        .effect("rent goes to", subscription.rent_payer);
    let done = format!("The subscription of {wallet} has ended; {} are back.", at.money(amount));
    desk.finish(context, &plan, &done).await
}
