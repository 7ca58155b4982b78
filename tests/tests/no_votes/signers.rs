//! Who signs each instruction.

use personal_token_sdk::instruction::Kind;

/// In which capacity somebody signs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Who {
    /// Whoever pays the rent of what is created; the signature says nothing else.
    Payer,
    /// The creator of a network, who may be anybody.
    Creator,
    /// A network's authority.
    Authority,
    /// Whom the authority proposed to follow it.
    Successor,
    /// The authority, or a steward with the capability.
    Governor,
    /// A steward; the authority cannot stand in.
    Steward,
    /// Whoever applies for membership.
    Applicant,
    /// A member, for what is his own.
    Member,
    /// The new wallet of a member who lost his.
    NewWallet,
    /// The owner of a token.
    Owner,
}

impl Who {
    /// In these capacities a shareholder may sign: every person may, for himself.
    pub fn is_for_himself(self) -> bool {
        matches!(self, Self::Creator | Self::Applicant | Self::Member)
    }
}

/// The accounts of an instruction that sign, and in which capacity. A new instruction does not compile without.
pub fn signers(kind: Kind) -> &'static [(&'static str, &'static [Who])] {
    use Who::*;
    match kind {
        Kind::NetworkCreate => &[("payer", &[Payer]), ("creator", &[Creator])],
        Kind::NetworkProposeAuthority
        | Kind::NetworkProposeParameters
        | Kind::NetworkCancelParameters
        | Kind::NetworkHalt
        | Kind::NetworkResume
        | Kind::StewardUpdate
        | Kind::StewardDismiss
        | Kind::CharterPublish => &[("authority", &[Authority])],
        Kind::StewardAppoint => &[("payer", &[Payer]), ("authority", &[Authority])],
        Kind::MemberExclude | Kind::ComplaintOverturn => &[("signer", &[Authority])],
        Kind::NetworkAcceptAuthority => &[("successor", &[Successor])],
        Kind::ApplicationOpen => &[("payer", &[Payer]), ("wallet", &[Applicant])],
        Kind::ApplicationClose => &[("signer", &[Governor, Applicant])],
        Kind::MemberAdmit => &[("payer", &[Payer]), ("signer", &[Governor])],
        Kind::MemberSuspend | Kind::MemberAttest | Kind::MemberHold | Kind::MemberRelease => &[("signer", &[Governor])],
        Kind::MemberReinstate => &[("signer", &[Governor]), ("wallet", &[Member])],
        Kind::MemberLeave
        | Kind::CharterAcknowledge
        | Kind::PositionClose
        | Kind::ProceedsClaim
        | Kind::RoundWithdraw
        | Kind::RoundRefund
        | Kind::ComplaintReply => &[("wallet", &[Member])],
        Kind::PositionOpen | Kind::RoundSubscribe | Kind::ListingOpen => &[("payer", &[Payer]), ("wallet", &[Member])],
        Kind::ListingBuy => &[("buyer", &[Member])],
        Kind::ListingCancel => &[("signer", &[Member])],
        // A member's own token: none of those whose shares he holds.
        Kind::TokenCreate => &[("payer", &[Payer]), ("owner", &[Member])],
        Kind::TokenIssue
        | Kind::TokenSetPolicy
        | Kind::TokenSetHold
        | Kind::TokenPause
        | Kind::TokenResume
        | Kind::TokenAuthorise
        | Kind::PositionAdmit
        | Kind::PositionApprove
        | Kind::PositionSetBoundary
        | Kind::RoundAccept
        | Kind::RoundDecline
        | Kind::RoundComplete
        | Kind::RoundUndo
        | Kind::RoundCancel => &[("owner", &[Owner])],
        Kind::ProceedsDeposit | Kind::RoundOpen | Kind::ComplaintFile | Kind::ReportFile => {
            &[("payer", &[Payer]), ("owner", &[Owner])]
        }
        Kind::RoundCollect => &[("wallet", &[Owner])],
        Kind::ComplaintResolve => &[("signer", &[Steward])],
        Kind::RecoveryPropose => &[
            ("payer", &[Payer]),
            ("new_wallet", &[NewWallet]),
            ("first_signer", &[Steward]),
            ("second_signer", &[Steward]),
        ],
        Kind::RecoveryVeto => &[("signer", &[Member, NewWallet, Steward])],
        Kind::RecoveryExecute | Kind::ReportRecord => &[("payer", &[Payer])],
        // Token-2022 has checked the signature of the holder or of his delegate.
        Kind::Execute => &[("authority", &[Member])],
        Kind::NetworkApplyParameters
        | Kind::ProceedsDistribute
        | Kind::PositionMark
        | Kind::RoundSettle
        | Kind::RecoveryMove
        | Kind::ComplaintClose => &[],
    }
}

/// Instructions that somebody signs in a capacity that is `of`.
pub fn kinds(of: impl Fn(Who) -> bool) -> Vec<Kind> {
    let signs = |kind: &Kind| signers(*kind).iter().any(|(_, capacities)| capacities.iter().any(|who| of(*who)));
    Kind::ALL.iter().copied().filter(signs).collect()
}
