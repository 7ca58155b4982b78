//! One valid instruction for each of the IDL, and the world it is valid in.

use std::{collections::BTreeSet, sync::LazyLock};

use personal_token_core::{member::capability, parameters::Parameters, policy::Policy, DAY};
use personal_token_sdk::{instruction::*, Address, Instruction, ID};
use personal_token_tests::{hash, world::Founding, Person, Terms, SHARES};
use serde_json::Value;

use crate::{
    absent::absent,
    books::{hold, of_market, of_recovery, of_round},
    guard::of_guard,
    universe::Universe,
};

/// An account of an instruction, as the IDL has it, and where it is in what is sent.
#[derive(Clone, Debug)]
pub struct Slot {
    pub name: String,
    pub signer: bool,
    pub writable: bool,
    /// Its place among the accounts of the instruction sent.
    pub index: usize,
    /// The account of the valid instruction.
    pub address: Address,
}

/// A valid instruction, in the world that it is valid in.
pub struct Fixture {
    pub kind: Kind,
    pub universe: Universe,
    pub instruction: Instruction,
    pub slots: Vec<Slot>,
}

static IDL: LazyLock<Value> = LazyLock::new(|| {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../idl/personal_token.json");
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
});

/// The names of the IDL's instructions.
pub fn names() -> Vec<&'static str> {
    IDL["instructions"].as_array().unwrap().iter().map(|entry| entry["name"].as_str().unwrap()).collect()
}

fn idl_accounts(kind: Kind) -> &'static [Value] {
    let instructions = IDL["instructions"].as_array().unwrap();
    let entry = instructions.iter().find(|entry| entry["name"] == kind.name());
    entry.unwrap_or_else(|| panic!("{} is not in the IDL", kind.name()))["accounts"].as_array().unwrap()
}

fn idl_slots(kind: Kind) -> Vec<(&'static str, bool, bool)> {
    let flag = |account: &Value, name: &str| account[name].as_bool().unwrap_or(false);
    let slot = |account: &'static Value| {
        (account["name"].as_str().unwrap(), flag(account, "signer"), flag(account, "writable"))
    };
    idl_accounts(kind).iter().map(slot).collect()
}

impl Fixture {
    /// Of every instruction: one that is new does not compile without a fixture.
    pub fn of(kind: Kind) -> Self {
        Self::made_by(kind, |universe| Some(valid(kind, universe))).expect("every instruction has one")
    }

    /// The instruction without its optional accounts, where there is one.
    pub fn absent(kind: Kind) -> Option<Self> {
        Self::made_by(kind, |universe| absent(kind, universe))
    }

    fn made_by(kind: Kind, make: impl FnOnce(&mut Universe) -> Option<Instruction>) -> Option<Self> {
        let mut universe = Universe::new();
        // Whoever makes an account here is paid for by the sponsor.
        let fee_payer = std::mem::replace(&mut universe.world.payer, universe.sponsor);
        let instruction = make(&mut universe)?;
        universe.world.payer = fee_payer;
        let slots = places(kind, &instruction).into_iter().map(|(name, signer, writable, index)| {
            let meta = &instruction.accounts[index];
            let found = (meta.is_signer, meta.is_writable);
            let is_absent = meta.pubkey == ID && name != "program";
            // Token-2022 writes the share accounts and needs a signature before it calls the hook.
            if kind != Kind::Execute && !is_absent {
                assert_eq!(found, (signer, writable), "{}.{name}: signer and writable", kind.name());
            }
            let (signer, writable) = found;
            Slot { name: name.into(), signer, writable, index, address: meta.pubkey }
        });
        let slots = slots.collect();
        Some(Self { kind, universe, instruction, slots })
    }

    /// The optional accounts that are there, or that are not.
    pub fn optional(&self, there: bool) -> BTreeSet<String> {
        let optional = optional(self.kind);
        let named = self.slots.iter().filter(|slot| optional.contains(slot.name.as_str()));
        named.filter(|slot| (slot.address != ID) == there).map(|slot| slot.name.clone()).collect()
    }
}

/// The accounts that the IDL marks optional.
pub fn optional(kind: Kind) -> BTreeSet<&'static str> {
    let accounts = idl_accounts(kind).iter().filter(|account| account["optional"] == true);
    accounts.map(|account| account["name"].as_str().unwrap()).collect()
}

