//! Addresses, and texts as they are shown.

use crate::{random::Random, text, LEAST};
use personal_token_sdk::{pda, state::display_text, Address, TOKEN_2022_ID, TOKEN_ID};
use serde_json::{json, Value};

pub fn all() -> Vec<(&'static str, Vec<Value>)> {
    vec![("addresses", addresses()), ("texts", texts())]
}

fn addresses() -> Vec<Value> {
    let mut random = Random::new(1);
    let mut vectors = Vec::new();
    for _ in 0..12 {
        let mut bytes = || std::array::from_fn(|_| random.bits().to_le_bytes()[0]);
        let (one, other, hash): ([u8; 32], [u8; 32], [u8; 32]) = (bytes(), bytes(), bytes());
        let (one, other) = (Address::from(one), Address::from(other));
        let (number, year) =
            (u32::try_from(random.bits() >> random.pick(&[32, 50, 63])).unwrap(), 2000 + random.below(99));
        let year = u16::try_from(year).unwrap();
        let (shown, shown_other, shown_hash) = (one.to_string(), other.to_string(), crate::hex(&hash));
        let mut add = |name: &str, seeds: Value, address: Address| {
            vectors.push(json!({ "in": { "name": name, "seeds": seeds }, "out": address.to_string() }));
        };
        add("network", json!([shown, shown_hash]), pda::network(one, &hash));
        add("steward", json!([shown, shown_other]), pda::steward(one, other));
        add("application", json!([shown, shown_other]), pda::application(one, other));
        add("member", json!([shown, shown_hash]), pda::member(one, &hash));
        add("walletLink", json!([shown, shown_other]), pda::wallet_link(one, other));
        add("mint", json!([shown]), pda::mint(one));
        add("token", json!([shown]), pda::token(one));
        add("vault", json!([shown]), pda::vault(one));
        add("extraAccountMetas", json!([shown]), pda::extra_account_metas(one));
        add("position", json!([shown]), pda::position(one));
        add("distribution", json!([shown, number]), pda::distribution(one, number));
        add("round", json!([shown, number]), pda::round(one, number));
        add("escrow", json!([shown]), pda::escrow(one));
        add("subscription", json!([shown, shown_other]), pda::subscription(one, other));
        add("listing", json!([shown, number]), pda::listing(one, number));
        add("recovery", json!([shown]), pda::recovery(one));
        add("complaint", json!([shown, number]), pda::complaint(one, number));
        add("report", json!([shown, year]), pda::report(one, year));
        add("shareAccount", json!([shown, shown_other]), pda::associated_token(one, other, TOKEN_2022_ID));
        add("quoteAccount", json!([shown, shown_other]), pda::associated_token(one, other, TOKEN_ID));
        add("positionOf", json!([shown, shown_other]), pda::position_of(one, other));
    }
    vectors.push(json!({ "in": { "name": "eventAuthority", "seeds": [] }, "out": pda::event_authority().to_string() }));
    assert!(vectors.len() >= LEAST);
    vectors
}

/// Each end of each range that is not shown, the characters beside it, and mixtures.
fn texts() -> Vec<Value> {
    const ENDS: [u32; 46] = [
        0x0, 0x1f, 0x7f, 0x9f, 0xad, 0x34f, 0x61c, 0x115f, 0x1160, 0x17b4, 0x17b5, 0x180b, 0x180f, 0x200b, 0x200f,
        0x2028, 0x202e, 0x2060, 0x206f, 0x2800, 0x3164, 0xfe00, 0xfe0f, 0xfeff, 0xffa0, 0xfff0, 0xfffb, 0x1bca0,
        0x1bca3, 0x1d173, 0x1d17a, 0xe0000, 0xe0fff, 0x20, 0xa0, 0x1680, 0x2000, 0x200a, 0x202f, 0x205f, 0x3000, 0x41,
        0xe9, 0x1f600, 0xd7ff, 0x10ffff,
    ];
    let mut texts: Vec<String> = vec![String::new(), "Ada Lovelace".into(), "a\u{202e}b\u{200b}c\nd".into()];
    for end in ENDS {
        let near = (end.saturating_sub(1)..=end + 1).filter_map(char::from_u32);
        texts.extend(near.map(|character| format!("x{character}y")));
    }
    let mut random = Random::new(2);
    while texts.len() < LEAST {
        let length = random.below(12);
        texts.push((0..length).filter_map(|_| char::from_u32(random.pick(&ENDS))).collect());
    }
    texts.into_iter().map(|shown| json!({ "in": text(&shown), "out": display_text(&shown) })).collect()
}
