use super::{Builder, Kind};
use crate::{core::boundary::Contact, ids, pda, Address, Instruction};

/// Opens a member's position in a token; the holder signs, anybody may pay.
///
/// The wallet's share account must exist: put [`CreateAssociatedToken`](super::CreateAssociatedToken) before. If it has
/// CpiGuard, put a [`SetCloseAuthority`](super::SetCloseAuthority) to the position before, too.
///
/// ```
/// use personal_token_sdk::{instruction::{CreateAssociatedToken, PositionOpen}, Address, TOKEN_2022_ID};
///
/// let (wallet, member, mint) = (Address::from([1; 32]), Address::from([2; 32]), Address::from([3; 32]));
/// let transaction = [
///     CreateAssociatedToken { payer: wallet, wallet, mint, token_program: TOKEN_2022_ID }.instruction(),
///     PositionOpen { payer: wallet, wallet, member, mint }.instruction(),
/// ];
/// assert_eq!(transaction[0].accounts[1].pubkey, transaction[1].accounts[4].pubkey);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PositionOpen {
    /// Pays the rent; gets it back if the position is closed unused.
    pub payer: Address,
    /// The holder's wallet.
    pub wallet: Address,
    /// The holder's member.
    pub member: Address,
    /// The share mint.
    pub mint: Address,
}

impl PositionOpen {
    /// Builds the instruction.
    pub fn instruction(&self) -> Instruction {
        let (share_account, share_bump) = pda::share_account_with_bump(self.wallet, self.mint);
        Builder::new(Kind::PositionOpen)
            .paying_signer(self.payer)
            .signer(self.wallet)
            .readonly(pda::token(self.mint))
            .readonly(self.member)
            .writable(share_account)
            .writable(pda::position(share_account))
            .readonly(ids::TOKEN_2022_ID)
            .readonly(ids::SYSTEM_ID)
            .bytes(&[share_bump])
            .with_events()
    }
}

/// Closes a position that never held shares nor subscribed to any; the wallet becomes the close authority of its share account again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PositionClose {
    /// The member's present wallet.
    pub wallet: Address,
    /// The member.
    pub member: Address,
    /// The share mint.
    pub mint: Address,
    /// Who paid the rent, as the position records it.
    pub rent_payer: Address,
}

impl PositionClose {
    /// Builds the instruction.
    pub fn instruction(&self) -> Instruction {
        let share_account = pda::share_account(self.wallet, self.mint);
        Builder::new(Kind::PositionClose)
            .signer(self.wallet)
            .readonly(self.member)
            .writable(self.rent_payer)
            .writable(pda::position(share_account))
            .writable(share_account)
            .readonly(ids::TOKEN_2022_ID)
            .with_events()
    }
}

/// Marks positions of a member as long as he is held or being recovered, so that nobody else has them paid; takes the
/// marks away afterwards. Anyone may, nobody signs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PositionMark {
    /// The member.
    pub member: Address,
    /// Positions of his, in any tokens; at least one.
    pub positions: Vec<Address>,
}

impl PositionMark {
    /// Builds the instruction.
    pub fn instruction(&self) -> Instruction {
        let builder = Builder::new(Kind::PositionMark).readonly(self.member);
        self.positions.iter().fold(builder, |builder, position| builder.writable(*position)).build()
    }
}

/// The owner admits a member up to a cap, for the policy of a village.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PositionAdmit {
    /// The owner's wallet.
    pub owner: Address,
    /// The owner's member.
    pub owner_member: Address,
    /// The share mint.
    pub mint: Address,
    /// The wallet of the holder, who has a position already.
    pub holder: Address,
    /// Basis points of all shares; 0 withdraws the admission.
    pub cap: u16,
}

impl PositionAdmit {
    /// Builds the instruction.
    pub fn instruction(&self) -> Instruction {
        by_owner(Kind::PositionAdmit, self.owner, self.owner_member, self.mint, self.holder)
            .bytes(&self.cap.to_le_bytes())
            .with_events()
    }
}

/// The owner approves one receipt, for the policy of approval.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PositionApprove {
    /// The owner's wallet.
    pub owner: Address,
    /// The owner's member.
    pub owner_member: Address,
    /// The share mint.
    pub mint: Address,
    /// The wallet of the receiver, who has a position already.
    pub holder: Address,
    /// The wallet of the sender.
    pub from: Address,
    /// At most this many shares; 0 withdraws the approval.
    pub shares: u64,
    /// Unix time from which the approval is worth nothing.
    pub expires_at: i64,
}

impl PositionApprove {
    /// Builds the instruction.
    pub fn instruction(&self) -> Instruction {
        by_owner(Kind::PositionApprove, self.owner, self.owner_member, self.mint, self.holder)
            .bytes(self.from.as_ref())
            .bytes(&self.shares.to_le_bytes())
            .bytes(&self.expires_at.to_le_bytes())
            .with_events()
    }
}

/// The owner says how a shareholder may contact him.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PositionSetBoundary {
    /// The owner's wallet.
    pub owner: Address,
    /// The owner's member.
    pub owner_member: Address,
    /// The share mint.
    pub mint: Address,
    /// The shareholder's present wallet.
    pub holder: Address,
    /// What is welcome.
    pub contact: Contact,
}

impl PositionSetBoundary {
    /// Builds the instruction.
    pub fn instruction(&self) -> Instruction {
        by_owner(Kind::PositionSetBoundary, self.owner, self.owner_member, self.mint, self.holder)
            .bytes(&[self.contact.byte()])
            .with_events()
    }
}

fn by_owner(kind: Kind, owner: Address, owner_member: Address, mint: Address, holder: Address) -> Builder {
    Builder::new(kind)
        .signer(owner)
        .readonly(owner_member)
        .readonly(pda::token(mint))
        .writable(pda::position_of(holder, mint))
}
