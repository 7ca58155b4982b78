//! Executing a recovery: the new wallet, then each position, as far as signatures reach.

use {
    super::{positions_text, File},
    crate::{
        args::RecoveryExecuteArgs,
        command::{packing::pack, position::opening},
        context::{Context, Session},
        error::{CliError, Result},
        output::Report,
        send::Plan,
        signer::CliSigner,
        text::count,
        time::show,
    },
    personal_token_core::Error as Rule,
    personal_token_sdk::{
        instruction::{ListingCancel, RecoveryExecute, RecoveryMove},
        quote::claimable,
        state::{Position, Recovery, Token},
        Address, Instruction,
    },
    serde_json::{json, Value},
    solana_signer::Signer,
};

/// A position of an old wallet, and what it takes to move it.
struct Move {
    position: Position,
    token: Token,
    symbol: String,
    money: String,
    /// Whether the new wallet has to sign first.
    needs_opening: bool,
    instructions: Vec<Instruction>,
}

/// Gives a member his new wallet, and moves his positions.
pub async fn execute(context: &mut Context<'_>, args: &RecoveryExecuteArgs) -> Result<Report> {
    let named = args.new_wallet.as_ref().map(|source| context.resolve(source, "--new-wallet")).transpose()?;
    let file = open(context, args.person, named.as_ref()).await?;
    let (office, now) = (&file.office, file.now());
    let recovery = office.session.client.recovery_of(file.address).await?.map(|(_, recovery)| recovery);
    let new_wallet = recovery.map_or(file.member.wallet, |recovery| recovery.new_wallet);
    let plan = Plan::new("Move a member to his new wallet", "the recovery", Vec::new())
        .json("member", file.address.to_string());
    let plan = with_schedule(plan, &file, recovery.as_ref());
    if let Some(recovery) = &recovery {
        recovery.schedule().check_executable(now).map_err(|rule| plan.refused(rule))?;
    }
    let signs = office.signers.wallet() == new_wallet || named.as_ref().is_some_and(|key| key.pubkey() == new_wallet);
    if named.as_ref().is_some_and(|key| key.pubkey() != new_wallet) {
        return Err(CliError::usage(format!("--new-wallet is another one than the recovery's, {new_wallet}")));
    }
    let moves = moves(&file, new_wallet).await?;
    let (can, cannot): (Vec<Move>, Vec<Move>) = moves.into_iter().partition(|step| signs || !step.needs_opening);
    let mut plan = plan.effect("new wallet", new_wallet).json("newWallet", new_wallet.to_string());
    for step in &can {
        let shares = count(step.position.shares, "share");
        plan = plan.effect("moves", format!("{shares} of {} and {} owed, with lock and cost", step.symbol, step.money));
    }
    for step in &cannot {
        let shares = count(step.position.shares, "share");
        plan = plan.effect("stays for now", format!("{shares} of {}: the new wallet has to sign", step.symbol));
    }
    plan = plan
        .json("executed", recovery.is_some())
        .json("moved", can.iter().map(to_json).collect::<Vec<_>>())
        .json("left", cannot.iter().map(to_json).collect::<Vec<_>>());
    let execution = recovery.map(|recovery| {
        let payer = office.signers.payer();
        let (network, member, rent_payer) = (office.address, file.address, recovery.rent_payer);
        vec![RecoveryExecute { payer, network, member, rent_payer, new_wallet }.instruction()]
    });
    let units = execution.into_iter().chain(can.iter().map(|step| step.instructions.clone()));
    plan.steps = pack(office.signers.payer(), units);
    plan.is_resumable = plan.steps.len() > 1;
    let left = match cannot.len() {
        0 => String::new(),
        number => {
            format!(" {} left: run the same command with --new-wallet, or as the new wallet.", positions_text(number))
        }
    };
    if plan.steps.is_empty() {
        let said = match left.is_empty() {
            true => format!(
                "No recovery of {} is pending, and all his positions are in place; nothing was sent.",
                file.member.wallet
            ),
            false => format!("Nothing can be moved without the new wallet; nothing was sent.{left}"),
        };
        return Ok(Report { text: said, json: plan.json }.with_signatures(&[]));
    }
    let extra: Vec<&CliSigner> = named.iter().collect();
    let outcome = context.execute(&office.session, &office.signers, &extra, &plan).await?;
    let done = format!("The member's wallet is {new_wallet}; {} moved.{left}", positions_text(can.len()));
    Ok(outcome.report(&plan, &done))
}

