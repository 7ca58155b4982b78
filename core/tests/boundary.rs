//! Contact boundaries: who set one when, and what is not forgotten when it is lifted or moved.

use crate::common::config;
use crate::refused;
use personal_token_core::boundary::{Boundary, Contact};
use personal_token_core::Error;
use proptest::collection::vec;
use proptest::prelude::*;

const NOW: i64 = 1_800_000_000;

fn contact() -> impl Strategy<Value = Contact> {
    (0usize..4).prop_map(|index| Contact::ALL[index])
}

/// A boundary as a life leaves it: choices of an owner one after the other, few seconds apart so that ties occur.
fn lived() -> impl Strategy<Value = Boundary> {
    vec((contact(), 0i64..4), 0..5).prop_map(|choices| {
        let (mut boundary, mut now) = (Boundary::default(), NOW);
        for (contact, gap) in choices {
            now += gap;
            boundary = boundary.set(contact, now).unwrap_or(boundary);
        }
        boundary
    })
}

proptest! {
    #![proptest_config(config())]

    /// Any life of choices: the last other one counts, since its time; the first is never forgotten.
    #[test]
    fn the_last_choice_counts_and_the_first_is_never_forgotten(choices in vec((contact(), 0i64..1_000), 1..12)) {
        let (mut boundary, mut now) = (Boundary::default(), NOW);
        let mut history = Vec::new();
        for (contact, gap) in choices {
            now += gap;
            let before = history.last().map_or(Contact::Open, |&(_, contact)| contact);
            match boundary.set(contact, now) {
                Ok(after) => {
                    prop_assert_ne!(contact, before);
                    history.push((now, contact));
                    boundary = after;
                }
                Err(error) => {
                    prop_assert_eq!(error, Error::BoundaryUnchanged);
                    prop_assert_eq!(contact, before);
                }
            }
            let last = history.last().copied().unwrap_or((0, Contact::Open));
            let first = history.first().map_or(0, |&(at, _)| at);
            prop_assert_eq!(boundary, Boundary { contact: last.1, set_at: last.0, first_set_at: first });
            prop_assert_ne!(history.first().map(|&(_, contact)| contact), Some(Contact::Open));
        }
    }

    /// Positions can be moved one after the other, in any order and any grouping.
    #[test]
    fn joining_may_be_grouped_in_any_way(a in lived(), b in lived(), c in lived()) {
        prop_assert_eq!(a.join(b).join(c), a.join(b.join(c)));
        prop_assert_eq!(a.join(a), a);
        prop_assert_eq!(a.join(b).join(b), a.join(b));
    }

    /// Only which of two boundaries of the same second is in force depends on the order.
    #[test]
    fn joining_in_either_order_says_the_same_of_the_times(a in lived(), b in lived()) {
        let (one, other) = (a.join(b), b.join(a));
        prop_assert_eq!((one.set_at, one.first_set_at), (other.set_at, other.first_set_at));
        if a.set_at != b.set_at {
            prop_assert_eq!(one, other);
        } else {
            prop_assert_eq!((one.contact, other.contact), (a.contact, b.contact));
        }
    }

    #[test]
    fn joining_with_a_position_without_boundary_changes_nothing(a in lived()) {
        prop_assert_eq!((a.join(Boundary::default()), Boundary::default().join(a)), (a, a));
    }

    /// Whoever could complain about either position can complain about the joined one, and nobody else.
    #[test]
    fn joining_takes_no_complaint_away_and_adds_none(a in lived(), b in lived(), event in NOW - 2..NOW + 25) {
        let either = a.check_set_before(event).is_ok() || b.check_set_before(event).is_ok();
        prop_assert_eq!(a.join(b).check_set_before(event).is_ok(), either);
    }
}

#[test]
fn every_unknown_kind_of_contact_is_refused() {
    let known = [
        (0, Contact::Open, "open"),
        (1, Contact::Asynchronous, "asynchronous"),
        (2, Contact::Quarterly, "quarterly"),
        (3, Contact::NoContact, "none"),
    ];
    for (byte, contact, name) in known {
        assert_eq!(Contact::from_byte(byte), Ok(contact));
        assert_eq!((contact.byte(), contact.name()), (byte, name));
    }
    assert_eq!(Contact::ALL, known.map(|(_, contact, _)| contact));
    assert_eq!(Contact::default(), Contact::Open);
    for byte in 4..=u8::MAX {
        refused!(Contact::from_byte(byte), BoundaryInvalid);
    }
}

