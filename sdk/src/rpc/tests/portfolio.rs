//! What a wallet holds, over all tokens.

use super::*;

/// A wallet's position in the token of another mint, and that token.
fn elsewhere(index: u8, shares: u64) -> (Token, Position) {
    let mint = Address::new_from_array([index; 32]);
    let token = Token { mint, vault: pda::vault(mint), ..token(2 * shares, 7) };
    let position = Position {
        token: token.address(),
        share_account: pda::share_account(at("ada"), mint),
        locked: 1,
        unlocks_at: NOW + 5,
        listed: 2,
        ..position("ada", shares)
    };
    (token, position)
}

#[tokio::test]
async fn everything_of_one_wallet_and_nothing_of_another() {
    let node = node_with(&[("ada", 3), ("bob", 9)], 5);
    let (token, position) = elsewhere(7, 1_000);
    node.set(token.address(), stored(&token));
    node.set(position.address(), stored(&position));
    let portfolio = node.client().portfolio(at("ada")).await.unwrap();
    assert_eq!(portfolio.now, NOW);
    let [large, small] = portfolio.holdings.as_slice() else { panic!("{portfolio:?}") };
    assert_eq!((large.token, large.row.position), (token, position.address()));
    assert_eq!((large.row.shares, large.row.basis_points_floor, large.row.claimable), (1_000, 5_000, 7_000));
    assert_eq!((large.row.locked, large.row.unlocks_at, large.row.listed), (1, NOW + 5, 2));
    assert_eq!((small.token.mint, small.row.shares, small.row.claimable), (mint(), 3, 15));
    assert_eq!(node.client().positions_of_wallet(at("bob")).await.unwrap().len(), 1);
}

#[tokio::test]
async fn a_wallet_without_anything() {
    let node = node_with(&[("bob", 9)], 5);
    assert_eq!(node.client().portfolio(at("ada")).await.unwrap(), Portfolio { now: NOW, holdings: Vec::new() });
}

#[tokio::test]
async fn a_hundred_tokens_are_read_with_their_positions_at_one_slot() {
    let node = node_with(&[], 0);
    for index in 0..100 {
        let (token, position) = elsewhere(index, 10);
        node.set(token.address(), stored(&token));
        node.set(position.address(), stored(&position));
    }
    assert_eq!(node.client().portfolio(at("ada")).await.unwrap().holdings.len(), 100);
    let requests = node.calls_of("getMultipleAccounts");
    let sizes: Vec<usize> = requests.iter().map(|request| request[0].as_array().unwrap().len()).collect();
    assert_eq!(sizes, [1, 99, 99, 5], "the clock; then the clock, positions and tokens together");
}

#[tokio::test]
async fn a_node_that_contradicts_itself() {
    let (token, position) = elsewhere(7, 1_000);
    let node = node_with(&[], 0);
    node.set(position.address(), stored(&position));
    let error = node.client().portfolio(at("ada")).await.unwrap_err();
    assert!(matches!(error, RpcError::NotFound { what: "token", address } if address == token.address()));

    // A token that lags behind its position, or another one in its place.
    let ahead = Position { last: U128::new(8 << 64), ..position };
    node.set(token.address(), stored(&token));
    node.set(position.address(), stored(&ahead));
    let error = node.client().portfolio(at("ada")).await.unwrap_err();
    assert!(matches!(error, RpcError::Decode { what: "position", .. }), "{error:?}");
    node.set(position.address(), stored(&position));
    node.set(token.address(), stored(&super::token(1, 0)));
    let error = node.client().portfolio(at("ada")).await.unwrap_err();
    assert!(matches!(error, RpcError::Decode { what: "token", .. }), "{error:?}");
    node.set(token.address(), stored(&token));
    node.state().accounts.remove(&solana_sdk_ids::sysvar::clock::ID);
    assert!(matches!(node.client().portfolio(at("ada")).await, Err(RpcError::NotFound { what: "clock", .. })));
}
