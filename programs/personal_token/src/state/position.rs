use super::Member;
use crate::constants::{ASSOCIATED_TOKEN_ID, POSITION_SEED, TOKEN_2022_ID};
use anchor_lang::{address_eq, find_program_address, prelude::*};
use personal_token_core::{
    accumulator::Holding,
    boundary::{Boundary, Contact},
    lockup::Lockup,
    transfer::Approval,
    Error as Rule, BASIS_POINTS,
};

/// A member's holding of one token. Its address is the close authority of the share account, which is how wallets find
/// it from a transfer alone.
#[account]
pub struct Position {
    /// Layout version.
    pub version: u8,
    /// Canonical bump.
    pub bump: u8,
    /// 0 while it can be closed, `HELD` once it has held shares, `KEPT` if it stays without
    /// having held any.
    pub used: u8,
    /// Byte of `core::boundary::Contact`: how the holder may contact the owner.
    pub contact: u8,
    /// Basis points of all shares that the owner lets the member hold; 0 when he has not admitted him.
    pub cap: u16,
    /// Zero.
    pub padding2: u16,
    /// The member. Wallets read its address here: the offset is frozen.
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
    pub last: PodU128,
    /// Quote units owed and not yet paid, times 2^64.
    pub owed: PodU128,
    /// Locked shares.
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

/// Of `Position::used`: it has held shares.
pub const HELD: u8 = 1;
/// Of `Position::used`: it has subscribed to a round, receives fees of one, or was set a boundary, but has held no
/// shares.
pub const KEPT: u8 = 2;

/// Where the member's address lies in the account's data, its discriminator included.
pub const POSITION_MEMBER_OFFSET: u8 = 16;
const _: () = assert!(8 + core::mem::offset_of!(Position, member) == POSITION_MEMBER_OFFSET as usize);

impl Position {
    /// The money side, as the rules take it.
    #[inline(always)]
    pub fn holding(&self) -> Holding {
        Holding { shares: self.shares, last: self.last.get(), owed: self.owed.get() }
    }

    /// Stores the money side.
    #[inline(always)]
    pub fn set_holding(&mut self, holding: &Holding) {
        self.shares = holding.shares;
        self.last = holding.last.into();
        self.owed = holding.owed.into();
    }

    /// The lock, as the rules take it.
    #[inline(always)]
    pub fn lockup(&self) -> Lockup {
        Lockup { shares: self.locked, unlocks_at: self.unlocks_at }
    }

    /// Stores the lock.
    #[inline(always)]
    pub fn set_lockup(&mut self, lockup: Lockup) {
        self.locked = lockup.shares;
        self.unlocks_at = lockup.unlocks_at;
    }

    /// The owner's approval, if it names this sender.
    #[inline(always)]
    pub fn approval_from(&self, sender: &Address) -> Approval {
        if self.approved_shares != 0 && self.approved_from == *sender {
            Approval { shares: self.approved_shares, expires_at: self.approval_expires_at }
        } else {
            Approval::default()
        }
    }

    /// The position in an account's data, if that is what it is; the caller has checked which program wrote it.
    #[inline(always)]
    pub fn from_data(data: &mut [u8]) -> Option<&mut Self> {
        let (discriminator, rest) = data.split_first_chunk_mut::<8>()?;
        if discriminator.as_slice() != Self::DISCRIMINATOR {
            return None;
        }
        bytemuck::try_from_bytes_mut(rest).ok()
    }

    /// Refuses a position that everything was moved away from.
    pub fn check_not_replaced(&self) -> Result<()> {
        require!(self.successor == Address::default(), Rule::PositionReplaced);
        Ok(())
    }

    /// Refuses any position but that of the member's present wallet; the caller has checked whose it is.
    pub fn check_present(&self, member: &Member) -> Result<()> {
        require!(address_eq(&self.wallet, &member.wallet), Rule::PositionReplaced);
        Ok(())
    }

    /// Where a wallet's position is, whether there is one or not: searched for, as whoever passes it may gain from
    /// another.
    #[inline(never)]
    pub fn address_of(wallet: &Address, mint: &Address) -> Address {
        let seeds = [wallet.as_ref(), TOKEN_2022_ID.as_ref(), mint.as_ref()];
        let (share_account, _) = find_program_address(&seeds, &ASSOCIATED_TOKEN_ID);
        find_program_address(&[POSITION_SEED, share_account.as_ref()], &crate::ID).0
    }

    /// Keeps it from being closed.
    pub fn keep(&mut self) {
        if self.used == 0 {
            self.used = KEPT;
        }
    }

    /// The contact boundary, as the rules take it.
    pub fn boundary(&self) -> Result<Boundary> {
        Ok(Boundary {
            contact: Contact::from_byte(self.contact)?,
            set_at: self.contact_set_at,
            first_set_at: self.contact_first_set_at,
        })
    }

    /// Stores the contact boundary.
    pub fn set_boundary(&mut self, boundary: Boundary) {
        self.contact = boundary.contact.byte();
        self.contact_set_at = boundary.set_at;
        self.contact_first_set_at = boundary.first_set_at;
    }

    /// Withdraws the approval.
    pub fn clear_approval(&mut self) {
        self.approved_from = Address::default();
        self.approved_shares = 0;
        self.approval_expires_at = 0;
    }

    /// What must hold after every change.
    #[inline(never)]
    pub fn invariant(&self) -> Result<()> {
        require!(self.is_sound(), Rule::InvariantBroken);
        Ok(())
    }

    /// Whether it does: for the hook and for batches, where a call counts.
    #[inline(always)]
    pub fn is_sound(&self) -> bool {
        let unlocked = self.shares.checked_sub(self.locked);
        unlocked.is_some_and(|shares| self.listed <= shares)
            && self.cap <= BASIS_POINTS
            && (self.used == HELD || (self.shares == 0 && self.owed.is_zero()))
    }
}
