//! Signing without a network.

use {
    super::*,
    crate::{instruction::MemberLeave, Instruction},
    solana_hash::Hash,
    solana_signature::Signature,
};

fn leave(wallet: &Address) -> Instruction {
    MemberLeave { wallet: *wallet, member: at("member") }.instruction()
}

fn blockhash() -> Hash {
    Hash::new_from_array([3; 32])
}

#[tokio::test]
async fn two_machines_sign_and_a_third_one_sends() {
    let (payer, wallet) = (key(1), key(2));
    let instructions = [leave(&wallet.pubkey())];
    let sending = Sending::default();
    let mut first = sign_only(&instructions, &payer.pubkey(), blockhash(), &sending, &[&payer]).unwrap();
    assert_eq!(first.missing().collect::<Vec<_>>(), [wallet.pubkey()]);
    assert!(matches!(first.transaction(), Err(RpcError::MissingSigner { address }) if address == wallet.pubkey()));

    let second = sign_only(&instructions, &payer.pubkey(), blockhash(), &sending, &[&wallet]).unwrap();
    assert_eq!(first.message_base64().unwrap(), second.message_base64().unwrap());
    let given = second.signatures[1].1.unwrap();

    assert!(matches!(first.add(wallet.pubkey(), Signature::default()), Err(RpcError::WrongSignature { .. })));
    assert!(matches!(first.add(payer.pubkey(), given), Err(RpcError::WrongSignature { .. })));
    assert!(matches!(first.add(at("nobody"), given), Err(RpcError::WrongSignature { .. })));
    first.add(wallet.pubkey(), given).unwrap();
    assert_eq!(first.missing().count(), 0);

    let node = Node::new();
    let transaction = first.transaction().unwrap();
    let signature = node.client().send_transaction(transaction.clone(), &sending).await.unwrap();
    assert_eq!(node.state().sent, [transaction]);
    assert_eq!(signature, first.signatures[0].1.unwrap());
}

#[tokio::test]
async fn an_unsigned_transaction_is_not_sent() {
    let node = Node::new();
    let signed = sign_only(&[leave(&at("w"))], &key(1).pubkey(), blockhash(), &Sending::default(), &[&key(1)]).unwrap();
    let signatures = signed.signatures.iter().map(|(_, signature)| signature.unwrap_or_default()).collect();
    let transaction = solana_transaction::versioned::VersionedTransaction { signatures, message: signed.message };
    let error = node.client().send_transaction(transaction, &Sending::default()).await.unwrap_err();
    assert!(matches!(error, RpcError::MissingSigner { address } if address == at("w")));
    assert!(node.state().calls.is_empty());
}

#[test]
fn nonce_limit_and_price_go_into_the_message() {
    let (payer, authority) = (key(1), key(2));
    let sending = Sending {
        nonce: Some((at("nonce"), authority.pubkey())),
        compute_unit_limit: Some(50_000),
        compute_unit_price: 7,
        ..Sending::default()
    };
    let signed = sign_only(&[leave(&payer.pubkey())], &payer.pubkey(), blockhash(), &sending, &[&payer]).unwrap();
    let data: Vec<_> = signed.message.instructions().iter().map(|instruction| instruction.data[0]).collect();
    assert_eq!(data[..3], [4, 2, 3], "nonce, limit, price, then the rest");
    assert_eq!(*signed.message.recent_blockhash(), blockhash());
    assert_eq!(signed.missing().collect::<Vec<_>>(), [authority.pubkey()]);
}
