//! What Token-2022 holds of a token: its mint, and the account list of its hook.

use personal_token_sdk::{pda, state::Token, Address, ID, TOKEN_2022_ID};
use spl_token_2022_interface::extension::ExtensionType;

use super::{equal, holds, ledger::EXECUTE, Ledger};
use crate::World;

/// The hook's account list is what it was made with, byte for byte.
pub fn hook_list(ledger: &Ledger, address: &Address, token: &Token) {
    let literal = |address: &Address| [&[0], address.as_ref(), &[0, 0]].concat();
    let from_account = |account, offset, writable| {
        let mut entry = vec![2, 2, account, offset];
        entry.resize(34, 0);
        entry.push(writable);
        entry
    };
    let list = [
        EXECUTE.to_vec(),
        (4 + 6 * 35u32).to_le_bytes().to_vec(),
        6u32.to_le_bytes().to_vec(),
        literal(address),
        literal(&token.network),
        from_account(0, 133, 1),
        from_account(2, 133, 1),
        from_account(7, 16, 0),
        from_account(8, 16, 0),
    ];
    let found = ledger.lists.get(&pda::extra_account_metas(token.mint));
    equal!(HookList, found, Some(&list.concat()), "the hook's account list");
}

/// Authorities and extensions of the mint are what they were made with; nobody else can have any.
pub fn mint(world: &World, address: &Address, token: &Token) {
    let account = world.account(&token.mint).unwrap();
    equal!(Mint, account.owner, TOKEN_2022_ID, "the mint's program");
    let nobody = [0; 32];
    let (of_token, of_mint): (&[u8], &[u8]) = (address.as_ref(), token.mint.as_ref());
    let mut expected = [&[1, 0, 0, 0], of_token, &token.total.to_le_bytes(), &[0, 1], &[0; 36]].concat();
    expected.resize(165, 0);
    expected.push(1);
    let extensions: [(ExtensionType, Vec<u8>); 4] = [
        (ExtensionType::TransferHook, [&nobody, ID.as_ref()].concat()),
        (ExtensionType::PermanentDelegate, of_token.to_vec()),
        (ExtensionType::PermissionedBurn, of_token.to_vec()),
        (ExtensionType::MetadataPointer, [&nobody, of_mint].concat()),
    ];
    for (kind, value) in extensions {
        expected.extend(u16::from(kind).to_le_bytes());
        expected.extend(u16::try_from(value.len()).unwrap().to_le_bytes());
        expected.extend(value);
    }
    let (fixed, metadata) = account.data.split_at(expected.len());
    equal!(Mint, fixed, expected, "the mint and its extensions before the metadata");

    let kind = u16::from(ExtensionType::TokenMetadata).to_le_bytes();
    let length = u16::try_from(metadata.len() - 4).unwrap().to_le_bytes();
    equal!(Mint, metadata[..4], [kind, length].concat()[..], "the metadata is the last extension");
    equal!(Mint, &metadata[4..36], of_token, "the metadata's update authority");
    equal!(Mint, &metadata[36..68], of_mint, "the metadata's mint");
    let terms: String = token.terms_hash.iter().map(|byte| format!("{byte:02x}")).collect();
    let fields = ["voting_rights", "none", "terms_hash", &terms];
    let mut end = 2u32.to_le_bytes().to_vec();
    for text in fields {
        end.extend(u32::try_from(text.len()).unwrap().to_le_bytes());
        end.extend(text.as_bytes());
    }
    holds!(Mint, metadata.ends_with(&end), "the metadata's fields");
    holds!(Rent, account.lamports >= world.rent(account.data.len()), "the mint is not rent-exempt");
}
