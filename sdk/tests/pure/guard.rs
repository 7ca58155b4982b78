//! Rights, complaints and reports: who may buy, when standing returns, which reports are due.

use crate::support::{complaint, report, World, NOW};
use personal_token_sdk::{
    core::{
        boundary::{Boundary, Contact},
        calendar::start_of_year,
        complaint::{Category, Decision, Severity, Stage, LAPSE_TIME, OVERTURN_TIME, REPLY_TIME},
        member::Status,
        report::{Deadline, Finding},
        Error as Rule,
    },
    pda,
    quote::{check_may_buy, reports_due, standing_returns_at, ReportDue},
    state::{Complaint, Member, Network, Position, Report, Token},
};

const DAY: i64 = 86_400;
const NO_YEAR: [u16; 0] = [];

/// The beginning of a year.
fn january(year: u64) -> i64 {
    start_of_year(year).unwrap()
}

/// The world with a token that was created in the middle of 2024, and a shareholder since then.
fn reporting() -> World {
    let mut world = World::new();
    world.token.created_at = january(2024) + 180 * DAY;
    world.source.opened_at = world.token.created_at;
    world.owner_position.opened_at = world.token.created_at;
    world
}

fn due_at(world: &World, reports: &[Report], now: i64) -> Vec<ReportDue> {
    let positions = [&world.owner_position, &world.source, &world.destination];
    reports_due(&world.network, &world.token, positions, reports, now).unwrap()
}

fn years(due: &[ReportDue]) -> Vec<u16> {
    due.iter().map(|due| due.year).collect()
}

fn deadline(year: u16) -> Deadline {
    Deadline::of(year, 105, 30 * 86_400).unwrap()
}

#[test]
fn buying_asks_for_standing_and_for_the_current_charter() {
    let World { mut network, sender, .. } = World::new();
    network.charter_version = 3;
    let acknowledged = Member { charter_version: 3, ..sender };
    assert_eq!(check_may_buy(&network, &acknowledged, NOW), Ok(()));
    for charter_version in [0, 2, 4] {
        let other = Member { charter_version, ..sender };
        assert_eq!(check_may_buy(&network, &other, NOW), Err(Rule::CharterNotAcknowledged));
    }
    for status in [Status::Suspended, Status::Left, Status::Excluded] {
        let other = Member { status: status.byte(), ..acknowledged };
        assert_eq!(check_may_buy(&network, &other, NOW), Err(Rule::MemberNotActive));
    }
    let lowered = Member { reputation: 599, reputation_as_of: NOW, ..acknowledged };
    assert_eq!(check_may_buy(&network, &lowered, NOW), Err(Rule::NotInGoodStanding));
    assert_eq!(check_may_buy(&network, &lowered, NOW + DAY - 1), Err(Rule::NotInGoodStanding));
    assert_eq!(check_may_buy(&network, &lowered, NOW + DAY), Ok(()));
    // Standing is asked first, as on chain.
    let both = Member { charter_version: 2, ..lowered };
    assert_eq!(check_may_buy(&network, &both, NOW), Err(Rule::NotInGoodStanding));
}

#[test]
fn standing_returns_to_the_second() {
    let World { network, sender, .. } = World::new();
    for points in [0, 1, 100, 450, 599, 600, 601, 1_000] {
        let member = Member { reputation: points, reputation_as_of: NOW, charter_version: 1, ..sender };
        let returns_at = standing_returns_at(&network, &member).unwrap();
        assert_eq!(returns_at, NOW + DAY * i64::from(600_u16.saturating_sub(points)));
        assert_eq!(check_may_buy(&network, &member, returns_at), Ok(()));
        if points < 600 {
            assert_eq!(check_may_buy(&network, &member, returns_at - 1), Err(Rule::NotInGoodStanding));
        }
    }
    // A network cannot ask for more than anybody can have; were it to, nobody would ever reach it.
    let mut impossible = network;
    impossible.parameters.minimum_reputation = 1_001;
    assert_eq!(standing_returns_at(&impossible, &sender), None);
    let undemanding = Network { parameters: Default::default(), ..impossible };
    assert!(standing_returns_at(&undemanding, &sender).is_some_and(|at| at <= NOW));
}

#[test]
fn a_report_is_due_from_the_first_second_after_its_year() {
    let world = reporting();
    assert_eq!(due_at(&world, &[], january(2025) - 1), []);
    let due = due_at(&world, &[], january(2025));
    let expected = ReportDue {
        year: 2024,
        deadline: deadline(2024),
        report: None,
        deposited: 0,
        witness: world.source.address(),
        recordable: None,
    };
    assert_eq!(due, [expected]);
    assert_eq!(expected.deadline.opens_at, january(2025));
    assert_eq!(expected.deadline.recordable_at, january(2025) + 135 * DAY);
}

