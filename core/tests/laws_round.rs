//! Rounds with any terms, any history and any clock: the escrow is what is owed, and everybody gets out with his due.
#![allow(clippy::unwrap_used)]

use crate::common::rounds::{Move, Scene, ISSUER};
use crate::common::{amount, big, config, extreme, moment};
use personal_token_core::round::{Issuer, Round, Stage, State, Subscription, Terms};
use personal_token_core::{Error, Result};
use proptest::array::uniform4;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{select, Index};

const N: usize = 4;
const DAY: u32 = 86_400;
const NOW: i64 = 1_800_000_000;

prop_compose! {
    /// Terms that can be opened; small ones, in which shares and limits are scarce, over-represented.
    fn sound_terms()(
        size in select(vec![1u64, 2, 3, 10, 1_000, 1_000_000, 1 << 40]),
        shares in any::<Index>(),
        price in 1u64..=1 << 20,
        limits in [any::<Index>(), any::<Index>()],
        raise in (0u8..4, any::<Index>()),
        undo_window in select(vec![0u32, 1, 6 * 3_600, 3 * DAY]),
        duration in select(vec![1u32, 3_600, 30 * DAY]),
    ) -> Terms {
        let shares = 1 + shares.index(size as usize) as u64;
        let maximum_subscription = 1 + limits[0].index(shares as usize) as u64;
        let minimum_subscription = 1 + limits[1].index(maximum_subscription as usize) as u64;
        let raise = (raise.0 == 0).then(|| raise.1.index((shares * price) as usize) as u64);
        let minimum_raise = raise.unwrap_or(0);
        Terms { shares, price, minimum_raise, minimum_subscription, maximum_subscription, delay: 0, duration, undo_window, lock: 0 }
    }
}

/// What happens next, before it is known what the limits are and how late it is.
#[derive(Clone, Copy, Debug)]
struct Step {
    kind: u8,
    who: usize,
    bits: u64,
    wait: u8,
}

fn step() -> impl Strategy<Value = Step> {
    (0u8..64, 0..N, any::<u64>(), 0u8..24).prop_map(|(kind, who, bits, wait)| Step { kind, who, bits, wait })
}

impl Step {
    /// Most steps follow at once, many when an undo window ends, few when the round closes. The clock never goes back.
    fn clock(self, round: &Round, now: i64) -> i64 {
        let seldom = self.bits.is_multiple_of(8);
        now.max(match self.wait {
            0 => now + 1,
            1 => round.opens_at,
            2 if seldom => round.closes_at - 1,
            3 if seldom => round.closes_at,
            4 => round.undo_until().unwrap() - 1,
            5 | 6 => round.undo_until().unwrap(),
            7 => round.completable_at().unwrap() - 1,
            8 | 9 => round.completable_at().unwrap(),
            _ => now,
        })
    }

    /// Amounts at the limits, between them, and one past them.
    fn action(self, scene: &Scene<N>, treasury_receives: bool) -> Move {
        let Step { kind, who, bits, .. } = self;
        let round = &scene.round;
        let most = scene.subscriptions[who].map_or(round.maximum_subscription, |one| one.shares);
        let shares = match bits >> 60 {
            0 => round.minimum_subscription - 1,
            1 => most + 1,
            2..=5 => round.minimum_subscription,
            6..=9 => most,
            _ => round.minimum_subscription + bits % (most - round.minimum_subscription + 1),
        };
        match kind {
            0..=31 if scene.subscriptions[who].is_none() => Move::Subscribe(who, shares),
            0..=15 => Move::Accept(who, shares),
            16..=19 => Move::Decline(who),
            20..=23 => Move::Withdraw(who),
            24..=31 => Move::Refund(who),
            32..=39 => Move::Complete,
            40..=42 => Move::Undo,
            43 if bits.is_multiple_of(8) => Move::Cancel,
            43 => Move::Undo,
            44..=47 => Move::Collect,
            48..=55 => Move::Settle { who, investor_receives: true, treasury_receives },
            _ => Move::Settle {
                who,
                investor_receives: bits % 4 != 0,
                treasury_receives: treasury_receives || bits % 3 == 0,
            },
        }
    }
}

/// Plays a history from the opening on, checking everything after every step; gives what came of it, and when it ended.
fn played(terms: Terms, equity_fee: u16, treasury: bool, steps: Vec<Step>) -> (Scene<N>, i64) {
    let round = terms.open(&Issuer { authorised: u64::MAX, equity_fee, notice: 0, ..ISSUER }, NOW).unwrap();
    let (mut scene, mut now) = (Scene::new(round), round.opens_at - i64::from(treasury));
    for step in steps {
        now = step.clock(&scene.round, now);
        let action = step.action(&scene, treasury);
        if scene.is_possible(action) {
            let _ = scene.step(action, now);
        }
        let due = u128::from(scene.round.issued) * u128::from(equity_fee) / 10_000;
        assert!(!treasury || u128::from(scene.round.fee_issued) == due, "the treasury's part, whatever the order");
    }
    (scene, now)
}

