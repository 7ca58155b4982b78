//! The yearly reports of owners.

pub mod file;
pub mod record;

pub use file::*;
pub use record::*;
