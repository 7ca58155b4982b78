//! Accounts of the token programs: share mints, whether they are what the program creates, and token accounts.
#![no_main]

use libfuzzer_sys::fuzz_target;
use personal_token_fuzz::{bytes::Bytes, mint, seeds};
use personal_token_sdk::{
    core::metadata,
    state::{
        display_text, extension, AccountState, ShareMint, Token, TokenAccount, TokenMetadata, TERMS_KEY, VOTING_RIGHTS,
    },
    SdkError, ID, TOKEN_2022_ID, TOKEN_ID,
};
use std::sync::LazyLock;

/// The token, the mint that the program creates for it, and its data.
static CREATED: LazyLock<(Token, ShareMint, Vec<u8>)> = LazyLock::new(|| {
    let token = mint::token();
    let data = mint::data(&token);
    let mint = ShareMint::decode(&TOKEN_2022_ID, &data).expect("the mint decodes");
    assert!(mint.verify(&token.mint, &token).is_empty(), "the created mint has no findings");
    (token, mint, data)
});

// The first byte says whether the rest is the data, or changes of the created mint: the one that differs in one place is
// hard to come by.
fuzz_target!(
    init: seeds::write("mints"),
    |input: &[u8]| {
        let mut input = Bytes(input);
        if input.byte() & 1 == 0 {
            return check(input.0);
        }
        let mut data = CREATED.2.clone();
        while !input.is_empty() {
            let at = usize::from(u16::from_le_bytes(input.array())) % data.len();
            data[at] = input.byte();
        }
        check(&data);
    }
);

fn check(data: &[u8]) {
    assert!(matches!(ShareMint::decode(&TOKEN_ID, data), Err(SdkError::Owner { .. })));
    assert!(matches!(TokenAccount::decode(&ID, data), Err(SdkError::Owner { .. })));
    let mint = ShareMint::decode(&TOKEN_2022_ID, data);
    let account = TokenAccount::decode(&TOKEN_2022_ID, data);
    assert!(mint.is_err() || account.is_err(), "the same bytes are a mint and an account");
    if let Ok(mint) = &mint {
        check_mint(mint, data);
    }
    let classic = TokenAccount::decode(&TOKEN_ID, data);
    assert!(classic.is_err() || data.len() == 165);
    for account in [account, classic].iter().flatten() {
        check_account(account, data);
    }
}

fn check_mint(mint: &ShareMint, data: &[u8]) {
    assert_eq!(mint.supply.to_le_bytes(), data[36..44]);
    assert_eq!((mint.decimals, data[45]), (data[44], 1));
    check_extensions(&mint.extensions, data);
    for shown in [mint.display_name(), mint.display_symbol()] {
        assert_eq!(display_text(&shown), shown);
    }
    let (token, created, _) = &*CREATED;
    let findings = mint.verify(&token.mint, token);
    for finding in &findings {
        let shown = finding.to_string();
        assert_eq!(display_text(&shown), shown);
    }
    if findings.is_empty() {
        // No findings: it is the created mint but for name, symbol and link.
        let metadata = mint.metadata.clone().expect("no findings without metadata");
        assert!(metadata::check(&metadata.name, &metadata.symbol, &metadata.uri).is_ok());
        assert_eq!(ShareMint { metadata: None, ..mint.clone() }, ShareMint { metadata: None, ..created.clone() });
        let mut fields = metadata.additional.clone();
        fields.sort();
        let terms = (TERMS_KEY.to_owned(), mint::hex(&token.terms_hash));
        assert_eq!(fields, [terms, (VOTING_RIGHTS.0.to_owned(), VOTING_RIGHTS.1.to_owned())]);
        let owner = (metadata.update_authority, metadata.mint);
        let expected: Option<(_, _)> =
            created.metadata.as_ref().map(|TokenMetadata { update_authority, mint, .. }| (*update_authority, *mint));
        assert_eq!(Some(owner), expected);
    }
}

/// Every field where the layout has it.
fn check_account(account: &TokenAccount, data: &[u8]) {
    assert_eq!((account.mint.as_ref(), account.owner.as_ref()), (&data[..32], &data[32..64]));
    assert_eq!(account.amount.to_le_bytes(), data[64..72]);
    assert_eq!(account.delegated_amount.to_le_bytes(), data[121..129]);
    let flag = |at: usize| data[at..at + 4] == [1, 0, 0, 0];
    let options = [
        (account.delegate.map(|address| address.to_bytes().to_vec()), 72, 32),
        (account.native_reserve.map(|lamports| lamports.to_le_bytes().to_vec()), 109, 8),
        (account.close_authority.map(|address| address.to_bytes().to_vec()), 129, 32),
    ];
    for (value, at, length) in options {
        assert_eq!(value.is_some(), flag(at));
        assert!(value.is_none_or(|value| value == data[at + 4..at + 4 + length]));
    }
    let state = if account.is_frozen() { 2 } else { 1 };
    assert_eq!((data[108], account.state == AccountState::Frozen), (state, account.is_frozen()));
    check_extensions(&account.extensions, data);
    assert!(!account.cpi_guard || account.extensions.contains(&extension::CPI_GUARD));
    assert!(account.program == TOKEN_2022_ID || account.extensions.is_empty());
}

/// Each that is there, once.
fn check_extensions(found: &[u16], data: &[u8]) {
    let mut kinds = mint::kinds(data);
    kinds.sort_unstable();
    assert_eq!(found, kinds);
}
