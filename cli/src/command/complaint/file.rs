//! Filing a complaint, replying to one, closing one.

use {
    super::{rule, Docket},
    crate::{
        args::{ComplaintFileArgs, ComplaintReplyArgs},
        command::desk::Desk,
        context::Context,
        error::{CliError, Result},
        output::Report,
        send::Plan,
        text::hex,
        time::{show, When},
    },
    personal_token_core::{
        boundary::Contact,
        complaint::{Category, Severity, LAPSE_TIME, OPEN_COMPLAINTS, REPLY_TIME},
        Error as Rule,
    },
    personal_token_sdk::{
        instruction::{ComplaintClose, ComplaintFile, ComplaintReply},
        pda,
        state::{Member, Position},
        Address,
    },
};

/// Files a complaint.
pub async fn file(context: &mut Context<'_>, args: &ComplaintFileArgs) -> Result<Report> {
    let desk = Desk::open_own(context, args.token.mint).await?;
    let (now, owner) = (desk.session.now, desk.signers.wallet());
    let owner_member = desk.session.client.member(desk.view.token.owner).await?;
    let (address, position) = subject(&desk, args.person).await?;
    let (category, severity) = (Category::from(args.category), Severity::from(args.severity));
    // A duration says how long ago it was.
    let occurred_at = match args.occurred_at {
        None => now,
        Some(When::In(seconds)) => now.saturating_sub(i64::from(seconds)),
        Some(When::At(moment)) => moment,
    };
    let instruction = ComplaintFile {
        payer: desk.signers.payer(),
        owner,
        owner_member: desk.view.token.owner,
        mint: desk.view.mint,
        position: address,
        index: position.complaints,
        category,
        severity,
        occurred_at,
        evidence_hash: args.evidence,
    }
    .instruction();
    let complaint = pda::complaint(address, position.complaints);
    let reply_until = now.saturating_add(i64::from(REPLY_TIME));
    let lapses_at = now.saturating_add(i64::from(LAPSE_TIME));
    let plan = desk.plan("File a complaint", "the complaint", instruction);
    let plan = with_reasons(plan, &desk, &owner_member, &position, occurred_at)?;
    let open = owner_member.filings().open(now).saturating_add(1);
    let plan = plan
        .effect("complaint", complaint)
        .json("complaint", complaint.to_string())
        .effect("about", position.wallet)
        .json("wallet", position.wallet.to_string())
        .json("member", position.member.to_string())
        .json("position", address.to_string())
        .json("index", position.complaints)
        .effect("category", category.name())
        .json("category", category.name())
        .effect("severity", format!("{}: {} of 1,000 points, if it is upheld", severity.name(), severity.points()))
        .json("severity", severity.name())
        .effect("happened", show(occurred_at))
        .json("occurredAt", occurred_at)
        .effect("boundary now", boundary_text(&position))
        .effect("evidence", format!("sha256 {}; keep the evidence itself, nobody else has it", hex(&args.evidence)))
        .json("evidenceHash", hex(&args.evidence))
        .effect("he may reply", format!("until {}", show(reply_until)))
        .json("replyUntil", reply_until)
        .effect("then a steward decides", format!("until {}; undecided, it lapses", show(lapses_at)))
        .json("lapsesAt", lapses_at)
        .effect("open then", format!("{open} of at most {OPEN_COMPLAINTS}"))
        .effect("if it is abusive", "it costs you 100 points, and you file nothing for 90 days")
        .effect("rent", "of the complaint comes back when it is closed");
    let done = format!(
        "The complaint is filed: {complaint}\n{} may reply until {}; `personal-token complaint show {complaint}` tells how it goes on.",
        position.wallet,
        show(reply_until)
    );
    desk.finish(context, &plan, &done).await
}

