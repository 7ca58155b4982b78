use {
    super::*,
    solana_rpc_client_api::{
        client_error::ErrorKind,
        config::{
            RpcSendTransactionConfig, RpcSimulateTransactionAccountsConfig, RpcSimulateTransactionConfig,
            UiAccountEncoding, UiTransactionEncoding,
        },
        request::{RpcError, RpcResponseErrorData},
    },
    solana_transaction_status_client_types::{UiInstruction, UiParsedInstruction},
};

fn code(error: &solana_rpc_client_api::client_error::Error) -> Option<i64> {
    match error.kind() {
        ErrorKind::RpcError(RpcError::RpcResponseError { code, .. }) => Some(*code),
        _ => None,
    }
}

#[tokio::test]
async fn the_same_instructions_can_be_sent_again() {
    let (_, client, payer) = funded();
    let to = wallet(2).pubkey();
    for _ in 0..3 {
        send(&client, &payer, &[transfer(&payer.pubkey(), &to, SOL)]).await.unwrap();
    }
    assert_eq!(client.get_balance(&to).await.unwrap(), 3 * SOL);
    assert_eq!(client.get_balance(&payer.pubkey()).await.unwrap(), 7 * SOL - 3 * 5_000);
}

#[tokio::test]
async fn one_blockhash_serves_several_transactions() {
    let (_, client, payer) = funded();
    let first = signed(&client, &payer, &[memo("a")]).await;
    let second = signed(&client, &payer, &[memo("b")]).await;
    assert_eq!(first.message.recent_blockhash(), second.message.recent_blockhash());
    client.send_and_confirm_transaction(&first).await.unwrap();
    client.send_and_confirm_transaction(&second).await.unwrap();
}

#[tokio::test]
async fn a_transaction_lands_once() {
    let (_, client, payer) = funded();
    let to = wallet(2).pubkey();
    let transaction = signed(&client, &payer, &[transfer(&payer.pubkey(), &to, SOL)]).await;
    client.send_transaction(&transaction).await.unwrap();
    let error = client.send_transaction(&transaction).await.unwrap_err();
    assert_eq!(error.get_transaction_error(), Some(TransactionError::AlreadyProcessed));
    // A rebroadcast, as clients do it until they see the transaction.
    let again = RpcSendTransactionConfig { skip_preflight: true, ..Default::default() };
    let signature = client.send_transaction_with_config(&transaction, again).await.unwrap();
    assert_eq!(signature, transaction.signatures[0]);
    assert_eq!(client.get_balance(&to).await.unwrap(), SOL);
}

#[tokio::test]
async fn preflight_stops_what_would_fail() {
    let (_, client, payer) = funded();
    let too_much = transfer(&payer.pubkey(), &wallet(2).pubkey(), 11 * SOL);
    let transaction = signed(&client, &payer, &[memo("before"), too_much]).await;
    let error = client.send_transaction(&transaction).await.unwrap_err();
    assert_eq!(code(&error), Some(-32002));
    assert!(matches!(error.get_transaction_error(), Some(TransactionError::InstructionError(1, _))));
    let ErrorKind::RpcError(RpcError::RpcResponseError { data, .. }) = error.kind() else { panic!("{error}") };
    let RpcResponseErrorData::SendTransactionPreflightFailure(result) = data else { panic!("{data}") };
    assert!(result.units_consumed.unwrap() > 0);
    let logs = result.logs.as_ref().unwrap();
    assert!(logs.iter().any(|log| log.contains("insufficient lamports")), "{logs:?}");

    assert_eq!(client.get_balance(&payer.pubkey()).await.unwrap(), 10 * SOL);
    let signature = transaction.signatures[0];
    assert_eq!(client.get_signature_status(&signature).await.unwrap(), None);
}

#[tokio::test]
async fn without_preflight_a_failure_lands_and_costs_its_fee() {
    let (_, client, payer) = funded();
    let too_much = transfer(&payer.pubkey(), &wallet(2).pubkey(), 11 * SOL);
    let transaction = signed(&client, &payer, &[too_much]).await;
    let config = RpcSendTransactionConfig {
        skip_preflight: true,
        encoding: Some(UiTransactionEncoding::Base58),
        ..Default::default()
    };
    let signature = client.send_transaction_with_config(&transaction, config).await.unwrap();
    let status = client.get_signature_status(&signature).await.unwrap();
    assert!(matches!(status, Some(Err(TransactionError::InstructionError(0, _)))));
    assert_eq!(client.get_balance(&payer.pubkey()).await.unwrap(), 10 * SOL - 5_000);
    let error =
        client.send_and_confirm_transaction_with_config(&transaction, client.commitment(), config).await.unwrap_err();
    assert!(error.get_transaction_error().is_some());
}

