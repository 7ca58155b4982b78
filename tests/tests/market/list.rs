//! `listing_open`

use personal_token_sdk::{core::market, state::Listing};

use crate::{prelude::*, preview::send, stage::*};

/// Bob has 2,000 free shares; the instruction lists 1,000 of them at 5.
fn ready() -> (World, (Stage, ListingOpen)) {
    let (world, stage) = unlisted(2_000);
    let open = world.listing_open(&stage.ada, stage.bob, 1_000, 5);
    (world, (stage, open))
}

fn position(case: &(Stage, ListingOpen)) -> Address {
    case.0.listing.position()
}

fn expected(world: &World, stage: &Stage, open: &ListingOpen) -> Listing {
    let now = world.now();
    let (_, bump) = pda::listing_with_bump(stage.listing.position(), open.nonce);
    let book = market::Listing {
        shares: open.shares,
        price: open.price,
        minimum_fill: open.minimum_fill,
        owner_until: now + OWNER_WINDOW,
        holders_until: now + EVERYONE,
        expires_at: now + i64::from(open.duration),
        owner_fee: 150,
        network_fee: 50,
        padding: 0,
    };
    Listing {
        version: 1,
        bump,
        padding: 0,
        nonce: open.nonce,
        book,
        listed_at: now,
        position: stage.listing.position(),
        token: stage.ada.token,
        seller: stage.bob.member,
        rent_payer: open.payer,
        reserved: [0; 32],
    }
}

#[test]
fn lists_and_locks_in_place() {
    let (mut world, (stage, open)) = ready();
    let open = ListingOpen { minimum_fill: 7, ..open };
    let before = world.position_state(&stage.ada, stage.bob);
    let (position, listing) = (stage.listing.position(), stage.listing.address());
    let outcome = send(&mut world, open.instruction()).expect_changed(&[position, listing]);
    // The lock, which had expired, is gone.
    assert_eq!((before.locked, before.listings), (2_000, 0));
    let after = Position { listed: 1_000, listings: 1, locked: 0, unlocks_at: 0, ..before };
    assert_eq!(world.position_state(&stage.ada, stage.bob), after);
    let expected = expected(&world, &stage, &open);
    assert_eq!(world.listing_state(&stage.listing), expected);
    let market::Listing { shares, price, owner_until, holders_until, expires_at, .. } = expected.book;
    let token = stage.ada.token;
    let reported =
        event::SharesListed { token, listing, position, shares, price, owner_until, holders_until, expires_at };
    assert_eq!(outcome.event(), &reported.into());
}

#[test]
fn whoever_pays_the_rent_pays_nothing_else() {
    let (mut world, (stage, open)) = ready();
    let payer = world.person("patron");
    let open = ListingOpen { payer, ..open };
    let changed = [stage.listing.position(), stage.listing.address(), payer];
    send(&mut world, open.instruction()).expect_changed(&changed);
    let rent = world.lamports(&stage.listing.address());
    assert_eq!(rent, world.rent(Listing::SPACE));
    assert_eq!(world.lamports(&payer), WEALTH - rent);
    assert_eq!(world.listing_state(&stage.listing).rent_payer, payer);
}

#[test]
fn the_seller_pays_himself() {
    let (mut world, (stage, open)) = ready();
    send(&mut world, ListingOpen { payer: stage.bob.wallet, ..open }.instruction()).expect_success();
    assert_eq!(world.listing_state(&stage.listing).rent_payer, stage.bob.wallet);
}

/// Every bound that can be met.
#[test]
fn lists_at_the_bounds() {
    let terms = [(1, 2, 1, 1), (2_000, u64::MAX / 2_000, 2_000, 365 * DAY), (1, u64::MAX, 1, 60 * DAY)];
    for (shares, price, minimum_fill, duration) in terms {
        let (mut world, (stage, open)) = ready();
        let open = ListingOpen { shares, price, minimum_fill, duration, ..open };
        send(&mut world, open.instruction()).expect_success();
        assert_eq!(world.listing_state(&stage.listing), expected(&world, &stage, &open));
    }
}

/// Nobody can keep a seller from listing by sending lamports to where the listing will be.
#[test]
fn prefunding_is_no_hindrance() {
    let listing = |_: &World, case: &(Stage, ListingOpen)| vec![case.0.listing.address()];
    survives_prefunding(ready, listing, |_, (_, open)| open.instruction());
}

#[test]
fn several_listings_stand_beside_each_other() {
    let (mut world, (stage, _)) = ready();
    for (nonce, shares) in [(0, 500), (1, 700), (2, 800)] {
        let listing = world.list(&stage.ada, stage.bob, shares, 5);
        assert_eq!(listing.nonce, nonce);
    }
    let open = world.listing_open(&stage.ada, stage.bob, 1, 5);
    send(&mut world, open.instruction()).expect_refusal(Rule::SharesListed);
    let bob = world.position_state(&stage.ada, stage.bob);
    assert_eq!((bob.listed, bob.listings, bob.movable(world.now())), (2_000, 3, 0));
}

