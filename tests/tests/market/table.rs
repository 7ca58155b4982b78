//! Where a listing stands against everything that can be tried, as one complete table, on chain: in every window, sold
//! out, cancelled, and after its seller was recovered; while nothing stops it, and while its seller is held, the token
//! is paused or the network is halted.

use personal_token_tests::Refusal;
use spl_token_2022_interface::error::TokenError;

use crate::{prelude::*, preview::send, stage::*};

/// What stops sales. A dash: nothing does.
const OBSTACLES: [&str; 4] = ["-", "held", "paused", "halted"];
/// What is tried, in the order of the columns.
const ATTEMPTS: [&str; 9] = [
    "buy by the owner",
    "buy by a holder",
    "buy by another member",
    "buy by the seller",
    "cancel by the seller",
    "cancel by a stranger",
    "list the rest",
    "list a share more than the rest",
    "transfer the listed shares",
];

/// `recovered`: the seller has a new wallet, and his shares are still in the old position, which is listed; `moved`:
/// they are in the new one. From then on the seller is the new wallet.
const TABLE: &str = "
    #                 buy:                                      cancel:       list:               transfer
    #                 owner      holder     other      seller   seller anyone the rest  more      the listed
    owner     -       +          OwnerFirst OwnerFirst Twice    +      Not    +         Listed    Listed
    owner     held    Held       Held       Held       Twice    +      Not    Held      Held      Listed
    owner     paused  Paused     Paused     Paused     Twice    +      Not    Paused    Paused    Paused
    owner     halted  Halted     Halted     Halted     Twice    +      Not    Halted    Halted    Halted

    holders   -       +          +          HoldersF   Twice    +      Not    +         Listed    Listed
    holders   held    Held       Held       Held       Twice    +      Not    Held      Held      Listed
    holders   paused  Paused     Paused     Paused     Twice    +      Not    Paused    Paused    Paused
    holders   halted  Halted     Halted     Halted     Twice    +      Not    Halted    Halted    Halted

    everyone  -       +          +          +          Twice    +      Not    +         Listed    Listed
    everyone  held    Held       Held       Held       Twice    +      Not    Held      Held      Listed
    everyone  paused  Paused     Paused     Paused     Twice    +      Not    Paused    Paused    Paused
    everyone  halted  Halted     Halted     Halted     Twice    +      Not    Halted    Halted    Halted

    expired   -       Expired    Expired    Expired    Twice    +      +      +         Listed    Listed
    expired   held    Held       Held       Held       Twice    +      +      Held      Held      Listed
    expired   paused  Paused     Paused     Paused     Twice    +      +      Paused    Paused    Paused
    expired   halted  Halted     Halted     Halted     Twice    +      +      Halted    Halted    Halted

    sold      -       Gone       Gone       Gone       Twice    Gone   Gone   +         TooFew    None
    sold      held    Gone       Gone       Gone       Twice    Gone   Gone   Held      Held      None
    sold      paused  Gone       Gone       Gone       Twice    Gone   Gone   Paused    Paused    None
    sold      halted  Gone       Gone       Gone       Twice    Gone   Gone   Halted    Halted    None

    cancelled -       Gone       Gone       Gone       Twice    Gone   Gone   +         +         +
    cancelled held    Gone       Gone       Gone       Twice    Gone   Gone   Held      Held      Held
    cancelled paused  Gone       Gone       Gone       Twice    Gone   Gone   Paused    Paused    Paused
    cancelled halted  Gone       Gone       Gone       Twice    Gone   Gone   Halted    Halted    Halted

    recovered -       Replaced   Replaced   Replaced   Replaced +      Not    TooFew    TooFew    None
    recovered held    Replaced   Replaced   Replaced   Replaced +      Not    Held      Held      None
    recovered paused  Paused     Paused     Paused     Paused   +      Not    Paused    Paused    None
    recovered halted  Halted     Halted     Halted     Halted   +      Not    Halted    Halted    None

    moved     -       Replaced   Replaced   Replaced   Replaced +      +      +         +         +
    moved     held    Replaced   Replaced   Replaced   Replaced +      +      Held      Held      Held
    moved     paused  Paused     Paused     Paused     Paused   +      +      Paused    Paused    Paused
    moved     halted  Halted     Halted     Halted     Halted   +      +      Halted    Halted    Halted
";

fn verdict(cell: &str) -> Option<Refusal> {
    let rule = match cell {
        "+" => return None,
        // What is not there any more, and Token-2022's word for shares that are not there.
        "Gone" => return Some(TOO_SMALL.into()),
        "None" => return Some((TOKEN_2022_ID, TokenError::InsufficientFunds as u32).into()),
        // His position would be both the seller's and the buyer's.
        "Twice" => return Some(DUPLICATE.into()),
        "OwnerFirst" => Rule::OwnerFirst,
        "HoldersF" => Rule::HoldersFirst,
        "Expired" => Rule::ListingExpired,
        "Replaced" => Rule::PositionReplaced,
        "Held" => Rule::MemberHeld,
        "Paused" => Rule::TokenPaused,
        "Halted" => Rule::NetworkHalted,
        "Not" => Rule::NotSeller,
        "Listed" => Rule::SharesListed,
        "TooFew" => Rule::InsufficientShares,
        cell => panic!("{cell}"),
    };
    Some(rule.into())
}

/// The rows: place, obstacle, and what becomes of each attempt.
fn rows() -> Vec<[&'static str; 2 + ATTEMPTS.len()]> {
    let lines = TABLE.lines().map(str::trim_start).filter(|line| !line.is_empty() && !line.starts_with('#'));
    lines.map(|line| line.split_whitespace().collect::<Vec<_>>().try_into().unwrap()).collect()
}

