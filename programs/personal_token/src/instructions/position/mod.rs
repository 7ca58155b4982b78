//! Positions, and the transfer hook that moves shares between them.

pub mod admit;
pub mod approve;
pub mod boundary;
pub mod close;
pub mod open;
pub mod transfer;

pub use admit::*;
pub use close::*;
pub use open::*;
pub use transfer::*;
