//! Quote accounts that are closed, frozen or in other hands: no fee account can block a sale, the seller must be paid,
//! and the buyer loses nothing.

use personal_token_sdk::core::accumulator::Pool;

use crate::{prelude::*, preview::send, stage::*};

type Obstacle = fn(&mut World, &Stage);

/// Everything that makes an owner's fee undeliverable.
const OWNER: [(&str, Obstacle); 5] = [
    ("closed", |world, stage| world.close_quote(stage.ada.owner.wallet)),
    ("frozen", |world, stage| world.freeze(stage.ada.quote_account(stage.ada.owner.wallet))),
    ("foreign", |world, stage| world.hand_over_quote(stage.ada.owner.wallet, address("somebody"))),
    ("held", |world, stage| hold(world, stage.ada.owner, DAY)),
    ("being recovered", |world, stage| {
        propose_recovery(world, stage, stage.ada.owner);
    }),
];

/// Everything that makes what a seller receives undeliverable.
const SELLER: [(&str, Obstacle); 6] = [
    ("closed", |world, stage| world.close_quote(stage.bob.wallet)),
    ("frozen", |world, stage| world.freeze(bobs(stage))),
    ("foreign", |world, stage| world.hand_over_quote(stage.bob.wallet, stage.dave.wallet)),
    ("of another mint", |world, stage| world.corrupt(bobs(stage), |data| data[..32].fill(7))),
    ("of another program", |world, stage| {
        let data = world.account(&bobs(stage)).unwrap().data;
        world.put(bobs(stage), TOKEN_2022_ID, data);
        world.checked = false;
    }),
    ("not initialised", |world, stage| world.corrupt(bobs(stage), |data| data[108] = 0)),
];

/// Everything that makes a network's fee undeliverable.
const TREASURY: [(&str, Obstacle); 3] = [
    ("closed", |world, stage| {
        world.svm.set_account(stage.treasury_account(), Default::default()).unwrap();
    }),
    ("frozen", |world, stage| world.freeze(stage.treasury_account())),
    ("foreign", |world, stage| {
        let account = stage.treasury_account();
        let checked = world.checked;
        world.corrupt(account, |data| data[32..64].copy_from_slice(address("somebody").as_ref()));
        world.checked = checked;
    }),
];

fn balances(world: &World, stage: &Stage) -> [u64; 4] {
    let ada = &stage.ada;
    let accounts =
        [ada.quote_account(stage.bob.wallet), ada.quote_account(ada.owner.wallet), stage.treasury_account(), ada.vault];
    accounts.map(|account| world.quote_in(account))
}

/// The fee goes to all shares, the owner's too, exactly as a deposit would.
#[test]
fn an_owners_fee_that_cannot_be_delivered_goes_to_all_shares() {
    for (name, obstacle) in OWNER {
        let (mut world, stage) = on_sale_with(50_000, 5);
        obstacle(&mut world, &stage);
        let before = world.token_state(&stage.ada);
        let order = stage.order(&mut world, stage.dave, 50_000);
        let outcome = send(&mut world, order.instruction()).expect_success();
        let Event::SharesSold(sold) = outcome.event() else { panic!() };
        assert!(sold.fee_credited && sold.owner_fee == 3_750, "{name}");
        assert_eq!(balances(&world, &stage), [245_000, 0, 1_250, 3_750], "{name}");

        let mut pool: Pool = before.pool();
        pool.deposit(3_750).unwrap();
        let after = Token { credited: 3_750, acc: pool.acc.into(), rem: pool.rem.into(), deposited: 3_750, ..before };
        assert_eq!(world.token_state(&stage.ada), after, "{name}");
        // The seller's shares and the buyer's both earn from where they are after the sale.
        world.claim(&stage.ada, stage.dave.wallet).expect_success();
        assert_eq!(world.quote_of(stage.dave.wallet), 3_750 * 50_000 / SHARES, "{name}");
    }
}

#[test]
fn fees_pile_up_in_the_accumulator_exactly() {
    let (mut world, stage) = on_sale_with(97, 333);
    world.freeze(stage.ada.quote_account(stage.ada.owner.wallet));
    let mut pool = world.token_state(&stage.ada).pool();
    for shares in [1, 2, 3, 5, 8, 13, 21, 44] {
        stage.buy(&mut world, stage.dave, shares).expect_success();
        pool.deposit((shares * 333 * 150).div_ceil(10_000)).unwrap();
        let token = world.token_state(&stage.ada);
        assert_eq!((token.pool(), token.credited), (pool, pool.deposited));
        assert_eq!(world.quote_in(stage.ada.vault), pool.deposited);
    }
    assert_eq!(world.token_state(&stage.ada).distributions, 0, "there is no record of a deposit");
}

