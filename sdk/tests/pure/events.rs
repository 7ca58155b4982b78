//! Events: encoded as the IDL says, found where the program puts them, and nowhere else.

use crate::{
    idl::{fields, width},
    support::Numbers,
};
use base64::{engine::general_purpose::STANDARD, Engine};
use personal_token_sdk::{
    event::{self, Event, InnerInstruction, ProceedsDistributed, SharesTransferred},
    pda, Address, SdkError, ID, TOKEN_2022_ID, TOKEN_ID,
};

/// One event of each kind, from bytes: its discriminator and as many as its fields have.
fn samples() -> Vec<(Event, Vec<u8>)> {
    let mut numbers = Numbers(21);
    let sample = |(name, discriminator): &(&'static str, [u8; 8])| {
        let mut data = discriminator.to_vec();
        for field in fields(name) {
            // Truth values are set by hand: most bytes are none.
            let truths = ["halted", "withdrawn", "fee_credited", "seller_owed", "overturned"];
            let is_bool = truths.contains(&field["name"].as_str().unwrap());
            data.extend(if is_bool { vec![1] } else { numbers.bytes(width(&field["type"])) });
        }
        let event = event::decode(&data).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!(event.name(), *name);
        (event, data)
    };
    Event::KINDS.iter().map(sample).collect()
}

#[test]
fn every_event_survives_the_way_there_and_back() {
    for (event, data) in samples() {
        assert_eq!(event.encode(), data);
    }
    assert_eq!(samples().len(), 53);
}

#[test]
fn fields_are_read_in_the_order_of_the_idl() {
    for (event, data) in samples() {
        let shown = format!("{event:#?}");
        let names = shown.lines().filter_map(|line| line.strip_prefix("        ").filter(|l| !l.starts_with(' ')));
        let names: Vec<_> = names.filter_map(|line| Some(line.split_once(": ")?.0)).collect();
        let expected: Vec<_> = fields(event.name()).iter().map(|field| field["name"].as_str().unwrap()).collect();
        assert_eq!(names, expected);
        if let Event::SharesTransferred(SharesTransferred { source_position, shares, .. }) = event {
            assert_eq!(source_position.as_ref(), &data[8..40]);
            assert_eq!(shares.to_le_bytes(), data[72..80]);
        }
    }
}

#[test]
fn hostile_bytes_are_no_event() {
    for (event, data) in samples() {
        for length in 0..data.len() {
            assert!(event::decode(&data[..length]).is_err(), "{}", event.name());
        }
        assert!(event::decode(&[data.clone(), vec![0]].concat()).is_err());
        for bit in 0..data.len() * 8 {
            let mut flipped = data.clone();
            flipped[bit / 8] ^= 1 << (bit % 8);
            match event::decode(&flipped) {
                Ok(decoded) => assert_eq!(decoded.encode(), flipped),
                Err(error) => assert!(matches!(error, SdkError::Malformed { .. })),
            }
        }
    }
    let mut numbers = Numbers(22);
    for length in 0..300 {
        assert!(event::decode(&numbers.bytes(length)).is_err());
    }
}

#[test]
fn inner_instructions_are_events_only_if_all_is_right() {
    let (event, data) = samples().remove(0);
    let authority = pda::event_authority();
    let thief = Numbers(23).address();
    let tagged = [event::TAG.as_slice(), &data].concat();
    assert_eq!(event::TAG, 0x1d9a_cb51_2ea5_45e4_u64.to_le_bytes());
    let read = |program: &Address, accounts: &[Address], data: &[u8]| {
        event::from_inner_instructions([InnerInstruction { program, accounts, data }])
    };
    assert_eq!(read(&ID, &[authority], &tagged), [event]);
    assert_eq!(read(&thief, &[authority], &tagged), []);
    assert_eq!(read(&ID, &[thief], &tagged), []);
    assert_eq!(read(&ID, &[], &tagged), []);
    assert_eq!(read(&ID, &[thief, authority], &tagged), []);
    assert_eq!(read(&ID, &[authority], &data), []);
    assert_eq!(read(&ID, &[authority], &tagged[..tagged.len() - 1]), []);
    assert_eq!(read(&ID, &[authority], &[]), []);
    let mut unknown = tagged.clone();
    unknown[8] ^= 1;
    assert_eq!(read(&ID, &[authority], &unknown), []);
}

