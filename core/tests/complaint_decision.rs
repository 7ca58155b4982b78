//! Decisions at the reputations that matter, to the point and to the second.

use crate::refused;
use personal_token_core::complaint::{Decision, Filings, Parties, Severity, ABUSE_POINTS};
use personal_token_core::member::{Reputation, Status};
use personal_token_core::policy::Policy;
use personal_token_core::transfer::{may_receive, Approval, Receipt, Receiver};
use personal_token_core::Result;

const NOW: i64 = 1_800_000_000;
const DAY: i64 = 86_400;
const BAR: i64 = 90 * DAY;
const MINOR: Decision = Decision::Upheld(Severity::Minor);
const SERIOUS: Decision = Decision::Upheld(Severity::Serious);
const SEVERE: Decision = Decision::Upheld(Severity::Severe);

fn of(points: u16) -> Reputation {
    Reputation { points, as_of: NOW }
}

fn parties(member: u16, owner: u16) -> Parties {
    Parties { member: of(member), owner: of(owner), filings: Filings::default() }
}

/// Whether somebody of this reputation may receive shares of an open token under the usual minimum.
fn receives(reputation: Reputation, now: i64) -> Result<bool> {
    let receipt = Receipt { policy: Policy::Open, minimum_reputation: 600, total: 1_000, shares: 1, now };
    let receiver = Receiver {
        is_owner: false,
        status: Status::Active,
        reputation,
        shares: 0,
        cap: 0,
        approval: Approval::default(),
    };
    may_receive(&receipt, &receiver)
}

#[test]
fn no_decision_takes_more_than_there_is() {
    assert_eq!(ABUSE_POINTS, 100);
    let table = [
        // points before; taken by minor, serious, severe, abusive
        (0, [0, 0, 0, 0]),
        (49, [49, 49, 49, 49]),
        (50, [50, 50, 50, 50]),
        (51, [50, 51, 51, 51]),
        (99, [50, 99, 99, 99]),
        (100, [50, 100, 100, 100]),
        (199, [50, 199, 199, 100]),
        (200, [50, 200, 200, 100]),
        (499, [50, 200, 499, 100]),
        (500, [50, 200, 500, 100]),
        (599, [50, 200, 500, 100]),
        (600, [50, 200, 500, 100]),
        (1_000, [50, 200, 500, 100]),
    ];
    for (points, taken) in table {
        for (decision, taken) in [MINOR, SERIOUS, SEVERE].into_iter().zip(taken) {
            let (after, took) = parties(points, 777).decide(decision, NOW).unwrap();
            assert_eq!((after.member, after.owner, took), (of(points - taken), of(777), taken));
        }
        let (after, took) = parties(777, points).decide(Decision::Abusive, NOW).unwrap();
        assert_eq!((after.member, after.owner, took), (of(777), of(points - taken[3]), taken[3]));
    }
}

#[test]
fn a_dismissed_complaint_takes_nothing_and_gives_nothing_back() {
    for points in [0, 49, 50, 599, 600, 1_000] {
        let before = parties(points, points);
        let (after, taken) = before.decide(Decision::Dismissed, NOW + 1).unwrap();
        assert_eq!((after, taken), (before, 0));
        assert_eq!(after.undo(Decision::Dismissed, taken, NOW + 1, NOW + DAY), Ok(before));
    }
}

#[test]
fn below_the_minimum_nothing_is_received_until_the_second_at_which_it_is_reached() {
    let table = [
        // points before, decision, days until 600 is reached again
        (649, MINOR, 1),
        (600, MINOR, 50),
        (599, MINOR, 51),
        (50, MINOR, 600),
        (49, MINOR, 600),
        (0, MINOR, 600),
        (799, SERIOUS, 1),
        (600, SERIOUS, 200),
        (1_000, SEVERE, 100),
        (600, SEVERE, 500),
        (499, SEVERE, 600),
    ];
    for (points, decision, days) in table {
        let (after, _) = parties(points, 1_000).decide(decision, NOW).unwrap();
        let reached = NOW + days * DAY;
        refused!(receives(after.member, NOW), NotInGoodStanding);
        refused!(receives(after.member, reached - 1), NotInGoodStanding);
        assert_eq!(after.member.reaches_at(600), Some(reached));
        assert_eq!((receives(after.member, reached), receives(after.member, reached + 1)), (Ok(false), Ok(false)));
    }
}

