//! Where a complaint stands, at every second that matters, and every byte that says something about it.

use crate::common::{big, config, moment};
use crate::refused;
use personal_token_core::complaint::{
    check_event, Case, Category, Decision, Severity, Stage, LAPSE_TIME, OVERTURN_TIME, REPLY_TIME,
};
use personal_token_core::{Error, Result};
use proptest::prelude::*;

const NOW: i64 = 1_800_000_000;
const DAY: i64 = 86_400;
/// The three times by their words, written down a second time.
const REPLY: i64 = 7 * DAY;
const LAPSE: i64 = 60 * DAY;
const OVERTURN: i64 = 30 * DAY;

fn filed(filed_at: i64) -> Case {
    Case { filed_at, ..Case::default() }
}

fn decided(decided_at: i64, overturned: bool) -> Case {
    Case { filed_at: NOW, replied_at: 0, decided_at, overturned }
}

/// What each question about a complaint is answered with: reply, decision, overturning, closing.
type Answers = [Result<()>; 4];

fn answers(case: &Case, now: i64) -> Answers {
    [case.check_reply(now), case.check_decision(now), case.check_overturn(now), case.check_close(now)]
}

/// The answers by the stage, read as a table. One thing can be done at each stage, and no other.
fn by_stage(stage: Stage, replied: bool, overturned: bool) -> Answers {
    use Error::*;
    let reply = if replied { Err(AlreadyReplied) } else { Ok(()) };
    let overturn = Err(if overturned { AlreadyOverturned } else { OverturnTimeOver });
    let late = Err(ReplyTimeOver);
    match stage {
        Stage::Reply(_) => [reply, Err(ReplyTimeRuns), Err(ComplaintUndecided), Err(ComplaintStands)],
        Stage::Decision(_) => [late, Ok(()), Err(ComplaintUndecided), Err(ComplaintStands)],
        Stage::Lapsed => [late, Err(ComplaintLapsed), Err(ComplaintUndecided), Ok(())],
        Stage::Appeal(_) => [late, Err(ComplaintDecided), Ok(()), Err(ComplaintStands)],
        Stage::Final => [late, Err(ComplaintDecided), overturn, Ok(())],
    }
}

proptest! {
    #![proptest_config(config())]

    /// Any complaint at any moment: the stage is the one whose span the moment lies in, computed without a limit, and
    /// the four questions are answered as that stage says.
    #[test]
    fn a_complaint_is_at_one_stage_and_every_question_is_answered_by_it(
        filed_at in 0i64..4_000_000_000,
        replied in any::<bool>(),
        decided_after in proptest::option::of(0i64..LAPSE),
        overturned in any::<bool>(),
        now in 0i64..200 * DAY,
    ) {
        let now = filed_at + now;
        let decided_at = decided_after.map_or(0, |after| filed_at + 1 + after);
        let case = Case { filed_at, replied_at: i64::from(replied), decided_at, overturned };
        let is_decided = decided_after.is_some();
        let stages = [
            (!is_decided && now < filed_at + REPLY, Stage::Reply(filed_at + REPLY)),
            (!is_decided && (filed_at + REPLY..filed_at + LAPSE).contains(&now), Stage::Decision(filed_at + LAPSE)),
            (!is_decided && now >= filed_at + LAPSE, Stage::Lapsed),
            (is_decided && !overturned && now < decided_at + OVERTURN, Stage::Appeal(decided_at + OVERTURN)),
            (is_decided && (overturned || now >= decided_at + OVERTURN), Stage::Final),
        ];
        let holding: Vec<Stage> = stages.iter().filter(|(holds, _)| *holds).map(|(_, stage)| *stage).collect();
        prop_assert_eq!(holding.len(), 1);
        prop_assert_eq!(case.stage(now), Ok(holding[0]));
        prop_assert_eq!(answers(&case, now), by_stage(holding[0], replied, overturned));
    }

    /// At most one of the four is ever possible, and each refuses for a reason of its own stage.
    #[test]
    fn no_moment_allows_two_things(filed_at in moment(), replied_at in 0i64..2, decided_at in moment(), overturned in any::<bool>(), now in moment()) {
        let case = Case { filed_at, replied_at, decided_at, overturned };
        let allowed = answers(&case, now).into_iter().filter(Result::is_ok).count();
        prop_assert!(allowed <= 1);
        let fits = big(filed_at) + LAPSE <= big(i64::MAX) && big(decided_at) + OVERTURN <= big(i64::MAX);
        match case.stage(now) {
            Ok(stage) => {
                prop_assert!(fits);
                prop_assert_eq!(answers(&case, now), by_stage(stage, replied_at != 0, overturned));
            }
            Err(error) => {
                prop_assert!(!fits);
                prop_assert_eq!((error, answers(&case, now)), (Error::MathOverflow, [Err(Error::MathOverflow); 4]));
            }
        }
    }

    /// The stage an undecided complaint is at says until when, and that is the second at which it is at the next.
    #[test]
    fn a_stage_ends_at_the_second_it_names(filed_at in 0i64..4_000_000_000, decided_at in 0i64..4_000_000_000, now in 0i64..4_000_000_000) {
        let case = Case { filed_at, decided_at, ..Case::default() };
        let until = match case.stage(now).unwrap() {
            Stage::Reply(until) | Stage::Decision(until) | Stage::Appeal(until) => until,
            Stage::Lapsed | Stage::Final => return Ok(()),
        };
        let kind = |now| std::mem::discriminant(&case.stage(now).unwrap());
        prop_assert!(now < until);
        prop_assert_eq!(kind(until - 1), kind(now));
        prop_assert_ne!(kind(until), kind(now));
    }

    #[test]
    fn an_event_lies_between_the_epoch_and_now(occurred_at in moment(), now in moment()) {
        prop_assert_eq!(check_event(occurred_at, now).is_ok(), (1..=now).contains(&occurred_at));
    }
}

