//! Every state of a recovery against everything that can be tried in it: the whole table.

use personal_token_tests::Refusal;
use spl_token_2022_interface::error::TokenError;

use super::common::*;

type Attempt = fn(&World, &Case) -> Instruction;
/// One row: what is tried, and what comes of it in each of [`STATES`].
type Row = (&'static str, Attempt, [Option<Refusal>; 8]);

fn lapsed() -> (World, Case) {
    let (mut world, case) = pending();
    world.warp(LAPSE);
    (world, case)
}

fn vetoed() -> (World, Case) {
    let (mut world, case) = pending();
    let veto = world.recovery_veto(&case.lost, case.bob.wallet);
    world.must(&[veto.instruction()]);
    (world, case)
}

/// A state's name, and how to get there.
type State = (&'static str, fn() -> (World, Case));

const STATES: [State; 8] = [
    ("lost", lost),
    ("pending", pending),
    ("executable", executable),
    ("lapsed", lapsed),
    ("vetoed", vetoed),
    ("executed", executed),
    ("reopened", reopened),
    ("moved", moved),
];

/// Before anything, while it is pending, while it can be executed, lapsed, vetoed; then after the execution.
fn row(before: [Option<Refusal>; 5], after: [Option<Refusal>; 3]) -> [Option<Refusal>; 8] {
    let [a, b, c, d, e] = before;
    let [f, g, h] = after;
    [a, b, c, d, e, f, g, h]
}

fn all<const N: usize>(refusal: impl Into<Refusal>) -> [Option<Refusal>; N] {
    let refusal = refusal.into();
    std::array::from_fn(|_| Some(refusal.clone()))
}

fn none<const N: usize>() -> [Option<Refusal>; N] {
    std::array::from_fn(|_| None)
}

/// Nothing leaves while it is pending.
fn held() -> [Option<Refusal>; 5] {
    let held = Some(Rule::MemberHeld.into());
    [None, held.clone(), held, None, None]
}

fn table() -> Vec<Row> {
    let some = |refusal: Rule| Some(Refusal::from(refusal));
    let absent = || Some(Refusal::from(TOO_SMALL));
    let present = || [absent(), None, None, None, absent()];
    let stranger = [absent(), some(Rule::NotRecoveryParty), some(Rule::NotRecoveryParty), None, absent()];
    let taken = || Some(Refusal::from(ALREADY_IN_USE));
    let too_few = Some(Refusal::from((TOKEN_2022_ID, TokenError::InsufficientFunds as u32)));
    let replaced = || some(Rule::WalletReplaced);
    let marked = || [None, some(Rule::PositionHeld), some(Rule::PositionHeld), None, None];
    let not_his = || [None, some(Rule::NotMemberWallet), some(Rule::NotMemberWallet), None, None];
    vec![
        (
            "propose",
            |world, case| world.recovery_propose(&case.lost).instruction(),
            row([None, taken(), taken(), taken(), None], all(Rule::WalletUnchanged)),
        ),
        (
            "veto by the old wallet",
            |world, case| world.recovery_veto(&case.lost, case.bob.wallet).instruction(),
            row(present(), all(TOO_SMALL)),
        ),
        (
            "veto by the new wallet",
            |world, case| world.recovery_veto(&case.lost, case.lost.new.wallet).instruction(),
            row(present(), all(TOO_SMALL)),
        ),
        (
            "veto by a steward",
            |world, case| world.recovery_veto(&case.lost, case.lost.stewards[1].wallet).instruction(),
            row(present(), all(TOO_SMALL)),
        ),
        (
            "veto by a stranger",
            |world, case| world.recovery_veto(&case.lost, world.issuer).instruction(),
            row(stranger, all(TOO_SMALL)),
        ),
        (
            "execute",
            |world, case| world.recovery_execute(&case.lost).instruction(),
            row([absent(), some(Rule::RecoveryTooEarly), None, some(Rule::RecoveryLapsed), absent()], all(TOO_SMALL)),
        ),
        (
            "move",
            |world, case| world.recovery_move(&case.lost, &case.ada).instruction(),
            row(all(TOO_SMALL), [absent(), None, some(Rule::PositionReplaced)]),
        ),
        (
            "mark the old position",
            |world, case| world.position_mark(&case.ada, case.bob).instruction(),
            row(none(), none()),
        ),
        ("hold", |world, case| world.member_hold(None, case.bob, DAY).instruction(), row(none(), none())),
        (
            "transfer by the old wallet",
            |world, case| world.shares_transfer(&case.ada, case.bob, case.carol, 1).instruction(),
            row(held(), [replaced(), replaced(), too_few]),
        ),
        (
            "transfer to the old wallet",
            |world, case| world.shares_transfer(&case.ada, case.carol, case.bob, 1).instruction(),
            row(none(), all(Rule::WalletReplaced)),
        ),
        (
            "list by the old wallet",
            |world, case| list(world, &case.ada, case.bob, 0, 1).instruction(),
            row(held(), all(Rule::NotMemberWallet)),
        ),
        (
            "list by the new wallet",
            |world, case| list(world, &case.ada, case.lost.new, 0, 1).instruction(),
            row(all(TOO_SMALL), [absent(), some(Rule::InsufficientShares), None]),
        ),
        (
            "payout of the old position by anyone",
            |world, case| world.proceeds_claim(&case.ada, case.bob.wallet).instruction(),
            row(marked(), all(Rule::PositionHeld)),
        ),
        (
            "payout of the old position by the old wallet",
            |world, case| world.proceeds_claim_by(&case.ada, case.bob).instruction(),
            row(none(), all(Rule::NotMemberWallet)),
        ),
        (
            "payout of the old position by the new wallet",
            |world, case| {
                let claim = world.proceeds_claim_by(&case.ada, case.bob).instruction();
                claim.replacing(case.bob.wallet, case.lost.new.wallet)
            },
            // Nobody's signature is asked for where nothing holds.
            row(not_his(), all(Rule::PositionReplaced)),
        ),
        (
            "open a position with the new wallet",
            |world, case| world.position_open(case.lost.new, &case.ada).instruction(),
            row(all(Rule::NotMemberWallet), [None, taken(), taken()]),
        ),
        (
            "leave by the old wallet",
            |_, case| MemberLeave { wallet: case.bob.wallet, member: case.bob.member }.instruction(),
            row(none(), all(Rule::NotMemberWallet)),
        ),
        (
            "leave by the new wallet",
            |_, case| MemberLeave { wallet: case.lost.new.wallet, member: case.bob.member }.instruction(),
            row(all(Rule::NotMemberWallet), none()),
        ),
    ]
}

/// Money is owed in every state, and the old position is marked as it can be; the new wallet has a share account.
#[test]
fn every_state_against_everything_that_can_be_tried() {
    let mut refused = 0;
    for (name, attempt, expected) in table() {
        for ((state, setup), expected) in STATES.into_iter().zip(expected) {
            println!("{name}, {state}: {expected:?}");
            let (mut world, case) = setup();
            world.deposit(&case.ada, SHARES).expect_success();
            world.create_share_account(case.lost.new.wallet, &case.ada);
            world.mark(&case.ada, case.bob);
            let outcome = world.send(&[attempt(&world, &case)]);
            match expected {
                None => drop(outcome.expect_success()),
                Some(refusal) => {
                    outcome.expect_refusal(refusal);
                    refused += 1;
                }
            }
        }
    }
    assert_eq!(refused, 90, "of {} pairs", table().len() * STATES.len());
}
