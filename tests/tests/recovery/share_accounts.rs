//! What the old wallet can do to share accounts at Token-2022 itself, none of which keeps the shares from moving or lets
//! them go elsewhere.

use spl_token_2022_interface::{
    error::TokenError,
    extension::{
        cpi_guard::instruction::enable_cpi_guard, memo_transfer::instruction::enable_required_transfer_memos,
        ExtensionType,
    },
    instruction::{self as spl, reallocate, AuthorityType},
};

use super::common::*;

/// The wallet lets no program act on its account, and wants a memo with every transfer to it.
fn arm(world: &mut World, wallet: Address, account: Address) {
    let grow = [ExtensionType::CpiGuard, ExtensionType::MemoTransfer];
    world.must(&[
        reallocate(&TOKEN_2022_ID, &account, &world.payer, &wallet, &[], &grow).unwrap(),
        enable_cpi_guard(&TOKEN_2022_ID, &account, &wallet, &[]).unwrap(),
        enable_required_transfer_memos(&TOKEN_2022_ID, &account, &wallet, &[]).unwrap(),
    ]);
}

fn delegated(world: &mut World, case: &Case) -> Address {
    let (delegate, account) = (mallory(world), case.ada.share_account(case.bob.wallet));
    world.must(&[spl::approve(&TOKEN_2022_ID, &account, &delegate, &case.bob.wallet, &[], u64::MAX).unwrap()]);
    delegate
}

#[test]
fn guards_on_both_accounts_do_not_block_the_move() {
    for (old, new) in [(true, false), (false, true), (true, true)] {
        let (mut world, case) = pending();
        if old {
            arm(&mut world, case.bob.wallet, case.ada.share_account(case.bob.wallet));
        }
        world.execute(&case.lost);
        world.open_position(case.lost.new, &case.ada);
        if new {
            arm(&mut world, case.lost.new.wallet, case.ada.share_account(case.lost.new.wallet));
        }
        world.relocate(&case.lost, &case.ada);
        assert_eq!(world.position_state(&case.ada, case.lost.new).shares, 1_000);
    }
}

/// The old wallet still owns its share account, and may guard it even after the execution.
#[test]
fn guards_set_after_the_execution_do_not_block_it_either() {
    let (mut world, case) = executed();
    arm(&mut world, case.bob.wallet, case.ada.share_account(case.bob.wallet));
    delegated(&mut world, &case);
    world.relocate(&case.lost, &case.ada);
    assert_eq!(world.position_state(&case.ada, case.lost.new).shares, 1_000);
}

/// A delegate of the old account is nobody: before the move the hook refuses, after it nothing is there.
#[test]
fn a_delegate_on_the_old_account_is_worthless() {
    let (mut world, case) = pending();
    let delegate = delegated(&mut world, &case);
    let transfer = SharesTransfer { authority: delegate, ..world.shares_transfer(&case.ada, case.bob, case.carol, 1) };
    world.send(&[transfer.instruction()]).expect_refusal(Rule::MemberHeld);
    world.execute(&case.lost);
    world.send(&[transfer.instruction()]).expect_refusal(Rule::WalletReplaced);
    world.relocate(&case.lost, &case.ada);
    world.send(&[transfer.instruction()]).expect_refusal((TOKEN_2022_ID, TokenError::InsufficientFunds as u32));
}

/// Nor does a delegate of the old wallet have anything to do with the new one's account.
#[test]
fn a_delegate_does_not_move_along() {
    let (mut world, case) = pending();
    let delegate = delegated(&mut world, &case);
    world.execute(&case.lost);
    world.relocate(&case.lost, &case.ada);
    let transfer = world.shares_transfer(&case.ada, case.lost.new, case.carol, 1);
    let transfer = SharesTransfer { authority: delegate, ..transfer };
    world.send(&[transfer.instruction()]).expect_refusal((TOKEN_2022_ID, TokenError::OwnerMismatch as u32));
}

