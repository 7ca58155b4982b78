//! Complaints of owners about shareholders, on the committed bytecode: each instruction with every field and each
//! refusal, every edge of the clock, who may decide and about whom, and what a decision does to reputations.

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

#[allow(dead_code, unused_imports)] // what other binaries use
#[path = "../program/prelude.rs"]
mod prelude;

mod common;
mod events;

mod boundary;
mod bytes;
mod clock;
mod close;
mod file;
mod many;
mod overturn;
mod overturn_who;
mod reply;
mod reputation;
mod resolve;
mod slots;
mod standing;
mod stewards;
mod subjects;
