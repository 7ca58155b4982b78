//! What a recovery says about itself.

use {
    crate::{
        amount::show_count,
        command::position::{mark_json, mark_text},
        context::{Access, Context},
        error::Result,
        output::Report,
        text::{facts, table, Align},
        time::show as moment,
    },
    personal_token_sdk::{
        state::{Member, Recovery},
        Address,
    },
    serde_json::{json, Value},
};

/// Shows what is pending for a member, and where his positions are.
pub async fn show(context: &mut Context<'_>, person: Option<Address>) -> Result<Report> {
    let person = context.person(person)?;
    let session = context.connect(Access::Read).await?;
    let (network, _) = session.network(&context.global).await?;
    let (address, member) = session.party(network, person).await?;
    let recovery = session.client.recovery_of(address).await?.map(|(_, recovery)| recovery);
    let now = session.now;
    let (mut rows, mut json) = (Vec::new(), Vec::new());
    for (at, position) in session.client.positions_of_member(address).await? {
        let token = session.client.token_at(position.token).await?;
        let symbol = session.client.share_mint(token.mint).await?.display_symbol();
        let place = match (position.replaced_by(), position.wallet == member.wallet) {
            (Some(_), _) => "moved",
            (None, true) => "in place",
            (None, false) => "to be moved",
        };
        rows.push(vec![
            symbol.clone(),
            position.wallet.to_string(),
            show_count(position.shares),
            place.to_owned(),
            mark_text(&position, member.wallet, now),
        ]);
        json.push(json!({
            "position": at.to_string(),
            "mint": token.mint.to_string(),
            "symbol": symbol,
            "wallet": position.wallet.to_string(),
            "shares": position.shares.to_string(),
            "place": place,
            "marked": mark_json(&position, now),
        }));
    }
    let columns = [
        ("Token", Align::Left),
        ("Wallet of the position", Align::Left),
        ("Shares", Align::Right),
        ("", Align::Left),
        ("Marked", Align::Left),
    ];
    let positions = match rows.is_empty() {
        true => "None.".to_owned(),
        false => table(&columns, &rows),
    };
    let text = format!("{}\n\nPositions\n{positions}", facts(&facts_of(address, &member, recovery.as_ref(), now)));
    let held_until = member.hold().active(now).then_some(member.held_until);
    let json = json!({
        "member": address.to_string(),
        "wallet": member.wallet.to_string(),
        "heldUntil": held_until,
        "nextHoldAt": (member.next_hold_at > now).then_some(member.next_hold_at),
        "recovery": recovery.map(|recovery| to_json(&recovery, now)),
        "positions": json,
    });
    Ok(Report::new(text, json))
}

fn facts_of(address: Address, member: &Member, recovery: Option<&Recovery>, now: i64) -> Vec<(String, String)> {
    let held = match (member.hold().active(now), member.next_hold_at > now) {
        (true, _) => format!("until {}", moment(member.held_until)),
        (false, true) => format!("no; the next hold is possible from {}", moment(member.next_hold_at)),
        (false, false) => "no".to_owned(),
    };
    let mut rows = vec![("member", address.to_string()), ("wallet", member.wallet.to_string()), ("held", held)];
    match recovery {
        None => rows.push(("recovery", "none pending".to_owned())),
        Some(recovery) => rows.extend([
            ("recovery", state(recovery, now).to_owned()),
            ("new wallet", recovery.new_wallet.to_string()),
            ("stewards", format!("{}, {}", recovery.first_steward, recovery.second_steward)),
            ("proposed", moment(recovery.proposed_at)),
            ("can be executed", format!("from {}", moment(recovery.executable_at))),
            ("lapses", moment(recovery.lapses_at)),
        ]),
    }
    rows.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
}

fn state(recovery: &Recovery, now: i64) -> &'static str {
    if recovery.schedule().has_lapsed(now) {
        "lapsed; anyone can end it"
    } else if recovery.schedule().check_executable(now).is_ok() {
        "due; anyone can execute it"
    } else {
        "waits for a veto of the old wallet"
    }
}

fn to_json(recovery: &Recovery, now: i64) -> Value {
    json!({
        "newWallet": recovery.new_wallet.to_string(),
        "firstSteward": recovery.first_steward.to_string(),
        "secondSteward": recovery.second_steward.to_string(),
        "proposedAt": recovery.proposed_at,
        "executableAt": recovery.executable_at,
        "lapsesAt": recovery.lapses_at,
        "executable": recovery.schedule().check_executable(now).is_ok(),
        "lapsed": recovery.schedule().has_lapsed(now),
    })
}
