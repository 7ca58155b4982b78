//! The transfer that the SDK builds is the one that any wallet resolves from the hook's account list.

use crate::support::World;
use personal_token_sdk::{
    instruction::SharesTransfer,
    pda,
    state::{hook_accounts, ProgramAccount},
    AccountMeta, Address, ID, TOKEN_2022_ID,
};
use std::collections::HashMap;

/// What a resolver does: the five accounts of the interface, then each entry of the list.
fn resolve(list: &[u8], first: [Address; 5], data: &HashMap<Address, Vec<u8>>) -> Vec<AccountMeta> {
    assert_eq!(list[..8], [105, 37, 101, 197, 75, 251, 102, 26]);
    assert_eq!(u32::from_le_bytes(list[8..12].try_into().unwrap()) as usize, list.len() - 12);
    let count = u32::from_le_bytes(list[12..16].try_into().unwrap()) as usize;
    assert_eq!(list.len(), 16 + 35 * count);
    let mut accounts: Vec<_> = first.into_iter().map(|address| AccountMeta::new_readonly(address, false)).collect();
    for entry in list[16..].chunks(35) {
        let address = match entry[0] {
            0 => entry[1..33].try_into().unwrap(),
            2 => {
                assert_eq!(entry[1], 2, "from an account's data");
                let data = &data[&accounts[usize::from(entry[2])].pubkey];
                data[usize::from(entry[3])..][..32].try_into().unwrap()
            }
            kind => panic!("{kind}"),
        };
        let (signer, writable) = (entry[33] == 1, entry[34] == 1);
        accounts.push(AccountMeta { pubkey: address, is_signer: signer, is_writable: writable });
    }
    accounts.split_off(5)
}

#[test]
fn the_builder_names_what_a_resolver_finds() {
    let world = World::new();
    let (token, network) = (world.token.address(), world.network.address());
    let mint = world.token.mint;
    let built = SharesTransfer {
        authority: world.sender.wallet,
        mint,
        network,
        source_wallet: world.sender.wallet,
        source_member: world.sender.address(),
        destination_wallet: world.receiver.wallet,
        destination_member: world.receiver.address(),
        shares: 0x0102_0304,
    }
    .instruction();
    assert_eq!(built.program_id, TOKEN_2022_ID);
    assert_eq!(built.data, [12, 4, 3, 2, 1, 0, 0, 0, 0, 0]);

    let share_account = |position: Address| [vec![0; 129], vec![1, 0, 0, 0], position.to_bytes().to_vec()].concat();
    let (source, destination) = (world.source, world.destination);
    let data = HashMap::from([
        (source.share_account, share_account(source.address())),
        (destination.share_account, share_account(destination.address())),
        (source.address(), source.encode()),
        (destination.address(), destination.encode()),
    ]);
    let list = hook_accounts(&token, &network);
    let metas = pda::extra_account_metas(mint);
    let first = [source.share_account, mint, destination.share_account, world.sender.wallet, metas];
    assert_eq!(built.accounts[4..10], resolve(&list, first, &data));
    let own: Vec<_> = built.accounts[..4].iter().map(|a| (a.pubkey, a.is_signer, a.is_writable)).collect();
    assert_eq!(
        own,
        [
            (source.share_account, false, true),
            (mint, false, false),
            (destination.share_account, false, true),
            (world.sender.wallet, true, false),
        ]
    );
    assert_eq!(built.accounts[10..], [AccountMeta::new_readonly(ID, false), AccountMeta::new_readonly(metas, false)]);
}
