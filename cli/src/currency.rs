//! The money of a network, as it is written and read.

use {
    crate::{
        amount,
        error::{CliError, Result},
    },
    solana_address::Address,
};

/// USDC, where it is known.
const USDC: [&str; 2] =
    ["EPjFWdd5AufqSSqeM2qN1xzybapC8G4wEGGkZwyTDt1v", "4zMMC9srt5Ri5X14GAgXhaHii3GnPAEERYPJgZJDncDU"];

/// The money of a network.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Currency {
    /// Its mint.
    pub mint: Address,
    /// Its decimals.
    pub decimals: u8,
    symbol: &'static str,
}

impl Currency {
    /// The money of a mint.
    #[must_use]
    pub fn new(mint: Address, decimals: u8, test_money: Option<Address>) -> Self {
        let is_usdc = test_money == Some(mint) || USDC.contains(&mint.to_string().as_str());
        Self { mint, decimals, symbol: if is_usdc { "USDC" } else { "of the network's money" } }
    }

    /// For people.
    #[must_use]
    pub fn show(&self, units: u64) -> String {
        format!("{} {}", amount::show_units(units, self.decimals), self.symbol)
    }

    /// For scripts.
    #[must_use]
    pub fn json(&self, units: u64) -> serde_json::Value {
        amount::json_units(units, self.decimals)
    }

    /// An amount that was written.
    ///
    /// # Errors
    /// It has too many decimals or does not fit.
    pub fn units(&self, money: &amount::Money) -> Result<u64> {
        money.units(self.decimals).map_err(CliError::usage)
    }
}
