use {
    super::*,
    solana_rpc_client::rpc_client::GetConfirmedSignaturesForAddress2Config,
    solana_rpc_client_api::config::{RpcTransactionConfig, UiTransactionEncoding},
    solana_transaction::versioned::TransactionVersion,
    solana_transaction_status_client_types::{
        option_serializer::OptionSerializer, EncodedTransaction, UiInstruction, UiMessage,
    },
};

#[tokio::test]
async fn a_transaction_is_told_in_every_encoding() {
    let (ledger, client, payer) = funded();
    let slot = client.get_slot().await.unwrap();
    let open = open_quote_account(&payer);
    let transaction = signed(&client, &payer, &[open]).await;
    let signature = client.send_and_confirm_transaction(&transaction).await.unwrap();

    for encoding in [UiTransactionEncoding::Base64, UiTransactionEncoding::Base58] {
        let landed = client.get_transaction(&signature, encoding).await.unwrap();
        assert_eq!(landed.slot, slot);
        assert_eq!(landed.block_time, Some(ledger.now()));
        assert_eq!(landed.transaction.version, None);
        assert_eq!(landed.transaction.transaction.decode().as_ref(), Some(&transaction));
        let meta = landed.transaction.meta.unwrap();
        assert_eq!((meta.err, meta.fee), (None, 5_000));
        assert_eq!(meta.pre_balances[0], 10 * SOL);
        assert!(meta.post_balances[0] < 10 * SOL - 5_000);
        let OptionSerializer::Some(logs) = meta.log_messages else { panic!("no logs") };
        assert!(logs.last().unwrap().ends_with("success"), "{logs:?}");
        assert!(matches!(meta.compute_units_consumed, OptionSerializer::Some(units) if units > 1_000));
        let OptionSerializer::Some(inner) = meta.inner_instructions else { panic!("no inner instructions") };
        let UiInstruction::Compiled(first) = &inner[0].instructions[0] else { panic!("{inner:?}") };
        assert_eq!((inner[0].index, first.stack_height), (0, Some(2)));
    }

    let config = RpcTransactionConfig {
        encoding: Some(UiTransactionEncoding::Json),
        max_supported_transaction_version: Some(0),
        ..Default::default()
    };
    let landed = client.get_transaction_with_config(&signature, config).await.unwrap();
    assert_eq!(landed.transaction.version, Some(TransactionVersion::LEGACY));
    let EncodedTransaction::Json(json) = landed.transaction.transaction else { panic!("not JSON") };
    assert_eq!(json.signatures, [signature.to_string()]);
    let UiMessage::Raw(message) = json.message else { panic!("not raw") };
    assert_eq!(message.account_keys[0], payer.pubkey().to_string());
    assert_eq!(message.instructions.len(), 1);

    let unknown = Signature::from([1; 64]);
    assert!(client.get_transaction(&unknown, UiTransactionEncoding::Json).await.is_err());
}

#[tokio::test]
async fn return_data_is_told() {
    let (_, client, payer) = funded();
    // GetAccountDataSize answers with the size of a token account: 165.
    let ask = Instruction {
        program_id: genesis::TOKEN,
        accounts: vec![solana_instruction::AccountMeta::new_readonly(genesis::quote_mint(), false)],
        data: vec![21],
    };
    let simulated =
        client.simulate_transaction(&signed(&client, &payer, std::slice::from_ref(&ask)).await).await.unwrap().value;
    let signature = send(&client, &payer, &[ask]).await.unwrap();
    let landed = client.get_transaction(&signature, UiTransactionEncoding::Base64).await.unwrap();
    let OptionSerializer::Some(data) = landed.transaction.meta.unwrap().return_data else { panic!("no return data") };
    assert_eq!(data.program_id, genesis::TOKEN.to_string());
    assert_eq!(data.data.0, "pQAAAAAAAAA=");
    assert_eq!(simulated.return_data, Some(data));
}

#[tokio::test]
async fn signatures_of_an_address_come_newest_first_and_in_pages() {
    let (_, client, payer) = funded();
    let to = wallet(2).pubkey();
    let mut sent = Vec::new();
    for _ in 0..5 {
        let pay = transfer(&payer.pubkey(), &to, SOL);
        sent.push(send(&client, &payer, &[pay]).await.unwrap());
        send(&client, &payer, &[memo("between")]).await.unwrap();
    }
    sent.reverse();
    let page = |before, until, limit| {
        let client = &client;
        async move {
            let config = GetConfirmedSignaturesForAddress2Config { before, until, limit, commitment: None };
            client.get_signatures_for_address_with_config(&to, config).await.map(|page| {
                page.into_iter().map(|entry| entry.signature.parse::<Signature>().unwrap()).collect::<Vec<_>>()
            })
        }
    };
    assert_eq!(page(None, None, None).await.unwrap(), sent);
    assert_eq!(page(None, None, Some(2)).await.unwrap(), sent[..2]);
    assert_eq!(page(Some(sent[1]), None, Some(2)).await.unwrap(), sent[2..4]);
    assert_eq!(page(None, Some(sent[3]), None).await.unwrap(), sent[..3]);
    assert_eq!(page(Some(sent[0]), Some(sent[3]), None).await.unwrap(), sent[1..3]);
    assert_eq!(page(Some(sent[4]), None, None).await.unwrap(), []);
    assert!(page(None, None, Some(1_001)).await.is_err());

    let entries = client.get_signatures_for_address(&to).await.unwrap();
    assert!(entries.windows(2).all(|pair| pair[0].slot > pair[1].slot));
    assert!(entries.iter().all(|entry| entry.err.is_none() && entry.block_time.is_some()));
}

#[test]
fn old_records_are_forgotten() {
    use crate::ledger::history::History;
    let mut record = {
        let ledger = Ledger::in_memory().unwrap();
        ledger.airdrop(&wallet(1).pubkey(), SOL).unwrap();
        let state = ledger.readable().unwrap();
        let record = state.history.newest_first().next().cloned();
        record.unwrap()
    };
    let mut history = History::new(3);
    for index in 0..5u8 {
        record.transaction.signatures[0] = Signature::from([index; 64]);
        record.slot = u64::from(index);
        history.push(record.clone());
    }
    let bytes = history.to_bytes().unwrap();
    for history in [history, History::from_bytes(&bytes, 3).unwrap()] {
        assert_eq!(history.total(), 5);
        for index in 0..5u8 {
            let found = history.get(&Signature::from([index; 64]));
            assert_eq!(found.map(|record| record.slot), (index >= 2).then_some(u64::from(index)));
        }
    }
}
