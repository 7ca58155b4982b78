//! `proceeds_distribute`

use personal_token_core::proceeds::Payout;

use super::prelude::*;

/// Ten holders of one share each; 1,005 units were deposited, which is 100 and a half each.
fn ready() -> (World, (TokenFixture, Vec<Person>)) {
    let mut world = World::founded();
    let ada = world.owner_with("ada", Terms { shares: 10, ..Terms::default() });
    let mut people: Vec<Person> = (0..9).map(|index| world.holder(&format!("holder {index}"), &ada, 1)).collect();
    people.push(ada.owner);
    world.deposit(&ada, 1_005).expect_success();
    (world, (ada, people))
}

fn wallets(people: &[Person]) -> Vec<Address> {
    people.iter().map(|person| person.wallet).collect()
}

fn distribute(ada: &TokenFixture, pairs: &[(Address, Address)]) -> Instruction {
    ProceedsDistribute { mint: ada.mint, pairs: pairs.to_vec() }.instruction()
}

fn outcomes(data: &[u8]) -> Vec<Payout> {
    // The runtime cuts zeros off the end of what it reports; the program returned one byte a pair.
    data.iter().map(|byte| Payout::from_byte(*byte).unwrap()).collect()
}

#[test]
fn pays_everybody_in_one_batch() {
    let (mut world, (ada, people)) = ready();
    let token = world.token_state(&ada);
    let mut changed = vec![ada.token, ada.vault];
    changed.extend(people.iter().flat_map(|person| <[Address; 2]>::from(ada.pair(person.wallet))));
    let outcome = world.distribute(&ada, &wallets(&people)).expect_changed(&changed);

    assert_eq!(outcome.return_data, vec![Payout::Done.byte(); 10]);
    assert_eq!(world.token_state(&ada), Token { paid: 1_000, ..token });
    for person in &people {
        let position = world.position_state(&ada, *person);
        assert_eq!(position.last, token.acc);
        assert_eq!(position.owed.get(), token.acc.get() - (100 << 64));
        assert_eq!(world.quote_of(person.wallet), 100);
    }
    let distributed = event::ProceedsDistributed { token: ada.token, amount: 1_000, paid: 1_000 };
    assert_eq!(outcome.event(), &distributed.into());
    let [calls] = outcome.inner_calls.as_slice() else { panic!("one instruction was sent") };
    assert_eq!(calls[0].program, TOKEN_ID, "and one call of the token program pays all");
}

/// Whom it cannot pay it skips: every kind of obstacle beside payable holders, duplicates and pairs of another token.
#[test]
fn skips_whom_it_cannot_pay() {
    let (mut world, (ada, people)) = ready();
    let [closed, frozen, foreign, payable, ..] = people[..] else { panic!() };
    let missing = world.investor("missing");
    world.create_share_account(missing.wallet, &ada);
    world.must(&[world.position_open(missing, &ada).instruction()]);
    world.transfer(&ada, ada.owner, missing, 1).expect_success();
    world.deposit(&ada, 1_005).expect_success();
    let rival = world.owner_with_token("rival");
    world.open_position(payable, &rival);
    world.close_quote(closed.wallet);
    world.freeze(ada.quote_account(frozen.wallet));
    let thief = mallory(&mut world);
    world.hand_over_quote(foreign.wallet, thief);
    let thiefs_account = world.quote_account(thief);

    let pair = |person: Person| ada.pair(person.wallet);
    let (position, account) = pair(people[4]);
    let cases = [
        (pair(closed), Payout::QuoteAccountMissing),
        (pair(payable), Payout::Done),
        (pair(frozen), Payout::QuoteAccountFrozen),
        (pair(foreign), Payout::QuoteAccountForeign),
        (pair(payable), Payout::Done), // a second time: nothing is due any more
        (pair(missing), Payout::QuoteAccountMissing),
        (rival.pair(payable.wallet), Payout::NotAPosition),
        ((position, thiefs_account), Payout::QuoteAccountForeign),
        ((account, position), Payout::NotAPosition),
        ((position, account), Payout::Done),
    ];
    let outcome = world.send(&[distribute(&ada, &cases.map(|(pair, _)| pair))]).expect_success();
    assert_eq!(outcomes(&outcome.return_data), cases.map(|(_, payout)| payout));
    assert_eq!((world.quote_of(payable.wallet), world.quote_in(account)), (201, 201));
    assert_eq!(world.quote_in(thiefs_account), 0);
    assert_eq!(world.quote_of(foreign.wallet), 0);
    let distributed = event::ProceedsDistributed { token: ada.token, amount: 402, paid: 402 };
    assert_eq!(outcome.event(), &distributed.into());

    // Nothing is lost: they are paid when the obstacles are gone.
    world.quote_account(closed.wallet);
    world.quote_account(missing.wallet);
    world.thaw(ada.quote_account(frozen.wallet));
    let outcome = world.distribute(&ada, &wallets(&[closed, frozen, missing])).expect_success();
    assert_eq!(outcomes(&outcome.return_data), [Payout::Done; 3]);
    assert_eq!([closed, frozen, missing].map(|person| world.quote_of(person.wallet)), [201, 201, 100]);
}

