//! The resolvers on a ledger written by hand, byte by byte: a share mint with every extension that the product's
//! mints have, two share accounts, two positions, and the list of six extra accounts. There is no program, because
//! resolving runs none.

use spl_token_2022_interface::extension::ExtensionType;

use super::*;

const TOKEN_2022: Address = Address::from_str_const("TokenzQdBNbLqP5VEhdkAS6EPFLC1PHnBqCXEpPxuEb");
const SYSTEM: Address = Address::from_str_const("11111111111111111111111111111111");
const NATIVE_LOADER: Address = Address::from_str_const("NativeLoader1111111111111111111111111111111");
const HOOK: Address = Address::new_from_array([9; 32]);
const TOKEN: Address = Address::new_from_array([10; 32]);
const NETWORK: Address = Address::new_from_array([11; 32]);
const MINT: Address = Address::new_from_array([12; 32]);
const AMOUNT: u64 = 1_000_000;

/// Where a token account keeps its close authority.
const CLOSE_AUTHORITY: u8 = 133;
/// Where a position keeps its member: here the last byte that a list of extra accounts can point to.
const MEMBER: u8 = 255;

/// One end of the transfer.
struct Holder {
    wallet: Address,
    share_account: Address,
    position: Address,
    member: Address,
}

const SENDER: Holder = holder(20);
const RECIPIENT: Holder = holder(30);

const fn holder(base: u8) -> Holder {
    Holder {
        wallet: Address::new_from_array([base; 32]),
        share_account: Address::new_from_array([base + 1; 32]),
        position: Address::new_from_array([base + 2; 32]),
        member: Address::new_from_array([base + 3; 32]),
    }
}

fn extra_account_metas() -> Address {
    Address::find_program_address(&[b"extra-account-metas", MINT.as_ref()], &HOOK).0
}

fn account(owner: Address, data: Vec<u8>) -> Account {
    Account { lamports: 10_000_000, data, owner, executable: false, rent_epoch: u64::MAX }
}

/// An account of Token-2022 with extensions: its base, padded to the length of a token account, the account type,
/// and the extensions one after the other.
fn with_extensions(mut base: Vec<u8>, kind: u8, extensions: &[(ExtensionType, Vec<u8>)]) -> Account {
    base.resize(165, 0);
    base.push(kind);
    for (extension, value) in extensions {
        base.extend((*extension as u16).to_le_bytes());
        base.extend((value.len() as u16).to_le_bytes());
        base.extend(value);
    }
    account(TOKEN_2022, base)
}

fn keys(addresses: &[Address]) -> Vec<u8> {
    addresses.iter().flat_map(Address::to_bytes).collect()
}

fn share_mint() -> Account {
    let mut base = vec![1, 0, 0, 0];
    base.extend(TOKEN.as_ref());
    base.extend(10_000_000u64.to_le_bytes());
    base.extend([0, 1]);
    let mut metadata = keys(&[TOKEN, MINT]);
    for string in ["Ada's personal token", "ADA", "https://example.com/ada.json"] {
        metadata.extend((string.len() as u32).to_le_bytes());
        metadata.extend(string.as_bytes());
    }
    metadata.extend(1u32.to_le_bytes());
    for string in ["voting rights", "none"] {
        metadata.extend((string.len() as u32).to_le_bytes());
        metadata.extend(string.as_bytes());
    }
    let nobody = Address::default();
    let extensions = [
        (ExtensionType::TransferHook, keys(&[nobody, HOOK])),
        (ExtensionType::PermanentDelegate, keys(&[TOKEN])),
        (ExtensionType::PermissionedBurn, keys(&[TOKEN])),
        (ExtensionType::MetadataPointer, keys(&[nobody, MINT])),
        (ExtensionType::TokenMetadata, metadata),
    ];
    with_extensions(base, 1, &extensions)
}

/// A share account; without a position its close authority is none, which is 32 zero bytes.
fn share_account(wallet: Address, close_authority: Option<Address>) -> Account {
    let mut base = keys(&[MINT, wallet]);
    base.extend(5_000_000u64.to_le_bytes());
    base.resize(108, 0);
    base.push(1);
    base.resize(129, 0);
    base.extend(u32::from(close_authority.is_some()).to_le_bytes());
    base.extend(close_authority.unwrap_or_default().as_ref());
    let extensions = [(ExtensionType::ImmutableOwner, vec![]), (ExtensionType::TransferHookAccount, vec![0])];
    with_extensions(base, 2, &extensions)
}

