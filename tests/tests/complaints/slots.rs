//! Three open complaints an owner, and none for 90 days after an abusive one.

use super::common::*;

/// Ada filed three, at zero, one and two seconds: about Bob, Carol and Bob.
fn three() -> (World, (Case, [Address; 3])) {
    let (mut world, case) = ready();
    let complaints = [case.bob, case.carol, case.bob].map(|holder| {
        let complaint = harassed(&mut world, &case, holder, Severity::Minor);
        world.warp(1);
        complaint
    });
    (world, (case, complaints))
}

fn slots(world: &World, case: &Case) -> [i64; 3] {
    world.member_state(case.owner()).complaints_lapse_at
}

#[test]
fn three_fill_every_slot() {
    let (world, (case, complaints)) = three();
    let first = read(&world, complaints[0]).filed_at;
    assert_eq!(slots(&world, &case), [0, 1, 2].map(|seconds| first + seconds + 60 * DAYS));
    assert_eq!(open(&world, case.owner()), 3);
}

refusals! {
    three;
    refuses_a_fourth_about_one_of_them: |world, (case, _)|
        file(&world, &case, case.bob).instruction() => Rule::TooManyComplaints;
    refuses_a_fourth_about_another: |world, (case, _)| {
        let dan = world.holder("dan", &case.ada, 10);
        file(&world, &case, dan).instruction()
    } => Rule::TooManyComplaints;
    refuses_a_fourth_after_replies: |world, (case, [first, ..])| {
        let reply = world.complaint_reply(first, case.bob);
        world.must(&[reply.instruction()]);
        file(&world, &case, case.bob).instruction()
    } => Rule::TooManyComplaints;
    refuses_a_fourth_when_the_time_for_a_decision_begins: |world, (case, _)| {
        world.warp(REPLY);
        file(&world, &case, case.carol).instruction()
    } => Rule::TooManyComplaints;
    refuses_a_fourth_from_a_new_wallet: |world, (case, _)| {
        let lost = recovered(&mut world, &case, case.owner());
        ComplaintFile { owner: lost.new.wallet, ..file(&world, &case, case.bob) }.instruction()
    } => Rule::TooManyComplaints;
}

/// Each decision frees its own slot, whichever it is; one more fits, and no second.
#[test]
fn a_decision_frees_its_own_slot() {
    let (mut world, (case, complaints)) = three();
    world.warp(REPLY);
    let before = slots(&world, &case);
    for (index, complaint) in complaints.into_iter().enumerate() {
        for decision in [Decision::Upheld(Severity::Minor), Decision::Dismissed] {
            tentatively(&mut world, |world| {
                decide(world, &case, complaint, decision);
                let mut expected = before;
                expected[index] = 0;
                assert_eq!(slots(world, &case), expected);
                harassed(world, &case, case.carol, Severity::Minor);
                expected[index] = world.now() + LAPSE;
                assert_eq!(slots(world, &case), expected);
                let fifth = file(world, &case, case.carol);
                world.send(&[fifth.instruction()]).expect_refusal(Rule::TooManyComplaints);
            });
        }
    }
}

/// An abusive one frees its slot too, but nothing is filed for as long as the bar lasts.
#[test]
fn an_abusive_one_frees_its_slot_behind_a_bar() {
    let (mut world, (case, complaints)) = three();
    world.warp(REPLY);
    decide(&mut world, &case, complaints[1], Decision::Abusive);
    assert_eq!(open(&world, case.owner()), 2);
    let fourth = file(&world, &case, case.bob);
    world.send(&[fourth.instruction()]).expect_refusal(Rule::FilingBarred);
    decide(&mut world, &case, complaints[0], Decision::Upheld(Severity::Minor));
    assert_eq!(points(&world, case.bob), 950, "what was filed before is decided");
}

