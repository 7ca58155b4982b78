//! Events: bytes give an event that encodes to the same bytes, or nothing; and only what our program emitted is one.
#![no_main]

use libfuzzer_sys::fuzz_target;
use personal_token_fuzz::{bytes::Bytes, seeds};
use personal_token_sdk::{
    event::{decode, from_inner_instructions, Event, InnerInstruction, TAG},
    pda, SdkError, ID, TOKEN_2022_ID,
};

// The first byte says whether the second chooses a kind, so that the fuzzer gets to the fields.
fuzz_target!(
    init: seeds::write("events"),
    |input: &[u8]| {
        let mut input = Bytes(input);
        let (mode, kind) = (input.byte(), usize::from(input.byte()));
        let mut data = input.0.to_vec();
        let (_, discriminator) = Event::KINDS[kind % Event::KINDS.len()];
        if mode & 1 != 0 && data.len() >= 8 {
            data[..8].copy_from_slice(&discriminator);
        }
        let decoded = decode(&data);
        match &decoded {
            Ok(event) => sound(event, &data),
            Err(error) => assert!(matches!(error, SdkError::Malformed { what: "event", .. }), "{error}"),
        }
        attributed(decoded.ok(), &data);
    }
);

fn sound(event: &Event, data: &[u8]) {
    assert_eq!(event.encode(), data);
    let kind = Event::KINDS.iter().find(|(name, _)| *name == event.name());
    assert_eq!(kind.map(|(_, discriminator)| discriminator.as_slice()), data.get(..8));
    assert!(decode(&data[..data.len() - 1]).is_err(), "shorter");
    assert!(decode(&[data, &[0]].concat()).is_err(), "longer");
}

/// A call is an event only if it is of our program, tagged, and under the event authority alone.
fn attributed(event: Option<Event>, data: &[u8]) {
    let authority = pda::event_authority();
    let tagged = [&TAG, data].concat();
    let calls = [
        (&ID, vec![authority], &tagged[..], true),
        (&ID, vec![authority], data, false),
        (&TOKEN_2022_ID, vec![authority], &tagged[..], false),
        (&ID, vec![], &tagged[..], false),
        (&ID, vec![ID], &tagged[..], false),
        (&ID, vec![authority, authority], &tagged[..], false),
    ];
    for (program, accounts, data, ours) in calls {
        // Data that begins with the tag by itself is not what is asked here.
        if !ours && data.starts_with(&TAG) && data.len() != tagged.len() {
            continue;
        }
        let found = from_inner_instructions([InnerInstruction { program, accounts: &accounts, data }]);
        assert_eq!(found.first(), event.as_ref().filter(|_| ours));
    }
}
