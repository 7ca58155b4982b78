//! What is for sale, and who may buy it when.

use {
    crate::{
        amount::show_count,
        context::{Access, Context, Session, TokenView},
        error::Result,
        output::Report,
        text::{table, Align},
        time::show as moment,
    },
    personal_token_core::{market::Window, policy::Policy},
    personal_token_sdk::{
        state::{Listing, Member, Position},
        Address,
    },
    serde_json::{json, Value},
};

/// A listing, and whose it is.
struct Row {
    address: Address,
    listing: Listing,
    seller: Member,
    position: Position,
}

impl Row {
    /// Why nobody can buy it, whatever the window.
    fn obstacle(&self, view: &TokenView, now: i64) -> Option<&'static str> {
        if self.position.wallet != self.seller.wallet {
            Some("nobody: the seller has a new wallet")
        } else if self.listing.book.window(now) == Window::Expired {
            Some("nobody: it has expired")
        } else if self.seller.restraint().check(now).is_err() {
            Some("nobody: the seller is held")
        } else if view.network.is_halted() {
            Some("nobody: the network is halted")
        } else if view.token.pause().active(now) {
            Some("nobody: the token is paused")
        } else {
            None
        }
    }
}

/// Shows the listings of a token.
pub async fn show(context: &mut Context<'_>, mint: Address) -> Result<Report> {
    let session = context.connect(Access::Read).await?;
    let view = session.token(mint).await?;
    let now = session.now;
    let rows = rows(&session, &view).await?;
    let columns = [
        ("Listing", Align::Left),
        ("Seller", Align::Left),
        ("Shares", Align::Right),
        ("Price", Align::Right),
        ("At least", Align::Right),
        ("May buy now", Align::Left),
        ("Next", Align::Left),
    ];
    let cells: Vec<Vec<String>> = rows.iter().map(|row| cells(&view, row, now)).collect();
    let listings = match cells.is_empty() {
        true => "Nothing is for sale: a holder offers shares with `personal-token market list`.".to_owned(),
        false => table(&columns, &cells),
    };
    let text = format!("{} ({}), {mint}\n\n{listings}", view.symbol, view.name);
    let json = json!({
        "mint": mint.to_string(),
        "symbol": view.symbol,
        "lastRoundPrice": (view.token.last_round_price > 0).then(|| view.money.json(view.token.last_round_price)),
        "listings": rows.iter().map(|row| to_json(&view, row, now)).collect::<Vec<_>>(),
    });
    Ok(Report::new(text, json))
}

async fn rows(session: &Session, view: &TokenView) -> Result<Vec<Row>> {
    let mut rows = Vec::new();
    for (address, listing) in session.client.listings_of(view.address).await? {
        let seller = session.client.member(listing.seller).await?;
        let position = session.client.position_at(listing.position).await?;
        rows.push(Row { address, listing, seller, position });
    }
    rows.sort_by_key(|row| (row.listing.book.price, row.listing.listed_at, row.address));
    Ok(rows)
}

fn cells(view: &TokenView, row: &Row, now: i64) -> Vec<String> {
    let book = &row.listing.book;
    vec![
        row.address.to_string(),
        row.seller.wallet.to_string(),
        show_count(book.shares),
        view.money.show(book.price),
        show_count(book.minimum_fill.min(book.shares)),
        row.obstacle(view, now).unwrap_or_else(|| who(view, book.window(now), now)).to_owned(),
        next(view, row, now),
    ]
}

/// Who may buy in a window.
fn who(view: &TokenView, window: Window, now: i64) -> &'static str {
    match (window, view.token.policy_at(now)) {
        (Window::Owner, _) => "the owner",
        (Window::Holders, _) => "the owner and holders",
        (Window::Everyone, Ok(Policy::Open)) => "any member in good standing",
        (Window::Everyone, Ok(Policy::Village)) => "the owner and whom he admitted",
        (Window::Everyone, Ok(Policy::Approval)) => "the owner and whom he approved",
        (Window::Everyone, _) => "the owner",
        (Window::Expired, _) => "nobody: it has expired",
    }
}

/// The same for the last window before it asks, as the name of a line.
pub fn policy_words(view: &TokenView, now: i64) -> &'static str {
    match view.token.policy_at(now) {
        Ok(Policy::Open) => "any member buys",
        Ok(Policy::Village) => "whom the owner admitted buys",
        Ok(Policy::Approval) => "whom the owner approved buys",
        _ => "the owner alone buys again",
    }
}

/// The next window's time.
fn next(view: &TokenView, row: &Row, now: i64) -> String {
    let book = &row.listing.book;
    let (window, at) = match book.window(now) {
        Window::Owner => (Window::Holders, book.owner_until),
        Window::Holders => (Window::Everyone, book.holders_until),
        Window::Everyone | Window::Expired => (Window::Expired, book.expires_at),
    };
    match (window, at >= book.expires_at) {
        (Window::Expired, _) | (_, true) => match now < book.expires_at {
            true => format!("expires {}", moment(book.expires_at)),
            false => format!("expired {}; anyone can end it", moment(book.expires_at)),
        },
        _ => format!("{} from {}", who(view, window, now), moment(at)),
    }
}

fn to_json(view: &TokenView, row: &Row, now: i64) -> Value {
    let book = &row.listing.book;
    let window = match book.window(now) {
        Window::Owner => "owner",
        Window::Holders => "holders",
        Window::Everyone => "open",
        Window::Expired => "expired",
    };
    json!({
        "listing": row.address.to_string(),
        "seller": row.seller.wallet.to_string(),
        "sellerMember": row.listing.seller.to_string(),
        "position": row.listing.position.to_string(),
        "nonce": row.listing.nonce,
        "shares": book.shares.to_string(),
        "price": view.money.json(book.price),
        "minimumFill": book.minimum_fill.to_string(),
        "window": window,
        "mayBuy": row.obstacle(view, now).unwrap_or_else(|| who(view, book.window(now), now)),
        "obstructed": row.obstacle(view, now).is_some(),
        "listedAt": row.listing.listed_at,
        "ownerUntil": book.owner_until,
        "holdersUntil": book.holders_until,
        "expiresAt": book.expires_at,
        "ownerFeeBasisPoints": book.owner_fee,
        "networkFeeBasisPoints": book.network_fee,
    })
}
