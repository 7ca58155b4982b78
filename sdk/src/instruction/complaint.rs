//! Complaints of owners about shareholders.

use super::{Builder, Kind};
use crate::{
    core::complaint::{Category, Decision, Severity},
    ids, pda, Address, Instruction,
};

/// The owner complains about a present or past shareholder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ComplaintFile {
    /// Pays the rent; gets it back when the complaint is closed.
    pub payer: Address,
    /// The owner's wallet.
    pub owner: Address,
    /// The owner's member.
    pub owner_member: Address,
    /// The share mint.
    pub mint: Address,
    /// The shareholder's position, also an empty or a replaced one.
    pub position: Address,
    /// The position's number of complaints so far.
    pub index: u32,
    /// What it is about; [`Category::BeyondBoundary`] needs a boundary that was set before the event.
    pub category: Category,
    /// How grave it is.
    pub severity: Severity,
    /// Unix time of the event.
    pub occurred_at: i64,
    /// Hash of the evidence; not zero.
    pub evidence_hash: [u8; 32],
}

impl ComplaintFile {
    /// Builds the instruction.
    pub fn instruction(&self) -> Instruction {
        Builder::new(Kind::ComplaintFile)
            .paying_signer(self.payer)
            .signer(self.owner)
            .writable(self.owner_member)
            .readonly(pda::token(self.mint))
            .writable(self.position)
            .writable(pda::complaint(self.position, self.index))
            .readonly(ids::SYSTEM_ID)
            .bytes(&[self.category.byte(), self.severity.byte()])
            .bytes(&self.occurred_at.to_le_bytes())
            .bytes(&self.evidence_hash)
            .with_events()
    }
}

/// The shareholder replies, once, within seven days.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ComplaintReply {
    /// The shareholder's present wallet.
    pub wallet: Address,
    /// The shareholder.
    pub member: Address,
    /// The complaint.
    pub complaint: Address,
    /// Hash of the reply; not zero.
    pub reply_hash: [u8; 32],
}

impl ComplaintReply {
    /// Builds the instruction.
    pub fn instruction(&self) -> Instruction {
        Builder::new(Kind::ComplaintReply)
            .signer(self.wallet)
            .readonly(self.member)
            .writable(self.complaint)
            .bytes(&self.reply_hash)
            .with_events()
    }
}

/// The accounts of a complaint, as it records them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ComplaintParties {
    /// The network.
    pub network: Address,
    /// The token.
    pub token: Address,
    /// The complaint.
    pub complaint: Address,
    /// The shareholder.
    pub member: Address,
    /// The owner.
    pub owner_member: Address,
}

/// A steward who arbitrates and holds no shares of the token decides, once the seven days for a reply are over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ComplaintResolve {
    /// The steward's wallet.
    pub steward: Address,
    /// The steward's member.
    pub steward_member: Address,
    /// The share mint: it says where the steward's own position would be.
    pub mint: Address,
    /// The complaint and those whom it concerns.
    pub parties: ComplaintParties,
    /// The decision; at most as grave as the complaint.
    pub decision: Decision,
    /// Hash of the document that states the reason; not zero.
    pub reason_hash: [u8; 32],
}

impl ComplaintResolve {
    /// Builds the instruction.
    pub fn instruction(&self) -> Instruction {
        let position = pda::position_of(self.steward, self.mint);
        decide(
            Kind::ComplaintResolve,
            self.steward,
            &self.parties,
            Some((self.steward_member, position)),
            self.decision,
        )
        .bytes(&self.reason_hash)
        .with_events()
    }
}

/// The network's authority puts another decision in its place: within 30 days, once. What the first one took is given
/// back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ComplaintOverturn {
    /// The network's authority; not one of the parties.
    pub authority: Address,
    /// The complaint and those whom it concerns.
    pub parties: ComplaintParties,
    /// The decision in its place; at most as grave as the complaint.
    pub decision: Decision,
    /// Hash of the document that states the reason; not zero.
    pub reason_hash: [u8; 32],
}

impl ComplaintOverturn {
    /// Builds the instruction.
    pub fn instruction(&self) -> Instruction {
        decide(Kind::ComplaintOverturn, self.authority, &self.parties, None, self.decision)
            .bytes(&self.reason_hash)
            .with_events()
    }
}

/// Closes a complaint that has lapsed, or whose decision is final; the rent goes back. Anyone may, nobody signs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ComplaintClose {
    /// Who paid the rent, as the complaint records.
    pub rent_payer: Address,
    /// The complaint.
    pub complaint: Address,
}

impl ComplaintClose {
    /// Builds the instruction.
    pub fn instruction(&self) -> Instruction {
        Builder::new(Kind::ComplaintClose).writable(self.rent_payer).writable(self.complaint).with_events()
    }
}

/// `steward` is his member and his position.
fn decide(
    kind: Kind,
    signer: Address,
    parties: &ComplaintParties,
    steward: Option<(Address, Address)>,
    decision: Decision,
) -> Builder {
    let (decided, severity) = decision.bytes();
    Builder::new(kind)
        .signer(signer)
        .readonly(parties.network)
        .steward(parties.network, steward.map(|(member, _)| member))
        .optional_readonly(steward.map(|(_, position)| position))
        .readonly(parties.token)
        .writable(parties.complaint)
        .writable(parties.member)
        .writable(parties.owner_member)
        .bytes(&[decided, severity])
}
