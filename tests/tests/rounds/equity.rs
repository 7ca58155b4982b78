//! The treasury's part: on top of a round, rounded down over its running total.

use super::{common::*, prelude::*};

/// A thousandth, on top of a million shares; Tess is the treasury.
fn ready() -> (World, RoundFixture, Person) {
    let (mut world, ada, tess) = founded_with_treasury();
    let round = world.open_round(&ada, world.round_terms());
    (world, round, tess)
}

/// What the treasury has after a round in which these parts were settled in this order.
fn part(parts: &[u64]) -> u64 {
    let (mut world, round, tess) = ready();
    let investors: Vec<Person> = parts
        .iter()
        .enumerate()
        .map(|(index, shares)| accepted_subscriber(&mut world, &round, &format!("investor {index}"), *shares))
        .collect();
    world.finalise(&round);
    for investor in investors {
        world.settle(&round, investor);
    }
    let shares = world.position_state(&round.token, tess).shares;
    assert_eq!(shares, world.round_state(&round).book.fee_issued);
    shares
}

/// However it is split: 1,000 shares on 1,000,000.
#[test]
fn is_the_same_however_the_round_is_split() {
    let splits: [&[u64]; 6] = [
        &[1_000_000],
        &[500_000, 500_000],
        &[1, 999_999],
        &[999_999, 1],
        &[999, 999, 999, 997_003],
        &[333_333, 333_333, 333_333, 1],
    ];
    for split in splits {
        assert_eq!(part(split), 1_000, "{split:?}");
    }
}

/// Rounded down over all, never up.
#[test]
fn is_rounded_down_over_the_running_total() {
    for (split, expected) in [(&[999][..], 0), (&[1_000], 1), (&[999, 999], 1), (&[500, 499, 1], 1), (&[1_999], 1)] {
        assert_eq!(part(split), expected, "{split:?}");
    }
}

#[test]
fn goes_to_the_treasurys_position_and_locks_there() {
    let (mut world, round, tess) = ready();
    let ada = round.token;
    let bob = accepted_subscriber(&mut world, &round, "bob", 2_000);
    world.finalise(&round);
    let before = world.position_state(&ada, tess);
    let settle = world.round_settle(&round, bob).instruction();
    let outcome = world.send(&[settle]).expect_changed(&[
        round.round,
        round.subscription(bob),
        ada.token,
        ada.mint,
        ada.position(bob.wallet),
        ada.share_account(bob.wallet),
        ada.position(tess.wallet),
        ada.share_account(tess.wallet),
    ]);
    let unlocks_at = world.now() + 180 * DAYS;
    let used = Position::HELD;
    let expected = Position { used, shares: 2, locked: 2, unlocks_at, cost_basis: 0, ..before };
    assert_eq!(world.position_state(&ada, tess), expected);
    assert_eq!(world.token_state(&ada).total, SHARES + 2_002);
    let settled = event::SubscriptionSettled {
        round: round.round,
        member: bob.member,
        position: ada.position(bob.wallet),
        shares: 2_000,
        fee_shares: 2,
        paid: 2_000 * PRICE,
        owed: 0,
    };
    assert_eq!(outcome.event(), &settled.into());
}

/// Its own shares and its part, in one position.
#[test]
fn the_treasury_may_invest() {
    let (mut world, round, tess) = ready();
    world.subscribe_and_accept(&round, tess, 5_000);
    world.finalise(&round);
    world.settle(&round, tess);
    let position = world.position_state(&round.token, tess);
    assert_eq!((position.shares, position.locked, position.cost_basis), (5_005, 5_005, 5_000 * PRICE));
}

#[test]
fn is_waived_without_a_position() {
    let (mut world, case) = settling();
    let settle = world.round_settle(&case.round, case.bob);
    assert_eq!(settle.treasury, None);
    world.send(&[settle.instruction()]).expect_success();
    assert_eq!(world.round_state(&case.round).book.fee_issued, 0);
    assert_eq!(world.token_state(&case.ada).total, SHARES + 40_000);
}

