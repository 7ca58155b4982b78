//! What a report is measured against: the gross deposits of its year, and the gains routed in it, when it is recorded.

use super::common::*;

/// What recording says of a gain of [`GAIN`] that was filed in time, after `during`, which happens in the middle of
/// 2026, and `after`, which happens in the last second before recording.
#[track_caller]
fn verdict(during: impl Fn(&mut World, &Case), after: impl Fn(&mut World, &Case)) -> (bool, u64) {
    let (mut world, case) = ready();
    during(&mut world, &case);
    world.warp_to(january(YEAR + 1));
    file(&mut world, &case, 1_000, 300);
    let recordable_at = deadline(YEAR).recordable_at;
    world.warp_to(recordable_at - 1);
    after(&mut world, &case);
    world.warp_to(recordable_at);
    let is_short = world.send(&[case.record(&world).instruction()]).refusal().is_none();
    (is_short, world.token_state(&case.ada).year_book().gross(YEAR))
}

fn nothing(_: &mut World, _: &Case) {}

#[test]
fn a_gain_is_short_by_one_unit_or_not_at_all() {
    for (deposited, is_short) in [(1, true), (GAIN - 1, true), (GAIN, false), (GAIN + 1, false), (1 << 40, false)] {
        let found = verdict(|world, case| deposit(world, case, YEAR, deposited), nothing);
        assert_eq!(found, (is_short, deposited));
    }
    assert_eq!(verdict(nothing, nothing), (true, 0));
}

#[test]
fn deposits_of_the_year_add_up() {
    let in_parts = |world: &mut World, case: &Case| {
        for part in [1, 99, 200] {
            deposit(world, case, YEAR, part);
        }
    };
    assert_eq!(verdict(in_parts, |world, case| deposit(world, case, YEAR, 400)), (false, 700));
    assert_eq!(verdict(in_parts, |world, case| deposit(world, case, YEAR, 399)), (true, 699));
}

/// What counts is the year that a deposit names, not the one in which it is made.
#[test]
fn deposits_of_other_years_do_not_count() {
    let before = |world: &mut World, case: &Case| deposit(world, case, YEAR - 1, 5_000);
    let after = |world: &mut World, case: &Case| deposit(world, case, YEAR + 1, 5_000);
    assert_eq!(verdict(before, after), (true, 0));
    assert_eq!(verdict(before, |world, case| deposit(world, case, YEAR, GAIN)), (false, GAIN));
}

#[test]
fn net_deposits_count_gross() {
    // Nearly all of it stays with Ada, whose shares all but a ten-thousandth are.
    let net = |world: &mut World, case: &Case| {
        world.deposit_net(&case.ada, GAIN).expect_success();
        assert!(world.quote_in(case.ada.vault) <= 1);
    };
    assert_eq!(verdict(net, nothing), (false, GAIN));
    let less = |world: &mut World, case: &Case| drop(world.deposit_net(&case.ada, GAIN - 1).expect_success());
    assert_eq!(verdict(less, nothing), (true, GAIN - 1));
}

#[test]
fn a_deposit_counts_its_gain_and_not_its_proceeds() {
    let with = |proceeds: u64, cost_basis: u64| {
        move |world: &mut World, case: &Case| {
            world.fund(case.ada.owner.wallet, proceeds);
            let deposit = ProceedsDeposit { cost_basis, ..world.proceeds_deposit(&case.ada, proceeds) };
            world.must(&[deposit.instruction()]);
        }
    };
    assert_eq!(verdict(with(1_000, 300), nothing), (false, 700));
    assert_eq!(verdict(with(1_000, 301), nothing), (true, 699));
}

#[test]
fn deposits_help_until_somebody_records() {
    let (mut world, case) = short();
    // Long after the grace, in the last second in which it can be recorded at all.
    world.warp_to(january(YEAR + 4) - 1);
    tentatively(&mut world, |world| {
        record(world, &case);
        assert_eq!(case.points(world), 850);
    });
    deposit(&mut world, &case, YEAR, GAIN);
    world.send(&[case.record(&world).instruction()]).expect_refusal(Rule::ReportInOrder);
    assert_eq!(case.read(&world).deposited, 0, "as it was when it was filed");
}

#[test]
fn a_deposit_after_the_recording_gives_nothing_back() {
    let (mut world, case) = short();
    record(&mut world, &case);
    let report = case.read(&world);
    deposit(&mut world, &case, YEAR, GAIN);
    assert_eq!((case.read(&world), case.points(&world)), (report, 850));
    world.send(&[case.record(&world).instruction()]).expect_refusal(Rule::ReportInOrder);
}

