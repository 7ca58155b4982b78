//! Ada's token, its shareholders and an arbiter; what befalls them, and what the program reports of it.

pub use personal_token_core::{boundary::Contact, complaint::Severity};
pub use personal_token_tests::{
    world::{market::ListingFixture, Lost, RoundFixture},
    Outcome,
};

pub use super::prelude::*;

/// Received shares are locked for so long.
pub const HOLD: i64 = 90 * DAYS;
/// The owner's window of a listing, and the holders' after it.
pub const OWNER_WINDOW: i64 = 14 * DAYS;
pub const EVERYONE: i64 = 21 * DAYS;
/// The cooling-off of an owner.
pub const COOLING_OFF: i64 = 3 * DAYS;

/// Ada may issue as many shares again as her 10,000,000. Bob holds 2,000 and Carol 1,000, none locked; Dave has a
/// position and has held none.
#[derive(Clone, Copy, Debug)]
pub struct Case {
    pub ada: TokenFixture,
    pub bob: Person,
    pub carol: Person,
    pub dave: Person,
    pub judith: Person,
    pub stewards: [Person; 2],
}

/// Nothing has happened yet.
pub fn ready() -> (World, Case) {
    ready_in(World::founded())
}

/// As [`ready`], in this network.
pub fn ready_in(mut world: World) -> (World, Case) {
    let stewards = world.recoverers();
    let ada = world.owner_with("ada", Terms { authorised: 2 * SHARES, ..Terms::default() });
    let bob = world.holder("bob", &ada, 2_000);
    let carol = world.holder("carol", &ada, 1_000);
    let dave = world.holder("dave", &ada, 0);
    let judith = world.arbiter();
    world.quote_account(address("treasury"));
    world.warp(HOLD);
    (world, Case { ada, bob, carol, dave, judith, stewards })
}

/// As [`ready`], and a severe complaint about Bob was just upheld: he has 500 points.
pub fn upheld() -> (World, Case) {
    let (mut world, case) = ready();
    world.uphold(&case.ada, case.bob, case.judith, Severity::Severe);
    assert_eq!(points(&world, case.bob), 500);
    (world, case)
}

/// As [`upheld`], and his standing is restored for now, so that a test can take it at the moment it is about.
pub fn restored() -> (World, Case) {
    let (mut world, case) = upheld();
    set_points(&mut world, case.bob, 1_000);
    (world, case)
}

/// His points now.
pub fn points(world: &World, person: Person) -> u16 {
    world.member_state(person).reputation().at(world.now())
}

/// His points as of now, behind the program's back; everything else stays sound, and is checked.
pub fn set_points(world: &mut World, person: Person, points: u16) {
    let now = world.now();
    world.edit::<Member>(person.member, |member| (member.reputation, member.reputation_as_of) = (points, now));
    world.checked = true;
}

/// The authority publishes another charter, of 13 clauses.
pub fn publish(world: &mut World, text: &str) {
    let publish = world.charter_publish(text);
    world.must(&[publish.instruction()]);
}

/// A member acknowledges the charter as it is now.
pub fn acknowledge(world: &mut World, person: Person) {
    let acknowledge = world.charter_acknowledge(person);
    world.must(&[acknowledge.instruction()]);
}

pub fn suspend(world: &mut World, person: Person) {
    let (signer, network, member) = (world.founder, world.network, person.member);
    let suspend = MemberSuspend { signer, steward_member: None, network, member, reason_hash: hash("reason") };
    world.must(&[suspend.instruction()]);
}

pub fn leave(world: &mut World, person: Person) {
    world.must(&[MemberLeave { wallet: person.wallet, member: person.member }.instruction()]);
}

pub fn exclude(world: &mut World, person: Person) {
    let exclude = world.member_exclude(person);
    world.must(&[exclude.instruction()]);
}

/// The authority takes a member back, without his signature.
pub fn reinstate(world: &World, person: Person) -> MemberReinstate {
    let (signer, network, member) = (world.founder, world.network, person.member);
    MemberReinstate { signer, steward_member: None, network, member, wallet: None }
}

/// The authority takes a member back with his consent.
pub fn take_back(world: &mut World, person: Person) {
    let back = MemberReinstate { wallet: Some(person.wallet), ..reinstate(world, person) };
    world.must(&[back.instruction()]);
}

/// The owner says how a holder may contact him.
pub fn set_boundary(world: &mut World, token: &TokenFixture, holder: Person, contact: Contact) {
    let set = world.position_set_boundary(token, holder, contact);
    world.must(&[set.instruction()]);
}

