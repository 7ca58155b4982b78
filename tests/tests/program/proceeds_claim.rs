//! `proceeds_claim`

use personal_token_sdk::quote;

use super::prelude::*;

/// Bob holds a fifth of 10 shares; 1,003 units were deposited.
fn ready() -> (World, (TokenFixture, Person)) {
    let mut world = World::founded();
    let ada = world.owner_with("ada", Terms { shares: 10, ..Terms::default() });
    let bob = world.holder("bob", &ada, 2);
    world.deposit(&ada, 1_003).expect_success();
    (world, (ada, bob))
}

fn claim(world: &World, (ada, bob): (TokenFixture, Person)) -> Instruction {
    world.proceeds_claim(&ada, bob.wallet).instruction()
}

#[test]
fn pays_everything_whole_and_keeps_the_fraction() {
    let (mut world, (ada, bob)) = ready();
    let (token, position) = (world.token_state(&ada), world.position_state(&ada, bob));
    assert_eq!(quote::claimable(&token, &position).unwrap(), 200, "the SDK says so before");
    let (address, account) = ada.pair(bob.wallet);
    let outcome = world.send(&[claim(&world, (ada, bob))]).expect_changed(&[ada.token, ada.vault, address, account]);

    assert_eq!(world.token_state(&ada), Token { paid: 200, ..token });
    let owed = 2 * token.acc.get() - (200 << 64);
    let expected = Position { last: token.acc, owed: U128::new(owed), ..position };
    assert_eq!(world.position_state(&ada, bob), expected);
    assert_eq!((world.quote_of(bob.wallet), world.quote_in(ada.vault)), (200, 803));
    let claimed = event::ProceedsClaimed { token: ada.token, position: address, amount: 200, paid: 200 };
    assert_eq!(outcome.event(), &claimed.into());
}

/// Nothing whole is due: no money moves and nothing is reported, but nothing is refused either.
#[test]
fn nothing_due_is_no_error() {
    let (mut world, (ada, bob)) = ready();
    world.claim(&ada, bob.wallet).expect_success();
    let outcome = world.claim(&ada, bob.wallet).expect_changed(&[]);
    assert!(outcome.events.is_empty() && outcome.inner_calls.iter().all(Vec::is_empty));
}

/// The fractions of many deposits add up to a whole unit in the end.
#[test]
fn fractions_add_up() {
    let (mut world, (ada, bob)) = ready();
    world.claim(&ada, bob.wallet).expect_success();
    world.deposit(&ada, 1).expect_success();
    world.claim(&ada, bob.wallet).expect_success();
    assert_eq!(world.quote_of(bob.wallet), 200, "2/10 of 1,004 is 200.8");
    world.deposit(&ada, 1).expect_success();
    world.claim(&ada, bob.wallet).expect_success();
    assert_eq!(world.quote_of(bob.wallet), 201, "2/10 of 1,005 is 201");
}

/// In whatever order and however often they claim, everybody gets the same.
#[test]
fn the_order_of_claims_does_not_matter() {
    let run = |order: &[usize]| {
        let mut world = World::founded();
        let ada = world.owner_with("ada", Terms { shares: 1_000, ..Terms::default() });
        let people = [world.holder("bob", &ada, 333), world.holder("carol", &ada, 1), ada.owner];
        for amount in [10, 1, 999, 7] {
            world.deposit(&ada, amount).expect_success();
            for index in order {
                world.claim(&ada, people[*index].wallet).expect_success();
            }
        }
        for person in people {
            world.claim(&ada, person.wallet).expect_success();
        }
        people.map(|person| world.quote_of(person.wallet))
    };
    let expected = run(&[]);
    assert_eq!(expected, [338, 1, 677]);
    for order in [&[0][..], &[2, 1, 0], &[1, 1, 1, 2], &[0, 2]] {
        assert_eq!(run(order), expected);
    }
}

/// Nobody signs but whoever pays the fee, so anybody can have anybody paid, also who left.
#[test]
fn who_left_is_paid_too() {
    let (mut world, (ada, bob)) = ready();
    world.must(&[MemberLeave { wallet: bob.wallet, member: bob.member }.instruction()]);
    let instruction = claim(&world, (ada, bob));
    assert!(instruction.accounts.iter().all(|meta| !meta.is_signer));
    world.send(&[instruction]).expect_success();
    assert_eq!(world.quote_of(bob.wallet), 200);
}

#[test]
fn two_claims_in_one_transaction_pay_once() {
    let (mut world, (ada, bob)) = ready();
    let instruction = claim(&world, (ada, bob));
    let outcome = world.send(&[instruction.clone(), instruction]).expect_success();
    assert_eq!(outcome.events.len(), 1);
    assert_eq!(world.quote_of(bob.wallet), 200);
}

/// Whatever happens to an account, nothing owed is lost: it is paid once the account is as it should be.
#[test]
fn nothing_is_lost_while_an_account_cannot_be_paid() {
    let (mut world, (ada, bob)) = ready();
    let account = ada.quote_account(bob.wallet);
    world.freeze(account);
    world.claim(&ada, bob.wallet).expect_refusal(Rule::QuoteAccountFrozen);
    world.thaw(account);
    world.close_quote(bob.wallet);
    world.claim(&ada, bob.wallet).expect_refusal(Rule::QuoteAccountMissing);
    world.deposit(&ada, 1_000).expect_success();
    world.quote_account(bob.wallet);
    world.claim(&ada, bob.wallet).expect_success();
    assert_eq!(world.quote_of(bob.wallet), 400);
}

/// The issuer can freeze a vault. Claims fail then, and go on when it is thawed.
#[test]
fn a_frozen_vault_pays_when_it_is_thawed() {
    let (mut world, (ada, bob)) = ready();
    world.freeze(ada.vault);
    world.claim(&ada, bob.wallet).expect_refusal((TOKEN_ID, 17));
    world.thaw(ada.vault);
    world.claim(&ada, bob.wallet).expect_success();
}

