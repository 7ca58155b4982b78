//! Token-2022: the share mint, and what is read of share accounts.
//!
//! Each call is a function of its own and never inlined: pinocchio's builders inline themselves, and one function may
//! not grow past the reach of a branch. The program never calls a share *transfer*: Token-2022 would call back into it.

use crate::{
    constants::TOKEN_2022_ID,
    state::POSITION_MEMBER_OFFSET,
    token_account::{self, TokenAccount},
};
use alloc::vec::Vec;
use anchor_lang::{address_eq, prelude::*};
use personal_token_core::Error as Rule;
use pinocchio::{
    cpi::{Seed, Signer as CpiSigner},
    instruction::{InstructionAccount, InstructionView},
};
use pinocchio_token_2022::instructions::{
    metadata_pointer, permanent_delegate::InitializePermanentDelegate, permissioned_burn,
    transfer_hook::InitializeTransferHook, AuthorityType, InitializeMint2, MintTo, SetAuthority,
};

/// Where the extensions of a mint or account begin: after the padded base layout and the account type.
const EXTENSIONS_OFFSET: usize = 166;
/// The type of the extension that flags a running transfer.
const TRANSFER_HOOK_ACCOUNT: u16 = 15;
/// Bytes of a type and a length.
const EXTENSION_HEADER: usize = 4;

/// The mint before its metadata: transfer hook, permanent delegate, permissioned burn, metadata pointer.
pub const MINT_SPACE: usize =
    EXTENSIONS_OFFSET + (EXTENSION_HEADER + 64) + (EXTENSION_HEADER + 32) * 2 + (EXTENSION_HEADER + 64);

/// Bytes of the metadata extension with the two fields that every token has.
pub fn metadata_space(texts: [&str; 3], terms: usize) -> usize {
    const LENGTH: usize = 4;
    const FIXED: usize = EXTENSION_HEADER + 32 + 32 + LENGTH;
    const FIELDS: usize = VOTING_RIGHTS.0.len() + VOTING_RIGHTS.1.len() + TERMS_KEY.len() + 4 * LENGTH;
    let fixed = (FIXED + FIELDS).saturating_add(terms);
    texts.iter().fold(fixed, |sum, text| sum.saturating_add(LENGTH).saturating_add(text.len()))
}

/// The metadata field that says there are none.
pub const VOTING_RIGHTS: (&str, &str) = ("voting_rights", "none");
/// The metadata field that holds the hash of the terms, in hexadecimal digits.
pub const TERMS_KEY: &str = "terms_hash";

/// Initialises the mint: no decimals, no freeze authority, every other authority is the token.
#[inline(never)]
pub fn initialize_mint(mint: &AccountView, token: &Address) -> Result<()> {
    let token_program = &TOKEN_2022_ID;
    InitializeTransferHook { mint, authority: None, program_id: Some(&crate::ID), token_program }.invoke()?;
    InitializePermanentDelegate { mint, delegate: token, token_program }.invoke()?;
    permissioned_burn::Initialize { mint, authority: token, token_program }.invoke()?;
    metadata_pointer::Initialize { mint, authority: None, metadata_address: Some(mint.address()), token_program }
        .invoke()?;
    InitializeMint2 { mint, decimals: 0, mint_authority: token, freeze_authority: None, token_program }.invoke()
}

/// Writes name, symbol and link; the update authority is the token, which has no instruction that uses it.
#[inline(never)]
pub fn initialize_metadata(mint: &AccountView, token: &AccountView, texts: [&str; 3], seeds: &[Seed]) -> Result<()> {
    let mut data = Vec::with_capacity(256);
    data.extend_from_slice(&[210, 225, 30, 162, 88, 184, 77, 141]); // sha256("spl_token_metadata_interface:initialize_account")
    for text in texts {
        push_text(&mut data, text)?;
    }
    pinocchio::cpi::invoke_signed(
        &InstructionView {
            program_id: &TOKEN_2022_ID,
            accounts: &[
                InstructionAccount::writable(mint.address()),
                InstructionAccount::readonly(token.address()),
                InstructionAccount::readonly(mint.address()),
                InstructionAccount::readonly_signer(token.address()),
            ],
            data: &data,
        },
        &[mint, token, mint, token],
        &[CpiSigner::from(seeds)],
    )
}

