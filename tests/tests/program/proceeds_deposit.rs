//! `proceeds_deposit`, gross

use spl_token_2022_interface::instruction as token;

use super::prelude::*;

/// Ada holds 9,000,000 shares and 1,000 quote units, Bob 1,000,000 shares.
pub fn ready() -> (World, (TokenFixture, ProceedsDeposit)) {
    let mut world = World::founded();
    let ada = world.owner_with_token("ada");
    world.holder("bob", &ada, 1_000_000);
    world.fund(ada.owner.wallet, 1_000);
    let deposit = world.proceeds_deposit(&ada, 1_000);
    (world, (ada, deposit))
}

/// 2^64 times a number.
fn scaled(number: u128) -> u128 {
    number << 64
}

#[test]
fn credits_all_shares_and_records_it() {
    let (mut world, (ada, deposit)) = ready();
    let before = world.token_state(&ada);
    let position = world.position_state(&ada, ada.owner);
    world.fund(ada.owner.wallet, 5_000_000_000);
    let deposit = ProceedsDeposit {
        kind: Source::PersonalToken,
        year: 2025,
        proceeds: 7_000_000_000,
        cost_basis: 2_000_000_001,
        ..deposit
    };
    let gross = 4_999_999_999;
    let (record, bump) = pda::distribution_with_bump(ada.token, 0);
    let outcome = world.send(&[deposit.instruction()]).expect_changed(&[ada.token, ada.vault, deposit.source, record]);

    let (acc, rem) = (scaled(gross) / u128::from(SHARES), scaled(gross) % u128::from(SHARES));
    let (years, year_gross) = of_year(2025, 4_999_999_999);
    let expected = Token {
        deposited: 4_999_999_999,
        acc: U128::new(acc),
        rem: U128::new(rem),
        distributions: 1,
        years,
        year_gross,
        ..before
    };
    assert_eq!(world.token_state(&ada), expected);
    let expected = Distribution {
        version: 1,
        bump,
        source: Source::PersonalToken.byte(),
        net: 0,
        year: 2025,
        index: 0,
        deposited_at: world.now(),
        proceeds: 7_000_000_000,
        cost_basis: 2_000_000_001,
        gross: 4_999_999_999,
        retained: 0,
        shares: SHARES,
        per_share: U128::new(acc),
        token: ada.token,
        asset_hash: hash("asset"),
        evidence_hash: hash("evidence"),
        ..Distribution::zeroed()
    };
    assert_eq!(world.read::<Distribution>(record), expected);
    assert_eq!(world.position_state(&ada, ada.owner), position, "no position is touched");
    assert_eq!((world.quote_in(ada.vault), world.quote_in(deposit.source)), (4_999_999_999, 1_001));
    let deposited = event::ProceedsDeposited {
        token: ada.token,
        distribution: record,
        gross: 4_999_999_999,
        retained: 0,
        shares: SHARES,
        per_share: acc,
    };
    assert_eq!(outcome.event(), &deposited.into());
}

/// Three holders of a third each, one unit three times: each has one after the third, as the remainder is carried.
#[test]
fn the_remainder_is_carried() {
    let mut world = World::founded();
    let ada = world.owner_with("ada", Terms { shares: 3, ..Terms::default() });
    let people = [world.holder("bob", &ada, 1), world.holder("carol", &ada, 1), ada.owner];
    for deposits in 1..=3u64 {
        world.deposit(&ada, 1).expect_success();
        assert_eq!(world.token_state(&ada).deposited, deposits);
        for person in people {
            world.claim(&ada, person.wallet).expect_success();
            assert_eq!(world.quote_of(person.wallet), deposits / 3);
        }
    }
}

