//! Rounds.

use super::codec;
use crate::Address;

events! {
    /// A round was announced.
    RoundOpened [99, 173, 228, 72, 142, 57, 109, 178] {
        /// The token.
        token: Address,
        /// The round.
        round: Address,
        /// Its number, from 0.
        index: u32,
        /// New shares on offer.
        shares: u64,
        /// Quote units a share.
        price: u64,
        /// Unix time from which it takes subscriptions.
        opens_at: i64,
        /// Unix time from which it does not.
        closes_at: i64,
    }
    /// A round was completed, undone or cancelled.
    RoundChanged [137, 20, 134, 249, 157, 226, 254, 208] {
        /// The token.
        token: Address,
        /// The round.
        round: Address,
        /// Byte of `core::round::State`.
        state: u8,
        /// How often a completion was undone.
        undos: u8,
        /// Shares accepted and not settled.
        accepted_shares: u64,
    }
    /// An investor subscribed, or the owner accepted or declined.
    SubscriptionChanged [212, 175, 166, 6, 201, 161, 99, 4] {
        /// The round.
        round: Address,
        /// The investor's member.
        member: Address,
        /// Byte of `core::round::SubscriptionState`.
        state: u8,
        /// Shares asked for.
        shares: u64,
        /// Shares accepted.
        accepted: u64,
        /// Quote units in escrow that are the investor's.
        owed: u64,
    }
    /// A subscription was settled.
    SubscriptionSettled [146, 48, 250, 127, 131, 180, 247, 174] {
        /// The round.
        round: Address,
        /// The investor's member.
        member: Address,
        /// The investor's position.
        position: Address,
        /// Shares issued to him; 0 if he may not receive any more.
        shares: u64,
        /// Shares issued to the treasury, on top.
        fee_shares: u64,
        /// Quote units that became the owner's.
        paid: u64,
        /// Quote units that wait to be refunded.
        owed: u64,
    }
    /// A subscription ended; what was owed was paid back.
    SubscriptionClosed [8, 104, 17, 72, 113, 51, 156, 92] {
        /// The round.
        round: Address,
        /// The investor's member.
        member: Address,
        /// What was paid back, in quote units.
        amount: u64,
        /// Whether the investor took it back himself, before it could become shares.
        withdrawn: bool,
    }
    /// Money of a round was paid to the owner.
    RoundCollected [230, 174, 10, 110, 86, 167, 182, 51] {
        /// The token.
        token: Address,
        /// The round.
        round: Address,
        /// Quote units.
        amount: u64,
    }
}
