//! One file an instruction, or a family on the same accounts: accounts → checks → compute (core) → write → CPI → event.

pub mod complaint;
pub mod market;
pub mod member;
pub mod network;
pub mod position;
pub mod proceeds;
pub mod recovery;
pub mod report;
pub mod round;
pub mod token;
