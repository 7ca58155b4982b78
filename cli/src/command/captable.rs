use {
    super::position::mark_json,
    crate::{
        amount::{show_count, show_part},
        context::{Access, Context},
        error::Result,
        output::Report,
        text::{table, Align},
        time::show_day,
    },
    personal_token_core::recovery::FOR_EVER,
    personal_token_sdk::{
        rpc::{CapRow, CapTable},
        state::Position,
        Address,
    },
    serde_json::{json, Value},
    std::collections::{BTreeMap, BTreeSet},
};

/// Shows who holds a token.
pub async fn show(context: &mut Context<'_>, mint: Address) -> Result<Report> {
    let session = context.connect(Access::Read).await?;
    let view = session.token(mint).await?;
    let book = session.client.cap_table(mint).await?;
    let positions: BTreeMap<Address, Position> = session.client.positions(view.address).await?.into_iter().collect();
    // By member, whose present wallet may not have the position yet; what was moved away is nobody's.
    let is_moved = |row: &CapRow| positions.get(&row.position).is_some_and(|position| position.replaced_by().is_some());
    let is_owner = |row: &CapRow| row.member == view.token.owner && !is_moved(row);
    let owners: BTreeSet<Address> = book.rows.iter().filter(|row| is_owner(row)).map(|row| row.wallet).collect();
    let rows: Vec<Value> = book
        .rows
        .iter()
        .map(|row| {
            json!({
                "wallet": row.wallet.to_string(),
                "member": row.member.to_string(),
                "position": row.position.to_string(),
                "isOwner": is_owner(row),
                "shares": row.shares.to_string(),
                "basisPoints": row.basis_points_floor,
                "locked": row.locked.to_string(),
                "unlocksAt": (row.locked > 0).then_some(row.unlocks_at),
                "listed": row.listed.to_string(),
                "marked": positions.get(&row.position).map(|position| mark_json(position, book.now)),
                "movedTo": positions.get(&row.position).and_then(Position::replaced_by).map(|address| address.to_string()),
                "claimable": view.money.json(row.claimable),
            })
        })
        .collect();
    let whose = |wallet: Address| match owners.contains(&wallet) {
        true => format!("{wallet} (owner)"),
        false => wallet.to_string(),
    };
    let table = render_with(&book, whose, |units| view.money.show(units), |row| note(&positions, row, book.now));
    let text = format!("{} ({}), {mint}\n\n{table}", view.symbol, view.name);
    let json = json!({
        "mint": mint.to_string(),
        "symbol": view.symbol,
        "total": book.total.to_string(),
        "deposited": view.money.json(book.token.deposited),
        "paid": view.money.json(book.token.paid),
        "holders": rows,
    });
    Ok(Report::new(text, json))
}

/// What is special about a position.
fn note(positions: &BTreeMap<Address, Position>, row: &CapRow, now: i64) -> String {
    let Some(position) = positions.get(&row.position) else { return String::new() };
    let successor = position.replaced_by().map(|at| positions.get(&at).map_or(at, |successor| successor.wallet));
    match (successor, position.held_until) {
        (Some(wallet), _) => format!("moved to {wallet}"),
        _ if !position.is_held(now) => String::new(),
        (None, FOR_EVER) => "marked".to_owned(),
        (None, until) => format!("marked until {}", show_day(until)),
    }
}

/// The table for people.
pub fn render(book: &CapTable, whose: impl Fn(Address) -> String, money: impl Fn(u64) -> String) -> String {
    render_with(book, whose, money, |_| String::new())
}

fn render_with(
    book: &CapTable,
    whose: impl Fn(Address) -> String,
    money: impl Fn(u64) -> String,
    note: impl Fn(&CapRow) -> String,
) -> String {
    let mut rows: Vec<Vec<String>> = book
        .rows
        .iter()
        .map(|row| {
            vec![
                whose(row.wallet),
                show_count(row.shares),
                show_part(row.shares, book.total),
                show_count(row.locked),
                if row.locked > 0 { show_day(row.unlocks_at) } else { String::new() },
                show_count(row.listed),
                money(row.claimable),
                note(row),
            ]
        })
        .collect();
    let sum = |value: fn(&CapRow) -> u64| book.rows.iter().fold(0_u64, |sum, row| sum.saturating_add(value(row)));
    rows.push(vec![
        "Total".to_owned(),
        show_count(book.total),
        show_part(book.total, book.total),
        show_count(sum(|row| row.locked)),
        String::new(),
        show_count(sum(|row| row.listed)),
        money(sum(|row| row.claimable)),
    ]);
    let columns = [
        ("Holder", Align::Left),
        ("Shares", Align::Right),
        ("Part", Align::Right),
        ("Locked", Align::Right),
        ("Until", Align::Left),
        ("Listed", Align::Right),
        ("Can be claimed", Align::Right),
        ("", Align::Left),
    ];
    table(&columns, &rows)
}
