//! While a member is held or being recovered: what is refused, and what goes on.

use super::common::*;

/// Money is owed to Bob and Carol, and Bob's position is marked.
fn marked() -> (World, Case) {
    let (mut world, case) = pending();
    world.deposit(&case.ada, SHARES).expect_success();
    world.mark(&case.ada, case.bob);
    (world, case)
}

/// As [`marked`], under a hold instead.
fn marked_while_held() -> (World, Case) {
    let (mut world, case) = held();
    world.deposit(&case.ada, SHARES).expect_success();
    world.mark(&case.ada, case.bob);
    (world, case)
}

/// Nothing leaves until the recovery lapses, to the second.
#[test]
fn transfers_run_again_when_it_lapsed() {
    let (mut world, case) = pending();
    let start = world.now();
    for (time, refused) in [(0, true), (VETO, true), (LAPSE - 1, true), (LAPSE, false), (LAPSE + 1, false)] {
        world.warp_to(start + time);
        let outcome = world.transfer(&case.ada, case.bob, case.carol, 1);
        match refused {
            true => outcome.expect_refusal(Rule::MemberHeld),
            false => drop(outcome.expect_success()),
        }
    }
}

#[test]
fn a_stranger_cannot_pay_a_marked_position() {
    for setup in [marked, marked_while_held] {
        let (mut world, case) = setup();
        world.claim(&case.ada, case.bob.wallet).expect_refusal(Rule::PositionHeld);
        let wallets = [case.carol.wallet, case.bob.wallet, case.ada.owner.wallet];
        let outcome = world.distribute(&case.ada, &wallets).expect_success();
        assert_eq!(outcome.return_data, [0, 5, 0], "whom it cannot pay it skips");
        assert_eq!((world.quote_of(case.bob.wallet), world.quote_of(case.carol.wallet)), (0, 500));
    }
}

#[test]
fn the_holder_is_paid_with_his_own_signature() {
    for setup in [marked, marked_while_held] {
        let (mut world, case) = setup();
        let (address, account) = case.ada.pair(case.bob.wallet);
        let outcome = world.claim_by(&case.ada, case.bob);
        let outcome = outcome.expect_changed(&[case.ada.token, case.ada.vault, address, account]);
        assert_eq!(world.quote_of(case.bob.wallet), 1_000);
        let claimed = event::ProceedsClaimed { token: case.ada.token, position: address, amount: 1_000, paid: 1_000 };
        assert_eq!(outcome.event(), &claimed.into());
    }
}

/// Payouts are stopped by the mark, which anyone can set as soon as the recovery is proposed, and by the move: an old
/// position that nobody marked or moved is paid into the old wallet.
#[test]
fn an_unmarked_position_is_paid() {
    for setup in [pending, executable, executed] {
        let (mut world, case) = setup();
        world.deposit(&case.ada, SHARES).expect_success();
        world.claim(&case.ada, case.bob.wallet).expect_success();
        assert_eq!(world.quote_of(case.bob.wallet), 1_000);
    }
}

/// So the mark belongs into the transaction that proposes the recovery, which it fits into.
#[test]
fn the_mark_can_come_with_the_proposal() {
    let (mut world, case) = lost();
    let (propose, mark) = (world.recovery_propose(&case.lost), world.position_mark(&case.ada, case.bob));
    world.send(&[propose.instruction(), mark.instruction()]).expect_success();
    assert_eq!(world.position_state(&case.ada, case.bob).held_until, FOR_EVER);
}

