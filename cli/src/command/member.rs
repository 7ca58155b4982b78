use {
    super::{application, desk::check_present, recovery, yes_no, Office},
    crate::{
        amount::show_count,
        args::{role_names, AdmitArgs, MemberCommand, ReinstateArgs, SuspendArgs},
        context::{Access, Context},
        digest,
        error::{CliError, Result},
        output::Report,
        send::Plan,
        signer::{read_private_file, CliSigner},
        text::{facts, hex, list as words, table, Align},
        time::{show, show_day},
    },
    personal_token_core::member::Status,
    personal_token_sdk::{
        instruction::{MemberAdmit, MemberAttest, MemberLeave, MemberReinstate, MemberSuspend},
        pda,
        rpc::RpcError,
        state::Member,
        Address,
    },
    serde_json::{json, Value},
    solana_signer::Signer,
    zeroize::Zeroizing,
};

/// The longest identity secret or document.
const LONGEST_SECRET: u64 = 65_536;

pub async fn run(context: &mut Context<'_>, command: &MemberCommand) -> Result<Report> {
    match command {
        MemberCommand::Apply(args) => application::apply(context, args).await,
        MemberCommand::Withdraw => application::close(context, None).await,
        MemberCommand::Applications => application::list(context).await,
        MemberCommand::Admit(args) => admit(context, args).await,
        MemberCommand::Refuse(args) => application::close(context, Some(args.person)).await,
        MemberCommand::Suspend(args) => suspend(context, args).await,
        MemberCommand::Reinstate(args) => reinstate(context, args).await,
        MemberCommand::Leave => leave(context).await,
        MemberCommand::Attest(args) => attest(context, args.person).await,
        MemberCommand::Hold(args) => recovery::hold(context, args).await,
        MemberCommand::Release(args) => recovery::release(context, args.person).await,
        MemberCommand::Show(args) => show_member(context, args.person).await,
        MemberCommand::List => list(context).await,
    }
}

async fn admit(context: &mut Context<'_>, args: &AdmitArgs) -> Result<Report> {
    let identity = identity(args)?;
    let office = Office::open(context).await?;
    let waiting = application::of_wallet(&office, args.person).await?;
    let member = pda::member(office.address, &identity);
    match office.session.client.member(member).await {
        Err(RpcError::NotFound { .. }) => {}
        Err(error) => return Err(error.into()),
        Ok(known) => {
            return Err(CliError::failed(format!(
                "this person is a member already, with the wallet {}: one human, one member",
                known.wallet
            )))
        }
    }
    let instruction = MemberAdmit {
        payer: office.signers.payer(),
        signer: office.signers.wallet(),
        steward_member: office.steward_member().await?,
        network: office.address,
        wallet: args.person,
        rent_payer: waiting.rent_payer,
        identity,
        roles: waiting.roles,
        charter_version: waiting.charter_version,
    }
    .instruction();
    let plan = Plan::new("Admit a member", format!("the admission of {}", args.person), vec![instruction])
        .who("wallet", args.person)
        .who("network", office.address)
        .effect("as", words(role_names(waiting.roles)))
        .json("roles", names(waiting.roles))
        .effect("identity", format!("{} (a commitment; it says nothing to others)", hex(&identity)))
        .json("identity", hex(&identity))
        .who("member", member);
    let outcome = context.execute(&office.session, &office.signers, &[], &plan).await?;
    Ok(outcome.report(&plan, &format!("{} is a member.", args.person)))
}

/// The commitment that the steward gives, or the one of a document under the network's secret.
fn identity(args: &AdmitArgs) -> Result<[u8; 32]> {
    let secret_file = match (args.identity, &args.identity_secret_file) {
        (Some(identity), _) => return Ok(identity),
        (None, Some(file)) => file,
        (None, None) => return Err(CliError::usage("name --identity, or --identity-secret-file and the document")),
    };
    let secret = read_private_file(secret_file, "identity secret", LONGEST_SECRET).map_err(CliError::usage)?;
    let document = match &args.document {
        Some(file) => read_private_file(file, "document", LONGEST_SECRET).map_err(CliError::usage)?,
        None => {
            let typed = rpassword::prompt_password("Document (kind, country, number): ").map(Zeroizing::new).map_err(
                |error| CliError::usage(format!("cannot ask for the document ({error}): name a file with --document")),
            )?;
            Zeroizing::new(typed.as_bytes().to_vec())
        }
    };
    digest::identity(&secret, &document).map_err(CliError::usage)
}

