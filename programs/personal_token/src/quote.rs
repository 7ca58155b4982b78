//! Quote money: token accounts of the classic Token program, and the two ways it leaves a vault.

use crate::{
    constants::{ASSOCIATED_TOKEN_ID, TOKEN_ID},
    token_account::{self, TokenAccount},
};
use alloc::vec::Vec;
use anchor_lang::{address_eq, prelude::*};
use core::mem::MaybeUninit;
use personal_token_core::{proceeds::QuoteAccount, Error as Rule};
use pinocchio::{
    cpi::{CpiAccount, Signer as CpiSigner},
    instruction::InstructionAccount,
};
use pinocchio_token::instructions::{Batch, InitializeAccount3, IntoBatch, Transfer};

const MINT_SPACE: usize = 82;

/// Refuses anything but an initialised mint of the classic Token program.
pub fn check_mint(view: &AccountView) -> Result<()> {
    require!(view.owned_by(&TOKEN_ID), Rule::QuoteMintInvalid);
    let data = view.try_borrow()?;
    require!(data.len() == MINT_SPACE && data.get(45) == Some(&1), Rule::QuoteMintInvalid);
    Ok(())
}

/// What is known of the account that a position would be paid into.
#[inline(always)]
pub fn inspect(view: &AccountView, recorded: &Address, quote_mint: &Address, wallet: &Address) -> QuoteAccount {
    let mut found = QuoteAccount {
        is_recorded: address_eq(view.address(), recorded) && view.is_writable(),
        is_initialised: false,
        is_own: false,
        is_frozen: false,
    };
    // Borrowed already if somebody passes a position as its own quote account.
    let Ok(data) = view.try_borrow() else { return found };
    if let Some(account) = TokenAccount::from_data(&data) {
        found.is_initialised =
            address_eq(view.owner(), &TOKEN_ID) && account.state != 0 && address_eq(&account.mint, quote_mint);
        found.is_own = address_eq(&account.owner, wallet);
        found.is_frozen = account.state == token_account::FROZEN;
    }
    found
}

/// The canonical account of a wallet; the only one that this program ever pays.
#[inline(never)]
pub fn canonical_account(wallet: &Address, quote_mint: &Address) -> Address {
    let seeds = [wallet.as_ref(), TOKEN_ID.as_ref(), quote_mint.as_ref()];
    find_program_address(&seeds, &ASSOCIATED_TOKEN_ID).0
}

/// Initialises a vault for `owner`.
#[inline(never)]
pub fn initialize_account(account: &AccountView, mint: &AccountView, owner: &Address) -> Result<()> {
    InitializeAccount3 { account, mint, owner }.invoke()
}

/// Sends `amount` quote units under the signature of `authority`.
#[inline(never)]
pub fn transfer(
    from: &AccountView,
    to: &AccountView,
    authority: &AccountView,
    amount: u64,
    signers: &[CpiSigner],
) -> Result<()> {
    Transfer::new(from, to, authority, amount).invoke_signed(signers)
}

/// Sends an amount to each account in one call of the token program, under the signature of `authority`.
#[inline(never)]
pub fn transfer_batch(
    from: &AccountView,
    authority: &AccountView,
    payments: &[(&AccountView, u64)],
    signers: &[CpiSigner],
) -> Result<()> {
    const ACCOUNTS: usize = 3;
    const DATA: usize = 2 + 9;
    let accounts = payments.len().saturating_mul(ACCOUNTS);
    let mut data = uninit::<u8>(payments.len().saturating_mul(DATA).saturating_add(1));
    let mut instruction_accounts = uninit::<InstructionAccount>(accounts);
    let mut cpi_accounts = uninit::<CpiAccount>(accounts);
    let mut batch = Batch::new(&mut data, &mut instruction_accounts, &mut cpi_accounts)?;
    for (account, amount) in payments {
        Transfer::new(from, account, authority, *amount).into_batch(&mut batch)?;
    }
    batch.invoke_signed(signers)
}

fn uninit<T>(length: usize) -> Vec<MaybeUninit<T>> {
    core::iter::repeat_with(MaybeUninit::uninit).take(length).collect()
}
