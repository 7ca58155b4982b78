use {
    super::{help, proceeds::parse_year, TokenArgs},
    crate::{
        amount::{parse_money, Money},
        digest::parse_document,
        signer,
    },
    clap::{Args, Subcommand},
    solana_address::Address,
};

/// `report …`
#[derive(Debug, Subcommand)]
pub enum ReportCommand {
    /// As the owner: report what sales of equity brought in a year that is over; 0 if nothing was sold
    #[command(after_help = help::READS_TOKEN)]
    File(ReportFileArgs),
    /// Record that a report is missing, or that less was deposited than it says; anyone may, after deadline and grace
    #[command(after_help = help::READS_TOKEN)]
    Record(ReportRecordArgs),
    /// Show the reports of a token
    Show(ReportShowArgs),
    /// Show which reports are owed, and when; of all tokens of the network if none is named
    Due(ReportDueArgs),
}

/// `report file`
#[derive(Debug, Args)]
pub struct ReportFileArgs {
    /// The share mint.
    #[command(flatten)]
    pub token: TokenArgs,
    /// The year
    #[arg(long, value_parser = parse_year, allow_hyphen_values = true)]
    pub year: u16,
    /// What the sales of equity brought in it, such as 15000 or 15000.50
    #[arg(long, value_name = "AMOUNT", value_parser = parse_money, allow_hyphen_values = true)]
    pub proceeds: Money,
    /// What the equity had cost
    #[arg(long, value_name = "AMOUNT", value_parser = parse_money, allow_hyphen_values = true, default_value = "0")]
    pub cost_basis: Money,
    /// The evidence: a file, text:WORDS, or sha256:HEX; only its hash is published, so keep it
    #[arg(long, value_name = "DOCUMENT", value_parser = parse_document)]
    pub evidence: [u8; 32],
}

/// `report record`
#[derive(Debug, Args)]
pub struct ReportRecordArgs {
    /// The share mint
    #[arg(long = "token", value_name = "MINT", value_parser = signer::parse_address)]
    pub mint: Address,
    /// The year
    #[arg(long, value_parser = parse_year, allow_hyphen_values = true)]
    pub year: u16,
}

/// `report show`
#[derive(Debug, Args)]
pub struct ReportShowArgs {
    /// The share mint.
    #[command(flatten)]
    pub token: TokenArgs,
    /// Only this year
    #[arg(long, value_parser = parse_year, allow_hyphen_values = true)]
    pub year: Option<u16>,
}

/// `report due`
#[derive(Debug, Args)]
pub struct ReportDueArgs {
    /// The share mint [default: every token of the network]
    #[arg(long = "token", value_name = "MINT", value_parser = signer::parse_address)]
    pub mint: Option<Address>,
}