/// When the account is there again, the next fee goes to it.
#[test]
fn a_delivery_resumes_by_itself() {
    let (mut world, stage) = on_sale();
    let account = stage.ada.quote_account(stage.ada.owner.wallet);
    world.freeze(account);
    stage.buy(&mut world, stage.dave, 500).expect_success();
    world.thaw(account);
    stage.buy(&mut world, stage.dave, 500).expect_success();
    assert_eq!(balances(&world, &stage), [4_898, 38, 26, 38]);
}

/// An owner whose hold is over is paid again, to the second.
#[test]
fn the_hold_of_an_owner_ends_to_the_second() {
    for (time, credited) in [(59, true), (60, false), (61, false)] {
        let (mut world, stage) = on_sale();
        hold(&mut world, stage.ada.owner, 60);
        world.warp(time);
        let outcome = stage.buy(&mut world, stage.dave, 1_000).expect_success();
        let Event::SharesSold(sold) = outcome.event() else { panic!() };
        assert_eq!(sold.fee_credited, credited);
    }
}

/// After a recovery the fee goes to the account of the owner's new wallet, or to all shares while there is none.
#[test]
fn a_recovered_owner_is_paid_on_his_new_wallet() {
    let (mut world, stage) = on_sale();
    let present = recover(&mut world, &stage, stage.ada.owner);
    stage.buy(&mut world, stage.dave, 500).expect_success();
    assert_eq!(balances(&world, &stage)[3], 38);
    world.quote_account(present.wallet);
    stage.buy(&mut world, stage.dave, 500).expect_success();
    assert_eq!((world.quote_of(present.wallet), world.quote_of(stage.ada.owner.wallet)), (38, 0));
}

#[test]
fn a_networks_fee_that_cannot_be_delivered_stays_with_the_seller() {
    for (name, obstacle) in TREASURY {
        let (mut world, stage) = on_sale_with(50_000, 5);
        obstacle(&mut world, &stage);
        let order = stage.order(&mut world, stage.dave, 50_000);
        let outcome = send(&mut world, order.instruction()).expect_success();
        let Event::SharesSold(sold) = outcome.event() else { panic!() };
        assert_eq!((sold.network_fee, sold.received, sold.fee_credited), (0, 246_250, false), "{name}");
        assert_eq!(balances(&world, &stage), [246_250, 3_750, 0, 0], "{name}");
    }
}

#[test]
fn with_no_fee_account_at_all_a_sale_goes_on() {
    for (owner, treasury) in OWNER.into_iter().flat_map(|owner| TREASURY.map(|treasury| (owner, treasury))) {
        let (mut world, stage) = on_sale_with(50_000, 5);
        owner.1(&mut world, &stage);
        treasury.1(&mut world, &stage);
        stage.buy(&mut world, stage.dave, 50_000).expect_success();
        assert_eq!(balances(&world, &stage), [246_250, 0, 0, 3_750], "{} and {}", owner.0, treasury.0);
    }
}

/// A seller cannot stop a sale by his own account, or he could shut his windows of first refusal: what he receives waits
/// in the vault, for him alone.
#[test]
fn a_seller_who_cannot_be_paid_is_owed() {
    for (name, obstacle) in SELLER {
        for buyer in [|stage: &Stage| stage.dave, |stage: &Stage| stage.ada.owner] {
            let (mut world, stage) = on_sale_with(50_000, 5);
            let buyer = buyer(&stage);
            world.deposit(&stage.ada, 3 * SHARES + 7).expect_success();
            let order = stage.order(&mut world, buyer, 50_000);
            obstacle(&mut world, &stage);
            let (token, mut bob) = (world.token_state(&stage.ada), world.position_state(&stage.ada, stage.bob));
            let outcome = send(&mut world, order.instruction()).expect_success();
            let Event::SharesSold(sold) = outcome.event() else { panic!() };
            let received = if buyer == stage.dave { 245_000 } else { 250_000 };
            assert!(sold.seller_owed && !sold.fee_credited && sold.received == received, "{name}");

            // No share earns by it: the accumulator stays, and the position alone is owed more.
            let deposited = token.deposited + received;
            assert_eq!(world.token_state(&stage.ada), Token { deposited, credited: received, ..token }, "{name}");
            let mut holding = bob.holding();
            holding.checkpoint(token.acc.get()).unwrap();
            (bob.last, bob.owed) = (token.acc, (holding.owed + (u128::from(received) << 64)).into());
            (bob.shares, bob.listed) = (50_000, 0);
            assert_eq!(world.position_state(&stage.ada, stage.bob), bob, "{name}");
            assert_eq!(world.quote_in(stage.ada.vault), deposited, "{name}");
        }
    }
}

