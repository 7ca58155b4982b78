//! What a decision takes and an overturning gives back, in points: 50, 200 or 500 of the shareholder, 100 of the owner.

use super::common::*;

const STARTS: [u16; 5] = [1_000, 600, 100, 40, 0];

fn upheld(severity: Severity) -> Decision {
    Decision::Upheld(severity)
}

/// As [`decidable`], and Bob and Ada have so many points.
fn starting(points: u16) -> (World, (Case, Address)) {
    let (mut world, (case, complaint)) = decidable();
    set_points(&mut world, case.bob, points);
    set_points(&mut world, case.owner(), points);
    (world, (case, complaint))
}

/// Never below zero, and what was taken is recorded as what there was. A row a start, a column a severity.
#[test]
fn takes_what_the_severity_costs_or_what_is_left() {
    let left = [[950, 800, 500], [550, 400, 100], [50, 0, 0], [0, 0, 0], [0, 0, 0]];
    for (start, row) in STARTS.into_iter().zip(left) {
        let (mut world, (case, complaint)) = starting(start);
        for (severity, left) in Severity::ALL.into_iter().zip(row) {
            tentatively(&mut world, |world| {
                let outcome = decide(world, &case, complaint, upheld(severity));
                assert_eq!(points(world, case.bob), left);
                assert_eq!(read(world, complaint).points, start - left);
                assert_eq!(points(world, case.owner()), start);
                let expected = if start == 0 { vec![] } else { vec![(case.bob.member, start, left)] };
                assert_eq!(changes(&outcome), expected);
            });
        }
    }
}

#[test]
fn takes_a_hundred_of_an_abusive_owner_or_what_is_left() {
    for (start, left) in STARTS.into_iter().zip([900, 500, 0, 0, 0]) {
        let (mut world, (case, complaint)) = starting(start);
        let outcome = decide(&mut world, &case, complaint, Decision::Abusive);
        assert_eq!((points(&world, case.bob), points(&world, case.owner())), (start, left));
        assert_eq!(read(&world, complaint).points, start - left);
        let expected = if start == 0 { vec![] } else { vec![(case.owner().member, start, left)] };
        assert_eq!(changes(&outcome), expected);
    }
}

/// Dismissing takes nothing of anybody.
#[test]
fn a_dismissal_takes_nothing() {
    for start in STARTS {
        let (mut world, (case, complaint)) = starting(start);
        let before = world.member_state(case.bob);
        let outcome = decide(&mut world, &case, complaint, Decision::Dismissed);
        assert_eq!(world.member_state(case.bob), before);
        assert_eq!((points(&world, case.owner()), read(&world, complaint).points), (start, 0));
        assert_eq!(changes(&outcome), []);
    }
}

/// At once: exactly what there was, from every start and for every decision.
#[test]
fn gives_back_exactly_what_was_taken() {
    for start in STARTS {
        let (mut world, (case, complaint)) = starting(start);
        for decision in DECISIONS.into_iter().filter(|decision| *decision != Decision::Dismissed) {
            tentatively(&mut world, |world| {
                decide(world, &case, complaint, decision);
                overturn(world, complaint, Decision::Dismissed);
                assert_eq!((points(world, case.bob), points(world, case.owner())), (start, start), "{decision:?}");
                assert_eq!(read(world, complaint).points, 0);
            });
        }
    }
}

/// Later: what he would have if it had never been decided so, a point for each day included, and no more than all.
#[test]
fn gives_it_back_later_with_what_returned_since() {
    for start in STARTS {
        let (mut world, (case, complaint)) = starting(start);
        for days in [1, 10, 29] {
            for severity in Severity::ALL {
                tentatively(&mut world, |world| {
                    decide(world, &case, complaint, upheld(severity));
                    world.warp(days * DAYS);
                    overturn(world, complaint, Decision::Dismissed);
                    let returned = u16::try_from(days).unwrap();
                    assert_eq!(points(world, case.bob), (start + returned).min(1_000), "{start}, {severity:?}");
                });
            }
        }
    }
}

/// The part of a day that had passed counts on: the next point comes when it would have come.
#[test]
fn giving_back_keeps_the_part_of_a_day() {
    let (mut world, (case, complaint)) = starting(600);
    decide(&mut world, &case, complaint, upheld(Severity::Serious));
    world.warp(DAYS + DAYS / 2);
    overturn(&mut world, complaint, Decision::Dismissed);
    assert_eq!(points(&world, case.bob), 601);
    world.warp(DAYS / 2 - 1);
    assert_eq!(points(&world, case.bob), 601);
    world.warp(1);
    assert_eq!(points(&world, case.bob), 602);
}