async fn suspend(context: &mut Context<'_>, args: &SuspendArgs) -> Result<Report> {
    let office = Office::open(context).await?;
    let (member, _) = office.member(args.person).await?;
    let instruction = MemberSuspend {
        signer: office.signers.wallet(),
        steward_member: office.steward_member().await?,
        network: office.address,
        member,
        reason_hash: args.reason,
    }
    .instruction();
    let plan = Plan::new("Suspend a member", format!("the suspension of {}", args.person), vec![instruction])
        .who("wallet", args.person)
        .who("member", member)
        .effect("effect", "he keeps what he holds and is paid; he receives no shares")
        .effect("reason", format!("sha256 {}", hex(&args.reason)))
        .json("reasonHash", hex(&args.reason))
        .json("status", Status::Suspended.name());
    let outcome = context.execute(&office.session, &office.signers, &[], &plan).await?;
    Ok(outcome.report(&plan, &format!("{} is suspended.", args.person)))
}

async fn reinstate(context: &mut Context<'_>, args: &ReinstateArgs) -> Result<Report> {
    let consent = args.consent.as_ref().map(|source| context.resolve(source, "--consent")).transpose()?;
    let office = Office::open(context).await?;
    let (member, before) = office.member(args.person).await?;
    let instruction = MemberReinstate {
        signer: office.signers.wallet(),
        steward_member: office.steward_member().await?,
        network: office.address,
        member,
        wallet: consent.as_ref().map(CliSigner::pubkey),
    }
    .instruction();
    let plan = Plan::new("Reinstate a member", format!("the reinstatement of {}", args.person), vec![instruction])
        .who("wallet", args.person)
        .who("member", member)
        .effect("until now", status(&before))
        .effect("with his consent", yes_no(consent.is_some()))
        .json("status", Status::Active.name());
    let extra: Vec<&CliSigner> = consent.iter().collect();
    let outcome = context.execute(&office.session, &office.signers, &extra, &plan).await?;
    Ok(outcome.report(&plan, &format!("{} is an active member again.", args.person)))
}

async fn leave(context: &mut Context<'_>) -> Result<Report> {
    let office = Office::open(context).await?;
    let wallet = office.signers.wallet();
    let (member, before) = office.member(wallet).await?;
    check_present(wallet, &before)?;
    let instruction = MemberLeave { wallet, member }.instruction();
    let name = office.network.display_name();
    let plan = Plan::new(format!("Leave the network “{name}”"), format!("leaving “{name}”"), vec![instruction])
        .who("wallet", wallet)
        .who("member", member)
        .effect("effect", "you keep what you hold and are paid; you receive no shares; a steward can bring you back")
        .json("status", Status::Left.name());
    let outcome = context.execute(&office.session, &office.signers, &[], &plan).await?;
    Ok(outcome.report(&plan, &format!("{wallet} has left the network.")))
}

async fn attest(context: &mut Context<'_>, person: Address) -> Result<Report> {
    let office = Office::open(context).await?;
    let (member, _) = office.member(person).await?;
    let instruction = MemberAttest {
        signer: office.signers.wallet(),
        steward_member: office.steward_member().await?,
        network: office.address,
        member,
    }
    .instruction();
    let plan =
        Plan::new("Attest the conversation about rights", format!("the attestation for {person}"), vec![instruction])
            .who("wallet", person)
            .who("member", member)
            .effect("by", office.signers.wallet());
    let outcome = context.execute(&office.session, &office.signers, &[], &plan).await?;
    Ok(outcome.report(&plan, &format!("It is on record that {person} had the conversation.")))
}

