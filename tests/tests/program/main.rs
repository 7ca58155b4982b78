//! Every instruction of the program, on the committed bytecode: one module an instruction, the happy path with every
//! field, then each refusal with its exact code and unchanged accounts.
//!
//! Tests of refusals are named `refuses_…`; most are rows of [`refusals!`].

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

mod prelude;

mod application;
mod attacks;
mod coverage;
mod events;
mod facts;
mod invariants;
mod member_admit;
mod member_attest;
mod member_status;
mod network_authority;
mod network_create;
mod network_halt;
mod network_parameters;
mod position_admit;
mod position_approve;
mod position_close;
mod position_open;
mod proceeds_claim;
mod proceeds_deposit;
mod proceeds_deposit_net;
mod proceeds_distribute;
mod steward;
mod token_create;
mod token_hold;
mod token_issue;
mod token_pause;
mod token_policy;
mod transfer_accounts;
mod transfer_locks;
mod transfer_policy;
