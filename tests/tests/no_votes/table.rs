//! A valid instruction of every kind.

use personal_token_core::{
    boundary::Contact,
    calendar::start_of_year,
    complaint::{Category, Decision, Severity, REPLY_TIME},
};
use personal_token_tests::world::{Lost, RoundFixture, VETO};

use crate::{
    prelude::*,
    village::{Village, YEAR},
};

impl Village {
    /// What the subject signs for himself.
    pub fn own(&mut self, kind: Kind) -> Instruction {
        let (ada, me) = (self.ada, self.subject);
        let Person { wallet, member } = me;
        let World { network, payer, .. } = self.world;
        match kind {
            Kind::NetworkCreate => {
                let create = self.world.network_create(Founding::default());
                NetworkCreate { creator: wallet, ..create }.instruction()
            }
            Kind::ApplicationOpen => self.application(wallet),
            Kind::ApplicationClose => {
                let open = self.application(wallet);
                self.world.must(&[open]);
                ApplicationClose { signer: wallet, steward_member: None, network, wallet, rent_payer: payer }
                    .instruction()
            }
            Kind::MemberLeave => MemberLeave { wallet, member }.instruction(),
            Kind::MemberReinstate => {
                self.world.must(&[MemberLeave { wallet, member }.instruction()]);
                self.reinstate(me)
            }
            Kind::CharterAcknowledge => {
                self.world.must(&[self.world.charter_publish("second charter").instruction()]);
                self.world.charter_acknowledge(me).instruction()
            }
            Kind::TokenCreate => self.world.token_create(me, Terms::default()).instruction(),
            Kind::PositionOpen => {
                self.world.create_share_account(wallet, &self.dora);
                self.world.position_open(me, &self.dora).instruction()
            }
            Kind::PositionClose => {
                self.world.open_position(me, &self.dora);
                PositionClose { wallet, member, mint: self.dora.mint, rent_payer: payer }.instruction()
            }
            Kind::ProceedsClaim => {
                self.hold(me);
                self.world.mark(&ada, me);
                self.world.proceeds_claim_by(&ada, me).instruction()
            }
            Kind::RoundSubscribe => {
                let round = self.world.open_round(&ada, self.world.round_terms());
                self.world.fund(wallet, 1_000_000);
                self.world.round_subscribe(&round, me, 1_000).instruction()
            }
            Kind::RoundWithdraw => {
                let round = self.subscribed();
                self.world.round_withdraw(&round, me).instruction()
            }
            Kind::RoundRefund => {
                let round = self.subscribed();
                self.world.decline(&round, me);
                self.hold(me);
                RoundRefund { wallet: Some(wallet), ..self.world.round_refund(&round, me) }.instruction()
            }
            Kind::ListingOpen => self.world.listing_open(&ada, me, 1, 1_000).instruction(),
            Kind::ListingBuy => {
                // Dora has a token of her own, so that a part of her gain is routed to its holders.
                let listing = self.world.list(&ada, self.dora.owner, 100, 1_000);
                self.world.fund_purchase(&listing, me, 60);
                self.world.warp(15 * DAYS);
                self.world.listing_buy(&listing, me, 60).instruction()
            }
            Kind::ListingCancel => {
                let listing = self.world.list(&ada, me, 1, 1_000);
                self.world.listing_cancel(&listing).instruction()
            }
            Kind::RecoveryVeto => {
                let lost = self.lost();
                self.world.propose(&lost);
                self.world.recovery_veto(&lost, wallet).instruction()
            }
            Kind::ComplaintReply => {
                let complaint = self.complained();
                self.world.complaint_reply(complaint, me).instruction()
            }
            Kind::Execute => self.world.shares_transfer(&ada, me, self.dora.owner, 1).instruction(),
            kind => unreachable!("nobody signs {} for himself", kind.name()),
        }
    }

