//! The move of a member to a new wallet.

use super::{Builder, Kind};
use crate::{ids, pda, Address, Instruction};

/// Two stewards and the new wallet propose to move a member whose key is lost. His old wallet has 14 days for a veto.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecoveryPropose {
    /// Pays the rent; gets it back when the recovery ends.
    pub payer: Address,
    /// The member's new wallet; a key pair, never an address of a program, and of no member of the network yet.
    pub new_wallet: Address,
    /// The wallet of a steward who recovers.
    pub first_signer: Address,
    /// The member who that steward is.
    pub first_member: Address,
    /// The wallet of another steward who recovers.
    pub second_signer: Address,
    /// The member who that steward is.
    pub second_member: Address,
    /// The network.
    pub network: Address,
    /// The member who is recovered.
    pub member: Address,
}

impl RecoveryPropose {
    /// Builds the instruction.
    pub fn instruction(&self) -> Instruction {
        Builder::new(Kind::RecoveryPropose)
            .paying_signer(self.payer)
            .signer(self.new_wallet)
            .signer(self.first_signer)
            .signer(self.second_signer)
            .readonly(self.network)
            .readonly(pda::steward(self.network, self.first_member))
            .readonly(self.first_member)
            .readonly(pda::steward(self.network, self.second_member))
            .readonly(self.second_member)
            .writable(self.member)
            .readonly(pda::wallet_link(self.network, self.new_wallet))
            .writable(pda::recovery(self.member))
            .readonly(ids::SYSTEM_ID)
            .with_events()
    }
}

/// Ends a recovery: the old wallet's veto; the new wallet or a steward gives it up; anyone clears away one that lapsed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecoveryVeto {
    /// The old wallet, the new one, a steward who proposed it; anyone, once it has lapsed.
    pub signer: Address,
    /// The member.
    pub member: Address,
    /// Who paid the rent, as the recovery records it.
    pub rent_payer: Address,
}

impl RecoveryVeto {
    /// Builds the instruction.
    pub fn instruction(&self) -> Instruction {
        Builder::new(Kind::RecoveryVeto)
            .signer(self.signer)
            .writable(self.member)
            .writable(self.rent_payer)
            .writable(pda::recovery(self.member))
            .with_events()
    }
}

/// Gives the member his new wallet, after the time for a veto; anyone may.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecoveryExecute {
    /// Pays the rent of the new wallet's link.
    pub payer: Address,
    /// The network.
    pub network: Address,
    /// The member.
    pub member: Address,
    /// Who paid the rent of the recovery, as it records.
    pub rent_payer: Address,
    /// The new wallet, as the recovery records it.
    pub new_wallet: Address,
}

impl RecoveryExecute {
    /// Builds the instruction.
    pub fn instruction(&self) -> Instruction {
        Builder::new(Kind::RecoveryExecute)
            .paying_signer(self.payer)
            .readonly(self.network)
            .writable(self.member)
            .writable(self.rent_payer)
            .writable(pda::recovery(self.member))
            .writable(pda::wallet_link(self.network, self.new_wallet))
            .readonly(ids::SYSTEM_ID)
            .with_events()
    }
}

/// Moves a position of the old wallet to that of the new one, which must be open; anyone may, nobody signs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecoveryMove {
    /// The member.
    pub member: Address,
    /// The share mint.
    pub mint: Address,
    /// The wallet of the position that is left.
    pub old_wallet: Address,
    /// The member's present wallet.
    pub new_wallet: Address,
}

impl RecoveryMove {
    /// Builds the instruction.
    pub fn instruction(&self) -> Instruction {
        let share_account = pda::share_account(self.old_wallet, self.mint);
        let successor = pda::share_account(self.new_wallet, self.mint);
        Builder::new(Kind::RecoveryMove)
            .readonly(self.member)
            .readonly(pda::token(self.mint))
            .writable(self.mint)
            .writable(pda::position(share_account))
            .writable(share_account)
            .writable(pda::position(successor))
            .writable(successor)
            .readonly(ids::TOKEN_2022_ID)
            .with_events()
    }
}
