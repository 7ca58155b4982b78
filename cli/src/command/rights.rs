//! A member's standing and rights: why a rule refuses him, and from when it does not any more.

use {
    super::status,
    crate::{amount::show_count, send::Plan, time::show},
    personal_token_core::{complaint::OPEN_COMPLAINTS, member::role, Error as Rule},
    personal_token_sdk::{
        quote::standing_returns_at,
        state::{Member, Network},
    },
    serde_json::{json, Value},
};

/// Adds why a member may not buy, subscribe, raise or create a token.
pub fn with_rights(plan: Plan, network: &Network, member: &Member, now: i64) -> Plan {
    let cooled_off_at = member.rights().cooled_off_at(&network.parameters).unwrap_or(i64::MAX);
    let plan = plan
        .because(
            Rule::CharterNotAcknowledged,
            format!(
                "Version {} is in force, version {} was acknowledged: `personal-token charter acknowledge` does it",
                network.charter_version, member.charter_version
            ),
        )
        .until(Rule::CoolingOff, cooled_off_at, "It is over at");
    with_standing(plan, Rule::NotInGoodStanding, network, member, now)
}

/// Adds from when a member's reputation suffices again.
pub fn with_standing(plan: Plan, rule: Rule, network: &Network, member: &Member, now: i64) -> Plan {
    if !member.is_active() {
        let says = format!("He is not active: {}", status(member));
        return plan.because(Rule::MemberNotActive, says.clone()).because(rule, says);
    }
    let points = member.reputation().at(now);
    let says = format!("It is {points}, and {} are needed", network.parameters.minimum_reputation);
    match standing_returns_at(network, member) {
        Some(moment) if moment > now => plan.until(rule, moment, format!("{says}; one point returns a day, so from")),
        Some(_) => plan,
        None => plan.because(rule, says),
    }
}

/// Lines for people: reputation, charter, complaints.
pub fn rows(network: &Network, member: &Member, now: i64) -> Vec<(&'static str, String)> {
    let minimum = network.parameters.minimum_reputation;
    let points = show_count(u64::from(member.reputation().at(now)));
    let mut rows = vec![
        ("reputation", format!("{points} of 1,000; {minimum} are needed to receive shares")),
        ("charter", charter(network, member)),
    ];
    if let Some(moment) = standing_returns_at(network, member).filter(|moment| *moment > now) {
        rows.insert(1, ("reputation suffices", format!("from {} on, if nothing more happens", show(moment))));
    }
    if member.roles & role::OWNER != 0 {
        let raises = match member.rights().cooled_off_at(&network.parameters) {
            Ok(moment) if moment > now => format!("until {}", show(moment)),
            _ => "over".to_owned(),
        };
        let filings = member.filings();
        let open = filings.open(now);
        let next = filings.lapse_at.iter().copied().filter(|lapses| *lapses > now).min();
        let complaints = match next.filter(|_| open == OPEN_COMPLAINTS) {
            None => format!("{open} open of at most {OPEN_COMPLAINTS}"),
            Some(lapses) => {
                format!("{open} open, no more can be filed until one is decided, or lapses, the first {}", show(lapses))
            }
        };
        rows.extend([("cooling-off", raises), ("complaints filed", complaints)]);
        if filings.barred_until() > now {
            let until = show(filings.barred_until());
            rows.push(("files no complaint", format!("until {until}, as one was dismissed as abusive")));
        }
    }
    rows
}

fn charter(network: &Network, member: &Member) -> String {
    let acknowledged =
        format!("version {}, acknowledged {}", member.charter_version, show(member.charter_acknowledged_at));
    match member.charter_version == network.charter_version {
        true => acknowledged,
        false => format!(
            "{acknowledged}; version {} is in force: before buying or raising, `personal-token charter acknowledge`",
            network.charter_version
        ),
    }
}

/// The same for scripts.
pub fn json(network: &Network, member: &Member, now: i64) -> Vec<(&'static str, Value)> {
    let filings = member.filings();
    let returns = standing_returns_at(network, member).filter(|moment| *moment > now);
    let cooled_off = member.rights().cooled_off_at(&network.parameters).ok();
    vec![
        ("minimumReputation", json!(network.parameters.minimum_reputation)),
        ("standingReturnsAt", json!(returns)),
        ("charterCurrent", json!(member.charter_version == network.charter_version)),
        ("networkCharterVersion", json!(network.charter_version)),
        ("cooledOffAt", json!(cooled_off)),
        ("openComplaints", json!(filings.open(now))),
        ("filingBarredUntil", json!((filings.barred_until() > now).then_some(filings.barred_until()))),
    ]
}
