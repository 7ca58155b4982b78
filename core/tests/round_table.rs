//! What each action does in each state of a round, as one complete table, at every second that divides two stages.
//!
//! The table below is written by hand, and says which outcome. What a permitted action changes is written by hand as
//! well, field by field; a refused one changes nothing.
#![allow(clippy::unwrap_used)]

use crate::common::rounds::{ISSUER, NOW, TERMS};
use personal_token_core::round::{Round, Settlement, Stage, State, Subscription, SubscriptionState, MOST_UNDOS};
use personal_token_core::{Error, Result};
use std::collections::BTreeMap;
use std::sync::OnceLock;

/// `freed` was accepted before an undo, `accepted` after the last one; `-` where no subscription takes part.
const TABLE: &str = "
    action     subscription  announced  open      failed   undoable   settling  settled    cancelled
    subscribe  -             early      ok        closed   completed  completed completed  closed
    complete   -             early      ok        closed   completed  completed completed  closed
    cancel     -             ok         ok        closed   completed  completed completed  closed
    undo       -             unfinished unfinished unfinished ok      late      late       unfinished
    collect    -             ok         ok        ok       ok         ok        ok         ok

    accept     pending       early      ok        closed   completed  completed completed  closed
    accept     accepted      early      decided   closed   completed  completed completed  closed
    accept     freed         early      decided   closed   completed  completed completed  closed
    accept     declined      early      decided   closed   completed  completed completed  closed
    accept     settled       early      decided   closed   completed  completed completed  closed

    decline    pending       early      ok        closed   completed  completed completed  closed
    decline    accepted      early      decided   closed   completed  completed completed  closed
    decline    freed         early      decided   closed   completed  completed completed  closed
    decline    declined      early      decided   closed   completed  completed completed  closed
    decline    settled       early      decided   closed   completed  completed completed  closed

    withdraw   pending       ok         ok        ok       ok         ok        ok         ok
    withdraw   accepted      bound      bound     ok       bound      bound     bound      ok
    withdraw   freed         bound      ok        ok       bound      bound     bound      ok
    withdraw   declined      ok         ok        ok       ok         ok        ok         ok
    withdraw   settled       ok         ok        ok       ok         ok        ok         ok

    refund     pending       undecided  undecided ok       undecided  ok        ok         ok
    refund     accepted      undecided  undecided ok       undecided  undecided undecided  ok
    refund     freed         undecided  undecided ok       undecided  undecided undecided  ok
    refund     declined      ok         ok        ok       ok         ok        ok         ok
    refund     settled       ok         ok        ok       ok         ok        ok         ok

    settle     pending       unfinished unfinished unfinished wait    unaccepted unfinished unfinished
    settle     accepted      unfinished unfinished unfinished wait    ok        unfinished unfinished
    settle     freed         unfinished unfinished unfinished wait    ok        unfinished unfinished
    settle     declined      unfinished unfinished unfinished wait    unaccepted unfinished unfinished
    settle     settled       unfinished unfinished unfinished wait    unaccepted unfinished unfinished
";

fn outcome(word: &str) -> Result<()> {
    Err(match word {
        "ok" => return Ok(()),
        "early" => Error::RoundNotOpenYet,
        "closed" => Error::RoundClosed,
        "completed" => Error::RoundCompleted,
        "unfinished" => Error::RoundNotCompleted,
        "late" => Error::UndoWindowOver,
        "wait" => Error::UndoWindowOpen,
        "decided" => Error::SubscriptionNotPending,
        "bound" => Error::SubscriptionAccepted,
        "undecided" => Error::SubscriptionNotRefundable,
        "unaccepted" => Error::SubscriptionNotAccepted,
        word => panic!("{word} is no outcome"),
    })
}

type Table = BTreeMap<(&'static str, &'static str), [Result<()>; 7]>;

/// What the table says of an action on a subscription, for every stage.
fn table() -> &'static Table {
    static PARSED: OnceLock<Table> = OnceLock::new();
    PARSED.get_or_init(parsed)
}

/// What the table says of an action on a subscription, at one stage; also to other tests.
pub fn verdict(action: &'static str, kind: &'static str, stage: Stage) -> Result<()> {
    let column = Stage::ALL.into_iter().position(|one| one == stage).unwrap();
    table()[&(action, kind)][column]
}

fn parsed() -> Table {
    let rows = TABLE.lines().filter(|line| !line.trim().is_empty()).skip(1);
    let row = |line: &'static str| {
        let words: Vec<_> = line.split_whitespace().collect();
        let [action, subscription, cells @ ..] = words.as_slice() else { panic!("{line}") };
        let cells: [&str; 7] = cells.try_into().unwrap();
        ((*action, *subscription), cells.map(outcome))
    };
    rows.map(row).collect()
}

