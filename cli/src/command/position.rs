use {
    super::{complaint::boundary_text, desk::Desk},
    crate::{
        amount::{show_basis_points, show_count, show_part},
        args::{PositionAdmitArgs, PositionApproveArgs, PositionBoundaryArgs, PositionCommand, PositionShowArgs},
        context::{Access, Context, Session, TokenView},
        error::{CliError, Result},
        output::Report,
        send::Plan,
        text::{count, facts, table, Align},
        time::{show, show_day},
    },
    personal_token_core::{boundary::Contact, recovery::FOR_EVER, Error as Rule},
    personal_token_sdk::{
        instruction::{
            CreateAssociatedToken, PositionAdmit, PositionApprove, PositionClose, PositionOpen, PositionSetBoundary,
            SetCloseAuthority,
        },
        pda,
        state::{Position, Token},
        Address, Instruction, TOKEN_2022_ID, TOKEN_ID,
    },
    serde_json::{json, Value},
};

pub async fn run(context: &mut Context<'_>, command: &PositionCommand) -> Result<Report> {
    match command {
        PositionCommand::Open(args) => open(context, args.mint).await,
        PositionCommand::Close(args) => close(context, args.mint).await,
        PositionCommand::Show(args) => show_position(context, args).await,
        PositionCommand::List(args) => list(context, args.person).await,
        PositionCommand::Admit(args) => admit(context, args).await,
        PositionCommand::Approve(args) => approve(context, args).await,
        PositionCommand::SetBoundary(args) => set_boundary(context, args).await,
    }
}

async fn open(context: &mut Context<'_>, mint: Address) -> Result<Report> {
    let desk = Desk::open(context, mint).await?;
    let (wallet, payer, token) = (desk.signers.wallet(), desk.signers.payer(), &desk.view.token);
    let (member, _) = desk.session.member(token.network, wallet).await?;
    desk.check_present()?;
    let position = pda::position_of(wallet, mint);
    if desk.session.client.position(wallet, mint).await?.is_some() {
        return Err(CliError::failed(format!("{wallet} has a position in this token already: {position}")));
    }
    let share_account = pda::share_account(wallet, mint);
    let instructions = opening(&desk.session, payer, wallet, member, &desk.view.token).await?;
    let quote_account = pda::quote_account(wallet, token.quote_mint);
    let (title, doing) = (
        format!("Open a position in {} ({})", desk.view.symbol, desk.view.name),
        format!("the opening of a position in {}", desk.view.symbol),
    );
    let plan = Plan::new(title, doing, instructions)
        .who("mint", mint)
        .who("wallet", wallet)
        .who("position", position)
        .json("member", member.to_string())
        .json("shareAccount", share_account.to_string())
        .effect("paid into", quote_account)
        .json("quoteAccount", quote_account.to_string())
        .effect("rent", "of the position comes back if it is closed unused");
    desk.finish(context, &plan, &format!("{wallet} can receive shares of {} now.", desk.view.symbol)).await
}

/// Both accounts of a wallet and its position.
pub async fn opening(
    session: &Session,
    payer: Address,
    wallet: Address,
    member: Address,
    token: &Token,
) -> Result<Vec<Instruction>> {
    let mint = token.mint;
    let mut instructions = vec![
        CreateAssociatedToken { payer, wallet, mint, token_program: TOKEN_2022_ID }.instruction(),
        CreateAssociatedToken { payer, wallet, mint: token.quote_mint, token_program: TOKEN_ID }.instruction(),
    ];
    // Programs cannot change an account with CpiGuard, so its holder hands it over himself.
    let account = pda::share_account(wallet, mint);
    if session.client.token_account(account).await?.is_some_and(|account| account.cpi_guard) {
        let new_authority = Some(pda::position_of(wallet, mint));
        instructions.push(SetCloseAuthority { wallet, account, new_authority }.instruction());
    }
    instructions.push(PositionOpen { payer, wallet, member, mint }.instruction());
    Ok(instructions)
}