/// Once it is marked, no stranger ever pays a dividend into the dead wallet, before and after the execution.
#[test]
fn no_dividend_reaches_the_dead_wallet_once_it_is_marked() {
    let (mut world, case) = marked();
    let refuse = |world: &mut World| {
        world.deposit(&case.ada, SHARES).expect_success();
        world.claim(&case.ada, case.bob.wallet).expect_refusal(Rule::PositionHeld);
        assert_eq!(world.distribute(&case.ada, &[case.bob.wallet]).expect_success().return_data, [5]);
        // Anyone may ask for the mark to come off; it does not.
        world.mark(&case.ada, case.bob);
    };
    refuse(&mut world);
    world.warp(VETO);
    refuse(&mut world);
    world.execute(&case.lost);
    refuse(&mut world);
    world.warp(100 * DAYS);
    refuse(&mut world);
    world.relocate(&case.lost, &case.ada);
    refuse(&mut world);
    assert_eq!(world.quote_of(case.bob.wallet), 0);
    world.claim(&case.ada, case.lost.new.wallet).expect_success();
    assert_eq!(world.quote_of(case.lost.new.wallet), 6_000);
}

/// Good things may still happen to him.
#[test]
fn others_send_to_him_and_the_owner_admits_him() {
    let (mut world, case) = marked();
    world.transfer(&case.ada, case.carol, case.bob, 100).expect_success();
    world.admit(&case.ada, case.bob, 100);
    let dora = world.owner_with_token("dora");
    world.open_position(case.bob, &dora);
    world.transfer(&dora, dora.owner, case.bob, 1).expect_success();
}

/// What the recovery of one member stops is his alone.
#[test]
fn nobody_else_is_held() {
    let (mut world, case) = marked();
    world.transfer(&case.ada, case.carol, case.ada.owner, 1).expect_success();
    world.claim(&case.ada, case.carol.wallet).expect_success();
    world.mark(&case.ada, case.carol);
    assert_eq!(world.position_state(&case.ada, case.carol).held_until, 0);
}

/// A delegate is no way around it.
#[test]
fn a_delegate_cannot_move_the_shares() {
    let (mut world, case) = lost();
    let delegate = mallory(&mut world);
    let account = case.ada.share_account(case.bob.wallet);
    let approve = spl_token_2022_interface::instruction::approve;
    world.must(&[approve(&TOKEN_2022_ID, &account, &delegate, &case.bob.wallet, &[], 1_000).unwrap()]);
    world.propose(&case.lost);
    let transfer = world.shares_transfer(&case.ada, case.bob, case.carol, 1);
    let by_delegate = SharesTransfer { authority: delegate, ..transfer };
    world.send(&[by_delegate.instruction()]).expect_refusal(Rule::MemberHeld);
}

refusals! {
    pending;
    refuses_a_transfer: |world, case|
        world.shares_transfer(&case.ada, case.bob, case.carol, 1).instruction() => Rule::MemberHeld;
    refuses_a_transfer_to_the_owner: |world, case|
        world.shares_transfer(&case.ada, case.bob, case.ada.owner, 1).instruction() => Rule::MemberHeld;
    refuses_a_transfer_in_another_token: |world, case| {
        let dora = world.owner_with_token("dora");
        world.open_position(case.bob, &dora);
        world.open_position(case.carol, &dora);
        world.transfer(&dora, dora.owner, case.bob, 10).expect_success();
        // A lock of 90 days outlasts any recovery, and would be refused first.
        world.edit::<Position>(dora.position(case.bob.wallet), |position| position.unlocks_at = 0);
        world.shares_transfer(&dora, case.bob, case.carol, 1).instruction()
    } => Rule::MemberHeld;
    refuses_a_listing: |world, case| list(&world, &case.ada, case.bob, 0, 1).instruction() => Rule::MemberHeld;
    refuses_a_purchase: |world, case| {
        world.must(&[list(&world, &case.ada, case.carol, 0, 10).instruction()]);
        world.fund(case.bob.wallet, 50);
        world.quote_account(case.carol.wallet);
        world.warp(15 * DAYS);
        buy(&world, &case.ada, case.bob, case.carol, 10).instruction()
    } => Rule::MemberHeld;
    refuses_a_sale_of_what_was_listed_before: |world, case| {
        let veto = world.recovery_veto(&case.lost, case.bob.wallet);
        world.must(&[veto.instruction()]);
        world.must(&[list(&world, &case.ada, case.bob, 0, 10).instruction()]);
        world.propose(&case.lost);
        world.fund(case.ada.owner.wallet, 50);
        buy(&world, &case.ada, case.ada.owner, case.bob, 10).instruction()
    } => Rule::MemberHeld;
    refuses_a_subscription: |world, case| {
        open_round(&mut world, &case.ada);
        world.fund(case.bob.wallet, 20);
        subscribe(&world, &case.ada, case.bob, 10).instruction()
    } => Rule::MemberHeld;
    refuses_the_new_wallet_a_transfer: |world, case| {
        let transfer = world.shares_transfer(&case.ada, case.bob, case.carol, 1);
        SharesTransfer { authority: case.lost.new.wallet, ..transfer }.instruction()
    } => (TOKEN_2022_ID, 4); // the share account is not his
    refuses_the_new_wallet_a_position: |world, case| {
        world.create_share_account(case.lost.new.wallet, &case.ada);
        world.position_open(case.lost.new, &case.ada).instruction()
    } => Rule::NotMemberWallet;
}

