//! A boundary goes along in a recovery, and nothing else than the owner's word changes it.

use super::common::*;

/// What is recorded of a boundary: its kind, the time of the last change, and of the first.
fn recorded(world: &World, token: &TokenFixture, holder: Person) -> (Contact, i64, i64) {
    let position = world.position_state(token, holder);
    let contact = Contact::from_byte(position.contact).unwrap();
    (contact, position.contact_set_at, position.contact_first_set_at)
}

/// Bob has a new wallet with an empty position; what he holds is still in the old one.
fn reopened() -> (World, (Case, Lost)) {
    let (mut world, case) = ready();
    let lost = world.lose(case.bob, "new bob", case.stewards);
    world.recover(&lost, &[]);
    world.open_position(lost.new, &case.ada);
    (world, (case, lost))
}

/// What is set on which position, one after the other.
type Settings = &'static [(Side, Contact)];
/// The settings, and what the new position has after the move: the kind, and which of the settings, by number, gave the
/// time of the last change and the first time; none if nothing was ever set.
type Row = (Settings, Contact, Option<(usize, usize)>);

#[derive(Clone, Copy)]
enum Side {
    Old,
    New,
}
use Contact::{Asynchronous, NoContact, Open, Quarterly};
use Side::{New, Old};

#[test]
fn a_recovery_takes_the_one_that_was_set_last_since_the_first_of_both() {
    let table: [Row; 12] = [
        (&[], Open, None),
        (&[(Old, NoContact)], NoContact, Some((0, 0))),
        (&[(New, NoContact)], NoContact, Some((0, 0))),
        (&[(Old, NoContact), (New, Quarterly)], Quarterly, Some((1, 0))),
        (&[(New, NoContact), (Old, Quarterly)], Quarterly, Some((1, 0))),
        (&[(Old, NoContact), (New, NoContact)], NoContact, Some((1, 0))),
        (&[(Old, Asynchronous), (Old, Quarterly), (New, NoContact)], NoContact, Some((2, 0))),
        (&[(New, Asynchronous), (Old, NoContact), (New, Quarterly)], Quarterly, Some((2, 0))),
        // Lifted: on the old one, on the new one last, on the new one first.
        (&[(Old, NoContact), (Old, Open)], Open, Some((1, 0))),
        (&[(Old, NoContact), (New, Quarterly), (New, Open)], Open, Some((2, 0))),
        (&[(New, NoContact), (New, Open), (Old, Quarterly)], Quarterly, Some((2, 0))),
        (&[(New, Quarterly), (Old, NoContact), (Old, Open)], Open, Some((2, 0))),
    ];
    for (row, (settings, contact, times)) in table.into_iter().enumerate() {
        let (mut world, (Case { ada, .. }, lost)) = reopened();
        let mut set_at = Vec::new();
        for (side, contact) in settings {
            world.warp(10);
            let holder = match side {
                Old => lost.old,
                New => lost.new,
            };
            set_boundary(&mut world, &ada, holder, *contact);
            set_at.push(world.now());
        }
        world.warp(10);
        let left = recorded(&world, &ada, lost.old);
        world.relocate(&lost, &ada);
        let (last, first) = times.map_or((0, 0), |(last, first)| (set_at[last], set_at[first]));
        assert_eq!(recorded(&world, &ada, lost.new), (contact, last, first), "row {row}");
        assert_eq!(recorded(&world, &ada, lost.old), left, "row {row}: what was left stays as it was");
    }
}

/// In the same second what was said of the present wallet counts.
#[test]
fn of_two_boundaries_of_one_second_that_of_the_new_wallet_counts() {
    for (old, new) in [(NoContact, Quarterly), (Quarterly, NoContact)] {
        let (mut world, (Case { ada, .. }, lost)) = reopened();
        set_boundary(&mut world, &ada, lost.old, old);
        set_boundary(&mut world, &ada, lost.new, new);
        let now = world.now();
        world.relocate(&lost, &ada);
        assert_eq!(recorded(&world, &ada, lost.new), (new, now, now));
    }
}

