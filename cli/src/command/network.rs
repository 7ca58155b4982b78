use {
    super::{charter::clause_count, parameters, yes_no, Counter, Office},
    crate::{
        args::{NetworkCommand, NetworkCreateArgs, ParameterArgs},
        charter::Charter,
        context::{Access, Context},
        error::{CliError, Result},
        output::Report,
        send::Plan,
        text::{count, facts, hex, table, Align},
        time::{show, show_duration},
    },
    personal_token_core::{parameters::Parameters, Error as Rule},
    personal_token_sdk::{
        instruction::{
            NetworkAcceptAuthority, NetworkApplyParameters, NetworkCancelParameters, NetworkCreate, NetworkHalt,
            NetworkProposeAuthority, NetworkProposeParameters, NetworkResume,
        },
        pda,
        rpc::RpcError,
        Address, Instruction,
    },
    serde_json::{json, Value},
};

pub async fn run(context: &mut Context<'_>, command: &NetworkCommand) -> Result<Report> {
    match command {
        NetworkCommand::Create(args) => create(context, args).await,
        NetworkCommand::Show => show_network(context).await,
        NetworkCommand::List => list(context).await,
        NetworkCommand::ProposeAuthority(args) => propose_authority(context, args.successor).await,
        NetworkCommand::AcceptAuthority => accept_authority(context).await,
        NetworkCommand::ProposeParameters(args) => propose_parameters(context, args).await,
        NetworkCommand::ApplyParameters => apply_parameters(context).await,
        NetworkCommand::CancelParameters => cancel_parameters(context).await,
        NetworkCommand::Halt => halt(context).await,
        NetworkCommand::Resume => resume(context).await,
        NetworkCommand::Steward(command) => super::steward::run(context, command).await,
    }
}

async fn create(context: &mut Context<'_>, args: &NetworkCreateArgs) -> Result<Report> {
    let name = pda::network_name(&args.name).map_err(|error| CliError::usage(error.to_string()))?;
    let parameters = args.parameters.over(&Parameters::default());
    check_bounds(&parameters)?;
    let charter = args.charter.clone().unwrap_or_else(Charter::shipped);
    let clauses = clause_count(&charter, args.clauses)?;
    let signers = context.signers()?;
    let session = match context.global.sign_only && args.quote_mint.is_some() {
        true => None,
        false => Some(context.connect(Access::Write).await?),
    };
    let quote_mint = args
        .quote_mint
        .or_else(|| session.as_ref().and_then(crate::context::Session::test_money))
        .ok_or_else(|| {
            CliError::usage(
                "name the money of the network with --quote-mint: a mint of the classic Token program, such as USDC",
            )
        })?;
    let creator = signers.wallet();
    let treasury = args.treasury.unwrap_or(creator);
    let network = pda::network(creator, &name);
    if let Some(session) = &session {
        match session.client.network(network).await {
            Err(RpcError::NotFound { .. }) => {}
            Err(error) => return Err(error.into()),
            Ok(_) => {
                return Err(CliError::failed(format!(
                    "{creator} has founded a network “{}” already, {network}: choose another name",
                    args.name
                )))
            }
        }
    }
    let instruction = NetworkCreate {
        payer: signers.payer(),
        creator,
        quote_mint,
        name,
        charter_hash: charter.hash,
        charter_clauses: clauses,
        treasury,
        parameters,
    }
    .instruction();
    let differences = parameters::changes(&Parameters::default(), &parameters);
    let doing = format!("the founding of “{}”", args.name);
    let mut plan = Plan::new(format!("Found the network “{}”", args.name), doing, vec![instruction])
        .who("network", network)
        .who("authority", creator)
        .who("treasury", treasury)
        .effect(
            "treasury is paid",
            "fees once its account of the money exists, new shares of a round if it has a position in the token",
        )
        .effect("money", quote_mint)
        .json("quoteMint", quote_mint.to_string())
        .effect("charter", format!("{}, sha256 {}", count(u64::from(clauses), "clause"), hex(&charter.hash)))
        .json("charterHash", hex(&charter.hash))
        .json("charterClauses", clauses)
        .json("parameters", parameters::json(&parameters));
    plan.effect.extend(differences);
    let Some(session) = session else { return context.sign_unread(&signers, &plan) };
    let outcome = context.execute(&session, &signers, &[], &plan).await?;
    Ok(outcome.report(&plan, &format!("The network “{}” is founded: {network}", args.name)))
}

