//! What happened, for indexers, and read so that nobody can forge it.
//!
//! Most events are calls of the program to itself, signed by an address that only it can sign for; they are found among
//! the inner instructions of a transaction ([`from_inner_instructions`]). Three are logged instead ([`from_logs`]), where
//! no call is possible or each unit counts: [`SharesTransferred`], [`ProceedsDistributed`] and [`PositionMarked`]. A
//! transaction that failed changed
//! nothing, whatever its logs say: ask first whether it succeeded.
//!
//! ```
//! use personal_token_sdk::event::{self, Event, NetworkHaltChanged};
//! use personal_token_sdk::{pda, Address, ID};
//!
//! let halted = Event::from(NetworkHaltChanged { network: Address::from([1; 32]), halted: true });
//! let data = [event::TAG.as_slice(), &halted.encode()].concat();
//! let call = event::InnerInstruction { program: &ID, accounts: &[pda::event_authority()], data: &data };
//! assert_eq!(event::from_inner_instructions([call]), [halted]);
//! ```

pub(crate) mod codec;

/// Defines a struct an event, as the IDL has it.
macro_rules! events {
    ($($(#[$doc:meta])* $name:ident [$($byte:literal),*] { $($(#[$field_doc:meta])* $field:ident: $type:ty,)* })*) => {
        $(
            $(#[$doc])*
            #[derive(Clone, Debug, PartialEq, Eq)]
            pub struct $name {
                $($(#[$field_doc])* pub $field: $type,)*
            }

            impl $name {
                /// The first eight bytes of the data: of sha256("event:" and the name).
                pub const DISCRIMINATOR: [u8; 8] = [$($byte),*];
            }

            codec::structs! { $name { $($field),* } }
        )*
    };
}

/// Defines the enum of all events.
macro_rules! kinds {
    ($($name:ident)*) => {
        $(impl From<$name> for Event {
            fn from(event: $name) -> Self {
                Self::$name(event)
            }
        })*

        /// An event of the program.
        #[derive(Clone, Debug, PartialEq, Eq)]
        #[non_exhaustive]
        pub enum Event {
            $(#[doc = concat!("See [`", stringify!($name), "`].")] $name($name),)*
        }

        impl Event {
            /// The names of all events and their discriminators.
            pub const KINDS: &'static [(&'static str, [u8; 8])] = &[$((stringify!($name), $name::DISCRIMINATOR),)*];

            /// The name, as in the IDL.
            pub const fn name(&self) -> &'static str {
                match self { $(Self::$name(_) => stringify!($name),)* }
            }

            /// Discriminator and Borsh, as the program emits it; for tests and simulations.
            pub fn encode(&self) -> Vec<u8> {
                let mut data = Vec::new();
                match self {
                    $(Self::$name(event) => {
                        $name::DISCRIMINATOR.write(&mut data);
                        event.write(&mut data);
                    })*
                }
                data
            }

            /// Reads the fields of the event that the discriminator stands for: `None` for an unknown one,
            /// `Some(None)` for malformed fields.
            fn read(discriminator: &[u8; 8], rest: &mut &[u8]) -> Option<Option<Self>> {
                match *discriminator {
                    $($name::DISCRIMINATOR => Some($name::read(rest).map(Self::$name)),)*
                    _ => None,
                }
            }
        }
    };
}

mod guard;
mod market;
mod network;
mod payments;
mod recovery;
mod round;
mod token;

pub use guard::*;
pub use market::*;
pub use network::*;
pub use payments::payments;
pub use recovery::*;
pub use round::*;
pub use token::*;

use crate::{
    ids::ID,
    log::{parse, Line, Stack},
    pda, Address, Result, SdkError,
};
use base64::{engine::general_purpose::STANDARD, Engine};
use codec::Field;

kinds! {
    NetworkCreated
    AuthorityProposed
    AuthorityAccepted
    StewardChanged
    ParametersProposed
    ParametersCancelled
    ParametersApplied
    NetworkHaltChanged
    ApplicationOpened
    ApplicationClosed
    MemberAdmitted
    MemberStatusChanged
    EducationAttested
    TokenCreated
    SharesIssued
    PolicyChanged
    HoldChanged
    PauseChanged
    PositionOpened
    PositionClosed
    PositionAdmitted
    ReceiptApproved
    SharesTransferred
    ProceedsDeposited
    ProceedsClaimed
    ProceedsDistributed
    AuthorisedChanged
    RoundOpened
    RoundChanged
    SubscriptionChanged
    SubscriptionSettled
    SubscriptionClosed
    RoundCollected
    SharesListed
    ListingClosed
    SharesSold
    GainRouted
    MemberHoldChanged
    PositionMarked
    RecoveryProposed
    RecoveryEnded
    MemberRecovered
    PositionMoved
    CharterPublished
    CharterAcknowledged
    BoundarySet
    ComplaintFiled
    ComplaintReplied
    ComplaintDecided
    ComplaintClosed
    ReputationChanged
    ReportFiled
    ReportRecorded
}

/// The first eight bytes of the data of a call by which the program emits an event: 0x1d9acb512ea545e4, little-endian.
pub const TAG: [u8; 8] = 0x1d9a_cb51_2ea5_45e4_u64.to_le_bytes();

/// The event in `data`: its discriminator and its fields, without the [`TAG`].
///
/// Refuses what is unknown, short, long, or holds a truth value that is neither ([`SdkError::Malformed`]).
pub fn decode(data: &[u8]) -> Result<Event> {
    let malformed = |detail| SdkError::Malformed { what: "event", detail };
    let (discriminator, mut rest) = data.split_first_chunk().ok_or(malformed("shorter than its discriminator"))?;
    let event = Event::read(discriminator, &mut rest).ok_or(malformed("of an unknown kind"))?;
    let event = event.ok_or(malformed("too short, or a field that cannot be"))?;
    if rest.is_empty() {
        Ok(event)
    } else {
        Err(malformed("too long"))
    }
}

/// A call of one program by another, as a transaction's meta data lists it, its account indices resolved.
#[derive(Clone, Copy, Debug)]
pub struct InnerInstruction<'a> {
    /// The program called.
    pub program: &'a Address,
    /// The accounts it was given.
    pub accounts: &'a [Address],
    /// The instruction's data.
    pub data: &'a [u8],
}

/// The events among the inner instructions of a transaction, in their order.
///
/// Taken are calls of our program with the [`TAG`], under the event authority, whose signature the program asks for.
/// What is unknown to this version of the SDK is left out.
pub fn from_inner_instructions<'a>(instructions: impl IntoIterator<Item = InnerInstruction<'a>>) -> Vec<Event> {
    let authority = pda::event_authority();
    let emitted = |instruction: InnerInstruction<'a>| {
        let is_ours = *instruction.program == ID && instruction.accounts == [authority];
        let data = instruction.data.strip_prefix(&TAG).filter(|_| is_ours)?;
        decode(data).ok()
    };
    instructions.into_iter().filter_map(emitted).collect()
}

/// The events that our program itself logged, in their order; what other programs log is never taken for one.
///
/// Logs can be cut off: an indexer that must not miss any compares with the balances. Nothing after the cut is read.
pub fn from_logs<S: AsRef<str>>(logs: &[S]) -> Vec<Event> {
    let mut stack = Stack::default();
    let mut events = Vec::new();
    for line in logs {
        let line = parse(line.as_ref());
        match line {
            Line::Truncated => break,
            Line::Data(data) if stack.running() == Some(&ID) => {
                let event = STANDARD.decode(data).ok().and_then(|data| decode(&data).ok());
                events.extend(event);
            }
            _ => stack.follow(&line),
        }
    }
    events
}
