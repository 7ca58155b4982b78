//! What errors of other programs mean: those of the token programs, the System program, Anchor and the runtime that
//! whoever uses a personal token can meet.

use super::Explanation;
use crate::{
    ids::{ID, TOKEN_2022_ID},
    Address,
};
use solana_instruction::error::InstructionError;

const NO_POSITION: &str = "The receiver has no position in this token, so shares cannot be sent to him. He opens one first; he has to be a member of the network.";

const NO_HOOK_ACCOUNTS: Explanation = Explanation {
    name: "MissingAccount",
    meaning: "The transfer does not carry the accounts that the share mint's hook needs.",
    remedy: "Use a wallet that resolves transfer hooks, or SharesTransfer of this SDK.",
};

macro_rules! table {
    ($($(#[$doc:meta])* $function:ident { $($code:literal $name:literal $meaning:literal $remedy:literal,)* })*) => {
        $(
            $(#[$doc])*
            pub fn $function(code: u32) -> Option<Explanation> {
                let (name, meaning, remedy) = match code {
                    $($code => ($name, $meaning, $remedy),)*
                    _ => return None,
                };
                Some(Explanation { name, meaning, remedy })
            }
        )*
    };
}

table! {
    /// Anchor's checks, with which our program refuses accounts that do not belong together.
    anchor {
        2000 "ConstraintMut" "An account that would change was passed as read-only." "Build the instruction with this SDK, or from the IDL.",
        2001 "ConstraintHasOne" "An account does not belong to another one in the same instruction." "Use accounts that belong together.",
        2003 "ConstraintRaw" "An account does not fit the others in the same instruction." "Use accounts that belong together.",
        2005 "ConstraintRentExempt" "An account would not be rent-exempt." "Give the payer more SOL.",
        2006 "ConstraintSeeds" "An account is not at the address derived for it." "Derive the address with this SDK.",
        2007 "ConstraintExecutable" "An account that should be a program is none." "Name the right program.",
        2011 "ConstraintClose" "An account cannot be closed into itself." "Name another receiver of the rent.",
        2012 "ConstraintAddress" "An account is not the one that another one records." "Use the recorded account.",
        2013 "ConstraintZero" "An account to be initialised is not empty." "Use a new account.",
        2019 "ConstraintSpace" "An account has another size than it should have." "Use an account of this program's present version.",
        2020 "ConstraintAccountIsNone" "An account that is needed here was left out." "Pass the account.",
        2040 "ConstraintDuplicateMutableAccount" "The same account was passed twice where two different ones are needed." "Use two different accounts.",
        2500 "RequireViolated" "A condition of the program does not hold." "Report it: every rule should have a code of its own.",
    }

    /// The classic Token program, which moves the quote money.
    token {
        0 "NotRentExempt" "A token account would not be rent-exempt." "Give the payer more SOL.",
        1 "InsufficientFunds" "The quote account holds less money than that." "Put more into it, or name a smaller amount.",
        2 "InvalidMint" "This is not a mint." "Use the network's quote mint.",
        3 "MintMismatch" "The token account is not of this mint." "Use an account of the network's quote mint.",
        4 "OwnerMismatch" "The signer neither owns the token account nor is its delegate." "Sign with the wallet that owns it.",
        6 "AlreadyInUse" "The account is in use already." "Use a new account.",
        9 "UninitializedState" "The token account is not initialised." "Create it first.",
        11 "NonNativeHasBalance" "A token account that holds money cannot be closed." "Empty it first.",
        12 "InvalidInstruction" "The Token program does not know this instruction." "Check which token program the account belongs to.",
        13 "InvalidState" "The token account is not in a state that allows this." "Look at the account first.",
        14 "Overflow" "The amount does not fit 64 bits." "Name a smaller amount.",
        17 "AccountFrozen" "The issuer of the quote money has frozen the account." "Ask the issuer to thaw it.",
        18 "MintDecimalsMismatch" "The decimals are not those of the mint." "Name the decimals of the quote mint.",
    }

    /// Token-2022's own codes, as they come of share accounts and mints.
    token_2022_own {
        0 "NotRentExempt" "A share account would not be rent-exempt." "Give the payer more SOL.",
        1 "InsufficientFunds" "The account holds fewer shares than that." "Send at most the shares that it holds.",
        2 "InvalidMint" "This is not a mint." "Use the token's share mint.",
        3 "MintMismatch" "The share account is not of this mint." "Use share accounts of the same mint.",
        4 "OwnerMismatch" "The signer neither owns the share account nor has the right to do this." "Sign with the wallet that owns it; its close authority is the position.",
        5 "FixedSupply" "Nobody can create or burn units of this mint." "Use a share mint of this program.",
        6 "AlreadyInUse" "The account is in use already." "Use a new account.",
        9 "UninitializedState" "The share account is not initialised." "Create the associated token account of the share mint first.",
        11 "NonNativeHasBalance" "A share account that holds shares cannot be closed." "Send the shares away first.",
        12 "InvalidInstruction" "Token-2022 does not know this instruction, or the mint does not allow it." "Use TransferChecked; the older Transfer does not work for mints with a hook.",
        13 "InvalidState" "The share account is not in a state that allows this." "Look at the account first.",
        14 "Overflow" "The number of shares does not fit 64 bits." "Name fewer shares.",
        15 "AuthorityTypeNotSupported" "This kind of account has no such authority." "Name another kind of authority.",
        16 "MintCannotFreeze" "Nobody can freeze accounts of this mint." "There is nothing to freeze or thaw.",
        17 "AccountFrozen" "The share account is frozen." "Share mints of this program have no freeze authority: check the mint.",
        18 "MintDecimalsMismatch" "The decimals are not those of the mint." "Shares have no decimals: name 0.",
        22 "ExtensionAlreadyInitialized" "The account has this extension already." "There is nothing to do.",
        28 "MintHasSupply" "A mint with units cannot be closed." "Share mints are never closed.",
        29 "NoAuthorityExists" "There is no authority that could do this, by design." "Nothing: it was given up for ever.",
        31 "MintRequiredForTransfer" "Shares move only by TransferChecked, which names the mint." "Use TransferChecked, or SharesTransfer of this SDK.",
        34 "ImmutableOwner" "The owner of a share account cannot change." "Transfer the shares instead.",
        36 "NoMemo" "The receiver's account asks for a memo before each transfer." "Put a memo instruction before the transfer.",
        37 "NonTransferable" "Units of this mint cannot be transferred." "This is not a share mint of this program.",
        42 "CpiGuardTransferBlocked" "The account's CPI Guard refuses transfers by programs." "Transfer at the top level, or take the guard off.",
        43 "CpiGuardBurnBlocked" "The account's CPI Guard refuses burning by programs." "Take the guard off.",
        44 "CpiGuardCloseAccountBlocked" "The account's CPI Guard refuses being closed by programs." "Take the guard off.",
        45 "CpiGuardApproveBlocked" "The account's CPI Guard refuses delegates that programs name." "Approve at the top level.",
        46 "CpiGuardSetAuthorityBlocked" "The share account's CPI Guard keeps the program from taking the close authority over." "Hand it over first by SetCloseAuthority, at the top level of the same transaction.",
        47 "CpiGuardOwnerChangeBlocked" "The owner of an account with CPI Guard cannot change." "Transfer the shares instead.",
        48 "ExtensionNotFound" "The account or mint does not have this extension." "This is not a share mint of this program, or not an account of one.",
        67 "MintPaused" "This mint is paused." "Share mints of this program cannot be paused this way: check the mint.",
    }

    /// Codes of the transfer hook interface and of the library by which Token-2022 finds the hook's accounts.
    transfer_hook {
        2_110_272_652 "IncorrectAccount" "An account of the transfer hook is not the expected one." "Resolve the accounts from the mint's list.",
        2_110_272_655 "ProgramCalledOutsideOfTransfer" "The hook was called outside of a transfer." "Transfer the shares; Token-2022 calls the hook.",
        2_724_315_840 "IncorrectAccount" "The transfer carries another account than the hook's list names." "Resolve the accounts from the mint's list; one of the two may have no position in this token.",
        2_724_315_841 "NotEnoughAccounts" "The transfer lacks accounts that the hook's list names." "Resolve the accounts from the mint's list.",
        2_724_315_852 "AccountNotFound" "The transfer lacks an account that the hook's list refers to." "Resolve the accounts from the mint's list.",
        2_724_315_854 "AccountDataNotFound" "The receiver has no position in this token." "He opens one first; he has to be a member of the network.",
        2_724_315_855 "AccountDataTooSmall" "The receiver has no position in this token." "He opens one first; he has to be a member of the network.",
    }

    /// The associated token account program.
    associated_token {
        0 "InvalidOwner" "The address holds a token account of another owner." "Ask whoever owns the wallet whether he has given the account away.",
    }

    /// The System program.
    system {
        0 "AccountAlreadyInUse" "An account exists at this address already." "Use what is there.",
        1 "ResultWithNegativeLamports" "The payer has too little SOL." "Give the payer more SOL.",
        2 "InvalidProgramId" "An account cannot be given to this program." "Report it: this should not happen.",
        3 "InvalidAccountDataLength" "An account cannot have this size." "Report it: this should not happen.",
        4 "MaxSeedLengthExceeded" "A seed is longer than 32 bytes." "Use a shorter seed.",
        5 "AddressWithSeedMismatch" "The address is not the one derived from the seed." "Derive it again.",
        6 "NonceNoRecentBlockhashes" "The nonce cannot be advanced yet." "Try again in a moment.",
        7 "NonceBlockhashNotExpired" "The nonce was advanced in this very slot." "Try again in a moment.",
        8 "NonceUnexpectedBlockhashValue" "The transaction was signed for another value of the nonce." "Sign again with the present value.",
    }
}

/// Token-2022, the transfer hook's interface included.
pub fn token_2022(code: u32) -> Option<Explanation> {
    token_2022_own(code).or_else(|| transfer_hook(code))
}

/// What errors without a code mean; some mean something more exact in our program, or in a transfer of shares.
pub fn builtin(program: &Address, error: &InstructionError) -> Option<Explanation> {
    use InstructionError as E;
    let is_ours = *program == ID;
    #[allow(deprecated)] // still what the runtime reports
    let (name, meaning, remedy) = match error {
        E::MissingAccount if *program == TOKEN_2022_ID => return Some(NO_HOOK_ACCOUNTS),
        E::MissingRequiredSignature => (
            "MissingRequiredSignature",
            "A signature is missing.",
            "Sign with every wallet that the instruction names as a signer.",
        ),
        E::IllegalOwner if is_ours => (
            "IllegalOwner",
            "An account belongs to another program than it should, or is of another kind.",
            "Use accounts of this program.",
        ),
        E::IllegalOwner => ("IllegalOwner", "An account's owner is not allowed here.", "Use the wallet's own account."),
        E::InvalidAccountOwner => (
            "InvalidAccountOwner",
            "An account belongs to another program than it should.",
            "Use accounts of the right program.",
        ),
        E::InvalidSeeds => {
            ("InvalidSeeds", "An account is not at the address derived for it.", "Derive the address with this SDK.")
        }
        E::NotEnoughAccountKeys => (
            "NotEnoughAccountKeys",
            "The instruction names too few accounts.",
            "Build the instruction with this SDK, or from the IDL.",
        ),
        E::MissingAccount => (
            "MissingAccount",
            "An account that the instruction needs is missing from the transaction.",
            "Build the instruction with this SDK, or from the IDL.",
        ),
        E::InvalidAccountData if is_ours => (
            "InvalidAccountData",
            "An account of this program is of another kind than needed here.",
            "Check the order of the accounts.",
        ),
        E::InvalidAccountData => (
            "InvalidAccountData",
            "An account does not hold what it should.",
            "Check that it exists and is of the right kind.",
        ),
        E::AccountDataTooSmall => (
            "AccountDataTooSmall",
            "An account is smaller than it should be: of another kind, or empty.",
            "Check the order of the accounts.",
        ),
        E::UninitializedAccount => {
            ("UninitializedAccount", "An account does not exist yet, or was closed.", "Create it first.")
        }
        E::AccountAlreadyInitialized => {
            ("AccountAlreadyInitialized", "The account exists already.", "Use what is there.")
        }
        E::InvalidInstructionData => (
            "InvalidInstructionData",
            "The program does not understand the instruction's data.",
            "Use an SDK of the program's version.",
        ),
        E::InvalidArgument => (
            "InvalidArgument",
            "An argument is not one that the program accepts.",
            "Build the instruction with this SDK, or from the IDL.",
        ),
        E::IncorrectProgramId => (
            "IncorrectProgramId",
            "An account that should be a certain program is another one.",
            "Name the right program.",
        ),
        E::InsufficientFunds => ("InsufficientFunds", "The payer has too little SOL.", "Give the payer more SOL."),
        E::AccountNotRentExempt | E::ExecutableAccountNotRentExempt => {
            ("AccountNotRentExempt", "An account would not be rent-exempt.", "Give the payer more SOL.")
        }
        E::ComputationalBudgetExceeded => (
            "ComputationalBudgetExceeded",
            "The transaction's compute units are used up.",
            "Ask for a higher compute unit limit, or put less into the transaction.",
        ),
        E::ProgramFailedToComplete => (
            "ProgramFailedToComplete",
            "The program stopped: compute units were used up, or it has a bug.",
            "Ask for a higher compute unit limit; if that does not help, report it.",
        ),
        E::UnsupportedProgramId => {
            ("UnsupportedProgramId", "There is no such program on this cluster.", "Check which cluster you are on.")
        }
        E::PrivilegeEscalation => (
            "PrivilegeEscalation",
            "A program asked for a signature or a change that the transaction does not allow.",
            "Build the instruction with this SDK, or from the IDL.",
        ),
        E::ReentrancyNotAllowed => (
            "ReentrancyNotAllowed",
            "A program was called by one that it had called.",
            "Transfer shares at the top level, or from a program that this one did not call.",
        ),
        E::CallDepth => (
            "CallDepth",
            "Programs called each other too deeply.",
            "Transfer from a program that is not called so deeply.",
        ),
        E::ReadonlyDataModified | E::ReadonlyLamportChange => (
            "ReadonlyModified",
            "An account that would change was passed as read-only.",
            "Build the instruction with this SDK, or from the IDL.",
        ),
        E::ArithmeticOverflow => ("ArithmeticOverflow", "An amount does not fit.", "Use a smaller amount."),
        _ => return None,
    };
    Some(Explanation { name, meaning, remedy })
}

/// The error that a runtime's log line states. A reason that is none of the runtime's sentences is the program having
/// stopped before it could return an error.
pub fn runtime_error(reason: &str) -> InstructionError {
    use InstructionError as E;
    let code = reason.strip_prefix("custom program error: 0x").map(|digits| u32::from_str_radix(digits, 16));
    if let Some(Ok(code)) = code {
        return E::Custom(code);
    }
    #[allow(deprecated)] // still what the runtime reports
    let known = [
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
        E::ModifiedProgramId,
        E::ExternalAccountLamportSpend,
        E::ExternalAccountDataModified,
        E::ReadonlyLamportChange,
        E::ReadonlyDataModified,
        E::DuplicateAccountIndex,
        E::ExecutableModified,
        E::RentEpochModified,
        E::NotEnoughAccountKeys,
        E::AccountDataSizeChanged,
        E::AccountNotExecutable,
        E::AccountBorrowFailed,
        E::AccountBorrowOutstanding,
        E::DuplicateAccountOutOfSync,
        E::InvalidError,
        E::ExecutableDataModified,
        E::ExecutableLamportChange,
        E::ExecutableAccountNotRentExempt,
        E::UnsupportedProgramId,
        E::CallDepth,
        E::MissingAccount,
        E::ReentrancyNotAllowed,
        E::MaxSeedLengthExceeded,
        E::InvalidSeeds,
        E::InvalidRealloc,
        E::ComputationalBudgetExceeded,
        E::PrivilegeEscalation,
        E::ProgramEnvironmentSetupFailure,
        E::ProgramFailedToCompile,
        E::Immutable,
        E::IncorrectAuthority,
        E::BorshIoError,
        E::AccountNotRentExempt,
        E::InvalidAccountOwner,
        E::ArithmeticOverflow,
        E::UnsupportedSysvar,
        E::IllegalOwner,
        E::MaxAccountsDataAllocationsExceeded,
        E::MaxAccountsExceeded,
        E::MaxInstructionTraceLengthExceeded,
        E::BuiltinProgramsMustConsumeComputeUnits,
    ];
    known.into_iter().find(|error| error.to_string() == reason).unwrap_or(E::ProgramFailedToComplete)
}

/// What it means that a wallet, or the library it resolves transfer hooks with, cannot build a transfer of shares;
/// `text` is the message, or the name of the error where the message is empty. `None` if it says nothing about shares.
pub fn explain_resolver(text: &str) -> Option<&'static str> {
    // @solana/spl-token throws classes without messages, Kit's client writes sentences, the Rust helper and the chain
    // give a number.
    const NAMES: [&str; 2] = ["TokenTransferHookPubkeyDataTooSmall", "TokenTransferHookAccountNotFound"];
    const NUMBERS: [&str; 2] = ["0xa261c2cf", "0xa261c2ce"];
    let is_kit = text.contains("Invalid transfer hook pubkey data: account")
        && (text.contains("is too small to contain a pubkey") || text.contains("was not found"));
    let is_known = NAMES.into_iter().chain(NUMBERS).any(|known| text.contains(known));
    if is_kit || is_known {
        return Some(NO_POSITION);
    }
    text.contains("An account required by the instruction is missing").then_some(
        "The transfer does not carry the accounts that the share mint's hook needs: use a wallet that resolves transfer hooks.",
    )
}