/// Everything that is no position is skipped, whatever it is.
#[test]
fn skips_what_is_no_position() {
    let (mut world, (ada, people)) = ready();
    let bob = people[0];
    let mut forged = world.position_state(&ada, bob);
    forged.owed = U128::new(500 << 64);
    world.put(address("forged"), TOKEN_ID, forged.encode());
    let other_kind = pda::wallet_link(world.network, bob.wallet);
    let account = ada.quote_account(bob.wallet);
    for no_position in
        [address("forged"), address("nothing"), bob.wallet, bob.member, other_kind, ada.mint, ada.distribution(0)]
    {
        let outcome = world.send(&[distribute(&ada, &[(no_position, account)])]).expect_changed(&[]);
        assert_eq!(outcomes(&outcome.return_data), [Payout::NotAPosition]);
    }
    // Programs are never writable in a transaction.
    for program in [ID, TOKEN_2022_ID, SYSTEM_ID] {
        let outcome = world.send(&[distribute(&ada, &[(program, account)])]).expect_changed(&[]);
        assert_eq!(outcomes(&outcome.return_data), [Payout::NotAPosition]);
    }
    assert_eq!(world.quote_of(bob.wallet), 0);
}

#[test]
fn skips_what_is_not_writable() {
    let (mut world, (ada, people)) = ready();
    let (position, account) = ada.pair(people[0].wallet);
    let instruction = distribute(&ada, &[(position, account)]);
    let outcome = world.send(&[instruction.clone().read_only(position)]).expect_changed(&[]);
    assert_eq!(outcomes(&outcome.return_data), [Payout::NotAPosition]);
    let outcome = world.send(&[instruction.read_only(account)]).expect_changed(&[]);
    assert_eq!(outcomes(&outcome.return_data), [Payout::QuoteAccountForeign]);
}

/// A position twice with another account the second time, or first: only its own account is ever paid, once.
#[test]
fn duplicates_are_paid_once() {
    let (mut world, (ada, people)) = ready();
    let (bob, carol) = (people[0], people[1]);
    let (position, account) = ada.pair(bob.wallet);
    let other = ada.quote_account(carol.wallet);
    let pairs = [(position, other), (position, account), (position, other), (position, account), (position, account)];
    let outcome = world.send(&[distribute(&ada, &pairs)]).expect_success();
    let (done, foreign) = (Payout::Done, Payout::QuoteAccountForeign);
    assert_eq!(outcomes(&outcome.return_data), [foreign, done, foreign, done, done]);
    assert_eq!((world.quote_of(bob.wallet), world.quote_of(carol.wallet)), (100, 0));
}

#[test]
fn one_holder_a_hundred_times_is_paid_once() {
    let (mut world, (ada, people)) = ready();
    let wallet = people[0].wallet;
    let outcome = world.distribute(&ada, &[wallet; 100]).expect_success();
    assert_eq!(outcome.return_data, [0; 100]);
    assert_eq!(world.quote_of(wallet), 100);
}

/// Any subset in any order comes to the same as one batch, and as claims.
#[test]
fn subsets_orders_and_claims_come_to_the_same() {
    let run = |batches: &[&[usize]], claims: &[usize]| {
        let (mut world, (ada, people)) = ready();
        for batch in batches {
            let batch: Vec<_> = batch.iter().map(|index| people[*index].wallet).collect();
            world.distribute(&ada, &batch).expect_success();
        }
        for index in claims {
            world.claim(&ada, people[*index].wallet).expect_success();
        }
        let positions: Vec<_> = people.iter().map(|person| world.position_state(&ada, *person)).collect();
        (world.token_state(&ada), positions, world.quote_in(ada.vault))
    };
    let all: Vec<usize> = (0..10).collect();
    let expected = run(&[&all], &[]);
    assert_eq!(run(&[], &all), expected);
    assert_eq!(run(&[&[9, 8, 7], &[0, 2, 1, 0], &[3, 6, 5, 4]], &[]), expected);
    assert_eq!(run(&[&[5, 6, 7, 8, 9], &all], &[2, 3]), expected);
}

