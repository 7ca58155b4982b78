//! `token_create`

use std::slice::from_ref;

use solana_address::Address;

use super::prelude::*;

/// A member with the role of an owner whose cooling-off has passed.
fn ready() -> (World, TokenCreate) {
    let mut world = World::founded();
    let owner = world.member("ada", role::OWNER);
    world.warp(3 * DAYS);
    let create = world.token_create(owner, Terms { authorised: 20_000_000, ..Terms::default() });
    (world, create)
}

fn fixture(create: &TokenCreate) -> TokenFixture {
    TokenFixture::of(Person { wallet: create.owner, member: create.member }, create.quote_mint)
}

#[test]
fn creates_token_mint_vault_and_account_list() {
    let (mut world, create) = ready();
    let ada = fixture(&create);
    let before: Member = world.read(create.member);
    let outcome = world.send(&[create.instruction()]).expect_changed(&[
        create.member,
        ada.token,
        ada.mint,
        ada.vault,
        ada.extra_account_metas,
    ]);
    let expected = Token {
        version: 1,
        bump: pda::token_with_bump(ada.mint).1,
        mint_bump: pda::mint_with_bump(create.member).1,
        vault_bump: pda::vault_with_bump(ada.mint).1,
        policy: Policy::Open.byte(),
        announced_policy: Policy::Open.byte(),
        hold: 90 * DAY,
        announced_hold: 90 * DAY,
        authorised: 20_000_000,
        announced_authorised: 20_000_000,
        created_at: GENESIS + 3 * DAYS,
        network: world.network,
        owner: create.member,
        mint: ada.mint,
        vault: ada.vault,
        quote_mint: world.quote_mint,
        terms_hash: hash("terms"),
        owner_first_refusal: 14 * DAY,
        holder_first_refusal: 7 * DAY,
        ..Token::zeroed()
    };
    assert_eq!(world.token_state(&ada), expected);
    assert_eq!(world.read::<Member>(create.member), Member { token: ada.token, ..before });
    let created = event::TokenCreated {
        network: world.network,
        token: ada.token,
        mint: ada.mint,
        owner: create.member,
        authorised: 20_000_000,
        terms_hash: hash("terms"),
    };
    assert_eq!(outcome.event(), &created.into());
    // Mint, vault and account list, byte for byte, are for `invariants`, which ran; here is what they leave open.
    for account in [ada.token, ada.mint, ada.vault, ada.extra_account_metas] {
        assert_eq!(world.lamports(&account), world.rent(world.account(&account).unwrap().data.len()));
    }
}

/// What a wallet shows: name, symbol, link, and that there are no votes.
#[test]
fn the_metadata_says_what_it_is() {
    let (mut world, create) = ready();
    world.must(&[create.instruction()]);
    let mint = world.account(&fixture(&create).mint).unwrap().data;
    let terms: String = hash("terms").iter().map(|byte| format!("{byte:02x}")).collect();
    let texts = ["Ada Lovelace", "ADA", "https://example.com/ada.json"];
    let fields = ["voting_rights", "none", "terms_hash", &terms];
    let with_length = |text: &str| [&u32::try_from(text.len()).unwrap().to_le_bytes(), text.as_bytes()].concat();
    let expected: Vec<u8> = texts
        .into_iter()
        .flat_map(with_length)
        .chain(2u32.to_le_bytes())
        .chain(fields.into_iter().flat_map(with_length))
        .collect();
    assert!(mint.ends_with(&expected));
}

#[test]
fn takes_every_policy_and_both_ends_of_the_hold() {
    for (policy, hold) in Policy::ALL.into_iter().zip([90 * DAY, 90 * DAY + 1, 5 * 365 * DAY - 1, 5 * 365 * DAY]) {
        let (mut world, create) = ready();
        world.send(&[TokenCreate { policy, hold, ..create.clone() }.instruction()]).expect_success();
        let token = world.token_state(&fixture(&create));
        assert_eq!((token.policy, token.announced_policy), (policy.byte(), policy.byte()));
        assert_eq!((token.hold, token.announced_hold), (hold, hold));
    }
}

#[test]
fn takes_texts_and_shares_at_both_ends() {
    for (name, symbol, uri, authorised) in [
        ("A".to_owned(), "B".to_owned(), String::new(), 1),
        ("n".repeat(32), "s".repeat(10), "u".repeat(128), u64::MAX),
        ("Zoë Ångström 李".to_owned(), "ÅÅÅÅÅ".to_owned(), "ipfs://x".to_owned(), 7),
    ] {
        let (mut world, create) = ready();
        let create = TokenCreate { name, symbol, uri, authorised, ..create };
        world.send(&[create.instruction()]).expect_success();
        assert_eq!(world.token_state(&fixture(&create)).authorised, authorised);
    }
}

