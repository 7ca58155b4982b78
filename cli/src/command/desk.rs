//! A token seen by who acts on it.

use {
    super::yes_no,
    crate::{
        amount::show_part,
        context::{Access, Context, Session, Signers, TokenView},
        error::{CliError, Result},
        output::Report,
        send::Plan,
        text::count,
    },
    personal_token_core::{recovery::FOR_EVER, Error as Rule},
    personal_token_sdk::{
        pda,
        state::{Member, Position},
        Address, Instruction,
    },
};

/// A token seen by who acts on it.
pub struct Desk {
    pub signers: Signers,
    pub session: Session,
    pub view: TokenView,
    /// As whom the wallet acts, if it is or was a member's.
    pub actor: Option<Member>,
}

impl Desk {
    /// Opens a token to change something about it.
    pub async fn open(context: &mut Context<'_>, mint: Address) -> Result<Self> {
        let signers = context.signers()?;
        let session = context.connect(Access::Write).await?;
        let view = session.token(mint).await?;
        Self::of(signers, session, view).await
    }

    /// Opens the token that was named, or one's own.
    pub async fn open_own(context: &mut Context<'_>, named: Option<Address>) -> Result<Self> {
        if let Some(mint) = named {
            return Self::open(context, mint).await;
        }
        let signers = context.signers()?;
        let session = context.connect(Access::Write).await?;
        let mint = own_mint(&session, context, signers.wallet()).await?;
        let view = session.token(mint).await?;
        Self::of(signers, session, view).await
    }

    /// The desk of who signs.
    pub async fn of(signers: Signers, session: Session, view: TokenView) -> Result<Self> {
        let actor = session.client.member_of(view.token.network, signers.wallet()).await?.map(|(_, member)| member);
        Ok(Self { signers, session, view, actor })
    }

    /// Adds to a plan why nothing leaves who acts, if anything holds him.
    pub fn with_actor(&self, plan: Plan) -> Plan {
        match &self.actor {
            Some(member) => with_restraint(plan, member, self.session.now),
            None => plan,
        }
    }

    /// Refuses a wallet that a recovery has replaced, for what only its present one does.
    pub fn check_present(&self) -> Result<()> {
        match &self.actor {
            Some(member) => check_present(self.signers.wallet(), member),
            None => Ok(()),
        }
    }

    /// A plan about the token.
    pub fn plan(&self, title: &str, doing: impl Into<String>, instruction: Instruction) -> Plan {
        let title = format!("{title}: {} ({})", self.view.symbol, self.view.name);
        Plan::new(title, doing, vec![instruction]).who("mint", self.view.mint)
    }

    /// Sends a plan after which nothing has to be looked up.
    pub async fn finish(&self, context: &mut Context<'_>, plan: &Plan, done: &str) -> Result<Report> {
        Ok(context.execute(&self.session, &self.signers, &[], plan).await?.report(plan, done))
    }

    /// `50,000 shares (0.50%)`.
    pub fn shares(&self, shares: u64) -> String {
        format!("{} ({})", count(shares, "share"), show_part(shares, self.view.token.total))
    }

    /// Whether who acts owns the token.
    pub fn is_owner(&self) -> &'static str {
        yes_no(self.signers.wallet() == self.view.owner_wallet)
    }

    /// One's canonical account of the network's money, unless another was named.
    pub fn source(&self, named: Option<Address>) -> Address {
        named.unwrap_or_else(|| pda::quote_account(self.signers.wallet(), self.view.money.mint))
    }

    /// Refuses an account that does not hold so much of the network's money.
    pub async fn check_funds(&self, source: Address, needed: u64) -> Result<()> {
        let money = &self.view.money;
        match self.session.client.token_account(source).await? {
            None => Err(CliError::failed(format!(
                "the account {source} does not exist: put {} there first",
                money.show(needed)
            ))),
            Some(account) if account.mint != money.mint => Err(CliError::failed(format!(
                "{source} holds other money than the network's, {}: name another account with --from",
                money.mint
            ))),
            Some(account) if account.amount < needed => Err(CliError::failed(format!(
                "{source} holds {}, but {} are needed: put the rest there first",
                money.show(account.amount),
                money.show(needed)
            ))),
            Some(_) => Ok(()),
        }
    }
}

/// The share mint of a person's own token.
pub async fn own_mint(session: &Session, context: &Context<'_>, wallet: Address) -> Result<Address> {
    let (network, _) = session.network(&context.global).await?;
    let (address, member) = session.member(network, wallet).await?;
    match member.has_token() {
        true => Ok(pda::mint(address)),
        false => Err(CliError::usage(format!(
            "{wallet} has no token of his own: name the share mint with --token (`personal-token token list` shows them)"
        ))),
    }
}

/// Refuses a wallet that is not its member's any more.
pub fn check_present(wallet: Address, member: &Member) -> Result<()> {
    match member.wallet == wallet {
        true => Ok(()),
        false => Err(CliError::failed(format!(
            "{wallet} was replaced by {} in a recovery: use that one (NotMemberWallet)",
            member.wallet
        ))),
    }
}

/// Says why nothing leaves a member, if anything holds him.
pub fn with_restraint(plan: Plan, member: &Member, now: i64) -> Plan {
    if now < member.recovery_until {
        plan.until(
            Rule::MemberHeld,
            member.recovery_until,
            "A recovery of his wallet is pending; `personal-token recovery veto` with that wallet ends it, `recovery show` tells more; unless it is executed or vetoed before, it lapses at",
        )
    } else if member.hold().active(now) {
        plan.until(Rule::MemberHeld, member.held_until, "The hold ends at")
    } else {
        plan
    }
}

/// Says why only the holder has a position paid, if it is marked.
pub fn with_mark(plan: Plan, position: &Position, member: &Member, now: i64) -> Plan {
    if !position.is_held(now) {
        plan
    } else if position.wallet != member.wallet {
        let moved = "Its wallet is not the member's any more: `personal-token recovery execute` moves what it holds to";
        plan.because(Rule::PositionHeld, format!("{moved} {}", member.wallet))
    } else if position.held_until == FOR_EVER {
        let pending = match now < member.recovery_until {
            true => "A recovery of the holder's wallet is pending",
            false => "The recovery it was marked for is over: `personal-token recovery mark` takes the mark away",
        };
        plan.because(Rule::PositionHeld, pending)
    } else {
        plan.until(Rule::PositionHeld, position.held_until, "The mark ends at")
    }
}
