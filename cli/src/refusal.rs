//! What a refusal says: what was being done in the user's words, which program, which rule, until when it holds if that
//! is known, and what to do.

use {
    crate::{error::CliError, time::show},
    personal_token_core::Error as Rule,
    personal_token_sdk::{
        error::{Explanation, ProgramFailure},
        instruction::Kind,
        rpc::RpcError,
        Instruction, ASSOCIATED_TOKEN_ID, ID,
    },
    serde_json::json,
    solana_transaction_error::TransactionError,
};

/// Why a rule refuses, and until when, as the state that was read says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Until {
    /// The rule.
    pub rule: Rule,
    /// Unix time from which it does not refuse any more; none if it does not end by itself.
    pub moment: Option<i64>,
    /// What ends then, up to the moment itself: `The pause ends at`. Without a moment a whole sentence, less its full stop.
    pub says: String,
}

impl std::fmt::Display for Until {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.moment {
            Some(moment) => write!(formatter, "{} {}.", self.says, show(moment)),
            None => write!(formatter, "{}.", self.says),
        }
    }
}

/// What was under way when something went wrong.
#[derive(Clone, Copy, Debug)]
pub struct Doing<'a> {
    /// In words: `the transfer of 500 shares`.
    pub words: &'a str,
    /// The transaction's instructions.
    pub instructions: &'a [Instruction],
    /// What is known about rules that may refuse it.
    pub until: &'a [Until],
}

impl Doing<'_> {
    /// The error for people and for scripts.
    #[must_use]
    pub fn failed(&self, error: RpcError) -> CliError {
        let message = self.sentence(&error);
        let until = match &error {
            RpcError::Refused { failure, .. } => self.until_of(failure).and_then(|until| until.moment),
            _ => None,
        };
        let was_refused = matches!(error, RpcError::Refused { .. } | RpcError::Rejected { .. });
        let mut converted = CliError::from(error);
        converted.message = message.unwrap_or(converted.message);
        if was_refused {
            converted.details.insert("step".to_owned(), json!(self.words));
        }
        if let Some(moment) = until {
            converted.details.insert("until".to_owned(), json!(moment));
        }
        converted
    }

    /// One line about a refusal; none if nobody refused, or if the error speaks for itself.
    #[must_use]
    pub fn sentence(&self, error: &RpcError) -> Option<String> {
        match error {
            RpcError::Refused { failure, .. } => Some(self.refused(failure)),
            RpcError::Rejected { error: TransactionError::AccountNotFound, .. } => None,
            RpcError::Rejected { .. } => {
                let said = error.to_string();
                let reason = said.strip_prefix("The cluster refused the transaction")?;
                Some(format!("The cluster refused {}{reason}", self.words))
            }
            _ => None,
        }
    }

    fn refused(&self, failure: &ProgramFailure) -> String {
        let who = format!("{} refused {}{}", failure.program_name(), self.words, self.part(failure));
        let code = failure.code().map(|code| format!("code {code}"));
        let Some(Explanation { name, meaning, remedy }) = failure.explanation() else {
            let code = code.map(|code| format!(" ({code})")).unwrap_or_default();
            return format!("{who}: {}. See what the programs logged with --verbose.{code}", failure.error);
        };
        let until = self.until_of(failure).map(ToString::to_string).unwrap_or_default();
        let rule = [Some(name.to_owned()), code].into_iter().flatten().collect::<Vec<_>>().join(", ");
        let said = [meaning, &until, remedy].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>();
        format!("{who}: {} ({rule})", said.join(" "))
    }

    fn until_of(&self, failure: &ProgramFailure) -> Option<&Until> {
        let rule = failure.rule()?;
        self.until.iter().find(|until| until.rule == rule)
    }

    /// Which of several instructions it was.
    fn part(&self, failure: &ProgramFailure) -> String {
        let (count, index) = (self.instructions.len(), failure.index.map(usize::from));
        match index.and_then(|index| Some((index.checked_add(1)?, self.instructions.get(index)?))) {
            Some((number, instruction)) if count > 1 => {
                format!(" (part {number} of {count}: {})", part_words(instruction))
            }
            _ => String::new(),
        }
    }
}

/// What one instruction of several does; only those that some command puts beside others are told apart.
fn part_words(instruction: &Instruction) -> &'static str {
    match (instruction.program_id, Kind::of(&instruction.data)) {
        (ASSOCIATED_TOKEN_ID, _) => "making the token account",
        (ID, Some(Kind::TokenCreate)) => "creating the token",
        (ID, Some(Kind::TokenIssue)) => "issuing the shares",
        (ID, Some(Kind::PositionOpen)) => "opening the position",
        (ID, Some(Kind::ProceedsClaim)) => "paying",
        (ID, Some(Kind::RoundSettle)) => "settling a subscription",
        (ID, Some(Kind::RoundRefund)) => "refunding a subscription",
        (ID, Some(Kind::RoundCollect)) => "paying the owner",
        (ID, Some(Kind::RecoveryPropose)) => "proposing the recovery",
        (ID, Some(Kind::RecoveryVeto)) => "ending the recovery",
        (ID, Some(Kind::RecoveryExecute)) => "giving the member his new wallet",
        (ID, Some(Kind::RecoveryMove)) => "moving a position",
        (ID, Some(Kind::PositionMark)) => "marking positions",
        (ID, Some(Kind::MemberHold)) => "holding the member",
        (ID, Some(Kind::MemberRelease)) => "releasing the member",
        (ID, Some(Kind::ListingCancel)) => "ending a listing",
        (ID, Some(kind)) => kind.name(),
        _ => "handing the share account to the position",
    }
}

#[cfg(test)]
mod tests {
    use {super::*, personal_token_sdk::Address};

    fn said(failure: ProgramFailure) -> Option<String> {
        let until =
            [Until { rule: Rule::TokenPaused, moment: Some(1_767_225_600), says: "The pause ends at".to_owned() }];
        let doing = Doing { words: "the transfer of 1 share", instructions: &[], until: &until };
        doing.sentence(&RpcError::Refused { failure: Box::new(failure), logs: Vec::new(), signature: None })
    }

    #[test]
    fn known_and_unknown_rules() {
        let paused = said(ProgramFailure::new(ID, Rule::TokenPaused.code()));
        assert!(paused
            .is_some_and(|said| said.contains("sales of this token. The pause ends at 2026-01-01 00:00:00 UTC. Wait")));
        // The same code of another program is another rule.
        let other = said(ProgramFailure::new(Address::default(), Rule::TokenPaused.code()));
        assert!(
            other.as_ref().is_some_and(|said| said.starts_with("System refused the transfer of 1 share: ")),
            "{other:?}"
        );
        assert!(other.is_some_and(|said| said.contains("--verbose") && !said.contains("2026")));
    }

    #[test]
    fn the_runtime_refuses_in_the_same_words() {
        let doing = Doing { words: "the pause of 1 day", instructions: &[], until: &[] };
        let rejected = |error| RpcError::Rejected { error, logs: Vec::new(), signature: None };
        let said = doing.sentence(&rejected(TransactionError::InsufficientFundsForFee));
        assert!(said.is_some_and(
            |said| said.starts_with("The cluster refused the pause of 1 day: ") && said.ends_with("fund it.")
        ));
        let failed = doing.failed(rejected(TransactionError::AccountNotFound));
        assert!(failed.message.contains("ledger airdrop 10"));
        assert_eq!(failed.details.get("step"), Some(&json!("the pause of 1 day")));
    }
}
