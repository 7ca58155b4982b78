//! What becomes of an investor's part in a round.

use super::{Builder, Kind};
use crate::{ids, pda, Address, Instruction};

/// An investor subscribes to a round; the whole cost, shares times price, goes into escrow.
///
/// His position must be open: put [`PositionOpen`](super::PositionOpen) before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RoundSubscribe {
    /// Pays the rent; gets it back when the subscription ends.
    pub payer: Address,
    /// The investor's wallet, and the authority of the source.
    pub wallet: Address,
    /// The investor's member.
    pub member: Address,
    /// The network.
    pub network: Address,
    /// The share mint.
    pub mint: Address,
    /// Number of the round.
    pub index: u32,
    /// The quote account that the money comes from.
    pub source: Address,
    /// Within the round's limits of one investor.
    pub shares: u64,
}

impl RoundSubscribe {
    /// Builds the instruction.
    pub fn instruction(&self) -> Instruction {
        let token = pda::token(self.mint);
        let round = pda::round(token, self.index);
        Builder::new(Kind::RoundSubscribe)
            .paying_signer(self.payer)
            .signer(self.wallet)
            .readonly(self.member)
            .readonly(self.network)
            .readonly(token)
            .writable(pda::position_of(self.wallet, self.mint))
            .writable(round)
            .writable(pda::subscription(round, self.member))
            .writable(self.source)
            .writable(pda::escrow(round))
            .readonly(ids::TOKEN_ID)
            .readonly(ids::SYSTEM_ID)
            .bytes(&self.shares.to_le_bytes())
            .with_events()
    }
}

/// An investor takes back a subscription that was not accepted, or that an undo has freed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RoundWithdraw {
    /// The investor's present wallet.
    pub wallet: Address,
    /// The investor's member.
    pub member: Address,
    /// The share mint.
    pub mint: Address,
    /// Number of the round.
    pub index: u32,
    /// Who paid the rent, as the subscription records it.
    pub rent_payer: Address,
    /// The quote account that the member records.
    pub quote_account: Address,
}

impl RoundWithdraw {
    /// Builds the instruction.
    pub fn instruction(&self) -> Instruction {
        let Self { wallet, member, mint, index, rent_payer, quote_account } = *self;
        end(Kind::RoundWithdraw, Some(wallet), &Ending { member, mint, index, rent_payer, quote_account })
    }
}

/// Pays back what a subscription is still owed, and ends it; anyone may.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RoundRefund {
    /// The investor's present wallet, as a signer: needed while he is held or being recovered.
    pub wallet: Option<Address>,
    /// The investor's member.
    pub member: Address,
    /// The share mint.
    pub mint: Address,
    /// Number of the round.
    pub index: u32,
    /// Who paid the rent, as the subscription records it.
    pub rent_payer: Address,
    /// The quote account that the member records.
    pub quote_account: Address,
}

impl RoundRefund {
    /// Builds the instruction.
    pub fn instruction(&self) -> Instruction {
        let Self { wallet, member, mint, index, rent_payer, quote_account } = *self;
        end(Kind::RoundRefund, wallet, &Ending { member, mint, index, rent_payer, quote_account })
    }
}

/// Issues the shares of an accepted subscription, once the undo window is over; anyone may, nobody signs.
///
/// What of its money did not become shares, all of it if the investor may not receive any more, waits for a refund, which
/// fits into the same transaction:
///
/// ```
/// use personal_token_sdk::{instruction::{RoundRefund, RoundSettle}, pda, Address};
///
/// let (member, wallet, mint) = (Address::from([1; 32]), Address::from([2; 32]), Address::from([3; 32]));
/// let network = Address::from([4; 32]);
/// let quote_account = pda::quote_account(wallet, Address::from([5; 32]));
/// let transaction = [
///     RoundSettle { network, mint, index: 0, member, wallet, treasury: None }.instruction(),
///     RoundRefund { wallet: None, member, mint, index: 0, rent_payer: wallet, quote_account }.instruction(),
/// ];
/// let subscription = pda::subscription(pda::round(pda::token(mint), 0), member);
/// assert_eq!(transaction[0].accounts[4].pubkey, subscription);
/// assert_eq!(transaction[1].accounts[5].pubkey, subscription);
/// assert!(transaction.iter().flat_map(|instruction| &instruction.accounts).all(|account| !account.is_signer));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RoundSettle {
    /// The network.
    pub network: Address,
    /// The share mint.
    pub mint: Address,
    /// Number of the round.
    pub index: u32,
    /// The investor's member.
    pub member: Address,
    /// The wallet of the investor's position: the member's present one; after a recovery the old one, too, until its position
    /// is moved.
    pub wallet: Address,
    /// The wallet of the treasury's position that the round records; `None` if it records none, or the investor's.
    pub treasury: Option<Address>,
}

impl RoundSettle {
    /// Builds the instruction.
    pub fn instruction(&self) -> Instruction {
        let token = pda::token(self.mint);
        let round = pda::round(token, self.index);
        let share_account = pda::share_account(self.wallet, self.mint);
        let treasury_account = self.treasury.map(|wallet| pda::share_account(wallet, self.mint));
        Builder::new(Kind::RoundSettle)
            .readonly(self.network)
            .writable(token)
            .writable(self.mint)
            .writable(round)
            .writable(pda::subscription(round, self.member))
            .readonly(self.member)
            .writable(pda::position(share_account))
            .writable(share_account)
            .optional_writable(treasury_account.map(pda::position))
            .optional_writable(treasury_account)
            .readonly(ids::TOKEN_2022_ID)
            .with_events()
    }
}

struct Ending {
    member: Address,
    mint: Address,
    index: u32,
    rent_payer: Address,
    quote_account: Address,
}

fn end(kind: Kind, wallet: Option<Address>, ending: &Ending) -> Instruction {
    let token = pda::token(ending.mint);
    let round = pda::round(token, ending.index);
    Builder::new(kind)
        .optional_signer(wallet)
        .readonly(ending.member)
        .readonly(token)
        .writable(round)
        .writable(ending.rent_payer)
        .writable(pda::subscription(round, ending.member))
        .writable(pda::escrow(round))
        .writable(ending.quote_account)
        .readonly(ids::TOKEN_ID)
        .with_events()
}
