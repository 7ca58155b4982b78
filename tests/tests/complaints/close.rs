//! `complaint_close`: when nothing can happen to it any more, the rent goes back to whoever paid it.

use super::common::*;

/// A complaint that Pat paid for, and that lapsed.
fn lapsed() -> (World, (Case, Address, Address)) {
    let (mut world, case) = ready();
    let patron = world.person("patron");
    let file = ComplaintFile { payer: patron, ..file(&world, &case, case.bob) };
    world.must(&[file.instruction()]);
    world.warp(LAPSE);
    (world, (case, pda::complaint(file.position, 0), patron))
}

fn close(complaint: Address, rent_payer: Address) -> ComplaintClose {
    ComplaintClose { rent_payer, complaint }
}

#[test]
fn closes_what_lapsed_and_returns_the_rent() {
    let (mut world, (case, complaint, patron)) = lapsed();
    let rent = world.rent(Complaint::SPACE);
    assert_eq!(world.lamports(&patron), WEALTH - rent);
    let (bob, ada) = (world.member_state(case.bob), world.member_state(case.owner()));
    let close = close(complaint, patron).instruction();
    assert!(close.accounts.iter().all(|meta| !meta.is_signer), "anybody may");
    let outcome = world.send(&[close]).expect_changed(&[complaint, patron]);
    assert_eq!(world.account(&complaint), None);
    assert_eq!(world.lamports(&patron), WEALTH);
    assert_eq!((world.member_state(case.bob), world.member_state(case.owner())), (bob, ada));
    assert_eq!(emitted(&outcome), [event::ComplaintClosed { complaint, decision: 0 }.bytes()]);
}

/// Final by time or by overturning, whatever was decided: what it did to reputations stays.
#[test]
fn closes_what_is_final() {
    for decision in DECISIONS {
        let (mut world, (case, complaint)) = decided_as(decision);
        world.warp(OVERTURN);
        let (bob, ada) = (world.member_state(case.bob), world.member_state(case.owner()));
        let close = world.complaint_close(complaint);
        let outcome = world.send(&[close.instruction()]).expect_changed(&[complaint]);
        assert_eq!(world.account(&complaint), None);
        assert_eq!((world.member_state(case.bob), world.member_state(case.owner())), (bob, ada));
        let closed = event::ComplaintClosed { complaint, decision: decision.bytes().0 };
        assert_eq!(emitted(&outcome), [closed.bytes()]);
    }
}

#[test]
fn closes_what_was_overturned_at_once() {
    let (mut world, (_, complaint)) = overturned();
    let close = world.complaint_close(complaint);
    let outcome = world.send(&[close.instruction()]).expect_changed(&[complaint]);
    assert_eq!(emitted(&outcome), [event::ComplaintClosed { complaint, decision: 2 }.bytes()]);
}

/// The authority overturns and closes in one transaction.
#[test]
fn overturns_and_closes_at_once() {
    let (mut world, (_, complaint)) = decided();
    let both = [
        world.complaint_overturn(complaint, Decision::Dismissed).instruction(),
        world.complaint_close(complaint).instruction(),
    ];
    world.send(&both).expect_success();
    assert_eq!(world.account(&complaint), None);
}

/// Lamports that somebody added go with the rent.
#[test]
fn returns_what_was_added_too() {
    let (mut world, (_, complaint, patron)) = lapsed();
    world.give_lamports(complaint, 5_000);
    world.must(&[close(complaint, patron).instruction()]);
    assert_eq!(world.lamports(&patron), WEALTH + 5_000);
}

/// One who paid and lost everything since has his account back.
#[test]
fn returns_the_rent_to_a_wallet_that_is_empty() {
    let (mut world, (_, complaint, patron)) = lapsed();
    let mut account = world.account(&patron).unwrap();
    account.lamports = 0;
    world.svm.set_account(patron, account).unwrap();
    world.must(&[close(complaint, patron).instruction()]);
    assert_eq!(world.lamports(&patron), world.rent(Complaint::SPACE));
}

