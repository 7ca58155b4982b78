//! An owner, two shareholders and a steward, at every stage of a complaint.

pub use personal_token_core::{
    boundary::Contact,
    complaint::{Category, Decision, Severity, Stage},
};
pub use personal_token_sdk::state::Complaint;
pub use personal_token_tests::{world::Lost, Outcome};

pub use super::{
    events::{changes, emitted, Bytes},
    prelude::*,
};

/// For how long the shareholder may reply, in seconds.
pub const REPLY: i64 = 7 * DAYS;
/// After which an undecided complaint lapses, in seconds.
pub const LAPSE: i64 = 60 * DAYS;
/// For how long a decision can be overturned, in seconds.
pub const OVERTURN: i64 = 30 * DAYS;
/// For how long nothing is filed after an abusive complaint, in seconds.
pub const BAR: i64 = 90 * DAYS;

/// Every decision that there is.
pub const DECISIONS: [Decision; 5] = [
    Decision::Upheld(Severity::Minor),
    Decision::Upheld(Severity::Serious),
    Decision::Upheld(Severity::Severe),
    Decision::Dismissed,
    Decision::Abusive,
];

/// Ada's token of 10,000,000 shares, of which Bob has 1,000 and Carol 500, none locked. Judith arbitrates; two others
/// recover lost wallets.
#[derive(Clone, Copy, Debug)]
pub struct Case {
    pub ada: TokenFixture,
    pub bob: Person,
    pub carol: Person,
    pub judith: Person,
    pub recoverers: [Person; 2],
}

impl Case {
    pub fn owner(&self) -> Person {
        self.ada.owner
    }
}

/// Nobody complained about anything yet.
pub fn ready() -> (World, Case) {
    ready_in(World::founded())
}

/// As [`ready`], in a network that was founded already.
pub fn ready_in(mut world: World) -> (World, Case) {
    let recoverers = world.recoverers();
    let ada = world.owner_with("ada", Terms { authorised: 2 * SHARES, ..Terms::default() });
    let bob = world.holder("bob", &ada, 1_000);
    let carol = world.holder("carol", &ada, 500);
    let judith = world.arbiter();
    world.warp(90 * DAYS);
    (world, Case { ada, bob, carol, judith, recoverers })
}

/// Ada says that Bob harassed her, and that it is severe.
pub fn filed() -> (World, (Case, Address)) {
    let (mut world, case) = ready();
    let complaint = harassed(&mut world, &case, case.bob, Severity::Severe);
    (world, (case, complaint))
}

/// As [`filed`], and the time for a reply is over.
pub fn decidable() -> (World, (Case, Address)) {
    let (mut world, it) = filed();
    world.warp(REPLY);
    (world, it)
}

/// As [`decidable`], and Judith upheld it as a serious one: Bob has 800 points.
pub fn decided() -> (World, (Case, Address)) {
    decided_as(Decision::Upheld(Severity::Serious))
}

/// As [`decidable`], and Judith decided.
pub fn decided_as(decision: Decision) -> (World, (Case, Address)) {
    let (mut world, (case, complaint)) = decidable();
    decide(&mut world, &case, complaint, decision);
    (world, (case, complaint))
}

/// As [`decided`], and the authority dismissed it instead.
pub fn overturned() -> (World, (Case, Address)) {
    let (mut world, (case, complaint)) = decided();
    overturn(&mut world, complaint, Decision::Dismissed);
    (world, (case, complaint))
}

/// Ada complains of harassment.
#[track_caller]
pub fn harassed(world: &mut World, case: &Case, holder: Person, severity: Severity) -> Address {
    world.complain(&case.ada, holder, Category::Harassment, severity)
}

/// The instruction by which Judith decides on a complaint of Ada's.
pub fn resolve(world: &World, case: &Case, complaint: Address, decision: Decision) -> ComplaintResolve {
    world.complaint_resolve(&case.ada, complaint, case.judith, decision)
}

/// Judith decides.
#[track_caller]
pub fn decide(world: &mut World, case: &Case, complaint: Address, decision: Decision) -> Outcome {
    let resolve = resolve(world, case, complaint, decision);
    world.must(&[resolve.instruction()])
}

/// The authority overturns.
#[track_caller]
pub fn overturn(world: &mut World, complaint: Address, decision: Decision) -> Outcome {
    let overturn = world.complaint_overturn(complaint, decision);
    world.must(&[overturn.instruction()])
}

