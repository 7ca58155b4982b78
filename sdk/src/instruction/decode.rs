//! What an instruction that somebody sent says: which it is, its arguments, and its accounts by name.

use super::Kind;
use crate::{
    core::parameters::Parameters, event::codec::Field, ids, state::EXECUTE_DISCRIMINATOR, Address, Result, SdkError,
};

/// Accounts that follow those of an instruction that reports events by calling its own program.
const EVENT_ACCOUNTS: &str = "event_authority program";

macro_rules! arguments {
    ($($kind:ident($events:ident) { $($field:ident: $type:ty),* $(,)? } $accounts:literal,)*) => {
        /// The arguments of an instruction, as the IDL has them. A byte that stands for a choice may stand for none: the
        /// program refuses such an instruction, but anybody can send it.
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub enum Arguments {
            $(#[doc = concat!("Of [`Kind::", stringify!($kind), "`].")] $kind {
                $(#[doc = concat!("`", stringify!($field), "` in the IDL.")] $field: $type,)*
            },)*
        }

        impl Arguments {
            /// Whose they are.
            pub const fn kind(&self) -> Kind {
                match self { $(Self::$kind { .. } => Kind::$kind,)* }
            }

            /// The data of an instruction: its first byte and the arguments.
            pub fn encode(&self) -> Vec<u8> {
                let mut data = vec![self.kind().byte()];
                match self {
                    $(Self::$kind { $($field),* } => {
                        $($field.write(&mut data);)*
                    })*
                }
                data
            }

            /// Takes the arguments from the front; `None` if they are not there or cannot be.
            fn read(kind: Kind, rest: &mut &[u8]) -> Option<Self> {
                Some(match kind {
                    $(Kind::$kind => {
                        $(let $field = Field::read(rest)?;)*
                        Self::$kind { $($field),* }
                    })*
                })
            }
        }

        /// The names of the accounts, each optional one with a question mark; and whether those of the events follow.
        const fn accounts(kind: Kind) -> (&'static str, bool) {
            match kind { $(Kind::$kind => ($accounts, arguments!(@$events)),)* }
        }
    };
    (@events) => { true };
    (@silent) => { false };
}

