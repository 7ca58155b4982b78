use super::{check_field, program_account, DISCRIMINATOR_SPACE, U128};
use crate::{
    core::{
        self,
        accumulator::Holding,
        boundary::{Boundary, Contact},
        lockup::Lockup,
        transfer::Approval,
        BASIS_POINTS,
    },
    pda, Address, Result,
};
use bytemuck::{Pod, Zeroable};
use std::mem::offset_of;

/// A member's holding of one token. Its address is the close authority of the share account, which is how wallets find
/// it from a transfer alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Pod, Zeroable)]
#[repr(C)]
pub struct Position {
    /// Layout version.
    pub version: u8,
    /// Canonical bump.
    pub bump: u8,
    /// 0 while it can be closed, [`Position::HELD`] once it has held shares, [`Position::KEPT`] if it stays without having
    /// held any.
    pub used: u8,
    /// Byte of [`Contact`]: how the holder may contact the owner; see [`Position::boundary`].
    pub contact: u8,
    /// Basis points of all shares that the owner lets the member hold; 0 when he has not admitted him.
    pub cap: u16,
    /// Zero.
    pub padding2: u16,
    /// The member.
    pub member: Address,
    /// The token.
    pub token: Address,
    /// The share account.
    pub share_account: Address,
    /// The member's wallet.
    pub wallet: Address,
    /// The wallet's canonical quote account, the only one that is ever paid.
    pub quote_account: Address,
    /// Who paid the rent, and gets it back.
    pub rent_payer: Address,
    /// Shares held; equals the balance of the share account.
    pub shares: u64,
    /// The token's accumulator at the last checkpoint.
    pub last: U128,
    /// Quote units owed and not yet paid, times 2^64.
    pub owed: U128,
    /// Locked shares; see [`Position::lockup`], as an expired lock stays here until the next transfer.
    pub locked: u64,
    /// Unix time at which they unlock.
    pub unlocks_at: i64,
    /// What the shares cost, in quote units.
    pub cost_basis: u64,
    /// The sender of an approved receipt.
    pub approved_from: Address,
    /// At most this many shares; 0 for no approval.
    pub approved_shares: u64,
    /// Unix time from which the approval is worth nothing.
    pub approval_expires_at: i64,
    /// Unix time of opening.
    pub opened_at: i64,
    /// Shares listed for sale; in place, but not to be transferred.
    pub listed: u64,
    /// Unix time before which it is marked: only the holder himself has it paid.
    pub held_until: i64,
    /// Number of listings ever; the next one's nonce.
    pub listings: u32,
    /// Number of complaints ever filed about it; the next one's index.
    pub complaints: u32,
    /// The position of the member's present wallet that everything was moved to; default for none.
    pub successor: Address,
    /// Unix time of the last change of the contact boundary; 0 if none was ever set.
    pub contact_set_at: i64,
    /// Unix time of the first contact boundary; 0 if none was ever set.
    pub contact_first_set_at: i64,
    /// Zero.
    pub reserved: [u8; 48],
}

program_account!(Position, [170, 188, 143, 228, 122, 64, 247, 208], 448);

// Wallets read the member's address at this offset, for ever.
const _: () = assert!(Position::MEMBER_OFFSET == 16);

impl Position {
    /// Where the member's address lies in the data, for filters.
    pub const MEMBER_OFFSET: usize = DISCRIMINATOR_SPACE + offset_of!(Self, member);
    /// Where the token's address lies in the data, for filters.
    pub const TOKEN_OFFSET: usize = DISCRIMINATOR_SPACE + offset_of!(Self, token);
    /// Where the wallet's address lies in the data, for filters.
    pub const WALLET_OFFSET: usize = DISCRIMINATOR_SPACE + offset_of!(Self, wallet);

    /// Of `used`: it has held shares.
    pub const HELD: u8 = 1;
    /// Of `used`: it has taken part in a round, or was set a boundary, but has held no shares.
    pub const KEPT: u8 = 2;

    /// Its address.
    pub fn address(&self) -> Address {
        pda::position(self.share_account)
    }

    /// The money side, as the rules take it.
    pub fn holding(&self) -> Holding {
        Holding { shares: self.shares, last: self.last.get(), owed: self.owed.get() }
    }

    /// The lock; `.at(now)` gives what is locked now.
    pub fn lockup(&self) -> Lockup {
        Lockup { shares: self.locked, unlocks_at: self.unlocks_at }
    }

    /// Shares that may leave it now, neither locked nor listed; whether the member is held is not asked.
    pub fn movable(&self, now: i64) -> u64 {
        self.lockup().free(self.shares, now).saturating_sub(self.listed)
    }

    /// Whether it is marked: nobody but the holder himself has it paid then.
    pub fn is_held(&self, now: i64) -> bool {
        now < self.held_until
    }

    /// The position that everything was moved to, if the member has left this one.
    pub fn replaced_by(&self) -> Option<Address> {
        (self.successor != Address::default()).then_some(self.successor)
    }

    /// How the holder may contact the owner; [`core::Error::BoundaryInvalid`] never comes of a decoded position.
    pub fn boundary(&self) -> core::Result<Boundary> {
        Ok(Boundary {
            contact: Contact::from_byte(self.contact)?,
            set_at: self.contact_set_at,
            first_set_at: self.contact_first_set_at,
        })
    }

    /// The owner's approval, if it names the wallet of this sender.
    pub fn approval_from(&self, sender: &Address) -> Approval {
        if self.approved_shares != 0 && self.approved_from == *sender {
            Approval { shares: self.approved_shares, expires_at: self.approval_expires_at }
        } else {
            Approval::default()
        }
    }

    fn check_fields(&self) -> Result<()> {
        check_field(self.used <= Self::KEPT, "Position", "used", self.used.into())?;
        check_field(self.boundary().is_ok(), "Position", "contact", self.contact.into())?;
        check_field(self.cap <= BASIS_POINTS, "Position", "cap", self.cap.into())?;
        check_field(self.locked <= self.shares, "Position", "locked", self.locked)?;
        let free = self.shares.saturating_sub(self.locked);
        check_field(self.listed <= free, "Position", "listed", self.listed)
    }
}
