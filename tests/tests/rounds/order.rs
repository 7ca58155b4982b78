//! Nothing depends on the order in which strangers settle and pay back, and nothing is gained by splitting.

use super::{common::*, prelude::*};

/// What everybody has in the end: shares and quote units.
type End = Vec<(u64, u64)>;

/// Three investors, one accepted in part, one whole, one suspended; a fourth is declined and a fifth never answered.
/// Settlements and refunds come in the order given, as far as they are possible, until none is left.
fn play(order: &[usize]) -> End {
    let (mut world, ada, tess) = founded_with_treasury();
    let round = world.open_round(&ada, world.round_terms());
    let names = ["bob", "carol", "dan", "eve", "fay"];
    let asked = [1_999, 777, 3_000, 50, 60];
    let investors: Vec<Person> =
        names.iter().zip(asked).map(|(name, shares)| subscriber(&mut world, &round, name, shares)).collect();
    for (investor, shares) in [(0, 1_500), (1, 777), (2, 3_000)] {
        world.accept(&round, investors[investor], shares);
    }
    world.decline(&round, investors[3]);
    world.finalise(&round);
    suspend(&mut world, investors[2].member);
    // First a settlement, where one is due, then a refund; a collection in between, or none.
    for step in order {
        let investor = investors[step % 5];
        if world.account(&round.subscription(investor)).is_none() {
            continue;
        }
        let is_accepted = world.subscription_state(&round, investor).book.state == SubscriptionState::Accepted.byte();
        match is_accepted {
            true => world.settle(&round, investor),
            false => world.refund(&round, investor),
        }
        if step % 2 == 0 && world.round_state(&round).book.owed_to_owner > 0 {
            world.collect(&round);
        }
    }
    if world.round_state(&round).book.owed_to_owner > 0 {
        world.collect(&round);
    }
    let book = world.round_state(&round).book;
    assert_eq!((book.state, book.subscriptions), (State::Settled.byte(), 0));
    assert_eq!(world.quote_in(round.escrow), 0);
    let all = [ada.owner, tess].into_iter().chain(investors);
    all.map(|person| (world.position_state(&ada, person).shares, world.quote_of(person.wallet))).collect()
}

#[test]
fn the_order_changes_nothing() {
    let expected: End = vec![
        (SHARES, 2_277 * PRICE),
        (2, 0),
        (1_500, 499 * PRICE),
        (777, 0),
        (0, 3_000 * PRICE),
        (0, 50 * PRICE),
        (0, 60 * PRICE),
    ];
    let orders: [[usize; 10]; 6] = [
        [0, 1, 2, 3, 4, 5, 6, 7, 8, 9],
        [9, 8, 7, 6, 5, 4, 3, 2, 1, 0],
        [4, 3, 2, 1, 0, 0, 1, 2, 3, 4],
        [2, 7, 0, 5, 1, 6, 3, 8, 4, 9],
        [1, 6, 4, 9, 0, 2, 5, 7, 3, 8],
        [8, 0, 5, 9, 2, 2, 1, 1, 3, 4],
    ];
    for order in orders {
        assert_eq!(play(&order), expected, "{order:?}");
    }
}

/// One subscription of 3,001 shares, or three of two members in two rounds: the same shares for the same money, and
/// never less for the treasury.
#[test]
fn splitting_yields_nothing() {
    let spent = |parts: &[&[(&str, u64)]]| {
        let (mut world, ada, tess) = founded_with_treasury();
        let (mut shares, mut paid) = (0, 0);
        for round_parts in parts {
            let round = world.announce_round(&ada, world.round_terms());
            world.warp_to(world.round_state(&round).book.opens_at);
            let mut investors = Vec::new();
            for (name, number) in *round_parts {
                let known = pda::member(world.network, &identity(name));
                let person = match world.account(&known) {
                    Some(_) => Person { wallet: wallet(name), member: known },
                    None => world.holder(name, &ada, 0),
                };
                world.subscribe_and_accept(&round, person, *number);
                investors.push(person);
            }
            world.finalise(&round);
            for investor in &investors {
                world.settle(&round, *investor);
            }
            let book = world.round_state(&round).book;
            (shares, paid) = (shares + book.issued, paid + book.raised);
            world.collect(&round);
        }
        assert_eq!(world.quote_of(ada.owner.wallet), paid);
        (shares, paid, world.position_state(&ada, tess).shares)
    };
    let whole = spent(&[&[("bob", 3_001)]]);
    assert_eq!(whole, (3_001, 3_001 * PRICE, 3));
    let members = spent(&[&[("bob", 1_001), ("carol", 2_000)]]);
    assert_eq!(members, whole);
    // Each round has a running total of its own: what is lost by that, less than a share a round, the treasury loses.
    let rounds = spent(&[&[("bob", 1_500)], &[("bob", 1_501)]]);
    assert_eq!(rounds, (3_001, 3_001 * PRICE, 2));
}

/// Accepted in part, withdrawn and subscribed anew: nothing is won by any detour.
#[test]
fn detours_yield_nothing() {
    let (mut world, case) = accepted();
    let (bob, round) = (case.bob, case.round);
    world.complete(&round);
    world.undo(&round);
    let withdraw = world.round_withdraw(&round, bob).instruction();
    let again = world.round_subscribe(&round, bob, 50_000).instruction();
    world.must(&[withdraw, again]);
    world.accept(&round, bob, 30_000);
    world.warp(6 * HOURS);
    world.finalise(&round);
    world.settle(&round, bob);
    world.refund(&round, bob);
    world.collect(&round);
    assert_eq!(world.position_state(&case.ada, bob).shares, 30_000);
    let money = (world.quote_of(bob.wallet), world.quote_of(case.ada.owner.wallet), world.quote_in(round.escrow));
    assert_eq!(money, (20_000 * PRICE, 30_000 * PRICE, 0));
}

/// Several instructions in one transaction, where one is refused: nothing of any happened.
#[test]
fn refuses_a_transaction_as_a_whole() {
    let (mut world, case) = settling();
    let settle = world.round_settle(&case.round, case.bob).instruction();
    let collect = world.round_collect(&case.round).instruction();
    world.close_quote(case.ada.owner.wallet);
    world.send(&[settle.clone(), collect.clone()]).expect_refusal(Rule::QuoteAccountMissing);
    world.quote_account(case.ada.owner.wallet);
    world.send(&[settle.clone(), collect.clone(), settle]).expect_refusal(Rule::RoundNotCompleted);
    let settle = world.round_settle(&case.round, case.bob).instruction();
    world.send(&[settle, collect]).expect_success();
    assert_eq!(world.quote_of(case.ada.owner.wallet), 40_000 * PRICE);
}
