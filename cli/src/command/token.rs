use {
    super::{
        desk::Desk,
        packing::pack,
        rights::with_rights,
        token_view::{self, authorised_text, policy_text},
    },
    crate::{
        amount::show_count,
        args::{
            TokenAuthoriseArgs, TokenCommand, TokenCreateArgs, TokenHoldArgs, TokenIssueArgs, TokenPauseArgs,
            TokenPolicyArgs,
        },
        context::{Access, Context, Signers},
        error::{CliError, Result},
        output::Report,
        send::Plan,
        text::{count, hex},
        time::{show, show_duration},
    },
    personal_token_core::{
        metadata,
        policy::{raise_authorised, Policy},
        Error as Rule,
    },
    personal_token_sdk::{
        instruction::{
            CreateAssociatedToken, PositionOpen, TokenAuthorise, TokenCreate, TokenIssue, TokenPause, TokenResume,
            TokenSetHold, TokenSetPolicy,
        },
        pda,
        state::display_text,
        Address, Instruction, TOKEN_2022_ID,
    },
};

pub async fn run(context: &mut Context<'_>, command: &TokenCommand) -> Result<Report> {
    match command {
        TokenCommand::Create(args) => create(context, args).await,
        TokenCommand::Issue(args) => issue(context, args).await,
        TokenCommand::Show(args) => token_view::show_token(context, args.mint).await,
        TokenCommand::List => token_view::list(context).await,
        TokenCommand::Policy(args) => set_policy(context, args).await,
        TokenCommand::Hold(args) => set_hold(context, args).await,
        TokenCommand::Authorise(args) => authorise(context, args).await,
        TokenCommand::Pause(args) => pause(context, args).await,
        TokenCommand::Resume(args) => resume(context, args.mint).await,
    }
}

async fn create(context: &mut Context<'_>, args: &TokenCreateArgs) -> Result<Report> {
    let authorised = args.authorised.unwrap_or(args.shares);
    if args.shares == 0 || authorised < args.shares {
        return Err(CliError::usage("issue at least one share, and no more than are authorised"));
    }
    metadata::check(&args.name, &args.symbol, &args.uri).map_err(|error| CliError::usage(error.to_string()))?;
    let signers = context.signers()?;
    let session = context.connect(Access::Write).await?;
    let (network, settings) = session.network(&context.global).await?;
    let owner = signers.wallet();
    let (member, person) = session.member(network, owner).await?;
    let mint = pda::mint(member);
    if person.has_token() {
        return Err(CliError::failed(format!("{owner} has a token already, {mint}: one human, one token, for ever")));
    }
    let hold = args.hold.unwrap_or(settings.parameters.minimum_hold);
    let policy = Policy::from(args.policy);
    let creation = TokenCreate {
        payer: signers.payer(),
        owner,
        network,
        member,
        quote_mint: settings.quote_mint,
        name: args.name.clone(),
        symbol: args.symbol.clone(),
        uri: args.uri.clone(),
        terms_hash: args.terms,
        authorised,
        policy,
        hold,
    }
    .instruction();
    let first_issue = [
        open_share_account(&signers, mint),
        open_position(&signers, member, mint),
        TokenIssue { owner, owner_member: member, shares: args.shares }.instruction(),
    ];

    let (title, doing) = (
        format!("Create the personal token {} ({})", args.symbol, args.name),
        format!("the creation of {}", args.symbol),
    );
    let mut plan = with_rights(Plan::new(title, doing, Vec::new()), &settings, &person, session.now)
        .who("mint", mint)
        .who("owner", owner)
        .json("token", pda::token(mint).to_string())
        .json("position", pda::position_of(owner, mint).to_string())
        .effect(
            "arrives",
            format!(
                "{} shares, all of them yours; at most {} until more are authorised",
                show_count(args.shares),
                show_count(authorised)
            ),
        )
        .json("shares", args.shares.to_string())
        .json("authorised", authorised.to_string())
        .effect(
            "rounds",
            match authorised.saturating_sub(args.shares) {
                0 => "can issue no shares until more are authorised, 30 days ahead: see --authorised".to_owned(),
                room => format!("can issue {} more, to whom you choose", show_count(room)),
            },
        )
        .effect("policy", policy.name())
        .json("policy", policy.name())
        .effect("hold", format!("received shares are locked for {}", show_duration(i64::from(hold))))
        .json("hold", hold)
        .effect("terms", format!("sha256 {}", hex(&args.terms)))
        .json("termsHash", hex(&args.terms))
        .effect("for ever", "one human, one token; shares carry no votes");
    plan.steps = pack(signers.payer(), [vec![creation], first_issue.to_vec()]);
    let outcome = context.execute(&session, &signers, &[], &plan).await?;
    Ok(outcome.report(
        &plan,
        &format!(
            "{} is created: {mint}\n  shares     {}, all held by {owner}",
            display_text(&args.symbol),
            show_count(args.shares)
        ),
    ))
}

