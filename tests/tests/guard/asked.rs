//! Who is asked for the present version of the charter: buyers, subscribers, and owners who raise capital.

use super::common::*;

/// An owner-to-be whose cooling-off is over, a listing of Carol's in the open window, and a round of Zoe's that is
/// open; nobody has acknowledged the second version, which is in force.
struct Asked {
    case: Case,
    eve: Person,
    listing: ListingFixture,
    round: RoundFixture,
}

fn before() -> (World, Asked) {
    let (mut world, case) = ready();
    let eve = world.member("eve", role::ALL);
    let zoe = world.owner_with("zoe", Terms { authorised: 2 * SHARES, ..Terms::default() });
    for person in [case.bob, case.dave] {
        world.open_position(person, &zoe);
    }
    let listing = list(&mut world, &case.ada, case.carol, 500);
    world.warp(EVERYONE);
    let terms = world.round_terms();
    let round = world.open_round(&zoe, terms);
    (world, Asked { case, eve, listing, round })
}

fn asked() -> (World, Asked) {
    let (mut world, asked) = before();
    publish(&mut world, "second charter");
    (world, asked)
}

/// What asks: who acts, and by which instruction.
type Asks = fn(&mut World, &Asked) -> (Person, Instruction);

const PURCHASE: Asks = |world, asked| (asked.case.dave, order(world, &asked.listing, asked.case.dave, 10));
const HOLDERS_PURCHASE: Asks = |world, asked| (asked.case.bob, order(world, &asked.listing, asked.case.bob, 10));
const OWNERS_PURCHASE: Asks = |world, asked| {
    let owner = asked.case.ada.owner;
    (owner, order(world, &asked.listing, owner, 10))
};
const SUBSCRIPTION: Asks = |world, asked| (asked.case.bob, subscription(world, &asked.round, asked.case.bob, 10));
const ROUND: Asks = |world, asked| {
    let ada = &asked.case.ada;
    (ada.owner, world.round_open(ada, world.round_terms()).instruction())
};
const TOKEN: Asks = |world, asked| (asked.eve, world.token_create(asked.eve, Terms::default()).instruction());

#[track_caller]
fn refuses_until_acknowledged(asks: Asks) {
    let (mut world, asked) = asked();
    let (_, instruction) = asks(&mut world, &asked);
    world.send(&[instruction]).expect_refusal(Rule::CharterNotAcknowledged);
}

/// As before the new version; those who raise capital wait for their cooling-off first.
#[track_caller]
fn goes_on_once_acknowledged(asks: Asks, waits: bool) {
    let (mut world, before) = before();
    let (_, instruction) = asks(&mut world, &before);
    world.send(&[instruction]).expect_success();

    let (mut world, asked) = asked();
    let (person, instruction) = asks(&mut world, &asked);
    acknowledge(&mut world, person);
    if waits {
        world.send(std::slice::from_ref(&instruction)).expect_refusal(Rule::CoolingOff);
        world.warp(COOLING_OFF);
    }
    world.send(&[instruction]).expect_success();
}

/// A third version asks again, and the second does not count for it.
#[track_caller]
fn refuses_again_after_the_next_version(asks: Asks) {
    let (mut world, asked) = asked();
    let (person, _) = asks(&mut world, &asked);
    acknowledge(&mut world, person);
    world.warp(COOLING_OFF);
    publish(&mut world, "third charter");
    let (_, instruction) = asks(&mut world, &asked);
    world.send(&[instruction]).expect_refusal(Rule::CharterNotAcknowledged);
}

/// The acknowledgement of somebody else is nobody's.
#[track_caller]
fn refuses_although_others_acknowledged(asks: Asks) {
    let (mut world, asked) = asked();
    let (person, instruction) = asks(&mut world, &asked);
    let Case { ada, bob, carol, dave, .. } = asked.case;
    let others = [ada.owner, bob, carol, dave, asked.eve].into_iter().filter(|other| *other != person);
    for other in others {
        acknowledge(&mut world, other);
    }
    world.send(&[instruction]).expect_refusal(Rule::CharterNotAcknowledged);
}