/// Every reason against terms, in order, from exact numbers.
fn obstacle(terms: &Terms, issuer: &Issuer, now: i64) -> Option<Error> {
    let whole = big(terms.shares) * terms.price;
    let (least, most) = (terms.minimum_subscription, terms.maximum_subscription);
    let fee = big(terms.shares) * issuer.equity_fee / 10_000;
    let ends_at = big(now) + terms.delay.max(issuer.notice) + terms.duration + terms.undo_window;
    let obstacles = [
        (issuer.total == 0, Error::NoShares),
        (terms.shares == 0, Error::ZeroShares),
        (terms.price == 0, Error::PriceZero),
        (least == 0 || least > most || most > terms.shares, Error::SubscriptionLimitsInvalid),
        (whole > big(u64::MAX), Error::MathOverflow),
        (big(terms.minimum_raise) > whole, Error::MinimumRaiseInvalid),
        (terms.duration == 0 || terms.duration > 90 * DAY || terms.delay > 60 * DAY, Error::RoundTimesInvalid),
        (terms.undo_window > 72 * 3_600, Error::UndoWindowTooLong),
        (terms.lock > 5 * 365 * DAY, Error::LockTooLong),
        (fee > big(u64::MAX), Error::MathOverflow),
        (big(issuer.total) + terms.shares + fee > big(issuer.authorised), Error::AuthorisedExceeded),
        (ends_at > big(i64::MAX), Error::MathOverflow),
    ];
    obstacles.into_iter().find_map(|(stands, error)| stands.then_some(error))
}

prop_compose! {
    fn any_terms()(
        amounts in [amount(), amount(), amount(), amount(), amount()],
        times in [any::<u32>(), any::<u32>(), any::<u32>(), any::<u32>()],
        scale in 0u32..32,
    ) -> Terms {
        let [shares, price, minimum_raise, minimum_subscription, maximum_subscription] = amounts;
        let [delay, duration, undo_window, lock] = times.map(|time| time >> scale);
        Terms { shares, price, minimum_raise, minimum_subscription, maximum_subscription, delay, duration, undo_window, lock }
    }
}

prop_compose! {
    /// Any bytes there could be, with states that exist.
    fn any_round()(
        terms in any_terms(),
        amounts in [extreme(), extreme(), extreme(), extreme(), extreme(), extreme()],
        times in [moment(), moment(), moment(), moment()],
        counts in (any::<u32>(), 0u32..3),
        (equity_fee, state, undos) in (any::<u16>(), 1u8..=4, 0u8..4),
    ) -> Round {
        let [accepted_shares, issued, fee_issued, owed_to_investors, owed_to_owner, raised] = amounts;
        let ([opens_at, closes_at, completed_at, reopened_at], (accepted, subscriptions)) = (times, counts);
        let Terms { shares, price, minimum_raise, minimum_subscription, maximum_subscription, undo_window, lock, .. } = terms;
        Round {
            shares, price, minimum_raise, minimum_subscription, maximum_subscription, opens_at, closes_at, completed_at,
            reopened_at, accepted_shares, issued, fee_issued, owed_to_investors, owed_to_owner, raised, undo_window, lock, accepted,
            subscriptions, equity_fee, state, undos, padding: 0,
        }
    }
}

