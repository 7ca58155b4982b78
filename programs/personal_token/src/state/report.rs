use anchor_lang::prelude::*;
use personal_token_core::{report::Report as Rules, Error as Rule};

/// What an owner reports of one year, and what was found about it. It also stands for a report that is missing.
#[account]
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

impl Report {
    /// As the rules take it.
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

    /// Stores what the rules say.
    pub fn set_rules(&mut self, rules: Rules) {
        self.proceeds = rules.proceeds;
        self.cost_basis = rules.cost_basis;
        self.filed_at = rules.filed_at;
        self.late = u8::from(rules.late);
        self.missed_at = rules.missed_at;
        self.short_at = rules.short_at;
    }

    /// What must hold after every change.
    #[inline(never)]
    pub fn invariant(&self) -> Result<()> {
        let filed = self.filed_at != 0;
        let sound =
            filed == (self.evidence_hash != [0; 32]) && (filed || self.missed_at != 0) && (filed || self.short_at == 0);
        require!(sound, Rule::InvariantBroken);
        Ok(())
    }
}
