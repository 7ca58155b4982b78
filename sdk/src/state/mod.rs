//! Accounts, decoded from what a cluster returned; nothing of it is trusted.
//!
//! `decode` takes the owner and the data of an account. It checks the owner, the discriminator, the exact length, the
//! layout version, and every byte that stands for a choice, and gives an [`SdkError`] otherwise. That
//! an account lies at the right *address* is for whoever fetched it to see to; `address()` derives it.
//!
//! ```
//! use personal_token_sdk::{state::Token, SdkError, ID};
//!
//! assert!(matches!(Token::decode(&ID, &[0; 8]), Err(SdkError::Discriminator { account: "Token" })));
//! ```

mod complaint;
mod market;
mod member;
mod network;
mod position;
mod proceeds;
mod recovery;
mod report;
mod round;
mod spl;
mod token;

pub use complaint::Complaint;
pub use market::Listing;
pub use member::{Application, Member, WalletLink};
pub use network::{Network, Steward};
pub use position::Position;
pub use proceeds::Distribution;
pub use recovery::Recovery;
pub use report::Report;
pub use round::{Round, Subscription};
pub(crate) use spl::EXECUTE_DISCRIMINATOR;
pub use spl::*;
pub use token::Token;

use crate::{core::metadata::is_plain, ids::ID, Address, Result, SdkError};
use bytemuck::{Pod, Zeroable};

/// The layout version of every account.
pub const VERSION: u8 = 1;
/// Bytes of the discriminator, before the fields.
pub const DISCRIMINATOR_SPACE: usize = 8;

/// A 128-bit number as accounts store it: sixteen bytes, little-endian, at any offset.
#[derive(Clone, Copy, Default, PartialEq, Eq, Pod, Zeroable)]
#[repr(transparent)]
pub struct U128([u8; 16]);

impl U128 {
    /// Stores a number.
    pub const fn new(value: u128) -> Self {
        Self(value.to_le_bytes())
    }

    /// The number.
    pub const fn get(self) -> u128 {
        u128::from_le_bytes(self.0)
    }
}

impl From<u128> for U128 {
    fn from(value: u128) -> Self {
        Self::new(value)
    }
}

impl std::fmt::Debug for U128 {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.get().fmt(f)
    }
}

/// An account of the program, for code that is generic over them.
pub trait ProgramAccount: Pod {
    /// The name, as in the IDL.
    const NAME: &'static str;
    /// The first eight bytes of the data: of sha256("account:" and the name).
    const DISCRIMINATOR: [u8; 8];
    /// Bytes of the data, the discriminator included.
    const SPACE: usize;

    /// Refuses bytes that stand for no choice and numbers that contradict each other.
    fn check(&self) -> Result<()>;

    /// The checked account.
    fn decode(owner: &Address, data: &[u8]) -> Result<Self> {
        let account = Self::NAME;
        if *owner != ID {
            return Err(SdkError::Owner { account, found: *owner });
        }
        let Some((discriminator, fields)) = data.split_first_chunk::<DISCRIMINATOR_SPACE>() else {
            return Err(SdkError::Length { account, expected: Self::SPACE, found: data.len() });
        };
        if *discriminator != Self::DISCRIMINATOR {
            return Err(SdkError::Discriminator { account });
        }
        let decoded: Self = bytemuck::try_pod_read_unaligned(fields).map_err(|_| SdkError::Length {
            account,
            expected: Self::SPACE,
            found: data.len(),
        })?;
        match fields.first() {
            Some(&VERSION) => (),
            version => return Err(SdkError::Version { account, found: version.copied().unwrap_or_default() }),
        }
        decoded.check()?;
        Ok(decoded)
    }

    /// The account's data, as the program would have written it; for tests and simulations.
    fn encode(&self) -> Vec<u8> {
        [&Self::DISCRIMINATOR, bytemuck::bytes_of(self)].concat()
    }
}

/// The account's constants and decoder, inherent too, so that nobody has to import the trait.
macro_rules! program_account {
    ($account:ident, $discriminator:expr, $space:literal) => {
        impl crate::state::ProgramAccount for $account {
            const NAME: &'static str = stringify!($account);
            const DISCRIMINATOR: [u8; 8] = Self::DISCRIMINATOR;
            const SPACE: usize = Self::SPACE;

            fn check(&self) -> crate::Result<()> {
                self.check_fields()
            }
        }

        // The program's layout: a field that moves or grows here stops the build.
        const _: () = assert!(size_of::<$account>() + crate::state::DISCRIMINATOR_SPACE == $space);

        impl $account {
            /// The first eight bytes of the data.
            pub const DISCRIMINATOR: [u8; 8] = $discriminator;
            /// Bytes of the data, the discriminator included.
            pub const SPACE: usize = $space;

            /// The account, if `owner` and `data` are those of one; see [`state`](crate::state).
            pub fn decode(owner: &crate::Address, data: &[u8]) -> crate::Result<Self> {
                crate::state::ProgramAccount::decode(owner, data)
            }
        }
    };
}
pub(crate) use program_account;

/// Refuses a field that stands for no choice.
pub(crate) fn check_field(sound: bool, account: &'static str, field: &'static str, value: u64) -> Result<()> {
    if sound {
        Ok(())
    } else {
        Err(SdkError::Field { account, field, value })
    }
}

/// A text that others chose, safe to show: characters that are not seen, or that change what is seen around them,
/// become `\u{…}`.
pub fn display_text(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for character in text.chars() {
        if is_plain(character) {
            shown.push(character);
        } else {
            shown.extend(character.escape_unicode());
        }
    }
    shown
}

/// Units of a mint as an exact decimal, never a float.
///
/// ```
/// use personal_token_sdk::state::display_units;
///
/// assert_eq!([display_units(7_200_000_000, 6), display_units(5, 6)], ["7200.000000", "0.000005"]);
/// assert_eq!([display_units(0, 2), display_units(42, 0)], ["0.00", "42"]);
/// ```
pub fn display_units(units: u64, decimals: u8) -> String {
    let places = usize::from(decimals);
    let digits = format!("{units:0>width$}", width = places.saturating_add(1));
    match digits.split_at_checked(digits.len().saturating_sub(places)) {
        Some((whole, fraction)) if !fraction.is_empty() => format!("{whole}.{fraction}"),
        _ => digits,
    }
}