arguments! {
    NetworkCreate(events) {
        name: [u8; 32], charter_hash: [u8; 32], charter_clauses: u16, treasury: Address, parameters: Parameters,
    }
        "payer creator network quote_mint system_program",
    NetworkProposeAuthority(events) { successor: Address } "authority network",
    NetworkAcceptAuthority(events) {} "successor network",
    NetworkProposeParameters(events) { parameters: Parameters } "authority network",
    NetworkCancelParameters(events) {} "authority network",
    NetworkApplyParameters(events) {} "network",
    NetworkHalt(events) {} "authority network",
    NetworkResume(events) {} "authority network",
    StewardAppoint(events) { capabilities: u8 } "payer authority network member steward system_program",
    StewardUpdate(events) { capabilities: u8 } "authority network steward",
    StewardDismiss(events) {} "authority network rent_payer steward",
    ApplicationOpen(events) { roles: u8, charter_version: u32, clauses: u16 }
        "payer wallet network application system_program",
    ApplicationClose(events) {} "signer network steward? steward_member? rent_payer application",
    MemberAdmit(events) { identity: [u8; 32], roles: u8, charter_version: u32 }
        "payer signer network steward? steward_member? rent_payer application member wallet_link system_program",
    MemberSuspend(events) { reason_hash: [u8; 32] } "signer network steward? steward_member? member",
    MemberReinstate(events) {} "signer network steward? steward_member? member wallet?",
    MemberLeave(events) {} "wallet member",
    MemberAttest(events) {} "signer network steward? steward_member? member",
    TokenCreate(events) {
        name: String, symbol: String, uri: String, terms_hash: [u8; 32], authorised: u64, policy: u8, hold: u32,
    }
        "payer owner network member mint token vault extra_account_metas quote_mint token_program token_2022_program \
         system_program",
    TokenIssue(events) { shares: u64 } "owner owner_member token position mint share_account token_2022_program",
    TokenSetPolicy(events) { policy: u8 } "owner owner_member network token",
    TokenSetHold(events) { hold: u32 } "owner owner_member network token",
    TokenPause(events) { seconds: u32 } "owner owner_member network token",
    TokenResume(events) {} "owner owner_member network token",
    PositionOpen(events) { share_bump: u8 }
        "payer wallet token member share_account position token_2022_program system_program",
    PositionClose(events) {} "wallet member rent_payer position share_account token_2022_program",
    PositionAdmit(events) { cap: u16 } "owner owner_member token position",
    PositionApprove(events) { from: Address, shares: u64, expires_at: i64 } "owner owner_member token position",
    ProceedsDeposit(events) {
        source: u8, year: u16, proceeds: u64, cost_basis: u64, asset_hash: [u8; 32], evidence_hash: [u8; 32],
    }
        "payer owner owner_member token owner_position? source vault distribution token_program system_program",
    ProceedsClaim(events) {} "token vault position quote_account wallet? member? token_program",
    ProceedsDistribute(silent) {} "token vault token_program",
    TokenAuthorise(events) { authorised: u64 } "owner owner_member network token",
    RoundOpen(events) {
        shares: u64, price: u64, minimum_raise: u64, minimum_subscription: u64, maximum_subscription: u64,
        delay: u32, duration: u32, undo_window: u32, lock: u32,
    }
        "payer owner owner_member network token owner_position treasury_position? round escrow quote_mint \
         token_program system_program",
    RoundSubscribe(events) { shares: u64 }
        "payer wallet member network token position round subscription source escrow token_program system_program",
    RoundAccept(events) { shares: u64 } "owner owner_member token round subscription",
    RoundDecline(events) {} "owner owner_member token round subscription",
    RoundWithdraw(events) {} "wallet? member token round rent_payer subscription escrow quote_account token_program",
    RoundComplete(events) {} "owner owner_member network token round treasury_position",
    RoundUndo(events) {} "owner owner_member token round",
    RoundCancel(events) {} "owner owner_member token round",
    RoundSettle(events) {}
        "network token mint round subscription member position share_account treasury_position? \
         treasury_share_account? token_2022_program",
    RoundRefund(events) {} "wallet? member token round rent_payer subscription escrow quote_account token_program",
    RoundCollect(events) {} "wallet? owner_member token round escrow quote_account token_program",
    ListingOpen(events) { shares: u64, price: u64, minimum_fill: u64, duration: u32 }
        "payer wallet member network token position listing system_program",
    ListingBuy(events) { nonce: u32, shares: u64, minimum_shares: u64, maximum_price: u64 }
        "buyer buyer_member network token mint vault buyer_position buyer_share_account source listing rent_payer \
         seller_position seller_share_account seller_member seller_quote_account owner_member owner_quote_account \
         treasury_quote_account seller_token? seller_vault? seller_own_position? token_program token_2022_program",
    ListingCancel(events) {} "signer member position rent_payer listing",
    MemberHold(events) { seconds: u32 } "signer network steward? steward_member? member",
    MemberRelease(events) {} "signer network steward? steward_member? member",
    PositionMark(silent) {} "member",
    RecoveryPropose(events) {}
        "payer new_wallet first_signer second_signer network first_steward first_member second_steward second_member \
         member wallet_link recovery system_program",
    RecoveryVeto(events) {} "signer member rent_payer recovery",
    RecoveryExecute(events) {} "payer network member rent_payer recovery wallet_link system_program",
    RecoveryMove(events) {}
        "member token mint position share_account successor successor_share_account token_2022_program",
    CharterPublish(events) { clauses: u16, charter_hash: [u8; 32] } "authority network",
    CharterAcknowledge(events) { charter_version: u32, clauses: u16 } "wallet network member",
    MemberExclude(events) { reason_hash: [u8; 32] } "signer network steward? steward_member? member",
    PositionSetBoundary(events) { contact: u8 } "owner owner_member token position",
    ComplaintFile(events) { category: u8, severity: u8, occurred_at: i64, evidence_hash: [u8; 32] }
        "payer owner owner_member token position complaint system_program",
    ComplaintReply(events) { reply_hash: [u8; 32] } "wallet member complaint",
    ComplaintResolve(events) { decision: u8, severity: u8, reason_hash: [u8; 32] }
        "signer network steward? steward_member? steward_position? token complaint member owner_member",
    ComplaintOverturn(events) { decision: u8, severity: u8, reason_hash: [u8; 32] }
        "signer network steward? steward_member? steward_position? token complaint member owner_member",
    ComplaintClose(events) {} "rent_payer complaint",
    ReportFile(events) { year: u16, proceeds: u64, cost_basis: u64, evidence_hash: [u8; 32] }
        "payer owner owner_member network token report system_program",
    ReportRecord(events) { year: u16 } "payer network token owner_member position report system_program",
    Execute(silent) { tail: [u8; 7], amount: u64 }
        "source mint destination authority extra_account_metas token network source_position destination_position \
         source_member destination_member",
}

