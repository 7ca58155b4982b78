//! Shares and money of a round move together or not at all: with an account damaged, a call of another program fails;
//! with the account as it was, it works, as if nothing had been.

use personal_token_tests::Refusal;
use solana_account::Account;
use spl_token_2022_interface::error::TokenError;

use super::{atomic::*, prelude::*};

/// With one account damaged, the last of so many calls fails; with the account as it was, it works.
#[track_caller]
fn fails(
    step: &Step,
    account: fn(&Scene) -> Address,
    damage: fn(&mut Account),
    calls: usize,
    refusal: impl Into<Refusal>,
) {
    let (mut world, scene) = (step.ready)();
    let address = account(&scene);
    let sound = world.account(&address).unwrap_or_default();
    let mut damaged = sound.clone();
    damage(&mut damaged);
    world.svm.set_account(address, damaged).unwrap();
    world.checked = false;
    let instruction = (step.act)(&world, &scene);
    let outcome = world.send(&[instruction]);
    assert_eq!(outcome.inner_calls[0].len(), calls, "{}", outcome.report());
    outcome.expect_refusal(refusal);

    world.svm.set_account(address, sound).unwrap();
    works(&mut world, &scene, step);
}

fn code(program: Address, error: TokenError) -> (Address, u32) {
    (program, error as u32)
}

// Accounts

fn source(scene: &Scene) -> Address {
    scene.ada.quote_account(scene.bob.wallet)
}

fn escrow(scene: &Scene) -> Address {
    scene.round.escrow
}

fn mint(scene: &Scene) -> Address {
    scene.ada.mint
}

fn bobs_shares(scene: &Scene) -> Address {
    scene.ada.share_account(scene.bob.wallet)
}

fn treasurys_shares(scene: &Scene) -> Address {
    scene.ada.share_account(scene.tess.wallet)
}

// What befalls a token account

fn gone(account: &mut Account) {
    *account = Account::default();
}

fn frozen(account: &mut Account) {
    account.data[108] = 2;
}

fn uninitialised(account: &mut Account) {
    account.data[108] = 0;
}

fn of_another_mint(account: &mut Account) {
    account.data[..32].fill(7);
}

fn of_another_owner(account: &mut Account) {
    account.data[32..64].fill(7);
}

fn of_another_program(account: &mut Account) {
    account.owner = address("another program");
}

fn full(account: &mut Account) {
    account.data[64..72].fill(255);
}

/// Something else is at an address where nothing was, with too few lamports.
fn occupied(account: &mut Account) {
    *account = Account { lamports: 1_000_000, data: vec![0], owner: ID, ..Account::default() };
}

fn with(account: &mut Account, amount: u64) {
    account.data[64..72].copy_from_slice(&amount.to_le_bytes());
}

// And a mint

fn without_authority(account: &mut Account) {
    account.data[..4].fill(0);
}

fn under_another_authority(account: &mut Account) {
    account.data[4..36].fill(7);
}

fn with_supply(account: &mut Account, supply: u64) {
    account.data[36..44].copy_from_slice(&supply.to_le_bytes());
}

fn never_initialised(account: &mut Account) {
    account.data[45] = 0;
}

