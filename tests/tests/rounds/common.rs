//! A token with room for new shares, and its round in each stage.

pub use personal_token_core::round::{
    Round as Book, State, Subscription as Part, SubscriptionState, Terms as RoundTerms,
};
pub use personal_token_sdk::state::{Round, Subscription};
pub use personal_token_tests::world::RoundFixture;

use super::prelude::*;

/// The price of [`World::round_terms`].
pub const PRICE: u64 = 1_000;
/// Hours, as clocks count.
pub const HOURS: i64 = 3_600;

/// Ada's round, and Bob, who has an open position and the money for 50,000 shares.
#[derive(Clone, Copy)]
pub struct Case {
    pub ada: TokenFixture,
    pub bob: Person,
    pub round: RoundFixture,
}

/// Ada has all ten million shares of her token, and there may be twenty.
pub fn founded() -> (World, TokenFixture) {
    let mut world = World::founded();
    let ada = world.owner_with("ada", Terms { authorised: 2 * SHARES, ..Terms::default() });
    (world, ada)
}

/// As [`founded`], in a network whose treasury is Tess's wallet; she is a member with a position.
pub fn founded_with_treasury() -> (World, TokenFixture, Person) {
    let mut world = World::deployed();
    let create = NetworkCreate { treasury: wallet("tess"), ..world.network_create(Founding::default()) };
    world.must(&[create.instruction()]);
    world.network = pda::network(world.founder, &create.name);
    let ada = world.owner_with("ada", Terms { authorised: 2 * SHARES, ..Terms::default() });
    let tess = world.holder("tess", &ada, 0);
    (world, ada, tess)
}

/// A round that is open, on these terms.
pub fn open_with(change: impl FnOnce(&mut RoundTerms)) -> (World, Case) {
    let (mut world, ada) = founded();
    let mut terms = world.round_terms();
    change(&mut terms);
    let round = world.open_round(&ada, terms);
    let bob = world.holder("bob", &ada, 0);
    world.fund(bob.wallet, 50_000 * terms.price);
    (world, Case { ada, bob, round })
}

/// A round that is open.
pub fn open() -> (World, Case) {
    open_with(|_| {})
}

/// Bob has subscribed to 50,000 shares.
pub fn pending() -> (World, Case) {
    let (mut world, case) = open();
    let subscribe = world.round_subscribe(&case.round, case.bob, 50_000);
    world.must(&[subscribe.instruction()]);
    (world, case)
}

/// Ada accepted 40,000 of them.
pub fn accepted() -> (World, Case) {
    let (mut world, case) = pending();
    world.accept(&case.round, case.bob, 40_000);
    (world, case)
}

/// And completed the round.
pub fn completed() -> (World, Case) {
    let (mut world, case) = accepted();
    world.complete(&case.round);
    (world, case)
}

/// And can no longer undo it.
pub fn settling() -> (World, Case) {
    let (mut world, case) = accepted();
    world.finalise(&case.round);
    (world, case)
}

/// And Bob has his shares.
pub fn settled() -> (World, Case) {
    let (mut world, case) = settling();
    world.settle(&case.round, case.bob);
    (world, case)
}

/// Another owner with a round of her own, in which Carol has subscribed to 1,000 shares.
pub fn other(world: &mut World) -> (RoundFixture, Person) {
    let zoe = world.owner_with("zoe", Terms { authorised: 2 * SHARES, ..Terms::default() });
    let round = world.open_round(&zoe, world.round_terms());
    let carol = world.holder("carol", &zoe, 0);
    world.subscribe(&round, carol, 1_000);
    (round, carol)
}

/// An investor with a position, who has subscribed to so many shares.
pub fn subscriber(world: &mut World, round: &RoundFixture, name: &str, shares: u64) -> Person {
    let person = world.holder(name, &round.token, 0);
    world.subscribe(round, person, shares);
    person
}

/// An investor with a position, so many of whose shares are accepted.
pub fn accepted_subscriber(world: &mut World, round: &RoundFixture, name: &str, shares: u64) -> Person {
    let person = subscriber(world, round, name, shares);
    world.accept(round, person, shares);
    person
}

pub fn suspend(world: &mut World, member: Address) {
    let (signer, network) = (world.founder, world.network);
    let suspend = MemberSuspend { signer, steward_member: None, network, member, reason_hash: hash("reason") };
    world.must(&[suspend.instruction()]);
}

pub fn reinstate(world: &mut World, member: Address) {
    let (signer, network) = (world.founder, world.network);
    world.must(&[MemberReinstate { signer, steward_member: None, network, member, wallet: None }.instruction()]);
}

/// A steward's hold of the member, of ten days.
pub fn hold(world: &mut World, person: Person) {
    let hold = world.member_hold(None, person, 10 * DAY);
    world.must(&[hold.instruction()]);
}

pub fn halt(world: &mut World) {
    let (authority, network) = (world.founder, world.network);
    world.must(&[NetworkHalt { authority, network }.instruction()]);
}

pub fn pause(world: &mut World, ada: &TokenFixture) {
    let Person { wallet: owner, member: owner_member } = ada.owner;
    let network = world.network;
    world.must(&[TokenPause { owner, owner_member, network, seconds: DAY }.instruction()]);
}

/// Behind the program's back; upheld complaints will do it.
pub fn lose_reputation(world: &mut World, person: Person, points: u16) {
    let now = world.now();
    world.edit::<Member>(person.member, |member| (member.reputation, member.reputation_as_of) = (points, now));
}