#[test]
fn the_cooling_off_ends_to_the_second() {
    let mut world = World::founded();
    let owner = world.member("ada", role::OWNER);
    let create = world.token_create(owner, Terms::default()).instruction();
    for time in [0, 3 * DAYS - 1] {
        world.warp_to(GENESIS + time);
        world.send(from_ref(&create)).expect_refusal(Rule::CoolingOff);
    }
    world.warp_to(GENESIS + 3 * DAYS);
    world.send(&[create]).expect_success();
}

#[test]
fn an_attestation_opens_the_way_where_it_is_required() {
    let mut world = World::founded_with(Parameters { attestation_required: 1, ..Parameters::default() });
    let owner = world.member("ada", role::OWNER);
    world.warp(3 * DAYS);
    let create = world.token_create(owner, Terms::default()).instruction();
    world.send(from_ref(&create)).expect_refusal(Rule::AttestationRequired);
    let (signer, network, member) = (world.founder, world.network, owner.member);
    world.must(&[MemberAttest { signer, steward_member: None, network, member }.instruction()]);
    world.send(&[create]).expect_success();
}

/// One transaction takes somebody from nothing to ten million shares.
#[test]
fn the_first_issue_follows_in_the_same_transaction() {
    let (mut world, create) = ready();
    let ada = fixture(&create);
    let (wallet, mint, payer) = (create.owner, ada.mint, world.payer);
    let share_account = CreateAssociatedToken { payer, wallet, mint, token_program: TOKEN_2022_ID };
    let issue = TokenIssue { owner: wallet, owner_member: create.member, shares: SHARES };
    let steps = [
        create.instruction(),
        share_account.instruction(),
        world.position_open(ada.owner, &ada).instruction(),
        issue.instruction(),
    ];
    let outcome = world.send(&steps).expect_success();
    let names: Vec<_> = outcome.events.iter().map(Event::name).collect();
    assert_eq!(names, ["TokenCreated", "PositionOpened", "SharesIssued"]);
    assert_eq!(world.position_state(&ada, ada.owner).shares, SHARES);
}

#[test]
fn the_owner_may_pay() {
    let (mut world, create) = ready();
    let create = TokenCreate { payer: create.owner, ..create };
    world.send(&[create.instruction()]).expect_success();
    assert!(world.lamports(&create.owner) < WEALTH);
}

#[test]
fn survives_prefunded_addresses() {
    survives_prefunding(
        ready,
        |_, create| {
            let ada = fixture(create);
            vec![ada.token, ada.mint, ada.vault, ada.extra_account_metas]
        },
        |_, create| create.instruction(),
    );
}

#[test]
fn two_members_have_tokens_that_share_nothing() {
    let mut world = World::founded();
    let (ada, bob) = (world.owner_with_token("ada"), world.owner_with_token("bob"));
    let of = |token: &TokenFixture| [token.token, token.mint, token.vault, token.extra_account_metas];
    assert!(of(&ada).iter().all(|address| !of(&bob).contains(address)));
}

fn named(create: TokenCreate, name: &str) -> Instruction {
    TokenCreate { name: name.into(), ..create }.instruction()
}

