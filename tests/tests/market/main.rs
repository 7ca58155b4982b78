//! The market on the committed bytecode: `listing_open`, `listing_buy`, `listing_cancel`, one module a subject.
//!
//! Every instruction is sent by [`preview::send`], so that every purchase is compared with what the SDK said of it.
//! Tests of refusals are named `refuses_…`; most are rows of [`refusals!`].
#![allow(clippy::unwrap_used)]

/// A test a row: in the world that the setup makes, the instruction is refused. The setup returns the world and
/// whatever the rows need.
macro_rules! refusals {
    (
        $setup:expr;
        $($(#[$meta:meta])* $name:ident: |$world:ident, $case:pat_param| $instruction:expr => $refusal:expr;)+
    ) => {
        $(
            $(#[$meta])*
            #[test]
            fn $name() {
                #[allow(unused_mut)] // some rows prepare the world, some do not
                let (mut $world, $case) = $setup();
                let instruction: solana_instruction::Instruction = $instruction;
                crate::preview::send(&mut $world, instruction).expect_refusal($refusal);
            }
        )+
    };
}

#[allow(dead_code, unused_imports)] // it is shared with the other binaries
#[path = "../program/prelude.rs"]
mod prelude;
mod preview;
mod stage;

mod atomic;
mod basis;
mod buy;
mod buy_accounts;
mod cancel;
mod coverage;
mod crossed;
mod delegate;
mod figures;
mod gain_accounts;
mod gains;
mod guards;
mod list;
mod listed;
mod money;
mod order;
mod quote_accounts;
mod shut;
mod standing;
mod table;
mod terms;
mod windows;