/// 29 holders in one transaction, by a lookup table, and not one more.
#[test]
fn pays_29_holders_in_one_transaction() {
    let mut world = World::founded();
    let ada = world.owner_with_token("ada");
    let people: Vec<_> = (0..29).map(|index| world.holder(&format!("holder {index}"), &ada, 1_000)).collect();
    world.deposit(&ada, 3 * SHARES).expect_success();
    let pairs: Vec<_> = people.iter().map(|person| ada.pair(person.wallet)).collect();
    let table: Vec<Address> = pairs.iter().flat_map(|pair| <[Address; 2]>::from(*pair)).collect();
    let outcome = world.send_with_table(&[distribute(&ada, &pairs)], &table).expect_success();
    assert_eq!(outcome.return_data, [0; 29]);
    assert!(people.iter().all(|person| world.quote_of(person.wallet) == 3_000));
}

#[test]
fn nobody_due_is_no_error() {
    let (mut world, (ada, people)) = ready();
    world.distribute(&ada, &wallets(&people)).expect_success();
    let outcome = world.distribute(&ada, &wallets(&people)).expect_changed(&[]);
    assert_eq!(outcome.return_data, [0; 10]);
    let distributed = event::ProceedsDistributed { token: ada.token, amount: 0, paid: 1_000 };
    assert_eq!(outcome.event(), &distributed.into());
}

/// Bob's pair.
fn pair(case: &(TokenFixture, Vec<Person>)) -> (Address, Address) {
    case.0.pair(case.1[0].wallet)
}

refusals! {
    ready;
    refuses_nobody: |world, case| distribute(&case.0, &[]) => Rule::PairsInvalid;
    refuses_half_a_pair: |world, case| {
        distribute(&case.0, &[]).with_account(case.0.position(case.1[0].wallet), true)
    } => Rule::PairsInvalid;
    refuses_a_pair_and_a_half: |world, case|
        distribute(&case.0, &[pair(&case)]).with_account(case.0.position(case.1[1].wallet), true) => Rule::PairsInvalid;
    refuses_the_vault_of_another_token: |world, case| {
        let rival = world.owner_with_token("rival");
        distribute(&case.0, &[pair(&case)]).replacing(case.0.vault, rival.vault)
    } => Rule::TokenMismatch;
    refuses_another_token_with_our_vault: |world, case| {
        let rival = world.owner_with_token("rival");
        distribute(&case.0, &[pair(&case)]).replacing(case.0.token, rival.token)
    } => Rule::TokenMismatch;
    refuses_the_vault_as_quote_account: |world, case|
        distribute(&case.0, &[(pair(&case).0, case.0.vault)]) => DUPLICATE;
    refuses_the_token_as_position: |world, case|
        distribute(&case.0, &[(case.0.token, pair(&case).1)]) => DUPLICATE;
    refuses_another_token_program: |world, case|
        distribute(&case.0, &[pair(&case)]).replacing(TOKEN_ID, TOKEN_2022_ID) => Error::IncorrectProgramId;
    refuses_a_read_only_token: |world, case|
        distribute(&case.0, &[pair(&case)]).read_only(case.0.token) => NOT_WRITABLE;
    refuses_a_read_only_vault: |world, case|
        distribute(&case.0, &[pair(&case)]).read_only(case.0.vault) => NOT_WRITABLE;
    refuses_what_is_no_token: |world, case|
        distribute(&case.0, &[pair(&case)]).replacing(case.0.token, pda::position_of(case.1[1].wallet, case.0.mint))
        => Error::InvalidAccountData;
    refuses_a_frozen_vault: |world, case| {
        world.freeze(case.0.vault);
        distribute(&case.0, &[pair(&case)])
    } => (TOKEN_ID, 17);
    refuses_an_underfunded_vault: |world, case| {
        world.corrupt(case.0.vault, |data| data[64..72].copy_from_slice(&99u64.to_le_bytes()));
        distribute(&case.0, &[pair(&case)])
    } => (TOKEN_ID, 1);
    refuses_to_pay_more_than_was_deposited: |world, case| {
        world.edit::<Position>(pair(&case).0, |position| position.owed = U128::new(2_000 << 64));
        distribute(&case.0, &[pair(&case)])
    } => Rule::InvariantBroken;
    refuses_to_owe_more_than_there_is: |world, case| {
        world.edit::<Position>(pair(&case).0, |position| position.owed = U128::new(u128::MAX));
        distribute(&case.0, &[pair(&case)])
    } => Rule::MathOverflow;
    refuses_the_interfaces_accounts_alone: |world, case|
        distribute(&case.0, &[]).without_last(1) => TOO_FEW_ACCOUNTS;
}