    /// What others sign, about the subject where it is about a holder.
    pub fn of_others(&mut self, kind: Kind) -> Instruction {
        let (ada, subject) = (self.ada, self.subject);
        let ((authority, network), [sam, sue]) = (self.authority(), self.stewards);
        let (payer, member, mint) = (self.world.payer, subject.member, ada.mint);
        let Person { wallet: owner, member: owner_member } = ada.owner;
        let (signer, steward_member, reason_hash) = (sam.wallet, Some(sam.member), hash("reason"));
        let parameters = Parameters { cooling_off: 4 * DAY, ..Parameters::default() };
        let propose_parameters = NetworkProposeParameters { authority, network, parameters }.instruction();
        match kind {
            Kind::NetworkProposeAuthority => {
                NetworkProposeAuthority { authority, network, successor: subject.wallet }.instruction()
            }
            Kind::NetworkAcceptAuthority => {
                let successor = sue.wallet;
                self.world.must(&[NetworkProposeAuthority { authority, network, successor }.instruction()]);
                NetworkAcceptAuthority { successor, network }.instruction()
            }
            Kind::NetworkProposeParameters => propose_parameters,
            Kind::NetworkCancelParameters => {
                self.world.must(&[propose_parameters]);
                NetworkCancelParameters { authority, network }.instruction()
            }
            Kind::NetworkHalt => NetworkHalt { authority, network }.instruction(),
            Kind::NetworkResume => {
                self.world.must(&[NetworkHalt { authority, network }.instruction()]);
                NetworkResume { authority, network }.instruction()
            }
            Kind::StewardAppoint => {
                StewardAppoint { payer, authority, network, member, capabilities: capability::ALL }.instruction()
            }
            Kind::StewardUpdate => {
                StewardUpdate { authority, network, member: sam.member, capabilities: capability::ADMIT }.instruction()
            }
            Kind::StewardDismiss => {
                StewardDismiss { authority, network, member: sam.member, rent_payer: payer }.instruction()
            }
            Kind::CharterPublish => self.world.charter_publish("second charter").instruction(),
            Kind::ApplicationClose => {
                let wallet = self.world.applicant("amy", role::ALL);
                ApplicationClose { signer, steward_member, network, wallet, rent_payer: payer }.instruction()
            }
            Kind::MemberAdmit => {
                let wallet = self.world.applicant("amy", role::ALL);
                MemberAdmit { signer, steward_member, ..self.world.member_admit("amy", wallet) }.instruction()
            }
            Kind::MemberSuspend => MemberSuspend { signer, steward_member, network, member, reason_hash }.instruction(),
            Kind::MemberReinstate => {
                let suspend = MemberSuspend { signer, steward_member, network, member, reason_hash };
                self.world.must(&[suspend.instruction()]);
                MemberReinstate { signer, steward_member, network, member, wallet: None }.instruction()
            }
            Kind::MemberAttest => MemberAttest { signer, steward_member, network, member }.instruction(),
            Kind::MemberExclude => self.world.member_exclude(subject).instruction(),
            Kind::MemberHold => self.world.member_hold(Some(sam), subject, DAY).instruction(),
            Kind::MemberRelease => {
                self.hold(subject);
                self.world.member_release(Some(sam), subject).instruction()
            }
            Kind::TokenIssue => {
                let ivan = self.world.owner_with("ivan", Terms { shares: 0, ..Terms::default() }).owner;
                TokenIssue { owner: ivan.wallet, owner_member: ivan.member, shares: SHARES }.instruction()
            }
            Kind::TokenSetPolicy => {
                TokenSetPolicy { owner, owner_member, network, policy: Policy::Closed }.instruction()
            }
            Kind::TokenSetHold => TokenSetHold { owner, owner_member, network, hold: 400 * DAY }.instruction(),
            Kind::TokenPause => TokenPause { owner, owner_member, network, seconds: DAY }.instruction(),
            Kind::TokenResume => {
                self.world.must(&[TokenPause { owner, owner_member, network, seconds: DAY }.instruction()]);
                TokenResume { owner, owner_member, network }.instruction()
            }
            Kind::TokenAuthorise => self.world.token_authorise(&ada, 3 * SHARES).instruction(),
            Kind::PositionAdmit => {
                PositionAdmit { owner, owner_member, mint, holder: subject.wallet, cap: 10_000 }.instruction()
            }
            Kind::PositionApprove => {
                let (holder, from, expires_at) = (subject.wallet, self.dora.owner.wallet, self.world.now() + 1_000);
                PositionApprove { owner, owner_member, mint, holder, from, shares: 5, expires_at }.instruction()
            }
            Kind::PositionSetBoundary => {
                self.world.position_set_boundary(&ada, subject, Contact::NoContact).instruction()
            }
            Kind::ProceedsDeposit => {
                self.world.fund(owner, SHARES);
                self.world.proceeds_deposit(&ada, SHARES).instruction()
            }
            Kind::RoundOpen => self.world.round_open(&ada, self.world.round_terms()).instruction(),
            Kind::RoundAccept => {
                let round = self.subscribed();
                self.world.round_accept(&round, subject, 1_000).instruction()
            }
            Kind::RoundDecline => {
                let round = self.subscribed();
                self.world.round_decline(&round, subject).instruction()
            }
            Kind::RoundComplete => {
                let round = self.accepted();
                self.world.round_complete(&round).instruction()
            }
            Kind::RoundUndo => {
                let round = self.accepted();
                self.world.complete(&round);
                self.world.round_undo(&round).instruction()
            }
            Kind::RoundCancel => {
                let round = self.subscribed();
                self.world.round_cancel(&round).instruction()
            }
            Kind::RoundCollect => {
                let round = self.accepted();
                self.world.finalise(&round);
                self.world.settle(&round, subject);
                self.hold(ada.owner);
                RoundCollect { wallet: Some(owner), ..self.world.round_collect(&round) }.instruction()
            }
            Kind::RecoveryPropose => {
                let lost = self.lost();
                self.world.recovery_propose(&lost).instruction()
            }
            Kind::RecoveryVeto => {
                let lost = self.lost();
                self.world.propose(&lost);
                self.world.recovery_veto(&lost, sam.wallet).instruction()
            }
            Kind::ComplaintFile => {
                let (category, severity) = (Category::Harassment, Severity::Severe);
                self.world.complaint_file(&ada, subject, category, severity).instruction()
            }
            Kind::ComplaintResolve => {
                let complaint = self.replied();
                self.world.complaint_resolve(&ada, complaint, sam, Decision::Dismissed).instruction()
            }
            Kind::ComplaintOverturn => {
                let complaint = self.replied();
                let upheld = Decision::Upheld(Severity::Severe);
                let resolve = self.world.complaint_resolve(&ada, complaint, sam, upheld);
                self.world.must(&[resolve.instruction()]);
                self.world.complaint_overturn(complaint, Decision::Dismissed).instruction()
            }
            Kind::ReportFile => {
                self.year_over();
                self.world.report_file(&ada, YEAR, 5, 2).instruction()
            }
            kind => unreachable!("{} is signed for the network or a token by nobody", kind.name()),
        }
    }

