//! What the market costs: compute units and bytes, printed, and held to the budgets.

use solana_compute_budget_interface::ComputeBudgetInstruction;
use solana_instruction::Instruction;
use solana_message::{v0, Message, VersionedMessage};

use crate::{gains, prelude::*, preview::send, stage::*};

/// The most bytes of a transaction.
const PACKET: usize = 1_232;

/// Bytes of a legacy and of a version 0 transaction without lookup table, with what sets limit and price of its units.
fn sizes(world: &World, payer: Address, instruction: &Instruction) -> [usize; 2] {
    let limit = ComputeBudgetInstruction::set_compute_unit_limit(60_000);
    let price = ComputeBudgetInstruction::set_compute_unit_price(1_000);
    let instructions = [limit, price, instruction.clone()];
    let blockhash = world.svm.latest_blockhash();
    let legacy = VersionedMessage::Legacy(Message::new_with_blockhash(&instructions, Some(&payer), &blockhash));
    let v0 = v0::Message::try_compile(&payer, &instructions, &[], blockhash).unwrap();
    [legacy, VersionedMessage::V0(v0)].map(|message| {
        let signatures = usize::from(message.header().num_required_signatures);
        1 + 64 * signatures + message.serialize().len()
    })
}

/// Prints and checks one instruction; `budget` are its compute units.
fn measure(name: &str, world: &mut World, wallet: Address, instruction: Instruction, budget: u64) {
    let (alone, sponsored) = (sizes(world, wallet, &instruction), sizes(world, world.payer, &instruction));
    let units = send(world, instruction).expect_success().compute_units;
    println!("{name}: {units} units; bytes {alone:?} paid by himself, {sponsored:?} by another");
    assert!(units <= budget, "{name}: {units} units");
    for size in alone.into_iter().chain(sponsored) {
        assert!(size <= PACKET, "{name}: {size} bytes");
    }
}

#[test]
fn units_and_bytes_are_within_the_budgets() {
    let (mut world, stage) = unlisted(2_000);
    let patron = world.person("patron");
    let open = ListingOpen { payer: patron, ..world.listing_open(&stage.ada, stage.bob, 1_000, 5) };
    measure("list", &mut world, stage.bob.wallet, open.instruction(), 18_000);
    let stage = Stage { listing: ListingFixture { rent_payer: patron, ..stage.listing }, ..stage };
    let order = stage.order(&mut world, stage.ada.owner, 10).instruction();
    measure("buy, by the owner", &mut world, stage.ada.owner.wallet, order, 18_000);
    world.warp(EVERYONE);
    let order = stage.order(&mut world, stage.dave, 10).instruction();
    measure("buy", &mut world, stage.dave.wallet, order, 18_000);
    world.deposit(&stage.ada, 12_345_678).expect_success();
    let order = stage.order(&mut world, stage.dave, 10).instruction();
    measure("buy, checkpointing a deposit, averaging a lock", &mut world, stage.dave.wallet, order, 18_000);
    world.freeze(stage.ada.quote_account(stage.ada.owner.wallet));
    let order = stage.order(&mut world, stage.dave, 10).instruction();
    measure("buy, crediting the owner's fee", &mut world, stage.dave.wallet, order, 18_000);
    let order = stage.order(&mut world, stage.dave, 960).instruction();
    measure("buy, the last shares, crediting the fee", &mut world, stage.dave.wallet, order, 18_000);
    let listing = world.list(&stage.ada, stage.bob, 1_000, 5);
    let cancel = world.listing_cancel(&listing).instruction();
    measure("cancel", &mut world, stage.bob.wallet, cancel, 18_000);
}

#[test]
fn a_routed_gain_is_within_the_budgets() {
    let (mut world, case) = gains::ready();
    world.warp(EVERYONE);
    world.fund_purchase(&case.listing, case.carol, 5_000);
    let order = world.listing_buy(&case.listing, case.carol, 2_000).instruction();
    measure("buy with a routed gain", &mut world, case.carol.wallet, order, 26_000);
    world.deposit(&case.ada, 12_345_678).expect_success();
    world.deposit(&case.bob, 12_345_678).expect_success();
    world.freeze(case.ada.quote_account(case.ada.owner.wallet));
    let order = world.listing_buy(&case.listing, case.carol, 3_000).instruction();
    measure("buy with a routed gain, everything else too", &mut world, case.carol.wallet, order, 26_000);
}
