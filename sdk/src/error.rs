//! What went wrong, and what to do about it.
//!
//! The same number means different things in different programs: insufficient funds is code 1 of the token programs and
//! of the System program alike. [`ProgramFailure`] therefore always says which program failed; read it from the logs,
//! as a transaction's error names only the instruction that was sent.
//!
//! ```
//! use personal_token_sdk::error::{explain, ProgramFailure};
//!
//! let logs = [
//!     "Program TokenzQdBNbLqP5VEhdkAS6EPFLC1PHnBqCXEpPxuEb invoke [1]",
//!     "Program PersonaLToken111111111111111111111111111111 invoke [2]",
//!     "Program PersonaLToken111111111111111111111111111111 failed: custom program error: 0x1770",
//!     "Program TokenzQdBNbLqP5VEhdkAS6EPFLC1PHnBqCXEpPxuEb failed: custom program error: 0x1770",
//! ];
//! let failure = ProgramFailure::from_logs(&logs).expect("a program failed");
//! assert_eq!(failure.program, personal_token_sdk::ID);
//! assert_eq!(failure.explanation(), explain(6_000));
//! ```

mod failure;
mod foreign;

pub use failure::ProgramFailure;
pub use foreign::explain_resolver;

use crate::{
    core::{self, Error as Rule},
    Address,
};

/// What the SDK itself refuses.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SdkError {
    /// A network's name that is empty, longer than 32 bytes, or holds characters that do not show as themselves.
    #[error("A network's name has 1 to 32 bytes and only characters that show as themselves.")]
    NetworkName,
    /// The account belongs to another program.
    #[error("This is no {account}: the account belongs to {found}.")]
    Owner {
        /// What was expected.
        account: &'static str,
        /// The program that the account belongs to.
        found: Address,
    },
    /// The account is another one of its program.
    #[error("This is no {account}, but another account of the program.")]
    Discriminator {
        /// What was expected.
        account: &'static str,
    },
    /// The account has another length.
    #[error("A {account} has {expected} bytes; this account has {found}.")]
    Length {
        /// What was expected.
        account: &'static str,
        /// Its length in bytes.
        expected: usize,
        /// The account's length in bytes.
        found: usize,
    },
    /// The layout of the account is of another version of the program.
    #[error("This {account} has layout version {found}, which this version of the SDK does not know.")]
    Version {
        /// What was expected.
        account: &'static str,
        /// The account's version.
        found: u8,
    },
    /// A field holds what it never can.
    #[error("The {field} of this {account} cannot be {value}.")]
    Field {
        /// What was expected.
        account: &'static str,
        /// The field.
        field: &'static str,
        /// What it holds.
        value: u64,
    },
    /// Data that is not laid out as it should be.
    #[error("Malformed {what}: {detail}.")]
    Malformed {
        /// What was expected.
        what: &'static str,
        /// What is wrong with it.
        detail: &'static str,
    },
    /// A rule of the protocol.
    #[error(transparent)]
    Rule(#[from] core::Error),
}

/// What an error means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Explanation {
    /// Its name, as in the program's source or IDL.
    pub name: &'static str,
    /// Which rule was broken.
    pub meaning: &'static str,
    /// What to do about it; may be empty.
    pub remedy: &'static str,
}

/// What a code of *this* program means: its own rules and Anchor's checks. See [`ProgramFailure`] for other programs.
pub fn explain(code: u32) -> Option<Explanation> {
    match Rule::from_code(code) {
        Some(rule) => Some(rule.into()),
        None => foreign::anchor(code),
    }
}

impl From<Rule> for Explanation {
    fn from(rule: Rule) -> Self {
        Self { name: rule.name(), meaning: rule.message(), remedy: rule.remedy() }
    }
}
