//! Lost and stolen keys.

use super::codec;
use crate::Address;

events! {
    /// A steward held a member's shares, or released them.
    MemberHoldChanged [210, 87, 253, 44, 19, 68, 191, 90] {
        /// The member.
        member: Address,
        /// Unix time at which the hold ends; for a release, of that.
        until: i64,
        /// Who signed.
        by: Address,
    }
    /// A position was marked, or the mark taken away. Logged.
    PositionMarked [163, 113, 109, 161, 103, 185, 43, 12] {
        /// The position.
        position: Address,
        /// Unix time before which only its holder has it paid; 0 for no mark.
        held_until: i64,
    }
    /// Two stewards proposed to move a member to a new wallet.
    RecoveryProposed [144, 19, 211, 226, 22, 231, 82, 41] {
        /// The member.
        member: Address,
        /// His new wallet.
        new_wallet: Address,
        /// The wallet of one steward.
        first_steward: Address,
        /// The wallet of the other.
        second_steward: Address,
        /// Unix time from which anyone executes it.
        executable_at: i64,
        /// Unix time from which nobody does.
        lapses_at: i64,
    }
    /// A recovery was vetoed, given up, or cleared away after it lapsed.
    RecoveryEnded [253, 88, 209, 46, 152, 161, 199, 208] {
        /// The member.
        member: Address,
        /// The wallet that he does not move to.
        new_wallet: Address,
        /// Who signed.
        by: Address,
    }
    /// A member has a new wallet.
    MemberRecovered [104, 33, 165, 202, 19, 44, 183, 34] {
        /// The member.
        member: Address,
        /// The wallet that he no longer has.
        old_wallet: Address,
        /// His present wallet.
        new_wallet: Address,
    }
    /// A position was moved to the member's present wallet.
    PositionMoved [137, 126, 119, 16, 130, 110, 235, 36] {
        /// The token.
        token: Address,
        /// The position that was left.
        position: Address,
        /// The position of his present wallet.
        successor: Address,
        /// How many shares.
        shares: u64,
    }
}
