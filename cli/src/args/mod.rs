//! The command line.

mod charter;
mod complaint;
mod global;
mod help;
mod ledger;
mod localnet;
mod market;
mod member;
mod network;
mod position;
mod proceeds;
mod recovery;
mod report;
mod round;
mod token;

pub use {
    charter::*, complaint::*, global::*, help::command_line, ledger::*, localnet::*, market::*, member::*, network::*,
    position::*, proceeds::*, recovery::*, report::*, round::*, token::*,
};

use {
    crate::{amount::parse_quantity, amount::Quantity, signer},
    clap::{Args, Parser, Subcommand},
    solana_address::Address,
    std::path::PathBuf,
};

/// Raise capital by selling shares in a personal token, trade them between members, and pay every shareholder pro rata.
///
/// You raise capital, and a shareholder presses you? `position set-boundary` says how they may contact you, and
/// `complaint file` has a steward look at what happened. `charter show` prints your rights.
///
/// Without -u, commands act on the embedded ledger: a Solana runtime in one file on this machine, with nothing to install.
/// Try `personal-token demo` first.
#[derive(Debug, Parser)]
#[command(name = "personal-token", version, propagate_version = true, arg_required_else_help = true)]
pub struct Cli {
    /// What every command takes.
    #[command(flatten)]
    pub global: GlobalArgs,
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Found, show and govern a network, and appoint its stewards
    #[command(subcommand)]
    Network(NetworkCommand),
    /// Read the rights of owners and investors, and acknowledge them clause by clause
    #[command(subcommand)]
    Charter(CharterCommand),
    /// Apply to a network, admit people, and settle who is in good standing
    #[command(subcommand)]
    Member(MemberCommand),
    /// Create a personal token and set its rules
    #[command(subcommand)]
    Token(TokenCommand),
    /// Open a holding of a token, say who may receive shares, and how shareholders may contact you
    #[command(subcommand)]
    Position(PositionCommand),
    /// Move shares between members
    #[command(subcommand)]
    Shares(SharesCommand),
    /// Raise money: new shares at one price, with an escrow until the owner has chosen his investors
    #[command(subcommand)]
    Round(RoundCommand),
    /// Sell shares on: list, buy, cancel
    #[command(subcommand)]
    Market(MarketCommand),
    /// Move a member whose key is lost to a new wallet
    #[command(subcommand)]
    Recovery(RecoveryCommand),
    /// Deposit proceeds, claim them, pay everybody
    #[command(subcommand)]
    Proceeds(ProceedsCommand),
    /// As an owner, complain about a shareholder; as a shareholder, reply; as a steward, decide
    #[command(subcommand)]
    Complaint(ComplaintCommand),
    /// Report once a year what sales of equity brought, or record that a report is missing
    #[command(subcommand)]
    Report(ReportCommand),
    /// Show who holds a token, and what each can claim
    Captable(MintArgs),
    /// Check that a share mint is genuine, and who can upgrade the program
    Doctor(MintArgs),
    /// The embedded ledger or a localnet: its clock, test money, a fresh start
    #[command(subcommand)]
    Ledger(LedgerCommand),
    /// Serve a local Solana endpoint for wallets and dApps, with the program and test USDC in it
    Localnet(LocalnetArgs),
    /// Play the whole story on a fresh ledger in memory and check every balance
    Demo,
    /// Make a new keypair file that only you can read
    Keygen(KeygenArgs),
    /// Print a completion script
    Completions(CompletionsArgs),
}

/// A share mint.
#[derive(Debug, Args)]
pub struct MintArgs {
    /// The share mint: the address of the personal token
    #[arg(value_parser = signer::parse_address)]
    pub mint: Address,
}

/// `shares …`
#[derive(Debug, Subcommand)]
pub enum SharesCommand {
    /// Send shares to another member
    #[command(after_help = help::READS_BOTH)]
    Transfer(TransferArgs),
}

/// `shares transfer`
#[derive(Debug, Args)]
pub struct TransferArgs {
    /// The share mint
    #[arg(value_parser = signer::parse_address)]
    pub mint: Address,
    /// How many shares, or ALL that are not locked
    #[arg(value_parser = parse_quantity, allow_hyphen_values = true)]
    pub shares: Quantity,
    /// The receiver: a wallet's address, or a keypair file
    #[arg(value_name = "PERSON", value_parser = signer::parse_person)]
    pub to: Address,
}

/// `keygen`
#[derive(Debug, Args)]
pub struct KeygenArgs {
    /// The file to write; an existing one is never overwritten
    pub file: PathBuf,
}

/// `completions`
#[derive(Debug, Args)]
pub struct CompletionsArgs {
    /// For which shell
    pub shell: clap_complete::Shell,
}
