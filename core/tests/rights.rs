//! The charter and the cooling-off: every combination of what an owner still lacks, and every second that matters.

use crate::common::{config, moment};
use crate::refused;
use personal_token_core::member::Rights;
use personal_token_core::parameters::Parameters;
use personal_token_core::{Error, Result};
use proptest::prelude::*;

const NOW: i64 = 1_800_000_000;
const DAY: u32 = 86_400;
const VERSION: u32 = 7;

fn asking(cooling_off: u32, attestation_required: u8) -> Parameters {
    Parameters { cooling_off, attestation_required, ..Parameters::default() }
}

/// The obstacles in the order in which they are named.
fn expected(current: bool, cooled_off: bool, attested: bool) -> Result<()> {
    let obstacles = [
        (current, Error::CharterNotAcknowledged),
        (cooled_off, Error::CoolingOff),
        (attested, Error::AttestationRequired),
    ];
    obstacles.into_iter().find(|(fulfilled, _)| !fulfilled).map_or(Ok(()), |(_, error)| Err(error))
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn an_owner_raises_capital_when_nothing_is_lacking(
        acknowledged in 0u32..3,
        charter_version in 0u32..3,
        acknowledged_at in 0i64..4_000_000_000,
        since in -2i64..3,
        cooling_off in 0u32..=30 * DAY,
        attested_at in 0i64..2,
        attestation_required in 0u8..2,
    ) {
        let rights = Rights { acknowledged, acknowledged_at, attested_at };
        let parameters = asking(cooling_off, attestation_required);
        let now = acknowledged_at + i64::from(cooling_off) + since;
        let attested = attested_at == 1 || attestation_required == 0;
        let outcome = expected(acknowledged == charter_version, since >= 0, attested);
        prop_assert_eq!(rights.may_raise(charter_version, &parameters, now), outcome);
    }

    /// Whoever may raise may also buy, and goes on being allowed to.
    #[test]
    fn what_is_allowed_stays_allowed_until_a_new_charter(acknowledged_at in moment(), now in moment(), later in 0i64..1_000_000) {
        let rights = Rights { acknowledged: VERSION, acknowledged_at, attested_at: 0 };
        let parameters = Parameters::default();
        if rights.may_raise(VERSION, &parameters, now).is_ok() {
            prop_assert_eq!(rights.may_raise(VERSION, &parameters, now.saturating_add(later)), Ok(()));
            prop_assert_eq!(rights.check_current(VERSION), Ok(()));
        }
        prop_assert_eq!(rights.check_current(VERSION + 1), Err(Error::CharterNotAcknowledged));
    }
}

#[test]
fn every_version_but_the_current_one_is_refused() {
    for acknowledged in [0, 1, VERSION - 1, VERSION + 1, u32::MAX] {
        let rights = Rights { acknowledged, acknowledged_at: 0, attested_at: 1 };
        refused!(rights.check_current(VERSION), CharterNotAcknowledged);
        refused!(rights.may_raise(VERSION, &Parameters::default(), i64::MAX), CharterNotAcknowledged);
    }
    let rights = Rights { acknowledged: VERSION, acknowledged_at: 0, attested_at: 0 };
    assert_eq!(rights.check_current(VERSION), Ok(()));
}

#[test]
fn a_second_before_the_end_of_the_cooling_off_is_too_early() {
    let rights = Rights { acknowledged: VERSION, acknowledged_at: NOW, attested_at: 0 };
    for cooling_off in [1, DAY, 3 * DAY, 30 * DAY] {
        let parameters = asking(cooling_off, 0);
        let over = NOW + i64::from(cooling_off);
        assert_eq!(rights.cooled_off_at(&parameters), Ok(over));
        for now in [i64::MIN, 0, NOW - 1, NOW, over - 1] {
            refused!(rights.may_raise(VERSION, &parameters, now), CoolingOff);
        }
        assert_eq!(rights.may_raise(VERSION, &parameters, over), Ok(()));
        assert_eq!(rights.may_raise(VERSION, &parameters, over + 1), Ok(()));
    }
}

#[test]
fn without_a_cooling_off_the_second_of_the_acknowledgement_is_enough_and_none_before() {
    let rights = Rights { acknowledged: VERSION, acknowledged_at: NOW, attested_at: 0 };
    refused!(rights.may_raise(VERSION, &asking(0, 0), NOW - 1), CoolingOff);
    assert_eq!(rights.may_raise(VERSION, &asking(0, 0), NOW), Ok(()));
}

#[test]
fn where_the_conversation_is_asked_for_nobody_raises_without_it() {
    let rights = |attested_at| Rights { acknowledged: VERSION, acknowledged_at: NOW, attested_at };
    let over = NOW + i64::from(3 * DAY);
    for now in [over, over + 1, i64::MAX] {
        refused!(rights(0).may_raise(VERSION, &asking(3 * DAY, 1), now), AttestationRequired);
        assert_eq!(rights(1).may_raise(VERSION, &asking(3 * DAY, 1), now), Ok(()));
        assert_eq!(rights(0).may_raise(VERSION, &asking(3 * DAY, 0), now), Ok(()));
    }
}

/// All eight combinations: the first thing that is lacking is named.
#[test]
fn of_several_things_that_are_lacking_the_first_is_named() {
    for bits in 0u8..8 {
        let [current, cooled_off, attested] = [1, 2, 4].map(|bit| bits & bit != 0);
        let rights = Rights {
            acknowledged: VERSION - u32::from(!current),
            acknowledged_at: NOW - 100 + i64::from(!cooled_off),
            attested_at: i64::from(attested),
        };
        assert_eq!(rights.may_raise(VERSION, &asking(100, 1), NOW), expected(current, cooled_off, attested));
    }
}

#[test]
fn a_cooling_off_beyond_the_end_of_time_is_refused() {
    let rights = |acknowledged_at| Rights { acknowledged: VERSION, acknowledged_at, attested_at: 0 };
    refused!(rights(i64::MAX).cooled_off_at(&asking(1, 0)), MathOverflow);
    refused!(rights(i64::MAX - 99).may_raise(VERSION, &asking(100, 0), i64::MAX), MathOverflow);
    refused!(rights(i64::MAX - 100).may_raise(VERSION, &asking(100, 0), i64::MAX - 1), CoolingOff);
    assert_eq!(rights(i64::MAX - 100).may_raise(VERSION, &asking(100, 0), i64::MAX), Ok(()));
}