fn data_line(event: &Event) -> String {
    format!("Program data: {}", STANDARD.encode(event.encode()))
}

fn logged() -> [Event; 2] {
    let mut numbers = Numbers(24);
    let [token, source_position, destination_position] = [(); 3].map(|()| numbers.address());
    [
        SharesTransferred { source_position, destination_position, shares: 5 }.into(),
        ProceedsDistributed { token, amount: 6, paid: 7 }.into(),
    ]
}

fn lines(text: &[&str]) -> Vec<String> {
    text.iter().map(|line| line.replace("US", &ID.to_string()).replace("T22", &TOKEN_2022_ID.to_string())).collect()
}

#[test]
fn logged_events_are_found_in_calls_and_on_top() {
    let [transferred, distributed] = logged();
    let logs = lines(&[
        "Program T22 invoke [1]",
        "Program log: Instruction: TransferChecked",
        "Program US invoke [2]",
        &data_line(&transferred),
        "Program US consumed 1800 of 190000 compute units",
        "Program US success",
        "Program T22 consumed 22000 of 200000 compute units",
        "Program T22 success",
        "Program US invoke [1]",
        "Program TokenkegQfeZyiNwAJbNbGKPFXCWuBvf9Ss623VQ5DA invoke [2]",
        "Program TokenkegQfeZyiNwAJbNbGKPFXCWuBvf9Ss623VQ5DA success",
        "Program return: US AAA=",
        &data_line(&distributed),
        "Program US success",
    ]);
    assert_eq!(event::from_logs(&logs), [transferred, distributed]);
}

#[test]
fn nobody_else_can_log_our_events() {
    let [transferred, distributed] = logged();
    let (forged, own) = (data_line(&transferred), data_line(&distributed));
    let thief = Numbers(25).address().to_string();
    let (invoke, nested, success) = (
        format!("Program {thief} invoke [1]"),
        format!("Program {thief} invoke [2]"),
        format!("Program {thief} success"),
    );
    let (none, own_only): ([Event; 0], _) = ([], [distributed]);
    // By itself; before, within and after a call of ours; and below us.
    assert_eq!(event::from_logs(&[invoke.as_str(), &forged, &success]), none);
    let around = lines(&[&invoke, &forged, "Program US invoke [2]", &own, "Program US success", &forged, &success]);
    assert_eq!(event::from_logs(&around), own_only);
    let below = lines(&["Program US invoke [1]", &nested, &forged, &success, &own, "Program US success", &forged]);
    assert_eq!(event::from_logs(&below), own_only);
    let failed = lines(&[&invoke, "Program US invoke [2]", "Program US failed: custom program error: 0x1", &forged]);
    assert_eq!(event::from_logs(&failed), none);
    // Text that a program logs always comes after "Program log: ".
    let fake = lines(&[&invoke, "Program log: Program US invoke [2]", &forged, &success]);
    assert_eq!(event::from_logs(&fake), none);
    // A call at the top ends every call before it, whether or not that was logged.
    let unended = lines(&["Program US invoke [1]", &invoke, &success, &forged]);
    assert_eq!(event::from_logs(&unended), none);
    // Once lines are missing, shorter ones may still be there, and nobody knows whose they are.
    let cut = lines(&["Program US invoke [1]", &own, "Log truncated", &forged]);
    assert_eq!(event::from_logs(&cut), own_only);
}

