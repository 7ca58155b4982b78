use {
    super::Office,
    crate::{
        args::{capability_bits, capability_names, Capability, StewardArgs, StewardCommand},
        context::{Access, Context},
        error::{CliError, Result},
        output::Report,
        send::Plan,
        text::{list as words, table, Align},
        time::show_day,
    },
    personal_token_sdk::{
        instruction::{StewardAppoint, StewardDismiss, StewardUpdate},
        state::Steward,
        Address,
    },
    serde_json::{json, Value},
};

pub async fn run(context: &mut Context<'_>, command: &StewardCommand) -> Result<Report> {
    match command {
        StewardCommand::Appoint(args) => appoint(context, args).await,
        StewardCommand::Update(args) => update(context, args).await,
        StewardCommand::Dismiss(args) => dismiss(context, args.person).await,
        StewardCommand::List => list(context).await,
    }
}

async fn appoint(context: &mut Context<'_>, args: &StewardArgs) -> Result<Report> {
    let office = Office::open(context).await?;
    let (member, _) = office.member(args.person).await?;
    let capabilities = capability_bits(&args.capabilities);
    let instruction = StewardAppoint {
        payer: office.signers.payer(),
        authority: office.signers.wallet(),
        network: office.address,
        member,
        capabilities,
    }
    .instruction();
    let plan =
        plan("Appoint a steward", "the appointment of a steward", vec![instruction], args.person, member, capabilities);
    let outcome = context.execute(&office.session, &office.signers, &[], &plan).await?;
    Ok(outcome.report(&plan, &format!("{} is a steward.", args.person)))
}

async fn update(context: &mut Context<'_>, args: &StewardArgs) -> Result<Report> {
    let office = Office::open(context).await?;
    let (member, before) = steward(&office, args.person).await?;
    let capabilities = capability_bits(&args.capabilities);
    let instruction =
        StewardUpdate { authority: office.signers.wallet(), network: office.address, member, capabilities }
            .instruction();
    let plan = plan(
        "Change what a steward may do",
        "the change of what a steward may do",
        vec![instruction],
        args.person,
        member,
        capabilities,
    )
    .effect("until now", words(capability_names(before.capabilities)));
    let outcome = context.execute(&office.session, &office.signers, &[], &plan).await?;
    Ok(outcome.report(&plan, &format!("{} may now: {}.", args.person, words(capability_names(capabilities)))))
}

async fn dismiss(context: &mut Context<'_>, person: Address) -> Result<Report> {
    let office = Office::open(context).await?;
    let (member, before) = steward(&office, person).await?;
    let instruction = StewardDismiss {
        authority: office.signers.wallet(),
        network: office.address,
        member,
        rent_payer: before.rent_payer,
    }
    .instruction();
    let plan = plan("Dismiss a steward", "the dismissal of a steward", vec![instruction], person, member, 0)
        .effect("until now", words(capability_names(before.capabilities)))
        .effect("rent goes to", before.rent_payer);
    let outcome = context.execute(&office.session, &office.signers, &[], &plan).await?;
    Ok(outcome.report(&plan, &format!("{person} is no steward any more.")))
}

async fn list(context: &mut Context<'_>) -> Result<Report> {
    let session = context.connect(Access::Read).await?;
    let (network, _) = session.network(&context.global).await?;
    let mut rows = Vec::new();
    let mut json = Vec::new();
    for (address, steward) in session.client.stewards(network).await? {
        let member = session.client.member(steward.member).await?;
        let granted: Vec<String> = Capability::ALL
            .into_iter()
            .zip(steward.granted_at)
            .filter(|(capability, _)| steward.capabilities & capability.bit() != 0)
            .map(|(capability, at)| format!("{} since {}", capability.name(), show_day(at)))
            .collect();
        rows.push(vec![member.wallet.to_string(), granted.join(", ")]);
        json.push(json!({
            "steward": address.to_string(),
            "member": steward.member.to_string(),
            "wallet": member.wallet.to_string(),
            "capabilities": capability_names(steward.capabilities),
            "grantedAt": steward.granted_at,
        }));
    }
    let text = match rows.is_empty() {
        true => "There are no stewards: the authority does their work.".to_owned(),
        false => table(&[("Wallet", Align::Left), ("May", Align::Left)], &rows),
    };
    Ok(Report::new(text, json!({ "network": network.to_string(), "stewards": json })))
}

async fn steward(office: &Office, person: Address) -> Result<(Address, Steward)> {
    let (member, _) = office.member(person).await?;
    match office.session.client.steward(office.address, member).await? {
        Some((_, steward)) => Ok((member, steward)),
        None => Err(CliError::failed(format!(
            "{person} is no steward: `personal-token network steward list` shows those there are"
        ))),
    }
}

fn plan(
    title: &str,
    doing: &str,
    instructions: Vec<personal_token_sdk::Instruction>,
    person: Address,
    member: Address,
    capabilities: u8,
) -> Plan {
    Plan::new(title, doing, instructions)
        .who("wallet", person)
        .json("member", member.to_string())
        .effect("may", words(capability_names(capabilities)))
        .json("capabilities", capability_names(capabilities).into_iter().map(Value::from).collect::<Vec<_>>())
}