async fn show_network(context: &mut Context<'_>) -> Result<Report> {
    let session = context.connect(Access::Read).await?;
    let (address, network) = session.network(&context.global).await?;
    let name = network.display_name();
    let is_payable = session.client.token_account(network.treasury_quote_account).await?.is_some();
    let treasury_account = match is_payable {
        true => network.treasury_quote_account.to_string(),
        false => format!("{} (does not exist yet: sellers keep the network's fee)", network.treasury_quote_account),
    };
    let mut rows: Vec<(String, String)> = [
        ("network", address.to_string()),
        ("authority", network.authority.to_string()),
        ("proposed authority", shown(network.pending_authority)),
        ("treasury", network.treasury.to_string()),
        ("treasury is paid into", treasury_account),
        ("money", network.quote_mint.to_string()),
        (
            "charter",
            format!(
                "version {}, {}{}",
                network.charter_version,
                count(u64::from(network.charter_clauses), "clause"),
                match network.charter_hash == Charter::shipped().hash {
                    true => "; `personal-token charter show` prints it",
                    false => "",
                }
            ),
        ),
        ("charter sha256", hex(&network.charter_hash)),
        ("halted", yes_no(network.is_halted()).to_owned()),
    ]
    .into_iter()
    .map(|(name, value)| (name.to_owned(), value))
    .collect();
    rows.extend(parameters::rows(&network.parameters));
    let mut announced = Value::Null;
    if let Some((pending, effective_at)) = network.announced() {
        let state = if effective_at <= session.now { "can be applied since" } else { "can be applied from" };
        rows.push(("announced".to_owned(), format!("{state} {}", show(effective_at))));
        rows.extend(parameters::changes(&network.parameters, &pending));
        announced = json!({ "parameters": parameters::json(&pending), "effectiveAt": effective_at });
    }
    Ok(Report::new(
        format!("{name}\n{}", facts(&rows)),
        json!({
            "network": address.to_string(),
            "name": name,
            "authority": network.authority.to_string(),
            "pendingAuthority": optional(network.pending_authority),
            "treasury": network.treasury.to_string(),
            "quoteMint": network.quote_mint.to_string(),
            "charterVersion": network.charter_version,
            "charterClauses": network.charter_clauses,
            "charterHash": hex(&network.charter_hash),
            "halted": network.is_halted(),
            "parameters": parameters::json(&network.parameters),
            "announced": announced,
        }),
    ))
}

async fn list(context: &mut Context<'_>) -> Result<Report> {
    let session = context.connect(Access::Read).await?;
    let networks = session.client.networks().await?;
    let rows: Vec<Vec<String>> = networks
        .iter()
        .map(|(address, network)| vec![network.display_name(), address.to_string(), network.authority.to_string()])
        .collect();
    let text = match rows.is_empty() {
        true => "There is no network on this cluster yet: found one with `personal-token network create`.".to_owned(),
        false => table(&[("Name", Align::Left), ("Network", Align::Left), ("Authority", Align::Left)], &rows),
    };
    let json: Vec<Value> = networks
        .iter()
        .map(|(address, network)| json!({ "network": address.to_string(), "name": network.display_name(), "authority": network.authority.to_string() }))
        .collect();
    Ok(Report::new(text, json!({ "networks": json })))
}

async fn propose_authority(context: &mut Context<'_>, successor: Address) -> Result<Report> {
    let counter = Counter::open(context).await?;
    let instruction =
        NetworkProposeAuthority { authority: counter.signers.wallet(), network: counter.address, successor }
            .instruction();
    let (title, doing, done) = match successor == Address::default() {
        true => (
            "Withdraw the proposed authority",
            "the withdrawal of the proposed authority",
            "The proposal is withdrawn.",
        ),
        false => (
            "Propose a successor of the authority",
            "the proposal of a successor",
            "Proposed; the successor takes over with `network accept-authority`.",
        ),
    };
    let mut plan = Plan::new(title, doing, vec![instruction]).who("network", counter.address);
    if let Some(network) = counter.network() {
        plan = plan.effect("now", network.authority);
    }
    let plan = plan.effect("successor", shown(successor)).json("pendingAuthority", optional(successor));
    counter.finish(context, &plan, done).await
}

async fn accept_authority(context: &mut Context<'_>) -> Result<Report> {
    let counter = Counter::open(context).await?;
    let successor = counter.signers.wallet();
    let instruction = NetworkAcceptAuthority { successor, network: counter.address }.instruction();
    let mut plan = Plan::new("Take over as the authority", "taking over as the authority", vec![instruction])
        .who("network", counter.address);
    if let Some(network) = counter.network() {
        plan = plan.effect("until now", network.authority);
    }
    let plan = plan.who("authority", successor);
    counter.finish(context, &plan, "You are the authority now.").await
}

