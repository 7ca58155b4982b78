//! Every edge of the clock: what the program allows, what the SDK's stage of the complaint says it allows, and nothing
//! else.

use super::common::*;

/// A time from filing, a stage that begins or goes on there, and whether a reply, a decision, an overturning and a
/// closing are refused.
type Row = (i64, fn(i64) -> Stage, [Option<Rule>; 4]);

const RUNS: Option<Rule> = Some(Rule::ReplyTimeRuns);
const OVER: Option<Rule> = Some(Rule::ReplyTimeOver);
const REPLIED: Option<Rule> = Some(Rule::AlreadyReplied);
const LAPSED: Option<Rule> = Some(Rule::ComplaintLapsed);
const DECIDED: Option<Rule> = Some(Rule::ComplaintDecided);
const UNDECIDED: Option<Rule> = Some(Rule::ComplaintUndecided);
const STANDS: Option<Rule> = Some(Rule::ComplaintStands);
const LATE: Option<Rule> = Some(Rule::OverturnTimeOver);
const ONCE: Option<Rule> = Some(Rule::AlreadyOverturned);

/// At each time: the stage that the SDK reads from the account, what its rules allow then, and what the program does.
#[track_caller]
fn follows(setup: fn() -> (World, (Case, Address)), rows: &[Row]) {
    let (mut world, (case, address)) = setup();
    let complaint = read(&world, address);
    for (after, stage, refusals) in rows {
        let now = complaint.filed_at + after;
        let rules = complaint.case();
        assert_eq!(rules.stage(now), Ok(stage(complaint.filed_at)), "{after} seconds after filing");
        let allowed =
            [rules.check_reply(now), rules.check_decision(now), rules.check_overturn(now), rules.check_close(now)];
        assert_eq!(allowed.map(Result::err), *refusals, "{after} seconds after filing");
        world.warp_to(now);
        let instructions = [
            world.complaint_reply(address, case.bob).instruction(),
            resolve(&world, &case, address, Decision::Abusive).instruction(),
            world.complaint_overturn(address, Decision::Abusive).instruction(),
            world.complaint_close(address).instruction(),
        ];
        for (instruction, refusal) in instructions.into_iter().zip(refusals) {
            tentatively(&mut world, |world| expect(world.send(&[instruction]), *refusal));
        }
    }
}

/// Filed by nobody but the owner, replied to by nobody.
#[test]
fn an_undecided_complaint_lapses() {
    let reply: fn(i64) -> Stage = |filed_at| Stage::Reply(filed_at + REPLY);
    let decision: fn(i64) -> Stage = |filed_at| Stage::Decision(filed_at + LAPSE);
    let lapsed: fn(i64) -> Stage = |_| Stage::Lapsed;
    let rows = [
        (0, reply, [None, RUNS, UNDECIDED, STANDS]),
        (1, reply, [None, RUNS, UNDECIDED, STANDS]),
        (REPLY - 1, reply, [None, RUNS, UNDECIDED, STANDS]),
        (REPLY, decision, [OVER, None, UNDECIDED, STANDS]),
        (REPLY + 1, decision, [OVER, None, UNDECIDED, STANDS]),
        (LAPSE - 1, decision, [OVER, None, UNDECIDED, STANDS]),
        (LAPSE, lapsed, [OVER, LAPSED, UNDECIDED, None]),
        (LAPSE + 1, lapsed, [OVER, LAPSED, UNDECIDED, None]),
        (LAPSE + 3_650 * DAYS, lapsed, [OVER, LAPSED, UNDECIDED, None]),
    ];
    follows(filed, &rows);
}

