//! One struct an instruction of the program, with named fields; `.instruction()` builds it, and [`decode()`] takes one apart.
//!
//! Builders are pure and never fail: they derive what can be derived and leave judging to the program. Where a signer
//! may be the network's authority or a steward, `steward_member` is the steward's member, or `None` for the authority.
//!
//! ```
//! use personal_token_sdk::{instruction::ProceedsClaim, Address, ID};
//!
//! let (mint, position, quote_account) = (Address::from([1; 32]), Address::from([2; 32]), Address::from([3; 32]));
//! let claim = ProceedsClaim { mint, position, quote_account, holder: None }.instruction();
//! assert_eq!(claim.program_id, ID);
//! assert!(claim.accounts.iter().all(|account| !account.is_signer)); // anybody may have a holder paid
//! ```

mod complaint;
mod decode;
mod market;
mod member;
mod network;
mod position;
mod proceeds;
mod recovery;
mod report;
mod round;
mod spl;
mod subscription;
mod token;

pub use complaint::*;
pub use decode::{decode, Arguments, Decoded};
pub use market::*;
pub use member::*;
pub use network::*;
pub use position::*;
pub use proceeds::*;
pub use recovery::*;
pub use report::*;
pub use round::*;
pub use spl::*;
pub use subscription::*;
pub use token::*;

use crate::{ids, pda, AccountMeta, Address, Instruction};

