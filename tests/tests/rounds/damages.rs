//! The invariants of rounds are not empty words: each finds the damage that it is there for.

use personal_token_tests::invariants;

use super::{common::*, prelude::*};

/// Bob is settled with some money to be refunded, Carol accepted, Dan pending; the owner has not collected.
fn ready() -> (World, Case) {
    let (mut world, case) = accepted();
    accepted_subscriber(&mut world, &case.round, "carol", 10);
    subscriber(&mut world, &case.round, "dan", 10);
    world.finalise(&case.round);
    world.settle(&case.round, case.bob);
    invariants(&world);
    (world, case)
}

fn part_of(world: &World, case: &Case, name: &str) -> Address {
    pda::subscription(case.round.round, pda::member(world.network, &identity(name)))
}

/// A test a row: a damage, and what the invariants say of it.
macro_rules! damages {
    ($($name:ident: |$world:ident, $case:ident| $damage:expr => $message:literal;)+) => {
        $(
            #[test]
            #[should_panic(expected = $message)]
            fn $name() {
                let (mut $world, $case) = ready();
                $damage;
                invariants(&$world);
            }
        )+
    };
}

damages! {
    refuses_a_unit_missing_in_escrow: |world, case| {
        let amount = world.quote_in(case.round.escrow) - 1;
        world.corrupt(case.round.escrow, |data| data[64..72].copy_from_slice(&amount.to_le_bytes()));
    } => "the escrow = what is owed";
    refuses_a_unit_too_much_in_escrow: |world, case| {
        let amount = world.quote_in(case.round.escrow) + 1;
        world.corrupt(case.round.escrow, |data| data[64..72].copy_from_slice(&amount.to_le_bytes()));
    } => "the escrow = what is owed";
    refuses_an_escrow_with_a_delegate: |world, case|
        world.corrupt(case.round.escrow, |data| data[72] = 1) => "the escrow has a delegate";
    refuses_an_escrow_with_a_close_authority: |world, case|
        world.corrupt(case.round.escrow, |data| data[129] = 1) => "the escrow has a close authority";
    refuses_a_subscription_that_is_owed_more: |world, case| {
        let part = part_of(&world, &case, "dan");
        world.edit::<Subscription>(part, |part| part.book.owed += 1);
    } => "subscription.owed";
    refuses_a_subscription_that_is_gone: |world, case| {
        let part = part_of(&world, &case, "dan");
        world.svm.set_account(part, solana_account::Account::default()).unwrap();
    } => "subscription.owed";
    refuses_another_number_of_subscriptions: |world, case|
        world.edit::<Round>(case.round.round, |round| round.book.subscriptions += 1) => "the number of subscriptions";
    refuses_another_number_of_those_accepted: |world, case| {
        world.edit::<Round>(case.round.round, |round| round.book.accepted += 1);
        world.edit::<Token>(case.ada.token, |token| token.unsettled += 1);
    } => "the number of those accepted";
    refuses_other_accepted_shares: |world, case|
        world.edit::<Round>(case.round.round, |round| round.book.accepted_shares += 1) => "the shares accepted";
    refuses_shares_and_money: |world, case| {
        let part = part_of(&world, &case, "bob");
        world.edit::<Subscription>(part, |part| part.book.accepted += 1);
    } => "shares or money";
    refuses_an_unsettled_count_of_its_own: |world, case|
        world.edit::<Token>(case.ada.token, |token| token.unsettled = 0) => "unsettled = accepted";
    refuses_another_raise: |world, case|
        world.edit::<Round>(case.round.round, |round| round.book.raised += 1) => "raised = issued";
    refuses_a_part_of_the_treasury_that_is_too_great: |world, case|
        world.edit::<Round>(case.round.round, |round| round.book.fee_issued = 41) => "the treasury's part";
    refuses_another_number_of_rounds: |world, case|
        world.edit::<Token>(case.ada.token, |token| token.rounds += 1) => "the number of rounds";
    refuses_a_round_that_closes_at_another_time: |world, case|
        world.edit::<Token>(case.ada.token, |token| token.round_closes_at -= 1) => "when the round closes";
    refuses_a_price_that_no_round_had: |world, case|
        world.edit::<Token>(case.ada.token, |token| token.last_round_price += 1) => "the last price";
    refuses_fewer_authorised_shares_than_a_round_needs: |world, case|
        world.edit::<Token>(case.ada.token, |token| {
            (token.authorised, token.announced_authorised) = (token.total, token.total);
        }) => "beyond the authorised shares";
    refuses_a_subscriber_whose_position_could_be_closed: |world, case| {
        let dan = case.ada.position(wallet("dan"));
        world.edit::<Position>(dan, |position| position.used = 0);
    } => "could be closed";
    refuses_listed_shares_that_no_listing_has: |world, case|
        world.edit::<Position>(case.ada.position(case.ada.owner.wallet), |position| position.listed = 1)
        => "listed = ";
    refuses_a_position_that_was_left_with_something: |world, case| {
        let dan = case.ada.position(wallet("dan"));
        let bob = case.ada.position(case.bob.wallet);
        world.edit::<Position>(dan, |position| position.successor = bob);
    } => "whose successor it is";
}