/// No transaction, no crank: at its time the first slot is free, a second later the next.
#[test]
fn a_slot_frees_itself_exactly_when_its_complaint_lapses() {
    let (mut world, (case, complaints)) = three();
    let lapses_at = read(&world, complaints[0]).lapses_at;
    let full = Some(Rule::TooManyComplaints);
    let times = [(lapses_at - 1, full), (lapses_at, None), (lapses_at + 1, None)];
    at_times(&mut world, times, |world| file(world, &case, case.carol).instruction());

    world.warp_to(lapses_at);
    assert_eq!((open(&world, case.owner()), slots(&world, &case)[0]), (2, lapses_at), "nothing was written");
    harassed(&mut world, &case, case.carol, Severity::Minor);
    assert_eq!(slots(&world, &case), [lapses_at + LAPSE, lapses_at + 1, lapses_at + 2]);
    let next = file(&world, &case, case.carol);
    world.send(&[next.instruction()]).expect_refusal(Rule::TooManyComplaints);
    world.warp(1);
    world.send(&[next.instruction()]).expect_success();
}

/// All three lapsed: three more fit, and what lapsed stands in nobody's way.
#[test]
fn three_more_fit_when_three_have_lapsed() {
    let (mut world, (case, complaints)) = three();
    world.warp(LAPSE);
    for holder in [case.bob, case.bob, case.carol] {
        harassed(&mut world, &case, holder, Severity::Minor);
    }
    let before = slots(&world, &case);
    let seventh = file(&world, &case, case.bob);
    world.send(&[seventh.instruction()]).expect_refusal(Rule::TooManyComplaints);
    // Clearing the old ones away frees no slot of the new ones.
    let close = complaints.map(|complaint| world.complaint_close(complaint).instruction());
    world.must(&close);
    assert_eq!(slots(&world, &case), before);
    world.send(&[seventh.instruction()]).expect_refusal(Rule::TooManyComplaints);
}

/// Two of the same second share a time: a decision on one frees one of the two slots, not both.
#[test]
fn a_decision_frees_one_slot_of_two_that_look_alike() {
    let (mut world, case) = ready();
    let [first, second] = [case.bob, case.carol].map(|holder| harassed(&mut world, &case, holder, Severity::Minor));
    assert_eq!(read(&world, first).lapses_at, read(&world, second).lapses_at);
    world.warp(REPLY);
    decide(&mut world, &case, second, Decision::Dismissed);
    assert_eq!(open(&world, case.owner()), 1);
    decide(&mut world, &case, first, Decision::Dismissed);
    assert_eq!((open(&world, case.owner()), slots(&world, &case)), (0, [0; 3]));
}

/// What one owner files takes no slot of another, even about the same shareholder.
#[test]
fn slots_are_the_owners_own() {
    let (mut world, (case, _)) = three();
    let dora = world.owner_with_token("dora");
    world.open_position(case.bob, &dora);
    world.transfer(&dora, dora.owner, case.bob, 10).expect_success();
    world.complain(&dora, case.bob, Category::Pressure, Severity::Severe);
    assert_eq!((open(&world, dora.owner), open(&world, case.owner())), (1, 3));
}

// The bar

/// Filed is nothing until 90 days after the decision, and from then on everything.
#[test]
fn a_bar_ends_exactly_at_its_time() {
    let (mut world, (case, _)) = decided_as(Decision::Abusive);
    let until = world.now() + BAR;
    assert_eq!(world.member_state(case.owner()).filings().barred_until(), until);
    let barred = Some(Rule::FilingBarred);
    let times =
        [(until - BAR, barred), (until - BAR + 1, barred), (until - 1, barred), (until, None), (until + 1, None)];
    at_times(&mut world, times, |world| file(world, &case, case.carol).instruction());
}

