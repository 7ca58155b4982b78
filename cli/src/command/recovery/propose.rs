//! Proposing a recovery, and ending it.

use {
    super::{marks, positions_text, File},
    crate::{
        args::RecoveryProposeArgs,
        command::packing::pack,
        context::Context,
        error::{CliError, Result},
        output::Report,
        send::Plan,
        signer::CliSigner,
        time::show,
    },
    personal_token_core::{
        recovery::{Schedule, CAPABILITY_WAIT},
        Error as Rule,
    },
    personal_token_sdk::{
        instruction::{RecoveryPropose, RecoveryVeto},
        pda,
        state::Member,
        Address,
    },
    solana_signer::Signer,
};

/// Proposes to move a member to a new wallet.
pub async fn propose(context: &mut Context<'_>, args: &RecoveryProposeArgs) -> Result<Report> {
    let new_wallet = context.resolve(&args.new_wallet, "--new-wallet")?;
    let second = context.resolve(&args.second_steward, "--second-steward")?;
    let file = File::open(context, Some(args.person)).await?;
    let (office, now, wallet) = (&file.office, file.now(), file.office.signers.wallet());
    check_new_wallet(&file, new_wallet.pubkey()).await?;
    if let Some((_, recovery)) = office.session.client.recovery_of(file.address).await? {
        let end = match recovery.schedule().has_lapsed(now) {
            true => "it has lapsed, and has to be ended first: `personal-token recovery veto`".to_owned(),
            false => format!("it can be executed from {}", show(recovery.executable_at)),
        };
        return Err(CliError::failed(format!(
            "a recovery of this member, to {}, is pending already: {end}",
            recovery.new_wallet
        )));
    }
    let (first_member, first_granted) = steward(&file, wallet).await?;
    let (second_member, second_granted) = steward(&file, second.pubkey()).await?;
    let instruction = RecoveryPropose {
        payer: office.signers.payer(),
        new_wallet: new_wallet.pubkey(),
        first_signer: wallet,
        first_member,
        second_signer: second.pubkey(),
        second_member,
        network: office.address,
        member: file.address,
    }
    .instruction();
    let schedule = Schedule::starting(now).map_err(|rule| CliError::failed(rule.to_string()))?;
    // What the positions will follow from.
    let proposed = Member { recovery_until: schedule.lapses_at, ..file.member };
    let (marking, number) = marks(file.address, &proposed, &file.positions, now);
    let usable_at = first_granted.max(second_granted).saturating_add(i64::from(CAPABILITY_WAIT));
    let mut plan = Plan::new("Propose to move a member to a new wallet", "the proposal of a recovery", Vec::new())
        .until(Rule::CapabilityTooFresh, usable_at, "Both can use it from")
        .json("member", file.address.to_string())
        .json("recovery", pda::recovery(file.address).to_string())
        .effect("old wallet", file.member.wallet)
        .json("oldWallet", file.member.wallet.to_string())
        .effect("new wallet", new_wallet.pubkey())
        .json("newWallet", new_wallet.pubkey().to_string())
        .effect("first steward", wallet)
        .effect("second steward", second.pubkey())
        .effect(
            "from now on",
            "nothing leaves the member: no transfer, listing, sale, purchase, subscription; an owner announces and completes no round, a steward does no work",
        )
        .effect("marked", format!("{}: only the holder himself has them paid", positions_text(number)))
        .json("marked", number)
        .effect("veto", "by any signature of the old wallet until it is executed")
        .effect("can be executed", format!("from {} until {}", show(schedule.executable_at), show(schedule.lapses_at)))
        .json("executableAt", schedule.executable_at)
        .json("lapsesAt", schedule.lapses_at)
        .effect("rent", "of the recovery comes back when it ends");
    plan.steps = pack(office.signers.payer(), std::iter::once(instruction).chain(marking).map(|one| vec![one]));
    let extra: [&CliSigner; 2] = [&new_wallet, &second];
    let outcome = context.execute(&office.session, &office.signers, &extra, &plan).await?;
    let done = format!(
        "The recovery of {} is proposed; anyone executes it from {}.",
        file.member.wallet,
        show(schedule.executable_at)
    );
    Ok(outcome.report(&plan, &done))
}

/// A wallet that is or was a member's is refused when the recovery is executed: said now, it saves 14 days.
async fn check_new_wallet(file: &File, wallet: Address) -> Result<()> {
    if wallet == file.member.wallet {
        return Err(CliError::usage("the new wallet is the member's present wallet: name another one"));
    }
    match file.office.session.client.member_of(file.office.address, wallet).await? {
        None => Ok(()),
        Some(_) => Err(CliError::failed(format!(
            "{wallet} is a member's wallet, or was one; a recovery needs one that is new to the network"
        ))),
    }
}

/// The member who a steward is, and when he was granted the capability to recover; 0 if he has not got it, which the
/// program then says.
async fn steward(file: &File, wallet: Address) -> Result<(Address, i64)> {
    let office = &file.office;
    let (member, _) = office.session.member(office.address, wallet).await?;
    if member == file.address {
        return Err(CliError::failed(
            "a steward who is recovered cannot be one of the two: ask another steward (SameSteward)",
        ));
    }
    match office.session.client.steward(office.address, member).await? {
        Some((_, steward)) => {
            let [.., granted_at] = steward.granted_at;
            Ok((member, granted_at))
        }
        None => Err(CliError::failed(format!(
            "{wallet} is no steward of the network; two stewards who recover propose (`personal-token network steward list`), the authority cannot stand in for one"
        ))),
    }
}

/// Ends a recovery.
pub async fn veto(context: &mut Context<'_>, person: Option<Address>) -> Result<Report> {
    let file = File::open(context, person).await?;
    let (office, now, signer) = (&file.office, file.now(), file.office.signers.wallet());
    let Some((_, recovery)) = office.session.client.recovery_of(file.address).await? else {
        return Err(CliError::failed(format!("no recovery of {} is pending", file.member.wallet)));
    };
    let instruction = RecoveryVeto { signer, member: file.address, rent_payer: recovery.rent_payer }.instruction();
    let released = Member { recovery_until: 0, ..file.member };
    let (marking, number) = marks(file.address, &released, &file.positions, now);
    let role = if signer == file.member.wallet {
        "the member's own wallet: a veto"
    } else if signer == recovery.new_wallet {
        "the new wallet, which gives it up"
    } else if [recovery.first_steward, recovery.second_steward].contains(&signer) {
        "a steward who proposed it, and gives it up"
    } else {
        "somebody else, who can clear it away once it has lapsed"
    };
    let mut plan = Plan::new("End a recovery", "the end of the recovery", Vec::new())
        .until(Rule::NotRecoveryParty, recovery.lapses_at, "It lapses at")
        .json("member", file.address.to_string())
        .who("wallet", file.member.wallet)
        .effect("does not move to", recovery.new_wallet)
        .json("newWallet", recovery.new_wallet.to_string())
        .effect("signed by", role)
        .effect("marks", format!("of {} follow what holds then", positions_text(number)))
        .json("marked", number)
        .effect("rent goes to", recovery.rent_payer);
    plan.steps = pack(office.signers.payer(), std::iter::once(instruction).chain(marking).map(|one| vec![one]));
    let outcome = context.execute(&office.session, &office.signers, &[], &plan).await?;
    Ok(outcome.report(&plan, &format!("The recovery of {} has ended; he keeps his wallet.", file.member.wallet)))
}