fn open_share_account(signers: &Signers, mint: Address) -> Instruction {
    CreateAssociatedToken { payer: signers.payer(), wallet: signers.wallet(), mint, token_program: TOKEN_2022_ID }
        .instruction()
}

fn open_position(signers: &Signers, member: Address, mint: Address) -> Instruction {
    PositionOpen { payer: signers.payer(), wallet: signers.wallet(), member, mint }.instruction()
}

async fn issue(context: &mut Context<'_>, args: &TokenIssueArgs) -> Result<Report> {
    if args.shares == 0 {
        return Err(CliError::usage("issue at least one share"));
    }
    let desk = Desk::open(context, args.mint).await?;
    let (owner, member, view) = (desk.signers.wallet(), desk.view.token.owner, &desk.view);
    let mut instructions = Vec::new();
    if desk.session.client.position(owner, args.mint).await?.is_none() {
        instructions.push(open_share_account(&desk.signers, args.mint));
        instructions.push(open_position(&desk.signers, member, args.mint));
    }
    instructions.push(TokenIssue { owner, owner_member: member, shares: args.shares }.instruction());
    let doing = format!("the issue of {}", count(args.shares, "share"));
    let plan = Plan::new(format!("Issue the first shares of {}", view.symbol), doing, instructions)
        .who("mint", args.mint)
        .who("owner", owner)
        .effect(
            "arrives",
            format!("{} shares of at most {}", show_count(args.shares), show_count(view.token.authorised)),
        )
        .json("shares", args.shares.to_string());
    desk.finish(context, &plan, &format!("{} shares are issued.", show_count(args.shares))).await
}

async fn set_policy(context: &mut Context<'_>, args: &TokenPolicyArgs) -> Result<Report> {
    let desk = Desk::open(context, args.mint).await?;
    let policy = Policy::from(args.policy);
    let (owner, owner_member) = (desk.signers.wallet(), desk.view.token.owner);
    let instruction = TokenSetPolicy { owner, owner_member, network: desk.view.token.network, policy }.instruction();
    let now = desk.session.now;
    let term = desk.view.token.policy_term().and_then(|term| term.announce(policy, now));
    let effective_at = term.ok().flatten().map_or(0, |term| term.effective_at);
    let plan = desk
        .plan("Set who may receive shares", format!("the policy {}", policy.name()), instruction)
        .effect("until now", policy_text(&desk.view, now))
        .effect("from then", policy.name())
        .json("policy", policy.name())
        .effect("takes effect", when(effective_at))
        .json("effectiveAt", effective_at.max(now));
    desk.finish(context, &plan, &format!("The policy {} takes effect {}.", policy.name(), when(effective_at))).await
}