/// The name of a subscription's state in the table.
pub fn kind(subscription: &Subscription, undos: u8) -> &'static str {
    match subscription.state().unwrap() {
        SubscriptionState::Accepted if subscription.accepted_after < undos => "freed",
        state => state.name(),
    }
}

/// A round in one of its states, with the subscription that is looked at, and another one that is accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Case {
    round: Round,
    subscription: Subscription,
    now: i64,
}

const OPENS: i64 = NOW + 10 * 86_400;
const CLOSES: i64 = OPENS + 30 * 86_400;
const UNDO_WINDOW: i64 = 6 * 3_600;
/// The first second at which a round that was undone can be completed again.
const COMPLETABLE: i64 = OPENS + 1;
/// A completion that can be undone while the round is open, and one that can be undone longer.
const COMPLETIONS: [i64; 2] = [OPENS + 1, CLOSES - 1];

/// Each stage at its first and last second, and one from there; with what is stored.
fn moments() -> Vec<(Stage, State, i64, i64)> {
    let mut all = vec![
        (Stage::Announced, State::Open, 0, i64::MIN),
        (Stage::Announced, State::Open, 0, OPENS - 1),
        (Stage::Open, State::Open, 0, OPENS),
        (Stage::Open, State::Open, 0, OPENS + 1),
        (Stage::Open, State::Open, 0, CLOSES - 1),
        (Stage::Failed, State::Open, 0, CLOSES),
        (Stage::Failed, State::Open, 0, CLOSES + 1),
        (Stage::Failed, State::Open, 0, i64::MAX),
    ];
    for at in COMPLETIONS {
        let end = at + UNDO_WINDOW;
        all.extend([at, at + 1, end - 1].map(|now| (Stage::Undoable, State::Completing, at, now)));
        all.extend([end, end + 1, i64::MAX].map(|now| (Stage::Settling, State::Completing, at, now)));
        all.extend([OPENS, CLOSES, end, i64::MAX].map(|now| (Stage::Settled, State::Settled, at, now)));
    }
    all.extend([i64::MIN, OPENS, CLOSES, i64::MAX].map(|now| (Stage::Cancelled, State::Cancelled, 0, now)));
    all
}

/// 50 shares asked for, 40 accepted; beside it 300 accepted of another investor, who has paid 2,100.
fn case(subscription: Subscription, undos: u8, (stage, state, completed_at, now): (Stage, State, i64, i64)) -> Case {
    let settled = if subscription.state == 4 { 40 } else { 0 };
    let accepted = if subscription.state == 2 { (1, 40) } else { (0, 0) };
    let round = Round {
        state: state.byte(),
        undos,
        completed_at,
        reopened_at: if undos == 0 { 0 } else { COMPLETABLE - UNDO_WINDOW },
        accepted: accepted.0 + 1,
        accepted_shares: accepted.1 + 300,
        subscriptions: 2,
        owed_to_investors: subscription.owed + 2_100,
        issued: 60 + settled,
        raised: (60 + settled) * 7,
        owed_to_owner: (60 + settled) * 7,
        ..TERMS.open(&ISSUER, NOW).unwrap()
    };
    assert_eq!(round.stage(now), Ok(stage));
    Case { round, subscription, now }
}

fn subscriptions(undos: u8) -> Vec<Subscription> {
    let with = |state, accepted, accepted_after, owed| {
        let padding = [0; 6];
        Subscription { shares: 50, accepted, owed, state, accepted_after, padding }
    };
    let mut all = vec![with(1, 0, 0, 350), with(3, 0, 0, 350), with(4, 40, undos, 70)];
    all.extend((0..=undos).map(|after| with(2, 40, after, 350)));
    all
}

/// Does it; what it gave back, or to whom: quote units, shares, the treasury's shares.
fn act(case: &mut Case, action: &str) -> Result<(u64, u64, u64)> {
    let Case { round, subscription, now } = case;
    let money = |amount| (amount, 0, 0);
    match action {
        "subscribe" => round.subscribe(50, *now).map(|new| (*subscription = new, money(0)).1),
        "complete" => round.complete(*now).map(|()| money(0)),
        "cancel" => round.cancel(*now).map(|()| money(0)),
        "undo" => round.undo(*now).map(|()| money(0)),
        "collect" => round.collect().map(money),
        "accept" => round.accept(subscription, 40, *now).map(|()| money(0)),
        "decline" => round.decline(subscription, *now).map(|()| money(0)),
        "withdraw" => round.withdraw(subscription, *now).map(money),
        "refund" => round.refund(subscription, *now).map(money),
        "settle" => round
            .settle(subscription, true, true, *now)
            .map(|Settlement { paid, shares, fee_shares }| (paid, shares, fee_shares)),
        action => panic!("{action}"),
    }
}

