//! `quote::reports_due` says of fetched state exactly what `report_record` then does.

use personal_token_sdk::quote::{reports_due, ReportDue};

use super::common::*;

/// Everything of one kind that belongs to a token, as a client fetches it.
fn fetched<T: ProgramAccount>(world: &World, is_of: impl Fn(&T) -> bool) -> Vec<T> {
    let all = world.accounts_of(&ID).into_iter();
    all.filter_map(|(_, account)| T::decode(&account.owner, &account.data).ok()).filter(is_of).collect()
}

fn due_now(world: &World, token: &TokenFixture) -> Vec<ReportDue> {
    let positions = fetched::<Position>(world, |position| position.token == token.token);
    let reports = fetched::<Report>(world, |report| report.token == token.token);
    let (network, state) = (world.network_state(), world.token_state(token));
    reports_due(&network, &state, &positions, &reports, world.now()).unwrap()
}

/// Of every year, and by every position: what is said is what happens, now.
#[track_caller]
fn check(world: &mut World, case: &Case) -> Vec<ReportDue> {
    let due = due_now(world, &case.ada);
    let positions = fetched::<Position>(world, |position| position.token == case.ada.token);
    for year in YEAR - 1..YEAR + 5 {
        let of_year = due.iter().find(|due| due.year == year);
        for position in &positions {
            let position = position.address();
            let record = ReportRecord { position, ..world.report_record(&case.ada, year, case.bob) };
            let is_witness = of_year.is_some_and(|due| due.witness == position);
            tentatively(world, |world| {
                let outcome = world.send(&[record.instruction()]);
                match (of_year, outcome.refusal()) {
                    // Who owes none cannot be recorded by anything.
                    (None, refusal) => {
                        let none = [Rule::ReportYearInvalid, Rule::NoOutsideShareholder].map(|rule| Some(rule.into()));
                        assert!(none.contains(&refusal), "{year}: {refusal:?}");
                    }
                    (Some(due), _) if is_witness => same(world, &record, due, &outcome),
                    // Another witness would show the same, if it is one.
                    (Some(due), refusal) if refusal != Some(Rule::NoOutsideShareholder.into()) => {
                        same(world, &record, due, &outcome);
                    }
                    (Some(_), _) => {}
                }
            });
        }
    }
    due
}

#[track_caller]
fn same(world: &World, record: &ReportRecord, due: &ReportDue, outcome: &Outcome) {
    let Some(finding) = due.recordable else {
        let is_early = world.now() < due.deadline.recordable_at;
        let rule = if is_early { Rule::ReportNotOverdue } else { Rule::ReportInOrder };
        assert_eq!(outcome.refusal(), Some(rule.into()), "{due:?}");
        return;
    };
    assert_eq!(outcome.refusal(), None, "{due:?}");
    let expected = recorded(record, finding, due.deposited, 0, 0);
    assert_eq!(emitted(outcome)[..1], expected);
    let report = read(world, pda::report(record.token, due.year));
    assert_eq!(report.findings().last().is_some(), due.report.is_some() || finding == Finding::Missed);
}

/// The edges of a report's life.
fn edges() -> Vec<i64> {
    let Deadline { opens_at, due_at, recordable_at } = deadline(YEAR);
    let around = |time: i64| [time - 1, time, time + 1];
    let end = january(YEAR + 4);
    [around(opens_at), around(due_at), around(recordable_at), around(january(YEAR + 2)), around(end)].concat()
}

/// The years of reports that are due, and what can be recorded of each.
type Said = Vec<(u16, Option<Finding>)>;

/// At each edge, in a world in which `before` happened in the middle of 2026.
fn at_each_edge(before: impl Fn(&mut World, &Case)) -> Vec<(i64, Said)> {
    let (mut world, case) = ready();
    before(&mut world, &case);
    let times = edges().into_iter().filter(|time| *time >= world.now()).collect::<Vec<_>>();
    let said = times.into_iter().map(|time| {
        let due = tentatively(&mut world, |world| {
            world.warp_to(time);
            check(world, &case)
        });
        (time, due.iter().map(|due| (due.year, due.recordable)).collect())
    });
    said.collect()
}

