//! Integration tests of Personal Token: the committed program on the real bytecode of the virtual machine, and what
//! the tests share.
//!
//! A test makes a [`World`], lets people act in it, and says of every transaction what was to come of it:
//!
//! ```
//! use personal_token_core::Error as Rule;
//! use personal_token_tests::World;
//!
//! let mut world = World::founded();
//! let ada = world.owner_with_token("ada"); // 10,000,000 shares, all hers
//! let bob = world.holder("bob", &ada, 1_000); // a member with a position, to whom she sent 1,000 shares
//! world.transfer(&ada, bob, ada.owner, 1).expect_refusal(Rule::SharesLocked);
//!
//! world.deposit(&ada, 10_000_000).expect_success();
//! let outcome = world.claim(&ada, bob.wallet).expect_success();
//! assert_eq!(world.quote_of(bob.wallet), 1_000);
//! println!("{} compute units, {:?}", outcome.compute_units, outcome.event());
//! ```
//!
//! - **Instructions** are the SDK's builders. Each has a valid one to start from ([`World::token_create`],
//!   [`World::proceeds_deposit`], …), to be varied by its fields, or as an instruction by [`Vary`]: another account, a
//!   signature or a writable flag left out, accounts cut off, other data.
//! - **[`World::send`]** signs for everybody an instruction names as signer; the payer pays for everything, so nobody
//!   else's lamports move without a reason. [`World::must`] is for what a test needs but does not test.
//! - **[`Outcome`]** has the verdict, compute units, logs, return data, inner calls, events and the accounts that
//!   changed. [`Outcome::expect_refusal`] asserts the exact [`Refusal`], which program raised it, and that not one byte
//!   of any account changed: of a rule of ours, `Rule::X`; of Anchor's checks, an `InstructionError`; of another
//!   program, the pair of its address and its code; of the runtime, a `TransactionError`.
//! - **[`invariants`]** are checked after every transaction of every world, at no tolerance; [`Invariant`] numbers them.
//!   [`World::edit`] and [`World::corrupt`] turn that off.
//! - **Previews** of the SDK are compared with what the chain does, for every transfer, claim, deposit, settlement,
//!   refund and withdrawal; see [`preview`].
//! - **Deterministic**: the same name is always the same wallet, the clock starts at [`GENESIS`](world::GENESIS) and
//!   moves only by [`World::warp`], so compute units are the same on every run.
//! - **Hostile programs**: [`World::add_proxy`] puts a native program anywhere, even at the address of ours, that
//!   calls whatever it is told, also in the middle of a transfer; see [`proxy`].

pub mod invariants;
pub mod outcome;
pub mod preview;
pub mod proxy;
pub mod search;
pub mod vary;
pub mod wallet_clients;
pub mod world;

pub use invariants::{invariants, Invariant};
pub use outcome::{Call, Outcome, Refusal};
pub use vary::Vary;
pub use world::{address, hash, identity, wallet, Person, Terms, TokenFixture, World, SHARES};
