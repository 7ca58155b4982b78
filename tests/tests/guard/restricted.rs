//! What a restricted member keeps: he is paid, sells, gives back, and has his money out of rounds.

use super::common::*;

/// The points with which each of these is tried.
const TOO_FEW: [u16; 3] = [0, 500, 599];

#[test]
fn he_is_paid_by_claim_and_batch() {
    for points in TOO_FEW {
        let (mut world, Case { ada, bob, .. }) = upheld();
        set_points(&mut world, bob, points);
        world.deposit(&ada, SHARES).expect_success();
        let [position, account] = [ada.position(bob.wallet), ada.quote_account(bob.wallet)];
        world.claim(&ada, bob.wallet).expect_changed(&[ada.token, ada.vault, position, account]);
        assert_eq!(world.quote_of(bob.wallet), 2_000);
        world.deposit_net(&ada, SHARES).expect_success();
        world.distribute(&ada, &[bob.wallet]).expect_success();
        assert_eq!(world.quote_of(bob.wallet), 4_000);
        world.deposit(&ada, SHARES).expect_success();
        world.claim_by(&ada, bob).expect_success();
        assert_eq!(world.quote_of(bob.wallet), 6_000);
    }
}

#[test]
fn he_gives_back_to_the_owner_under_every_policy() {
    for policy in Policy::ALL {
        for points in TOO_FEW {
            let (mut world, Case { ada, bob, .. }) = upheld();
            if policy != Policy::Open {
                world.set_policy(&ada, policy);
            }
            set_points(&mut world, bob, points);
            world.transfer(&ada, bob, ada.owner, 1).expect_changed(&both_sides(&ada, bob, ada.owner));
            let authority = world.person("delegate");
            delegate(&mut world, &ada, bob, authority, 1_999);
            let transfer = SharesTransfer { authority, ..world.shares_transfer(&ada, bob, ada.owner, 1_999) };
            world.send(&[transfer.instruction()]).expect_success();
            assert_eq!(world.position_state(&ada, bob).shares, 0);
        }
    }
}

#[test]
fn he_lists_sells_in_every_window_and_cancels() {
    for points in TOO_FEW {
        let (mut world, Case { ada, bob, carol, dave, .. }) = upheld();
        set_points(&mut world, bob, points);
        let listing = list(&mut world, &ada, bob, 500);
        let sells = [(0, ada.owner), (OWNER_WINDOW, carol), (EVERYONE - OWNER_WINDOW, dave)];
        for (seconds, buyer) in sells {
            world.warp(seconds);
            set_points(&mut world, bob, points);
            let purchase = order(&mut world, &listing, buyer, 100);
            world.send(&[purchase]).expect_success();
        }
        world.send(&[world.listing_cancel(&listing).instruction()]).expect_success();
        let position = world.position_state(&ada, bob);
        assert_eq!((position.shares, position.listed), (1_700, 0));
        assert!(world.quote_of(bob.wallet) >= 1_400);
    }
}

#[test]
fn he_takes_his_subscription_back() {
    for points in TOO_FEW {
        let (mut world, case) = restored();
        let round = round(&mut world, &case);
        world.subscribe(&round, case.bob, 10);
        set_points(&mut world, case.bob, points);
        world.must(&[world.round_withdraw(&round, case.bob).instruction()]);
        assert_eq!(world.quote_of(case.bob.wallet), 10_000);
    }
}

#[test]
fn he_is_refunded_when_declined_or_cancelled() {
    let ends: [fn(&mut World, &RoundFixture, Person); 3] = [
        |world, round, bob| world.decline(round, bob),
        |world, round, _| world.cancel(round),
        |world, round, _| world.warp_to(world.round_state(round).book.closes_at),
    ];
    for end in ends {
        for points in TOO_FEW {
            let (mut world, case) = restored();
            let round = round(&mut world, &case);
            world.subscribe(&round, case.bob, 10);
            end(&mut world, &round, case.bob);
            set_points(&mut world, case.bob, points);
            world.refund(&round, case.bob);
            assert_eq!(world.quote_of(case.bob.wallet), 10_000);
        }
    }
}

