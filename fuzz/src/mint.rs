//! Share mints as Token-2022 lays them out.

use crate::support::World;
use personal_token_sdk::{
    state::{extension, Token, TERMS_KEY, VOTING_RIGHTS},
    Address, ID, TOKEN_2022_ID, TOKEN_ID,
};

/// The world's token, whose mint the targets look at.
pub fn token() -> Token {
    World::new().token
}

pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn text(text: &str) -> Vec<u8> {
    let length = u32::try_from(text.len()).unwrap_or(u32::MAX);
    [&length.to_le_bytes(), text.as_bytes()].concat()
}

/// The data of the mint that the program creates for a token.
pub fn data(token: &Token) -> Vec<u8> {
    const NONE: [u8; 32] = [0; 32];
    let authority = token.address();
    let some = |address: &Address| [&1u32.to_le_bytes(), address.as_ref()].concat();
    let base = [some(&authority), token.total.to_le_bytes().to_vec(), vec![0, 1], vec![0; 36]].concat();
    let fields = [VOTING_RIGHTS.0, VOTING_RIGHTS.1, TERMS_KEY, &hex(&token.terms_hash)].map(text).concat();
    let metadata = [
        authority.to_bytes().to_vec(),
        token.mint.to_bytes().to_vec(),
        ["Ada", "ADA", "https://example.org/ada"].map(text).concat(),
        2u32.to_le_bytes().to_vec(),
        fields,
    ]
    .concat();
    let extensions = [
        (extension::TRANSFER_HOOK, [NONE, ID.to_bytes()].concat()),
        (extension::PERMANENT_DELEGATE, authority.to_bytes().to_vec()),
        (extension::PERMISSIONED_BURN, authority.to_bytes().to_vec()),
        (extension::METADATA_POINTER, [NONE, token.mint.to_bytes()].concat()),
        (extension::TOKEN_METADATA, metadata),
    ];
    let mut data = base;
    data.resize(165, 0);
    data.push(1);
    for (kind, value) in extensions {
        data.extend(kind.to_le_bytes());
        data.extend(u16::try_from(value.len()).unwrap_or(u16::MAX).to_le_bytes());
        data.extend(value);
    }
    data
}

/// The types of the extensions that follow the account type, in their order: an entry is a type, a length, and so many
/// bytes; type 0 or fewer than two bytes are the end.
pub fn kinds(data: &[u8]) -> Vec<u16> {
    let mut kinds = Vec::new();
    let mut rest = data.get(166..).unwrap_or_default();
    while let [low, high, after @ ..] = rest {
        let kind = u16::from_le_bytes([*low, *high]);
        let Some((length, after)) = after.split_first_chunk() else { break };
        if kind == 0 {
            break;
        }
        kinds.push(kind);
        rest = after.get(usize::from(u16::from_le_bytes(*length))..).unwrap_or_default();
    }
    kinds
}

/// A token account of either program, its mint and wallet the world's.
fn account(owner: Address, extensions: &[u8]) -> Vec<u8> {
    let token = token();
    let mut data = [token.mint.as_ref(), owner.as_ref(), &7u64.to_le_bytes(), &[0; 36], &[1]].concat();
    data.resize(165, 0);
    data.extend(extensions);
    data
}

/// Mints and token accounts, whole and bare, and one change of the created mint.
pub fn seeds() -> Vec<(String, Vec<u8>)> {
    let guarded = [&[2][..], &[11, 0, 1, 0, 1], &[7, 0, 0, 0], &[15, 0, 1, 0, 0]].concat();
    let base = data(&token());
    [
        ("mint", base.clone()),
        ("mint-bare", base.get(..82).unwrap_or_default().to_vec()),
        ("classic", account(TOKEN_ID, &[])),
        ("guarded", account(TOKEN_2022_ID, &guarded)),
    ]
    .into_iter()
    .map(|(name, data)| (name.to_owned(), [&[0], data.as_slice()].concat()))
    .chain([("changed".to_owned(), vec![1, 44, 0, 6])])
    .collect()
}
