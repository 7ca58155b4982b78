//! An owner with outside shareholders, before and after a year, a deadline, a grace; what the program reports.

pub use personal_token_core::{
    calendar::start_of_year,
    report::{Deadline, Finding},
};
pub use personal_token_sdk::state::Report;
pub use personal_token_tests::Outcome;

pub use super::prelude::*;

/// The year that is reported on: the one in which every world begins, and the token is created.
pub const YEAR: u16 = 2026;
/// What Ada gained in it, if nothing else is said: 1,000 less 300, in quote units.
pub const GAIN: u64 = 700;

/// Ada's token of 10,000,000 shares, of which Bob has 1,000 since January of [`YEAR`]; Carol has an empty position.
#[derive(Clone, Copy, Debug)]
pub struct Case {
    pub ada: TokenFixture,
    pub bob: Person,
    pub carol: Person,
}

impl Case {
    /// Where the report on [`YEAR`] is.
    pub fn report(&self) -> Address {
        pda::report(self.ada.token, YEAR)
    }

    /// Ada reports a gain of [`GAIN`] in [`YEAR`].
    pub fn file(&self, world: &World) -> ReportFile {
        world.report_file(&self.ada, YEAR, 1_000, 300)
    }

    /// Somebody records what is wrong with the report on [`YEAR`], by Bob's position.
    pub fn record(&self, world: &World) -> ReportRecord {
        world.report_record(&self.ada, YEAR, self.bob)
    }

    /// The report on [`YEAR`] as it is now.
    pub fn read(&self, world: &World) -> Report {
        read(world, self.report())
    }

    /// Ada's points now.
    pub fn points(&self, world: &World) -> u16 {
        points(world, self.ada.owner)
    }
}

/// The middle of 2026.
pub fn ready() -> (World, Case) {
    ready_in(World::founded())
}

/// As [`ready`], in a network that was founded already.
pub fn ready_in(mut world: World) -> (World, Case) {
    let ada = world.owner_with("ada", Terms { authorised: 2 * SHARES, ..Terms::default() });
    let bob = world.holder("bob", &ada, 1_000);
    let carol = world.holder("carol", &ada, 0);
    world.warp(180 * DAYS);
    (world, Case { ada, bob, carol })
}

/// The first second after [`YEAR`].
pub fn over() -> (World, Case) {
    at(|deadline| deadline.opens_at)
}

/// The first second after the day by which the report is due.
pub fn due() -> (World, Case) {
    at(|deadline| deadline.due_at)
}

/// The first second after the grace; nothing was filed.
pub fn overdue() -> (World, Case) {
    at(|deadline| deadline.recordable_at)
}

/// As [`overdue`], but a gain of [`GAIN`] was filed as soon as it could be, and nothing was deposited.
pub fn short() -> (World, Case) {
    let (mut world, case) = over();
    file(&mut world, &case, 1_000, 300);
    world.warp_to(deadline(YEAR).recordable_at);
    (world, case)
}

fn at(time: fn(Deadline) -> i64) -> (World, Case) {
    let (mut world, case) = ready();
    world.warp_to(time(deadline(YEAR)));
    (world, case)
}

/// The deadline by the default parameters.
pub fn deadline(year: u16) -> Deadline {
    Deadline::of(year, 105, 30 * DAY).unwrap()
}

/// The beginning of a year.
pub fn january(year: u16) -> i64 {
    start_of_year(year.into()).unwrap()
}

/// Ada reports on [`YEAR`].
#[track_caller]
pub fn file(world: &mut World, case: &Case, proceeds: u64, cost_basis: u64) -> Outcome {
    let file = world.report_file(&case.ada, YEAR, proceeds, cost_basis);
    world.must(&[file.instruction()])
}

/// What is wrong with the report on [`YEAR`] is recorded.
#[track_caller]
pub fn record(world: &mut World, case: &Case) -> Outcome {
    world.must(&[case.record(world).instruction()])
}