/// A network whose treasury has no position yet.
fn without_position() -> (World, RoundFixture, Person) {
    let mut world = World::deployed();
    let create = NetworkCreate { treasury: wallet("tess"), ..world.network_create(Founding::default()) };
    world.must(&[create.instruction()]);
    world.network = pda::network(world.founder, &create.name);
    let ada = world.owner_with("ada", Terms { authorised: 2 * SHARES, ..Terms::default() });
    let tess = world.investor("tess");
    let round = world.open_round(&ada, world.round_terms());
    (world, round, tess)
}

/// It counts whether it is there at completion.
#[test]
fn is_waived_though_a_position_is_opened_after_completion() {
    let (mut world, round, tess) = without_position();
    let bob = accepted_subscriber(&mut world, &round, "bob", 2_000);
    world.finalise(&round);
    world.open_position(tess, &round.token);
    world.settle(&round, bob);
    assert_eq!(world.position_state(&round.token, tess).shares, 0);
    assert_eq!(world.round_state(&round).book.fee_issued, 0);
}

/// At the last completion, if the first was undone.
#[test]
fn a_position_opened_between_two_completions_counts() {
    let (mut world, round, tess) = without_position();
    let bob = accepted_subscriber(&mut world, &round, "bob", 2_000);
    world.complete(&round);
    world.undo(&round);
    world.open_position(tess, &round.token);
    world.warp(6 * HOURS);
    world.finalise(&round);
    world.settle(&round, bob);
    assert_eq!(world.position_state(&round.token, tess).shares, 2);
}

/// The treasury's standing is not asked: it asked for nothing.
#[test]
fn a_suspended_treasury_has_its_part() {
    let (mut world, round, tess) = ready();
    let bob = accepted_subscriber(&mut world, &round, "bob", 2_000);
    world.finalise(&round);
    suspend(&mut world, tess.member);
    hold(&mut world, tess);
    world.settle(&round, bob);
    assert_eq!(world.position_state(&round.token, tess).shares, 2);
}

/// A treasury whose position was moved to another wallet has the rest waived: settling must go on.
#[test]
fn what_is_left_is_waived_when_the_treasury_moves_away() {
    let (mut world, round, tess) = ready();
    let ada = round.token;
    let stewards = world.recoverers();
    let [bob, carol] = ["bob", "carol"].map(|name| accepted_subscriber(&mut world, &round, name, 2_000));
    world.finalise(&round);
    world.settle(&round, bob);
    let lost = world.lose(tess, "new tess", stewards);
    world.recover(&lost, &[&ada]);
    world.settle(&round, carol);
    let book = world.round_state(&round).book;
    assert_eq!((book.state, book.issued, book.fee_issued), (State::Settled.byte(), 4_000, 2));
    assert_eq!(world.position_state(&ada, lost.new).shares, 2);
}

/// The rate is that of the announcement.
#[test]
fn a_later_rate_does_not_bind_a_round() {
    let (mut world, round, tess) = ready();
    let parameters = Parameters { equity_fee: 100, ..Parameters::default() };
    let (authority, network) = (world.founder, world.network);
    world.must(&[NetworkProposeParameters { authority, network, parameters }.instruction()]);
    world.warp(7 * DAYS);
    world.must(&[NetworkApplyParameters { network }.instruction()]);
    let bob = accepted_subscriber(&mut world, &round, "bob", 2_000);
    world.finalise(&round);
    world.settle(&round, bob);
    assert_eq!(world.position_state(&round.token, tess).shares, 2);
}