async fn close(context: &mut Context<'_>, mint: Address) -> Result<Report> {
    let desk = Desk::open(context, mint).await?;
    let wallet = desk.signers.wallet();
    let (address, position) = desk.session.position(wallet, mint).await?;
    let instruction =
        PositionClose { wallet, member: position.member, mint, rent_payer: position.rent_payer }.instruction();
    let plan = desk
        .plan("Close an unused position", "the closing of the position", instruction)
        .who("wallet", wallet)
        .who("position", address)
        .effect("rent goes to", position.rent_payer);
    desk.finish(context, &plan, "The position is closed.").await
}

async fn show_position(context: &mut Context<'_>, args: &PositionShowArgs) -> Result<Report> {
    let wallet = context.person(args.person)?;
    let session = context.connect(Access::Read).await?;
    let view = session.token(args.mint).await?;
    let (address, position) = session.position(wallet, args.mint).await?;
    let now = session.now;
    let lock = position.lockup().at(now);
    let locked = match lock.shares {
        0 => "none".to_owned(),
        shares => format!("{} until {}", show_count(shares), show(lock.unlocks_at)),
    };
    let approval = match position.approved_shares {
        0 => "none".to_owned(),
        _ if position.approval_expires_at <= now => "expired".to_owned(),
        shares => format!(
            "at most {} shares from {} until {}",
            show_count(shares),
            position.approved_from,
            show(position.approval_expires_at)
        ),
    };
    let present = session.client.member(position.member).await?.wallet;
    let quote_account = session.client.token_account(position.quote_account).await?;
    let rows: Vec<(String, String)> = [
        ("wallet", wallet.to_string()),
        ("position", address.to_string()),
        ("shares", format!("{} ({})", show_count(position.shares), show_part(position.shares, view.token.total))),
        ("locked", locked),
        ("listed for sale", if position.listed == 0 { "none".to_owned() } else { show_count(position.listed) }),
        ("can be moved", show_count(position.movable(now))),
        ("can be claimed", view.money.show(claimable(&view, &position)?)),
        (
            "paid into",
            format!("{}{}", position.quote_account, if quote_account.is_some() { "" } else { " (does not exist yet)" }),
        ),
        ("cost basis", view.money.show(position.cost_basis)),
        ("cap", if position.cap == 0 { "not admitted".to_owned() } else { show_basis_points(position.cap) }),
        ("approval", approval),
        ("marked", mark_text(&position, present, now)),
        ("contact with the owner", boundary_text(&position)),
        ("moved to", position.replaced_by().map_or_else(|| "not moved".to_owned(), |address| address.to_string())),
        ("opened", show_day(position.opened_at)),
    ]
    .into_iter()
    .map(|(name, value)| (name.to_owned(), value))
    .collect();
    let text = format!("Position in {} ({})\n{}", view.symbol, view.name, facts(&rows));
    Ok(Report::new(text, position_json(&view, address, &position, now)?))
}

async fn list(context: &mut Context<'_>, person: Option<Address>) -> Result<Report> {
    let wallet = context.person(person)?;
    let session = context.connect(Access::Read).await?;
    let (network, _) = session.network(&context.global).await?;
    let mut tokens = session.client.tokens(network).await?;
    tokens.sort_by_key(|(address, token)| (token.created_at, *address));
    let (mut rows, mut json) = (Vec::new(), Vec::new());
    for (_, token) in tokens {
        let Some((address, position)) = session.client.position(wallet, token.mint).await? else { continue };
        let view = session.token(token.mint).await?;
        rows.push(vec![
            view.symbol.clone(),
            token.mint.to_string(),
            show_count(position.shares),
            show_part(position.shares, token.total),
            show_count(position.lockup().at(session.now).shares),
            view.money.show(claimable(&view, &position)?),
        ]);
        json.push(position_json(&view, address, &position, session.now)?);
    }
    let columns = [
        ("Token", Align::Left),
        ("Mint", Align::Left),
        ("Shares", Align::Right),
        ("Part", Align::Right),
        ("Locked", Align::Right),
        ("Can be claimed", Align::Right),
    ];
    let text = match rows.is_empty() {
        true => format!("{wallet} has no positions."),
        false => table(&columns, &rows),
    };
    Ok(Report::new(text, json!({ "wallet": wallet.to_string(), "network": network.to_string(), "positions": json })))
}

