//! Money of a token beside its deposits, from the events of the latest transactions: gains that sales routed, fees and
//! prices that could not be delivered, and what rounds raised.

use {
    super::transactions::{Call, Fetched},
    crate::{context::TokenView, text::count},
    personal_token_sdk::{
        event::{Event, SharesSold},
        state::{Position, Round, Token},
        Address,
    },
    serde_json::{json, Value},
    std::collections::BTreeMap,
};

/// One of them.
pub struct Credit {
    pub at: Option<i64>,
    pub signature: String,
    pub kind: Kind,
    pub amount: u64,
}

/// Where it came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// The owner sold other people's shares with a gain: credited to all shares; so much went into the vault, the rest
    /// is the owner's own part.
    RoutedGain { sold: Option<Address>, transferred: u64 },
    /// The owner's fee of a sale that could not be delivered: credited to all shares.
    OwnerFee,
    /// The price of a sale that could not be delivered: waits for the seller alone.
    SellerOwed { seller: Option<Address> },
    /// A subscription was settled.
    Raised { round: u32, investor: Option<Address>, shares: u64 },
    /// A round's money was paid to the owner.
    Collected { round: u32 },
}

impl Kind {
    /// For people.
    pub fn text(&self, view: &TokenView) -> String {
        let shown =
            |address: &Option<Address>| address.map_or_else(|| "somebody".to_owned(), |address| address.to_string());
        match self {
            Self::RoutedGain { sold, transferred } => {
                let of = sold.map(|mint| format!(" of {mint}")).unwrap_or_default();
                format!("gain routed from a sale{of}; {} of it into the vault", view.money.show(*transferred))
            }
            Self::OwnerFee => "owner's fee of a sale, credited to all shares".to_owned(),
            Self::SellerOwed { seller } => format!("price of a sale, waits for {}", shown(seller)),
            Self::Raised { round, investor, shares } => {
                format!("raised by round {round}: {} to {}", count(*shares, "share"), shown(investor))
            }
            Self::Collected { round } => format!("of round {round}, paid to the owner"),
        }
    }

    /// One word for scripts.
    const fn name(&self) -> &'static str {
        match self {
            Self::RoutedGain { .. } => "routedGain",
            Self::OwnerFee => "creditedFee",
            Self::SellerOwed { .. } => "sellerOwed",
            Self::Raised { .. } => "raised",
            Self::Collected { .. } => "collected",
        }
    }
}

impl Credit {
    /// For scripts.
    pub fn json(&self, view: &TokenView) -> Value {
        let mut json = json!({
            "at": self.at,
            "signature": self.signature,
            "kind": self.kind.name(),
            "amount": view.money.json(self.amount),
        });
        let more = match self.kind {
            Kind::RoutedGain { sold, transferred } => {
                vec![("sold", json!(sold.map(|mint| mint.to_string()))), ("transferred", view.money.json(transferred))]
            }
            Kind::OwnerFee => Vec::new(),
            Kind::SellerOwed { seller } => vec![("seller", json!(seller.map(|wallet| wallet.to_string())))],
            Kind::Raised { round, investor, shares } => vec![
                ("round", json!(round)),
                ("investor", json!(investor.map(|wallet| wallet.to_string()))),
                ("shares", json!(shares.to_string())),
            ],
            Kind::Collected { round } => vec![("round", json!(round))],
        };
        if let Some(json) = json.as_object_mut() {
            json.extend(more.into_iter().map(|(name, value)| (name.to_owned(), value)));
        }
        json
    }
}

/// Whose addresses events name.
pub struct Names<'a> {
    pub positions: &'a [(Address, Position)],
    pub rounds: &'a [(Address, Round)],
    /// From tokens to their mints.
    pub mints: &'a BTreeMap<Address, Address>,
}

impl Names<'_> {
    fn wallet(&self, position: Address) -> Option<Address> {
        self.positions.iter().find(|(address, _)| *address == position).map(|(_, position)| position.wallet)
    }

    fn round(&self, round: Address) -> Option<u32> {
        self.rounds.iter().find(|(address, _)| *address == round).map(|(_, round)| round.index)
    }
}

/// What of a token's money is in its latest transactions, the latest first.
pub fn find(transactions: &[Fetched], view: &TokenView, names: &Names<'_>) -> Vec<Credit> {
    let mut credits = Vec::new();
    for transaction in transactions {
        let events: Vec<Event> = transaction.calls.iter().flatten().filter_map(Call::event).collect();
        for (kind, amount) in events.iter().rev().flat_map(|event| of_event(event, &events, view, names)) {
            credits.push(Credit { at: transaction.at, signature: transaction.signature.clone(), kind, amount });
        }
    }
    credits
}

/// What an event tells of this token's money; the others of its transaction tell what of a price was routed.
fn of_event(event: &Event, others: &[Event], view: &TokenView, names: &Names<'_>) -> Vec<(Kind, u64)> {
    match event {
        Event::GainRouted(routed) if routed.seller_token == view.address => {
            let (sold, transferred) = (names.mints.get(&routed.token).copied(), routed.transferred);
            vec![(Kind::RoutedGain { sold, transferred }, routed.gain)]
        }
        Event::SharesSold(sold) if sold.token == view.address => of_sale(sold, others, names),
        Event::SubscriptionSettled(settled) => {
            let investor = names.wallet(settled.position);
            let raised = |round| (Kind::Raised { round, investor, shares: settled.shares }, settled.paid);
            names.round(settled.round).map(raised).into_iter().collect()
        }
        Event::RoundCollected(collected) => {
            let paid = |round| (Kind::Collected { round }, collected.amount);
            names.round(collected.round).map(paid).into_iter().collect()
        }
        _ => Vec::new(),
    }
}

/// What of a sale's money stayed in the token's vault.
fn of_sale(sold: &SharesSold, others: &[Event], names: &Names<'_>) -> Vec<(Kind, u64)> {
    let routed = others.iter().find_map(|event| match event {
        Event::GainRouted(routed) if routed.listing == sold.listing => Some(routed.transferred),
        _ => None,
    });
    let waits = sold.received.saturating_sub(routed.unwrap_or(0));
    let fee = sold.fee_credited.then_some((Kind::OwnerFee, sold.owner_fee));
    let owed = sold.seller_owed.then(|| (Kind::SellerOwed { seller: names.wallet(sold.seller_position) }, waits));
    [fee, owed].into_iter().flatten().collect()
}

/// From tokens to their mints, by which people know them.
pub fn mints(tokens: &[(Address, Token)]) -> BTreeMap<Address, Address> {
    tokens.iter().map(|(address, token)| (*address, token.mint)).collect()
}