/// A rate of nothing, and the greatest.
#[test]
fn every_rate_within_its_bounds() {
    for (equity_fee, expected) in [(0, 0), (1, 1), (100, 100)] {
        let mut world = World::deployed();
        let parameters = Parameters { equity_fee, ..Parameters::default() };
        let founding = Founding { parameters, ..Founding::default() };
        let create = NetworkCreate { treasury: wallet("tess"), ..world.network_create(founding) };
        world.must(&[create.instruction()]);
        world.network = pda::network(world.founder, &create.name);
        let ada = world.owner_with("ada", Terms { authorised: 2 * SHARES, ..Terms::default() });
        let tess = world.holder("tess", &ada, 0);
        let round = world.open_round(&ada, world.round_terms());
        let bob = accepted_subscriber(&mut world, &round, "bob", 10_000);
        world.finalise(&round);
        world.settle(&round, bob);
        assert_eq!(world.position_state(&ada, tess).shares, expected);
    }
}

/// Final, with Bob accepted and Tess recorded.
fn recorded() -> (World, (RoundFixture, Person, Person)) {
    let (mut world, round, tess) = ready();
    let bob = accepted_subscriber(&mut world, &round, "bob", 2_000);
    world.finalise(&round);
    (world, (round, bob, tess))
}

refusals! {
    recorded;
    refuses_to_leave_the_treasury_out: |world, (round, bob, _tess)|
        RoundSettle { treasury: None, ..world.round_settle(&round, bob) }.instruction() => Rule::PositionMismatch;
    refuses_the_owner_in_its_place: |world, (round, bob, _tess)|
        RoundSettle { treasury: Some(round.token.owner.wallet), ..world.round_settle(&round, bob) }.instruction()
        => Rule::PositionMismatch;
    refuses_an_accomplice_in_its_place: |world, (round, bob, _tess)| {
        let carol = world.holder("carol", &round.token, 0);
        RoundSettle { treasury: Some(carol.wallet), ..world.round_settle(&round, bob) }.instruction()
    } => Rule::PositionMismatch;
    refuses_the_investor_in_its_place: |world, (round, bob, _tess)|
        RoundSettle { treasury: Some(bob.wallet), ..world.round_settle(&round, bob) }.instruction() => DUPLICATE;
    refuses_its_position_with_anothers_share_account: |world, (round, bob, tess)| {
        let (right, wrong) =
            (round.token.share_account(tess.wallet), round.token.share_account(round.token.owner.wallet));
        world.round_settle(&round, bob).instruction().replacing(right, wrong)
    } => Rule::PositionMismatch;
    refuses_its_position_without_a_share_account: |world, (round, bob, tess)| {
        let mut settle = world.round_settle(&round, bob).instruction();
        let account = round.token.share_account(tess.wallet);
        let place = settle.accounts.iter().position(|meta| meta.pubkey == account).unwrap();
        (settle.accounts[place].pubkey, settle.accounts[place].is_writable) = (ID, false);
        settle
    } => Rule::PositionMismatch;
    refuses_its_share_account_without_a_position: |world, (round, bob, tess)| {
        let mut settle = world.round_settle(&round, bob).instruction();
        let account = round.token.position(tess.wallet);
        let place = settle.accounts.iter().position(|meta| meta.pubkey == account).unwrap();
        (settle.accounts[place].pubkey, settle.accounts[place].is_writable) = (ID, false);
        settle
    } => Rule::PositionMismatch;
    refuses_its_position_in_another_token: |world, (round, bob, tess)| {
        let zoe = world.owner_with_token("zoe");
        let wrong = world.open_position(tess, &zoe);
        world.round_settle(&round, bob).instruction().replacing(round.token.position(tess.wallet), wrong)
    } => Rule::PositionMismatch;
    refuses_its_position_read_only: |world, (round, bob, tess)|
        world.round_settle(&round, bob).instruction().read_only(round.token.position(tess.wallet)) => NOT_WRITABLE;
    /// If the second mint fails, the first did not happen.
    refuses_as_a_whole_if_its_mint_fails: |world, (round, bob, tess)| {
        world.corrupt(round.token.share_account(tess.wallet), |data| data[108] = 2);
        world.round_settle(&round, bob).instruction()
    } => (TOKEN_2022_ID, 17);
}
