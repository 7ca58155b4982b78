//! The account where Anchor's clients look for a program's IDL.

use {
    crate::error::{CliError, Result},
    flate2::{write::ZlibEncoder, Compression},
    personal_token_sdk::{Address, ID},
    solana_account::Account,
    std::io::Write,
};

const IDL: &[u8] = include_bytes!("../../../idl/personal_token.json");
/// The beginning of SHA-256("internal:IdlAccount").
const DISCRIMINATOR: [u8; 8] = [24, 70, 98, 191, 58, 144, 123, 158];
const SEED: &str = "anchor:idl";

/// The account and its address. Nobody can change it: its authority is no key.
///
/// # Errors
/// The IDL cannot be compressed.
pub fn account(rent: impl Fn(usize) -> u64) -> Result<(Address, Account)> {
    let unpackable = |error: &dyn std::fmt::Display| CliError::failed(format!("the IDL cannot be stored: {error}"));
    let base = Address::find_program_address(&[], &ID).0;
    let address = Address::create_with_seed(&base, SEED, &ID).map_err(|error| unpackable(&error))?;
    let mut packed = ZlibEncoder::new(Vec::new(), Compression::best());
    packed.write_all(IDL).map_err(|error| unpackable(&error))?;
    let packed = packed.finish().map_err(|error| unpackable(&error))?;
    let length = u32::try_from(packed.len()).map_err(|error| unpackable(&error))?;
    let data = [&DISCRIMINATOR[..], &[0; 32], &length.to_le_bytes(), &packed].concat();
    Ok((address, Account { lamports: rent(data.len()), data, owner: ID, executable: false, rent_epoch: u64::MAX }))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use {super::*, std::io::Read};

    #[test]
    fn it_holds_the_committed_idl() {
        let (_, account) = account(|size| size as u64).unwrap();
        let (head, packed) = account.data.split_at(8 + 32 + 4);
        assert_eq!((account.owner, account.lamports), (ID, account.data.len() as u64));
        assert_eq!((&head[..8], &head[8..40]), (&DISCRIMINATOR[..], &[0; 32][..]));
        assert_eq!(head[40..], u32::try_from(packed.len()).unwrap().to_le_bytes());
        let mut plain = Vec::new();
        flate2::read::ZlibDecoder::new(packed).read_to_end(&mut plain).unwrap();
        assert!(plain == IDL);
    }
}
