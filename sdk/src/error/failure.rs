use super::{explain, foreign, Explanation};
use crate::{
    core::Error as Rule,
    ids::{ASSOCIATED_TOKEN_ID, COMPUTE_BUDGET_ID, ID, SYSTEM_ID, TOKEN_2022_ID, TOKEN_ID},
    instruction::Kind,
    log::{parse, Line},
    Address, Instruction,
};
use solana_instruction::error::InstructionError;
use std::fmt;

/// A program that refused, and why. `Display` says which program, which rule, and what to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProgramFailure {
    /// The program that failed: the innermost, if one called the other.
    pub program: Address,
    /// How it failed, as the runtime reports it.
    pub error: InstructionError,
    /// Which of the instructions sent it was, from 0, if that is known.
    pub index: Option<u8>,
    /// Which of our program's instructions was sent, if that is known and it was one of them.
    pub instruction: Option<Kind>,
}

impl ProgramFailure {
    /// A program's own code.
    pub fn new(program: Address, code: u32) -> Self {
        Self::from_error(program, InstructionError::Custom(code))
    }

    /// Any way in which a program fails.
    pub fn from_error(program: Address, error: InstructionError) -> Self {
        Self { program, error, index: None, instruction: None }
    }

    /// The innermost failure in a failed transaction's logs; a failed call fails its callers too, with the same error.
    ///
    /// `None` if no program failed, or if the logs were cut off before.
    pub fn from_logs<S: AsRef<str>>(logs: &[S]) -> Option<Self> {
        logs.iter().map(|line| parse(line.as_ref())).take_while(|line| !matches!(line, Line::Truncated)).find_map(
            |line| match line {
                Line::Failed { program, reason } => Some(Self::from_error(program, foreign::runtime_error(reason))),
                _ => None,
            },
        )
    }

    /// Adds which of the transaction's instructions failed, as the transaction's error names it.
    #[must_use]
    pub fn at(mut self, index: u8, instructions: &[Instruction]) -> Self {
        let sent = instructions.get(usize::from(index)).filter(|instruction| instruction.program_id == ID);
        self.index = Some(index);
        self.instruction = sent.and_then(|instruction| Kind::of(&instruction.data));
        self
    }

    /// The program's own code, if it failed with one.
    pub fn code(&self) -> Option<u32> {
        match self.error {
            InstructionError::Custom(code) => Some(code),
            _ => None,
        }
    }

    /// Our rule that was broken, if it was one.
    pub fn rule(&self) -> Option<Rule> {
        self.code().filter(|_| self.program == ID).and_then(Rule::from_code)
    }

    /// What people call the program; its address if it is none of those that we deal with.
    pub fn program_name(&self) -> String {
        match self.program {
            ID => "Personal Token".into(),
            TOKEN_2022_ID => "Token-2022".into(),
            TOKEN_ID => "Token".into(),
            ASSOCIATED_TOKEN_ID => "Associated Token Account".into(),
            SYSTEM_ID => "System".into(),
            COMPUTE_BUDGET_ID => "Compute Budget".into(),
            other => other.to_string(),
        }
    }

    /// What the error means, in this very program.
    pub fn explanation(&self) -> Option<Explanation> {
        let Some(code) = self.code() else { return foreign::builtin(&self.program, &self.error) };
        match self.program {
            ID => explain(code),
            TOKEN_2022_ID => foreign::token_2022(code),
            TOKEN_ID => foreign::token(code),
            ASSOCIATED_TOKEN_ID => foreign::associated_token(code),
            SYSTEM_ID => foreign::system(code),
            _ => None,
        }
    }
}

impl fmt::Display for ProgramFailure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} refused", self.program_name())?;
        match (self.instruction, self.index) {
            (Some(kind), _) => write!(f, " {}", kind.name())?,
            (None, Some(index)) => write!(f, " instruction {index}")?,
            (None, None) => (),
        }
        match self.explanation() {
            None => write!(f, ": {}", self.error),
            Some(Explanation { name, meaning, remedy: "" }) => write!(f, ": {meaning} ({name})"),
            Some(Explanation { name, meaning, remedy }) => write!(f, ": {meaning} {remedy} ({name})"),
        }
    }
}

impl std::error::Error for ProgramFailure {}