#[test]
fn hostile_logs_are_read_to_the_end() {
    let [transferred, _] = logged();
    let mut numbers = Numbers(26);
    let own = data_line(&transferred);
    let pieces = [
        "Program US invoke [1]",
        "Program US invoke [0]",
        "Program US invoke [18446744073709551615]",
        "Program US invoke [-1]",
        "Program US invoke []",
        "Program US success",
        "Program US failed: ",
        "Program data:",
        "Program data: ",
        "Program data: ====",
        "Program data: AAAA AAAA",
        "Program log: ",
        "Program ",
        "",
        "Program failed to complete: exceeded CUs",
        &own,
    ];
    for _ in 0..2_000 {
        let chosen: Vec<_> = (0..numbers.below(12)).map(|_| pieces[numbers.below(16) as usize]).collect();
        let logs = lines(&chosen);
        assert!(event::from_logs(&logs).len() <= logs.len());
    }
}

/// What a call of the Token program pays; accounts are numbers, the vault is 1, the token is 2.
fn paid(accounts: &[u8], data: &[u8]) -> Vec<(u8, u64)> {
    let mint = Address::from([9; 32]);
    let address = |number: &u8| match number {
        1 => pda::vault(mint),
        2 => pda::token(mint),
        other => Address::from([*other; 32]),
    };
    let accounts: Vec<Address> = accounts.iter().map(address).collect();
    let call = |program| InnerInstruction { program, accounts: &accounts, data };
    assert_eq!(event::payments(&call(&TOKEN_2022_ID), mint), [], "another program's");
    event::payments(&call(&TOKEN_ID), mint).into_iter().map(|(to, amount)| (to.to_bytes()[0], amount)).collect()
}

/// The Token program's transfer.
fn transfer(amount: u64) -> Vec<u8> {
    [&[3][..], &amount.to_le_bytes()].concat()
}

/// A batch of instructions, each with its number of accounts.
fn batch(instructions: &[(u8, Vec<u8>)]) -> Vec<u8> {
    let entry = |(accounts, data): &(u8, Vec<u8>)| [&[*accounts, u8::try_from(data.len()).unwrap()][..], data].concat();
    [vec![255], instructions.iter().flat_map(entry).collect()].concat()
}

#[test]
fn payments_are_read_holder_by_holder() {
    assert_eq!(paid(&[1, 8, 2], &transfer(7)), [(8, 7)]);
    let two = batch(&[(3, transfer(7)), (3, transfer(u64::MAX))]);
    assert_eq!(paid(&[1, 8, 2, 1, 7, 2], &two), [(8, 7), (7, u64::MAX)]);
    // Of another vault, and by another authority: somebody else's money.
    assert_eq!(paid(&[7, 8, 2], &transfer(7)), []);
    assert_eq!(paid(&[1, 8, 7], &transfer(7)), []);
    assert_eq!(paid(&[7, 8, 2, 1, 6, 2], &two), [(6, u64::MAX)]);
    assert_eq!(paid(&[1, 8, 7, 1, 6, 7], &two), []);
    // Something else between them.
    assert_eq!(paid(&[5, 1, 8, 2], &batch(&[(1, vec![17]), (3, transfer(7))])), [(8, 7)]);
}

#[test]
fn what_is_no_payment_pays_nothing() {
    let one = batch(&[(3, transfer(7))]);
    for length in 0..one.len() {
        assert_eq!(paid(&[1, 8, 2], &one[..length]), [], "{length}");
    }
    assert_eq!(paid(&[1, 8, 2], &[one, vec![0]].concat()), [], "a byte too many");
    for length in 0..9 {
        assert_eq!(paid(&[1, 8, 2], &transfer(7)[..length]), []);
    }
    for accounts in [&[][..], &[1], &[1, 8], &[1, 8, 2, 2]] {
        assert_eq!(paid(accounts, &transfer(7)), []);
    }
    assert_eq!(paid(&[1, 8], &batch(&[(3, transfer(7))])), []);
    let checked = [&[12][..], &7u64.to_le_bytes(), &[6]].concat();
    assert_eq!(paid(&[1, 5, 8, 2], &checked), [], "the program never sends this");
}