/// The two things that a stage does not tell: how often there was an undo, and how long ago.
fn count_and_time(action: &str, undos: u8, now: i64) -> Result<()> {
    match action {
        "undo" if undos == MOST_UNDOS => Err(Error::UndosUsedUp),
        "complete" if undos > 0 && now < COMPLETABLE => Err(Error::RoundReopened),
        _ => Ok(()),
    }
}

/// What a permitted action leaves behind, by hand.
fn after(before: &Case, action: &str) -> (Case, (u64, u64, u64)) {
    let Case { mut round, mut subscription, now } = *before;
    let was_accepted = subscription.state == 2;
    let mut moved = (0, 0, 0);
    match action {
        "subscribe" => {
            (round.subscriptions, round.owed_to_investors) = (3, round.owed_to_investors + 350);
            subscription =
                Subscription { shares: 50, accepted: 0, owed: 350, state: 1, accepted_after: 0, ..subscription };
        }
        "complete" => (round.state, round.completed_at) = (2, now),
        "cancel" => round.state = 4,
        "undo" => {
            (round.undos, round.completed_at, round.reopened_at) = (round.undos + 1, 0, now);
            round.state = if now + UNDO_WINDOW < CLOSES { 1 } else { 4 };
        }
        "collect" => (moved.0, round.owed_to_owner) = (round.owed_to_owner, 0),
        "accept" => {
            (round.accepted, round.accepted_shares) = (2, 340);
            (subscription.state, subscription.accepted, subscription.accepted_after) = (2, 40, round.undos);
        }
        "decline" => subscription.state = 3,
        "withdraw" | "refund" => {
            (round.subscriptions, round.owed_to_investors) = (1, 2_100);
            (round.accepted, round.accepted_shares) = (1, 300);
            (moved.0, subscription.owed) = (subscription.owed, 0);
        }
        "settle" => {
            assert!(was_accepted);
            (round.accepted, round.accepted_shares, round.owed_to_investors) = (1, 300, 2_170);
            (round.issued, round.raised, round.owed_to_owner) = (100, 700, 700);
            // 10 basis points of 100 shares are less than one.
            (moved, subscription.owed, subscription.state) = ((280, 40, 0), 70, 4);
        }
        action => panic!("{action}"),
    }
    (Case { round, subscription, now }, moved)
}

#[test]
fn every_action_in_every_state_does_what_the_table_says() {
    let (table, mut cases, mut permitted) = (table(), 0, BTreeMap::new());
    for undos in 0..=MOST_UNDOS {
        for moment in moments() {
            for subscription in subscriptions(undos) {
                let before = case(subscription, undos, moment);
                let column = Stage::ALL.into_iter().position(|stage| stage == moment.0).unwrap();
                for (&(action, kind_of), cells) in table {
                    if kind_of != "-" && kind_of != kind(&subscription, undos) {
                        continue;
                    }
                    let expected = cells[column].and_then(|()| count_and_time(action, undos, moment.3));
                    let mut now = before;
                    let outcome = act(&mut now, action);
                    let (left, moved) = match expected {
                        Ok(()) => after(&before, action),
                        Err(_) => (before, (0, 0, 0)),
                    };
                    assert_eq!(outcome, expected.map(|()| moved), "{action} {before:?}");
                    assert_eq!(now, left, "{action} {before:?}");
                    cases += 1;
                    *permitted.entry((action, kind_of, column)).or_insert(false) |= expected.is_ok();
                }
            }
        }
    }
    // 32 moments; 4, 5 and 6 subscriptions; each with the ten actions.
    assert_eq!((moments().len(), cases), (32, 32 * (4 + 5 + 6) * 10));
    // Nothing stands in the table in vain.
    assert_eq!((table.len(), permitted.len()), (30, 30 * 7));
    for ((action, kind, column), permitted) in permitted {
        assert_eq!(permitted, table[&(action, kind)][column].is_ok(), "{action} {kind} {column}");
    }
}

/// The stage at each deadline, a second before and after, whatever the undo window.
#[test]
fn a_stage_ends_at_its_second() {
    let round = TERMS.open(&ISSUER, NOW).unwrap();
    let at = |round: &Round, deadline: i64| [-1, 0, 1].map(|step| round.stage(deadline + step).unwrap());
    assert_eq!(at(&round, OPENS), [Stage::Announced, Stage::Open, Stage::Open]);
    assert_eq!(at(&round, CLOSES), [Stage::Open, Stage::Failed, Stage::Failed]);
    for undo_window in [0, 1, 2, 6 * 3_600, 72 * 3_600] {
        let completed_at = OPENS + 100;
        let round = Round { state: State::Completing.byte(), completed_at, undo_window, ..round };
        let until = completed_at + i64::from(undo_window);
        assert_eq!(round.undo_until(), Ok(until));
        assert_eq!(at(&round, until), [Stage::Undoable, Stage::Settling, Stage::Settling]);
    }
}

