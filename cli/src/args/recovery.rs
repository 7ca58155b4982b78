use {
    super::help,
    crate::{signer, time::parse_duration},
    clap::{Args, Subcommand},
    solana_address::Address,
};

/// `recovery …`
#[derive(Debug, Subcommand)]
pub enum RecoveryCommand {
    /// As a steward, with a second one: propose to move a member to a new wallet, and mark his positions
    #[command(after_help = help::READS_RECOVERY)]
    Propose(RecoveryProposeArgs),
    /// End a recovery: the old wallet's veto; the new wallet or a steward gives it up; anyone once it has lapsed
    #[command(after_help = help::READS_RECOVERY)]
    Veto(OptionalPartyArgs),
    /// Bring the marks of a member's positions up to date; anyone may
    #[command(after_help = help::READS_RECOVERY)]
    Mark(PartyArgs),
    /// Give the member the new wallet once it is due, and move his positions to it; run again, it continues
    #[command(after_help = help::READS_RECOVERY)]
    Execute(RecoveryExecuteArgs),
    /// Show a recovery, and what is left to move
    Show(OptionalPartyArgs),
}

/// A member.
#[derive(Debug, Args)]
pub struct PartyArgs {
    /// A wallet's or a member's address, or a keypair file
    #[arg(value_name = "PERSON", value_parser = signer::parse_party)]
    pub person: Address,
}

/// A member, or who acts.
#[derive(Debug, Args)]
pub struct OptionalPartyArgs {
    /// A wallet's or a member's address, or a keypair file [default: who acts]
    #[arg(value_name = "PERSON", value_parser = signer::parse_party)]
    pub person: Option<Address>,
}

/// `recovery propose`
#[derive(Debug, Args)]
pub struct RecoveryProposeArgs {
    /// The member who lost his key: his wallet's or his member's address
    #[arg(value_name = "PERSON", value_parser = signer::parse_party)]
    pub person: Address,
    /// His new wallet, which signs too
    #[arg(long, value_name = "SIGNER")]
    pub new_wallet: String,
    /// The second steward, who signs too; the first is who acts
    #[arg(long, value_name = "SIGNER")]
    pub second_steward: String,
}

/// `recovery execute`
#[derive(Debug, Args)]
pub struct RecoveryExecuteArgs {
    /// The member: his new or old wallet's or his member's address, or a keypair file
    #[arg(value_name = "PERSON", value_parser = signer::parse_party)]
    pub person: Address,
    /// The new wallet, which signs for its positions; needless if it is who acts
    #[arg(long, value_name = "SIGNER")]
    pub new_wallet: Option<String>,
}

/// `member hold`
#[derive(Debug, Args)]
pub struct HoldArgs {
    /// A wallet's or a member's address, or a keypair file
    #[arg(value_name = "PERSON", value_parser = signer::parse_party)]
    pub person: Address,
    /// For how long, at most 30d
    #[arg(value_parser = parse_duration, allow_hyphen_values = true)]
    pub duration: u32,
}
