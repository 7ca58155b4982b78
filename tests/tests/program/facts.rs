//! What Token-2022 and the runtime do, on which the design rests (security.md §0). If one of these tests fails after an
//! upgrade of theirs, the design has to be looked at again.
//!
//! A direct call of the hook, and one without the mint's list, are among `transfer_accounts`; a transfer of no shares
//! is among `transfer_locks`.

use std::slice::from_ref;

use personal_token_tests::proxy;
use solana_instruction::AccountMeta;
use spl_token_2022_interface::{
    error::TokenError,
    extension::{permissioned_burn, transfer_hook, ExtensionType},
    instruction::{self as token, AuthorityType},
    state::Mint,
};

use super::{position_open::guard, prelude::*};

const DELEGATE: &str = "delegate";

pub struct Case {
    pub ada: TokenFixture,
    pub bob: Person,
    pub carol: Person,
}

/// Bob holds 1,000 free shares, Carol has an open position.
pub fn ready() -> (World, Case) {
    let mut world = World::founded();
    let ada = world.owner_with_token("ada");
    let bob = world.holder("bob", &ada, 1_000);
    let carol = world.holder("carol", &ada, 0);
    world.warp(90 * DAYS);
    (world, Case { ada, bob, carol })
}

impl Case {
    fn account(&self, person: Person) -> Address {
        self.ada.share_account(person.wallet)
    }

    /// From Bob to Carol.
    fn transfer(&self, world: &World, shares: u64) -> SharesTransfer {
        world.shares_transfer(&self.ada, self.bob, self.carol, shares)
    }

    /// Bob lets somebody move so many of his shares.
    fn approve_delegate(&self, world: &mut World, shares: u64) -> Address {
        let delegate = world.person(DELEGATE);
        let (account, wallet) = (self.account(self.bob), self.bob.wallet);
        world.must(&[token::approve(&TOKEN_2022_ID, &account, &delegate, &wallet, &[], shares).unwrap()]);
        delegate
    }
}

fn refusal(error: TokenError) -> (Address, u32) {
    (TOKEN_2022_ID, error as u32)
}

/// 0.1: whatever program is the hook cannot be the one that calls for the transfer. A program at the address of ours
/// tries: Token-2022 would have to call it back.
#[test]
fn a_share_transfer_by_the_hooks_own_program_is_impossible() {
    let (mut world, case) = ready();
    world.add_proxy(ID);
    let transfer = proxy::wrap(ID, &case.transfer(&world, 1).instruction());
    world.send(&[transfer]).expect_refusal((TOKEN_2022_ID, Error::ReentrancyNotAllowed));
}

/// 0.1: and our program does not try.
#[test]
fn the_program_has_no_share_transfer() {
    let token_2022 = include_str!("../../../programs/personal_token/src/token22.rs");
    let (imports, _) = token_2022.split_once("/// ").unwrap();
    assert!(imports.contains("pinocchio_token_2022::instructions::{"));
    assert!(!token_2022.contains("TransferChecked") && !token_2022.contains(" Transfer,"));
}

/// 0.2: the hook is called when the balances have moved. With both accounts as a transfer leaves them, the very same
/// call passes that is refused on the balances of before.
#[test]
fn the_hook_runs_after_the_balances_moved() {
    let (mut world, case) = ready();
    let transfer = case.transfer(&world, 1_000).instruction();
    let execute = world.send(&[transfer]).expect_success().inner_calls[0][0].clone();

    let (mut world, case) = ready();
    let writable = [case.ada.position(case.bob.wallet), case.ada.position(case.carol.wallet)];
    let meta = |address: &Address| match writable.contains(address) {
        true => AccountMeta::new(*address, false),
        false => AccountMeta::new_readonly(*address, false),
    };
    let accounts = execute.accounts.iter().map(meta).collect();
    let execute = Instruction { program_id: ID, accounts, data: execute.data };
    let mut set = |person: Person, balance: u64| {
        world.corrupt(case.account(person), |data| {
            data[64..72].copy_from_slice(&balance.to_le_bytes());
            *data.last_mut().unwrap() = 1;
        });
    };
    set(case.bob, 1_000);
    set(case.carol, 0);
    let before = world.snapshot();
    world.send(from_ref(&execute)).expect_refusal(Rule::InvariantBroken);
    world.assert_unchanged(&before);
    for (person, balance) in [(case.bob, 0), (case.carol, 1_000u64)] {
        world.corrupt(case.account(person), |data| data[64..72].copy_from_slice(&balance.to_le_bytes()));
    }
    world.send(&[execute]).expect_success();
}