#[test]
fn takes_the_smallest_and_the_greatest_amount() {
    for (amount, shares) in [(1, SHARES), (u64::MAX, SHARES), (u64::MAX, 1), (1, u64::MAX), (u64::MAX, u64::MAX)] {
        let mut world = World::founded();
        let ada = world.owner_with("ada", Terms { shares, authorised: u64::MAX, ..Terms::default() });
        world.deposit(&ada, amount).expect_success();
        let token = world.token_state(&ada);
        assert_eq!(token.acc.get(), scaled(amount.into()) / u128::from(shares));
        world.claim(&ada, ada.owner.wallet).expect_success();
        let dust = amount - world.quote_of(ada.owner.wallet);
        assert!(dust <= 1, "{dust} of {amount} to {shares} shares");
    }
}

#[test]
fn records_are_numbered() {
    let (mut world, (ada, _)) = ready();
    for index in 0..4 {
        world.deposit(&ada, 100 + u64::from(index)).expect_success();
        let record: Distribution = world.read(ada.distribution(index));
        assert_eq!((record.index, record.gross), (index, 100 + u64::from(index)));
    }
    assert_eq!(world.token_state(&ada).distributions, 4);
}

#[test]
fn takes_any_year_from_2000_to_the_present_one() {
    // 2026-12-31, 23:59:59, and the second after.
    const NEW_YEAR: i64 = 1_798_761_600;
    for (time, year, refused) in [
        (GENESIS, 1_999, true),
        (GENESIS, 2_000, false),
        (GENESIS, 2_026, false),
        (GENESIS, 2_027, true),
        (NEW_YEAR - 1, 2_027, true),
        (NEW_YEAR, 2_027, false),
    ] {
        let (mut world, (_, deposit)) = ready();
        world.warp_to(time);
        let outcome = world.send(&[ProceedsDeposit { year, ..deposit }.instruction()]);
        match refused {
            true => outcome.expect_refusal(Rule::YearInvalid),
            false => {
                outcome.expect_success();
            }
        }
    }
}

/// From any account that the owner may spend from: one that is not canonical, or one that others let him use.
#[test]
fn the_money_may_come_from_any_account_of_the_owner() {
    let (mut world, (ada, deposit)) = ready();
    let account = address("auxiliary quote account");
    world.put(account, TOKEN_ID, vec![0; 165]);
    let owner = ada.owner.wallet;
    world.must(&[token::initialize_account3(&TOKEN_ID, &account, &world.quote_mint, &owner).unwrap()]);
    world.mint_quote(account, 1_000);
    world.send(&[ProceedsDeposit { source: account, ..deposit.clone() }.instruction()]).expect_success();
    assert_eq!(world.quote_in(account), 0);

    let patron = world.person("patron");
    let account = world.fund(patron, 1_000);
    world.must(&[token::approve(&TOKEN_ID, &account, &owner, &patron, &[], 1_000).unwrap()]);
    world.send(&[ProceedsDeposit { source: account, index: 1, ..deposit }.instruction()]).expect_success();
    assert_eq!(world.quote_in(ada.vault), 2_000);
}

/// Money that anybody sends to the vault changes nothing that anybody is owed.
#[test]
fn a_donation_credits_nobody() {
    for donation in [1, u64::MAX / 2] {
        let (mut world, (ada, deposit)) = ready();
        let patron = world.person("patron");
        world.fund(patron, donation);
        world.send_quote(patron, ada.vault, donation);
        world.send(&[deposit.instruction()]).expect_success();
        let token = world.token_state(&ada);
        assert_eq!((token.deposited, token.acc.get()), (1_000, scaled(1_000) / u128::from(SHARES)));
        assert_eq!(world.quote_in(ada.vault), 1_000 + donation);
        let bob = Person { wallet: world.person("bob"), member: pda::member(world.network, &identity("bob")) };
        world.claim(&ada, bob.wallet).expect_success();
        assert_eq!(world.quote_of(bob.wallet), 99, "a tenth of 1,000, less his part of the remainder that is carried");
    }
}

/// A bought share has no part in what was deposited before it was bought.
#[test]
fn a_latecomer_has_no_part_in_it() {
    let (mut world, (ada, deposit)) = ready();
    world.send(&[deposit.instruction()]).expect_success();
    let carol = world.holder("carol", &ada, 5_000_000);
    world.claim(&ada, carol.wallet).expect_success();
    assert_eq!(world.quote_of(carol.wallet), 0);
}

