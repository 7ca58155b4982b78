//! The hold of a member whose key was stolen, and the marks of positions.

use {
    super::{marks, positions_text, File},
    crate::{
        args::HoldArgs,
        command::packing::pack,
        context::Context,
        error::Result,
        output::Report,
        send::Plan,
        time::{show, show_duration},
    },
    personal_token_core::{policy::MEMBER_HOLD, recovery::FOR_EVER, Error as Rule},
    personal_token_sdk::{
        instruction::{MemberHold, MemberRelease},
        state::Member,
        Address,
    },
    serde_json::Value,
};

/// Holds a member's shares, and marks his positions.
pub async fn hold(context: &mut Context<'_>, args: &HoldArgs) -> Result<Report> {
    let file = File::open(context, Some(args.person)).await?;
    let (office, now) = (&file.office, file.now());
    let instruction = MemberHold {
        signer: office.signers.wallet(),
        steward_member: office.steward_member().await?,
        network: office.address,
        member: file.address,
        seconds: args.duration,
    }
    .instruction();
    let duration = show_duration(i64::from(args.duration));
    let plan = Plan::new("Hold a member's shares", format!("the hold of {duration}"), Vec::new()).until(
        Rule::MemberHoldTooSoon,
        file.member.next_hold_at,
        "The next one is possible from",
    );
    let after = match file.member.hold().start(args.duration, &MEMBER_HOLD, now) {
        Ok(after) => after,
        Err(rule) => return Err(plan.refused(rule)),
    };
    let held = Member { held_until: after.until, ..file.member };
    let (marking, number) = marks(file.address, &held, &file.positions, now);
    let mut plan = plan
        .who("wallet", file.member.wallet)
        .json("member", file.address.to_string())
        .effect("until", show(after.until))
        .json("heldUntil", after.until)
        .effect(
            "effect",
            "nothing leaves him: no transfer, listing, sale, purchase, subscription; an owner announces and completes no round, a steward does no work; he is paid, by his own signature",
        )
        .effect("marked", format!("{}: only the holder himself has them paid", positions_text(number)))
        .json("marked", number)
        .effect("next hold", format!("not before {}", show(after.next_at)))
        .json("nextHoldAt", after.next_at);
    plan.steps = pack(office.signers.payer(), std::iter::once(instruction).chain(marking).map(|one| vec![one]));
    let outcome = context.execute(&office.session, &office.signers, &[], &plan).await?;
    Ok(outcome.report(&plan, &format!("{} is held until {}.", file.member.wallet, show(after.until))))
}

/// Ends a hold early, and takes the marks away.
pub async fn release(context: &mut Context<'_>, person: Address) -> Result<Report> {
    let file = File::open(context, Some(person)).await?;
    let (office, now) = (&file.office, file.now());
    let instruction = MemberRelease {
        signer: office.signers.wallet(),
        steward_member: office.steward_member().await?,
        network: office.address,
        member: file.address,
    }
    .instruction();
    let plan = Plan::new("End a hold", "the release", Vec::new());
    let after = match file.member.hold().stop(&MEMBER_HOLD, now) {
        Ok(after) => after,
        Err(rule) => return Err(plan.refused(rule)),
    };
    let released = Member { held_until: after.until, ..file.member };
    let (marking, number) = marks(file.address, &released, &file.positions, now);
    let mut plan = plan
        .who("wallet", file.member.wallet)
        .json("member", file.address.to_string())
        .effect("until now", format!("held until {}", show(file.member.held_until)))
        .effect("marks", format!("of {} follow what holds then", positions_text(number)))
        .json("marked", number)
        .effect("next hold", format!("not before {}", show(after.next_at)))
        .json("nextHoldAt", after.next_at);
    plan.steps = pack(office.signers.payer(), std::iter::once(instruction).chain(marking).map(|one| vec![one]));
    let outcome = context.execute(&office.session, &office.signers, &[], &plan).await?;
    Ok(outcome.report(&plan, &format!("{} is not held any more.", file.member.wallet)))
}

/// Brings the marks of a member's positions up to date.
pub async fn mark(context: &mut Context<'_>, person: Address) -> Result<Report> {
    let file = File::open(context, Some(person)).await?;
    let (office, member, now) = (&file.office, &file.member, file.now());
    let (marking, number) = marks(file.address, member, &file.positions, now);
    let until = member.restraint().mark(true, now);
    let (says, json) = match until {
        0 => ("nothing holds him: the marks of his present wallet are taken away".to_owned(), Value::Null),
        FOR_EVER => {
            ("a recovery is pending: marked until it is over and they are marked anew".to_owned(), "recovery".into())
        }
        until => (format!("he is held: marked until {}", show(until)), until.into()),
    };
    let mut plan = Plan::new("Mark a member's positions", "the marking", Vec::new())
        .who("wallet", member.wallet)
        .json("member", file.address.to_string())
        .effect("the member", says)
        .json("markedUntil", json)
        .effect("changes", positions_text(number))
        .json("marked", number);
    plan.steps = pack(office.signers.payer(), marking.into_iter().map(|one| vec![one]));
    plan.is_resumable = true;
    if plan.steps.is_empty() {
        let text = format!("The marks of {} are up to date; nothing was sent.", member.wallet);
        return Ok(Report { text, json: plan.json }.with_signatures(&[]));
    }
    let outcome = context.execute(&office.session, &office.signers, &[], &plan).await?;
    Ok(outcome.report(&plan, &format!("The marks of {} are up to date.", positions_text(number))))
}