/// Adds one field to the metadata.
#[inline(never)]
pub fn add_metadata_field(
    mint: &AccountView,
    token: &AccountView,
    key: &str,
    value: &str,
    seeds: &[Seed],
) -> Result<()> {
    const KEY_VARIANT: u8 = 3;
    let mut data = Vec::with_capacity(128);
    data.extend_from_slice(&[221, 233, 49, 45, 181, 202, 220, 200]); // sha256("spl_token_metadata_interface:updating_field")
    data.push(KEY_VARIANT);
    push_text(&mut data, key)?;
    push_text(&mut data, value)?;
    pinocchio::cpi::invoke_signed(
        &InstructionView {
            program_id: &TOKEN_2022_ID,
            accounts: &[
                InstructionAccount::writable(mint.address()),
                InstructionAccount::readonly_signer(token.address()),
            ],
            data: &data,
        },
        &[mint, token],
        &[CpiSigner::from(seeds)],
    )
}

fn push_text(data: &mut Vec<u8>, text: &str) -> Result<()> {
    let length = u32::try_from(text.len()).map_err(|_| Rule::MetadataInvalid)?;
    data.extend_from_slice(&length.to_le_bytes());
    data.extend_from_slice(text.as_bytes());
    Ok(())
}

/// Mints shares into a share account.
#[inline(never)]
pub fn mint_shares(
    mint: &AccountView,
    account: &AccountView,
    token: &AccountView,
    shares: u64,
    seeds: &[Seed],
) -> Result<()> {
    MintTo { mint, account, mint_authority: token, amount: shares, token_program: &TOKEN_2022_ID }
        .invoke_signed(&[CpiSigner::from(seeds)])
}

/// Takes shares out of a share account. The token is the permanent delegate as well as the burn authority, so no holder's
/// signature is needed: this is called in a sale, where the seller has listed the shares, and in a recovery, nowhere else.
#[inline(never)]
pub fn burn_as_permanent_delegate(
    mint: &AccountView,
    account: &AccountView,
    token: &AccountView,
    shares: u64,
    seeds: &[Seed],
) -> Result<()> {
    permissioned_burn::Burn::<&AccountView> {
        account,
        mint,
        permissioned_burn_authority: token,
        authority: token,
        multisig_signers: &[],
        amount: shares,
        token_program: &TOKEN_2022_ID,
    }
    .invoke_signed(&[CpiSigner::from(seeds)])
}

/// Hands the close authority of a share account over, or back to its owner (`None`).
#[inline(never)]
pub fn set_close_authority(
    account: &AccountView,
    authority: &AccountView,
    new_authority: Option<&Address>,
    signers: &[CpiSigner],
) -> Result<()> {
    SetAuthority {
        account,
        authority,
        authority_type: AuthorityType::CloseAccount,
        new_authority,
        token_program: &TOKEN_2022_ID,
    }
    .invoke_signed(signers)
}

/// A share account, known to be Token-2022's and of the mint in question.
pub struct ShareAccount<'a> {
    /// What every token account has.
    pub account: &'a TokenAccount,
    extensions: &'a [u8],
}

impl<'a> ShareAccount<'a> {
    /// Refuses anything but an initialised Token-2022 account of `mint`.
    #[inline(always)]
    pub fn parse(view: &AccountView, data: &'a [u8], mint: &Address) -> Result<Self> {
        const ACCOUNT_TYPE: u8 = 2;
        let account = TokenAccount::from_data(data).ok_or(Rule::TokenAccountInvalid)?;
        let (_, rest) = data.split_at_checked(token_account::SPACE).ok_or(Rule::TokenAccountInvalid)?;
        let Some((&ACCOUNT_TYPE, extensions)) = rest.split_first() else {
            return Err(Rule::TokenAccountInvalid.into());
        };
        let sound = address_eq(view.owner(), &TOKEN_2022_ID)
            && account.state == token_account::INITIALISED
            && address_eq(&account.mint, mint);
        require!(sound, Rule::TokenAccountInvalid);
        Ok(Self { account, extensions })
    }

