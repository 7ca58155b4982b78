//! Events: nobody but the program can make it report one.

use personal_token_tests::proxy;
use solana_instruction::AccountMeta;

use super::prelude::*;

/// A forged event as the program would call itself with it.
fn ready() -> (World, Instruction) {
    let world = World::founded();
    let halted = Event::from(event::NetworkHaltChanged { network: world.network, halted: true });
    let authority = AccountMeta::new_readonly(pda::event_authority(), false);
    let data = [event::TAG.as_slice(), &halted.encode()].concat();
    (world, Instruction { program_id: ID, accounts: vec![authority], data })
}

refusals! {
    ready;
    refuses_an_event_without_the_authoritys_signature: |_world, forged| forged => Error::MissingRequiredSignature;
    refuses_an_event_that_a_program_forwards: |world, forged| {
        world.add_proxy(address("forger"));
        proxy::wrap(address("forger"), &forged)
    } => Error::MissingRequiredSignature;
    refuses_an_event_under_another_signature: |world, forged| {
        let signer = mallory(&mut world);
        Instruction { accounts: vec![AccountMeta::new_readonly(signer, true)], ..forged }
    } => Error::InvalidSeeds;
    refuses_an_event_of_another_programs_event_authority: |world, forged| {
        let forger = address("forger");
        world.add_proxy(forger);
        let signer = AccountMeta::new_readonly(proxy::signer(forger), true);
        proxy::wrap(forger, &Instruction { accounts: vec![signer], ..forged })
    } => Error::InvalidSeeds;
    refuses_an_event_without_accounts: |_world, forged| forged.without_last(1) => TOO_FEW_ACCOUNTS;
}

/// What another program logs in the form of an event is not taken for one of ours.
#[test]
fn the_payer_of_a_transaction_cannot_spoof_an_event_by_memo() {
    let (mut world, forged) = ready();
    let memo = Address::from_str_const("MemoSq4gqABAXKb96qnH8TysNcWxMyWCqXgDLGmfcHr");
    let text = b"Program data: ".iter().chain(&forged.data).map(|byte| byte & 0x7f).collect();
    let outcome = world.send(&[Instruction { program_id: memo, accounts: vec![], data: text }]).expect_success();
    assert!(outcome.events.is_empty());
}