#[test]
fn he_vetoes_replies_acknowledges_and_leaves() {
    for points in TOO_FEW {
        let (mut world, case) = upheld();
        let Case { ada, bob, stewards, .. } = case;
        set_points(&mut world, bob, points);
        let lost = world.lose(bob, "thief", stewards);
        world.propose(&lost);
        let veto = world.recovery_veto(&lost, bob.wallet);
        world.send(&[veto.instruction()]).expect_changed(&[bob.member, lost.recovery()]);

        let category = personal_token_core::complaint::Category::Other;
        let complaint = world.complain(&ada, bob, category, Severity::Minor);
        let reply = world.complaint_reply(complaint, bob);
        world.send(&[reply.instruction()]).expect_changed(&[complaint]);

        publish(&mut world, "second charter");
        acknowledge(&mut world, bob);
        leave(&mut world, bob);
    }
}

#[test]
fn he_opens_and_closes_positions() {
    let (mut world, Case { bob, .. }) = upheld();
    let zoe = world.owner_with_token("zoe");
    set_points(&mut world, bob, 0);
    world.open_position(bob, &zoe);
    let (rent_payer, mint) = (world.payer, zoe.mint);
    let close = PositionClose { wallet: bob.wallet, member: bob.member, mint, rent_payer };
    world.send(&[close.instruction()]).expect_success();
}

/// A restricted member's own token is his: its shareholders are paid by him.
#[test]
fn he_deposits_for_the_shareholders_of_his_own_token() {
    let (mut world, case) = ready();
    let zoe = world.owner_with_token("zoe");
    world.open_position(zoe.owner, &case.ada);
    world.transfer(&case.ada, case.ada.owner, zoe.owner, 100).expect_success();
    world.uphold(&case.ada, zoe.owner, case.judith, Severity::Severe);
    set_points(&mut world, zoe.owner, 0);
    world.deposit(&zoe, SHARES).expect_success();
    world.claim(&zoe, zoe.owner.wallet).expect_success();
    assert_eq!(world.quote_of(zoe.owner.wallet), SHARES);
}

/// Neither more nor less than everybody else: a lock and a listing bind him when he gives back.
fn with_locked_and_listed_shares() -> (World, Case) {
    let (mut world, case) = restored();
    world.transfer(&case.ada, case.ada.owner, case.bob, 500).expect_success();
    list(&mut world, &case.ada, case.bob, 800);
    set_points(&mut world, case.bob, 0);
    (world, case)
}

/// Token-2022's own, before the hook runs.
const INSUFFICIENT_FUNDS: (Address, u32) = (TOKEN_2022_ID, 1);

fn gives_back(world: &World, case: &Case, shares: u64) -> Instruction {
    world.shares_transfer(&case.ada, case.bob, case.ada.owner, shares).instruction()
}

refusals! {
    with_locked_and_listed_shares;
    refuses_to_give_back_what_he_has_not: |world, case| gives_back(&world, &case, 2_501) => INSUFFICIENT_FUNDS;
    refuses_to_give_back_what_is_locked: |world, case| gives_back(&world, &case, 2_001) => Rule::SharesLocked;
    refuses_to_give_back_what_is_listed: |world, case| gives_back(&world, &case, 1_201) => Rule::SharesListed;
    refuses_to_give_back_while_he_is_held: |world, case| {
        let hold = world.member_hold(None, case.bob, DAY);
        world.must(&[hold.instruction()]);
        gives_back(&world, &case, 1)
    } => Rule::MemberHeld;
    refuses_to_give_back_while_the_network_is_halted: |world, case| {
        world.must(&[NetworkHalt { authority: world.founder, network: world.network }.instruction()]);
        gives_back(&world, &case, 1)
    } => Rule::NetworkHalted;
    refuses_a_receipt_of_what_he_gave_back: |world, case| {
        world.must(&[gives_back(&world, &case, 1_200)]);
        world.shares_transfer(&case.ada, case.ada.owner, case.bob, 1).instruction()
    } => Rule::NotInGoodStanding;
}
