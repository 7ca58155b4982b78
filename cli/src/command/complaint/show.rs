//! What complaints say about themselves.

use {
    super::{file::boundary_text, find, rule, stage},
    crate::{
        args::{ComplaintListArgs, ComplaintVerifyArgs},
        context::{Access, Context, Session},
        error::{CliError, Result},
        output::Report,
        text::{facts, hex, table, Align},
        time::{show as moment, show_day},
    },
    personal_token_core::complaint::Stage,
    personal_token_sdk::{pda, state::Complaint, Address},
    serde_json::{json, Value},
    std::collections::BTreeMap,
};

/// A complaint with the names of those whom it concerns.
struct Named {
    address: Address,
    complaint: Complaint,
    stage: Stage,
    mint: Address,
    symbol: String,
    owner: Address,
    member: Address,
}

/// What was read already.
#[derive(Default)]
struct Names {
    wallets: BTreeMap<Address, Address>,
    tokens: BTreeMap<Address, (Address, String)>,
}

impl Names {
    async fn wallet(&mut self, session: &Session, member: Address) -> Result<Address> {
        if let Some(wallet) = self.wallets.get(&member) {
            return Ok(*wallet);
        }
        let wallet = session.client.member(member).await?.wallet;
        self.wallets.insert(member, wallet);
        Ok(wallet)
    }

    async fn token(&mut self, session: &Session, token: Address) -> Result<(Address, String)> {
        if let Some(known) = self.tokens.get(&token) {
            return Ok(known.clone());
        }
        let mint = session.client.token_at(token).await?.mint;
        let found = (mint, session.client.share_mint(mint).await?.display_symbol());
        self.tokens.insert(token, found.clone());
        Ok(found)
    }

    async fn of(&mut self, session: &Session, address: Address, complaint: Complaint) -> Result<Named> {
        let (mint, symbol) = self.token(session, complaint.token).await?;
        Ok(Named {
            address,
            stage: complaint.case().stage(session.now).map_err(rule)?,
            mint,
            symbol,
            owner: self.wallet(session, complaint.owner).await?,
            member: self.wallet(session, complaint.member).await?,
            complaint,
        })
    }
}

/// Shows a complaint.
pub async fn show(context: &mut Context<'_>, address: Address) -> Result<Report> {
    let session = context.connect(Access::Read).await?;
    let complaint = find(&session, address).await?;
    let named = Names::default().of(&session, address, complaint).await?;
    let position = session.client.position_at(complaint.position).await?;
    let (category, severity) = (complaint.category().map_err(rule)?, complaint.severity().map_err(rule)?);
    let reply = match complaint.replied_at {
        0 => "none".to_owned(),
        at => format!("{}, sha256 {}", moment(at), hex(&complaint.reply_hash)),
    };
    let mut rows = vec![
        ("complaint", address.to_string()),
        ("token", format!("{} ({})", named.symbol, named.mint)),
        ("by", format!("{}, the owner", named.owner)),
        ("about", named.member.to_string()),
        ("category", category.name().to_owned()),
        ("severity", format!("{}: {} points, if it is upheld", severity.name(), severity.points())),
        ("happened", moment(complaint.occurred_at)),
        ("filed", moment(complaint.filed_at)),
        ("boundary then", complaint.contact().map_err(rule)?.name().to_owned()),
        ("boundary now", boundary_text(&position)),
        ("evidence", format!("sha256 {}", hex(&complaint.evidence_hash))),
        ("reply", reply),
    ];
    if let Some(decision) = stage::decision(&complaint) {
        let who = if complaint.overturned == 1 { "the authority, in a steward's place" } else { "a steward" };
        rows.extend([
            ("decision", decision),
            ("decided", format!("{} by {}, {who}", moment(complaint.decided_at), complaint.decided_by)),
            ("reason", format!("sha256 {}", hex(&complaint.reason_hash))),
        ]);
    }
    rows.extend([
        ("stage", stage::name(named.stage).to_owned()),
        ("next", stage::next(&complaint, named.stage)),
        ("rent comes back to", complaint.rent_payer.to_string()),
    ]);
    let rows: Vec<(String, String)> = rows.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
    Ok(Report::new(facts(&rows), to_json(&named)?))
}