refusals! {
    ready;
    refuses_a_missing_quote_account: |world, case| {
        let carol = world.investor("carol");
        world.create_share_account(carol.wallet, &case.0);
        world.must(&[world.position_open(carol, &case.0).instruction()]);
        claim(&world, (case.0, carol))
    } => Rule::QuoteAccountMissing;
    refuses_a_closed_quote_account: |world, case| {
        world.close_quote(case.1.wallet);
        claim(&world, case)
    } => Rule::QuoteAccountMissing;
    refuses_a_closed_quote_account_with_lamports: |world, case| {
        world.close_quote(case.1.wallet);
        world.give_lamports(case.0.quote_account(case.1.wallet), WEALTH);
        claim(&world, case)
    } => Rule::QuoteAccountMissing;
    refuses_a_frozen_quote_account: |world, case| {
        world.freeze(case.0.quote_account(case.1.wallet));
        claim(&world, case)
    } => Rule::QuoteAccountFrozen;
    refuses_a_quote_account_that_was_handed_over: |world, case| {
        let to = mallory(&mut world);
        world.hand_over_quote(case.1.wallet, to);
        claim(&world, case)
    } => Rule::QuoteAccountForeign;
    refuses_the_quote_account_of_somebody_else: |world, (ada, bob)| {
        let wallet = mallory(&mut world);
        let account = world.quote_account(wallet);
        claim(&world, (ada, bob)).replacing(ada.quote_account(bob.wallet), account)
    } => Rule::QuoteAccountForeign;
    refuses_another_account_of_the_holder: |world, (ada, bob)| {
        let account = address("auxiliary quote account");
        let data = world.account(&ada.quote_account(bob.wallet)).unwrap().data;
        world.put(account, TOKEN_ID, data);
        claim(&world, (ada, bob)).replacing(ada.quote_account(bob.wallet), account)
    } => Rule::QuoteAccountForeign;
    refuses_the_vault_as_quote_account: |world, (ada, bob)|
        claim(&world, (ada, bob)).replacing(ada.quote_account(bob.wallet), ada.vault) => DUPLICATE;
    refuses_a_quote_account_of_another_program: |world, case| {
        let account = case.0.quote_account(case.1.wallet);
        let data = world.account(&account).unwrap().data;
        world.put(account, TOKEN_2022_ID, data);
        claim(&world, case)
    } => Rule::QuoteAccountMissing;
    refuses_a_quote_account_of_another_mint: |world, case| {
        world.corrupt(case.0.quote_account(case.1.wallet), |data| data[0] ^= 1);
        claim(&world, case)
    } => Rule::QuoteAccountMissing;
    refuses_an_uninitialised_quote_account: |world, case| {
        world.corrupt(case.0.quote_account(case.1.wallet), |data| data[108] = 0);
        claim(&world, case)
    } => Rule::QuoteAccountMissing;
    refuses_a_read_only_quote_account: |world, (ada, bob)|
        claim(&world, (ada, bob)).read_only(ada.quote_account(bob.wallet)) => NOT_WRITABLE;

    refuses_the_position_of_another_token: |world, (ada, bob)| {
        let carol = world.owner_with_token("carol");
        let position = world.open_position(bob, &carol);
        claim(&world, (ada, bob)).replacing(ada.position(bob.wallet), position)
    } => Rule::TokenMismatch;
    refuses_the_vault_of_another_token: |world, (ada, bob)| {
        let carol = world.owner_with_token("carol");
        claim(&world, (ada, bob)).replacing(ada.vault, carol.vault)
    } => Rule::TokenMismatch;
    refuses_another_token: |world, (ada, bob)| {
        let carol = world.owner_with_token("carol");
        claim(&world, (ada, bob)).replacing(ada.token, carol.token)
    } => Rule::TokenMismatch;
    refuses_another_token_program: |world, case|
        claim(&world, case).replacing(TOKEN_ID, TOKEN_2022_ID) => Error::IncorrectProgramId;
    refuses_a_position_that_another_program_owns: |world, (ada, bob)| {
        let mut position = world.position_state(&ada, bob);
        position.shares = 10;
        world.put(address("forged"), TOKEN_ID, position.encode());
        claim(&world, (ada, bob)).replacing(ada.position(bob.wallet), address("forged"))
    } => Error::IllegalOwner;
    refuses_a_member_as_position: |world, (ada, bob)|
        claim(&world, (ada, bob)).replacing(ada.position(bob.wallet), bob.member) => TOO_SMALL;
    refuses_a_read_only_position: |world, (ada, bob)|
        claim(&world, (ada, bob)).read_only(ada.position(bob.wallet)) => NOT_WRITABLE;
    refuses_one_account_too_few: |world, case| claim(&world, case).without_last(1) => TOO_FEW_ACCOUNTS;
    /// No path leads there; if a bug did, nobody would be paid too little in silence.
    refuses_an_underfunded_vault: |world, case| {
        world.corrupt(case.0.vault, |data| data[64..72].copy_from_slice(&199u64.to_le_bytes()));
        claim(&world, case)
    } => (TOKEN_ID, 1);
    refuses_to_pay_more_than_was_deposited: |world, case| {
        world.edit::<Position>(case.0.position(case.1.wallet), |position| position.owed = U128::new(2_000 << 64));
        claim(&world, case)
    } => Rule::InvariantBroken;
    refuses_to_owe_more_than_there_is: |world, case| {
        world.edit::<Position>(case.0.position(case.1.wallet), |position| position.owed = U128::new(u128::MAX));
        claim(&world, case)
    } => Rule::MathOverflow;
}
