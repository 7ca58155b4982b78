//! Shares and money of a round move together or not at all: one after the other no call of another program can be made,
//! the compute units end anywhere, or something fails afterwards; `atomic_accounts` damages the accounts. Each leaves
//! every account as it was. Then it works, and every account is what it is where nothing ever failed: nobody has lost
//! or won a unit.

use std::collections::BTreeSet;

use personal_token_tests::Refusal;
use solana_account::Account;
use solana_compute_budget_interface::ComputeBudgetInstruction;
use solana_system_interface::instruction::transfer as send_lamports;

use super::{common::*, prelude::*};

/// The most calls of a transaction, its own instructions included.
const CALLS: usize = 64;
/// What the System program says of lamports that are not there.
pub const TOO_FEW_LAMPORTS: (Address, u32) = (SYSTEM_ID, 1);
/// What Bob subscribed to, what was accepted of it, and what he gets back then.
pub const WHOLE: u64 = 50_000 * PRICE;
pub const RAISED: u64 = 40_000 * PRICE;
pub const REST: u64 = 10_000 * PRICE;
/// Carol's part of the escrow.
const CAROLS: u64 = 300 * PRICE;

/// The people of a round, and where what is theirs lies.
#[derive(Clone, Copy)]
pub struct Scene {
    pub ada: TokenFixture,
    pub round: RoundFixture,
    pub bob: Person,
    /// The treasury.
    pub tess: Person,
    /// Who pays the rent of Bob's subscription.
    pub patron: Address,
}

/// One instruction in the ledger where it is good.
pub struct Step {
    pub ready: fn() -> (World, Scene),
    pub act: fn(&World, &Scene) -> Instruction,
    /// The programs that it calls, one after the other.
    calls: &'static [Address],
    /// Afterwards: the money of Bob, of Ada and in escrow, and the shares of Bob and of the treasury.
    after: [u64; 5],
}

pub const SUBSCRIBE: Step = Step {
    ready: open,
    act: |world, scene| {
        let subscribe = world.round_subscribe(&scene.round, scene.bob, 50_000);
        RoundSubscribe { payer: scene.patron, ..subscribe }.instruction()
    },
    calls: &[SYSTEM_ID, TOKEN_ID, ID],
    after: [0, 0, WHOLE + CAROLS, 0, 0],
};
/// Where the subscription will be, somebody sent lamports.
const PREFUNDED: Step = Step {
    ready: || {
        let (mut world, scene) = open();
        world.give_lamports(scene.round.subscription(scene.bob), 1);
        (world, scene)
    },
    calls: &[SYSTEM_ID, SYSTEM_ID, SYSTEM_ID, TOKEN_ID, ID],
    ..SUBSCRIBE
};
pub const WITHDRAW: Step = Step {
    ready: pending,
    act: |world, scene| {
        let withdraw = world.round_withdraw(&scene.round, scene.bob);
        RoundWithdraw { rent_payer: scene.patron, ..withdraw }.instruction()
    },
    calls: &[TOKEN_ID, ID],
    after: [WHOLE, 0, CAROLS, 0, 0],
};
pub const SETTLE: Step = Step {
    ready: settling,
    act: |world, scene| world.round_settle(&scene.round, scene.bob).instruction(),
    calls: &[TOKEN_2022_ID, TOKEN_2022_ID, ID],
    after: [0, 0, WHOLE + CAROLS, 40_000, 40],
};
pub const REFUND: Step = Step {
    ready: settled,
    act: |world, scene| {
        let refund = world.round_refund(&scene.round, scene.bob);
        RoundRefund { rent_payer: scene.patron, ..refund }.instruction()
    },
    calls: &[TOKEN_ID, ID],
    after: [REST, 0, RAISED + CAROLS, 40_000, 40],
};
pub const COLLECT: Step = Step {
    ready: settled,
    act: |world, scene| world.round_collect(&scene.round).instruction(),
    calls: &[TOKEN_ID, ID],
    after: [0, RAISED, REST + CAROLS, 40_000, 40],
};
const STEPS: [Step; 6] = [SUBSCRIBE, PREFUNDED, WITHDRAW, SETTLE, REFUND, COLLECT];

/// Carol's 300 shares are accepted, and Bob has the money for 50,000.
fn open() -> (World, Scene) {
    let (mut world, ada, tess) = founded_with_treasury();
    let round = world.open_round(&ada, world.round_terms());
    accepted_subscriber(&mut world, &round, "carol", 300);
    let bob = world.holder("bob", &ada, 0);
    world.fund(bob.wallet, WHOLE);
    let patron = world.person("patron");
    (world, Scene { ada, round, bob, tess, patron })
}

/// He has subscribed.
fn pending() -> (World, Scene) {
    after(&SUBSCRIBE)
}

/// 40,000 of his shares are accepted, and the round is final.
fn settling() -> (World, Scene) {
    let (mut world, scene) = pending();
    world.accept(&scene.round, scene.bob, 40_000);
    world.finalise(&scene.round);
    (world, scene)
}

/// He has his shares, the treasury its part; he is owed the rest, and Ada what was raised.
fn settled() -> (World, Scene) {
    after(&SETTLE)
}

fn after(step: &Step) -> (World, Scene) {
    let (mut world, scene) = (step.ready)();
    let instruction = (step.act)(&world, &scene);
    world.must(&[instruction]);
    (world, scene)
}

