use {
    super::{help, TokenArgs},
    crate::{
        digest::parse_document,
        signer,
        time::{parse_when, When},
    },
    clap::{ArgGroup, Args, Subcommand, ValueEnum},
    personal_token_core::complaint::{Category, Severity},
    solana_address::Address,
};

/// `complaint …`
#[derive(Debug, Subcommand)]
pub enum ComplaintCommand {
    /// As the owner: complain about somebody who holds or has held your shares
    #[command(after_help = help::READS_COMPLAINT)]
    File(ComplaintFileArgs),
    /// As the shareholder: reply, once, within 7 days
    #[command(after_help = help::READS_COMPLAINT)]
    Reply(ComplaintReplyArgs),
    /// As a steward who arbitrates and holds no shares of the token: decide, from the 7th day on
    #[command(after_help = help::READS_COMPLAINT)]
    Resolve(ComplaintDecideArgs),
    /// As the network's authority: put another decision in a decision's place, within 30 days, once
    #[command(after_help = help::READS_COMPLAINT)]
    Overturn(ComplaintDecideArgs),
    /// Close a complaint to which nothing can happen any more; its rent goes back to whoever paid it; anyone may
    #[command(after_help = help::READS_COMPLAINT)]
    Close(ComplaintArgs),
    /// Show a complaint: what it says, where it stands, what can be done next and by whom
    Show(ComplaintArgs),
    /// List complaints: of a token, about a person, by an owner; all of the network if none is named
    List(ComplaintListArgs),
    /// Are these the documents of which the complaint has the hashes? Exit code 0 if they are, 1 if not
    Verify(ComplaintVerifyArgs),
}

/// A complaint.
#[derive(Debug, Args)]
pub struct ComplaintArgs {
    /// The complaint's address, as `complaint list` shows it
    #[arg(value_parser = signer::parse_address)]
    pub complaint: Address,
}

/// `complaint file`
#[derive(Debug, Args)]
pub struct ComplaintFileArgs {
    /// The shareholder: a wallet's address, or a keypair file
    #[arg(value_name = "PERSON", value_parser = signer::parse_person)]
    pub person: Address,
    /// The share mint.
    #[command(flatten)]
    pub token: TokenArgs,
    /// What it is about
    #[arg(long)]
    pub category: CategoryArg,
    /// How grave it is
    #[arg(long)]
    pub severity: SeverityArg,
    /// The evidence: a file, text:WORDS, or sha256:HEX; only its hash is published, so keep it
    #[arg(long, value_name = "DOCUMENT", value_parser = parse_document)]
    pub evidence: [u8; 32],
    /// When it happened: 3d (so long ago), 2026-01-31, or 2026-01-31T12:00:00Z [default: now]
    #[arg(long, value_name = "WHEN", value_parser = parse_when, allow_hyphen_values = true)]
    pub occurred_at: Option<When>,
}

/// What a complaint is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum CategoryArg {
    /// Insults, threats, stalking, unwanted advances
    Harassment,
    /// Being pressed to decide, to work, to sell, to pay
    Pressure,
    /// Contact beyond the boundary that was set before it happened
    Boundary,
    /// Untruths about the owner, or in their name
    Misrepresentation,
    /// Anything else; the evidence says what
    Other,
}

impl From<CategoryArg> for Category {
    fn from(arg: CategoryArg) -> Self {
        match arg {
            CategoryArg::Harassment => Self::Harassment,
            CategoryArg::Pressure => Self::Pressure,
            CategoryArg::Boundary => Self::BeyondBoundary,
            CategoryArg::Misrepresentation => Self::Misrepresentation,
            CategoryArg::Other => Self::Other,
        }
    }
}

/// How grave it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum SeverityArg {
    /// Costs 50 of 1,000 points if upheld
    Minor,
    /// Costs 200 points
    Serious,
    /// Costs 500 points
    Severe,
}

impl From<SeverityArg> for Severity {
    fn from(arg: SeverityArg) -> Self {
        match arg {
            SeverityArg::Minor => Self::Minor,
            SeverityArg::Serious => Self::Serious,
            SeverityArg::Severe => Self::Severe,
        }
    }
}

/// `complaint reply`
#[derive(Debug, Args)]
pub struct ComplaintReplyArgs {
    /// The complaint.
    #[command(flatten)]
    pub complaint: ComplaintArgs,
    /// The reply: a file, text:WORDS, or sha256:HEX; only its hash is published, so keep it
    #[arg(long, value_name = "DOCUMENT", value_parser = parse_document)]
    pub reply: [u8; 32],
}

/// `complaint resolve` and `complaint overturn`
#[derive(Debug, Args)]
pub struct ComplaintDecideArgs {
    /// The complaint.
    #[command(flatten)]
    pub complaint: ComplaintArgs,
    /// What is decided
    #[arg(long)]
    pub decision: DecisionArg,
    /// As how grave it is upheld, at most as the complaint says [default: as it says]
    #[arg(long)]
    pub severity: Option<SeverityArg>,
    /// The reason: a file, text:WORDS, or sha256:HEX; only its hash is published
    #[arg(long, value_name = "DOCUMENT", value_parser = parse_document)]
    pub reason: [u8; 32],
}

/// A decision.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum DecisionArg {
    /// It is true; costs the shareholder 50, 200 or 500 points
    Upheld,
    /// It is not, or cannot be known; costs nobody anything
    Dismissed,
    /// It was made to harm the shareholder; costs the owner 100 points, who files nothing for 90 days
    Abusive,
}

/// `complaint list`
#[derive(Debug, Args)]
#[command(group = ArgGroup::new("whose").args(["token", "about", "by"]))]
pub struct ComplaintListArgs {
    /// Those of the owner of this token: its share mint
    #[arg(long, value_name = "MINT", value_parser = signer::parse_address)]
    pub token: Option<Address>,
    /// Those about this person: `me`, a wallet's address, or a keypair file
    #[arg(long, value_name = "PERSON", value_parser = parse_whom)]
    pub about: Option<Whom>,
    /// Those by this owner: `me`, a wallet's address, or a keypair file
    #[arg(long, value_name = "PERSON", value_parser = parse_whom)]
    pub by: Option<Whom>,
}

/// A person, or who acts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whom {
    /// Who acts.
    Me,
    /// This wallet.
    Wallet(Address),
}

impl Whom {
    /// The wallet, if one was named.
    #[must_use]
    pub const fn named(self) -> Option<Address> {
        match self {
            Self::Me => None,
            Self::Wallet(address) => Some(address),
        }
    }
}

fn parse_whom(text: &str) -> Result<Whom, String> {
    match text {
        "me" => Ok(Whom::Me),
        _ => signer::parse_person(text).map(Whom::Wallet),
    }
}

/// `complaint verify`
#[derive(Debug, Args)]
#[command(group = ArgGroup::new("documents").required(true).multiple(true).args(["evidence", "reply", "reason"]))]
pub struct ComplaintVerifyArgs {
    /// The complaint.
    #[command(flatten)]
    pub complaint: ComplaintArgs,
    /// What should be the evidence: a file, text:WORDS, or sha256:HEX
    #[arg(long, value_name = "DOCUMENT", value_parser = parse_document)]
    pub evidence: Option<[u8; 32]>,
    /// What should be the reply
    #[arg(long, value_name = "DOCUMENT", value_parser = parse_document)]
    pub reply: Option<[u8; 32]>,
    /// What should be the reason of the decision
    #[arg(long, value_name = "DOCUMENT", value_parser = parse_document)]
    pub reason: Option<[u8; 32]>,
}
