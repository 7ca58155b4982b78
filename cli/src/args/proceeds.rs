use {
    super::{help, MintArgs},
    crate::{
        amount::{parse_money, Money},
        digest::parse_document,
        signer,
    },
    clap::{Args, Subcommand, ValueEnum},
    personal_token_core::proceeds::Source,
    solana_address::Address,
};

/// `proceeds …`
#[derive(Debug, Subcommand)]
pub enum ProceedsCommand {
    /// As the owner: deposit the gain of a sale of equity for all shareholders
    #[command(after_help = help::READS_TOKEN)]
    Deposit(DepositArgs),
    /// List deposits, and who was paid
    History(HistoryArgs),
    /// Pay a holder what he is owed; anyone may
    #[command(after_help = help::READS_POSITION)]
    Claim(ClaimArgs),
    /// Pay every holder what he is owed; anyone may
    #[command(after_help = help::SENDS_SEVERAL)]
    Distribute(DistributeArgs),
    /// Close the lookup tables that payouts of yours have built; their rent comes back
    #[command(after_help = help::SENDS_SEVERAL)]
    CloseTables(MintArgs),
    /// Show what each holder can claim, without paying anybody
    Due(MintArgs),
}

/// `proceeds deposit`
#[derive(Debug, Args)]
pub struct DepositArgs {
    /// The share mint
    #[arg(value_parser = signer::parse_address)]
    pub mint: Address,
    /// What the sale brought, such as 15000 or 15000.50
    #[arg(long, value_name = "AMOUNT", value_parser = parse_money, allow_hyphen_values = true)]
    pub proceeds: Money,
    /// What the equity had cost; only the gain is shared
    #[arg(long, value_name = "AMOUNT", value_parser = parse_money, allow_hyphen_values = true, default_value = "0")]
    pub cost_basis: Money,
    /// What was sold
    #[arg(long)]
    pub kind: SourceArg,
    /// The year in which it was sold [default: this year]
    #[arg(long, value_parser = parse_year, allow_hyphen_values = true)]
    pub year: Option<u16>,
    /// The asset: a file, text:WORDS, or sha256:HEX; only its hash is published
    #[arg(long, value_name = "DOCUMENT", value_parser = parse_document)]
    pub asset: [u8; 32],
    /// The evidence: a file, text:WORDS, or sha256:HEX; only its hash is published
    #[arg(long, value_name = "DOCUMENT", value_parser = parse_document)]
    pub evidence: [u8; 32],
    /// Keep one's own part instead of depositing and claiming it
    #[arg(long)]
    pub net: bool,
    /// The account to pay from [default: one's canonical account of the network's money]
    #[arg(long, value_name = "ADDRESS", value_parser = signer::parse_address)]
    pub from: Option<Address>,
}

pub(super) fn parse_year(text: &str) -> Result<u16, String> {
    let wrong = || format!("`{text}` is not a year: write four digits, from 2000 on");
    super::parse_number(text)
        .ok()
        .and_then(|year| u16::try_from(year).ok())
        .filter(|year| (2000..=9999).contains(year))
        .ok_or_else(wrong)
}

/// What was sold. There is no kind for wages, on purpose.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum SourceArg {
    /// Equity in a company
    CompanyEquity,
    /// Shares of another person's token
    PersonalToken,
}

impl From<SourceArg> for Source {
    fn from(arg: SourceArg) -> Self {
        match arg {
            SourceArg::CompanyEquity => Self::CompanyEquity,
            SourceArg::PersonalToken => Self::PersonalToken,
        }
    }
}

/// `proceeds history`
#[derive(Debug, Args)]
pub struct HistoryArgs {
    /// The share mint
    #[arg(value_parser = signer::parse_address)]
    pub mint: Address,
    /// How many of the latest transactions to search for payouts
    #[arg(long, value_name = "COUNT", value_parser = super::parse_number, allow_hyphen_values = true, default_value = "100")]
    pub limit: u64,
}

/// `proceeds claim`
#[derive(Debug, Args)]
pub struct ClaimArgs {
    /// The share mint
    #[arg(value_parser = signer::parse_address)]
    pub mint: Address,
    /// The holder: a wallet's address, or a keypair file [default: who acts]
    #[arg(value_name = "PERSON", value_parser = signer::parse_person)]
    pub person: Option<Address>,
}

/// `proceeds distribute`
#[derive(Debug, Args)]
pub struct DistributeArgs {
    /// The share mint
    #[arg(value_parser = signer::parse_address)]
    pub mint: Address,
    /// Pay only these holders; may be repeated
    #[arg(long, value_name = "PERSON", value_parser = signer::parse_person)]
    pub only: Vec<Address>,
    /// Whether to build lookup tables, which fit 29 holders into a transaction instead of 13
    #[arg(long, value_name = "WHEN", default_value = "auto")]
    pub lookup_tables: LookupTables,
    /// How many payouts to these holders you expect, this one included: tables are built if together they cost less then
    #[arg(long, value_name = "COUNT", value_parser = super::parse_number, allow_hyphen_values = true, default_value = "1")]
    pub payouts: u64,
    /// What it costs you to have the rent of tables locked for so long, in hundredths of a percent of it
    #[arg(long, value_name = "BASIS POINTS", value_parser = super::parse_number, allow_hyphen_values = true, default_value = "0")]
    pub rent_cost: u64,
    /// How many transactions to have under way at once
    #[arg(long, value_name = "COUNT", value_parser = super::parse_number, allow_hyphen_values = true, default_value = "4")]
    pub in_flight: u64,
}

/// When to build lookup tables.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum LookupTables {
    /// Use those there are, build more if that pays off
    Auto,
    /// Neither
    Never,
    /// Build what is missing
    Always,
}
