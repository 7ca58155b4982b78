use {
    super::yes_no,
    crate::{
        amount::{show_count, show_part},
        args::{TokenCommand, TokenCreateArgs, TokenHoldArgs, TokenIssueArgs, TokenPauseArgs, TokenPolicyArgs},
        context::{Access, Context, Session, Signers, TokenView},
        error::{CliError, Result},
        output::Report,
        send::{sent, Outcome, Plan},
        text::{count, facts, hex, table, Align},
        time::{show, show_duration},
    },
    personal_token_core::{metadata, policy::Policy},
    personal_token_sdk::{
        instruction::{
            CreateAssociatedToken, PositionOpen, TokenCreate, TokenIssue, TokenPause, TokenResume, TokenSetHold,
            TokenSetPolicy,
        },
        pda,
        rpc::{sign_only, Sending},
        state::display_text,
        Address, Instruction, TOKEN_2022_ID,
    },
    serde_json::{json, Value},
    solana_hash::Hash,
};

pub async fn run(context: &mut Context<'_>, command: &TokenCommand) -> Result<Report> {
    match command {
        TokenCommand::Create(args) => create(context, args).await,
        TokenCommand::Issue(args) => issue(context, args).await,
        TokenCommand::Show(args) => show_token(context, args.mint).await,
        TokenCommand::List => list(context).await,
        TokenCommand::Policy(args) => set_policy(context, args).await,
        TokenCommand::Hold(args) => set_hold(context, args).await,
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
        open_position(&signers, member, mint, settings.quote_mint),
        TokenIssue { owner, owner_member: member, shares: args.shares }.instruction(),
    ];

    let mut plan = Plan::new(format!("Create the personal token {} ({})", args.symbol, args.name), Vec::new())
        .who("mint", mint)
        .who("owner", owner)
        .json("token", pda::token(mint).to_string())
        .json("position", pda::position_of(owner, mint).to_string())
        .effect(
            "arrives",
            format!("{} shares, all of them yours; at most {} ever", show_count(args.shares), show_count(authorised)),
        )
        .json("shares", args.shares.to_string())
        .json("authorised", authorised.to_string())
        .effect("policy", policy.name())
        .json("policy", policy.name())
        .effect("hold", format!("received shares are locked for {}", show_duration(i64::from(hold))))
        .json("hold", hold)
        .effect("terms", format!("sha256 {}", hex(&args.terms)))
        .json("termsHash", hex(&args.terms))
        .effect("for ever", "one human, one token; shares carry no votes");
    plan.steps = pack(&signers, vec![creation], &first_issue);
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

/// All in one transaction if it fits, else the first ones and then the rest.
fn pack(signers: &Signers, first: Vec<Instruction>, rest: &[Instruction]) -> Vec<Vec<Instruction>> {
    let together: Vec<Instruction> = first.iter().chain(rest).cloned().collect();
    // Measured with what is added when it is sent.
    let sending = Sending { compute_unit_limit: Some(1), compute_unit_price: 1, ..Sending::default() };
    match sign_only(&together, &signers.payer(), Hash::default(), &sending, &[]) {
        Ok(_) => vec![together],
        Err(_) => vec![first, rest.to_vec()],
    }
}

fn open_share_account(signers: &Signers, mint: Address) -> Instruction {
    CreateAssociatedToken { payer: signers.payer(), wallet: signers.wallet(), mint, token_program: TOKEN_2022_ID }
        .instruction()
}

fn open_position(signers: &Signers, member: Address, mint: Address, quote_mint: Address) -> Instruction {
    PositionOpen { payer: signers.payer(), wallet: signers.wallet(), member, mint, quote_mint }.instruction()
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
        instructions.push(open_position(&desk.signers, member, args.mint, view.token.quote_mint));
    }
    instructions.push(TokenIssue { owner, owner_member: member, shares: args.shares }.instruction());
    let plan = Plan::new(format!("Issue the first shares of {}", view.symbol), instructions)
        .who("mint", args.mint)
        .who("owner", owner)
        .effect(
            "arrives",
            format!("{} shares of at most {}", show_count(args.shares), show_count(view.token.authorised)),
        )
        .json("shares", args.shares.to_string());
    desk.finish(context, &plan, &format!("{} shares are issued.", show_count(args.shares))).await
}

