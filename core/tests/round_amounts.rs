//! Each amount that a round takes, at its bounds: subscribing, accepting, completing, settling, collecting.
#![allow(clippy::unwrap_used)]

use crate::common::rounds::{ISSUER, NOW, TERMS};
use crate::refused;
use personal_token_core::round::{Issuer, Round, Settlement, Stage, Subscription, Terms};
use personal_token_core::{Error, Result};

const MAX: u64 = u64::MAX;
const OPENS: i64 = NOW + 10 * 86_400;
const SETTLES: i64 = OPENS + 6 * 3_600;

/// Does it to a copy: the outcome, and both accounts afterwards, unchanged if it was refused.
fn tried<T>(
    round: &Round,
    subscription: &Subscription,
    rule: impl Fn(&mut Round, &mut Subscription) -> Result<T>,
) -> Result<(Round, Subscription, T)> {
    let (mut left, mut of) = (*round, *subscription);
    let outcome = rule(&mut left, &mut of);
    if outcome.is_err() {
        assert_eq!((left, of), (*round, *subscription), "a refusal changed something");
    }
    outcome.map(|value| (left, of, value))
}

fn opened(terms: Terms) -> Round {
    terms.open(&ISSUER, NOW).unwrap()
}

fn subscribed(round: &mut Round, shares: u64) -> Subscription {
    round.subscribe(shares, OPENS).unwrap()
}

#[test]
fn a_subscription_is_within_the_limits_of_one_investor() {
    let none: Subscription = bytemuck::Zeroable::zeroed();
    for (shares, allowed) in [
        (0, false),
        (1, false),
        (9, false),
        (10, true),
        (11, true),
        (399, true),
        (400, true),
        (401, false),
        (1_000, false),
        (MAX, false),
    ] {
        let outcome = tried(&opened(TERMS), &none, |round, _| round.subscribe(shares, OPENS));
        match allowed {
            true => assert_eq!(outcome.unwrap().2, Subscription { shares, owed: shares * 7, state: 1, ..none }),
            false => refused!(outcome, SubscriptionOutsideLimits),
        }
    }
}

/// The round itself can be oversubscribed, its escrow cannot.
#[test]
fn an_escrow_that_does_not_fit_is_refused() {
    let none: Subscription = bytemuck::Zeroable::zeroed();
    let at = |round: &Round| tried(round, &none, |round, _| round.subscribe(10, OPENS)).map(|(round, ..)| round);
    let room = Round { owed_to_investors: MAX - 70, subscriptions: u32::MAX - 1, ..opened(TERMS) };
    let full = at(&room).unwrap();
    assert_eq!((full.owed_to_investors, full.subscriptions), (MAX, u32::MAX));
    refused!(at(&Round { owed_to_investors: MAX - 69, ..room }), MathOverflow);
    refused!(at(&Round { subscriptions: u32::MAX, ..room }), MathOverflow);
    refused!(at(&Round { price: MAX / 10 + 1, owed_to_investors: 0, ..room }), MathOverflow);
}

#[test]
fn what_is_accepted_is_within_the_limits_of_the_subscription() {
    let mut round = opened(TERMS);
    let subscription = subscribed(&mut round, 50);
    for (shares, allowed) in [
        (0, false),
        (9, false),
        (10, true),
        (11, true),
        (49, true),
        (50, true),
        (51, false),
        (400, false),
        (MAX, false),
    ] {
        let outcome = tried(&round, &subscription, |round, subscription| round.accept(subscription, shares, OPENS));
        match allowed {
            true => {
                let (left, accepted, ()) = outcome.unwrap();
                assert_eq!((left.accepted, left.accepted_shares, accepted.accepted), (1, shares, shares));
            }
            false => refused!(outcome, SubscriptionOutsideLimits),
        }
    }
}

