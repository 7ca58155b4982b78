//! The rules of a personal token that need no account.
//!
//! The program, the SDK and the tests call the same functions: the one that pays is the one that previews and the
//! one that is proven. Everything is integers; every division says which way it rounds and whom that favours.
//!
//! - [`accumulator`]: proceeds split pro rata, to the unit, in constant time
//! - [`lockup`]: the share-weighted lock of received shares
//! - [`transfer`]: who may receive shares, and which shares may leave
//! - [`policy`]: the transfer policies of a token, and changes that take effect after a notice
//! - [`fee`]: fees of rounds and sales
//! - [`member`]: standing, and reputation as a function of time
//! - [`metadata`]: the texts of a token
//! - [`parameters`]: the parameters of a network and their hard bounds
//! - [`proceeds`]: what a deposit is, and how a payout ended
//! - [`round`]: a round and its subscriptions, with the escrow's books
//! - [`market`]: listings, first refusal, what a sale divides
//! - [`recovery`]: lost and stolen keys
//! - [`boundary`]: how a shareholder may contact the owner
//! - [`complaint`]: complaints about shareholders, and what a decision does
//! - [`report`]: the owner's yearly report
//! - [`calendar`]: the civil year of a moment
//! - [`error`]: one code a rule
#![no_std]
#![forbid(unsafe_code)]
#![deny(missing_docs)]
#![deny(
    clippy::arithmetic_side_effects,
    clippy::cast_possible_truncation,
    clippy::cast_possible_wrap,
    clippy::cast_sign_loss,
    clippy::indexing_slicing,
    clippy::integer_division,
    clippy::unwrap_used
)]

pub mod accumulator;
pub mod boundary;
pub mod calendar;
pub mod complaint;
pub mod error;
pub mod fee;
pub mod lockup;
pub mod market;
pub mod member;
pub mod metadata;
pub mod parameters;
pub mod policy;
pub mod proceeds;
pub mod recovery;
pub mod report;
pub mod round;
pub mod transfer;

pub use error::{Error, Result};

/// Basis points in a whole.
pub const BASIS_POINTS: u16 = 10_000;

/// Seconds in a day.
pub const DAY: u32 = 86_400;