/// Free shares are listed beside locked ones, which keep their lock.
#[test]
fn lists_what_is_free_beside_what_is_locked() {
    let (mut world, (stage, open)) = ready();
    world.transfer(&stage.ada, stage.ada.owner, stage.bob, 300).expect_success();
    let lock = world.position_state(&stage.ada, stage.bob).lockup();
    assert_eq!(lock.shares, 300);
    send(&mut world, ListingOpen { shares: 2_001, ..open.clone() }.instruction()).expect_refusal(Rule::SharesLocked);
    send(&mut world, ListingOpen { shares: 2_000, ..open }.instruction()).expect_success();
    let bob = world.position_state(&stage.ada, stage.bob);
    assert_eq!((bob.lockup(), bob.listed, bob.shares), (lock, 2_000, 2_300));
}

refusals! {
    ready;
    refuses_no_shares: |_world, (_, open)| ListingOpen { shares: 0, ..open }.instruction() => Rule::ZeroShares;
    refuses_a_share_more_than_there_are: |_world, (_, open)|
        ListingOpen { shares: 2_001, ..open }.instruction() => Rule::InsufficientShares;
    refuses_the_greatest_number_of_shares: |_world, (_, open)|
        ListingOpen { shares: u64::MAX, ..open }.instruction() => Rule::InsufficientShares;
    refuses_a_price_of_nothing: |_world, (_, open)|
        ListingOpen { price: 0, ..open }.instruction() => Rule::PriceTooLow;
    refuses_a_price_that_cannot_bear_the_fees: |_world, (_, open)|
        ListingOpen { price: 1, ..open }.instruction() => Rule::PriceTooLow;
    refuses_a_listing_worth_more_than_64_bits: |_world, (_, open)|
        ListingOpen { shares: 2, price: u64::MAX / 2 + 1, ..open }.instruction() => Rule::MathOverflow;
    refuses_the_greatest_price_for_two_shares: |_world, (_, open)|
        ListingOpen { shares: 2, price: u64::MAX, ..open }.instruction() => Rule::MathOverflow;
    refuses_a_least_purchase_of_nothing: |_world, (_, open)|
        ListingOpen { minimum_fill: 0, ..open }.instruction() => Rule::MinimumFillInvalid;
    refuses_a_least_purchase_of_more_than_all: |_world, (_, open)|
        ListingOpen { minimum_fill: 1_001, ..open }.instruction() => Rule::MinimumFillInvalid;
    refuses_the_greatest_least_purchase: |_world, (_, open)|
        ListingOpen { minimum_fill: u64::MAX, ..open }.instruction() => Rule::MinimumFillInvalid;
    refuses_no_time: |_world, (_, open)|
        ListingOpen { duration: 0, ..open }.instruction() => Rule::ListingTimeInvalid;
    refuses_a_second_beyond_a_year: |_world, (_, open)|
        ListingOpen { duration: 365 * DAY + 1, ..open }.instruction() => Rule::ListingTimeInvalid;
    refuses_the_greatest_time: |_world, (_, open)|
        ListingOpen { duration: u32::MAX, ..open }.instruction() => Rule::ListingTimeInvalid;
    refuses_windows_beyond_the_end_of_time: |world, (_, open)| {
        world.warp_to(i64::MAX - OWNER_WINDOW);
        open.instruction()
    } => Rule::MathOverflow;
    refuses_an_end_beyond_the_end_of_time: |world, (_, open)| {
        world.warp_to(i64::MAX - EVERYONE);
        ListingOpen { duration: 22 * DAY, ..open }.instruction()
    } => Rule::MathOverflow;
    refuses_a_listing_after_the_last_number: |world, (stage, open)| {
        world.edit::<Position>(stage.listing.position(), |position| position.listings = u32::MAX);
        ListingOpen { nonce: u32::MAX, ..open }.instruction()
    } => Rule::MathOverflow;
    refuses_locked_shares: |world, (_, open)| {
        world.warp(-1);
        open.instruction()
    } => Rule::SharesLocked;
    refuses_one_locked_share: |world, (stage, _)| {
        world.transfer(&stage.ada, stage.ada.owner, stage.dave, 1).expect_success();
        world.warp(HOLD - 1);
        world.listing_open(&stage.ada, stage.dave, 1, 5).instruction()
    } => Rule::SharesLocked;
    refuses_a_position_without_shares: |world, (stage, _)|
        world.listing_open(&stage.ada, stage.dave, 1, 5).instruction() => Rule::InsufficientShares;
    refuses_listed_shares_a_second_time: |world, (stage, _)| {
        world.list(&stage.ada, stage.bob, 2_000, 5);
        world.listing_open(&stage.ada, stage.bob, 1, 5).instruction()
    } => Rule::SharesListed;
    refuses_one_share_more_than_are_not_listed: |world, (stage, _)| {
        world.list(&stage.ada, stage.bob, 1_000, 5);
        world.listing_open(&stage.ada, stage.bob, 1_001, 5).instruction()
    } => Rule::SharesListed;

    refuses_while_the_network_is_halted: |world, (_, open)| {
        halt(&mut world);
        open.instruction()
    } => Rule::NetworkHalted;
    refuses_while_the_token_is_paused: |world, (stage, open)| {
        pause(&mut world, &stage.ada, 60);
        world.warp(59);
        open.instruction()
    } => Rule::TokenPaused;
    refuses_a_seller_who_is_held: |world, (stage, open)| {
        hold(&mut world, stage.bob, 60);
        world.warp(59);
        open.instruction()
    } => Rule::MemberHeld;
    refuses_a_seller_who_is_being_recovered: |world, (stage, open)| {
        propose_recovery(&mut world, &stage, stage.bob);
        open.instruction()
    } => Rule::MemberHeld;
    refuses_the_old_wallet_of_a_recovered_seller: |world, (stage, open)| {
        recover(&mut world, &stage, stage.bob);
        open.instruction()
    } => Rule::NotMemberWallet;
    refuses_the_old_position_of_a_recovered_seller: |world, (stage, open)| {
        let present = recover(&mut world, &stage, stage.bob);
        open.instruction().replacing(stage.bob.wallet, present.wallet)
    } => Rule::PositionReplaced;
    refuses_a_position_that_was_moved_away_from: |world, (stage, open)| {
        let present = recover(&mut world, &stage, stage.bob);
        move_position(&mut world, &stage.ada, stage.bob, present);
        open.instruction().replacing(stage.bob.wallet, present.wallet)
    } => Rule::PositionReplaced;

    refuses_a_stranger: |world, (stage, open)| {
        let wallet = mallory(&mut world);
        open.instruction().replacing(stage.bob.wallet, wallet)
    } => Rule::NotMemberWallet;
    refuses_the_owner_of_the_token: |_world, (stage, open)|
        open.instruction().replacing(stage.bob.wallet, stage.ada.owner.wallet) => Rule::NotMemberWallet;
    refuses_another_member_with_his_own_wallet: |_world, (stage, open)| {
        let instruction = open.instruction().replacing(stage.bob.wallet, stage.carol.wallet);
        instruction.replacing(stage.bob.member, stage.carol.member)
    } => Rule::PositionMismatch;
    refuses_without_the_sellers_signature: |_world, (stage, open)|
        open.instruction().unsigned(stage.bob.wallet) => Error::MissingRequiredSignature;
    refuses_a_payer_who_does_not_sign: |world, (_, open)| {
        let payer = world.person("patron");
        ListingOpen { payer, ..open }.instruction().unsigned(payer)
    } => Error::MissingRequiredSignature;
    refuses_a_payer_without_money: |world, (_, open)| {
        let payer = world.person("patron");
        world.svm.set_account(payer, Default::default()).unwrap();
        ListingOpen { payer, ..open }.instruction()
    } => (SYSTEM_ID, 1);
    refuses_another_persons_position: |_world, case| {
        let right = position(&case);
        let (stage, open) = case;
        let wrong = stage.ada.position(stage.carol.wallet);
        let open = open.instruction().replacing(right, wrong);
        open.replacing(stage.listing.address(), pda::listing(wrong, 0))
    } => Rule::PositionMismatch;
    refuses_his_position_in_another_token: |world, case| {
        let right = position(&case);
        let eve = world.owner_with_token("eve");
        let other = world.open_position(case.0.bob, &eve);
        let open = case.1.instruction().replacing(right, other);
        open.replacing(case.0.listing.address(), pda::listing(other, 0))
    } => Rule::TokenMismatch;
    refuses_another_token: |world, (stage, open)| {
        let eve = world.owner_with_token("eve");
        open.instruction().replacing(stage.ada.token, eve.token)
    } => Rule::TokenMismatch;
    refuses_another_network: |world, (_, open)| {
        let network = other_network(&mut world);
        ListingOpen { network, ..open }.instruction()
    } => Rule::NetworkMismatch;
    refuses_a_number_that_is_not_the_next: |_world, (_, open)|
        ListingOpen { nonce: 1, ..open }.instruction() => Error::InvalidSeeds;
    refuses_the_address_of_another_positions_listing: |_world, (stage, open)| {
        let wrong = pda::listing(stage.ada.position(stage.carol.wallet), 0);
        open.instruction().replacing(stage.listing.address(), wrong)
    } => Error::InvalidSeeds;
    refuses_a_listing_that_stands_already: |world, (stage, open)| {
        world.list(&stage.ada, stage.bob, 1, 5);
        open.instruction()
    } => Error::InvalidSeeds;
    refuses_a_read_only_position: |_world, (stage, open)|
        open.instruction().read_only(stage.listing.position()) => NOT_WRITABLE;
    refuses_a_read_only_listing: |_world, (stage, open)|
        open.instruction().read_only(stage.listing.address()) => Error::PrivilegeEscalation;
    refuses_a_forged_event_authority: |world, (_, open)| {
        let forged = mallory(&mut world);
        open.instruction().replacing(pda::event_authority(), forged)
    } => Error::InvalidSeeds;
    refuses_fewer_accounts: |_world, (_, open)| open.instruction().without_last(1) => TOO_FEW_ACCOUNTS;
    refuses_data_that_is_cut_off: |_world, (_, open)|
        open.instruction().with_data(|data| data.truncate(28)) => Error::InvalidInstructionData;
}
