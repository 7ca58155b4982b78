//! Who owes a report: whoever has an outside shareholder, shown by one position.

use super::common::*;

/// Bob gives all his shares back.
fn give_back(world: &mut World, case: &Case) {
    let shares = world.position_state(&case.ada, case.bob).shares;
    world.transfer(&case.ada, case.bob, case.ada.owner, shares).expect_success();
}

/// Recording what is wrong with the report on [`YEAR`] by the position of `witness`.
fn by(world: &World, case: &Case, witness: Person) -> Instruction {
    world.report_record(&case.ada, YEAR, witness).instruction()
}

refusals! {
    overdue;
    refuses_the_owners_own_position: |world, case| by(&world, &case, case.ada.owner) => Rule::NoOutsideShareholder;
    refuses_an_empty_position: |world, case| by(&world, &case, case.carol) => Rule::NoOutsideShareholder;
    refuses_a_shareholder_who_gave_all_back: |world, case| {
        give_back(&mut world, &case);
        by(&world, &case, case.bob)
    } => Rule::NoOutsideShareholder;
    refuses_a_shareholder_who_sold_everything: |world, case| {
        let treasury = world.network_state().treasury;
        world.quote_account(treasury);
        let listing = world.list(&case.ada, case.bob, 1_000, 5);
        world.buy(&listing, case.ada.owner, 1_000).expect_success();
        by(&world, &case, case.bob)
    } => Rule::NoOutsideShareholder;
    refuses_a_position_opened_after_the_year: |world, case| {
        let dave = world.holder("dave", &case.ada, 1_000);
        by(&world, &case, dave)
    } => Rule::NoOutsideShareholder;
    refuses_a_replaced_position: |world, case| {
        let stewards = world.recoverers();
        let lost = world.lose(case.bob, "new bob", stewards);
        world.recover(&lost, &[&case.ada]);
        by(&world, &case, case.bob)
    } => Rule::NoOutsideShareholder;
}

/// All shares are the owner's, and every other position is unused.
#[test]
fn refuses_all_of_a_token_without_outside_shareholders() {
    let mut world = World::founded();
    let ada = world.owner_with_token("ada");
    let holders = ["bob", "carol", "dave"].map(|name| world.holder(name, &ada, 0));
    world.warp_to(deadline(YEAR).recordable_at);
    for witness in holders.into_iter().chain([ada.owner]) {
        let record = world.report_record(&ada, YEAR, witness);
        world.send(&[record.instruction()]).expect_refusal(Rule::NoOutsideShareholder);
    }
    // He may report all the same, and it can say whatever it likes.
    let file = world.report_file(&ada, YEAR, 1_000, 0);
    world.send(&[file.instruction()]).expect_success();
    let record = world.report_record(&ada, YEAR, holders[0]);
    world.send(&[record.instruction()]).expect_refusal(Rule::NoOutsideShareholder);
}

/// All shares came back: nobody can record what was missed or short before.
#[test]
fn refuses_when_all_was_given_back() {
    for (mut world, case) in [overdue(), short()] {
        give_back(&mut world, &case);
        for witness in [case.bob, case.carol, case.ada.owner] {
            let record = by(&world, &case, witness);
            world.send(&[record]).expect_refusal(Rule::NoOutsideShareholder);
        }
    }
}

/// Between two findings the witness may leave; another one serves as well.
#[test]
fn any_outside_shareholder_serves() {
    let (mut world, case) = overdue();
    record(&mut world, &case);
    file(&mut world, &case, 1_000, 300);
    give_back(&mut world, &case);
    let (bob, carol) = (by(&world, &case, case.bob), by(&world, &case, case.carol));
    world.send(&[bob]).expect_refusal(Rule::NoOutsideShareholder);
    world.send(std::slice::from_ref(&carol)).expect_refusal(Rule::NoOutsideShareholder);
    // Carol's position was empty in that year, and is as old as it: it is a sign, not a proof.
    world.transfer(&case.ada, case.ada.owner, case.carol, 1).expect_success();
    world.send(&[carol]).expect_success();
    assert_eq!(case.points(&world), 750);
}

#[test]
fn a_position_opened_in_the_last_second_of_the_year_serves() {
    for (seconds, refusal) in [(-1, None), (0, Some(Rule::NoOutsideShareholder)), (1, Some(Rule::NoOutsideShareholder))]
    {
        let (mut world, case) = ready();
        world.warp_to(january(YEAR + 1) + seconds);
        let dave = world.holder("dave", &case.ada, 1);
        assert_eq!(world.position_state(&case.ada, dave).opened_at, january(YEAR + 1) + seconds);
        world.warp_to(deadline(YEAR).recordable_at);
        let record = by(&world, &case, dave);
        expect(world.send(&[record]), refusal);
    }
}