#[test]
fn a_report_can_be_owed_for_three_years_and_not_before_the_token() {
    let world = reporting();
    for (present, expected) in [
        (2024, vec![]),
        (2025, vec![2024]),
        (2026, vec![2024, 2025]),
        (2027, vec![2024, 2025, 2026]),
        (2028, vec![2025, 2026, 2027]),
        (2030, vec![2027, 2028, 2029]),
    ] {
        assert_eq!(years(&due_at(&world, &[], january(present))), expected, "{present}");
    }
    assert_eq!(years(&due_at(&world, &[], january(2028) - 1)), [2024, 2025, 2026]);
    // A clock that tells nonsense owes nothing, and breaks nothing.
    for nonsense in [i64::MIN, -1, 0, i64::MAX] {
        let at = due_at(&world, &[], nonsense);
        assert_eq!(at, [], "{nonsense}");
    }
}

#[test]
fn a_missing_report_is_recordable_to_the_second_and_once() {
    let world = reporting();
    let at = deadline(2025).recordable_at;
    let recordable = |reports: &[Report], now| due_at(&world, reports, now).last().unwrap().recordable;
    assert_eq!(recordable(&[], at - 1), None);
    assert_eq!(recordable(&[], at), Some(Finding::Missed));
    let filed = Report { year: 2025, filed_at: at - 1, proceeds: 5, cost_basis: 5, ..report(&world.token) };
    assert_eq!(recordable(&[filed], at), None);
    let late = Report { filed_at: at, late: 1, ..filed };
    assert_eq!(recordable(&[late], at), Some(Finding::Missed));
    // Late is what was late when it was filed; no later deadline makes it so.
    assert_eq!(recordable(&[Report { filed_at: at, ..filed }], at), None);
    let recorded = Report { missed_at: at, ..late };
    assert_eq!(recordable(&[recorded], at), None);
    // The report of another year is none of this one's.
    let other = Report { year: 2024, ..filed };
    assert_eq!(recordable(&[other], at), Some(Finding::Missed));
}

#[test]
fn a_short_report_is_measured_against_the_deposits_of_its_year() {
    let mut world = reporting();
    let at = deadline(2025).recordable_at;
    let filed = Report { year: 2025, filed_at: at - 1, proceeds: 1_000, cost_basis: 300, ..report(&world.token) };
    let last = |world: &World, reports: &[Report], now| *due_at(world, reports, now).last().unwrap();
    assert_eq!(last(&world, &[filed], at).recordable, Some(Finding::Short));
    assert_eq!(last(&world, &[filed], at - 1).recordable, None);
    for (years, gross, deposited, expected) in [
        ([2024, 2025, 0, 0], [700, 699, 0, 0], 699, Some(Finding::Short)),
        ([2024, 2025, 0, 0], [0, 700, 0, 0], 700, None),
        ([2024, 2025, 2026, 2027], [9_000, 0, 9_000, 9_000], 0, Some(Finding::Short)),
        ([0, 0, 0, 0], [9_000; 4], 0, Some(Finding::Short)),
    ] {
        world.token = Token { years, year_gross: gross, ..world.token };
        let due = last(&world, &[filed], at);
        assert_eq!((due.deposited, due.recordable, due.report), (deposited, expected, Some(filed)));
    }
    // A loss is no gain that anything would have to be deposited of.
    let loss = Report { proceeds: 300, cost_basis: 1_000, ..filed };
    assert_eq!(last(&world, &[loss], at).recordable, None);
    // First that it was late, then that it is short, then nothing.
    let late = Report { filed_at: at, late: 1, ..filed };
    assert_eq!(last(&world, &[late], at).recordable, Some(Finding::Missed));
    let missed = Report { missed_at: at, ..late };
    assert_eq!(last(&world, &[missed], at).recordable, Some(Finding::Short));
    let both = Report { short_at: at, ..missed };
    assert_eq!(last(&world, &[both], at).recordable, None);
    let shown: Vec<_> = [filed, missed, both].iter().map(|report| report.findings().collect::<Vec<_>>()).collect();
    assert_eq!(shown, [vec![], vec![Finding::Missed], vec![Finding::Missed, Finding::Short]]);
    assert_eq!([filed, loss].map(|report| report.rules().gain()), [700, 0]);
}

