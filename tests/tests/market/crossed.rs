//! What is not a gain, and what does not go on: dividends, chains of holders, owners who hold each other.

use crate::{
    gains::{ready, Case},
    prelude::*,
    stage::*,
};

/// What a person could claim of a token now.
fn claimable(world: &World, token: &TokenFixture, person: Person) -> u64 {
    let (token, position) = (world.token_state(token), world.position_state(token, person));
    personal_token_sdk::quote::claimable(&token, &position).unwrap()
}

/// Bob is paid by Ada's token; his own shareholders have no part in that, before or after he claims.
#[test]
fn a_dividend_is_never_a_gain() {
    let (mut world, Case { ada, bob, carol, listing }) = ready();
    let token = world.token_state(&bob);
    world.deposit(&ada, SHARES).expect_success();
    world.claim(&ada, bob.owner.wallet).expect_success();
    assert_eq!(world.quote_of(bob.owner.wallet), 10_000);
    assert_eq!(world.token_state(&bob), token);
    assert_eq!(claimable(&world, &bob, carol), 0);
    // And it is no part of the gain of a later sale.
    let order = world.listing_buy(&listing, ada.owner, 5_000);
    world.fund(ada.owner.wallet, 20_000);
    crate::preview::send(&mut world, order.instruction()).expect_success();
    assert_eq!(claimable(&world, &bob, carol), 2_500);
}

/// Alice holds Bob, Bob holds Dan: Dan's deposit pays Bob, never Alice.
#[test]
fn nothing_cascades() {
    let mut world = World::founded();
    let dan = world.owner_with_token("dan");
    let bob = world.owner_with_token("bob");
    let alice = world.holder("alice", &bob, SHARES / 2);
    world.open_position(bob.owner, &dan);
    world.transfer(&dan, dan.owner, bob.owner, SHARES / 10).expect_success();
    let token = world.token_state(&bob);
    for _ in 0..3 {
        world.deposit(&dan, SHARES).expect_success();
        world.claim(&dan, bob.owner.wallet).expect_success();
    }
    assert_eq!(world.quote_of(bob.owner.wallet), 3 * SHARES / 10);
    assert_eq!(claimable(&world, &bob, alice), 0);
    world.claim(&bob, alice.wallet).expect_success();
    assert_eq!((world.quote_of(alice.wallet), world.token_state(&bob)), (0, token));
}

/// Carol, to whom Bob's gain is routed, has a token of her own: her shareholders have no part in it.
#[test]
fn a_routed_gain_goes_no_further() {
    let mut world = World::founded();
    let [ada, bob, carol] = ["ada", "bob", "carol"].map(|name| world.owner_with_token(name));
    let eve = world.holder("eve", &carol, SHARES / 2);
    world.open_position(carol.owner, &bob);
    world.transfer(&bob, bob.owner, carol.owner, SHARES / 2).expect_success();
    world.open_position(bob.owner, &ada);
    world.transfer(&ada, ada.owner, bob.owner, 1_000).expect_success();
    world.quote_account(treasury());
    world.warp(HOLD);
    let before = world.token_state(&carol);
    let listing = world.list(&ada, bob.owner, 1_000, 2 * SHARES);
    let outcome = purchase(&mut world, &listing, ada.owner, 1_000).expect_success();
    assert_eq!(outcome.events.len(), 2);
    assert_eq!(claimable(&world, &bob, carol.owner), 1_000 * SHARES);
    world.claim(&bob, carol.owner.wallet).expect_success();
    assert_eq!((world.quote_of(carol.owner.wallet), world.token_state(&carol)), (1_000 * SHARES, before));
    assert_eq!(claimable(&world, &carol, eve), 0);
}

/// Ada and Bob hold a half of each other's shares, bought for nothing. Each sells some of the other's to a third.
#[test]
fn owners_who_hold_each_other_do_not_loop() {
    let mut world = World::founded();
    let [ada, bob] = ["ada", "bob"].map(|name| world.owner_with_token(name));
    let dave = world.holder("dave", &ada, 1);
    world.open_position(dave, &bob);
    for (token, to) in [(ada, bob.owner), (bob, ada.owner)] {
        world.open_position(to, &token);
        world.transfer(&token, token.owner, to, SHARES / 2).expect_success();
    }
    world.quote_account(treasury());
    world.warp(HOLD);
    let listings = [(ada, bob), (bob, ada)].map(|(token, seller)| world.list(&token, seller.owner, 1_000, 500_000));
    world.warp(EVERYONE);

    // Bob sells Ada's shares: 490,000,000 are gained, half of that is Ada's part as his shareholder, and there it ends.
    let tokens = |world: &World| [ada, bob].map(|token| world.token_state(&token));
    let before = tokens(&world);
    let outcome = purchase(&mut world, &listings[0], dave, 1_000).expect_success();
    assert_eq!(outcome.events.len(), 2);
    let after = tokens(&world);
    assert_eq!(after[0], before[0], "nothing comes back to Ada's token");
    assert_eq!(after[1].credited, 490_000_000);
    assert_eq!(claimable(&world, &bob, ada.owner), 245_000_000);
    world.claim(&bob, ada.owner.wallet).expect_success();
    assert_eq!(tokens(&world)[0], before[0], "nor by the claim");
    assert_eq!(world.quote_of(bob.owner.wallet), 245_000_000);

    // And the other way round.
    let before = tokens(&world);
    purchase(&mut world, &listings[1], dave, 1_000).expect_success();
    let after = tokens(&world);
    assert_eq!((after[1].credited, after[0].credited), (before[1].credited, 490_000_000));
    // Bob has sold a thousand of his five million shares of Ada's by then.
    assert_eq!(claimable(&world, &ada, bob.owner), 244_951_000);
}

