//! What members say about themselves.

use {
    super::{member::names, rights, status, yes_no},
    crate::{
        args::{capability_names, role_names},
        context::{Access, Context},
        error::Result,
        output::Report,
        text::{facts, list as words, table, Align},
        time::{show as moment, show_day},
    },
    personal_token_sdk::{pda, state::Member, Address},
    serde_json::{json, Value},
};

/// Shows a member.
pub async fn show(context: &mut Context<'_>, person: Option<Address>) -> Result<Report> {
    let wallet = context.person(person)?;
    let session = context.connect(Access::Read).await?;
    let (network, settings) = session.network(&context.global).await?;
    let (address, member) = session.member(network, wallet).await?;
    let reputation = member.reputation().at(session.now);
    let steward = session.client.steward(network, address).await?.map_or(0, |(_, steward)| steward.capabilities);
    let own_token = member.has_token().then(|| pda::mint(address));
    let standing = member.is_active() && reputation >= settings.parameters.minimum_reputation;
    let mut rows = vec![
        (
            "wallet",
            match member.wallet == wallet {
                true => wallet.to_string(),
                false => format!("{}, which replaced {wallet} in a recovery", member.wallet),
            },
        ),
        ("member", address.to_string()),
        ("network", format!("{network} ({})", settings.display_name())),
        ("status", status(&member).to_owned()),
        ("roles", words(role_names(member.roles))),
        ("in good standing", yes_no(standing).to_owned()),
        ("admitted", show_day(member.admitted_at)),
        (
            "conversation attested",
            if member.education_attested_at == 0 { "no".to_owned() } else { show_day(member.education_attested_at) },
        ),
        (
            "held",
            if member.hold().active(session.now) {
                format!("until {}", moment(member.held_until))
            } else {
                "no".to_owned()
            },
        ),
        (
            "recovery",
            match session.now < member.recovery_until {
                true => format!("pending, lapses {} (`personal-token recovery show`)", moment(member.recovery_until)),
                false => "none pending".to_owned(),
            },
        ),
        ("own token", own_token.map_or_else(|| "none".to_owned(), |mint| mint.to_string())),
        ("steward", words(capability_names(steward))),
    ];
    let after_standing = 6;
    rows.splice(after_standing..after_standing, rights::rows(&settings, &member, session.now));
    let rows: Vec<(String, String)> = rows.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
    let mut json = member_json(&address, &member, session.now);
    if let Some(json) = json.as_object_mut() {
        json.insert("inGoodStanding".to_owned(), json!(standing));
        for (name, value) in rights::json(&settings, &member, session.now) {
            json.insert(name.to_owned(), value);
        }
        json.insert("steward".to_owned(), json!(capability_names(steward)));
    }
    Ok(Report::new(facts(&rows), json))
}

/// Lists the members.
pub async fn list(context: &mut Context<'_>) -> Result<Report> {
    let session = context.connect(Access::Read).await?;
    let (network, _) = session.network(&context.global).await?;
    let mut members = session.client.members(network).await?;
    members.sort_by_key(|(address, member)| (member.admitted_at, *address));
    let rows: Vec<Vec<String>> = members
        .iter()
        .map(|(_, member)| {
            vec![
                member.wallet.to_string(),
                words(role_names(member.roles)),
                status(member).to_owned(),
                member.reputation().at(session.now).to_string(),
                show_day(member.admitted_at),
            ]
        })
        .collect();
    let columns = [
        ("Wallet", Align::Left),
        ("Roles", Align::Left),
        ("Status", Align::Left),
        ("Reputation", Align::Right),
        ("Admitted", Align::Left),
    ];
    let text = match rows.is_empty() {
        true => "The network has no members yet: people apply with `personal-token member apply`.".to_owned(),
        false => table(&columns, &rows),
    };
    let json: Vec<Value> = members.iter().map(|(address, member)| member_json(address, member, session.now)).collect();
    Ok(Report::new(text, json!({ "network": network.to_string(), "members": json })))
}

fn member_json(address: &Address, member: &Member, now: i64) -> Value {
    json!({
        "member": address.to_string(),
        "wallet": member.wallet.to_string(),
        "network": member.network.to_string(),
        "status": status(member),
        "roles": names(member.roles),
        "reputation": member.reputation().at(now),
        "admittedAt": member.admitted_at,
        "charterVersion": member.charter_version,
        "charterAcknowledgedAt": member.charter_acknowledged_at,
        "educationAttestedAt": (member.education_attested_at != 0).then_some(member.education_attested_at),
        "heldUntil": member.hold().active(now).then_some(member.held_until),
        "recoveryUntil": (now < member.recovery_until).then_some(member.recovery_until),
        "mint": member.has_token().then(|| pda::mint(*address).to_string()),
    })
}
