//! Who may decide: a steward who arbitrates, is no party, and holds no shares of the token.

use super::common::*;

fn by(world: &World, case: &Case, complaint: Address, steward: Person) -> Instruction {
    world.complaint_resolve(&case.ada, complaint, steward, Decision::Upheld(Severity::Minor)).instruction()
}

/// As [`decidable`]; Jake is a shareholder with so many shares and, but for that, a steward like Judith.
fn with_jake(shares: u64) -> (World, (Case, Address, Person)) {
    let (mut world, case) = ready();
    let jake = world.holder("jake", &case.ada, shares);
    appoint(&mut world, jake, capability::ARBITRATE);
    world.warp(90 * DAYS);
    let complaint = harassed(&mut world, &case, case.bob, Severity::Severe);
    world.warp(REPLY);
    (world, (case, complaint, jake))
}

#[test]
fn takes_a_steward_with_every_capability() {
    let (mut world, (case, complaint)) = decidable();
    let jake = world.steward("jake", capability::ALL);
    world.send(&[by(&world, &case, complaint, jake)]).expect_success();
    assert_eq!(read(&world, complaint).decided_by, jake.wallet);
}

#[test]
fn takes_a_steward_with_an_empty_position() {
    let (mut world, (case, complaint, jake)) = with_jake(0);
    assert_eq!(world.position_state(&case.ada, jake).shares, 0);
    world.send(&[by(&world, &case, complaint, jake)]).expect_success();
}

#[test]
fn takes_a_steward_who_sold_all_his_shares() {
    let (mut world, (case, complaint, jake)) = with_jake(1);
    world.send(&[by(&world, &case, complaint, jake)]).expect_refusal(Rule::StewardHoldsShares);
    world.transfer(&case.ada, jake, case.carol, 1).expect_success();
    world.send(&[by(&world, &case, complaint, jake)]).expect_success();
}

/// Shares of other tokens are no shares of this one.
#[test]
fn takes_a_steward_with_shares_of_another_token() {
    let (mut world, (case, complaint)) = decidable();
    let dora = world.owner_with_token("dora");
    world.open_position(case.judith, &dora);
    world.transfer(&dora, dora.owner, case.judith, 1_000).expect_success();
    world.send(&[by(&world, &case, complaint, case.judith)]).expect_success();
}

/// Lamports that somebody sent to where his position would be are none.
#[test]
fn takes_a_steward_at_whose_address_lie_lamports() {
    let (mut world, (case, complaint)) = decidable();
    world.give_lamports(case.ada.position(case.judith.wallet), 1_000_000);
    world.send(&[by(&world, &case, complaint, case.judith)]).expect_success();
}

/// Of no reputation at all, but active.
#[test]
fn asks_no_reputation_of_a_steward() {
    let (mut world, (case, complaint)) = decidable();
    set_points(&mut world, case.judith, 0);
    world.send(&[by(&world, &case, complaint, case.judith)]).expect_success();
}

/// The authority who was appointed a steward decides as one, and may think better of it once.
#[test]
fn takes_the_authority_as_a_steward() {
    let (mut world, (case, complaint)) = decidable();
    let founder = world.steward("founder", capability::ARBITRATE);
    assert_eq!(founder.wallet, world.founder);
    world.send(&[by(&world, &case, complaint, founder)]).expect_success();
    overturn(&mut world, complaint, Decision::Dismissed);
}

/// Once it is over, a steward's new wallet decides, and the lost one does not.
#[test]
fn takes_the_new_wallet_of_a_steward_who_was_recovered() {
    let (mut world, case) = ready();
    let lost = recovered(&mut world, &case, case.judith);
    let complaint = harassed(&mut world, &case, case.bob, Severity::Severe);
    world.warp(REPLY);
    world.send(&[by(&world, &case, complaint, lost.old)]).expect_refusal(Rule::NotAuthorised);
    world.send(&[by(&world, &case, complaint, lost.new)]).expect_success();
}

/// A hold ends by itself, at its time.
#[test]
fn takes_a_steward_again_when_his_hold_is_over() {
    let (mut world, (case, complaint)) = decidable();
    hold(&mut world, case.judith);
    let until = world.now() + 30 * DAYS;
    let held = Some(Rule::MemberHeld);
    let times = [(until - 1, held), (until, None), (until + 1, None)];
    at_times(&mut world, times, |world| by(world, &case, complaint, case.judith));
}

