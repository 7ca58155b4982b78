//! `round_settle`

use super::{common::*, prelude::*};

fn settle(world: &World, case: &Case) -> Instruction {
    world.round_settle(&case.round, case.bob).instruction()
}

#[test]
fn issues_the_shares_and_books_the_money() {
    let (mut world, case) = settling();
    let Case { ada, bob, round } = case;
    let (book, token) = (world.round_state(&round), world.token_state(&ada));
    let (part, position) = (world.subscription_state(&round, bob), world.position_state(&ada, bob));
    let outcome = world.send(&[settle(&world, &case)]).expect_changed(&[
        round.round,
        round.subscription(bob),
        ada.token,
        ada.mint,
        ada.position(bob.wallet),
        ada.share_account(bob.wallet),
    ]);
    let (paid, owed) = (40_000 * PRICE, 10_000 * PRICE);
    let expected = Book {
        state: State::Settled.byte(),
        accepted: 0,
        accepted_shares: 0,
        issued: 40_000,
        owed_to_investors: owed,
        owed_to_owner: paid,
        raised: paid,
        ..book.book
    };
    assert_eq!(world.round_state(&round), Round { book: expected, ..book });
    let expected = Part { owed, state: SubscriptionState::Settled.byte(), ..part.book };
    assert_eq!(world.subscription_state(&round, bob), Subscription { book: expected, ..part });
    let total = SHARES + 40_000;
    let expected = Token { total, unsettled: 0, round_closes_at: 0, last_round_price: PRICE, ..token };
    assert_eq!(world.token_state(&ada), expected);
    let unlocks_at = world.now() + 180 * DAYS;
    let used = Position::HELD;
    let expected = Position { used, shares: 40_000, locked: 40_000, unlocks_at, cost_basis: paid, ..position };
    assert_eq!(world.position_state(&ada, bob), expected);
    assert_eq!(world.quote_in(round.escrow), 50_000 * PRICE, "no money moves");
    let settled = event::SubscriptionSettled {
        round: round.round,
        member: bob.member,
        position: ada.position(bob.wallet),
        shares: 40_000,
        fee_shares: 0,
        paid,
        owed,
    };
    assert_eq!(outcome.event(), &settled.into());
}

/// One of several: the round goes on, and deposits wait.
#[test]
fn the_last_one_settles_the_round() {
    let (mut world, case) = accepted();
    let carol = accepted_subscriber(&mut world, &case.round, "carol", 10);
    world.finalise(&case.round);
    world.settle(&case.round, carol);
    let (book, token) = (world.round_state(&case.round).book, world.token_state(&case.ada));
    assert_eq!((book.state, book.accepted, token.unsettled), (State::Completing.byte(), 1, 1));
    assert_eq!(token.round_closes_at, book.closes_at);
    world.settle(&case.round, case.bob);
    let (book, token) = (world.round_state(&case.round).book, world.token_state(&case.ada));
    assert_eq!((book.state, book.accepted, token.unsettled), (State::Settled.byte(), 0, 0));
}

/// Permissionless: a stranger pays the fee, nobody signs, and nothing that is stopped stops it.
#[test]
fn anyone_settles_while_all_is_stopped() {
    let (mut world, case) = settling();
    hold(&mut world, case.bob);
    suspend(&mut world, case.ada.owner.member);
    pause(&mut world, &case.ada);
    halt(&mut world);
    let settle = settle(&world, &case);
    assert!(settle.accounts.iter().all(|meta| !meta.is_signer));
    world.payer = mallory(&mut world);
    world.send(&[settle]).expect_success();
    assert_eq!(world.position_state(&case.ada, case.bob).shares, 40_000);
}

/// The hold counts from the settlement, over what he held before and what he got.
#[test]
fn new_shares_lock_beside_old_ones() {
    let (mut world, case) = open();
    world.transfer(&case.ada, case.ada.owner, case.bob, 30).expect_success();
    let (old, opened) = (world.position_state(&case.ada, case.bob), world.now());
    world.subscribe_and_accept(&case.round, case.bob, 10);
    world.finalise(&case.round);
    world.settle(&case.round, case.bob);
    let position = world.position_state(&case.ada, case.bob);
    assert_eq!(old.unlocks_at, opened + 90 * DAYS);
    let until = world.now() + 180 * DAYS;
    let weighted = 30 * i128::from(old.unlocks_at) + 10 * i128::from(until);
    assert_eq!((position.shares, position.locked), (40, 40));
    assert_eq!(i128::from(position.unlocks_at), (weighted + 39) / 40);
    assert_eq!(position.cost_basis, old.cost_basis + 10 * PRICE);
}

/// Settled and refunded in one transaction, as the SDK's docs say.
#[test]
fn settles_and_refunds_in_one_transaction() {
    let (mut world, case) = settling();
    let refund = world.round_refund(&case.round, case.bob).instruction();
    world.send(&[settle(&world, &case), refund]).expect_success();
    assert_eq!(world.quote_of(case.bob.wallet), 10_000 * PRICE);
}

