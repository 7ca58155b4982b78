//! `token_issue`

use super::prelude::*;

/// A token with the owner's position and no shares yet.
fn ready() -> (World, (TokenFixture, TokenIssue)) {
    let mut world = World::founded();
    let ada = world.owner_with("ada", Terms { shares: 0, ..Terms::default() });
    let issue = TokenIssue { owner: ada.owner.wallet, owner_member: ada.owner.member, shares: SHARES };
    (world, (ada, issue))
}

#[test]
fn issues_all_shares_to_the_owner() {
    let (mut world, (ada, issue)) = ready();
    let (token, position) = (world.token_state(&ada), world.position_state(&ada, ada.owner));
    let addresses = (ada.position(issue.owner), ada.share_account(issue.owner));
    let changed = [ada.token, ada.mint, addresses.0, addresses.1];
    let outcome = world.send(&[issue.instruction()]).expect_changed(&changed);
    assert_eq!(world.token_state(&ada), Token { total: SHARES, ..token });
    assert_eq!(world.position_state(&ada, ada.owner), Position { shares: SHARES, used: 1, ..position });
    let issued =
        event::SharesIssued { token: ada.token, position: ada.position(issue.owner), shares: SHARES, total: SHARES };
    assert_eq!(outcome.event(), &issued.into());
}

#[test]
fn issues_one_share_or_all_that_are_authorised() {
    for (authorised, shares) in [(SHARES, 1), (1, 1), (u64::MAX, u64::MAX), (u64::MAX, u64::MAX - 1)] {
        let mut world = World::founded();
        let ada = world.owner_with("ada", Terms { shares, authorised, ..Terms::default() });
        assert_eq!(world.token_state(&ada).total, shares);
        assert_eq!(world.position_state(&ada, ada.owner).shares, shares);
    }
}

/// The owner's own shares are not locked: only received ones are.
#[test]
fn the_owners_shares_are_free_at_once() {
    let (mut world, (ada, issue)) = ready();
    world.must(&[issue.instruction()]);
    let position = world.position_state(&ada, ada.owner);
    assert_eq!((position.locked, position.unlocks_at), (0, 0));
    let bob = world.holder("bob", &ada, 0);
    world.transfer(&ada, ada.owner, bob, SHARES).expect_success();
}

/// A pause or a halt does not stop what is not a transfer.
#[test]
fn issues_while_paused_and_halted() {
    let (mut world, (ada, issue)) = ready();
    let Person { wallet: owner, member: owner_member } = ada.owner;
    world.must(&[TokenPause { owner, owner_member, network: world.network, seconds: DAY }.instruction()]);
    world.must(&[NetworkHalt { authority: world.founder, network: world.network }.instruction()]);
    world.send(&[issue.instruction()]).expect_success();
}

refusals! {
    ready;
    refuses_no_shares: |world, (_, issue)| TokenIssue { shares: 0, ..issue }.instruction() => Rule::ZeroShares;
    refuses_one_share_more_than_authorised: |world, (_, issue)|
        TokenIssue { shares: SHARES + 1, ..issue }.instruction() => Rule::AuthorisedExceeded;
    refuses_the_greatest_number: |world, (_, issue)|
        TokenIssue { shares: u64::MAX, ..issue }.instruction() => Rule::AuthorisedExceeded;
    refuses_a_second_issue: |world, (_, issue)| {
        world.must(&[issue.instruction()]);
        TokenIssue { shares: 1, ..issue }.instruction()
    } => Rule::AlreadyIssued;
    refuses_another_signer: |world, (_, issue)| {
        let wallet = mallory(&mut world);
        issue.instruction().replacing(issue.owner, wallet)
    } => Rule::NotTokenOwner;
    refuses_without_signature: |world, (_, issue)|
        issue.instruction().unsigned(issue.owner) => Error::MissingRequiredSignature;
    refuses_another_member: |world, (_, issue)| {
        let bob = world.investor("bob");
        issue.instruction().replacing(issue.owner_member, bob.member).replacing(issue.owner, bob.wallet)
    } => Rule::NotTokenOwner;
    refuses_to_issue_to_somebody_else: |world, (ada, issue)| {
        let bob = world.holder("bob", &ada, 0);
        let position = issue.instruction().replacing(ada.position(issue.owner), ada.position(bob.wallet));
        position.replacing(ada.share_account(issue.owner), ada.share_account(bob.wallet))
    } => Rule::NotTokenOwner;
    refuses_the_share_account_of_somebody_else: |world, (ada, issue)| {
        let bob = world.holder("bob", &ada, 0);
        issue.instruction().replacing(ada.share_account(issue.owner), ada.share_account(bob.wallet))
    } => Rule::PositionMismatch;
    refuses_the_owners_position_in_another_token: |world, (ada, issue)| {
        let bob = world.owner_with_token("bob");
        world.open_position(ada.owner, &bob);
        issue.instruction().replacing(ada.position(issue.owner), bob.position(issue.owner))
    } => Rule::TokenMismatch;
    refuses_another_mint: |world, (ada, issue)| {
        let bob = world.owner_with_token("bob");
        issue.instruction().replacing(ada.mint, bob.mint)
    } => Rule::TokenMismatch;
    refuses_another_token: |world, (ada, issue)| {
        let bob = world.owner_with_token("bob");
        issue.instruction().replacing(ada.token, bob.token)
    } => Rule::TokenMismatch;
    refuses_another_token_program: |world, (_, issue)|
        issue.instruction().replacing(TOKEN_2022_ID, TOKEN_ID) => Error::IncorrectProgramId;
    refuses_a_read_only_position: |world, (ada, issue)|
        issue.instruction().read_only(ada.position(issue.owner)) => NOT_WRITABLE;
    refuses_a_token_without_an_open_position: |world, _| {
        let bob = world.member("bob", role::OWNER);
        world.warp(3 * DAYS);
        world.must(&[world.token_create(bob, Terms::default()).instruction()]);
        TokenIssue { owner: bob.wallet, owner_member: bob.member, shares: 1 }.instruction()
    } => TOO_SMALL;
}
