//! The fixtures without the accounts that the IDL marks optional: what is checked then is other code.

use personal_token_core::DAY;
use personal_token_sdk::{instruction::*, Address, Instruction};
use personal_token_tests::hash;

use crate::{
    books::{completion, hold, subscriptions},
    common::{buy, collect, completed, decline, list, refund, round_open, settle, ROUND},
    universe::Universe,
};

/// Optional accounts of which there is one kind of fixture only, each with the reason.
pub const ONLY: &[(Kind, &[&str], &str)] = &[
    (Kind::ComplaintResolve, &["steward", "steward_member", "steward_position"], "only a steward decides"),
    (Kind::ComplaintOverturn, &["steward", "steward_member", "steward_position"], "only the authority overturns"),
    (Kind::MemberExclude, &["steward", "steward_member"], "only the authority excludes"),
    (Kind::RoundWithdraw, &["wallet"], "only the investor himself withdraws"),
];

/// The valid instruction with every optional account left out; `None` where there is none, or no such instruction.
pub fn absent(kind: Kind, u: &mut Universe) -> Option<Instruction> {
    let (network, signer, bob) = (u.world.network, u.world.founder, u.bob);
    let (member, reason_hash): (Address, _) = (bob.member, hash("reason"));
    let steward_member = None;
    Some(match kind {
        Kind::ApplicationClose => {
            let (wallet, rent_payer) = (u.applicants[0], u.sponsor);
            ApplicationClose { signer: wallet, steward_member, network, wallet, rent_payer }.instruction()
        }
        Kind::MemberAdmit => {
            let (payer, rent_payer) = (u.world.issuer, u.sponsor);
            let admit = u.world.member_admit("amy", u.applicants[0]);
            MemberAdmit { payer, signer, steward_member, rent_payer, ..admit }.instruction()
        }
        Kind::MemberSuspend => MemberSuspend { signer, steward_member, network, member, reason_hash }.instruction(),
        Kind::MemberReinstate => {
            let suspend = MemberSuspend { signer, steward_member, network, member, reason_hash };
            u.world.must(&[suspend.instruction()]);
            MemberReinstate { signer, steward_member, network, member, wallet: None }.instruction()
        }
        Kind::MemberAttest => MemberAttest { signer, steward_member, network, member }.instruction(),
        Kind::MemberHold => u.world.member_hold(None, bob, DAY).instruction(),
        Kind::MemberRelease => {
            hold(u, bob);
            hold(u, u.carol);
            u.world.member_release(None, bob).instruction()
        }
        Kind::ListingBuy => {
            // Bob has no token: nobody but he is owed his gain.
            u.world.must(&[list(&u.world, &u.ada, bob, 0, 100).instruction()]);
            u.world.fund(u.carol.wallet, 1_000);
            u.world.warp(15 * i64::from(DAY));
            buy(&u.world, &u.ada, u.carol, bob, 60).instruction()
        }
        Kind::ProceedsClaim => u.world.proceeds_claim(&u.ada, bob.wallet).instruction(),
        Kind::ProceedsDeposit => {
            let source = u.world.fund(u.ada.owner.wallet, 3_000_000);
            let deposit = u.world.proceeds_deposit(&u.ada, 3_000_000);
            ProceedsDeposit { payer: u.sponsor, source, net: false, ..deposit }.instruction()
        }
        Kind::RoundOpen => RoundOpen { treasury: None, ..round_open(&u.world, &u.ada, ROUND) }.instruction(),
        Kind::RoundSettle => {
            // The treasury has no position in Dora's token, whose round is open.
            completed(&mut u.world, &u.dora, bob, 100);
            settle(&u.world, &u.dora, bob).instruction()
        }
        Kind::RoundRefund => {
            subscriptions(u, ROUND);
            u.world.must(&[decline(&u.ada, bob).instruction()]);
            refund(&u.world, &u.ada, bob, false).instruction()
        }
        Kind::RoundCollect => {
            completion(u, ROUND);
            u.world.must(&[settle(&u.world, &u.ada, bob).instruction()]);
            collect(&u.ada, u.ada.owner, false).instruction()
        }
        _ => return None,
    })
}
