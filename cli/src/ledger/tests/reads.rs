use {
    super::*,
    serde_json::{json, Value},
    solana_rpc_client_api::{
        config::{RpcAccountInfoConfig, RpcProgramAccountsConfig, UiAccountEncoding, UiDataSliceConfig},
        filter::{Memcmp, MemcmpEncodedBytes, RpcFilterType},
        request::{RpcRequest, TokenAccountsFilter},
    },
};

/// Three wallets with quote money: 1, 2 and 3 test USDC.
fn with_holders() -> (Ledger, RpcClient, Vec<Address>) {
    let ledger = Ledger::in_memory().unwrap();
    let wallets: Vec<_> = (1..=3).map(|seed| wallet(seed).pubkey()).collect();
    for (wallet, amount) in wallets.iter().zip([1_000_000, 2_000_000, 3_000_000]) {
        ledger.faucet_quote(wallet, amount).unwrap();
    }
    let client = ledger.rpc_client();
    (ledger, client, wallets)
}

#[tokio::test]
async fn accounts_are_read_in_every_binary_encoding() {
    let (ledger, client, wallets) = with_holders();
    let mint = ledger.quote_mint();
    let account = client.get_account(&mint).await.unwrap();
    assert_eq!(account.owner, genesis::TOKEN);
    assert_eq!(account.data.len(), 82);
    for encoding in [
        UiAccountEncoding::Binary,
        UiAccountEncoding::Base58,
        UiAccountEncoding::Base64,
        UiAccountEncoding::Base64Zstd,
        UiAccountEncoding::JsonParsed,
    ] {
        let config = RpcAccountInfoConfig { encoding: Some(encoding), ..Default::default() };
        let answer = client.get_ui_account_with_config(&mint, config).await.unwrap();
        let read = answer.value.unwrap();
        assert_eq!(read.space, Some(82));
        assert_eq!(read.to_account(), Some(account.clone()), "{encoding:?}");
    }

    // A token account is too long for base58, a slice of it is not.
    let holding = genesis::quote_account(&wallets[0]);
    for (data_slice, fits) in [(None, false), (Some((64, 8)), true), (Some((500, 8)), true)] {
        let config = RpcAccountInfoConfig {
            encoding: Some(UiAccountEncoding::Base58),
            data_slice: data_slice.map(|(offset, length)| UiDataSliceConfig { offset, length }),
            ..Default::default()
        };
        let answer = client.get_ui_account_with_config(&holding, config).await;
        assert_eq!(answer.is_ok(), fits);
        if let Some((offset, _)) = data_slice {
            let data = answer.unwrap().value.unwrap().data.decode().unwrap();
            let expected = 1_000_000u64.to_le_bytes();
            assert_eq!(data, if offset == 64 { &expected[..] } else { &[] });
        }
    }
    assert!(client.get_account(&wallet(9).pubkey()).await.is_err());
}

#[tokio::test]
async fn many_accounts_are_read_at_once() {
    let (_, client, wallets) = with_holders();
    let mut addresses: Vec<_> = wallets.iter().map(genesis::quote_account).collect();
    addresses.insert(1, wallet(9).pubkey());
    let accounts = client.get_multiple_accounts(&addresses).await.unwrap();
    let found: Vec<_> = accounts.iter().map(Option::is_some).collect();
    assert_eq!(found, [true, false, true, true]);
    assert_eq!(client.get_multiple_accounts(&[]).await.unwrap(), []);
    assert!(client.get_multiple_accounts(&vec![addresses[0]; 101]).await.is_err());
}

#[tokio::test]
async fn program_accounts_are_filtered() {
    let (ledger, client, wallets) = with_holders();
    let size = RpcFilterType::DataSize(165);
    let of_mint = RpcFilterType::Memcmp(Memcmp::new_base58_encoded(0, ledger.quote_mint().as_ref()));
    let of_owner = RpcFilterType::Memcmp(Memcmp::new_raw_bytes(32, wallets[1].to_bytes().to_vec()));
    let of_amount = RpcFilterType::Memcmp(Memcmp::new(64, MemcmpEncodedBytes::Base64("wMYtAAAAAAA=".to_owned())));
    let cases = [
        (vec![], 4),
        (vec![size.clone()], 3),
        (vec![RpcFilterType::TokenAccountState], 3),
        (vec![size.clone(), of_mint.clone()], 3),
        (vec![size, of_mint, of_owner], 1),
        (vec![of_amount], 1),
        (vec![RpcFilterType::DataSize(166)], 0),
        (vec![RpcFilterType::Memcmp(Memcmp::new_raw_bytes(160, vec![0; 9]))], 0),
        (vec![RpcFilterType::Memcmp(Memcmp::new_raw_bytes(1_000, vec![0]))], 0),
    ];
    for (filters, count) in cases {
        for with_context in [None, Some(false), Some(true)] {
            let config = RpcProgramAccountsConfig {
                filters: Some(filters.clone()),
                account_config: RpcAccountInfoConfig {
                    encoding: Some(UiAccountEncoding::Base64),
                    data_slice: Some(UiDataSliceConfig { offset: 0, length: 0 }),
                    ..Default::default()
                },
                with_context,
                ..Default::default()
            };
            let found = client.get_program_ui_accounts_with_config(&genesis::TOKEN, config).await.unwrap();
            assert_eq!(found.len(), count, "{filters:?}");
            assert!(found.windows(2).all(|pair| pair[0].0 < pair[1].0));
            assert!(found.iter().all(|(_, account)| account.data.decode() == Some(vec![])));
        }
    }
    let all = client.get_program_accounts(&genesis::TOKEN).await;
    // The default encoding is the client's: base64.
    assert_eq!(all.unwrap().len(), 4);
}

