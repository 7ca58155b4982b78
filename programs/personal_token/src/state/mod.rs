//! The accounts. Each has a layout version, its canonical bump, reserved bytes, and an `invariant` that every
//! instruction which changes it calls last.

mod application;
mod complaint;
mod distribution;
mod listing;
mod member;
mod network;
mod position;
mod recovery;
mod report;
mod round;
mod steward;
mod token;

pub use application::Application;
pub use complaint::Complaint;
pub use distribution::Distribution;
pub use listing::{Listing, ListingBook};
pub use member::{Member, WalletLink};
pub use network::{Network, NetworkParameters};
pub use position::{Position, HELD, KEPT, POSITION_MEMBER_OFFSET};
pub use recovery::Recovery;
pub use report::Report;
pub use round::{Round, RoundBook, Subscription, SubscriptionBook};
pub use steward::Steward;
pub use token::Token;
