use {
    super::{
        desk::{with_restraint, Desk},
        rights::with_standing,
    },
    crate::{
        amount::{show_count, Quantity},
        args::TransferArgs,
        context::Context,
        error::{CliError, Result},
        output::Report,
        text::count,
        time::{show, show_duration},
    },
    personal_token_core::Error as Rule,
    personal_token_sdk::instruction::SharesTransfer,
};

/// Sends shares to another member, as any wallet does.
pub async fn transfer(context: &mut Context<'_>, args: &TransferArgs) -> Result<Report> {
    let desk = Desk::open(context, args.mint).await?;
    let (from, token, now) = (desk.signers.wallet(), &desk.view.token, desk.session.now);
    if from == args.to {
        return Err(CliError::usage("that is the sender himself: name another member"));
    }
    desk.check_present()?;
    let (_, source) = desk.session.position(from, args.mint).await?;
    let (_, destination) = desk.session.position(args.to, args.mint).await?;
    let (locked, free) = (source.lockup().at(now), source.movable(now));
    let sender = desk.session.client.member(source.member).await?;
    let shares = match args.shares {
        Quantity::Shares(0) => return Err(CliError::usage("send at least one share")),
        Quantity::Shares(shares) => shares,
        Quantity::All if free == 0 => {
            return Err(CliError::failed(match locked.shares {
                _ if source.listed > 0 => format!(
                    "none of the {} can be sent: {} are locked, {} listed for sale (`personal-token market cancel`)",
                    count(source.shares, "share"),
                    show_count(locked.shares),
                    show_count(source.listed)
                ),
                0 => format!("{from} holds no shares of {}", desk.view.symbol),
                count => format!(
                    "all {} shares are locked until {}: wait, or name another sender",
                    show_count(count),
                    show(locked.unlocks_at)
                ),
            }));
        }
        Quantity::All => free,
    };
    let instruction = SharesTransfer {
        authority: from,
        mint: args.mint,
        network: token.network,
        source_wallet: from,
        source_member: source.member,
        destination_wallet: args.to,
        destination_member: destination.member,
        shares,
    }
    .instruction();
    let mut plan = desk
        .plan("Transfer shares", format!("the transfer of {}", count(shares, "share")), instruction)
        .who("from", from)
        .who("to", args.to)
        .effect(
            "leaves",
            format!(
                "{} of {} shares, {} of which can move now",
                show_count(shares),
                show_count(source.shares),
                show_count(free)
            ),
        )
        .effect("arrives", desk.shares(shares))
        .json("shares", shares.to_string());
    let is_owner = destination.member == token.owner;
    let hold = token.lock_at(now, &desk.view.network.parameters);
    let lock = match is_owner {
        true => destination.lockup().at(now),
        false => {
            destination.lockup().receive(shares, now, hold).map_err(|error| CliError::failed(error.to_string()))?
        }
    };
    plan = match (is_owner, lock.shares) {
        (true, _) => plan.effect("lock", "none: shares that come back to their owner are free"),
        (false, 0) => plan.effect("lock", "none"),
        (false, locked) => plan
            .effect(
                "lock",
                format!(
                    "{} of the receiver's shares until {} ({} for what arrives now)",
                    show_count(locked),
                    show(lock.unlocks_at),
                    show_duration(i64::from(hold))
                ),
            )
            .json("unlocksAt", lock.unlocks_at),
    };
    plan = plan
        .effect("note", "what was credited by earlier deposits stays with the sender")
        .until(Rule::TokenPaused, token.paused_until, "The pause ends at")
        .until(
            Rule::SharesLocked,
            locked.unlocks_at,
            format!("{} of the sender's {} are locked until", show_count(locked.shares), count(source.shares, "share")),
        );
    if source.listed > 0 {
        let listed = format!("{} of the sender's shares are listed", show_count(source.listed));
        plan = plan.because(Rule::SharesListed, listed);
    }
    let receiver = desk.session.client.member(destination.member).await?;
    let network = &desk.view.network;
    plan = with_standing(plan, Rule::NotInGoodStanding, network, &receiver, now);
    plan = with_standing(plan, Rule::SenderNotInGoodStanding, network, &sender, now);
    plan = with_restraint(plan, &sender, now);
    desk.finish(
        context,
        &plan,
        &format!(
            "{} now holds {} shares of {}.",
            args.to,
            show_count(destination.shares.saturating_add(shares)),
            desk.view.symbol
        ),
    )
    .await
}