async fn show_token(context: &mut Context<'_>, mint: Address) -> Result<Report> {
    let session = context.connect(Access::Read).await?;
    let view = session.token(mint).await?;
    let (token, now) = (&view.token, session.now);
    let money = |units: u64| view.money.show(units);
    let hold = token.hold_term();
    let paused = token.pause().active(now);
    let rows: Vec<(String, String)> = [
        ("mint", mint.to_string()),
        ("owner", view.owner_wallet.to_string()),
        ("network", format!("{} ({})", token.network, view.network.display_name())),
        ("link", if view.uri.is_empty() { "none".to_owned() } else { view.uri.clone() }),
        ("shares", format!("{} of at most {}", show_count(token.total), show_count(token.authorised))),
        ("policy", policy_text(&view, now)),
        (
            "hold",
            term_text(
                show_duration(i64::from(hold.at(now))),
                hold.effective_at > now,
                show_duration(i64::from(hold.announced)),
                hold.effective_at,
            ),
        ),
        ("paused", if paused { format!("until {}", show(token.paused_until)) } else { "no".to_owned() }),
        ("deposited", money(token.deposited)),
        ("paid", money(token.paid)),
        ("not yet paid", money(token.deposited.saturating_sub(token.paid))),
        ("deposits", token.distributions.to_string()),
        ("terms sha256", hex(&token.terms_hash)),
        ("created", show(token.created_at)),
    ]
    .into_iter()
    .map(|(name, value)| (name.to_owned(), value))
    .collect();
    Ok(Report::new(format!("{} ({})\n{}", view.symbol, view.name, facts(&rows)), token_json(&view, now)))
}

fn token_json(view: &TokenView, now: i64) -> Value {
    let token = &view.token;
    json!({
        "mint": view.mint.to_string(),
        "token": view.address.to_string(),
        "name": view.name,
        "symbol": view.symbol,
        "uri": view.uri,
        "network": token.network.to_string(),
        "owner": view.owner_wallet.to_string(),
        "ownerMember": token.owner.to_string(),
        "vault": token.vault.to_string(),
        "quoteMint": token.quote_mint.to_string(),
        "shares": token.total.to_string(),
        "authorised": token.authorised.to_string(),
        "policy": token.policy_at(now).map_or("unknown", Policy::name),
        "hold": token.hold_term().at(now),
        "pausedUntil": token.pause().active(now).then_some(token.paused_until),
        "deposited": view.money.json(token.deposited),
        "paid": view.money.json(token.paid),
        "distributions": token.distributions,
        "termsHash": hex(&token.terms_hash),
        "createdAt": token.created_at,
    })
}

fn policy_text(view: &TokenView, now: i64) -> String {
    let Ok(term) = view.token.policy_term() else { return "unknown".to_owned() };
    term_text(
        term.at(now).name().to_owned(),
        term.effective_at > now,
        term.announced.name().to_owned(),
        term.effective_at,
    )
}

fn term_text(current: String, is_pending: bool, announced: String, effective_at: i64) -> String {
    match is_pending {
        true => format!("{current}; {announced} from {}", show(effective_at)),
        false => current,
    }
}

async fn list(context: &mut Context<'_>) -> Result<Report> {
    let session = context.connect(Access::Read).await?;
    let (network, _) = session.network(&context.global).await?;
    let mut tokens = session.client.tokens(network).await?;
    tokens.sort_by_key(|(address, token)| (token.created_at, *address));
    let (mut rows, mut json) = (Vec::new(), Vec::new());
    for (_, token) in &tokens {
        let view = session.token(token.mint).await?;
        rows.push(vec![
            view.symbol.clone(),
            view.name.clone(),
            token.mint.to_string(),
            show_count(token.total),
            view.money.show(token.deposited),
        ]);
        json.push(token_json(&view, session.now));
    }
    let columns = [
        ("Symbol", Align::Left),
        ("Name", Align::Left),
        ("Mint", Align::Left),
        ("Shares", Align::Right),
        ("Deposited", Align::Right),
    ];
    let text = match rows.is_empty() {
        true => "There is no token yet: an owner makes his with `personal-token token create`.".to_owned(),
        false => table(&columns, &rows),
    };
    Ok(Report::new(text, json!({ "network": network.to_string(), "tokens": json })))
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
        .plan("Set who may receive shares", instruction)
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
        .plan("Set how long received shares are locked", instruction)
        .effect("until now", show_duration(i64::from(term.at(now))))
        .effect("from then", &hold)
        .json("hold", args.hold)
        .effect("takes effect", when(effective_at))
        .json("effectiveAt", effective_at.max(now));
    desk.finish(context, &plan, &format!("The hold of {hold} takes effect {}.", when(effective_at))).await
}

