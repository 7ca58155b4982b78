//! The transfer hook: which calls it takes, and with which accounts.
//!
//! Token-2022 resolves the accounts from the mint's list and refuses any other, so the hook's own checks are shown on
//! direct calls, with share accounts that were made to look as if a transfer ran.

use personal_token_tests::proxy;
use spl_token_2022_interface::instruction::transfer_checked;

use super::prelude::*;

const HOLD: i64 = 90 * DAYS;

struct Case {
    ada: TokenFixture,
    bob: Person,
    carol: Person,
}

/// Bob holds 1,000 free shares, Carol has an open position.
fn ready() -> (World, Case) {
    let mut world = World::founded();
    let ada = world.owner_with_token("ada");
    let bob = world.holder("bob", &ada, 1_000);
    let carol = world.holder("carol", &ada, 0);
    world.warp(HOLD);
    (world, Case { ada, bob, carol })
}

/// As [`ready`]; both share accounts say that a transfer is under way.
fn flagged() -> (World, Case) {
    let (mut world, case) = ready();
    for person in [case.bob, case.carol] {
        world.corrupt(case.ada.share_account(person.wallet), |data| *data.last_mut().unwrap() = 1);
    }
    (world, case)
}

impl Case {
    /// From Bob to Carol, as a wallet sends it.
    fn transfer(&self, world: &World) -> Instruction {
        world.shares_transfer(&self.ada, self.bob, self.carol, 1_000).instruction()
    }

    /// From Bob to Carol, as Token-2022 calls the hook.
    fn execute(&self, world: &World) -> Instruction {
        let transfer = self.transfer(world);
        let [source, mint, destination, authority, extra @ .., _program, list] = transfer.accounts.as_slice() else {
            panic!("{transfer:?}");
        };
        let mut accounts = vec![source, mint, destination, authority, list];
        accounts.extend(extra);
        let mut accounts: Vec<_> = accounts.into_iter().cloned().collect();
        accounts[3].is_signer = false;
        let mut data = vec![105, 37, 101, 197, 75, 251, 102, 26];
        data.extend(1_000u64.to_le_bytes());
        Instruction { program_id: ID, accounts, data }
    }

    fn position(&self, person: Person) -> Address {
        self.ada.position(person.wallet)
    }

    fn share_account(&self, person: Person) -> Address {
        self.ada.share_account(person.wallet)
    }
}

#[test]
fn a_wallet_transfer_moves_shares_and_says_so() {
    let (mut world, case) = ready();
    let (bob, carol) = (world.position_state(&case.ada, case.bob), world.position_state(&case.ada, case.carol));
    let outcome = world.send(&[case.transfer(&world)]).expect_changed(&[
        case.position(case.bob),
        case.position(case.carol),
        case.share_account(case.bob),
        case.share_account(case.carol),
    ]);
    let expected = Position { shares: 0, locked: 0, unlocks_at: 0, ..bob };
    assert_eq!(world.position_state(&case.ada, case.bob), expected);
    let unlocks_at = world.now() + HOLD;
    let expected = Position { used: 1, shares: 1_000, locked: 1_000, unlocks_at, ..carol };
    assert_eq!(world.position_state(&case.ada, case.carol), expected);
    let transferred = event::SharesTransferred {
        source_position: case.position(case.bob),
        destination_position: case.position(case.carol),
        shares: 1_000,
    };
    assert_eq!(outcome.event(), &transferred.into());
}

/// The hook is called with the interface's five accounts and the six of the list, none of them signing, and calls
/// nobody: it writes the two positions alone.
#[test]
fn the_hook_calls_nobody() {
    let (mut world, case) = ready();
    let outcome = world.send(&[case.transfer(&world)]).expect_success();
    let execute = case.execute(&world);
    let [calls] = outcome.inner_calls.as_slice() else { panic!("one instruction was sent") };
    let [call] = calls.as_slice() else { panic!("{calls:?}") };
    assert_eq!((call.program, call.stack_height, &call.data), (ID, 2, &execute.data));
    assert_eq!(call.accounts, execute.accounts.iter().map(|meta| meta.pubkey).collect::<Vec<_>>());
}

