//! `listing_buy`: what a purchase changes, and nothing else.

use personal_token_sdk::{core::market, state::Listing};

use crate::{prelude::*, preview::send, stage::*};

/// Share accounts, positions, listing and the quote accounts of a purchase.
fn changed(stage: &Stage, buyer: Person) -> Vec<Address> {
    let ada = &stage.ada;
    let wallets = [buyer.wallet, stage.bob.wallet];
    let shares = wallets.iter().flat_map(|wallet| [ada.share_account(*wallet), ada.position(*wallet)]);
    let money = wallets.iter().map(|wallet| ada.quote_account(*wallet));
    shares.chain(money).chain([stage.listing.address()]).collect()
}

fn fees(stage: &Stage) -> Vec<Address> {
    vec![stage.ada.quote_account(stage.ada.owner.wallet), stage.treasury_account()]
}

#[test]
fn shares_and_money_change_hands() {
    let (mut world, stage) = on_sale_with(100_000, 5);
    let ada = &stage.ada;
    let seller = world.position_state(ada, stage.bob);
    let buyer = world.position_state(ada, stage.dave);
    let book = world.listing_state(&stage.listing);
    let order = stage.order(&mut world, stage.dave, 50_000);
    let changed = [changed(&stage, stage.dave), fees(&stage)].concat();
    let outcome = send(&mut world, order.instruction()).expect_changed(&changed);

    let now = world.now();
    let sold = Position { shares: 150_000, listed: 50_000, ..seller };
    assert_eq!(world.position_state(ada, stage.bob), sold);
    let bought =
        Position { shares: 50_000, locked: 50_000, unlocks_at: now + HOLD, cost_basis: 250_000, used: 1, ..buyer };
    assert_eq!(world.position_state(ada, stage.dave), bought);
    let left = market::Listing { shares: 50_000, ..book.book };
    assert_eq!(world.listing_state(&stage.listing), Listing { book: left, ..book });
    let money = [stage.dave.wallet, ada.owner.wallet, treasury(), stage.bob.wallet];
    assert_eq!(money.map(|wallet| world.quote_of(wallet)), [0, 3_750, 1_250, 245_000]);
    let expected = event::SharesSold {
        token: ada.token,
        listing: stage.listing.address(),
        seller_position: ada.position(stage.bob.wallet),
        buyer_position: ada.position(stage.dave.wallet),
        shares: 50_000,
        paid: 250_000,
        owner_fee: 3_750,
        network_fee: 1_250,
        received: 245_000,
        cost_basis: 0,
        fee_credited: false,
        seller_owed: false,
    };
    assert_eq!(outcome.event(), &expected.into());
}

/// No fee, no lock, and nobody else's account is touched.
#[test]
fn the_owner_buys_back() {
    let (mut world, stage) = listed();
    let owner = stage.ada.owner;
    let before = world.position_state(&stage.ada, owner);
    let order = stage.order(&mut world, owner, 999);
    let outcome = send(&mut world, order.instruction()).expect_changed(&changed(&stage, owner));
    let after = Position { shares: before.shares + 999, cost_basis: 4_995, ..before };
    assert_eq!(world.position_state(&stage.ada, owner), after);
    assert_eq!((world.quote_of(owner.wallet), world.quote_of(stage.bob.wallet)), (0, 4_995));
    let Event::SharesSold(sold) = outcome.event() else { panic!() };
    assert_eq!((sold.owner_fee, sold.network_fee, sold.received), (0, 0, 4_995));
}

/// The last share closes the listing, and the rent goes back to who paid it.
#[test]
fn the_last_share_closes_the_listing() {
    let (mut world, mut stage) = unlisted(2_000);
    let payer = world.person("patron");
    world.must(&[ListingOpen { payer, ..world.listing_open(&stage.ada, stage.bob, 1_000, 5) }.instruction()]);
    stage.listing.rent_payer = payer;
    let owner = stage.ada.owner;
    stage.buy(&mut world, owner, 600).expect_changed(&changed(&stage, owner));
    let changed = [changed(&stage, owner), vec![payer]].concat();
    stage.buy(&mut world, owner, 400).expect_changed(&changed);
    assert_eq!(world.account(&stage.listing.address()), None);
    assert_eq!(world.lamports(&payer), WEALTH);
    assert_eq!(world.position_state(&stage.ada, stage.bob).listed, 0);
}

/// Where accounts may coincide, they do no harm: the rent's payer is the buyer.
#[test]
fn the_buyer_paid_the_sellers_rent() {
    let (mut world, mut stage) = unlisted(2_000);
    let payer = stage.ada.owner.wallet;
    world.must(&[ListingOpen { payer, ..world.listing_open(&stage.ada, stage.bob, 1_000, 5) }.instruction()]);
    stage.listing.rent_payer = payer;
    stage.buy(&mut world, stage.ada.owner, 1_000).expect_success();
    assert_eq!(world.lamports(&payer), WEALTH);
}

