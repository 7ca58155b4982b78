use {
    super::{help, MintArgs},
    crate::{
        amount::{parse_money, parse_quantity, parse_shares, Money, Quantity},
        signer,
        time::parse_duration,
    },
    clap::{Args, Subcommand},
    solana_address::Address,
};

/// `market …`
#[derive(Debug, Subcommand)]
pub enum MarketCommand {
    /// Offer shares for sale: first to the token's owner, then to its holders, then to whom the policy lets in
    #[command(after_help = help::READS_POSITION)]
    List(MarketListArgs),
    /// Buy listed shares
    #[command(after_help = help::READS_LISTING)]
    Buy(MarketBuyArgs),
    /// End a listing: one's own at any time, any that is over
    #[command(after_help = help::READS_LISTING)]
    Cancel(ListingArgs),
    /// Show the listings of a token, and who may buy when
    Show(MintArgs),
}

/// `market list`
#[derive(Debug, Args)]
pub struct MarketListArgs {
    /// The share mint
    #[arg(value_parser = signer::parse_address)]
    pub mint: Address,
    /// How many shares, or ALL that are neither locked nor listed
    #[arg(value_parser = parse_quantity, allow_hyphen_values = true)]
    pub shares: Quantity,
    /// Price of a share, such as 5 or 2.50
    #[arg(long, value_name = "AMOUNT", value_parser = parse_money, allow_hyphen_values = true)]
    pub price: Money,
    /// Least shares of one purchase, unless fewer are left
    #[arg(long, value_name = "COUNT", value_parser = parse_shares, allow_hyphen_values = true, default_value = "1")]
    pub minimum_fill: u64,
    /// For how long it stands, at most 365d
    #[arg(long, value_name = "DURATION", value_parser = parse_duration, allow_hyphen_values = true, default_value = "60d")]
    pub duration: u32,
}

/// A listing.
#[derive(Debug, Args)]
pub struct ListingArgs {
    /// The listing: `market show` tells its address
    #[arg(value_name = "LISTING", value_parser = signer::parse_address)]
    pub listing: Address,
}

/// `market buy`
#[derive(Debug, Args)]
pub struct MarketBuyArgs {
    /// The listing: `market show` tells its address
    #[arg(value_name = "LISTING", value_parser = signer::parse_address)]
    pub listing: Address,
    /// At most so many shares
    #[arg(value_parser = parse_quantity, allow_hyphen_values = true, default_value = "ALL")]
    pub shares: Quantity,
    /// At most this price of a share
    #[arg(long, value_name = "AMOUNT", value_parser = parse_money, allow_hyphen_values = true)]
    pub max_price: Money,
    /// At least so many shares, or nothing [default: as many as are shown before it asks]
    #[arg(long, value_name = "COUNT", value_parser = parse_shares, allow_hyphen_values = true)]
    pub minimum: Option<u64>,
    /// The account to pay from [default: one's canonical account of the network's money]
    #[arg(long, value_name = "ADDRESS", value_parser = signer::parse_address)]
    pub from: Option<Address>,
}
