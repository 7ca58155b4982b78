//! Terms, keys, and the guard rails.

use personal_token_core::{
    boundary::Contact,
    complaint::{Category, Decision as Decided, Severity},
    policy::Policy,
};
use personal_token_sdk::{
    instruction::{
        CharterAcknowledge, CharterPublish, ComplaintClose, ComplaintFile, ComplaintOverturn, ComplaintParties,
        ComplaintReply, ComplaintResolve, MemberExclude, MemberHold, MemberLeave, MemberReinstate, MemberRelease,
        MemberSuspend, NetworkHalt, NetworkResume, PositionMark, PositionSetBoundary, RecoveryExecute, RecoveryMove,
        RecoveryPropose, RecoveryVeto, ReportFile, ReportRecord, TokenAuthorise, TokenPause, TokenResume, TokenSetHold,
        TokenSetPolicy,
    },
    pda, Address,
};
use solana_instruction::Instruction;

use super::Stage;
use crate::{
    hash,
    search::{
        model::{Decision, FOUNDER},
        op::{Op, TokenId, Wallet},
    },
    world::Person,
};

impl Stage<'_> {
    pub(super) fn others(&self, op: &Op) -> Option<Vec<Instruction>> {
        let instruction = self.keys(op).or_else(|| self.terms(op)).or_else(|| self.guard(op));
        instruction.or_else(|| self.people(op)).map(|instruction| vec![instruction])
    }

    /// The authority acts by himself; everybody else as a steward.
    pub(super) fn steward(&self, by: Wallet) -> Option<Address> {
        (by != FOUNDER).then(|| self.member(by))
    }

    fn keys(&self, op: &Op) -> Option<Instruction> {
        let (payer, network) = (self.cast.payer, self.cast.network);
        let member_of = |member: usize| self.cast.members[member];
        Some(match *op {
            Op::Hold { by, member, seconds } => {
                let (signer, steward_member, member) = (self.wallet(by), self.steward(by), member_of(member));
                MemberHold { signer, steward_member, network, member, seconds }.instruction()
            }
            Op::Release { by, member } => {
                let (signer, steward_member, member) = (self.wallet(by), self.steward(by), member_of(member));
                MemberRelease { signer, steward_member, network, member }.instruction()
            }
            Op::Mark { token, wallet } => {
                let Person { wallet, member } = self.person(wallet);
                PositionMark { member, positions: vec![self.cast.tokens[token].position(wallet)] }.instruction()
            }
            Op::Propose { stewards: [first, second], member, new_wallet } => {
                let (first, second) = (self.person(first), self.person(second));
                RecoveryPropose {
                    payer,
                    new_wallet: self.wallet(new_wallet),
                    first_signer: first.wallet,
                    first_member: first.member,
                    second_signer: second.wallet,
                    second_member: second.member,
                    network,
                    member: member_of(member),
                }
                .instruction()
            }
            Op::Veto { signer, member } => {
                RecoveryVeto { signer: self.wallet(signer), member: member_of(member), rent_payer: payer }.instruction()
            }
            Op::Execute { member } => {
                let new_wallet = self.model.recoveries.get(&member).map_or(FOUNDER, |recovery| recovery.new_wallet);
                let (member, new_wallet) = (member_of(member), self.wallet(new_wallet));
                RecoveryExecute { payer, network, member, rent_payer: payer, new_wallet }.instruction()
            }
            Op::Move { token, member, old, new } => RecoveryMove {
                member: member_of(member),
                mint: self.mint(token),
                old_wallet: self.wallet(old),
                new_wallet: self.wallet(new),
            }
            .instruction(),
            _ => return None,
        })
    }

    fn terms(&self, op: &Op) -> Option<Instruction> {
        let network = self.cast.network;
        let owner = |token: TokenId, by: Wallet| (self.wallet(by), self.owner_member(token));
        Some(match *op {
            Op::SetPolicy { token, by, policy } => {
                let (owner, owner_member) = owner(token, by);
                let policy = Policy::from_byte(policy).expect("a policy");
                TokenSetPolicy { owner, owner_member, network, policy }.instruction()
            }
            Op::SetHold { token, by, hold } => {
                let (owner, owner_member) = owner(token, by);
                TokenSetHold { owner, owner_member, network, hold }.instruction()
            }
            Op::Pause { token, by, seconds } => {
                let (owner, owner_member) = owner(token, by);
                TokenPause { owner, owner_member, network, seconds }.instruction()
            }
            Op::Resume { token, by } => {
                let (owner, owner_member) = owner(token, by);
                TokenResume { owner, owner_member, network }.instruction()
            }
            Op::Authorise { token, by, authorised } => {
                let (owner, owner_member) = owner(token, by);
                TokenAuthorise { owner, owner_member, network, authorised }.instruction()
            }
            Op::Halt { by } => NetworkHalt { authority: self.wallet(by), network }.instruction(),
            Op::EndHalt { by } => NetworkResume { authority: self.wallet(by), network }.instruction(),
            Op::Publish { by, clauses, text } => {
                let charter_hash = charter_hash(text);
                CharterPublish { authority: self.wallet(by), network, clauses, charter_hash }.instruction()
            }
            Op::Acknowledge { wallet, version, clauses } => {
                let Person { wallet, member } = self.person(wallet);
                CharterAcknowledge { wallet, network, member, charter_version: version, clauses }.instruction()
            }
            _ => return None,
        })
    }

    fn guard(&self, op: &Op) -> Option<Instruction> {
        let (payer, network) = (self.cast.payer, self.cast.network);
        let reason_hash = hash("reason");
        let complaint = |token: TokenId, holder: Wallet, index: u32| {
            pda::complaint(self.cast.tokens[token].position(self.wallet(holder)), index)
        };
        Some(match *op {
            Op::SetBoundary { token, by, holder, contact } => {
                let (owner, owner_member) = (self.wallet(by), self.owner_member(token));
                let (mint, holder) = (self.mint(token), self.wallet(holder));
                let contact = Contact::from_byte(contact).expect("a boundary");
                PositionSetBoundary { owner, owner_member, mint, holder, contact }.instruction()
            }
            Op::Complain { token, by, holder, index, category, severity, occurred_at } => ComplaintFile {
                payer,
                owner: self.wallet(by),
                owner_member: self.owner_member(token),
                mint: self.mint(token),
                position: self.cast.tokens[token].position(self.wallet(holder)),
                index,
                category: Category::from_byte(category).expect("a category"),
                severity: Severity::from_byte(severity).expect("a severity"),
                occurred_at,
                evidence_hash: hash("evidence"),
            }
            .instruction(),
            Op::Reply { token, holder, index, by } => {
                let (Person { wallet, member }, reply_hash) = (self.person(by), hash("reply"));
                ComplaintReply { wallet, member, complaint: complaint(token, holder, index), reply_hash }.instruction()
            }
            Op::Resolve { token, holder, index, by, decision } => ComplaintResolve {
                steward: self.wallet(by),
                steward_member: self.member(by),
                mint: self.mint(token),
                parties: self.parties(token, holder, index),
                decision: decided(decision),
                reason_hash,
            }
            .instruction(),
            Op::Overturn { token, holder, index, by, decision } => {
                let parties = self.parties(token, holder, index);
                let (authority, decision) = (self.wallet(by), decided(decision));
                ComplaintOverturn { authority, parties, decision, reason_hash }.instruction()
            }
            Op::CloseComplaint { token, holder, index } => {
                ComplaintClose { rent_payer: payer, complaint: complaint(token, holder, index) }.instruction()
            }
            Op::Report { token, by, year, proceeds, cost } => {
                let (owner, owner_member) = (self.wallet(by), self.owner_member(token));
                let (token, evidence_hash) = (self.cast.tokens[token].token, hash("statement"));
                ReportFile {
                    payer,
                    owner,
                    owner_member,
                    network,
                    token,
                    year,
                    proceeds,
                    cost_basis: cost,
                    evidence_hash,
                }
                .instruction()
            }
            Op::Record { token, year, witness } => {
                let owner_member = self.owner_member(token);
                let position = self.cast.tokens[token].position(self.wallet(witness));
                let token = self.cast.tokens[token].token;
                ReportRecord { payer, network, token, owner_member, position, year }.instruction()
            }
            _ => return None,
        })
    }

    fn parties(&self, token: TokenId, holder: Wallet, index: u32) -> ComplaintParties {
        let position = self.cast.tokens[token].position(self.wallet(holder));
        ComplaintParties {
            network: self.cast.network,
            token: self.cast.tokens[token].token,
            complaint: pda::complaint(position, index),
            member: self.member(holder),
            owner_member: self.owner_member(token),
        }
    }

    fn people(&self, op: &Op) -> Option<Instruction> {
        let network = self.cast.network;
        let reason_hash = hash("reason");
        let member_of = |member: usize| self.cast.members[member];
        Some(match *op {
            Op::Suspend { by, member } => {
                let (signer, steward_member, member) = (self.wallet(by), self.steward(by), member_of(member));
                MemberSuspend { signer, steward_member, network, member, reason_hash }.instruction()
            }
            Op::Exclude { by, member } => {
                let (authority, member) = (self.wallet(by), member_of(member));
                MemberExclude { authority, network, member, reason_hash }.instruction()
            }
            Op::Reinstate { by, member, consent } => {
                let (signer, steward_member, member) = (self.wallet(by), self.steward(by), member_of(member));
                let wallet = consent.map(|wallet| self.wallet(wallet));
                MemberReinstate { signer, steward_member, network, member, wallet }.instruction()
            }
            Op::Leave { wallet } => {
                let Person { wallet, member } = self.person(wallet);
                MemberLeave { wallet, member }.instruction()
            }
            _ => return None,
        })
    }
}

/// The hash of a charter's text.
pub fn charter_hash(text: u32) -> [u8; 32] {
    match text {
        0 => hash("charter"),
        text => hash(&format!("charter {text}")),
    }
}

fn decided(decision: Decision) -> Decided {
    match decision {
        Decision::Upheld(severity) => Decided::Upheld(Severity::from_byte(severity).expect("a severity")),
        Decision::Dismissed => Decided::Dismissed,
        Decision::Abusive => Decided::Abusive,
    }
}
