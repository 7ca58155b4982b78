//! Taking apart what others have made, and handing on what is signed in part.

use {
    super::*,
    crate::{ids::COMPUTE_BUDGET_ID, instruction::MemberLeave, AccountMeta},
    base64::{prelude::BASE64_STANDARD, Engine},
    solana_hash::Hash,
    solana_message::{
        v0,
        v1::{self, TransactionConfig},
        AddressLookupTableAccount, MessageHeader, VersionedMessage,
    },
    solana_transaction::versioned::VersionedTransaction,
};

/// A half-signed transaction: the holder has signed, the sponsor has not.
fn half(sending: &Sending) -> SignedOffline {
    let (sponsor, holder) = (key(1), key(2));
    let instructions = [leave(), claim()];
    sign_only(&instructions, &sponsor.pubkey(), Hash::new_from_array([3; 32]), sending, &[&holder]).unwrap()
}

fn leave() -> Instruction {
    MemberLeave { wallet: key(2).pubkey(), member: at("member") }.instruction()
}

fn budget(data: &[u8]) -> Instruction {
    Instruction { program_id: COMPUTE_BUDGET_ID, accounts: Vec::new(), data: data.to_vec() }
}

fn of(instructions: &[Instruction]) -> Result<Inspection> {
    inspect(&sign_only(instructions, &key(1).pubkey(), Hash::default(), &Sending::default(), &[]).unwrap().message)
}

