//! How a round opens: each bound of its terms at the bound and one past it, and what may never stand in its books.
#![allow(clippy::unwrap_used)]

use crate::common::rounds::{ISSUER, NOW, TERMS};
use crate::refused;
use personal_token_core::round::{Issuer, Round, Stage, State, Subscription, SubscriptionState, Terms};
use personal_token_core::{Error, Result};

const DAY: u32 = 86_400;
const MAX: u64 = u64::MAX;

/// The terms or the issuer with one thing changed, and what comes of it.
type Row = (&'static str, fn(&mut Terms, &mut Issuer), Option<Error>);

/// Every bound at one less, itself and one more, and at the ends of its type.
const BOUNDS: [Row; 49] = [
    ("unchanged", |_, _| {}, None),
    ("no shares issued yet", |_, i| i.total = 0, Some(Error::NoShares)),
    ("one share issued", |_, i| i.total = 1, None),
    ("no shares on offer", |t, _| t.shares = 0, Some(Error::ZeroShares)),
    ("one share on offer", |t, _| one_share(t), None),
    ("for nothing", |t, _| t.price = 0, Some(Error::PriceZero)),
    ("for a unit", |t, _| (t.price, t.minimum_raise) = (1, 0), None),
    ("the least is none", |t, _| t.minimum_subscription = 0, Some(Error::SubscriptionLimitsInvalid)),
    ("the least is one", |t, _| t.minimum_subscription = 1, None),
    ("the least below the most", |t, _| t.minimum_subscription = 399, None),
    ("the least is the most", |t, _| t.minimum_subscription = 400, None),
    ("the least above the most", |t, _| t.minimum_subscription = 401, Some(Error::SubscriptionLimitsInvalid)),
    ("the least is everything", |t, _| t.minimum_subscription = MAX, Some(Error::SubscriptionLimitsInvalid)),
    ("the most is none", |t, _| t.maximum_subscription = 0, Some(Error::SubscriptionLimitsInvalid)),
    ("the most below the least", |t, _| t.maximum_subscription = 9, Some(Error::SubscriptionLimitsInvalid)),
    ("the most is the least", |t, _| t.maximum_subscription = 10, None),
    ("the most is nearly all", |t, _| t.maximum_subscription = 999, None),
    ("the most is all", |t, _| t.maximum_subscription = 1_000, None),
    ("the most is more than all", |t, _| t.maximum_subscription = 1_001, Some(Error::SubscriptionLimitsInvalid)),
    ("the most has no bound", |t, _| t.maximum_subscription = MAX, Some(Error::SubscriptionLimitsInvalid)),
    ("more than fits", |t, _| t.price = MAX / 1_000 + 1, Some(Error::MathOverflow)),
    ("as much as fits", |t, _| t.price = MAX / 1_000, None),
    ("no minimum raise", |t, _| t.minimum_raise = 0, None),
    ("nearly the whole round", |t, _| t.minimum_raise = 6_999, None),
    ("the whole round", |t, _| t.minimum_raise = 7_000, None),
    ("more than the whole round", |t, _| t.minimum_raise = 7_001, Some(Error::MinimumRaiseInvalid)),
    ("an impossible raise", |t, _| t.minimum_raise = MAX, Some(Error::MinimumRaiseInvalid)),
    ("never open", |t, _| t.duration = 0, Some(Error::RoundTimesInvalid)),
    ("open for a second", |t, _| t.duration = 1, None),
    ("open for 90 days", |t, _| t.duration = 90 * DAY, None),
    ("open for longer", |t, _| t.duration = 90 * DAY + 1, Some(Error::RoundTimesInvalid)),
    ("open for ever", |t, _| t.duration = u32::MAX, Some(Error::RoundTimesInvalid)),
    ("in 60 days", |t, _| t.delay = 60 * DAY, None),
    ("later", |t, _| t.delay = 60 * DAY + 1, Some(Error::RoundTimesInvalid)),
    ("never", |t, _| t.delay = u32::MAX, Some(Error::RoundTimesInvalid)),
    ("a notice is the network's own affair", |_, i| i.notice = u32::MAX, None),
    ("no undo", |t, _| t.undo_window = 0, None),
    ("72 hours to undo", |t, _| t.undo_window = 72 * 3_600, None),
    ("a second more", |t, _| t.undo_window = 72 * 3_600 + 1, Some(Error::UndoWindowTooLong)),
    ("no lock", |t, _| t.lock = 0, None),
    ("five years", |t, _| t.lock = 5 * 365 * DAY, None),
    ("five years and a second", |t, _| t.lock = 5 * 365 * DAY + 1, Some(Error::LockTooLong)),
    // 1,000 new shares and one for the treasury, at 10 basis points.
    ("all that is authorised", |_, i| i.authorised = 10_001_001, None),
    ("no room for the treasury", |_, i| i.authorised = 10_001_000, Some(Error::AuthorisedExceeded)),
    ("no treasury", |_, i| (i.authorised, i.equity_fee) = (10_001_000, 0), None),
    ("no room at all", |_, i| i.authorised = 0, Some(Error::AuthorisedExceeded)),
    ("as many as there can be", |_, i| (i.total, i.authorised) = (MAX - 1_001, MAX), None),
    ("one more with the fee", |_, i| (i.total, i.authorised) = (MAX - 1_000, MAX), Some(Error::AuthorisedExceeded)),
    ("one more without", |_, i| (i.total, i.authorised) = (MAX - 999, MAX), Some(Error::AuthorisedExceeded)),
];

fn one_share(terms: &mut Terms) {
    *terms = Terms { shares: 1, minimum_raise: 0, minimum_subscription: 1, maximum_subscription: 1, ..*terms };
}

#[test]
fn every_bound_holds_and_one_past_it_is_refused() {
    for (name, change, refusal) in BOUNDS {
        let (mut terms, mut issuer) = (TERMS, ISSUER);
        change(&mut terms, &mut issuer);
        let outcome = terms.open(&issuer, NOW);
        assert_eq!(outcome.err(), refusal, "{name}");
        if let Ok(round) = outcome {
            assert_eq!((round.invariant(), round.cost(round.shares).is_ok()), (Ok(()), true), "{name}");
        }
    }
}

/// The first thing that is wrong is named.
#[test]
fn what_is_wrong_is_named_in_order() {
    type Step = (Error, fn(&mut Terms, &mut Issuer));
    let steps: [Step; 10] = [
        (Error::NoShares, |_, i| i.total = ISSUER.total),
        (Error::ZeroShares, |t, _| t.shares = TERMS.shares),
        (Error::PriceZero, |t, _| t.price = MAX),
        (Error::SubscriptionLimitsInvalid, |t, _| t.maximum_subscription = TERMS.maximum_subscription),
        (Error::MathOverflow, |t, _| t.price = TERMS.price),
        (Error::MinimumRaiseInvalid, |t, _| t.minimum_raise = TERMS.minimum_raise),
        (Error::RoundTimesInvalid, |t, _| t.duration = TERMS.duration),
        (Error::UndoWindowTooLong, |t, _| t.undo_window = TERMS.undo_window),
        (Error::LockTooLong, |t, _| t.lock = TERMS.lock),
        (Error::AuthorisedExceeded, |_, i| i.authorised = ISSUER.authorised),
    ];
    let nothing = Terms { shares: 0, price: 0, minimum_raise: MAX, maximum_subscription: MAX, duration: 0, ..TERMS };
    let mut terms = Terms { undo_window: u32::MAX, lock: u32::MAX, ..nothing };
    let mut issuer = Issuer { total: 0, authorised: 0, ..ISSUER };
    for (error, repair) in steps {
        assert_eq!(terms.open(&issuer, NOW), Err(error));
        repair(&mut terms, &mut issuer);
    }
    assert!(terms.open(&issuer, NOW).is_ok());
}

#[test]
fn it_opens_at_the_later_of_delay_and_notice() {
    for (delay, notice, wait) in [(0, 0, 0), (0, 7, 7), (6, 7, 7), (7, 7, 7), (8, 7, 8), (60 * DAY, u32::MAX, u32::MAX)]
    {
        let round = Terms { delay, ..TERMS }.open(&Issuer { notice, ..ISSUER }, NOW).unwrap();
        assert_eq!(round.opens_at, NOW + i64::from(wait));
        assert_eq!(round.closes_at, NOW + i64::from(wait) + 30 * i64::from(DAY));
    }
}

#[test]
fn new_shares_are_locked_for_the_longer_of_lock_and_hold() {
    for (lock, hold, locked) in
        [(0, 0, 0), (0, 90, 90), (89, 90, 90), (90, 90, 90), (91, 90, 91), (0, u32::MAX, u32::MAX)]
    {
        assert_eq!(Terms { lock, ..TERMS }.open(&Issuer { hold, ..ISSUER }, NOW).unwrap().lock, locked);
    }
}

#[test]
fn past_the_end_of_time_it_is_refused() {
    // Opening, closing, and the last undo window there can be.
    let Terms { delay, duration, undo_window, .. } = TERMS;
    let last = i64::MAX - i64::from(delay + duration + undo_window);
    assert!(TERMS.open(&ISSUER, last).is_ok());
    for late in [last, last + i64::from(undo_window), last + i64::from(undo_window + duration), i64::MAX - 1] {
        refused!(TERMS.open(&ISSUER, late + 1), MathOverflow);
    }
}

#[test]
fn it_opens_with_its_terms_and_empty_books() {
    let round = TERMS.open(&ISSUER, NOW).unwrap();
    let expected = Round {
        shares: 1_000,
        price: 7,
        minimum_raise: 2_100,
        minimum_subscription: 10,
        maximum_subscription: 400,
        opens_at: NOW + 864_000,
        closes_at: NOW + 3_456_000,
        undo_window: 21_600,
        lock: 31_536_000,
        equity_fee: 10,
        state: 1,
        ..bytemuck::Zeroable::zeroed()
    };
    assert_eq!(round, expected);
}

/// What must never stand in the books, one thing at a time, beside the nearest thing that may.
#[test]
fn books_that_the_rules_exclude_are_named() {
    // 300 of 1,000 shares accepted in two subscriptions of three, 500 issued, 100 quote units not collected yet.
    let sound = Round {
        accepted_shares: 300,
        issued: 500,
        owed_to_investors: 2_100,
        owed_to_owner: 100,
        raised: 3_500,
        accepted: 2,
        subscriptions: 3,
        completed_at: NOW,
        state: State::Completing.byte(),
        ..TERMS.open(&ISSUER, NOW).unwrap()
    };
    type Case = (&'static str, fn(&mut Round), bool);
    let cases: [Case; 21] = [
        ("as it is", |_| {}, true),
        ("all sold", |r| r.issued = 700, true),
        ("one more than all", |r| r.issued = 701, false),
        ("more than fits", |r| r.issued = MAX, false),
        ("a price that does not fit", |r| r.price = MAX, false),
        ("a unit short of what is accepted", |r| r.owed_to_investors = 2_099, false),
        ("the owner's is all that was raised", |r| r.owed_to_owner = 3_500, true),
        ("and a unit more", |r| r.owed_to_owner = 3_501, false),
        ("all accepted", |r| r.accepted = 3, true),
        ("more accepted than there are", |r| r.accepted = 4, false),
        ("accepted nobody, but shares", |r| r.accepted = 0, false),
        ("accepted somebody, but no shares", |r| r.accepted_shares = 0, false),
        ("completing, nothing accepted", |r| (r.accepted, r.accepted_shares) = (0, 0), false),
        ("completed at no time", |r| r.completed_at = 0, false),
        ("settled, nothing accepted", |r| (r.accepted, r.accepted_shares, r.state) = (0, 0, 3), true),
        ("open, but completed", |r| r.state = 1, false),
        ("open again", |r| (r.state, r.completed_at) = (1, 0), true),
        ("undone twice", |r| r.undos = 2, true),
        ("undone three times", |r| r.undos = 3, false),
        ("no such state", |r| r.state = 0, false),
        ("no such state", |r| r.state = 5, false),
    ];
    for (name, change, is_sound) in cases {
        let mut round = sound;
        change(&mut round);
        let expected: Result<()> = if is_sound { Ok(()) } else { Err(Error::InvariantBroken) };
        assert_eq!(round.invariant(), expected, "{name}");
    }
}

#[test]
fn states_are_bytes_and_stages_are_words() {
    for (byte, state) in (1u8..).zip([State::Open, State::Completing, State::Settled, State::Cancelled]) {
        assert_eq!((state.byte(), State::from_byte(byte)), (byte, Ok(state)));
    }
    for (byte, state, name) in [
        (1, SubscriptionState::Pending, "pending"),
        (2, SubscriptionState::Accepted, "accepted"),
        (3, SubscriptionState::Declined, "declined"),
        (4, SubscriptionState::Settled, "settled"),
    ] {
        assert_eq!((state.byte(), SubscriptionState::from_byte(byte), state.name()), (byte, Ok(state), name));
    }
    for byte in (5..=u8::MAX).chain([0]) {
        refused!(State::from_byte(byte), InvariantBroken);
        refused!(SubscriptionState::from_byte(byte), InvariantBroken);
    }
    let words = ["announced", "open", "failed", "completed, can be undone", "settling", "settled", "cancelled"];
    assert_eq!(Stage::ALL.map(Stage::name), words);
}

/// Accounts keep these bytes for ever: no padding but the named one.
#[test]
fn the_bytes_on_chain_have_no_holes() {
    assert_eq!((size_of::<Round>(), align_of::<Round>()), (15 * 8 + 4 * 4 + 2 + 1 + 1 + 4, 8));
    assert_eq!((size_of::<Subscription>(), align_of::<Subscription>()), (3 * 8 + 1 + 1 + 6, 8));
    let bytes = bytemuck::bytes_of(&TERMS.open(&ISSUER, NOW).unwrap()).to_vec();
    assert_eq!(bytes[..16], [232, 3, 0, 0, 0, 0, 0, 0, 7, 0, 0, 0, 0, 0, 0, 0]);
    assert_eq!(bytes[136..], [10, 0, 1, 0, 0, 0, 0, 0]);
}
