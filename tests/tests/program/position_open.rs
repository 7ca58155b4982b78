//! `position_open`

use personal_token_tests::proxy;
use spl_token_2022_interface::{
    error::TokenError,
    extension::{cpi_guard::instruction::enable_cpi_guard, ExtensionType},
    instruction::{initialize_account3, reallocate},
};

use super::prelude::*;

/// A member who has a share account and no position, and the instruction that opens it.
fn ready() -> (World, (TokenFixture, PositionOpen)) {
    let mut world = World::founded();
    let ada = world.owner_with_token("ada");
    let bob = world.investor("bob");
    world.create_share_account(bob.wallet, &ada);
    let open = world.position_open(bob, &ada);
    (world, (ada, open))
}

/// The holder lets no program act on the account.
pub fn guard(world: &mut World, wallet: Address, account: Address) {
    let grow = [ExtensionType::CpiGuard];
    world.must(&[
        reallocate(&TOKEN_2022_ID, &account, &world.payer, &wallet, &[], &grow).unwrap(),
        enable_cpi_guard(&TOKEN_2022_ID, &account, &wallet, &[]).unwrap(),
    ]);
}

fn set_close_authority(ada: &TokenFixture, wallet: Address, to: Address) -> Instruction {
    SetCloseAuthority { wallet, account: ada.share_account(wallet), new_authority: Some(to) }.instruction()
}

fn expected(world: &World, ada: &TokenFixture, open: &PositionOpen) -> Position {
    let (position, bump) = pda::position_of_with_bump(open.wallet, ada.mint);
    assert_eq!(position, ada.position(open.wallet));
    Position {
        version: 1,
        bump,
        member: open.member,
        token: ada.token,
        share_account: ada.share_account(open.wallet),
        wallet: open.wallet,
        quote_account: ada.quote_account(open.wallet),
        rent_payer: open.payer,
        last: world.token_state(ada).acc,
        opened_at: world.now(),
        ..Position::zeroed()
    }
}

#[test]
fn opens_and_takes_over_the_close_authority() {
    let (mut world, (ada, open)) = ready();
    let (position, share_account) = (ada.position(open.wallet), ada.share_account(open.wallet));
    let outcome = world.send(&[open.instruction()]).expect_changed(&[position, share_account]);
    assert_eq!(world.read::<Position>(position), expected(&world, &ada, &open));
    assert_eq!(world.account(&ada.quote_account(open.wallet)), None, "the quote account need not exist");
    let opened = event::PositionOpened { token: ada.token, position, member: open.member, wallet: open.wallet };
    assert_eq!(outcome.event(), &opened.into());
}

#[test]
fn opens_after_a_top_level_hand_over() {
    let (mut world, (ada, open)) = ready();
    let position = ada.position(open.wallet);
    world.must(&[set_close_authority(&ada, open.wallet, position)]);
    world.send(&[open.instruction()]).expect_changed(&[position]);
    assert_eq!(world.read::<Position>(position), expected(&world, &ada, &open));
}

#[test]
fn opens_for_a_guarded_account_after_a_top_level_hand_over() {
    let (mut world, (ada, open)) = ready();
    guard(&mut world, open.wallet, ada.share_account(open.wallet));
    let position = ada.position(open.wallet);
    world.must(&[set_close_authority(&ada, open.wallet, position), open.instruction()]);
    assert_eq!(world.read::<Position>(position), expected(&world, &ada, &open));
    // The guard is no hindrance to what a holder does at the top level.
    let bob = Person { wallet: open.wallet, member: open.member };
    world.transfer(&ada, ada.owner, bob, 10).expect_success();
    world.warp(90 * DAYS);
    world.transfer(&ada, bob, ada.owner, 10).expect_success();
}

#[test]
fn opens_where_the_wallet_itself_is_named_as_close_authority() {
    let (mut world, (ada, open)) = ready();
    world.must(&[set_close_authority(&ada, open.wallet, open.wallet)]);
    world.send(&[open.instruction()]).expect_success();
}