fn reason<T: std::fmt::Debug>(result: Result<T>) -> String {
    match result.unwrap_err() {
        RpcError::Unreadable { reason } => reason,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_message_is_taken_apart_into_what_it_was_made_of() {
    let sending = Sending { compute_unit_limit: Some(70_000), compute_unit_price: 20_001, ..Sending::default() };
    let found = inspect(&half(&sending).message).unwrap();
    // Two signatures, and 70,000 units at 0.020001 lamports, rounded up.
    assert_eq!(found.fee_lamports, 10_000 + 1_401);
    assert_eq!((found.compute_unit_limit, found.compute_unit_price), (70_000, 20_001));
    assert_eq!(found.payer, key(1).pubkey());
    // Nothing in the claim signs, and the message gives no account more rights than the instructions asked for.
    assert_eq!(found.instructions, [leave(), claim()]);
    assert!(!found.touches(&found.payer));
    assert!(found.touches(&key(2).pubkey()) && found.touches(&pda::vault(mint())) && found.touches(&ID));
}

#[test]
fn what_is_not_asked_for_is_granted_by_the_runtime() {
    let units = |instructions: &[Instruction]| of(instructions).unwrap().compute_unit_limit;
    assert_eq!(units(&[claim()]), 200_000);
    assert_eq!(units(&vec![claim(); 7]), 1_400_000);
    assert_eq!(units(&vec![claim(); 8]), 1_400_000);
    let price = [&[3][..], &1_000_000u64.to_le_bytes()].concat();
    assert_eq!(of(&[budget(&price), claim()]).unwrap().fee_lamports, 5_000 + 200_000);
    let most = [&[2][..], &u32::MAX.to_le_bytes()].concat();
    assert_eq!(of(&[budget(&most), budget(&price), claim()]).unwrap().fee_lamports, 5_000 + 1_400_000);
    let dear = [&[3][..], &u64::MAX.to_le_bytes()].concat();
    assert_eq!(of(&[budget(&most), budget(&dear)]).unwrap().fee_lamports, u64::MAX, "more than there are");
    let others = [&[1, 0, 0, 1, 0][..], &[4, 0, 0, 1, 0]];
    assert_eq!(of(&others.map(budget)).unwrap().instructions, []);
}

#[test]
fn a_budget_that_the_runtime_refuses_is_refused() {
    let limit = [2, 1, 0, 0, 0];
    let price = [3, 1, 0, 0, 0, 0, 0, 0, 0];
    let heap = [1, 0, 0, 1, 0];
    let loaded = [4, 0, 0, 1, 0];
    for data in [&limit[..], &price, &heap, &loaded] {
        assert!(of(&[budget(data), claim()]).is_ok(), "{data:?}");
        let wrong = "it sets a compute budget that the runtime does not take";
        assert_eq!(reason(of(&[budget(data), claim(), budget(data)])), wrong, "twice: {data:?}");
        assert_eq!(reason(of(&[budget(&data[1..])])), wrong, "{data:?}");
        assert_eq!(reason(of(&[budget(&[data, &[0]].concat())])), wrong, "{data:?}");
    }
    for data in [&[][..], &[0], &[5, 0, 0, 0, 0]] {
        assert!(of(&[budget(data)]).is_err(), "{data:?}");
    }
}

#[test]
fn a_priority_fee_beside_the_instructions_is_not_overlooked() {
    let config = TransactionConfig::empty().with_priority_fee(5_000_000_000).with_compute_unit_limit(70_000);
    let payer = key(1).pubkey();
    let message = v1::Message::try_compile_with_config(&payer, &[leave(), claim()], Hash::default(), config).unwrap();
    let message = VersionedMessage::V1(message);
    message.sanitize().unwrap();
    assert_eq!(reason(inspect(&message)), "it is of version 1, whose fee is not read here");
}

#[test]
fn accounts_of_lookup_tables_are_not_guessed() {
    let sponsor = key(1).pubkey();
    let table = AddressLookupTableAccount { key: at("table"), addresses: vec![at("position"), at("quote account")] };
    let message = v0::Message::try_compile(&sponsor, &[claim()], &[table], Hash::default()).unwrap();
    assert_eq!(reason(inspect(&VersionedMessage::V0(message))), "it loads accounts from lookup tables");
    let message = v0::Message::try_compile(&sponsor, &[claim()], &[], Hash::default()).unwrap();
    assert_eq!(inspect(&VersionedMessage::V0(message)).unwrap().instructions, [claim()]);
}

#[test]
fn the_header_decides_who_signs_and_what_can_change() {
    let (payer, other) = (key(1).pubkey(), key(2).pubkey());
    let metas = vec![
        AccountMeta::new(payer, true),
        AccountMeta::new(at("paying"), true),
        AccountMeta::new_readonly(other, true),
        AccountMeta::new(at("changes"), false),
        AccountMeta::new_readonly(at("stays"), false),
    ];
    let sent = Instruction { program_id: at("program"), accounts: metas, data: vec![1, 2, 3] };
    let found = of(std::slice::from_ref(&sent)).unwrap();
    assert_eq!(found.instructions, [sent]);
    assert!(found.touches(&payer) && found.touches(&at("program")) && !found.touches(&at("nobody")));
}

#[test]
fn a_message_that_contradicts_itself_is_refused() {
    let VersionedMessage::Legacy(sound) = half(&Sending::default()).message else { panic!("no table was given") };
    let refused = |change: &dyn Fn(&mut solana_message::legacy::Message)| {
        let mut message = sound.clone();
        change(&mut message);
        assert_eq!(reason(inspect(&VersionedMessage::Legacy(message))), "its message contradicts itself");
    };
    refused(&|message| message.header = MessageHeader { num_required_signatures: 0, ..message.header });
    refused(&|message| message.header.num_readonly_signed_accounts = 2);
    refused(&|message| message.header.num_readonly_unsigned_accounts = 200);
    refused(&|message| message.instructions[0].accounts[0] = 200);
    refused(&|message| message.instructions[0].program_id_index = 200);
    refused(&|message| message.account_keys.clear());
}

#[test]
fn a_half_signed_transaction_travels() {
    let sent = half(&Sending::default());
    let text = sent.transaction_base64().unwrap();
    let mut received = SignedOffline::from_transaction_base64(&text).unwrap();
    assert_eq!(received, sent);
    assert_eq!(received.missing().collect::<Vec<_>>(), [key(1).pubkey()]);
    received.sign(&[&key(1), &key(9)]).unwrap();
    assert_eq!(received.missing().count(), 0);
    assert_eq!(received.signatures[1], sent.signatures[1], "what was there stays");
    // Reading it again verifies both.
    assert_eq!(SignedOffline::from_transaction_base64(&received.transaction_base64().unwrap()).unwrap(), received);
}

#[test]
fn what_is_no_transaction_is_refused() {
    let sent = half(&Sending::default());
    let bytes = BASE64_STANDARD.decode(sent.transaction_base64().unwrap()).unwrap();
    let read = |bytes: &[u8]| SignedOffline::from_transaction_base64(&BASE64_STANDARD.encode(bytes));
    assert_eq!(reason(SignedOffline::from_transaction_base64("hello there")), "it is not in base64");
    assert_eq!(
        reason(SignedOffline::from_transaction_base64(&"A".repeat(1_645))),
        "it is longer than a transaction can be"
    );
    for length in 0..bytes.len() {
        read(&bytes[..length]).unwrap_err();
    }
    assert_eq!(reason(read(&[&bytes[..], &[0]].concat())), "it is no serialized transaction");

    // The holder's signature is the second of two, after their number and the sponsor's place.
    for bit in [0, 100, 511] {
        let mut forged = bytes.clone();
        forged[1 + 64 + bit / 8] ^= 1 << (bit % 8);
        let holder = key(2).pubkey();
        assert!(matches!(read(&forged), Err(RpcError::WrongSignature { address }) if address == holder));
    }
    // Neither does it hold for a message that was changed: here the blockhash.
    let mut changed = sent.clone();
    changed.message.set_recent_blockhash(Hash::new_from_array([4; 32]));
    let text = changed.transaction_base64().unwrap();
    assert!(matches!(SignedOffline::from_transaction_base64(&text), Err(RpcError::WrongSignature { .. })));

    let without = |count: usize| {
        let signatures = vec![solana_signature::Signature::default(); count];
        let transaction = VersionedTransaction { signatures, message: sent.message.clone() };
        reason(read(&wincode::serialize(&transaction).unwrap()))
    };
    for count in [0, 1, 3] {
        assert_eq!(without(count), "it has not one place for each signature");
    }
}
