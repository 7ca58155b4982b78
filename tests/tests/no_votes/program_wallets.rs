//! No program holds a share: wherever a holder can appear, what belongs to a program is refused.

use personal_token_tests::{world::Lost, Refusal};
use solana_instruction::AccountMeta;
use spl_token_2022_interface::{
    error::TokenError,
    instruction::{self as token, AuthorityType},
};

use crate::{
    prelude::*,
    wallets::{nonce_account, of_programs, ready, Case, Signs},
};

/// Token-2022's refusal of an account that is not the one in the mint's list: there the receiver's close authority.
const UNRESOLVED_ACCOUNT: (Address, u32) = (TOKEN_2022_ID, 2_724_315_840);

fn refusal(error: TokenError) -> Refusal {
    (TOKEN_2022_ID, error as u32).into()
}

/// Sends what each of them would sign, which must be refused like this.
#[track_caller]
fn refused_to_all(refusal: impl Into<Refusal>, instruction: impl Fn(&mut World, &Case, Address) -> Instruction) {
    let refusal = refusal.into();
    let (mut world, case) = ready();
    for (name, wallet, signs) in of_programs(&mut world, &case) {
        let instruction = instruction(&mut world, &case, wallet);
        println!("{name}");
        world.send(&[signs.send(&instruction)]).expect_refusal(refusal.clone());
    }
}

fn application_open(world: &World, wallet: Address) -> Instruction {
    let World { payer, network, .. } = *world;
    ApplicationOpen { payer, wallet, network, roles: role::INVESTOR, charter_version: 1, clauses: 12 }.instruction()
}

/// Somebody's member account, for whoever has none.
fn person(case: &Case, wallet: Address) -> Person {
    Person { wallet, member: case.carol.member }
}

#[test]
fn none_applies() {
    refused_to_all(Rule::WalletNotOnCurve, |world, _, wallet| application_open(world, wallet));
}

#[test]
fn none_is_the_new_wallet_of_a_member() {
    let (mut world, case) = ready();
    let stewards = world.recoverers();
    for (name, wallet, signs) in of_programs(&mut world, &case) {
        let lost = Lost { old: case.bob, new: person(&case, wallet), stewards };
        println!("{name}");
        let propose = world.recovery_propose(&lost).instruction();
        world.send(&[signs.send(&propose)]).expect_refusal(Rule::WalletNotOnCurve);
    }
}

/// With a share account of its own, which anybody can make for any address.
#[test]
fn none_opens_a_position() {
    refused_to_all(Rule::NotMemberWallet, |world, case, wallet| {
        world.create_share_account(wallet, &case.ada);
        world.position_open(person(case, wallet), &case.ada).instruction()
    });
}

#[test]
fn none_subscribes() {
    let (mut world, case) = ready();
    world.must(&[world.token_authorise(&case.ada, 2 * SHARES).instruction()]);
    world.warp(30 * DAYS);
    let round = world.open_round(&case.ada, world.round_terms());
    for (name, wallet, signs) in of_programs(&mut world, &case) {
        println!("{name}");
        world.fund(wallet, 1_000_000);
        // With Carol's position, as it has none.
        let subscribe = world.round_subscribe(&round, person(&case, wallet), 1_000).instruction();
        let position = case.ada.position(wallet);
        let subscribe = subscribe.replacing(position, case.ada.position(case.carol.wallet));
        world.send(&[signs.send(&subscribe)]).expect_refusal(Rule::NotMemberWallet);
    }
}

#[test]
fn none_buys() {
    let (mut world, case) = ready();
    let listing = world.list(&case.ada, case.bob, 100, 1_000);
    world.quote_account(world.network_state().treasury);
    world.warp(30 * DAYS);
    for (name, wallet, signs) in of_programs(&mut world, &case) {
        println!("{name}");
        world.fund(wallet, 100_000);
        let buy = world.listing_buy(&listing, person(&case, wallet), 1).instruction();
        let [own, carols] = [wallet, case.carol.wallet].map(|wallet| case.ada.position(wallet));
        let [own_account, her_account] = [wallet, case.carol.wallet].map(|wallet| case.ada.share_account(wallet));
        let buy = buy.replacing(own, carols).replacing(own_account, her_account);
        world.send(&[signs.send(&buy)]).expect_refusal(Rule::NotMemberWallet);
    }
}

#[test]
fn none_creates_a_token() {
    refused_to_all(Rule::NotMemberWallet, |world, case, wallet| {
        world.token_create(person(case, wallet), Terms::default()).instruction()
    });
}