/// A late position has no part in what was deposited before.
#[test]
fn a_late_position_is_owed_nothing_of_before() {
    let (mut world, (ada, open)) = ready();
    world.deposit(&ada, SHARES).expect_success();
    world.must(&[open.instruction()]);
    let bob = Person { wallet: open.wallet, member: open.member };
    assert_eq!(world.position_state(&ada, bob), expected(&world, &ada, &open));
    world.transfer(&ada, ada.owner, bob, 1_000).expect_success();
    world.claim(&ada, bob.wallet).expect_refusal(Rule::QuoteAccountMissing);
    world.quote_account(bob.wallet);
    world.claim(&ada, bob.wallet).expect_success();
    assert_eq!(world.quote_of(bob.wallet), 0);
}

#[test]
fn the_holder_may_pay_himself() {
    let (mut world, (ada, open)) = ready();
    let open = PositionOpen { payer: open.wallet, ..open };
    world.send(&[open.instruction()]).expect_success();
    assert_eq!(world.read::<Position>(ada.position(open.wallet)), expected(&world, &ada, &open));
}

/// Anybody can create anybody's share account; a wallet with less luck in its bumps opens too.
#[test]
fn every_wallet_can_open() {
    let mut world = World::founded();
    let ada = world.owner_with_token("ada");
    for name in ["bob", "carol", "dave", "erin", "frank", "grace", "heidi", "ivan"] {
        let person = world.investor(name);
        world.open_position(person, &ada);
    }
}

/// A stranger who was there first, with both accounts and with lamports, is no hindrance and gets nothing.
#[test]
fn opens_over_accounts_that_a_stranger_made() {
    let mut world = World::founded();
    let ada = world.owner_with_token("ada");
    let (wallet, stranger) = (world.person("bob"), mallory(&mut world));
    for (mint, token_program) in [(ada.mint, TOKEN_2022_ID), (ada.quote_mint, TOKEN_ID)] {
        world.must(&[CreateAssociatedToken { payer: stranger, wallet, mint, token_program }.instruction()]);
    }
    world.give_lamports(ada.share_account(wallet), 5);
    world.give_lamports(ada.position(wallet), 5);
    let bob = world.investor("bob");
    let open = world.position_open(bob, &ada);
    world.send(&[open.instruction()]).expect_success();
    assert_eq!(world.position_state(&ada, bob), expected(&world, &ada, &open));
    world.transfer(&ada, ada.owner, bob, 10).expect_success();
}

#[test]
fn one_member_has_positions_in_several_tokens() {
    let mut world = World::founded();
    let (ada, bob) = (world.owner_with_token("ada"), world.owner_with_token("bob"));
    let carol = world.investor("carol");
    let (first, second) = (world.open_position(carol, &ada), world.open_position(carol, &bob));
    assert_ne!(first, second);
    world.open_position(ada.owner, &bob);
}

#[test]
fn survives_a_prefunded_address() {
    survives_prefunding(ready, |_, (ada, open)| vec![ada.position(open.wallet)], |_, (_, open)| open.instruction());
}

/// It receives nothing; but after a recovery it is where he is paid.
#[test]
fn opens_for_the_suspended_and_for_who_left() {
    let (mut world, (ada, open)) = ready();
    let (signer, network, member) = (world.founder, world.network, open.member);
    let suspend = MemberSuspend { signer, steward_member: None, network, member, reason_hash: hash("reason") };
    world.must(&[suspend.instruction()]);
    world.send(&[open.instruction()]).expect_success();
    let bob = Person { wallet: open.wallet, member };
    world.transfer(&ada, ada.owner, bob, 1).expect_refusal(Rule::MemberNotActive);

    let (mut world, (ada, open)) = ready();
    world.must(&[MemberLeave { wallet: open.wallet, member: open.member }.instruction()]);
    world.send(&[open.instruction()]).expect_success();
    let bob = Person { wallet: open.wallet, member: open.member };
    world.transfer(&ada, ada.owner, bob, 1).expect_refusal(Rule::MemberNotActive);
}

