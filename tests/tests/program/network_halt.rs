//! `network_halt`, `network_resume`

use super::prelude::*;

fn ready() -> (World, NetworkHalt) {
    let world = World::founded();
    let halt = NetworkHalt { authority: world.founder, network: world.network };
    (world, halt)
}

fn halted() -> (World, NetworkResume) {
    let (mut world, halt) = ready();
    world.must(&[halt.instruction()]);
    let resume = NetworkResume { authority: world.founder, network: world.network };
    (world, resume)
}

#[test]
fn halts() {
    let (mut world, halt) = ready();
    let before = world.network_state();
    let outcome = world.send(&[halt.instruction()]).expect_changed(&[world.network]);
    assert_eq!(world.network_state(), Network { halted: 1, ..before });
    assert_eq!(outcome.event(), &event::NetworkHaltChanged { network: world.network, halted: true }.into());
}

#[test]
fn resumes() {
    let (mut world, resume) = halted();
    let before = world.network_state();
    let outcome = world.send(&[resume.instruction()]).expect_changed(&[world.network]);
    assert_eq!(world.network_state(), Network { halted: 0, ..before });
    assert_eq!(outcome.event(), &event::NetworkHaltChanged { network: world.network, halted: false }.into());
}

/// A halt stops transfers and new tokens. Whatever pays, ends or answers goes on.
#[test]
fn a_halt_stops_transfers_and_new_tokens_only() {
    let mut world = World::founded();
    let ada = world.owner_with_token("ada");
    let bob = world.holder("bob", &ada, 1_000);
    let carol = world.member("carol", role::ALL);
    world.warp(3 * DAYS);
    world.must(&[NetworkHalt { authority: world.founder, network: world.network }.instruction()]);

    world.transfer(&ada, ada.owner, bob, 1).expect_refusal(Rule::NetworkHalted);
    let create = world.token_create(carol, Terms::default());
    world.send(&[create.instruction()]).expect_refusal(Rule::NetworkHalted);

    world.deposit(&ada, SHARES).expect_success();
    world.deposit_net(&ada, SHARES).expect_success();
    world.claim(&ada, bob.wallet).expect_success();
    world.distribute(&ada, &[bob.wallet, ada.owner.wallet]).expect_success();
    assert_eq!(world.quote_of(bob.wallet), 2_000);
    world.send(&[MemberLeave { wallet: bob.wallet, member: bob.member }.instruction()]).expect_success();
    let dave = world.applicant("dave", role::INVESTOR);
    world.send(&[world.member_admit("dave", dave).instruction()]).expect_success();

    world.must(&[NetworkResume { authority: world.founder, network: world.network }.instruction()]);
    world.send(&[create.instruction()]).expect_success();
}

refusals! {
    ready;
    refuses_a_halt_by_a_stranger: |world, halt|
        NetworkHalt { authority: mallory(&mut world), ..halt }.instruction() => Rule::NotNetworkAuthority;
    refuses_a_halt_by_a_steward: |world, halt| {
        let steward = world.steward("sam", capability::ALL);
        NetworkHalt { authority: steward.wallet, ..halt }.instruction()
    } => Rule::NotNetworkAuthority;
    refuses_a_halt_without_signature: |world, halt|
        halt.instruction().unsigned(halt.authority) => Error::MissingRequiredSignature;
    refuses_a_halt_of_a_read_only_network: |world, halt|
        halt.instruction().read_only(halt.network) => NOT_WRITABLE;
    refuses_to_resume_what_runs: |world, halt|
        NetworkResume { authority: halt.authority, network: halt.network }.instruction() => Rule::NetworkNotHalted;
    refuses_a_halt_of_somebody_elses_network: |world, halt| {
        let creator = mallory(&mut world);
        let create = NetworkCreate { creator, ..world.network_create(Founding::default()) };
        world.must(&[create.instruction()]);
        NetworkHalt { network: pda::network(creator, &create.name), ..halt }.instruction()
    } => Rule::NotNetworkAuthority;
}

refusals! {
    halted;
    refuses_a_second_halt: |world, resume|
        NetworkHalt { authority: resume.authority, network: resume.network }.instruction() => Rule::NetworkHalted;
    refuses_a_resumption_by_a_stranger: |world, resume|
        NetworkResume { authority: mallory(&mut world), ..resume }.instruction() => Rule::NotNetworkAuthority;
    refuses_a_resumption_without_signature: |world, resume|
        resume.instruction().unsigned(resume.authority) => Error::MissingRequiredSignature;
    refuses_a_second_resumption: |world, resume| {
        world.must(&[resume.instruction()]);
        resume.instruction()
    } => Rule::NetworkNotHalted;
    refuses_a_network_whose_flag_is_none: |world, resume| {
        world.corrupt(resume.network, |data| data[8 + 2] = 2);
        resume.instruction()
    } => Rule::NetworkNotHalted;
}
