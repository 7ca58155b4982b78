//! Who is recovered: an owner, a steward, somebody who was suspended or left.

use super::common::*;

/// Ada, the owner, lost her key.
fn owner_lost() -> (World, Case, Lost) {
    let (mut world, case) = lost();
    let ada = world.lose(case.ada.owner, "new ada", case.lost.stewards);
    (world, case, ada)
}

/// The token as its owner has it with her new wallet.
fn with_owner(case: &Case, owner: Person) -> TokenFixture {
    TokenFixture { owner, ..case.ada }
}

#[test]
fn an_owners_token_follows_the_new_wallet() {
    let (mut world, case, ada) = owner_lost();
    world.deposit(&case.ada, SHARES).expect_success();
    let token = world.token_state(&case.ada);
    world.recover(&ada, &[&case.ada]);
    assert_eq!(world.token_state(&case.ada), token, "it names the member, not the wallet");
    let hers = with_owner(&case, ada.new);
    assert_eq!(world.position_state(&hers, ada.new).shares, SHARES - 1_500);

    world.claim(&hers, ada.new.wallet).expect_success();
    assert_eq!(world.quote_of(ada.new.wallet), SHARES - 1_500);
    world.deposit(&hers, SHARES).expect_success();
    world.deposit_net(&hers, SHARES).expect_success();
    world.transfer(&hers, ada.new, case.carol, 10).expect_success();
    world.set_policy(&hers, Policy::Village);
    world.admit(&hers, case.carol, 10);
    world.approve(&hers, ada.new, case.carol, 1, world.now() + 1);
    let Person { wallet: owner, member: owner_member } = ada.new;
    let network = world.network;
    world.must(&[
        TokenPause { owner, owner_member, network, seconds: DAY }.instruction(),
        TokenResume { owner, owner_member, network }.instruction(),
        TokenAuthorise { owner, owner_member, network, authorised: 3 * SHARES }.instruction(),
    ]);
    // Back to the owner works with her new wallet, whatever the policy.
    world.transfer(&hers, case.bob, ada.new, 1).expect_success();
}

/// Her round goes on; what it raised is collected by her new wallet alone.
#[test]
fn an_owners_round_follows_the_new_wallet() {
    let (mut world, case, ada) = owner_lost();
    open_round(&mut world, &case.ada);
    subscribed(&mut world, &case.ada, case.bob, 100);
    subscribed(&mut world, &case.ada, case.carol, 100);
    world.must(&[accept(&case.ada, case.carol, 50).instruction()]);
    world.recover(&ada, &[&case.ada]);
    let hers = with_owner(&case, ada.new);
    world.send(&[accept(&case.ada, case.bob, 80).instruction()]).expect_refusal(Rule::NotTokenOwner);
    world.send(&[complete(&world, &case.ada).instruction()]).expect_refusal(Rule::NotTokenOwner);
    completed(&mut world, &hers, case.bob, 80);
    for person in [case.bob, case.carol] {
        world.must(&[settle(&world, &hers, person).instruction()]);
    }
    let into_the_old = collect(&case.ada, case.ada.owner, false);
    world.quote_account(case.ada.owner.wallet);
    world.send(&[into_the_old.instruction()]).expect_refusal(Rule::QuoteAccountForeign);
    world.quote_account(ada.new.wallet);
    world.send(&[collect(&hers, ada.new, false).instruction()]).expect_success();
    assert_eq!(world.quote_of(ada.new.wallet), 260);
}

/// While it is pending, what a round has raised waits: a stranger cannot have it paid into the lost wallet.
#[test]
fn what_a_round_raised_waits_while_the_owner_is_recovered() {
    let (mut world, case, ada) = owner_lost();
    open_round(&mut world, &case.ada);
    subscribed(&mut world, &case.ada, case.bob, 100);
    completed(&mut world, &case.ada, case.bob, 100);
    world.must(&[settle(&world, &case.ada, case.bob).instruction()]);
    world.propose(&ada);
    world.quote_account(case.ada.owner.wallet);
    world.send(&[collect(&case.ada, case.ada.owner, false).instruction()]).expect_refusal(Rule::MemberHeld);
    let stranger = RoundCollect { wallet: Some(world.issuer), ..collect(&case.ada, case.ada.owner, true) };
    world.send(&[stranger.instruction()]).expect_refusal(Rule::NotMemberWallet);
    world.send(&[collect(&case.ada, case.ada.owner, true).instruction()]).expect_success();
    assert_eq!(world.quote_of(case.ada.owner.wallet), 200);
}

