use super::{Builder, Kind};
use crate::{ids, pda, Address, Instruction};

/// A wallet asks for admission and acknowledges every clause of the charter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApplicationOpen {
    /// Pays the rent; gets it back when the application is closed.
    pub payer: Address,
    /// The applicant; a key pair, never an address of a program.
    pub wallet: Address,
    /// The network.
    pub network: Address,
    /// Bits of [`core::member::role`](crate::core::member::role).
    pub roles: u8,
    /// The current version of the charter.
    pub charter_version: u32,
    /// How many clauses were acknowledged: all of them.
    pub clauses: u16,
}

impl ApplicationOpen {
    /// Builds the instruction.
    pub fn instruction(&self) -> Instruction {
        Builder::new(Kind::ApplicationOpen)
            .paying_signer(self.payer)
            .signer(self.wallet)
            .readonly(self.network)
            .writable(pda::application(self.network, self.wallet))
            .readonly(ids::SYSTEM_ID)
            .bytes(&[self.roles])
            .bytes(&self.charter_version.to_le_bytes())
            .bytes(&self.clauses.to_le_bytes())
            .with_events()
    }
}

/// The applicant withdraws, or the network refuses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApplicationClose {
    /// The applicant, the network's authority, or a steward who admits.
    pub signer: Address,
    /// The steward's member; `None` for the applicant and the authority.
    pub steward_member: Option<Address>,
    /// The network.
    pub network: Address,
    /// The applicant.
    pub wallet: Address,
    /// Who paid the rent, as the application records it.
    pub rent_payer: Address,
}

impl ApplicationClose {
    /// Builds the instruction.
    pub fn instruction(&self) -> Instruction {
        Builder::new(Kind::ApplicationClose)
            .signer(self.signer)
            .readonly(self.network)
            .steward(self.network, self.steward_member)
            .writable(self.rent_payer)
            .writable(pda::application(self.network, self.wallet))
            .with_events()
    }
}

/// Admits an applicant under an identity commitment: one human, one member.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MemberAdmit {
    /// Pays the rent of the member and of his wallet's link.
    pub payer: Address,
    /// The network's authority, or a steward who admits.
    pub signer: Address,
    /// The steward's member; `None` for the authority.
    pub steward_member: Option<Address>,
    /// The network.
    pub network: Address,
    /// The applicant.
    pub wallet: Address,
    /// Who paid the application's rent, as it records.
    pub rent_payer: Address,
    /// HMAC of an identity document under the network's secret.
    pub identity: [u8; 32],
    /// The roles of the application that was reviewed, bits of `core::member::role`.
    pub roles: u8,
    /// The charter version of the application that was reviewed.
    pub charter_version: u32,
}

impl MemberAdmit {
    /// Builds the instruction.
    pub fn instruction(&self) -> Instruction {
        Builder::new(Kind::MemberAdmit)
            .paying_signer(self.payer)
            .signer(self.signer)
            .readonly(self.network)
            .steward(self.network, self.steward_member)
            .writable(self.rent_payer)
            .writable(pda::application(self.network, self.wallet))
            .writable(pda::member(self.network, &self.identity))
            .writable(pda::wallet_link(self.network, self.wallet))
            .readonly(ids::SYSTEM_ID)
            .bytes(&self.identity)
            .bytes(&[self.roles])
            .bytes(&self.charter_version.to_le_bytes())
            .with_events()
    }
}

/// A member acknowledges every clause of the current charter: asked before the next purchase, round or token, never
/// before he is paid. An owner's cooling-off starts again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CharterAcknowledge {
    /// The member's wallet.
    pub wallet: Address,
    /// The network.
    pub network: Address,
    /// The member.
    pub member: Address,
    /// The current version.
    pub charter_version: u32,
    /// How many clauses were acknowledged: all of them.
    pub clauses: u16,
}

impl CharterAcknowledge {
    /// Builds the instruction.
    pub fn instruction(&self) -> Instruction {
        Builder::new(Kind::CharterAcknowledge)
            .signer(self.wallet)
            .readonly(self.network)
            .writable(self.member)
            .bytes(&self.charter_version.to_le_bytes())
            .bytes(&self.clauses.to_le_bytes())
            .with_events()
    }
}

