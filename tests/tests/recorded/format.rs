//! What a recording is, and the file it is in: JSON, compressed, each account and each address once.

use std::{collections::BTreeMap, fs, path::Path};

use base64::{engine::general_purpose::STANDARD, Engine};
use personal_token_sdk::{AccountMeta, Address, Instruction};
use serde::{Deserialize, Serialize};
use solana_account::Account;

/// One instruction, everything that it could read, and what came of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Fixture {
    /// The instruction's name in the IDL.
    pub kind: String,
    /// What was done to the valid one; unique for the instruction.
    pub what: String,
    pub unix_time: i64,
    pub instruction: Instruction,
    /// The names of its accounts.
    pub slots: Vec<String>,
    /// Its accounts that existed, but for programs.
    pub before: BTreeMap<Address, Account>,
    pub result: Recorded,
}

/// What came of an instruction: all but its compute units.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Recorded {
    /// `success`, or the error and the program that raised it.
    pub verdict: String,
    pub return_data: Vec<u8>,
    /// Self-calls of the program and logged data, in their order.
    pub events: Vec<Vec<u8>>,
    /// The accounts that changed; `None` for closed.
    pub after: BTreeMap<Address, Option<Account>>,
}

impl Fixture {
    pub fn name(&self) -> String {
        format!("{}: {}", self.kind, self.what)
    }
}

/// The file. Addresses and accounts are named by their place in the lists.
#[derive(Deserialize, Serialize)]
struct File {
    addresses: Vec<String>,
    accounts: Vec<FileAccount>,
    fixtures: Vec<FileFixture>,
}

#[derive(Clone, Deserialize, Eq, Ord, PartialEq, PartialOrd, Serialize)]
struct FileAccount {
    owner: usize,
    lamports: u64,
    data: String,
}

#[derive(Deserialize, Serialize)]
struct FileFixture {
    kind: String,
    what: String,
    unix_time: i64,
    program: usize,
    data: String,
    /// Name, address, signs, is written.
    accounts: Vec<(String, usize, bool, bool)>,
    before: Vec<(usize, usize)>,
    verdict: String,
    return_data: String,
    events: Vec<String>,
    after: Vec<(usize, Option<usize>)>,
}

/// Numbers things in the order in which they come.
struct Numbered<T>(BTreeMap<T, usize>);

impl<T: Clone + Ord> Numbered<T> {
    fn number(&mut self, thing: T) -> usize {
        let next = self.0.len();
        *self.0.entry(thing).or_insert(next)
    }

    fn list(self) -> Vec<T> {
        let mut list: Vec<_> = self.0.into_iter().collect();
        list.sort_by_key(|(_, number)| *number);
        list.into_iter().map(|(thing, _)| thing).collect()
    }
}

/// Writes a recording.
pub fn write(path: &Path, fixtures: &[Fixture]) {
    let (mut addresses, mut accounts) = (Numbered(BTreeMap::new()), Numbered(BTreeMap::new()));
    let mut account = |account: &Account, addresses: &mut Numbered<String>| {
        let owner = addresses.number(account.owner.to_string());
        accounts.number(FileAccount { owner, lamports: account.lamports, data: STANDARD.encode(&account.data) })
    };
    let mut rows = Vec::new();
    for Fixture { kind, what, unix_time, instruction, slots, before, result } in fixtures {
        let mut before_accounts = Vec::new();
        for (address, state) in before {
            before_accounts.push((addresses.number(address.to_string()), account(state, &mut addresses)));
        }
        let mut after = Vec::new();
        for (address, state) in &result.after {
            let state = state.as_ref().map(|state| account(state, &mut addresses));
            after.push((addresses.number(address.to_string()), state));
        }
        let meta = |(name, meta): (&String, &AccountMeta)| {
            (name.clone(), addresses.number(meta.pubkey.to_string()), meta.is_signer, meta.is_writable)
        };
        rows.push(FileFixture {
            kind: kind.clone(),
            what: what.clone(),
            unix_time: *unix_time,
            accounts: slots.iter().zip(&instruction.accounts).map(meta).collect(),
            program: addresses.number(instruction.program_id.to_string()),
            data: STANDARD.encode(&instruction.data),
            before: before_accounts,
            verdict: result.verdict.clone(),
            return_data: STANDARD.encode(&result.return_data),
            events: result.events.iter().map(|event| STANDARD.encode(event)).collect(),
            after,
        });
    }
    let file = File { addresses: addresses.list(), accounts: accounts.list(), fixtures: rows };
    let json = serde_json::to_vec(&file).unwrap();
    fs::write(path, zstd::encode_all(json.as_slice(), 19).unwrap()).unwrap();
}

/// Reads a recording.
pub fn read(path: &Path) -> Vec<Fixture> {
    let bytes = fs::read(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let file: File = serde_json::from_slice(&zstd::decode_all(bytes.as_slice()).unwrap()).unwrap();
    let addresses: Vec<Address> = file.addresses.iter().map(|address| address.parse().unwrap()).collect();
    let bytes = |text: &String| STANDARD.decode(text).unwrap();
    let account = |number: usize| {
        let FileAccount { owner, lamports, data } = &file.accounts[number];
        let (owner, data) = (addresses[*owner], bytes(data));
        Account { lamports: *lamports, data, owner, executable: false, rent_epoch: u64::MAX }
    };
    let fixture = |row: &FileFixture| {
        let meta = |(_, address, is_signer, is_writable): &(String, usize, bool, bool)| AccountMeta {
            pubkey: addresses[*address],
            is_signer: *is_signer,
            is_writable: *is_writable,
        };
        Fixture {
            kind: row.kind.clone(),
            what: row.what.clone(),
            unix_time: row.unix_time,
            instruction: Instruction {
                program_id: addresses[row.program],
                accounts: row.accounts.iter().map(meta).collect(),
                data: bytes(&row.data),
            },
            slots: row.accounts.iter().map(|(name, ..)| name.clone()).collect(),
            before: row.before.iter().map(|(address, state)| (addresses[*address], account(*state))).collect(),
            result: Recorded {
                verdict: row.verdict.clone(),
                return_data: bytes(&row.return_data),
                events: row.events.iter().map(bytes).collect(),
                after: row.after.iter().map(|(address, state)| (addresses[*address], state.map(account))).collect(),
            },
        }
    };
    file.fixtures.iter().map(fixture).collect()
}