/// An instruction of the program, taken apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decoded {
    /// Its arguments; `.kind()` says which instruction it is.
    pub arguments: Arguments,
    /// Its accounts by their names in the IDL; `None` for an optional one that is absent.
    pub accounts: Vec<(&'static str, Option<Address>)>,
    /// The accounts that follow: pairs of position and quote account to be paid, positions to be marked. Other instructions
    /// ignore them.
    pub further: Vec<Address>,
    /// Data that follows the arguments, which the program ignores.
    pub trailing: Vec<u8>,
}

impl Decoded {
    /// The account of a name; `None` if it is absent, or if there is none of this name.
    pub fn account(&self, name: &str) -> Option<Address> {
        self.accounts.iter().find(|(named, _)| *named == name).and_then(|(_, address)| *address)
    }
}

/// Takes an instruction apart, whether a transaction holds it or a program made it.
///
/// Whatever the program would take is taken here, so that nobody can hide an instruction from an indexer by adding
/// accounts or bytes to it. [`SdkError::Malformed`] is what the program refuses before it looks at any account.
///
/// ```
/// use personal_token_sdk::{instruction::{decode, Arguments, RoundAccept}, Address};
///
/// let [owner, owner_member, member] = [1, 2, 3].map(|byte| Address::from([byte; 32]));
/// let sent = RoundAccept { owner, owner_member, index: 0, member, shares: 7 }.instruction();
/// let accounts: Vec<Address> = sent.accounts.iter().map(|account| account.pubkey).collect();
/// let decoded = decode(&sent.program_id, &accounts, &sent.data).expect("it is one of ours");
/// assert_eq!(decoded.arguments, Arguments::RoundAccept { shares: 7 });
/// assert_eq!(decoded.account("owner"), Some(owner));
/// ```
pub fn decode(program: &Address, accounts: &[Address], data: &[u8]) -> Result<Decoded> {
    let malformed = |detail| SdkError::Malformed { what: "instruction", detail };
    if *program != ids::ID {
        return Err(malformed("of another program"));
    }
    let kind = Kind::of(data).ok_or(malformed("of an unknown kind"))?;
    if kind == Kind::Execute && !data.starts_with(&EXECUTE_DISCRIMINATOR) {
        return Err(malformed("of an unknown kind"));
    }
    let mut rest = data.get(1..).unwrap_or_default();
    let arguments = Arguments::read(kind, &mut rest).ok_or(malformed("too short, or a text that is none"))?;
    let names = names(kind);
    let (named, further) = accounts.split_at_checked(names.len()).ok_or(malformed("without some of its accounts"))?;
    Ok(Decoded {
        arguments,
        accounts: names.into_iter().zip(named).map(|(name, address)| named_account(name, *address)).collect(),
        further: further.to_vec(),
        trailing: rest.to_vec(),
    })
}

fn names(kind: Kind) -> Vec<&'static str> {
    let (own, reports) = accounts(kind);
    let events = if reports { EVENT_ACCOUNTS } else { "" };
    own.split_whitespace().chain(events.split_whitespace()).collect()
}

/// An optional account is absent if it is the program itself, as Anchor has it.
fn named_account(name: &'static str, address: Address) -> (&'static str, Option<Address>) {
    match name.strip_suffix('?') {
        Some(name) => (name, Some(address).filter(|address| *address != ids::ID)),
        None => (name, Some(address)),
    }
}
