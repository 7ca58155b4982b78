//! What every error means that this SDK explains, in every program.

use personal_token_sdk::{
    core::Error,
    error::{explain, Explanation, ProgramFailure},
    solana_instruction::error::InstructionError as E,
    Address, ASSOCIATED_TOKEN_ID, ID, TOKEN_2022_ID, TOKEN_ID,
};
use serde_json::{json, Map, Value};

/// Codes beyond the small ones: of the transfer hook's interface, and of the library that resolves its accounts.
const HOOK_CODES: [std::ops::RangeInclusive<u32>; 2] = [2_110_272_640..=2_110_272_700, 2_724_315_800..=2_724_315_900];

/// What the runtime itself reports, without a code.
#[allow(deprecated)] // still what the runtime reports
const BUILTIN: [E; 34] = [
    E::GenericError,
    E::InvalidArgument,
    E::InvalidInstructionData,
    E::InvalidAccountData,
    E::AccountDataTooSmall,
    E::InsufficientFunds,
    E::IncorrectProgramId,
    E::MissingRequiredSignature,
    E::AccountAlreadyInitialized,
    E::UninitializedAccount,
    E::UnbalancedInstruction,
    E::ReadonlyLamportChange,
    E::ReadonlyDataModified,
    E::NotEnoughAccountKeys,
    E::AccountNotExecutable,
    E::AccountBorrowFailed,
    E::UnsupportedProgramId,
    E::CallDepth,
    E::MissingAccount,
    E::ReentrancyNotAllowed,
    E::MaxSeedLengthExceeded,
    E::InvalidSeeds,
    E::InvalidRealloc,
    E::ComputationalBudgetExceeded,
    E::PrivilegeEscalation,
    E::ProgramFailedToComplete,
    E::Immutable,
    E::IncorrectAuthority,
    E::AccountNotRentExempt,
    E::ExecutableAccountNotRentExempt,
    E::InvalidAccountOwner,
    E::ArithmeticOverflow,
    E::UnsupportedSysvar,
    E::IllegalOwner,
];

fn shown(explanation: Explanation) -> Value {
    json!({ "name": explanation.name, "message": explanation.meaning, "remedy": explanation.remedy })
}

fn codes(program: Address, codes: impl Iterator<Item = u32>) -> Value {
    let explained = codes.filter_map(|code| {
        let explanation = ProgramFailure::new(program, code).explanation()?;
        Some((code.to_string(), shown(explanation)))
    });
    explained.collect::<Map<_, _>>().into()
}

/// The variant's name, which is also how JSON-RPC tells of it.
fn variant(error: &E) -> String {
    format!("{error:?}")
}

fn builtin(program: Address) -> Map<String, Value> {
    let explained = BUILTIN.iter().filter_map(|error| {
        let explanation = ProgramFailure::from_error(program, error.clone()).explanation()?;
        Some((variant(error), shown(explanation)))
    });
    explained.collect()
}

/// What a program makes of the runtime's errors that others do not.
fn special(program: Address, others: &Map<String, Value>) -> Value {
    let differing = builtin(program).into_iter().filter(|(name, explanation)| others.get(name) != Some(explanation));
    differing.collect::<Map<_, _>>().into()
}

pub fn all() -> Map<String, Value> {
    let small = || 0..200;
    let anchor: Map<_, _> = (2_000..6_000).filter_map(|code| Some((code.to_string(), shown(explain(code)?)))).collect();
    let others = builtin(Address::default());
    let sentences: Map<_, _> = BUILTIN.iter().map(|error| (error.to_string(), variant(error).into())).collect();
    assert!(others.len() > 20 && anchor.len() > 10 && sentences.len() == BUILTIN.len());
    let sections = [
        ("personalToken", codes(ID, Error::ALL.iter().map(|error| error.code()))),
        ("anchor", anchor.into()),
        ("token", codes(TOKEN_ID, small())),
        ("token2022", codes(TOKEN_2022_ID, small().chain(HOOK_CODES.into_iter().flatten()))),
        ("associatedToken", codes(ASSOCIATED_TOKEN_ID, small())),
        ("system", codes(Address::default(), small())),
        ("runtime", others.clone().into()),
        ("runtimeInPersonalToken", special(ID, &others)),
        ("runtimeInToken2022", special(TOKEN_2022_ID, &others)),
        ("sentences", sentences.into()),
    ];
    sections.into_iter().map(|(name, section)| (name.to_owned(), section)).collect()
}
