//! Nothing of it stops: not for a halt of the network, a pause of the token, or whatever becomes of the owner.

use super::common::*;

/// The network is halted, and Ada's token paused and closed to everybody.
fn stopped() -> (World, Case) {
    let (mut world, case) = ready();
    stop(&mut world, &case);
    (world, case)
}

fn stop(world: &mut World, case: &Case) {
    let Person { wallet: owner, member: owner_member } = case.owner();
    let (authority, network) = (world.founder, world.network);
    world.must(&[
        TokenPause { owner, owner_member, network, seconds: 14 * DAY }.instruction(),
        NetworkHalt { authority, network }.instruction(),
    ]);
}

#[test]
fn a_halt_and_a_pause_stop_nothing_of_it() {
    let (mut world, case) = stopped();
    world.transfer(&case.ada, case.carol, case.bob, 1).expect_refusal(Rule::NetworkHalted);
    let complaint = harassed(&mut world, &case, case.bob, Severity::Severe);
    let reply = world.complaint_reply(complaint, case.bob);
    world.must(&[reply.instruction()]);
    world.warp(REPLY);
    decide(&mut world, &case, complaint, Decision::Upheld(Severity::Severe));
    assert!(world.token_state(&case.ada).paused_until > world.now(), "paused still");
    overturn(&mut world, complaint, Decision::Abusive);
    let close = world.complaint_close(complaint);
    world.must(&[close.instruction()]);
    assert_eq!((points(&world, case.bob), points(&world, case.owner())), (1_000, 900));
}

/// A halt in the middle gives no more time, and takes none.
#[test]
fn a_halt_moves_no_edge() {
    let (mut world, (case, complaint)) = filed();
    let filed_at = world.now();
    stop(&mut world, &case);
    let runs = Some(Rule::ReplyTimeRuns);
    let times = [
        (filed_at + REPLY - 1, runs),
        (filed_at + REPLY, None),
        (filed_at + LAPSE - 1, None),
        (filed_at + LAPSE, Some(Rule::ComplaintLapsed)),
    ];
    at_times(&mut world, times, |world| resolve(world, &case, complaint, Decision::Dismissed).instruction());
}

refusals! {
    stopped;
    refuses_when_halted_what_it_refuses_otherwise: |world, case|
        ComplaintFile { evidence_hash: [0; 32], ..file(&world, &case, case.bob) }.instruction()
        => Rule::EvidenceRequired;
    refuses_when_halted_a_stranger_as_otherwise: |world, case|
        ComplaintFile { owner: mallory(&mut world), ..file(&world, &case, case.bob) }.instruction()
        => Rule::NotTokenOwner;
    refuses_when_halted_the_authority_as_otherwise: |world, case| {
        let complaint = harassed(&mut world, &case, case.bob, Severity::Minor);
        world.warp(REPLY);
        world.complaint_overturn(complaint, Decision::Dismissed).instruction()
    } => Rule::ComplaintUndecided;
}

/// An owner whom the network suspended is harassed all the same.
#[test]
fn an_owner_files_whatever_his_standing_is() {
    let (mut world, case) = ready();
    for downfall in DOWNFALLS {
        tentatively(&mut world, |world| {
            downfall(world, case.owner());
            let complaint = harassed(world, &case, case.bob, Severity::Minor);
            world.warp(REPLY);
            decide(world, &case, complaint, Decision::Upheld(Severity::Minor));
            assert_eq!(points(world, case.bob), 950);
        });
    }
}

#[test]
fn an_owner_without_points_files() {
    let (mut world, case) = ready();
    set_points(&mut world, case.owner(), 0);
    harassed(&mut world, &case, case.bob, Severity::Minor);
}

/// A charter that he has not acknowledged yet is asked for elsewhere.
#[test]
fn a_new_charter_stops_nothing_of_it() {
    let (mut world, (case, complaint)) = filed();
    let publish = world.charter_publish("another charter");
    world.must(&[publish.instruction()]);
    let reply = world.complaint_reply(complaint, case.bob);
    world.must(&[reply.instruction()]);
    harassed(&mut world, &case, case.carol, Severity::Minor);
    world.warp(REPLY);
    decide(&mut world, &case, complaint, Decision::Upheld(Severity::Severe));
    overturn(&mut world, complaint, Decision::Dismissed);
}

/// While an owner is being recovered, the wallet that may be lost is still his; afterwards the new one is.
#[test]
fn an_owner_files_with_his_present_wallet() {
    let (mut world, case) = ready();
    let lost = being_recovered(&mut world, &case, case.owner());
    let old = file(&world, &case, case.bob);
    let new = ComplaintFile { owner: lost.new.wallet, ..old.clone() };
    tentatively(&mut world, |world| world.send(&[old.instruction()]).expect_success());
    world.send(&[new.instruction()]).expect_refusal(Rule::NotTokenOwner);
    world.execute(&lost);
    world.send(&[old.instruction()]).expect_refusal(Rule::NotTokenOwner);
    world.send(&[new.instruction()]).expect_success();
}

/// What the owner filed is decided whatever becomes of him, and an abusive one reaches him.
#[test]
fn an_abusive_one_reaches_an_owner_of_any_standing() {
    let (mut world, (case, complaint)) = decidable();
    for downfall in DOWNFALLS {
        tentatively(&mut world, |world| {
            downfall(world, case.owner());
            decide(world, &case, complaint, Decision::Abusive);
            assert_eq!(points(world, case.owner()), 900);
            let next = file(world, &case, case.bob);
            world.send(&[next.instruction()]).expect_refusal(Rule::FilingBarred);
        });
    }
}

/// It reaches the same owner with his new wallet.
#[test]
fn an_abusive_one_reaches_an_owner_with_a_new_wallet() {
    let (mut world, (case, complaint)) = filed();
    let lost = recovered(&mut world, &case, case.owner());
    decide(&mut world, &case, complaint, Decision::Abusive);
    assert_eq!(points(&world, lost.new), 900);
    overturn(&mut world, complaint, Decision::Dismissed);
    assert_eq!(points(&world, lost.new), 1_000);
}