/// Excludes a member, also one who is suspended or has left; only the authority takes it back, by [`MemberReinstate`].
/// He keeps what he holds and is paid, but receives nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MemberExclude {
    /// The network's authority.
    pub authority: Address,
    /// The network.
    pub network: Address,
    /// The member.
    pub member: Address,
    /// Hash of the document that states the reason; not zero.
    pub reason_hash: [u8; 32],
}

impl MemberExclude {
    /// Builds the instruction.
    pub fn instruction(&self) -> Instruction {
        govern(Kind::MemberExclude, self.authority, None, self.network, self.member)
            .bytes(&self.reason_hash)
            .with_events()
    }
}

/// Suspends a member; he keeps what he holds and is paid, but receives nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MemberSuspend {
    /// The network's authority, or a steward who arbitrates.
    pub signer: Address,
    /// The steward's member; `None` for the authority.
    pub steward_member: Option<Address>,
    /// The network.
    pub network: Address,
    /// The member.
    pub member: Address,
    /// Hash of the document that states the reason; not zero.
    pub reason_hash: [u8; 32],
}

impl MemberSuspend {
    /// Builds the instruction.
    pub fn instruction(&self) -> Instruction {
        govern(Kind::MemberSuspend, self.signer, self.steward_member, self.network, self.member)
            .bytes(&self.reason_hash)
            .with_events()
    }
}

/// Ends a suspension; brings back a member who left, if his wallet signs too; ends an exclusion, if the authority signs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MemberReinstate {
    /// The network's authority, or a steward who arbitrates.
    pub signer: Address,
    /// The steward's member; `None` for the authority.
    pub steward_member: Option<Address>,
    /// The network.
    pub network: Address,
    /// The member.
    pub member: Address,
    /// The member's wallet as a signer: needed if he left.
    pub wallet: Option<Address>,
}

impl MemberReinstate {
    /// Builds the instruction.
    pub fn instruction(&self) -> Instruction {
        govern(Kind::MemberReinstate, self.signer, self.steward_member, self.network, self.member)
            .optional_signer(self.wallet)
            .with_events()
    }
}

/// A member leaves the network; he keeps what he holds and is paid.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MemberLeave {
    /// The member's wallet.
    pub wallet: Address,
    /// The member.
    pub member: Address,
}

impl MemberLeave {
    /// Builds the instruction.
    pub fn instruction(&self) -> Instruction {
        Builder::new(Kind::MemberLeave).signer(self.wallet).writable(self.member).with_events()
    }
}

/// Attests that the conversation about rights took place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MemberAttest {
    /// The network's authority, or a steward who attests.
    pub signer: Address,
    /// The steward's member; `None` for the authority.
    pub steward_member: Option<Address>,
    /// The network.
    pub network: Address,
    /// The member.
    pub member: Address,
}

impl MemberAttest {
    /// Builds the instruction.
    pub fn instruction(&self) -> Instruction {
        govern(Kind::MemberAttest, self.signer, self.steward_member, self.network, self.member).with_events()
    }
}

/// Holds a member's shares, as his key was stolen: nothing of his is transferred, sold, or paid out of rounds to others'
/// order. It ends by itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MemberHold {
    /// The network's authority, or a steward who recovers.
    pub signer: Address,
    /// The steward's member; `None` for the authority.
    pub steward_member: Option<Address>,
    /// The network.
    pub network: Address,
    /// The member.
    pub member: Address,
    /// From one second to 30 days.
    pub seconds: u32,
}

impl MemberHold {
    /// Builds the instruction.
    pub fn instruction(&self) -> Instruction {
        govern(Kind::MemberHold, self.signer, self.steward_member, self.network, self.member)
            .bytes(&self.seconds.to_le_bytes())
            .with_events()
    }
}

/// Ends a hold early.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MemberRelease {
    /// The network's authority, or a steward who recovers.
    pub signer: Address,
    /// The steward's member; `None` for the authority.
    pub steward_member: Option<Address>,
    /// The network.
    pub network: Address,
    /// The member.
    pub member: Address,
}

impl MemberRelease {
    /// Builds the instruction.
    pub fn instruction(&self) -> Instruction {
        govern(Kind::MemberRelease, self.signer, self.steward_member, self.network, self.member).with_events()
    }
}

fn govern(kind: Kind, signer: Address, steward_member: Option<Address>, network: Address, member: Address) -> Builder {
    Builder::new(kind).signer(signer).readonly(network).steward(network, steward_member).writable(member)
}
