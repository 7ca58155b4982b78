//! What a shareholder's signature can do: for every instruction that he may sign, every field that it changes.

use std::collections::BTreeSet;

use personal_token_tests::Refusal;
use spl_token_2022_interface::error::TokenError;

use crate::{
    layout::{entries, name, Moment, IDL},
    prelude::*,
    signers::{kinds, signers, Who},
    village::{Village, STAKES},
};

/// What changes when Bob signs for himself: what is his, and what keeps the books of it.
type Changes = (&'static [&'static str], &'static [&'static str]);

/// The owner's round holds the money of his subscription.
const ESCROW: &[&str] = &[
    "Round of ada's token.book.owed_to_investors",
    "Round of ada's token.book.subscriptions",
    "money of ada's token.amount",
];

/// What Bob's own signature changes.
fn expected(kind: Kind) -> Changes {
    match kind {
        Kind::NetworkCreate => (&["created Network of bob's village"], &[]),
        Kind::ApplicationOpen => (&["created Application of bob"], &[]),
        Kind::ApplicationClose => (&["closed Application of bob"], &[]),
        Kind::MemberReinstate | Kind::MemberLeave => (&["Member of bob.status"], &[]),
        Kind::CharterAcknowledge => (&["Member of bob.charter_acknowledged_at", "Member of bob.charter_version"], &[]),
        Kind::TokenCreate => (
            &[
                "Member of bob.token",
                "created Token of bob",
                "created account of bob's token",
                "created money of bob's token",
                "created share mint of bob's token",
            ],
            &[],
        ),
        Kind::PositionOpen => (&["created Position of bob", "share account of bob.close_authority"], &[]),
        Kind::PositionClose => (&["closed Position of bob", "share account of bob.close_authority"], &[]),
        Kind::ProceedsClaim => {
            (&["Position of bob.last", "money of bob.amount"], &["Token of ada.paid", "money of ada's token.amount"])
        }
        Kind::RoundSubscribe => (&["created Subscription of bob", "money of bob.amount"], ESCROW),
        Kind::RoundWithdraw | Kind::RoundRefund => (&["closed Subscription of bob", "money of bob.amount"], ESCROW),
        Kind::ListingOpen => (
            &[
                "Position of bob.listed",
                "Position of bob.listings",
                "Position of bob.locked",
                "Position of bob.unlocks_at",
                "created Listing of bob",
            ],
            &[],
        ),
        Kind::ListingCancel => (&["Position of bob.listed", "closed Listing of bob"], &[]),
        // What Dora listed is sold; fees are paid, and the holders of her own token have their part of her gain.
        Kind::ListingBuy => (
            &[
                "Position of bob.cost_basis",
                "Position of bob.last",
                "Position of bob.locked",
                "Position of bob.owed",
                "Position of bob.shares",
                "Position of bob.unlocks_at",
                "money of bob.amount",
                "share account of bob.amount",
            ],
            &[
                "Listing of dora.book.shares",
                "Position of dora.last",
                "Position of dora.listed",
                "Position of dora.owed",
                "Position of dora.shares",
                "Token of dora.acc",
                "Token of dora.credited",
                "Token of dora.deposited",
                "Token of dora.paid",
                "Token of dora.rem",
                "Token of dora.year_gross",
                "Token of dora.years",
                "money of ada.amount",
                "money of dora's token.amount",
                "money of dora.amount",
                "money of the treasury.amount",
                "share account of dora.amount",
            ],
        ),
        Kind::RecoveryVeto => (&["Member of bob.recovery_until", "closed Recovery of bob"], &[]),
        Kind::ComplaintReply => (&["Complaint of bob.replied_at", "Complaint of bob.reply_hash"], &[]),
        Kind::Execute => (
            &[
                "Position of bob.last",
                "Position of bob.locked",
                "Position of bob.owed",
                "Position of bob.shares",
                "Position of bob.unlocks_at",
                "share account of bob.amount",
            ],
            &[
                "Position of dora.last",
                "Position of dora.locked",
                "Position of dora.owed",
                "Position of dora.shares",
                "Position of dora.unlocks_at",
                "share account of dora.amount",
            ],
        ),
        kind => panic!("what does a shareholder's signature change by {}?", kind.name()),
    }
}

/// Of what is not his, only what counts the money and the shares that change hands, and locks the shares that arrive: no
/// rule, and nobody's standing.
const BOOKS: &[&str] = &[
    "Listing of dora.book.shares",
    "Position of .last",
    "Position of .listed",
    "Position of .locked",
    "Position of .owed",
    "Position of .shares",
    "Position of .unlocks_at",
    "Round of .book.owed_to_investors",
    "Round of .book.subscriptions",
    "Token of .acc",
    "Token of .credited",
    "Token of .deposited",
    "Token of .paid",
    "Token of .rem",
    "Token of .year_gross",
    "Token of .years",
    "money of .amount",
    "share account of .amount",
];