/// The position by which somebody holds or has held the shares: of the wallet that was named, or, after a recovery, of
/// another one of the same member.
async fn subject(desk: &Desk, person: Address) -> Result<(Address, Position)> {
    let (client, view) = (&desk.session.client, &desk.view);
    let named = client.position(person, view.mint).await?;
    if let Some(held) = named.filter(|(_, position)| position.used == Position::HELD) {
        return Ok(held);
    }
    let member = client.member_of(view.token.network, person).await?.map(|(address, _)| address);
    let mut others = match member {
        Some(member) => client.positions_of_member(member).await?,
        None => Vec::new(),
    };
    others.retain(|(_, position)| position.token == view.address && position.used == Position::HELD);
    others.into_iter().next().or(named).ok_or_else(|| {
        CliError::failed(format!(
            "{person} never held shares of {}, so its owner cannot complain about him here; a steward can suspend members (NeverHeldShares)",
            view.symbol
        ))
    })
}

/// What is known about rules that may refuse it.
fn with_reasons(plan: Plan, desk: &Desk, owner: &Member, position: &Position, occurred_at: i64) -> Result<Plan> {
    let (now, filings) = (desk.session.now, owner.filings());
    let first = position.boundary().map_err(rule)?.first_set_at;
    let set = match first {
        0 => "None was ever set".to_owned(),
        first => format!("The first was set {}", show(first)),
    };
    let lapses = filings.lapse_at.iter().copied().filter(|lapses| *lapses > now).min().unwrap_or(0);
    Ok(plan
        .because(Rule::NotTokenOwner, format!("It is {}", desk.view.owner_wallet))
        .because(Rule::NoBoundaryBefore, format!("{set}, and the event was {}", show(occurred_at)))
        .because(
            Rule::EventTimeInvalid,
            format!("The time given is {}, and it is now {}", show(occurred_at), show(now)),
        )
        .until(Rule::TooManyComplaints, lapses, "The first of them lapses at")
        .until(Rule::FilingBarred, filings.barred_until(), "The next one can be filed from"))
}

/// How the holder may contact the owner, with its time.
pub fn boundary_text(position: &Position) -> String {
    match position.boundary() {
        Ok(boundary) if boundary.set_at == 0 => "open; none was ever set".to_owned(),
        Ok(boundary) if boundary.contact == Contact::Open => {
            format!("open again since {}; the first was set {}", show(boundary.set_at), show(boundary.first_set_at))
        }
        Ok(boundary) => format!("{} since {}", boundary.contact.name(), show(boundary.set_at)),
        Err(_) => "unknown".to_owned(),
    }
}

/// Replies to a complaint.
pub async fn reply(context: &mut Context<'_>, args: &ComplaintReplyArgs) -> Result<Report> {
    let docket = Docket::open(context, args.complaint.complaint).await?;
    let reply_until = docket.complaint.filed_at.saturating_add(i64::from(REPLY_TIME));
    let instruction = ComplaintReply {
        wallet: docket.desk.signers.wallet(),
        member: docket.complaint.member,
        complaint: docket.address,
        reply_hash: args.reply,
    }
    .instruction();
    let plan = docket
        .plan("Reply to a complaint", "the reply", instruction)
        .because(Rule::NotMemberWallet, format!("The complaint is about {}", docket.member.wallet))
        .effect("reply", format!("sha256 {}; keep the reply itself, and show it to the steward", hex(&args.reply)))
        .json("replyHash", hex(&args.reply))
        .effect("only once", "there is one reply, and it cannot be changed")
        .effect("a steward decides", format!("from {} on", show(reply_until)))
        .json("replyUntil", reply_until);
    let done = format!("Your reply is on record; a steward decides from {} on.", show(reply_until));
    docket.desk.finish(context, &plan, &done).await
}

/// Closes a complaint to which nothing can happen any more.
pub async fn close(context: &mut Context<'_>, address: Address) -> Result<Report> {
    let docket = Docket::open(context, address).await?;
    let rent_payer = docket.complaint.rent_payer;
    let instruction = ComplaintClose { rent_payer, complaint: address }.instruction();
    let plan = docket
        .plan("Close a complaint", "the closing of the complaint", instruction)
        .effect("decision", super::stage::decision(&docket.complaint).unwrap_or_else(|| "none".to_owned()))
        .effect("effect", "what it did to reputations stays; its history stays in the transactions")
        .effect("rent goes to", rent_payer)
        .json("rentPayer", rent_payer.to_string());
    docket.desk.finish(context, &plan, "The complaint is closed.").await
}
