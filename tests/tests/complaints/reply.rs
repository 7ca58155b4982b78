//! `complaint_reply`

use super::common::*;

fn reply(world: &World, case: &Case, complaint: Address) -> ComplaintReply {
    world.complaint_reply(complaint, case.bob)
}

/// As [`filed`], and Bob replied.
fn replied() -> (World, (Case, Address)) {
    let (mut world, (case, complaint)) = filed();
    world.must(&[reply(&world, &case, complaint).instruction()]);
    (world, (case, complaint))
}

#[test]
fn records_the_reply_and_nothing_else() {
    let (mut world, (case, complaint)) = filed();
    let before = read(&world, complaint);
    world.warp(1_000);
    let outcome = world.send(&[reply(&world, &case, complaint).instruction()]).expect_changed(&[complaint]);
    let expected = Complaint { replied_at: before.filed_at + 1_000, reply_hash: hash("reply"), ..before };
    assert_eq!(read(&world, complaint), expected);
    let replied = event::ComplaintReplied { complaint, member: case.bob.member, reply_hash: hash("reply") };
    assert_eq!(emitted(&outcome), [replied.bytes()]);
    // A reply does not hasten the decision.
    let stage = read(&world, complaint).case().stage(world.now());
    assert_eq!(stage, Ok(Stage::Reply(before.filed_at + REPLY)));
    let resolve = resolve(&world, &case, complaint, Decision::Dismissed);
    world.send(&[resolve.instruction()]).expect_refusal(Rule::ReplyTimeRuns);
}

/// A reply is of no consequence for what is decided, and outlives it.
#[test]
fn stays_after_decision_and_overturning() {
    let (mut world, (case, complaint)) = replied();
    let replied_at = world.now();
    world.warp(REPLY);
    decide(&mut world, &case, complaint, Decision::Upheld(Severity::Minor));
    overturn(&mut world, complaint, Decision::Abusive);
    let complaint = read(&world, complaint);
    assert_eq!((complaint.replied_at, complaint.reply_hash), (replied_at, hash("reply")));
}

/// Whatever the network thinks of him, he is heard.
#[test]
fn is_open_to_anybody_out_of_good_standing() {
    let (mut world, (case, complaint)) = filed();
    for downfall in DOWNFALLS {
        tentatively(&mut world, |world| {
            downfall(world, case.bob);
            let reply = reply(world, &case, complaint);
            world.send(&[reply.instruction()]).expect_changed(&[complaint]);
        });
    }
}

#[test]
fn is_open_to_whoever_has_no_points_left() {
    let (mut world, (case, complaint)) = filed();
    set_points(&mut world, case.bob, 0);
    world.send(&[reply(&world, &case, complaint).instruction()]).expect_success();
}

#[test]
fn is_open_to_who_sold_out() {
    let (mut world, (case, complaint)) = filed();
    world.transfer(&case.ada, case.bob, case.carol, 1_000).expect_success();
    world.send(&[reply(&world, &case, complaint).instruction()]).expect_success();
}

/// While a recovery is pending, the wallet that may be lost is still his; afterwards the new one is.
#[test]
fn is_open_to_the_present_wallet() {
    let (mut world, case) = ready();
    let lost = being_recovered(&mut world, &case, case.bob);
    world.warp(14 * DAYS - 1);
    let complaint = harassed(&mut world, &case, case.bob, Severity::Minor);
    let [old, new] = [lost.old, lost.new].map(|person| world.complaint_reply(complaint, person).instruction());
    tentatively(&mut world, |world| world.send(std::slice::from_ref(&old)).expect_changed(&[complaint]));
    world.send(std::slice::from_ref(&new)).expect_refusal(Rule::NotMemberWallet);
    world.execute(&lost);
    world.send(&[old]).expect_refusal(Rule::NotMemberWallet);
    world.send(&[new]).expect_changed(&[complaint]);
}