/// It succeeds, and every account of the ledger is byte for byte what it is where nothing failed before.
#[track_caller]
pub fn works(world: &mut World, scene: &Scene, step: &Step) {
    world.checked = true;
    let instruction = (step.act)(world, scene);
    let outcome = world.send(&[instruction]).expect_success();
    let calls: Vec<Address> = outcome.inner_calls[0].iter().map(|call| call.program).collect();
    assert_eq!(calls, step.calls);
    assert_eq!(ledger(world, scene), ledger(&after(step).0, scene));

    let shares = |person| world.position_state(&scene.ada, person).shares;
    let [bobs, adas] = [scene.bob, scene.ada.owner].map(|person| world.quote_of(person.wallet));
    let escrow = world.quote_in(scene.round.escrow);
    assert_eq!([bobs, adas, escrow, shares(scene.bob), shares(scene.tess)], step.after);
}

/// Every account of the program, every token account, and whoever pays the rent.
fn ledger(world: &World, scene: &Scene) -> Vec<(Address, Account)> {
    let accounts = [ID, TOKEN_ID, TOKEN_2022_ID].map(|program| world.accounts_of(&program));
    let patron = (scene.patron, world.account(&scene.patron).unwrap());
    accounts.into_iter().flatten().chain([patron]).collect()
}

/// Transfers of nothing fill the transaction, so that each call in turn is the first that it has no room for, the event
/// included.
#[test]
fn refuses_as_a_whole_if_any_call_cannot_be_made() {
    for step in STEPS {
        for made in 0..step.calls.len() {
            let (mut world, scene) = (step.ready)();
            let mut instructions = vec![send_lamports(&world.payer, &world.payer, 0); CALLS - 1 - made];
            instructions.push((step.act)(&world, &scene));
            let outcome = world.send(&instructions);
            let calls: Vec<_> = outcome.inner_calls.last().unwrap().iter().map(|call| call.program).collect();
            assert_eq!(calls, step.calls[..made]);
            outcome.expect_refusal(Error::MaxInstructionTraceLengthExceeded);
            works(&mut world, &scene, &step);
        }
    }
}

/// Money and shares have moved when only the event is missing.
#[test]
fn refuses_as_a_whole_without_the_program_that_takes_the_event() {
    // The others name the program also where a wallet could sign.
    for step in [SUBSCRIBE, PREFUNDED, WITHDRAW, SETTLE] {
        let (mut world, scene) = (step.ready)();
        let instruction = (step.act)(&world, &scene).replacing(ID, TOKEN_ID);
        let outcome = world.send(&[instruction]);
        assert_eq!(outcome.inner_calls[0].len(), step.calls.len() - 1);
        outcome.expect_refusal(Error::MissingAccount);
        works(&mut world, &scene, &step);
    }
}

#[test]
fn refuses_another_authority_of_the_event() {
    for step in STEPS {
        let (mut world, scene) = (step.ready)();
        let mut instruction = (step.act)(&world, &scene);
        let [.., authority, _] = instruction.accounts.as_mut_slice() else { panic!() };
        authority.pubkey = world.payer;
        world.send(&[instruction]).expect_refusal(Error::InvalidSeeds);
        works(&mut world, &scene, &step);
    }
}

/// Before, in and after every call, down to the last unit.
#[test]
fn refuses_as_a_whole_wherever_its_compute_units_end() {
    for step in STEPS {
        let limited = |world: &mut World, scene: &Scene, units: u64| {
            let limit = ComputeBudgetInstruction::set_compute_unit_limit(u32::try_from(units).unwrap());
            let instruction = (step.act)(world, scene);
            world.send(&[limit, instruction])
        };
        let (mut world, scene) = (step.ready)();
        let needed = limited(&mut world, &scene, 200_000).expect_success().compute_units;
        let (mut world, scene) = (step.ready)();
        let mut reached = BTreeSet::new();
        for units in (200..needed).step_by(41).chain(needed - 40..needed) {
            let outcome = limited(&mut world, &scene, units);
            reached.insert(outcome.inner_calls[1].len());
            let (_, error) = outcome.error().unwrap();
            assert!(matches!(error, Error::ComputationalBudgetExceeded | Error::ProgramFailedToComplete), "{error}");
            let refusal = outcome.refusal().unwrap();
            outcome.expect_refusal(refusal);
        }
        assert_eq!(reached, (0..=step.calls.len()).collect());
        limited(&mut world, &scene, needed).expect_success();
        assert_eq!(ledger(&world, &scene), ledger(&after(&step).0, &scene));
    }
}

#[test]
fn refuses_as_a_whole_if_a_later_instruction_fails() {
    for step in STEPS {
        let (mut world, scene) = (step.ready)();
        let stranger = mallory(&mut world);
        let instruction = (step.act)(&world, &scene);
        world
            .send(&[instruction, send_lamports(&stranger, &scene.patron, 2 * WEALTH)])
            .expect_refusal(TOO_FEW_LAMPORTS);
        works(&mut world, &scene, &step);
    }
}

/// The first of the two is undone.
#[test]
fn refuses_both_of_two_in_one_transaction() {
    let refusals: [Refusal; 6] = [
        ALREADY_IN_USE.into(),
        ALREADY_IN_USE.into(),
        TOO_SMALL.into(),
        Rule::SubscriptionNotAccepted.into(),
        TOO_SMALL.into(),
        Rule::NothingToCollect.into(),
    ];
    for (step, refusal) in STEPS.into_iter().zip(refusals) {
        let (mut world, scene) = (step.ready)();
        let instruction = (step.act)(&world, &scene);
        world.send(&[instruction.clone(), instruction]).expect_refusal(refusal);
        works(&mut world, &scene, &step);
    }
}
