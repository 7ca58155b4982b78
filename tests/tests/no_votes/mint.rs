//! What the share mint itself says, and what can be added to it.

use personal_token_sdk::state::{ShareMint, TokenAccount};
use solana_instruction::AccountMeta;
use spl_token_2022_interface::{
    error::TokenError,
    extension::{
        confidential_transfer, default_account_state, interest_bearing_mint, metadata_pointer, pausable,
        scaled_ui_amount, transfer_fee, BaseStateWithExtensions, ExtensionType, StateWithExtensions,
    },
    instruction::{self as token, AuthorityType},
    state::{Account, AccountState, Mint},
};

use crate::prelude::*;

/// Ada's token, of which Bob holds all but one share.
fn ready() -> (World, (TokenFixture, Person)) {
    let mut world = World::founded();
    let ada = world.owner_with_token("ada");
    let bob = world.holder("bob", &ada, SHARES - 1);
    (world, (ada, bob))
}

#[test]
fn the_mint_says_that_shares_have_no_vote() {
    let (world, (ada, _)) = ready();
    let account = world.account(&ada.mint).unwrap();
    let mint = ShareMint::decode(&account.owner, &account.data).unwrap();
    let metadata = mint.metadata.clone().unwrap();
    let terms: String = hash("terms").iter().map(|byte| format!("{byte:02x}")).collect();
    let expected = [("voting_rights".to_owned(), "none".to_owned()), ("terms_hash".to_owned(), terms)];
    assert_eq!(metadata.additional, expected);
    assert_eq!(metadata.update_authority, Some(ada.token));
    assert_eq!((metadata.mint, mint.metadata_address), (ada.mint, Some(ada.mint)));
    assert_eq!(mint.verify(&ada.mint, &world.token_state(&ada)), []);
}

/// As Token-2022's own code reads them: no confidential balances, no fee, no interest, no pause, no default state.
#[test]
fn the_mint_has_five_extensions_and_a_share_account_two() {
    let (world, (ada, bob)) = ready();
    let mint = world.account(&ada.mint).unwrap().data;
    let types = StateWithExtensions::<Mint>::unpack(&mint).unwrap().get_extension_types().unwrap();
    let expected = [
        ExtensionType::TransferHook,
        ExtensionType::PermanentDelegate,
        ExtensionType::PermissionedBurn,
        ExtensionType::MetadataPointer,
        ExtensionType::TokenMetadata,
    ];
    assert_eq!(types, expected);

    let account = world.account(&ada.share_account(bob.wallet)).unwrap();
    let types = StateWithExtensions::<Account>::unpack(&account.data).unwrap().get_extension_types().unwrap();
    assert_eq!(types, [ExtensionType::ImmutableOwner, ExtensionType::TransferHookAccount]);
    let account = TokenAccount::decode(&account.owner, &account.data).unwrap();
    assert_eq!(account.owner, bob.wallet);
}

/// The metadata interface's refusal of a signer who is not the update authority.
const NOT_UPDATE_AUTHORITY: (Address, u32) = (TOKEN_2022_ID, 901_952_960);

/// A mint takes extensions only before it is initialised.
const ALREADY_THERE: (Address, u32) = (TOKEN_2022_ID, TokenError::AlreadyInUse as u32);

/// An instruction of the metadata interface, which Token-2022 serves for what is in the mint itself.
fn metadata(ada: &TokenFixture, signer: Address, discriminator: [u8; 8], rest: &[&[u8]]) -> Instruction {
    let accounts = vec![AccountMeta::new(ada.mint, false), AccountMeta::new_readonly(signer, true)];
    Instruction { program_id: TOKEN_2022_ID, accounts, data: [&discriminator[..], &rest.concat()].concat() }
}

fn text(text: &str) -> Vec<u8> {
    [&u32::try_from(text.len()).unwrap().to_le_bytes(), text.as_bytes()].concat()
}

fn set_field(ada: &TokenFixture, signer: Address, key: &str, value: &str) -> Instruction {
    const UPDATE_FIELD: [u8; 8] = [221, 233, 49, 45, 181, 202, 220, 200];
    metadata(ada, signer, UPDATE_FIELD, &[&[3], &text(key), &text(value)])
}

