//! Whose signature an instruction needs: said here once more, by roles, and compared with what succeeded.

use personal_token_core::member::capability;
use personal_token_sdk::{
    instruction::Kind::{self, *},
    state::{Application, Member, Network, ProgramAccount, Recovery, Steward, Token},
    Address,
};

use super::{Deed, Step};
use crate::invariants::holds;

/// Only the network's authority.
const OF_AUTHORITY: &[Kind] = &[
    NetworkProposeAuthority,
    NetworkProposeParameters,
    NetworkCancelParameters,
    NetworkHalt,
    NetworkResume,
    StewardAppoint,
    StewardUpdate,
    StewardDismiss,
    CharterPublish,
    MemberExclude,
    ComplaintOverturn,
];
/// The present wallet of the token's owner.
const OF_OWNER: &[Kind] = &[
    TokenIssue,
    TokenSetPolicy,
    TokenSetHold,
    TokenPause,
    TokenResume,
    TokenAuthorise,
    PositionAdmit,
    PositionApprove,
    PositionSetBoundary,
    ProceedsDeposit,
    RoundOpen,
    RoundAccept,
    RoundDecline,
    RoundComplete,
    RoundUndo,
    RoundCancel,
    ComplaintFile,
    ReportFile,
];
/// A member's own wallet, and where his account is among those of the instruction.
const OF_HOLDER: &[(Kind, usize)] = &[
    (MemberLeave, 1),
    (CharterAcknowledge, 2),
    (TokenCreate, 3),
    (PositionOpen, 3),
    (PositionClose, 1),
    (RoundSubscribe, 2),
    (RoundWithdraw, 1),
    (ListingOpen, 2),
    (ListingBuy, 1),
    (ComplaintReply, 1),
];

impl Step<'_> {
    pub(super) fn signatures(&self) {
        for deed in &self.deeds {
            let kind = deed.kind;
            if OF_AUTHORITY.contains(&kind) {
                holds!(Authority, self.by_authority(deed), "{} without the authority", kind.name());
            }
            if kind == NetworkAcceptAuthority {
                let mut networks = self.found::<Network>(deed).into_iter();
                let named =
                    networks.any(|(address, network)| self.signed(&network.pending_authority) || !self.once(&address));
                holds!(Authority, named, "the authority was taken over");
            }
            if let Some(needed) = self.capability(deed) {
                let by_authority = kind != ComplaintResolve && self.by_authority(deed);
                let may = by_authority || self.by_steward(deed, needed);
                holds!(Stewards, may, "{} by somebody without the capability", kind.name());
            }
            if OF_OWNER.contains(&kind) {
                // The instruction's own, unless the transaction creates it; another can only be named after it, where the
                // program's own account is not looked at.
                let tokens = self.found::<Token>(deed);
                let signed = tokens.first().is_none_or(|(_, token)| self.signed_by_member(&token.owner));
                holds!(Owner, signed, "{} without the owner", kind.name());
            }
            if let Some((_, place)) = OF_HOLDER.iter().find(|(of, _)| *of == kind) {
                let signed = deed.accounts.get(*place).is_some_and(|member| self.signed_by_member(member));
                holds!(Holder, signed, "{} without the member", kind.name());
            }
            if kind == RecoveryVeto {
                self.veto(deed);
            }
        }
    }

    /// What a deed's accounts of a kind were before.
    fn found<T: ProgramAccount>(&self, deed: &Deed) -> Vec<(Address, T)> {
        deed.accounts.iter().filter_map(|address| Some((*address, self.before(address)?))).collect()
    }

    fn by_authority(&self, deed: &Deed) -> bool {
        self.found::<Network>(deed).iter().any(|(_, network)| self.signed(&network.authority))
    }

    fn by_steward(&self, deed: &Deed, needed: u8) -> bool {
        let networks = self.found::<Network>(deed);
        self.found::<Steward>(deed).iter().any(|(_, steward)| {
            let serves = networks.iter().any(|(network, _)| *network == steward.network);
            let member: Option<Member> = self.before(&steward.member);
            let acts = member.is_some_and(|member| {
                let free = member.restraint().check(self.now).is_ok();
                member.is_active() && free && self.signed(&member.wallet)
            });
            serves && acts && steward.can(needed)
        })
    }

    /// The capability that a steward needs for it.
    fn capability(&self, deed: &Deed) -> Option<u8> {
        match deed.kind {
            MemberAdmit => Some(capability::ADMIT),
            ApplicationClose => {
                let mut applications = self.found::<Application>(deed).into_iter();
                let withdrawn = applications.any(|(_, application)| self.signed(&application.wallet));
                (!withdrawn).then_some(capability::ADMIT)
            }
            MemberSuspend | MemberReinstate | ComplaintResolve => Some(capability::ARBITRATE),
            MemberAttest => Some(capability::ATTEST),
            MemberHold | MemberRelease => Some(capability::RECOVER),
            _ => None,
        }
    }

    fn veto(&self, deed: &Deed) {
        for (_, recovery) in self.found::<Recovery>(deed) {
            let parties = [recovery.new_wallet, recovery.first_steward, recovery.second_steward];
            let by_party = parties.iter().any(|party| self.signed(party)) || self.signed_by_member(&recovery.member);
            let lapsed = self.now >= recovery.lapses_at;
            holds!(Holder, by_party || lapsed, "the recovery of {} was ended by another", recovery.member);
        }
    }
}
