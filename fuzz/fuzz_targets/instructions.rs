//! Instructions: data and accounts give arguments that encode to the same data and accounts in the same order, or an
//! error; nothing that the program would take is left unread.
#![no_main]

use libfuzzer_sys::fuzz_target;
use personal_token_fuzz::{bytes::Bytes, seeds};
use personal_token_sdk::{
    error::ProgramFailure,
    instruction::{decode, Kind},
    Address, Instruction, SdkError, ID, TOKEN_2022_ID,
};

// The first byte says how many accounts there are; a zero stands for many. Some of them are absent, which is the program.
fuzz_target!(
    init: seeds::write("instructions"),
    |input: &[u8]| {
        let mut input = Bytes(input);
        let count = match input.byte() {
            0 => 40,
            count => count,
        };
        let account = |index: u8| if index % 5 == 4 { ID } else { Address::new_from_array([index; 32]) };
        let accounts: Vec<Address> = (0..count).map(account).collect();
        let data = input.0;

        let decoded = decode(&ID, &accounts, data);
        let foreign = decode(&TOKEN_2022_ID, &accounts, data);
        assert!(matches!(foreign, Err(SdkError::Malformed { what: "instruction", .. })));
        let decoded = match decoded {
            Ok(decoded) => decoded,
            Err(error) => return assert!(matches!(error, SdkError::Malformed { what: "instruction", .. }), "{error}"),
        };
        let kind = decoded.arguments.kind();
        assert_eq!(Kind::of(data), Some(kind));
        assert_eq!([decoded.arguments.encode(), decoded.trailing.clone()].concat(), data);

        let named = decoded.accounts.iter().map(|(_, address)| address.unwrap_or(ID));
        assert_eq!(named.chain(decoded.further.iter().copied()).collect::<Vec<_>>(), accounts);
        let needed = decoded.accounts.len();
        assert!(decode(&ID, &accounts[..needed - 1], data).is_err(), "an account is missing");
        let arguments = decoded.arguments.encode();
        assert!(arguments.len() == 1 || decode(&ID, &accounts, &arguments[..arguments.len() - 1]).is_err());
        let exact = decode(&ID, &accounts[..needed], &arguments).expect("nothing else is needed");
        assert!(exact.arguments == decoded.arguments && exact.further.is_empty() && exact.trailing.is_empty());
        for (name, address) in &decoded.accounts {
            assert_eq!(decoded.account(name), *address, "{name} twice");
        }
        let sent = Instruction { program_id: ID, accounts: Vec::new(), data: data.to_vec() };
        assert_eq!(ProgramFailure::new(ID, 6_000).at(0, &[sent]).instruction, Some(kind));
    }
);
