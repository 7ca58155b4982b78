//! `recovery_propose`

use super::common::*;

fn propose(world: &World, case: &Case) -> RecoveryPropose {
    world.recovery_propose(&case.lost)
}

#[test]
fn proposes() {
    let (mut world, case) = lost();
    let Lost { old, new, stewards: [first, second] } = case.lost;
    let (before, now) = (world.member_state(old), world.now());
    let recovery = case.lost.recovery();
    let outcome = world.send(&[propose(&world, &case).instruction()]).expect_changed(&[old.member, recovery]);

    assert_eq!(world.member_state(old), Member { recovery_until: now + LAPSE, ..before });
    let expected = Recovery {
        version: 1,
        bump: pda::recovery_with_bump(old.member).1,
        proposed_at: now,
        executable_at: now + 14 * DAYS,
        lapses_at: now + 44 * DAYS,
        member: old.member,
        new_wallet: new.wallet,
        first_steward: first.wallet,
        second_steward: second.wallet,
        rent_payer: world.payer,
        ..Recovery::zeroed()
    };
    assert_eq!(world.read::<Recovery>(recovery), expected);
    let proposed = event::RecoveryProposed {
        member: old.member,
        new_wallet: new.wallet,
        first_steward: first.wallet,
        second_steward: second.wallet,
        executable_at: now + VETO,
        lapses_at: now + LAPSE,
    };
    assert_eq!(outcome.event(), &proposed.into());
}

/// A steward's capability can be used 14 days after its grant, to the second; both stewards' alike.
#[test]
fn a_fresh_capability_waits_to_the_second() {
    for fresh_is_first in [true, false] {
        let (mut world, case) = lost();
        let sam = world.steward("sam", capability::RECOVER);
        let granted_at = world.now();
        let stewards = if fresh_is_first { [sam, case.lost.stewards[1]] } else { [case.lost.stewards[0], sam] };
        let fresh = Lost { stewards, ..case.lost };
        for time in [0, VETO - 1] {
            world.warp_to(granted_at + time);
            let propose = world.recovery_propose(&fresh);
            world.send(&[propose.instruction()]).expect_refusal(Rule::CapabilityTooFresh);
        }
        world.warp_to(granted_at + i64::from(CAPABILITY_WAIT));
        world.propose(&fresh);
    }
}

#[test]
fn a_capability_is_usable_a_second_after_its_time_too() {
    let (mut world, case) = lost();
    world.warp(1);
    world.send(&[propose(&world, &case).instruction()]).expect_success();
}

/// An update that keeps the capability keeps its time; one that takes it away and gives it back does not.
#[test]
fn the_wait_counts_from_the_last_grant() {
    let (mut world, case) = lost();
    let (authority, network, member) = (world.founder, world.network, case.lost.stewards[0].member);
    let update = |capabilities| StewardUpdate { authority, network, member, capabilities }.instruction();
    world.must(&[update(capability::ALL)]);
    let before = world.snapshot();
    world.send(&[propose(&world, &case).instruction()]).expect_success();
    let veto = world.recovery_veto(&case.lost, case.lost.new.wallet);
    world.must(&[veto.instruction()]);
    world.assert_unchanged(&before);

    world.must(&[update(capability::ADMIT)]);
    world.must(&[update(capability::ALL)]);
    world.send(&[propose(&world, &case).instruction()]).expect_refusal(Rule::CapabilityTooFresh);
    world.warp(VETO);
    world.send(&[propose(&world, &case).instruction()]).expect_success();
}

/// The other steward may do it who is to be recovered himself later; the order of the two does not matter.
#[test]
fn the_order_of_the_stewards_does_not_matter() {
    let (mut world, case) = lost();
    let [first, second] = case.lost.stewards;
    world.propose(&Lost { stewards: [second, first], ..case.lost });
}

#[test]
fn one_of_the_three_signers_may_pay() {
    let (mut world, case) = lost();
    let payer = case.lost.new.wallet;
    world.send(&[RecoveryPropose { payer, ..propose(&world, &case) }.instruction()]).expect_success();
    assert_eq!(world.read::<Recovery>(case.lost.recovery()).rent_payer, payer);
    let veto = RecoveryVeto { rent_payer: payer, ..world.recovery_veto(&case.lost, case.bob.wallet) };
    world.must(&[veto.instruction()]);
    assert_eq!(world.lamports(&payer), WEALTH);
}

/// Nobody can keep a member from being recovered by sending lamports to where the recovery will be.
#[test]
fn lamports_at_the_address_are_no_hindrance() {
    survives_prefunding(lost, |_, case| vec![case.lost.recovery()], |world, case| propose(world, case).instruction());
}

