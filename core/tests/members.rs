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
    let known = [(1, Status::Active, "active"), (2, Status::Suspended, "suspended"), (3, Status::Left, "left")];
    for (byte, status, name) in known {
        assert_eq!(Status::from_byte(byte), Ok(status));
        assert_eq!((status.byte(), status.name()), (byte, name));
    }
    assert_eq!(Status::ALL, known.map(|(_, status, _)| status));
    for byte in (0..=u8::MAX).filter(|byte| !(1..=3).contains(byte)) {
        refused!(Status::from_byte(byte), InvariantBroken);
    }
}

/// Every state and every move, with and without the member's own signature.
#[test]
fn only_these_moves_between_states_are_allowed() {
    use Status::{Active, Left, Suspended};
    let moves = [
        // from, suspend, leave, reinstate, reinstate with consent
        (Active, Ok(Suspended), Ok(Left), Err(Error::MemberActive), Err(Error::MemberActive)),
        (Suspended, Err(Error::MemberNotActive), Err(Error::MemberNotActive), Ok(Active), Ok(Active)),
        (Left, Err(Error::MemberNotActive), Err(Error::MemberNotActive), Err(Error::ConsentRequired), Ok(Active)),
    ];
    for (from, suspended, left, reinstated, consented) in moves {
        assert_eq!(from.suspend(), suspended);
        assert_eq!(from.leave(), left);
        assert_eq!(from.reinstate(false), reinstated);
        assert_eq!(from.reinstate(true), consented);
    }
}

#[test]
fn a_suspended_member_cannot_leave_his_suspension_behind() {
    refused!(Status::Suspended.leave(), MemberNotActive);
    refused!(Status::Active.suspend().and_then(Status::leave), MemberNotActive);
}

#[test]
fn nobody_is_brought_back_against_his_will() {
    refused!(Status::Active.leave().and_then(|left| left.reinstate(false)), ConsentRequired);
}