refusals! {
    settling;
    refuses_a_second_time: |world, case| {
        // Another one keeps the round from being settled.
        world.must(&[settle(&world, &case)]);
        settle(&world, &case)
    } => Rule::RoundNotCompleted;
    refuses_an_open_round: |world, _case| {
        let (other, carol) = other(&mut world);
        world.accept(&other, carol, 1_000);
        world.round_settle(&other, carol).instruction()
    } => Rule::RoundNotCompleted;
    refuses_a_subscription_of_another_round: |world, case| {
        let (other, carol) = other(&mut world);
        settle(&world, &case).replacing(case.round.subscription(case.bob), other.subscription(carol))
    } => Rule::RoundMismatch;
    refuses_the_round_of_another_token: |world, case| {
        let (other, _) = other(&mut world);
        settle(&world, &case).replacing(case.round.round, other.round)
    } => Rule::RoundMismatch;
    refuses_another_token: |world, case| {
        let (other, _) = other(&mut world);
        settle(&world, &case).replacing(case.ada.token, other.token.token)
    } => Rule::TokenMismatch;
    refuses_another_mint: |world, case| {
        let (other, _) = other(&mut world);
        settle(&world, &case).replacing(case.ada.mint, other.token.mint)
    } => Rule::TokenMismatch;
    refuses_another_network: |world, case| {
        let network = other_network(&mut world);
        RoundSettle { network, ..world.round_settle(&case.round, case.bob) }.instruction()
    } => Rule::NetworkMismatch;
    refuses_another_member: |world, case|
        settle(&world, &case).replacing(case.bob.member, case.ada.owner.member) => Rule::RoundMismatch;
    refuses_to_issue_to_somebody_else: |world, case| {
        let carol = world.holder("carol", &case.ada, 0);
        RoundSettle { wallet: carol.wallet, ..world.round_settle(&case.round, case.bob) }.instruction()
    } => Rule::PositionMismatch;
    refuses_his_position_in_another_token: |world, case| {
        let (other, _) = other(&mut world);
        let wrong = world.open_position(case.bob, &other.token);
        settle(&world, &case).replacing(case.ada.position(case.bob.wallet), wrong)
    } => Rule::TokenMismatch;
    refuses_the_share_account_of_somebody_else: |world, case| {
        let (right, wrong) = (case.ada.share_account(case.bob.wallet), case.ada.share_account(case.ada.owner.wallet));
        settle(&world, &case).replacing(right, wrong)
    } => Rule::PositionMismatch;
    refuses_a_treasury_of_a_round_that_records_none: |world, case|
        RoundSettle { treasury: Some(case.ada.owner.wallet), ..world.round_settle(&case.round, case.bob) }
            .instruction() => Rule::PositionMismatch;
    refuses_another_token_program: |world, case|
        settle(&world, &case).replacing(TOKEN_2022_ID, TOKEN_ID) => Error::IncorrectProgramId;
    refuses_a_read_only_round: |world, case| settle(&world, &case).read_only(case.round.round) => NOT_WRITABLE;
    refuses_a_read_only_mint: |world, case| settle(&world, &case).read_only(case.ada.mint) => NOT_WRITABLE;
    refuses_a_read_only_position: |world, case|
        settle(&world, &case).read_only(case.ada.position(case.bob.wallet)) => NOT_WRITABLE;
    refuses_too_few_accounts: |world, case| settle(&world, &case).without_last(3) => TOO_FEW_ACCOUNTS;
}

/// Bob settled, Carol not yet.
fn half_settled() -> (World, Case) {
    let (mut world, case) = accepted();
    accepted_subscriber(&mut world, &case.round, "carol", 10);
    subscriber(&mut world, &case.round, "dan", 10);
    subscriber(&mut world, &case.round, "eve", 10);
    let eve = Person { wallet: wallet("eve"), member: pda::member(world.network, &identity("eve")) };
    world.decline(&case.round, eve);
    world.finalise(&case.round);
    world.settle(&case.round, case.bob);
    (world, case)
}

fn of(world: &World, case: &Case, name: &str) -> Instruction {
    let person = Person { wallet: wallet(name), member: pda::member(world.network, &identity(name)) };
    world.round_settle(&case.round, person).instruction()
}

refusals! {
    half_settled;
    refuses_who_is_settled_already: |world, case| settle(&world, &case) => Rule::SubscriptionNotAccepted;
    refuses_who_was_never_accepted: |world, case| of(&world, &case, "dan") => Rule::SubscriptionNotAccepted;
    refuses_who_was_declined: |world, case| of(&world, &case, "eve") => Rule::SubscriptionNotAccepted;
    refuses_whose_subscription_is_gone: |world, case| {
        world.refund(&case.round, case.bob);
        settle(&world, &case)
    } => TOO_SMALL;
    refuses_the_last_one_without_his_position: |world, case|
        of(&world, &case, "carol").replacing(case.ada.position(wallet("carol")), case.ada.position(case.bob.wallet))
        => Rule::PositionMismatch;
    /// If the mint fails, the books are as they were.
    refuses_as_a_whole_if_the_mint_fails: |world, case| {
        world.corrupt(case.ada.share_account(wallet("carol")), |data| data[108] = 2);
        of(&world, &case, "carol")
    } => (TOKEN_2022_ID, 17);
    /// And if the supply has no room.
    refuses_as_a_whole_if_the_supply_overflows: |world, case| {
        world.corrupt(case.ada.mint, |data| data[36..44].copy_from_slice(&u64::MAX.to_le_bytes()));
        of(&world, &case, "carol")
    } => (TOKEN_2022_ID, 14);
}
