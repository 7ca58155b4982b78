//! What an exclusion takes away, and what it leaves.

use super::common::*;

/// Bob is excluded.
fn out() -> (World, Case) {
    let (mut world, case) = ready();
    exclude(&mut world, case.bob);
    (world, case)
}

/// Ada, the owner, is excluded.
fn owner_out() -> (World, Case) {
    let (mut world, case) = ready();
    exclude(&mut world, case.ada.owner);
    (world, case)
}

#[test]
fn the_excluded_is_paid_by_claim_and_batch() {
    let (mut world, Case { ada, bob, carol, .. }) = out();
    world.deposit(&ada, SHARES).expect_success();
    world.claim(&ada, bob.wallet).expect_success();
    assert_eq!(world.quote_of(bob.wallet), 2_000);
    world.deposit(&ada, SHARES).expect_success();
    let paid = world.distribute(&ada, &[bob.wallet, carol.wallet]).expect_success();
    assert_eq!(paid.return_data, [0, 0]);
    assert_eq!((world.quote_of(bob.wallet), world.quote_of(carol.wallet)), (4_000, 2_000));
}

#[test]
fn the_excluded_sells_and_cancels() {
    let (mut world, Case { ada, bob, dave, .. }) = out();
    let [first, second] = [500, 700].map(|shares| list(&mut world, &ada, bob, shares));
    world.must(&[world.listing_cancel(&second).instruction()]);
    world.warp(EVERYONE);
    let purchase = order(&mut world, &first, dave, 500);
    world.send(&[purchase]).expect_success();
    let position = world.position_state(&ada, bob);
    assert_eq!((position.shares, position.listed), (1_500, 0));
    assert_eq!(world.quote_of(bob.wallet), 2_500 - 38 - 13, "less both fees, rounded up");
}

#[test]
fn the_excluded_gives_back_to_the_owner_under_every_policy() {
    for policy in Policy::ALL {
        let (mut world, Case { ada, bob, .. }) = out();
        if policy != Policy::Open {
            world.set_policy(&ada, policy);
        }
        world.transfer(&ada, bob, ada.owner, 2_000).expect_changed(&both_sides(&ada, bob, ada.owner));
    }
}

#[test]
fn the_excluded_takes_his_subscription_back() {
    let (mut world, case) = ready();
    let round = round(&mut world, &case);
    world.subscribe(&round, case.bob, 10);
    exclude(&mut world, case.bob);
    world.must(&[world.round_withdraw(&round, case.bob).instruction()]);
    assert_eq!(world.quote_of(case.bob.wallet), 10_000);
}

/// Accepted before, excluded before the settlement: his money comes back.
#[test]
fn the_excluded_is_refunded_instead_of_settled() {
    let (mut world, case) = ready();
    let round = round(&mut world, &case);
    world.subscribe_and_accept(&round, case.bob, 10);
    exclude(&mut world, case.bob);
    world.finalise(&round);
    world.settle(&round, case.bob);
    assert_eq!(world.position_state(&case.ada, case.bob).shares, 2_000);
    world.refund(&round, case.bob);
    assert_eq!(world.quote_of(case.bob.wallet), 10_000);
}

/// He replies, opens and closes positions, vetoes, and is recovered with all that he holds.
#[test]
fn the_excluded_replies_vetoes_and_is_recovered() {
    let (mut world, case) = out();
    let Case { ada, bob, stewards, .. } = case;
    let complaint = world.complain(&ada, bob, personal_token_core::complaint::Category::Pressure, Severity::Minor);
    let reply = world.complaint_reply(complaint, bob);
    world.send(&[reply.instruction()]).expect_changed(&[complaint]);

    let zoe = world.owner_with_token("zoe");
    world.open_position(bob, &zoe);
    let (payer, mint) = (world.payer, zoe.mint);
    let close = PositionClose { wallet: bob.wallet, member: bob.member, mint, rent_payer: payer };
    world.send(&[close.instruction()]).expect_success();

    let lost = world.lose(bob, "new bob", stewards);
    world.propose(&lost);
    let veto = world.recovery_veto(&lost, bob.wallet);
    world.send(&[veto.instruction()]).expect_success();
    world.recover(&lost, &[&ada]);
    assert_eq!(world.position_state(&ada, lost.new).shares, 2_000);
    assert_eq!(world.member_state(bob).status, Status::Excluded.byte());
    world.transfer(&ada, case.carol, lost.new, 1).expect_refusal(Rule::MemberNotActive);
    world.transfer(&ada, lost.new, ada.owner, 1).expect_success();
}

