//! What the interface has no word for.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::layout::{entries, fields, name, IDL};

/// Beginnings of words about votes.
const WORDS: &[&str] = &[
    "vot", "ballot", "poll", "quorum", "delegat", "proposal", "proposed", "govern", "referend", "elect", "motion",
    "tally", "weight", "majority", "snapshot", "council", "realm", "dao",
];

/// Where one of them stands, and why that is no vote of shareholders.
const KNOWN: &[(&str, &str)] = &[
    ("no votes", "there are none"),
    ("owner or delegate", "whom a holder lets move his shares, as Token-2022 has it"),
    ("withdraws the proposal", "of the authority's successor, by the authority"),
    ("time of the proposal", "of a recovery, by two stewards and the new wallet"),
    ("which signed the proposal", "of a recovery"),
    ("Proposed successor", "of the authority"),
    ("proposed authority", "of the network, by the one before"),
    ("steward who proposed", "a recovery"),
    ("Two stewards proposed", "a recovery"),
    ("AuthorityProposed", "the authority named its successor"),
    ("ParametersProposed", "the authority announced other parameters"),
    ("RecoveryProposed", "two stewards and the new wallet did"),
    ("proposed_at", "of a recovery"),
];

/// Every text of the IDL: names, docs and messages.
fn texts<'a>(value: &'a Value, found: &mut Vec<&'a str>) {
    match value {
        Value::String(text) => found.push(text),
        Value::Array(values) => values.iter().for_each(|value| texts(value, found)),
        Value::Object(values) => values.values().for_each(|value| texts(value, found)),
        _ => {}
    }
}

fn words(text: &str) -> Vec<String> {
    let mut spaced = String::new();
    for letter in text.chars() {
        match letter {
            'A'..='Z' => spaced.extend([' ', letter.to_ascii_lowercase()]),
            'a'..='z' => spaced.push(letter),
            _ => spaced.push(' '),
        }
    }
    spaced.split_whitespace().map(Into::into).collect()
}

fn is_about_votes(text: &str) -> bool {
    words(text).iter().any(|word| WORDS.iter().any(|start| word.starts_with(start)))
}

#[test]
fn the_words_are_found_where_they_are() {
    for text in ["vote_open", "VoteCast", "its quorum", "castVote", "delegate_to", "the delegates", "a proposal"] {
        assert!(is_about_votes(text), "{text}");
    }
    for text in ["pivot", "devote", "selected", "the pool", "network_propose_authority"] {
        assert!(!is_about_votes(text), "{text}");
    }
}

/// No instruction, argument, account, field, event or error is about a vote.
#[test]
fn the_idl_has_no_word_for_a_vote() {
    let mut all = Vec::new();
    texts(&IDL, &mut all);
    assert!(all.len() > 2_000, "{}", all.len());
    let about: BTreeSet<_> = all.into_iter().filter(|text| is_about_votes(text)).collect();
    let is_known = |text: &&str| KNOWN.iter().any(|(known, _)| text.contains(known));
    let unknown: Vec<_> = about.iter().filter(|text| !is_known(text)).collect();
    assert!(unknown.is_empty(), "{unknown:?}");
    let stale: Vec<_> = KNOWN.iter().filter(|(known, _)| !about.iter().any(|text| text.contains(known))).collect();
    assert!(stale.is_empty(), "{stale:?}");
}

/// Not one name of an argument or of an account's field is in that list at all, but for when a recovery was proposed.
#[test]
fn no_argument_and_no_field_is_a_vote() {
    let arguments = entries(&IDL, "instructions").iter().flat_map(|instruction| entries(instruction, "args")).map(name);
    let types = entries(&IDL, "types").iter().flat_map(|entry| entries(&entry["type"], "fields"));
    let names: Vec<_> = arguments.chain(types.filter_map(|field| field["name"].as_str())).collect();
    assert!(names.len() > 500, "{}", names.len());
    let about: BTreeSet<_> = names.into_iter().filter(|name| is_about_votes(name)).collect();
    assert_eq!(about, BTreeSet::from(["proposed_at"]));
}

/// What every number of an account counts that could count shares. Whoever adds one says here what it is.
const SHARES: &[&str] = &[
    "Distribution.shares",
    "Listing.book.minimum_fill",
    "Listing.book.shares",
    "Position.approved_shares",
    "Position.listed",
    "Position.locked",
    "Position.shares",
    "Round.book.accepted_shares",
    "Round.book.fee_issued",
    "Round.book.issued",
    "Round.book.maximum_subscription",
    "Round.book.minimum_subscription",
    "Round.book.shares",
    "Subscription.book.accepted",
    "Subscription.book.shares",
    "Token.announced_authorised",
    "Token.authorised",
    "Token.total",
];

const MONEY: &[&str] = &[
    "Distribution.cost_basis",
    "Distribution.gross",
    "Distribution.per_share",
    "Distribution.proceeds",
    "Distribution.retained",
    "Listing.book.price",
    "Position.cost_basis",
    "Position.last",
    "Position.owed",
    "Report.cost_basis",
    "Report.deposited",
    "Report.proceeds",
    "Round.book.minimum_raise",
    "Round.book.owed_to_investors",
    "Round.book.owed_to_owner",
    "Round.book.price",
    "Round.book.raised",
    "Subscription.book.owed",
    "Token.acc",
    "Token.credited",
    "Token.deposited",
    "Token.last_round_price",
    "Token.paid",
    "Token.rem",
    "Token.year_gross",
];

#[test]
fn no_account_adds_up_shares_for_anything_but_holding_and_selling_them() {
    let mut numbers = BTreeSet::new();
    for account in entries(&IDL, "accounts").iter().map(name) {
        let wide = |kind: &str| ["u64", "u128", "[u64", "[u128"].iter().any(|wide| kind.starts_with(wide));
        let fields = fields(account).into_iter().filter(|field| field.path != "discriminator" && wide(&field.kind));
        numbers.extend(fields.map(|field| format!("{account}.{}", field.path)));
    }
    let known: BTreeSet<_> = SHARES.iter().chain(MONEY).map(|field| (*field).to_owned()).collect();
    assert_eq!(numbers, known);
}

/// Nor does any account list people, as a roll of voters or signatures would.
#[test]
fn no_account_lists_people() {
    for account in entries(&IDL, "accounts").iter().map(name) {
        for field in fields(account) {
            assert!(!field.kind.starts_with("[pubkey"), "{account}.{}", field.path);
        }
    }
}