async fn admit(context: &mut Context<'_>, args: &PositionAdmitArgs) -> Result<Report> {
    let desk = Desk::open(context, args.mint).await?;
    let (address, before) = desk.session.position(args.person, args.mint).await?;
    let instruction = PositionAdmit {
        owner: desk.signers.wallet(),
        owner_member: desk.view.token.owner,
        mint: args.mint,
        holder: args.person,
        cap: args.cap,
    }
    .instruction();
    let cap = show_basis_points(args.cap);
    let plan = desk
        .plan("Admit a holder", format!("the admission of {} up to {cap} of all shares", args.person), instruction)
        .who("wallet", args.person)
        .json("position", address.to_string())
        .effect("may hold", format!("{cap} of all shares (until now {})", show_basis_points(before.cap)))
        .json("capBasisPoints", args.cap)
        .effect("you own the token", desk.is_owner());
    let done = match args.cap {
        0 => format!("{} is not admitted any more.", args.person),
        _ => format!("{} may hold up to {cap} of all shares.", args.person),
    };
    desk.finish(context, &plan, &done).await
}

async fn approve(context: &mut Context<'_>, args: &PositionApproveArgs) -> Result<Report> {
    let desk = Desk::open(context, args.mint).await?;
    let (address, _) = desk.session.position(args.person, args.mint).await?;
    let (from, shares) = (args.from.unwrap_or_default(), args.shares.unwrap_or(0));
    if shares == 0 && !args.withdraw {
        return Err(CliError::usage("approve at least one share, or --withdraw"));
    }
    let expires_at = args.expires.map_or(0, |when| when.unix(desk.session.now));
    let instruction = PositionApprove {
        owner: desk.signers.wallet(),
        owner_member: desk.view.token.owner,
        mint: args.mint,
        holder: args.person,
        from,
        shares,
        expires_at,
    }
    .instruction();
    let (title, doing) = match args.withdraw {
        true => ("Withdraw an approval", "the withdrawal of the approval".to_owned()),
        false => ("Approve one receipt", format!("the approval of {}", count(shares, "share"))),
    };
    let plan = desk
        .plan(title, doing, instruction)
        .who("to", args.person)
        .json("position", address.to_string())
        .json("shares", shares.to_string());
    let (plan, done) = match args.withdraw {
        true => (plan, "The approval is withdrawn.".to_owned()),
        false => (
            plan.who("from", from)
                .effect("shares", format!("at most {}, in one receipt", desk.shares(shares)))
                .effect("until", show(expires_at))
                .json("expiresAt", expires_at),
            format!(
                "{} may receive up to {} shares from {from} until {}.",
                args.person,
                show_count(shares),
                show(expires_at)
            ),
        ),
    };
    desk.finish(context, &plan, &done).await
}