#[test]
fn what_is_accepted_is_within_the_round() {
    let mut round = opened(TERMS);
    for _ in 0..2 {
        let mut other = subscribed(&mut round, 400);
        round.accept(&mut other, 400, OPENS).unwrap();
    }
    let last = subscribed(&mut round, 300);
    let accept = |round: &Round, shares| tried(round, &last, |round, last| round.accept(last, shares, OPENS));
    assert!(accept(&round, 199).is_ok() && accept(&round, 200).is_ok());
    refused!(accept(&round, 201), RoundFull);
    refused!(accept(&round, 300), RoundFull);
    refused!(accept(&Round { accepted_shares: MAX - 9, ..round }, 10), MathOverflow);
    refused!(accept(&Round { accepted: u32::MAX, ..round }, 10), MathOverflow);
    assert!(accept(&Round { accepted: u32::MAX - 1, ..round }, 10).is_ok());
}

/// 300 shares at 7 are the 2,100 of the minimum raise.
#[test]
fn a_completion_reaches_the_minimum_raise() {
    let with = |shares: u64, minimum_raise| {
        let mut round = opened(Terms { minimum_raise, ..TERMS });
        let mut one = subscribed(&mut round, 400);
        round.accept(&mut one, shares, OPENS).unwrap();
        tried(&round, &one, |round, _| round.complete(OPENS)).map(|(round, ..)| round.completed_at)
    };
    refused!(with(299, 2_100), MinimumRaiseNotReached);
    assert_eq!((with(300, 2_100), with(301, 2_100)), (Ok(OPENS), Ok(OPENS)));
    refused!(with(300, 2_101), MinimumRaiseNotReached);
    assert_eq!((with(300, 2_099), with(10, 0)), (Ok(OPENS), Ok(OPENS)));
    // Nobody accepted is a round without investors, even if it need not raise anything.
    let mut empty = opened(Terms { minimum_raise: 0, ..TERMS });
    let pending = subscribed(&mut empty, 400);
    refused!(tried(&empty, &pending, |round, _| round.complete(OPENS)), NothingAccepted);
}

/// A round of 100 shares at `price` whose only investor asked for 100 and was accepted with 60.
fn completed(price: u64, equity_fee: u16) -> (Round, Subscription) {
    let terms = Terms { shares: 100, price, minimum_raise: 0, maximum_subscription: 100, ..TERMS };
    let mut round = terms.open(&Issuer { equity_fee, ..ISSUER }, NOW).unwrap();
    let mut one = subscribed(&mut round, 100);
    round.accept(&mut one, 60, OPENS).unwrap();
    round.complete(OPENS).unwrap();
    (round, one)
}

/// Who receives × the equity fee: what the investor, the owner and the treasury get.
#[test]
fn a_settlement_moves_each_part_where_it_belongs() {
    for (investor, treasury, equity_fee, shares, fee_shares) in [
        (true, true, 100, 60, 0),
        (true, true, 167, 60, 1),
        (true, true, 0, 60, 0),
        (true, false, 167, 60, 0),
        (false, true, 167, 0, 0),
        (false, false, 167, 0, 0),
    ] {
        let (round, one) = completed(5, equity_fee);
        let (mut left, mut settled, outcome) =
            tried(&round, &one, |round, one| round.settle(one, investor, treasury, SETTLES)).unwrap();
        let (paid, back) = (shares * 5, 500 - shares * 5);
        assert_eq!(outcome, Settlement { shares, fee_shares, paid });
        assert_eq!((left.issued, left.fee_issued, left.raised, left.accepted_shares), (shares, fee_shares, paid, 0));
        assert_eq!((left.owed_to_owner, left.owed_to_investors), (paid, back));
        assert_eq!((settled.state, settled.accepted, settled.owed), (4, shares, back));
        // The rest goes back, and the owner's part to him; then the escrow is empty.
        assert_eq!(left.refund(&mut settled, SETTLES), Ok(back));
        assert_eq!(left.collect(), if shares == 0 { Err(Error::NothingToCollect) } else { Ok(300) });
        refused!(left.collect(), NothingToCollect);
        assert_eq!((left.owed_to_investors, left.owed_to_owner, left.subscriptions), (0, 0, 0));
    }
}