#[test]
fn the_owner_may_pay_and_deposits_though_he_is_suspended() {
    let (mut world, (ada, deposit)) = ready();
    let (signer, network, member) = (world.founder, world.network, ada.owner.member);
    let suspend = MemberSuspend { signer, steward_member: None, network, member, reason_hash: hash("reason") };
    world.must(&[suspend.instruction()]);
    world.send(&[ProceedsDeposit { payer: ada.owner.wallet, ..deposit }.instruction()]).expect_success();
}

#[test]
fn survives_a_prefunded_address() {
    survives_prefunding(ready, |_, (ada, _)| vec![ada.distribution(0)], |_, (_, deposit)| deposit.instruction());
}

refusals! {
    ready;
    refuses_nothing: |world, (_, deposit)|
        ProceedsDeposit { proceeds: 0, ..deposit }.instruction() => Rule::ZeroDeposit;
    refuses_proceeds_that_only_cover_the_cost: |world, (_, deposit)|
        ProceedsDeposit { cost_basis: 1_000, ..deposit }.instruction() => Rule::ZeroDeposit;
    refuses_a_loss: |world, (_, deposit)|
        ProceedsDeposit { cost_basis: u64::MAX, ..deposit }.instruction() => Rule::ZeroDeposit;
    refuses_a_token_without_shares: |world, (_, deposit)| {
        let carol = world.owner_with("carol", Terms { shares: 0, ..Terms::default() });
        let source = world.fund(carol.owner.wallet, 1_000);
        let Person { wallet: owner, member: owner_member } = carol.owner;
        ProceedsDeposit { owner, owner_member, mint: carol.mint, source, ..deposit }.instruction()
    } => Rule::NoShares;
    refuses_more_than_a_lifetime_can_hold: |world, (ada, deposit)| {
        world.send(&[deposit.instruction()]).expect_success();
        let rest = u64::MAX - 1_000;
        world.edit::<Token>(ada.token, |token| token.deposited = rest + 1);
        world.fund(ada.owner.wallet, 1_000);
        ProceedsDeposit { index: 1, ..deposit }.instruction()
    } => Rule::DepositLimit;
    refuses_one_unit_after_the_greatest_deposit: |world, (ada, deposit)| {
        world.must(&[ProceedsDeposit { proceeds: 1_000, ..deposit.clone() }.instruction()]);
        world.deposit(&ada, u64::MAX - 1_000).expect_success();
        world.claim(&ada, ada.owner.wallet).expect_success();
        ProceedsDeposit { index: 2, proceeds: 1, ..deposit }.instruction()
    } => Rule::DepositLimit;

    refuses_a_source_of_0: |world, (_, deposit)| with_byte(&deposit, 0) => Rule::SourceInvalid;
    refuses_wages: |world, (_, deposit)| with_byte(&deposit, 3) => Rule::SourceInvalid;
    refuses_the_greatest_source: |world, (_, deposit)| with_byte(&deposit, 255) => Rule::SourceInvalid;
    refuses_year_0: |world, (_, deposit)| ProceedsDeposit { year: 0, ..deposit }.instruction() => Rule::YearInvalid;
    refuses_the_greatest_year: |world, (_, deposit)|
        ProceedsDeposit { year: u16::MAX, ..deposit }.instruction() => Rule::YearInvalid;
    refuses_no_asset: |world, (_, deposit)|
        ProceedsDeposit { asset_hash: [0; 32], ..deposit }.instruction() => Rule::EvidenceRequired;
    refuses_no_evidence: |world, (_, deposit)|
        ProceedsDeposit { evidence_hash: [0; 32], ..deposit }.instruction() => Rule::EvidenceRequired;

    refuses_a_stranger: |world, (ada, deposit)| {
        let wallet = mallory(&mut world);
        deposit.instruction().replacing(ada.owner.wallet, wallet)
    } => Rule::NotTokenOwner;
    refuses_a_shareholder: |world, (_, deposit)| {
        let bob = Person { wallet: world.person("bob"), member: pda::member(world.network, &identity("bob")) };
        ProceedsDeposit { owner: bob.wallet, owner_member: bob.member, ..deposit }.instruction()
    } => Rule::NotTokenOwner;
    refuses_without_the_owners_signature: |world, (ada, deposit)|
        deposit.instruction().unsigned(ada.owner.wallet) => Error::MissingRequiredSignature;
    refuses_another_token: |world, (ada, deposit)| {
        let carol = world.owner_with_token("carol");
        deposit.instruction().replacing(ada.token, carol.token)
    } => Error::InvalidSeeds;
    refuses_an_index_to_come: |world, (_, deposit)|
        ProceedsDeposit { index: 1, ..deposit }.instruction() => Error::InvalidSeeds;
    refuses_an_index_of_the_past: |world, (_, deposit)| {
        world.must(&[ProceedsDeposit { proceeds: 500, ..deposit.clone() }.instruction()]);
        ProceedsDeposit { proceeds: 500, ..deposit }.instruction()
    } => Error::InvalidSeeds;
    refuses_after_the_last_index: |world, (ada, deposit)| {
        world.edit::<Token>(ada.token, |token| token.distributions = u32::MAX);
        ProceedsDeposit { index: u32::MAX, ..deposit }.instruction()
    } => Rule::MathOverflow;

    refuses_more_than_the_owner_has: |world, (_, deposit)|
        ProceedsDeposit { proceeds: 1_001, ..deposit }.instruction() => (TOKEN_ID, 1);
    refuses_somebody_elses_money: |world, (_, deposit)| {
        let wallet = mallory(&mut world);
        let source = world.fund(wallet, 1_000);
        ProceedsDeposit { source, ..deposit }.instruction()
    } => (TOKEN_ID, 4);
    refuses_a_frozen_source: |world, (_, deposit)| {
        world.freeze(deposit.source);
        deposit.instruction()
    } => (TOKEN_ID, 17);
    refuses_other_money: |world, (ada, deposit)| {
        let mint = world.create_quote_mint("another quote mint");
        let (payer, wallet) = (world.payer, ada.owner.wallet);
        let create = CreateAssociatedToken { payer, wallet, mint, token_program: TOKEN_ID };
        let source = pda::quote_account(wallet, mint);
        let fund = token::mint_to(&TOKEN_ID, &mint, &source, &world.issuer, &[], 1_000).unwrap();
        world.must(&[create.instruction(), fund]);
        ProceedsDeposit { source, ..deposit }.instruction()
    } => (TOKEN_ID, 3);
    refuses_the_vault_as_source: |world, (ada, deposit)|
        ProceedsDeposit { source: ada.vault, ..deposit }.instruction() => DUPLICATE;
    refuses_another_vault: |world, (ada, deposit)| {
        let carol = world.owner_with_token("carol");
        deposit.instruction().replacing(ada.vault, carol.vault)
    } => Rule::TokenMismatch;
    refuses_the_owners_own_account_as_vault: |world, (ada, deposit)|
        deposit.instruction().replacing(ada.vault, world.quote_account(ada.owner.wallet)) => DUPLICATE;
    refuses_token_2022_for_the_money: |world, (_, deposit)|
        deposit.instruction().replacing(TOKEN_ID, TOKEN_2022_ID) => Error::IncorrectProgramId;
    refuses_a_read_only_token: |world, (ada, deposit)| deposit.instruction().read_only(ada.token) => NOT_WRITABLE;
    refuses_short_data: |world, (_, deposit)|
        deposit.instruction().with_data(|data| { data.pop(); }) => Error::InvalidInstructionData;
}

fn with_byte(deposit: &ProceedsDeposit, source: u8) -> Instruction {
    deposit.instruction().with_data(|data| data[1] = source)
}