/// 0.2: a transfer to oneself does not call the hook, and changes nothing: not even a pause or a halt stops it.
#[test]
fn a_transfer_to_oneself_skips_the_hook_and_changes_nothing() {
    let (mut world, case) = ready();
    world.must(&[NetworkHalt { authority: world.founder, network: world.network }.instruction()]);
    let (account, mint, wallet) = (case.account(case.bob), case.ada.mint, case.bob.wallet);
    for shares in [0, 1, 1_000] {
        let to_self =
            token::transfer_checked(&TOKEN_2022_ID, &account, &mint, &account, &wallet, &[], shares, 0).unwrap();
        let outcome = world.send(&[to_self]).expect_changed(&[]);
        assert!(outcome.inner_calls.iter().all(Vec::is_empty), "{:?}", outcome.inner_calls);
    }
}

/// 0.2: a delegate moves the shares of whom he acts for: the positions of the accounts' owners change, not his, and
/// Token-2022's allowance bounds him.
#[test]
fn a_delegate_moves_the_owners_positions() {
    let (mut world, case) = ready();
    let authority = case.approve_delegate(&mut world, 600);
    let transfer = SharesTransfer { authority, ..case.transfer(&world, 400) }.instruction();
    let accounts = [case.account(case.bob), case.account(case.carol)];
    let positions = [case.ada.position(case.bob.wallet), case.ada.position(case.carol.wallet)];
    world.send(from_ref(&transfer)).expect_changed(&[accounts, positions].concat());
    assert_eq!(world.position_state(&case.ada, case.bob).shares, 600);
    assert_eq!(world.position_state(&case.ada, case.carol).shares, 400);
    world.send(&[transfer]).expect_refusal(refusal(TokenError::InsufficientFunds));
}

/// Two transfers in one call of Token-2022's batch are two calls of the hook, one after the other.
#[test]
fn a_batch_of_transfers_is_one_after_the_other() {
    const BATCH: u8 = 255;
    let (mut world, case) = ready();
    let transfers = [case.transfer(&world, 100).instruction(), case.transfer(&world, 200).instruction()];
    let mut batch = Instruction { program_id: TOKEN_2022_ID, accounts: vec![], data: vec![BATCH] };
    for transfer in transfers {
        batch.data.push(u8::try_from(transfer.accounts.len()).unwrap());
        batch.data.push(u8::try_from(transfer.data.len()).unwrap());
        batch.data.extend(transfer.data);
        batch.accounts.extend(transfer.accounts);
    }
    world.send(&[batch]).expect_success();
    assert_eq!(world.position_state(&case.ada, case.bob).shares, 700);
    assert_eq!(world.position_state(&case.ada, case.carol).shares, 300);
}

/// 0.6: a mint of an attacker may name our hook. `list` is what Token-2022 then resolves; here even one that the
/// attacker could never write, as only our program can write at its address.
fn foreign_mint(world: &mut World, case: &Case, hook: Address, list: &[AccountMeta]) -> Instruction {
    let mint = address("foreign mint");
    let attacker = mallory(world);
    let extensions = [ExtensionType::TransferHook];
    let space = ExtensionType::try_calculate_account_len::<Mint>(&extensions).unwrap();
    world.put(mint, TOKEN_2022_ID, vec![0; space]);
    let account = |person: Person| pda::share_account(person.wallet, mint);
    let create =
        |wallet| CreateAssociatedToken { payer: world.payer, wallet, mint, token_program: TOKEN_2022_ID }.instruction();
    let steps = [
        transfer_hook::instruction::initialize(&TOKEN_2022_ID, &mint, None, Some(hook)).unwrap(),
        token::initialize_mint2(&TOKEN_2022_ID, &mint, &attacker, None, 0).unwrap(),
        create(case.bob.wallet),
        create(case.carol.wallet),
        token::mint_to(&TOKEN_2022_ID, &mint, &account(case.bob), &attacker, &[], 1_000).unwrap(),
    ];
    world.must(&steps);

    let mut data = vec![105, 37, 101, 197, 75, 251, 102, 26];
    let count = u32::try_from(list.len()).unwrap();
    data.extend((4 + count * 35).to_le_bytes());
    data.extend(count.to_le_bytes());
    for meta in list {
        data.push(0);
        data.extend(meta.pubkey.to_bytes());
        data.extend([u8::from(meta.is_signer), u8::from(meta.is_writable)]);
    }
    let validation = Address::find_program_address(&[b"extra-account-metas", mint.as_ref()], &hook).0;
    world.put(validation, hook, data);
    world.checked = false;
    let (source, destination) = (account(case.bob), account(case.carol));
    let wallet = &case.bob.wallet;
    let mut transfer =
        token::transfer_checked(&TOKEN_2022_ID, &source, &mint, &destination, wallet, &[], 1_000, 0).unwrap();
    transfer.accounts.extend(list.iter().cloned());
    transfer.accounts.push(AccountMeta::new_readonly(hook, false));
    transfer.accounts.push(AccountMeta::new_readonly(validation, false));
    transfer
}

