//! The permanent delegate signs in exactly two places: a sale and the move of a recovered position.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

use personal_token_tests::Outcome;

use crate::{gains, prelude::*, preview::send, stage::*};

/// Token-2022's burns, plain and checked; and those that a mint permits, whose first call only sets that up.
const BURNS: [u8; 2] = [8, 15];
const PERMISSIONED_BURN: u8 = 46;
const SET_UP: u8 = 0;
/// Its transfers: plain, checked, with a fee.
const TRANSFERS: [u8; 3] = [3, 12, 26];

/// Every source file of the program, without comments, by its path below `src`.
fn sources() -> BTreeMap<PathBuf, String> {
    fn walk(directory: &Path, files: &mut Vec<PathBuf>) {
        for entry in fs::read_dir(directory).unwrap() {
            let path = entry.unwrap().path();
            match path.is_dir() {
                true => walk(&path, files),
                false => files.push(path),
            }
        }
    }
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../programs/personal_token/src");
    let mut files = Vec::new();
    walk(&root, &mut files);
    let code = |path: PathBuf| {
        let text = fs::read_to_string(&path).unwrap();
        let code = text.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n");
        (path.strip_prefix(&root).unwrap().to_path_buf(), code)
    };
    files.into_iter().map(code).collect()
}

/// Files, and how often each has the text.
fn uses(sources: &BTreeMap<PathBuf, String>, text: &str) -> BTreeMap<String, usize> {
    let count = |(path, code): (&PathBuf, &String)| (path.display().to_string(), code.matches(text).count());
    sources.iter().map(count).filter(|(_, count)| *count > 0).collect()
}

#[test]
fn two_places_in_the_sources() {
    let sources = sources();
    let expected = [
        ("instructions/market/buy.rs", 1),
        ("instructions/recovery/move_position.rs", 1),
        ("token22.rs", 1), // where it is defined
    ];
    let expected = expected.map(|(path, count)| (path.to_owned(), count)).into();
    assert_eq!(uses(&sources, "burn_as_permanent_delegate("), expected);
    // No other name for it, and no other burn or transfer of shares.
    assert_eq!(uses(&sources, "burn_as_permanent_delegate").values().sum::<usize>(), 3);
    assert_eq!(uses(&sources, "permissioned_burn::").keys().collect::<Vec<_>>(), ["token22.rs"]);
    assert_eq!(uses(&sources, "permissioned_burn::Burn"), [("token22.rs".to_owned(), 1)].into());
    for text in ["BurnChecked", "TransferChecked", "AuthorityType::PermanentDelegate"] {
        assert_eq!(uses(&sources, text), BTreeMap::new(), "{text}");
    }
}

