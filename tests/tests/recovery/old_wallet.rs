//! After a recovery the old wallet can do nothing anywhere: every signature that the IDL asks for is tried with it.

use std::collections::BTreeSet;

use personal_token_core::{
    boundary::Contact,
    complaint::{Category, Decision, Severity, REPLY_TIME},
};
use personal_token_tests::Refusal;
use serde_json::Value;

use super::common::*;

/// Ada, an owner, and Bob, who holds shares of hers, has an unused position in Dora's token, a subscription, a listing, a
/// role that lets him create a token, and every capability of a steward, lost their keys, and both have new ones.
struct Cast {
    ada: TokenFixture,
    dora: TokenFixture,
    owner: Lost,
    holder: Lost,
    carol: Person,
    amy: Address,
}

/// What the old wallet tries in one signer's place.
enum Attempt {
    /// It is refused.
    Refused(&'static str, Instruction, Refusal),
    /// Anybody could do it, and it is worth nothing to him.
    Free(&'static str, &'static str),
}
use Attempt::{Free, Refused};

fn cast(moves: bool) -> (World, Cast) {
    let mut world = World::founded();
    let stewards = world.recoverers();
    let ada = world.owner_with("ada", Terms { authorised: 2 * SHARES, ..Terms::default() });
    let dora = world.owner_with_token("dora");
    let bob = world.member("bob", role::ALL);
    let appoint = StewardAppoint {
        payer: world.payer,
        authority: world.founder,
        network: world.network,
        member: bob.member,
        capabilities: capability::ALL,
    };
    world.must(&[appoint.instruction()]);
    world.open_position(bob, &ada);
    world.open_position(bob, &dora);
    world.transfer(&ada, ada.owner, bob, 1_000).expect_success();
    let carol = world.holder("carol", &ada, 500);
    world.warp(90 * DAYS);
    let amy = world.applicant("amy", role::ALL);
    world.deposit(&ada, SHARES).expect_success();
    open_round(&mut world, &ada);
    subscribed(&mut world, &ada, bob, 100);
    subscribed(&mut world, &ada, carol, 100);
    for seller in [bob, carol] {
        world.must(&[list(&world, &ada, seller, 0, 10).instruction()]);
    }
    world.create_share_account(ada.owner.wallet, &dora);
    world.fund(bob.wallet, 10_000);
    world.fund(ada.owner.wallet, 10_000);

    let owner = world.lose(ada.owner, "new ada", stewards);
    let holder = world.lose(bob, "new bob", stewards);
    world.propose(&owner);
    world.propose(&holder);
    world.execute(&owner);
    world.execute(&holder);
    world.mark(&ada, bob);
    if moves {
        world.relocate(&owner, &ada);
        world.relocate(&holder, &ada);
    }
    (world, Cast { ada, dora, owner, holder, carol, amy })
}

#[test]
fn the_old_wallet_can_do_nothing_anywhere() {
    for moves in [false, true] {
        for kind in Kind::ALL {
            let signers = signers(*kind);
            let mut covered = BTreeSet::new();
            for number in 0..signers.len() {
                let (mut world, cast) = cast(moves);
                let attempt = attempts(*kind, &mut world, &cast, moves).swap_remove(number);
                covered.insert(slot(&attempt));
                if let Refused(_, instruction, refusal) = attempt {
                    world.send(std::slice::from_ref(&instruction)).expect_refusal(refusal.clone());
                    its_the_wallet(&mut world, &cast, instruction, &refusal);
                }
            }
            assert_eq!(covered, signers, "the signers of {}, right, and those tried, left", kind.name());
        }
    }
}

fn slot(attempt: &Attempt) -> String {
    match attempt {
        Refused(slot, ..) => (*slot).into(),
        Free(slot, reason) => {
            assert!(!reason.is_empty());
            (*slot).into()
        }
    }
}

/// The signers that the IDL knows, but whoever pays a rent.
fn signers(kind: Kind) -> BTreeSet<String> {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../idl/personal_token.json");
    let idl: Value = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    let instructions = idl["instructions"].as_array().unwrap();
    let entry = instructions.iter().find(|entry| entry["name"] == kind.name()).unwrap();
    let accounts = entry["accounts"].as_array().unwrap().iter();
    let signers = accounts.filter(|account| account["signer"].as_bool().unwrap_or(false));
    let names = signers.map(|account| account["name"].as_str().unwrap().to_owned());
    names.filter(|name| name != "payer").collect()
}

/// With the new wallet's signature it is not refused for the same reason.
fn its_the_wallet(world: &mut World, cast: &Cast, instruction: Instruction, refusal: &Refusal) {
    let of_either = [Rule::NotNetworkAuthority, Rule::NotPendingAuthority, Rule::WalletTaken];
    if of_either.map(Refusal::from).contains(refusal) {
        return;
    }
    let mut new = instruction;
    for meta in &mut new.accounts {
        for lost in [cast.owner, cast.holder] {
            if meta.is_signer && meta.pubkey == lost.old.wallet {
                meta.pubkey = lost.new.wallet;
            }
        }
    }
    assert_ne!(world.send(&[new]).refusal().as_ref(), Some(refusal));
}

fn attempts(kind: Kind, world: &mut World, cast: &Cast, moved: bool) -> Vec<Attempt> {
    let Cast { ada, dora, carol, .. } = *cast;
    let (a, b) = (cast.owner.old, cast.holder.old);
    let (payer, network) = (world.payer, world.network);
    let Person { wallet: owner, member: owner_member } = a;
    let (authority, signer, steward_member) = (b.wallet, b.wallet, Some(b.member));
    let member = carol.member;
    let parameters = Parameters::default();
    let no_authority = |instruction| vec![Refused("authority", instruction, Rule::NotNetworkAuthority.into())];
    let no_steward = |instruction| vec![Refused("signer", instruction, Rule::NotAuthorised.into())];
    let no_owner = |instruction| vec![Refused("owner", instruction, Rule::NotTokenOwner.into())];
    let no_member = |instruction| vec![Refused("wallet", instruction, Rule::NotMemberWallet.into())];
    match kind {
        Kind::NetworkCreate => vec![Free("creator", "anybody founds networks; they are no part of this one")],
        Kind::NetworkProposeAuthority => {
            no_authority(NetworkProposeAuthority { authority, network, successor: b.wallet }.instruction())
        }
        Kind::NetworkAcceptAuthority => {
            let accept = NetworkAcceptAuthority { successor: b.wallet, network }.instruction();
            vec![Refused("successor", accept, Rule::NotPendingAuthority.into())]
        }
        Kind::NetworkProposeParameters => {
            no_authority(NetworkProposeParameters { authority, network, parameters }.instruction())
        }
        Kind::NetworkCancelParameters => no_authority(NetworkCancelParameters { authority, network }.instruction()),
        Kind::NetworkHalt => no_authority(NetworkHalt { authority, network }.instruction()),
        Kind::NetworkResume => no_authority(NetworkResume { authority, network }.instruction()),
        Kind::StewardAppoint => no_authority(
            StewardAppoint { payer, authority, network, member, capabilities: capability::ALL }.instruction(),
        ),
        Kind::StewardUpdate => no_authority(
            StewardUpdate { authority, network, member: b.member, capabilities: capability::ALL }.instruction(),
        ),
        Kind::StewardDismiss => {
            no_authority(StewardDismiss { authority, network, member: b.member, rent_payer: payer }.instruction())
        }
        Kind::ApplicationOpen => {
            vec![Free("wallet", "anybody applies; nobody is ever admitted with this wallet, see execute.rs")]
        }
        Kind::ApplicationClose => no_steward(
            ApplicationClose { signer, steward_member, network, wallet: cast.amy, rent_payer: payer }.instruction(),
        ),
        Kind::MemberAdmit => {
            no_steward(MemberAdmit { signer, steward_member, ..world.member_admit("amy", cast.amy) }.instruction())
        }
        Kind::MemberSuspend => no_steward(
            MemberSuspend { signer, steward_member, network, member, reason_hash: hash("reason") }.instruction(),
        ),
        Kind::MemberReinstate => {
            let reinstate = MemberReinstate { signer, steward_member, network, member, wallet: None };
            let own = MemberReinstate {
                signer: world.founder,
                steward_member: None,
                member: b.member,
                wallet: Some(b.wallet),
                ..reinstate
            };
            [no_steward(reinstate.instruction()), no_member(own.instruction())].into_iter().flatten().collect()
        }
        Kind::MemberLeave => no_member(MemberLeave { wallet: b.wallet, member: b.member }.instruction()),
        Kind::MemberAttest => no_steward(MemberAttest { signer, steward_member, network, member }.instruction()),
        Kind::MemberHold => {
            no_steward(MemberHold { signer, steward_member, network, member, seconds: 1 }.instruction())
        }
        Kind::MemberRelease => no_steward(MemberRelease { signer, steward_member, network, member }.instruction()),
        Kind::TokenCreate => {
            let create = world.token_create(b, Terms::default()).instruction();
            vec![Refused("owner", create, Rule::NotMemberWallet.into())]
        }
        Kind::TokenIssue => no_owner(TokenIssue { owner, owner_member, shares: 1 }.instruction()),
        Kind::TokenSetPolicy => {
            no_owner(TokenSetPolicy { owner, owner_member, network, policy: Policy::Village }.instruction())
        }
        Kind::TokenSetHold => no_owner(TokenSetHold { owner, owner_member, network, hold: 100 * DAY }.instruction()),
        Kind::TokenPause => no_owner(TokenPause { owner, owner_member, network, seconds: 1 }.instruction()),
        Kind::TokenResume => no_owner(TokenResume { owner, owner_member, network }.instruction()),
        Kind::TokenAuthorise => {
            no_owner(TokenAuthorise { owner, owner_member, network, authorised: 3 * SHARES }.instruction())
        }
        Kind::PositionOpen => no_member(world.position_open(a, &dora).instruction()),
        Kind::PositionClose => {
            let Person { wallet, member } = b;
            no_member(PositionClose { wallet, member, mint: dora.mint, rent_payer: payer }.instruction())
        }
        Kind::PositionAdmit => {
            let holder = carol.wallet;
            no_owner(PositionAdmit { owner, owner_member, mint: ada.mint, holder, cap: 1 }.instruction())
        }
        Kind::PositionApprove => {
            let (holder, expires_at) = (carol.wallet, world.now() + 1);
            let approve =
                PositionApprove { owner, owner_member, mint: ada.mint, holder, from: b.wallet, shares: 1, expires_at };
            no_owner(approve.instruction())
        }
        Kind::ProceedsDeposit => no_owner(world.proceeds_deposit(&ada, 10).instruction()),
        Kind::ProceedsClaim => no_member(world.proceeds_claim_by(&ada, b).instruction()),
        Kind::RoundOpen => {
            let open = RoundOpen { index: 1, ..round_open(world, &ada, ROUND) };
            no_owner(open.instruction())
        }
        Kind::RoundSubscribe => {
            let new = cast.holder.new;
            world.quote_account(new.wallet);
            world.must(&[withdraw(world, &ada, new).instruction()]);
            no_member(subscribe(world, &ada, b, 10).instruction())
        }
        Kind::RoundAccept => no_owner(accept(&ada, carol, 10).instruction()),
        Kind::RoundDecline => no_owner(decline(&ada, carol).instruction()),
        Kind::RoundWithdraw => no_member(withdraw(world, &ada, b).instruction()),
        Kind::RoundComplete => no_owner(complete(world, &ada).instruction()),
        Kind::RoundUndo => no_owner(RoundUndo { owner, owner_member, index: 0 }.instruction()),
        Kind::RoundCancel => no_owner(RoundCancel { owner, owner_member, index: 0 }.instruction()),
        Kind::RoundRefund => no_member(refund(world, &ada, b, true).instruction()),
        Kind::RoundCollect => no_member(collect(&ada, a, true).instruction()),
        Kind::ListingOpen => no_member(list(world, &ada, b, 1, 10).instruction()),
        Kind::ListingBuy => {
            let purchase = buy(world, &ada, b, carol, 10).instruction();
            vec![Refused("buyer", purchase, Rule::NotMemberWallet.into())]
        }
        Kind::ListingCancel if moved => vec![Free("signer", "anybody clears a dead listing away, see listings.rs")],
        Kind::ListingCancel => {
            vec![Refused("signer", cancel(world, &ada, b, b.wallet).instruction(), Rule::NotSeller.into())]
        }
        Kind::RecoveryPropose => propose_attempts(world, cast),
        Kind::RecoveryVeto => {
            let again = world.lose(cast.holder.new, "third bob", cast.holder.stewards);
            world.propose(&again);
            let veto = world.recovery_veto(&again, b.wallet).instruction();
            vec![Refused("signer", veto, Rule::NotRecoveryParty.into())]
        }
        Kind::CharterPublish => {
            no_authority(CharterPublish { authority, network, clauses: 1, charter_hash: hash("x") }.instruction())
        }
        Kind::CharterAcknowledge => no_member(world.charter_acknowledge(b).instruction()),
        Kind::MemberExclude => {
            let exclude = MemberExclude { authority, network, member, reason_hash: hash("reason") };
            vec![Refused("signer", exclude.instruction(), Rule::NotNetworkAuthority.into())]
        }
        Kind::PositionSetBoundary => {
            no_owner(world.position_set_boundary(&ada, carol, Contact::NoContact).instruction())
        }
        Kind::ComplaintFile => {
            no_owner(world.complaint_file(&ada, carol, Category::Other, Severity::Minor).instruction())
        }
        Kind::ComplaintReply => {
            let complaint = complain(world, cast, b);
            no_member(world.complaint_reply(complaint, b).instruction())
        }
        Kind::ComplaintResolve => {
            let complaint = complain(world, cast, carol);
            world.warp(i64::from(REPLY_TIME));
            let resolve = world.complaint_resolve(&ada, complaint, b, Decision::Dismissed).instruction();
            let rule = if moved { Rule::NotAuthorised } else { Rule::StewardHoldsShares };
            vec![Refused("signer", resolve, rule.into())]
        }
        Kind::ComplaintOverturn => {
            let complaint = complain(world, cast, carol);
            let overturn = world.complaint_overturn(complaint, Decision::Dismissed);
            let overturn = ComplaintOverturn { authority, ..overturn }.instruction();
            vec![Refused("signer", overturn, Rule::NotNetworkAuthority.into())]
        }
        Kind::ReportFile => no_owner(world.report_file(&ada, 2026, 0, 0).instruction()),
        // Nobody signs for a member.
        Kind::NetworkApplyParameters
        | Kind::PositionMark
        | Kind::ProceedsDistribute
        | Kind::RoundSettle
        | Kind::RecoveryExecute
        | Kind::ComplaintClose
        | Kind::ReportRecord
        | Kind::RecoveryMove => vec![],
        // Token-2022 checks who signs; share_accounts.rs tries the old wallet.
        Kind::Execute => vec![],
    }
}

/// The owner, with her new wallet, complains about a holder.
fn complain(world: &mut World, cast: &Cast, holder: Person) -> Address {
    let file = world.complaint_file(&cast.ada, holder, Category::Other, Severity::Minor);
    let file = ComplaintFile { owner: cast.owner.new.wallet, ..file };
    world.must(&[file.instruction()]);
    pda::complaint(file.position, file.index)
}

fn propose_attempts(world: &mut World, cast: &Cast) -> Vec<Attempt> {
    let [rita, ron] = cast.holder.stewards;
    let old = cast.holder.old;
    let carol = world.lose(cast.carol, "new carol", [old, ron]);
    let first = world.recovery_propose(&carol).instruction();
    let second = world.recovery_propose(&Lost { stewards: [rita, old], ..carol }).instruction();
    let named = world.lose(cast.carol, "bob", [rita, ron]);
    let named = world.recovery_propose(&named).instruction();
    vec![
        Refused("first_signer", first, Rule::NotAuthorised.into()),
        Refused("second_signer", second, Rule::NotAuthorised.into()),
        Refused("new_wallet", named, Rule::WalletTaken.into()),
    ]
}