/// A multi-signature wallet or a dApp's program may send the transfer; the holder signs.
#[test]
fn a_program_may_send_the_transfer() {
    let (mut world, case) = ready();
    world.add_proxy(address("dapp"));
    world.send(&[proxy::wrap(address("dapp"), &case.transfer(&world))]).expect_success();
    assert_eq!(world.position_state(&case.ada, case.carol).shares, 1_000);
}

refusals! {
    ready;
    refuses_a_direct_call: |world, case| case.execute(&world) => Rule::NotTransferring;
    refuses_a_call_by_another_program: |world, case| {
        world.add_proxy(address("attacker"));
        proxy::wrap(address("attacker"), &case.execute(&world))
    } => Rule::NotTransferring;
    refuses_without_the_list: |world, case| case.transfer(&world).without_last(1) => TOO_FEW_ACCOUNTS;
    refuses_with_the_interfaces_accounts_alone: |world, case| {
        let (source, destination) = (case.share_account(case.bob), case.share_account(case.carol));
        let (mint, wallet) = (&case.ada.mint, &case.bob.wallet);
        let mut plain = transfer_checked(&TOKEN_2022_ID, &source, mint, &destination, wallet, &[], 1, 0).unwrap();
        // Token-2022 cannot call a program that the transaction does not name.
        plain.accounts.push(solana_instruction::AccountMeta::new_readonly(ID, false));
        plain
    } => TOO_FEW_ACCOUNTS;
    refuses_a_receiver_without_a_position: |world, case| {
        let dave = world.investor("dave");
        world.create_share_account(dave.wallet, &case.ada);
        world.shares_transfer(&case.ada, case.bob, dave, 1).instruction()
    } => UNRESOLVED_ACCOUNT;
    /// The close authority of nobody reads as the System program.
    refuses_a_receiver_without_a_position_as_the_list_resolves_him: |world, case| {
        let dave = world.investor("dave");
        world.create_share_account(dave.wallet, &case.ada);
        let transfer = world.shares_transfer(&case.ada, case.bob, dave, 1).instruction();
        transfer.replacing(case.position(dave), SYSTEM_ID)
    } => UNREADABLE_ACCOUNT;
    refuses_a_position_that_is_not_open_yet: |world, case| {
        let dave = world.investor("dave");
        let account = world.create_share_account(dave.wallet, &case.ada);
        let new_authority = Some(case.position(dave));
        world.must(&[SetCloseAuthority { wallet: dave.wallet, account, new_authority }.instruction()]);
        world.shares_transfer(&case.ada, case.bob, dave, 1).instruction()
    } => UNREADABLE_ACCOUNT;
    refuses_an_outsider: |world, case| {
        let wallet = mallory(&mut world);
        world.create_share_account(wallet, &case.ada);
        world.shares_transfer(&case.ada, case.bob, Person { wallet, member: case.bob.member }, 1).instruction()
    } => UNRESOLVED_ACCOUNT;
    /// Everything resolves, to a member in good standing: but it is not his share account.
    refuses_an_outsider_behind_somebody_elses_position: |world, case| {
        let wallet = mallory(&mut world);
        let account = world.create_share_account(wallet, &case.ada);
        let new_authority = Some(case.position(case.carol));
        world.must(&[SetCloseAuthority { wallet, account, new_authority }.instruction()]);
        case.transfer(&world).replacing(case.share_account(case.carol), account)
    } => Rule::PositionMismatch;
    refuses_the_position_of_a_third: |world, case| {
        let dave = world.holder("dave", &case.ada, 0);
        case.transfer(&world).replacing(case.position(case.carol), case.position(dave))
    } => UNRESOLVED_ACCOUNT;
    refuses_the_member_of_a_third: |world, case| {
        let dave = world.holder("dave", &case.ada, 0);
        case.transfer(&world).replacing(case.carol.member, dave.member)
    } => UNRESOLVED_ACCOUNT;
    refuses_another_network_for_the_transfer: |world, case| {
        let other = other_network(&mut world);
        case.transfer(&world).replacing(world.network, other)
    } => UNRESOLVED_ACCOUNT;
    refuses_a_position_that_is_read_only_in_the_transaction: |world, case|
        case.transfer(&world).read_only(case.position(case.bob)) => (TOKEN_2022_ID, Error::PrivilegeEscalation);
    refuses_a_transfer_that_the_holder_did_not_sign: |world, case|
        case.transfer(&world).unsigned(case.bob.wallet) => (TOKEN_2022_ID, Error::MissingRequiredSignature);
    refuses_a_transfer_that_the_receiver_signs: |world, case|
        SharesTransfer {
            authority: case.carol.wallet,
            ..world.shares_transfer(&case.ada, case.bob, case.carol, 1)
        }.instruction() => (TOKEN_2022_ID, 4);
    refuses_a_transfer_that_the_owner_of_the_token_signs: |world, case|
        SharesTransfer {
            authority: case.ada.owner.wallet,
            ..world.shares_transfer(&case.ada, case.bob, case.carol, 1)
        }.instruction() => (TOKEN_2022_ID, 4);
}