/// Ada buys her shares back from Bob, who holds them, while she holds his: she herself is one of his shareholders.
#[test]
fn a_buyer_may_be_a_shareholder_of_the_seller() {
    let (mut world, Case { ada, bob, carol, listing }) = ready();
    world.open_position(ada.owner, &bob);
    world.transfer(&bob, bob.owner, ada.owner, 1_000).expect_success();
    purchase(&mut world, &listing, ada.owner, 5_000).expect_success();
    assert_eq!((claimable(&world, &bob, ada.owner), claimable(&world, &bob, carol)), (2_500, 2_500));
    assert_eq!(world.quote_of(bob.owner.wallet), 15_000);
}

/// Bob's wallet was recovered and his shares of Ada's token are moved to the new one; his own shares not yet.
fn recovered() -> (World, (Case, Person)) {
    let (mut world, case) = ready();
    let stewards = ["sam", "sue"].map(|name| world.steward(name, capability::RECOVER));
    let Case { ada, bob, carol, listing } = case;
    world.warp(14 * DAYS);
    let stage = Stage { ada, bob: bob.owner, carol, dave: carol, stewards, listing };
    let present = recover(&mut world, &stage, bob.owner);
    move_position(&mut world, &ada, bob.owner, present);
    let listing = world.list(&ada, present, 5_000, 4);
    (world, (Case { listing, ..case }, present))
}

/// A seller whose own shares were moved to a new wallet keeps his own part.
#[test]
fn a_recovered_sellers_own_part_stays_with_him() {
    let (mut world, (case, present)) = recovered();
    move_position(&mut world, &case.bob, case.bob.owner, present);
    purchase(&mut world, &case.listing, case.ada.owner, 5_000).expect_success();
    assert_eq!((world.quote_of(present.wallet), world.quote_in(case.bob.vault)), (17_500, 2_500));
}

/// Before they are moved, his part is his in either of his positions, and so it is whoever's order it is.
#[test]
fn before_the_move_nothing_of_his_is_lost() {
    for name_the_old_one in [true, false] {
        let (mut world, (Case { ada, bob, carol, listing }, present)) = recovered();
        let (old, new) = (bob.position(bob.owner.wallet), world.open_position(present, &bob));
        world.fund(ada.owner.wallet, 20_000);
        let buy = world.listing_buy(&listing, ada.owner, 5_000).instruction();
        let buy = if name_the_old_one { buy.replacing(new, old) } else { buy };
        crate::preview::send(&mut world, buy).expect_success();
        let moved = RecoveryMove {
            member: present.member,
            mint: bob.mint,
            old_wallet: bob.owner.wallet,
            new_wallet: present.wallet,
        };
        world.must(&[moved.instruction()]);
        world.claim(&bob, present.wallet).expect_success();
        world.claim(&bob, carol.wallet).expect_success();
        assert_eq!((world.quote_of(present.wallet), world.quote_of(carol.wallet)), (17_500, 2_500));
    }
}

refusals! {
    recovered;
    refuses_a_position_that_he_left_as_his_own: |world, (case, present)| {
        move_position(&mut world, &case.bob, case.bob.owner, present);
        world.fund(case.ada.owner.wallet, 20_000);
        let buy = world.listing_buy(&case.listing, case.ada.owner, 5_000).instruction();
        buy.replacing(case.bob.position(present.wallet), case.bob.position(case.bob.owner.wallet))
    } => Rule::GainRoutingRequired;
    refuses_a_position_that_his_new_wallet_has_not_opened: |world, (case, present)| {
        world.fund(case.ada.owner.wallet, 20_000);
        let buy = world.listing_buy(&case.listing, case.ada.owner, 5_000);
        assert!(!buy.routed_gain.unwrap().has_position && buy.seller == present.wallet);
        buy.instruction()
    } => Rule::GainRoutingRequired;
}