async fn propose_parameters(context: &mut Context<'_>, args: &ParameterArgs) -> Result<Report> {
    let office = Office::open(context).await?;
    let parameters = args.over(&office.network.parameters);
    check_bounds(&parameters)?;
    let changes = parameters::changes(&office.network.parameters, &parameters);
    if changes.is_empty() {
        return Err(CliError::usage("these are the parameters in force already: name at least one that differs"));
    }
    let delay = i64::from(office.network.parameters.parameter_delay);
    let effective_at = office.session.now.saturating_add(delay);
    let instruction =
        NetworkProposeParameters { authority: office.signers.wallet(), network: office.address, parameters }
            .instruction();
    let mut plan = Plan::new("Announce new parameters", "the announcement of parameters", vec![instruction])
        .who("network", office.address)
        .json("parameters", parameters::json(&parameters))
        .json("effectiveAt", effective_at);
    plan.effect.extend(changes);
    let plan = plan.effect("can be applied", format!("{}, in {}", show(effective_at), show_duration(delay)));
    let done = "Announced; `network apply-parameters` puts them into force when they are due.";
    Ok(context.execute(&office.session, &office.signers, &[], &plan).await?.report(&plan, done))
}

async fn apply_parameters(context: &mut Context<'_>) -> Result<Report> {
    let counter = Counter::open(context).await?;
    let instruction = NetworkApplyParameters { network: counter.address }.instruction();
    let doing = "putting the announced parameters into force";
    let mut plan =
        Plan::new("Put the announced parameters into force", doing, vec![instruction]).who("network", counter.address);
    if let Some((network, (pending, due))) = counter.network().and_then(|network| Some((network, network.announced()?)))
    {
        plan.effect.extend(parameters::changes(&network.parameters, &pending));
        plan = plan.json("parameters", parameters::json(&pending)).until(
            Rule::ParametersTooEarly,
            due,
            "They can be applied from",
        );
    }
    counter.finish(context, &plan, "The parameters are in force.").await
}

async fn cancel_parameters(context: &mut Context<'_>) -> Result<Report> {
    let counter = Counter::open(context).await?;
    let instruction =
        NetworkCancelParameters { authority: counter.signers.wallet(), network: counter.address }.instruction();
    let plan =
        Plan::new("Withdraw the announced parameters", "the withdrawal of the announced parameters", vec![instruction])
            .who("network", counter.address);
    counter.finish(context, &plan, "The announcement is withdrawn.").await
}

async fn halt(context: &mut Context<'_>) -> Result<Report> {
    let counter = Counter::open(context).await?;
    let instruction = NetworkHalt { authority: counter.signers.wallet(), network: counter.address }.instruction();
    change_halt(context, &counter, instruction, true).await
}

async fn resume(context: &mut Context<'_>) -> Result<Report> {
    let counter = Counter::open(context).await?;
    let instruction = NetworkResume { authority: counter.signers.wallet(), network: counter.address }.instruction();
    change_halt(context, &counter, instruction, false).await
}

async fn change_halt(
    context: &mut Context<'_>,
    counter: &Counter,
    instruction: Instruction,
    halted: bool,
) -> Result<Report> {
    let (title, doing, effect, done) = match halted {
        true => (
            "Halt the network",
            "the halt of the network",
            "no transfers, listings, purchases, new rounds, subscriptions or new tokens; claims, deposits and settlements go on",
            "The network is halted.",
        ),
        false => (
            "Resume the network",
            "the end of the network's halt",
            "transfers, listings, purchases, new rounds, subscriptions and new tokens are possible again",
            "The network is running again.",
        ),
    };
    let plan = Plan::new(title, doing, vec![instruction])
        .who("network", counter.address)
        .effect("effect", effect)
        .json("halted", halted);
    counter.finish(context, &plan, done).await
}

fn check_bounds(parameters: &Parameters) -> Result<()> {
    parameters.check().map_err(|_| CliError::usage("a parameter is outside its bounds, which `--help` names for each"))
}

fn shown(address: Address) -> String {
    match address == Address::default() {
        true => "none".to_owned(),
        false => address.to_string(),
    }
}

fn optional(address: Address) -> Value {
    match address == Address::default() {
        true => Value::Null,
        false => json!(address.to_string()),
    }
}