prop_compose! {
    fn any_subscription()(amounts in [extreme(), extreme(), extreme()], state in 1u8..=4, accepted_after in 0u8..4) -> Subscription {
        let [shares, accepted, owed] = amounts;
        Subscription { shares, accepted, owed, state, accepted_after, padding: [0; 6] }
    }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn terms_are_accepted_exactly_when_nothing_is_wrong(
        terms in prop_oneof![any_terms(), sound_terms()],
        total in amount(),
        authorised in prop_oneof![amount(), Just(u64::MAX)],
        (equity_fee, notice, now) in (any::<u16>(), any::<u32>(), moment()),
    ) {
        let issuer = Issuer { total, authorised, equity_fee, notice, hold: 0 };
        match terms.open(&issuer, now) {
            Ok(round) => {
                prop_assert_eq!(obstacle(&terms, &issuer, now), None);
                prop_assert_eq!(round.invariant(), Ok(()));
                prop_assert_eq!(round.stage(round.opens_at), Ok(Stage::Open));
            }
            Err(error) => prop_assert_eq!(Some(error), obstacle(&terms, &issuer, now)),
        }
    }

    /// The checks are those of [`Scene::step`]: outcome, escrow, books, `invariant`; and in the end everybody gets out.
    #[test]
    fn the_books_hold_after_every_step(
        terms in sound_terms(),
        equity_fee in 0u16..=100,
        treasury in any::<bool>(),
        steps in vec(step(), 1..96),
    ) {
        let (scene, now) = played(terms, equity_fee, treasury, steps);
        let settled = scene.round.stage(now) == Ok(Stage::Settled);
        prop_assert!(!settled || scene.round.accepted == 0);
        scene.assert_everybody_gets_out();
    }

    /// Once it is final, nobody's shares or money depend on who is settled first, nor the treasury's.
    #[test]
    fn any_order_of_settlements_ends_the_same(
        terms in sound_terms(),
        equity_fee in 0u16..=100,
        investors in uniform4((0u8..4, any::<Index>(), any::<bool>())),
        orders in [Just((0..3 * N).collect::<Vec<_>>()).prop_shuffle(), Just((0..3 * N).collect::<Vec<_>>()).prop_shuffle()],
    ) {
        let round = Terms { minimum_raise: 0, ..terms }
            .open(&Issuer { authorised: u64::MAX, equity_fee, notice: 0, ..ISSUER }, NOW).unwrap();
        let mut start = Scene::<N>::new(round);
        for (who, (kind, part, _)) in investors.into_iter().enumerate() {
            start.step(Move::Subscribe(who, terms.maximum_subscription), NOW).unwrap();
            let least = terms.minimum_subscription;
            let shares = least + part.index((terms.maximum_subscription - least + 1) as usize) as u64;
            let _ = start.step(if kind == 0 { Move::Decline(who) } else { Move::Accept(who, shares) }, NOW);
        }
        if start.step(Move::Complete, NOW).is_err() {
            return Ok(()); // nobody was accepted
        }
        let end = start.round.undo_until().unwrap();
        let ends = orders.map(|order| {
            let mut scene = start;
            // Two chances each to be settled and refunded, in any order; then the rest.
            for index in order.into_iter().chain(0..3 * N) {
                let (who, settles) = (index / 3, index % 3 == 0);
                let settle = Move::Settle { who, investor_receives: investors[who].2, treasury_receives: true };
                let step = if settles { settle } else { Move::Refund(who) };
                if scene.is_possible(step) {
                    let _ = scene.step(step, end);
                }
            }
            scene
        });
        prop_assert_eq!(ends[0], ends[1]);
        prop_assert_eq!((ends[0].round.state, ends[0].round.subscriptions), (State::Settled.byte(), 0));
        prop_assert_eq!(big(ends[0].books.treasury), big(ends[0].round.issued) * equity_fee / 10_000);
    }

    /// Whatever stands in the accounts, even what no history leaves there: no panic, and refusals change nothing.
    #[test]
    fn nothing_panics_and_no_refusal_changes_anything(
        round in any_round(),
        subscription in any_subscription(),
        shares in extreme(),
        receives in [any::<bool>(), any::<bool>()],
        now in moment(),
    ) {
        type Act<'a> = &'a dyn Fn(&mut Round, &mut Subscription) -> Result<(u64, u64)>;
        let acts: [Act; 10] = [
            &|round, _| round.subscribe(shares, now).map(|new| (new.owed, 0)),
            &|round, one| round.accept(one, shares, now).map(|()| (0, 0)),
            &|round, one| round.decline(one, now).map(|()| (0, 0)),
            &|round, one| round.withdraw(one, now).map(|back| (0, back)),
            &|round, one| round.refund(one, now).map(|back| (0, back)),
            &|round, _| round.complete(now).map(|()| (0, 0)),
            &|round, _| round.undo(now).map(|()| (0, 0)),
            &|round, _| round.cancel(now).map(|()| (0, 0)),
            &|round, one| round.settle(one, receives[0], receives[1], now).map(|_| (0, 0)),
            &|round, _| round.collect().map(|back| (0, back)),
        ];
        let owed = |round: &Round| big(round.owed_to_investors) + round.owed_to_owner;
        for (index, act) in acts.into_iter().enumerate() {
            let (mut left, mut of) = (round, subscription);
            match act(&mut left, &mut of) {
                Ok((paid_in, paid_out)) => prop_assert_eq!(owed(&left) + paid_out, owed(&round) + paid_in, "{}", index),
                Err(_) => prop_assert_eq!((left, of), (round, subscription), "{}", index),
            }
            let _ = (left.invariant(), left.stage(now), left.undo_until());
        }
    }
}
