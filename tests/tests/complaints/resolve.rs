//! `complaint_resolve`: what a decision writes, and the accounts it asks for.

use super::common::*;

/// What the program has to report of Judith's decision.
fn reported(case: &Case, complaint: Address, decision: Decision, points: u16) -> Vec<u8> {
    let (decision, severity) = decision.bytes();
    let by = case.judith.wallet;
    let (reason_hash, overturned) = (hash("reason"), false);
    event::ComplaintDecided { complaint, decision, severity, points, reason_hash, by, overturned }.bytes()
}

#[test]
fn upholds_with_every_field() {
    let (mut world, (case, complaint)) = decidable();
    world.warp(1_000);
    let now = world.now();
    let before = read(&world, complaint);
    let (bob, ada) = (world.member_state(case.bob), world.member_state(case.owner()));
    assert_eq!(ada.complaints_lapse_at, [before.lapses_at, 0, 0]);
    let decision = Decision::Upheld(Severity::Serious);
    let resolve = resolve(&world, &case, complaint, decision);
    let changed = [complaint, case.bob.member, case.owner().member];
    let outcome = world.send(&[resolve.instruction()]).expect_changed(&changed);

    let expected = Complaint {
        decision: 1,
        decided_severity: 2,
        points: 200,
        decided_at: now,
        reason_hash: hash("reason"),
        decided_by: case.judith.wallet,
        ..before
    };
    let after = read(&world, complaint);
    assert_eq!(after, expected);
    assert_eq!(after.decision(), Ok(Some(decision)));
    assert_eq!(after.severity(), Ok(Severity::Severe), "as the owner sees it");
    assert_eq!(after.case().stage(now), Ok(Stage::Appeal(now + OVERTURN)));
    assert_eq!(world.member_state(case.bob), Member { reputation: 800, reputation_as_of: now, ..bob });
    assert_eq!(world.member_state(case.owner()), Member { complaints_lapse_at: [0; 3], ..ada });
    let changed = event::ReputationChanged { member: case.bob.member, before: 1_000, after: 800, cause: complaint };
    assert_eq!(emitted(&outcome), [reported(&case, complaint, decision, 200), changed.bytes()]);
}

#[test]
fn dismisses_with_every_field() {
    let (mut world, (case, complaint)) = decidable();
    let now = world.now();
    let before = read(&world, complaint);
    let ada = world.member_state(case.owner());
    let resolve = resolve(&world, &case, complaint, Decision::Dismissed);
    let outcome = world.send(&[resolve.instruction()]).expect_changed(&[complaint, case.owner().member]);

    let expected = Complaint {
        decision: 2,
        decided_at: now,
        reason_hash: hash("reason"),
        decided_by: case.judith.wallet,
        ..before
    };
    assert_eq!(read(&world, complaint), expected);
    assert_eq!(read(&world, complaint).decision(), Ok(Some(Decision::Dismissed)));
    assert_eq!(world.member_state(case.owner()), Member { complaints_lapse_at: [0; 3], ..ada });
    assert_eq!(emitted(&outcome), [reported(&case, complaint, Decision::Dismissed, 0)]);
}

#[test]
fn dismisses_as_abusive_with_every_field() {
    let (mut world, (case, complaint)) = decidable();
    let now = world.now();
    let before = read(&world, complaint);
    let ada = world.member_state(case.owner());
    let resolve = resolve(&world, &case, complaint, Decision::Abusive);
    let outcome = world.send(&[resolve.instruction()]).expect_changed(&[complaint, case.owner().member]);

    let expected = Complaint {
        decision: 3,
        points: 100,
        decided_at: now,
        reason_hash: hash("reason"),
        decided_by: case.judith.wallet,
        ..before
    };
    assert_eq!(read(&world, complaint), expected);
    assert_eq!(read(&world, complaint).decision(), Ok(Some(Decision::Abusive)));
    let expected = Member {
        complaints_lapse_at: [0; 3],
        filing_bars: [now + 90 * DAYS, 0, 0],
        reputation: 900,
        reputation_as_of: now,
        ..ada
    };
    assert_eq!(world.member_state(case.owner()), expected);
    let member = case.owner().member;
    let changed = event::ReputationChanged { member, before: 1_000, after: 900, cause: complaint };
    assert_eq!(emitted(&outcome), [reported(&case, complaint, Decision::Abusive, 100), changed.bytes()]);
}

/// He did not reply, or he did: it is decided alike.
#[test]
fn a_reply_is_not_needed() {
    let (mut world, (case, complaint)) = filed();
    let points = [false, true].map(|replies| {
        tentatively(&mut world, |world| {
            if replies {
                let reply = world.complaint_reply(complaint, case.bob);
                world.must(&[reply.instruction()]);
            }
            world.warp(REPLY);
            decide(world, &case, complaint, Decision::Upheld(Severity::Severe));
            points(world, case.bob)
        })
    });
    assert_eq!(points, [500, 500]);
}

