use anchor_lang::prelude::*;
use personal_token_core::{
    complaint::{Case, Decision, Severity},
    Error as Rule,
};

/// An owner's complaint about a present or past shareholder. Texts stay with the parties; hashes prove them.
#[account]
pub struct Complaint {
    /// Layout version.
    pub version: u8,
    /// Canonical bump.
    pub bump: u8,
    /// Byte of `core::complaint::Category`.
    pub category: u8,
    /// Byte of `core::complaint::Severity`, as the owner sees it.
    pub severity: u8,
    /// 0 undecided, 1 upheld, 2 dismissed, 3 dismissed as abusive.
    pub decision: u8,
    /// Byte of the severity as it was upheld; 0 unless it was.
    pub decided_severity: u8,
    /// 1 once the network's authority has overturned a decision.
    pub overturned: u8,
    /// Byte of `core::boundary::Contact` at the time of filing.
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

impl Complaint {
    /// Where it stands, as the rules take it.
    pub fn case(&self) -> Case {
        Case {
            filed_at: self.filed_at,
            replied_at: self.replied_at,
            decided_at: self.decided_at,
            overturned: self.overturned != 0,
        }
    }

    /// The severity, as the owner sees it.
    pub fn claimed(&self) -> Result<Severity> {
        Ok(Severity::from_byte(self.severity)?)
    }

    /// The decision; none while it is undecided.
    pub fn decided(&self) -> Result<Option<Decision>> {
        match self.decision {
            0 => Ok(None),
            kind => Ok(Some(Decision::from_bytes(kind, self.decided_severity, self.claimed()?)?)),
        }
    }

    /// What must hold after every change.
    #[inline(never)]
    pub fn invariant(&self) -> Result<()> {
        let decided = self.decided().map_err(|_| Rule::InvariantBroken)?.is_some();
        let sound = decided == (self.decided_at != 0)
            && (self.overturned == 0 || decided)
            && (self.replied_at == 0) == (self.reply_hash == [0; 32])
            && self.member != self.owner;
        require!(sound, Rule::InvariantBroken);
        Ok(())
    }
}
