//! Every builder against the IDL: order and names of the accounts, their flags, fixed addresses, and each byte of data.

use crate::{
    cases::*,
    idl::{discriminator, encode, idl, list, named},
    support::Numbers,
};
use personal_token_sdk::{ids::SYSTEM_ID, instruction::*, pda, ASSOCIATED_TOKEN_ID, ID, TOKEN_2022_ID};
use std::collections::BTreeSet;

fn check(Case(built, accounts, arguments): &Case) -> &'static str {
    let kind = Kind::of(&built.data).unwrap();
    let entry = named("instructions", kind.name());
    assert_eq!(built.program_id, ID);
    assert_eq!(discriminator(entry), [kind.byte()]);

    let mut data = vec![kind.byte()];
    for argument in list(entry, "args") {
        let name = argument["name"].as_str().unwrap();
        encode(&argument["type"], &arguments[name], &mut data);
    }
    assert_eq!(built.data, data, "data of {}", kind.name());

    let expected = list(entry, "accounts");
    let mut accounts = accounts.clone();
    if expected.last().unwrap()["name"] == "program" {
        accounts.extend([("event_authority", pda::event_authority()), ("program", ID)]);
    }
    assert_eq!(built.accounts.len(), accounts.len());
    assert!(built.accounts.len() >= expected.len());
    for ((entry, meta), (name, address)) in expected.iter().zip(&built.accounts).zip(&accounts) {
        let place = format!("{name} of {}", kind.name());
        assert_eq!(entry["name"], *name, "{place}");
        assert_eq!(meta.pubkey, *address, "{place}");
        // An absent account is the program, neither writable nor signer.
        let absent = entry["optional"] == true && meta.pubkey == ID;
        assert_eq!(meta.is_writable, !absent && entry["writable"] == true, "writable: {place}");
        assert_eq!(meta.is_signer, !absent && entry["signer"] == true, "signer: {place}");
        // Some have to be what a field of another account says, which no key can be mistaken for.
        if let Some(fixed) = entry["address"].as_str().filter(|address| !address.contains('.')) {
            assert_eq!(meta.pubkey.to_string(), fixed, "{place}");
        }
    }
    kind.name()
}

#[test]
fn every_builder_is_what_the_idl_says() {
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
    let checked: BTreeSet<&str> = cases.iter().flatten().map(check).collect();
    let all = list(idl(), "instructions").iter().map(|entry| entry["name"].as_str().unwrap());
    // Only Token-2022 calls the hook.
    let expected: BTreeSet<&str> = all.filter(|name| *name != "execute").collect();
    assert_eq!(checked, expected);
    assert_eq!(Kind::ALL.len(), expected.len() + 1);
    assert_eq!(idl()["address"], ID.to_string());
}

#[test]
fn pairs_follow_in_their_order_and_are_writable() {
    let numbers = &mut Numbers(6);
    let pairs: Vec<_> = (0..29).map(|_| (numbers.address(), numbers.address())).collect();
    let built = ProceedsDistribute { mint: numbers.address(), pairs: pairs.clone() }.instruction();
    let following: Vec<_> = built.accounts[3..].chunks(2).map(|pair| (pair[0].pubkey, pair[1].pubkey)).collect();
    assert_eq!(following, pairs);
    assert!(built.accounts[3..].iter().all(|account| account.is_writable && !account.is_signer));

    let positions: Vec<_> = pairs.iter().map(|(position, _)| *position).collect();
    let built = PositionMark { member: numbers.address(), positions: positions.clone() }.instruction();
    assert_eq!(built.accounts[1..].iter().map(|account| account.pubkey).collect::<Vec<_>>(), positions);
    assert!(built.accounts[1..].iter().all(|account| account.is_writable && !account.is_signer));
}

#[test]
fn instructions_of_other_programs_are_laid_out_as_theirs() {
    let numbers = &mut Numbers(8);
    let [payer, wallet, mint, position] = [(); 4].map(|()| numbers.address());
    let account = pda::share_account(wallet, mint);

    let create = CreateAssociatedToken { payer, wallet, mint, token_program: TOKEN_2022_ID }.instruction();
    assert_eq!((create.program_id, create.data.as_slice()), (ASSOCIATED_TOKEN_ID, [1].as_slice()));
    let flags: Vec<_> = create.accounts.iter().map(|a| (a.pubkey, a.is_signer, a.is_writable)).collect();
    assert_eq!(
        flags,
        [
            (payer, true, true),
            (account, false, true),
            (wallet, false, false),
            (mint, false, false),
            (SYSTEM_ID, false, false),
            (TOKEN_2022_ID, false, false),
        ]
    );

    let give = SetCloseAuthority { wallet, account, new_authority: Some(position) }.instruction();
    assert_eq!(give.data, [&[6, 3, 1], position.as_ref()].concat());
    assert!(give.accounts[0].is_writable && give.accounts[1].is_signer && !give.accounts[1].is_writable);
    assert_eq!(SetCloseAuthority { wallet, account, new_authority: None }.instruction().data, [6, 3, 0]);
}

#[test]
fn names_of_networks_show_as_themselves() {
    assert_eq!(&pda::network_name("Zoë").unwrap()[..5], b"Zo\xc3\xab\0");
    assert!(pda::network_name(&"n".repeat(32)).is_ok());
    for refused in ["", "  ", &"n".repeat(33), "a\0b", "a\u{202e}b", "a\u{200b}b"] {
        assert!(pda::network_name(refused).is_err(), "{refused:?}");
    }
}