/// From 40 he lost 40, not 500: that is what comes back.
#[test]
fn does_not_give_back_what_he_never_had() {
    let (mut world, (case, complaint)) = starting(40);
    decide(&mut world, &case, complaint, upheld(Severity::Severe));
    assert_eq!((points(&world, case.bob), read(&world, complaint).points), (0, 40));
    overturn(&mut world, complaint, Decision::Dismissed);
    assert_eq!(points(&world, case.bob), 40);
}

/// Another one in between changes nothing of what comes back, and keeps what it took itself.
#[test]
fn gives_back_with_another_one_decided_in_between() {
    let (mut world, (case, first)) = filed();
    let second = harassed(&mut world, &case, case.bob, Severity::Serious);
    world.warp(REPLY);
    decide(&mut world, &case, first, upheld(Severity::Severe));
    world.warp(DAYS);
    decide(&mut world, &case, second, upheld(Severity::Serious));
    assert_eq!(points(&world, case.bob), 301);
    world.warp(DAYS);
    tentatively(&mut world, |world| {
        overturn(world, first, Decision::Dismissed);
        assert_eq!(points(world, case.bob), 802);
        overturn(world, second, Decision::Dismissed);
        assert_eq!(points(world, case.bob), 1_000);
    });
    overturn(&mut world, second, Decision::Dismissed);
    assert_eq!(points(&world, case.bob), 502);
    overturn(&mut world, first, upheld(Severity::Minor));
    assert_eq!(points(&world, case.bob), 950);
}

/// Nothing was left for the second one to take: nothing comes back of it, and all of the first.
#[test]
fn gives_back_by_what_each_one_took() {
    let (mut world, (case, first)) = filed();
    let second = harassed(&mut world, &case, case.bob, Severity::Severe);
    world.warp(REPLY);
    set_points(&mut world, case.bob, 100);
    decide(&mut world, &case, first, upheld(Severity::Severe));
    decide(&mut world, &case, second, upheld(Severity::Severe));
    assert_eq!([first, second].map(|complaint| read(&world, complaint).points), [100, 0]);
    tentatively(&mut world, |world| {
        overturn(world, second, Decision::Dismissed);
        assert_eq!(points(world, case.bob), 0);
    });
    overturn(&mut world, first, Decision::Dismissed);
    assert_eq!(points(&world, case.bob), 100);
}

/// Both have what they would have: he all his points, she a hundred less and a bar; and the other way round.
#[test]
fn turns_from_one_party_to_the_other() {
    for start in [1_000, 600, 100] {
        let (mut world, (case, complaint)) = starting(start);
        tentatively(&mut world, |world| {
            decide(world, &case, complaint, upheld(Severity::Severe));
            overturn(world, complaint, Decision::Abusive);
            assert_eq!((points(world, case.bob), points(world, case.owner())), (start, start - 100));
            assert_eq!(read(world, complaint).points, 100);
        });
        decide(&mut world, &case, complaint, Decision::Abusive);
        overturn(&mut world, complaint, upheld(Severity::Minor));
        assert_eq!((points(&world, case.bob), points(&world, case.owner())), (start - 50, start));
        assert_eq!(read(&world, complaint).points, 50);
        let ada = world.member_state(case.owner());
        assert_eq!(ada.filing_bars, [0; 3]);
    }
}

/// A point a day comes back by itself, and a decision at 600 closes the market to him until then.
#[test]
fn what_was_taken_returns_by_a_point_a_day() {
    let (mut world, (case, complaint)) = decidable();
    decide(&mut world, &case, complaint, upheld(Severity::Severe));
    for (days, expected) in [(1, 501), (99, 599), (100, 600), (499, 999), (500, 1_000), (501, 1_000)] {
        let at = read(&world, complaint).decided_at + days * DAYS;
        for (time, expected) in [(at - 1, expected.min(500 + u16::try_from(days).unwrap() - 1)), (at, expected)] {
            world.warp_to(time);
            assert_eq!(points(&world, case.bob), expected, "after {days} days");
        }
    }
}

fn without_standing() -> (World, (Case, Address)) {
    decided_as(upheld(Severity::Severe))
}

refusals! {
    without_standing;
    refuses_shares_to_who_lost_too_many_points: |world, (case, _)|
        world.shares_transfer(&case.ada, case.carol, case.bob, 1).instruction() => Rule::NotInGoodStanding;
    refuses_shares_to_him_a_second_before_they_are_back: |world, (case, _)| {
        world.warp(100 * DAYS - 1);
        world.shares_transfer(&case.ada, case.carol, case.bob, 1).instruction()
    } => Rule::NotInGoodStanding;
}

#[test]
fn an_overturning_gives_him_the_market_back() {
    let (mut world, (case, complaint)) = without_standing();
    tentatively(&mut world, |world| {
        world.warp(100 * DAYS);
        world.transfer(&case.ada, case.carol, case.bob, 1).expect_success();
    });
    overturn(&mut world, complaint, upheld(Severity::Serious));
    world.transfer(&case.ada, case.carol, case.bob, 1).expect_success();
}