/// A completed round of two investors with 60 shares each, at 5, which could not be completed with less.
fn completed_by_two(equity_fee: u16) -> (Round, [Subscription; 2]) {
    let terms = Terms { shares: 120, price: 5, minimum_raise: 600, maximum_subscription: 60, ..TERMS };
    let mut round = terms.open(&Issuer { equity_fee, ..ISSUER }, NOW).unwrap();
    let both = [(); 2].map(|()| {
        let mut one = subscribed(&mut round, 60);
        round.accept(&mut one, 60, OPENS).unwrap();
        one
    });
    round.complete(OPENS).unwrap();
    (round, both)
}

/// The treasury's part is that of the running total: what one settlement could not issue, a later one does.
#[test]
fn a_part_that_the_treasury_missed_is_made_up_for() {
    for (receives, fee_shares) in
        [([true, true], [1, 1]), ([false, true], [0, 2]), ([true, false], [1, 0]), ([false, false], [0, 0])]
    {
        let (mut round, mut both) = completed_by_two(167);
        let settled = [0, 1].map(|who| round.settle(&mut both[who], true, receives[who], SETTLES).unwrap().fee_shares);
        assert_eq!((settled, round.fee_issued), (fee_shares, fee_shares.iter().sum()), "{receives:?}");
    }
}

/// An investor who may not receive any more is refunded, even if the others would not have done without him.
#[test]
fn a_minimum_raise_binds_the_completion_only() {
    for (receives, raised) in [([true, true], 600), ([true, false], 300), ([false, true], 300), ([false, false], 0)] {
        let (mut round, mut both) = completed_by_two(0);
        for (one, receives) in both.iter_mut().zip(receives) {
            round.settle(one, receives, true, SETTLES).unwrap();
        }
        assert_eq!((round.stage(SETTLES), round.raised, round.owed_to_owner), (Ok(Stage::Settled), raised, raised));
        assert_eq!((round.invariant(), both.map(|one| one.owed).iter().sum::<u64>()), (Ok(()), 600 - raised));
    }
}

/// States that only a bug could reach: the arithmetic stops there, and nothing is half done.
#[test]
fn books_that_do_not_add_up_are_refused() {
    let (round, one) = completed(5, 167);
    let settle =
        |round: Round, one: Subscription| tried(&round, &one, |round, one| round.settle(one, true, true, SETTLES));
    assert!(settle(round, one).is_ok());
    for (round, one) in [
        (Round { accepted: 0, ..round }, one),
        (Round { accepted_shares: 59, ..round }, one),
        (Round { price: MAX / 59, ..round }, one),
        (Round { issued: MAX - 59, ..round }, one),
        (Round { raised: MAX - 299, ..round }, one),
        (Round { fee_issued: 2, ..round }, one),
        (Round { owed_to_investors: 299, ..round }, one),
        (Round { owed_to_owner: MAX - 299, ..round }, one),
        (round, Subscription { owed: 299, ..one }),
    ] {
        refused!(settle(round, one), MathOverflow);
    }
    let cancelled = Round { state: 4, ..round };
    let refund = |round: Round| tried(&round, &one, |round, one| round.refund(one, SETTLES));
    assert_eq!(refund(cancelled).unwrap().2, 500);
    for broken in [
        Round { accepted: 0, ..cancelled },
        Round { accepted_shares: 59, ..cancelled },
        Round { subscriptions: 0, ..cancelled },
        Round { owed_to_investors: 499, ..cancelled },
    ] {
        refused!(refund(broken), MathOverflow);
    }
    let end = Round { completed_at: i64::MAX - 21_599, ..round };
    refused!(end.undo_until(), MathOverflow);
    refused!(settle(end, one), MathOverflow);
    assert_eq!(Round { completed_at: i64::MAX - 21_600, ..round }.undo_until(), Ok(i64::MAX));
}
