//! Shares have no vote: no program can take them into its custody, so none can count them as votes that were cast.
#![allow(clippy::unwrap_used)]

/// A test a row: in the world that the setup makes, the instruction is refused.
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

mod governance;
mod layout;
mod mint;
mod names;
mod program_wallets;
mod signers;
mod stake;
mod table;
mod village;
mod walk;
mod wallets;
