//! Whatever instruction anybody sends: it is taken apart into what encodes to it, or it is an error.

use crate::{
    cases::*,
    idl::{idl, list, named},
    support::Numbers,
};
use personal_token_sdk::{
    instruction::{decode, Arguments, Decoded, Kind, ProceedsDistribute},
    Address, Instruction, Result, SdkError, ID, TOKEN_2022_ID,
};

fn addresses(instruction: &Instruction) -> Vec<Address> {
    instruction.accounts.iter().map(|account| account.pubkey).collect()
}

fn refused(result: Result<Decoded>) -> &'static str {
    match result {
        Err(SdkError::Malformed { what: "instruction", detail }) => detail,
        other => panic!("{other:?}"),
    }
}

fn every_case() -> Vec<Case> {
    let cases = [
        network_cases(),
        member_cases(),
        token_cases(),
        position_cases(),
        proceeds_cases(),
        round_cases(),
        market_cases(),
        recovery_cases(),
        rights_cases(),
        complaint_cases(),
        report_cases(),
    ];
    cases.into_iter().flatten().collect()
}

/// The transfer hook, which has no builder: Token-2022 calls it.
fn execute() -> Instruction {
    let numbers = &mut Numbers(31);
    let data = [&[105, 37, 101, 197, 75, 251, 102, 26], 7u64.to_le_bytes().as_slice()].concat();
    let accounts = list(named("instructions", "execute"), "accounts");
    let accounts = accounts.iter().map(|_| personal_token_sdk::AccountMeta::new(numbers.address(), false)).collect();
    Instruction { program_id: ID, accounts, data }
}

#[test]
fn every_instruction_is_taken_apart_and_encodes_again() {
    let mut seen: Vec<Kind> = Vec::new();
    for built in every_case().into_iter().map(|case| case.0).chain([execute()]) {
        let accounts = addresses(&built);
        let decoded = decode(&ID, &accounts, &built.data).unwrap();
        let kind = decoded.arguments.kind();
        assert_eq!(Kind::of(&built.data), Some(kind));
        assert_eq!(decoded.arguments.encode(), built.data, "{}", kind.name());
        assert!(decoded.trailing.is_empty());
        seen.push(kind);

        let expected = list(named("instructions", kind.name()), "accounts");
        assert_eq!(decoded.accounts.len(), expected.len(), "{}", kind.name());
        for ((entry, (name, address)), given) in expected.iter().zip(&decoded.accounts).zip(&accounts) {
            assert_eq!(entry["name"], *name, "{}", kind.name());
            let is_absent = entry["optional"] == true && *given == ID;
            assert_eq!(*address, (!is_absent).then_some(*given), "{name} of {}", kind.name());
            assert_eq!(decoded.account(name), *address);
        }
        assert_eq!(decoded.further, accounts[expected.len()..]);
        attack(&accounts, &built.data, expected.len());
    }
    for kind in Kind::ALL {
        assert!(seen.contains(kind), "no case of {}", kind.name());
    }
    assert_eq!(Kind::ALL.len(), list(idl(), "instructions").len());
}

/// What the program refuses is refused; what it takes all the same is read.
fn attack(accounts: &[Address], data: &[u8], needed: usize) {
    assert_eq!(refused(decode(&TOKEN_2022_ID, accounts, data)), "of another program");
    for length in 0..data.len() {
        assert!(decode(&ID, accounts, &data[..length]).is_err(), "{length} of {data:?}");
    }
    for count in 0..needed {
        assert_eq!(refused(decode(&ID, &accounts[..count], data)), "without some of its accounts");
    }
    let whole = decode(&ID, accounts, data).unwrap();
    let (more, extra) = ([data, &[1, 2, 3]].concat(), [accounts, &[ID, TOKEN_2022_ID]].concat());
    let padded = decode(&ID, &extra, &more).unwrap();
    assert_eq!((&padded.arguments, &padded.accounts), (&whole.arguments, &whole.accounts));
    assert_eq!(padded.trailing, [1, 2, 3]);
    assert_eq!(padded.further, extra[needed..]);
}

#[test]
fn arguments_and_accounts_have_their_values() {
    let numbers = &mut Numbers(17);
    let mut buy: Vec<Case> = market_cases();
    buy.retain(|case| Kind::of(&case.0.data) == Some(Kind::ListingBuy));
    let decoded = decode(&ID, &addresses(&buy[0].0), &buy[0].0.data).unwrap();
    let Arguments::ListingBuy { nonce, shares, minimum_shares, maximum_price } = decoded.arguments else { panic!() };
    let sent = &buy[0].2["args"];
    assert_eq!([u64::from(nonce), shares], [&sent["nonce"], &sent["shares"]].map(|value| value.as_u64().unwrap()));
    let limits = [&sent["minimum_shares"], &sent["maximum_price"]].map(|value| value.as_u64().unwrap());
    assert_eq!([minimum_shares, maximum_price], limits);

    let pairs: Vec<_> = (0..3).map(|_| (numbers.address(), numbers.address())).collect();
    let built = ProceedsDistribute { mint: numbers.address(), pairs: pairs.clone() }.instruction();
    let decoded = decode(&ID, &addresses(&built), &built.data).unwrap();
    let found: Vec<_> = decoded.further.chunks(2).map(|pair| (pair[0], pair[1])).collect();
    assert_eq!((decoded.arguments, found), (Arguments::ProceedsDistribute {}, pairs));

    // Of an absent account there is nothing but its name.
    let without = buy.iter().find(|case| case.0.accounts[18].pubkey == ID).unwrap();
    let decoded = decode(&ID, &addresses(&without.0), &without.0.data).unwrap();
    assert_eq!((decoded.accounts[18], decoded.account("seller_token")), (("seller_token", None), None));
}

#[test]
fn what_is_none_of_ours_is_an_error() {
    let many: Vec<Address> = (0..40).map(|byte| Address::new_from_array([byte; 32])).collect();
    assert_eq!(refused(decode(&ID, &many, &[])), "of an unknown kind");
    for byte in 0..=255 {
        let known = Kind::ALL.iter().any(|kind| kind.byte() == byte);
        let decoded = decode(&ID, &many, &[&[byte], [0; 400].as_slice()].concat());
        // The hook is known by all eight bytes of its discriminator.
        assert_eq!(decoded.is_ok(), known && byte != Kind::Execute.byte(), "{byte}");
    }
    let mut hook = execute();
    hook.data[7] ^= 1;
    assert_eq!(refused(decode(&ID, &many, &hook.data)), "of an unknown kind");

    // A length that is a lie, and a text that is none.
    let create = |name: &[u8]| [&[Kind::TokenCreate.byte()], name, [0; 100].as_slice()].concat();
    assert!(decode(&ID, &many, &create(&[0; 4])).is_ok());
    for name in [&[255, 255, 255, 255][..], &[200, 0, 0, 0], &[2, 0, 0, 0, 0xc3, 0x28]] {
        assert_eq!(refused(decode(&ID, &many, &create(name))), "too short, or a text that is none");
    }
}
