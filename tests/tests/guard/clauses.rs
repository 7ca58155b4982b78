//! `application_open` acknowledges every clause of the charter in force.

use super::common::*;

fn applying() -> (World, ApplicationOpen) {
    let mut world = World::founded();
    let wallet = world.person("bob");
    let (payer, network) = (world.payer, world.network);
    let open = ApplicationOpen { payer, wallet, network, roles: role::INVESTOR, charter_version: 1, clauses: 12 };
    (world, open)
}

/// As [`applying`], while the second version, of 13 clauses, is in force.
fn republished() -> (World, ApplicationOpen) {
    let (mut world, open) = applying();
    publish(&mut world, "second charter");
    (world, ApplicationOpen { charter_version: 2, clauses: 13, ..open })
}

#[test]
fn all_clauses_of_the_present_version_are_acknowledged() {
    for setup in [applying, republished] {
        let (mut world, open) = setup();
        let application = pda::application(open.network, open.wallet);
        world.send(&[open.instruction()]).expect_changed(&[application]);
        assert_eq!(world.read::<Application>(application).charter_version, open.charter_version);
    }
}

/// Whoever applied under the version before is admitted with it, and is asked when he buys.
#[test]
fn an_application_under_the_version_before_is_admitted_with_that_version() {
    let (mut world, case) = ready();
    let eve = world.applicant("eve", role::INVESTOR);
    publish(&mut world, "second charter");
    let admit = world.member_admit("eve", eve);
    world.must(&[admit.instruction()]);
    let eve = Person { wallet: eve, member: pda::member(world.network, &admit.identity) };
    assert_eq!(world.member_state(eve).charter_version, 1);
    world.open_position(eve, &case.ada);
    let listing = list(&mut world, &case.ada, case.carol, 10);
    world.warp(EVERYONE);
    let purchase = order(&mut world, &listing, eve, 1);
    world.send(std::slice::from_ref(&purchase)).expect_refusal(Rule::CharterNotAcknowledged);
    acknowledge(&mut world, eve);
    world.send(&[purchase]).expect_success();
}

/// The reviewer says what he reviewed; another version was not it.
#[test]
fn an_application_is_not_admitted_as_one_under_another_version() {
    let (mut world, _) = ready();
    let eve = world.applicant("eve", role::INVESTOR);
    publish(&mut world, "second charter");
    let admit = MemberAdmit { charter_version: 2, ..world.member_admit("eve", eve) };
    world.send(&[admit.instruction()]).expect_refusal(Rule::ApplicationChanged);
}

refusals! {
    applying;
    refuses_no_clauses: |world, open|
        ApplicationOpen { clauses: 0, ..open }.instruction() => Rule::ClausesMissing;
    refuses_one_clause: |world, open|
        ApplicationOpen { clauses: 1, ..open }.instruction() => Rule::ClausesMissing;
    refuses_one_clause_too_few: |world, open|
        ApplicationOpen { clauses: 11, ..open }.instruction() => Rule::ClausesMissing;
    refuses_one_clause_too_many: |world, open|
        ApplicationOpen { clauses: 13, ..open }.instruction() => Rule::ClausesMissing;
    refuses_the_greatest_number_of_clauses: |world, open|
        ApplicationOpen { clauses: u16::MAX, ..open }.instruction() => Rule::ClausesMissing;
    refuses_clauses_that_agree_in_their_low_byte: |world, open|
        ApplicationOpen { clauses: 256 + 12, ..open }.instruction() => Rule::ClausesMissing;
    refuses_an_application_without_the_number_of_clauses: |world, open|
        open.instruction().with_data(|data| data.truncate(data.len() - 2)) => Error::InvalidInstructionData;
}

refusals! {
    republished;
    refuses_the_old_number_of_clauses: |world, open|
        ApplicationOpen { clauses: 12, ..open }.instruction() => Rule::ClausesMissing;
    refuses_the_old_version_with_its_clauses: |world, open|
        ApplicationOpen { charter_version: 1, clauses: 12, ..open }.instruction() => Rule::CharterOutdated;
    refuses_the_old_version_with_the_new_clauses: |world, open|
        ApplicationOpen { charter_version: 1, ..open }.instruction() => Rule::CharterOutdated;
}
