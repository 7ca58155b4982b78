//! Share mints and token accounts, as Token-2022 lays them out.

use crate::support::{Numbers, World};
use personal_token_sdk::{
    pda,
    state::{display_text, extension, AccountState, ShareMint, Token, TokenAccount, TERMS_KEY, VOTING_RIGHTS},
    Address, SdkError, ID, TOKEN_2022_ID, TOKEN_ID,
};

type Extensions = Vec<(u16, Vec<u8>)>;

fn option(address: Option<Address>) -> Vec<u8> {
    let address = address.map(|address| address.to_bytes());
    [&u32::from(address.is_some()).to_le_bytes(), address.unwrap_or_default().as_slice()].concat()
}

fn mint_data(authority: Option<Address>, supply: u64, freeze: Option<Address>, extensions: &Extensions) -> Vec<u8> {
    let mut data = [option(authority), supply.to_le_bytes().to_vec(), vec![0, 1], option(freeze)].concat();
    assert_eq!(data.len(), 82);
    data.resize(165, 0);
    data.push(1);
    append(data, extensions)
}

fn append(mut data: Vec<u8>, extensions: &Extensions) -> Vec<u8> {
    for (kind, value) in extensions {
        data.extend(kind.to_le_bytes());
        data.extend(u16::try_from(value.len()).unwrap().to_le_bytes());
        data.extend(value);
    }
    data
}

fn text(text: &str) -> Vec<u8> {
    [&u32::try_from(text.len()).unwrap().to_le_bytes(), text.as_bytes()].concat()
}

fn metadata(authority: &Address, mint: &Address, texts: [&str; 3], fields: &[(&str, &str)]) -> Vec<u8> {
    let mut data = [authority.as_ref(), mint.as_ref()].concat();
    data.extend(texts.into_iter().flat_map(text));
    data.extend(u32::try_from(fields.len()).unwrap().to_le_bytes());
    data.extend(fields.iter().flat_map(|(key, value)| [text(key), text(value)].concat()));
    data
}

const NONE: [u8; 32] = [0; 32];

/// The extensions of the token's mint, in the order in which the program initialises them.
fn extensions(token: &Token) -> Extensions {
    let (mint, authority) = (token.mint, token.address());
    let fields = [VOTING_RIGHTS, (TERMS_KEY, &"05".repeat(32))];
    vec![
        (extension::TRANSFER_HOOK, [NONE, ID.to_bytes()].concat()),
        (extension::PERMANENT_DELEGATE, authority.to_bytes().to_vec()),
        (extension::PERMISSIONED_BURN, authority.to_bytes().to_vec()),
        (extension::METADATA_POINTER, [NONE, mint.to_bytes()].concat()),
        (extension::TOKEN_METADATA, metadata(&authority, &mint, ["Ada", "ADA", ""], &fields)),
    ]
}

fn findings(token: &Token, data: &[u8]) -> Vec<&'static str> {
    let mint = ShareMint::decode(&TOKEN_2022_ID, data).unwrap();
    mint.verify(&token.mint, token).into_iter().map(|finding| finding.subject).collect()
}

#[test]
fn the_mint_that_the_program_creates_has_no_findings() {
    let token = World::new().token;
    let data = mint_data(Some(token.address()), token.total, None, &extensions(&token));
    // The space that the program gives the mint before its metadata.
    assert_eq!(mint_data(None, 0, None, &extensions(&token)[..4].to_vec()).len(), 166 + 68 + 36 * 2 + 68);
    assert_eq!(findings(&token, &data), Vec::<&str>::new());
    let mint = ShareMint::decode(&TOKEN_2022_ID, &data).unwrap();
    assert_eq!((mint.display_name().as_str(), mint.display_symbol().as_str(), mint.supply), ("Ada", "ADA", 1_000));
    assert_eq!(mint.extensions, [12, 14, 18, 19, 28]);
}