#[tokio::test]
async fn what_cannot_land_is_refused_either_way() {
    let (_, client, payer) = funded();
    let poor = wallet(7);
    for skip_preflight in [false, true] {
        let config = RpcSendTransactionConfig { skip_preflight, ..Default::default() };
        for signature in [Signature::from([3; 64]), Signature::default()] {
            let mut forged = signed(&client, &payer, &[memo("a")]).await;
            forged.signatures[0] = signature;
            let error = client.send_transaction_with_config(&forged, config).await.unwrap_err();
            assert_eq!(code(&error), Some(-32003), "{error}");
        }

        let unfunded = signed(&client, &poor, &[memo("a")]).await;
        let error = client.send_transaction_with_config(&unfunded, config).await.unwrap_err();
        assert_eq!(error.get_transaction_error(), Some(TransactionError::AccountNotFound));
    }
    assert_eq!(client.get_transaction_count().await.unwrap(), 1);
    let large = signed(&client, &payer, &[memo(&"a".repeat(1_300))]).await;
    let error = client.send_transaction(&large).await.unwrap_err();
    assert_eq!(code(&error), Some(-32602));
    assert!(error.to_string().contains("too large"), "{error}");
}

#[tokio::test]
async fn a_simulation_shows_the_effect_and_has_none() {
    let (_, client, payer) = funded();
    let to = wallet(2).pubkey();
    let mut transaction = signed(&client, &payer, &[transfer(&payer.pubkey(), &to, SOL)]).await;
    // Neither signed nor with a known blockhash, as a wallet's preview is.
    transaction.signatures[0] = Signature::default();
    transaction.message.set_recent_blockhash(Default::default());
    let config = RpcSimulateTransactionConfig {
        replace_recent_blockhash: true,
        accounts: Some(RpcSimulateTransactionAccountsConfig {
            encoding: Some(UiAccountEncoding::Base64Zstd),
            addresses: vec![to.to_string(), wallet(8).pubkey().to_string()],
        }),
        ..Default::default()
    };
    let result = client.simulate_transaction_with_config(&transaction, config).await.unwrap().value;
    assert_eq!(result.err, None);
    assert_eq!(result.fee, Some(5_000));
    assert_eq!(result.units_consumed, Some(150));
    let accounts = result.accounts.unwrap();
    assert_eq!(accounts[0].as_ref().unwrap().lamports, SOL);
    assert_eq!(accounts[1], None);
    let replacement = result.replacement_blockhash.unwrap();
    assert_eq!(replacement.blockhash, client.get_latest_blockhash().await.unwrap().to_string());
    assert_eq!(client.get_balance(&to).await.unwrap(), 0);

    // Without replacement the blockhash counts; with sigVerify the signature does.
    let result = client.simulate_transaction(&transaction).await.unwrap();
    assert_eq!(result.value.err.map(TransactionError::from), Some(TransactionError::BlockhashNotFound));
    let mut forged = signed(&client, &payer, &[memo("a")]).await;
    forged.signatures[0] = Signature::from([3; 64]);
    let result = client.simulate_transaction(&forged).await.unwrap();
    assert_eq!(result.value.err, None);
    let verify = RpcSimulateTransactionConfig { sig_verify: true, ..Default::default() };
    let error = client.simulate_transaction_with_config(&forged, verify).await.unwrap_err();
    assert_eq!(code(&error), Some(-32003));
}

#[tokio::test]
async fn a_simulation_lists_inner_instructions() {
    let (_, client, payer) = funded();
    let open = open_quote_account(&payer);
    let mut transaction = signed(&client, &payer, &[memo("a"), open]).await;
    transaction.signatures.fill(Signature::default());
    let config = RpcSimulateTransactionConfig { inner_instructions: true, ..Default::default() };
    let result = client.simulate_transaction_with_config(&transaction, config).await.unwrap().value;
    assert_eq!(result.err, None, "{:?}", result.logs);
    let inner = result.inner_instructions.unwrap();
    assert_eq!(inner.len(), 1);
    assert_eq!(inner[0].index, 1);
    let UiInstruction::Parsed(UiParsedInstruction::PartiallyDecoded(first)) = &inner[0].instructions[0] else {
        panic!("{inner:?}")
    };
    assert_eq!(first.program_id, genesis::TOKEN.to_string());
    assert_eq!(first.stack_height, Some(2));
    assert!(inner[0].instructions.len() > 1);
}

#[tokio::test]
async fn a_message_has_a_price() {
    let (_, client, payer) = funded();
    let transaction = signed(&client, &payer, &[memo("a")]).await;
    let VersionedMessage::Legacy(mut message) = transaction.message else { panic!("not a legacy message") };
    assert_eq!(client.get_fee_for_message(&message).await.unwrap(), 5_000);
    message.recent_blockhash = Default::default();
    assert!(client.get_fee_for_message(&message).await.is_err());

    // 300,000 units at 1,000,000 micro-lamports each are 300,000 lamports.
    let limit = solana_compute_budget_interface::ComputeBudgetInstruction::set_compute_unit_limit;
    let price = solana_compute_budget_interface::ComputeBudgetInstruction::set_compute_unit_price;
    let instructions = [limit(300_000), price(1_000_000), memo("a")];
    let transaction = signed(&client, &payer, &instructions).await;
    let VersionedMessage::Legacy(message) = transaction.message else { panic!("not a legacy message") };
    assert_eq!(client.get_fee_for_message(&message).await.unwrap(), 305_000);
}