#[tokio::test]
async fn token_accounts_are_found() {
    let (ledger, client, wallets) = with_holders();
    let mint = ledger.quote_mint();
    let filters = [TokenAccountsFilter::Mint(mint), TokenAccountsFilter::ProgramId(genesis::TOKEN)];
    for filter in filters {
        let found = client.get_token_accounts_by_owner(&wallets[1], filter).await.unwrap();
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].pubkey, genesis::quote_account(&wallets[1]).to_string());
        let data = found[0].account.data.decode().unwrap();
        assert_eq!(data[64..72], 2_000_000u64.to_le_bytes());
    }
    let none = TokenAccountsFilter::ProgramId(genesis::TOKEN_2022);
    let found = client.get_token_accounts_by_owner(&wallets[1], none).await;
    assert_eq!(found.unwrap(), []);
    for wrong in [
        TokenAccountsFilter::ProgramId(MEMO),
        TokenAccountsFilter::Mint(wallets[0]),
        TokenAccountsFilter::Mint(genesis::quote_account(&wallets[0])),
    ] {
        let found = client.get_token_accounts_by_owner(&wallets[1], wrong).await;
        assert!(found.is_err());
    }

    let largest = client.get_token_largest_accounts(&mint).await.unwrap();
    let amounts: Vec<_> = largest.iter().map(|entry| entry.amount.amount.as_str()).collect();
    assert_eq!(amounts, ["3000000", "2000000", "1000000"]);
    assert_eq!(largest[0].amount.ui_amount, Some(3.0));
    assert!(client.get_token_account_balance(&mint).await.is_err());
    assert!(client.get_token_supply(&wallets[0]).await.is_err());
}

#[tokio::test]
async fn the_chain_is_described() {
    let (_, client, payer) = funded();
    client.get_health().await.unwrap();
    assert_eq!(client.get_version().await.unwrap().solana_core, "4.2.2+embedded");
    let genesis = client.get_genesis_hash().await.unwrap();
    assert_eq!(genesis, genesis::genesis_hash());
    let slot = client.get_slot().await.unwrap();
    let height = client.get_block_height().await.unwrap();
    // One airdrop.
    assert_eq!((slot, height), (clock::GENESIS_SLOT + 1, 1));
    send(&client, &payer, &[memo("a")]).await.unwrap();
    assert_eq!(client.get_slot().await.unwrap(), slot + 1);
    assert_eq!(client.get_transaction_count().await.unwrap(), 2);
    assert_eq!(client.get_block_time(slot).await.unwrap(), clock::GENESIS_TIME);
    assert!(client.get_block_time(slot + 2).await.is_err());
    assert!(client.get_block_time(slot - 2).await.is_err());
    let rent = client.get_minimum_balance_for_rent_exemption(165).await.unwrap();
    assert_eq!(rent, 2_039_280);
    let fees = client.get_recent_prioritization_fees(&[]).await.unwrap();
    assert!(fees.iter().all(|fee| fee.prioritization_fee == 0));
    let stats = client.get_transport_stats();
    assert!(stats.request_count > 10);
    assert_eq!(client.url(), "embedded");
}

#[tokio::test]
async fn what_is_not_answered_says_so() {
    let (_, client, _) = funded();
    let error = client.get_vote_accounts().await.unwrap_err();
    assert!(error.to_string().contains("-32601"), "{error}");
    assert!(error.to_string().contains("the embedded ledger does not answer getVoteAccounts"), "{error}");
}

/// Nothing that a client can send may panic.
#[tokio::test]
async fn wrong_parameters_are_refused() {
    let (_, client, payer) = funded();
    let address = payer.pubkey().to_string();
    let cases = [
        (RpcRequest::GetAccountInfo, json!([])),
        (RpcRequest::GetAccountInfo, json!(["nonsense"])),
        (RpcRequest::GetAccountInfo, json!([address, { "encoding": "nonsense" }])),
        (RpcRequest::GetAccountInfo, json!([address, { "minContextSlot": u64::MAX }])),
        (RpcRequest::GetMinimumBalanceForRentExemption, json!([-1])),
        (RpcRequest::SendTransaction, json!(["0OIl"])),
        (RpcRequest::SendTransaction, json!(["AQID", { "encoding": "base64" }])),
        (RpcRequest::SendTransaction, json!(["AQID", { "encoding": "json" }])),
        (RpcRequest::SimulateTransaction, json!(["", { "encoding": "base64" }])),
        (
            RpcRequest::SimulateTransaction,
            json!(["AA==", { "encoding": "base64", "sigVerify": true, "replaceRecentBlockhash": true }]),
        ),
        (RpcRequest::GetFeeForMessage, json!(["AA=="])),
        (RpcRequest::GetTransaction, json!(["11"])),
        (RpcRequest::GetSignatureStatuses, json!([vec![""; 257]])),
        (RpcRequest::GetSignaturesForAddress, json!([address, { "limit": 0 }])),
        (
            RpcRequest::GetProgramAccounts,
            json!([address, { "filters": [{ "memcmp": { "offset": 0, "bytes": "0OIl" } }] }]),
        ),
        (RpcRequest::GetTokenAccountsByOwner, json!([address])),
        (RpcRequest::RequestAirdrop, json!([address, -5])),
    ];
    for (request, params) in cases {
        let answer = client.send::<Value>(request, params.clone()).await;
        assert!(answer.is_err(), "{request} {params}");
    }
    // The largest account there can be, and beyond: no rent makes it exempt.
    let rent = client.get_minimum_balance_for_rent_exemption(usize::MAX);
    assert_eq!(rent.await.unwrap(), u64::MAX);
}