async fn set_boundary(context: &mut Context<'_>, args: &PositionBoundaryArgs) -> Result<Report> {
    let desk = Desk::open_own(context, args.token.mint).await?;
    let mint = desk.view.mint;
    let (address, before) = desk.session.position(args.person, mint).await?;
    let contact = Contact::from(args.contact);
    let instruction = PositionSetBoundary {
        owner: desk.signers.wallet(),
        owner_member: desk.view.token.owner,
        mint,
        holder: args.person,
        contact,
    }
    .instruction();
    let now = boundary_text(&before);
    let plan = desk
        .plan("Say how a shareholder may contact you", format!("the boundary {}", contact.name()), instruction)
        .because(Rule::NotTokenOwner, format!("It is {}", desk.view.owner_wallet))
        .because(Rule::BoundaryUnchanged, format!("It is {now}"))
        .who("wallet", args.person)
        .json("position", address.to_string())
        .effect("until now", now)
        .effect("from now on", format!("{}: {}", contact.name(), contact_words(contact)))
        .json("contact", contact.name())
        .effect(
            "if it is not kept",
            "`personal-token complaint file` with --category boundary, about what happens from now on",
        )
        .effect("for ever", "its date stays on record; you can change it at any time, without a reason");
    let done = format!(
        "{} may contact you as follows: {}. Tell him; his `personal-token position show {mint}` says so too.",
        args.person,
        contact_words(contact)
    );
    desk.finish(context, &plan, &done).await
}

/// What a boundary lets a shareholder do.
const fn contact_words(contact: Contact) -> &'static str {
    match contact {
        Contact::Open => "as both like",
        Contact::Asynchronous => "written messages, answered when it suits the owner; no calls, no visits",
        Contact::Quarterly => "one message a quarter",
        Contact::NoContact => "not at all",
    }
}

/// Whether others can have it paid, in words.
pub fn mark_text(position: &Position, present: Address, now: i64) -> String {
    match position.held_until {
        _ if !position.is_held(now) => "no".to_owned(),
        _ if position.replaced_by().is_some() => "yes, but everything was moved".to_owned(),
        _ if position.wallet != present => {
            "yes, paid once it is moved: `personal-token recovery execute` with --new-wallet".to_owned()
        }
        FOR_EVER => "yes, only the holder himself has it paid".to_owned(),
        until => format!("until {}, only the holder himself has it paid", show(until)),
    }
}

/// The same for scripts: whether, and until when if it ends by itself.
pub fn mark_json(position: &Position, now: i64) -> Value {
    let until = Some(position.held_until).filter(|until| *until != FOR_EVER);
    match position.is_held(now) {
        true => json!({ "until": until }),
        false => Value::Null,
    }
}

/// What a holder can claim now.
pub fn claimable(view: &TokenView, position: &Position) -> Result<u64> {
    position
        .holding()
        .claimable(view.token.pool().acc)
        .map_err(|_| CliError::failed("the node answered with states of different moments: try again"))
}

fn position_json(view: &TokenView, address: Address, position: &Position, now: i64) -> Result<Value> {
    let lock = position.lockup().at(now);
    let approved = position.approved_shares != 0 && position.approval_expires_at > now;
    Ok(json!({
        "mint": view.mint.to_string(),
        "symbol": view.symbol,
        "position": address.to_string(),
        "wallet": position.wallet.to_string(),
        "member": position.member.to_string(),
        "shareAccount": position.share_account.to_string(),
        "quoteAccount": position.quote_account.to_string(),
        "shares": position.shares.to_string(),
        "locked": lock.shares.to_string(),
        "unlocksAt": (lock.shares > 0).then_some(lock.unlocks_at),
        "listed": position.listed.to_string(),
        "free": position.movable(now).to_string(),
        "claimable": view.money.json(claimable(view, position)?),
        "costBasis": view.money.json(position.cost_basis),
        "capBasisPoints": position.cap,
        "approval": approved.then(|| json!({
            "from": position.approved_from.to_string(),
            "shares": position.approved_shares.to_string(),
            "expiresAt": position.approval_expires_at,
        })),
        "marked": mark_json(position, now),
        "movedTo": position.replaced_by().map(|address| address.to_string()),
        "contact": position.boundary().map_or("unknown", |boundary| boundary.contact.name()),
        "contactSetAt": (position.contact_set_at != 0).then_some(position.contact_set_at),
        "contactFirstSetAt": (position.contact_first_set_at != 0).then_some(position.contact_first_set_at),
        "complaints": position.complaints,
        "used": position.used == Position::HELD,
        "openedAt": position.opened_at,
    }))
}