fn is_of_the_books(change: &str) -> bool {
    let matches = |book: &str| {
        let (kind, field) = book.split_once(" of ").unwrap();
        let (_, field) = field.split_once('.').unwrap();
        change.starts_with(&format!("{kind} of ")) && change.ends_with(&format!(".{field}"))
    };
    BOOKS.iter().any(|book| matches(book))
}

#[test]
fn the_signers_are_those_of_the_idl() {
    for kind in Kind::ALL {
        let entry = entries(&IDL, "instructions").iter().find(|entry| entry["name"] == kind.name()).unwrap();
        let accounts = entries(entry, "accounts").iter();
        let in_idl: Vec<_> = accounts.filter(|account| account["signer"] == true).map(name).collect();
        let mut known: Vec<_> = signers(*kind).iter().map(|(slot, _)| *slot).collect();
        if *kind == Kind::Execute {
            assert_eq!(known.pop(), Some("authority"), "checked by Token-2022 and not by the hook");
        }
        assert_eq!(known, in_idl, "{}", kind.name());
    }
}

/// The heart of it: with one share or with all but a few, it is the same fields, and they are his.
#[test]
fn a_shareholders_signature_changes_only_what_is_his() {
    for stake in STAKES {
        let mut village = Village::new(stake);
        let (genesis, now) = (Moment::of(&village.world), village.world.now());
        for kind in kinds(Who::is_for_himself) {
            let instruction = village.own(kind);
            let before = Moment::of(&village.world);
            let outcome = village.world.send(&[instruction]).expect_success();
            let changes = before.changes(&village.world, &outcome.changed, &village.names());
            let (his, beyond) = expected(kind);
            let all: BTreeSet<String> = his.iter().chain(beyond).map(|change| (*change).into()).collect();
            assert_eq!(changes, all, "{} with {stake} shares", kind.name());
            assert!(his.iter().all(|change| change.contains(" of bob")), "{}", kind.name());
            assert!(beyond.iter().all(|change| is_of_the_books(change)), "{}", kind.name());
            genesis.restore(&mut village.world, now);
        }
    }
}

/// Nor does he sign for somebody else.
#[test]
fn refuses_a_shareholder_who_signs_for_another() {
    let refusal = |kind| match kind {
        Kind::NetworkCreate | Kind::ApplicationOpen => Refusal::Program(Error::InvalidSeeds),
        Kind::ApplicationClose => Rule::NotAuthorised.into(),
        Kind::ListingCancel => Rule::NotSeller.into(),
        Kind::RecoveryVeto => Rule::NotRecoveryParty.into(),
        Kind::Execute => (TOKEN_2022_ID, TokenError::OwnerMismatch as u32).into(),
        _ => Rule::NotMemberWallet.into(),
    };
    for stake in STAKES {
        let mut village = Village::new(stake);
        village.subject = village.carol;
        let (genesis, now) = (Moment::of(&village.world), village.world.now());
        for kind in kinds(Who::is_for_himself) {
            let right = village.own(kind);
            let own = |(_, capacities): &&(&str, &[Who])| capacities.iter().any(|who| who.is_for_himself());
            let [(slot, _)] = signers(kind).iter().filter(own).collect::<Vec<_>>()[..] else {
                panic!("{}: one account is the holder's", kind.name())
            };
            let mut wrong = right.clone();
            wrong.accounts[place(kind, slot)].pubkey = village.bob.wallet;
            village.world.send(&[wrong]).expect_refusal(refusal(kind));
            village.world.send(&[right]).expect_success();
            genesis.restore(&mut village.world, now);
        }
    }
}

/// Where an account is among those of an instruction.
pub fn place(kind: Kind, slot: &str) -> usize {
    let entry = entries(&IDL, "instructions").iter().find(|entry| entry["name"] == kind.name()).unwrap();
    let found = entries(entry, "accounts").iter().position(|account| account["name"] == slot).unwrap();
    // In Token-2022's instruction too it is the fourth.
    assert!(kind != Kind::Execute || found == 3);
    found
}

/// What nobody has to sign, a stranger may start as well, and the same comes of it.
#[test]
fn what_anybody_may_start_takes_no_share() {
    let is_for_anybody = |kind: &&Kind| signers(**kind).iter().all(|(_, capacities)| *capacities == [Who::Payer]);
    for stake in STAKES {
        let mut village = Village::new(stake);
        let stranger = mallory(&mut village.world);
        let sponsor = village.world.payer;
        let (genesis, now) = (Moment::of(&village.world), village.world.now());
        for kind in Kind::ALL.iter().filter(is_for_anybody) {
            let [by_bob, by_a_stranger] = [village.bob.wallet, stranger].map(|payer| {
                let mut instruction = village.of_anybody(*kind);
                if !signers(*kind).is_empty() {
                    instruction.accounts[0].pubkey = payer;
                }
                village.world.payer = payer;
                let before = Moment::of(&village.world);
                let outcome = village.world.send(&[instruction]).expect_success();
                let changes = before.changes(&village.world, &outcome.changed, &village.names());
                village.world.payer = sponsor;
                genesis.restore(&mut village.world, now);
                changes
            });
            assert_eq!(by_bob, by_a_stranger, "{}", kind.name());
        }
    }
}
