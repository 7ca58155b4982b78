//! Lost and stolen keys, on the committed bytecode: each instruction with every field and each refusal, then what is
//! refused and what goes on meanwhile, and what becomes of everything that a wallet was in the middle of.

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

mod execute;
mod hold;
mod listings;
mod mark;
mod old_wallet;
mod pending;
mod people;
mod propose;
mod relocate;
mod replaced;
mod share_accounts;
mod states;
mod subscriptions;
mod veto;