refusals! {
    ready;
    refuses_an_empty_name: |world, create| named(create, "") => Rule::MetadataInvalid;
    refuses_a_blank_name: |world, create| named(create, "   ") => Rule::MetadataInvalid;
    refuses_a_long_name: |world, create| named(create, &"n".repeat(33)) => Rule::MetadataInvalid;
    refuses_a_name_with_a_control_character: |world, create| named(create, "Ada\u{7}") => Rule::MetadataInvalid;
    refuses_a_name_that_turns_the_text_around: |world, create| named(create, "Ada\u{202e}") => Rule::MetadataInvalid;
    refuses_an_empty_symbol: |world, create|
        TokenCreate { symbol: String::new(), ..create }.instruction() => Rule::MetadataInvalid;
    refuses_a_long_symbol: |world, create|
        TokenCreate { symbol: "s".repeat(11), ..create }.instruction() => Rule::MetadataInvalid;
    refuses_a_long_link: |world, create|
        TokenCreate { uri: "u".repeat(129), ..create }.instruction() => Rule::MetadataInvalid;
    refuses_a_link_with_a_line_break: |world, create|
        TokenCreate { uri: "https://a\nb".into(), ..create }.instruction() => Rule::MetadataInvalid;
    refuses_a_name_that_is_no_text: |world, create|
        // The name's first byte: after the discriminator and the length.
        create.instruction().with_data(|data| data[1 + 4] = 0xff) => Error::InvalidInstructionData;
    refuses_a_text_longer_than_the_data: |world, create|
        create.instruction().with_data(|data| data[1..5].copy_from_slice(&u32::MAX.to_le_bytes()))
        => Error::InvalidInstructionData;

    refuses_no_terms: |world, create|
        TokenCreate { terms_hash: [0; 32], ..create }.instruction() => Rule::TermsRequired;
    refuses_no_shares: |world, create| TokenCreate { authorised: 0, ..create }.instruction() => Rule::ZeroShares;
    refuses_a_policy_that_is_none: |world, create| create.instruction().with_data(|data| {
        let policy = data.len() - 5; // before the hold
        data[policy] = 4;
    }) => Rule::PolicyInvalid;
    refuses_a_hold_below_the_networks_minimum: |world, create|
        TokenCreate { hold: 90 * DAY - 1, ..create }.instruction() => Rule::HoldOutOfBounds;
    refuses_no_hold: |world, create| TokenCreate { hold: 0, ..create }.instruction() => Rule::HoldOutOfBounds;
    refuses_a_hold_beyond_five_years: |world, create|
        TokenCreate { hold: 5 * 365 * DAY + 1, ..create }.instruction() => Rule::HoldOutOfBounds;
    refuses_the_longest_number_as_hold: |world, create|
        TokenCreate { hold: u32::MAX, ..create }.instruction() => Rule::HoldOutOfBounds;

    refuses_an_investor: |world, create| {
        let bob = world.investor("bob");
        world.warp(3 * DAYS);
        TokenCreate { owner: bob.wallet, member: bob.member, ..create }.instruction()
    } => Rule::NotOwnerRole;
    /// Neither a thief, whose token the member would have for ever, nor who waits for a recovery.
    refuses_a_held_member: |world, create| {
        let member = Person { wallet: create.owner, member: create.member };
        world.must(&[world.member_hold(None, member, 10 * DAY).instruction()]);
        create.instruction()
    } => Rule::MemberHeld;
    refuses_a_member_who_is_being_recovered: |world, create| {
        let stewards = world.recoverers();
        let lost = world.lose(Person { wallet: create.owner, member: create.member }, "new ada", stewards);
        world.propose(&lost);
        create.instruction()
    } => Rule::MemberHeld;
    refuses_the_suspended: |world, create| {
        let (signer, network, member) = (world.founder, world.network, create.member);
        let suspend = MemberSuspend { signer, steward_member: None, network, member, reason_hash: hash("reason") };
        world.must(&[suspend.instruction()]);
        create.instruction()
    } => Rule::MemberNotActive;
    refuses_who_left: |world, create| {
        world.must(&[MemberLeave { wallet: create.owner, member: create.member }.instruction()]);
        create.instruction()
    } => Rule::MemberNotActive;
    refuses_another_wallet: |world, create|
        TokenCreate { owner: mallory(&mut world), ..create }.instruction() => Rule::NotMemberWallet;
    refuses_without_signature: |world, create|
        create.instruction().unsigned(create.owner) => Error::MissingRequiredSignature;
    refuses_a_halted_network: |world, create| {
        world.must(&[NetworkHalt { authority: world.founder, network: world.network }.instruction()]);
        create.instruction()
    } => Rule::NetworkHalted;
    refuses_another_network: |world, create| {
        let network = other_network(&mut world);
        TokenCreate { network, ..create }.instruction()
    } => Rule::NetworkMismatch;
    refuses_another_quote_mint: |world, create| {
        let quote_mint = world.create_quote_mint("another quote mint");
        TokenCreate { quote_mint, ..create }.instruction()
    } => Rule::QuoteMintInvalid;
    refuses_a_second_creation: |world, create| {
        world.must(&[create.instruction()]);
        create.instruction()
    } => ALREADY_IN_USE;
    /// No instruction leads there: a token exists only together with its accounts.
    refuses_a_member_who_has_a_token_elsewhere: |world, create| {
        world.edit::<Member>(create.member, |member| member.token = address("token"));
        create.instruction()
    } => Rule::TokenExists;
    refuses_at_the_end_of_time: |world, create| {
        world.edit::<Member>(create.member, |member| member.charter_acknowledged_at = i64::MAX);
        create.instruction()
    } => Rule::MathOverflow;

    refuses_another_mint_address: |world, create|
        swapped(create, |ada| ada.mint) => Error::InvalidSeeds;
    refuses_another_token_address: |world, create|
        swapped(create, |ada| ada.token) => Error::InvalidSeeds;
    refuses_another_vault_address: |world, create|
        swapped(create, |ada| ada.vault) => Error::InvalidSeeds;
    refuses_another_account_list_address: |world, create|
        swapped(create, |ada| ada.extra_account_metas) => Error::InvalidSeeds;
    refuses_another_token_program: |world, create|
        create.instruction().replacing(TOKEN_ID, SYSTEM_ID) => Error::IncorrectProgramId;
    refuses_the_classic_program_for_token_2022: |world, create|
        create.instruction().replacing(TOKEN_2022_ID, TOKEN_ID) => Error::IncorrectProgramId;
}

/// The creation of a token with one of its addresses derived from somebody else.
fn swapped(create: TokenCreate, pick: impl Fn(&TokenFixture) -> Address) -> Instruction {
    let other = Person { wallet: create.owner, member: address("somebody else's member") };
    let (right, wrong) = (pick(&fixture(&create)), pick(&TokenFixture::of(other, create.quote_mint)));
    create.instruction().replacing(right, wrong)
}
