//! The yearly reports of owners, on the committed bytecode: filing and recording with every field and each refusal, every
//! edge of the clock, what a report is measured against, and who owes none.

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

mod clock;
mod deposits;
mod file;
mod file_accounts;
mod findings;
mod parameters;
mod people;
mod preview;
mod record_accounts;
mod standing;
mod witness;
mod years;
