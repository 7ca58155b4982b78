//! Delivery versus payment: whatever fails, both sides keep what they had.

use spl_token_2022_interface::error::TokenError;

use crate::{
    gains::{ready, Case},
    prelude::*,
    stage::*,
};

/// Where extensions of the share mint have their addresses.
const PERMANENT_DELEGATE: usize = 166 + 4 + 64 + 4;
const PERMISSIONED_BURN: usize = PERMANENT_DELEGATE + 32 + 4;
/// Where a token account has its state.
const STATE: usize = 108;
const FROZEN: u8 = 2;

/// Carol buys all: seller, owner, network and the seller's own shareholders are due
/// 17,199, 300, 100 and 2,401: the seller's own part of his gain is rounded down.
fn routed() -> (World, Case) {
    let (mut world, case) = ready();
    world.warp(EVERYONE);
    (world, case)
}

/// Carol's order, with so much money.
fn order(world: &mut World, case: &Case, money: u64) -> Instruction {
    world.fund(case.carol.wallet, money);
    world.listing_buy(&case.listing, case.carol, 5_000).instruction()
}

fn code(program: Address, error: TokenError) -> (Address, u32) {
    (program, error as u32)
}

fn share_accounts(case: &Case) -> [Address; 2] {
    [case.bob.owner.wallet, case.carol.wallet].map(|wallet| case.ada.share_account(wallet))
}

#[test]
fn the_order_is_good_with_all_of_the_money() {
    let (mut world, case) = routed();
    let order = order(&mut world, &case, 20_000);
    crate::preview::send(&mut world, order).expect_success();
    let wallets = [case.carol.wallet, case.bob.owner.wallet, treasury()];
    // The network had 100 of the sale by which Bob bought.
    assert_eq!(wallets.map(|wallet| world.quote_of(wallet)), [0, 17_199, 200]);
    assert_eq!(world.quote_in(case.bob.vault), 2_401);
}

/// A unit short of each payment in turn, in whatever order they are made, and at every amount between.
#[test]
fn refuses_money_that_ends_at_any_payment() {
    let due = [17_199, 300, 100, 2_401];
    let sums = (0..16).map(|set: u32| (0..4).filter(|bit| set >> bit & 1 == 1).map(|bit| due[bit as usize]).sum());
    let sums: std::collections::BTreeSet<u64> = sums.collect();
    for money in sums.into_iter().flat_map(|sum: u64| [sum.saturating_sub(1), sum]).filter(|money| *money < 20_000) {
        let (mut world, case) = routed();
        let order = order(&mut world, &case, money);
        crate::preview::send(&mut world, order).expect_refusal(code(TOKEN_ID, TokenError::InsufficientFunds));
    }
}

/// Somebody else acts in the same transaction: a failure after the sale undoes it.
#[test]
fn refuses_the_whole_transaction_if_a_later_instruction_fails() {
    let (mut world, case) = routed();
    let buy = order(&mut world, &case, 20_000);
    let spent = world.shares_transfer(&case.ada, case.carol, case.ada.owner, 5_000).instruction();
    world.send(&[buy, spent]).expect_refusal(Rule::SharesLocked);
}

/// Two purchases in one transaction; the second finds too little.
#[test]
fn refuses_both_of_two_purchases_if_one_fails() {
    let (mut world, case) = routed();
    world.fund(case.carol.wallet, 20_000);
    let half = world.listing_buy(&case.listing, case.carol, 2_500);
    let rest = ListingBuy { minimum_shares: 2_501, ..half.clone() };
    world.send(&[half.instruction(), rest.instruction()]).expect_refusal(Rule::TooFewShares);
    world.send(&[half.instruction(), half.instruction()]).expect_success();
}