/// Ada deposits a gain of some year.
#[track_caller]
pub fn deposit(world: &mut World, case: &Case, year: u16, gain: u64) {
    world.fund(case.ada.owner.wallet, gain);
    let deposit = ProceedsDeposit { year, ..world.proceeds_deposit(&case.ada, gain) };
    world.must(&[deposit.instruction()]);
}

/// A report as it is now: decoded, at its own address, with nothing where nothing belongs.
#[track_caller]
pub fn read(world: &World, address: Address) -> Report {
    let report: Report = world.read(address);
    assert_eq!((address, report.bump), pda::report_with_bump(report.token, report.year));
    assert_eq!((report.version, report.padding, report.reserved), (1, [0; 3], [0; 32]));
    assert_eq!(world.lamports(&address), world.rent(Report::SPACE));
    report
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

/// Does something and takes it back: what a test would do in another world that was the same until now.
#[track_caller]
pub fn tentatively<T>(world: &mut World, then: impl FnOnce(&mut World) -> T) -> T {
    let (saved, checked) = (world.svm.clone(), world.checked);
    let result = then(world);
    (world.svm, world.checked) = (saved, checked);
    result
}

/// At each of these times the instruction is refused so, or succeeds.
#[track_caller]
pub fn at_times<const N: usize>(world: &mut World, times: [(i64, Option<Rule>); N], instruction: &Instruction) {
    for (time, refusal) in times {
        tentatively(world, |world| {
            world.warp_to(time);
            expect(world.send(std::slice::from_ref(instruction)), refusal);
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

/// What the network's authority does to a member.
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

/// New parameters are announced and applied after their delay.
pub fn change_parameters(world: &mut World, change: impl FnOnce(&mut Parameters)) {
    let mut parameters = world.network_state().parameters;
    let delay = i64::from(parameters.parameter_delay);
    change(&mut parameters);
    let (authority, network) = (world.founder, world.network);
    world.must(&[NetworkProposeParameters { authority, network, parameters }.instruction()]);
    world.warp(delay);
    world.must(&[NetworkApplyParameters { network }.instruction()]);
}

// What the program reports, byte for byte: a discriminator and fields in Borsh.

/// The events of a transaction, in their order.
#[track_caller]
pub fn emitted(outcome: &Outcome) -> Vec<Vec<u8>> {
    let calls = outcome.inner_calls.iter().flatten().filter(|call| call.program == ID);
    let events = calls.map(|call| {
        assert_eq!(call.accounts, [pda::event_authority()]);
        call.data.strip_prefix(&event::TAG).unwrap().to_vec()
    });
    events.collect()
}

/// [`event::ReportFiled`]
pub fn filed(file: &ReportFile, deposited: u64) -> Vec<u8> {
    let numbers = [file.proceeds, file.cost_basis, deposited].map(u64::to_le_bytes).concat();
    let (token, report) = (file.token, pda::report(file.token, file.year));
    let discriminator = &event::ReportFiled::DISCRIMINATOR;
    [discriminator, token.as_ref(), report.as_ref(), &file.year.to_le_bytes(), &numbers, &file.evidence_hash].concat()
}

/// [`event::ReportRecorded`], and after it [`event::ReputationChanged`] if anything was left to take.
pub fn recorded(record: &ReportRecord, finding: Finding, deposited: u64, before: u16, after: u16) -> Vec<Vec<u8>> {
    let (token, report) = (record.token, pda::report(record.token, record.year));
    let (year, deposited) = (record.year.to_le_bytes(), deposited.to_le_bytes());
    let discriminator = &event::ReportRecorded::DISCRIMINATOR;
    let finding = [finding.byte()];
    let recorded =
        [discriminator.as_slice(), token.as_ref(), report.as_ref(), &year, &finding, &deposited, record.payer.as_ref()];
    let discriminator = &event::ReputationChanged::DISCRIMINATOR;
    let points = [before, after].map(u16::to_le_bytes).concat();
    let changed = [discriminator, record.owner_member.as_ref(), &points, report.as_ref()];
    if before == after {
        return vec![recorded.concat()];
    }
    vec![recorded.concat(), changed.concat()]
}
