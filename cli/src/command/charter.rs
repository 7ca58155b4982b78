//! The charter: its text, and which version of it a network has.

use {
    super::{
        acknowledge::{acknowledge, check},
        desk::check_present,
        Counter, Office,
    },
    crate::{
        args::{AcknowledgeArgs, CharterCommand, CharterPart, CharterPublishArgs, CharterShowArgs, CharterTextArgs},
        charter::{Charter, INVESTOR, OWNER},
        context::{Access, Context},
        error::{CliError, Result},
        output::Report,
        send::Plan,
        text::{count, hex},
        time::show as moment,
    },
    personal_token_core::{member::role, Error as Rule},
    personal_token_sdk::instruction::{CharterAcknowledge, CharterPublish},
    serde_json::{json, Value},
};

pub async fn run(context: &mut Context<'_>, command: &CharterCommand) -> Result<Report> {
    match command {
        CharterCommand::Show(args) => show(context, args),
        CharterCommand::Hash(args) => hash(args),
        CharterCommand::Verify(args) => verify(context, args).await,
        CharterCommand::Publish(args) => publish(context, args).await,
        CharterCommand::Acknowledge(args) => acknowledge_charter(context, args).await,
    }
}

/// The text alone goes to the standard output, so that its hash can be taken.
fn show(context: &mut Context<'_>, args: &CharterShowArgs) -> Result<Report> {
    let charter = args.text.charter();
    let Some(whole) = &charter.text else {
        return Err(CliError::failed(format!("{} is no text of this kind: look at it otherwise", charter.source)));
    };
    let text = match args.part {
        None => whole.clone(),
        Some(CharterPart::Owner) => OWNER.trim_end().to_owned(),
        Some(CharterPart::Investor) => INVESTOR.trim_end().to_owned(),
    };
    let parts: Vec<Value> = charter
        .clauses
        .iter()
        .filter(|clause| args.part.is_none() || text.contains(&clause.text))
        .map(|clause| json!({ "number": clause.number, "text": clause.text }))
        .collect();
    context.terminal.note(&format!("The whole has {}, sha256 {}", counted(&charter), hex(&charter.hash)));
    let json = json!({
        "sha256": hex(&charter.hash),
        "clauses": charter.count(),
        "text": text,
        "parts": parts,
    });
    Ok(Report::new(text, json))
}

fn counted(charter: &Charter) -> String {
    charter.count().map_or_else(|| "no numbered clauses".to_owned(), |number| count(u64::from(number), "clause"))
}

fn hash(args: &CharterTextArgs) -> Result<Report> {
    let charter = args.charter();
    let json = json!({ "sha256": hex(&charter.hash), "clauses": charter.count() });
    Ok(Report::new(hex(&charter.hash), json))
}

async fn verify(context: &mut Context<'_>, args: &CharterTextArgs) -> Result<Report> {
    let session = context.connect(Access::Read).await?;
    let (address, network) = session.network(&context.global).await?;
    let charter = args.charter();
    check(&charter, &network)?;
    let text = format!(
        "This is the charter of “{}”: version {}, {}, sha256 {}.",
        network.display_name(),
        network.charter_version,
        count(u64::from(network.charter_clauses), "clause"),
        hex(&charter.hash)
    );
    let json = json!({
        "network": address.to_string(),
        "version": network.charter_version,
        "clauses": network.charter_clauses,
        "sha256": hex(&charter.hash),
        "verified": true,
    });
    Ok(Report::new(text, json))
}

/// The number of clauses that was named, or that the text has; both have to be the same.
pub fn clause_count(charter: &Charter, named: Option<u16>) -> Result<u16> {
    match (named, charter.count()) {
        (Some(named), Some(number)) if named != number => Err(CliError::usage(format!(
            "{} has {}, not {named}: leave out --clauses",
            charter.source,
            count(u64::from(number), "clause")
        ))),
        (Some(number), _) | (None, Some(number)) => Ok(number),
        (None, None) => Err(CliError::usage(format!(
            "{} has no lines that begin with `1. `, `2. ` and so on: name the number of its clauses with --clauses",
            charter.source
        ))),
    }
}

