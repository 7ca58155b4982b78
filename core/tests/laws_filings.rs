//! What an owner may still file, against a model that keeps a list of what is open.

use crate::common::config;
use crate::refused;
use personal_token_core::complaint::{Case, Filings, Stage, BARS, BAR_TIME, LAPSE_TIME, OPEN_COMPLAINTS};
use personal_token_core::Error;
use proptest::collection::vec;
use proptest::prelude::*;

const NOW: i64 = 1_800_000_000;
const DAY: i64 = 86_400;
const LAPSE: i64 = 60 * DAY;
const BAR: i64 = 90 * DAY;

/// Something that happens to an owner's filings.
#[derive(Clone, Copy, Debug)]
enum Step {
    File,
    /// The complaint of this place among the open ones is decided.
    Free(usize),
    Bar,
    /// Time passes, in seconds.
    Wait(i64),
    /// Time passes to so many seconds after the next lapse, or before it.
    WaitForLapse(i64),
}

fn step() -> impl Strategy<Value = Step> {
    (0u8..16, 0usize..3, 0i64..30 * DAY, -1i64..2).prop_map(|(kind, place, gap, edge)| match kind {
        0..=6 => Step::File,
        7..=9 => Step::Free(place),
        10 => Step::Bar,
        11..=13 => Step::Wait(gap),
        _ => Step::WaitForLapse(edge),
    })
}

/// The owner's complaints as a list of the times at which they lapse.
#[derive(Default)]
struct Model {
    open: Vec<i64>,
    barred_until: i64,
}

impl Model {
    fn file(&mut self, now: i64) -> Result<i64, Error> {
        match (now < self.barred_until, self.open.len()) {
            (true, _) => Err(Error::FilingBarred),
            (false, 3) => Err(Error::TooManyComplaints),
            _ => {
                self.open.push(now + LAPSE);
                Ok(now + LAPSE)
            }
        }
    }
}

proptest! {
    #![proptest_config(config())]

    /// Any history of filing, deciding, barring and waiting: never more than three open, the same ones as the model
    /// has, and each one's slot free at the very second at which it lapses.
    #[test]
    fn never_more_than_three_are_open_and_each_lapses_at_its_second(steps in vec(step(), 1..40)) {
        let (mut filings, mut model, mut now) = (Filings::default(), Model::default(), NOW);
        for step in steps {
            match step {
                Step::File => match (filings.file(now), model.file(now)) {
                    (Ok((after, lapses_at)), Ok(expected)) => {
                        prop_assert_eq!(lapses_at, expected);
                        filings = after;
                    }
                    (outcome, expected) => prop_assert_eq!(outcome.map(|(_, at)| at), expected),
                },
                Step::Free(place) if place < model.open.len() => filings = filings.free(model.open.remove(place)),
                Step::Free(_) => {}
                Step::Bar => {
                    filings = filings.bar(now).unwrap();
                    model.barred_until = model.barred_until.max(now + BAR);
                }
                Step::Wait(gap) => now += gap,
                Step::WaitForLapse(edge) => {
                    now = model.open.iter().min().map_or(now, |lapses| now.max(lapses + edge));
                }
            }
            model.open.retain(|lapses| *lapses > now);
            let mut kept: Vec<i64> = filings.lapse_at.into_iter().filter(|lapses| *lapses > now).collect();
            kept.sort_unstable();
            let mut open = model.open.clone();
            open.sort_unstable();
            prop_assert_eq!(&kept, &open);
            prop_assert_eq!((filings.open(now), filings.barred_until()), (open.len(), model.barred_until));
            prop_assert!(filings.open(now) <= OPEN_COMPLAINTS);
            for lapses in open {
                prop_assert_eq!(filings.open(lapses - 1), filings.open(lapses) + kept.iter().filter(|at| **at == lapses).count());
            }
        }
    }

    /// A slot lasts as long as its complaint can be decided: both ends are the same second.
    #[test]
    fn a_slot_is_taken_exactly_while_its_complaint_is_undecided(filed_at in 0i64..4_000_000_000, after in 0i64..70 * DAY) {
        let (filings, lapses_at) = Filings::default().file(filed_at).unwrap();
        let case = Case { filed_at, ..Case::default() };
        for now in [filed_at + after, lapses_at - 1, lapses_at, lapses_at + 1] {
            let is_open = case.stage(now) != Ok(Stage::Lapsed);
            prop_assert_eq!(filings.open(now), usize::from(is_open));
        }
    }

    #[test]
    fn a_bar_lasts_ninety_days_or_as_long_as_before(bars in any::<[u32; BARS]>(), now in 0i64..4_000_000_000) {
        let before = Filings { lapse_at: [1, 2, 3], bars: bars.map(i64::from) };
        let after = before.bar(now).unwrap();
        prop_assert_eq!(after.barred_until(), before.barred_until().max(now + BAR));
        // It took the place of the one that would have ended first.
        let (mut expected, mut found) = (before.bars, after.bars);
        expected.sort_unstable();
        expected[0] = now + BAR;
        expected.sort_unstable();
        found.sort_unstable();
        prop_assert_eq!((found, after.lapse_at), (expected, before.lapse_at));
        prop_assert_eq!(after.file(after.barred_until() - 1), Err(Error::FilingBarred));
        prop_assert!(after.file(after.barred_until()).is_ok());
    }
}

