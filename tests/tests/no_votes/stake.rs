//! What no part of the shares is enough for: with one share, with 99 of 100, and with all that the owner had, Bob signs
//! where the owner, the authority, a steward or anybody else would have to.

use personal_token_tests::Refusal;
use solana_instruction::AccountMeta;

use crate::{
    layout::{entries, name, Moment, IDL},
    prelude::*,
    signers::{kinds, signers, Who},
    village::{Village, ALL_OF_ADAS, STAKES},
    walk::place,
};

fn is_for_others(who: Who) -> bool {
    !who.is_for_himself() && who != Who::Payer
}

/// The accounts that sign for others.
fn foreign(kind: Kind) -> Vec<(&'static str, Who)> {
    let for_others = |(slot, capacities): &(&'static str, &[Who])| {
        // Whoever proposed a recovery may give it up: the stewards and the new wallet.
        let who = capacities.iter().rev().find(|who| is_for_others(**who));
        who.map(|who| (*slot, *who))
    };
    signers(kind).iter().filter_map(for_others).collect()
}

/// Bob's wallet in the place of whoever has to sign.
fn signed_by_bob(village: &Village, kind: Kind, slot: &str, right: &Instruction) -> Instruction {
    let mut wrong = right.clone();
    wrong.accounts[place(kind, slot)].pubkey = village.bob.wallet;
    wrong
}

/// And his own accounts in the place of those of whoever has to sign.
fn with_his_own_accounts(village: &Village, kind: Kind, slot: &str, right: &Instruction) -> Instruction {
    let mut wrong = signed_by_bob(village, kind, slot, right);
    let entry = entries(&IDL, "instructions").iter().find(|entry| entry["name"] == kind.name()).unwrap();
    for (account, meta) in entries(entry, "accounts").iter().zip(&mut wrong.accounts) {
        if meta.pubkey == ID {
            continue; // absent
        }
        match (name(account), slot) {
            ("owner_member", "owner" | "wallet")
            | ("steward_member", "signer")
            | ("first_member", "first_signer")
            | ("second_member", "second_signer") => meta.pubkey = village.bob.member,
            ("steward_position", _) => meta.pubkey = village.ada.position(village.bob.wallet),
            ("wallet_link", "new_wallet") => {
                meta.pubkey = pda::wallet_link(village.world.network, village.bob.wallet);
            }
            _ => {}
        }
    }
    wrong
}

fn refused(kind: Kind, who: Who, with_his_own_accounts: bool) -> Refusal {
    match (kind, who) {
        // Nobody collects for Ada but she; nor is what she raised anybody else's.
        (Kind::RoundCollect, _) if !with_his_own_accounts => Rule::NotMemberWallet.into(),
        // His position is asked for before anything else: a steward who holds shares is no judge.
        (Kind::ComplaintResolve, _) if with_his_own_accounts => Rule::StewardHoldsShares.into(),
        (Kind::ComplaintResolve, _) => Rule::PositionMismatch.into(),
        (Kind::RecoveryVeto, _) => Rule::NotRecoveryParty.into(),
        (_, Who::Authority) => Rule::NotNetworkAuthority.into(),
        (_, Who::Successor) => Rule::NotPendingAuthority.into(),
        (_, Who::Governor | Who::Steward) => Rule::NotAuthorised.into(),
        (_, Who::NewWallet) if with_his_own_accounts => Rule::WalletTaken.into(),
        (_, Who::NewWallet) => Error::InvalidSeeds.into(),
        (_, Who::Owner) => Rule::NotTokenOwner.into(),
        (_, Who::Payer | Who::Creator | Who::Applicant | Who::Member) => unreachable!("he may"),
    }
}