async fn show_member(context: &mut Context<'_>, person: Option<Address>) -> Result<Report> {
    let wallet = context.person(person)?;
    let session = context.connect(Access::Read).await?;
    let (network, settings) = session.network(&context.global).await?;
    let (address, member) = session.member(network, wallet).await?;
    let reputation = member.reputation().at(session.now);
    let steward = session.client.steward(network, address).await?.map_or(0, |(_, steward)| steward.capabilities);
    let own_token = member.has_token().then(|| pda::mint(address));
    let standing = member.is_active() && reputation >= settings.parameters.minimum_reputation;
    let rows: Vec<(String, String)> = [
        (
            "wallet",
            match member.wallet == wallet {
                true => wallet.to_string(),
                false => format!("{}, which replaced {wallet} in a recovery", member.wallet),
            },
        ),
        ("member", address.to_string()),
        ("network", format!("{network} ({})", settings.display_name())),
        ("status", status(&member).to_owned()),
        ("roles", words(role_names(member.roles))),
        (
            "reputation",
            format!(
                "{} of 1,000; {} are needed to receive shares",
                show_count(u64::from(reputation)),
                settings.parameters.minimum_reputation
            ),
        ),
        ("in good standing", yes_no(standing).to_owned()),
        ("admitted", show_day(member.admitted_at)),
        (
            "charter",
            format!("version {}, acknowledged {}", member.charter_version, show(member.charter_acknowledged_at)),
        ),
        (
            "conversation attested",
            if member.education_attested_at == 0 { "no".to_owned() } else { show_day(member.education_attested_at) },
        ),
        (
            "held",
            if member.hold().active(session.now) {
                format!("until {}", show(member.held_until))
            } else {
                "no".to_owned()
            },
        ),
        (
            "recovery",
            match session.now < member.recovery_until {
                true => format!("pending, lapses {} (`personal-token recovery show`)", show(member.recovery_until)),
                false => "none pending".to_owned(),
            },
        ),
        ("own token", own_token.map_or_else(|| "none".to_owned(), |mint| mint.to_string())),
        ("steward", words(super::super::args::capability_names(steward))),
    ]
    .into_iter()
    .map(|(name, value)| (name.to_owned(), value))
    .collect();
    let mut json = member_json(&address, &member, session.now);
    if let Some(json) = json.as_object_mut() {
        json.insert("inGoodStanding".to_owned(), json!(standing));
        json.insert("steward".to_owned(), json!(super::super::args::capability_names(steward)));
    }
    Ok(Report::new(facts(&rows), json))
}

async fn list(context: &mut Context<'_>) -> Result<Report> {
    let session = context.connect(Access::Read).await?;
    let (network, _) = session.network(&context.global).await?;
    let mut members = session.client.members(network).await?;
    members.sort_by_key(|(address, member)| (member.admitted_at, *address));
    let rows: Vec<Vec<String>> = members
        .iter()
        .map(|(_, member)| {
            vec![
                member.wallet.to_string(),
                words(role_names(member.roles)),
                status(member).to_owned(),
                member.reputation().at(session.now).to_string(),
                show_day(member.admitted_at),
            ]
        })
        .collect();
    let columns = [
        ("Wallet", Align::Left),
        ("Roles", Align::Left),
        ("Status", Align::Left),
        ("Reputation", Align::Right),
        ("Admitted", Align::Left),
    ];
    let text = match rows.is_empty() {
        true => "The network has no members yet: people apply with `personal-token member apply`.".to_owned(),
        false => table(&columns, &rows),
    };
    let json: Vec<Value> = members.iter().map(|(address, member)| member_json(address, member, session.now)).collect();
    Ok(Report::new(text, json!({ "network": network.to_string(), "members": json })))
}

fn member_json(address: &Address, member: &Member, now: i64) -> Value {
    json!({
        "member": address.to_string(),
        "wallet": member.wallet.to_string(),
        "network": member.network.to_string(),
        "status": status(member),
        "roles": names(member.roles),
        "reputation": member.reputation().at(now),
        "admittedAt": member.admitted_at,
        "charterVersion": member.charter_version,
        "charterAcknowledgedAt": member.charter_acknowledged_at,
        "educationAttestedAt": (member.education_attested_at != 0).then_some(member.education_attested_at),
        "heldUntil": member.hold().active(now).then_some(member.held_until),
        "recoveryUntil": (now < member.recovery_until).then_some(member.recovery_until),
        "mint": member.has_token().then(|| pda::mint(*address).to_string()),
    })
}

fn status(member: &Member) -> &'static str {
    member.status().map_or("unknown", Status::name)
}

pub fn names(roles: u8) -> Vec<Value> {
    role_names(roles).into_iter().map(Value::from).collect()
}