/// Three complaints, an hour apart.
fn full() -> Filings {
    [0, 3_600, 7_200].into_iter().fold(Filings::default(), |filings, after| filings.file(NOW + after).unwrap().0)
}

#[test]
fn the_limits_are_those_that_were_decided() {
    assert_eq!((OPEN_COMPLAINTS, i64::from(LAPSE_TIME), i64::from(BAR_TIME)), (3, LAPSE, BAR));
    assert_eq!(Filings::default(), Filings { lapse_at: [0; 3], bars: [0; 3] });
}

#[test]
fn a_fourth_complaint_is_refused_until_the_first_has_lapsed() {
    let full = full();
    assert_eq!(full.open(NOW + 7_200), 3);
    for now in [NOW + 7_200, NOW + LAPSE - 1] {
        refused!(full.file(now), TooManyComplaints);
    }
    let (again, lapses_at) = full.file(NOW + LAPSE).unwrap();
    assert_eq!((lapses_at, again.open(NOW + LAPSE)), (NOW + 2 * LAPSE, 3));
    // The next slot is free an hour later, and not before.
    refused!(again.file(NOW + LAPSE), TooManyComplaints);
    refused!(again.file(NOW + LAPSE + 3_599), TooManyComplaints);
    assert!(again.file(NOW + LAPSE + 3_600).is_ok());
}

#[test]
fn three_in_one_second_leave_no_room_for_a_fourth_and_lapse_together() {
    let filings = (0..3).fold(Filings::default(), |filings, _| filings.file(NOW).unwrap().0);
    refused!(filings.file(NOW), TooManyComplaints);
    refused!(filings.file(NOW + LAPSE - 1), TooManyComplaints);
    assert_eq!([LAPSE - 1, LAPSE, LAPSE + 1].map(|after| filings.open(NOW + after)), [3, 0, 0]);
}

#[test]
fn a_decision_frees_one_slot_and_no_second_one() {
    // All three lapse at the same second, so any of the slots may be the freed one.
    let filings = (0..3).fold(Filings::default(), |filings, _| filings.file(NOW).unwrap().0);
    let freed = filings.free(NOW + LAPSE);
    assert_eq!(freed.open(NOW + 8 * DAY), 2);
    let (filled, _) = freed.file(NOW + 8 * DAY).unwrap();
    refused!(filled.file(NOW + 8 * DAY), TooManyComplaints);
}

#[test]
fn freeing_a_slot_that_is_not_there_makes_no_room() {
    for lapses_at in [1, NOW, NOW + LAPSE - 1, NOW + LAPSE + 1, i64::MAX, i64::MIN] {
        assert_eq!(full().free(lapses_at), full());
        refused!(full().free(lapses_at).file(NOW + 7_200), TooManyComplaints);
    }
}

#[test]
fn a_barred_owner_files_nothing_until_the_very_second() {
    let barred = Filings::default().bar(NOW).unwrap();
    for now in [i64::MIN, 0, NOW, NOW + 1, NOW + BAR - 1] {
        refused!(barred.file(now), FilingBarred);
    }
    assert!(barred.file(NOW + BAR).is_ok());
    assert!(barred.file(NOW + BAR + 1).is_ok());
}

#[test]
fn whoever_is_barred_and_has_three_open_is_told_of_the_bar() {
    let barred = full().bar(NOW + 7_200).unwrap();
    refused!(barred.file(NOW + 7_200), FilingBarred);
    // The bar outlasts all three.
    refused!(barred.file(NOW + LAPSE + 7_200), FilingBarred);
    assert_eq!(barred.open(NOW + LAPSE + 7_200), 0);
}

#[test]
fn a_bar_touches_no_open_complaint_and_a_freed_slot_no_bar() {
    let barred = full().bar(NOW).unwrap();
    assert_eq!((barred.barred_until(), barred.lapse_at), (NOW + BAR, full().lapse_at));
    refused!(barred.free(NOW + LAPSE).file(NOW + BAR - 1), FilingBarred);
}

#[test]
fn an_earlier_bar_does_not_shorten_a_later_one() {
    let barred = Filings::default().bar(NOW).unwrap();
    for (now, until) in [(NOW - 1, NOW + BAR), (NOW, NOW + BAR), (NOW + 1, NOW + BAR + 1)] {
        let again = barred.bar(now).unwrap();
        assert_eq!(again.barred_until(), until);
        refused!(again.file(until - 1), FilingBarred);
        assert!(again.file(until).is_ok());
    }
}

#[test]
fn filing_or_barring_at_the_end_of_time_is_refused() {
    refused!(Filings::default().file(i64::MAX), MathOverflow);
    refused!(Filings::default().file(i64::MAX - LAPSE + 1), MathOverflow);
    refused!(Filings::default().bar(i64::MAX), MathOverflow);
    refused!(Filings::default().bar(i64::MAX - BAR + 1), MathOverflow);
    assert!(Filings::default().file(i64::MAX - LAPSE).is_ok());
    assert_eq!(Filings::default().bar(i64::MAX - BAR).map(|filings| filings.barred_until()), Ok(i64::MAX));
}