/// Its share account exists, and no share arrives; nor does it with somebody's position.
#[test]
fn none_receives_a_share() {
    let (mut world, case) = ready();
    for (name, wallet, _) in of_programs(&mut world, &case) {
        println!("{name}");
        world.create_share_account(wallet, &case.ada);
        let transfer = world.shares_transfer(&case.ada, case.bob, person(&case, wallet), 1).instruction();
        world.send(std::slice::from_ref(&transfer)).expect_refusal(UNRESOLVED_ACCOUNT);
        let [own, carols] = [wallet, case.carol.wallet].map(|wallet| case.ada.position(wallet));
        world.send(&[transfer.replacing(own, carols)]).expect_refusal(UNRESOLVED_ACCOUNT);
    }
}

/// Nor as a delegate: it may move a holder's shares to another holder, and never to itself.
#[test]
fn none_pulls_a_share_to_itself() {
    let (mut world, case) = ready();
    let (account, owner) = (case.ada.share_account(case.bob.wallet), case.bob.wallet);
    for (name, wallet, signs) in of_programs(&mut world, &case) {
        println!("{name}");
        if name.starts_with("a multisig") {
            continue; // the next test
        }
        world.create_share_account(wallet, &case.ada);
        world.must(&[token::approve(&TOKEN_2022_ID, &account, &wallet, &owner, &[], 10).unwrap()]);
        let pull = world.shares_transfer(&case.ada, case.bob, person(&case, wallet), 1);
        let pull = SharesTransfer { authority: wallet, ..pull }.instruction();
        world.send(&[signs.send(&pull)]).expect_refusal(UNRESOLVED_ACCOUNT);
        let to_carol = world.shares_transfer(&case.ada, case.bob, case.carol, 1);
        let to_carol = SharesTransfer { authority: wallet, ..to_carol }.instruction();
        world.send(&[signs.send(&to_carol)]).expect_success();
    }
}

/// Token-2022 asks for the signers of a multisig in its place, also of one of the classic program.
#[test]
fn a_multisig_as_delegate_pulls_nothing_to_itself() {
    for name in ["a multisig of Token-2022", "a multisig of the classic program"] {
        let (mut world, case) = ready();
        of_programs(&mut world, &case);
        let multisig = wallet(name);
        let (account, owner) = (case.ada.share_account(case.bob.wallet), case.bob.wallet);
        world.create_share_account(multisig, &case.ada);
        world.must(&[token::approve(&TOKEN_2022_ID, &account, &multisig, &owner, &[], 10).unwrap()]);
        let mut signed_by = |receiver: Person, signers: &[Address]| {
            let transfer = world.shares_transfer(&case.ada, case.bob, receiver, 1);
            let mut transfer = SharesTransfer { authority: multisig, ..transfer }.instruction().unsigned(multisig);
            let signers = signers.iter().map(|signer| AccountMeta::new_readonly(*signer, true));
            transfer.accounts.splice(4..4, signers);
            world.send(&[transfer])
        };
        let both = [case.bob.wallet, case.carol.wallet];
        signed_by(person(&case, multisig), &both).expect_refusal(UNRESOLVED_ACCOUNT);
        signed_by(case.carol, &both[..1]).expect_refusal((TOKEN_2022_ID, Error::MissingRequiredSignature));
        signed_by(case.carol, &both).expect_success();
    }
}

/// A share account cannot be handed over to any of them.
#[test]
fn none_becomes_the_owner_of_a_share_account() {
    refused_to_all_by_bob(refusal(TokenError::ImmutableOwner), AuthorityType::AccountOwner);
}

/// Nor be closed by any of them: with the position its close authority was given to that.
#[test]
fn none_becomes_the_close_authority_of_a_share_account() {
    refused_to_all_by_bob(refusal(TokenError::OwnerMismatch), AuthorityType::CloseAccount);
}

#[track_caller]
fn refused_to_all_by_bob(refusal: Refusal, kind: AuthorityType) {
    let (mut world, case) = ready();
    let (account, owner) = (case.ada.share_account(case.bob.wallet), case.bob.wallet);
    for (_, wallet, _) in of_programs(&mut world, &case) {
        let hand_over =
            token::set_authority(&TOKEN_2022_ID, &account, Some(&wallet), kind.clone(), &owner, &[]).unwrap();
        world.send(&[hand_over]).expect_refusal(refusal.clone());
    }
}

