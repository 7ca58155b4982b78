use super::*;

#[tokio::test]
async fn time_moves_by_warps_only() {
    let (ledger, client, payer) = funded();
    let start = ledger.now();
    send(&client, &payer, &[memo("a")]).await.unwrap();
    assert_eq!(ledger.now(), start);

    let slot = client.get_slot().await.unwrap();
    ledger.warp_to(start + 86_400).unwrap();
    assert_eq!(ledger.now(), start + 86_400);
    assert_eq!(client.get_slot().await.unwrap(), slot + 216_000);
    let slot = client.get_slot().await.unwrap();
    assert_eq!(client.get_block_time(slot).await.unwrap(), start + 86_400);

    // To the same time: a slot passes all the same.
    ledger.warp_to(start + 86_400).unwrap();
    assert_eq!(client.get_slot().await.unwrap(), slot + 1);

    let error = ledger.warp_to(start).unwrap_err();
    assert!(matches!(error, LedgerError::Backwards { now, to } if now == start + 86_400 && to == start));
    assert_eq!(ledger.now(), start + 86_400);

    // Far enough that no arithmetic may overflow.
    ledger.warp_to(i64::MAX).unwrap();
    assert_eq!(ledger.now(), i64::MAX);
    send(&client, &payer, &[memo("b")]).await.unwrap();
}

#[tokio::test]
async fn programs_see_the_warped_clock() {
    let (ledger, client, payer) = funded();
    ledger.warp_to(1_800_000_000).unwrap();
    send(&client, &payer, &[memo("a")]).await.unwrap();
    let clock = client.get_account(&solana_sdk_ids::sysvar::clock::ID).await.unwrap();
    let info = client.get_epoch_info().await.unwrap();
    assert_eq!(clock.data[..8], info.absolute_slot.to_le_bytes());
    assert_eq!(clock.data[16..24], info.epoch.to_le_bytes());
    assert_eq!(clock.data[32..40], 1_800_000_000i64.to_le_bytes());
    assert!(info.slot_index < info.slots_in_epoch);
}

#[tokio::test]
async fn a_blockhash_lives_150_slots() {
    let (ledger, client, payer) = funded();
    let (old, last_valid) = client.get_latest_blockhash_with_commitment(client.commitment()).await.unwrap();
    let at = |height: u64, blockhash| {
        let instructions = [memo(&height.to_string())];
        let message = Message::new_with_blockhash(&instructions, Some(&payer.pubkey()), &blockhash);
        VersionedTransaction::try_new(VersionedMessage::Legacy(message), &[&payer]).unwrap()
    };
    loop {
        let height = client.get_block_height().await.unwrap();
        let valid = client.is_blockhash_valid(&old, client.commitment()).await.unwrap();
        let sent = client.send_and_confirm_transaction(&at(height, old)).await;
        assert_eq!(valid, height <= last_valid);
        assert_eq!(sent.is_ok(), valid);
        if let Err(error) = sent {
            assert_eq!(error.get_transaction_error(), Some(TransactionError::BlockhashNotFound));
            break;
        }
    }

    // A minute later no older one is good.
    let fresh = client.get_latest_blockhash().await.unwrap();
    ledger.warp_to(ledger.now() + 61).unwrap();
    assert!(!client.is_blockhash_valid(&fresh, client.commitment()).await.unwrap());
}

/// With `--nonce` a transaction can be signed now and sent much later.
#[tokio::test]
async fn a_durable_nonce_outlives_blockhashes() {
    use solana_system_interface::instruction::{advance_nonce_account, create_nonce_account};
    let (ledger, client, payer) = funded();
    let nonce = wallet(3);
    let create = create_nonce_account(&payer.pubkey(), &nonce.pubkey(), &payer.pubkey(), SOL);
    let message =
        Message::new_with_blockhash(&create, Some(&payer.pubkey()), &client.get_latest_blockhash().await.unwrap());
    let transaction = VersionedTransaction::try_new(VersionedMessage::Legacy(message), &[&payer, &nonce]).unwrap();
    client.send_and_confirm_transaction(&transaction).await.unwrap();

    // Version, state and authority come before the value.
    let account = client.get_account(&nonce.pubkey()).await.unwrap();
    let value = solana_hash::Hash::new_from_array(account.data[40..72].try_into().unwrap());
    let instructions = [advance_nonce_account(&nonce.pubkey(), &payer.pubkey()), memo("later")];
    let message = Message::new_with_blockhash(&instructions, Some(&payer.pubkey()), &value);
    let transaction = VersionedTransaction::try_new(VersionedMessage::Legacy(message), &[&payer]).unwrap();
    ledger.warp_to(ledger.now() + 86_400).unwrap();
    client.send_and_confirm_transaction(&transaction).await.unwrap();
    // Once.
    assert!(client.send_transaction(&transaction).await.is_err());
    let account = client.get_account(&nonce.pubkey()).await.unwrap();
    assert_ne!(account.data[40..72], value.to_bytes());
}
