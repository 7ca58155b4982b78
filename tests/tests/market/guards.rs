//! What holders may set on their share accounts, and what anybody may send, stops no sale.

use spl_token_2022_interface::extension::{
    cpi_guard::instruction::enable_cpi_guard, memo_transfer::instruction::enable_required_transfer_memos, ExtensionType,
};

use crate::{prelude::*, stage::*};

type Setting = fn(&mut World, &TokenFixture, Address);

const GUARD: Setting = |world, ada, wallet| {
    grow(world, ada, wallet, ExtensionType::CpiGuard);
    let account = ada.share_account(wallet);
    world.must(&[enable_cpi_guard(&TOKEN_2022_ID, &account, &wallet, &[]).unwrap()]);
};

const MEMO: Setting = |world, ada, wallet| {
    grow(world, ada, wallet, ExtensionType::MemoTransfer);
    let account = ada.share_account(wallet);
    world.must(&[enable_required_transfer_memos(&TOKEN_2022_ID, &account, &wallet, &[]).unwrap()]);
};

const DELEGATE: Setting = |world, ada, wallet| {
    let account = ada.share_account(wallet);
    let approve = spl_token_2022_interface::instruction::approve;
    world.must(&[approve(&TOKEN_2022_ID, &account, &address("delegate"), &wallet, &[], 1).unwrap()]);
};

const LAMPORTS: Setting = |world, ada, wallet| world.give_lamports(ada.share_account(wallet), 1_000_000);

#[test]
fn settings_of_a_share_account_stop_no_sale() {
    for settings in [vec![GUARD], vec![MEMO], vec![GUARD, MEMO], vec![DELEGATE], vec![LAMPORTS]] {
        for person in [|stage: &Stage| stage.bob, |stage: &Stage| stage.dave] {
            let (mut world, stage) = on_sale();
            for setting in &settings {
                setting(&mut world, &stage.ada, person(&stage).wallet);
            }
            stage.buy(&mut world, stage.dave, 400).expect_success();
            stage.buy(&mut world, stage.dave, 600).expect_success();
            assert_eq!(world.position_state(&stage.ada, stage.dave).shares, 1_000);
        }
    }
}

/// A guarded seller lists, is bought from and cancels.
#[test]
fn a_guarded_seller_lists_and_cancels() {
    let (mut world, mut stage) = unlisted(2_000);
    GUARD(&mut world, &stage.ada, stage.bob.wallet);
    MEMO(&mut world, &stage.ada, stage.bob.wallet);
    stage.listing = world.list(&stage.ada, stage.bob, 2_000, 5);
    stage.buy(&mut world, stage.ada.owner, 1_500).expect_success();
    world.must(&[world.listing_cancel(&stage.listing).instruction()]);
    assert_eq!(world.position_state(&stage.ada, stage.bob).movable(world.now()), 500);
}

/// A delegate whom a seller allowed some shares cannot take listed ones.
#[test]
fn refuses_a_delegate_who_takes_listed_shares() {
    let (mut world, stage) = listed();
    let (account, delegate) = (stage.ada.share_account(stage.bob.wallet), world.person("delegate"));
    let approve = spl_token_2022_interface::instruction::approve;
    world.must(&[approve(&TOKEN_2022_ID, &account, &delegate, &stage.bob.wallet, &[], 2_000).unwrap()]);
    let transfer = world.shares_transfer(&stage.ada, stage.bob, stage.dave, 1_001);
    let transfer = SharesTransfer { authority: delegate, ..transfer };
    world.send(&[transfer.instruction()]).expect_refusal(Rule::SharesListed);
}

/// Nor can a seller burn what he sold to nobody, or close what he listed.
#[test]
fn refuses_a_seller_who_burns_what_he_listed() {
    let (mut world, stage) = listed();
    let (account, wallet) = (stage.ada.share_account(stage.bob.wallet), stage.bob.wallet);
    let token = spl_token_2022_interface::instruction::burn;
    let burn = token(&TOKEN_2022_ID, &account, &stage.ada.mint, &wallet, &[], 1).unwrap();
    world.send(&[burn]).expect_refusal((TOKEN_2022_ID, 12));
}

#[test]
fn refuses_to_close_the_position_of_a_listing() {
    let (mut world, stage) = listed();
    let Person { wallet, member } = stage.bob;
    let close = PositionClose { wallet, member, mint: stage.ada.mint, rent_payer: world.payer };
    world.send(&[close.instruction()]).expect_refusal(Rule::PositionUsed);
}

/// Lamports that anybody sends to a listing go where its rent goes.
#[test]
fn a_gift_to_a_listing_goes_to_the_payer_of_its_rent() {
    let (mut world, mut stage) = unlisted(2_000);
    let payer = world.person("patron");
    world.must(&[ListingOpen { payer, ..world.listing_open(&stage.ada, stage.bob, 1_000, 5) }.instruction()]);
    stage.listing.rent_payer = payer;
    world.give_lamports(stage.listing.address(), 12_345);
    stage.buy(&mut world, stage.ada.owner, 1_000).expect_success();
    assert_eq!(world.lamports(&payer), WEALTH + 12_345);
}
