//! What a transaction changed, field by field, as the IDL has them.

use std::{
    collections::{BTreeMap, BTreeSet},
    ops::Range,
    sync::LazyLock,
};

use serde_json::Value;
use solana_account::{AccountSharedData, ReadableAccount};

use crate::prelude::*;

/// The committed IDL.
pub static IDL: LazyLock<Value> = LazyLock::new(|| {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../idl/personal_token.json");
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
});

/// The entries of a list of the IDL, or of one of its entries.
pub fn entries(of: &'static Value, list: &str) -> &'static [Value] {
    of[list].as_array().map_or(&[], Vec::as_slice)
}

/// The name of an entry.
pub fn name(entry: &'static Value) -> &'static str {
    entry["name"].as_str().unwrap()
}

/// A field of an account: its path, its type, and where it lies in the data.
pub struct Field {
    pub path: String,
    pub kind: String,
    pub place: Range<usize>,
}

/// The fields of an account of ours; those of a book within it have its name before them.
pub fn fields(account: &str) -> Vec<Field> {
    let mut found = Vec::new();
    let end = collect(account, "", 8, &mut found);
    found.insert(0, Field { path: "discriminator".into(), kind: "u64".into(), place: 0..8 });
    assert_eq!(found.last().unwrap().place.end, end);
    found
}

fn collect(structure: &str, prefix: &str, mut at: usize, found: &mut Vec<Field>) -> usize {
    let entry = entries(&IDL, "types").iter().find(|entry| entry["name"] == structure).unwrap();
    for field in entries(&entry["type"], "fields") {
        let path = format!("{prefix}{}", name(field));
        if let Some(inner) = field["type"]["defined"]["name"].as_str() {
            at = collect(inner, &format!("{path}."), at, found);
            continue;
        }
        let (kind, space) = match &field["type"] {
            Value::String(kind) => (kind.clone(), space(kind)),
            array => {
                let element = array["array"][0].as_str().unwrap();
                let count = usize::try_from(array["array"][1].as_u64().unwrap()).unwrap();
                (format!("[{element}; {count}]"), space(element) * count)
            }
        };
        found.push(Field { path, kind, place: at..at + space });
        at += space;
    }
    at
}

fn space(kind: &str) -> usize {
    match kind {
        "u8" => 1,
        "u16" => 2,
        "u32" => 4,
        "u64" | "i64" => 8,
        "u128" => 16,
        "pubkey" => 32,
        other => panic!("{other} has no size that is known here"),
    }
}

/// The type of one of our accounts.
fn type_of(data: &[u8]) -> Option<&'static str> {
    let is = |account: &Value| {
        let discriminator = account["discriminator"].as_array().unwrap().iter();
        data.len() >= 8 && discriminator.zip(data).all(|(byte, found)| *byte == u64::from(*found))
    };
    entries(&IDL, "accounts").iter().find(|account| is(account)).map(name)
}

/// Which field says whose an account of ours is.
fn subject(account: &str) -> &'static str {
    match account {
        "Network" | "Steward" | "Report" | "Distribution" => "discriminator",
        "Application" | "WalletLink" | "Member" => "wallet",
        "Position" | "Subscription" | "Recovery" | "Complaint" => "member",
        "Listing" => "position",
        "Token" => "owner",
        "Round" => "token",
        other => panic!("whose is a {other}?"),
    }
}

/// Type, whose it is, and fields, of an account on the ledger.
struct Known {
    title: String,
    fields: Vec<Field>,
}

const fn field(path: &'static str, place: Range<usize>) -> (&'static str, Range<usize>) {
    (path, place)
}