/// Token, network, positions and members of a transfer from Bob to Carol.
fn genuine_extras(world: &World, case: &Case) -> Vec<AccountMeta> {
    case.transfer(world, 1_000).instruction().accounts[4..10].to_vec()
}

/// The hook's call with genuine accounts, some of them replaced.
fn genuine_execute(world: &World, case: &Case) -> Instruction {
    let transfer = case.transfer(world, 1_000).instruction();
    let list = AccountMeta::new_readonly(case.ada.extra_account_metas, false);
    let mut accounts = [&transfer.accounts[..4], &[list], &transfer.accounts[4..10]].concat();
    accounts[3].is_signer = false;
    for meta in &mut accounts[..3] {
        meta.is_writable = false;
    }
    let data = [&[105, 37, 101, 197, 75, 251, 102, 26][..], &1_000u64.to_le_bytes()].concat();
    Instruction { program_id: ID, accounts, data }
}

/// A mint whose hook is the attacker's program, which calls `execute` while Token-2022 transfers the attacker's mint.
fn in_the_middle(world: &mut World, case: &Case, execute: &Instruction) -> Instruction {
    let (hook, payload) = (address("attacker's hook"), address("payload"));
    world.add_proxy(hook);
    world.put(payload, hook, proxy::encode(execute));
    // What Token-2022 hands over anyway, it need not be asked for.
    let mint = address("foreign mint");
    let own = [pda::share_account(case.bob.wallet, mint), pda::share_account(case.carol.wallet, mint), mint];
    let mut list: Vec<AccountMeta> =
        execute.accounts.iter().filter(|meta| !own.contains(&meta.pubkey)).cloned().collect();
    list.push(AccountMeta::new_readonly(ID, false));
    list.push(AccountMeta::new_readonly(payload, false));
    foreign_mint(world, case, hook, &list)
}