/// Nor can whoever has her key find new investors, or complete with those of his choice.
#[test]
fn a_round_is_neither_opened_nor_completed_while_the_owner_is_recovered() {
    let (mut world, case, ada) = owner_lost();
    world.propose(&ada);
    let open = round_open(&world, &case.ada, ROUND);
    world.send(&[open.instruction()]).expect_refusal(Rule::MemberHeld);
    let veto = world.recovery_veto(&ada, ada.old.wallet);
    world.must(&[veto.instruction()]);
    open_round(&mut world, &case.ada);
    subscribed(&mut world, &case.ada, case.bob, 100);
    world.must(&[accept(&case.ada, case.bob, 100).instruction()]);
    let hold = world.member_hold(None, case.ada.owner, DAY);
    world.must(&[hold.instruction()]);
    let complete = complete(&world, &case.ada);
    world.send(&[complete.instruction()]).expect_refusal(Rule::MemberHeld);
    world.warp(DAYS);
    world.send(&[complete.instruction()]).expect_success();
}

/// Her fee of a sale is credited to all shares while her wallet may be another's, and paid to the new one afterwards.
#[test]
fn an_owners_fee_follows_the_new_wallet() {
    let (mut world, case, ada) = owner_lost();
    world.must(&[list(&world, &case.ada, case.bob, 0, 1_000).instruction()]);
    world.quote_account(case.bob.wallet);
    world.quote_account(case.ada.owner.wallet);
    world.fund(case.carol.wallet, 10_000);
    world.propose(&ada);
    world.warp(VETO);
    let purchase = buy(&world, &case.ada, case.carol, case.bob, 200);
    world.send(&[purchase.instruction()]).expect_success();
    assert_eq!((world.quote_of(case.ada.owner.wallet), world.token_state(&case.ada).credited), (0, 15));

    world.execute(&ada);
    world.quote_account(ada.new.wallet);
    let purchase = buy(&world, &case.ada, case.carol, case.bob, 200);
    world.send(&[purchase.instruction()]).expect_success();
    assert_eq!((world.quote_of(ada.new.wallet), world.token_state(&case.ada).credited), (15, 15));
}

/// The owner's right of first refusal and her exemption from policy are the member's.
#[test]
fn an_owner_buys_first_with_her_new_wallet() {
    let (mut world, case, ada) = owner_lost();
    world.recover(&ada, &[&case.ada]);
    world.must(&[list(&world, &case.ada, case.bob, 0, 10).instruction()]);
    world.quote_account(case.bob.wallet);
    world.fund(ada.new.wallet, 50);
    let hers = with_owner(&case, ada.new);
    let purchase = buy(&world, &hers, ada.new, case.bob, 10);
    world.send(&[purchase.instruction()]).expect_success();
    assert_eq!(world.quote_of(case.bob.wallet), 50, "no fee when the owner buys");
}

/// A token whose shares were not issued yet is issued by the new wallet, into its position.
#[test]
fn an_owner_issues_with_her_new_wallet() {
    let (mut world, case) = lost();
    let dora = world.owner_with("dora", Terms { shares: 0, ..Terms::default() });
    let lost = world.lose(dora.owner, "new dora", case.lost.stewards);
    world.recover(&lost, &[&dora]);
    let old = TokenIssue { owner: dora.owner.wallet, owner_member: dora.owner.member, shares: SHARES };
    world.send(&[old.instruction()]).expect_refusal(Rule::NotTokenOwner);
    let issue = TokenIssue { owner: lost.new.wallet, ..old };
    let [left, present] = [lost.old, lost.new].map(|person| dora.position(person.wallet));
    let [from, to] = [lost.old, lost.new].map(|person| dora.share_account(person.wallet));
    let into_what_was_left = issue.instruction().replacing(present, left).replacing(to, from);
    world.send(&[into_what_was_left]).expect_refusal(Rule::PositionReplaced);
    world.must(&[issue.instruction()]);
    assert_eq!(world.position_state(&dora, lost.new).shares, SHARES);
}

/// A steward keeps what he may do, with the time of its grant; his old wallet may nothing.
#[test]
fn a_steward_acts_with_his_new_wallet() {
    let (mut world, case) = lost();
    let third = world.steward("sam", capability::ALL);
    world.warp(i64::from(CAPABILITY_WAIT));
    let [rita, ron] = case.lost.stewards;
    let ritas = world.lose(rita, "new rita", [ron, third]);
    let steward = pda::steward(world.network, rita.member);
    let before = world.read::<Steward>(steward);
    world.recover(&ritas, &[]);
    assert_eq!(world.read::<Steward>(steward), before);
    let hold = world.member_hold(Some(rita), case.bob, 1);
    world.send(&[hold.instruction()]).expect_refusal(Rule::NotAuthorised);
    let propose = world.recovery_propose(&case.lost);
    world.send(&[propose.instruction()]).expect_refusal(Rule::NotAuthorised);
    world.propose(&Lost { stewards: [ritas.new, ron], ..case.lost });
    let hold = world.member_hold(Some(ritas.new), case.carol, 1);
    world.send(&[hold.instruction()]).expect_success();
}

