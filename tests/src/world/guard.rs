//! Rights, boundaries, complaints and reports.

use personal_token_core::{
    boundary::Contact,
    complaint::{Category, Decision, Severity},
    member::capability,
};
use personal_token_sdk::{
    instruction::{
        CharterAcknowledge, CharterPublish, ComplaintClose, ComplaintFile, ComplaintOverturn, ComplaintParties,
        ComplaintReply, ComplaintResolve, MemberExclude, PositionSetBoundary, ReportFile, ReportRecord,
    },
    pda,
    state::Complaint,
};
use solana_address::Address;

use super::{Person, TokenFixture, World};
use crate::hash;

impl World {
    /// A steward who arbitrates.
    pub fn arbiter(&mut self) -> Person {
        self.steward("judith", capability::ARBITRATE)
    }

    /// The instruction by which the authority publishes a new charter, of 13 clauses.
    pub fn charter_publish(&self, text: &str) -> CharterPublish {
        CharterPublish { authority: self.founder, network: self.network, clauses: 13, charter_hash: hash(text) }
    }

    /// The instruction by which a member acknowledges the charter as it is now.
    pub fn charter_acknowledge(&self, member: Person) -> CharterAcknowledge {
        let network = self.network_state();
        CharterAcknowledge {
            wallet: member.wallet,
            network: self.network,
            member: member.member,
            charter_version: network.charter_version,
            clauses: network.charter_clauses,
        }
    }

    /// The instruction by which the authority excludes a member.
    pub fn member_exclude(&self, member: Person) -> MemberExclude {
        let reason_hash = hash("reason");
        MemberExclude { authority: self.founder, network: self.network, member: member.member, reason_hash }
    }

    /// The instruction by which the owner sets a boundary.
    pub fn position_set_boundary(&self, token: &TokenFixture, holder: Person, contact: Contact) -> PositionSetBoundary {
        let Person { wallet: owner, member: owner_member } = token.owner;
        PositionSetBoundary { owner, owner_member, mint: token.mint, holder: holder.wallet, contact }
    }

    /// The instruction by which the owner complains about a holder, of something that has just happened.
    pub fn complaint_file(
        &self,
        token: &TokenFixture,
        holder: Person,
        category: Category,
        severity: Severity,
    ) -> ComplaintFile {
        let Person { wallet: owner, member: owner_member } = token.owner;
        ComplaintFile {
            payer: self.payer,
            owner,
            owner_member,
            mint: token.mint,
            position: token.position(holder.wallet),
            index: self.position_state(token, holder).complaints,
            category,
            severity,
            occurred_at: self.now(),
            evidence_hash: hash("evidence"),
        }
    }

    /// Files a complaint; returns where it is.
    #[track_caller]
    pub fn complain(
        &mut self,
        token: &TokenFixture,
        holder: Person,
        category: Category,
        severity: Severity,
    ) -> Address {
        let file = self.complaint_file(token, holder, category, severity);
        self.must(&[file.instruction()]);
        pda::complaint(file.position, file.index)
    }

    /// The instruction by which a holder replies.
    pub fn complaint_reply(&self, complaint: Address, holder: Person) -> ComplaintReply {
        ComplaintReply { wallet: holder.wallet, member: holder.member, complaint, reply_hash: hash("reply") }
    }

    /// Whom a complaint concerns, as it records.
    pub fn complaint_parties(&self, complaint: Address) -> ComplaintParties {
        let Complaint { token, member, owner, .. } = self.read(complaint);
        ComplaintParties { network: self.network, token, complaint, member, owner_member: owner }
    }

    /// The instruction by which a steward decides.
    pub fn complaint_resolve(
        &self,
        token: &TokenFixture,
        complaint: Address,
        steward: Person,
        decision: Decision,
    ) -> ComplaintResolve {
        ComplaintResolve {
            steward: steward.wallet,
            steward_member: steward.member,
            mint: token.mint,
            parties: self.complaint_parties(complaint),
            decision,
            reason_hash: hash("reason"),
        }
    }

    /// The instruction by which the authority overturns a decision.
    pub fn complaint_overturn(&self, complaint: Address, decision: Decision) -> ComplaintOverturn {
        let parties = self.complaint_parties(complaint);
        ComplaintOverturn { authority: self.founder, parties, decision, reason_hash: hash("other reason") }
    }

    /// The instruction that closes a complaint.
    pub fn complaint_close(&self, complaint: Address) -> ComplaintClose {
        ComplaintClose { rent_payer: self.payer, complaint }
    }

    /// A complaint that a steward upholds as soon as he may: the holder's reputation falls by that of the severity.
    #[track_caller]
    pub fn uphold(&mut self, token: &TokenFixture, holder: Person, steward: Person, severity: Severity) -> Address {
        let complaint = self.complain(token, holder, Category::Harassment, severity);
        self.warp(i64::from(personal_token_core::complaint::REPLY_TIME));
        let resolve = self.complaint_resolve(token, complaint, steward, Decision::Upheld(severity));
        self.must(&[resolve.instruction()]);
        complaint
    }

    /// The instruction by which the owner reports on a year.
    pub fn report_file(&self, token: &TokenFixture, year: u16, proceeds: u64, cost_basis: u64) -> ReportFile {
        ReportFile {
            payer: self.payer,
            owner: token.owner.wallet,
            owner_member: token.owner.member,
            network: self.network,
            token: token.token,
            year,
            proceeds,
            cost_basis,
            evidence_hash: hash("statement"),
        }
    }

    /// The instruction by which anyone records what is wrong with a report; `witness` is an outside shareholder.
    pub fn report_record(&self, token: &TokenFixture, year: u16, witness: Person) -> ReportRecord {
        ReportRecord {
            payer: self.payer,
            network: self.network,
            token: token.token,
            owner_member: token.owner.member,
            position: token.position(witness.wallet),
            year,
        }
    }
}