refusals! {
    ready;
    /// 0.2: a fee or a mint is needed to call the hook, so the old instruction is of no use.
    refuses_the_unchecked_transfer: |world, case| {
        #[allow(deprecated)]
        token::transfer(&TOKEN_2022_ID, &case.account(case.bob), &case.account(case.carol), &case.bob.wallet, &[], 1)
            .unwrap()
    } => refusal(TokenError::MintRequiredForTransfer);
    refuses_a_transfer_to_oneself_of_more_than_one_has: |world, case| {
        let account = case.account(case.bob);
        let (mint, wallet) = (&case.ada.mint, &case.bob.wallet);
        token::transfer_checked(&TOKEN_2022_ID, &account, mint, &account, wallet, &[], 1_001, 0).unwrap()
    } => refusal(TokenError::InsufficientFunds);
    refuses_decimals: |world, case|
        case.transfer(&world, 1).instruction().with_data(|data| data[9] = 6)
        => refusal(TokenError::MintDecimalsMismatch);
    refuses_a_delegate_beyond_his_allowance: |world, case| {
        let authority = case.approve_delegate(&mut world, 5);
        SharesTransfer { authority, ..case.transfer(&world, 6) }.instruction()
    } => refusal(TokenError::InsufficientFunds);
    refuses_a_delegate_to_move_locked_shares: |world, case| {
        world.transfer(&case.ada, case.ada.owner, case.carol, 5).expect_success();
        let delegate = world.person(DELEGATE);
        let (account, wallet) = (case.account(case.carol), case.carol.wallet);
        world.must(&[token::approve(&TOKEN_2022_ID, &account, &delegate, &wallet, &[], 5).unwrap()]);
        let back = world.shares_transfer(&case.ada, case.carol, case.bob, 5);
        SharesTransfer { authority: delegate, ..back }.instruction()
    } => Rule::SharesLocked;
    refuses_a_delegate_who_was_revoked: |world, case| {
        let authority = case.approve_delegate(&mut world, 5);
        world.must(&[token::revoke(&TOKEN_2022_ID, &case.account(case.bob), &case.bob.wallet, &[]).unwrap()]);
        SharesTransfer { authority, ..case.transfer(&world, 1) }.instruction()
    } => refusal(TokenError::OwnerMismatch);
    refuses_a_guarded_transfer_by_a_program: |world, case| {
        guard(&mut world, case.bob.wallet, case.account(case.bob));
        world.add_proxy(address("dapp"));
        proxy::wrap(address("dapp"), &case.transfer(&world, 1).instruction())
    } => refusal(TokenError::CpiGuardTransferBlocked);

    /// 0.3: nobody burns around the books.
    refuses_a_holders_burn: |world, case| {
        let (account, mint, wallet) = (case.account(case.bob), case.ada.mint, case.bob.wallet);
        token::burn(&TOKEN_2022_ID, &account, &mint, &wallet, &[], 1).unwrap()
    } => refusal(TokenError::InvalidInstruction);
    refuses_a_holders_checked_burn: |world, case| {
        let (account, mint, wallet) = (case.account(case.bob), case.ada.mint, case.bob.wallet);
        token::burn_checked(&TOKEN_2022_ID, &account, &mint, &wallet, &[], 1, 0).unwrap()
    } => refusal(TokenError::InvalidInstruction);
    refuses_a_burn_of_no_shares: |world, case| {
        let (account, mint, wallet) = (case.account(case.bob), case.ada.mint, case.bob.wallet);
        token::burn(&TOKEN_2022_ID, &account, &mint, &wallet, &[], 0).unwrap()
    } => refusal(TokenError::InvalidInstruction);
    refuses_a_delegates_burn: |world, case| {
        let delegate = case.approve_delegate(&mut world, 5);
        token::burn(&TOKEN_2022_ID, &case.account(case.bob), &case.ada.mint, &delegate, &[], 1).unwrap()
    } => refusal(TokenError::InvalidInstruction);
    refuses_the_owners_burn_of_his_own_shares: |world, case| {
        let (account, wallet) = (case.account(case.ada.owner), case.ada.owner.wallet);
        token::burn(&TOKEN_2022_ID, &account, &case.ada.mint, &wallet, &[], 1).unwrap()
    } => refusal(TokenError::InvalidInstruction);
    refuses_a_permissioned_burn_without_permission: |world, case| {
        let (account, mint, wallet) = (case.account(case.bob), case.ada.mint, case.bob.wallet);
        permissioned_burn::instruction::burn(&TOKEN_2022_ID, &account, &mint, &wallet, &wallet, &[], 1).unwrap()
    } => (TOKEN_2022_ID, Error::InvalidAccountData);

    /// 0.4: ownership cannot change around the hook, nor the address by which wallets find the position.
    refuses_a_new_owner_of_a_share_account: |world, case| {
        let (account, wallet, kind) = (case.account(case.bob), case.bob.wallet, AuthorityType::AccountOwner);
        token::set_authority(&TOKEN_2022_ID, &account, Some(&case.carol.wallet), kind, &wallet, &[]).unwrap()
    } => refusal(TokenError::ImmutableOwner);
    refuses_to_take_the_close_authority_back: |world, case| {
        let (account, wallet) = (case.account(case.bob), case.bob.wallet);
        SetCloseAuthority { wallet, account, new_authority: None }.instruction()
    } => refusal(TokenError::OwnerMismatch);
    refuses_to_close_what_holds_shares: |world, case| {
        let (account, wallet) = (case.account(case.bob), case.bob.wallet);
        token::close_account(&TOKEN_2022_ID, &account, &wallet, &wallet, &[]).unwrap()
    } => refusal(TokenError::NonNativeHasBalance);
    refuses_to_close_an_empty_account_under_its_position: |world, case| {
        let (account, wallet) = (case.account(case.carol), case.carol.wallet);
        token::close_account(&TOKEN_2022_ID, &account, &wallet, &wallet, &[]).unwrap()
    } => refusal(TokenError::OwnerMismatch);

    /// Nobody but the program has any authority over mint and vault.
    refuses_the_owner_to_mint: |world, case| {
        let (account, wallet) = (case.account(case.ada.owner), case.ada.owner.wallet);
        token::mint_to(&TOKEN_2022_ID, &case.ada.mint, &account, &wallet, &[], 1).unwrap()
    } => refusal(TokenError::OwnerMismatch);
    refuses_a_new_mint_authority: |world, case| {
        let (wallet, kind) = (case.ada.owner.wallet, AuthorityType::MintTokens);
        token::set_authority(&TOKEN_2022_ID, &case.ada.mint, Some(&wallet), kind, &wallet, &[]).unwrap()
    } => refusal(TokenError::OwnerMismatch);
    refuses_a_freeze_authority: |world, case| {
        let (wallet, kind) = (case.ada.owner.wallet, AuthorityType::FreezeAccount);
        token::set_authority(&TOKEN_2022_ID, &case.ada.mint, Some(&wallet), kind, &wallet, &[]).unwrap()
    } => refusal(TokenError::MintCannotFreeze);
    refuses_to_freeze_a_share_account: |world, case| {
        let (account, wallet) = (case.account(case.bob), case.ada.owner.wallet);
        token::freeze_account(&TOKEN_2022_ID, &account, &case.ada.mint, &wallet, &[]).unwrap()
    } => refusal(TokenError::MintCannotFreeze);
    refuses_a_new_permanent_delegate: |world, case| {
        let (wallet, kind) = (case.ada.owner.wallet, AuthorityType::PermanentDelegate);
        token::set_authority(&TOKEN_2022_ID, &case.ada.mint, Some(&wallet), kind, &wallet, &[]).unwrap()
    } => refusal(TokenError::OwnerMismatch);
    refuses_another_hook: |world, case| {
        let (mint, wallet) = (case.ada.mint, case.ada.owner.wallet);
        transfer_hook::instruction::update(&TOKEN_2022_ID, &mint, &wallet, &[], None).unwrap()
    } => refusal(TokenError::NoAuthorityExists);
    refuses_to_close_the_mint: |world, case| {
        let (mint, wallet) = (case.ada.mint, case.ada.owner.wallet);
        token::close_account(&TOKEN_2022_ID, &mint, &wallet, &wallet, &[]).unwrap()
    } => (TOKEN_2022_ID, Error::InvalidAccountData);
    refuses_the_owner_to_take_from_the_vault: |world, case| {
        world.deposit(&case.ada, 1_000).expect_success();
        let wallet = case.ada.owner.wallet;
        #[allow(deprecated)]
        token::transfer(&TOKEN_ID, &case.ada.vault, &case.ada.quote_account(wallet), &wallet, &[], 1).unwrap()
    } => (TOKEN_ID, TokenError::OwnerMismatch as u32);
    refuses_a_new_owner_of_the_vault: |world, case| {
        let (wallet, kind) = (case.ada.owner.wallet, AuthorityType::AccountOwner);
        token::set_authority(&TOKEN_ID, &case.ada.vault, Some(&wallet), kind, &wallet, &[]).unwrap()
    } => (TOKEN_ID, TokenError::OwnerMismatch as u32);

    /// 0.6: another mint with our hook, whose list names genuine accounts.
    refuses_a_foreign_mint_with_our_hook: |world, case| {
        let list = genuine_extras(&world, &case);
        foreign_mint(&mut world, &case, ID, &list)
    } => Rule::TokenMismatch;
    refuses_a_foreign_mint_with_our_hook_and_no_list: |world, case| {
        let mut transfer = foreign_mint(&mut world, &case, ID, &[]);
        transfer.accounts.pop();
        transfer
    } => TOO_FEW_ACCOUNTS;
    /// 0.6: another hook that calls ours in the middle of its own transfer: of genuine accounts, of its own.
    refuses_another_hook_with_genuine_accounts: |world, case| {
        let execute = genuine_execute(&world, &case);
        in_the_middle(&mut world, &case, &execute)
    } => Rule::NotTransferring;
    refuses_another_hook_with_its_own_mint: |world, case| {
        let foreign = address("foreign mint");
        let execute = with_foreign_accounts(&world, &case).replacing(case.ada.mint, foreign);
        in_the_middle(&mut world, &case, &execute)
    } => Rule::TokenMismatch;
    refuses_another_hook_with_its_own_accounts: |world, case| {
        let execute = with_foreign_accounts(&world, &case);
        in_the_middle(&mut world, &case, &execute)
    } => Rule::TokenAccountInvalid;
}

/// The hook's call for the foreign mint's accounts, which are in the middle of a transfer.
fn with_foreign_accounts(world: &World, case: &Case) -> Instruction {
    let mint = address("foreign mint");
    let execute = genuine_execute(world, case);
    [case.bob, case.carol].into_iter().fold(execute, |execute, person| {
        execute.replacing(case.account(person), pda::share_account(person.wallet, mint))
    })
}
