use {
    super::{help, MintArgs},
    crate::{amount::parse_shares, digest::parse_document, signer, time::parse_duration},
    clap::{Args, Subcommand, ValueEnum},
    personal_token_core::policy,
    solana_address::Address,
};

/// `token …`
#[derive(Debug, Subcommand)]
pub enum TokenCommand {
    /// Create one's token: one human, one token, for ever
    #[command(after_help = help::READS_OWNER)]
    Create(TokenCreateArgs),
    /// Issue the first shares, if `create` could not
    #[command(after_help = help::READS_TOKEN)]
    Issue(TokenIssueArgs),
    /// Show a token
    Show(MintArgs),
    /// List the tokens of the network
    List,
    /// Set who may receive shares; a narrower policy takes effect after 30 days
    #[command(after_help = help::READS_TOKEN)]
    Policy(TokenPolicyArgs),
    /// Set how long received shares are locked; a longer hold takes effect after 30 days
    #[command(after_help = help::READS_TOKEN)]
    Hold(TokenHoldArgs),
    /// Raise the most shares there may be; takes effect after 30 days
    #[command(after_help = help::READS_TOKEN)]
    Authorise(TokenAuthoriseArgs),
    /// Pause transfers, sales, new rounds and subscriptions, at most 14 days; then none for 90
    #[command(after_help = help::READS_TOKEN)]
    Pause(TokenPauseArgs),
    /// End a pause
    #[command(after_help = help::READS_TOKEN)]
    Resume(MintArgs),
}

/// `token create`
#[derive(Debug, Args)]
pub struct TokenCreateArgs {
    /// Its name, at most 32 bytes
    #[arg(long)]
    pub name: String,
    /// Its symbol, at most 10 bytes
    #[arg(long)]
    pub symbol: String,
    /// A link to a description, at most 128 bytes
    #[arg(long, default_value = "", hide_default_value = true)]
    pub uri: String,
    /// The terms of the shares: a file, text:WORDS, or sha256:HEX
    #[arg(long, value_name = "DOCUMENT", value_parser = parse_document)]
    pub terms: [u8; 32],
    /// Shares to issue, all to oneself
    #[arg(long, value_name = "COUNT", value_parser = parse_shares, allow_hyphen_values = true, default_value = "10000000")]
    pub shares: u64,
    /// The most shares there may be; raised only after 30 days [default: those that are issued]
    #[arg(long, value_name = "COUNT", value_parser = parse_shares, allow_hyphen_values = true)]
    pub authorised: Option<u64>,
    /// Who may receive shares
    #[arg(long, default_value = "open")]
    pub policy: PolicyArg,
    /// How long received shares are locked [default: the network's minimum]
    #[arg(long, value_name = "DURATION", value_parser = parse_duration, allow_hyphen_values = true)]
    pub hold: Option<u32>,
}

/// `token issue`
#[derive(Debug, Args)]
pub struct TokenIssueArgs {
    /// The share mint
    #[arg(value_parser = signer::parse_address)]
    pub mint: Address,
    /// Shares to issue, all to oneself
    #[arg(value_parser = parse_shares, allow_hyphen_values = true, default_value = "10000000")]
    pub shares: u64,
}

/// `token policy`
#[derive(Debug, Args)]
pub struct TokenPolicyArgs {
    /// The share mint
    #[arg(value_parser = signer::parse_address)]
    pub mint: Address,
    /// Who may receive shares
    pub policy: PolicyArg,
}

/// `token hold`
#[derive(Debug, Args)]
pub struct TokenHoldArgs {
    /// The share mint
    #[arg(value_parser = signer::parse_address)]
    pub mint: Address,
    /// How long received shares are locked, such as 90d
    #[arg(value_parser = parse_duration, allow_hyphen_values = true)]
    pub hold: u32,
}

/// `token authorise`
#[derive(Debug, Args)]
pub struct TokenAuthoriseArgs {
    /// The share mint
    #[arg(value_parser = signer::parse_address)]
    pub mint: Address,
    /// The most shares there may be; the number in force withdraws an announcement
    #[arg(value_parser = parse_shares, allow_hyphen_values = true)]
    pub shares: u64,
}

/// `token pause`
#[derive(Debug, Args)]
pub struct TokenPauseArgs {
    /// The share mint
    #[arg(value_parser = signer::parse_address)]
    pub mint: Address,
    /// For how long, such as 7d
    #[arg(value_parser = parse_duration, allow_hyphen_values = true)]
    pub duration: u32,
}

/// Who may receive shares by wallet transfer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum PolicyArg {
    /// Any member in good standing with a position
    Open,
    /// Members that the owner admitted, up to their cap
    Village,
    /// Only under an approval of the owner, used up by it
    Approval,
    /// Nobody
    Closed,
}

impl From<PolicyArg> for policy::Policy {
    fn from(arg: PolicyArg) -> Self {
        match arg {
            PolicyArg::Open => Self::Open,
            PolicyArg::Village => Self::Village,
            PolicyArg::Approval => Self::Approval,
            PolicyArg::Closed => Self::Closed,
        }
    }
}