/// Three accounts show that he is a steward without shares; each is needed.
#[test]
fn refuses_a_steward_without_any_one_of_his_accounts() {
    let (mut world, (case, complaint)) = decidable();
    let Person { wallet, member } = case.judith;
    for absent in [pda::steward(world.network, member), member, case.ada.position(wallet)] {
        let resolve = by(&world, &case, complaint, case.judith).replacing(absent, ID);
        world.send(&[resolve]).expect_refusal(Rule::NotAuthorised);
    }
}

/// By Judith, with somebody else's account in the place of one of hers.
fn with(world: &World, case: &Case, complaint: Address, account: Address, other: Address) -> Instruction {
    by(world, case, complaint, case.judith).replacing(account, other)
}

refusals! {
    decidable;
    refuses_the_bare_authority: |world, (case, complaint)| {
        let Person { wallet, member } = case.judith;
        by(&world, &case, complaint, case.judith)
            .replacing(pda::steward(world.network, member), ID)
            .replacing(member, ID)
            .replacing(case.ada.position(wallet), ID)
            .replacing(wallet, world.founder)
    } => Rule::NotAuthorised;
    refuses_the_authority_with_a_stewards_accounts: |world, (case, complaint)|
        by(&world, &case, complaint, Person { wallet: world.founder, ..case.judith }) => Rule::NotAuthorised;
    refuses_the_authority_with_the_stewards_own_position: |world, (case, complaint)|
        with(&world, &case, complaint, case.judith.wallet, world.founder) => Rule::PositionMismatch;
    refuses_a_stranger_with_a_stewards_accounts: |world, (case, complaint)| {
        let wallet = mallory(&mut world);
        by(&world, &case, complaint, Person { wallet, ..case.judith })
    } => Rule::NotAuthorised;
    refuses_a_member_who_is_no_steward: |world, (case, complaint)| {
        let dan = world.investor("dan");
        by(&world, &case, complaint, dan)
    } => Error::UninitializedAccount;
    refuses_a_member_with_a_stewards_account: |world, (case, complaint)| {
        let dan = world.investor("dan");
        let [own, hers] = [dan, case.judith].map(|person| pda::steward(world.network, person.member));
        by(&world, &case, complaint, dan).replacing(own, hers)
    } => Rule::NotAuthorised;
    refuses_the_subject_who_is_a_steward: |world, (case, complaint)| {
        appoint(&mut world, case.bob, capability::ARBITRATE);
        by(&world, &case, complaint, case.bob)
    } => Rule::PartyCannotDecide;
    refuses_the_subject_who_sold_out_and_is_a_steward: |world, (case, complaint)| {
        appoint(&mut world, case.bob, capability::ALL);
        world.transfer(&case.ada, case.bob, case.carol, 1_000).expect_success();
        world.complaint_resolve(&case.ada, complaint, case.bob, Decision::Abusive).instruction()
    } => Rule::PartyCannotDecide;
    refuses_the_owner_who_is_a_steward: |world, (case, complaint)| {
        appoint(&mut world, case.owner(), capability::ARBITRATE);
        by(&world, &case, complaint, case.owner())
    } => Rule::PartyCannotDecide;
    refuses_a_shareholder_who_is_a_steward: |world, (case, complaint)| {
        appoint(&mut world, case.carol, capability::ARBITRATE);
        by(&world, &case, complaint, case.carol)
    } => Rule::StewardHoldsShares;
    refuses_a_steward_who_bought_while_it_was_open: |world, (case, complaint)| {
        world.open_position(case.judith, &case.ada);
        world.transfer(&case.ada, case.bob, case.judith, 1).expect_success();
        by(&world, &case, complaint, case.judith)
    } => Rule::StewardHoldsShares;
    refuses_the_position_of_another: |world, (case, complaint)| {
        let [own, other] = [case.judith, case.carol].map(|person| case.ada.position(person.wallet));
        with(&world, &case, complaint, own, other)
    } => Rule::PositionMismatch;
    refuses_a_position_in_another_token: |world, (case, complaint)| {
        let dora = world.owner_with_token("dora");
        let [own, other] = [case.ada, dora].map(|token| token.position(case.judith.wallet));
        with(&world, &case, complaint, own, other)
    } => Rule::PositionMismatch;
    refuses_any_address_for_a_position: |world, (case, complaint)|
        with(&world, &case, complaint, case.ada.position(case.judith.wallet), address("nothing"))
        => Rule::PositionMismatch;
    refuses_the_share_account_for_a_position: |world, (case, complaint)| {
        let Person { wallet, .. } = case.judith;
        with(&world, &case, complaint, case.ada.position(wallet), case.ada.share_account(wallet))
    } => Rule::PositionMismatch;
    refuses_a_steward_who_admits: |world, (case, complaint)| {
        let jake = world.steward("jake", capability::ADMIT);
        by(&world, &case, complaint, jake)
    } => Rule::NotAuthorised;
    refuses_a_steward_who_attests: |world, (case, complaint)| {
        let jake = world.steward("jake", capability::ATTEST);
        by(&world, &case, complaint, jake)
    } => Rule::NotAuthorised;
    refuses_a_steward_who_recovers: |world, (case, complaint)|
        by(&world, &case, complaint, case.recoverers[0]) => Rule::NotAuthorised;
    refuses_a_steward_with_every_other_capability: |world, (case, complaint)| {
        let jake = world.steward("jake", capability::ALL - capability::ARBITRATE);
        by(&world, &case, complaint, jake)
    } => Rule::NotAuthorised;
    refuses_a_steward_from_whom_it_was_withdrawn: |world, (case, complaint)| {
        let (authority, network, member) = (world.founder, world.network, case.judith.member);
        world.must(&[StewardUpdate { authority, network, member, capabilities: capability::ADMIT }.instruction()]);
        by(&world, &case, complaint, case.judith)
    } => Rule::NotAuthorised;
    refuses_a_steward_who_was_dismissed: |world, (case, complaint)| {
        let (authority, network, member, rent_payer) =
            (world.founder, world.network, case.judith.member, world.payer);
        world.must(&[StewardDismiss { authority, network, member, rent_payer }.instruction()]);
        by(&world, &case, complaint, case.judith)
    } => Error::UninitializedAccount;
    refuses_a_suspended_steward: |world, (case, complaint)| {
        suspend(&mut world, case.judith);
        by(&world, &case, complaint, case.judith)
    } => Rule::StewardNotActive;
    refuses_a_steward_who_left: |world, (case, complaint)| {
        leave(&mut world, case.judith);
        by(&world, &case, complaint, case.judith)
    } => Rule::StewardNotActive;
    refuses_an_excluded_steward: |world, (case, complaint)| {
        exclude(&mut world, case.judith);
        by(&world, &case, complaint, case.judith)
    } => Rule::StewardNotActive;
    refuses_a_steward_who_is_held: |world, (case, complaint)| {
        hold(&mut world, case.judith);
        by(&world, &case, complaint, case.judith)
    } => Rule::MemberHeld;
    refuses_a_steward_who_is_being_recovered: |world, (case, complaint)| {
        being_recovered(&mut world, &case, case.judith);
        by(&world, &case, complaint, case.judith)
    } => Rule::MemberHeld;
    refuses_the_new_wallet_of_a_steward_before_it_is_his: |world, (case, complaint)| {
        let lost = being_recovered(&mut world, &case, case.judith);
        by(&world, &case, complaint, lost.new)
    } => Rule::NotAuthorised;
}

