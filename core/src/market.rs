//! The market: shares offered in place, first to the token's owner, then to its holders, then to whom the policy lets in.
//!
//! A listing keeps the windows and fees it opened with. A changed price is a new listing, with new windows.

use crate::{
    accumulator::Pool,
    fee::{sale, Sale},
    Error, Result, DAY,
};
use bytemuck::{Pod, Zeroable};

/// The lowest price, in quote units a share: below it a fill of one share could not bear two rounded-up fees.
pub const LOWEST_PRICE: u64 = 2;
/// The longest a listing can stand, in seconds.
pub const LONGEST_LISTING: u32 = 365 * DAY;

/// Who may buy at a moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Window {
    /// The token's owner alone.
    Owner,
    /// Also those who hold shares.
    Holders,
    /// Also whom the policy lets in.
    Everyone,
    /// Nobody: the listing is over.
    Expired,
}

impl Window {
    /// Every window, in the order of time.
    pub const ALL: [Window; 4] = [Window::Owner, Window::Holders, Window::Everyone, Window::Expired];

    /// The words for people.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Owner => "owner's first refusal",
            Self::Holders => "holders' first refusal",
            Self::Everyone => "open",
            Self::Expired => "expired",
        }
    }
}

/// What a seller asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Offer {
    /// Shares for sale.
    pub shares: u64,
    /// Quote units a share.
    pub price: u64,
    /// Least shares of one purchase, unless fewer are left.
    pub minimum_fill: u64,
    /// Seconds for which it stands.
    pub duration: u32,
}

/// The token's and the network's side when a listing opens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rules {
    /// The owner's first refusal, in seconds.
    pub owner_first_refusal: u32,
    /// The holders' after it, in seconds.
    pub holder_first_refusal: u32,
    /// The owner's fee, in basis points.
    pub owner_fee: u16,
    /// The network's fee, in basis points.
    pub network_fee: u16,
    /// Whether the seller is the token's owner: he has no right to refuse his own shares.
    pub owner_sells: bool,
}

/// A listing's terms, and what is left of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Pod, Zeroable)]
#[repr(C)]
pub struct Listing {
    /// Shares still for sale.
    pub shares: u64,
    /// Quote units a share.
    pub price: u64,
    /// Least shares of one purchase, unless fewer are left.
    pub minimum_fill: u64,
    /// Unix time until which only the owner buys.
    pub owner_until: i64,
    /// Unix time until which only the owner and holders buy.
    pub holders_until: i64,
    /// Unix time from which nobody buys.
    pub expires_at: i64,
    /// The owner's fee, in basis points.
    pub owner_fee: u16,
    /// The network's fee, in basis points.
    pub network_fee: u16,
    /// Zero.
    pub padding: u32,
}

/// A buyer's limits: what he agreed to when he signed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Order {
    /// At most this many shares.
    pub shares: u64,
    /// At least this many, or nothing.
    pub minimum_shares: u64,
    /// At most this price, in quote units a share.
    pub maximum_price: u64,
}

/// Who buys.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Buyer {
    /// The token's owner.
    pub is_owner: bool,
    /// Somebody who holds shares already.
    pub is_holder: bool,
}

/// One purchase.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fill {
    /// Shares that change hands.
    pub shares: u64,
    /// How the money is divided.
    pub sale: Sale,
    /// Whether the buyer needs the policy's leave: not the owner, and not holders in their window.
    pub asks_policy: bool,
}

impl Offer {
    /// Checks every bound and opens the listing; whether the seller has the shares is for [`crate::transfer::may_leave`].
    pub fn open(&self, rules: &Rules, now: i64) -> Result<Listing> {
        if self.shares == 0 {
            return Err(Error::ZeroShares);
        }
        if self.price < LOWEST_PRICE {
            return Err(Error::PriceTooLow);
        }
        if !(1..=self.shares).contains(&self.minimum_fill) {
            return Err(Error::MinimumFillInvalid);
        }
        if !(1..=LONGEST_LISTING).contains(&self.duration) {
            return Err(Error::ListingTimeInvalid);
        }
        self.shares.checked_mul(self.price).ok_or(Error::MathOverflow)?;
        let after = |time: i64, seconds: u32| time.checked_add(i64::from(seconds)).ok_or(Error::MathOverflow);
        let owner_until = if rules.owner_sells { now } else { after(now, rules.owner_first_refusal)? };
        Ok(Listing {
            shares: self.shares,
            price: self.price,
            minimum_fill: self.minimum_fill,
            owner_until,
            holders_until: after(owner_until, rules.holder_first_refusal)?,
            expires_at: after(now, self.duration)?,
            owner_fee: rules.owner_fee,
            network_fee: rules.network_fee,
            padding: 0,
        })
    }
}

