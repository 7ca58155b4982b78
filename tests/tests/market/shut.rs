//! What shuts the windows of first refusal, and what does not.

use personal_token_sdk::core::round::Terms as RoundTerms;

use crate::{
    gains::{with, Making, MAKING},
    prelude::*,
    stage::*,
};

/// Bob sells Ada's shares with a gain and has no outside holders, so his rounds need no notice. Round after round is
/// completed and undone in its last second, so that his token is never settled; yet Ada can buy at any time.
#[test]
fn a_seller_cannot_shut_the_windows_by_rounds_of_his_own() {
    let (mut world, case) = with(Making { outside: 0, ..MAKING });
    let dave = world.holder("dave", &case.bob, 0);
    let terms = RoundTerms {
        shares: 1,
        price: 1,
        maximum_subscription: 1,
        duration: 4 * DAY,
        undo_window: 3 * DAY,
        ..world.round_terms()
    };
    let until = world.listing_state(&case.listing).book.holders_until;
    let mut refused = 0;
    while world.now() < until {
        let round = world.open_round(&case.bob, terms);
        world.subscribe_and_accept(&round, dave, 1);
        world.complete(&round);
        for _ in 0..2 {
            let outcome = purchase(&mut world, &case.listing, case.ada.owner, 1);
            refused += u32::from(outcome.refusal() == Some(Rule::RoundUnsettled.into()));
            world.warp((3 * DAYS - 1) / 2);
        }
        world.undo(&round); // too late to complete again before it closes: that cancels it, and the next one opens
    }
    assert_eq!(refused, 0, "the owner was refused so many times in his own window");
}

/// The windows run on while the owner has paused his token; docs/market.md says so. Here Ada pauses for the seven days in
/// which holders may buy what she listed, and sells to whom she approved.
#[test]
fn a_pause_does_not_stop_the_windows() {
    let (mut world, stage) = unlisted(2_000);
    world.set_policy(&stage.ada, Policy::Approval);
    let listing = world.list(&stage.ada, stage.ada.owner, 1_000, 5);
    let until = world.now() + 30 * DAYS;
    world.approve(&stage.ada, stage.ada.owner, stage.dave, 1_000, until);
    pause(&mut world, &stage.ada, 7 * DAY);
    purchase(&mut world, &listing, stage.carol, 1_000).expect_refusal(Rule::TokenPaused);
    world.warp(7 * DAYS);
    purchase(&mut world, &listing, stage.carol, 1).expect_refusal(Rule::NotApproved);
    purchase(&mut world, &listing, stage.dave, 1).expect_success();
}
