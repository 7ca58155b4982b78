//! The village on an embedded ledger.

use {
    crate::{
        chain::{Chain, Ends},
        node::Node,
        sdk::{key, Stage},
    },
    personal_token_sdk::rpc::Client,
    solana_signer::Signer,
    std::collections::BTreeMap,
};

const SOL: u64 = 1_000_000_000;

/// Olivia's token, with Ada and Ben as holders, and Cyd's, of which Ben holds a part.
pub async fn embedded() -> Chain {
    let stage = Stage::founded().await;
    let others = stage.token("cyd").await;
    let mint = stage.token("olivia").await;
    stage.holder("ada", "olivia", mint, 1_500_000).await;
    stage.holder("ben", "olivia", mint, 500_001).await;
    stage.open_position("ben", others).await;
    stage.must(&[stage.transfer(others, "cyd", "ben", 2_500_000)], &["cyd"]).await;
    stage.deposit("cyd", others, 1_000_003).await;

    let directory = tempfile::tempdir().unwrap();
    let mut keys = BTreeMap::new();
    for name in ["olivia", "ada", "ben", "max"] {
        stage.ledger.airdrop(&key(name).pubkey(), SOL).unwrap();
        let path = directory.path().join(format!("{name}.json"));
        solana_keypair::write_keypair_file(&key(name), &path).unwrap();
        keys.insert(name.to_owned(), path);
    }
    let node = Node::before(stage.ledger.clone());
    Chain {
        url: node.url.clone(),
        client: Client::connect(&node.url),
        network: stage.network,
        mint,
        keys,
        ends: Ends::Embedded { stage: Box::new(stage), _node: node, _keys: directory },
    }
}
