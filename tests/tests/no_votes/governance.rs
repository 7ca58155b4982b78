//! SPL Governance, the program behind most realms: members vote with what they deposited with it.
//!
//! Its published version takes tokens of the classic program only, so it refuses every mint of Token-2022, ours or not.
//! That would be luck. So the same program is also run with Token-2022 in place of the classic one: then it takes an
//! ordinary Token-2022 mint, and no share. Last, somebody else makes the account into which the shares would go.
//!
//! Shown here is that shares cannot be deposited. Who holds how many is public, and no token can keep a program from
//! counting that.

use std::{fs, path::PathBuf, slice::from_ref, sync::LazyLock};

use personal_token_core::{Error as Rule, DAY};
use personal_token_sdk::{
    ids::SYSTEM_ID,
    instruction::{CreateAssociatedToken, SetCloseAuthority, SharesTransfer},
    pda, TOKEN_2022_ID, TOKEN_ID,
};
use personal_token_tests::{address, proxy, Person, TokenFixture, Vary, World};
use sha2::{Digest, Sha256};
use solana_address::Address;
use solana_instruction::{error::InstructionError as Error, AccountMeta, Instruction};
use spl_token_2022_interface::instruction as token;

const REALM: &str = "Shareholders of Ada";
const AMOUNT: u64 = 1_000;
/// `GovernanceError::InvalidGoverningTokenSource`: neither an account nor a mint of its token program.
const INVALID_SOURCE: u32 = 603;

/// SPL Governance 4.0.0, built from the published crate; see the README beside its wrapper.
static PUBLISHED: LazyLock<Vec<u8>> = LazyLock::new(|| fs::read(fixture("spl_governance.so")).unwrap());

fn fixture(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("fixtures").join(name)
}

/// A governance program on the ledger, and the token program that it calls.
#[derive(Clone, Copy)]
struct Governance {
    id: Address,
    tokens: Address,
}

impl Governance {
    fn published(world: &mut World) -> Self {
        let id = address("governance");
        world.svm.add_program(id, &PUBLISHED).unwrap();
        Self { id, tokens: TOKEN_ID }
    }

    /// The same bytecode with the address of Token-2022 wherever that of the classic program is, whole or in instructions
    /// that load four bytes each.
    fn of_token_2022(world: &mut World) -> Self {
        const USES: usize = 14;
        let id = address("governance of Token-2022");
        let mut bytecode = PUBLISHED.clone();
        let (classic, token_2022) = (TOKEN_ID.to_bytes(), TOKEN_2022_ID.to_bytes());
        for (old, new) in classic.chunks(4).zip(token_2022.chunks(4)) {
            let found: Vec<usize> = (0..bytecode.len()).filter(|at| bytecode[*at..].starts_with(old)).collect();
            assert_eq!(found.len(), USES);
            found.iter().for_each(|at| bytecode[*at..at + 4].copy_from_slice(new));
        }
        world.svm.add_program(id, &bytecode).unwrap();
        Self { id, tokens: TOKEN_2022_ID }
    }

    fn find(&self, seeds: &[&[u8]]) -> Address {
        Address::find_program_address(seeds, &self.id).0
    }

    fn realm(&self) -> Address {
        self.find(&[b"governance", REALM.as_bytes()])
    }

    fn config(&self) -> Address {
        self.find(&[b"realm-config", self.realm().as_ref()])
    }

    /// The realm's account for what members deposited.
    fn holding(&self, mint: Address) -> Address {
        self.find(&[b"governance", self.realm().as_ref(), mint.as_ref()])
    }

    /// A member's record: what he deposited is the weight of his vote.
    fn record(&self, mint: Address, wallet: Address) -> Address {
        self.find(&[b"governance", self.realm().as_ref(), mint.as_ref(), wallet.as_ref()])
    }

