//! Accounts that belong to another program, created at addresses of this one.

use anchor_lang::prelude::*;
use personal_token_core::Error as Rule;
use pinocchio::cpi::{Seed, Signer as CpiSigner};
use pinocchio_system::instructions::{CreateAccountAllowPrefund, Funding};

/// Creates an account of `space` bytes, whoever may have sent lamports to its address before; its rent is paid for
/// `growth` more bytes.
#[inline(never)]
pub fn create_account(
    payer: &AccountView,
    account: &AccountView,
    space: usize,
    growth: usize,
    owner: &Address,
    seeds: &[Seed],
) -> Result<()> {
    let required = <Rent as PinocchioSysvar>::get()?.try_minimum_balance(space.saturating_add(growth))?;
    let lamports = required.saturating_sub(account.lamports());
    let funding = (lamports > 0).then_some(Funding { from: payer, lamports });
    let space = u64::try_from(space).map_err(|_| Rule::MathOverflow)?;
    CreateAccountAllowPrefund { to: account, space, owner, funding }.invoke_signed(&[CpiSigner::from(seeds)])
}
