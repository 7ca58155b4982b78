use {
    crate::{
        amount::{show_count, show_part},
        context::{Access, Context},
        error::Result,
        output::Report,
        text::{table, Align},
        time::show_day,
    },
    personal_token_sdk::{rpc::CapTable, Address},
    serde_json::{json, Value},
};

/// Shows who holds a token.
pub async fn show(context: &mut Context<'_>, mint: Address) -> Result<Report> {
    let session = context.connect(Access::Read).await?;
    let view = session.token(mint).await?;
    let book = session.client.cap_table(mint).await?;
    let rows: Vec<Value> = book
        .rows
        .iter()
        .map(|row| {
            json!({
                "wallet": row.wallet.to_string(),
                "member": row.member.to_string(),
                "position": row.position.to_string(),
                "isOwner": row.member == view.token.owner,
                "shares": row.shares.to_string(),
                "basisPoints": row.basis_points_floor,
                "locked": row.locked.to_string(),
                "unlocksAt": (row.locked > 0).then_some(row.unlocks_at),
                "claimable": view.money.json(row.claimable),
            })
        })
        .collect();
    let whose = |wallet: Address| match wallet == view.owner_wallet {
        true => format!("{wallet} (owner)"),
        false => wallet.to_string(),
    };
    let text =
        format!("{} ({}), {mint}\n\n{}", view.symbol, view.name, render(&book, whose, |units| view.money.show(units)));
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

/// The table for people.
pub fn render(book: &CapTable, whose: impl Fn(Address) -> String, money: impl Fn(u64) -> String) -> String {
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
                money(row.claimable),
            ]
        })
        .collect();
    let sum = |value: fn(&personal_token_sdk::rpc::CapRow) -> u64| {
        book.rows.iter().fold(0_u64, |sum, row| sum.saturating_add(value(row)))
    };
    rows.push(vec![
        "Total".to_owned(),
        show_count(book.total),
        show_part(book.total, book.total),
        show_count(sum(|row| row.locked)),
        String::new(),
        money(sum(|row| row.claimable)),
    ]);
    let columns = [
        ("Holder", Align::Left),
        ("Shares", Align::Right),
        ("Part", Align::Right),
        ("Locked", Align::Right),
        ("Until", Align::Left),
        ("Can be claimed", Align::Right),
    ];
    table(&columns, &rows)
}
