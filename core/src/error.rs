//! One code a rule: the single table from which the program's errors, the IDL and the SDK's explanations come.

/// Result of a rule.
pub type Result<T> = core::result::Result<T, Error>;

/// The first code: Anchor's custom errors start here.
pub const FIRST_CODE: u32 = 6_000;

/// Calls `$callback` with the whole table, `Name "what was broken" "what to do",` for each error.
#[macro_export]
macro_rules! for_each_error {
    ($callback:ident) => {
        $callback! {
            // Arithmetic and amounts
            MathOverflow "An amount does not fit 64 bits." "Use a smaller amount.",
            ZeroShares "The number of shares is zero." "Name at least one share.",
            ZeroDeposit "There is no gain to deposit: proceeds do not exceed the cost basis." "Deposit only what was gained; a loss needs no deposit.",
            NoShares "The token has no shares yet, so nobody could be paid." "Issue the shares first.",
            DepositLimit "Deposits over the token's lifetime would exceed 2^64 - 1 units." "Deposit less; this limit is what keeps every payout exact.",
            NoOutsideShares "A net deposit needs shares outside the owner's hands." "Deposit gross, or wait until somebody else holds shares.",
            InsufficientShares "The position holds fewer shares than that." "Move at most the shares that the position holds.",
            // Network
            NotNetworkAuthority "The signer is not the authority of the network." "Sign with the network's authority.",
            NotPendingAuthority "The signer is not the proposed authority of the network." "Sign with the wallet that the authority proposed, or propose again.",
            NetworkMismatch "Accounts of two networks were mixed." "Use accounts of one network.",
            NetworkHalted "The network is halted: no transfers, new tokens, rounds or sales for now." "Wait until the authority resumes it; claims, deposits, refunds and settlements keep working.",
            NetworkNotHalted "The network is not halted." "There is nothing to resume.",
            ParametersOutOfBounds "A parameter is outside its hard bounds." "See the bounds in docs/protocol.md.",
            NoPendingParameters "No parameter change is pending." "Propose one first.",
            ParametersTooEarly "The announced parameters are not due yet." "Apply them after the announced time.",
            ParametersLapsed "The announced parameters were not applied within 30 days of falling due." "Announce them again, so that everybody is warned again.",
            QuoteMintInvalid "The quote mint is not an initialised mint of the classic Token program." "Use a classic SPL mint, such as USDC; Token-2022 mints are refused.",
            CharterInvalid "A charter needs at least one clause and the hash of its text." "Give the number of clauses and the hash.",
            // Stewards
            CapabilitiesInvalid "The capabilities are empty or unknown." "Choose at least one of admit, arbitrate, attest, recover.",
            NotAuthorised "The signer is neither the network's authority nor a steward with this capability." "Ask the authority, or a steward who has it.",
            StewardNotActive "The steward's own membership is not active." "Ask another steward.",
            // Members
            WalletNotOnCurve "The wallet is not an ordinary key pair." "Members hold with a wallet of their own, never with a program or a vault.",
            RolesInvalid "The roles are empty or unknown." "Ask to be an owner, an investor, or both.",
            CharterOutdated "This is not the current version of the charter." "Read and acknowledge the current version.",
            ApplicationChanged "The application is not the one that was reviewed: its roles or its charter version are others." "Review it again, then admit.",
            NotMemberWallet "The signer is not the current wallet of this member." "Sign with the member's wallet.",
            MemberNotActive "The member is suspended or excluded, or has left." "Only active members can do this.",
            MemberActive "The member is active already." "There is nothing to reinstate.",
            ReasonRequired "A suspension, an exclusion or a decision needs the hash of its reason." "Give the hash of the document that states it.",
            ConsentRequired "A member who left comes back only with the signature of his own wallet." "Have the member sign too.",
            // Tokens
            NotOwnerRole "The member was not admitted as an owner." "Apply with the role of an owner.",
            TokenExists "This member has a token already: one human, one token." "Use the token there is.",
            CoolingOff "The cooling-off time since the charter was acknowledged is not over." "Take the time; create the token when it is over.",
            AttestationRequired "The network asks for a steward's attestation that the conversation about rights took place." "Have the conversation; a steward then attests it.",
            NotTokenOwner "The signer is not the owner of this token." "Sign with the owner's wallet.",
            AlreadyIssued "The first shares were issued already." "There is only one first issue.",
            AuthorisedExceeded "That is more than the authorised number of shares." "Issue at most the authorised number.",
            MetadataInvalid "A name or symbol is blank, or a text is too long or contains characters that do not show." "Name up to 32 bytes, symbol up to 10, link up to 128; plain characters.",
            TermsRequired "The hash of the terms is missing." "Give the hash of the document that holds the terms.",
            PolicyInvalid "This is not a transfer policy." "Choose open, village, approval or closed.",
            PolicyUnchanged "The token has this policy already, or will have it." "Choose another one.",
            HoldUnchanged "The token has this hold time already, or will have it." "Choose another one.",
            HoldOutOfBounds "The hold time is shorter than the network's minimum or longer than five years." "Choose a time between the two.",
            PauseTooLong "A pause lasts between one second and 14 days." "Choose a shorter time.",
            PauseTooSoon "A new pause is possible only 90 days after the last one." "Wait; holders must be able to rely on transfers.",
            TokenPaused "The owner has paused transfers, rounds and sales of this token." "Wait until the pause ends; claims, deposits, refunds and settlements keep working.",
            TokenNotPaused "The token is not paused." "There is nothing to resume.",
            // Positions
            TokenMismatch "Accounts of two tokens were mixed." "Use accounts of one token.",
            ShareAccountInvalid "This is not the canonical, initialised share account of the wallet." "Create the associated token account of the share mint first.",
            CloseAuthorityTaken "Somebody else may close this share account." "Ask the present close authority to give it back, then open the position.",
            PositionMismatch "The position does not belong to this share account." "Use the position of the share account.",
            PositionUsed "A position that ever held shares, subscribed to a round or has a boundary stays: what was agreed and complained of hangs on it." "Keep it; it costs nothing more.",
            CapInvalid "A cap is at most 10,000 basis points." "Choose 0 (not admitted) to 10,000.",
            ApprovalExpiryInvalid "The approval would have expired already." "Choose a time to come.",
            RentPayerMismatch "The rent goes back to whoever paid it, and this is not that account." "Name the recorded payer.",
            // Transfers
            NotHookCall "This is not a call of the transfer hook interface." "Transfer the shares; Token-2022 calls the hook.",
            HookAccountsInvalid "The hook was called with other accounts than its list." "Resolve the accounts from the mint's list.",
            NotTransferring "No transfer is under way: the hook was called directly, or by another program." "Transfer the shares; Token-2022 calls the hook.",
            TokenAccountInvalid "A share account is not of this mint and of Token-2022." "Use the share accounts of this mint.",
            WalletReplaced "A share account does not belong to its member's present wallet." "Use the member's present wallet.",
            SharesLocked "The shares are locked for now." "Wait for the lock to end, or move fewer shares.",
            NotInGoodStanding "The receiver's reputation is below the network's minimum." "He may receive again when it has recovered.",
            SenderNotInGoodStanding "The sender is suspended or excluded, has left, or has too low a reputation to transfer shares." "The shares can still go back to the owner, and are still paid.",
            NotAdmitted "The owner has not admitted the receiver." "Ask the owner to admit him.",
            CapExceeded "The receiver would hold more than the owner allows." "Send fewer shares.",
            NotApproved "The owner has not approved this receipt." "Ask the owner to approve the sender, the number of shares and a time.",
            TransfersClosed "The owner has closed transfers of this token." "Shares can still go back to the owner.",
            GainsMustBeRouted "The sender has a token of his own, so his gains on other people's shares belong to its shareholders too." "Sell through the market, or send the shares back to their owner.",
            // Proceeds
            SourceInvalid "Proceeds come from company equity or from personal tokens, never from wages." "Name one of the two.",
            YearInvalid "The year is before 2000 or still to come." "Name the year in which the equity was sold.",
            EvidenceRequired "The hash of the evidence is missing, or that of a deposit's asset." "Give the hash of the document that shows it.",
            QuoteAccountMissing "The holder's quote account does not exist, or is closed." "Create the holder's associated token account; nothing owed is lost.",
            QuoteAccountForeign "This is not the holder's own quote account, or it was handed to somebody else." "Use the canonical quote account of the holder's wallet.",
            QuoteAccountFrozen "The issuer of the quote money has frozen the holder's account." "Claim again when it is thawed; nothing owed is lost.",
            PairsInvalid "Accounts after the first ones must be pairs of position and quote account." "Pass at least one whole pair.",
            // Rounds
            AuthorisedNotRaised "The authorised number of shares can only be raised." "Name a greater number; it takes effect after 30 days. Naming the number in force withdraws an announcement.",
            RoundUnderWay "Another round of this token is open, or not settled yet." "Complete, cancel or settle it first.",
            PriceZero "The price of a share is zero." "Name at least one unit of the quote money a share.",
            SubscriptionLimitsInvalid "The limits of one investor are not between one share and the whole round, or the least is more than the most." "Choose 1 <= least <= most <= shares on offer.",
            MinimumRaiseInvalid "The minimum raise is more than the whole round could bring." "Choose at most shares times price.",
            RoundTimesInvalid "A round is open for one second to 90 days, at most 60 days from now." "Choose shorter times.",
            UndoWindowTooLong "The undo window is longer than 72 hours." "Choose a shorter one.",
            LockTooLong "The lock of new shares is longer than five years." "Choose a shorter one.",
            RoundMismatch "The round is not of this token, or the subscription not of this round or member." "Use accounts of one round.",
            RoundNotOpenYet "The round is announced, but not open yet." "Wait until it opens; holders are due this notice.",
            RoundClosed "The round was cancelled, or is over without having been completed." "Have the money refunded; a new round is needed.",
            RoundCompleted "The round is completed already." "While the undo window lasts the owner can undo it; afterwards it is settled, and over.",
            RoundNotCompleted "The round is not in completion." "An open round has to be completed first; a settled, failed or cancelled one has nothing left to settle or undo.",
            SubscriptionOutsideLimits "That is fewer shares than the round's least, or more than its most or than were asked for." "Choose a number within the limits of the round and the subscription.",
            OwnRound "The owner cannot subscribe to a round of his own." "Invite investors; an owner keeps a greater part by offering fewer shares.",
            RoundFull "Accepting this would exceed the shares on offer." "Accept fewer shares, or decline.",
            SubscriptionNotPending "The subscription was accepted, declined or settled already." "Only pending subscriptions can be accepted or declined.",
            SubscriptionAccepted "The subscription was accepted, so it can no longer be withdrawn." "If the owner undoes the completion it can; if the round fails or is cancelled it is refunded.",
            SubscriptionNotAccepted "The subscription was not accepted, or is settled already." "Only accepted subscriptions are settled; others are refunded.",
            SubscriptionNotRefundable "The subscription can still become shares." "Refund it when it was declined, or the round has ended.",
            NothingAccepted "No subscription is accepted." "Accept at least one, or cancel the round.",
            MinimumRaiseNotReached "What is accepted does not reach the minimum raise." "Accept more, or cancel the round.",
            UndoWindowOpen "The owner can still undo the completion." "Settle when the undo window is over.",
            UndoWindowOver "The undo window is over." "The completion is final.",
            RoundReopened "The completion was undone a short time ago." "Those who were accepted have as long as the undo window to withdraw; complete again after it.",
            UndosUsedUp "The completion was undone twice already." "The third completion is final.",
            NothingToCollect "The escrow holds nothing that is the owner's." "Collect after subscriptions were settled.",
            RoundUnsettled "A completed round has subscriptions that are not settled, and their shares would have no part in this." "Wait for the undo window to end, settle each subscription (anyone can), then go on.",
            // Market
            SharesListed "The shares are listed for sale." "Cancel the listing first, or move fewer shares.",
            PriceTooLow "The price is below two units of the quote money a share." "Ask for at least two units: less could not bear the fees.",
            MinimumFillInvalid "The least purchase is not between one share and the whole listing." "Choose a number between the two.",
            ListingTimeInvalid "A listing stands between one second and 365 days." "Choose a time between the two.",
            ListingMismatch "The listing is not of this position, or not the one that was meant." "Fetch the listing again and check its terms.",
            ListingExpired "The listing has expired." "The seller can list the shares again.",
            OwnerFirst "The owner of the token has the first refusal." "Wait until the owner's window is over.",
            HoldersFirst "Those who hold shares have the next refusal." "Wait until the holders' window is over.",
            PriceAboveMaximum "The price is above the buyer's maximum." "Raise the maximum, or do not buy.",
            TooFewShares "The listing has fewer shares left than the buyer's minimum." "Lower the minimum, or do not buy.",
            FillTooSmall "That is less than the seller's least purchase." "Buy more shares, or all that are left.",
            NotSeller "Only the seller can cancel a listing that stands." "Wait until it has expired, or have the seller cancel it.",
            GainRoutingRequired "The seller has a token of his own, so a part of the gain belongs to its shareholders: its accounts are missing or not his." "Pass the seller's own token, its vault and his position in it.",
            // Lost and stolen keys
            MemberHeld "A steward holds the member's shares, or a recovery of his wallet is pending: nothing leaves." "The wallet itself can veto a recovery; a hold ends by itself within 30 days.",
            MemberHoldTooLong "A hold lasts between one second and 30 days." "Choose a shorter time.",
            MemberHoldTooSoon "A new hold is possible only 90 days after the end of the last one." "Wait, or recover the wallet.",
            MemberNotHeld "The member is not held." "There is nothing to release.",
            CapabilityTooFresh "A steward was given the capability to recover less than 14 days ago." "Wait, or ask another steward.",
            SameSteward "A recovery needs two different stewards." "Ask another steward.",
            WalletUnchanged "The new wallet is the member's present wallet." "Name another wallet.",
            WalletTaken "The new wallet is or was the wallet of a member." "Name a wallet that no member ever had: one wallet is one member's, for ever.",
            RecoveryMismatch "The recovery is not of this member." "Use the accounts of one recovery.",
            RecoveryTooEarly "The 14 days for a veto are not over." "Execute the recovery when they are.",
            RecoveryLapsed "The recovery was not executed within 30 days of falling due." "Close it and propose it again.",
            NotRecoveryParty "The signer can end this recovery only after it has lapsed." "The old wallet, the new one and the two stewards can end it at any time.",
            PositionHeld "The position is marked, so only its holder has it paid, with the member's present wallet." "Sign with the present wallet; once the hold is over, anyone can have the mark removed.",
            PositionReplaced "The position belongs to a wallet that the member no longer has." "Use the position of his present wallet.",
            PositionCurrent "The position belongs to the member's present wallet: there is nothing to move." "Move positions of the old wallet only.",
            // Rights
            CharterUnchanged "This is the charter in force already." "Publish a text that differs, or leave it.",
            CharterNotAcknowledged "The member has not acknowledged the current version of the charter." "Read and acknowledge it; what one holds is paid regardless.",
            ClausesMissing "The charter has another number of clauses than were acknowledged." "Acknowledge every clause, one by one.",
            AlreadyAcknowledged "The member has acknowledged this version already." "There is nothing to do until a new one is published.",
            MemberExcluded "The member is excluded; only the network's authority can take that back." "Ask the authority.",
            // Boundaries and complaints
            BoundaryInvalid "This is not a contact boundary." "Choose open, asynchronous, quarterly or none.",
            BoundaryUnchanged "This boundary is set already." "Choose another one.",
            CategoryInvalid "This is not a category of complaints." "Choose harassment, pressure, boundary, misrepresentation or other.",
            SeverityInvalid "This is not a severity, or the decision has none." "Choose minor, serious or severe for an upheld complaint, and none for a dismissed one.",
            DecisionInvalid "This is not a decision." "Uphold the complaint, dismiss it, or dismiss it as abusive.",
            NeverHeldShares "The member never held shares of this token, so its owner cannot complain about him here." "Complaints are about present and past shareholders; a steward can suspend others.",
            OwnPosition "This is the owner's own position." "Name a shareholder's.",
            EventTimeInvalid "The event would lie in the future." "Name the time at which it happened.",
            NoBoundaryBefore "No contact boundary had been set for this shareholder before the event." "Set one first; what came before it may be pressure or harassment.",
            TooManyComplaints "The owner has three open complaints." "Wait until one is decided or lapses.",
            FilingBarred "The owner filed an abusive complaint less than 90 days ago." "Wait; the network's authority can overturn that decision for 30 days.",
            ComplaintMismatch "The complaint is not of this member, owner or token." "Use the accounts of one complaint.",
            ReplyTimeOver "The seven days for a reply are over." "Show the steward or the authority what you have.",
            AlreadyReplied "The member has replied already." "There is one reply; it can point to more.",
            ReplyTimeRuns "The member has seven days to reply before anybody decides." "Decide when they are over.",
            ComplaintLapsed "Nobody decided the complaint within 60 days, so it has lapsed." "File it again if it is still true.",
            ComplaintDecided "The complaint was decided already." "The network's authority can overturn that for 30 days.",
            ComplaintUndecided "The complaint was not decided, so there is nothing to overturn." "A steward decides first.",
            SeverityAboveComplaint "The complaint says less than that, and the member replied to no more." "Uphold it as it was made, or as a lesser one.",
            PartyCannotDecide "The signer is a party to the complaint." "Ask somebody else to decide.",
            StewardHoldsShares "The steward holds shares of this token." "Ask a steward who holds none.",
            OverturnTimeOver "The 30 days for overturning the decision are over." "It stands.",
            AlreadyOverturned "The decision was overturned already." "It stands.",
            DecisionUnchanged "That is the decision already." "Name another one.",
            ComplaintStands "Something can still happen to the complaint." "Close it when it has lapsed, or its decision is final.",
            // Reports
            ReportYearInvalid "The year is not over, is before the token, or lies more than three years back." "Name a year that can be reported on.",
            ReportFinal "The report was filed, and its deadline has passed." "It can be corrected only before the deadline.",
            ReportNotOverdue "The deadline and the grace are not over." "Wait; the owner still has time.",
            ReportInOrder "There is nothing to record: the report was filed in time and is covered by deposits, or it was recorded already." "Each finding is recorded once.",
            NoOutsideShareholder "The position does not show an outside shareholder of that year, and without one no report is owed." "Pass the position of a shareholder, opened before the year was over, that holds shares.",
            // State that no instruction should ever reach
            InvariantBroken "An account would have been left in a state that the rules exclude; nothing was changed." "Report it: this is a bug of the program.",
            SourceIsSellers "The purchase would be paid from the seller's own account." "Pay from another account.",
        }
    };
}

