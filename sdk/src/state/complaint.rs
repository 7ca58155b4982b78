use super::{check_field, program_account, DISCRIMINATOR_SPACE};
use crate::{
    core::{
        self,
        boundary::Contact,
        complaint::{Case, Category, Decision, Severity},
    },
    pda, Address, Result,
};
use bytemuck::{Pod, Zeroable};
use std::mem::offset_of;

/// An owner's complaint about a present or past shareholder. Texts stay with the parties; hashes prove them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Pod, Zeroable)]
#[repr(C)]
pub struct Complaint {
    /// Layout version.
    pub version: u8,
    /// Canonical bump.
    pub bump: u8,
    /// Byte of [`Category`].
    pub category: u8,
    /// Byte of [`Severity`], as the owner sees it.
    pub severity: u8,
    /// 0 undecided, 1 upheld, 2 dismissed, 3 dismissed as abusive.
    pub decision: u8,
    /// Byte of the severity as it was upheld; 0 unless it was.
    pub decided_severity: u8,
    /// 1 once the network's authority has overturned a decision.
    pub overturned: u8,
    /// Byte of [`Contact`] at the time of filing.
    pub contact: u8,
    /// Points that the decision took from the shareholder, or from the owner if it was abusive.
    pub points: u16,
    /// Zero.
    pub padding: u16,
    /// Number of complaints about this position before it.
    pub index: u32,
    /// Unix time of the event.
    pub occurred_at: i64,
    /// Unix time of filing.
    pub filed_at: i64,
    /// Unix time of the reply; 0 if there is none.
    pub replied_at: i64,
    /// Unix time of the decision, also of one that was overturned since; 0 if there is none.
    pub decided_at: i64,
    /// Unix time at which it lapses undecided; names the owner's slot.
    pub lapses_at: i64,
    /// The token whose shares are held.
    pub token: Address,
    /// The position that it is about.
    pub position: Address,
    /// The shareholder.
    pub member: Address,
    /// The owner.
    pub owner: Address,
    /// Hash of the evidence.
    pub evidence_hash: [u8; 32],
    /// Hash of the reply; zero if there is none.
    pub reply_hash: [u8; 32],
    /// Hash of the reason of the decision.
    pub reason_hash: [u8; 32],
    /// The wallet that decided; the authority's if it overturned.
    pub decided_by: Address,
    /// Who paid the rent, and gets it back.
    pub rent_payer: Address,
    /// Zero.
    pub reserved: [u8; 32],
}

program_account!(Complaint, [32, 149, 174, 145, 73, 123, 223, 81], 384);

impl Complaint {
    /// Where the token's address lies in the data, for filters.
    pub const TOKEN_OFFSET: usize = DISCRIMINATOR_SPACE + offset_of!(Self, token);
    /// Where the shareholder's address lies in the data, for filters.
    pub const MEMBER_OFFSET: usize = DISCRIMINATOR_SPACE + offset_of!(Self, member);
    /// Where the owner's address lies in the data, for filters.
    pub const OWNER_OFFSET: usize = DISCRIMINATOR_SPACE + offset_of!(Self, owner);

    /// Its address.
    pub fn address(&self) -> Address {
        pda::complaint(self.position, self.index)
    }

    /// What it is about; [`core::Error::CategoryInvalid`] never comes of a decoded complaint.
    pub fn category(&self) -> core::Result<Category> {
        Category::from_byte(self.category)
    }

    /// How grave the owner says it is; [`core::Error::SeverityInvalid`] never comes of a decoded complaint.
    pub fn severity(&self) -> core::Result<Severity> {
        Severity::from_byte(self.severity)
    }

    /// The contact boundary at the time of filing; [`core::Error::BoundaryInvalid`] never comes of a decoded complaint.
    pub fn contact(&self) -> core::Result<Contact> {
        Contact::from_byte(self.contact)
    }

    /// The decision that stands; none while it is undecided. A decoded complaint gives no error.
    pub fn decision(&self) -> core::Result<Option<Decision>> {
        match self.decision {
            0 => Ok(None),
            kind => Decision::from_bytes(kind, self.decided_severity, self.severity()?).map(Some),
        }
    }

    /// Where it stands; `.stage(now)` says what can happen to it.
    pub fn case(&self) -> Case {
        Case {
            filed_at: self.filed_at,
            replied_at: self.replied_at,
            decided_at: self.decided_at,
            overturned: self.overturned != 0,
        }
    }

    fn check_fields(&self) -> Result<()> {
        check_field(self.category().is_ok(), "Complaint", "category", self.category.into())?;
        check_field(self.severity().is_ok(), "Complaint", "severity", self.severity.into())?;
        check_field(self.contact().is_ok(), "Complaint", "contact", self.contact.into())?;
        let decided = self.decision();
        check_field(decided.is_ok(), "Complaint", "decision", self.decision.into())?;
        check_field(self.overturned <= 1, "Complaint", "overturned", self.overturned.into())?;
        let is_decided = matches!(decided, Ok(Some(_)));
        let decided_at = self.decided_at.unsigned_abs();
        check_field(is_decided == (self.decided_at != 0), "Complaint", "decided_at", decided_at)
    }
}