    /// `CreateRealm` with this community mint, no council and no plugins.
    fn create_realm(&self, world: &World, mint: Address) -> Instruction {
        const RENT: Address = Address::from_str_const("SysvarRent111111111111111111111111111111111");
        const FULL_SUPPLY: u64 = 10_000_000_000;
        let mut data = vec![0];
        data.extend(u32::try_from(REALM.len()).unwrap().to_le_bytes());
        data.extend(REALM.as_bytes());
        data.push(0); // no council
        data.extend(1u64.to_le_bytes()); // tokens that it takes to create a governance
        data.push(0); // the greatest weight of all votes is a fraction of the supply
        data.extend(FULL_SUPPLY.to_le_bytes());
        data.extend([0; 6]); // community and council: no plugins, liquid tokens
        let accounts = vec![
            AccountMeta::new(self.realm(), false),
            AccountMeta::new_readonly(world.founder, false),
            AccountMeta::new_readonly(mint, false),
            AccountMeta::new(self.holding(mint), false),
            AccountMeta::new(world.payer, true),
            AccountMeta::new_readonly(SYSTEM_ID, false),
            AccountMeta::new_readonly(self.tokens, false),
            AccountMeta::new_readonly(RENT, false),
            AccountMeta::new(self.config(), false),
        ];
        Instruction { program_id: self.id, accounts, data }
    }

    /// `DepositGoverningTokens` by a wallet, from this account.
    fn deposit(&self, world: &World, mint: Address, wallet: Address, source: Address) -> Instruction {
        let data = [&[1][..], &AMOUNT.to_le_bytes()].concat();
        let accounts = vec![
            AccountMeta::new_readonly(self.realm(), false),
            AccountMeta::new(self.holding(mint), false),
            AccountMeta::new(source, false),
            AccountMeta::new_readonly(wallet, true),
            AccountMeta::new_readonly(wallet, true),
            AccountMeta::new(self.record(mint, wallet), false),
            AccountMeta::new(world.payer, true),
            AccountMeta::new_readonly(SYSTEM_ID, false),
            AccountMeta::new_readonly(self.tokens, false),
            AccountMeta::new_readonly(self.config(), false),
        ];
        Instruction { program_id: self.id, accounts, data }
    }

    /// The realm takes this mint, a member deposits, and has the weight of what he deposited.
    #[track_caller]
    fn takes(&self, world: &mut World, mint: Address, wallet: Address, source: Address) {
        world.must(&[self.create_realm(world, mint)]);
        let deposit = self.deposit(world, mint, wallet, source);
        let (holding, record) = (self.holding(mint), self.record(mint, wallet));
        world.send(&[deposit]).expect_changed(&[source, holding, record]);
        assert_eq!((world.quote_in(source), world.quote_in(holding)), (0, AMOUNT));
        let record = world.account(&record).unwrap().data;
        assert_eq!(record[97..105], AMOUNT.to_le_bytes(), "type, realm, mint, wallet, then the weight");
    }
}

/// Bob holds 1,000 free shares, and as many of a mint that has neither a hook nor any other extension.
struct Case {
    ada: TokenFixture,
    bob: Person,
    plain_mint: Address,
    plain_account: Address,
}

impl Case {
    fn shares(&self) -> Address {
        self.ada.share_account(self.bob.wallet)
    }
}

fn ready() -> (World, Case) {
    let mut world = World::founded();
    let ada = world.owner_with_token("ada");
    let bob = world.holder("bob", &ada, AMOUNT);
    world.warp(i64::from(90 * DAY));

    let (plain_mint, plain_account) = (address("plain mint"), address("plain account"));
    world.put(plain_mint, TOKEN_2022_ID, vec![0; 82]);
    world.put(plain_account, TOKEN_2022_ID, vec![0; 165]);
    let issuer = world.issuer;
    world.must(&[
        token::initialize_mint2(&TOKEN_2022_ID, &plain_mint, &issuer, None, 0).unwrap(),
        token::initialize_account3(&TOKEN_2022_ID, &plain_account, &plain_mint, &bob.wallet).unwrap(),
        token::mint_to(&TOKEN_2022_ID, &plain_mint, &plain_account, &issuer, &[], AMOUNT).unwrap(),
    ]);
    (world, Case { ada, bob, plain_mint, plain_account })
}

#[test]
fn the_fixture_is_the_file_that_was_hashed() {
    let hash: String = Sha256::digest(&*PUBLISHED).iter().map(|byte| format!("{byte:02x}")).collect();
    let recorded = fs::read_to_string(fixture("spl_governance.so.sha256")).unwrap();
    assert_eq!(recorded, format!("{hash}  spl_governance.so\n"));
}

/// The fixture is the program that it is said to be: money can vote.
#[test]
fn governance_takes_a_classic_token() {
    let (mut world, case) = ready();
    let governance = Governance::published(&mut world);
    let source = world.fund(case.bob.wallet, AMOUNT);
    let mint = world.quote_mint;
    governance.takes(&mut world, mint, case.bob.wallet, source);
}

