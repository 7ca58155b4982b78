//! The table of errors: codes, names and words hold together, because clients and people rely on them.

use personal_token_core::error::FIRST_CODE;
use personal_token_core::Error;
use solana_program_error::ProgramError;
use std::collections::BTreeSet;

#[test]
fn codes_are_contiguous_from_6000() {
    assert_eq!(FIRST_CODE, 6_000);
    for (code, error) in (6_000u32..).zip(Error::ALL) {
        assert_eq!(error.code(), code);
        assert_eq!(Error::from_code(code), Some(*error));
    }
}

#[test]
fn a_foreign_code_is_no_error_of_ours() {
    let end = 6_000 + u32::try_from(Error::ALL.len()).expect("a short table");
    assert_eq!(Error::from_code(end - 1), Error::ALL.last().copied());
    for code in [0, 1, 3_007, 5_999, end, end + 1, 1 << 16, u32::MAX] {
        assert_eq!(Error::from_code(code), None);
    }
}

/// Released codes never move: clients have them in their own tables.
#[test]
fn codes_of_the_first_rules_stay() {
    assert_eq!(Error::MathOverflow.code(), 6_000);
    assert_eq!(Error::ZeroDeposit.code(), 6_002);
    assert_eq!(Error::InsufficientShares.code(), 6_006);
    assert_eq!(Error::NotNetworkAuthority.code(), 6_007);
}

#[test]
fn messages_and_remedies_are_whole_sentences() {
    for error in Error::ALL {
        for sentence in [error.message(), error.remedy()] {
            let begins = sentence.chars().next().is_some_and(char::is_uppercase);
            assert!(begins && sentence.ends_with('.') && !sentence.ends_with(".."), "{error:?}: {sentence}");
            assert_eq!(sentence.trim(), sentence);
            assert!(sentence.is_ascii(), "{error:?}: terminals and logs show this as it is");
        }
        assert_eq!(error.to_string(), format!("{} {}", error.message(), error.remedy()));
    }
}

#[test]
fn no_two_errors_share_a_name_or_a_message() {
    let names: BTreeSet<_> = Error::ALL.iter().map(|error| error.name()).collect();
    let messages: BTreeSet<_> = Error::ALL.iter().map(|error| error.message()).collect();
    assert_eq!((names.len(), messages.len()), (Error::ALL.len(), Error::ALL.len()));
    for error in Error::ALL {
        assert_eq!(error.name(), format!("{error:?}"));
    }
}

/// What the program returns is the code of the rule, as `Custom`.
#[test]
fn the_program_returns_the_code_of_the_rule() {
    for error in Error::ALL {
        assert_eq!(ProgramError::from(*error), ProgramError::Custom(error.code()));
    }
}
