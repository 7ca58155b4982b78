//! The accounts where Anchor's clients look for a program's IDL: up to 0.32 in one of the program's own, from 1.0 on in
//! one of the Program Metadata program.

use {
    crate::error::{CliError, Result},
    flate2::{write::ZlibEncoder, Compression},
    personal_token_sdk::{Address, ID},
    solana_account::Account,
    std::io::Write,
};

const IDL: &[u8] = include_bytes!("../../../idl/personal_token.json");

/// The beginning of SHA-256("internal:IdlAccount").
const LEGACY_DISCRIMINATOR: [u8; 8] = [24, 70, 98, 191, 58, 144, 123, 158];
const LEGACY_SEED: &str = "anchor:idl";

const PROGRAM_METADATA: Address = Address::from_str_const("ProgM6JCCvbYkfKqJYHePx4xxSUSqJp7rh8Lyv7nk7S");
/// "idl", as wide as every name of an account of that program.
const METADATA_SEED: [u8; 16] = *b"idl\0\0\0\0\0\0\0\0\0\0\0\0\0";

/// The accounts and their addresses. Nobody can change them: their authorities are no keys.
///
/// # Errors
/// The IDL cannot be compressed.
pub fn accounts(rent: impl Fn(usize) -> u64) -> Result<[(Address, Account); 2]> {
    let unpackable = |error: &dyn std::fmt::Display| CliError::failed(format!("the IDL cannot be stored: {error}"));
    let mut packed = ZlibEncoder::new(Vec::new(), Compression::best());
    packed.write_all(IDL).map_err(|error| unpackable(&error))?;
    let packed = packed.finish().map_err(|error| unpackable(&error))?;
    let length = u32::try_from(packed.len()).map_err(|error| unpackable(&error))?.to_le_bytes();
    let account = |data: Vec<u8>, owner| {
        let lamports = rent(data.len());
        Account { lamports, data, owner, executable: false, rent_epoch: u64::MAX }
    };

    let base = Address::find_program_address(&[], &ID).0;
    let legacy = Address::create_with_seed(&base, LEGACY_SEED, &ID).map_err(|error| unpackable(&error))?;
    let legacy_data = [&LEGACY_DISCRIMINATOR[..], &[0; 32], &length, &packed].concat();
    let metadata = Address::find_program_address(&[ID.as_ref(), &METADATA_SEED], &PROGRAM_METADATA).0;
    Ok([
        (legacy, account(legacy_data, ID)),
        (metadata, account([&metadata_header(length)[..], &packed].concat(), PROGRAM_METADATA)),
    ])
}

/// What stands before the data of a metadata account.
fn metadata_header(length: [u8; 4]) -> Vec<u8> {
    const METADATA: u8 = 2;
    const IMMUTABLE: u8 = 0;
    // The program's own, and not what somebody says of it.
    const CANONICAL: u8 = 1;
    const UTF8: u8 = 1;
    const ZLIB: u8 = 2;
    const JSON: u8 = 1;
    const DIRECT: u8 = 0;
    let flags = [IMMUTABLE, CANONICAL];
    let formats = [UTF8, ZLIB, JSON, DIRECT];
    [&[METADATA], ID.as_ref(), &[0; 32], &flags, &METADATA_SEED, &formats, &length, &[0; 5]].concat()
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use {super::*, std::io::Read};

    #[test]
    fn they_hold_the_committed_idl() {
        let [(_, legacy), (_, metadata)] = accounts(|size| size as u64).unwrap();
        assert_eq!((legacy.owner, metadata.owner), (ID, PROGRAM_METADATA));
        for (account, length_at, header) in [(legacy, 40, 44), (metadata, 87, 96)] {
            assert_eq!(account.lamports, account.data.len() as u64);
            let packed = &account.data[header..];
            assert_eq!(account.data[length_at..length_at + 4], u32::try_from(packed.len()).unwrap().to_le_bytes());
            let mut plain = Vec::new();
            flate2::read::ZlibDecoder::new(packed).read_to_end(&mut plain).unwrap();
            assert!(plain == IDL);
        }
    }
}