/// It asks the classic program for the realm's account, and that refuses a mint which is not its own. For this it does
/// not matter whose mint it is.
#[test]
fn governance_refuses_any_realm_of_token_2022() {
    let (mut world, case) = ready();
    let governance = Governance::published(&mut world);
    for mint in [case.ada.mint, case.plain_mint] {
        let create = governance.create_realm(&world, mint);
        world.send(from_ref(&create)).expect_refusal((TOKEN_ID, Error::IncorrectProgramId));
        let create = create.replacing(TOKEN_ID, TOKEN_2022_ID);
        world.send(&[create]).expect_refusal((governance.id, Error::MissingAccount));
    }
}

/// Nor are shares a source for a realm of another mint.
#[test]
fn governance_refuses_shares_in_a_realm_of_money() {
    let (mut world, case) = ready();
    let governance = Governance::published(&mut world);
    let mint = world.quote_mint;
    world.must(&[governance.create_realm(&world, mint)]);
    for source in [case.shares(), case.plain_account, case.ada.mint] {
        let deposit = governance.deposit(&world, mint, case.bob.wallet, source);
        world.send(&[deposit]).expect_refusal((governance.id, INVALID_SOURCE));
    }
}

/// With Token-2022 as its token program it takes what Token-2022 moves without a hook.
#[test]
fn governance_of_token_2022_takes_a_plain_token() {
    let (mut world, case) = ready();
    let governance = Governance::of_token_2022(&mut world);
    governance.takes(&mut world, case.plain_mint, case.bob.wallet, case.plain_account);
}

/// And no share: an account for shares must be able to say that a transfer is under way, and the realm's is not.
#[test]
fn governance_of_token_2022_refuses_a_realm_of_shares() {
    let (mut world, case) = ready();
    let governance = Governance::of_token_2022(&mut world);
    let create = governance.create_realm(&world, case.ada.mint);
    world.send(&[create]).expect_refusal((TOKEN_2022_ID, Error::InvalidAccountData));
}

/// A realm of other tokens takes none either: a share account is longer than those it knows.
#[test]
fn governance_of_token_2022_refuses_shares_in_a_realm_of_plain_tokens() {
    let (mut world, case) = ready();
    let governance = Governance::of_token_2022(&mut world);
    world.must(&[governance.create_realm(&world, case.plain_mint)]);
    let deposit = governance.deposit(&world, case.plain_mint, case.bob.wallet, case.shares());
    world.send(&[deposit]).expect_refusal((governance.id, INVALID_SOURCE));
}

// Whoever wants shares as votes may write a program of his own, and anybody can make an account for shares that a program
// owns. What nobody can make for it is a position, and without one no share arrives.

/// Token-2022's refusal of an account that is not the one in the mint's list: there the receiver's close authority.
const UNRESOLVED_ACCOUNT: (Address, u32) = (TOKEN_2022_ID, 2_724_315_840);
/// Its refusal when that account is no position, so that no member can be read out of it.
const UNREADABLE_ACCOUNT: (Address, u32) = (TOKEN_2022_ID, 2_724_315_855);

/// A voting program that somebody wrote, and its vault: the address that it signs for.
fn voting_program(world: &mut World) -> (Address, Address) {
    let program = address("voting program");
    world.add_proxy(program);
    (program, proxy::signer(program))
}

/// Creates the account of a wallet, or of whatever has that address, for a mint of Token-2022.
fn create_account(world: &mut World, wallet: Address, mint: Address) -> Address {
    let create = CreateAssociatedToken { payer: world.payer, wallet, mint, token_program: TOKEN_2022_ID };
    world.must(&[create.instruction()]);
    pda::associated_token(wallet, mint, TOKEN_2022_ID)
}

impl Case {
    /// Bob's free shares, into the account of what is no member.
    fn shares_into(&self, world: &World, receiver: Address) -> SharesTransfer {
        let receiver = Person { wallet: receiver, member: pda::member(world.network, &[0; 32]) };
        world.shares_transfer(&self.ada, self.bob, receiver, AMOUNT)
    }

    /// Bob's other tokens, into such an account.
    fn plain_into(&self, authority: Address, account: Address, amount: u64) -> Instruction {
        let (source, mint) = (&self.plain_account, &self.plain_mint);
        token::transfer_checked(&TOKEN_2022_ID, source, mint, &account, &authority, &[], amount, 0).unwrap()
    }

    /// An open position, of Ada herself.
    fn another_position(&self) -> Address {
        self.ada.position(self.ada.owner.wallet)
    }
}

