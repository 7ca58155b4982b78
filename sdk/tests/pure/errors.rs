//! Errors: every rule explained, and the same number told apart by who raised it.

use crate::idl::{idl, list};
use personal_token_sdk::{
    core::Error as Rule,
    error::{explain, explain_resolver, ProgramFailure},
    ids::SYSTEM_ID,
    instruction::{Kind, TokenIssue},
    solana_instruction::error::InstructionError,
    Address, SdkError, ASSOCIATED_TOKEN_ID, ID, TOKEN_2022_ID, TOKEN_ID,
};
use std::collections::BTreeSet;

#[test]
fn every_rule_is_explained_as_the_idl_names_it() {
    let errors = list(idl(), "errors");
    assert_eq!(errors.len(), Rule::ALL.len());
    for (rule, entry) in Rule::ALL.iter().zip(errors) {
        let explanation = explain(rule.code()).unwrap();
        assert_eq!(entry["code"], rule.code());
        assert_eq!(
            (entry["name"].as_str(), entry["msg"].as_str()),
            (Some(explanation.name), Some(explanation.meaning))
        );
        assert!(!explanation.remedy.is_empty());
        let failure = ProgramFailure::new(ID, rule.code());
        assert_eq!((failure.rule(), failure.explanation()), (Some(*rule), Some(explanation)));
    }
    assert_eq!(explain(Rule::ALL.last().unwrap().code() + 1), None);
    assert_eq!(explain(0), None);
}

#[test]
fn anchors_checks_are_explained() {
    // The codes that Anchor 2 gives its checks.
    for code in [2000, 2001, 2003, 2005, 2007, 2011, 2012, 2013, 2019, 2020, 2040, 2500] {
        assert!(explain(code).is_some(), "{code}");
    }
}

#[test]
fn the_same_number_means_another_thing_in_another_program() {
    for code in [0, 1] {
        let programs = [SYSTEM_ID, TOKEN_ID, TOKEN_2022_ID, ASSOCIATED_TOKEN_ID, ID];
        let messages: BTreeSet<_> = programs.map(|program| ProgramFailure::new(program, code).to_string()).into();
        assert_eq!(messages.len(), programs.len(), "{messages:#?}");
    }
    // Another program's 6000 is not ours.
    let foreign = ProgramFailure::new(Address::new_from_array([9; 32]), 6_000);
    assert_eq!((foreign.rule(), foreign.explanation()), (None, None));
    assert!(foreign.to_string().ends_with("custom program error: 0x1770"), "{foreign}");
    assert_eq!(ProgramFailure::new(ID, 0).explanation(), None);
}

#[test]
fn a_failure_says_which_program_which_instruction_which_rule_and_what_to_do() {
    let sent = [TokenIssue { owner: Address::default(), owner_member: Address::default(), shares: 1 }.instruction()];
    let failure = ProgramFailure::new(ID, Rule::AlreadyIssued.code()).at(0, &sent);
    assert_eq!((failure.index, failure.instruction), (Some(0), Some(Kind::TokenIssue)));
    assert_eq!(
        failure.to_string(),
        "Personal Token refused token_issue: The first shares were issued already. There is only one first issue. (AlreadyIssued)"
    );
    assert_eq!(ProgramFailure::new(ID, 6_000).at(9, &sent).instruction, None);
}

#[test]
fn codes_of_token_2022_are_translated() {
    for code in [1, 4, 0xb, 0xc, 0x11, 46, 2_724_315_854, 2_724_315_855, 2_110_272_655] {
        assert!(ProgramFailure::new(TOKEN_2022_ID, code).explanation().is_some(), "{code}");
    }
    for code in [0xa261_c2ce, 0xa261_c2cf] {
        let failure = ProgramFailure::new(TOKEN_2022_ID, code);
        assert!(failure.to_string().contains("no position in this token"), "{failure}");
    }
    let missing = ProgramFailure::from_error(TOKEN_2022_ID, InstructionError::MissingAccount);
    assert!(missing.to_string().contains("hook"), "{missing}");
    let elsewhere = ProgramFailure::from_error(SYSTEM_ID, InstructionError::MissingAccount);
    assert!(!elsewhere.to_string().contains("hook"), "{elsewhere}");
}