#[test]
fn only_an_outside_shareholder_of_that_year_is_a_witness() {
    let now = january(2026);
    let with = |change: fn(&mut World)| {
        let mut world = reporting();
        change(&mut world);
        years(&due_at(&world, &[], now))
    };
    assert_eq!(with(|_| {}), [2024, 2025]);
    assert_eq!(with(|world| world.source.shares = 0), NO_YEAR);
    assert_eq!(with(|world| world.source.member = world.token.owner), NO_YEAR);
    assert_eq!(with(|world| world.source.opened_at = january(2025) - 1), [2024, 2025]);
    assert_eq!(with(|world| world.source.opened_at = january(2025)), [2025]);
    assert_eq!(with(|world| world.source.opened_at = january(2026)), NO_YEAR);
    // The first that serves: the owner's own and the empty one are passed over.
    let mut world = reporting();
    world.destination = Position { shares: 1, opened_at: january(2025), ..world.destination };
    let due = due_at(&world, &[], now);
    assert_eq!([due[0].witness, due[1].witness], [world.source.address(); 2]);
    world.source.opened_at = january(2026);
    let due = due_at(&world, &[], now);
    assert_eq!((years(&due), due[0].witness), (vec![2025], world.destination.address()));
    assert_eq!(reports_due(&world.network, &world.token, [], &[], now), Ok(vec![]));
}

#[test]
fn deadlines_are_those_of_the_network_now() {
    let mut world = reporting();
    (world.network.parameters.report_deadline, world.network.parameters.report_grace) = (1, 0);
    let at = january(2025) + DAY;
    assert_eq!(due_at(&world, &[], at - 1)[0].recordable, None);
    assert_eq!(due_at(&world, &[], at)[0].recordable, Some(Finding::Missed));
    (world.network.parameters.report_deadline, world.network.parameters.report_grace) = (365, 180 * 86_400);
    let due = due_at(&world, &[], at)[0];
    assert_eq!((due.recordable, due.deadline.due_at), (None, january(2026)));
    assert_eq!(due.deadline.recordable_at, january(2026) + 180 * DAY);
}

#[test]
fn a_complaint_says_where_it_stands() {
    let World { token, source, .. } = World::new();
    let filed = complaint(&source, &token);
    assert_eq!(filed.category(), Ok(Category::BeyondBoundary));
    assert_eq!((filed.severity(), filed.contact()), (Ok(Severity::Severe), Ok(Contact::Quarterly)));
    assert_eq!(filed.decision(), Ok(None));
    let (replies, lapses) = (NOW + i64::from(REPLY_TIME), NOW + i64::from(LAPSE_TIME));
    let stage = |complaint: &Complaint, now| complaint.case().stage(now).unwrap();
    assert_eq!(stage(&filed, replies - 1), Stage::Reply(replies));
    assert_eq!(stage(&filed, replies), Stage::Decision(lapses));
    assert_eq!(stage(&filed, lapses), Stage::Lapsed);
    let decided = Complaint { decision: 1, decided_severity: 2, decided_at: replies, ..filed };
    assert_eq!(decided.decision(), Ok(Some(Decision::Upheld(Severity::Serious))));
    let is_final = replies + i64::from(OVERTURN_TIME);
    assert_eq!(stage(&decided, is_final - 1), Stage::Appeal(is_final));
    assert_eq!(stage(&decided, is_final), Stage::Final);
    let overturned = Complaint { decision: 3, decided_severity: 0, overturned: 1, ..decided };
    assert_eq!(overturned.decision(), Ok(Some(Decision::Abusive)));
    assert_eq!(stage(&overturned, replies), Stage::Final);
}

#[test]
fn members_and_positions_say_what_was_filed_and_set() {
    let World { sender, source, .. } = World::new();
    let owner = Member { complaints_lapse_at: [NOW, NOW + 1, 0], filing_bars: [0, NOW + 5, 0], ..sender };
    assert_eq!((owner.filings().open(NOW), owner.filings().open(NOW + 1)), (1, 0));
    assert_eq!(owner.filings().file(NOW + 4), Err(Rule::FilingBarred));
    let bounded = Position { contact: 3, contact_set_at: 9, contact_first_set_at: 4, ..source };
    let boundary = Boundary { contact: Contact::NoContact, set_at: 9, first_set_at: 4 };
    assert_eq!(bounded.boundary(), Ok(boundary));
    assert_eq!(bounded.boundary().unwrap().check_set_before(4), Err(Rule::NoBoundaryBefore));
    let rights = Member { charter_version: 2, charter_acknowledged_at: NOW, ..sender }.rights();
    assert_eq!((rights.check_current(2), rights.check_current(3)), (Ok(()), Err(Rule::CharterNotAcknowledged)));
    // Two complaints or reports never share an address.
    assert_ne!(pda::complaint(source.address(), 0), pda::complaint(source.address(), 1));
    assert_ne!(pda::report(source.token, 2025), pda::report(source.token, 2026));
}