/// Of a later year it serves.
#[test]
fn a_position_opened_after_the_year_serves_for_the_next_one() {
    let (mut world, case) = overdue();
    let dave = world.holder("dave", &case.ada, 1);
    world.warp_to(deadline(YEAR + 1).recordable_at);
    let record = by(&world, &case, dave);
    world.send(&[record]).expect_refusal(Rule::NoOutsideShareholder);
    let record = world.report_record(&case.ada, YEAR + 1, dave);
    world.send(&[record.instruction()]).expect_success();
}

/// One share is enough, listed, locked or marked.
#[test]
fn shares_count_whatever_holds_them() {
    let (mut world, case) = overdue();
    tentatively(&mut world, |world| {
        world.list(&case.ada, case.bob, 1_000, 5);
        record(world, &case);
    });
    tentatively(&mut world, |world| {
        let hold = world.member_hold(None, case.bob, 30 * DAY);
        world.must(&[hold.instruction()]);
        world.mark(&case.ada, case.bob);
        record(world, &case);
    });
    tentatively(&mut world, |world| {
        world.transfer(&case.ada, case.ada.owner, case.carol, 1).expect_success();
        assert_eq!(world.position_state(&case.ada, case.carol).locked, 1);
        let record = by(world, &case, case.carol);
        world.send(&[record]).expect_success();
    });
}

/// A recovered shareholder is one by the position of his lost wallet until it is moved.
#[test]
fn a_recovered_shareholders_old_position_serves_until_it_is_moved() {
    let (mut world, case) = overdue();
    let stewards = world.recoverers();
    let lost = world.lose(case.bob, "new bob", stewards);
    world.propose(&lost);
    world.execute(&lost);
    tentatively(&mut world, |world| drop(record(world, &case)));
    world.relocate(&lost, &case.ada);
    world.send(&[case.record(&world).instruction()]).expect_refusal(Rule::NoOutsideShareholder);
}

/// Tess is the treasury: what she has of a round is an outside share like any other.
#[test]
fn the_treasurys_position_serves() {
    let mut world = World::deployed();
    let create = NetworkCreate { treasury: wallet("tess"), ..world.network_create(Founding::default()) };
    world.must(&[create.instruction()]);
    world.network = pda::network(world.founder, &create.name);
    let ada = world.owner_with("ada", Terms { authorised: 2 * SHARES, ..Terms::default() });
    let tess = world.holder("tess", &ada, 0);
    let bob = world.holder("bob", &ada, 0);
    let round = world.open_round(&ada, world.round_terms());
    world.subscribe_and_accept(&round, bob, 100_000);
    world.finalise(&round);
    world.settle(&round, bob);
    assert_eq!(world.position_state(&ada, tess).shares, 100);
    world.warp_to(deadline(YEAR).recordable_at);
    for witness in [tess, bob] {
        tentatively(&mut world, |world| {
            let record = world.report_record(&ada, YEAR, witness);
            world.send(&[record.instruction()]).expect_success();
        });
    }
}

/// Whoever subscribed and was not settled yet has no shares.
#[test]
fn refuses_a_subscription_as_a_share() {
    let (mut world, case) = over();
    let round = world.open_round(&case.ada, world.round_terms());
    world.subscribe_and_accept(&round, case.carol, 1_000);
    world.warp_to(january(YEAR + 1) + 30 * DAYS);
    world.finalise(&round);
    world.warp_to(deadline(YEAR).recordable_at);
    let record = by(&world, &case, case.carol);
    world.send(std::slice::from_ref(&record)).expect_refusal(Rule::NoOutsideShareholder);
    world.settle(&round, case.carol);
    world.send(&[record]).expect_success();
}

/// Another token's owner may be the outside shareholder.
#[test]
fn another_owner_is_an_outside_shareholder() {
    let (mut world, case) = ready();
    let eve = world.owner_with_token("eve");
    world.open_position(eve.owner, &case.ada);
    world.transfer(&case.ada, case.ada.owner, eve.owner, 1).expect_success();
    world.warp_to(deadline(YEAR).recordable_at);
    let record = by(&world, &case, eve.owner);
    world.send(&[record]).expect_success();
    assert_eq!((case.points(&world), points(&world, eve.owner)), (900, 1_000));
}
