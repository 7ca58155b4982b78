//! Many complaints at once: owners against shareholders, and the order of the decisions.

use super::common::*;

/// Three owners, three shareholders of each, and a complaint of each owner about each of them.
struct Village {
    world: World,
    judith: Person,
    owners: [TokenFixture; 3],
    holders: [Person; 3],
    /// What was filed, and what becomes of it.
    complaints: Vec<(TokenFixture, Address, Decision)>,
}

/// A row an owner, a column a shareholder. Nobody can lose more points than he has.
const DECISIONS_TO_COME: [[Decision; 3]; 3] = [
    [Decision::Upheld(Severity::Minor), Decision::Upheld(Severity::Serious), Decision::Abusive],
    [Decision::Upheld(Severity::Severe), Decision::Dismissed, Decision::Upheld(Severity::Minor)],
    [Decision::Upheld(Severity::Serious), Decision::Upheld(Severity::Minor), Decision::Abusive],
];
/// Of the shareholders, then of the owners.
const POINTS: [u16; 6] = [250, 750, 950, 900, 1_000, 900];

fn village() -> Village {
    let mut world = World::founded();
    let judith = world.arbiter();
    let owners = ["ada", "bea", "cleo"].map(|name| world.owner_with_token(name));
    let holders = ["xena", "yves", "zoe"].map(|name| world.investor(name));
    let mut complaints = Vec::new();
    for (token, row) in owners.iter().zip(DECISIONS_TO_COME) {
        for (holder, decision) in holders.into_iter().zip(row) {
            world.open_position(holder, token);
            world.transfer(token, token.owner, holder, 100).expect_success();
            let complaint = world.complain(token, holder, Category::Pressure, Severity::Severe);
            complaints.push((*token, complaint, decision));
        }
    }
    world.warp(REPLY);
    Village { world, judith, owners, holders, complaints }
}

impl Village {
    fn points(&self) -> [u16; 6] {
        let [x, y, z] = self.holders;
        let [a, b, c] = self.owners.map(|token| token.owner);
        [x, y, z, a, b, c].map(|person| points(&self.world, person))
    }

    fn decide(&mut self, index: usize) {
        let (token, complaint, decision) = self.complaints[index];
        let resolve = self.world.complaint_resolve(&token, complaint, self.judith, decision);
        self.world.must(&[resolve.instruction()]);
    }

    /// Decides in that order, so many seconds apart, and says what everybody has; then all is as before.
    fn decided_in(&mut self, order: &[usize], pause: i64) -> [u16; 6] {
        let saved = self.world.svm.clone();
        for index in order {
            self.decide(*index);
            self.world.warp(pause);
        }
        let points = self.points();
        self.world.svm = saved;
        points
    }
}

/// Nine of them, each in its own place, by steps that have no factor in common with their number.
fn orders() -> Vec<Vec<usize>> {
    let forward = [1, 2, 4, 5, 7, 8].into_iter().map(|step| (0..9).map(|index| index * step % 9).collect());
    let shifted = [3, 6].into_iter().map(|start| (0..9).map(|index| (index + start) % 9).collect());
    forward.chain(shifted).chain([(0..9).rev().collect()]).collect()
}

#[test]
fn the_order_of_decisions_never_matters() {
    let mut village = village();
    for order in orders() {
        assert_eq!(village.decided_in(&order, 0), POINTS, "{order:?}");
    }
}

/// Days apart a point returns for each day, whichever was decided first.
#[test]
fn the_order_of_decisions_on_one_shareholder_never_matters_days_apart() {
    let mut village = village();
    // The three about Xena: 50, 500 and 200 points, a day after each.
    for order in [[0, 3, 6], [0, 6, 3], [3, 0, 6], [3, 6, 0], [6, 0, 3], [6, 3, 0]] {
        assert_eq!(village.decided_in(&order, DAYS)[0], 253, "{order:?}");
    }
}

/// Whatever is overturned, in whatever order: everybody has what he would have without any of them.
#[test]
fn overturning_everything_gives_everything_back() {
    let mut village = village();
    for index in 0..9 {
        village.decide(index);
    }
    let saved = village.world.svm.clone();
    for order in orders() {
        village.world.svm = saved.clone();
        for index in order {
            let (_, complaint, decision) = village.complaints[index];
            if decision != Decision::Dismissed {
                overturn(&mut village.world, complaint, Decision::Dismissed);
            }
        }
        assert_eq!(village.points(), [1_000; 6]);
        for token in village.owners {
            assert_eq!(village.world.member_state(token.owner).filing_bars, [0; 3]);
        }
    }
}

/// All of them in as few transactions as they fit.
#[test]
fn several_are_decided_in_one_transaction() {
    let mut village = village();
    let decisions: Vec<Instruction> = village.complaints[..3]
        .iter()
        .map(|(token, complaint, decision)| {
            village.world.complaint_resolve(token, *complaint, village.judith, *decision).instruction()
        })
        .collect();
    village.world.must(&decisions);
    assert_eq!(village.points(), [950, 800, 1_000, 900, 1_000, 1_000]);
    assert_eq!(open(&village.world, village.owners[0].owner), 0);
}

/// A complaint of one owner is none of another's, and a token says which.
#[test]
fn refuses_each_one_with_the_accounts_of_another() {
    let mut village = village();
    let (token, complaint, decision) = village.complaints[0];
    let resolve = village.world.complaint_resolve(&token, complaint, village.judith, decision);
    for (_, other, _) in &village.complaints[1..] {
        let instruction = resolve.instruction().replacing(complaint, *other);
        village.world.send(&[instruction]).expect_refusal(Rule::ComplaintMismatch);
    }
}

/// Two owners hold each other's shares and complain of each other: each decision reaches its own subject.
#[test]
fn two_owners_complain_of_each_other() {
    let (mut world, case) = ready();
    let dora = world.owner_with_token("dora");
    world.open_position(dora.owner, &case.ada);
    world.open_position(case.owner(), &dora);
    world.transfer(&case.ada, case.owner(), dora.owner, 10).expect_success();
    world.transfer(&dora, dora.owner, case.owner(), 10).expect_success();
    let by_ada = harassed(&mut world, &case, dora.owner, Severity::Severe);
    let by_dora = world.complain(&dora, case.owner(), Category::Harassment, Severity::Serious);
    world.warp(REPLY);
    decide(&mut world, &case, by_ada, Decision::Upheld(Severity::Severe));
    assert_eq!([case.owner(), dora.owner].map(|person| points(&world, person)), [1_000, 500]);
    let resolve = world.complaint_resolve(&dora, by_dora, case.judith, Decision::Abusive);
    world.must(&[resolve.instruction()]);
    assert_eq!([case.owner(), dora.owner].map(|person| points(&world, person)), [1_000, 400]);
    overturn(&mut world, by_ada, Decision::Abusive);
    assert_eq!([case.owner(), dora.owner].map(|person| points(&world, person)), [900, 900]);
    let lapses = [case.owner(), dora.owner].map(|person| open(&world, person));
    assert_eq!(lapses, [0, 0]);
}