#[test]
fn the_times_are_those_that_were_decided() {
    assert_eq!([REPLY_TIME, LAPSE_TIME, OVERTURN_TIME].map(i64::from), [REPLY, LAPSE, OVERTURN]);
}

/// Three edges of an undecided complaint, a second before, at, and after each.
#[test]
fn an_undecided_complaint_is_at_each_stage_to_the_second() {
    let (reply, decision) = (Stage::Reply(NOW + REPLY), Stage::Decision(NOW + LAPSE));
    let edges = [
        (-1, reply),
        (0, reply),
        (1, reply),
        (REPLY - 1, reply),
        (REPLY, decision),
        (REPLY + 1, decision),
        (LAPSE - 1, decision),
        (LAPSE, Stage::Lapsed),
        (LAPSE + 1, Stage::Lapsed),
    ];
    for (after, stage) in edges {
        for replied_at in [0, NOW + 1] {
            let case = Case { replied_at, ..filed(NOW) };
            assert_eq!(case.stage(NOW + after), Ok(stage), "{after}");
            assert_eq!(answers(&case, NOW + after), by_stage(stage, replied_at != 0, false), "{after}");
        }
    }
}

#[test]
fn a_decided_complaint_is_at_each_stage_to_the_second() {
    for decided_at in [NOW + REPLY, NOW + LAPSE - 1] {
        for (after, overturned, is_final) in [
            (0, false, false),
            (OVERTURN - 1, false, false),
            (OVERTURN, false, true),
            (OVERTURN + 1, false, true),
            (0, true, true),
            (OVERTURN - 1, true, true),
            (OVERTURN, true, true),
        ] {
            let stage = if is_final { Stage::Final } else { Stage::Appeal(decided_at + OVERTURN) };
            let case = decided(decided_at, overturned);
            assert_eq!(case.stage(decided_at + after), Ok(stage));
            assert_eq!(answers(&case, decided_at + after), by_stage(stage, false, overturned));
        }
    }
}

#[test]
fn a_second_reply_is_refused_and_so_is_one_a_second_late() {
    refused!(Case { replied_at: NOW, ..filed(NOW) }.check_reply(NOW + 1), AlreadyReplied);
    refused!(Case { replied_at: NOW, ..filed(NOW) }.check_reply(NOW + REPLY - 1), AlreadyReplied);
    refused!(Case { replied_at: NOW, ..filed(NOW) }.check_reply(NOW + REPLY), ReplyTimeOver);
    refused!(filed(NOW).check_reply(NOW + REPLY), ReplyTimeOver);
    refused!(decided(NOW + REPLY, false).check_reply(NOW + REPLY), ReplyTimeOver);
    assert_eq!(filed(NOW).check_reply(NOW + REPLY - 1), Ok(()));
}

