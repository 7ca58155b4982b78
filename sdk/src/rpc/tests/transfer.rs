//! A transfer of shares, from the wallets alone.

use {super::*, crate::instruction::SharesTransfer};

#[tokio::test]
async fn what_the_hook_asks_for_is_found() {
    let node = node_with(&[("ada", 3)], 0);
    let bob = Position { member: at("bob's member"), ..position("bob", 0) };
    node.set(bob.address(), stored(&bob));
    let expected = SharesTransfer {
        authority: at("ada"),
        mint: mint(),
        network: at("network"),
        source_wallet: at("ada"),
        source_member: at("member"),
        destination_wallet: at("bob"),
        destination_member: at("bob's member"),
        shares: 2,
    };
    assert_eq!(node.client().shares_transfer(mint(), at("ada"), at("bob"), 2).await.unwrap(), expected);
    assert_eq!(node.calls_of("getMultipleAccounts").len(), 1);
}

#[tokio::test]
async fn whoever_has_no_position_is_named() {
    let node = node_with(&[("ada", 3)], 0);
    let missing = |from: &'static str, to: &'static str, mint: Address| {
        let client = node.client();
        async move {
            match client.shares_transfer(mint, at(from), at(to), 2).await.unwrap_err() {
                RpcError::NotFound { what, address } => (what, address),
                other => panic!("{other:?}"),
            }
        }
    };
    assert_eq!(missing("ada", "bob", mint()).await, ("position", pda::position_of(at("bob"), mint())));
    assert_eq!(missing("bob", "ada", mint()).await, ("position", pda::position_of(at("bob"), mint())));
    assert_eq!(missing("ada", "bob", at("other")).await, ("token", pda::token(at("other"))));
    node.set(pda::position_of(at("bob"), mint()), stored(&position("ada", 3)));
    let error = node.client().shares_transfer(mint(), at("ada"), at("bob"), 2).await.unwrap_err();
    assert!(matches!(error, RpcError::Decode { what: "position", .. }), "{error:?}");
}
