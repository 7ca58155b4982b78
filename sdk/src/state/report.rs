use super::{check_field, program_account, DISCRIMINATOR_SPACE};
use crate::{
    core::report::{Finding, Report as Rules},
    pda, Address, Result,
};
use bytemuck::{Pod, Zeroable};
use std::mem::offset_of;

/// What an owner reports of one year, and what was found about it. It also stands for a report that is missing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Pod, Zeroable)]
#[repr(C)]
pub struct Report {
    /// Layout version.
    pub version: u8,
    /// Canonical bump.
    pub bump: u8,
    /// The year it is about.
    pub year: u16,
    /// 1 if it was filed when the grace was over.
    pub late: u8,
    /// Zero.
    pub padding: [u8; 3],
    /// What the sales of the year brought, in quote units.
    pub proceeds: u64,
    /// What the sold equity had cost, in quote units.
    pub cost_basis: u64,
    /// Quote units deposited gross for the year when it was filed or something was recorded last.
    pub deposited: u64,
    /// Unix time of filing; 0 if it was not filed.
    pub filed_at: i64,
    /// Unix time at which somebody recorded that it was missing; 0 if nobody did.
    pub missed_at: i64,
    /// Unix time at which somebody recorded that it was short; 0 if nobody did.
    pub short_at: i64,
    /// The token.
    pub token: Address,
    /// Hash of the evidence; zero until it is filed.
    pub evidence_hash: [u8; 32],
    /// Zero.
    pub reserved: [u8; 32],
}

program_account!(Report, [232, 246, 229, 227, 242, 105, 190, 2], 160);

impl Report {
    /// Where the token's address lies in the data, for filters.
    pub const TOKEN_OFFSET: usize = DISCRIMINATOR_SPACE + offset_of!(Self, token);

    /// Its address.
    pub fn address(&self) -> Address {
        pda::report(self.token, self.year)
    }

    /// As the rules take it; `.gain()` is what it states.
    pub fn rules(&self) -> Rules {
        Rules {
            proceeds: self.proceeds,
            cost_basis: self.cost_basis,
            filed_at: self.filed_at,
            late: self.late != 0,
            missed_at: self.missed_at,
            short_at: self.short_at,
        }
    }

    /// What was recorded about it.
    pub fn findings(&self) -> impl Iterator<Item = Finding> {
        let missed = (self.missed_at != 0).then_some(Finding::Missed);
        missed.into_iter().chain((self.short_at != 0).then_some(Finding::Short))
    }

    fn check_fields(&self) -> Result<()> {
        let filed = self.filed_at != 0;
        check_field(self.late <= u8::from(filed), "Report", "late", self.late.into())?;
        check_field(filed || self.missed_at != 0, "Report", "missed_at", 0)?;
        check_field(filed || self.short_at == 0, "Report", "short_at", self.short_at.unsigned_abs())
    }
}
