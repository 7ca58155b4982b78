use {
    super::help,
    crate::{
        charter::{parse_charter, Charter},
        signer,
        time::parse_duration,
    },
    clap::{Args, Subcommand, ValueEnum},
    personal_token_core::{member::capability, parameters::Parameters},
    solana_address::Address,
};

/// `network …`
#[derive(Debug, Subcommand)]
pub enum NetworkCommand {
    /// Found a network; who acts becomes its authority
    #[command(after_help = help::READS_NO_MONEY)]
    Create(NetworkCreateArgs),
    /// Show a network and its parameters
    Show,
    /// List the networks of the cluster
    List,
    /// Name a successor of the authority
    #[command(after_help = help::READS_NOTHING)]
    ProposeAuthority(SuccessorArgs),
    /// Take over as the proposed authority
    #[command(after_help = help::READS_NOTHING)]
    AcceptAuthority,
    /// Announce new parameters; they can be applied after the delay in force
    #[command(after_help = help::READS_NETWORK)]
    ProposeParameters(ParameterArgs),
    /// Put announced parameters into force; anyone may
    #[command(after_help = help::READS_NOTHING)]
    ApplyParameters,
    /// Withdraw announced parameters
    #[command(after_help = help::READS_NOTHING)]
    CancelParameters,
    /// Stop transfers, sales, rounds, subscriptions and new tokens; claims, deposits and settlements go on
    #[command(after_help = help::READS_NOTHING)]
    Halt,
    /// End a halt
    #[command(after_help = help::READS_NOTHING)]
    Resume,
    /// Members who work for the network
    #[command(subcommand)]
    Steward(StewardCommand),
}

/// `network create`
#[derive(Debug, Args)]
pub struct NetworkCreateArgs {
    /// Its name, at most 32 bytes
    pub name: String,
    /// The charter: a file, text:WORDS, or sha256:HEX [default: the one that `charter show` prints]
    #[arg(long, value_name = "DOCUMENT", value_parser = parse_charter)]
    pub charter: Option<Charter>,
    /// The number of clauses of the charter [default: as its lines are numbered]
    #[arg(long, value_name = "COUNT", value_parser = parse_clauses, allow_hyphen_values = true)]
    pub clauses: Option<u16>,
    /// Wallet that receives the network's fees [default: who acts]
    #[arg(long, value_name = "PERSON", value_parser = signer::parse_person)]
    pub treasury: Option<Address>,
    /// Money of the network: a mint of the classic Token program [default on the embedded ledger: its test USDC]
    #[arg(long, value_name = "ADDRESS", value_parser = signer::parse_address)]
    pub quote_mint: Option<Address>,
    /// What differs from the defaults.
    #[command(flatten)]
    pub parameters: ParameterArgs,
}

pub(super) fn parse_clauses(text: &str) -> Result<u16, String> {
    let wrong = || format!("`{text}` is not a number of clauses: write 1 to 65535");
    super::parse_number(text)
        .ok()
        .and_then(|count| u16::try_from(count).ok())
        .filter(|count| *count > 0)
        .ok_or_else(wrong)
}

/// A successor.
#[derive(Debug, Args)]
pub struct SuccessorArgs {
    /// The successor's wallet, or `none` to withdraw the proposal
    #[arg(value_name = "PERSON", value_parser = parse_successor)]
    pub successor: Address,
}

fn parse_successor(text: &str) -> Result<Address, String> {
    match text {
        "none" => Ok(Address::default()),
        _ => signer::parse_person(text),
    }
}

/// Parameters of a network; those that are not named stay as they are.
#[derive(Clone, Debug, Default, Args)]
pub struct ParameterArgs {
    /// The owner's fee on a sale, such as 1.5%; with the network's at most 5%
    #[arg(long, value_name = "PART", value_parser = crate::amount::parse_basis_points, allow_hyphen_values = true)]
    pub owner_fee: Option<u16>,
    /// The network's fee on a sale; with the owner's at most 5%
    #[arg(long, value_name = "PART", value_parser = crate::amount::parse_basis_points, allow_hyphen_values = true)]
    pub network_fee: Option<u16>,
    /// The network's part of newly issued shares, at most 1%
    #[arg(long, value_name = "PART", value_parser = crate::amount::parse_basis_points, allow_hyphen_values = true)]
    pub equity_fee: Option<u16>,
    /// Below this, of 1000, a member receives no shares; at most 900
    #[arg(long, value_name = "POINTS", value_parser = parse_u16, allow_hyphen_values = true)]
    pub minimum_reputation: Option<u16>,
    /// Between acknowledging the charter and creating a token, at most 30d
    #[arg(long, value_name = "DURATION", value_parser = parse_duration, allow_hyphen_values = true)]
    pub cooling_off: Option<u32>,
    /// How long a listing waits for the owner, at most 30d
    #[arg(long, value_name = "DURATION", value_parser = parse_duration, allow_hyphen_values = true)]
    pub owner_first_refusal: Option<u32>,
    /// How long it then waits for other holders, at most 30d
    #[arg(long, value_name = "DURATION", value_parser = parse_duration, allow_hyphen_values = true)]
    pub holder_first_refusal: Option<u32>,
    /// Notice of a round, at most 60d
    #[arg(long, value_name = "DURATION", value_parser = parse_duration, allow_hyphen_values = true)]
    pub round_notice: Option<u32>,
    /// The shortest lock of received shares, at most 1825d
    #[arg(long, value_name = "DURATION", value_parser = parse_duration, allow_hyphen_values = true)]
    pub minimum_hold: Option<u32>,
    /// After the report deadline, before a missing report is recorded, at most 180d
    #[arg(long, value_name = "DURATION", value_parser = parse_duration, allow_hyphen_values = true)]
    pub report_grace: Option<u32>,
    /// Between announcing and applying parameters, 1d to 90d
    #[arg(long, value_name = "DURATION", value_parser = parse_duration, allow_hyphen_values = true)]
    pub parameter_delay: Option<u32>,
    /// Day of the year by which last year's report is due, 1 to 365
    #[arg(long, value_name = "DAY", value_parser = parse_u16, allow_hyphen_values = true)]
    pub report_deadline: Option<u16>,
    /// Whether a token needs a steward's attestation of the conversation about rights
    #[arg(long, value_name = "YES_OR_NO")]
    pub attestation_required: Option<YesOrNo>,
    /// Whether gains on other people's shares belong to the seller's own shareholders too
    #[arg(long, value_name = "YES_OR_NO")]
    pub route_gains: Option<YesOrNo>,
}

