//! `round_open`

use super::{common::*, prelude::*};

fn with(world: &World, ada: &TokenFixture, change: impl FnOnce(&mut RoundTerms)) -> Instruction {
    let mut terms = world.round_terms();
    change(&mut terms);
    world.round_open(ada, terms).instruction()
}

/// So many shares at one unit.
fn of_shares(world: &World, ada: &TokenFixture, shares: u64) -> Instruction {
    with(world, ada, |terms| (terms.shares, terms.price, terms.maximum_subscription) = (shares, 1, 1))
}

#[test]
fn announces_a_round_and_makes_its_escrow() {
    let (mut world, ada) = founded();
    let terms = RoundTerms { minimum_raise: 5_000, minimum_subscription: 2, delay: DAY, ..world.round_terms() };
    let round = RoundFixture::of(&ada, 0);
    let before = world.token_state(&ada);
    let now = world.now();
    let open = world.round_open(&ada, terms);
    let outcome = world.send(&[open.instruction()]).expect_changed(&[ada.token, round.round, round.escrow]);

    let (opens_at, closes_at) = (now + DAYS, now + 31 * DAYS);
    let book = Book {
        shares: 1_000_000,
        price: PRICE,
        minimum_raise: 5_000,
        minimum_subscription: 2,
        maximum_subscription: 1_000_000,
        opens_at,
        closes_at,
        undo_window: DAY / 4,
        lock: 180 * DAY,
        equity_fee: 10,
        state: State::Open.byte(),
        ..Book::zeroed()
    };
    let expected = Round {
        version: 1,
        bump: pda::round_with_bump(ada.token, 0).1,
        escrow_bump: pda::escrow_with_bump(round.round).1,
        book,
        announced_at: now,
        token: ada.token,
        escrow: round.escrow,
        ..Round::zeroed()
    };
    assert_eq!(world.round_state(&round), expected);
    assert_eq!(world.token_state(&ada), Token { rounds: 1, round_closes_at: closes_at, ..before });
    let escrow = world.account(&round.escrow).unwrap();
    assert_eq!((escrow.owner, escrow.data.len(), escrow.lamports), (TOKEN_ID, 165, world.rent(165)));
    assert_eq!(world.lamports(&round.round), world.rent(Round::SPACE));
    let opened = event::RoundOpened {
        token: ada.token,
        round: round.round,
        index: 0,
        shares: 1_000_000,
        price: PRICE,
        opens_at,
        closes_at,
    };
    assert_eq!(outcome.event(), &opened.into());
}

#[test]
fn the_owner_may_pay() {
    let (mut world, ada) = founded();
    let open = RoundOpen { payer: ada.owner.wallet, ..world.round_open(&ada, world.round_terms()) };
    world.send(&[open.instruction()]).expect_success();
    let rent = world.rent(Round::SPACE) + world.rent(165);
    assert_eq!(world.lamports(&ada.owner.wallet), WEALTH - rent);
}

#[test]
fn survives_prefunded_addresses() {
    let instruction = |world: &World, ada: &TokenFixture| with(world, ada, |_| {});
    let addresses = |_: &World, ada: &TokenFixture| {
        let round = RoundFixture::of(ada, 0);
        vec![round.round, round.escrow]
    };
    survives_prefunding(founded, addresses, instruction);
}

/// Every bound is part of what is allowed.
#[test]
fn takes_every_term_at_its_bound() {
    let bounds: [fn(&mut RoundTerms); 9] = [
        |terms| (terms.shares, terms.maximum_subscription) = (1, 1),
        |terms| terms.price = 1,
        |terms| terms.minimum_raise = 1_000_000_000,
        |terms| terms.minimum_subscription = 1_000_000,
        |terms| terms.duration = 1,
        |terms| terms.duration = 90 * DAY,
        |terms| terms.delay = 60 * DAY,
        |terms| terms.undo_window = 3 * DAY,
        |terms| (terms.undo_window, terms.lock) = (0, 5 * 365 * DAY),
    ];
    for bound in bounds {
        let (mut world, ada) = founded();
        let open = with(&world, &ada, bound);
        world.send(&[open]).expect_success();
    }
}

/// The treasury's part comes on top, and has to fit as well: 9,990,010 and a thousandth of them are ten million.
#[test]
fn takes_all_that_is_authorised_and_not_a_share_more() {
    let (mut world, ada) = founded();
    let open = of_shares(&world, &ada, 9_990_011);
    world.send(&[open]).expect_refusal(Rule::AuthorisedExceeded);
    let open = of_shares(&world, &ada, 9_990_010);
    world.send(&[open]).expect_success();
}

/// The hold in force, or the network's minimum, if the owner asks for a shorter lock.
#[test]
fn the_lock_is_no_shorter_than_the_hold() {
    for (asked, lock) in [(0, 90), (89, 90), (90, 90), (91, 91)] {
        let (mut world, ada) = founded();
        let terms = RoundTerms { lock: asked * DAY, ..world.round_terms() };
        let round = world.announce_round(&ada, terms);
        assert_eq!(world.round_state(&round).book.lock, lock * DAY);
    }
}