fn position(member: Address) -> Account {
    let mut data = vec![0xee; usize::from(MEMBER)];
    data.extend(member.as_ref());
    data.resize(400, 0xee);
    account(HOOK, data)
}

fn literal(address: Address) -> [u8; 35] {
    let mut meta = [0; 35];
    meta[1..33].copy_from_slice(address.as_ref());
    meta
}

fn read_from(account_index: u8, offset: u8, writable: bool) -> [u8; 35] {
    let mut meta = [0; 35];
    meta[..4].copy_from_slice(&[2, 2, account_index, offset]);
    meta[34] = u8::from(writable);
    meta
}

fn extra_account_meta_list() -> Account {
    let metas = [
        literal(TOKEN),
        literal(NETWORK),
        read_from(0, CLOSE_AUTHORITY, true),
        read_from(2, CLOSE_AUTHORITY, true),
        read_from(7, MEMBER, false),
        read_from(8, MEMBER, false),
    ];
    let mut data = vec![105, 37, 101, 197, 75, 251, 102, 26];
    data.extend((4 + 35 * metas.len() as u32).to_le_bytes());
    data.extend((metas.len() as u32).to_le_bytes());
    data.extend(metas.concat());
    account(HOOK, data)
}

/// The ledger on which the transfer works.
fn request() -> Request {
    let mut accounts = BTreeMap::from([
        // Every cluster has this account. It is what a close authority of none points to.
        (SYSTEM, account(NATIVE_LOADER, b"solana_system_program".to_vec())),
        (MINT, share_mint()),
        (extra_account_metas(), extra_account_meta_list()),
        (TOKEN, account(HOOK, vec![1; 300])),
        (NETWORK, account(HOOK, vec![1; 300])),
    ]);
    for holder in [SENDER, RECIPIENT] {
        accounts.insert(holder.share_account, share_account(holder.wallet, Some(holder.position)));
        accounts.insert(holder.position, position(holder.member));
        accounts.insert(holder.member, account(HOOK, vec![1; 300]));
    }
    Request {
        source: SENDER.share_account,
        mint: MINT,
        destination: RECIPIENT.share_account,
        owner: SENDER.wallet,
        amount: AMOUNT,
        decimals: 0,
        accounts,
    }
}

/// The clients that can run here.
fn clients() -> Result<&'static [Client]> {
    Ok(if available()? { &Client::ALL } else { &[Client::Interface] })
}

/// What each client says to `request`, the way a wallet shows it.
fn refusals(request: &Request) -> Result<Vec<(Client, String)>> {
    clients()?.iter().map(|client| Ok((*client, resolve(*client, request)?.refusal()?.to_string()))).collect()
}

fn expect(spl_token: &str, kit: &str, interface: &str) -> Result<Vec<(Client, String)>> {
    let says = |client| match client {
        Client::SplToken => spl_token,
        Client::Kit => kit,
        Client::Interface => interface,
    };
    Ok(clients()?.iter().map(|client| (*client, says(*client).to_owned())).collect())
}

#[test]
fn every_client_builds_the_transfer_from_the_mint_alone() -> Result<()> {
    let write = |address| AccountMeta::new(address, false);
    let read = |address| AccountMeta::new_readonly(address, false);
    let mut data = vec![12];
    data.extend(AMOUNT.to_le_bytes());
    data.push(0);
    let accounts = vec![
        write(SENDER.share_account),
        read(MINT),
        write(RECIPIENT.share_account),
        AccountMeta::new_readonly(SENDER.wallet, true),
        read(TOKEN),
        read(NETWORK),
        write(SENDER.position),
        write(RECIPIENT.position),
        read(SENDER.member),
        read(RECIPIENT.member),
        read(HOOK),
        read(extra_account_metas()),
    ];
    let expected = Instruction { program_id: TOKEN_2022, accounts, data };
    for client in clients()? {
        assert_eq!(resolve(*client, &request())?.instruction()?, expected, "{client:?}");
    }
    Ok(())
}

