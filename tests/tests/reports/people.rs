//! Whoever the owner is by now, and whatever is halted: he can report, and be recorded.

use super::common::*;

fn exclude(world: &mut World, person: Person) {
    let exclude = world.member_exclude(person);
    world.must(&[exclude.instruction()]);
}

fn leave(world: &mut World, person: Person) {
    world.must(&[MemberLeave { wallet: person.wallet, member: person.member }.instruction()]);
}

fn hold(world: &mut World, person: Person) {
    let hold = world.member_hold(None, person, 30 * DAY);
    world.must(&[hold.instruction()]);
}

fn halt(world: &mut World) {
    world.must(&[NetworkHalt { authority: world.founder, network: world.network }.instruction()]);
}

fn pause(world: &mut World, token: &TokenFixture) {
    let Person { wallet: owner, member: owner_member } = token.owner;
    world.must(&[TokenPause { owner, owner_member, network: world.network, seconds: 7 * DAY }.instruction()]);
}

#[test]
fn an_owner_of_any_standing_files() {
    let (mut world, case) = over();
    for change in [suspend, exclude, leave, hold] {
        tentatively(&mut world, |world| {
            change(world, case.ada.owner);
            let member = world.member_state(case.ada.owner);
            world.send(&[case.file(world).instruction()]).expect_changed(&[case.report()]);
            assert_eq!(world.member_state(case.ada.owner), member);
        });
    }
}

#[test]
fn an_owner_of_any_standing_is_recorded() {
    let (mut world, case) = overdue();
    for change in [suspend, exclude, leave, hold] {
        tentatively(&mut world, |world| {
            change(world, case.ada.owner);
            let member = world.member_state(case.ada.owner);
            record(world, &case);
            let lowered = Member { reputation: 900, reputation_as_of: world.now(), ..member };
            assert_eq!(world.member_state(case.ada.owner), lowered);
        });
    }
}

/// An outside shareholder is one whatever his standing.
#[test]
fn a_shareholder_of_any_standing_is_a_witness() {
    let (mut world, case) = overdue();
    for change in [suspend, exclude, leave, hold] {
        tentatively(&mut world, |world| {
            change(world, case.bob);
            record(world, &case);
        });
    }
}

#[test]
fn a_halted_network_and_a_paused_token_stop_no_filing() {
    let (mut world, case) = over();
    halt(&mut world);
    world.send(&[case.file(&world).instruction()]).expect_changed(&[case.report()]);
    let (mut world, case) = over();
    pause(&mut world, &case.ada);
    halt(&mut world);
    world.send(&[case.file(&world).instruction()]).expect_changed(&[case.report()]);
}

#[test]
fn a_halted_network_and_a_paused_token_stop_no_recording() {
    for (mut world, case) in [overdue(), short()] {
        pause(&mut world, &case.ada);
        halt(&mut world);
        record(&mut world, &case);
        assert!(case.points(&world) < 1_000);
    }
}

/// A later charter is not asked for.
#[test]
fn who_did_not_acknowledge_the_charter_files_and_is_recorded() {
    let (mut world, case) = over();
    let publish = world.charter_publish("a later charter");
    world.must(&[publish.instruction()]);
    file(&mut world, &case, 1_000, 300);
    world.warp_to(deadline(YEAR).recordable_at);
    record(&mut world, &case);
    assert_eq!(case.points(&world), 850);
}

/// From the execution of a recovery on, the new wallet files and the old one does not.
#[test]
fn a_recovered_owner_files_with_his_new_wallet() {
    let (mut world, case) = ready();
    let stewards = world.recoverers();
    let lost = world.lose(case.ada.owner, "new ada", stewards);
    world.warp_to(january(YEAR + 1));
    world.propose(&lost);
    let old = case.file(&world);
    let new = ReportFile { owner: lost.new.wallet, ..case.file(&world) };
    tentatively(&mut world, |world| {
        world.send(&[new.instruction()]).expect_refusal(Rule::NotTokenOwner);
        world.send(&[old.instruction()]).expect_success();
    });
    world.execute(&lost);
    world.send(&[old.instruction()]).expect_refusal(Rule::NotTokenOwner);
    world.send(&[new.instruction()]).expect_changed(&[case.report()]);
}

/// A pending recovery of the owner stops no recording; what is found is his, whatever wallet he has.
#[test]
fn a_recovered_owner_is_recorded() {
    let (mut world, case) = overdue();
    let stewards = world.recoverers();
    let lost = world.lose(case.ada.owner, "new ada", stewards);
    world.propose(&lost);
    tentatively(&mut world, |world| {
        record(world, &case);
    });
    world.execute(&lost);
    record(&mut world, &case);
    assert_eq!(case.points(&world), 900);
}
