//! Authorised shares and rounds on the committed bytecode: one module an instruction, then what they give together.
//!
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
                $world.send(&[instruction]).expect_refusal($refusal);
            }
        )+
    };
}

#[allow(dead_code, unused_imports)] // it is shared with the other binaries
#[path = "../program/prelude.rs"]
mod prelude;

mod common;

mod atomic;
mod atomic_accounts;
mod authorise;
mod collect;
mod complete;
mod damages;
mod deadlines;
mod decide;
mod equity;
mod figures;
mod notice;
mod open;
mod order;
mod proceeds;
mod quote_accounts;
mod refund;
mod settle;
mod standing;
mod subscribe;
mod table;
mod undo;
mod withdraw;