/// Also where there are no shares to move.
#[test]
fn a_position_without_shares_takes_its_boundary_along() {
    let (mut world, case) = ready();
    set_boundary(&mut world, &case.ada, case.dave, NoContact);
    let before = recorded(&world, &case.ada, case.dave);
    let lost = world.lose(case.dave, "new dave", case.stewards);
    world.recover(&lost, &[&case.ada]);
    assert_eq!(recorded(&world, &case.ada, lost.new), before);
}

#[test]
fn a_second_recovery_takes_it_further() {
    let (mut world, case) = ready();
    set_boundary(&mut world, &case.ada, case.bob, NoContact);
    let before = recorded(&world, &case.ada, case.bob);
    let first = world.lose(case.bob, "new bob", case.stewards);
    world.recover(&first, &[&case.ada]);
    let second = world.lose(first.new, "third bob", case.stewards);
    world.recover(&second, &[&case.ada]);
    assert_eq!(recorded(&world, &case.ada, second.new), before);
    set_boundary(&mut world, &case.ada, second.new, Open);
    assert_eq!(recorded(&world, &case.ada, second.new), (Open, world.now(), before.2));
}

/// The owner's own recovery is none of the holders' matters.
#[test]
fn a_recovered_owner_finds_his_boundaries() {
    let (mut world, case) = ready();
    set_boundary(&mut world, &case.ada, case.bob, Quarterly);
    let before = recorded(&world, &case.ada, case.bob);
    let lost = world.lose(case.ada.owner, "new ada", case.stewards);
    world.recover(&lost, &[&case.ada]);
    assert_eq!(recorded(&world, &case.ada, case.bob), before);
}

/// A boundary is about contact: it takes no right away, and no share and no payment touches it.
#[test]
fn shares_and_money_move_across_a_boundary_and_leave_it() {
    for contact in Contact::ALL {
        let (mut world, case) = ready();
        let Case { ada, bob, carol, .. } = case;
        if contact != Open {
            set_boundary(&mut world, &ada, bob, contact);
        }
        let expected = recorded(&world, &ada, bob);
        world.warp(5);
        let check = |world: &World, what: &str| assert_eq!(recorded(world, &ada, bob), expected, "{what}");

        world.transfer(&ada, carol, bob, 10).expect_changed(&both_sides(&ada, carol, bob));
        check(&world, "a receipt");
        world.transfer(&ada, bob, carol, 20).expect_changed(&both_sides(&ada, bob, carol));
        check(&world, "a transfer");
        world.transfer(&ada, bob, ada.owner, 20).expect_success();
        check(&world, "a return to the owner");
        world.deposit(&ada, SHARES).expect_success();
        check(&world, "a deposit");
        world.claim(&ada, bob.wallet).expect_success();
        check(&world, "a claim");
        world.deposit(&ada, SHARES).expect_success();
        world.distribute(&ada, &[bob.wallet]).expect_success();
        check(&world, "a batch");
        assert!(world.quote_of(bob.wallet) > 0);

        world.admit(&ada, bob, 100);
        let until = world.now() + DAYS;
        world.approve(&ada, carol, bob, 1, until);
        check(&world, "admission and approval");
        let [his, hers] = [bob, carol].map(|seller| list(&mut world, &ada, seller, 100));
        world.warp(EVERYONE);
        for (listing, buyer) in [(his, carol), (hers, bob)] {
            let purchase = order(&mut world, &listing, buyer, 100);
            world.send(&[purchase]).expect_success();
            check(&world, "a sale");
        }
        let round = round(&mut world, &case);
        world.subscribe_and_accept(&round, bob, 10);
        world.finalise(&round);
        world.settle(&round, bob);
        check(&world, "a round");
        world.uphold(&ada, bob, case.judith, Severity::Minor);
        check(&world, "a complaint");
    }
}

/// Also before his first share: closed and opened again, his position would have forgotten it.
#[test]
fn who_was_set_a_boundary_cannot_close_his_position_and_forget_it() {
    let (mut world, Case { ada, dave, .. }) = ready();
    set_boundary(&mut world, &ada, dave, Contact::NoContact);
    let (rent_payer, mint) = (world.payer, ada.mint);
    let close = PositionClose { wallet: dave.wallet, member: dave.member, mint, rent_payer };
    world.send(&[close.instruction()]).expect_refusal(Rule::PositionUsed);
}