fn known(address: &Address, account: &AccountSharedData, names: &BTreeMap<Address, String>) -> Known {
    let (owner, data) = (*account.owner(), account.data());
    let whose = |place: Range<usize>| {
        let subject = Address::try_from(&data[place]).unwrap();
        names.get(&subject).cloned().unwrap_or_else(|| format!("{subject}"))
    };
    let plain = |kind: &str, whose: String, parts: &[(&str, Range<usize>)]| {
        let field = |(path, place): &(&str, Range<usize>)| Field {
            path: (*path).into(),
            kind: String::new(),
            place: place.clone(),
        };
        Known { title: format!("{kind} of {whose}"), fields: parts.iter().map(field).collect() }
    };
    const ACCOUNT: [(&str, Range<usize>); 6] = [
        field("mint", 0..32),
        field("owner", 32..64),
        field("amount", 64..72),
        field("delegate and state", 72..129),
        field("close_authority", 129..165),
        field("extensions", 165..usize::MAX),
    ];
    let of_address = || names.get(address).cloned().unwrap_or_else(|| address.to_string());
    match (owner, type_of(data)) {
        (ID, Some(kind)) => {
            let fields = fields(kind);
            assert_eq!(fields.last().unwrap().place.end, data.len(), "the IDL's fields of {kind} fill its data");
            let subject = fields.iter().find(|field| field.path == subject(kind)).unwrap();
            let whose = if subject.path == "discriminator" { of_address() } else { whose(subject.place.clone()) };
            Known { title: format!("{kind} of {whose}"), fields }
        }
        (TOKEN_2022_ID, _) if data.get(165) == Some(&1) => {
            let parts = [field("supply", 36..44), field("rest", 44..usize::MAX), field("authority", 0..36)];
            plain("share mint", of_address(), &parts)
        }
        (TOKEN_2022_ID, _) => plain("share account", whose(32..64), &ACCOUNT),
        (TOKEN_ID, _) if data.len() == 165 => plain("money", whose(32..64), &ACCOUNT),
        (SYSTEM_ID, _) if data.is_empty() => plain("wallet", of_address(), &[]),
        _ => plain("account", of_address(), &[field("data", 0..usize::MAX)]),
    }
}

/// Every account at one moment.
pub struct Moment(BTreeMap<Address, AccountSharedData>);

impl Moment {
    pub fn of(world: &World) -> Self {
        let accounts = world.svm.accounts_db().inner.iter();
        Self(accounts.map(|(address, account)| (*address, account.clone())).collect())
    }

    /// Puts every account back, so that one village serves for every instruction.
    pub fn restore(&self, world: &mut World, unix_time: i64) {
        let now = Self::of(world);
        let all: BTreeSet<&Address> = self.0.keys().chain(now.0.keys()).collect();
        let differs = |address: &&&Address| self.get(address) != now.get(address);
        for address in all.iter().filter(differs) {
            let before = self.get(address).cloned().unwrap_or_default();
            if !address.to_string().starts_with("Sysvar") {
                world.svm.set_account(**address, before.into()).unwrap();
            }
        }
        world.warp_to(unix_time);
    }

    fn get(&self, address: &Address) -> Option<&AccountSharedData> {
        self.0.get(address).filter(|account| account.lamports() > 0)
    }

    /// What is different now of these accounts, in words: `Position of bob.shares`, `created Listing of bob`.
    pub fn changes(
        &self,
        world: &World,
        changed: &BTreeSet<Address>,
        names: &BTreeMap<Address, String>,
    ) -> BTreeSet<String> {
        let now = Self::of(world);
        // A listing's subject is a position, whose subject is a member.
        let mut names = names.clone();
        for (address, account) in self.0.iter().chain(&now.0) {
            if let Ok(position) = Position::decode(account.owner(), account.data()) {
                names.extend(names.get(&position.wallet).cloned().map(|name| (*address, name)));
            }
        }
        changed.iter().flat_map(|address| self.changes_of(&now, address, &names)).collect()
    }

    fn changes_of(&self, now: &Self, address: &Address, names: &BTreeMap<Address, String>) -> Vec<String> {
        let title = |account| known(address, account, names).title;
        let (before, after) = match (self.get(address), now.get(address)) {
            (Some(before), Some(after)) => (before, after),
            (None, Some(after)) => return vec![format!("created {}", title(after))],
            (Some(before), None) => return vec![format!("closed {}", title(before))],
            (None, None) => return vec![],
        };
        assert_eq!((before.owner(), before.data().len()), (after.owner(), after.data().len()), "{}", title(before));
        let Known { title, fields } = known(address, before, names);
        let (old, new) = (before.data(), after.data());
        let place = |field: &Field| field.place.start.min(old.len())..field.place.end.min(old.len());
        let is_different = |field: &&Field| old[place(field)] != new[place(field)];
        let mut found: Vec<_> =
            fields.iter().filter(is_different).map(|field| format!("{title}.{}", field.path)).collect();
        if before.lamports() != after.lamports() {
            found.push(format!("{title}.lamports"));
        }
        assert!(!found.is_empty(), "{title} changed in no field that is known");
        found
    }
}