#[test]
fn nobody_decides_while_the_reply_time_runs_even_if_the_reply_is_there() {
    for replied_at in [0, NOW] {
        let case = Case { replied_at, ..filed(NOW) };
        refused!(case.check_decision(NOW), ReplyTimeRuns);
        refused!(case.check_decision(NOW + REPLY - 1), ReplyTimeRuns);
        assert_eq!(case.check_decision(NOW + REPLY), Ok(()));
    }
}

#[test]
fn a_lapsed_complaint_is_decided_by_nobody() {
    for now in [NOW + LAPSE, NOW + LAPSE + 1, i64::MAX] {
        refused!(filed(NOW).check_decision(now), ComplaintLapsed);
        refused!(filed(NOW).check_overturn(now), ComplaintUndecided);
    }
    assert_eq!(filed(NOW).check_decision(NOW + LAPSE - 1), Ok(()));
}

#[test]
fn a_decided_complaint_is_decided_by_nobody_a_second_time() {
    for (now, overturned) in [(NOW + REPLY, false), (NOW + REPLY, true), (NOW + LAPSE, false), (i64::MAX, true)] {
        refused!(decided(NOW + REPLY, overturned).check_decision(now), ComplaintDecided);
    }
}

#[test]
fn an_overturning_that_is_late_or_the_second_is_refused() {
    let at = NOW + REPLY;
    refused!(decided(at, false).check_overturn(at + OVERTURN), OverturnTimeOver);
    refused!(decided(at, false).check_overturn(at + OVERTURN + 1), OverturnTimeOver);
    refused!(decided(at, true).check_overturn(at), AlreadyOverturned);
    refused!(decided(at, true).check_overturn(at + OVERTURN), AlreadyOverturned);
    refused!(filed(NOW).check_overturn(at), ComplaintUndecided);
    assert_eq!(decided(at, false).check_overturn(at + OVERTURN - 1), Ok(()));
}

#[test]
fn a_complaint_that_something_can_happen_to_is_not_closed() {
    let at = NOW + REPLY;
    for now in [NOW, NOW + REPLY, NOW + LAPSE - 1] {
        refused!(filed(NOW).check_close(now), ComplaintStands);
    }
    refused!(decided(at, false).check_close(at), ComplaintStands);
    // It would have lapsed by now, but it was decided at the last second.
    refused!(decided(NOW + LAPSE - 1, false).check_close(NOW + LAPSE), ComplaintStands);
    refused!(decided(at, false).check_close(at + OVERTURN - 1), ComplaintStands);
    assert_eq!(filed(NOW).check_close(NOW + LAPSE), Ok(()));
    assert_eq!(decided(at, false).check_close(at + OVERTURN), Ok(()));
    assert_eq!(decided(at, true).check_close(at), Ok(()));
}

#[test]
fn times_beyond_the_end_of_time_are_refused() {
    for filed_at in [i64::MAX, i64::MAX - LAPSE + 1, i64::MAX - REPLY + 1] {
        refused!(filed(filed_at).stage(0), MathOverflow);
        assert_eq!(answers(&filed(filed_at), 0), [Err(Error::MathOverflow); 4]);
    }
    refused!(decided(i64::MAX - OVERTURN + 1, false).stage(0), MathOverflow);
    assert_eq!(filed(i64::MAX - LAPSE).stage(i64::MAX), Ok(Stage::Lapsed));
    assert_eq!(decided(i64::MAX - OVERTURN, false).stage(i64::MAX), Ok(Stage::Final));
}

#[test]
fn an_event_in_the_future_or_at_no_time_is_refused() {
    for occurred_at in [NOW + 1, NOW + 2, i64::MAX, 0, -1, i64::MIN] {
        refused!(check_event(occurred_at, NOW), EventTimeInvalid);
    }
    refused!(check_event(0, 0), EventTimeInvalid);
    refused!(check_event(1, 0), EventTimeInvalid);
    for occurred_at in [1, NOW - 1, NOW] {
        assert_eq!(check_event(occurred_at, NOW), Ok(()));
    }
}

