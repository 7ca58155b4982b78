//! `round_collect`

use super::{common::*, prelude::*};

fn collect(world: &World, case: &Case) -> Instruction {
    world.round_collect(&case.round).instruction()
}

#[test]
fn pays_the_owner_what_was_raised() {
    let (mut world, case) = settled();
    let Case { ada, round, .. } = case;
    let before = world.round_state(&round);
    let account = ada.quote_account(ada.owner.wallet);
    let outcome = world.send(&[collect(&world, &case)]).expect_changed(&[round.round, round.escrow, account]);
    let expected = Book { owed_to_owner: 0, ..before.book };
    assert_eq!(world.round_state(&round), Round { book: expected, ..before });
    let amount = 40_000 * PRICE;
    assert_eq!((world.quote_in(account), world.quote_in(round.escrow)), (amount, 10_000 * PRICE));
    let collected = event::RoundCollected { token: ada.token, round: round.round, amount };
    assert_eq!(outcome.event(), &collected.into());
}

/// As often as there is something, at any time, in any order with refunds.
#[test]
fn collects_after_each_settlement() {
    let (mut world, case) = accepted();
    let carol = accepted_subscriber(&mut world, &case.round, "carol", 10);
    world.finalise(&case.round);
    for (person, raised) in [(carol, 10), (case.bob, 40_010)] {
        world.settle(&case.round, person);
        world.send(&[collect(&world, &case)]).expect_success();
        assert_eq!(world.quote_of(case.ada.owner.wallet), raised * PRICE);
        world.send(&[collect(&world, &case)]).expect_refusal(Rule::NothingToCollect);
    }
    world.refund(&case.round, case.bob);
    assert_eq!(world.quote_in(case.round.escrow), 0);
}

#[test]
fn anyone_collects_for_the_owner_while_all_is_stopped() {
    let (mut world, case) = settled();
    suspend(&mut world, case.ada.owner.member);
    pause(&mut world, &case.ada);
    halt(&mut world);
    let collect = collect(&world, &case);
    assert!(collect.accounts.iter().all(|meta| !meta.is_signer));
    world.payer = mallory(&mut world);
    world.send(&[collect]).expect_success();
    assert_eq!(world.quote_of(case.ada.owner.wallet), 40_000 * PRICE);
}

#[test]
fn a_held_owner_has_it_paid_himself() {
    let (mut world, case) = settled();
    hold(&mut world, case.ada.owner);
    world.send(&[collect(&world, &case)]).expect_refusal(Rule::MemberHeld);
    let own = RoundCollect { wallet: Some(case.ada.owner.wallet), ..world.round_collect(&case.round) };
    world.send(&[own.instruction()]).expect_success();
}

refusals! {
    settled;
    refuses_what_is_collected: |world, case| {
        world.must(&[collect(&world, &case)]);
        collect(&world, &case)
    } => Rule::NothingToCollect;
    refuses_a_round_that_raised_nothing: |world, _case| {
        let (other, _) = other(&mut world);
        world.round_collect(&other).instruction()
    } => Rule::NothingToCollect;
    /// A donation is nobody's.
    refuses_a_donation: |world, case| {
        world.must(&[collect(&world, &case)]);
        world.donate(case.round.escrow, 1_000);
        collect(&world, &case)
    } => Rule::NothingToCollect;
    refuses_to_send_the_money_elsewhere: |world, case| {
        let quote_account = world.quote_account(case.bob.wallet);
        RoundCollect { quote_account, ..world.round_collect(&case.round) }.instruction()
    } => Rule::QuoteAccountForeign;
    refuses_to_pay_a_member_who_is_not_the_owner: |world, case| {
        let quote_account = case.ada.quote_account(case.bob.wallet);
        let collect = RoundCollect { quote_account, ..world.round_collect(&case.round) }.instruction();
        collect.replacing(case.ada.owner.member, case.bob.member)
    } => Rule::NotTokenOwner;
    refuses_the_round_of_another_token: |world, case| {
        let (other, _) = other(&mut world);
        collect(&world, &case).replacing(case.round.round, other.round)
    } => Rule::RoundMismatch;
    refuses_another_owner: |world, case| {
        let (other, _) = other(&mut world);
        let quote_account = world.quote_account(other.token.owner.wallet);
        let owner_member = other.token.owner.member;
        let collect = RoundCollect { wallet: None, owner_member, index: 0, quote_account }.instruction();
        collect.replacing(other.round, case.round.round).replacing(other.escrow, case.round.escrow)
    } => Rule::RoundMismatch;
    refuses_another_escrow: |world, case| {
        let (other, _) = other(&mut world);
        collect(&world, &case).replacing(case.round.escrow, other.escrow)
    } => Rule::RoundMismatch;
    refuses_a_stranger_who_signs: |world, case| {
        let stranger = mallory(&mut world);
        RoundCollect { wallet: Some(stranger), ..world.round_collect(&case.round) }.instruction()
    } => Rule::NotMemberWallet;
    refuses_a_wallet_that_does_not_sign: |world, case| {
        let collect = RoundCollect { wallet: Some(case.ada.owner.wallet), ..world.round_collect(&case.round) };
        collect.instruction().unsigned(case.ada.owner.wallet)
    } => Error::MissingRequiredSignature;
    refuses_as_a_whole_if_the_escrow_is_frozen: |world, case| {
        world.freeze(case.round.escrow);
        collect(&world, &case)
    } => (TOKEN_ID, 17);
    refuses_the_escrow_as_his_account: |world, case|
        RoundCollect { quote_account: case.round.escrow, ..world.round_collect(&case.round) }.instruction()
        => DUPLICATE;
    refuses_token_2022_for_the_money: |world, case|
        collect(&world, &case).replacing(TOKEN_ID, TOKEN_2022_ID) => Error::IncorrectProgramId;
    refuses_a_read_only_round: |world, case| collect(&world, &case).read_only(case.round.round) => NOT_WRITABLE;
}
