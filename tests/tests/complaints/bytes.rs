//! The two bytes of a decision, on a complaint of each severity: what is taken, and as what it is refused.

use super::common::*;

const KINDS: [u8; 7] = [0, 1, 2, 3, 4, 128, 255];
const SEVERITIES: [u8; 7] = [0, 1, 2, 3, 4, 128, 255];

/// What becomes of a decision of these bytes on a complaint of that severity.
fn refusal(kind: u8, severity: u8, claimed: u8) -> Option<Rule> {
    match (kind, severity) {
        (1, 1..=3) if severity > claimed => Some(Rule::SeverityAboveComplaint),
        (1, 1..=3) | (2 | 3, 0) => None,
        (1..=3, _) => Some(Rule::SeverityInvalid),
        _ => Some(Rule::DecisionInvalid),
    }
}

fn with_bytes(instruction: Instruction, kind: u8, severity: u8) -> Instruction {
    instruction.with_data(|data| data[1..3].copy_from_slice(&[kind, severity]))
}

/// Sends every pair of bytes on a complaint of each severity, as `instruction` is sent in the world that `then` makes
/// of it; `except` says what is refused for another reason.
#[track_caller]
fn every_pair(
    then: impl Fn(&mut World, &Case, Address),
    instruction: impl Fn(&World, &Case, Address) -> Instruction,
    except: impl Fn(u8, u8) -> Option<Rule>,
) {
    for claimed in Severity::ALL {
        let (mut world, case) = ready();
        let complaint = harassed(&mut world, &case, case.bob, claimed);
        world.warp(REPLY);
        then(&mut world, &case, complaint);
        let instruction = instruction(&world, &case, complaint);
        for kind in KINDS {
            for severity in SEVERITIES {
                tentatively(&mut world, |world| {
                    let outcome = world.send(&[with_bytes(instruction.clone(), kind, severity)]);
                    let expected = refusal(kind, severity, claimed.byte()).or(except(kind, severity));
                    let found = outcome.refusal();
                    assert_eq!(found, expected.map(Into::into), "{kind}, {severity} on {claimed:?}");
                    let after = read(world, complaint);
                    if let Some(expected) = expected {
                        outcome.expect_refusal(expected);
                    } else {
                        assert_eq!((after.decision, after.decided_severity), (kind, severity));
                    }
                });
            }
        }
    }
}

#[test]
fn refuses_every_other_pair_of_bytes_to_decide() {
    every_pair(
        |_, _, _| (),
        |world, case, complaint| resolve(world, case, complaint, Decision::Dismissed).instruction(),
        |_, _| None,
    );
}

#[test]
fn refuses_every_other_pair_of_bytes_to_overturn_a_dismissal() {
    every_pair(
        |world, case, complaint| drop(decide(world, case, complaint, Decision::Dismissed)),
        |world, _, complaint| world.complaint_overturn(complaint, Decision::Abusive).instruction(),
        |kind, severity| (kind == 2 && severity == 0).then_some(Rule::DecisionUnchanged),
    );
}

#[test]
fn refuses_every_other_pair_of_bytes_to_overturn_what_was_upheld() {
    every_pair(
        |world, case, complaint| drop(decide(world, case, complaint, Decision::Upheld(Severity::Minor))),
        |world, _, complaint| world.complaint_overturn(complaint, Decision::Abusive).instruction(),
        |kind, severity| (kind == 1 && severity == 1).then_some(Rule::DecisionUnchanged),
    );
}

#[test]
fn refuses_every_other_pair_of_bytes_to_overturn_what_was_abusive() {
    every_pair(
        |world, case, complaint| drop(decide(world, case, complaint, Decision::Abusive)),
        |world, _, complaint| world.complaint_overturn(complaint, Decision::Dismissed).instruction(),
        |kind, severity| (kind == 3 && severity == 0).then_some(Rule::DecisionUnchanged),
    );
}

/// Upheld at most as it was made: the shareholder replied to no more. A row a complaint, a column a decision.
#[test]
fn upholds_at_most_what_was_said() {
    let above = Some(Rule::SeverityAboveComplaint);
    let expected = [[None, above, above], [None, None, above], [None, None, None]];
    for (claimed, row) in Severity::ALL.into_iter().zip(expected) {
        let (mut world, case) = ready();
        let complaint = harassed(&mut world, &case, case.bob, claimed);
        world.warp(REPLY);
        for ((upheld, refusal), points_left) in Severity::ALL.into_iter().zip(row).zip([950, 800, 500]) {
            tentatively(&mut world, |world| {
                let resolve = resolve(world, &case, complaint, Decision::Upheld(upheld));
                expect(world.send(&[resolve.instruction()]), refusal);
                let left = if refusal.is_some() { 1_000 } else { points_left };
                assert_eq!(points(world, case.bob), left);
            });
        }
    }
}

fn minor() -> (World, (Case, Address)) {
    let (mut world, case) = ready();
    let complaint = harassed(&mut world, &case, case.bob, Severity::Minor);
    world.warp(REPLY);
    (world, (case, complaint))
}

refusals! {
    minor;
    refuses_to_uphold_a_minor_one_as_serious: |world, (case, complaint)|
        resolve(&world, &case, complaint, Decision::Upheld(Severity::Serious)).instruction()
        => Rule::SeverityAboveComplaint;
    refuses_to_uphold_a_minor_one_as_severe: |world, (case, complaint)|
        resolve(&world, &case, complaint, Decision::Upheld(Severity::Severe)).instruction()
        => Rule::SeverityAboveComplaint;
    refuses_to_overturn_a_dismissal_into_more_than_was_said: |world, (case, complaint)| {
        decide(&mut world, &case, complaint, Decision::Dismissed);
        world.complaint_overturn(complaint, Decision::Upheld(Severity::Serious)).instruction()
    } => Rule::SeverityAboveComplaint;
}