macro_rules! asked {
    ($($what:ident: $asks:expr, $waits:expr;)+) => {
        $(
            mod $what {
                use super::*;

                #[test]
                fn refuses_until_the_new_version_is_acknowledged() {
                    refuses_until_acknowledged($asks);
                }

                #[test]
                fn refuses_again_after_the_version_after_that() {
                    refuses_again_after_the_next_version($asks);
                }

                #[test]
                fn refuses_although_everybody_else_has_acknowledged() {
                    refuses_although_others_acknowledged($asks);
                }

                #[test]
                fn goes_on_after_acknowledging() {
                    goes_on_once_acknowledged($asks, $waits);
                }
            }
        )+
    };
}

asked! {
    a_purchase: PURCHASE, false;
    a_purchase_of_a_holder: HOLDERS_PURCHASE, false;
    a_purchase_of_the_owner: OWNERS_PURCHASE, false;
    a_subscription: SUBSCRIPTION, false;
    a_round: ROUND, true;
    a_token: TOKEN, true;
}

/// Bob, who holds shares, in the window of the holders; he has not acknowledged the second version.
fn in_the_holders_window() -> (World, (Case, ListingFixture)) {
    let (mut world, case) = ready();
    let listing = list(&mut world, &case.ada, case.carol, 500);
    world.warp(OWNER_WINDOW);
    publish(&mut world, "second charter");
    (world, (case, listing))
}

/// Ada's window: nobody else buys anyway.
fn in_the_owners_window() -> (World, (Case, ListingFixture)) {
    let (mut world, case) = ready();
    let listing = list(&mut world, &case.ada, case.carol, 500);
    publish(&mut world, "second charter");
    (world, (case, listing))
}

refusals! {
    in_the_holders_window;
    refuses_a_holder_in_the_holders_window: |world, (case, listing)|
        order(&mut world, &listing, case.bob, 1) => Rule::CharterNotAcknowledged;
    refuses_the_owner_in_the_holders_window: |world, (case, listing)|
        order(&mut world, &listing, case.ada.owner, 1) => Rule::CharterNotAcknowledged;
}

refusals! {
    in_the_owners_window;
    refuses_the_owner_in_his_own_window: |world, (case, listing)|
        order(&mut world, &listing, case.ada.owner, 1) => Rule::CharterNotAcknowledged;
}

/// Neither a halt of the acknowledgement nor a purchase in the same transaction is in the way.
#[test]
fn one_transaction_acknowledges_and_buys() {
    let (mut world, asked) = asked();
    let (dave, purchase) = PURCHASE(&mut world, &asked);
    let acknowledge = world.charter_acknowledge(dave);
    world.send(&[acknowledge.instruction(), purchase]).expect_success();
}

/// A seller is not asked, so a buyer who acknowledged buys from one who did not, of an owner who did not.
#[test]
fn sales_to_those_who_acknowledged_go_on() {
    let (mut world, asked) = asked();
    acknowledge(&mut world, asked.case.dave);
    let purchase = order(&mut world, &asked.listing, asked.case.dave, 500);
    world.send(&[purchase]).expect_success();
    for person in [asked.case.carol, asked.case.ada.owner] {
        assert_eq!(world.member_state(person).charter_version, 1);
    }
}

/// A subscriber's subscription is his word; the owner who takes it need not have acknowledged.
#[test]
fn a_round_goes_on_for_those_who_acknowledged() {
    let (mut world, asked) = asked();
    acknowledge(&mut world, asked.case.bob);
    world.subscribe_and_accept(&asked.round, asked.case.bob, 10);
    world.finalise(&asked.round);
    world.settle(&asked.round, asked.case.bob);
    world.collect(&asked.round);
    assert_eq!(world.position_state(&asked.round.token, asked.case.bob).shares, 10);
}
