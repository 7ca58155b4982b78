//! `proceeds_deposit`, net of the owner's own part

use super::prelude::*;

/// Ada holds all but `outside` of her shares, which Bob holds, and has the quote units.
fn with(shares: u64, outside: u64, proceeds: u64) -> (World, (TokenFixture, ProceedsDeposit)) {
    let mut world = World::founded();
    let ada = world.owner_with("ada", Terms { shares, authorised: u64::MAX, ..Terms::default() });
    world.holder("bob", &ada, outside);
    world.fund(ada.owner.wallet, proceeds);
    let deposit = ProceedsDeposit { net: true, ..world.proceeds_deposit(&ada, proceeds) };
    (world, (ada, deposit))
}

/// Ada holds four fifths.
fn ready() -> (World, (TokenFixture, ProceedsDeposit)) {
    with(10, 2, 10_000)
}

fn bob(world: &World) -> Person {
    Person { wallet: personal_token_tests::wallet("bob"), member: pda::member(world.network, &identity("bob")) }
}

#[test]
fn the_owners_part_never_leaves_his_account() {
    let (mut world, (ada, deposit)) = ready();
    let (token, position) = (world.token_state(&ada), world.position_state(&ada, ada.owner));
    let record = ada.distribution(0);
    let changed = [ada.token, ada.vault, deposit.source, record, ada.position(ada.owner.wallet)];
    let outcome = world.send(&[deposit.instruction()]).expect_changed(&changed);

    let per_share = 1_000u128 << 64;
    let acc = U128::new(per_share);
    let (years, year_gross) = of_year(2026, 10_000);
    let expected = Token { deposited: 10_000, paid: 8_000, acc, distributions: 1, years, year_gross, ..token };
    assert_eq!(world.token_state(&ada), expected);
    assert_eq!(world.position_state(&ada, ada.owner), Position { last: acc, ..position });
    let state: Distribution = world.read(record);
    assert_eq!((state.net, state.gross, state.retained, state.shares), (1, 10_000, 8_000, 10));
    assert_eq!(state.per_share, acc);
    assert_eq!((world.quote_in(ada.vault), world.quote_in(deposit.source)), (2_000, 8_000));
    let (token, distribution) = (ada.token, record);
    let deposited =
        event::ProceedsDeposited { token, distribution, gross: 10_000, retained: 8_000, shares: 10, per_share };
    assert_eq!(outcome.event(), &deposited.into());

    let holder = bob(&world);
    world.claim(&ada, holder.wallet).expect_success();
    world.claim(&ada, ada.owner.wallet).expect_success();
    assert_eq!((world.quote_of(holder.wallet), world.quote_of(ada.owner.wallet)), (2_000, 8_000));
}

/// What others are owed does not depend on whether the owner deposits gross or net, and neither does what he has.
#[test]
fn net_and_gross_come_to_the_same() {
    for (shares, outside, proceeds) in
        [(10, 2, 10_000), (7, 3, 100), (SHARES, 1, 999_999), (3, 1, 1), (u64::MAX, u64::MAX - 1, u64::MAX / 2)]
    {
        let run = |net| {
            let (mut world, (ada, deposit)) = with(shares, outside, proceeds);
            world.must(&[ProceedsDeposit { net, ..deposit }.instruction()]);
            let holder = bob(&world);
            world.claim(&ada, holder.wallet).expect_success();
            world.claim(&ada, ada.owner.wallet).expect_success();
            let token = world.token_state(&ada);
            let owed = world.position_state(&ada, ada.owner).owed;
            (world.quote_of(holder.wallet), world.quote_of(ada.owner.wallet), token.pool(), owed)
        };
        assert_eq!(run(true), run(false));
    }
}