/// Bob lets a program's vault move what he has in this account.
fn approve(world: &mut World, case: &Case, account: Address, vault: Address) {
    world.must(&[token::approve(&TOKEN_2022_ID, &account, &vault, &case.bob.wallet, &[], AMOUNT).unwrap()]);
}

#[test]
fn a_plain_token_goes_where_a_program_can_count_it() {
    let (mut world, case) = ready();
    let receivers = [Governance::published(&mut world).realm(), voting_program(&mut world).1];
    for receiver in receivers {
        let account = create_account(&mut world, receiver, case.plain_mint);
        let transfer = case.plain_into(case.bob.wallet, account, AMOUNT / 2);
        world.send(&[transfer]).expect_changed(&[case.plain_account, account]);
    }
}

/// Whatever the sender names as the receiver's position, or if he leaves the hook out.
#[test]
fn no_share_goes_where_a_program_could_count_it() {
    let (mut world, case) = ready();
    let receivers = [Governance::published(&mut world).realm(), voting_program(&mut world).1];
    for receiver in receivers {
        create_account(&mut world, receiver, case.ada.mint);
        let transfer = case.shares_into(&world, receiver).instruction();
        let naming = |position| transfer.clone().replacing(case.ada.position(receiver), position);
        world.send(from_ref(&transfer)).expect_refusal(UNRESOLVED_ACCOUNT);
        world.send(&[naming(case.another_position())]).expect_refusal(UNRESOLVED_ACCOUNT);
        // No close authority reads as zeros, the System program's address.
        world.send(&[naming(SYSTEM_ID)]).expect_refusal(UNREADABLE_ACCOUNT);
        let bare = transfer.clone().without_last(8);
        world.send(&[bare]).expect_refusal((TOKEN_2022_ID, Error::MissingAccount));
    }
}

#[test]
fn a_delegated_plain_token_can_be_pulled_in() {
    let (mut world, case) = ready();
    let (program, vault) = voting_program(&mut world);
    let account = create_account(&mut world, vault, case.plain_mint);
    approve(&mut world, &case, case.plain_account, vault);
    let pull = proxy::wrap(program, &case.plain_into(vault, account, AMOUNT));
    world.send(&[pull]).expect_changed(&[case.plain_account, account]);
}

#[test]
fn no_delegated_share_can_be_pulled_in() {
    let (mut world, case) = ready();
    let (program, vault) = voting_program(&mut world);
    create_account(&mut world, vault, case.ada.mint);
    approve(&mut world, &case, case.shares(), vault);
    let transfer = SharesTransfer { authority: vault, ..case.shares_into(&world, vault) }.instruction();
    world.send(&[proxy::wrap(program, &transfer)]).expect_refusal(UNRESOLVED_ACCOUNT);
    let transfer = transfer.replacing(case.ada.position(vault), SYSTEM_ID).read_only(SYSTEM_ID);
    world.send(&[proxy::wrap(program, &transfer)]).expect_refusal(UNREADABLE_ACCOUNT);
}

/// A program that signs for its account can make it look like a holder's, with a position that is not its own.
#[test]
fn no_share_goes_to_a_program_that_borrows_a_position() {
    let (mut world, case) = ready();
    let (program, vault) = voting_program(&mut world);
    let account = create_account(&mut world, vault, case.ada.mint);
    let name = |position| {
        let set = SetCloseAuthority { wallet: vault, account, new_authority: Some(position) };
        proxy::wrap(program, &set.instruction())
    };
    world.must(&[name(case.another_position())]);
    let destination_member = case.ada.owner.member;
    let transfer = SharesTransfer { destination_member, ..case.shares_into(&world, vault) }.instruction();
    let transfer = transfer.replacing(case.ada.position(vault), case.another_position());
    world.send(&[transfer]).expect_refusal(Rule::PositionMismatch);
}

/// Or with the address that its own would have.
#[test]
fn no_share_goes_to_a_position_that_was_never_opened() {
    let (mut world, case) = ready();
    let (program, vault) = voting_program(&mut world);
    let account = create_account(&mut world, vault, case.ada.mint);
    let new_authority = Some(case.ada.position(vault));
    world.must(&[proxy::wrap(program, &SetCloseAuthority { wallet: vault, account, new_authority }.instruction())]);
    let transfer = case.shares_into(&world, vault).instruction();
    world.send(&[transfer]).expect_refusal(UNREADABLE_ACCOUNT);
}
