//! Rounds: new shares for money that waits in escrow.

pub mod collect;
pub mod complete;
pub mod decide;
pub mod open;
pub mod refund;
pub mod settle;
pub mod subscribe;
pub mod undo;

pub use collect::*;
pub use complete::*;
pub use decide::*;
pub use open::*;
pub use refund::*;
pub use settle::*;
pub use subscribe::*;
pub use undo::*;
