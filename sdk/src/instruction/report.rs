//! The yearly reports of owners.

use super::{Builder, Kind};
use crate::{ids, pda, Address, Instruction};

/// The owner reports what his sales of equity brought in a year, and what they had cost; 0 and 0 if he sold nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReportFile {
    /// Pays the rent of the report, if there is none yet.
    pub payer: Address,
    /// The owner's wallet.
    pub owner: Address,
    /// The owner's member.
    pub owner_member: Address,
    /// The network.
    pub network: Address,
    /// The token.
    pub token: Address,
    /// The year, which must be over.
    pub year: u16,
    /// What the sales brought, in quote units.
    pub proceeds: u64,
    /// What the sold equity had cost, in quote units.
    pub cost_basis: u64,
    /// Hash of the evidence; not zero.
    pub evidence_hash: [u8; 32],
}

impl ReportFile {
    /// Builds the instruction.
    pub fn instruction(&self) -> Instruction {
        Builder::new(Kind::ReportFile)
            .paying_signer(self.payer)
            .signer(self.owner)
            .readonly(self.owner_member)
            .readonly(self.network)
            .readonly(self.token)
            .writable(pda::report(self.token, self.year))
            .readonly(ids::SYSTEM_ID)
            .bytes(&self.year.to_le_bytes())
            .bytes(&self.proceeds.to_le_bytes())
            .bytes(&self.cost_basis.to_le_bytes())
            .bytes(&self.evidence_hash)
            .with_events()
    }
}

/// Records that a report is missing, or that less was deposited than it says; anyone may, after deadline and grace.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReportRecord {
    /// Signs, and pays the rent of the record if the report is missing.
    pub payer: Address,
    /// The network.
    pub network: Address,
    /// The token.
    pub token: Address,
    /// The owner's member.
    pub owner_member: Address,
    /// The position of an outside shareholder, opened before the year was over, that holds shares.
    pub position: Address,
    /// The year.
    pub year: u16,
}

impl ReportRecord {
    /// Builds the instruction.
    pub fn instruction(&self) -> Instruction {
        Builder::new(Kind::ReportRecord)
            .paying_signer(self.payer)
            .readonly(self.network)
            .readonly(self.token)
            .writable(self.owner_member)
            .readonly(self.position)
            .writable(pda::report(self.token, self.year))
            .readonly(ids::SYSTEM_ID)
            .bytes(&self.year.to_le_bytes())
            .with_events()
    }
}
