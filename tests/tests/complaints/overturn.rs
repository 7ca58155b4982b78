//! `complaint_overturn`: another decision in the place of a steward's, and what the first one took given back.

use super::common::*;

/// What the program has to report of the authority's decision.
fn reported(world: &World, complaint: Address, decision: Decision, points: u16) -> Vec<u8> {
    let (decision, severity) = decision.bytes();
    let (by, reason_hash, overturned) = (world.founder, hash("other reason"), true);
    event::ComplaintDecided { complaint, decision, severity, points, reason_hash, by, overturned }.bytes()
}

fn changed(person: Person, before: u16, after: u16, cause: Address) -> Vec<u8> {
    event::ReputationChanged { member: person.member, before, after, cause }.bytes()
}

#[test]
fn dismisses_what_was_upheld_with_every_field() {
    let (mut world, (case, complaint)) = decided();
    world.warp(1_000);
    let now = world.now();
    let before = read(&world, complaint);
    let bob = world.member_state(case.bob);
    let overturn = world.complaint_overturn(complaint, Decision::Dismissed);
    let outcome = world.send(&[overturn.instruction()]).expect_changed(&[complaint, case.bob.member]);
    let expected = Complaint {
        decision: 2,
        decided_severity: 0,
        overturned: 1,
        points: 0,
        decided_at: now,
        reason_hash: hash("other reason"),
        decided_by: world.founder,
        ..before
    };
    assert_eq!(read(&world, complaint), expected);
    assert_eq!(read(&world, complaint).case().stage(now), Ok(Stage::Final));
    assert_eq!(world.member_state(case.bob), Member { reputation: 1_000, ..bob });
    let events = [reported(&world, complaint, Decision::Dismissed, 0), changed(case.bob, 800, 1_000, complaint)];
    assert_eq!(emitted(&outcome), events);
}

#[test]
fn upholds_what_was_dismissed_with_every_field() {
    let (mut world, (case, complaint)) = decided_as(Decision::Dismissed);
    world.warp(1_000);
    let now = world.now();
    let before = read(&world, complaint);
    let bob = world.member_state(case.bob);
    let decision = Decision::Upheld(Severity::Severe);
    let overturn = world.complaint_overturn(complaint, decision);
    let outcome = world.send(&[overturn.instruction()]).expect_changed(&[complaint, case.bob.member]);
    let expected = Complaint {
        decision: 1,
        decided_severity: 3,
        overturned: 1,
        points: 500,
        decided_at: now,
        reason_hash: hash("other reason"),
        decided_by: world.founder,
        ..before
    };
    assert_eq!(read(&world, complaint), expected);
    assert_eq!(world.member_state(case.bob), Member { reputation: 500, reputation_as_of: now, ..bob });
    let events = [reported(&world, complaint, decision, 500), changed(case.bob, 1_000, 500, complaint)];
    assert_eq!(emitted(&outcome), events);
}

#[test]
fn what_was_upheld_is_abusive_with_every_field() {
    let (mut world, (case, complaint)) = decided();
    let now = world.now();
    let before = read(&world, complaint);
    let (bob, ada) = (world.member_state(case.bob), world.member_state(case.owner()));
    let overturn = world.complaint_overturn(complaint, Decision::Abusive);
    let all = [complaint, case.bob.member, case.owner().member];
    let outcome = world.send(&[overturn.instruction()]).expect_changed(&all);
    let expected = Complaint {
        decision: 3,
        decided_severity: 0,
        overturned: 1,
        points: 100,
        decided_at: now,
        reason_hash: hash("other reason"),
        decided_by: world.founder,
        ..before
    };
    assert_eq!(read(&world, complaint), expected);
    assert_eq!(world.member_state(case.bob), Member { reputation: 1_000, ..bob });
    let filing_bars = [now + 90 * DAYS, 0, 0];
    let expected = Member { reputation: 900, reputation_as_of: now, filing_bars, ..ada };
    assert_eq!(world.member_state(case.owner()), expected);
    let events = [
        reported(&world, complaint, Decision::Abusive, 100),
        changed(case.bob, 800, 1_000, complaint),
        changed(case.owner(), 1_000, 900, complaint),
    ];
    assert_eq!(emitted(&outcome), events);
}

#[test]
fn what_was_abusive_is_upheld_with_every_field() {
    let (mut world, (case, complaint)) = decided_as(Decision::Abusive);
    let now = world.now();
    let before = read(&world, complaint);
    let (bob, ada) = (world.member_state(case.bob), world.member_state(case.owner()));
    assert_eq!((ada.reputation, ada.filing_bars), (900, [now + 90 * DAYS, 0, 0]));
    let decision = Decision::Upheld(Severity::Minor);
    let overturn = world.complaint_overturn(complaint, decision);
    let all = [complaint, case.bob.member, case.owner().member];
    let outcome = world.send(&[overturn.instruction()]).expect_changed(&all);
    let expected = Complaint {
        decision: 1,
        decided_severity: 1,
        overturned: 1,
        points: 50,
        decided_at: now,
        reason_hash: hash("other reason"),
        decided_by: world.founder,
        ..before
    };
    assert_eq!(read(&world, complaint), expected);
    assert_eq!(world.member_state(case.bob), Member { reputation: 950, reputation_as_of: now, ..bob });
    assert_eq!(world.member_state(case.owner()), Member { reputation: 1_000, filing_bars: [0; 3], ..ada });
    let events = [
        reported(&world, complaint, decision, 50),
        changed(case.bob, 1_000, 950, complaint),
        changed(case.owner(), 900, 1_000, complaint),
    ];
    assert_eq!(emitted(&outcome), events);
    harassed(&mut world, &case, case.bob, Severity::Minor);
}