#[test]
fn resolvers_messages_are_translated() {
    let no_position = explain_resolver("TokenTransferHookPubkeyDataTooSmall");
    assert!(no_position.unwrap().contains("no position"));
    for text in [
        "TokenTransferHookAccountNotFound",
        "Invalid transfer hook pubkey data: account data is too small to contain a pubkey at the declared offset.",
        "Error: Invalid transfer hook pubkey data: account 4Nd1mBQtrMJVYVfKf2PJy9NZUZdTAsp7D4xWLs4gDB4T was not found.",
        "Custom program error: 0xa261c2cf",
        "Custom program error: 0xa261c2ce",
    ] {
        assert_eq!(explain_resolver(text), no_position, "{text}");
    }
    assert!(explain_resolver("An account required by the instruction is missing").unwrap().contains("hook"));
    assert_eq!(explain_resolver("insufficient funds"), None);
    assert_eq!(explain_resolver(""), None);
}

#[test]
fn the_innermost_failure_is_the_one() {
    let thief = Address::new_from_array([8; 32]);
    let logs = [
        format!("Program {thief} invoke [1]"),
        format!("Program log: Program {SYSTEM_ID} failed: custom program error: 0x1"),
        format!("Program {TOKEN_2022_ID} invoke [2]"),
        format!("Program {ID} invoke [3]"),
        format!("Program {ID} consumed 900 of 100000 compute units"),
        format!("Program {ID} failed: custom program error: {:#x}", Rule::SharesLocked.code()),
        format!("Program {TOKEN_2022_ID} failed: custom program error: {:#x}", Rule::SharesLocked.code()),
        format!("Program {thief} failed: custom program error: {:#x}", Rule::SharesLocked.code()),
    ];
    let failure = ProgramFailure::from_logs(&logs).unwrap();
    assert_eq!((failure.program, failure.rule()), (ID, Some(Rule::SharesLocked)));
    assert_eq!(ProgramFailure::from_logs(&logs[..5]), None);
    assert_eq!(ProgramFailure::from_logs::<&str>(&[]), None);
    // The line that mattered may be the one that is missing.
    let cut = ["Log truncated".into(), logs[7].clone()];
    assert_eq!(ProgramFailure::from_logs(&cut), None);
}

#[test]
#[allow(deprecated)] // what the runtime still reports
fn errors_without_a_code_are_read_back_from_their_sentences() {
    use InstructionError as E;
    let errors = [
        E::MissingRequiredSignature,
        E::IllegalOwner,
        E::InvalidAccountOwner,
        E::InvalidSeeds,
        E::NotEnoughAccountKeys,
        E::InvalidAccountData,
        E::AccountDataTooSmall,
        E::UninitializedAccount,
        E::AccountAlreadyInitialized,
        E::InvalidInstructionData,
        E::InvalidArgument,
        E::IncorrectProgramId,
        E::MissingAccount,
        E::InsufficientFunds,
        E::AccountNotRentExempt,
        E::ComputationalBudgetExceeded,
        E::UnsupportedProgramId,
        E::PrivilegeEscalation,
        E::ReentrancyNotAllowed,
        E::CallDepth,
        E::ArithmeticOverflow,
    ];
    for error in errors {
        let failure = ProgramFailure::from_logs(&[format!("Program {ID} failed: {error}")]).unwrap();
        assert_eq!(failure, ProgramFailure::from_error(ID, error));
        assert!(failure.explanation().is_some_and(|explanation| !explanation.remedy.is_empty()), "{failure}");
    }
    let stopped = ProgramFailure::from_logs(&[format!("Program {ID} failed: exceeded CUs meter at BPF instruction")]);
    assert_eq!(stopped.unwrap().error, E::ProgramFailedToComplete);
}

#[test]
fn the_sdks_own_errors_say_what_was_expected() {
    let error = SdkError::Length { account: "Token", expected: 456, found: 3 };
    assert_eq!(error.to_string(), "A Token has 456 bytes; this account has 3.");
    assert_eq!(SdkError::from(Rule::ZeroShares).to_string(), Rule::ZeroShares.to_string());
}
