use {
    super::{help, AcknowledgeArgs, HoldArgs, PartyArgs},
    crate::{
        digest::{parse_document, parse_hex},
        signer,
    },
    clap::{ArgGroup, Args, Subcommand, ValueEnum},
    personal_token_core::member::role,
    solana_address::Address,
    std::path::PathBuf,
};

/// `member …`
#[derive(Debug, Subcommand)]
pub enum MemberCommand {
    /// Ask for admission, and acknowledge the charter clause by clause
    #[command(after_help = help::READS_NO_CHARTER)]
    Apply(ApplyArgs),
    /// Withdraw one's application
    #[command(after_help = help::READS_APPLICATION)]
    Withdraw,
    /// List those who wait for admission
    Applications,
    /// Admit an applicant: one human, one member
    #[command(after_help = help::READS_APPLICATION)]
    Admit(AdmitArgs),
    /// Refuse an applicant
    #[command(after_help = help::READS_APPLICATION)]
    Refuse(PersonArgs),
    /// Suspend a member: he keeps what he holds and is paid, but receives nothing
    #[command(after_help = help::READS_MEMBER)]
    Suspend(SuspendArgs),
    /// As the authority: exclude a member; only the authority takes it back
    #[command(after_help = help::READS_MEMBER)]
    Exclude(SuspendArgs),
    /// End a suspension or an exclusion, or bring back a member who left and agrees
    #[command(after_help = help::READS_MEMBER)]
    Reinstate(ReinstateArgs),
    /// Leave the network
    #[command(after_help = help::READS_MEMBER)]
    Leave,
    /// Attest that the conversation about rights took place
    #[command(after_help = help::READS_MEMBER)]
    Attest(PersonArgs),
    /// Hold the shares of a member whose key was stolen, at most 30 days; marks his positions
    #[command(after_help = help::READS_RECOVERY)]
    Hold(HoldArgs),
    /// End a hold early; takes the marks away
    #[command(after_help = help::READS_RECOVERY)]
    Release(PartyArgs),
    /// Show a member: standing, reputation and when it is back, charter, complaints
    Show(OptionalPersonArgs),
    /// Show what changed a member's reputation, and when it is back
    Reputation(ReputationArgs),
    /// List the members
    List,
}

/// A person.
#[derive(Debug, Args)]
pub struct PersonArgs {
    /// A wallet's address, or a keypair file
    #[arg(value_name = "PERSON", value_parser = signer::parse_person)]
    pub person: Address,
}

/// A person, or who acts.
#[derive(Debug, Args)]
pub struct OptionalPersonArgs {
    /// A wallet's address, or a keypair file [default: who acts]
    #[arg(value_name = "PERSON", value_parser = signer::parse_person)]
    pub person: Option<Address>,
}

/// `member apply`
#[derive(Debug, Args)]
pub struct ApplyArgs {
    /// What to be: owner, investor, or both separated by a comma
    #[arg(long = "role", value_name = "ROLES", value_delimiter = ',', default_value = "investor")]
    pub roles: Vec<Role>,
    /// What of the charter is acknowledged.
    #[command(flatten)]
    pub charter: AcknowledgeArgs,
}

/// What a member may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Role {
    /// Creates a token of his own.
    Owner,
    /// Holds other people's shares.
    Investor,
}

/// The bits of roles.
#[must_use]
pub fn role_bits(roles: &[Role]) -> u8 {
    roles.iter().fold(0, |bits, role| {
        bits | match role {
            Role::Owner => role::OWNER,
            Role::Investor => role::INVESTOR,
        }
    })
}

/// The words for bits of roles.
#[must_use]
pub fn role_names(bits: u8) -> Vec<&'static str> {
    [(role::OWNER, "owner"), (role::INVESTOR, "investor")]
        .into_iter()
        .filter(|(bit, _)| bits & bit != 0)
        .map(|(_, name)| name)
        .collect()
}

/// `member admit`
#[derive(Debug, Args)]
#[command(group = ArgGroup::new("identity_source").required(true).args(["identity", "identity_secret_file"]))]
pub struct AdmitArgs {
    /// The applicant: a wallet's address, or a keypair file
    #[arg(value_name = "PERSON", value_parser = signer::parse_person)]
    pub person: Address,
    /// The identity commitment, 64 hexadecimal digits
    #[arg(long, value_name = "HEX", value_parser = parse_hex)]
    pub identity: Option<[u8; 32]>,
    /// The network's secret (a file of at least 32 bytes that only its owner can read); the commitment is
    /// HMAC-SHA256(secret, document)
    #[arg(long, value_name = "FILE")]
    pub identity_secret_file: Option<PathBuf>,
    /// A file with the identity document's kind, country and number, always written in the same way, as another spelling
    /// is another identity; asked for without echo if it is not named
    #[arg(long, value_name = "FILE", requires = "identity_secret_file")]
    pub document: Option<PathBuf>,
}

/// `member suspend` and `member exclude`
#[derive(Debug, Args)]
pub struct SuspendArgs {
    /// A wallet's address, or a keypair file
    #[arg(value_name = "PERSON", value_parser = signer::parse_person)]
    pub person: Address,
    /// The reason: a file, text:WORDS, or sha256:HEX; only its hash is published
    #[arg(long, value_name = "DOCUMENT", value_parser = parse_document)]
    pub reason: [u8; 32],
}

/// `member reputation`
#[derive(Debug, Args)]
pub struct ReputationArgs {
    /// A wallet's or a member's address, or a keypair file [default: who acts]
    #[arg(value_name = "PERSON", value_parser = signer::parse_party)]
    pub person: Option<Address>,
    /// How many of the member's latest transactions to search
    #[arg(long, value_name = "COUNT", value_parser = super::parse_number, allow_hyphen_values = true, default_value = "100")]
    pub limit: u64,
}

/// `member reinstate`
#[derive(Debug, Args)]
pub struct ReinstateArgs {
    /// A wallet's address, or a keypair file
    #[arg(value_name = "PERSON", value_parser = signer::parse_person)]
    pub person: Address,
    /// The member's own signature, needed if he left; without it one who was excluded counts as one who left
    #[arg(long, value_name = "SIGNER")]
    pub consent: Option<String>,
}
