//! Every attack on a fixture, generated from the IDL's slots and from what is on the ledger.

use std::collections::BTreeMap;

use personal_token_sdk::{ids::SYSTEM_ID, pda, Address, Instruction, TOKEN_2022_ID, TOKEN_ID};
use personal_token_tests::{address, World};

use crate::{
    fixtures::{Fixture, Slot},
    ledger::{Ledger, Type},
    universe::attackers_program,
};

/// What is done to a slot.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Attack {
    /// The signature left out.
    Unsigned,
    /// The writable flag left out.
    ReadOnly,
    /// A wallet that has nothing to do with it.
    Stranger,
    /// The same type, of another network, token or person: every one that there is.
    Twin,
    /// Another type of account: one of each.
    OtherType,
    /// The right bytes, owned by another program.
    ForeignOwner,
    /// Right discriminator, content of the attacker's choice, owned by his program.
    Forged,
    /// As before; and the attacker signs where somebody was to sign whom the forgery names.
    ForgedAndSigned,
    /// An address where nothing ever was.
    Nothing,
    /// An address where something was.
    Closed,
    /// Another slot's account.
    Duplicate,
}

/// One instruction that is not what it should be.
pub struct Case {
    pub attack: Attack,
    pub slot: Slot,
    /// What the slot was replaced by; its own account if only a flag was taken away.
    pub by: Address,
    /// The type of what it was replaced by.
    pub by_type: Type,
    /// In words.
    pub what: String,
    pub instruction: Instruction,
}

/// Every case of a fixture. Forged accounts are put on the ledger here.
pub fn cases(fixture: &mut Fixture) -> Vec<Case> {
    let ledger = Ledger::of(&fixture.universe.world);
    let by_type = ledger.by_type();
    let slots = fixture.slots.clone();
    let mut cases = Vec::new();
    for slot in &slots {
        if slot.signer {
            let mut instruction = fixture.instruction.clone();
            instruction.accounts[slot.index].is_signer = false;
            cases.push(flag(Attack::Unsigned, slot, &ledger, instruction));
        }
        if slot.writable {
            let mut instruction = fixture.instruction.clone();
            instruction.accounts[slot.index].is_writable = false;
            cases.push(flag(Attack::ReadOnly, slot, &ledger, instruction));
        }
        let mut seen = Vec::new();
        for (attack, by, what) in replacements(fixture, slot, &ledger, &by_type) {
            let mut instruction = replaced(fixture, slot, by);
            if attack == Attack::ForgedAndSigned {
                sign_instead(fixture, &mut instruction, slot);
            }
            // The valid instruction, or a case that there is already: mallory is a stranger and a twin, for one.
            if by == slot.address || seen.contains(&instruction) {
                continue;
            }
            seen.push(instruction.clone());
            let by_type = type_now(&fixture.universe.world, &by);
            cases.push(Case { attack, slot: slot.clone(), by, by_type, what, instruction });
        }
    }
    cases
}

fn flag(attack: Attack, slot: &Slot, ledger: &Ledger, instruction: Instruction) -> Case {
    let by_type = ledger.type_of(&slot.address);
    Case { attack, slot: slot.clone(), by: slot.address, by_type, what: "its flag".into(), instruction }
}

fn type_now(world: &World, address: &Address) -> Type {
    Type::of(world.svm.accounts_db().inner.get(address))
}

/// With another account in one slot. It signs if it can: whoever has a key may be part of the attack.
fn replaced(fixture: &Fixture, slot: &Slot, by: Address) -> Instruction {
    let mut instruction = fixture.instruction.clone();
    let meta = &mut instruction.accounts[slot.index];
    meta.pubkey = by;
    meta.is_signer &= fixture.universe.people.contains(&by);
    instruction
}

