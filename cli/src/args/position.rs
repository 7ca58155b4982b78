use {
    super::{help, MintArgs, OptionalPersonArgs},
    crate::{
        amount::{parse_basis_points, parse_shares},
        signer,
        time::{parse_when, When},
    },
    clap::{Args, Subcommand, ValueEnum},
    personal_token_core::boundary::Contact,
    solana_address::Address,
};

/// `position …`
#[derive(Debug, Subcommand)]
pub enum PositionCommand {
    /// Open one's position, so that one can receive shares
    #[command(after_help = help::READS_POSITION)]
    Open(MintArgs),
    /// Close a position that never held shares; its rent goes back to whoever paid it
    #[command(after_help = help::READS_POSITION)]
    Close(MintArgs),
    /// Show a position
    Show(PositionShowArgs),
    /// List the positions of a person
    List(OptionalPersonArgs),
    /// As the owner: admit a member up to a part of all shares (policy village)
    #[command(after_help = help::READS_POSITION)]
    Admit(PositionAdmitArgs),
    /// As the owner: approve one receipt (policy approval)
    #[command(after_help = help::READS_POSITION)]
    Approve(PositionApproveArgs),
    /// As the owner: say how a shareholder may contact you; at any time, without a reason
    #[command(after_help = help::READS_POSITION)]
    SetBoundary(PositionBoundaryArgs),
}

/// `position show`
#[derive(Debug, Args)]
pub struct PositionShowArgs {
    /// The share mint
    #[arg(value_parser = signer::parse_address)]
    pub mint: Address,
    /// A wallet's address, or a keypair file [default: who acts]
    #[arg(value_name = "PERSON", value_parser = signer::parse_person)]
    pub person: Option<Address>,
}

/// `position admit`
#[derive(Debug, Args)]
pub struct PositionAdmitArgs {
    /// The share mint
    #[arg(value_parser = signer::parse_address)]
    pub mint: Address,
    /// The member: a wallet's address, or a keypair file
    #[arg(value_name = "PERSON", value_parser = signer::parse_person)]
    pub person: Address,
    /// The most he may hold: 5%, or 500bp; 0% withdraws the admission
    #[arg(long, value_name = "PART", value_parser = parse_basis_points, allow_hyphen_values = true)]
    pub cap: u16,
}

/// `position set-boundary`
#[derive(Debug, Args)]
pub struct PositionBoundaryArgs {
    /// The shareholder: a wallet's address, or a keypair file
    #[arg(value_name = "PERSON", value_parser = signer::parse_person)]
    pub person: Address,
    /// The share mint.
    #[command(flatten)]
    pub token: TokenArgs,
    /// What is welcome
    #[arg(long)]
    pub contact: ContactArg,
}

/// How a shareholder may contact the owner.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ContactArg {
    /// As both like
    Open,
    /// Written messages, answered when it suits the owner; no calls, no visits
    Asynchronous,
    /// One message a quarter
    Quarterly,
    /// Not at all
    None,
}

impl From<ContactArg> for Contact {
    fn from(arg: ContactArg) -> Self {
        match arg {
            ContactArg::Open => Self::Open,
            ContactArg::Asynchronous => Self::Asynchronous,
            ContactArg::Quarterly => Self::Quarterly,
            ContactArg::None => Self::NoContact,
        }
    }
}

/// A token, or that of who acts.
#[derive(Clone, Copy, Debug, Args)]
pub struct TokenArgs {
    /// The share mint [default: that of your own token]
    #[arg(long = "token", value_name = "MINT", value_parser = signer::parse_address)]
    pub mint: Option<Address>,
}

/// `position approve`
#[derive(Debug, Args)]
pub struct PositionApproveArgs {
    /// The share mint
    #[arg(value_parser = signer::parse_address)]
    pub mint: Address,
    /// The receiver: a wallet's address, or a keypair file
    #[arg(value_name = "PERSON", value_parser = signer::parse_person)]
    pub person: Address,
    /// Who may send
    #[arg(long, value_name = "PERSON", value_parser = signer::parse_person, required_unless_present = "withdraw")]
    pub from: Option<Address>,
    /// At most so many shares, in one receipt
    #[arg(long, value_name = "COUNT", value_parser = parse_shares, allow_hyphen_values = true, required_unless_present = "withdraw")]
    pub shares: Option<u64>,
    /// Until when: 30d, 2027-01-31, or 2027-01-31T12:00:00Z
    #[arg(long, value_name = "WHEN", value_parser = parse_when, allow_hyphen_values = true, required_unless_present = "withdraw")]
    pub expires: Option<When>,
    /// Withdraw the approval there is
    #[arg(long, conflicts_with_all = ["from", "shares", "expires"])]
    pub withdraw: bool,
}
