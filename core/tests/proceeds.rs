//! What counts as proceeds, which years can be named, and how a payout ends: complete tables.

use crate::common::{amount, config};
use crate::refused;
use personal_token_core::proceeds::{check_year, gain, Payout, QuoteAccount, Source};
use personal_token_core::Error;
use proptest::prelude::*;

proptest! {
    #![proptest_config(config())]

    #[test]
    fn a_gain_is_what_exceeds_the_cost(proceeds in amount(), cost in amount()) {
        match gain(proceeds, cost) {
            Ok(gain) => prop_assert!(gain > 0 && u128::from(gain) + u128::from(cost) == u128::from(proceeds)),
            Err(error) => {
                prop_assert_eq!(error, Error::ZeroDeposit);
                prop_assert!(proceeds <= cost);
            }
        }
    }
}

#[test]
fn a_loss_or_nothing_at_all_is_refused() {
    refused!(gain(0, 0), ZeroDeposit);
    refused!(gain(10_000, 10_000), ZeroDeposit);
    refused!(gain(9_999, 10_000), ZeroDeposit);
    refused!(gain(0, u64::MAX), ZeroDeposit);
    assert_eq!(gain(10_001, 10_000), Ok(1));
    assert_eq!(gain(u64::MAX, 0), Ok(u64::MAX));
}

#[test]
fn wages_are_no_source() {
    assert_eq!(Source::from_byte(1), Ok(Source::CompanyEquity));
    assert_eq!(Source::from_byte(2), Ok(Source::PersonalToken));
    for byte in (0..=u8::MAX).filter(|byte| ![1, 2].contains(byte)) {
        refused!(Source::from_byte(byte), SourceInvalid);
    }
    assert_eq!(Source::ALL.map(Source::byte), [1, 2]);
    assert_eq!(Source::ALL.map(Source::name), ["company equity", "personal token"]);
}

#[test]
fn a_year_before_2000_or_to_come_is_refused() {
    // 2024-12-31 23:59:59 UTC, and the second after it.
    let (eve, new_year) = (1_735_689_599, 1_735_689_600);
    assert_eq!((check_year(2000, eve), check_year(2024, eve)), (Ok(()), Ok(())));
    refused!(check_year(2025, eve), YearInvalid);
    assert_eq!(check_year(2025, new_year), Ok(()));
    refused!(check_year(2026, new_year), YearInvalid);
    refused!(check_year(1999, new_year), YearInvalid);
    refused!(check_year(0, new_year), YearInvalid);
    refused!(check_year(u16::MAX, new_year), YearInvalid);
    // Before 2000 no year can be named at all.
    refused!(check_year(1970, 0), YearInvalid);
    refused!(check_year(2000, 0), YearInvalid);
}

/// All sixteen accounts there can be: the first thing wrong with one decides.
#[test]
fn whether_an_account_can_be_paid_is_decided_before_it_is() {
    for bits in 0u8..16 {
        let [is_recorded, is_initialised, is_own, is_frozen] = [1, 2, 4, 8].map(|bit| bits & bit != 0);
        let expected = match bits {
            _ if bits % 2 == 0 => Payout::QuoteAccountForeign,
            1 | 5 | 9 | 13 => Payout::QuoteAccountMissing,
            3 | 11 => Payout::QuoteAccountForeign,
            15 => Payout::QuoteAccountFrozen,
            _ => Payout::Done,
        };
        assert_eq!(QuoteAccount { is_recorded, is_initialised, is_own, is_frozen }.payout(), expected, "{bits:04b}");
    }
}

#[test]
fn every_outcome_of_a_payout_is_one_byte_and_the_error_of_a_claim() {
    let outcomes = [
        (Payout::Done, None),
        (Payout::NotAPosition, Some(Error::TokenMismatch)),
        (Payout::QuoteAccountForeign, Some(Error::QuoteAccountForeign)),
        (Payout::QuoteAccountMissing, Some(Error::QuoteAccountMissing)),
        (Payout::QuoteAccountFrozen, Some(Error::QuoteAccountFrozen)),
        (Payout::Held, Some(Error::PositionHeld)),
    ];
    assert_eq!(Payout::ALL, outcomes.map(|(outcome, _)| outcome));
    for (byte, (outcome, error)) in (0u8..).zip(outcomes) {
        assert_eq!((outcome.byte(), outcome.error()), (byte, error));
        assert_eq!(Payout::from_byte(byte), Some(outcome));
    }
    for byte in 6..=u8::MAX {
        assert_eq!(Payout::from_byte(byte), None);
    }
}
