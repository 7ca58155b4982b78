//! Rights, boundaries, complaints, reputation and reports.

use super::codec;
use crate::Address;

events! {
    /// A new version of the charter.
    CharterPublished [30, 203, 64, 44, 118, 229, 130, 180] {
        /// The network.
        network: Address,
        /// The version.
        version: u32,
        /// Number of clauses.
        clauses: u16,
        /// Hash of the text.
        charter_hash: [u8; 32],
    }
    /// A member acknowledged every clause of a version.
    CharterAcknowledged [6, 200, 98, 3, 180, 154, 225, 237] {
        /// The network.
        network: Address,
        /// The member.
        member: Address,
        /// The version.
        version: u32,
    }
    /// An owner said how a shareholder may contact him; see [`Contact`](crate::core::boundary::Contact).
    BoundarySet [237, 187, 194, 247, 196, 171, 124, 51] {
        /// The token.
        token: Address,
        /// The shareholder's position.
        position: Address,
        /// Byte of [`Contact`](crate::core::boundary::Contact).
        contact: u8,
        /// Unix time.
        set_at: i64,
    }
    /// An owner complained about a shareholder.
    ComplaintFiled [196, 232, 108, 91, 89, 253, 220, 10] {
        /// The complaint.
        complaint: Address,
        /// The token.
        token: Address,
        /// The shareholder's position.
        position: Address,
        /// The member.
        member: Address,
        /// The owner.
        owner: Address,
        /// Byte of [`Category`](crate::core::complaint::Category).
        category: u8,
        /// Byte of [`Severity`](crate::core::complaint::Severity); of a decision 0 unless it was upheld.
        severity: u8,
        /// Unix time of the event.
        occurred_at: i64,
        /// Hash of the evidence.
        evidence_hash: [u8; 32],
    }
    /// The shareholder replied.
    ComplaintReplied [73, 209, 121, 191, 165, 46, 38, 236] {
        /// The complaint.
        complaint: Address,
        /// The member.
        member: Address,
        /// Hash of the reply.
        reply_hash: [u8; 32],
    }
    /// A complaint was decided, or its decision overturned; see [`Decision`](crate::core::complaint::Decision).
    ComplaintDecided [21, 239, 174, 190, 18, 93, 254, 17] {
        /// The complaint.
        complaint: Address,
        /// 0 undecided, 1 upheld, 2 dismissed, 3 dismissed as abusive.
        decision: u8,
        /// Byte of [`Severity`](crate::core::complaint::Severity); of a decision 0 unless it was upheld.
        severity: u8,
        /// Points that it took.
        points: u16,
        /// Hash of the reason.
        reason_hash: [u8; 32],
        /// The wallet that did it.
        by: Address,
        /// Whether the network's authority decided, in the place of a steward.
        overturned: bool,
    }
    /// A complaint's account was closed: it had lapsed (decision 0), or its decision had become final.
    ComplaintClosed [202, 234, 37, 183, 98, 101, 14, 5] {
        /// The complaint.
        complaint: Address,
        /// 0 undecided, 1 upheld, 2 dismissed, 3 dismissed as abusive.
        decision: u8,
    }
    /// A member's reputation changed; `cause` is a complaint or a report. What returns with time has no event.
    ReputationChanged [190, 190, 93, 65, 6, 39, 92, 250] {
        /// The member.
        member: Address,
        /// Points before.
        before: u16,
        /// Points after.
        after: u16,
        /// The complaint or report.
        cause: Address,
    }
    /// An owner reported on a year, or corrected his report.
    ReportFiled [141, 184, 238, 56, 141, 150, 142, 0] {
        /// The token.
        token: Address,
        /// The report.
        report: Address,
        /// The year.
        year: u16,
        /// What the sales brought, in quote units.
        proceeds: u64,
        /// What the sold equity had cost, in quote units.
        cost_basis: u64,
        /// Quote units deposited gross for the year so far.
        deposited: u64,
        /// Hash of the evidence.
        evidence_hash: [u8; 32],
    }
    /// A report was found missing, or short; see [`Finding`](crate::core::report::Finding).
    ReportRecorded [140, 82, 131, 209, 101, 89, 13, 150] {
        /// The token.
        token: Address,
        /// The report.
        report: Address,
        /// The year.
        year: u16,
        /// Byte of [`Finding`](crate::core::report::Finding).
        finding: u8,
        /// Quote units deposited gross for the year so far.
        deposited: u64,
        /// The wallet that did it.
        by: Address,
    }
}
