//! What one transaction may do: the accounts that it changed, before and after, its instructions, and its events.

use std::collections::{BTreeMap, BTreeSet};

use personal_token_sdk::{
    event::Event,
    instruction::Kind,
    state::{Member, Network, ProgramAccount, Token},
    Address, ID, TOKEN_2022_ID, TOKEN_ID,
};
use solana_account::{AccountSharedData, ReadableAccount};

use super::{
    equal, holds,
    ledger::{is_token_account, read_address, read_u64, Ledger},
};
use crate::{world::Snapshot, Outcome, World};

mod events;
mod fields;
mod frame;
mod loss;
mod machines;
mod money;
mod receivers;
mod signatures;

/// An instruction of ours that ran, whoever called it.
pub struct Deed {
    pub kind: Kind,
    pub accounts: Vec<Address>,
}

/// A token account that changed, of either program.
#[derive(Clone, Copy)]
pub struct Balance {
    pub mint: Address,
    pub owner: Address,
    pub amount: u64,
    /// Who may spend from it too.
    pub delegate: Option<Address>,
}

/// One successful transaction.
pub struct Step<'a> {
    pub world: &'a World,
    pub before: &'a Snapshot,
    pub outcome: &'a Outcome,
    pub deeds: Vec<Deed>,
    pub signers: BTreeSet<Address>,
    /// The program's accounts that changed, as they were and as they are.
    pub was: Ledger,
    pub is: Ledger,
    /// The token accounts that changed.
    pub balances: BTreeMap<Address, (Option<Balance>, Option<Balance>)>,
    pub now: i64,
}

/// What a transaction takes out of the ledger is its fee; what fails changes nothing else.
#[track_caller]
pub fn lamports(world: &World, before: &Snapshot, outcome: &Outcome, fee: u64) {
    if outcome.result.is_err() {
        equal!(Refused, outcome.changed, BTreeSet::new(), "accounts that changed, {}", outcome.report());
        holds!(Refused, outcome.only_the_fee_was_paid, "it cost more than its fee, {}", outcome.report());
        return;
    }
    let addresses = outcome.changed.iter().filter(|address| **address != world.payer).chain([&world.payer]);
    let difference: i128 = addresses
        .map(|address| {
            let was = before.get(address).map_or(0, ReadableAccount::lamports);
            i128::from(was) - i128::from(world.lamports(address))
        })
        .sum();
    equal!(Lamports, difference, i128::from(fee), "lamports that left the ledger, and the fee");
}

impl<'a> Step<'a> {
    pub fn new(world: &'a World, before: &'a Snapshot, outcome: &'a Outcome) -> Self {
        let (mut was, mut is, mut balances) = (Ledger::default(), Ledger::default(), BTreeMap::new());
        for address in &outcome.changed {
            let (old, new) = (before.get(address), world.svm.accounts_db().inner.get(address));
            if let Some(account) = old {
                was.add(*address, account);
            }
            if let Some(account) = new {
                is.add(*address, account);
            }
            let balance = (old.and_then(Balance::of), new.and_then(Balance::of));
            if balance.0.is_some() || balance.1.is_some() {
                balances.insert(*address, balance);
            }
        }
        let metas = || outcome.instructions.iter().flat_map(|instruction| &instruction.accounts);
        let signers = metas().filter(|meta| meta.is_signer).map(|meta| meta.pubkey).chain([world.payer]).collect();
        Self { world, before, outcome, deeds: deeds(outcome), signers, was, is, balances, now: world.now() }
    }

    /// Every invariant of a step.
    pub fn check(&self) {
        self.never_less();
        self.never_another();
        self.frame();
        self.reach();
        self.fields();
        self.signatures();
        self.machines();
        self.ends();
        self.money();
        self.no_loss();
        self.receivers();
        self.stops();
        self.events();
    }

