use {
    super::{application, desk::check_present, member_view, recovery, reputation, status, yes_no, Office},
    crate::{
        args::{role_names, AdmitArgs, MemberCommand, ReinstateArgs, SuspendArgs},
        context::Context,
        digest,
        error::{CliError, Result},
        output::Report,
        send::Plan,
        signer::{read_private_file, CliSigner},
        text::{hex, list as words},
    },
    personal_token_core::{member::Status, Error as Rule},
    personal_token_sdk::{
        instruction::{MemberAdmit, MemberAttest, MemberExclude, MemberLeave, MemberReinstate, MemberSuspend},
        pda,
        rpc::RpcError,
        Address,
    },
    serde_json::Value,
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
        MemberCommand::Exclude(args) => exclude(context, args).await,
        MemberCommand::Reinstate(args) => reinstate(context, args).await,
        MemberCommand::Leave => leave(context).await,
        MemberCommand::Attest(args) => attest(context, args.person).await,
        MemberCommand::Hold(args) => recovery::hold(context, args).await,
        MemberCommand::Release(args) => recovery::release(context, args.person).await,
        MemberCommand::Show(args) => member_view::show(context, args.person).await,
        MemberCommand::Reputation(args) => reputation::show(context, args).await,
        MemberCommand::List => member_view::list(context).await,
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

async fn exclude(context: &mut Context<'_>, args: &SuspendArgs) -> Result<Report> {
    let office = Office::open(context).await?;
    let (member, before) = office.member(args.person).await?;
    let instruction =
        MemberExclude { authority: office.signers.wallet(), network: office.address, member, reason_hash: args.reason }
            .instruction();
    let plan = Plan::new("Exclude a member", format!("the exclusion of {}", args.person), vec![instruction])
        .because(Rule::NotNetworkAuthority, format!("It is {}; a steward can suspend", office.network.authority))
        .who("wallet", args.person)
        .who("member", member)
        .effect("until now", status(&before))
        .effect("effect", "he keeps what he holds, is paid, and can sell or give shares back; he receives no shares")
        .effect("ends", "only by the authority (`personal-token member reinstate`)")
        .effect("reason", format!("sha256 {}", hex(&args.reason)))
        .json("reasonHash", hex(&args.reason))
        .json("status", Status::Excluded.name());
    let outcome = context.execute(&office.session, &office.signers, &[], &plan).await?;
    Ok(outcome.report(&plan, &format!("{} is excluded.", args.person)))
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
    // What the rules refuse, the program says.
    let then = before.status().and_then(|status| status.reinstate(consent.is_some(), true)).unwrap_or(Status::Active);
    let (effect, done) = match then {
        Status::Left => (
            "left: his own signature (--consent) is needed to make him active",
            format!("{} is not excluded any more; he counts as one who left.", args.person),
        ),
        _ => ("active", format!("{} is an active member again.", args.person)),
    };
    let plan = Plan::new("Reinstate a member", format!("the reinstatement of {}", args.person), vec![instruction])
        .because(Rule::MemberExcluded, format!("It is {}", office.network.authority))
        .who("wallet", args.person)
        .who("member", member)
        .effect("until now", status(&before))
        .effect("with his consent", yes_no(consent.is_some()))
        .effect("from now on", effect)
        .json("status", then.name());
    let extra: Vec<&CliSigner> = consent.iter().collect();
    let outcome = context.execute(&office.session, &office.signers, &extra, &plan).await?;
    Ok(outcome.report(&plan, &done))
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

pub fn names(roles: u8) -> Vec<Value> {
    role_names(roles).into_iter().map(Value::from).collect()
}
