//! Founding and running a network.

pub mod authority;
pub mod charter;
pub mod create;
pub mod halt;
pub mod parameters;
pub mod steward;

pub use authority::*;
pub use create::*;
pub use parameters::*;
pub use steward::*;