#[test]
fn who_keeps_the_minimum_still_receives_and_with_a_point_less_does_not() {
    for (points, decision) in [(650, MINOR), (800, SERIOUS)] {
        let (after, _) = parties(points, 0).decide(decision, NOW).unwrap();
        assert_eq!(receives(after.member, NOW), Ok(false));
        let (after, _) = parties(points - 1, 0).decide(decision, NOW).unwrap();
        refused!(receives(after.member, NOW), NotInGoodStanding);
    }
    let (after, _) = parties(1_000, 0).decide(MINOR, NOW).and_then(|(after, _)| after.decide(SERIOUS, NOW)).unwrap();
    assert_eq!(after.member.points, 750);
    let (after, _) = after.decide(SERIOUS, NOW).unwrap();
    refused!(receives(after.member, NOW), NotInGoodStanding);
}

#[test]
fn an_abusive_complaint_bars_its_owner_for_ninety_days_to_the_second() {
    for points in [0, 49, 50, 599, 600, 1_000] {
        let (after, _) = parties(1_000, points).decide(Decision::Abusive, NOW).unwrap();
        for now in [NOW, NOW + 1, NOW + BAR - 1] {
            refused!(after.filings.file(now), FilingBarred);
        }
        assert!(after.filings.file(NOW + BAR).is_ok());
    }
}

#[test]
fn an_upheld_or_dismissed_complaint_bars_nobody() {
    for decision in [MINOR, SERIOUS, SEVERE, Decision::Dismissed] {
        let (after, _) = parties(1_000, 1_000).decide(decision, NOW).unwrap();
        assert_eq!(after.filings, Filings::default());
        assert!(after.filings.file(NOW).is_ok());
    }
}

#[test]
fn a_bar_of_before_is_back_when_the_abusive_decision_is_overturned() {
    let before = Parties { filings: Filings::default().bar(NOW - 10 * DAY).unwrap(), ..parties(600, 600) };
    let (after, taken) = before.decide(Decision::Abusive, NOW).unwrap();
    refused!(after.filings.file(NOW + BAR - 1), FilingBarred);
    let undone = after.undo(Decision::Abusive, taken, NOW, NOW + 5 * DAY).unwrap();
    assert_eq!(undone.filings.barred_until(), NOW + 80 * DAY);
    refused!(undone.filings.file(NOW + 80 * DAY - 1), FilingBarred);
    assert!(undone.filings.file(NOW + 80 * DAY).is_ok());
}

#[test]
fn a_later_abusive_complaint_still_bars_when_the_earlier_one_is_overturned() {
    let (once, taken) = parties(600, 600).decide(Decision::Abusive, NOW).unwrap();
    let (twice, _) = once.decide(Decision::Abusive, NOW + 1).unwrap();
    let undone = twice.undo(Decision::Abusive, taken, NOW, NOW + DAY).unwrap();
    refused!(undone.filings.file(NOW + BAR), FilingBarred);
    assert!(undone.filings.file(NOW + BAR + 1).is_ok());
    assert_eq!(undone.owner.at(NOW + DAY), 500);
}

#[test]
fn two_abusive_complaints_overturned_first_first_bar_nobody() {
    for gap in [0, 1, DAY] {
        let before = parties(600, 600);
        let (once, first) = before.decide(Decision::Abusive, NOW).unwrap();
        let (twice, second) = once.decide(Decision::Abusive, NOW + gap).unwrap();
        let back = twice.undo(Decision::Abusive, first, NOW, NOW + 2 * DAY).unwrap();
        refused!(back.filings.file(NOW + gap + BAR - 1), FilingBarred);
        assert!(back.filings.file(NOW + gap + BAR).is_ok());
        let back = back.undo(Decision::Abusive, second, NOW + gap, NOW + 3 * DAY).unwrap();
        assert_eq!(back.filings, before.filings);
    }
}

