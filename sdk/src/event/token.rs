//! Tokens, positions, transfers, proceeds.

use super::codec;
use crate::Address;

events! {
    /// A personal token was created.
    TokenCreated [236, 19, 41, 255, 130, 78, 147, 172] {
        /// The network.
        network: Address,
        /// The token.
        token: Address,
        /// The share mint.
        mint: Address,
        /// The owner's member.
        owner: Address,
        /// The most shares there may be.
        authorised: u64,
        /// Hash of the terms of the shares.
        terms_hash: [u8; 32],
    }
    /// Shares came into being.
    SharesIssued [0, 70, 31, 135, 18, 242, 247, 173] {
        /// The token.
        token: Address,
        /// The position.
        position: Address,
        /// How many shares.
        shares: u64,
        /// All shares then.
        total: u64,
    }
    /// A policy was announced or set.
    PolicyChanged [248, 184, 113, 45, 123, 255, 43, 248] {
        /// The token.
        token: Address,
        /// Byte of `core::policy::Policy`.
        policy: u8,
        /// Unix time from which it holds; 0 for at once.
        effective_at: i64,
    }
    /// A hold time was announced or set.
    HoldChanged [183, 32, 131, 253, 97, 51, 108, 190] {
        /// The token.
        token: Address,
        /// Seconds.
        hold: u32,
        /// Unix time from which it holds; 0 for at once.
        effective_at: i64,
    }
    /// Transfers were paused, or resumed.
    PauseChanged [238, 188, 213, 78, 134, 209, 178, 218] {
        /// The token.
        token: Address,
        /// Unix time at which the pause ends; for a resumption, of that.
        until: i64,
    }
    /// A position was opened.
    PositionOpened [237, 175, 243, 230, 147, 117, 101, 121] {
        /// The token.
        token: Address,
        /// The position.
        position: Address,
        /// The member.
        member: Address,
        /// The wallet.
        wallet: Address,
    }
    /// An unused position was closed.
    PositionClosed [157, 163, 227, 228, 13, 97, 138, 121] {
        /// The token.
        token: Address,
        /// The position.
        position: Address,
        /// The wallet.
        wallet: Address,
    }
    /// The owner set how much a member may hold.
    PositionAdmitted [178, 46, 72, 126, 61, 210, 107, 223] {
        /// The token.
        token: Address,
        /// The position.
        position: Address,
        /// Basis points of all shares; 0 withdraws the admission.
        cap: u16,
    }
    /// The owner approved one receipt, or withdrew the approval.
    ReceiptApproved [222, 36, 122, 54, 173, 121, 18, 237] {
        /// The token.
        token: Address,
        /// The position.
        position: Address,
        /// The wallet of the sender; default if the approval was withdrawn.
        from: Address,
        /// At most this many; 0 if the approval was withdrawn.
        shares: u64,
        /// Unix time from which the approval is worth nothing; 0 if it was withdrawn.
        expires_at: i64,
    }
    /// Shares moved by a wallet transfer. Logged.
    SharesTransferred [219, 222, 239, 232, 2, 70, 64, 200] {
        /// The sender's position.
        source_position: Address,
        /// The receiver's position.
        destination_position: Address,
        /// How many shares.
        shares: u64,
    }
    /// The owner deposited proceeds.
    ProceedsDeposited [36, 191, 234, 184, 240, 58, 131, 26] {
        /// The token.
        token: Address,
        /// The record of the deposit.
        distribution: Address,
        /// What all shares were credited together, in quote units.
        gross: u64,
        /// The part of it that the owner kept, in quote units.
        retained: u64,
        /// All shares then.
        shares: u64,
        /// What one share was credited, in quote units times 2^64.
        per_share: u128,
    }
    /// A holder was paid.
    ProceedsClaimed [153, 159, 250, 104, 73, 211, 73, 9] {
        /// The token.
        token: Address,
        /// The position.
        position: Address,
        /// What was paid now, in quote units.
        amount: u64,
        /// What the token has paid in all, in quote units.
        paid: u64,
    }
    /// A batch of holders was paid; the outcome of each pair is in the return data. Logged.
    ProceedsDistributed [54, 131, 213, 126, 30, 160, 20, 164] {
        /// The token.
        token: Address,
        /// What was paid now, in quote units.
        amount: u64,
        /// What the token has paid in all, in quote units.
        paid: u64,
    }
    /// A greater number of authorised shares was announced, or the announcement withdrawn.
    AuthorisedChanged [210, 195, 74, 168, 173, 37, 142, 62] {
        /// The token.
        token: Address,
        /// The most shares there may be; the number in force if an announcement was withdrawn.
        authorised: u64,
        /// Unix time from which it holds; 0 for at once.
        effective_at: i64,
    }
}