/// Every decision in the place of every other: both have what they would have if it had been decided so at first.
#[test]
fn leaves_what_the_new_decision_alone_would_have_left() {
    let (mut world, (case, complaint)) = decidable();
    let state = |world: &World| {
        let ada = world.member_state(case.owner());
        (points(world, case.bob), points(world, case.owner()), ada.filing_bars, ada.complaints_lapse_at)
    };
    for second in DECISIONS {
        let alone = tentatively(&mut world, |world| {
            decide(world, &case, complaint, second);
            (state(world), read(world, complaint).points)
        });
        for first in DECISIONS {
            tentatively(&mut world, |world| {
                decide(world, &case, complaint, first);
                let instruction = world.complaint_overturn(complaint, second).instruction();
                let same = (first == second).then_some(Rule::DecisionUnchanged);
                expect(world.send(&[instruction]), same);
                assert_eq!((state(world), read(world, complaint).points), alone, "{first:?}, then {second:?}");
            });
        }
    }
}

/// The slot was free from the first decision on; overturning takes none.
#[test]
fn takes_no_slot_and_frees_none() {
    let (mut world, (case, complaint)) = decided_as(Decision::Dismissed);
    for holder in [case.bob, case.carol, case.carol] {
        harassed(&mut world, &case, holder, Severity::Minor);
    }
    assert_eq!(open(&world, case.owner()), 3);
    overturn(&mut world, complaint, Decision::Upheld(Severity::Severe));
    assert_eq!(open(&world, case.owner()), 3);
    let fourth = file(&world, &case, case.bob);
    world.send(&[fourth.instruction()]).expect_refusal(Rule::TooManyComplaints);
}

fn again(world: &World, complaint: Address) -> ComplaintOverturn {
    world.complaint_overturn(complaint, Decision::Dismissed)
}

refusals! {
    decided;
    refuses_the_same_decision: |world, (_, complaint)|
        world.complaint_overturn(complaint, Decision::Upheld(Severity::Serious)).instruction()
        => Rule::DecisionUnchanged;
    refuses_without_reason: |world, (_, complaint)|
        ComplaintOverturn { reason_hash: [0; 32], ..again(&world, complaint) }.instruction() => Rule::ReasonRequired;
    refuses_another_subject: |world, (case, complaint)|
        again(&world, complaint).instruction().replacing(case.bob.member, case.carol.member)
        => Rule::ComplaintMismatch;
    refuses_another_owner: |world, (case, complaint)|
        again(&world, complaint).instruction().replacing(case.owner().member, case.carol.member)
        => Rule::ComplaintMismatch;
    refuses_both_in_each_others_place: |world, (_, complaint)| {
        let mut overturn = again(&world, complaint);
        std::mem::swap(&mut overturn.parties.member, &mut overturn.parties.owner_member);
        overturn.instruction()
    } => Rule::ComplaintMismatch;
    refuses_another_token: |world, (case, complaint)| {
        let dora = world.owner_with_token("dora");
        again(&world, complaint).instruction().replacing(case.ada.token, dora.token)
    } => Rule::ComplaintMismatch;
    refuses_another_network: |world, (_, complaint)| {
        let other = other_network(&mut world);
        again(&world, complaint).instruction().replacing(world.network, other)
    } => Rule::NetworkMismatch;
    refuses_a_read_only_complaint: |world, (_, complaint)|
        again(&world, complaint).instruction().read_only(complaint) => NOT_WRITABLE;
    refuses_a_read_only_subject: |world, (case, complaint)|
        again(&world, complaint).instruction().read_only(case.bob.member) => NOT_WRITABLE;
    refuses_a_read_only_owner: |world, (case, complaint)|
        again(&world, complaint).instruction().read_only(case.owner().member) => NOT_WRITABLE;
}

refusals! {
    decidable;
    refuses_to_overturn_what_nobody_decided: |world, (_, complaint)|
        again(&world, complaint).instruction() => Rule::ComplaintUndecided;
    refuses_to_decide_in_a_stewards_place: |world, (_, complaint)|
        world.complaint_overturn(complaint, Decision::Upheld(Severity::Severe)).instruction()
        => Rule::ComplaintUndecided;
    refuses_to_overturn_what_lapsed: |world, (_, complaint)| {
        world.warp(LAPSE);
        again(&world, complaint).instruction()
    } => Rule::ComplaintUndecided;
}

refusals! {
    overturned;
    refuses_to_overturn_twice: |world, (_, complaint)|
        world.complaint_overturn(complaint, Decision::Abusive).instruction() => Rule::AlreadyOverturned;
    refuses_to_go_back_to_the_first_decision: |world, (_, complaint)|
        world.complaint_overturn(complaint, Decision::Upheld(Severity::Serious)).instruction()
        => Rule::AlreadyOverturned;
    refuses_the_same_once_more: |world, (_, complaint)|
        again(&world, complaint).instruction() => Rule::AlreadyOverturned;
}
