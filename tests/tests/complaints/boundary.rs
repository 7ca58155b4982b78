//! Complaints about contact beyond the boundary: one had to be set before, for this shareholder.

use super::common::*;

#[track_caller]
fn set(world: &mut World, case: &Case, holder: Person, contact: Contact) {
    let boundary = world.position_set_boundary(&case.ada, holder, contact);
    world.must(&[boundary.instruction()]);
}

/// Bob was told to write only; since then ten days have passed.
fn bounded() -> (World, (Case, i64)) {
    let (mut world, case) = ready();
    set(&mut world, &case, case.bob, Contact::Asynchronous);
    let set_at = world.now();
    world.warp(10 * DAYS);
    (world, (case, set_at))
}

/// He went beyond it at that time.
fn beyond(world: &World, case: &Case, occurred_at: i64) -> Instruction {
    let file = world.complaint_file(&case.ada, case.bob, Category::BeyondBoundary, Severity::Minor);
    ComplaintFile { occurred_at, ..file }.instruction()
}

/// The same second is not before.
#[test]
fn the_boundary_has_to_be_a_second_older_than_the_event() {
    let (mut world, (case, set_at)) = bounded();
    let none = Some(Rule::NoBoundaryBefore);
    for (occurred_at, refusal) in
        [(1, none), (set_at - 1, none), (set_at, none), (set_at + 1, None), (set_at + DAYS, None), (world.now(), None)]
    {
        tentatively(&mut world, |world| expect(world.send(&[beyond(world, &case, occurred_at)]), refusal));
    }
}

/// What was filed says what boundary was in force then.
#[test]
fn the_complaint_says_what_boundary_was_in_force() {
    let (mut world, (case, set_at)) = bounded();
    let complaint = pda::complaint(case.ada.position(case.bob.wallet), 0);
    for contact in [Contact::Quarterly, Contact::NoContact, Contact::Open] {
        tentatively(&mut world, |world| {
            set(world, &case, case.bob, contact);
            world.must(&[beyond(world, &case, set_at + 1)]);
            assert_eq!(read(world, complaint).contact(), Ok(contact));
        });
    }
    set(&mut world, &case, case.bob, Contact::Open);
    let other = harassed(&mut world, &case, case.bob, Severity::Minor);
    set(&mut world, &case, case.bob, Contact::NoContact);
    assert_eq!(read(&world, other).contact(), Ok(Contact::Open), "not what was set since");
}

/// An owner who was pressed into lifting it can still complain, of what was before and of what came after.
#[test]
fn a_lifted_boundary_still_counts() {
    let (mut world, (case, set_at)) = bounded();
    set(&mut world, &case, case.bob, Contact::Open);
    let lifted_at = world.now();
    world.warp(10 * DAYS);
    for occurred_at in [set_at + 1, lifted_at - 1, lifted_at, lifted_at + 1, world.now()] {
        tentatively(&mut world, |world| expect(world.send(&[beyond(world, &case, occurred_at)]), None));
    }
    world.send(&[beyond(&world, &case, set_at)]).expect_refusal(Rule::NoBoundaryBefore);
}

/// It counts from the first one: narrowing it, or setting it again, takes nothing away.
#[test]
fn a_boundary_set_again_counts_from_the_first() {
    let (mut world, (case, set_at)) = bounded();
    for contact in [Contact::Open, Contact::NoContact, Contact::Quarterly] {
        set(&mut world, &case, case.bob, contact);
        world.warp(DAYS);
        tentatively(&mut world, |world| world.send(&[beyond(world, &case, set_at + 1)]).expect_success());
    }
}

/// Everything else can be complained of without one.
#[test]
fn other_categories_need_no_boundary() {
    let (mut world, case) = ready();
    for category in Category::ALL {
        let file = world.complaint_file(&case.ada, case.bob, category, Severity::Minor);
        let refusal = (category == Category::BeyondBoundary).then_some(Rule::NoBoundaryBefore);
        tentatively(&mut world, |world| expect(world.send(&[file.instruction()]), refusal));
    }
}

/// It goes along to the new wallet's position, and stays with the old one's.
#[test]
fn a_boundary_goes_along_in_a_recovery() {
    let (mut world, (case, set_at)) = bounded();
    let lost = recovered(&mut world, &case, case.bob);
    world.relocate(&lost, &case.ada);
    for person in [lost.old, lost.new] {
        let file = world.complaint_file(&case.ada, person, Category::BeyondBoundary, Severity::Minor);
        let [late, soon] = [set_at + 1, set_at].map(|occurred_at| ComplaintFile { occurred_at, ..file.clone() });
        tentatively(&mut world, |world| world.send(&[late.instruction()]).expect_success());
        world.send(&[soon.instruction()]).expect_refusal(Rule::NoBoundaryBefore);
    }
}

refusals! {
    ready;
    refuses_one_without_a_boundary: |world, case| beyond(&world, &case, world.now()) => Rule::NoBoundaryBefore;
    refuses_one_with_a_boundary_of_the_same_second: |world, case| {
        set(&mut world, &case, case.bob, Contact::NoContact);
        beyond(&world, &case, world.now())
    } => Rule::NoBoundaryBefore;
    refuses_one_with_a_boundary_set_after_the_event: |world, case| {
        let occurred_at = world.now();
        world.warp(1);
        set(&mut world, &case, case.bob, Contact::NoContact);
        world.warp(1);
        beyond(&world, &case, occurred_at)
    } => Rule::NoBoundaryBefore;
    refuses_one_with_a_boundary_of_another_shareholder: |world, case| {
        set(&mut world, &case, case.carol, Contact::NoContact);
        world.warp(1);
        beyond(&world, &case, world.now())
    } => Rule::NoBoundaryBefore;
    refuses_one_with_a_boundary_of_another_token: |world, case| {
        let dora = world.owner_with_token("dora");
        world.open_position(case.bob, &dora);
        let boundary = world.position_set_boundary(&dora, case.bob, Contact::NoContact);
        world.must(&[boundary.instruction()]);
        world.warp(1);
        beyond(&world, &case, world.now())
    } => Rule::NoBoundaryBefore;
}

refusals! {
    bounded;
    refuses_one_of_the_future: |world, (case, _)|
        beyond(&world, &case, world.now() + 1) => Rule::EventTimeInvalid;
    refuses_one_of_before_it_was_lifted_and_set_anew: |world, (case, set_at)| {
        set(&mut world, &case, case.bob, Contact::Open);
        set(&mut world, &case, case.bob, Contact::NoContact);
        beyond(&world, &case, set_at - 1)
    } => Rule::NoBoundaryBefore;
    refuses_one_without_evidence: |world, (case, set_at)|
        beyond(&world, &case, set_at + 1).with_data(|data| data[11..].fill(0)) => Rule::EvidenceRequired;
}
