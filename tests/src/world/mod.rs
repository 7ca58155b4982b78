//! A ledger with the committed program on it, and people who act.

pub mod addresses;
mod guard;
pub mod market;
mod people;
mod quote;
mod recovery;
mod round;
mod state;
mod token;

use std::{
    collections::{BTreeMap, BTreeSet},
    path::PathBuf,
    sync::LazyLock,
};

use litesvm::LiteSVM;
use personal_token_sdk::{
    event::{self, Event, InnerInstruction},
    ID,
};
use sha2::{Digest, Sha256};
use solana_account::{Account, AccountSharedData, ReadableAccount};
use solana_address::Address;
use solana_address_lookup_table_interface::{program as lookup_tables, state as lookup_table};
use solana_clock::Clock;
use solana_instruction::Instruction;
use solana_keypair::Keypair;
use solana_message::{
    compiled_instruction::CompiledInstruction, v0, AddressLookupTableAccount, Message, VersionedMessage,
};
use solana_signer::Signer;
use solana_transaction::versioned::VersionedTransaction;

use crate::{
    invariants::after_transaction,
    outcome::{Call, Outcome},
    preview::Preview,
    proxy,
};

pub use people::{identity, Founding, Person};
pub use recovery::{Lost, LAPSE, VETO};
pub use round::RoundFixture;
pub use token::{Terms, TokenFixture, SHARES};

/// The time at which every world begins: 2026-01-01, 00:00:00 UTC.
pub const GENESIS: i64 = 1_767_225_600;
/// What everybody has at first, in lamports.
pub const WEALTH: u64 = 100_000_000_000;

/// Changes with every transaction, whatever becomes of it.
const RECENT_BLOCKHASHES: Address = Address::from_str_const("SysvarRecentB1ockHashes11111111111111111111");

/// The committed program; another one, a mutant for example, if `PERSONAL_TOKEN_ARTIFACT` names its file.
pub fn artifact_path() -> PathBuf {
    std::env::var_os("PERSONAL_TOKEN_ARTIFACT").map_or_else(
        || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../programs/personal_token/artifact/personal_token.so"),
        PathBuf::from,
    )
}

static ARTIFACT: LazyLock<Vec<u8>> = LazyLock::new(|| std::fs::read(artifact_path()).unwrap());

/// A ledger, its people and what they founded on it. See the crate's page for how to use it.
pub struct World {
    /// The ledger itself, for what this type has no words for.
    pub svm: LiteSVM,
    /// Pays every fee and every rent, so that nobody else's balance moves but for a reason.
    pub payer: Address,
    /// The network's first authority.
    pub founder: Address,
    /// Mint and freeze authority of the quote money.
    pub issuer: Address,
    /// The network, if one was founded.
    pub network: Address,
    /// The quote mint: classic, six decimals.
    pub quote_mint: Address,
    /// Whether the [`invariants`](crate::invariants) are checked after every transaction. Off once an account was
    /// written by hand.
    pub checked: bool,
    keypairs: BTreeMap<Address, Keypair>,
    donations: BTreeMap<Address, u64>,
    tables: u8,
}

/// Every account at one moment.
#[derive(Clone)]
pub struct Snapshot(BTreeMap<Address, AccountSharedData>);

impl World {
    /// The program and the quote mint, and no network.
    pub fn deployed() -> Self {
        let mut svm = LiteSVM::new().with_log_bytes_limit(None);
        svm.add_program(ID, &ARTIFACT).unwrap();
        let mut clock: Clock = svm.get_sysvar();
        clock.unix_timestamp = GENESIS;
        svm.set_sysvar(&clock);
        let nobody = Address::default();
        let mut world = Self {
            svm,
            payer: nobody,
            founder: nobody,
            issuer: nobody,
            network: nobody,
            quote_mint: address("quote mint"),
            checked: true,
            keypairs: BTreeMap::new(),
            donations: BTreeMap::new(),
            tables: 0,
        };
        world.payer = world.person("payer");
        world.founder = world.person("founder");
        world.issuer = world.person("issuer");
        world.create_quote_mint("quote mint");
        world
    }

    // People

    /// A wallet with lamports; the same name is always the same wallet. The world signs for it.
    pub fn person(&mut self, name: &str) -> Address {
        let (keypair, address) = (key(name), wallet(name));
        if self.keypairs.insert(address, keypair).is_none() && self.svm.get_balance(&address).is_none() {
            self.give_lamports(address, WEALTH);
        }
        address
    }

    /// The key pair of somebody that this world knows.
    pub fn keypair(&self, address: &Address) -> &Keypair {
        self.keypairs.get(address).unwrap_or_else(|| panic!("{address} is nobody this world can sign for"))
    }

    // Time

    /// The Unix time of the ledger.
    pub fn now(&self) -> i64 {
        self.svm.get_sysvar::<Clock>().unix_timestamp
    }

