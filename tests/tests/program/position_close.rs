//! `position_close`

use solana_system_interface::instruction::transfer;
use spl_token_2022_interface::instruction::close_account;

use super::{position_open::guard, prelude::*};

/// An open position that never held shares, whose rent a patron paid.
fn ready() -> (World, (TokenFixture, PositionClose)) {
    let mut world = World::founded();
    let ada = world.owner_with_token("ada");
    let bob = world.investor("bob");
    world.create_share_account(bob.wallet, &ada);
    let patron = world.person("patron");
    world.must(&[PositionOpen { payer: patron, ..world.position_open(bob, &ada) }.instruction()]);
    let close = PositionClose { wallet: bob.wallet, member: bob.member, mint: ada.mint, rent_payer: patron };
    (world, (ada, close))
}

#[test]
fn closes_and_gives_back_rent_and_authority() {
    let (mut world, (ada, close)) = ready();
    assert_eq!(world.lamports(&close.rent_payer), WEALTH - world.rent(Position::SPACE));
    let (position, share_account) = (ada.position(close.wallet), ada.share_account(close.wallet));
    let outcome = world.send(&[close.instruction()]).expect_changed(&[position, share_account, close.rent_payer]);
    assert_eq!(world.account(&position), None);
    assert_eq!(world.lamports(&close.rent_payer), WEALTH);
    let data = world.account(&share_account).unwrap().data;
    assert_eq!(data[129..133], [0; 4], "nobody but the owner closes it");
    let closed = event::PositionClosed { token: ada.token, position, wallet: close.wallet };
    assert_eq!(outcome.event(), &closed.into());
}

#[test]
fn the_share_account_can_be_closed_and_everything_begun_anew() {
    let (mut world, (ada, close)) = ready();
    let (wallet, share_account) = (close.wallet, ada.share_account(close.wallet));
    world.must(&[close.instruction(), close_account(&TOKEN_2022_ID, &share_account, &wallet, &wallet, &[]).unwrap()]);
    assert_eq!(world.account(&share_account), None);
    let bob = Person { wallet, member: pda::member(world.network, &identity("bob")) };
    world.open_position(bob, &ada);
    world.transfer(&ada, ada.owner, bob, 1).expect_success();
}

#[test]
fn closes_and_opens_in_one_transaction() {
    let (mut world, (ada, close)) = ready();
    let bob = Person { wallet: close.wallet, member: pda::member(world.network, &identity("bob")) };
    let open = world.position_open(bob, &ada);
    world.send(&[close.instruction(), open.instruction()]).expect_success();
    assert_eq!(world.position_state(&ada, bob).rent_payer, world.payer);
}

/// Nobody keeps a closed position alive by paying its rent in the same transaction.
#[test]
fn a_closed_position_cannot_be_revived() {
    let (mut world, (ada, close)) = ready();
    let position = ada.position(close.wallet);
    let revive = transfer(&world.payer, &position, world.rent(Position::SPACE));
    world.send(&[close.instruction(), revive]).expect_success();
    let account = world.account(&position).unwrap();
    assert_eq!((account.owner, account.data.len()), (SYSTEM_ID, 0));
    world.send(&[close.instruction()]).expect_refusal(TOO_SMALL);
    let bob = Person { wallet: close.wallet, member: pda::member(world.network, &identity("bob")) };
    world.open_position(bob, &ada);
}

#[test]
fn closes_under_cpi_guard() {
    let (mut world, (ada, close)) = ready();
    guard(&mut world, close.wallet, ada.share_account(close.wallet));
    world.send(&[close.instruction()]).expect_success();
}

/// What ends something always runs.
#[test]
fn closes_for_the_suspended_while_all_is_stopped() {
    let (mut world, (ada, close)) = ready();
    let (signer, network, member) = (world.founder, world.network, pda::member(world.network, &identity("bob")));
    let Person { wallet: owner, member: owner_member } = ada.owner;
    world.must(&[
        MemberSuspend { signer, steward_member: None, network, member, reason_hash: hash("reason") }.instruction(),
        TokenPause { owner, owner_member, network, seconds: DAY }.instruction(),
        NetworkHalt { authority: signer, network }.instruction(),
    ]);
    world.send(&[close.instruction()]).expect_success();
}