#[test]
fn every_deviation_is_found() {
    let world = World::new();
    let token = world.token;
    let thief = Numbers(3).address();
    let authority = Some(token.address());
    let own = extensions(&token);
    let with = |kind: u16, value: Vec<u8>| {
        let replaced = own.iter().map(|(k, v)| (*k, if *k == kind { value.clone() } else { v.clone() }));
        mint_data(authority, token.total, None, &replaced.collect())
    };
    let check = |data: &[u8], subject: &str| assert_eq!(findings(&token, data), [subject]);

    check(&mint_data(Some(thief), token.total, None, &own), "mint authority");
    check(&mint_data(None, token.total, None, &own), "mint authority");
    check(&mint_data(authority, token.total + 1, None, &own), "supply");
    check(&mint_data(authority, token.total, Some(thief), &own), "freeze authority");
    let mut decimals = mint_data(authority, token.total, None, &own);
    decimals[44] = 6;
    check(&decimals, "decimals");
    check(&with(14, [NONE, thief.to_bytes()].concat()), "transfer hook");
    check(&with(14, [NONE, NONE].concat()), "transfer hook");
    check(&with(14, [thief.to_bytes(), ID.to_bytes()].concat()), "authority of the transfer hook");
    check(&with(12, thief.to_bytes().to_vec()), "permanent delegate");
    check(&with(28, NONE.to_vec()), "permissioned burn authority");
    check(&with(18, [thief.to_bytes(), token.mint.to_bytes()].concat()), "authority of the metadata pointer");
    check(&with(18, [NONE, thief.to_bytes()].concat()), "metadata address");

    let terms = "05".repeat(32);
    let fields = [VOTING_RIGHTS, (TERMS_KEY, terms.as_str())];
    let meta = |authority: &Address, mint: &Address, texts, fields: &[(&str, &str)]| {
        with(19, metadata(authority, mint, texts, fields))
    };
    let (own_authority, texts) = (token.address(), ["Ada", "ADA", ""]);
    check(&meta(&thief, &token.mint, texts, &fields), "authority of the metadata");
    check(&meta(&own_authority, &thief, texts, &fields), "mint in the metadata");
    check(&meta(&own_authority, &token.mint, ["A\u{202e}da", "ADA", ""], &fields), "name, symbol and link");
    let votes = [("voting_rights", "one a share"), fields[1]];
    check(&meta(&own_authority, &token.mint, texts, &votes), "voting rights in the metadata");
    let other_key = [("voting_right", "none"), fields[1]];
    check(&meta(&own_authority, &token.mint, texts, &other_key), "voting rights in the metadata");
    let twice = [fields[1], fields[1]];
    check(&meta(&own_authority, &token.mint, texts, &twice), "voting rights in the metadata");
    let other_terms = [fields[0], (TERMS_KEY, "06")];
    check(&meta(&own_authority, &token.mint, texts, &other_terms), "terms hash in the metadata");
    let more = [fields[0], fields[1], ("dividend", "guaranteed")];
    check(&meta(&own_authority, &token.mint, texts, &more), "fields of the metadata");

    for kind in [3, 6, 9, 26, 999] {
        let more = [own.clone(), vec![(kind, vec![0; 32])]].concat();
        check(&mint_data(authority, token.total, None, &more), "further extension");
    }
    let bare = mint_data(authority, token.total, None, &vec![])[..82].to_vec();
    assert_eq!(findings(&token, &bare).len(), 5 + 5 - 1, "four addresses and five extensions are missing");
    let elsewhere = ShareMint::decode(&TOKEN_2022_ID, &with(0xffff, vec![])).unwrap().verify(&thief, &token);
    assert!(elsewhere.iter().any(|finding| finding.subject == "address of the owner's mint"));
    assert!(elsewhere.iter().any(|finding| finding.subject == "address in the token"));
}

#[test]
fn findings_are_safe_to_show() {
    let token = World::new().token;
    let fields = [("voting_rights", "\u{202e}all\u{200b}"), (TERMS_KEY, "05")];
    let mut own = extensions(&token);
    own[4].1 = metadata(&token.address(), &token.mint, ["\u{1b}[31m", "A", ""], &fields);
    let mint = ShareMint::decode(&TOKEN_2022_ID, &mint_data(None, 0, None, &own)).unwrap();
    for finding in mint.verify(&token.mint, &token) {
        let shown = finding.to_string();
        assert_eq!(display_text(&shown), shown);
    }
    assert_eq!(mint.display_name(), "\\u{1b}[31m");
}

#[test]
fn no_bytes_break_the_mint_decoder() {
    let token = World::new().token;
    let data = mint_data(Some(token.address()), token.total, None, &extensions(&token));
    let whole = ShareMint::decode(&TOKEN_2022_ID, &data).unwrap();
    for length in 0..data.len() {
        // A mint may end before an extension: then it is another mint, and verification says so.
        if let Ok(cut) = ShareMint::decode(&TOKEN_2022_ID, &data[..length]) {
            assert!(!cut.verify(&token.mint, &token).is_empty());
        }
    }
    for bit in 0..data.len() * 8 {
        let mut flipped = data.clone();
        flipped[bit / 8] ^= 1 << (bit % 8);
        if let Ok(mint) = ShareMint::decode(&TOKEN_2022_ID, &flipped) {
            // The name and the like may differ; everything else that decodes is found.
            let findings = mint.verify(&token.mint, &token);
            let same_but_texts = ShareMint { metadata: whole.metadata.clone(), ..mint.clone() } == whole;
            assert!(!findings.is_empty() || same_but_texts, "bit {bit}");
        }
    }
    let mut numbers = Numbers(12);
    for _ in 0..5_000 {
        let mut noise = data.clone();
        let (start, count) = (numbers.below(data.len() as u64) as usize, numbers.below(24) as usize);
        for (place, byte) in noise[start..].iter_mut().zip(numbers.bytes(count)) {
            *place = byte;
        }
        noise.truncate(data.len() - numbers.below(8) as usize);
        let _ = ShareMint::decode(&TOKEN_2022_ID, &noise);
    }
}