/// He claims it when he can be paid again, or anybody has it paid to him.
#[test]
fn what_a_seller_is_owed_is_claimed() {
    let (mut world, stage) = on_sale_with(50_000, 5);
    world.close_quote(stage.bob.wallet);
    stage.buy(&mut world, stage.dave, 20_000).expect_success();
    world.claim(&stage.ada, stage.bob.wallet).expect_refusal(Rule::QuoteAccountMissing);
    stage.buy(&mut world, stage.dave, 20_000).expect_success();
    world.quote_account(stage.bob.wallet);
    stage.buy(&mut world, stage.dave, 10_000).expect_success();
    assert_eq!(world.quote_of(stage.bob.wallet), 49_000);
    for person in [stage.dave, stage.carol, stage.ada.owner] {
        world.claim(&stage.ada, person.wallet).expect_success();
        assert_eq!(world.quote_in(stage.ada.vault), 196_000, "nobody else has a part in it");
    }
    world.claim(&stage.ada, stage.bob.wallet).expect_success();
    assert_eq!((world.quote_of(stage.bob.wallet), world.quote_in(stage.ada.vault)), (245_000, 0));
}

/// Fees and the seller's money into the same vault, in one purchase.
#[test]
fn with_no_account_but_the_buyers_a_sale_goes_on() {
    for ((_, seller), (_, owner)) in SELLER.into_iter().flat_map(|seller| OWNER.map(|owner| (seller, owner))) {
        let (mut world, stage) = on_sale_with(50_000, 5);
        let order = stage.order(&mut world, stage.dave, 50_000);
        seller(&mut world, &stage);
        owner(&mut world, &stage);
        TREASURY[0].1(&mut world, &stage);
        send(&mut world, order.instruction()).expect_success();
        let token = world.token_state(&stage.ada);
        assert_eq!((world.quote_in(stage.ada.vault), token.credited, token.deposited), (250_000, 250_000, 250_000));
    }
}

/// A frozen vault takes nothing: an owner's fee that cannot be delivered stays with the seller then.
#[test]
fn a_frozen_vault_stops_no_sale() {
    for (name, obstacle) in OWNER {
        let (mut world, stage) = on_sale_with(50_000, 5);
        obstacle(&mut world, &stage);
        world.freeze(stage.ada.vault);
        let outcome = stage.buy(&mut world, stage.dave, 50_000).expect_success();
        let Event::SharesSold(sold) = outcome.event() else { panic!() };
        assert_eq!((sold.owner_fee, sold.fee_credited, sold.received), (0, false, 248_750), "{name}");
        assert_eq!(balances(&world, &stage), [248_750, 0, 1_250, 0], "{name}");
    }
}

/// Where nothing is due, nothing has to be delivered: an owner who buys pays from any account.
#[test]
fn an_owner_without_account_buys_with_other_money() {
    let (mut world, stage) = listed();
    let owner = stage.ada.owner;
    let purse = world.fund(stage.carol.wallet, 5_000);
    let approve = spl_token_2022_interface::instruction::approve;
    world.must(&[approve(&TOKEN_ID, &purse, &owner.wallet, &stage.carol.wallet, &[], 5_000).unwrap()]);
    world.close_quote(owner.wallet);
    let buy = ListingBuy { source: purse, ..world.listing_buy(&stage.listing, owner, 1_000) };
    send(&mut world, buy.instruction()).expect_success();
    let token = world.token_state(&stage.ada);
    assert_eq!((token.credited, balances(&world, &stage)), (0, [5_000, 0, 0, 0]));
}

/// A token that has reached the limit of its deposits can still be sold: then the fee stays with the seller.
#[test]
fn a_token_at_its_lifetime_limit_can_be_sold() {
    for (room, credited) in [(75, 75), (74, 0), (0, 0)] {
        let (mut world, stage) = on_sale();
        world.freeze(stage.ada.quote_account(stage.ada.owner.wallet));
        let spent = u64::MAX - room;
        world.edit::<Token>(stage.ada.token, |token| (token.deposited, token.paid) = (spent, spent));
        stage.buy(&mut world, stage.dave, 1_000).expect_success();
        assert_eq!(balances(&world, &stage), [4_900 + 75 - credited, 0, 25, credited]);
        assert_eq!(world.token_state(&stage.ada).credited, credited);
    }
}

