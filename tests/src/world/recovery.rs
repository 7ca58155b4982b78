//! Lost and stolen keys.

use personal_token_core::{
    member::capability,
    recovery::{CAPABILITY_WAIT, EXECUTABLE, VETO_TIME},
};
use personal_token_sdk::{
    instruction::{
        Holder, MemberHold, MemberRelease, PositionMark, ProceedsClaim, RecoveryExecute, RecoveryMove, RecoveryPropose,
        RecoveryVeto,
    },
    pda,
    state::{Member, Recovery},
};
use solana_address::Address;

use super::{Person, TokenFixture, World};
use crate::Outcome;

/// A member who lost his key, and whoever brings him back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lost {
    /// The member with the wallet that he lost.
    pub old: Person,
    /// The same member with his new wallet.
    pub new: Person,
    /// Two stewards who recover.
    pub stewards: [Person; 2],
}

impl Lost {
    /// Where the recovery is, while one is pending.
    pub fn recovery(&self) -> Address {
        pda::recovery(self.old.member)
    }
}

impl World {
    /// Two stewards who have had the capability for just as long as they must.
    pub fn recoverers(&mut self) -> [Person; 2] {
        let stewards = ["rita", "ron"].map(|name| self.steward(name, capability::RECOVER));
        self.warp(i64::from(CAPABILITY_WAIT));
        stewards
    }

    /// A member who lost his key and has a new wallet of that name; nobody proposed anything yet.
    pub fn lose(&mut self, old: Person, new: &str, stewards: [Person; 2]) -> Lost {
        let new = Person { wallet: self.person(new), member: old.member };
        Lost { old, new, stewards }
    }

    /// The instruction that proposes a recovery.
    pub fn recovery_propose(&self, lost: &Lost) -> RecoveryPropose {
        let [first, second] = lost.stewards;
        RecoveryPropose {
            payer: self.payer,
            new_wallet: lost.new.wallet,
            first_signer: first.wallet,
            first_member: first.member,
            second_signer: second.wallet,
            second_member: second.member,
            network: self.network,
            member: lost.old.member,
        }
    }

    /// The instruction by which somebody ends a recovery.
    pub fn recovery_veto(&self, lost: &Lost, signer: Address) -> RecoveryVeto {
        RecoveryVeto { signer, member: lost.old.member, rent_payer: self.payer }
    }

    /// The instruction that gives the member his new wallet.
    pub fn recovery_execute(&self, lost: &Lost) -> RecoveryExecute {
        RecoveryExecute {
            payer: self.payer,
            network: self.network,
            member: lost.old.member,
            rent_payer: self.payer,
            new_wallet: lost.new.wallet,
        }
    }

    /// The instruction that moves a position to the new wallet's.
    pub fn recovery_move(&self, lost: &Lost, token: &TokenFixture) -> RecoveryMove {
        RecoveryMove {
            member: lost.old.member,
            mint: token.mint,
            old_wallet: lost.old.wallet,
            new_wallet: lost.new.wallet,
        }
    }

    /// The instruction that marks a position, or takes its mark away.
    pub fn position_mark(&self, token: &TokenFixture, holder: Person) -> PositionMark {
        PositionMark { member: holder.member, positions: vec![token.position(holder.wallet)] }
    }

    /// The instruction by which a steward, or without one the authority, holds a member.
    pub fn member_hold(&self, steward: Option<Person>, member: Person, seconds: u32) -> MemberHold {
        let (signer, steward_member) = self.governor(steward);
        MemberHold { signer, steward_member, network: self.network, member: member.member, seconds }
    }

    /// The instruction by which a steward, or without one the authority, ends a hold.
    pub fn member_release(&self, steward: Option<Person>, member: Person) -> MemberRelease {
        let (signer, steward_member) = self.governor(steward);
        MemberRelease { signer, steward_member, network: self.network, member: member.member }
    }

    fn governor(&self, steward: Option<Person>) -> (Address, Option<Address>) {
        steward.map_or((self.founder, None), |steward| (steward.wallet, Some(steward.member)))
    }

    /// The instruction by which a holder himself is paid.
    pub fn proceeds_claim_by(&self, token: &TokenFixture, holder: Person) -> ProceedsClaim {
        let Person { wallet, member } = holder;
        ProceedsClaim { holder: Some(Holder { wallet, member }), ..self.proceeds_claim(token, wallet) }
    }

    /// Pays a holder who signs for it himself.
    #[must_use = "say whether it was to succeed or to be refused, and how"]
    #[track_caller]
    pub fn claim_by(&mut self, token: &TokenFixture, holder: Person) -> Outcome {
        let claim = self.proceeds_claim_by(token, holder);
        self.send(&[claim.instruction()])
    }

    /// Marks a position, or takes its mark away, as things are.
    #[track_caller]
    pub fn mark(&mut self, token: &TokenFixture, holder: Person) {
        let mark = self.position_mark(token, holder);
        self.must(&[mark.instruction()]);
    }

    /// The stewards and the new wallet propose a recovery.
    #[track_caller]
    pub fn propose(&mut self, lost: &Lost) {
        let propose = self.recovery_propose(lost);
        self.must(&[propose.instruction()]);
    }

    /// The time for a veto passes, and the member has his new wallet.
    #[track_caller]
    pub fn execute(&mut self, lost: &Lost) {
        let executable_at = self.read::<Recovery>(lost.recovery()).executable_at;
        self.warp_to(executable_at.max(self.now()));
        let execute = self.recovery_execute(lost);
        self.must(&[execute.instruction()]);
    }

    /// The new wallet opens a position, and everything is moved there.
    #[track_caller]
    pub fn relocate(&mut self, lost: &Lost, token: &TokenFixture) {
        if self.account(&token.position(lost.new.wallet)).is_none() {
            self.open_position(lost.new, token);
        }
        let relocate = self.recovery_move(lost, token);
        self.must(&[relocate.instruction()]);
    }

    /// The whole way, with the positions in these tokens.
    #[track_caller]
    pub fn recover(&mut self, lost: &Lost, tokens: &[&TokenFixture]) {
        self.propose(lost);
        self.execute(lost);
        for token in tokens {
            self.relocate(lost, token);
        }
    }

    /// A member as he is now.
    pub fn member_state(&self, person: Person) -> Member {
        self.read(person.member)
    }
}

/// Seconds from a proposal until it can be executed.
pub const VETO: i64 = VETO_TIME as i64;
/// Seconds from a proposal until it lapses.
pub const LAPSE: i64 = VETO + EXECUTABLE as i64;
