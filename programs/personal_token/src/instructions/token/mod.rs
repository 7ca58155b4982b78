//! A token and its terms.

pub mod create;
pub mod issue;
pub mod pause;
pub mod terms;

pub use create::*;
pub use issue::*;
pub use terms::*;