async fn set_hold(context: &mut Context<'_>, args: &TokenHoldArgs) -> Result<Report> {
    let desk = Desk::open(context, args.mint).await?;
    let (owner, owner_member) = (desk.signers.wallet(), desk.view.token.owner);
    let instruction =
        TokenSetHold { owner, owner_member, network: desk.view.token.network, hold: args.hold }.instruction();
    let (now, term) = (desk.session.now, desk.view.token.hold_term());
    let effective_at = term.announce(args.hold, now).ok().flatten().map_or(0, |term| term.effective_at);
    let hold = show_duration(i64::from(args.hold));
    let plan = desk
        .plan("Set how long received shares are locked", format!("the hold of {hold}"), instruction)
        .effect("until now", show_duration(i64::from(term.at(now))))
        .effect("from then", &hold)
        .json("hold", args.hold)
        .effect("takes effect", when(effective_at))
        .json("effectiveAt", effective_at.max(now));
    desk.finish(context, &plan, &format!("The hold of {hold} takes effect {}.", when(effective_at))).await
}

async fn authorise(context: &mut Context<'_>, args: &TokenAuthoriseArgs) -> Result<Report> {
    let desk = Desk::open(context, args.mint).await?;
    let (owner, owner_member) = (desk.signers.wallet(), desk.view.token.owner);
    let (now, term) = (desk.session.now, desk.view.token.authorised_term());
    let network = desk.view.token.network;
    let instruction = TokenAuthorise { owner, owner_member, network, authorised: args.shares }.instruction();
    let shares = show_count(args.shares);
    let plan = desk
        .plan("Raise the authorised shares", format!("the authorisation of {shares} shares"), instruction)
        .effect("until now", authorised_text(&desk.view, now))
        .because(Rule::AuthorisedNotRaised, format!("{} are authorised now", show_count(term.at(now))));
    let effective_at = match raise_authorised(term, args.shares, now) {
        Ok(raised) => raised.effective_at,
        Err(rule) => return Err(plan.refused(rule)),
    };
    let (effect, done) = match effective_at {
        0 => ("the announcement is withdrawn", format!("At most {shares} shares are authorised, as before.")),
        _ => (
            "more shares can be issued in rounds; each then has a smaller part of what is deposited",
            format!("At most {shares} shares are authorised from {}.", show(effective_at)),
        ),
    };
    let plan = plan
        .effect("from then", format!("at most {shares} shares"))
        .json("authorised", args.shares.to_string())
        .effect("takes effect", when(effective_at))
        .json("effectiveAt", effective_at.max(now))
        .effect("effect", effect);
    desk.finish(context, &plan, &done).await
}

async fn pause(context: &mut Context<'_>, args: &TokenPauseArgs) -> Result<Report> {
    let desk = Desk::open(context, args.mint).await?;
    let (owner, owner_member) = (desk.signers.wallet(), desk.view.token.owner);
    let instruction =
        TokenPause { owner, owner_member, network: desk.view.token.network, seconds: args.duration }.instruction();
    let until = desk.session.now.saturating_add(i64::from(args.duration));
    let doing = format!("the pause of {}", show_duration(i64::from(args.duration)));
    let plan = desk
        .plan("Pause transfers", doing, instruction)
        .until(Rule::PauseTooSoon, desk.view.token.next_pause_at, "The next one is possible from")
        .effect("until", show(until))
        .json("pausedUntil", until)
        .effect("effect", "nobody can transfer, subscribe, list or buy, and no round is announced; claims, deposits and settlements go on; no new pause for 90 days after");
    desk.finish(context, &plan, &format!("Transfers are paused until {}.", show(until))).await
}

async fn resume(context: &mut Context<'_>, mint: Address) -> Result<Report> {
    let desk = Desk::open(context, mint).await?;
    let (owner, owner_member) = (desk.signers.wallet(), desk.view.token.owner);
    let instruction = TokenResume { owner, owner_member, network: desk.view.token.network }.instruction();
    let plan = desk
        .plan("End the pause", "the end of the pause", instruction)
        .effect("effect", "transfers, listings, purchases, new rounds and subscriptions are possible again");
    desk.finish(context, &plan, "Transfers are possible again.").await
}

fn when(effective_at: i64) -> String {
    match effective_at {
        0 => "at once".to_owned(),
        moment => format!("on {}", show(moment)),
    }
}