/// What the interface's resolver in Token-2022 says of accounts that the list does not name.
const UNRESOLVED_ACCOUNT: (Address, u32) = (TOKEN_2022_ID, 2_724_315_840);
/// What it says when the list points to data that are not there.
const UNREADABLE_ACCOUNT: (Address, u32) = (TOKEN_2022_ID, 2_724_315_855);

refusals! {
    flagged;
    /// The balances did not move, so the positions would not be what the share accounts say.
    refuses_a_call_after_which_nothing_adds_up: |world, case| case.execute(&world) => Rule::InvariantBroken;
    refuses_another_discriminator: |world, case|
        case.execute(&world).with_data(|data| data[7] ^= 1) => Rule::NotHookCall;
    refuses_each_other_byte_of_the_discriminator: |world, case|
        case.execute(&world).with_data(|data| data[1] = 0) => Rule::NotHookCall;
    refuses_no_amount: |world, case|
        case.execute(&world).with_data(|data| data.truncate(8)) => Error::InvalidInstructionData;
    refuses_an_amount_of_0: |world, case|
        case.execute(&world).with_data(|data| data[8..].fill(0)) => Rule::ZeroShares;
    refuses_one_account_less: |world, case| case.execute(&world).without_last(1) => TOO_FEW_ACCOUNTS;
    refuses_four_accounts: |world, case| case.execute(&world).without_last(7) => TOO_FEW_ACCOUNTS;
    refuses_one_account_more: |world, case|
        case.execute(&world).with_account(world.payer, false) => Rule::HookAccountsInvalid;
    refuses_only_the_source_under_way: |world, case| {
        world.corrupt(case.share_account(case.carol), |data| *data.last_mut().unwrap() = 0);
        case.execute(&world)
    } => Rule::NotTransferring;
    refuses_only_the_destination_under_way: |world, case| {
        world.corrupt(case.share_account(case.bob), |data| *data.last_mut().unwrap() = 0);
        case.execute(&world)
    } => Rule::NotTransferring;
    refuses_a_share_account_without_the_flag: |world, case| {
        // The extension's type made to be another one.
        world.corrupt(case.share_account(case.bob), |data| {
            let kind = data.len() - 5;
            data[kind] = 7;
        });
        case.execute(&world)
    } => Rule::NotTransferring;
    refuses_another_mint: |world, case| {
        let dave = world.owner_with_token("dave");
        case.execute(&world).replacing(case.ada.mint, dave.mint)
    } => Rule::TokenMismatch;
    refuses_another_token: |world, case| {
        let dave = world.owner_with_token("dave");
        case.execute(&world).replacing(case.ada.token, dave.token)
    } => Rule::TokenMismatch;
    refuses_another_token_with_its_mint: |world, case| {
        let dave = world.owner_with_token("dave");
        case.execute(&world).replacing(case.ada.token, dave.token).replacing(case.ada.mint, dave.mint)
    } => Rule::TokenAccountInvalid;
    refuses_another_network: |world, case| {
        let other = other_network(&mut world);
        case.execute(&world).replacing(world.network, other)
    } => Rule::NetworkMismatch;
    refuses_the_position_of_somebody_else_as_source: |world, case| {
        let execute = case.execute(&world).replacing(case.position(case.bob), case.position(case.ada.owner));
        execute.replacing(case.bob.member, case.ada.owner.member)
    } => Rule::PositionMismatch;
    refuses_the_position_of_somebody_else_as_destination: |world, case| {
        let execute = case.execute(&world).replacing(case.position(case.carol), case.position(case.ada.owner));
        execute.replacing(case.carol.member, case.ada.owner.member)
    } => Rule::PositionMismatch;
    refuses_the_holders_position_in_another_token: |world, case| {
        let dave = world.owner_with_token("dave");
        world.open_position(case.bob, &dave);
        case.execute(&world).replacing(case.position(case.bob), dave.position(case.bob.wallet))
    } => Rule::PositionMismatch;
    refuses_the_member_of_somebody_else_as_source: |world, case|
        case.execute(&world).replacing(case.bob.member, case.ada.owner.member) => Rule::PositionMismatch;
    refuses_the_member_of_somebody_else_as_destination: |world, case|
        case.execute(&world).replacing(case.carol.member, case.ada.owner.member) => Rule::PositionMismatch;
    refuses_one_position_as_both: |world, case|
        case.execute(&world).replacing(case.position(case.carol), case.position(case.bob)) => DUPLICATE;
    refuses_a_wallet_that_was_replaced_at_the_source: |world, case| {
        world.edit::<Member>(case.bob.member, |member| member.wallet = address("new wallet"));
        case.execute(&world)
    } => Rule::WalletReplaced;
    refuses_a_wallet_that_was_replaced_at_the_destination: |world, case| {
        world.edit::<Member>(case.carol.member, |member| member.wallet = address("new wallet"));
        case.execute(&world)
    } => Rule::WalletReplaced;
    refuses_a_share_account_of_another_program: |world, case| {
        let data = world.account(&case.share_account(case.bob)).unwrap().data;
        world.put(case.share_account(case.bob), TOKEN_ID, data);
        case.execute(&world)
    } => Rule::TokenAccountInvalid;
    refuses_a_frozen_share_account: |world, case| {
        world.corrupt(case.share_account(case.carol), |data| data[108] = 2);
        case.execute(&world)
    } => Rule::TokenAccountInvalid;
    refuses_a_mint_as_share_account: |world, case|
        case.execute(&world).replacing(case.share_account(case.bob), case.ada.mint) => Rule::TokenAccountInvalid;
    refuses_a_wallet_as_share_account: |world, case|
        case.execute(&world).replacing(case.share_account(case.carol), world.payer) => Rule::TokenAccountInvalid;
    refuses_a_position_that_another_program_owns: |world, case| {
        let data = world.account(&case.position(case.bob)).unwrap().data;
        world.put(address("copy"), TOKEN_2022_ID, data);
        case.execute(&world).replacing(case.position(case.bob), address("copy"))
    } => Error::IllegalOwner;
    refuses_a_read_only_position: |world, case|
        case.execute(&world).read_only(case.position(case.carol)) => NOT_WRITABLE;
    refuses_a_token_as_position: |world, case| {
        let dave = world.owner_with_token("dave");
        case.execute(&world).replacing(case.position(case.bob), dave.token)
    } => Error::InvalidAccountData;
}
