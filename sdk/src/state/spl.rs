//! Accounts of the token programs: the share mint, and token accounts.

mod account;
mod mint;
mod tlv;
mod verify;

pub use account::{AccountState, TokenAccount};
pub use mint::{ShareMint, TokenMetadata};
pub(crate) use verify::EXECUTE_DISCRIMINATOR;
pub use verify::{hook_accounts, Finding, TERMS_KEY, VOTING_RIGHTS};

/// Types of Token-2022's extensions that matter here.
pub mod extension {
    /// An account whose owner never changes.
    pub const IMMUTABLE_OWNER: u16 = 7;
    /// An account that programs may not move money out of.
    pub const CPI_GUARD: u16 = 11;
    /// A mint with a delegate over every account.
    pub const PERMANENT_DELEGATE: u16 = 12;
    /// A mint whose transfers call a program.
    pub const TRANSFER_HOOK: u16 = 14;
    /// An account of such a mint.
    pub const TRANSFER_HOOK_ACCOUNT: u16 = 15;
    /// A mint that says where its metadata is.
    pub const METADATA_POINTER: u16 = 18;
    /// A mint's metadata.
    pub const TOKEN_METADATA: u16 = 19;
    /// A mint whose units only an authority can have burnt.
    pub const PERMISSIONED_BURN: u16 = 28;
}