/// What he proposed with his old wallet he cannot give up with the new one: the recovery names wallets.
#[test]
fn a_recovered_stewards_proposal_is_given_up_by_the_wallet_that_signed() {
    let (mut world, case) = lost();
    let third = world.steward("sam", capability::ALL);
    world.warp(i64::from(CAPABILITY_WAIT));
    let [rita, ron] = case.lost.stewards;
    let ritas = world.lose(rita, "new rita", [ron, third]);
    world.propose(&case.lost);
    world.recover(&ritas, &[]);
    let veto = world.recovery_veto(&case.lost, ritas.new.wallet);
    world.send(&[veto.instruction()]).expect_refusal(Rule::NotRecoveryParty);
    let veto = world.recovery_veto(&case.lost, ron.wallet);
    world.send(&[veto.instruction()]).expect_success();
}

/// Recovery changes the wallet and nothing else: who was suspended stays suspended, and keeps what he holds.
#[test]
fn a_suspended_member_stays_suspended() {
    let (mut world, case) = lost();
    suspend(&mut world, case.bob);
    let before = world.member_state(case.bob);
    world.propose(&case.lost);
    world.execute(&case.lost);
    let after = world.member_state(case.bob);
    assert_eq!((after.status, after.reason_hash, after.reputation), (before.status, before.reason_hash, 1_000));
    let reinstate = MemberReinstate {
        signer: world.founder,
        steward_member: None,
        network: world.network,
        member: case.bob.member,
        wallet: None,
    };
    world.must(&[reinstate.instruction()]);
    world.relocate(&case.lost, &case.ada);
    world.transfer(&case.ada, case.lost.new, case.carol, 1).expect_success();
}

/// His standing does not keep him from what he is owed, whichever wallet he has.
#[test]
fn a_suspended_member_is_moved_and_paid() {
    let (mut world, case) = lost();
    suspend(&mut world, case.bob);
    world.deposit(&case.ada, SHARES).expect_success();
    world.recover(&case.lost, &[&case.ada]);
    world.claim(&case.ada, case.lost.new.wallet).expect_success();
    assert_eq!(world.quote_of(case.lost.new.wallet), 1_000);
    world.transfer(&case.ada, case.lost.new, case.ada.owner, 1).expect_success();
    world.transfer(&case.ada, case.lost.new, case.carol, 1).expect_refusal(Rule::SenderNotInGoodStanding);
    world.transfer(&case.ada, case.carol, case.lost.new, 1).expect_refusal(Rule::MemberNotActive);
}

/// Who left comes back with his new wallet's signature, not with the old one's.
#[test]
fn who_left_comes_back_with_the_new_wallet() {
    let (mut world, case) = lost();
    world.must(&[MemberLeave { wallet: case.bob.wallet, member: case.bob.member }.instruction()]);
    world.propose(&case.lost);
    world.execute(&case.lost);
    let (signer, network, member) = (world.founder, world.network, case.bob.member);
    let reinstate = |wallet| MemberReinstate { signer, steward_member: None, network, member, wallet: Some(wallet) };
    world.send(&[reinstate(case.bob.wallet).instruction()]).expect_refusal(Rule::NotMemberWallet);
    world.send(&[reinstate(case.lost.new.wallet).instruction()]).expect_success();
    world.relocate(&case.lost, &case.ada);
}

/// The treasury's wallet may be a member's: after his recovery, the network's part of what an older round issues is
/// waived, and no settlement fails.
#[test]
fn a_treasury_that_was_recovered_hinders_no_settlement() {
    let (mut world, case) = lost();
    let treasury = world.lose(case.carol, "new carol", case.lost.stewards);
    let account = case.ada.quote_account(treasury.old.wallet);
    world.edit::<Network>(world.network, |network| {
        (network.treasury, network.treasury_quote_account) = (treasury.old.wallet, account);
    });
    world.checked = true;
    open_round(&mut world, &case.ada);
    subscribed(&mut world, &case.ada, case.bob, 1_000);
    completed(&mut world, &case.ada, case.bob, 1_000);
    let round = world.read::<Round>(round_of(&case.ada));
    assert_eq!(round.treasury_position, case.ada.position(case.carol.wallet));
    world.recover(&treasury, &[&case.ada]);
    let settle = settle(&world, &case.ada, case.bob);
    assert_eq!(settle.treasury, Some(case.carol.wallet));
    let without = RoundSettle { treasury: None, ..settle.clone() };
    world.send(&[without.instruction()]).expect_refusal(Rule::PositionMismatch);
    let outcome = world.send(&[settle.instruction()]).expect_success();
    assert!(matches!(outcome.event(), Event::SubscriptionSettled(settled) if settled.fee_shares == 0));
    assert_eq!(world.position_state(&case.ada, case.bob).shares, 2_000);
}

fn suspend(world: &mut World, person: Person) {
    let (signer, network, reason_hash) = (world.founder, world.network, hash("reason"));
    let member = person.member;
    world.must(&[MemberSuspend { signer, steward_member: None, network, member, reason_hash }.instruction()]);
}