/// The message that users see most: they sent to somebody who holds a share account and never opened a position. Its
/// close authority is none, so the position resolves to the system program, whose data is too short for a member.
#[test]
fn a_recipient_without_a_position() -> Result<()> {
    let mut request = request();
    request.accounts.insert(RECIPIENT.share_account, share_account(RECIPIENT.wallet, None));
    let expected = expect(
        "TokenTransferHookPubkeyDataTooSmall",
        "Error: Invalid transfer hook pubkey data: account data is too small to contain a pubkey at the declared \
         offset.",
        "AccountFetchError: Custom program error: 0xa261c2cf",
    )?;
    assert_eq!(refusals(&request)?, expected);
    Ok(())
}

/// A wallet usually creates the share account in the same transaction, so it resolves before the account exists.
#[test]
fn a_recipient_without_a_share_account() -> Result<()> {
    let mut request = request();
    request.accounts.remove(&RECIPIENT.share_account);
    let kit = format!("Error: Invalid transfer hook pubkey data: account {} was not found.", RECIPIENT.share_account,);
    let interface = "AccountFetchError: Custom program error: 0xa261c2ce";
    let expected = expect("TokenTransferHookAccountNotFound", &kit, interface)?;
    assert_eq!(refusals(&request)?, expected);
    Ok(())
}

/// The close authority is a wallet's: an account without data if the wallet was ever funded, none at all if not.
#[test]
fn a_recipient_whose_share_account_somebody_else_may_close() -> Result<()> {
    let mut request = request();
    let stranger = Address::new_from_array([40; 32]);
    request.accounts.insert(RECIPIENT.share_account, share_account(RECIPIENT.wallet, Some(stranger)));
    let kit = format!("Error: Invalid transfer hook pubkey data: account {stranger} was not found.");
    let interface = "AccountFetchError: Custom program error: 0xa261c2ce";
    assert_eq!(refusals(&request)?, expect("TokenTransferHookAccountNotFound", &kit, interface)?,);

    request.accounts.insert(stranger, account(SYSTEM, vec![]));
    let kit =
        "Error: Invalid transfer hook pubkey data: account data is too small to contain a pubkey at the declared \
               offset.";
    let interface = "AccountFetchError: Custom program error: 0xa261c2cf";
    assert_eq!(refusals(&request)?, expect("TokenTransferHookPubkeyDataTooSmall", kit, interface)?,);
    Ok(())
}

#[test]
fn a_mint_that_does_not_exist() -> Result<()> {
    let mut request = request();
    request.accounts.remove(&MINT);
    let kit = format!("SolanaError: Account not found at address: {MINT}");
    let interface = "AccountFetchError: the mint does not exist";
    assert_eq!(refusals(&request)?, expect("TokenAccountNotFoundError", &kit, interface)?);
    Ok(())
}

#[test]
fn a_ledger_is_dumped_without_program_code_and_empty_accounts() -> Result<()> {
    let mut ledger = LiteSVM::new();
    let plain = account(HOOK, vec![7; LARGEST_ACCOUNT]);
    let code = account(HOOK, vec![7; LARGEST_ACCOUNT + 1]);
    ledger.set_account(TOKEN, plain.clone()).map_err(|error| anyhow!("{error:?}"))?;
    ledger.set_account(NETWORK, code).map_err(|error| anyhow!("{error:?}"))?;
    let request = Request::on(&ledger, [TOKEN, MINT, NETWORK, HOOK], AMOUNT);
    assert_eq!(request.accounts.get(&TOKEN), Some(&plain));
    assert_eq!(request.accounts.get(&NETWORK), None);
    // The messages for a recipient without a position hang on this account.
    assert!(request.accounts.contains_key(&SYSTEM));
    Ok(())
}

#[test]
fn a_missing_client_is_skipped_on_a_desk_and_fails_in_continuous_integration() -> Result<()> {
    assert!(may_run(None, false)?);
    assert!(may_run(None, true)?);
    assert!(!may_run(Some("Node is not installed"), false)?);
    let error = may_run(Some("Node is not installed"), true).map_or_else(|error| error.to_string(), |_| String::new());
    assert_eq!(error, format!("Node is not installed: {HOW_TO_INSTALL}"));
    Ok(())
}