#[test]
fn a_reply_moves_no_edge() {
    fn replied() -> (World, (Case, Address)) {
        let (mut world, (case, complaint)) = filed();
        world.warp(REPLY - 1);
        let reply = world.complaint_reply(complaint, case.bob);
        world.must(&[reply.instruction()]);
        (world, (case, complaint))
    }
    let rows: [Row; 5] = [
        (REPLY - 1, |filed_at| Stage::Reply(filed_at + REPLY), [REPLIED, RUNS, UNDECIDED, STANDS]),
        (REPLY, |filed_at| Stage::Decision(filed_at + LAPSE), [OVER, None, UNDECIDED, STANDS]),
        (REPLY + 1, |filed_at| Stage::Decision(filed_at + LAPSE), [OVER, None, UNDECIDED, STANDS]),
        (LAPSE - 1, |filed_at| Stage::Decision(filed_at + LAPSE), [OVER, None, UNDECIDED, STANDS]),
        (LAPSE, |_| Stage::Lapsed, [OVER, LAPSED, UNDECIDED, None]),
    ];
    follows(replied, &rows);
}

/// Decided at the first moment.
#[test]
fn a_decision_becomes_final() {
    let appeal: fn(i64) -> Stage = |filed_at| Stage::Appeal(filed_at + REPLY + OVERTURN);
    let done: fn(i64) -> Stage = |_| Stage::Final;
    let rows = [
        (REPLY, appeal, [OVER, DECIDED, None, STANDS]),
        (REPLY + 1, appeal, [OVER, DECIDED, None, STANDS]),
        (REPLY + OVERTURN - 1, appeal, [OVER, DECIDED, None, STANDS]),
        (REPLY + OVERTURN, done, [OVER, DECIDED, LATE, None]),
        (REPLY + OVERTURN + 1, done, [OVER, DECIDED, LATE, None]),
        (LAPSE - 1, done, [OVER, DECIDED, LATE, None]),
        (LAPSE, done, [OVER, DECIDED, LATE, None]),
    ];
    follows(decided, &rows);
}

/// Decided at the last moment: it can be overturned long after an undecided one would have lapsed.
#[test]
fn a_late_decision_does_not_lapse() {
    fn late() -> (World, (Case, Address)) {
        let (mut world, (case, complaint)) = filed();
        world.warp(LAPSE - 1);
        decide(&mut world, &case, complaint, Decision::Dismissed);
        (world, (case, complaint))
    }
    let appeal: fn(i64) -> Stage = |filed_at| Stage::Appeal(filed_at + LAPSE - 1 + OVERTURN);
    let rows = [
        (LAPSE - 1, appeal, [OVER, DECIDED, None, STANDS]),
        (LAPSE, appeal, [OVER, DECIDED, None, STANDS]),
        (LAPSE + 1, appeal, [OVER, DECIDED, None, STANDS]),
        (LAPSE - 1 + OVERTURN - 1, appeal, [OVER, DECIDED, None, STANDS]),
        (LAPSE - 1 + OVERTURN, |_| Stage::Final, [OVER, DECIDED, LATE, None]),
        (LAPSE - 1 + OVERTURN + 1, |_| Stage::Final, [OVER, DECIDED, LATE, None]),
    ];
    follows(late, &rows);
}

/// What was overturned is final at once, and for good.
#[test]
fn an_overturned_decision_is_final_at_once() {
    let done: fn(i64) -> Stage = |_| Stage::Final;
    let rows = [
        (REPLY, done, [OVER, DECIDED, ONCE, None]),
        (REPLY + 1, done, [OVER, DECIDED, ONCE, None]),
        (REPLY + OVERTURN - 1, done, [OVER, DECIDED, ONCE, None]),
        (REPLY + OVERTURN, done, [OVER, DECIDED, ONCE, None]),
        (REPLY + OVERTURN + 1, done, [OVER, DECIDED, ONCE, None]),
    ];
    follows(overturned, &rows);
}

/// A clock that stands, or goes back, opens nothing before its time.
#[test]
fn a_clock_that_went_back_gives_no_time_twice() {
    let (mut world, (case, complaint)) = decidable();
    world.warp(-1);
    let early = resolve(&world, &case, complaint, Decision::Dismissed);
    world.send(&[early.instruction()]).expect_refusal(Rule::ReplyTimeRuns);
    world.warp(1);
    decide(&mut world, &case, complaint, Decision::Dismissed);
    world.warp(-10);
    let again = world.complaint_reply(complaint, case.bob);
    world.send(&[again.instruction()]).expect_refusal(Rule::ReplyTimeOver);
}