#[test]
fn of_more_bars_than_slots_the_latest_count() {
    let mut parties = parties(600, 600);
    for second in 0..5 {
        (parties, _) = parties.decide(Decision::Abusive, NOW + second).unwrap();
    }
    assert_eq!(parties.filings.barred_until(), NOW + 4 + BAR);
    for second in [4, 3, 2] {
        refused!(parties.filings.file(NOW + second + BAR - 1), FilingBarred);
        parties = parties.undo(Decision::Abusive, 0, NOW + second, NOW + 5).unwrap();
    }
    assert_eq!(parties.filings, Filings::default());
}

#[test]
fn two_abusive_complaints_overturned_last_first_bar_nobody() {
    let before = parties(600, 600);
    let (once, first) = before.decide(Decision::Abusive, NOW).unwrap();
    let (twice, second) = once.decide(Decision::Abusive, NOW + DAY).unwrap();
    let back = twice.undo(Decision::Abusive, second, NOW + DAY, NOW + 2 * DAY).unwrap();
    refused!(back.filings.file(NOW + BAR - 1), FilingBarred);
    assert!(back.filings.file(NOW + BAR).is_ok());
    let back = back.undo(Decision::Abusive, first, NOW, NOW + 3 * DAY).unwrap();
    assert_eq!((back.filings, back.owner.at(NOW + 3 * DAY)), (before.filings, 603));
}

#[test]
fn nobody_gains_by_a_decision_that_took_less_than_it_costs() {
    for (points, decision) in [(0, SEVERE), (49, MINOR), (49, SEVERE), (50, SERIOUS)] {
        let (after, taken) = parties(points, 1_000).decide(decision, NOW).unwrap();
        let undone = after.undo(decision, taken, NOW, NOW).unwrap();
        assert_eq!(undone.member, of(points));
        refused!(receives(undone.member, NOW + DAY), NotInGoodStanding);
    }
}

#[test]
fn a_point_is_late_by_the_part_of_a_day_that_the_decision_took() {
    // 599 since a second less than a day: the point that makes 600 was due in a second.
    let before = Parties { member: Reputation { points: 599, as_of: NOW + 1 - DAY }, ..parties(0, 1_000) };
    let (after, taken) = before.decide(MINOR, NOW).unwrap();
    let undone = after.undo(MINOR, taken, NOW, NOW + 1).unwrap();
    assert_eq!((before.member.at(NOW + 1), undone.member.at(NOW + 1)), (600, 599));
    refused!(receives(undone.member, NOW + 1), NotInGoodStanding);
    refused!(receives(undone.member, NOW + DAY - 1), NotInGoodStanding);
    assert_eq!(receives(undone.member, NOW + DAY), Ok(false));
}

#[test]
fn a_greater_decision_in_the_place_of_a_lesser_one_takes_the_greater_and_not_both() {
    let (after, taken) = parties(1_000, 1_000).decide(MINOR, NOW).unwrap();
    let then = NOW + 10 * DAY;
    let (after, taken) = after.undo(MINOR, taken, NOW, then).and_then(|undone| undone.decide(SEVERE, then)).unwrap();
    assert_eq!((after.member.at(then), taken), (500, 500));
    refused!(receives(after.member, then + 100 * DAY - 1), NotInGoodStanding);
    assert_eq!(receives(after.member, then + 100 * DAY), Ok(false));
}

#[test]
fn an_upheld_complaint_that_turns_out_abusive_is_paid_for_by_its_owner() {
    let (after, taken) = parties(600, 1_000).decide(MINOR, NOW).unwrap();
    refused!(receives(after.member, NOW), NotInGoodStanding);
    let then = NOW + DAY;
    let (after, _) =
        after.undo(MINOR, taken, NOW, then).and_then(|undone| undone.decide(Decision::Abusive, then)).unwrap();
    assert_eq!((after.member.at(then), after.owner.at(then)), (601, 900));
    refused!(after.filings.file(then + BAR - 1), FilingBarred);
}

#[test]
fn a_bar_beyond_the_end_of_time_is_refused() {
    for now in [i64::MAX, i64::MAX - BAR + 1] {
        refused!(parties(600, 600).decide(Decision::Abusive, now), MathOverflow);
        refused!(parties(600, 600).undo(Decision::Abusive, 0, now, now), MathOverflow);
        assert!(parties(600, 600).decide(SEVERE, now).is_ok());
    }
    assert!(parties(600, 600).decide(Decision::Abusive, i64::MAX - BAR).is_ok());
}
