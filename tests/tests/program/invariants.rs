//! The invariants are not empty words: each finds the damage that it is there for.

use personal_token_tests::invariants;
use solana_account::Account;

use super::prelude::*;

/// Ada's token with a holder, two deposits, and some of it claimed.
fn ready() -> (World, (TokenFixture, Person)) {
    let mut world = World::founded();
    let ada = world.owner_with_token("ada");
    let bob = world.holder("bob", &ada, 1_000);
    world.deposit(&ada, 12_345_678).expect_success();
    world.deposit_net(&ada, 87_654_321).expect_success();
    world.claim(&ada, bob.wallet).expect_success();
    invariants(&world);
    (world, (ada, bob))
}

fn set(world: &mut World, address: Address, change: impl FnOnce(&mut Account)) {
    let mut account = world.account(&address).unwrap();
    change(&mut account);
    world.svm.set_account(address, account).unwrap();
}

/// A test a row: a damage, and what the invariants say of it.
macro_rules! damages {
    ($($name:ident: |$world:ident, $case:pat_param| $damage:expr => $message:literal;)+) => {
        $(
            #[test]
            #[should_panic(expected = $message)]
            fn $name() {
                let (mut $world, $case) = ready();
                $damage;
                invariants(&$world);
            }
        )+
    };
}

damages! {
    a_share_too_many: |world, (ada, bob)|
        world.edit::<Position>(ada.position(bob.wallet), |position| position.shares += 1) => "I-01";
    a_share_too_few_in_all: |world, (ada, _)|
        world.edit::<Token>(ada.token, |token| token.total -= 1) => "supply = total";
    a_balance_that_no_position_has: |world, (ada, bob)|
        world.corrupt(ada.share_account(bob.wallet), |data| data[64] ^= 1) => "the balance of";
    a_supply_that_nobody_has: |world, (ada, _)| world.corrupt(ada.mint, |data| data[36] ^= 1) => "supply = total";
    a_hair_too_much_owed: |world, (ada, bob)|
        world.edit::<Position>(ada.position(bob.wallet), |position| position.owed = U128::new(position.owed.get() + 1))
        => "the accumulator equality";
    a_hair_too_much_carried: |world, (ada, _)|
        world.edit::<Token>(ada.token, |token| token.rem = U128::new(token.rem.get() + 1))
        => "the accumulator equality";
    a_unit_too_much_paid: |world, (ada, _)|
        world.edit::<Token>(ada.token, |token| token.paid += 1) => "the accumulator equality";
    a_unit_too_much_deposited: |world, (ada, _)|
        world.edit::<Token>(ada.token, |token| token.deposited += 1) => "the accumulator equality";
    a_position_ahead_of_its_token: |world, (ada, bob)|
        world.edit::<Position>(ada.position(bob.wallet), |position| position.last = U128::new(u128::MAX))
        => "ahead of its token";
    a_unit_missing_in_the_vault: |world, (ada, _)| {
        let amount = world.quote_in(ada.vault) - 1;
        world.corrupt(ada.vault, |data| data[64..72].copy_from_slice(&amount.to_le_bytes()));
    } => "vault";
    a_record_that_is_gone: |world, (ada, _)|
        set(&mut world, ada.distribution(1), |account| account.lamports = 0) => "the number of distributions";
    a_record_of_something_else: |world, (ada, _)|
        world.edit::<Distribution>(ada.distribution(0), |record| record.gross += 1) => "gross = deposited";
    another_mint_authority: |world, (ada, _)| world.corrupt(ada.mint, |data| data[4] ^= 1)
        => "the mint and its extensions";
    another_hook: |world, (ada, _)|
        // Behind the base, the account type, the extension's header and its authority.
        world.corrupt(ada.mint, |data| data[166 + 4 + 32] ^= 1) => "the mint and its extensions";
    other_voting_rights: |world, (ada, _)| world.corrupt(ada.mint, |data| {
        let place = data.windows(4).position(|text| text == b"none").unwrap();
        data[place..place + 4].copy_from_slice(b"some");
    }) => "the metadata's fields";
    another_account_list: |world, (ada, _)|
        world.corrupt(ada.extra_account_metas, |data| *data.last_mut().unwrap() = 1) => "I-31";
    another_close_authority: |world, (ada, bob)|
        world.corrupt(ada.share_account(bob.wallet), |data| data[140] ^= 1) => "which is the position";
    a_vault_with_a_delegate: |world, (ada, _)| world.corrupt(ada.vault, |data| data[72] = 1) => "delegate";
    a_vault_with_a_close_authority: |world, (ada, _)|
        world.corrupt(ada.vault, |data| data[129] = 1) => "close authority";
    a_bump_that_is_not_canonical: |world, (ada, bob)|
        world.edit::<Position>(ada.position(bob.wallet), |position| position.bump -= 1) => "address and bump";
    another_version: |world, (_, bob)| world.corrupt(bob.member, |data| data[8] = 2) => "the version of";
    another_length: |world, (_, bob)| set(&mut world, bob.member, |account| {
        account.data.push(0);
        account.lamports += WEALTH;
    }) => "the length of";
    an_account_that_pays_rent: |world, (_, bob)|
        set(&mut world, bob.member, |account| account.lamports = 1) => "rent-exempt";
    a_member_without_a_link: |world, (_, bob)| {
        let link = pda::wallet_link(world.network, bob.wallet);
        set(&mut world, link, |account| account.lamports = 0);
    } => "a link for each member";
    quote_money_out_of_nothing: |world, (ada, bob)|
        world.corrupt(ada.quote_account(bob.wallet), |data| data[70] = 1) => "quote balances = supply";
    an_account_of_no_kind: |world, (_, bob)| world.corrupt(bob.member, |data| data[0] ^= 1)
        => "no account of the program";
}
