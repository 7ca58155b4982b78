//! Gain routing: what a token's owner gains on other people's shares belongs to the shareholders of his own.

use personal_token_sdk::core::accumulator::{Holding, Pool};

use crate::{prelude::*, preview::send, stage::*};

/// Bob has a token of his own and sells Ada's shares.
#[derive(Clone, Copy)]
pub struct Case {
    /// The token whose shares Bob sells.
    pub ada: TokenFixture,
    /// Bob's own.
    pub bob: TokenFixture,
    /// Who holds a quarter of Bob's shares, and a position in Ada's token.
    pub carol: Person,
    /// 5,000 of Ada's shares at 4; Bob had bought 10,000 at 2.
    pub listing: ListingFixture,
}

impl Case {
    /// The instruction by which Ada buys them all; she pays no fee.
    pub fn order(&self, world: &mut World) -> ListingBuy {
        world.fund_purchase(&self.listing, self.ada.owner, 5_000);
        world.listing_buy(&self.listing, self.ada.owner, 5_000)
    }
}

/// What the case is made with.
#[derive(Clone, Copy)]
pub struct Making {
    /// All of Bob's shares.
    pub shares: u64,
    /// Those that Carol holds.
    pub outside: u64,
    /// At which he bought Ada's.
    pub bought_at: u64,
}

/// A quarter of Bob's 4,000 shares is Carol's.
pub const MAKING: Making = Making { shares: 4_000, outside: 1_000, bought_at: 2 };

pub fn ready() -> (World, Case) {
    with(MAKING)
}

pub fn with(making: Making) -> (World, Case) {
    with_network(Parameters::default(), making)
}

fn with_network(parameters: Parameters, making: Making) -> (World, Case) {
    let mut world = World::founded_with(parameters);
    let ada = world.owner_with_token("ada");
    let bob = world.owner_with("bob", Terms { shares: making.shares, authorised: u64::MAX, ..Terms::default() });
    let carol = world.holder("carol", &ada, 0);
    world.open_position(carol, &bob);
    if making.outside > 0 {
        world.transfer(&bob, bob.owner, carol, making.outside).expect_success();
    }
    world.quote_account(treasury());
    world.open_position(bob.owner, &ada);
    let listing = world.list(&ada, ada.owner, 10_000, making.bought_at);
    world.warp(HOLDER_WINDOW);
    purchase(&mut world, &listing, bob.owner, 10_000).expect_success();
    world.warp(HOLD);
    let listing = world.list(&ada, bob.owner, 5_000, 4);
    (world, Case { ada, bob, carol, listing })
}

/// What is not routed: only money and shares of the sale changed.
#[track_caller]
fn assert_nothing_is_routed(world: &mut World, case: &Case, order: Instruction) {
    let bob = case.bob;
    let own = |world: &World| {
        let accounts = [bob.token, bob.vault, bob.position(bob.owner.wallet)];
        accounts.map(|account| world.account(&account))
    };
    let (before, balance) = (own(world), world.quote_of(bob.owner.wallet));
    let outcome = send(world, order).expect_success();
    let Event::SharesSold(sold) = outcome.event() else { panic!() };
    assert_eq!(own(world), before);
    assert_eq!(world.quote_of(bob.owner.wallet), balance + sold.received);
}

#[test]
fn the_gain_goes_to_the_sellers_own_shareholders() {
    let (mut world, case) = ready();
    let Case { ada, bob, carol, listing } = case;
    let (token, own) = (world.token_state(&bob), world.position_state(&bob, bob.owner));
    let order = case.order(&mut world);
    let changed = [
        ada.position(bob.owner.wallet),
        ada.share_account(bob.owner.wallet),
        ada.position(ada.owner.wallet),
        ada.share_account(ada.owner.wallet),
        ada.quote_account(ada.owner.wallet),
        bob.quote_account(bob.owner.wallet),
        listing.address(),
        bob.token,
        bob.vault,
        bob.position(bob.owner.wallet),
    ];
    let outcome = send(&mut world, order.instruction()).expect_changed(&changed);

    // 20,000 less 10,000 that they had cost; three quarters of it are his own shares' and stay with him.
    let per_share = (10_000u128 << 64) / 4_000;
    let year = u16::try_from(personal_token_core::calendar::year_of(world.now())).unwrap();
    let (years, year_gross) = of_year(year, 10_000);
    let (acc, credited) = (per_share.into(), 10_000);
    let expected = Token { deposited: 10_000, paid: 7_500, credited, acc, years, year_gross, ..token };
    assert_eq!(world.token_state(&bob), expected);
    assert_eq!(world.position_state(&bob, bob.owner), Position { last: per_share.into(), ..own });
    assert_eq!((world.quote_of(bob.owner.wallet), world.quote_in(bob.vault)), (17_500, 2_500));
    let routed = event::GainRouted {
        token: ada.token,
        listing: listing.address(),
        seller_token: bob.token,
        gain: 10_000,
        transferred: 2_500,
        per_share,
    };
    let [Event::SharesSold(sold), found] = outcome.events.as_slice() else { panic!("{:?}", outcome.events) };
    assert_eq!((sold.received, sold.cost_basis), (20_000, 10_000));
    assert_eq!(found, &routed.into());

    world.claim(&bob, carol.wallet).expect_success();
    world.claim(&bob, bob.owner.wallet).expect_success();
    assert_eq!((world.quote_of(carol.wallet), world.quote_of(bob.owner.wallet)), (2_500, 17_500));
}