    /// Lets `seconds` pass, or turns the clock back.
    pub fn warp(&mut self, seconds: i64) {
        self.warp_to(self.now() + seconds);
    }

    /// Sets the Unix time of the ledger.
    pub fn warp_to(&mut self, unix_time: i64) {
        let mut clock: Clock = self.svm.get_sysvar();
        clock.unix_timestamp = unix_time;
        clock.slot += 1;
        self.svm.set_sysvar(&clock);
    }

    // Transactions

    /// Sends one transaction. The payer pays, and whoever an instruction names as signer signs; to leave a signature
    /// out, see [`Vary::unsigned`](crate::Vary::unsigned). Every invariant must hold afterwards.
    #[must_use = "say whether it was to succeed or to be refused, and how"]
    #[track_caller]
    pub fn send(&mut self, instructions: &[Instruction]) -> Outcome {
        self.svm.expire_blockhash();
        let message = Message::new_with_blockhash(instructions, Some(&self.payer), &self.svm.latest_blockhash());
        let keys = message.account_keys.clone();
        self.send_message(VersionedMessage::Legacy(message), keys, instructions)
    }

    /// As [`World::send`], with a lookup table of these addresses, which is there already.
    #[must_use = "say whether it was to succeed or to be refused, and how"]
    #[track_caller]
    pub fn send_with_table(&mut self, instructions: &[Instruction], addresses: &[Address]) -> Outcome {
        let table = self.lookup_table(addresses);
        self.svm.expire_blockhash();
        let blockhash = self.svm.latest_blockhash();
        let message = v0::Message::try_compile(&self.payer, instructions, &[table], blockhash).unwrap();
        let loaded = |indexes: fn(&v0::MessageAddressTableLookup) -> &[u8]| -> Vec<Address> {
            let all = message.address_table_lookups.iter().flat_map(indexes);
            all.map(|index| addresses[usize::from(*index)]).collect()
        };
        let keys = [
            message.account_keys.clone(),
            loaded(|lookup| &lookup.writable_indexes),
            loaded(|lookup| &lookup.readonly_indexes),
        ];
        self.send_message(VersionedMessage::V0(message), keys.concat(), instructions)
    }

    /// Sends instructions that must succeed; for what a test needs, not for what it tests.
    #[track_caller]
    pub fn must(&mut self, instructions: &[Instruction]) -> Outcome {
        self.send(instructions).expect_success()
    }

    fn lookup_table(&mut self, addresses: &[Address]) -> AddressLookupTableAccount {
        let key = address(&format!("lookup table {}", self.tables));
        self.tables += 1;
        let meta = lookup_table::LookupTableMeta::default();
        let table = lookup_table::AddressLookupTable { meta, addresses: addresses.into() };
        let data = table.serialize_for_tests().unwrap();
        self.put(key, lookup_tables::ID, data);
        // A table can be used from the slot after it was extended.
        self.warp(0);
        AddressLookupTableAccount { key, addresses: addresses.to_vec() }
    }

    #[track_caller]
    fn send_message(&mut self, message: VersionedMessage, keys: Vec<Address>, instructions: &[Instruction]) -> Outcome {
        let signatures = usize::from(message.header().num_required_signatures);
        let signers: Vec<&Keypair> = keys[..signatures].iter().map(|address| self.keypair(address)).collect();
        let transaction = VersionedTransaction::try_new(message, &signers).unwrap();
        let preview = Preview::of(self, instructions);
        let before = self.snapshot();
        let (result, meta) = match self.svm.send_transaction(transaction) {
            Ok(meta) => (Ok(()), meta),
            Err(failed) => (Err(failed.err), failed.meta),
        };
        let inner_calls: Vec<Vec<Call>> = meta
            .inner_instructions
            .iter()
            .map(|calls| calls.iter().map(|call| inner_call(&call.instruction, call.stack_height, &keys)).collect())
            .collect();
        let (changed, spent) = before.compare(self, self.payer);
        let outcome = Outcome {
            result,
            compute_units: meta.compute_units_consumed,
            return_data: meta.return_data.data,
            instructions: instructions.to_vec(),
            events: events(&inner_calls, &meta.logs),
            logs: meta.logs,
            inner_calls,
            changed,
            only_the_fee_was_paid: spent == i128::from(meta.fee),
        };
        if self.checked {
            after_transaction(self, &before, &outcome, meta.fee);
        }
        if let Some(preview) = preview {
            preview.check(self, &outcome);
        }
        outcome
    }

    // Accounts

    /// An account as it is now.
    pub fn account(&self, address: &Address) -> Option<Account> {
        self.svm.get_account(address).filter(|account| account.lamports > 0)
    }

    /// The lamports at an address.
    pub fn lamports(&self, address: &Address) -> u64 {
        self.svm.get_balance(address).unwrap_or(0)
    }

    /// The rent-exempt minimum of an account with so many bytes.
    pub fn rent(&self, bytes: usize) -> u64 {
        self.svm.minimum_balance_for_rent_exemption(bytes)
    }

