//! The fixtures of rounds, of the market, and of lost and stolen keys: what each needs, and its instruction.

use personal_token_core::{round::Terms, DAY};
use personal_token_sdk::{instruction::*, Instruction};
use personal_token_tests::{
    world::{Lost, VETO},
    Person,
};

use crate::{
    common::{
        accept, buy, cancel, collect, complete, completed, decline, list, open_round, open_round_with, refund,
        round_open, settle, subscribe, subscribed, withdraw, ROUND,
    },
    universe::Universe,
};

/// Ada's round takes subscriptions; Bob and Carol asked for 1,000 shares each.
pub fn subscriptions(u: &mut Universe, terms: Terms) {
    open_round_with(&mut u.world, &u.ada, terms);
    for investor in [u.bob, u.carol] {
        subscribed(&mut u.world, &u.ada, investor, 1_000);
    }
}

/// Both are accepted, and the round is completed.
pub fn completion(u: &mut Universe, terms: Terms) {
    subscriptions(u, terms);
    u.world.must(&[accept(&u.ada, u.carol, 1_000).instruction()]);
    completed(&mut u.world, &u.ada, u.bob, 1_000);
}

/// Sam holds somebody, who then has to sign himself for what he is paid.
pub fn hold(u: &mut Universe, person: Person) {
    let hold = u.world.member_hold(Some(u.stewards[0]), person, 30 * DAY);
    u.world.must(&[hold.instruction()]);
}

/// Bob lost his key.
fn bob_lost(u: &mut Universe) -> Lost {
    u.world.lose(u.bob, "new bob", u.stewards)
}

/// Of a round.
pub fn of_round(kind: Kind, u: &mut Universe) -> Instruction {
    let Person { wallet: owner, member: owner_member } = u.ada.owner;
    match kind {
        Kind::RoundOpen => round_open(&u.world, &u.ada, ROUND).instruction(),
        Kind::RoundSubscribe => {
            open_round(&mut u.world, &u.ada);
            u.world.fund(u.bob.wallet, 200);
            subscribe(&u.world, &u.ada, u.bob, 100).instruction()
        }
        Kind::RoundAccept => {
            subscriptions(u, ROUND);
            accept(&u.ada, u.bob, 600).instruction()
        }
        Kind::RoundDecline => {
            subscriptions(u, ROUND);
            decline(&u.ada, u.bob).instruction()
        }
        Kind::RoundWithdraw => {
            subscriptions(u, ROUND);
            withdraw(&u.world, &u.ada, u.bob).instruction()
        }
        Kind::RoundComplete => {
            subscriptions(u, ROUND);
            u.world.must(&[accept(&u.ada, u.bob, 600).instruction()]);
            complete(&u.world, &u.ada).instruction()
        }
        Kind::RoundUndo => {
            completion(u, Terms { undo_window: DAY, ..ROUND });
            RoundUndo { owner, owner_member, index: 0 }.instruction()
        }
        Kind::RoundCancel => {
            subscriptions(u, ROUND);
            RoundCancel { owner, owner_member, index: 0 }.instruction()
        }
        Kind::RoundSettle => {
            completion(u, ROUND);
            // 1,000 shares make one for the treasury, on top.
            settle(&u.world, &u.ada, u.bob).instruction()
        }
        Kind::RoundRefund => {
            subscriptions(u, ROUND);
            u.world.must(&[decline(&u.ada, u.bob).instruction()]);
            hold(u, u.bob);
            refund(&u.world, &u.ada, u.bob, true).instruction()
        }
        Kind::RoundCollect => {
            completion(u, ROUND);
            u.world.must(&[settle(&u.world, &u.ada, u.bob).instruction()]);
            hold(u, u.ada.owner);
            collect(&u.ada, u.ada.owner, true).instruction()
        }
        kind => unreachable!("{} is not of a round", kind.name()),
    }
}

/// Of the market.
pub fn of_market(kind: Kind, u: &mut Universe) -> Instruction {
    match kind {
        Kind::ListingOpen => list(&u.world, &u.ada, u.bob, 0, 10).instruction(),
        Kind::ListingBuy => {
            // Dora has a token of her own, so that her gain is routed.
            let seller = u.dora.owner;
            u.world.must(&[list(&u.world, &u.ada, seller, 0, 100).instruction()]);
            u.world.fund(u.carol.wallet, 1_000);
            u.world.warp(15 * i64::from(DAY));
            buy(&u.world, &u.ada, u.carol, seller, 60).instruction()
        }
        Kind::ListingCancel => {
            u.world.must(&[list(&u.world, &u.ada, u.bob, 0, 10).instruction()]);
            cancel(&u.world, &u.ada, u.bob, u.bob.wallet).instruction()
        }
        kind => unreachable!("{} is not of the market", kind.name()),
    }
}

/// Of lost and stolen keys.
pub fn of_recovery(kind: Kind, u: &mut Universe) -> Instruction {
    let sam = Some(u.stewards[0]);
    match kind {
        Kind::MemberHold => u.world.member_hold(sam, u.bob, DAY).instruction(),
        Kind::MemberRelease => {
            hold(u, u.bob);
            hold(u, u.carol);
            u.world.member_release(sam, u.bob).instruction()
        }
        Kind::PositionMark => {
            hold(u, u.bob);
            u.world.position_mark(&u.ada, u.bob).instruction()
        }
        Kind::RecoveryPropose => {
            let lost = bob_lost(u);
            u.world.recovery_propose(&lost).instruction()
        }
        Kind::RecoveryVeto => {
            let lost = bob_lost(u);
            u.world.propose(&lost);
            u.world.recovery_veto(&lost, u.bob.wallet).instruction()
        }
        Kind::RecoveryExecute => {
            let lost = bob_lost(u);
            u.world.propose(&lost);
            u.world.warp(VETO);
            // The payer is not who paid for the recovery: each slot's flags are its own.
            RecoveryExecute { payer: u.world.issuer, ..u.world.recovery_execute(&lost) }.instruction()
        }
        Kind::RecoveryMove => {
            let lost = bob_lost(u);
            u.world.propose(&lost);
            u.world.execute(&lost);
            u.world.open_position(lost.new, &u.ada);
            u.world.recovery_move(&lost, &u.ada).instruction()
        }
        kind => unreachable!("{} is not of lost keys", kind.name()),
    }
}