/// Once he is back he receives again, as before; without his own consent he is as one who left.
#[test]
fn whoever_is_taken_back_receives_again() {
    let (mut world, case) = out();
    world.must(&[reinstate(&world, case.bob).instruction()]);
    world.transfer(&case.ada, case.carol, case.bob, 1).expect_refusal(Rule::MemberNotActive);
    take_back(&mut world, case.bob);
    world.transfer(&case.ada, case.carol, case.bob, 1).expect_success();
    world.transfer(&case.ada, case.bob, case.carol, 1).expect_success();
}

/// An excluded owner owes what he owes: he deposits, is paid, decides about his round, and sets boundaries.
#[test]
fn an_excluded_owner_goes_on_with_what_he_began() {
    let (mut world, case) = ready();
    let Case { ada, bob, carol, dave, .. } = case;
    let round = round(&mut world, &case);
    for person in [bob, carol, dave] {
        world.subscribe(&round, person, 10);
    }
    exclude(&mut world, ada.owner);
    world.accept(&round, bob, 10);
    world.accept(&round, carol, 10);
    world.decline(&round, dave);
    world.finalise(&round);
    for person in [bob, carol] {
        world.settle(&round, person);
    }
    world.collect(&round);
    assert_eq!(world.quote_of(ada.owner.wallet), 20_000);
    world.deposit(&ada, SHARES).expect_success();
    world.claim(&ada, ada.owner.wallet).expect_success();
    set_boundary(&mut world, &ada, bob, Contact::Quarterly);
    world.complain(&ada, bob, personal_token_core::complaint::Category::Pressure, Severity::Minor);
    let authorise = world.token_authorise(&ada, 3 * SHARES);
    world.send(&[authorise.instruction()]).expect_success();
}

refusals! {
    out;
    refuses_a_receipt_from_the_owner: |world, case|
        world.shares_transfer(&case.ada, case.ada.owner, case.bob, 1).instruction() => Rule::MemberNotActive;
    refuses_a_receipt_from_a_holder: |world, case|
        world.shares_transfer(&case.ada, case.carol, case.bob, 1).instruction() => Rule::MemberNotActive;
    refuses_a_receipt_that_the_owner_approved: |world, case| {
        world.set_policy(&case.ada, Policy::Approval);
        let until = world.now() + DAYS;
        world.approve(&case.ada, case.carol, case.bob, 5, until);
        world.shares_transfer(&case.ada, case.carol, case.bob, 5).instruction()
    } => Rule::MemberNotActive;
    refuses_a_receipt_of_the_admitted: |world, case| {
        world.set_policy(&case.ada, Policy::Village);
        world.admit(&case.ada, case.bob, 10_000);
        world.shares_transfer(&case.ada, case.carol, case.bob, 1).instruction()
    } => Rule::MemberNotActive;
    refuses_the_excluded_to_send_to_others: |world, case|
        world.shares_transfer(&case.ada, case.bob, case.carol, 1).instruction() => Rule::SenderNotInGoodStanding;
    refuses_a_subscription_of_the_excluded: |world, case| {
        let round = round(&mut world, &case);
        subscription(&mut world, &round, case.bob, 1)
    } => Rule::MemberNotActive;
    refuses_a_purchase_of_the_excluded: |world, case| {
        let listing = list(&mut world, &case.ada, case.carol, 10);
        world.warp(EVERYONE);
        order(&mut world, &listing, case.bob, 1)
    } => Rule::MemberNotActive;
    refuses_an_excluded_holder_in_the_holders_window: |world, case| {
        let listing = list(&mut world, &case.ada, case.carol, 10);
        world.warp(OWNER_WINDOW);
        order(&mut world, &listing, case.bob, 1)
    } => Rule::MemberNotActive;
    refuses_a_token_of_the_excluded: |world, _| {
        let eve = world.member("eve", role::ALL);
        world.warp(COOLING_OFF);
        exclude(&mut world, eve);
        world.token_create(eve, Terms::default()).instruction()
    } => Rule::MemberNotActive;
}

refusals! {
    owner_out;
    refuses_a_round_of_an_excluded_owner: |world, case|
        world.round_open(&case.ada, world.round_terms()).instruction() => Rule::MemberNotActive;
    refuses_an_excluded_owner_his_own_shares: |world, case|
        world.shares_transfer(&case.ada, case.bob, case.ada.owner, 1).instruction() => Rule::MemberNotActive;
    refuses_an_excluded_owner_the_first_refusal: |world, case| {
        let listing = list(&mut world, &case.ada, case.bob, 10);
        order(&mut world, &listing, case.ada.owner, 1)
    } => Rule::MemberNotActive;
    refuses_an_excluded_owner_to_send: |world, case|
        world.shares_transfer(&case.ada, case.ada.owner, case.bob, 1).instruction() => Rule::SenderNotInGoodStanding;
}