async fn publish(context: &mut Context<'_>, args: &CharterPublishArgs) -> Result<Report> {
    let charter = args.file.clone().unwrap_or_else(Charter::shipped);
    let clauses = clause_count(&charter, args.clauses)?;
    let counter = Counter::open(context).await?;
    let instruction = CharterPublish {
        authority: counter.signers.wallet(),
        network: counter.address,
        clauses,
        charter_hash: charter.hash,
    }
    .instruction();
    let mut plan = Plan::new("Publish a charter", "the publication of the charter", vec![instruction])
        .who("network", counter.address);
    if let Some(network) = counter.network() {
        let version = network.charter_version.saturating_add(1);
        plan = plan
            .because(Rule::CharterUnchanged, format!("It is version {}", network.charter_version))
            .because(Rule::NotNetworkAuthority, format!("It is {}", network.authority))
            .effect(
                "until now",
                format!("version {}, {}", network.charter_version, count(u64::from(network.charter_clauses), "clause")),
            )
            .effect("from now on", format!("version {version}"))
            .json("version", version);
    }
    let plan = plan
        .effect("charter", format!("{}, sha256 {}", count(u64::from(clauses), "clause"), hex(&charter.hash)))
        .json("clauses", clauses)
        .json("charterHash", hex(&charter.hash))
        .effect("members", "acknowledge it before they next buy, subscribe, announce a round or create a token; all else goes on, and everybody is paid")
        .effect("owners", "wait for the cooling-off again after they acknowledge it, before they next raise");
    counter.finish(context, &plan, "The charter is published; keep its text where every member finds it.").await
}

async fn acknowledge_charter(context: &mut Context<'_>, args: &AcknowledgeArgs) -> Result<Report> {
    let office = Office::open(context).await?;
    let (wallet, now) = (office.signers.wallet(), office.session.now);
    let (address, member) = office.member(wallet).await?;
    check_present(wallet, &member)?;
    let network = &office.network;
    let plan = Plan::new("Acknowledge the charter", "the acknowledgement of the charter", Vec::new()).because(
        Rule::AlreadyAcknowledged,
        format!("It is version {}, acknowledged {}", member.charter_version, moment(member.charter_acknowledged_at)),
    );
    if member.charter_version == network.charter_version {
        return Err(plan.refused(Rule::AlreadyAcknowledged));
    }
    let acknowledged = acknowledge(&mut context.terminal, &context.global, args, Some(network))?;
    let instruction = CharterAcknowledge {
        wallet,
        network: office.address,
        member: address,
        charter_version: acknowledged.version,
        clauses: acknowledged.clauses,
    }
    .instruction();
    let mut plan = plan
        .who("wallet", wallet)
        .who("network", office.address)
        .json("member", address.to_string())
        .effect(
            "acknowledging",
            format!(
                "version {}, all of its {}, sha256 {}",
                acknowledged.version,
                count(u64::from(acknowledged.clauses), "clause"),
                hex(&network.charter_hash)
            ),
        )
        .json("charterVersion", acknowledged.version)
        .json("clauses", acknowledged.clauses);
    plan.steps = vec![vec![instruction]];
    if member.roles & role::OWNER != 0 {
        let cooled_off_at = now.saturating_add(i64::from(network.parameters.cooling_off));
        plan = plan
            .effect("a token, a round", format!("can be created or announced from {}", moment(cooled_off_at)))
            .json("cooledOffAt", cooled_off_at);
    }
    let outcome = context.execute(&office.session, &office.signers, &[], &plan).await?;
    Ok(outcome.report(&plan, &format!("Version {} of the charter is acknowledged.", acknowledged.version)))
}