refusals! {
    held;
    refuses_a_purchase_by_who_is_held: |world, case| {
        world.must(&[list(&world, &case.ada, case.carol, 0, 10).instruction()]);
        world.fund(case.bob.wallet, 50);
        world.quote_account(case.carol.wallet);
        world.warp(15 * DAYS);
        buy(&world, &case.ada, case.bob, case.carol, 10).instruction()
    } => Rule::MemberHeld;
    refuses_a_subscription_by_who_is_held: |world, case| {
        open_round(&mut world, &case.ada);
        world.fund(case.bob.wallet, 20);
        subscribe(&world, &case.ada, case.bob, 10).instruction()
    } => Rule::MemberHeld;
}

refusals! {
    marked;
    refuses_a_claim_by_the_new_wallet: |world, case|
        world.proceeds_claim_by(&case.ada, case.bob).instruction().replacing(case.bob.wallet, case.lost.new.wallet)
        => Rule::NotMemberWallet;
    refuses_a_claim_by_a_stranger_who_signs: |world, case| {
        let wallet = mallory(&mut world);
        world.proceeds_claim_by(&case.ada, case.bob).instruction().replacing(case.bob.wallet, wallet)
    } => Rule::NotMemberWallet;
    refuses_a_claim_by_the_owner: |world, case|
        world.proceeds_claim_by(&case.ada, case.bob).instruction().replacing(case.bob.wallet, case.ada.owner.wallet)
        => Rule::NotMemberWallet;
    refuses_a_claim_by_another_member: |world, case| {
        let claim = world.proceeds_claim_by(&case.ada, case.bob).instruction();
        claim.replacing(case.bob.wallet, case.carol.wallet).replacing(case.bob.member, case.carol.member)
    } => Rule::PositionMismatch;
    refuses_a_claim_without_the_member: |world, case|
        world.proceeds_claim_by(&case.ada, case.bob).instruction().replacing(case.bob.member, ID) => Rule::PositionHeld;
    refuses_a_claim_without_the_wallet: |world, case| {
        let claim = world.proceeds_claim_by(&case.ada, case.bob).instruction();
        claim.unsigned(case.bob.wallet).replacing(case.bob.wallet, ID)
    } => Rule::PositionHeld;
    refuses_a_claim_that_he_does_not_sign: |world, case|
        world.proceeds_claim_by(&case.ada, case.bob).instruction().unsigned(case.bob.wallet)
        => Error::MissingRequiredSignature;
}

refusals! {
    executed;
    refuses_a_claim_of_the_old_position_by_the_new_wallet: |world, case| {
        world.deposit(&case.ada, SHARES).expect_success();
        world.mark(&case.ada, case.bob);
        world.proceeds_claim_by(&case.ada, case.bob).instruction().replacing(case.bob.wallet, case.lost.new.wallet)
    } => Rule::PositionReplaced;
    refuses_a_claim_of_the_old_position_by_the_old_wallet: |world, case| {
        world.deposit(&case.ada, SHARES).expect_success();
        world.mark(&case.ada, case.bob);
        world.proceeds_claim_by(&case.ada, case.bob).instruction()
    } => Rule::NotMemberWallet;
}
