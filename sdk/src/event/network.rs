//! Networks and members.

use super::codec;
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
}
