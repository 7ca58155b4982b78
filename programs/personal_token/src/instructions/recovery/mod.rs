//! Lost and stolen keys.

pub mod execute;
pub mod hold;
pub mod mark;
pub mod move_position;
pub mod propose;
pub mod veto;

pub use execute::*;
pub use mark::*;
pub use move_position::*;
pub use propose::*;
pub use veto::*;
