//! Rounds, subscriptions, listings and recoveries: what is asked for, and what is found.

use {
    super::*,
    crate::{
        core::round::{Round as Book, State, SubscriptionState},
        state::{Listing, Recovery, Round, Subscription},
    },
    serde_json::json,
};

fn round(token: &str, index: u32) -> Round {
    let book = Book { shares: 10, price: 5, state: State::Open.byte(), ..Book::zeroed() };
    Round { version: 1, index, book, token: at(token), ..Round::zeroed() }
}

fn subscription(round: Address, member: &str) -> Subscription {
    let mut subscription = Subscription { version: 1, round, member: at(member), ..Subscription::zeroed() };
    subscription.book.state = SubscriptionState::Pending.byte();
    subscription
}

fn listing(position: &str, nonce: u32) -> Listing {
    Listing { version: 1, nonce, position: at(position), token: at("token"), ..Listing::zeroed() }
}

/// The last search: the size, the kind and the field that it asked for.
fn last_filters(node: &Node) -> serde_json::Value {
    node.calls_of("getProgramAccounts").last().unwrap()[1]["filters"].clone()
}

#[tokio::test]
async fn rounds_are_ordered_and_complete() {
    let node = Node::new();
    for round in [round("token", 2), round("token", 0), round("token", 1), round("other", 0)] {
        node.set(round.address(), stored(&round));
    }
    let client = node.client();
    let found = client.rounds_of(at("token")).await.unwrap();
    assert_eq!(found.iter().map(|(_, round)| round.index).collect::<Vec<_>>(), [0, 1, 2]);
    let filters = last_filters(&node);
    assert_eq!(
        (&filters[0], &filters[2]["memcmp"]["offset"]),
        (&json!({ "dataSize": Round::SPACE }), &json!(Round::TOKEN_OFFSET))
    );

    let (address, second) = client.round(at("token"), 1).await.unwrap().unwrap();
    assert_eq!((address, second), (round("token", 1).address(), round("token", 1)));
    assert!(client.round(at("token"), 3).await.unwrap().is_none());
    node.state().accounts.remove(&address);
    let error = client.rounds_of(at("token")).await.unwrap_err();
    assert!(error.to_string().contains("round 1 is missing from the answer"), "{error}");
    // Another round in its place is found out.
    node.set(address, stored(&round("token", 0)));
    assert!(matches!(client.round(at("token"), 1).await, Err(RpcError::Decode { what: "round", .. })));
}

#[tokio::test]
async fn subscriptions_by_round_and_by_member() {
    let node = Node::new();
    let [first, second] = [round("token", 0), round("token", 1)].map(|round| round.address());
    for subscription in [subscription(first, "ada"), subscription(first, "bob"), subscription(second, "ada")] {
        node.set(subscription.address(), stored(&subscription));
    }
    let client = node.client();
    let members: Vec<_> = client.subscriptions_of(first).await.unwrap().iter().map(|(_, found)| found.member).collect();
    assert_eq!(members.len(), 2);
    assert!(members.contains(&at("ada")) && members.contains(&at("bob")));
    assert_eq!(last_filters(&node)[2]["memcmp"]["offset"], Subscription::ROUND_OFFSET);
    let rounds: Vec<_> =
        client.subscriptions_by(at("ada")).await.unwrap().iter().map(|(_, found)| found.round).collect();
    assert_eq!(rounds.len(), 2);
    assert!(rounds.contains(&first) && rounds.contains(&second));
    assert_eq!(last_filters(&node)[2]["memcmp"]["offset"], Subscription::MEMBER_OFFSET);
    assert!(client.subscriptions_by(at("eve")).await.unwrap().is_empty());

    assert_eq!(client.subscription(first, at("bob")).await.unwrap().unwrap().1, subscription(first, "bob"));
    assert!(client.subscription(second, at("bob")).await.unwrap().is_none());
    let mut impossible = subscription(first, "bob");
    impossible.book.accepted = 1;
    node.set(impossible.address(), stored(&impossible));
    assert!(matches!(client.subscription(first, at("bob")).await, Err(RpcError::Decode { what: "subscription", .. })));
    assert!(client.subscriptions_of(first).await.is_err());
}

#[tokio::test]
async fn listings_by_token_and_by_position() {
    let node = Node::new();
    for listing in [listing("ada", 0), listing("ada", 4), listing("bob", 0)] {
        node.set(listing.address(), stored(&listing));
    }
    let client = node.client();
    assert_eq!(client.listings_of(at("token")).await.unwrap().len(), 3);
    assert_eq!(last_filters(&node)[2]["memcmp"]["offset"], Listing::TOKEN_OFFSET);
    let mut nonces: Vec<_> =
        client.listings_by(at("ada")).await.unwrap().iter().map(|(_, listing)| listing.nonce).collect();
    nonces.sort_unstable();
    assert_eq!(nonces, [0, 4]);
    assert_eq!(last_filters(&node)[2]["memcmp"]["offset"], Listing::POSITION_OFFSET);
    assert_eq!(client.listing(at("ada"), 4).await.unwrap().unwrap().1, listing("ada", 4));
    assert!(client.listing(at("ada"), 1).await.unwrap().is_none());
}

#[tokio::test]
async fn recoveries_and_all_positions_of_a_member() {
    let node = node_with(&[("ada", 1), ("bob", 2)], 0);
    let client = node.client();
    assert!(client.recovery_of(at("member")).await.unwrap().is_none());
    let recovery = Recovery { version: 1, member: at("member"), new_wallet: at("new"), ..Recovery::zeroed() };
    node.set(recovery.address(), stored(&recovery));
    assert_eq!(client.recovery_of(at("member")).await.unwrap(), Some((recovery.address(), recovery)));
    let foreign = Recovery { member: at("eve"), ..recovery };
    node.set(recovery.address(), stored(&foreign));
    assert!(matches!(client.recovery_of(at("member")).await, Err(RpcError::Decode { what: "recovery", .. })));

    let elsewhere = Position { member: at("eve"), ..position("eve", 0) };
    node.set(elsewhere.address(), stored(&elsewhere));
    let positions = client.positions_of_member(at("member")).await.unwrap();
    assert_eq!(positions.len(), 2);
    assert!(positions.iter().all(|(_, position)| position.member == at("member")));
    assert_eq!(last_filters(&node)[2]["memcmp"]["offset"], Position::MEMBER_OFFSET);
}
