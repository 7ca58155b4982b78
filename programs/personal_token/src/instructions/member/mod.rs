//! Admission to a network, and standing in it.

pub mod acknowledge;
pub mod admit;
pub mod apply;
pub mod attest;
pub mod status;

pub use acknowledge::*;
pub use admit::*;
pub use apply::*;
pub use status::*;
