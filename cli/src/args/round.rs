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

/// `round …`
#[derive(Debug, Subcommand)]
pub enum RoundCommand {
    /// As the owner: announce a round of new shares at one price
    #[command(after_help = help::READS_TOKEN)]
    Open(RoundOpenArgs),
    /// Subscribe: the whole cost goes into escrow until the owner has decided
    #[command(after_help = help::READS_ROUND)]
    Subscribe(RoundSubscribeArgs),
    /// As the owner: accept a subscription, in part if you like
    #[command(after_help = help::READS_ROUND)]
    Accept(RoundAcceptArgs),
    /// As the owner: decline a subscription; its money can be refunded at once
    #[command(after_help = help::READS_ROUND)]
    Decline(RoundPersonArgs),
    /// Take one's own subscription back, before it is accepted or after an undo
    #[command(after_help = help::READS_ROUND)]
    Withdraw(RoundArgs),
    /// As the owner: close the list of investors; the undo window starts
    #[command(after_help = help::READS_ROUND)]
    Complete(RoundArgs),
    /// As the owner: take a completion back, within the undo window
    #[command(after_help = help::READS_ROUND)]
    Undo(RoundArgs),
    /// As the owner: give the round up before its completion
    #[command(after_help = help::READS_ROUND)]
    Cancel(RoundArgs),
    /// Issue the shares of accepted subscriptions and refund what is left; anyone may
    #[command(after_help = help::READS_ROUND)]
    Settle(RoundSettleArgs),
    /// Pay back what can no longer become shares; anyone may
    #[command(after_help = help::READS_ROUND)]
    Refund(RoundRefundArgs),
    /// Pay the owner what settled subscriptions have raised; anyone may
    #[command(after_help = help::READS_ROUND)]
    Collect(RoundArgs),
    /// Show a round: stage, terms, times, books, subscriptions
    Show(RoundArgs),
}

/// A round of a token.
#[derive(Debug, Args)]
pub struct RoundArgs {
    /// The share mint
    #[command(flatten)]
    pub token: MintArgs,
    /// Which round
    #[command(flatten)]
    pub round: RoundNumberArgs,
}

/// Which round.
#[derive(Clone, Copy, Debug, Args)]
pub struct RoundNumberArgs {
    /// Number of the round, from 0 [default: the token's latest]
    #[arg(long, value_name = "NUMBER", value_parser = clap::value_parser!(u32), allow_hyphen_values = true)]
    pub round: Option<u32>,
}

/// `round open`
#[derive(Debug, Args)]
pub struct RoundOpenArgs {
    /// The share mint
    #[arg(value_parser = signer::parse_address)]
    pub mint: Address,
    /// New shares on offer
    #[arg(value_parser = parse_shares, allow_hyphen_values = true)]
    pub shares: u64,
    /// Price of a share, such as 2.50
    #[arg(long, value_name = "AMOUNT", value_parser = parse_money, allow_hyphen_values = true)]
    pub price: Money,
    /// Least money below which it cannot be completed
    #[arg(long, value_name = "AMOUNT", value_parser = parse_money, allow_hyphen_values = true, default_value = "0")]
    pub minimum_raise: Money,
    /// Least shares of one investor
    #[arg(long, value_name = "COUNT", value_parser = parse_shares, allow_hyphen_values = true, default_value = "1")]
    pub minimum: u64,
    /// Most shares of one investor [default: all that are on offer]
    #[arg(long, value_name = "COUNT", value_parser = parse_shares, allow_hyphen_values = true)]
    pub maximum: Option<u64>,
    /// Wait until it opens; never less than the notice that is due to other holders
    #[arg(long, value_name = "DURATION", value_parser = parse_duration, allow_hyphen_values = true, default_value = "0s")]
    pub delay: u32,
    /// For how long it is open, at most 90d
    #[arg(long, value_name = "DURATION", value_parser = parse_duration, allow_hyphen_values = true, default_value = "30d")]
    pub duration: u32,
    /// For how long a completion can be undone, at most 72h; 0s for never
    #[arg(long, value_name = "DURATION", value_parser = parse_duration, allow_hyphen_values = true, default_value = "6h")]
    pub undo_window: u32,
    /// For how long the new shares are locked; never less than the token's hold
    #[arg(long, value_name = "DURATION", value_parser = parse_duration, allow_hyphen_values = true, default_value = "0s")]
    pub lock: u32,
}

/// `round subscribe`
#[derive(Debug, Args)]
pub struct RoundSubscribeArgs {
    /// The share mint
    #[arg(value_parser = signer::parse_address)]
    pub mint: Address,
    /// How many shares
    #[arg(value_parser = parse_shares, allow_hyphen_values = true)]
    pub shares: u64,
    /// Which round
    #[command(flatten)]
    pub round: RoundNumberArgs,
    /// The account to pay from [default: one's canonical account of the network's money]
    #[arg(long, value_name = "ADDRESS", value_parser = signer::parse_address)]
    pub from: Option<Address>,
}

/// `round accept`
#[derive(Debug, Args)]
pub struct RoundAcceptArgs {
    /// The share mint
    #[arg(value_parser = signer::parse_address)]
    pub mint: Address,
    /// The investor: a wallet's or a member's address, or a keypair file
    #[arg(value_name = "PERSON", value_parser = signer::parse_party)]
    pub person: Address,
    /// How many of the shares asked for
    #[arg(value_parser = parse_quantity, allow_hyphen_values = true, default_value = "ALL")]
    pub shares: Quantity,
    /// Which round
    #[command(flatten)]
    pub round: RoundNumberArgs,
}

/// `round decline`
#[derive(Debug, Args)]
pub struct RoundPersonArgs {
    /// The share mint
    #[arg(value_parser = signer::parse_address)]
    pub mint: Address,
    /// The investor: a wallet's or a member's address, or a keypair file
    #[arg(value_name = "PERSON", value_parser = signer::parse_party)]
    pub person: Address,
    /// Which round
    #[command(flatten)]
    pub round: RoundNumberArgs,
}

/// `round settle`
#[derive(Debug, Args)]
pub struct RoundSettleArgs {
    /// The share mint
    #[command(flatten)]
    pub token: MintArgs,
    /// Which round
    #[command(flatten)]
    pub round: RoundNumberArgs,
    /// Settle every accepted subscription, which is the default
    #[arg(long, conflicts_with = "member")]
    pub all: bool,
    /// Settle only this investor's: a wallet's or a member's address, or a keypair file; may be repeated
    #[arg(long, value_name = "PERSON", value_parser = signer::parse_party)]
    pub member: Vec<Address>,
    /// Pay the owner what was raised in the same go
    #[arg(long)]
    pub collect: bool,
}

/// `round refund`
#[derive(Debug, Args)]
pub struct RoundRefundArgs {
    /// The share mint
    #[command(flatten)]
    pub token: MintArgs,
    /// Which round
    #[command(flatten)]
    pub round: RoundNumberArgs,
    /// Refund only this investor: a wallet's or a member's address, or a keypair file; may be repeated
    #[arg(long, value_name = "PERSON", value_parser = signer::parse_party)]
    pub member: Vec<Address>,
}
