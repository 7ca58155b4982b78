use {
    crate::{amount::parse_shares, signer},
    clap::{Args, ValueEnum},
    solana_address::Address,
    solana_commitment_config::CommitmentLevel,
    solana_hash::Hash,
    solana_signature::Signature,
    std::path::PathBuf,
};

/// What every command takes.
#[derive(Clone, Debug, Args)]
#[command(next_help_heading = "Common options")]
pub struct GlobalArgs {
    /// Solana CLI configuration, read for the keypair and the commitment [default: ~/.config/solana/cli/config.yml]
    #[arg(short = 'C', long, global = true, value_name = "PATH")]
    pub config: Option<PathBuf>,
    /// The cluster: embedded, mainnet-beta, testnet, devnet, localhost (or m, t, d, l), or a URL. The embedded ledger unless
    /// named here, whatever the Solana configuration says
    #[arg(
        short = 'u',
        long,
        global = true,
        value_name = "URL_OR_MONIKER",
        default_value = "embedded",
        hide_default_value = true
    )]
    pub url: String,
    /// File of the embedded ledger [default: personal-token/ledger.bin in $XDG_DATA_HOME or ~/.local/share]
    #[arg(long, global = true, value_name = "PATH", env = "PERSONAL_TOKEN_LEDGER", hide_env_values = true)]
    pub ledger: Option<PathBuf>,
    /// The network to act on; needed only where the cluster has several
    #[arg(long, global = true, value_name = "ADDRESS", env = "PERSONAL_TOKEN_NETWORK", value_parser = signer::parse_address)]
    pub network: Option<Address>,
    /// Who acts: a keypair file, prompt:, stdin:, or an address with --signer or --sign-only [default: as the Solana CLI]
    #[arg(short = 'k', long, global = true, value_name = "SIGNER")]
    pub keypair: Option<String>,
    /// Who pays fees and rent [default: who acts]
    #[arg(long, global = true, value_name = "SIGNER")]
    pub fee_payer: Option<String>,
    /// How sure to be of what is read and sent: processed, confirmed or finalized [default: confirmed]
    #[arg(long, global = true, value_name = "LEVEL")]
    pub commitment: Option<CommitmentLevel>,
    /// Print one JSON object instead of text
    #[arg(long, global = true, value_name = "FORMAT")]
    pub output: Option<OutputFormat>,
    /// Simulate only; fails if the simulation does
    #[arg(long, global = true, conflicts_with = "sign_only")]
    pub dry_run: bool,
    /// Priority fee, in micro-lamports per compute unit
    #[arg(long, global = true, value_name = "MICRO_LAMPORTS", value_parser = parse_number, allow_hyphen_values = true)]
    pub with_compute_unit_price: Option<u64>,
    /// Compute units to ask for [default: what the simulation used, and a tenth]
    #[arg(long, global = true, value_name = "UNITS", value_parser = parse_units, allow_hyphen_values = true)]
    pub with_compute_unit_limit: Option<u32>,
    /// Send without asking the node to simulate again
    #[arg(long, global = true)]
    pub skip_preflight: bool,
    /// Sign, print the signatures, send nothing. Where the accounts follow from the command line alone, nothing is read from
    /// the cluster either: the end of each command's help says so
    #[arg(long, global = true, requires = "blockhash")]
    pub sign_only: bool,
    /// The blockhash to sign with, or the value of the nonce account. As nothing may then differ between those who sign, the
    /// compute units have to be named too
    #[arg(long, global = true, value_name = "HASH", value_parser = parse_hash, requires = "with_compute_unit_limit")]
    pub blockhash: Option<Hash>,
    /// A durable nonce account, so that signatures do not expire
    #[arg(long, global = true, value_name = "ADDRESS", value_parser = signer::parse_address)]
    pub nonce: Option<Address>,
    /// Who may use the nonce [default: who acts]
    #[arg(long, global = true, value_name = "SIGNER", requires = "nonce")]
    pub nonce_authority: Option<String>,
    /// A signature that was made elsewhere; may be repeated
    #[arg(long, global = true, value_name = "ADDRESS=SIGNATURE", value_parser = signer::parse_presigner)]
    pub signer: Vec<(Address, Signature)>,
    /// Do not ask
    #[arg(short, long, global = true)]
    pub yes: bool,
    /// Show what the programs logged
    #[arg(short, long, global = true)]
    pub verbose: bool,
}

/// How to print.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum OutputFormat {
    /// One JSON object, indented.
    Json,
    /// One JSON object on one line.
    JsonCompact,
}

/// Reads a whole number without a sign.
///
/// # Errors
/// What to write instead.
pub fn parse_number(text: &str) -> Result<u64, String> {
    parse_shares(text).map_err(|_| format!("`{text}` is not a number: write digits only"))
}

fn parse_units(text: &str) -> Result<u32, String> {
    let most = 1_400_000;
    parse_number(text)
        .ok()
        .and_then(|units| u32::try_from(units).ok())
        .filter(|units| (1..=most).contains(units))
        .ok_or_else(|| format!("`{text}` is not a number of compute units: write 1 to {most}"))
}

fn parse_hash(text: &str) -> Result<Hash, String> {
    text.parse().map_err(|_| format!("`{text}` is not a blockhash: write its 32 bytes in base58"))
}