/// A deposit in the same transaction as a recording comes before it, or after it.
#[test]
fn the_order_within_a_transaction_counts() {
    let (mut world, case) = short();
    world.fund(case.ada.owner.wallet, GAIN);
    let (deposit, record) = (world.proceeds_deposit(&case.ada, GAIN).instruction(), case.record(&world).instruction());
    tentatively(&mut world, |world| {
        world.send(&[deposit.clone(), record.clone()]).expect_refusal(Rule::ReportInOrder);
    });
    world.send(&[record, deposit]).expect_success();
    assert_eq!(case.points(&world), 850);
}

#[test]
fn paying_holders_takes_nothing_from_what_was_deposited() {
    let (mut world, case) = short();
    deposit(&mut world, &case, YEAR, SHARES);
    world.claim(&case.ada, case.bob.wallet).expect_success();
    world.distribute(&case.ada, &[case.ada.owner.wallet]).expect_success();
    assert_eq!(world.token_state(&case.ada).year_book().gross(YEAR), SHARES);
    world.send(&[case.record(&world).instruction()]).expect_refusal(Rule::ReportInOrder);
}

/// A year in which more was lost than gained owes nothing; the largest gain there can be owes all of it.
#[test]
fn losses_owe_nothing_and_the_largest_gain_everything() {
    for (proceeds, cost_basis, deposited, is_short) in [
        (300, 1_000, 0, false),
        (0, u64::MAX, 0, false),
        (1, 0, 0, true),
        (u64::MAX, 0, 1 << 40, true),
        (u64::MAX, u64::MAX - 1, 1, false),
        (u64::MAX, u64::MAX - 2, 1, true),
    ] {
        let (mut world, case) = over();
        file(&mut world, &case, proceeds, cost_basis);
        if deposited > 0 {
            deposit(&mut world, &case, YEAR, deposited);
        }
        world.warp_to(deadline(YEAR).recordable_at);
        expect(world.send(&[case.record(&world).instruction()]), (!is_short).then_some(Rule::ReportInOrder));
    }
}

/// Bob has a token of his own, of which Carol holds shares, and 5,000 of Ada's shares for 4, which had cost him 2. Ada
/// buys them, in 2026: the gain is 10,000.
fn routed() -> (World, TokenFixture, TokenFixture, Person) {
    let mut world = World::founded();
    let ada = world.owner_with_token("ada");
    let bob = world.owner_with("bob", Terms { shares: 4_000, ..Terms::default() });
    let carol = world.holder("carol", &ada, 0);
    world.open_position(carol, &bob);
    world.transfer(&bob, bob.owner, carol, 1_000).expect_success();
    let treasury = world.network_state().treasury;
    world.quote_account(treasury);
    world.open_position(bob.owner, &ada);
    let listing = world.list(&ada, ada.owner, 10_000, 2);
    world.warp(7 * DAYS);
    world.buy(&listing, bob.owner, 10_000).expect_success();
    world.warp(90 * DAYS);
    let listing = world.list(&ada, bob.owner, 5_000, 4);
    world.buy(&listing, ada.owner, 5_000).expect_success();
    (world, ada, bob, carol)
}

#[test]
fn routed_gains_count_in_the_year_of_the_sale() {
    for (gain, is_short) in [(9_999, false), (10_000, false), (10_001, true)] {
        let (mut world, _, bob, carol) = routed();
        assert_eq!(world.token_state(&bob).year_book().gross(YEAR), 10_000);
        world.warp_to(january(YEAR + 1));
        let file = world.report_file(&bob, YEAR, gain, 0);
        let outcome = world.must(&[file.instruction()]);
        assert_eq!(emitted(&outcome), [filed(&file, 10_000)]);
        world.warp_to(deadline(YEAR).recordable_at);
        let record = world.report_record(&bob, YEAR, carol).instruction();
        expect(world.send(&[record]), (!is_short).then_some(Rule::ReportInOrder));
    }
}

#[test]
fn a_gain_is_routed_into_the_year_in_which_the_purchase_is_made() {
    let (mut world, ada, bob, _) = routed();
    let listing = world.list(&ada, bob.owner, 5_000, 3);
    for (time, year) in [(january(YEAR + 1) - 1, YEAR), (january(YEAR + 1), YEAR + 1)] {
        // The listing has expired until then.
        world.edit::<personal_token_sdk::state::Listing>(listing.address(), |listing| {
            listing.book.expires_at = time + 1;
        });
        let before = world.token_state(&bob).year_book();
        world.warp_to(time);
        world.buy(&listing, ada.owner, 1_000).expect_success();
        let after = world.token_state(&bob).year_book();
        assert_eq!(after.gross(year), before.gross(year) + 1_000);
    }
}

/// Routed gains are those of the seller's token; the token that was sold, and its owner's report, have no part in them.
#[test]
fn a_sale_counts_nothing_for_the_token_that_is_sold() {
    let (world, ada, ..) = routed();
    assert_eq!(world.token_state(&ada).year_book().gross(YEAR), 0);
}