    /// Sends lamports to an address, as anybody can, whatever is to be created there.
    pub fn give_lamports(&mut self, address: Address, lamports: u64) {
        let mut account = self.svm.get_account(&address).unwrap_or_default();
        account.lamports += lamports;
        account.rent_epoch = u64::MAX;
        self.svm.set_account(address, account).unwrap();
    }

    /// Writes an account that no instruction could: rent-exempt, with this owner and data.
    pub fn put(&mut self, address: Address, owner: Address, data: Vec<u8>) {
        let account = Account { lamports: self.rent(data.len()), data, owner, executable: false, rent_epoch: u64::MAX };
        self.svm.set_account(address, account).unwrap();
    }

    /// Changes an account's data behind the program's back. From then on invariants are not checked any more.
    pub fn corrupt(&mut self, address: Address, change: impl FnOnce(&mut [u8])) {
        let mut account = self.account(&address).unwrap();
        change(&mut account.data);
        self.svm.set_account(address, account).unwrap();
        self.checked = false;
    }

    /// Every account of a program.
    pub fn accounts_of(&self, program: &Address) -> Vec<(Address, Account)> {
        let mut accounts = self.svm.get_program_accounts(program);
        accounts.sort_by_key(|(address, _)| *address);
        accounts
    }

    /// Every account there is.
    pub fn snapshot(&self) -> Snapshot {
        let accounts = &self.svm.accounts_db().inner;
        Snapshot(accounts.iter().map(|(address, account)| (*address, account.clone())).collect())
    }

    /// Every account is byte for byte as in `before`, but for the lamports of the payer.
    #[track_caller]
    pub fn assert_unchanged(&self, before: &Snapshot) {
        let (changed, _) = before.compare(self, self.payer);
        assert_eq!(changed, BTreeSet::new(), "these accounts changed");
    }

    /// Puts a native program at `address` that calls whatever it is told to; see [`proxy`].
    pub fn add_proxy(&mut self, address: Address) {
        proxy::install(&mut self.svm, address);
    }
}

impl Snapshot {
    /// An account as it was then.
    pub fn get(&self, address: &Address) -> Option<&AccountSharedData> {
        self.0.get(address)
    }

    /// The accounts that are different in `world`, the payer's lamports aside, and what the payer spent.
    fn compare(&self, world: &World, payer: Address) -> (BTreeSet<Address>, i128) {
        let after = &world.svm.accounts_db().inner;
        let is_same = |address: &Address| {
            let [before, after] = [self.0.get(address), after.get(address)].map(|account| content(account?));
            match (before, after) {
                (Some((_, before)), Some((_, after))) if *address == payer => before == after,
                (before, after) => before == after,
            }
        };
        let all: BTreeSet<&Address> = self.0.keys().chain(after.keys()).collect();
        let changed = all
            .into_iter()
            .filter(|address| **address != RECENT_BLOCKHASHES)
            .filter(|address| !is_same(address))
            .copied()
            .collect();
        let lamports = |account: Option<&AccountSharedData>| account.map_or(0, |a| i128::from(a.lamports()));
        (changed, lamports(self.0.get(&payer)) - lamports(after.get(&payer)))
    }
}

/// Owner, whether it is a program, and data.
type Content<'a> = (Address, bool, &'a [u8]);

/// Lamports, and all else; an account without lamports is none. The epoch of the rent means nothing any more.
fn content(account: &AccountSharedData) -> Option<(u64, Content<'_>)> {
    let lamports = account.lamports();
    (lamports > 0).then(|| (lamports, (*account.owner(), account.executable(), account.data())))
}

/// 32 bytes that are always the same for a name.
pub fn hash(name: &str) -> [u8; 32] {
    Sha256::digest(name.as_bytes()).into()
}

/// An address that is always the same for a name, and that nobody has the key of.
pub fn address(name: &str) -> Address {
    Address::new_from_array(hash(name))
}

/// The wallet of that name, in every world.
pub fn wallet(name: &str) -> Address {
    key(name).pubkey()
}

fn key(name: &str) -> Keypair {
    Keypair::new_from_array(hash(name))
}

fn inner_call(instruction: &CompiledInstruction, stack_height: u8, keys: &[Address]) -> Call {
    Call {
        program: keys[usize::from(instruction.program_id_index)],
        accounts: instruction.accounts.iter().map(|index| keys[usize::from(*index)]).collect(),
        data: instruction.data.clone(),
        stack_height,
    }
}

/// What our program reported: by calls of itself, and in the logs.
fn events(calls: &[Vec<Call>], logs: &[String]) -> Vec<Event> {
    let calls = calls.iter().flatten();
    let calls =
        calls.map(|call| InnerInstruction { program: &call.program, accounts: &call.accounts, data: &call.data });
    let mut events = event::from_inner_instructions(calls);
    events.extend(event::from_logs(logs));
    events
}