fn parse_u16(text: &str) -> Result<u16, String> {
    let wrong = || format!("`{text}` is not a number: write digits, at most 65535");
    super::parse_number(text).ok().and_then(|number| u16::try_from(number).ok()).ok_or_else(wrong)
}

/// A decision.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum YesOrNo {
    /// It is so.
    Yes,
    /// It is not.
    No,
}

impl ParameterArgs {
    /// The parameters, where they differ from `base`.
    #[must_use]
    pub fn over(&self, base: &Parameters) -> Parameters {
        let flag = |value: Option<YesOrNo>, base: u8| value.map_or(base, |value| u8::from(value == YesOrNo::Yes));
        Parameters {
            owner_fee: self.owner_fee.unwrap_or(base.owner_fee),
            network_fee: self.network_fee.unwrap_or(base.network_fee),
            equity_fee: self.equity_fee.unwrap_or(base.equity_fee),
            minimum_reputation: self.minimum_reputation.unwrap_or(base.minimum_reputation),
            cooling_off: self.cooling_off.unwrap_or(base.cooling_off),
            owner_first_refusal: self.owner_first_refusal.unwrap_or(base.owner_first_refusal),
            holder_first_refusal: self.holder_first_refusal.unwrap_or(base.holder_first_refusal),
            round_notice: self.round_notice.unwrap_or(base.round_notice),
            minimum_hold: self.minimum_hold.unwrap_or(base.minimum_hold),
            report_grace: self.report_grace.unwrap_or(base.report_grace),
            parameter_delay: self.parameter_delay.unwrap_or(base.parameter_delay),
            report_deadline: self.report_deadline.unwrap_or(base.report_deadline),
            attestation_required: flag(self.attestation_required, base.attestation_required),
            route_gains: flag(self.route_gains, base.route_gains),
        }
    }
}

/// `network steward …`
#[derive(Debug, Subcommand)]
pub enum StewardCommand {
    /// Make a member a steward
    #[command(after_help = help::READS_MEMBER)]
    Appoint(StewardArgs),
    /// Change what a steward may do
    #[command(after_help = help::READS_MEMBER)]
    Update(StewardArgs),
    /// Dismiss a steward
    #[command(after_help = help::READS_MEMBER)]
    Dismiss(super::PersonArgs),
    /// List the stewards
    List,
}

/// A steward and what he may do.
#[derive(Debug, Args)]
pub struct StewardArgs {
    /// The member: a wallet's address, or a keypair file
    #[arg(value_name = "PERSON", value_parser = signer::parse_person)]
    pub person: Address,
    /// What he may do, separated by commas
    #[arg(long = "can", value_name = "CAPABILITIES", value_delimiter = ',', required = true)]
    pub capabilities: Vec<Capability>,
}

/// What a steward may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Capability {
    /// Admit and refuse applicants.
    Admit,
    /// Settle complaints, suspend and reinstate.
    Arbitrate,
    /// Attest the conversation about rights.
    Attest,
    /// Help to recover lost wallets.
    Recover,
}

impl Capability {
    /// Every capability.
    pub const ALL: [Self; 4] = [Self::Admit, Self::Arbitrate, Self::Attest, Self::Recover];

    /// Its bit on chain.
    #[must_use]
    pub const fn bit(self) -> u8 {
        match self {
            Self::Admit => capability::ADMIT,
            Self::Arbitrate => capability::ARBITRATE,
            Self::Attest => capability::ATTEST,
            Self::Recover => capability::RECOVER,
        }
    }

    /// The word for people.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Admit => "admit",
            Self::Arbitrate => "arbitrate",
            Self::Attest => "attest",
            Self::Recover => "recover",
        }
    }
}

/// The bits of capabilities.
#[must_use]
pub fn capability_bits(capabilities: &[Capability]) -> u8 {
    capabilities.iter().fold(0, |bits, capability| bits | capability.bit())
}

/// The words for bits of capabilities.
#[must_use]
pub fn capability_names(bits: u8) -> Vec<&'static str> {
    Capability::ALL.into_iter().filter(|capability| bits & capability.bit() != 0).map(Capability::name).collect()
}