#[test]
fn a_boundary_that_is_set_already_is_refused_at_every_second() {
    for contact in Contact::ALL {
        let set = Boundary { contact, set_at: NOW, first_set_at: NOW };
        for now in [0, NOW - 1, NOW, NOW + 1, i64::MAX] {
            refused!(set.set(contact, now), BoundaryUnchanged);
        }
    }
}

#[test]
fn lifting_a_boundary_that_was_never_set_is_refused() {
    for now in [0, 1, NOW, i64::MAX] {
        refused!(Boundary::default().set(Contact::Open, now), BoundaryUnchanged);
    }
}

/// Every pair of kinds: any other one can be chosen, wider or narrower.
#[test]
fn any_other_boundary_can_be_chosen() {
    for (before, after) in Contact::ALL.into_iter().flat_map(|a| Contact::ALL.map(|b| (a, b))) {
        let boundary = Boundary { contact: before, set_at: 7, first_set_at: 3 };
        if before == after {
            refused!(boundary.set(after, NOW), BoundaryUnchanged);
        } else {
            assert_eq!(boundary.set(after, NOW), Ok(Boundary { contact: after, set_at: NOW, first_set_at: 3 }));
        }
    }
}

#[test]
fn an_event_before_or_at_the_second_of_the_first_boundary_is_refused() {
    let boundary = Boundary::default().set(Contact::Quarterly, NOW).unwrap();
    for event in [i64::MIN, -1, 0, 1, NOW - 1, NOW] {
        refused!(boundary.check_set_before(event), NoBoundaryBefore);
    }
    for event in [NOW + 1, i64::MAX] {
        assert_eq!(boundary.check_set_before(event), Ok(()));
    }
}

#[test]
fn without_any_boundary_every_event_is_refused() {
    for event in [i64::MIN, -1, 0, 1, NOW, i64::MAX] {
        refused!(Boundary::default().check_set_before(event), NoBoundaryBefore);
    }
}

#[test]
fn a_boundary_that_was_lifted_or_changed_still_counts_from_the_first() {
    let first = Boundary::default().set(Contact::NoContact, NOW).unwrap();
    let lifted = first.set(Contact::Open, NOW + 100).unwrap();
    let again = lifted.set(Contact::Quarterly, NOW + 200).unwrap();
    for boundary in [first, lifted, again] {
        refused!(boundary.check_set_before(NOW - 1), NoBoundaryBefore);
        refused!(boundary.check_set_before(NOW), NoBoundaryBefore);
        assert_eq!(boundary.check_set_before(NOW + 1), Ok(()));
    }
    assert_eq!(again, Boundary { contact: Contact::Quarterly, set_at: NOW + 200, first_set_at: NOW });
}

#[test]
fn a_join_counts_from_the_earlier_of_the_two_firsts_and_not_a_second_earlier() {
    let old = Boundary::default().set(Contact::Quarterly, NOW).unwrap();
    let new = Boundary::default().set(Contact::NoContact, NOW + 10).unwrap();
    for joined in [old.join(new), new.join(old)] {
        assert_eq!(joined, Boundary { contact: Contact::NoContact, set_at: NOW + 10, first_set_at: NOW });
        refused!(joined.check_set_before(NOW), NoBoundaryBefore);
        assert_eq!(joined.check_set_before(NOW + 1), Ok(()));
    }
}

#[test]
fn a_boundary_that_was_lifted_last_is_joined_as_lifted() {
    let lifted =
        Boundary::default().set(Contact::NoContact, NOW).and_then(|set| set.set(Contact::Open, NOW + 20)).unwrap();
    let other = Boundary::default().set(Contact::Quarterly, NOW + 10).unwrap();
    for joined in [lifted.join(other), other.join(lifted)] {
        assert_eq!(joined, Boundary { contact: Contact::Open, set_at: NOW + 20, first_set_at: NOW });
        refused!(joined.set(Contact::Open, NOW + 30), BoundaryUnchanged);
    }
}
