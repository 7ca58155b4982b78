//! Addresses that can be derived. Each has a sibling `…_with_bump` that also gives the canonical bump.
//!
//! ```
//! use personal_token_sdk::{pda, Address};
//!
//! let (network, wallet) = (Address::from([1; 32]), Address::from([2; 32]));
//! let member = pda::member(network, &[7; 32]);
//! let mint = pda::mint(member);
//! assert_eq!(pda::position_of(wallet, mint), pda::position(pda::share_account(wallet, mint)));
//! ```

use crate::{
    core::metadata::is_plain,
    ids::{ASSOCIATED_TOKEN_ID, ID, TOKEN_2022_ID, TOKEN_ID},
    Address, SdkError,
};

macro_rules! addresses {
    ($($(#[$doc:meta])* $name:ident, $with_bump:ident, ($($argument:ident: $type:ty),*), [$($seed:expr),*];)*) => {
        $(
            $(#[$doc])*
            pub fn $name($($argument: $type),*) -> Address {
                $with_bump($($argument),*).0
            }

            #[doc = concat!("As [`", stringify!($name), "`], with the canonical bump.")]
            pub fn $with_bump($($argument: $type),*) -> (Address, u8) {
                Address::find_program_address(&[$($seed),*], &ID)
            }
        )*
    };
}

addresses! {
    /// A network, by its founder and its padded name; see [`network_name`].
    network, network_with_bump, (creator: Address, name: &[u8; 32]), [b"network", creator.as_ref(), name];
    /// The steward that a member is.
    steward, steward_with_bump, (network: Address, member: Address), [b"steward", network.as_ref(), member.as_ref()];
    /// A wallet's application for admission.
    application, application_with_bump, (network: Address, wallet: Address),
        [b"application", network.as_ref(), wallet.as_ref()];
    /// A member, by the commitment to his identity.
    member, member_with_bump, (network: Address, identity: &[u8; 32]), [b"member", network.as_ref(), identity];
    /// The link from a wallet to its member.
    wallet_link, wallet_link_with_bump, (network: Address, wallet: Address),
        [b"wallet", network.as_ref(), wallet.as_ref()];
    /// The share mint of a member: one a human.
    mint, mint_with_bump, (member: Address), [b"mint", member.as_ref()];
    /// The token of a share mint.
    token, token_with_bump, (mint: Address), [b"token", mint.as_ref()];
    /// The quote vault of a share mint; a token account, not an associated one.
    vault, vault_with_bump, (mint: Address), [b"vault", mint.as_ref()];
    /// The transfer hook's account list of a share mint.
    extra_account_metas, extra_account_metas_with_bump, (mint: Address), [b"extra-account-metas", mint.as_ref()];
    /// The position of a share account.
    position, position_with_bump, (share_account: Address), [b"position", share_account.as_ref()];
    /// The record of a token's deposit, by its number from 0.
    distribution, distribution_with_bump, (token: Address, index: u32),
        [b"distribution", token.as_ref(), &index.to_le_bytes()];
    /// A token's round, by its number from 0.
    round, round_with_bump, (token: Address, index: u32), [b"round", token.as_ref(), &index.to_le_bytes()];
    /// The escrow of a round; a token account, not an associated one.
    escrow, escrow_with_bump, (round: Address), [b"escrow", round.as_ref()];
    /// A member's part in a round.
    subscription, subscription_with_bump, (round: Address, member: Address),
        [b"subscription", round.as_ref(), member.as_ref()];
    /// A listing of a position, by its number from 0.
    listing, listing_with_bump, (position: Address, nonce: u32),
        [b"listing", position.as_ref(), &nonce.to_le_bytes()];
    /// A member's pending move to a new wallet.
    recovery, recovery_with_bump, (member: Address), [b"recovery", member.as_ref()];
    /// A complaint about a position, by its number from 0.
    complaint, complaint_with_bump, (position: Address, index: u32),
        [b"complaint", position.as_ref(), &index.to_le_bytes()];
    /// What an owner reports of a year.
    report, report_with_bump, (token: Address, year: u16), [b"report", token.as_ref(), &year.to_le_bytes()];
    /// The signer of the program's events.
    event_authority, event_authority_with_bump, (), [b"__event_authority"];
}

/// The canonical token account of a wallet; `token_program` is [`TOKEN_ID`] or [`TOKEN_2022_ID`].
pub fn associated_token(wallet: Address, mint: Address, token_program: Address) -> Address {
    associated_token_with_bump(wallet, mint, token_program).0
}

/// As [`associated_token`], with the canonical bump.
pub fn associated_token_with_bump(wallet: Address, mint: Address, token_program: Address) -> (Address, u8) {
    let seeds = [wallet.as_ref(), token_program.as_ref(), mint.as_ref()];
    Address::find_program_address(&seeds, &ASSOCIATED_TOKEN_ID)
}

/// The wallet's account for shares of `mint`.
pub fn share_account(wallet: Address, mint: Address) -> Address {
    share_account_with_bump(wallet, mint).0
}

/// As [`share_account`], with the canonical bump.
pub fn share_account_with_bump(wallet: Address, mint: Address) -> (Address, u8) {
    associated_token_with_bump(wallet, mint, TOKEN_2022_ID)
}

/// The wallet's account for quote money, the only one that its positions are ever paid into.
pub fn quote_account(wallet: Address, quote_mint: Address) -> Address {
    quote_account_with_bump(wallet, quote_mint).0
}

/// As [`quote_account`], with the canonical bump.
pub fn quote_account_with_bump(wallet: Address, quote_mint: Address) -> (Address, u8) {
    associated_token_with_bump(wallet, quote_mint, TOKEN_ID)
}

/// The wallet's position in the token of `mint`.
pub fn position_of(wallet: Address, mint: Address) -> Address {
    position_of_with_bump(wallet, mint).0
}

/// As [`position_of`], with the canonical bump.
pub fn position_of_with_bump(wallet: Address, mint: Address) -> (Address, u8) {
    position_with_bump(share_account(wallet, mint))
}

/// A network's name as its address has it: UTF-8, at most 32 bytes, padded with zeros.
///
/// Refuses what is empty, longer, or holds characters that do not show as themselves ([`SdkError::NetworkName`]): two
/// names that look the same would be two addresses.
pub fn network_name(text: &str) -> Result<[u8; 32], SdkError> {
    let mut name = [0; 32];
    let place = name.get_mut(..text.len()).ok_or(SdkError::NetworkName)?;
    place.copy_from_slice(text.as_bytes());
    if text.trim().is_empty() || !text.chars().all(is_plain) {
        return Err(SdkError::NetworkName);
    }
    Ok(name)
}