#[test]
fn every_unknown_category_is_refused() {
    let known = [
        (1, Category::Harassment, "harassment"),
        (2, Category::Pressure, "pressure"),
        (3, Category::BeyondBoundary, "boundary"),
        (4, Category::Misrepresentation, "misrepresentation"),
        (5, Category::Other, "other"),
    ];
    for (byte, category, name) in known {
        assert_eq!(Category::from_byte(byte), Ok(category));
        assert_eq!((category.byte(), category.name()), (byte, name));
    }
    assert_eq!(Category::ALL, known.map(|(_, category, _)| category));
    for byte in (0..=u8::MAX).filter(|byte| !(1..=5).contains(byte)) {
        refused!(Category::from_byte(byte), CategoryInvalid);
    }
}

#[test]
fn every_unknown_severity_is_refused() {
    let known = [
        (1, Severity::Minor, "minor", 50),
        (2, Severity::Serious, "serious", 200),
        (3, Severity::Severe, "severe", 500),
    ];
    for (byte, severity, name, points) in known {
        assert_eq!(Severity::from_byte(byte), Ok(severity));
        assert_eq!((severity.byte(), severity.name(), severity.points()), (byte, name, points));
    }
    assert_eq!(Severity::ALL, known.map(|(_, severity, _, _)| severity));
    assert!(Severity::ALL.is_sorted());
    for byte in (0..=u8::MAX).filter(|byte| !(1..=3).contains(byte)) {
        refused!(Severity::from_byte(byte), SeverityInvalid);
    }
}

/// All 196,608 combinations of kind, severity and what the complaint said, against a table.
#[test]
fn every_pair_of_bytes_but_five_is_no_decision() {
    let decisions = [
        ((1, 1), Decision::Upheld(Severity::Minor), "upheld"),
        ((1, 2), Decision::Upheld(Severity::Serious), "upheld"),
        ((1, 3), Decision::Upheld(Severity::Severe), "upheld"),
        ((2, 0), Decision::Dismissed, "dismissed"),
        ((3, 0), Decision::Abusive, "dismissed as abusive"),
    ];
    for (bytes, decision, name) in decisions {
        assert_eq!((decision.bytes(), decision.name()), (bytes, name));
        assert_eq!(Decision::from_bytes(bytes.0, bytes.1, Severity::Severe), Ok(decision));
    }
    let mut accepted = 0;
    for claimed in Severity::ALL {
        for (kind, severity) in (0..=u8::MAX).flat_map(|kind| (0..=u8::MAX).map(move |severity| (kind, severity))) {
            let known = decisions.iter().find(|(bytes, _, _)| *bytes == (kind, severity));
            let expected = match known {
                Some((_, Decision::Upheld(severity), _)) if *severity > claimed => Err(Error::SeverityAboveComplaint),
                Some((_, decision, _)) => Ok(*decision),
                None if (1..=3).contains(&kind) => Err(Error::SeverityInvalid),
                None => Err(Error::DecisionInvalid),
            };
            assert_eq!(Decision::from_bytes(kind, severity, claimed), expected, "{kind} {severity} {claimed:?}");
            accepted += u32::from(expected.is_ok());
        }
    }
    // Dismissed and abusive for each of the three, and one, two and three severities.
    assert_eq!(accepted, 3 * 2 + 1 + 2 + 3);
}

#[test]
fn a_complaint_is_never_upheld_as_more_than_it_says() {
    refused!(Decision::from_bytes(1, 2, Severity::Minor), SeverityAboveComplaint);
    refused!(Decision::from_bytes(1, 3, Severity::Minor), SeverityAboveComplaint);
    refused!(Decision::from_bytes(1, 3, Severity::Serious), SeverityAboveComplaint);
    // What is no severity at all is named as that.
    refused!(Decision::from_bytes(1, 4, Severity::Minor), SeverityInvalid);
    refused!(Decision::from_bytes(1, 0, Severity::Minor), SeverityInvalid);
}