/// A later one prolongs it from its own time.
#[test]
fn a_second_abusive_one_prolongs_the_bar() {
    let (mut world, (case, [first, second, _])) = three();
    world.warp(REPLY);
    decide(&mut world, &case, first, Decision::Abusive);
    world.warp(20 * DAYS);
    decide(&mut world, &case, second, Decision::Abusive);
    let until = world.now() + BAR;
    assert_eq!(world.member_state(case.owner()).filing_bars, [until - 20 * DAYS, until, 0]);
    let barred = Some(Rule::FilingBarred);
    let times = [(until - 20 * DAYS, barred), (until - 1, barred), (until, None)];
    at_times(&mut world, times, |world| file(world, &case, case.bob).instruction());
    assert_eq!(points(&world, case.owner()), 820, "900, 20 days, 100 less");
}

/// Overturned, she files at once; what barred her before that bars her again.
#[test]
fn overturning_restores_the_bar_of_before() {
    let (mut world, (case, [first, second, _])) = three();
    world.warp(REPLY);
    decide(&mut world, &case, first, Decision::Abusive);
    let until = world.now() + BAR;
    world.warp(10 * DAYS);
    decide(&mut world, &case, second, Decision::Abusive);
    overturn(&mut world, second, Decision::Dismissed);
    assert_eq!(world.member_state(case.owner()).filings().barred_until(), until);
    overturn(&mut world, first, Decision::Dismissed);
    assert_eq!(world.member_state(case.owner()).filing_bars, [0; 3]);
    harassed(&mut world, &case, case.bob, Severity::Minor);
}

/// The earlier of two is overturned: the later one still bars, for as long as it did.
#[test]
fn overturning_an_earlier_one_leaves_the_bar_of_a_later_one() {
    let (mut world, (case, [first, second, _])) = three();
    world.warp(REPLY);
    decide(&mut world, &case, first, Decision::Abusive);
    world.warp(10 * DAYS);
    decide(&mut world, &case, second, Decision::Abusive);
    let until = world.now() + BAR;
    overturn(&mut world, first, Decision::Upheld(Severity::Minor));
    assert_eq!(world.member_state(case.owner()).filings().barred_until(), until);
}

/// In whatever order: the bar of the second stays while it stands, also if both were decided in one second.
#[test]
fn the_first_of_two_bars_overturned_first_leaves_the_second() {
    for gap in [0, 10 * DAYS] {
        let (mut world, (case, [first, second, _])) = three();
        world.warp(REPLY);
        decide(&mut world, &case, first, Decision::Abusive);
        world.warp(gap);
        decide(&mut world, &case, second, Decision::Abusive);
        let until = world.now() + BAR;
        overturn(&mut world, first, Decision::Dismissed);
        assert_eq!(world.member_state(case.owner()).filings().barred_until(), until);
        overturn(&mut world, second, Decision::Dismissed);
        assert_eq!(world.member_state(case.owner()).filing_bars, [0; 3]);
        harassed(&mut world, &case, case.bob, Severity::Minor);
    }
}

/// What became abusive by overturning bars from then on.
#[test]
fn a_bar_by_overturning_counts_from_there() {
    let (mut world, (case, complaint)) = decided_as(Decision::Dismissed);
    world.warp(OVERTURN - 1);
    overturn(&mut world, complaint, Decision::Abusive);
    let until = world.now() + BAR;
    let times = [(until - 1, Some(Rule::FilingBarred)), (until, None)];
    at_times(&mut world, times, |world| file(world, &case, case.bob).instruction());
}

refusals! {
    || decided_as(Decision::Abusive);
    refuses_the_barred_about_another: |world, (case, _)|
        file(&world, &case, case.carol).instruction() => Rule::FilingBarred;
    refuses_the_barred_with_a_new_wallet: |world, (case, _)| {
        let lost = recovered(&mut world, &case, case.owner());
        ComplaintFile { owner: lost.new.wallet, ..file(&world, &case, case.bob) }.instruction()
    } => Rule::FilingBarred;
    refuses_the_barred_after_the_decision_is_final: |world, (case, complaint)| {
        world.warp(OVERTURN);
        let close = world.complaint_close(complaint);
        world.must(&[close.instruction()]);
        file(&world, &case, case.bob).instruction()
    } => Rule::FilingBarred;
}