#[test]
fn an_admission_or_an_approval_is_no_use() {
    let (mut world, (ada, close)) = ready();
    let bob = Person { wallet: close.wallet, member: pda::member(world.network, &identity("bob")) };
    world.admit(&ada, bob, 100);
    world.approve(&ada, ada.owner, bob, 5, GENESIS + 1_000 * DAYS);
    world.send(&[close.instruction()]).expect_success();
}

#[test]
fn the_holder_gets_the_rent_if_he_paid() {
    let mut world = World::founded();
    let ada = world.owner_with_token("ada");
    let bob = world.investor("bob");
    world.create_share_account(bob.wallet, &ada);
    world.must(&[PositionOpen { payer: bob.wallet, ..world.position_open(bob, &ada) }.instruction()]);
    let close = PositionClose { wallet: bob.wallet, member: bob.member, mint: ada.mint, rent_payer: bob.wallet };
    world.send(&[close.instruction()]).expect_success();
    assert_eq!(world.lamports(&bob.wallet), WEALTH);
}

refusals! {
    ready;
    refuses_what_holds_shares: |world, (ada, close)| {
        let bob = Person { wallet: close.wallet, member: pda::member(world.network, &identity("bob")) };
        world.transfer(&ada, ada.owner, bob, 1).expect_success();
        close.instruction()
    } => Rule::PositionUsed;
    refuses_what_ever_held_shares: |world, (ada, close)| {
        let bob = Person { wallet: close.wallet, member: pda::member(world.network, &identity("bob")) };
        world.transfer(&ada, ada.owner, bob, 1).expect_success();
        world.warp(90 * DAYS);
        world.transfer(&ada, bob, ada.owner, 1).expect_success();
        close.instruction()
    } => Rule::PositionUsed;
    refuses_the_owners_position: |world, (ada, _)|
        PositionClose {
            wallet: ada.owner.wallet,
            member: ada.owner.member,
            mint: ada.mint,
            rent_payer: world.payer
        }.instruction() => Rule::PositionUsed;
    refuses_somebody_else: |world, (_, close)| {
        let wallet = mallory(&mut world);
        close.instruction().replacing(close.wallet, wallet)
    } => Rule::NotMemberWallet;
    refuses_the_owner_of_the_token: |world, (ada, close)|
        close.instruction().replacing(close.wallet, ada.owner.wallet) => Rule::NotMemberWallet;
    refuses_another_member_with_his_own_wallet: |world, (ada, close)| {
        let instruction = close.instruction().replacing(close.wallet, ada.owner.wallet);
        instruction.replacing(close.member, ada.owner.member)
    } => Rule::PositionMismatch;
    refuses_the_payer_of_the_rent: |world, (_, close)|
        close.instruction().replacing(close.wallet, close.rent_payer) => Rule::NotMemberWallet;
    refuses_without_signature: |world, (_, close)|
        close.instruction().unsigned(close.wallet) => Error::MissingRequiredSignature;
    refuses_to_send_the_rent_elsewhere: |world, (_, close)|
        PositionClose { rent_payer: close.wallet, ..close }.instruction() => Rule::RentPayerMismatch;
    refuses_to_send_the_rent_into_the_position: |world, (ada, close)|
        PositionClose { rent_payer: ada.position(close.wallet), ..close }.instruction() => DUPLICATE;
    refuses_the_share_account_of_somebody_else: |world, (ada, close)| {
        let (right, wrong) = (ada.share_account(close.wallet), ada.share_account(ada.owner.wallet));
        close.instruction().replacing(right, wrong)
    } => Rule::PositionMismatch;
    refuses_another_token_program: |world, (_, close)|
        close.instruction().replacing(TOKEN_2022_ID, TOKEN_ID) => Error::IncorrectProgramId;
    refuses_a_second_closing: |world, (_, close)| {
        world.must(&[close.instruction()]);
        close.instruction()
    } => TOO_SMALL;
    refuses_a_read_only_position: |world, (ada, close)|
        close.instruction().read_only(ada.position(close.wallet)) => NOT_WRITABLE;
    refuses_what_is_no_position: |world, (ada, close)|
        close.instruction().replacing(ada.position(close.wallet), ada.token) => Error::InvalidAccountData;
}
