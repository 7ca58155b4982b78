//! What the program reports of complaints, byte for byte.

use super::common::*;

/// An event as the program has to emit it: its discriminator and its fields, in Borsh.
pub trait Bytes {
    fn bytes(&self) -> Vec<u8>;
}

impl Bytes for event::ComplaintFiled {
    fn bytes(&self) -> Vec<u8> {
        let addresses =
            [self.complaint, self.token, self.position, self.member, self.owner].map(|address| address.to_bytes());
        let fields = [self.occurred_at.to_le_bytes().as_slice(), &self.evidence_hash].concat();
        [Self::DISCRIMINATOR.as_slice(), &addresses.concat(), &[self.category, self.severity], &fields].concat()
    }
}

impl Bytes for event::ComplaintReplied {
    fn bytes(&self) -> Vec<u8> {
        let addresses = [self.complaint, self.member].map(|address| address.to_bytes());
        [Self::DISCRIMINATOR.as_slice(), &addresses.concat(), &self.reply_hash].concat()
    }
}

impl Bytes for event::ComplaintDecided {
    fn bytes(&self) -> Vec<u8> {
        let points = self.points.to_le_bytes();
        let decision = [self.decision, self.severity, points[0], points[1]];
        let overturned = [u8::from(self.overturned)];
        let Self { complaint, reason_hash, by, .. } = self;
        [&Self::DISCRIMINATOR, complaint.as_ref(), &decision, reason_hash, by.as_ref(), &overturned].concat()
    }
}

impl Bytes for event::ComplaintClosed {
    fn bytes(&self) -> Vec<u8> {
        [&Self::DISCRIMINATOR, self.complaint.as_ref(), &[self.decision]].concat()
    }
}

impl Bytes for event::ReputationChanged {
    fn bytes(&self) -> Vec<u8> {
        let points = [self.before.to_le_bytes(), self.after.to_le_bytes()].concat();
        [&Self::DISCRIMINATOR, self.member.as_ref(), &points, self.cause.as_ref()].concat()
    }
}

/// The events of a transaction, in their order, as bytes: each a call of the program by itself, under the authority
/// that it alone signs for.
#[track_caller]
pub fn emitted(outcome: &Outcome) -> Vec<Vec<u8>> {
    let own = outcome.inner_calls.iter().flatten().filter(|call| call.program == ID);
    own.map(|call| {
        assert_eq!(call.accounts, [pda::event_authority()]);
        call.data.strip_prefix(&event::TAG).unwrap().to_vec()
    })
    .collect()
}

/// The changes of reputations among the events: who, before and after.
#[track_caller]
pub fn changes(outcome: &Outcome) -> Vec<(Address, u16, u16)> {
    let all = emitted(outcome);
    let fields = all.iter().filter_map(|data| data.strip_prefix(&event::ReputationChanged::DISCRIMINATOR));
    fields
        .map(|data| {
            let member = <[u8; 32]>::try_from(&data[..32]).unwrap();
            let points = |offset| u16::from_le_bytes([data[offset], data[offset + 1]]);
            (member.into(), points(32), points(34))
        })
        .collect()
}