/// A round that is over makes room for the next one: failed, cancelled, or settled.
#[test]
fn opens_after_each_end_of_the_last_one() {
    let (mut world, case) = pending();
    world.cancel(&case.round);
    let second = world.open_round(&case.ada, world.round_terms());
    world.warp_to(world.round_state(&second).book.closes_at);
    let third = world.open_round(&case.ada, world.round_terms());
    assert_eq!(third.index, 2);
    let carol = accepted_subscriber(&mut world, &third, "carol", 10);
    world.finalise(&third);
    world.settle(&third, carol);
    let fourth = world.open_round(&case.ada, world.round_terms());
    // And the money of the first is still there.
    world.refund(&case.round, case.bob);
    assert_eq!((fourth.index, world.quote_of(case.bob.wallet)), (3, 50_000 * PRICE));
}

refusals! {
    founded;
    refuses_no_shares: |world, ada| with(&world, &ada, |terms| terms.shares = 0) => Rule::ZeroShares;
    refuses_more_shares_than_there_can_be: |world, ada| of_shares(&world, &ada, u64::MAX) => Rule::AuthorisedExceeded;
    refuses_a_price_of_nothing: |world, ada| with(&world, &ada, |terms| terms.price = 0) => Rule::PriceZero;
    refuses_a_round_that_costs_more_than_there_can_be: |world, ada|
        with(&world, &ada, |terms| terms.price = u64::MAX) => Rule::MathOverflow;
    refuses_a_round_one_unit_too_dear: |world, ada|
        with(&world, &ada, |terms| terms.price = u64::MAX / 1_000_000 + 1) => Rule::MathOverflow;
    refuses_a_minimum_raise_beyond_the_whole: |world, ada|
        with(&world, &ada, |terms| terms.minimum_raise = 1_000_000_001) => Rule::MinimumRaiseInvalid;
    refuses_the_greatest_minimum_raise: |world, ada|
        with(&world, &ada, |terms| terms.minimum_raise = u64::MAX) => Rule::MinimumRaiseInvalid;
    refuses_a_least_of_nothing: |world, ada|
        with(&world, &ada, |terms| terms.minimum_subscription = 0) => Rule::SubscriptionLimitsInvalid;
    refuses_a_least_above_the_most: |world, ada|
        with(&world, &ada, |terms| (terms.minimum_subscription, terms.maximum_subscription) = (11, 10))
        => Rule::SubscriptionLimitsInvalid;
    refuses_a_most_of_nothing: |world, ada|
        with(&world, &ada, |terms| terms.maximum_subscription = 0) => Rule::SubscriptionLimitsInvalid;
    refuses_a_most_above_the_round: |world, ada|
        with(&world, &ada, |terms| terms.maximum_subscription = 1_000_001) => Rule::SubscriptionLimitsInvalid;
    refuses_the_greatest_most: |world, ada|
        with(&world, &ada, |terms| terms.maximum_subscription = u64::MAX) => Rule::SubscriptionLimitsInvalid;
    refuses_no_time: |world, ada| with(&world, &ada, |terms| terms.duration = 0) => Rule::RoundTimesInvalid;
    refuses_more_than_90_days: |world, ada|
        with(&world, &ada, |terms| terms.duration = 90 * DAY + 1) => Rule::RoundTimesInvalid;
    refuses_the_greatest_duration: |world, ada|
        with(&world, &ada, |terms| terms.duration = u32::MAX) => Rule::RoundTimesInvalid;
    refuses_to_wait_more_than_60_days: |world, ada|
        with(&world, &ada, |terms| terms.delay = 60 * DAY + 1) => Rule::RoundTimesInvalid;
    refuses_the_greatest_delay: |world, ada|
        with(&world, &ada, |terms| terms.delay = u32::MAX) => Rule::RoundTimesInvalid;
    refuses_to_undo_for_more_than_three_days: |world, ada|
        with(&world, &ada, |terms| terms.undo_window = 3 * DAY + 1) => Rule::UndoWindowTooLong;
    refuses_to_lock_for_more_than_five_years: |world, ada|
        with(&world, &ada, |terms| terms.lock = 5 * 365 * DAY + 1) => Rule::LockTooLong;
    refuses_a_round_beyond_the_end_of_time: |world, ada| {
        world.warp_to(i64::MAX - 30 * DAYS + 1);
        with(&world, &ada, |_| {})
    } => Rule::MathOverflow;
    refuses_a_token_without_shares: |world, _ada| {
        let zoe = world.owner_with("zoe", Terms { shares: 0, ..Terms::default() });
        with(&world, &zoe, |_| {})
    } => Rule::NoShares;
    refuses_after_the_last_index: |world, ada| {
        world.edit::<Token>(ada.token, |token| token.rounds = u32::MAX);
        with(&world, &ada, |_| {})
    } => Rule::MathOverflow;

    refuses_while_a_round_is_announced: |world, ada| {
        world.announce_round(&ada, RoundTerms { delay: DAY, ..world.round_terms() });
        with(&world, &ada, |_| {})
    } => Rule::RoundUnderWay;
    refuses_while_a_round_is_open: |world, ada| {
        let round = world.open_round(&ada, world.round_terms());
        world.warp_to(world.round_state(&round).book.closes_at - 1);
        with(&world, &ada, |_| {})
    } => Rule::RoundUnderWay;
    refuses_while_a_round_is_completing: |world, ada| {
        let round = world.open_round(&ada, world.round_terms());
        accepted_subscriber(&mut world, &round, "bob", 10);
        world.complete(&round);
        world.warp(1_000 * DAYS);
        with(&world, &ada, |_| {})
    } => Rule::RoundUnderWay;
    refuses_when_halted: |world, ada| {
        halt(&mut world);
        with(&world, &ada, |_| {})
    } => Rule::NetworkHalted;
    refuses_when_paused: |world, ada| {
        pause(&mut world, &ada);
        with(&world, &ada, |_| {})
    } => Rule::TokenPaused;
    refuses_a_suspended_owner: |world, ada| {
        suspend(&mut world, ada.owner.member);
        with(&world, &ada, |_| {})
    } => Rule::MemberNotActive;
    refuses_a_held_owner: |world, ada| {
        hold(&mut world, ada.owner);
        with(&world, &ada, |_| {})
    } => Rule::MemberHeld;
    refuses_an_owner_who_is_being_recovered: |world, ada| {
        let stewards = world.recoverers();
        let lost = world.lose(ada.owner, "new ada", stewards);
        world.propose(&lost);
        with(&world, &ada, |_| {})
    } => Rule::MemberHeld;

    refuses_a_stranger: |world, ada| {
        let wallet = mallory(&mut world);
        with(&world, &ada, |_| {}).replacing(ada.owner.wallet, wallet)
    } => Rule::NotTokenOwner;
    refuses_another_member: |world, ada| {
        let bob = world.investor("bob");
        let open = with(&world, &ada, |_| {}).replacing(ada.owner.wallet, bob.wallet);
        open.replacing(ada.owner.member, bob.member)
    } => Rule::NotTokenOwner;
    refuses_without_the_owners_signature: |world, ada|
        with(&world, &ada, |_| {}).unsigned(ada.owner.wallet) => Error::MissingRequiredSignature;
    refuses_without_the_payers_signature: |world, ada| {
        let payer = mallory(&mut world);
        RoundOpen { payer, ..world.round_open(&ada, world.round_terms()) }.instruction().unsigned(payer)
    } => Error::MissingRequiredSignature;
    refuses_another_network: |world, ada| {
        let network = other_network(&mut world);
        RoundOpen { network, ..world.round_open(&ada, world.round_terms()) }.instruction()
    } => Rule::NetworkMismatch;
    refuses_a_holders_position_as_the_owners: |world, ada| {
        let bob = world.holder("bob", &ada, 1_000);
        with(&world, &ada, |_| {}).replacing(ada.position(ada.owner.wallet), ada.position(bob.wallet))
    } => Rule::NotTokenOwner;
    refuses_the_owners_position_in_another_token: |world, ada| {
        let zoe = world.owner_with_token("zoe");
        let elsewhere = world.open_position(ada.owner, &zoe);
        with(&world, &ada, |_| {}).replacing(ada.position(ada.owner.wallet), elsewhere)
    } => Rule::TokenMismatch;
    refuses_a_holder_as_treasury: |world, ada| {
        let bob = world.holder("bob", &ada, 1_000);
        RoundOpen { treasury: Some(bob.wallet), ..world.round_open(&ada, world.round_terms()) }.instruction()
    } => Rule::PositionMismatch;
    refuses_an_index_to_come: |world, ada|
        RoundOpen { index: 1, ..world.round_open(&ada, world.round_terms()) }.instruction() => Error::InvalidSeeds;
    refuses_another_escrow: |world, ada|
        with(&world, &ada, |_| {}).replacing(RoundFixture::of(&ada, 0).escrow, RoundFixture::of(&ada, 1).escrow)
        => Error::InvalidSeeds;
    refuses_another_quote_mint: |world, ada| {
        let mint = world.create_quote_mint("another quote mint");
        with(&world, &ada, |_| {}).replacing(world.quote_mint, mint)
    } => Rule::QuoteMintInvalid;
    refuses_token_2022_for_the_escrow: |world, ada|
        with(&world, &ada, |_| {}).replacing(TOKEN_ID, TOKEN_2022_ID) => Error::IncorrectProgramId;
    refuses_another_system_program: |world, ada|
        with(&world, &ada, |_| {}).replacing(SYSTEM_ID, TOKEN_ID) => Error::IncorrectProgramId;
    refuses_a_read_only_token: |world, ada| with(&world, &ada, |_| {}).read_only(ada.token) => NOT_WRITABLE;
    refuses_short_data: |world, ada|
        with(&world, &ada, |_| {}).with_data(|data| { data.pop(); }) => Error::InvalidInstructionData;
}