#[test]
fn of_a_report_that_is_never_filed() {
    let said = at_each_edge(|_, _| {});
    let at = |time: i64| said.iter().find(|(found, _)| *found == time).unwrap().1.clone();
    let Deadline { opens_at, recordable_at, .. } = deadline(YEAR);
    assert_eq!(at(opens_at - 1), []);
    assert_eq!(at(opens_at), [(YEAR, None)]);
    assert_eq!(at(recordable_at - 1), [(YEAR, None)]);
    assert_eq!(at(recordable_at), [(YEAR, Some(Finding::Missed))]);
    assert_eq!(at(january(YEAR + 2)), [(YEAR, Some(Finding::Missed)), (YEAR + 1, None)]);
    let missed = Some(Finding::Missed);
    assert_eq!(at(january(YEAR + 4) - 1), [(YEAR, missed), (YEAR + 1, missed), (YEAR + 2, missed)]);
    assert_eq!(at(january(YEAR + 4)), [(YEAR + 1, missed), (YEAR + 2, missed), (YEAR + 3, None)]);
}

#[test]
fn of_a_report_that_was_filed_in_time() {
    for (proceeds, deposited, expected) in [(0, 0, None), (700, 700, None), (700, 699, Some(Finding::Short))] {
        let said = at_each_edge(|world, case| {
            if deposited > 0 {
                deposit(world, case, YEAR, deposited);
            }
            world.warp_to(january(YEAR + 1));
            file(world, case, proceeds, 0);
        });
        let recordable_at = deadline(YEAR).recordable_at;
        for (time, due) in said {
            let of_year = due.iter().find(|(year, _)| *year == YEAR);
            let remembered = time < january(YEAR + 4);
            let recordable = if time >= recordable_at { expected } else { None };
            assert_eq!(of_year, remembered.then_some(&(YEAR, recordable)));
        }
    }
}

#[test]
fn of_a_report_that_is_late_missed_and_short() {
    let (mut world, case) = overdue();
    let finding = |world: &mut World| check(world, &case).first().unwrap().recordable;
    file(&mut world, &case, 1_000, 300);
    assert_eq!(finding(&mut world), Some(Finding::Missed));
    record(&mut world, &case);
    assert_eq!(finding(&mut world), Some(Finding::Short));
    tentatively(&mut world, |world| {
        deposit(world, &case, YEAR, GAIN);
        assert_eq!(finding(world), None);
    });
    record(&mut world, &case);
    assert_eq!(finding(&mut world), None);
}

#[test]
fn of_an_owner_without_outside_shareholders() {
    let none = at_each_edge(|world, case| {
        world.transfer(&case.ada, case.bob, case.ada.owner, 1_000).expect_success();
    });
    assert!(none.iter().all(|(_, due)| due.is_empty()));
}

/// A shareholder of a later year owes nothing for the years before him.
#[test]
fn of_an_owner_whose_only_shareholder_came_later() {
    let said = at_each_edge(|world, case| {
        world.transfer(&case.ada, case.bob, case.ada.owner, 1_000).expect_success();
        world.warp_to(january(YEAR + 1));
        world.holder("dave", &case.ada, 1);
    });
    let all: Vec<u16> = said.iter().flat_map(|(_, due)| due.iter().map(|(year, _)| *year)).collect();
    assert!(!all.is_empty() && !all.contains(&YEAR));
}

#[test]
fn of_other_parameters() {
    let (mut world, case) = over();
    file(&mut world, &case, 1_000, 300);
    change_parameters(&mut world, |parameters| (parameters.report_deadline, parameters.report_grace) = (10, DAY));
    let at = january(YEAR + 1) + 11 * DAYS;
    for (time, expected) in [(at - 1, None), (at, Some(Finding::Short)), (at + 1, Some(Finding::Short))] {
        world.warp_to(time);
        assert_eq!(check(&mut world, &case)[0].recordable, expected);
    }
}
