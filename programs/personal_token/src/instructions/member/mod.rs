//! Admission to a network, and standing in it.

pub mod admit;
pub mod apply;
pub mod attest;
pub mod status;

pub use admit::*;
pub use apply::*;
pub use status::*;
