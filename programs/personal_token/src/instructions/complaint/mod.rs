//! Complaints of owners about shareholders.

pub mod close;
pub mod decide;
pub mod file;
pub mod reply;

pub use close::*;
pub use decide::*;
pub use file::*;
pub use reply::*;