/// The file of a member; his new wallet is known as one only after the execution, so it is looked for among what is pending.
async fn open(context: &mut Context<'_>, person: Address, named: Option<&CliSigner>) -> Result<File> {
    if let Some(key) = named.filter(|key| key.pubkey() == person) {
        let wallet = key.pubkey();
        return match File::open(context, Some(person)).await {
            Err(_) => Err(CliError::usage(format!(
                "{wallet} is not a member's wallet yet: name the member by his old wallet or his member's address"
            ))),
            found => found,
        };
    }
    File::open(context, Some(person)).await
}

fn with_schedule(plan: Plan, file: &File, recovery: Option<&Recovery>) -> Plan {
    let Some(recovery) = recovery else { return plan };
    plan.until(Rule::RecoveryTooEarly, recovery.executable_at, "They are over at")
        .because(
            Rule::RecoveryLapsed,
            format!("It lapsed at {}; `personal-token recovery veto` ends it", show(recovery.lapses_at)),
        )
        .effect("old wallet", format!("{}, which can do nothing any more then", file.member.wallet))
        .json("oldWallet", file.member.wallet.to_string())
        .effect("lapses", show(recovery.lapses_at))
        .effect("rent goes to", recovery.rent_payer)
}

/// What is in positions of other wallets than the new one.
async fn moves(file: &File, new_wallet: Address) -> Result<Vec<Move>> {
    let mut moves = Vec::new();
    let stays = |position: &Position| position.wallet != new_wallet && position.replaced_by().is_none();
    for (address, position) in file.positions.iter().filter(|(_, position)| stays(position)) {
        moves.push(plan_move(file, *address, position, new_wallet).await?);
    }
    // What needs nobody's signature first.
    moves.sort_by_key(|step| (step.needs_opening, step.token.mint));
    Ok(moves)
}

async fn plan_move(file: &File, address: Address, position: &Position, new_wallet: Address) -> Result<Move> {
    let (office, session): (_, &Session) = (&file.office, &file.office.session);
    let (payer, signer) = (office.signers.payer(), office.signers.wallet());
    let token = session.client.token_at(position.token).await?;
    let view = session.view(position.token, token).await?;
    let mint = token.mint;
    let needs_opening = session.client.position(new_wallet, mint).await?.is_none();
    let mut instructions = match needs_opening {
        true => opening(session, payer, new_wallet, file.address, &token).await?,
        false => Vec::new(),
    };
    let (member, old_wallet) = (file.address, position.wallet);
    instructions.push(RecoveryMove { member, mint, old_wallet, new_wallet }.instruction());
    // They are over with the position, and their rent goes back.
    for (_, listing) in session.client.listings_by(address).await? {
        let (nonce, rent_payer) = (listing.nonce, listing.rent_payer);
        let cancel = ListingCancel { signer, member, mint, wallet: old_wallet, nonce, rent_payer };
        instructions.push(cancel.instruction());
    }
    let owed = claimable(&token, position)
        .map_err(|_| CliError::failed("the node answered with states of different moments: try again"))?;
    Ok(Move {
        position: *position,
        token,
        symbol: view.symbol,
        money: view.money.show(owed),
        needs_opening,
        instructions,
    })
}

fn to_json(step: &Move) -> Value {
    json!({
        "mint": step.token.mint.to_string(),
        "from": step.position.wallet.to_string(),
        "shares": step.position.shares.to_string(),
    })
}