macro_rules! define {
    ($($name:ident $message:tt $remedy:tt,)*) => {
        /// What a rule refuses. The position in this list, after [`FIRST_CODE`], is the code on chain.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[repr(u32)]
        pub enum Error {
            $(#[doc = $message] $name,)*
        }

        impl Error {
            /// Every error, by code.
            pub const ALL: &'static [Error] = &[$(Error::$name,)*];

            /// The name, as in the IDL.
            pub const fn name(self) -> &'static str {
                match self { $(Error::$name => stringify!($name),)* }
            }

            /// Which rule was broken, and by what.
            pub const fn message(self) -> &'static str {
                match self { $(Error::$name => $message,)* }
            }

            /// What to do about it.
            pub const fn remedy(self) -> &'static str {
                match self { $(Error::$name => $remedy,)* }
            }
        }
    };
}
for_each_error!(define);

impl Error {
    /// The code a client sees as `Custom(code)`.
    #[allow(clippy::as_conversions, clippy::arithmetic_side_effects)] // a discriminant below 2^16, added to a constant
    pub const fn code(self) -> u32 {
        FIRST_CODE + self as u32
    }

    /// The error behind a `Custom(code)` of this program.
    pub fn from_code(code: u32) -> Option<Self> {
        let index = usize::try_from(code.checked_sub(FIRST_CODE)?).ok()?;
        Self::ALL.get(index).copied()
    }
}

impl core::fmt::Display for Error {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "{} {}", self.message(), self.remedy())
    }
}

impl core::error::Error for Error {}

#[cfg(feature = "program-error")]
impl From<Error> for solana_program_error::ProgramError {
    #[inline(always)]
    fn from(error: Error) -> Self {
        solana_program_error::ProgramError::Custom(error.code())
    }
}