/// Every instruction that somebody signs for others, tried by Bob; what the others sign then succeeds, so that it was
/// for nothing else that he was refused.
fn tried_by_bob(subject: fn(&Village) -> Person, tries: impl Fn(&mut Village, Kind, &Instruction)) {
    for stake in STAKES {
        let mut village = Village::new(stake);
        village.subject = subject(&village);
        let (genesis, now) = (Moment::of(&village.world), village.world.now());
        for kind in kinds(is_for_others) {
            let right = village.of_others(kind);
            tries(&mut village, kind, &right);
            let before = Moment::of(&village.world);
            let outcome = village.world.send(&[right]).expect_success();
            let changes = before.changes(&village.world, &outcome.changed, &village.names());
            let supply_apart = |change: &&String| change.contains("share mint") && !change.ends_with(".supply");
            assert_eq!(changes.iter().find(supply_apart), None, "the mint says for ever what it says");
            genesis.restore(&mut village.world, now);
        }
    }
}

/// Bob's wallet alone; with his own accounts too; and only as whoever pays, where nobody else signs.
#[test]
fn refuses_any_shareholder_in_the_place_of_whoever_has_to_sign() {
    tried_by_bob(
        |village| village.carol,
        |village, kind, right| {
            let pays = signers(kind).iter().any(|(_, capacities)| *capacities == [Who::Payer]);
            for (slot, who) in foreign(kind) {
                let wrong = signed_by_bob(village, kind, slot, right);
                village.world.send(&[wrong]).expect_refusal(refused(kind, who, false));
                let wrong = with_his_own_accounts(village, kind, slot, right);
                village.world.send(&[wrong]).expect_refusal(refused(kind, who, true));
                if pays {
                    let mut wrong = signed_by_bob(village, kind, "payer", right);
                    wrong.accounts[place(kind, slot)].is_signer = false;
                    village.world.send(&[wrong]).expect_refusal(Error::MissingRequiredSignature);
                }
            }
        },
    );
}

/// Not about himself either: nobody appoints, reinstates, attests, releases or excludes himself.
#[test]
fn refuses_any_shareholder_in_his_own_matters() {
    tried_by_bob(
        |village| village.bob,
        |village, kind, right| {
            // To end the recovery of his own wallet is his: see `walk`.
            for (slot, who) in foreign(kind).into_iter().filter(|_| kind != Kind::RecoveryVeto) {
                let wrong = signed_by_bob(village, kind, slot, right);
                village.world.send(&[wrong]).expect_refusal(refused(kind, who, false));
            }
        },
    );
}

/// Nor do signatures add up: Bob, Carol and Dora, who have every share between them, sign together.
#[test]
fn refuses_all_shareholders_together() {
    let mut village = Village::new(ALL_OF_ADAS);
    let holders = [village.bob, village.carol, village.dora.owner];
    let shares = holders.map(|holder| village.world.position_state(&village.ada, holder).shares);
    assert_eq!(shares.iter().sum::<u64>(), village.world.token_state(&village.ada).total);
    let (genesis, now) = (Moment::of(&village.world), village.world.now());
    let mut refusals = 0;
    for kind in kinds(|who| matches!(who, Who::Owner | Who::Authority | Who::Governor)) {
        let right = village.of_others(kind);
        for (slot, who) in foreign(kind) {
            let mut wrong = signed_by_bob(&village, kind, slot, &right);
            wrong.accounts.extend(holders.map(|holder| AccountMeta::new_readonly(holder.wallet, true)));
            village.world.send(&[wrong]).expect_refusal(refused(kind, who, false));
            refusals += 1;
        }
        genesis.restore(&mut village.world, now);
    }
    assert!(refusals > 30, "{refusals}");
}

/// The owner who has not one share left is the owner as before.
#[test]
fn an_owner_without_shares_has_every_right_of_an_owner() {
    let mut village = Village::new(ALL_OF_ADAS);
    assert_eq!(village.world.position_state(&village.ada, village.ada.owner).shares, 0);
    let (genesis, now) = (Moment::of(&village.world), village.world.now());
    for kind in kinds(|who| who == Who::Owner) {
        let instruction = village.of_others(kind);
        village.world.send(&[instruction]).expect_success();
        genesis.restore(&mut village.world, now);
    }
}