/// An account for shares that is not the canonical one has no immutable owner. It can be handed over, and no share ever
/// comes there: not before, and not after.
#[test]
fn an_auxiliary_share_account_can_be_handed_over_and_stays_empty() {
    let (mut world, case) = ready();
    let (account, owner) = (address("auxiliary share account"), case.bob.wallet);
    world.put(account, TOKEN_2022_ID, vec![0; 171]);
    world.must(&[token::initialize_account3(&TOKEN_2022_ID, &account, &case.ada.mint, &owner).unwrap()]);
    let canonical = case.ada.share_account(case.carol.wallet);
    let transfer = world.shares_transfer(&case.ada, case.bob, case.carol, 1).instruction();
    let into = transfer.replacing(canonical, account);
    world.send(std::slice::from_ref(&into)).expect_refusal(UNRESOLVED_ACCOUNT);

    let kind = AuthorityType::AccountOwner;
    let hand_over = token::set_authority(&TOKEN_2022_ID, &account, Some(&case.vault), kind, &owner, &[]).unwrap();
    world.send(&[hand_over]).expect_changed(&[account]);
    world.send(&[into]).expect_refusal(UNRESOLVED_ACCOUNT);
}

/// Whoever gave the close authority away before has no position until he has it back.
#[test]
fn none_keeps_the_close_authority_under_a_position() {
    let (mut world, case) = ready();
    for (name, wallet, _) in of_programs(&mut world, &case) {
        let dave = world.investor(&format!("a friend of {name}"));
        let account = world.create_share_account(dave.wallet, &case.ada);
        let hand_over = SetCloseAuthority { wallet: dave.wallet, account, new_authority: Some(wallet) };
        world.must(&[hand_over.instruction()]);
        let open = world.position_open(dave, &case.ada).instruction();
        world.send(&[open]).expect_refusal(Rule::CloseAuthorityTaken);
        let transfer = world.shares_transfer(&case.ada, case.bob, dave, 1).instruction();
        world.send(&[transfer]).expect_refusal(UNRESOLVED_ACCOUNT);
    }
}

refusals! {
    ready;
    refuses_a_delegate_to_hand_the_account_over: |world, case| {
        let account = case.ada.share_account(case.bob.wallet);
        world.must(&[token::approve(&TOKEN_2022_ID, &account, &case.vault, &case.bob.wallet, &[], 10).unwrap()]);
        let (to, kind) = (Some(&case.vault), AuthorityType::AccountOwner);
        let take = token::set_authority(&TOKEN_2022_ID, &account, to, kind, &case.vault, &[]).unwrap();
        Signs::Program(case.program).send(&take)
    } => refusal(TokenError::OwnerMismatch);
    refuses_a_vault_to_close_a_share_account: |world, case| {
        let account = case.ada.share_account(case.carol.wallet);
        let close = token::close_account(&TOKEN_2022_ID, &account, &case.vault, &case.vault, &[]).unwrap();
        Signs::Program(case.program).send(&close)
    } => refusal(TokenError::OwnerMismatch);
    refuses_a_vault_that_was_never_approved: |world, case| {
        let transfer = world.shares_transfer(&case.ada, case.bob, case.carol, 1);
        let transfer = SharesTransfer { authority: case.vault, ..transfer }.instruction();
        Signs::Program(case.program).send(&transfer)
    } => refusal(TokenError::OwnerMismatch);
    refuses_more_than_a_vault_was_approved: |world, case| {
        let account = case.ada.share_account(case.bob.wallet);
        world.must(&[token::approve(&TOKEN_2022_ID, &account, &case.vault, &case.bob.wallet, &[], 10).unwrap()]);
        let transfer = world.shares_transfer(&case.ada, case.bob, case.carol, 11);
        let transfer = SharesTransfer { authority: case.vault, ..transfer }.instruction();
        Signs::Program(case.program).send(&transfer)
    } => refusal(TokenError::InsufficientFunds);
    /// A member can give his wallet to a program, and that still has no signature of it.
    refuses_the_program_to_which_a_member_gave_his_wallet: |world, case| {
        world.put(case.bob.wallet, case.program, vec![]);
        let transfer = world.shares_transfer(&case.ada, case.bob, case.carol, 1).instruction();
        let mut wrapped = Signs::Program(case.program).send(&transfer);
        for meta in &mut wrapped.accounts {
            meta.is_signer = false;
        }
        wrapped
    } => (address("voting program"), Error::PrivilegeEscalation);
}

/// A nonce account is whose key it is, as any wallet of the System program: its data are a number that no program reads.
#[test]
fn a_nonce_account_is_an_ordinary_wallet() {
    let (mut world, _) = ready();
    let wallet = nonce_account(&mut world);
    let open = application_open(&world, wallet);
    world.send(&[open]).expect_success();
}
