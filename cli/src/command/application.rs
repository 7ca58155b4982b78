//! Asking for admission, withdrawing and refusing.

use {
    super::{acknowledge::acknowledge, member::names, Counter, Office},
    crate::{
        args::{role_bits, role_names, ApplyArgs},
        context::{Access, Context, Session},
        error::{CliError, Result},
        output::Report,
        send::Plan,
        text::{count, hex, list as words, table, Align},
        time::{show, show_duration},
    },
    personal_token_core::member::role,
    personal_token_sdk::{
        instruction::{ApplicationClose, ApplicationOpen},
        pda,
        state::Application,
        Address,
    },
    serde_json::{json, Value},
};

/// Asks for admission.
pub async fn apply(context: &mut Context<'_>, args: &ApplyArgs) -> Result<Report> {
    let counter = match args.charter.charter_version.is_some() && !args.charter.named().is_empty() {
        true => Counter::open(context).await?,
        // The current version has to be looked up.
        false => Counter::reading(context).await?,
    };
    let (wallet, roles) = (counter.signers.wallet(), role_bits(&args.roles));
    if !wallet.is_on_curve() {
        return Err(CliError::usage(format!("{wallet} is not a wallet: members hold with a key pair of their own")));
    }
    if let Some((session, _)) = &counter.read {
        check_new(session, counter.address, wallet).await?;
    }
    let acknowledged = acknowledge(&mut context.terminal, &context.global, &args.charter, counter.network())?;
    let name = match counter.network() {
        Some(network) => format!("“{}”", network.display_name()),
        None => counter.address.to_string(),
    };
    let instruction = ApplicationOpen {
        payer: counter.signers.payer(),
        wallet,
        network: counter.address,
        roles,
        charter_version: acknowledged.version,
        clauses: acknowledged.clauses,
    }
    .instruction();
    let mut plan =
        Plan::new(format!("Apply to the network {name}"), format!("the application to {name}"), vec![instruction])
            .who("wallet", wallet)
            .who("network", counter.address)
            .json("application", pda::application(counter.address, wallet).to_string())
            .effect("as", words(role_names(roles)))
            .json("roles", names(roles));
    let clauses = count(u64::from(acknowledged.clauses), "clause");
    let charter = format!("version {} of the charter, all of it ({clauses})", acknowledged.version);
    plan = match counter.network() {
        None => plan.effect("acknowledging", charter),
        Some(network) => plan.effect("acknowledging", format!("{charter}, sha256 {}", hex(&network.charter_hash))),
    }
    .json("charterVersion", acknowledged.version)
    .json("clauses", acknowledged.clauses);
    if let Some(network) = counter.network().filter(|_| roles & role::OWNER != 0) {
        let cooling_off = i64::from(network.parameters.cooling_off);
        plan = plan.effect("a token", format!("can be created {} from now", show_duration(cooling_off)));
    }
    counter
        .finish(context, &plan, &format!("{wallet} has applied; a steward admits with `member admit {wallet}`."))
        .await
}

async fn check_new(session: &Session, network: Address, wallet: Address) -> Result<()> {
    if session.client.member_of(network, wallet).await?.is_some() {
        return Err(CliError::failed(format!(
            "{wallet} is a member already: `personal-token member show` tells as what"
        )));
    }
    match session.client.application(network, wallet).await? {
        None => Ok(()),
        Some(_) => {
            Err(CliError::failed(format!("{wallet} has applied already: wait, or `personal-token member withdraw`")))
        }
    }
}

/// Withdraws one's own application, or refuses another's.
pub async fn close(context: &mut Context<'_>, person: Option<Address>) -> Result<Report> {
    let office = Office::open(context).await?;
    let wallet = person.unwrap_or_else(|| office.signers.wallet());
    let application = of_wallet(&office, wallet).await?;
    let steward_member = match person {
        Some(_) => office.steward_member().await?,
        None => None,
    };
    let instruction = ApplicationClose {
        signer: office.signers.wallet(),
        steward_member,
        network: office.address,
        wallet,
        rent_payer: application.rent_payer,
    }
    .instruction();
    let (title, doing) = match person {
        Some(_) => ("Refuse an application", "the refusal of an application"),
        None => ("Withdraw one's application", "the withdrawal of the application"),
    };
    let plan = Plan::new(title, doing, vec![instruction])
        .who("wallet", wallet)
        .who("network", office.address)
        .effect("rent goes to", application.rent_payer);
    let outcome = context.execute(&office.session, &office.signers, &[], &plan).await?;
    Ok(outcome.report(&plan, &format!("The application of {wallet} is closed.")))
}

/// Lists who waits.
pub async fn list(context: &mut Context<'_>) -> Result<Report> {
    let session = context.connect(Access::Read).await?;
    let (network, _) = session.network(&context.global).await?;
    let mut applications = session.client.applications(network).await?;
    applications.sort_by_key(|(address, application)| (application.applied_at, *address));
    let rows: Vec<Vec<String>> = applications
        .iter()
        .map(|(_, application)| {
            vec![application.wallet.to_string(), words(role_names(application.roles)), show(application.applied_at)]
        })
        .collect();
    let text = match rows.is_empty() {
        true => "Nobody waits for admission.".to_owned(),
        false => table(&[("Wallet", Align::Left), ("As", Align::Left), ("Since", Align::Left)], &rows),
    };
    let json: Vec<Value> = applications
        .iter()
        .map(|(address, application)| {
            json!({
                "application": address.to_string(),
                "wallet": application.wallet.to_string(),
                "roles": names(application.roles),
                "charterVersion": application.charter_version,
                "appliedAt": application.applied_at,
            })
        })
        .collect();
    Ok(Report::new(text, json!({ "network": network.to_string(), "applications": json })))
}

/// The application of a wallet that waits.
pub async fn of_wallet(office: &Office, wallet: Address) -> Result<Application> {
    match office.session.client.application(office.address, wallet).await? {
        Some((_, application)) => Ok(application),
        None => Err(CliError::failed(format!(
            "{wallet} has no pending application: he applies with `personal-token member apply`"
        ))),
    }
}
