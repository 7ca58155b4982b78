//! What a client was told stays true when a localnet is killed at that very moment.
//!
//! `PERSONAL_TOKEN_LOCALNET` names a binary that was built with `--features localnet`; without it the test is skipped.

mod common;

use {
    common::{
        endpoint::{self, Endpoint},
        Home,
    },
    solana_commitment_config::CommitmentConfig,
    solana_rpc_client::rpc_client::RpcClient,
    solana_rpc_client_api::config::{RpcBlockConfig, TransactionDetails},
    solana_signer::Signer,
    std::time::Duration,
};

const LAMPORTS: u64 = 1_000_000_000;

#[test]
fn what_was_confirmed_is_in_its_block_after_a_kill() {
    let Some(binary) = endpoint::binary() else {
        eprintln!("SKIPPED: set PERSONAL_TOKEN_LOCALNET to a binary that was built with --features localnet");
        return;
    };
    let home = Home::new();
    let state = home.arg("state");
    let start = || Endpoint::start(&binary, &home.path("node"), &["--slot-time", "400", "--state", &state]);
    let client = |node: &Endpoint| RpcClient::new_with_commitment(node.url.clone(), CommitmentConfig::confirmed());
    let wallet = solana_keypair::Keypair::new().pubkey();
    let mut node = start();
    for round in 1..=6 {
        let rpc = client(&node);
        if round == 4 {
            // The clock is ahead of what the slots would make of it, and is not written at once.
            home.run(&["--url", &node.url, "ledger", "warp", "90d"]).ok();
        }
        let signature = rpc.request_airdrop(&wallet, LAMPORTS).unwrap();
        let told = loop {
            let status = rpc.get_signature_statuses(&[signature]).unwrap().value.remove(0);
            match status.filter(|status| status.satisfies_commitment(CommitmentConfig::confirmed())) {
                Some(status) => break status,
                None => std::thread::sleep(Duration::from_millis(5)),
            }
        };
        node.kill();

        node = start();
        let rpc = client(&node);
        let now = rpc.get_signature_statuses(&[signature]).unwrap().value.remove(0);
        let now = now.unwrap_or_else(|| panic!("round {round}: {signature} is not known any more"));
        assert!(now.satisfies_commitment(CommitmentConfig::confirmed()), "round {round}: {now:?}");
        assert_eq!(now.slot, told.slot);
        let config = RpcBlockConfig {
            transaction_details: Some(TransactionDetails::Signatures),
            rewards: Some(false),
            commitment: Some(CommitmentConfig::confirmed()),
            ..RpcBlockConfig::default()
        };
        let block = rpc.get_block_with_config(told.slot, config).unwrap();
        assert_eq!(block.signatures, Some(vec![signature.to_string()]), "round {round}");
        assert_eq!(rpc.get_balance(&wallet).unwrap(), round * LAMPORTS);
        assert!(rpc.get_slot().unwrap() >= told.slot, "round {round}");
    }
}