/// After an undo the accepted have as long to withdraw as the owner had to undo; a round never undone waits for nothing.
#[test]
fn a_round_that_was_undone_waits_before_it_is_completed_again() {
    for undo_window in [1, 2, 6 * 3_600, 72 * 3_600] {
        let undone_at = OPENS + 100;
        let mut case = case(subscriptions(0)[3], 0, (Stage::Undoable, State::Completing, undone_at, undone_at));
        case.round.undo_window = undo_window;
        case.round.undo(undone_at).unwrap();
        let from = undone_at + i64::from(undo_window);
        assert_eq!(case.round.completable_at(), Ok(from));
        let complete = |now| Round { ..case.round }.complete(now);
        assert_eq!([from - 1, from, from + 1].map(complete), [Err(Error::RoundReopened), Ok(()), Ok(())]);
    }
    let first = case(subscriptions(0)[3], 0, (Stage::Open, State::Open, 0, OPENS)).round;
    assert_eq!((first.completable_at(), Round { ..first }.complete(OPENS)), (Ok(UNDO_WINDOW), Ok(())));
    let end = Round { reopened_at: i64::MAX - UNDO_WINDOW + 1, undos: 1, ..first };
    assert_eq!(end.completable_at(), Err(Error::MathOverflow));
}

/// While there is time to complete it again before closing, an undo opens a round; from then on it is a cancellation.
#[test]
fn an_undo_too_late_to_complete_again_cancels() {
    let last = CLOSES - UNDO_WINDOW - 1;
    for (undone_at, stage) in [
        (OPENS + 1, Stage::Open),
        (last, Stage::Open),
        (last + 1, Stage::Cancelled),
        (CLOSES - 1, Stage::Cancelled),
        (CLOSES, Stage::Cancelled),
        (CLOSES + 1, Stage::Cancelled),
    ] {
        let completed_at = undone_at.min(CLOSES - 1);
        let mut case = case(subscriptions(0)[3], 0, (Stage::Undoable, State::Completing, completed_at, undone_at));
        assert_eq!(case.round.undo(undone_at), Ok(()));
        assert_eq!(case.round.stage(undone_at), Ok(stage), "{undone_at}");
        let again = case.round.complete(undone_at + UNDO_WINDOW);
        assert_eq!(again.is_ok(), stage == Stage::Open, "{undone_at}");
    }
}

/// At the end of time there is no later completion to wait for; the refusal leaves the round as it was.
#[test]
fn an_undo_past_the_end_of_time_is_refused() {
    let moment = (Stage::Undoable, State::Completing, i64::MAX - UNDO_WINDOW, i64::MAX - 1);
    let mut case = case(subscriptions(0)[3], 0, moment);
    let before = case;
    assert_eq!((act(&mut case, "undo"), case), (Err(Error::MathOverflow), before));
}

/// The last of the accepted ends the round, whoever receives; the others do not.
#[test]
fn the_last_settlement_ends_the_round() {
    for receives in [true, false] {
        let moment = (Stage::Settling, State::Completing, OPENS, CLOSES);
        let mut case = case(subscriptions(0)[3], 0, moment);
        let mut last = Subscription { shares: 300, accepted: 300, owed: 2_100, ..case.subscription };
        case.round.settle(&mut case.subscription, receives, true, CLOSES).unwrap();
        assert_eq!(case.round.stage(CLOSES), Ok(Stage::Settling));
        case.round.settle(&mut last, receives, true, CLOSES).unwrap();
        assert_eq!((case.round.stage(CLOSES), case.round.accepted), (Ok(Stage::Settled), 0));
    }
}

/// A byte that is no state stops everything that looks at it, and changes nothing.
#[test]
fn an_unknown_state_is_refused_everywhere() {
    for action in ["subscribe", "complete", "cancel", "undo", "accept", "decline", "withdraw", "refund", "settle"] {
        let mut broken = case(subscriptions(0)[3], 0, (Stage::Settling, State::Completing, OPENS, CLOSES));
        broken.round.state = 0;
        let before = broken;
        assert_eq!((act(&mut broken, action), broken), (Err(Error::InvariantBroken), before), "{action}");
    }
    for (action, state, now) in [
        ("accept", State::Open, OPENS),
        ("decline", State::Open, OPENS),
        ("withdraw", State::Open, CLOSES),
        ("refund", State::Open, CLOSES),
        ("settle", State::Completing, CLOSES),
    ] {
        let mut broken = case(subscriptions(0)[0], 0, (Stage::Open, State::Open, 0, OPENS));
        (broken.round.state, broken.round.completed_at) = (state.byte(), OPENS);
        (broken.subscription.state, broken.now) = (5, now);
        let before = broken;
        assert_eq!((act(&mut broken, action), broken), (Err(Error::InvariantBroken), before), "{action}");
    }
}