/// A test a row: the account, its damage, which call fails by it, and what the program that was called says.
macro_rules! failures {
    (
        $step:ident;
        $($(#[$meta:meta])* $name:ident: $account:expr, $damage:expr, $calls:literal => $refusal:expr;)+
    ) => {
        $(
            $(#[$meta])*
            #[test]
            fn $name() {
                fails(&$step, $account, $damage, $calls, $refusal);
            }
        )+
    };
}

failures! {
    SUBSCRIBE;
    refuses_a_subscription_whose_rent_nobody_pays: |scene| scene.patron, |account| account.lamports = 1_000_000, 1
        => TOO_FEW_LAMPORTS;
    /// What its rent lacks is sent first; then there is no room to allocate.
    refuses_a_subscription_where_something_is: |scene| scene.round.subscription(scene.bob), occupied, 2
        => ALREADY_IN_USE;
    refuses_a_source_that_is_gone: source, gone, 2 => (TOKEN_ID, Error::InvalidAccountData);
    refuses_a_source_that_is_frozen: source, frozen, 2 => code(TOKEN_ID, TokenError::AccountFrozen);
    refuses_a_source_that_is_not_initialised: source, uninitialised, 2 => (TOKEN_ID, Error::UninitializedAccount);
    refuses_a_source_of_another_mint: source, of_another_mint, 2 => code(TOKEN_ID, TokenError::MintMismatch);
    refuses_a_source_of_another_owner: source, of_another_owner, 2 => code(TOKEN_ID, TokenError::OwnerMismatch);
    refuses_a_source_of_another_program: source, of_another_program, 2
        => (TOKEN_ID, Error::ExternalAccountDataModified);
    refuses_a_source_a_unit_short: source, |account| with(account, WHOLE - 1), 2
        => code(TOKEN_ID, TokenError::InsufficientFunds);
    refuses_to_pay_into_an_escrow_that_is_gone: escrow, gone, 2 => (TOKEN_ID, Error::InvalidAccountData);
    refuses_to_pay_into_a_frozen_escrow: escrow, frozen, 2 => code(TOKEN_ID, TokenError::AccountFrozen);
    refuses_to_pay_into_an_escrow_of_another_mint: escrow, of_another_mint, 2
        => code(TOKEN_ID, TokenError::MintMismatch);
    refuses_to_pay_into_an_escrow_of_another_program: escrow, of_another_program, 2
        => (TOKEN_ID, Error::ExternalAccountDataModified);
}

failures! {
    WITHDRAW;
    refuses_to_withdraw_from_a_frozen_escrow: escrow, frozen, 1 => code(TOKEN_ID, TokenError::AccountFrozen);
    refuses_to_withdraw_from_an_escrow_of_another_mint: escrow, of_another_mint, 1
        => code(TOKEN_ID, TokenError::MintMismatch);
    refuses_to_withdraw_from_an_escrow_of_another_owner: escrow, of_another_owner, 1
        => code(TOKEN_ID, TokenError::OwnerMismatch);
    refuses_to_withdraw_from_an_escrow_a_unit_short: escrow, |account| with(account, WHOLE - 1), 1
        => code(TOKEN_ID, TokenError::InsufficientFunds);
}

failures! {
    SETTLE;
    refuses_to_mint_to_the_investor_whose_account_is_gone: bobs_shares, gone, 1
        => (TOKEN_2022_ID, Error::IncorrectProgramId);
    refuses_to_mint_to_the_investor_whose_account_is_frozen: bobs_shares, frozen, 1
        => code(TOKEN_2022_ID, TokenError::AccountFrozen);
    refuses_to_mint_to_the_investor_whose_account_is_not_initialised: bobs_shares, uninitialised, 1
        => (TOKEN_2022_ID, Error::UninitializedAccount);
    refuses_to_mint_to_the_investor_into_another_mint: bobs_shares, of_another_mint, 1
        => code(TOKEN_2022_ID, TokenError::MintMismatch);
    refuses_to_mint_to_the_investor_in_another_program: bobs_shares, of_another_program, 1
        => (TOKEN_2022_ID, Error::IncorrectProgramId);
    refuses_to_mint_to_the_investor_whose_account_is_full: bobs_shares, full, 1
        => code(TOKEN_2022_ID, TokenError::Overflow);

    /// The investor has his shares by then.
    refuses_to_mint_to_the_treasury_whose_account_is_gone: treasurys_shares, gone, 2
        => (TOKEN_2022_ID, Error::IncorrectProgramId);
    refuses_to_mint_to_the_treasury_whose_account_is_frozen: treasurys_shares, frozen, 2
        => code(TOKEN_2022_ID, TokenError::AccountFrozen);
    refuses_to_mint_to_the_treasury_whose_account_is_not_initialised: treasurys_shares, uninitialised, 2
        => (TOKEN_2022_ID, Error::UninitializedAccount);
    refuses_to_mint_to_the_treasury_into_another_mint: treasurys_shares, of_another_mint, 2
        => code(TOKEN_2022_ID, TokenError::MintMismatch);
    refuses_to_mint_to_the_treasury_whose_account_is_full: treasurys_shares, full, 2
        => code(TOKEN_2022_ID, TokenError::Overflow);

    refuses_a_mint_that_is_gone: mint, gone, 1 => (TOKEN_2022_ID, Error::IncorrectProgramId);
    refuses_a_mint_that_was_never_initialised: mint, never_initialised, 1
        => (TOKEN_2022_ID, Error::UninitializedAccount);
    refuses_a_mint_without_authority: mint, without_authority, 1 => code(TOKEN_2022_ID, TokenError::FixedSupply);
    refuses_a_mint_under_another_authority: mint, under_another_authority, 1
        => code(TOKEN_2022_ID, TokenError::OwnerMismatch);
    refuses_a_supply_a_share_too_great_for_the_investor: mint, |account| with_supply(account, u64::MAX - 39_999), 1
        => code(TOKEN_2022_ID, TokenError::Overflow);
    refuses_a_supply_a_share_too_great_for_the_treasury: mint, |account| with_supply(account, u64::MAX - 40_039), 2
        => code(TOKEN_2022_ID, TokenError::Overflow);
}

failures! {
    REFUND;
    refuses_to_refund_from_an_escrow_that_is_gone: escrow, gone, 1 => (TOKEN_ID, Error::InvalidAccountData);
    refuses_to_refund_from_a_frozen_escrow: escrow, frozen, 1 => code(TOKEN_ID, TokenError::AccountFrozen);
    refuses_to_refund_from_an_escrow_that_is_not_initialised: escrow, uninitialised, 1
        => (TOKEN_ID, Error::UninitializedAccount);
    refuses_to_refund_from_an_escrow_of_another_mint: escrow, of_another_mint, 1
        => code(TOKEN_ID, TokenError::MintMismatch);
    refuses_to_refund_from_an_escrow_of_another_owner: escrow, of_another_owner, 1
        => code(TOKEN_ID, TokenError::OwnerMismatch);
    refuses_to_refund_from_an_escrow_of_another_program: escrow, of_another_program, 1
        => (TOKEN_ID, Error::ExternalAccountDataModified);
    refuses_to_refund_from_an_escrow_a_unit_short: escrow, |account| with(account, REST - 1), 1
        => code(TOKEN_ID, TokenError::InsufficientFunds);
}

failures! {
    COLLECT;
    refuses_to_collect_from_an_escrow_that_is_gone: escrow, gone, 1 => (TOKEN_ID, Error::InvalidAccountData);
    refuses_to_collect_from_a_frozen_escrow: escrow, frozen, 1 => code(TOKEN_ID, TokenError::AccountFrozen);
    refuses_to_collect_from_an_escrow_of_another_mint: escrow, of_another_mint, 1
        => code(TOKEN_ID, TokenError::MintMismatch);
    refuses_to_collect_from_an_escrow_of_another_owner: escrow, of_another_owner, 1
        => code(TOKEN_ID, TokenError::OwnerMismatch);
    refuses_to_collect_from_an_escrow_a_unit_short: escrow, |account| with(account, RAISED - 1), 1
        => code(TOKEN_ID, TokenError::InsufficientFunds);
}