refusals! {
    ready;
    refuses_the_owner_to_give_shares_a_vote: |world, (ada, _)|
        set_field(&ada, ada.owner.wallet, "voting_rights", "one a share") => NOT_UPDATE_AUTHORITY;
    refuses_a_shareholder_to_give_himself_a_vote: |world, (ada, bob)|
        set_field(&ada, bob.wallet, "voting_rights", "one a share") => NOT_UPDATE_AUTHORITY;
    refuses_the_authority_to_give_shares_a_vote: |world, (ada, _)|
        set_field(&ada, world.founder, "voting_rights", "one a share") => NOT_UPDATE_AUTHORITY;
    refuses_a_second_field_about_votes: |world, (ada, _)|
        set_field(&ada, ada.owner.wallet, "votes", "one a share") => NOT_UPDATE_AUTHORITY;
    refuses_the_update_authority_without_its_signature: |world, (ada, _)|
        set_field(&ada, ada.token, "voting_rights", "one a share").unsigned(ada.token)
        => (TOKEN_2022_ID, Error::MissingRequiredSignature);
    refuses_to_take_the_field_away: |world, (ada, _)| {
        const REMOVE_KEY: [u8; 8] = [234, 18, 32, 56, 89, 141, 37, 181];
        metadata(&ada, ada.owner.wallet, REMOVE_KEY, &[&[0], &text("voting_rights")])
    } => NOT_UPDATE_AUTHORITY;
    refuses_another_update_authority: |world, (ada, bob)| {
        const UPDATE_AUTHORITY: [u8; 8] = [215, 228, 166, 228, 84, 100, 86, 123];
        metadata(&ada, ada.owner.wallet, UPDATE_AUTHORITY, &[bob.wallet.as_ref()])
    } => NOT_UPDATE_AUTHORITY;
    refuses_to_point_to_other_metadata: |world, (ada, bob)| {
        let elsewhere = Some(address("other metadata"));
        metadata_pointer::instruction::update(&TOKEN_2022_ID, &ada.mint, &bob.wallet, &[], elsewhere).unwrap()
    } => (TOKEN_2022_ID, TokenError::NoAuthorityExists as u32);

    refuses_confidential_balances: |world, (ada, bob)| {
        let authority = Some(bob.wallet);
        confidential_transfer::instruction::initialize_mint(&TOKEN_2022_ID, &ada.mint, authority, true, None).unwrap()
    } => ALREADY_THERE;
    refuses_a_fee: |world, (ada, bob)| {
        let bob = Some(&bob.wallet);
        transfer_fee::instruction::initialize_transfer_fee_config(&TOKEN_2022_ID, &ada.mint, bob, bob, 1, 1).unwrap()
    } => ALREADY_THERE;
    refuses_interest: |world, (ada, bob)| {
        interest_bearing_mint::instruction::initialize(&TOKEN_2022_ID, &ada.mint, Some(bob.wallet), 1).unwrap()
    } => ALREADY_THERE;
    refuses_another_scale: |world, (ada, bob)| {
        scaled_ui_amount::instruction::initialize(&TOKEN_2022_ID, &ada.mint, Some(bob.wallet), 2.0).unwrap()
    } => ALREADY_THERE;
    refuses_a_pause_of_the_mint: |world, (ada, bob)|
        pausable::instruction::initialize(&TOKEN_2022_ID, &ada.mint, &bob.wallet).unwrap()
        => ALREADY_THERE;
    refuses_accounts_that_start_frozen: |world, (ada, _)| {
        let frozen = AccountState::Frozen;
        default_account_state::instruction::initialize_default_account_state(&TOKEN_2022_ID, &ada.mint, &frozen)
            .unwrap()
    } => ALREADY_THERE;
    refuses_another_permanent_delegate: |world, (ada, bob)|
        token::initialize_permanent_delegate(&TOKEN_2022_ID, &ada.mint, &bob.wallet).unwrap()
        => ALREADY_THERE;
    refuses_a_close_authority_of_the_mint: |world, (ada, bob)|
        token::initialize_mint_close_authority(&TOKEN_2022_ID, &ada.mint, Some(&bob.wallet)).unwrap()
        => ALREADY_THERE;
    refuses_a_shareholder_the_mint_authority: |world, (ada, bob)| {
        let (wallet, kind) = (bob.wallet, AuthorityType::MintTokens);
        token::set_authority(&TOKEN_2022_ID, &ada.mint, Some(&wallet), kind, &wallet, &[]).unwrap()
    } => (TOKEN_2022_ID, TokenError::OwnerMismatch as u32);
    refuses_a_shareholder_the_permanent_delegate: |world, (ada, bob)| {
        let (wallet, kind) = (bob.wallet, AuthorityType::PermanentDelegate);
        token::set_authority(&TOKEN_2022_ID, &ada.mint, Some(&wallet), kind, &wallet, &[]).unwrap()
    } => (TOKEN_2022_ID, TokenError::OwnerMismatch as u32);
    /// An account can be made longer, for whoever wants to pay that, and nothing comes of it.
    refuses_to_hide_shares_in_a_confidential_balance: |world, (ada, bob)| {
        let (account, wallet) = (ada.share_account(bob.wallet), bob.wallet);
        let grow = [ExtensionType::ConfidentialTransferAccount];
        world.must(&[token::reallocate(&TOKEN_2022_ID, &account, &world.payer, &wallet, &[], &grow).unwrap()]);
        confidential_transfer::instruction::deposit(&TOKEN_2022_ID, &account, &ada.mint, 1, 0, &wallet, &[]).unwrap()
    } => (TOKEN_2022_ID, TokenError::ExtensionNotFound as u32);
}