/// Money that a stranger sends to the vault is nobody's fee.
#[test]
fn a_gift_to_the_vault_changes_nothing() {
    let (mut world, stage) = on_sale();
    world.mint_quote(stage.ada.vault, 1_000);
    stage.buy(&mut world, stage.dave, 1_000).expect_success();
    assert_eq!((world.token_state(&stage.ada).deposited, world.quote_in(stage.ada.vault)), (0, 1_000));
}

/// Dave's order for all of Bob's 1,000 shares, after something befell somebody.
fn after(obstacle: Obstacle) -> (World, Stage) {
    let (mut world, stage) = on_sale();
    stage.order(&mut world, stage.dave, 1_000);
    obstacle(&mut world, &stage);
    (world, stage)
}

fn order(world: &World, stage: &Stage) -> Instruction {
    world.listing_buy(&stage.listing, stage.dave, 1_000).instruction()
}

fn bobs(stage: &Stage) -> Address {
    stage.ada.quote_account(stage.bob.wallet)
}

fn daves(stage: &Stage) -> Address {
    stage.ada.quote_account(stage.dave.wallet)
}

refusals! {
    || after(|_, _| ());
    refuses_a_seller_owed_more_than_a_lifetime_limit: |world, stage| {
        world.freeze(bobs(&stage));
        let spent = u64::MAX - 4_899;
        world.edit::<Token>(stage.ada.token, |token| (token.deposited, token.paid) = (spent, spent));
        order(&world, &stage)
    } => Rule::DepositLimit;
    refuses_a_seller_and_a_vault_that_are_frozen: |world, stage| {
        world.freeze(bobs(&stage));
        world.freeze(stage.ada.vault);
        order(&world, &stage)
    } => (TOKEN_ID, 17);
    refuses_to_call_the_seller_unpayable_by_a_read_only_account: |world, stage|
        order(&world, &stage).read_only(bobs(&stage)) => NOT_WRITABLE;
    refuses_to_call_the_seller_unpayable_by_another_account: |world, stage| {
        world.freeze(stage.ada.quote_account(stage.carol.wallet));
        order(&world, &stage).replacing(bobs(&stage), stage.ada.quote_account(stage.carol.wallet))
    } => Rule::QuoteAccountForeign;
    refuses_to_call_the_seller_unpayable_by_no_account: |world, stage|
        order(&world, &stage).replacing(bobs(&stage), address("nothing")) => Rule::QuoteAccountForeign;
    refuses_a_buyer_who_cannot_pay_a_seller_who_cannot_be_paid: |world, stage| {
        world.freeze(bobs(&stage));
        world.freeze(daves(&stage));
        order(&world, &stage)
    } => (TOKEN_ID, 17);
    refuses_a_buyer_whose_account_is_frozen: |world, stage| {
        world.freeze(daves(&stage));
        order(&world, &stage)
    } => (TOKEN_ID, 17);
    refuses_a_buyer_whose_account_is_closed: |world, stage| {
        world.send_quote(stage.dave.wallet, bobs(&stage), 5_000);
        world.close_quote(stage.dave.wallet);
        order(&world, &stage)
    } => (TOKEN_ID, Error::IncorrectProgramId);
    refuses_a_buyer_who_gave_his_account_away: |world, stage| {
        world.hand_over_quote(stage.dave.wallet, stage.carol.wallet);
        order(&world, &stage)
    } => (TOKEN_ID, 4);
    refuses_somebody_elses_money: |world, stage| {
        let source = world.fund(stage.carol.wallet, 5_000);
        let buy = world.listing_buy(&stage.listing, stage.dave, 1_000);
        ListingBuy { source, ..buy }.instruction()
    } => (TOKEN_ID, 4);
    refuses_money_of_another_mint: |world, stage| {
        world.corrupt(daves(&stage), |data| data[..32].fill(7));
        order(&world, &stage)
    } => (TOKEN_ID, 3);
    refuses_the_share_account_as_source: |world, stage| {
        let buy = world.listing_buy(&stage.listing, stage.dave, 1_000);
        ListingBuy { source: stage.ada.share_account(stage.carol.wallet), ..buy }.instruction()
    } => (TOKEN_ID, Error::IncorrectProgramId);
}