/// Somebody else's money, as far as he lets the buyer spend it.
#[test]
fn the_buyer_spends_what_he_may_spend() {
    let (mut world, stage) = on_sale();
    let purse = world.fund(stage.carol.wallet, 5_000);
    let approve = spl_token_2022_interface::instruction::approve;
    let (owner, buyer) = (stage.carol.wallet, stage.dave.wallet);
    world.must(&[approve(&TOKEN_ID, &purse, &buyer, &owner, &[], 5_000).unwrap()]);
    let buy = ListingBuy { source: purse, ..world.listing_buy(&stage.listing, stage.dave, 1_000) };
    send(&mut world, buy.instruction()).expect_success();
    assert_eq!((world.quote_of(owner), world.position_state(&stage.ada, stage.dave).shares), (0, 1_000));
    assert_eq!(world.position_state(&stage.ada, stage.carol).shares, 10);
}

/// The owner sells his own shares: the owner's fee goes to himself.
#[test]
fn the_owner_sells_and_pays_himself_the_fee() {
    let (mut world, stage) = unlisted(2);
    let listing = world.list(&stage.ada, stage.ada.owner, 50_000, 5);
    world.warp(HOLDER_WINDOW);
    purchase(&mut world, &listing, stage.dave, 50_000).expect_success();
    assert_eq!(world.quote_of(stage.ada.owner.wallet), 248_750);
    assert_eq!(world.quote_of(treasury()), 1_250);
}

/// The treasury's wallet is a member's here: it buys, sells, and is paid its own fee.
#[test]
fn the_treasury_is_a_member_like_any_other() {
    let mut world = World::deployed();
    let wallet = wallet("tess");
    let create = NetworkCreate { treasury: wallet, ..world.network_create(Founding::default()) };
    world.must(&[create.instruction()]);
    world.network = pda::network(world.founder, &create.name);
    let (mut world, stage) = unlisted_under(world, 2_000);
    let tess = world.holder("tess", &stage.ada, 1_000);
    assert_eq!(tess.wallet, wallet);
    world.warp(HOLD);
    let bobs = world.list(&stage.ada, stage.bob, 1_000, 5);
    let hers = world.list(&stage.ada, tess, 1_000, 5);
    world.warp(EVERYONE);
    purchase(&mut world, &bobs, tess, 1_000).expect_success();
    assert_eq!(world.quote_of(wallet), 25);
    purchase(&mut world, &hers, stage.dave, 1_000).expect_success();
    assert_eq!(world.quote_of(wallet), 25 + 5_000 - 75);
}

/// A holder's new shares are locked beside his free ones.
#[test]
fn a_buyer_who_holds_already_gets_an_average_lock() {
    let (mut world, stage) = listed();
    world.transfer(&stage.ada, stage.ada.owner, stage.carol, 500).expect_success();
    let first = world.now() + HOLD;
    world.warp(OWNER_WINDOW);
    stage.buy(&mut world, stage.carol, 1_000).expect_success();
    let carol = world.position_state(&stage.ada, stage.carol);
    let second = world.now() + HOLD;
    assert_eq!((carol.shares, carol.locked), (1_510, 1_500));
    assert_eq!(carol.unlocks_at, (500 * first + 1_000 * second + 1_499) / 1_500);
}

/// What both were owed before is booked before the shares move.
#[test]
fn a_purchase_checkpoints_both_sides() {
    let (mut world, stage) = on_sale();
    world.deposit(&stage.ada, 3 * SHARES).expect_success();
    stage.buy(&mut world, stage.dave, 1_000).expect_success();
    world.deposit(&stage.ada, 7 * SHARES).expect_success();
    for person in [stage.bob, stage.dave, stage.carol, stage.ada.owner] {
        world.claim(&stage.ada, person.wallet).expect_success();
    }
    assert_eq!(world.quote_of(stage.bob.wallet), 4_900 + 3 * 2_000 + 7 * 1_000);
    assert_eq!(world.quote_of(stage.dave.wallet), 7 * 1_000);
    assert_eq!(world.quote_in(stage.ada.vault), 0);
}

/// What is bought is sold on when its lock is over, and not a second before.
#[test]
fn a_resale_waits_for_the_lock() {
    let (mut world, stage) = on_sale();
    stage.buy(&mut world, stage.dave, 1_000).expect_success();
    world.warp(HOLD - 1);
    let open = world.listing_open(&stage.ada, stage.dave, 1_000, 6);
    send(&mut world, open.instruction()).expect_refusal(Rule::SharesLocked);
    world.warp(1);
    send(&mut world, open.instruction()).expect_success();
}
