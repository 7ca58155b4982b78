//! Whose money or shares are under way is not asked for a new version of the charter, and nobody's payment waits for it.

use super::common::*;

/// The second version is in force, and nobody has acknowledged it.
fn published() -> (World, Case) {
    let (mut world, case) = ready();
    publish(&mut world, "second charter");
    (world, case)
}

/// A round of Ada's, in which Bob, Carol and Dave have subscribed to ten shares each before the new version.
fn round_under_way() -> (World, Case, RoundFixture) {
    let (mut world, case) = ready();
    let round = round(&mut world, &case);
    for person in [case.bob, case.carol, case.dave] {
        world.subscribe(&round, person, 10);
    }
    publish(&mut world, "second charter");
    (world, case, round)
}

#[test]
fn everybody_is_paid() {
    let (mut world, Case { ada, bob, carol, .. }) = published();
    world.deposit(&ada, SHARES).expect_success();
    world.deposit_net(&ada, SHARES).expect_success();
    world.claim(&ada, bob.wallet).expect_success();
    world.claim(&ada, ada.owner.wallet).expect_success();
    world.distribute(&ada, &[carol.wallet]).expect_success();
    assert_eq!((world.quote_of(bob.wallet), world.quote_of(carol.wallet)), (4_000, 2_000));
}

/// Neither the sender nor the receiver, nor the owner on either side.
#[test]
fn shares_are_transferred() {
    let (mut world, Case { ada, bob, carol, dave, .. }) = published();
    for (from, to) in [(bob, carol), (carol, bob), (bob, dave), (ada.owner, bob), (carol, ada.owner)] {
        world.transfer(&ada, from, to, 10).expect_changed(&both_sides(&ada, from, to));
    }
}

#[test]
fn listings_open_and_end() {
    let (mut world, Case { ada, bob, .. }) = published();
    for seller in [bob, ada.owner] {
        let listing = list(&mut world, &ada, seller, 10);
        world.send(&[world.listing_cancel(&listing).instruction()]).expect_success();
    }
}

#[test]
fn a_round_is_decided_completed_and_settled() {
    let (mut world, Case { ada, bob, carol, dave, .. }, round) = round_under_way();
    world.accept(&round, bob, 10);
    world.accept(&round, carol, 5);
    world.decline(&round, dave);
    world.complete(&round);
    world.undo(&round);
    world.warp(i64::from(world.round_terms().undo_window));
    world.finalise(&round);
    world.settle(&round, bob);
    world.settle(&round, carol);
    world.collect(&round);
    for person in [bob, carol, dave] {
        world.refund(&round, person);
    }
    let shares = [bob, carol, dave].map(|person| world.position_state(&ada, person).shares);
    assert_eq!(shares, [2_010, 1_005, 0]);
    let money = [ada.owner, bob, carol, dave].map(|person| world.quote_of(person.wallet));
    assert_eq!(money, [15_000, 0, 5_000, 10_000]);
}

#[test]
fn subscriptions_are_taken_back_and_rounds_cancelled() {
    let (mut world, Case { bob, carol, .. }, round) = round_under_way();
    world.must(&[world.round_withdraw(&round, bob).instruction()]);
    world.accept(&round, carol, 10);
    world.cancel(&round);
    world.refund(&round, carol);
    assert_eq!((world.quote_of(bob.wallet), world.quote_of(carol.wallet)), (10_000, 10_000));
}

/// The charter protects whoever has not read its last version, too.
#[test]
fn complaints_are_filed_answered_and_decided() {
    let (mut world, Case { ada, bob, judith, .. }) = published();
    let category = personal_token_core::complaint::Category::Harassment;
    let complaint = world.complain(&ada, bob, category, Severity::Severe);
    let reply = world.complaint_reply(complaint, bob);
    world.send(&[reply.instruction()]).expect_changed(&[complaint]);
    world.uphold(&ada, bob, judith, Severity::Minor);
    assert_eq!(points(&world, bob), 950);
    set_boundary(&mut world, &ada, bob, Contact::Quarterly);
}

#[test]
fn positions_are_opened_and_closed() {
    let (mut world, Case { ada, dave, judith, .. }) = published();
    world.open_position(judith, &ada);
    for person in [dave, judith] {
        let (rent_payer, mint) = (world.payer, ada.mint);
        let close = PositionClose { wallet: person.wallet, member: person.member, mint, rent_payer };
        world.send(&[close.instruction()]).expect_success();
    }
}

#[test]
fn members_leave_and_come_back() {
    let (mut world, Case { bob, .. }) = published();
    leave(&mut world, bob);
    let back = MemberReinstate { wallet: Some(bob.wallet), ..reinstate(&world, bob) };
    world.send(&[back.instruction()]).expect_changed(&[bob.member]);
    assert_eq!(world.member_state(bob).charter_version, 1);
}

#[test]
fn wallets_are_recovered() {
    let (mut world, case) = published();
    let lost = world.lose(case.bob, "new bob", case.stewards);
    world.propose(&lost);
    let veto = world.recovery_veto(&lost, case.bob.wallet);
    world.must(&[veto.instruction()]);
    world.recover(&lost, &[&case.ada]);
    assert_eq!(world.position_state(&case.ada, lost.new).shares, 2_000);
}

/// What an owner owes his shareholders, and what he says of his own token.
#[test]
fn an_owner_runs_his_token() {
    let (mut world, Case { ada, bob, carol, .. }) = published();
    let Person { wallet: owner, member: owner_member } = ada.owner;
    let network = world.network;
    world.admit(&ada, bob, 100);
    let until = world.now() + DAYS;
    world.approve(&ada, carol, bob, 1, until);
    let authorise = world.token_authorise(&ada, 3 * SHARES);
    world.must(&[
        authorise.instruction(),
        TokenPause { owner, owner_member, network, seconds: DAY }.instruction(),
        TokenResume { owner, owner_member, network }.instruction(),
    ]);
    world.set_policy(&ada, Policy::Closed);
}

/// The shares of a token that was created before are issued.
#[test]
fn shares_are_issued() {
    let (mut world, _) = ready();
    let zoe = world.owner_with("zoe", Terms { shares: 0, ..Terms::default() });
    publish(&mut world, "second charter");
    let issue = TokenIssue { owner: zoe.owner.wallet, owner_member: zoe.owner.member, shares: SHARES };
    world.send(&[issue.instruction()]).expect_success();
}

/// Stewards work: whoever decides is asked for nothing but his capability.
#[test]
fn stewards_and_the_authority_work() {
    let (mut world, Case { bob, stewards, .. }) = published();
    let hold = world.member_hold(Some(stewards[0]), bob, DAY);
    let release = world.member_release(Some(stewards[1]), bob);
    world.must(&[hold.instruction(), release.instruction()]);
    suspend(&mut world, bob);
    world.must(&[reinstate(&world, bob).instruction()]);
    exclude(&mut world, bob);
}