impl Listing {
    /// Who may buy now.
    pub fn window(&self, now: i64) -> Window {
        if now >= self.expires_at {
            Window::Expired
        } else if now < self.owner_until {
            Window::Owner
        } else if now < self.holders_until {
            Window::Holders
        } else {
            Window::Everyone
        }
    }

    /// Takes a purchase: as much of the order as there is.
    pub fn fill(&mut self, order: &Order, buyer: Buyer, now: i64) -> Result<Fill> {
        let asks_policy = match (self.window(now), buyer.is_owner, buyer.is_holder) {
            (Window::Expired, ..) => return Err(Error::ListingExpired),
            (_, true, _) | (Window::Holders, false, true) => false,
            (Window::Owner, false, _) => return Err(Error::OwnerFirst),
            (Window::Holders, false, false) => return Err(Error::HoldersFirst),
            (Window::Everyone, false, _) => true,
        };
        if self.price > order.maximum_price {
            return Err(Error::PriceAboveMaximum);
        }
        let shares = order.shares.min(self.shares);
        if shares == 0 {
            return Err(Error::ZeroShares);
        }
        if shares < order.minimum_shares {
            return Err(Error::TooFewShares);
        }
        if shares < self.minimum_fill.min(self.shares) {
            return Err(Error::FillTooSmall);
        }
        let paid = shares.checked_mul(self.price).ok_or(Error::MathOverflow)?;
        let sale = sale(paid, self.owner_fee, self.network_fee, buyer.is_owner)?;
        self.shares = self.shares.checked_sub(shares).ok_or(Error::MathOverflow)?;
        Ok(Fill { shares, sale, asks_policy })
    }
}

/// Which accounts can be paid.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Payable {
    /// The seller's.
    pub seller: bool,
    /// The token owner's, and his fee may be delivered.
    pub owner: bool,
    /// The treasury's.
    pub treasury: bool,
    /// The token's vault; asked only where the owner cannot be paid.
    pub vault: bool,
}

/// Where the money of one fill goes, in quote units: `paid = owner_fee + network_fee + received`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Money {
    /// The owner's fee.
    pub owner_fee: u64,
    /// Whether the owner's fee goes to all shares, as he cannot be paid.
    pub fee_credited: bool,
    /// The network's fee; stays with the seller if the treasury cannot be paid.
    pub network_fee: u64,
    /// What the seller gets, his shareholders' part included.
    pub received: u64,
    /// Whether the seller's part waits in the token's vault, as he cannot be paid.
    pub seller_owed: bool,
    /// `received` less what the shares had cost, never below zero.
    pub gain: u64,
    /// The part of `received` that goes to the shareholders of the seller's own token.
    pub routed: u64,
}

impl Money {
    /// Divides a sale; an owner's fee that cannot be delivered is credited to all shares of `pool`.
    ///
    /// No fee account can block a sale: what can neither be delivered nor credited stays with the seller. Nor can the
    /// seller's own, or he could close it until the windows of first refusal are over: his part then waits for him.
    pub fn divide(sale: &Sale, cost_basis: u64, payable: Payable, pool: &mut Pool) -> Result<Self> {
        let (mut owner_fee, mut network_fee, mut received) = (sale.owner_fee, sale.network_fee, sale.received);
        let mut fee_credited = false;
        if !payable.treasury {
            received = received.checked_add(network_fee).ok_or(Error::MathOverflow)?;
            network_fee = 0;
        }
        if !payable.owner {
            // Neither a frozen vault nor a token at its lifetime limit stops a sale.
            if payable.vault && pool.deposit(owner_fee).is_ok() {
                fee_credited = true;
            } else {
                received = received.checked_add(owner_fee).ok_or(Error::MathOverflow)?;
                owner_fee = 0;
            }
        }
        let gain = gain(received, cost_basis);
        Ok(Self { owner_fee, fee_credited, network_fee, received, seller_owed: !payable.seller, gain, routed: 0 })
    }

    /// What the seller himself is paid.
    pub fn to_seller(&self) -> Result<u64> {
        self.received.checked_sub(self.routed).ok_or(Error::MathOverflow)
    }
}

/// What a seller has gained, in quote units: never below zero, as a loss is nobody else's.
pub fn gain(received: u64, cost_basis: u64) -> u64 {
    received.saturating_sub(cost_basis)
}

/// Whether the seller's gain belongs to the shareholders of his own token: he has one, and sells another person's shares.
pub const fn routes_gain(route_gains: bool, seller_has_token: bool, owner_sells: bool) -> bool {
    route_gains && seller_has_token && !owner_sells
}