refusals! {
    ready;
    refuses_a_third_partys_close_authority: |world, (ada, open)| {
        let third = mallory(&mut world);
        world.must(&[set_close_authority(&ada, open.wallet, third)]);
        open.instruction()
    } => Rule::CloseAuthorityTaken;
    refuses_the_close_authority_of_another_position: |world, (ada, open)| {
        world.must(&[set_close_authority(&ada, open.wallet, ada.position(ada.owner.wallet))]);
        open.instruction()
    } => Rule::CloseAuthorityTaken;
    refuses_a_guarded_account_without_a_hand_over: |world, (ada, open)| {
        guard(&mut world, open.wallet, ada.share_account(open.wallet));
        open.instruction()
    } => (TOKEN_2022_ID, TokenError::CpiGuardSetAuthorityBlocked as u32);
    refuses_without_the_holders_signature: |world, (_, open)|
        open.instruction().unsigned(open.wallet) => Error::MissingRequiredSignature;
    refuses_the_owner_of_the_token_for_the_holder: |world, (ada, open)|
        open.instruction().replacing(open.wallet, ada.owner.wallet) => Rule::NotMemberWallet;
    refuses_the_member_of_somebody_else: |world, (ada, open)|
        PositionOpen { member: ada.owner.member, ..open }.instruction() => Rule::NotMemberWallet;
    refuses_an_outsider: |world, (ada, open)| {
        let wallet = mallory(&mut world);
        world.create_share_account(wallet, &ada);
        PositionOpen { wallet, ..open }.instruction()
    } => Rule::NotMemberWallet;
    refuses_a_member_of_another_network: |world, (ada, open)| {
        let home = world.network;
        world.network = other_network(&mut world);
        let eve = world.investor("eve");
        world.network = home;
        world.create_share_account(eve.wallet, &ada);
        PositionOpen { wallet: eve.wallet, member: eve.member, ..open }.instruction()
    } => Rule::NetworkMismatch;
    refuses_a_second_opening: |world, (_, open)| {
        world.must(&[open.instruction()]);
        open.instruction()
    } => ALREADY_IN_USE;

    refuses_an_absent_share_account: |world, (ada, open)| {
        let carol = world.investor("carol");
        world.position_open(carol, &ada).instruction().replacing(open.payer, world.payer)
    } => Rule::ShareAccountInvalid;
    refuses_the_share_account_of_somebody_else: |world, (ada, open)| {
        let (right, wrong) = (ada.share_account(open.wallet), ada.share_account(ada.owner.wallet));
        let instruction = open.instruction().replacing(right, wrong);
        // His position is open already: the address that this account would have is one that it has.
        instruction.replacing(pda::position(right), pda::position(wrong))
    } => ALREADY_IN_USE;
    refuses_an_account_of_the_holder_that_is_not_canonical: |world, (ada, open)| {
        let account = address("auxiliary share account");
        // The extensions that the mint asks for, without that of an associated account.
        world.put(account, TOKEN_2022_ID, vec![0; 171]);
        world.must(&[initialize_account3(&TOKEN_2022_ID, &account, &ada.mint, &open.wallet).unwrap()]);
        let canonical = ada.share_account(open.wallet);
        let instruction = open.instruction().replacing(canonical, account);
        instruction.replacing(pda::position(canonical), pda::position(account))
    } => Rule::ShareAccountInvalid;
    refuses_a_share_account_of_another_mint: |world, (ada, open)| {
        let bob = world.owner_with_token("bob's rival");
        let (right, wrong) = (ada.share_account(open.wallet), bob.share_account(open.wallet));
        world.create_share_account(open.wallet, &bob);
        let instruction = open.instruction().replacing(right, wrong);
        instruction.replacing(pda::position(right), pda::position(wrong))
    } => Rule::ShareAccountInvalid;
    refuses_a_frozen_share_account: |world, (ada, open)| {
        world.corrupt(ada.share_account(open.wallet), |data| data[108] = 2);
        open.instruction()
    } => Rule::ShareAccountInvalid;
    refuses_a_share_account_that_another_program_owns: |world, (ada, open)| {
        let data = world.account(&ada.share_account(open.wallet)).unwrap().data;
        world.put(ada.share_account(open.wallet), TOKEN_ID, data);
        world.checked = false;
        open.instruction()
    } => Rule::ShareAccountInvalid;
    refuses_a_bump_that_names_another_share_account: |world, (_, open)|
        open.instruction().with_data(|data| data[1] = other_bump(data[1], |bump| share_seeds(&open, bump)))
        => Rule::ShareAccountInvalid;
    refuses_a_bump_that_names_no_address: |world, (_, open)|
        open.instruction().with_data(|data| data[1] = no_bump(|bump| share_seeds(&open, bump))) => Error::InvalidSeeds;
    refuses_a_read_only_share_account: |world, (ada, open)|
        open.instruction().read_only(ada.share_account(open.wallet)) => NOT_WRITABLE;

    refuses_the_position_address_of_somebody_else: |world, (ada, open)| {
        let (right, wrong) = (ada.position(open.wallet), ada.position(mallory(&mut world)));
        open.instruction().replacing(right, wrong)
    } => Error::InvalidSeeds;
    refuses_the_token_of_somebody_else: |world, (ada, open)| {
        let bob = world.owner_with_token("bob's rival");
        open.instruction().replacing(ada.token, bob.token)
    } => Rule::ShareAccountInvalid;
    refuses_another_token_program: |world, (_, open)|
        open.instruction().replacing(TOKEN_2022_ID, TOKEN_ID) => Error::IncorrectProgramId;
    refuses_a_vault_of_a_program: |world, (ada, open)| {
        let program = address("vault program");
        world.add_proxy(program);
        let wallet = proxy::signer(program);
        world.create_share_account(wallet, &ada);
        proxy::wrap(program, &PositionOpen { wallet, ..open }.instruction())
    } => Rule::NotMemberWallet;
}