/// As [`decidable`]; Sue is a steward of another network of the same authority.
fn elsewhere() -> (World, (Case, Address, Person, Address)) {
    let (mut world, (case, complaint)) = decidable();
    let home = world.network;
    world.network = other_network(&mut world);
    let sue = world.steward("sue", capability::ALL);
    let other = std::mem::replace(&mut world.network, home);
    (world, (case, complaint, sue, other))
}

refusals! {
    elsewhere;
    refuses_a_steward_of_another_network: |world, (case, complaint, sue, other)| {
        let [none, own] = [world.network, other].map(|network| pda::steward(network, sue.member));
        by(&world, &case, complaint, sue).replacing(none, own)
    } => Rule::NotAuthorised;
    refuses_a_steward_of_another_network_in_that_network: |world, (case, complaint, sue, other)| {
        let [none, own] = [world.network, other].map(|network| pda::steward(network, sue.member));
        by(&world, &case, complaint, sue).replacing(none, own).replacing(world.network, other)
    } => Rule::NetworkMismatch;
    refuses_a_token_of_another_network: |world, (case, complaint, sue, other)| {
        let home = std::mem::replace(&mut world.network, other);
        let zoe = world.owner_with_token("zoe");
        let [none, own] = [home, other].map(|network| pda::steward(network, sue.member));
        world.network = home;
        by(&world, &case, complaint, sue)
            .replacing(none, own)
            .replacing(home, other)
            .replacing(case.ada.token, zoe.token)
    } => Rule::ComplaintMismatch;
}