#[test]
fn closes_several_at_once() {
    let (mut world, (case, first)) = filed();
    let second = harassed(&mut world, &case, case.carol, Severity::Minor);
    world.warp(LAPSE);
    let before = world.lamports(&world.payer.clone());
    let both = [first, second].map(|complaint| world.complaint_close(complaint).instruction());
    world.send(&both).expect_changed(&[first, second]);
    let back = 2 * world.rent(Complaint::SPACE);
    assert_eq!(world.lamports(&world.payer) - before, back - 5_000, "less the fee");
}

refusals! {
    lapsed;
    refuses_to_pay_a_stranger: |world, (_, complaint, _)|
        close(complaint, mallory(&mut world)).instruction() => Rule::RentPayerMismatch;
    refuses_to_pay_the_owner: |_world, (case, complaint, _)|
        close(complaint, case.owner().wallet).instruction() => Rule::RentPayerMismatch;
    refuses_to_pay_the_subject: |_world, (case, complaint, _)|
        close(complaint, case.bob.wallet).instruction() => Rule::RentPayerMismatch;
    refuses_to_pay_the_authority: |world, (_, complaint, _)|
        close(complaint, world.founder).instruction() => Rule::RentPayerMismatch;
    refuses_to_pay_whoever_pays_the_fee: |world, (_, complaint, _)|
        close(complaint, world.payer).instruction() => Rule::RentPayerMismatch;
    refuses_to_pay_itself: |_world, (_, complaint, _)|
        close(complaint, complaint).instruction() => DUPLICATE;
    refuses_a_read_only_payer: |_world, (_, complaint, patron)|
        close(complaint, patron).instruction().read_only(patron) => NOT_WRITABLE;
    refuses_a_read_only_complaint: |_world, (_, complaint, patron)|
        close(complaint, patron).instruction().read_only(complaint) => NOT_WRITABLE;
    refuses_what_is_no_complaint: |_world, (case, _, patron)|
        close(case.ada.position(case.bob.wallet), patron).instruction() => Error::InvalidAccountData;
    refuses_another_programs_account: |_world, (case, _, patron)|
        close(case.ada.vault, patron).instruction() => TOO_SMALL;
    refuses_to_close_twice: |world, (_, complaint, patron)| {
        world.must(&[close(complaint, patron).instruction()]);
        close(complaint, patron).instruction()
    } => TOO_SMALL;
}

/// Twice in one transaction pays no rent twice.
#[test]
fn refuses_to_close_twice_at_once() {
    let (mut world, (_, complaint, patron)) = lapsed();
    let twice = [close(complaint, patron).instruction(), close(complaint, patron).instruction()];
    world.send(&twice).expect_refusal(TOO_SMALL);
}

refusals! {
    filed;
    refuses_what_can_be_replied_to: |world, (_, complaint)|
        world.complaint_close(complaint).instruction() => Rule::ComplaintStands;
    refuses_what_can_be_decided: |world, (_, complaint)| {
        world.warp(REPLY);
        world.complaint_close(complaint).instruction()
    } => Rule::ComplaintStands;
    refuses_what_can_be_decided_for_a_second_more: |world, (_, complaint)| {
        world.warp(LAPSE - 1);
        world.complaint_close(complaint).instruction()
    } => Rule::ComplaintStands;
}

refusals! {
    decided;
    refuses_what_can_be_overturned: |world, (_, complaint)|
        world.complaint_close(complaint).instruction() => Rule::ComplaintStands;
    refuses_what_can_be_overturned_for_a_second_more: |world, (_, complaint)| {
        world.warp(OVERTURN - 1);
        world.complaint_close(complaint).instruction()
    } => Rule::ComplaintStands;
}

/// Nothing reaches a complaint that was closed.
#[test]
fn refuses_everything_afterwards() {
    let (mut world, (case, complaint)) = overturned();
    let instructions = [
        world.complaint_reply(complaint, case.bob).instruction(),
        resolve(&world, &case, complaint, Decision::Dismissed).instruction(),
        world.complaint_overturn(complaint, Decision::Abusive).instruction(),
    ];
    let close = world.complaint_close(complaint);
    world.must(&[close.instruction()]);
    for instruction in instructions {
        world.send(&[instruction]).expect_refusal(TOO_SMALL);
    }
}
