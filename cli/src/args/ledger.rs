use {
    crate::{
        amount::{parse_money, parse_sol, Money},
        signer,
        time::{parse_when, When},
    },
    clap::{Args, Subcommand},
    solana_address::Address,
};

/// `ledger …`
#[derive(Debug, Subcommand)]
pub enum LedgerCommand {
    /// Show the embedded ledger, or the localnet that -u names: file, time, networks
    Status,
    /// Give SOL for fees and rent
    Airdrop(AirdropArgs),
    /// Give test USDC
    Faucet(FaucetArgs),
    /// Move the clock forward
    Warp(WarpArgs),
    /// Remove the ledger and everything in it
    Reset,
}

/// `ledger airdrop`
#[derive(Debug, Args)]
pub struct AirdropArgs {
    /// How much SOL
    #[arg(value_name = "SOL", value_parser = parse_sol, allow_hyphen_values = true)]
    pub lamports: u64,
    /// To whom [default: who acts]
    #[arg(value_name = "PERSON", value_parser = signer::parse_person)]
    pub person: Option<Address>,
}

/// `ledger faucet`
#[derive(Debug, Args)]
pub struct FaucetArgs {
    /// How much test USDC
    #[arg(value_parser = parse_money, allow_hyphen_values = true)]
    pub amount: Money,
    /// To whom [default: who acts]
    #[arg(value_name = "PERSON", value_parser = signer::parse_person)]
    pub person: Option<Address>,
}

/// `ledger warp`
#[derive(Debug, Args)]
pub struct WarpArgs {
    /// By how much (90d, 6h), or to when (2027-01-31, 2027-01-31T12:00:00Z)
    #[arg(value_name = "WHEN", value_parser = parse_when, allow_hyphen_values = true)]
    pub to: When,
}