/// Another complaint of Ada's, of the gravest kind.
pub fn file(world: &World, case: &Case, holder: Person) -> ComplaintFile {
    world.complaint_file(&case.ada, holder, Category::Harassment, Severity::Severe)
}

/// A complaint as it is now: decoded, at its own address, and each of its choices a known one.
#[track_caller]
pub fn read(world: &World, address: Address) -> Complaint {
    let complaint: Complaint = world.read(address);
    assert_eq!(complaint.address(), address);
    assert_eq!((address, complaint.bump), pda::complaint_with_bump(complaint.position, complaint.index));
    assert_eq!((complaint.version, complaint.padding, complaint.reserved), (1, 0, [0; 32]));
    complaint.category().unwrap();
    complaint.contact().unwrap();
    assert_eq!(complaint.decision().unwrap().is_some(), complaint.decided_at != 0);
    assert_eq!(complaint.lapses_at, complaint.filed_at + LAPSE);
    complaint
}

/// A person's points now.
pub fn points(world: &World, person: Person) -> u16 {
    world.member_state(person).reputation().at(world.now())
}

/// Gives a member so many points, as of now.
pub fn set_points(world: &mut World, person: Person, points: u16) {
    let now = world.now();
    world.edit::<Member>(person.member, |member| (member.reputation, member.reputation_as_of) = (points, now));
}

/// How many complaints of an owner are open now.
pub fn open(world: &World, owner: Person) -> usize {
    world.member_state(owner).filings().open(world.now())
}

/// Does something and takes it back: what a test would do in another world that was the same until now.
#[track_caller]
pub fn tentatively<T>(world: &mut World, then: impl FnOnce(&mut World) -> T) -> T {
    let (saved, checked) = (world.svm.clone(), world.checked);
    let result = then(world);
    (world.svm, world.checked) = (saved, checked);
    result
}

/// At each of these times the instruction, as it is built then, is refused so, or succeeds.
#[track_caller]
pub fn at_times<const N: usize>(
    world: &mut World,
    times: [(i64, Option<Rule>); N],
    instruction: impl Fn(&World) -> Instruction,
) {
    for (time, refusal) in times {
        tentatively(world, |world| {
            world.warp_to(time);
            let instruction = instruction(world);
            expect(world.send(&[instruction]), refusal);
        });
    }
}

/// It was refused so, or succeeded.
#[track_caller]
pub fn expect(outcome: Outcome, refusal: Option<Rule>) {
    match refusal {
        Some(rule) => outcome.expect_refusal(rule),
        None => drop(outcome.expect_success()),
    }
}

pub fn suspend(world: &mut World, person: Person) {
    let suspend = MemberSuspend {
        signer: world.founder,
        steward_member: None,
        network: world.network,
        member: person.member,
        reason_hash: hash("reason"),
    };
    world.must(&[suspend.instruction()]);
}

pub fn leave(world: &mut World, person: Person) {
    world.must(&[MemberLeave { wallet: person.wallet, member: person.member }.instruction()]);
}

pub fn exclude(world: &mut World, person: Person) {
    let exclude = world.member_exclude(person);
    world.must(&[exclude.instruction()]);
}

pub fn hold(world: &mut World, person: Person) {
    let hold = world.member_hold(None, person, 30 * DAY);
    world.must(&[hold.instruction()]);
}

/// Everything that ends a member's good standing.
pub const DOWNFALLS: [fn(&mut World, Person); 4] = [suspend, leave, exclude, hold];

/// Two stewards propose to give somebody a new wallet.
pub fn being_recovered(world: &mut World, case: &Case, person: Person) -> Lost {
    let lost = world.lose(person, "new wallet", case.recoverers);
    world.propose(&lost);
    lost
}

/// Somebody has a new wallet; his positions are where they were.
pub fn recovered(world: &mut World, case: &Case, person: Person) -> Lost {
    let lost = being_recovered(world, case, person);
    world.execute(&lost);
    lost
}

/// Appoints somebody who is a member already.
pub fn appoint(world: &mut World, person: Person, capabilities: u8) {
    let appoint = StewardAppoint {
        payer: world.payer,
        authority: world.founder,
        network: world.network,
        member: person.member,
        capabilities,
    };
    world.must(&[appoint.instruction()]);
}