    /// Whether Token-2022 is in the middle of transferring it.
    #[inline(always)]
    pub fn is_transferring(&self) -> bool {
        // As the associated token program makes them: an immutable owner, then the flag. Others are searched.
        match self.extensions.first_chunk::<9>() {
            Some([7, 0, 0, 0, 15, 0, 1, 0, flag]) => *flag == 1,
            _ => self.search_transferring(),
        }
    }

    #[cold]
    #[inline(never)]
    fn search_transferring(&self) -> bool {
        let mut rest = self.extensions;
        while let [kind0, kind1, length0, length1, after @ ..] = rest {
            let length = usize::from(u16::from_le_bytes([*length0, *length1]));
            match u16::from_le_bytes([*kind0, *kind1]) {
                TRANSFER_HOOK_ACCOUNT => return after.first() == Some(&1),
                0 => return false,
                _ => rest = after.get(length..).unwrap_or_default(),
            }
        }
        false
    }
}

/// Writes the hook's account list after the interface's five, for ever: token and network by address, the positions by
/// the share accounts' close authorities, the members by the positions. No entry is a seed, so that no client searches.
pub fn write_extra_account_metas(list: &mut [u8; EXTRA_ACCOUNT_METAS_SPACE], token: &Address, network: &Address) {
    const CLOSE_AUTHORITY_OFFSET: u8 = 133;
    let (head, metas) = list.split_at_mut(EXTRA_ACCOUNT_METAS_HEAD.len());
    head.copy_from_slice(&EXTRA_ACCOUNT_METAS_HEAD);
    let (metas, _) = metas.as_chunks_mut::<EXTRA_ACCOUNT_META_SIZE>();
    if let [first, second, source, destination, sender, receiver] = metas {
        *first = literal(token);
        *second = literal(network);
        *source = from_account_data(0, CLOSE_AUTHORITY_OFFSET, 1);
        *destination = from_account_data(2, CLOSE_AUTHORITY_OFFSET, 1);
        *sender = from_account_data(7, POSITION_MEMBER_OFFSET, 0);
        *receiver = from_account_data(8, POSITION_MEMBER_OFFSET, 0);
    }
}

/// An entry that is an address: neither signer nor writable.
fn literal(address: &Address) -> [u8; EXTRA_ACCOUNT_META_SIZE] {
    let mut meta = [0; EXTRA_ACCOUNT_META_SIZE];
    let [_kind, field @ .., _signer, _writable] = &mut meta;
    *field = address.to_bytes();
    meta
}

/// An entry whose address stands in the data of an account before it.
fn from_account_data(account: u8, offset: u8, writable: u8) -> [u8; EXTRA_ACCOUNT_META_SIZE] {
    const FROM_ACCOUNT_DATA: u8 = 2;
    let mut meta = [0; EXTRA_ACCOUNT_META_SIZE];
    let [kind, source, index, at, .., is_writable] = &mut meta;
    (*kind, *source, *index, *at, *is_writable) = (FROM_ACCOUNT_DATA, FROM_ACCOUNT_DATA, account, offset, writable);
    meta
}

/// `Execute`'s discriminator, the length of what follows, the number of entries.
const EXTRA_ACCOUNT_METAS_HEAD: [u8; 16] = [105, 37, 101, 197, 75, 251, 102, 26, 214, 0, 0, 0, 6, 0, 0, 0];
const EXTRA_ACCOUNT_META_SIZE: usize = 35;
/// Discriminator, length, count, six entries.
pub const EXTRA_ACCOUNT_METAS_SPACE: usize = 8 + 4 + 4 + 6 * EXTRA_ACCOUNT_META_SIZE;