/// The attacker in every signer's slot but the payer's.
fn sign_instead(fixture: &Fixture, instruction: &mut Instruction, except: &Slot) {
    for slot in fixture.slots.iter().filter(|slot| slot.signer && slot.name != "payer" && slot.index != except.index) {
        instruction.accounts[slot.index].pubkey = fixture.universe.mallory;
    }
}

/// What a slot is replaced by.
fn replacements(
    fixture: &mut Fixture,
    slot: &Slot,
    ledger: &Ledger,
    by_type: &BTreeMap<Type, Vec<Address>>,
) -> Vec<(Attack, Address, String)> {
    let mut found = Vec::new();
    let universe = &fixture.universe;
    let own_type = ledger.type_of(&slot.address);
    found.push((Attack::Stranger, universe.mallory, "mallory's wallet".into()));
    found.push((Attack::Stranger, address("treasury of nobody"), "a stranger's lamports".into()));

    let uncreated = universe.uncreated.iter();
    let twins: Vec<_> = match own_type {
        Type::Nothing => uncreated.clone().map(|(_, address)| *address).collect(),
        kind => by_type[&kind].clone(),
    };
    found.extend(twins.iter().map(|twin| (Attack::Twin, *twin, format!("another {own_type:?}"))));
    let others = by_type.iter().filter(|(kind, _)| **kind != own_type);
    found.extend(others.map(|(kind, accounts)| (Attack::OtherType, accounts[0], format!("a {kind:?}"))));

    for (name, nothing) in [("address", address("nowhere")), ("position", pda::position(address("nowhere")))] {
        found.push((Attack::Nothing, nothing, format!("an empty {name}")));
    }
    let alike = uncreated.filter(|(kind, _)| *kind == own_type);
    found.extend(alike.map(|(kind, address)| (Attack::Nothing, *address, format!("a {kind:?} never created"))));
    found.extend(universe.closed.iter().map(|closed| (Attack::Closed, *closed, "a closed account".into())));
    for other in fixture.slots.iter().filter(|other| other.index != slot.index) {
        found.push((Attack::Duplicate, other.address, format!("the {} as well", other.name)));
    }

    let mallory = universe.mallory;
    let people = universe.people.clone();
    let world = &mut fixture.universe.world;
    if world.lamports(&address("treasury of nobody")) == 0 {
        world.give_lamports(address("treasury of nobody"), 1_000_000_000);
    }
    let data = match own_type {
        // Of a program: one that does whatever the attacker says.
        Type::Program => {
            found.push((Attack::ForeignOwner, attackers_program(), "the attacker's program".into()));
            vec![1; 36]
        }
        _ => world.account(&slot.address).map(|account| account.data).unwrap_or_default(),
    };
    for owner in [attackers_program(), SYSTEM_ID, TOKEN_ID, TOKEN_2022_ID] {
        let is_own = world.account(&slot.address).is_some_and(|account| account.owner == owner);
        if is_own || data.is_empty() && owner == SYSTEM_ID {
            continue;
        }
        let copy = put(world, &format!("copy of {} for {owner}", slot.name), owner, data.clone());
        found.push((Attack::ForeignOwner, copy, format!("its bytes, owned by {owner}")));
    }
    let forged = forge(data, &people, mallory);
    let forged = put(world, &format!("forgery of {}", slot.name), attackers_program(), forged);
    found.push((Attack::Forged, forged, "a forgery".into()));
    found.push((Attack::ForgedAndSigned, forged, "a forgery that names the signer".into()));
    found
}

fn put(world: &mut World, name: &str, owner: Address, data: Vec<u8>) -> Address {
    world.put(address(name), owner, data);
    address(name)
}

/// The attacker in the place of everybody that the bytes name.
fn forge(mut data: Vec<u8>, people: &[Address], mallory: Address) -> Vec<u8> {
    for start in 0..data.len().saturating_sub(31) {
        let window = &mut data[start..start + 32];
        if people.iter().any(|person| person.as_ref() == window) {
            window.copy_from_slice(mallory.as_ref());
        }
    }
    data
}
