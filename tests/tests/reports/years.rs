//! The book of the last four years' deposits, and which years can be reported on.

use super::common::*;

/// The years that a token remembers, and what was deposited for each, as they lie in the account.
fn book(world: &World, case: &Case) -> ([u16; 4], [u64; 4]) {
    let Token { years, year_gross, .. } = world.token_state(&case.ada);
    (years, year_gross)
}

#[test]
fn a_deposit_changes_the_book_of_its_year_and_nothing_else_that_it_did_not_before() {
    let (mut world, case) = ready();
    world.fund(case.ada.owner.wallet, 100);
    let before = world.token_state(&case.ada);
    let deposit = world.proceeds_deposit(&case.ada, 100);
    world.must(&[deposit.instruction()]);
    let after = world.token_state(&case.ada);
    let expected = Token {
        deposited: 100,
        acc: after.acc,
        rem: after.rem,
        distributions: 1,
        years: [0, 0, YEAR, 0],
        year_gross: [0, 0, 100, 0],
        ..before
    };
    assert_eq!(after, expected);
}

#[test]
fn each_year_has_its_place() {
    let (mut world, case) = ready();
    for (year, gain) in [(YEAR, 1), (YEAR - 1, 20), (YEAR - 2, 300), (YEAR - 3, 4_000), (YEAR, 5)] {
        deposit(&mut world, &case, year, gain);
    }
    assert_eq!(book(&world, &case), ([YEAR - 2, YEAR - 1, YEAR, YEAR - 3], [300, 20, 6, 4_000]));
}

#[test]
fn a_new_year_takes_the_place_of_the_one_four_years_before() {
    let (mut world, case) = ready();
    deposit(&mut world, &case, YEAR - 4, 9);
    assert_eq!(book(&world, &case), ([0, 0, YEAR - 4, 0], [0, 0, 9, 0]));
    deposit(&mut world, &case, YEAR, 7);
    assert_eq!(book(&world, &case), ([0, 0, YEAR, 0], [0, 0, 7, 0]));
    world.warp_to(january(YEAR + 4));
    deposit(&mut world, &case, YEAR + 4, 1);
    assert_eq!(book(&world, &case), ([0, 0, YEAR + 4, 0], [0, 0, 1, 0]));
}

/// Nobody makes a present year's deposits forgotten by naming an old one.
#[test]
fn an_old_year_never_displaces_a_later_one() {
    let (mut world, case) = ready();
    deposit(&mut world, &case, YEAR, 7);
    let remembered = book(&world, &case);
    for year in [YEAR - 4, YEAR - 8, 2_002] {
        deposit(&mut world, &case, year, 1_000);
        assert_eq!(book(&world, &case), remembered);
    }
    assert_eq!(world.token_state(&case.ada).deposited, 3_007, "but it is credited like any other");
}

/// In the last year in which a report can be recorded its deposits are still there, whatever was deposited since.
#[test]
fn deposits_are_remembered_as_long_as_they_matter() {
    let (mut world, case) = ready();
    deposit(&mut world, &case, YEAR, GAIN);
    world.warp_to(january(YEAR + 1));
    file(&mut world, &case, 1_000, 300);
    for year in YEAR + 1..YEAR + 4 {
        world.warp_to(january(year));
        deposit(&mut world, &case, year, 5);
    }
    world.warp_to(january(YEAR + 4) - 1);
    let expected = ([YEAR + 2, YEAR + 3, YEAR, YEAR + 1], [5, 5, GAIN, 5]);
    assert_eq!(book(&world, &case), expected);
    world.send(&[case.record(&world).instruction()]).expect_refusal(Rule::ReportInOrder);
    world.warp(1);
    world.send(&[case.record(&world).instruction()]).expect_refusal(Rule::ReportYearInvalid);
}

#[test]
fn refused_deposits_are_not_booked() {
    let (mut world, case) = ready();
    world.fund(case.ada.owner.wallet, 100);
    let deposit = world.proceeds_deposit(&case.ada, 100);
    let future = ProceedsDeposit { year: YEAR + 1, ..deposit.clone() };
    world.send(&[future.instruction()]).expect_refusal(Rule::YearInvalid);
    let nothing = ProceedsDeposit { cost_basis: 100, ..deposit.clone() };
    world.send(&[nothing.instruction()]).expect_refusal(Rule::ZeroDeposit);
    let stranger = ProceedsDeposit { owner: mallory(&mut world), ..deposit };
    world.send(&[stranger.instruction()]).expect_refusal(Rule::NotTokenOwner);
    assert_eq!(book(&world, &case), ([0; 4], [0; 4]));
}

/// At the beginning of 2030 the reports on 2027 to 2029 can be filed and recorded, not those before and after.
#[test]
fn three_years_back_and_no_further() {
    let (mut world, case) = ready();
    world.warp_to(january(YEAR + 4));
    for (year, refusal) in [
        (YEAR - 1, Some(Rule::ReportYearInvalid)),
        (YEAR, Some(Rule::ReportYearInvalid)),
        (YEAR + 1, None),
        (YEAR + 2, None),
        (YEAR + 3, None),
        (YEAR + 4, Some(Rule::ReportYearInvalid)),
        (YEAR + 5, Some(Rule::ReportYearInvalid)),
    ] {
        let file = world.report_file(&case.ada, year, 1, 0).instruction();
        let record = world.report_record(&case.ada, year, case.bob).instruction();
        tentatively(&mut world, |world| expect(world.send(&[file]), refusal));
        let is_early = refusal.is_none() && year == YEAR + 3;
        let refusal = if is_early { Some(Rule::ReportNotOverdue) } else { refusal };
        tentatively(&mut world, |world| expect(world.send(&[record]), refusal));
    }
}

/// The year of creation is the first, if the token was there for no more than its last second.
#[test]
fn a_token_is_reported_on_from_its_year_of_creation() {
    for (created, first) in [(january(2027) - 1, 2026), (january(2027), 2027), (january(2028) - 1, 2027)] {
        let mut world = World::founded();
        let owner = world.member("ada", role::ALL);
        world.warp_to(created);
        let ada = world.token_with(owner, Terms::default());
        let bob = world.holder("bob", &ada, 1_000);
        assert_eq!(world.token_state(&ada).created_at, created);
        world.warp_to(january(2029));
        for year in 2025..2029 {
            let refusal = (year < first).then_some(Rule::ReportYearInvalid);
            let file = world.report_file(&ada, year, 1, 0).instruction();
            let record = world.report_record(&ada, year, bob).instruction();
            tentatively(&mut world, |world| expect(world.send(&[file]), refusal));
            let early = (year == 2028).then_some(Rule::ReportNotOverdue);
            tentatively(&mut world, |world| expect(world.send(&[record]), refusal.or(early)));
        }
    }
}

/// An old deposit of a year before the token counts for no report.
#[test]
fn refuses_a_year_before_the_token_though_there_are_deposits_for_it() {
    let (mut world, case) = over();
    deposit(&mut world, &case, YEAR - 1, 100);
    let file = world.report_file(&case.ada, YEAR - 1, 100, 0);
    world.send(&[file.instruction()]).expect_refusal(Rule::ReportYearInvalid);
}