    fn replied(&mut self) -> Address {
        let complaint = self.complained();
        self.world.warp(i64::from(REPLY_TIME));
        complaint
    }

    fn application(&self, wallet: Address) -> Instruction {
        let World { payer, network, .. } = self.world;
        ApplicationOpen { payer, wallet, network, roles: role::ALL, charter_version: 1, clauses: 12 }.instruction()
    }

    fn reinstate(&self, person: Person) -> Instruction {
        let (signer, network) = self.authority();
        let wallet = Some(person.wallet);
        MemberReinstate { signer, steward_member: None, network, member: person.member, wallet }.instruction()
    }

    /// What anybody may start, about the subject where it is about a holder.
    pub fn of_anybody(&mut self, kind: Kind) -> Instruction {
        let (ada, subject) = (self.ada, self.subject);
        let (authority, network) = self.authority();
        match kind {
            Kind::NetworkApplyParameters => {
                let parameters = Parameters { cooling_off: 4 * DAY, ..Parameters::default() };
                self.world.must(&[NetworkProposeParameters { authority, network, parameters }.instruction()]);
                self.world.warp(i64::from(Parameters::default().parameter_delay));
                NetworkApplyParameters { network }.instruction()
            }
            Kind::ProceedsDistribute => {
                ProceedsDistribute { mint: ada.mint, pairs: vec![ada.pair(subject.wallet)] }.instruction()
            }
            Kind::PositionMark => {
                self.hold(subject);
                self.world.position_mark(&ada, subject).instruction()
            }
            Kind::RoundSettle => {
                let round = self.accepted();
                self.world.finalise(&round);
                self.world.round_settle(&round, subject).instruction()
            }
            Kind::RecoveryExecute => {
                let lost = self.lost();
                self.world.propose(&lost);
                self.world.warp(VETO);
                self.world.recovery_execute(&lost).instruction()
            }
            Kind::RecoveryMove => {
                let lost = self.lost();
                self.world.propose(&lost);
                self.world.execute(&lost);
                self.world.open_position(lost.new, &ada);
                self.world.recovery_move(&lost, &ada).instruction()
            }
            Kind::ComplaintClose => {
                let complaint = self.complained();
                self.world.warp(60 * DAYS);
                self.world.complaint_close(complaint).instruction()
            }
            Kind::ReportRecord => {
                self.year_over();
                self.world.warp(300 * DAYS);
                self.world.report_record(&ada, YEAR, subject).instruction()
            }
            kind => unreachable!("{} is not for anybody", kind.name()),
        }
    }

    /// A round of a million shares to which the subject subscribed.
    fn subscribed(&mut self) -> RoundFixture {
        let round = self.world.open_round(&self.ada, self.world.round_terms());
        self.world.subscribe(&round, self.subject, 1_000);
        round
    }

    fn accepted(&mut self) -> RoundFixture {
        let round = self.subscribed();
        self.world.accept(&round, self.subject, 1_000);
        round
    }

    fn hold(&mut self, person: Person) {
        let hold = self.world.member_hold(Some(self.stewards[0]), person, 30 * DAY);
        self.world.must(&[hold.instruction()]);
    }

    fn lost(&mut self) -> Lost {
        self.world.lose(self.subject, "new wallet", self.stewards)
    }

    fn complained(&mut self) -> Address {
        self.world.complain(&self.ada, self.subject, Category::Harassment, Severity::Severe)
    }

    fn year_over(&mut self) {
        self.world.warp_to(start_of_year(u64::from(YEAR) + 1).unwrap());
    }

    fn authority(&self) -> (Address, Address) {
        (self.world.founder, self.world.network)
    }
}
