//! The market: shares for money between members, both in one instruction.

pub mod buy;
pub mod cancel;
pub mod list;
pub mod settle;

pub use buy::*;
pub use cancel::*;
pub use list::*;