macro_rules! kinds {
    ($($(#[$doc:meta])* $kind:ident = $byte:literal $name:literal,)*) => {
        /// The instructions of the program, by the first byte of their data.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[repr(u8)]
        pub enum Kind {
            $($(#[$doc])* $kind = $byte,)*
        }

        impl Kind {
            /// Every instruction.
            pub const ALL: &'static [Kind] = &[$(Kind::$kind,)*];

            /// The first byte of the data.
            pub const fn byte(self) -> u8 {
                match self { $(Kind::$kind => $byte,)* }
            }

            /// The name, as in the IDL.
            pub const fn name(self) -> &'static str {
                match self { $(Kind::$kind => $name,)* }
            }

            /// The instruction that data of this program is meant for.
            pub fn of(data: &[u8]) -> Option<Self> {
                match *data.first()? { $($byte => Some(Kind::$kind),)* _ => None }
            }
        }
    };
}

kinds! {
    /// [`NetworkCreate`]
    NetworkCreate = 0 "network_create",
    /// [`NetworkProposeAuthority`]
    NetworkProposeAuthority = 1 "network_propose_authority",
    /// [`NetworkAcceptAuthority`]
    NetworkAcceptAuthority = 2 "network_accept_authority",
    /// [`NetworkProposeParameters`]
    NetworkProposeParameters = 3 "network_propose_parameters",
    /// [`NetworkCancelParameters`]
    NetworkCancelParameters = 4 "network_cancel_parameters",
    /// [`NetworkApplyParameters`]
    NetworkApplyParameters = 5 "network_apply_parameters",
    /// [`NetworkHalt`]
    NetworkHalt = 6 "network_halt",
    /// [`NetworkResume`]
    NetworkResume = 7 "network_resume",
    /// [`StewardAppoint`]
    StewardAppoint = 8 "steward_appoint",
    /// [`StewardUpdate`]
    StewardUpdate = 9 "steward_update",
    /// [`StewardDismiss`]
    StewardDismiss = 10 "steward_dismiss",
    /// [`ApplicationOpen`]
    ApplicationOpen = 11 "application_open",
    /// [`ApplicationClose`]
    ApplicationClose = 12 "application_close",
    /// [`MemberAdmit`]
    MemberAdmit = 13 "member_admit",
    /// [`MemberSuspend`]
    MemberSuspend = 14 "member_suspend",
    /// [`MemberReinstate`]
    MemberReinstate = 15 "member_reinstate",
    /// [`MemberLeave`]
    MemberLeave = 16 "member_leave",
    /// [`MemberAttest`]
    MemberAttest = 17 "member_attest",
    /// [`TokenCreate`]
    TokenCreate = 18 "token_create",
    /// [`TokenIssue`]
    TokenIssue = 19 "token_issue",
    /// [`TokenSetPolicy`]
    TokenSetPolicy = 20 "token_set_policy",
    /// [`TokenSetHold`]
    TokenSetHold = 21 "token_set_hold",
    /// [`TokenPause`]
    TokenPause = 22 "token_pause",
    /// [`TokenResume`]
    TokenResume = 23 "token_resume",
    /// [`PositionOpen`]
    PositionOpen = 24 "position_open",
    /// [`PositionClose`]
    PositionClose = 25 "position_close",
    /// [`PositionAdmit`]
    PositionAdmit = 26 "position_admit",
    /// [`PositionApprove`]
    PositionApprove = 27 "position_approve",
    /// [`ProceedsDeposit`]
    ProceedsDeposit = 28 "proceeds_deposit",
    /// [`ProceedsClaim`]
    ProceedsClaim = 29 "proceeds_claim",
    /// [`ProceedsDistribute`]
    ProceedsDistribute = 30 "proceeds_distribute",
    /// [`TokenAuthorise`]
    TokenAuthorise = 31 "token_authorise",
    /// [`RoundOpen`]
    RoundOpen = 32 "round_open",
    /// [`RoundSubscribe`]
    RoundSubscribe = 33 "round_subscribe",
    /// [`RoundAccept`]
    RoundAccept = 34 "round_accept",
    /// [`RoundDecline`]
    RoundDecline = 35 "round_decline",
    /// [`RoundWithdraw`]
    RoundWithdraw = 36 "round_withdraw",
    /// [`RoundComplete`]
    RoundComplete = 37 "round_complete",
    /// [`RoundUndo`]
    RoundUndo = 38 "round_undo",
    /// [`RoundCancel`]
    RoundCancel = 39 "round_cancel",
    /// [`RoundSettle`]
    RoundSettle = 40 "round_settle",
    /// [`RoundRefund`]
    RoundRefund = 41 "round_refund",
    /// [`RoundCollect`]
    RoundCollect = 42 "round_collect",
    /// [`ListingOpen`]
    ListingOpen = 43 "listing_open",
    /// [`ListingBuy`]
    ListingBuy = 44 "listing_buy",
    /// [`ListingCancel`]
    ListingCancel = 45 "listing_cancel",
    /// [`MemberHold`]
    MemberHold = 46 "member_hold",
    /// [`MemberRelease`]
    MemberRelease = 47 "member_release",
    /// [`PositionMark`]
    PositionMark = 48 "position_mark",
    /// [`RecoveryPropose`]
    RecoveryPropose = 49 "recovery_propose",
    /// [`RecoveryVeto`]
    RecoveryVeto = 50 "recovery_veto",
    /// [`RecoveryExecute`]
    RecoveryExecute = 51 "recovery_execute",
    /// [`RecoveryMove`]
    RecoveryMove = 52 "recovery_move",
    /// [`CharterPublish`]
    CharterPublish = 53 "charter_publish",
    /// [`CharterAcknowledge`]
    CharterAcknowledge = 54 "charter_acknowledge",
    /// [`MemberExclude`]
    MemberExclude = 55 "member_exclude",
    /// [`PositionSetBoundary`]
    PositionSetBoundary = 56 "position_set_boundary",
    /// [`ComplaintFile`]
    ComplaintFile = 57 "complaint_file",
    /// [`ComplaintReply`]
    ComplaintReply = 58 "complaint_reply",
    /// [`ComplaintResolve`]
    ComplaintResolve = 59 "complaint_resolve",
    /// [`ComplaintOverturn`]
    ComplaintOverturn = 60 "complaint_overturn",
    /// [`ComplaintClose`]
    ComplaintClose = 61 "complaint_close",
    /// [`ReportFile`]
    ReportFile = 62 "report_file",
    /// [`ReportRecord`]
    ReportRecord = 63 "report_record",
    /// The transfer hook; only Token-2022 calls it, so there is no builder. See [`SharesTransfer`].
    Execute = 105 "execute",
}

/// Assembles an instruction of this program: accounts in the program's order, data as Borsh has it.
struct Builder {
    accounts: Vec<AccountMeta>,
    data: Vec<u8>,
}

impl Builder {
    fn new(kind: Kind) -> Self {
        Self { accounts: Vec::with_capacity(14), data: vec![kind.byte()] }
    }

    fn signer(self, address: Address) -> Self {
        self.account(AccountMeta::new_readonly(address, true))
    }

    fn paying_signer(self, address: Address) -> Self {
        self.account(AccountMeta::new(address, true))
    }

    fn readonly(self, address: Address) -> Self {
        self.account(AccountMeta::new_readonly(address, false))
    }

    fn writable(self, address: Address) -> Self {
        self.account(AccountMeta::new(address, false))
    }

    /// An absent account is the program itself, as Anchor has it.
    fn optional(self, account: Option<AccountMeta>) -> Self {
        self.account(account.unwrap_or_else(|| AccountMeta::new_readonly(ids::ID, false)))
    }

    /// The two accounts by which a steward shows that he is one.
    fn steward(self, network: Address, member: Option<Address>) -> Self {
        self.optional_readonly(member.map(|member| pda::steward(network, member))).optional_readonly(member)
    }

    /// An account that the program reads, if it is there.
    fn optional_readonly(self, address: Option<Address>) -> Self {
        self.optional(address.map(|address| AccountMeta::new_readonly(address, false)))
    }

    /// An account that the program writes to, if it is there.
    fn optional_writable(self, address: Option<Address>) -> Self {
        self.optional(address.map(|address| AccountMeta::new(address, false)))
    }

    /// A signer, if one signs.
    fn optional_signer(self, address: Option<Address>) -> Self {
        self.optional(address.map(|address| AccountMeta::new_readonly(address, true)))
    }

    fn account(mut self, account: AccountMeta) -> Self {
        self.accounts.push(account);
        self
    }

    fn bytes(mut self, bytes: &[u8]) -> Self {
        self.data.extend_from_slice(bytes);
        self
    }

    /// A text with its length before it. One longer than 2^32 bytes cannot be sent anyway.
    fn text(self, text: &str) -> Self {
        let length = u32::try_from(text.len()).unwrap_or(u32::MAX);
        self.bytes(&length.to_le_bytes()).bytes(text.as_bytes())
    }

    /// Ends an instruction that reports events by calling its own program.
    fn with_events(self) -> Instruction {
        self.readonly(pda::event_authority()).readonly(ids::ID).build()
    }

    fn build(self) -> Instruction {
        Instruction { program_id: ids::ID, accounts: self.accounts, data: self.data }
    }
}
