//! Guard rails on the committed bytecode: the charter and who is asked for it, exclusion, contact boundaries, and what a
//! lost reputation takes away and what it does not.
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

/// Three tests a row, each of a way by which Bob would receive so many shares: refused without reputation and with a
/// point too few, allowed with just enough and with all of it.
macro_rules! receipts {
    ($($(#[$meta:meta])* $name:ident: $way:expr, $shares:expr;)+) => {
        $(
            $(#[$meta])*
            mod $name {
                use super::*;

                #[test]
                fn refuses_without_reputation() {
                    refuses_at($way, 0);
                }

                #[test]
                fn refuses_with_a_point_too_few() {
                    refuses_at($way, 599);
                }

                #[test]
                fn allows_with_just_enough_and_with_all() {
                    allows_at($way, 600, $shares);
                    allows_at($way, 1_000, $shares);
                }
            }
        )+
    };
}

#[allow(dead_code, unused_imports)] // it is shared with the other binaries
#[path = "../program/prelude.rs"]
mod prelude;

mod common;

mod acknowledge;
mod asked;
mod boundary;
mod boundary_stays;
mod clauses;
mod cooling_off;
mod exclude;
mod excluded;
mod market;
mod not_asked;
mod owner;
mod powers;
mod publish;
mod receipts;
mod recovered;
mod restricted;
mod rounds;
mod sender;
mod time;
