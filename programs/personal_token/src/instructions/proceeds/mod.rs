//! Money: deposits, and payouts that anyone may trigger.

pub mod claim;
pub mod deposit;
pub mod distribute;

pub use claim::*;
pub use deposit::*;
pub use distribute::*;