#[test]
fn a_count_of_four_billion_fields_is_not_believed() {
    let token = World::new().token;
    let mut own = extensions(&token);
    let end = metadata(&token.address(), &token.mint, ["Ada", "ADA", ""], &[]).len();
    own[4].1.truncate(end - 4);
    own[4].1.extend(u32::MAX.to_le_bytes());
    let data = mint_data(None, 0, None, &own);
    assert!(matches!(ShareMint::decode(&TOKEN_2022_ID, &data), Err(SdkError::Malformed { .. })));
}

#[test]
fn what_token_2022_refuses_is_refused() {
    let token = World::new().token;
    let own = extensions(&token);
    let data = mint_data(None, 0, None, &own);
    let refused = |data: &[u8]| assert!(ShareMint::decode(&TOKEN_2022_ID, data).is_err());
    assert!(matches!(ShareMint::decode(&TOKEN_ID, &data), Err(SdkError::Owner { .. })));
    let change = |at: usize, byte: u8| {
        let mut changed = data.clone();
        changed[at] = byte;
        changed
    };
    refused(&change(0, 2)); // an option that is neither there nor not
    refused(&change(45, 0)); // not initialised
    refused(&change(100, 1)); // padding
    refused(&change(165, 2)); // an account, not a mint
    let twice = [own.clone(), own[..1].to_vec()].concat();
    refused(&mint_data(None, 0, None, &twice));
    refused(&mint_data(None, 0, None, &vec![(14, vec![0; 63])]));
    refused(&mint_data(None, 0, None, &vec![(14, vec![0; 65])]));
    let multisig = mint_data(None, 0, None, &vec![(999, vec![0; 355 - 166 - 4])]);
    assert_eq!(multisig.len(), 355);
    refused(&multisig);
}

fn account_data(mint: &Address, wallet: &Address, state: u8, close: Option<Address>) -> Vec<u8> {
    let base = [mint.as_ref(), wallet.as_ref(), &77_u64.to_le_bytes(), &option(None), &[state]].concat();
    let data = [base, vec![0; 12], vec![0; 8], option(close)].concat();
    assert_eq!(data.len(), 165);
    data
}

#[test]
fn token_accounts_of_both_programs_decode() {
    let numbers = &mut Numbers(13);
    let [mint, wallet] = [(); 2].map(|()| numbers.address());
    let position = pda::position_of(wallet, mint);
    let classic = account_data(&mint, &wallet, 1, None);
    let decoded = TokenAccount::decode(&TOKEN_ID, &classic).unwrap();
    assert_eq!((decoded.mint, decoded.owner, decoded.amount), (mint, wallet, 77));
    assert_eq!((decoded.state, decoded.close_authority, decoded.delegate), (AccountState::Initialized, None, None));
    assert!(TokenAccount::decode(&TOKEN_ID, &account_data(&mint, &wallet, 2, None)).unwrap().is_frozen());

    let base = [account_data(&mint, &wallet, 1, Some(position)), vec![2]].concat();
    let own = vec![(extension::IMMUTABLE_OWNER, vec![]), (extension::TRANSFER_HOOK_ACCOUNT, vec![0])];
    let shares = append(base.clone(), &own);
    assert_eq!(shares.len(), 175);
    let decoded = TokenAccount::decode(&TOKEN_2022_ID, &shares).unwrap();
    assert_eq!(decoded.close_authority, Some(position));
    assert_eq!((decoded.extensions, decoded.cpi_guard), (vec![7, 15], false));
    let guarded = append(base, &vec![(extension::CPI_GUARD, vec![1])]);
    assert!(TokenAccount::decode(&TOKEN_2022_ID, &guarded).unwrap().cpi_guard);

    assert!(matches!(TokenAccount::decode(&ID, &classic), Err(SdkError::Owner { .. })));
    assert!(matches!(TokenAccount::decode(&TOKEN_ID, &shares), Err(SdkError::Length { .. })));
    assert!(TokenAccount::decode(&TOKEN_ID, &account_data(&mint, &wallet, 0, None)).is_err());
    assert!(TokenAccount::decode(&TOKEN_ID, &account_data(&mint, &wallet, 3, None)).is_err());
    for data in [classic, shares] {
        for program in [TOKEN_ID, TOKEN_2022_ID] {
            for length in 0..data.len() {
                let _ = TokenAccount::decode(&program, &data[..length]);
            }
            for bit in 0..data.len() * 8 {
                let mut flipped = data.clone();
                flipped[bit / 8] ^= 1 << (bit % 8);
                let _ = TokenAccount::decode(&program, &flipped);
            }
        }
    }
}