/// A holder's listing of so many shares at 5 units for 300 days.
pub fn list(world: &mut World, token: &TokenFixture, seller: Person, shares: u64) -> ListingFixture {
    let open = ListingOpen { duration: 300 * DAY, ..world.listing_open(token, seller, shares, 5) };
    world.must(&[open.instruction()]);
    ListingFixture { token: *token, seller, nonce: open.nonce, rent_payer: open.payer }
}

/// The instruction that buys so many of them; the buyer has got the money.
pub fn order(world: &mut World, listing: &ListingFixture, buyer: Person, shares: u64) -> Instruction {
    world.fund_purchase(listing, buyer, shares);
    world.listing_buy(listing, buyer, shares).instruction()
}

/// The instruction that subscribes; the investor has got the money.
pub fn subscription(world: &mut World, round: &RoundFixture, investor: Person, shares: u64) -> Instruction {
    let price = world.round_state(round).book.price;
    world.fund(investor.wallet, price * shares);
    world.round_subscribe(round, investor, shares).instruction()
}

/// A round of Ada's that takes subscriptions.
pub fn round(world: &mut World, case: &Case) -> RoundFixture {
    let terms = world.round_terms();
    world.open_round(&case.ada, terms)
}

/// What a transfer between two wallets changes: both share accounts and both positions, and nothing else.
pub fn both_sides(token: &TokenFixture, from: Person, to: Person) -> [Address; 4] {
    let ([from, to], [source, destination]) = (
        [from, to].map(|person| token.position(person.wallet)),
        [from, to].map(|person| token.share_account(person.wallet)),
    );
    [from, to, source, destination]
}

/// The events of a transaction, as bytes: each a call of the program by itself, under the authority that it alone signs
/// for.
#[track_caller]
pub fn emitted(outcome: &Outcome) -> Vec<Vec<u8>> {
    let own = outcome.inner_calls.iter().flatten().filter(|call| call.program == ID);
    own.map(|call| {
        assert_eq!(call.accounts, [pda::event_authority()]);
        call.data.strip_prefix(&event::TAG).unwrap().to_vec()
    })
    .collect()
}

/// A member who applied under the charter as it is now, whichever version that is.
pub fn newcomer(world: &mut World, name: &str, roles: u8) -> Person {
    let wallet = world.person(name);
    let state = world.network_state();
    let (payer, network) = (world.payer, world.network);
    let (charter_version, clauses) = (state.charter_version, state.charter_clauses);
    let open = ApplicationOpen { payer, wallet, network, roles, charter_version, clauses };
    world.must(&[open.instruction()]);
    let admit = world.member_admit(name, wallet);
    world.must(&[admit.instruction()]);
    Person { wallet, member: pda::member(network, &admit.identity) }
}

/// A way by which Bob would receive shares, up to the last instruction; nothing but his reputation is in question.
pub type Way = fn() -> (World, Case, Instruction);

/// Bob has these points, a severe complaint about him having been upheld before: he receives nothing.
#[track_caller]
pub fn refuses_at(way: Way, points: u16) {
    let (mut world, case, instruction) = way();
    set_points(&mut world, case.bob, points);
    world.send(&[instruction]).expect_refusal(Rule::NotInGoodStanding);
}

/// Bob has these points: he receives so many shares.
#[track_caller]
pub fn allows_at(way: Way, points: u16, shares: u64) {
    let (mut world, case, instruction) = way();
    set_points(&mut world, case.bob, points);
    let before = all_shares(&world, case.bob);
    world.send(&[instruction]).expect_success();
    assert_eq!(all_shares(&world, case.bob) - before, shares);
}

/// The shares of a member, over all wallets and tokens.
pub fn all_shares(world: &World, person: Person) -> u64 {
    let positions = world.accounts_of(&ID).into_iter().filter_map(|(_, account)| {
        Position::decode(&account.owner, &account.data).ok().filter(|position| position.member == person.member)
    });
    positions.map(|position| position.shares).sum()
}

/// A holder lets somebody else move so many of his shares.
pub fn delegate(world: &mut World, token: &TokenFixture, holder: Person, delegate: Address, shares: u64) {
    let account = token.share_account(holder.wallet);
    let approve = spl_token_2022_interface::instruction::approve;
    world.must(&[approve(&TOKEN_2022_ID, &account, &delegate, &holder.wallet, &[], shares).unwrap()]);
}