/// The gain is what the seller gets, after the fees. His own part, 7,200, is rounded down in what counts 2^-64 of a unit.
#[test]
fn fees_lessen_the_gain() {
    let (mut world, case) = ready();
    world.warp(EVERYONE);
    purchase(&mut world, &case.listing, case.carol, 5_000).expect_success();
    let token = world.token_state(&case.bob);
    assert_eq!((token.credited, world.quote_in(case.bob.vault)), (9_600, 2_401));
    assert_eq!(world.quote_of(case.bob.owner.wallet), 19_600 - 2_401);
}

/// A fee that stays with the seller is gained like the rest.
#[test]
fn a_fee_that_cannot_be_delivered_to_the_network_is_gained() {
    let (mut world, case) = ready();
    world.freeze(case.ada.quote_account(treasury()));
    world.warp(EVERYONE);
    purchase(&mut world, &case.listing, case.carol, 5_000).expect_success();
    assert_eq!(world.token_state(&case.bob).credited, 9_700);
}

/// Both kinds of credit in one purchase, to two tokens.
#[test]
fn a_credited_fee_and_a_routed_gain_go_to_two_tokens() {
    let (mut world, case) = ready();
    world.freeze(case.ada.quote_account(case.ada.owner.wallet));
    world.warp(EVERYONE);
    purchase(&mut world, &case.listing, case.carol, 5_000).expect_success();
    assert_eq!(world.token_state(&case.ada).credited, 300);
    assert_eq!(world.token_state(&case.bob).credited, 9_600);
    assert_eq!((world.quote_in(case.ada.vault), world.quote_in(case.bob.vault)), (300, 2_401));
}

/// Gain after gain, to the unit and to the fraction.
#[test]
fn gains_pile_up_exactly() {
    let (mut world, case) = with(Making { shares: SHARES, outside: 3_333_333, bought_at: 3 });
    let (mut pool, mut own): (Pool, Holding) =
        (world.token_state(&case.bob).pool(), world.position_state(&case.bob, case.bob.owner).holding());
    let mut transferred = 0;
    for shares in [1, 2, 3, 7, 19, 101, 1_001, 3_866] {
        let position = world.position_state(&case.ada, case.bob.owner);
        let cost = position.cost_basis * shares / position.shares;
        purchase(&mut world, &case.listing, case.ada.owner, shares).expect_success();
        let (_, moved) = pool.route(&mut own, 4 * shares - cost).unwrap();
        transferred += moved.transferred;
        let token = world.token_state(&case.bob);
        assert_eq!((token.pool(), token.credited), (pool, pool.deposited));
        assert_eq!(world.position_state(&case.bob, case.bob.owner).holding(), own);
        assert_eq!(world.quote_in(case.bob.vault), transferred);
    }
}

/// In parts his shareholders get at least what they get at once, and he himself never more.
#[test]
fn splitting_a_sale_keeps_nothing_from_the_shareholders() {
    let run = |part: u64| {
        let (mut world, case) = with(Making { shares: 7_001, outside: 2_999, bought_at: 3 });
        let mut left = 5_000;
        while left > 0 {
            purchase(&mut world, &case.listing, case.ada.owner, part).expect_success();
            left -= part.min(left);
        }
        world.claim(&case.bob, case.carol.wallet).expect_success();
        world.claim(&case.bob, case.bob.owner.wallet).expect_success();
        (world.quote_of(case.carol.wallet), world.quote_of(case.bob.owner.wallet))
    };
    let (carol, bob) = run(5_000);
    for part in [211, 1_667, 4_999] {
        let (carols, bobs) = run(part);
        assert!(carols + 1 >= carol && bobs <= bob + 1, "{carols} and {bobs} instead of {carol} and {bob}");
    }
}

#[test]
fn nothing_is_routed_without_a_gain() {
    for bought_at in [4, 5, 1_000] {
        let (mut world, case) = with(Making { bought_at, ..MAKING });
        let order = case.order(&mut world).instruction();
        assert_nothing_is_routed(&mut world, &case, order);
    }
}