/// One reply a complaint, not one a member.
#[test]
fn each_complaint_has_its_own() {
    let (mut world, (case, first)) = replied();
    let second = harassed(&mut world, &case, case.bob, Severity::Minor);
    world.send(&[reply(&world, &case, second).instruction()]).expect_changed(&[second]);
    world.send(&[reply(&world, &case, first).instruction()]).expect_refusal(Rule::AlreadyReplied);
}

refusals! {
    filed;
    refuses_a_zero_hash: |world, (case, complaint)|
        ComplaintReply { reply_hash: [0; 32], ..reply(&world, &case, complaint) }.instruction()
        => Rule::EvidenceRequired;
    refuses_a_stranger: |world, (case, complaint)|
        ComplaintReply { wallet: mallory(&mut world), ..reply(&world, &case, complaint) }.instruction()
        => Rule::NotMemberWallet;
    refuses_the_owner_in_the_members_place: |world, (case, complaint)|
        ComplaintReply { wallet: case.owner().wallet, ..reply(&world, &case, complaint) }.instruction()
        => Rule::NotMemberWallet;
    refuses_the_owner_himself: |world, (case, complaint)|
        world.complaint_reply(complaint, case.owner()).instruction() => Rule::ComplaintMismatch;
    refuses_another_shareholder: |world, (case, complaint)|
        world.complaint_reply(complaint, case.carol).instruction() => Rule::ComplaintMismatch;
    refuses_a_steward: |world, (case, complaint)|
        world.complaint_reply(complaint, case.judith).instruction() => Rule::ComplaintMismatch;
    refuses_the_authority: |world, (case, complaint)|
        ComplaintReply { wallet: world.founder, ..reply(&world, &case, complaint) }.instruction()
        => Rule::NotMemberWallet;
    refuses_a_complaint_about_another: |world, (case, _)| {
        let about_carol = harassed(&mut world, &case, case.carol, Severity::Minor);
        reply(&world, &case, about_carol).instruction()
    } => Rule::ComplaintMismatch;
    refuses_without_signature: |world, (case, complaint)|
        reply(&world, &case, complaint).instruction().unsigned(case.bob.wallet) => Error::MissingRequiredSignature;
    refuses_a_read_only_complaint: |world, (case, complaint)|
        reply(&world, &case, complaint).instruction().read_only(complaint) => NOT_WRITABLE;
    refuses_what_is_no_complaint: |world, (case, _)|
        reply(&world, &case, case.ada.token).instruction() => Error::InvalidAccountData;
    refuses_a_complaint_that_is_not_there: |world, (case, _)|
        reply(&world, &case, pda::complaint(case.ada.position(case.bob.wallet), 1)).instruction() => TOO_SMALL;
    refuses_what_is_no_member: |world, (case, complaint)|
        ComplaintReply { member: world.network, ..reply(&world, &case, complaint) }.instruction()
        => Error::InvalidAccountData;
}

refusals! {
    replied;
    refuses_a_second_reply: |world, (case, complaint)|
        reply(&world, &case, complaint).instruction() => Rule::AlreadyReplied;
    refuses_another_reply: |world, (case, complaint)|
        ComplaintReply { reply_hash: hash("more"), ..reply(&world, &case, complaint) }.instruction()
        => Rule::AlreadyReplied;
    refuses_a_second_reply_of_nothing: |world, (case, complaint)|
        ComplaintReply { reply_hash: [0; 32], ..reply(&world, &case, complaint) }.instruction()
        => Rule::EvidenceRequired;
    refuses_a_second_reply_when_the_time_is_over: |world, (case, complaint)| {
        world.warp(REPLY);
        reply(&world, &case, complaint).instruction()
    } => Rule::ReplyTimeOver;
}

refusals! {
    decided;
    refuses_a_reply_to_a_decision: |world, (case, complaint)|
        reply(&world, &case, complaint).instruction() => Rule::ReplyTimeOver;
}

refusals! {
    overturned;
    refuses_a_reply_to_an_overturned_decision: |world, (case, complaint)|
        reply(&world, &case, complaint).instruction() => Rule::ReplyTimeOver;
}
