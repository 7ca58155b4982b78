//! The transfer hook: locks, cost, and what both sides were owed before.

use super::prelude::*;

const HOLD: i64 = 90 * DAYS;

/// Bob received 1,000 shares, Carol has an open position.
fn ready() -> (World, (TokenFixture, Person, Person)) {
    let mut world = World::founded();
    let ada = world.owner_with_token("ada");
    let bob = world.holder("bob", &ada, 1_000);
    let carol = world.holder("carol", &ada, 0);
    (world, (ada, bob, carol))
}

/// Locked shares and the time, as the position has them.
fn lock(world: &World, ada: &TokenFixture, person: Person) -> (u64, i64) {
    let position = world.position_state(ada, person);
    (position.locked, position.unlocks_at)
}

#[test]
fn received_shares_are_locked_to_the_second() {
    let (mut world, (ada, bob, carol)) = ready();
    let received_at = world.now();
    assert_eq!(lock(&world, &ada, bob), (1_000, received_at + HOLD));
    for time in [0, HOLD - 1] {
        world.warp_to(received_at + time);
        world.transfer(&ada, bob, carol, 1).expect_refusal(Rule::SharesLocked);
        // The owner's right to receive is not a right of the holder to send.
        world.transfer(&ada, bob, ada.owner, 1_000).expect_refusal(Rule::SharesLocked);
    }
    world.warp_to(received_at + HOLD);
    world.transfer(&ada, bob, carol, 1_000).expect_success();
    assert_eq!(lock(&world, &ada, bob), (0, 0), "an expired lock is cleared");
    assert_eq!(lock(&world, &ada, carol), (1_000, world.now() + HOLD), "and the receiver has his own");
}

#[test]
fn free_shares_move_beside_locked_ones() {
    let (mut world, (ada, bob, carol)) = ready();
    world.warp(HOLD);
    world.transfer(&ada, ada.owner, bob, 500).expect_success();
    let locked = lock(&world, &ada, bob);
    assert_eq!(locked, (500, world.now() + HOLD));
    world.transfer(&ada, bob, carol, 1_001).expect_refusal(Rule::SharesLocked);
    world.transfer(&ada, bob, carol, 1_000).expect_success();
    assert_eq!(lock(&world, &ada, bob), locked);
    world.transfer(&ada, bob, carol, 1).expect_refusal(Rule::SharesLocked);
}

/// unlock = ceil((locked·unlock + received·(now + hold)) / (locked + received)).
#[test]
fn the_lock_is_an_average_weighted_by_shares() {
    let (mut world, (ada, bob, _)) = ready();
    let first = world.now() + HOLD;
    world.warp(30 * DAYS);
    let second = world.now() + HOLD;
    world.transfer(&ada, ada.owner, bob, 2_000).expect_success();
    let average = (1_000 * first + 2_000 * second + 2_999) / 3_000;
    assert_eq!(lock(&world, &ada, bob), (3_000, average));
}

/// Dust cannot prolong a large lock by more than its weight, rounded up to a second.
#[test]
fn dust_hardly_prolongs_a_lock() {
    let mut world = World::founded();
    let ada = world.owner_with_token("ada");
    let bob = world.holder("bob", &ada, 1_000_000);
    let (_, unlocks_at) = lock(&world, &ada, bob);
    world.warp(HOLD - 1);
    world.transfer(&ada, ada.owner, bob, 1).expect_success();
    let (shares, prolonged) = lock(&world, &ada, bob);
    assert_eq!(shares, 1_000_001);
    // 89 days and a second, a millionth of which is 8 seconds.
    assert_eq!(prolonged, unlocks_at + 8);
}

#[test]
fn an_expired_lock_does_not_weigh_in() {
    let (mut world, (ada, bob, _)) = ready();
    world.warp(HOLD);
    world.transfer(&ada, ada.owner, bob, 7).expect_success();
    assert_eq!(lock(&world, &ada, bob), (7, world.now() + HOLD));
}

#[test]
fn the_owner_receives_free_shares() {
    let (mut world, (ada, bob, carol)) = ready();
    world.warp(HOLD);
    world.transfer(&ada, bob, ada.owner, 1_000).expect_success();
    assert_eq!(lock(&world, &ada, ada.owner), (0, 0));
    world.transfer(&ada, ada.owner, carol, SHARES).expect_success();
}

/// A network without a minimum lets a token lock nothing.
#[test]
fn without_hold_nothing_is_locked() {
    let mut world = World::founded_with(Parameters { minimum_hold: 0, ..Parameters::default() });
    let ada = world.owner_with("ada", Terms { hold: 0, ..Terms::default() });
    let (bob, carol) = (world.holder("bob", &ada, 1_000), world.holder("carol", &ada, 0));
    assert_eq!(lock(&world, &ada, bob), (0, 0));
    world.transfer(&ada, bob, carol, 1_000).expect_success();
}

/// What the shares cost moves along in proportion, rounded down; what is rounded off stays behind.
#[test]
fn the_cost_moves_along() {
    for (moved, carried) in [(1, 3), (333, 1_165), (999, 3_496), (1_000, 3_500)] {
        let (mut world, (ada, bob, carol)) = ready();
        world.warp(HOLD);
        world.edit::<Position>(ada.position(bob.wallet), |position| position.cost_basis = 3_500);
        world.edit::<Position>(ada.position(carol.wallet), |position| position.cost_basis = 10);
        world.transfer(&ada, bob, carol, moved).expect_success();
        assert_eq!(world.position_state(&ada, bob).cost_basis, 3_500 - carried);
        assert_eq!(world.position_state(&ada, carol).cost_basis, 10 + carried);
    }
}

