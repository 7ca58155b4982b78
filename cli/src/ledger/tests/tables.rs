use {
    super::*,
    solana_address_lookup_table_interface::instruction::{
        close_lookup_table, create_lookup_table, deactivate_lookup_table, extend_lookup_table,
    },
    solana_message::{v0, AddressLookupTableAccount},
    solana_rpc_client_api::config::{RpcTransactionConfig, UiTransactionEncoding},
    solana_transaction_status_client_types::option_serializer::OptionSerializer,
};

/// Creates a table, extends it and uses it, each in the transaction after the last, with a client's usual calls only.
#[tokio::test]
async fn a_table_can_be_used_in_the_next_transaction() {
    let (ledger, client, payer) = funded();
    let (authority, to) = (payer.pubkey(), wallet(2).pubkey());
    let slot = client.get_slot().await.unwrap();
    let (create, table) = create_lookup_table(authority, authority, slot);
    send(&client, &payer, &[create]).await.unwrap();
    let extend = extend_lookup_table(table, authority, Some(authority), vec![to]);
    send(&client, &payer, &[extend]).await.unwrap();

    let lookup = AddressLookupTableAccount { key: table, addresses: vec![to] };
    let pay = |blockhash| {
        let instructions = [transfer(&authority, &to, SOL)];
        let lookups = std::slice::from_ref(&lookup);
        let message = v0::Message::try_compile(&authority, &instructions, lookups, blockhash).unwrap();
        assert_eq!(message.address_table_lookups.len(), 1);
        VersionedTransaction::try_new(VersionedMessage::V0(message), &[&payer]).unwrap()
    };
    let transaction = pay(client.get_latest_blockhash().await.unwrap());
    let signature = client.send_and_confirm_transaction(&transaction).await.unwrap();
    assert_eq!(client.get_balance(&to).await.unwrap(), SOL);

    // The history knows the address that the table stood for.
    let config = RpcTransactionConfig {
        encoding: Some(UiTransactionEncoding::Base64),
        max_supported_transaction_version: Some(0),
        ..Default::default()
    };
    let landed = client.get_transaction_with_config(&signature, config).await.unwrap();
    assert_eq!(landed.transaction.transaction.decode(), Some(transaction));
    let meta = landed.transaction.meta.unwrap();
    let OptionSerializer::Some(loaded) = meta.loaded_addresses else { panic!("no loaded addresses") };
    assert_eq!(loaded.writable, [to.to_string()]);
    let index = meta.pre_balances.len() - 1;
    assert_eq!((meta.pre_balances[index], meta.post_balances[index]), (0, SOL));
    let of_receiver = client.get_signatures_for_address(&to).await.unwrap();
    assert_eq!(of_receiver.len(), 1);

    // A client that cannot read version 0 is told so.
    let error = client.get_transaction(&signature, UiTransactionEncoding::Base64).await.unwrap_err();
    assert!(error.to_string().contains("-32015"), "{error}");

    // A table that is still warm cannot be closed; after a wait of some minutes it can.
    let deactivate = deactivate_lookup_table(table, authority);
    send(&client, &payer, &[deactivate]).await.unwrap();
    let close = close_lookup_table(table, authority, authority);
    assert!(send(&client, &payer, std::slice::from_ref(&close)).await.is_err());
    ledger.warp_to(ledger.now() + 300).unwrap();
    let unusable = pay(client.get_latest_blockhash().await.unwrap());
    assert!(client.send_transaction(&unusable).await.is_err());
    send(&client, &payer, &[close]).await.unwrap();
    assert!(client.get_account(&table).await.is_err());
}

/// Tables stay usable however many transactions lie between.
#[tokio::test]
async fn a_recent_slot_stays_recent_for_512_slots() {
    let (_, client, payer) = funded();
    let authority = payer.pubkey();
    let old = client.get_slot().await.unwrap();
    for index in 0..510u32 {
        client.send_transaction(&signed(&client, &payer, &[memo(&index.to_string())]).await).await.unwrap();
    }
    let (create, _) = create_lookup_table(authority, authority, old);
    send(&client, &payer, &[create]).await.unwrap();
    let (create, _) = create_lookup_table(authority, authority, old - 1);
    assert!(send(&client, &payer, &[create]).await.is_err());
}
