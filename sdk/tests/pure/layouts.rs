//! The decoded structs against the IDL: names, order, widths, discriminators; nothing may be where it is not.

use crate::{
    idl::{discriminator, fields, idl, list, named, width},
    support::{
        application, complaint, distribution, listing, member, recovery, report, round, steward, subscription,
        wallet_link, Numbers, World,
    },
};
use personal_token_sdk::{
    event::Event,
    pda,
    state::{
        Complaint, Listing, Member, Network, Position, ProgramAccount, Recovery, Report, Round, Subscription, Token,
        U128,
    },
    Address,
};
use sha2::{Digest, Sha256};
use std::fmt::Debug;

fn hash(text: String) -> Vec<u8> {
    Sha256::digest(text)[..8].to_vec()
}

/// The names of a struct's own fields, in order.
fn field_names(value: &impl Debug) -> Vec<String> {
    let shown = format!("{value:#?}");
    let own = shown.lines().filter_map(|line| line.strip_prefix("    ").filter(|line| !line.starts_with(' ')));
    own.filter_map(|line| Some(line.split_once(": ")?.0.to_owned())).collect()
}

fn check_names(sample: &impl Debug, name: &str) {
    let expected: Vec<_> = fields(name).iter().map(|field| field["name"].as_str().unwrap()).collect();
    assert_eq!(field_names(sample), expected, "{name}");
}

fn check<T: ProgramAccount + Debug>(sample: &T) {
    check_names(sample, T::NAME);
    let widths: usize = fields(T::NAME).iter().map(|field| width(&field["type"])).sum();
    assert_eq!(T::SPACE, 8 + widths, "{}", T::NAME);
    assert_eq!(discriminator(named("accounts", T::NAME)), T::DISCRIMINATOR);
    assert_eq!(hash(format!("account:{}", T::NAME)), T::DISCRIMINATOR);
}

#[test]
fn every_account_is_laid_out_as_in_the_idl() {
    let world = World::new();
    check(&world.network);
    check(&steward(&world.network, &world.sender));
    check(&application(&world.network, world.sender.wallet));
    check(&world.sender);
    check(&wallet_link(&world.sender));
    check(&world.token);
    check(&world.source);
    check(&distribution(&world.token));
    let round = round(&world.token);
    check(&round);
    check(&subscription(&round, &world.sender));
    check(&listing(&world.source));
    check(&recovery(&world.sender));
    check(&complaint(&world.source, &world.token));
    check(&report(&world.token));
    assert_eq!(list(idl(), "accounts").len(), 14, "an account without a decoder");
}

/// Accounts keep what the rules take as it is; the program has structs of its own for it, which the IDL shows.
#[test]
fn books_and_parameters_are_the_structs_of_the_rules() {
    let world = World::new();
    let round = round(&world.token);
    check_names(&world.network.parameters, "NetworkParameters");
    check_names(&round.book, "RoundBook");
    check_names(&subscription(&round, &world.sender).book, "SubscriptionBook");
    check_names(&listing(&world.source).book, "ListingBook");
}

#[test]
fn every_event_is_hashed_as_in_the_idl() {
    for (name, bytes) in Event::KINDS {
        assert_eq!(discriminator(named("events", name)), bytes, "{name}");
        assert_eq!(hash(format!("event:{name}")), bytes, "{name}");
    }
    assert_eq!(list(idl(), "events").len(), Event::KINDS.len(), "an event without a decoder");
}

#[test]
fn filters_point_at_the_addresses() {
    let world = World::new();
    let at = |data: &[u8], offset: usize| Address::try_from(&data[offset..offset + 32]).unwrap();
    let position = world.source.encode();
    assert_eq!(at(&position, Position::MEMBER_OFFSET), world.source.member);
    assert_eq!(at(&position, Position::TOKEN_OFFSET), world.source.token);
    assert_eq!(at(&position, Position::WALLET_OFFSET), world.source.wallet);
    assert_eq!(at(&world.token.encode(), Token::NETWORK_OFFSET), world.token.network);
    assert_eq!(at(&world.sender.encode(), Member::NETWORK_OFFSET), world.sender.network);
    let round = round(&world.token);
    assert_eq!(at(&round.encode(), Round::TOKEN_OFFSET), round.token);
    let subscription = subscription(&round, &world.sender);
    assert_eq!(at(&subscription.encode(), Subscription::ROUND_OFFSET), round.address());
    assert_eq!(at(&subscription.encode(), Subscription::MEMBER_OFFSET), world.sender.address());
    let listing = listing(&world.source);
    assert_eq!(at(&listing.encode(), Listing::TOKEN_OFFSET), world.token.address());
    assert_eq!(at(&listing.encode(), Listing::POSITION_OFFSET), world.source.address());
    assert_eq!(at(&listing.encode(), Listing::SELLER_OFFSET), world.sender.address());
    assert_eq!(at(&recovery(&world.sender).encode(), Recovery::MEMBER_OFFSET), world.sender.address());
    let complaint = complaint(&world.source, &world.token).encode();
    assert_eq!(at(&complaint, Complaint::TOKEN_OFFSET), world.token.address());
    assert_eq!(at(&complaint, Complaint::MEMBER_OFFSET), world.sender.address());
    assert_eq!(at(&complaint, Complaint::OWNER_OFFSET), world.owner.address());
    assert_eq!(at(&report(&world.token).encode(), Report::TOKEN_OFFSET), world.token.address());
}

#[test]
fn accounts_know_their_addresses_and_names() {
    let world = World::new();
    assert_eq!(world.token.address(), world.source.token);
    assert_eq!(world.sender.address(), world.source.member);
    assert_eq!(world.network.display_name(), "Makers");
    let round = round(&world.token);
    assert_eq!(round.address(), pda::round(world.token.address(), 3));
    assert_eq!(subscription(&round, &world.sender).address(), pda::subscription(round.address(), world.source.member));
    assert_eq!(listing(&world.source).address(), pda::listing(world.source.address(), 7));
    assert_eq!(recovery(&world.sender).address(), pda::recovery(world.sender.address()));
    let complaint = complaint(&world.source, &world.token);
    assert_eq!(complaint.address(), pda::complaint(world.source.address(), 4));
    assert_eq!(report(&world.token).address(), pda::report(world.token.address(), 2026));
    let hostile =
        Network { name: *b"Ma\xe2\x80\xaekers\xff\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0", ..world.network };
    assert_eq!(hostile.display_name(), "Ma\\u{202e}kers\u{fffd}");
    let member = member(&mut Numbers(9), &world.network);
    assert!(member.is_active() && !member.has_token() && world.owner.has_token());
}

#[test]
fn wide_numbers_are_little_endian_bytes() {
    let number = U128::new(0x0102_0304_0506_0708_090a_0b0c_0d0e_0f10);
    assert_eq!(number.get(), 0x0102_0304_0506_0708_090a_0b0c_0d0e_0f10);
    assert_eq!(format!("{:?}", U128::from(u128::MAX)), u128::MAX.to_string());
}
