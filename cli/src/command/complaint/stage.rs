//! Where a complaint stands, and what can be done next by whom.

use {
    crate::{send::Plan, time::show},
    personal_token_core::{
        complaint::{Stage, LAPSE_TIME, OVERTURN_TIME, REPLY_TIME},
        Error as Rule,
    },
    personal_token_sdk::state::Complaint,
};

/// One word for people and scripts.
pub const fn name(stage: Stage) -> &'static str {
    match stage {
        Stage::Reply(_) => "reply",
        Stage::Decision(_) => "decision",
        Stage::Appeal(_) => "appeal",
        Stage::Lapsed => "lapsed",
        Stage::Final => "final",
    }
}

/// Until when it stands there, if time ends that.
pub const fn until(stage: Stage) -> Option<i64> {
    match stage {
        Stage::Reply(until) | Stage::Decision(until) | Stage::Appeal(until) => Some(until),
        Stage::Lapsed | Stage::Final => None,
    }
}

/// What can be done next, and by whom.
pub fn next(complaint: &Complaint, stage: Stage) -> String {
    match stage {
        Stage::Reply(until) if complaint.replied_at != 0 => {
            format!("the shareholder has replied; a steward decides from {} on (`complaint resolve`)", show(until))
        }
        Stage::Reply(until) => {
            format!("the shareholder may reply until {} (`complaint reply`); then a steward decides", show(until))
        }
        Stage::Decision(until) => format!(
            "a steward who arbitrates, is no party and holds no shares decides until {} (`complaint resolve`); else it lapses",
            show(until)
        ),
        Stage::Appeal(until) => format!(
            "the network's authority can put another decision in its place until {}, once (`complaint overturn`)",
            show(until)
        ),
        Stage::Lapsed => {
            "nobody decided in time, so it has no effect; the owner can file it again; anyone can close it (`complaint close`)"
                .to_owned()
        }
        Stage::Final => "the decision stands; anyone can close it, and the rent goes back (`complaint close`)".to_owned(),
    }
}

/// The decision that stands, in words; none while there is none.
pub fn decision(complaint: &Complaint) -> Option<String> {
    let decision = complaint.decision().ok()??;
    let severity = match decision {
        personal_token_core::complaint::Decision::Upheld(severity) => format!(" as {}", severity.name()),
        _ => String::new(),
    };
    let points = match complaint.points {
        0 => String::new(),
        points => format!(", which cost {points} points"),
    };
    Some(format!("{}{severity}{points}", decision.name()))
}

/// Adds what the complaint's times say about rules that may refuse.
pub fn with_times(plan: Plan, complaint: &Complaint) -> Plan {
    let after = |moment: i64, seconds: u32| moment.saturating_add(i64::from(seconds));
    let reply_until = after(complaint.filed_at, REPLY_TIME);
    let lapses_at = after(complaint.filed_at, LAPSE_TIME);
    let plan = plan
        .because(Rule::ReplyTimeOver, format!("They were over at {}", show(reply_until)))
        .because(Rule::AlreadyReplied, format!("He replied at {}", show(complaint.replied_at)))
        .until(Rule::ReplyTimeRuns, reply_until, "They are over at")
        .because(Rule::ComplaintLapsed, format!("It lapsed at {}", show(lapses_at)));
    if complaint.decided_at == 0 {
        return plan
            .because(Rule::ComplaintUndecided, format!("A steward can decide until {}", show(lapses_at)))
            .until(Rule::ComplaintStands, lapses_at, "Undecided, it lapses at");
    }
    let appeal_until = after(complaint.decided_at, OVERTURN_TIME);
    let (decided, by) = (show(complaint.decided_at), complaint.decided_by);
    let words = decision(complaint).unwrap_or_default();
    plan.because(Rule::ComplaintDecided, format!("{by} decided at {decided}: {words}"))
        .because(Rule::OverturnTimeOver, format!("They were over at {}", show(appeal_until)))
        .because(Rule::AlreadyOverturned, format!("The authority decided at {decided}: {words}"))
        .because(Rule::DecisionUnchanged, format!("It is: {words}"))
        .until(Rule::ComplaintStands, appeal_until, "The decision is final from")
}
