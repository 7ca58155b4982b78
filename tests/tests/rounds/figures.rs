//! The figures of the design, share by share.

use super::{common::*, prelude::*};

/// Of all shares, in hundredths of a per cent, rounded to the nearest.
fn part(world: &World, ada: &TokenFixture, person: Person) -> u64 {
    let (shares, total) = (world.position_state(ada, person).shares, world.token_state(ada).total);
    (shares * 10_000 * 2 + total) / (2 * total)
}

/// A round of all these shares for one new investor, settled.
fn sell(world: &mut World, ada: &TokenFixture, name: &str, shares: u64, price: u64) -> Person {
    let terms = RoundTerms { shares, price, maximum_subscription: shares, ..world.round_terms() };
    let round = world.open_round(ada, terms);
    let investor = accepted_subscriber(world, &round, name, shares);
    world.finalise(&round);
    world.settle(&round, investor);
    world.collect(&round);
    investor
}

/// Ten million, of which one is Bob's; one is minted to Carol: nine, one and one are 81.8, 9.09 and 9.09 per cent.
#[test]
fn one_million_on_top_of_ten() {
    let (mut world, ada) = founded();
    let bob = world.holder("bob", &ada, 1_000_000);
    let carol = sell(&mut world, &ada, "carol", 1_000_000, 1_000_000);
    let parts = [ada.owner, bob, carol].map(|person| part(&world, &ada, person));
    assert_eq!((world.token_state(&ada).total, parts), (11_000_000, [8_182, 909, 909]));
}

/// One million at 1, then two million at 2: 76.9, 7.7 and 15.4 per cent, and five million raised.
#[test]
fn two_rounds_raise_five_million() {
    const UNIT: u64 = 1_000_000;
    let (mut world, ada) = founded();
    let bob = sell(&mut world, &ada, "bob", 1_000_000, UNIT);
    assert_eq!(world.token_state(&ada).last_round_price, UNIT);
    let carol = sell(&mut world, &ada, "carol", 2_000_000, 2 * UNIT);
    let parts = [ada.owner, bob, carol].map(|person| part(&world, &ada, person));
    assert_eq!((world.token_state(&ada).total, parts), (13_000_000, [7_692, 769, 1_538]));
    let raised: u64 = (0..2).map(|index| world.round_state(&RoundFixture::of(&ada, index)).book.raised).sum();
    assert_eq!((raised, world.quote_of(ada.owner.wallet)), (5_000_000 * UNIT, 5_000_000 * UNIT));
    assert_eq!(world.token_state(&ada).last_round_price, 2 * UNIT);
}

/// A million in a round: a thousand on top, for the treasury.
#[test]
fn the_treasury_gets_a_thousand_on_a_million() {
    let (mut world, ada, tess) = founded_with_treasury();
    sell(&mut world, &ada, "bob", 1_000_000, 1);
    assert_eq!(world.position_state(&ada, tess).shares, 1_000);
    assert_eq!(world.token_state(&ada).total, 11_001_000);
}

/// The greatest amounts that fit: the whole quote money there can be, for one share.
#[test]
fn one_share_for_all_the_money_there_can_be() {
    let (mut world, ada) = founded();
    let bob = sell(&mut world, &ada, "bob", 1, u64::MAX);
    let position = world.position_state(&ada, bob);
    assert_eq!((position.shares, position.cost_basis), (1, u64::MAX));
    assert_eq!(world.quote_of(ada.owner.wallet), u64::MAX);
}

/// And a unit a share for as many shares as there can be.
#[test]
fn as_many_shares_as_there_can_be() {
    let mut world = World::founded_with(Parameters { equity_fee: 0, ..Parameters::default() });
    let ada = world.owner_with("ada", Terms { shares: 1, authorised: u64::MAX, ..Terms::default() });
    let bob = sell(&mut world, &ada, "bob", u64::MAX - 1, 1);
    assert_eq!(world.position_state(&ada, bob).shares, u64::MAX - 1);
    assert_eq!(world.token_state(&ada).total, u64::MAX);
    let terms = RoundTerms { shares: 1, price: 1, maximum_subscription: 1, ..world.round_terms() };
    world.send(&[world.round_open(&ada, terms).instruction()]).expect_refusal(Rule::AuthorisedExceeded);
}

/// A second subscription cannot make the sum of what is in escrow overflow.
#[test]
fn refuses_more_in_escrow_than_there_can_be() {
    let terms = |terms: &mut RoundTerms| {
        (terms.shares, terms.price, terms.maximum_subscription) = (1, u64::MAX, 1);
    };
    let (mut world, ada) = founded();
    let mut all = world.round_terms();
    terms(&mut all);
    let round = world.open_round(&ada, all);
    let bob = subscriber(&mut world, &round, "bob", 1);
    let carol = world.holder("carol", &ada, 0);
    world.send(&[world.round_subscribe(&round, carol, 1).instruction()]).expect_refusal(Rule::MathOverflow);
    assert_eq!(world.subscription_state(&round, bob).book.owed, u64::MAX);
}
