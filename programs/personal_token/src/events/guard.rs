//! Rights, boundaries, complaints, reputation and reports.

use anchor_lang::prelude::*;

/// A new version of the charter.
#[event(bytemuck)]
#[repr(C)]
pub struct CharterPublished {
    pub network: Address,
    pub version: PodU32,
    pub clauses: PodU16,
    pub charter_hash: [u8; 32],
}

/// A member acknowledged every clause of a version.
#[event(bytemuck)]
#[repr(C)]
pub struct CharterAcknowledged {
    pub network: Address,
    pub member: Address,
    pub version: PodU32,
}

/// An owner said how a shareholder may contact him; see `core::boundary::Contact`.
#[event(bytemuck)]
#[repr(C)]
pub struct BoundarySet {
    pub token: Address,
    pub position: Address,
    pub contact: u8,
    pub set_at: PodI64,
}

/// An owner complained about a shareholder.
#[event(bytemuck)]
#[repr(C)]
pub struct ComplaintFiled {
    pub complaint: Address,
    pub token: Address,
    pub position: Address,
    pub member: Address,
    pub owner: Address,
    pub category: u8,
    pub severity: u8,
    pub occurred_at: PodI64,
    pub evidence_hash: [u8; 32],
}

/// The shareholder replied.
#[event(bytemuck)]
#[repr(C)]
pub struct ComplaintReplied {
    pub complaint: Address,
    pub member: Address,
    pub reply_hash: [u8; 32],
}

/// A complaint was decided, or its decision overturned; see `core::complaint::Decision`.
#[event(bytemuck)]
#[repr(C)]
pub struct ComplaintDecided {
    pub complaint: Address,
    pub decision: u8,
    pub severity: u8,
    pub points: PodU16,
    pub reason_hash: [u8; 32],
    pub by: Address,
    pub overturned: u8,
}

/// A complaint's account was closed: it had lapsed (decision 0), or its decision had become final.
#[event(bytemuck)]
#[repr(C)]
pub struct ComplaintClosed {
    pub complaint: Address,
    pub decision: u8,
}

/// A member's reputation changed; `cause` is a complaint or a report. What returns with time has no event.
#[event(bytemuck)]
#[repr(C)]
pub struct ReputationChanged {
    pub member: Address,
    pub before: PodU16,
    pub after: PodU16,
    pub cause: Address,
}

/// An owner reported on a year, or corrected his report.
#[event(bytemuck)]
#[repr(C)]
pub struct ReportFiled {
    pub token: Address,
    pub report: Address,
    pub year: PodU16,
    pub proceeds: PodU64,
    pub cost_basis: PodU64,
    pub deposited: PodU64,
    pub evidence_hash: [u8; 32],
}

/// A report was found missing, or short; see `core::report::Finding`.
#[event(bytemuck)]
#[repr(C)]
pub struct ReportRecorded {
    pub token: Address,
    pub report: Address,
    pub year: PodU16,
    pub finding: u8,
    pub deposited: PodU64,
    pub by: Address,
}
