//! Roles, capabilities and status: complete tables of what is allowed.

use crate::refused;
use personal_token_core::member::{capability, check_capabilities, check_roles, regrant, role, Status};
use personal_token_core::Error;

#[test]
fn roles_without_any_or_with_an_unknown_one_are_refused() {
    for roles in 0..=u8::MAX {
        if [1, 2, 3].contains(&roles) {
            assert_eq!(check_roles(roles), Ok(()));
        } else {
            refused!(check_roles(roles), RolesInvalid);
        }
    }
    assert_eq!((role::OWNER, role::INVESTOR, role::ALL), (1, 2, 3));
    assert_eq!(role::OWNER | role::INVESTOR, role::ALL);
}

#[test]
fn capabilities_without_any_or_with_an_unknown_one_are_refused() {
    for capabilities in 0..=u8::MAX {
        if (1..=15).contains(&capabilities) {
            assert_eq!(check_capabilities(capabilities), Ok(()));
        } else {
            refused!(check_capabilities(capabilities), CapabilitiesInvalid);
        }
    }
    assert_eq!([capability::ADMIT, capability::ARBITRATE, capability::ATTEST, capability::RECOVER], [1, 2, 4, 8]);
    assert_eq!((capability::ALL, capability::COUNT), (15, 4));
}

/// All 256 changes of a steward's capabilities, each of the four on its own.
#[test]
fn a_kept_capability_keeps_its_time_and_a_new_one_counts_from_now() {
    let granted_at = [11, 22, 33, 44];
    for (before, after) in (0u8..16).flat_map(|before| (0u8..16).map(move |after| (before, after))) {
        let times = regrant(before, granted_at, after, 99);
        for index in 0..4usize {
            let had = before >> index & 1 == 1;
            let has = after >> index & 1 == 1;
            let expected = match (had, has) {
                (true, true) => granted_at[index],
                (false, true) => 99,
                _ => 0,
            };
            assert_eq!(times[index], expected, "{before:04b} -> {after:04b}");
        }
    }
}

#[test]
fn an_unknown_status_is_refused() {
    let known = [
        (1, Status::Active, "active"),
        (2, Status::Suspended, "suspended"),
        (3, Status::Left, "left"),
        (4, Status::Excluded, "excluded"),
    ];
    for (byte, status, name) in known {
        assert_eq!(Status::from_byte(byte), Ok(status));
        assert_eq!((status.byte(), status.name()), (byte, name));
    }
    assert_eq!(Status::ALL, known.map(|(_, status, _)| status));
    for byte in (0..=u8::MAX).filter(|byte| !(1..=4).contains(byte)) {
        refused!(Status::from_byte(byte), InvariantBroken);
    }
}

/// Every state and every move.
#[test]
fn only_these_moves_between_states_are_allowed() {
    use Status::{Active, Excluded, Left, Suspended};
    let not_active = Err(Error::MemberNotActive);
    let moves = [
        // from, suspend, leave, exclude
        (Active, Ok(Suspended), Ok(Left), Ok(Excluded)),
        (Suspended, not_active, not_active, Ok(Excluded)),
        (Left, not_active, not_active, Ok(Excluded)),
        (Excluded, not_active, not_active, Err(Error::MemberExcluded)),
    ];
    for (from, suspended, left, excluded) in moves {
        assert_eq!(from.suspend(), suspended);
        assert_eq!(from.leave(), left);
        assert_eq!(from.exclude(), excluded);
        assert_eq!(from.check_active().is_ok(), from == Active);
    }
}

/// Every state, with and without the member's own signature, by a steward and by the authority.
#[test]
fn only_these_members_are_brought_back_and_only_by_these() {
    use Status::{Active, Excluded, Left, Suspended};
    let (active, consent, excluded) =
        (Err(Error::MemberActive), Err(Error::ConsentRequired), Err(Error::MemberExcluded));
    let table = [
        // from, by a steward, by a steward with consent, by the authority, by the authority with consent
        (Active, [active; 4]),
        (Suspended, [Ok(Active); 4]),
        (Left, [consent, Ok(Active), consent, Ok(Active)]),
        (Excluded, [excluded, excluded, Ok(Left), Ok(Active)]),
    ];
    for (from, expected) in table {
        let ways = [(false, false), (true, false), (false, true), (true, true)];
        assert_eq!(ways.map(|(signed, authority)| from.reinstate(signed, authority)), expected, "{from:?}");
    }
}

#[test]
fn a_suspended_member_cannot_leave_his_suspension_behind() {
    refused!(Status::Suspended.leave(), MemberNotActive);
    refused!(Status::Active.suspend().and_then(Status::leave), MemberNotActive);
}

#[test]
fn nobody_is_brought_back_against_his_will() {
    refused!(Status::Active.leave().and_then(|left| left.reinstate(false, false)), ConsentRequired);
    refused!(Status::Active.leave().and_then(|left| left.reinstate(false, true)), ConsentRequired);
    // Nor by way of an exclusion that is taken back.
    let back = Status::Left.exclude().and_then(|excluded| excluded.reinstate(false, true)).unwrap();
    refused!(back.check_active(), MemberNotActive);
    refused!(back.reinstate(false, true), ConsentRequired);
}

#[test]
fn no_steward_takes_an_exclusion_back() {
    for before in [Status::Active, Status::Suspended, Status::Left] {
        for signed in [false, true] {
            refused!(before.exclude().and_then(|excluded| excluded.reinstate(signed, false)), MemberExcluded);
        }
    }
}

#[test]
fn an_excluded_member_can_neither_leave_nor_be_suspended_nor_be_excluded_again() {
    refused!(Status::Excluded.check_active(), MemberNotActive);
    refused!(Status::Excluded.leave(), MemberNotActive);
    refused!(Status::Excluded.suspend(), MemberNotActive);
    refused!(Status::Excluded.exclude(), MemberExcluded);
}