/// Bob's 1,000 of 2,000 shares where they stand, and who he is then. Everybody has the money for them.
fn set(place: &str, obstacle: &str) -> (World, Stage, Person) {
    let (mut world, stage) = listed();
    for person in [stage.ada.owner, stage.bob, stage.carol, stage.dave] {
        world.fund(person.wallet, 5_000);
    }
    let mut seller = stage.bob;
    match place {
        "owner" => {}
        "holders" => world.warp(OWNER_WINDOW),
        "everyone" => world.warp(EVERYONE),
        "expired" => world.warp(DURATION),
        "sold" => drop(stage.buy(&mut world, stage.ada.owner, 1_000).expect_success()),
        "cancelled" => {
            let cancel = world.listing_cancel(&stage.listing);
            world.must(&[cancel.instruction()]);
        }
        "recovered" | "moved" => {
            world.warp(EVERYONE);
            seller = recover(&mut world, &stage, stage.bob);
            world.open_position(seller, &stage.ada);
            world.fund(seller.wallet, 5_000);
        }
        place => panic!("{place}"),
    }
    if place == "moved" {
        let moved = RecoveryMove {
            member: seller.member,
            mint: stage.ada.mint,
            old_wallet: stage.bob.wallet,
            new_wallet: seller.wallet,
        };
        world.must(&[moved.instruction()]);
    }
    match obstacle {
        "-" => {}
        "held" => hold(&mut world, seller, 30 * DAY),
        "paused" => pause(&mut world, &stage.ada, 14 * DAY),
        "halted" => halt(&mut world),
        obstacle => panic!("{obstacle}"),
    }
    (world, stage, seller)
}

/// The instruction of an attempt, by its column.
fn instruction(world: &mut World, stage: &Stage, seller: Person, attempt: usize) -> Instruction {
    let stranger = mallory(world);
    let list = |shares| world.listing_open(&stage.ada, seller, shares, 5).instruction();
    let buy = |buyer| world.listing_buy(&stage.listing, buyer, 1).instruction();
    let cancel = |signer| ListingCancel { signer, ..world.listing_cancel(&stage.listing) }.instruction();
    match attempt {
        0 => buy(stage.ada.owner),
        1 => buy(stage.carol),
        2 => buy(stage.dave),
        3 => buy(seller),
        4 => cancel(seller.wallet),
        5 => cancel(stranger),
        6 => list(1_000),
        7 => list(1_001),
        8 => world.shares_transfer(&stage.ada, seller, stage.dave, 2_000).instruction(),
        attempt => panic!("{attempt}"),
    }
}

/// Shares that are left in the listing, if it is there.
fn left(world: &World, stage: &Stage) -> Option<u64> {
    let is_there = world.account(&stage.listing.address()).is_some();
    is_there.then(|| world.listing_state(&stage.listing).book.shares)
}

/// What was refused changed nothing, so the same ledger serves for the next attempt; after a success there is another.
fn check(of: &str) {
    for [place, obstacle, cells @ ..] in rows().into_iter().filter(|[place, ..]| *place == of) {
        let mut ledger = None;
        for (attempt, cell) in cells.into_iter().enumerate() {
            println!("{place}, {obstacle}: {}: {cell}", ATTEMPTS[attempt]);
            let (mut world, stage, seller) = ledger.take().unwrap_or_else(|| set(place, obstacle));
            let instruction = instruction(&mut world, &stage, seller, attempt);
            let before = left(&world, &stage);
            let outcome = send(&mut world, instruction);
            match verdict(cell) {
                Some(refusal) => {
                    outcome.expect_refusal(refusal);
                    ledger = Some((world, stage, seller));
                }
                None => {
                    outcome.expect_success();
                    let expected = match attempt {
                        0..=3 => before.map(|shares| shares - 1),
                        4 | 5 => None,
                        _ => before,
                    };
                    assert_eq!(left(&world, &stage), expected);
                }
            }
        }
    }
}

macro_rules! table {
    ($($name:ident: |$place:ident|;)+) => {
        /// Where a listing stands; a test each.
        const PLACES: &[&str] = &[$(stringify!($place)),+];
        $(
            #[test]
            fn $name() {
                check(stringify!($place));
            }
        )+
    };
}

table! {
    refuses_what_the_table_says_in_the_owners_window: |owner|;
    refuses_what_the_table_says_in_the_holders_window: |holders|;
    refuses_what_the_table_says_in_everyones_window: |everyone|;
    refuses_what_the_table_says_when_it_expired: |expired|;
    refuses_what_the_table_says_when_it_is_sold_out: |sold|;
    refuses_what_the_table_says_when_it_is_cancelled: |cancelled|;
    refuses_what_the_table_says_when_its_seller_was_recovered: |recovered|;
    refuses_what_the_table_says_when_its_position_was_moved: |moved|;
}

/// Every place with every obstacle, once.
#[test]
fn the_table_is_complete() {
    let rows = rows();
    let found: Vec<_> = rows.iter().map(|[place, obstacle, ..]| (*place, *obstacle)).collect();
    let all: Vec<_> = PLACES.iter().flat_map(|place| OBSTACLES.map(|obstacle| (*place, obstacle))).collect();
    assert_eq!(found, all);
    let cells: Vec<_> = rows.iter().flat_map(|row| &row[2..]).map(|cell| verdict(cell)).collect();
    let succeed = cells.iter().filter(|verdict| verdict.is_none()).count();
    assert_eq!((cells.len(), succeed), (288, 49), "pairs, and those that succeed");
}
