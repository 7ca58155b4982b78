//! The events, one struct each, as the IDL has them.

use super::codec::{self, Field};
use crate::{core::parameters::Parameters, Address};

events! {
    /// A network was founded.
    NetworkCreated [164, 212, 129, 27, 28, 58, 190, 118] {
        /// The network.
        network: Address,
        /// Its authority.
        authority: Address,
        /// The quote mint.
        quote_mint: Address,
        /// Wallet that receives the network's fees.
        treasury: Address,
        /// Hash of the charter's text.
        charter_hash: [u8; 32],
    }
    /// The authority named a successor.
    AuthorityProposed [244, 117, 94, 112, 53, 151, 35, 89] {
        /// The network.
        network: Address,
        /// The successor; default for none.
        pending_authority: Address,
    }
    /// The successor took over.
    AuthorityAccepted [166, 192, 219, 188, 41, 209, 195, 26] {
        /// The network.
        network: Address,
        /// Its authority.
        authority: Address,
    }
    /// A steward was appointed, changed, or dismissed.
    StewardChanged [12, 62, 16, 27, 37, 98, 201, 178] {
        /// The network.
        network: Address,
        /// The member.
        member: Address,
        /// Bits of `core::member::capability`; 0 for a dismissal.
        capabilities: u8,
    }
    /// New parameters were announced.
    ParametersProposed [129, 37, 42, 59, 244, 254, 224, 49] {
        /// The network.
        network: Address,
        /// The parameters.
        parameters: Parameters,
        /// Unix time from which they can be applied.
        effective_at: i64,
    }
    /// Announced parameters were withdrawn.
    ParametersCancelled [164, 177, 53, 93, 182, 30, 90, 170] {
        /// The network.
        network: Address,
    }
    /// Announced parameters are in force.
    ParametersApplied [117, 106, 48, 235, 196, 194, 103, 85] {
        /// The network.
        network: Address,
        /// The parameters.
        parameters: Parameters,
    }
    /// A network was halted, or resumed.
    NetworkHaltChanged [196, 136, 170, 124, 27, 133, 51, 166] {
        /// The network.
        network: Address,
        /// Whether it is halted now.
        halted: bool,
    }
    /// A wallet asked for admission.
    ApplicationOpened [183, 189, 170, 203, 154, 38, 10, 245] {
        /// The network.
        network: Address,
        /// The wallet.
        wallet: Address,
        /// Bits of `core::member::role`.
        roles: u8,
        /// The version of the charter that was acknowledged.
        charter_version: u32,
    }
    /// An application was withdrawn or refused.
    ApplicationClosed [130, 106, 177, 114, 127, 70, 89, 16] {
        /// The network.
        network: Address,
        /// The wallet.
        wallet: Address,
        /// Who signed: the applicant, the authority or a steward.
        by: Address,
    }
    /// A person became a member.
    MemberAdmitted [166, 200, 24, 10, 62, 254, 9, 81] {
        /// The network.
        network: Address,
        /// The member.
        member: Address,
        /// The wallet.
        wallet: Address,
        /// Bits of `core::member::role`.
        roles: u8,
        /// Who signed.
        by: Address,
    }
    /// A member's status changed.
    MemberStatusChanged [97, 23, 4, 181, 116, 104, 175, 73] {
        /// The network.
        network: Address,
        /// The member.
        member: Address,
        /// Byte of `core::member::Status`.
        status: u8,
        /// Hash of the reason; zero for none.
        reason_hash: [u8; 32],
        /// Who signed.
        by: Address,
    }
    /// A steward attested the conversation about rights.
    EducationAttested [172, 126, 190, 122, 170, 183, 186, 66] {
        /// The network.
        network: Address,
        /// The member.
        member: Address,
        /// Who signed.
        by: Address,
    }
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
}