/// A multi-signature wallet or a dApp's program may call for the holder, who signs.
#[test]
fn opens_when_a_program_calls() {
    let (mut world, (ada, open)) = ready();
    world.add_proxy(address("dapp"));
    world.send(&[proxy::wrap(address("dapp"), &open.instruction())]).expect_success();
    assert_eq!(world.read::<Position>(ada.position(open.wallet)), expected(&world, &ada, &open));
}

type Seeds = [Vec<u8>; 4];

fn share_seeds(open: &PositionOpen, bump: u8) -> Seeds {
    [open.wallet.as_ref().to_vec(), TOKEN_2022_ID.as_ref().to_vec(), open.mint.as_ref().to_vec(), vec![bump]]
}

fn derive(seeds: &Seeds) -> Option<Address> {
    let seeds: Vec<&[u8]> = seeds.iter().map(Vec::as_slice).collect();
    Address::create_program_address(&seeds, &ASSOCIATED_TOKEN_ID).ok()
}

/// A bump below the canonical one that names an address, too.
fn other_bump(canonical: u8, seeds: impl Fn(u8) -> Seeds) -> u8 {
    (0..canonical).rev().find(|bump| derive(&seeds(*bump)).is_some()).unwrap()
}

/// A bump that names a point on the curve, which is no address of a program.
fn no_bump(seeds: impl Fn(u8) -> Seeds) -> u8 {
    (0..=255).find(|bump| derive(&seeds(*bump)).is_none()).unwrap()
}