#[test]
fn another_recovery_can_follow_when_one_ended() {
    let (mut world, case) = pending();
    world.send(&[propose(&world, &case).instruction()]).expect_refusal(ALREADY_IN_USE);
    let veto = world.recovery_veto(&case.lost, case.bob.wallet);
    world.must(&[veto.instruction()]);
    world.propose(&case.lost);
    world.warp(LAPSE);
    // One that lapsed is in the way until anyone clears it away.
    world.send(&[propose(&world, &case).instruction()]).expect_refusal(ALREADY_IN_USE);
    let clear = world.recovery_veto(&case.lost, world.issuer);
    world.must(&[clear.instruction()]);
    world.propose(&case.lost);
    assert_eq!(world.member_state(case.bob).recovery_until, world.now() + LAPSE);
}

/// A halted network still helps whoever lost his key.
#[test]
fn recovers_while_the_network_is_halted() {
    let (mut world, case) = lost();
    world.must(&[NetworkHalt { authority: world.founder, network: world.network }.instruction()]);
    world.recover(&case.lost, &[&case.ada]);
}

refusals! {
    lost;
    refuses_the_same_steward_twice: |world, case| {
        let [first, _] = case.lost.stewards;
        world.recovery_propose(&Lost { stewards: [first, first], ..case.lost }).instruction()
    } => Rule::SameSteward;
    refuses_the_authority_in_the_place_of_a_steward: |world, case|
        propose(&world, &case).instruction().replacing(case.lost.stewards[0].wallet, world.founder)
        => Rule::NotAuthorised;
    refuses_the_authority_in_the_place_of_the_other: |world, case|
        propose(&world, &case).instruction().replacing(case.lost.stewards[1].wallet, world.founder)
        => Rule::NotAuthorised;
    refuses_a_stranger_as_steward: |world, case| {
        let wallet = mallory(&mut world);
        propose(&world, &case).instruction().replacing(case.lost.stewards[1].wallet, wallet)
    } => Rule::NotAuthorised;
    refuses_the_first_steward_for_both: |world, case| {
        let [first, second] = case.lost.stewards;
        propose(&world, &case).instruction().replacing(second.wallet, first.wallet)
    } => Rule::NotAuthorised;
    refuses_the_new_wallet_as_steward: |world, case|
        propose(&world, &case).instruction().replacing(case.lost.stewards[0].wallet, case.lost.new.wallet)
        => Rule::NotAuthorised;
    refuses_a_member_who_is_no_steward: |world, case| {
        let stewards = [case.lost.stewards[0], case.carol];
        world.recovery_propose(&Lost { stewards, ..case.lost }).instruction()
    } => Error::UninitializedAccount;
    refuses_a_steward_without_the_capability: |world, case| {
        let sam = world.steward("sam", capability::ALL & !capability::RECOVER);
        world.warp(VETO);
        world.recovery_propose(&Lost { stewards: [case.lost.stewards[0], sam], ..case.lost }).instruction()
    } => Rule::NotAuthorised;
    refuses_a_steward_whose_capability_was_taken_away: |world, case| {
        let (authority, network, member) = (world.founder, world.network, case.lost.stewards[1].member);
        let capabilities = capability::ADMIT;
        world.must(&[StewardUpdate { authority, network, member, capabilities }.instruction()]);
        propose(&world, &case).instruction()
    } => Rule::NotAuthorised;
    refuses_a_steward_who_was_dismissed: |world, case| {
        let (authority, network, rent_payer) = (world.founder, world.network, world.payer);
        let member = case.lost.stewards[0].member;
        world.must(&[StewardDismiss { authority, network, member, rent_payer }.instruction()]);
        propose(&world, &case).instruction()
    } => Error::UninitializedAccount;
    refuses_a_steward_who_was_suspended: |world, case| {
        let (signer, network, member) = (world.founder, world.network, case.lost.stewards[0].member);
        let reason_hash = hash("reason");
        world.must(&[MemberSuspend { signer, steward_member: None, network, member, reason_hash }.instruction()]);
        propose(&world, &case).instruction()
    } => Rule::StewardNotActive;
    refuses_a_steward_who_left: |world, case| {
        let Person { wallet, member } = case.lost.stewards[1];
        world.must(&[MemberLeave { wallet, member }.instruction()]);
        propose(&world, &case).instruction()
    } => Rule::StewardNotActive;
    refuses_a_steward_of_another_network: |world, case| {
        let network = world.network;
        world.network = other_network(&mut world);
        let sam = world.steward("sam", capability::ALL);
        world.warp(VETO);
        let steward = pda::steward(world.network, sam.member);
        world.network = network;
        let lost = Lost { stewards: [case.lost.stewards[0], sam], ..case.lost };
        world.recovery_propose(&lost).instruction().replacing(pda::steward(network, sam.member), steward)
    } => Rule::NetworkMismatch;
    refuses_another_network: |world, case| {
        let network = other_network(&mut world);
        propose(&world, &case).instruction().replacing(world.network, network)
    } => Rule::NetworkMismatch;
    refuses_a_member_of_another_network: |world, case| {
        let network = world.network;
        world.network = other_network(&mut world);
        let bob = world.investor("bob");
        world.network = network;
        let lost = world.lose(bob, "new bob", case.lost.stewards);
        world.recovery_propose(&lost).instruction()
    } => Rule::NetworkMismatch;
    refuses_the_wallet_that_he_has: |world, case| {
        let new = case.lost.old;
        world.recovery_propose(&Lost { new, ..case.lost }).instruction()
    } => Rule::WalletUnchanged;
    refuses_the_wallet_of_another_member: |world, case| {
        let new = Person { wallet: case.carol.wallet, ..case.bob };
        world.recovery_propose(&Lost { new, ..case.lost }).instruction()
    } => Rule::WalletTaken;
    refuses_the_wallet_of_a_steward: |world, case| {
        let new = Person { wallet: case.lost.stewards[0].wallet, ..case.bob };
        world.recovery_propose(&Lost { new, ..case.lost }).instruction()
    } => Rule::WalletTaken;
    refuses_the_wallet_of_who_left: |world, case| {
        let Person { wallet, member } = case.carol;
        world.must(&[MemberLeave { wallet, member }.instruction()]);
        world.recovery_propose(&Lost { new: Person { wallet, ..case.bob }, ..case.lost }).instruction()
    } => Rule::WalletTaken;
    /// A wallet that was left behind in an earlier recovery is never given to anybody again.
    refuses_the_wallet_that_another_member_lost: |world, case| {
        world.recover(&case.lost, &[]);
        let carol = world.lose(case.carol, "bob", case.lost.stewards);
        world.recovery_propose(&carol).instruction()
    } => Rule::WalletTaken;
    refuses_to_go_back_to_the_wallet_that_he_lost: |world, case| {
        world.recover(&case.lost, &[]);
        let back = world.lose(case.lost.new, "bob", case.lost.stewards);
        world.recovery_propose(&back).instruction()
    } => Rule::WalletTaken;
    refuses_the_link_of_another_wallet: |world, case| {
        let [right, wrong] =
            [case.lost.new.wallet, case.carol.wallet].map(|wallet| pda::wallet_link(world.network, wallet));
        propose(&world, &case).instruction().replacing(right, wrong)
    } => Error::InvalidSeeds;
    refuses_a_steward_who_is_held: |world, case| {
        let hold = world.member_hold(None, case.lost.stewards[1], DAY);
        world.must(&[hold.instruction()]);
        propose(&world, &case).instruction()
    } => Rule::MemberHeld;
    refuses_a_steward_who_is_being_recovered: |world, case| {
        let sam = world.steward("sam", capability::ALL);
        world.warp(VETO);
        let [rita, ron] = case.lost.stewards;
        let ritas = world.lose(rita, "new rita", [ron, sam]);
        world.propose(&ritas);
        propose(&world, &case).instruction()
    } => Rule::MemberHeld;
    refuses_without_the_new_wallets_signature: |world, case|
        propose(&world, &case).instruction().unsigned(case.lost.new.wallet) => Error::MissingRequiredSignature;
    refuses_without_the_first_stewards_signature: |world, case|
        propose(&world, &case).instruction().unsigned(case.lost.stewards[0].wallet)
        => Error::MissingRequiredSignature;
    refuses_without_the_second_stewards_signature: |world, case|
        propose(&world, &case).instruction().unsigned(case.lost.stewards[1].wallet)
        => Error::MissingRequiredSignature;
    refuses_a_wallet_that_a_program_owns: |world, case| {
        world.put(case.lost.new.wallet, TOKEN_ID, vec![]);
        propose(&world, &case).instruction()
    } => Rule::WalletNotOnCurve;
    refuses_the_recovery_address_of_somebody_else: |world, case|
        propose(&world, &case).instruction().replacing(case.lost.recovery(), pda::recovery(case.carol.member))
        => Error::InvalidSeeds;
    refuses_a_second_recovery: |world, case| {
        world.propose(&case.lost);
        propose(&world, &case).instruction()
    } => ALREADY_IN_USE;
    refuses_a_read_only_member: |world, case|
        propose(&world, &case).instruction().read_only(case.bob.member) => NOT_WRITABLE;
    refuses_a_proposal_beyond_the_end_of_time: |world, case| {
        world.warp_to(i64::MAX - LAPSE + 1);
        propose(&world, &case).instruction()
    } => Rule::MathOverflow;
}