/// The permanent delegate is the token: nobody else can burn or send what is left behind, and the account's owner cannot
/// burn around the books.
#[test]
fn the_old_wallet_cannot_burn() {
    let (mut world, case) = executed();
    let account = case.ada.share_account(case.bob.wallet);
    let burn = spl::burn(&TOKEN_2022_ID, &account, &case.ada.mint, &case.bob.wallet, &[], 1).unwrap();
    let outcome = world.send(&[burn]);
    assert!(matches!(outcome.refusal(), Some(personal_token_tests::Refusal::Other(TOKEN_2022_ID, _))));
    world.relocate(&case.lost, &case.ada);
}

#[test]
fn the_old_wallet_cannot_give_its_account_away_or_close_it() {
    let (mut world, case) = executed();
    let (account, wallet) = (case.ada.share_account(case.bob.wallet), case.bob.wallet);
    let to = mallory(&mut world);
    for authority in [AuthorityType::AccountOwner, AuthorityType::CloseAccount] {
        let give = spl::set_authority(&TOKEN_2022_ID, &account, Some(&to), authority, &wallet, &[]).unwrap();
        let outcome = world.send(&[give]);
        assert!(matches!(outcome.refusal(), Some(personal_token_tests::Refusal::Other(TOKEN_2022_ID, _))));
    }
    world.relocate(&case.lost, &case.ada);
    let close = spl::close_account(&TOKEN_2022_ID, &account, &wallet, &wallet, &[]).unwrap();
    world.send(&[close]).expect_refusal((TOKEN_2022_ID, TokenError::OwnerMismatch as u32));
}

/// The old quote account plays no part in a move: closed, frozen or given away.
#[test]
fn the_old_quote_account_is_no_hindrance() {
    for damage in 0..3 {
        let (mut world, case) = executed();
        world.deposit(&case.ada, SHARES).expect_success();
        let account = case.ada.quote_account(case.bob.wallet);
        match damage {
            0 => world.close_quote(case.bob.wallet),
            1 => world.freeze(account),
            _ => {
                let to = mallory(&mut world);
                world.hand_over_quote(case.bob.wallet, to);
            }
        }
        world.relocate(&case.lost, &case.ada);
        world.claim(&case.ada, case.lost.new.wallet).expect_success();
        assert_eq!(world.quote_of(case.lost.new.wallet), 1_000);
    }
}

/// Neither does the new one, which may come later.
#[test]
fn the_new_quote_account_may_come_later() {
    let (mut world, case) = executed();
    world.deposit(&case.ada, SHARES).expect_success();
    world.create_share_account(case.lost.new.wallet, &case.ada);
    world.must(&[world.position_open(case.lost.new, &case.ada).instruction()]);
    world.must(&[world.recovery_move(&case.lost, &case.ada).instruction()]);
    world.claim(&case.ada, case.lost.new.wallet).expect_refusal(Rule::QuoteAccountMissing);
    world.quote_account(case.lost.new.wallet);
    world.claim(&case.ada, case.lost.new.wallet).expect_success();
    assert_eq!(world.quote_of(case.lost.new.wallet), 1_000);
}

refusals! {
    executed;
    refuses_the_old_wallet_a_transfer: |world, case|
        world.shares_transfer(&case.ada, case.bob, case.carol, 1).instruction() => Rule::WalletReplaced;
    refuses_the_old_wallet_a_transfer_to_the_owner: |world, case|
        world.shares_transfer(&case.ada, case.bob, case.ada.owner, 1).instruction() => Rule::WalletReplaced;
    refuses_the_old_wallet_a_transfer_to_the_new_one: |world, case| {
        world.open_position(case.lost.new, &case.ada);
        world.shares_transfer(&case.ada, case.bob, case.lost.new, 1).instruction()
    } => Rule::WalletReplaced;
    refuses_a_transfer_to_the_old_wallet_before_the_move: |world, case|
        world.shares_transfer(&case.ada, case.carol, case.bob, 1).instruction() => Rule::WalletReplaced;
    refuses_the_new_wallet_a_transfer_of_what_was_not_moved: |world, case| {
        let transfer = world.shares_transfer(&case.ada, case.bob, case.carol, 1);
        SharesTransfer { authority: case.lost.new.wallet, ..transfer }.instruction()
    } => (TOKEN_2022_ID, TokenError::OwnerMismatch as u32);
}