    /// An account as it was before.
    pub fn before<T: ProgramAccount>(&self, address: &Address) -> Option<T> {
        let account = self.before.get(address)?;
        T::decode(account.owner(), account.data()).ok()
    }

    /// An account as it is now.
    pub fn now<T: ProgramAccount>(&self, address: &Address) -> Option<T> {
        let account = self.world.svm.accounts_db().inner.get(address)?;
        T::decode(account.owner(), account.data()).ok()
    }

    pub fn did(&self, kind: Kind) -> bool {
        self.deeds.iter().any(|deed| deed.kind == kind)
    }

    pub fn did_any(&self, kinds: &[Kind]) -> bool {
        self.deeds.iter().any(|deed| kinds.contains(&deed.kind))
    }

    /// Whether an instruction of this kind had the account.
    pub fn did_to(&self, kinds: &[Kind], address: &Address) -> bool {
        self.deeds.iter().any(|deed| kinds.contains(&deed.kind) && deed.accounts.contains(address))
    }

    pub fn signed(&self, address: &Address) -> bool {
        self.signers.contains(address)
    }

    /// Whether at most one instruction had the account: then what it was and is shows one edge of its course.
    pub fn once(&self, address: &Address) -> bool {
        self.deeds.iter().filter(|deed| deed.accounts.contains(address)).count() <= 1
    }

    /// The present wallet of a member, before or after.
    pub fn signed_by_member(&self, member: &Address) -> bool {
        let wallets = [self.before::<Member>(member), self.now::<Member>(member)];
        wallets.iter().flatten().any(|member| self.signed(&member.wallet))
    }

    pub fn network_of(&self, token: &Token) -> Option<Network> {
        self.before(&token.network)
    }

    pub fn events_of<'b, T: 'b>(
        &'b self,
        select: impl Fn(&'b Event) -> Option<T> + 'b,
    ) -> impl Iterator<Item = T> + 'b {
        self.outcome.events.iter().filter_map(select)
    }
}

/// The accounts of one kind that changed: as they were, and as they are.
pub fn changes<'b, T>(
    was: &'b BTreeMap<Address, T>,
    is: &'b BTreeMap<Address, T>,
) -> impl Iterator<Item = (&'b Address, Option<&'b T>, Option<&'b T>)> {
    let addresses: BTreeSet<&Address> = was.keys().chain(is.keys()).collect();
    addresses.into_iter().map(|address| (address, was.get(address), is.get(address)))
}

/// Those that there were before and still are.
pub fn edits<'b, T>(
    was: &'b BTreeMap<Address, T>,
    is: &'b BTreeMap<Address, T>,
) -> impl Iterator<Item = (&'b Address, &'b T, &'b T)> {
    was.iter().filter_map(|(address, before)| Some((address, before, is.get(address)?)))
}

impl Balance {
    fn of(account: &AccountSharedData) -> Option<Self> {
        let data = account.data();
        let is_program = [TOKEN_ID, TOKEN_2022_ID].contains(account.owner());
        (is_program && account.lamports() > 0 && is_token_account(data)).then(|| Self {
            mint: read_address(data, 0),
            owner: read_address(data, 32),
            amount: read_u64(data, 64),
            delegate: (data[72] == 1).then(|| read_address(data, 76)),
        })
    }
}

/// Our instructions, those sent and those that programs called.
fn deeds(outcome: &Outcome) -> Vec<Deed> {
    let sent = outcome.instructions.iter().filter(|sent| sent.program_id == ID).filter_map(|sent| {
        let accounts = sent.accounts.iter().map(|meta| meta.pubkey).collect();
        Some(Deed { kind: Kind::of(&sent.data)?, accounts })
    });
    let calls = outcome.inner_calls.iter().flatten().filter(|call| call.program == ID);
    let called = calls.filter_map(|call| Some(Deed { kind: Kind::of(&call.data)?, accounts: call.accounts.clone() }));
    sent.chain(called).collect()
}