/// His part is rounded down: with one outside share of ten million, one unit is all theirs for now.
#[test]
fn the_owners_part_is_rounded_down() {
    for (proceeds, retained) in [(1, 0), (2, 1), (SHARES, SHARES - 1)] {
        let (mut world, (ada, deposit)) = with(SHARES, 1, proceeds);
        world.send(&[deposit.instruction()]).expect_success();
        assert_eq!(world.read::<Distribution>(ada.distribution(0)).retained, retained);
        assert_eq!(world.quote_in(ada.vault), proceeds - retained);
    }
}

/// What he was owed from earlier deposits is not part of this one.
#[test]
fn earlier_deposits_stay_owed() {
    let (mut world, (ada, deposit)) = ready();
    world.deposit(&ada, 500).expect_success();
    world.send(&[ProceedsDeposit { index: 1, ..deposit }.instruction()]).expect_success();
    let owner = world.position_state(&ada, ada.owner);
    assert_eq!(owner.owed.get(), 400 << 64);
    world.claim(&ada, ada.owner.wallet).expect_success();
    assert_eq!(world.quote_of(ada.owner.wallet), 8_000 + 400);
}

refusals! {
    ready;
    refuses_without_outside_shares: |world, (_, deposit)| {
        let carol = world.owner_with_token("carol");
        let source = world.fund(carol.owner.wallet, 10_000);
        let Person { wallet: owner, member: owner_member } = carol.owner;
        ProceedsDeposit { owner, owner_member, mint: carol.mint, source, ..deposit }.instruction()
    } => Rule::NoOutsideShares;
    refuses_after_all_shares_came_back: |world, (ada, deposit)| {
        world.warp(90 * DAYS);
        let holder = bob(&world);
        world.transfer(&ada, holder, ada.owner, 2).expect_success();
        deposit.instruction()
    } => Rule::NoOutsideShares;
    refuses_a_token_without_shares: |world, (_, deposit)| {
        let carol = world.owner_with("carol", Terms { shares: 0, ..Terms::default() });
        let source = world.fund(carol.owner.wallet, 10_000);
        let Person { wallet: owner, member: owner_member } = carol.owner;
        ProceedsDeposit { owner, owner_member, mint: carol.mint, source, ..deposit }.instruction()
    } => Rule::NoOutsideShares;
    refuses_nothing: |world, (_, deposit)|
        ProceedsDeposit { proceeds: 5, cost_basis: 5, ..deposit }.instruction() => Rule::ZeroDeposit;
    refuses_the_position_of_a_shareholder: |world, (ada, deposit)| {
        let holder = ada.position(bob(&world).wallet);
        deposit.instruction().replacing(ada.position(ada.owner.wallet), holder)
    } => Rule::NotTokenOwner;
    refuses_the_owners_position_in_another_token: |world, (ada, deposit)| {
        let carol = world.owner_with_token("carol");
        let position = world.open_position(ada.owner, &carol);
        deposit.instruction().replacing(ada.position(ada.owner.wallet), position)
    } => Rule::TokenMismatch;
    refuses_a_read_only_position: |world, (ada, deposit)|
        deposit.instruction().read_only(ada.position(ada.owner.wallet)) => NOT_WRITABLE;
    refuses_a_token_as_position: |world, (ada, deposit)|
        deposit.instruction().replacing(ada.position(ada.owner.wallet), ada.token) => DUPLICATE;
    refuses_more_than_the_owner_has: |world, (ada, deposit)| {
        world.send_quote(ada.owner.wallet, ada.vault, 8_001);
        deposit.instruction()
    } => (TOKEN_ID, 1);
    refuses_a_shareholder: |world, (_, deposit)| {
        let holder = bob(&world);
        ProceedsDeposit { owner: holder.wallet, owner_member: holder.member, ..deposit }.instruction()
    } => Rule::NotTokenOwner;
    refuses_an_owners_position_ahead_of_the_token: |world, (ada, deposit)| {
        world.edit::<Position>(ada.position(ada.owner.wallet), |position| position.last = U128::new(u128::MAX));
        deposit.instruction()
    } => Rule::MathOverflow;
}
