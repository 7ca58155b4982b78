//! Build, read and judge Personal Token transactions from Rust.
//!
//! - [`instruction`]: one struct an instruction of the program, with named fields; `.instruction()` builds it
//! - [`pda`]: every address that can be derived
//! - [`state`]: checked decoding of every account
//! - [`event`]: what happened, from inner instructions and logs, attributed so that nobody can spoof it
//! - [`error`]: what a code means and what to do, for this program and for those that it calls
//! - [`quote`]: what a claim, a deposit, a transfer, a sale or a settlement would do, by the very functions that the program
//!   calls
//!
//! Everything here is pure: no network, no key, no clock. Amounts are whole units of the quote mint, shares have no
//! decimals, times are Unix seconds, rates are basis points. With the feature `rpc` (on by default) there is a client
//! that fetches and sends; without it the crate needs fewer than 50 others.
//!
//! The crate's examples are whole programs: `build_without_rpc`, for a wallet that signs elsewhere; `claim_button`, all that is
//! behind one; `payout_cron`, which pays everybody of a network; `portfolio`, what a wallet holds; `sponsor`, a service that
//! pays others' fees and looks at what it signs.
//!
//! The version of every type in the public interface is that of [`solana_address`] 2 and [`solana_instruction`] 3, which
//! are re-exported.
#![deny(missing_docs)]
#![deny(
    clippy::arithmetic_side_effects,
    clippy::as_conversions,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::integer_division,
    clippy::panic,
    clippy::unwrap_used
)]

// The client's tests use the small world of those in tests/.
#[cfg(test)]
extern crate self as personal_token_sdk;

pub mod error;
pub mod event;
pub mod ids;
pub mod instruction;
mod log;
pub mod pda;
pub mod quote;
#[cfg(feature = "rpc")]
pub mod rpc;
pub mod state;

pub use error::SdkError;
pub use ids::{ASSOCIATED_TOKEN_ID, ID, TOKEN_2022_ID, TOKEN_ID};
pub use personal_token_core as core;
pub use solana_address::{self, Address};
pub use solana_instruction::{self, AccountMeta, Instruction};

/// Result of what the SDK itself does.
pub type Result<T> = std::result::Result<T, SdkError>;