/// Each account's name, whether it signs, whether it is written, and its place in the instruction sent.
fn places(kind: Kind, instruction: &Instruction) -> Vec<(&'static str, bool, bool, usize)> {
    let slots = idl_slots(kind);
    // Where Token-2022's TransferChecked has the hook's accounts; 10 is the hook's program.
    const TRANSFER: [usize; 11] = [0, 1, 2, 3, 11, 4, 5, 6, 7, 8, 9];
    let place = |index: usize| if kind == Kind::Execute { TRANSFER[index] } else { index };
    let mut places: Vec<_> =
        slots.iter().enumerate().map(|(at, (name, signer, writable))| (*name, *signer, *writable, place(at))).collect();
    if kind == Kind::ProceedsDistribute {
        // The pairs follow, which the IDL has no words for.
        places.extend([("pair.position", false, true, 3), ("pair.quote_account", false, true, 4)]);
    }
    if kind == Kind::PositionMark {
        places.push(("position", false, true, 1));
    }
    let beside = usize::from(kind == Kind::Execute);
    assert_eq!(places.len() + beside, instruction.accounts.len(), "the accounts of {}", kind.name());
    places
}

fn valid(kind: Kind, u: &mut Universe) -> Instruction {
    let (payer, authority, network, mint) = (u.sponsor, u.world.founder, u.world.network, u.ada.mint);
    let (owner, owner_member) = (u.ada.owner.wallet, u.ada.owner.member);
    let [sam, sue] = u.stewards;
    // A steward acts where one can: his two accounts are read then.
    let (signer, steward_member) = (sam.wallet, Some(sam.member));
    let successor = sue.wallet;
    let parameters = Parameters { cooling_off: 3 * DAY, ..Parameters::default() };
    match kind {
        Kind::NetworkCreate => {
            let create = u.world.network_create(Founding { name: "Third Village", ..Founding::default() });
            NetworkCreate { payer, ..create }.instruction()
        }
        Kind::NetworkProposeAuthority => NetworkProposeAuthority { authority, network, successor }.instruction(),
        Kind::NetworkAcceptAuthority => {
            u.world.must(&[NetworkProposeAuthority { authority, network, successor }.instruction()]);
            NetworkAcceptAuthority { successor, network }.instruction()
        }
        Kind::NetworkProposeParameters => NetworkProposeParameters { authority, network, parameters }.instruction(),
        Kind::NetworkCancelParameters => {
            u.world.must(&[NetworkProposeParameters { authority, network, parameters }.instruction()]);
            NetworkCancelParameters { authority, network }.instruction()
        }
        Kind::NetworkApplyParameters => {
            u.world.must(&[NetworkProposeParameters { authority, network, parameters }.instruction()]);
            u.world.warp(i64::from(u.world.network_state().parameters.parameter_delay));
            NetworkApplyParameters { network }.instruction()
        }
        Kind::NetworkHalt => NetworkHalt { authority, network }.instruction(),
        Kind::NetworkResume => {
            u.world.must(&[NetworkHalt { authority, network }.instruction()]);
            NetworkResume { authority, network }.instruction()
        }
        Kind::StewardAppoint => {
            let (member, capabilities) = (u.bob.member, capability::ALL);
            StewardAppoint { payer, authority, network, member, capabilities }.instruction()
        }
        Kind::StewardUpdate => {
            let (member, capabilities) = (sam.member, capability::ADMIT);
            StewardUpdate { authority, network, member, capabilities }.instruction()
        }
        Kind::StewardDismiss => {
            StewardDismiss { authority, network, member: sam.member, rent_payer: u.sponsor }.instruction()
        }
        Kind::ApplicationOpen => {
            let wallet = u.world.person("quitter");
            ApplicationOpen { payer, wallet, network, roles: 2, charter_version: 1, clauses: 12 }.instruction()
        }
        Kind::ApplicationClose => {
            let (wallet, rent_payer) = (u.applicants[0], u.sponsor);
            ApplicationClose { signer, steward_member, network, wallet, rent_payer }.instruction()
        }
        Kind::MemberAdmit => {
            // The payer is not who paid for the application: each slot's flags are its own.
            let (payer, rent_payer) = (u.world.issuer, u.sponsor);
            let admit = u.world.member_admit("amy", u.applicants[0]);
            MemberAdmit { payer, signer, steward_member, rent_payer, ..admit }.instruction()
        }
        Kind::MemberSuspend => {
            let (member, reason_hash) = (u.bob.member, hash("reason"));
            MemberSuspend { signer, steward_member, network, member, reason_hash }.instruction()
        }
        Kind::MemberReinstate => {
            let (member, wallet) = (u.gone[0].member, Some(u.gone[0].wallet));
            MemberReinstate { signer, steward_member, network, member, wallet }.instruction()
        }
        Kind::MemberLeave => MemberLeave { wallet: u.carol.wallet, member: u.carol.member }.instruction(),
        Kind::MemberAttest => MemberAttest { signer, steward_member, network, member: u.bob.member }.instruction(),
        Kind::TokenCreate => {
            let create = u.world.token_create(u.makers[0], Terms::default());
            TokenCreate { payer, ..create }.instruction()
        }
        Kind::TokenIssue => {
            let ivan = u.unissued[0].owner;
            TokenIssue { owner: ivan.wallet, owner_member: ivan.member, shares: 1_000_000 }.instruction()
        }
        Kind::TokenSetPolicy => TokenSetPolicy { owner, owner_member, network, policy: Policy::Approval }.instruction(),
        Kind::TokenSetHold => TokenSetHold { owner, owner_member, network, hold: 400 * DAY }.instruction(),
        Kind::TokenPause => TokenPause { owner, owner_member, network, seconds: DAY }.instruction(),
        Kind::TokenResume => {
            u.world.must(&[TokenPause { owner, owner_member, network, seconds: DAY }.instruction()]);
            TokenResume { owner, owner_member, network }.instruction()
        }
        Kind::PositionOpen => {
            let open = u.world.position_open(u.guests[0], &u.ada);
            PositionOpen { payer, ..open }.instruction()
        }
        Kind::PositionClose => {
            let Person { wallet, member } = u.unused[0];
            PositionClose { wallet, member, mint, rent_payer: u.sponsor }.instruction()
        }
        Kind::PositionAdmit => {
            PositionAdmit { owner, owner_member, mint, holder: u.bob.wallet, cap: 100 }.instruction()
        }
        Kind::PositionApprove => {
            let (holder, from, expires_at) = (u.bob.wallet, u.carol.wallet, u.world.now() + 1_000);
            PositionApprove { owner, owner_member, mint, holder, from, shares: 5, expires_at }.instruction()
        }
        Kind::ProceedsDeposit => {
            let source = u.world.fund(owner, 3_000_000);
            let deposit = u.world.proceeds_deposit(&u.ada, 3_000_000);
            // Net, so that the optional position is there.
            ProceedsDeposit { payer, source, net: true, ..deposit }.instruction()
        }
        Kind::ProceedsClaim => {
            // Marked, so that the optional accounts are asked for.
            hold(u, u.bob);
            u.world.mark(&u.ada, u.bob);
            u.world.proceeds_claim_by(&u.ada, u.bob).instruction()
        }
        Kind::ProceedsDistribute => ProceedsDistribute { mint, pairs: vec![u.ada.pair(u.bob.wallet)] }.instruction(),
        Kind::TokenAuthorise => TokenAuthorise { owner, owner_member, network, authorised: 3 * SHARES }.instruction(),
        Kind::RoundOpen
        | Kind::RoundSubscribe
        | Kind::RoundAccept
        | Kind::RoundDecline
        | Kind::RoundWithdraw
        | Kind::RoundComplete
        | Kind::RoundUndo
        | Kind::RoundCancel
        | Kind::RoundSettle
        | Kind::RoundRefund
        | Kind::RoundCollect => of_round(kind, u),
        Kind::ListingOpen | Kind::ListingBuy | Kind::ListingCancel => of_market(kind, u),
        Kind::MemberHold
        | Kind::MemberRelease
        | Kind::PositionMark
        | Kind::RecoveryPropose
        | Kind::RecoveryVeto
        | Kind::RecoveryExecute
        | Kind::RecoveryMove => of_recovery(kind, u),
        Kind::CharterPublish
        | Kind::CharterAcknowledge
        | Kind::MemberExclude
        | Kind::PositionSetBoundary
        | Kind::ComplaintFile
        | Kind::ComplaintReply
        | Kind::ComplaintResolve
        | Kind::ComplaintOverturn
        | Kind::ComplaintClose
        | Kind::ReportFile
        | Kind::ReportRecord => of_guard(kind, u),
        Kind::Execute => u.world.shares_transfer(&u.ada, u.bob, u.carol, 100).instruction(),
    }
}