refusals! {
    decidable;
    refuses_without_reason: |world, (case, complaint)| {
        let resolve = resolve(&world, &case, complaint, Decision::Dismissed);
        ComplaintResolve { reason_hash: [0; 32], ..resolve }.instruction()
    } => Rule::ReasonRequired;
    refuses_to_uphold_without_reason: |world, (case, complaint)| {
        let resolve = resolve(&world, &case, complaint, Decision::Upheld(Severity::Severe));
        ComplaintResolve { reason_hash: [0; 32], ..resolve }.instruction()
    } => Rule::ReasonRequired;
    refuses_without_signature: |world, (case, complaint)|
        resolve(&world, &case, complaint, Decision::Dismissed).instruction().unsigned(case.judith.wallet)
        => Error::MissingRequiredSignature;
    refuses_another_member_in_the_subjects_place: |world, (case, complaint)|
        resolve(&world, &case, complaint, Decision::Upheld(Severity::Minor)).instruction()
            .replacing(case.bob.member, case.carol.member) => Rule::ComplaintMismatch;
    refuses_another_member_in_the_owners_place: |world, (case, complaint)|
        resolve(&world, &case, complaint, Decision::Abusive).instruction()
            .replacing(case.owner().member, case.carol.member) => Rule::ComplaintMismatch;
    refuses_the_owner_in_the_subjects_place: |world, (case, complaint)|
        resolve(&world, &case, complaint, Decision::Upheld(Severity::Minor)).instruction()
            .replacing(case.bob.member, case.owner().member) => Rule::ComplaintMismatch;
    refuses_the_subject_in_the_owners_place: |world, (case, complaint)|
        resolve(&world, &case, complaint, Decision::Abusive).instruction()
            .replacing(case.owner().member, case.bob.member) => Rule::ComplaintMismatch;
    refuses_both_in_each_others_place: |world, (case, complaint)| {
        let mut resolve = resolve(&world, &case, complaint, Decision::Upheld(Severity::Minor));
        let parties = &mut resolve.parties;
        std::mem::swap(&mut parties.member, &mut parties.owner_member);
        resolve.instruction()
    } => Rule::ComplaintMismatch;
    refuses_another_token: |world, (case, complaint)| {
        let dora = world.owner_with_token("dora");
        resolve(&world, &case, complaint, Decision::Dismissed).instruction().replacing(case.ada.token, dora.token)
    } => Rule::ComplaintMismatch;
    refuses_another_network: |world, (case, complaint)| {
        let other = other_network(&mut world);
        resolve(&world, &case, complaint, Decision::Dismissed).instruction().replacing(world.network, other)
    } => Rule::NetworkMismatch;
    refuses_what_is_no_network: |world, (case, complaint)|
        resolve(&world, &case, complaint, Decision::Dismissed).instruction().replacing(world.network, case.ada.token)
        => Error::InvalidAccountData;
    refuses_what_is_no_complaint: |world, (case, complaint)|
        resolve(&world, &case, complaint, Decision::Dismissed).instruction().replacing(complaint, case.carol.member)
        => TOO_SMALL;
    refuses_a_complaint_that_is_not_there: |world, (case, complaint)| {
        let next = pda::complaint(case.ada.position(case.bob.wallet), 1);
        resolve(&world, &case, complaint, Decision::Dismissed).instruction().replacing(complaint, next)
    } => TOO_SMALL;
    refuses_a_read_only_complaint: |world, (case, complaint)|
        resolve(&world, &case, complaint, Decision::Dismissed).instruction().read_only(complaint) => NOT_WRITABLE;
    refuses_a_read_only_subject: |world, (case, complaint)|
        resolve(&world, &case, complaint, Decision::Dismissed).instruction().read_only(case.bob.member)
        => NOT_WRITABLE;
    refuses_a_read_only_owner: |world, (case, complaint)|
        resolve(&world, &case, complaint, Decision::Dismissed).instruction().read_only(case.owner().member)
        => NOT_WRITABLE;
    refuses_data_cut_short: |world, (case, complaint)|
        resolve(&world, &case, complaint, Decision::Dismissed).instruction().with_data(|data| data.truncate(34))
        => Error::InvalidInstructionData;
}

refusals! {
    decided;
    refuses_to_decide_twice: |world, (case, complaint)|
        resolve(&world, &case, complaint, Decision::Dismissed).instruction() => Rule::ComplaintDecided;
    refuses_to_decide_the_same_twice: |world, (case, complaint)|
        resolve(&world, &case, complaint, Decision::Upheld(Severity::Serious)).instruction()
        => Rule::ComplaintDecided;
    refuses_another_stewards_decision_after_it: |world, (case, complaint)| {
        let jake = world.steward("jake", capability::ARBITRATE);
        world.complaint_resolve(&case.ada, complaint, jake, Decision::Abusive).instruction()
    } => Rule::ComplaintDecided;
}

refusals! {
    overturned;
    refuses_to_decide_what_was_overturned: |world, (case, complaint)|
        resolve(&world, &case, complaint, Decision::Upheld(Severity::Severe)).instruction()
        => Rule::ComplaintDecided;
}

/// A transaction that decides and closes at once is one that does neither.
#[test]
fn refuses_to_decide_and_close_at_once() {
    let (mut world, (case, complaint)) = decidable();
    let both = [
        resolve(&world, &case, complaint, Decision::Upheld(Severity::Severe)).instruction(),
        world.complaint_close(complaint).instruction(),
    ];
    world.send(&both).expect_refusal(Rule::ComplaintStands);
}