refusals! {
    routed;
    refuses_a_source_that_is_frozen: |world, case| {
        let order = order(&mut world, &case, 20_000);
        world.freeze(case.ada.quote_account(case.carol.wallet));
        order
    } => code(TOKEN_ID, TokenError::AccountFrozen);
    refuses_a_vault_of_the_sellers_that_is_frozen: |world, case| {
        world.freeze(case.bob.vault);
        order(&mut world, &case, 20_000)
    } => code(TOKEN_ID, TokenError::AccountFrozen);
    refuses_a_vault_of_the_sellers_of_another_mint: |world, case| {
        world.corrupt(case.bob.vault, |data| data[..32].fill(7));
        order(&mut world, &case, 20_000)
    } => code(TOKEN_ID, TokenError::MintMismatch);
    /// Only where the seller's money has nowhere else to go does the vault of the token that is sold matter.
    refuses_a_frozen_vault_where_the_seller_cannot_be_paid_either: |world, case| {
        world.freeze(case.ada.quote_account(case.bob.owner.wallet));
        world.freeze(case.ada.vault);
        order(&mut world, &case, 20_000)
    } => code(TOKEN_ID, TokenError::AccountFrozen);

    refuses_a_burn_out_of_a_frozen_account: |world, case| {
        world.corrupt(share_accounts(&case)[0], |data| data[STATE] = FROZEN);
        order(&mut world, &case, 20_000)
    } => code(TOKEN_2022_ID, TokenError::AccountFrozen);
    refuses_a_burn_of_more_than_there_is: |world, case| {
        world.corrupt(share_accounts(&case)[0], |data| data[64..72].copy_from_slice(&4_999u64.to_le_bytes()));
        order(&mut world, &case, 20_000)
    } => code(TOKEN_2022_ID, TokenError::InsufficientFunds);
    refuses_a_burn_out_of_an_account_of_another_mint: |world, case| {
        world.corrupt(share_accounts(&case)[0], |data| data[..32].fill(7));
        order(&mut world, &case, 20_000)
    } => code(TOKEN_2022_ID, TokenError::MintMismatch);
    refuses_a_burn_out_of_an_account_that_is_gone: |world, case| {
        world.svm.set_account(share_accounts(&case)[0], Default::default()).unwrap();
        world.checked = false;
        order(&mut world, &case, 20_000)
    } => (TOKEN_2022_ID, Error::IncorrectProgramId);
    refuses_a_burn_without_the_permanent_delegate: |world, case| {
        world.corrupt(case.ada.mint, |data| data[PERMANENT_DELEGATE..PERMANENT_DELEGATE + 32].fill(7));
        order(&mut world, &case, 20_000)
    } => code(TOKEN_2022_ID, TokenError::OwnerMismatch);
    refuses_a_burn_without_the_burn_authority: |world, case| {
        world.corrupt(case.ada.mint, |data| data[PERMISSIONED_BURN..PERMISSIONED_BURN + 32].fill(7));
        order(&mut world, &case, 20_000)
    } => (TOKEN_2022_ID, Error::InvalidAccountData);
    refuses_a_burn_of_more_than_the_supply: |world, case| {
        world.corrupt(case.ada.mint, |data| data[36..44].copy_from_slice(&4_999u64.to_le_bytes()));
        order(&mut world, &case, 20_000)
    } => code(TOKEN_2022_ID, TokenError::Overflow);

    refuses_a_mint_into_a_frozen_account: |world, case| {
        world.corrupt(share_accounts(&case)[1], |data| data[STATE] = FROZEN);
        order(&mut world, &case, 20_000)
    } => code(TOKEN_2022_ID, TokenError::AccountFrozen);
    refuses_a_mint_into_an_account_of_another_mint: |world, case| {
        world.corrupt(share_accounts(&case)[1], |data| data[..32].fill(7));
        order(&mut world, &case, 20_000)
    } => code(TOKEN_2022_ID, TokenError::MintMismatch);
    refuses_a_mint_into_an_account_that_is_full: |world, case| {
        world.corrupt(share_accounts(&case)[1], |data| data[64..72].fill(255));
        order(&mut world, &case, 20_000)
    } => code(TOKEN_2022_ID, TokenError::Overflow);
    refuses_a_mint_into_an_account_that_is_gone: |world, case| {
        world.svm.set_account(share_accounts(&case)[1], Default::default()).unwrap();
        world.checked = false;
        order(&mut world, &case, 20_000)
    } => (TOKEN_2022_ID, Error::IncorrectProgramId);
    refuses_a_mint_without_authority: |world, case| {
        world.corrupt(case.ada.mint, |data| data[..4].fill(0));
        order(&mut world, &case, 20_000)
    } => code(TOKEN_2022_ID, TokenError::FixedSupply);
    refuses_a_mint_under_another_authority: |world, case| {
        world.corrupt(case.ada.mint, |data| data[4..36].fill(7));
        order(&mut world, &case, 20_000)
    } => code(TOKEN_2022_ID, TokenError::OwnerMismatch);
}
