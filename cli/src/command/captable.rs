use {
    crate::{
        amount::{show_count, show_part},
        context::{Access, Context, TokenView},
        error::Result,
        output::Report,
        text::{table, Align},
        time::show_day,
    },
    personal_token_core::recovery::FOR_EVER,
    personal_token_sdk::{
        rpc::{CapRow, CapTable},
        Address,
    },
    serde_json::{json, Value},
    std::collections::HashMap,
};

/// Shows who holds a token.
pub async fn show(context: &mut Context<'_>, mint: Address) -> Result<Report> {
    let session = context.connect(Access::Read).await?;
    let view = session.token(mint).await?;
    let book = session.client.cap_table(mint).await?;
    // There may be a hundred thousand rows: only what will be printed is made.
    match context.global.output {
        Some(_) => Ok(Report::new(String::new(), to_json(&view, &book))),
        None => Ok(Report::new(to_text(&view, &book), json!({}))),
    }
}

/// By member, whose present wallet may not have the position yet; what was moved away is nobody's.
fn is_owner(view: &TokenView, row: &CapRow) -> bool {
    row.member == view.token.owner && row.replaced_by.is_none()
}

fn to_json(view: &TokenView, book: &CapTable) -> Value {
    let row = |row: &CapRow| {
        json!({
            "wallet": row.wallet.to_string(),
            "member": row.member.to_string(),
            "position": row.position.to_string(),
            "isOwner": is_owner(view, row),
            "shares": row.shares.to_string(),
            "basisPoints": row.basis_points_floor,
            "locked": row.locked.to_string(),
            "unlocksAt": (row.locked > 0).then_some(row.unlocks_at),
            "listed": row.listed.to_string(),
            "marked": row.marked_until.map(|until| json!({ "until": Some(until).filter(|until| *until != FOR_EVER) })),
            "movedTo": row.replaced_by.map(|address| address.to_string()),
            "claimable": view.money.json(row.claimable),
        })
    };
    json!({
        "mint": view.mint.to_string(),
        "symbol": view.symbol,
        "total": book.total.to_string(),
        "deposited": view.money.json(book.token.deposited),
        "paid": view.money.json(book.token.paid),
        "holders": book.rows.iter().map(row).collect::<Vec<_>>(),
    })
}

fn to_text(view: &TokenView, book: &CapTable) -> String {
    let wallets: HashMap<Address, Address> = book.rows.iter().map(|row| (row.position, row.wallet)).collect();
    let whose = |row: &CapRow| match is_owner(view, row) {
        true => format!("{} (owner)", row.wallet),
        false => row.wallet.to_string(),
    };
    let table = render_with(book, whose, |units| view.money.show(units), |row| note(&wallets, row));
    format!("{} ({}), {}\n\n{table}", view.symbol, view.name, view.mint)
}

/// What is special about a position; `wallets` are those of all positions.
fn note(wallets: &HashMap<Address, Address>, row: &CapRow) -> String {
    match (row.replaced_by, row.marked_until) {
        (Some(successor), _) => format!("moved to {}", wallets.get(&successor).unwrap_or(&successor)),
        (None, None) => String::new(),
        (None, Some(FOR_EVER)) => "marked".to_owned(),
        (None, Some(until)) => format!("marked until {}", show_day(until)),
    }
}

/// The table for people.
pub fn render(book: &CapTable, whose: impl Fn(Address) -> String, money: impl Fn(u64) -> String) -> String {
    render_with(book, |row| whose(row.wallet), money, |_| String::new())
}

fn render_with(
    book: &CapTable,
    whose: impl Fn(&CapRow) -> String,
    money: impl Fn(u64) -> String,
    note: impl Fn(&CapRow) -> String,
) -> String {
    let mut rows: Vec<Vec<String>> = book
        .rows
        .iter()
        .map(|row| {
            vec![
                whose(row),
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
