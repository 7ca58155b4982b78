//! The position of a wallet that was replaced, named where that of the present one belongs.

use personal_token_sdk::instruction::{ProceedsDeposit, RecoveryMove};

use super::common::*;

/// What an owner keeps of a net deposit stays with the position of her present wallet: what she left holds nothing.
#[test]
fn refuses_a_net_deposit_with_what_was_left() {
    let (mut world, case) = lost();
    let dora = world.owner_with_token("dora");
    let fred = world.holder("fred", &dora, 1_000);
    let lost = world.lose(dora.owner, "new dora", case.lost.stewards);
    world.recover(&lost, &[&dora]);
    world.fund(lost.new.wallet, 10_000_000);
    let deposit = ProceedsDeposit {
        owner: lost.new.wallet,
        source: dora.quote_account(lost.new.wallet),
        net: true,
        ..world.proceeds_deposit(&dora, 10_000_000)
    };
    let [left, present] = [lost.old, lost.new].map(|person| dora.position(person.wallet));
    let with_what_was_left = deposit.instruction().replacing(present, left);
    world.send(&[with_what_was_left]).expect_refusal(Rule::PositionReplaced);

    world.must(&[deposit.instruction()]);
    assert_eq!(world.quote_of(lost.new.wallet), 10_000_000 - 1_000, "all but what 1,000 shares are owed");
    world.claim(&dora, fred.wallet).expect_success();
    assert_eq!(world.quote_of(fred.wallet), 1_000);
}

/// A position moves to the present wallet alone, not to one that was lost in its turn.
#[test]
fn refuses_to_move_to_a_wallet_that_was_replaced_too() {
    let (mut world, case) = executed();
    world.open_position(case.lost.new, &case.ada);
    let again = world.lose(case.lost.new, "third bob", case.lost.stewards);
    world.recover(&again, &[]);
    let relocate = world.recovery_move(&case.lost, &case.ada);
    world.send(&[relocate.instruction()]).expect_refusal(Rule::PositionReplaced);

    world.open_position(again.new, &case.ada);
    world.must(&[RecoveryMove { new_wallet: again.new.wallet, ..relocate }.instruction()]);
    assert_eq!(world.position_state(&case.ada, again.new).shares, 1_000);
}