/// Lists complaints, the latest first.
pub async fn list(context: &mut Context<'_>, args: &ComplaintListArgs) -> Result<Report> {
    let (about, by) = (args.about, args.by);
    let about = about.map(|whom| context.person(whom.named())).transpose()?;
    let by = by.map(|whom| context.person(whom.named())).transpose()?;
    let session = context.connect(Access::Read).await?;
    let client = &session.client;
    let found = match (args.token, about, by) {
        (Some(mint), ..) => client.complaints_of(session.token(mint).await?.address).await?,
        (None, Some(wallet), _) => {
            let (network, _) = session.network(&context.global).await?;
            client.complaints_about(session.member(network, wallet).await?.0).await?
        }
        (None, None, Some(wallet)) => {
            let (network, _) = session.network(&context.global).await?;
            let (member, _) = session.member(network, wallet).await?;
            client.complaints_of(pda::token(pda::mint(member))).await?
        }
        (None, None, None) => {
            let (network, _) = session.network(&context.global).await?;
            let mut all = Vec::new();
            for (token, _) in client.tokens(network).await? {
                all.extend(client.complaints_of(token).await?);
            }
            all
        }
    };
    let (mut names, mut complaints) = (Names::default(), Vec::new());
    for (address, complaint) in found {
        complaints.push(names.of(&session, address, complaint).await?);
    }
    complaints.sort_by_key(|named| (std::cmp::Reverse(named.complaint.filed_at), named.address));
    let (mut rows, mut json) = (Vec::new(), Vec::new());
    for named in &complaints {
        let complaint = &named.complaint;
        rows.push(vec![
            named.address.to_string(),
            named.symbol.clone(),
            named.member.to_string(),
            complaint.category().map_err(rule)?.name().to_owned(),
            complaint.severity().map_err(rule)?.name().to_owned(),
            show_day(complaint.filed_at),
            stage::name(named.stage).to_owned(),
            stage::decision(complaint).unwrap_or_else(|| stage::next(complaint, named.stage)),
        ]);
        json.push(to_json(named)?);
    }
    let columns =
        ["Complaint", "Token", "About", "Category", "Severity", "Filed", "Stage", "Decision, or what is next"];
    let text = match rows.is_empty() {
        true => "There are no complaints; one that was closed is only in the transactions.".to_owned(),
        false => table(&columns.map(|column| (column, Align::Left)), &rows),
    };
    Ok(Report::new(text, json!({ "complaints": json })))
}

fn to_json(named: &Named) -> Result<Value> {
    let complaint = &named.complaint;
    let decided = complaint.decided_at != 0;
    let decision = match complaint.decision {
        1 => "upheld",
        2 => "dismissed",
        _ => "abusive",
    };
    let upheld = personal_token_core::complaint::Severity::from_byte(complaint.decided_severity).ok();
    Ok(json!({
        "complaint": named.address.to_string(),
        "index": complaint.index,
        "mint": named.mint.to_string(),
        "symbol": named.symbol,
        "owner": named.owner.to_string(),
        "wallet": named.member.to_string(),
        "member": complaint.member.to_string(),
        "position": complaint.position.to_string(),
        "category": complaint.category().map_err(rule)?.name(),
        "severity": complaint.severity().map_err(rule)?.name(),
        "occurredAt": complaint.occurred_at,
        "filedAt": complaint.filed_at,
        "contactThen": complaint.contact().map_err(rule)?.name(),
        "evidenceHash": hex(&complaint.evidence_hash),
        "repliedAt": (complaint.replied_at != 0).then_some(complaint.replied_at),
        "replyHash": (complaint.replied_at != 0).then(|| hex(&complaint.reply_hash)),
        "decision": decided.then_some(decision),
        "decidedSeverity": upheld.map(|severity| severity.name()),
        "decidedAt": decided.then_some(complaint.decided_at),
        "decidedBy": decided.then(|| complaint.decided_by.to_string()),
        "points": decided.then_some(complaint.points),
        "reasonHash": decided.then(|| hex(&complaint.reason_hash)),
        "overturned": complaint.overturned == 1,
        "stage": stage::name(named.stage),
        "until": stage::until(named.stage),
        "next": stage::next(complaint, named.stage),
        "lapsesAt": complaint.lapses_at,
        "rentPayer": complaint.rent_payer.to_string(),
    }))
}

/// Compares documents with the hashes of a complaint.
pub async fn verify(context: &mut Context<'_>, args: &ComplaintVerifyArgs) -> Result<Report> {
    let session = context.connect(Access::Read).await?;
    let complaint = find(&session, args.complaint.complaint).await?;
    let (mut lines, mut json) = (Vec::new(), serde_json::Map::new());
    for (name, given, recorded) in [
        ("evidence", args.evidence, complaint.evidence_hash),
        ("reply", args.reply, complaint.reply_hash),
        ("reason", args.reason, complaint.reason_hash),
    ] {
        let Some(given) = given else { continue };
        if recorded == [0; 32] {
            return Err(CliError::failed(format!("the complaint has no {name} yet, so there is nothing to compare")));
        }
        if given != recorded {
            return Err(CliError::failed(format!(
                "this is not the {name} of the complaint: its sha256 is {}, the recorded one {}",
                hex(&given),
                hex(&recorded)
            )));
        }
        lines.push((name.to_owned(), format!("as recorded, sha256 {}", hex(&given))));
        json.insert(name.to_owned(), json!(true));
    }
    json.insert("complaint".to_owned(), json!(args.complaint.complaint.to_string()));
    Ok(Report::new(facts(&lines), Value::Object(json)))
}