/// What each instruction of ours made Token-2022 do to shares.
#[derive(Default)]
struct Record(BTreeMap<String, BTreeSet<&'static str>>);

impl Record {
    fn add(&mut self, outcome: Outcome) {
        let outcome = outcome.expect_success();
        for (instruction, calls) in outcome.instructions.iter().zip(&outcome.inner_calls) {
            let kind = Kind::of(&instruction.data).filter(|_| instruction.program_id == ID);
            let Some(kind) = kind else { continue };
            let done = self.0.entry(format!("{kind:?}")).or_default();
            for call in calls.iter().filter(|call| call.program == TOKEN_2022_ID) {
                match call.data[..] {
                    [PERMISSIONED_BURN, SET_UP, ..] => done.insert("else"),
                    [PERMISSIONED_BURN, ..] => done.insert("burns"),
                    [byte, ..] if BURNS.contains(&byte) => done.insert("burns"),
                    [byte, ..] if TRANSFERS.contains(&byte) => done.insert("transfers"),
                    [7 | 14, ..] => done.insert("mints"),
                    _ => done.insert("else"),
                };
            }
        }
    }

    fn send(&mut self, world: &mut World, instruction: Instruction) {
        let outcome = send(world, instruction);
        self.add(outcome);
    }
}

/// Every instruction of the market and of what surrounds it: only a purchase burns, and nothing transfers.
#[test]
fn one_place_on_chain_is_a_purchase() {
    let mut record = Record::default();
    let (mut world, case) = gains::ready();
    let gains::Case { ada, bob, carol, listing } = case;
    record.add(world.deposit(&ada, 1_000_000));
    record.add(world.deposit_net(&bob, 1_000));
    let order = case.order(&mut world);
    record.send(&mut world, ListingBuy { shares: 4_000, ..order.clone() }.instruction());
    let open = world.listing_open(&ada, bob.owner, 1_000, 3).instruction();
    record.send(&mut world, open);
    record.send(&mut world, order.instruction());
    let second = ListingFixture { nonce: 1, ..listing };
    let cancel = world.listing_cancel(&second).instruction();
    record.send(&mut world, cancel);
    for wallet in [ada.owner.wallet, bob.owner.wallet, carol.wallet] {
        record.add(world.claim(&bob, carol.wallet));
        record.add(world.distribute(&ada, &[wallet]));
    }
    let Person { wallet: owner, member: owner_member } = ada.owner;
    let (mint, holder, from, network) = (ada.mint, carol.wallet, bob.owner.wallet, world.network);
    record.send(&mut world, PositionAdmit { owner, owner_member, mint, holder, cap: 1 }.instruction());
    let expires_at = world.now() + 1;
    let approve = PositionApprove { owner, owner_member, mint, holder, from, shares: 1, expires_at };
    record.send(&mut world, approve.instruction());
    record.send(&mut world, TokenPause { owner, owner_member, network, seconds: 1 }.instruction());
    record.send(&mut world, TokenResume { owner, owner_member, network }.instruction());
    record.send(&mut world, TokenSetPolicy { owner, owner_member, network, policy: Policy::Closed }.instruction());
    let signer = world.founder;
    let held = MemberHold { signer, steward_member: None, network, member: carol.member, seconds: 60 };
    record.send(&mut world, held.instruction());
    let positions = vec![ada.position(carol.wallet)];
    record.send(&mut world, PositionMark { member: carol.member, positions }.instruction());
    let eve = world.member("eve", role::ALL);
    world.warp(3 * DAYS);
    let create = world.token_create(eve, Terms::default()).instruction();
    record.send(&mut world, create);
    let token = TokenFixture::of(eve, world.quote_mint);
    world.create_share_account(eve.wallet, &token);
    let open = world.position_open(eve, &token).instruction();
    record.send(&mut world, open);
    let issue = TokenIssue { owner: eve.wallet, owner_member: eve.member, shares: 10 };
    record.send(&mut world, issue.instruction());

    let burning: Vec<_> = record.0.iter().filter(|(_, done)| done.contains("burns")).collect();
    assert_eq!(burning, [(&"ListingBuy".to_owned(), &BTreeSet::from(["burns", "mints"]))]);
    assert!(record.0.values().all(|done| !done.contains("transfers")), "{:?}", record.0);
    assert!(record.0.len() >= 16, "{:?}", record.0.keys());
}

/// A purchase burns the seller's shares and mints the buyer's, as many, both of this mint.
#[test]
fn a_purchase_burns_exactly_what_it_mints() {
    let (mut world, stage) = on_sale();
    let order = stage.order(&mut world, stage.dave, 321);
    let outcome = send(&mut world, order.instruction()).expect_success();
    let calls: Vec<_> = outcome.inner_calls[0].iter().filter(|call| call.program == TOKEN_2022_ID).collect();
    let [burn, mint] = calls.as_slice() else { panic!("{calls:?}") };
    let shares = 321u64.to_le_bytes();
    let ada = &stage.ada;
    assert_eq!(burn.data, [&[46, 1], shares.as_slice()].concat());
    assert_eq!(burn.accounts, [ada.share_account(stage.bob.wallet), ada.mint, ada.token, ada.token]);
    assert_eq!(mint.data, [&[7], shares.as_slice()].concat());
    assert_eq!(mint.accounts, [ada.mint, ada.share_account(stage.dave.wallet), ada.token]);
}