/// Fees may eat up the gain.
#[test]
fn nothing_is_routed_if_the_fees_are_more_than_the_gain() {
    let (mut world, case) = ready();
    world.edit::<Position>(case.listing.position(), |bob| bob.cost_basis = 2 * 19_600);
    world.warp(EVERYONE);
    world.fund_purchase(&case.listing, case.carol, 5_000);
    let order = world.listing_buy(&case.listing, case.carol, 5_000).instruction();
    assert_nothing_is_routed(&mut world, &case, order);
    // A unit less, and there is a unit of gain.
    let (mut world, case) = ready();
    world.edit::<Position>(case.listing.position(), |bob| bob.cost_basis = 2 * 19_599);
    world.warp(EVERYONE);
    purchase(&mut world, &case.listing, case.carol, 5_000).expect_success();
    assert_eq!((world.token_state(&case.bob).credited, world.quote_in(case.bob.vault)), (1, 1));
}

#[test]
fn nothing_is_routed_without_outside_shares() {
    let (mut world, case) = with(Making { outside: 0, ..MAKING });
    let order = case.order(&mut world).instruction();
    assert_nothing_is_routed(&mut world, &case, order);
}

#[test]
fn nothing_is_routed_to_a_token_without_shares() {
    let (mut world, case) = with(Making { shares: 0, outside: 0, ..MAKING });
    let order = case.order(&mut world);
    assert!(order.routed_gain.unwrap().has_position);
    let routed_gain = order.routed_gain.map(|gain| RoutedGain { has_position: false, ..gain });
    let mut twin = case.order(&mut world);
    (twin.shares, twin.routed_gain) = (1, routed_gain);
    assert_nothing_is_routed(&mut world, &case, twin.instruction());
    assert_nothing_is_routed(&mut world, &case, order.instruction());
}

#[test]
fn nothing_is_routed_where_the_network_does_not_ask_for_it() {
    let (mut world, case) = with_network(Parameters { route_gains: 0, ..Parameters::default() }, MAKING);
    let order = case.order(&mut world);
    assert_eq!(order.routed_gain, None);
    let own_mint = case.bob.mint;
    let named =
        ListingBuy { shares: 1, routed_gain: Some(RoutedGain { own_mint, has_position: true }), ..order.clone() };
    assert_nothing_is_routed(&mut world, &case, named.instruction());
    assert_nothing_is_routed(&mut world, &case, order.instruction());
}

/// Dealings in one's own shares are never a gain.
#[test]
fn an_owner_who_sells_his_own_shares_routes_nothing() {
    let (mut world, case) = ready();
    let listing = world.list(&case.bob, case.bob.owner, 100, 50);
    let (token, balance) = (world.token_state(&case.bob), world.quote_of(case.bob.owner.wallet));
    let outcome = purchase(&mut world, &listing, case.carol, 100).expect_success();
    assert!(matches!(outcome.event(), Event::SharesSold(_)));
    assert_eq!(world.token_state(&case.bob), token);
    assert_eq!(world.quote_of(case.bob.owner.wallet), balance + 5_000 - 25);
}

/// Neither does somebody without a token, nor an owner who buys.
#[test]
fn a_seller_without_a_token_routes_nothing() {
    let (mut world, stage) = on_sale();
    let eve = world.owner_with_token("eve");
    world.open_position(eve.owner, &stage.ada);
    let outcome = stage.buy(&mut world, eve.owner, 1_000).expect_success();
    assert!(matches!(outcome.event(), Event::SharesSold(_)));
    assert_eq!(world.token_state(&eve).credited, 0);
}

/// An unsettled round of the seller's stops no sale: he could otherwise shut the windows of first refusal by it.
#[test]
fn an_unsettled_round_of_the_sellers_stops_no_sale() {
    let (mut world, case) = with(Making { bought_at: 4, ..MAKING });
    world.edit::<Token>(case.bob.token, |token| token.unsettled = 1);
    let order = case.order(&mut world).instruction();
    assert_nothing_is_routed(&mut world, &case, order);
}

/// A gain belongs to those who hold the shares when it is made; those who subscribed have their part in the next one.
#[test]
fn a_gain_before_the_settlement_is_that_of_the_shareholders_then() {
    let (mut world, case) = ready();
    let dave = world.holder("dave", &case.bob, 0);
    let round = world.open_round(&case.bob, world.round_terms());
    world.subscribe_and_accept(&round, dave, 4_000);
    world.finalise(&round);
    purchase(&mut world, &case.listing, case.ada.owner, 2_500).expect_success();
    world.settle(&round, dave);
    world.claim(&case.bob, dave.wallet).expect_success();
    assert_eq!(world.quote_of(dave.wallet), 0);
    purchase(&mut world, &case.listing, case.ada.owner, 2_500).expect_success();
    world.claim(&case.bob, dave.wallet).expect_success();
    assert_eq!(world.quote_of(dave.wallet), 2_500);
    assert_eq!(world.quote_in(case.bob.vault), 1_250 + 625);
}

/// An unsettled round of the token that is sold is no matter of the seller's.
#[test]
fn an_unsettled_round_of_the_token_that_is_sold_stops_nothing() {
    let (mut world, case) = ready();
    world.edit::<Token>(case.ada.token, |token| token.unsettled = 1);
    let order = case.order(&mut world).instruction();
    send(&mut world, order).expect_success();
}