async fn pause(context: &mut Context<'_>, args: &TokenPauseArgs) -> Result<Report> {
    let desk = Desk::open(context, args.mint).await?;
    let (owner, owner_member) = (desk.signers.wallet(), desk.view.token.owner);
    let instruction =
        TokenPause { owner, owner_member, network: desk.view.token.network, seconds: args.duration }.instruction();
    let until = desk.session.now.saturating_add(i64::from(args.duration));
    let plan = desk
        .plan("Pause transfers", instruction)
        .effect("until", show(until))
        .json("pausedUntil", until)
        .effect("effect", "nobody can transfer; claims and deposits go on; no new pause for 90 days after");
    desk.finish(context, &plan, &format!("Transfers are paused until {}.", show(until))).await
}

async fn resume(context: &mut Context<'_>, mint: Address) -> Result<Report> {
    let desk = Desk::open(context, mint).await?;
    let (owner, owner_member) = (desk.signers.wallet(), desk.view.token.owner);
    let instruction = TokenResume { owner, owner_member, network: desk.view.token.network }.instruction();
    let plan = desk.plan("End the pause", instruction).effect("effect", "transfers are possible again");
    desk.finish(context, &plan, "Transfers are possible again.").await
}

fn when(effective_at: i64) -> String {
    match effective_at {
        0 => "at once".to_owned(),
        moment => format!("on {}", show(moment)),
    }
}

/// A token seen by who acts on it.
pub struct Desk {
    pub signers: Signers,
    pub session: Session,
    pub view: TokenView,
}

impl Desk {
    /// Opens a token to change something about it.
    pub async fn open(context: &mut Context<'_>, mint: Address) -> Result<Self> {
        let signers = context.signers()?;
        let session = context.connect(Access::Write).await?;
        let view = session.token(mint).await?;
        Ok(Self { signers, session, view })
    }

    /// A plan about the token.
    pub fn plan(&self, title: &str, instruction: Instruction) -> Plan {
        Plan::new(format!("{title}: {} ({})", self.view.symbol, self.view.name), vec![instruction])
            .who("mint", self.view.mint)
    }

    /// Sends a plan after which nothing has to be looked up.
    pub async fn finish(&self, context: &mut Context<'_>, plan: &Plan, done: &str) -> Result<Report> {
        match context.execute(&self.session, &self.signers, &[], plan).await? {
            Outcome::NotSent(report) => Ok(report),
            Outcome::Sent(signatures) => Ok(sent(plan, done, &signatures)),
        }
    }

    /// `50,000 shares (0.50%)`.
    pub fn shares(&self, shares: u64) -> String {
        format!("{} ({})", count(shares, "share"), show_part(shares, self.view.token.total))
    }

    /// Whether who acts owns the token.
    pub fn is_owner(&self) -> &'static str {
        yes_no(self.signers.wallet() == self.view.owner_wallet)
    }
}

#[cfg(test)]
mod tests {
    use {super::*, crate::signer::CliSigner, personal_token_sdk::ID, solana_keypair::Keypair};

    #[test]
    fn what_does_not_fit_into_one_transaction_takes_two() {
        let signers = Signers { acting: CliSigner::Key(Keypair::new()), payer: None, nonce_authority: None };
        let instruction = |bytes: usize| Instruction { program_id: ID, accounts: Vec::new(), data: vec![0; bytes] };
        assert_eq!(pack(&signers, vec![instruction(400)], &[instruction(400)]).len(), 1);
        let split = pack(&signers, vec![instruction(700)], &[instruction(400), instruction(1)]);
        assert_eq!(split.iter().map(Vec::len).collect::<Vec<_>>(), [1, 2]);
    }
}