/// Proceeds deposited before a transfer belong to the sender, those after it to the receiver, to the unit.
#[test]
fn both_sides_keep_what_they_were_owed_before() {
    let (mut world, (ada, bob, carol)) = ready();
    world.warp(HOLD);
    world.deposit(&ada, 3 * SHARES).expect_success();
    world.transfer(&ada, bob, carol, 400).expect_success();
    world.deposit(&ada, 5 * SHARES).expect_success();
    for person in [bob, carol, ada.owner] {
        world.claim(&ada, person.wallet).expect_success();
    }
    assert_eq!(world.quote_of(bob.wallet), 3 * 1_000 + 5 * 600);
    assert_eq!(world.quote_of(carol.wallet), 5 * 400);
    assert_eq!(world.quote_of(ada.owner.wallet), 8 * (SHARES - 1_000));
    assert_eq!(world.quote_in(ada.vault), 0);
}

/// Fractions stay owed to whom they were owed: many small transfers lose nobody anything.
#[test]
fn many_transfers_are_as_good_as_none() {
    let run = |transfers: u32| {
        let (mut world, (ada, bob, _)) = ready();
        let dave = world.holder("dave", &ada, 0);
        for _ in 0..7 {
            world.deposit(&ada, 12_345).expect_success();
            for _ in 0..transfers {
                world.transfer(&ada, ada.owner, dave, 1).expect_success();
            }
        }
        world.claim(&ada, bob.wallet).expect_success();
        (world.quote_of(bob.wallet), world.position_state(&ada, bob).owed)
    };
    assert_eq!(run(0), run(6));
    assert_eq!(run(0).0, 7 * 12_345 * 1_000 / SHARES);
}

#[test]
fn every_share_there_can_be_moves_at_once() {
    let mut world = World::founded();
    let ada = world.owner_with("ada", Terms { shares: u64::MAX, authorised: u64::MAX, ..Terms::default() });
    let bob = world.holder("bob", &ada, u64::MAX);
    assert_eq!(world.position_state(&ada, bob).shares, u64::MAX);
    assert_eq!(lock(&world, &ada, bob), (u64::MAX, world.now() + HOLD));
    world.warp(HOLD);
    world.transfer(&ada, bob, ada.owner, u64::MAX).expect_success();
}

/// From Bob to Carol.
fn send(world: &World, (ada, bob, carol): (TokenFixture, Person, Person), shares: u64) -> Instruction {
    world.shares_transfer(&ada, bob, carol, shares).instruction()
}

refusals! {
    ready;
    refuses_locked_shares: |world, case| send(&world, case, 1) => Rule::SharesLocked;
    refuses_all_locked_shares: |world, case| send(&world, case, 1_000) => Rule::SharesLocked;
    refuses_locked_shares_when_the_clock_went_back: |world, case| {
        world.warp(-HOLD);
        send(&world, case, 1)
    } => Rule::SharesLocked;
    refuses_shares_locked_by_the_networks_minimum_alone: |world, case| {
        world.edit::<Token>(case.0.token, |token| (token.hold, token.announced_hold) = (0, 0));
        world.transfer(&case.0, case.0.owner, case.2, 5).expect_success();
        world.shares_transfer(&case.0, case.2, case.1, 5).instruction()
    } => Rule::SharesLocked;
    /// Token-2022 looks at the balance before it calls the hook.
    refuses_more_than_the_balance: |world, case| send(&world, case, 1_001) => (TOKEN_2022_ID, 1);
    refuses_the_greatest_number: |world, case| send(&world, case, u64::MAX) => (TOKEN_2022_ID, 1);
    refuses_no_shares: |world, case| send(&world, case, 0) => Rule::ZeroShares;
    refuses_more_than_the_position_has: |world, case| {
        world.warp(HOLD);
        world.edit::<Position>(case.0.position(case.1.wallet), |bob| (bob.shares, bob.locked) = (999, 0));
        send(&world, case, 1_000)
    } => Rule::InsufficientShares;
    refuses_what_would_not_equal_the_senders_balance: |world, case| {
        world.warp(HOLD);
        world.edit::<Position>(case.0.position(case.1.wallet), |position| position.shares = 1_001);
        send(&world, case, 1_000)
    } => Rule::InvariantBroken;
    refuses_what_would_not_equal_the_receivers_balance: |world, case| {
        world.warp(HOLD);
        world.edit::<Position>(case.0.position(case.2.wallet), |position| position.shares = 1);
        send(&world, case, 1_000)
    } => Rule::InvariantBroken;
    refuses_a_lock_beyond_the_end_of_time: |world, case| {
        world.warp_to(i64::MAX - HOLD + 1);
        world.shares_transfer(&case.0, case.0.owner, case.2, 1).instruction()
    } => Rule::MathOverflow;
    refuses_a_cost_beyond_64_bits: |world, case| {
        world.warp(HOLD);
        world.edit::<Position>(case.0.position(case.1.wallet), |position| position.cost_basis = 1_000);
        world.edit::<Position>(case.0.position(case.2.wallet), |position| position.cost_basis = u64::MAX);
        send(&world, case, 1)
    } => Rule::MathOverflow;
    refuses_a_position_that_is_ahead_of_its_token: |world, case| {
        world.warp(HOLD);
        world.edit::<Position>(case.0.position(case.1.wallet), |position| position.last = U128::new(1));
        send(&world, case, 1)
    } => Rule::MathOverflow;
    refuses_a_token_of_an_unknown_policy: |world, case| {
        world.warp(HOLD);
        world.corrupt(case.0.token, |data| data[8 + 5] = 4);
        send(&world, case, 1)
    } => Rule::PolicyInvalid;
}
