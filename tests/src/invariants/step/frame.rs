//! Which accounts an instruction reaches, and which it never does.

use personal_token_sdk::{
    instruction::Kind::{self, *},
    Address,
};

use super::{changes, Step};
use crate::invariants::holds;

/// Instructions that name no token; the account and its member are named instead.
const WITHOUT_TOKEN: &[Kind] = &[PositionMark, PositionClose, ListingCancel, ComplaintReply, ComplaintClose];
/// Instructions that name no network: a member's own, and an owner's about his own.
const WITHOUT_NETWORK: &[Kind] = &[MemberLeave, RecoveryVeto, ComplaintFile];

impl Step<'_> {
    /// Accounts of a token change only in instructions that name it, and those of a network likewise.
    pub(super) fn frame(&self) {
        let token_named = |token: &Address, account: &Address, member: Option<&Address>| {
            let named = self.deeds.iter().any(|deed| {
                let by_name = deed.accounts.contains(token) && deed.accounts.contains(account);
                let by_member = WITHOUT_TOKEN.contains(&deed.kind)
                    && deed.accounts.contains(account)
                    && (deed.kind == ComplaintClose || member.is_some_and(|member| deed.accounts.contains(member)));
                by_name || by_member
            });
            holds!(Frame, named, "{account} of {token} changed");
        };
        macro_rules! of_token {
            ($($map:ident)+) => {$(
                for (address, was, is) in changes(&self.was.$map, &self.is.$map) {
                    for account in was.iter().chain(is.iter()) {
                        token_named(&account.token, address, None);
                    }
                }
            )+};
        }
        of_token!(distributions rounds reports);
        for address in self.was.tokens.keys().chain(self.is.tokens.keys()) {
            token_named(address, address, None);
        }
        for (address, was, is) in changes(&self.was.positions, &self.is.positions) {
            for position in was.iter().chain(is.iter()) {
                token_named(&position.token, address, Some(&position.member));
            }
        }
        for (address, was, is) in changes(&self.was.listings, &self.is.listings) {
            for listing in was.iter().chain(is.iter()) {
                token_named(&listing.token, address, Some(&listing.seller));
            }
        }
        for (address, was, is) in changes(&self.was.complaints, &self.is.complaints) {
            for complaint in was.iter().chain(is.iter()) {
                token_named(&complaint.token, address, Some(&complaint.member));
            }
        }
        for (address, was, is) in changes(&self.was.subscriptions, &self.is.subscriptions) {
            for part in was.iter().chain(is.iter()) {
                let named = self
                    .deeds
                    .iter()
                    .any(|deed| deed.accounts.contains(&part.round) && deed.accounts.contains(address));
                holds!(Frame, named, "{address} of {} changed", part.round);
            }
        }
        self.network_frame();
    }

    fn network_frame(&self) {
        let named = |network: &Address, account: &Address| {
            let named = self.deeds.iter().any(|deed| {
                deed.accounts.contains(account)
                    && (deed.accounts.contains(network) || WITHOUT_NETWORK.contains(&deed.kind))
            });
            holds!(NetworkFrame, named, "{account} of {network} changed");
        };
        macro_rules! of_network {
            ($($map:ident)+) => {$(
                for (address, was, is) in changes(&self.was.$map, &self.is.$map) {
                    for account in was.iter().chain(is.iter()) {
                        named(&account.network, address);
                    }
                }
            )+};
        }
        of_network!(stewards applications members links);
        for address in self.was.networks.keys().chain(self.is.networks.keys()) {
            named(address, address);
        }
    }

    /// Each instruction changes, makes and ends only the kinds of accounts that are its business.
    pub(super) fn reach(&self) {
        macro_rules! only {
            ($($map:ident $name:literal: $($kind:ident)|+;)+) => {$(
                for (address, _, _) in changes(&self.was.$map, &self.is.$map) {
                    holds!(Reach, self.did_to(&[$($kind),+], address), "{address}, a {}, changed", $name);
                }
            )+};
        }
        only! {
            networks "network": NetworkCreate | NetworkProposeAuthority | NetworkAcceptAuthority
                | NetworkProposeParameters | NetworkCancelParameters | NetworkApplyParameters | NetworkHalt | NetworkResume | CharterPublish;
            stewards "steward": StewardAppoint | StewardUpdate | StewardDismiss;
            applications "application": ApplicationOpen | ApplicationClose | MemberAdmit;
            members "member": MemberAdmit | MemberSuspend | MemberReinstate | MemberLeave | MemberAttest | MemberExclude
                | MemberHold | MemberRelease | TokenCreate | RecoveryPropose | RecoveryVeto | RecoveryExecute
                | CharterAcknowledge | ComplaintFile | ComplaintResolve | ComplaintOverturn | ReportRecord;
            links "link": MemberAdmit | RecoveryExecute;
            tokens "token": TokenCreate | TokenIssue | TokenSetPolicy | TokenSetHold | TokenPause | TokenResume
                | TokenAuthorise | ProceedsDeposit | ProceedsClaim | ProceedsDistribute | RoundOpen | RoundComplete
                | RoundUndo | RoundCancel | RoundSettle | ListingBuy;
            positions "position": TokenIssue | PositionOpen | PositionClose | PositionAdmit | PositionApprove
                | PositionSetBoundary | PositionMark | ProceedsDeposit | ProceedsClaim | ProceedsDistribute
                | RoundSubscribe | RoundComplete | RoundSettle | ListingOpen | ListingBuy | ListingCancel | RecoveryMove
                | ComplaintFile | Execute;
            distributions "distribution": ProceedsDeposit;
            rounds "round": RoundOpen | RoundSubscribe | RoundAccept | RoundDecline | RoundWithdraw | RoundComplete
                | RoundUndo | RoundCancel | RoundSettle | RoundRefund | RoundCollect;
            subscriptions "subscription": RoundSubscribe | RoundAccept | RoundDecline | RoundWithdraw | RoundSettle
                | RoundRefund;
            listings "listing": ListingOpen | ListingBuy | ListingCancel;
            recoveries "recovery": RecoveryPropose | RecoveryVeto | RecoveryExecute;
            complaints "complaint": ComplaintFile | ComplaintReply | ComplaintResolve | ComplaintOverturn
                | ComplaintClose;
            reports "report": ReportFile | ReportRecord;
            lists "hook list": TokenCreate;
        }
    }
}
